/* The grammar's core: days, months, weekdays, years, seasons in all orders; the walk over the lexemes. */
#include "extract/dates_internal.h"

dx_expr dtl_dx_blank(uint32_t i, const dx_expr *around)
{
	return (dx_expr){.first = i, .minute = DX_NO_MINUTE, .second = -1, .zone = DX_NO_ZONE, .unit = UNIT_NONE,
		.depth = around ? (uint8_t)(around->depth + 1) : 0};
}

static bool capital(const dx_ctx *c, uint32_t i) { return i < c->n && (c->lx[i].flags & LF_CAPITAL); }

/* A day of a month in figures or as an ordinal in words; 0 if there is none. */
static uint32_t day_number(const dx_ctx *c, uint32_t i, uint8_t *day)
{
	int32_t n = 0;
	uint32_t j = 0;
	if (dx_is(c, i, LX_NUMBER) && c->lx[i].digits <= 2 && !(c->lx[i].flags & (uint8_t)~LF_ORDINAL)) n = c->lx[i].value, j = i + 1;
	else if (dx_is(c, i, LX_ORD) || dx_is(c, i, LX_TENS)) j = dtl_dx_ordinal(c, i, &n);
	if (!j || n < 1 || n > 31) return 0;
	*day = (uint8_t)n;
	return j;
}

/* The day behind a month: not "in March 12 people died". */
static uint32_t day_behind_month(const dx_ctx *c, uint32_t i, uint8_t *day)
{
	uint32_t j = day_number(c, i, day);
	if (!j) return 0;
	if ((dx_is(c, j, LX_UNIT) && (c->lx[j].flags & LF_PLURAL)) || dx_is_sign(c, j, '%') || dx_is(c, j, LX_AMPM)) return 0;
	if (dx_is(c, i, LX_NUMBER) && !(c->lx[i].flags & LF_ORDINAL) && j < c->n && c->t->tokens[j].tag == DTL_TAG_NNS) {
		uint32_t before = i - 1; /* the month */
		if (before && dx_is_prep(c, before - 1, PREP_IN)) return 0;
	}
	return j;
}

/* [,|of] 2024, "of last year": the year behind a day or a month. */
static uint32_t year_behind(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	uint32_t j = dx_is_sign(c, i, ',') || dx_is(c, i, LX_OF) || dx_is_sign(c, i, '-') ? i + 1 : i;
	uint32_t k = dx_is(c, j, LX_NUMBER) || dx_is_sign(c, j, '\'') ? dtl_dx_year(c, j, e) : 0;
	if (!k && (dx_is(c, j, LX_CARD) || dx_is(c, j, LX_TENS))) k = dtl_dx_year(c, j, e);
	if (k) return k;
	/* 24 Nov 10: two figures behind day and month */
	if (e->day && i == j && dx_is(c, j, LX_NUMBER) && c->lx[j].digits == 2 && !c->lx[j].flags && dx_is(c, j - 1, LX_MONTH) &&
		(j + 1 >= c->n || dx_is(c, j + 1, LX_PUNCT) || (c->t->tokens[j + 1].flags & DTL_TOKEN_BREAK_BEFORE))) {
		e->two_digit = true;
		e->year = (int16_t)(c->lx[j].value + (c->lx[j].value < 50 ? 2000 : 1900));
		return j + 1;
	}
	if (dx_is_sign(c, i, ',')) return 0;
	dx_expr outer = dtl_dx_blank(j, e);
	k = dx_is(c, j, LX_THE) || dx_is(c, j, LX_DIR) ? dtl_dx_relative(c, j, &outer) : 0;
	if (!k || outer.kind != DX_RELATIVE || outer.unit != UNIT_YEAR) return 0;
	if (outer.dir == DIR_NONE) return 0;
	dx_expr *kept = dtl_arena_new(c->doc->arena, dx_expr);
	*kept = outer;
	e->outer = kept;
	return k;
}

