/* Times of the day: 9 a.m., 05:30 GMT, noon; and joined to a day: Monday morning, 3 p.m. on Tuesday, Tuesday at 3 p.m. */
#include "extract/dates_internal.h"

/* [(] GMT [+8] [)] | EST | local time, behind a clock. */
static uint32_t zone(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	uint32_t j = dx_is_sign(c, i, '(') ? i + 1 : i;
	if (dtl_dx_word(c, j, "local") && dx_is(c, j + 1, LX_TIME)) {
		j += 2;
	} else if (dx_is(c, j, LX_ZONE)) {
		e->zone = (int16_t)c->lx[j++].value;
		bool sign = dx_is_sign(c, j, '+') || dx_hyphen(c, j);
		if (e->zone == 0 && sign && dx_is(c, j + 1, LX_NUMBER) && c->lx[j + 1].value <= 14) {
			e->zone = (int16_t)(c->lx[j + 1].value * (dx_hyphen(c, j) ? -60 : 60));
			j += 2;
		}
	} else if ((dtl_dx_word(c, j, "eastern") || dtl_dx_word(c, j, "pacific") || dtl_dx_word(c, j, "moscow") ||
		dtl_dx_word(c, j, "central")) &&
		dx_is(c, j + 1, LX_TIME)) {
		j += 2;
	} else {
		return 0;
	}
	if (!dx_is_sign(c, i, '(')) return j;
	return dx_is_sign(c, j, ')') ? j + 1 : 0;
}

/* "at 0530", "at approximately 2230 last night": four figures without a zone. */
static bool plain_clock(const dx_ctx *c, uint32_t i)
{
	bool at = i && (dx_is_prep(c, i - 1, PREP_AT) || dx_is(c, i - 1, LX_APPROX));
	bool night = dx_is(c, i + 1, LX_DIR) && dx_is(c, i + 2, LX_PART);
	return at && (c->lx[i].value < 1000 || dx_is(c, i + 1, LX_DAYREF) || night);
}

/* The clock itself, with its zone: 7:15 p.m., nine a.m., 5 o'clock, 0530 GMT, 18:00. */
static uint32_t clock_figures(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	int32_t n = 0;
	uint32_t j = 0;
	int32_t minutes = -1;
	if (dx_is(c, i, LX_CLOCK)) {
		minutes = c->lx[i].value;
		j = i + 1;
	} else if (dx_is(c, i, LX_NUMBER) && c->lx[i].flags == 0 && c->lx[i].digits == 4) {
		n = c->lx[i].value;
		if (n / 100 > 23 || n % 100 > 59) return 0;
		bool local = dtl_dx_word(c, i + 1, "local") && dx_is(c, i + 2, LX_TIME);
		if (!dx_is(c, i + 1, LX_ZONE) && !local && !dtl_dx_word(c, i + 1, "hours") && !plain_clock(c, i)) return 0;
		minutes = n / 100 * 60 + n % 100;
		j = i + 1 + (dtl_dx_word(c, i + 1, "hours") ? 1 : 0);
	} else if (dx_is(c, i, LX_NUMBER) || dx_is(c, i, LX_CARD)) {
		if (dx_is(c, i, LX_NUMBER) && (c->lx[i].digits > 2 || (c->lx[i].flags & (uint8_t)~LF_DECIMAL))) return 0;
		n = c->lx[i].value;
		j = i + 1;
		/* at 19.30 on Friday */
		bool british = dx_is(c, i, LX_NUMBER) && (c->lx[i].flags & LF_DECIMAL) && i && dx_is_prep(c, i - 1, PREP_AT) && n < 24 &&
			(dx_is_prep(c, j, PREP_ON) || dx_is(c, j, LX_WDAY) || dx_is(c, j, LX_ZONE) || dtl_dx_word(c, j, "local"));
		if (!british && (n < 1 || n > 12 || !(dx_is(c, j, LX_AMPM) || dx_is(c, j, LX_OCLOCK)))) return 0;
		minutes = n * 60;
		if (dx_is(c, i, LX_NUMBER) && (c->lx[i].flags & LF_DECIMAL)) { /* 7.30 p.m. */
			dtl_str s = dtl_token_str(c->t, i);
			int32_t m = s.len >= 4 && dtl_ascii_digit(s.ptr[s.len - 2]) ? (s.ptr[s.len - 2] - '0') * 10 + (s.ptr[s.len - 1] - '0') : 60;
			if (m > 59) return 0;
			minutes += m;
		}
		if (dx_is(c, j, LX_OCLOCK)) j++;
	}
	if (!j) return 0;
	if (dx_is(c, j, LX_AMPM) && minutes < 13 * 60) {
		minutes = minutes % 720 + c->lx[j].value;
		j++;
	}
	e->minute = (int16_t)minutes;
	uint32_t k = zone(c, j, e);
	return k ? k : j;
}

/* noon, midnight, dawn: a time of its own without an article. */
static uint32_t clock_word(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	if (!dx_is(c, i, LX_PART) || (c->lx[i].flags & LF_PLURAL)) return 0;
	if (i > 1 && dx_hyphen(c, i - 1) && dtl_dx_word(c, i - 2, "pre")) return 0; /* a pre-dawn raid */
	switch (c->lx[i].value) {
	case PART_NOON: case PART_MIDDAY: e->minute = 720; break;
	case PART_MIDNIGHT: e->minute = 0; e->part = PART_MIDNIGHT; break;
	case PART_DAWN: e->part = PART_DAWN; break;
	default: return 0;
	}
	return i + 1;
}

