/* Pages: a document for paper, laid out by pango and painted by cairo as PDF. First everything gets its page and place, then the
 * pages are painted, so that the foot of each can tell how many there are. */
#ifndef DTL_MAP_PRINT_H
#define DTL_MAP_PRINT_H

#include <pango/pangocairo.h>

#include "map/job.h"
#include "module/module.h"

#define DTL_PRINT_SIDE 54.0 /* margins, points */
#define DTL_PRINT_TOP 54.0
#define DTL_PRINT_BOTTOM 60.0

/* Colours: those of the HTML report in light. */
#define DTL_INK 0x1b1d1fffu
#define DTL_SOFT 0x565d63ffu
#define DTL_HAIR 0xd9dde1ffu
#define DTL_LINK 0x0b57a4ffu
#define DTL_HIGHLIGHT 0xfff0b3ffu
#define DTL_WARN 0x8a3b00ffu
#define DTL_BARS 0x4a7aa8ffu

/* Something with its place: some lines of a paragraph, a rule, a map, a bar. */
enum dtl_piece_kind { DTL_PIECE_LINES, DTL_PIECE_RULE, DTL_PIECE_FILL, DTL_PIECE_MAP };
typedef struct dtl_piece {
	enum dtl_piece_kind kind;
	size_t page;              /* from 0 */
	double x, y, w, h;        /* points from the page's upper left corner */
	const dtl_block *block;
	PangoLayout *layout;      /* LINES: its lines [first, last) */
	int first, last;
	dtl_str link;
	const char *tag;          /* its element in the structure of the document; NULL: decoration */
	bool starts_row, ends_row;/* of a table */
	dtl_rgba color;           /* FILL */
} dtl_piece;

typedef struct dtl_printer {
	dtl_arena arena;
	const dtl_print_doc *doc;
	PangoFontMap *fonts;
	PangoContext *context;
	PangoLayout **layouts;    /* all of them, to be released */
	size_t layout_count, layout_cap;
	dtl_piece *pieces;
	size_t count, cap;
	size_t page;              /* where the next piece goes */
	double y;
	const dtl_block *table;   /* whose rows are being laid out, or NULL */
	cairo_surface_t *surface;
	cairo_t *cr;
	dtl_map_job job;          /* the map that is being drawn */
	bool job_open;
	dtl_str *alts;            /* of the maps, in order */
	size_t alt_count, alt_cap;
	char *data;
	size_t len, size;
} dtl_printer;

/* print_flow.c: gives every block its place. */
void dtl_print_flow(dtl_printer *printer);
/* print_text.c: a paragraph set to a width. `size` in points; `tight` for display type. Owned by the printer. */
typedef struct dtl_type {
	double size;
	bool bold, tight;
	dtl_rgba color;
} dtl_type;
PangoLayout *dtl_print_set(dtl_printer *printer, const dtl_para *para, dtl_type type, double width);
double dtl_print_height(PangoLayout *layout);
/* print_paint.c */
dtl_status dtl_print_paint(dtl_printer *printer, dtl_error *err);
/* print_alt.c: appends to the finished file what cairo leaves out. */
void dtl_print_add_alt(dtl_printer *printer);
/* print.c: the module's function. *data is malloc'd. */
dtl_status dtl_print_pages(const dtl_print_doc *doc, char **data, size_t *len, dtl_error *err);

#endif
