#include "event_fields.h"

#include "base/civil.h"
#include "base/json.h"

#include <stdio.h>
#include <stdlib.h>

enum how {
	STR, TYPE, DATE, DATE_PRECISION, START, END, /* START and END of the span that begins at offset */
	U64, GEONAMEID, KM, PRECISION, ROLE, PEOPLE, FLAGS, FLOAT, OTHER_PLACES, QUANTITIES
};

#define AT(member) offsetof(dtl_event, member)
#define TEXT DTL_VALUE_TEXT
#define INTEGER DTL_VALUE_INTEGER
#define PHRASE(name, member, what)                                                               \
	{name "_text", TEXT, STR, AT(member.text), what " in the words of the article"},             \
	{name "_text_start", INTEGER, START, AT(member.span), "first byte of these words in the text"},   \
	{name "_text_end", INTEGER, END, AT(member.span), "byte behind their last"}
#define ACTOR(name, member, what)                                                                \
	PHRASE(name, member.phrase, what),                                                           \
	{name "_country", TEXT, STR, AT(member.country), "its country, ISO 3166-1 alpha-3"},         \
	{name "_sector", TEXT, STR, AT(member.sector), "government, military, rebel, civilian ..."}

const dtl_event_field dtl_event_fields[] = {
	{"id", TEXT, STR, AT(id), "stable: the article's id, '#', a number"},
	{"type", TEXT, TYPE, AT(type), "one of the sixteen PLOVER types; NULL: an event outside PLOVER, see subtype"},
	{"mode", TEXT, STR, AT(mode), "PLOVER mode"},
	{"subtype", TEXT, STR, AT(subtype), "finer than the type: missile-launch, earthquake ..."},
	{"cameo", TEXT, STR, AT(cameo), "CAMEO root code, 01 to 20"},
	{"acled_event", TEXT, STR, AT(acled_event), "ACLED event type"},
	{"acled_sub_event", TEXT, STR, AT(acled_sub_event), "ACLED sub-event type"},
	{"headline", TEXT, STR, AT(headline), "a few words for a map"},
	{"date_start", DTL_VALUE_DATE, DATE, AT(date.start), "first day on which it may have happened"},
	{"date_end", DTL_VALUE_DATE, DATE, AT(date.end), "last such day, inclusive"},
	{"date_precision", TEXT, DATE_PRECISION, AT(date.precision), "unknown, day, week, month, season, year, decade"},
	PHRASE("date", date_phrase, "the date"),
	{"place_name", TEXT, STR, AT(place.name), "where it happened; the geometry is its point"},
	{"place_country", TEXT, STR, AT(place.country), "ISO 3166-1 alpha-2"},
	{"place_admin1", TEXT, STR, AT(place.admin1), "name of the first-order division"},
	{"place_id", INTEGER, U64, AT(place.id), "the gazetteer's id; NULL if the point was computed"},
	{"place_geonameid", INTEGER, GEONAMEID, AT(place.geonameid), "GeoNames id"},
	{"place_radius_km", DTL_VALUE_REAL, KM, AT(place.radius_km), "uncertainty of the point, kilometres"},
	{"place_precision", TEXT, PRECISION, AT(place.precision), "none, point, city, district, region, country, vicinity"},
	{"place_role", TEXT, ROLE, AT(place.role), "site, origin, target, offshore, vicinity, area, route ..."},
	PHRASE("place", place.phrase, "the place"),
	{"other_places", DTL_VALUE_JSON, OTHER_PLACES, 0, "JSON array of the other places, with the fields of the place and lon, lat"},
	ACTOR("actor", actor, "who did it"),
	ACTOR("target", target, "to whom"),
	{"quantities", DTL_VALUE_JSON, QUANTITIES, 0, "JSON array of what was counted: value, unit, start, end"},
	{"killed", INTEGER, PEOPLE, AT(killed), "people; NULL: not told"},
	{"injured", INTEGER, PEOPLE, AT(injured), "people; NULL: not told"},
	{"missing", INTEGER, PEOPLE, AT(missing), "people; NULL: not told"},
	{"weapon", TEXT, STR, AT(weapon), "weapon or means"},
	PHRASE("trigger", trigger, "the word that told of the event"),
	PHRASE("evidence", evidence, "the sentence, byte for byte,"),
	{"flags", TEXT, FLAGS, AT(flags), "why it is not plainly asserted: negated, denied, hypothetical, conditional, future, planned, "
		"ordered, feared, historical, quoted; comma-separated"},
	{"flag_reason", TEXT, STR, AT(flag_reason), "the words that raised the flags"},
	{"confidence", DTL_VALUE_REAL, FLOAT, AT(confidence), "probability that place and day are right, 0 to 1"},
	{"explain", TEXT, STR, AT(explain), "pattern, date rule, place rule, in words"},
};
const size_t dtl_event_field_count = sizeof dtl_event_fields / sizeof *dtl_event_fields;

