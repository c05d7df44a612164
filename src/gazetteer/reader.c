#include <limits.h>
#include <math.h>
#include <stdlib.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/error.h"
#include "base/geodesy.h"
#include "gazetteer/handle.h"

#define MEND "build it: dateline gazetteer build"

/* The table of sections, copied from the mapping. */
typedef struct sections {
	dtl_gaz_section by_kind[DTL_GAZ_SECTION_COUNT];
} sections;

static dtl_status check_header(const dtl_mapping *m, const char *path, dtl_gaz_header *h, dtl_error *err)
{
	if (m->size < sizeof *h || memcmp(m->data, DTL_GAZ_MAGIC, 8) != 0)
		return dtl_fail(err, DTL_ERR_CONFIG, "'%s' is not a gazetteer; " MEND, path);
	memcpy(h, m->data, sizeof *h);
	if (h->byte_order != DTL_GAZ_BYTE_ORDER)
		return dtl_fail(err, DTL_ERR_CONFIG, "gazetteer '%s' is of another byte order; " MEND, path);
	if (h->version > DTL_GAZ_VERSION)
		return dtl_fail(err, DTL_ERR_CONFIG, "gazetteer '%s' is of version %u, newer than this program's %u", path, h->version, DTL_GAZ_VERSION);
	if (h->version != DTL_GAZ_VERSION || h->entry_size != sizeof(dtl_gaz_entry))
		return dtl_fail(err, DTL_ERR_CONFIG, "gazetteer '%s' is of version %u, not %u; " MEND, path, h->version, DTL_GAZ_VERSION);
	if (h->file_size != m->size)
		return dtl_fail(err, DTL_ERR_CONFIG, "gazetteer '%s' is damaged: %zu bytes instead of %llu", path, m->size,
			(unsigned long long)h->file_size);
	return DTL_OK;
}

static dtl_status read_sections(const dtl_mapping *m, const char *path, sections *out, dtl_error *err)
{
	struct { dtl_gaz_header header; dtl_gaz_section table[DTL_GAZ_SECTION_COUNT]; } head;
	dtl_status status = check_header(m, path, &head.header, err);
	if (status != DTL_OK)
		return status;
	if (head.header.section_count != DTL_GAZ_SECTION_COUNT || m->size < sizeof head)
		return dtl_fail(err, DTL_ERR_CONFIG, "gazetteer '%s' is damaged: %u sections", path, head.header.section_count);
	memcpy(&head, m->data, sizeof head);
	uint64_t checksum = head.header.checksum;
	head.header.checksum = 0;
	if (XXH3_64bits(&head, sizeof head) != checksum)
		return dtl_fail(err, DTL_ERR_CONFIG, "gazetteer '%s' is damaged: checksum of its header", path);
	bool seen[DTL_GAZ_SECTION_COUNT] = {false};
	for (size_t i = 0; i < DTL_GAZ_SECTION_COUNT; i++) {
		const dtl_gaz_section s = head.table[i];
		if (s.kind >= DTL_GAZ_SECTION_COUNT || seen[s.kind] || !s.element || s.offset % DTL_GAZ_ALIGN || s.offset < sizeof head ||
			s.offset > m->size || s.size > m->size - s.offset || s.size % s.element)
			return dtl_fail(err, DTL_ERR_CONFIG, "gazetteer '%s' is damaged: section %zu", path, i);
		seen[s.kind] = true;
		out->by_kind[s.kind] = s;
	}
	return DTL_OK;
}

/* Where a section begins; *count gets its elements. NULL if the element has another size or there are too many. */
static const void *section(const dtl_mapping *m, const sections *all, dtl_gaz_section_kind kind, size_t element, uint32_t *count)
{
	const dtl_gaz_section *s = &all->by_kind[kind];
	if (s->element != element || s->size / element > UINT32_MAX - 1)
		return NULL;
	*count = (uint32_t)(s->size / element);
	return (const char *)m->data + s->offset;
}

static bool power_of_two(uint64_t n)
{
	return n && !(n & (n - 1));
}

