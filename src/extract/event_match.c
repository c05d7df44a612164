/* From words to triggers: which row of the table a verb or noun meets, given its clause. */
#include "extract/event_work.h"

dtl_span dtl_chunk_span(const dtl_event_work *w, uint32_t chunk)
{
	const dtl_chunk *c = dtl_chunk_at(w, chunk);
	return (dtl_span){w->doc->tokens.tokens[c->first].start, w->doc->tokens.tokens[c->last - 1].end};
}

static dtl_tag tag_of(const dtl_event_work *w, uint32_t token)
{
	return (dtl_tag)w->doc->tokens.tokens[token].tag;
}

/* "It smashed the airport": the classes of the subject of the sentence before, or of an earlier one of the same sentence. */
static uint64_t antecedent_classes(const dtl_event_work *w, uint32_t chunk)
{
	uint32_t sentence = dtl_chunk_at(w, chunk)->sentence;
	uint32_t from = dtl_first_chunk(w, sentence > 0 ? sentence - 1 : 0);
	for (uint32_t i = chunk; i-- > from;) {
		const dtl_chunk *v = dtl_chunk_at(w, i);
		if (v->kind != DTL_CHUNK_VERB || !(v->verb & DTL_VERB_FINITE) || v->subject == DTL_NO_CHUNK || v->subject >= chunk) continue;
		const dtl_chunk *s = dtl_chunk_at(w, v->subject);
		if (s->kind == DTL_CHUNK_NOUN && tag_of(w, s->head) != DTL_TAG_PRP) return dtl_word_classes(w->doc, &w->c, s->head);
	}
	return 0;
}

/* Classes of a noun chunk's head, with those that no word list gives: names of persons, pronouns, bare numbers. */
uint64_t dtl_head_classes(const dtl_event_work *w, uint32_t chunk)
{
	const dtl_chunk *c = dtl_chunk_at(w, chunk);
	if (c->kind != DTL_CHUNK_NOUN) return 0;
	uint64_t classes = dtl_word_classes(w->doc, &w->c, c->head);
	int32_t m = w->mention_of[c->head];
	for (uint32_t t = c->head; m >= 0 && t-- > c->first && w->mention_of[t] == m;) classes |= dtl_word_classes(w->doc, &w->c, t); /* "Sea of Japan" */
	int32_t place = m >= 0 ? w->doc->mentions[m].place : -1;
	if (place >= 0 && w->doc->places[place].feature.len && w->doc->places[place].feature.ptr[0] == 'H') classes |= w->k.water;
	for (uint32_t t = c->first; t < c->head && (classes & w->k.person); t++) /* armed men, masked gunmen */
		if (dtl_lemma_is(&w->c, t, "armed") || dtl_lemma_is(&w->c, t, "masked") || dtl_lemma_is(&w->c, t, "hooded")) classes |= w->k.armed;
	uint8_t entity = w->doc->tokens.tokens[c->head].entity;
	if (entity == DTL_ENTITY_B_PER || entity == DTL_ENTITY_I_PER) classes |= w->k.person;
	if (tag_of(w, c->head) == DTL_TAG_PRP && !dtl_lemma_is(&w->c, c->head, "it")) classes |= w->k.person;
	if (tag_of(w, c->head) == DTL_TAG_CD) classes |= w->k.person;
	if (c->head == c->first && dtl_lemma_is(&w->c, c->head, "it")) classes |= antecedent_classes(w, chunk);
	return classes;
}

static bool word_meets(const dtl_event_work *w, uint32_t token, const dtl_event_cond *cond)
{
	const dtl_event_word *word = w->c.words[token];
	if (!word) return false;
	for (uint32_t i = 0; i < cond->word_count; i++)
		if (cond->words[i] == word->id) return true;
	return false;
}

static bool is_country(const dtl_event_work *w, int32_t mention)
{
	int32_t p = w->doc->mentions[mention].place;
	return p >= 0 && w->doc->places[p].precision == DTL_PRECISION_COUNTRY;
}

