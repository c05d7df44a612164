/* Numbers: in figures (2,000, 5th, 1990s, 7:15), in words (twenty-four, a couple of), years, dates in figures. */
#include "extract/dates_internal.h"

/* ---- figures ---- */

dx_lex dtl_dx_number(dtl_str s)
{
	dx_lex l = {LX_NUMBER, 0, 0, 0};
	size_t i = 0;
	int32_t parts[3] = {0, -1, -1};
	int part = 0;
	for (; i < s.len; i++) {
		char ch = s.ptr[i];
		bool more = i + 1 < s.len && dtl_ascii_digit(s.ptr[i + 1]);
		if (dtl_ascii_digit(ch)) {
			if (parts[part] < 100000000) parts[part] = (parts[part] < 0 ? 0 : parts[part]) * 10 + (ch - '0');
			if (part == 0 && l.digits < 99) l.digits++;
		} else if (ch == ',' && more && part == 0) {
			l.flags |= LF_COMMA;
		} else if (ch == '.' && more && part == 0) {
			l.flags |= LF_DECIMAL;
			while (i + 1 < s.len && (dtl_ascii_digit(s.ptr[i + 1]) || s.ptr[i + 1] == '.')) i++;
		} else if (ch == ':' && more && part < 2 && !(l.flags & (LF_COMMA | LF_DECIMAL))) {
			part++;
			l.cls = LX_CLOCK;
		} else {
			break;
		}
	}
	l.value = parts[0];
	dtl_str rest = dtl_str_sub(s, i, s.len);
	static const char *const ordinals[] = {"st", "nd", "rd", "th"};
	for (size_t k = 0; k < 4; k++)
		if (dtl_str_eq_nocase(rest, dtl_str_of(ordinals[k]))) l.flags |= LF_ORDINAL;
	if (dtl_str_eq_nocase(rest, DTL_STR("s"))) l.flags |= LF_PLURAL;
	if (l.cls == LX_CLOCK) {
		bool valid = parts[0] < 24 && parts[1] >= 0 && parts[1] < 60 && l.digits <= 2;
		if (!valid) return (dx_lex){LX_NONE, 0, 0, 0};
		l.value = parts[0] * 60 + parts[1];
	}
	return l;
}

/* A reader of digits over the bytes of the text. */
typedef struct scan { dtl_str text; uint32_t at; } scan;

static int scan_digits(scan *s, int min, int max)
{
	int value = 0, n = 0;
	while (n < max && s->at < s->text.len && dtl_ascii_digit(s->text.ptr[s->at])) {
		value = value * 10 + (s->text.ptr[s->at++] - '0');
		n++;
	}
	return n >= min ? value : -1;
}

static bool scan_char(scan *s, char ch)
{
	if (s->at >= s->text.len || s->text.ptr[s->at] != ch) return false;
	s->at++;
	return true;
}

static char peek(const scan *s) { return s->at < s->text.len ? s->text.ptr[s->at] : '\0'; }

static bool ends_cleanly(const scan *s, char separator)
{
	char ch = peek(s);
	if (dtl_ascii_digit(ch) || dtl_ascii_alpha(ch)) return false;
	if (ch != separator) return true;
	scan next = *s;
	next.at++;
	return !dtl_ascii_digit(peek(&next)) && separator != '/';
}

/* T05:30[:00][Z|+09:00] behind a day. */
static void scan_clock(scan *s, dx_expr *e)
{
	scan k = *s;
	if (!scan_char(&k, 'T') && !scan_char(&k, 't')) return;
	int hour = scan_digits(&k, 2, 2), minute = scan_char(&k, ':') ? scan_digits(&k, 2, 2) : -1, second = -1;
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return;
	scan l = k;
	if (scan_char(&l, ':') && (second = scan_digits(&l, 2, 2)) >= 0 && second < 60) k = l;
	else second = -1;
	l = k;
	if (scan_char(&l, '.') && scan_digits(&l, 1, 9) >= 0) k = l;
	int zone = DX_NO_ZONE;
	if (scan_char(&k, 'Z') || scan_char(&k, 'z')) {
		zone = 0;
	} else if (peek(&k) == '+' || peek(&k) == '-') {
		l = k;
		int sign = scan_char(&l, '-') ? -1 : (l.at++, 1), zh = scan_digits(&l, 2, 2);
		scan_char(&l, ':');
		int zm = scan_digits(&l, 2, 2);
		if (zh >= 0 && zh < 15 && zm >= 0) zone = sign * (zh * 60 + zm), k = l;
	}
	e->minute = (int16_t)(hour * 60 + minute);
	e->second = (int16_t)second;
	e->zone = (int16_t)zone;
	*s = k;
}

