/* Runs a tagger over the active parts of a document. */
#include "text/viterbi.h"

#include "base/str.h"

size_t dtl_next_segment(const dtl_context *c, size_t *at)
{
	size_t n = c->tokens->count, i = *at;
	while (i < n && !(c->flags[i] & DTL_CONTEXT_ACTIVE)) i++;
	if (i == n) return 0;
	*at = i;
	while (i < n && (c->flags[i] & DTL_CONTEXT_ACTIVE) && c->sentence[i] == c->sentence[*at]) i++;
	return i;
}

static void score_token(const dtl_tagger *g, size_t i, int32_t *out)
{
	int16_t scores[DTL_WEIGHT_LABELS];
	g->score(g->env, i, scores);
	for (uint32_t l = 0; l < g->labels; l++) out[l] = dtl_domain_score(scores, g->labels, l, g->domain, g->quarters);
	out[0] -= (int32_t)(g->bonus * g->weights->scale);
}

static int32_t margin_of(const int32_t *scores, uint32_t labels)
{
	int32_t best = scores[1];
	for (uint32_t l = 2; l < labels; l++)
		if (scores[l] > best) best = scores[l];
	return best - scores[0];
}

void dtl_decode(dtl_arena *arena, const dtl_context *c, const dtl_tagger *g, uint8_t *label, int32_t *margin)
{
	dtl_arena_mark mark = dtl_arena_mark_take(arena);
	size_t longest = 0, at = 0, end;
	for (; (end = dtl_next_segment(c, &at)); at = end)
		if (end - at > longest) longest = end - at;
	dtl_transitions *transitions = dtl_arena_new(arena, dtl_transitions);
	int32_t *scores = dtl_arena_array(arena, int32_t, longest * g->labels + 1);
	uint8_t *classes = dtl_arena_array(arena, uint8_t, longest + 1), *back = dtl_arena_array(arena, uint8_t, longest * g->labels + 1);
	dtl_transitions_load(g->weights, g->labels, g->domain, g->quarters, transitions);
	memset(label, DTL_ENTITY_O, c->tokens->count);
	for (at = 0; (end = dtl_next_segment(c, &at)); at = end) {
		for (size_t i = at; i < end; i++) {
			score_token(g, i, scores + (i - at) * g->labels);
			classes[i - at] = (uint8_t)dtl_token_class(c, i);
			if (margin) margin[i] = margin_of(scores + (i - at) * g->labels, g->labels);
		}
		dtl_viterbi(scores, end - at, g->labels, classes, NULL, transitions, back, label + at);
	}
	dtl_arena_reset(arena, mark);
}
