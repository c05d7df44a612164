/* Names in tokenised text: the longest run of words from a token that is a key of the table.
 *
 * Words are folded one token at a time; the table holds every beginning of every name, so the walk stops as soon as a beginning is
 * absent. A filter over first words turns most tokens away before the table is touched. Only the hit that is believed has its
 * string compared. */
#include <string.h>

#include "base/utf8.h"
#include "gazetteer/handle.h"
#include "text/normal.h"

enum { MAX_WORDS = 8, MAX_LETTERS = 24 };

/* The key of a run while it grows. */
typedef struct walk {
	const dtl_gazetteer *g;
	const dtl_tokens *tokens;
	char key[DTL_NORMAL_MAX];
	size_t len;          /* bytes of the key so far */
	size_t word_from;    /* where its last word begins */
	uint64_t before;     /* hash of the words before the last one */
	unsigned words;
	bool expanded;       /* the first word was st, mt, ft, ste: alone it is no name */
	bool capitals;       /* all of it is written in capitals or with points */
	dtl_gaz_match best;
} walk;

static const struct { dtl_str from, to; } firsts[] = {
	{{"st", 2}, {"saint", 5}}, {{"mt", 2}, {"mount", 5}}, {{"ft", 2}, {"fort", 4}}, {{"ste", 3}, {"sainte", 6}}};
static const struct { dtl_str from, to; } lasts[] = {{{"co", 2}, {"county", 6}}, {{"twp", 3}, {"township", 8}}};

/* Scripts written without spaces: Han, kana, Thai, Lao, Khmer, Burmese. */
static bool is_unspaced(uint32_t c)
{
	return (c >= 0x3400 && c <= 0x9fff) || (c >= 0x3040 && c <= 0x30ff) || (c >= 0x0e00 && c <= 0x0eff) || (c >= 0x1000 && c <= 0x109f) ||
		(c >= 0x1780 && c <= 0x17ff) || (c >= 0x20000 && c <= 0x2ffff);
}

static bool is_hangul(uint32_t c)
{
	return (c >= 0xac00 && c <= 0xd7a3) || (c >= 0x1100 && c <= 0x11ff);
}

/* Scripts that write particles and articles together with the name: Arabic, Hebrew, Hangul. */
static bool is_joined(uint32_t c)
{
	return is_hangul(c) || (c >= 0x0590 && c <= 0x06ff);
}

static bool in_filter(const dtl_gazetteer *g, uint64_t word_hash)
{
	uint64_t bit = dtl_gaz_filter_bit(word_hash, g->filter_bytes);
	return (g->filter[bit >> 3] >> (bit & 7) & 1) || (g->corrections && dtl_gaz_fix_begins(g->corrections, word_hash));
}

/* Does one of the name's meanings hold as it is written here? Abbreviations, and names of one or two Latin letters, only in
 * capitals or with points; common words only as abbreviations of countries and divisions; some names only behind "the". */
static bool is_allowed(const walk *w, uint32_t value, dtl_str key)
{
	if (!(value & DTL_GAZ_VALUE_CHECK))
		return true;
	size_t n;
	const dtl_gaz_ref *refs = dtl_gaz_refs(w->g, value & DTL_GAZ_VALUE_NAME, &n);
	uint32_t first = w->best.first;
	bool article = first && dtl_str_eq_nocase(dtl_token_str(w->tokens, first - 1), DTL_STR("the"));
	bool is_short = key.len <= 2 && !((unsigned char)key.ptr[0] & 0x80);
	for (size_t i = 0; i < n; i++) {
		const dtl_gaz_ref r = refs[i];
		if (r.flags & DTL_REF_ARTICLE && !article)
			continue;
		if (r.kind == DTL_NAME_ABBREVIATION) {
			if (w->capitals && (!(r.flags & DTL_REF_BLOCKED) || dtl_gaz_entry_at(w->g, r.entry)->class_ <= DTL_GAZ_ADM1))
				return true;
		} else if (!is_short && !(r.flags & DTL_REF_BLOCKED)) {
			return true;
		}
	}
	return false;
}

