/* Words for people: dates, titles, alt text. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/civil.h"
#include "base/utf8.h"
#include "map/plan.h"

static const char *const months[] = {"Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"};
static const char *const long_months[] = {"January", "February", "March", "April", "May", "June", "July", "August", "September",
	"October", "November", "December"};

static dtl_str day(dtl_arena *a, dtl_date d, bool year)
{
	if (!year) return dtl_arena_printf(a, "%d\u00a0%s", d.day, months[d.month - 1]);
	return dtl_arena_printf(a, "%d\u00a0%s\u00a0%d", d.day, months[d.month - 1], d.year);
}

dtl_str dtl_words_date(dtl_arena *a, const dtl_interval *t, bool year)
{
	dtl_date s = t->start, e = t->end;
	if (!dtl_date_valid(s) && !dtl_date_valid(e)) return DTL_STR("");
	if (!dtl_date_valid(s)) return dtl_arena_printf(a, "until %.*s", DTL_FMT(day(a, e, year)));
	if (!dtl_date_valid(e)) return dtl_arena_printf(a, "from %.*s", DTL_FMT(day(a, s, year)));
	bool whole_months = s.day == 1 && e.day == dtl_days_in_month(e.year, e.month);
	if (s.year == e.year && s.month == 1 && e.month == 12 && whole_months) return dtl_arena_printf(a, "%d", s.year);
	if (whole_months && s.year == e.year && s.month == e.month)
		return year ? dtl_arena_printf(a, "%s\u00a0%d", long_months[s.month - 1], s.year) : dtl_str_of(long_months[s.month - 1]);
	if (t->precision >= DTL_DATE_YEAR && s.year != e.year) return dtl_arena_printf(a, "%d\u2013%d", s.year, e.year);
	if (dtl_date_cmp(s, e) == 0) return day(a, s, year);
	if (s.year == e.year && s.month == e.month)
		return year ? dtl_arena_printf(a, "%d\u2013%d\u00a0%s\u00a0%d", s.day, e.day, months[s.month - 1], s.year) :
			dtl_arena_printf(a, "%d\u2013%d\u00a0%s", s.day, e.day, months[s.month - 1]);
	if (whole_months && s.year == e.year) return dtl_arena_printf(a, year ? "%s\u2013%s %d" : "%s\u2013%s", months[s.month - 1], months[e.month - 1], s.year);
	return dtl_arena_printf(a, "%.*s \u2013 %.*s", DTL_FMT(day(a, s, year && s.year != e.year)), DTL_FMT(day(a, e, year)));
}

/* Hebrew, Arabic and their like, which run from right to left. */
static bool right_to_left(dtl_str s)
{
	for (size_t at = 0; at < s.len;) {
		uint32_t c = dtl_utf8_next(s, &at);
		if ((c >= 0x590 && c <= 0x8ff) || (c >= 0xfb1d && c <= 0xfdff) || (c >= 0xfe70 && c <= 0xfefc) || (c >= 0x10800 && c <= 0x10fff)) return true;
	}
	return false;
}

/* A name among other words: isolated (U+2068 .. U+2069) where it runs the other way, or dates beside it would be torn apart. */
static dtl_str isolated(dtl_plan *p, dtl_str s)
{
	return right_to_left(s) ? dtl_arena_printf(p->arena, "\u2068%.*s\u2069", DTL_FMT(s)) : s;
}

dtl_str dtl_words_headline(dtl_plan *p, const dtl_event *e)
{
	return e->headline.len ? isolated(p, e->headline) : dtl_style_words(p->arena, e->type, e->subtype);
}

dtl_str dtl_words_where_when(dtl_plan *p, const dtl_event *e)
{
	dtl_str when = dtl_words_date(p->arena, &e->date, !p->one_year || dtl_event_set_count(p->set) == 1);
	if (!e->place.name.len) return when;
	dtl_str name = isolated(p, e->place.name);
	return when.len ? dtl_arena_printf(p->arena, "%.*s, %.*s", DTL_FMT(name), DTL_FMT(when)) : name;
}

dtl_str dtl_words_when_where(dtl_plan *p, const dtl_event *e)
{
	dtl_str when = dtl_words_date(p->arena, &e->date, !p->one_year || dtl_event_set_count(p->set) == 1);
	dtl_str name = isolated(p, e->place.name);
	if (!name.len || !when.len) return when.len ? when : name;
	return dtl_arena_printf(p->arena, "%.*s \u00b7 %.*s", DTL_FMT(when), DTL_FMT(name));
}

/* What follows the dateline ("PORT SUDAN, April 24 (Agency) -- ") of an article's first sentence. */
static dtl_str without_dateline(dtl_str s)
{
	static const char *const dashes[] = {" -- ", " \u2014 ", " \u2013 ", ") - "};
	size_t capitals = 0;
	while (capitals < s.len && ((s.ptr[capitals] >= 'A' && s.ptr[capitals] <= 'Z') || s.ptr[capitals] == ' ' || s.ptr[capitals] == '-')) capitals++;
	if (capitals < 4) return s;
	for (size_t i = 0; i < s.len && i < 90; i++)
		for (size_t k = 0; k < sizeof dashes / sizeof *dashes; k++)
			if (dtl_str_starts(dtl_str_sub(s, i, s.len), dtl_str_of(dashes[k]))) return dtl_str_sub(s, i + strlen(dashes[k]), s.len);
	return s;
}

