/* The basemap file: outlines, rivers, places and water names, memory-mapped. Byte layout: gazetteer/FORMAT.md.
 * Everything in it was checked when it was opened, so that readers need not. Coordinates are integers of 1e-5 degrees. */
#ifndef DTL_MAP_BASEMAP_H
#define DTL_MAP_BASEMAP_H

#include "base/file.h"
#include "dateline/model.h"

#define DTL_BASEMAP_UNIT 100000 /* integers a degree */
#define DTL_BASEMAP_LEVELS 5

enum dtl_arc_kind { DTL_ARC_COAST, DTL_ARC_BORDER, DTL_ARC_ADMIN, DTL_ARC_SEAM, DTL_ARC_LAKE, DTL_ARC_RIVER, DTL_ARC_URBAN };
#define DTL_ARC_DISPUTED 1 /* flag of a border or division line */
#define DTL_ARC_IN_LAKE 1  /* flag of a river: the line through a lake */

typedef struct dtl_ibox {
	int32_t x0, y0, x1, y1;
} dtl_ibox;

typedef struct dtl_base_country {
	char iso[4];   /* ISO 3166-1 alpha-2, NUL-padded; several outlines may share one */
	char a3[4];    /* Natural Earth's code of the outline; the fourth byte is NUL */
	uint32_t name; /* string */
	uint32_t ring_first, ring_count;
	dtl_ibox box;
} dtl_base_country;

typedef struct dtl_base_unit {
	uint32_t country;
	uint32_t code, iso, name, alt; /* strings; alt: other names, '|' between */
	int32_t lon, lat;              /* of a label */
	uint32_t rank, ring_first, ring_count;
	dtl_ibox box;
} dtl_base_unit;

typedef struct dtl_base_feature { /* lake, river, urban area */
	uint32_t kind, name, rank, ring_first, ring_count;
	dtl_ibox box;
} dtl_base_feature;

typedef struct dtl_base_ring { /* a closed ring, or the single arc of a river */
	uint32_t ref_first, ref_count;
	dtl_ibox box;
} dtl_base_ring;

typedef struct dtl_base_arc {
	uint8_t kind, flags;
	uint16_t rank;
	int32_t left, right; /* units; -1: sea */
	dtl_ibox box;
} dtl_base_arc;

typedef struct dtl_base_place {
	uint32_t name;
	int32_t lon, lat;
	uint32_t geonameid; /* 0: unknown */
	uint32_t population;
	uint8_t scale_rank; /* 0 the largest .. 10 */
	uint8_t label_rank;
	uint8_t capital;    /* 2 of a country, 1 of a division, 0 */
	uint8_t station;    /* 1: a scientific station */
	char iso[4];
} dtl_base_place;

typedef struct dtl_base_water {
	uint32_t name, kind, rank; /* rank 0 oceans .. 5 */
	int32_t lon, lat;
	uint32_t radius_km;        /* half the width that a name has */
} dtl_base_water;

typedef struct dtl_base_view {
	uint32_t what;   /* a unit or a country, */
	int32_t country_wide; /* 0 or 1 */
	char view[4];    /* seen from the country of this code */
	uint32_t country; /* belongs to this one */
} dtl_base_view;

typedef struct dtl_base_line { /* an arc at one level */
	int32_t lon, lat;
	uint32_t first; /* of its deltas */
	uint32_t count; /* vertices, the first one included; 0: vanished at this level */
} dtl_base_line;

typedef struct dtl_base_delta {
	int16_t dx, dy;
} dtl_base_delta;

typedef struct dtl_base_level {
	double tolerance; /* degrees */
	int32_t grid;     /* 1e-5 degrees a delta */
	const dtl_base_line *lines;
	const dtl_base_delta *deltas;
} dtl_base_level;

typedef struct dtl_basemap {
	dtl_mapping mapping;
	const char *strings;
	size_t string_bytes;
	const dtl_base_country *countries;
	const dtl_base_unit *units;
	const dtl_base_feature *features;
	const dtl_base_ring *rings;
	const int32_t *refs;
	const dtl_base_arc *arcs;
	const dtl_base_place *places;
	const dtl_base_water *waters;
	const dtl_base_view *views;
	size_t country_count, unit_count, feature_count, ring_count, ref_count, arc_count, place_count, water_count, view_count;
	uint32_t land_first, land_count; /* rings of all land */
	dtl_base_level levels[DTL_BASEMAP_LEVELS];
} dtl_basemap;

/* path NULL: the one that was installed. */
DTL_MUST_CHECK dtl_status dtl_basemap_open(const char *path, dtl_basemap *out, dtl_error *err);
void dtl_basemap_close(dtl_basemap *base);
static inline const char *dtl_basemap_string(const dtl_basemap *base, uint32_t at) { return base->strings + at; }
/* The coarsest level whose tolerance is at most this many degrees. */
const dtl_base_level *dtl_basemap_level(const dtl_basemap *base, double tolerance);
/* Appends the vertices of an arc in degrees to xy (room for count * 2 doubles); reversed from the last to the first. Returns
 * how many there are. */
size_t dtl_basemap_arc(const dtl_base_level *level, uint32_t arc, bool reversed, double *xy);
/* The vertices of a ring at a level, at most. */
size_t dtl_basemap_ring_size(const dtl_basemap *base, const dtl_base_level *level, uint32_t ring);
/* Writes the vertices of a ring (its arcs joined, common end points once); returns how many. */
size_t dtl_basemap_ring(const dtl_basemap *base, const dtl_base_level *level, uint32_t ring, double *xy);
/* The country a unit belongs to, seen from `view` (ISO alpha-2; empty: the usual view). */
uint32_t dtl_basemap_country_of(const dtl_basemap *base, uint32_t unit, dtl_str view);
/* The unit whose outline holds the point; -1 at sea. */
int32_t dtl_basemap_unit_at(const dtl_basemap *base, dtl_arena *arena, dtl_lonlat point);
/* The unit of that name (any of its names, or its code) in that country; -1 if none. */
int32_t dtl_basemap_unit_named(const dtl_basemap *base, dtl_str iso, dtl_str name);

#endif
