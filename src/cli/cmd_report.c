/* dateline report: a page to read, with the map, the events, their evidence and sources. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "cli/map_options.h"

typedef struct report_options {
	dtl_cli_source source;
	dtl_cli_map map;
	const char *output, *format;
	bool fail_empty;
} report_options;

#define AT(field) offsetof(report_options, field)
static const dtl_cli_option options[] = {
	{"output", 'o', DTL_CLI_TEXT, AT(output), "FILE", "the report; .html or .md", NULL, NULL, false},
	{"format", 'f', DTL_CLI_TEXT, AT(format), "NAME", "instead of what the name of FILE says", "html|markdown", NULL, false},
	{"fail-empty", 0, DTL_CLI_FLAG, AT(fail_empty), NULL, "exit with 1 if no event answers", NULL, NULL, false},
	{NULL, 0, DTL_CLI_GROUP, AT(map), NULL, NULL, NULL, dtl_cli_map_options, false},
	DTL_CLI_SOURCE_OPTIONS(AT(source)),
	{0}};

static bool ends(const char *path, const char *ending)
{
	size_t n = strlen(path), m = strlen(ending);
	return n > m && strcasecmp(path + n - m, ending) == 0;
}

static const char *format_of(const report_options *o)
{
	if (o->format) return o->format;
	if (ends(o->output, ".html") || ends(o->output, ".htm")) return "html";
	return ends(o->output, ".md") || ends(o->output, ".markdown") ? "markdown" : NULL;
}

/* "out/Weekly report.md" -> path "out/weekly-report-map.svg", href "weekly-report-map.svg": beside the report and nowhere else. */
static char *image_path(const char *output, const char **href)
{
	const char *slash = strrchr(output, '/'), *name = slash ? slash + 1 : output, *dot = strrchr(name, '.');
	size_t folder = (size_t)(name - output), stem = dot ? (size_t)(dot - name) : strlen(name);
	char *path = malloc(folder + 80 + sizeof "-map.svg");
	if (!path) return NULL;
	memcpy(path, output, folder);
	char *p = path + folder;
	for (size_t i = 0; i < stem && p < path + folder + 79; i++) {
		char c = name[i];
		if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
		bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
		if (plain) *p++ = c;
		else if (p > path + folder && p[-1] != '-') *p++ = '-';
	}
	if (p == path + folder) *p++ = 'x';
	memcpy(p, "-map.svg", sizeof "-map.svg");
	*href = path + folder;
	return path;
}

static int write_image(const dtl_cli_events *events, const dtl_map_spec *spec, const char *path, dtl_map_image *image)
{
	dtl_map_spec svg = *spec;
	svg.format = DTL_MAP_SVG;
	dtl_error err = DTL_ERROR_INIT;
	if (dtl_map_render(events->set, &svg, image, &err) != DTL_OK) return dtl_cli_error(&err);
	return dtl_cli_write(path, image->data, image->len);
}

static int make(const report_options *o, bool html, dtl_cli_events *events)
{
	dtl_cli_map_spec map;
	int code = dtl_cli_map_make(&dtl_cmd_report, &o->map, &o->source, events, &map);
	if (code) return code;
	dtl_report_spec spec = DTL_REPORT_SPEC_INIT;
	spec.format = html ? DTL_REPORT_HTML : DTL_REPORT_MARKDOWN;
	spec.title = map.spec.title;
	spec.standfirst = map.spec.standfirst;
	spec.credit = map.spec.credit;
	spec.attribution = dtl_cli_events_attribution(events, &o->source);
	spec.map = map.spec;
	/* the page has its own heading: the map below it need not repeat it */
	spec.map.title = spec.map.standfirst = (dtl_str){NULL, 0};
	char *image = NULL, *text = NULL;
	dtl_map_image drawn = {0};
	size_t len = 0;
	bool placed = false;
	for (size_t i = 0; i < dtl_event_set_count(events->set) && !placed; i++) placed = dtl_event_set_event(events->set, i)->place.has_point;
	if (!html && placed && strcmp(o->output, "-") != 0) {
		const char *href = NULL;
		if (!(image = image_path(o->output, &href))) return DTL_ERR_MEMORY;
		spec.map_href = dtl_cli_str(href);
		code = write_image(events, &spec.map, image, &drawn);
		spec.map_alt = dtl_cli_str(drawn.alt_text);
	}
	dtl_error err = DTL_ERROR_INIT;
	if (!code && dtl_report(events->set, &spec, &text, &len, &err) != DTL_OK) code = dtl_cli_error(&err);
	if (!code) code = dtl_cli_write(o->output, text, len);
	free(text);
	free(image);
	dtl_map_image_release(&drawn);
	return code;
}

static int run_report(const void *given, int argc, char **argv)
{
	const report_options *o = given;
	if (!o->output) return dtl_cli_usage(&dtl_cmd_report, "give a file with -o");
	const char *format = format_of(o);
	if (!format) return dtl_cli_usage(&dtl_cmd_report, "'%s' is neither .html nor .md; give --format", o->output);
	dtl_cli_events events;
	int code = dtl_cli_events_load(&dtl_cmd_report, &o->source, argc, argv, &events);
	if (code) return code;
	size_t count = dtl_event_set_count(events.set), failed = events.failed;
	code = make(o, strcmp(format, "html") == 0, &events);
	dtl_cli_events_release(&events);
	if (code) return code;
	if (failed) return 2;
	return o->fail_empty && count == 0 ? 1 : 0;
}

const dtl_cli_command dtl_cmd_report = {
	.name = "report",
	.summary = "write an HTML or Markdown report: map, events, evidence, sources",
	.arguments = "-d STORE -o FILE | ARTICLE ... -o FILE",
	.text = "HTML is one self-contained file that requests nothing: the map, a table of the events with the sentences they were found in,\n"
		"and the sources. It can be filtered where scripts run and is complete where they do not. Markdown puts the map beside it\n"
		"as NAME-map.svg.",
	.examples = "  dateline report -d events.gpkg --since 2024-01-01 --title \"The week\" -o report.html",
	.options = options,
	.options_size = sizeof(report_options),
	.run = run_report};