/* Words before a bare "May" or "March" that make it a month. */
static bool month_company(const dx_ctx *c, uint32_t i)
{
	if (dx_is(c, i + 1, LX_POSS)) return true;
	if (i == 0) return false;
	switch (dx_cls(c, i - 1)) {
	case LX_PREP: return !dx_is_prep(c, i - 1, PREP_FOR) || dx_is_sign(c, i + 1, '.') || dx_is_sign(c, i + 1, ',');
	case LX_DIR: case LX_EDGE: case LX_EVERY: case LX_OF: case LX_BEFORE: case LX_AFTER: return true;
	case LX_AND: case LX_TO: return i > 1 && dx_is(c, i - 2, LX_MONTH);
	case LX_THE: /* the March accession */
		return i + 1 < c->n && !(c->t->tokens[i].flags & DTL_TOKEN_ALL_CAPS) && dx_cls(c, i + 1) == LX_NONE &&
			(c->t->tokens[i + 1].tag == DTL_TAG_NN || c->t->tokens[i + 1].tag == DTL_TAG_NNS);
	case LX_PUNCT: return dx_hyphen(c, i - 1) && i > 1 && dx_is(c, i - 2, LX_EDGE);
	default: return false;
	}
}

static bool bare_month(const dx_ctx *c, uint32_t i)
{
	const dtl_token *t = &c->t->tokens[i];
	bool named = i + 1 < c->n && (t[1].flags & DTL_TOKEN_CAPITAL) && c->lx[i + 1].cls == LX_NONE;
	bool plain_short = (c->lx[i].flags & LF_SHORT) && !(t->flags & DTL_TOKEN_ABBREVIATION);
	if (plain_short && (named || (c->lx[i].flags & LF_AMBIGUOUS))) return false; /* Jan Egeland, Mar del Plata */
	if (c->lx[i].flags & LF_AMBIGUOUS) return month_company(c, i);
	if (t->entity == DTL_ENTITY_B_PER || t->entity == DTL_ENTITY_I_PER) return false;
	if (plain_short) return month_company(c, i);
	/* "April Smith": a first name, unless a word for time stands before */
	return !named || month_company(c, i) || (i && !capital(c, i) && dx_is(c, i - 1, LX_THE)) || t->tag == DTL_TAG_NONE;
}

/* MONTH day [, year] | MONTH [of] year | MONTH */
static uint32_t month_first(const dx_ctx *c, uint32_t i, dx_expr *e, bool after_weekday)
{
	if (!dx_is(c, i, LX_MONTH)) return 0;
	e->month = (uint8_t)c->lx[i].value;
	uint32_t j = dx_hyphen(c, i + 1) && dx_is(c, i + 2, LX_NUMBER) ? i + 2 : i + 1, k;
	if (dx_is(c, j, LX_THE) && day_number(c, j + 1, &e->day)) j++;
	if (dtl_dx_word(c, j, "of")) j = i + 1;
	k = day_behind_month(c, j, &e->day);
	if (k && !(e->day > dtl_days_in_month(2024, e->month))) {
		e->unit = UNIT_DAY;
		e->rule = "month-day";
		uint32_t y = year_behind(c, k, e);
		static const char *const attacks[] = {"attacks", "attack", "terrorist", "terror", "hijackings", "hijackers"};
		for (size_t a = 0; !y && e->month == 9 && e->day == 11 && a < sizeof attacks / sizeof *attacks; a++)
			if (dtl_dx_word(c, k, attacks[a])) e->year = 2001, e->rule = "named-day"; /* the Sept. 11 attacks */
		return y ? y : k;
	}
	e->day = 0;
	e->unit = UNIT_MONTH;
	e->rule = "month";
	if (after_weekday) return 0;
	k = year_behind(c, i + 1, e);
	if (k) return k;
	return bare_month(c, i) ? i + 1 : 0;
}

/* [the] 5[th] [of] MONTH [,] [year] */
static uint32_t day_first(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	uint32_t j = dx_is(c, i, LX_THE) ? i + 1 : i, k = day_number(c, j, &e->day);
	if (!k) return 0;
	if (dx_is(c, k, LX_OF) || dx_hyphen(c, k)) k++;
	bool month = dx_is(c, k, LX_MONTH) && e->day <= dtl_days_in_month(2024, c->lx[k].value);
	if (!month) return e->day = 0, 0;
	e->month = (uint8_t)c->lx[k].value;
	e->unit = UNIT_DAY;
	e->rule = "day-month";
	uint32_t y = year_behind(c, k + 1, e);
	return y ? y : k + 1;
}