static bool place_meets(const dtl_event_work *w, const dtl_chunk *c, const dtl_event_cond *cond)
{
	int32_t m = w->mention_of[c->head];
	if (m < 0) return false;
	if (cond->slot != DTL_COND_SUBJ && w->doc->mentions[m].kind != DTL_MENTION_LITERAL) return false;
	return cond->place || is_country(w, m);
}

static bool chunk_meets_alone(const dtl_event_work *w, uint32_t chunk, const dtl_event_cond *cond)
{
	const dtl_chunk *c = dtl_chunk_at(w, chunk);
	if (cond->any) return true;
	if (c->kind != DTL_CHUNK_NOUN) return false;
	if (cond->classes & dtl_head_classes(w, chunk)) return true;
	if (word_meets(w, c->head, cond)) return true;
	if (cond->sectors && (cond->sectors & (1ull << dtl_chunk_sector(w->doc, &w->c, c)) & ~1ull)) return true;
	return (cond->place || cond->country) && place_meets(w, c, cond);
}

/* Any member of "A, B and C" will do; "a series of missiles", "dozens of people": the noun behind "of" too. */
static bool chunk_meets(const dtl_event_work *w, uint32_t chunk, const dtl_event_cond *cond)
{
	if (chunk == DTL_NO_CHUNK) return false;
	uint32_t end = dtl_last_chunk(w, dtl_chunk_at(w, chunk)->sentence);
	for (int n = 0; n < 5; n++) {
		if (chunk_meets_alone(w, chunk, cond)) return true;
		uint32_t of = dtl_pp_after(w, chunk, "of");
		if (of != DTL_NO_CHUNK) {
			if (chunk_meets_alone(w, of, cond)) return true;
			chunk = of;
		}
		uint32_t i = chunk + 1;
		while (i < end && (dtl_chunk_at(w, i)->kind == DTL_CHUNK_COMMA || dtl_chunk_at(w, i)->kind == DTL_CHUNK_AND)) i++;
		if (i == chunk + 1 || i >= end || dtl_chunk_at(w, i)->kind != DTL_CHUNK_NOUN) return false;
		if (i + 1 < end && dtl_chunk_at(w, i + 1)->kind == DTL_CHUNK_VERB && dtl_chunk_at(w, i + 1)->subject == i) return false; /* the next clause */
		chunk = i;
	}
	return false;
}

uint32_t dtl_pp_after(const dtl_event_work *w, uint32_t chunk, const char *prep)
{
	uint32_t end = dtl_last_chunk(w, dtl_chunk_at(w, chunk)->sentence);
	if (chunk + 2 < end && dtl_chunk_at(w, chunk + 1)->kind == DTL_CHUNK_PREP && dtl_chunk_at(w, chunk + 2)->kind == DTL_CHUNK_NOUN
		&& dtl_lemma_is(&w->c, dtl_chunk_at(w, chunk + 1)->head, prep))
		return chunk + 2;
	return DTL_NO_CHUNK;
}

/* Words of the clause or sentence, the trigger's own left out. */
static bool words_meet(const dtl_event_work *w, const dtl_frame *f, const dtl_event_cond *cond)
{
	uint32_t first = dtl_first_chunk(w, f->sentence), last = dtl_last_chunk(w, f->sentence);
	for (uint32_t i = first; i < last; i++) {
		const dtl_chunk *c = dtl_chunk_at(w, i);
		if (cond->slot == DTL_COND_CLAUSE && c->clause != f->clause) continue;
		for (uint32_t t = c->first; t < c->last; t++) {
			if (t >= f->token && t < f->last) continue;
			if (cond->classes & dtl_word_classes(w->doc, &w->c, t)) return true;
			if (word_meets(w, t, cond)) return true;
			if (cond->sectors && w->c.words[t] && w->c.words[t]->sector && (cond->sectors & (1ull << w->c.words[t]->sector))) return true;
		}
		if ((cond->place || cond->country) && place_meets(w, c, cond)) return true;
	}
	return false;
}

