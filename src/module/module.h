/* Modules: the parts that need heavy foreign libraries (map: cairo, pango, PROJ; store: GDAL) are shared objects of their own,
 * loaded when they are first needed, so that `dateline parse` does not pay for them. Each exports one function that returns
 * its table; the public functions in module/map.c and store.c forward to it. A module carries its own copy of base/. */
#ifndef DTL_MODULE_MODULE_H
#define DTL_MODULE_MODULE_H

#include "base/str.h"
#include "dateline/layer.h"
#include "dateline/map.h"
#include "dateline/report.h"
#include "dateline/store.h"
#include "module/print.h"

#define DTL_MODULE_ABI 6u /* raise it with every change of a table or of the public structs */

/* Whose land a point is, by the basemap's outlines. */
typedef struct dtl_map_spot {
	bool land;        /* false: at sea, or so near the coast that the outlines do not hold it */
	char country[4];  /* ISO 3166-1 alpha-2 */
	char outline[20]; /* of the first-order division, or of the part of it that is drawn: Natural Earth's adm1_code */
} dtl_map_spot;

typedef struct dtl_map_module {
	uint32_t abi;
	dtl_status (*render)(const dtl_event_set *, const dtl_map_spec *, dtl_map_image *, dtl_error *);
	dtl_status (*paint)(const dtl_event_set *, const dtl_map_spec *, struct _cairo *, dtl_map_image *, dtl_error *);
	dtl_status (*paint_pixels)(const dtl_event_set *, const dtl_map_spec *, unsigned char *, size_t, unsigned, unsigned, dtl_map_image *, dtl_error *);
	dtl_status (*print)(const dtl_print_doc *, char **, size_t *, dtl_error *);
	dtl_status (*check)(dtl_buf *report, dtl_error *); /* for doctor: versions, fonts, basemap; one finding a line */
	dtl_status (*locate)(dtl_lonlat, dtl_map_spot *, dtl_error *);
	dtl_status (*series_open)(const dtl_event_set *, const dtl_event_set *const *, size_t, const dtl_map_spec *, dtl_map_series **, dtl_error *);
	dtl_status (*series_render)(dtl_map_series *, const dtl_event_set *, dtl_str title, dtl_map_image *, dtl_error *);
	void (*series_close)(dtl_map_series *);
} dtl_map_module;

/* The records of a foreign layer, one by one. A callback that does not return DTL_OK ends the reading. */
typedef struct dtl_layer_visit {
	void *user;
	dtl_status (*fields)(void *user, const dtl_str *names, size_t count, dtl_error *err);
	/* Cells in the order of the fields; wrong: why there is no point though there is a geometry, or NULL. */
	dtl_status (*record)(void *user, const dtl_str *cells, const dtl_lonlat *point, const char *wrong, uint64_t number, dtl_error *err);
} dtl_layer_visit;

typedef struct dtl_store_module {
	uint32_t abi;
	dtl_status (*open)(const char *, dtl_store_mode, dtl_store **, dtl_error *);
	dtl_status (*add)(dtl_store *, const dtl_article *, const dtl_event *, size_t, bool *, dtl_error *);
	dtl_status (*commit)(dtl_store *, dtl_error *);
	dtl_status (*close)(dtl_store *, dtl_error *);
	dtl_status (*query)(dtl_store *, const dtl_event_query *, dtl_event_set **, dtl_error *);
	dtl_status (*check)(dtl_buf *report, dtl_error *); /* for doctor: GDAL version, proj.db */
	dtl_status (*layer)(const char *path, const dtl_layer_visit *, dtl_error *); /* the first layer of points of a file */
	dtl_status (*examine)(const char *path, bool repair, dtl_buf *report, dtl_error *); /* for doctor: is this store sound? */
	dtl_status (*knows)(dtl_store *, const dtl_article *, bool *known, bool *changed, dtl_error *);
} dtl_store_module;

/* The map module's own: PROJ, loaded for projections that have no formulas of ours. */
struct dtl_proj;
typedef struct dtl_proj_module {
	uint32_t abi;
	dtl_status (*open)(const char *definition, struct dtl_proj **, dtl_error *);
	void (*close)(struct dtl_proj *);
	void (*run)(const struct dtl_proj *, bool inverse, double *xy, size_t n); /* in place; degrees, metres; no image: HUGE_VAL */
	const char *(*version)(void);
} dtl_proj_module;
DTL_API const dtl_proj_module *dtl_proj_module_table(void);

/* What the modules export: `dtl_map_module_table`, `dtl_store_module_table`. */
DTL_API const dtl_map_module *dtl_map_module_table(void);
DTL_API const dtl_store_module *dtl_store_module_table(void);

/* Loads dateline-NAME.so and returns the answer of its table function; it stays loaded. DTL_ERR_CONFIG if it is absent. */
DTL_MUST_CHECK dtl_status dtl_module_load(const char *name, const char *symbol, const void **table, dtl_error *err);

DTL_MUST_CHECK dtl_status dtl_map_module_load(const dtl_map_module **out, dtl_error *err);
DTL_MUST_CHECK dtl_status dtl_store_module_load(const dtl_store_module **out, dtl_error *err);

#endif
