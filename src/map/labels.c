#include "map/labels.h"

#include <math.h>

#include "map/placement.h"

/* What the obstacles forbid is left out and what they make dearer is priced; the rest is an independent set: placement.h. */

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
#define EFFORT 40 /* search steps per undecided candidate at effort 1 */

typedef struct grid {
	const dtl_label_problem *p;
	int columns, rows;
	uint32_t *first; /* of each cell's items; obstacles that touch the cell */
	uint32_t *items;
	uint32_t *seen, stamp;
} grid;

static int cell(double v, double origin, int n)
{
	double c = floor((v - origin) / CELL);
	return c < 0 ? 0 : c >= n ? n - 1 : (int)c;
}

static void cells(const grid *g, dtl_box b, int range[4])
{
	range[0] = cell(b.x0, g->p->bounds.x0, g->columns);
	range[1] = cell(b.x1, g->p->bounds.x0, g->columns);
	range[2] = cell(b.y0, g->p->bounds.y0, g->rows);
	range[3] = cell(b.y1, g->p->bounds.y0, g->rows);
}

static grid grid_new(dtl_arena *arena, const dtl_label_problem *p)
{
	grid g = {.p = p};
	g.columns = (int)fmin(512, fmax(1, ceil((p->bounds.x1 - p->bounds.x0) / CELL)));
	g.rows = (int)fmin(512, fmax(1, ceil((p->bounds.y1 - p->bounds.y0) / CELL)));
	size_t count = (size_t)g.columns * (size_t)g.rows;
	g.first = dtl_arena_array(arena, uint32_t, count + 2);
	g.seen = dtl_arena_array(arena, uint32_t, p->obstacle_count);
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < p->obstacle_count; i++) {
			int r[4];
			cells(&g, p->obstacles[i].box, r);
			for (int y = r[2]; y <= r[3]; y++)
				for (int x = r[0]; x <= r[1]; x++) {
					uint32_t *slot = &g.first[y * g.columns + x + (pass ? 1 : 2)];
					if (pass) g.items[(*slot)++] = (uint32_t)i;
					else ++*slot;
				}
		}
		if (pass) break;
		for (size_t k = 1; k < count + 2; k++) g.first[k] += g.first[k - 1];
		g.items = dtl_arena_array(arena, uint32_t, g.first[count + 1]);
	}
	return g;
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

/* The cost of a candidate among the obstacles; infinite if it is not free. */
static double cost_of(grid *g, const dtl_label_candidate *c, int32_t f)
{
	if (!dtl_box_inside(c->box, g->p->bounds)) return INFINITY;
	double cost = c->cost;
	int r[4];
	cells(g, reach(c), r);
	g->stamp++;
	for (int y = r[2]; y <= r[3]; y++)
		for (int x = r[0]; x <= r[1]; x++) {
			uint32_t *at = &g->first[y * g->columns + x];
			for (uint32_t k = at[0]; k < at[1]; k++) {
				const dtl_label_obstacle *o = &g->p->obstacles[g->items[k]];
				if (o->owner == f || g->seen[g->items[k]] == g->stamp) continue;
				g->seen[g->items[k]] = g->stamp;
				bool covered = dtl_box_meets(c->box, o->box);
				if (o->cost >= 0) cost += covered ? o->cost : 0;
				else if (covered || (c->leader && dtl_segment_meets_box(c->from, c->to, o->box))) return INFINITY;
			}
		}
	return cost;
}

typedef struct candidates {
	dtl_placement_candidate *items;
	size_t count;
} candidates;

/* What the obstacles leave free, with its gain; leaders only where they are wanted: by the caller, or by a label whose first position
 * has one. */
static candidates free_candidates(dtl_arena *arena, grid *g, const dtl_label_problem *p, bool leaders)
{
	candidates out = {dtl_arena_array(arena, dtl_placement_candidate, p->candidate_count), 0};
	double most = 0;
	for (size_t f = 0; f < p->feature_count; f++) most = fmax(most, p->features[f].weight);
	for (size_t f = 0; f < p->feature_count; f++) {
		const dtl_label_feature *feature = &p->features[f];
		for (uint32_t k = 0; k < feature->count; k++) {
			const dtl_label_candidate *c = &p->candidates[feature->first + k];
			if (c->leader && !leaders && !p->candidates[feature->first].leader) continue;
			double gain = feature->weight - cost_of(g, c, (int32_t)f);
			if (!(gain > 0)) continue;
			double scaled = ceil(gain / most * 1e9); /* whole numbers: the search must not depend on rounding */
			out.items[out.count++] = (dtl_placement_candidate){c->box, c->leader, c->from, c->to, (uint32_t)f, (uint32_t)scaled, k};
		}
	}
	return out;
}

static bool has_leaders(const dtl_label_problem *p, size_t f)
{
	for (uint32_t k = 0; k < p->features[f].count; k++)
		if (p->candidates[p->features[f].first + k].leader) return true;
	return false;
}

/* Leaders are most of the candidates and nearly all of the conflicts, and few labels need one: so first without. Only where a label
 * that could have a leader finds no place is the whole problem posed. */
size_t dtl_labels_place(dtl_arena *arena, const dtl_label_problem *p, int32_t *choice)
{
	dtl_arena_mark mark = dtl_arena_mark_take(arena);
	grid g = grid_new(arena, p);
	uint32_t *chosen = dtl_arena_array(arena, uint32_t, p->feature_count);
	candidates c = {0};
	bool again = true;
	for (int leaders = 0; leaders < 2 && again; leaders++) {
		c = free_candidates(arena, &g, p, leaders);
		dtl_place_labels(arena, c.items, c.count, p->feature_count, (unsigned)(fmax(0, p->effort) * EFFORT), chosen);
		again = false;
		for (size_t f = 0; f < p->feature_count && !again; f++) again = chosen[f] == DTL_PLACEMENT_NONE && has_leaders(p, f);
	}
	size_t placed = 0;
	for (size_t f = 0; f < p->feature_count; f++) {
		choice[f] = DTL_LABEL_DROPPED;
		if (chosen[f] == DTL_PLACEMENT_NONE) continue;
		choice[f] = (int32_t)c.items[chosen[f]].index;
		placed++;
	}
	dtl_arena_reset(arena, mark);
	return placed;
}
