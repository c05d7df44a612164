/* What to show and in which projection, from where the events are. The classes and the one-sixth rule for the standard
 * parallels follow J. P. Snyder, Map Projections: A Working Manual (1987), chapters 4 and 15. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/geodesy.h"
#include "map/project.h"

#define ROOM 1.34          /* what is seen, to what the events take */
#define DEGREE (M_PI / 180)
#define CIRCLE_POINTS 8

typedef struct cloud { /* the targets on the sphere */
	dtl_lonlat center;
	double angle;      /* degrees from the centre to the farthest */
	double west, east; /* the shortest arc of longitudes that holds all; east may exceed 180 */
	double south, north;
} cloud;

static int by_value(double a, double b) { return (a > b) - (a < b); }

/* The widest gap between longitudes leaves the shortest arc. Shell sort: no comparator state, n is the number of targets. */
static void shortest_arc(double *lon, size_t n, double *west, double *east)
{
	for (size_t gap = n / 2; gap; gap /= 2)
		for (size_t i = gap; i < n; i++)
			for (size_t j = i; j >= gap && by_value(lon[j - gap], lon[j]) > 0; j -= gap) {
				double t = lon[j];
				lon[j] = lon[j - gap], lon[j - gap] = t;
			}
	double widest = 360 - lon[n - 1] + lon[0];
	*west = lon[0], *east = lon[n - 1];
	for (size_t i = 1; i < n; i++)
		if (lon[i] - lon[i - 1] > widest) {
			widest = lon[i] - lon[i - 1];
			*west = lon[i], *east = lon[i - 1] + 360;
		}
}

static cloud cloud_of(dtl_arena *arena, const dtl_lonlat *p, size_t n)
{
	cloud c = {.south = 90, .north = -90};
	double x = 0, y = 0, z = 0, *lon = dtl_arena_array(arena, double, n);
	for (size_t i = 0; i < n; i++) {
		lon[i] = dtl_wrap_longitude(p[i].lon);
		c.south = fmin(c.south, p[i].lat), c.north = fmax(c.north, p[i].lat);
	}
	shortest_arc(lon, n, &c.west, &c.east);
	for (size_t i = 0; i < n; i++) {
		double k = cos(p[i].lat * DEGREE);
		x += k * cos(p[i].lon * DEGREE), y += k * sin(p[i].lon * DEGREE), z += sin(p[i].lat * DEGREE);
	}
	c.center = (dtl_lonlat){atan2(y, x) / DEGREE, atan2(z, hypot(x, y)) / DEGREE};
	if (c.east - c.west < 180 && c.north < 84 && c.south > -84)
		c.center = (dtl_lonlat){dtl_wrap_longitude((c.west + c.east) / 2), (c.south + c.north) / 2};
	for (size_t i = 0; i < n; i++) c.angle = fmax(c.angle, dtl_distance_km(c.center, p[i]) / DTL_EARTH_RADIUS_KM / DEGREE);
	return c;
}

static double rounded(double v, double to) { return round(v / to) * to + 0.0; }

static void choose_world(const cloud *c, dtl_extent *out)
{
	/* The cut goes through the widest gap between events, unless none comes near it as it is. */
	bool near_cut = c && (c->east > 168 || c->west < -168) && c->east - c->west < 340;
	double lon0 = near_cut ? rounded((c->west + c->east) / 2, 10) : 0;
	out->kind = DTL_EXTENT_WORLD;
	out->lon0 = dtl_wrap_longitude(lon0);
	snprintf(out->definition, sizeof out->definition, "+proj=eqearth +lon_0=%g", out->lon0);
	snprintf(out->name, sizeof out->name, out->lon0 == 0 ? "Equal Earth" : "Equal Earth, centred on %g\u00b0%s", fabs(out->lon0),
		out->lon0 < 0 ? "W" : "E");
}

