/* dateline parse: the stateless filter from articles to places, dates and events. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "cli/collect.h"

typedef struct parse_options {
	bool explain, mentions, spans, fail_empty, collection;
	const char *offsets, *country_bias, *gazetteer, *model, *event_table, *date, *source, *url, *lang, *output, *kinds;
	size_t max_bytes, jobs;
} parse_options;

#define AT(field) offsetof(parse_options, field)
static const dtl_cli_option options[] = {
	{"output", 'o', DTL_CLI_TEXT, AT(output), "FILE", "write there instead of standard output", NULL, NULL, false},
	{"offsets", 0, DTL_CLI_TEXT, AT(offsets), "UNIT", "how spans count", "codepoints|bytes|utf16", NULL, false},
	{"explain", 0, DTL_CLI_FLAG, AT(explain), NULL, "tell which rule and which words decided", NULL, NULL, false},
	{"mentions", 0, DTL_CLI_FLAG, AT(mentions), NULL, "behind the events, the further mentions of each, with same_as", NULL, NULL, false},
	{"spans", 0, DTL_CLI_FLAG, AT(spans), NULL, "resolve the toponyms given in the input instead of finding names", NULL, NULL, false},
	{"kinds", 0, DTL_CLI_TEXT, AT(kinds), "KIND,KIND", "print toponyms of these kinds only: literal, demonym, metonym, embedded", NULL, NULL, false},
	{"collection", 0, DTL_CLI_FLAG, AT(collection), NULL, "articles of one source help each other: all are read twice", NULL, NULL, false},
	{"country-bias", 0, DTL_CLI_TEXT, AT(country_bias), "ISO,ISO", "prefer places of these countries", NULL, NULL, false},
	{"date", 0, DTL_CLI_TEXT, AT(date), "DAY", "day of publication, instead of what the input says", NULL, NULL, false},
	{"source", 0, DTL_CLI_TEXT, AT(source), "NAME", "publisher's domain or name, instead of what the input says", NULL, NULL, false},
	{"url", 0, DTL_CLI_TEXT, AT(url), "URL", "address, instead of what the input says", NULL, NULL, false},
	{"lang", 0, DTL_CLI_TEXT, AT(lang), "TAG", "language, instead of what the input says", NULL, NULL, false},
	{"gazetteer", 0, DTL_CLI_TEXT, AT(gazetteer), "FILE", "another gazetteer", NULL, NULL, false},
	{"model", 0, DTL_CLI_TEXT, AT(model), "FILE", "other weights", NULL, NULL, false},
	{"event-table", 0, DTL_CLI_TEXT, AT(event_table), "FILE", "event patterns of one's own, tried before the shipped ones", NULL, NULL, false},
	{"max-bytes", 0, DTL_CLI_COUNT, AT(max_bytes), "N", "refuse longer articles (16777216)", NULL, NULL, false},
	{"jobs", 'j', DTL_CLI_COUNT, AT(jobs), "N", "analyze so many articles at once; the output keeps its order", NULL, NULL, false},
	{"fail-empty", 0, DTL_CLI_FLAG, AT(fail_empty), NULL, "exit with 1 if no event was found", NULL, NULL, false},
	{0}};

typedef struct parse_run {
	const parse_options *options;
	dtl_analyzer *analyzer;
	dtl_collection *collection; /* NULL: every article stands alone */
	unsigned kinds;
	FILE *out;
	const char *path;
	size_t failed, events;
} parse_run;

/* What became of one article. */
typedef struct parsed {
	char *json;
	size_t len, events;
} parsed;

static dtl_offset_unit unit(const char *name)
{
	if (name && strcmp(name, "bytes") == 0) return DTL_OFFSETS_BYTES;
	return name && strcmp(name, "utf16") == 0 ? DTL_OFFSETS_UTF16 : DTL_OFFSETS_CODEPOINTS;
}

static dtl_analyze_options analyze_options(const parse_options *o)
{
	dtl_analyze_options how = DTL_ANALYZE_OPTIONS_INIT;
	how.country_bias = dtl_cli_str(o->country_bias);
	how.explain = o->explain;
	how.mentions = o->mentions;
	how.max_bytes = o->max_bytes;
	return how;
}

static void parse_one(void *user, dtl_cli_record *record)
{
	const parse_run *run = user;
	dtl_analyze_options how = analyze_options(run->options);
	how.collection = run->collection;
	how.kinds = run->kinds;
	if (run->options->spans) dtl_cli_take_spans(&how, record);
	dtl_analysis *analysis = NULL;
	parsed *result = calloc(1, sizeof *result);
	record->status = result ? dtl_analyze(run->analyzer, &record->article, &how, &analysis, &record->err) : DTL_ERR_MEMORY;
	if (record->status == DTL_OK) {
		result->events = dtl_analysis_event_count(analysis);
		record->status = dtl_analysis_json(analysis, unit(run->options->offsets), how.explain, &result->json, &result->len,
			&record->err);
	}
	dtl_analysis_free(analysis);
	record->result = result;
}