/* A noun's complement: what stands before it in its chunk, and behind "of". */
static bool complement_meets(const dtl_event_work *w, const dtl_frame *f, const dtl_event_cond *cond)
{
	const dtl_chunk *c = dtl_chunk_at(w, f->chunk);
	if (!f->noun) return false;
	for (uint32_t t = c->first; t < f->token; t++) {
		if (cond->classes & dtl_word_classes(w->doc, &w->c, t)) return true;
		if (word_meets(w, t, cond)) return true;
		if (cond->sectors && w->c.words[t] && w->c.words[t]->sector && (cond->sectors & (1ull << w->c.words[t]->sector))) return true;
		if ((cond->place || cond->country) && w->mention_of[t] >= 0) return true;
	}
	/* "'killer bee' attack" */
	if (f->chunk >= 2 && c->first == f->token && dtl_chunk_at(w, f->chunk - 1)->kind == DTL_CHUNK_QUOTE && chunk_meets_alone(w, f->chunk - 2, cond)
		&& !cond->any) return true;
	uint32_t of = dtl_pp_after(w, f->chunk, "of");
	return of != DTL_NO_CHUNK && chunk_meets(w, of, cond);
}

static bool phrase_meets(const dtl_event_work *w, const dtl_frame *f, const dtl_event_cond *cond)
{
	uint32_t first = dtl_first_chunk(w, f->sentence), last = dtl_last_chunk(w, f->sentence);
	for (uint32_t i = f->chunk + 1; i + 1 < last; i++) {
		const dtl_chunk *c = dtl_chunk_at(w, i);
		if (c->clause != f->clause) break;
		if (c->kind == DTL_CHUNK_PREP && w->c.words[c->head] && w->c.words[c->head]->id == cond->prep
			&& (chunk_meets(w, i + 1, cond) || (cond->any && dtl_chunk_at(w, i + 1)->kind != DTL_CHUNK_TIME)))
			return true;
	}
	/* In front of the verb: "At the police station, gunmen fired". */
	for (uint32_t i = first; !f->noun && i + 1 < f->chunk; i++) {
		const dtl_chunk *c = dtl_chunk_at(w, i);
		if (c->clause == f->clause && c->kind == DTL_CHUNK_PREP && w->c.words[c->head] && w->c.words[c->head]->id == cond->prep
			&& chunk_meets(w, i + 1, cond))
			return true;
	}
	return false;
}

bool dtl_match_cond(const dtl_event_work *w, const dtl_frame *f, const dtl_event_cond *cond)
{
	const dtl_chunk *verb = f->verb == DTL_NO_CHUNK ? NULL : dtl_chunk_at(w, f->verb);
	bool passive = verb && (verb->verb & DTL_VERB_PASSIVE);
	bool met = false;
	switch ((dtl_cond_slot)cond->slot) {
	case DTL_COND_OBJ:
		if (f->noun) met = complement_meets(w, f, cond);
		else if (verb && f->last > verb->head + 1 && f->last < w->doc->tokens.count && chunk_meets(w, w->c.chunk_of[f->last], cond)) met = true; /* "break off X" */
		else if (verb) met = passive ? chunk_meets(w, verb->subject, cond) || chunk_meets(w, verb->object, cond)
			: chunk_meets(w, verb->object, cond) || chunk_meets(w, verb->object2, cond);
		if (cond->absent) return !f->noun && verb && !passive && verb->object == DTL_NO_CHUNK;
		break;
	case DTL_COND_SUBJ:
		if (verb) met = chunk_meets(w, passive ? verb->agent : verb->subject, cond);
		if (f->noun && !met) met = complement_meets(w, f, cond);
		if (cond->absent) return verb && verb->subject == DTL_NO_CHUNK;
		break;
	case DTL_COND_OF: met = complement_meets(w, f, cond); break;
	case DTL_COND_CLAUSE: case DTL_COND_SENT: met = words_meet(w, f, cond); break;
	case DTL_COND_TOLD: met = f->light; break;
	case DTL_COND_DOC: met = (w->doc_classes & cond->classes) != 0; break;
	case DTL_COND_PREP: met = phrase_meets(w, f, cond); break;
	}
	return met != cond->absent;
}

