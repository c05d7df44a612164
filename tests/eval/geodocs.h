/* The annotated texts of ../shared/eval/dev as documents with labels for the recogniser. */
#ifndef DTL_EVAL_GEODOCS_H
#define DTL_EVAL_GEODOCS_H

#include <json-c/json.h>

#include "base/utf8.h"
#include "extract/recognise.h"
#include "structured.h"

typedef struct geo_span { uint32_t start, end; } geo_span; /* bytes */

typedef struct geo_corpus {
	const char *name, *file;
	dtl_domain domain;
	bool demonyms;   /* marks them */
} geo_corpus;

static const geo_corpus geo_corpora[] = {
	{"LGL", "lgl-dev.jsonl", DTL_DOMAIN_NEWS, true},
	{"TR-News", "trnews-dev.jsonl", DTL_DOMAIN_NEWS, true},
	{"TUD-Loc", "tudloc-dev.jsonl", DTL_DOMAIN_WEB, false},
	{"GeoCorpora", "geocorpora-dev.jsonl", DTL_DOMAIN_TWEETS, false},
};
enum { GEO_CORPORA = 4 };

typedef struct geo_doc {
	int corpus;
	int fold;        /* by newspaper where there is one for many documents, else by document */
	bool published;  /* its source and date are known */
	bool restyled;   /* a copy in other letters, only for training */
	dtl_tokens tokens;
	dtl_recogniser r;
	lesson lesson;
	geo_span *gold;
	size_t gold_count;
	uint8_t *label;
} geo_doc;

typedef struct geo_docs {
	geo_doc *docs;
	size_t count, cap;
	size_t lost, names; /* gold names that do not lie on token boundaries, of all */
	size_t active, tokens;
	size_t inactive;    /* gold tokens outside of what the tagger looks at */
} geo_docs;

static const char *json_text(struct json_object *o, const char *key)
{
	struct json_object *v;
	return json_object_object_get_ex(o, key, &v) && v ? json_object_get_string(v) : "";
}

static int by_start(const void *a, const void *b)
{
	const geo_span *x = a, *y = b;
	return x->start != y->start ? (x->start < y->start ? -1 : 1) : (x->end > y->end ? -1 : x->end < y->end);
}

/* Gold spans in bytes, ascending; of overlapping ones the first and longest. */
static void take_gold(dtl_arena *arena, struct json_object *o, dtl_str text, geo_doc *d)
{
	struct json_object *list;
	if (!json_object_object_get_ex(o, "toponyms", &list)) return;
	size_t n = json_object_array_length(list), kept = 0;
	dtl_offset_map map = dtl_offset_map_new(arena, text);
	d->gold = dtl_arena_array(arena, geo_span, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct json_object *t = json_object_array_get_idx(list, i), *start, *end;
		if (!json_object_object_get_ex(t, "start", &start) || !json_object_object_get_ex(t, "end", &end)) continue;
		d->gold[d->gold_count++] = (geo_span){dtl_offset_of_code_point(&map, (uint32_t)json_object_get_int(start)),
			dtl_offset_of_code_point(&map, (uint32_t)json_object_get_int(end))};
	}
	qsort(d->gold, d->gold_count, sizeof *d->gold, by_start);
	for (size_t i = 0; i < d->gold_count; i++)
		if (!kept || d->gold[i].start >= d->gold[kept - 1].end) d->gold[kept++] = d->gold[i];
	d->gold_count = kept;
}

