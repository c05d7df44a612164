/* Is the text English? Told by the article, else by script and stop words. */
#ifndef DTL_EXTRACT_LANGUAGE_H
#define DTL_EXTRACT_LANGUAGE_H

#include "extract/doc.h"

/* Reads doc->article->lang and doc->tokens. Short texts count as English unless their script says otherwise. */
bool dtl_is_english(const dtl_doc *doc);

#endif
