/* What an excellent map has (the points of CARTOGRAPHY that geometry can tell), each asserted on laid-out maps. Overlap, frames and
 * counts on generated sets are in test_map_scene.c; SVG and fonts in test_map_paint.c; projections in test_map_project.c. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/civil.h"
#include "base/geodesy.h"
#include "map_making.h"
#include "map/panels.h"

#define SPEC ((dtl_map_spec)DTL_MAP_SPEC_INIT)

static dtl_event event_at(double lon, double lat, dtl_event_type type, dtl_precision precision, const char *country, const char *place, const char *headline)
{
	dtl_event e = {.type = type, .killed = -1, .injured = -1, .missing = -1, .confidence = .9f};
	e.headline = dtl_str_of(headline);
	e.place = (dtl_event_place){.name = dtl_str_of(place), .country = dtl_str_of(country), .has_point = true, .point = {lon, lat},
		.radius_km = 5, .precision = precision, .place = -1};
	e.date.start = e.date.end = (dtl_date){2024, 3, 5};
	e.date.precision = DTL_DATE_DAY;
	return e;
}

/* Events about the Korean peninsula and Japan. */
static size_t east_asia(dtl_event *e)
{
	static const struct { double lon, lat; dtl_event_type type; const char *country, *place, *headline; } rows[] = {
		{128.18, 40.03, DTL_EVENT_ASSAULT, "KP", "Sinpo", "Missile launch"}, {125.75, 39.03, DTL_EVENT_THREATEN, "KP", "Pyongyang", "Warning to neighbours"},
		{126.98, 37.57, DTL_EVENT_PROTEST, "KR", "Seoul", "March against the budget"}, {129.08, 35.18, DTL_EVENT_MOBILIZE, "KR", "Busan", "Carrier arrives"},
		{139.69, 35.69, DTL_EVENT_CONSULT, "JP", "Tokyo", "Ministers meet"}, {141.35, 43.06, DTL_EVENT_AID, "JP", "Sapporo", "Relief flight"},
		{121.47, 31.23, DTL_EVENT_AGREE, "CN", "Shanghai", "Trade accord signed"}, {131.89, 43.12, DTL_EVENT_COERCE, "RU", "Vladivostok", "Crew arrested"}};
	size_t n = sizeof rows / sizeof *rows;
	for (size_t i = 0; i < n; i++) {
		e[i] = event_at(rows[i].lon, rows[i].lat, rows[i].type, DTL_PRECISION_CITY, rows[i].country, rows[i].place, rows[i].headline);
		e[i].date.start.day = e[i].date.end.day = (uint8_t)(1 + 3 * i);
	}
	return n;
}

static const dtl_item *first_of(const made *m, const char *role)
{
	for (size_t i = 0; i < m->scene.count; i++)
		if (is(&m->scene.items[i], role) && m->scene.items[i].kind != DTL_ITEM_OPEN) return &m->scene.items[i];
	return NULL;
}

static size_t count_of(const made *m, const char *role)
{
	size_t n = 0;
	for (size_t i = 0; i < m->scene.count; i++) n += is(&m->scene.items[i], role) && m->scene.items[i].kind != DTL_ITEM_OPEN;
	return n;
}

static bool has_text(const made *m, const char *part)
{
	for (size_t i = 0; i < m->scene.count; i++)
		if (m->scene.items[i].kind == DTL_ITEM_TEXT && dtl_str_contains_nocase(m->scene.items[i].text, dtl_str_of(part))) return true;
	return false;
}

static double box_distance(dtl_box b, dtl_xy p)
{
	return hypot(fmax(0, fmax(b.x0 - p.x, p.x - b.x1)), fmax(0, fmax(b.y0 - p.y, p.y - b.y1)));
}

