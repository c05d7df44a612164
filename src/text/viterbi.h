/* The best sequence of BIO labels: exact, first order (Viterbi 1967), on whole numbers. */
#ifndef DTL_TEXT_VITERBI_H
#define DTL_TEXT_VITERBI_H

#include "text/context.h"
#include "text/weights.h"

/* Labels are numbered as in dtl_entity: 0 is O, odd ones begin, even ones go on. An even label follows only itself and the odd one
 * before it. Transition weights depend on the class of the current token. */
enum { DTL_TOKEN_CLASSES = 8 };

typedef struct dtl_transitions {
	int32_t weight[DTL_TOKEN_CLASSES][DTL_ENTITY_COUNT][DTL_ENTITY_COUNT]; /* [class][before][label] */
} dtl_transitions;

uint32_t dtl_token_class(const dtl_context *c, size_t i);
/* The feature whose row holds the weights of all labels after `before`. Template 100. */
static inline uint64_t dtl_transition_feature(uint32_t class_, uint32_t before) { return dtl_feature(100, class_, before, 0); }
/* Sum of a row of scores for label l: the general weight, and `quarters` quarters of that of domain d where the table has copies
 * (d < 0: none). */
static inline int32_t dtl_domain_score(const int16_t *scores, uint32_t labels, uint32_t l, int domain, int quarters)
{
	return scores[l] + (domain >= 0 ? scores[labels * (uint32_t)(1 + domain) + l] * quarters / 4 : 0);
}
void dtl_transitions_load(const dtl_weights *w, uint32_t labels, int domain, int quarters, dtl_transitions *out);

/* Labels of n tokens in a row that stand behind an O. scores: n rows of `labels`; classes: of each token; allowed: a bit set of
 * labels of each token, or NULL. back: room for n * labels bytes. Writes n labels to path. */
void dtl_viterbi(const int32_t *scores, size_t n, uint32_t labels, const uint8_t *classes, const uint16_t *allowed,
	const dtl_transitions *t, uint8_t *back, uint8_t *path);

/* A tagger: weights with the function that sums those of a token's features. */
typedef void dtl_score_function(const void *env, size_t token, int16_t scores[DTL_WEIGHT_LABELS]);
typedef struct dtl_tagger {
	const dtl_weights *weights;
	uint32_t labels;
	int domain;   /* dtl_domain, or -1: the table has no copies, or only what all have in common */
	int quarters; /* how much of the domain's own weights counts, 0 to 4 */
	float bonus;  /* taken from O, in trained weights: trades precision for recall */
	dtl_score_function *score;
	const void *env;
} dtl_tagger;

/* Labels all tokens of the document: active ones by the tagger, the others O. label and margin have one element a token; margin
 * (NULL: not wanted) is how much the best label but O leads O, in file units; 0 for inactive tokens. */
void dtl_decode(dtl_arena *arena, const dtl_context *c, const dtl_tagger *tagger, uint8_t *label, int32_t *margin);
/* The next run of active tokens of one sentence at or behind *at: [*at, end). Returns end, or 0 if there is none. */
size_t dtl_next_segment(const dtl_context *c, size_t *at);

#endif
