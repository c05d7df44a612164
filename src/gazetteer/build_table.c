/* Tables with a line of column names: ours (gazetteer/README.md) and a user's own CSV or TSV. Which table it is tells its header. */
#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "base/error.h"
#include "gazetteer/build.h"
#include "module/module.h"
#include "text/normal.h"

typedef enum column {
	C_ID, C_NAME, C_ASCII, C_LAT, C_LON, C_FEATURE, C_COUNTRY, C_ADMIN1, C_ADMIN2, C_POPULATION, C_ELEVATION, C_TIMEZONE,
	C_RADIUS, C_OUTLINE, C_ISO, C_NAMES, C_ABBREVIATIONS, C_DEMONYMS, C_SOURCE, C_NOTE, C_ISO3, C_ABBR, C_WORD, C_KIND, C_TARGET,
	C_PLURAL, C_IDS, C_RANK, C_ACTOR_COUNTRY, C_ACTOR_SECTOR, C_PLACE, C_STRENGTH, C_ISO_NAMES, C_COUNT
} column;

static const struct { const char *name; column column; } column_names[] = {
	{"id", C_ID}, {"geonameid", C_ID}, {"name", C_NAME}, {"asciiname", C_ASCII}, {"ascii", C_ASCII}, {"lat", C_LAT},
	{"latitude", C_LAT}, {"lon", C_LON}, {"lng", C_LON}, {"long", C_LON}, {"longitude", C_LON}, {"x", C_LON}, {"y", C_LAT}, {"feature", C_FEATURE},
	{"country", C_COUNTRY}, {"countries", C_COUNTRY}, {"country_code", C_COUNTRY}, {"iso2", C_COUNTRY}, {"admin1", C_ADMIN1},
	{"admin2", C_ADMIN2}, {"population", C_POPULATION}, {"elevation", C_ELEVATION}, {"timezone", C_TIMEZONE},
	{"radius_km", C_RADIUS}, {"radius", C_RADIUS}, {"outline", C_OUTLINE}, {"iso", C_ISO}, {"names", C_NAMES},
	{"variants", C_NAMES}, {"alternatenames", C_NAMES}, {"abbreviations", C_ABBREVIATIONS}, {"demonyms", C_DEMONYMS},
	{"source", C_SOURCE}, {"note", C_NOTE}, {"iso3", C_ISO3}, {"abbr", C_ABBR}, {"word", C_WORD}, {"kind", C_KIND},
	{"target", C_TARGET}, {"plural", C_PLURAL}, {"actor_country", C_ACTOR_COUNTRY}, {"actor_sector", C_ACTOR_SECTOR},
	{"ids", C_IDS}, {"rank", C_RANK}, {"place", C_PLACE}, {"strength", C_STRENGTH}, {"iso3166_2", C_ISO_NAMES},
};

enum { MAX_COLUMNS = 256 };

typedef struct table {
	dtl_gaz_builder *b;
	dtl_gaz_lines *lines;
	char separator;      /* tab or comma */
	uint8_t columns[MAX_COLUMNS]; /* column + 1 of each field; 0: ignored */
	dtl_str field[C_COUNT];
	bool has[C_COUNT];
	char *unquoted;      /* CSV fields without their quotes */
	size_t unquoted_cap;
	dtl_str source;      /* where the table has no such column */
	uint8_t flags;       /* of its entries */
} table;

/* The next field of a CSV line (RFC 4180, but for line breaks within quotes). */
static dtl_str csv_field(table *t, dtl_str *rest, size_t *used)
{
	if (!rest->len || rest->ptr[0] != '"')
		return dtl_str_cut(rest, ',');
	char *out = t->unquoted + *used, *from = out;
	size_t i = 1;
	for (; i < rest->len; i++) {
		if (rest->ptr[i] == '"' && !(i + 1 < rest->len && rest->ptr[i + 1] == '"'))
			break;
		i += rest->ptr[i] == '"';
		*out++ = rest->ptr[i];
	}
	*used += (size_t)(out - from);
	dtl_str tail = dtl_str_sub(*rest, i + 1, rest->len);
	dtl_str_cut(&tail, ',');
	*rest = tail;
	return (dtl_str){from, (size_t)(out - from)};
}

