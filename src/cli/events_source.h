/* Where a command takes its events from: article files, analyzed now, or a store; and which of them it takes. The option groups
 * are shared by events, export, report and map. */
#ifndef DTL_CLI_EVENTS_SOURCE_H
#define DTL_CLI_EVENTS_SOURCE_H

#include "cli/batch.h"

/* How articles are read and analyzed. */
typedef struct dtl_cli_reading {
	const char *date, *source, *url, *lang, *country_bias, *gazetteer, *model, *event_table;
	size_t max_bytes, jobs;
} dtl_cli_reading;
extern const dtl_cli_option dtl_cli_reading_options[];

/* Which events. */
typedef struct dtl_cli_filter {
	dtl_date since, until;
	struct dtl_cli_bbox bbox;
	const char *type, *place, *actor, *article, *include;
	double min_confidence;
	size_t limit;
} dtl_cli_filter;
extern const dtl_cli_option dtl_cli_filter_options[];

typedef struct dtl_cli_source {
	const char *store;
	dtl_cli_reading reading;
	dtl_cli_filter filter;
} dtl_cli_source;

/* Three entries of a command's table for a dtl_cli_source at `offset` of its options struct. */
#define DTL_CLI_SOURCE_OPTIONS(offset)                                                                                       \
	{"store", 'd', DTL_CLI_TEXT, (offset) + offsetof(dtl_cli_source, store), "STORE", "take the events of this store", NULL, NULL, false}, \
	{NULL, 0, DTL_CLI_GROUP, (offset) + offsetof(dtl_cli_source, filter), NULL, NULL, NULL, dtl_cli_filter_options, false}, \
	{NULL, 0, DTL_CLI_GROUP, (offset) + offsetof(dtl_cli_source, reading), NULL, NULL, NULL, dtl_cli_reading_options, false}

/* The events that answer, with their articles; an analyzer or gazetteer whose strings they or the attribution need. */
typedef struct dtl_cli_events {
	dtl_event_set *set;
	dtl_gazetteer *gazetteer;  /* of its own, or NULL */
	dtl_analyzer *analyzer;
	dtl_layer *layer;          /* of --events, or NULL */
	size_t failed;             /* records that could not be read or analyzed: reported */
} dtl_cli_events;

/* Reads the articles argv, or the store. Returns 0 or an exit code, with the error reported. */
int dtl_cli_events_load(const dtl_cli_command *command, const dtl_cli_source *source, int argc, char **argv, dtl_cli_events *out);
void dtl_cli_events_release(dtl_cli_events *events);
/* The line that has to stand under maps, from the gazetteer in use; empty if there is none. */
dtl_str dtl_cli_events_attribution(dtl_cli_events *events, const dtl_cli_source *source);
/* The gazetteer in use, opened if need be; NULL with the error reported if there is none. */
const dtl_gazetteer *dtl_cli_events_gazetteer(dtl_cli_events *events, const dtl_cli_source *source);

/* The query that the filter's options make. Returns 0 or an exit code. */
int dtl_cli_query(const dtl_cli_command *command, const dtl_cli_filter *filter, dtl_event_query *query);

/* For commands that read articles themselves. */
dtl_reader_spec dtl_cli_reader_spec(const dtl_cli_reading *reading);
dtl_analyzer_spec dtl_cli_analyzer_spec(const dtl_cli_reading *reading);
dtl_analyze_options dtl_cli_analyze_options(const dtl_cli_reading *reading);
/* Reports why a record failed, with file and line. */
void dtl_cli_record_failed(const dtl_cli_record *record, const char *path);

#endif
