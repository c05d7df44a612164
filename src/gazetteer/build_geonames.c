/* The tables of download.geonames.org: the main dump (19 columns), alternateNamesV2, admin1CodesASCII and admin2Codes, postal codes. */
#include <math.h>

#include "base/error.h"
#include "gazetteer/build.h"

static int64_t whole(dtl_str s, int64_t absent)
{
	int64_t v;
	return s.len && dtl_str_to_int(s, &v) ? v : absent;
}

/* What is in the dump for a person's sake and not for news is left out: roads, streets, wells, farms, single buildings ...
 * Their names are many and drown the others. Everything of classes A, P, L, T, H; of S what news names. */
static bool is_kept(char class, dtl_str code)
{
	static const char *const sites[] = {"AIRP", "AIRB", "AIRF", "AIRQ", "MILB", "NVB", "PRT", "PS", "PSN", "DAM", "EMBD", "GOVL", "PRN", "MN",
		"ANS", "HSTS", "MNMT", "STDM", "UNIV", "HSP", "CMP", "CMPRF", "LNCH", "SPCE", "OBS", "PAL", "CSTL", "MUS", "RSTN", "MSQE", "CH",
		"TMPL", "SHRN", "CTRS", "FT", "BRKS", "INSM", "BDG", "OILR", "PLN", "ASTR", "NOV", "ZOO"};
	if (class == 'R')
		return false;
	if (class != 'S')
		return true;
	for (size_t i = 0; i < sizeof sites / sizeof *sites; i++)
		if (dtl_str_eq(code, dtl_str_of(sites[i])))
			return true;
	return false;
}

static bool add_alternates(dtl_gaz_builder *b, uint32_t entry, dtl_str list)
{
	while (list.ptr && list.len) {
		dtl_str name = dtl_str_trim(dtl_str_cut(&list, ','));
		if (!name.len || dtl_str_starts(name, DTL_STR("http")))
			continue;
		if (!dtl_gaz_add_name(b, entry, name, (dtl_gaz_ref){entry, (uint8_t)dtl_gaz_kind_of_alternate(name), 0, 0}))
			return false;
	}
	return true;
}

/* geonameid, name, asciiname, alternatenames, latitude, longitude, feature class, feature code, country, cc2, admin1, admin2,
 * admin3, admin4, population, elevation, dem, timezone, modification date. */
static bool geonames_row(dtl_gaz_builder *b, dtl_gaz_lines *l, dtl_str line, uint32_t source)
{
	dtl_str f[19];
	for (int i = 0; i < 19; i++) {
		if (!line.ptr) {
			dtl_gaz_warn(b, l, "%d fields instead of 19", i);
			return true;
		}
		f[i] = dtl_str_cut(&line, '\t');
	}
	dtl_gaz_place_row row = {.id = f[0], .name = f[1], .ascii = f[2], .country = f[8], .admin1 = f[10], .admin2 = f[11],
		.timezone = f[17], .population = whole(f[14], 0), .elevation = whole(f[15].len ? f[15] : f[16], INT16_MIN), .source = source};
	int64_t id;
	if (!dtl_str_to_int(f[0], &id) || id <= 0 || !f[1].len) {
		dtl_gaz_warn(b, l, "no id or no name: '%.*s'", DTL_FMT(f[0]));
		return true;
	}
	if (!dtl_str_to_double(f[4], &row.lat) || !dtl_str_to_double(f[5], &row.lon) || !(fabs(row.lat) <= 90) || !(fabs(row.lon) <= 180)) {
		dtl_gaz_warn(b, l, "no point: latitude '%.*s', longitude '%.*s'", DTL_FMT(f[4]), DTL_FMT(f[5]));
		return true;
	}
	if (f[6].len && !is_kept(f[6].ptr[0], f[7]))
		return true;
	char feature[16];
	int n = snprintf(feature, sizeof feature, "%.*s.%.*s", DTL_FMT(f[6]), DTL_FMT(f[7]));
	row.feature = f[6].len ? (dtl_str){feature, n > 0 && (size_t)n < sizeof feature ? (size_t)n : sizeof feature - 1} : DTL_STR("P.PPL");
	if (dtl_str_eq(row.admin1, DTL_STR("00")))
		row.admin1 = DTL_STR_NONE; /* "not known" */
	if (row.elevation == -9999)
		row.elevation = INT16_MIN;
	if (f[7].len && f[7].ptr[f[7].len - 1] == 'H')
		row.flags |= DTL_GAZ_ENTRY_HISTORICAL;
	dtl_gaz_source_date(b, source, f[18]);
	uint32_t entry = dtl_gaz_add_place(b, &row);
	return entry != DTL_GAZ_NONE && add_alternates(b, entry, f[3]);
}

typedef bool row_reader(dtl_gaz_builder *b, dtl_gaz_lines *l, dtl_str line, uint32_t source);

static dtl_status read_all(dtl_gaz_builder *b, dtl_gaz_lines *l, dtl_str line, row_reader *row, const char *source_name)
{
	uint32_t source = dtl_gaz_source_bit(b, dtl_str_of(source_name));
	for (;;) {
		bool more;
		if (line.len && line.ptr[0] != '#' && !row(b, l, line, source))
			return dtl_fail_memory(b->err);
		dtl_status status = dtl_gaz_lines_next(l, &line, &more, b->err);
		if (status != DTL_OK || !more)
			return status;
	}
}

