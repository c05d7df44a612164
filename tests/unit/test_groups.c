/* Event sets cut into periods, countries and kinds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/str.h"
#include "event_fields.h"

static const struct { dtl_date day; const char *country, *subtype; } rows[] = {
	{{2024, 12, 30}, "KP", "flood"}, /* a Monday: the first week of 2025 */
	{{2021, 1, 3}, "JP", "flood"},   /* a Sunday: week 53 of 2020 */
	{{0, 0, 0}, "", ""},
	{{2024, 2, 29}, "JP", "quake"},
	{{2025, 1, 5}, "JP", "flood"},
};

static dtl_event_set *sample(void)
{
	enum { N = sizeof rows / sizeof *rows };
	dtl_event_set *set = NULL;
	dtl_event events[N];
	dtl_article article = {.id = DTL_STR("a")};
	for (size_t i = 0; i < N; i++) {
		events[i] = dtl_event_init();
		events[i].date.start = rows[i].day;
		events[i].place.country = dtl_str_of(rows[i].country);
		events[i].subtype = dtl_str_of(rows[i].subtype);
	}
	assert_int_equal(dtl_event_set_new(&set, NULL), DTL_OK);
	assert_int_equal(dtl_event_set_add(set, &article, events, N, NULL), DTL_OK);
	return set;
}

/* "key:events" of every group, and the events' places in the whole set. */
static void expect(dtl_group_by by, const char *wanted)
{
	dtl_event_set *set = sample();
	dtl_event_groups *groups = NULL;
	assert_int_equal(dtl_event_set_split(set, by, &groups, NULL), DTL_OK);
	dtl_arena arena = {0};
	dtl_buf got = {.arena = &arena};
	for (size_t i = 0; i < dtl_event_groups_count(groups); i++) {
		const dtl_event_group *g = dtl_event_groups_at(groups, i);
		dtl_buf_printf(&got, "%s%.*s:", i ? " " : "", DTL_FMT(g->key));
		for (size_t k = 0; k < dtl_event_set_count(g->events); k++) dtl_buf_printf(&got, "%s%zu", k ? "," : "", g->index[k]);
		assert_int_equal(dtl_event_set_article_count(g->events), 1);
		if (by == DTL_GROUP_WEEK && g->key.len) assert_int_equal(g->period.precision, DTL_DATE_WEEK);
	}
	assert_string_equal(got.data, wanted);
	assert_null(dtl_event_groups_at(groups, dtl_event_groups_count(groups)));
	dtl_arena_free(&arena);
	dtl_event_groups_free(groups);
	dtl_event_set_free(set);
}

static void periods(void **state)
{
	(void)state;
	expect(DTL_GROUP_WEEK, "2020-W53:1 2024-W09:3 2025-W01:0,4 :2");
	expect(DTL_GROUP_MONTH, "2021-01:1 2024-02:3 2024-12:0 2025-01:4 :2");
	expect(DTL_GROUP_DAY, "2021-01-03:1 2024-02-29:3 2024-12-30:0 2025-01-05:4 :2");
	expect(DTL_GROUP_YEAR, "2021:1 2024:0,3 2025:4 :2");
}

static void kinds(void **state)
{
	(void)state;
	expect(DTL_GROUP_COUNTRY, "JP:1,3,4 KP:0 :2");
	expect(DTL_GROUP_TYPE, "flood:0,1,4 quake:3 :2");
	expect(DTL_GROUP_NONE, ":0,1,2,3,4");
}

static void names(void **state)
{
	(void)state;
	dtl_group_by by;
	for (int i = 1; i <= DTL_GROUP_TYPE; i++) {
		assert_true(dtl_group_by_from_name(dtl_str_of(dtl_group_by_name((dtl_group_by)i)), &by));
		assert_int_equal((int)by, i);
	}
	assert_false(dtl_group_by_from_name(DTL_STR("fortnight"), &by));
	assert_false(dtl_group_by_from_name(DTL_STR(""), &by));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(periods), cmocka_unit_test(kinds), cmocka_unit_test(names)};
	return cmocka_run_group_tests_name("groups", tests, NULL, NULL);
}
