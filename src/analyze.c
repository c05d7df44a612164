/* From an article to its analysis: the only file that knows the order of the stages. */
#include "dateline/analyze.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/utf8.h"
#include "extract/collection.h"
#include "extract/doc.h"
#include "extract/event_table.h"
#include "extract/language.h"
#include "extract/resolve.h"

#define DEFAULT_MAX_BYTES ((size_t)16 << 20)

struct dtl_analyzer {
	dtl_gazetteer *gazetteer;
	dtl_model *model;
	dtl_event_table *event_table;
	dtl_resolver *resolver;
};

struct dtl_analysis {
	dtl_arena arena;
	dtl_article article;
	dtl_doc doc;
};

dtl_status dtl_analyzer_open(const dtl_analyzer_spec *spec, dtl_analyzer **out, dtl_error *err)
{
	static const dtl_analyzer_spec none = DTL_ANALYZER_SPEC_INIT;
	if (!spec) spec = &none;
	dtl_analyzer *a = calloc(1, sizeof *a);
	if (!a) return dtl_fail_memory(err);
	dtl_status status = dtl_gazetteer_open(spec->gazetteer, &a->gazetteer, err);
	if (status == DTL_OK) status = dtl_model_open(spec->model, &a->model, err);
	if (status == DTL_OK) status = dtl_resolver_open(a->model, &a->resolver, err);
	if (status == DTL_OK) status = dtl_event_table_open(spec->event_table, &a->event_table, err);
	if (status != DTL_OK) {
		dtl_analyzer_close(a);
		return status;
	}
	*out = a;
	return DTL_OK;
}

void dtl_analyzer_close(dtl_analyzer *a)
{
	if (!a) return;
	dtl_event_table_close(a->event_table);
	dtl_resolver_close(a->resolver);
	dtl_model_close(a->model);
	dtl_gazetteer_close(a->gazetteer);
	free(a);
}

const dtl_gazetteer *dtl_analyzer_gazetteer(const dtl_analyzer *a)
{
	return a->gazetteer;
}

void dtl_doc_note(dtl_doc *doc, const char *code, dtl_str message, dtl_span span)
{
	dtl_note note = {dtl_str_of(code), dtl_arena_str(doc->arena, message), span};
	DTL_PUSH(doc->arena, doc->notes, doc->note_count, doc->note_cap, note);
}

/* The caller's strings, copied; the text made valid UTF-8; an id made of the content where there is none. */
static void take_article(dtl_analysis *a, const dtl_article *article)
{
	dtl_article *own = &a->article;
	*own = *article;
	dtl_str *const strings[] = {&own->id, &own->title, &own->date, &own->source, &own->url, &own->lang, &own->file, &own->author};
	for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
		size_t replaced;
		*strings[i] = dtl_arena_str(&a->arena, dtl_utf8_repair(&a->arena, *strings[i], &replaced));
	}
	size_t replaced;
	own->text = dtl_arena_str(&a->arena, dtl_utf8_repair(&a->arena, article->text, &replaced));
	if (replaced) {
		dtl_str message = dtl_arena_printf(&a->arena, "%zu malformed bytes were read as U+FFFD", replaced);
		dtl_doc_note(&a->doc, "bad-utf8", message, (dtl_span){0, 0});
	}
	if (own->id.len == 0) {
		char id[17];
		dtl_article_content_id(own, id);
		own->id = dtl_arena_str(&a->arena, dtl_str_of(id));
	}
}

static void run_stages(dtl_doc *doc)
{
	dtl_tokenize(doc->arena, doc->article->text, &doc->tokens);
	doc->english = dtl_is_english(doc);
	dtl_find_head(doc);
	if (doc->english) dtl_tag_parts_of_speech(doc->model, doc->arena, &doc->tokens);
	if (doc->options->spans) dtl_take_spans(doc);
	else dtl_find_mentions(doc);
	dtl_resolve_places(doc);
	dtl_find_dates(doc);
	if (doc->english) dtl_find_events(doc);
	else dtl_doc_note(doc, "language", DTL_STR("the text is not English: places are given, events are not"), (dtl_span){0, 0});
}

static void keep_kinds(dtl_doc *doc, unsigned kinds)
{
	size_t kept = 0;
	for (size_t i = 0; i < doc->mention_count; i++)
		if (kinds == 0 || (kinds >> doc->mentions[i].kind & 1)) doc->mentions[kept++] = doc->mentions[i];
	doc->mention_count = kept;
}

/* The part that allocates in the arena: returns false when memory is exhausted. */
static bool fill(dtl_analysis *a, const dtl_analyzer *analyzer, const dtl_article *article, const dtl_analyze_options *options)
{
	if (setjmp(a->arena.exhausted)) return false;
	a->doc = (dtl_doc){.arena = &a->arena, .article = &a->article, .options = options, .gazetteer = analyzer->gazetteer,
		.model = analyzer->model, .event_table = analyzer->event_table, .resolver = analyzer->resolver};
	take_article(a, article);
	run_stages(&a->doc);
	/* only now: to the stages a title is text besides the text */
	if (a->article.title.len == 0) a->article.title = dtl_doc_str(&a->doc, a->doc.head.headline);
	keep_kinds(&a->doc, options->kinds);
	a->doc.options = NULL; /* the caller's */
	return true;
}

dtl_status dtl_analyze(const dtl_analyzer *analyzer, const dtl_article *article, const dtl_analyze_options *options,
	dtl_analysis **out, dtl_error *err)
{
	static const dtl_analyze_options none = DTL_ANALYZE_OPTIONS_INIT;
	const dtl_analyze_options *how = options ? options : &none;
	size_t limit = how->max_bytes ? how->max_bytes : DEFAULT_MAX_BYTES;
	if (limit > UINT32_MAX / 4) limit = UINT32_MAX / 4; /* spans are 32 bits, repaired text may triple */
	if (article->text.len > limit)
		return dtl_fail(err, DTL_ERR_DATA, "article of %zu bytes is longer than the limit of %zu", article->text.len, limit);
	dtl_analysis *a = calloc(1, sizeof *a);
	if (!a) return dtl_fail_memory(err);
	if (!fill(a, analyzer, article, how)) {
		dtl_analysis_free(a);
		return dtl_fail_memory(err);
	}
	*out = a;
	return DTL_OK;
}

void dtl_analysis_free(dtl_analysis *a)
{
	if (!a) return;
	dtl_arena_free(&a->arena);
	free(a);
}

dtl_status dtl_collection_add(dtl_collection *collection, const dtl_analysis *analysis, dtl_error *err)
{
	return dtl_collection_take(collection, &analysis->doc) ? DTL_OK : dtl_fail_memory(err);
}

const dtl_article *dtl_analysis_article(const dtl_analysis *a)
{
	return &a->article;
}

#define BY_INDEX(thing, type, items, count)                                                  \
	size_t dtl_analysis_##thing##_count(const dtl_analysis *a) { return a->doc.count; }      \
	const type *dtl_analysis_##thing(const dtl_analysis *a, size_t index)                    \
	{                                                                                        \
		return index < a->doc.count ? &a->doc.items[index] : NULL;                           \
	}

BY_INDEX(mention, dtl_mention, mentions, mention_count)
BY_INDEX(place, dtl_place, places, place_count)
BY_INDEX(timex, dtl_timex, timexes, timex_count)
BY_INDEX(event, dtl_event, events, event_count)
BY_INDEX(note, dtl_note, notes, note_count)
