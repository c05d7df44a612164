/* Names in text that is not English. No tagger: a name counts if the gazetteer holds it, it is written as a name, is no common word,
 * and means something large enough that chance is unlikely. */
#include "base/str.h"
#include "base/utf8.h"
#include "extract/gaz_marks.h"
#include "extract/mentions.h"
#include "text/chars.h"
#include "text/normal.h"

enum {
	POPULATION_FLOOR = 50000, /* of a town named by one word */
	FIRST_WORD_FLOOR = 300000,/* where the sentence begins, and the capital says nothing */
	LETTERS_LEAST = 4,
	SYLLABARY_LONGEST = 10    /* characters of a name in a script without spaces */
};
#define FOREIGN_SCORE 0.7f

/* Is this meaning large enough for a name of that many words? */
static bool weighty(const dtl_gaz_entry *e, size_t words, uint32_t floor)
{
	switch ((dtl_gaz_class)e->class_) {
	case DTL_GAZ_COUNTRY:
	case DTL_GAZ_ADM1:
	case DTL_GAZ_PPLC: return true;
	case DTL_GAZ_REGION:
	case DTL_GAZ_WATER:
	case DTL_GAZ_ISLAND:
	case DTL_GAZ_MOUNTAIN: return e->radius_km >= 50 || words > 1;
	case DTL_GAZ_PPLZ:
	case DTL_GAZ_PPLX: return false;
	default: return words > 1 ? e->population >= floor / 10 : e->population >= floor;
	}
}

static bool accepted(const dtl_gazetteer *g, uint32_t name, size_t words, uint32_t floor)
{
	size_t count = 0;
	const dtl_gaz_ref *refs = dtl_gaz_refs(g, name, &count);
	for (size_t i = 0; i < count && i < 8; i++) {
		if (refs[i].flags & (DTL_REF_WEAK | DTL_REF_CASED)) return false;
		bool name_kind = refs[i].kind == DTL_NAME_MAIN || refs[i].kind == DTL_NAME_ALTERNATE;
		if (name_kind && weighty(dtl_gaz_entry_at(g, refs[i].entry), words, floor)) return true;
	}
	return false;
}

/* Scripts that run words together: names are looked for at every character of a token, longest first. */
static void scan_run(dtl_doc *doc, size_t *capacity, size_t token)
{
	dtl_str s = dtl_token_str(&doc->tokens, token);
	uint32_t base = doc->tokens.tokens[token].start;
	for (size_t at = 0; at < s.len;) {
		size_t ends[SYLLABARY_LONGEST], n = 0, next = at, found = 0;
		while (next < s.len && n < SYLLABARY_LONGEST) {
			dtl_utf8_next(s, &next);
			ends[n++] = next;
		}
		for (size_t k = n; k >= 2 && !found; k--) {
			char key[DTL_NORMAL_MAX];
			size_t length = dtl_normal_key(dtl_str_sub(s, at, ends[k - 1]), key);
			uint32_t name = length ? dtl_gaz_name(doc->gazetteer, (dtl_str){key, length}) : DTL_GAZ_NONE;
			if (name != DTL_GAZ_NONE && accepted(doc->gazetteer, name, 1, POPULATION_FLOOR)) found = ends[k - 1];
		}
		if (found) {
			dtl_mention m = {.span = {base + (uint32_t)at, base + (uint32_t)found}, .place = -1, .score = FOREIGN_SCORE,
				.sentence = (uint32_t)dtl_sentence_of_token(&doc->tokens, token)};
			DTL_PUSH(doc->arena, doc->mentions, doc->mention_count, *capacity, m);
		}
		at = found ? found : ends[0];
	}
}

static bool runs_together(const dtl_doc *doc, size_t token)
{
	size_t at = doc->tokens.tokens[token].start;
	return doc->tokens.tokens[token].kind == DTL_TOKEN_WORD && dtl_script_run_of(dtl_utf8_next(doc->tokens.text, &at)) != DTL_RUN_ALPHABET;
}

void dtl_find_foreign_mentions(dtl_doc *doc)
{
	const dtl_tokens *t = &doc->tokens;
	size_t capacity = 0;
	for (size_t i = 0; i < t->count;) {
		const dtl_token *token = &t->tokens[i];
		size_t at = token->start;
		dtl_char k = dtl_char_of(dtl_utf8_next(t->text, &at));
		if (runs_together(doc, i)) {
			scan_run(doc, &capacity, i++);
			continue;
		}
		if (token->kind != DTL_TOKEN_WORD || (k != DTL_CHAR_UPPER && k != DTL_CHAR_LETTER)) {
			i++;
			continue;
		}
		dtl_gaz_match m = dtl_gaz_match_at(doc->gazetteer, t, i);
		size_t words = m.last - m.first, letters = m.name == DTL_GAZ_NONE ? 0 : t->tokens[m.last - 1].end - token->start;
		uint32_t floor = token->flags & DTL_TOKEN_FIRST ? FIRST_WORD_FLOOR : POPULATION_FLOOR;
		bool good = m.name != DTL_GAZ_NONE && letters >= LETTERS_LEAST && accepted(doc->gazetteer, m.name, words, floor);
		if (good) dtl_mention_add(doc, &capacity, m.first, m.last, DTL_MENTION_LITERAL, FOREIGN_SCORE);
		i = good ? m.last : i + 1;
	}
}
