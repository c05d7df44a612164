/* GeoJSON (RFC 7946): a collection, one feature a line, or text sequences (RFC 8142); also arrays and lines of plain objects. The text is
 * scanned in place, one record at a time and without recursion, so that depth and length cost nothing. */
#include <stdlib.h>

#include "base/error.h"
#include "base/utf8.h"
#include "layer/layer.h"

#define MOST_KEYS 64 /* keys whose roles are remembered */

typedef struct scan {
	dtl_layer *layer;
	const char *p, *end;
	struct { dtl_str key; uint16_t rank[DTL_LAYER_ROLES]; bool any; } keys[MOST_KEYS];
	size_t key_count, key_hint;
} scan;

static void blank(scan *s)
{
	while (s->p < s->end && (dtl_ascii_space(*s->p) || *s->p == ',' || *s->p == 0x1e)) s->p++;
}

/* The string at p, its quotes left off, escapes as they are. False if it never ends. */
static bool string(scan *s, dtl_str *out)
{
	const char *from = ++s->p;
	for (;;) {
		s->p = memchr(s->p, '"', (size_t)(s->end - s->p));
		if (!s->p) return s->p = s->end, false;
		size_t slashes = 0;
		while (s->p - slashes > from && s->p[-(ptrdiff_t)slashes - 1] == '\\') slashes++;
		s->p++;
		if (slashes % 2 == 0) break;
	}
	*out = (dtl_str){from, (size_t)(s->p - 1 - from)};
	return true;
}

/* Steps over the value at p; *out is its text. */
static bool value(scan *s, dtl_str *out)
{
	blank(s);
	const char *from = s->p;
	dtl_str inner;
	size_t depth = 0;
	do {
		if (s->p >= s->end) return false;
		if (*s->p == '"') {
			if (!string(s, &inner)) return false;
			continue;
		}
		if (*s->p == '{' || *s->p == '[') depth++;
		else if (*s->p == '}' || *s->p == ']') {
			if (!depth) return false;
			depth--;
		} else if (!depth) {
			while (s->p < s->end && !memchr(",]}\n\r\t ", *s->p, 8)) s->p++;
			if (s->p == from) return false;
			break;
		}
		s->p++;
	} while (depth);
	*out = (dtl_str){from, (size_t)(s->p - from)};
	return true;
}

/* The next key of the object that p stands in; false at its end (stepped over) or where it is malformed (*bad). */
static bool next_key(scan *s, dtl_str *key, bool *bad)
{
	blank(s);
	if (s->p < s->end && *s->p == '}') return s->p++, false;
	*bad = true;
	if (s->p >= s->end || *s->p != '"' || !string(s, key)) return false;
	while (s->p < s->end && dtl_ascii_space(*s->p)) s->p++;
	if (s->p >= s->end || *s->p != ':') return false;
	s->p++;
	*bad = false;
	return true;
}

static uint32_t hex4(const char *p)
{
	uint32_t v = 0;
	for (int i = 0; i < 4; i++) {
		char c = dtl_ascii_lower(p[i]);
		v = v << 4 | (uint32_t)(dtl_ascii_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : 0);
	}
	return v;
}

/* A string's content without escapes; other values as they are written; null is empty. */
static dtl_str content(scan *s, dtl_str v)
{
	if (dtl_str_eq(v, DTL_STR("null"))) return DTL_STR_NONE;
	if (!v.len || v.ptr[0] != '"') return v;
	v = dtl_str_sub(v, 1, v.len - 1);
	if (!v.len || !memchr(v.ptr, '\\', v.len)) return v;
	char *out = dtl_arena_alloc(&s->layer->scratch, v.len + 4);
	size_t n = 0;
	for (size_t i = 0; i < v.len; i++) {
		if (v.ptr[i] != '\\' || i + 1 >= v.len) {
			out[n++] = v.ptr[i];
			continue;
		}
		char c = v.ptr[++i];
		if (c != 'u' || i + 4 >= v.len) {
			out[n++] = c == 'n' || c == 'r' || c == 't' || c == 'b' || c == 'f' ? ' ' : c;
			continue;
		}
		uint32_t u = hex4(v.ptr + i + 1);
		i += 4;
		if (u >= 0xd800 && u < 0xdc00 && i + 6 < v.len && v.ptr[i + 1] == '\\' && v.ptr[i + 2] == 'u') {
			u = 0x10000 + ((u - 0xd800) << 10) + ((hex4(v.ptr + i + 3) - 0xdc00) & 0x3ff);
			i += 6;
		}
		n += dtl_utf8_put(u && (u < 0xd800 || u > 0xdfff) ? u : DTL_UTF8_BAD, out + n);
	}
	return (dtl_str){out, n};
}

