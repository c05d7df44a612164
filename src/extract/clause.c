/* Chunks from tags: nouns, verbs and the signs between them. Chunk grammar after S. Abney, "Parsing By Chunks" (1991). */
#include "extract/clause.h"

#include "base/str.h"

typedef struct chunker {
	dtl_doc *doc;
	dtl_clauses *c;
	const dtl_token *tokens;
	uint32_t *timex_end; /* by token that begins a time expression: its end; else 0 */
	bool *joined;        /* by token: it goes on a name that the token before belongs to ("Sea of Japan") */
	size_t cap;
} chunker;

static bool one_of(dtl_str s, const char *const *list)
{
	for (; *list; list++)
		if (dtl_word_is(s, *list)) return true;
	return false;
}

static const dtl_event_word *phrase_word(const dtl_doc *doc, const dtl_clauses *c, size_t token, size_t n)
{
	char key[96];
	size_t len = 0;
	for (size_t i = token + 1 - n; i <= token; i++) {
		dtl_str l = c->lemmas[i];
		if (!l.len || len + l.len + 1 >= sizeof key) return NULL;
		if (len) key[len++] = ' ';
		memcpy(key + len, l.ptr, l.len);
		len += l.len;
	}
	return dtl_event_table_word(doc->event_table, (dtl_str){key, len});
}

uint64_t dtl_word_classes(const dtl_doc *doc, const dtl_clauses *c, size_t token)
{
	const dtl_event_word *w = c->words[token];
	if (!w) return 0;
	uint64_t classes = w->classes;
	for (size_t n = 2; w->ends_phrase && n <= 3 && n <= token + 1; n++) {
		const dtl_event_word *p = phrase_word(doc, c, token, n);
		if (p) classes |= p->classes;
	}
	return classes;
}

const dtl_event_word *dtl_verb_word(const dtl_doc *doc, const dtl_clauses *c, size_t token)
{
	const dtl_event_word *next = token + 1 < doc->tokens.count ? c->words[token + 1] : NULL;
	const dtl_event_word *phrase = next && next->ends_phrase ? phrase_word(doc, c, token + 1, 2) : NULL;
	return phrase ? phrase : c->words[token];
}

static bool is_sign(const dtl_doc *doc, size_t token)
{
	return doc->tokens.tokens[token].kind == DTL_TOKEN_PUNCT && !(doc->tokens.tokens[token + 1].flags & DTL_TOKEN_SPACE_BEFORE);
}

uint8_t dtl_chunk_sector(const dtl_doc *doc, const dtl_clauses *c, const dtl_chunk *chunk)
{
	for (uint32_t i = chunk->last; i-- > chunk->first;) {
		const dtl_event_word *w = c->words[i];
		if (!w) continue;
		for (size_t n = 3; w->ends_phrase && n >= 2; n--) {
			const dtl_event_word *p = n <= i + 1 - chunk->first ? phrase_word(doc, c, i, n) : NULL;
			if (p && p->sector) return p->sector;
		}
		/* "Kim Jong Un" is no "UN": short names of organisations stand in capitals. */
		const dtl_token *t = &doc->tokens.tokens[i];
		if (w->text.len <= 3 && i > 0 && is_sign(doc, i - 1)) continue; /* "Kim Jong-un" */
		if (w->text.len <= 3 && dtl_tag_is_noun((dtl_tag)t->tag) && (t->flags & DTL_TOKEN_CAPITAL) && !(t->flags & DTL_TOKEN_ALL_CAPS)) continue;
		if (w->sector) return w->sector;
	}
	return 0;
}

/* ---- words ---- */

/* Taggers confuse the past tense with the participle: "Police seized/VBN guns". Behind a noun and before a noun group only the past
 * tense can stand, so the tag is set right here. An unknown word in -ed there is a verb too ("telephoned/JJ Kozyrev"). */
static bool noun_group_begins(const chunker *k, size_t i, size_t end)
{
	if (i >= end || k->timex_end[i]) return false;
	dtl_tag t = (dtl_tag)k->tokens[i].tag;
	return t == DTL_TAG_DT || t == DTL_TAG_CD || t == DTL_TAG_PRP || t == DTL_TAG_PRPS || t == DTL_TAG_JJ || t == DTL_TAG_PDT || dtl_tag_is_noun(t)
		|| (t == DTL_TAG_IN && i + 1 < end && dtl_str_eq(dtl_token_str(&k->doc->tokens, i), DTL_STR("at"))
			&& dtl_str_eq(dtl_token_str(&k->doc->tokens, i + 1), DTL_STR("least")));
}

static bool is_word(const chunker *k, uint32_t i, const char *const *words)
{
	dtl_str s = dtl_token_str(&k->doc->tokens, i);
	for (; *words; words++)
		if (s.ptr && dtl_ascii_lower(s.ptr[0]) == (*words)[0] && dtl_str_eq_nocase(s, dtl_str_of(*words))) return true;
	return false;
}

