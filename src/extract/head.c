/* The head of an article: headline, bylines, and the dateline that says where and when it was filed.
 *
 *     SEOUL, Jan 28 (Reuters) - ...        date 2024-01-27 (Agency) -- ...        (Seoul) ...
 *     KAHRAMANMARAS, Turkey (AP) — ...     LONDON — ...                           March 3, 2023 <line break>
 *
 * A dateline is read from the first tokens of a line: a run of capitalised words, numbers, commas and brackets that ends in a
 * dash or a closing bracket. Only the first lines are looked at. */
#include "extract/doc.h"

#define LINES 8          /* how far down a dateline may begin */
#define LINE_TOKENS 24   /* a dateline is no longer */
#define HEADLINE_BYTES 240

static bool word_in(dtl_str word, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (dtl_str_eq_nocase(word, dtl_str_of(list[i]))) return true;
	return false;
}
#define IN(word, list) word_in((word), (list), sizeof(list) / sizeof *(list))

static bool is_month(dtl_str w)
{
	static const char *const full[] = {"january", "february", "march", "april", "may", "june", "july", "august",
		"september", "october", "november", "december", "sept"};
	if (w.len && w.ptr[w.len - 1] == '.') w.len--;
	if (IN(w, full)) return true;
	for (size_t i = 0; w.len == 3 && i < 12; i++)
		if (dtl_str_eq_nocase(w, (dtl_str){full[i], 3})) return true;
	return false;
}

static bool is_weekday(dtl_str w)
{
	static const char *const days[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon",
		"tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"};
	if (w.len && w.ptr[w.len - 1] == '.') w.len--;
	return IN(w, days);
}

static bool is_date_word(const dtl_tokens *t, size_t i)
{
	static const char *const extra[] = {"date", "dated", "published", "updated", "posted"};
	dtl_str w = dtl_token_str(t, i);
	return t->tokens[i].kind == DTL_TOKEN_NUMBER || is_month(w) || is_weekday(w) || IN(w, extra);
}

static bool sign(const dtl_tokens *t, size_t i, const char *what)
{
	return i < t->count && dtl_str_eq(dtl_token_str(t, i), dtl_str_of(what));
}

static bool is_dash(const dtl_tokens *t, size_t i)
{
	return sign(t, i, "-") || sign(t, i, "–") || sign(t, i, "—") || sign(t, i, "--");
}

/* The first token of the next line behind token i. */
static size_t line_end(const dtl_tokens *t, size_t i)
{
	for (i++; i < t->count; i++)
		if (t->tokens[i].flags & DTL_TOKEN_BREAK_BEFORE) return i;
	return t->count;
}

/* Is the line nothing but a date? */
static bool date_line(const dtl_tokens *t, size_t first, size_t last)
{
	static const char *const small[] = {"am", "pm", "a.m.", "p.m.", "at", "gmt", "utc", "on", "of", "est", "edt", "et"};
	bool number = false, month = false;
	if (last - first > 12) return false;
	for (size_t i = first; i < last; i++) {
		dtl_str w = dtl_token_str(t, i);
		if (t->tokens[i].kind == DTL_TOKEN_PUNCT || IN(w, small)) continue;
		if (!is_date_word(t, i)) return false;
		number |= t->tokens[i].kind == DTL_TOKEN_NUMBER;
		month |= is_month(w) || t->tokens[i].end - t->tokens[i].start >= 8 || last - first >= 5;
	}
	return number && month;
}

static bool byline(const dtl_tokens *t, size_t first, size_t last)
{
	return last - first <= 12 && dtl_str_eq_nocase(dtl_token_str(t, first), DTL_STR("by"));
}

/* May token i stand inside a dateline, before its dash? */
static bool dateline_token(const dtl_tokens *t, size_t i)
{
	static const char *const small[] = {"of", "the", "and", "de", "la", "al", "el", "del", "st", "near", "in", "s", "'s",
		"date", "on", "aboard", "with"};
	const dtl_token *k = &t->tokens[i];
	if (k->kind == DTL_TOKEN_NUMBER || k->flags & DTL_TOKEN_CAPITAL) return true;
	if (k->kind == DTL_TOKEN_WORD) return IN(dtl_token_str(t, i), small);
	return sign(t, i, ",") || sign(t, i, "(") || sign(t, i, ")") || sign(t, i, "/") || sign(t, i, ".") || sign(t, i, "-") || sign(t, i, ":");
}

