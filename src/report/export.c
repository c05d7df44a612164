/* Events as GeoJSON (RFC 7946), CSV (RFC 4180) and JSON lines. */
#include <stdlib.h>

#include "base/civil.h"
#include "base/error.h"
#include "dateline/report.h"
#include "event_fields.h"
#include "event_json.h"

/* What stands beside an event's own fields: from its article. */
static const struct { const char *name; size_t offset; } article_fields[] = {
	{"article_id", offsetof(dtl_article, id)}, {"article_title", offsetof(dtl_article, title)},
	{"article_date", offsetof(dtl_article, date)}, {"article_source", offsetof(dtl_article, source)},
	{"article_url", offsetof(dtl_article, url)}};
#define ARTICLE_FIELDS (sizeof article_fields / sizeof *article_fields)

static dtl_str article_field(const dtl_article *a, size_t i)
{
	return *(const dtl_str *)((const char *)a + article_fields[i].offset);
}

static const dtl_article *article_of(const dtl_event_set *set, const dtl_event *e)
{
	return dtl_event_set_article(set, e->article);
}

/* ---- GeoJSON ---- */

static void put_value(dtl_json *j, const char *name, const dtl_value *v)
{
	char day[11];
	switch (v->kind) {
	case DTL_VALUE_NULL: dtl_json_null(j, name); break;
	case DTL_VALUE_TEXT: dtl_json_str(j, name, v->text); break;
	case DTL_VALUE_JSON: dtl_json_raw(j, name, v->text); break;
	case DTL_VALUE_INTEGER: dtl_json_int(j, name, v->integer); break;
	case DTL_VALUE_REAL: dtl_json_number(j, name, v->real, 3); break;
	case DTL_VALUE_DATE: dtl_json_str(j, name, dtl_str_of(dtl_date_format(v->date, day))); break;
	}
}

