/* The HTML report: one file that requests nothing. Without scripts it is complete; with them it can be filtered and the map moved.
 * Foreign text enters through dtl_html_text alone, links only if they are web addresses. */
#include <stdlib.h>

#include "base/civil.h"
#include "base/sha256.h"
#include "report/report.h"
#include "report/words.h"

#include "dateline.h"

/* ---- the head ---- */

static void put_hash(dtl_buf *out, dtl_str content)
{
	char hash[45];
	dtl_sha256_base64(content, hash);
	dtl_buf_printf(out, " 'sha256-%s'", hash);
}

/* The contents of the map's own style elements need leave, too. */
static void put_svg_style_hashes(dtl_buf *out, dtl_str svg)
{
	for (;;) {
		const char *open = svg.len ? memmem(svg.ptr, svg.len, "<style", 6) : NULL;
		if (!open) return;
		svg = dtl_str_sub(svg, (size_t)(open - svg.ptr), svg.len);
		const char *start = memchr(svg.ptr, '>', svg.len), *end = memmem(svg.ptr, svg.len, "</style>", 8);
		if (!start || !end || end < start) return;
		put_hash(out, (dtl_str){start + 1, (size_t)(end - start) - 1});
		svg = dtl_str_sub(svg, (size_t)(end - svg.ptr), svg.len);
	}
}

static void put_head(dtl_buf *out, dtl_str title, dtl_str svg)
{
	dtl_buf_addz(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; base-uri 'none'; "
		"form-action 'none'; style-src");
	put_hash(out, dtl_report_css(out->arena));
	put_svg_style_hashes(out, svg);
	dtl_buf_addz(out, "; script-src");
	put_hash(out, dtl_report_js(out->arena));
	dtl_buf_addz(out, "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"generator\" content=\"dateline " DATELINE_VERSION "\">\n");
	dtl_html_class_text(out, "<title>", title, "</title>\n<style>");
	dtl_buf_add(out, dtl_report_css(out->arena));
	dtl_buf_addz(out, "</style>\n</head>\n");
}

/* ---- the events ---- */

typedef struct kind_count { dtl_str kind; size_t count; } kind_count;

static int by_kind(const void *a, const void *b)
{
	return dtl_str_cmp(((const kind_count *)a)->kind, ((const kind_count *)b)->kind);
}

static void put_kind_options(dtl_buf *out, const dtl_event_set *set)
{
	size_t n = dtl_event_set_count(set), distinct = 0;
	kind_count *kinds = dtl_arena_array(out->arena, kind_count, n);
	for (size_t i = 0; i < n; i++) kinds[i] = (kind_count){dtl_kind_of(dtl_event_set_event(set, i)), 1};
	qsort(kinds, n, sizeof *kinds, by_kind);
	for (size_t i = 0; i < n; i++) {
		if (distinct && dtl_str_eq(kinds[distinct - 1].kind, kinds[i].kind)) kinds[distinct - 1].count++;
		else kinds[distinct++] = kinds[i];
	}
	for (size_t i = 0; i < distinct; i++) {
		dtl_html_class_text(out, "<option value=\"", kinds[i].kind, "\">");
		dtl_html_text(out, kinds[i].kind);
		dtl_buf_printf(out, " (%zu)</option>", kinds[i].count);
	}
}

static void put_filters(dtl_buf *out, const dtl_event_set *set, const dtl_interval *span)
{
	char first[11], last[11];
	dtl_date_format(span->start, first);
	dtl_date_format(span->end, last);
	dtl_buf_addz(out, "<form id=\"report-filters\" class=\"filters\" role=\"search\" aria-label=\"Filter the events\" hidden>\n"
		"<label>Text <input type=\"search\" name=\"text\" autocomplete=\"off\"></label>\n"
		"<label>Kind <select name=\"kind\"><option value=\"\">all kinds</option>");
	put_kind_options(out, set);
	dtl_buf_printf(out, "</select></label>\n<label>From <input type=\"date\" name=\"from\" min=\"%s\" max=\"%s\"></label>\n"
		"<label>To <input type=\"date\" name=\"to\" min=\"%s\" max=\"%s\"></label>\n<button type=\"reset\">Show all</button>\n"
		"<p role=\"status\" id=\"report-shown\"></p>\n</form>\n", first, last, first, last);
}

