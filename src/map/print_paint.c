/* Pages painted: the pieces in order, inside the elements of a tagged PDF (ISO 32000-1, 14.8), with links, outline and metadata as far
 * as cairo 1.16 writes them (print_alt.c adds the rest). */
#include <cairo-pdf.h>
#include <stdlib.h>

#include "base/error.h"
#include "map/paint.h"
#include "map/print.h"

static void set_color(cairo_t *cr, dtl_rgba c)
{
	cairo_set_source_rgba(cr, (double)(c >> 24) / 255, (double)(c >> 16 & 255) / 255, (double)(c >> 8 & 255) / 255, (double)(c & 255) / 255);
}

static void paint_lines(cairo_t *cr, const dtl_piece *i)
{
	PangoLayoutIter *it = pango_layout_get_iter(i->layout);
	double top = 0;
	int line = 0;
	do {
		if (line >= i->last) break;
		if (line >= i->first) {
			int y0, y1;
			PangoRectangle r;
			pango_layout_iter_get_line_yrange(it, &y0, &y1);
			pango_layout_iter_get_line_extents(it, NULL, &r);
			if (line == i->first) top = (double)y0 / PANGO_SCALE;
			cairo_move_to(cr, i->x + (double)r.x / PANGO_SCALE, i->y - top + (double)pango_layout_iter_get_baseline(it) / PANGO_SCALE);
			pango_cairo_show_layout_line(cr, pango_layout_iter_get_line_readonly(it));
		}
		line++;
	} while (pango_layout_iter_next_line(it));
	pango_layout_iter_free(it);
}

static dtl_status paint_map(dtl_printer *p, const dtl_piece *i, dtl_error *err)
{
	const double point = .75; /* a pixel of 1/96 inch */
	dtl_map_spec spec = *i->block->map;
	spec.format = DTL_MAP_PDF;
	spec.width = i->w / point;
	spec.height = i->h / point;
	spec.no_margin = true;
	p->job = (dtl_map_job){0};
	p->job_open = true;
	memcpy(&p->job.arena.exhausted, &p->arena.exhausted, sizeof p->arena.exhausted); /* all end in dtl_print_pages */
	memcpy(&p->job.scratch.exhausted, &p->arena.exhausted, sizeof p->arena.exhausted);
	dtl_status st = dtl_map_job_lay_out(&p->job, i->block->events, &spec, err);
	if (st == DTL_OK) {
		DTL_PUSH(&p->arena, p->alts, p->alt_count, p->alt_cap, dtl_arena_str(&p->arena, p->job.scene.description));
		cairo_save(p->cr);
		cairo_translate(p->cr, i->x, i->y);
		cairo_scale(p->cr, point, point);
		dtl_paint_cairo(&p->job.scene, p->job.text, p->cr);
		cairo_restore(p->cr);
	}
	dtl_map_job_release(&p->job);
	p->job_open = false;
	return st;
}

/* ---- tags ---- */

/* "uri='...'" or "dest='...'": addresses with quotes were refused before (dtl_is_web_address), names are ours. */
static void begin_link(dtl_printer *p, dtl_str link)
{
	bool inner = link.ptr[0] == '#';
	dtl_str target = inner ? dtl_str_sub(link, 1, link.len) : link;
	for (size_t i = 0; i < target.len; i++)
		if (target.ptr[i] == '\'' || target.ptr[i] == '\\') target.len = i;
	cairo_tag_begin(p->cr, CAIRO_TAG_LINK, dtl_arena_printf(&p->arena, "%s='%.*s'", inner ? "dest" : "uri", DTL_FMT(target)).ptr);
}

static void begin_name(dtl_printer *p, const dtl_piece *i)
{
	cairo_tag_begin(p->cr, CAIRO_TAG_DEST, dtl_arena_printf(&p->arena, "name='%.*s' x=%d y=%d", DTL_FMT(i->block->name), (int)i->x, (int)i->y - 4).ptr);
	cairo_tag_end(p->cr, CAIRO_TAG_DEST);
}

static dtl_status paint_piece(dtl_printer *p, const dtl_piece *i, dtl_error *err)
{
	cairo_t *cr = p->cr;
	dtl_status st = DTL_OK;
	switch (i->kind) {
	case DTL_PIECE_RULE:
		set_color(cr, DTL_HAIR);
		cairo_rectangle(cr, i->x, i->y - .3, i->w, .6);
		cairo_fill(cr);
		return DTL_OK;
	case DTL_PIECE_FILL:
		set_color(cr, i->color);
		cairo_rectangle(cr, i->x, i->y, i->w, i->h);
		cairo_fill(cr);
		return DTL_OK;
	case DTL_PIECE_LINES:
	case DTL_PIECE_MAP: break;
	}
	if (i->starts_row) cairo_tag_begin(cr, "TR", NULL);
	if (i->tag) cairo_tag_begin(cr, i->tag, NULL);
	if (i->link.len) begin_link(p, i->link);
	set_color(cr, DTL_INK);
	if (i->kind == DTL_PIECE_LINES) paint_lines(cr, i);
	else st = paint_map(p, i, err);
	if (i->link.len) cairo_tag_end(cr, CAIRO_TAG_LINK);
	if (i->tag) cairo_tag_end(cr, i->tag);
	if (i->ends_row) cairo_tag_end(cr, "TR");
	return st;
}

