#include "map/labels.h"

#include <math.h>
#include <stdlib.h>

/* Greedy placement: features by falling weight, each at its cheapest position that is free. A grid of cells finds what lies
 * near a box. */

bool dtl_segment_meets_box(dtl_xy a, dtl_xy b, dtl_box box)
{
	double t0 = 0, t1 = 1, d[2] = {b.x - a.x, b.y - a.y}, p[2] = {a.x, a.y}; /* Liang and Barsky 1984 */
	double low[2] = {box.x0, box.y0}, high[2] = {box.x1, box.y1};
	for (int i = 0; i < 2; i++) {
		if (d[i] == 0) { /* parallel to this pair of sides */
			if (p[i] <= low[i] || p[i] >= high[i]) return false;
			continue;
		}
		double u = (low[i] - p[i]) / d[i], v = (high[i] - p[i]) / d[i];
		t0 = fmax(t0, fmin(u, v));
		t1 = fmin(t1, fmax(u, v));
	}
	return t0 < t1;
}

static double side(dtl_xy a, dtl_xy b, dtl_xy p)
{
	return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
}

static bool between(dtl_xy a, dtl_xy b, dtl_xy p)
{
	return fmin(a.x, b.x) <= p.x && p.x <= fmax(a.x, b.x) && fmin(a.y, b.y) <= p.y && p.y <= fmax(a.y, b.y);
}

bool dtl_segments_meet(dtl_xy a, dtl_xy b, dtl_xy c, dtl_xy d)
{
	double s1 = side(c, d, a), s2 = side(c, d, b), s3 = side(a, b, c), s4 = side(a, b, d);
	if (((s1 > 0 && s2 < 0) || (s1 < 0 && s2 > 0)) && ((s3 > 0 && s4 < 0) || (s3 < 0 && s4 > 0))) return true;
	return (s1 == 0 && between(c, d, a)) || (s2 == 0 && between(c, d, b)) || (s3 == 0 && between(a, b, c)) ||
		(s4 == 0 && between(a, b, d));
}

#define CELL 48.0 /* pixels */

typedef struct entry {
	uint32_t next; /* index + 1 of the next in the same cell */
	int32_t obstacle; /* >= 0: obstacle; else ~feature of a placed label */
} entry;

typedef struct grid {
	dtl_arena *arena;
	const dtl_label_problem *p;
	const int32_t *choice;
	int columns, rows;
	uint32_t *head;
	entry *entries;
	size_t count, cap;
	uint32_t *leaders; /* features placed with a leader */
	size_t leader_count, leader_cap;
} grid;

static int cell(double v, double origin, int n)
{
	double c = floor((v - origin) / CELL);
	return c < 0 ? 0 : c >= n ? n - 1 : (int)c;
}

static void grid_add(grid *g, dtl_box b, int32_t what)
{
	int x0 = cell(b.x0, g->p->bounds.x0, g->columns), x1 = cell(b.x1, g->p->bounds.x0, g->columns);
	int y0 = cell(b.y0, g->p->bounds.y0, g->rows), y1 = cell(b.y1, g->p->bounds.y0, g->rows);
	for (int y = y0; y <= y1; y++)
		for (int x = x0; x <= x1; x++) {
			uint32_t *head = &g->head[y * g->columns + x];
			entry e = {*head, what};
			DTL_PUSH(g->arena, g->entries, g->count, g->cap, e);
			*head = (uint32_t)g->count;
		}
}

static const dtl_label_candidate *chosen(const grid *g, int32_t f)
{
	return &g->p->candidates[g->p->features[f].first + (uint32_t)g->choice[f]];
}

/* Whether candidate c of feature f meets what the entry stands for; adds the cost of soft obstacles. */
static bool blocked_by(const grid *g, const dtl_label_candidate *c, int32_t f, int32_t what, double *cost)
{
	if (what >= 0) {
		const dtl_label_obstacle *o = &g->p->obstacles[what];
		if (o->owner == f) return false;
		if (o->cost >= 0) {
			if (dtl_box_meets(c->box, o->box)) *cost += o->cost;
			return false;
		}
		return dtl_box_meets(c->box, o->box) || (c->leader && dtl_segment_meets_box(c->from, c->to, o->box));
	}
	const dtl_label_candidate *other = chosen(g, ~what);
	return dtl_box_meets(c->box, other->box) || (c->leader && dtl_segment_meets_box(c->from, c->to, other->box));
}

