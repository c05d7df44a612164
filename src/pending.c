/* TEMPORARY, until every part has landed: weak definitions, so that the program links. Removed before release. */
#include "base/error.h"
#include "dateline.h"
#include "extract/doc.h"
#include "extract/event_table.h"
#include "text/normal.h"

#define W __attribute__((weak))
W void dtl_tokenize(dtl_arena *arena, dtl_str text, dtl_tokens *out) { (void)arena; *out = (dtl_tokens){.text = text}; }
W size_t dtl_sentence_of_token(const dtl_tokens *t, size_t token) { (void)t; (void)token; return 0; }
W size_t dtl_token_at(const dtl_tokens *t, uint32_t byte) { (void)byte; return t->count; }
W void dtl_find_mentions(dtl_doc *doc) { (void)doc; }
W void dtl_take_spans(dtl_doc *doc) { (void)doc; }
W void dtl_resolve_places(dtl_doc *doc) { (void)doc; }
W void dtl_find_dates(dtl_doc *doc) { (void)doc; }
W void dtl_find_events(dtl_doc *doc) { (void)doc; }
W dtl_status dtl_model_open(const char *path, dtl_model **out, dtl_error *err) { (void)path; (void)err; *out = NULL; return DTL_OK; }
W void dtl_model_close(dtl_model *model) { (void)model; }
W dtl_str dtl_model_section(const dtl_model *model, const char *name) { (void)model; (void)name; return DTL_STR_NONE; }
W void dtl_tag_parts_of_speech(const dtl_model *model, dtl_arena *scratch, dtl_tokens *tokens) { (void)model; (void)scratch; (void)tokens; }
W dtl_status dtl_event_table_open(const char *path, dtl_event_table **out, dtl_error *err) { (void)path; (void)err; *out = NULL; return DTL_OK; }
W dtl_str dtl_lemma(dtl_arena *arena, dtl_str word, dtl_tag tag) { (void)arena; (void)tag; return word; }
W void dtl_event_table_close(dtl_event_table *table) { (void)table; }
W dtl_status dtl_reader_open(const char *path, const dtl_reader_spec *spec, dtl_reader **out, dtl_error *err) { (void)spec; (void)out; return dtl_fail(err, DTL_ERR_NO_INPUT, "cannot open '%s': no reader yet", path); }
W dtl_status dtl_reader_next(dtl_reader *reader, dtl_article *out, bool *more, dtl_error *err) { (void)reader; (void)out; (void)err; *more = false; return DTL_OK; }
W bool dtl_reader_spans(const dtl_reader *reader, const dtl_span **spans, size_t *count) { (void)reader; (void)spans; (void)count; return false; }
W void dtl_reader_close(dtl_reader *reader) { (void)reader; }