/* Point 2: a label without a leader is nearer to its own sign than to any other; every leader begins at its sign. */
static void nearest_sign(const made *m)
{
	const dtl_scene *s = &m->scene;
	for (size_t i = 0; i < m->plan.mark_count; i++) {
		const dtl_mark *mark = &m->plan.marks[i];
		dtl_box all = {INFINITY, INFINITY, -INFINITY, -INFINITY};
		bool led = false, any = false;
		for (size_t k = 0; k < s->count; k++) {
			const dtl_item *a = &s->items[k];
			if (a->event != (int32_t)mark->events[0] && !(mark->callout && a->event == (int32_t)mark->gravest)) continue;
			if (is(a, "leader")) led = true, assert_true(hypot(a->path.points[0].x - mark->at.x, a->path.points[0].y - mark->at.y) < mark->size * 1.5);
			if (!is(a, "event-label") || a->kind != DTL_ITEM_TEXT) continue;
			any = true;
			all = (dtl_box){fmin(all.x0, a->box.x0), fmin(all.y0, a->box.y0), fmax(all.x1, a->box.x1), fmax(all.y1, a->box.y1)};
		}
		for (size_t k = 0; any && !led && k < m->plan.mark_count; k++)
			if (k != i && box_distance(all, mark->at) > box_distance(all, m->plan.marks[k].at) + 4)
				fail_msg("label of event %d (%.0f %.0f %.0f %.0f, sign %.0f %.0f) is nearer to event %d", (int)mark->events[0], all.x0, all.y0, all.x1, all.y1,
					mark->at.x, mark->at.y, (int)m->plan.marks[k].events[0]);
	}
}

static void labels_and_signs(void **state)
{
	(void)state;
	dtl_event e[16];
	made m;
	make_map(&m, e, east_asia(e), SPEC);
	nearest_sign(&m);
	/* Point 3: right before left; waters in the water. */
	size_t right = 0, left = 0;
	for (size_t i = 0; i + 1 < m.scene.count; i++) {
		const dtl_item *dot = &m.scene.items[i], *name = &m.scene.items[i + 1];
		if (!is(dot, "city") || !is(name, "city-name")) continue;
		right += name->box.x0 > dot->at.x, left += name->box.x1 < dot->at.x;
	}
	assert_true(right >= 2 * left && right > 5);
	for (size_t i = 0; i < m.scene.count; i++)
		if (is(&m.scene.items[i], "water-name") && m.scene.items[i].kind == DTL_ITEM_TEXT && fabs(m.scene.items[i].angle) < 1e-9)
			assert_true(dtl_mask_share(&m.plan.mask, m.scene.items[i].box, DTL_MASK_SEA) + dtl_mask_share(&m.plan.mask, m.scene.items[i].box, DTL_MASK_LAKE) > .75);
	/* Point 16: every label tells its day. */
	assert_true(has_text(&m, "Sinpo, 1\u00a0March") && has_text(&m, "Vladivostok, 22\u00a0March"));
	drop_map(&m);
}

/* Points 5 and 6: extents across the 180th meridian and at the poles; sea is sea and land is land; no streaks. */
static bool inside(const dtl_path *p, dtl_xy q)
{
	bool in = false;
	for (size_t k = 0; k < p->piece_count; k++) {
		size_t first = p->starts[k], end = k + 1 < p->piece_count ? p->starts[k + 1] : p->count;
		for (size_t i = first, j = end - 1; i < end; j = i++) {
			dtl_xy a = p->points[i], b = p->points[j];
			if ((a.y > q.y) != (b.y > q.y) && q.x < (b.x - a.x) * (q.y - a.y) / (b.y - a.y) + a.x) in = !in;
		}
	}
	return in;
}

static void check_land(const made *m, double lon, double lat, bool land)
{
	dtl_xy q = dtl_view_point(&m->plan.view, (dtl_lonlat){lon, lat});
	const dtl_box *f = &m->scene.frame;
	if (!(q.x > f->x0 && q.x < f->x1 && q.y > f->y0 && q.y < f->y1)) fail_msg("%g %g is not on the map", lon, lat);
	if (inside(&first_of(m, "land")->path, q) != land) fail_msg("%g %g is%s land", lon, lat, land ? " not" : "");
}

