#include "map/panels.h"

#include <math.h>

#define ROW 18.0

static dtl_font small_font(const dtl_plan *p) { return dtl_plan_font(p, 11, false); }

/* ---- finding room ---- */

/* What a panel in this box would hide: marks above all, then land. */
static double hidden(const dtl_plan *p, dtl_box b)
{
	double cost = 0, pad = 10 * p->type;
	dtl_box wide = {b.x0 - pad, b.y0 - pad, b.x1 + pad, b.y1 + pad};
	for (size_t i = 0; i < p->mark_count; i++) {
		dtl_xy q = p->marks[i].at;
		dtl_box m = {q.x - 8, q.y - 8, q.x + 8, q.y + 8};
		dtl_box room = {q.x - 30, q.y - 22, q.x + 170 * p->type, q.y + 22};
		if (dtl_box_meets(wide, m)) cost += 1000;
		else if (dtl_box_meets(b, room)) cost += 40;
	}
	for (size_t i = 0; i < p->base->country_count; i++)
		if (p->focus[i]) cost += 25 * dtl_mask_share(&p->mask, b, (int16_t)i);
	cost += 8 * (1 - dtl_mask_share(&p->mask, b, DTL_MASK_SEA) - dtl_mask_share(&p->mask, b, DTL_MASK_VOID));
	return cost;
}

static bool taken(const dtl_panels *q, dtl_box b)
{
	return (q->legend && dtl_box_meets(b, q->legend_box)) || (q->inset && dtl_box_meets(b, q->inset_box)) ||
		(q->scale_bar && dtl_box_meets(b, q->scale_box));
}

/* The best corner for w by h; order: preference of the corners (0 top left, 1 top right, 2 bottom left, 3 bottom right). */
static bool find_corner(const dtl_plan *p, const dtl_panels *q, double w, double h, const int order[4], double most, dtl_box *out)
{
	const dtl_box *f = &p->view.frame;
	double gap = p->view.globe ? 1 : 10 * p->type, best = most;
	bool found = false;
	if (w > (f->x1 - f->x0) * .6 || h > (f->y1 - f->y0) * .6) return false;
	for (int i = 0; i < 4; i++) {
		int c = order[i];
		double x = c & 1 ? f->x1 - gap - w : f->x0 + gap, y = c & 2 ? f->y1 - gap - h : f->y0 + gap;
		dtl_box b = {x, y, x + w, y + h};
		if (taken(q, b)) continue;
		double cost = hidden(p, b) + i * 2;
		if (cost >= best) continue;
		best = cost;
		*out = b;
		found = true;
	}
	return found;
}

/* ---- legend ---- */

static const char *const notes[] = {"Hollow sign: position approximate", "Tinted: known only to the area", "\u00d7: several events at one spot"};

static void legend_needs(const dtl_plan *p, dtl_panels *q)
{
	for (size_t i = 0; i < p->mark_count; i++) {
		const dtl_mark *m = &p->marks[i];
		q->areas |= m->unit >= 0 || m->country >= 0;
		q->estimates |= m->hollow && m->unit < 0 && m->country < 0 && m->count == 1;
		q->clusters |= m->count > 1 && !m->fan;
	}
}

static dtl_str row_words(const dtl_plan *p, const dtl_legend_row *r)
{
	if (r->count < 2) return r->words;
	return dtl_arena_printf(p->arena, "%.*s  %.*s", DTL_FMT(r->words), DTL_FMT(dtl_words_count(p->arena, r->count)));
}

static void legend_size(const dtl_plan *p, const dtl_panels *q, double *w, double *h)
{
	dtl_font f = small_font(p), n = dtl_plan_font(p, 9.8, false);
	double widest = 0;
	for (size_t i = 0; i < p->legend_count; i++)
		widest = fmax(widest, p->measure.line(p->measure.context, &f, row_words(p, &p->legend[i])).width + 24 * p->type);
	bool want[3] = {q->estimates, q->areas, q->clusters};
	size_t rows = 0;
	for (int i = 0; i < 3; i++)
		if (want[i]) {
			rows++;
			widest = fmax(widest, p->measure.line(p->measure.context, &n, dtl_str_of(notes[i])).width);
		}
	*w = widest + 20 * p->type;
	*h = ((double)p->legend_count * ROW + (double)rows * 14 + (rows ? 4 : 0) + 12) * p->type;
}

