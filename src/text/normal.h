/* The one name normaliser: builder, lookup and matcher use it, so that they cannot disagree.
 *
 * NFKD without marks, case folded (letters without decomposition such as o-slash, l-stroke, eszett are transliterated),
 * typographic apostrophes and dashes mapped, apostrophes deleted, hyphen, slash and comma = space, dots deleted ("U.S." = "us"; after
 * a word of two or more letters a dot = space), & = " and ", every other sign = space, spaces folded; a first word st/mt/ft/ste expanded ("st louis" = "saint louis"); a
 * last word co = county, twp = township; a leading "the" deleted.
 * Marks of Indic scripts, Thai and kana belong to the letter and stay; Hangul stays in syllables; the Arabic letters that
 * spellings exchange (yeh, kaf, heh with their variants) are one. A key is valid UTF-8 and never begins or ends in a space. */
#ifndef DTL_TEXT_NORMAL_H
#define DTL_TEXT_NORMAL_H

#include "base/str.h"

#define DTL_NORMAL_MAX 256 /* longer names have no key */

/* Writes the key of name into out, returns its length; 0 if nothing is left or it is too long. Needs no arena. */
size_t dtl_normal_key(dtl_str name, char out[DTL_NORMAL_MAX]);
/* Folds one token (no expansion, no "the"), for matching token by token: the folded words joined by one space are the key
 * before expansion. */
size_t dtl_normal_fold(dtl_str token, char out[DTL_NORMAL_MAX]);
/* The second half of dtl_normal_key: "the", st, mt, co ... in a folded name of len bytes, in place; the new length, 0 if too long. */
size_t dtl_normal_expand(char out[DTL_NORMAL_MAX], size_t len);

#endif