/* The further words of a trigger: next to each other for nouns; for verbs within six tokens ("set the car on fire"). */
static bool follow(const dtl_event_work *w, const dtl_event_rule *rule, uint32_t token, uint32_t end, uint32_t *last)
{
	uint32_t t = token;
	for (int i = 1; i < rule->word_count; i++) {
		uint32_t limit = rule->noun || i > 1 ? t + 2 : t + 7;
		uint32_t j = t + 1;
		while (j < end && j < limit && !(w->c.words[j] && w->c.words[j]->id == rule->words[i])) {
			if (w->doc->tokens.tokens[j].kind == DTL_TOKEN_PUNCT && !rule->noun) return false;
			/* "air-strike": the hyphen is a token of its own. */
			if (rule->noun && w->doc->tokens.tokens[j].kind == DTL_TOKEN_PUNCT && !(w->doc->tokens.tokens[j].flags & DTL_TOKEN_SPACE_BEFORE)) limit++;
			j++;
		}
		if (j >= end || j >= limit) return false;
		/* "firing missiles into waters off its coast": a preposition of its own, no part of "fire off" */
		if (!rule->noun && j > t + 1 && tag_of(w, j) == DTL_TAG_IN && j + 1 < end && (tag_of(w, j + 1) == DTL_TAG_DT || tag_of(w, j + 1) == DTL_TAG_PRPS))
			return false;
		t = j;
	}
	*last = t + 1;
	return true;
}

static const dtl_event_rule *best_rule(const dtl_event_work *w, dtl_frame *f, const dtl_event_word *word, uint32_t end)
{
	for (uint32_t i = 0; i < word->rule_count[f->noun]; i++) {
		const dtl_event_rule *r = &word->rules[f->noun][i];
		uint32_t last;
		if (!follow(w, r, f->token, end, &last)) continue;
		f->last = last;
		bool ok = true;
		for (int n = 0; ok && n < r->cond_count; n++) ok = dtl_match_cond(w, f, &r->conds[n]);
		if (ok) return r;
	}
	return NULL;
}

/* The verb that carries a noun trigger: the one it is object or subject of, also through "a series of", "in an". */
static uint32_t carrying_verb(const dtl_event_work *w, uint32_t chunk)
{
	uint32_t g = dtl_chunk_at(w, chunk)->governor;
	for (int n = 0; n < 3 && g != DTL_NO_CHUNK; n++) {
		const dtl_chunk *c = dtl_chunk_at(w, g);
		if (c->kind == DTL_CHUNK_VERB) return g;
		if (c->kind != DTL_CHUNK_PREP || !dtl_lemma_is(&w->c, c->head, "of") || g == 0) return DTL_NO_CHUNK;
		g = dtl_chunk_at(w, g - 1)->kind == DTL_CHUNK_NOUN ? dtl_chunk_at(w, g - 1)->governor : DTL_NO_CHUNK;
	}
	return DTL_NO_CHUNK;
}