/* "struck" taken for a noun: the past form of a verb of the table, and no word of its own. */
static bool past_of_trigger(chunker *k, uint32_t i)
{
	dtl_str w = dtl_token_str(&k->doc->tokens, i);
	const dtl_event_word *own = dtl_event_table_word(k->doc->event_table, w);
	if (own && own->rule_count[1]) return false;
	dtl_str lemma = dtl_lemma(k->doc->arena, w, DTL_TAG_VBD);
	static const char *const same[] = {"set", "hit", "cut", "put", "shut", "hurt", "burst", NULL}; /* past and present alike */
	if (dtl_str_eq(lemma, w) && !is_word(k, i, same)) return false;
	const dtl_event_word *word = dtl_event_table_word(k->doc->event_table, lemma);
	return word && word->rule_count[0];
}

static bool is_adverb(dtl_tag t)
{
	return t == DTL_TAG_RB || t == DTL_TAG_RBR || t == DTL_TAG_RBS;
}

static void mend_past(chunker *k, const dtl_sentence *s, uint32_t i, bool in_time, bool no_finite);

static bool present_of_verb(chunker *k, uint32_t i)
{
	const dtl_event_word *word = dtl_event_table_word(k->doc->event_table, dtl_lemma(k->doc->arena, dtl_token_str(&k->doc->tokens, i), DTL_TAG_VBZ));
	return word && (word->rule_count[0] || word->flags);
}

/* "the ship that rebels captured in May": the verb of a relative clause whose subject stands right before it. */
static bool in_relative_clause(const chunker *k, const dtl_sentence *s, uint32_t i)
{
	const dtl_token *t = k->tokens;
	uint32_t j = i;
	while (j > s->first && i - j < 5) {
		dtl_tag tag = (dtl_tag)t[j - 1].tag;
		if (tag == DTL_TAG_WDT || tag == DTL_TAG_WP) return j < i;
		static const char *const that[] = {"that", NULL};
		if (tag == DTL_TAG_IN && j < i && j - 1 > s->first && is_word(k, j - 1, that)) return dtl_tag_is_noun((dtl_tag)t[j - 2].tag); /* "a ship that" */
		if (!dtl_tag_is_noun(tag) && tag != DTL_TAG_JJ && tag != DTL_TAG_DT && tag != DTL_TAG_PRPS && tag != DTL_TAG_PRP) return false;
		j--;
	}
	return false;
}

static void mend_token(chunker *k, const dtl_sentence *s, uint32_t i, bool in_time, bool no_finite)
{
	static const char *const spatial[] = {"outside", "inside", "near", "across", "around", "off", "toward", "towards", NULL};
	dtl_token *t = k->doc->tokens.tokens;
	dtl_str w = dtl_token_str(&k->doc->tokens, i);
	dtl_tag tag = (dtl_tag)t[i].tag;
	if ((tag == DTL_TAG_RB || tag == DTL_TAG_JJ || tag == DTL_TAG_RP || tag == DTL_TAG_NN) && is_word(k, i, spatial) && noun_group_begins(k, i + 1, s->last))
		t[i].tag = DTL_TAG_IN;
	/* "Fighting broke out": a subject. */
	if (tag == DTL_TAG_VBG && i + 1 < s->last && dtl_tag_is_finite((dtl_tag)t[i + 1].tag) && (i == s->first || t[i - 1].tag == DTL_TAG_DT || t[i - 1].tag == DTL_TAG_JJ))
		t[i].tag = DTL_TAG_NN;
	/* "since meeting Mayor X": a gerund with its object */
	if (tag == DTL_TAG_NN && w.len > 5 && dtl_str_ends(w, DTL_STR("ing")) && i > s->first && t[i - 1].tag == DTL_TAG_IN && i + 1 < s->last && !k->timex_end[i + 1]
		&& (t[i + 1].tag == DTL_TAG_NNP || t[i + 1].tag == DTL_TAG_DT || t[i + 1].tag == DTL_TAG_CD || t[i + 1].tag == DTL_TAG_PRPS))
		t[i].tag = DTL_TAG_VBG;
	if (i == s->first || (t[i].flags & DTL_TOKEN_CAPITAL)) return;
	mend_past(k, s, i, in_time, no_finite);
}

/* Is the verb before token i in the past tense and no passive? */
static bool told_before(const chunker *k, const dtl_sentence *s, uint32_t i)
{
	while (i-- > s->first) {
		dtl_tag tag = (dtl_tag)k->tokens[i].tag;
		if (dtl_tag_is_verb(tag)) return tag == DTL_TAG_VBD;
	}
	return false;
}

