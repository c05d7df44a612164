/* Projections against PROJ itself, clipping, and what is chosen for where. */
#include <math.h>
#include <proj.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/geodesy.h"
#include "map/native.h"
#include "map/project.h"

static dtl_extent chosen(const dtl_target *t, size_t n, const dtl_bbox *box)
{
	dtl_extent x;
	dtl_project *p = NULL;
	dtl_error err = DTL_ERROR_INIT;
	if (dtl_extent_choose(t, n, box, DTL_STR(""), 860, &x, &p, &err) != DTL_OK) fail_msg("%s", err.message);
	dtl_project_close(p);
	return x;
}

static void agrees_with_proj(void **state)
{
	(void)state;
	static const dtl_lonlat centers[] = {{127, 38}, {37, 37}, {-175, -18}, {20, 0}, {15, 78}, {-60, -80}, {100, 60}};
	PJ_CONTEXT *c = proj_context_create();
	for (size_t i = 0; i < sizeof centers / sizeof *centers; i++) {
		dtl_target t[2] = {{centers[i], 300}, {{centers[i].lon + 3, centers[i].lat - 2}, 0}};
		dtl_extent x;
		dtl_project *p = NULL;
		dtl_error err = DTL_ERROR_INIT;
		assert_int_equal(dtl_extent_choose(t, 2, NULL, DTL_STR(""), 860, &x, &p, &err), DTL_OK);
		/* The CRS route through PROJ's own pipeline builder. */
		char crs[300];
		snprintf(crs, sizeof crs, "%s +ellps=WGS84 +units=m +no_defs +type=crs", x.definition);
		PJ *raw = proj_create_crs_to_crs(c, "+proj=longlat +ellps=WGS84 +no_defs +type=crs", crs, NULL);
		PJ *q = proj_normalize_for_visualization(c, raw);
		assert_non_null(q);
		for (int k = 0; k < 50; k++) {
			double lon = centers[i].lon + (k % 7 - 3) * 1.3, lat = fmax(-89, fmin(89, centers[i].lat + (k / 7 - 3) * 1.1));
			double xy[2] = {lon, lat};
			dtl_project_forward(p, xy, 1);
			PJ_COORD r = proj_trans(q, PJ_FWD, proj_coord(lon, lat, 0, 0));
			assert_true(fabs(r.xy.x - xy[0]) < 1e-3 && fabs(r.xy.y - xy[1]) < 1e-3);
			dtl_project_inverse(p, xy, 1);
			assert_true(fabs(remainder(xy[0] - lon, 360)) < 1e-8 && fabs(xy[1] - lat) < 1e-8);
		}
		proj_destroy(q);
		proj_destroy(raw);
		dtl_project_close(p);
	}
	proj_context_destroy(c);
}

