/* The tokenizer: one pass over the bytes, each token found with a bounded look ahead, so linear in the text. */
#include "text/token.h"

#include "base/str.h"
#include "base/utf8.h"
#include "text/chars.h"
#include "text/cut.h"

enum {
	LOOK_AHEAD = 64, /* bytes within which an e-mail address must show its @ */
	SEGMENTS = 8     /* letter groups of one abbreviation */
};

typedef struct cutter {
	dtl_arena *arena;
	dtl_str text;
	dtl_tokens *out;
	size_t capacity;
	uint8_t pending; /* flags of the next token: space, break */
	bool hashtag;    /* the last token was '#', nothing stands between */
} cutter;

static dtl_char class_at(const cutter *c, size_t at, size_t *next, uint32_t *code_point)
{
	*next = at;
	if (at >= c->text.len) return *code_point = 0, DTL_CHAR_SPACE;
	*code_point = dtl_utf8_next(c->text, next);
	return dtl_char_of(*code_point);
}

static dtl_char class_of(const cutter *c, size_t at)
{
	size_t next;
	uint32_t cp;
	return class_at(c, at, &next, &cp);
}

static char byte_at(const cutter *c, size_t at) { return at < c->text.len ? c->text.ptr[at] : '\0'; }

static bool is_word_part(dtl_char k) { return dtl_char_is_letter(k) || k == DTL_CHAR_MARK || k == DTL_CHAR_DIGIT; }

/* Length of the apostrophe at `at`: ' or U+2019 (also U+02BC, U+2018 as typed by mistake); 0 if there is none. */
static size_t apostrophe(const cutter *c, size_t at)
{
	if (byte_at(c, at) == '\'') return 1;
	if (at + 2 < c->text.len && (unsigned char)c->text.ptr[at] == 0xe2 && (unsigned char)c->text.ptr[at + 1] == 0x80 &&
		((unsigned char)c->text.ptr[at + 2] == 0x99 || (unsigned char)c->text.ptr[at + 2] == 0x98))
		return 3;
	return 0;
}

static uint8_t case_flags(const cutter *c, size_t start, size_t end)
{
	uint8_t flags = 0;
	size_t upper = 0, other = 0;
	for (size_t at = start; at < end;) {
		size_t next;
		uint32_t cp;
		dtl_char k = class_at(c, at, &next, &cp);
		if (at == start && k == DTL_CHAR_UPPER) flags |= DTL_TOKEN_CAPITAL;
		upper += k == DTL_CHAR_UPPER;
		other += k == DTL_CHAR_LOWER || k == DTL_CHAR_LETTER;
		at = next;
	}
	if (upper >= 2 && other == 0) flags |= DTL_TOKEN_ALL_CAPS;
	return flags;
}

static void add(cutter *c, size_t start, size_t end, dtl_token_kind kind, unsigned flags)
{
	dtl_token t = {(uint32_t)start, (uint32_t)end, (uint8_t)kind, (uint8_t)(flags | c->pending), 0, 0};
	if (kind == DTL_TOKEN_WORD) t.flags |= case_flags(c, start, end);
	DTL_PUSH(c->arena, c->out->tokens, c->out->count, c->capacity, t);
	c->pending = 0;
}

/* ---- URLs, addresses, handles ---- */

static bool is_ascii_word(char b) { return dtl_ascii_alpha(b) || dtl_ascii_digit(b) || b == '_'; }

/* Where the URL that begins at start ends: at white space or a sign that does not belong there, without final punctuation. */
static size_t url_end(const cutter *c, size_t start)
{
	size_t at = start, open = 0, close = 0;
	while (at < c->text.len) {
		char b = c->text.ptr[at];
		size_t next;
		uint32_t cp;
		dtl_char k = class_at(c, at, &next, &cp);
		if (k == DTL_CHAR_SPACE || k == DTL_CHAR_BREAK || b == '<' || b == '>' || b == '"' || b == '|') break;
		if (cp >= 0x2010 && cp <= 0x2060) break; /* typographic quotes, dashes, ellipsis */
		open += b == '(';
		close += b == ')';
		at = next;
	}
	while (at > start) {
		char b = c->text.ptr[at - 1];
		if (b == ')' && close > open) close--;
		else if (b != '.' && b != ',' && b != ';' && b != ':' && b != '!' && b != '?' && b != '\'' && b != ']' && b != '*') break;
		at--;
	}
	return at;
}

