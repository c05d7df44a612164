/* What the parts that place an event share. */
#ifndef DTL_EXTRACT_EVENT_PLACE_H
#define DTL_EXTRACT_EVENT_PLACE_H

#include "extract/event_link.h"

/* The place of a mention, or NULL; -1 is allowed. */
const dtl_place *dtl_place_at(const dtl_event_work *w, int32_t mention);
/* a is known more finely than b. */
bool dtl_place_finer(const dtl_event_work *w, int32_t a, int32_t b);
/* Finer than a country. */
bool dtl_place_local(const dtl_event_work *w, int32_t mention);
/* A mention more for the frame, if it has it not yet and there is room. */
void dtl_frame_add_place(dtl_frame *f, int32_t mention);
/* The first mention of a sentence, or what follows where it has none. */
size_t dtl_first_mention(const dtl_event_work *w, uint32_t sentence);
/* What the preposition makes of the place. */
dtl_role dtl_place_role(const dtl_event_work *w, const dtl_frame *f, int32_t mention);
/* The mention is the dateline, also one behind the title. */
bool dtl_filed_there(const dtl_event_work *w, int32_t mention);
/* "Jason Cumby of Athens": where somebody is from. */
bool dtl_origin_of_person(const dtl_event_work *w, int32_t mention);

/* event_context.c: sets w->country and w->focus. */
void dtl_find_focus(dtl_event_work *w);
/* event_site.c: a site with the town named right behind it ("a chapel in Lota"); another mention's own span. */
dtl_span dtl_site_phrase(const dtl_event_work *w, int32_t mention);

/* ---- event_offset.c ---- */

typedef struct dtl_offset {
	double bearing, km; /* degrees clockwise from north; km < 0: no distance told */
	bool has_bearing, coast;
	dtl_span span;      /* the words with the name; empty: nothing told */
	dtl_str direction;
} dtl_offset;

/* The bearing of "north", "south-western" ... in degrees. */
bool dtl_direction_of(dtl_str word, double *bearing);
/* Reads "50 km north-east of", "off the east coast of", "some 20 miles from" backwards from the place's first token. */
dtl_offset dtl_read_offset(const dtl_event_work *w, int32_t mention);

#endif