/* The hash of the run up to its last word, with that word replaced by `word`. */
static uint64_t hash_with(const walk *w, dtl_str word)
{
	return dtl_gaz_hash_next(w->before, dtl_gaz_hash_word(word.ptr, word.len));
}

/* Notes a name that ends behind token `last`; returns false when no longer name begins like this. */
static bool step(walk *w, uint32_t last, bool terminal_only)
{
	dtl_str word = {w->key + w->word_from, w->len - w->word_from}, key = {w->key, w->len};
	uint32_t value = dtl_gaz_find_key(w->g, hash_with(w, word), key);
	bool goes_on = value != DTL_GAZ_FREE && value & DTL_GAZ_VALUE_PREFIX;
	if (value != DTL_GAZ_FREE && value & DTL_GAZ_VALUE_TERMINAL && !(w->expanded && w->words == 1) && is_allowed(w, value, key)) {
		w->best.last = last + 1;
		w->best.end = w->tokens->tokens[last].end;
		w->best.name = value & DTL_GAZ_VALUE_NAME;
	}
	return goes_on && !terminal_only;
}

/* "Walker Co." is Walker County. */
static void step_as_last(walk *w, uint32_t last)
{
	dtl_str word = {w->key + w->word_from, w->len - w->word_from};
	for (size_t i = 0; w->words > 1 && i < sizeof lasts / sizeof *lasts; i++)
		if (dtl_str_eq(word, lasts[i].from) && w->word_from + lasts[i].to.len <= sizeof w->key) {
			walk longer = *w;
			memcpy(longer.key + w->word_from, lasts[i].to.ptr, lasts[i].to.len);
			longer.len = w->word_from + lasts[i].to.len;
			step(&longer, last, true);
			w->best = longer.best;
		}
}

/* Begins a word of the key. */
static bool open_word(walk *w)
{
	if (w->words == MAX_WORDS || w->len + 1 >= sizeof w->key)
		return false;
	if (w->words) {
		w->before = hash_with(w, (dtl_str){w->key + w->word_from, w->len - w->word_from});
		w->key[w->len++] = ' ';
	}
	w->word_from = w->len;
	w->words++;
	return true;
}

static bool is_capitals(const dtl_token *t)
{
	return (t->flags & (DTL_TOKEN_ALL_CAPS | DTL_TOKEN_ABBREVIATION)) != 0;
}

/* Takes a token into the run. 1: taken; 0: it says nothing (a hyphen); -1: the run ends before it. */
static int take(walk *w, uint32_t i)
{
	const dtl_token *t = &w->tokens->tokens[i];
	char folded[DTL_NORMAL_MAX];
	dtl_str s = dtl_token_str(w->tokens, i);
	if (t->kind == DTL_TOKEN_URL || t->kind == DTL_TOKEN_HANDLE)
		return -1;
	if (t->kind == DTL_TOKEN_PUNCT) {
		/* Hyphens, slashes and dashes join, and so does a comma or a point within a name; a comma ends the run for all but
		 * the few names that hold one, and "and" is a word. */
		if (dtl_str_eq(s, DTL_STR("&")))
			s = DTL_STR("and");
		else
			return s.ptr[0] == '-' || dtl_str_eq(s, DTL_STR("‐")) || dtl_str_eq(s, DTL_STR("‑")) || dtl_str_eq(s, DTL_STR("–")) ||
				dtl_str_eq(s, DTL_STR("·")) || dtl_str_eq(s, DTL_STR("・")) || dtl_str_eq(s, DTL_STR("/")) ? 0 : -1;
	}
	size_t n = dtl_normal_fold(s, folded);
	if (!n)
		return -1;
	/* "Martha's" is two tokens and one word. */
	bool joined = w->words && !(t->flags & DTL_TOKEN_SPACE_BEFORE) && (s.ptr[0] == '\'' || dtl_str_starts(s, DTL_STR("’")));
	for (size_t at = 0; at < n;) { /* "St.Louis" is one token and two words */
		const char *space = memchr(folded + at, ' ', n - at);
		size_t to = space ? (size_t)(space - folded) : n;
		if (!joined && !open_word(w))
			return -1;
		joined = false;
		if (w->len + (to - at) > sizeof w->key)
			return -1;
		memcpy(w->key + w->len, folded + at, to - at);
		w->len += to - at;
		at = to + 1;
	}
	w->capitals = w->capitals && (is_capitals(t) || t->kind == DTL_TOKEN_NUMBER);
	return 1;
}

