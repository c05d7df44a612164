/* Expressions counted from the day of the article or from the expression before: last week, that day, the next morning,
 * the third quarter, the last week of March; and what narrows them: early May, the end of next year, later that day. */
#include "extract/dates_internal.h"

/* What stands behind "last", "this", "next": a unit, a weekday, a month, a season, a part of the day. */
static uint32_t named(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	const dx_lex *l = i < c->n ? &c->lx[i] : &(dx_lex){LX_NONE, 0, 0, 0};
	switch (l->cls) {
	case LX_UNIT:
		if (l->flags & LF_PLURAL) return 0;
		e->unit = (uint8_t)l->value;
		return e->unit < UNIT_DAY ? 0 : i + 1;
	case LX_WDAY:
		if (l->flags & LF_SHORT) return 0; /* that Sun workstation */
		e->wday = (uint8_t)l->value;
		e->unit = UNIT_DAY;
		return i + 1;
	case LX_MONTH: {
		e->month = (uint8_t)l->value;
		e->unit = UNIT_MONTH;
		bool day = dx_is(c, i + 1, LX_NUMBER) && c->lx[i + 1].digits <= 2 && c->lx[i + 1].value >= 1 && c->lx[i + 1].value <= 31;
		if (!day) return i + 1;
		e->day = (uint8_t)c->lx[i + 1].value;
		e->unit = UNIT_DAY;
		return i + 2;
	}
	case LX_SEASON:
		if (l->flags & LF_PLURAL) return 0;
		e->season = (uint8_t)l->value;
		e->unit = UNIT_SEASON;
		return i + 1;
	case LX_PART:
		e->part = (uint8_t)l->value;
		e->unit = UNIT_DAY;
		return i + 1;
	case LX_FISCAL:
		if (!dx_is(c, i + 1, LX_UNIT) || c->lx[i + 1].value < UNIT_QUARTER) return 0;
		e->fiscal = true;
		e->unit = (uint8_t)c->lx[i + 1].value;
		return i + 2;
	default: return 0;
	}
}

/* "the day before yesterday", "the day after tomorrow", "the day before", "the week before last" at the unit. */
static uint32_t unit_before(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	bool unit = dx_is(c, i, LX_UNIT) && !(c->lx[i].flags & LF_PLURAL) && c->lx[i].value >= UNIT_DAY;
	bool night = dx_is(c, i, LX_PART) && dx_is(c, i + 1, LX_BEFORE) && dx_is(c, i + 2, LX_DIR) && c->lx[i + 2].value == DIR_LAST;
	if (night) { /* the night before last */
		e->kind = DX_DAYREF;
		e->unit = UNIT_DAY;
		e->count = -2;
		e->part = (uint8_t)c->lx[i].value;
		e->rule = "day-reference";
		return i + 3;
	}
	if (!unit || !(dx_is(c, i + 1, LX_BEFORE) || dx_is(c, i + 1, LX_AFTER))) return 0;
	int32_t sign = c->lx[i + 1].value;
	if (dx_is(c, i + 2, LX_DAYREF) && c->lx[i + 2].value == sign) {
		e->kind = DX_DAYREF;
		e->unit = UNIT_DAY;
		e->count = 2 * sign;
		e->rule = "day-reference";
		return i + 3;
	}
	e->kind = DX_OFFSET;
	e->unit = (uint8_t)c->lx[i].value;
	e->count = 1;
	e->sign = (int8_t)sign;
	if ((dx_is(c, i + 2, LX_DIR) && c->lx[i + 2].value == (sign < 0 ? DIR_LAST : DIR_NEXT))) {
		e->count = 2;
		e->rule = "unit-before-last";
		return i + 3;
	}
	bool alone = i + 2 >= c->n || dx_is(c, i + 2, LX_PUNCT) || dx_is(c, i + 2, LX_AND) || dx_is(c, i + 2, LX_PREP);
	if (!alone && e->unit == UNIT_DAY && c->t->tokens[i].tag != DTL_TAG_NONE) { /* the day after his death */
		e->kind = DX_DURATION;
		e->rule = "event-offset";
		return i + 1;
	}
	if (!alone) return 0;
	e->previous = true;
	e->rule = "unit-before";
	return i + 2;
}

