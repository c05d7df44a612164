/* Expressions to civil days, by the anchor, the tense, and what was told before. */
#include "extract/dates_internal.h"

/* ---- the calendar ---- */

static int32_t day_of(int year, int month, int day)
{
	return dtl_days_from_date((dtl_date){(int16_t)year, (uint8_t)month, (uint8_t)day});
}

static bool year_in_range(int year) { return year >= 1 && year <= 9998; }

static dx_time months(int year, int month, int count, dx_unit unit)
{
	dx_time t = {false, unit, 0, 0, 0, 0};
	int index = year * 12 + month - 1, after = index + count;
	if (!year_in_range(year) || index < 12 || after > 9998 * 12) return t;
	t.known = true;
	t.first = day_of(index / 12, index % 12 + 1, 1);
	t.last = day_of(after / 12, after % 12 + 1, 1) - 1;
	t.year = (int16_t)year;
	return t;
}

static dx_time season_of(int year, int season)
{
	dx_time t = months(year, season * 3, 3, UNIT_SEASON); /* spring from March ... winter from December */
	t.season = (uint8_t)season;
	return t;
}

dx_time dtl_dx_span(int32_t first, int32_t last, dx_unit unit) { return (dx_time){true, unit, first, last, 0, 0}; }

dx_time dtl_dx_period(dx_unit unit, int32_t day)
{
	dtl_date d = dtl_date_from_days(day);
	if (d.year == 0) return (dx_time){false, unit, 0, 0, 0, 0};
	int32_t monday = day - dtl_weekday(day) + 1;
	switch (unit) {
	case UNIT_WEEK: case UNIT_FORTNIGHT: return dtl_dx_span(monday, monday + 6, UNIT_WEEK);
	case UNIT_WEEKEND: return dtl_dx_span(monday + 5, monday + 6, UNIT_WEEKEND);
	case UNIT_MONTH: return months(d.year, d.month, 1, UNIT_MONTH);
	case UNIT_QUARTER: return months(d.year, (d.month - 1) / 3 * 3 + 1, 3, UNIT_QUARTER);
	case UNIT_HALF: return months(d.year, (d.month - 1) / 6 * 6 + 1, 6, UNIT_HALF);
	case UNIT_SEASON: return d.month < 3 ? season_of(d.year - 1, SEASON_WINTER) : season_of(d.year, d.month / 3);
	case UNIT_YEAR: return months(d.year, 1, 12, UNIT_YEAR);
	case UNIT_DECADE: return months(d.year / 10 * 10, 1, 120, UNIT_DECADE);
	case UNIT_CENTURY: case UNIT_MILLENNIUM: return months(d.year / 100 * 100, 1, 1200, UNIT_CENTURY);
	default: return dtl_dx_span(day, day, UNIT_DAY);
	}
}

/* Units in days or in months; false for the sub-day ones. */
static bool unit_size(dx_unit unit, int *days, int *month_count)
{
	static const uint8_t in_days[] = {[UNIT_DAY] = 1, [UNIT_WEEKEND] = 7, [UNIT_WEEK] = 7, [UNIT_FORTNIGHT] = 14};
	static const int16_t in_months[] = {[UNIT_MONTH] = 1, [UNIT_QUARTER] = 3, [UNIT_SEASON] = 12, [UNIT_HALF] = 6, [UNIT_YEAR] = 12,
		[UNIT_DECADE] = 120, [UNIT_CENTURY] = 1200, [UNIT_MILLENNIUM] = 12000};
	*days = unit <= UNIT_FORTNIGHT ? in_days[unit] : 0;
	*month_count = unit > UNIT_FORTNIGHT && unit < UNIT_NONE ? in_months[unit] : 0;
	return *days || *month_count;
}