static bool split(table *t, dtl_str line)
{
	if (t->unquoted_cap < line.len + 1) {
		char *bigger = realloc(t->unquoted, line.len * 2 + 64);
		if (!bigger)
			return false;
		t->unquoted = bigger;
		t->unquoted_cap = line.len * 2 + 64;
	}
	memset(t->field, 0, sizeof t->field);
	size_t used = 0;
	for (size_t i = 0; line.ptr && i < MAX_COLUMNS; i++) {
		dtl_str f = t->separator == ',' ? csv_field(t, &line, &used) : dtl_str_cut(&line, '\t');
		if (t->columns[i] && f.len)
			t->field[t->columns[i] - 1] = dtl_str_trim(f);
	}
	return true;
}

/* Field i is called so: the first field of a known name is that column. */
static void name_column(table *t, size_t i, dtl_str name)
{
	for (size_t k = 0; k < sizeof column_names / sizeof *column_names; k++)
		if (dtl_str_eq_nocase(name, dtl_str_of(column_names[k].name)) && !t->has[column_names[k].column]) {
			t->columns[i] = (uint8_t)(column_names[k].column + 1);
			t->has[column_names[k].column] = true;
		}
}

static void read_header(table *t, dtl_str line)
{
	t->separator = memchr(line.ptr, '\t', line.len) ? '\t' : ',';
	for (size_t i = 0; line.ptr && i < MAX_COLUMNS; i++) {
		dtl_str f = dtl_str_trim(dtl_str_cut(&line, t->separator));
		if (f.len > 1 && f.ptr[0] == '"')
			f = dtl_str_sub(f, 1, f.len - 1);
		name_column(t, i, f);
	}
}

/* Every name of a list, `|` between, of the kind; kind MAIN stands for ALTERNATE or ABBREVIATION as the name looks. */
static bool add_list(dtl_gaz_builder *b, uint32_t entry, dtl_str list, dtl_name_kind kind, uint8_t flags, uint16_t actor)
{
	while (list.ptr) {
		dtl_str name = dtl_str_trim(dtl_str_cut(&list, '|'));
		/* "the Gulf" is one, "gulf" is none. */
		uint8_t article = dtl_str_starts(name, DTL_STR("the ")) ? DTL_REF_ARTICLE : 0;
		dtl_gaz_ref ref = {entry, (uint8_t)(kind == DTL_NAME_MAIN ? dtl_gaz_kind_of_alternate(name) : kind), (uint8_t)(flags | article), actor};
		if (name.len && !dtl_gaz_add_name(b, entry, name, ref))
			return false;
	}
	return true;
}

static int64_t whole(dtl_str s, int64_t absent)
{
	double v;
	return s.len && dtl_str_to_double(s, &v) && fabs(v) < 9e15 ? (int64_t)v : absent;
}

/* Latitude and longitude of a row; warns and returns false where they are none. */
static bool read_point(table *t, dtl_gaz_place_row *row)
{
	if (!dtl_str_to_double(t->field[C_LAT], &row->lat) || !dtl_str_to_double(t->field[C_LON], &row->lon) ||
		!(fabs(row->lat) <= 90) || !(fabs(row->lon) <= 180)) {
		dtl_gaz_warn(t->b, t->lines, "no point: latitude '%.*s', longitude '%.*s'", DTL_FMT(t->field[C_LAT]), DTL_FMT(t->field[C_LON]));
		return false;
	}
	return true;
}

static uint32_t source_bits(dtl_gaz_builder *b, dtl_str list)
{
	uint32_t bits = 0;
	while (list.ptr && list.len)
		bits |= dtl_gaz_source_bit(b, dtl_str_cut(&list, ','));
	return bits;
}

