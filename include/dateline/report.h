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
	dtl_str template_text;   /* sections and their order (the form is in `dateline report --help`); NULL: the default */
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

/* ---- maps as figures in documents ---- */

typedef enum dtl_snippet_format { DTL_SNIPPET_HTML, DTL_SNIPPET_MARKDOWN, DTL_SNIPPET_LATEX, DTL_SNIPPET_RST, DTL_SNIPPET_ASCIIDOC, DTL_SNIPPET_TYPST } dtl_snippet_format;

/* A picture and its words; all foreign text, which the snippet escapes. */
typedef struct dtl_figure_words {
	dtl_str path;          /* as the document shall refer to it */
	dtl_str caption, alt;
	dtl_str id;            /* made to [a-z0-9-]; empty: from the path's name */
	double width, height;  /* pixels */
} dtl_figure_words;

/* The lines that place the picture in a document of that kind, with width, alt text and caption. Markdown is Pandoc's and Quarto's. A
 * path that the format cannot name is refused with DTL_ERR_USAGE. */
DTL_API DTL_MUST_CHECK dtl_status dtl_snippet(dtl_snippet_format format, const dtl_figure_words *figure, char **out, size_t *out_len, dtl_error *err);
/* The same for programs: one JSON object with the picture's path and size, title, alt text, extent, projection, attribution, and the
 * events with how each is shown. */
DTL_API DTL_MUST_CHECK dtl_status dtl_sidecar(const dtl_event_set *events, const dtl_map_spec *spec, const dtl_map_image *image,
	const dtl_figure_words *figure, dtl_str attribution, char **out, size_t *out_len, dtl_error *err);

/* ---- Pandoc ---- */

/* A fenced block or an image of class `dateline` in a document of Pandoc's. */
typedef struct dtl_pandoc_block {
	size_t number;            /* 1, 2 ... in the document */
	dtl_str id;               /* unique in the document, [a-z0-9-] */
	const dtl_str *keys, *values; /* its attributes */
	size_t count;
	dtl_str text;             /* of a fenced block */
	dtl_str target;           /* of an image: what it refers to */
	dtl_str words;            /* of an image: its caption as plain text */
	const char *type;         /* the picture that the output takes: "svg", "pdf" or "png" */
} dtl_pandoc_block;

/* What is made of it: malloc'd strings. */
typedef struct dtl_pandoc_figure {
	char *path;
	char *data;               /* the picture's bytes: for ODT, which embeds them; may be NULL otherwise */
	size_t len;
	char *alt, *caption;      /* caption NULL: none but the image's own */
	double width, height;     /* pixels */
} dtl_pandoc_figure;

/* False: the block could not be made (told by the caller's own means) and stays as it is. */
typedef bool dtl_pandoc_make(void *user, const dtl_pandoc_block *block, dtl_pandoc_figure *out);

/* A filter from Pandoc's JSON to Pandoc's JSON (API 1.20 and later). `target` is the output format that Pandoc names. *failed counts the
 * blocks that stayed as they were. */
DTL_API DTL_MUST_CHECK dtl_status dtl_pandoc_filter(dtl_str document, dtl_str target, dtl_pandoc_make *make, void *user, char **out, size_t *out_len,
	size_t *failed, dtl_error *err);

/* Writes data to path so that a reader sees the old file or the whole new one (temporary file, fsync, rename). */
DTL_API DTL_MUST_CHECK dtl_status dtl_write_file(const char *path, const char *data, size_t len, dtl_error *err);

#ifdef __cplusplus
}
#endif
#endif
