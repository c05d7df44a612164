#include "read/mime.h"

#define MAX_DEPTH 16
#define MAX_PARTS 1000

dtl_mime dtl_mime_split(dtl_str s)
{
	for (size_t i = 0; i < s.len;) {
		const char *end = memchr(s.ptr + i, '\n', s.len - i);
		size_t next = end ? (size_t)(end - s.ptr) + 1 : s.len;
		if (dtl_str_trim(dtl_str_sub(s, i, next)).len == 0) return (dtl_mime){dtl_str_sub(s, 0, i), dtl_str_sub(s, next, s.len)};
		i = next;
	}
	return (dtl_mime){s, dtl_str_sub(s, s.len, s.len)};
}

/* ---- encodings ---- */

static int hex(char c)
{
	if (dtl_ascii_digit(c)) return c - '0';
	c = dtl_ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* RFC 2045, 6.7; header: "_" is a space (RFC 2047, 4.2). */
static dtl_str from_quoted_printable(dtl_arena *arena, dtl_str s, bool header)
{
	dtl_buf out = {.arena = arena};
	for (size_t i = 0; i < s.len; i++) {
		if (header && s.ptr[i] == '_') {
			dtl_buf_addc(&out, ' ');
		} else if (s.ptr[i] != '=') {
			dtl_buf_addc(&out, s.ptr[i]);
		} else if (i + 2 < s.len && hex(s.ptr[i + 1]) >= 0 && hex(s.ptr[i + 2]) >= 0) {
			dtl_buf_addc(&out, (char)(hex(s.ptr[i + 1]) * 16 + hex(s.ptr[i + 2])));
			i += 2;
		} else { /* a soft line break, perhaps with spaces before its end; a stray sign is dropped */
			size_t k = i + 1;
			while (k < s.len && (s.ptr[k] == ' ' || s.ptr[k] == '\t' || s.ptr[k] == '\r')) k++;
			if (k < s.len && s.ptr[k] == '\n') i = k;
		}
	}
	return dtl_buf_str(&out);
}

static dtl_str from_base64(dtl_arena *arena, dtl_str s)
{
	dtl_buf out = {.arena = arena};
	dtl_buf_reserve(&out, s.len / 4 * 3 + 3);
	uint32_t bits = 0;
	int have = 0;
	for (size_t i = 0; i < s.len && s.ptr[i] != '='; i++) {
		static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
		const char *at = s.ptr[i] ? strchr(digits, s.ptr[i]) : NULL;
		if (!at) continue; /* line breaks, and whatever else got there */
		bits = bits << 6 | (uint32_t)(at - digits);
		have += 6;
		if (have >= 8) {
			have -= 8;
			dtl_buf_addc(&out, (char)(bits >> have & 0xff));
		}
	}
	return dtl_buf_str(&out);
}

dtl_str dtl_mime_content(dtl_reader *r, const dtl_mime *part)
{
	dtl_str how = dtl_mime_field(r, part, "Content-Transfer-Encoding");
	if (dtl_str_eq_nocase(how, DTL_STR("quoted-printable"))) return from_quoted_printable(&r->record, part->body, false);
	if (dtl_str_eq_nocase(how, DTL_STR("base64"))) return from_base64(&r->record, part->body);
	return part->body;
}

/* ---- headers ---- */

/* "=?charset?B?...?=" at s as UTF-8; its length in *len, 0 if there is none. */
static dtl_str encoded_word(dtl_reader *r, dtl_str s, size_t *len)
{
	*len = 0;
	if (!dtl_str_starts(s, DTL_STR("=?"))) return DTL_STR_NONE;
	const char *a = memchr(s.ptr + 2, '?', s.len - 2), *end = s.ptr + s.len;
	if (!a || a + 3 >= end || a[2] != '?' || a - s.ptr > 60) return DTL_STR_NONE;
	const char *close = memmem(a + 3, (size_t)(end - a) - 3, "?=", 2);
	if (!close) return DTL_STR_NONE;
	char charset[64];
	size_t n = (size_t)(a - s.ptr) - 2;
	memcpy(charset, s.ptr + 2, n);
	charset[n] = '\0';
	charset[strcspn(charset, "*")] = '\0'; /* a language may follow (RFC 2231, 5) */
	dtl_str text = {a + 3, (size_t)(close - a) - 3};
	char how = dtl_ascii_lower(a[1]);
	if (how != 'b' && how != 'q') return DTL_STR_NONE;
	text = how == 'b' ? from_base64(&r->record, text) : from_quoted_printable(&r->record, text, true);
	*len = (size_t)(close - s.ptr) + 2;
	return dtl_reader_convert(r, text, charset);
}

/* Encoded words decoded; white space between two of them is no text (RFC 2047, 6.2). */
static dtl_str decoded(dtl_reader *r, dtl_str s)
{
	dtl_buf out = {.arena = &r->record};
	bool was_word = false;
	for (size_t i = 0; i < s.len;) {
		size_t space = i, len;
		while (was_word && space < s.len && dtl_ascii_space(s.ptr[space])) space++;
		dtl_str word = encoded_word(r, dtl_str_sub(s, space, s.len), &len);
		if (len) {
			dtl_buf_add(&out, word);
			i = space + len;
		} else {
			dtl_buf_addc(&out, s.ptr[i++]);
		}
		was_word = len > 0;
	}
	return dtl_reader_utf8(r, dtl_str_trim(dtl_buf_str(&out)));
}

/* The value of a field as it stands, its lines joined. */
static dtl_str raw_field(dtl_arena *arena, dtl_str headers, const char *name)
{
	dtl_str key = dtl_str_of(name);
	dtl_buf out = {.arena = arena};
	bool inside = false;
	while (headers.len) {
		dtl_str rest = headers, line = dtl_str_cut(&rest, '\n');
		headers = rest.ptr ? rest : DTL_STR("");
		bool folded = line.len && (line.ptr[0] == ' ' || line.ptr[0] == '\t');
		if (inside && !folded) break;
		if (!inside) {
			inside = line.len > key.len && line.ptr[key.len] == ':' && dtl_str_eq_nocase(dtl_str_sub(line, 0, key.len), key);
			if (inside) dtl_buf_add(&out, dtl_str_trim(dtl_str_sub(line, key.len + 1, line.len)));
		} else {
			dtl_buf_addc(&out, ' ');
			dtl_buf_add(&out, dtl_str_trim(line));
		}
	}
	return dtl_buf_str(&out);
}

dtl_str dtl_mime_field(dtl_reader *r, const dtl_mime *part, const char *name)
{
	return decoded(r, raw_field(&r->record, part->headers, name));
}

dtl_str dtl_mime_parameter(dtl_reader *r, const dtl_mime *part, const char *field, const char *name)
{
	dtl_str value = raw_field(&r->record, part->headers, field), key = dtl_str_of(name);
	for (size_t i = 0; i + key.len < value.len; i++) {
		if (value.ptr[i] != ';' && !dtl_ascii_space(value.ptr[i])) continue;
		dtl_str rest = dtl_str_trim(dtl_str_sub(value, i + 1, value.len));
		if (rest.len <= key.len || !dtl_str_eq_nocase(dtl_str_sub(rest, 0, key.len), key)) continue;
		rest = dtl_str_trim(dtl_str_sub(rest, key.len, rest.len));
		if (rest.len < 2 || rest.ptr[0] != '=') continue;
		rest = dtl_str_trim(dtl_str_sub(rest, 1, rest.len));
		if (rest.len && rest.ptr[0] == '"') {
			dtl_str inside = dtl_str_sub(rest, 1, rest.len);
			return dtl_str_cut(&inside, '"');
		}
		size_t end = 0;
		while (end < rest.len && rest.ptr[end] != ';' && !dtl_ascii_space(rest.ptr[end])) end++;
		return dtl_str_sub(rest, 0, end);
	}
	return DTL_STR_NONE;
}

/* ---- parts ---- */

/* Where the next line "--boundary" begins at or behind `from`; s.len if there is none. *last: it is the closing one. */
static size_t next_boundary(dtl_str s, dtl_str boundary, size_t from, bool *last)
{
	for (size_t i = from; i < s.len;) {
		dtl_str line = dtl_str_sub(s, i, s.len);
		if (dtl_str_starts(line, DTL_STR("--")) && dtl_str_starts(dtl_str_sub(line, 2, line.len), boundary)) {
			*last = dtl_str_starts(dtl_str_sub(line, 2 + boundary.len, line.len), DTL_STR("--"));
			return i;
		}
		const char *end = memchr(line.ptr, '\n', line.len);
		if (!end) break;
		i = (size_t)(end - s.ptr) + 1;
	}
	*last = true;
	return s.len;
}

typedef struct search {
	dtl_reader *reader;
	dtl_mime_texts *out;
	size_t parts;
} search;

static bool begins(dtl_str s, const char *with)
{
	dtl_str w = dtl_str_of(with);
	return s.len >= w.len && dtl_str_eq_nocase(dtl_str_sub(s, 0, w.len), w);
}

static void look_at(search *f, const dtl_mime *part, int depth);

static void look_at_parts(search *f, const dtl_mime *part, int depth)
{
	dtl_str boundary = dtl_mime_parameter(f->reader, part, "Content-Type", "boundary");
	if (boundary.len == 0 || depth >= MAX_DEPTH) return;
	bool last;
	size_t at = next_boundary(part->body, boundary, 0, &last);
	while (!last && f->parts++ < MAX_PARTS) {
		dtl_str rest = dtl_str_sub(part->body, at, part->body.len);
		const char *line = memchr(rest.ptr, '\n', rest.len);
		size_t from = line ? (size_t)(line - part->body.ptr) + 1 : part->body.len;
		at = next_boundary(part->body, boundary, from, &last);
		dtl_mime child = dtl_mime_split(dtl_str_sub(part->body, from, at));
		look_at(f, &child, depth + 1);
	}
}

static void look_at(search *f, const dtl_mime *part, int depth)
{
	dtl_str type = dtl_mime_field(f->reader, part, "Content-Type");
	if (begins(dtl_mime_field(f->reader, part, "Content-Disposition"), "attachment")) return;
	if (begins(type, "multipart/")) {
		look_at_parts(f, part, depth);
	} else if (begins(type, "message/rfc822") && depth < MAX_DEPTH) {
		dtl_mime inner = dtl_mime_split(part->body);
		look_at(f, &inner, depth + 1);
	} else if (begins(type, "text/html")) {
		if (!f->out->html.body.ptr) f->out->html = *part;
	} else if (type.len == 0 || begins(type, "text/plain") || !memchr(type.ptr, '/', type.len)) {
		if (!f->out->plain.body.ptr) f->out->plain = *part;
	}
}

void dtl_mime_find_texts(dtl_reader *r, const dtl_mime *message, dtl_mime_texts *out)
{
	search f = {r, out, 0};
	*out = (dtl_mime_texts){{{NULL, 0}, {NULL, 0}}, {{NULL, 0}, {NULL, 0}}};
	look_at(&f, message, 0);
}