/* Every projection with formulas of our own, over all of the globe that it shows. */
static void native_agrees(void **state)
{
	(void)state;
	static const char *const definitions[] = {"+proj=lcc +lat_1=33 +lat_2=43 +lat_0=38 +lon_0=132", "+proj=lcc +lat_1=-20 +lat_2=-50 +lat_0=-35 +lon_0=-70",
		"+proj=lcc +lat_1=50 +lat_0=50 +lon_0=179", "+proj=merc +lat_ts=10 +lon_0=-170", "+proj=merc", "+proj=stere +lat_0=90 +lon_0=15",
		"+proj=stere +lat_0=-90 +lon_0=-70", "+proj=laea +lat_0=90 +lon_0=100", "+proj=laea +lat_0=-90 +lon_0=0", "+proj=laea +lat_0=0 +lon_0=20",
		"+proj=laea +lat_0=52 +lon_0=10 +datum=WGS84", "+proj=laea +lat_0=-25 +lon_0=134 +ellps=WGS84 +units=m", "+proj=eqearth +lon_0=150", "+proj=eqearth"};
	PJ_CONTEXT *c = proj_context_create();
	for (size_t i = 0; i < sizeof definitions / sizeof *definitions; i++) {
		dtl_native native;
		assert_true(dtl_native_open(definitions[i], &native));
		char text[300];
		snprintf(text, sizeof text, "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step %s", definitions[i]);
		PJ *pj = proj_create(c, text);
		assert_non_null(pj);
		for (int k = 0; k < 37 * 19; k++) {
			double lon = k % 37 * 10 - 180 + .37, lat = k / 37 * 10 - 90, xy[2] = {lon, lat};
			native.forward(&native, xy, 1);
			PJ_COORD r = proj_trans(pj, PJ_FWD, proj_coord(lon, lat, 0, 0));
			if (!isfinite(r.xy.x) || fabs(r.xy.x) > 1e8 || fabs(r.xy.y) > 1e8) { /* both say that it is not to be seen */
				if (isfinite(xy[0]) && hypot(xy[0], xy[1]) < 1e7) fail_msg("%s: %g %g is nowhere", definitions[i], lon, lat);
				continue;
			}
			double far = hypot(r.xy.x - xy[0], r.xy.y - xy[1]);
			if (!(far < (fabs(lat) > 89.99 ? 1 : 1e-3) /* PROJ rounds at the poles */ + 1e-10 * hypot(r.xy.x, r.xy.y))) fail_msg("%s: %g %g is %g m off", definitions[i], lon, lat, far);
			if (hypot(xy[0], xy[1]) > 3e7 || fabs(lat) > 89) continue;
			native.inverse(&native, xy, 1);
			if (!(fabs(remainder(xy[0] - lon, 360)) < 1e-7 && fabs(xy[1] - lat) < 1e-7))
				fail_msg("%s: %g %g comes back as %.10g %.10g", definitions[i], lon, lat, xy[0], xy[1]);
		}
		proj_destroy(pj);
	}
	proj_context_destroy(c);
	static const char *const others[] = {"+proj=lcc +lat_1=33 +lat_2=43 +lat_0=38 +lon_0=132 +x_0=500000", "+proj=merc +ellps=GRS80", "+proj=robin",
		"+proj=tmerc +lat_0=0 +lon_0=9", "EPSG:3857", "+proj=laea +lat_0=52d30 +lon_0=10", "+proj=stere +lat_0=45 +lon_0=0", "+proj=merc +R=6371000"};
	dtl_native native;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) assert_false(dtl_native_open(others[i], &native));
}

static void choices(void **state)
{
	(void)state;
	dtl_target korea = {{128.2, 40}, 40}, pole = {{0, -90}, 0}, pacific[2] = {{{178.4, -18.1}, 0}, {{-171.8, -13.8}, 0}};
	dtl_target world[3] = {{{30, 50}, 0}, {{-80, 40}, 0}, {{150, -33}, 0}};
	assert_non_null(strstr(chosen(&korea, 1, NULL).definition, "+proj=lcc"));
	assert_non_null(strstr(chosen(&pole, 1, NULL).definition, "+lat_0=-90"));
	assert_int_equal(chosen(world, 3, NULL).kind, DTL_EXTENT_WORLD);
	assert_int_equal(chosen(NULL, 0, NULL).kind, DTL_EXTENT_WORLD);
	dtl_extent p = chosen(pacific, 2, NULL);
	assert_int_equal(p.kind, DTL_EXTENT_REGION);
	assert_true(fabs(fabs(p.lon0) - 176.7) < 1.5);          /* across the 180th meridian, not round the globe */
	assert_true(p.width < 3e6);
	dtl_bbox box = {170, -30, -165, -5};
	p = chosen(NULL, 0, &box);
	assert_true(fabs(fabs(p.lon0) - 177.5) < 1.1);
	dtl_bbox all = {-180, -90, 180, 90};
	assert_true(chosen(NULL, 0, &all).width > 34e6); /* all the way round */
	static const dtl_target wide[2] = {{{-10, 36}, 0}, {{60, 60}, 0}};
	assert_int_equal(chosen(wide, 2, NULL).kind, DTL_EXTENT_CONTINENT);
}

static void refusals(void **state)
{
	(void)state;
	dtl_extent x;
	dtl_project *p = NULL;
	dtl_error err = DTL_ERROR_INIT;
	dtl_bbox upside = {0, 10, 10, 5};
	assert_int_equal(dtl_extent_choose(NULL, 0, &upside, DTL_STR(""), 860, &x, &p, &err), DTL_ERR_USAGE);
	static const char *const bad[] = {"+proj=nosuch", "nonsense", "+proj=pipeline +step +proj=merc", "EPSG:999999", "+proj=ortho", "+proj=laea +lat_0=50"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(dtl_extent_choose(NULL, 0, NULL, (dtl_str){bad[i], strlen(bad[i])}, 860, &x, &p, &err), DTL_ERR_USAGE);
		assert_null(p);
		assert_true(err.message[0] != 0);
	}
}

static double area_of(const dtl_path *p)
{
	double sum = 0;
	for (size_t k = 0; k < p->piece_count; k++) {
		size_t end = k + 1 < p->piece_count ? p->starts[k + 1] : p->count;
		for (size_t i = p->starts[k], j = end - 1; i < end; j = i++)
			sum += p->points[j].x * p->points[i].y - p->points[i].x * p->points[j].y;
	}
	return fabs(sum / 2);
}