static bool attach(dtl_gazetteer *g, const sections *all)
{
	const dtl_mapping *m = &g->file;
	uint32_t names = 0, ids = 0, cells = 0, buckets = 0, bytes = 0;
	g->entries = section(m, all, DTL_GAZ_ENTRIES, sizeof *g->entries, &g->entry_count);
	g->strings = section(m, all, DTL_GAZ_STRINGS, 1, &bytes);
	g->string_bytes = bytes;
	g->names = section(m, all, DTL_GAZ_NAMES, sizeof *g->names, &names);
	g->keys = section(m, all, DTL_GAZ_KEYS, 1, &bytes);
	g->key_bytes = bytes;
	g->refs = section(m, all, DTL_GAZ_REFS, sizeof *g->refs, &g->ref_count);
	g->buckets = section(m, all, DTL_GAZ_BUCKETS, sizeof *g->buckets, &buckets);
	g->bucket_count = buckets;
	g->filter = section(m, all, DTL_GAZ_FILTER, 1, &bytes);
	g->filter_bytes = bytes;
	g->ids = section(m, all, DTL_GAZ_IDS, sizeof *g->ids, &ids);
	g->cells = section(m, all, DTL_GAZ_CELLS, sizeof *g->cells, &cells);
	g->points = section(m, all, DTL_GAZ_POINTS, sizeof *g->points, &g->point_count);
	g->zones = section(m, all, DTL_GAZ_ZONES, sizeof *g->zones, &g->zone_count);
	g->sectors = section(m, all, DTL_GAZ_SECTORS, sizeof *g->sectors, &g->sector_count);
	g->countries = section(m, all, DTL_GAZ_COUNTRIES, sizeof *g->countries, &g->country_count);
	g->others = section(m, all, DTL_GAZ_OTHERS, sizeof *g->others, &g->other_count);
	g->meta = section(m, all, DTL_GAZ_META, 1, &bytes);
	g->meta_bytes = bytes;
	g->name_count = names ? names - 1 : 0;
	return g->entries && g->strings && g->names && names && g->keys && g->refs && g->buckets && buckets && g->filter &&
		power_of_two(g->filter_bytes) && g->ids && ids == g->entry_count && g->cells && cells == DTL_GAZ_CELL_COUNT + 1 && g->points &&
		g->zones && g->sectors && g->countries && g->others && g->meta;
}

dtl_status dtl_gazetteer_open(const char *path, dtl_gazetteer **out, dtl_error *err)
{
	char found[4096];
	dtl_status status;
	if (!path) {
		status = dtl_data_path("dateline.gaz", "gazetteer", MEND, found, sizeof found, err);
		if (status != DTL_OK)
			return status;
		path = found;
	}
	dtl_gazetteer *g = calloc(1, sizeof *g);
	if (!g)
		return dtl_fail_memory(err);
	sections all;
	status = dtl_map_file(path, DTL_ERR_CONFIG, &g->file, err);
	if (status == DTL_OK)
		status = read_sections(&g->file, path, &all, err);
	if (status == DTL_OK && !attach(g, &all))
		status = dtl_fail(err, DTL_ERR_CONFIG, "gazetteer '%s' is damaged: sections of wrong size", path);
	const char *corrections = getenv("DATELINE_CORRECTIONS");
	if (status == DTL_OK && corrections && *corrections)
		status = dtl_gaz_read_corrections(g, corrections, &g->corrections, err);
	if (status != DTL_OK) {
		dtl_gazetteer_close(g);
		return status;
	}
	*out = g;
	return DTL_OK;
}

void dtl_gazetteer_close(dtl_gazetteer *g)
{
	if (!g)
		return;
	dtl_gaz_free_corrections(g->corrections);
	dtl_unmap_file(&g->file);
	free(g);
}

dtl_status dtl_gazetteer_verify(const dtl_gazetteer *g, dtl_error *err)
{
	const dtl_gaz_section *table = (const void *)((const char *)g->file.data + sizeof(dtl_gaz_header));
	for (size_t i = 0; i < DTL_GAZ_SECTION_COUNT; i++)
		if (XXH3_64bits((const char *)g->file.data + table[i].offset, table[i].size) != table[i].checksum)
			return dtl_fail(err, DTL_ERR_CONFIG, "the gazetteer is damaged: checksum of section %u", table[i].kind);
	return DTL_OK;
}

