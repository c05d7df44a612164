#include "map/project.h"

#include <math.h>
#include <proj.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

struct dtl_project {
	PJ_CONTEXT *context;
	PJ *pj;
};

/* "+proj=..." alone: no database is opened for a pipeline. */
static PJ *create(PJ_CONTEXT *context, const char *definition)
{
	if (strstr(definition, "+proj=pipeline") || strstr(definition, "+proj=longlat") || strstr(definition, "+proj=latlong")) return NULL;
	if (!strncmp(definition, "+proj=", 6) && !strstr(definition, "+init") && !strstr(definition, "+nadgrids")) {
		char text[640];
		const char *type = strstr(definition, "+type=crs");
		int keep = type ? (int)(type - definition) : (int)strlen(definition);
		int n = snprintf(text, sizeof text, "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step %.*s%s", keep, definition,
			strstr(definition, "+ellps") || strstr(definition, "+datum") || strstr(definition, "+R=") ||
				strstr(definition, "+a=") ? "" : " +ellps=WGS84");
		return n > 0 && (size_t)n < sizeof text ? proj_create(context, text) : NULL;
	}
	PJ *raw = proj_create_crs_to_crs(context, "EPSG:4326", definition, NULL);
	PJ *pj = raw ? proj_normalize_for_visualization(context, raw) : NULL;
	proj_destroy(raw);
	return pj;
}

dtl_status dtl_project_open(dtl_str definition, dtl_project **out, dtl_error *err)
{
	char text[512];
	if (definition.len >= sizeof text) return dtl_fail(err, DTL_ERR_USAGE, "projection is too long");
	snprintf(text, sizeof text, "%.*s", DTL_FMT(definition));
	dtl_project *p = calloc(1, sizeof *p);
	if (!p) return dtl_fail_memory(err);
	p->context = proj_context_create();
	if (!p->context) {
		free(p);
		return dtl_fail_memory(err);
	}
	proj_log_level(p->context, PJ_LOG_NONE);
	p->pj = create(p->context, text);
	if (p->pj && !proj_pj_info(p->pj).has_inverse) {
		dtl_project_close(p);
		return dtl_fail(err, DTL_ERR_USAGE, "projection '%s' has no inverse", text);
	}
	if (!p->pj) {
		int code = proj_context_errno(p->context);
		const char *why = code ? proj_errno_string(code) : "no such projection";
		dtl_status st = dtl_fail(err, DTL_ERR_USAGE, "cannot use projection '%s': %s", text, why ? why : "unknown error");
		dtl_project_close(p);
		return st;
	}
	*out = p;
	return DTL_OK;
}

void dtl_project_close(dtl_project *p)
{
	if (!p) return;
	proj_destroy(p->pj);
	proj_context_destroy(p->context);
	free(p);
}

static void run(const dtl_project *p, PJ_DIRECTION direction, double *xy, size_t n)
{
	proj_trans_generic(p->pj, direction, xy, 2 * sizeof *xy, n, xy + 1, 2 * sizeof *xy, n, NULL, 0, 0, NULL, 0, 0);
	proj_errno_reset(p->pj);
}

void dtl_project_forward(const dtl_project *p, double *xy, size_t n) { run(p, PJ_FWD, xy, n); }
void dtl_project_inverse(const dtl_project *p, double *xy, size_t n) { run(p, PJ_INV, xy, n); }

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
