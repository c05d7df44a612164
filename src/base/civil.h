/* Civil dates of the proleptic Gregorian calendar as day numbers. */
#ifndef DTL_BASE_CIVIL_H
#define DTL_BASE_CIVIL_H

#include "base/str.h"
#include "dateline/model.h"

/* Days since 1970-01-01. (H. Hinnant, "chrono-compatible low-level date algorithms".) */
int32_t dtl_days_from_date(dtl_date date);
dtl_date dtl_date_from_days(int32_t days);
int dtl_weekday(int32_t days);                    /* 1 Monday .. 7 Sunday, ISO 8601 */
int dtl_days_in_month(int year, int month);
bool dtl_date_valid(dtl_date date);               /* year 1..9999, month and day exist */
int dtl_date_cmp(dtl_date a, dtl_date b);
/* "2024-01-28", also with a time behind it ("2024-01-28T05:00Z"), "20240128", "2024-01", "2024": *precision tells which. */
bool dtl_date_parse(dtl_str s, dtl_date *out, dtl_date_precision *precision);
/* "2024-01-28" into out[11]; "" if absent. */
const char *dtl_date_format(dtl_date date, char out[11]);

#endif
