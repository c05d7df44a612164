#include "cli/events_source.h"

#include <stddef.h>
#include <string.h>

#define AT(field) offsetof(dtl_cli_reading, field)
const dtl_cli_option dtl_cli_reading_options[] = {
	{"date", 0, DTL_CLI_TEXT, AT(date), "DAY", "day of publication, instead of what the input says", NULL, NULL, false},
	{"source", 0, DTL_CLI_TEXT, AT(source), "NAME", "publisher's domain or name, instead of what the input says", NULL, NULL, false},
	{"url", 0, DTL_CLI_TEXT, AT(url), "URL", "address, instead of what the input says", NULL, NULL, false},
	{"lang", 0, DTL_CLI_TEXT, AT(lang), "TAG", "language, instead of what the input says", NULL, NULL, false},
	{"country-bias", 0, DTL_CLI_TEXT, AT(country_bias), "ISO,ISO", "prefer places of these countries", NULL, NULL, false},
	{"gazetteer", 0, DTL_CLI_TEXT, AT(gazetteer), "FILE", "another gazetteer", NULL, NULL, false},
	{"model", 0, DTL_CLI_TEXT, AT(model), "FILE", "other weights", NULL, NULL, false},
	{"event-table", 0, DTL_CLI_TEXT, AT(event_table), "FILE", "event patterns of one's own, tried before the shipped ones", NULL, NULL, false},
	{"max-bytes", 0, DTL_CLI_COUNT, AT(max_bytes), "N", "refuse longer articles (16777216)", NULL, NULL, false},
	{"jobs", 'j', DTL_CLI_COUNT, AT(jobs), "N", "analyze so many articles at once; the order stays", NULL, NULL, false},
	{0}};
#undef AT

#define AT(field) offsetof(dtl_cli_filter, field)
const dtl_cli_option dtl_cli_filter_options[] = {
	{"since", 0, DTL_CLI_DATE, AT(since), "DAY", "events that lasted to this day or happened later", NULL, NULL, false},
	{"until", 0, DTL_CLI_DATE, AT(until), "DAY", "events that began on this day or earlier", NULL, NULL, true},
	{"bbox", 0, DTL_CLI_BBOX, AT(bbox), "W,S,E,N", "events inside this box; west > east crosses the 180th meridian", NULL, NULL, false},
	{"type", 0, DTL_CLI_TEXT, AT(type), "TYPE,TYPE", "events of these types or subtypes", NULL, NULL, false},
	{"place", 0, DTL_CLI_TEXT, AT(place), "NAME", "events at places whose name holds this; or a country's ISO code", NULL, NULL, false},
	{"actor", 0, DTL_CLI_TEXT, AT(actor), "NAME", "events whose actor or target holds this; or an ISO alpha-3 code", NULL, NULL, false},
	{"article", 0, DTL_CLI_TEXT, AT(article), "ID", "events of this article", NULL, NULL, false},
	{"include", 0, DTL_CLI_TEXT, AT(include), "FLAG,FLAG", "also events that are negated, denied, hypothetical, conditional, future, planned, "
		"ordered, feared or historical; or all", NULL, NULL, false},
	{"min-confidence", 0, DTL_CLI_NUMBER, AT(min_confidence), "P", "events at least so probable, 0 to 1", NULL, NULL, false},
	{"limit", 0, DTL_CLI_COUNT, AT(limit), "N", "at most so many, the earliest", NULL, NULL, false},
	{0}};
#undef AT

dtl_reader_spec dtl_cli_reader_spec(const dtl_cli_reading *r)
{
	dtl_reader_spec spec = DTL_READER_SPEC_INIT;
	spec.date = dtl_cli_str(r->date);
	spec.source = dtl_cli_str(r->source);
	spec.url = dtl_cli_str(r->url);
	spec.lang = dtl_cli_str(r->lang);
	spec.max_bytes = r->max_bytes;
	return spec;
}

dtl_analyzer_spec dtl_cli_analyzer_spec(const dtl_cli_reading *r)
{
	return (dtl_analyzer_spec){r->gazetteer, r->model, r->event_table};
}