/* The roles of a key. Features tend to have the same keys in the same order: the one behind the last is tried first. */
static size_t key_roles(scan *s, dtl_str key)
{
	for (size_t k = 0; k < s->key_count; k++) {
		size_t at = (s->key_hint + k) % s->key_count;
		if (dtl_str_eq(s->keys[at].key, key)) return s->key_hint = at + 1, at;
	}
	size_t at = s->key_count < MOST_KEYS ? s->key_count++ : MOST_KEYS - 1;
	s->keys[at].key = key;
	s->keys[at].any = false;
	for (int r = 0; r < DTL_LAYER_ROLES; r++) {
		s->keys[at].rank[r] = (uint16_t)dtl_layer_rank(s->layer->spec, key, (dtl_layer_role)r);
		s->keys[at].any |= s->keys[at].rank[r] > 0;
	}
	if (s->layer->maker == DTL_MAKER_ANY) s->layer->maker = dtl_layer_maker_of(&key, 1);
	return at;
}

static void take_key(scan *s, dtl_layer_row *row, uint16_t best[DTL_LAYER_ROLES], dtl_str key, dtl_str v)
{
	size_t k = key_roles(s, key);
	if (!s->keys[k].any) return;
	v = content(s, v);
	for (int r = 0; r < DTL_LAYER_ROLES; r++) {
		uint16_t rank = s->keys[k].rank[r];
		if (!rank) continue;
		s->layer->columns_seen |= 1u << r;
		if (v.len && (!best[r] || rank < best[r])) row->cells[r] = v, best[r] = rank;
	}
}

/* The first position of {"type": "Point" | "MultiPoint", "coordinates": ...}. */
static const char *geometry(dtl_str text, dtl_layer_row *row)
{
	scan g = {.p = text.ptr, .end = text.ptr + text.len};
	if (!text.len || *g.p != '{') return NULL; /* null: cells may have it */
	g.p++;
	dtl_str key, v, type = DTL_STR_NONE, at = DTL_STR_NONE;
	bool bad = false;
	while (next_key(&g, &key, &bad) && value(&g, &v)) {
		if (dtl_str_eq(key, DTL_STR("type"))) type = v;
		if (dtl_str_eq(key, DTL_STR("coordinates"))) at = v;
	}
	if (bad) return "geometry is malformed";
	if (!dtl_str_eq(type, DTL_STR("\"Point\"")) && !dtl_str_eq(type, DTL_STR("\"MultiPoint\""))) return "geometry is no point";
	size_t i = 0;
	while (i < at.len && (at.ptr[i] == '[' || dtl_ascii_space(at.ptr[i]))) i++;
	dtl_str rest = dtl_str_sub(at, i, at.len), lon = dtl_str_cut(&rest, ',');
	size_t n = 0;
	while (n < rest.len && rest.ptr[n] != ',' && rest.ptr[n] != ']') n++;
	if (!dtl_layer_number(lon, false, &row->point.lon) || !dtl_layer_number(dtl_str_sub(rest, 0, n), false, &row->point.lat))
		return "coordinates are no numbers";
	row->has_point = true;
	return NULL;
}

/* The object at p as one record: a feature, or a plain object whose keys are the cells. */
static dtl_status record(scan *s, dtl_str text, dtl_error *err)
{
	scan o = {.p = text.ptr + 1, .end = text.ptr + text.len};
	dtl_layer_row row = {.byte = (uint64_t)(text.ptr - s->layer->text.ptr)};
	uint16_t best[DTL_LAYER_ROLES] = {0};
	dtl_str key, v;
	bool bad = false;
	while (next_key(&o, &key, &bad) && (bad = !value(&o, &v), !bad)) {
		if (dtl_str_eq(key, DTL_STR("geometry"))) {
			row.wrong = geometry(v, &row);
		} else if (dtl_str_eq(key, DTL_STR("properties")) && v.len && v.ptr[0] == '{') {
			scan q = {.p = v.ptr + 1, .end = v.ptr + v.len};
			dtl_str inner;
			while (next_key(&q, &key, &bad) && (bad = !value(&q, &inner), !bad)) take_key(s, &row, best, key, inner);
		} else if (!(dtl_str_eq(key, DTL_STR("type")) && dtl_str_eq(v, DTL_STR("\"Feature\"")))) {
			take_key(s, &row, best, key, v);
		}
	}
	if (bad) row.wrong = "the record is malformed";
	if (!row.cells[DTL_COLUMN_PLACE].len && !row.has_point && !row.cells[DTL_COLUMN_LON].len)
		row.cells[DTL_COLUMN_PLACE] = row.cells[DTL_COLUMN_LABEL];
	return dtl_layer_take(s->layer, &row, err);
}

