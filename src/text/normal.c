#include "text/normal.h"

#include <stdbool.h>
#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"

/* What becomes of an ASCII byte. */
enum { ASCII_SPACE = 0, ASCII_DELETE = 1, ASCII_DOT = 2, ASCII_AND = 3 };

/* Values above ASCII_AND are the folded letter or digit itself; all other signs separate words. */
static const unsigned char ascii_class[128] = {
	['\''] = ASCII_DELETE, ['`'] = ASCII_DELETE, ['.'] = ASCII_DOT, ['&'] = ASCII_AND,
	['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6', ['7'] = '7', ['8'] = '8',
	['9'] = '9',
	['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd', ['E'] = 'e', ['F'] = 'f', ['G'] = 'g', ['H'] = 'h', ['I'] = 'i',
	['J'] = 'j', ['K'] = 'k', ['L'] = 'l', ['M'] = 'm', ['N'] = 'n', ['O'] = 'o', ['P'] = 'p', ['Q'] = 'q', ['R'] = 'r',
	['S'] = 's', ['T'] = 't', ['U'] = 'u', ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y', ['Z'] = 'z',
	['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd', ['e'] = 'e', ['f'] = 'f', ['g'] = 'g', ['h'] = 'h', ['i'] = 'i',
	['j'] = 'j', ['k'] = 'k', ['l'] = 'l', ['m'] = 'm', ['n'] = 'n', ['o'] = 'o', ['p'] = 'p', ['q'] = 'q', ['r'] = 'r',
	['s'] = 's', ['t'] = 't', ['u'] = 'u', ['v'] = 'v', ['w'] = 'w', ['x'] = 'x', ['y'] = 'y', ['z'] = 'z',
};

/* A key while it grows. One byte behind DTL_NORMAL_MAX is never written: `full` stops the work. */
typedef struct fold_state {
	char *out;
	size_t len;
	unsigned segment;  /* letters since the last dot or space: "S" of "U.S." has one */
	bool space;        /* a space is due before the next letter */
	bool full;
	uint32_t last;     /* last code point, for composing Hangul */
	size_t last_at;    /* where it begins in out */
} fold_state;

static void put_byte(fold_state *f, char c)
{
	if (f->len == DTL_NORMAL_MAX) {
		f->full = true;
		return;
	}
	f->out[f->len++] = c;
}

static void put_space(fold_state *f)
{
	f->space = f->len > 0;
	f->segment = 0;
	f->last = 0;
}

static void put_ascii(fold_state *f, char c)
{
	if (f->space) {
		put_byte(f, ' ');
		f->space = false;
	}
	put_byte(f, c);
	f->segment++;
	f->last = 0;
}

static void put_dot(fold_state *f)
{
	if (f->segment >= 2)
		put_space(f);
	f->segment = 0;
}

static void put_ascii_class(fold_state *f, unsigned char c)
{
	switch (ascii_class[c]) {
	case ASCII_SPACE: put_space(f); break;
	case ASCII_DELETE: break;
	case ASCII_DOT: put_dot(f); break;
	case ASCII_AND:
		put_space(f);
		put_ascii(f, 'a');
		put_ascii(f, 'n');
		put_ascii(f, 'd');
		put_space(f);
		break;
	default: put_ascii(f, (char)ascii_class[c]); break;
	}
}

/* Hangul syllables are kept whole, and jamo that stand apart are joined (Unicode 15, section 3.12), so that a syllable is one
 * code point in keys. Returns the syllable that `last` and `c` make, or 0. */
static uint32_t hangul_join(uint32_t last, uint32_t c)
{
	if (last >= 0x1100 && last < 0x1113 && c >= 0x1161 && c < 0x1176)
		return 0xac00 + ((last - 0x1100) * 21 + (c - 0x1161)) * 28;
	if (last >= 0xac00 && last <= 0xd7a3 && (last - 0xac00) % 28 == 0 && c > 0x11a7 && c < 0x11c3)
		return last + (c - 0x11a7);
	return 0;
}

static void put_wide(fold_state *f, uint32_t c)
{
	char bytes[4];
	uint32_t joined = hangul_join(f->last, c);
	if (joined) {
		f->len = f->last_at;
		c = joined;
	} else if (f->space) {
		put_byte(f, ' ');
		f->space = false;
	}
	size_t n = dtl_utf8_put(c, bytes);
	if (f->len + n > DTL_NORMAL_MAX) {
		f->full = true;
		return;
	}
	f->last = c;
	f->last_at = f->len;
	memcpy(f->out + f->len, bytes, n);
	f->len += n;
	f->segment++;
}

static bool in(uint32_t c, uint32_t first, uint32_t last)
{
	return c >= first && c <= last;
}

/* Marks that a spelling may leave out: Latin, Greek and Cyrillic diacritics, Hebrew points, Arabic vowel signs. The vowel signs
 * of Indic scripts and of Thai are letters to their readers and stay. */
static bool is_optional_mark(uint32_t c)
{
	return in(c, 0x0300, 0x036f) || in(c, 0x0483, 0x0489) || in(c, 0x0591, 0x05c7) || in(c, 0x0610, 0x061a) ||
		in(c, 0x064b, 0x065f) || c == 0x0670 || in(c, 0x06d6, 0x06ed) || in(c, 0x1ab0, 0x1aff) || in(c, 0x1dc0, 0x1dff) ||
		in(c, 0x20d0, 0x20ff) || in(c, 0xfe20, 0xfe2f) || in(c, 0xfe00, 0xfe0f) || in(c, 0x180b, 0x180e);
}

/* Typographic apostrophes, glottal stops, primes, soft hyphen, joiners, Arabic tatweel, hard and soft sign apostrophes. */
static bool is_deleted(uint32_t c)
{
	return in(c, 0x02b9, 0x02bf) || in(c, 0x02c8, 0x02cd) || c == 0x02ee || in(c, 0x2018, 0x201b) || c == 0x2032 || c == 0x2035 ||
		c == 0x00b4 || c == 0xff07 || c == 0xa78b || c == 0xa78c || c == 0x00ad || in(c, 0x200b, 0x200f) || in(c, 0x202a, 0x202e) ||
		in(c, 0x2060, 0x2064) || c == 0xfeff || c == 0x061c || c == 0x0640 || c == 0x05f3 || c == 0x05f4;
}

/* Letters without a canonical decomposition that spellings replace by plain ones. NULL: none. */
static const char *transliterate(uint32_t c)
{
	switch (c) {
	case 0xf8: return "o";                                   /* o with stroke */
	case 0xe6: return "ae";
	case 0x153: return "oe";
	case 0xf0: case 0x111: case 0x256: case 0x257: return "d"; /* eth, d with stroke, tail, hook */
	case 0xfe: return "th";
	case 0x142: case 0x19a: return "l";
	case 0x127: return "h";
	case 0x131: case 0x269: case 0x268: return "i";
	case 0x167: return "t";
	case 0x180: case 0x253: return "b";
	case 0x199: return "k";
	case 0x1b4: return "y";
	case 0x1e5: return "g";
	case 0x14b: return "ng";
	case 0x138: return "q";
	case 0x1dd: case 0x259: case 0x25b: return "e";           /* schwa, open e */
	case 0x254: return "o";                                  /* open o */
	case 0x289: return "u";
	case 0x23c: return "c";
	default: return NULL;
	}
}

/* Letters of one sound that spellings of the same word exchange in Arabic script, and the Cyrillic ghe with upturn. */
static uint32_t unify(uint32_t c)
{
	switch (c) {
	case 0x0649: case 0x06cc: return 0x064a;                  /* alef maksura, Farsi yeh = yeh */
	case 0x06a9: return 0x0643;                              /* keheh = kaf */
	case 0x0629: case 0x06c1: case 0x06d5: return 0x0647;     /* teh marbuta, heh goal, ae = heh */
	case 0x0671: return 0x0627;                              /* alef wasla = alef */
	case 0x0491: return 0x0433;
	default: return c;
	}
}

static void put_folded(fold_state *f, uint32_t c)
{
	if (c < 0x80) {
		put_ascii_class(f, (unsigned char)c);
		return;
	}
	if (is_optional_mark(c) || is_deleted(c))
		return;
	const char *plain = transliterate(c);
	if (plain) {
		for (; *plain; plain++)
			put_ascii(f, *plain);
		return;
	}
	c = unify(c);
	switch (utf8proc_category((utf8proc_int32_t)c)) {
	case UTF8PROC_CATEGORY_LU: case UTF8PROC_CATEGORY_LL: case UTF8PROC_CATEGORY_LT: case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO: case UTF8PROC_CATEGORY_MN: case UTF8PROC_CATEGORY_MC: case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL: case UTF8PROC_CATEGORY_NO:
		put_wide(f, c);
		break;
	default:
		put_space(f);
		break;
	}
}

static void put_code_point(fold_state *f, uint32_t c)
{
	if (in(c, 0xac00, 0xd7a3) || in(c, 0x3041, 0x30fa) || c == 0x30fc || in(c, 0x4e00, 0x9fff)) {
		/* Syllables and kana stay as they are: their marks are no accents. */
		put_wide(f, c);
		return;
	}
	if (is_deleted(c))
		return; /* some of them have a compatibility form that begins with a space */
	utf8proc_int32_t parts[32];
	int boundary = 0;
	utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, parts, 32,
		(utf8proc_option_t)(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD), &boundary);
	if (n < 0 || n > 32) {
		put_space(f);
		return;
	}
	for (utf8proc_ssize_t i = 0; i < n; i++)
		put_folded(f, (uint32_t)parts[i]);
}

size_t dtl_normal_fold(dtl_str token, char out[DTL_NORMAL_MAX])
{
	fold_state f = {.out = out};
	for (size_t i = 0; i < token.len && !f.full;) {
		unsigned char b = (unsigned char)token.ptr[i];
		if (b < 0x80) {
			put_ascii_class(&f, b);
			i++;
		} else {
			put_code_point(&f, dtl_utf8_next(token, &i));
		}
	}
	return f.full ? 0 : f.len;
}

/* Replaces bytes [at, at + old) of the key by `new`; 0 if it grows too long. */
static size_t replace(char *out, size_t len, size_t at, size_t old, dtl_str new)
{
	if (len - old + new.len > DTL_NORMAL_MAX)
		return 0;
	memmove(out + at + new.len, out + at + old, len - at - old);
	if (new.len)
		memcpy(out + at, new.ptr, new.len);
	return len - old + new.len;
}

size_t dtl_normal_expand(char out[DTL_NORMAL_MAX], size_t len)
{
	static const struct { dtl_str from, to; } firsts[] = {
		{{"st ", 3}, {"saint ", 6}}, {{"mt ", 3}, {"mount ", 6}}, {{"ft ", 3}, {"fort ", 5}}, {{"ste ", 4}, {"sainte ", 7}}};
	static const struct { dtl_str from, to; } lasts[] = {{{" co", 3}, {" county", 7}}, {{" twp", 4}, {" township", 9}}};

	if (len > 4 && !memcmp(out, "the ", 4))
		len = replace(out, len, 0, 4, DTL_STR_NONE);
	for (size_t i = 0; i < sizeof firsts / sizeof *firsts; i++)
		if (len > firsts[i].from.len && !memcmp(out, firsts[i].from.ptr, firsts[i].from.len)) {
			len = replace(out, len, 0, firsts[i].from.len, firsts[i].to);
			break;
		}
	for (size_t i = 0; i < sizeof lasts / sizeof *lasts; i++)
		if (len > lasts[i].from.len && !memcmp(out + len - lasts[i].from.len, lasts[i].from.ptr, lasts[i].from.len)) {
			len = replace(out, len, len - lasts[i].from.len, lasts[i].from.len, lasts[i].to);
			break;
		}
	return len;
}

size_t dtl_normal_key(dtl_str name, char out[DTL_NORMAL_MAX])
{
	return dtl_normal_expand(out, dtl_normal_fold(name, out));
}
