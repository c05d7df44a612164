/* What the entity taggers see around a token: how the sentence is written, which tokens may be names, runs of capitals. */
#ifndef DTL_TEXT_CONTEXT_H
#define DTL_TEXT_CONTEXT_H

#include "text/entity.h"
#include "text/word.h"

typedef enum dtl_style {
	DTL_STYLE_PLAIN,
	DTL_STYLE_TITLE, /* most words capitalised */
	DTL_STYLE_CAPS,  /* all capitals */
	DTL_STYLE_SMALL  /* no capitals at all */
} dtl_style;

enum {
	DTL_CONTEXT_NAME = 1u << 0,  /* written as a name would be in this sentence's style */
	DTL_CONTEXT_ACTIVE = 1u << 1,/* the tagger decides; all others are O */
	DTL_CONTEXT_QUOTE = 1u << 2, /* a quotation mark stands before it */
	DTL_CONTEXT_HASH = 1u << 3   /* part of a hashtag */
};

/* A maximal run of name-like words, joined over of, the, de, -, &. */
typedef struct dtl_run {
	uint32_t first, last; /* tokens, half-open */
	bool org, title, street; /* a cue of that class is among its words */
} dtl_run;

typedef struct dtl_context {
	const dtl_tokens *tokens;
	const dtl_word *words;
	uint8_t *flags;    /* of each token, DTL_CONTEXT_* */
	uint8_t *style;    /* of each sentence, dtl_style */
	uint32_t *run;     /* of each token: its run's index + 1, or 0 */
	uint32_t *sentence;/* of each token */
	dtl_run *runs;
	size_t run_count;
} dtl_context;

/* In the arena. Tokens, words and sentences are borrowed. */
void dtl_context_build(dtl_arena *arena, const dtl_tokens *tokens, const dtl_word *words, dtl_context *out);
/* Marks a token active (the gazetteer knows it), before the tagging. */
static inline void dtl_context_activate(dtl_context *c, size_t token) { c->flags[token] |= DTL_CONTEXT_ACTIVE; }
/* Activates the short words between active tokens (of, the, -), after the last dtl_context_activate. */
void dtl_context_close(dtl_context *c);

enum { DTL_BASE_FEATURES = 80 }; /* at most */
/* The features of a token that need only the text. Templates 1 to 99. Returns how many. */
size_t dtl_base_features(const dtl_context *c, size_t i, uint64_t out[DTL_BASE_FEATURES]);

#endif
