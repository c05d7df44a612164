/* Names along rivers: on the straightest stretch that is long enough, tilted with it, a little above the water. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "map/names.h"

#define MOST_NAMES 14
#define MOST_KEPT 6      /* candidates of a name */
#define STEEPEST 62.0    /* degrees: steeper names are hard to read */
#define STRAIGHT .93     /* of chord to stretch, at least */

typedef struct stretch {
	dtl_xy middle;
	double angle, cost;
} stretch;

typedef struct river {
	dtl_str name;
	uint32_t rank;
	dtl_path path;
} river;

static bool plain(dtl_str name) { return name.len >= 2 && name.len <= 24; }

static uint32_t least_rank(double km_per_px)
{
	static const struct { double km; uint32_t rank; } steps[] = {{9, 0}, {5, 1}, {3, 2}, {2, 3}, {1.3, 4}, {.8, 5}, {.5, 6}};
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (km_per_px > steps[i].km) return steps[i].rank;
	return 7;
}

/* The river of that name, of which this may be a further part. */
static river *river_named(dtl_plan *p, river **all, size_t *count, size_t *cap, dtl_str name, uint32_t rank)
{
	for (size_t i = 0; i < *count; i++)
		if (dtl_str_eq((*all)[i].name, name)) return &(*all)[i];
	river r = {.name = name, .rank = rank};
	DTL_PUSH(p->arena, *all, *count, *cap, r);
	return &(*all)[*count - 1];
}

static river *collect(dtl_plan *p, size_t *count)
{
	const dtl_base_level *level = dtl_basemap_level(p->base, p->view.degrees_per_px * 2);
	uint32_t limit = least_rank(p->view.km_per_px);
	river *all = NULL;
	size_t cap = 0;
	*count = 0;
	for (size_t i = 0; i < p->base->feature_count; i++) {
		const dtl_base_feature *f = &p->base->features[i];
		if (f->kind != DTL_ARC_RIVER || f->rank > limit || !dtl_base_visible(&p->view, f->box)) continue;
		dtl_str name = dtl_str_of(dtl_basemap_string(p->base, f->name));
		if (!plain(name)) continue;
		river *r = river_named(p, &all, count, &cap, name, f->rank);
		for (uint32_t k = f->ring_first; k < f->ring_first + f->ring_count; k++) {
			if (p->base->arcs[p->base->refs[p->base->rings[k].ref_first]].flags & DTL_ARC_IN_LAKE) continue;
			double *xy = dtl_arena_array(p->arena, double, 2 * dtl_basemap_ring_size(p->base, level, k));
			size_t n = dtl_basemap_ring(p->base, level, k, xy);
			dtl_view_add_line(&p->even, p->arena, xy, n, &r->path);
		}
	}
	return all;
}

static void keep(stretch *best, size_t *count, stretch s)
{
	size_t at = *count;
	while (at && best[at - 1].cost > s.cost) at--;
	if (at == MOST_KEPT) return;
	size_t last = *count < MOST_KEPT ? (*count)++ : MOST_KEPT - 1;
	memmove(best + at + 1, best + at, (last - at) * sizeof *best);
	best[at] = s;
}

/* Stretches from every vertex of a piece on, `width` long by the crow; `lift`: from the water to the middle of the letters. */
static void try_piece(const dtl_xy *q, size_t n, double width, double lift, stretch *best, size_t *count)
{
	for (size_t i = 0; i + 1 < n; i++) {
		double run = 0, off = 0;
		size_t k = i + 1;
		for (; k < n; k++) {
			run += hypot(q[k].x - q[k - 1].x, q[k].y - q[k - 1].y);
			if (hypot(q[k].x - q[i].x, q[k].y - q[i].y) >= width || run > 1.3 * width) break;
		}
		if (k == n) return;
		dtl_xy a = q[i], b = q[k];
		double chord = hypot(b.x - a.x, b.y - a.y);
		if (chord < width || chord < STRAIGHT * run) continue;
		if (b.x < a.x) a = q[k], b = q[i];
		double dx = (b.x - a.x) / chord, dy = (b.y - a.y) / chord, angle = -atan2(dy, dx) * 180 / M_PI;
		if (fabs(angle) > STEEPEST) continue;
		for (size_t j = i; j <= k; j++) off = fmax(off, (q[j].x - a.x) * dy - (q[j].y - a.y) * dx); /* above the chord */
		dtl_xy middle = {(a.x + b.x) / 2 + dy * (lift + off), (a.y + b.y) / 2 - dx * (lift + off)};
		keep(best, count, (stretch){middle, angle, off * .8 + fabs(angle) / 30 + 20 * (1 - chord / run)});
	}
}

static int major_first(const void *a, const void *b)
{
	const river *x = a, *y = b;
	if (x->rank != y->rank) return x->rank < y->rank ? -1 : 1;
	return dtl_str_cmp(x->name, y->name);
}

void dtl_names_rivers(dtl_names *n)
{
	dtl_plan *p = n->plan;
	size_t count, named = 0;
	river *all = collect(p, &count);
	if (count) qsort(all, count, sizeof *all, major_first);
	for (size_t i = 0; i < count && named < MOST_NAMES; i++) {
		const dtl_path *path = &all[i].path;
		stretch best[MOST_KEPT];
		size_t kept = 0;
		dtl_font font = dtl_plan_font(p, 10.4, false);
		font.serif = font.italic = true;
		double width = p->measure.line(p->measure.context, &font, all[i].name).width;
		for (size_t k = 0; k < path->piece_count; k++) {
			size_t end = k + 1 < path->piece_count ? path->starts[k + 1] : path->count;
			try_piece(path->points + path->starts[k], end - path->starts[k], width * 1.12, font.size * .68, best, &kept);
		}
		if (!kept) continue;
		dtl_label *l = dtl_names_new(n, "river-name", 7 + (double)(7 - all[i].rank) * .5);
		dtl_names_line(n, l, font, p->style->colors[DTL_COLOR_WATER_NAME], all[i].name);
		for (size_t k = 0; k < kept; k++) dtl_names_tilted(n, l, best[k].middle, best[k].angle, fmin(6, best[k].cost));
		named++;
	}
}
