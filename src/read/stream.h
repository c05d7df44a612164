/* A byte stream over a file or standard input: plain, gzip or Zstandard, and UTF-16 turned into UTF-8. What stands above sees
 * decoded bytes in a window that slides forward, so memory is bounded by the longest piece that is asked for at once. */
#ifndef DTL_READ_STREAM_H
#define DTL_READ_STREAM_H

#include "base/str.h"

struct dtl_stream_decoder; /* zlib's and zstd's state */

typedef struct dtl_stream {
	const char *path; /* borrowed; "-": standard input */
	int fd;
	char *window;     /* decoded bytes not yet taken: window[start, end); malloc'd */
	size_t start, end, cap;
	uint64_t offset;  /* of window[start] in the decoded bytes */
	uint64_t line;    /* 1-based, of window[start] */
	bool at_end;      /* nothing comes behind the window */
	struct dtl_stream_decoder *decoder;
} dtl_stream;

/* Opens path and reads its first bytes. On failure there is nothing to close. */
DTL_MUST_CHECK dtl_status dtl_stream_open(dtl_stream *stream, const char *path, dtl_error *err);
void dtl_stream_close(dtl_stream *stream);

/* Reads until the window holds at least `want` bytes or the end is reached. */
DTL_MUST_CHECK dtl_status dtl_stream_want(dtl_stream *stream, size_t want, dtl_error *err);
/* What the window holds: valid until the next call that reads. */
dtl_str dtl_stream_window(const dtl_stream *stream);
/* Steps over n bytes of the window and counts their lines. */
void dtl_stream_skip(dtl_stream *stream, size_t n);

/* The next line without its line break, at most max bytes; a longer one is stepped over and *too_long set. At the end *more is
 * false. *line is valid until the next call that reads; *at and *offset tell where it begins. */
typedef struct dtl_stream_line {
	dtl_str text;
	uint64_t number, offset;
	bool too_long;
} dtl_stream_line;
DTL_MUST_CHECK dtl_status dtl_stream_next_line(dtl_stream *stream, size_t max, dtl_stream_line *line, bool *more, dtl_error *err);

#endif
