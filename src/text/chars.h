/* Classes of code points, as the tokenizer and the taggers see them. ASCII by table, the rest by utf8proc. */
#ifndef DTL_TEXT_CHARS_H
#define DTL_TEXT_CHARS_H

#include <stdbool.h>
#include <stdint.h>

typedef enum dtl_char {
	DTL_CHAR_SIGN,   /* punctuation, symbols, unassigned */
	DTL_CHAR_SPACE,
	DTL_CHAR_BREAK,  /* line feed, carriage return, line and paragraph separator */
	DTL_CHAR_DIGIT,  /* decimal digit of any script */
	DTL_CHAR_UPPER,  /* upper-case or title-case letter */
	DTL_CHAR_LOWER,
	DTL_CHAR_LETTER, /* letter without case */
	DTL_CHAR_MARK    /* combining mark or invisible joiner: belongs to the letter before it */
} dtl_char;

/* Scripts written without spaces are cut where the script changes. */
typedef enum dtl_script_run {
	DTL_RUN_ALPHABET, DTL_RUN_HAN, DTL_RUN_HIRAGANA, DTL_RUN_KATAKANA, DTL_RUN_HANGUL, DTL_RUN_THAI, DTL_RUN_LAO, DTL_RUN_MYANMAR,
	DTL_RUN_KHMER
} dtl_script_run;

extern const uint8_t dtl_char_ascii[128]; /* dtl_char of each */
dtl_char dtl_char_of_other(uint32_t code_point); /* beyond ASCII */
static inline dtl_char dtl_char_of(uint32_t c) { return c < 0x80 ? (dtl_char)dtl_char_ascii[c] : dtl_char_of_other(c); }
dtl_script_run dtl_script_run_of(uint32_t code_point);
uint32_t dtl_char_lower(uint32_t code_point); /* simple lower-case mapping */

static inline bool dtl_char_is_letter(dtl_char c) { return c == DTL_CHAR_UPPER || c == DTL_CHAR_LOWER || c == DTL_CHAR_LETTER; }

#endif