/* A past form of a trigger that is taken for a noun, an adjective or a participle. */
static void mend_past(chunker *k, const dtl_sentence *s, uint32_t i, bool in_time, bool no_finite)
{
	static const char *const owners[] = {"its", "her", "his", "their", "our", "my", NULL};
	static const char *const be[] = {"was", "were", "been", "being", "be", "is", "are", "got", "have", "has", "had", NULL};
	dtl_token *t = k->doc->tokens.tokens;
	dtl_str w = dtl_token_str(&k->doc->tokens, i);
	dtl_tag tag = (dtl_tag)t[i].tag;
	bool ed = w.len > 4 && dtl_str_ends(w, DTL_STR("ed"));
	uint32_t b = i - 1; /* "fatally shot" */
	while (b > s->first && is_adverb((dtl_tag)t[b].tag)) b--;
	dtl_tag before = (dtl_tag)t[b].tag;
	/* "was shot and killed": no noun stands behind "was" without an article */
	if ((tag == DTL_TAG_NN || (tag == DTL_TAG_JJ && ed)) && dtl_tag_is_verb(before) && is_word(k, b, be) && past_of_trigger(k, i)) {
		t[i].tag = DTL_TAG_VBN;
		return;
	}
	/* "Lava flowed into the town and set fire to three houses": a past tense like the one before */
	static const char *const dead[] = {"dead", "down", NULL};
	bool shot_dead = i + 1 < s->last && is_word(k, i + 1, dead);
	if (tag == DTL_TAG_NN && (shot_dead || b + 1 < i || (before == DTL_TAG_CC && told_before(k, s, b))) && past_of_trigger(k, i)
		&& !dtl_str_eq(w, dtl_lemma(k->doc->arena, w, DTL_TAG_VBD))) { /* "fatally shot", "and shot 28 dead" */
		t[i].tag = DTL_TAG_VBD;
		return;
	}
	if (tag == DTL_TAG_VBN && before == DTL_TAG_CC && told_before(k, s, b) && noun_group_begins(k, i + 1, s->last)) {
		t[i].tag = DTL_TAG_VBD;
		return;
	}
	bool noun = dtl_tag_is_noun(before) || (before == DTL_TAG_PRP && !is_word(k, b, owners)) || in_time;
	/* "shot down three drones": past the particle */
	uint32_t then = i + 1 < s->last && t[i + 1].tag == DTL_TAG_RP ? i + 2 : i + 1;
	bool group = noun_group_begins(k, then, s->last);
	/* "a gunman shot three policemen": no noun stands before a number or article */
	dtl_tag next = then < s->last ? (dtl_tag)t[then].tag : DTL_TAG_NONE;
	bool counted = group && (next == DTL_TAG_CD || next == DTL_TAG_DT || next == DTL_TAG_PRP || next == DTL_TAG_PRPS);
	/* "gunmen shot and killed" */
	counted = counted || (next == DTL_TAG_CC && i + 2 < s->last && (t[i + 2].tag == DTL_TAG_VBD || t[i + 2].tag == DTL_TAG_VBN)) || shot_dead;
	/* "soldiers shot Peter Smith": a plural before it is a subject */
	counted = counted || (tag == DTL_TAG_NN && group && (before == DTL_TAG_NNS || before == DTL_TAG_NNPS));
	/* "Guerrillas near Fallujah shot down a helicopter": an irregular past is no noun behind a name or a plural */
	bool irregular = tag == DTL_TAG_NN && !ed && (before == DTL_TAG_NNP || before == DTL_TAG_NNPS || before == DTL_TAG_NNS) && next != DTL_TAG_NONE
		&& !dtl_tag_is_noun(next) && !dtl_tag_is_verb(next) && t[then].kind != DTL_TOKEN_PUNCT;
	if (irregular && past_of_trigger(k, i) && !dtl_str_eq(w, dtl_lemma(k->doc->arena, w, DTL_TAG_VBD))) {
		t[i].tag = DTL_TAG_VBD;
		return;
	}
	if (!noun) return;
	/* "Armenia fears a new attack" */
	if (tag == DTL_TAG_NNS && no_finite && counted && (before == DTL_TAG_NNP || before == DTL_TAG_NN) && present_of_verb(k, i)) {
		t[i].tag = DTL_TAG_VBZ;
		return;
	}
	if (tag == DTL_TAG_VBN && in_relative_clause(k, s, i)) {
		t[i].tag = DTL_TAG_VBD;
		return;
	}
	if (tag == DTL_TAG_VBN || ((tag == DTL_TAG_JJ || tag == DTL_TAG_NN) && ed)) {
		if (group || (tag == DTL_TAG_VBN && no_finite)) t[i].tag = DTL_TAG_VBD;
	} else if ((tag == DTL_TAG_NN || tag == DTL_TAG_JJ || (tag == DTL_TAG_IN && group)) && (no_finite || counted) && past_of_trigger(k, i)) {
		t[i].tag = DTL_TAG_VBD;
	}
}

/* "Warplanes bombed", "Inmates began": no statement begins with a verb of the third person, so what a verb follows is a noun. */
static void mend_first(chunker *k, const dtl_sentence *s)
{
	static const char *const questions[] = {"is", "has", "does", "was", NULL};
	dtl_token *t = &k->doc->tokens.tokens[s->first];
	if (s->last - s->first < 3 || t->tag != DTL_TAG_VBZ || is_word(k, s->first, questions)) return;
	dtl_tag next = (dtl_tag)t[1].tag;
	bool noun = next == DTL_TAG_VBD || next == DTL_TAG_VBN || next == DTL_TAG_VBP || next == DTL_TAG_MD;
	/* "Fires in Algeria killed": another verb has the word for its subject. */
	for (uint32_t i = 2; !noun && next == DTL_TAG_IN && s->first + i < s->last && i < 12; i++) noun = dtl_tag_is_finite((dtl_tag)t[i].tag);
	if (noun) t->tag = DTL_TAG_NNS;
}

