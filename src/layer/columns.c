/* Which column is for what: by the names that exports of conflict and news data, and people, give their columns. */
#include "base/error.h"
#include "layer/layer.h"

/* In order of preference; parted by '|'. ACLED's and GDELT's names first where they are unmistakable. */
static const char *const known[DTL_LAYER_ROLES] = {
	[DTL_COLUMN_LON] = "actiongeo_long|longitude|lon|lng|long|decimallongitude|x|place_lon|lon_dd|longitude_dd",
	[DTL_COLUMN_LAT] = "actiongeo_lat|latitude|lat|decimallatitude|y|place_lat|lat_dd|latitude_dd",
	[DTL_COLUMN_PLACE] = "actiongeo_fullname|location|place|place_name|where_coordinates|city|town|locality|site|address",
	[DTL_COLUMN_COUNTRY] = "country_code|iso_a2|iso2|country_iso|country|country_name|adm0_name",
	[DTL_COLUMN_ADMIN1] = "admin1|adm1_name|adm_1|province|state|region",
	[DTL_COLUMN_TYPE] = "event_type|eventrootcode|type|category|type_of_violence|kind|class|event|disorder_type|hazard",
	[DTL_COLUMN_SUBTYPE] = "sub_event_type|subtype|sub_type",
	[DTL_COLUMN_LABEL] = "headline|label|title|name|event_name|summary",
	[DTL_COLUMN_DATE] = "event_date|sqldate|date|date_start|start_date|day|datetime|time|timestamp|occurred|begin|start|year",
	[DTL_COLUMN_END_DATE] = "date_end|end_date|end",
	[DTL_COLUMN_ID] = "event_id_cnty|globaleventid|event_id|id|uuid|fid",
	[DTL_COLUMN_KILLED] = "fatalities|killed|deaths|best",
	[DTL_COLUMN_NOTES] = "notes|description|evidence|text|comment",
	[DTL_COLUMN_EXACTNESS] = "actiongeo_type|geo_precision|precision",
	[DTL_COLUMN_BY] = "",
};

static const char *named(const dtl_layer_spec *s, dtl_layer_role role)
{
	switch (role) {
	case DTL_COLUMN_LON: return s->lon_field;
	case DTL_COLUMN_LAT: return s->lat_field;
	case DTL_COLUMN_PLACE: return s->place_field;
	case DTL_COLUMN_TYPE: return s->type_field;
	case DTL_COLUMN_LABEL: return s->label_field;
	case DTL_COLUMN_DATE: return s->date_field;
	case DTL_COLUMN_BY: return s->by_field;
	default: return NULL;
	}
}

unsigned dtl_layer_rank(const dtl_layer_spec *spec, dtl_str name, dtl_layer_role role)
{
	const char *wanted = named(spec, role);
	if (wanted) return dtl_str_eq_nocase(name, dtl_str_of(wanted));
	if (spec->type_field && role == DTL_COLUMN_SUBTYPE) return 0; /* the caller's type is what counts */
	unsigned rank = 1;
	for (dtl_str rest = dtl_str_of(known[role]); rest.len; rank++)
		if (dtl_str_eq_nocase(name, dtl_str_cut(&rest, '|'))) return rank;
	return 0;
}

dtl_layer_maker dtl_layer_maker_of(const dtl_str *names, size_t count)
{
	static const struct { const char *name; dtl_layer_maker maker; } marks[] = {
		{"event_id_cnty", DTL_MAKER_ACLED}, {"sub_event_type", DTL_MAKER_ACLED}, {"actiongeo_lat", DTL_MAKER_GDELT},
		{"eventrootcode", DTL_MAKER_GDELT}};
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < sizeof marks / sizeof *marks; k++)
			if (dtl_str_eq_nocase(names[i], dtl_str_of(marks[k].name))) return marks[k].maker;
	return DTL_MAKER_ANY;
}

static dtl_status lacking(const dtl_layer *layer, const char *wanted, const dtl_str *names, size_t count, dtl_error *err)
{
	char list[300] = "";
	size_t used = 0;
	for (size_t i = 0; i < count && used + names[i].len + 3 < sizeof list; i++) {
		memcpy(list + used, ", ", 2);
		used += used ? 2 : 0;
		memcpy(list + used, names[i].ptr, names[i].len);
		used += names[i].len;
		list[used] = '\0';
	}
	return dtl_fail_at(err, DTL_ERR_DATA, layer->path, 1, 0, "no column '%s'; there are %s", wanted, list);
}

dtl_status dtl_layer_columns(dtl_layer *layer, const dtl_str *names, size_t count, int column[DTL_LAYER_ROLES], dtl_error *err)
{
	for (int role = 0; role < DTL_LAYER_ROLES; role++) {
		unsigned best = 0;
		column[role] = -1;
		for (size_t i = 0; i < count; i++) {
			unsigned rank = dtl_layer_rank(layer->spec, names[i], (dtl_layer_role)role);
			if (rank && (!best || rank < best)) best = rank, column[role] = (int)i;
		}
		const char *wanted = named(layer->spec, (dtl_layer_role)role);
		if (wanted && column[role] < 0) return lacking(layer, wanted, names, count, err);
	}
	bool placed = (column[DTL_COLUMN_LON] >= 0 && column[DTL_COLUMN_LAT] >= 0) || column[DTL_COLUMN_PLACE] >= 0;
	if (!placed && column[DTL_COLUMN_LABEL] >= 0 && !layer->spec->lon_field) { /* names alone are names of places */
		column[DTL_COLUMN_PLACE] = column[DTL_COLUMN_LABEL];
		placed = true;
	}
	if (!placed && layer->text.ptr)
		return dtl_fail_at(err, DTL_ERR_DATA, layer->path, 1, 0, "no columns of coordinates or places; name them with --lon-field and "
			"--lat-field, or --place-field");
	return DTL_OK;
}
