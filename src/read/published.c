/* Dates and addresses as feeds, pages and crawlers write them. */
#include "base/civil.h"
#include "read/reader.h"

/* Beginnings of the months' names, longer ones first where one begins another (Unicode CLDR, months format wide): English, German,
 * Dutch, French, Italian, Spanish, Portuguese, the Scandinavian languages, Polish, Russian, Turkish. */
static const struct { const char *name; int month; } months[] = {
	{"jan", 1}, {"j\xc3\xa4n", 1}, {"ene", 1}, {"gen", 1}, {"sty", 1}, {"oca", 1}, {"\xd1\x8f\xd0\xbd\xd0\xb2", 1},
	{"feb", 2}, {"f\xc3\xa9v", 2}, {"fev", 2}, {"lut", 2}, {"\xc5\x9fub", 2}, {"\xd1\x84\xd0\xb5\xd0\xb2", 2},
	{"marzec", 3}, {"marca", 3}, {"mar", 3}, {"m\xc3\xa4r", 3}, {"maart", 3}, {"mrt", 3}, {"\xd0\xbc\xd0\xb0\xd1\x80", 3},
	{"apr", 4}, {"avr", 4}, {"abr", 4}, {"kwi", 4}, {"nis", 4}, {"\xd0\xb0\xd0\xbf\xd1\x80", 4},
	{"may\xc4\xb1s", 5}, {"may", 5}, {"mai", 5}, {"mei", 5}, {"mag", 5}, {"maj", 5}, {"\xd0\xbc\xd0\xb0\xd1\x8f", 5}, {"\xd0\xbc\xd0\xb0\xd0\xb9", 5},
	{"jun", 6}, {"juin", 6}, {"giu", 6}, {"cze", 6}, {"haz", 6}, {"\xd0\xb8\xd1\x8e\xd0\xbd", 6},
	{"jul", 7}, {"juil", 7}, {"lug", 7}, {"lip", 7}, {"tem", 7}, {"\xd0\xb8\xd1\x8e\xd0\xbb", 7},
	{"aug", 8}, {"ao\xc3\xbb", 8}, {"ago", 8}, {"sie", 8}, {"a\xc4\x9fu", 8}, {"\xd0\xb0\xd0\xb2\xd0\xb3", 8},
	{"sep", 9}, {"set", 9}, {"wrz", 9}, {"eyl", 9}, {"\xd1\x81\xd0\xb5\xd0\xbd", 9},
	{"oct", 10}, {"okt", 10}, {"ott", 10}, {"out", 10}, {"pa\xc5\xba", 10}, {"eki", 10}, {"\xd0\xbe\xd0\xba\xd1\x82", 10},
	{"nov", 11}, {"lis", 11}, {"kas", 11}, {"\xd0\xbd\xd0\xbe\xd1\x8f", 11},
	{"dec", 12}, {"dez", 12}, {"d\xc3\xa9" "c", 12}, {"dic", 12}, {"des", 12}, {"gru", 12}, {"ara", 12}, {"\xd0\xb4\xd0\xb5\xd0\xba", 12}};

static int month_of(dtl_str word)
{
	for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
		dtl_str name = dtl_str_of(months[i].name);
		if (word.len >= name.len && dtl_str_eq_nocase(dtl_str_sub(word, 0, name.len), name)) return months[i].month;
	}
	return 0;
}

static dtl_str iso_day(dtl_arena *arena, int64_t year, int64_t month, int64_t day)
{
	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > dtl_days_in_month((int)year, (int)month))
		return DTL_STR_NONE;
	return dtl_arena_printf(arena, "%04d-%02d-%02d", (int)year, (int)month, (int)day);
}

static dtl_str from_epoch(dtl_arena *arena, int64_t n)
{
	if (n > 100000000000 || n < -100000000000) n /= 1000; /* milliseconds */
	int64_t days = n / 86400 - (n % 86400 < 0);
	dtl_date d = dtl_date_from_days((int32_t)days);
	return iso_day(arena, d.year, d.month, d.day);
}

static bool in_word(char c)
{
	return dtl_ascii_alpha(c) || dtl_ascii_digit(c) || (unsigned char)c >= 0x80;
}

