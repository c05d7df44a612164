/* How reports say things: dates, places, kinds, and what stands between < and >. */
#ifndef DTL_REPORT_WORDS_H
#define DTL_REPORT_WORDS_H

#include "base/str.h"
#include "dateline/model.h"

/* Text for HTML and attribute values; control characters become U+FFFD. The only way in which foreign text enters a page. */
void dtl_html_text(dtl_buf *out, dtl_str s);
/* Text for Markdown (CommonMark) outside code: what could be markup is escaped, line breaks become spaces. */
void dtl_markdown_text(dtl_buf *out, dtl_str s);
/* A web address that may stand in a link: http or https without white space, quotes or angle brackets. */
bool dtl_is_web_address(dtl_str s);
/* "28 January 2024", "5-10 September 2023", "January 2024", "2023"; "date unknown" if it is. */
void dtl_date_words(dtl_buf *out, const dtl_interval *date);
/* "Missile launch": the headline, or what the type and subtype make of one. */
void dtl_event_words(dtl_buf *out, const dtl_event *event);
/* "Sinpo, North Korea (KP)"; "" for an event without a place. */
void dtl_place_words(dtl_buf *out, const dtl_event_place *place);
/* Subtype or type as it is filtered by: "missile-launch", "ASSAULT"; "other" if it has neither. */
dtl_str dtl_kind_of(const dtl_event *event);

#endif
