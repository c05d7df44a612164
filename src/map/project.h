/* Projection: from degrees to pixels. PROJ does the projecting; what shall be seen, and in which projection, is chosen from
 * the events. */
#ifndef DTL_MAP_PROJECT_H
#define DTL_MAP_PROJECT_H

#include "dateline/map.h"
#include "map/labels.h"

typedef struct dtl_project dtl_project; /* a PROJ transformation with its context */

/* definition: a PROJ string ("+proj=lcc ...") or "EPSG:n" or another name PROJ knows. */
DTL_MUST_CHECK dtl_status dtl_project_open(dtl_str definition, dtl_project **out, dtl_error *err);
/* Loads PROJ, if it is there, and tells its version. */
DTL_MUST_CHECK dtl_status dtl_project_library(const char **version, dtl_error *err);
void dtl_project_close(dtl_project *project); /* NULL is allowed */
/* n points, in place: degrees -> metres (or the projection's unit). A point without image becomes HUGE_VAL. */
void dtl_project_forward(const dtl_project *project, double *xy, size_t n);
void dtl_project_inverse(const dtl_project *project, double *xy, size_t n);

/* A place that must be seen, with the circle of its uncertainty. */
typedef struct dtl_target {
	dtl_lonlat point;
	double radius_km;
} dtl_target;

enum dtl_extent_kind { DTL_EXTENT_REGION, DTL_EXTENT_CONTINENT, DTL_EXTENT_POLAR, DTL_EXTENT_WORLD };

/* What shall be seen and how. */
typedef struct dtl_extent {
	enum dtl_extent_kind kind;
	char definition[256];  /* of the projection */
	char name[96];         /* in words, for the footer */
	double lon0;           /* central meridian, degrees */
	double width, height;  /* metres (projection units) that must be seen */
	double x, y;           /* their centre, in projection units */
} dtl_extent;

/* Chooses extent and projection. bbox and definition override (NULL, empty: choose). Needs at least one target, or a bbox;
 * without either it is the world. Without a bbox nothing narrower than least_km is shown. *project is the caller's to close. */
DTL_MUST_CHECK dtl_status dtl_extent_choose(const dtl_target *targets, size_t count, const dtl_bbox *bbox, dtl_str definition,
	double least_km, dtl_extent *out, dtl_project **project, dtl_error *err);

/* A frame on paper through which the projected world is seen. */
typedef struct dtl_view {
	const dtl_project *project;
	dtl_arena *scratch;              /* for what a call below needs only while it runs; NULL: the caller's arena */
	dtl_box frame;                   /* pixels */
	double left, top, scale;         /* px = (x - left) * scale, py = (top - y) * scale */
	double lon0;
	double west, south, east, north; /* degrees: what may be visible; west >= lon0 - 180, east <= lon0 + 180 */
	bool globe;                      /* the edge of the world is in sight: draw its outline */
	double km_per_px;                /* at the centre of the frame */
	double degrees_per_px;           /* the same in degrees of latitude */
	double thin;                     /* pixels: vertices may be left out where the line moves by no more than this */
	double scale_error;              /* by how much scale differs within the frame: 0.02 is 2 per cent; for the scale bar */
} dtl_view;

dtl_view dtl_view_new(dtl_arena *arena, const dtl_extent *extent, const dtl_project *project, dtl_box frame);
/* n points, in place: degrees -> pixels. Longitudes are taken on the turn nearest to lon0. */
void dtl_view_forward(const dtl_view *view, double *xy, size_t n);
dtl_xy dtl_view_point(const dtl_view *view, dtl_lonlat point);
dtl_lonlat dtl_view_lonlat(const dtl_view *view, dtl_xy pixel); /* NaN where there is none */

/* Paths of many pieces: points in pixels, and where each piece starts. */
typedef struct dtl_path {
	dtl_xy *points;
	size_t count, cap;
	uint32_t *starts;
	size_t piece_count, piece_cap;
	bool closed; /* pieces are rings */
} dtl_path;

/* Clips a ring or line of n vertices (degrees; xy is destroyed) to what is visible, projects it, clips it to the frame and
 * appends what is left. Rings keep their area, lines lose what is outside. */
void dtl_view_add_ring(const dtl_view *view, dtl_arena *arena, const double *xy, size_t n, dtl_path *path);
void dtl_view_add_line(const dtl_view *view, dtl_arena *arena, const double *xy, size_t n, dtl_path *path);
/* The outline of the world as this projection shows it. */
void dtl_view_outline(const dtl_view *view, dtl_arena *arena, dtl_path *path);

#endif
