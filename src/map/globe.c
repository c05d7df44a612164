/* The locator: an orthographic globe centred on the map (Snyder 1987, chapter 20). What lies beyond the horizon is drawn onto
 * the horizon, so that outlines stay closed. */
#include <math.h>

#include "base/geodesy.h"
#include "map/panels.h"

#define DEGREE (M_PI / 180)

typedef struct globe {
	dtl_xy center;
	double radius, lon0, sin0, cos0;
} globe;

static dtl_xy place(const globe *g, double lon, double lat, bool *front)
{
	double l = (lon - g->lon0) * DEGREE, f = lat * DEGREE;
	double x = cos(f) * sin(l), y = g->cos0 * sin(f) - g->sin0 * cos(f) * cos(l), z = g->sin0 * sin(f) + g->cos0 * cos(f) * cos(l);
	*front = z >= 0;
	if (z < 0) {
		double r = hypot(x, y);
		if (r > 1e-9) x /= r, y /= r;
		else x = 1, y = 0;
	}
	return (dtl_xy){g->center.x + g->radius * x, g->center.y - g->radius * y};
}

/* Even-odd rule in degrees; outlines are cut at 180 degrees and closed over the pole, so that it holds. */
static bool holds(const double *xy, size_t n, double x, double y)
{
	bool in = false;
	for (size_t i = 0, j = n - 1; i < n; j = i++)
		if ((xy[2 * i + 1] > y) != (xy[2 * j + 1] > y) &&
			x < (xy[2 * j] - xy[2 * i]) * (y - xy[2 * i + 1]) / (xy[2 * j + 1] - xy[2 * i + 1]) + xy[2 * i]) in = !in;
	return in;
}

static void ring(dtl_plan *p, const globe *g, const double *xy, size_t n, dtl_path *path)
{
	const double coarse = p->spec->format == DTL_MAP_SVG ? 1.3 : .6; /* pixels */
	bool any = false;
	size_t before = path->count;
	DTL_PUSH(p->arena, path->starts, path->piece_count, path->piece_cap, (uint32_t)path->count);
	for (size_t i = 0; i < n; i++) {
		const double *a = &xy[2 * i], *b = &xy[2 * ((i + 1) % n)];
		int parts = (int)fmin(60, ceil(fmax(fabs(b[0] - a[0]), fabs(b[1] - a[1])) / 6));
		for (int k = 0; k < (parts > 1 ? parts : 1); k++) {
			bool front;
			double t = parts > 1 ? (double)k / parts : 0;
			dtl_xy q = place(g, a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, &front);
			any |= front;
			if (path->count > before && hypot(q.x - path->points[path->count - 1].x, q.y - path->points[path->count - 1].y) < coarse) continue;
			DTL_PUSH(p->arena, path->points, path->count, path->cap, q);
		}
	}
	if (any && path->count - before >= 3) return;
	path->count = before;
	path->piece_count--;
}

static void add_disk(dtl_plan *p, const globe *g, dtl_path *path)
{
	DTL_PUSH(p->arena, path->starts, path->piece_count, path->piece_cap, (uint32_t)path->count);
	for (int i = 0; i < 72; i++) {
		dtl_xy q = {g->center.x + g->radius * cos(i * 5 * DEGREE), g->center.y + g->radius * sin(i * 5 * DEGREE)};
		DTL_PUSH(p->arena, path->points, path->count, path->cap, q);
	}
}