dtl_event dtl_event_init(void)
{
	dtl_event e = {.killed = -1, .injured = -1, .missing = -1};
	e.place.place = -1;
	return e;
}

static dtl_value text_value(dtl_str s)
{
	return s.len ? (dtl_value){.kind = DTL_VALUE_TEXT, .text = s} : (dtl_value){0};
}

static dtl_value integer_value(int64_t n, bool known)
{
	return known ? (dtl_value){.kind = DTL_VALUE_INTEGER, .integer = n} : (dtl_value){0};
}

/* Exact: reads back as the same double. */
static void put_double(dtl_json *j, const char *key, double v)
{
	char text[32];
	int len = 0;
	for (int digits = 15; digits <= 17; digits++) {
		len = snprintf(text, sizeof text, "%.*g", digits, v);
		if (strtod(text, NULL) == v) break;
	}
	dtl_json_raw(j, key, (dtl_str){text, (size_t)len});
}

static void put_text(dtl_json *j, const char *key, dtl_str s)
{
	if (s.len) dtl_json_str(j, key, s);
}

static void put_place(dtl_json *j, const dtl_event_place *p)
{
	dtl_json_open(j, NULL, '{');
	put_text(j, "name", p->name);
	put_text(j, "country", p->country);
	put_text(j, "admin1", p->admin1);
	if (p->id) dtl_json_int(j, "id", (int64_t)p->id);
	if (p->geonameid) dtl_json_int(j, "geonameid", p->geonameid);
	if (p->has_point) {
		put_double(j, "lon", p->point.lon);
		put_double(j, "lat", p->point.lat);
	}
	put_double(j, "radius_km", p->radius_km);
	dtl_json_str(j, "precision", dtl_str_of(dtl_precision_name(p->precision)));
	dtl_json_str(j, "role", dtl_str_of(dtl_role_name(p->role)));
	if (p->phrase.span.end > p->phrase.span.start) {
		put_text(j, "text", p->phrase.text);
		dtl_json_int(j, "start", p->phrase.span.start);
		dtl_json_int(j, "end", p->phrase.span.end);
	}
	dtl_json_close(j, '}');
}

static dtl_value json_value(const dtl_event *e, bool places, dtl_arena *arena)
{
	if ((places ? e->other_place_count : e->quantity_count) == 0) return (dtl_value){0};
	dtl_buf out = {.arena = arena};
	dtl_json j = {.out = &out};
	dtl_json_open(&j, NULL, '[');
	for (size_t i = 0; places && i < e->other_place_count; i++) put_place(&j, &e->other_places[i]);
	for (size_t i = 0; !places && i < e->quantity_count; i++) {
		const dtl_quantity *q = &e->quantities[i];
		dtl_json_open(&j, NULL, '{');
		put_double(&j, "value", q->value);
		put_text(&j, "unit", q->unit);
		dtl_json_int(&j, "start", q->span.start);
		dtl_json_int(&j, "end", q->span.end);
		dtl_json_close(&j, '}');
	}
	dtl_json_close(&j, ']');
	return (dtl_value){.kind = DTL_VALUE_JSON, .text = dtl_buf_str(&out)};
}

static dtl_value flags_value(uint32_t flags, dtl_arena *arena)
{
	if (!flags) return (dtl_value){0};
	dtl_buf out = {.arena = arena};
	for (uint32_t bit = 1; dtl_event_flag_name(bit); bit <<= 1) {
		if (!(flags & bit)) continue;
		if (out.len) dtl_buf_addc(&out, ',');
		dtl_buf_addz(&out, dtl_event_flag_name(bit));
	}
	return text_value(dtl_buf_str(&out));
}