/* "Fighting between A and B continued", "Shelling in the east killed five": a gerund whose phrase runs without a comma into the finite
 * verb is its subject. */
static void mend_gerund(chunker *k, const dtl_sentence *s)
{
	dtl_token *t = k->doc->tokens.tokens;
	uint32_t i = s->first;
	if (i + 2 < s->last && t[i].tag == DTL_TAG_JJ) i++;
	if (i + 2 >= s->last || t[i].tag != DTL_TAG_VBG || t[i + 1].tag != DTL_TAG_IN) return;
	char form[32];
	dtl_str w = dtl_token_str(&k->doc->tokens, i);
	if (w.len >= sizeof form) return;
	for (size_t n = 0; n < w.len; n++) form[n] = dtl_ascii_lower(w.ptr[n]);
	const dtl_event_word *word = dtl_event_table_word(k->doc->event_table, (dtl_str){form, w.len});
	if (!word || !word->rule_count[1]) return;
	for (uint32_t j = i + 1; j < s->last; j++) {
		if (dtl_tag_is_finite((dtl_tag)t[j].tag)) {
			t[i].tag = DTL_TAG_NN;
			return;
		}
		if (dtl_str_eq(dtl_token_str(&k->doc->tokens, j), DTL_STR(","))) return;
	}
}

static void mend_tags(chunker *k)
{
	const dtl_token *t = k->doc->tokens.tokens;
	for (size_t n = 0; n < k->doc->tokens.sentence_count; n++) {
		const dtl_sentence *s = &k->doc->tokens.sentences[n];
		mend_first(k, s);
		mend_gerund(k, s);
		/* A full sentence has a finite verb; a headline or a caption need not. */
		bool full = s->last > s->first && dtl_str_eq(dtl_token_str(&k->doc->tokens, s->last - 1), DTL_STR("."));
		bool no_finite = full && !(s->flags & DTL_SENTENCE_HEADLINE);
		for (uint32_t i = s->first; i < s->last && no_finite; i++) no_finite = !dtl_tag_is_finite((dtl_tag)t[i].tag);
		uint32_t time_end = 0;
		for (uint32_t i = s->first; i < s->last; i++) {
			if (k->timex_end[i]) time_end = k->timex_end[i];
			mend_token(k, s, i, i > s->first && i == time_end, no_finite);
			no_finite = no_finite && !dtl_tag_is_finite((dtl_tag)t[i].tag);
		}
	}
}

/* The rules of inflection miss some forms ("telephoned" -> "telephon"); the table is a dictionary of its own: an e more, a doubled
 * consonant less. */
static const dtl_event_word *guess_verb(const dtl_doc *doc, dtl_str form, dtl_str *lemma)
{
	char w[40];
	size_t n = form.len, cut = dtl_str_ends(form, DTL_STR("ing")) ? 3 : dtl_str_ends(form, DTL_STR("ed")) ? 2 : 0;
	if (!cut || n < cut + 3 || n >= sizeof w - 1) return NULL;
	for (size_t i = 0; i < n - cut; i++) w[i] = dtl_ascii_lower(form.ptr[i]);
	n -= cut;
	for (int turn = 0; turn < 3; turn++) {
		size_t len = n;
		if (turn == 1) w[len++] = 'e';
		else if (turn == 2) {
			if (w[n - 1] != w[n - 2] && n >= 2) break;
			len = n - 1;
		}
		const dtl_event_word *word = dtl_event_table_word(doc->event_table, (dtl_str){w, len});
		if (word && (word->rule_count[0] || word->flags || word->classes)) {
			*lemma = word->text;
			return word;
		}
	}
	return NULL;
}

static dtl_str lower(dtl_arena *arena, dtl_str s)
{
	size_t upper = 0;
	while (upper < s.len && !(s.ptr[upper] >= 'A' && s.ptr[upper] <= 'Z')) upper++;
	if (upper == s.len) return s;
	char *out = dtl_arena_alloc(arena, s.len + 1);
	for (size_t i = 0; i < s.len; i++) out[i] = dtl_ascii_lower(s.ptr[i]);
	return (dtl_str){out, s.len};
}

