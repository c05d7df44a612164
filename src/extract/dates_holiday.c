/* Holidays: fixed days, the n-th weekday of a month, and feasts counted from Easter, the moon, the Islamic and the Jewish
 * calendar. */
#include <math.h>

#include "extract/dates_internal.h"

typedef enum feast {
	FIXED,      /* a = month, b = day */
	NTH_WDAY,   /* a = month, b = weekday, n = which; -1 the last */
	EASTER,     /* n days from Western Easter */
	ORTHODOX,   /* n days from Orthodox Easter */
	ISLAMIC,    /* a = month, b = day of the tabular calendar */
	JEWISH,     /* n days from 1 Tishri (b = 0) or from 15 Nisan (b = 1) of the civil year */
	LUNAR_YEAR, /* n days from the second new moon after the winter solstice, in China */
	NEW_MOON,   /* the new moon of Diwali */
	ELECTION,   /* the Tuesday behind the first Monday of November */
	BLACK       /* n days from Thanksgiving */
} feast;

typedef struct holiday { const char *name; uint8_t rule, a, b; int8_t n; uint8_t days; } holiday;

/* Longer names before their beginnings. Words as the tokenizer cuts them. */
static const holiday holidays[] = {
	{"new year 's eve", FIXED, 12, 31, 0, 1}, {"new year 's day", FIXED, 1, 1, 0, 1}, {"new year eve", FIXED, 12, 31, 0, 1},
	{"new years eve", FIXED, 12, 31, 0, 1}, {"new years day", FIXED, 1, 1, 0, 1}, {"new year 's", FIXED, 1, 1, 0, 1},
	{"christmas eve", FIXED, 12, 24, 0, 1}, {"christmas day", FIXED, 12, 25, 0, 1}, {"christmas", FIXED, 12, 25, 0, 1},
	{"boxing day", FIXED, 12, 26, 0, 1}, {"epiphany", FIXED, 1, 6, 0, 1},
	{"valentine 's day", FIXED, 2, 14, 0, 1}, {"st. patrick 's day", FIXED, 3, 17, 0, 1}, {"st. valentine 's day", FIXED, 2, 14, 0, 1},
	{"st. stephen 's day", FIXED, 12, 26, 0, 1}, {"all saints ' day", FIXED, 11, 1, 0, 1}, {"all souls ' day", FIXED, 11, 2, 0, 1},
	{"all saints day", FIXED, 11, 1, 0, 1}, {"halloween", FIXED, 10, 31, 0, 1}, {"bonfire night", FIXED, 11, 5, 0, 1},
	{"guy fawkes night", FIXED, 11, 5, 0, 1}, {"guy fawkes day", FIXED, 11, 5, 0, 1}, {"may day", FIXED, 5, 1, 0, 1},
	{"international women 's day", FIXED, 3, 8, 0, 1}, {"international workers ' day", FIXED, 5, 1, 0, 1},
	{"earth day", FIXED, 4, 22, 0, 1},
	{"fourth of july", FIXED, 7, 4, 0, 1}, {"july fourth", FIXED, 7, 4, 0, 1}, {"cinco de mayo", FIXED, 5, 5, 0, 1},
	{"bastille day", FIXED, 7, 14, 0, 1}, {"anzac day", FIXED, 4, 25, 0, 1}, {"australia day", FIXED, 1, 26, 0, 1},
	{"canada day", FIXED, 7, 1, 0, 1}, {"veterans day", FIXED, 11, 11, 0, 1}, {"armistice day", FIXED, 11, 11, 0, 1},
	{"juneteenth", FIXED, 6, 19, 0, 1}, {"nowruz", FIXED, 3, 20, 0, 1}, {"kwanzaa", FIXED, 12, 26, 0, 7},
	{"martin luther king jr. day", NTH_WDAY, 1, 1, 3, 1}, {"martin luther king day", NTH_WDAY, 1, 1, 3, 1},
	{"presidents ' day", NTH_WDAY, 2, 1, 3, 1}, {"presidents day", NTH_WDAY, 2, 1, 3, 1}, {"memorial day", NTH_WDAY, 5, 1, -1, 1},
	{"labor day", NTH_WDAY, 9, 1, 1, 1}, {"columbus day", NTH_WDAY, 10, 1, 2, 1}, {"thanksgiving day", NTH_WDAY, 11, 4, 4, 1},
	{"thanksgiving", NTH_WDAY, 11, 4, 4, 1}, {"mother 's day", NTH_WDAY, 5, 7, 2, 1}, {"father 's day", NTH_WDAY, 6, 7, 3, 1},
	{"remembrance sunday", NTH_WDAY, 11, 7, 2, 1}, {"black friday", BLACK, 0, 0, 1, 1}, {"cyber monday", BLACK, 0, 0, 4, 1},
	{"election day", ELECTION, 0, 0, 0, 1},
	{"ash wednesday", EASTER, 0, 0, -46, 1}, {"palm sunday", EASTER, 0, 0, -7, 1}, {"maundy thursday", EASTER, 0, 0, -3, 1},
	{"holy thursday", EASTER, 0, 0, -3, 1}, {"holy week", EASTER, 0, 0, -6, 7}, {"good friday", EASTER, 0, 0, -2, 1},
	{"holy saturday", EASTER, 0, 0, -1, 1}, {"easter sunday", EASTER, 0, 0, 0, 1}, {"easter monday", EASTER, 0, 0, 1, 1},
	{"easter week", EASTER, 0, 0, -6, 7}, {"easter weekend", EASTER, 0, 0, -2, 4}, {"easter", EASTER, 0, 0, 0, 1},
	{"ascension day", EASTER, 0, 0, 39, 1}, {"pentecost", EASTER, 0, 0, 49, 1}, {"whit monday", EASTER, 0, 0, 50, 1},
	{"orthodox christmas", FIXED, 1, 7, 0, 1}, {"orthodox easter", ORTHODOX, 0, 0, 0, 1},
	{"ramadan", ISLAMIC, 9, 1, 0, 30}, {"eid al - fitr", ISLAMIC, 10, 1, 0, 1}, {"eid al fitr", ISLAMIC, 10, 1, 0, 1},
	{"eid al - adha", ISLAMIC, 12, 10, 0, 1}, {"eid al adha", ISLAMIC, 12, 10, 0, 1}, {"ashura", ISLAMIC, 1, 10, 0, 1},
	{"mawlid", ISLAMIC, 3, 12, 0, 1},
	{"lunar new year", LUNAR_YEAR, 0, 0, 0, 1}, {"chinese new year", LUNAR_YEAR, 0, 0, 0, 1}, {"tet", LUNAR_YEAR, 0, 0, 0, 1},
	{"diwali", NEW_MOON, 0, 0, 0, 1}, {"rosh hashanah", JEWISH, 0, 0, 0, 2}, {"yom kippur", JEWISH, 0, 0, 9, 1},
	{"sukkot", JEWISH, 0, 0, 14, 7}, {"passover", JEWISH, 0, 1, 0, 7}, {"purim", JEWISH, 0, 1, -30, 1},
};
enum { HOLIDAYS = sizeof holidays / sizeof *holidays };