/* "on the 21st" */
static uint32_t day_alone(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	bool on = i && dx_is_prep(c, i - 1, PREP_ON) && dx_is(c, i + 1, LX_NUMBER) && (c->lx[i + 1].flags & LF_ORDINAL);
	uint32_t j = on ? day_number(c, i + 1, &e->day) : 0;
	if (j && dx_is(c, j, LX_AND) && dx_is(c, j + 1, LX_NUMBER)) return 0; /* the 12th and 13th of March */
	if (!j || !(j >= c->n || dx_is(c, j, LX_PUNCT) || dx_is(c, j, LX_AND) || (c->t->tokens[j].tag != DTL_TAG_NONE &&
		dx_is(c, j, LX_PREP)))) return 0;
	e->unit = UNIT_DAY;
	e->rule = "day-alone";
	return j;
}

static uint32_t figures(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	if (!dx_is(c, i, LX_NUMBER) || c->lx[i].digits > 4) return 0;
	bool glued = i && c->t->tokens[i - 1].end == c->t->tokens[i].start && c->lx[i - 1].cls == LX_PUNCT && c->lx[i - 1].value != '(' &&
		c->lx[i - 1].value != '"' && c->lx[i - 1].value != '[' && c->lx[i - 1].value != '_';
	bool nine_eleven = c->lx[i].value == 9 && c->lx[i].digits == 1 && dx_is_sign(c, i + 1, '/') && dx_is(c, i + 2, LX_NUMBER) &&
		c->lx[i + 2].value == 11 && !dx_is_sign(c, i + 3, '/');
	if (nine_eleven && !glued) {
		*e = dtl_dx_blank(e->first, e);
		e->kind = DX_CALENDAR;
		e->year = 2001, e->month = 9, e->day = 11;
		e->unit = UNIT_DAY;
		e->rule = "named-day";
		return i + 3;
	}
	if (glued || !dtl_dx_figures(c, c->t->tokens[i].start, e)) return 0;
	uint32_t j = dtl_dx_token_behind(c, i, e->end);
	if (j > i && c->t->tokens[j - 1].end > e->end) return 0; /* it would cut a token */
	return j;
}

/* summer [of] 2021, the summer of last year; a bare season needs company. */
static uint32_t season(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	uint32_t j = dx_is(c, i, LX_THE) ? i + 1 : i;
	if (!dx_is(c, j, LX_SEASON) || (c->lx[j].flags & LF_PLURAL)) return 0;
	e->season = (uint8_t)c->lx[j].value;
	e->unit = UNIT_SEASON;
	e->rule = "season";
	bool plain = !(c->lx[j].flags & LF_AMBIGUOUS) || j > i || dx_is(c, j + 1, LX_OF) || dx_is(c, j + 1, LX_NUMBER) ||
		(i && dx_is(c, i - 1, LX_PREP));
	uint32_t k = plain ? year_behind(c, j + 1, e) : 0; /* prices fall next year */
	if (k) return k;
	if ((c->lx[j].flags & LF_AMBIGUOUS) && dx_is(c, j + 1, LX_OF)) return 0; /* the fall of the regime */
	bool in_the = j > i && i && (dx_is(c, i - 1, LX_PREP) || dx_is(c, i - 1, LX_OF));
	bool in = j == i && i && (dx_is_prep(c, i - 1, PREP_IN) || dx_is_prep(c, i - 1, PREP_SINCE) || dx_is_prep(c, i - 1, PREP_BY) ||
		dx_is(c, i - 1, LX_EDGE));
	return in_the || in ? j + 1 : 0;
}

/* Sunday Times, Saturday Night Live, Black Friday Sale: not days. */
static bool names_a_paper(const dx_ctx *c, uint32_t i)
{
	static const char *const papers[] = {"times", "mirror", "telegraph", "express", "herald", "mail", "independent", "sun", "star",
		"tribune", "nation", "world", "school", "observer", "post", "league", "punch", "vanguard"};
	for (size_t k = 0; k < sizeof papers / sizeof *papers; k++)
		if (i < c->n && (c->t->tokens[i].flags & DTL_TOKEN_CAPITAL) && dtl_dx_word(c, i, papers[k])) return true;
	return false;
}

