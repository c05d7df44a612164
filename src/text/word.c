#include "text/word.h"

#include "base/str.h"
#include "base/utf8.h"
#include "text/chars.h"

enum { LONGEST = 64 /* bytes of a word that are looked at */ };

/* Words of eight bytes, little-endian by construction, so that the trained keys are the same everywhere. */
static uint32_t hash_bytes(const char *p, size_t n, uint64_t seed)
{
	uint64_t h = seed ^ n * 0x9e3779b97f4a7c15u;
	while (n > 0) {
		size_t take = n < 8 ? n : 8;
		uint64_t w = 0;
		for (size_t i = 0; i < take; i++) w |= (uint64_t)(unsigned char)p[i] << 8 * i;
		h = dtl_mix(h ^ w);
		p += take;
		n -= take;
	}
	uint32_t out = (uint32_t)(h >> 16);
	return out ? out : 1;
}

/* A lower-case copy with the offsets of its letters. */
typedef struct lowered {
	char bytes[LONGEST + 8];
	uint8_t at[LONGEST + 8]; /* offset of each code point, and of the end */
	size_t letters, length;
	size_t digits;
	char shape[LONGEST];
	size_t shape_length;
	size_t upper, lower;
	bool first_upper;
} lowered;

static char shape_of(dtl_char k, uint32_t c)
{
	switch (k) {
	case DTL_CHAR_UPPER: return 'X';
	case DTL_CHAR_LOWER: return 'x';
	case DTL_CHAR_DIGIT: return 'd';
	case DTL_CHAR_LETTER: return 'c';
	default: return c < 0x80 ? (char)c : '*';
	}
}

static void lower_word(dtl_str word, lowered *out)
{
	*out = (lowered){.length = 0};
	for (size_t at = 0; at < word.len && out->length + 4 < LONGEST;) {
		uint32_t c = dtl_utf8_next(word, &at);
		dtl_char k = dtl_char_of(c);
		if (c == 0x2019 || c == 0x2018) c = '\'';
		char shape = shape_of(k, c);
		out->upper += k == DTL_CHAR_UPPER;
		out->lower += k == DTL_CHAR_LOWER;
		out->digits += k == DTL_CHAR_DIGIT;
		if (out->letters == 0) out->first_upper = k == DTL_CHAR_UPPER;
		out->at[out->letters++] = (uint8_t)out->length;
		out->length += dtl_utf8_put(dtl_char_lower(c), out->bytes + out->length);
		/* At most two of a kind in a row. */
		size_t n = out->shape_length;
		if (n < 2 || out->shape[n - 1] != shape || out->shape[n - 2] != shape) out->shape[out->shape_length++] = shape;
	}
	out->at[out->letters] = (uint8_t)out->length;
}

/* Long numbers differ without telling anything. */
static void fold_digits(lowered *w)
{
	if (w->digits < 3) return;
	for (size_t i = 0; i < w->length; i++)
		if (dtl_ascii_digit(w->bytes[i])) w->bytes[i] = '0';
}

static dtl_case case_of(const lowered *w)
{
	if (w->upper == 0) return w->lower ? DTL_CASE_LOWER : DTL_CASE_NONE;
	if (w->lower == 0) return w->upper > 1 ? DTL_CASE_UPPER : DTL_CASE_SINGLE;
	return w->first_upper && w->upper == 1 ? DTL_CASE_TITLE : DTL_CASE_MIXED;
}

static void set_affixes(const lowered *w, dtl_word *out)
{
	for (size_t n = 1; n <= DTL_AFFIXES && n <= w->letters; n++) {
		size_t from = w->at[w->letters - n];
		out->prefix[n - 1] = hash_bytes(w->bytes, w->at[n], 11);
		out->suffix[n - 1] = hash_bytes(w->bytes + from, w->length - from, 13);
	}
}

uint32_t dtl_word_lower_hash(dtl_str s)
{
	lowered w;
	lower_word(s, &w);
	fold_digits(&w);
	return hash_bytes(w.bytes, w.length, 5);
}

dtl_word_table dtl_word_table_view(dtl_str section)
{
	size_t slots = section.len / sizeof(dtl_word_entry);
	if (slots == 0 || section.len % sizeof(dtl_word_entry) || (slots & (slots - 1)) || slots > UINT32_MAX) return (dtl_word_table){NULL, 0};
	return (dtl_word_table){(const dtl_word_entry *)(const void *)section.ptr, (uint32_t)(slots - 1)};
}

const dtl_word_entry *dtl_word_find(const dtl_word_table *table, uint32_t lower)
{
	if (!table->slots) return NULL;
	for (uint32_t i = 0; i <= table->mask; i++) {
		const dtl_word_entry *e = &table->slots[(lower + i) & table->mask];
		if (e->key == lower) return e;
		if (e->key == 0) return NULL;
	}
	return NULL;
}

dtl_word *dtl_words(dtl_arena *arena, const dtl_tokens *tokens, const dtl_word_table *table)
{
	dtl_word *words = dtl_arena_array(arena, dtl_word, tokens->count + 1);
	for (size_t i = 0; i < tokens->count; i++) {
		dtl_word *out = &words[i];
		dtl_str s = dtl_token_str(tokens, i);
		lowered w;
		if (tokens->tokens[i].kind == DTL_TOKEN_URL) s = DTL_STR("http");
		if (tokens->tokens[i].kind == DTL_TOKEN_HANDLE) s = DTL_STR("@user");
		lower_word(s, &w);
		out->form = hash_bytes(s.ptr, s.len < LONGEST ? s.len : LONGEST, 3);
		fold_digits(&w);
		out->lower = hash_bytes(w.bytes, w.length, 5);
		out->shape = hash_bytes(w.shape, w.shape_length, 7);
		out->case_ = (uint8_t)case_of(&w);
		set_affixes(&w, out);
		const dtl_word_entry *known = dtl_word_find(table, out->lower);
		if (!known) continue;
		out->cluster = known->cluster;
		out->share = known->share;
		out->tag = known->tag;
		out->tag_sure = (known->sure_cue & 1) != 0;
		out->cue = known->sure_cue >> 1;
	}
	return words;
}
