/* Sentences: every line break (but those of hard-wrapped text) and . ! ? before what may begin a sentence. */
#include "base/str.h"
#include "base/utf8.h"
#include "text/chars.h"
#include "text/cut.h"

enum {
	WRAP_LEAST = 50, WRAP_MOST = 100, /* bytes of a line in hard-wrapped text */
	JOIN_LEAST = 40,                  /* a shorter line is an item of a list even before a small letter */
	HEADLINE_TOKENS = 30,
	CLOSERS = 4                       /* quotes and brackets between a full stop and the next sentence */
};

typedef struct layout {
	size_t wrap;      /* width of hard-wrapped lines; 0: lines are paragraphs */
	bool caseless;    /* hardly a capital in the text: a small letter may begin a sentence */
} layout;

static char first_byte(const dtl_tokens *t, size_t i) { return t->text.ptr[t->tokens[i].start]; }

static uint32_t first_char(const dtl_tokens *t, size_t i)
{
	size_t at = t->tokens[i].start;
	return dtl_utf8_next(t->text, &at);
}

/* Hard-wrapped: most single line breaks stand at about the same width, and the next line often goes on in small letters. */
static layout find_layout(dtl_str text)
{
	size_t longest = 0, lines = 0, full = 0, low = 0, upper = 0, lower = 0;
	for (int pass = 0; pass < 2; pass++) {
		for (size_t start = 0; start < text.len;) {
			const char *brk = memchr(text.ptr + start, '\n', text.len - start);
			size_t end = brk ? (size_t)(brk - text.ptr) : text.len;
			char next = end + 1 < text.len ? text.ptr[end + 1] : '\n';
			if (pass == 0 && end - start > longest) longest = end - start;
			if (pass == 1 && next != '\n' && next != '\r' && end > start) {
				lines++;
				full += end - start + 25 >= longest;
				low += next >= 'a' && next <= 'z';
			}
			start = end + 1;
		}
	}
	for (size_t i = 0; i < text.len; i++) {
		upper += text.ptr[i] >= 'A' && text.ptr[i] <= 'Z';
		lower += text.ptr[i] >= 'a' && text.ptr[i] <= 'z';
	}
	bool wrapped = lines >= 3 && longest >= WRAP_LEAST && longest <= WRAP_MOST && full * 10 >= lines * 7 &&
		(low * 10 >= lines * 3 || lower * 10 < upper);
	return (layout){wrapped ? longest : 0, upper * 100 < lower};
}

static bool is_closer(const dtl_tokens *t, size_t i)
{
	uint32_t c = first_char(t, i);
	return t->tokens[i].kind == DTL_TOKEN_PUNCT && !(t->tokens[i].flags & DTL_TOKEN_SPACE_BEFORE) &&
		(c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x2019 || c == 0x201d || c == 0xbb || c == 0x300d || c == 0x300f);
}

static bool is_opener(uint32_t c)
{
	return c == '"' || c == '\'' || c == '(' || c == '[' || c == 0x2018 || c == 0x201c || c == 0xab || c == 0x201e || c == 0xbf ||
		c == 0xa1 || c == '-' || c == 0x2013 || c == 0x2014 || c == '*';
}

static bool is_bullet(uint32_t c) { return c == 0x2022 || c == 0x25cf || c == 0x25aa || c == 0x25a0 || c == 0x2023 || c == 0x25e6; }

/* May token i begin a sentence? */
static bool may_begin(const dtl_tokens *t, size_t i, const layout *l)
{
	for (size_t end = i + CLOSERS; i < t->count && i < end; i++) {
		const dtl_token *token = &t->tokens[i];
		uint32_t c = first_char(t, i);
		dtl_char k = dtl_char_of(c);
		if (token->kind != DTL_TOKEN_PUNCT)
			return (token->flags & DTL_TOKEN_CAPITAL) || k != DTL_CHAR_LOWER || l->caseless || token->kind == DTL_TOKEN_URL;
		if (c == '#' || c == '$' || c == 0xa3 || c == 0x20ac || is_bullet(c)) return true;
		if (!is_opener(c)) return false;
	}
	return false;
}