uint32_t dtl_gaz_entry_count(const dtl_gazetteer *g)
{
	return g->entry_count;
}

/* What an index beyond the table or an entry of no class gives: an entry without name or place. */
static const dtl_gaz_entry no_entry = {.name = DTL_GAZ_NONE, .country = DTL_GAZ_NONE, .admin1 = DTL_GAZ_NONE, .admin2 = DTL_GAZ_NONE,
	.outline = DTL_GAZ_NONE, .class_ = DTL_GAZ_PPL, .elevation = INT16_MIN, .iso = DTL_GAZ_NONE};

const dtl_gaz_entry *dtl_gaz_entry_at(const dtl_gazetteer *g, uint32_t index)
{
	if (index >= g->entry_count && g->corrections && index - g->entry_count < g->corrections->entry_count)
		return &g->corrections->entries[index - g->entry_count];
	/* Callers index tables by class: it has to be one. */
	return index < g->entry_count && g->entries[index].class_ < DTL_GAZ_CLASS_COUNT ? &g->entries[index] : &no_entry;
}

/* The entry that another source calls by this id. */
static uint32_t entry_by_other_id(const dtl_gazetteer *g, uint64_t id)
{
	uint32_t low = 0, high = g->other_count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (g->others[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < g->other_count && g->others[low].id == id && g->others[low].entry < g->entry_count ? g->others[low].entry : DTL_GAZ_NONE;
}

uint32_t dtl_gaz_entry_by_id(const dtl_gazetteer *g, uint64_t id)
{
	uint32_t low = 0, high = g->entry_count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (dtl_gaz_entry_at(g, g->ids[middle])->id < id)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < g->entry_count && dtl_gaz_entry_at(g, g->ids[low])->id == id)
		return g->ids[low];
	for (uint32_t i = 0; g->corrections && i < g->corrections->entry_count; i++)
		if (g->corrections->entries[i].id == id)
			return g->entry_count + i;
	return entry_by_other_id(g, id);
}

dtl_str dtl_gaz_string(const dtl_gazetteer *g, uint32_t offset)
{
	if (offset >= DTL_GAZ_FIX_NAME && g->corrections && offset - DTL_GAZ_FIX_NAME < g->corrections->name_count)
		return g->corrections->entry_names[offset - DTL_GAZ_FIX_NAME];
	if (offset >= g->string_bytes)
		return DTL_STR_NONE;
	const uint8_t *p = g->strings + offset;
	uint64_t left = g->string_bytes - offset - 1;
	size_t len = *p++;
	if (len & 0x80) {
		if (!left--)
			return DTL_STR_NONE;
		len = (len & 0x7f) | (size_t)*p++ << 7;
	}
	return len <= left ? (dtl_str){(const char *)p, len} : DTL_STR_NONE;
}

dtl_str dtl_gaz_timezone(const dtl_gazetteer *g, uint16_t index)
{
	return index < g->zone_count ? dtl_gaz_string(g, g->zones[index]) : DTL_STR_NONE;
}

dtl_str dtl_gaz_sector(const dtl_gazetteer *g, uint16_t index)
{
	return index < g->sector_count ? dtl_gaz_string(g, g->sectors[index]) : DTL_STR_NONE;
}

dtl_str dtl_gaz_outline(const dtl_gazetteer *g, const dtl_gaz_entry *e)
{
	return dtl_gaz_string(g, e->outline);
}

dtl_str dtl_gaz_country_iso3(const dtl_gazetteer *g, const dtl_gaz_entry *country)
{
	uint32_t low = 0, high = g->country_count;
	if (country < g->entries || country >= g->entries + g->entry_count)
		return DTL_STR_NONE;
	uint32_t index = (uint32_t)(country - g->entries);
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (g->countries[middle].entry < index)
			low = middle + 1;
		else
			high = middle;
	}
	return low < g->country_count && g->countries[low].entry == index ? (dtl_str){g->countries[low].iso3, 3} : DTL_STR_NONE;
}

