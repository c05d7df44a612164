/* Where everything goes on the pages. */
#include <math.h>

#include "map/print.h"

static const dtl_type types[] = {
	[DTL_BLOCK_TITLE] = {25, true, true, DTL_INK}, [DTL_BLOCK_STANDFIRST] = {12.5, false, false, DTL_INK},
	[DTL_BLOCK_FACTS] = {9.5, false, false, DTL_SOFT}, [DTL_BLOCK_TEXT] = {10, false, false, DTL_INK},
	[DTL_BLOCK_NOTE] = {7.6, false, false, DTL_SOFT}, [DTL_BLOCK_ITEM] = {9, false, false, DTL_INK}};
static const dtl_type cell_type = {8.4, false, false, DTL_INK}, head_type = {7.6, false, false, DTL_SOFT}, bar_type = {8.6, false, false, DTL_INK};
static const dtl_type heading_types[3] = {{16, true, true, DTL_INK}, {16, true, true, DTL_INK}, {11.5, true, true, DTL_INK}};

#define GAP 14.0 /* between columns */
#define COLUMNS_HEIGHT 54.0 /* of the tallest standing bar */

static double width_of(const dtl_printer *p) { return p->doc->width - 2 * DTL_PRINT_SIDE; }
static double bottom_of(const dtl_printer *p) { return p->doc->height - DTL_PRINT_BOTTOM; }
static bool at_top(const dtl_printer *p) { return p->y <= DTL_PRINT_TOP + .5; }

static dtl_piece *put(dtl_printer *p, dtl_piece piece)
{
	piece.page = p->page;
	DTL_PUSH(&p->arena, p->pieces, p->count, p->cap, piece);
	return &p->pieces[p->count - 1];
}

static void put_table_head(dtl_printer *p);

static void new_page(dtl_printer *p)
{
	p->page++;
	p->y = DTL_PRINT_TOP;
}

/* Goes to the next page unless `height` more points have room. */
static void need(dtl_printer *p, double height)
{
	if (p->y + height > bottom_of(p) && !at_top(p)) new_page(p);
}

static double line_bottom(PangoLayoutIter *it)
{
	int y0, y1;
	pango_layout_iter_get_line_yrange(it, &y0, &y1);
	return (double)y1 / PANGO_SCALE;
}

/* A paragraph that may go on on the next pages. */
static void flow(dtl_printer *p, const dtl_block *block, PangoLayout *l, dtl_str link, double x, const char *tag)
{
	PangoLayoutIter *it = pango_layout_get_iter(l);
	int first = 0, line = 0;
	double top = 0, last = 0;
	do {
		double bottom = line_bottom(it);
		if (line > first && p->y + bottom - top > bottom_of(p)) {
			put(p, (dtl_piece){.kind = DTL_PIECE_LINES, .x = x, .y = p->y, .h = last - top, .block = block, .layout = l, .first = first, .last = line,
				.link = link, .tag = tag});
			new_page(p);
			first = line;
			top = last;
		} else if (line == 0) {
			need(p, bottom);
		}
		last = bottom;
		line++;
	} while (pango_layout_iter_next_line(it));
	pango_layout_iter_free(it);
	put(p, (dtl_piece){.kind = DTL_PIECE_LINES, .x = x, .y = p->y, .h = last - top, .block = block, .layout = l, .first = first, .last = line,
		.link = link, .tag = tag});
	p->y += last - top;
}

static void flow_texts(dtl_printer *p, const dtl_block *b, dtl_type type, const char *tag)
{
	for (size_t c = 0; c < b->cell_count; c++)
		for (size_t i = 0; i < b->cells[c].count; i++) {
			const dtl_para *para = &b->cells[c].paras[i];
			flow(p, b, dtl_print_set(p, para, type, width_of(p)), para->link, DTL_PRINT_SIDE, tag);
			p->y += type.size * .35;
		}
}

/* What stands below a map belongs to it. */
static double caption_height(dtl_printer *p, const dtl_block *next)
{
	double h = 0;
	if (next >= p->doc->blocks + p->doc->count || next->kind != DTL_BLOCK_NOTE) return 0;
	for (size_t i = 0; next->cell_count && i < next->cells[0].count; i++)
		h += dtl_print_height(dtl_print_set(p, &next->cells[0].paras[i], types[DTL_BLOCK_NOTE], width_of(p))) + 4;
	return h;
}

static double map_height(const dtl_printer *p, const dtl_block *b)
{
	return fmin(b->height, bottom_of(p) - DTL_PRINT_TOP - 90);
}

/* How much of what a heading heads has to stand on its page. */
static double height_below(dtl_printer *p, const dtl_block *next)
{
	if (next >= p->doc->blocks + p->doc->count) return 0;
	switch (next->kind) {
	case DTL_BLOCK_MAP: return 20 + map_height(p, next) + caption_height(p, next + 1);
	case DTL_BLOCK_HEADING: return 30 + height_below(p, next + 1);
	case DTL_BLOCK_COLUMNS: return COLUMNS_HEIGHT + 46;
	case DTL_BLOCK_BARS: return 120;
	case DTL_BLOCK_TABLE: return 130;
	default: return 50;
	}
}