dx_time dtl_dx_shift(dx_time t, dx_unit unit, int32_t count)
{
	int days, month_count;
	dx_time none = {false, unit, 0, 0, 0, 0};
	if (!t.known || count > 40000 || count < -40000) return none;
	if (!unit_size(unit, &days, &month_count)) return dtl_dx_period(UNIT_DAY, t.first);
	if (days) return dtl_dx_period(unit, t.first + count * days);
	dtl_date d = dtl_date_from_days(t.first);
	int64_t index = (int64_t)d.year * 12 + d.month - 1 + (int64_t)count * month_count;
	if (index < 12 || index >= 9998 * 12) return none;
	return dtl_dx_period(unit, day_of((int)(index / 12), (int)(index % 12) + 1, 1));
}

/* ---- weekdays ---- */

static int32_t next_weekday(int32_t from, int wday) { return from + (wday - dtl_weekday(from) + 7) % 7; } /* from included */
static int32_t last_weekday(int32_t to, int wday) { return to - (dtl_weekday(to) - wday + 7) % 7; }       /* to included */

enum { NEXT_DAY_EAST = 60 }; /* degrees east from which tomorrow's weekday in the past tense is tomorrow, UTC+4 and beyond */

/* Is it already the day after the anchor at this longitude? With an instant, by the sun; with a day alone, far enough east of
 * Greenwich (and beyond the date line), as news is dated in the Americas or in UTC. */
bool dtl_dx_already_tomorrow(int32_t utc_minute, double lon)
{
	if (utc_minute >= 0) return utc_minute + lon * 4.0 >= 1440.0;
	return lon >= NEXT_DAY_EAST;
}

/* Has the day after the anchor begun at the place that the sentence names first (the actor or the site, not the dateline)? 1 it
 * has, -1 it has not, 0 no place is named. */
static int sentence_is_ahead(const dx_ctx *c, size_t sentence)
{
	const dtl_doc *doc = c->doc;
	const dtl_sentence *s = &c->t->sentences[sentence];
	size_t low = 0, high = doc->mention_count;
	while (low < high) {
		size_t mid = (low + high) / 2;
		if (doc->mentions[mid].span.start < s->start) low = mid + 1;
		else high = mid;
	}
	for (size_t i = low; i < doc->mention_count && doc->mentions[i].span.start < s->end; i++) {
		const dtl_mention *m = &doc->mentions[i];
		if (m->place < 0 || (size_t)m->place >= doc->place_count || m->kind == DTL_MENTION_EMBEDDED) continue;
		if (m->span.end <= doc->head.body) continue;
		return dtl_dx_already_tomorrow(c->anchor_minute, doc->places[m->place].point.lon) ? 1 : -1;
	}
	return 0;
}

void dtl_dx_look_ahead(dx_ctx *c)
{
	c->ahead = false;
	if (!c->anchored || c->weak || c->doc->anchor_kind == DTL_ANCHOR_TEXT || c->doc->mention_count == 0) return;
	int tomorrow = dtl_weekday(c->anchor + 1);
	for (size_t i = 0; i < c->count && !c->ahead; i++) {
		const dx_expr *e = &c->exprs[i];
		if (e->kind != DX_CALENDAR || e->wday != tomorrow || e->month || e->holiday || dtl_dx_tense(c, e) != TENSE_PAST) continue;
		c->ahead = sentence_is_ahead(c, dtl_sentence_of_token(c->t, e->first)) > 0;
	}
}

static dx_time weekday(dx_ctx *c, int wday, dx_tense tense)
{
	int32_t a = c->anchor;
	dx_time none = {false, UNIT_DAY, 0, 0, 0, 0};
	if (c->weak) return none;
	if (tense == TENSE_FUTURE) return dtl_dx_period(UNIT_DAY, next_weekday(a, wday));
	if (dtl_weekday(a + 1) == wday && c->doc->anchor_kind != DTL_ANCHOR_TEXT) {
		if (tense != TENSE_PAST) return dtl_dx_period(UNIT_DAY, a + 1);
		if (c->ahead && sentence_is_ahead(c, c->sentence) >= 0) {
			c->next_day = true;
			return dtl_dx_period(UNIT_DAY, a + 1);
		}
	}
	int32_t back = last_weekday(a, wday), ahead = next_weekday(a, wday);
	if ((tense == TENSE_PRESENT && ahead - a <= 3) || (tense == TENSE_PLANNED && ahead - a <= 3)) return dtl_dx_period(UNIT_DAY, ahead);
	return dtl_dx_period(UNIT_DAY, back);
}

