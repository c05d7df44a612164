#include "map/project.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "map/native.h"
#include "module/module.h"

struct dtl_project {
	dtl_native native;
	const dtl_proj_module *module; /* NULL: native */
	struct dtl_proj *foreign;
};

/* Loaded on the first projection that is not native. */
static dtl_status load(const dtl_proj_module **out, dtl_error *err)
{
	const void *table = NULL;
	dtl_status st = dtl_module_load("proj", "dtl_proj_module_table", &table, err);
	if (st == DTL_OK) *out = table;
	return st;
}

dtl_status dtl_project_open(dtl_str definition, dtl_project **out, dtl_error *err)
{
	char text[512];
	if (definition.len >= sizeof text) return dtl_fail(err, DTL_ERR_USAGE, "projection is too long");
	snprintf(text, sizeof text, "%.*s", DTL_FMT(definition));
	dtl_project *p = calloc(1, sizeof *p);
	if (!p) return dtl_fail_memory(err);
	if (!dtl_native_open(text, &p->native)) {
		dtl_status st = load(&p->module, err);
		if (st == DTL_OK) st = p->module->open(text, &p->foreign, err);
		if (st != DTL_OK) {
			free(p);
			return st;
		}
	}
	*out = p;
	return DTL_OK;
}

dtl_status dtl_project_library(const char **version, dtl_error *err)
{
	const dtl_proj_module *module;
	dtl_status st = load(&module, err);
	if (st == DTL_OK) *version = module->version();
	return st;
}

void dtl_project_close(dtl_project *p)
{
	if (!p) return;
	if (p->module) p->module->close(p->foreign);
	free(p);
}

void dtl_project_forward(const dtl_project *p, double *xy, size_t n)
{
	if (p->module) p->module->run(p->foreign, false, xy, n);
	else p->native.forward(&p->native, xy, n);
}

void dtl_project_inverse(const dtl_project *p, double *xy, size_t n)
{
	if (p->module) p->module->run(p->foreign, true, xy, n);
	else p->native.inverse(&p->native, xy, n);
}

void dtl_view_forward(const dtl_view *v, double *xy, size_t n)
{
	dtl_project_forward(v->project, xy, n);
	for (size_t i = 0; i < n; i++) {
		xy[2 * i] = (xy[2 * i] - v->left) * v->scale;
		xy[2 * i + 1] = (v->top - xy[2 * i + 1]) * v->scale;
	}
}

static double near_turn(double lon, double lon0)
{
	return lon - 360 * floor((lon - lon0 + 180) / 360);
}

dtl_xy dtl_view_point(const dtl_view *v, dtl_lonlat p)
{
	double xy[2] = {near_turn(p.lon, v->lon0), p.lat};
	dtl_view_forward(v, xy, 1);
	return (dtl_xy){xy[0], xy[1]};
}

dtl_lonlat dtl_view_lonlat(const dtl_view *v, dtl_xy p)
{
	double xy[2] = {p.x / v->scale + v->left, v->top - p.y / v->scale};
	dtl_project_inverse(v->project, xy, 1);
	if (!isfinite(xy[0]) || !isfinite(xy[1]) || fabs(xy[1]) > 90.0001) return (dtl_lonlat){NAN, NAN};
	/* Pseudocylindricals invert points beyond their edge too: only what comes back to where it was counts. */
	double back[2] = {xy[0], xy[1]};
	dtl_view_forward(v, back, 1);
	if (!(hypot(back[0] - p.x, back[1] - p.y) < 1)) return (dtl_lonlat){NAN, NAN};
	return (dtl_lonlat){xy[0], xy[1]};
}

