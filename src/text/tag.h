/* Parts of speech (Penn Treebank tags), entity labels, lemmas. */
#ifndef DTL_TEXT_TAG_H
#define DTL_TEXT_TAG_H

#include "text/token.h"

typedef enum dtl_tag {
	DTL_TAG_NONE, DTL_TAG_CC, DTL_TAG_CD, DTL_TAG_DT, DTL_TAG_EX, DTL_TAG_FW, DTL_TAG_IN, DTL_TAG_JJ, DTL_TAG_JJR, DTL_TAG_JJS,
	DTL_TAG_LS, DTL_TAG_MD, DTL_TAG_NN, DTL_TAG_NNS, DTL_TAG_NNP, DTL_TAG_NNPS, DTL_TAG_PDT, DTL_TAG_POS, DTL_TAG_PRP,
	DTL_TAG_PRPS, /* PRP$ */ DTL_TAG_RB, DTL_TAG_RBR, DTL_TAG_RBS, DTL_TAG_RP, DTL_TAG_SYM, DTL_TAG_TO, DTL_TAG_UH, DTL_TAG_VB,
	DTL_TAG_VBD, DTL_TAG_VBG, DTL_TAG_VBN, DTL_TAG_VBP, DTL_TAG_VBZ, DTL_TAG_WDT, DTL_TAG_WP, DTL_TAG_WPS, DTL_TAG_WRB,
	DTL_TAG_PUNCT, /* . , : `` '' ( ) # $ - */ DTL_TAG_COUNT
} dtl_tag;

static inline bool dtl_tag_is_verb(dtl_tag t) { return t >= DTL_TAG_VB && t <= DTL_TAG_VBZ; }
static inline bool dtl_tag_is_noun(dtl_tag t) { return t >= DTL_TAG_NN && t <= DTL_TAG_NNPS; }
static inline bool dtl_tag_is_finite(dtl_tag t) { return t == DTL_TAG_VBD || t == DTL_TAG_VBP || t == DTL_TAG_VBZ || t == DTL_TAG_MD; }

typedef enum dtl_entity {
	DTL_ENTITY_O,
	DTL_ENTITY_B_LOC, DTL_ENTITY_I_LOC,
	DTL_ENTITY_B_DEM, DTL_ENTITY_I_DEM, /* demonym or adjective of a place */
	DTL_ENTITY_B_PER, DTL_ENTITY_I_PER,
	DTL_ENTITY_B_ORG, DTL_ENTITY_I_ORG,
	DTL_ENTITY_B_MISC, DTL_ENTITY_I_MISC,
	DTL_ENTITY_COUNT
} dtl_entity;

const char *dtl_tag_name(dtl_tag tag);           /* "NNP" */
bool dtl_tag_from_name(dtl_str name, dtl_tag *out);
const char *dtl_entity_name(dtl_entity entity);  /* "B-LOC" */

/* The lemma of an English word with its tag, lower-case: "fired"/VBD -> "fire", "missiles"/NNS -> "missile". The answer is a
 * static string, part of the word, or in the arena. */
dtl_str dtl_lemma(dtl_arena *arena, dtl_str word, dtl_tag tag);

#endif
