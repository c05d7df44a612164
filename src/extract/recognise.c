#include "extract/recognise.h"

#include "base/str.h"
#include "text/viterbi.h"

enum {
	OTHERS = 6,         /* mentions of the same word whose neighbours are looked at */
	TWEET_LONGEST = 600 /* bytes */
};

typedef struct sink { uint64_t *out; size_t n; } sink;

static void add(sink *s, uint32_t template_, uint64_t a, uint64_t b, uint64_t c) { s->out[s->n++] = dtl_feature(template_, a, b, c); }

/* A token of the same sentence, or -1. */
static ptrdiff_t beside(const dtl_context *c, size_t i, ptrdiff_t step)
{
	const dtl_sentence *s = &c->tokens->sentences[c->sentence[i]];
	ptrdiff_t at = (ptrdiff_t)i + step;
	return at < (ptrdiff_t)s->first || at >= (ptrdiff_t)s->last ? -1 : at;
}

static uint32_t lower_at(const dtl_context *c, ptrdiff_t at) { return at < 0 ? 2 : c->words[at].lower; }

static void gazetteer_features(const dtl_recogniser *r, size_t i, sink *s)
{
	static const dtl_gaz_mark none = {.name = DTL_GAZ_NONE};
	const dtl_context *c = &r->context;
	const dtl_gaz_mark *m = &r->marks[i];
	const dtl_word *w = &c->words[i];
	ptrdiff_t before = beside(c, i, -1), behind = beside(c, i, 1);
	const dtl_gaz_mark *l = before < 0 ? &none : &r->marks[before], *n = behind < 0 ? &none : &r->marks[behind];
	uint32_t kind = (uint32_t)m->kind | (uint32_t)m->place << 5, common = m->bits >> 31;
	uint32_t name = c->flags[i] & DTL_CONTEXT_NAME, style = c->style[c->sentence[i]], how = name | style << 1 | (common << 3);
	add(s, 101, kind, how, 0);
	add(s, 102, m->single, how, 0);
	add(s, 103, kind, m->single, name);
	add(s, 104, l->kind, kind, n->kind);
	add(s, 105, kind, n->kind, 0);
	add(s, 106, l->kind, kind, lower_at(c, before));
	add(s, 107, m->bits, m->place, name);
	add(s, 108, m->places, kind, 0);
	add(s, 109, kind, w->share, how);
	add(s, 110, kind, w->cluster, 0);
	add(s, 111, kind, before < 0 ? 0 : c->words[before].cluster, behind < 0 ? 0 : c->words[behind].cluster);
	add(s, 112, kind, c->tokens->tokens[i].tag, name);
	add(s, 113, w->shape, kind, 0);
	if (m->place == 0) {
		add(s, 114, c->run[i] != 0, l->place, n->place);
		return;
	}
	ptrdiff_t ahead = beside(c, m->first, -1), after = beside(c, m->last - 1, 1);
	uint32_t goes_on = (c->run[m->first] && ahead >= 0 && c->run[ahead] == c->run[m->first] ? 1u : 0u) |
		(after >= 0 && c->run[i] && c->run[after] == c->run[i] ? 2u : 0u);
	add(s, 115, kind, goes_on, how);
	add(s, 116, kind, lower_at(c, ahead), 0);
	add(s, 117, kind, lower_at(c, after), 0);
	add(s, 118, m->kind, lower_at(c, ahead), lower_at(c, after));
	add(s, 119, kind, ahead < 0 ? 0 : c->words[ahead].cue, after < 0 ? 0 : c->words[after].cue);
	add(s, 120, kind, goes_on, after < 0 ? 0 : c->words[after].cue);
	add(s, 121, kind, goes_on, ahead < 0 ? 0 : c->words[ahead].cue);
	add(s, 122, kind, ahead < 0 ? 0 : c->words[ahead].cluster, goes_on);
	add(s, 123, kind, after < 0 ? 0 : c->words[after].cluster, goes_on);
	add(s, 124, kind, w->cue, how);
}