/* Splits at everything but letters and digits, and between letters beyond ASCII and digits. */
static size_t words_of(dtl_str s, dtl_str *words, size_t max)
{
	size_t n = 0;
	for (size_t i = 0; i < s.len && n < max;) {
		size_t from = i;
		while (i < s.len && in_word(s.ptr[i]) &&
			!(i > from && ((unsigned char)s.ptr[i] >= 0x80) != ((unsigned char)s.ptr[i - 1] >= 0x80) &&
			(dtl_ascii_digit(s.ptr[i]) || dtl_ascii_digit(s.ptr[i - 1])))) i++;
		if (i > from) words[n++] = dtl_str_sub(s, from, i);
		else i++;
	}
	return n;
}

/* "12:30" as hours and minutes of the day, "" if s holds no such thing. */
static dtl_str clock_of(dtl_arena *arena, dtl_str s)
{
	for (size_t i = 2; i + 2 < s.len; i++) {
		const char *p = s.ptr + i;
		if (p[0] != ':' || !dtl_ascii_digit(p[1]) || !dtl_ascii_digit(p[2]) || !dtl_ascii_digit(p[-1])) continue;
		int hour = (p[-1] - '0') + (dtl_ascii_digit(p[-2]) ? 10 * (p[-2] - '0') : 0);
		dtl_str rest = dtl_str_trim(dtl_str_sub(s, i + 3, s.len));
		bool pm = rest.len >= 2 && dtl_str_eq_nocase(dtl_str_sub(rest, 0, 2), DTL_STR("pm"));
		bool am = rest.len >= 2 && dtl_str_eq_nocase(dtl_str_sub(rest, 0, 2), DTL_STR("am"));
		if ((pm && hour < 12) || (am && hour == 12)) hour += pm ? 12 : -12;
		return dtl_arena_printf(arena, "T%02d:%c%c", hour, p[1], p[2]);
	}
	return DTL_STR("");
}

/* The first number of four digits behind word i, or the two digits of RFC 822 right behind the day. */
static int64_t year_behind(const dtl_str *word, size_t n, size_t day_or_month)
{
	int64_t year;
	for (size_t i = day_or_month + 1; i < n; i++)
		if (word[i].len == 4 && dtl_str_to_int(word[i], &year) && year >= 1000) return year;
	size_t i = day_or_month + 1;
	if (i >= n || word[i].len != 2 || !dtl_str_to_int(word[i], &year)) return 0;
	return year + (year < 70 ? 2000 : 1900);
}

static bool day_of(dtl_str word, int64_t *day)
{
	if (!dtl_ascii_digit(word.ptr[0])) return false;
	while (word.len && !dtl_ascii_digit(word.ptr[word.len - 1])) word.len--; /* 27th */
	return word.len <= 2 && dtl_str_to_int(word, day);
}

#define MOST_WORDS 16

static bool is_of(dtl_str word)
{
	return dtl_str_eq_nocase(word, DTL_STR("de")) || dtl_str_eq_nocase(word, DTL_STR("of"));
}

/* A month in letters with a day before or behind it, and a year: "Sat, 27 Jan 2024", "January 27th, 2024", "3 de mayo de 2022". */
static dtl_str from_words(dtl_arena *arena, dtl_str s)
{
	dtl_str word[MOST_WORDS];
	size_t n = words_of(s, word, MOST_WORDS);
	for (size_t i = 0; i < n; i++) {
		int month = dtl_ascii_digit(word[i].ptr[0]) ? 0 : month_of(word[i]);
		int64_t day = 0, year = 0;
		if (month == 0) continue;
		size_t before = i > 1 && is_of(word[i - 1]) ? i - 2 : i - 1;
		if (i > 0 && day_of(word[before], &day)) year = year_behind(word, n, i);
		else if (i + 1 < n && day_of(word[i + 1], &day)) year = year_behind(word, n, i + 1);
		dtl_str iso = iso_day(arena, year, month, day);
		if (iso.len == 0) continue;
		dtl_str clock = clock_of(arena, s);
		return dtl_arena_printf(arena, "%.*s%.*s", DTL_FMT(iso), DTL_FMT(clock));
	}
	return DTL_STR_NONE;
}

/* Three numbers that stand together, at s[i]: 2024/01/27, 27.01.2024 and 27/01/2024; the American order only where the other cannot
 * be. Also 2024 \345\271\264 1 \346\234\210 27, with the characters for year and month. */