/* ---- reading ---- */

static bool same_word(dtl_str token, const char *word, size_t len)
{
	if (len == 2 && word[0] == '\'') { /* 's with any apostrophe */
		return (token.len == 2 && token.ptr[0] == '\'' && (token.ptr[1] | 32) == 's') ||
			(token.len == 4 && (unsigned char)token.ptr[0] == 0xe2 && (token.ptr[3] | 32) == 's');
	}
	if (len == 1 && word[0] == '\'') return token.len == 3 ? (unsigned char)token.ptr[0] == 0xe2 : dtl_str_eq(token, DTL_STR("'"));
	if (token.len == len + 1 && token.ptr[len] == '.') token.len--;
	if (token.len + 1 == len && word[len - 1] == '.') len--;
	if (token.len != len) return false;
	for (size_t i = 0; i < len; i++)
		if (dtl_ascii_lower(token.ptr[i]) != word[i]) return false;
	return true;
}

static uint32_t match(const dx_ctx *c, uint32_t i, const char *name)
{
	while (*name) {
		size_t len = strcspn(name, " ");
		if (i >= c->n || !same_word(dtl_token_str(c->t, i), name, len)) return 0;
		i++;
		name += len + (name[len] == ' ');
	}
	return i;
}

uint32_t dtl_dx_holiday(const dx_ctx *c, uint32_t i, dx_expr *e)
{
	uint32_t at = dx_is(c, i, LX_THE) ? i + 1 : i;
	if (at >= c->n || !(c->lx[at].flags & LF_HOLIDAY) || !(c->t->tokens[at].flags & DTL_TOKEN_CAPITAL)) return 0;
	char first = dtl_ascii_lower(c->t->text.ptr[c->t->tokens[at].start]);
	for (uint8_t h = 0; h < HOLIDAYS; h++) {
		if (holidays[h].name[0] != first) continue;
		uint32_t j = match(c, at, holidays[h].name);
		if (!j) continue;
		bool attribute = j == at + 1 && j < c->n && dx_cls(c, j) == LX_NONE && !(c->t->tokens[j].flags & DTL_TOKEN_CAPITAL) &&
			(c->t->tokens[j].tag == DTL_TAG_NN || c->t->tokens[j].tag == DTL_TAG_NNS);
		if (attribute) return 0; /* a Christmas market */
		e->kind = DX_CALENDAR;
		e->holiday = (uint8_t)(h + 1);
		e->unit = holidays[h].rule == EASTER && holidays[h].days == 7 ? UNIT_WEEK : UNIT_DAY;
		e->rule = "holiday";
		uint32_t k = dx_is_sign(c, j, ',') || dx_is(c, j, LX_OF) || dx_is_prep(c, j, PREP_IN) ? j + 1 : j;
		uint32_t y = dx_is(c, k, LX_NUMBER) ? dtl_dx_year(c, k, e) : 0;
		return y ? y : j;
	}
	return 0;
}

