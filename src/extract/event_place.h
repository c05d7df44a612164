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
/* event_noplace.c: the name is a dateline, somebody's home, a continent, a model or who acts: no candidate for the frame's place. */
bool dtl_never_the_place(const dtl_event_work *w, const dtl_frame *f, int32_t mention);
/* "Jason Cumby of Athens": where somebody is from. */
bool dtl_origin_of_person(const dtl_event_work *w, int32_t mention);

/* event_site.c: "village", "district": what a place's name follows with "of". */
bool dtl_settlement_noun(const dtl_event_work *w, uint32_t token);
/* event_context.c: sets w->country and w->focus. */
void dtl_find_focus(dtl_event_work *w);
/* event_site.c: a site with the town named right behind it ("a chapel in Lota"); another mention's own span. */
dtl_span dtl_site_phrase(const dtl_event_work *w, int32_t mention);

/* ---- event_offset.c ---- */

typedef struct dtl_offset {
	double bearing, km; /* degrees clockwise from north; km < 0: no distance told */
	bool has_bearing, coast;
	bool part;          /* the direction is one within the place: "southern Lebanon", "the north of Peru" */
	dtl_span span;      /* the words with the name; empty: nothing told */
	dtl_str direction;
} dtl_offset;

/* The bearing of "north", "south-western" ... in degrees. */
bool dtl_direction_of(dtl_str word, double *bearing);
const char *dtl_compass(double bearing);           /* "NE" */
const char *dtl_compass_adjective(double bearing); /* "north-eastern" */
/* Reads "50 km north-east of", "off the east coast of", "some 20 miles from" backwards from the place's first token. */
dtl_offset dtl_read_offset(const dtl_event_work *w, int32_t mention);

/* ---- event_coast.c ---- */

/* area: p is a country or region, whose coast may be far from its middle. */
void dtl_place_off_coast(const dtl_event_work *w, const dtl_place *p, const dtl_offset *o, bool area, dtl_event_place *out);
/* "into waters off its west coast": the words name no place; the coast is that of the country of the context. */
bool dtl_place_off_own_coast(const dtl_event_work *w, const dtl_frame *f, const dtl_place *country, dtl_event_place *out);
/* ---- event_border.c ---- */

/* Moves a place known no finer than by region or country, or none at all, to the border that the words beside the trigger name. */
bool dtl_place_at_border(const dtl_event_work *w, const dtl_frame *f, dtl_event_place *out);

#endif
