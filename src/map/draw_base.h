/* The quiet background: sea, land, lakes, rivers, borders, from the basemap file into the scene; and a coarse raster of what
 * lies where, by which names and panels find room. */
#ifndef DTL_MAP_DRAW_BASE_H
#define DTL_MAP_DRAW_BASE_H

#include "map/basemap.h"
#include "map/scene.h"

#define DTL_MASK_SEA (-1)
#define DTL_MASK_LAKE (-2)
#define DTL_MASK_VOID (-3) /* off the world or the frame */

/* Cells of `cell` pixels over the frame: the index of the country, or one of the above. */
typedef struct dtl_mask {
	dtl_box frame;
	double cell;
	int columns, rows;
	int16_t *cells;
} dtl_mask;

typedef struct dtl_base_options {
	dtl_str view;               /* point of view on borders */
	const bool *focus;          /* countries, by index: lighter land */
	bool graticule;
	double detail;              /* pixels of tolerance; 0.5 usual */
	double line;                /* factor of line widths */
} dtl_base_options;

void dtl_draw_base(dtl_scene *scene, const dtl_basemap *base, const dtl_view *view, const dtl_style *style,
	const dtl_base_options *options);
/* graticule.c */
double dtl_graticule_step(const dtl_view *view); /* degrees */
void dtl_graticule_draw(dtl_scene *scene, const dtl_view *view, const dtl_style *style, double line);
/* The rings first .. first + count, as they are seen. */
void dtl_base_area(const dtl_basemap *base, const dtl_base_level *level, const dtl_view *view, dtl_arena *arena, uint32_t first,
	uint32_t count, dtl_path *path);
/* A country as seen from `view` (ISO alpha-2; empty: the usual view). */
void dtl_base_land_of(const dtl_basemap *base, const dtl_base_level *level, const dtl_view *view, dtl_arena *arena, size_t country,
	dtl_str point_of_view, dtl_path *path);
/* Their lines, without the cuts along the 180th meridian. */
void dtl_base_outline(const dtl_basemap *base, const dtl_base_level *level, const dtl_view *view, dtl_arena *arena, uint32_t first,
	uint32_t count, dtl_path *path);
/* Whether a box of the basemap can be in sight. */
bool dtl_base_visible(const dtl_view *view, dtl_ibox box);
dtl_mask dtl_mask_new(dtl_arena *arena, const dtl_basemap *base, const dtl_view *view, dtl_str point_of_view);
int16_t dtl_mask_at(const dtl_mask *mask, dtl_xy p);
/* How many cells under the box hold `what`, as a share 0..1. */
double dtl_mask_share(const dtl_mask *mask, dtl_box box, int16_t what);

#endif
