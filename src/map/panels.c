#include "map/panels.h"

#include <math.h>

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
		(q->scale_bar && dtl_box_meets(b, q->scale_box)) || (q->arrow && dtl_box_meets(b, q->arrow_box));
}

/* Where a panel may stand, best first: the corners, and beside what stands in a bottom corner already. */
enum spot { TOP_LEFT, TOP_RIGHT, BOTTOM_LEFT, BOTTOM_RIGHT, BESIDE_LEFT, BESIDE_RIGHT };

static dtl_box box_in(const dtl_plan *p, const dtl_panels *q, enum spot spot, double w, double h)
{
	const dtl_box *f = &p->view.frame;
	double gap = p->view.globe ? 1 : 10 * p->type, x = f->x0 + gap, y = f->y1 - gap - h;
	if (spot == TOP_LEFT || spot == TOP_RIGHT) y = f->y0 + gap;
	if (spot == TOP_RIGHT || spot == BOTTOM_RIGHT || spot == BESIDE_RIGHT) x = f->x1 - gap - w;
	const dtl_box *there[2] = {q->legend ? &q->legend_box : NULL, q->inset ? &q->inset_box : NULL};
	for (int i = 0; i < 2 && (spot == BESIDE_LEFT || spot == BESIDE_RIGHT); i++) {
		if (!there[i] || there[i]->y1 < f->y1 - 2 * gap) continue;
		if (spot == BESIDE_LEFT && there[i]->x0 < f->x0 + 2 * gap) x = there[i]->x1 + 1.6 * gap;
		if (spot == BESIDE_RIGHT && there[i]->x1 > f->x1 - 2 * gap) x = there[i]->x0 - 1.6 * gap - w;
	}
	return (dtl_box){x, y, x + w, y + h};
}