/* All names of a curated place, so that the same place of another source joins it. */
static bool note_names(table *t, uint32_t entry, const dtl_gaz_place_row *row)
{
	if (!(t->flags & DTL_GAZ_ENTRY_CURATED))
		return true;
	dtl_str list = t->field[C_NAMES];
	if (!dtl_gaz_note_curated(t->b, entry, row->name, row->feature))
		return false;
	while (list.ptr)
		if (!dtl_gaz_note_curated(t->b, entry, dtl_str_cut(&list, '|'), row->feature))
			return false;
	return true;
}

/* name, lat, lon and any more columns. */
static bool place_row(table *t)
{
	dtl_str *f = t->field;
	dtl_gaz_place_row row = {.id = f[C_ID], .name = f[C_NAME], .ascii = f[C_ASCII], .feature = f[C_FEATURE], .country = f[C_COUNTRY],
		.admin1 = f[C_ADMIN1], .admin2 = f[C_ADMIN2], .timezone = f[C_TIMEZONE], .outline = f[C_OUTLINE], .iso = f[C_ISO],
		.flags = t->flags};
	if (!row.name.len) {
		dtl_gaz_warn(t->b, t->lines, "a place without a name");
		return true;
	}
	if (!read_point(t, &row))
		return true;
	if (row.country.len != 2)
		row.country = DTL_STR_NONE; /* several, or none */
	if (!row.feature.len)
		row.feature = DTL_STR("P.PPL");
	row.population = whole(f[C_POPULATION], 0);
	row.elevation = whole(f[C_ELEVATION], INT16_MIN);
	int64_t rank = whole(f[C_RANK], -1);
	row.rank = rank >= 0 && rank <= 10 ? (uint8_t)(rank + 1) : 0;
	if (!dtl_str_to_double(f[C_RADIUS], &row.radius_km) || !(row.radius_km > 0 && row.radius_km < 20100))
		row.radius_km = 0;
	if (dtl_str_contains_nocase(f[C_NOTE], DTL_STR("historical")))
		row.flags |= DTL_GAZ_ENTRY_HISTORICAL;
	row.source = source_bits(t->b, f[C_SOURCE].len ? f[C_SOURCE] : t->source);
	uint32_t entry = dtl_gaz_add_place(t->b, &row);
	if (entry == DTL_GAZ_NONE || !note_names(t, entry, &row))
		return false;
	for (dtl_str ids = f[C_IDS]; ids.ptr && ids.len;) {
		dtl_str id = dtl_str_trim(dtl_str_cut(&ids, '|'));
		if (id.len && !dtl_gaz_note_id(t->b, entry, dtl_gaz_own_id(id), id))
			return false;
	}
	return add_list(t->b, entry, f[C_NAMES], DTL_NAME_MAIN, 0, 0) &&
		add_list(t->b, entry, f[C_ABBREVIATIONS], DTL_NAME_ABBREVIATION, DTL_REF_CASED, 0) &&
		add_list(t->b, entry, f[C_DEMONYMS], DTL_NAME_DEMONYM, 0, 0);
}