/* "carried out an attack", "clashes erupted": the phrase grows to the verb, the verb's subject becomes the actor. */
static void take_carrier(const dtl_event_work *w, dtl_frame *f)
{
	uint32_t v = carrying_verb(w, f->chunk);
	if (f->chunk >= 2 && dtl_chunk_at(w, f->chunk - 1)->kind == DTL_CHUNK_PREP && dtl_chunk_at(w, f->chunk - 2)->kind == DTL_CHUNK_VERB) {
		/* "spoke of the attack", "reported on the clashes" */
		const dtl_chunk *p = dtl_chunk_at(w, f->chunk - 1);
		bool about = dtl_lemma_is(&w->c, p->head, "of") || dtl_lemma_is(&w->c, p->head, "about") || dtl_lemma_is(&w->c, p->head, "on");
		if (about && (dtl_word_classes(w->doc, &w->c, dtl_chunk_at(w, f->chunk - 2)->head) & (w->k.report | w->k.denounce))) f->evidence = true;
	}
	if (v == DTL_NO_CHUNK) return;
	const dtl_chunk *verb = dtl_chunk_at(w, v);
	uint64_t classes = dtl_word_classes(w->doc, &w->c, verb->head);
	if (verb->head + 1 < w->doc->tokens.count) { /* "carry out", "take place", "break out" */
		char key[64];
		dtl_str a = w->c.lemmas[verb->head], b = w->c.lemmas[verb->head + 1];
		if (a.len + b.len + 1 < sizeof key) {
			if (a.len) memcpy(key, a.ptr, a.len);
			key[a.len] = ' ';
			memcpy(key + a.len + 1, b.ptr ? b.ptr : "", b.len);
			const dtl_event_word *p = dtl_event_table_word(w->doc->event_table, (dtl_str){key, a.len + 1 + b.len});
			if (p) classes |= p->classes;
		}
	}
	bool object = verb->subject != f->chunk && f->chunk > v;
	bool passive = (verb->verb & DTL_VERB_PASSIVE) != 0;
	f->verb = v;
	if ((object || passive) && (classes & w->k.light)) {
		f->light = true;
		if (verb->head < f->first && f->first - verb->head < 8) f->first = verb->head;
	} else if (!object && ((classes & w->k.happen) || (passive && (classes & w->k.report) && !(classes & w->k.denounce)))) {
		f->light = true; /* "clashes erupted", "fighting was reported" */
	} else if (classes & (w->k.report | w->k.denounce)) {
		f->evidence = true;
	}
}

static bool definite(const dtl_event_work *w, const dtl_chunk *c)
{
	return dtl_lemma_is(&w->c, c->first, "the") || dtl_lemma_is(&w->c, c->first, "this") || dtl_lemma_is(&w->c, c->first, "that")
		|| dtl_lemma_is(&w->c, c->first, "these") || tag_of(w, c->first) == DTL_TAG_PRPS;
}

/* A noun is a trigger as the head of its group, or before a word that only stretches it. */
static bool heads_group(const dtl_event_work *w, const dtl_chunk *c, uint32_t last)
{
	return last > c->head || (last + 1 == c->last && tag_of(w, last) == DTL_TAG_POS);
}

/* "the Special Commission for the Investigation of ...": a word of a name tells of no event. */
static bool in_name(const dtl_event_work *w, uint32_t token, uint32_t sentence)
{
	const dtl_sentence *s = &w->doc->tokens.sentences[sentence];
	const dtl_token *t = &w->doc->tokens.tokens[token];
	if (s->flags & (DTL_SENTENCE_HEADLINE | DTL_SENTENCE_ALL_CAPS) || token == s->first) return false;
	return (t->flags & DTL_TOKEN_CAPITAL) && (t->tag == DTL_TAG_NNP || t->tag == DTL_TAG_NNPS);
}