/* A dash that ends a dateline: with space on a side or doubled, not inside a name or a date (Kuala-Lumpur, 2024-01-27). */
static bool ending_dash(const dtl_tokens *t, size_t i, size_t last)
{
	if (!is_dash(t, i) || i + 1 >= last) return false;
	if (sign(t, i, "—") || sign(t, i, "--") || sign(t, i, "–")) return true;
	bool before = t->tokens[i].flags & DTL_TOKEN_SPACE_BEFORE, after = t->tokens[i + 1].flags & DTL_TOKEN_SPACE_BEFORE;
	return (before && after) || (is_dash(t, i + 1)) || (i > 0 && sign(t, i - 1, ")"));
}

static dtl_span tokens_span(const dtl_tokens *t, size_t first, size_t last)
{
	while (first < last && t->tokens[first].kind == DTL_TOKEN_PUNCT) first++;
	while (first < last && t->tokens[last - 1].kind == DTL_TOKEN_PUNCT) last--;
	return first < last ? (dtl_span){t->tokens[first].start, t->tokens[last - 1].end} : (dtl_span){0, 0};
}

/* Is [first, last) the name of a place, up to its first comma? */
static bool known_place(const dtl_doc *doc, size_t first, size_t last)
{
	size_t end = first;
	while (end < last && !sign(&doc->tokens, end, ",")) end++;
	dtl_gaz_match m = dtl_gaz_match_at(doc->gazetteer, &doc->tokens, first);
	return m.name != DTL_GAZ_NONE && m.last == end;
}

/* The first run of date words in [first, last), with the commas and slashes between them. */
static void date_run(const dtl_tokens *t, size_t first, size_t last, size_t *from, size_t *to)
{
	*from = first;
	while (*from < last && !is_date_word(t, *from)) ++*from;
	*to = *from;
	for (size_t i = *from; i < last; i++) {
		if (is_date_word(t, i)) *to = i + 1;
		else if (t->tokens[i].kind != DTL_TOKEN_PUNCT || sign(t, i, "(") || sign(t, i, ")")) break;
	}
}

/* What [first, last) holds besides its date: the part before it, or if there is none the part behind it. */
static dtl_span rest(const dtl_tokens *t, size_t first, size_t last, size_t from, size_t to)
{
	dtl_span before = tokens_span(t, first, from);
	return before.end > before.start ? before : tokens_span(t, to, last);
}

/* Fills place, date and agency from the tokens [first, last) of a dateline; the body begins at token `body`. */
static void take_dateline(dtl_doc *doc, size_t first, size_t last, size_t body)
{
	const dtl_tokens *t = &doc->tokens;
	dtl_head *h = &doc->head;
	size_t open = first, close, from, to;
	while (open < last && !sign(t, open, "(")) open++;
	for (close = open; close < last && !sign(t, close, ")");) close++;
	size_t outside = open > first ? first : close < last ? close + 1 : last;
	size_t outside_end = open > first ? open : last;
	date_run(t, outside, outside_end, &from, &to);
	h->dateline_place = rest(t, outside, outside_end, from, to);
	dtl_span when = tokens_span(t, from, to);
	date_run(t, open, close, &from, &to);
	h->agency = rest(t, open, close, from, to);
	if (when.end == when.start) when = tokens_span(t, from, to);
	if (when.end == when.start && close < last) { /* behind the bracket: PLACE (Agency), July 9, 2021 -- */
		date_run(t, close, last, &from, &to);
		when = tokens_span(t, from, to);
	}
	if (h->dateline_place.end == h->dateline_place.start && open < close && known_place(doc, open + 1, close)) {
		h->dateline_place = h->agency;
		h->agency = (dtl_span){0, 0};
	}
	if (when.end > when.start) h->dateline_date = when;
	h->dateline = (dtl_span){t->tokens[first].start, t->tokens[body - 1].end};
	h->body = body < t->count ? t->tokens[body].start : (uint32_t)t->text.len;
}