static void choose_projection(const cloud *c, double aspect, dtl_extent *out)
{
	double step = c->angle < 3 ? 0.5 : 1, lat = c->center.lat;
	double lon = dtl_wrap_longitude(rounded(c->center.lon, step)), lat0 = rounded(lat, step), half = fmax(2, c->angle);
	char *d = out->definition;
	size_t n = sizeof out->definition;
	out->lon0 = lon;
	out->kind = DTL_EXTENT_REGION;
	if (fabs(lat) > 66 || c->north > 82 || c->south < -82) {
		out->kind = DTL_EXTENT_POLAR;
		snprintf(d, n, "+proj=%s +lat_0=%d +lon_0=%g", c->angle > 25 ? "laea" : "stere", lat < 0 ? -90 : 90, lon);
		snprintf(out->name, sizeof out->name, "%s of the %s pole", c->angle > 25 ? "Azimuthal equal-area" : "Stereographic",
			lat < 0 ? "south" : "north");
	} else if (c->angle > 22) {
		out->kind = DTL_EXTENT_CONTINENT;
		snprintf(d, n, "+proj=laea +lat_0=%g +lon_0=%g", lat0, lon);
		snprintf(out->name, sizeof out->name, "Lambert azimuthal equal-area");
	} else if (fabs(lat) < 14 && aspect > 0.6) {
		snprintf(d, n, "+proj=merc +lat_ts=%g +lon_0=%g", lat0, lon);
		snprintf(out->name, sizeof out->name, "Mercator");
	} else if (aspect < 0.6 || fabs(lat) < 14) {
		snprintf(d, n, "+proj=tmerc +lat_0=%g +lon_0=%g", lat0, lon);
		snprintf(out->name, sizeof out->name, "Transverse Mercator");
	} else {
		double spread = fmin(half, 15) * 2 / 3;
		double lat1 = rounded(fmax(-85, lat - spread), .5), lat2 = rounded(fmin(85, lat + spread), .5);
		if (fabs(lat1 + lat2) < 1) lat2 += 2;
		snprintf(d, n, "+proj=lcc +lat_1=%g +lat_2=%g +lat_0=%g +lon_0=%g", lat1, lat2, lat0, lon);
		snprintf(out->name, sizeof out->name, "Lambert conformal conic");
	}
}

/* The box that holds the projected points. False if some have no image. */
static bool fit(const dtl_project *project, double lon0, const dtl_lonlat *p, size_t n, dtl_arena *arena, dtl_box *out)
{
	double *xy = dtl_arena_array(arena, double, 2 * n);
	for (size_t i = 0; i < n; i++) {
		xy[2 * i] = p[i].lon - 360 * floor((p[i].lon - lon0 + 180) / 360);
		xy[2 * i + 1] = p[i].lat;
	}
	dtl_project_forward(project, xy, n);
	dtl_box b = {INFINITY, INFINITY, -INFINITY, -INFINITY};
	bool all = true;
	for (size_t i = 0; i < n; i++) {
		double x = xy[2 * i], y = xy[2 * i + 1];
		if (!isfinite(x) || !isfinite(y) || fabs(x) > 1e9 || fabs(y) > 1e9) {
			all = false;
			continue;
		}
		b = (dtl_box){fmin(b.x0, x), fmin(b.y0, y), fmax(b.x1, x), fmax(b.y1, y)};
	}
	*out = b;
	return all && n;
}

/* Points all over the globe, or over a box: what must fit where that is to be shown. */
static size_t sample_box(dtl_bbox b, dtl_lonlat *out)
{
	enum { STEPS = 24 };
	double east = b.east <= b.west ? b.east + 360 : b.east;
	size_t n = 0;
	for (int j = 0; j <= STEPS; j++)
		for (int i = 0; i <= STEPS; i++)
			out[n++] = (dtl_lonlat){b.west + (east - b.west) * i / STEPS, b.south + (b.north - b.south) * j / STEPS};
	return n;
}
#define SAMPLES (25 * 25)

static size_t sample_targets(const dtl_target *t, size_t count, dtl_lonlat *out)
{
	size_t n = 0;
	for (size_t i = 0; i < count; i++) {
		out[n++] = t[i].point;
		for (int k = 0; k < CIRCLE_POINTS && t[i].radius_km > 0; k++)
			out[n++] = dtl_geodesic_direct(t[i].point, 360.0 * k / CIRCLE_POINTS, t[i].radius_km);
	}
	return n;
}

