/* Fits the link classifier (src/extract/event_link.c) to triggers whose places are marked, and prints link_weights.inc:
 *
 *     train_link [--test] GOLD.jsonl ... > src/extract/link_weights.inc 3> src/extract/link_pairs.inc
 *
 * Gold lines: {"text", "date", "events": [{"trigger": {"start","end"}, "location": {"start","end"} or null, "other_locations"}]}, offsets
 * in code points. Every name of the trigger's sentence is one example. Logistic regression with an L2 prior by gradient descent with
 * momentum over the features and those pairs of them that PAIR_COUNT examples have; no randomness, so that the weights come out the
 * same. --test holds every fifth document back and prints how it does on those instead of the weights. */
#include <json-c/json.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "extract/event_place.h"
#include "extract/resolve.h"

#define PAIR_COUNT 60      /* examples that have both features of a pair */
#define LEAST_WEIGHT 0.02  /* of a pair that is kept */
#define ROUNDS 1200
#define STEP 0.05
#define PRIOR 0.0025       /* chosen on the documents held out */
#define MOST_ACTIVE 640    /* features and pairs of one example */

typedef struct example {
	float x[DTL_LINK_COUNT];
	uint16_t *active; /* of the features and pairs that it has: their weights */
	size_t active_count;
	bool y;
	bool held;
	uint32_t event; /* examples of one trigger share it */
} example;

typedef struct set {
	example *items;
	size_t count, cap;
	uint32_t events, found, places; /* triggers, those whose place is among the names, those with a place */
} set;

typedef struct span { uint32_t start, end; } span;

static bool get_span(struct json_object *o, span *out)
{
	struct json_object *s = NULL, *e = NULL;
	if (!o || !json_object_is_type(o, json_type_object)) return false;
	if (!json_object_object_get_ex(o, "start", &s) || !json_object_object_get_ex(o, "end", &e) || !s || !e) return false;
	*out = (span){(uint32_t)json_object_get_int(s), (uint32_t)json_object_get_int(e)};
	return true;
}

static size_t gold_places(struct json_object *event, span out[16])
{
	struct json_object *l = NULL, *others = NULL;
	size_t n = 0;
	if (json_object_object_get_ex(event, "location", &l) && get_span(l, &out[n])) n++;
	if (json_object_object_get_ex(event, "other_locations", &others) && others)
		for (size_t i = 0; i < json_object_array_length(others) && n < 16; i++)
			if (get_span(json_object_array_get_idx(others, i), &out[n])) n++;
	return n;
}

static void analyze(dtl_doc *doc)
{
	dtl_tokenize(doc->arena, doc->article->text, &doc->tokens);
	dtl_find_head(doc);
	dtl_tag_parts_of_speech(doc->model, doc->arena, &doc->tokens);
	dtl_find_mentions(doc);
	dtl_resolve_places(doc);
	dtl_find_dates(doc);
}

/* The frame of a gold trigger: the table's where it has one, else one of no kind. */
static dtl_frame frame_at(dtl_event_work *w, size_t token)
{
	static const dtl_event_kind no_kind = {.type = DTL_EVENT_ASSAULT};
	for (size_t i = 0; i < w->count; i++)
		if (token >= w->frames[i].first && token < w->frames[i].last) return w->frames[i];
	uint32_t chunk = w->c.chunk_of[token];
	const dtl_chunk *c = &w->c.chunks[chunk];
	dtl_frame f = {.token = (uint32_t)token, .first = (uint32_t)token, .last = (uint32_t)token + 1, .chunk = chunk, .sentence = c->sentence,
		.clause = c->clause, .kind = &no_kind, .noun = c->kind != DTL_CHUNK_VERB, .actor = DTL_NO_CHUNK, .target = DTL_NO_CHUNK,
		.verb = c->kind == DTL_CHUNK_VERB ? chunk : DTL_NO_CHUNK, .mentions = {-1, -1, -1, -1}};
	return f;
}