/* Does what stands before the dash convince as a dateline? */
static bool convincing(const dtl_doc *doc, size_t first, size_t last)
{
	const dtl_tokens *t = &doc->tokens;
	bool date = false, bracket = false;
	for (size_t i = first; i < last; i++) {
		date |= is_date_word(t, i);
		bracket |= sign(t, i, ")");
	}
	bool caps = t->tokens[first].flags & DTL_TOKEN_ALL_CAPS && t->tokens[first].end - t->tokens[first].start > 2;
	bool starts = sign(t, first, "(") || caps || known_place(doc, first, last);
	return (date && bracket) || (starts && (caps || date || bracket || last - first <= 6));
}

/* Is the whole line a dateline, without a dash: a date, and a place or an agency besides it? */
static bool dateline_line(const dtl_doc *doc, size_t first, size_t last)
{
	const dtl_tokens *t = &doc->tokens;
	if (last >= t->count || last - first > LINE_TOKENS) return false;
	size_t from, to;
	date_run(t, first, last, &from, &to);
	bool number = false, other = false;
	for (size_t i = first; i < last; i++) {
		if (!dateline_token(t, i)) return false;
		number |= t->tokens[i].kind == DTL_TOKEN_NUMBER;
		other |= t->tokens[i].kind == DTL_TOKEN_WORD && !is_date_word(t, i);
	}
	bool caps = t->tokens[first].flags & DTL_TOKEN_ALL_CAPS;
	return number && other && (caps || sign(t, last - 1, ")") || from == first || known_place(doc, first, last));
}

/* A dateline at the beginning of the line [first, last)? */
static bool find_dateline(dtl_doc *doc, size_t first, size_t last)
{
	const dtl_tokens *t = &doc->tokens;
	size_t limit = last - first > LINE_TOKENS ? first + LINE_TOKENS : last;
	for (size_t i = first; i < limit; i++) {
		if (i > first && ending_dash(t, i, last)) {
			if (!convincing(doc, first, i)) return false;
			size_t body = i + 1;
			while (body < last && is_dash(t, body)) body++;
			take_dateline(doc, first, i, body);
			return true;
		}
		if (!dateline_token(t, i)) break;
	}
	/* "(Seoul) North Korean ...": a place alone in brackets */
	if (!sign(t, first, "(")) return false;
	size_t close = first + 1;
	while (close < limit && !sign(t, close, ")")) close++;
	if (close >= limit || close - first > 6 || !known_place(doc, first + 1, close)) return false;
	take_dateline(doc, first, close + 1, close + 1);
	return true;
}

static bool headline(const dtl_tokens *t, size_t first, size_t last)
{
	uint32_t bytes = t->tokens[last - 1].end - t->tokens[first].start;
	if (last >= t->count || bytes > HEADLINE_BYTES) return false;
	return !(sign(t, last - 1, ".") || sign(t, last - 1, ":") || sign(t, last - 1, ";"));
}

void dtl_find_head(dtl_doc *doc)
{
	const dtl_tokens *t = &doc->tokens;
	size_t line = 0, first = 0;
	while (first < t->count && line < LINES) {
		size_t last = line_end(t, first);
		if (find_dateline(doc, first, last)) return;
		if (line > 0 && !date_line(t, first, last) && dateline_line(doc, first, last)) {
			take_dateline(doc, first, last, last);
			return;
		}
		if (date_line(t, first, last)) {
			if (doc->head.dateline_date.end == 0) doc->head.dateline_date = tokens_span(t, first, last);
		} else if (line == 0 && headline(t, first, last)) {
			doc->head.headline = (dtl_span){t->tokens[first].start, t->tokens[last - 1].end};
		} else if (!byline(t, first, last) && !headline(t, first, last)) {
			if (doc->head.body == 0) doc->head.body = t->tokens[first].start;
			return; /* the first line of running text has no dateline */
		}
		first = last;
		line++;
	}
}
