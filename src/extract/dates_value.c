/* Values as TIMEX3 writes them (TimeML 1.2.1, section 2.1; ISO 8601). */
#include "extract/dates_internal.h"

static const char unit_letter[] = {'S', 'M', 'H', 'D', 'D', 'W', 'W', 'M', 'Q', 'M', 'M', 'Y', 'Y', 'Y', 'Y', 'D'};
static const char *const season_code[] = {"XX", "SP", "SU", "FA", "WI"};
static const char *const part_code[] = {"", "MO", "MI", "MI", "AF", "EV", "NI", "NI", "MO", "DT"};

static const char *const mod_names[] = {"", "START", "MID", "END", "APPROX", "EQUAL_OR_LESS", "EQUAL_OR_MORE", "LESS_THAN", "MORE_THAN",
	"BEFORE", "AFTER", "ON_OR_BEFORE", "ON_OR_AFTER", "START", "END"};

const char *dtl_dx_mod_name(uint8_t mod) { return mod < sizeof mod_names / sizeof *mod_names ? mod_names[mod] : ""; }

/* Weekday and week of ISO 8601: the year of a week is that of its Thursday. */
static void iso_week(int32_t day, int *year, int *week)
{
	int32_t thursday = day - dtl_weekday(day) + 4;
	dtl_date d = dtl_date_from_days(thursday);
	*year = d.year;
	*week = (thursday - dtl_days_from_date((dtl_date){d.year, 1, 1})) / 7 + 1;
}

static dtl_str clock(const dx_ctx *c, const dx_expr *e, const char *day)
{
	dtl_arena *a = c->doc->arena;
	const char *z = e->zone == 0 ? "Z" : "";
	if (e->minute < 0) return dtl_arena_printf(a, "%sT%s", day, part_code[e->part]);
	if (e->second >= 0) return dtl_arena_printf(a, "%sT%02d:%02d:%02d%s", day, e->minute / 60, e->minute % 60, e->second, z);
	return dtl_arena_printf(a, "%sT%02d:%02d%s", day, e->minute / 60, e->minute % 60, z);
}

static dtl_str duration(dtl_arena *a, const dx_expr *e)
{
	static const int8_t years[] = {1, 10, 100, 0};
	const char *time = e->unit < UNIT_DAY ? "T" : "";
	char letter = unit_letter[e->unit];
	if (e->indefinite) return dtl_arena_printf(a, "P%sX%c", time, letter);
	int32_t n = e->count;
	if (e->unit == UNIT_FORTNIGHT) return dtl_arena_printf(a, "P%dW", n * 2);
	if (e->unit == UNIT_MILLENNIUM) return dtl_arena_printf(a, "P%dY", n < 100000 ? n * 1000 : n);
	if (e->unit >= UNIT_YEAR && e->unit <= UNIT_CENTURY) {
		int per = years[e->unit - UNIT_YEAR];
		if (n > 1000000) n = 1000000;
		if (per > 1) return dtl_arena_printf(a, "P%dY", n * per + (e->half_more ? per / 2 : 0));
		if (!e->half_more) return dtl_arena_printf(a, "P%dY", n);
		return n ? dtl_arena_printf(a, "P%dY6M", n) : dtl_arena_printf(a, "P6M");
	}
	if (!e->half_more) return dtl_arena_printf(a, "P%s%d%c", time, n, letter);
	static const struct { uint8_t unit; const char *more; const char *alone; } halves[] = {
		{UNIT_MINUTE, "30S", "PT30S"}, {UNIT_HOUR, "30M", "PT30M"}, {UNIT_DAY, "T12H", "PT12H"}, {UNIT_MONTH, "15D", "P15D"}};
	for (size_t i = 0; i < sizeof halves / sizeof *halves; i++) {
		if (halves[i].unit != e->unit) continue;
		return n ? dtl_arena_printf(a, "P%s%d%c%s", time, n, letter, halves[i].more) : dtl_str_of(halves[i].alone);
	}
	return dtl_arena_printf(a, "P%s%d.5%c", time, n, letter);
}

