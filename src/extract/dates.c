/* The date stage: lexemes, expressions, anchor, civil days, TIMEX3. See dates_internal.h for the order. */
#include "extract/dates_internal.h"

/* Is the reading of 5/6/2023 as the fifth of June proved by another date (25/12/2023) of the text? */
static bool day_first(const dx_ctx *c)
{
	for (uint32_t i = 0; i + 2 < c->n; i++) {
		bool pair = dx_is(c, i, LX_NUMBER) && dx_is_sign(c, i + 1, '/') && dx_is(c, i + 2, LX_NUMBER) &&
			dx_is_sign(c, i + 3, '/') && dx_is(c, i + 4, LX_NUMBER);
		if (pair && c->lx[i].value > 12 && c->lx[i].value < 32 && c->lx[i + 2].value <= 12) return true;
	}
	return false;
}

static dtl_timex_type type_of(const dx_expr *e)
{
	switch (e->kind) {
	case DX_DURATION: return DTL_TIMEX_DURATION;
	case DX_SET: return DTL_TIMEX_SET;
	case DX_ONLY_TIME: return DTL_TIMEX_TIME;
	default: return e->part || e->minute >= 0 ? DTL_TIMEX_TIME : DTL_TIMEX_DATE;
	}
}

static dtl_date_precision precision_of(const dx_time *t)
{
	switch (t->unit) {
	case UNIT_WEEK: case UNIT_WEEKEND: case UNIT_FORTNIGHT: return DTL_DATE_WEEK;
	case UNIT_MONTH: return DTL_DATE_MONTH;
	case UNIT_QUARTER: case UNIT_SEASON: case UNIT_HALF: return DTL_DATE_SEASON;
	case UNIT_YEAR: return DTL_DATE_YEAR;
	case UNIT_DECADE: case UNIT_CENTURY: case UNIT_MILLENNIUM: return DTL_DATE_DECADE;
	default: return DTL_DATE_DAY;
	}
}

/* The precision of a stretch is that of its length. */
static dtl_date_precision precision_of_length(int32_t days)
{
	return days <= 2 ? DTL_DATE_DAY : days <= 10 ? DTL_DATE_WEEK : days <= 45 ? DTL_DATE_MONTH : days <= 200 ? DTL_DATE_SEASON :
		days <= 800 ? DTL_DATE_YEAR : DTL_DATE_DECADE;
}

/* Remembers a time for the anaphoric expressions behind it. */
static void remember(dx_ctx *c, const dx_expr *e, const dx_time *t)
{
	if (!t->known || e->kind == DX_DURATION || e->kind == DX_SET || e->kind == DX_REFERENCE || t->unit >= UNIT_NONE) return;
	if (e->kind == DX_OFFSET && t->unit == UNIT_QUARTER) return; /* only compared with */
	if (strcmp(e->rule, "overnight") == 0) return;
	c->last_of[t->unit] = *t;
	c->last_at[t->unit] = c->sentence;
	c->previous = *t;
	c->previous_sentence = c->sentence;
}

static const char *rule_of(const dx_ctx *c, const dx_expr *e, dx_tense tense)
{
	if (strcmp(e->rule, "weekday") != 0) return e->rule;
	if (c->next_day) return "weekday-next-day";
	return tense == TENSE_PAST ? "weekday-past" : tense == TENSE_FUTURE ? "weekday-future" : "weekday";
}

static bool approximate_feast(const dx_expr *e)
{
	int32_t first, last;
	bool approximate = false;
	return e->holiday && dtl_dx_holiday_day(e->holiday, 2000, &first, &last, &approximate) && approximate;
}

static void emit(dx_ctx *c, const dx_expr *e, dtl_timex *out)
{
	dx_time t;
	c->next_day = false;
	bool open = e->kind == DX_SET || e->kind == DX_REFERENCE;
	dx_tense tense = open || e->year || e->kind == DX_DURATION ? TENSE_NONE : dtl_dx_tense(c, e);
	bool known = dtl_dx_resolve(c, e, tense, &t);
	out->span = (dtl_span){e->start, e->end};
	out->type = type_of(e);
	out->value = dtl_dx_value(c, e, &t);
	out->mod = dtl_str_of(approximate_feast(e) && !e->mod ? "APPROX" : dtl_dx_mod_name(e->mod));
	out->rule = dtl_str_of(rule_of(c, e, tense));
	out->sentence = c->sentence;
	out->interval = (dtl_interval){{0, 0, 0}, {0, 0, 0}, DTL_DATE_UNKNOWN};
	if (known) {
		dx_time narrow = t;
		dtl_dx_narrow(c, e, &narrow);
		dtl_date first = dtl_date_from_days(narrow.first), last = dtl_date_from_days(narrow.last);
		bool stretch = e->kind == DX_DURATION || (t.unit == UNIT_DAY && t.last > t.first);
		if (first.year && last.year)
			out->interval = (dtl_interval){first, last, stretch ? precision_of_length(t.last - t.first + 1) : precision_of(&t)};
	}
	if (strcmp(e->rule, "figures-ambiguous") == 0)
		dtl_doc_note(c->doc, "ambiguous-date", dtl_arena_printf(c->doc->arena, "read as %.*s: %s first", DTL_FMT(out->value),
			c->day_first ? "day" : "month"), out->span);
	remember(c, e, &t);
}

