/* What the taggers look at in one token: hashes of its forms and affixes, its shape, and what is known of the word. */
#ifndef DTL_TEXT_WORD_H
#define DTL_TEXT_WORD_H

#include "text/token.h"

/* How a token is written. */
typedef enum dtl_case {
	DTL_CASE_NONE,  /* no letter, or a script without case */
	DTL_CASE_LOWER,
	DTL_CASE_TITLE, /* first letter only */
	DTL_CASE_UPPER, /* two capitals or more, no small letter */
	DTL_CASE_SINGLE,/* one capital: an initial */
	DTL_CASE_MIXED
} dtl_case;

/* How often a word is written with a small first letter in large text (headlines and sentence starts left out). */
enum { DTL_SHARE_UNKNOWN, DTL_SHARE_NEVER, DTL_SHARE_SELDOM, DTL_SHARE_OFTEN, DTL_SHARE_MOSTLY };

enum { DTL_AFFIXES = 4 };

/* Words that tell what stands beside them. One class a word; the lists are in tests/eval/cues.h. */
typedef enum dtl_cue {
	DTL_CUE_NONE,
	DTL_CUE_GLUE,     /* joins the parts of a name: of, the, de, al */
	DTL_CUE_AND,
	DTL_CUE_LOCATIVE, /* preposition before a place: in, near, from */
	DTL_CUE_SAY,      /* what persons do: said, told */
	DTL_CUE_TITLE,    /* before a person's name: President, Mr. */
	DTL_CUE_ORG,      /* head of an organisation's name: Council, Police */
	DTL_CUE_STREET,
	DTL_CUE_FEATURE,  /* part of a place's name: County, River, North */
	DTL_CUE_FIRST,    /* a first name */
	DTL_CUE_CALENDAR  /* month or weekday */
} dtl_cue;

typedef struct dtl_word {
	uint32_t form;              /* hash of the letters and of which are capitals */
	uint32_t lower;             /* hash of the lower-case form; digits count as 0 in words with three digits or more */
	uint32_t prefix[DTL_AFFIXES]; /* of 1 to 4 letters, lower-case: their bytes, or a hash beyond ASCII; 0 if the word is shorter */
	uint32_t suffix[DTL_AFFIXES];
	uint32_t shape;             /* hash of Xxxx-like shape, runs compressed */
	uint8_t case_;              /* dtl_case */
	uint8_t cluster;            /* 1..255; 0: unknown */
	uint8_t share;              /* DTL_SHARE_* */
	uint8_t tag;                /* most frequent part of speech; 0: unknown */
	bool tag_sure;              /* written small, the word has no other tag */
	uint8_t cue;                /* dtl_cue */
} dtl_word;

/* The known words: section "words" of the model. */
typedef struct dtl_word_entry {
	uint32_t key; /* lower-case hash; 0: empty slot */
	uint8_t cluster, share, tag;
	uint8_t sure_cue; /* bit 0: tag_sure; the others: dtl_cue */
} dtl_word_entry;

typedef struct dtl_word_table {
	const dtl_word_entry *slots;
	uint32_t mask; /* slots - 1, a power of two less one; slots is NULL if there is no table */
} dtl_word_table;

/* Views a section of dtl_word_entry slots; an empty or odd one gives the empty table. */
dtl_word_table dtl_word_table_view(dtl_str section);
const dtl_word_entry *dtl_word_find(const dtl_word_table *table, uint32_t lower); /* NULL if unknown */

/* The words of all tokens, in the arena. */
dtl_word *dtl_words(dtl_arena *arena, const dtl_tokens *tokens, const dtl_word_table *table);
/* The same, made at the first call and kept with the tokens. */
const dtl_word *dtl_tokens_words(dtl_arena *arena, dtl_tokens *tokens, const dtl_word_table *table);
/* The lower-case hash of a string, as dtl_word.lower. */
uint32_t dtl_word_lower_hash(dtl_str s);

/* ---- hashing ---- */

static inline uint64_t dtl_mix(uint64_t h)
{
	h ^= h >> 32;
	h *= 0xd6e8feb86659fd93u;
	h ^= h >> 32;
	h *= 0xd6e8feb86659fd93u;
	return h ^ h >> 32;
}

/* The key of a feature: its template and up to three values. The upper half is what tables look at (text/weights.h). */
static inline uint64_t dtl_feature(uint32_t template_, uint64_t a, uint64_t b, uint64_t c)
{
	uint64_t h = template_ * 0x9e3779b97f4a7c15u + a * 0xc2b2ae3d27d4eb4fu + (b + 1) * 0x165667b19e3779f9u + (c + 1) * 0x27d4eb2f165667c5u;
	h = (h ^ h >> 32) * 0xd6e8feb86659fd93u;
	return h ^ h >> 32;
}

#endif
