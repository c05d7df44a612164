/* Long work with a caller that watches: articles into an event set, then a PDF report with a map for each country; progress and log
 * come through callbacks, and the caller can stop. Build: cc progress.c $(pkg-config --cflags --libs dateline) */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dateline.h>

typedef struct watch {
	size_t calls, lines, stop_at; /* stop_at 0: never */
} watch;

static bool progress(void *user, size_t done, size_t total)
{
	watch *w = user;
	w->calls++;
	fprintf(stderr, "\r%zu of %zu", done, total);
	return w->stop_at == 0 || w->calls < w->stop_at;
}

static void log_line(void *user, const char *message)
{
	watch *w = user;
	w->lines++;
	fprintf(stderr, "note: %s\n", message);
}

static int failed(const dtl_error *err)
{
	fprintf(stderr, "%s\n", err->message);
	return 1;
}

/* Every article of a file, its events into the set. */
static dtl_status read_all(const char *path, const dtl_analyzer *analyzer, dtl_event_set *events, dtl_error *err)
{
	dtl_reader *reader = NULL;
	dtl_status status = dtl_reader_open(path, NULL, &reader, err);
	for (bool more = true; status == DTL_OK;) {
		dtl_article article;
		dtl_analysis *analysis = NULL;
		status = dtl_reader_next(reader, &article, &more, err);
		if (status != DTL_OK || !more) break;
		status = dtl_analyze(analyzer, &article, NULL, &analysis, err);
		if (status == DTL_OK)
			status = dtl_event_set_add(events, dtl_analysis_article(analysis), dtl_analysis_event(analysis, 0), dtl_analysis_event_count(analysis), err);
		dtl_analysis_free(analysis);
	}
	dtl_reader_close(reader);
	return status;
}

static dtl_status report(const dtl_event_set *events, const dtl_analyzer *analyzer, dtl_report_format format, watch *w, size_t *len, dtl_error *err)
{
	dtl_report_spec spec = DTL_REPORT_SPEC_INIT;
	char *data = NULL;
	spec.format = format;
	spec.title = DTL_STR("Watched");
	spec.gazetteer = dtl_analyzer_gazetteer(analyzer);
	spec.by = DTL_GROUP_COUNTRY;
	spec.progress = progress;
	spec.log = log_line;
	spec.user = w;
	dtl_status status = dtl_report(events, &spec, &data, len, err);
	free(data);
	fputc('\n', stderr);
	return status;
}

int main(int argc, char **argv)
{
	dtl_error err = DTL_ERROR_INIT;
	dtl_analyzer *analyzer = NULL;
	dtl_event_set *events = NULL;
	watch html = {0, 0, 0}, pdf = {0, 0, 0}, stopped = {0, 0, 2};
	size_t len = 0;
	if (dtl_analyzer_open(NULL, &analyzer, &err) != DTL_OK || dtl_event_set_new(&events, &err) != DTL_OK) return failed(&err);
	for (int i = 1; i < argc; i++)
		if (read_all(argv[i], analyzer, events, &err) != DTL_OK) return failed(&err);
	if (report(events, analyzer, DTL_REPORT_HTML, &html, &len, &err) != DTL_OK) return failed(&err);
	printf("HTML: %zu bytes, %zu maps, %zu notes\n", len, html.calls, html.lines);
	if (report(events, analyzer, DTL_REPORT_PDF, &pdf, &len, &err) != DTL_OK) return failed(&err);
	printf("PDF: %zu bytes, %zu pages\n", len, pdf.calls);
	bool good = html.calls > 1 && html.lines > 0 && pdf.calls > 1;
	good = good && report(events, analyzer, DTL_REPORT_PDF, &stopped, &len, &err) != DTL_OK && stopped.calls == 2;
	dtl_event_set_free(events);
	dtl_analyzer_close(analyzer);
	return good ? 0 : 1;
}