static void add_trigger(set *s, dtl_event_work *w, const dtl_offset_map *map, struct json_object *event, bool held)
{
	struct json_object *t = NULL;
	span trigger, gold[16];
	if (!json_object_object_get_ex(event, "trigger", &t) || !get_span(t, &trigger)) return;
	size_t places = gold_places(event, gold);
	size_t token = 0;
	while (token < w->doc->tokens.count && dtl_offset_code_points(map, w->doc->tokens.tokens[token].end) <= trigger.start) token++;
	if (token >= w->doc->tokens.count) return;
	dtl_frame f = frame_at(w, token);
	dtl_frame_people(w, &f);
	bool found = false;
	s->events++;
	s->places += places > 0;
	for (size_t i = 0; i < w->doc->mention_count; i++) {
		const dtl_mention *m = &w->doc->mentions[i];
		const dtl_sentence *sentence = &w->doc->tokens.sentences[f.sentence];
		if (m->span.start < sentence->start || m->span.end > sentence->end) continue;
		if (dtl_never_the_place(w, &f, (int32_t)i)) continue;
		example e = {.held = held, .event = s->events};
		dtl_link_features(w, &f, (int32_t)i, e.x);
		uint32_t a = dtl_offset_code_points(map, m->span.start), b = dtl_offset_code_points(map, m->span.end);
		for (size_t g = 0; g < places; g++) e.y |= a < gold[g].end && gold[g].start < b;
		found |= e.y;
		if (s->count == s->cap) s->items = realloc(s->items, (s->cap = s->cap ? s->cap * 2 : 1024) * sizeof *s->items);
		s->items[s->count++] = e;
	}
	s->found += found;
}

static void add_document(set *s, dtl_doc *doc, struct json_object *o, bool held)
{
	struct json_object *events = NULL;
	dtl_event_work w;
	analyze(doc);
	dtl_event_work_init(&w, doc);
	dtl_match_triggers(&w);
	dtl_offset_map map = dtl_offset_map_new(doc->arena, doc->tokens.text);
	if (!json_object_object_get_ex(o, "events", &events)) return;
	for (size_t i = 0; i < json_object_array_length(events); i++) add_trigger(s, &w, &map, json_object_array_get_idx(events, i), held);
}

static int read_gold(set *s, const char *path, const dtl_doc *handles, bool test)
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t cap = 0;
	if (!f) return 66;
	for (size_t n = 0; getline(&line, &cap, f) > 0; n++) {
		struct json_object *o = json_tokener_parse(line), *text = NULL, *date = NULL;
		if (!o || !json_object_object_get_ex(o, "text", &text)) continue;
		dtl_arena arena = {0};
		if (setjmp(arena.exhausted)) return 70;
		dtl_article article = {.text = {json_object_get_string(text), (size_t)json_object_get_string_len(text)}};
		if (json_object_object_get_ex(o, "date", &date) && date) article.date = dtl_str_of(json_object_get_string(date));
		dtl_doc doc = *handles;
		doc.arena = &arena;
		doc.article = &article;
		add_document(s, &doc, o, test && n % 5 == 0);
		dtl_arena_free(&arena);
		json_object_put(o);
	}
	free(line);
	fclose(f);
	return 0;
}

/* The weights: first of the features, then of the pairs. */
typedef struct link_model {
	uint16_t pair_of[DTL_LINK_COUNT][DTL_LINK_COUNT]; /* weight of the pair a < b; 0: it has none */
	double weights[8192];
	size_t count;
} link_model;

static double score(const link_model *m, const example *e)
{
	double z = 0;
	for (size_t i = 0; i < e->active_count; i++) z += m->weights[e->active[i]];
	return 1 / (1 + exp(-z));
}

/* Pairs with the bias are the features themselves. */
static void choose_pairs(const set *s, link_model *m)
{
	static uint32_t counts[DTL_LINK_COUNT][DTL_LINK_COUNT];
	for (size_t i = 0; i < s->count; i++)
		for (int a = 1; a < DTL_LINK_COUNT && !s->items[i].held; a++)
			for (int b = a + 1; b < DTL_LINK_COUNT && s->items[i].x[a] > 0; b++) counts[a][b] += s->items[i].x[b] > 0;
	m->count = DTL_LINK_COUNT;
	for (int a = 1; a < DTL_LINK_COUNT; a++)
		for (int b = a + 1; b < DTL_LINK_COUNT; b++)
			if (counts[a][b] >= PAIR_COUNT && m->count < sizeof m->weights / sizeof *m->weights) m->pair_of[a][b] = (uint16_t)m->count++;
}

static void list_active(set *s, const link_model *m)
{
	for (size_t i = 0; i < s->count; i++) {
		example *e = &s->items[i];
		uint16_t list[MOST_ACTIVE];
		size_t n = 0;
		for (int a = 0; a < DTL_LINK_COUNT; a++) {
			if (e->x[a] <= 0) continue;
			list[n++] = (uint16_t)a;
			for (int b = a + 1; b < DTL_LINK_COUNT; b++)
				if (e->x[b] > 0 && m->pair_of[a][b] && n < MOST_ACTIVE) list[n++] = m->pair_of[a][b];
		}
		e->active = malloc(n * sizeof *list);
		memcpy(e->active, list, n * sizeof *list);
		e->active_count = n;
	}
}

