/* Whole maps of generated event sets: nothing overlaps, nothing leaves the frame, nothing vanishes unreported. Text is measured
 * by a rule instead of fonts, so that the answer is the same on every machine. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "map_making.h"

static uint64_t seed;
static double random_01(void) /* xorshift64* */
{
	seed ^= seed >> 12, seed ^= seed << 25, seed ^= seed >> 27;
	return (double)((seed * 2685821657736338717u) >> 11) / 9007199254740992.0;
}

static dtl_event random_event(size_t k, dtl_lonlat center, double spread)
{
	static const char *const heads[] = {"Clash", "Missile launch off the coast", "Earthquake of magnitude 7.8 kills thousands", "Talks", "Aid convoy arrives at last"};
	static const char *const places[] = {"Alpha", "Port Beta", "Gamma City", "Delta", "Upper Epsilon"};
	dtl_event e = {.type = (dtl_event_type)(random_01() * DTL_EVENT_TYPE_COUNT), .killed = -1, .injured = -1, .missing = -1};
	e.headline = (dtl_str){heads[k % 5], strlen(heads[k % 5])};
	e.place.name = (dtl_str){places[k % 5], strlen(places[k % 5])};
	double lat = fmax(-90, fmin(90, center.lat + (random_01() - .5) * spread)), lon = center.lon + (random_01() - .5) * spread / fmax(.05, cos(lat * M_PI / 180));
	e.place.point = (dtl_lonlat){remainder(lon, 360), lat};
	e.place.has_point = random_01() > .03;
	e.place.precision = (dtl_precision)(1 + (int)(random_01() * 6));
	e.place.radius_km = random_01() < .3 ? 60 : 5;
	e.date.start = e.date.end = (dtl_date){2024, (uint8_t)(1 + k % 12), (uint8_t)(1 + k % 28)};
	e.date.precision = DTL_DATE_DAY;
	return e;
}

static void check_pair(const dtl_item *a, const dtl_item *b)
{
	if (!meets(a->box, b->box)) return;
	if (a->kind == DTL_ITEM_TEXT && b->kind == DTL_ITEM_TEXT)
		fail_msg("'%.*s' over '%.*s'", (int)a->text.len, a->text.ptr, (int)b->text.len, b->text.ptr);
	fail_msg("'%.*s' over a %s", (int)a->text.len, a->text.ptr, b->role);
}

static void check_scene(const made *m)
{
	const dtl_scene *s = &m->scene;
	double wide = s->width + .5;
	for (size_t i = 0; i < s->count; i++) {
		const dtl_item *a = &s->items[i];
		if (a->kind == DTL_ITEM_TEXT) {
			assert_true(a->box.x0 >= -.5 && a->box.x1 <= wide && a->box.y0 >= -.5 && a->box.y1 <= s->height + .5);
			assert_true(a->font.size >= DTL_LEAST_TYPE - 1e-9);
		}
		if (!is_label(a)) continue;
		assert_true(a->box.x0 >= s->frame.x0 && a->box.x1 <= s->frame.x1 && a->box.y0 >= s->frame.y0 - 1 && a->box.y1 <= s->frame.y1 + 1);
		for (size_t k = 0; k < s->count; k++) {
			const dtl_item *b = &s->items[k];
			if (k > i && is_label(b) && !(a->event >= 0 && a->event == b->event)) check_pair(a, b);
			if (b->kind == DTL_ITEM_SYMBOL && is(b, "event")) check_pair(a, b);
			if (b->kind == DTL_ITEM_PATH && (is(b, "panel") || is(b, "globe"))) check_pair(a, b);
		}
	}
}

static void check_leaders(const made *m)
{
	const dtl_scene *s = &m->scene;
	for (size_t i = 0; i < s->count; i++) {
		const dtl_item *a = &s->items[i];
		if (!is(a, "leader")) continue;
		for (size_t k = i + 1; k < s->count; k++) {
			const dtl_item *b = &s->items[k];
			if (is(b, "leader") && dtl_segments_meet(a->path.points[0], a->path.points[1], b->path.points[0], b->path.points[1]))
				fail_msg("leaders cross");
		}
	}
}

