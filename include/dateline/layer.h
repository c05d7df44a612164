/* Other people's events: CSV and GeoJSON files, ACLED and GDELT exports, and any point layer that OGR opens. */
#ifndef DATELINE_LAYER_H
#define DATELINE_LAYER_H

#include "dateline/map.h"
#include "dateline/store.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How a layer is read. Start from DTL_LAYER_SPEC_INIT. Column names are matched without regard to ASCII case; NULL: told by
 * the header. Callbacks may be NULL. */
typedef struct dtl_layer_spec {
	const char *type_field, *label_field, *date_field, *lon_field, *lat_field, *place_field;
	const char *by_field;         /* its value is kept for dtl_layer_value */
	const dtl_event_query *query; /* which of the events; its limit is not looked at; NULL: all */
	size_t most;                  /* of more events than these only the points are kept; 0: all are kept whole */
	/* Finds a place by name, for records without coordinates ("" as feature) and for names of countries ("A.PCLI"). Strings of *out
	 * must live until the layer is freed. */
	bool (*geocode)(void *user, dtl_str name, dtl_str feature, dtl_place *out);
	void (*warn)(void *user, const dtl_error *what); /* a record that was left out, with file and line */
	void *user;
} dtl_layer_spec;
#define DTL_LAYER_SPEC_INIT {NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL}

typedef struct dtl_layer dtl_layer;

/* Reads path ("-": standard input). What it is, its content tells: GeoJSON (also one feature a line), an array of JSON objects, or
 * CSV; GDAL is asked only for other formats, by the driver that the file's name calls for. Records without a usable position are
 * left out, told through warn, and counted. */
DTL_API DTL_MUST_CHECK dtl_status dtl_layer_read(const char *path, const dtl_layer_spec *spec, dtl_layer **out, dtl_error *err);
/* All of them as events, in the order of the file, under one article that stands for the file; NULL if there were more than `most`. */
DTL_API const dtl_event_set *dtl_layer_events(const dtl_layer *layer);
/* All of them as points, in the order of the file. */
DTL_API const dtl_point_set *dtl_layer_points(const dtl_layer *layer);
/* The categories of the type column, commonest first, as the file spells them. Types of PLOVER are among them only where the
 * column has others, too. */
DTL_API size_t dtl_layer_categories(const dtl_layer *layer, const dtl_str **out);
/* What by_field holds for the event of that index; empty without by_field or without events. */
DTL_API dtl_str dtl_layer_value(const dtl_layer *layer, size_t event);
DTL_API size_t dtl_layer_failed(const dtl_layer *layer); /* records that were left out as bad */
DTL_API dtl_str dtl_layer_source(const dtl_layer *layer); /* "ACLED", "GDELT", or empty */
DTL_API void dtl_layer_free(dtl_layer *layer);           /* NULL is allowed */

#ifdef __cplusplus
}
#endif
#endif