dtl_analyze_options dtl_cli_analyze_options(const dtl_cli_reading *r)
{
	dtl_analyze_options how = DTL_ANALYZE_OPTIONS_INIT;
	how.country_bias = dtl_cli_str(r->country_bias);
	how.explain = true; /* stores and exports keep the reasons */
	how.max_bytes = r->max_bytes;
	return how;
}

void dtl_cli_record_failed(const dtl_cli_record *record, const char *path)
{
	dtl_error err = record->err;
	err.code = record->status;
	if (!err.message[0]) snprintf(err.message, sizeof err.message, "memory exhausted");
	if (!err.line) {
		const dtl_str file = record->article.file;
		err.line = record->article.line ? record->article.line : 1;
		if (file.len) snprintf(err.file, sizeof err.file, "%.*s", (int)(file.len < 250 ? file.len : 250), file.ptr);
		else snprintf(err.file, sizeof err.file, "%s", path);
	}
	dtl_cli_error(&err);
}

static uint32_t flag_of(const char *name, size_t len)
{
	for (uint32_t bit = 1; dtl_event_flag_name(bit); bit <<= 1)
		if (strlen(dtl_event_flag_name(bit)) == len && memcmp(dtl_event_flag_name(bit), name, len) == 0) return bit;
	return 0;
}

/* False if a name is no flag. */
static bool flags_of(const char *list, uint32_t *flags)
{
	if (strcmp(list, "all") == 0) return *flags = UINT32_MAX, true;
	while (*list) {
		size_t len = strcspn(list, ",");
		uint32_t bit = flag_of(list, len);
		if (!bit) return false;
		*flags |= bit;
		list += len + (list[len] == ',');
	}
	return true;
}

int dtl_cli_query(const dtl_cli_command *command, const dtl_cli_filter *f, dtl_event_query *q)
{
	*q = (dtl_event_query)DTL_EVENT_QUERY_INIT;
	q->since = f->since;
	q->until = f->until;
	if (f->since.year && f->until.year && (f->since.year > f->until.year || (f->since.year == f->until.year &&
		(f->since.month > f->until.month || (f->since.month == f->until.month && f->since.day > f->until.day)))))
		return dtl_cli_usage(command, "--since lies behind --until");
	q->has_bbox = f->bbox.set;
	q->bbox = f->bbox.box;
	q->type = dtl_cli_str(f->type);
	q->place = dtl_cli_str(f->place);
	q->actor = dtl_cli_str(f->actor);
	q->article = dtl_cli_str(f->article);
	if (f->min_confidence < 0 || f->min_confidence > 1) return dtl_cli_usage(command, "--min-confidence is from 0 to 1");
	q->min_confidence = (float)f->min_confidence;
	q->limit = f->limit;
	if (f->include && !flags_of(f->include, &q->include))
		return dtl_cli_usage(command, "--include: '%s' holds a name that is no flag; flags are negated, denied, hypothetical, "
			"conditional, future, planned, ordered, feared, historical, quoted", f->include);
	return 0;
}

static int load_store(const char *path, const dtl_event_query *query, dtl_cli_events *out)
{
	dtl_error err = DTL_ERROR_INIT;
	dtl_store *store = NULL;
	dtl_status status = dtl_store_open(path, DTL_STORE_READ, &store, &err);
	if (status != DTL_OK) return dtl_cli_error(&err);
	status = dtl_store_query(store, query, &out->set, &err);
	dtl_status closed = dtl_store_close(store, status == DTL_OK ? &err : NULL);
	return status == DTL_OK && closed == DTL_OK ? 0 : dtl_cli_error(&err);
}

/* What the threads share while articles are analyzed. */
typedef struct loading {
	const dtl_cli_source *source;
	dtl_cli_events *events;
	dtl_event_set *all;
	const char *path;
	size_t articles;
} loading;

static void analyze_one(void *user, dtl_cli_record *record)
{
	const loading *l = user;
	const dtl_analyze_options how = dtl_cli_analyze_options(&l->source->reading);
	dtl_analysis *analysis = NULL;
	record->status = dtl_analyze(l->events->analyzer, &record->article, &how, &analysis, &record->err);
	record->result = analysis;
}

