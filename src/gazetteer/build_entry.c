/* Places and names into the builder's arrays; places of the same id or division code become one entry. */
#include <math.h>
#include <stdlib.h>

#include "base/geodesy.h"
#include "gazetteer/build.h"
#include "text/normal.h"

static uint64_t id_of(const dtl_gaz_place_row *row)
{
	int64_t number;
	if (dtl_str_to_int(row->id, &number) && number > 0 && number < (int64_t)DTL_GAZ_OWN_ID)
		return (uint64_t)number;
	char text[600];
	int n = row->id.len ? snprintf(text, sizeof text, "%.*s", DTL_FMT(row->id))
		: snprintf(text, sizeof text, "%.*s:%.*s:%.2f:%.2f", DTL_FMT(row->feature), DTL_FMT(row->name), row->lat, row->lon);
	size_t len = n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n : sizeof text - 1;
	return dtl_gaz_own_id((dtl_str){text, len});
}

/* "KR", "KR.06", "KR.06.123" -> the key of by_code; 0 if the entry is no division. */
static uint64_t division_code(const dtl_gaz_place_row *row, dtl_gaz_class class)
{
	char text[200];
	int n;
	if (row->country.len != 2)
		return 0;
	if (class == DTL_GAZ_COUNTRY)
		n = snprintf(text, sizeof text, "%.*s", DTL_FMT(row->country));
	else if (class == DTL_GAZ_ADM1 && row->admin1.len)
		n = snprintf(text, sizeof text, "%.*s.%.*s", DTL_FMT(row->country), DTL_FMT(row->admin1));
	else if (class == DTL_GAZ_ADM2 && row->admin2.len && dtl_str_starts(row->feature, DTL_STR("A.ADM2")))
		n = snprintf(text, sizeof text, "%.*s.%.*s.%.*s", DTL_FMT(row->country), DTL_FMT(row->admin1), DTL_FMT(row->admin2));
	else
		return 0;
	if (dtl_str_ends(row->feature, DTL_STR("H")) && row->feature.len > 4)
		return 0; /* ADM1H, PCLH: historical divisions share no code with living ones */
	return n > 0 && (size_t)n < sizeof text ? dtl_gaz_hash_bytes((dtl_str){text, (size_t)n}) : 0;
}

static void copy_field(char *out, size_t size, dtl_str s)
{
	memset(out, 0, size);
	memcpy(out, s.ptr ? s.ptr : "", s.len < size ? s.len : size);
}

static uint32_t clamp_u32(int64_t v)
{
	return v < 0 ? 0 : v > UINT32_MAX ? UINT32_MAX : (uint32_t)v;
}

/* Fills what the entry lacks from another source's row; the point of a place is the first source's, for GeoNames comes first. */
static void merge(dtl_gaz_builder *b, dtl_gaz_entry *e, dtl_gaz_side *side, const dtl_gaz_place_row *row)
{
	if (!e->population)
		e->population = clamp_u32(row->population);
	if (e->elevation == INT16_MIN && row->elevation > INT16_MIN && row->elevation <= INT16_MAX)
		e->elevation = (int16_t)row->elevation;
	if (e->radius_km <= 0)
		e->radius_km = (float)row->radius_km;
	if (e->outline == DTL_GAZ_NONE && row->outline.len)
		e->outline = dtl_gaz_intern(b, row->outline);
	if (e->iso == DTL_GAZ_NONE && row->iso.len)
		e->iso = dtl_gaz_intern(b, row->iso);
	if (!e->timezone)
		e->timezone = dtl_gaz_table_index(b, &b->zones, row->timezone);
	if (side->admin1 == DTL_GAZ_NONE && row->admin1.len) {
		side->admin1 = dtl_gaz_intern(b, row->admin1);
		copy_field(e->admin1_code, sizeof e->admin1_code, row->admin1);
	}
	if (side->admin2 == DTL_GAZ_NONE && row->admin2.len)
		side->admin2 = dtl_gaz_intern(b, row->admin2);
	e->flags |= row->flags;
	if (!(e->flags >> DTL_GAZ_ENTRY_RANK))
		e->flags |= (uint8_t)(row->rank << DTL_GAZ_ENTRY_RANK);
}