static void check_streaks(const made *m)
{
	double wide = m->scene.frame.x1 - m->scene.frame.x0;
	for (size_t i = 0; i < m->scene.count; i++) {
		const dtl_item *a = &m->scene.items[i];
		if (!is(a, "coast") && !is(a, "borders")) continue;
		for (size_t k = 0; k < a->path.piece_count; k++) {
			size_t end = k + 1 < a->path.piece_count ? a->path.starts[k + 1] : a->path.count;
			for (size_t j = a->path.starts[k] + 1; j < end; j++) {
				dtl_xy p = a->path.points[j - 1], q = a->path.points[j];
				bool along_frame = (fabs(p.x - q.x) < .5 && (p.x < m->scene.frame.x0 + 1 || p.x > m->scene.frame.x1 - 1)) ||
					(fabs(p.y - q.y) < .5 && (p.y < m->scene.frame.y0 + 1 || p.y > m->scene.frame.y1 - 1));
				if (!along_frame) assert_true(hypot(p.x - q.x, p.y - q.y) < .4 * wide);
			}
		}
	}
}

static void extents(void **state)
{
	(void)state;
	dtl_event e[4];
	made m;
	e[0] = event_at(178.44, -18.14, DTL_EVENT_NONE, DTL_PRECISION_CITY, "FJ", "Suva", "Storm");
	e[1] = event_at(-171.76, -13.83, DTL_EVENT_NONE, DTL_PRECISION_CITY, "WS", "Apia", "Storm");
	make_map(&m, e, 2, SPEC);
	assert_true((m.scene.frame.x1 - m.scene.frame.x0) * m.plan.view.km_per_px < 3000);
	check_land(&m, 178.1, -17.8, true);
	check_land(&m, -175, -16.5, false);
	check_streaks(&m);
	assert_true(has_text(&m, m.plan.extent.name));
	drop_map(&m);
	e[0] = event_at(0, -90, DTL_EVENT_NONE, DTL_PRECISION_POINT, "AQ", "South Pole", "Rescue");
	e[1] = event_at(166.67, -77.85, DTL_EVENT_NONE, DTL_PRECISION_POINT, "AQ", "McMurdo", "Accident");
	make_map(&m, e, 2, SPEC);
	assert_int_equal(m.plan.extent.kind, DTL_EXTENT_POLAR);
	check_land(&m, 0, -90, true);
	check_land(&m, -175, -76.5, false);
	check_streaks(&m);
	assert_true(count_of(&m, "graticule") == 1 && count_of(&m, "degrees") > 4); /* where no arrow could tell north */
	drop_map(&m);
	e[0] = event_at(-74, 40.7, DTL_EVENT_NONE, DTL_PRECISION_CITY, "US", "New York", "Meeting");
	e[1] = event_at(139.7, 35.7, DTL_EVENT_NONE, DTL_PRECISION_CITY, "JP", "Tokyo", "Typhoon");
	e[2] = event_at(28.04, -26.2, DTL_EVENT_NONE, DTL_PRECISION_CITY, "ZA", "Johannesburg", "Summit");
	make_map(&m, e, 3, SPEC);
	assert_int_equal(m.plan.extent.kind, DTL_EXTENT_WORLD);
	check_land(&m, 37.6, 55.7, true);
	check_land(&m, 100, -82, true);
	check_land(&m, -30, -30, false);
	check_streaks(&m);
	assert_true(m.scene.outline.count > 20 && first_of(&m, "globe-outline"));
	assert_true(!first_of(&m, "globe") && !first_of(&m, "scale")); /* points 17, 19: neither on a world map */
	drop_map(&m);
}