dtl_str dtl_words_sentence(dtl_plan *p, const dtl_event *e)
{
	dtl_buf b = {.arena = p->arena};
	bool space = false;
	for (size_t i = 0; i < e->evidence.text.len; i++) {
		char c = e->evidence.text.ptr[i];
		bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
		if (!blank) {
			if (space && b.len) dtl_buf_addc(&b, ' ');
			dtl_buf_addc(&b, c);
		}
		space = blank;
	}
	return without_dateline(dtl_buf_str(&b));
}

void dtl_words_span(dtl_plan *p)
{
	dtl_interval t = {.precision = DTL_DATE_DAY};
	for (size_t i = 0; i < dtl_event_set_count(p->set); i++) {
		const dtl_event *e = dtl_event_set_event(p->set, i);
		const dtl_interval *d = &e->date;
		if (!e->place.has_point) continue; /* it is not on the map */
		if (dtl_date_valid(d->start) && (!dtl_date_valid(t.start) || dtl_date_cmp(d->start, t.start) < 0)) t.start = d->start;
		dtl_date end = dtl_date_valid(d->end) ? d->end : d->start;
		if (dtl_date_valid(end) && (!dtl_date_valid(t.end) || dtl_date_cmp(end, t.end) > 0)) t.end = end;
	}
	if (p->crowd) dtl_crowd_span(p, &t);
	if (p->whole && p->spec->color_by == DTL_MAP_BY_DATE) t = p->whole->span; /* one ramp */
	p->span = t;
	p->one_year = dtl_date_valid(t.start) && dtl_date_valid(t.end) && t.start.year == t.end.year;
}

/* 12,345 */
dtl_str dtl_words_count(dtl_arena *a, size_t n)
{
	if (n < 10000) return dtl_arena_printf(a, "%zu", n);
	if (n < 1000000) return dtl_arena_printf(a, "%zu,%03zu", n / 1000, n % 1000);
	return dtl_arena_printf(a, "%zu,%03zu,%03zu", n / 1000000, n / 1000 % 1000, n % 1000);
}

dtl_str dtl_words_title(dtl_plan *p)
{
	size_t n = p->all, shown = 0;
	for (size_t i = 0; i < dtl_event_set_count(p->set); i++) shown += dtl_event_set_event(p->set, i)->place.has_point;
	if (p->spec->title.len) return p->spec->title;
	if (dtl_event_set_article_count(p->set) == 1 && dtl_event_set_article(p->set, 0)->title.len) return dtl_event_set_article(p->set, 0)->title;
	if (n == 1 && !p->crowd) return dtl_words_headline(p, dtl_event_set_event(p->set, 0));
	dtl_str when = dtl_words_date(p->arena, &p->span, true);
	if (n == 0) return DTL_STR("No events");
	dtl_str count = dtl_words_count(p->arena, shown ? shown : n);
	return when.len ? dtl_arena_printf(p->arena, "%.*s events, %.*s", DTL_FMT(count), DTL_FMT(when)) : dtl_arena_printf(p->arena, "%.*s events", DTL_FMT(count));
}

static void alt_event(dtl_plan *p, dtl_buf *b, const dtl_event *e)
{
	dtl_str head = dtl_words_headline(p, e), where = dtl_words_where_when(p, e);
	dtl_buf_printf(b, "%.*s", DTL_FMT(head));
	if (where.len) dtl_buf_printf(b, " (%.*s)", DTL_FMT(where));
}

dtl_str dtl_words_alt(dtl_plan *p)
{
	dtl_buf b = {.arena = p->arena};
	size_t n = p->all, told = 0;
	dtl_str when = dtl_words_date(p->arena, &p->span, true);
	dtl_buf_printf(&b, "Map of %zu event%s", n, n == 1 ? "" : "s");
	if (when.len) dtl_buf_printf(&b, ", %.*s", DTL_FMT(when));
	dtl_buf_addz(&b, p->extent.kind == DTL_EXTENT_WORLD ? ", on the whole world. " : ". ");
	for (size_t i = 0; i < p->mark_count && told < 8; i++)
		for (size_t k = 0; k < p->marks[i].count && told < 8; k++, told++) {
			if (told) dtl_buf_addz(&b, "; ");
			alt_event(p, &b, dtl_event_set_event(p->set, p->marks[i].events[k]));
		}
	size_t located = n - p->placeless;
	if (located > told) dtl_buf_printf(&b, "; and %zu more", located - told);
	if (told) dtl_buf_addz(&b, ".");
	if (p->placeless) dtl_buf_printf(&b, " %zu without a place %s not shown.", p->placeless, p->placeless == 1 ? "is" : "are");
	return dtl_buf_str(&b);
}
