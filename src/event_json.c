/* An event as JSON: the same form in `parse`, exports and reports. */
#include "event_json.h"

#include "base/civil.h"

static uint32_t offset(const dtl_event_writer *w, uint32_t byte)
{
	if (byte > w->map.text.len) byte = (uint32_t)w->map.text.len;
	if (w->unit == DTL_OFFSETS_BYTES) return byte;
	return w->unit == DTL_OFFSETS_UTF16 ? dtl_offset_utf16(&w->map, byte) : dtl_offset_code_points(&w->map, byte);
}

void dtl_write_span(dtl_event_writer *w, dtl_span span)
{
	dtl_json_int(&w->json, "start", offset(w, span.start));
	dtl_json_int(&w->json, "end", offset(w, span.end));
	dtl_json_str(&w->json, "text", dtl_str_sub(w->map.text, span.start, span.end));
}

static void put_span_or_null(dtl_event_writer *w, dtl_span span)
{
	if (span.end > span.start) {
		dtl_write_span(w, span);
		return;
	}
	dtl_json_null(&w->json, "start");
	dtl_json_null(&w->json, "end");
	dtl_json_null(&w->json, "text");
}

static void put_phrase(dtl_event_writer *w, const char *key, const dtl_phrase *p)
{
	if (p->span.end == p->span.start) {
		dtl_json_null(&w->json, key);
		return;
	}
	dtl_json_open(&w->json, key, '{');
	dtl_write_span(w, p->span);
	dtl_json_close(&w->json, '}');
}

void dtl_write_interval(dtl_event_writer *w, const char *key, const dtl_interval *in)
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

void dtl_write_geonameid(dtl_event_writer *w, uint32_t id)
{
	if (id) dtl_json_int(&w->json, "geonameid", id);
	else dtl_json_null(&w->json, "geonameid");
}

void dtl_write_point(dtl_event_writer *w, bool has, dtl_lonlat p)
{
	if (has) {
		dtl_json_number(&w->json, "lat", p.lat, 5);
		dtl_json_number(&w->json, "lon", p.lon, 5);
	} else {
		dtl_json_null(&w->json, "lat");
		dtl_json_null(&w->json, "lon");
	}
}

static void put_event_place(dtl_event_writer *w, const char *key, const dtl_event_place *p)
{
	dtl_json *j = &w->json;
	dtl_json_open(j, key, '{');
	put_span_or_null(w, p->phrase.span);
	dtl_json_str_or_null(j, "name", p->name);
	dtl_write_point(w, p->has_point, p->point);
	dtl_write_geonameid(w, p->geonameid);
	dtl_json_str_or_null(j, "country", p->country);
	dtl_json_str_or_null(j, "admin1", p->admin1);
	dtl_json_str(j, "precision", dtl_str_of(dtl_precision_name(p->precision)));
	dtl_json_number(j, "radius_km", p->radius_km, 1);
	dtl_json_str(j, "role", dtl_str_of(dtl_role_name(p->role)));
	dtl_json_close(j, '}');
}

static void put_actor(dtl_event_writer *w, const char *key, const dtl_actor *a)
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

static void put_quantities(dtl_event_writer *w, const dtl_event *e)
{
	dtl_json *j = &w->json;
	dtl_json_open(j, "quantity", '[');
	for (size_t i = 0; i < e->quantity_count; i++) {
		dtl_json_open(j, NULL, '{');
		dtl_json_number(j, "value", e->quantities[i].value, 6);
		dtl_json_str(j, "unit", e->quantities[i].unit);
		dtl_write_span(w, e->quantities[i].span);
		dtl_json_close(j, '}');
	}
	dtl_json_close(j, ']');
	const struct { const char *key; int64_t value; } tolls[] = {
		{"killed", e->killed}, {"injured", e->injured}, {"missing", e->missing}};
	for (size_t i = 0; i < 3; i++)
		if (tolls[i].value >= 0) dtl_json_int(j, tolls[i].key, tolls[i].value);
}

static void put_kind(dtl_event_writer *w, const dtl_event *e)
{
	dtl_json *j = &w->json;
	dtl_json_str(j, "id", e->id);
	if (e->same_as.len) dtl_json_str(j, "same_as", e->same_as);
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

void dtl_write_event_fields(dtl_event_writer *w, const dtl_event *e)
{
	dtl_json *j = &w->json;
	put_kind(w, e);
	dtl_write_interval(w, "date", &e->date);
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
}

void dtl_write_event(dtl_event_writer *w, const dtl_event *e)
{
	dtl_json_open(&w->json, NULL, '{');
	dtl_write_event_fields(w, e);
	dtl_json_close(&w->json, '}');
}