/* Looks back through a grid of pixels: what longitudes and latitudes are in sight, and whether the world ends within. */
static void look(dtl_view *v)
{
	enum { STEPS = 40 };
	double w = 360, e = -360, s = 90, n = -90;
	bool outside = false;
	for (int j = 0; j <= STEPS; j++)
		for (int i = 0; i <= STEPS; i++) {
			dtl_xy p = {v->frame.x0 + (v->frame.x1 - v->frame.x0) * i / STEPS, v->frame.y0 + (v->frame.y1 - v->frame.y0) * j / STEPS};
			dtl_lonlat g = dtl_view_lonlat(v, p);
			if (!isfinite(g.lon)) {
				outside = true;
				continue;
			}
			double lon = near_turn(g.lon, v->lon0);
			w = fmin(w, lon), e = fmax(e, lon), s = fmin(s, g.lat), n = fmax(n, g.lat);
		}
	double dx = fmax(1e-6, (e - w) / STEPS * 1.5), dy = fmax(1e-6, (n - s) / STEPS * 1.5);
	v->globe = outside;
	v->west = fmax(v->lon0 - 180, w - dx), v->east = fmin(v->lon0 + 180, e + dx);
	v->south = fmax(-90, s - dy), v->north = fmin(90, n + dy);
	for (int pole = -1; pole <= 1; pole += 2) { /* a pole in sight brings all longitudes with it */
		dtl_xy p = dtl_view_point(v, (dtl_lonlat){v->lon0, pole * 90.0}), q = dtl_view_point(v, (dtl_lonlat){v->lon0 + 90, pole * 90.0});
		bool in = p.x > v->frame.x0 - 2 && p.x < v->frame.x1 + 2 && p.y > v->frame.y0 - 2 && p.y < v->frame.y1 + 2;
		if (!in || hypot(p.x - q.x, p.y - q.y) > 1) continue;
		v->west = v->lon0 - 180, v->east = v->lon0 + 180;
		*(pole < 0 ? &v->south : &v->north) = pole * 90.0;
	}
	if (outside) v->west = v->lon0 - 180, v->east = v->lon0 + 180;
	v->west = fmax(v->west, v->lon0 - 180 + 1e-7); /* at the very edge PROJ may take the other turn */
	v->east = fmin(v->east, v->lon0 + 180 - 1e-7);
	if (outside) v->south = fmin(v->south, -90), v->north = fmax(v->north, 90);
}

/* Kilometres a pixel at p, from one small step to the east or north; NaN off the world. */
static double km_at(const dtl_view *v, dtl_xy p)
{
	dtl_lonlat a = dtl_view_lonlat(v, p), b = dtl_view_lonlat(v, (dtl_xy){p.x + 2, p.y});
	double k = 6371.0088 * M_PI / 180;
	double dlon = remainder(b.lon - a.lon, 360) * cos(a.lat * M_PI / 180);
	return hypot(dlon, b.lat - a.lat) * k / 2;
}

dtl_view dtl_view_new(dtl_arena *arena, const dtl_extent *x, const dtl_project *project, dtl_box frame)
{
	(void)arena;
	dtl_view v = {.project = project, .frame = frame, .lon0 = x->lon0};
	double w = frame.x1 - frame.x0, h = frame.y1 - frame.y0;
	v.scale = fmin(w / x->width, h / x->height);
	v.left = x->x - (frame.x0 + w / 2) / v.scale;
	v.top = x->y + (frame.y0 + h / 2) / v.scale;
	look(&v);
	dtl_xy c = {frame.x0 + w / 2, frame.y0 + h / 2};
	v.km_per_px = km_at(&v, c);
	if (!(v.km_per_px > 0)) v.km_per_px = 1 / v.scale / 1000;
	v.degrees_per_px = v.km_per_px / 111.195;
	v.scale_error = 0;
	for (int i = 0; i < 5; i++) {
		dtl_xy p = {frame.x0 + w * (i == 4 ? .5 : .1 + .8 * (i & 1)), frame.y0 + h * (i == 4 ? .5 : .1 + .8 * (i >> 1))};
		double km = km_at(&v, p);
		v.scale_error = isfinite(km) ? fmax(v.scale_error, fabs(km / v.km_per_px - 1)) : 1;
	}
	return v;
}