static bool starts_nocase(const cutter *c, size_t at, dtl_str prefix)
{
	return at + prefix.len <= c->text.len && dtl_str_eq_nocase(dtl_str_sub(c->text, at, at + prefix.len), prefix);
}

/* A name with points whose last part is a common top-level domain, bbc.com or state.gov/x. Returns its end or 0. */
static size_t bare_domain(const cutter *c, size_t start)
{
	static const char *const tops[] = {"com", "org", "net", "gov", "edu", "mil", "info", "int", "co"};
	size_t at = start, dots = 0, label = start;
	bool known = false;
	while (at - start < LOOK_AHEAD && (is_ascii_word(byte_at(c, at)) || byte_at(c, at) == '-' || byte_at(c, at) == '.')) {
		if (byte_at(c, at) == '.') {
			if (!is_ascii_word(byte_at(c, at + 1))) break;
			dots++;
			label = at + 1;
		}
		at++;
	}
	if (!dots || at - label < 2) return 0;
	for (size_t i = 0; i < sizeof tops / sizeof *tops; i++)
		known |= dtl_str_eq_nocase(dtl_str_sub(c->text, label, at), dtl_str_of(tops[i]));
	if (!known && !(dots >= 2 && at - label == 2 && starts_nocase(c, label - 3, DTL_STR("co.")))) return 0;
	return byte_at(c, at) == '/' ? url_end(c, start) : at;
}

/* local@host.name within the look-ahead; returns its end or 0. */
static size_t mail_address(const cutter *c, size_t start)
{
	size_t at = start, host;
	while (at - start < LOOK_AHEAD && (is_ascii_word(byte_at(c, at)) || (byte_at(c, at) != '\0' && strchr(".+-%", byte_at(c, at))))) at++;
	if (byte_at(c, at) != '@' || at == start) return 0;
	host = ++at;
	bool dot = false;
	while (at - host < 2 * LOOK_AHEAD && (is_ascii_word(byte_at(c, at)) || byte_at(c, at) == '-' ||
		(byte_at(c, at) == '.' && is_ascii_word(byte_at(c, at + 1))))) {
		dot |= byte_at(c, at) == '.';
		at++;
	}
	return dot ? at : 0;
}

/* A URL or an e-mail address at the start of a word; returns its end or 0. */
static size_t address_end(const cutter *c, size_t start)
{
	char b = dtl_ascii_lower(c->text.ptr[start]);
	if ((b == 'h' && (starts_nocase(c, start, DTL_STR("http://")) || starts_nocase(c, start, DTL_STR("https://")))) ||
		(b == 'f' && starts_nocase(c, start, DTL_STR("ftp://"))) ||
		(b == 'w' && starts_nocase(c, start, DTL_STR("www.")) && is_ascii_word(byte_at(c, start + 4))))
		return url_end(c, start);
	/* The dear look-ahead only where the first run of letters ends in one of the signs that an address needs. */
	size_t at = start;
	while (at - start < LOOK_AHEAD && is_ascii_word(byte_at(c, at))) at++;
	char sign = byte_at(c, at);
	if (sign != '.' && sign != '@' && sign != '-' && sign != '+') return 0;
	size_t end = mail_address(c, start);
	return end ? end : bare_domain(c, start);
}

/* ---- words ---- */

/* U.S., a.m., W.Va., Ph.D.: groups of one to three letters, each with its point, two or more, one of a single letter. The
 * last point may be absent after capitals (U.S). Returns the end or 0. */
static size_t dotted_end(const cutter *c, size_t start, bool *pointed)
{
	size_t at = start, groups = 0, singles = 0, long_groups = 0;
	while (groups < SEGMENTS) {
		size_t letters = 0, end = at, next;
		uint32_t cp;
		bool upper = class_of(c, at) == DTL_CHAR_UPPER;
		while (letters < 4 && dtl_char_is_letter(class_at(c, end, &next, &cp))) {
			letters++;
			end = next;
		}
		if (letters == 0 || letters > 3) break;
		if (byte_at(c, end) != '.') {
			bool bare = letters == 1 && upper && groups > 0 && groups == singles && !is_word_part(class_of(c, end));
			if (bare) return *pointed = false, end;
			break;
		}
		groups++;
		singles += letters == 1;
		long_groups += letters > 1;
		at = end + 1;
	}
	if (groups < 2 || singles == 0 || long_groups > 1 || is_word_part(class_of(c, at))) return 0;
	return *pointed = true, at;
}