/* The frame of the map as it lies on the globe. */
static void frame_on_globe(dtl_plan *p, const globe *g)
{
	enum { SIDE = 16 };
	const dtl_box *f = &p->view.frame;
	dtl_path path = {.closed = true};
	DTL_PUSH(p->arena, path.starts, path.piece_count, path.piece_cap, 0u);
	for (int i = 0; i < 4 * SIDE; i++) {
		double t = (double)(i % SIDE) / SIDE;
		int side = i / SIDE;
		dtl_xy q = {side == 0 ? f->x0 + (f->x1 - f->x0) * t : side == 1 ? f->x1 : side == 2 ? f->x1 - (f->x1 - f->x0) * t : f->x0,
			side == 0 ? f->y0 : side == 1 ? f->y0 + (f->y1 - f->y0) * t : side == 2 ? f->y1 : f->y1 - (f->y1 - f->y0) * t};
		dtl_lonlat at = dtl_view_lonlat(&p->view, q);
		if (!isfinite(at.lon)) return;
		bool front;
		dtl_xy on = place(g, at.lon, at.lat, &front);
		DTL_PUSH(p->arena, path.points, path.count, path.cap, on);
	}
	dtl_item *i = dtl_scene_add(p->scene, DTL_ITEM_PATH, "locator-frame");
	i->path = path;
	i->fill = (p->style->colors[DTL_COLOR_ACCENT] & ~(dtl_rgba)255) | 0x30;
	i->stroke = p->style->colors[DTL_COLOR_ACCENT];
	i->width = 1.4 * p->type;
}

void dtl_globe_draw(dtl_plan *p, dtl_box box)
{
	dtl_lonlat c = dtl_view_lonlat(&p->view, (dtl_xy){(p->view.frame.x0 + p->view.frame.x1) / 2, (p->view.frame.y0 + p->view.frame.y1) / 2});
	if (!isfinite(c.lon)) return;
	double tilt = fmax(-70, fmin(70, c.lat)); /* not quite from above the poles: continents stay recognisable */
	globe g = {{(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2}, (box.x1 - box.x0) / 2, c.lon, sin(tilt * DEGREE), cos(tilt * DEGREE)};
	const dtl_base_level *level = &p->base->levels[DTL_BASEMAP_LEVELS - 1];
	dtl_path disk = {.closed = true}, land = {.closed = true};
	add_disk(p, &g, &disk);
	dtl_lonlat far = {dtl_wrap_longitude(c.lon + 180), -tilt};
	double *xy = NULL;
	size_t cap = 0;
	double least = 120.0 / g.radius * DTL_BASEMAP_UNIT; /* islands under two pixels are left out */
	for (uint32_t r = p->base->land_first; r < p->base->land_first + p->base->land_count; r++) {
		const dtl_ibox *b = &p->base->rings[r].box;
		if (b->x1 - b->x0 < least && b->y1 - b->y0 < least) continue;
		size_t need = dtl_basemap_ring_size(p->base, level, r);
		if (need > cap) xy = dtl_arena_array(p->arena, double, 2 * (cap = 2 * need));
		size_t n = dtl_basemap_ring(p->base, level, r, xy);
		if (n < 4) continue;
		size_t before = land.piece_count;
		ring(p, &g, xy, n - 1, &land);
		if (land.piece_count == before) continue; /* all of it on the far side */
		/* Land about the far side's middle runs around the horizon from outside: with the disk it is turned inside out. */
		if (holds(xy, n - 1, far.lon, far.lat)) add_disk(p, &g, &land);
	}
	dtl_scene_open(p->scene, "locator", false);
	dtl_item *i = dtl_scene_add(p->scene, DTL_ITEM_PATH, "globe");
	i->path = disk;
	i->fill = p->style->colors[DTL_COLOR_PAPER];
	i->stroke = p->style->colors[DTL_COLOR_PAPER];
	i->width = 5 * p->type;
	i->box = box;
	i = dtl_scene_add(p->scene, DTL_ITEM_PATH, "globe-sea");
	i->path = disk;
	i->fill = p->style->colors[DTL_COLOR_SEA];
	if (land.count) {
		i = dtl_scene_add(p->scene, DTL_ITEM_PATH, "globe-land");
		i->path = land;
		i->fill = dtl_color_mixed(p->style->colors[DTL_COLOR_ADMIN], p->style->colors[DTL_COLOR_BORDER], .3);
	}
	i = dtl_scene_add(p->scene, DTL_ITEM_PATH, "globe-edge");
	i->path = disk;
	i->stroke = p->style->colors[DTL_COLOR_FRAME];
	i->width = .8 * p->type;
	frame_on_globe(p, &g);
	dtl_scene_close(p->scene);
}
