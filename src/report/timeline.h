/* Events over time: how many begin in each period. */
#ifndef DTL_REPORT_TIMELINE_H
#define DTL_REPORT_TIMELINE_H

#include "base/str.h"
#include "dateline/model.h"

typedef struct dtl_timeline {
	dtl_group_by unit;   /* DAY, WEEK, MONTH or YEAR */
	struct dtl_time_bin {
		dtl_date first, last;
		size_t count;
	} *bins;             /* without gaps, first to last */
	size_t count, most;  /* bins; events in the fullest */
	size_t earlier;      /* events far before the others, which the bins leave out */
	size_t vague;        /* events whose date is unknown or wider than a bin */
} dtl_timeline;

/* unit NONE: the finest with at most about 80 bins. */
dtl_timeline dtl_timeline_make(dtl_arena *arena, const dtl_event_set *set, dtl_group_by unit);
/* "28 January 2024", "week of 22 January 2024", "January 2024", "2024" */
dtl_str dtl_timeline_words(dtl_arena *arena, const dtl_timeline *timeline, size_t bin);
/* "3 events earlier, 2 without an exact date": what the picture leaves out; empty if nothing. */
dtl_str dtl_timeline_rest(dtl_arena *arena, const dtl_timeline *timeline);

#endif