static bool set_day(dx_expr *e, int year, int month, int day)
{
	dtl_date d = {(int16_t)year, (uint8_t)(month > 0 && month < 13 ? month : 0), (uint8_t)(day > 0 && day < 32 ? day : 0)};
	if (!dtl_date_valid(d)) return false;
	e->year = d.year;
	e->month = d.month;
	e->day = d.day;
	e->unit = UNIT_DAY;
	return true;
}

/* 2024-01-28, 2024/01/15, 2024.1.5 */
static bool year_first(scan *s, dx_expr *e)
{
	int year = scan_digits(s, 4, 4);
	char separator = peek(s);
	if (year < 1000 || (separator != '-' && separator != '/' && separator != '.')) return false;
	s->at++;
	int month = scan_digits(s, separator == '-' ? 2 : 1, 2);
	if (month < 1 || !scan_char(s, separator)) return false;
	int day = scan_digits(s, separator == '-' ? 2 : 1, 2);
	if (day < 1 || !set_day(e, year, month, day)) return false;
	if (separator == '-') scan_clock(s, e);
	e->rule = "iso-date";
	return ends_cleanly(s, separator);
}

/* 25/12/2023, 12/25/2023, 31.12.2022, 7/8/07, 25-12-2023; with a point or a dash the day is first. */
static bool year_last(const dx_ctx *c, scan *s, dx_expr *e)
{
	int a = scan_digits(s, 1, 2);
	char separator = peek(s);
	if (a < 1 || (separator != '-' && separator != '/' && separator != '.')) return false;
	s->at++;
	int b = scan_digits(s, 1, 2);
	if (b < 1 || !scan_char(s, separator)) return false;
	uint32_t year_at = s->at;
	int year = scan_digits(s, 2, 4);
	uint32_t digits = s->at - year_at;
	if (year < 0 || digits == 3 || (digits == 2 && separator != '/')) return false;
	e->two_digit = digits == 2;
	if (digits == 2) year += year < 50 ? 2000 : 1900;
	if (year < 1000) return false;
	bool day_first = a > 12 || (b <= 12 && (separator == '.' || separator == '-' || c->day_first));
	if (!set_day(e, year, day_first ? b : a, day_first ? a : b)) return false;
	e->rule = a <= 12 && b <= 12 && a != b && separator == '/' ? "figures-ambiguous" : "figures";
	return ends_cleanly(s, separator);
}

bool dtl_dx_figures(const dx_ctx *c, uint32_t at, dx_expr *e)
{
	for (int order = 0; order < 2; order++) {
		scan s = {c->t->text, at};
		dx_expr found = *e;
		if (order == 0 ? !year_first(&s, &found) : !year_last(c, &s, &found)) continue;
		*e = found;
		e->kind = DX_CALENDAR;
		e->end = s.at;
		return true;
	}
	return false;
}

/* ---- words ---- */

uint32_t dtl_dx_small(const dx_ctx *c, uint32_t i, int32_t *out)
{
	switch (dx_cls(c, i)) {
	case LX_NUMBER:
		if (c->lx[i].flags & (LF_ORDINAL | LF_PLURAL | LF_DECIMAL)) return 0;
		*out = c->lx[i].value;
		return i + 1;
	case LX_CARD:
		*out = c->lx[i].value;
		return i + 1;
	case LX_TENS: {
		uint32_t j = i + 1 + (dx_hyphen(c, i + 1) ? 1 : 0);
		bool ones = dx_is(c, j, LX_CARD) && c->lx[j].value < 10;
		*out = c->lx[i].value + (ones ? c->lx[j].value : 0);
		return ones ? j + 1 : i + 1;
	}
	default: return 0;
	}
}

uint32_t dtl_dx_ordinal(const dx_ctx *c, uint32_t i, int32_t *out)
{
	if (dx_is(c, i, LX_ORD)) return *out = c->lx[i].value, i + 1;
	if (dx_is(c, i, LX_NUMBER) && (c->lx[i].flags & LF_ORDINAL)) return *out = c->lx[i].value, i + 1;
	if (dx_is(c, i, LX_TENS) && dx_hyphen(c, i + 1) && dx_is(c, i + 2, LX_ORD) && c->lx[i + 2].value > 0 && c->lx[i + 2].value < 10)
		return *out = c->lx[i].value + c->lx[i + 2].value, i + 3;
	return 0;
}

/* "and a half" at token i. */
static uint32_t and_a_half(const dx_ctx *c, uint32_t i)
{
	return dx_is(c, i, LX_AND) && dx_is(c, i + 1, LX_A) && dx_is(c, i + 2, LX_HALF) ? i + 3 : 0;
}

