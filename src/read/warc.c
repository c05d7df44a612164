/* WARC (ISO 28500): of the records of a crawl the responses that are web pages, and texts that were extracted from pages
 * ("conversion", as in WET files). Other records are stepped over. A record's length is told before it, so memory is bounded and
 * a bad record costs only itself. */
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/error.h"
#include "read/html.h"

typedef struct header {
	bool response, text;  /* what it holds */
	uint64_t length;
	dtl_str uri;          /* in the record's arena */
	uint64_t line, offset;
} header;

/* "Name: value" if the line has that name. */
static bool field_of(dtl_str line, const char *name, dtl_str *value)
{
	dtl_str key = dtl_str_of(name);
	if (line.len <= key.len || line.ptr[key.len] != ':' || !dtl_str_eq_nocase(dtl_str_sub(line, 0, key.len), key)) return false;
	*value = dtl_str_trim(dtl_str_sub(line, key.len + 1, line.len));
	return true;
}

static void take_field(dtl_reader *r, dtl_str line, header *h)
{
	dtl_str value;
	int64_t n;
	if (field_of(line, "WARC-Type", &value)) {
		h->response = dtl_str_eq_nocase(value, DTL_STR("response"));
		h->text = dtl_str_eq_nocase(value, DTL_STR("conversion"));
	} else if (field_of(line, "Content-Length", &value)) {
		h->length = dtl_str_to_int(value, &n) && n >= 0 ? (uint64_t)n : 0;
	} else if (field_of(line, "WARC-Target-URI", &value)) {
		if (value.len > 2 && value.ptr[0] == '<') value = dtl_str_sub(value, 1, value.len - 1); /* as some writers have it */
		h->uri = dtl_arena_str(&r->record, value);
	}
}

/* The next record's header; lines before its "WARC/" line are stepped over. */
static dtl_status next_header(dtl_reader *r, header *h, bool *more, dtl_error *err)
{
	dtl_stream_line line;
	*h = (header){0};
	for (bool inside = false;;) {
		dtl_status status = dtl_stream_next_line(&r->stream, 65536, &line, more, err);
		if (status != DTL_OK || !*more) return status;
		if (!inside) {
			inside = dtl_str_starts(line.text, DTL_STR("WARC/"));
			h->line = line.number;
			h->offset = line.offset;
		} else if (line.text.len == 0 && !line.too_long) {
			return DTL_OK;
		} else if (!line.too_long) {
			take_field(r, line.text, h);
		}
	}
}

static dtl_status skip(dtl_reader *r, uint64_t n, dtl_error *err)
{
	while (n) {
		dtl_status status = dtl_stream_want(&r->stream, 1, err);
		if (status != DTL_OK) return status;
		size_t there = dtl_stream_window(&r->stream).len;
		if (there == 0) return DTL_OK; /* cut off */
		size_t step = there < n ? there : (size_t)n;
		dtl_stream_skip(&r->stream, step);
		n -= step;
	}
	return DTL_OK;
}

/* The body of "Transfer-Encoding: chunked" (RFC 9112, 7.1); as far as it is sound. */
static dtl_str dechunk(dtl_arena *arena, dtl_str body)
{
	dtl_buf out = {.arena = arena};
	while (body.len) {
		dtl_str rest = body, line = dtl_str_cut(&rest, '\n');
		char digits[17] = "", *end;
		memcpy(digits, line.ptr, line.len < 16 ? line.len : 16);
		unsigned long long n = strtoull(digits, &end, 16);
		if (end == digits || n == 0 || n > rest.len) break;
		dtl_buf_add(&out, dtl_str_sub(rest, 0, (size_t)n));
		body = dtl_str_sub(rest, (size_t)n, rest.len);
		while (body.len && (body.ptr[0] == '\r' || body.ptr[0] == '\n')) body = dtl_str_sub(body, 1, body.len);
	}
	return dtl_buf_str(&out);
}

/* gzip or zlib data, at most max bytes of what they hold. The space is taken before zlib's state is, so nothing leaks. */
static dtl_str inflate_body(dtl_arena *arena, dtl_str body, size_t max)
{
	size_t room = body.len < max / 8 ? body.len * 8 + 1024 : max;
	for (;;) {
		char *out = dtl_arena_alloc(arena, room);
		z_stream z = {.next_in = (unsigned char *)(uintptr_t)body.ptr, .avail_in = (uInt)body.len, .next_out = (unsigned char *)out,
			.avail_out = (uInt)room};
		if (inflateInit2(&z, 15 + 32) != Z_OK) return DTL_STR("");
		int answer = inflate(&z, Z_FINISH);
		size_t got = room - z.avail_out;
		inflateEnd(&z);
		if (answer == Z_STREAM_END || z.avail_out || room >= max) return (dtl_str){out, got};
		room = room < max / 4 ? room * 4 : max;
	}
}

