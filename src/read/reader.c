#include "read/reader.h"

#include <json-c/json.h>
#include <libxml/tree.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/utf8.h"

static dtl_status keep_spec(dtl_reader *r, const dtl_reader_spec *spec, dtl_error *err)
{
	if (spec) r->spec = *spec;
	if (r->spec.max_bytes == 0) r->spec.max_bytes = DTL_READ_DEFAULT_MAX;
	if (setjmp(r->keep.exhausted)) return dtl_fail_memory(err);
	dtl_str *const strings[] = {&r->spec.date, &r->spec.source, &r->spec.url, &r->spec.lang};
	for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) *strings[i] = dtl_arena_str(&r->keep, *strings[i]);
	return DTL_OK;
}

static dtl_status open_input(dtl_reader *r, dtl_error *err)
{
	struct stat st;
	if (strcmp(r->path, "-") != 0 && stat(r->path, &st) == 0 && S_ISDIR(st.st_mode)) {
		r->format = &dtl_format_folder;
		return DTL_OK;
	}
	dtl_status status = dtl_stream_open(&r->stream, r->path, err);
	if (status == DTL_OK) status = dtl_format_detect(r, &r->format, err);
	return status;
}

dtl_status dtl_reader_open(const char *path, const dtl_reader_spec *spec, dtl_reader **out, dtl_error *err)
{
	dtl_reader *r = calloc(1, sizeof *r);
	if (!r) return dtl_fail_memory(err);
	r->stream.fd = -1;
	r->path = strdup(path);
	dtl_status status = r->path ? keep_spec(r, spec, err) : dtl_fail_memory(err);
	if (status == DTL_OK) status = open_input(r, err);
	if (status == DTL_OK) *out = r;
	else dtl_reader_close(r);
	return status;
}

static void release_record(dtl_reader *r)
{
	json_object_put(r->json);
	r->json = NULL;
	xmlFreeDoc(r->page);
	r->page = NULL;
	dtl_arena_free(&r->record);
	r->spans = NULL;
	r->span_count = 0;
	r->has_spans = false;
	r->repaired = 0;
}

void dtl_reader_close(dtl_reader *r)
{
	if (!r) return;
	release_record(r);
	if (r->format && r->format->close) r->format->close(r);
	if (r->tokener) json_tokener_free(r->tokener);
	dtl_stream_close(&r->stream);
	dtl_arena_free(&r->record);
	dtl_arena_free(&r->keep);
	free(r->path);
	free(r);
}

static void override(dtl_str *field, dtl_str with)
{
	if (with.len) *field = with;
}

/* Whatever a format's library let through: what leaves the reader is UTF-8 without NUL. */
static void repair(dtl_reader *r, dtl_article *a)
{
	dtl_str *const strings[] = {&a->id, &a->title, &a->text, &a->date, &a->source, &a->url, &a->lang, &a->author};
	for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
		size_t replaced;
		*strings[i] = dtl_utf8_repair(&r->record, *strings[i], &replaced);
		r->repaired += replaced;
	}
}

dtl_status dtl_reader_next(dtl_reader *r, dtl_article *out, bool *more, dtl_error *err)
{
	release_record(r);
	*more = false;
	if (r->done) return DTL_OK;
	if (setjmp(r->record.exhausted)) {
		release_record(r);
		r->done = true;
		return dtl_fail_memory(err);
	}
	dtl_article article = {.file = dtl_str_of(r->path), .line = 1};
	dtl_status status = r->format->next(r, &article, more, err);
	if (status == DTL_ERR_IO || status == DTL_ERR_MEMORY) r->done = true;
	if (status != DTL_OK || !*more) return status;
	repair(r, &article);
	override(&article.date, r->spec.date);
	override(&article.source, r->spec.source);
	override(&article.url, r->spec.url);
	override(&article.lang, r->spec.lang);
	if (article.lang.len == 0) article.lang = dtl_text_language(article.text);
	if (article.source.len == 0) article.source = dtl_url_host(article.url);
	*out = article;
	return DTL_OK;
}

bool dtl_reader_spans(const dtl_reader *r, const dtl_span **spans, size_t *count)
{
	*spans = r->spans;
	*count = r->span_count;
	return r->has_spans;
}

size_t dtl_reader_repaired(const dtl_reader *r)
{
	return r->repaired;
}

dtl_status dtl_reader_rest(dtl_reader *r, size_t max, dtl_str *out, dtl_error *err)
{
	dtl_stream *s = &r->stream;
	dtl_status status = dtl_stream_want(s, max + 1, err);
	if (status != DTL_OK) return status;
	*out = dtl_stream_window(s);
	if (out->len <= max) return DTL_OK;
	return dtl_fail_at(err, DTL_ERR_DATA, r->path, s->line, s->offset, "'%s' is longer than %zu bytes", r->path, max);
}