/* Labels from the gold spans; a name that the gazetteer knows only as a demonym is one. */
static void label_doc(dtl_arena *arena, geo_docs *all, geo_doc *d)
{
	const dtl_context *c = &d->r.context;
	size_t n = d->tokens.count;
	uint16_t *allowed = dtl_arena_array(arena, uint16_t, n + 1);
	d->label = dtl_arena_array(arena, uint8_t, n + 1);
	for (size_t k = 0; k < d->gold_count; k++) {
		size_t first = dtl_token_at(&d->tokens, d->gold[k].start), last = first;
		while (last < n && d->tokens.tokens[last].end <= d->gold[k].end) last++;
		bool cut = first < last && d->tokens.tokens[first].start == d->gold[k].start && d->tokens.tokens[last - 1].end == d->gold[k].end;
		all->names++;
		all->lost += !cut;
		if (!cut) continue;
		bool demonym = true;
		for (size_t i = first; i < last; i++) demonym &= d->r.marks[i].kind == DTL_KIND_DEMONYM;
		for (size_t i = first; i < last; i++) {
			d->label[i] = (uint8_t)((demonym ? DTL_ENTITY_B_DEM : DTL_ENTITY_B_LOC) + (i > first));
			all->inactive += !(c->flags[i] & DTL_CONTEXT_ACTIVE);
		}
	}
	all->tokens += n;
	for (size_t i = 0; i < n; i++) {
		all->active += c->flags[i] & DTL_CONTEXT_ACTIVE ? 1 : 0;
		bool broken = d->label[i] && d->label[i] % 2 == 0 && (!(c->flags[i - 1] & DTL_CONTEXT_ACTIVE) || c->sentence[i - 1] != c->sentence[i]);
		allowed[i] = broken ? 0xffff : (uint16_t)(1u << d->label[i]);
		if (!geo_corpora[d->corpus].demonyms && !d->label[i] && d->r.marks[i].kind == DTL_KIND_DEMONYM)
			allowed[i] |= 1u << DTL_ENTITY_B_DEM | 1u << DTL_ENTITY_I_DEM;
	}
	d->lesson = (lesson){.context = *c, .allowed = allowed, .features = dtl_place_features, .domain = (int)geo_corpora[d->corpus].domain};
}

static void add_doc(dtl_arena *arena, geo_docs *all, const geo_doc *from, dtl_str text, const dtl_model_parts *parts,
	const dtl_gazetteer *gazetteer)
{
	geo_doc d = *from;
	dtl_tokenize(arena, text, &d.tokens);
	const dtl_word *words = dtl_tokens_words(arena, &d.tokens, &parts->words);
	for (size_t i = 0; i < d.tokens.sentence_count; i++) dtl_pos_tag_sentence(&parts->pos, words, &d.tokens, &d.tokens.sentences[i]);
	DTL_PUSH(arena, all->docs, all->count, all->cap, d);
	geo_doc *at = &all->docs[all->count - 1];
	dtl_recogniser_build(arena, parts, gazetteer, &at->tokens, &at->r);
	label_doc(arena, all, at);
}

static void read_geodocs(dtl_arena *arena, geo_docs *all, const char *folder, int corpus, bool restyled, const dtl_model_parts *parts,
	const dtl_gazetteer *gazetteer)
{
	size_t size, number = 0;
	char *data = slurp(folder, geo_corpora[corpus].file, &size);
	if (!data) die("cannot read", geo_corpora[corpus].file);
	dtl_str rest = {data, size};
	while (rest.ptr && rest.len) {
		dtl_str line = dtl_str_cut(&rest, '\n');
		if (!line.len) continue;
		dtl_str copy = dtl_arena_str(arena, line);
		struct json_object *o = json_tokener_parse(copy.ptr);
		dtl_str text = dtl_arena_str(arena, dtl_str_of(json_text(o, "text")));
		geo_doc d = {.corpus = corpus};
		uint64_t source = dtl_mix(dtl_str_hash(dtl_str_of(json_text(o, "source"))));
		d.fold = (int)((corpus == 0 ? source : number) % 5);
		d.published = *json_text(o, "source") != '\0' && *json_text(o, "date") != '\0';
		take_gold(arena, o, text, &d);
		add_doc(arena, all, &d, text, parts, gazetteer);
		if (restyled && number % 12 == 5) {
			dtl_str loud = dtl_arena_str(arena, text);
			for (size_t i = 0; i < loud.len; i++)
				if (loud.ptr[i] >= 'a' && loud.ptr[i] <= 'z') ((char *)(uintptr_t)loud.ptr)[i] = (char)(loud.ptr[i] - 32);
			d.restyled = true;
			add_doc(arena, all, &d, loud, parts, gazetteer);
		}
		json_object_put(o);
		number++;
	}
	free(data);
}

#endif
