/* An analysis as one line of JSON: the stable form of `dateline parse`. */
#include "base/civil.h"
#include "base/error.h"
#include "base/json.h"
#include "base/utf8.h"
#include "dateline/analyze.h"

typedef struct writer {
	dtl_json json;
	dtl_offset_map map;
	dtl_offset_unit unit;
	bool explain;
	const dtl_analysis *analysis;
} writer;

static uint32_t offset(const writer *w, uint32_t byte)
{
	if (byte > w->map.text.len) byte = (uint32_t)w->map.text.len;
	if (w->unit == DTL_OFFSETS_BYTES) return byte;
	return w->unit == DTL_OFFSETS_UTF16 ? dtl_offset_utf16(&w->map, byte) : dtl_offset_code_points(&w->map, byte);
}

static void put_span(writer *w, dtl_span span)
{
	dtl_json_int(&w->json, "start", offset(w, span.start));
	dtl_json_int(&w->json, "end", offset(w, span.end));
	dtl_json_str(&w->json, "text", dtl_str_sub(w->map.text, span.start, span.end));
}

static void put_span_or_null(writer *w, dtl_span span)
{
	if (span.end > span.start) {
		put_span(w, span);
		return;
	}
	dtl_json_null(&w->json, "start");
	dtl_json_null(&w->json, "end");
	dtl_json_null(&w->json, "text");
}

static void put_phrase(writer *w, const char *key, const dtl_phrase *p)
{
	if (p->span.end == p->span.start) {
		dtl_json_null(&w->json, key);
		return;
	}
	dtl_json_open(&w->json, key, '{');
	put_span(w, p->span);
	dtl_json_close(&w->json, '}');
}

static void put_interval(writer *w, const char *key, const dtl_interval *in)
{
	char start[11], end[11];
	dtl_date_format(in->start, start);
	dtl_date_format(in->end, end);
	if (!*start && !*end) {
		dtl_json_null(&w->json, key);
		return;
	}
	dtl_json_open(&w->json, key, '{');
	dtl_json_str_or_null(&w->json, "start", dtl_str_of(start));
	dtl_json_str_or_null(&w->json, "end", dtl_str_of(end));
	dtl_json_close(&w->json, '}');
}

static void put_geonameid(writer *w, uint32_t id)
{
	if (id) dtl_json_int(&w->json, "geonameid", id);
	else dtl_json_null(&w->json, "geonameid");
}

static void put_point(writer *w, bool has, dtl_lonlat p)
{
	if (has) {
		dtl_json_number(&w->json, "lat", p.lat, 5);
		dtl_json_number(&w->json, "lon", p.lon, 5);
	} else {
		dtl_json_null(&w->json, "lat");
		dtl_json_null(&w->json, "lon");
	}
}

static void put_toponym(writer *w, const dtl_mention *m)
{
	dtl_json *j = &w->json;
	dtl_json_open(j, NULL, '{');
	put_span(w, m->span);
	const dtl_place *p = m->place >= 0 ? dtl_analysis_place(w->analysis, (size_t)m->place) : NULL;
	put_point(w, p != NULL, p ? p->point : (dtl_lonlat){0, 0});
	put_geonameid(w, p ? p->geonameid : 0);
	dtl_json_str_or_null(j, "name", p ? p->name : DTL_STR_NONE);
	dtl_json_str_or_null(j, "country", p ? p->country : DTL_STR_NONE);
	dtl_json_str_or_null(j, "admin1", p ? p->admin1 : DTL_STR_NONE);
	dtl_json_str_or_null(j, "feature", p ? p->feature : DTL_STR_NONE);
	dtl_json_str(j, "precision", dtl_str_of(dtl_precision_name(p ? p->precision : DTL_PRECISION_NONE)));
	dtl_json_number(j, "radius_km", p ? p->radius_km : 0, 1);
	dtl_json_str(j, "role", dtl_str_of(dtl_role_name(m->role)));
	dtl_json_str(j, "kind", dtl_str_of(dtl_mention_kind_name(m->kind)));
	dtl_json_number(j, "score", (double)(p ? p->score : 0), 3);
	if (p && p->approximate) dtl_json_bool(j, "approximate", true);
	if (w->explain && p) {
		dtl_json_str_or_null(j, "reason", p->reason);
		dtl_json_str_or_null(j, "runner_up", p->runner_up);
	}
	dtl_json_close(j, '}');
}

static void put_timex(writer *w, const dtl_timex *t)
{
	dtl_json *j = &w->json;
	dtl_json_open(j, NULL, '{');
	put_span(w, t->span);
	dtl_json_str(j, "type", dtl_str_of(dtl_timex_type_name(t->type)));
	dtl_json_str(j, "value", t->value);
	if (t->mod.len) dtl_json_str(j, "mod", t->mod);
	put_interval(w, "interval", &t->interval);
	if (w->explain) dtl_json_str_or_null(j, "rule", t->rule);
	dtl_json_close(j, '}');
}

static void put_event_place(writer *w, const char *key, const dtl_event_place *p)
{
	dtl_json *j = &w->json;
	dtl_json_open(j, key, '{');
	put_span_or_null(w, p->phrase.span);
	dtl_json_str_or_null(j, "name", p->name);
	put_point(w, p->has_point, p->point);
	put_geonameid(w, p->geonameid);
	dtl_json_str_or_null(j, "country", p->country);
	dtl_json_str_or_null(j, "admin1", p->admin1);
	dtl_json_str(j, "precision", dtl_str_of(dtl_precision_name(p->precision)));
	dtl_json_number(j, "radius_km", p->radius_km, 1);
	dtl_json_str(j, "role", dtl_str_of(dtl_role_name(p->role)));
	dtl_json_close(j, '}');
}

