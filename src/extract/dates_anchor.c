/* The day of the article: from its metadata, its dateline, or the explicit dates in its text. */
#include "extract/dates_internal.h"

static void set_anchor(dx_ctx *c, dtl_date day, dtl_anchor kind)
{
	c->doc->anchor = day;
	c->doc->anchor_kind = kind;
	c->anchor = dtl_days_from_date(day);
	c->anchored = true;
}

static int number_at(dtl_str s, size_t at)
{
	if (at + 2 > s.len || !dtl_ascii_digit(s.ptr[at]) || !dtl_ascii_digit(s.ptr[at + 1])) return -1;
	return (s.ptr[at] - '0') * 10 + (s.ptr[at + 1] - '0');
}

/* The UTC minute of "2024-01-27T22:10Z" where a zone is told; -1 otherwise. */
int32_t dtl_dx_utc_minute(dtl_str s)
{
	if (s.len < 17 || (s.ptr[10] != 'T' && s.ptr[10] != ' ')) return -1;
	int hour = number_at(s, 11), minute = number_at(s, 14);
	size_t at = 16;
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || s.ptr[13] != ':') return -1;
	while (at < s.len && (s.ptr[at] == ':' || s.ptr[at] == '.' || dtl_ascii_digit(s.ptr[at]))) at++;
	if (at >= s.len) return -1;
	if (s.ptr[at] == 'Z' || s.ptr[at] == 'z') return hour * 60 + minute;
	int zh = number_at(s, at + 1), zm = number_at(s, at + (at + 3 < s.len && s.ptr[at + 3] == ':' ? 4 : 3));
	if ((s.ptr[at] != '+' && s.ptr[at] != '-') || zh < 0) return -1;
	int shift = (zh * 60 + (zm < 0 ? 0 : zm)) * (s.ptr[at] == '-' ? 1 : -1);
	int utc = hour * 60 + minute + shift;
	return utc < 0 ? 0 : utc; /* a day of UTC further on is counted beyond 1440 */
}

/* A date in words ("27 January 2024", "Sat, 27 Jan 2024 10:00:00 GMT"), read by our own grammar. */
static bool read_words(dx_ctx *c, dtl_str s, dtl_date *out)
{
	dtl_tokens tokens;
	dtl_doc doc = *c->doc;
	dx_ctx inner = {.doc = &doc, .t = &tokens, .day_first = c->day_first};
	if (s.len == 0 || s.len > 200) return false;
	dtl_tokenize(doc.arena, s, &tokens);
	inner.n = (uint32_t)tokens.count;
	dtl_dx_lex(&inner);
	dtl_dx_parse(&inner);
	for (size_t i = 0; i < inner.count; i++) {
		const dx_expr *e = &inner.exprs[i];
		dtl_date d = {e->year, e->month, e->day};
		if (e->kind == DX_CALENDAR && e->year && e->month && e->day && dtl_date_valid(d)) return *out = d, true;
	}
	return false;
}

static bool from_article(dx_ctx *c)
{
	dtl_str given = c->doc->article ? c->doc->article->date : DTL_STR_NONE;
	dtl_date day;
	dtl_date_precision precision;
	if (given.len == 0) return false;
	if (dtl_date_parse(given, &day, &precision)) {
		c->weak = precision != DTL_DATE_DAY;
		c->anchor_minute = precision == DTL_DATE_DAY ? dtl_dx_utc_minute(dtl_str_trim(given)) : -1;
	} else if (!read_words(c, given, &day)) {
		dtl_doc_note(c->doc, "bad-date", dtl_arena_printf(c->doc->arena, "the article's date '%.*s' cannot be read", DTL_FMT(given)),
			(dtl_span){0, 0});
		return false;
	}
	set_anchor(c, day, DTL_ANCHOR_ARTICLE);
	return true;
}

/* ---- years told in the text ---- */