/* iso2, iso3, names, and for the first table lat and lon. */
static bool country_row(table *t)
{
	dtl_str *f = t->field, names = f[C_NAMES];
	if (f[C_COUNTRY].len != 2 || f[C_ISO3].len != 3) {
		dtl_gaz_warn(t->b, t->lines, "no country code: '%.*s'", DTL_FMT(f[C_COUNTRY]));
		return true;
	}
	uint32_t entry = dtl_gaz_map_get(&t->b->by_code, dtl_gaz_hash_bytes(f[C_COUNTRY]));
	if (entry == DTL_GAZ_NONE) {
		char id[16];
		int n = snprintf(id, sizeof id, "country:%.*s", DTL_FMT(f[C_COUNTRY]));
		dtl_gaz_place_row row = {.id = {id, n > 0 ? (size_t)n : 0}, .name = dtl_str_trim(dtl_str_cut(&names, '|')),
			.feature = DTL_STR("A.PCLI"), .country = f[C_COUNTRY], .outline = f[C_COUNTRY], .elevation = INT16_MIN, .flags = t->flags};
		if (!row.name.len || !t->has[C_LAT] || !read_point(t, &row))
			return true;
		row.source = source_bits(t->b, t->source);
		entry = dtl_gaz_add_place(t->b, &row);
		if (entry == DTL_GAZ_NONE || !dtl_gaz_vec_reserve(&t->b->countries, 1, sizeof(dtl_gaz_country)))
			return false;
		dtl_gaz_country *c = (dtl_gaz_country *)t->b->countries.data + t->b->countries.count++;
		*c = (dtl_gaz_country){entry, {f[C_ISO3].ptr[0], f[C_ISO3].ptr[1], f[C_ISO3].ptr[2], 0}};
		/* What our table calls a country is what news calls it: main names, but for abbreviations. */
		for (dtl_str rest = names; rest.ptr;) {
			dtl_str name = dtl_str_trim(dtl_str_cut(&rest, '|'));
			if (dtl_gaz_kind_of_alternate(name) == DTL_NAME_ALTERNATE && (unsigned char)(name.len ? name.ptr[0] : 0x80) < 0x80 &&
				!dtl_str_starts(name, DTL_STR("the ")) && !dtl_gaz_add_name(t->b, entry, name, (dtl_gaz_ref){entry, DTL_NAME_MAIN, 0, 0}))
				return false;
		}
		names = f[C_NAMES];
	}
	double radius;
	dtl_gaz_entry *e = dtl_gaz_entry_of(t->b, entry);
	if (dtl_str_to_double(f[C_RADIUS], &radius) && radius > 0 && e->radius_km <= 0)
		e->radius_km = (float)radius;
	return add_list(t->b, entry, names, DTL_NAME_MAIN, 0, 0) &&
		dtl_gaz_add_name(t->b, entry, f[C_ISO3], (dtl_gaz_ref){entry, DTL_NAME_ABBREVIATION, DTL_REF_CASED, 0});
}

static bool target_of(dtl_str kind, dtl_gaz_target *out)
{
	static const struct { const char *name; dtl_gaz_target target; } kinds[] = {{"country", DTL_TARGET_COUNTRY},
		{"admin1", DTL_TARGET_ADMIN1}, {"city", DTL_TARGET_CITY}, {"region", DTL_TARGET_REGION}, {"people", DTL_TARGET_REGION}};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (dtl_str_eq(kind, dtl_str_of(kinds[i].name))) {
			*out = kinds[i].target;
			return true;
		}
	return false;
}

/* abbr, kind, target, style  or  word, kind, target, plural. */
static bool target_row(table *t, bool demonym)
{
	dtl_str *f = t->field, word = demonym ? f[C_WORD] : f[C_ABBR];
	dtl_gaz_target target;
	if (!word.len || !target_of(f[C_KIND], &target)) {
		dtl_gaz_warn(t->b, t->lines, "unknown kind '%.*s'", DTL_FMT(f[C_KIND]));
		return true;
	}
	/* A people may be that of a country or a division. */
	if (target == DTL_TARGET_REGION && f[C_TARGET].len == 2)
		target = DTL_TARGET_COUNTRY;
	else if (target == DTL_TARGET_REGION && f[C_TARGET].len > 3 && f[C_TARGET].len < 7 && f[C_TARGET].ptr[2] == '-')
		target = DTL_TARGET_ADMIN1;
	if (!demonym) {
		/* A point or capitals mark an abbreviation; "Soviet Union" in that table is a name. */
		dtl_name_kind kind = dtl_gaz_kind_of_alternate(word);
		if (word.ptr[word.len - 1] == '.')
			kind = DTL_NAME_ABBREVIATION;
		return dtl_gaz_want(t->b, &(dtl_gaz_wish){word, target, f[C_TARGET], kind, kind == DTL_NAME_ABBREVIATION ? DTL_REF_CASED : 0, false},
			t->lines);
	}
	dtl_gaz_wish wish = {word, target, f[C_TARGET], DTL_NAME_DEMONYM, 0, false};
	if (!dtl_gaz_want(t->b, &wish, t->lines))
		return false;
	if (f[C_PLURAL].len) {
		wish.word = f[C_PLURAL];
		return dtl_gaz_want(t->b, &wish, t->lines);
	}
	/* The regular plural: not of words in -ese, -ish, -ch, -s, which are their own. */
	static const char *const same[] = {"ese", "ish", "ch", "s", "z", "x", "i"};
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		if (dtl_str_ends(word, dtl_str_of(same[i])))
			return true;
	char plural[200];
	int n = dtl_str_ends(word, DTL_STR("man")) ? snprintf(plural, sizeof plural, "%.*smen", (int)(word.len - 3), word.ptr)
		: snprintf(plural, sizeof plural, "%.*ss", DTL_FMT(word));
	wish.word = (dtl_str){plural, n < 0 ? 0 : (size_t)n};
	return n < 0 || (size_t)n >= sizeof plural || dtl_gaz_want(t->b, &wish, t->lines);
}

