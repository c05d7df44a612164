/* base/: arena, strings, UTF-8, JSON, civil dates, geodesy, files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <geodesic.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/civil.h"
#include "base/file.h"
#include "base/geodesy.h"
#include "base/json.h"
#include "base/utf8.h"

#define assert_str(s, z) do { dtl_str s_ = (s); assert_int_equal(s_.len, strlen(z)); assert_memory_equal(s_.ptr, (z), s_.len); } while (0)

static void arena_grows_and_resets(void **state)
{
	(void)state;
	dtl_arena a = {0};
	if (setjmp(a.exhausted)) fail();
	char *first = dtl_arena_alloc(&a, 10);
	memset(first, 'x', 10);
	first = dtl_arena_grow(&a, first, 10, 100);
	assert_int_equal(first[9], 'x');
	assert_int_equal(first[10], 0);
	dtl_arena_mark mark = dtl_arena_mark_take(&a);
	for (int i = 0; i < 1000; i++) memset(dtl_arena_alloc(&a, 1000), i, 1000);
	dtl_arena_reset(&a, mark);
	char *again = dtl_arena_alloc(&a, 64);
	for (int i = 0; i < 64; i++) assert_int_equal(again[i], 0);
	assert_int_equal((uintptr_t)again % 16, 0);
	dtl_arena_free(&a);
}

static void arena_jumps_when_exhausted(void **state)
{
	(void)state;
	dtl_arena a = {0};
	volatile int jumps = 0;
	if (setjmp(a.exhausted)) {
		assert_int_equal(++jumps, 1);
		dtl_arena_free(&a);
		return;
	}
	volatile size_t huge = SIZE_MAX / 4;
	dtl_arena_calloc(&a, huge, 8);
	fail();
}

static void utf8_decodes_and_repairs(void **state)
{
	(void)state;
	dtl_arena a = {0};
	if (setjmp(a.exhausted)) fail();
	static const struct { const char *in; size_t len; size_t bad; const char *out; } rows[] = {
		{"plain", 5, 0, "plain"},
		{"\xed\x95\x9c", 3, 0, "\xed\x95\x9c"},
		{"a\xff" "b", 3, 1, "a\xef\xbf\xbd" "b"},
		{"\xc0\xaf", 2, 2, "\xef\xbf\xbd\xef\xbf\xbd"},             /* overlong slash */
		{"\xed\xa0\x80", 3, 3, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"}, /* surrogate */
		{"\xf4\x90\x80\x80", 4, 4, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
		{"x\0y", 3, 1, "x\xef\xbf\xbdy"},
		{"\xe2\x82", 2, 2, "\xef\xbf\xbd\xef\xbf\xbd"},             /* cut off */
		{"\xef\xbf\xbd", 3, 0, "\xef\xbf\xbd"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		size_t bad;
		assert_str(dtl_utf8_repair(&a, (dtl_str){rows[i].in, rows[i].len}, &bad), rows[i].out);
		assert_int_equal(bad, rows[i].bad);
	}
	for (uint32_t c = 1; c < 0x110000; c++) {
		if (c == 0xd800) c = 0xe000;
		char bytes[4];
		size_t at = 0, len = dtl_utf8_put(c, bytes);
		assert_int_equal(dtl_utf8_next((dtl_str){bytes, len}, &at), c);
		assert_int_equal(at, len);
	}
	dtl_arena_free(&a);
}

static void offsets_agree_with_counting(void **state)
{
	(void)state;
	dtl_arena a = {0};
	if (setjmp(a.exhausted)) fail();
	dtl_buf text = {.arena = &a};
	static const char *const pieces[] = {"a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x8c\x8d"};
	for (unsigned i = 0; i < 500; i++) dtl_buf_addz(&text, pieces[(i * 7 + i / 3) % 4]);
	dtl_offset_map map = dtl_offset_map_new(&a, dtl_buf_str(&text));
	uint32_t points = 0, units = 0;
	for (size_t at = 0; at < text.len;) {
		assert_int_equal(dtl_offset_code_points(&map, (uint32_t)at), points);
		assert_int_equal(dtl_offset_utf16(&map, (uint32_t)at), units);
		assert_int_equal(dtl_offset_of_code_point(&map, points), at);
		units += dtl_utf8_next(dtl_buf_str(&text), &at) > 0xffff ? 2 : 1;
		points++;
	}
	assert_int_equal(dtl_offset_of_code_point(&map, points + 5), text.len);
	dtl_arena_free(&a);
}

static void json_escapes(void **state)
{
	(void)state;
	dtl_arena a = {0};
	if (setjmp(a.exhausted)) fail();
	dtl_buf out = {.arena = &a};
	dtl_json j = {.out = &out};
	dtl_json_open(&j, NULL, '{');
	dtl_json_str(&j, "s", DTL_STR("a\"b\\c\n</script>\x01"));
	dtl_json_number(&j, "n", -0.00001, 3);
	dtl_json_number(&j, "x", NAN, 3);
	dtl_json_number(&j, "y", 127.5, 5);
	dtl_json_open(&j, "l", '[');
	dtl_json_int(&j, NULL, -7);
	dtl_json_bool(&j, NULL, true);
	dtl_json_close(&j, ']');
	dtl_json_close(&j, '}');
	assert_str(dtl_buf_str(&out),
		"{\"s\":\"a\\\"b\\\\c\\n\\u003c/script>\\u0001\",\"n\":0,\"x\":null,\"y\":127.5,\"l\":[-7,true]}");
	dtl_arena_free(&a);
}

static void civil_days(void **state)
{
	(void)state;
	dtl_date before = {0, 0, 0};
	for (int32_t days = -700000; days < 2000000; days++) {
		dtl_date d = dtl_date_from_days(days);
		if (d.year == 0) continue;
		assert_true(dtl_date_valid(d));
		assert_int_equal(dtl_days_from_date(d), days);
		if (before.year) assert_int_equal(dtl_date_cmp(before, d), -1);
		before = d;
	}
	assert_int_equal(dtl_weekday(dtl_days_from_date((dtl_date){2024, 1, 28})), 7);
	static const struct { const char *text; bool good; int year, month, day; dtl_date_precision precision; } rows[] = {
		{"2024-01-28", true, 2024, 1, 28, DTL_DATE_DAY}, {"2024-01-28T05:00:00Z", true, 2024, 1, 28, DTL_DATE_DAY},
		{"20240128", true, 2024, 1, 28, DTL_DATE_DAY}, {"2024-02", true, 2024, 2, 1, DTL_DATE_MONTH},
		{"1999", true, 1999, 1, 1, DTL_DATE_YEAR}, {"2023-02-29", false, 0, 0, 0, 0}, {"2024-02-29", true, 2024, 2, 29, DTL_DATE_DAY},
		{"2024-13-01", false, 0, 0, 0, 0}, {"28.1.2024", false, 0, 0, 0, 0}, {"", false, 0, 0, 0, 0}, {"2024x", false, 0, 0, 0, 0}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		dtl_date d;
		dtl_date_precision p;
		assert_int_equal(dtl_date_parse(dtl_str_of(rows[i].text), &d, &p), rows[i].good);
		if (!rows[i].good) continue;
		assert_int_equal(d.year, rows[i].year);
		assert_int_equal(d.month, rows[i].month);
		assert_int_equal(d.day, rows[i].day);
		assert_int_equal(p, rows[i].precision);
	}
}

/* PROJ is the judge: within a metre direct, within 0.6 % on the sphere. */
static void geodesics_agree_with_proj(void **state)
{
	(void)state;
	struct geod_geodesic wgs84;
	geod_init(&wgs84, 6378137, 1 / 298.257223563);
	for (int i = 0; i < 2000; i++) {
		dtl_lonlat from = {fmod(i * 37.77, 360) - 180, fmod(i * 17.31, 178) - 89};
		double bearing = fmod(i * 53.1, 360), km = fmod(i * 91.7, 9000), lat, lon, azimuth, metres;
		geod_direct(&wgs84, from.lat, from.lon, bearing, km * 1000, &lat, &lon, &azimuth);
		dtl_lonlat to = dtl_geodesic_direct(from, bearing, km);
		geod_inverse(&wgs84, to.lat, to.lon, lat, lon, &metres, NULL, NULL);
		assert_true(metres < 1);
		geod_inverse(&wgs84, from.lat, from.lon, to.lat, to.lon, &metres, NULL, NULL);
		assert_true(fabs(dtl_distance_km(from, to) - metres / 1000) <= 0.006 * metres / 1000 + 1e-6);
	}
}

static void files_are_replaced_whole(void **state)
{
	(void)state;
	char folder[] = "/tmp/dateline-test-XXXXXX", path[128];
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/file", folder);
	dtl_error err = DTL_ERROR_INIT;
	assert_int_equal(dtl_replace_file(path, DTL_STR("one"), &err), DTL_OK);
	assert_int_equal(dtl_replace_file(path, DTL_STR("two two"), &err), DTL_OK);
	dtl_mapping m;
	assert_int_equal(dtl_map_file(path, DTL_ERR_NO_INPUT, &m, &err), DTL_OK);
	assert_str(((dtl_str){m.data, m.size}), "two two");
	dtl_unmap_file(&m);
	assert_int_equal(dtl_replace_file("/nonexistent/file", DTL_STR("x"), &err), DTL_ERR_CREATE);
	assert_string_equal(err.message, "cannot create '/nonexistent/file': No such file or directory");
	assert_int_equal(dtl_map_file("/nonexistent", DTL_ERR_NO_INPUT, &m, &err), DTL_ERR_NO_INPUT);
	assert_int_equal(dtl_map_file(folder, DTL_ERR_NO_INPUT, &m, &err), DTL_ERR_NO_INPUT);
	unlink(path);
	assert_int_equal(rmdir(folder), 0); /* no temporary file was left */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arena_grows_and_resets), cmocka_unit_test(arena_jumps_when_exhausted),
		cmocka_unit_test(utf8_decodes_and_repairs), cmocka_unit_test(offsets_agree_with_counting),
		cmocka_unit_test(json_escapes), cmocka_unit_test(civil_days), cmocka_unit_test(geodesics_agree_with_proj),
		cmocka_unit_test(files_are_replaced_whole)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