static void put_feature(dtl_json *j, const dtl_event *e, const dtl_article *a, dtl_arena *scratch)
{
	dtl_json_open(j, NULL, '{');
	dtl_json_str(j, "type", DTL_STR("Feature"));
	dtl_json_str(j, "id", e->id);
	if (e->place.has_point) {
		dtl_json_open(j, "geometry", '{');
		dtl_json_str(j, "type", DTL_STR("Point"));
		dtl_json_open(j, "coordinates", '[');
		dtl_json_number(j, NULL, e->place.point.lon, 7);
		dtl_json_number(j, NULL, e->place.point.lat, 7);
		dtl_json_close(j, ']');
		dtl_json_close(j, '}');
	} else {
		dtl_json_null(j, "geometry");
	}
	dtl_json_open(j, "properties", '{');
	for (size_t i = 0; i < dtl_event_field_count; i++) {
		dtl_value v = dtl_event_field_get(&dtl_event_fields[i], e, scratch);
		put_value(j, dtl_event_fields[i].name, &v);
	}
	for (size_t i = 0; i < ARTICLE_FIELDS; i++) dtl_json_str_or_null(j, article_fields[i].name, article_field(a, i));
	dtl_json_close(j, '}');
	dtl_json_close(j, '}');
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* The narrowest box around the points: where they are closer across the 180th meridian its west is greater than its east (RFC
 * 7946, 5.2). False without points. */
static bool box_of(const dtl_event_set *set, dtl_arena *arena, dtl_bbox *box)
{
	size_t n = 0, count = dtl_event_set_count(set);
	double *lon = dtl_arena_array(arena, double, count);
	box->south = 90;
	box->north = -90;
	for (size_t i = 0; i < count; i++) {
		const dtl_event_place *p = &dtl_event_set_event(set, i)->place;
		if (!p->has_point) continue;
		lon[n++] = p->point.lon;
		if (p->point.lat < box->south) box->south = p->point.lat;
		if (p->point.lat > box->north) box->north = p->point.lat;
	}
	if (n == 0) return false;
	qsort(lon, n, sizeof *lon, by_value);
	double widest = lon[0] + 360 - lon[n - 1]; /* the gap that the box leaves out */
	box->west = lon[0];
	box->east = lon[n - 1];
	for (size_t i = 1; i < n; i++) {
		if (lon[i] - lon[i - 1] <= widest) continue;
		widest = lon[i] - lon[i - 1];
		box->west = lon[i];
		box->east = lon[i - 1];
	}
	return true;
}

static void put_geojson(const dtl_event_set *set, dtl_buf *out, dtl_arena *scratch)
{
	dtl_json j = {.out = out};
	dtl_bbox box;
	dtl_json_open(&j, NULL, '{');
	dtl_json_str(&j, "type", DTL_STR("FeatureCollection"));
	if (box_of(set, scratch, &box)) {
		dtl_json_open(&j, "bbox", '[');
		const double corners[4] = {box.west, box.south, box.east, box.north};
		for (size_t i = 0; i < 4; i++) dtl_json_number(&j, NULL, corners[i], 7);
		dtl_json_close(&j, ']');
	}
	dtl_json_open(&j, "features", '[');
	for (size_t i = 0; i < dtl_event_set_count(set); i++) {
		dtl_arena_mark mark = dtl_arena_mark_take(scratch);
		const dtl_event *e = dtl_event_set_event(set, i);
		if (i == 0) dtl_buf_addc(out, '\n');
		put_feature(&j, e, article_of(set, e), scratch);
		if (i + 1 < dtl_event_set_count(set)) {
			dtl_buf_addz(out, ",\n"); /* a feature a line */
			j.comma = false;
		}
		dtl_arena_reset(scratch, mark);
	}
	dtl_buf_addc(out, '\n');
	dtl_json_close(&j, ']');
	dtl_json_close(&j, '}');
	dtl_buf_addc(out, '\n');
}

/* ---- CSV ---- */

/* Spreadsheets run text that begins so as a formula. (OWASP, "CSV Injection".) */
static bool is_formula(dtl_str s)
{
	return s.len && strchr("=+-@\t\r", s.ptr[0]);
}

static void put_cell(dtl_buf *out, dtl_str s, bool first, bool defuse)
{
	if (!first) dtl_buf_addc(out, ',');
	bool guard = defuse && is_formula(s), quote = guard;
	for (size_t i = 0; i < s.len && !quote; i++) quote = strchr(",\"\r\n", s.ptr[i]) != NULL;
	if (!quote) {
		dtl_buf_add(out, s);
		return;
	}
	dtl_buf_addc(out, '"');
	if (guard) dtl_buf_addc(out, '\'');
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '"') dtl_buf_addc(out, '"');
		dtl_buf_addc(out, s.ptr[i]);
	}
	dtl_buf_addc(out, '"');
}

static dtl_str value_text(const dtl_value *v, dtl_arena *arena)
{
	char day[11];
	dtl_buf number = {.arena = arena};
	switch (v->kind) {
	case DTL_VALUE_NULL: return DTL_STR_NONE;
	case DTL_VALUE_TEXT:
	case DTL_VALUE_JSON: return v->text;
	case DTL_VALUE_INTEGER: return dtl_arena_printf(arena, "%lld", (long long)v->integer);
	case DTL_VALUE_REAL: return dtl_buf_number(&number, v->real, 3), dtl_buf_str(&number);
	case DTL_VALUE_DATE: return dtl_arena_str(arena, dtl_str_of(dtl_date_format(v->date, day)));
	}
	return DTL_STR_NONE;
}

static void put_coordinate(dtl_buf *out, bool has, double degrees)
{
	dtl_buf_addc(out, ',');
	if (has) dtl_buf_number(out, degrees, 7);
}

