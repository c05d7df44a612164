/* Reports and exports of event sets. Every function gives a malloc'd buffer that the caller frees. */
#ifndef DATELINE_REPORT_H
#define DATELINE_REPORT_H

#include "dateline/gazetteer.h"
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

typedef enum dtl_report_format { DTL_REPORT_HTML, DTL_REPORT_MARKDOWN, DTL_REPORT_PDF } dtl_report_format;

/* What a report shall be. Start from DTL_REPORT_SPEC_INIT. */
typedef struct dtl_report_spec {
	dtl_report_format format;
	dtl_str title, standfirst, credit;
	dtl_str attribution;     /* of the gazetteer: see dtl_gazetteer_describe */
	dtl_map_spec map;        /* how its maps are drawn; format, size and titles are chosen by the report */
	const dtl_gazetteer *gazetteer; /* names the countries; NULL: their codes */
	dtl_group_by by;         /* a map for each of these; NONE: what the template says */
	dtl_str template_text;   /* sections and their order (the form is in `dateline report --help`); empty: the default */
	const char *template_name; /* of its file, for errors */
	dtl_str paper;           /* PDF: "a4", "letter"; empty: a4 */
	dtl_str created;         /* PDF: ISO 8601 instant for its metadata, empty: none. The same bytes come from the same instant */
	/* Markdown: its maps go through put_image under names that begin with image_stem; the report refers to these. NULL: no maps. */
	dtl_str image_stem;      /* "weekly" -> "weekly-map.svg", "weekly-map-kp.svg" */
	dtl_map_format image_format; /* SVG or PNG */
	dtl_status (*put_image)(void *user, const char *name, const dtl_map_image *image, dtl_error *err);
	bool (*progress)(void *user, size_t done, size_t total); /* by map, and by page of a PDF; false stops; may be NULL */
	void (*log)(void *user, const char *message); /* warnings of the maps, a line each; may be NULL */
	void *user;
} dtl_report_spec;
#define DTL_REPORT_SPEC_INIT \
	{DTL_REPORT_HTML, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, DTL_MAP_SPEC_INIT, NULL, DTL_GROUP_NONE, {NULL, 0}, NULL, {NULL, 0}, {NULL, 0}, \
	{NULL, 0}, DTL_MAP_SVG, NULL, NULL, NULL, NULL}

/* The template in use where the caller gives none: a static string. */
DTL_API const char *dtl_report_template(void);

DTL_API DTL_MUST_CHECK dtl_status dtl_report(const dtl_event_set *events, const dtl_report_spec *spec, char **out,
	size_t *out_len, dtl_error *err);

/* Writes data to path so that a reader sees the old file or the whole new one (temporary file, fsync, rename). */
DTL_API DTL_MUST_CHECK dtl_status dtl_write_file(const char *path, const char *data, size_t len, dtl_error *err);

#ifdef __cplusplus
}
#endif
#endif