static void look_up_words(dtl_doc *doc, dtl_clauses *c)
{
	size_t n = doc->tokens.count;
	c->words = dtl_arena_array(doc->arena, const dtl_event_word *, n + 1);
	c->lemmas = dtl_arena_array(doc->arena, dtl_str, n + 1);
	for (size_t i = 0; i < n; i++) {
		const dtl_token *t = &doc->tokens.tokens[i];
		if (t->kind == DTL_TOKEN_PUNCT || t->kind == DTL_TOKEN_URL) continue;
		dtl_str s = dtl_token_str(&doc->tokens, i);
		dtl_tag tag = (dtl_tag)t->tag;
		/* A capitalised common noun ("Attack on", "Hurricane") has its plural like any other. */
		if (tag == DTL_TAG_NNPS) tag = DTL_TAG_NNS;
		bool inflected = dtl_tag_is_verb(tag) || tag == DTL_TAG_MD || tag == DTL_TAG_NNS;
		c->lemmas[i] = t->kind == DTL_TOKEN_WORD && inflected ? dtl_lemma(doc->arena, s, tag) : lower(doc->arena, s);
		c->words[i] = dtl_event_table_word(doc->event_table, c->lemmas[i]);
		bool many = s.len > 4 && (s.ptr[s.len - 1] == 's' || dtl_str_ends(s, DTL_STR("men")));
		if (!c->words[i] && many && (tag == DTL_TAG_NN || tag == DTL_TAG_NNP)) { /* a plural taken for a singular: "Gunmen" */
			dtl_str one = dtl_lemma(doc->arena, s, DTL_TAG_NNS);
			const dtl_event_word *word = dtl_event_table_word(doc->event_table, one);
			if (word) c->words[i] = word, c->lemmas[i] = one;
		}
		if (dtl_tag_is_verb(tag) && !(c->words[i] && c->words[i]->rule_count[0])) {
			const dtl_event_word *guess = guess_verb(doc, s, &c->lemmas[i]);
			if (guess) c->words[i] = guess;
		}
	}
}

/* ---- chunks ---- */

static dtl_chunk *add(chunker *k, dtl_chunk_kind kind, uint32_t first, uint32_t last, uint32_t head)
{
	dtl_clauses *c = k->c;
	dtl_chunk chunk = {.kind = (uint8_t)kind, .first = first, .last = last, .head = head, .modal = DTL_NO_CHUNK,
		.subject = DTL_NO_CHUNK, .object = DTL_NO_CHUNK, .object2 = DTL_NO_CHUNK, .agent = DTL_NO_CHUNK, .parent = DTL_NO_CHUNK,
		.governor = DTL_NO_CHUNK};
	for (uint32_t i = first; i < last; i++) c->chunk_of[i] = (uint32_t)c->count;
	DTL_PUSH(k->doc->arena, c->chunks, c->count, k->cap, chunk);
	return &c->chunks[c->count - 1];
}

static bool is_aux(const dtl_clauses *c, uint32_t i)
{
	static const char *const aux[] = {"be", "have", "do", "get", NULL};
	return one_of(c->lemmas[i], aux);
}

static bool is_hyphen(const chunker *k, uint32_t i)
{
	return k->tokens[i].kind == DTL_TOKEN_PUNCT && k->tokens[i].end - k->tokens[i].start == 1 && k->doc->tokens.text.ptr[k->tokens[i].start] == '-';
}

static bool negates(const dtl_clauses *c, uint32_t i)
{
	static const char *const no[] = {"not", "n't", "never", "n’t", NULL};
	return one_of(c->lemmas[i], no);
}

/* "to" before a verb, adverbs between allowed. */
static bool opens_infinitive(const chunker *k, uint32_t i, uint32_t end)
{
	if (k->tokens[i].tag != DTL_TAG_TO && !dtl_lemma_is(k->c, i, "to")) return false;
	uint32_t j = i + 1;
	while (j < end && is_adverb((dtl_tag)k->tokens[j].tag)) j++;
	return j < end && (k->tokens[j].tag == DTL_TAG_VB || k->tokens[j].tag == DTL_TAG_VBP);
}

static uint16_t verb_flags(const chunker *k, uint32_t first, uint32_t head, uint32_t modal, bool to)
{
	const dtl_clauses *c = k->c;
	uint16_t flags = 0;
	uint32_t last_aux = DTL_NO_CHUNK;
	bool be = false, have = false;
	for (uint32_t i = first; i <= head; i++) {
		if (negates(c, i)) flags |= DTL_VERB_NEGATED;
		if (i < head && dtl_tag_is_verb((dtl_tag)k->tokens[i].tag)) {
			if (last_aux == DTL_NO_CHUNK) last_aux = i;
			if (dtl_lemma_is(c, i, "be") || dtl_lemma_is(c, i, "get")) be = true;
			if (dtl_lemma_is(c, i, "have")) have = true;
		}
	}
	dtl_tag tag = (dtl_tag)k->tokens[head].tag, front = last_aux == DTL_NO_CHUNK ? tag : (dtl_tag)k->tokens[last_aux].tag;
	bool aux = last_aux != DTL_NO_CHUNK || modal != DTL_NO_CHUNK;
	bool participle = tag == DTL_TAG_VBN || (tag == DTL_TAG_VBD && be);
	if (be && participle) flags |= DTL_VERB_PASSIVE;
	if (have) flags |= DTL_VERB_PERFECT;
	if (be && tag == DTL_TAG_VBG) flags |= DTL_VERB_PROGRESSIVE;
	if (to) flags |= DTL_VERB_TO;
	else if (modal != DTL_NO_CHUNK || front == DTL_TAG_VBD || front == DTL_TAG_VBP || front == DTL_TAG_VBZ || (!aux && tag == DTL_TAG_VB))
		flags |= DTL_VERB_FINITE;
	if (front == DTL_TAG_VBD || have) flags |= DTL_VERB_PAST;
	else if (front == DTL_TAG_VBP || front == DTL_TAG_VBZ) flags |= DTL_VERB_PRESENT;
	if (!aux && !to && tag == DTL_TAG_VBG) flags |= DTL_VERB_GERUND;
	if (!aux && !to && tag == DTL_TAG_VBN) flags |= DTL_VERB_BARE | DTL_VERB_PASSIVE;
	return flags;
}