/* ---- reckoning ---- */

static int32_t day_of(int year, int month, int day)
{
	return dtl_days_from_date((dtl_date){(int16_t)year, (uint8_t)month, (uint8_t)day});
}

/* Easter Sunday of the Gregorian calendar (anonymous algorithm; J. Meeus, Astronomical Algorithms, ch. 8). */
static int32_t easter(int year)
{
	int a = year % 19, b = year / 100, k = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
	int h = (19 * a + b - d - g + 15) % 30, i = k / 4, l = (32 + 2 * e + 2 * i - h - k % 4) % 7;
	int m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;
	return day_of(year, n / 31, n % 31 + 1);
}

/* Easter Sunday of the Julian calendar (Meeus, ch. 8), as a Gregorian day. */
static int32_t orthodox_easter(int year)
{
	int a = year % 4, b = year % 7, k = year % 19, d = (19 * k + 15) % 30, e = (2 * a + 4 * b - d + 34) % 7, n = d + e + 114;
	return day_of(year, n / 31, n % 31 + 1) + year / 100 - year / 400 - 2;
}

/* The tabular Islamic calendar, civil epoch (E. Reingold, N. Dershowitz, Calendrical Calculations, ch. 7). */
static int32_t islamic(int year, int month, int day)
{
	return day + 29 * (month - 1) + month / 2 + (year - 1) * 354 + (3 + 11 * year) / 30 + (227014 - 719163);
}

/* 1 Tishri of a Jewish year (Calendrical Calculations, ch. 8: elapsed days and postponements). */
static int32_t elapsed(int year)
{
	int32_t months = (235 * year - 234) / 19;
	int64_t parts = 12084 + (int64_t)13753 * months;
	int32_t day = 29 * months + (int32_t)(parts / 25920);
	return (3 * (day + 1)) % 7 < 3 ? day + 1 : day;
}