/* The first word of a run: its fold, or what st, mt, ft, ste stand for where a word follows. */
static void expand_first(walk *w)
{
	for (size_t i = 0; i < sizeof firsts / sizeof *firsts; i++)
		if (dtl_str_eq((dtl_str){w->key, w->len}, firsts[i].from)) {
			memcpy(w->key, firsts[i].to.ptr, firsts[i].to.len);
			w->len = firsts[i].to.len;
			w->expanded = true;
			return;
		}
}

static void walk_from(walk *w, uint32_t first)
{
	const dtl_tokens *tokens = w->tokens;
	uint32_t i = first;
	for (; i < tokens->count; i++) {
		const dtl_token *t = &tokens->tokens[i];
		if (i > first && t->flags & DTL_TOKEN_FIRST)
			return; /* names do not go over the end of a sentence */
		int taken = take(w, i);
		if (taken < 0)
			return;
		if (taken == 0) {
			if (i == first || t->flags & DTL_TOKEN_SPACE_BEFORE)
				return;
			continue;
		}
		if (w->words == 1 && i == first) {
			dtl_str word = {w->key, w->len};
			if (!in_filter(w->g, dtl_gaz_hash_word(word.ptr, word.len)))
				return;
		}
		step_as_last(w, i);
		if (!step(w, i, false))
			return;
	}
}

/* Not by an initialiser: that would clear the key, for every token. */
static void begin(walk *w, const dtl_gazetteer *g, const dtl_tokens *tokens, uint32_t first)
{
	w->g = g;
	w->tokens = tokens;
	w->len = w->word_from = 0;
	w->before = 0;
	w->words = 0;
	w->expanded = false;
	w->capitals = true;
	w->best = (dtl_gaz_match){first, first, tokens->tokens[first].start, tokens->tokens[first].start, DTL_GAZ_NONE};
}

/* The longest name of spaced words from token first; the first word also expanded. */
static dtl_gaz_match match_words(const dtl_gazetteer *g, const dtl_tokens *tokens, uint32_t first)
{
	walk w;
	begin(&w, g, tokens, first);
	walk_from(&w, first);
	const dtl_gaz_match plain = w.best;
	size_t first_word = 0;
	while (first_word < w.len && w.key[first_word] != ' ')
		first_word++;
	if (first_word > 3)
		return plain;
	walk e;
	begin(&e, g, tokens, first);
	if (take(&e, first) != 1 || e.words != 1)
		return plain;
	expand_first(&e);
	if (!e.expanded || !step(&e, first, false))
		return plain;
	for (uint32_t i = first + 1; i < tokens->count && !(tokens->tokens[i].flags & DTL_TOKEN_FIRST); i++) {
		int taken = take(&e, i);
		if (taken < 0)
			break;
		if (taken == 0)
			continue;
		step_as_last(&e, i);
		if (!step(&e, i, false))
			break;
	}
	return e.best.name != DTL_GAZ_NONE && e.best.last > plain.last ? e.best : plain;
}

/* The longest name at byte `from` of a token's fold-free letters, ending within the token: for scripts that join words. The match
 * may begin at any letter (unspaced) and end at any letter; `least` letters are asked for. */