/* The central meridian of a definition; `otherwise` if it does not say. */
static double meridian(const char *definition, double otherwise)
{
	const char *at = strstr(definition, "+lon_0=");
	double v;
	if (!at) return otherwise;
	at += 7;
	size_t len = strcspn(at, " \t");
	return dtl_str_to_double((dtl_str){at, len}, &v) && fabs(v) <= 360 ? dtl_wrap_longitude(v) : otherwise;
}

static dtl_status set_size(dtl_extent *out, const dtl_project *project, const dtl_lonlat *p, size_t n, double room, double least_km,
	dtl_arena *arena, dtl_error *err)
{
	dtl_box b;
	bool all = fit(project, out->lon0, p, n, arena, &b);
	if (!(b.x1 >= b.x0) || (!all && !(b.x1 > b.x0)))
		return dtl_fail(err, DTL_ERR_USAGE, "projection '%s' cannot show these places", out->definition);
	out->x = (b.x0 + b.x1) / 2, out->y = (b.y0 + b.y1) / 2;
	/* The scale at the centre turns kilometres into the projection's units. */
	double c[2] = {out->x, out->y}, unit = 1000;
	dtl_project_inverse(project, c, 1);
	if (isfinite(c[0]) && fabs(c[1]) < 89) {
		double q[4] = {c[0], c[1], c[0], c[1] + (c[1] > 0 ? -.01 : .01)};
		dtl_project_forward(project, q, 2);
		double d = hypot(q[2] - q[0], q[3] - q[1]) / (.01 * 111.195);
		if (isfinite(d) && d > 0) unit = d;
	}
	out->width = fmax((b.x1 - b.x0) * room, least_km * unit);
	out->height = fmax((b.y1 - b.y0) * room, least_km * .62 * unit);
	return DTL_OK;
}

static double edge_area(const dtl_lonlat *edge, size_t n, const dtl_project *project, dtl_arena *arena)
{
	double *xy = dtl_arena_array(arena, double, 2 * n), sum = 0;
	for (size_t i = 0; i < n; i++) xy[2 * i] = edge[i].lon, xy[2 * i + 1] = edge[i].lat;
	dtl_project_forward(project, xy, n);
	for (size_t i = 0, j = n - 1; i < n; j = i++) sum += xy[2 * j] * xy[2 * i + 1] - xy[2 * i] * xy[2 * j + 1];
	return isfinite(sum) ? fabs(sum / 2) : 0;
}

/* The whole turn of longitudes between two parallels. Where the poles lie at infinity, as Mercator's do, the parallels move
 * towards the equator until the page has a shape; a projection that is not bounded by one meridian cannot show the world. */
static dtl_status set_world(dtl_extent *out, const dtl_project *project, double south, double north, dtl_arena *arena, dtl_error *err)
{
	dtl_lonlat *p = dtl_arena_array(arena, dtl_lonlat, SAMPLES), edge[4 * 24];
	for (double limit = 90; limit >= 60; limit -= 5) {
		dtl_bbox b = {out->lon0 - 180 + 1e-6, fmax(south, -limit), out->lon0 + 180 - 1e-6, fmin(north, limit)};
		if (b.south >= b.north) break;
		size_t n = sample_box(b, p);
		if (set_size(out, project, p, n, 1.0, 0, arena, err) != DTL_OK || out->height > 1.7 * out->width) continue;
		for (int i = 0; i < 24; i++) {
			double t = i / 24.0, lon = b.west + (b.east - b.west) * t, lat = b.south + (b.north - b.south) * t;
			edge[i] = (dtl_lonlat){lon, b.south}, edge[24 + i] = (dtl_lonlat){b.east, lat};
			edge[48 + i] = (dtl_lonlat){b.west + b.east - lon, b.north}, edge[72 + i] = (dtl_lonlat){b.west, b.south + b.north - lat};
		}
		if (edge_area(edge, 96, project, arena) > .5 * out->width * out->height) return DTL_OK;
	}
	return dtl_fail(err, DTL_ERR_USAGE, "projection '%s' cannot show the whole world; give an extent", out->definition);
}

