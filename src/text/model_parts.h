/* The taggers' views into the opened model. */
#ifndef DTL_TEXT_MODEL_PARTS_H
#define DTL_TEXT_MODEL_PARTS_H

#include "text/model.h"
#include "text/weights.h"
#include "text/word.h"

typedef struct dtl_model_parts {
	dtl_word_table words;   /* section "words" */
	dtl_weights pos;        /* section "pos": parts of speech */
	dtl_weights entity;     /* section "ner1": entities of general text */
	dtl_weights place;      /* section "ner2": places and demonyms */
} dtl_model_parts;

const dtl_model_parts *dtl_model_parts_of(const dtl_model *model); /* borrowed */

#endif
