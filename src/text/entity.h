/* The two entity taggers: one of general text, one of places that looks at the first and at the gazetteer (extract/recognise.h). */
#ifndef DTL_TEXT_ENTITY_H
#define DTL_TEXT_ENTITY_H

#include "text/tag.h"
#include "text/weights.h"

struct dtl_context;

/* Kinds of text that mark names differently; the recogniser has weights for each and chooses one. */
typedef enum dtl_domain { DTL_DOMAIN_NEWS, DTL_DOMAIN_WEB, DTL_DOMAIN_TWEETS, DTL_DOMAIN_COUNT } dtl_domain;

/* Labels of the place recogniser: O, B-LOC, I-LOC, B-DEM, I-DEM, as the first of dtl_entity. Each has a general weight and one for
 * every domain. */
enum { DTL_PLACE_LABELS = DTL_ENTITY_I_DEM + 1, DTL_PLACE_WEIGHT_LABELS = DTL_PLACE_LABELS * (1 + DTL_DOMAIN_COUNT) };

/* What stage two adds up of the features that both stages share: DTL_PLACE_WEIGHT_LABELS sums a token. */
typedef struct dtl_base_sums {
	const dtl_weights *weights; /* of stage two */
	int16_t *sums;              /* of active tokens */
} dtl_base_sums;

/* Stage one: labels (dtl_entity) of all tokens. base (NULL: not wanted) is filled on the way, so that the features are made once. */
void dtl_tag_entities(const dtl_weights *weights, dtl_arena *scratch, const struct dtl_context *context, const dtl_base_sums *base,
	uint8_t *label);

#endif