static void put_date(dtl_buf *out, const dtl_interval *date)
{
	char start[11], end[11];
	dtl_date_format(date->start, start);
	dtl_date_format(date->end, end);
	bool day = *start && strcmp(start, end) == 0;
	if (day) dtl_buf_printf(out, "<time datetime=\"%s\">", start);
	dtl_buf words = {.arena = out->arena};
	dtl_date_words(&words, date);
	dtl_html_text(out, dtl_buf_str(&words));
	if (day) dtl_buf_addz(out, "</time>");
}

/* The arrow is read out as "to". */
static void put_parties(dtl_buf *out, const dtl_event *e)
{
	static const char arrow[] = "\xe2\x86\x92";
	dtl_buf words = {.arena = out->arena};
	dtl_event_parties(&words, e);
	if (!words.len) return;
	dtl_str rest = dtl_buf_str(&words);
	const char *at = e->actor.phrase.text.len && e->target.phrase.text.len ? memmem(rest.ptr + e->actor.phrase.text.len, rest.len - e->actor.phrase.text.len, arrow, 3) : NULL;
	dtl_buf_addz(out, "<span class=\"more\">");
	if (at) {
		dtl_html_class_text(out, "", dtl_str_sub(rest, 0, (size_t)(at - rest.ptr)), "<span role=\"img\" aria-label=\"to\">\xe2\x86\x92</span>");
		rest = dtl_str_sub(rest, (size_t)(at - rest.ptr) + 3, rest.len);
	}
	dtl_html_class_text(out, "", rest, "</span>");
}

/* "Missile launch, 2 killed" tells of "missile-launch" already. */
static bool told_by(dtl_str words, dtl_str kind)
{
	for (size_t i = 0; i < kind.len; i++) {
		char c = kind.ptr[i] == '-' ? ' ' : dtl_ascii_lower(kind.ptr[i]);
		if (i >= words.len || dtl_ascii_lower(words.ptr[i]) != c) return false;
	}
	return true;
}

static void put_kind(dtl_buf *out, const dtl_event *e)
{
	dtl_buf words = {.arena = out->arena};
	dtl_event_words(&words, e);
	dtl_html_class_text(out, "<th scope=\"row\">", dtl_buf_str(&words), "<span class=\"tags\">");
	if (!told_by(dtl_buf_str(&words), dtl_kind_of(e))) dtl_html_class_text(out, "<span class=\"tag\">", dtl_kind_of(e), "</span>");
	if (e->subtype.len && e->type != DTL_EVENT_NONE)
		dtl_html_class_text(out, "<span class=\"tag\">", dtl_str_of(dtl_event_type_name(e->type)), "</span>");
	for (uint32_t bit = 1; dtl_event_flag_name(bit); bit <<= 1)
		if (e->flags & bit) dtl_html_class_text(out, "<span class=\"tag flag\">", dtl_str_of(dtl_event_flag_name(bit)), "</span>");
	dtl_buf_addz(out, "</span>");
	put_parties(out, e);
	dtl_buf_addz(out, "</th>");
}

static void put_place(dtl_report_context *c, dtl_buf *out, const dtl_event_place *p)
{
	dtl_buf words = {.arena = out->arena};
	dtl_place_words(c, &words, p);
	dtl_html_class_text(out, "<td data-label=\"Place\">", words.len ? dtl_buf_str(&words) : DTL_STR("not told"), "");
	if (p->has_point) {
		dtl_buf_addz(out, "<span class=\"more\">");
		dtl_buf_number(out, p->point.lat < 0 ? -p->point.lat : p->point.lat, 2);
		dtl_buf_printf(out, "\xc2\xb0%c ", p->point.lat < 0 ? 'S' : 'N');
		dtl_buf_number(out, p->point.lon < 0 ? -p->point.lon : p->point.lon, 2);
		dtl_buf_printf(out, "\xc2\xb0%c", p->point.lon < 0 ? 'W' : 'E');
		if (p->radius_km >= 1) {
			dtl_buf_addz(out, ", within ");
			dtl_buf_number(out, p->radius_km, p->radius_km < 10 ? 1 : 0);
			dtl_buf_addz(out, " km");
		}
		dtl_buf_addz(out, "</span>");
	}
	dtl_buf_addz(out, "</td>");
}

/* The sentence with its trigger marked. */
static void put_evidence(dtl_buf *out, const dtl_event *e)
{
	dtl_str before, word, after;
	dtl_evidence_parts(e, &before, &word, &after);
	dtl_html_class_text(out, "<td data-label=\"Evidence\"><blockquote>", before, "");
	if (word.len) dtl_html_class_text(out, "<mark>", word, "</mark>");
	dtl_html_text(out, after);
	dtl_buf_addz(out, "</blockquote>");
}