/* "a hundred", "two thousand five hundred": multiplies what stands before. */
static uint32_t scale(const dx_ctx *c, uint32_t i, int32_t *value)
{
	while (dx_is(c, i, LX_SCALE) && *value < 100000) {
		*value *= c->lx[i++].value;
		int32_t rest = 0;
		uint32_t j = dx_is(c, i, LX_AND) ? i + 1 : i;
		uint32_t k = dx_is(c, j, LX_NUMBER) ? 0 : dtl_dx_small(c, j, &rest);
		if (!k) continue;
		i = k;
		*value += rest;
	}
	return i;
}

/* "a", "an", "half a", "a half", "a couple of", "a few" at token i. */
static uint32_t count_article(const dx_ctx *c, uint32_t i, dx_count *out)
{
	if (dx_is(c, i, LX_HALF) && dx_is(c, i + 1, LX_A)) return out->half = true, i + 2;
	if (!dx_is(c, i, LX_A)) return 0;
	if (dx_is(c, i + 1, LX_HALF)) return out->half = true, dx_hyphen(c, i + 2) ? i + 3 : i + 2;
	if (dtl_dx_word(c, i + 1, "couple")) {
		out->value = 2;
		out->mod = MOD_APPROX;
		return dx_is(c, i + 2, LX_OF) ? i + 3 : i + 2;
	}
	if (dx_is(c, i + 1, LX_VAGUE)) return out->indefinite = true, i + 2;
	if (dx_is(c, i + 1, LX_SCALE)) return out->value = 1, scale(c, i + 1, &out->value);
	out->value = 1;
	return i + 1;
}

static uint32_t count_vague(const dx_ctx *c, uint32_t i, dx_count *out)
{
	if (!dx_is(c, i, LX_VAGUE)) return 0;
	bool couple = dtl_dx_word(c, i, "couple");
	out->value = couple ? 2 : 0;
	out->mod = couple ? MOD_APPROX : MOD_NONE;
	out->indefinite = !couple;
	return dx_is(c, i + 1, LX_OF) ? i + 2 : i + 1;
}

uint32_t dtl_dx_count(const dx_ctx *c, uint32_t i, dx_count *out)
{
	*out = (dx_count){0, false, false, MOD_NONE};
	uint32_t j = count_article(c, i, out);
	if (!j) j = count_vague(c, i, out);
	if (j) return j;
	if (dx_is(c, i, LX_NUMBER) && (c->lx[i].flags & LF_DECIMAL)) {
		dtl_str s = dtl_token_str(c->t, i);
		size_t dot = 0;
		while (dot < s.len && s.ptr[dot] != '.') dot++;
		if (dot + 2 != s.len || s.ptr[dot + 1] != '5') return 0;
		*out = (dx_count){c->lx[i].value, true, false, MOD_NONE};
		return i + 1;
	}
	j = dtl_dx_small(c, i, &out->value);
	if (!j) return 0;
	j = scale(c, j, &out->value);
	/* 2 1/2 */
	if (dx_is(c, j, LX_NUMBER) && c->lx[j].value == 1 && dx_is_sign(c, j + 1, '/') && dx_is(c, j + 2, LX_NUMBER) &&
		c->lx[j + 2].value == 2)
		return out->half = true, j + 3;
	uint32_t k = and_a_half(c, j);
	if (k) return out->half = true, k;
	return j;
}

/* ---- years ---- */

static bool year_figure(const dx_lex *l, bool loose)
{
	if (l->cls != LX_NUMBER || l->digits != 4 || (l->flags & (LF_COMMA | LF_DECIMAL | LF_ORDINAL | LF_PLURAL))) return false;
	return loose ? l->value >= 1000 && l->value < 2200 : l->value >= 1900 && l->value < 2060;
}

/* Nineteen ninety-six, two thousand, two thousand (and) five. */
static uint32_t year_words(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	int32_t high = 0, low = 0;
	if (dx_is(c, i, LX_CARD) && c->lx[i].value == 2 && dx_is(c, i + 1, LX_SCALE) && c->lx[i + 1].value == 1000) {
		uint32_t j = dx_is(c, i + 2, LX_AND) ? i + 3 : i + 2, k = dx_is(c, j, LX_NUMBER) ? 0 : dtl_dx_small(c, j, &low);
		e->year = (int16_t)(2000 + (k ? low : 0));
		return k ? k : i + 2;
	}
	bool century = dx_is(c, i, LX_CARD) && c->lx[i].value >= 15;
	if (!century && !(dx_is(c, i, LX_TENS) && c->lx[i].value == 20)) return 0;
	high = c->lx[i].value;
	uint32_t j = dx_hyphen(c, i + 1) ? i + 2 : i + 1;
	uint32_t k = dx_is(c, j, LX_NUMBER) ? 0 : dtl_dx_small(c, j, &low);
	if (!k || low < 10) return 0;
	e->year = (int16_t)(high * 100 + low);
	return k;
}