static uint32_t weekday(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	bool syllable = (c->lx[i].flags & LF_SHORT) && dx_hyphen(c, i + 1) && !dx_is(c, i + 2, LX_WDAY);
	if (!dx_is(c, i, LX_WDAY) || syllable || names_a_paper(c, i + 1) || (i && dtl_dx_word(c, i - 1, "bloody"))) return 0;
	dx_lex l = c->lx[i];
	uint32_t j = i + 1;
	if ((l.flags & LF_SHORT) && dx_is_sign(c, j, '.') && j + 1 < c->n && !(c->t->tokens[j + 1].flags & DTL_TOKEN_FIRST)) j++;
	uint32_t k = dx_is_sign(c, j, ',') ? j + 1 : j;
	if (dx_is(c, k, LX_THE) && k > j) k = j;
	dx_expr date = *e;
	uint32_t end = month_first(c, k, &date, true);
	if (!end) end = day_first(c, k, &date);
	if (!end && k < c->n) end = figures(c, k, &date);
	if (end && date.day) {
		*e = date;
		e->wday = (uint8_t)l.value;
		return end;
	}
	if (l.flags & LF_AMBIGUOUS && !(c->t->tokens[i].flags & DTL_TOKEN_ABBREVIATION)) return 0;
	e->wday = (uint8_t)l.value;
	e->unit = UNIT_DAY;
	e->rule = "weekday";
	return j;
}

uint32_t dtl_dx_calendar(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	const dx_expr blank = *e;
	e->kind = DX_CALENDAR;
	uint32_t j = 0;
	switch (dx_cls(c, i)) {
	case LX_WDAY: j = weekday(c, i, e); break;
	case LX_MONTH: j = month_first(c, i, e, false); break;
	case LX_NUMBER:
		j = figures(c, i, e);
		if (j) break;
		*e = blank;
		e->kind = DX_CALENDAR;
		j = day_first(c, i, e);
		break;
	case LX_ORD: case LX_TENS: j = day_first(c, i, e); break;
	case LX_SEASON: j = season(c, i, e); break;
	case LX_THE:
		j = day_first(c, i, e);
		if (j) break;
		*e = blank;
		e->kind = DX_CALENDAR;
		j = season(c, i, e);
		if (j) break;
		*e = blank;
		e->kind = DX_CALENDAR;
		j = day_alone(c, i, e);
		break;
	default: break;
	}
	if (!j) *e = blank;
	return j;
}

typedef uint32_t (*parser)(const dx_ctx *, uint32_t, dx_expr *);

static uint32_t first_of(const dx_ctx *c, uint32_t i, dx_expr *e, const parser *list)
{
	const dx_expr blank = *e;
	for (; *list; list++) {
		uint32_t j = (*list)(c, i, e);
		if (j) return j;
		*e = blank;
	}
	return 0;
}

static uint32_t day_reference(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	if (!dx_is(c, i, LX_DAYREF)) return 0;
	const dtl_token *t = &c->t->tokens[i];
	bool inner_capital = capital(c, i) && !(t->flags & (DTL_TOKEN_FIRST | DTL_TOKEN_ALL_CAPS)) && i && (t[-1].flags & DTL_TOKEN_CAPITAL);
	if (inner_capital && !(c->t->sentences[dtl_sentence_of_token(c->t, i)].flags & DTL_SENTENCE_HEADLINE)) return 0; /* USA Today */
	e->kind = DX_DAYREF;
	e->unit = UNIT_DAY;
	e->count = c->lx[i].value;
	e->rule = "day-reference";
	if (dtl_dx_word(c, i, "tonight")) e->part = PART_NIGHT;
	return i + 1;
}

/* One point or stretch of the calendar, without "early", "ago" and the like around it. */
uint32_t dtl_dx_point(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	static const parser points[] = {dtl_dx_holiday, dtl_dx_quarter, dtl_dx_relative, dtl_dx_calendar, dtl_dx_decade, day_reference,
		dtl_dx_year_alone, NULL};
	if (e->depth > DX_DEPTH) return 0;
	e->first = i;
	uint32_t j = first_of(c, i, e, points);
	if (!j) return 0;
	if (e->unit == UNIT_DAY) {
		uint32_t k = dtl_dx_day_part(c, j, e);
		if (k) j = k;
	}
	return j;
}

static uint32_t expression(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	static const parser all[] = {dtl_dx_set, dtl_dx_edge, dtl_dx_clock, dtl_dx_point, dtl_dx_offset, dtl_dx_reference, NULL};
	return first_of(c, i, e, all);
}