/* A verb group: [to] [modal] auxiliaries and adverbs, one main verb. Returns its end, or first if there is none. */
static uint32_t verb_chunk(chunker *k, uint32_t first, uint32_t end)
{
	const dtl_token *t = k->tokens;
	uint32_t i = first, modal = DTL_NO_CHUNK, head = DTL_NO_CHUNK;
	bool to = opens_infinitive(k, i, end);
	if (to) i++;
	for (; i < end; i++) {
		dtl_tag tag = (dtl_tag)t[i].tag;
		if (k->timex_end[i]) break;
		if (tag == DTL_TAG_MD && head == DTL_NO_CHUNK) { modal = i; continue; }
		if (is_adverb(tag)) continue;
		if (!dtl_tag_is_verb(tag)) {
			/* "was N killed": the subject of a question; nothing to join. */
			break;
		}
		if (head != DTL_NO_CHUNK && !is_aux(k->c, head)) break;
		if (head != DTL_NO_CHUNK && is_aux(k->c, head) && (tag == DTL_TAG_VBZ || tag == DTL_TAG_VBP)) break;
		head = i;
	}
	if (head == DTL_NO_CHUNK && modal == DTL_NO_CHUNK) return first;
	if (head == DTL_NO_CHUNK) head = modal;
	uint32_t last = head + 1;
	dtl_chunk *chunk = add(k, DTL_CHUNK_VERB, first, last, head);
	chunk->modal = modal;
	chunk->verb = verb_flags(k, first, head, modal, to);
	/* "advised but never imposed" */
	if (first > 0 && !(t[first].flags & DTL_TOKEN_FIRST) && negates(k->c, first - 1) && chunk->first == first) chunk->verb |= DTL_VERB_NEGATED;
	if (last < end && negates(k->c, last)) {
		chunk->verb |= DTL_VERB_NEGATED;
		chunk->last = ++last;
		k->c->chunk_of[last - 1] = (uint32_t)k->c->count - 1;
	}
	return last;
}

/* "test-fired": a word, a hyphen and a finite verb without space. */
static bool hyphen_verb(const chunker *k, uint32_t i, uint32_t end)
{
	if (i + 2 >= end || k->tokens[i].kind != DTL_TOKEN_WORD || !is_hyphen(k, i + 1)) return false;
	if ((k->tokens[i + 1].flags | k->tokens[i + 2].flags) & DTL_TOKEN_SPACE_BEFORE) return false;
	dtl_tag tag = (dtl_tag)k->tokens[i + 2].tag, next = i + 3 < end ? (dtl_tag)k->tokens[i + 3].tag : DTL_TAG_NONE;
	return tag == DTL_TAG_VBD || tag == DTL_TAG_VBZ
		|| (tag == DTL_TAG_VBN && (next == DTL_TAG_DT || next == DTL_TAG_CD || next == DTL_TAG_PRPS || next == DTL_TAG_PRP));
}

/* May token i go on a noun group that began at first? */
static bool in_noun_group(const chunker *k, uint32_t first, uint32_t i, uint32_t end)
{
	dtl_tag tag = (dtl_tag)k->tokens[i].tag;
	if (i > first && k->joined[i]) return true;
	if (hyphen_verb(k, i, end)) return false;
	bool headed = i > first && dtl_tag_is_noun((dtl_tag)k->tokens[i - 1].tag);
	switch (tag) {
	case DTL_TAG_DT: case DTL_TAG_PRPS: case DTL_TAG_PDT:
		return i == first || k->tokens[i - 1].tag == DTL_TAG_PDT;
	case DTL_TAG_CD: return !headed || k->tokens[i - 1].tag == DTL_TAG_NNP; /* "Boeing 737", but not "a patrol 30 km" */
	case DTL_TAG_JJ: case DTL_TAG_JJR: case DTL_TAG_JJS: return !headed || (k->tokens[i].flags & DTL_TOKEN_CAPITAL)
		|| (i >= first + 2 && is_hyphen(k, i - 2)); /* "an intermediate-range ballistic missile" */
	case DTL_TAG_NN: case DTL_TAG_NNS: case DTL_TAG_NNP: case DTL_TAG_NNPS: case DTL_TAG_POS: case DTL_TAG_SYM: return true;
	case DTL_TAG_FW: return true;
	case DTL_TAG_RB: /* "nearly 50 people", "at least 12" */
		return i + 1 < end && k->tokens[i + 1].tag == DTL_TAG_CD && !headed;
	case DTL_TAG_VBN: case DTL_TAG_VBG: { /* "armed men", "the shelling", "a shooting attack" */
		uint32_t j = i + 1;
		while (j < end && (k->tokens[j].tag == DTL_TAG_JJ || k->tokens[j].tag == DTL_TAG_CD)) j++;
		bool noun_next = j < end && dtl_tag_is_noun((dtl_tag)k->tokens[j].tag) && !k->timex_end[j];
		if (i == first) return false;
		/* "the wounded", "the burned" */
		if (tag == DTL_TAG_VBN && i == first + 1 && k->tokens[first].tag == DTL_TAG_DT && !noun_next && (j >= end || k->tokens[j].tag != DTL_TAG_IN)) return true;
		if (tag == DTL_TAG_VBG && !headed && (!noun_next || dtl_lemma_is(k->c, j, "of"))) return true;
		return !headed && noun_next;
	}
	default: return is_hyphen(k, i) && i > first && i + 1 < end && !(k->tokens[i + 1].flags & DTL_TOKEN_SPACE_BEFORE);
	}
}

