/* Mentions: the spans of the recogniser with their kinds; spans told by the caller; and, for text that is not English, names of the
 * gazetteer by careful rules (mentions_foreign.c). */
#include <math.h>
#include <stdlib.h>

#include "base/str.h"
#include "extract/doc.h"
#include "extract/mentions.h"
#include "extract/recognise.h"

/* The odds that a found name is right, by its lead over O in trained weights: logistic, fitted to what was found in
 * cross-validation over the open evaluation texts (make eval-geoparse prints the shares). */
#define MARGIN_OFFSET 0.2
#define MARGIN_SCALE 115.0

static float probability(int32_t margin, float scale)
{
	double x = MARGIN_OFFSET + (scale > 0 ? (double)margin / scale / MARGIN_SCALE : 0);
	return (float)(1 / (1 + exp(-x)));
}

/* Is a word of an organisation's name right behind the span, as in "Texas Department of Health"? */
static bool heads_organisation(const dtl_recogniser *r, size_t first, size_t last)
{
	const dtl_context *c = &r->context;
	if (last >= c->tokens->count || c->sentence[last] != c->sentence[first]) return false;
	bool same_run = c->run[first] && c->run[last] == c->run[first];
	uint8_t l = r->general[last];
	if (same_run && (l == DTL_ENTITY_B_ORG || l == DTL_ENTITY_I_ORG)) return true;
	return c->words[last].cue == DTL_CUE_ORG && (c->flags[last] & DTL_CONTEXT_NAME);
}

static dtl_mention_kind kind_of(const dtl_recogniser *r, uint8_t label, size_t first, size_t last)
{
	if (label == DTL_ENTITY_B_DEM) return DTL_MENTION_DEMONYM;
	if (r->marks[first].kind == DTL_KIND_METONYM && r->marks[first].first == first && r->marks[first].last == last) return DTL_MENTION_METONYM;
	return heads_organisation(r, first, last) ? DTL_MENTION_EMBEDDED : DTL_MENTION_LITERAL;
}

/* Entity labels of the tokens: stage one, with the places and demonyms of stage two in their stead. */
static void set_entities(dtl_tokens *tokens, const dtl_recogniser *r, const uint8_t *label)
{
	uint8_t before = DTL_ENTITY_O;
	for (size_t i = 0; i < tokens->count; i++) {
		uint8_t l = label[i], general = r->general[i];
		if (l == DTL_ENTITY_O && general > DTL_ENTITY_I_DEM) l = general;
		if (l == DTL_ENTITY_O && general != DTL_ENTITY_O) /* stage two took the place away: a part of another name, if anything */
			l = (uint8_t)((r->context.run[i] && r->context.runs[r->context.run[i] - 1].org ? DTL_ENTITY_B_ORG : DTL_ENTITY_B_MISC) +
				(general % 2 == 0));
		if (l && l % 2 == 0 && before != l && before != l - 1) l--;
		if (tokens->tokens[i].flags & DTL_TOKEN_FIRST && l && l % 2 == 0) l--;
		tokens->tokens[i].entity = before = l;
	}
}

/* What is needed of the recogniser once its scratch memory is gone. */
typedef struct findings {
	uint8_t *label, *kind; /* of each token; kind where a span begins */
	int32_t *margin;
	float scale;
} findings;

/* A demonym of several words ("Sri Lankan") is one though the tagger marks a part of it. */
static void widen_demonyms(const dtl_recogniser *r, uint8_t *label)
{
	for (size_t i = 0; i < r->context.tokens->count; i++) {
		const dtl_gaz_mark *m = &r->marks[i];
		if (label[i] != DTL_ENTITY_B_DEM || m->kind != DTL_KIND_DEMONYM || m->last - m->first < 2) continue;
		for (uint32_t k = m->first; k < m->last; k++) label[k] = k == m->first ? DTL_ENTITY_B_DEM : DTL_ENTITY_I_DEM;
		if (m->last < r->context.tokens->count && label[m->last] && label[m->last] % 2 == 0) label[m->last]--;
	}
}