static dtl_gaz_match match_inside(const dtl_gazetteer *g, const dtl_tokens *tokens, uint32_t token, uint32_t from, unsigned least)
{
	const dtl_token *t = &tokens->tokens[token];
	dtl_gaz_match best = {token, token, from, from, DTL_GAZ_NONE};
	dtl_str text = {tokens->text.ptr + from, t->end - from};
	char key[DTL_NORMAL_MAX];
	unsigned letters = 0;
	for (size_t at = 0; at < text.len && letters < MAX_LETTERS;) {
		dtl_utf8_next(text, &at);
		letters++;
		if (letters < least)
			continue;
		size_t n = dtl_normal_fold((dtl_str){text.ptr, at}, key);
		uint32_t value = n ? dtl_gaz_find_key(g, dtl_gaz_hash_key((dtl_str){key, n}), (dtl_str){key, n}) : DTL_GAZ_FREE;
		if (value != DTL_GAZ_FREE && value & DTL_GAZ_VALUE_TERMINAL)
			best = (dtl_gaz_match){token, token + 1, from, from + (uint32_t)at, value & DTL_GAZ_VALUE_NAME};
	}
	return best;
}

/* Particles that Korean sets behind a name. What is left over behind a name must be one of them. */
static bool is_korean_suffix(dtl_str rest)
{
	static const char *const suffixes[] = {"은", "는", "이", "가", "을", "를", "에", "의", "와", "과", "로", "도", "서", "에서", "에는", "에서는",
		"에도", "으로", "까지", "부터", "에게", "만", "나", "이나", "측", "측은", "산", "행", "발", "군", "시", "도", "인", "인들", "식", "형",
		"로부터", "에서의", "으로부터", "과의", "와의", "이라고", "라고", "이다", "인근", "내", "간", "남", "북", "해", "산의", "뿐", "처럼", "보다"};
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
		if (dtl_str_eq(rest, dtl_str_of(suffixes[i])))
			return true;
	return false;
}

/* Arabic and Hebrew write "in", "and", "to", "from" before the name without a space. Returns the bytes of such a beginning. */
static size_t prefixed_particle(dtl_str s)
{
	static const char *const prefixes[] = {"وب", "ول", "فب", "و", "ب", "ل", "ف", "ك", "ב", "ל", "מ", "ו", "ה", "ש"};
	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
		if (dtl_str_starts(s, dtl_str_of(prefixes[i])) && s.len > strlen(prefixes[i]) + 3)
			return strlen(prefixes[i]);
	return 0;
}

static dtl_gaz_match match_joined(const dtl_gazetteer *g, const dtl_tokens *tokens, uint32_t token, uint32_t c)
{
	dtl_gaz_match words = match_words(g, tokens, token);
	const dtl_token *t = &tokens->tokens[token];
	if (words.name != DTL_GAZ_NONE)
		return words;
	if (is_hangul(c)) {
		dtl_gaz_match m = match_inside(g, tokens, token, t->start, 2);
		if (m.name != DTL_GAZ_NONE && m.end < t->end && !is_korean_suffix(dtl_str_sub(tokens->text, m.end, t->end)))
			m.name = DTL_GAZ_NONE;
		return m;
	}
	size_t skip = prefixed_particle(dtl_token_str(tokens, token));
	if (!skip)
		return words;
	dtl_gaz_match m = match_inside(g, tokens, token, t->start + (uint32_t)skip, 3);
	if (m.end != t->end)
		m.name = DTL_GAZ_NONE;
	return m;
}

static uint32_t first_letter(const dtl_tokens *tokens, uint32_t token)
{
	size_t at = 0;
	dtl_str s = dtl_token_str(tokens, token);
	return s.len ? dtl_utf8_next(s, &at) : 0;
}

static dtl_gaz_match match_at(const dtl_gazetteer *g, const dtl_tokens *tokens, uint32_t first)
{
	uint32_t c = first_letter(tokens, first);
	if (c < 0x80)
		return match_words(g, tokens, first);
	if (is_unspaced(c))
		return match_inside(g, tokens, first, tokens->tokens[first].start, c >= 0x3040 && c <= 0x30ff ? 3 : 2);
	return is_joined(c) ? match_joined(g, tokens, first, c) : match_words(g, tokens, first);
}