static bool may_begin(const dx_lex *l)
{
	if (l->flags & LF_HOLIDAY) return true;
	switch (l->cls) {
	case LX_NONE: case LX_OF: case LX_AND: case LX_OR: case LX_TO: case LX_AMPM: case LX_ZONE: case LX_OCLOCK: case LX_POSS: case LX_OLD:
	case LX_LONG: case LX_TIME: case LX_AFTER: return false;
	case LX_PUNCT: return l->value == '\'';
	default: return true;
	}
}


static void push(dx_ctx *c, dx_expr *e, uint32_t first, uint32_t last)
{
	e->first = first;
	e->last = last;
	e->start = c->t->tokens[first].start;
	e->end = c->t->tokens[last - 1].end;
	/* The point of "Feb." belongs to the word, that of the sentence does not: "on Wed." */
	const dtl_token *end = &c->t->tokens[last - 1];
	bool short_name = (end->flags & DTL_TOKEN_ABBREVIATION) && (c->lx[last - 1].flags & LF_SHORT);
	if (short_name && (last == c->n || (c->t->tokens[last].flags & DTL_TOKEN_FIRST))) e->end--;
	DTL_PUSH(c->doc->arena, c->exprs, c->count, c->cap, *e);
}

static bool joins(const dx_ctx *c, uint32_t i) /* between the ends of a range */
{
	return dx_hyphen(c, i) || dx_is(c, i, LX_TO) || dx_is_prep(c, i, PREP_UNTIL);
}

/* "May 3-5", "April 24 and 25": the second day has its month from the first. */
static uint32_t shared_month_behind(dx_ctx *c, uint32_t i)
{
	dx_expr *before = &c->exprs[c->count - 1];
	if (before->kind != DX_CALENDAR || !before->month || !before->day || before->year) return 0;
	bool range = joins(c, i), list = dx_is(c, i, LX_AND) || dx_is(c, i, LX_OR);
	/* 19, 20 and 21 */
	list |= dx_is_sign(c, i, ',') && (dx_is(c, i + 2, LX_AND) || dx_is_sign(c, i + 2, ',')) && dx_is(c, i + 3, LX_NUMBER);
	dx_expr e = dtl_dx_blank(i + 1, NULL);
	uint32_t j = range || list ? day_number(c, i + 1, &e.day) : 0;
	if (!j || dx_is(c, j, LX_MONTH) || dx_is(c, j, LX_UNIT) || dx_is(c, j, LX_OF) || !dx_is(c, i + 1, LX_NUMBER)) return 0;
	if (range ? e.day <= before->day : j < c->n && dx_cls(c, j) == LX_NONE) return 0;
	e.kind = DX_CALENDAR;
	e.unit = UNIT_DAY;
	e.month = before->month;
	e.rule = "day-shared-month";
	uint32_t y = dx_is_sign(c, j, ',') ? dtl_dx_year(c, j + 1, &e) : dtl_dx_year(c, j, &e);
	if (y) before->year = e.year;
	else y = j;
	e.range = range;
	push(c, &e, i + 1, y);
	return y;
}

/* "3-5 May 2022", "between 3 and 5 May", "26 to 28 January": the first day has its month from the second. */
static uint32_t shared_month_before(dx_ctx *c, uint32_t i)
{
	dx_expr a = dtl_dx_blank(i, NULL), b = dtl_dx_blank(i, NULL);
	uint32_t j = dx_is(c, i, LX_NUMBER) ? day_number(c, i, &a.day) : 0;
	if (!j || !(joins(c, j) || dx_is(c, j, LX_AND) || dx_is(c, j, LX_OR))) return 0;
	b.first = j + 1;
	b.kind = DX_CALENDAR;
	uint32_t k = dx_is(c, j + 1, LX_NUMBER) ? day_first(c, j + 1, &b) : 0;
	if (!k || b.day <= a.day) return 0;
	a.kind = DX_CALENDAR;
	a.unit = UNIT_DAY;
	a.month = b.month;
	a.year = b.year;
	a.outer = b.outer;
	a.rule = "day-shared-month";
	b.range = joins(c, j);
	push(c, &a, i, j);
	push(c, &b, j + 1, k);
	return k;
}

