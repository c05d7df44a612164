/* How reports say things: dates, places, kinds, and what stands between < and >. */
#ifndef DTL_REPORT_WORDS_H
#define DTL_REPORT_WORDS_H

#include "base/str.h"
#include "dateline/model.h"

/* Text for HTML and attribute values; control characters become U+FFFD. The only way in which foreign text enters a page. */
void dtl_html_text(dtl_buf *out, dtl_str s);
/* Text for Markdown (CommonMark) outside code: what could be markup is escaped, line breaks become spaces. */
void dtl_markdown_text(dtl_buf *out, dtl_str s);
/* Text for LaTeX, also inside arguments, on one line. */
void dtl_latex_text(dtl_buf *out, dtl_str s);
/* A web address that may stand in a link: http or https without white space, quotes or angle brackets. */
bool dtl_is_web_address(dtl_str s);
/* "28 January 2024", "5-10 September 2023", "January 2024", "2023"; "date unknown" if it is. */
void dtl_date_words(dtl_buf *out, const dtl_interval *date);
/* "Missile launch": the headline, or what the type and subtype make of one. */
void dtl_event_words(dtl_buf *out, const dtl_event *event);
/* Who did it to whom, with what, and what came of it, as plain text: "Rebels -> soldiers; 12 killed; rifles"; nothing where nothing is known. */
void dtl_event_parties(dtl_buf *out, const dtl_event *event);
/* The evidence before, in and behind its trigger; without a trigger inside it all stands in before. */
void dtl_evidence_parts(const dtl_event *event, dtl_str *before, dtl_str *word, dtl_str *after);
/* Publisher and day of an article: "Example News, 3 May 2023"; "" if neither is known. */
void dtl_source_words(dtl_buf *out, const dtl_article *article);
/* Subtype or type as it is filtered by: "missile-launch", "ASSAULT"; "other" if it has neither. */
dtl_str dtl_kind_of(const dtl_event *event);

#endif
