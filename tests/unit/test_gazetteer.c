/* The shipped gazetteer answers the table tests/cases/places.tsv; files of one's own; damaged files; names in text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/geodesy.h"
#include "gazetteer/handle.h"
#include "text/normal.h"

static const char *root(void)
{
	const char *r = getenv("DATELINE_TESTS");
	return r ? r : "tests";
}

static dtl_gazetteer *open_shipped(void)
{
	/* The program's data lie two folders above the tests' programs. */
	char self[4096], path[4200];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	assert_true(n > 0);
	self[n] = 0;
	for (int up = 0; up < 3; up++)
		*strrchr(self, '/') = 0;
	snprintf(path, sizeof path, "%s/dateline.gaz", self);
	dtl_gazetteer *g = NULL;
	dtl_error err = DTL_ERROR_INIT;
	if (dtl_gazetteer_open(path, &g, &err) != DTL_OK)
		fail_msg("%s", err.message);
	return g;
}

/* Why the first answer to a row's query is wrong; NULL if it is right. */
static const char *check_row(const dtl_gazetteer *g, dtl_str row, char *why, size_t size)
{
	dtl_str f[6];
	double lat, lon, km;
	for (int i = 0; i < 6; i++)
		f[i] = dtl_str_cut(&row, '\t');
	assert_true(dtl_str_to_double(f[3], &lat) && dtl_str_to_double(f[4], &lon) && dtl_str_to_double(f[5], &km));
	dtl_place_query q = DTL_PLACE_QUERY_INIT;
	dtl_place_list *list = NULL;
	dtl_error err = DTL_ERROR_INIT;
	q.text = f[0];
	assert_int_equal(dtl_gazetteer_find(g, &q, &list, &err), DTL_OK);
	const dtl_place *p = dtl_place_list_place(list, 0);
	const char *wrong = NULL;
	double off = p ? dtl_distance_km(p->point, (dtl_lonlat){lon, lat}) : 0;
	if (!p)
		wrong = "is unknown";
	else if (f[1].len && !dtl_str_eq(dtl_str_eq(f[1], DTL_STR("-")) ? DTL_STR_NONE : f[1], p->country))
		wrong = "is in another country";
	else if (!dtl_str_starts(p->feature, f[2]))
		wrong = "is of another sort";
	else if (off > km)
		wrong = "lies elsewhere";
	static const dtl_place none;
	if (!p)
		p = &none;
	if (wrong)
		snprintf(why, size, "'%.*s' %s: %.*s, %.*s %.*s, %.0f km off", DTL_FMT(f[0]), wrong, DTL_FMT(p->name), DTL_FMT(p->feature),
			DTL_FMT(p->country), off);
	dtl_place_list_free(list);
	return wrong ? why : NULL;
}

static void places(void **state)
{
	(void)state;
	dtl_gazetteer *g = open_shipped();
	char path[1024], line[512], why[600];
	snprintf(path, sizeof path, "%s/cases/places.tsv", root());
	FILE *f = fopen(path, "r");
	assert_non_null(f);
	int rows = 0, wrong = 0;
	while (fgets(line, sizeof line, f)) {
		if (line[0] == '#')
			continue;
		line[strcspn(line, "\n")] = 0;
		rows++;
		if (check_row(g, dtl_str_of(line), why, sizeof why)) {
			print_error("%s\n", why);
			wrong++;
		}
	}
	fclose(f);
	assert_true(rows >= 300);
	assert_int_equal(wrong, 0);
	dtl_gazetteer_close(g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(places)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