dtl_status dtl_gaz_read_geonames(dtl_gaz_builder *b, dtl_gaz_lines *l, dtl_str first)
{
	return read_all(b, l, first, geonames_row, "geonames");
}

/* alternateNameId, geonameid, language, name, preferred, short, colloquial, historic, from, to. Names of other things than words
 * (links, postal and airport codes) have languages of more than three letters. */
static bool alternate_row(dtl_gaz_builder *b, dtl_gaz_lines *l, dtl_str line, uint32_t source)
{
	(void)source;
	dtl_str f[8] = {{0}};
	for (int i = 0; i < 8 && line.ptr; i++)
		f[i] = dtl_str_cut(&line, '\t');
	int64_t id;
	if (!dtl_str_to_int(f[1], &id) || id <= 0 || !f[3].len) {
		dtl_gaz_warn(b, l, "no id or no name: '%.*s'", DTL_FMT(f[1]));
		return true;
	}
	uint32_t entry = dtl_gaz_entry_of_id(b, (uint64_t)id);
	bool abbreviation = dtl_str_eq(f[2], DTL_STR("abbr"));
	if (entry == DTL_GAZ_NONE || (f[2].len > 3 && !abbreviation && f[2].ptr[2] != '-' && f[2].ptr[3] != '-'))
		return true;
	dtl_gaz_ref ref = {entry, DTL_NAME_ALTERNATE, 0, 0};
	if (abbreviation || dtl_gaz_kind_of_alternate(f[3]) == DTL_NAME_ABBREVIATION)
		ref.kind = DTL_NAME_ABBREVIATION;
	if (dtl_str_eq(f[7], DTL_STR("1")))
		ref.flags |= DTL_REF_HISTORICAL;
	return dtl_gaz_add_name(b, entry, f[3], ref);
}

dtl_status dtl_gaz_read_alternates(dtl_gaz_builder *b, dtl_gaz_lines *l, dtl_str first)
{
	return read_all(b, l, first, alternate_row, "alternateNames");
}

/* "KR.06" or "US.TX.001", name, ascii name, geonameid: names and the id of a division that another table places. */
static bool code_row(dtl_gaz_builder *b, dtl_gaz_lines *l, dtl_str line, uint32_t source)
{
	(void)source;
	dtl_str code = dtl_str_cut(&line, '\t'), name = dtl_str_cut(&line, '\t'), ascii = dtl_str_cut(&line, '\t');
	int64_t id;
	if (!line.ptr || !dtl_str_to_int(line, &id) || id <= 0) {
		dtl_gaz_warn(b, l, "no id of division '%.*s'", DTL_FMT(code));
		return true;
	}
	uint32_t entry = dtl_gaz_map_get(&b->by_code, dtl_gaz_hash_bytes(code));
	if (entry == DTL_GAZ_NONE)
		entry = dtl_gaz_entry_of_id(b, (uint64_t)id);
	if (entry == DTL_GAZ_NONE)
		return true;
	dtl_gaz_entry *e = dtl_gaz_entry_of(b, entry);
	if (e->id >= DTL_GAZ_OWN_ID && dtl_gaz_entry_of_id(b, (uint64_t)id) == DTL_GAZ_NONE) {
		if (!dtl_gaz_put_id(b, (uint64_t)id, entry))
			return false;
		e->id = (uint64_t)id;
	}
	const dtl_gaz_ref ref = {entry, DTL_NAME_MAIN, 0, 0};
	return dtl_gaz_add_name(b, entry, name, ref) && (!ascii.len || dtl_gaz_add_name(b, entry, ascii, ref));
}

dtl_status dtl_gaz_read_codes(dtl_gaz_builder *b, dtl_gaz_lines *l, dtl_str first)
{
	return read_all(b, l, first, code_row, "geonames");
}

/* country, postal code, place, admin1 name, admin1 code, admin2 name, admin2 code, admin3 name, code, latitude, longitude, accuracy.
 * One entry for all codes of a place. */
static bool postal_row(dtl_gaz_builder *b, dtl_gaz_lines *l, dtl_str line, uint32_t source)
{
	dtl_str f[12] = {{0}};
	for (int i = 0; i < 12 && line.ptr; i++)
		f[i] = dtl_str_cut(&line, '\t');
	char id[300];
	int n = snprintf(id, sizeof id, "postal:%.*s:%.*s:%.*s", DTL_FMT(f[0]), DTL_FMT(f[4]), DTL_FMT(f[2]));
	dtl_gaz_place_row row = {.id = {id, n > 0 && (size_t)n < sizeof id ? (size_t)n : 0}, .name = f[2], .feature = DTL_STR("P.PPLZ"),
		.country = f[0], .admin1 = f[4], .admin2 = f[6], .elevation = INT16_MIN, .radius_km = 4, .source = source};
	if (!row.name.len || !dtl_str_to_double(f[9], &row.lat) || !dtl_str_to_double(f[10], &row.lon) || !(fabs(row.lat) <= 90) ||
		!(fabs(row.lon) <= 180)) {
		dtl_gaz_warn(b, l, "no name or no point: '%.*s'", DTL_FMT(f[2]));
		return true;
	}
	return dtl_gaz_add_place(b, &row) != DTL_GAZ_NONE;
}

dtl_status dtl_gaz_read_postal(dtl_gaz_builder *b, dtl_gaz_lines *l, dtl_str first)
{
	return read_all(b, l, first, postal_row, "geonamespostal");
}
