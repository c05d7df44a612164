/* The recogniser of places and demonyms: the second stage, on top of the general entity tagger, the gazetteer and the evidence of
 * the whole article. */
#ifndef DTL_EXTRACT_RECOGNISE_H
#define DTL_EXTRACT_RECOGNISE_H

#include "extract/evidence.h"
#include "text/model_parts.h"

/* How the program reads: with half of a kind's own weights (all of them tie the reading to the few sources trained on), and with this
 * much taken from O (unseen sources are read too cautiously). Both gain most where a corpus is left out of the training. */
#define DTL_DOMAIN_QUARTERS 2
#define DTL_RECALL_BONUS 15.0f

typedef struct dtl_recogniser {
	dtl_context context;
	dtl_gaz_mark *marks;   /* of each token */
	uint8_t *general;      /* labels of stage one */
	dtl_evidence evidence;
	const int16_t *base;   /* DTL_PLACE_WEIGHT_LABELS sums of the text's features for each token; NULL: not made yet */
} dtl_recogniser;

/* Everything that the features look at, in the arena. The tokens have their parts of speech. */
void dtl_recogniser_build(dtl_arena *arena, const dtl_model_parts *parts, const dtl_gazetteer *gazetteer, dtl_tokens *tokens,
	dtl_recogniser *out);
/* The features of a token; env is a dtl_recogniser. Templates 1 to 99 are those of the text, 101 and up the others. */
size_t dtl_place_features(const void *env, size_t token, uint64_t *out);
/* Labels of all tokens (O, B-LOC, I-LOC, B-DEM, I-DEM) and the lead over O, see dtl_decode; domain is a dtl_domain or -1; quarters and bonus: see
 * dtl_tagger. */
void dtl_recognise(dtl_arena *arena, const dtl_weights *weights, const dtl_recogniser *r, int domain, int quarters,
	float bonus, uint8_t *label, int32_t *margin);
/* The weights to read a text with: tweets show by handles, hashtags and links in little text; what names its publisher and day is
 * news; the rest is read as web pages are. */
int dtl_domain_of(const dtl_tokens *tokens, bool published);

#endif