/* ---- the year of what is told without one ---- */

/* The time that the fields of e mean in `year`. */
static dx_time in_year(const dx_expr *e, int year)
{
	dx_time t = {false, (dx_unit)e->unit, 0, 0, 0, 0};
	bool approximate;
	if (!year_in_range(year)) return t;
	if (e->holiday) {
		t.known = dtl_dx_holiday_day(e->holiday, year, &t.first, &t.last, &approximate);
		t.unit = (dx_unit)e->unit;
	} else if (e->day) {
		if (!dtl_date_valid((dtl_date){(int16_t)year, e->month, e->day})) return t;
		t = dtl_dx_period(UNIT_DAY, day_of(year, e->month, e->day));
	} else if (e->month) {
		t = months(year, e->month, 1, UNIT_MONTH);
	} else if (e->quarter) {
		t = months(year, (e->quarter - 1) * 3 + 1, 3, UNIT_QUARTER);
	} else if (e->half) {
		t = months(year, (e->half - 1) * 6 + 1, 6, UNIT_HALF);
	} else if (e->season) {
		t = season_of(year, e->season);
	} else {
		t = months(year, 1, 12, UNIT_YEAR);
	}
	return t;
}

/* From base to the nearest day of t; 0 within it. */
static int32_t days_between(int32_t base, dx_time t) { return t.first > base ? t.first - base : t.last < base ? base - t.last : 0; }

/* The time that e tells in the year, of those around base, in which it lies nearest and on the side that the tense allows. */
static dx_time nearest(const dx_expr *e, int32_t base, dx_tense tense)
{
	dx_time best = {false, UNIT_DAY, 0, 0, 0, 0};
	int year = dtl_date_from_days(base).year, reach = e->month == 2 && e->day == 29 ? 8 : e->wday ? 6 : 1;
	int32_t least = INT32_MAX;
	for (int y = year - reach; y <= year + reach; y++) {
		dx_time t = in_year(e, y);
		if (!t.known) continue;
		if (e->wday && !e->holiday && dtl_weekday(t.first) != e->wday) continue;
		bool past = t.first <= base, future = t.last >= base || e->quarter || e->half; /* a quarter is reported when it is over */
		if (tense == TENSE_PAST && !past) continue;
		if (tense == TENSE_FUTURE && !future) continue;
		int32_t distance = days_between(base, t);
		if (tense == TENSE_NONE && t.first > base && !e->quarter) distance *= 2; /* news looks back */
		if (distance < least) best = t, least = distance;
	}
	return best;
}

/* With a weekday ("Monday, 4 August") the year is the one where it fits, unless that is years away and the day alone is near:
 * then the weekday is a slip. */
static dx_time nearest_fit(const dx_expr *e, int32_t base, dx_tense tense)
{
	dx_time t = nearest(e, base, tense);
	if (!e->wday || e->holiday) return t;
	dx_expr bare = *e;
	bare.wday = 0;
	dx_time near = nearest(&bare, base, tense);
	bool far = !t.known || days_between(base, t) > 400;
	return far && near.known && days_between(base, near) <= 60 ? near : t;
}

/* A past tense that would go back most of a year where the day is a few weeks ahead: the verb was not the right one. (13 of 14
 * such dates of the three TIMEX3 corpora.) */
static dx_time by_tense(const dx_ctx *c, const dx_expr *e, int32_t base, dx_tense tense)
{
	if (tense == TENSE_NONE && !e->quarter && !e->half) tense = TENSE_PAST; /* without a verb news looks back */
	else if (tense == TENSE_PRESENT || tense == TENSE_PLANNED) tense = TENSE_NONE;
	dx_time t = nearest_fit(e, base, tense);
	if (tense == TENSE_NONE || !t.known) return t.known ? t : nearest_fit(e, base, TENSE_NONE);
	dx_time other = nearest_fit(e, base, tense == TENSE_PAST ? TENSE_FUTURE : TENSE_PAST);
	bool since = e->first && dx_is_prep(c, e->first - 1, PREP_SINCE);
	if (!other.known || t.unit > UNIT_MONTH || since) return t;
	return days_between(base, t) > 300 && days_between(base, other) < 45 ? other : t;
}