/* The end of the run of letters, marks and digits of one script, with inner apostrophes. In a hashtag the run also ends
 * where a capital follows a small letter, and between letters and digits. */
static size_t word_end(const cutter *c, size_t start)
{
	size_t at = start, next;
	uint32_t cp;
	dtl_char before = class_at(c, at, &next, &cp);
	dtl_script_run run = dtl_script_run_of(cp);
	at = next;
	while (at < c->text.len) {
		dtl_char k = class_at(c, at, &next, &cp);
		if (!is_word_part(k)) {
			size_t quote = apostrophe(c, at);
			if (!quote || c->hashtag || !dtl_char_is_letter(class_of(c, at + quote))) break;
			at += quote;
			continue;
		}
		if (k == DTL_CHAR_LETTER && dtl_script_run_of(cp) != run && cp != 0x30fc) break;
		if (k != DTL_CHAR_LETTER && dtl_char_is_letter(k) && run != DTL_RUN_ALPHABET) break;
		if (c->hashtag && ((before == DTL_CHAR_LOWER && k == DTL_CHAR_UPPER) || (k == DTL_CHAR_DIGIT) != (before == DTL_CHAR_DIGIT))) break;
		if (k != DTL_CHAR_MARK) before = k;
		at = next;
	}
	return at;
}

/* Where the clitic of the word begins ('s n't 're 've 'll 'd 'm), or its end. */
static size_t clitic_start(const cutter *c, size_t start, size_t end)
{
	static const char *const clitics[] = {"s", "re", "ve", "ll", "d", "m"};
	for (size_t tail = 1; tail <= 2; tail++) {
		for (size_t quote = 1; quote <= 3; quote += 2) {
			if (end - start < tail + quote + 1 || apostrophe(c, end - tail - quote) != quote) continue;
			dtl_str rest = dtl_str_sub(c->text, end - tail, end);
			size_t at = end - tail - quote;
			if (tail == 1 && dtl_str_eq_nocase(rest, DTL_STR("t")) && at > start + 1 && dtl_ascii_lower(c->text.ptr[at - 1]) == 'n')
				return at - 1;
			for (size_t i = 0; i < sizeof clitics / sizeof *clitics; i++)
				if (dtl_str_eq_nocase(rest, dtl_str_of(clitics[i]))) return at;
		}
	}
	return end;
}

/* Does the word that ends at `end`, before a point, keep the point? */
static bool keeps_point(const cutter *c, size_t start, size_t end)
{
	dtl_str word = dtl_str_sub(c->text, start, end);
	size_t next, letter_end;
	uint32_t cp;
	dtl_char k = class_at(c, end + 1, &next, &cp);
	if (byte_at(c, end + 1) == '.') return false; /* an ellipsis */
	bool initial = class_at(c, start, &letter_end, &cp) == DTL_CHAR_UPPER && letter_end == end;
	if (initial && word.ptr[0] != 'I') {
		size_t at = end + 1;
		while (byte_at(c, at) == ' ') at++;
		return class_of(c, at) == DTL_CHAR_UPPER;
	}
	switch (dtl_abbreviation_of(word)) {
	case DTL_ABBR_TITLE: return k == DTL_CHAR_SPACE || k == DTL_CHAR_UPPER || byte_at(c, end + 1) == ',' || byte_at(c, end + 1) == '-';
	case DTL_ABBR_NUMBER: {
		size_t at = end + 1;
		while (byte_at(c, at) == ' ') at++;
		return dtl_ascii_digit(byte_at(c, at)) || (byte_at(c, at) == '#' && at > end + 1);
	}
	case DTL_ABBR_OTHER: return !is_word_part(k);
	case DTL_ABBR_NONE: break;
	}
	return false;
}

static size_t cut_word(cutter *c, size_t start)
{
	bool pointed = false;
	size_t end = c->hashtag ? 0 : address_end(c, start);
	if (end) return add(c, start, end, DTL_TOKEN_URL, 0), end;
	end = c->hashtag ? 0 : dotted_end(c, start, &pointed);
	if (end) return add(c, start, end, DTL_TOKEN_WORD, pointed ? DTL_TOKEN_ABBREVIATION : 0), end;
	end = word_end(c, start);
	size_t clitic = c->hashtag ? end : clitic_start(c, start, end);
	if (clitic == end && end - start == 6 && dtl_str_eq_nocase(dtl_str_sub(c->text, start, end), DTL_STR("cannot"))) clitic = start + 3;
	if (byte_at(c, end) == '.' && clitic == end && !c->hashtag && keeps_point(c, start, end))
		return add(c, start, end + 1, DTL_TOKEN_WORD, DTL_TOKEN_ABBREVIATION), end + 1;
	add(c, start, clitic, DTL_TOKEN_WORD, 0);
	if (clitic < end) add(c, clitic, end, DTL_TOKEN_WORD, 0);
	return end;
}