static void draw_legend(dtl_plan *p, const dtl_panels *q)
{
	dtl_scene *s = p->scene;
	dtl_scene_open(s, "legend", false);
	dtl_scene_rect(s, "panel", q->legend_box, p->style->colors[DTL_COLOR_PANEL], p->style->colors[DTL_COLOR_FRAME], .6 * p->type);
	double y = q->legend_box.y0 + 6 * p->type, x = q->legend_box.x0 + 10 * p->type, row = ROW * p->type;
	for (size_t i = 0; i < p->legend_count; i++, y += row) {
		dtl_item *m = dtl_scene_symbol(s, "legend-sign", p->legend[i].symbol, (dtl_xy){x + 7 * p->type, y + row / 2}, 12.5 * p->type);
		m->stroke = p->style->colors[DTL_COLOR_MARKER_EDGE];
		m->width = .8 * p->type;
		dtl_font f = small_font(p);
		dtl_scene_text(s, &p->measure, "legend-text", f, p->style->colors[DTL_COLOR_TEXT], row_words(p, &p->legend[i]),
			(dtl_xy){x + 22 * p->type, y + row / 2 + f.size * .35}, DTL_ANCHOR_START);
	}
	bool want[3] = {q->estimates, q->areas, q->clusters};
	y += 4 * p->type;
	for (int i = 0; i < 3; i++) {
		if (!want[i]) continue;
		dtl_font f = dtl_plan_font(p, 9.8, false);
		dtl_scene_text(s, &p->measure, "legend-text", f, p->style->colors[DTL_COLOR_MUTED], dtl_str_of(notes[i]), (dtl_xy){x, y + 8.5 * p->type},
			DTL_ANCHOR_START);
		y += 14 * p->type;
	}
	dtl_scene_close(s);
}

/* A legend that hides too much of the map stands below it, in lines. Returns its height; draws only if y is not negative. */
static double strip(dtl_plan *p, double x0, double width, double y)
{
	const dtl_panels *q = p->panels;
	if (p->spec->no_legend || !p->legend_count || q->legend) return 0;
	dtl_font f = small_font(p);
	double x = x0, row = ROW * p->type, top = 8 * p->type;
	for (size_t i = 0; i < p->legend_count; i++) {
		dtl_str words = row_words(p, &p->legend[i]);
		double need = p->measure.line(p->measure.context, &f, words).width + 22 * p->type;
		if (x > x0 && x + need > x0 + width) x = x0, top += row;
		if (y >= 0) {
			dtl_item *m = dtl_scene_symbol(p->scene, "legend-sign", p->legend[i].symbol, (dtl_xy){x + 7 * p->type, y + top + row / 2}, 12.5 * p->type);
			m->stroke = p->style->colors[DTL_COLOR_MARKER_EDGE];
			m->width = .8 * p->type;
			dtl_scene_text(p->scene, &p->measure, "legend-text", f, p->style->colors[DTL_COLOR_TEXT], words,
				(dtl_xy){x + 18 * p->type, y + top + row / 2 + f.size * .35}, DTL_ANCHOR_START);
		}
		x += need + 14 * p->type;
	}
	return top + row;
}

double dtl_panels_strip_height(dtl_plan *p, double width)
{
	return strip(p, 0, width, -1);
}

double dtl_panels_strip_draw(dtl_plan *p, double x, double width, double y)
{
	if (dtl_panels_strip_height(p, width) <= 0) return 0;
	dtl_scene_open(p->scene, "legend", false);
	double height = strip(p, x, width, y);
	dtl_scene_close(p->scene);
	return height;
}

/* ---- scale bar ---- */

/* The largest of 1, 2, 5 times a power of ten km that is no longer than `most` pixels. */
static double round_km(double km_per_px, double most)
{
	double km = most * km_per_px, ten = pow(10, floor(log10(km)));
	return km >= 5 * ten ? 5 * ten : km >= 2 * ten ? 2 * ten : ten;
}

