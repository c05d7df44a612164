/* From a row to an event: position, category, date, words. */
#include <math.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/utf8.h"
#include "event_fields.h"
#include "event_set.h"
#include "layer/layer.h"

#define MOST_KINDS 4096u /* a type column with more values than these holds no types */
#define NAME_BUCKETS 1024

/* ---- numbers and dates ---- */

bool dtl_layer_number(dtl_str s, bool comma, double *out)
{
	static const double tens[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
	s = dtl_str_trim(s);
	size_t i = s.len && (s.ptr[0] == '-' || s.ptr[0] == '+'), digits = 0, behind = 0;
	uint64_t v = 0;
	bool point = false;
	for (; i < s.len; i++) {
		char c = s.ptr[i];
		if (dtl_ascii_digit(c)) v = v * 10 + (uint64_t)(c - '0'), digits++, behind += point;
		else if (!point && (c == '.' || (comma && c == ','))) point = true;
		else break;
		if (digits > 15) break; /* more than a double holds exactly: the slow way */
	}
	if (!digits) return false;
	if (i < s.len) return dtl_str_to_double(s, out) && isfinite(*out);
	*out = (double)v / tens[behind]; /* both exact: rounded once */
	if (s.ptr[0] == '-') *out = -*out;
	return true;
}

static int month_of(dtl_str s)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
	if (s.len < 3) return 0;
	for (int m = 0; m < 12; m++)
		if (dtl_str_eq_nocase(dtl_str_sub(s, 0, 3), dtl_str_sub(dtl_str_of(names), (size_t)m * 3, (size_t)m * 3 + 3))) return m + 1;
	return 0;
}

/* "28 January 2024", "28-Jan-2024", "Jan 28, 2024", "28.1.2024"; "3/4/2024" only where one of the two cannot be a month. */
static bool date_in_words(dtl_str s, dtl_date *out)
{
	dtl_str part[3];
	size_t n = 0;
	for (size_t i = 0; i < s.len && n < 3;) {
		size_t from = i;
		while (i < s.len && (dtl_ascii_alpha(s.ptr[i]) || dtl_ascii_digit(s.ptr[i]))) i++;
		if (i > from) part[n++] = dtl_str_sub(s, from, i);
		else i++;
	}
	int64_t a = 0, b = 0, year = 0;
	if (n < 3 || !dtl_str_to_int(part[2], &year) || part[2].len != 4) return false;
	int month = month_of(part[1]);
	if (month) {
		if (!dtl_str_to_int(part[0], &a)) return false;
	} else if ((month = month_of(part[0])) != 0) {
		if (!dtl_str_to_int(part[1], &a)) return false;
	} else {
		if (!dtl_str_to_int(part[0], &a) || !dtl_str_to_int(part[1], &b) || a < 1 || b < 1 || a > 31 || b > 31) return false;
		bool day_first = a > 12 || memchr(s.ptr, '.', s.len) || a == b;
		if (!day_first && b <= 12) return false; /* either could be the month */
		month = (int)(day_first ? b : a);
		a = day_first ? a : b;
	}
	if (a < 1 || a > 31 || year < 1 || year > 9999) return false;
	*out = (dtl_date){(int16_t)year, (uint8_t)month, (uint8_t)a};
	return dtl_date_valid(*out);
}

static bool epoch(dtl_str s, dtl_date *out)
{
	int64_t v;
	if (s.len < 12 || s.len > 13 || !dtl_str_to_int(s, &v) || v < 0) return false;
	*out = dtl_date_from_days((int32_t)(v / 86400000)); /* milliseconds, as JavaScript counts */
	return dtl_date_valid(*out);
}

bool dtl_layer_date(dtl_str s, dtl_interval *out)
{
	dtl_date d;
	dtl_date_precision p = DTL_DATE_DAY;
	s = dtl_str_trim(s);
	if (!dtl_date_parse(s, &d, &p) && !epoch(s, &d) && !date_in_words(s, &d)) return false;
	dtl_date end = d;
	if (p == DTL_DATE_YEAR) end.month = 12;
	if (p != DTL_DATE_DAY) end.day = (uint8_t)dtl_days_in_month(end.year, end.month);
	*out = (dtl_interval){d, end, p};
	return true;
}

