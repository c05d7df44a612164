/* Articles in: files of any supported format, one article at a time, in constant memory. */
#ifndef DATELINE_READ_H
#define DATELINE_READ_H

#include "dateline/model.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct dtl_reader dtl_reader;

/* Start from DTL_READER_SPEC_INIT. Empty strings leave what the input says. */
typedef struct dtl_reader_spec {
	dtl_str date, source, url, lang; /* override what the input says */
	size_t max_bytes;                /* of one article; 0: 16 MiB */
	bool want_spans;                 /* keep the "toponyms" spans of JSON records: see dtl_reader_spans */
} dtl_reader_spec;
#define DTL_READER_SPEC_INIT {{NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, 0, false}

/* Opens path ("-" is standard input); the format is told by its content. spec may be NULL. */
DTL_API DTL_MUST_CHECK dtl_status dtl_reader_open(const char *path, const dtl_reader_spec *spec, dtl_reader **out, dtl_error *err);
/* The next article, borrowed until the next call. At the end *more is false. A bad record returns its error with file and
 * line; the reader stands behind it and may be asked for the next one. */
DTL_API DTL_MUST_CHECK dtl_status dtl_reader_next(dtl_reader *reader, dtl_article *out, bool *more, dtl_error *err);
/* With want_spans: the byte spans of the current record's "toponyms", and whether it had that key. */
DTL_API bool dtl_reader_spans(const dtl_reader *reader, const dtl_span **spans, size_t *count);
/* How many malformed bytes of the current record were replaced by U+FFFD. */
DTL_API size_t dtl_reader_repaired(const dtl_reader *reader);
DTL_API void dtl_reader_close(dtl_reader *reader); /* NULL is allowed */

#ifdef __cplusplus
}
#endif
#endif
