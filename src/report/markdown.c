/* The Markdown report (CommonMark with tables): the map as an image beside it, the events with their evidence, the sources. */
#include "base/civil.h"
#include "report/report.h"
#include "report/words.h"

static void put_event(dtl_report_context *c, dtl_buf *out, size_t index)
{
	const dtl_event_set *set = c->set;
	const dtl_event *e = dtl_event_set_event(set, index);
	dtl_buf words = {.arena = out->arena};
	dtl_event_words(&words, e);
	dtl_buf_addz(out, "### ");
	dtl_markdown_text(out, dtl_buf_str(&words));
	dtl_buf_addz(out, "\n\n");
	dtl_date_words(out, &e->date);
	words.len = 0;
	dtl_place_words(c, &words, &e->place);
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
	dtl_buf more = {.arena = out->arena};
	dtl_source_words(&more, a);
	if (more.len) dtl_buf_addz(out, ", ");
	dtl_markdown_text(out, dtl_buf_str(&more));
	dtl_buf_addc(out, '\n');
}

static void put_paragraph(dtl_buf *out, const char *before, dtl_str text, const char *behind)
{
	if (text.len == 0) return;
	dtl_buf_addz(out, before);
	dtl_markdown_text(out, text);
	dtl_buf_addz(out, behind);
}

static void put_figure(dtl_buf *out, const dtl_figure *f)
{
	if (!f->href.len || !f->image.data) return;
	put_paragraph(out, "### ", f->words, "\n\n");
	dtl_buf_addz(out, "![");
	dtl_markdown_text(out, f->image.alt_text ? dtl_str_of(f->image.alt_text) : DTL_STR("Map of the events"));
	dtl_buf_printf(out, "](%.*s)\n\n", DTL_FMT(f->href));
}

static void put_tally(dtl_report_context *c, dtl_buf *out, dtl_group_by by, const char *head, size_t most)
{
	size_t n;
	const dtl_tally *tally = dtl_report_tally(c, by, most, &n);
	if (!n) return;
	dtl_buf_printf(out, "| %s | Events |\n|---|---:|\n", head);
	for (size_t i = 0; i < n; i++) {
		put_paragraph(out, "| ", tally[i].words, "");
		dtl_buf_printf(out, " | %zu |\n", tally[i].count);
	}
	dtl_buf_addc(out, '\n');
}

static void put_timeline(dtl_report_context *c, dtl_buf *out, const dtl_section *s)
{
	dtl_timeline t = dtl_timeline_make(&c->arena, c->set, s->by);
	if (t.count < 2) return;
	put_paragraph(out, "## ", s->title, "\n\n");
	dtl_buf_addz(out, "| Time | Events |\n|---|---:|\n");
	for (size_t i = 0; i < t.count; i++) {
		if (!t.bins[i].count) continue;
		put_paragraph(out, "| ", dtl_timeline_words(&c->arena, &t, i), "");
		dtl_buf_printf(out, " | %zu |\n", t.bins[i].count);
	}
	dtl_buf_addc(out, '\n');
	put_paragraph(out, "Not counted here: ", dtl_timeline_rest(&c->arena, &t), ".\n\n");
}

static void put_maps(dtl_report_context *c, dtl_buf *out, const dtl_section *s)
{
	if (!s->figure_count || !c->figures[s->first_figure].image.data) return;
	if (s->kind == DTL_SECTION_MAPS) {
		put_paragraph(out, "## ", s->title.len ? s->title : dtl_arena_printf(out->arena, "By %s", dtl_group_by_name(s->by)), "\n\n");
	} else {
		put_paragraph(out, "## ", s->title, "\n\n");
	}
	for (size_t i = 0; i < s->figure_count; i++) put_figure(out, &c->figures[s->first_figure + i]);
}

static void put_note(dtl_report_context *c, dtl_buf *out, const dtl_section *s)
{
	dtl_buf_addz(out, "\n---\n\n");
	put_paragraph(out, "## ", s->title, "\n\n");
	for (size_t i = 0; i < s->text_count; i++) put_paragraph(out, "", s->texts[i], "\n\n");
	put_paragraph(out, "", c->spec->credit, "\n\n");
	dtl_buf_addz(out, dtl_report_caution);
	dtl_buf_addc(out, '\n');
	put_paragraph(out, "\n", c->spec->attribution, "\n");
}

static void put_title(dtl_report_context *c, dtl_buf *out)
{
	put_paragraph(out, "# ", c->title, "\n\n");
	put_paragraph(out, "", c->spec->standfirst, "\n\n");
	dtl_report_facts_words(out, &c->facts);
	dtl_buf_addz(out, "\n\n");
}

static void put_section(dtl_report_context *c, dtl_buf *out, const dtl_section *s)
{
	switch (s->kind) {
	case DTL_SECTION_HEAD: put_title(c, out); break;
	case DTL_SECTION_MAP:
	case DTL_SECTION_MAPS: put_maps(c, out, s); break;
	case DTL_SECTION_SUMMARY:
		if (c->facts.events) put_paragraph(out, "## ", s->title, "\n\n");
		put_tally(c, out, DTL_GROUP_TYPE, "Kind", s->most);
		put_tally(c, out, DTL_GROUP_COUNTRY, "Country", s->most);
		break;
	case DTL_SECTION_TIMELINE: put_timeline(c, out, s); break;
	case DTL_SECTION_EVENTS:
		put_paragraph(out, "## ", s->title, "\n\n");
		for (size_t i = 0; i < c->facts.events; i++) put_event(c, out, i);
		if (c->facts.events == 0) dtl_buf_addz(out, "No event answers.\n\n");
		break;
	case DTL_SECTION_SOURCES:
		if (c->facts.articles) put_paragraph(out, "## ", s->title, "\n\n");
		for (size_t i = 0; i < c->facts.articles; i++) put_source(out, dtl_event_set_article(c->set, i), i);
		break;
	case DTL_SECTION_NOTE: put_note(c, out, s); break;
	case DTL_SECTION_TEXT:
		put_paragraph(out, "## ", s->title, "\n\n");
		for (size_t i = 0; i < s->text_count; i++) put_paragraph(out, "", s->texts[i], "\n\n");
		break;
	}
}

void dtl_report_markdown(dtl_report_context *c, dtl_buf *out)
{
	for (size_t i = 0; i < c->section_count; i++) put_section(c, out, &c->sections[i]);
}