/* A unit that the article treats as known: the weekend, the quarter, the year; "the morning" of the day told before. */
static uint32_t the_unit(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	e->kind = DX_RELATIVE;
	e->dir = DIR_NONE;
	e->rule = "the-unit";
	if (dx_is(c, i, LX_PART)) {
		if (dtl_dx_word(c, i, "daytime") || !(dx_is(c, i + 1, LX_OF) || (i > 1 && dx_is(c, i - 2, LX_PREP)))) return 0;
		if (dx_is(c, i + 1, LX_OF)) return 0; /* read by the clock */
		e->part = (uint8_t)c->lx[i].value;
		e->unit = UNIT_DAY;
		e->dir = DIR_THAT;
		return i + 1;
	}
	if (dx_is(c, i, LX_FISCAL) || dtl_dx_word(c, i, "full") || dtl_dx_word(c, i, "entire") || dtl_dx_word(c, i, "whole")) i++;
	if (!dx_is(c, i, LX_UNIT) || (c->lx[i].flags & LF_PLURAL)) return 0;
	const dtl_token *t = &c->t->tokens[i];
	bool title = (t->flags & DTL_TOKEN_CAPITAL) && !(t->flags & DTL_TOKEN_ALL_CAPS) &&
		!(c->t->sentences[dtl_sentence_of_token(c->t, i)].flags & DTL_SENTENCE_HEADLINE);
	if (title) return 0; /* Citizen of the Year */
	e->unit = (uint8_t)c->lx[i].value;
	uint32_t year = e->unit == UNIT_YEAR ? dtl_dx_year(c, i + 1, e) : 0; /* the year 2000 */
	if (year) {
		e->kind = DX_CALENDAR;
		e->rule = "year";
		return year;
	}
	bool of = dx_is(c, i + 1, LX_OF);
	switch (e->unit) {
	case UNIT_WEEKEND: case UNIT_QUARTER: return of ? 0 : i + 1;
	case UNIT_YEAR: case UNIT_MONTH: case UNIT_WEEK:
		if (dtl_dx_word(c, i + 1, "ending") || dtl_dx_word(c, i + 1, "ended") || (dx_is(c, i + 1, LX_TO) &&
			dx_is(c, i + 2, LX_MONTH))) { /* the year ended Sept. 30: not that of the calendar */
			e->kind = DX_DURATION;
			e->count = 1;
			return i + 1;
		}
		return of || dx_is(c, i + 1, LX_AFTER) || dx_is(c, i + 1, LX_BEFORE) || dx_hyphen(c, i + 1) ||
			dx_is(c, i + 1, LX_POSS) ? 0 : i + 1;
	default: return 0;
	}
}

/* "the past three days", "the next 12 to 18 months" at the word of direction. */
static uint32_t stretch(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	uint8_t dir = (uint8_t)c->lx[i].value;
	dx_count n;
	uint32_t j = i + 1;
	if (dx_is(c, j, LX_A)) return 0;
	uint32_t k = dtl_dx_count(c, j, &n);
	bool bare = !k && dx_is(c, j, LX_UNIT) && (c->lx[j].flags & LF_PLURAL);
	if (bare) {
		n = (dx_count){0, false, true, MOD_NONE};
		k = j;
	}
	if (!k) return 0;
	if (dx_is(c, k, LX_TO) || dx_is(c, k, LX_OR)) {
		dx_count second;
		uint32_t l = dtl_dx_count(c, k + 1, &second);
		if (l) k = l, n.indefinite = true;
	}
	if (dx_is(c, k, LX_MORE)) k++;
	if (!dx_is(c, k, LX_UNIT)) return 0;
	if (bare && (dir == DIR_COMING || dir == DIR_PAST)) {
		e->kind = DX_REFERENCE;
		e->ref = dir == DIR_COMING ? REF_FUTURE : REF_PAST;
		e->unit = (uint8_t)c->lx[k].value;
		e->rule = "vague-reference";
		return k + 1;
	}
	if (bare && dir == DIR_THIS && c->lx[k].value == UNIT_DAY) { /* these days */
		e->kind = DX_REFERENCE;
		e->ref = REF_PRESENT;
		e->rule = "vague-reference";
		return k + 1;
	}
	if (dir == DIR_THIS || dir == DIR_SAME || dir == DIR_CURRENT || (bare && dir != DIR_RECENT) || dir == DIR_THAT) {
		return 0;
	}
	e->kind = DX_DURATION;
	e->dir = dir;
	e->unit = (uint8_t)c->lx[k].value;
	e->count = n.value;
	e->half_more = n.half;
	e->indefinite = n.indefinite;
	e->mod = n.mod;
	e->rule = "stretch";
	return k + 1;
}