bool dtl_gaz_note_id(dtl_gaz_builder *b, uint32_t entry, uint64_t id, dtl_str text)
{
	uint32_t offset = text.len ? dtl_gaz_add_string(b, text) : DTL_GAZ_NONE;
	if ((text.len && offset == DTL_GAZ_NONE) || !dtl_gaz_vec_reserve(&b->others, 1, sizeof(dtl_gaz_other_id)))
		return false;
	((dtl_gaz_other_id *)b->others.data)[b->others.count++] = (dtl_gaz_other_id){id, entry, offset};
	return true;
}

/* ---- the name that is shown ---- */

/* The name of a dump's place as English text writes it, in out (size bytes) or in the row. Where a country's own script is not Latin, the
 * marks of its romanization are left out (Ma‘arrat an Nu‘mān: Maarrat an Numan), but the apostrophes that part syllables in
 * pinyin and Hebrew; so is the unit that names of Korean and Japanese towns end with. Letters of Latin alphabets stay (Kraków). */
static dtl_str display_name(const dtl_gaz_builder *b, const dtl_gaz_place_row *row, char *out, size_t size)
{
	unsigned rules = row->country.len == 2 ? dtl_gaz_spelling_rules(b, row->country.ptr) : 0;
	if (row->flags & DTL_GAZ_ENTRY_CURATED || !row->ascii.len || row->ascii.len >= size || !(rules & DTL_RULE_OTHER_SCRIPT))
		return row->name;
	bool apostrophes = rules & DTL_RULE_APOSTROPHES, town = row->feature.len && row->feature.ptr[0] == 'P';
	dtl_str s = row->ascii, unit = rules & DTL_RULE_UNIT_SI ? DTL_STR("-si") : rules & DTL_RULE_UNIT_SHI ? DTL_STR("-shi") : DTL_STR_NONE;
	if (town && unit.len && dtl_str_ends(s, unit))
		s.len -= unit.len;
	size_t n = 0;
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] != '`' && (apostrophes || s.ptr[i] != '\''))
			out[n++] = s.ptr[i];
	return (dtl_str){out, n};
}

static bool remember(dtl_gaz_builder *b, uint32_t index, uint64_t code, const dtl_gaz_place_row *row)
{
	if (code && dtl_gaz_map_get(&b->by_code, code) == DTL_GAZ_NONE && !dtl_gaz_map_put(&b->by_code, code, index))
		return false;
	if (row->iso.len) {
		char text[64];
		int n = snprintf(text, sizeof text, "iso:%.*s", DTL_FMT(row->iso));
		uint64_t hash = dtl_gaz_hash_bytes((dtl_str){text, n > 0 && (size_t)n < sizeof text ? (size_t)n : 0});
		if (dtl_gaz_map_get(&b->by_code, hash) == DTL_GAZ_NONE && !dtl_gaz_map_put(&b->by_code, hash, index))
			return false;
	}
	return true;
}

static uint32_t add_entry(dtl_gaz_builder *b, const dtl_gaz_place_row *row, uint64_t id, dtl_gaz_class class)
{
	if (!dtl_gaz_vec_reserve(&b->entries, 1, sizeof(dtl_gaz_entry)) || !dtl_gaz_vec_reserve(&b->sides, 1, sizeof(dtl_gaz_side)) ||
		b->entries.count >= UINT32_MAX - 1)
		return DTL_GAZ_NONE;
	uint32_t index = (uint32_t)b->entries.count;
	dtl_gaz_entry *e = dtl_gaz_entry_of(b, index);
	dtl_gaz_side *side = (dtl_gaz_side *)b->sides.data + index;
	memset(e, 0, sizeof *e);
	*side = (dtl_gaz_side){{DTL_GAZ_NONE, DTL_GAZ_NONE}};
	e->id = id;
	e->lon = (float)row->lon;
	e->lat = (float)row->lat;
	e->country = e->admin1 = e->admin2 = e->outline = e->iso = DTL_GAZ_NONE;
	e->elevation = INT16_MIN;
	e->class_ = (uint8_t)class;
	if (row->country.len == 2)
		memcpy(e->country_code, row->country.ptr, 2);
	copy_field(e->feature, sizeof e->feature, row->feature);
	char shown[256];
	e->name = dtl_gaz_add_string(b, display_name(b, row, shown, sizeof shown));
	if (e->name == DTL_GAZ_NONE || !dtl_gaz_put_id(b, id, index))
		return DTL_GAZ_NONE;
	merge(b, e, side, row);
	b->entries.count++;
	b->sides.count++;
	return index;
}