static uint32_t find_in_file(const dtl_gazetteer *g, uint64_t hash, dtl_str key)
{
	const dtl_gaz_bucket *at = NULL;
	unsigned slot = 0;
	for (unsigned tries = 0; tries < 64; tries++) {
		uint32_t value = dtl_gaz_probe(g, hash, &at, &slot);
		if (value == DTL_GAZ_FREE)
			return DTL_GAZ_FREE;
		dtl_str found = dtl_gaz_key_at(g, value & DTL_GAZ_VALUE_NAME);
		if (value & DTL_GAZ_VALUE_TERMINAL ? dtl_str_eq(found, key)
			: found.len > key.len && found.ptr[key.len] == ' ' && !memcmp(found.ptr, key.ptr, key.len))
			return value;
	}
	return DTL_GAZ_FREE;
}

/* What the file says of a key, changed by what the corrections say. A corrected name is checked by its meanings, of which a blocked
 * one has none. */
uint32_t dtl_gaz_find_key(const dtl_gazetteer *g, uint64_t hash, dtl_str key)
{
	uint32_t value = find_in_file(g, hash, key);
	const dtl_gaz_fix_key *fix = g->corrections ? dtl_gaz_find_fix(g->corrections, hash, key) : NULL;
	if (!fix)
		return value;
	uint32_t prefix = (value != DTL_GAZ_FREE ? value & DTL_GAZ_VALUE_PREFIX : 0) | (fix->prefix ? DTL_GAZ_VALUE_PREFIX : 0);
	if (fix->fix != DTL_GAZ_NONE)
		return (g->name_count + fix->fix) | DTL_GAZ_VALUE_TERMINAL | DTL_GAZ_VALUE_CHECK | prefix;
	return value != DTL_GAZ_FREE ? value | prefix : prefix;
}

uint32_t dtl_gaz_name(const dtl_gazetteer *g, dtl_str key)
{
	if (!key.len)
		return DTL_GAZ_NONE;
	uint32_t value = dtl_gaz_find_key(g, dtl_gaz_hash_key(key), key);
	return value != DTL_GAZ_FREE && value & DTL_GAZ_VALUE_TERMINAL ? value & DTL_GAZ_VALUE_NAME : DTL_GAZ_NONE;
}

