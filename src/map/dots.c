/* Very many small circles: sprites for pictures, sieved circles for vector files. */
#include <cairo.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "map/paint.h"

/* ---- the sieve ---- */

dtl_dot_sieve dtl_dot_sieve_new(dtl_arena *arena, const dtl_item *item)
{
	size_t size = 64;
	while (size < 2 * item->dot_count) size *= 2;
	return (dtl_dot_sieve){dtl_arena_array(arena, uint64_t, size), size - 1};
}

bool dtl_dot_sieve_new_spot(dtl_dot_sieve *sieve, const dtl_dot *d)
{
	uint64_t x = (uint64_t)lround((double)d->x * 10) & 0xffffff, y = (uint64_t)lround((double)d->y * 10) & 0xffffff;
	uint64_t key = (x << 32 | y << 8 | d->color) + 1, at = key * 0x9e3779b97f4a7c15u >> 20;
	for (;; at++) {
		uint64_t *slot = &sieve->slots[at & sieve->mask];
		if (*slot == key) return false;
		if (*slot) continue;
		*slot = key;
		return true;
	}
}

/* ---- sprites ---- */

#define STEPS 4 /* positions between two pixels, across and down */

/* Pictures of one dot at every step, premultiplied; side by side in one block. */
typedef struct sprites {
	uint32_t *pixels;
	int side; /* pixels of one, across */
} sprites;

static void draw_circle(cairo_t *cr, double x, double y, const dtl_item *i, double scale, dtl_rgba fill)
{
	double r = (i->size - i->width) / 2 * scale;
	cairo_new_path(cr);
	cairo_arc(cr, x, y, r, 0, 2 * M_PI);
	cairo_set_source_rgb(cr, (double)(fill >> 24) / 255, (double)(fill >> 16 & 255) / 255, (double)(fill >> 8 & 255) / 255);
	cairo_fill_preserve(cr);
	cairo_set_source_rgb(cr, (double)(i->stroke >> 24) / 255, (double)(i->stroke >> 16 & 255) / 255, (double)(i->stroke >> 8 & 255) / 255);
	cairo_set_line_width(cr, i->width * scale);
	cairo_stroke(cr);
}

static bool make_sprites(const dtl_item *i, double scale, dtl_rgba fill, sprites *out)
{
	int side = (int)ceil(i->size * scale) + 2;
	cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, side * STEPS, side * STEPS);
	cairo_t *cr = cairo_create(s);
	for (int y = 0; y < STEPS; y++)
		for (int x = 0; x < STEPS; x++)
			draw_circle(cr, side * x + side / 2 + (x + .5) / STEPS, side * y + side / 2 + (y + .5) / STEPS, i, scale, fill);
	bool good = cairo_status(cr) == CAIRO_STATUS_SUCCESS;
	cairo_destroy(cr);
	cairo_surface_flush(s);
	uint32_t *all = good ? malloc(sizeof *all * (size_t)(side * side) * STEPS * STEPS) : NULL;
	const unsigned char *from = cairo_image_surface_get_data(s);
	size_t stride = (size_t)cairo_image_surface_get_stride(s);
	for (int k = 0; all && k < STEPS * STEPS; k++) /* one after another, each in rows of its own */
		for (int row = 0; row < side; row++)
			memcpy(all + (k * side + row) * side, from + stride * (size_t)(k / STEPS * side + row) + 4 * (size_t)(k % STEPS * side), 4 * (size_t)side);
	cairo_surface_destroy(s);
	*out = (sprites){all, side};
	return all != NULL;
}

typedef struct canvas {
	unsigned char *data;
	size_t stride;
	int x0, y0, x1, y1; /* what may be painted */
} canvas;

/* source over destination, two channels at a time; premultiplied */
static inline uint32_t over(uint32_t s, uint32_t d)
{
	uint32_t a = 255 - (s >> 24);
	uint32_t rb = (d & 0xff00ff) * a + 0x800080, g = (d >> 8 & 0xff) * a + 0x80;
	rb = (rb + (rb >> 8 & 0xff00ff)) >> 8 & 0xff00ff;
	g = (g + (g >> 8)) & 0xff00;
	return s + (rb | g);
}

static void stamp(const canvas *c, const sprites *s, double x, double y)
{
	double fx = floor(x), fy = floor(y);
	int k = (int)((y - fy) * STEPS) * STEPS + (int)((x - fx) * STEPS), half = s->side / 2;
	int left = (int)fx - half, top = (int)fy - half;
	const uint32_t *from = s->pixels + k * s->side * s->side;
	int r0 = top < c->y0 ? c->y0 - top : 0, r1 = top + s->side > c->y1 ? c->y1 - top : s->side;
	int q0 = left < c->x0 ? c->x0 - left : 0, q1 = left + s->side > c->x1 ? c->x1 - left : s->side;
	for (int r = r0; r < r1; r++) {
		uint32_t *to = (uint32_t *)(void *)(c->data + c->stride * (size_t)(top + r)) + left;
		const uint32_t *src = from + r * s->side;
		for (int q = q0; q < q1; q++) {
			uint32_t v = src[q];
			if (v >= 0xff000000u) to[q] = v;
			else if (v) to[q] = over(v, to[q]);
		}
	}
}

static bool stamp_all(cairo_t *cr, const dtl_scene *scene, const dtl_item *i)
{
	cairo_surface_t *surface = cairo_get_target(cr);
	sprites s[DTL_DOT_COLORS] = {{0}};
	cairo_matrix_t m;
	cairo_get_matrix(cr, &m);
	cairo_surface_flush(surface);
	const dtl_box *f = &scene->frame;
	canvas c = {cairo_image_surface_get_data(surface), (size_t)cairo_image_surface_get_stride(surface), (int)lround(f->x0 * m.xx + m.x0),
		(int)lround(f->y0 * m.yy + m.y0), (int)lround(f->x1 * m.xx + m.x0), (int)lround(f->y1 * m.yy + m.y0)};
	c.x0 = c.x0 < 0 ? 0 : c.x0, c.y0 = c.y0 < 0 ? 0 : c.y0;
	if (c.x1 > cairo_image_surface_get_width(surface)) c.x1 = cairo_image_surface_get_width(surface);
	if (c.y1 > cairo_image_surface_get_height(surface)) c.y1 = cairo_image_surface_get_height(surface);
	bool good = true;
	for (size_t n = 0; good && n < i->dot_count; n++) {
		const dtl_dot *d = &i->dots[n];
		if (!s[d->color].pixels) good = make_sprites(i, m.xx, i->dot_colors[d->color], &s[d->color]);
		if (good) stamp(&c, &s[d->color], (double)d->x * m.xx + m.x0, (double)d->y * m.yy + m.y0);
	}
	for (size_t k = 0; k < DTL_DOT_COLORS; k++) free(s[k].pixels);
	cairo_surface_mark_dirty(surface);
	return good;
}

void dtl_paint_dots(cairo_t *cr, const dtl_scene *scene, const dtl_item *i)
{
	if (cairo_surface_get_type(cairo_get_target(cr)) == CAIRO_SURFACE_TYPE_IMAGE && stamp_all(cr, scene, i)) return;
	dtl_dot_sieve sieve = dtl_dot_sieve_new(scene->arena, i);
	for (size_t n = 0; n < i->dot_count; n++)
		if (dtl_dot_sieve_new_spot(&sieve, &i->dots[n]))
			draw_circle(cr, (double)i->dots[n].x, (double)i->dots[n].y, i, 1, i->dot_colors[i->dots[n].color]);
}