static bool is_calendar_word(dtl_str w)
{
	static const char *const words[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Jan", "Feb", "Mar", "Apr", "May", "Jun",
		"Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (dtl_str_starts(w, dtl_str_of(words[i]))) return true;
	return false;
}

/* Does a sentence end after the abbreviation `end`, before token i? */
static bool ends_after_abbreviation(const dtl_tokens *t, size_t end, size_t i)
{
	dtl_str word = dtl_token_str(t, end), next = dtl_token_str(t, i);
	if (dtl_abbreviation_of(dtl_str_sub(word, 0, word.len - 1)) == DTL_ABBR_TITLE) return false;
	if (first_char(t, i) == '"' || first_char(t, i) == 0x201c) return true;
	if (dtl_str_eq_nocase(word, DTL_STR("a.m.")) || dtl_str_eq_nocase(word, DTL_STR("p.m.")))
		return (t->tokens[i].flags & (DTL_TOKEN_CAPITAL | DTL_TOKEN_ALL_CAPS)) == DTL_TOKEN_CAPITAL && !is_calendar_word(next);
	return dtl_is_sentence_opener(next) && (i + 1 >= t->count || first_byte(t, i + 1) != '.');
}

/* "end.The": a full stop without the space behind it. */
static bool lacks_space(const dtl_tokens *t, size_t stop, size_t i)
{
	const dtl_token *before = &t->tokens[stop - 1], *next = &t->tokens[i];
	return first_byte(t, stop) == '.' && before->kind == DTL_TOKEN_WORD && before->end - before->start >= 3 &&
		dtl_char_of(first_char(t, stop - 1)) == DTL_CHAR_LOWER && next->kind == DTL_TOKEN_WORD && next->end - next->start >= 2 &&
		(next->flags & (DTL_TOKEN_CAPITAL | DTL_TOKEN_ALL_CAPS)) == DTL_TOKEN_CAPITAL;
}

/* "3." or "b." at the head of a list item. */
static bool is_enumerator(const dtl_tokens *t, size_t first, size_t i)
{
	return i == first + 2 && t->tokens[first].end - t->tokens[first].start <= 3 && (t->tokens[first].flags & DTL_TOKEN_BREAK_BEFORE) &&
		(t->tokens[first].kind == DTL_TOKEN_NUMBER || t->tokens[first].end - t->tokens[first].start == 1);
}

/* Does a sentence that began at `first` end before token i, by its signs? */
static bool ends_by_sign(const dtl_tokens *t, size_t first, size_t i, const layout *l)
{
	size_t stop = i - 1;
	while (stop > first && i - stop < CLOSERS && is_closer(t, stop)) stop--;
	if (is_bullet(first_char(t, i))) return true;
	uint32_t c = first_char(t, stop);
	if (t->tokens[stop].flags & DTL_TOKEN_ABBREVIATION)
		return (t->tokens[i].flags & DTL_TOKEN_SPACE_BEFORE) && may_begin(t, i, l) && ends_after_abbreviation(t, stop, i);
	if (t->tokens[stop].kind != DTL_TOKEN_PUNCT || is_closer(t, i)) return false;
	if (c == 0x3002 || c == 0xff01 || c == 0xff1f || c == 0xff0e) return true;
	if (c != '.' && c != '!' && c != '?' && c != 0x2026 && c != 0x61f && c != 0x6d4 && c != 0x964 && c != 0x965) return false;
	if (is_enumerator(t, first, i) && c == '.') return false;
	if (!(t->tokens[i].flags & DTL_TOKEN_SPACE_BEFORE)) return stop == i - 1 && stop > first && lacks_space(t, stop, i);
	return may_begin(t, i, l);
}

/* How many line breaks stand before token i, and how long the line before them was. */
static size_t breaks_before(const dtl_tokens *t, size_t i, size_t *line)
{
	size_t from = i ? t->tokens[i - 1].end : 0, to = t->tokens[i].start, count = 0;
	for (size_t at = from; at < to; at++) {
		char b = t->text.ptr[at];
		count += b == '\n' || b == '\f' || (b == '\r' && (at + 1 >= to || t->text.ptr[at + 1] != '\n')) ||
			((unsigned char)b == 0xe2 && at + 2 < to); /* U+2028 and U+2029 are the only such breaks */
	}
	size_t start = from;
	while (start > 0 && from - start <= WRAP_MOST && t->text.ptr[start - 1] != '\n') start--;
	*line = from - start;
	return count;
}

/* Is the line break before token i the end of a sentence, and of a paragraph? */
static bool ends_by_break(const dtl_tokens *t, size_t i, const layout *l, bool *paragraph)
{
	size_t line, count = breaks_before(t, i, &line);
	uint32_t before = first_char(t, i - 1);
	bool bullet = is_bullet(first_char(t, i)) || first_byte(t, i) == '*' || first_byte(t, i) == '-';
	*paragraph = true;
	if (count > 1 || bullet) return true;
	if (l->wrap) {
		if (line * 3 < l->wrap * 2) return true;
		bool indented = t->tokens[i].start >= 2 && t->text.ptr[t->tokens[i].start - 1] == ' ' && t->text.ptr[t->tokens[i].start - 2] == ' ';
		*paragraph = false;
		return indented;
	}
	bool stopped = before == '.' || before == '!' || before == '?' || before == ':';
	bool goes_on = line >= JOIN_LEAST && !stopped && !l->caseless && dtl_char_of(first_char(t, i)) == DTL_CHAR_LOWER;
	*paragraph = !goes_on;
	return !goes_on;
}

/* Title case and capitals of the sentence. */
static uint32_t case_of_sentence(const dtl_tokens *t, const dtl_sentence *s)
{
	size_t words = 0, capitals = 0, letters = 0, all = 0;
	for (size_t i = s->first; i < s->last; i++) {
		const dtl_token *token = &t->tokens[i];
		if (token->kind != DTL_TOKEN_WORD) continue;
		bool long_word = token->end - token->start >= 4;
		if (long_word && i > s->first) {
			words++;
			capitals += (token->flags & DTL_TOKEN_CAPITAL) != 0;
		}
		letters++;
		all += (token->flags & DTL_TOKEN_ALL_CAPS) || (token->end - token->start == 1 && (token->flags & DTL_TOKEN_CAPITAL));
	}
	uint32_t flags = 0;
	if (words >= 3 && capitals * 10 >= words * 7) flags |= DTL_SENTENCE_HEADLINE | DTL_SENTENCE_TITLE_CASE;
	if (letters >= 3 && all * 10 >= letters * 8) flags |= DTL_SENTENCE_ALL_CAPS;
	return flags;
}

static void close_sentence(dtl_tokens *t, dtl_sentence *s, size_t last)
{
	s->last = (uint32_t)last;
	s->start = t->tokens[s->first].start;
	s->end = t->tokens[last - 1].end;
	s->flags |= case_of_sentence(t, s);
}

/* The first line is a headline if it is short, does not end as a sentence does, and more follows. */
static void mark_headline(dtl_tokens *t)
{
	dtl_sentence *s = &t->sentences[0];
	char last = t->sentence_count ? t->text.ptr[s->end - 1] : '.';
	if (t->sentence_count < 2 || !(t->tokens[s->last].flags & DTL_TOKEN_BREAK_BEFORE)) return;
	if (s->last < 3 || s->last > HEADLINE_TOKENS || last == '.' || last == ':' || last == ',') return;
	s->flags |= DTL_SENTENCE_HEADLINE;
}

/* Longer runs are no prose (tables, lists, noise) and are cut, so that work within a sentence stays bounded. */
#define LONGEST_SENTENCE 300 /* tokens */

void dtl_cut_sentences(dtl_arena *arena, dtl_tokens *out)
{
	layout l = find_layout(out->text);
	size_t capacity = 0;
	uint32_t paragraphs = 0;
	dtl_sentence now = {.flags = DTL_SENTENCE_PARAGRAPH};
	if (!out->count) return;
	out->tokens[0].flags |= DTL_TOKEN_FIRST;
	for (size_t i = 1; i < out->count; i++) {
		bool paragraph = false, cut = false;
		if (out->tokens[i].flags & DTL_TOKEN_BREAK_BEFORE) cut = ends_by_break(out, i, &l, &paragraph);
		if (!cut) cut = ends_by_sign(out, now.first, i, &l) || i - now.first >= LONGEST_SENTENCE;
		if (!cut) continue;
		close_sentence(out, &now, i);
		DTL_PUSH(arena, out->sentences, out->sentence_count, capacity, now);
		paragraphs += paragraph;
		now = (dtl_sentence){.first = (uint32_t)i, .paragraph = paragraphs, .flags = paragraph ? DTL_SENTENCE_PARAGRAPH : 0};
		out->tokens[i].flags |= DTL_TOKEN_FIRST;
	}
	close_sentence(out, &now, out->count);
	DTL_PUSH(arena, out->sentences, out->sentence_count, capacity, now);
	mark_headline(out);
}
