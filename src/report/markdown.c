/* The Markdown report (CommonMark with tables): the map as an image beside it, the events with their evidence, the sources. */
#include "base/civil.h"
#include "report/report.h"
#include "report/words.h"

#include "dateline.h"

static void put_event(dtl_buf *out, const dtl_event_set *set, size_t index)
{
	const dtl_event *e = dtl_event_set_event(set, index);
	dtl_buf words = {.arena = out->arena};
	dtl_event_words(&words, e);
	dtl_buf_addz(out, "### ");
	dtl_markdown_text(out, dtl_buf_str(&words));
	dtl_buf_addz(out, "\n\n");
	dtl_date_words(out, &e->date);
	words.len = 0;
	dtl_place_words(&words, &e->place);
	if (words.len) {
		dtl_buf_addz(out, " \xc2\xb7 ");
		dtl_markdown_text(out, dtl_buf_str(&words));
	}
	dtl_buf_addz(out, " \xc2\xb7 ");
	dtl_markdown_text(out, dtl_kind_of(e));
	for (uint32_t bit = 1; dtl_event_flag_name(bit); bit <<= 1)
		if (e->flags & bit) dtl_buf_printf(out, " \xc2\xb7 *%s*", dtl_event_flag_name(bit));
	if (e->evidence.text.len) {
		dtl_buf_addz(out, "\n\n> ");
		dtl_markdown_text(out, dtl_str_trim(e->evidence.text));
	}
	dtl_buf_printf(out, " [%u]\n\n", (unsigned)e->article + 1);
}

static void put_source(dtl_buf *out, const dtl_article *a, size_t index)
{
	dtl_buf_printf(out, "%zu. ", index + 1);
	bool link = dtl_is_web_address(a->url);
	if (link) dtl_buf_addc(out, '[');
	dtl_markdown_text(out, dtl_article_words(a));
	if (link) dtl_buf_printf(out, "](%.*s)", DTL_FMT(a->url));
	if (a->source.len) {
		dtl_buf_addz(out, ", ");
		dtl_markdown_text(out, a->source);
	}
	dtl_date date;
	dtl_date_precision precision;
	if (dtl_date_parse(a->date, &date, &precision) && precision == DTL_DATE_DAY) {
		dtl_interval day = {date, date, DTL_DATE_DAY};
		dtl_buf_addz(out, ", ");
		dtl_date_words(out, &day);
	}
	dtl_buf_addc(out, '\n');
}

static void put_paragraph(dtl_buf *out, const char *before, dtl_str text, const char *behind)
{
	if (text.len == 0) return;
	dtl_buf_addz(out, before);
	dtl_markdown_text(out, text);
	dtl_buf_addz(out, behind);
}

void dtl_report_markdown(dtl_buf *out, const dtl_event_set *set, const dtl_report_spec *spec, dtl_str alt)
{
	dtl_report_facts facts = dtl_report_count(out->arena, set);
	dtl_str title = spec->title;
	if (title.len == 0) title = facts.articles == 1 ? dtl_article_words(dtl_event_set_article(set, 0)) : DTL_STR("Events in the news");
	put_paragraph(out, "# ", title, "\n\n");
	put_paragraph(out, "", spec->standfirst, "\n\n");
	dtl_report_facts_words(out, &facts);
	dtl_buf_addz(out, "\n\n");
	if (facts.placed && spec->map_href.len) {
		dtl_buf_addz(out, "![");
		dtl_markdown_text(out, alt.len ? alt : DTL_STR("Map of the events"));
		dtl_buf_printf(out, "](%.*s)\n\n", DTL_FMT(spec->map_href));
	}
	dtl_buf_addz(out, "## Events\n\n");
	for (size_t i = 0; i < facts.events; i++) put_event(out, set, i);
	if (facts.events == 0) dtl_buf_addz(out, "No event answers.\n\n");
	if (facts.articles) dtl_buf_addz(out, "## Sources\n\n");
	for (size_t i = 0; i < facts.articles; i++) put_source(out, dtl_event_set_article(set, i), i);
	dtl_buf_addz(out, facts.articles ? "\n---\n\n" : "---\n\n");
	put_paragraph(out, "", spec->credit, "\n\n");
	dtl_buf_addz(out, "Found by dateline " DATELINE_VERSION ", a program, which can be wrong: the sentence below each event tells what "
		"it relies on.\n");
	put_paragraph(out, "\n", spec->attribution, "\n");
}
