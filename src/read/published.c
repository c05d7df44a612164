/* Dates and addresses as feeds, pages and crawlers write them. */
#include "base/civil.h"
#include "read/reader.h"

static int month_of(dtl_str word)
{
	static const char names[12][4] = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
	if (word.len < 3) return 0;
	for (int i = 0; i < 12; i++)
		if (dtl_str_eq_nocase(dtl_str_sub(word, 0, 3), dtl_str_of(names[i]))) return i + 1;
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

/* Splits at everything but letters and digits. */
static size_t words_of(dtl_str s, dtl_str *words, size_t max)
{
	size_t n = 0;
	for (size_t i = 0; i < s.len && n < max;) {
		size_t from = i;
		while (i < s.len && (dtl_ascii_alpha(s.ptr[i]) || dtl_ascii_digit(s.ptr[i]))) i++;
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

/* A month in letters with a day before or behind it, and a year. */
static dtl_str from_words(dtl_arena *arena, dtl_str s)
{
	dtl_str word[12];
	size_t n = words_of(s, word, 12);
	for (size_t i = 0; i < n; i++) {
		int month = dtl_ascii_alpha(word[i].ptr[0]) ? month_of(word[i]) : 0;
		int64_t day = 0, year = 0;
		if (month == 0) continue;
		if (i > 0 && day_of(word[i - 1], &day)) year = year_behind(word, n, i);
		else if (i + 1 < n && day_of(word[i + 1], &day)) year = year_behind(word, n, i + 1);
		dtl_str iso = iso_day(arena, year, month, day);
		if (iso.len == 0) continue;
		dtl_str clock = clock_of(arena, s);
		return dtl_arena_printf(arena, "%.*s%.*s", DTL_FMT(iso), DTL_FMT(clock));
	}
	return DTL_STR_NONE;
}

/* 2024/01/27, 27.01.2024 and 27/01/2024; the American order only where the other cannot be. */
static dtl_str from_numbers(dtl_arena *arena, dtl_str s)
{
	dtl_str word[4];
	int64_t a, b, c;
	if (words_of(s, word, 4) < 3 || !dtl_str_to_int(word[0], &a) || !dtl_str_to_int(word[1], &b) ||
		!dtl_str_to_int(word[2], &c))
		return DTL_STR_NONE;
	if (word[0].len == 4) return iso_day(arena, a, b, c);
	if (word[2].len != 4) return DTL_STR_NONE;
	dtl_str iso = iso_day(arena, c, b, a);
	return iso.len ? iso : iso_day(arena, c, a, b);
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
