/* The two entity taggers. */
#ifndef DTL_TEXT_ENTITY_H
#define DTL_TEXT_ENTITY_H

#include "text/tag.h"

/* Kinds of text that mark names differently; the recogniser has weights for each and chooses one. */
typedef enum dtl_domain { DTL_DOMAIN_NEWS, DTL_DOMAIN_WEB, DTL_DOMAIN_TWEETS, DTL_DOMAIN_COUNT } dtl_domain;

/* Labels of the place recogniser: O, B-LOC, I-LOC, B-DEM, I-DEM, as the first of dtl_entity. Each has a general weight and one for
 * every domain. */
enum { DTL_PLACE_LABELS = DTL_ENTITY_I_DEM + 1, DTL_PLACE_WEIGHT_LABELS = DTL_PLACE_LABELS * (1 + DTL_DOMAIN_COUNT) };

#endif
