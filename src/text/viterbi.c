#include "text/viterbi.h"

#include <limits.h>

#include "base/str.h"

enum { IMPOSSIBLE = INT_MIN / 4 };

uint32_t dtl_token_class(const dtl_context *c, size_t i)
{
	const dtl_token *t = &c->tokens->tokens[i];
	char sign = c->tokens->text.ptr[t->start];
	if (t->kind == DTL_TOKEN_NUMBER) return 1;
	if (t->kind == DTL_TOKEN_PUNCT) return sign == ',' ? 2 : sign == '-' ? 3 : 4;
	if (c->flags[i] & DTL_CONTEXT_NAME) return 5;
	return c->words[i].cue == DTL_CUE_GLUE ? 6 : sign == '\'' ? 7 : 0;
}

void dtl_transitions_load(const dtl_weights *w, uint32_t labels, int domain, int quarters, dtl_transitions *out)
{
	for (uint32_t k = 0; k < DTL_TOKEN_CLASSES; k++) {
		for (uint32_t before = 0; before < labels; before++) {
			int16_t scores[DTL_WEIGHT_LABELS];
			uint64_t feature = dtl_transition_feature(k, before);
			dtl_weights_sum(w, &feature, 1, scores);
			for (uint32_t l = 0; l < labels; l++) out->weight[k][before][l] = dtl_domain_score(scores, labels, l, domain, quarters);
		}
	}
}

/* The best way into label l. */
static int32_t enter(const int32_t *before, uint32_t labels, uint32_t l, const int32_t (*t)[DTL_ENTITY_COUNT], uint8_t *from)
{
	int32_t best = IMPOSSIBLE;
	bool inside = l > 0 && l % 2 == 0;
	uint32_t first = inside ? l - 1 : 0, last = inside ? l + 1 : labels;
	for (uint32_t k = first; k < last; k++) {
		int32_t score = before[k] + t[k][l];
		if (score <= best) continue;
		best = score;
		*from = (uint8_t)k;
	}
	return best;
}

static uint32_t best_of(const int32_t *scores, uint32_t labels)
{
	uint32_t best = 0;
	for (uint32_t l = 1; l < labels; l++)
		if (scores[l] > scores[best]) best = l;
	return best;
}

/* Scores relative to the best, so that a sentence of a million tokens does not overflow. */
static void rebase(int32_t *scores, uint32_t labels)
{
	int32_t best = scores[best_of(scores, labels)];
	for (uint32_t l = 0; l < labels; l++) scores[l] = scores[l] > IMPOSSIBLE / 2 ? scores[l] - best : IMPOSSIBLE;
}

void dtl_viterbi(const int32_t *scores, size_t n, uint32_t labels, const uint8_t *classes, const uint16_t *allowed,
	const dtl_transitions *t, uint8_t *back, uint8_t *path)
{
	int32_t before[DTL_ENTITY_COUNT] = {0}, now[DTL_ENTITY_COUNT] = {0};
	for (uint32_t l = 1; l < labels; l++) before[l] = IMPOSSIBLE;
	for (size_t i = 0; i < n; i++) {
		for (uint32_t l = 0; l < labels; l++) {
			uint8_t from = 0;
			int32_t way = enter(before, labels, l, t->weight[classes[i]], &from);
			bool legal = way > IMPOSSIBLE / 2 && (!allowed || (allowed[i] >> l & 1));
			now[l] = legal ? way + scores[i * labels + l] : IMPOSSIBLE;
			back[i * labels + l] = from;
		}
		memcpy(before, now, sizeof now);
		if ((i & 1023) == 1023) rebase(before, labels);
	}
	uint32_t best = best_of(before, labels);
	for (size_t i = n; i-- > 0;) {
		path[i] = (uint8_t)best;
		best = back[i * labels + best];
	}
}