static void flow_heading(dtl_printer *p, const dtl_block *b)
{
	int level = b->level == 2 ? 2 : 1;
	need(p, (level == 1 ? 54 : 36) + height_below(p, b + 1)); /* what it heads stands below it */
	if (!at_top(p)) p->y += level == 1 ? 20 : 13;
	flow_texts(p, b, heading_types[level], level == 1 ? "H1" : "H2");
	p->y += level == 1 ? 4 : 1;
}

/* ---- tables ---- */

/* Lays a row's cells out at p->y; returns its height. With `draw` false only measures. */
static double set_row(dtl_printer *p, const dtl_block *b, const double *shares, dtl_type type, bool head, bool draw)
{
	double x = DTL_PRINT_SIDE, tallest = 0;
	size_t first = p->count;
	for (size_t c = 0; c < b->cell_count; c++) {
		double room = width_of(p) * shares[c], y = 0;
		for (size_t i = 0; i < b->cells[c].count; i++) {
			const dtl_para *para = &b->cells[c].paras[i];
			PangoLayout *l = dtl_print_set(p, para, type, room - (c + 1 < b->cell_count ? GAP : 0));
			double h = dtl_print_height(l);
			if (draw) put(p, (dtl_piece){.kind = DTL_PIECE_LINES, .x = x, .y = p->y + y, .h = h, .block = b, .layout = l, .last = pango_layout_get_line_count(l),
				.link = para->link, .tag = head ? "TH" : "TD"});
			y += h + 1.5;
		}
		tallest = fmax(tallest, y);
		x += room;
	}
	if (draw && p->count > first) p->pieces[first].starts_row = p->pieces[p->count - 1].ends_row = true;
	return tallest;
}

static void put_table_head(dtl_printer *p)
{
	const dtl_block *t = p->table;
	p->y += set_row(p, t, t->shares, head_type, true, true) + 2;
}

static void flow_row(dtl_printer *p, const dtl_block *b)
{
	double h = 6 + set_row(p, b, p->table->shares, cell_type, false, false) + 5;
	if (p->y + h > bottom_of(p) && !at_top(p)) {
		new_page(p);
		put_table_head(p);
	}
	put(p, (dtl_piece){.kind = DTL_PIECE_RULE, .x = DTL_PRINT_SIDE, .y = p->y, .w = width_of(p)});
	p->y += 6;
	set_row(p, b, p->table->shares, cell_type, false, true);
	p->y += h - 6;
}

/* A numbered source: the number hangs in the margin of the list. */
static void flow_item(dtl_printer *p, const dtl_block *b)
{
	const double indent = 24;
	dtl_type type = types[DTL_BLOCK_ITEM];
	need(p, 30);
	double top = p->y;
	if (b->cell_count && b->cells[0].count)
		put(p, (dtl_piece){.kind = DTL_PIECE_LINES, .x = DTL_PRINT_SIDE, .y = top, .h = type.size, .block = b,
			.layout = dtl_print_set(p, &b->cells[0].paras[0], (dtl_type){type.size, false, false, DTL_SOFT}, indent), .last = 1, .tag = "Lbl"});
	for (size_t c = 1; c < b->cell_count; c++)
		for (size_t i = 0; i < b->cells[c].count; i++) {
			const dtl_para *para = &b->cells[c].paras[i];
			flow(p, b, dtl_print_set(p, para, type, width_of(p) - indent), para->link, DTL_PRINT_SIDE + indent, "LI");
		}
	p->y += 5;
}

/* ---- charts ---- */

static dtl_para one_run(dtl_printer *p, dtl_str text, unsigned how)
{
	dtl_run *run = dtl_arena_new(&p->arena, dtl_run);
	*run = (dtl_run){text, how};
	return (dtl_para){run, 1, {NULL, 0}};
}

static void put_words(dtl_printer *p, const dtl_block *b, dtl_str words, dtl_type type, double x, double y, double width, const char *tag)
{
	dtl_para para = one_run(p, words, 0);
	PangoLayout *l = dtl_print_set(p, &para, type, width);
	pango_layout_set_height(l, -1); /* one line, cut with an ellipsis */
	pango_layout_set_ellipsize(l, PANGO_ELLIPSIZE_END);
	put(p, (dtl_piece){.kind = DTL_PIECE_LINES, .x = x, .y = y, .h = type.size * 1.3, .block = b, .layout = l, .last = 1, .tag = tag});
}

static size_t largest(const dtl_bar_list *list)
{
	size_t most = 1;
	for (size_t i = 0; i < list->count; i++)
		if (list->bars[i].count > most && !list->bars[i].rest) most = list->bars[i].count;
	return most;
}

