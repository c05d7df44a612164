/* An article in, an analysis out: mentions, places, time expressions, events and notes, read by index. */
#ifndef DATELINE_ANALYZE_H
#define DATELINE_ANALYZE_H

#include "dateline/gazetteer.h"
#include "dateline/model.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The language model and the event tables with a gazetteer: immutable after open, shared by threads. */
typedef struct dtl_analyzer dtl_analyzer;

/* Start from DTL_ANALYZER_SPEC_INIT. */
typedef struct dtl_analyzer_spec {
	const char *gazetteer;    /* path, or NULL for the default */
	const char *model;        /* path of the weights, or NULL for the default */
	const char *event_table;  /* a table of one's own, or NULL for the shipped one */
} dtl_analyzer_spec;
#define DTL_ANALYZER_SPEC_INIT {NULL, NULL, NULL}

DTL_API DTL_MUST_CHECK dtl_status dtl_analyzer_open(const dtl_analyzer_spec *spec, dtl_analyzer **out, dtl_error *err);
DTL_API void dtl_analyzer_close(dtl_analyzer *analyzer); /* NULL is allowed */
DTL_API const dtl_gazetteer *dtl_analyzer_gazetteer(const dtl_analyzer *analyzer); /* borrowed */

/* What the articles of one source have in common, so that they help each other: analyze them all, add each, seal, then analyze
 * them again with options.collection. An article does not count for itself. Read-only once sealed, then shared by threads. */
typedef struct dtl_collection dtl_collection;

/* Start from DTL_ANALYZE_OPTIONS_INIT. */
typedef struct dtl_analyze_options {
	dtl_str country_bias;      /* "KP,KR": ISO codes to prefer, or empty */
	const dtl_span *spans;     /* resolve exactly these spans instead of finding names; NULL to find them */
	size_t span_count;
	bool explain;              /* fill reason and explain strings */
	bool mentions;             /* behind the events, further mentions of each happening (dtl_event.same_as) */
	size_t max_bytes;          /* longer texts are refused with DTL_ERR_DATA; 0: 16 MiB */
	const dtl_collection *collection; /* sealed, borrowed; NULL: every article stands alone */
	unsigned kinds;            /* the mentions that the analysis lists: 1 << dtl_mention_kind; 0: all. Events see all of them */
} dtl_analyze_options;
#define DTL_ANALYZE_OPTIONS_INIT {{NULL, 0}, NULL, 0, false, false, 0, NULL, 0}

/* Owns everything found in one article; borrows the gazetteer's strings, so free it before the analyzer. */
typedef struct dtl_analysis dtl_analysis;

/* Analyzes one article; options may be NULL. The article's strings are copied. Thread-safe. */
DTL_API DTL_MUST_CHECK dtl_status dtl_analyze(const dtl_analyzer *analyzer, const dtl_article *article,
	const dtl_analyze_options *options, dtl_analysis **out, dtl_error *err);
DTL_API void dtl_analysis_free(dtl_analysis *analysis); /* NULL is allowed */

DTL_API const dtl_article *dtl_analysis_article(const dtl_analysis *analysis); /* with id and date filled in */
DTL_API size_t dtl_analysis_mention_count(const dtl_analysis *analysis);
DTL_API const dtl_mention *dtl_analysis_mention(const dtl_analysis *analysis, size_t index);
DTL_API size_t dtl_analysis_place_count(const dtl_analysis *analysis);
DTL_API const dtl_place *dtl_analysis_place(const dtl_analysis *analysis, size_t index);
DTL_API size_t dtl_analysis_timex_count(const dtl_analysis *analysis);
DTL_API const dtl_timex *dtl_analysis_timex(const dtl_analysis *analysis, size_t index);
DTL_API size_t dtl_analysis_event_count(const dtl_analysis *analysis);
DTL_API const dtl_event *dtl_analysis_event(const dtl_analysis *analysis, size_t index);
DTL_API size_t dtl_analysis_note_count(const dtl_analysis *analysis);
DTL_API const dtl_note *dtl_analysis_note(const dtl_analysis *analysis, size_t index);

DTL_API DTL_MUST_CHECK dtl_status dtl_collection_new(dtl_collection **out, dtl_error *err);
DTL_API DTL_MUST_CHECK dtl_status dtl_collection_add(dtl_collection *collection, const dtl_analysis *analysis, dtl_error *err);
DTL_API DTL_MUST_CHECK dtl_status dtl_collection_seal(dtl_collection *collection, dtl_error *err); /* nothing is added any more */
DTL_API void dtl_collection_free(dtl_collection *collection); /* NULL is allowed */

/* How spans are counted in JSON. */
typedef enum dtl_offset_unit { DTL_OFFSETS_CODEPOINTS, DTL_OFFSETS_BYTES, DTL_OFFSETS_UTF16 } dtl_offset_unit;

/* One line of JSON without a line break at its end (the form is in README.md): *out is malloc'd, the caller frees it. */
DTL_API DTL_MUST_CHECK dtl_status dtl_analysis_json(const dtl_analysis *analysis, dtl_offset_unit unit, bool explain,
	char **out, size_t *out_len, dtl_error *err);

#ifdef __cplusplus
}
#endif
#endif
