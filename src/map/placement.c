/* The conflict graph, its reductions, and the assembly of the answer. The search is in placement_search.c. */
#include "map/placement.h"

#include <math.h>

#include "base/str.h"
#include "map/placement_graph.h"

bool dtl_placement_conflict(const dtl_placement_candidate *a, const dtl_placement_candidate *b)
{
	if (a->feature == b->feature || dtl_box_meets(a->box, b->box)) return true;
	if (a->leader && dtl_segment_meets_box(a->from, a->to, b->box)) return true;
	if (b->leader && dtl_segment_meets_box(b->from, b->to, a->box)) return true;
	return a->leader && b->leader && dtl_segments_meet(a->from, a->to, b->from, b->to);
}

/* The box of everything that a candidate draws. */
static dtl_box hull(const dtl_placement_candidate *c)
{
	dtl_box h = c->box;
	if (!c->leader) return h;
	h.x0 = fmin(h.x0, fmin(c->from.x, c->to.x));
	h.x1 = fmax(h.x1, fmax(c->from.x, c->to.x));
	h.y0 = fmin(h.y0, fmin(c->from.y, c->to.y));
	h.y1 = fmax(h.y1, fmax(c->from.y, c->to.y));
	return h;
}

/* A grid of cells as large as an average candidate: each lists the candidates whose hull touches it. */
typedef struct grid {
	double left, top, cell_x, cell_y;
	size_t columns, rows;
	uint32_t *first, *items;
} grid;

static void cells(const grid *g, const dtl_placement_candidate *c, size_t range[4])
{
	dtl_box h = hull(c);
	const double at[4] = {(h.x0 - g->left) / g->cell_x, (h.x1 - g->left) / g->cell_x, (h.y0 - g->top) / g->cell_y,
		(h.y1 - g->top) / g->cell_y};
	for (int i = 0; i < 4; i++) {
		size_t limit = i < 2 ? g->columns : g->rows;
		range[i] = at[i] <= 0 ? 0 : at[i] >= (double)limit ? limit - 1 : (size_t)at[i];
	}
}

static grid grid_new(dtl_arena *arena, const dtl_placement_candidate *c, size_t count)
{
	double right = -INFINITY, bottom = -INFINITY, width = 0, height = 0;
	grid g = {.left = INFINITY, .top = INFINITY};
	for (size_t i = 0; i < count; i++) {
		dtl_box h = hull(&c[i]);
		g.left = fmin(g.left, h.x0);
		g.top = fmin(g.top, h.y0);
		right = fmax(right, h.x1);
		bottom = fmax(bottom, h.y1);
		width += h.x1 - h.x0;
		height += h.y1 - h.y0;
	}
	double n = (double)count, limit = sqrt(4 * n) + 1;
	g.cell_x = fmax(width / n, (right - g.left) / limit) + 1e-9;
	g.cell_y = fmax(height / n, (bottom - g.top) / limit) + 1e-9;
	g.columns = (size_t)((right - g.left) / g.cell_x) + 1;
	g.rows = (size_t)((bottom - g.top) / g.cell_y) + 1;
	g.first = dtl_arena_array(arena, uint32_t, g.columns * g.rows + 2);
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < count; i++) {
			size_t r[4];
			cells(&g, &c[i], r);
			for (size_t y = r[2]; y <= r[3]; y++)
				for (size_t x = r[0]; x <= r[1]; x++) {
					uint32_t *slot = &g.first[y * g.columns + x + (pass ? 1 : 2)];
					if (pass) g.items[(*slot)++] = (uint32_t)i;
					else ++*slot;
				}
		}
		if (pass) break;
		for (size_t k = 1; k < g.columns * g.rows + 2; k++) g.first[k] += g.first[k - 1];
		g.items = dtl_arena_array(arena, uint32_t, g.first[g.columns * g.rows + 1] + 1);
	}
	return g;
}