static dtl_str numbers_at(dtl_arena *arena, dtl_str s, size_t i)
{
	static const char *const between[] = {"-", "/", ".", ". ", " ", "\xe5\xb9\xb4", "\xe6\x9c\x88", "\xeb\x85\x84 ", "\xec\x9b\x94 "};
	int64_t v[3];
	size_t digits[3];
	for (size_t k = 0; k < 3; k++) {
		size_t from = i;
		while (i < s.len && dtl_ascii_digit(s.ptr[i])) i++;
		digits[k] = i - from;
		if (digits[k] == 0 || digits[k] > 4 || !dtl_str_to_int(dtl_str_sub(s, from, i), &v[k])) return DTL_STR_NONE;
		if (k == 2) break;
		size_t step = 0;
		for (size_t b = 0; b < sizeof between / sizeof *between; b++)
			if (dtl_str_starts(dtl_str_sub(s, i, s.len), dtl_str_of(between[b]))) step = strlen(between[b]);
		if (step == 0) return DTL_STR_NONE;
		i += step;
	}
	if (digits[0] == 4) return iso_day(arena, v[0], v[1], v[2]);
	if (digits[2] != 4) return DTL_STR_NONE;
	dtl_str iso = iso_day(arena, v[2], v[1], v[0]);
	return iso.len ? iso : iso_day(arena, v[2], v[0], v[1]);
}

static dtl_str from_numbers(dtl_arena *arena, dtl_str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (!dtl_ascii_digit(s.ptr[i]) || (i && dtl_ascii_digit(s.ptr[i - 1]))) continue;
		dtl_str iso = numbers_at(arena, s, i);
		if (iso.len) return iso;
	}
	return DTL_STR_NONE;
}

dtl_str dtl_published_date(dtl_arena *arena, dtl_str s)
{
	s = dtl_str_trim(s);
	if (s.len > 100) return DTL_STR_NONE;
	int64_t number;
	bool digits = dtl_str_to_int(s, &number);
	if (digits && (number > 99999999 || number < 0)) return from_epoch(arena, number);
	double seconds;
	if (!digits && dtl_str_to_double(s, &seconds) && seconds > 1e8 && seconds < 1e14) return from_epoch(arena, (int64_t)seconds);
	dtl_date date;
	dtl_date_precision precision;
	if (dtl_date_parse(s, &date, &precision)) return dtl_arena_str(arena, s);
	dtl_str iso = from_words(arena, s);
	return iso.len ? iso : from_numbers(arena, s);
}

dtl_str dtl_url_host(dtl_str s)
{
	static const char *const schemes[] = {"https://", "http://"};
	for (size_t i = 0; i < 2; i++) {
		dtl_str scheme = dtl_str_of(schemes[i]);
		if (s.len <= scheme.len || !dtl_str_eq_nocase(dtl_str_sub(s, 0, scheme.len), scheme)) continue;
		dtl_str host = dtl_str_sub(s, scheme.len, s.len);
		size_t end = 0;
		while (end < host.len && !strchr("/?#", host.ptr[end])) end++;
		host.len = end;
		const char *at = host.len ? memrchr(host.ptr, '@', host.len) : NULL;
		if (at) host = dtl_str_sub(host, (size_t)(at - host.ptr) + 1, host.len);
		dtl_str rest = host;
		if (host.len && host.ptr[0] != '[') host = dtl_str_cut(&rest, ':');
		if (host.len > 4 && dtl_str_eq_nocase(dtl_str_sub(host, 0, 4), DTL_STR("www."))) host = dtl_str_sub(host, 4, host.len);
		return host;
	}
	return DTL_STR_NONE;
}

dtl_str dtl_url_date(dtl_arena *arena, dtl_str url)
{
	for (size_t i = 0; i + 11 < url.len; i++) {
		if (url.ptr[i] != '/' || !dtl_ascii_digit(url.ptr[i + 1])) continue;
		dtl_str part = dtl_str_sub(url, i + 1, i + 11);
		if (part.ptr[4] != part.ptr[7] || (part.ptr[4] != '/' && part.ptr[4] != '-')) continue;
		dtl_str date = dtl_published_date(arena, part);
		if (date.len) return date;
	}
	return DTL_STR_NONE;
}
