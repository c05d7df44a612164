/* UTF-8: decoding, repair, and the way between byte, code point and UTF-16 offsets. */
#ifndef DTL_BASE_UTF8_H
#define DTL_BASE_UTF8_H

#include "base/str.h"

#define DTL_UTF8_BAD 0xfffdu

/* Decodes the code point at s.ptr[*at] (*at < s.len) and steps behind it. A malformed byte gives U+FFFD and one step:
 * overlong forms, surrogates and values above U+10FFFF are malformed. */
uint32_t dtl_utf8_next_long(dtl_str s, size_t *at); /* beyond ASCII */
static inline uint32_t dtl_utf8_next(dtl_str s, size_t *at)
{
	unsigned char c = (unsigned char)s.ptr[*at];
	if (c >= 0x80) return dtl_utf8_next_long(s, at);
	++*at;
	return c;
}
size_t dtl_utf8_put(uint32_t code_point, char out[4]); /* bytes written, 1..4 */
bool dtl_utf8_valid(dtl_str s);
size_t dtl_utf8_count(dtl_str s); /* code points of valid UTF-8 */
/* s with each malformed byte and each NUL replaced by U+FFFD; *replaced counts them. s itself if there are none. */
dtl_str dtl_utf8_repair(dtl_arena *arena, dtl_str s, size_t *replaced);

/* Maps ascending or random byte offsets of one text to other units in constant time a query (steps of 64 bytes). */
typedef struct dtl_offset_map {
	dtl_str text;
	const uint32_t *code_points; /* before each 64-byte step */
	const uint32_t *utf16;
} dtl_offset_map;
dtl_offset_map dtl_offset_map_new(dtl_arena *arena, dtl_str text);
uint32_t dtl_offset_code_points(const dtl_offset_map *map, uint32_t byte);
uint32_t dtl_offset_utf16(const dtl_offset_map *map, uint32_t byte);
/* The byte offset of a code point; text.len if it lies behind the end. */
uint32_t dtl_offset_of_code_point(const dtl_offset_map *map, uint32_t code_point);

#endif
