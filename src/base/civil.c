#include "base/civil.h"

#include <stdio.h>

int32_t dtl_days_from_date(dtl_date d)
{
	int32_t y = d.year - (d.month <= 2);
	int32_t era = (y >= 0 ? y : y - 399) / 400;
	int32_t yoe = y - era * 400;
	int32_t doy = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
	int32_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return era * 146097 + doe - 719468;
}

dtl_date dtl_date_from_days(int32_t days)
{
	int32_t z = days + 719468;
	int32_t era = (z >= 0 ? z : z - 146096) / 146097;
	int32_t doe = z - era * 146097;
	int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int32_t mp = (5 * doy + 2) / 153;
	int32_t day = doy - (153 * mp + 2) / 5 + 1, month = mp < 10 ? mp + 3 : mp - 9;
	int32_t year = yoe + era * 400 + (month <= 2);
	if (year < 1 || year > 9999) return (dtl_date){0, 0, 0};
	return (dtl_date){(int16_t)year, (uint8_t)month, (uint8_t)day};
}

int dtl_weekday(int32_t days)
{
	int w = (days + 3) % 7; /* 1970-01-01 was a Thursday */
	return (w < 0 ? w + 7 : w) + 1;
}

int dtl_days_in_month(int year, int month)
{
	static const int8_t days[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	if (month < 1 || month > 12) return 0;
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return days[month] + (month == 2 && leap);
}

bool dtl_date_valid(dtl_date d)
{
	return d.year >= 1 && d.year <= 9999 && d.month >= 1 && d.month <= 12 && d.day >= 1 &&
		d.day <= dtl_days_in_month(d.year, d.month);
}

int dtl_date_cmp(dtl_date a, dtl_date b)
{
	if (a.year != b.year) return a.year < b.year ? -1 : 1;
	if (a.month != b.month) return a.month < b.month ? -1 : 1;
	return (a.day > b.day) - (a.day < b.day);
}

static int digits(dtl_str s, size_t at, size_t n)
{
	int v = 0;
	for (size_t i = at; i < at + n; i++) {
		if (i >= s.len || !dtl_ascii_digit(s.ptr[i])) return -1;
		v = v * 10 + (s.ptr[i] - '0');
	}
	return v;
}

bool dtl_date_parse(dtl_str s, dtl_date *out, dtl_date_precision *precision)
{
	s = dtl_str_trim(s);
	int year = digits(s, 0, 4);
	if (year < 1) return false;
	bool dashed = s.len > 4 && s.ptr[4] == '-';
	int month = digits(s, dashed ? 5 : 4, 2);
	size_t day_at = dashed ? 8 : 6;
	int day = dashed && (s.len < 8 || s.ptr[7] != '-') ? -1 : digits(s, day_at, 2);
	dtl_date d = {(int16_t)year, (uint8_t)(month > 0 ? month : 1), (uint8_t)(day > 0 ? day : 1)};
	dtl_date_precision p = month < 0 ? DTL_DATE_YEAR : day < 0 ? DTL_DATE_MONTH : DTL_DATE_DAY;
	size_t end = p == DTL_DATE_DAY ? day_at + 2 : p == DTL_DATE_MONTH ? day_at - 1 : 4;
	if (end < s.len && !(p == DTL_DATE_DAY && (s.ptr[end] == 'T' || s.ptr[end] == ' '))) return false;
	if (!dtl_date_valid(d)) return false;
	*out = d;
	*precision = p;
	return true;
}

const char *dtl_date_format(dtl_date d, char out[11])
{
	out[0] = '\0';
	if (dtl_date_valid(d)) snprintf(out, 11, "%04u-%02u-%02u", (unsigned)d.year % 10000u, d.month % 100u, d.day % 100u);
	return out;
}
