/* Lines of plain and zstd-compressed text files, and warnings that point at them. */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <zstd.h>

#include "base/error.h"
#include "gazetteer/build.h"

enum { CHUNK = 1 << 17, LONGEST_LINE = 1 << 24 };

struct dtl_gaz_lines {
	FILE *in;
	char *path;
	ZSTD_DStream *zstd; /* NULL: plain */
	char *raw;          /* CHUNK compressed bytes */
	ZSTD_inBuffer input;
	size_t frame_left;  /* what the decoder last said: 0 at the end of a frame */
	char *text;         /* bytes not yet given, from at to end */
	size_t at, end, cap;
	uint64_t number;
	bool ended;
};

void dtl_gaz_lines_close(dtl_gaz_lines *l)
{
	if (!l)
		return;
	if (l->in)
		fclose(l->in);
	ZSTD_freeDStream(l->zstd);
	free(l->raw);
	free(l->text);
	free(l->path);
	free(l);
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
	if (!l->path || !l->raw || !l->text) {
		status = dtl_fail_memory(err);
		goto fail;
	}
	l->in = fopen(path, "rb");
	if (!l->in) {
		status = dtl_fail_errno(err, DTL_ERR_NO_INPUT, "open", path);
		goto fail;
	}
	l->input.src = l->raw;
	l->input.size = fread(l->raw, 1, CHUNK, l->in);
	if (ferror(l->in)) {
		status = dtl_fail_errno(err, DTL_ERR_NO_INPUT, "read", path);
		goto fail;
	}
	if (l->input.size >= 4 && !memcmp(l->raw, "\x28\xb5\x2f\xfd", 4)) {
		l->zstd = ZSTD_createDStream();
		if (!l->zstd || ZSTD_isError(ZSTD_DCtx_setParameter(l->zstd, ZSTD_d_windowLogMax, 27))) {
			status = dtl_fail_memory(err);
			goto fail;
		}
	}
	*out = l;
	return DTL_OK;
fail:
	dtl_gaz_lines_close(l);
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
	if (l->input.pos == l->input.size) {
		l->input.pos = 0;
		l->input.size = fread(l->raw, 1, CHUNK, l->in);
		if (ferror(l->in))
			return dtl_fail_errno(err, DTL_ERR_IO, "read", l->path);
		if (l->input.size == 0 && (!l->zstd || l->frame_left == 0)) {
			l->ended = true;
			return DTL_OK;
		}
	}
	if (!l->zstd) {
		memcpy(l->text + l->end, l->raw + l->input.pos, l->input.size - l->input.pos);
		l->end += l->input.size - l->input.pos;
		l->input.pos = l->input.size;
		return DTL_OK;
	}
	ZSTD_outBuffer out = {l->text, l->cap, l->end};
	size_t code = ZSTD_decompressStream(l->zstd, &out, &l->input);
	if (ZSTD_isError(code))
		return dtl_fail(err, DTL_ERR_DATA, "cannot decompress '%s': %s", l->path, ZSTD_getErrorName(code));
	l->frame_left = code;
	/* Nothing more comes in, nothing was held back, and the frame is not whole. */
	if (l->input.size == 0 && out.pos == l->end && code != 0)
		return dtl_fail(err, DTL_ERR_DATA, "cannot decompress '%s': it ends half-way", l->path);
	l->end = out.pos;
	return DTL_OK;
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
