/* The general entity tagger: persons, organisations, places, demonyms, others; from the text alone. */
#include "text/entity.h"

#include "text/viterbi.h"

static size_t features_of(const void *env, size_t token, uint64_t *out) { return dtl_base_features(env, token, out); }

void dtl_tag_entities(const dtl_weights *weights, dtl_arena *scratch, const dtl_context *context, uint8_t *label)
{
	dtl_tagger tagger = {weights, DTL_ENTITY_COUNT, -1, 0, 0, features_of, context};
	dtl_decode(scratch, context, &tagger, label, NULL);
}
