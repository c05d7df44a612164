/* The features of a token that need only the text: word, neighbours, shape, affixes, clusters, the run of capitals. */
#include "base/str.h"
#include "text/context.h"

typedef struct sink { uint64_t *out; size_t n; } sink;

static void add(sink *s, uint32_t template_, uint64_t a, uint64_t b, uint64_t c) { s->out[s->n++] = dtl_feature(template_, a, b, c); }

static const dtl_word *word_at(const dtl_context *c, size_t i, ptrdiff_t step)
{
	static const dtl_word before = {.form = 2, .lower = 2, .shape = 2, .case_ = 7}, behind = {.form = 4, .lower = 4, .shape = 4, .case_ = 7};
	const dtl_sentence *s = &c->tokens->sentences[c->sentence[i]];
	ptrdiff_t at = (ptrdiff_t)i + step;
	return at < (ptrdiff_t)s->first ? &before : at >= (ptrdiff_t)s->last ? &behind : &c->words[at];
}

/* Capitals as far as they tell anything in this sentence. */
static uint32_t written(const dtl_context *c, size_t i)
{
	uint32_t style = c->style[c->sentence[i]], name = c->flags[i] & DTL_CONTEXT_NAME;
	uint32_t case_ = style == DTL_STYLE_PLAIN ? c->words[i].case_ : name;
	return case_ | style << 3 | (c->tokens->tokens[i].flags & DTL_TOKEN_FIRST ? 32u : 0u) | (c->flags[i] & DTL_CONTEXT_HASH ? 64u : 0u);
}

static void word_features(const dtl_context *c, size_t i, uint32_t how, sink *s)
{
	const dtl_word *w = &c->words[i];
	uint32_t style = c->style[c->sentence[i]], place = (uint32_t)(i - c->tokens->sentences[c->sentence[i]].first);
	if (style == DTL_STYLE_PLAIN) add(s, 1, w->form, 0, 0);
	add(s, 2, w->lower, 0, 0);
	add(s, 3, w->lower, how, 0);
	for (uint32_t k = 1; k < DTL_AFFIXES && w->suffix[k]; k++) add(s, 4 + k, w->suffix[k], how & 7, 0);
	for (uint32_t k = 1; k < DTL_AFFIXES && w->prefix[k]; k++) add(s, 8 + k, w->prefix[k], how & 7, 0);
	add(s, 12, w->shape, style, 0);
	add(s, 13, how, w->share, 0);
	add(s, 14, w->share, w->cluster, 0);
	add(s, 15, how, place < 3 ? place : 3, 0);
	add(s, 16, c->flags[i] & DTL_CONTEXT_QUOTE, how & 7, 0);
	add(s, 17, w->cue, how & 7, 0);
	add(s, 18, w->cluster, how & 7, 0);
}

static void neighbour_features(const dtl_context *c, size_t i, uint32_t how, sink *s)
{
	const dtl_word *w = &c->words[i], *l = word_at(c, i, -1), *r = word_at(c, i, 1), *ll = word_at(c, i, -2), *rr = word_at(c, i, 2);
	const dtl_token *t = c->tokens->tokens;
	uint32_t lt = l->form == 2 ? 60 : t[i - 1].tag, rt = r->form == 4 ? 60 : t[i + 1].tag;
	add(s, 20, l->lower, 0, 0);
	add(s, 21, r->lower, 0, 0);
	add(s, 22, l->lower, w->lower, 0);
	add(s, 23, w->lower, r->lower, 0);
	add(s, 24, l->lower, r->lower, 0);
	add(s, 25, ll->lower, l->lower, 0);
	add(s, 26, r->lower, rr->lower, 0);
	add(s, 27, l->lower, how & 31, 0);
	add(s, 28, r->lower, how & 31, 0);
	add(s, 29, l->shape, w->shape, 0);
	add(s, 30, w->shape, r->shape, 0);
	add(s, 31, l->shape, w->shape, r->shape);
	add(s, 32, l->cluster, how & 7, 0);
	add(s, 33, r->cluster, how & 7, 0);
	add(s, 39, t[i].tag, how & 7, 0);
	add(s, 40, lt, t[i].tag, how & 7);
	add(s, 41, t[i].tag, rt, how & 7);
	add(s, 42, l->cue, r->cue, how & 7);
}

static uint32_t at_most(size_t n, uint32_t most) { return n < most ? (uint32_t)n : most; }

static void run_features(const dtl_context *c, size_t i, uint32_t how, sink *s)
{
	if (!c->run[i]) {
		add(s, 50, how, 0, 0);
		return;
	}
	const dtl_run *run = &c->runs[c->run[i] - 1];
	const dtl_word *w = c->words, *before = word_at(c, run->first, -1), *behind = word_at(c, run->last - 1, 1);
	uint32_t from = at_most(i - run->first, 3), to = at_most(run->last - 1 - i, 3), position = from << 2 | to;
	const dtl_word *first = &w[run->first], *last = &w[run->last - 1];
	bool number = before->shape && run->first > 0 && c->tokens->tokens[run->first - 1].kind == DTL_TOKEN_NUMBER;
	add(s, 51, position, how & 31, 0);
	add(s, 52, first->lower, position, 0);
	add(s, 53, last->lower, position, 0);
	add(s, 54, last->lower, w[i].lower, 0);
	add(s, 55, before->lower, from, 0);
	add(s, 56, behind->lower, to, 0);
	add(s, 57, before->lower, behind->lower, position);
	add(s, 58, before->cluster, position, 0);
	add(s, 59, behind->cluster, position, 0);
	add(s, 60, last->cluster, position, 0);
	add(s, 63, (uint64_t)run->org | (uint64_t)run->title << 1 | (uint64_t)run->street << 2 | (uint64_t)number << 3, position, 0);
	add(s, 66, first->cluster, last->cluster, position);
}

size_t dtl_base_features(const dtl_context *c, size_t i, uint64_t out[DTL_BASE_FEATURES])
{
	sink s = {out, 0};
	uint32_t how = written(c, i);
	word_features(c, i, how, &s);
	neighbour_features(c, i, how, &s);
	run_features(c, i, how, &s);
	return s.n;
}