typedef struct years {
	int past;        /* the latest that is no future; 0: none */
	int future;      /* the earliest that is planned; 0: none */
	dtl_date full;   /* the latest full date that is no future; year 0: none */
	dtl_date planned;/* the earliest full date of the future */
	dtl_span span;   /* of the expression that decided */
	bool turn;       /* the text stands at the turn of a year: "the new year", December 30 and January 2 */
} years;

static bool says_new_year(const dx_ctx *c)
{
	for (uint32_t i = 0; i + 1 < c->n; i++)
		if (dtl_dx_word(c, i, "new") && dx_is(c, i + 1, LX_UNIT) && c->lx[i + 1].value == UNIT_YEAR &&
			!(c->lx[i + 1].flags & LF_PLURAL) &&
			!dx_is(c, i + 2, LX_POSS))
			return true;
	return false;
}

static years collect(const dx_ctx *c)
{
	years y = {0, 0, {0, 0, 0}, {0, 0, 0}, {0, 0}, says_new_year(c)};
	uint8_t month = 0;
	for (size_t i = 0; i < c->count; i++) {
		const dx_expr *e = &c->exprs[i];
		if (e->kind != DX_CALENDAR) continue;
		if (!e->year && e->month && e->day) {
			if (month >= 11 && e->month <= 2) y.turn = true;
			month = e->month;
		}
		if (!e->year || e->two_digit) continue;
		bool ahead = dtl_dx_tense(c, e) >= TENSE_PLANNED;
		dtl_date d = {e->year, e->month, e->day};
		if (e->month && e->day && dtl_date_valid(d)) {
			if (!ahead && dtl_date_cmp(d, y.full) > 0) y.full = d, y.span = (dtl_span){e->start, e->end};
			if (ahead && (!y.planned.year || dtl_date_cmp(d, y.planned) < 0)) y.planned = d;
		}
		if (!ahead && e->year > y.past) y.past = e->year;
		if (ahead && (!y.future || e->year < y.future)) y.future = e->year;
	}
	return y;
}

/* The latest day told without a year, when the article stands in `year` (or, with turn, at its beginning). */
static bool latest_partial(const dx_ctx *c, int year, bool turn, dtl_date *out)
{
	*out = (dtl_date){0, 0, 0};
	for (size_t i = 0; i < c->count; i++) {
		const dx_expr *e = &c->exprs[i];
		if (e->kind != DX_CALENDAR || e->year || !e->month || !e->day || e->outer) continue;
		if (dtl_dx_tense(c, e) == TENSE_FUTURE) continue;
		dtl_date d = {(int16_t)(turn && e->month >= 7 ? year - 1 : year), e->month, e->day};
		if (dtl_date_valid(d) && dtl_date_cmp(d, *out) > 0) *out = d;
	}
	return out->year != 0;
}

static void note(dx_ctx *c, const char *code, const char *what, dtl_date day)
{
	char buffer[11];
	dtl_str message = dtl_arena_printf(c->doc->arena, "%s; dates are counted from %s", what, dtl_date_format(day, buffer));
	dtl_doc_note(c->doc, code, message, (dtl_span){0, 0});
}

/* The year in which the article stands by the years it tells; 0 if it tells none. *turn: at the beginning of that year. */
static int year_of_text(const years *y, bool *turn)
{
	*turn = false;
	if (y->future && y->past && y->future == y->past + 1 && y->turn) return *turn = true, y->future;
	if (!y->past && y->future) return *turn = y->turn, y->future;
	if (y->past && y->turn && !y->future) return *turn = true, y->past + (y->full.year == y->past ? 0 : 1);
	return y->past;
}

/* News comes behind what it tells: the weekdays that it looks back on ("reported on Friday") lie within the week behind the
 * latest day told in full, and the last of them is the day to count from. */
