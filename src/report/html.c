/* The HTML report: one file that requests nothing. Without scripts it is complete; with them it can be filtered and the map moved.
 * Foreign text enters through dtl_html_text alone, links only if they are web addresses. */
#include <stdlib.h>

#include "base/civil.h"
#include "base/sha256.h"
#include "report/report.h"
#include "report/words.h"

#include "dateline.h"

static void put_class_text(dtl_buf *out, const char *open, dtl_str text, const char *close)
{
	dtl_buf_addz(out, open);
	dtl_html_text(out, text);
	dtl_buf_addz(out, close);
}

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
	put_hash(out, dtl_str_of(dtl_report_css));
	put_svg_style_hashes(out, svg);
	dtl_buf_addz(out, "; script-src");
	put_hash(out, dtl_str_of(dtl_report_js));
	dtl_buf_addz(out, "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"generator\" content=\"dateline " DATELINE_VERSION "\">\n");
	put_class_text(out, "<title>", title, "</title>\n<style>");
	dtl_buf_addz(out, dtl_report_css);
	dtl_buf_addz(out, "</style>\n</head>\n");
}

/* ---- the map ---- */

/* Without what may stand only at the top of a file of its own. */
static dtl_str svg_element(dtl_str svg)
{
	const char *start = svg.len ? memmem(svg.ptr, svg.len, "<svg", 4) : NULL;
	return start ? dtl_str_sub(svg, (size_t)(start - svg.ptr), svg.len) : DTL_STR_NONE;
}

