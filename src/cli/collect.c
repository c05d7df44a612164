#include "cli/collect.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct first_reading {
	const dtl_cli_collecting *spec;
	dtl_collection *collection;
	dtl_status status; /* of the collection */
	dtl_error err;
} first_reading;

static int copy_input(char **path)
{
	static char kept[64]; /* the path is an argument of the program: one for its whole life */
	FILE *f = tmpfile();
	char buffer[1 << 16];
	size_t n;
	bool good = f != NULL;
	while (good && (n = fread(buffer, 1, sizeof buffer, stdin)) > 0) good = fwrite(buffer, 1, n, f) == n;
	if (!good || ferror(stdin) || fflush(f) != 0) {
		fprintf(stderr, "dateline: cannot keep standard input: %s\n", dtl_cli_errno());
		return DTL_ERR_IO;
	}
	snprintf(kept, sizeof kept, "/proc/self/fd/%d", fileno(f));
	*path = kept;
	return 0;
}

int dtl_cli_keep_input(int *count, char ***paths)
{
	static char *only[1];
	if (*count == 0) {
		*count = 1;
		*paths = only;
		return copy_input(&only[0]);
	}
	for (int i = 0; i < *count; i++)
		if (strcmp((*paths)[i], "-") == 0) return copy_input(&(*paths)[i]);
	return 0;
}

void dtl_cli_take_spans(dtl_analyze_options *how, const dtl_cli_record *record)
{
	static const dtl_span none[1];
	how->spans = record->span_count ? record->spans : none;
	how->span_count = record->span_count;
}

static void read_one(void *user, dtl_cli_record *record)
{
	const first_reading *r = user;
	dtl_analyze_options how = *r->spec->how;
	dtl_analysis *analysis = NULL;
	how.explain = false;
	if (r->spec->want_spans) dtl_cli_take_spans(&how, record);
	record->status = dtl_analyze(r->spec->analyzer, &record->article, &how, &analysis, &record->err);
	record->result = analysis;
}

static bool add_one(void *user, dtl_cli_record *record)
{
	first_reading *r = user;
	if (record->status == DTL_OK && r->status == DTL_OK) r->status = dtl_collection_add(r->collection, record->result, &r->err);
	dtl_analysis_free(record->result);
	return r->status == DTL_OK;
}

int dtl_cli_collect(const dtl_cli_collecting *c, int count, char **paths, dtl_collection **out)
{
	first_reading r = {.spec = c, .err = DTL_ERROR_INIT};
	dtl_error err = DTL_ERROR_INIT;
	r.status = dtl_collection_new(&r.collection, &r.err);
	const dtl_cli_batch_spec batch = {c->reader, c->jobs, read_one, add_one, &r, NULL};
	for (int i = 0; i < count && r.status == DTL_OK; i++) {
		dtl_status unread = dtl_cli_run_batches(&batch, paths[i], &err); /* told by the second reading */
		if (unread == DTL_ERR_MEMORY) r.status = unread, r.err = err;
	}
	if (r.status == DTL_OK) r.status = dtl_collection_seal(r.collection, &r.err);
	if (r.status == DTL_OK) {
		*out = r.collection;
		return 0;
	}
	dtl_collection_free(r.collection);
	r.err.code = r.status;
	return dtl_cli_error(&r.err);
}
