/* Reports: the facts that every form tells, and the way from an event set to a finished file. */
#include "report/report.h"

#include <stdlib.h>

#include "base/civil.h"
#include "base/error.h"
#include "report/words.h"

static void widen(dtl_interval *span, const dtl_interval *date)
{
	dtl_date first = date->start.year ? date->start : date->end, last = date->end.year ? date->end : date->start;
	if (!first.year) return;
	if (!span->start.year || dtl_date_cmp(first, span->start) < 0) span->start = first;
	if (!span->end.year || dtl_date_cmp(last, span->end) > 0) span->end = last;
}

dtl_report_facts dtl_report_count(dtl_arena *arena, const dtl_event_set *set)
{
	dtl_report_facts f = {.events = dtl_event_set_count(set), .articles = dtl_event_set_article_count(set)};
	f.events_of = dtl_arena_array(arena, size_t, f.articles);
	bool seen[26][26] = {{false}};
	for (size_t i = 0; i < f.events; i++) {
		const dtl_event *e = dtl_event_set_event(set, i);
		f.events_of[e->article]++;
		f.placed += e->place.has_point;
		widen(&f.span, &e->date);
		dtl_str c = e->place.country;
		if (c.len != 2 || !dtl_ascii_alpha(c.ptr[0]) || !dtl_ascii_alpha(c.ptr[1])) continue;
		bool *there = &seen[dtl_ascii_lower(c.ptr[0]) - 'a'][dtl_ascii_lower(c.ptr[1]) - 'a'];
		f.countries += !*there;
		*there = true;
	}
	return f;
}

static void counted(dtl_buf *out, size_t n, const char *one, const char *many)
{
	dtl_buf_printf(out, "%zu %s", n, n == 1 ? one : many);
}

void dtl_report_facts_words(dtl_buf *out, const dtl_report_facts *f)
{
	counted(out, f->events, "event", "events");
	dtl_buf_addz(out, " in ");
	counted(out, f->articles, "article", "articles");
	if (f->span.start.year) {
		dtl_buf_addz(out, ", ");
		dtl_date_words(out, &f->span);
	}
	if (f->countries) {
		dtl_buf_addz(out, ", in ");
		counted(out, f->countries, "country", "countries");
	}
	size_t without = f->events - f->placed;
	if (without) dtl_buf_printf(out, "; %zu without a place that could be told", without);
}

dtl_str dtl_article_words(const dtl_article *a)
{
	dtl_str title = dtl_str_trim(a->title);
	if (title.len) return title;
	dtl_str text = dtl_str_trim(a->text);
	const char *line = text.len ? memchr(text.ptr, '\n', text.len) : NULL;
	if (line) text = dtl_str_trim(dtl_str_sub(text, 0, (size_t)(line - text.ptr)));
	size_t cut = text.len;
	if (cut > 120) {
		cut = 120;
		while (cut > 60 && !dtl_ascii_space(text.ptr[cut])) cut--;
		while (cut > 0 && ((unsigned char)text.ptr[cut] & 0xc0) == 0x80) cut--;
	}
	text = dtl_str_trim(dtl_str_sub(text, 0, cut));
	return text.len ? text : a->id;
}

static dtl_status draw(const dtl_event_set *events, const dtl_report_spec *spec, bool placed, dtl_map_image *image, dtl_error *err)
{
	if (!placed || spec->format != DTL_REPORT_HTML) return DTL_OK;
	dtl_map_spec map = spec->map;
	map.format = DTL_MAP_SVG;
	return dtl_map_render(events, &map, image, err);
}

/* Fills out; false when memory is exhausted. */
static bool write(const dtl_event_set *events, const dtl_report_spec *spec, const dtl_map_image *image, char **out, size_t *out_len)
{
	dtl_arena arena = {0};
	if (setjmp(arena.exhausted)) {
		dtl_arena_free(&arena);
		return false;
	}
	dtl_buf buf = {.arena = &arena};
	dtl_str svg = {image->data, image->data ? image->len : 0}, alt = dtl_str_of(image->alt_text);
	if (spec->format == DTL_REPORT_HTML) dtl_report_html(&buf, events, spec, svg, alt);
	else dtl_report_markdown(&buf, events, spec, spec->map_alt);
	char *data = dtl_buf_malloc(&buf);
	if (data) {
		*out = data;
		*out_len = buf.len;
	}
	dtl_arena_free(&arena);
	return data != NULL;
}

dtl_status dtl_report(const dtl_event_set *events, const dtl_report_spec *spec, char **out, size_t *out_len, dtl_error *err)
{
	bool placed = false;
	for (size_t i = 0; i < dtl_event_set_count(events) && !placed; i++) placed = dtl_event_set_event(events, i)->place.has_point;
	dtl_map_image image = {0};
	dtl_status status = draw(events, spec, placed, &image, err);
	if (status != DTL_OK) return status;
	if (!write(events, spec, &image, out, out_len)) status = dtl_fail_memory(err);
	dtl_map_image_release(&image);
	return status;
}
