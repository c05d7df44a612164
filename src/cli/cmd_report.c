/* dateline report: a page to read, with the map, the events, their evidence and sources. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/map_options.h"
#include "cli/pandoc_run.h"

typedef struct report_options {
	dtl_cli_source source;
	dtl_cli_map map;
	const char *output, *format, *by, *template_file, *paper, *reference;
	bool fail_empty, print_template;
} report_options;

#define AT(field) offsetof(report_options, field)
static const dtl_cli_option options[] = {
	{"output", 'o', DTL_CLI_TEXT, AT(output), "FILE", "the report; .html, .pdf, .md, .docx or .odt", NULL, NULL, false},
	{"format", 'f', DTL_CLI_TEXT, AT(format), "NAME", "instead of what the name of FILE says", "html|markdown|pdf|docx|odt", NULL, false},
	{"by", 0, DTL_CLI_TEXT, AT(by), "WHAT", "also a map for each of these", "day|week|month|year|country|type", NULL, false},
	{"template", 0, DTL_CLI_TEXT, AT(template_file), "FILE", "sections and their order (see above)", NULL, NULL, false},
	{"print-template", 0, DTL_CLI_FLAG, AT(print_template), NULL, "print the template in use where none is given", NULL, NULL, false},
	{"paper", 0, DTL_CLI_TEXT, AT(paper), "NAME", "PDF: paper", "a4|letter", NULL, false},
	{"reference-doc", 0, DTL_CLI_TEXT, AT(reference), "FILE", "DOCX, ODT: a document whose styles are used", NULL, NULL, false},
	{"fail-empty", 0, DTL_CLI_FLAG, AT(fail_empty), NULL, "exit with 1 if no event answers", NULL, NULL, false},
	{NULL, 0, DTL_CLI_GROUP, AT(map), NULL, NULL, NULL, dtl_cli_map_options, false},
	DTL_CLI_SOURCE_OPTIONS(AT(source)),
	{0}};

/* DOCX and ODT are Markdown that Pandoc converts. */
static const struct kind { const char *name, *endings[2]; dtl_report_format format; bool pandoc; } kinds[] = {
	{"html", {".html", ".htm"}, DTL_REPORT_HTML, false}, {"markdown", {".md", ".markdown"}, DTL_REPORT_MARKDOWN, false},
	{"pdf", {".pdf", ".pdf"}, DTL_REPORT_PDF, false}, {"docx", {".docx", ".docx"}, DTL_REPORT_MARKDOWN, true}, {"odt", {".odt", ".odt"}, DTL_REPORT_MARKDOWN, true}};

static bool ends(const char *path, const char *ending)
{
	size_t n = strlen(path), m = strlen(ending);
	return n > m && strcasecmp(path + n - m, ending) == 0;
}

static const struct kind *kind_of(const report_options *o)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (o->format ? strcmp(o->format, kinds[i].name) == 0 : ends(o->output, kinds[i].endings[0]) || ends(o->output, kinds[i].endings[1])) return &kinds[i];
	return NULL;
}

/* "out/Weekly report.md" -> "weekly-report": the maps stand beside the report and nowhere else. */
static void stem_of(const char *output, char stem[64])
{
	const char *slash = strrchr(output, '/'), *name = slash ? slash + 1 : output, *dot = strrchr(name, '.');
	size_t len = dot ? (size_t)(dot - name) : strlen(name), n = 0;
	for (size_t i = 0; i < len && n < 63; i++) {
		char c = name[i];
		if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
		bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
		if (plain) stem[n++] = c;
		else if (n && stem[n - 1] != '-') stem[n++] = '-';
	}
	while (n && stem[n - 1] == '-') n--;
	if (n == 0) stem[n++] = 'x';
	stem[n] = '\0';
}

static dtl_status put_image(void *user, const char *name, const dtl_map_image *image, dtl_error *err)
{
	const char *output = user, *slash = strrchr(output, '/');
	char path[4400];
	int n = snprintf(path, sizeof path, "%.*s%s", slash ? (int)(slash - output) + 1 : 0, output, name);
	if (n < 0 || (size_t)n >= sizeof path) path[0] = '\0'; /* cannot be created: dtl_write_file says so */
	return dtl_write_file(path, image->data, image->len, err);
}

