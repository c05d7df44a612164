/* Outlines through the frame: clipped in degrees to what is in sight, densified so that straight lines bend as the projection
 * bends them, projected, clipped again in pixels. Rings by Sutherland and Hodgman 1974, lines by Liang and Barsky 1984. */
#include <math.h>

#include "map/project.h"

#define MARGIN 12.0 /* pixels beyond the frame, so that clip edges stay out of sight */
#define NEAR_PX 0.3 /* vertices closer than this are one */

typedef struct buffer {
	dtl_arena *arena;
	double *xy;
	size_t n, cap; /* in points */
} buffer;

static void put(buffer *b, double x, double y)
{
	if (b->n == b->cap) {
		size_t cap = b->cap ? 2 * b->cap : 64;
		b->xy = dtl_arena_grow(b->arena, b->xy, b->cap * 2 * sizeof *b->xy, cap * 2 * sizeof *b->xy);
		b->cap = cap;
	}
	b->xy[2 * b->n] = x;
	b->xy[2 * b->n + 1] = y;
	b->n++;
}

/* Keeps what lies on the inner side (sign * (value - limit) <= 0) of one edge. axis 0: x, 1: y. */
static void clip_edge(const buffer *in, buffer *out, int axis, double limit, double sign)
{
	out->n = 0;
	for (size_t i = 0; i < in->n; i++) {
		const double *a = &in->xy[2 * i], *b = &in->xy[2 * ((i + 1) % in->n)];
		bool a_in = sign * (a[axis] - limit) <= 0, b_in = sign * (b[axis] - limit) <= 0;
		if (a_in) put(out, a[0], a[1]);
		if (a_in != b_in) {
			double t = (limit - a[axis]) / (b[axis] - a[axis]);
			double p[2] = {a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t};
			p[axis] = limit;
			put(out, p[0], p[1]);
		}
	}
}

/* Clips the ring to a box; the answer is in *a. */
static void clip_ring(buffer *a, buffer *b, double x0, double y0, double x1, double y1)
{
	clip_edge(a, b, 0, x0, -1);
	clip_edge(b, a, 0, x1, 1);
	clip_edge(a, b, 1, y0, -1);
	clip_edge(b, a, 1, y1, 1);
}

static double step_of(const dtl_view *v)
{
	return fmin(2, fmax(0.02, v->degrees_per_px * 12));
}

/* Points between where a step is longer than `step` degrees. */
static void densify(const buffer *in, buffer *out, double step, bool closed)
{
	out->n = 0;
	for (size_t i = 0; i < in->n; i++) {
		const double *a = &in->xy[2 * i];
		put(out, a[0], a[1]);
		if (!closed && i + 1 == in->n) break;
		const double *b = &in->xy[2 * ((i + 1) % in->n)];
		double far = fmax(fabs(b[0] - a[0]), fabs(b[1] - a[1]));
		double x0 = a[0], y0 = a[1], dx = b[0] - a[0], dy = b[1] - a[1];
		int parts = far > step ? (int)fmin(2000, ceil(far / step)) : 1;
		for (int k = 1; k < parts; k++) put(out, x0 + dx * k / parts, y0 + dy * k / parts);
	}
}

static void project(const dtl_view *v, buffer *b)
{
	dtl_view_forward(v, b->xy, b->n);
	size_t n = 0;
	for (size_t i = 0; i < b->n; i++) {
		double x = b->xy[2 * i], y = b->xy[2 * i + 1];
		if (!(fabs(x) < 1e6) || !(fabs(y) < 1e6)) continue;
		b->xy[2 * n] = x;
		b->xy[2 * n + 1] = y;
		n++;
	}
	b->n = n;
}

static void start_piece(dtl_arena *arena, dtl_path *path)
{
	DTL_PUSH(arena, path->starts, path->piece_count, path->piece_cap, (uint32_t)path->count);
}

/* The square of the distance from p to the segment a b. */
static double off_line(dtl_xy a, dtl_xy b, dtl_xy p)
{
	double dx = b.x - a.x, dy = b.y - a.y, len = dx * dx + dy * dy;
	double t = len > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / len : 0;
	t = t > 0 ? (t < 1 ? t : 1) : 0;
	double x = p.x - a.x - t * dx, y = p.y - a.y - t * dy;
	return x * x + y * y;
}