/* ---- categories ---- */

/* CAMEO's root codes 01..20 as PLOVER's types (Open Event Data Alliance 2018, appendix). */
static dtl_event_type cameo_type(dtl_str code)
{
	static const dtl_event_type types[21] = {DTL_EVENT_NONE, DTL_EVENT_NONE, DTL_EVENT_REQUEST, DTL_EVENT_AGREE, DTL_EVENT_CONSULT,
		DTL_EVENT_SUPPORT, DTL_EVENT_COOPERATE, DTL_EVENT_AID, DTL_EVENT_CONCEDE, DTL_EVENT_ACCUSE, DTL_EVENT_REQUEST, DTL_EVENT_ACCUSE,
		DTL_EVENT_REJECT, DTL_EVENT_THREATEN, DTL_EVENT_PROTEST, DTL_EVENT_MOBILIZE, DTL_EVENT_SANCTION, DTL_EVENT_COERCE,
		DTL_EVENT_ASSAULT, DTL_EVENT_ASSAULT, DTL_EVENT_ASSAULT};
	int64_t v;
	return code.len <= 2 && dtl_str_to_int(code, &v) && v > 0 && v <= 20 ? types[v] : DTL_EVENT_NONE;
}

static dtl_event_type acled_type(dtl_str s)
{
	static const struct { const char *name; dtl_event_type type; } types[] = {{"Battles", DTL_EVENT_ASSAULT},
		{"Explosions/Remote violence", DTL_EVENT_ASSAULT}, {"Violence against civilians", DTL_EVENT_ASSAULT},
		{"Protests", DTL_EVENT_PROTEST}, {"Riots", DTL_EVENT_PROTEST}};
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (dtl_str_eq_nocase(s, dtl_str_of(types[i].name))) return types[i].type;
	return DTL_EVENT_NONE;
}

/* Fills type and subtype from the two cells. */
static dtl_point_kind kind_from(dtl_layer *l, dtl_str type, dtl_str subtype)
{
	dtl_point_kind k = {DTL_EVENT_NONE, subtype};
	if (l->maker == DTL_MAKER_GDELT && type.len <= 2) return k.type = cameo_type(type), k;
	if (!type.len || dtl_event_type_from_name(type, &k.type)) return k;
	l->foreign = true;
	return (dtl_point_kind){l->maker == DTL_MAKER_ACLED ? acled_type(type) : DTL_EVENT_NONE, type};
}

static void grow_slots(dtl_layer *l)
{
	l->kind_slot_count = l->kind_slot_count ? 2 * l->kind_slot_count : 64;
	l->kind_slots = dtl_arena_array(&l->arena, uint32_t, l->kind_slot_count);
	for (size_t i = 0; i < l->kind_count; i++) {
		size_t at = (size_t)(dtl_str_hash(l->kinds[i].subtype) + l->kinds[i].type) & (l->kind_slot_count - 1);
		while (l->kind_slots[at]) at = (at + 1) & (l->kind_slot_count - 1);
		l->kind_slots[at] = (uint32_t)i + 1;
	}
}

static dtl_str sound(dtl_layer *l, dtl_str s)
{
	return dtl_utf8_repair(&l->scratch, s, &(size_t){0});
}

static uint32_t kind_of(dtl_layer *l, dtl_point_kind k)
{
	if (l->kind_count * 2 >= l->kind_slot_count) grow_slots(l);
	size_t mask = l->kind_slot_count - 1, at = (size_t)(dtl_str_hash(k.subtype) + k.type) & mask;
	for (; l->kind_slots[at]; at = (at + 1) & mask) {
		const dtl_point_kind *x = &l->kinds[l->kind_slots[at] - 1];
		if (x->type == k.type && dtl_str_eq(x->subtype, k.subtype)) return l->kind_slots[at] - 1;
	}
	if (l->kind_count == MOST_KINDS) return 0;
	k.subtype = dtl_arena_str(&l->arena, k.subtype);
	DTL_PUSH(&l->arena, l->kinds, l->kind_count, l->kind_cap, k);
	DTL_PUSH(&l->arena, l->kind_sizes, l->kind_size_count, l->kind_size_cap, 0u);
	l->kind_slots[at] = (uint32_t)l->kind_count;
	return (uint32_t)l->kind_count - 1;
}