/* Points 7, 8, 10: levels of type, halos, a quiet ground. */
static void typography(void **state)
{
	(void)state;
	static const char *const themes[] = {"light", "dark", "print"};
	for (size_t t = 0; t < 3; t++) {
		dtl_event e[16];
		made m;
		dtl_error err;
		dtl_event_set *set;
		dtl_article article = {.id = DTL_STR("a")};
		assert_int_equal(dtl_event_set_new(&set, &err), DTL_OK);
		assert_int_equal(dtl_event_set_add(set, &article, e, east_asia(e), &err), DTL_OK);
		make_map_of(&m, set, themes[t], SPEC);
		const dtl_item *country = first_of(&m, "country-name"), *water = first_of(&m, "water-name"), *city = first_of(&m, "city-name"),
			*event = first_of(&m, "event-label");
		assert_true(country->font.spacing > 0 && !country->font.bold && country->text.ptr[0] >= 'A' && country->text.ptr[1] <= 'Z');
		assert_true(water->font.italic && water->font.serif && !city->font.italic && city->font.spacing <= 0 && event->font.bold);
		for (size_t i = 0; i < m.scene.count; i++) {
			const dtl_item *a = &m.scene.items[i];
			if (a->kind == DTL_ITEM_TEXT) assert_true(a->font.size >= DTL_LEAST_TYPE - 1e-9);
			if (is_label(a) && !is(a, "callout")) assert_true(a->halo_width > 0 && (a->halo & 255) > 100);
			if (is(a, "borders") || is(a, "coast")) assert_true(a->width < 1.3);
			if (is(a, "event") && a->kind == DTL_ITEM_SYMBOL) /* signs stand out from the land */
				assert_true(fabs(dtl_luma(a->fill) - dtl_luma(m.style.colors[DTL_COLOR_FOCUS])) > 20);
		}
		const dtl_rgba *c = m.style.colors;
		assert_true(fabs(dtl_luma(c[DTL_COLOR_LAND]) - dtl_luma(c[DTL_COLOR_SEA])) < 40 && c[DTL_COLOR_COAST] != c[DTL_COLOR_BORDER]);
		assert_true(fabs(dtl_luma(c[DTL_COLOR_TEXT]) - dtl_luma(c[DTL_COLOR_LAND])) > 150);
		drop_map(&m);
	}
}

/* Colours as those see them who lack the cones for red (protanopia) or green (deuteranopia): Machado, Oliveira and Fernandes 2009,
 * severity 1, on linear RGB; then the distance in CIE L*a*b* (1976). */
static void lab_of(dtl_rgba color, const double *deficiency, double out[3])
{
	double rgb[3], seen[3], xyz[3];
	for (int i = 0; i < 3; i++) {
		double v = (double)(color >> (24 - 8 * i) & 255) / 255;
		rgb[i] = v <= .04045 ? v / 12.92 : pow((v + .055) / 1.055, 2.4);
	}
	for (int i = 0; i < 3; i++)
		seen[i] = fmax(0, fmin(1, deficiency ? deficiency[3 * i] * rgb[0] + deficiency[3 * i + 1] * rgb[1] + deficiency[3 * i + 2] * rgb[2] : rgb[i]));
	static const double to_xyz[9] = {.4124, .3576, .1805, .2126, .7152, .0722, .0193, .1192, .9505}, white[3] = {.9505, 1, 1.089};
	for (int i = 0; i < 3; i++) {
		double v = (to_xyz[3 * i] * seen[0] + to_xyz[3 * i + 1] * seen[1] + to_xyz[3 * i + 2] * seen[2]) / white[i];
		xyz[i] = v > .008856 ? cbrt(v) : 7.787 * v + 16.0 / 116;
	}
	out[0] = 116 * xyz[1] - 16, out[1] = 500 * (xyz[0] - xyz[1]), out[2] = 200 * (xyz[1] - xyz[2]);
}

static double apart(dtl_rgba a, dtl_rgba b, const double *deficiency)
{
	double p[3], q[3];
	lab_of(a, deficiency, p), lab_of(b, deficiency, q);
	return sqrt((p[0] - q[0]) * (p[0] - q[0]) + (p[1] - q[1]) * (p[1] - q[1]) + (p[2] - q[2]) * (p[2] - q[2]));
}

