/* Scenes through cairo: PNG and PDF. */
#include <cairo-pdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "map/paint.h"

static void set_color(cairo_t *cr, dtl_rgba c)
{
	cairo_set_source_rgba(cr, (double)(c >> 24) / 255, (double)(c >> 16 & 255) / 255, (double)(c >> 8 & 255) / 255, (double)(c & 255) / 255);
}

#define LONG_PATH 60 /* points */

static void trace(cairo_t *cr, const dtl_path *p)
{
	for (size_t k = 0; k < p->piece_count; k++) {
		size_t end = k + 1 < p->piece_count ? p->starts[k + 1] : p->count;
		for (size_t i = p->starts[k]; i < end; i++) {
			if (i == p->starts[k]) cairo_move_to(cr, p->points[i].x, p->points[i].y);
			else cairo_line_to(cr, p->points[i].x, p->points[i].y);
		}
		if (p->closed) cairo_close_path(cr);
	}
}

static void paint_path(cairo_t *cr, const dtl_item *i)
{
	/* Sixteen shades of an edge do for coasts and borders, in half the time. */
	cairo_set_antialias(cr, i->path.count > LONG_PATH ? CAIRO_ANTIALIAS_FAST : CAIRO_ANTIALIAS_DEFAULT);
	trace(cr, &i->path);
	cairo_set_fill_rule(cr, CAIRO_FILL_RULE_EVEN_ODD);
	if (i->fill & 255) {
		set_color(cr, i->fill);
		if (i->stroke & 255) cairo_fill_preserve(cr);
		else cairo_fill(cr);
	}
	if (i->stroke & 255) {
		set_color(cr, i->stroke);
		cairo_set_line_width(cr, i->width);
		cairo_set_line_join(cr, i->width < 1.2 ? CAIRO_LINE_JOIN_BEVEL : CAIRO_LINE_JOIN_ROUND); /* hairlines: nobody sees, and it is fast */
		cairo_set_line_cap(cr, i->dash > 0 || i->width < 1.2 ? CAIRO_LINE_CAP_BUTT : CAIRO_LINE_CAP_ROUND);
		if (i->dash > 0) cairo_set_dash(cr, &i->dash, 1, 0);
		cairo_stroke(cr);
		if (i->dash > 0) cairo_set_dash(cr, NULL, 0, 0);
	}
	cairo_new_path(cr);
}

static void trace_shape(cairo_t *cr, const dtl_shape_path *s, int which)
{
	if (s->round[which]) {
		cairo_new_sub_path(cr);
		cairo_arc(cr, 0, 0, s->points[which][0].x, 0, 2 * M_PI);
		cairo_close_path(cr);
		return;
	}
	for (size_t i = 0; i < s->count[which]; i++) {
		if (i == 0) cairo_move_to(cr, s->points[which][i].x, s->points[which][i].y);
		else cairo_line_to(cr, s->points[which][i].x, s->points[which][i].y);
	}
	if (s->count[which]) cairo_close_path(cr);
}

/* An edge in the marker-edge colour (stroke) about the shape, then the shape; an inner ring is in the edge colour. */
static void paint_symbol(cairo_t *cr, const dtl_item *i)
{
	dtl_shape_path s = dtl_shape_outline(i->shape);
	cairo_save(cr);
	cairo_translate(cr, i->at.x, i->at.y);
	cairo_scale(cr, i->size, i->size);
	cairo_set_line_join(cr, CAIRO_LINE_JOIN_MITER);
	trace_shape(cr, &s, 0);
	if (i->stroke & 255) {
		set_color(cr, i->stroke);
		cairo_set_line_width(cr, 2 * i->width / i->size);
		cairo_stroke_preserve(cr);
	}
	set_color(cr, i->hollow ? (i->stroke | 255) : i->fill);
	cairo_fill_preserve(cr);
	if (i->hollow) {
		set_color(cr, i->fill);
		cairo_set_line_width(cr, 1.6 / i->size);
		cairo_stroke_preserve(cr);
	}
	cairo_new_path(cr);
	trace_shape(cr, &s, 1);
	set_color(cr, i->hollow ? i->fill : (i->stroke & 255) ? i->stroke : 0xffffffff);
	cairo_fill(cr);
	cairo_restore(cr);
}

static void paint_paper(const dtl_scene *s, cairo_t *cr)
{
	set_color(cr, s->paper);
	cairo_rectangle(cr, 0, 0, s->width, s->height); /* the surface may hold more than the map */
	cairo_fill(cr);
}

