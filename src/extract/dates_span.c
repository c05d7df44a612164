/* Counted units: three days ago, two weeks later, in two weeks, five years; sets: every Monday, daily; and references
 * without a calendar value: now, recently, the future. */
#include "extract/dates_internal.h"

/* nearly, more than, at least, no more than, up to, as long as: returns the token behind. */
static uint32_t approximation(const dx_ctx *c, uint32_t i, uint8_t *mod)
{
	*mod = MOD_NONE;
	if (dx_is(c, i, LX_APPROX)) return *mod = (uint8_t)c->lx[i].value, i + 1;
	if (dtl_dx_word(c, i, "no") && dx_is(c, i + 1, LX_MORE) && dtl_dx_word(c, i + 2, "than")) return *mod = MOD_EQUAL_OR_LESS, i + 3;
	if (dx_is(c, i, LX_MORE) && dtl_dx_word(c, i + 1, "than")) return *mod = MOD_MORE_THAN, i + 2;
	if (dx_is(c, i, LX_LESS) && dtl_dx_word(c, i + 1, "than")) return *mod = MOD_LESS_THAN, i + 2;
	if (dx_is_prep(c, i, PREP_AT) && dtl_dx_word(c, i + 1, "least")) return *mod = MOD_EQUAL_OR_MORE, i + 2;
	if (dx_is_prep(c, i, PREP_AT) && dtl_dx_word(c, i + 1, "most")) return *mod = MOD_EQUAL_OR_LESS, i + 2;
	if (dtl_dx_word(c, i, "up") && dx_is(c, i + 1, LX_TO)) return *mod = MOD_EQUAL_OR_LESS, i + 2;
	if (dtl_dx_word(c, i, "over")) return *mod = MOD_MORE_THAN, i + 1;
	return i;
}

/* The age of somebody: "52-year-old", "two years old". */
static bool is_age(const dx_ctx *c, uint32_t i)
{
	return dx_is(c, i, LX_OLD) || (dx_hyphen(c, i) && dx_is(c, i + 1, LX_OLD));
}

/* Bare "years", "days ago", "weeks or months": only where a word for time stands beside. */
static uint32_t bare_units(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	if (!dx_is(c, i, LX_UNIT) || !(c->lx[i].flags & LF_PLURAL) || c->lx[i].value < UNIT_MINUTE) return 0;
	bool before = i && (dx_is_prep(c, i - 1, PREP_FOR) || dx_is_prep(c, i - 1, PREP_IN) || dx_is_prep(c, i - 1, PREP_DURING) ||
		dx_is(c, i - 1, LX_OR) ||
		dx_is_prep(c, i - 1, PREP_OTHER) || dtl_dx_word(c, i - 1, "took") || dtl_dx_word(c, i - 1, "lasted"));
	bool behind = dx_is(c, i + 1, LX_AGO) || dx_is(c, i + 1, LX_CMP) || dx_is(c, i + 1, LX_BEFORE) || dx_is(c, i + 1, LX_AFTER) ||
		dx_is(c, i + 1, LX_OR) || dx_is_prep(c, i + 1, PREP_OTHER);
	if (!before && !behind) return 0;
	e->kind = DX_DURATION;
	e->unit = (uint8_t)c->lx[i].value;
	e->indefinite = true;
	e->rule = "bare-units";
	uint32_t j = i + 1;
	if (dx_is(c, j, LX_OR) && dx_is(c, j + 1, LX_UNIT)) j += 2;
	if (!dx_is(c, j, LX_AGO)) return j;
	e->kind = DX_REFERENCE;
	e->ref = REF_PAST;
	return j + 1;
}