uint32_t dtl_gaz_lower_bound(const dtl_gazetteer *g, dtl_str key)
{
	uint32_t low = 0, high = g->name_count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (dtl_str_cmp(dtl_gaz_key_at(g, middle), key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const dtl_gaz_ref *dtl_gaz_refs(const dtl_gazetteer *g, uint32_t name, size_t *count)
{
	*count = 0;
	if (name >= g->name_count && g->corrections && name - g->name_count < g->corrections->fix_count) {
		const dtl_gaz_fix *fix = &g->corrections->fixes[name - g->name_count];
		*count = fix->ref_count;
		return fix->refs;
	}
	if (name >= g->name_count)
		return g->refs;
	uint32_t from = g->names[name].first_ref, to = g->names[name + 1].first_ref;
	if (from > to || to > g->ref_count)
		return g->refs;
	for (uint32_t i = from; i < to; i++)
		if (g->refs[i].kind > DTL_NAME_METONYM)
			return g->refs; /* callers index tables by kind */
	*count = to - from;
	return g->refs + from;
}

dtl_str dtl_gaz_name_key(const dtl_gazetteer *g, uint32_t name)
{
	return dtl_gaz_key_at(g, name);
}

void dtl_gaz_place(const dtl_gazetteer *g, uint32_t entry, dtl_place *out)
{
	const dtl_gaz_entry *e = dtl_gaz_entry_at(g, entry);
	memset(out, 0, sizeof *out);
	out->id = e->id;
	out->geonameid = e->id < DTL_GAZ_OWN_ID && e->id <= UINT32_MAX ? (uint32_t)e->id : 0;
	out->name = dtl_gaz_string(g, e->name);
	out->country = e->country_code[0] ? (dtl_str){e->country_code, 2} : DTL_STR_NONE;
	if (e->admin1 != DTL_GAZ_NONE)
		out->admin1 = dtl_gaz_string(g, dtl_gaz_entry_at(g, e->admin1)->name);
	out->admin1_code = (dtl_str){e->admin1_code, strnlen(e->admin1_code, sizeof e->admin1_code)};
	out->feature = (dtl_str){e->feature, strnlen(e->feature, sizeof e->feature)};
	out->point = (dtl_lonlat){isfinite(e->lon) ? e->lon : 0, isfinite(e->lat) ? e->lat : 0};
	out->radius_km = isfinite(e->radius_km) ? e->radius_km : 0;
	out->population = e->population;
	out->precision = dtl_gaz_precision(e);
	out->score = 1;
}

bool dtl_gaz_contains(const dtl_gazetteer *g, uint32_t area, uint32_t entry)
{
	if (area == entry)
		return true;
	const dtl_gaz_entry *a = dtl_gaz_entry_at(g, area), *e = dtl_gaz_entry_at(g, entry);
	switch ((dtl_gaz_class)a->class_) {
	case DTL_GAZ_COUNTRY: return e->country == area;
	case DTL_GAZ_ADM1: return e->admin1 == area;
	case DTL_GAZ_ADM2: return e->admin2 == area;
	case DTL_GAZ_REGION: case DTL_GAZ_WATER: case DTL_GAZ_MOUNTAIN: case DTL_GAZ_ISLAND:
		return e->radius_km <= a->radius_km &&
			dtl_distance_km((dtl_lonlat){a->lon, a->lat}, (dtl_lonlat){e->lon, e->lat}) <= a->radius_km;
	case DTL_GAZ_PPLC: case DTL_GAZ_PPLA: case DTL_GAZ_PPLA2: case DTL_GAZ_PPLA3: case DTL_GAZ_PPL: case DTL_GAZ_PPLX: case DTL_GAZ_PPLZ:
	case DTL_GAZ_AIRPORT: case DTL_GAZ_SITE: case DTL_GAZ_CLASS_COUNT: default: return false;
	}
}

void dtl_gazetteer_describe(const dtl_gazetteer *g, dtl_gazetteer_info *out)
{
	dtl_str meta = {g->meta, (size_t)g->meta_bytes};
	*out = (dtl_gazetteer_info){g->entry_count, g->name_count, g->file.size, DTL_GAZ_VERSION, DTL_STR_NONE, DTL_STR_NONE};
	out->attribution = dtl_str_cut(&meta, '\n');
	out->sources = meta;
}

bool dtl_gazetteer_by_id(const dtl_gazetteer *g, uint64_t id, dtl_place *out)
{
	uint32_t entry = dtl_gaz_entry_by_id(g, id);
	if (entry == DTL_GAZ_NONE)
		return false;
	dtl_gaz_place(g, entry, out);
	return true;
}

bool dtl_gazetteer_country(const dtl_gazetteer *g, dtl_str code, dtl_place *out)
{
	for (uint32_t i = 0; i < g->country_count && code.len == 2; i++) {
		const dtl_gaz_entry *e = dtl_gaz_entry_at(g, g->countries[i].entry);
		if (!dtl_str_eq_nocase(code, (dtl_str){e->country_code, 2}) || (e->flags & DTL_GAZ_ENTRY_HISTORICAL))
			continue;
		dtl_gaz_place(g, g->countries[i].entry, out);
		return true;
	}
	return false;
}

bool dtl_gazetteer_by_key(const dtl_gazetteer *g, dtl_str key, dtl_place *out)
{
	return key.len && dtl_gazetteer_by_id(g, dtl_gaz_own_id(key), out);
}

size_t dtl_gazetteer_keys(const dtl_gazetteer *g, uint64_t id, dtl_str *keys, size_t max)
{
	uint32_t entry = dtl_gaz_entry_by_id(g, id);
	size_t n = 0;
	for (uint32_t i = 0; entry != DTL_GAZ_NONE && i < g->other_count && n < max; i++)
		if (g->others[i].entry == entry && g->others[i].text != DTL_GAZ_NONE)
			keys[n++] = dtl_gaz_string(g, g->others[i].text);
	return n;
}