static void put_row(dtl_buf *out, const dtl_event *e, const dtl_article *a, bool defuse, dtl_arena *scratch)
{
	for (size_t i = 0; i < dtl_event_field_count; i++) {
		const dtl_event_field *f = &dtl_event_fields[i];
		dtl_value v = dtl_event_field_get(f, e, scratch);
		put_cell(out, value_text(&v, scratch), i == 0, defuse && v.kind == DTL_VALUE_TEXT);
	}
	put_coordinate(out, e->place.has_point, e->place.point.lon);
	put_coordinate(out, e->place.has_point, e->place.point.lat);
	for (size_t i = 0; i < ARTICLE_FIELDS; i++) put_cell(out, article_field(a, i), false, defuse);
	dtl_buf_addz(out, "\r\n");
}

static void put_csv(const dtl_event_set *set, dtl_buf *out, bool defuse, dtl_arena *scratch)
{
	for (size_t i = 0; i < dtl_event_field_count; i++) put_cell(out, dtl_str_of(dtl_event_fields[i].name), i == 0, false);
	dtl_buf_addz(out, ",lon,lat");
	for (size_t i = 0; i < ARTICLE_FIELDS; i++) put_cell(out, dtl_str_of(article_fields[i].name), false, false);
	dtl_buf_addz(out, "\r\n");
	for (size_t i = 0; i < dtl_event_set_count(set); i++) {
		dtl_arena_mark mark = dtl_arena_mark_take(scratch);
		const dtl_event *e = dtl_event_set_event(set, i);
		put_row(out, e, article_of(set, e), defuse, scratch);
		dtl_arena_reset(scratch, mark);
	}
}

/* ---- JSON lines ---- */

static void put_jsonl(const dtl_event_set *set, dtl_buf *out, dtl_arena *scratch)
{
	const dtl_article *last = NULL;
	dtl_event_writer w = {.json = {.out = out}, .unit = DTL_OFFSETS_CODEPOINTS, .explain = true};
	dtl_arena_mark mark = dtl_arena_mark_take(scratch);
	for (size_t i = 0; i < dtl_event_set_count(set); i++) {
		const dtl_event *e = dtl_event_set_event(set, i);
		const dtl_article *a = article_of(set, e);
		if (a != last) {
			dtl_arena_reset(scratch, mark);
			w.map = dtl_offset_map_new(scratch, a->text);
			last = a;
		}
		w.json.comma = false;
		dtl_json_open(&w.json, NULL, '{');
		dtl_json_open(&w.json, "article", '{');
		for (size_t k = 0; k < ARTICLE_FIELDS; k++) /* "article_id" -> "id" */
			dtl_json_str_or_null(&w.json, article_fields[k].name + sizeof "article", article_field(a, k));
		dtl_json_str_or_null(&w.json, "lang", a->lang);
		dtl_json_close(&w.json, '}');
		dtl_write_event_fields(&w, e);
		dtl_json_close(&w.json, '}');
		dtl_buf_addc(out, '\n');
	}
}

dtl_status dtl_export(const dtl_event_set *events, dtl_export_format format, char **out, size_t *out_len, dtl_error *err)
{
	dtl_arena arena = {0}, scratch = {0};
	if (setjmp(arena.exhausted)) goto exhausted;
	if (setjmp(scratch.exhausted)) goto exhausted;
	dtl_buf buf = {.arena = &arena};
	(void)dtl_arena_alloc(&scratch, 1); /* so that resets keep its first block */
	switch (format) {
	case DTL_EXPORT_GEOJSON: put_geojson(events, &buf, &scratch); break;
	case DTL_EXPORT_CSV:
	case DTL_EXPORT_CSV_RAW: put_csv(events, &buf, format == DTL_EXPORT_CSV, &scratch); break;
	case DTL_EXPORT_JSONL: put_jsonl(events, &buf, &scratch); break;
	}
	char *data = dtl_buf_malloc(&buf);
	if (!data) goto exhausted;
	*out = data;
	*out_len = buf.len;
	dtl_arena_free(&arena);
	dtl_arena_free(&scratch);
	return DTL_OK;
exhausted:
	dtl_arena_free(&arena);
	dtl_arena_free(&scratch);
	return dtl_fail_memory(err);
}
