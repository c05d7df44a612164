/* Lemmas: a table of exceptions, then rules of English inflection by part of speech. */
#include "base/str.h"
#include "base/utf8.h"
#include "text/chars.h"
#include "text/tag.h"

enum { LONGEST = 48 };

typedef struct exception {
	const char *form;
	char class_; /* V verb, N noun, A adjective or adverb */
	const char *lemma;
} exception;

/* Sorted by form, then class (a test holds it so). Made by tests/eval/train_lemma.c, see there. */
static const exception exceptions[] = {
#include "text/lemma_table.inc"
};

static char class_of(dtl_tag tag)
{
	if (dtl_tag_is_verb(tag) || tag == DTL_TAG_MD) return 'V';
	if (tag == DTL_TAG_NNS || tag == DTL_TAG_NNPS) return 'N';
	if (tag == DTL_TAG_JJR || tag == DTL_TAG_JJS || tag == DTL_TAG_RBR || tag == DTL_TAG_RBS) return 'A';
	return 0;
}

static const char *look_up(dtl_str form, char class_)
{
	size_t low = 0, high = sizeof exceptions / sizeof *exceptions;
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = dtl_str_cmp(form, dtl_str_of(exceptions[middle].form));
		if (order == 0) order = class_ - exceptions[middle].class_;
		if (order == 0) return exceptions[middle].lemma;
		if (order < 0) high = middle;
		else low = middle + 1;
	}
	return NULL;
}

static bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

static bool ends(const char *w, size_t n, const char *tail)
{
	size_t length = strlen(tail);
	return n > length && memcmp(w + n - length, tail, length) == 0;
}

/* Groups of vowels: about the syllables. */
static size_t syllables(const char *w, size_t n)
{
	size_t count = 0;
	for (size_t i = 0; i < n; i++) {
		bool vowel = is_vowel(w[i]) || (w[i] == 'y' && i > 0), before = i > 0 && (is_vowel(w[i - 1]) || (w[i - 1] == 'y' && i > 1));
		count += vowel && !before && !(w[i] == 'u' && i > 0 && w[i - 1] == 'q');
	}
	return count;
}

/* Does the stem w[0, n) of an -ed or -ing form lack its final e? (shap-ing, decid-ed, charg-ed; not reach-ed, visit-ed) */
static bool lacks_e(const char *w, size_t n)
{
	static const char *const always[] = {"v", "c", "u", "dg", "rg", "lg", "bl", "tl", "dl", "pl", "gl", "kl", "fl", "cl", "iz", "yz", "ns", "rs",
		"ps", "eas", "us", "tr", "th", "rang", "hang", "eng", "erg", "ag", "eg", "ug"};
	static const char *const never[] = {"ious", "ocus", "scuss", "ill", "breath"};
	static const char *const long_words[] = {"at", "ut", "id", "ad", "od", "ud", "ur", "ir", "uir", "is", "os", "as", "in", "ul", "up", "ok", "ak", "iz",
		"uc", "ac", "am", "um", "ap", "ib", "ob", "ar", "or"};
	static const char *const long_never[] = {"oin", "ain", "ein", "eat", "oat", "uit", "ead", "oad", "aid", "oid", "oud", "air", "our", "iar", "ear",
		"oar", "eak", "oak", "ook", "oin", "eam", "oam", "aim", "oom", "eap", "oup", "aul", "oul", "armin", "amin", "rmin", "igin", "tor",
		"bor", "vor", "gin", "cor", "nor", "tum", "fam", "llar", "ium", "sin", "ogram", "omis", "omat", "rmat", "dup", "oup", "ckup"};
	if (n < 2 || is_vowel(w[n - 1])) return n >= 2 && (w[n - 1] == 'u' || ends(w, n, "gre"));
	for (size_t i = 0; i < sizeof never / sizeof *never; i++)
		if (ends(w, n, never[i])) return false;
	for (size_t i = 0; i < sizeof always / sizeof *always; i++)
		if (ends(w, n, always[i]) && !(strcmp(always[i], "th") == 0 && syllables(w, n) != 1 && !ends(w, n, "eath"))) return true;
	bool one_vowel = n >= 2 && is_vowel(w[n - 2]) && !(n >= 3 && is_vowel(w[n - 3]) && !(n >= 4 && w[n - 3] == 'u' && w[n - 4] == 'q'));
	char last = w[n - 1];
	if (!one_vowel || last == 'w' || last == 'x' || last == 'y' || last == 'h') return false;
	if (syllables(w, n) == 1) return true; /* a short word without e would have doubled its last letter */
	for (size_t i = 0; i < sizeof long_never / sizeof *long_never; i++)
		if (ends(w, n, long_never[i])) return false;
	for (size_t i = 0; i < sizeof long_words / sizeof *long_words; i++)
		if (ends(w, n, long_words[i])) return true;
	return false;
}