static uint32_t noun_chunk(chunker *k, uint32_t first, uint32_t end)
{
	const dtl_token *t = k->tokens;
	if (t[first].tag == DTL_TAG_PRP || t[first].tag == DTL_TAG_EX) {
		add(k, DTL_CHUNK_NOUN, first, first + 1, first);
		return first + 1;
	}
	uint32_t i = first;
	while (i < end && (i == first || !k->timex_end[i]) && in_noun_group(k, first, i, end)) i++;
	/* "at least 50", "more than 200 people" are begun by prep_or_clause; a lone determiner is a pronoun. */
	if (i == first) return first;
	uint32_t head = i - 1;
	while (head > first && (t[head].tag == DTL_TAG_POS || t[head].tag == DTL_TAG_SYM || is_hyphen(k, head))) head--;
	/* "two killed", "14 dead": numbers as heads stand. A time word may close the group: "the attack Monday". */
	add(k, DTL_CHUNK_NOUN, first, i, head);
	return i;
}

static bool opens_clause(const chunker *k, uint32_t i)
{
	static const char *const subs[] = {"because", "although", "though", "while", "whereas", "if", "unless", "whether", "as", "that", "once", NULL};
	return one_of(k->c->lemmas[i], subs);
}

/* "at least", "more than", "up to", "as many as" before a number belong to the noun group behind them. */
static uint32_t quantifier(const chunker *k, uint32_t i, uint32_t end)
{
	static const char *const two[][2] = {{"at", "least"}, {"more", "than"}, {"up", "to"}, {"at", "most"}, {"fewer", "than"}, {"less", "than"}, {NULL, NULL}};
	for (size_t n = 0; two[n][0]; n++)
		if (i + 2 < end && dtl_lemma_is(k->c, i, two[n][0]) && dtl_lemma_is(k->c, i + 1, two[n][1])
			&& (k->tokens[i + 2].tag == DTL_TAG_CD || dtl_lemma_is(k->c, i + 2, "a") || k->tokens[i + 2].kind == DTL_TOKEN_NUMBER))
			return i + 2;
	if (i + 4 < end && dtl_lemma_is(k->c, i, "as") && dtl_lemma_is(k->c, i + 1, "many") && dtl_lemma_is(k->c, i + 2, "as")) return i + 3;
	return i;
}

static uint32_t punct_chunk(chunker *k, uint32_t i)
{
	const dtl_token *t = &k->tokens[i];
	dtl_str s = dtl_token_str(&k->doc->tokens, i);
	static const char *const quotes[] = {"\"", "“", "”", "``", "''", "«", "»", "„", "‘", "'", NULL};
	if (s.len == 1 && s.ptr[0] == ',') add(k, DTL_CHUNK_COMMA, i, i + 1, i);
	else if (one_of(s, quotes)) add(k, DTL_CHUNK_QUOTE, i, i + 1, i);
	else if (t->kind == DTL_TOKEN_PUNCT) add(k, DTL_CHUNK_STOP, i, i + 1, i);
	else add(k, DTL_CHUNK_OTHER, i, i + 1, i);
	return i + 1;
}

