/* The parts of the HTML report that are pictures: maps, the timeline, the tallies. */
#include "base/civil.h"
#include "report/base64.h"
#include "report/report.h"
#include "report/words.h"

void dtl_html_class_text(dtl_buf *out, const char *open, dtl_str text, const char *close)
{
	dtl_buf_addz(out, open);
	dtl_html_text(out, text);
	dtl_buf_addz(out, close);
}

/* Without what may stand only at the top of a file of its own. */
static dtl_str svg_element(dtl_str svg)
{
	const char *start = svg.len ? memmem(svg.ptr, svg.len, "<svg", 4) : NULL;
	return start ? dtl_str_sub(svg, (size_t)(start - svg.ptr), svg.len) : DTL_STR_NONE;
}

void dtl_html_map(dtl_buf *out, const dtl_figure *f)
{
	dtl_str alt = dtl_str_of(f->image.alt_text);
	dtl_buf_addz(out, "<figure class=\"map\" role=\"group\" aria-label=\"Map\">\n<div id=\"report-map\" class=\"frame\">\n");
	dtl_buf_add(out, svg_element((dtl_str){f->image.data, f->image.len}));
	dtl_buf_addz(out, "</div>\n<div class=\"tools\" hidden><button type=\"button\" data-zoom=\"in\" aria-label=\"Zoom in\">+</button>"
		"<button type=\"button\" data-zoom=\"out\" aria-label=\"Zoom out\">\xe2\x88\x92</button>"
		"<button type=\"button\" data-zoom=\"all\">Whole map</button></div>\n");
	if (alt.len) dtl_html_class_text(out, "<figcaption><details><summary>The map in words</summary><p>", alt, "</p></details></figcaption>\n");
	dtl_buf_addz(out, "</figure>\n");
}

/* As an image of its own, so that the ids inside it cannot meet those of the page. */
void dtl_html_small_map(dtl_buf *out, const dtl_figure *f)
{
	size_t n = dtl_event_set_count(f->events);
	dtl_html_class_text(out, "<figure>\n<figcaption><h3>", f->words, "</h3>");
	dtl_buf_printf(out, "<span class=\"more\">%zu %s</span></figcaption>\n", n, n == 1 ? "event" : "events");
	dtl_html_class_text(out, "<img alt=\"", dtl_str_of(f->image.alt_text), "\"");
	dtl_buf_printf(out, " width=\"%.0f\" height=\"%.0f\" src=\"data:image/svg+xml;base64,", f->image.width, f->image.height);
	dtl_base64(out, (dtl_str){f->image.data, f->image.len});
	dtl_buf_addz(out, "\">\n</figure>\n");
}

static void put_tally(dtl_buf *out, const char *caption, const dtl_tally *tally, size_t count)
{
	size_t most = 1;
	for (size_t i = 0; i < count; i++)
		if (tally[i].count > most && !tally[i].rest) most = tally[i].count;
	dtl_buf_printf(out, "<table class=\"tally\">\n<caption>%s</caption>\n<tbody>\n", caption);
	for (size_t i = 0; i < count; i++) {
		dtl_html_class_text(out, "<tr><th scope=\"row\">", tally[i].words, "</th>");
		if (tally[i].rest) dtl_buf_printf(out, "<td></td><td>%zu</td></tr>\n", tally[i].count);
		else dtl_buf_printf(out, "<td><svg viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\"%.1f\" height=\"8\"/></svg></td>"
			"<td>%zu</td></tr>\n", 100 * (double)tally[i].count / (double)most, tally[i].count);
	}
	dtl_buf_addz(out, "</tbody>\n</table>\n");
}

void dtl_html_summary(dtl_report_context *c, dtl_buf *out, const dtl_section *s)
{
	size_t kinds, countries;
	const dtl_tally *kind = dtl_report_tally(c, DTL_GROUP_TYPE, s->most, &kinds);
	const dtl_tally *country = dtl_report_tally(c, DTL_GROUP_COUNTRY, s->most, &countries);
	if (!kinds) return;
	dtl_html_class_text(out, "<section>\n<h2>", s->title.len ? s->title : DTL_STR("At a glance"), "</h2>\n<div class=\"tallies\">\n");
	put_tally(out, "Kinds of event", kind, kinds);
	if (countries) put_tally(out, "Countries", country, countries);
	dtl_buf_addz(out, "</div>\n</section>\n");
}

static void put_bins(dtl_buf *out, const dtl_timeline *t)
{
	dtl_buf_printf(out, "<svg viewBox=\"0 0 %zu 100\" preserveAspectRatio=\"none\" role=\"img\" aria-labelledby=\"report-time-words\">\n", t->count * 10);
	for (size_t i = 0; i < t->count; i++) {
		char first[11], last[11];
		double h = 100 * (double)t->bins[i].count / (double)t->most;
		dtl_buf_printf(out, "<rect class=\"bin\" data-from=\"%s\" data-to=\"%s\" data-count=\"%zu\" x=\"%zu\" y=\"%.1f\" width=\"%s\" height=\"%.1f\"><title>",
			dtl_date_format(t->bins[i].first, first), dtl_date_format(t->bins[i].last, last), t->bins[i].count, i * 10, 100 - h, t->count > 200 ? "9.6" : "8.6", h);
		dtl_html_text(out, dtl_timeline_words(out->arena, t, i));
		dtl_buf_printf(out, ": %zu</title></rect>\n", t->bins[i].count);
	}
	dtl_buf_addz(out, "</svg>\n");
}

void dtl_html_timeline(dtl_report_context *c, dtl_buf *out, const dtl_section *s)
{
	dtl_timeline t = dtl_timeline_make(&c->arena, c->set, s->by);
	if (t.count < 2) return; /* one bar tells nothing */
	size_t peak = 0;
	for (size_t i = 0; i < t.count; i++)
		if (t.bins[i].count > t.bins[peak].count) peak = i;
	dtl_str rest = dtl_timeline_rest(&c->arena, &t);
	dtl_html_class_text(out, "<section>\n<h2>", s->title.len ? s->title : DTL_STR("Over time"), "</h2>\n<figure class=\"time\">\n");
	dtl_buf_addz(out, "<div class=\"plot\" id=\"report-time\">\n");
	put_bins(out, &t);
	dtl_html_class_text(out, "</div>\n<div class=\"axis\"><span>", dtl_timeline_words(&c->arena, &t, 0), "</span>");
	dtl_html_class_text(out, "<span>", dtl_timeline_words(&c->arena, &t, t.count - 1), "</span></div>\n");
	dtl_buf_printf(out, "<figcaption><span id=\"report-time-words\">Events by %s; most, %zu, ", dtl_group_by_name(t.unit), t.most);
	if (t.unit != DTL_GROUP_WEEK) dtl_buf_addz(out, t.unit == DTL_GROUP_DAY ? "on " : "in ");
	else dtl_buf_addz(out, "in the ");
	dtl_html_class_text(out, "", dtl_timeline_words(&c->arena, &t, peak), "");
	if (rest.len) dtl_html_class_text(out, "; not shown: ", rest, "");
	dtl_buf_addz(out, ".</span> <span id=\"report-time-hint\" hidden>Drag over the bars to choose a time, or move the two handles with the arrow keys; "
		"Escape shows all.</span></figcaption>\n</figure>\n</section>\n");
}
