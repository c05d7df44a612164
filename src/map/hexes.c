/* More events than signs can show: counts in hexagons of equal size on paper, in five steps of colour. */
#include <math.h>
#include <stdlib.h>

#include "map/plan.h"

#define RADIUS 8.0 /* pixels, from the centre to a corner */

typedef struct hex {
	int32_t q, r; /* axial coordinates */
	uint32_t count;
} hex;

typedef struct table {
	hex *slots;
	size_t size, used; /* size: a power of two */
} table;

static void add(dtl_arena *arena, table *t, int32_t q, int32_t r, uint32_t n);

static void grow(dtl_arena *arena, table *t)
{
	table old = *t;
	t->size = old.size ? old.size * 2 : 1024;
	t->used = 0;
	t->slots = dtl_arena_array(arena, hex, t->size);
	for (size_t i = 0; i < old.size; i++)
		if (old.slots[i].count) add(arena, t, old.slots[i].q, old.slots[i].r, old.slots[i].count);
}

static void add(dtl_arena *arena, table *t, int32_t q, int32_t r, uint32_t n)
{
	if (t->used * 2 >= t->size) grow(arena, t);
	size_t i = ((size_t)(uint32_t)q * 73856093u ^ (size_t)(uint32_t)r * 19349663u) & (t->size - 1);
	while (t->slots[i].count && (t->slots[i].q != q || t->slots[i].r != r)) i = (i + 1) & (t->size - 1);
	if (!t->slots[i].count) t->used++;
	t->slots[i].q = q, t->slots[i].r = r;
	t->slots[i].count += n;
}

/* The hexagon that holds a point: cube rounding of axial coordinates (corners up). */
static void hex_at(double x, double y, double radius, int32_t *q, int32_t *r)
{
	double a = (sqrt(3) / 3 * x - y / 3) / radius, b = 2.0 / 3 * y / radius, c = -a - b;
	double ra = round(a), rb = round(b), rc = round(c), da = fabs(ra - a), db = fabs(rb - b), dc = fabs(rc - c);
	if (da > db && da > dc) ra = -rb - rc;
	else if (db > dc) rb = -ra - rc;
	*q = (int32_t)ra, *r = (int32_t)rb;
}

static int fewer_first(const void *a, const void *b)
{
	const hex *x = a, *y = b;
	if (x->count != y->count) return x->count < y->count ? -1 : 1;
	return x->r != y->r ? (x->r < y->r ? -1 : 1) : x->q < y->q ? -1 : x->q > y->q;
}

typedef struct counting {
	table t;
	double radius;
	size_t seen;
} counting;

static void count_points(dtl_plan *p, void *user, const dtl_point *points, const double *xy, size_t n)
{
	counting *c = user;
	const dtl_box *f = &p->view.frame;
	(void)points;
	for (size_t i = 0; i < n; i++) {
		double x = xy[2 * i], y = xy[2 * i + 1];
		if (!(x > f->x0 && x < f->x1 && y > f->y0 && y < f->y1)) continue;
		int32_t q, r;
		hex_at(x - f->x0, y - f->y0, c->radius, &q, &r);
		add(p->arena, &c->t, q, r, 1);
		c->seen++;
	}
}

void dtl_hexes_make(dtl_plan *p)
{
	double radius = RADIUS * p->type;
	counting seen = {.radius = radius};
	grow(p->arena, &seen.t);
	dtl_crowd_project(p, count_points, &seen);
	table t = seen.t;
	p->binned = seen.seen;
	p->placeless = p->all - p->binned;
	hex *all = dtl_arena_array(p->arena, hex, t.used);
	size_t n = 0;
	for (size_t i = 0; i < t.size; i++)
		if (t.slots[i].count) all[n++] = t.slots[i];
	if (n) qsort(all, n, sizeof *all, fewer_first);
	uint32_t low[DTL_COUNT_CLASSES];
	size_t classes = n ? dtl_counts_classes(all[n - 1].count, low) : 0;
	p->hex_paths = dtl_arena_array(p->arena, dtl_path, DTL_COUNT_CLASSES);
	p->hex_classes = classes;
	for (size_t i = 0, k = 0; i < n; i++) {
		while (k + 1 < classes && all[i].count >= low[k + 1]) k++;
		dtl_path *path = &p->hex_paths[k];
		path->closed = true;
		DTL_PUSH(p->arena, path->starts, path->piece_count, path->piece_cap, (uint32_t)path->count);
		double x = p->view.frame.x0 + radius * sqrt(3) * (all[i].q + all[i].r / 2.0), y = p->view.frame.y0 + radius * 1.5 * all[i].r;
		for (int c = 0; c < 6; c++) {
			dtl_xy corner = {x + radius * .96 * sin(c * M_PI / 3), y - radius * .96 * cos(c * M_PI / 3)};
			DTL_PUSH(p->arena, path->points, path->count, path->cap, corner);
		}
	}
	if (n) dtl_counts_legend(p, DTL_SHAPE_HEXAGON, low, classes, all[n - 1].count);
}

void dtl_hexes_draw(dtl_plan *p)
{
	if (p->counted_count) return; /* they are areas: counts.c */
	for (size_t k = 0; k < p->hex_classes; k++) {
		if (!p->hex_paths[k].count) continue;
		dtl_item *i = dtl_scene_add(p->scene, DTL_ITEM_PATH, "hexagons");
		i->path = p->hex_paths[k];
		i->fill = (dtl_counts_color(p, k, p->hex_classes) & ~(dtl_rgba)255) | 0xe6;
	}
}