/* Point 9. */
static void colors_apart(void **state)
{
	(void)state;
	static const double deuteranopia[9] = {.367322, .860646, -.227968, .280085, .672501, .047413, -.011820, .042940, .968881};
	static const double protanopia[9] = {.152286, 1.052583, -.204868, .114503, .786281, .099216, -.003882, -.048116, 1.051998};
	static const char *const themes[] = {"light", "dark", "print"};
	dtl_arena arena = {0};
	for (size_t t = 0; t < 3; t++) {
		dtl_style s;
		dtl_error err;
		assert_int_equal(dtl_style_load(&arena, dtl_str_of(themes[t]), NULL, &s, &err), DTL_OK);
		for (int i = DTL_COLOR_VERBAL_COOPERATION; i <= DTL_COLOR_OTHER_EVENT; i++)
			for (int k = i + 1; k <= DTL_COLOR_OTHER_EVENT; k++) {
				assert_true(fabs(dtl_luma(s.colors[i]) - dtl_luma(s.colors[k])) >= 20);
				assert_true(apart(s.colors[i], s.colors[k], deuteranopia) >= 15 && apart(s.colors[i], s.colors[k], protanopia) >= 15);
			}
		for (size_t i = 0; i + 1 < DTL_TIME_CLASSES; i++) /* the ramp of dates too */
			assert_true(fabs(dtl_luma(dtl_color_ramp(&s, (double)i / (DTL_TIME_CLASSES - 1))) - dtl_luma(dtl_color_ramp(&s, (double)(i + 1) / (DTL_TIME_CLASSES - 1)))) >= 20);
		for (int i = DTL_EVENT_NONE; i < DTL_EVENT_TYPE_COUNT; i++)
			for (int k = i + 1; k < DTL_EVENT_TYPE_COUNT; k++) {
				dtl_symbol a = dtl_style_symbol(&s, (dtl_event_type)i, DTL_STR("")), b = dtl_style_symbol(&s, (dtl_event_type)k, DTL_STR(""));
				assert_true(a.shape != b.shape || a.color != b.color);
			}
	}
	dtl_arena_free(&arena);
}

/* Points 11, 12, 13. */
static void areas_and_rings(void **state)
{
	(void)state;
	dtl_event e[16];
	made m;
	e[0] = event_at(75.3, 34.3, DTL_EVENT_NONE, DTL_PRECISION_CITY, "IN", "Srinagar", "Flood");
	e[1] = event_at(73.0, 33.7, DTL_EVENT_CONSULT, DTL_PRECISION_CITY, "PK", "Islamabad", "Talks");
	make_map(&m, e, 2, SPEC);
	const dtl_item *line = first_of(&m, "disputed-borders");
	assert_true(line && line->dash > 0 && has_text(&m, "do not imply endorsement"));
	size_t usual = line->path.count;
	int16_t here = dtl_mask_at(&m.plan.mask, dtl_view_point(&m.plan.view, (dtl_lonlat){73.55, 34.4}));
	assert_string_equal(m.base.countries[here].iso, "PK");
	drop_map(&m);
	dtl_map_spec spec = SPEC;
	spec.view = DTL_STR("IN");
	make_map(&m, e, 2, spec);
	here = dtl_mask_at(&m.plan.mask, dtl_view_point(&m.plan.view, (dtl_lonlat){73.55, 34.4}));
	assert_string_equal(m.base.countries[here].iso, "IN"); /* names and tints follow the view, lines stay dashed */
	assert_true(first_of(&m, "disputed-borders") && usual > 0);
	drop_map(&m);
	e[0] = event_at(68.5, 26, DTL_EVENT_NONE, DTL_PRECISION_REGION, "PK", "Sindh", "Flood");
	e[0].place.radius_km = 250;
	dtl_range_ring ring = {{126.5, 40}, 500, DTL_STR("Reach")};
	make_map(&m, e, 1, SPEC);
	assert_true(first_of(&m, "area") && first_of(&m, "area-outline") && first_of(&m, "event")->hollow && has_text(&m, "known only to the area"));
	drop_map(&m);
	east_asia(e);
	spec = SPEC;
	spec.rings = &ring, spec.ring_count = 1;
	make_map(&m, e, 2, spec);
	line = first_of(&m, "range-ring");
	for (size_t i = 0; i < line->path.count; i++) {
		double km = dtl_distance_km(ring.center, dtl_view_lonlat(&m.plan.view, line->path.points[i]));
		assert_true(fabs(km - 500) < 2.5);
	}
	assert_true(has_text(&m, "Reach: 500 km"));
	drop_map(&m);
}