/* What follows "two weeks": ago, later, earlier, from now; sets the kind and returns the token behind. */
static uint32_t direction(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	e->kind = DX_OFFSET;
	if (dtl_dx_word(c, i, "or") && dtl_dx_word(c, i + 1, "so")) i += 2;
	if (dx_is(c, i, LX_AGO)) {
		e->sign = (int8_t)c->lx[i].value;
		e->rule = "ago";
		return i + 1;
	}
	/* three days later than planned: a delay */
	if (dx_is(c, i, LX_CMP) && dtl_dx_word(c, i + 1, "than") && !dx_is(c, i + 2, LX_THE)) return e->kind = DX_DURATION, i;
	if (dx_is(c, i, LX_CMP)) {
		/* two hours later, some days later: the hour told before is seldom known, the count is not */
		if (e->unit < UNIT_DAY || e->indefinite) return e->kind = DX_DURATION, i;
		e->sign = (int8_t)c->lx[i].value;
		e->previous = true;
		e->rule = c->lx[i].value < 0 ? "earlier" : "later";
		return i + 1;
	}
	if (dx_is_prep(c, i, PREP_FROM) && (dtl_dx_word(c, i + 1, "now") || dtl_dx_word(c, i + 1, "today"))) {
		e->sign = 1;
		e->rule = "from-now";
		return i + 2;
	}
	bool alone = i + 1 >= c->n || dx_is_sign(c, i + 1, '.') || dx_is_sign(c, i + 1, ',');
	if ((dx_is(c, i, LX_BEFORE) || dx_is(c, i, LX_AFTER)) && alone) { /* three days before. */
		e->sign = (int8_t)c->lx[i].value;
		e->previous = true;
		e->rule = "before";
		return i + 1;
	}
	e->kind = DX_DURATION;
	return i;
}

/* "a year" behind a number or a noun means each year: 15 a year. */
static bool is_rate(const dx_ctx *c, uint32_t i, uint32_t unit)
{
	if (i == 0 || unit != i + 1 || !dx_is(c, i, LX_A)) return false;
	uint8_t tag = c->t->tokens[i - 1].tag;
	return dx_is(c, i - 1, LX_NUMBER) || tag == DTL_TAG_NNS || tag == DTL_TAG_CD || dtl_dx_word(c, i - 1, "times") ||
		dtl_dx_word(c, i - 1, "once") || dtl_dx_word(c, i - 1, "twice") || dtl_dx_word(c, i - 1, "million") ||
			dx_is_sign(c, i - 1, '%') ||
		dtl_dx_word(c, i - 1, "billion") || dtl_dx_word(c, i - 1, "percent");
}

/* 24 hours a day, seven days a week: always. */
static bool round_the_clock(const dx_ctx *c, uint32_t unit)
{
	return dx_is(c, unit, LX_UNIT) && dx_is(c, unit + 1, LX_A) && dx_is(c, unit + 2, LX_UNIT) && c->lx[unit + 2].value > c->lx[unit].value;
}

/* COUNT [more] [trading] UNIT, with what follows; i is behind "nearly". */
static uint32_t counted(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	dx_count n;
	uint32_t j = dtl_dx_count(c, i, &n), k;
	if (!j) return 0;
	if (dx_is(c, j, LX_TO) || dx_is(c, j, LX_OR)) { /* two to three weeks */
		dx_count more;
		uint32_t second = dtl_dx_count(c, j + 1, &more);
		if (second && dx_is(c, second, LX_UNIT)) j = second, n.mod = MOD_APPROX;
	}
	if (dx_is(c, j, LX_MORE)) j++;
	bool hyphen = dx_hyphen(c, j);
	k = hyphen ? j + 1 : j;
	if (dtl_dx_word(c, k, "full") || dtl_dx_word(c, k, "additional") || dtl_dx_word(c, k, "consecutive") ||
		dtl_dx_word(c, k, "straight") ||
		dtl_dx_word(c, k, "trading") || dtl_dx_word(c, k, "business") || dtl_dx_word(c, k, "whole"))
		k++;
	if (!dx_is(c, k, LX_UNIT)) return 0;
	if (c->lx[k].value == UNIT_QUARTER && (hyphen || !(c->lx[k].flags & LF_PLURAL))) return 0; /* a quarter of, three-quarters */
	bool title = (c->lx[k].flags & LF_CAPITAL) && !(c->t->sentences[dtl_sentence_of_token(c->t, k)].flags & DTL_SENTENCE_HEADLINE) &&
		!(c->t->tokens[k].flags & DTL_TOKEN_ALL_CAPS);
	if (title) return 0; /* "60 Minutes" */
	if (c->lx[k].value == UNIT_WEEKEND) return 0;
	e->unit = (uint8_t)c->lx[k].value;
	e->count = n.value;
	e->half_more = n.half;
	e->indefinite = n.indefinite;
	if (n.mod) e->mod = n.mod;
	k++;
	if (is_age(c, k) || round_the_clock(c, k - 1)) return 0;
	if (hyphen) {
		e->kind = DX_DURATION;
		e->rule = "unit-adjective";
		return dx_hyphen(c, k) && dx_is(c, k + 1, LX_LONG) ? k + 2 : k;
	}
	if (dx_hyphen(c, k) && dx_is(c, k + 1, LX_LONG)) return e->kind = DX_DURATION, e->rule = "unit-adjective", k + 2; /* a day-long strike */
	if (dx_is(c, k, LX_AND) && dx_is(c, k + 1, LX_A) && dx_is(c, k + 2, LX_HALF)) e->half_more = true, k += 3; /* a minute and a half */
	e->rule = "duration";
	if (is_rate(c, i, k - 1) && !dx_is(c, k, LX_AGO) && !dx_is(c, k, LX_CMP)) {
		e->kind = DX_SET;
		e->rule = "rate";
		return k;
	}
	return direction(c, k, e);
}