static void connect(dtl_arena *arena, dtl_conflicts *g, const dtl_placement_candidate *c)
{
	grid cells_of = grid_new(arena, c, g->count);
	uint32_t *seen = dtl_arena_array(arena, uint32_t, g->count);
	size_t used = 0, cap = 0;
	g->first = dtl_arena_array(arena, uint32_t, g->count + 1);
	for (size_t i = 0; i < g->count; i++) {
		size_t r[4];
		cells(&cells_of, &c[i], r);
		g->first[i] = (uint32_t)used;
		for (size_t y = r[2]; y <= r[3]; y++)
			for (size_t x = r[0]; x <= r[1]; x++) {
				size_t cell = y * cells_of.columns + x;
				for (uint32_t k = cells_of.first[cell]; k < cells_of.first[cell + 1]; k++) {
					uint32_t j = cells_of.items[k];
					if (j == i || seen[j] == i + 1) continue;
					seen[j] = (uint32_t)i + 1;
					if (dtl_placement_conflict(&c[i], &c[j])) DTL_PUSH(arena, g->neighbours, used, cap, j);
				}
			}
	}
	g->first[g->count] = (uint32_t)used;
}

/* Candidates of one feature may lie far apart (leaders): those pairs that share no cell are added here. */
static void join_features(dtl_arena *arena, dtl_conflicts *g, const dtl_placement_candidate *c, size_t features)
{
	uint32_t *start = dtl_arena_array(arena, uint32_t, features + 2), *members = dtl_arena_array(arena, uint32_t, g->count + 1);
	for (size_t i = 0; i < g->count; i++) start[c[i].feature + 2]++;
	for (size_t f = 1; f < features + 2; f++) start[f] += start[f - 1];
	for (size_t i = 0; i < g->count; i++) members[start[c[i].feature + 1]++] = (uint32_t)i;
	dtl_conflicts joined = {.count = g->count, .first = dtl_arena_array(arena, uint32_t, g->count + 1)};
	size_t used = 0, cap = 0;
	uint32_t *seen = dtl_arena_array(arena, uint32_t, g->count);
	for (size_t i = 0; i < g->count; i++) {
		joined.first[i] = (uint32_t)used;
		for (uint32_t k = g->first[i]; k < g->first[i + 1]; k++) {
			seen[g->neighbours[k]] = (uint32_t)i + 1;
			DTL_PUSH(arena, joined.neighbours, used, cap, g->neighbours[k]);
		}
		for (uint32_t k = start[c[i].feature]; k < start[c[i].feature + 1]; k++)
			if (members[k] != i && seen[members[k]] != i + 1) DTL_PUSH(arena, joined.neighbours, used, cap, members[k]);
	}
	joined.first[g->count] = (uint32_t)used;
	g->first = joined.first;
	g->neighbours = joined.neighbours;
}

/* ---- reductions: what an optimal answer must or need not hold ---- */

typedef struct reducer {
	const dtl_conflicts *g;
	uint8_t *state;   /* dtl_vertex_state */
	uint32_t *degree; /* undecided neighbours */
	uint32_t *mark, stamp;
	uint32_t *queue;
	bool *queued;
	size_t head, size;
} reducer;

static void requeue(reducer *r, uint32_t v)
{
	if (r->queued[v] || r->state[v] != DTL_UNDECIDED) return;
	r->queued[v] = true;
	r->queue[(r->head + r->size++) % r->g->count] = v;
}

static void discard(reducer *r, uint32_t v)
{
	r->state[v] = DTL_OUT;
	for (uint32_t k = r->g->first[v]; k < r->g->first[v + 1]; k++) {
		r->degree[r->g->neighbours[k]]--;
		requeue(r, r->g->neighbours[k]);
	}
}

static void take(reducer *r, uint32_t v)
{
	r->state[v] = DTL_IN;
	for (uint32_t k = r->g->first[v]; k < r->g->first[v + 1]; k++)
		if (r->state[r->g->neighbours[k]] == DTL_UNDECIDED) discard(r, r->g->neighbours[k]);
}