uint32_t dtl_dx_year(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	if (i >= c->n) return 0;
	if (year_figure(&c->lx[i], true)) return e->year = (int16_t)c->lx[i].value, i + 1;
	bool apostrophe = dx_is_sign(c, i, '\'') && dx_is(c, i + 1, LX_NUMBER) && c->lx[i + 1].digits == 2 && !c->lx[i + 1].flags;
	if (apostrophe) {
		e->two_digit = true;
		e->year = (int16_t)(c->lx[i + 1].value + (c->lx[i + 1].value < 50 ? 2000 : 1900));
		return i + 2;
	}
	return year_words(c, i, e);
}

/* Words behind a figure that make it a count: "1998 people", but "1998 elections" where nothing tells a count. */
static bool counts_something(const dx_ctx *c, uint32_t i)
{
	if (dx_is(c, i, LX_UNIT) && (c->lx[i].flags & LF_PLURAL)) return true;
	static const char *const counted[] = {"people", "percent", "persons", "miles", "dollars", "euros", "men", "women", "kilometers",
		"kilometres", "tons", "tonnes", "meters", "metres", "feet", "points", "troops", "soldiers", "homes", "houses", "acres",
		"hectares", "civilians", "children", "refugees", "deaths", "cases", "jobs", "workers", "members", "pounds", "km", "kg", "mph"};
	for (size_t k = 0; k < sizeof counted / sizeof *counted; k++)
		if (dtl_dx_word(c, i, counted[k])) return true;
	return dx_is_sign(c, i, '%');
}

static bool before_christ(const dx_ctx *c, uint32_t i)
{
	return dtl_dx_word(c, i, "bc") || dtl_dx_word(c, i, "b.c.") || dtl_dx_word(c, i, "bce") || dtl_dx_word(c, i, "b.c");
}

/* Flight 1990, Resolution 1973, 1995 Main Street. */
static bool numbers_a_thing(const dx_ctx *c, uint32_t i)
{
	static const char *const things[] = {"flight", "route", "highway", "room", "section", "article", "resolution", "bill", "no", "no.",
		"number", "chapter", "page", "interstate", "channel", "lot", "suite", "unit", "form", "psalm", "rule", "model", "class", "area"};
	static const char *const streets[] = {"street", "st.", "road", "rd.", "avenue", "ave.", "boulevard", "blvd.", "drive", "dr.", "lane"};
	for (size_t k = 0; i && k < sizeof things / sizeof *things; k++)
		if (dtl_dx_word(c, i - 1, things[k])) return true;
	for (uint32_t j = i + 1; j < i + 4 && j < c->n && (c->t->tokens[j].flags & DTL_TOKEN_CAPITAL); j++)
		for (size_t k = 0; k < sizeof streets / sizeof *streets; k++)
			if (j > i + 1 && dtl_dx_word(c, j, streets[k])) return true;
	return false;
}

static bool follows_year_word(const dx_ctx *c, uint32_t i)
{
	if (i == 0) return false;
	if (dx_is(c, i - 1, LX_PREP) && !dx_is_prep(c, i - 1, PREP_OTHER) && !dx_is_prep(c, i - 1, PREP_AT) &&
		!dx_is_prep(c, i - 1, PREP_FOR)) return true;
	return dx_is(c, i - 1, LX_BEFORE) || dx_is(c, i - 1, LX_AFTER);
}

/* "a 1987 Chevrolet", "his 2004 Honda": the car's year, not the news's. */
static bool model_year(const dx_ctx *c, uint32_t make)
{
	static const char *const makes[] = {"audi", "bmw", "buick", "cadillac", "chevrolet", "chevy", "chrysler", "citroen", "dodge", "fiat", "ford", "freightliner", "gmc",
		"harley", "honda", "hyundai", "isuzu", "jaguar", "jeep", "kawasaki", "kia", "lada", "lexus", "lincoln", "mazda", "mercedes", "mercury", "mitsubishi", "nissan",
		"oldsmobile", "opel", "peugeot", "plymouth", "pontiac", "porsche", "renault", "saab", "saturn", "subaru", "suzuki", "toyota", "volkswagen", "volvo", "yamaha"};
	if (make >= c->n || !(c->lx[make].flags & LF_CAPITAL || c->t->tokens[make].flags & DTL_TOKEN_CAPITAL)) return false;
	for (size_t k = 0; k < sizeof makes / sizeof *makes; k++)
		if (dtl_dx_word(c, make, makes[k])) return true;
	return false;
}