static void charset_of(dtl_str content_type, char out[40])
{
	out[0] = '\0';
	for (size_t i = 0; i + 8 < content_type.len; i++) {
		if (!dtl_str_eq_nocase(dtl_str_sub(content_type, i, i + 8), DTL_STR("charset="))) continue;
		size_t at = i + 8, n = 0;
		while (at < content_type.len && n < 39 && !strchr(" ;\"'", content_type.ptr[at])) out[n++] = content_type.ptr[at++];
		out[n] = '\0';
		return;
	}
}

/* An HTTP response. *page is false if it is none with status 200 and HTML in it. */
static dtl_status take_response(dtl_reader *r, dtl_str response, dtl_article *out, bool *page, dtl_error *err)
{
	dtl_str rest = response, status_line = dtl_str_trim(dtl_str_cut(&rest, '\n')), value, type = DTL_STR_NONE;
	bool chunked = false, packed = false;
	while (rest.len) {
		dtl_str line = dtl_str_trim(dtl_str_cut(&rest, '\n'));
		if (line.len == 0) break;
		if (field_of(line, "Content-Type", &value)) type = value;
		if (field_of(line, "Transfer-Encoding", &value)) chunked = dtl_str_contains_nocase(value, DTL_STR("chunked"));
		if (field_of(line, "Content-Encoding", &value))
			packed = dtl_str_contains_nocase(value, DTL_STR("gzip")) || dtl_str_contains_nocase(value, DTL_STR("deflate"));
	}
	*page = dtl_str_starts(status_line, DTL_STR("HTTP/")) && dtl_str_contains_nocase(status_line, DTL_STR(" 200")) &&
		dtl_str_contains_nocase(type, DTL_STR("html")) && rest.len;
	if (!*page) return DTL_OK;
	if (chunked) rest = dechunk(&r->record, rest);
	if (packed) rest = inflate_body(&r->record, rest, 4 * r->spec.max_bytes);
	char charset[40];
	charset_of(type, charset);
	return dtl_html_article(r, rest, charset, out, err);
}

static dtl_status take_record(dtl_reader *r, const header *h, dtl_article *out, bool *found, dtl_error *err)
{
	dtl_str content = dtl_str_sub(dtl_stream_window(&r->stream), 0, (size_t)h->length);
	if (content.len < h->length)
		return dtl_fail_at(err, DTL_ERR_DATA, r->path, h->line, h->offset, "the record is cut off");
	out->line = h->line;
	dtl_status status = DTL_OK;
	if (h->text) {
		out->text = dtl_reader_utf8(r, content);
		*found = dtl_str_trim(out->text).len > 0;
	} else {
		status = take_response(r, content, out, found, err);
	}
	if (dtl_url_host(h->uri).len) {
		if (out->url.len == 0) out->url = h->uri;
		if (out->date.len == 0) out->date = dtl_url_date(&r->record, h->uri);
	}
	return status;
}

static dtl_status next(dtl_reader *r, dtl_article *out, bool *more, dtl_error *err)
{
	const dtl_article blank = *out;
	for (;;) {
		header h;
		*out = blank;
		dtl_arena_free(&r->record); /* what records that were stepped over left */
		dtl_status status = next_header(r, &h, more, err);
		if (status != DTL_OK || !*more) return status;
		bool wanted = h.response || h.text, found = false;
		bool too_long = h.length > 4 * (uint64_t)r->spec.max_bytes;
		if (wanted && !too_long) {
			status = dtl_stream_want(&r->stream, (size_t)h.length, err);
			if (status == DTL_OK) status = take_record(r, &h, out, &found, err);
		}
		dtl_str w = dtl_stream_window(&r->stream);
		if (w.len >= h.length) dtl_stream_skip(&r->stream, (size_t)h.length); /* without reading: the article may stand in the window */
		else if (status == DTL_OK) status = skip(r, h.length, err);
		else dtl_stream_skip(&r->stream, w.len);
		if (status != DTL_OK || found) return status;
		if (wanted && too_long)
			return dtl_fail_at(err, DTL_ERR_DATA, r->path, h.line, h.offset, "the record is longer than %zu bytes", 4 * r->spec.max_bytes);
	}
}

const dtl_format dtl_format_warc = {"WARC", next, NULL};