/* ---- the foot, the outline, the metadata ---- */

static void paint_foot(dtl_printer *p, size_t page, size_t pages)
{
	dtl_type type = {7.6, false, false, DTL_SOFT};
	dtl_run runs[2] = {{p->doc->footer, 0}, {dtl_arena_printf(&p->arena, "%zu / %zu", page + 1, pages), 0}};
	double width = p->doc->width - 2 * DTL_PRINT_SIDE, y = p->doc->height - DTL_PRINT_BOTTOM + 24;
	for (size_t k = 0; k < 2; k++) {
		dtl_para para = {&runs[k], 1, {NULL, 0}};
		PangoLayout *l = dtl_print_set(p, &para, type, k ? 60 : width - 70);
		pango_layout_set_alignment(l, k ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
		pango_layout_set_height(l, -1);
		pango_layout_set_ellipsize(l, PANGO_ELLIPSIZE_END);
		paint_lines(p->cr, &(dtl_piece){.x = k ? DTL_PRINT_SIDE + width - 60 : DTL_PRINT_SIDE, .y = y, .layout = l, .last = 1});
	}
}

static void add_outline(dtl_printer *p)
{
	int chapter = CAIRO_PDF_OUTLINE_ROOT;
	for (size_t i = 0; i < p->doc->count; i++) {
		const dtl_block *b = &p->doc->blocks[i];
		if (b->kind != DTL_BLOCK_HEADING || !b->name.len || !b->cell_count || !b->cells[0].count) continue;
		dtl_buf words = {.arena = &p->arena};
		const dtl_para *para = &b->cells[0].paras[0];
		for (size_t k = 0; k < para->count; k++) dtl_buf_add(&words, para->runs[k].text);
		if (!words.len) continue;
		const char *link = dtl_arena_printf(&p->arena, "dest='%.*s'", DTL_FMT(b->name)).ptr;
		int id = cairo_pdf_surface_add_outline(p->surface, b->level == 2 ? chapter : CAIRO_PDF_OUTLINE_ROOT, words.data, link,
			b->level == 2 ? 0 : CAIRO_PDF_OUTLINE_FLAG_OPEN);
		if (b->level != 2) chapter = id;
	}
}

static void add_metadata(dtl_printer *p)
{
	const dtl_print_doc *d = p->doc;
	const struct { cairo_pdf_metadata_t what; dtl_str text; } all[] = {
		{CAIRO_PDF_METADATA_TITLE, d->title}, {CAIRO_PDF_METADATA_AUTHOR, d->author}, {CAIRO_PDF_METADATA_SUBJECT, d->subject},
		{CAIRO_PDF_METADATA_KEYWORDS, d->keywords}, {CAIRO_PDF_METADATA_CREATOR, DTL_STR("dateline")},
		/* without it cairo asks the clock, and every file differs */
		{CAIRO_PDF_METADATA_CREATE_DATE, d->created.len ? d->created : DTL_STR("2000-01-01T00:00:00Z")}};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i].text.len) cairo_pdf_surface_set_metadata(p->surface, all[i].what, dtl_arena_str(&p->arena, all[i].text).ptr);
}

static bool is_table(const dtl_piece *i)
{
	return i->block && (i->block->kind == DTL_BLOCK_TABLE || i->block->kind == DTL_BLOCK_ROW);
}

static dtl_status paint_page(dtl_printer *p, size_t page, size_t *next, const dtl_block **named, dtl_error *err)
{
	bool table = false;
	for (; *next < p->count && p->pieces[*next].page == page; ++*next) {
		const dtl_piece *i = &p->pieces[*next];
		if (i->block && i->block != *named && i->block->name.len) begin_name(p, i);
		if (i->block) *named = i->block;
		if (i->tag && table != is_table(i)) {
			table = !table;
			(table ? cairo_tag_begin(p->cr, "Table", NULL) : cairo_tag_end(p->cr, "Table"));
		}
		dtl_status st = paint_piece(p, i, err);
		if (st != DTL_OK) return st;
	}
	if (table) cairo_tag_end(p->cr, "Table");
	return DTL_OK;
}

dtl_status dtl_print_paint(dtl_printer *p, dtl_error *err)
{
	size_t pages = p->page + 1, next = 0;
	const dtl_block *named = NULL;
	add_metadata(p);
	for (size_t page = 0; page < pages; page++) {
		if (page == 0) cairo_tag_begin(p->cr, "Document", NULL); /* it stays open from page to page */
		dtl_status st = paint_page(p, page, &next, &named, err);
		if (page + 1 == pages) cairo_tag_end(p->cr, "Document");
		if (st != DTL_OK) return st;
		paint_foot(p, page, pages);
		if (p->doc->progress && !p->doc->progress(p->doc->user, page + 1, pages)) return dtl_fail(err, DTL_ERR_IO, "stopped by the caller");
		cairo_show_page(p->cr);
	}
	add_outline(p);
	return DTL_OK;
}