static void put_actor(writer *w, const char *key, const dtl_actor *a)
{
	if (a->phrase.span.end == a->phrase.span.start && a->country.len == 0) {
		dtl_json_null(&w->json, key);
		return;
	}
	dtl_json_open(&w->json, key, '{');
	put_span_or_null(w, a->phrase.span);
	dtl_json_str_or_null(&w->json, "country", a->country);
	dtl_json_str_or_null(&w->json, "sector", a->sector);
	dtl_json_close(&w->json, '}');
}

static void put_quantities(writer *w, const dtl_event *e)
{
	dtl_json *j = &w->json;
	dtl_json_open(j, "quantity", '[');
	for (size_t i = 0; i < e->quantity_count; i++) {
		dtl_json_open(j, NULL, '{');
		dtl_json_number(j, "value", e->quantities[i].value, 6);
		dtl_json_str(j, "unit", e->quantities[i].unit);
		put_span(w, e->quantities[i].span);
		dtl_json_close(j, '}');
	}
	dtl_json_close(j, ']');
	const struct { const char *key; int64_t value; } tolls[] = {
		{"killed", e->killed}, {"injured", e->injured}, {"missing", e->missing}};
	for (size_t i = 0; i < 3; i++)
		if (tolls[i].value >= 0) dtl_json_int(j, tolls[i].key, tolls[i].value);
}

static void put_kind(writer *w, const dtl_event *e)
{
	dtl_json *j = &w->json;
	dtl_json_str(j, "id", e->id);
	dtl_json_str_or_null(j, "type", dtl_str_of(dtl_event_type_name(e->type)));
	dtl_json_str_or_null(j, "mode", e->mode);
	dtl_json_str_or_null(j, "subtype", e->subtype);
	dtl_json_str_or_null(j, "cameo", e->cameo);
	if (e->acled_event.len) {
		dtl_json_open(j, "acled", '{');
		dtl_json_str(j, "event_type", e->acled_event);
		dtl_json_str_or_null(j, "sub_event_type", e->acled_sub_event);
		dtl_json_close(j, '}');
	} else {
		dtl_json_null(j, "acled");
	}
	dtl_json_str_or_null(j, "headline", e->headline);
}

static void put_event(writer *w, const dtl_event *e)
{
	dtl_json *j = &w->json;
	dtl_json_open(j, NULL, '{');
	put_kind(w, e);
	put_interval(w, "date", &e->date);
	dtl_json_str(j, "date_precision", dtl_str_of(dtl_date_precision_name(e->date.precision)));
	put_phrase(w, "date_phrase", &e->date_phrase);
	if (e->place.has_point || e->place.name.len) put_event_place(w, "location", &e->place);
	else dtl_json_null(j, "location");
	dtl_json_open(j, "other_locations", '[');
	for (size_t i = 0; i < e->other_place_count; i++) put_event_place(w, NULL, &e->other_places[i]);
	dtl_json_close(j, ']');
	put_actor(w, "actor", &e->actor);
	put_actor(w, "target", &e->target);
	put_quantities(w, e);
	dtl_json_str_or_null(j, "weapon", e->weapon);
	put_phrase(w, "trigger", &e->trigger);
	put_phrase(w, "evidence", &e->evidence);
	dtl_json_open(j, "flags", '[');
	for (uint32_t bit = 1; dtl_event_flag_name(bit); bit <<= 1)
		if (e->flags & bit) dtl_json_str(j, NULL, dtl_str_of(dtl_event_flag_name(bit)));
	dtl_json_close(j, ']');
	if (e->flag_reason.len) dtl_json_str(j, "flag_reason", e->flag_reason);
	dtl_json_number(j, "confidence", (double)e->confidence, 3);
	if (w->explain) dtl_json_str_or_null(j, "explain", e->explain);
	dtl_json_close(j, '}');
}

static void put_note(writer *w, const dtl_note *n)
{
	dtl_json_open(&w->json, NULL, '{');
	dtl_json_str(&w->json, "code", n->code);
	dtl_json_str(&w->json, "message", n->message);
	if (n->span.end > n->span.start) put_span(w, n->span);
	dtl_json_close(&w->json, '}');
}

static void put_analysis(writer *w)
{
	const dtl_analysis *a = w->analysis;
	dtl_json *j = &w->json;
	dtl_json_open(j, NULL, '{');
	dtl_json_str(j, "id", dtl_analysis_article(a)->id);
#define LIST(key, thing, put)                                                                              \
	dtl_json_open(j, key, '[');                                                                            \
	for (size_t i = 0; i < dtl_analysis_##thing##_count(a); i++) put(w, dtl_analysis_##thing(a, i));       \
	dtl_json_close(j, ']')
	LIST("toponyms", mention, put_toponym);
	LIST("timexes", timex, put_timex);
	LIST("events", event, put_event);
	LIST("notes", note, put_note);
#undef LIST
	dtl_json_close(j, '}');
}

dtl_status dtl_analysis_json(const dtl_analysis *analysis, dtl_offset_unit unit, bool explain, char **out, size_t *out_len,
	dtl_error *err)
{
	dtl_arena arena = {0};
	if (setjmp(arena.exhausted)) {
		dtl_arena_free(&arena);
		return dtl_fail_memory(err);
	}
	dtl_buf buf = {.arena = &arena};
	writer w = {.json = {.out = &buf}, .unit = unit, .explain = explain, .analysis = analysis};
	w.map = dtl_offset_map_new(&arena, dtl_analysis_article(analysis)->text);
	put_analysis(&w);
	*out_len = buf.len;
	char *data = dtl_buf_malloc(&buf);
	dtl_arena_free(&arena);
	if (!data) return dtl_fail_memory(err);
	*out = data;
	return DTL_OK;
}