/* DIR [DIR] named, at the word of direction; the article was read. */
static uint32_t directed(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	if (!dx_is(c, i, LX_DIR)) return 0;
	uint32_t j = stretch(c, i, e);
	if (j) return j;
	bool long_unit = dx_is(c, i + 1, LX_UNIT) && c->lx[i + 1].value >= UNIT_DECADE;
	if (c->lx[i].value == DIR_PAST && long_unit) { /* the past decade: ten years */
		e->kind = DX_DURATION;
		e->dir = DIR_PAST;
		e->unit = (uint8_t)c->lx[i + 1].value;
		e->count = 1;
		e->rule = "stretch";
		return i + 2;
	}
	if (c->lx[i].value == DIR_LATEST && dx_is(c, i + 1, LX_PERIOD)) { /* of a business report: the quarter */
		e->kind = DX_RELATIVE;
		e->dir = DIR_LATEST;
		e->unit = UNIT_QUARTER;
		e->rule = "directed";
		return i + 2;
	}
	e->kind = DX_RELATIVE;
	e->dir = (uint8_t)c->lx[i].value;
	j = i + 1;
	if (e->dir == DIR_THIS && dx_is(c, j, LX_DIR)) e->dir = (uint8_t)c->lx[j++].value;
	if (e->dir == DIR_THAT && dx_is(c, j, LX_DIR) && c->lx[j].value == DIR_SAME) j++;
	if (dx_is(c, j, LX_EDGE) && dx_is(c, j + 1, LX_SEASON)) e->mod = (uint8_t)c->lx[j++].value;
	uint32_t k = named(c, j, e);
	if (!k) return 0;
	if (e->dir == DIR_LATEST && e->unit != UNIT_QUARTER && e->unit != UNIT_YEAR) return 0;
	if (e->dir == DIR_RECENT) return 0;
	/* on this day in 1963 */
	if (e->dir == DIR_THIS && e->unit == UNIT_DAY && dx_is_prep(c, k, PREP_IN) && dx_is(c, k + 1, LX_NUMBER)) return 0;
	bool person = e->unit == UNIT_MONTH && (c->lx[j].flags & LF_AMBIGUOUS) && !(c->lx[j].flags & LF_CAPITAL);
	if (person || (e->dir == DIR_THAT && (e->month || e->season))) return 0;
	e->rule = e->wday ? "directed-weekday" : e->month ? "directed-month" : "directed";
	return k;
}

uint32_t dtl_dx_relative(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	uint32_t the = dx_is(c, i, LX_THE) ? 1 : 0, j = i + the;
	if (the) {
		uint32_t k = unit_before(c, j, e);
		if (k) return k;
	}
	if (dx_is(c, j, LX_DIR)) {
		uint32_t k = directed(c, j, e);
		if (!k) return 0;
		if (e->unit == UNIT_DAY && e->kind == DX_RELATIVE && !e->part && !(e->month)) {
			uint32_t l = dtl_dx_day_part(c, k, e);
			if (l) k = l;
		}
		return k;
	}
	if (!the) return 0;
	uint32_t k = the_unit(c, j, e);
	if (k && dx_is(c, k, LX_DIR) && c->lx[k].value == DIR_PREVIOUS) e->dir = DIR_PREVIOUS, k++; /* the year previous */
	return k;
}

/* ---- parts of a year, a month ---- */

