/* Who, whom, how many, with what. */
#include "extract/event_work.h"

static dtl_tag tag_of(const dtl_event_work *w, uint32_t token)
{
	return (dtl_tag)w->doc->tokens.tokens[token].tag;
}

/* ---- numbers ---- */

static double number_word(dtl_str s)
{
	static const struct { const char *word; double value; } words[] = {{"one", 1}, {"two", 2}, {"three", 3}, {"four", 4}, {"five", 5}, {"six", 6},
		{"seven", 7}, {"eight", 8}, {"nine", 9}, {"ten", 10}, {"eleven", 11}, {"twelve", 12}, {"thirteen", 13}, {"fourteen", 14}, {"fifteen", 15},
		{"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19}, {"twenty", 20}, {"thirty", 30}, {"forty", 40}, {"fifty", 50},
		{"sixty", 60}, {"seventy", 70}, {"eighty", 80}, {"ninety", 90}, {"hundred", 100}, {"thousand", 1000}, {"million", 1e6}, {"billion", 1e9},
		{"dozen", 12}, {"score", 20}, {"zero", 0}};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (dtl_word_is(s, words[i].word)) return words[i].value;
	return -1;
}

/* Only figures, numerals and the few nouns of number can count: the others need no look at the list. */
static bool may_count(dtl_tag tag, dtl_str s)
{
	if (tag == DTL_TAG_CD) return true;
	return s.len > 4 && s.len < 9 && (s.ptr[0] == 'd' || s.ptr[0] == 'h' || s.ptr[0] == 't' || s.ptr[0] == 'm' || s.ptr[0] == 'b' || s.ptr[0] == 's');
}

static double digits(dtl_str s)
{
	double v = 0, scale = 0;
	if (!s.len || !dtl_ascii_digit(s.ptr[0])) return -1;
	for (size_t i = 0; i < s.len; i++) {
		if (dtl_ascii_digit(s.ptr[i])) {
			v = scale > 0 ? v + (s.ptr[i] - '0') * scale : v * 10 + (s.ptr[i] - '0');
			if (scale > 0) scale /= 10;
		} else if (s.ptr[i] == '.' && scale == 0) {
			scale = 0.1;
		} else if (s.ptr[i] != ',') {
			return -1;
		}
	}
	return v;
}

double dtl_chunk_number(const dtl_event_work *w, uint32_t chunk)
{
	const dtl_chunk *c = dtl_chunk_at(w, chunk);
	double total = -1;
	for (uint32_t t = c->first; t <= c->head; t++) {
		dtl_str s = w->c.lemmas[t];
		/* "19-year-old", "the 26th regiment": no counts. */
		if (t + 1 < c->last && w->doc->tokens.tokens[t + 1].kind == DTL_TOKEN_PUNCT) continue;
		double v = digits(s);
		if (v < 0 && may_count(tag_of(w, t), s)) v = number_word(s);
		if (v < 0) continue;
		if (tag_of(w, t) == DTL_TAG_NNS) return -1; /* "dozens", "hundreds" */
		total = total < 0 ? v : v < 100 && total >= 20 ? total + v : v >= 12 && total < v ? total * v : total;
	}
	return total;
}

/* How many people a noun chunk names: its number; one for a singular person; -1 for a plural without number. */
static double people_in(const dtl_event_work *w, uint32_t chunk)
{
	const dtl_chunk *c = dtl_chunk_at(w, chunk);
	double n = dtl_chunk_number(w, chunk);
	uint64_t classes = dtl_head_classes(w, chunk);
	if (n >= 0 && (classes & w->k.measure)) return -1;
	if (n >= 0) return n;
	dtl_tag tag = tag_of(w, c->head);
	if (dtl_lemma_is(&w->c, c->first, "no") || dtl_lemma_is(&w->c, c->head, "nobody")) return 0;
	if (!(classes & (w->k.person | w->k.armed))) return -1;
	if (dtl_lemma_is(&w->c, c->head, "people") || dtl_lemma_is(&w->c, c->head, "family") || dtl_lemma_is(&w->c, c->head, "other")) return -1;
	if (tag == DTL_TAG_PRP) return dtl_lemma_is(&w->c, c->head, "him") || dtl_lemma_is(&w->c, c->head, "her") || dtl_lemma_is(&w->c, c->head, "he")
		|| dtl_lemma_is(&w->c, c->head, "she") ? 1 : -1;
	return tag == DTL_TAG_NN || tag == DTL_TAG_NNP ? 1 : -1;
}

/* Sums "four soldiers of the guard, a driver and two nurses". */
static double count_people(const dtl_event_work *w, uint32_t chunk)
{
	if (chunk == DTL_NO_CHUNK || dtl_chunk_at(w, chunk)->kind != DTL_CHUNK_NOUN) return -1;
	double total = people_in(w, chunk);
	uint32_t i = chunk + 1, end = dtl_last_chunk(w, dtl_chunk_at(w, chunk)->sentence);
	if (total < 0) return -1;
	for (int n = 0; n < 6; n++) {
		while (i + 1 < end && dtl_chunk_at(w, i)->kind == DTL_CHUNK_PREP && dtl_chunk_at(w, i + 1)->kind == DTL_CHUNK_NOUN) i += 2;
		uint32_t j = i;
		while (j < end && (dtl_chunk_at(w, j)->kind == DTL_CHUNK_AND || dtl_chunk_at(w, j)->kind == DTL_CHUNK_COMMA)) j++;
		if (j == i || j >= end || dtl_chunk_at(w, j)->kind != DTL_CHUNK_NOUN || dtl_chunk_at(w, j - 1)->kind != DTL_CHUNK_AND) break;
		const dtl_chunk *next = dtl_chunk_at(w, j);
		if (j + 1 < end && dtl_chunk_at(w, j + 1)->kind == DTL_CHUNK_VERB) break;
		if (!(dtl_head_classes(w, j) & (w->k.person | w->k.armed | w->k.force)) || dtl_lemma_is(&w->c, next->first, "the")) break;
		double more = people_in(w, j);
		if (more < 0 || dtl_lemma_is(&w->c, next->head, "other")) break;
		total += more;
		i = j + 1;
	}
	return total;
}

static void keep_max(int64_t *slot, double v)
{
	if (v >= 0 && v < 1e8 && (int64_t)v > *slot) *slot = (int64_t)v;
}

static void casualty_verb(dtl_event_work *w, dtl_frame *f, const dtl_chunk *verb)
{
	static const char *const kill[] = {"kill", "slay", "murder", "massacre", "assassinate", "execute", "behead", "slaughter", "gun", "claim", NULL};
	static const char *const hurt[] = {"injure", "wound", "hurt", "maim", "sting", "stab", NULL};
	static const char *const die[] = {"die", "perish", "drown", "succumb", NULL};
	bool passive = (verb->verb & DTL_VERB_PASSIVE) != 0;
	uint32_t whom = passive ? verb->subject : verb->object;
	for (size_t i = 0; kill[i]; i++)
		if (dtl_lemma_is(&w->c, verb->head, kill[i])) keep_max(&f->killed, count_people(w, whom));
	for (size_t i = 0; hurt[i]; i++)
		if (dtl_lemma_is(&w->c, verb->head, hurt[i])) keep_max(&f->injured, count_people(w, whom));
	for (size_t i = 0; die[i]; i++)
		if (dtl_lemma_is(&w->c, verb->head, die[i])) keep_max(&f->killed, count_people(w, verb->subject));
}

/* "14 dead", "killing at least 12 and wounding 30", "56 others injured": all of the sentence that no trigger of its own tells. */
static void casualty_words(dtl_event_work *w, dtl_frame *f)
{
	uint32_t first = dtl_first_chunk(w, f->sentence), last = dtl_last_chunk(w, f->sentence);
	for (uint32_t i = first; i < last; i++) {
		const dtl_chunk *c = dtl_chunk_at(w, i);
		if (c->clause != f->clause && c->kind != DTL_CHUNK_NOUN) continue;
		if (c->kind == DTL_CHUNK_VERB && !f->noun && c->clause == f->clause) casualty_verb(w, f, c);
		if (c->kind != DTL_CHUNK_NOUN || i + 1 >= last) continue;
		uint32_t t = c->last;
		const dtl_chunk *next = dtl_chunk_at(w, i + 1);
		if (next->kind == DTL_CHUNK_STOP || next->kind == DTL_CHUNK_COMMA) continue;
		double n = people_in(w, i);
		if (n < 0) continue;
		if (dtl_lemma_is(&w->c, t, "dead")) keep_max(&f->killed, n);
		else if (dtl_lemma_is(&w->c, t, "missing")) keep_max(&f->missing, n);
		else if (dtl_lemma_is(&w->c, t, "injured") || dtl_lemma_is(&w->c, t, "wounded")) keep_max(&f->injured, n);
	}
}

static void find_casualties(dtl_event_work *w, dtl_frame *f)
{
	if (f->kind->traits & DTL_TRAIT_VERBAL) return;
	if (!f->noun && f->verb != DTL_NO_CHUNK) casualty_verb(w, f, dtl_chunk_at(w, f->verb));
	uint32_t of = f->noun ? dtl_pp_after(w, f->chunk, "of") : DTL_NO_CHUNK;
	if (of != DTL_NO_CHUNK && (f->kind->traits & DTL_TRAIT_CASUALTY))
		keep_max(dtl_str_eq(f->kind->name, dtl_str_of("wounding")) ? &f->injured : &f->killed, count_people(w, of));
	if (!(f->kind->traits & DTL_TRAIT_SCENE)) casualty_words(w, f);
}

/* ---- what was counted ---- */

static void add_quantity(dtl_event_work *w, dtl_frame *f, uint32_t chunk)
{
	const dtl_chunk *c = dtl_chunk_at(w, chunk);
	double n = dtl_chunk_number(w, chunk);
	if (n < 0 || f->quantity_count == DTL_MAX_QUANTITIES || c->head == c->first) return;
	uint32_t unit = c->first;
	while (unit < c->head && (tag_of(w, unit) == DTL_TAG_CD || tag_of(w, unit) == DTL_TAG_DT || tag_of(w, unit) == DTL_TAG_IN || tag_of(w, unit) == DTL_TAG_RB
		|| tag_of(w, unit) == DTL_TAG_JJR || tag_of(w, unit) == DTL_TAG_JJS || number_word(w->c.lemmas[unit]) >= 0 || digits(w->c.lemmas[unit]) >= 0)) unit++;
	const dtl_token *t = w->doc->tokens.tokens;
	dtl_quantity q = {.span = {t[c->first].start, t[c->last - 1].end}, .value = n};
	q.unit = dtl_str_sub(w->doc->tokens.text, t[unit].start, t[c->head].end);
	f->quantities[f->quantity_count++] = q;
}

static void find_quantities(dtl_event_work *w, dtl_frame *f)
{
	const dtl_chunk *verb = f->verb == DTL_NO_CHUNK ? NULL : dtl_chunk_at(w, f->verb);
	uint32_t first = DTL_NO_CHUNK;
	if (f->kind->traits & (DTL_TRAIT_CASUALTY | DTL_TRAIT_VERBAL)) return;
	if (f->noun) first = f->chunk;
	else if (verb) first = (verb->verb & DTL_VERB_PASSIVE) ? verb->subject : verb->object;
	if (first == DTL_NO_CHUNK || dtl_chunk_at(w, first)->kind != DTL_CHUNK_NOUN) return;
	add_quantity(w, f, first);
	uint32_t end = dtl_last_chunk(w, f->sentence);
	if (first + 2 < end && dtl_chunk_at(w, first + 1)->kind == DTL_CHUNK_AND && dtl_chunk_at(w, first + 2)->kind == DTL_CHUNK_NOUN
		&& !(first + 3 < end && dtl_chunk_at(w, first + 3)->kind == DTL_CHUNK_VERB))
		add_quantity(w, f, first + 2);
}

/* The size of an earthquake: "magnitude 7.6", "7.6-magnitude", "a magnitude of 7.6". */
static void find_magnitude(dtl_event_work *w, dtl_frame *f)
{
	const dtl_sentence *s = &w->doc->tokens.sentences[f->sentence];
	if (!dtl_str_eq(f->kind->name, dtl_str_of("earthquake")) || f->quantity_count == DTL_MAX_QUANTITIES) return;
	for (uint32_t i = s->first; i < s->last; i++) {
		if (!dtl_lemma_is(&w->c, i, "magnitude")) continue;
		for (uint32_t j = i > s->first + 3 ? i - 3 : s->first; j < s->last && j < i + 4; j++) {
			double v = digits(w->c.lemmas[j]);
			if (v < 1 || v > 10) continue;
			const dtl_token *t = &w->doc->tokens.tokens[j];
			f->quantities[f->quantity_count++] = (dtl_quantity){{t->start, t->end}, v, DTL_STR("magnitude")};
			return;
		}
	}
}

static void find_weapon(dtl_event_work *w, dtl_frame *f)
{
	uint64_t any = w->k.missile | w->k.bomb | w->k.gun | w->k.weapon | w->k.drone | w->k.shellfire | w->k.knives;
	const dtl_event_kind *k = f->kind;
	if (k->type != DTL_EVENT_ASSAULT && k->type != DTL_EVENT_MOBILIZE && !dtl_str_eq(k->name, dtl_str_of("arms-transfer"))) return;
	uint32_t first = dtl_first_chunk(w, f->sentence), last = dtl_last_chunk(w, f->sentence);
	for (uint32_t i = first; i < last; i++) {
		const dtl_chunk *c = dtl_chunk_at(w, i);
		if (c->kind != DTL_CHUNK_NOUN || c->clause != f->clause) continue;
		for (uint32_t t = c->first; t <= c->head; t++) {
			if (!(dtl_word_classes(w->doc, &w->c, t) & any)) continue;
			if (tag_of(w, t) == DTL_TAG_CD) continue;
			uint32_t from = t; /* "cruise missile", "car bomb": the word before it too */
			if (t > c->first && (tag_of(w, t - 1) == DTL_TAG_NN || tag_of(w, t - 1) == DTL_TAG_JJ)
				&& tag_of(w, t - 1) != DTL_TAG_CD) from = t - 1;
			f->weapon = from == t ? w->c.lemmas[t] : dtl_arena_printf(w->doc->arena, "%.*s %.*s", DTL_FMT(w->c.lemmas[from]), DTL_FMT(w->c.lemmas[t]));
			return;
		}
	}
}

/* ---- actors ---- */

/* "PKK attack", "Russia's strike", "the Israeli raid": the doer inside a noun trigger's chunk. */
static bool doer_inside(const dtl_event_work *w, const dtl_frame *f)
{
	const dtl_chunk *c = dtl_chunk_at(w, f->chunk);
	for (uint32_t t = c->first; t < f->token; t++) {
		if (w->mention_of[t] >= 0 && (w->doc->mentions[w->mention_of[t]].kind != DTL_MENTION_LITERAL
			|| (t + 1 < f->token && tag_of(w, t + 1) == DTL_TAG_POS))) return true;
		uint8_t e = w->doc->tokens.tokens[t].entity;
		if (e == DTL_ENTITY_B_ORG || e == DTL_ENTITY_B_PER) return true;
		if (dtl_word_classes(w->doc, &w->c, t) & (w->k.armed | w->k.force)) return true;
	}
	return false;
}

static uint32_t phrase_with(const dtl_event_work *w, const dtl_frame *f, const char *const *preps)
{
	uint32_t last = dtl_last_chunk(w, f->sentence);
	for (uint32_t i = f->chunk + 1; i + 1 < last && i < f->chunk + 12; i++) {
		const dtl_chunk *c = dtl_chunk_at(w, i);
		if (c->clause != f->clause) break;
		if (c->kind != DTL_CHUNK_PREP || dtl_chunk_at(w, i + 1)->kind != DTL_CHUNK_NOUN) continue;
		for (size_t n = 0; preps[n]; n++)
			if (dtl_lemma_is(&w->c, c->head, preps[n])) return i + 1;
	}
	return DTL_NO_CHUNK;
}

static void noun_people(dtl_event_work *w, dtl_frame *f)
{
	static const char *const by[] = {"by", NULL}, *const on[] = {"on", "against", "at", "with", NULL};
	const dtl_chunk *verb = f->verb == DTL_NO_CHUNK ? NULL : dtl_chunk_at(w, f->verb);
	uint32_t of = dtl_pp_after(w, f->chunk, "of"), agent = phrase_with(w, f, by);
	if (agent != DTL_NO_CHUNK) f->actor = agent;
	else if (f->light && verb && verb->subject != f->chunk && !(verb->verb & DTL_VERB_PASSIVE)) f->actor = verb->subject;
	else if (f->light && verb && (verb->verb & DTL_VERB_PASSIVE) && verb->agent != DTL_NO_CHUNK) f->actor = verb->agent;
	else if (doer_inside(w, f)) f->actor = f->chunk;
	f->target = phrase_with(w, f, on);
	if (f->target == DTL_NO_CHUNK && of != DTL_NO_CHUNK) {
		uint64_t cl = dtl_head_classes(w, of);
		bool thing = (cl & (w->k.missile | w->k.bomb | w->k.arms)) != 0;
		if (!thing && ((cl & w->k.person) || w->mention_of[dtl_chunk_at(w, of)->head] >= 0)) f->target = of;
	}
}

static void verb_people(dtl_event_work *w, dtl_frame *f)
{
	static const char *const on[] = {"on", "against", "at", "with", "toward", "towards", "upon", "to", NULL};
	const dtl_chunk *verb = dtl_chunk_at(w, f->verb);
	bool passive = (verb->verb & DTL_VERB_PASSIVE) != 0;
	f->actor = passive ? verb->agent : verb->subject;
	f->target = passive ? verb->subject : verb->object;
	bool tool = f->target != DTL_NO_CHUNK && (dtl_head_classes(w, f->target) & (w->k.missile | w->k.bomb | w->k.arms | w->k.gun)) != 0;
	bool thing = f->target == DTL_NO_CHUNK || (!(dtl_head_classes(w, f->target) & (w->k.person | w->k.armed | w->k.force))
		&& w->mention_of[dtl_chunk_at(w, f->target)->head] < 0);
	uint32_t other = thing ? phrase_with(w, f, on) : DTL_NO_CHUNK;
	if (other != DTL_NO_CHUNK) {
		uint64_t cl = dtl_head_classes(w, other);
		if (tool || f->target == DTL_NO_CHUNK || (cl & (w->k.person | w->k.armed | w->k.force)) || w->mention_of[dtl_chunk_at(w, other)->head] >= 0)
			f->target = other;
	} else if (tool) {
		f->target = DTL_NO_CHUNK;
	}
}

void dtl_frame_people(dtl_event_work *w, dtl_frame *f)
{
	if (f->noun) noun_people(w, f);
	else verb_people(w, f);
	if (f->actor != DTL_NO_CHUNK && dtl_chunk_at(w, f->actor)->kind != DTL_CHUNK_NOUN) f->actor = DTL_NO_CHUNK;
	if (f->target != DTL_NO_CHUNK && dtl_chunk_at(w, f->target)->kind != DTL_CHUNK_NOUN) f->target = DTL_NO_CHUNK;
	if (f->target == f->actor) f->target = DTL_NO_CHUNK;
	find_casualties(w, f);
	find_quantities(w, f);
	find_magnitude(w, f);
	find_weapon(w, f);
}

/* ---- countries of actors ---- */

static bool names_person(const dtl_event_work *w, uint32_t token)
{
	uint8_t e = w->doc->tokens.tokens[token].entity;
	return e == DTL_ENTITY_B_PER || e == DTL_ENTITY_I_PER || (tag_of(w, token) == DTL_TAG_NNP && w->mention_of[token] < 0);
}

/* "North Korean leader Kim Jong Un": the names in a chunk belong to the country in it. */
void dtl_collect_names(dtl_event_work *w)
{
	for (uint32_t i = 0; i < w->c.count; i++) {
		const dtl_chunk *c = dtl_chunk_at(w, i);
		int32_t m = -1;
		if (c->kind != DTL_CHUNK_NOUN) continue;
		for (uint32_t t = c->first; t < c->last && m < 0; t++) m = w->mention_of[t];
		if (m < 0 || w->doc->mentions[m].place < 0) continue;
		for (uint32_t t = c->first; t < c->last && w->name_count < 256; t++) {
			if (!names_person(w, t) || w->c.lemmas[t].len < 3) continue;
			struct dtl_name_country n = {w->c.lemmas[t], m};
			DTL_PUSH(w->doc->arena, w->names, w->name_count, w->name_cap, n);
		}
	}
}

static int32_t mention_in(const dtl_event_work *w, uint32_t chunk)
{
	const dtl_chunk *c = dtl_chunk_at(w, chunk);
	for (uint32_t t = c->first; t < c->last; t++)
		if (w->mention_of[t] >= 0) return w->mention_of[t];
	for (uint32_t t = c->first; t < c->last; t++) {
		if (!names_person(w, t)) continue;
		for (size_t i = 0; i < w->name_count; i++)
			if (dtl_str_eq(w->names[i].name, w->c.lemmas[t])) return w->names[i].mention;
	}
	static const char *const preps[] = {"of", "in", "from"};
	for (size_t i = 0; i < 3; i++) {
		uint32_t of = dtl_pp_after(w, chunk, preps[i]);
		if (of != DTL_NO_CHUNK && w->mention_of[dtl_chunk_at(w, of)->head] >= 0) return w->mention_of[dtl_chunk_at(w, of)->head];
	}
	return -1;
}

static dtl_str iso3(const dtl_event_work *w, int32_t mention)
{
	int32_t p = mention < 0 ? -1 : w->doc->mentions[mention].place;
	if (p < 0 || !w->doc->gazetteer) return DTL_STR_NONE;
	uint32_t e = dtl_gaz_entry_by_id(w->doc->gazetteer, w->doc->places[p].id);
	if (e == DTL_GAZ_NONE) return DTL_STR_NONE;
	const dtl_gaz_entry *entry = dtl_gaz_entry_at(w->doc->gazetteer, e);
	if (entry->class_ != DTL_GAZ_COUNTRY) {
		if (entry->country == DTL_GAZ_NONE) return DTL_STR_NONE;
		entry = dtl_gaz_entry_at(w->doc->gazetteer, entry->country);
	}
	return dtl_gaz_country_iso3(w->doc->gazetteer, entry);
}

void dtl_fill_actor(const dtl_event_work *w, uint32_t chunk, dtl_actor *out)
{
	if (chunk == DTL_NO_CHUNK) return;
	const dtl_chunk *c = dtl_chunk_at(w, chunk);
	out->phrase.span = dtl_chunk_span(w, chunk);
	/* A possessor or modifier inside a noun trigger's chunk is not the trigger itself: end before "'s". */
	out->phrase.text = dtl_doc_str(w->doc, out->phrase.span);
	int32_t m = mention_in(w, chunk);
	uint8_t sector = dtl_chunk_sector(w->doc, &w->c, c);
	dtl_str kind = dtl_event_table_sector(w->doc->event_table, sector);
	bool power = dtl_str_eq(kind, DTL_STR("government")) || dtl_str_eq(kind, DTL_STR("military")) || dtl_str_eq(kind, DTL_STR("police"));
	/* "the government", "Kim's regime": those of the country that the article is about. */
	if (m < 0 && power) m = w->focus;
	out->country = iso3(w, m);
	out->sector = dtl_event_table_sector(w->doc->event_table, sector);
	if (!sector && w->mention_of[c->head] >= 0) out->sector = DTL_STR("government");
}