static void fit(set *s, link_model *m)
{
	static double speed[8192], gradient[8192];
	size_t n = 0;
	choose_pairs(s, m);
	list_active(s, m);
	for (size_t i = 0; i < s->count; i++) n += !s->items[i].held;
	for (int round = 0; round < ROUNDS; round++) {
		memset(gradient, 0, sizeof gradient);
		for (size_t i = 0; i < s->count; i++) {
			const example *e = &s->items[i];
			if (e->held) continue;
			double d = score(m, e) - (e->y ? 1 : 0);
			for (size_t k = 0; k < e->active_count; k++) gradient[e->active[k]] += d;
		}
		for (size_t k = 0; k < m->count; k++) {
			double g = gradient[k] / (double)n + (k ? PRIOR * m->weights[k] : 0);
			speed[k] = 0.9 * speed[k] - STEP * g;
			m->weights[k] += speed[k];
		}
	}
}

/* Per trigger: the best name above the threshold is right, wrong, or rightly none. */
static void report(const set *s, const link_model *m, bool held)
{
	for (double threshold = 0.3; threshold < 0.7; threshold += 0.05) {
		size_t tp = 0, fp = 0, fn = 0, none = 0, none_right = 0;
		for (size_t i = 0; i < s->count;) {
			size_t j = i, best = i;
			bool any = false;
			for (; j < s->count && s->items[j].event == s->items[i].event; j++) {
				any |= s->items[j].y;
				if (score(m, &s->items[j]) > score(m, &s->items[best])) best = j;
			}
			bool said = score(m, &s->items[best]) >= threshold;
			if (s->items[i].held == held) {
				if (!any) none++, none_right += !said, fp += said;
				else if (said && s->items[best].y) tp++;
				else fn++, fp += said;
			}
			i = j;
		}
		double p = (double)tp / (double)(tp + fp), r = (double)tp / (double)(tp + fn);
		fprintf(stderr, "threshold %.2f: P %.3f R %.3f F1 %.3f, no place right %.3f\n", threshold, p, r, 2 * p * r / (p + r),
			(double)none_right / (double)none);
	}
}

static void print_weights(const link_model *m)
{
	FILE *pairs = fdopen(3, "w");
	printf("/* Weights of the link classifier, by tests/eval/train_link.c. */\n");
	for (int i = 0; i < DTL_LINK_COUNT; i++) printf("W(%s, %.3ff)\n", dtl_link_name((dtl_link_feature)i), m->weights[i]);
	if (!pairs) return;
	fprintf(pairs, "/* Weights of pairs of features, by tests/eval/train_link.c. */\n");
	for (int a = 1; a < DTL_LINK_COUNT; a++)
		for (int b = a + 1; b < DTL_LINK_COUNT; b++) {
			double weight = m->pair_of[a][b] ? m->weights[m->pair_of[a][b]] : 0;
			if (fabs(weight) >= LEAST_WEIGHT)
				fprintf(pairs, "P(%s, %s, %.3ff)\n", dtl_link_name((dtl_link_feature)a), dtl_link_name((dtl_link_feature)b), weight);
		}
	fclose(pairs);
}

int main(int argc, char **argv)
{
	dtl_error err = {0};
	dtl_analyze_options options = DTL_ANALYZE_OPTIONS_INIT;
	dtl_doc handles = {.options = &options, .english = true};
	dtl_model *model = NULL;
	dtl_event_table *table = NULL;
	dtl_gazetteer *gazetteer = NULL;
	dtl_resolver *resolver = NULL;
	if (dtl_model_open(NULL, &model, &err) || dtl_event_table_open(NULL, &table, &err) || dtl_gazetteer_open(NULL, &gazetteer, &err)
		|| dtl_resolver_open(model, &resolver, &err)) {
		fprintf(stderr, "train_link: %s\n", err.message);
		return 78;
	}
	handles.model = model;
	handles.event_table = table;
	handles.gazetteer = gazetteer;
	handles.resolver = resolver;
	bool test = argc > 1 && dtl_str_eq(dtl_str_of(argv[1]), DTL_STR("--test"));
	static set s;
	for (int i = 1 + test; i < argc; i++)
		if (read_gold(&s, argv[i], &handles, test)) return 66;
	static link_model fitted;
	fit(&s, &fitted);
	fprintf(stderr, "%u triggers, %u with a place, %u of them with a name there; %zu examples, %zu weights\n", s.events, s.places, s.found, s.count, fitted.count);
	report(&s, &fitted, test);
	if (!test) print_weights(&fitted);
	dtl_event_table_close(table);
	dtl_model_close(model);
	dtl_resolver_close(resolver);
	dtl_gazetteer_close(gazetteer);
	free(s.items);
	return 0;
}