/* name, actor_country, actor_sector, lat, lon, names: the place is a site; its names stand for the actor. */
static bool metonym_row(table *t)
{
	dtl_str *f = t->field;
	char id[300];
	int n = snprintf(id, sizeof id, "metonym:%.*s:%.*s", DTL_FMT(f[C_ACTOR_COUNTRY]), DTL_FMT(f[C_NAME]));
	dtl_gaz_place_row row = {.id = {id, n > 0 && (size_t)n < sizeof id ? (size_t)n : 0}, .name = f[C_NAME],
		.feature = f[C_FEATURE].len ? f[C_FEATURE] : DTL_STR("S.GOVL"), .country = f[C_ACTOR_COUNTRY], .elevation = INT16_MIN,
		.radius_km = 1, .flags = t->flags};
	if (!row.name.len || !read_point(t, &row))
		return true;
	row.source = source_bits(t->b, t->source);
	uint32_t entry = dtl_gaz_add_place(t->b, &row);
	if (entry == DTL_GAZ_NONE)
		return false;
	uint16_t sector = dtl_gaz_table_index(t->b, &t->b->sectors, f[C_ACTOR_SECTOR]);
	return add_list(t->b, entry, row.name, DTL_NAME_METONYM, 0, sector) && add_list(t->b, entry, f[C_NAMES], DTL_NAME_METONYM, 0, sector);
}

static bool weak_row(table *t)
{
	char key[DTL_NORMAL_MAX];
	size_t len = dtl_normal_key(t->field[C_WORD], key);
	return !len || dtl_gaz_map_put(&t->b->weak, dtl_gaz_hash_bytes((dtl_str){key, len}),
		dtl_str_eq(t->field[C_STRENGTH], DTL_STR("block")) ? DTL_REF_BLOCKED | DTL_REF_WEAK : DTL_REF_WEAK);
}

/* Further names of what is known by ISO 3166-2 code, or of a city of a country. */
static bool names_row(table *t)
{
	dtl_str list = t->field[C_NAMES], value = t->field[C_ISO_NAMES];
	char city[300];
	if (!t->has[C_ISO_NAMES]) {
		int n = snprintf(city, sizeof city, "%.*s, %.*s", DTL_FMT(t->field[C_NAME]), DTL_FMT(t->field[C_COUNTRY]));
		value = (dtl_str){city, n > 0 && (size_t)n < sizeof city ? (size_t)n : 0};
	}
	bool historical = dtl_str_contains_nocase(t->field[C_NOTE], DTL_STR("historical"));
	bool english = dtl_str_contains_nocase(t->field[C_NOTE], DTL_STR("english"));
	for (int i = 0; list.ptr; i++) {
		dtl_str name = dtl_str_trim(dtl_str_cut(&list, '|'));
		/* What stands here is what news writes: main names, but for abbreviations, old names and nicknames of divisions. */
		dtl_name_kind kind = dtl_gaz_kind_of_alternate(name);
		if (kind == DTL_NAME_ALTERNATE && !historical && (i == 0 || !t->has[C_ISO_NAMES]))
			kind = DTL_NAME_MAIN;
		const dtl_gaz_wish wish = {name, t->has[C_ISO_NAMES] ? DTL_TARGET_ADMIN1 : DTL_TARGET_CITY, value, kind,
			(uint8_t)((historical ? DTL_REF_HISTORICAL : 0) | (dtl_str_starts(name, DTL_STR("the ")) ? DTL_REF_ARTICLE : 0)), english && i == 0};
		if (name.len && !dtl_gaz_want(t->b, &wish, t->lines))
			return false;
	}
	return true;
}

