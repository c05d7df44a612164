/* The general entity tagger: persons, organisations, places, demonyms, others; from the text alone. */
#include "text/entity.h"

#include "base/str.h"
#include "text/viterbi.h"

typedef struct first_stage {
	const dtl_context *context;
	const dtl_weights *weights;
	const dtl_base_sums *base;
} first_stage;

static void score(const void *env, size_t token, int16_t scores[DTL_WEIGHT_LABELS])
{
	const first_stage *s = env;
	uint64_t features[DTL_BASE_FEATURES];
	size_t n = dtl_base_features(s->context, token, features);
	if (s->base) {
		dtl_weights_sum(s->base->weights, features, n, scores);
		memcpy(s->base->sums + token * DTL_PLACE_WEIGHT_LABELS, scores, DTL_PLACE_WEIGHT_LABELS * sizeof *scores);
	}
	dtl_weights_sum(s->weights, features, n, scores);
}

void dtl_tag_entities(const dtl_weights *weights, dtl_arena *scratch, const dtl_context *context, const dtl_base_sums *base,
	uint8_t *label)
{
	first_stage stage = {context, weights, base};
	dtl_tagger tagger = {weights, DTL_ENTITY_COUNT, -1, 0, 0, score, &stage};
	dtl_decode(scratch, context, &tagger, label, NULL);
}
