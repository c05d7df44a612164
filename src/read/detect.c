/* The format of an input, told by its first bytes. */
#include "base/error.h"
#include "read/reader.h"

#define PEEK ((size_t)4096)

/* Formats that hold no text which can be read here, by their magic numbers. */
static const struct { const char *magic; size_t len; const char *name; } foreign[] = {
	{"PK\x03\x04", 4, "a ZIP archive or an office document; unpack or convert it"},
	{"\x89PNG", 4, "a PNG image"},
	{"\xff\xd8\xff", 3, "a JPEG image"},
	{"GIF8", 4, "a GIF image"},
	{"SQLite format 3", 16, "a database; stores are read with -d"},
	{"\x7f" "ELF", 4, "a program"},
	{"BZh", 3, "bzip2 data; unpack it"},
	{"\xfd" "7zXZ", 6, "xz data; unpack it"},
};

static dtl_status refuse(const dtl_reader *r, const char *what, dtl_error *err)
{
	return dtl_fail_at(err, DTL_ERR_DATA, r->path, 1, 0, "'%s' is no article but %s", r->path, what);
}

/* More than one byte in twenty is a control character that text does not have. */
static bool is_binary(dtl_str s)
{
	size_t controls = 0;
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		controls += c < 0x20 && !dtl_ascii_space((char)c) && c != 0x1b;
	}
	return controls * 20 > s.len;
}

/* Is the value at the start closed on its first line? Then lines follow; else it is one value over several lines. A line break
 * inside a string is a fault of that line only. */
static bool closes_on_first_line(dtl_str s)
{
	int depth = 0;
	bool quoted = false;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		if (c == '\n') return quoted || depth == 0;
		if (quoted) {
			if (c == '\\') i++;
			else quoted = c != '"';
		} else if (c == '"') {
			quoted = true;
		} else {
			depth += (c == '{' || c == '[') - (c == '}' || c == ']');
		}
	}
	return true;
}

static const dtl_format *json_format(dtl_str s)
{
	if (s.ptr[0] == '{') return closes_on_first_line(s) ? &dtl_format_json_lines : &dtl_format_json;
	dtl_str inside = dtl_str_trim(dtl_str_sub(s, 1, s.len));
	return inside.len && (inside.ptr[0] == '{' || inside.ptr[0] == ']') ? &dtl_format_json : NULL;
}

/* The local name of the document's root element: the first tag behind declaration, comments and document type; empty if it is not
 * among the bytes that are there. */
static dtl_str root_name(dtl_str s)
{
	while (s.len > 2) {
		const char *open = memchr(s.ptr, '<', s.len), *end = NULL;
		if (!open) break;
		s = dtl_str_sub(s, (size_t)(open - s.ptr), s.len);
		if (dtl_str_starts(s, DTL_STR("<!--"))) end = memmem(s.ptr, s.len, "-->", 3);
		else if (dtl_str_starts(s, DTL_STR("<!")) || dtl_str_starts(s, DTL_STR("<?"))) end = memchr(s.ptr, '>', s.len);
		if (end && s.ptr[1] == '!' && s.ptr[2] != '-' && memchr(s.ptr, '[', (size_t)(end - s.ptr))) end = memmem(s.ptr, s.len, "]>", 2);
		if (!end) break;
		s = dtl_str_sub(s, (size_t)(end - s.ptr) + 1, s.len);
	}
	size_t from = 1, to = 1;
	while (to < s.len && (dtl_ascii_alpha(s.ptr[to]) || dtl_ascii_digit(s.ptr[to]) || strchr(":.-_", s.ptr[to])))
		if (s.ptr[to++] == ':') from = to;
	return s.len && s.ptr[0] == '<' ? dtl_str_sub(s, from, to) : DTL_STR("");
}

/* A text may begin with '<', too: only what looks like a tag counts. */
static const dtl_format *markup_format(dtl_str s)
{
	static const struct { const char *root; const dtl_format *format; } roots[] = {{"rss", &dtl_format_feed}, {"feed", &dtl_format_feed},
		{"RDF", &dtl_format_feed}, {"newsMessage", &dtl_format_newsml}, {"newsItem", &dtl_format_newsml}, {"NewsML", &dtl_format_newsml},
		{"nitf", &dtl_format_nitf}};
	bool tag = s.len > 2 && (dtl_ascii_alpha(s.ptr[1]) || s.ptr[1] == '!' || s.ptr[1] == '?');
	if (!tag || !memchr(s.ptr, '>', s.len)) return NULL;
	dtl_str root = root_name(s);
	for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
		if (dtl_str_eq_nocase(root, dtl_str_of(roots[i].root))) return roots[i].format;
	return &dtl_format_html;
}

static bool is_table(dtl_reader *r, dtl_str s)
{
	const char *end = memchr(s.ptr, '\n', s.len);
	if (!end) return false;
	if (setjmp(r->record.exhausted)) return false;
	return dtl_csv_header(&r->record, dtl_str_trim(dtl_str_sub(s, 0, (size_t)(end - s.ptr))));
}

/* Fills the window as far as the format needs: one line is enough for JSON lines, so that a filter at the end of a pipe answers
 * each line when it comes. */
static dtl_status peek(dtl_stream *s, dtl_error *err)
{
	for (;;) {
		dtl_str w = dtl_stream_window(s);
		bool line = w.len && w.ptr[0] == '{' && memchr(w.ptr, '\n', w.len);
		if (line || w.len >= PEEK || s->at_end) return DTL_OK;
		dtl_status status = dtl_stream_want(s, w.len + 1, err);
		if (status != DTL_OK) return status;
	}
}

dtl_status dtl_format_detect(dtl_reader *r, const dtl_format **out, dtl_error *err)
{
	dtl_status status = peek(&r->stream, err);
	if (status != DTL_OK) return status;
	dtl_str s = dtl_stream_window(&r->stream);
	for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
		if (s.len >= foreign[i].len && memcmp(s.ptr, foreign[i].magic, foreign[i].len) == 0)
			return refuse(r, foreign[i].name, err);
	if (dtl_str_starts(s, DTL_STR("%PDF-"))) return *out = &dtl_format_pdf, DTL_OK;
	if (dtl_str_starts(s, DTL_STR("WARC/"))) return *out = &dtl_format_warc, DTL_OK; /* may hold images, or compressed pages */
	s = dtl_str_sub(s, 0, PEEK);
	if (is_binary(s)) return refuse(r, "binary data", err);
	s = dtl_str_trim(s);
	*out = NULL;
	if (s.len && (s.ptr[0] == '{' || s.ptr[0] == '[')) *out = json_format(s);
	else if (s.len && s.ptr[0] == '<') *out = markup_format(s);
	else if (dtl_mail_begins(s)) *out = &dtl_format_mail;
	else if (s.len && is_table(r, s)) *out = &dtl_format_csv;
	if (!*out) *out = &dtl_format_text;
	return DTL_OK;
}
