/* Meridians and parallels, and their degrees along the frame. */
#include <math.h>
#include <stdlib.h>

#include "map/names.h"

double dtl_graticule_step(const dtl_view *v)
{
	static const double steps[] = {1, 2, 5, 10, 15, 30};
	double span = v->north - v->south;
	for (size_t i = 0; i < 6; i++)
		if (span / steps[i] <= 7) return steps[i];
	return 30;
}

void dtl_graticule_draw(dtl_scene *s, const dtl_view *v, const dtl_style *style, double line)
{
	double step = dtl_graticule_step(v);
	dtl_path p = {0};
	enum { N = 181 };
	double *xy = dtl_arena_array(s->arena, double, 2 * N);
	for (double lon = ceil(v->west / step) * step; lon <= v->east; lon += step) {
		double top = fmod(fabs(lon), 90) == 0 ? 90 : 90 - fmin(step, 10);
		double south = fmax(v->south, -top), north = fmin(v->north, top);
		for (int i = 0; i < N; i++) xy[2 * i] = lon, xy[2 * i + 1] = south + (north - south) * i / (N - 1);
		dtl_view_add_line(v, s->arena, xy, N, &p);
	}
	for (double lat = ceil(fmax(v->south, -89) / step) * step; lat <= fmin(v->north, 89); lat += step) {
		for (int i = 0; i < N; i++) xy[2 * i] = v->west + (v->east - v->west) * i / (N - 1), xy[2 * i + 1] = lat;
		dtl_view_add_line(v, s->arena, xy, N, &p);
	}
	if (!p.count) return;
	dtl_item *i = dtl_scene_add(s, DTL_ITEM_PATH, "graticule");
	i->path = p;
	i->stroke = style->colors[DTL_COLOR_GRATICULE];
	i->width = .5 * line;
}

/* ---- degrees along the frame ---- */

#define STRIDE 3.0 /* pixels from sample to sample */

typedef struct seen_lines { /* whose degrees stand already: index of the line, from -360/step on */
	bool meridians[800], parallels[400];
} seen_lines;

static void degrees(dtl_names *n, seen_lines *seen, bool meridian, double value, dtl_xy at)
{
	dtl_plan *p = n->plan;
	double wrapped = meridian ? dtl_wrap_longitude(value) : value;
	long k = lround(wrapped) + (meridian ? 360 : 90);
	bool *there = meridian ? seen->meridians : seen->parallels;
	if (k < 0 || k >= (meridian ? 800 : 400) || there[k] || fabs(wrapped) >= (meridian ? 180.5 : 90)) return;
	there[k] = true;
	const char *side = wrapped > 0 ? (meridian ? "E" : "N") : wrapped < 0 ? (meridian ? "W" : "S") : "";
	if (meridian && fabs(fabs(wrapped) - 180) < .5) side = "";
	dtl_label *l = dtl_names_new(n, "degrees", 3);
	dtl_names_line(n, l, dtl_plan_font(p, 9.6, false), p->style->colors[DTL_COLOR_MUTED], dtl_arena_printf(p->arena, "%g\u00b0%s", fabs(wrapped), side));
	const dtl_box *f = &p->view.frame;
	double w = l->width / 2 + 6, h = l->height / 2 + 5;
	for (int i = 0; i < 5; i++) { /* at the line, then a little to its sides */
		double shift = (i + 1) / 2 * (i & 1 ? -1 : 1) * .7;
		bool upright = at.x < f->x0 + 1 || at.x > f->x1 - 1;
		dtl_xy c = {at.x + (upright ? 0 : shift * w), at.y + (upright ? shift * h : 0)};
		c.x = fmin(fmax(c.x, f->x0 + w), f->x1 - w), c.y = fmin(fmax(c.y, f->y0 + h), f->y1 - h);
		dtl_box b = {c.x - l->width / 2, c.y - l->height / 2, c.x + l->width / 2, c.y + l->height / 2};
		dtl_names_candidate(n, l, b, .3 * i, DTL_ANCHOR_MIDDLE, NULL);
	}
}

/* Along one side of the frame: where lines of the graticule meet it. */
static void along(dtl_names *n, seen_lines *seen, dtl_xy from, dtl_xy to)
{
	const dtl_view *v = &n->plan->view;
	double step = dtl_graticule_step(v), length = hypot(to.x - from.x, to.y - from.y);
	int samples = (int)(length / STRIDE);
	dtl_lonlat last = {NAN, NAN};
	for (int i = 0; i <= samples; i++) {
		double t = (double)i / samples;
		dtl_xy at = {from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t};
		dtl_lonlat g = dtl_view_lonlat(v, at);
		if (isfinite(g.lon) && isfinite(last.lon)) {
			double lon = last.lon + remainder(g.lon - last.lon, 360), a = floor(last.lon / step), b = floor(lon / step);
			if (a != b && fabs(lon - last.lon) < step) degrees(n, seen, true, fmax(a, b) * step, at);
			a = floor(last.lat / step), b = floor(g.lat / step);
			if (a != b) degrees(n, seen, false, fmax(a, b) * step, at);
			g.lon = lon;
		}
		last = g;
	}
}

void dtl_graticule_labels(dtl_names *n)
{
	const dtl_box f = n->plan->view.frame;
	if (!n->plan->graticule || n->plan->view.globe) return;
	seen_lines *seen = dtl_arena_new(n->plan->arena, seen_lines);
	dtl_xy c[4] = {{f.x0, f.y1}, {f.x1, f.y1}, {f.x0, f.y0}, {f.x1, f.y0}};
	along(n, seen, c[0], c[1]);
	along(n, seen, c[0], c[2]);
	along(n, seen, c[2], c[3]);
	along(n, seen, c[1], c[3]);
}