dtl_value dtl_event_field_get(const dtl_event_field *f, const dtl_event *e, dtl_arena *arena)
{
	const void *p = (const char *)e + f->offset;
	const dtl_span *span = p;
	const dtl_date *date = p;
	switch ((enum how)f->how) {
	case STR: return text_value(*(const dtl_str *)p);
	case TYPE: return text_value(dtl_str_of(dtl_event_type_name(*(const dtl_event_type *)p)));
	case DATE: return dtl_date_valid(*date) ? (dtl_value){.kind = DTL_VALUE_DATE, .date = *date} : (dtl_value){0};
	case DATE_PRECISION: return text_value(dtl_str_of(dtl_date_precision_name(*(const dtl_date_precision *)p)));
	case START: return integer_value(span->start, span->end > span->start);
	case END: return integer_value(span->end, span->end > span->start);
	case U64: return integer_value((int64_t)*(const uint64_t *)p, *(const uint64_t *)p != 0);
	case GEONAMEID: return integer_value(*(const uint32_t *)p, *(const uint32_t *)p != 0);
	case KM: return (dtl_value){.kind = DTL_VALUE_REAL, .real = *(const double *)p};
	case FLOAT: return (dtl_value){.kind = DTL_VALUE_REAL, .real = (double)*(const float *)p};
	case PRECISION: return text_value(dtl_str_of(dtl_precision_name(*(const dtl_precision *)p)));
	case ROLE: return text_value(dtl_str_of(dtl_role_name(*(const dtl_role *)p)));
	case PEOPLE: return integer_value(*(const int64_t *)p, *(const int64_t *)p >= 0);
	case FLAGS: return flags_value(*(const uint32_t *)p, arena);
	case OTHER_PLACES: return json_value(e, true, arena);
	case QUANTITIES: return json_value(e, false, arena);
	}
	return (dtl_value){0};
}

static bool set_flags(uint32_t *flags, dtl_str list)
{
	while (list.ptr) {
		dtl_str name = dtl_str_trim(dtl_str_cut(&list, ','));
		uint32_t bit = 1;
		while (dtl_event_flag_name(bit) && !dtl_str_eq(dtl_str_of(dtl_event_flag_name(bit)), name)) bit <<= 1;
		if (!dtl_event_flag_name(bit)) return false;
		*flags |= bit;
	}
	return true;
}

static bool fits_u32(int64_t n)
{
	return n >= 0 && n <= UINT32_MAX;
}

bool dtl_event_field_set(const dtl_event_field *f, dtl_event *e, const dtl_value *v)
{
	if (v->kind == DTL_VALUE_NULL) return true;
	if (v->kind != f->kind) return false;
	void *p = (char *)e + f->offset;
	switch ((enum how)f->how) {
	case STR: return *(dtl_str *)p = v->text, true;
	case TYPE: return dtl_event_type_from_name(v->text, p);
	case DATE: return *(dtl_date *)p = v->date, dtl_date_valid(v->date);
	case DATE_PRECISION: return dtl_date_precision_from_name(v->text, p);
	case START: return ((dtl_span *)p)->start = (uint32_t)v->integer, fits_u32(v->integer);
	case END: return ((dtl_span *)p)->end = (uint32_t)v->integer, fits_u32(v->integer);
	case U64: return *(uint64_t *)p = (uint64_t)v->integer, true;
	case GEONAMEID: return *(uint32_t *)p = (uint32_t)v->integer, fits_u32(v->integer);
	case KM: return *(double *)p = v->real, true;
	case FLOAT: return *(float *)p = (float)v->real, true;
	case PRECISION: return dtl_precision_from_name(v->text, p);
	case ROLE: return dtl_role_from_name(v->text, p);
	case PEOPLE: return *(int64_t *)p = v->integer, v->integer >= 0;
	case FLAGS: return set_flags(p, v->text);
	case OTHER_PLACES:
	case QUANTITIES: return false;
	}
	return false;
}