/* Point 14. */
static void clusters(void **state)
{
	(void)state;
	enum { N = 2500 };
	dtl_event *e = calloc(N, sizeof *e);
	made m;
	for (size_t i = 0; i < N; i++) e[i] = event_at(12.5 + (double)(i % 50) * .1, 41.9 + (double)(i / 50) * .05, DTL_EVENT_PROTEST, DTL_PRECISION_POINT, "IT", "Rome", "March");
	make_map(&m, e, N, SPEC);
	assert_true(first_of(&m, "hexagons") && has_text(&m, "events"));
	drop_map(&m);
	for (size_t i = 0; i < 10; i++) e[i].place.point = (dtl_lonlat){12.5, 41.9};
	make_map(&m, e, 10, SPEC);
	assert_true(has_text(&m, "\u00d710") && has_text(&m, "and 7 more"));
	drop_map(&m);
	free(e);
}

/* Points 15 and 16. */
static void callouts_and_ramp(void **state)
{
	(void)state;
	dtl_event e[16];
	made m;
	size_t n = east_asia(e);
	e[3].killed = 40;
	e[3].evidence.text = DTL_STR("BUSAN, March 10 -- Forty sailors died when fire\nbroke out below the deck of the carrier.");
	e[5].killed = 3;
	dtl_map_spec spec = SPEC;
	spec.callouts = 2, spec.color_by = DTL_MAP_BY_DATE;
	make_map(&m, e, n, spec);
	assert_int_equal(count_of(&m, "callout-panel"), 2);
	assert_true(has_text(&m, "10\u00a0March \u00b7 Busan") && has_text(&m, "Forty sailors died") && !has_text(&m, "BUSAN, March"));
	for (size_t i = 0; i < m.scene.count; i++) {
		const dtl_item *panel = &m.scene.items[i];
		if (!is(panel, "callout-panel")) continue;
		bool led = false;
		for (size_t k = 0; k < m.scene.count; k++) {
			const dtl_item *a = &m.scene.items[k];
			if (is(a, "leader") && a->event == panel->event) led |= box_distance(panel->box, a->path.points[1]) < 2;
			if (is(a, "callout") && a->kind == DTL_ITEM_TEXT && a->event == panel->event) assert_true(dtl_box_inside(a->box, panel->box));
			if (is_label(a) && a->event != panel->event) assert_false(meets(a->box, panel->box));
			if (is(a, "event") && a->kind == DTL_ITEM_SYMBOL) assert_false(meets(a->box, panel->box));
		}
		assert_true(led);
	}
	assert_int_equal(count_of(&m, "ramp"), DTL_TIME_CLASSES);
	assert_true(has_text(&m, "1\u00a0March") && has_text(&m, "22\u00a0March"));
	drop_map(&m);
}

