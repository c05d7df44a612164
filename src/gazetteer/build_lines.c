/* Lines of text files, plain or compressed (zstd, gzip, a table in a zip archive), and warnings that point at them. */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#include "base/error.h"
#include "gazetteer/build_zip.h"

enum { CHUNK = 1 << 17, LONGEST_LINE = 1 << 24 };

struct dtl_gaz_lines {
	FILE *in;           /* NULL: records of a layer, which are only counted */
	char *path;
	ZSTD_DStream *zstd; /* at most one of them */
	z_stream *deflate;
	char *raw;          /* CHUNK bytes as read */
	size_t raw_at, raw_end;
	uint64_t left;      /* bytes still to be read from the file */
	bool whole;         /* the packed stream has come to its end, or there is none */
	bool check;         /* crc of what is unpacked has to become wanted */
	uint32_t crc, wanted;
	char *text;         /* bytes not yet given, from at to end */
	size_t at, end, cap;
	uint64_t number;
	bool ended;
	bool layer;         /* it begins like a layer of some other program */
};

void dtl_gaz_lines_close(dtl_gaz_lines *l)
{
	if (!l)
		return;
	if (l->in)
		fclose(l->in);
	ZSTD_freeDStream(l->zstd);
	if (l->deflate)
		inflateEnd(l->deflate);
	free(l->deflate);
	free(l->raw);
	free(l->text);
	free(l->path);
	free(l);
}

static dtl_status read_raw(dtl_gaz_lines *l, dtl_error *err)
{
	l->raw_at = 0;
	l->raw_end = fread(l->raw, 1, l->left < CHUNK ? (size_t)l->left : CHUNK, l->in);
	l->left -= l->raw_end;
	return ferror(l->in) ? dtl_fail_errno(err, DTL_ERR_NO_INPUT, "read", l->path) : DTL_OK;
}

static dtl_status start_inflating(dtl_gaz_lines *l, int window_bits, dtl_error *err)
{
	l->deflate = calloc(1, sizeof *l->deflate);
	if (!l->deflate || inflateInit2(l->deflate, window_bits) != Z_OK) {
		free(l->deflate);
		l->deflate = NULL;
		return dtl_fail_memory(err);
	}
	l->whole = false;
	return DTL_OK;
}

/* The table of an archive; one without a table is a layer (.kmz, .xlsx). */
static dtl_status start_zip(dtl_gaz_lines *l, dtl_error *err)
{
	dtl_gaz_zip_entry e = {0};
	dtl_status status = dtl_gaz_zip_find(l->in, l->path, &e, err);
	if (status != DTL_OK)
		return status;
	l->layer = !e.size;
	l->left = e.size;
	l->check = true;
	l->wanted = e.crc;
	if (e.method == 8)
		status = start_inflating(l, -MAX_WBITS, err);
	return status == DTL_OK ? read_raw(l, err) : status;
}

static bool begins(const dtl_gaz_lines *l, const char *mark, size_t size)
{
	return l->raw_end >= size && !memcmp(l->raw, mark, size);
}

/* What GIS programs write is binary, XML or JSON; the texts among their forms have marks of their own. */
static bool is_layer(const dtl_gaz_lines *l)
{
	size_t i = begins(l, "\xef\xbb\xbf", 3) ? 3 : 0, n = l->raw_end < 512 ? l->raw_end : 512;
	while (i < n && (l->raw[i] == ' ' || l->raw[i] == '\n' || l->raw[i] == '\r' || l->raw[i] == '\t'))
		i++;
	return memchr(l->raw, 0, n) || (i < n && (l->raw[i] == '<' || l->raw[i] == '{')) || begins(l, "!table", 6) || begins(l, "Version ", 8) ||
		begins(l, "# @VGMT", 7);
}

static dtl_status start_decoding(dtl_gaz_lines *l, dtl_error *err)
{
	dtl_status status = read_raw(l, err);
	if (status != DTL_OK)
		return status;
	if (begins(l, "\x28\xb5\x2f\xfd", 4)) {
		l->zstd = ZSTD_createDStream();
		l->whole = false;
		if (!l->zstd || ZSTD_isError(ZSTD_DCtx_setParameter(l->zstd, ZSTD_d_windowLogMax, 27)))
			return dtl_fail_memory(err);
	} else if (begins(l, "\x1f\x8b", 2)) {
		return start_inflating(l, MAX_WBITS + 16, err);
	} else if (begins(l, "PK\3\4", 4)) {
		return start_zip(l, err);
	} else {
		l->layer = is_layer(l);
	}
	return DTL_OK;
}

dtl_status dtl_gaz_lines_open(const char *path, dtl_gaz_lines **out, dtl_error *err)
{
	dtl_gaz_lines *l = calloc(1, sizeof *l);
	if (!l)
		return dtl_fail_memory(err);
	dtl_status status = DTL_OK;
	l->path = strdup(path);
	l->raw = malloc(CHUNK);
	l->text = malloc(l->cap = 4 * CHUNK);
	l->left = UINT64_MAX;
	l->whole = true;
	if (!l->path || !l->raw || !l->text)
		status = dtl_fail_memory(err);
	if (status == DTL_OK && !(l->in = fopen(path, "rb")))
		status = dtl_fail_errno(err, DTL_ERR_NO_INPUT, "open", path);
	if (status == DTL_OK)
		status = start_decoding(l, err);
	if (status == DTL_OK)
		*out = l;
	else
		dtl_gaz_lines_close(l);
	return status;
}

bool dtl_gaz_lines_is_layer(const dtl_gaz_lines *l)
{
	return l->layer;
}