/* Douglas and Peucker 1973 over points[first..last]; marks what stays. The stack holds the halves still to be done. */
static void mark_kept(dtl_arena *arena, const dtl_xy *points, size_t first, size_t last, double tolerance, bool *keep)
{
	struct span { size_t a, b; } *stack = NULL;
	size_t depth = 0, cap = 0;
	keep[first] = keep[last] = true;
	struct span whole = {first, last};
	DTL_PUSH(arena, stack, depth, cap, whole);
	while (depth) {
		struct span s = stack[--depth];
		double worst = tolerance * tolerance;
		size_t at = 0;
		for (size_t i = s.a + 1; i < s.b; i++) {
			double d = off_line(points[s.a], points[s.b], points[i]);
			if (d > worst) worst = d, at = i;
		}
		if (!at) continue;
		keep[at] = true;
		struct span left = {s.a, at}, right = {at, s.b};
		DTL_PUSH(arena, stack, depth, cap, left);
		DTL_PUSH(arena, stack, depth, cap, right);
	}
}

/* Thins the last piece of the path. */
static void thin_last(dtl_arena *scratch, dtl_path *path, double tolerance, bool closed)
{
	size_t first = path->starts[path->piece_count - 1], n = path->count - first;
	dtl_xy *p = path->points + first;
	if (n < 6 || !(tolerance > 0)) return;
	bool *keep = dtl_arena_array(scratch, bool, n);
	size_t far = 0;
	for (size_t i = 1; i < n && closed; i++)
		if (hypot(p[i].x - p[0].x, p[i].y - p[0].y) > hypot(p[far].x - p[0].x, p[far].y - p[0].y)) far = i;
	if (far) mark_kept(scratch, p, 0, far, tolerance, keep);
	mark_kept(scratch, p, far, n - 1, tolerance, keep);
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (keep[i]) p[kept++] = p[i];
	path->count = first + kept;
}

/* Vertices nearer than NEAR_PX to the last are left out. */
static void append(const dtl_view *v, dtl_arena *arena, dtl_arena *scratch, dtl_path *path, const buffer *b, bool closed)
{
	size_t before = path->count;
	start_piece(arena, path);
	for (size_t i = 0; i < b->n; i++) {
		dtl_xy p = {b->xy[2 * i], b->xy[2 * i + 1]};
		if (path->count > before && !(i + 1 == b->n && !closed)) {
			dtl_xy last = path->points[path->count - 1];
			if (fabs(last.x - p.x) < NEAR_PX && fabs(last.y - p.y) < NEAR_PX) continue;
		}
		DTL_PUSH(arena, path->points, path->count, path->cap, p);
	}
	if (path->count > before) thin_last(scratch, path, v->thin, closed);
	if (path->count - before < (closed ? 3u : 2u)) {
		path->count = before;
		path->piece_count--;
	}
}

static dtl_box wide_frame(const dtl_view *v)
{
	return (dtl_box){v->frame.x0 - MARGIN, v->frame.y0 - MARGIN, v->frame.x1 + MARGIN, v->frame.y1 + MARGIN};
}

/* The range of turns (multiples of 360 degrees) at which longitudes lo..hi come into sight. */
static void turns(const dtl_view *v, double lo, double hi, int *first, int *last)
{
	*first = (int)ceil((v->west - hi) / 360);
	*last = (int)floor((v->east - lo) / 360);
}

void dtl_view_add_ring(const dtl_view *v, dtl_arena *arena, const double *xy, size_t n, dtl_path *path)
{
	if (n > 1 && xy[0] == xy[2 * n - 2] && xy[1] == xy[2 * n - 1]) n--;
	if (n < 3) return;
	double lo = INFINITY, hi = -INFINITY;
	for (size_t i = 0; i < n; i++) lo = fmin(lo, xy[2 * i]), hi = fmax(hi, xy[2 * i]);
	int first, last;
	turns(v, lo, hi, &first, &last);
	dtl_box f = wide_frame(v);
	path->closed = true;
	dtl_arena *scratch = v->scratch ? v->scratch : arena;
	dtl_arena_mark mark = dtl_arena_mark_take(scratch);
	for (int k = first; k <= last; k++) {
		buffer a = {.arena = scratch}, b = {.arena = scratch};
		for (size_t i = 0; i < n; i++) put(&a, xy[2 * i] + 360 * k, xy[2 * i + 1]);
		clip_ring(&a, &b, v->west, v->south, v->east, v->north);
		if (a.n < 3) continue;
		densify(&a, &b, step_of(v), true);
		project(v, &b);
		clip_ring(&b, &a, f.x0, f.y0, f.x1, f.y1);
		append(v, arena, scratch, path, &b, true);
	}
	if (v->scratch) dtl_arena_reset(scratch, mark);
}

