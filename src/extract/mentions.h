/* Private to the mentions stage. */
#ifndef DTL_EXTRACT_MENTIONS_H
#define DTL_EXTRACT_MENTIONS_H

#include "extract/doc.h"

/* Appends the tokens [first, last) as a mention. */
void dtl_mention_add(dtl_doc *doc, size_t *capacity, size_t first, size_t last, dtl_mention_kind kind, float score);
/* Names of the gazetteer in text of any language: no weights, only rules that seldom err. */
void dtl_find_foreign_mentions(dtl_doc *doc);

#endif
