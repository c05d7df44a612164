/* A document to a PDF file in memory. */
#include "map/print.h"

#include <cairo-pdf.h>
#include <stdlib.h>

#include "base/error.h"

static void release(dtl_printer *p)
{
	if (p->job_open) dtl_map_job_release(&p->job);
	if (p->cr) cairo_destroy(p->cr);
	if (p->surface) {
		cairo_surface_finish(p->surface);
		cairo_surface_destroy(p->surface);
	}
	for (size_t i = 0; i < p->layout_count; i++) g_object_unref(p->layouts[i]);
	if (p->context) g_object_unref(p->context);
	if (p->fonts) g_object_unref(p->fonts);
	free(p->data);
	dtl_arena_free(&p->arena);
}

static cairo_status_t take(void *closure, const unsigned char *bytes, unsigned int n)
{
	dtl_printer *p = closure;
	if (p->size - p->len < n) {
		size_t size = (p->size + n) * 2;
		char *grown = realloc(p->data, size);
		if (!grown) return CAIRO_STATUS_NO_MEMORY;
		p->data = grown;
		p->size = size;
	}
	memcpy(p->data + p->len, bytes, n);
	p->len += n;
	return CAIRO_STATUS_SUCCESS;
}

static dtl_status open_fonts(dtl_printer *p, dtl_error *err)
{
	p->fonts = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
	p->context = p->fonts ? pango_font_map_create_context(p->fonts) : NULL;
	if (!p->context) return dtl_fail(err, DTL_ERR_CONFIG, "no fonts: install fonts-noto-core or fonts-dejavu-core");
	cairo_font_options_t *o = cairo_font_options_create();
	cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(p->context, o);
	cairo_font_options_destroy(o);
	pango_context_set_round_glyph_positions(p->context, FALSE);
	pango_cairo_context_set_resolution(p->context, 72);
	return DTL_OK;
}

static dtl_status print(dtl_printer *p, dtl_error *err)
{
	dtl_status st = open_fonts(p, err);
	if (st != DTL_OK) return st;
	dtl_print_flow(p);
	p->surface = cairo_pdf_surface_create_for_stream(take, p, p->doc->width, p->doc->height);
	p->cr = cairo_create(p->surface);
	st = dtl_print_paint(p, err);
	if (st != DTL_OK) return st;
	cairo_status_t bad = cairo_status(p->cr);
	cairo_surface_finish(p->surface);
	if (!bad) bad = cairo_surface_status(p->surface);
	if (!bad) {
		dtl_print_add_alt(p);
		return DTL_OK;
	}
	return dtl_fail(err, bad == CAIRO_STATUS_NO_MEMORY ? DTL_ERR_MEMORY : DTL_ERR_INTERNAL, "cannot print: %s", cairo_status_to_string(bad));
}

dtl_status dtl_print_pages(const dtl_print_doc *doc, char **data, size_t *len, dtl_error *err)
{
	dtl_printer p = {.doc = doc};
	if (setjmp(p.arena.exhausted)) {
		release(&p);
		return dtl_fail_memory(err);
	}
	dtl_status st = print(&p, err);
	if (st == DTL_OK) {
		*data = p.data;
		*len = p.len;
		p.data = NULL;
	}
	release(&p);
	return st;
}
