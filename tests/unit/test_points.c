/* The points of events (tests/cases/points.tsv): distances, directions, coasts, borders, sites. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/geodesy.h"
#include "base/str.h"
#include "dateline.h"
#include "unit/analyzer.h"

enum { TEXT, WORDS, LAT, LON, WITHIN, PRECISION, RADIUS, FIELDS };

static bool contains(dtl_str s, const char *word)
{
	return memmem(s.ptr, s.len, word, strlen(word)) != NULL;
}

static bool as_told(const dtl_event *e, char *const *row)
{
	const dtl_event_place *p = &e->place;
	dtl_lonlat want = {strtod(row[LON], NULL), strtod(row[LAT], NULL)};
	return p->has_point && contains(p->phrase.text, row[WORDS]) && dtl_distance_km(p->point, want) <= strtod(row[WITHIN], NULL)
		&& strcmp(dtl_precision_name(p->precision), row[PRECISION]) == 0 && p->radius_km <= strtod(row[RADIUS], NULL);
}

static bool row_holds(const dtl_analyzer *analyzer, char *const *row)
{
	dtl_error err = DTL_ERROR_INIT;
	dtl_article article = {.id = DTL_STR("row"), .text = dtl_str_of(row[TEXT]), .date = DTL_STR("2024-06-14"), .lang = DTL_STR("en")};
	dtl_analysis *a = NULL;
	assert_int_equal(dtl_analyze(analyzer, &article, NULL, &a, &err), DTL_OK);
	bool holds = false;
	for (size_t i = 0; i < dtl_analysis_event_count(a) && !holds; i++) holds = as_told(dtl_analysis_event(a, i), row);
	for (size_t i = 0; i < dtl_analysis_event_count(a) && !holds; i++) {
		const dtl_event_place *p = &dtl_analysis_event(a, i)->place;
		print_message("%s: '%.*s' at %.2f %.2f, %s, %.0f km\n", row[TEXT], DTL_FMT(p->phrase.text), p->point.lat, p->point.lon, dtl_precision_name(p->precision), p->radius_km);
	}
	dtl_analysis_free(a);
	return holds;
}

static void points_of_the_table(void **state)
{
	(void)state;
	dtl_analyzer *analyzer = shipped_analyzer();
	FILE *f = fopen("tests/cases/points.tsv", "r");
	assert_non_null(f);
	char line[1024];
	size_t rows = 0, held = 0;
	while (fgets(line, sizeof line, f)) {
		char *row[FIELDS] = {0}, *rest = line;
		if (line[0] == '#') continue;
		line[strcspn(line, "\n")] = 0;
		for (int i = 0; i < FIELDS; i++) row[i] = strsep(&rest, "\t");
		assert_non_null(row[RADIUS]);
		rows++;
		held += row_holds(analyzer, row);
	}
	fclose(f);
	dtl_analyzer_close(analyzer);
	assert_true(rows > 0);
	assert_int_equal(held, rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(points_of_the_table)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