/* The part t0..t1 of the segment that lies in the box; false if none. */
static bool clip_segment(const double *a, const double *b, const double low[2], const double high[2], double *t0, double *t1)
{
	*t0 = 0, *t1 = 1;
	for (int i = 0; i < 2; i++) {
		double d = b[i] - a[i];
		if (d == 0) {
			if (a[i] < low[i] || a[i] > high[i]) return false;
			continue;
		}
		double u = (low[i] - a[i]) / d, w = (high[i] - a[i]) / d;
		*t0 = fmax(*t0, fmin(u, w));
		*t1 = fmin(*t1, fmax(u, w));
	}
	return *t0 <= *t1;
}

typedef void (*piece_fn)(const dtl_view *v, dtl_arena *arena, buffer *piece, dtl_path *path);

/* Cuts a line at a box and hands each piece on. */
static void clip_line(const dtl_view *v, dtl_arena *arena, const buffer *in, dtl_box box, piece_fn next, dtl_path *path)
{
	buffer piece = {.arena = in->arena};
	double low[2] = {box.x0, box.y0}, high[2] = {box.x1, box.y1};
	for (size_t i = 0; i + 1 < in->n; i++) {
		const double *a = &in->xy[2 * i], *b = a + 2;
		double t0, t1, dx = b[0] - a[0], dy = b[1] - a[1];
		bool in_sight = clip_segment(a, b, low, high, &t0, &t1);
		if (in_sight && (!piece.n || t0 > 0)) {
			if (piece.n) next(v, arena, &piece, path), piece.n = 0;
			put(&piece, a[0] + dx * t0, a[1] + dy * t0);
		}
		if (in_sight) put(&piece, a[0] + dx * t1, a[1] + dy * t1);
		if (piece.n && (!in_sight || t1 < 1)) next(v, arena, &piece, path), piece.n = 0;
	}
	if (piece.n) next(v, arena, &piece, path);
}

static void keep_piece(const dtl_view *v, dtl_arena *arena, buffer *piece, dtl_path *path)
{
	append(v, arena, piece->arena, path, piece, false);
}

static void project_piece(const dtl_view *v, dtl_arena *arena, buffer *piece, dtl_path *path)
{
	buffer dense = {.arena = piece->arena};
	densify(piece, &dense, step_of(v), false);
	project(v, &dense);
	clip_line(v, arena, &dense, wide_frame(v), keep_piece, path);
}

void dtl_view_add_line(const dtl_view *v, dtl_arena *arena, const double *xy, size_t n, dtl_path *path)
{
	if (n < 2) return;
	double lo = INFINITY, hi = -INFINITY;
	for (size_t i = 0; i < n; i++) lo = fmin(lo, xy[2 * i]), hi = fmax(hi, xy[2 * i]);
	int first, last;
	turns(v, lo, hi, &first, &last);
	dtl_arena *scratch = v->scratch ? v->scratch : arena;
	dtl_arena_mark mark = dtl_arena_mark_take(scratch);
	for (int k = first; k <= last; k++) {
		buffer a = {.arena = scratch};
		for (size_t i = 0; i < n; i++) put(&a, xy[2 * i] + 360 * k, xy[2 * i + 1]);
		clip_line(v, arena, &a, (dtl_box){v->west, v->south, v->east, v->north}, project_piece, path);
	}
	if (v->scratch) dtl_arena_reset(scratch, mark);
}

void dtl_view_outline(const dtl_view *v, dtl_arena *arena, dtl_path *path)
{
	double w = v->lon0 - 180 + 1e-7, e = v->lon0 + 180 - 1e-7;
	double ring[10] = {w, -90, e, -90, e, 90, w, 90, w, -90};
	buffer a = {.arena = arena}, b = {.arena = arena};
	for (int i = 0; i < 4; i++) put(&a, ring[2 * i], ring[2 * i + 1]);
	densify(&a, &b, 1, true);
	project(v, &b);
	dtl_box f = wide_frame(v);
	clip_ring(&b, &a, f.x0, f.y0, f.x1, f.y1);
	path->closed = true;
	append(v, arena, arena, path, &b, true);
}