/* ---- names ---- */

struct dtl_layer_name { /* one answer of the caller's geocoder */
	struct dtl_layer_name *next;
	dtl_str text;
	bool country, found;
	dtl_place place;
};

static const dtl_place *look_up(dtl_layer *l, dtl_str text, bool country)
{
	if (!text.len || !l->spec->geocode) return NULL;
	if (!l->names) l->names = dtl_arena_array(&l->arena, struct dtl_layer_name, NAME_BUCKETS); /* heads of chains */
	struct dtl_layer_name *head = &l->names[(dtl_str_hash(text) + country) % NAME_BUCKETS];
	for (struct dtl_layer_name *n = head->next; n; n = n->next)
		if (n->country == country && dtl_str_eq(n->text, text)) return n->found ? &n->place : NULL;
	struct dtl_layer_name *n = dtl_arena_new(&l->arena, struct dtl_layer_name);
	n->next = head->next;
	n->text = dtl_arena_str(&l->arena, text);
	n->country = country;
	n->found = l->spec->geocode(l->spec->user, n->text, country ? DTL_STR("A.PCLI") : DTL_STR_NONE, &n->place);
	head->next = n;
	return n->found ? &n->place : NULL;
}

static dtl_str iso_of(dtl_layer *l, dtl_str country)
{
	if (country.len == 2) {
		char two[2] = {country.ptr[0], country.ptr[1]};
		for (int i = 0; i < 2; i++)
			if (two[i] >= 'a' && two[i] <= 'z') two[i] = (char)(two[i] - 32);
		return dtl_arena_str(&l->scratch, (dtl_str){two, 2});
	}
	const dtl_place *p = look_up(l, country, true);
	return p ? p->country : DTL_STR_NONE;
}

/* ---- rows ---- */

static const char *position(const dtl_layer *l, const dtl_layer_row *r, dtl_lonlat *at)
{
	const dtl_str *lon = &r->cells[DTL_COLUMN_LON], *lat = &r->cells[DTL_COLUMN_LAT];
	if (r->has_point) *at = r->point;
	else if (!dtl_layer_number(*lon, l->decimal == ',', &at->lon)) return "longitude is no number";
	else if (!dtl_layer_number(*lat, l->decimal == ',', &at->lat)) return "latitude is no number";
	if (!(fabs(at->lat) <= 90)) return "latitude is not from -90 to 90";
	if (!(fabs(at->lon) <= 360)) return "longitude is not from -180 to 180";
	if (fabs(at->lon) > 180) at->lon -= copysign(360, at->lon);
	return NULL;
}

static const char *locate(dtl_layer *l, const dtl_layer_row *r, dtl_event_place *p)
{
	const dtl_str *c = r->cells;
	p->has_point = true;
	p->precision = DTL_PRECISION_POINT;
	p->role = DTL_ROLE_SITE;
	p->place = -1;
	p->name = c[DTL_COLUMN_PLACE];
	if (r->has_point || c[DTL_COLUMN_LON].len || c[DTL_COLUMN_LAT].len) return position(l, r, &p->point);
	if (!p->name.len) return "neither coordinates nor a place";
	dtl_str asked = p->name;
	if (c[DTL_COLUMN_COUNTRY].len && !memchr(asked.ptr, ',', asked.len))
		asked = dtl_arena_printf(&l->scratch, "%.*s, %.*s", DTL_FMT(asked), DTL_FMT(c[DTL_COLUMN_COUNTRY]));
	const dtl_place *found = look_up(l, asked, false);
	if (!found) return l->spec->geocode ? "no such place in the gazetteer" : "no coordinates";
	p->point = found->point;
	p->precision = found->precision;
	p->radius_km = found->radius_km;
	p->country = found->country;
	p->admin1 = found->admin1;
	p->id = found->id;
	p->geonameid = found->geonameid;
	return NULL;
}