/* "on the 21st" */
static dx_time day_of_month(const dx_ctx *c, int day, dx_tense tense)
{
	dx_time none = {false, UNIT_DAY, 0, 0, 0, 0};
	if (c->weak) return none;
	bool back = tense == TENSE_PAST || tense == TENSE_NONE;
	dtl_date a = dtl_date_from_days(c->anchor);
	for (int step = 0; step < 3; step++) {
		int index = a.year * 12 + a.month - 1 + (back ? -step : step);
		dtl_date d = {(int16_t)(index / 12), (uint8_t)(index % 12 + 1), (uint8_t)day};
		if (!dtl_date_valid(d)) continue;
		int32_t n = dtl_days_from_date(d);
		if (back ? n <= c->anchor : n >= c->anchor) return dtl_dx_period(UNIT_DAY, n);
	}
	return none;
}

static int century_for(const dx_ctx *c, int year)
{
	int low = year % 100, a = c->anchored ? dtl_date_from_days(c->anchor).year : 0;
	if (a == 0) return year;
	int found = a / 100 * 100 + low;
	return found > a + 20 ? found - 100 : found;
}

static dx_time calendar(dx_ctx *c, const dx_expr *e, dx_tense tense)
{
	dx_time none = {false, UNIT_DAY, 0, 0, 0, 0};
	if (e->year) return in_year(e, e->two_digit ? century_for(c, e->year) : e->year);
	if (e->outer) {
		dx_time outer;
		if (!dtl_dx_resolve(c, e->outer, tense, &outer)) return none;
		return in_year(e, dtl_date_from_days(outer.first).year);
	}
	if (!c->anchored) return none;
	dx_time t;
	if (e->day && !e->month) return day_of_month(c, e->day, tense);
	if (e->wday && !e->month) {
		t = weekday(c, e->wday, tense);
		if (e->range && t.known && c->previous.known && c->previous.unit == UNIT_DAY &&
			t.first < c->previous.first) t = dtl_dx_shift(t, UNIT_DAY, 7);
		return t;
	}
	if (c->doc->anchor_kind == DTL_ANCHOR_TEXT && tense != TENSE_FUTURE) t = nearest(e, c->anchor, TENSE_NONE);
	else t = by_tense(c, e, c->anchor, tense);
	if (e->range && c->previous.known && t.known && t.first < c->previous.first) {
		dx_time later = in_year(e, dtl_date_from_days(c->previous.first).year);
		if (later.known && later.first < c->previous.first) later = in_year(e, dtl_date_from_days(c->previous.first).year + 1);
		if (later.known) t = later;
	}
	return t;
}

/* ---- last, this, next ---- */

/* What an anaphoric expression is counted from: the time told before, fine enough for the unit; else the anchor. */
static dx_time base_of(const dx_ctx *c, dx_unit unit, bool previous)
{
	if (previous) {
		if (c->previous.known && c->previous.unit <= unit) return c->previous;
		for (int u = (int)unit; u >= UNIT_DAY; u--)
			if (unit < UNIT_NONE && c->last_of[u].known) return c->last_of[u];
	}
	if (!c->anchored || (c->weak && unit < UNIT_YEAR)) return (dx_time){false, unit, 0, 0, 0, 0};
	return dtl_dx_period(UNIT_DAY, c->anchor);
}

static dx_time directed_weekday(const dx_expr *e, dx_time base, dx_tense tense)
{
	int32_t a = base.first;
	switch (e->dir) {
	case DIR_LAST: { /* the day before is "Thursday" or "yesterday", so "last Thursday" on a Friday is eight days ago */
		int32_t day = last_weekday(a - 1, e->wday);
		return dtl_dx_period(UNIT_DAY, day == a - 1 ? day - 7 : day);
	}
	case DIR_PAST: case DIR_PREVIOUS: return dtl_dx_period(UNIT_DAY, last_weekday(a - 1, e->wday));
	case DIR_NEXT: return dtl_dx_period(UNIT_DAY, a - dtl_weekday(a) + 7 + e->wday); /* in the week that follows */
	case DIR_COMING: case DIR_FOLLOWING: return dtl_dx_period(UNIT_DAY, next_weekday(a + 1, e->wday));
	case DIR_THAT: case DIR_SAME: return dtl_dx_period(UNIT_DAY, last_weekday(a, e->wday));
	default: break;
	}
	if (tense == TENSE_PAST) return dtl_dx_period(UNIT_DAY, last_weekday(a, e->wday));
	return dtl_dx_period(UNIT_DAY, next_weekday(a, e->wday));
}

