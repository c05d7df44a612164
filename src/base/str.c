#include "base/str.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

dtl_str dtl_str_of(const char *z)
{
	return z ? (dtl_str){z, strlen(z)} : DTL_STR_NONE;
}

dtl_str dtl_str_sub(dtl_str s, size_t start, size_t end)
{
	if (end > s.len) end = s.len;
	if (start > end) start = end;
	return s.ptr ? (dtl_str){s.ptr + start, end - start} : DTL_STR_NONE;
}

bool dtl_str_eq(dtl_str a, dtl_str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool dtl_str_eq_nocase(dtl_str a, dtl_str b)
{
	if (a.len != b.len) return false;
	for (size_t i = 0; i < a.len; i++)
		if (dtl_ascii_lower(a.ptr[i]) != dtl_ascii_lower(b.ptr[i])) return false;
	return true;
}

int dtl_str_cmp(dtl_str a, dtl_str b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int c = n ? memcmp(a.ptr, b.ptr, n) : 0;
	return c ? c : (a.len > b.len) - (a.len < b.len);
}

bool dtl_str_starts(dtl_str s, dtl_str prefix)
{
	return s.len >= prefix.len && dtl_str_eq(dtl_str_sub(s, 0, prefix.len), prefix);
}

bool dtl_str_ends(dtl_str s, dtl_str suffix)
{
	return s.len >= suffix.len && dtl_str_eq(dtl_str_sub(s, s.len - suffix.len, s.len), suffix);
}

bool dtl_str_contains_nocase(dtl_str s, dtl_str part)
{
	if (part.len == 0) return true;
	for (size_t i = 0; i + part.len <= s.len; i++)
		if (dtl_str_eq_nocase(dtl_str_sub(s, i, i + part.len), part)) return true;
	return false;
}

dtl_str dtl_str_trim(dtl_str s)
{
	while (s.len && dtl_ascii_space(s.ptr[0])) s.ptr++, s.len--;
	while (s.len && dtl_ascii_space(s.ptr[s.len - 1])) s.len--;
	return s;
}

dtl_str dtl_str_cut(dtl_str *s, char separator)
{
	const char *at = s->len ? memchr(s->ptr, separator, s->len) : NULL;
	dtl_str head = *s;
	if (!at) {
		*s = DTL_STR_NONE;
		return head;
	}
	head.len = (size_t)(at - s->ptr);
	*s = (dtl_str){at + 1, s->len - head.len - 1};
	return head;
}

bool dtl_str_to_int(dtl_str s, int64_t *out)
{
	char buf[24];
	if (s.len == 0 || s.len >= sizeof buf || dtl_ascii_space(s.ptr[0])) return false;
	memcpy(buf, s.ptr, s.len);
	buf[s.len] = '\0';
	char *end;
	long long v = strtoll(buf, &end, 10);
	if (end != buf + s.len) return false;
	*out = v;
	return true;
}

bool dtl_str_to_double(dtl_str s, double *out)
{
	char buf[64];
	if (s.len == 0 || s.len >= sizeof buf || dtl_ascii_space(s.ptr[0])) return false;
	for (size_t i = 0; i < s.len; i++) /* no hexadecimal, no "inf", no "nan" */
		if (dtl_ascii_alpha(s.ptr[i]) && s.ptr[i] != 'e' && s.ptr[i] != 'E') return false;
	memcpy(buf, s.ptr, s.len);
	buf[s.len] = '\0';
	char *end;
	double v = strtod(buf, &end);
	if (end != buf + s.len || !isfinite(v)) return false;
	*out = v;
	return true;
}

uint64_t dtl_str_hash(dtl_str s)
{
	uint64_t h = 0xcbf29ce484222325u;
	for (size_t i = 0; i < s.len; i++) h = (h ^ (unsigned char)s.ptr[i]) * 0x100000001b3u;
	return h;
}

void dtl_buf_reserve(dtl_buf *b, size_t more)
{
	if (b->cap - b->len > more) return;
	size_t cap = b->cap ? b->cap * 2 : 256;
	while (cap - b->len <= more) cap *= 2;
	b->data = dtl_arena_grow(b->arena, b->data, b->cap, cap);
	b->cap = cap;
}

void dtl_buf_add(dtl_buf *b, dtl_str s)
{
	dtl_buf_reserve(b, s.len);
	if (s.len) memcpy(b->data + b->len, s.ptr, s.len);
	b->len += s.len;
	b->data[b->len] = '\0';
}

void dtl_buf_addz(dtl_buf *b, const char *z)
{
	dtl_buf_add(b, dtl_str_of(z));
}

void dtl_buf_addc(dtl_buf *b, char c)
{
	dtl_buf_add(b, (dtl_str){&c, 1});
}

void dtl_buf_printf(dtl_buf *b, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len < 0) return;
	dtl_buf_reserve(b, (size_t)len);
	va_start(args, format);
	vsnprintf(b->data + b->len, (size_t)len + 1, format, args);
	va_end(args);
	b->len += (size_t)len;
}

/* The common case of %.*f, exact: a number whose digits fit an integer and are far from a tie. Returns the length, or 0. */
static int short_number(char *text, double value, int digits)
{
	static const double power[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
	double scaled = digits >= 0 && digits <= 6 ? fabs(value) * power[digits] : 1e18, whole = floor(scaled + 0.5);
	bool minus = signbit(value);
	if (!(scaled < 1e12) || (minus && whole < 1) || fabs(fabs(scaled - floor(scaled)) - 0.5) < 1e-3) return 0;
	char reversed[32];
	int n = 0, len = 0;
	uint64_t rest = (uint64_t)whole;
	for (; rest || n <= digits; rest /= 10) {
		if (n == digits && digits > 0) reversed[len++] = '.';
		reversed[len++] = (char)('0' + rest % 10);
		n++;
	}
	if (minus) reversed[len++] = '-';
	for (int i = 0; i < len; i++) text[i] = reversed[len - 1 - i];
	return len;
}

void dtl_buf_number(dtl_buf *b, double value, int digits)
{
	char text[64];
	int len = short_number(text, value, digits);
	if (len == 0) len = snprintf(text, sizeof text, "%.*f", digits, value);
	if (len < 0 || (size_t)len >= sizeof text) len = snprintf(text, sizeof text, "%.17g", value);
	if (digits > 0 && memchr(text, '.', (size_t)len)) {
		while (text[len - 1] == '0') len--;
		if (text[len - 1] == '.') len--;
	}
	if (len == 2 && text[0] == '-' && text[1] == '0') text[0] = '0', len = 1;
	dtl_buf_add(b, (dtl_str){text, (size_t)len});
}

dtl_str dtl_buf_str(const dtl_buf *b)
{
	return (dtl_str){b->data ? b->data : "", b->len};
}

char *dtl_buf_malloc(const dtl_buf *b)
{
	char *p = malloc(b->len + 1);
	if (!p) return NULL;
	if (b->len) memcpy(p, b->data, b->len);
	p[b->len] = '\0';
	return p;
}