/* How exact the coordinates are: ACLED's geo_precision 1 to 3, GDELT's ActionGeo_Type 1 to 5. */
static void set_exactness(const dtl_layer *l, dtl_str cell, dtl_event_place *p)
{
	int code = cell.len == 1 ? cell.ptr[0] - '0' : 0;
	dtl_precision named;
	if (l->maker == DTL_MAKER_GDELT)
		p->precision = code == 1 ? DTL_PRECISION_COUNTRY : code == 2 || code == 5 ? DTL_PRECISION_REGION : DTL_PRECISION_CITY;
	else if (l->maker == DTL_MAKER_ACLED)
		p->precision = code == 3 ? DTL_PRECISION_REGION : code == 2 ? DTL_PRECISION_VICINITY : DTL_PRECISION_CITY;
	else if (dtl_precision_from_name(cell, &named) && named != DTL_PRECISION_NONE)
		p->precision = named;
}

/* A leading apostrophe before a sign is how spreadsheets are kept from reading a formula: export.c writes it. */
static dtl_str text_cell(dtl_layer *l, dtl_str s)
{
	s = dtl_str_trim(s);
	if (s.len > 1 && s.ptr[0] == '\'' && memchr("=+-@", s.ptr[1], 4)) s = dtl_str_sub(s, 1, s.len);
	return sound(l, s);
}

static dtl_str headline_of(dtl_layer *l, const dtl_str *c, const dtl_point_kind *k, int64_t killed)
{
	dtl_str head = text_cell(l, c[DTL_COLUMN_LABEL]);
	if (head.len || l->maker != DTL_MAKER_ACLED) return head;
	head = text_cell(l, c[DTL_COLUMN_SUBTYPE].len ? c[DTL_COLUMN_SUBTYPE] : k->subtype);
	return killed > 0 && head.len ? dtl_arena_printf(&l->scratch, "%.*s, %lld killed", DTL_FMT(head), (long long)killed) : head;
}

/* The words of an event that is kept whole. */
static void tell(dtl_layer *l, const dtl_layer_row *r, const dtl_point_kind *k, dtl_event *e)
{
	const dtl_str *c = r->cells;
	double n;
	if (dtl_layer_number(c[DTL_COLUMN_KILLED], false, &n) && n >= 0 && n < 1e9) e->killed = (int64_t)n;
	e->id = c[DTL_COLUMN_ID].len ? text_cell(l, c[DTL_COLUMN_ID]) : dtl_arena_printf(&l->scratch, "%zu", l->count + 1);
	e->headline = headline_of(l, c, k, e->killed);
	e->evidence.text = text_cell(l, c[DTL_COLUMN_NOTES]);
	e->place.name = text_cell(l, e->place.name);
	e->place.admin1 = e->place.admin1.len ? e->place.admin1 : text_cell(l, c[DTL_COLUMN_ADMIN1]);
	if (!e->place.country.len) e->place.country = iso_of(l, text_cell(l, c[DTL_COLUMN_COUNTRY]));
	if (l->maker == DTL_MAKER_ACLED) e->acled_event = k->subtype, e->acled_sub_event = text_cell(l, c[DTL_COLUMN_SUBTYPE]);
	if (c[DTL_COLUMN_PLACE].ptr && c[DTL_COLUMN_PLACE].ptr == c[DTL_COLUMN_LABEL].ptr) e->place.name = DTL_STR_NONE; /* once is enough */
}

