#include "cli/batch.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define RECORDS_A_JOB 32        /* long enough that the threads seldom wait for each other */
#define BATCH_BYTES (8u << 20)  /* a batch ends early when its texts are longer than this */
#define MOST_JOBS 64

typedef struct batch {
	const dtl_cli_batch_spec *spec;
	dtl_cli_record *records;
	size_t count, cap, bytes;
	atomic_size_t next;
} batch;

static bool copy(dtl_str *s)
{
	char *p = malloc(s->len + 1);
	if (!p) return false;
	if (s->len) memcpy(p, s->ptr, s->len);
	p[s->len] = '\0';
	s->ptr = p;
	return true;
}

static void release(dtl_cli_record *r)
{
	const dtl_article *a = &r->article;
	const dtl_str strings[] = {a->id, a->title, a->text, a->date, a->source, a->url, a->lang, a->file, a->author};
	for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) free((void *)(uintptr_t)strings[i].ptr);
	free(r->spans);
	*r = (dtl_cli_record){0};
}

/* The reader's strings live until its next call: the record keeps copies. */
static bool keep(dtl_cli_record *r, const dtl_article *article, const dtl_reader *reader, bool want_spans)
{
	r->article = *article;
	dtl_article *a = &r->article;
	dtl_str *const strings[] = {&a->id, &a->title, &a->text, &a->date, &a->source, &a->url, &a->lang, &a->file, &a->author};
	size_t n = sizeof strings / sizeof *strings, done = 0;
	while (done < n && copy(strings[done])) done++;
	const dtl_span *spans = NULL;
	size_t count = 0;
	bool good = done == n;
	if (good && want_spans && dtl_reader_spans(reader, &spans, &count) && count) {
		r->spans = malloc(count * sizeof *spans);
		good = r->spans != NULL;
		if (good) memcpy(r->spans, spans, count * sizeof *spans);
		r->span_count = good ? count : 0;
	}
	if (good) return true;
	for (; done < n; done++) strings[done]->ptr = NULL; /* still the reader's */
	release(r);
	return false;
}

static void *worker(void *arg)
{
	batch *b = arg;
	for (;;) {
		size_t i = atomic_fetch_add(&b->next, 1);
		if (i >= b->count) return NULL;
		if (b->records[i].status == DTL_OK && !b->records[i].skipped) b->spec->work(b->spec->user, &b->records[i]);
	}
}

/* Works on what the batch holds and delivers it; false to stop. */
static bool flush(batch *b)
{
	pthread_t threads[MOST_JOBS];
	size_t started = 0, jobs = b->spec->jobs < MOST_JOBS ? b->spec->jobs : MOST_JOBS;
	atomic_store(&b->next, 0);
	while (started + 1 < jobs && started + 1 < b->count && pthread_create(&threads[started], NULL, worker, b) == 0) started++;
	worker(b);
	while (started) pthread_join(threads[--started], NULL);
	bool going = true;
	for (size_t i = 0; i < b->count; i++) {
		going = going && b->spec->deliver(b->spec->user, &b->records[i]);
		release(&b->records[i]);
	}
	b->count = b->bytes = 0;
	return going;
}

/* Reading cannot go on behind these. */
static bool fatal(dtl_status status)
{
	return status == DTL_ERR_IO || status == DTL_ERR_MEMORY || status == DTL_ERR_NO_INPUT;
}

static dtl_status fill(batch *b, dtl_reader *reader, dtl_error *err)
{
	const dtl_cli_batch_spec *spec = b->spec;
	for (;;) {
		dtl_cli_record *r = &b->records[b->count];
		dtl_article article;
		bool more = true;
		r->status = dtl_reader_next(reader, &article, &more, &r->err);
		if (r->status == DTL_OK && !more) break;
		r->skipped = r->status == DTL_OK && spec->skip && spec->skip(spec->user, &article);
		if (r->status == DTL_OK && !r->skipped && !keep(r, &article, reader, spec->reader->want_spans)) r->status = DTL_ERR_MEMORY;
		if (r->status == DTL_OK) b->bytes += r->article.text.len;
		if (fatal(r->status)) {
			*err = r->err;
			err->code = r->status;
			dtl_status status = r->status;
			*r = (dtl_cli_record){0};
			flush(b);
			return status;
		}
		b->count++;
		if ((b->count == b->cap || b->bytes >= BATCH_BYTES) && !flush(b)) return DTL_OK;
	}
	flush(b);
	return DTL_OK;
}

dtl_status dtl_cli_run_batches(const dtl_cli_batch_spec *spec, const char *path, dtl_error *err)
{
	dtl_reader *reader = NULL;
	dtl_status status = dtl_reader_open(path, spec->reader, &reader, err);
	if (status != DTL_OK) return status;
	batch b = {.spec = spec, .cap = RECORDS_A_JOB * (spec->jobs ? spec->jobs : 1)};
	if (spec->jobs < 2) b.cap = 1; /* so that a filter answers each line at once */
	b.records = calloc(b.cap, sizeof *b.records);
	if (b.records) {
		status = fill(&b, reader, err);
	} else {
		status = err->code = DTL_ERR_MEMORY;
		snprintf(err->message, sizeof err->message, "memory exhausted");
	}
	free(b.records);
	dtl_reader_close(reader);
	return status;
}
