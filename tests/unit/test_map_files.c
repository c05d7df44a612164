/* What a map reads: a damaged basemap is refused or does no harm; a style file's errors name their line. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "map/basemap.h"
#include "map/style.h"

static char folder[] = "/tmp/dateline-map-XXXXXX";
static char path[64];

static void write_file(const void *data, size_t len)
{
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, len, f), len);
	fclose(f);
}

static int set_up(void **state)
{
	(void)state;
	if (!mkdtemp(folder)) return -1;
	snprintf(path, sizeof path, "%s/file", folder);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	remove(path);
	return rmdir(folder);
}

/* Follows every index there is. */
static void read_all(const dtl_basemap *b)
{
	dtl_arena arena = {0};
	double *xy = NULL;
	size_t cap = 0;
	for (uint32_t r = 0; r < b->ring_count; r += 13)
		for (int l = 0; l < DTL_BASEMAP_LEVELS; l++) {
			size_t need = dtl_basemap_ring_size(b, &b->levels[l], r);
			if (need > cap) xy = dtl_arena_array(&arena, double, 2 * (cap = 2 * need));
			if (need) dtl_basemap_ring(b, &b->levels[l], r, xy);
		}
	size_t sum = 0;
	for (size_t i = 0; i < b->unit_count; i++) sum += strlen(dtl_basemap_string(b, b->units[i].name)) + dtl_basemap_country_of(b, (uint32_t)i, DTL_STR("RU"));
	for (size_t i = 0; i < b->place_count; i++) sum += strlen(dtl_basemap_string(b, b->places[i].name));
	assert_true(sum > 0);
	(void)dtl_basemap_unit_at(b, &arena, (dtl_lonlat){10, 50});
	dtl_arena_free(&arena);
}

static void damaged_basemap(void **state)
{
	(void)state;
	dtl_error err = DTL_ERROR_INIT;
	dtl_basemap b;
	if (dtl_basemap_open(NULL, &b, &err) != DTL_OK) fail_msg("%s", err.message);
	read_all(&b);
	size_t size = b.mapping.size;
	char *copy = malloc(size);
	memcpy(copy, b.mapping.data, size);
	dtl_basemap_close(&b);
	static const size_t cuts[] = {0, 1, 8, 31, 33, 500, 5000};
	for (size_t i = 0; i < 7; i++) {
		write_file(copy, cuts[i]);
		assert_int_equal(dtl_basemap_open(path, &b, &err), DTL_ERR_CONFIG);
	}
	write_file(copy, size - 1);
	assert_int_equal(dtl_basemap_open(path, &b, &err), DTL_ERR_CONFIG);
	uint64_t seed = 42;
	for (int round = 0; round < 24; round++) { /* single bytes, most of them in the tables at the front */
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		size_t at = (size_t)((seed >> 33) % (round % 2 ? size : 4000000));
		if (round < 10) at %= 1000;
		char old = copy[at];
		copy[at] = (char)(old ^ (char)(1 << (seed >> 8 & 7)));
		write_file(copy, size);
		copy[at] = old;
		if (dtl_basemap_open(path, &b, &err) != DTL_OK) continue;
		read_all(&b);
		dtl_basemap_close(&b);
	}
	free(copy);
}

static void divisions(void **state)
{
	(void)state;
	dtl_error err = DTL_ERROR_INIT;
	dtl_basemap b;
	if (dtl_basemap_open(NULL, &b, &err) != DTL_OK) fail_msg("%s", err.message);
	dtl_arena arena = {0};
	int32_t at = dtl_basemap_unit_at(&b, &arena, (dtl_lonlat){34.1, 44.95});
	assert_string_equal(dtl_basemap_string(&b, b.units[at].iso), "UA-43");
	assert_string_equal(b.countries[dtl_basemap_country_of(&b, (uint32_t)at, DTL_STR(""))].iso, "UA");
	assert_string_equal(b.countries[dtl_basemap_country_of(&b, (uint32_t)at, DTL_STR("RU"))].iso, "RU"); /* a point of view */
	assert_int_equal(dtl_basemap_unit_at(&b, &arena, (dtl_lonlat){-40, 30}), -1);
	assert_true(dtl_basemap_unit_named(&b, DTL_STR("US"), DTL_STR("texas")) >= 0);
	assert_int_equal(dtl_basemap_unit_named(&b, DTL_STR("MX"), DTL_STR("Texas")), -1);
	assert_string_equal(dtl_basemap_string(&b, b.units[dtl_basemap_unit_named(&b, DTL_STR("FR"), DTL_STR("FR-75"))].iso), "FR-75");
	dtl_arena_free(&arena);
	dtl_basemap_close(&b);
}

