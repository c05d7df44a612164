#include "report/timeline.h"

#include <stdlib.h>

#include "base/civil.h"
#include "report/words.h"

enum { MANY = 80, LIMIT = 600 };

static dtl_date bin_start(dtl_date d, dtl_group_by unit)
{
	if (unit == DTL_GROUP_YEAR) return (dtl_date){d.year, 1, 1};
	if (unit == DTL_GROUP_MONTH) return (dtl_date){d.year, d.month, 1};
	if (unit == DTL_GROUP_DAY) return d;
	int32_t days = dtl_days_from_date(d);
	return dtl_date_from_days(days - (dtl_weekday(days) - 1));
}

static dtl_date bin_end(dtl_date start, dtl_group_by unit)
{
	if (unit == DTL_GROUP_YEAR) return (dtl_date){start.year, 12, 31};
	if (unit == DTL_GROUP_MONTH) return (dtl_date){start.year, start.month, (uint8_t)dtl_days_in_month(start.year, start.month)};
	return unit == DTL_GROUP_DAY ? start : dtl_date_from_days(dtl_days_from_date(start) + 6);
}

static int by_day(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
	return (x > y) - (x < y);
}

static bool exact(const dtl_interval *date, dtl_group_by unit)
{
	return dtl_date_valid(date->start) && (!dtl_date_valid(date->end) || dtl_date_cmp(date->end, bin_end(bin_start(date->start, unit), unit)) <= 0 ||
		dtl_days_from_date(date->end) - dtl_days_from_date(date->start) < 7);
}

static dtl_group_by choose_unit(int32_t days)
{
	if (days <= MANY) return DTL_GROUP_DAY;
	if (days <= MANY * 7) return DTL_GROUP_WEEK;
	return days <= MANY * 31 ? DTL_GROUP_MONTH : DTL_GROUP_YEAR;
}

/* Where the picture begins: with the first event, unless a few old ones would squeeze the rest together. */
static int32_t first_day(const int32_t *days, size_t n)
{
	size_t tenth = n / 10;
	int32_t whole = days[n - 1] - days[0], most = days[n - 1] - days[tenth];
	return tenth && whole > 4 * (most > 28 ? most : 28) ? days[tenth] : days[0];
}

/* The first days of the events that a bin of this unit can tell apart, in order; their number. */
static size_t collect(const dtl_event_set *set, dtl_group_by unit, int32_t *days)
{
	size_t n = 0;
	for (size_t i = 0; i < dtl_event_set_count(set); i++) {
		const dtl_interval *d = &dtl_event_set_event(set, i)->date;
		if (exact(d, unit)) days[n++] = dtl_days_from_date(d->start);
	}
	if (n) qsort(days, n, sizeof *days, by_day);
	return n;
}

dtl_timeline dtl_timeline_make(dtl_arena *arena, const dtl_event_set *set, dtl_group_by unit)
{
	size_t all = dtl_event_set_count(set);
	int32_t *days = dtl_arena_array(arena, int32_t, all + 1);
	size_t n = collect(set, unit ? unit : DTL_GROUP_DAY, days);
	dtl_timeline t = {.unit = unit ? unit : n ? choose_unit(days[n - 1] - first_day(days, n) + 1) : DTL_GROUP_YEAR};
	if (!unit && t.unit != DTL_GROUP_DAY) n = collect(set, t.unit, days);
	t.vague = all - n;
	if (n == 0) return t;
	int32_t first = first_day(days, n), last = days[n - 1];
	dtl_date start = bin_start(dtl_date_from_days(first), t.unit);
	size_t cap = 0, at = 0;
	while (dtl_days_from_date(start) <= last && t.count < LIMIT) {
		struct dtl_time_bin bin = {start, bin_end(start, t.unit), 0};
		DTL_PUSH(arena, t.bins, t.count, cap, bin);
		start = dtl_date_from_days(dtl_days_from_date(bin.last) + 1);
	}
	for (size_t i = 0; i < n; i++) {
		dtl_date d = dtl_date_from_days(days[i]);
		if (dtl_date_cmp(d, t.bins[0].first) < 0) {
			t.earlier++;
			continue;
		}
		while (at + 1 < t.count && dtl_date_cmp(d, t.bins[at].last) > 0) at++;
		if (++t.bins[at].count > t.most) t.most = t.bins[at].count;
	}
	return t;
}

dtl_str dtl_timeline_words(dtl_arena *arena, const dtl_timeline *t, size_t bin)
{
	dtl_buf b = {.arena = arena};
	dtl_interval period = {t->bins[bin].first, t->bins[bin].last, DTL_DATE_DAY};
	if (t->unit == DTL_GROUP_WEEK) {
		dtl_buf_addz(&b, "week of ");
		period.end = period.start;
	}
	dtl_date_words(&b, &period);
	return dtl_buf_str(&b);
}

dtl_str dtl_timeline_rest(dtl_arena *arena, const dtl_timeline *t)
{
	dtl_buf b = {.arena = arena};
	if (t->earlier) dtl_buf_printf(&b, "%zu earlier", t->earlier);
	if (t->vague) dtl_buf_printf(&b, "%s%zu without an exact date", b.len ? ", " : "", t->vague);
	return dtl_buf_str(&b);
}
