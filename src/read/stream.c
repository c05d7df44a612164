#include "read/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "base/error.h"
#include "base/utf8.h"

#define CHUNK ((size_t)1 << 16)

typedef enum compression { PLAIN, GZIP, ZSTD } compression;
typedef enum encoding { EIGHT_BIT, UTF16_LE, UTF16_BE } encoding;

struct dtl_stream_decoder {
	compression compression;
	encoding encoding;
	bool source_ended;      /* read(2) has said so */
	bool inside;            /* a compressed member has begun and not ended */
	z_stream gzip;
	ZSTD_DStream *zstd;
	unsigned char carry[4]; /* UTF-16 units that the last chunk cut */
	size_t carry_len;
	size_t raw_start, raw_end;
	unsigned char raw[CHUNK];    /* as the file holds them */
	unsigned char plain[CHUNK];  /* decompressed, before UTF-16 is decoded */
};

static dtl_status read_raw(dtl_stream *s, dtl_error *err)
{
	struct dtl_stream_decoder *d = s->decoder;
	if (d->raw_start < d->raw_end || d->source_ended) return DTL_OK;
	ssize_t n;
	do n = read(s->fd, d->raw, CHUNK);
	while (n < 0 && errno == EINTR);
	if (n < 0) return dtl_fail_errno(err, errno == EISDIR ? DTL_ERR_NO_INPUT : DTL_ERR_IO, "read", s->path);
	d->source_ended = n == 0;
	d->raw_start = 0;
	d->raw_end = (size_t)n;
	return DTL_OK;
}

static dtl_status damaged(dtl_stream *s, const char *how, dtl_error *err)
{
	return dtl_fail_at(err, DTL_ERR_DATA, s->path, s->line, s->offset, "'%s' is %s", s->path, how);
}

static dtl_status inflate_some(dtl_stream *s, unsigned char *out, size_t room, size_t *got, dtl_error *err)
{
	struct dtl_stream_decoder *d = s->decoder;
	d->gzip.next_in = d->raw + d->raw_start;
	d->gzip.avail_in = (uInt)(d->raw_end - d->raw_start);
	d->gzip.next_out = out;
	d->gzip.avail_out = (uInt)room;
	int answer = inflate(&d->gzip, Z_NO_FLUSH);
	d->raw_start = d->raw_end - d->gzip.avail_in;
	*got = room - d->gzip.avail_out;
	d->inside = answer != Z_STREAM_END;
	if (answer == Z_STREAM_END) inflateReset(&d->gzip); /* members may follow one another (RFC 1952, 2.2) */
	if (answer == Z_MEM_ERROR) return dtl_fail_memory(err);
	return answer == Z_OK || answer == Z_STREAM_END || answer == Z_BUF_ERROR ? DTL_OK : damaged(s, "damaged gzip data", err);
}

static dtl_status unzstd_some(dtl_stream *s, unsigned char *out, size_t room, size_t *got, dtl_error *err)
{
	struct dtl_stream_decoder *d = s->decoder;
	ZSTD_inBuffer in = {d->raw + d->raw_start, d->raw_end - d->raw_start, 0};
	ZSTD_outBuffer to = {out, room, 0};
	size_t answer = ZSTD_decompressStream(d->zstd, &to, &in);
	d->raw_start += in.pos;
	*got = to.pos;
	if (ZSTD_isError(answer)) return damaged(s, "damaged Zstandard data", err);
	d->inside = answer != 0;
	return DTL_OK;
}

/* Some decompressed bytes; *got is 0 only at the end. */
static dtl_status read_plain(dtl_stream *s, unsigned char *out, size_t room, size_t *got, dtl_error *err)
{
	struct dtl_stream_decoder *d = s->decoder;
	*got = 0;
	while (*got == 0) {
		dtl_status status = read_raw(s, err);
		if (status != DTL_OK) return status;
		size_t left = d->raw_end - d->raw_start;
		if (d->compression == PLAIN) {
			*got = left < room ? left : room;
			if (*got) memcpy(out, d->raw + d->raw_start, *got);
			d->raw_start += *got;
			return DTL_OK;
		}
		if (left == 0 && d->source_ended && !d->inside) return DTL_OK;
		bool ended = left == 0 && d->source_ended;
		status = d->compression == GZIP ? inflate_some(s, out, room, got, err) : unzstd_some(s, out, room, got, err);
		if (status != DTL_OK) return status;
		if (ended && *got == 0 && d->inside) return damaged(s, "cut off", err);
	}
	return DTL_OK;
}