static const dx_expr *keep(const dx_ctx *c, dx_expr e)
{
	dx_expr *kept = dtl_arena_new(c->doc->arena, dx_expr);
	*kept = e;
	return kept;
}

/* [of|in|,] year or "of last year", behind a quarter or a half. */
static uint32_t part_of_year(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	uint32_t j = dx_is(c, i, LX_OF) || dx_is_prep(c, i, PREP_IN) || dx_is_sign(c, i, ',') ? i + 1 : i;
	if (dx_is(c, j, LX_FISCAL)) j++;
	if (j > i + 1 && dx_is(c, j, LX_UNIT)) j++;
	uint32_t k = dx_is(c, j, LX_NUMBER) || dx_is_sign(c, j, '\'') ? dtl_dx_year(c, j, e) : 0;
	if (k || dx_is_sign(c, i, ',')) return k;
	dx_expr outer = dtl_dx_blank(j, e);
	bool a_year = dx_is(c, j, LX_A) && dx_is(c, j + 1, LX_UNIT) && c->lx[j + 1].value == UNIT_YEAR;
	k = a_year ? dtl_dx_offset(c, j, &outer) : dtl_dx_relative(c, j, &outer);
	if (!k || outer.unit != UNIT_YEAR || outer.kind == DX_DURATION) return 0;
	e->outer = keep(c, outer);
	return k;
}

/* The year before the quarter: "this year's third quarter", "the 1988 second quarter", "the year-earlier quarter". */
static uint32_t year_before(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	uint32_t j = 0;
	if (dx_is(c, i, LX_NUMBER)) {
		j = dtl_dx_year(c, i, e);
		return j;
	}
	if (dx_is(c, i, LX_UNIT) && c->lx[i].value == UNIT_YEAR && !(c->lx[i].flags & LF_PLURAL)) {
		uint32_t k = dx_hyphen(c, i + 1) ? i + 2 : i + 1;
		if (!dx_is(c, k, LX_AGO) && !(dx_is(c, k, LX_CMP) && c->lx[k].value < 0)) return 0;
		dx_expr outer = dtl_dx_blank(i, e);
		outer.kind = DX_RELATIVE;
		outer.dir = DIR_LAST;
		outer.unit = UNIT_YEAR;
		e->outer = keep(c, outer);
		return k + 1;
	}
	if (!dx_is(c, i, LX_DIR)) return 0;
	dx_expr outer = dtl_dx_blank(i, e);
	j = dtl_dx_relative(c, i, &outer);
	if (!j || outer.unit != UNIT_YEAR || outer.kind != DX_RELATIVE || !dx_is(c, j, LX_POSS)) return 0;
	e->outer = keep(c, outer);
	return j + 1;
}

/* "[first] quarter", "Q3", "first half" without article and year. */
static uint32_t quarter_name(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	int32_t n = 0;
	uint32_t j = i;
	if (dx_is(c, j, LX_FISCAL)) e->fiscal = true, j += dx_hyphen(c, j + 1) ? 2 : 1;
	if (dx_is(c, j, LX_DIR) && c->lx[j].value == DIR_LAST && dx_is(c, j + 1, LX_HALF)) n = 2, j++;
	else j = dtl_dx_ordinal(c, j, &n);
	if (!j) return 0;
	if (dx_hyphen(c, j)) j++;
	if (dx_is(c, j, LX_FISCAL)) e->fiscal = true, j += dx_hyphen(c, j + 1) ? 2 : 1;
	if (dx_is(c, j, LX_UNIT) && c->lx[j].value == UNIT_QUARTER && (n == -1 || (n >= 1 && n <= 4))) {
		e->quarter = (uint8_t)(n < 0 ? 4 : n);
		e->unit = UNIT_QUARTER;
		return j + 1;
	}
	if (dx_is(c, j, LX_HALF) && (n == 1 || n == 2)) {
		e->half = (uint8_t)n;
		e->unit = UNIT_HALF;
		return j + 1;
	}
	return 0;
}