static dtl_status choose(dtl_arena *arena, const dtl_target *targets, size_t count, const dtl_bbox *bbox, dtl_str definition,
	double least_km, dtl_extent *out, dtl_project **project, dtl_error *err)
{
	size_t room = bbox || !count ? SAMPLES : count * (CIRCLE_POINTS + 1);
	dtl_lonlat *p = dtl_arena_array(arena, dtl_lonlat, room + SAMPLES);
	size_t n = bbox ? sample_box(*bbox, p) : sample_targets(targets, count, p);
	cloud c = {.angle = 180, .west = -180, .east = 180};
	if (n) c = cloud_of(arena, p, n);
	if (bbox && (bbox->east <= bbox->west ? bbox->east + 360 : bbox->east) - bbox->west > 300) c.angle = 180;
	bool world = !n || c.angle > 68 || (c.east - c.west > 170 && c.angle > 50);
	double aspect = n ? (c.east - c.west) * cos(c.center.lat * DEGREE) / fmax(.1, c.north - c.south) : 2;
	if (n < 2 || c.angle < 2.5) aspect = 1; /* small: the least size decides, which is wide */
	if (world) choose_world(n ? &c : NULL, out);
	else choose_projection(&c, aspect, out);
	if (definition.len) {
		snprintf(out->definition, sizeof out->definition, "%.*s", DTL_FMT(definition));
		snprintf(out->name, sizeof out->name, "%.*s", (int)(definition.len < 90 ? definition.len : 90), definition.ptr);
		out->lon0 = meridian(out->definition, strncmp(out->definition, "+proj", 5) ? c.center.lon : 0);
	}
	dtl_project *pj;
	dtl_status st = dtl_project_open(dtl_str_of(out->definition), &pj, err);
	if (st != DTL_OK) return st;
	*project = pj; /* where the caller's handler finds it */
	if (definition.len && strncmp(out->definition, "+proj", 5)) { /* its origin lies on the central meridian, or near it */
		double origin[2] = {0, 0};
		dtl_project_inverse(pj, origin, 1);
		if (isfinite(origin[0]) && fabs(origin[0]) <= 180) out->lon0 = origin[0];
	}
	bool round = bbox && (bbox->east <= bbox->west ? bbox->east + 360 : bbox->east) - bbox->west > 359;
	if (world && (!bbox || round)) {
		st = set_world(out, pj, bbox ? bbox->south : -90, bbox ? bbox->north : 90, arena, err);
	} else {
		bool tight = bbox != NULL;
		st = set_size(out, pj, p, n, tight ? 1.0 : ROOM, tight ? 0 : least_km, arena, err);
	}
	if (st != DTL_OK) {
		dtl_project_close(pj);
		*project = NULL;
	}
	return st;
}

dtl_status dtl_extent_choose(const dtl_target *targets, size_t count, const dtl_bbox *bbox, dtl_str definition, double least_km,
	dtl_extent *out, dtl_project **project, dtl_error *err)
{
	if (bbox && (!(bbox->south < bbox->north) || !(fabs(bbox->south) <= 90) || !(fabs(bbox->north) <= 90) ||
			!(fabs(bbox->west) <= 360) || !(fabs(bbox->east) <= 360) || bbox->west == bbox->east))
		return dtl_fail(err, DTL_ERR_USAGE, "bbox is not west,south,east,north in degrees");
	if (definition.len >= sizeof out->definition) return dtl_fail(err, DTL_ERR_USAGE, "projection is too long");
	dtl_arena arena = {0};
	*project = NULL;
	if (setjmp(arena.exhausted)) {
		dtl_project_close(*project);
		dtl_arena_free(&arena);
		return dtl_fail_memory(err);
	}
	*out = (dtl_extent){0};
	dtl_status st = choose(&arena, targets, count, bbox, definition, least_km, out, project, err);
	dtl_arena_free(&arena);
	return st;
}