static bool keep_one(void *user, dtl_cli_record *record)
{
	loading *l = user;
	dtl_analysis *analysis = record->result;
	if (record->status == DTL_OK)
		record->status = dtl_event_set_add(l->all, dtl_analysis_article(analysis), dtl_analysis_event(analysis, 0),
			dtl_analysis_event_count(analysis), &record->err);
	if (record->status != DTL_OK) {
		l->events->failed++;
		dtl_cli_record_failed(record, l->path);
	} else {
		l->articles++;
	}
	dtl_analysis_free(analysis);
	return record->status != DTL_ERR_MEMORY;
}

static int load_articles(const dtl_cli_source *source, int argc, char **argv, const dtl_event_query *query, dtl_cli_events *out)
{
	dtl_error err = DTL_ERROR_INIT;
	const dtl_analyzer_spec analyzer = dtl_cli_analyzer_spec(&source->reading);
	if (dtl_analyzer_open(&analyzer, &out->analyzer, &err) != DTL_OK) return dtl_cli_error(&err);
	loading l = {.source = source, .events = out};
	if (dtl_event_set_new(&l.all, &err) != DTL_OK) return dtl_cli_error(&err);
	const dtl_reader_spec reader = dtl_cli_reader_spec(&source->reading);
	const dtl_cli_batch_spec spec = {&reader, source->reading.jobs, analyze_one, keep_one, &l, NULL};
	int code = 0;
	for (int i = 0; i < argc; i++) {
		l.path = argv[i];
		if (dtl_cli_run_batches(&spec, argv[i], &err) == DTL_OK) continue;
		int one = dtl_cli_error(&err);
		if (!code) code = one;
		out->failed++;
	}
	/* some good and some bad: what is good is used, and the exit code tells of the rest */
	if (l.articles) code = 0;
	else if (!code && out->failed) code = DTL_ERR_DATA;
	if (!code && dtl_event_set_filter(l.all, query, &out->set, &err) != DTL_OK) code = dtl_cli_error(&err);
	dtl_event_set_free(l.all);
	return code;
}

int dtl_cli_events_load(const dtl_cli_command *command, const dtl_cli_source *source, int argc, char **argv, dtl_cli_events *out)
{
	*out = (dtl_cli_events){0};
	if (source->store && argc) return dtl_cli_usage(command, "articles and a store at once: '%s' and -d '%s'", argv[0], source->store);
	if (!source->store && !argc) return dtl_cli_usage(command, "give articles or a store with -d");
	dtl_event_query query;
	int code = dtl_cli_query(command, &source->filter, &query);
	if (code) return code;
	code = source->store ? load_store(source->store, &query, out) : load_articles(source, argc, argv, &query, out);
	if (code) dtl_cli_events_release(out);
	return code;
}

void dtl_cli_events_release(dtl_cli_events *events)
{
	dtl_event_set_free(events->set);
	dtl_layer_free(events->layer);
	dtl_analyzer_close(events->analyzer);
	dtl_gazetteer_close(events->gazetteer);
	*events = (dtl_cli_events){0};
}

static const dtl_gazetteer *gazetteer_of(dtl_cli_events *events, const dtl_cli_source *source, dtl_error *err)
{
	if (events->analyzer) return dtl_analyzer_gazetteer(events->analyzer);
	if (!events->gazetteer && dtl_gazetteer_open(source->reading.gazetteer, &events->gazetteer, err) != DTL_OK) return NULL;
	return events->gazetteer;
}

const dtl_gazetteer *dtl_cli_events_gazetteer(dtl_cli_events *events, const dtl_cli_source *source)
{
	dtl_error err = DTL_ERROR_INIT;
	const dtl_gazetteer *gazetteer = gazetteer_of(events, source, &err);
	if (!gazetteer) dtl_cli_error(&err);
	return gazetteer;
}

dtl_str dtl_cli_events_attribution(dtl_cli_events *events, const dtl_cli_source *source)
{
	const dtl_gazetteer *gazetteer = gazetteer_of(events, source, NULL);
	dtl_gazetteer_info info = {0};
	if (gazetteer) dtl_gazetteer_describe(gazetteer, &info);
	return info.attribution;
}