static uint32_t q_name(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	if (i >= c->n || c->t->tokens[i].end - c->t->tokens[i].start != 2) return 0;
	dtl_str s = dtl_token_str(c->t, i);
	if ((s.ptr[0] == 'Q' && s.ptr[1] >= '1' && s.ptr[1] <= '4')) e->quarter = (uint8_t)(s.ptr[1] - '0'), e->unit = UNIT_QUARTER;
	else if (s.ptr[0] == 'H' && (s.ptr[1] == '1' || s.ptr[1] == '2')) e->half = (uint8_t)(s.ptr[1] - '0'), e->unit = UNIT_HALF;
	else return 0;
	return i + 1;
}

/* The first nine months (a stretch); the first week of March (a part of it). */
static uint32_t nth_unit(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	int32_t n = 0;
	bool last = dx_is(c, i, LX_DIR) && c->lx[i].value == DIR_LAST;
	uint32_t j = last ? (n = -1, i + 1) : dtl_dx_ordinal(c, i, &n);
	if (!j) return 0;
	dx_count count;
	uint32_t k = dtl_dx_count(c, j, &count);
	if (k && !last && n == 1 && dx_is(c, k, LX_UNIT) && c->lx[k].value >= UNIT_HOUR) {
		e->kind = DX_DURATION;
		e->unit = (uint8_t)c->lx[k].value;
		e->count = count.value;
		e->indefinite = count.indefinite;
		e->half_more = count.half;
		e->rule = "first-units";
		dx_expr whole = dtl_dx_blank(k + 2, e); /* "of 2023" stands for itself, but tells where the months lie */
		uint32_t of = dx_is(c, k + 1, LX_OF) ? dtl_dx_point(c, k + 2, &whole) : 0;
		if (of && whole.unit == UNIT_YEAR && (whole.kind == DX_CALENDAR || whole.kind == DX_RELATIVE)) e->outer = keep(c, whole);
		return k + 1;
	}
	bool unit = dx_is(c, j, LX_UNIT) && c->lx[j].value >= UNIT_DAY && (dx_is(c, j + 1, LX_OF) || dx_is_prep(c, j + 1, PREP_IN));
	bool wday = dx_is(c, j, LX_WDAY) && (dx_is(c, j + 1, LX_OF) || dx_is_prep(c, j + 1, PREP_IN));
	if (!unit && !wday) return 0;
	dx_expr outer = dtl_dx_blank(j + 2, e);
	k = dtl_dx_point(c, j + 2, &outer);
	uint8_t inner = wday ? UNIT_DAY : (uint8_t)c->lx[j].value;
	if (!k || (outer.kind != DX_CALENDAR && outer.kind != DX_RELATIVE) || outer.unit <= inner || outer.unit > UNIT_YEAR) return 0;
	e->kind = DX_NTH;
	e->unit = inner;
	e->wday = wday ? (uint8_t)c->lx[j].value : 0;
	e->count = n;
	e->outer = keep(c, outer);
	e->rule = "nth";
	return k;
}

uint32_t dtl_dx_quarter(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	const dx_expr blank = *e;
	uint32_t j = dx_is(c, i, LX_THE) ? i + 1 : i;
	uint32_t k = nth_unit(c, j, e);
	if (k) return k;
	*e = blank;
	e->kind = DX_CALENDAR;
	e->rule = "quarter";
	uint32_t y = year_before(c, j, e), at = y ? y : j;
	k = dx_cls(c, at) == LX_NONE ? q_name(c, at, e) : quarter_name(c, at, e);
	if (!k && y && dx_is(c, j, LX_UNIT)) {
		bool noun = dx_is(c, y, LX_PERIOD) || (dx_is(c, y, LX_UNIT) && c->lx[y].value == UNIT_QUARTER);
		e->kind = DX_OFFSET; /* the year-earlier period: the one told before, a year back */
		e->outer = NULL;
		e->unit = UNIT_YEAR;
		e->count = 1;
		e->sign = -1;
		e->previous = true;
		e->rule = "year-earlier";
		return noun ? y + 1 : y;
	}
	if (!k) {
		*e = blank;
		if (!dx_is(c, j, LX_FISCAL)) return 0;
		uint32_t f = dx_is(c, j + 1, LX_UNIT) && c->lx[j + 1].value == UNIT_YEAR ? j + 2 : j + 1;
		k = dtl_dx_year(c, f, e); /* fiscal 1989, fiscal year 2022 */
		if (!k) return 0;
		e->kind = DX_CALENDAR;
		e->unit = UNIT_YEAR;
		e->fiscal = true;
		e->rule = "fiscal-year";
		return k;
	}
	if (y) return k;
	y = part_of_year(c, k, e);
	return y ? y : e->half ? 0 : k; /* the first half alone may be of a match */
}