/* A stem that was left by -ed, -ing or -er: undoubles, or gives back the e. Returns the new length. */
static size_t restore(char *w, size_t n)
{
	char last = w[n - 1];
	if (n >= 3 && last == w[n - 2] && !is_vowel(last)) {
		bool keeps = last == 's' || last == 'z' || last == 'f' || (last == 'l' && syllables(w, n) == 1);
		return keeps ? n : n - 1;
	}
	if (lacks_e(w, n)) w[n++] = 'e';
	return n;
}

/* -s of nouns and verbs. */
static size_t strip_s(char *w, size_t n)
{
	if (ends(w, n, "ies") && n > 4) return w[n - 3] = 'y', n - 2;
	if (ends(w, n, "sses") || ends(w, n, "shes") || ends(w, n, "ches") || ends(w, n, "xes") || ends(w, n, "zzes") || ends(w, n, "oes"))
		return n - 2;
	if (ends(w, n, "ss") || ends(w, n, "us") || ends(w, n, "is") || n < 3 || w[n - 1] != 's') return n;
	return n - 1;
}

static size_t inflect_verb(char *w, size_t n, dtl_tag tag)
{
	if (tag == DTL_TAG_VBZ) return strip_s(w, n);
	if (tag == DTL_TAG_VBG && ends(w, n, "ying") && n == 5) return w[1] = 'i', w[2] = 'e', 3; /* dying, lying, tying */
	if (tag == DTL_TAG_VBG && ends(w, n, "ing") && n > 4 && syllables(w, n - 3) > 0) return restore(w, n - 3);
	if (tag != DTL_TAG_VBD && tag != DTL_TAG_VBN) return n;
	if (ends(w, n, "ied") && n > 4) return w[n - 3] = 'y', n - 2;
	if (ends(w, n, "eed") && n <= 5) return n;
	if (ends(w, n, "ed") && n > 3 && syllables(w, n - 2) > 0) return restore(w, n - 2);
	return n;
}

static size_t inflect_adjective(char *w, size_t n, dtl_tag tag)
{
	bool superlative = tag == DTL_TAG_JJS || tag == DTL_TAG_RBS;
	size_t cut = superlative ? 3 : 2;
	if (!ends(w, n, superlative ? "est" : "er") || n < cut + 3) return n;
	n -= cut;
	if (w[n - 1] == 'i') return w[n - 1] = 'y', n;
	return restore(w, n);
}

dtl_str dtl_lemma(dtl_arena *arena, dtl_str word, dtl_tag tag)
{
	char w[LONGEST + 8];
	size_t n = 0;
	bool changed = false;
	for (size_t at = 0; at < word.len;) {
		if (n + 4 > LONGEST) return word;
		uint32_t c = dtl_utf8_next(word, &at), low = c == 0x2019 ? '\'' : dtl_char_lower(c);
		changed |= low != c;
		n += dtl_utf8_put(low, w + n);
	}
	char class_ = class_of(tag);
	const char *known = look_up((dtl_str){w, n}, class_);
	if (known) return dtl_str_of(known);
	size_t old = n;
	if (n > 2 && class_ == 'V') n = inflect_verb(w, n, tag);
	if (n > 2 && class_ == 'N') n = strip_s(w, n);
	if (n > 2 && class_ == 'A') n = inflect_adjective(w, n, tag);
	if (!changed && n <= old && memcmp(w, word.ptr, n) == 0) return dtl_str_sub(word, 0, n);
	return dtl_arena_str(arena, (dtl_str){w, n});
}
