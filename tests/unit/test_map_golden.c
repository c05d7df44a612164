/* The laid-out maps of tests/golden/map-NAME.tsv against NAME.json: what stands where. Text is measured by a rule instead of
 * fonts. Numbers may differ by a pixel, for other versions of PROJ. DATELINE_GOLDEN=write makes the files anew. */
#include <glob.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "events_tsv.h"
#include "map_making.h"

static dtl_str scene_of(dtl_arena *arena, const char *path)
{
	made m;
	dtl_map_spec spec = DTL_MAP_SPEC_INIT;
	spec.source = DTL_STR("news agencies"), spec.credit = DTL_STR("dateline");
	make_map_of(&m, read_events(path), "", spec);
	dtl_buf b = {.arena = arena};
	dtl_json j = {.out = &b};
	dtl_json_open(&j, NULL, '{');
	dtl_json_str(&j, "projection", dtl_arena_str(arena, dtl_str_of(m.plan.extent.definition)));
	dtl_scene_dump(&m.scene, &j);
	dtl_json_close(&j, '}');
	/* One item a line, so that a difference can be read. */
	dtl_buf lines = {.arena = arena};
	for (size_t i = 0; i < b.len; i++) {
		dtl_buf_addc(&lines, b.data[i]);
		if (b.data[i] == ',' && i + 1 < b.len && b.data[i + 1] == '{') dtl_buf_addc(&lines, '\n');
	}
	dtl_buf_addc(&lines, '\n');
	drop_map(&m);
	return dtl_buf_str(&lines);
}

/* Equal but for numbers, which may differ a little. */
static bool alike(const char *a, const char *b)
{
	while (*a && *b) {
		bool number = (dtl_ascii_digit(*a) || *a == '-') && (dtl_ascii_digit(*b) || *b == '-');
		if (number && *a != *b) number = true;
		if (number) {
			char *x, *y;
			double u = strtod(a, &x), v = strtod(b, &y);
			if (x > a && y > b) {
				if (fabs(u - v) > 1.01 + .002 * fabs(u)) return false;
				a = x, b = y;
				continue;
			}
		}
		if (*a++ != *b++) return false;
	}
	return !*a && !*b;
}

static void golden_scenes(void **state)
{
	(void)state;
	const char *root = getenv("DATELINE_TESTS"), *write = getenv("DATELINE_GOLDEN");
	char pattern[512];
	snprintf(pattern, sizeof pattern, "%s/golden/map-*.tsv", root ? root : "tests");
	glob_t found;
	assert_int_equal(glob(pattern, 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		dtl_arena arena = {0};
		dtl_str laid = scene_of(&arena, found.gl_pathv[i]), again = scene_of(&arena, found.gl_pathv[i]);
		assert_true(dtl_str_eq(laid, again)); /* the same on every run */
		dtl_str stem = {found.gl_pathv[i], strlen(found.gl_pathv[i]) - 4};
		dtl_str path = dtl_arena_printf(&arena, "%.*s.json", DTL_FMT(stem));
		dtl_error err = DTL_ERROR_INIT;
		if (write) {
			assert_int_equal(dtl_replace_file(path.ptr, laid, &err), DTL_OK);
		} else {
			dtl_mapping m;
			if (dtl_map_file(path.ptr, DTL_ERR_NO_INPUT, &m, &err) != DTL_OK) fail_msg("%s", err.message);
			dtl_str expected = dtl_arena_str(&arena, (dtl_str){m.data, m.size}), want = expected, got = laid;
			dtl_unmap_file(&m);
			for (int line = 1; want.len && got.len; line++) {
				dtl_str w = dtl_arena_str(&arena, dtl_str_cut(&want, '\n')), g = dtl_arena_str(&arena, dtl_str_cut(&got, '\n'));
				if (!alike(w.ptr, g.ptr)) fail_msg("%s:%d\n  expected %s\n  got      %s", path.ptr, line, w.ptr, g.ptr);
			}
			assert_true(!want.len && !got.len);
		}
		dtl_arena_free(&arena);
	}
	globfree(&found);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(golden_scenes)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
