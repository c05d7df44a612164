/* dateline ingest: articles into a store. */
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/collect.h"
#include "cli/events_source.h"

typedef struct ingest_options {
	const char *store;
	dtl_cli_reading reading;
	bool quiet, collection;
	size_t wait;
} ingest_options;

#define AT(field) offsetof(ingest_options, field)
static const dtl_cli_option options[] = {
	{"store", 'd', DTL_CLI_TEXT, AT(store), "STORE", "the store: a GeoPackage, or a PostGIS database as postgresql://...; made where there is none", NULL, NULL, false},
	{"wait", 0, DTL_CLI_COUNT, AT(wait), "SECONDS", "wait so long for another process that writes to the store", NULL, NULL, false},
	{"quiet", 'q', DTL_CLI_FLAG, AT(quiet), NULL, "tell only of faults", NULL, NULL, false},
	{"collection", 0, DTL_CLI_FLAG, AT(collection), NULL, "articles of one source help each other: all are read twice", NULL, NULL, false},
	{NULL, 0, DTL_CLI_GROUP, AT(reading), NULL, NULL, NULL, dtl_cli_reading_options, false},
	{0}};

typedef struct ingest {
	const ingest_options *options;
	dtl_analyzer *analyzer;
	dtl_store *store;
	dtl_collection *collection; /* NULL: every article stands alone */
	const char *path;
	size_t added, known, changed, events, failed;
	int fatal;    /* exit code of a fault of the store */
	bool live;    /* progress goes to a terminal */
	time_t shown;
} ingest;

static volatile sig_atomic_t caught;
static int nothing = -1; /* /dev/null */

/* Ends the run behind the article that is being stored. Waiting input is cut off, so that a read from it ends. */
static void on_signal(int number)
{
	caught = number;
	if (nothing >= 0) dup2(nothing, STDIN_FILENO);
}

static void catch_signals(void)
{
	struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND}; /* a second one kills */
	sigemptyset(&action.sa_mask);
	nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}

static void progress(ingest *in, bool last)
{
	time_t now = time(NULL);
	if (in->options->quiet || (!last && (!in->live || now == in->shown))) return;
	in->shown = now;
	fprintf(stderr, "%s%zu articles and %zu events added, %zu known before, %zu failed%s", in->live ? "\r" : "", in->added,
		in->events, in->known, in->failed, last ? "\n" : "");
	if (last && in->changed) fprintf(stderr, "%zu of those known before have another title or text now; they were left as they are\n", in->changed);
}

/* What the store has is not analyzed again. */
static bool is_known(void *user, const dtl_article *article)
{
	ingest *in = user;
	bool known = false, changed = false;
	dtl_error err = DTL_ERROR_INIT;
	if (caught || in->fatal || dtl_store_knows(in->store, article, &known, &changed, &err) != DTL_OK) return false; /* adding it will tell */
	in->changed += changed;
	return known;
}

static void analyze_one(void *user, dtl_cli_record *record)
{
	const ingest *in = user;
	dtl_analyze_options how = dtl_cli_analyze_options(&in->options->reading);
	how.collection = in->collection;
	dtl_analysis *analysis = NULL;
	if (!caught) record->status = dtl_analyze(in->analyzer, &record->article, &how, &analysis, &record->err);
	record->result = analysis;
}

static bool store_one(void *user, dtl_cli_record *record)
{
	ingest *in = user;
	dtl_analysis *analysis = record->result;
	if (caught || in->fatal) {
		dtl_analysis_free(analysis);
		return false;
	}
	if (record->skipped) {
		in->known++;
		progress(in, false);
		return true;
	}
	if (record->status != DTL_OK) {
		in->failed++;
		if (in->live) fputc('\n', stderr);
		dtl_cli_record_failed(record, in->path);
		return true;
	}
	bool added = false;
	dtl_error err = DTL_ERROR_INIT;
	size_t count = dtl_analysis_event_count(analysis);
	dtl_status status = dtl_store_add(in->store, dtl_analysis_article(analysis), dtl_analysis_event(analysis, 0), count, &added, &err);
	dtl_analysis_free(analysis);
	if (status != DTL_OK) {
		in->fatal = dtl_cli_error(&err);
		return false;
	}
	in->added += added;
	in->known += !added;
	if (added) in->events += count;
	progress(in, false);
	return true;
}