static dtl_status load(const char *text, dtl_style *style, dtl_arena *arena, dtl_error *err)
{
	write_file(text, strlen(text));
	return dtl_style_load(arena, DTL_STR("dark"), path, style, err);
}

static void style_files(void **state)
{
	(void)state;
	dtl_arena arena = {0};
	dtl_style s;
	dtl_error err = DTL_ERROR_INIT;
	assert_int_equal(load("# mine\n[colors]\nsea = #102030\nhalo=#01020304\n[fonts]\nsans = Foo, Bar\nsize = 1.5\n[symbols]\nASSAULT = star #ff0000\nflood = ring\n", &s,
		&arena, &err), DTL_OK);
	assert_int_equal(s.colors[DTL_COLOR_SEA], 0x102030ff);
	assert_int_equal(s.colors[DTL_COLOR_HALO], 0x01020304);
	assert_true(fabs(s.size - 1.5) < 1e-9 && dtl_str_eq(s.sans, DTL_STR("Foo, Bar")));
	dtl_symbol star = dtl_style_symbol(&s, DTL_EVENT_ASSAULT, DTL_STR("shelling"));
	assert_true(star.shape == DTL_SHAPE_STAR && star.color == 0xff0000ff);
	assert_int_equal(dtl_style_symbol(&s, DTL_EVENT_NONE, DTL_STR("flood")).shape, DTL_SHAPE_RING);
	static const struct { const char *text; uint64_t line; } bad[] = {{"[colors]\nsea = blue\n", 2}, {"[nosuch]\n", 1}, {"x = 1\n", 1},
		{"[symbols]\n\n\nASSAULT = blob\n", 4}, {"[fonts]\nsize = big\n", 2}, {"[colors]\nocean = #112233\n", 2}, {"[colors]\nsea\n", 2}};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(load(bad[i].text, &s, &arena, &err), DTL_ERR_DATA);
		assert_int_equal(err.line, bad[i].line);
		assert_string_equal(err.file, path);
	}
	assert_int_equal(dtl_style_load(&arena, DTL_STR("pink"), NULL, &s, &err), DTL_ERR_USAGE);
	assert_int_equal(dtl_style_load(&arena, DTL_STR(""), "/nonexistent/style", &s, &err), DTL_ERR_NO_INPUT);
	dtl_arena_free(&arena);
}

/* Types tell apart in grey: families differ by 20 or more in brightness in every theme, and from the land. */
static void grey_steps(void **state)
{
	(void)state;
	dtl_arena arena = {0};
	static const char *const themes[] = {"light", "dark", "print"};
	for (size_t t = 0; t < 3; t++) {
		dtl_style s;
		dtl_error err = DTL_ERROR_INIT;
		assert_int_equal(dtl_style_load(&arena, (dtl_str){themes[t], strlen(themes[t])}, NULL, &s, &err), DTL_OK);
		for (int i = DTL_COLOR_VERBAL_COOPERATION; i <= DTL_COLOR_OTHER_EVENT; i++) {
			for (int k = i + 1; k <= DTL_COLOR_OTHER_EVENT; k++) assert_true(fabs(dtl_luma(s.colors[i]) - dtl_luma(s.colors[k])) >= 20);
			assert_true(fabs(dtl_luma(s.colors[i]) - dtl_luma(s.colors[DTL_COLOR_LAND])) >= 20);
		}
	}
	dtl_arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(damaged_basemap), cmocka_unit_test(divisions), cmocka_unit_test(style_files),
		cmocka_unit_test(grey_steps)};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