static bool inside(const dtl_path *p, dtl_box b)
{
	for (size_t i = 0; i < p->count; i++)
		if (!(p->points[i].x >= b.x0 - 13 && p->points[i].x <= b.x1 + 13 && p->points[i].y >= b.y0 - 13 && p->points[i].y <= b.y1 + 13)) return false;
	return true;
}

/* A ring about the whole frame fills it; one that lies elsewhere leaves nothing; lines stay within and do not streak. */
static void clipping(void **state)
{
	(void)state;
	static const dtl_lonlat centers[] = {{127, 38}, {-179.5, -18}, {20, 0}, {0, -90}, {30, 89}};
	dtl_arena arena = {0};
	dtl_box frame = {10, 20, 810, 620};
	for (size_t i = 0; i < sizeof centers / sizeof *centers; i++) {
		dtl_target t = {centers[i], 200};
		dtl_extent x;
		dtl_project *p = NULL;
		dtl_error err = DTL_ERROR_INIT;
		assert_int_equal(dtl_extent_choose(&t, 1, NULL, DTL_STR(""), 860, &x, &p, &err), DTL_OK);
		dtl_view v = dtl_view_new(&arena, &x, p, frame);
		dtl_path whole = {0};
		double world[10] = {-180, -90, 180, -90, 180, 90, -180, 90, -180, -90};
		dtl_view_add_ring(&v, &arena, world, 5, &whole);
		assert_true(area_of(&whole) > 800 * 600 * .999);
		assert_true(inside(&whole, frame));
		dtl_xy at = dtl_view_point(&v, centers[i]);
		assert_true(hypot(at.x - 410, at.y - 320) < 40);
		dtl_path line = {0};
		double across[4] = {-180, centers[i].lat * .98, 180, centers[i].lat * .98};
		dtl_view_add_line(&v, &arena, across, 2, &line);
		assert_true(inside(&line, frame));
		for (size_t k = 0; k < line.piece_count; k++) {
			size_t end = k + 1 < line.piece_count ? line.starts[k + 1] : line.count;
			for (size_t n = line.starts[k] + 1; n < end; n++) assert_true(hypot(line.points[n].x - line.points[n - 1].x, line.points[n].y - line.points[n - 1].y) < 60);
		}
		dtl_project_close(p);
	}
	dtl_arena_free(&arena);
}

/* A globe on paper: the outline encloses every point, and its area is that of the projection. */
static void whole_world(void **state)
{
	(void)state;
	dtl_arena arena = {0};
	static const char *const worlds[] = {"", "+proj=robin", "+proj=moll +lon_0=150", "+proj=eqearth +lon_0=-160"};
	for (size_t i = 0; i < 4; i++) {
		dtl_extent x;
		dtl_project *p = NULL;
		dtl_error err = DTL_ERROR_INIT;
		assert_int_equal(dtl_extent_choose(NULL, 0, NULL, (dtl_str){worlds[i], strlen(worlds[i])}, 860, &x, &p, &err), DTL_OK);
		dtl_box frame = {0, 0, 1000, 500};
		dtl_view v = dtl_view_new(&arena, &x, p, frame);
		assert_true(v.globe);
		dtl_path outline = {0};
		dtl_view_outline(&v, &arena, &outline);
		assert_true(area_of(&outline) > 250000 && area_of(&outline) < 500000);
		dtl_path north = {0}; /* the northern half of it is half of it */
		double ring[10] = {-180, 0, 180, 0, 180, 90, -180, 90, -180, 0};
		dtl_view_add_ring(&v, &arena, ring, 5, &north);
		assert_true(fabs(area_of(&north) * 2 / area_of(&outline) - 1) < 0.01);
		dtl_project_close(p);
	}
	dtl_extent x;
	dtl_project *p = NULL;
	dtl_error err = DTL_ERROR_INIT;
	assert_int_equal(dtl_extent_choose(NULL, 0, NULL, DTL_STR("+proj=merc"), 860, &x, &p, &err), DTL_OK);
	assert_true(x.height < 1.7 * x.width); /* its poles are at infinity */
	dtl_project_close(p);
	dtl_arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(agrees_with_proj), cmocka_unit_test(native_agrees), cmocka_unit_test(choices), cmocka_unit_test(refusals),
		cmocka_unit_test(clipping), cmocka_unit_test(whole_world)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
