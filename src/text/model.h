/* The trained weights: part-of-speech tagger, entity tagger, recogniser, resolver, link classifier, in one mapped file of named
 * sections. Immutable after open. */
#ifndef DTL_TEXT_MODEL_H
#define DTL_TEXT_MODEL_H

#include "base/file.h"
#include "text/token.h"

typedef struct dtl_model dtl_model;

/* path NULL: dateline.model beside the program or installed. DTL_ERR_CONFIG if absent, damaged, of another version. */
DTL_MUST_CHECK dtl_status dtl_model_open(const char *path, dtl_model **out, dtl_error *err);
void dtl_model_close(dtl_model *model);
/* The bytes of a section, 16-byte aligned, borrowed until close; empty if there is none of that name. */
dtl_str dtl_model_section(const dtl_model *model, const char *name);

/* Sets tag of every token (English), and words, in the arena. */
void dtl_tag_parts_of_speech(const dtl_model *model, dtl_arena *arena, dtl_tokens *tokens);

#endif
