/* The link from a trigger to a place: a logistic regression over what grammar and gazetteer say of the pair. */
#ifndef DTL_EXTRACT_EVENT_LINK_H
#define DTL_EXTRACT_EVENT_LINK_H

#include "extract/event_work.h"

/* The features; link_weights.inc gives each its weight, W(name, weight). */
typedef enum dtl_link_feature {
#define W(name, weight) DTL_LINK_##name,
#include "extract/link_weights.inc"
#undef W
	DTL_LINK_COUNT
} dtl_link_feature;

const char *dtl_link_name(dtl_link_feature feature);
/* Sets x[feature] to 0 or 1 for the frame and the mention, which stand in one sentence. */
void dtl_link_features(const dtl_event_work *w, const dtl_frame *f, int32_t mention, float x[DTL_LINK_COUNT]);
/* The probability that the event took place there. */
double dtl_link_score(const float x[DTL_LINK_COUNT]);
/* Where a mention stands: its noun chunk and the preposition's chunk that governs it, or DTL_NO_CHUNK. */
uint32_t dtl_mention_chunk(const dtl_event_work *w, int32_t mention);
uint32_t dtl_mention_prep(const dtl_event_work *w, uint32_t chunk);

#endif