/* ISO 8601, of SOURCE_DATE_EPOCH where it is set (reproducible-builds.org), else of now. */
static void instant(char out[24])
{
	const char *set = getenv("SOURCE_DATE_EPOCH");
	char *end = NULL;
	long long seconds = set ? strtoll(set, &end, 10) : 0;
	time_t t = set && end != set && !*end && seconds >= 0 ? (time_t)seconds : time(NULL);
	struct tm utc;
	if (!gmtime_r(&t, &utc) || strftime(out, 24, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0) out[0] = '\0';
}

/* Fills all of the spec but where the pictures go. */
static int fill_spec(const report_options *o, const struct kind *kind, dtl_cli_events *events, dtl_cli_map_spec *map, dtl_report_spec *spec)
{
	int code = dtl_cli_map_make(&dtl_cmd_report, &o->map, &o->source, events, map);
	if (code) return code;
	spec->format = kind->format;
	spec->title = map->spec.title;
	spec->standfirst = map->spec.standfirst;
	spec->credit = map->spec.credit;
	spec->attribution = dtl_cli_events_attribution(events, &o->source);
	spec->gazetteer = dtl_cli_events_gazetteer(events, &o->source);
	spec->map = map->spec;
	spec->template_name = o->template_file;
	spec->paper = dtl_cli_str(o->paper);
	if (o->by) (void)dtl_group_by_from_name(dtl_cli_str(o->by), &spec->by);
	return spec->gazetteer ? 0 : DTL_ERR_CONFIG;
}

static int write_report(const dtl_event_set *events, const dtl_report_spec *spec, const char *output)
{
	char *text = NULL;
	size_t len = 0;
	dtl_error err = DTL_ERROR_INIT;
	if (dtl_report(events, spec, &text, &len, &err) != DTL_OK) return dtl_cli_error(&err);
	int code = dtl_cli_write(output, text, len);
	free(text);
	return code;
}

static int write_by_pandoc(const report_options *o, const struct kind *kind, const dtl_event_set *events, dtl_report_spec *spec)
{
	dtl_cli_pandoc pandoc;
	char *text = NULL;
	size_t len = 0;
	dtl_error err = DTL_ERROR_INIT;
	int code = dtl_cli_pandoc_begin(&pandoc);
	if (code) return code;
	spec->image_format = DTL_MAP_PNG;
	if (!(spec->map.width > 0)) spec->map.width = 600, spec->map.height = 0; /* the width of the text */
	if (!(spec->map.scale > 0)) spec->map.scale = 3;
	spec->put_image = put_image;
	spec->user = pandoc.folder;
	if (dtl_report(events, spec, &text, &len, &err) != DTL_OK) code = dtl_cli_error(&err);
	if (!code) code = dtl_cli_pandoc_convert(&pandoc, text, len, kind->name, o->reference, o->map.title ? o->map.title : "Events in the news", o->output);
	free(text);
	dtl_cli_pandoc_end(&pandoc);
	return code;
}

static int make(const report_options *o, const struct kind *kind, const char *template_text, dtl_cli_events *events)
{
	dtl_cli_map_spec map;
	dtl_report_spec spec = DTL_REPORT_SPEC_INIT;
	int code = fill_spec(o, kind, events, &map, &spec);
	if (code) return code;
	char stem[64], now[24];
	stem_of(o->output, stem);
	instant(now);
	spec.template_text = dtl_cli_str(template_text);
	spec.created = dtl_cli_str(now);
	spec.image_stem = dtl_cli_str(stem);
	if (kind->pandoc) return write_by_pandoc(o, kind, events->set, &spec);
	if (strcmp(o->output, "-") != 0) spec.put_image = put_image;
	spec.user = (void *)(uintptr_t)o->output;
	return write_report(events->set, &spec, o->output);
}

/* The whole file, NUL-terminated and malloc'd; an exit code where it cannot be read. */
static int read_template(const char *path, char **out)
{
	enum { LIMIT = 1 << 20 };
	FILE *f = fopen(path, "rb");
	char *text = f ? calloc(1, LIMIT + 1) : NULL;
	size_t n = text ? fread(text, 1, LIMIT + 1, f) : 0;
	bool bad = !f || !text || ferror(f);
	if (!f || bad) fprintf(stderr, "dateline: cannot read '%s': %s\n", path, dtl_cli_errno());
	else if (n > LIMIT || strlen(text) != n) fprintf(stderr, "dateline: '%s' is no template\n", path);
	if (f) fclose(f);
	if (!bad && n <= LIMIT && strlen(text) == n) return *out = text, 0;
	free(text);
	return bad ? DTL_ERR_NO_INPUT : DTL_ERR_DATA;
}

static int run_report(const void *given, int argc, char **argv)
{
	const report_options *o = given;
	if (o->print_template) {
		fputs(dtl_report_template(), stdout);
		return 0;
	}
	if (!o->output) return dtl_cli_usage(&dtl_cmd_report, "give a file with -o");
	const struct kind *kind = kind_of(o);
	if (!kind) return dtl_cli_usage(&dtl_cmd_report, "'%s' is none of .html, .pdf, .md, .docx and .odt; give --format", o->output);
	char *template_text = NULL;
	int code = o->template_file ? read_template(o->template_file, &template_text) : 0;
	if (code) return code;
	dtl_cli_events events;
	code = dtl_cli_events_load(&dtl_cmd_report, &o->source, argc, argv, &events);
	if (!code) {
		size_t count = dtl_event_set_count(events.set), failed = events.failed;
		code = make(o, kind, template_text, &events);
		dtl_cli_events_release(&events);
		if (!code) code = failed ? 2 : o->fail_empty && count == 0 ? 1 : 0;
	}
	free(template_text);
	return code;
}

const dtl_cli_command dtl_cmd_report = {
	.name = "report",
	.summary = "write a report as HTML, PDF, Markdown, DOCX or ODT: maps, events, evidence, sources",
	.arguments = "-d STORE -o FILE | ARTICLE ... -o FILE",
	.text = "HTML is one self-contained file that requests nothing: the map, a table of the events with the sentences they were found in,\n"
		"and the sources. It can be filtered where scripts run and is complete where they do not. PDF has the same on numbered pages,\n"
		"with an outline and links. Markdown puts its maps beside it as NAME-map.svg and so on. DOCX and ODT are made by pandoc, where that is\n"
		"installed.\n"
		"A template is a file of sections in the order in which they shall stand: [head], [map], [summary], [timeline], [maps], [events],\n"
		"[sources], [note], and as often as you like [text]. Keys below a section: 'title = WORDS' (without one it has no heading);\n"
		"'text = WORDS', a paragraph each, in [text] and [note]; 'by = WHAT' as of --by in [maps] and [timeline]; 'most = N' in [maps] and\n"
		"[summary]. In words {events}, {articles}, {countries}, {first}, {last} and {title} stand for what the report holds.",
	.examples = "  dateline report -d events.gpkg --since 2024-01-01 --title \"The week\" -o report.html\n"
		"  dateline report -d events.gpkg --since 2024-01-01 --by country --title \"The week\" -o weekly.pdf",
	.options = options,
	.options_size = sizeof(report_options),
	.run = run_report};