/* ---- early, middle, end ---- */

static uint32_t inner_point(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	dx_expr inner = dtl_dx_blank(i, e);
	uint32_t j = dtl_dx_point(c, i, &inner);
	if (!j || inner.kind == DX_DURATION || inner.kind == DX_REFERENCE || inner.kind == DX_NTH) return 0;
	inner.first = e->first;
	*e = inner;
	return j;
}

/* year-end, year end, year's end; month's end */
static uint32_t year_end(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	bool unit = dx_is(c, i, LX_UNIT) && (c->lx[i].value == UNIT_YEAR || c->lx[i].value == UNIT_MONTH) && !(c->lx[i].flags & LF_PLURAL);
	if (!unit) return 0;
	uint32_t j = dx_hyphen(c, i + 1) || dx_is(c, i + 1, LX_POSS) ? i + 2 : i + 1;
	if (!dtl_dx_word(c, j, "end")) return 0;
	e->kind = DX_RELATIVE;
	e->dir = DIR_NONE;
	e->unit = (uint8_t)c->lx[i].value;
	e->mod = MOD_END;
	e->rule = "year-end";
	return j + 1;
}

uint32_t dtl_dx_edge(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	uint32_t the = dx_is(c, i, LX_THE) ? i + 1 : i, j = 0;
	uint8_t mod = MOD_NONE;
	switch (dx_cls(c, the)) {
	case LX_EDGE: {
		uint32_t k = the + 1;
		mod = (uint8_t)c->lx[the].value;
		if (dx_hyphen(c, k) || dx_is_prep(c, k, PREP_ON) || (dx_is_prep(c, k, PREP_IN) && (dx_is(c, k + 1, LX_THE) ||
			dx_is(c, k + 1, LX_NUMBER) || dx_is(c, k + 1, LX_MONTH)))) k++;
		else if (dx_is(c, k, LX_TO) && dx_is(c, k + 1, LX_EDGE)) k += 2; /* mid to late */
		if (dx_is(c, k, LX_PART) && mod == MOD_MID) return 0;
		j = inner_point(c, k, e);
		break;
	}
	case LX_EDGEOF:
		mod = (uint8_t)c->lx[the].value;
		if (dx_is(c, the + 1, LX_OF)) j = inner_point(c, the + 2, e);
		break;
	case LX_CMP:
		mod = c->lx[the].value < 0 ? MOD_EARLIER : MOD_LATER;
		if (dx_is_prep(c, the + 1, PREP_ON) && dx_is(c, the + 2, LX_WDAY)) j = inner_point(c, the + 2, e);
		else if (dx_is_prep(c, the + 1, PREP_IN) && dx_is(c, the + 2, LX_THE) && dx_is(c, the + 3, LX_UNIT) &&
			c->lx[the + 3].value == UNIT_DAY) {
			e->kind = DX_RELATIVE; /* earlier in the day */
			e->dir = DIR_THAT;
			e->unit = UNIT_DAY;
			e->rule = "directed";
			j = the + 4;
		} else if (dx_is(c, the + 1, LX_DIR) || dx_is(c, the + 1, LX_DAYREF) ||
			dx_is(c, the + 1, LX_WDAY)) j = inner_point(c, the + 1, e);
		else if ((dx_is_prep(c, the + 1, PREP_IN) || dx_is_prep(c, the + 1, PREP_ON)) && (dx_is(c, the + 2, LX_THE) ||
			dx_is(c, the + 2, LX_DIR)))
			j = inner_point(c, the + 2, e);
		break;
	case LX_UNIT:
		return year_end(c, the, e);
	default: return 0;
	}
	if (!j) return 0;
	e->mod = mod;
	return j;
}
