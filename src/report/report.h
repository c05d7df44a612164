/* Inside reports. */
#ifndef DTL_REPORT_REPORT_H
#define DTL_REPORT_REPORT_H

#include "base/str.h"
#include "dateline/report.h"

/* What both forms of a report say of the set as a whole. */
typedef struct dtl_report_facts {
	size_t events, articles, placed, countries;
	dtl_interval span;      /* first and last day; absent if no event has a date */
	size_t *events_of;      /* by article */
} dtl_report_facts;

dtl_report_facts dtl_report_count(dtl_arena *arena, const dtl_event_set *set);
/* "12 events in 3 articles, 5-28 January 2024, in 4 countries" */
void dtl_report_facts_words(dtl_buf *out, const dtl_report_facts *facts);
/* The headline of an article, or the first words of its text. */
dtl_str dtl_article_words(const dtl_article *article);

/* html.c, markdown.c. svg: the map, or empty; alt: its description. */
void dtl_report_html(dtl_buf *out, const dtl_event_set *set, const dtl_report_spec *spec, dtl_str svg, dtl_str alt);
void dtl_report_markdown(dtl_buf *out, const dtl_event_set *set, const dtl_report_spec *spec, dtl_str alt);

/* html_assets.c: the style and the script of the page. */
extern const char dtl_report_css[], dtl_report_js[];

#endif