/* The file ends in the middle: what stands before is good. */
static dtl_status cut_short(scan *s, const char *from, dtl_error *err)
{
	dtl_layer_row row = {.byte = (uint64_t)(from - s->layer->text.ptr), .wrong = "the file ends or is malformed within this record; nothing "
		"behind it was read"};
	s->p = s->end;
	return dtl_layer_take(s->layer, &row, err);
}

static dtl_status elements(scan *s, dtl_error *err)
{
	dtl_status st = DTL_OK;
	s->p++; /* the bracket */
	for (blank(s); st == DTL_OK && s->p < s->end && *s->p != ']'; blank(s)) {
		dtl_str v;
		const char *from = s->p;
		if (!value(s, &v)) return cut_short(s, from, err);
		dtl_arena_mark mark = dtl_arena_mark_take(&s->layer->scratch);
		if (v.ptr[0] == '{') st = record(s, v, err);
		dtl_arena_reset(&s->layer->scratch, mark);
	}
	s->p += s->p < s->end;
	return st;
}

/* The array "features" of the object at p, if it has one; *found tells. Leaves p where it was if not. */
static dtl_status collection(scan *s, bool *found, dtl_error *err)
{
	const char *from = s->p;
	dtl_str key, v;
	bool bad = false;
	s->p++;
	while (next_key(s, &key, &bad)) {
		blank(s);
		if (dtl_str_eq(key, DTL_STR("features")) && s->p < s->end && *s->p == '[') {
			*found = true;
			dtl_status st = elements(s, err);
			if (st != DTL_OK) return st;
			continue;
		}
		if (!value(s, &v)) break;
		if (dtl_str_eq(key, DTL_STR("crs")) && !dtl_str_contains_nocase(v, DTL_STR("CRS84")) && !dtl_str_contains_nocase(v, DTL_STR("4326")) &&
			!dtl_str_eq(v, DTL_STR("null")))
			return dtl_fail(err, DTL_ERR_DATA, "'%s' is not in WGS 84; convert it with ogr2ogr -t_srs EPSG:4326", s->layer->path);
	}
	if (!*found) s->p = from;
	return DTL_OK;
}

static dtl_status check_fields(const dtl_layer *l, dtl_error *err)
{
	const struct { const char *wanted; dtl_layer_role role; } named[] = {{l->spec->type_field, DTL_COLUMN_TYPE},
		{l->spec->label_field, DTL_COLUMN_LABEL}, {l->spec->date_field, DTL_COLUMN_DATE}, {l->spec->lon_field, DTL_COLUMN_LON},
		{l->spec->lat_field, DTL_COLUMN_LAT}, {l->spec->place_field, DTL_COLUMN_PLACE}, {l->spec->by_field, DTL_COLUMN_BY}};
	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		if (named[i].wanted && !(l->columns_seen & 1u << named[i].role) && l->count + l->failed)
			return dtl_fail(err, DTL_ERR_DATA, "no record of '%s' has a '%s'", l->path, named[i].wanted);
	return DTL_OK;
}

dtl_status dtl_layer_json(dtl_layer *layer, dtl_error *err)
{
	scan *s = dtl_arena_new(&layer->arena, scan);
	*s = (scan){.layer = layer, .p = layer->text.ptr, .end = layer->text.ptr + layer->text.len};
	dtl_status st = DTL_OK;
	for (blank(s); st == DTL_OK && s->p < s->end; blank(s)) {
		bool found = false;
		dtl_str v;
		if (*s->p == '[') st = elements(s, err);
		else if (*s->p == '{') st = collection(s, &found, err);
		else return dtl_fail_at(err, DTL_ERR_DATA, layer->path, 1, 0, "neither GeoJSON nor JSON objects");
		if (st != DTL_OK || found || s->p >= s->end || *s->p != '{') continue;
		const char *from = s->p;
		if (!value(s, &v)) return cut_short(s, from, err);
		dtl_arena_mark mark = dtl_arena_mark_take(&layer->scratch);
		st = record(s, v, err);
		dtl_arena_reset(&layer->scratch, mark);
	}
	return st == DTL_OK ? check_fields(layer, err) : st;
}