/* Every event is labelled, in the key, in a cluster, or reported as without a place. */
static void check_counts(const made *m, size_t n)
{
	const dtl_plan *p = &m->plan;
	assert_int_equal(p->shown + p->keyed + p->placeless, n);
	size_t numbered = 0, signs = 0;
	for (size_t i = 0; i < p->mark_count; i++) {
		numbered += p->marks[i].number > 0;
		assert_true(p->crowd || p->marks[i].choice != DTL_LABEL_DROPPED || p->marks[i].number > 0);
	}
	assert_int_equal(numbered, p->keyed_marks);
	for (size_t i = 0; i < m->scene.count; i++) signs += m->scene.items[i].kind == DTL_ITEM_SYMBOL && is(&m->scene.items[i], "event");
	assert_true(signs >= p->mark_count);
}

static void one_set(uint64_t number)
{
	static const dtl_lonlat centers[] = {{127, 37}, {179.8, -17}, {0, 90}, {45, -90}, {20, 5}, {-75, 40}, {-179.9, 66}, {10, 50}, {0, 0}};
	static const double spreads[] = {.5, 4, 15, 60, 170};
	seed = number * 0x9e3779b97f4a7c15u + 88172645463325252u;
	size_t n = 1 + (size_t)(pow(random_01(), 2) * 300);
	dtl_lonlat c = centers[number % 9];
	double spread = spreads[(number / 9) % 5];
	dtl_event *events = calloc(n, sizeof *events);
	for (size_t i = 0; i < n; i++) events[i] = random_event(i, c, spread);
	made m;
	dtl_map_spec spec = DTL_MAP_SPEC_INIT;
	spec.height = number % 4 == 3 ? 700 : 0;
	spec.callouts = number % 3 == 1 ? 3 : 0;
	spec.color_by = number % 5 == 2 ? DTL_MAP_BY_DATE : DTL_MAP_BY_TYPE;
	make_map(&m, events, n, spec);
	check_scene(&m);
	check_leaders(&m);
	check_counts(&m, n);
	drop_map(&m);
	free(events);
}

/* DATELINE_SETS=500 runs them all. */
static void generated_sets(void **state)
{
	(void)state;
	const char *z = getenv("DATELINE_SETS");
	uint64_t sets = z ? strtoul(z, NULL, 10) : 45;
	for (uint64_t i = 0; i < sets; i++) {
		print_message("set %d\n", (int)i);
		one_set(i);
	}
}

static void odd_cases(void **state)
{
	(void)state;
	made m;
	make_map(&m, NULL, 0, (dtl_map_spec)DTL_MAP_SPEC_INIT); /* no events */
	assert_int_equal(m.plan.shown, 0);
	drop_map(&m);
	dtl_event pole = random_event(0, (dtl_lonlat){0, -90}, 0);
	pole.place.has_point = true;
	make_map(&m, &pole, 1, (dtl_map_spec)DTL_MAP_SPEC_INIT);
	check_scene(&m);
	assert_int_equal(m.plan.shown, 1);
	drop_map(&m);
	size_t n = 10000;
	dtl_event *same = calloc(n, sizeof *same);
	for (size_t i = 0; i < n; i++) same[i] = random_event(0, (dtl_lonlat){12, 41}, 0), same[i].place.has_point = true;
	make_map(&m, same, n, (dtl_map_spec)DTL_MAP_SPEC_INIT); /* 10,000 at one spot */
	check_counts(&m, n);
	drop_map(&m);
	free(same);
	static char text[10001];
	memset(text, 'x', 10000);
	for (size_t i = 7; i < 10000; i += 9) text[i] = ' ';
	dtl_event wordy = random_event(0, (dtl_lonlat){12, 41}, 0);
	wordy.place.has_point = true;
	wordy.headline = (dtl_str){text, 10000};
	make_map(&m, &wordy, 1, (dtl_map_spec)DTL_MAP_SPEC_INIT);
	check_scene(&m);
	drop_map(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(odd_cases), cmocka_unit_test(generated_sets)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
