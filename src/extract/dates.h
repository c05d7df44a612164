/* Time expressions, for the stages behind them. */
#ifndef DTL_EXTRACT_DATES_H
#define DTL_EXTRACT_DATES_H

#include "extract/doc.h"

/* True if timex i and the one before or behind it are the two ends of one stretch of time ("from May 3 to May 5", "May 3-5",
 * "between 1983 and 1985"): *out is the whole stretch, from the first day of the one to the last day of the other. */
bool dtl_timex_range(const dtl_doc *doc, size_t i, dtl_interval *out);

/* A weekday in the past tense that is tomorrow's by the article's date. Seen from a place far enough to the east it was that
 * day already when the article was filed, so it is the day after the anchor, not six days before it. True if timex i may be
 * read so for an event at longitude `lon` (degrees, east positive); then *out is that day. The date stage itself applies this
 * where a place of the sentence decides it; this is for events whose place comes from elsewhere. */
bool dtl_timex_next_day(const dtl_doc *doc, size_t i, double lon, dtl_interval *out);

#endif