static dtl_str bar_words(const dtl_plan *p, double km)
{
	return km < 1 ? dtl_arena_printf(p->arena, "%g m", km * 1000) : dtl_arena_printf(p->arena, "%g km", km);
}

static void draw_scale(dtl_plan *p, const dtl_panels *q)
{
	dtl_scene *s = p->scene;
	dtl_rgba ink = p->style->colors[DTL_COLOR_MUTED];
	double x = q->scale_box.x0 + 2, y = q->scale_box.y1 - 5 * p->type, tick = 4 * p->type;
	dtl_scene_open(s, "scale-bar", false);
	for (int halo = 1; halo >= 0; halo--) {
		dtl_rgba c = halo ? (p->style->colors[DTL_COLOR_HALO] | 0xe0) : ink;
		double w = (halo ? 4 : 1.2) * p->type;
		dtl_scene_line(s, "scale", (dtl_xy){x, y}, (dtl_xy){x + q->bar_px, y}, c, w);
		dtl_scene_line(s, "scale", (dtl_xy){x, y - tick}, (dtl_xy){x, y}, c, w);
		dtl_scene_line(s, "scale", (dtl_xy){x + q->bar_px, y - tick}, (dtl_xy){x + q->bar_px, y}, c, w);
	}
	dtl_font f = dtl_plan_font(p, 10.4, false);
	dtl_item *t = dtl_scene_text(s, &p->measure, "scale-text", f, ink, bar_words(p, q->bar_km), (dtl_xy){x + q->bar_px / 2, y - 4 * p->type},
		DTL_ANCHOR_MIDDLE);
	t->halo = p->style->colors[DTL_COLOR_HALO] | 0xe0;
	t->halo_width = 1.8 * p->type;
	dtl_scene_close(s);
}

/* ---- all ---- */

void dtl_panels_place(dtl_plan *p)
{
	dtl_panels *q = dtl_arena_new(p->arena, dtl_panels);
	static const int legend_order[4] = {2, 3, 0, 1}, inset_order[4] = {1, 0, 3, 2}, scale_order[4] = {3, 2, 1, 0};
	p->panels = q;
	double u = p->type;
	if (!p->spec->no_legend && p->legend_count) {
		double w, h;
		legend_needs(p, q);
		legend_size(p, q, &w, &h);
		q->legend = find_corner(p, q, w, h, legend_order, INFINITY, &q->legend_box);
	}
	double km_wide = (p->view.frame.x1 - p->view.frame.x0) * p->view.km_per_px;
	if (!p->spec->no_inset && !p->view.globe && p->extent.kind != DTL_EXTENT_WORLD && km_wide < 7000 && p->view.frame.y1 - p->view.frame.y0 > 240 * u) {
		double d = fmin(104 * u, (p->view.frame.y1 - p->view.frame.y0) * .24);
		q->inset = find_corner(p, q, d, d, inset_order, 60, &q->inset_box);
	}
	if (!p->spec->no_scale_bar && p->view.scale_error < .06) {
		q->bar_km = round_km(p->view.km_per_px, fmin(170 * u, (p->view.frame.x1 - p->view.frame.x0) * .2));
		q->bar_px = q->bar_km / p->view.km_per_px;
		q->scale_bar = find_corner(p, q, q->bar_px + 6, 24 * u, scale_order, 900, &q->scale_box);
	}
	double pad = 7 * u;
	const dtl_box *boxes[3] = {q->legend ? &q->legend_box : NULL, q->inset ? &q->inset_box : NULL, q->scale_bar ? &q->scale_box : NULL};
	for (int i = 0; i < 3; i++)
		if (boxes[i])
			dtl_plan_obstacle(p, (dtl_box){boxes[i]->x0 - pad, boxes[i]->y0 - pad, boxes[i]->x1 + pad, boxes[i]->y1 + pad}, DTL_LABEL_NO_OWNER, -1);
}

void dtl_panels_draw(dtl_plan *p)
{
	const dtl_panels *q = p->panels;
	if (q->legend) draw_legend(p, q);
	if (q->inset) dtl_globe_draw(p, q->inset_box);
	if (q->scale_bar) draw_scale(p, q);
}