static void run_features(const dtl_recogniser *r, size_t i, sink *s)
{
	const dtl_context *c = &r->context;
	if (!c->run[i]) return;
	const dtl_run *run = &c->runs[c->run[i] - 1];
	const dtl_gaz_mark *m = &r->marks[i], *last = &r->marks[run->last - 1], *first = &r->marks[run->first];
	uint32_t from = (uint32_t)(i - run->first), to = (uint32_t)(run->last - 1 - i), state = r->evidence.state[c->run[i] - 1];
	from = from < 3 ? from : 3;
	to = to < 3 ? to : 3;
	add(s, 130, m->kind, c->words[run->last - 1].lower, to);
	add(s, 131, state, to, m->kind);
	add(s, 132, first->kind, last->kind, from << 2 | to);
	add(s, 133, m->kind, (uint64_t)run->org | (uint64_t)run->title << 1 | (uint64_t)run->street << 2, from << 2 | to);
	ptrdiff_t two = beside(c, run->first, -2), one = beside(c, run->first, -1);
	/* "Ohio" in "Springfield, Ohio": a name stands before the comma */
	bool comma = one >= 0 && c->tokens->text.ptr[c->tokens->tokens[one].start] == ',';
	add(s, 134, comma ? (two < 0 ? 30u : r->marks[two].kind) : 31u, m->kind, from);
}

static void evidence_features(const dtl_recogniser *r, size_t i, sink *s)
{
	const dtl_evidence *e = &r->evidence;
	const dtl_context *c = &r->context;
	if (!e->word[i]) return;
	uint32_t n[DTL_SIGNS], kind = r->marks[i].kind, style = c->style[c->sentence[i]];
	for (int k = 0; k < DTL_SIGNS; k++) {
		n[k] = dtl_evidence_count(e, i, k);
		n[k] = n[k] > 3 ? 3 : n[k];
	}
	add(s, 140, n[DTL_SIGN_MID], n[DTL_SIGN_SMALL] > 2 ? 2 : n[DTL_SIGN_SMALL], style);
	add(s, 141, n[DTL_SIGN_MID], n[DTL_SIGN_SMALL] > 2 ? 2 : n[DTL_SIGN_SMALL], kind);
	add(s, 142, n[DTL_SIGN_IN], n[DTL_SIGN_PERSON], kind);
	add(s, 143, n[DTL_SIGN_IN] > 1, n[DTL_SIGN_PERSON] > 1, n[DTL_SIGN_STATE] > 0);
	add(s, 144, n[DTL_SIGN_STATE], kind, 0);
	add(s, 145, n[DTL_SIGN_ORG], kind, 0);
	uint32_t most = n[DTL_SIGN_LOC] >= n[DTL_SIGN_PER] && n[DTL_SIGN_LOC] >= n[DTL_SIGN_ORGANISATION] ? 0 :
		n[DTL_SIGN_PER] >= n[DTL_SIGN_ORGANISATION] ? 1 : 2;
	bool any = n[DTL_SIGN_LOC] || n[DTL_SIGN_PER] || n[DTL_SIGN_ORGANISATION];
	add(s, 146, any ? most : 3, kind, 0);
	add(s, 147, any ? most : 3, r->general[i], 0);
	size_t other = e->next[i];
	for (int k = 0; k < OTHERS && other != i; k++, other = e->next[other]) {
		add(s, 148, lower_at(c, beside(c, other, -1)), 0, 0);
		add(s, 149, lower_at(c, beside(c, other, 1)), 0, 0);
	}
}