static uint32_t next_chunk(chunker *k, uint32_t i, uint32_t end)
{
	dtl_tag tag = (dtl_tag)k->tokens[i].tag;
	if (k->timex_end[i]) {
		uint32_t last = k->timex_end[i] < end ? k->timex_end[i] : end;
		add(k, DTL_CHUNK_TIME, i, last, last - 1);
		return last;
	}
	if (k->tokens[i].kind == DTL_TOKEN_PUNCT && !is_hyphen(k, i)) return punct_chunk(k, i);
	if (hyphen_verb(k, i, end)) {
		dtl_chunk *verb = add(k, DTL_CHUNK_VERB, i, i + 3, i + 2);
		verb->verb = (uint16_t)(DTL_VERB_FINITE | (k->tokens[i + 2].tag == DTL_TAG_VBZ ? DTL_VERB_PRESENT : DTL_VERB_PAST));
		return i + 3;
	}
	uint32_t q = quantifier(k, i, end);
	if (q > i) {
		uint32_t last = noun_chunk(k, q, end);
		if (last > q) {
			dtl_chunk *c = &k->c->chunks[k->c->count - 1];
			c->first = i;
			for (uint32_t j = i; j < q; j++) k->c->chunk_of[j] = (uint32_t)k->c->count - 1;
			return last;
		}
	}
	if (tag == DTL_TAG_MD || dtl_tag_is_verb(tag) || opens_infinitive(k, i, end)) {
		/* "armed men", "wounded soldiers": a participle before its noun, with nothing before it. */
		bool front = (tag == DTL_TAG_VBN || tag == DTL_TAG_VBG) && i + 1 < end && dtl_tag_is_noun((dtl_tag)k->tokens[i + 1].tag)
			&& tag == DTL_TAG_VBN && !k->timex_end[i + 1];
		if (!front) {
			uint32_t last = verb_chunk(k, i, end);
			if (last > i) return last;
		} else {
			uint32_t j = i + 1;
			while (j < end && !k->timex_end[j] && in_noun_group(k, i, j, end)) j++;
			add(k, DTL_CHUNK_NOUN, i, j, j - 1);
			return j;
		}
	}
	if (tag == DTL_TAG_WDT || tag == DTL_TAG_WP || tag == DTL_TAG_WPS || tag == DTL_TAG_WRB) {
		add(k, DTL_CHUNK_WH, i, i + 1, i);
		return i + 1;
	}
	if (tag == DTL_TAG_CC) { add(k, DTL_CHUNK_AND, i, i + 1, i); return i + 1; }
	if (tag == DTL_TAG_IN || tag == DTL_TAG_TO) {
		add(k, opens_clause(k, i) ? DTL_CHUNK_SUB : DTL_CHUNK_PREP, i, i + 1, i);
		return i + 1;
	}
	uint32_t last = noun_chunk(k, i, end);
	if (last > i) return last;
	return punct_chunk(k, i);
}

/* The inner tokens of place names and of names that the entity tagger marks. */
static void mark_names(chunker *k)
{
	k->joined = dtl_arena_array(k->doc->arena, bool, k->doc->tokens.count + 1);
	for (size_t i = 0; i < k->doc->mention_count; i++) {
		const dtl_span s = k->doc->mentions[i].span;
		for (size_t t = dtl_token_at(&k->doc->tokens, s.start) + 1; t < k->doc->tokens.count && k->tokens[t].start < s.end; t++) k->joined[t] = true;
	}
	for (size_t t = 1; t < k->doc->tokens.count; t++) {
		uint8_t e = k->tokens[t].entity;
		if (e == DTL_ENTITY_I_ORG || e == DTL_ENTITY_I_PER || e == DTL_ENTITY_I_LOC) k->joined[t] = true;
		if (k->tokens[t].flags & DTL_TOKEN_FIRST) k->joined[t] = false;
	}
}

/* Where time expressions begin; those inside a word group stay part of it ("the January 2 attack" is cut, which is right). */
static void mark_timexes(chunker *k)
{
	k->timex_end = dtl_arena_array(k->doc->arena, uint32_t, k->doc->tokens.count + 1);
	for (size_t i = 0; i < k->doc->timex_count; i++) {
		const dtl_timex *x = &k->doc->timexes[i];
		size_t first = dtl_token_at(&k->doc->tokens, x->span.start), last = first;
		while (last < k->doc->tokens.count && k->tokens[last].start < x->span.end) last++;
		if (last > first) k->timex_end[first] = (uint32_t)last;
	}
}

void dtl_link_clauses(dtl_doc *doc, dtl_clauses *c); /* clause_link.c */

void dtl_find_clauses(dtl_doc *doc, dtl_clauses *out)
{
	*out = (dtl_clauses){0};
	chunker k = {.doc = doc, .c = out, .tokens = doc->tokens.tokens};
	mark_timexes(&k);
	mark_names(&k);
	mend_tags(&k);
	look_up_words(doc, out);
	out->chunk_of = dtl_arena_array(doc->arena, uint32_t, doc->tokens.count + 1);
	out->sentence_chunk = dtl_arena_array(doc->arena, uint32_t, doc->tokens.sentence_count + 1);
	for (size_t s = 0; s < doc->tokens.sentence_count; s++) {
		const dtl_sentence *sentence = &doc->tokens.sentences[s];
		out->sentence_chunk[s] = (uint32_t)out->count;
		for (uint32_t i = sentence->first; i < sentence->last;) i = next_chunk(&k, i, sentence->last);
		for (size_t i = out->sentence_chunk[s]; i < out->count; i++) out->chunks[i].sentence = (uint32_t)s;
	}
	out->sentence_chunk[doc->tokens.sentence_count] = (uint32_t)out->count;
	dtl_link_clauses(doc, out);
}
