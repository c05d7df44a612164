/* Text that is not UTF-8. */
#include <iconv.h>

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

/* Converts as far as it goes, a byte that has no meaning as U+FFFD. The space is taken before, so that nothing is lost when the arena
 * runs out: no charset needs more than four bytes of UTF-8 for one of its own. */
static dtl_str iconv_all(dtl_reader *r, iconv_t cd, dtl_str s, char *out)
{
	char *in = (char *)(uintptr_t)s.ptr, *to = out;
	size_t left = s.len, room = 4 * s.len + 16;
	while (left) {
		size_t before = left;
		if (iconv(cd, &in, &left, &to, &room) != (size_t)-1 || room < 4) break;
		if (left == 0) break;
		size_t n = dtl_utf8_put(DTL_UTF8_BAD, to);
		to += n;
		room -= n;
		in++;
		left--;
		r->repaired++;
		if (left >= before) break;
	}
	return (dtl_str){out, (size_t)(to - out)};
}

/* What labels stand for (WHATWG Encoding, 4.2): pages say one thing and hold the larger one that contains it. */
static const char *meant(const char *label)
{
	static const struct { const char *label, *charset; } labels[] = {{"iso-8859-1", "WINDOWS-1252"}, {"iso8859-1", "WINDOWS-1252"},
		{"latin1", "WINDOWS-1252"}, {"gb2312", "GB18030"}, {"gbk", "GB18030"}, {"gb_2312-80", "GB18030"}, {"shift_jis", "CP932"},
		{"shift-jis", "CP932"}, {"sjis", "CP932"}, {"x-sjis", "CP932"}, {"euc-kr", "CP949"}, {"ks_c_5601-1987", "CP949"}, {"big5", "BIG5-HKSCS"},
		{"iso-8859-9", "WINDOWS-1254"}, {"tis-620", "CP874"}, {"iso-8859-11", "CP874"}, {"iso-8859-8-i", "ISO-8859-8"},
		{"x-mac-roman", "MACINTOSH"}, {"unicode-1-1-utf-8", "UTF-8"}};
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		if (strcasecmp(label, labels[i].label) == 0) return labels[i].charset;
	return label;
}

dtl_str dtl_reader_convert(dtl_reader *r, dtl_str s, const char *charset)
{
	/* UTF-16 was decoded when the bytes were read; who says so inside of them is wrong. Of iso-2022 every byte is ASCII to the eye. */
	bool shifted = charset && strncasecmp(charset, "iso-2022", 8) == 0;
	bool usual = !charset || !*charset || strcasecmp(charset, "utf-8") == 0 || strcasecmp(charset, "utf8") == 0 ||
		strcasecmp(charset, "us-ascii") == 0 || strncasecmp(charset, "utf-16", 6) == 0 || strncasecmp(charset, "utf-7", 5) == 0;
	if (usual || s.len > (size_t)1 << 28 || (!shifted && dtl_utf8_valid(s))) return dtl_reader_utf8(r, s);
	char *out = dtl_arena_alloc(&r->record, 4 * s.len + 16);
	iconv_t cd = iconv_open("UTF-8", meant(charset));
	if (cd == (iconv_t)-1) return dtl_reader_utf8(r, s);
	s = iconv_all(r, cd, s, out);
	iconv_close(cd);
	return dtl_reader_utf8(r, s);
}