static void put_map(dtl_buf *out, dtl_str svg, dtl_str alt)
{
	if (svg.len == 0) {
		dtl_buf_addz(out, "<p class=\"none\">No event has a place that could be told, so there is no map.</p>\n");
		return;
	}
	put_class_text(out, "<figure class=\"map\" role=\"group\" aria-label=\"Map\">\n<div id=\"report-map\" class=\"frame\">\n", DTL_STR_NONE, "");
	dtl_buf_add(out, svg_element(svg));
	dtl_buf_addz(out, "</div>\n<div class=\"tools\" hidden><button type=\"button\" data-zoom=\"in\" aria-label=\"Zoom in\">+</button>"
		"<button type=\"button\" data-zoom=\"out\" aria-label=\"Zoom out\">\xe2\x88\x92</button>"
		"<button type=\"button\" data-zoom=\"all\">Whole map</button></div>\n");
	if (alt.len) put_class_text(out, "<figcaption><details><summary>The map in words</summary><p>", alt, "</p></details></figcaption>\n");
	dtl_buf_addz(out, "</figure>\n");
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
		put_class_text(out, "<option value=\"", kinds[i].kind, "\">");
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

/* Who did it to whom, with what, and what came of it; nothing where nothing is known. */
static void put_parties(dtl_buf *out, const dtl_event *e)
{
	dtl_str actor = e->actor.phrase.text, target = e->target.phrase.text;
	dtl_buf words = {.arena = out->arena};
	if (actor.len) dtl_html_text(&words, actor);
	if (target.len) {
		dtl_buf_addz(&words, words.len ? " <span aria-label=\"to\">\xe2\x86\x92</span> " : "affected: ");
		dtl_html_text(&words, target);
	}
	const struct { int64_t n; const char *word; } tolls[] = {{e->killed, "killed"}, {e->injured, "injured"}, {e->missing, "missing"}};
	for (size_t i = 0; i < 3; i++)
		if (tolls[i].n >= 0) dtl_buf_printf(&words, "%s%lld %s", words.len ? "; " : "", (long long)tolls[i].n, tolls[i].word);
	if (e->weapon.len) {
		dtl_buf_addz(&words, words.len ? "; " : "");
		dtl_html_text(&words, e->weapon);
	}
	if (words.len) dtl_buf_printf(out, "<span class=\"more\">%s</span>", words.data);
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
	put_class_text(out, "<th scope=\"row\">", dtl_buf_str(&words), "<span class=\"tags\">");
	if (!told_by(dtl_buf_str(&words), dtl_kind_of(e))) put_class_text(out, "<span class=\"tag\">", dtl_kind_of(e), "</span>");
	if (e->subtype.len && e->type != DTL_EVENT_NONE)
		put_class_text(out, "<span class=\"tag\">", dtl_str_of(dtl_event_type_name(e->type)), "</span>");
	for (uint32_t bit = 1; dtl_event_flag_name(bit); bit <<= 1)
		if (e->flags & bit) put_class_text(out, "<span class=\"tag flag\">", dtl_str_of(dtl_event_flag_name(bit)), "</span>");
	dtl_buf_addz(out, "</span>");
	put_parties(out, e);
	dtl_buf_addz(out, "</th>");
}

static void put_place(dtl_buf *out, const dtl_event_place *p)
{
	dtl_buf words = {.arena = out->arena};
	dtl_place_words(&words, p);
	put_class_text(out, "<td data-label=\"Place\">", words.len ? dtl_buf_str(&words) : DTL_STR("not told"), "");
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
	dtl_str s = e->evidence.text;
	dtl_span whole = e->evidence.span, word = e->trigger.span;
	bool inside = word.end > word.start && word.start >= whole.start && word.end <= whole.end && word.end - whole.start <= s.len;
	dtl_buf_addz(out, "<td data-label=\"Evidence\"><blockquote>");
	if (inside) {
		size_t from = word.start - whole.start, to = word.end - whole.start;
		dtl_html_text(out, dtl_str_sub(s, 0, from));
		put_class_text(out, "<mark>", dtl_str_sub(s, from, to), "</mark>");
		dtl_html_text(out, dtl_str_sub(s, to, s.len));
	} else {
		dtl_html_text(out, s);
	}
	dtl_buf_addz(out, "</blockquote>");
}

static void put_event(dtl_buf *out, const dtl_event_set *set, size_t index)
{
	const dtl_event *e = dtl_event_set_event(set, index);
	const dtl_article *a = dtl_event_set_article(set, e->article);
	char first[11], last[11];
	dtl_date_format(e->date.start.year ? e->date.start : e->date.end, first);
	dtl_date_format(e->date.end.year ? e->date.end : e->date.start, last);
	dtl_buf_printf(out, "<tr id=\"event-%zu\" data-from=\"%s\" data-to=\"%s\"", index + 1, first, last);
	put_class_text(out, " data-kind=\"", dtl_kind_of(e), "\">\n<td data-label=\"Date\">");
	put_date(out, &e->date);
	dtl_buf_addz(out, "</td>\n");
	put_kind(out, e);
	dtl_buf_addc(out, '\n');
	put_place(out, &e->place);
	dtl_buf_addc(out, '\n');
	put_evidence(out, e);
	dtl_buf_printf(out, "<a class=\"source\" href=\"#source-%u\">", (unsigned)e->article + 1);
	dtl_html_text(out, a->source.len ? a->source : dtl_article_words(a));
	dtl_buf_addz(out, "</a></td>\n</tr>\n");
}

static void put_events(dtl_buf *out, const dtl_event_set *set, const dtl_report_facts *facts)
{
	dtl_buf_addz(out, "<section aria-labelledby=\"report-events\">\n<h2 id=\"report-events\">Events</h2>\n");
	if (facts->events == 0) {
		dtl_buf_addz(out, "<p class=\"none\">No event answers.</p>\n</section>\n");
		return;
	}
	put_filters(out, set, &facts->span);
	dtl_buf_addz(out, "<table>\n<caption class=\"hidden\">Events in order of date, with the sentences they were found in</caption>\n"
		"<thead><tr><th scope=\"col\">Date</th><th scope=\"col\">Event</th><th scope=\"col\">Place</th>"
		"<th scope=\"col\">Evidence</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < facts->events; i++) put_event(out, set, i);
	dtl_buf_addz(out, "</tbody>\n</table>\n<p class=\"none\" id=\"report-nothing\" hidden>No event answers these filters.</p>\n</section>\n");
}

/* ---- the sources ---- */

static void put_source(dtl_buf *out, const dtl_article *a, size_t index, size_t events)
{
	dtl_buf_printf(out, "<li id=\"source-%zu\">", index + 1);
	dtl_str words = dtl_article_words(a);
	if (dtl_is_web_address(a->url)) {
		put_class_text(out, "<a rel=\"noopener noreferrer nofollow\" href=\"", a->url, "\">");
		put_class_text(out, "", words, "</a>");
	} else {
		put_class_text(out, "<span>", words, "</span>");
	}
	if (a->source.len) put_class_text(out, ", ", a->source, "");
	dtl_date date;
	dtl_date_precision precision;
	if (dtl_date_parse(a->date, &date, &precision) && precision == DTL_DATE_DAY) {
		dtl_interval day = {date, date, DTL_DATE_DAY};
		dtl_buf_addz(out, ", ");
		put_date(out, &day);
	}
	dtl_buf_printf(out, " <span class=\"more\">%zu %s</span></li>\n", events, events == 1 ? "event" : "events");
}

static void put_sources(dtl_buf *out, const dtl_event_set *set, const dtl_report_facts *facts)
{
	if (facts->articles == 0) return;
	dtl_buf_addz(out, "<section aria-labelledby=\"report-sources\">\n<h2 id=\"report-sources\">Sources</h2>\n<ol>\n");
	for (size_t i = 0; i < facts->articles; i++) put_source(out, dtl_event_set_article(set, i), i, facts->events_of[i]);
	dtl_buf_addz(out, "</ol>\n</section>\n");
}

void dtl_report_html(dtl_buf *out, const dtl_event_set *set, const dtl_report_spec *spec, dtl_str svg, dtl_str alt)
{
	dtl_report_facts facts = dtl_report_count(out->arena, set);
	dtl_str title = spec->title;
	if (title.len == 0) title = facts.articles == 1 ? dtl_article_words(dtl_event_set_article(set, 0)) : DTL_STR("Events in the news");
	dtl_buf words = {.arena = out->arena};
	dtl_report_facts_words(&words, &facts);
	put_head(out, title, svg);
	put_class_text(out, "<body>\n<a class=\"skip\" href=\"#report-events\">Skip to the events</a>\n<header>\n<h1>", title, "</h1>\n");
	if (spec->standfirst.len) put_class_text(out, "<p class=\"standfirst\">", spec->standfirst, "</p>\n");
	put_class_text(out, "<p class=\"facts\">", dtl_buf_str(&words), "</p>\n</header>\n<main>\n");
	put_map(out, svg, alt);
	put_events(out, set, &facts);
	put_sources(out, set, &facts);
	dtl_buf_addz(out, "</main>\n<footer>\n");
	if (spec->credit.len) put_class_text(out, "<p>", spec->credit, "</p>\n");
	dtl_buf_addz(out, "<p>The events were found in the articles by a program, dateline " DATELINE_VERSION ", which can be wrong: the "
		"sentence beside each event tells what it relies on.</p>\n");
	if (spec->attribution.len) put_class_text(out, "<p>", spec->attribution, "</p>\n");
	dtl_buf_addz(out, "</footer>\n<script>");
	dtl_buf_addz(out, dtl_report_js);
	dtl_buf_addz(out, "</script>\n</body>\n</html>\n");
}