/* [the] [early] morning|hours of DAY */
static uint32_t part_of_day(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	uint32_t j = dx_is(c, i, LX_THE) ? i + 1 : i;
	if (dx_is(c, j, LX_EDGE)) j++;
	if (dtl_dx_word(c, j, "pre") && dx_hyphen(c, j + 1)) j += 2;
	uint8_t part = dx_is(c, j, LX_PART) && dtl_dx_word(c, j + 1, "hours") ? (uint8_t)c->lx[j++].value : (uint8_t)PART_NONE;
	bool hours = dtl_dx_word(c, j, "hours");
	/* the night to Sunday, overnight into Sunday: begun on the day before */
	bool night = dx_is(c, j, LX_PART) && c->lx[j].value == PART_NIGHT && (dx_is(c, j + 1, LX_TO) || dtl_dx_word(c, j + 1, "into")) && dx_is(c, j + 2, LX_WDAY);
	if (!(dx_is(c, j, LX_PART) || hours) || !(dx_is(c, j + 1, LX_OF) || dx_is_prep(c, j + 1, PREP_ON) || night)) return 0;
	dx_expr day = dtl_dx_blank(j + 2, e);
	uint32_t k = dtl_dx_point(c, j + 2, &day);
	if (!k || day.unit != UNIT_DAY || day.kind == DX_DURATION || day.part) return 0;
	if (hours && j == i) return 0;
	day.first = e->first;
	*e = day;
	e->part = hours ? part : (uint8_t)c->lx[j].value;
	e->eve = night;
	if (e->part == PART_MIDNIGHT) e->minute = 0;
	if (e->part == PART_NOON || e->part == PART_MIDDAY) e->minute = 720;
	return k;
}

/* The day behind a clock: Wednesday, on Tuesday, of 5 May, yesterday. */
static uint32_t day_behind(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	uint32_t j = dx_is_prep(c, i, PREP_ON) || dx_is_sign(c, i, ',') || dx_is(c, i, LX_OF) ? i + 1 : i;
	if (dx_is_prep(c, j, PREP_ON)) j++;
	dx_expr day = dtl_dx_blank(j, e);
	uint32_t k = dx_is(c, j, LX_PUNCT) ? 0 : dtl_dx_point(c, j, &day);
	if (!k || day.unit != UNIT_DAY || day.kind == DX_DURATION || day.kind == DX_OFFSET || (day.minute >= 0)) return 0;
	bool wanted = day.kind == DX_DAYREF || day.wday || (day.month && day.day) || day.dir == DIR_THAT || day.dir == DIR_THIS || day.part;
	if (!wanted) return 0;
	int16_t minute = e->minute, z = e->zone;
	uint8_t part = e->part;
	day.first = e->first;
	*e = day;
	e->minute = minute;
	e->zone = z;
	if (part || minute >= 0) e->part = part;
	return k;
}

uint32_t dtl_dx_clock(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	uint32_t the = part_of_day(c, i, e);
	if (the) {
		e->rule = "part-of-day";
		return the;
	}
	uint32_t start = i;
	if (dx_is(c, i, LX_APPROX) && c->lx[i].value == MOD_APPROX) e->mod = MOD_APPROX, i++;
	uint32_t j = clock_figures(c, i, e);
	if (!j && i == start) j = clock_word(c, i, e);
	if (!j && dx_is(c, i, LX_EDGE)) { /* mid-afternoon */
		uint32_t k = dx_hyphen(c, i + 1) ? i + 2 : i + 1;
		if (dx_is(c, k, LX_PART) && !(c->lx[k].flags & LF_PLURAL) && c->lx[k].value != PART_NIGHT) {
			e->part = (uint8_t)c->lx[k].value;
			e->mod = (uint8_t)c->lx[i].value;
			j = k + 1;
		}
	}
	bool overnight = !j && dtl_dx_word(c, i, "overnight");
	if (overnight) e->part = PART_NIGHT, j = i + 1;
	if (!j) return 0;
	uint8_t mod = e->mod;
	uint32_t k = day_behind(c, j, e);
	if (k) {
		e->mod = mod;
		return k;
	}
	e->kind = DX_ONLY_TIME;
	e->unit = UNIT_DAY;
	e->rule = overnight ? "overnight" : "clock";
	return j;
}

uint32_t dtl_dx_day_part(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	if (e->part || e->minute >= 0) return 0;
	if (dx_is(c, i, LX_PART) && !(c->lx[i].flags & LF_PLURAL)) {
		e->part = (uint8_t)c->lx[i].value;
		if (e->part == PART_NOON || e->part == PART_MIDDAY) e->minute = 720;
		return i + 1;
	}
	if (dx_is(c, i, LX_EDGE) && dx_is(c, i + 1, LX_PART)) {
		e->part = (uint8_t)c->lx[i + 1].value;
		return i + 2;
	}
	uint32_t j = dx_is_sign(c, i, ',') ? i + 1 : i;
	if (!dx_is_prep(c, j, PREP_AT)) return 0;
	j++;
	if (dx_is(c, j, LX_APPROX)) j++;
	uint32_t k = clock_figures(c, j, e);
	return k ? k : clock_word(c, j, e);
}