/* Tells what is wrong with a row: "latitude is no number: 'x'". */
static void complain(dtl_layer *l, const dtl_layer_row *r, const char *why, dtl_str about)
{
	if (!l->spec->warn) return;
	uint64_t line = r->line;
	if (!line && l->text.ptr) {
		for (; l->counted_byte < r->byte; l->counted_byte++) l->counted_line += l->text.ptr[l->counted_byte] == '\n';
		line = l->counted_line + 1;
	}
	dtl_error e = DTL_ERROR_INIT;
	dtl_str shown = sound(l, dtl_str_sub(dtl_str_trim(about), 0, 60));
	dtl_status st = shown.len ? dtl_fail_at(&e, DTL_ERR_DATA, l->path, line, r->byte, "%s: '%.*s'", why, DTL_FMT(shown)) :
		dtl_fail_at(&e, DTL_ERR_DATA, l->path, line, r->byte, "%s", why);
	if (st != DTL_OK) l->spec->warn(l->spec->user, &e);
}

static void reject(dtl_layer *l, const dtl_layer_row *r, const char *why)
{
	const dtl_str *c = r->cells;
	dtl_str about = !strncmp(why, "lat", 3) ? c[DTL_COLUMN_LAT] : !strncmp(why, "lon", 3) ? c[DTL_COLUMN_LON] : c[DTL_COLUMN_PLACE];
	l->failed++;
	complain(l, r, why, about);
}

static dtl_status keep(dtl_layer *l, const dtl_event *e, dtl_str by, uint32_t kind, dtl_error *err)
{
	dtl_point p = {e->place.point, dtl_date_valid(e->date.start) ? dtl_days_from_date(e->date.start) : DTL_NO_DAY, kind};
	DTL_PUSH(&l->arena, l->points, l->count, l->cap, p);
	l->kind_sizes[kind]++;
	if (!l->events) return DTL_OK;
	if (l->spec->most && l->count > l->spec->most) {
		dtl_event_set_free(l->events);
		l->events = NULL;
		return DTL_OK;
	}
	dtl_str value = sound(l, dtl_str_trim(by)); /* cells may be borrowed from one row */
	if (l->spec->by_field) {
		value = dtl_arena_str(&l->arena, value);
		DTL_PUSH(&l->arena, l->values, l->value_count, l->value_cap, value);
	}
	return dtl_event_set_add_event(l->events, e, err);
}

static dtl_status take(dtl_layer *l, const dtl_layer_row *r, dtl_error *err)
{
	static const dtl_article none = {0};
	const dtl_str *c = r->cells;
	dtl_event e = dtl_event_init();
	e.confidence = 1;
	const char *wrong = r->wrong ? r->wrong : locate(l, r, &e.place);
	if (wrong) return reject(l, r, wrong), DTL_OK;
	dtl_interval end;
	if (c[DTL_COLUMN_DATE].len && !dtl_layer_date(c[DTL_COLUMN_DATE], &e.date))
		complain(l, r, "kept without its date, which is not understood", c[DTL_COLUMN_DATE]);
	if (e.date.start.year && c[DTL_COLUMN_END_DATE].len && dtl_layer_date(c[DTL_COLUMN_END_DATE], &end) &&
		dtl_date_cmp(end.end, e.date.start) >= 0) e.date.end = end.end;
	if (c[DTL_COLUMN_EXACTNESS].len && e.place.id == 0) set_exactness(l, c[DTL_COLUMN_EXACTNESS], &e.place);
	dtl_point_kind k = kind_from(l, dtl_str_trim(c[DTL_COLUMN_TYPE]), dtl_str_trim(c[DTL_COLUMN_SUBTYPE]));
	k.subtype = sound(l, k.subtype);
	uint32_t kind = kind_of(l, k);
	e.type = l->kinds[kind].type;
	e.subtype = l->kinds[kind].subtype;
	if (l->events || l->spec->query) tell(l, r, &l->kinds[kind], &e);
	if (l->spec->query && !dtl_event_matches(&e, &none, l->spec->query)) return DTL_OK;
	return keep(l, &e, c[DTL_COLUMN_BY], kind, err);
}

dtl_status dtl_layer_take(dtl_layer *l, const dtl_layer_row *r, dtl_error *err)
{
	dtl_arena_mark mark = dtl_arena_mark_take(&l->scratch);
	dtl_status st = take(l, r, err);
	dtl_arena_reset(&l->scratch, mark);
	return st;
}