static bool any_row(table *t)
{
	if (t->has[C_ABBR]) return target_row(t, false);
	if (t->has[C_WORD] && t->has[C_TARGET]) return target_row(t, true);
	if (t->has[C_WORD]) return weak_row(t);
	if (t->has[C_ISO3]) return country_row(t);
	if (t->has[C_ACTOR_SECTOR]) return metonym_row(t);
	if (t->has[C_ISO_NAMES] || !t->has[C_LAT]) return names_row(t);
	return place_row(t);
}

static dtl_status read_rows(dtl_gaz_builder *b, dtl_gaz_lines *lines, dtl_str header, dtl_str source, uint8_t flags)
{
	table t = {.b = b, .lines = lines, .source = source, .flags = flags};
	read_header(&t, header);
	bool known = t.has[C_ABBR] || t.has[C_WORD] || t.has[C_ISO_NAMES] || t.has[C_ISO3] || (t.has[C_NAME] && (t.has[C_NAMES] || t.has[C_LAT]));
	if (!known || (t.has[C_LAT] != t.has[C_LON]))
		return dtl_fail_at(b->err, DTL_ERR_DATA, dtl_gaz_lines_path(lines), 1, 0, "no columns name, lat and lon, nor a GeoNames table");
	dtl_status status;
	for (;;) {
		dtl_str line;
		bool more;
		status = dtl_gaz_lines_next(lines, &line, &more, b->err);
		if (status != DTL_OK || !more)
			break;
		if (!line.len || line.ptr[0] == '#')
			continue;
		if (!split(&t, line) || !any_row(&t)) {
			status = dtl_fail_memory(b->err);
			break;
		}
	}
	free(t.unquoted);
	return status;
}

/* ---- layers of points, through OGR ---- */

static dtl_status layer_fields(void *user, const dtl_str *names, size_t count, dtl_error *err)
{
	table *t = user;
	for (size_t i = 0; i < count && i < MAX_COLUMNS; i++)
		name_column(t, i, names[i]);
	return t->has[C_NAME] ? DTL_OK : dtl_fail(err, DTL_ERR_DATA, "layer '%s' has no field 'name'", dtl_gaz_lines_path(t->lines));
}

static dtl_status layer_record(void *user, const dtl_str *cells, const dtl_lonlat *point, const char *wrong, uint64_t number, dtl_error *err)
{
	table *t = user;
	char lat[32], lon[32];
	memset(t->field, 0, sizeof t->field);
	for (size_t i = 0; i < MAX_COLUMNS; i++)
		if (t->columns[i])
			t->field[t->columns[i] - 1] = dtl_str_trim(cells[i]);
	if (point) {
		snprintf(lat, sizeof lat, "%.7f", point->lat);
		snprintf(lon, sizeof lon, "%.7f", point->lon);
		t->field[C_LAT] = dtl_str_of(lat);
		t->field[C_LON] = dtl_str_of(lon);
	}
	dtl_gaz_lines_count(t->lines, number);
	if (wrong) {
		dtl_gaz_warn(t->b, t->lines, "%s", wrong);
		return DTL_OK;
	}
	return place_row(t) ? DTL_OK : dtl_fail_memory(err);
}

