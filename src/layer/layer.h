/* Inside the layer reader: a file becomes rows of cells, each cell in a role; rows become events. */
#ifndef DTL_LAYER_LAYER_H
#define DTL_LAYER_LAYER_H

#include "base/str.h"
#include "dateline/layer.h"

/* What a column is for. */
typedef enum dtl_layer_role {
	DTL_COLUMN_LON, DTL_COLUMN_LAT, DTL_COLUMN_PLACE, DTL_COLUMN_COUNTRY, DTL_COLUMN_ADMIN1, DTL_COLUMN_TYPE, DTL_COLUMN_SUBTYPE, DTL_COLUMN_LABEL,
	DTL_COLUMN_DATE, DTL_COLUMN_END_DATE, DTL_COLUMN_ID, DTL_COLUMN_KILLED, DTL_COLUMN_NOTES, DTL_COLUMN_EXACTNESS, DTL_COLUMN_BY,
	DTL_LAYER_ROLES
} dtl_layer_role;

/* Whose columns they are: it decides what codes mean. */
typedef enum dtl_layer_maker { DTL_MAKER_ANY, DTL_MAKER_ACLED, DTL_MAKER_GDELT } dtl_layer_maker;

/* One record. */
typedef struct dtl_layer_row {
	dtl_str cells[DTL_LAYER_ROLES]; /* UTF-8 as far as the file is; an absent one is empty */
	bool has_point;                 /* of a geometry; else lon and lat are cells */
	dtl_lonlat point;
	uint64_t byte;                  /* where it begins in the text; of OGR: 0 */
	uint64_t line;                  /* 1-based; 0: to be counted from byte */
	const char *wrong;              /* why it is no event, or NULL */
} dtl_layer_row;

struct dtl_layer {
	dtl_arena arena;      /* of everything below */
	dtl_arena scratch;    /* of the row at hand */
	const char *path;
	const dtl_layer_spec *spec;
	dtl_str text;         /* the whole file, decoded; not of OGR */
	dtl_layer_maker maker;
	char decimal;         /* in numbers: a point, also a comma where that does not part cells */
	uint64_t counted_line, counted_byte; /* lines up to there are counted */
	dtl_event_set *events;
	dtl_str *values;      /* of by_field, by event */
	size_t value_count, value_cap;
	dtl_point *points;
	size_t count, cap;
	dtl_point_kind *kinds;
	uint32_t *kind_sizes; /* points of each */
	size_t kind_count, kind_cap, kind_size_count, kind_size_cap;
	uint32_t *kind_slots; /* hash table: index + 1 */
	size_t kind_slot_count;
	dtl_str *categories;
	size_t category_count;
	dtl_point_set set;
	size_t failed;
	bool foreign;         /* the type column has categories of its own */
	struct dtl_layer_name *names; /* of countries and places that were looked up */
	uint32_t columns_seen;        /* of records that name their cells: bit r for role r */
	/* released by dtl_layer_free: */
	void *mapping, *decoded;
	size_t mapping_size;
};

/* columns.c: how well the name fits the role: 1 is best, 0 not at all. A field that the caller names is the only one. */
unsigned dtl_layer_rank(const dtl_layer_spec *spec, dtl_str name, dtl_layer_role role);
/* Chooses the column of each role; -1: none. Fails if a field that the caller named is not there. */
DTL_MUST_CHECK dtl_status dtl_layer_columns(dtl_layer *layer, const dtl_str *names, size_t count, int column[DTL_LAYER_ROLES], dtl_error *err);
dtl_layer_maker dtl_layer_maker_of(const dtl_str *names, size_t count);

/* event.c: takes a row in; a bad one is told and counted. */
DTL_MUST_CHECK dtl_status dtl_layer_take(dtl_layer *layer, const dtl_layer_row *row, dtl_error *err);
bool dtl_layer_number(dtl_str s, bool comma, double *out);
bool dtl_layer_date(dtl_str s, dtl_interval *out);

/* csv.c, geojson.c: the whole text */
DTL_MUST_CHECK dtl_status dtl_layer_csv(dtl_layer *layer, dtl_error *err);
DTL_MUST_CHECK dtl_status dtl_layer_json(dtl_layer *layer, dtl_error *err);

#endif