static void put_event(dtl_report_context *c, dtl_buf *out, size_t index)
{
	const dtl_event_set *set = c->set;
	const dtl_event *e = dtl_event_set_event(set, index);
	const dtl_article *a = dtl_event_set_article(set, e->article);
	char first[11], last[11];
	dtl_date_format(e->date.start.year ? e->date.start : e->date.end, first);
	dtl_date_format(e->date.end.year ? e->date.end : e->date.start, last);
	dtl_buf_printf(out, "<tr id=\"event-%zu\" data-from=\"%s\" data-to=\"%s\"", index + 1, first, last);
	dtl_html_class_text(out, " data-kind=\"", dtl_kind_of(e), "\">\n<td data-label=\"Date\">");
	put_date(out, &e->date);
	dtl_buf_addz(out, "</td>\n");
	put_kind(out, e);
	dtl_buf_addc(out, '\n');
	put_place(c, out, &e->place);
	dtl_buf_addc(out, '\n');
	put_evidence(out, e);
	dtl_buf_printf(out, "<a class=\"source\" href=\"#source-%u\">", (unsigned)e->article + 1);
	dtl_html_text(out, a->source.len ? a->source : dtl_article_words(a));
	dtl_buf_addz(out, "</a></td>\n</tr>\n");
}

static void put_heading(dtl_buf *out, const char *id, dtl_str title, const char *instead)
{
	dtl_buf_printf(out, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\"%s>", id, id, title.len ? "" : " class=\"hidden\"");
	dtl_html_class_text(out, "", title.len ? title : dtl_str_of(instead), "</h2>\n");
}