static void try_token(dtl_event_work *w, uint32_t chunk, uint32_t token, bool noun)
{
	const dtl_event_word *word = w->c.words[token];
	const dtl_chunk *c = dtl_chunk_at(w, chunk);
	if (!word || !word->rule_count[noun]) return;
	/* "burned-out lorries", "a Kurdish-held town": half of a word. */
	const dtl_token *behind = &w->doc->tokens.tokens[token + 1];
	if (!noun && token + 1 < w->doc->tokens.count && behind->kind == DTL_TOKEN_PUNCT && !(behind->flags & DTL_TOKEN_SPACE_BEFORE)
		&& w->doc->tokens.text.ptr[behind->start] == '-') return;
	/* "the last wrecked carriages", "a burned car": of the noun's look */
	if (!noun && (c->verb & DTL_VERB_BARE) && tag_of(w, token) == DTL_TAG_VBN && token + 1 < w->doc->tokens.count && dtl_tag_is_noun(tag_of(w, token + 1)) && token > 0
		&& (tag_of(w, token - 1) == DTL_TAG_DT || tag_of(w, token - 1) == DTL_TAG_JJ || tag_of(w, token - 1) == DTL_TAG_PRPS)) return;
	dtl_frame f = {.token = token, .first = token, .last = token + 1, .chunk = chunk, .verb = noun ? DTL_NO_CHUNK : chunk,
		.sentence = c->sentence, .clause = c->clause, .noun = noun, .actor = DTL_NO_CHUNK, .target = DTL_NO_CHUNK, .timex = -1,
		.timex2 = -1, .told_timex = -1, .killed = -1, .injured = -1, .missing = -1, .merged = -1, .mentions = {-1, -1, -1, -1}, .weak_mention = -1};
	if (noun) take_carrier(w, &f);
	f.rule = best_rule(w, &f, word, w->doc->tokens.sentences[c->sentence].last);
	if (!f.rule || !f.rule->kind->name.len) return;
	if (noun && !heads_group(w, c, f.last)) return;
	if (noun && in_name(w, token, c->sentence)) return;
	f.kind = f.rule->kind;
	/* "clashes erupted", "the attack occurred" */
	if (noun && f.light && f.verb != DTL_NO_CHUNK && dtl_chunk_at(w, f.verb)->head >= f.last && dtl_chunk_at(w, f.verb)->head < f.last + 4)
		f.last = dtl_chunk_at(w, f.verb)->head + 1;
	/* "two men, accused of plotting": told in passing. */
	if (!noun && (c->verb & DTL_VERB_BARE) && (f.kind->traits & DTL_TRAIT_VERBAL)) return;
	f.definite = noun && definite(w, c);
	/* "The accident was the second of its kind": spoken of, not told. */
	const dtl_chunk *be = f.verb == DTL_NO_CHUNK ? NULL : dtl_chunk_at(w, f.verb);
	/* "after ten months of fighting": a measure of time */
	if (noun && chunk >= 2 && dtl_chunk_at(w, chunk - 1)->kind == DTL_CHUNK_PREP && dtl_lemma_is(&w->c, dtl_chunk_at(w, chunk - 1)->head, "of")
		&& dtl_chunk_at(w, chunk - 2)->kind == DTL_CHUNK_TIME && w->timex_of[chunk - 2] >= 0 && w->doc->timexes[w->timex_of[chunk - 2]].type == DTL_TIMEX_DURATION) f.evidence = true;
	if (f.definite && be && be->subject == chunk && dtl_lemma_is(&w->c, be->head, "be") && be->object != DTL_NO_CHUNK) f.evidence = true;
	f.plural = noun && tag_of(w, f.last - 1) == DTL_TAG_NNS;
	f.own_first = f.first;
	f.own_last = f.last;
	DTL_PUSH(w->doc->arena, w->frames, w->count, w->cap, f);
}

/* A verb that only carries a noun trigger ("launched an attack") is no trigger beside it. */
static void drop_carriers(dtl_event_work *w)
{
	size_t n = 0;
	for (size_t i = 0; i < w->count; i++) {
		const dtl_frame *f = &w->frames[i];
		bool drop = false;
		for (size_t j = i + 1; !f->noun && j < w->count && w->frames[j].sentence == f->sentence; j++)
			if (w->frames[j].noun && w->frames[j].light && w->frames[j].verb == f->chunk && w->frames[j].first == f->token) drop = f->rule->word_count == 1;
		/* A noun inside a phrase ("open fire", "state of siege"). */
		for (size_t j = i; f->noun && j-- > 0 && w->frames[j].sentence == f->sentence;)
			if (w->frames[j].rule->word_count > 1 && f->token < w->frames[j].last && f->token >= w->frames[j].first) drop = true;
		if (!drop) w->frames[n++] = *f;
	}
	w->count = n;
}

void dtl_match_triggers(dtl_event_work *w)
{
	for (uint32_t i = 0; i < w->c.count; i++) {
		const dtl_chunk *c = dtl_chunk_at(w, i);
		if (c->kind == DTL_CHUNK_VERB) {
			try_token(w, i, c->head, false);
		} else if (c->kind == DTL_CHUNK_NOUN) {
			for (uint32_t t = c->first; t < c->last; t++) {
				size_t before = w->count;
				dtl_tag tag = tag_of(w, t);
				if (dtl_tag_is_noun(tag) || tag == DTL_TAG_VBG || tag == DTL_TAG_JJ) try_token(w, i, t, true);
				if (w->count > before) break;
			}
		}
	}
	drop_carriers(w);
}