static bool reserve(dtl_stream *s, size_t more)
{
	if (s->start && (s->start == s->end || s->cap - s->end < more)) {
		memmove(s->window, s->window + s->start, s->end - s->start);
		s->end -= s->start;
		s->start = 0;
	}
	if (s->cap - s->end >= more) return true;
	size_t cap = s->cap ? s->cap : 2 * CHUNK;
	while (cap - s->end < more) cap *= 2;
	char *grown = realloc(s->window, cap);
	if (!grown) return false;
	s->window = grown;
	s->cap = cap;
	return true;
}

static uint32_t unit_at(const unsigned char *p, encoding e)
{
	return e == UTF16_LE ? (uint32_t)p[0] | (uint32_t)p[1] << 8 : (uint32_t)p[1] | (uint32_t)p[0] << 8;
}

/* Appends UTF-16 as UTF-8, an unpaired surrogate as U+FFFD. Bytes of a unit or pair that is cut stay in carry. */
static void append_utf16(dtl_stream *s, const unsigned char *p, size_t len, bool last)
{
	struct dtl_stream_decoder *d = s->decoder;
	size_t i = 0;
	while (i + 2 <= len) {
		uint32_t u = unit_at(p + i, d->encoding);
		bool high = u >= 0xd800 && u < 0xdc00;
		if (high && i + 4 > len && !last) break;
		uint32_t low = high && i + 4 <= len ? unit_at(p + i + 2, d->encoding) : 0;
		if (high && low >= 0xdc00 && low < 0xe000) {
			u = 0x10000 + ((u - 0xd800) << 10) + (low - 0xdc00);
			i += 2;
		} else if (u >= 0xd800 && u < 0xe000) {
			u = DTL_UTF8_BAD;
		}
		i += 2;
		s->end += dtl_utf8_put(u, s->window + s->end);
	}
	d->carry_len = len - i;
	memcpy(d->carry, p + i, d->carry_len);
}

static dtl_status more_utf16(dtl_stream *s, dtl_error *err)
{
	struct dtl_stream_decoder *d = s->decoder;
	size_t got, kept = d->carry_len;
	memcpy(d->plain, d->carry, kept);
	dtl_status status = read_plain(s, d->plain + kept, CHUNK - kept, &got, err);
	if (status != DTL_OK) return status;
	if (!reserve(s, 2 * CHUNK)) return dtl_fail_memory(err);
	append_utf16(s, d->plain, kept + got, got == 0);
	s->at_end = got == 0;
	return DTL_OK;
}

dtl_status dtl_stream_want(dtl_stream *s, size_t want, dtl_error *err)
{
	while (s->end - s->start < want && !s->at_end) {
		dtl_status status;
		if (s->decoder->encoding != EIGHT_BIT) {
			status = more_utf16(s, err);
		} else {
			if (!reserve(s, CHUNK)) return dtl_fail_memory(err);
			size_t got;
			status = read_plain(s, (unsigned char *)s->window + s->end, CHUNK, &got, err);
			if (status == DTL_OK) s->end += got, s->at_end = got == 0;
		}
		if (status != DTL_OK) {
			s->at_end = true; /* the fault is told once; what was read before it can still be taken */
			return status;
		}
	}
	return DTL_OK;
}

static dtl_status detect_compression(dtl_stream *s, dtl_error *err)
{
	struct dtl_stream_decoder *d = s->decoder;
	dtl_status status = read_raw(s, err);
	if (status != DTL_OK) return status;
	const unsigned char *p = d->raw;
	if (d->raw_end >= 2 && p[0] == 0x1f && p[1] == 0x8b) {
		if (inflateInit2(&d->gzip, 15 + 16) != Z_OK) return dtl_fail_memory(err);
		d->compression = GZIP;
	} else if (d->raw_end >= 4 && p[0] == 0x28 && p[1] == 0xb5 && p[2] == 0x2f && p[3] == 0xfd) {
		if (!(d->zstd = ZSTD_createDStream())) return dtl_fail_memory(err);
		d->compression = ZSTD;
	}
	return DTL_OK;
}

