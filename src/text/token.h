/* Tokens and sentences of one text.
 *
 * A token is a URL, an @name, a number (with its th/st), a word (with inner apostrophe: O'Hare), a possessive 's or n't apart,
 * or one other sign. Hyphens and '#' are tokens of their own. Abbreviations keep their point: initials, U.S., state
 * abbreviations, Mr., St. White space is no token. Works on valid UTF-8 of any script (CJK: one token a run of one script). */
#ifndef DTL_TEXT_TOKEN_H
#define DTL_TEXT_TOKEN_H

#include "base/arena.h"
#include "dateline/model.h"

typedef enum dtl_token_kind {
	DTL_TOKEN_WORD,
	DTL_TOKEN_NUMBER, /* digits with inner , . : and th/st/nd/rd */
	DTL_TOKEN_PUNCT,  /* one sign */
	DTL_TOKEN_URL,    /* also e-mail addresses */
	DTL_TOKEN_HANDLE  /* @name */
} dtl_token_kind;

enum dtl_token_flag {
	DTL_TOKEN_CAPITAL = 1u << 0,     /* begins with an upper-case letter */
	DTL_TOKEN_ALL_CAPS = 1u << 1,    /* two letters or more, all upper-case */
	DTL_TOKEN_SPACE_BEFORE = 1u << 2,/* white space stands before it */
	DTL_TOKEN_BREAK_BEFORE = 1u << 3,/* a line break stands before it */
	DTL_TOKEN_FIRST = 1u << 4,       /* first of its sentence */
	DTL_TOKEN_ABBREVIATION = 1u << 5 /* ends with its point */
};

typedef struct dtl_token {
	uint32_t start, end; /* bytes of the text */
	uint8_t kind;        /* dtl_token_kind */
	uint8_t flags;       /* enum dtl_token_flag */
	uint8_t tag;         /* part of speech, see text/tag.h; set by the tagger */
	uint8_t entity;      /* entity label, see text/tag.h; set by the tagger */
} dtl_token;

enum dtl_sentence_flag {
	DTL_SENTENCE_HEADLINE = 1u << 0, /* most words capitalised, or a headline by position */
	DTL_SENTENCE_ALL_CAPS = 1u << 1,
	DTL_SENTENCE_PARAGRAPH = 1u << 2, /* first of its paragraph */
	DTL_SENTENCE_TITLE_CASE = 1u << 3 /* most words capitalised: a capital says little */
};

typedef struct dtl_sentence {
	uint32_t first, last;   /* tokens, half-open */
	uint32_t start, end;    /* bytes of the text from the first token's start to the last one's end */
	uint32_t paragraph;     /* number of its paragraph, from 0 */
	uint32_t flags;
} dtl_sentence;

typedef struct dtl_tokens {
	dtl_str text;
	dtl_token *tokens;
	size_t count;
	dtl_sentence *sentences;
	size_t sentence_count;
	const struct dtl_word *words; /* what the taggers see in each token: text/word.h; NULL until the first asks */
} dtl_tokens;

/* Cuts text (valid UTF-8) into tokens and sentences, in the arena; the text is borrowed. */
void dtl_tokenize(dtl_arena *arena, dtl_str text, dtl_tokens *out);

static inline dtl_str dtl_token_str(const dtl_tokens *t, size_t i)
{
	return (dtl_str){t->text.ptr + t->tokens[i].start, t->tokens[i].end - t->tokens[i].start};
}
/* The sentence that holds token i (binary search). */
size_t dtl_sentence_of_token(const dtl_tokens *t, size_t token);
/* The first token that ends behind byte offset `byte` (count if there is none). */
size_t dtl_token_at(const dtl_tokens *t, uint32_t byte);

#endif