/* "last October", "next summer", "this June", "last Oct. 23". */
static dx_time directed_month(const dx_expr *e, dx_time base)
{
	int year = dtl_date_from_days(base.first).year;
	int32_t a = base.first;
	if (e->dir == DIR_THIS || e->dir == DIR_CURRENT || e->dir == DIR_SAME) return in_year(e, year);
	bool back = e->dir == DIR_LAST || e->dir == DIR_PAST || e->dir == DIR_PREVIOUS;
	for (int y = back ? year : year - 1; y >= year - 5 && y <= year + 5; y += back ? -1 : 1) {
		dx_time t = in_year(e, y);
		if (t.known && (back ? t.last < a : t.first > a)) return t;
	}
	return (dx_time){false, UNIT_MONTH, 0, 0, 0, 0};
}

/* "the weekend", "the quarter", "the year": the one told before or, by the tense, the one nearest to the anchor. */
static dx_time the_unit(const dx_ctx *c, const dx_expr *e, dx_tense tense)
{
	dx_unit unit = (dx_unit)e->unit;
	bool told = unit == UNIT_QUARTER || unit == UNIT_YEAR || unit == UNIT_MONTH;
	if (told && c->last_of[unit].known && e->mod == MOD_NONE && c->sentence <= c->last_at[unit] + 3) return c->last_of[unit];
	if (!c->anchored) return (dx_time){false, unit, 0, 0, 0, 0};
	dx_time t = dtl_dx_period(unit, c->anchor);
	if (unit == UNIT_WEEKEND && tense != TENSE_FUTURE && t.first > c->anchor) return dtl_dx_shift(t, unit, -1);
	if (unit == UNIT_QUARTER && tense != TENSE_FUTURE) return dtl_dx_shift(t, unit, -1);
	return t;
}

static int direction_of(uint8_t dir)
{
	switch (dir) {
	case DIR_LAST: case DIR_PAST: case DIR_PREVIOUS: case DIR_RECENT: return -1;
	case DIR_NEXT: case DIR_COMING: case DIR_FOLLOWING: return 1;
	default: return 0;
	}
}

static dx_time relative(dx_ctx *c, const dx_expr *e, dx_tense tense)
{
	dx_unit unit = (dx_unit)e->unit;
	if (e->dir == DIR_NONE) return the_unit(c, e, tense);
	bool anaphoric = e->dir == DIR_PREVIOUS || e->dir == DIR_FOLLOWING || e->dir == DIR_THAT || e->dir == DIR_SAME;
	if (e->dir == DIR_NEXT && unit == UNIT_DAY && !e->wday) anaphoric = true; /* the next day */
	if (e->dir == DIR_LATEST) {
		return dtl_dx_shift(base_of(c, unit, false), unit, -1);
	}
	if ((e->dir == DIR_THAT || e->dir == DIR_SAME) && unit < UNIT_NONE && c->last_of[unit].known &&
		(unit != UNIT_YEAR || c->previous.unit == UNIT_YEAR))
		return c->last_of[unit];
	dx_time base = base_of(c, e->wday || e->part ? UNIT_DAY : unit, anaphoric);
	if (!base.known) return base;
	if (e->wday) return directed_weekday(e, base, tense);
	if (e->month || e->season) return directed_month(e, base);
	int count = direction_of(e->dir);
	return count ? dtl_dx_shift(base, unit, count) : dtl_dx_period(unit, base.first);
}

/* ---- so many units ago, later ---- */

