#include "text/chars.h"

#include <utf8proc.h>

enum { P = DTL_CHAR_SIGN, S = DTL_CHAR_SPACE, B = DTL_CHAR_BREAK, D = DTL_CHAR_DIGIT, U = DTL_CHAR_UPPER, L = DTL_CHAR_LOWER };

const uint8_t dtl_char_ascii[128] = {
	S, S, S, S, S, S, S, S, S, S, B, B, B, B, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
	S, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, D, D, D, D, D, D, D, D, D, D, P, P, P, P, P, P,
	P, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, P, P, P, P, P,
	P, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, P, P, P, P, S,
};

dtl_char dtl_char_of_other(uint32_t c)
{
	if (c == 0x85 || c == 0x2028 || c == 0x2029) return DTL_CHAR_BREAK;
	if (c == 0xad || c == 0x200c || c == 0x200d || c == 0x2060) return DTL_CHAR_MARK; /* soft hyphen, joiners */
	if (c == 0x200b || c == 0xfeff) return DTL_CHAR_SPACE;
	switch (utf8proc_category((utf8proc_int32_t)c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LT: return DTL_CHAR_UPPER;
	case UTF8PROC_CATEGORY_LL: return DTL_CHAR_LOWER;
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO: return DTL_CHAR_LETTER;
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME: return DTL_CHAR_MARK;
	case UTF8PROC_CATEGORY_ND: return DTL_CHAR_DIGIT;
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF: return DTL_CHAR_SPACE;
	default: return DTL_CHAR_SIGN;
	}
}

dtl_script_run dtl_script_run_of(uint32_t c)
{
	static const struct { uint32_t first, last; uint8_t run; } ranges[] = {
		{0x0e00, 0x0e7f, DTL_RUN_THAI},     {0x0e80, 0x0eff, DTL_RUN_LAO},      {0x1000, 0x109f, DTL_RUN_MYANMAR},
		{0x1100, 0x11ff, DTL_RUN_HANGUL},   {0x1780, 0x17ff, DTL_RUN_KHMER},    {0x2e80, 0x2fdf, DTL_RUN_HAN},
		{0x3005, 0x3007, DTL_RUN_HAN},      {0x3041, 0x309f, DTL_RUN_HIRAGANA}, {0x30a0, 0x30ff, DTL_RUN_KATAKANA},
		{0x3130, 0x318f, DTL_RUN_HANGUL},   {0x31f0, 0x31ff, DTL_RUN_KATAKANA}, {0x3400, 0x4dbf, DTL_RUN_HAN},
		{0x4e00, 0x9fff, DTL_RUN_HAN},      {0xa960, 0xa97f, DTL_RUN_HANGUL},   {0xac00, 0xd7ff, DTL_RUN_HANGUL},
		{0xf900, 0xfaff, DTL_RUN_HAN},      {0xff66, 0xff9f, DTL_RUN_KATAKANA}, {0x20000, 0x3ffff, DTL_RUN_HAN},
	};
	if (c < ranges[0].first) return DTL_RUN_ALPHABET;
	for (unsigned i = 0; i < sizeof ranges / sizeof *ranges && c >= ranges[i].first; i++)
		if (c <= ranges[i].last) return (dtl_script_run)ranges[i].run;
	return DTL_RUN_ALPHABET;
}

uint32_t dtl_char_lower(uint32_t c)
{
	if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
	return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}
