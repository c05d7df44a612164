/* Text that is not UTF-8. */
#include "base/utf8.h"
#include "read/reader.h"

/* Windows-1252 where it differs from Latin-1 (WHATWG Encoding, index-windows-1252): bytes 0x80 to 0x9f. */
static const uint16_t windows_1252[32] = {0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160,
	0x2039, 0x152, 0x8d, 0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161,
	0x203a, 0x153, 0x9d, 0x17e, 0x178};

static dtl_str from_windows_1252(dtl_arena *arena, dtl_str s)
{
	dtl_buf out = {.arena = arena};
	dtl_buf_reserve(&out, s.len + s.len / 4);
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		char encoded[4];
		size_t n = dtl_utf8_put(c >= 0x80 && c < 0xa0 ? windows_1252[c - 0x80] : c, encoded);
		dtl_buf_add(&out, (dtl_str){encoded, n});
	}
	return dtl_buf_str(&out);
}

dtl_str dtl_reader_utf8(dtl_reader *r, dtl_str s)
{
	size_t malformed = 0, sequences = 0;
	for (size_t i = 0; i < s.len;) {
		size_t before = i;
		uint32_t c = dtl_utf8_next(s, &i);
		if (c == DTL_UTF8_BAD && i - before == 1) malformed++;
		else if (c >= 0x80) sequences++;
	}
	if (malformed > sequences) s = from_windows_1252(&r->record, s);
	size_t replaced;
	s = dtl_utf8_repair(&r->record, s, &replaced);
	r->repaired += replaced;
	return s;
}