static dx_time offset(const dx_ctx *c, const dx_expr *e)
{
	dx_unit unit = (dx_unit)e->unit;
	dx_time none = {false, unit, 0, 0, 0, 0};
	int64_t count = e->count;
	if (e->indefinite || count > 20000) return none;
	if (unit >= UNIT_DECADE && unit <= UNIT_MILLENNIUM) {
		int per = unit == UNIT_DECADE ? 10 : unit == UNIT_CENTURY ? 100 : 1000;
		count = count * per + (e->half_more ? per / 2 : 0);
		unit = UNIT_YEAR;
	} else if (e->half_more && unit == UNIT_YEAR) {
		count = count * 12 + 6;
		unit = UNIT_MONTH;
	}
	if (unit == UNIT_FORTNIGHT) count *= 2, unit = UNIT_WEEK;
	/* A figure compared with that of a year ago: the same quarter, the same month. */
	if (unit == UNIT_YEAR && e->sign < 0) {
		const dx_time *q = &c->last_of[UNIT_QUARTER];
		bool quarter = q->known && count == 1 && c->sentence <= c->last_at[UNIT_QUARTER] + 8;
		bool month = !quarter && c->previous.known && c->previous.unit == UNIT_MONTH && c->sentence == c->previous_sentence && count == 1;
		if (quarter || month) {
			dtl_date d = dtl_date_from_days(quarter ? q->first : c->previous.first);
			return months(d.year - (int)count, d.month, quarter ? 3 : 1, quarter ? UNIT_QUARTER : UNIT_MONTH);
		}
	}
	if (e->previous && e->sign > 0 && !c->previous.known) return none; /* later than what? */
	dx_time base = base_of(c, unit, e->previous);
	if (unit < UNIT_DAY) return base.known ? dtl_dx_period(UNIT_DAY, base.first) : none;
	return base.known ? dtl_dx_shift(base, unit, (int32_t)(e->sign < 0 ? -count : count)) : none;
}

static dx_time nth(dx_ctx *c, const dx_expr *e, dx_tense tense)
{
	dx_time outer, none = {false, UNIT_DAY, 0, 0, 0, 0};
	if (!e->outer || !dtl_dx_resolve(c, e->outer, tense, &outer)) return none;
	dx_unit unit = (dx_unit)e->unit;
	dx_time t;
	if (e->wday) {
		int32_t day = e->count < 0 ? last_weekday(outer.last, e->wday) : next_weekday(outer.first, e->wday) + 7 * (e->count - 1);
		t = dtl_dx_period(UNIT_DAY, day);
	} else if (unit == UNIT_WEEK) {
		t = dtl_dx_period(UNIT_WEEK, e->count < 0 ? outer.last - 6 : outer.first + 3 + 7 * (e->count - 1));
	} else {
		dx_time begin = dtl_dx_period(unit, e->count < 0 ? outer.last : outer.first);
		t = e->count < 0 ? begin : dtl_dx_shift(begin, unit, e->count - 1);
	}
	return t.known && t.first <= outer.last + 6 ? t : none;
}

/* "the past three days": up to the anchor; "the next four months": from it on. Vague counts stand for five. */
static dx_time stretch(dx_ctx *c, const dx_expr *e)
{
	dx_time none = {false, (dx_unit)e->unit, 0, 0, 0, 0}, year;
	if (e->outer && dtl_dx_resolve(c, e->outer, TENSE_PAST, &year) && !e->indefinite &&
		e->count > 0) { /* the first nine months of 2023 */
		dx_time behind = dtl_dx_shift(dtl_dx_period((dx_unit)e->unit, year.first), (dx_unit)e->unit, e->count);
		return behind.known && behind.first - 1 <= year.last ? dtl_dx_span(year.first, behind.first - 1, (dx_unit)e->unit) : none;
	}
	int days, month_count, sign = direction_of(e->dir);
	bool previous = e->dir == DIR_PREVIOUS || e->dir == DIR_FOLLOWING || e->dir == DIR_THAT;
	if (!c->anchored || c->weak || previous || sign == 0 || !unit_size((dx_unit)e->unit, &days, &month_count)) return none;
	int64_t n = e->indefinite ? 5 : e->count;
	if (n > 3000) return none;
	int64_t length = days ? n * days : n * month_count * 365 / 12;
	if (length > 400000) return none;
	int32_t way = (int32_t)length;
	return sign < 0 ? dtl_dx_span(c->anchor - way, c->anchor, (dx_unit)e->unit) : dtl_dx_span(c->anchor, c->anchor + way,
		(dx_unit)e->unit);
}

