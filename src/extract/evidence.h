/* What the rest of the article says of a word: how its other mentions are written and what stands beside them. */
#ifndef DTL_EXTRACT_EVIDENCE_H
#define DTL_EXTRACT_EVIDENCE_H

#include "extract/gaz_marks.h"

/* Signs at one mention; each is counted over the article. */
enum {
	DTL_SIGN_MID,    /* capitalised inside a sentence */
	DTL_SIGN_SMALL,  /* written small */
	DTL_SIGN_IN,     /* a locative preposition before its run */
	DTL_SIGN_PERSON, /* a title or first name before it, or said behind it */
	DTL_SIGN_STATE,  /* ", State" behind its run */
	DTL_SIGN_ORG,    /* an organisation word in its run */
	DTL_SIGN_LOC,    /* stage one says place, person, organisation */
	DTL_SIGN_PER,
	DTL_SIGN_ORGANISATION,
	DTL_SIGNS
};

typedef struct dtl_evidence {
	const uint32_t *word;      /* of each token: its word's index + 1 in counts, or 0 */
	uint16_t (*counts)[DTL_SIGNS];
	const uint16_t *signs;     /* of each token, 1 << DTL_SIGN_* */
	const uint32_t *next;      /* the token's next mention of the same word, cyclic, or itself */
	const uint8_t *state;      /* of each run: kind of the state or country behind it, and 16 if in brackets; 0 none */
} dtl_evidence;

void dtl_evidence_build(dtl_arena *arena, const dtl_context *c, const dtl_gaz_mark *marks, const uint8_t *labels, dtl_evidence *out);
/* Mentions with the sign, this one left out. */
static inline uint32_t dtl_evidence_count(const dtl_evidence *e, size_t token, int sign)
{
	return (uint32_t)e->counts[e->word[token] - 1][sign] - (e->signs[token] >> sign & 1u);
}

#endif