static void flow_bars(dtl_printer *p, const dtl_block *b)
{
	const double step = 14.5, gap = 26;
	double width = (width_of(p) - gap * (double)(b->list_count - 1)) / (double)b->list_count, deepest = 0;
	size_t rows = 0;
	for (size_t k = 0; k < b->list_count; k++)
		if (b->lists[k].count > rows) rows = b->lists[k].count;
	need(p, step * (double)rows + 20);
	for (size_t k = 0; k < b->list_count; k++) {
		const dtl_bar_list *list = &b->lists[k];
		double x = DTL_PRINT_SIDE + (double)k * (width + gap), words = width * .46, most = (double)largest(list), y = p->y;
		put_words(p, b, list->words, head_type, x, y, width, "P");
		y += 14;
		for (size_t i = 0; i < list->count; i++, y += step) {
			double bar = fmax(1.5, (width - words - 34) * (double)list->bars[i].count / most);
			put_words(p, b, list->bars[i].words, bar_type, x, y, words - 6, "P");
			if (list->bars[i].rest) bar = -5;
			else put(p, (dtl_piece){.kind = DTL_PIECE_FILL, .x = x + words, .y = y + 2.5, .w = bar, .h = 8, .color = DTL_BARS});
			put_words(p, b, dtl_arena_printf(&p->arena, "%zu", list->bars[i].count), bar_type, x + words + bar + 5, y, 34, "P");
		}
		deepest = fmax(deepest, y - p->y);
	}
	p->y += deepest + 6;
}

/* The first, the last and the tallest bar are told; a base line below. */
static void flow_columns(dtl_printer *p, const dtl_block *b)
{
	const dtl_bar_list *list = &b->lists[0];
	const double height = COLUMNS_HEIGHT;
	if (list->count == 0) return;
	double most = (double)largest(list), step = width_of(p) / (double)list->count, w = fmax(.6, fmin(step - fmin(2, step * .25), 46));
	need(p, height + 34);
	double base = p->y + 12 + height;
	size_t peak = 0;
	for (size_t i = 1; i < list->count; i++)
		if (list->bars[i].count > list->bars[peak].count) peak = i;
	for (size_t i = 0; i < list->count; i++) {
		double x = DTL_PRINT_SIDE + step * (double)i, h = height * (double)list->bars[i].count / most;
		if (list->bars[i].count) put(p, (dtl_piece){.kind = DTL_PIECE_FILL, .x = x, .y = base - h, .w = w, .h = h, .color = DTL_BARS});
	}
	put(p, (dtl_piece){.kind = DTL_PIECE_RULE, .x = DTL_PRINT_SIDE, .y = base, .w = width_of(p)});
	double x = DTL_PRINT_SIDE + step * (double)peak, label = 120;
	put_words(p, b, dtl_arena_printf(&p->arena, "%zu: %.*s", list->bars[peak].count, DTL_FMT(list->bars[peak].words)), head_type,
		fmin(x, DTL_PRINT_SIDE + width_of(p) - label), base - height - 12, label, "P");
	put_words(p, b, list->bars[0].words, head_type, DTL_PRINT_SIDE, base + 3, 150, "P");
	if (list->count > 1) {
		dtl_para para = one_run(p, list->bars[list->count - 1].words, 0);
		PangoLayout *l = dtl_print_set(p, &para, head_type, 150);
		pango_layout_set_alignment(l, PANGO_ALIGN_RIGHT);
		put(p, (dtl_piece){.kind = DTL_PIECE_LINES, .x = DTL_PRINT_SIDE + width_of(p) - 150, .y = base + 3, .h = 10, .block = b, .layout = l, .last = 1, .tag = "P"});
	}
	p->y = base + 22;
}

static void flow_map(dtl_printer *p, const dtl_block *b)
{
	double h = map_height(p, b);
	p->y += 6;
	need(p, h + 4);
	put(p, (dtl_piece){.kind = DTL_PIECE_MAP, .x = DTL_PRINT_SIDE, .y = p->y, .w = width_of(p), .h = h, .block = b, .tag = "Figure"});
	p->y += h + 5;
}

static void flow_block(dtl_printer *p, const dtl_block *b)
{
	if (b->kind != DTL_BLOCK_ROW) p->table = NULL;
	switch (b->kind) {
	case DTL_BLOCK_HEADING: flow_heading(p, b); break;
	case DTL_BLOCK_TITLE: flow_texts(p, b, types[b->kind], "H1"); break;
	case DTL_BLOCK_STANDFIRST:
	case DTL_BLOCK_FACTS:
	case DTL_BLOCK_TEXT:
	case DTL_BLOCK_NOTE: flow_texts(p, b, types[b->kind], "P"); break;
	case DTL_BLOCK_MAP: flow_map(p, b); break;
	case DTL_BLOCK_TABLE:
		p->table = b;
		need(p, 90);
		put_table_head(p);
		break;
	case DTL_BLOCK_ROW:
		if (p->table) flow_row(p, b);
		break;
	case DTL_BLOCK_ITEM: flow_item(p, b); break;
	case DTL_BLOCK_BARS: flow_bars(p, b); break;
	case DTL_BLOCK_COLUMNS: flow_columns(p, b); break;
	case DTL_BLOCK_PAGE:
		if (!at_top(p)) new_page(p);
		break;
	}
}

void dtl_print_flow(dtl_printer *p)
{
	p->y = DTL_PRINT_TOP;
	for (size_t i = 0; i < p->doc->count; i++) flow_block(p, &p->doc->blocks[i]);
}