/* "in three days": ahead of the anchor where the verb looks ahead. */
static uint32_t in_units(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	uint8_t mod;
	uint32_t j = approximation(c, i + 1, &mod);
	if (dx_is(c, j, LX_THE) || dx_is(c, j, LX_UNIT)) return 0;
	uint32_t k = counted(c, j, e);
	if (!k || e->kind != DX_DURATION || e->indefinite || dtl_dx_word(c, k, "of")) return 0;
	if (e->unit < UNIT_DAY || strcmp(e->rule, "duration") != 0) return 0;
	e->first = i;
	e->last = k;
	if (dtl_dx_tense(c, e) != TENSE_FUTURE) return 0;
	e->kind = DX_OFFSET;
	e->sign = 1;
	e->mod = mod;
	e->rule = "in-units";
	return k;
}

uint32_t dtl_dx_offset(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	const dx_expr blank = *e;
	if (i && dx_is(c, i, LX_A) && round_the_clock(c, i - 1)) return 0;
	if (dx_is(c, i, LX_UNIT) && dx_hyphen(c, i + 1) && dx_is(c, i + 2, LX_LONG)) { /* a day-long strike */
		e->kind = DX_DURATION;
		e->unit = (uint8_t)c->lx[i].value;
		e->count = 1;
		e->indefinite = (c->lx[i].flags & LF_PLURAL) != 0;
		e->rule = "unit-adjective";
		return i + 3;
	}
	bool glued = i && dx_hyphen(c, i - 1) && !(c->t->tokens[i].flags & DTL_TOKEN_SPACE_BEFORE);
	if (glued || (i && dtl_dx_word(c, i - 1, "as") && dx_is(c, i, LX_VAGUE))) return 0; /* once-in-a-century, in as many days */
	if (dx_is_prep(c, i, PREP_IN)) {
		uint32_t k = in_units(c, i, e);
		if (k) return k;
		*e = blank;
		return 0;
	}
	uint8_t mod;
	uint32_t j = approximation(c, i, &mod);
	e->mod = mod;
	if (dx_is(c, j, LX_THE)) { /* the nine months, the two-day visit */
		j++;
		if (!dx_is(c, j, LX_NUMBER) && !dx_is(c, j, LX_CARD) && !dx_is(c, j, LX_TENS)) return 0;
	}
	uint32_t k = counted(c, j, e);
	if (k) return k;
	*e = blank;
	return j == i ? bare_units(c, i, e) : 0;
}

/* ---- sets ---- */

/* "the party daily Granma", "the weekly Al-Ahram": the paper and its name. */
static bool names_newspaper(const dx_ctx *c, uint32_t i)
{
	const dtl_token *t = c->t->tokens;
	uint32_t j = i + 1;
	if (i == 0 || !(dx_is(c, i - 1, LX_THE) || dtl_tag_is_noun((dtl_tag)t[i - 1].tag) || t[i - 1].tag == DTL_TAG_JJ)) return false;
	while (j < c->n && t[j].tag == DTL_TAG_NNP) j++;
	return j > i + 1 && !(j < c->n && (t[j].tag == DTL_TAG_NN || t[j].tag == DTL_TAG_NNS));
}

