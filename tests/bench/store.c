/* How fast the store writes, finds and reads, in processor time: `store [EVENTS [STORE]]`, five events an article, points all over the world. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/str.h"
#include "dateline/report.h"
#include "event_fields.h"
#include "module/module.h"

#define PER_ARTICLE 5

static clockid_t clock_used = CLOCK_PROCESS_CPUTIME_ID; /* of a server the time that passes */

static double now(void)
{
	struct timespec t;
	clock_gettime(clock_used, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void ok(dtl_status status, const dtl_error *err)
{
	if (status == DTL_OK) return;
	fprintf(stderr, "%s\n", err->message);
	exit(1);
}

static uint32_t random_next(uint32_t *state)
{
	return *state = *state * 1664525u + 1013904223u;
}

static size_t ingest(const dtl_store_module *m, const char *path, size_t articles)
{
	dtl_error err = DTL_ERROR_INIT;
	dtl_store *s = NULL;
	size_t new = 0;
	uint32_t random = 1;
	ok(m->open(path, DTL_STORE_WRITE, &s, &err), &err);
	for (size_t i = 0; i < articles; i++) {
		char id[40], ids[PER_ARTICLE][64];
		snprintf(id, sizeof id, "article%zu", i);
		dtl_article a = {.id = dtl_str_of(id), .text = DTL_STR("A sentence of the article that tells what happened there on that day."),
			.source = DTL_STR("example.org"), .date = DTL_STR("2024-01-28")};
		dtl_event e[PER_ARTICLE];
		for (size_t k = 0; k < PER_ARTICLE; k++) {
			snprintf(ids[k], sizeof ids[k], "%s#%zu", id, k + 1);
			e[k] = dtl_event_init();
			e[k].id = dtl_str_of(ids[k]);
			e[k].type = DTL_EVENT_ASSAULT;
			e[k].headline = DTL_STR("Air strike, 3 killed");
			uint8_t day = (uint8_t)(1 + random_next(&random) / 65536 % 28), month = (uint8_t)(1 + random_next(&random) / 65536 % 12);
			e[k].date = (dtl_interval){{2024, month, day}, {2024, month, day}, DTL_DATE_DAY};
			e[k].place = (dtl_event_place){.name = DTL_STR("Somewhere"), .country = DTL_STR("UA"), .has_point = true,
				.point = {(double)(random_next(&random) >> 8) / 16777216 * 360 - 180, (double)(random_next(&random) >> 8) / 16777216 * 160 - 80}};
			e[k].evidence = (dtl_phrase){{0, 69}, a.text};
			e[k].confidence = 0.5f;
		}
		bool added = false;
		ok(m->add(s, &a, e, PER_ARTICLE, &added, &err), &err);
		new += added;
	}
	ok(m->close(s, &err), &err);
	return new * PER_ARTICLE;
}

static void ask(const dtl_store_module *m, const char *path, const char *what, const dtl_event_query *q, bool export)
{
	dtl_error err = DTL_ERROR_INIT;
	dtl_store *s = NULL;
	dtl_event_set *set = NULL;
	double start = now();
	ok(m->open(path, DTL_STORE_READ, &s, &err), &err);
	double opened = now();
	ok(m->query(s, q, &set, &err), &err);
	double found = now();
	printf("%-28s open %.1f ms, query %.1f ms, %zu events\n", what, (opened - start) * 1e3, (found - opened) * 1e3, dtl_event_set_count(set));
	if (export) {
		char *text = NULL;
		size_t len = 0;
		ok(dtl_export(set, DTL_EXPORT_GEOJSON, &text, &len, &err), &err);
		printf("%-28s %.0f ms, %zu bytes\n", "GeoJSON of them", (now() - found) * 1e3, len);
		free(text);
	}
	dtl_event_set_free(set);
	ok(m->close(s, &err), &err);
}

int main(int argc, char **argv)
{
	size_t events = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 100000;
	const dtl_store_module *m = dtl_store_module_table();
	char path[] = "/tmp/dateline-bench-XXXXXX";
	if (!mkdtemp(path)) return 1;
	char store[300];
	if (argc > 2) snprintf(store, sizeof store, "%s", argv[2]); /* a database server: new and empty */
	else snprintf(store, sizeof store, "%s/s.gpkg", path);
	if (argc > 2) clock_used = CLOCK_MONOTONIC;
	double start = now();
	size_t n = ingest(m, store, events / PER_ARTICLE);
	printf("%-28s %.0f events/s (%zu)\n", "written, spatial index on", (double)n / (now() - start), n);
	start = now();
	n = ingest(m, store, events / PER_ARTICLE);
	printf("%-28s %.0f events/s, %zu written\n", "again", (double)(events / PER_ARTICLE * PER_ARTICLE) / (now() - start), n);
	dtl_event_query q = DTL_EVENT_QUERY_INIT;
	q.has_bbox = true;
	q.bbox = (dtl_bbox){120, 30, 125, 35};
	ask(m, store, "box of 5 by 5 degrees", &q, false);
	q.since = (dtl_date){2024, 3, 1};
	q.until = (dtl_date){2024, 3, 31};
	ask(m, store, "box and month", &q, false);
	q.has_bbox = false;
	ask(m, store, "month", &q, false);
	ask(m, store, "all", &(dtl_event_query)DTL_EVENT_QUERY_INIT, true);
	if (argc <= 2) unlink(store);
	return rmdir(path);
}