/* By its byte order mark or, without one, by zero bytes that stand on one side of most units and never on the other. */
static encoding detect_encoding(const unsigned char *p, size_t len, size_t *mark)
{
	*mark = 2;
	if (len >= 2 && p[0] == 0xff && p[1] == 0xfe) return UTF16_LE;
	if (len >= 2 && p[0] == 0xfe && p[1] == 0xff) return UTF16_BE;
	*mark = len >= 3 && p[0] == 0xef && p[1] == 0xbb && p[2] == 0xbf ? 3 : 0;
	size_t zeros[2] = {0, 0}, units = (len < 512 ? len : 512) / 2;
	for (size_t i = 0; i < 2 * units; i++) zeros[i % 2] += p[i] == 0;
	if (units < 4) return EIGHT_BIT;
	if (zeros[1] > units / 2 && zeros[0] == 0) return UTF16_LE;
	if (zeros[0] > units / 2 && zeros[1] == 0) return UTF16_BE;
	return EIGHT_BIT;
}

/* The first bytes were read as they are; if they are UTF-16 they are decoded now. */
static dtl_status start_decoding(dtl_stream *s, dtl_error *err)
{
	dtl_status status = dtl_stream_want(s, 8, err); /* more than that is there after one read, but a pipe must not be waited for */
	if (status != DTL_OK) return status;
	size_t mark, len = s->end;
	s->decoder->encoding = detect_encoding((const unsigned char *)s->window, len, &mark);
	if (s->decoder->encoding == EIGHT_BIT) {
		s->start = mark;
		s->offset = mark;
		return DTL_OK;
	}
	unsigned char *first = malloc(len);
	if (!first) return dtl_fail_memory(err);
	memcpy(first, s->window, len);
	s->end = 0;
	bool enough = reserve(s, 2 * len); /* two bytes of UTF-16 make at most three of UTF-8 */
	if (enough) append_utf16(s, first + mark, len - mark, s->at_end);
	free(first);
	return enough ? DTL_OK : dtl_fail_memory(err);
}

dtl_status dtl_stream_open(dtl_stream *s, const char *path, dtl_error *err)
{
	*s = (dtl_stream){.path = path, .fd = -1, .line = 1};
	s->fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (s->fd < 0) return dtl_fail_errno(err, DTL_ERR_NO_INPUT, "open", path);
	s->decoder = calloc(1, sizeof *s->decoder);
	dtl_status status = s->decoder ? detect_compression(s, err) : dtl_fail_memory(err);
	if (status == DTL_OK) status = start_decoding(s, err);
	if (status != DTL_OK) dtl_stream_close(s);
	return status;
}

void dtl_stream_close(dtl_stream *s)
{
	if (s->decoder) {
		if (s->decoder->compression == GZIP) inflateEnd(&s->decoder->gzip);
		ZSTD_freeDStream(s->decoder->zstd);
	}
	free(s->decoder);
	free(s->window);
	if (s->fd > STDIN_FILENO) close(s->fd);
	*s = (dtl_stream){.fd = -1};
}

dtl_str dtl_stream_window(const dtl_stream *s)
{
	return s->window ? (dtl_str){s->window + s->start, s->end - s->start} : DTL_STR("");
}

void dtl_stream_skip(dtl_stream *s, size_t n)
{
	const char *p = s->window + s->start, *end = p + n;
	for (; n && (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++) s->line++;
	s->start += n;
	s->offset += n;
}

static dtl_status skip_rest_of_line(dtl_stream *s, dtl_error *err)
{
	for (;;) {
		dtl_str w = dtl_stream_window(s);
		const char *end = w.len ? memchr(w.ptr, '\n', w.len) : NULL;
		dtl_stream_skip(s, end ? (size_t)(end - w.ptr) + 1 : w.len);
		if (end || s->at_end) return DTL_OK;
		dtl_status status = dtl_stream_want(s, 1, err);
		if (status != DTL_OK) return status;
	}
}

dtl_status dtl_stream_next_line(dtl_stream *s, size_t max, dtl_stream_line *line, bool *more, dtl_error *err)
{
	size_t seen = 0;
	const char *end = NULL;
	for (;;) {
		dtl_str w = dtl_stream_window(s);
		end = w.len > seen ? memchr(w.ptr + seen, '\n', w.len - seen) : NULL;
		seen = w.len;
		if (end || seen > max || s->at_end) break;
		dtl_status status = dtl_stream_want(s, seen + 1, err);
		if (status != DTL_OK) return status;
	}
	dtl_str w = dtl_stream_window(s);
	size_t len = end ? (size_t)(end - w.ptr) : w.len;
	*more = end || w.len;
	*line = (dtl_stream_line){{w.ptr, len}, s->line, s->offset, len > max};
	if (!*more) return DTL_OK;
	if (line->too_long) return skip_rest_of_line(s, err);
	if (len && w.ptr[len - 1] == '\r') line->text.len--;
	dtl_stream_skip(s, end ? len + 1 : len);
	return DTL_OK;
}
