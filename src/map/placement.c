/* The conflict graph, its reductions, and the assembly of the answer. The search is in placement_search.c. */
#include "map/placement.h"

#include <math.h>

#include "base/str.h"
#include "map/placement_graph.h"

static bool boxes_overlap(const dtl_candidate *a, const dtl_candidate *b)
{
	return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom;
}

static bool has_leader(const dtl_candidate *c)
{
	return c->leader[0] != c->leader[2] || c->leader[1] != c->leader[3];
}

static double side(const double *p, const double *q, double x, double y)
{
	return (q[0] - p[0]) * (y - p[1]) - (q[1] - p[1]) * (x - p[0]);
}

static bool segments_cross(const double *a, const double *b)
{
	double s1 = side(a, a + 2, b[0], b[1]), s2 = side(a, a + 2, b[2], b[3]);
	double s3 = side(b, b + 2, a[0], a[1]), s4 = side(b, b + 2, a[2], a[3]);
	return s1 * s2 <= 0 && s3 * s4 <= 0 && !(s1 == 0 && s2 == 0);
}

/* Liang and Barsky, "A new concept and method for line clipping", ACM TOG 3(1), 1984. */
static bool segment_hits_box(const double *s, const dtl_candidate *c)
{
	double t0 = 0, t1 = 1, dx = s[2] - s[0], dy = s[3] - s[1];
	const double p[4] = {-dx, dx, -dy, dy};
	const double q[4] = {s[0] - c->left, c->right - s[0], s[1] - c->top, c->bottom - s[1]};
	for (int i = 0; i < 4; i++) {
		if (p[i] == 0) {
			if (q[i] <= 0) return false;
			continue;
		}
		double t = q[i] / p[i];
		if (p[i] < 0) t0 = t > t0 ? t : t0;
		else t1 = t < t1 ? t : t1;
	}
	return t0 < t1;
}

bool dtl_candidates_conflict(const dtl_candidate *a, const dtl_candidate *b)
{
	if (a->feature == b->feature || boxes_overlap(a, b)) return true;
	bool la = has_leader(a), lb = has_leader(b);
	if (la && segment_hits_box(a->leader, b)) return true;
	if (lb && segment_hits_box(b->leader, a)) return true;
	return la && lb && segments_cross(a->leader, b->leader);
}

/* The box of everything that a candidate draws. */
static dtl_candidate hull(const dtl_candidate *c)
{
	dtl_candidate h = *c;
	if (!has_leader(c)) return h;
	for (int i = 0; i < 4; i += 2) {
		h.left = fmin(h.left, c->leader[i]);
		h.right = fmax(h.right, c->leader[i]);
		h.top = fmin(h.top, c->leader[i + 1]);
		h.bottom = fmax(h.bottom, c->leader[i + 1]);
	}
	return h;
}

/* A grid of cells as large as an average candidate: each lists the candidates whose hull touches it. */
typedef struct grid {
	double left, top, cell_x, cell_y;
	size_t columns, rows;
	uint32_t *first, *items;
} grid;

static void cells(const grid *g, const dtl_candidate *c, size_t range[4])
{
	dtl_candidate h = hull(c);
	const double at[4] = {(h.left - g->left) / g->cell_x, (h.right - g->left) / g->cell_x, (h.top - g->top) / g->cell_y,
		(h.bottom - g->top) / g->cell_y};
	for (int i = 0; i < 4; i++) {
		size_t limit = i < 2 ? g->columns : g->rows;
		range[i] = at[i] <= 0 ? 0 : at[i] >= (double)limit ? limit - 1 : (size_t)at[i];
	}
}

static grid grid_new(dtl_arena *arena, const dtl_candidate *c, size_t count)
{
	double right = -INFINITY, bottom = -INFINITY, width = 0, height = 0;
	grid g = {.left = INFINITY, .top = INFINITY};
	for (size_t i = 0; i < count; i++) {
		dtl_candidate h = hull(&c[i]);
		g.left = fmin(g.left, h.left);
		g.top = fmin(g.top, h.top);
		right = fmax(right, h.right);
		bottom = fmax(bottom, h.bottom);
		width += h.right - h.left;
		height += h.bottom - h.top;
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

static void connect(dtl_arena *arena, dtl_conflicts *g, const dtl_candidate *c)
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
					if (dtl_candidates_conflict(&c[i], &c[j])) DTL_PUSH(arena, g->neighbours, used, cap, j);
				}
			}
	}
	g->first[g->count] = (uint32_t)used;
}

/* Candidates of one feature may lie far apart (leaders): those pairs that share no cell are added here. */
static void join_features(dtl_arena *arena, dtl_conflicts *g, const dtl_candidate *c, size_t features)
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

void dtl_place_labels(dtl_arena *arena, const dtl_candidate *candidates, size_t count, size_t features, unsigned effort,
	uint32_t *chosen)
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