/* Items first to last - 1; groups that they open they close. */
static void paint_items(const dtl_scene *s, dtl_text_engine *text, cairo_t *cr, size_t first, size_t last)
{
	for (size_t n = first; n < last; n++) {
		const dtl_item *i = &s->items[n];
		switch (i->kind) {
		case DTL_ITEM_PATH: paint_path(cr, i); break;
		case DTL_ITEM_SYMBOL: paint_symbol(cr, i); break;
		case DTL_ITEM_DOTS: dtl_paint_dots(cr, s, i); break;
		case DTL_ITEM_TEXT:
			if ((i->halo & 255) && i->halo_width > 0) dtl_text_draw(text, cr, i, true);
			dtl_text_draw(text, cr, i, false);
			break;
		case DTL_ITEM_OPEN:
			cairo_save(cr);
			if (i->clipped) {
				cairo_rectangle(cr, s->frame.x0, s->frame.y0, s->frame.x1 - s->frame.x0, s->frame.y1 - s->frame.y0);
				cairo_clip(cr);
			}
			break;
		case DTL_ITEM_CLOSE: cairo_restore(cr); break;
		}
	}
}

/* The ground is painted once a series and copied for each of its maps. */
static void paint_over_ground(const dtl_scene *s, dtl_text_engine *text, cairo_surface_t *surface, cairo_t *cr, dtl_ground *ground)
{
	size_t bytes = (size_t)cairo_image_surface_get_stride(surface) * (size_t)cairo_image_surface_get_height(surface), first = 0;
	unsigned char *pixels = cairo_image_surface_get_data(surface);
	if (ground && ground->pixels && ground->bytes == bytes && pixels) {
		memcpy(pixels, ground->pixels, bytes);
		cairo_surface_mark_dirty(surface);
	} else {
		paint_paper(s, cr);
		if (ground) paint_items(s, text, cr, 0, ground->items);
		cairo_surface_flush(surface);
		if (ground && !ground->pixels && pixels && (ground->pixels = malloc(bytes)) != NULL) {
			memcpy(ground->pixels, pixels, bytes);
			ground->bytes = bytes;
		}
	}
	if (ground) first = ground->items;
	paint_items(s, text, cr, first, s->count);
}

void dtl_paint_cairo(const dtl_scene *s, dtl_text_engine *text, cairo_t *cr)
{
	paint_paper(s, cr);
	paint_items(s, text, cr, 0, s->count);
}

dtl_status dtl_paint_png(const dtl_scene *s, dtl_text_engine *text, double scale, dtl_ground *ground, char **data, size_t *len, dtl_error *err)
{
	double w = ceil(s->width * scale - 1e-6), h = ceil(s->height * scale - 1e-6);
	if (!(w >= 1 && h >= 1 && w <= 30000 && h <= 30000)) return dtl_fail(err, DTL_ERR_USAGE, "a picture of %.0f by %.0f pixels is too large", w, h);
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)w, (int)h);
	cairo_t *cr = cairo_create(surface);
	set_color(cr, s->paper);
	cairo_paint(cr); /* to the edge of the last pixels too, which the map may fill only in part */
	cairo_scale(cr, scale, scale);
	paint_over_ground(s, text, surface, cr, ground);
	cairo_status_t bad = cairo_status(cr);
	cairo_destroy(cr);
	cairo_surface_flush(surface);
	dtl_status st = bad ? dtl_fail(err, bad == CAIRO_STATUS_NO_MEMORY ? DTL_ERR_MEMORY : DTL_ERR_INTERNAL, "cannot paint: %s", cairo_status_to_string(bad)) :
		dtl_png_encode(cairo_image_surface_get_data(surface), (size_t)cairo_image_surface_get_stride(surface), (uint32_t)w, (uint32_t)h, 96 * scale,
			data, len, err);
	cairo_surface_destroy(surface);
	return st;
}

typedef struct sink {
	char *data;
	size_t len, cap;
} sink;

static cairo_status_t take(void *closure, const unsigned char *bytes, unsigned int n)
{
	sink *k = closure;
	if (k->cap - k->len < n) {
		size_t cap = (k->cap + n) * 2;
		char *p = realloc(k->data, cap);
		if (!p) return CAIRO_STATUS_NO_MEMORY;
		k->data = p;
		k->cap = cap;
	}
	memcpy(k->data + k->len, bytes, n);
	k->len += n;
	return CAIRO_STATUS_SUCCESS;
}

dtl_status dtl_paint_pdf(const dtl_scene *s, dtl_text_engine *text, char **data, size_t *len, dtl_error *err)
{
	const double point = 0.75; /* a pixel of 1/96 inch */
	sink k = {0};
	cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(take, &k, s->width * point, s->height * point);
	char *title = s->title.len ? strndup(s->title.ptr, s->title.len) : NULL;
	if (title) cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title);
	free(title);
	/* The day it was made would make every file differ. */
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z");
	cairo_t *cr = cairo_create(surface);
	cairo_scale(cr, point, point);
	dtl_paint_cairo(s, text, cr);
	cairo_show_page(cr);
	cairo_status_t bad = cairo_status(cr);
	cairo_destroy(cr);
	cairo_surface_finish(surface);
	if (!bad) bad = cairo_surface_status(surface);
	cairo_surface_destroy(surface);
	if (bad) {
		free(k.data);
		return dtl_fail(err, bad == CAIRO_STATUS_NO_MEMORY ? DTL_ERR_MEMORY : DTL_ERR_INTERNAL, "cannot paint: %s", cairo_status_to_string(bad));
	}
	*data = k.data;
	*len = k.len;
	return DTL_OK;
}