void dtl_gaz_lines_count(dtl_gaz_lines *l, uint64_t number)
{
	l->number = number;
}

static dtl_status undecodable(const dtl_gaz_lines *l, const char *why, dtl_error *err)
{
	return dtl_fail(err, DTL_ERR_DATA, "cannot decompress '%s': %s", l->path, why);
}

static dtl_status inflate_some(dtl_gaz_lines *l, dtl_error *err)
{
	z_stream *z = l->deflate;
	if (l->whole && inflateReset(z) != Z_OK) /* gzip files may be joined */
		return undecodable(l, "it is damaged", err);
	z->next_in = (unsigned char *)l->raw + l->raw_at;
	z->avail_in = (unsigned)(l->raw_end - l->raw_at);
	z->next_out = (unsigned char *)l->text + l->end;
	z->avail_out = (unsigned)(l->cap - l->end);
	int code = inflate(z, Z_NO_FLUSH);
	if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
		return undecodable(l, z->msg ? z->msg : "it is damaged", err);
	l->whole = code == Z_STREAM_END;
	l->raw_at = l->raw_end - z->avail_in;
	l->end = l->cap - z->avail_out;
	return DTL_OK;
}

static dtl_status unzstd_some(dtl_gaz_lines *l, dtl_error *err)
{
	ZSTD_inBuffer in = {l->raw, l->raw_end, l->raw_at};
	ZSTD_outBuffer out = {l->text, l->cap, l->end};
	size_t code = ZSTD_decompressStream(l->zstd, &out, &in);
	if (ZSTD_isError(code))
		return undecodable(l, ZSTD_getErrorName(code), err);
	l->whole = code == 0;
	l->raw_at = in.pos;
	l->end = out.pos;
	return DTL_OK;
}

static dtl_status decode_some(dtl_gaz_lines *l, dtl_error *err)
{
	size_t before = l->end;
	dtl_status status = DTL_OK;
	if (l->zstd) {
		status = unzstd_some(l, err);
	} else if (l->deflate) {
		status = inflate_some(l, err);
	} else {
		memcpy(l->text + l->end, l->raw + l->raw_at, l->raw_end - l->raw_at);
		l->end += l->raw_end - l->raw_at;
		l->raw_at = l->raw_end;
	}
	if (status == DTL_OK && l->check)
		l->crc = (uint32_t)crc32(l->crc, (const unsigned char *)l->text + before, (unsigned)(l->end - before));
	/* Nothing more comes in, nothing was held back, and the stream is not whole. */
	if (status == DTL_OK && l->raw_end == 0 && l->end == before && !l->whole)
		status = undecodable(l, "it ends half-way", err);
	return status;
}

/* Moves what is left to the front and reads on behind it. */
static dtl_status fill(dtl_gaz_lines *l, dtl_error *err)
{
	memmove(l->text, l->text + l->at, l->end - l->at);
	l->end -= l->at;
	l->at = 0;
	if (l->cap - l->end < CHUNK) {
		if (l->cap > LONGEST_LINE)
			return dtl_fail_at(err, DTL_ERR_DATA, l->path, l->number + 1, 0, "line is longer than %d bytes", LONGEST_LINE);
		char *bigger = realloc(l->text, l->cap * 2);
		if (!bigger)
			return dtl_fail_memory(err);
		l->text = bigger;
		l->cap *= 2;
	}
	if (l->raw_at == l->raw_end) {
		dtl_status status = read_raw(l, err);
		if (status != DTL_OK)
			return status;
		if (l->raw_end == 0 && l->whole) {
			l->ended = true;
			return l->check && l->crc != l->wanted ? undecodable(l, "its checksum is wrong", err) : DTL_OK;
		}
	}
	return decode_some(l, err);
}

dtl_status dtl_gaz_lines_next(dtl_gaz_lines *l, dtl_str *line, bool *more, dtl_error *err)
{
	size_t seen = 0;
	for (;;) {
		char *from = l->text + l->at, *end = memchr(from + seen, '\n', l->end - l->at - seen);
		if (end || (l->ended && l->at < l->end)) {
			size_t len = end ? (size_t)(end - from) : l->end - l->at;
			l->at += len + (end != NULL);
			if (len && from[len - 1] == '\r')
				len--;
			l->number++;
			*line = (dtl_str){from, len};
			if (l->number == 1 && len >= 3 && !memcmp(from, "\xef\xbb\xbf", 3)) {
				line->ptr += 3;
				line->len -= 3;
			}
			*more = true;
			return DTL_OK;
		}
		if (l->ended) {
			*more = false;
			return DTL_OK;
		}
		seen = l->end - l->at;
		dtl_status status = fill(l, err);
		if (status != DTL_OK)
			return status;
	}
}

uint64_t dtl_gaz_lines_number(const dtl_gaz_lines *l)
{
	return l->number;
}

const char *dtl_gaz_lines_path(const dtl_gaz_lines *l)
{
	return l->path;
}

void dtl_gaz_warn(dtl_gaz_builder *b, const dtl_gaz_lines *l, const char *format, ...)
{
	b->warnings++;
	if (!b->spec->warn)
		return;
	char message[400];
	va_list args;
	va_start(args, format);
	vsnprintf(message, sizeof message, format, args);
	va_end(args);
	dtl_error what = DTL_ERROR_INIT;
	if (dtl_fail_at(&what, DTL_ERR_DATA, l->path, l->number, 0, "%s", message) != DTL_OK)
		b->spec->warn(b->spec->user, &what);
}