static dtl_date with_weekdays(const dx_ctx *c, dtl_date latest)
{
	int32_t day = dtl_days_from_date(latest), best = day;
	for (size_t i = 0; i < c->count; i++) {
		const dx_expr *e = &c->exprs[i];
		if (e->kind != DX_CALENDAR || !e->wday || e->month || e->holiday || dtl_dx_tense(c, e) >= TENSE_PLANNED) continue;
		int32_t d = day + (e->wday - dtl_weekday(day) + 7) % 7;
		if (d > best) best = d;
	}
	dtl_date found = dtl_date_from_days(best);
	return found.year ? found : latest;
}

static bool from_text(dx_ctx *c)
{
	years y = collect(c);
	bool turn;
	int year = year_of_text(&y, &turn);
	dtl_date day;
	if (y.full.year && y.full.year >= year) {
		day = with_weekdays(c, y.full);
		set_anchor(c, day, DTL_ANCHOR_TEXT);
		note(c, "no-date", "the article has no date of its own", day);
		return true;
	}
	if (!year) return false;
	if (latest_partial(c, year, turn, &day)) {
		day = with_weekdays(c, day);
		set_anchor(c, day, DTL_ANCHOR_TEXT);
		note(c, "no-date", "the article has no date of its own and the year is inferred", day);
		return true;
	}
	day = turn ? (dtl_date){(int16_t)year, 1, 15} : (dtl_date){(int16_t)year, 12, 31};
	set_anchor(c, day, DTL_ANCHOR_TEXT);
	c->weak = true;
	note(c, "no-date", "the article has no date of its own, only its year is known", day);
	return true;
}

/* The expression that the head names as the dateline's date; NULL if there is none. */
static const dx_expr *dateline(const dx_ctx *c)
{
	dtl_span s = c->doc->head.dateline_date;
	if (s.start == s.end) return NULL;
	for (size_t i = 0; i < c->count && c->exprs[i].start < s.end; i++) {
		const dx_expr *e = &c->exprs[i];
		if (e->end > s.start && e->kind == DX_CALENDAR && e->month && e->day) return e;
	}
	return NULL;
}

/* The dateline's date; its year, where it is missing, from the years in the text. */
static bool from_dateline(dx_ctx *c)
{
	const dx_expr *e = dateline(c);
	if (!e) return false;
	dtl_date d = {e->year, e->month, e->day};
	if (!d.year) {
		years y = collect(c);
		bool turn;
		d.year = (int16_t)year_of_text(&y, &turn);
		if (dtl_date_valid(d)) note(c, "no-year", "the dateline has no year and it is inferred from the text", d);
	}
	if (!dtl_date_valid(d)) return false;
	set_anchor(c, d, DTL_ANCHOR_DATELINE);
	return true;
}

enum { FILED_BEFORE = 3 }; /* days that may lie between filing and publication */

/* Published later than filed, or dated in a zone to the west: "today" is the dateline's day. */
static void prefer_dateline(dx_ctx *c)
{
	const dx_expr *e = c->weak ? NULL : dateline(c);
	if (!e) return;
	for (int year = c->doc->anchor.year - 1; year <= c->doc->anchor.year + 1; year++) {
		dtl_date d = {(int16_t)(e->year ? e->year : year), e->month, e->day};
		if (!dtl_date_valid(d)) continue;
		int32_t day = dtl_days_from_date(d);
		if (day == c->anchor || day > c->anchor + 1 || day < c->anchor - FILED_BEFORE) continue;
		set_anchor(c, d, DTL_ANCHOR_DATELINE);
		c->anchor_minute = -1;
		return;
	}
}

void dtl_dx_find_anchor(dx_ctx *c)
{
	c->doc->anchor = (dtl_date){0, 0, 0};
	c->doc->anchor_kind = DTL_ANCHOR_NONE;
	c->anchor_minute = -1;
	if (from_article(c)) {
		prefer_dateline(c);
		return;
	}
	if (from_dateline(c) || from_text(c)) return;
	dtl_doc_note(c->doc, "no-date", DTL_STR("the article has no date and tells none: relative dates stay open"), (dtl_span){0, 0});
}