uint32_t dtl_dx_set(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	e->kind = DX_SET;
	e->rule = "set";
	if (dx_is(c, i, LX_SETADV)) {
		if (c->lx[i].flags & LF_CAPITAL && !(c->t->tokens[i].flags & DTL_TOKEN_FIRST)) return 0; /* the Daily Telegraph */
		if (names_newspaper(c, i)) return 0;
		if (dtl_dx_word(c, i, "annual") || dtl_dx_word(c, i, "quarterly") || dtl_dx_word(c, i, "yearly")) return 0;
		e->unit = (uint8_t)c->lx[i].value;
		e->count = 1;
		return i + 1;
	}
	if (dx_is(c, i, LX_WDAYS) || (dx_is(c, i, LX_WDAY) && dx_is(c, i + 1, LX_PART) && (c->lx[i + 1].flags & LF_PLURAL))) {
		e->wday = (uint8_t)c->lx[i].value;
		bool part = dx_is(c, i + 1, LX_PART);
		if (part) e->part = (uint8_t)c->lx[i + 1].value;
		return part ? i + 2 : i + 1;
	}
	if (!dx_is(c, i, LX_EVERY)) return 0;
	dx_count n;
	uint32_t j = i + 1, k = dtl_dx_count(c, j, &n);
	if (k) j = k;
	else n = (dx_count){1, false, false, MOD_NONE};
	if (!k && dtl_dx_word(c, j, "other")) n.value = 2, j++;
	e->count = n.value;
	switch (dx_cls(c, j)) {
	case LX_UNIT: e->unit = (uint8_t)c->lx[j].value; break;
	case LX_WDAY: e->wday = (uint8_t)c->lx[j].value; break;
	case LX_MONTH: e->month = (uint8_t)c->lx[j].value; break;
	case LX_SEASON: e->season = (uint8_t)c->lx[j].value; break;
	case LX_PART: e->unit = UNIT_DAY; e->part = (uint8_t)c->lx[j].value; break;
	default: return 0;
	}
	if (e->wday && dx_is(c, j + 1, LX_PART)) e->part = (uint8_t)c->lx[++j].value;
	return j + 1;
}

/* ---- references ---- */

static uint32_t the_reference(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	if (dx_is(c, i, LX_DIR) && c->lx[i].value == DIR_PAST && !dx_is(c, i + 1, LX_NUMBER) && dx_cls(c, i + 1) != LX_CARD) {
		bool noun = i + 1 >= c->n || dx_is(c, i + 1, LX_PUNCT) || dx_is(c, i + 1, LX_PREP) || dx_is(c, i + 1, LX_AND) ||
			dx_is(c, i + 1, LX_OR);
		e->ref = REF_PAST;
		return noun ? i + 1 : 0;
	}
	if (dtl_dx_word(c, i, "near") && dtl_dx_word(c, i + 1, "future")) return e->ref = REF_FUTURE, i + 2;
	if (dtl_dx_word(c, i, "future")) return e->ref = REF_FUTURE, i + 1;
	bool term = dtl_dx_word(c, i, "long") || dtl_dx_word(c, i, "short") || dtl_dx_word(c, i, "near");
	if (term && dtl_dx_word(c, i + 1, "term")) return e->ref = REF_FUTURE, i + 2;
	return 0;
}

uint32_t dtl_dx_reference(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	e->kind = DX_REFERENCE;
	e->rule = "reference";
	switch (dx_cls(c, i)) {
	case LX_THE: return the_reference(c, i + 1, e);
	case LX_REF:
		e->ref = (uint8_t)c->lx[i].value;
		if (dtl_dx_word(c, i, "now") && dtl_dx_word(c, i + 1, "that")) return 0;
		if (e->ref == REF_FUTURE && (dtl_dx_word(c, i, "future") || (i && dtl_dx_word(c, i - 1, "as")))) return 0;
		return i + 1;
	case LX_DIR:
		if (dtl_dx_word(c, i, "current")) return e->ref = REF_PRESENT, i + 1;
		if (c->lx[i].value == DIR_THIS && dx_is(c, i + 1, LX_TIME) && dtl_dx_word(c, i + 1, "moment")) return e->ref = REF_PRESENT, i + 2;
		return 0;
	default: return 0;
	}
}