static dtl_status read_layer(dtl_gaz_builder *b, dtl_gaz_lines *lines, dtl_str source, uint8_t flags)
{
	table t = {.b = b, .lines = lines, .source = source, .flags = flags};
	const dtl_layer_visit visit = {&t, layer_fields, layer_record};
	const dtl_store_module *module;
	dtl_status status = dtl_store_module_load(&module, b->err);
	return status == DTL_OK ? module->layer(dtl_gaz_lines_path(lines), &visit, b->err) : status;
}

static size_t fields_of(dtl_str line)
{
	size_t n = 1;
	for (size_t i = 0; i < line.len; i++)
		n += line.ptr[i] == '\t';
	return n;
}

/* The form of a file by its first line: GeoNames' tables have no header and a fixed number of fields. */
static dtl_status read_by_form(dtl_gaz_builder *b, dtl_gaz_lines *l, dtl_str first, dtl_str source, uint8_t flags)
{
	int64_t number;
	dtl_str rest = first, field = dtl_str_cut(&rest, '\t');
	size_t fields = fields_of(first);
	if (fields == 19 && dtl_str_to_int(field, &number))
		return dtl_gaz_read_geonames(b, l, first);
	if (fields >= 4 && fields <= 10 && dtl_str_to_int(field, &number) && dtl_str_to_int(dtl_str_cut(&rest, '\t'), &number))
		return dtl_gaz_read_alternates(b, l, first);
	if (fields == 4 && field.len > 3 && field.ptr[2] == '.')
		return dtl_gaz_read_codes(b, l, first);
	if (fields == 12 && field.len == 2)
		return dtl_gaz_read_postal(b, l, first);
	return read_rows(b, l, first, source, flags);
}

/* Files of one's own are dated by the day they were changed. */
static void date_file(dtl_gaz_builder *b, const char *path, dtl_str source)
{
	struct stat st;
	char date[32];
	struct tm day;
	if (stat(path, &st) == 0 && gmtime_r(&st.st_mtime, &day) && strftime(date, sizeof date, "%Y-%m-%d", &day) == 10)
		dtl_gaz_source_date(b, dtl_gaz_source_bit(b, source), dtl_str_of(date));
}

static dtl_status read_file(dtl_gaz_builder *b, const char *path, dtl_str source, uint8_t flags)
{
	dtl_gaz_lines *l = NULL;
	dtl_status status = dtl_gaz_lines_open(path, &l, b->err);
	if (status != DTL_OK)
		return status;
	if (dtl_gaz_lines_is_layer(l)) {
		status = read_layer(b, l, source, flags);
		dtl_gaz_lines_close(l);
		return status;
	}
	dtl_str first;
	bool more = true;
	do
		status = dtl_gaz_lines_next(l, &first, &more, b->err);
	while (status == DTL_OK && more && (!first.len || first.ptr[0] == '#'));
	if (status == DTL_OK && more) {
		char *copy = malloc(first.len + 1); /* the line lives only until the next one is read */
		if (!copy) {
			status = dtl_fail_memory(b->err);
		} else {
			memcpy(copy, first.ptr, first.len);
			status = read_by_form(b, l, (dtl_str){copy, first.len}, source, flags);
			free(copy);
		}
	}
	dtl_gaz_lines_close(l);
	return status;
}

dtl_status dtl_gaz_read_file(dtl_gaz_builder *b, const char *path)
{
	const char *slash = strrchr(path, '/');
	dtl_str source = dtl_str_of(slash ? slash + 1 : path);
	size_t known = b->source_count;
	dtl_status status = read_file(b, path, source, 0);
	/* GeoNames' tables go by their own names and dates. */
	if (status == DTL_OK && b->source_count > known && dtl_str_eq(dtl_str_of(b->sources[b->source_count - 1].name), source))
		date_file(b, path, source);
	return status;
}

