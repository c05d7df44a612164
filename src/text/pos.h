/* The part-of-speech tagger: averaged perceptron, greedy from left to right (Collins 2002 for the training). */
#ifndef DTL_TEXT_POS_H
#define DTL_TEXT_POS_H

#include "text/tag.h"
#include "text/weights.h"
#include "text/word.h"

enum { DTL_POS_FEATURES = 48 }; /* at most, for one token */

/* The tag that needs no model (signs, words with one tag only), or DTL_TAG_NONE. */
dtl_tag dtl_pos_sure(const dtl_tokens *tokens, const dtl_word *words, size_t i);
/* The features of token i of the sentence [first, last), whose two tags before it are known. Returns how many. */
size_t dtl_pos_features(const dtl_tokens *tokens, const dtl_word *words, const dtl_sentence *s, size_t i,
	uint64_t out[DTL_POS_FEATURES]);
/* Tags one sentence. */
void dtl_pos_tag_sentence(const dtl_weights *w, const dtl_word *words, dtl_tokens *tokens, const dtl_sentence *s);

#endif
