/* Painters: they replay a scene. */
#ifndef DTL_MAP_PAINT_H
#define DTL_MAP_PAINT_H

#include "map/text.h"

/* Each gives malloc'd bytes. */
typedef struct dtl_ground { /* what the maps of a series have in common, painted */
	size_t items;          /* of the scene, from the first */
	unsigned char *pixels; /* malloc'd by the first of them, the owner's to free; or NULL */
	size_t bytes;
} dtl_ground;
/* ground: NULL for a map of its own. */
DTL_MUST_CHECK dtl_status dtl_paint_png(const dtl_scene *scene, dtl_text_engine *text, double scale, dtl_ground *ground, char **data, size_t *len,
	dtl_error *err);
DTL_MUST_CHECK dtl_status dtl_paint_pdf(const dtl_scene *scene, dtl_text_engine *text, char **data, size_t *len, dtl_error *err);
DTL_MUST_CHECK dtl_status dtl_paint_svg(const dtl_scene *scene, dtl_arena *arena, char **data, size_t *len, dtl_error *err);

/* Paints it at (0, 0), a user unit a pixel. */
void dtl_paint_cairo(const dtl_scene *scene, dtl_text_engine *text, cairo_t *cr);
/* Many circles: as sprites on an image surface, as cairo's circles elsewhere. */
void dtl_paint_dots(cairo_t *cr, const dtl_scene *scene, const dtl_item *item);

/* A PNG of 8-bit RGB from rows of native-endian 0x00RRGGBB words, `stride` bytes apart, which it overwrites. */
DTL_MUST_CHECK dtl_status dtl_png_encode(unsigned char *pixels, size_t stride, uint32_t width, uint32_t height, double dpi,
	char **data, size_t *len, dtl_error *err);

#endif
