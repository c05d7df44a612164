/* dateline export: events as GeoJSON, CSV or JSON lines. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "cli/events_source.h"

typedef struct export_options {
	dtl_cli_source source;
	const char *output, *format;
	bool raw_csv, fail_empty;
} export_options;

#define AT(field) offsetof(export_options, field)
static const dtl_cli_option options[] = {
	{"output", 'o', DTL_CLI_TEXT, AT(output), "FILE", "write there instead of standard output", NULL, NULL, false},
	{"format", 'f', DTL_CLI_TEXT, AT(format), "NAME", "instead of what the name of FILE says", "geojson|csv|jsonl", NULL, false},
	{"raw-csv", 0, DTL_CLI_FLAG, AT(raw_csv), NULL, "CSV: do not put ' before text that a spreadsheet would run as a formula", NULL, NULL, false},
	{"fail-empty", 0, DTL_CLI_FLAG, AT(fail_empty), NULL, "exit with 1 if no event answers", NULL, NULL, false},
	DTL_CLI_SOURCE_OPTIONS(AT(source)),
	{0}};

static bool ends(const char *path, const char *ending)
{
	size_t n = strlen(path), m = strlen(ending);
	return n > m && strcmp(path + n - m, ending) == 0;
}

static const char *format_of(const export_options *o)
{
	if (o->format) return o->format;
	if (!o->output || strcmp(o->output, "-") == 0 || ends(o->output, ".geojson") || ends(o->output, ".json")) return "geojson";
	if (ends(o->output, ".csv")) return "csv";
	return ends(o->output, ".jsonl") || ends(o->output, ".ndjson") ? "jsonl" : NULL;
}

static int run_export(const void *given, int argc, char **argv)
{
	const export_options *o = given;
	const char *name = format_of(o);
	if (!name) return dtl_cli_usage(&dtl_cmd_export, "'%s' does not tell the format; give --format", o->output);
	dtl_export_format format = DTL_EXPORT_GEOJSON;
	if (strcmp(name, "csv") == 0) format = o->raw_csv ? DTL_EXPORT_CSV_RAW : DTL_EXPORT_CSV;
	if (strcmp(name, "jsonl") == 0) format = DTL_EXPORT_JSONL;
	dtl_cli_events events;
	int code = dtl_cli_events_load(&dtl_cmd_export, &o->source, argc, argv, &events);
	if (code) return code;
	char *text = NULL;
	size_t len = 0, count = dtl_event_set_count(events.set), failed = events.failed;
	dtl_error err = DTL_ERROR_INIT;
	if (dtl_export(events.set, format, &text, &len, &err) != DTL_OK) code = dtl_cli_error(&err);
	else code = dtl_cli_write(o->output, text, len);
	free(text);
	dtl_cli_events_release(&events);
	if (code) return code;
	if (failed) return 2;
	return o->fail_empty && count == 0 ? 1 : 0;
}

const dtl_cli_command dtl_cmd_export = {
	.name = "export",
	.summary = "write events as GeoJSON, CSV or JSON lines",
	.arguments = "-d STORE | FILE ...",
	.text = "GeoJSON follows RFC 7946: one feature an event, events without a place with a null geometry, every field a property. CSV has\n"
		"the same columns. JSON lines have the form of 'dateline parse'.",
	.examples = "  dateline export -d events.gpkg -o events.geojson\n  dateline export article.txt --format csv",
	.options = options,
	.options_size = sizeof(export_options),
	.run = run_export};