static int32_t tishri(int year)
{
	int32_t before = elapsed(year - 1), now = elapsed(year), next = elapsed(year + 1);
	int32_t correction = next - now == 356 ? 2 : now - before == 382 ? 1 : 0;
	return now + correction - 1373427 - 719163; /* epoch: 7 October 3761 BCE, Julian */
}

/* The new moon number k since January 2000 as days since 1970-01-01, UTC (Meeus, ch. 49, the larger terms: within minutes). */
static double new_moon(double k)
{
	const double rad = 3.14159265358979323846 / 180.0;
	double t = k / 1236.85;
	double jde = 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t;
	double m = rad * (2.5534 + 29.10535670 * k), mp = rad * (201.5643 + 385.81693528 * k), f = rad * (160.7108 + 390.67050284 * k);
	double e = 1.0 - 0.002516 * t;
	jde += -0.40720 * sin(mp) + 0.17241 * e * sin(m) + 0.01608 * sin(2 * mp) + 0.01039 * sin(2 * f) + 0.00739 * e * sin(mp - m) -
		0.00514 * e * sin(mp + m) + 0.00208 * e * e * sin(2 * m) - 0.00111 * sin(mp - 2 * f);
	return jde - 2440587.5;
}

/* The day, in the zone `hours` east, of the first new moon not before `from`. */
static int32_t new_moon_day(int32_t from, double hours)
{
	double k = floor((from - 10962.0) / 29.530588861) - 1.0;
	for (;; k += 1.0) {
		int32_t day = (int32_t)floor(new_moon(k) + hours / 24.0);
		if (day >= from) return day;
	}
}

static int32_t nth_weekday(int year, int month, int wday, int n)
{
	if (n < 0) {
		int32_t last = day_of(year, month, dtl_days_in_month(year, month));
		return last - (dtl_weekday(last) - wday + 7) % 7;
	}
	int32_t first = day_of(year, month, 1);
	return first + (wday - dtl_weekday(first) + 7) % 7 + 7 * (n - 1);
}

/* The day of an Islamic feast that falls in the Gregorian year. */
static int32_t islamic_in(int year, int month, int day)
{
	int hijri = (year - 622) * 33 / 32;
	int32_t last = day_of(year, 12, 31), found = 0;
	for (int y = hijri - 1; y <= hijri + 2; y++) {
		int32_t d = islamic(y, month, day);
		if (d <= last) found = d;
	}
	return found;
}

bool dtl_dx_holiday_day(uint8_t index, int year, int32_t *first, int32_t *last, bool *approximate)
{
	if (index == 0 || index > HOLIDAYS || year < 1600 || year > 2400) return false;
	const holiday *h = &holidays[index - 1];
	*approximate = false;
	switch (h->rule) {
	case FIXED: *first = day_of(year, h->a, h->b); break;
	case NTH_WDAY: *first = nth_weekday(year, h->a, h->b, h->n); break;
	case EASTER: *first = easter(year) + h->n; break;
	case ORTHODOX: *first = orthodox_easter(year) + h->n; break;
	case ELECTION: *first = nth_weekday(year, 11, 1, 1) + 1; break;
	case BLACK: *first = nth_weekday(year, 11, 4, 4) + h->n; break;
	case JEWISH: *first = h->b ? tishri(year + 3761) - 163 + h->n : tishri(year + 3761) + h->n; break;
	case LUNAR_YEAR: *first = new_moon_day(day_of(year, 1, 21), 8.0) + h->n; *approximate = true; break;
	case NEW_MOON: *first = new_moon_day(day_of(year, 10, 16), 5.5); *approximate = true; break;
	default: *first = islamic_in(year, h->a, h->b); *approximate = true; break;
	}
	*last = *first + h->days - 1;
	return true;
}