static void put_events(dtl_report_context *c, dtl_buf *out, const dtl_section *section)
{
	put_heading(out, "report-events", section->title, "Events");
	if (c->facts.events == 0) {
		dtl_buf_addz(out, "<p class=\"none\">No event answers.</p>\n</section>\n");
		return;
	}
	put_filters(out, c->set, &c->facts.span);
	dtl_buf_addz(out, "<table class=\"events\" id=\"report-table\">\n<caption class=\"hidden\">Events in order of date, with the sentences they were found "
		"in</caption>\n<thead><tr><th scope=\"col\">Date</th><th scope=\"col\">Event</th><th scope=\"col\">Place</th>"
		"<th scope=\"col\">Evidence</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < c->facts.events; i++) put_event(c, out, i);
	dtl_buf_addz(out, "</tbody>\n</table>\n<p class=\"none\" id=\"report-nothing\" hidden>No event answers these filters.</p>\n</section>\n");
}

/* ---- the sources ---- */

static void put_source(dtl_buf *out, const dtl_article *a, size_t index, size_t events)
{
	dtl_buf_printf(out, "<li id=\"source-%zu\">", index + 1);
	dtl_str words = dtl_article_words(a);
	if (dtl_is_web_address(a->url)) {
		dtl_html_class_text(out, "<a rel=\"noopener noreferrer nofollow\" href=\"", a->url, "\">");
		dtl_html_class_text(out, "", words, "</a>");
	} else {
		dtl_html_class_text(out, "<span>", words, "</span>");
	}
	dtl_buf more = {.arena = out->arena};
	dtl_source_words(&more, a);
	if (more.len) dtl_html_class_text(out, ", ", dtl_buf_str(&more), "");
	dtl_buf_printf(out, " <span class=\"more\">%zu %s</span></li>\n", events, events == 1 ? "event" : "events");
}

static void put_sources(dtl_report_context *c, dtl_buf *out, const dtl_section *section)
{
	if (c->facts.articles == 0) return;
	put_heading(out, "report-sources", section->title, "Sources");
	dtl_buf_addz(out, "<ol>\n");
	for (size_t i = 0; i < c->facts.articles; i++) put_source(out, dtl_event_set_article(c->set, i), i, c->facts.events_of[i]);
	dtl_buf_addz(out, "</ol>\n</section>\n");
}

/* ---- the other sections ---- */

static void put_title(dtl_report_context *c, dtl_buf *out)
{
	dtl_buf words = {.arena = out->arena};
	dtl_report_facts_words(&words, &c->facts);
	dtl_html_class_text(out, "<header>\n<h1>", c->title, "</h1>\n");
	if (c->spec->standfirst.len) dtl_html_class_text(out, "<p class=\"standfirst\">", c->spec->standfirst, "</p>\n");
	dtl_html_class_text(out, "<p class=\"facts\">", dtl_buf_str(&words), "</p>\n</header>\n");
}

static void put_map(dtl_report_context *c, dtl_buf *out, const dtl_section *s)
{
	if (s->title.len) dtl_html_class_text(out, "<h2>", s->title, "</h2>\n");
	if (s->figure_count) dtl_html_map(out, &c->figures[s->first_figure]);
	else dtl_buf_addz(out, "<p class=\"none\">No event has a place that could be told, so there is no map.</p>\n");
}

static void put_maps(dtl_report_context *c, dtl_buf *out, const dtl_section *s)
{
	if (!s->figure_count) return;
	dtl_str by = dtl_arena_printf(out->arena, "By %s", dtl_group_by_name(s->by));
	dtl_html_class_text(out, "<section>\n<h2>", s->title.len ? s->title : by, "</h2>\n<div class=\"maps\">\n");
	for (size_t i = 0; i < s->figure_count; i++) dtl_html_small_map(out, &c->figures[s->first_figure + i]);
	dtl_buf_addz(out, "</div>\n");
	size_t left = c->figures[s->first_figure + s->figure_count - 1].left_out;
	if (left) dtl_buf_printf(out, "<p class=\"none\">%zu more without a map of their own.</p>\n", left);
	dtl_buf_addz(out, "</section>\n");
}

static void put_text(dtl_buf *out, const dtl_section *s)
{
	dtl_buf_addz(out, "<section class=\"text\">\n");
	if (s->title.len) dtl_html_class_text(out, "<h2>", s->title, "</h2>\n");
	for (size_t i = 0; i < s->text_count; i++) dtl_html_class_text(out, "<p>", s->texts[i], "</p>\n");
	dtl_buf_addz(out, "</section>\n");
}

static void put_note(dtl_report_context *c, dtl_buf *out, const dtl_section *s)
{
	dtl_buf_addz(out, "<footer>\n");
	if (s->title.len) dtl_html_class_text(out, "<h2>", s->title, "</h2>\n");
	for (size_t i = 0; i < s->text_count; i++) dtl_html_class_text(out, "<p>", s->texts[i], "</p>\n");
	if (c->spec->credit.len) dtl_html_class_text(out, "<p>", c->spec->credit, "</p>\n");
	dtl_html_class_text(out, "<p>", dtl_str_of(dtl_report_caution), "</p>\n");
	if (c->spec->attribution.len) dtl_html_class_text(out, "<p>", c->spec->attribution, "</p>\n");
	dtl_buf_addz(out, "</footer>\n");
}

static void put_section(dtl_report_context *c, dtl_buf *out, const dtl_section *s)
{
	switch (s->kind) {
	case DTL_SECTION_HEAD: put_title(c, out); break;
	case DTL_SECTION_MAP: put_map(c, out, s); break;
	case DTL_SECTION_SUMMARY: dtl_html_summary(c, out, s); break;
	case DTL_SECTION_TIMELINE: dtl_html_timeline(c, out, s); break;
	case DTL_SECTION_MAPS: put_maps(c, out, s); break;
	case DTL_SECTION_EVENTS: put_events(c, out, s); break;
	case DTL_SECTION_SOURCES: put_sources(c, out, s); break;
	case DTL_SECTION_NOTE: put_note(c, out, s); break;
	case DTL_SECTION_TEXT: put_text(out, s); break;
	}
}

static dtl_str main_svg(const dtl_report_context *c)
{
	for (size_t i = 0; i < c->section_count; i++)
		if (c->sections[i].kind == DTL_SECTION_MAP && c->sections[i].figure_count) {
			const dtl_map_image *m = &c->figures[c->sections[i].first_figure].image;
			return (dtl_str){m->data, m->len};
		}
	return DTL_STR_NONE;
}

void dtl_report_html(dtl_report_context *c, dtl_buf *out)
{
	put_head(out, c->title, main_svg(c));
	dtl_buf_addz(out, "<body>\n<main>\n");
	for (size_t i = 0; i < c->section_count; i++) {
		if (i == 0 && c->facts.events) dtl_buf_addz(out, "<a class=\"skip\" href=\"#report-events\">Skip to the events</a>\n");
		put_section(c, out, &c->sections[i]);
	}
	dtl_buf_addz(out, "</main>\n<script>");
	dtl_buf_add(out, dtl_report_js(out->arena));
	dtl_buf_addz(out, "</script>\n</body>\n</html>\n");
}