/* 2010-12, 1983-85: the second year has its century from the first. */
static uint32_t shared_century(dx_ctx *c, uint32_t i)
{
	const dx_expr *before = &c->exprs[c->count - 1];
	if (before->unit != UNIT_YEAR || before->kind != DX_CALENDAR || !before->year || !(dx_hyphen(c, i) || dx_is_sign(c, i, '/')) ||
		!dx_is(c, i + 1, LX_NUMBER)) return 0;
	const dx_lex *l = &c->lx[i + 1];
	if (l->digits != 2 || l->flags || l->value <= before->year % 100) return 0;
	dx_expr e = dtl_dx_blank(i + 1, NULL);
	e.kind = DX_CALENDAR;
	e.unit = UNIT_YEAR;
	e.year = (int16_t)(before->year / 100 * 100 + l->value);
	e.rule = "year";
	e.range = true;
	push(c, &e, i + 1, i + 2);
	return i + 2;
}

/* Only signs and "on" between two expressions. */
static bool adjoin(const dx_ctx *c, const dx_expr *a, const dx_expr *b)
{
	if (b->first > a->last + 3) return false;
	for (uint32_t i = a->last; i < b->first; i++)
		if (!dx_is(c, i, LX_PUNCT) && !dx_is_prep(c, i, PREP_ON)) return false;
	return true;
}

/* The hours told just before a day are of that day: "at 4:10 pm (0710 GMT) on New Year's Day". */
static void lend_day(dx_ctx *c)
{
	const dx_expr *day = &c->exprs[c->count - 1];
	bool one_day = day->unit == UNIT_DAY && (day->kind == DX_CALENDAR || day->kind == DX_DAYREF);
	for (size_t i = c->count - 1; one_day && i-- > 0;) {
		dx_expr *a = &c->exprs[i];
		if (a->kind != DX_ONLY_TIME || a->minute < 0 || !adjoin(c, a, a + 1)) break;
		dx_expr own = *a;
		*a = *day;
		a->first = own.first, a->last = own.last, a->start = own.start, a->end = own.end;
		a->minute = own.minute, a->second = own.second, a->part = own.part, a->zone = own.zone;
	}
}

/* The ends of a range share the year that one of them tells, and the second is no earlier than the first. */
static void link_to_previous(dx_ctx *c)
{
	if (c->count < 2) return;
	lend_day(c);
	dx_expr *b = &c->exprs[c->count - 1], *a = b - 1;
	bool joined = b->first == a->last + 1 && joins(c, a->last), listed = b->first == a->last + 1 && dx_is(c, a->last, LX_AND);
	if (!joined && !listed) return;
	bool directed = listed && a->kind == DX_RELATIVE && a->wday && b->kind == DX_CALENDAR && b->wday && !b->month;
	if (directed) { /* next Tuesday and Wednesday */
		b->kind = DX_RELATIVE;
		b->dir = a->dir;
		return;
	}
	bool hours = a->kind == DX_ONLY_TIME && a->minute >= 0 && b->minute >= 0 && (b->kind == DX_CALENDAR || b->kind == DX_DAYREF);
	if (hours) { /* between 6:50 a.m. and 7:30 a.m. Wednesday */
		dx_expr own = *a;
		*a = *b;
		a->first = own.first, a->last = own.last, a->start = own.start, a->end = own.end;
		a->minute = own.minute, a->second = own.second, a->part = own.part;
		return;
	}
	bool between = listed && a->first && dx_is_prep(c, a->first - 1, PREP_BETWEEN);
	b->range |= joined || between;
	bool same = a->kind == DX_CALENDAR && b->kind == DX_CALENDAR && a->month && b->month && !a->year && !a->outer;
	if (!same || (!b->year && !b->outer)) return;
	bool wraps = a->month > b->month || (a->month == b->month && a->day > b->day);
	if (wraps && !b->range) return;
	a->outer = b->outer;
	a->year = b->year ? (int16_t)(b->year - wraps) : 0;
}

void dtl_dx_parse(dx_ctx *c)
{
	for (uint32_t i = 0; i < c->n;) {
		if (!may_begin(&c->lx[i])) {
			i++;
			continue;
		}
		uint32_t j = shared_month_before(c, i);
		if (!j) {
			dx_expr e = dtl_dx_blank(i, NULL);
			j = expression(c, i, &e);
			if (j) {
				push(c, &e, e.first, j);
				link_to_previous(c);
			}
		}
		if (!j) {
			i++;
			continue;
		}
		i = j;
		while (i < c->n && (j = shared_month_behind(c, i)) != 0) i = j;
		if (i < c->n && (j = shared_century(c, i)) != 0) i = j;
	}
}