/* ---- numbers ---- */

/* Digits with inner , . and : and a final ordinal th/st/nd/rd, or s after a decade (1990s). */
static size_t number_end(const cutter *c, size_t start)
{
	static const char *const endings[] = {"th", "st", "nd", "rd", "s"};
	size_t at = start, next;
	uint32_t cp;
	for (;;) {
		dtl_char k = class_at(c, at, &next, &cp);
		if (k == DTL_CHAR_DIGIT) at = next;
		else if (at > start && (cp == ',' || cp == '.' || cp == ':') && class_of(c, next) == DTL_CHAR_DIGIT) at = next;
		else break;
	}
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		size_t length = strlen(endings[i]);
		if (starts_nocase(c, at, dtl_str_of(endings[i])) && !is_word_part(class_of(c, at + length))) return at + length;
	}
	return at;
}

/* ---- signs ---- */

static size_t cut_sign(cutter *c, size_t start, size_t next)
{
	if (c->text.ptr[start] == '@' && is_ascii_word(byte_at(c, start + 1))) {
		size_t at = start + 1;
		while (is_ascii_word(byte_at(c, at))) at++;
		return add(c, start, at, DTL_TOKEN_HANDLE, 0), at;
	}
	/* A clitic after a token that is no word: 1990's, U.S.'s, 'em. */
	size_t quote = apostrophe(c, start);
	bool clings = quote && c->out->count > 0 && c->out->tokens[c->out->count - 1].end == start &&
		c->out->tokens[c->out->count - 1].kind != DTL_TOKEN_PUNCT;
	if (clings && dtl_ascii_lower(byte_at(c, start + quote)) == 's' && !is_word_part(class_of(c, start + quote + 1)))
		return add(c, start, start + quote + 1, DTL_TOKEN_WORD, 0), start + quote + 1;
	add(c, start, next, DTL_TOKEN_PUNCT, 0);
	return next;
}

void dtl_tokenize(dtl_arena *arena, dtl_str text, dtl_tokens *out)
{
	cutter c = {arena, text, out, 0, DTL_TOKEN_SPACE_BEFORE | DTL_TOKEN_BREAK_BEFORE, false};
	*out = (dtl_tokens){.text = text};
	for (size_t at = 0; at < text.len;) {
		size_t next;
		uint32_t cp;
		dtl_char k = class_at(&c, at, &next, &cp);
		bool hash = false;
		if (k == DTL_CHAR_SPACE) {
			c.pending |= DTL_TOKEN_SPACE_BEFORE;
		} else if (k == DTL_CHAR_BREAK) {
			c.pending |= DTL_TOKEN_SPACE_BEFORE | DTL_TOKEN_BREAK_BEFORE;
		} else if (k == DTL_CHAR_DIGIT) {
			next = number_end(&c, at);
			add(&c, at, next, DTL_TOKEN_NUMBER, 0);
			hash = c.hashtag;
		} else if (k == DTL_CHAR_SIGN || k == DTL_CHAR_MARK) {
			next = cut_sign(&c, at, next);
			hash = cp == '#' || (cp == '_' && c.hashtag);
		} else {
			next = cut_word(&c, at);
			hash = c.hashtag;
		}
		c.hashtag = hash;
		at = next;
	}
	dtl_cut_sentences(arena, out);
}

size_t dtl_sentence_of_token(const dtl_tokens *t, size_t token)
{
	size_t low = 0, high = t->sentence_count;
	while (low + 1 < high) {
		size_t middle = (low + high) / 2;
		if (t->sentences[middle].first <= token) low = middle;
		else high = middle;
	}
	return low;
}

size_t dtl_token_at(const dtl_tokens *t, uint32_t byte)
{
	size_t low = 0, high = t->count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (t->tokens[middle].end <= byte) low = middle + 1;
		else high = middle;
	}
	return low;
}