static dtl_str set(dtl_arena *a, const dx_expr *e)
{
	if (e->wday && e->part) return dtl_arena_printf(a, "XXXX-WXX-%uT%s", e->wday, part_code[e->part]);
	if (e->wday) return dtl_arena_printf(a, "XXXX-WXX-%u", e->wday);
	if (e->month) return dtl_arena_printf(a, "XXXX-%02u", e->month);
	if (e->season) return dtl_arena_printf(a, "XXXX-%s", season_code[e->season]);
	if (e->part) return dtl_arena_printf(a, "XXXX-XX-XXT%s", part_code[e->part]);
	if (e->unit == UNIT_WEEKEND) return DTL_STR("XXXX-WXX-WE");
	return duration(a, e);
}

/* What can be said without an anchor. */
static dtl_str unanchored(dtl_arena *a, const dx_expr *e)
{
	if (e->wday && !e->month) return dtl_arena_printf(a, "XXXX-WXX-%u", e->wday);
	if (e->month && e->day) return dtl_arena_printf(a, "XXXX-%02u-%02u", e->month, e->day);
	if (e->month) return dtl_arena_printf(a, "XXXX-%02u", e->month);
	if (e->quarter) return dtl_arena_printf(a, "XXXX-Q%u", e->quarter);
	if (e->half) return dtl_arena_printf(a, "XXXX-H%u", e->half);
	if (e->season) return dtl_arena_printf(a, "XXXX-%s", season_code[e->season]);
	switch (e->unit) {
	case UNIT_WEEK: return DTL_STR("XXXX-WXX");
	case UNIT_WEEKEND: return DTL_STR("XXXX-WXX-WE");
	case UNIT_MONTH: return DTL_STR("XXXX-XX");
	case UNIT_QUARTER: return DTL_STR("XXXX-QX");
	case UNIT_YEAR: return DTL_STR("XXXX");
	default: return DTL_STR("XXXX-XX-XX");
	}
}

static dtl_str point(const dx_ctx *c, const dx_expr *e, const dx_time *t)
{
	dtl_arena *a = c->doc->arena;
	dtl_date d = dtl_date_from_days(t->first);
	char day[11];
	int year, week;
	switch (t->unit) {
	case UNIT_WEEK: case UNIT_FORTNIGHT: case UNIT_WEEKEND:
		iso_week(t->first, &year, &week);
		return dtl_arena_printf(a, "%04d-W%02d%s", year, week, t->unit == UNIT_WEEKEND ? "-WE" : "");
	case UNIT_MONTH: return dtl_arena_printf(a, "%04d-%02u", d.year, d.month);
	case UNIT_QUARTER: return dtl_arena_printf(a, "%04d-Q%u", d.year, (unsigned)(d.month - 1) / 3 + 1);
	case UNIT_HALF: return dtl_arena_printf(a, "%04d-H%u", d.year, (unsigned)(d.month - 1) / 6 + 1);
	case UNIT_SEASON: return dtl_arena_printf(a, "%04d-%s", t->year, season_code[t->season]);
	case UNIT_YEAR: return dtl_arena_printf(a, "%04d", d.year);
	case UNIT_DECADE: return dtl_arena_printf(a, "%03d", d.year / 10);
	case UNIT_CENTURY: case UNIT_MILLENNIUM: return dtl_arena_printf(a, "%02d", d.year / 100);
	default:
		dtl_date_format(d, day);
		return e->part || e->minute >= 0 ? clock(c, e, day) : dtl_arena_str(a, dtl_str_of(day));
	}
}

dtl_str dtl_dx_value(const dx_ctx *c, const dx_expr *e, const dx_time *t)
{
	static const char *const refs[] = {"PRESENT_REF", "PAST_REF", "FUTURE_REF"};
	switch (e->kind) {
	case DX_REFERENCE: return dtl_str_of(refs[e->ref]);
	case DX_DURATION: return duration(c->doc->arena, e);
	case DX_SET: return set(c->doc->arena, e);
	default: break;
	}
	if (e->kind == DX_OFFSET && e->indefinite) return dtl_str_of(refs[e->sign < 0 ? REF_PAST : REF_FUTURE]);
	if (t->known) return point(c, e, t);
	if (e->part || e->minute >= 0) return clock(c, e, "XXXX-XX-XX");
	return unanchored(c->doc->arena, e);
}