static uint64_t place_code(dtl_str name, dtl_str feature)
{
	char key[DTL_NORMAL_MAX + 1];
	size_t len = dtl_normal_key(name, key);
	key[len] = feature.len ? feature.ptr[0] : 'P';
	return len ? dtl_gaz_hash_bytes((dtl_str){key, len + 1}) : 0;
}

/* The entry of our own tables that a row of another source means too: the same name and sort, and near enough. */
static uint32_t find_curated(dtl_gaz_builder *b, const dtl_gaz_place_row *row)
{
	const dtl_str names[] = {row->name, row->ascii};
	for (size_t i = 0; i < 2; i++) {
		uint64_t code = names[i].len ? place_code(names[i], row->feature) : 0;
		uint32_t index = code ? dtl_gaz_map_get(&b->places, code) : DTL_GAZ_NONE;
		if (index == DTL_GAZ_NONE)
			continue;
		const dtl_gaz_entry *e = dtl_gaz_entry_of(b, index);
		double reach = fmax(10, fmax(row->radius_km, e->class_ >= DTL_GAZ_PPLC && e->class_ <= DTL_GAZ_PPLZ ? 10 : e->radius_km));
		if (dtl_distance_km((dtl_lonlat){e->lon, e->lat}, (dtl_lonlat){row->lon, row->lat}) <= reach)
			return index;
	}
	return DTL_GAZ_NONE;
}

/* Enters a name of a curated place for find_curated; the first of a name stays. */
bool dtl_gaz_note_curated(dtl_gaz_builder *b, uint32_t entry, dtl_str name, dtl_str feature)
{
	uint64_t code = place_code(name, feature);
	return !code || dtl_gaz_map_get(&b->places, code) != DTL_GAZ_NONE || dtl_gaz_map_put(&b->places, code, entry);
}

/* A town keeps GeoNames' point and rank where our table had it only for its names. */
static void take_geonames(dtl_gaz_builder *b, uint32_t index, const dtl_gaz_place_row *row, uint64_t id)
{
	dtl_gaz_entry *e = dtl_gaz_entry_of(b, index);
	if (e->class_ < DTL_GAZ_PPLC || e->class_ > DTL_GAZ_PPLZ || id >= DTL_GAZ_OWN_ID)
		return;
	e->lon = (float)row->lon;
	e->lat = (float)row->lat;
	e->class_ = (uint8_t)dtl_gaz_class_of_feature(row->feature);
	copy_field(e->feature, sizeof e->feature, row->feature);
}

/* A row joins an entry that has another id: GeoNames' becomes the entry's, the other one is kept beside it. */
static bool adopt_id(dtl_gaz_builder *b, uint32_t index, uint64_t id, const dtl_gaz_place_row *row)
{
	dtl_gaz_entry *e = dtl_gaz_entry_of(b, index);
	if (e->id == id)
		return true;
	if (e->id < DTL_GAZ_OWN_ID || id >= DTL_GAZ_OWN_ID) {
		bool key = id >= DTL_GAZ_OWN_ID && row->id.len;
		return dtl_gaz_put_id(b, id, index) && dtl_gaz_note_id(b, index, id, key ? row->id : DTL_STR_NONE);
	}
	uint64_t own = e->id;
	e->id = id; /* a dump knows the GeoNames id of a place that was known by code or name */
	return dtl_gaz_put_id(b, id, index) && dtl_gaz_note_id(b, index, own, DTL_STR_NONE);
}