dtl_gaz_match dtl_gaz_match_at(const dtl_gazetteer *g, const dtl_tokens *tokens, size_t first)
{
	dtl_gaz_match none = {(uint32_t)first, (uint32_t)first, 0, 0, DTL_GAZ_NONE};
	if (first >= tokens->count)
		return none;
	dtl_gaz_match m = match_at(g, tokens, (uint32_t)first);
	if (m.name != DTL_GAZ_NONE || first + 1 >= tokens->count || !dtl_str_eq_nocase(dtl_token_str(tokens, first), DTL_STR("the")))
		return m;
	m = match_at(g, tokens, (uint32_t)first + 1);
	m.first = (uint32_t)first;
	m.start = tokens->tokens[first].start;
	return m;
}

/* Where a name may begin if the caller does not say. */
static bool may_start(const dtl_tokens *tokens, uint32_t i)
{
	const dtl_token *t = &tokens->tokens[i];
	if (t->kind != DTL_TOKEN_WORD && t->kind != DTL_TOKEN_NUMBER)
		return false;
	if (t->flags & DTL_TOKEN_CAPITAL)
		return !(t->end - t->start == 3 && dtl_str_eq_nocase(dtl_token_str(tokens, i), DTL_STR("the")));
	unsigned char b = (unsigned char)tokens->text.ptr[t->start];
	if (b < 0x80)
		return dtl_ascii_digit((char)b);
	uint32_t c = first_letter(tokens, i);
	return c >= 0x0590 && !(c >= 0x1e00 && c < 0x2000); /* letters without case begin with Hebrew */
}

/* All names in a token of an unspaced script, left to right. */
static void scan_inside(const dtl_gazetteer *g, dtl_arena *arena, const dtl_tokens *tokens, uint32_t token, dtl_gaz_match **out,
	size_t *count, size_t *cap)
{
	const dtl_token *t = &tokens->tokens[token];
	for (uint32_t at = t->start; at < t->end;) {
		size_t next = at;
		uint32_t c = dtl_utf8_next((dtl_str){tokens->text.ptr, t->end}, &next);
		dtl_gaz_match m = match_inside(g, tokens, token, at, c >= 0x3040 && c <= 0x30ff ? 3 : 2);
		if (m.name == DTL_GAZ_NONE) {
			at = (uint32_t)next;
			/* A katakana word is matched from its beginning only. */
			while (c >= 0x30a0 && c <= 0x30ff && at < t->end) {
				next = at;
				uint32_t d = dtl_utf8_next((dtl_str){tokens->text.ptr, t->end}, &next);
				if (d < 0x30a0 || d > 0x30ff)
					break;
				at = (uint32_t)next;
			}
			continue;
		}
		DTL_PUSH(arena, *out, *count, *cap, m);
		at = m.end;
	}
}

dtl_gaz_match *dtl_gaz_scan(const dtl_gazetteer *g, dtl_arena *arena, const dtl_tokens *tokens, const bool *start, size_t *count)
{
	dtl_gaz_match *out = NULL;
	size_t n = 0, cap = 0;
	for (uint32_t i = 0; i < tokens->count;) {
		if (start ? !start[i] : !may_start(tokens, i)) {
			i++;
			continue;
		}
		if (is_unspaced(first_letter(tokens, i))) {
			scan_inside(g, arena, tokens, i, &out, &n, &cap);
			i++;
			continue;
		}
		dtl_gaz_match m = match_at(g, tokens, i);
		if (m.name != DTL_GAZ_NONE)
			DTL_PUSH(arena, out, n, cap, m);
		i = m.name != DTL_GAZ_NONE && m.last > i ? m.last : i + 1;
	}
	*count = n;
	return out;
}