/* Points 17 to 20 and 22. */
static void panels(void **state)
{
	(void)state;
	dtl_event e[16];
	made m;
	size_t n = east_asia(e), sum = 0;
	dtl_map_spec spec = SPEC;
	spec.source = DTL_STR("agencies"), spec.credit = DTL_STR("the desk"), spec.title = DTL_STR("East Asia"), spec.standfirst = DTL_STR("A week.");
	make_map(&m, e, n, spec);
	assert_true(m.plan.panels->inset && m.plan.panels->legend && m.plan.panels->scale_bar);
	for (size_t i = 0; i < m.plan.mark_count; i++) {
		dtl_xy at = m.plan.marks[i].at;
		assert_true(box_distance(m.plan.panels->inset_box, at) > 4 && box_distance(m.plan.panels->legend_box, at) > 4 && box_distance(m.plan.panels->scale_box, at) > 4);
	}
	for (size_t i = 0; i < m.plan.legend_count; i++) sum += m.plan.legend[i].count;
	assert_int_equal(sum, n);
	assert_int_equal(count_of(&m, "legend-sign"), m.plan.legend_count);
	double km = m.plan.panels->bar_km, lead = km / pow(10, floor(log10(km) + 1e-9));
	assert_true(fabs(lead - 1) < 1e-6 || fabs(lead - 2) < 1e-6 || fabs(lead - 5) < 1e-6);
	const dtl_box *f = &m.scene.frame;
	dtl_xy c = {(f->x0 + f->x1) / 2, (f->y0 + f->y1) / 2};
	dtl_lonlat a = dtl_view_lonlat(&m.plan.view, (dtl_xy){c.x - m.plan.panels->bar_px / 2, c.y});
	dtl_lonlat b = dtl_view_lonlat(&m.plan.view, (dtl_xy){c.x + m.plan.panels->bar_px / 2, c.y});
	assert_true(fabs(dtl_distance_km(a, b) / km - 1) < .02);
	assert_true(has_text(&m, "East Asia") && has_text(&m, "A week.") && has_text(&m, "Source: agencies") && has_text(&m, "the desk"));
	assert_true(dtl_str_starts(m.scene.description, DTL_STR("Map of 8 events")) && dtl_str_contains_nocase(m.scene.description, DTL_STR("Missile launch")));
	made twice;
	spec.scale = 3, spec.theme = DTL_STR("dark");
	make_map(&twice, e, n, spec);
	assert_int_equal(twice.scene.count, m.scene.count);
	for (size_t i = 0; i < m.scene.count; i++) {
		dtl_box x = m.scene.items[i].box, y = twice.scene.items[i].box;
		if (m.scene.items[i].kind == DTL_ITEM_TEXT) assert_true(fabs(x.x0 - y.x0) + fabs(x.y0 - y.y0) + fabs(x.x1 - y.x1) + fabs(x.y1 - y.y1) < 1e-9);
	}
	drop_map(&twice);
	drop_map(&m);
}

/* North is not up, but the same all over: an arrow. */
static void north(void **state)
{
	(void)state;
	dtl_event e[16];
	made m;
	east_asia(e);
	dtl_map_spec spec = SPEC;
	spec.projection = DTL_STR("+proj=omerc +lat_0=38 +lonc=127 +alpha=40 +gamma=0");
	make_map(&m, e, 4, spec);
	const dtl_item *arrow = first_of(&m, "north-arrow");
	assert_non_null(arrow);
	dtl_xy tip = arrow->path.points[0], tail = arrow->path.points[2], south = dtl_view_point(&m.plan.view, (dtl_lonlat){127, 37}),
		far = dtl_view_point(&m.plan.view, (dtl_lonlat){127, 38});
	double drawn = atan2(tip.x - tail.x, tail.y - tip.y), real = atan2(far.x - south.x, south.y - far.y);
	assert_true(fabs(real) > .1 && fabs(drawn - real) < .07);
	drop_map(&m);
	make_map(&m, e, 4, SPEC);
	assert_null(first_of(&m, "north-arrow"));
	drop_map(&m);
}

/* Counts by area. */
static void choropleth(void **state)
{
	(void)state;
	dtl_event e[16];
	made m;
	size_t n = east_asia(e);
	dtl_map_spec spec = SPEC;
	spec.count_by = DTL_MAP_COUNT_COUNTRY;
	make_map(&m, e, n, spec);
	assert_true(count_of(&m, "counted-area") >= 2 && !first_of(&m, "event") && has_text(&m, "2 events") && has_text(&m, "1 event"));
	assert_int_equal(m.plan.keyed + m.plan.shown + m.plan.placeless, n);
	drop_map(&m);
	spec.count_by = DTL_MAP_COUNT_DIVISION;
	make_map(&m, e, n, spec);
	assert_true(count_of(&m, "counted-area") >= 1 && count_of(&m, "count-label") > 6);
	drop_map(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(labels_and_signs), cmocka_unit_test(extents), cmocka_unit_test(typography),
		cmocka_unit_test(colors_apart), cmocka_unit_test(areas_and_rings), cmocka_unit_test(clusters), cmocka_unit_test(callouts_and_ramp),
		cmocka_unit_test(panels), cmocka_unit_test(north), cmocka_unit_test(choropleth)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