static dtl_status read_in(dtl_gaz_builder *b, const char *folder, const char *name, const char *source, uint8_t flags, bool needed)
{
	char path[4096];
	int n = snprintf(path, sizeof path, "%s/%s", folder, name);
	if (n < 0 || (size_t)n >= sizeof path)
		return dtl_fail(b->err, DTL_ERR_USAGE, "path is too long: '%s'", folder);
	struct stat st;
	if (!needed && stat(path, &st) != 0 && errno == ENOENT)
		return DTL_OK;
	return read_file(b, path, dtl_str_of(source), flags);
}

/* sources.tsv: key, what, licence, attribution, date: the lines of META for those that gave entries. */
static dtl_status read_sources(dtl_gaz_builder *b, const char *folder)
{
	char path[4096];
	int n = snprintf(path, sizeof path, "%s/sources.tsv", folder);
	dtl_gaz_lines *l = NULL;
	if (n < 0 || (size_t)n >= sizeof path)
		return dtl_fail(b->err, DTL_ERR_USAGE, "path is too long: '%s'", folder);
	dtl_status status = dtl_gaz_lines_open(path, &l, b->err);
	while (status == DTL_OK) {
		dtl_str line;
		bool more;
		status = dtl_gaz_lines_next(l, &line, &more, b->err);
		if (status != DTL_OK || !more)
			break;
		if (!line.len || line.ptr[0] == '#')
			continue;
		dtl_str key = dtl_str_cut(&line, '\t'), what = dtl_str_cut(&line, '\t'), licence = dtl_str_cut(&line, '\t');
		dtl_str credit = dtl_str_cut(&line, '\t');
		dtl_gaz_source_bit(b, key);
		size_t used = strlen(b->attribution);
		if (credit.len && used + credit.len + 3 < sizeof b->attribution)
			snprintf(b->attribution + used, sizeof b->attribution - used, "%s%.*s", used ? "; " : "", DTL_FMT(credit));
		if (!dtl_gaz_vec_reserve(&b->meta, key.len + what.len + licence.len + line.len + 8, 1)) {
			status = dtl_fail_memory(b->err);
			break;
		}
		char *out = (char *)b->meta.data + b->meta.count;
		b->meta.count += (size_t)sprintf(out, "%.*s\t%.*s\t%.*s\t%.*s\n", DTL_FMT(key), DTL_FMT(what), DTL_FMT(licence), DTL_FMT(line));
	}
	dtl_gaz_lines_close(l);
	return status;
}

dtl_status dtl_gaz_read_tables(dtl_gaz_builder *b, const char *folder)
{
	/* Names that refer to places come first, so that their targets are noticed while places are read; countries before
	 * divisions before towns, so that GeoNames' own points win over later sources. */
	static const struct { const char *name, *source; uint8_t flags; bool needed; } files[] = {
		{"curated/common-words.tsv", "curated", 0, false},
		{"curated/abbreviations.tsv", "curated", 0, false},
		{"curated/demonyms.tsv", "curated", 0, false},
		{"derived/demonyms.tsv.zst", "nationality", 0, true},
		{"curated/admin1-names.tsv", "curated", 0, false},
		{"curated/city-names.tsv", "curated", 0, false},
		{"curated/countries.tsv", "curated", DTL_GAZ_ENTRY_CURATED, true},
		{"derived/countries.tsv.zst", "cldr", 0, true},
		{"curated/places.tsv", "curated", DTL_GAZ_ENTRY_CURATED, false},
		{"curated/news-towns.tsv", "curated", DTL_GAZ_ENTRY_CURATED, false},
		{"curated/landmarks.tsv", "curated", DTL_GAZ_ENTRY_CURATED, false},
		{"curated/metonyms.tsv", "curated", DTL_GAZ_ENTRY_CURATED, false},
		{"derived/cities500.txt.zst", "geonames", 0, true},
		{"derived/places.tsv.zst", "", 0, true},
	};
	dtl_status status = read_sources(b, folder);
	for (size_t i = 0; status == DTL_OK && i < sizeof files / sizeof *files; i++)
		status = read_in(b, folder, files[i].name, files[i].source, files[i].flags, files[i].needed);
	return status;
}
