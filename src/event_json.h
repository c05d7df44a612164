/* An event as JSON: the same form in `parse`, exports and reports. */
#ifndef DTL_EVENT_JSON_H
#define DTL_EVENT_JSON_H

#include "base/json.h"
#include "base/utf8.h"
#include "dateline/analyze.h"

typedef struct dtl_event_writer {
	dtl_json json;
	dtl_offset_map map; /* of the article's text */
	dtl_offset_unit unit;
	bool explain;
} dtl_event_writer;

void dtl_write_event(dtl_event_writer *w, const dtl_event *event); /* an object, as an element of an array or at the top */

void dtl_write_event_fields(dtl_event_writer *w, const dtl_event *event); /* the same without the braces */

/* The pieces that other objects share. */
void dtl_write_span(dtl_event_writer *w, dtl_span span); /* start, end, text */
void dtl_write_interval(dtl_event_writer *w, const char *key, const dtl_interval *interval);
void dtl_write_geonameid(dtl_event_writer *w, uint32_t id);
void dtl_write_point(dtl_event_writer *w, bool has, dtl_lonlat point); /* lat, lon */

#endif
