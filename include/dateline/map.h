/* Annotated maps of event sets: PNG, SVG, PDF. */
#ifndef DATELINE_MAP_H
#define DATELINE_MAP_H

#include "dateline/model.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum dtl_map_format { DTL_MAP_PNG, DTL_MAP_SVG, DTL_MAP_PDF, DTL_MAP_SCENE_JSON } dtl_map_format;

typedef enum dtl_map_color_by { DTL_MAP_BY_TYPE, DTL_MAP_BY_DATE } dtl_map_color_by;
typedef enum dtl_map_count_by { DTL_MAP_COUNT_NONE, DTL_MAP_COUNT_COUNTRY, DTL_MAP_COUNT_DIVISION } dtl_map_count_by;

typedef struct dtl_range_ring {
	dtl_lonlat center;
	double radius_km;
	dtl_str label;
} dtl_range_ring;

/* Events in bulk: all that a map of very many of them needs. */
typedef struct dtl_point {
	dtl_lonlat at;
	int32_t day;   /* days since 1970-01-01 of the first day; DTL_NO_DAY */
	uint32_t kind; /* index in kinds */
} dtl_point;
#define DTL_NO_DAY INT32_MIN

typedef struct dtl_point_kind {
	dtl_event_type type;
	dtl_str subtype;
} dtl_point_kind;

typedef struct dtl_point_set {
	const dtl_point *points;
	size_t count;
	const dtl_point_kind *kinds;
	size_t kind_count;
} dtl_point_set;

/* How events beyond DTL_MAP_CROWD are shown. */
#define DTL_MAP_CROWD 2000
typedef enum dtl_map_marks {
	DTL_MARKS_AUTO,     /* one by one with labels; beyond DTL_MAP_CROWD counted in hexagons */
	DTL_MARKS_POINTS,   /* a dot each, without labels */
	DTL_MARKS_HEXAGONS  /* counted, however few they are */
} dtl_map_marks;

/* What the map shall be. Start from DTL_MAP_SPEC_INIT; zero and empty mean: choose well. */
typedef struct dtl_map_spec {
	dtl_map_format format;
	double width, height;      /* pixels at scale 1 (1/96 inch); 0: 1200 by what suits the extent */
	double scale;              /* device pixels per pixel for PNG; 0: 1 */
	bool has_bbox;
	dtl_bbox bbox;             /* the extent to show */
	dtl_str projection;        /* PROJ string or "EPSG:n"; empty: chosen */
	dtl_str theme;             /* light, dark, print; empty: light */
	const char *style_file;    /* path, or NULL */
	dtl_str title, standfirst, source, credit;
	dtl_str view;              /* point of view for disputed borders (ISO alpha-2), or empty */
	const dtl_range_ring *rings;
	size_t ring_count;
	const char *basemap;       /* path, or NULL for the default */
	bool no_inset, no_legend, no_scale_bar, no_labels, graticule;
	dtl_map_color_by color_by; /* what the colour of a sign tells; its shape always tells the type */
	dtl_map_count_by count_by; /* areas tinted by how many events lie in them, in place of signs */
	size_t callouts;           /* so many of the gravest events are told in a box: date, headline, the sentence */
	bool no_title, no_margin;  /* for maps inside a page that has a heading, a caption and margins of its own */
	const dtl_point_set *points; /* drawn in place of the event set's events; or NULL */
	dtl_map_marks marks;
	const dtl_str *categories; /* subtypes that get signs told apart, commonest first */
	size_t category_count;
	bool bare;                 /* the map's frame alone: no title, notes, key, legend, scale bar or inset */
	bool no_basemap;
	dtl_str countries;         /* ISO alpha-2, commas between: shows the whole of these, whatever the events; empty: chosen from the events */
} dtl_map_spec;
#define DTL_MAP_SPEC_INIT \
	{DTL_MAP_PNG, 0, 0, 0, false, {0, 0, 0, 0}, {NULL, 0}, {NULL, 0}, NULL, {NULL, 0}, {NULL, 0}, {NULL, 0}, \
	{NULL, 0}, {NULL, 0}, NULL, 0, NULL, false, false, false, false, false, DTL_MAP_BY_TYPE, DTL_MAP_COUNT_NONE, 0, false, false, \
	NULL, DTL_MARKS_AUTO, NULL, 0, false, false, {NULL, 0}}

