#include "base/utf8.h"

#define STEP 64

uint32_t dtl_utf8_next_long(dtl_str s, size_t *at)
{
	const unsigned char *p = (const unsigned char *)s.ptr + *at;
	size_t left = s.len - *at;
	uint32_t c = p[0];
	size_t n = c < 0x80 ? 1 : c >= 0xc2 && c < 0xe0 ? 2 : c >= 0xe0 && c < 0xf0 ? 3 : c >= 0xf0 && c < 0xf5 ? 4 : 0;
	if (n == 1) return *at += 1, c;
	bool good = n != 0 && n <= left;
	uint32_t v = n ? c & (0xffu >> (n + 1)) : 0;
	for (size_t i = 1; good && i < n; i++) {
		good = (p[i] & 0xc0) == 0x80;
		v = v << 6 | (p[i] & 0x3f);
	}
	static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
	if (!good || v < least[n] || v > 0x10ffff || (v >= 0xd800 && v < 0xe000)) return *at += 1, DTL_UTF8_BAD;
	*at += n;
	return v;
}

size_t dtl_utf8_put(uint32_t c, char out[4])
{
	if (c < 0x80) return out[0] = (char)c, 1;
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

/* Is the byte run at *at malformed? Steps behind it. A well-formed U+FFFD is no fault. */
static bool faulty(dtl_str s, size_t *at)
{
	size_t before = *at;
	uint32_t c = dtl_utf8_next(s, at);
	return c == 0 || (c == DTL_UTF8_BAD && *at - before == 1);
}

bool dtl_utf8_valid(dtl_str s)
{
	for (size_t i = 0; i < s.len;) {
		size_t before = i;
		if (dtl_utf8_next(s, &i) == DTL_UTF8_BAD && i - before == 1) return false;
	}
	return true;
}

size_t dtl_utf8_count(dtl_str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.len; i++) n += ((unsigned char)s.ptr[i] & 0xc0) != 0x80;
	return n;
}

/* Eight bytes of ASCII without a NUL: nearly all of most texts. (Zero byte in a word: Mycroft 1987.) */
static bool plain_word(const char *p)
{
	uint64_t w;
	memcpy(&w, p, sizeof w);
	const uint64_t ones = UINT64_C(0x0101010101010101), tops = UINT64_C(0x8080808080808080);
	return ((w | ((w - ones) & ~w)) & tops) == 0;
}

dtl_str dtl_utf8_repair(dtl_arena *arena, dtl_str s, size_t *replaced)
{
	*replaced = 0;
	for (size_t i = 0; i < s.len;) {
		if (s.len - i >= 8 && plain_word(s.ptr + i)) i += 8;
		else *replaced += faulty(s, &i);
	}
	if (*replaced == 0) return s;
	dtl_buf out = {.arena = arena};
	dtl_buf_reserve(&out, s.len + 2 * *replaced);
	for (size_t i = 0; i < s.len;) {
		size_t before = i;
		dtl_buf_add(&out, faulty(s, &i) ? DTL_STR("\xef\xbf\xbd") : dtl_str_sub(s, before, i));
	}
	return dtl_buf_str(&out);
}

static bool starts_code_point(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

dtl_offset_map dtl_offset_map_new(dtl_arena *arena, dtl_str text)
{
	size_t steps = text.len / STEP + 1;
	uint32_t *points = dtl_arena_array(arena, uint32_t, steps), *units = dtl_arena_array(arena, uint32_t, steps);
	uint32_t n = 0, u = 0;
	for (size_t i = 0; i < text.len; i++) {
		if (i % STEP == 0) points[i / STEP] = n, units[i / STEP] = u;
		n += starts_code_point(text.ptr[i]);
		u += (uint32_t)starts_code_point(text.ptr[i]) + ((unsigned char)text.ptr[i] >= 0xf0);
	}
	if (text.len % STEP == 0) points[text.len / STEP] = n, units[text.len / STEP] = u;
	return (dtl_offset_map){text, points, units};
}

uint32_t dtl_offset_code_points(const dtl_offset_map *map, uint32_t byte)
{
	uint32_t n = map->code_points[byte / STEP];
	for (size_t i = byte - byte % STEP; i < byte; i++) n += starts_code_point(map->text.ptr[i]);
	return n;
}

uint32_t dtl_offset_utf16(const dtl_offset_map *map, uint32_t byte)
{
	uint32_t n = map->utf16[byte / STEP];
	for (size_t i = byte - byte % STEP; i < byte; i++)
		n += (uint32_t)starts_code_point(map->text.ptr[i]) + ((unsigned char)map->text.ptr[i] >= 0xf0);
	return n;
}

uint32_t dtl_offset_of_code_point(const dtl_offset_map *map, uint32_t code_point)
{
	size_t low = 0, high = map->text.len / STEP; /* the last step with code_points[step] <= code_point */
	while (low < high) {
		size_t mid = (low + high + 1) / 2;
		if (map->code_points[mid] <= code_point) low = mid;
		else high = mid - 1;
	}
	uint32_t n = map->code_points[low];
	size_t i = low * STEP;
	while (i < map->text.len && !starts_code_point(map->text.ptr[i])) i++; /* the step may cut a code point */
	while (i < map->text.len && n < code_point) {
		i++;
		while (i < map->text.len && !starts_code_point(map->text.ptr[i])) i++;
		n++;
	}
	return (uint32_t)i;
}
