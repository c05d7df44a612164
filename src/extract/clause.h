/* Clauses without a parser: chunks of nouns and verbs over part-of-speech tags, who is subject and object of a verb, and which
 * prepositional phrases hang on it. Linear in the tokens.
 *
 * Chunks cover every token of the document once, in order; a sentence's chunks never reach over its end. */
#ifndef DTL_EXTRACT_CLAUSE_H
#define DTL_EXTRACT_CLAUSE_H

#include <string.h>

#include "extract/doc.h"
#include "extract/event_table.h"

typedef enum dtl_chunk_kind {
	DTL_CHUNK_NOUN,  /* determiner .. head noun; pronouns */
	DTL_CHUNK_VERB,  /* auxiliaries, adverbs, one main verb */
	DTL_CHUNK_PREP,  /* a preposition, "to" included */
	DTL_CHUNK_TIME,  /* a time expression */
	DTL_CHUNK_AND,   /* coordinating conjunction */
	DTL_CHUNK_COMMA,
	DTL_CHUNK_WH,    /* who, which, that as a relative; what, where, when */
	DTL_CHUNK_SUB,   /* a conjunction that opens a clause: because, that, if, while */
	DTL_CHUNK_QUOTE,
	DTL_CHUNK_STOP,  /* ; : -- ( ) . */
	DTL_CHUNK_OTHER  /* adverbs and the rest */
} dtl_chunk_kind;

enum dtl_verb_flag {
	DTL_VERB_FINITE = 1u << 0,
	DTL_VERB_PASSIVE = 1u << 1,   /* "was killed"; also the bare participle behind a noun */
	DTL_VERB_NEGATED = 1u << 2,
	DTL_VERB_TO = 1u << 3,        /* infinitive with "to" */
	DTL_VERB_GERUND = 1u << 4,    /* -ing without auxiliary */
	DTL_VERB_BARE = 1u << 5,      /* participle without auxiliary */
	DTL_VERB_PERFECT = 1u << 6,
	DTL_VERB_PAST = 1u << 7,
	DTL_VERB_PRESENT = 1u << 8,
	DTL_VERB_PROGRESSIVE = 1u << 9
};

#define DTL_NO_CHUNK UINT32_MAX

typedef struct dtl_chunk {
	uint8_t kind;           /* dtl_chunk_kind */
	uint16_t verb;          /* enum dtl_verb_flag */
	uint32_t first, last;   /* tokens, half-open */
	uint32_t head;          /* token: head noun, main verb, preposition */
	uint32_t modal;         /* token of a modal verb, or DTL_NO_CHUNK */
	uint32_t sentence;
	uint32_t clause;        /* number of its clause, counted through the document */
	uint32_t subject;       /* verb: chunk of its grammatical subject, or DTL_NO_CHUNK */
	uint32_t object;        /* verb: chunk of its direct object */
	uint32_t object2;       /* verb: a second one: "gave Ukraine tanks" */
	uint32_t agent;         /* verb, passive: the noun chunk behind "by" */
	uint32_t parent;        /* verb: the verb that governs it (to fire <- ordered), or DTL_NO_CHUNK */
	uint32_t governor;      /* noun: the preposition's chunk before it, or the verb whose subject or object it is */
} dtl_chunk;

typedef struct dtl_clauses {
	dtl_chunk *chunks;
	size_t count;
	uint32_t *chunk_of;               /* by token */
	const dtl_event_word **words;     /* by token: entry of its lemma in the table, or NULL */
	dtl_str *lemmas;                  /* by token; empty for signs */
	uint32_t *sentence_chunk;         /* by sentence: its first chunk; [sentence_count] is the count */
} dtl_clauses;

/* Everything in the document's arena. */
void dtl_find_clauses(dtl_doc *doc, dtl_clauses *out);
/* Classes of a token's lemma and of the phrase of two or three words that ends with it ("police station"). */
uint64_t dtl_word_classes(const dtl_doc *doc, const dtl_clauses *c, size_t token);
/* The table's entry for a verb with its particle ("rule out"), else for the verb alone; NULL if it has neither. */
const dtl_event_word *dtl_verb_word(const dtl_doc *doc, const dtl_clauses *c, size_t token);
/* The sector that a noun chunk names, 0 if none: the last word that has one. */
uint8_t dtl_chunk_sector(const dtl_doc *doc, const dtl_clauses *c, const dtl_chunk *chunk);
/* Equality with a literal; the first letter decides most calls. */
static inline bool dtl_word_is(dtl_str s, const char *w)
{
	return s.len && s.ptr[0] == w[0] && strlen(w) == s.len && memcmp(s.ptr, w, s.len) == 0;
}
/* True if the token is the word w (lower case) by its lemma. */
static inline bool dtl_lemma_is(const dtl_clauses *c, size_t token, const char *w) { return dtl_word_is(c->lemmas[token], w); }

#endif
