#include "gazetteer/corrections.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "gazetteer/build.h"
#include "gazetteer/handle.h"
#include "text/normal.h"

enum { F_ACTION, F_NAME, F_ID, F_LAT, F_LON, F_FEATURE, F_COUNTRY, F_COUNT };

/* One line while it is read. */
typedef struct line_state {
	const dtl_gazetteer *g;
	dtl_gaz_corrections *c;
	dtl_gaz_lines *lines;
	dtl_str field[F_COUNT];
	dtl_error *err;
} line_state;

static dtl_status refuse(const line_state *s, const char *what, dtl_str value)
{
	return dtl_fail_at(s->err, DTL_ERR_CONFIG, dtl_gaz_lines_path(s->lines), dtl_gaz_lines_number(s->lines), 0, "%s '%.*s'", what, DTL_FMT(value));
}

/* The correction of this key; a new one begins with the meanings that the file has. */
static dtl_gaz_fix *fix_of(line_state *s, dtl_str key)
{
	dtl_gaz_corrections *c = s->c;
	for (size_t i = 0; i < c->fix_count; i++)
		if (dtl_str_eq(c->fixes[i].key, key))
			return &c->fixes[i];
	size_t n;
	const dtl_gaz_ref *refs = dtl_gaz_refs(s->g, dtl_gaz_name(s->g, key), &n);
	dtl_gaz_ref *copy = dtl_arena_array(&c->arena, dtl_gaz_ref, n + 1);
	memcpy(copy, refs, n * sizeof *refs);
	dtl_gaz_fix fix = {dtl_arena_str(&c->arena, key), dtl_gaz_hash_key(key), copy, (uint32_t)n};
	DTL_PUSH(&c->arena, c->fixes, c->fix_count, c->fix_cap, fix);
	return &c->fixes[c->fix_count - 1];
}

/* A place of the user's own. */
static uint32_t add_place(line_state *s, double lat, double lon)
{
	dtl_gaz_corrections *c = s->c;
	const dtl_str *f = s->field;
	dtl_gaz_entry e = {.lon = (float)lon, .lat = (float)lat, .radius_km = 1, .country = DTL_GAZ_NONE, .admin1 = DTL_GAZ_NONE,
		.admin2 = DTL_GAZ_NONE, .outline = DTL_GAZ_NONE, .elevation = INT16_MIN, .iso = DTL_GAZ_NONE, .flags = DTL_GAZ_ENTRY_CURATED};
	dtl_str feature = f[F_FEATURE].len ? f[F_FEATURE] : DTL_STR("P.PPL");
	e.id = DTL_GAZ_OWN_ID | (dtl_str_hash(f[F_NAME]) & (DTL_GAZ_OWN_ID - 1));
	e.name = DTL_GAZ_FIX_NAME + (uint32_t)c->name_count;
	e.class_ = (uint8_t)dtl_gaz_class_of_feature(feature);
	memcpy(e.feature, feature.ptr, feature.len < sizeof e.feature ? feature.len : sizeof e.feature);
	if (f[F_COUNTRY].len == 2) {
		memcpy(e.country_code, f[F_COUNTRY].ptr, 2);
		for (uint32_t i = 0; i < s->g->country_count; i++)
			if (!memcmp(dtl_gaz_entry_at(s->g, s->g->countries[i].entry)->country_code, e.country_code, 2))
				e.country = s->g->countries[i].entry;
	}
	DTL_PUSH(&c->arena, c->entry_names, c->name_count, c->name_cap, dtl_arena_str(&c->arena, f[F_NAME]));
	DTL_PUSH(&c->arena, c->entries, c->entry_count, c->entry_cap, e);
	return s->g->entry_count + (uint32_t)c->entry_count - 1;
}

/* The entry that a line means: by id, or a new one at its point. */
static dtl_status target_of(line_state *s, uint32_t *out)
{
	int64_t id;
	double lat, lon;
	const dtl_str *f = s->field;
	if (f[F_ID].len) {
		if (!dtl_str_to_int(f[F_ID], &id) || id <= 0 || (*out = dtl_gaz_entry_by_id(s->g, (uint64_t)id)) == DTL_GAZ_NONE)
			return refuse(s, "no place has the id", f[F_ID]);
		return DTL_OK;
	}
	if (!dtl_str_to_double(f[F_LAT], &lat) || !dtl_str_to_double(f[F_LON], &lon) || !(fabs(lat) <= 90) || !(fabs(lon) <= 180))
		return refuse(s, "neither id nor point for", f[F_NAME]);
	*out = add_place(s, lat, lon);
	return DTL_OK;
}

/* Takes the entry out of the meanings. */
static void take_out(dtl_gaz_fix *fix, uint32_t entry)
{
	dtl_gaz_ref *refs = (dtl_gaz_ref *)fix->refs;
	uint32_t n = 0;
	for (uint32_t i = 0; i < fix->ref_count; i++)
		if (refs[i].entry != entry)
			refs[n++] = refs[i];
	fix->ref_count = n;
}

static void put_first(line_state *s, dtl_gaz_fix *fix, uint32_t entry)
{
	take_out(fix, entry);
	dtl_gaz_ref *refs = dtl_arena_array(&s->c->arena, dtl_gaz_ref, fix->ref_count + 2);
	memcpy(refs + 1, fix->refs, fix->ref_count * sizeof *refs);
	refs[0] = (dtl_gaz_ref){entry, DTL_NAME_MAIN, DTL_REF_PREFERRED, 0};
	fix->refs = refs;
	fix->ref_count++;
}