void dtl_find_dates(dtl_doc *doc)
{
	dx_ctx *c = dtl_arena_new(doc->arena, dx_ctx);
	c->doc = doc;
	c->t = &doc->tokens;
	c->n = (uint32_t)doc->tokens.count;
	doc->timexes = NULL;
	doc->timex_count = 0;
	dtl_dx_lex(c);
	c->day_first = day_first(c);
	dtl_dx_parse(c);
	dtl_dx_find_anchor(c);
	dtl_dx_look_ahead(c);
	if (c->count == 0) return;
	doc->timexes = dtl_arena_array(doc->arena, dtl_timex, c->count);
	for (size_t i = 0; i < c->count; i++) {
		const dx_expr *e = &c->exprs[i];
		while (c->sentence + 1 < doc->tokens.sentence_count && doc->tokens.sentences[c->sentence].last <= e->first) c->sentence++;
		emit(c, e, &doc->timexes[doc->timex_count++]);
	}
	dtl_dx_count_from_events(c);
}

/* ---- for the stages behind ---- */

static bool word_at(const dtl_doc *doc, size_t token, const char *word)
{
	return token < doc->tokens.count && dtl_str_eq_nocase(dtl_token_str(&doc->tokens, token), dtl_str_of(word));
}

/* One sign or word between the two ends of a stretch. */
static bool joined(const dtl_doc *doc, const dtl_timex *a, const dtl_timex *b)
{
	size_t i = dtl_token_at(&doc->tokens, a->span.end);
	if (i >= doc->tokens.count || doc->tokens.tokens[i].end > b->span.start) return false;
	if (i + 1 < doc->tokens.count && doc->tokens.tokens[i + 1].start < b->span.start) return false;
	dtl_str s = dtl_token_str(&doc->tokens, i);
	size_t first = dtl_token_at(&doc->tokens, a->span.start);
	if (word_at(doc, i, "and")) return first > 0 && word_at(doc, first - 1, "between");
	bool dash = dtl_str_eq(s, DTL_STR("-")) || dtl_str_eq(s, DTL_STR("\xe2\x80\x93")) || dtl_str_eq(s, DTL_STR("\xe2\x80\x92"));
	return dash || word_at(doc, i, "to") || word_at(doc, i, "until") || word_at(doc, i, "till") || word_at(doc, i, "through");
}

static bool stretch(const dtl_doc *doc, size_t a, dtl_interval *out)
{
	if (a + 1 >= doc->timex_count) return false;
	const dtl_timex *first = &doc->timexes[a], *last = first + 1;
	bool days = first->interval.start.year && last->interval.end.year && first->type != DTL_TIMEX_DURATION &&
		last->type != DTL_TIMEX_DURATION;
	if (!days || !joined(doc, first, last) || dtl_date_cmp(first->interval.start, last->interval.end) > 0) return false;
	*out = (dtl_interval){first->interval.start, last->interval.end,
		precision_of_length(dtl_days_from_date(last->interval.end) - dtl_days_from_date(first->interval.start) + 1)};
	return true;
}

bool dtl_timex_range(const dtl_doc *doc, size_t i, dtl_interval *out)
{
	return i < doc->timex_count && (stretch(doc, i, out) || (i > 0 && stretch(doc, i - 1, out)));
}

bool dtl_timex_next_day(const dtl_doc *doc, size_t i, double lon, dtl_interval *out)
{
	if (i >= doc->timex_count || doc->anchor.year == 0 || doc->anchor_kind == DTL_ANCHOR_TEXT) return false;
	if (!dtl_dx_already_tomorrow(doc->anchor_kind == DTL_ANCHOR_ARTICLE ? dtl_dx_utc_minute(dtl_str_trim(doc->article->date)) : -1, lon))
		return false;
	const dtl_timex *t = &doc->timexes[i];
	int32_t anchor = dtl_days_from_date(doc->anchor);
	bool past = dtl_str_eq(t->rule, DTL_STR("weekday-past")), shifted = dtl_str_eq(t->rule, DTL_STR("weekday-next-day"));
	if (shifted) return *out = t->interval, true;
	if (!past || dtl_days_from_date(t->interval.start) != anchor - 6) return false;
	dtl_date day = dtl_date_from_days(anchor + 1);
	*out = (dtl_interval){day, day, DTL_DATE_DAY};
	return true;
}