static dtl_box reach(const dtl_label_candidate *c)
{
	if (!c->leader) return c->box;
	dtl_box b = c->box;
	b.x0 = fmin(b.x0, fmin(c->from.x, c->to.x));
	b.x1 = fmax(b.x1, fmax(c->from.x, c->to.x));
	b.y0 = fmin(b.y0, fmin(c->from.y, c->to.y));
	b.y1 = fmax(b.y1, fmax(c->from.y, c->to.y));
	return b;
}

/* The cost of a candidate where everything placed so far stands; infinite if it is not free. */
static double cost_of(const grid *g, const dtl_label_candidate *c, int32_t f)
{
	if (!dtl_box_inside(c->box, g->p->bounds)) return INFINITY;
	double cost = c->cost;
	dtl_box r = reach(c);
	int x0 = cell(r.x0, g->p->bounds.x0, g->columns), x1 = cell(r.x1, g->p->bounds.x0, g->columns);
	int y0 = cell(r.y0, g->p->bounds.y0, g->rows), y1 = cell(r.y1, g->p->bounds.y0, g->rows);
	for (int y = y0; y <= y1; y++)
		for (int x = x0; x <= x1; x++)
			for (uint32_t i = g->head[y * g->columns + x]; i; i = g->entries[i - 1].next)
				if (blocked_by(g, c, f, g->entries[i - 1].obstacle, &cost)) return INFINITY;
	for (size_t i = 0; i < g->leader_count; i++) {
		const dtl_label_candidate *o = chosen(g, (int32_t)g->leaders[i]);
		if (dtl_segment_meets_box(o->from, o->to, c->box)) return INFINITY;
		if (c->leader && dtl_segments_meet(o->from, o->to, c->from, c->to)) return INFINITY;
	}
	return cost;
}

typedef struct ranked {
	double weight;
	uint32_t feature;
} ranked;

static int heavier_first(const void *a, const void *b)
{
	const ranked *p = a, *q = b;
	if (p->weight != q->weight) return p->weight < q->weight ? 1 : -1;
	return p->feature < q->feature ? -1 : 1;
}

size_t dtl_labels_place(dtl_arena *arena, const dtl_label_problem *p, int32_t *choice)
{
	dtl_arena_mark mark = dtl_arena_mark_take(arena);
	grid g = {.arena = arena, .p = p, .choice = choice};
	g.columns = (int)fmin(512, fmax(1, ceil((p->bounds.x1 - p->bounds.x0) / CELL)));
	g.rows = (int)fmin(512, fmax(1, ceil((p->bounds.y1 - p->bounds.y0) / CELL)));
	g.head = dtl_arena_array(arena, uint32_t, (size_t)g.columns * (size_t)g.rows);
	for (size_t i = 0; i < p->obstacle_count; i++) grid_add(&g, p->obstacles[i].box, (int32_t)i);
	ranked *order = dtl_arena_array(arena, ranked, p->feature_count);
	for (size_t i = 0; i < p->feature_count; i++) order[i] = (ranked){p->features[i].weight, (uint32_t)i};
	if (p->feature_count) qsort(order, p->feature_count, sizeof *order, heavier_first);
	size_t placed = 0;
	for (size_t i = 0; i < p->feature_count; i++) {
		int32_t f = (int32_t)order[i].feature;
		const dtl_label_feature *feature = &p->features[f];
		double best = feature->weight;
		choice[f] = DTL_LABEL_DROPPED;
		for (uint32_t k = 0; k < feature->count; k++) {
			double cost = cost_of(&g, &p->candidates[feature->first + k], f);
			if (cost < best) {
				best = cost;
				choice[f] = (int32_t)k;
			}
		}
		if (choice[f] == DTL_LABEL_DROPPED) continue;
		placed++;
		grid_add(&g, chosen(&g, f)->box, ~f);
		if (chosen(&g, f)->leader) DTL_PUSH(arena, g.leaders, g.leader_count, g.leader_cap, order[i].feature);
	}
	dtl_arena_reset(arena, mark);
	return placed;
}