static int open_store(ingest *in)
{
	dtl_error err = DTL_ERROR_INIT;
	for (size_t waited = 0;; waited++) {
		dtl_status status = dtl_store_open(in->options->store, DTL_STORE_WRITE, &in->store, &err);
		if (status == DTL_OK) return 0;
		if (status != DTL_ERR_LOCKED || waited >= in->options->wait || caught) return dtl_cli_error(&err);
		if (waited == 0 && !in->options->quiet) fprintf(stderr, "dateline: %s; waiting\n", err.message);
		sleep(1);
	}
}

static int collect(ingest *in, int *argc, char ***argv)
{
	const dtl_analyze_options how = dtl_cli_analyze_options(&in->options->reading);
	const dtl_reader_spec reader = dtl_cli_reader_spec(&in->options->reading);
	const dtl_cli_collecting spec = {in->analyzer, &how, &reader, in->options->reading.jobs, false};
	int code = dtl_cli_keep_input(argc, argv);
	return code ? code : dtl_cli_collect(&spec, *argc, *argv, &in->collection);
}

/* All inputs, in order. The exit code of the first that could not be read at all, or 0. */
static int run_inputs(ingest *in, int argc, char **argv)
{
	const dtl_reader_spec reader = dtl_cli_reader_spec(&in->options->reading);
	const dtl_cli_batch_spec spec = {&reader, in->options->reading.jobs, analyze_one, store_one, in, is_known};
	int code = 0;
	for (int i = 0; i < argc && !caught && !in->fatal; i++) {
		dtl_error err = DTL_ERROR_INIT;
		in->path = argv[i];
		if (dtl_cli_run_batches(&spec, argv[i], &err) == DTL_OK) continue;
		in->failed++;
		int one = dtl_cli_error(&err);
		if (!code) code = one;
	}
	return code;
}

static int run_ingest(const void *given, int argc, char **argv)
{
	ingest in = {.options = given, .live = isatty(STDERR_FILENO) == 1};
	if (!in.options->store) return dtl_cli_usage(&dtl_cmd_ingest, "give a store with -d");
	if (argc == 0) return dtl_cli_usage(&dtl_cmd_ingest, "give files, folders or - for standard input");
	dtl_error err = DTL_ERROR_INIT;
	const dtl_analyzer_spec analyzer = dtl_cli_analyzer_spec(&in.options->reading);
	if (dtl_analyzer_open(&analyzer, &in.analyzer, &err) != DTL_OK) return dtl_cli_error(&err);
	catch_signals();
	int code = open_store(&in);
	if (code == 0 && in.options->collection) in.fatal = collect(&in, &argc, &argv);
	if (code == 0) {
		code = run_inputs(&in, argc, argv);
		if (dtl_store_close(in.store, &err) != DTL_OK && !in.fatal) in.fatal = dtl_cli_error(&err);
		else progress(&in, true);
	}
	dtl_collection_free(in.collection);
	dtl_analyzer_close(in.analyzer);
	if (nothing >= 0) close(nothing);
	if (caught) return 128 + caught;
	if (in.fatal) return in.fatal;
	if (!in.store) return code;
	if (in.failed && in.added + in.known == 0) return code ? code : DTL_ERR_DATA; /* nothing was good */
	return in.failed ? 2 : 0;
}

const dtl_cli_command dtl_cmd_ingest = {
	.name = "ingest",
	.summary = "store the events of articles in a GeoPackage or a PostGIS database",
	.arguments = "-d STORE FILE|FOLDER|- ...",
	.text = "Reads articles, finds their events and adds both to the store. An article that the store has is left as it is, so the same\n"
		"call twice changes nothing and a run that was stopped is resumed by calling it again. Articles are saved in batches;\n"
		"Ctrl-C saves what is done and stops. A record that cannot be read is reported with file and line, the rest goes on,\n"
		"and the exit code is 2.",
	.examples = "  dateline ingest -d events.gpkg news/*.txt\n  zcat crawl.jsonl.gz | dateline ingest -d events.gpkg -",
	.options = options,
	.options_size = sizeof(ingest_options),
	.run = run_ingest};