/* How an event stands on a map. */
typedef enum dtl_map_state {
	DTL_MAP_ABSENT,   /* without a place, or outside the extent */
	DTL_MAP_COUNTED,  /* only in the key, a cluster, an area or a hexagon */
	DTL_MAP_LABELLED  /* with its own words */
} dtl_map_state;

/* A finished map. */
typedef struct dtl_map_image {
	char *data; /* malloc'd; released by dtl_map_image_release */
	size_t len;
	double width, height; /* pixels at scale 1 */
	char *alt_text;       /* NUL-terminated, malloc'd */
	char *warnings;       /* one a line, NUL-terminated, malloc'd; "" if none */
	size_t shown, keyed, dropped; /* events labelled on the map; only in the key or a cluster; without any place */
	char *title;          /* as it stands above the map, or would: malloc'd */
	char *projection;     /* a PROJ string or EPSG:n, malloc'd */
	dtl_bbox extent;      /* what lies in the frame */
	unsigned char *states;/* dtl_map_state, one an event of the set, malloc'd */
} dtl_map_image;

/* Draws the events of the set. The same set, spec, basemap and fonts give the same bytes. Thread-safe. */
DTL_API DTL_MUST_CHECK dtl_status dtl_map_render(const dtl_event_set *events, const dtl_map_spec *spec, dtl_map_image *out, dtl_error *err);

struct _cairo; /* cairo_t, for callers that have cairo: this header does not need it */
/* Paints the map through the caller's cairo context, from (0, 0), a user unit a pixel of 1/96 inch, whatever surface stands behind
 * it; format and scale are not looked at. info (may be NULL) is filled as by dtl_map_render, without data. */
DTL_API DTL_MUST_CHECK dtl_status dtl_map_paint(const dtl_event_set *events, const dtl_map_spec *spec, struct _cairo *cairo,
	dtl_map_image *info, dtl_error *err);
/* Paints into the caller's memory: rows of native-endian 0xAARRGGBB words, alpha multiplied in, `stride` bytes apart (a multiple of
 * 4). The map is laid out in width / scale by height / scale pixels; those of the spec are not looked at. */
DTL_API DTL_MUST_CHECK dtl_status dtl_map_paint_pixels(const dtl_event_set *events, const dtl_map_spec *spec, unsigned char *pixels,
	size_t stride, unsigned width, unsigned height, dtl_map_image *info, dtl_error *err);


/* Maps of parts of a whole, with the extent, frame and legend that the whole calls for, and room for the longest key among the parts (NULL: for the
 * whole's). whole and spec must live until it is closed; parts are looked at only while it is opened. */
typedef struct dtl_map_series dtl_map_series;
DTL_API DTL_MUST_CHECK dtl_status dtl_map_series_open(const dtl_event_set *whole, const dtl_event_set *const *parts, size_t count,
	const dtl_map_spec *spec, dtl_map_series **out, dtl_error *err);
/* part: events of the whole. The title should not be longer than the spec's, which decides the room for it. */
DTL_API DTL_MUST_CHECK dtl_status dtl_map_series_render(dtl_map_series *series, const dtl_event_set *part, dtl_str title, dtl_map_image *out,
	dtl_error *err);
DTL_API void dtl_map_series_close(dtl_map_series *series); /* NULL is allowed */

DTL_API void dtl_map_image_release(dtl_map_image *image);

#ifdef __cplusplus
}
#endif
#endif