uint32_t dtl_dx_year_alone(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	bool in = follows_year_word(c, i);
	if (dx_is(c, i, LX_NUMBER)) {
		if (!year_figure(&c->lx[i], in)) return 0;
		if (i && (dx_is_sign(c, i - 1, '$') || dx_is_sign(c, i - 1, '#') || dx_is_sign(c, i - 1, '?') || dx_is_sign(c, i - 1, '+'))) {
			if (!dx_is_sign(c, i - 1, '?') || !(c->t->tokens[i].flags & DTL_TOKEN_SPACE_BEFORE)) return 0;
		}
		bool glued = i && dx_hyphen(c, i - 1) && !(c->t->tokens[i].flags & DTL_TOKEN_SPACE_BEFORE);
		/* F-2000 */
		if (glued && !(i > 1 && ((dx_is(c, i - 2, LX_NUMBER) && c->lx[i - 2].digits == 4) || dx_is(c, i - 2, LX_EDGE)))) return 0;
		bool word = i + 1 < c->n && c->t->tokens[i + 1].kind == DTL_TOKEN_WORD && c->t->tokens[i + 1].start == c->t->tokens[i].end;
		if (word && !dx_is(c, i + 1, LX_POSS)) return 0; /* 2023a */
		if (counts_something(c, i + 1) || numbers_a_thing(c, i) || model_year(c, i + 1) || (i && dx_is_prep(c, i - 1, PREP_AT))) return 0;
	} else if (!dx_is_sign(c, i, '\'') && !dx_is(c, i, LX_CARD) && !dx_is(c, i, LX_TENS)) {
		return 0;
	}
	uint32_t j = dtl_dx_year(c, i, e);
	if (!j) return 0;
	if (before_christ(c, j)) return 0;
	if (dx_is_sign(c, i, '\'') && !in && !(i && dx_is(c, i - 1, LX_EDGE))) return 0;
	if (!dx_is(c, i, LX_NUMBER) && counts_something(c, j)) return 0;
	if (!dx_is(c, i, LX_NUMBER) && !in && e->year == 2000) return 0;
	e->kind = DX_CALENDAR;
	e->unit = UNIT_YEAR;
	e->rule = "year";
	return j;
}

/* ---- decades and centuries ---- */

/* "in his forties", "the late 40s": decades of a life or of a century? The article tells. */
static bool is_age(const dx_ctx *c, uint32_t i)
{
	if (i && dx_hyphen(c, i - 1)) i--;
	if (i && dx_is(c, i - 1, LX_EDGE)) i--;
	return !(i && (dx_is(c, i - 1, LX_THE) || dx_is(c, i - 1, LX_AND) || dx_is(c, i - 1, LX_OR)));
}

uint32_t dtl_dx_decade(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	int32_t n = 0;
	uint32_t k;
	if (dx_is(c, i, LX_THE)) i++;
	uint32_t j = i;
	e->kind = DX_DECADE;
	e->unit = UNIT_DECADE;
	e->rule = "decade";
	if (dx_is_sign(c, i, '\'')) j = i + 1;
	if (dx_is(c, j, LX_NUMBER) && (c->lx[j].flags & LF_PLURAL) && c->lx[j].value % 10 == 0) {
		int32_t v = c->lx[j].value;
		if (c->lx[j].digits == 4 && v >= 1000 && v < 2200) e->year = (int16_t)v;
		else if (c->lx[j].digits == 2 && v >= 10 && (j > i || !is_age(c, i))) e->year = (int16_t)(1900 + v);
		else return 0;
		return j + 1;
	}
	if (dx_is(c, i, LX_DECADES)) {
		if (is_age(c, i)) return 0;
		e->year = (int16_t)(1900 + c->lx[i].value);
		return i + 1;
	}
	k = dtl_dx_ordinal(c, i, &n);
	if (k && dx_hyphen(c, k)) k++;
	if (k && n > 0 && n < 23 && dx_is(c, k, LX_UNIT) && c->lx[k].value == UNIT_CENTURY && !before_christ(c, k + 1)) {
		e->kind = DX_CENTURY;
		e->unit = UNIT_CENTURY;
		e->year = (int16_t)((n - 1) * 100);
		e->rule = "century";
		return k + 1;
	}
	return 0;
}