/* How many undecided neighbours of u are marked (u itself marked or not). */
static uint32_t marked_around(const reducer *r, uint32_t u)
{
	uint32_t n = 0;
	for (uint32_t k = r->g->first[u]; k < r->g->first[u + 1]; k++) {
		uint32_t x = r->g->neighbours[k];
		n += r->state[x] == DTL_UNDECIDED && r->mark[x] == r->stamp;
	}
	return n;
}

/* Wagner, Wolff, Kapoor, Strijk, "Three rules suffice for good label placement", Algorithmica 30, 2001, in the weighted form of
 * Lamm et al., "Exactly solving the maximum weight independent set problem on large real-world graphs", ALENEX 2019: a vertex
 * that outweighs its neighbourhood is taken; of a clique's simplicial vertices the heaviest is; a dominated one is discarded. */
static void reduce(reducer *r, uint32_t v)
{
	const dtl_conflicts *g = r->g;
	uint64_t around = 0;
	uint32_t heaviest = 0;
	r->stamp++;
	r->mark[v] = r->stamp;
	for (uint32_t k = g->first[v]; k < g->first[v + 1]; k++) {
		uint32_t u = g->neighbours[k];
		if (r->state[u] != DTL_UNDECIDED) continue;
		r->mark[u] = r->stamp;
		around += g->weight[u];
		if (g->weight[u] > heaviest) heaviest = g->weight[u];
	}
	if (g->weight[v] >= around) {
		take(r, v);
		return;
	}
	bool clique = g->weight[v] >= heaviest;
	for (uint32_t k = g->first[v]; k < g->first[v + 1]; k++) {
		uint32_t u = g->neighbours[k];
		if (r->state[u] != DTL_UNDECIDED) continue;
		uint32_t shared = marked_around(r, u); /* of N[v], v included */
		if (shared != r->degree[v]) clique = false;
		/* N[v] lies within N[u]: whatever u can be part of, v can replace it */
		if (shared == r->degree[v] && g->weight[v] >= g->weight[u]) discard(r, u), r->mark[u] = 0, clique = false;
	}
	if (clique) take(r, v);
	else if (r->queued[v] == false && r->degree[v] == 0 && r->state[v] == DTL_UNDECIDED) take(r, v);
}

static void reduce_all(dtl_arena *arena, const dtl_conflicts *g, uint8_t *state)
{
	reducer r = {.g = g, .state = state, .degree = dtl_arena_array(arena, uint32_t, g->count),
		.mark = dtl_arena_array(arena, uint32_t, g->count), .queue = dtl_arena_array(arena, uint32_t, g->count),
		.queued = dtl_arena_array(arena, bool, g->count)};
	for (uint32_t v = 0; v < g->count; v++) r.degree[v] = g->first[v + 1] - g->first[v];
	for (uint32_t v = 0; v < g->count; v++) requeue(&r, v);
	while (r.size) {
		uint32_t v = r.queue[r.head];
		r.head = (r.head + 1) % g->count;
		r.size--;
		r.queued[v] = false;
		if (r.state[v] == DTL_UNDECIDED) reduce(&r, v);
	}
}

void dtl_place_labels(dtl_arena *arena, const dtl_placement_candidate *candidates, size_t count, size_t features,
	unsigned effort, uint32_t *chosen)
{
	for (size_t f = 0; f < features; f++) chosen[f] = DTL_PLACEMENT_NONE;
	if (count == 0) return;
	dtl_arena_mark mark = dtl_arena_mark_take(arena);
	dtl_conflicts g = {.count = count, .weight = dtl_arena_array(arena, uint32_t, count)};
	for (size_t i = 0; i < count; i++) g.weight[i] = candidates[i].weight;
	connect(arena, &g, candidates);
	join_features(arena, &g, candidates, features);
	uint8_t *state = dtl_arena_array(arena, uint8_t, count);
	reduce_all(arena, &g, state);
	dtl_search_placement(arena, &g, state, effort);
	for (size_t i = 0; i < count; i++)
		if (state[i] == DTL_IN) chosen[candidates[i].feature] = (uint32_t)i;
	dtl_arena_reset(arena, mark);
}
