/* Private to the tokenizer: abbreviations and the cutting of sentences. */
#ifndef DTL_TEXT_CUT_H
#define DTL_TEXT_CUT_H

#include "text/token.h"

typedef enum dtl_abbreviation {
	DTL_ABBR_NONE,
	DTL_ABBR_TITLE,  /* a name follows: Mr., Gen., St. A sentence never ends here */
	DTL_ABBR_NUMBER, /* a number follows: No., pp. An abbreviation only before a digit */
	DTL_ABBR_OTHER   /* may end a sentence: Fla., Inc., Jan. */
} dtl_abbreviation;

/* What the word (without its point) is when a point follows. Case matters. */
dtl_abbreviation dtl_abbreviation_of(dtl_str word);
/* Is the word one that commonly begins a sentence ("The", "However") and is rarely part of a name? */
bool dtl_is_sentence_opener(dtl_str word);
/* Fills out->sentences from the tokens, and DTL_TOKEN_FIRST. */
void dtl_cut_sentences(dtl_arena *arena, dtl_tokens *out);

#endif