static dtl_status apply(line_state *s)
{
	char key[DTL_NORMAL_MAX];
	const dtl_str *f = s->field;
	size_t len = dtl_normal_key(f[F_NAME], key);
	uint32_t entry = DTL_GAZ_NONE;
	if (!len)
		return refuse(s, "no name:", f[F_NAME]);
	bool block = dtl_str_eq(f[F_ACTION], DTL_STR("block")), force = dtl_str_eq(f[F_ACTION], DTL_STR("force"));
	if (!block && !force && !dtl_str_eq(f[F_ACTION], DTL_STR("prefer")) && !dtl_str_eq(f[F_ACTION], DTL_STR("add")))
		return refuse(s, "neither block, force, prefer nor add:", f[F_ACTION]);
	if (!block || f[F_ID].len) {
		dtl_status status = target_of(s, &entry);
		if (status != DTL_OK)
			return status;
	}
	dtl_gaz_fix *fix = fix_of(s, (dtl_str){key, len});
	if (block && entry != DTL_GAZ_NONE)
		take_out(fix, entry);
	else if (block || force)
		fix->ref_count = 0;
	if (!block)
		put_first(s, fix, entry);
	return DTL_OK;
}

static int by_hash(const void *x, const void *y)
{
	uint64_t a = ((const dtl_gaz_fix_key *)x)->hash, b = ((const dtl_gaz_fix_key *)y)->hash;
	return a < b ? -1 : a > b;
}

/* The corrected names and their beginnings, for the matcher. */
static void index_keys(dtl_gaz_corrections *c)
{
	for (size_t i = 0; i < c->fix_count; i++) {
		dtl_str key = c->fixes[i].key;
		dtl_gaz_fix_key whole = {c->fixes[i].hash, key, (uint32_t)i, false};
		DTL_PUSH(&c->arena, c->keys, c->key_count, c->key_cap, whole);
		for (size_t at = 1; at < key.len; at++)
			if (key.ptr[at] == ' ') {
				dtl_str beginning = dtl_str_sub(key, 0, at);
				dtl_gaz_fix_key part = {dtl_gaz_hash_key(beginning), beginning, DTL_GAZ_NONE, true};
				DTL_PUSH(&c->arena, c->keys, c->key_count, c->key_cap, part);
			}
	}
	if (!c->key_count)
		return;
	qsort(c->keys, c->key_count, sizeof *c->keys, by_hash);
	size_t n = 1;
	for (size_t i = 1; i < c->key_count; i++) {
		dtl_gaz_fix_key *last = &c->keys[n - 1];
		if (last->hash == c->keys[i].hash && dtl_str_eq(last->key, c->keys[i].key)) {
			last->prefix |= c->keys[i].prefix;
			if (last->fix == DTL_GAZ_NONE)
				last->fix = c->keys[i].fix;
		} else {
			c->keys[n++] = c->keys[i];
		}
	}
	c->key_count = n;
}

static dtl_status read_lines(line_state *s)
{
	for (;;) {
		dtl_str line;
		bool more;
		dtl_status status = dtl_gaz_lines_next(s->lines, &line, &more, s->err);
		if (status != DTL_OK || !more)
			return status;
		if (!line.len || line.ptr[0] == '#' || (dtl_gaz_lines_number(s->lines) == 1 && dtl_str_starts(line, DTL_STR("action\t"))))
			continue;
		for (int i = 0; i < F_COUNT; i++)
			s->field[i] = line.ptr ? dtl_str_trim(dtl_str_cut(&line, '\t')) : DTL_STR_NONE;
		status = apply(s);
		if (status != DTL_OK)
			return status;
	}
}

dtl_status dtl_gaz_read_corrections(const dtl_gazetteer *g, const char *path, dtl_gaz_corrections **out, dtl_error *err)
{
	dtl_gaz_lines *lines = NULL;
	if (dtl_gaz_lines_open(path, &lines, err) != DTL_OK)
		return dtl_fail(err, DTL_ERR_CONFIG, "cannot read the corrections '%s'", path);
	dtl_gaz_corrections *c = calloc(1, sizeof *c);
	if (!c) {
		dtl_gaz_lines_close(lines);
		return dtl_fail_memory(err);
	}
	if (setjmp(c->arena.exhausted)) {
		dtl_gaz_lines_close(lines);
		dtl_gaz_free_corrections(c);
		return dtl_fail_memory(err);
	}
	line_state s = {.g = g, .c = c, .lines = lines, .err = err};
	dtl_status status = read_lines(&s);
	if (status == DTL_OK)
		index_keys(c);
	dtl_gaz_lines_close(lines);
	if (status != DTL_OK)
		dtl_gaz_free_corrections(c);
	else
		*out = c;
	return status;
}

void dtl_gaz_free_corrections(dtl_gaz_corrections *c)
{
	if (!c)
		return;
	dtl_arena_free(&c->arena);
	free(c);
}

/* The first key of this hash or a greater one. */
static size_t first_of_hash(const dtl_gaz_corrections *c, uint64_t hash)
{
	size_t low = 0, high = c->key_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (c->keys[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const dtl_gaz_fix_key *dtl_gaz_find_fix(const dtl_gaz_corrections *c, uint64_t hash, dtl_str key)
{
	for (size_t i = first_of_hash(c, hash); i < c->key_count && c->keys[i].hash == hash; i++)
		if (dtl_str_eq(c->keys[i].key, key))
			return &c->keys[i];
	return NULL;
}

bool dtl_gaz_fix_begins(const dtl_gaz_corrections *c, uint64_t word_hash)
{
	const uint64_t hash = dtl_gaz_hash_next(0, word_hash);
	size_t first = first_of_hash(c, hash);
	return first < c->key_count && c->keys[first].hash == hash;
}