static void general_features(const dtl_recogniser *r, size_t i, sink *s)
{
	const dtl_context *c = &r->context;
	ptrdiff_t before = beside(c, i, -1), behind = beside(c, i, 1);
	uint32_t here = r->general[i], l = before < 0 ? 30 : r->general[before], n = behind < 0 ? 30 : r->general[behind];
	const dtl_gaz_mark *m = &r->marks[i];
	add(s, 160, here, 0, 0);
	add(s, 161, l, here, 0);
	add(s, 162, here, n, 0);
	add(s, 163, here, m->kind, m->place);
	add(s, 164, here, c->words[i].lower, 0);
	add(s, 165, here, lower_at(c, before), 0);
	add(s, 166, here, lower_at(c, behind), 0);
	add(s, 167, here, l, n);
	add(s, 168, here, c->run[i] ? c->words[c->runs[c->run[i] - 1].last - 1].lower : 1, 0);
	add(s, 169, here, behind < 0 ? 0 : c->words[behind].cue, m->kind);
}

/* Those beside the features of the text. */
static size_t own_features(const dtl_recogniser *r, size_t token, uint64_t *out)
{
	sink s = {out, 0};
	gazetteer_features(r, token, &s);
	run_features(r, token, &s);
	evidence_features(r, token, &s);
	general_features(r, token, &s);
	return s.n;
}

size_t dtl_place_features(const void *env, size_t token, uint64_t *out)
{
	const dtl_recogniser *r = env;
	size_t n = dtl_base_features(&r->context, token, out);
	return n + own_features(r, token, out + n);
}

typedef struct second_stage {
	const dtl_recogniser *r;
	const dtl_weights *weights;
} second_stage;

static void score(const void *env, size_t token, int16_t scores[DTL_WEIGHT_LABELS])
{
	const second_stage *s = env;
	uint64_t features[DTL_WEIGHT_FEATURES];
	const int16_t *base = s->r->base;
	size_t n = base ? own_features(s->r, token, features) : dtl_place_features(s->r, token, features);
	dtl_weights_sum(s->weights, features, n, scores);
	for (size_t l = 0; base && l < DTL_PLACE_WEIGHT_LABELS; l++)
		scores[l] = (int16_t)(scores[l] + base[token * DTL_PLACE_WEIGHT_LABELS + l]);
}

void dtl_recogniser_build(dtl_arena *arena, const dtl_model_parts *parts, const dtl_gazetteer *gazetteer, dtl_tokens *tokens,
	dtl_recogniser *out)
{
	const dtl_word *words = dtl_tokens_words(arena, tokens, &parts->words);
	dtl_base_sums base = {&parts->place, NULL};
	if (parts->place.slots) base.sums = dtl_arena_array(arena, int16_t, (tokens->count + 1) * DTL_PLACE_WEIGHT_LABELS);
	out->base = base.sums;
	dtl_context_build(arena, tokens, words, &out->context);
	out->marks = dtl_gaz_marks(arena, gazetteer, &out->context);
	dtl_context_close(&out->context);
	out->general = dtl_arena_array(arena, uint8_t, tokens->count + 1);
	dtl_tag_entities(&parts->entity, arena, &out->context, base.sums ? &base : NULL, out->general);
	dtl_evidence_build(arena, &out->context, out->marks, out->general, &out->evidence);
}

void dtl_recognise(dtl_arena *arena, const dtl_weights *weights, const dtl_recogniser *r, int domain, int quarters,
	float bonus, uint8_t *label, int32_t *margin)
{
	second_stage stage = {r, weights};
	dtl_tagger tagger = {weights, DTL_PLACE_LABELS, domain, quarters, bonus, score, &stage};
	dtl_decode(arena, &r->context, &tagger, label, margin);
}

int dtl_domain_of(const dtl_tokens *t, bool published)
{
	size_t signs = 0;
	if (t->text.len <= TWEET_LONGEST)
		for (size_t i = 0; i < t->count; i++)
			signs += t->tokens[i].kind == DTL_TOKEN_HANDLE || t->tokens[i].kind == DTL_TOKEN_URL || t->text.ptr[t->tokens[i].start] == '#';
	return signs > 0 ? DTL_DOMAIN_TWEETS : published ? DTL_DOMAIN_NEWS : DTL_DOMAIN_WEB;
}