uint32_t dtl_gaz_add_place(dtl_gaz_builder *b, const dtl_gaz_place_row *row)
{
	dtl_gaz_class class = dtl_gaz_class_of_feature(row->feature);
	uint64_t id = id_of(row), code = division_code(row, class);
	uint32_t index = dtl_gaz_entry_of_id(b, id);
	if (index == DTL_GAZ_NONE && code)
		index = dtl_gaz_map_get(&b->by_code, code);
	if (index == DTL_GAZ_NONE && b->places.count && !(row->flags & DTL_GAZ_ENTRY_CURATED)) {
		index = find_curated(b, row);
		if (index != DTL_GAZ_NONE) {
			take_geonames(b, index, row, id);
			if (!dtl_gaz_put_id(b, id, index))
				return DTL_GAZ_NONE;
		}
	}
	if (index == DTL_GAZ_NONE) {
		index = add_entry(b, row, id, class);
		if (index == DTL_GAZ_NONE)
			return DTL_GAZ_NONE;
	} else {
		dtl_gaz_entry *e = dtl_gaz_entry_of(b, index);
		merge(b, e, (dtl_gaz_side *)b->sides.data + index, row);
		if (!adopt_id(b, index, id, row))
			return DTL_GAZ_NONE;
	}
	for (size_t i = 0; i < b->source_count; i++)
		b->sources[i].entries += row->source >> i & 1;
	if (!remember(b, index, code, row))
		return DTL_GAZ_NONE;
	const dtl_gaz_ref main_name = {index, DTL_NAME_MAIN, 0, 0};
	if (!dtl_gaz_add_name(b, index, row->name, main_name))
		return DTL_GAZ_NONE;
	if (row->ascii.len && !dtl_str_eq(row->ascii, row->name) && !dtl_gaz_add_name(b, index, row->ascii, main_name))
		return DTL_GAZ_NONE;
	return index;
}

bool dtl_gaz_add_key(dtl_gaz_builder *b, dtl_str key, dtl_gaz_ref ref)
{
	if (!dtl_gaz_vec_reserve(&b->keys, key.len + 1, 1) || !dtl_gaz_vec_reserve(&b->names, 1, sizeof(dtl_gaz_raw_name)) ||
		b->keys.count > UINT32_MAX - 0x10000)
		return false;
	uint8_t *p = (uint8_t *)b->keys.data + b->keys.count;
	*p = (uint8_t)(key.len - 1);
	memcpy(p + 1, key.ptr, key.len);
	uint8_t first[8] = {0};
	memcpy(first, key.ptr, key.len < 8 ? key.len : 8);
	uint64_t prefix = 0;
	for (int i = 0; i < 8; i++)
		prefix = prefix << 8 | first[i];
	((dtl_gaz_raw_name *)b->names.data)[b->names.count++] = (dtl_gaz_raw_name){prefix, (uint32_t)b->keys.count, ref, 0};
	b->keys.count += key.len + 1;
	dtl_gaz_offer(b, ref.entry, key, (dtl_name_kind)ref.kind);
	return true;
}

bool dtl_gaz_add_name(dtl_gaz_builder *b, uint32_t entry, dtl_str name, dtl_gaz_ref ref)
{
	char key[DTL_NORMAL_MAX];
	size_t len = dtl_normal_key(name, key);
	if (!len)
		return true;
	return dtl_gaz_add_key(b, (dtl_str){key, len}, ref) && dtl_gaz_add_variants(b, entry, name, (dtl_str){key, len}, ref);
}

dtl_name_kind dtl_gaz_kind_of_alternate(dtl_str name)
{
	size_t capitals = 0;
	for (size_t i = 0; i < name.len; i++) {
		if (name.ptr[i] >= 'A' && name.ptr[i] <= 'Z')
			capitals++;
		else if (name.ptr[i] != '.')
			return DTL_NAME_ALTERNATE;
	}
	return capitals && capitals <= 4 ? DTL_NAME_ABBREVIATION : DTL_NAME_ALTERNATE;
}