/* A bad record has its line in the output too, so that lines in and out stay in step. */
static void report(parse_run *run, dtl_cli_record *record)
{
	dtl_error *err = &record->err;
	run->failed++;
	err->code = record->status;
	if (!err->line) {
		err->line = record->article.line ? record->article.line : 1;
		snprintf(err->file, sizeof err->file, "%s", run->path);
	}
	dtl_cli_error(err);
	fprintf(run->out, "{\"id\":null,\"error\":{\"line\":%llu,\"code\":%d}}\n", (unsigned long long)err->line, (int)err->code);
}

static bool deliver(void *user, dtl_cli_record *record)
{
	parse_run *run = user;
	parsed *result = record->result;
	if (record->status == DTL_OK) {
		fwrite(result->json, 1, result->len, run->out);
		fputc('\n', run->out);
		run->events += result->events;
	} else {
		report(run, record);
	}
	if (result) free(result->json);
	free(result);
	return !ferror(run->out);
}

static dtl_reader_spec reader_spec(const parse_options *o)
{
	dtl_reader_spec reader = DTL_READER_SPEC_INIT;
	reader.date = dtl_cli_str(o->date);
	reader.source = dtl_cli_str(o->source);
	reader.url = dtl_cli_str(o->url);
	reader.lang = dtl_cli_str(o->lang);
	reader.max_bytes = o->max_bytes;
	reader.want_spans = o->spans;
	return reader;
}

static int parse_file(parse_run *run, const char *path)
{
	const dtl_reader_spec reader = reader_spec(run->options);
	const dtl_cli_batch_spec spec = {&reader, run->options->jobs, parse_one, deliver, run, NULL};
	dtl_error err = DTL_ERROR_INIT;
	run->path = path;
	return dtl_cli_run_batches(&spec, path, &err) == DTL_OK ? 0 : dtl_cli_error(&err);
}

/* "literal,embedded" as bits; false for a word that is none. */
static bool kinds_of(const char *list, unsigned *out)
{
	for (const char *at = list; at && *at;) {
		size_t length = strcspn(at, ",");
		dtl_mention_kind k = DTL_MENTION_LITERAL;
		while (k <= DTL_MENTION_EMBEDDED && (strlen(dtl_mention_kind_name(k)) != length || memcmp(dtl_mention_kind_name(k), at, length) != 0)) k++;
		if (k > DTL_MENTION_EMBEDDED) return false;
		*out |= 1u << k;
		at += length + (at[length] == ',');
	}
	return true;
}

static int collect(parse_run *run, int *argc, char ***argv)
{
	const dtl_analyze_options how = analyze_options(run->options);
	const dtl_reader_spec reader = reader_spec(run->options);
	const dtl_cli_collecting spec = {run->analyzer, &how, &reader, run->options->jobs, run->options->spans};
	int code = dtl_cli_keep_input(argc, argv);
	return code ? code : dtl_cli_collect(&spec, *argc, *argv, &run->collection);
}

static int run_parse(const void *given, int argc, char **argv)
{
	parse_run run = {.options = given, .out = stdout};
	if (!kinds_of(run.options->kinds, &run.kinds)) return dtl_cli_usage(&dtl_cmd_parse, "kinds are literal, demonym, metonym and embedded");
	const dtl_analyzer_spec spec = {run.options->gazetteer, run.options->model, run.options->event_table};
	dtl_error err = DTL_ERROR_INIT;
	if (dtl_analyzer_open(&spec, &run.analyzer, &err) != DTL_OK) return dtl_cli_error(&err);
	if (run.options->output && !(run.out = fopen(run.options->output, "w"))) {
		dtl_analyzer_close(run.analyzer);
		fprintf(stderr, "dateline: cannot create '%s': %s\n", run.options->output, dtl_cli_errno());
		return DTL_ERR_CREATE;
	}
	int code = run.options->collection ? collect(&run, &argc, &argv) : 0;
	if (!code && argc == 0) code = parse_file(&run, "-");
	for (int i = 0; i < argc && (!run.options->collection || run.collection); i++) {
		int one = parse_file(&run, argv[i]);
		if (one) code = one;
	}
	if (run.out != stdout && fclose(run.out) != 0) code = DTL_ERR_IO;
	dtl_collection_free(run.collection);
	dtl_analyzer_close(run.analyzer);
	if (code) return code;
	if (run.failed) return 2;
	return run.options->fail_empty && run.events == 0 ? 1 : 0;
}

const dtl_cli_command dtl_cmd_parse = {
	.name = "parse",
	.summary = "articles in, places, dates and events out, as JSON lines",
	.arguments = "[FILE ...]",
	.text = "Reads articles (JSON lines with the keys id, title, text, date|dct|published, source, url, lang; plain text; and what\n"
		"else the readers know) from the files or standard input, and prints one JSON object a line for each, in order.\n"
		"A record that cannot be read is reported with file and line and leaves a line {\"id\":null,\"error\":...}.",
	.examples = "  dateline parse < articles.jsonl > parsed.jsonl\n  dateline parse --explain article.txt",
	.options = options,
	.options_size = sizeof(parse_options),
	.run = run_parse};