bool dtl_dx_resolve(dx_ctx *c, const dx_expr *e, dx_tense tense, dx_time *out)
{
	dx_time t = {false, (dx_unit)e->unit, 0, 0, 0, 0};
	switch (e->kind) {
	case DX_CALENDAR: t = calendar(c, e, tense); break;
	case DX_DECADE: t = dtl_dx_period(UNIT_DECADE, day_of(e->year, 1, 1)); break;
	case DX_CENTURY: t = e->year ? dtl_dx_period(UNIT_CENTURY, day_of(e->year, 1, 1)) : t; break;
	case DX_DAYREF:
		if (c->anchored && !c->weak) t = dtl_dx_period(UNIT_DAY, c->anchor + e->count);
		break;
	case DX_RELATIVE:
		t = relative(c, e, tense);
		if (t.known && e->part == PART_NIGHT && e->unit == UNIT_DAY && e->dir == DIR_LAST &&
			!e->wday) t = dtl_dx_period(UNIT_DAY, t.first);
		break;
	case DX_OFFSET: t = offset(c, e); break;
	case DX_NTH: t = nth(c, e, tense); break;
	case DX_ONLY_TIME:
		/* of the day told last, if that was just before */
		if (c->last_of[UNIT_DAY].known && c->sentence <= c->last_at[UNIT_DAY] + 1) t = c->last_of[UNIT_DAY];
		else if (c->anchored && !c->weak) t = dtl_dx_period(UNIT_DAY, c->anchor);
		if (t.known && strcmp(e->rule, "overnight") == 0) t.first--; /* the night before or its morning */
		break;
	case DX_DURATION: t = stretch(c, e); break;
	default: break;
	}
	if (t.known && e->eve) t.first--;
	*out = t;
	return t.known;
}

/* ---- early, mid, late ---- */

/* Thirds: of a month by days (1-10, 11-20, 21-), of longer periods by whole months, of a week Monday-Tuesday,
 * Wednesday-Thursday, Friday-Sunday. */
void dtl_dx_narrow(const dx_ctx *c, const dx_expr *e, dx_time *t)
{
	if (!t->known || t->unit == UNIT_DAY) return;
	if (e->mod == MOD_EARLIER || e->mod == MOD_LATER) {
		bool inside = c->anchored && t->first <= c->anchor && c->anchor <= t->last;
		if (inside && e->mod == MOD_EARLIER) t->last = c->anchor;
		if (inside && e->mod == MOD_LATER) t->first = c->anchor;
		return;
	}
	if (e->mod != MOD_START && e->mod != MOD_MID && e->mod != MOD_END) return;
	int32_t length = t->last - t->first + 1, one = length / 3, two = length * 2 / 3;
	if (t->unit == UNIT_MONTH) one = 10, two = 20;
	else if (t->unit == UNIT_WEEK) one = 2, two = 4;
	else if (t->unit > UNIT_MONTH) {
		dtl_date a = dtl_date_from_days(t->first), b = dtl_date_from_days(t->last);
		int total = (b.year - a.year) * 12 + b.month - a.month + 1, first = a.year * 12 + a.month - 1;
		int cut1 = first + total / 3, cut2 = first + total * 2 / 3;
		one = day_of(cut1 / 12, cut1 % 12 + 1, 1) - t->first;
		two = day_of(cut2 / 12, cut2 % 12 + 1, 1) - t->first;
	}
	int32_t begin = t->first;
	if (e->mod != MOD_START) t->first = begin + (e->mod == MOD_MID ? one : two);
	if (e->mod != MOD_END) t->last = begin + (e->mod == MOD_START ? one : two) - 1;
}