/* A hyphenated name of the gazetteer is one name though the tagger marks a part of it, and that of a great city or a country is one
 * though it marks nothing: "Port-au-Prince", whose middle is no capitalised word. */
static void join_hyphenated(const dtl_recogniser *r, uint8_t *label)
{
	const uint32_t great = 1u << DTL_KIND_COUNTRY | 1u << DTL_KIND_CITY_1M | 1u << DTL_KIND_CITY_100K;
	const dtl_tokens *t = r->context.tokens;
	for (size_t i = 0; i < t->count; i++) {
		const dtl_gaz_mark *m = &r->marks[i];
		if (m->last <= m->first + 2 || m->last > t->count) continue;
		bool missed = label[i] == DTL_ENTITY_O && i == m->first && (m->bits & great);
		for (size_t k = m->first; missed && k < m->last; k++) missed = label[k] == DTL_ENTITY_O;
		if (label[i] != DTL_ENTITY_B_LOC && !missed) continue;
		bool joined = true, hyphen = false;
		for (size_t k = m->first; k < m->last; k++) {
			joined = joined && (k == m->first || !(t->tokens[k].flags & DTL_TOKEN_SPACE_BEFORE));
			hyphen = hyphen || dtl_str_eq(dtl_token_str(t, k), DTL_STR("-"));
		}
		if (!joined || !hyphen) continue;
		for (uint32_t k = m->first; k < m->last; k++) label[k] = k == m->first ? DTL_ENTITY_B_LOC : DTL_ENTITY_I_LOC;
		if (m->last < t->count && label[m->last] && label[m->last] % 2 == 0) label[m->last]--;
	}
}

static findings recognise(dtl_doc *doc)
{
	size_t n = doc->tokens.count;
	const dtl_model_parts *parts = dtl_model_parts_of(doc->model);
	findings f = {dtl_arena_array(doc->arena, uint8_t, n + 1), dtl_arena_array(doc->arena, uint8_t, n + 1),
		dtl_arena_array(doc->arena, int32_t, n + 1), parts->place.scale};
	dtl_arena_mark mark = dtl_arena_mark_take(doc->arena);
	dtl_recogniser r;
	dtl_recogniser_build(doc->arena, parts, doc->gazetteer, &doc->tokens, &r);
	dtl_recognise(doc->arena, &parts->place, &r, dtl_domain_of(&doc->tokens, doc->article->source.len && doc->article->date.len), DTL_DOMAIN_QUARTERS, DTL_RECALL_BONUS, f.label, f.margin);
	widen_demonyms(&r, f.label);
	join_hyphenated(&r, f.label);
	set_entities(&doc->tokens, &r, f.label);
	for (size_t i = 0; i < n; i++) {
		size_t last = i + 1;
		if (f.label[i] % 2 == 0) continue;
		while (last < n && f.label[last] == f.label[i] + 1) last++;
		f.kind[i] = (uint8_t)kind_of(&r, f.label[i], i, last);
	}
	dtl_arena_reset(doc->arena, mark);
	return f;
}

void dtl_mention_add(dtl_doc *doc, size_t *capacity, size_t first, size_t last, dtl_mention_kind kind, float score)
{
	dtl_mention m = {.kind = kind, .role = DTL_ROLE_MENTIONED, .place = -1, .score = score};
	m.span = (dtl_span){doc->tokens.tokens[first].start, doc->tokens.tokens[last - 1].end};
	m.sentence = (uint32_t)dtl_sentence_of_token(&doc->tokens, first);
	DTL_PUSH(doc->arena, doc->mentions, doc->mention_count, *capacity, m);
}

/* The place of the dateline is one whatever the recogniser says, if the gazetteer knows it. Returns its tokens, or 0. */
static size_t dateline_place(const dtl_doc *doc, size_t *last)
{
	dtl_span span = doc->head.dateline_place;
	if (span.start == span.end) return 0;
	size_t first = dtl_token_at(&doc->tokens, span.start);
	if (first >= doc->tokens.count || doc->tokens.tokens[first].start != span.start) return 0;
	dtl_gaz_match m = dtl_gaz_match_at(doc->gazetteer, &doc->tokens, first);
	if (m.name == DTL_GAZ_NONE || doc->tokens.tokens[m.last - 1].end > span.end) return 0;
	*last = m.last;
	return first + 1;
}

