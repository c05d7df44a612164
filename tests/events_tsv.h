/* Events from a table, for tests of maps. Columns: lon lat type subtype precision radius_km country admin1 place headline start
 * end, and perhaps killed and the sentence; '#' starts a comment. */
#ifndef TESTS_EVENTS_TSV_H
#define TESTS_EVENTS_TSV_H

#include <stdio.h>
#include <stdlib.h>

#include "base/civil.h"
#include "base/file.h"
#include "base/str.h"

static dtl_event event_of(dtl_str line)
{
	dtl_str f[14] = {0};
	for (int i = 0; i < 14; i++) f[i] = dtl_str_cut(&line, '\t');
	dtl_event e = {.killed = -1, .injured = -1, .missing = -1, .confidence = 1};
	e.place.has_point = dtl_str_to_double(f[0], &e.place.point.lon) && dtl_str_to_double(f[1], &e.place.point.lat);
	if (!dtl_event_type_from_name(f[2], &e.type)) e.type = DTL_EVENT_NONE;
	e.subtype = f[3];
	if (!dtl_precision_from_name(f[4], &e.place.precision)) e.place.precision = DTL_PRECISION_CITY;
	(void)dtl_str_to_double(f[5], &e.place.radius_km);
	e.place.country = f[6], e.place.admin1 = f[7], e.place.name = f[8], e.headline = f[9];
	e.place.place = -1;
	(void)dtl_date_parse(f[10], &e.date.start, &e.date.precision);
	e.date.end = e.date.start;
	dtl_date_precision p;
	if (f[11].len) (void)dtl_date_parse(f[11], &e.date.end, &p);
	double killed;
	if (dtl_str_to_double(f[12], &killed)) e.killed = (int64_t)killed;
	e.evidence.text = f[13];
	return e;
}

static dtl_event_set *read_events(const char *path)
{
	dtl_error err;
	dtl_mapping m;
	dtl_event_set *set;
	if (dtl_map_file(path, DTL_ERR_NO_INPUT, &m, &err) != DTL_OK || dtl_event_set_new(&set, &err) != DTL_OK) {
		fprintf(stderr, "%s\n", err.message);
		exit(66);
	}
	dtl_event *events = calloc(m.size + 1, sizeof *events);
	size_t n = 0;
	for (dtl_str text = {m.data, m.size}; text.ptr && text.len;) {
		dtl_str line = dtl_str_cut(&text, '\n');
		if (line.len && line.ptr[0] != '#') events[n++] = event_of(line);
	}
	dtl_article article = {.id = DTL_STR("demo")};
	if (dtl_event_set_add(set, &article, events, n, &err) != DTL_OK) exit(71);
	free(events);
	dtl_unmap_file(&m);
	return set;
}

#endif
