#include "text/word.h"

#include "base/str.h"
#include "base/utf8.h"
#include "text/chars.h"

enum { LONGEST = 64 /* bytes of a word that are looked at */ };

/* Eight bytes, little-endian by construction, so that the trained keys are the same everywhere. */
static uint64_t load8(const char *p)
{
	uint64_t w = 0;
	for (size_t i = 0; i < 8; i++) w |= (uint64_t)(unsigned char)p[i] << 8 * i;
	return w;
}

/* Eight bytes behind p[n) are zero. */
static uint32_t hash_bytes(const char *p, size_t n, uint64_t seed)
{
	uint64_t h = seed ^ n * 0x9e3779b97f4a7c15u;
	for (size_t i = 0; i < n; i += 8) {
		h = (h ^ load8(p + i)) * 0xd6e8feb86659fd93u;
		h ^= h >> 32;
	}
	h *= 0xd6e8feb86659fd93u;
	uint32_t out = (uint32_t)(h >> 32);
	return out ? out : 1;
}

/* A lower-case copy with the offsets of its letters. */
typedef struct lowered {
	char bytes[LONGEST + 16]; /* zeros behind */
	uint8_t at[LONGEST + 8]; /* offset of each code point, and of the end */
	size_t letters, length;
	size_t digits;
	uint64_t shape;          /* a number of the compressed shape */
	char shape_tail[2];      /* its last two signs */
	size_t upper, lower;
	uint64_t capitals;       /* bit i: letter i is a capital */
	bool ascii, first_upper;
} lowered;

/* At most two of a kind in a row count. */
static inline void add_shape(lowered *w, char shape)
{
	if (w->shape_tail[0] == shape && w->shape_tail[1] == shape) return;
	w->shape = (w->shape ^ (unsigned char)shape) * 0x9fb21c651e98df25u;
	w->shape ^= w->shape >> 29;
	w->shape_tail[0] = w->shape_tail[1];
	w->shape_tail[1] = shape;
}

/* The next letter of a word in ASCII: most of them. */
static inline void add_ascii(lowered *w, char c)
{
	bool upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z', digit = c >= '0' && c <= '9';
	w->upper += upper;
	w->lower += lower;
	w->digits += digit;
	w->capitals |= (uint64_t)upper << (w->letters & 63);
	w->at[w->letters++] = (uint8_t)w->length;
	w->bytes[w->length++] = upper ? (char)(c + 32) : c;
	add_shape(w, upper ? 'X' : lower ? 'x' : digit ? 'd' : c);
}

static void add_letter(lowered *w, uint32_t c)
{
	dtl_char k = dtl_char_of(c);
	if (c == 0x2019 || c == 0x2018) c = '\'';
	w->ascii &= c == '\'';
	w->upper += k == DTL_CHAR_UPPER;
	w->lower += k == DTL_CHAR_LOWER;
	w->digits += k == DTL_CHAR_DIGIT;
	w->capitals |= (uint64_t)(k == DTL_CHAR_UPPER) << (w->letters & 63);
	w->at[w->letters++] = (uint8_t)w->length;
	w->length += dtl_utf8_put(dtl_char_lower(c), w->bytes + w->length);
	switch (k) {
	case DTL_CHAR_UPPER: add_shape(w, 'X'); break;
	case DTL_CHAR_LOWER: add_shape(w, 'x'); break;
	case DTL_CHAR_DIGIT: add_shape(w, 'd'); break;
	case DTL_CHAR_LETTER: add_shape(w, 'c'); break;
	default: add_shape(w, c < 0x80 ? (char)c : '*'); break;
	}
}

static void lower_word(dtl_str word, lowered *out)
{
	out->letters = out->length = out->digits = out->upper = out->lower = 0;
	out->shape = out->capitals = 0;
	out->shape_tail[0] = out->shape_tail[1] = 0;
	out->ascii = true;
	for (size_t at = 0; at < word.len && out->length + 4 < LONGEST;) {
		if ((unsigned char)word.ptr[at] < 0x80) add_ascii(out, word.ptr[at++]);
		else add_letter(out, dtl_utf8_next(word, &at));
	}
	out->first_upper = out->capitals & 1;
	out->at[out->letters] = (uint8_t)out->length;
	memset(out->bytes + out->length, 0, 8);
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

static uint32_t affix(const lowered *w, size_t from, size_t to)
{
	char bytes[DTL_AFFIXES * 4 + 8] = {0};
	memcpy(bytes, w->bytes + from, to - from);
	return hash_bytes(bytes, to - from, 11);
}

static void set_affixes(const lowered *w, dtl_word *out)
{
	if (w->ascii && w->length >= DTL_AFFIXES) {
		uint32_t first = (uint32_t)load8(w->bytes), last = (uint32_t)load8(w->bytes + w->length - DTL_AFFIXES);
		for (size_t n = 1; n <= DTL_AFFIXES; n++) {
			out->prefix[n - 1] = first & UINT32_MAX >> 8 * (DTL_AFFIXES - n);
			out->suffix[n - 1] = last >> 8 * (DTL_AFFIXES - n);
		}
		return;
	}
	for (size_t n = 1; n <= DTL_AFFIXES && n <= w->letters; n++) {
		size_t from = w->at[w->letters - n], to = w->at[n];
		uint32_t short_ = w->ascii ? (uint32_t)load8(w->bytes) : 0; /* fewer than four bytes, zeros behind */
		out->prefix[n - 1] = w->ascii ? short_ & UINT32_MAX >> 8 * (DTL_AFFIXES - n) : affix(w, 0, to);
		out->suffix[n - 1] = w->ascii ? short_ >> 8 * from : affix(w, from, w->length);
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

static void describe(dtl_str s, dtl_word *out)
{
	lowered w;
	lower_word(s, &w);
	fold_digits(&w);
	out->lower = hash_bytes(w.bytes, w.length, 5);
	out->form = out->lower ^ (uint32_t)((w.capitals * 0xc2b2ae3d27d4eb4fu) >> 32);
	out->shape = (uint32_t)(w.shape >> 32) | 1;
	out->case_ = (uint8_t)case_of(&w);
	set_affixes(&w, out);
}

dtl_word *dtl_words(dtl_arena *arena, const dtl_tokens *tokens, const dtl_word_table *table)
{
	dtl_word *words = dtl_arena_array(arena, dtl_word, tokens->count + 1);
	for (size_t i = 0; i < tokens->count; i++) {
		dtl_str s = dtl_token_str(tokens, i);
		if (tokens->tokens[i].kind == DTL_TOKEN_URL) s = DTL_STR("http");
		if (tokens->tokens[i].kind == DTL_TOKEN_HANDLE) s = DTL_STR("@user");
		describe(s, &words[i]);
		if (table->slots) __builtin_prefetch(&table->slots[words[i].lower & table->mask]);
	}
	for (size_t i = 0; i < tokens->count; i++) {
		dtl_word *out = &words[i];
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

const dtl_word *dtl_tokens_words(dtl_arena *arena, dtl_tokens *tokens, const dtl_word_table *table)
{
	if (!tokens->words) tokens->words = dtl_words(arena, tokens, table);
	return tokens->words;
}