static void add_found(dtl_doc *doc, const findings *f)
{
	size_t n = doc->tokens.count, capacity = 0, dateline_last = 0, dateline = dateline_place(doc, &dateline_last);
	for (size_t i = 0; i < n;) {
		size_t last = i + 1;
		if (f->label[i] % 2 == 0) {
			bool free_of_names = dateline == i + 1;
			for (size_t k = i; free_of_names && k < dateline_last; k++) free_of_names = f->label[k] == DTL_ENTITY_O;
			if (free_of_names) dtl_mention_add(doc, &capacity, i, dateline_last, DTL_MENTION_LITERAL, 0.9f);
			i++;
			continue;
		}
		while (last < n && f->label[last] == f->label[i] + 1) last++;
		dtl_mention_add(doc, &capacity, i, last, (dtl_mention_kind)f->kind[i], probability(f->margin[i], f->scale));
		i = last;
	}
}

void dtl_find_mentions(dtl_doc *doc)
{
	if (!doc->english) {
		dtl_find_foreign_mentions(doc);
		return;
	}
	findings f = recognise(doc);
	add_found(doc, &f);
}

/* ---- spans told by the caller ---- */

static int by_span(const void *a, const void *b)
{
	const dtl_mention *x = a, *y = b;
	if (x->span.start != y->span.start) return x->span.start < y->span.start ? -1 : 1;
	return x->span.end < y->span.end ? -1 : x->span.end > y->span.end;
}

static dtl_mention_kind kind_of_span(const dtl_doc *doc, const findings *f, size_t first, size_t last)
{
	if (f && first < last && f->label[first] % 2 == 1) return (dtl_mention_kind)f->kind[first];
	if (first >= last) return DTL_MENTION_LITERAL;
	dtl_gaz_match m = dtl_gaz_match_at(doc->gazetteer, &doc->tokens, first);
	size_t count = 0;
	if (m.name == DTL_GAZ_NONE || m.last != last) return DTL_MENTION_LITERAL;
	const dtl_gaz_ref *refs = dtl_gaz_refs(doc->gazetteer, m.name, &count);
	bool demonym = count > 0;
	for (size_t i = 0; i < count; i++) demonym &= refs[i].kind == DTL_NAME_DEMONYM;
	return demonym ? DTL_MENTION_DEMONYM : DTL_MENTION_LITERAL;
}

/* A span that cuts a character takes the whole of it. */
static dtl_span whole_characters(dtl_str text, dtl_span span)
{
	while (span.start > 0 && ((unsigned char)text.ptr[span.start] & 0xc0) == 0x80) span.start--;
	while (span.end < text.len && ((unsigned char)text.ptr[span.end] & 0xc0) == 0x80) span.end++;
	return span;
}

void dtl_take_spans(dtl_doc *doc)
{
	findings f = {0};
	uint32_t length = (uint32_t)doc->tokens.text.len;
	if (doc->english) f = recognise(doc);
	doc->mentions = dtl_arena_array(doc->arena, dtl_mention, doc->options->span_count + 1);
	for (size_t i = 0; i < doc->options->span_count; i++) {
		dtl_span span = doc->options->spans[i];
		if (span.end > length) span.end = length;
		if (span.start >= span.end) continue;
		span = whole_characters(doc->tokens.text, span);
		size_t first = dtl_token_at(&doc->tokens, span.start), last = first;
		while (last < doc->tokens.count && doc->tokens.tokens[last].end <= span.end) last++;
		dtl_mention m = {.span = span, .role = DTL_ROLE_MENTIONED, .place = -1, .score = 1};
		m.kind = kind_of_span(doc, doc->english ? &f : NULL, first, last);
		m.sentence = first < doc->tokens.count ? (uint32_t)dtl_sentence_of_token(&doc->tokens, first) : 0;
		doc->mentions[doc->mention_count++] = m;
	}
	qsort(doc->mentions, doc->mention_count, sizeof *doc->mentions, by_span);
}
