/* Inside reports: the context that every form is written from. */
#ifndef DTL_REPORT_REPORT_H
#define DTL_REPORT_REPORT_H

#include "base/str.h"
#include "dateline/report.h"
#include "report/timeline.h"

/* What every form of a report says of the set as a whole. */
typedef struct dtl_report_facts {
	size_t events, articles, placed, countries;
	dtl_interval span;      /* first and last day; absent if no event has a date */
	size_t *events_of;      /* by article */
} dtl_report_facts;

dtl_report_facts dtl_report_count(dtl_arena *arena, const dtl_event_set *set);
/* "12 events in 3 articles, 5-28 January 2024, in 4 countries" */
void dtl_report_facts_words(dtl_buf *out, const dtl_report_facts *facts);

/* ---- templates: template.c ---- */

enum dtl_section_kind { DTL_SECTION_HEAD, DTL_SECTION_MAP, DTL_SECTION_SUMMARY, DTL_SECTION_TIMELINE, DTL_SECTION_MAPS, DTL_SECTION_EVENTS, DTL_SECTION_SOURCES,
	DTL_SECTION_NOTE, DTL_SECTION_TEXT };

typedef struct dtl_section {
	enum dtl_section_kind kind;
	dtl_str title;             /* its heading; empty: none */
	dtl_str *texts;            /* TEXT, NOTE: paragraphs */
	size_t text_count, text_cap;
	dtl_group_by by;           /* MAPS, TIMELINE */
	size_t most;               /* MAPS: so many maps; SUMMARY: so many bars */
	size_t first_figure, figure_count; /* MAP, MAPS: filled by report.c */
} dtl_section;

DTL_MUST_CHECK dtl_status dtl_template_read(dtl_arena *arena, dtl_str text, const char *file, dtl_section **out, size_t *count, dtl_error *err);

/* ---- the context ---- */

/* A map of the report. */
typedef struct dtl_figure {
	const dtl_event_set *events;
	dtl_map_spec spec;
	dtl_str words;             /* "North Korea", "22-28 January 2024"; of the main map empty */
	dtl_str name;              /* "map", "map-kp": unique, [a-z0-9-] */
	dtl_str href;              /* Markdown */
	size_t left_out;           /* of the last one: groups that got no map */
	dtl_map_image image;       /* HTML: SVG; Markdown: for its alt text; malloc'd */
} dtl_figure;

typedef struct dtl_report_context {
	dtl_arena arena;
	const dtl_event_set *set;
	const dtl_report_spec *spec;
	dtl_str title;
	dtl_report_facts facts;
	dtl_section *sections;
	size_t section_count;
	dtl_event_groups **groups; /* of each section, or NULL */
	dtl_figure *figures;
	size_t figure_count;
	dtl_str countries[26][26]; /* names by code, where they were asked for */
} dtl_report_context;

/* The headline of an article, or the first words of its text. */
dtl_str dtl_article_words(const dtl_article *article);
/* "North Korea" for "KP", where the gazetteer knows it. */
dtl_str dtl_country_words(dtl_report_context *c, dtl_str code);
/* "Sinpo, South Hamgyong, North Korea"; "" for an event without a place. */
void dtl_place_words(dtl_report_context *c, dtl_buf *out, const dtl_event_place *place);
/* The words of the set's commonest countries and kinds: at most `most` each, the rest as "others". */
typedef struct dtl_tally {
	dtl_str words;
	size_t count;
	bool rest; /* "81 others" */
} dtl_tally;
dtl_tally *dtl_report_tally(dtl_report_context *c, dtl_group_by by, size_t most, size_t *count);
/* What a program says about itself, and who made the data: paragraphs of the note. */
extern const char dtl_report_caution[];

/* html.c, html_figures.c, markdown.c: whole documents. */
void dtl_report_html(dtl_report_context *c, dtl_buf *out);
void dtl_report_markdown(dtl_report_context *c, dtl_buf *out);
/* pdf.c */
DTL_MUST_CHECK dtl_status dtl_report_pdf(dtl_report_context *c, char **out, size_t *out_len, dtl_error *err);

/* html_figures.c: the parts of the page that are pictures. */
void dtl_html_class_text(dtl_buf *out, const char *open, dtl_str text, const char *close);
void dtl_html_map(dtl_buf *out, const dtl_figure *figure);
void dtl_html_small_map(dtl_buf *out, const dtl_figure *figure);
void dtl_html_summary(dtl_report_context *c, dtl_buf *out, const dtl_section *section);
void dtl_html_timeline(dtl_report_context *c, dtl_buf *out, const dtl_section *section);

/* html_assets.c: the style and the script of the page. */
dtl_str dtl_report_css(dtl_arena *arena);
dtl_str dtl_report_js(dtl_arena *arena);

#endif