static bool find_spot(const dtl_plan *p, const dtl_panels *q, double w, double h, const enum spot *order, int count, double most, dtl_box *out)
{
	const dtl_box *f = &p->view.frame;
	double best = most;
	bool found = false;
	if (w > (f->x1 - f->x0) * .6 || h > (f->y1 - f->y0) * .6) return false;
	for (int i = 0; i < count; i++) {
		dtl_box b = box_in(p, q, order[i], w, h);
		if (taken(q, b)) continue;
		double cost = hidden(p, b) + i * 2;
		if (cost >= best) continue;
		best = cost;
		*out = b;
		found = true;
	}
	return found;
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

/* ---- north ---- */

static void draw_arrow(dtl_plan *p, const dtl_panels *q)
{
	dtl_scene *s = p->scene;
	double u = p->type, a = q->north * M_PI / 180;
	dtl_xy c = {(q->arrow_box.x0 + q->arrow_box.x1) / 2, (q->arrow_box.y0 + q->arrow_box.y1) / 2};
	static const double shape[4][2] = {{0, -11}, {5, 9}, {0, 5}, {-5, 9}};
	dtl_path path = {.closed = true};
	DTL_PUSH(p->arena, path.starts, path.piece_count, path.piece_cap, 0u);
	for (int i = 0; i < 4; i++) {
		double x = shape[i][0] * u, y = shape[i][1] * u;
		dtl_xy corner = {c.x + x * cos(a) - y * sin(a), c.y + x * sin(a) + y * cos(a)};
		DTL_PUSH(p->arena, path.points, path.count, path.cap, corner);
	}
	dtl_scene_open(s, "north", false);
	dtl_item *i = dtl_scene_add(s, DTL_ITEM_PATH, "north-arrow");
	i->path = path;
	i->box = q->arrow_box;
	i->fill = p->style->colors[DTL_COLOR_MUTED];
	i->stroke = p->style->colors[DTL_COLOR_HALO] | 0xe0;
	i->width = 1.2 * u;
	dtl_font f = dtl_plan_font(p, 10.4, true);
	dtl_item *t = dtl_scene_text(s, &p->measure, "north-text", f, p->style->colors[DTL_COLOR_MUTED], DTL_STR("N"),
		(dtl_xy){c.x + 17 * u * sin(a), c.y - 17 * u * cos(a) + f.size * .36}, DTL_ANCHOR_MIDDLE);
	t->halo = p->style->colors[DTL_COLOR_HALO] | 0xe0;
	t->halo_width = 1.8 * u;
	dtl_scene_close(s);
}

/* ---- all ---- */

static void place_scale(dtl_plan *p, dtl_panels *q)
{
	static const enum spot order[] = {BESIDE_LEFT, BESIDE_RIGHT, BOTTOM_RIGHT, BOTTOM_LEFT, TOP_RIGHT, TOP_LEFT};
	q->bar_km = round_km(p->view.km_per_px, fmin(170 * p->type, (p->view.frame.x1 - p->view.frame.x0) * .2));
	q->bar_px = q->bar_km / p->view.km_per_px;
	q->scale_bar = find_spot(p, q, q->bar_px + 6, 24 * p->type, order, 6, 900, &q->scale_box);
}

static void add_obstacles(dtl_plan *p)
{
	const dtl_panels *q = p->panels;
	double pad = 7 * p->type;
	const dtl_box *boxes[4] = {q->legend ? &q->legend_box : NULL, q->inset ? &q->inset_box : NULL, q->scale_bar ? &q->scale_box : NULL,
		q->arrow ? &q->arrow_box : NULL};
	for (int i = 0; i < 4; i++)
		if (boxes[i])
			dtl_plan_obstacle(p, (dtl_box){boxes[i]->x0 - pad, boxes[i]->y0 - pad, boxes[i]->x1 + pad, boxes[i]->y1 + pad}, DTL_LABEL_NO_OWNER, -1);
}

void dtl_panels_place(dtl_plan *p)
{
	if (dtl_plan_shares_legend(p)) {
		p->panels = p->whole->panels;
		add_obstacles(p);
		return;
	}
	dtl_panels *q = dtl_arena_new(p->arena, dtl_panels);
	static const enum spot legend_order[4] = {BOTTOM_LEFT, BOTTOM_RIGHT, TOP_LEFT, TOP_RIGHT};
	static const enum spot inset_order[4] = {TOP_RIGHT, TOP_LEFT, BOTTOM_RIGHT, BOTTOM_LEFT}; /* the arrow's too */
	p->panels = q;
	double u = p->type, w, h;
	if (!p->spec->no_legend && p->legend_count) {
		dtl_legend_needs(p, q);
		dtl_legend_size(p, q, &w, &h);
		if (p->extent.kind != DTL_EXTENT_WORLD || !p->view.globe) /* round the whole world there is room below, not on it */
			q->legend = find_spot(p, q, w, h, legend_order, 4, INFINITY, &q->legend_box);
	}
	double km_wide = (p->view.frame.x1 - p->view.frame.x0) * p->view.km_per_px;
	if (!p->spec->no_inset && !p->view.globe && p->extent.kind != DTL_EXTENT_WORLD && km_wide < 7000 && p->view.frame.y1 - p->view.frame.y0 > 240 * u) {
		double d = fmin(104 * u, (p->view.frame.y1 - p->view.frame.y0) * .24);
		q->inset = find_spot(p, q, d, d, inset_order, 4, 60, &q->inset_box);
	}
	if (!p->spec->no_scale_bar && p->view.scale_error < .06) place_scale(p, q);
	if (!p->view.globe && dtl_north_arrow(&p->view, &q->north))
		q->arrow = find_spot(p, q, 44 * u, 44 * u, inset_order, 4, 900, &q->arrow_box);
	add_obstacles(p);
}

void dtl_panels_draw(dtl_plan *p)
{
	const dtl_panels *q = p->panels;
	if (q->legend) dtl_legend_draw(p, q);
	if (q->inset) dtl_globe_draw(p, q->inset_box);
	if (q->scale_bar) draw_scale(p, q);
	if (q->arrow) draw_arrow(p, q);
}
