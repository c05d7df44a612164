/* Reports and exports of event sets. Every function gives a malloc'd buffer that the caller frees. */
#ifndef DATELINE_REPORT_H
#define DATELINE_REPORT_H

#include "dateline/map.h"
#include "dateline/model.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum dtl_export_format {
	DTL_EXPORT_GEOJSON,
	DTL_EXPORT_CSV,    /* text that a spreadsheet would take for a formula begins with an apostrophe */
	DTL_EXPORT_JSONL,
	DTL_EXPORT_CSV_RAW /* text as it is */
} dtl_export_format;

/* RFC 7946 GeoJSON, RFC 4180 CSV, or JSON lines with the fields of an event as in `parse` and its article. The columns of CSV and
 * the properties of GeoJSON are those of the store (src/store/README.md), with lon and lat in CSV, and the article's. */
DTL_API DTL_MUST_CHECK dtl_status dtl_export(const dtl_event_set *events, dtl_export_format format, char **out,
	size_t *out_len, dtl_error *err);

typedef enum dtl_report_format { DTL_REPORT_HTML, DTL_REPORT_MARKDOWN } dtl_report_format;

/* Start from DTL_REPORT_SPEC_INIT. */
typedef struct dtl_report_spec {
	dtl_report_format format;
	dtl_str title, standfirst, credit;
	dtl_str attribution;     /* of the gazetteer: see dtl_gazetteer_describe */
	dtl_map_spec map;        /* how its map is drawn; format is chosen by the report */
	dtl_str map_href;        /* Markdown: the image that the caller writes beside it */
	dtl_str map_alt;         /* Markdown: its description (dtl_map_image.alt_text) */
} dtl_report_spec;
#define DTL_REPORT_SPEC_INIT {DTL_REPORT_HTML, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, DTL_MAP_SPEC_INIT, {NULL, 0}, {NULL, 0}}

DTL_API DTL_MUST_CHECK dtl_status dtl_report(const dtl_event_set *events, const dtl_report_spec *spec, char **out,
	size_t *out_len, dtl_error *err);

/* Writes data to path so that a reader sees the old file or the whole new one (temporary file, fsync, rename). */
DTL_API DTL_MUST_CHECK dtl_status dtl_write_file(const char *path, const char *data, size_t len, dtl_error *err);

#ifdef __cplusplus
}
#endif
#endif
