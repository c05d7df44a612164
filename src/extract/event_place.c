/* Where, within the sentence: the name that is linked to a trigger, its role, and the names that cannot be the place. */
#include "extract/event_place.h"

#define LINK_THRESHOLD 0.47
#define VERBAL_THRESHOLD 0.85 /* what was said has its place only where the words are plain */
#define REPORT_SHARE 0.4 /* "..., officials in Moscow said": that place counts where there is no other */
#define WEAK_THRESHOLD 0.10 /* enough where the sentence's own place stands against one from elsewhere in the article */
#define ALONE_THRESHOLD 0.38 /* the same in a text of one or two sentences, where nothing stands against it */

const dtl_place *dtl_place_at(const dtl_event_work *w, int32_t mention)
{
	int32_t p = mention < 0 ? -1 : w->doc->mentions[mention].place;
	return p < 0 ? NULL : &w->doc->places[p];
}

bool dtl_place_finer(const dtl_event_work *w, int32_t a, int32_t b)
{
	static const int rank[] = {[DTL_PRECISION_NONE] = 0, [DTL_PRECISION_COUNTRY] = 1, [DTL_PRECISION_REGION] = 2, [DTL_PRECISION_DISTRICT] = 3,
		[DTL_PRECISION_CITY] = 4, [DTL_PRECISION_VICINITY] = 4, [DTL_PRECISION_POINT] = 5};
	const dtl_place *p = dtl_place_at(w, a), *q = dtl_place_at(w, b);
	return p && q && rank[p->precision] > rank[q->precision];
}

/* "in Kyiv and Odesa": members of one list are places of one event. */
static bool same_list(const dtl_event_work *w, int32_t a, int32_t b)
{
	uint32_t x = dtl_mention_chunk(w, a), y = dtl_mention_chunk(w, b);
	if (x == DTL_NO_CHUNK || y == DTL_NO_CHUNK || x == y) return false;
	if (x > y) { uint32_t t = x; x = y; y = t; }
	if (y - x > 6) return false;
	bool joined = false;
	for (uint32_t i = x + 1; i < y; i++) {
		const dtl_chunk *c = dtl_chunk_at(w, i);
		if (c->kind == DTL_CHUNK_AND) joined = true;
		else if (c->kind == DTL_CHUNK_COMMA) continue;
		else if (c->kind == DTL_CHUNK_PREP && i == y - 1) continue;
		else if (c->kind == DTL_CHUNK_NOUN && w->mention_of[c->head] >= 0) continue;
		else return false;
	}
	return joined;
}

void dtl_frame_add_place(dtl_frame *f, int32_t m)
{
	for (int i = 0; i < DTL_MAX_PLACES; i++) {
		if (f->mentions[i] == m) return;
		if (f->mentions[i] < 0) {
			f->mentions[i] = m;
			return;
		}
	}
}

static bool in_sentence(const dtl_event_work *w, const dtl_mention *m, uint32_t sentence)
{
	const dtl_sentence *s = &w->doc->tokens.sentences[sentence];
	return m->span.start >= s->start && m->span.end <= s->end;
}

/* The first mention of a sentence (binary search: they ascend). */
size_t dtl_first_mention(const dtl_event_work *w, uint32_t sentence)
{
	uint32_t start = w->doc->tokens.sentences[sentence].start;
	size_t a = 0, b = w->doc->mention_count;
	while (a < b) {
		size_t mid = a + (b - a) / 2;
		if (w->doc->mentions[mid].span.start < start) a = mid + 1;
		else b = mid;
	}
	return a;
}

dtl_role dtl_place_role(const dtl_event_work *w, const dtl_frame *f, int32_t mention)
{
	uint32_t chunk = dtl_mention_chunk(w, mention);
	uint32_t prep = chunk == DTL_NO_CHUNK ? DTL_NO_CHUNK : dtl_mention_prep(w, chunk);
	static const struct { const char *word; dtl_role role; } table[] = {{"near", DTL_ROLE_VICINITY}, {"outside", DTL_ROLE_VICINITY},
		{"around", DTL_ROLE_VICINITY}, {"from", DTL_ROLE_ORIGIN}, {"toward", DTL_ROLE_TARGET}, {"towards", DTL_ROLE_TARGET},
		{"to", DTL_ROLE_TARGET}, {"into", DTL_ROLE_TARGET}, {"against", DTL_ROLE_TARGET}, {"off", DTL_ROLE_OFFSHORE}, {"over", DTL_ROLE_AREA},
		{"across", DTL_ROLE_AREA}, {"throughout", DTL_ROLE_AREA}, {"through", DTL_ROLE_ROUTE}, {"along", DTL_ROLE_ROUTE}, {"beside", DTL_ROLE_VICINITY}};
	if (prep != DTL_NO_CHUNK)
		for (size_t i = 0; i < sizeof table / sizeof *table; i++)
			if (dtl_lemma_is(&w->c, dtl_chunk_at(w, prep)->head, table[i].word)) return table[i].role;
	if (chunk == f->target && chunk != f->chunk) return DTL_ROLE_TARGET;
	const dtl_place *p = dtl_place_at(w, mention);
	return p && (p->precision == DTL_PRECISION_COUNTRY || p->precision == DTL_PRECISION_REGION) ? DTL_ROLE_AREA : DTL_ROLE_SITE;
}

/* Finer than a country. */
bool dtl_place_local(const dtl_event_work *w, int32_t mention)
{
	const dtl_place *p = dtl_place_at(w, mention);
	return p && p->precision != DTL_PRECISION_COUNTRY && p->precision != DTL_PRECISION_NONE;
}

/* The dateline, also one in the middle of a text that begins with its title: "BEIRUT: Israel flooded ...", "EAST HAMPTON - Police". */
bool dtl_filed_there(const dtl_event_work *w, int32_t mention)
{
	const dtl_mention *m = &w->doc->mentions[mention];
	const dtl_span head = w->doc->head.dateline;
	if (m->role == DTL_ROLE_DATELINE || (m->span.start < head.end && m->span.end > head.start)) return true;
	size_t first = dtl_token_at(&w->doc->tokens, m->span.start), last = dtl_token_at(&w->doc->tokens, m->span.end);
	const dtl_sentence *s = &w->doc->tokens.sentences[m->sentence];
	bool caps = first < w->doc->tokens.count && (w->doc->tokens.tokens[first].flags & DTL_TOKEN_ALL_CAPS);
	if (!caps || (s->flags & DTL_SENTENCE_ALL_CAPS) || last >= s->last || first > s->first + 5) return false;
	dtl_str sign = dtl_token_str(&w->doc->tokens, last);
	return dtl_str_eq(sign, DTL_STR(":")) || dtl_str_eq(sign, DTL_STR("—")) || dtl_str_eq(sign, DTL_STR("–")) || dtl_str_eq(sign, DTL_STR("-"))
		|| dtl_str_eq(sign, DTL_STR("/"));
}

/* Continents and the like are no place for a dot; nor is "the East Coast", which is every country's. */
static bool boundless(const dtl_event_work *w, int32_t mention)
{
	const dtl_place *p = dtl_place_at(w, mention);
	dtl_str text = dtl_doc_str(w->doc, w->doc->mentions[mention].span);
	bool coast = dtl_str_eq_nocase(text, DTL_STR("east coast")) || dtl_str_eq_nocase(text, DTL_STR("west coast"));
	return coast || (p && (dtl_str_eq(p->feature, DTL_STR("L.CONT")) || (p->precision == DTL_PRECISION_COUNTRY && !p->country.len)));
}

/* "Hwasong-18", "a Musudan", "Shahab missiles": things named after places. */
static bool names_model(const dtl_event_work *w, int32_t mention)
{
	const dtl_mention *m = &w->doc->mentions[mention];
	const dtl_token *tokens = w->doc->tokens.tokens;
	size_t t = dtl_token_at(&w->doc->tokens, m->span.end);
	if (t + 1 < w->doc->tokens.count && !(tokens[t].flags & DTL_TOKEN_SPACE_BEFORE) && dtl_str_eq(dtl_token_str(&w->doc->tokens, t), DTL_STR("-"))) {
		dtl_str number = dtl_token_str(&w->doc->tokens, t + 1);
		if (number.len && dtl_ascii_digit(number.ptr[0])) return true;
	}
	uint32_t chunk = dtl_mention_chunk(w, mention);
	const dtl_place *p = dtl_place_at(w, mention);
	if (chunk == DTL_NO_CHUNK || m->kind != DTL_MENTION_LITERAL || (p && p->precision == DTL_PRECISION_COUNTRY)) return false;
	const dtl_chunk *c = dtl_chunk_at(w, chunk);
	bool head = w->mention_of[c->head] == mention;
	if (head) return dtl_token_at(&w->doc->tokens, m->span.start) == c->first + 1 && (dtl_lemma_is(&w->c, c->first, "a") || dtl_lemma_is(&w->c, c->first, "an"));
	return dtl_head_classes(w, chunk) & (w->k.missile | w->k.aircraft | w->k.vessel);
}

/* A name that is the subject of an active verb, the agent or the possessor of the deed acts ("Pyongyang fired", "Seoul's answer"); it is
 * the place only of what it suffers or hosts. */
static bool acts(const dtl_event_work *w, const dtl_frame *f, int32_t mention)
{
	static const char *const suffers[] = {"host", "suffer", "see", "witness", "experience", "come", "face", "hold", "be", "have", NULL};
	uint32_t chunk = dtl_mention_chunk(w, mention);
	if (chunk == DTL_NO_CHUNK) return false;
	const dtl_chunk *c = dtl_chunk_at(w, chunk);
	const dtl_place *p = dtl_place_at(w, mention);
	bool power = p && (p->precision == DTL_PRECISION_COUNTRY || dtl_str_eq(p->feature, DTL_STR("P.PPLC")) || p->population > 1000000);
	bool head = w->mention_of[c->head] == mention;
	size_t behind = dtl_token_at(&w->doc->tokens, w->doc->mentions[mention].span.end);
	bool possessor = behind < c->last && w->doc->tokens.tokens[behind].tag == DTL_TAG_POS;
	if (possessor && power && f->kind->type != DTL_EVENT_NONE && chunk == f->chunk) return true;
	if (possessor && power && f->kind->type != DTL_EVENT_NONE && chunk + 1 == f->chunk) return true;
	/* "a joint exercise of the United States and South Korea" */
	uint32_t prep = dtl_mention_prep(w, chunk);
	bool of = prep != DTL_NO_CHUNK && dtl_lemma_is(&w->c, dtl_chunk_at(w, prep)->head, "of");
	if (of && power && (f->kind->type == DTL_EVENT_MOBILIZE || f->kind->type == DTL_EVENT_COOPERATE || f->kind->type == DTL_EVENT_CONSULT) && f->noun && prep > f->chunk) return true;
	if (!head) return false;
	if ((f->kind->traits & DTL_TRAIT_VERBAL) && (chunk == f->target || chunk == f->actor) && dtl_mention_prep(w, chunk) == DTL_NO_CHUNK) return true;
	for (uint32_t i = dtl_first_chunk(w, c->sentence); i < dtl_last_chunk(w, c->sentence); i++) {
		const dtl_chunk *v = dtl_chunk_at(w, i);
		if (v->kind != DTL_CHUNK_VERB) continue;
		bool passive = (v->verb & DTL_VERB_PASSIVE) != 0;
		if (passive && v->agent == chunk) return true;
		/* "offered Pyongyang aid": a power as the object of what is no attack on it */
		bool object = power && prep == DTL_NO_CHUNK && (v->object == chunk || v->object2 == chunk);
		bool suffered = i == f->verb && (f->kind->type == DTL_EVENT_ASSAULT || f->kind->type == DTL_EVENT_NONE || f->kind->type == DTL_EVENT_CONSULT);
		if (object && !suffered) return true;
		/* "in Kostiantynivka, which lies near Bakhmut": under a preposition it is the subject of a relative clause only */
		if (passive || v->subject != chunk || prep != DTL_NO_CHUNK || (f->kind->type == DTL_EVENT_NONE && i == f->verb)) continue;
		bool hosts = false;
		for (size_t k = 0; suffers[k] && !hosts; k++) hosts = dtl_lemma_is(&w->c, v->head, suffers[k]);
		if (!hosts) return true;
	}
	return false;
}

/* An attack happens where it is aimed at. */
static bool aimed_at(const dtl_frame *f, const float *x)
{
	bool visit = dtl_str_eq(f->kind->name, DTL_STR("visit"));
	if ((f->kind->type == DTL_EVENT_ASSAULT || visit) && x[DTL_LINK_OBJECT] > 0 && x[DTL_LINK_DEMONYM] < 1 && x[DTL_LINK_MODIFIER] < 1) return true;
	return f->kind->type == DTL_EVENT_ASSAULT && x[DTL_LINK_TARGET_PHRASE] > 0 && x[DTL_LINK_DEMONYM] < 1
		&& x[DTL_LINK_OF] + x[DTL_LINK_TOWARD] + x[DTL_LINK_INTO] + x[DTL_LINK_AGAINST] + x[DTL_LINK_ON] + x[DTL_LINK_AT] + x[DTL_LINK_TO] > 0;
}

/* "The first stage landed in the sea": the verb of the name's clause tells where something came down. */
static bool came_down(const dtl_event_work *w, int32_t mention)
{
	static const char *const verbs[] = {"land", "fall", "splash", "plunge", "drop", "crash", "impact", NULL};
	uint32_t chunk = dtl_mention_chunk(w, mention);
	if (chunk == DTL_NO_CHUNK) return false;
	const dtl_chunk *c = dtl_chunk_at(w, chunk);
	for (uint32_t i = dtl_first_chunk(w, c->sentence); i < chunk; i++) {
		const dtl_chunk *v = dtl_chunk_at(w, i);
		if (v->kind != DTL_CHUNK_VERB || v->clause != c->clause) continue;
		for (size_t k = 0; verbs[k]; k++)
			if (dtl_lemma_is(&w->c, v->head, verbs[k])) return true;
	}
	return false;
}

/* A test flies over and towards and comes down somewhere; it happens where it starts. */
static bool passed_over(const dtl_event_work *w, const dtl_frame *f, int32_t mention, const float *x)
{
	return dtl_str_eq(f->kind->name, DTL_STR("missile-launch")) && (x[DTL_LINK_OVER] + x[DTL_LINK_TOWARD] > 0 || came_down(w, mention));
}

/* Who withdraws or is evacuated does so where he was. */
static bool left(const dtl_frame *f, const float *x)
{
	return x[DTL_LINK_FROM] > 0 && x[DTL_LINK_SAME_CLAUSE] > 0 && x[DTL_LINK_DEMONYM] < 1
		&& (dtl_str_eq(f->kind->name, DTL_STR("missile-launch")) || dtl_str_eq(f->kind->name, DTL_STR("withdrawal")) || dtl_str_eq(f->kind->name, DTL_STR("evacuation")));
}

/* "Jason Cumby of Athens", "Crolley, 42, of Swansea": where somebody is from. */
bool dtl_origin_of_person(const dtl_event_work *w, int32_t mention)
{
	uint32_t chunk = dtl_mention_chunk(w, mention);
	uint32_t prep = chunk == DTL_NO_CHUNK ? DTL_NO_CHUNK : dtl_mention_prep(w, chunk);
	if (prep == DTL_NO_CHUNK || prep <= dtl_first_chunk(w, dtl_chunk_at(w, chunk)->sentence)) return false;
	const dtl_chunk *p = dtl_chunk_at(w, prep), *before = dtl_chunk_at(w, prep - 1);
	bool of = dtl_lemma_is(&w->c, p->head, "of"), from = dtl_lemma_is(&w->c, p->head, "from");
	if (!of && !from) return false;
	uint8_t entity = w->doc->tokens.tokens[before->head].entity;
	if (before->kind == DTL_CHUNK_NOUN && (entity == DTL_ENTITY_B_PER || entity == DTL_ENTITY_I_PER)) return true;
	if (before->kind != DTL_CHUNK_COMMA || prep < 3) return false;
	/* an age between the commas, or a name before the comma */
	const dtl_chunk *told = dtl_chunk_at(w, prep - 2);
	entity = w->doc->tokens.tokens[told->head].entity;
	return told->kind == DTL_CHUNK_NOUN && (entity == DTL_ENTITY_B_PER || entity == DTL_ENTITY_I_PER
		|| w->doc->tokens.tokens[told->head].tag == DTL_TAG_CD || dtl_lemma_is(&w->c, told->head, "jr."));
}

/* "A couple from Belgorod were killed": the subject's home; not so who fled from there. */
static bool home_of_subject(const dtl_event_work *w, const dtl_frame *f, int32_t mention)
{
	uint32_t chunk = dtl_mention_chunk(w, mention);
	uint32_t prep = chunk == DTL_NO_CHUNK ? DTL_NO_CHUNK : dtl_mention_prep(w, chunk);
	if (f->verb == DTL_NO_CHUNK || prep == DTL_NO_CHUNK || prep == 0 || !dtl_lemma_is(&w->c, dtl_chunk_at(w, prep)->head, "from")) return false;
	bool apposed = prep >= 2 && dtl_chunk_at(w, prep - 2)->kind == DTL_CHUNK_COMMA; /* "two people, a couple from Belgorod, were killed" */
	uint32_t subject = dtl_chunk_at(w, f->verb)->subject;
	return (subject == prep - 1 || (apposed && prep < f->verb && (subject == DTL_NO_CHUNK || subject < prep))) && (dtl_head_classes(w, prep - 1) & w->k.person);
}

/* "was flown to a hospital in Miami", "taken to a jail in Lima": where somebody was brought is not where it befell him. */
static bool brought_there(const dtl_event_work *w, int32_t mention)
{
	static const char *const homes[] = {"hospital", "clinic", "morgue", "mortuary", "jail", "prison", "center", "centre", NULL};
	uint32_t chunk = dtl_mention_chunk(w, mention), prep = chunk == DTL_NO_CHUNK ? DTL_NO_CHUNK : dtl_mention_prep(w, chunk);
	if (prep == DTL_NO_CHUNK || prep < dtl_first_chunk(w, dtl_chunk_at(w, chunk)->sentence) + 2) return false;
	const dtl_chunk *home = dtl_chunk_at(w, prep - 1), *to = dtl_chunk_at(w, prep - 2);
	if (home->kind != DTL_CHUNK_NOUN || to->kind != DTL_CHUNK_PREP || !dtl_lemma_is(&w->c, to->head, "to")) return false;
	for (size_t i = 0; homes[i]; i++)
		if (dtl_lemma_is(&w->c, home->head, homes[i])) return true;
	return false;
}

/* "from Khartoum, where the army and its rivals have fought": the place of the clause; -1: none. */
static int32_t antecedent_of_where(const dtl_event_work *w, const dtl_frame *f)
{
	uint32_t first = dtl_first_chunk(w, f->sentence), at = f->verb == DTL_NO_CHUNK ? f->chunk : f->verb;
	for (uint32_t i = at; i > first && dtl_chunk_at(w, i - 1)->clause == f->clause; i--) {
		if (dtl_chunk_at(w, i - 1)->kind != DTL_CHUNK_WH) continue;
		if (!dtl_lemma_is(&w->c, dtl_chunk_at(w, i - 1)->head, "where")) return -1;
		uint32_t j = i - 1;
		while (j > first && dtl_chunk_at(w, j - 1)->kind == DTL_CHUNK_COMMA) j--;
		if (j == first || dtl_chunk_at(w, j - 1)->kind != DTL_CHUNK_NOUN) return -1;
		const dtl_chunk *c = dtl_chunk_at(w, j - 1);
		int32_t m = w->mention_of[c->head];
		return m >= 0 && w->doc->mentions[m].kind != DTL_MENTION_DEMONYM && dtl_place_local(w, m) ? m : -1;
	}
	return -1;
}

void dtl_frame_place(dtl_event_work *w, dtl_frame *f)
{
	int32_t antecedent = antecedent_of_where(w, f);
	double weak_threshold = w->doc->tokens.sentence_count > 2 ? WEAK_THRESHOLD : ALONE_THRESHOLD;
	double scores[32], best = 0, given = 0, weak_score = 0;
	int32_t ids[32], top = -1;
	size_t n = 0;
	for (size_t i = dtl_first_mention(w, f->sentence); i < w->doc->mention_count && n < 32; i++) {
		if (!in_sentence(w, &w->doc->mentions[i], f->sentence)) break;
		float x[DTL_LINK_COUNT];
		if (dtl_filed_there(w, (int32_t)i) || dtl_origin_of_person(w, (int32_t)i) || home_of_subject(w, f, (int32_t)i) || brought_there(w, (int32_t)i) || boundless(w, (int32_t)i) || names_model(w, (int32_t)i) || acts(w, f, (int32_t)i)) continue;
		dtl_link_features(w, f, (int32_t)i, x);
		/* "The UN in New York condemned the attack" */
		if (f->evidence && x[DTL_LINK_AFTER] < 1) continue;
		if ((f->kind->traits & DTL_TRAIT_VERBAL) && x[DTL_LINK_BEHIND_SUBJECT] > 0) continue;
		ids[n] = (int32_t)i;
		scores[n] = dtl_link_score(x);
		if (passed_over(w, f, (int32_t)i, x)) continue;
		bool of_report = x[DTL_LINK_REPORT_CLAUSE] > 0 && (int32_t)i != antecedent;
		if ((int32_t)i == antecedent && scores[n] < 0.6) scores[n] = 0.6;
		if (scores[n] < 0.6 && (aimed_at(f, x) || left(f, x))) scores[n] = 0.6;
		/* "declared a state of emergency in Ecuador": plain words */
		if (scores[n] < LINK_THRESHOLD && scores[n] > 0.3 && x[DTL_LINK_IN] > 0 && x[DTL_LINK_AFTER] > 0 && x[DTL_LINK_SAME_CLAUSE] > 0 && x[DTL_LINK_ONLY_PLACE] > 0)
			scores[n] = LINK_THRESHOLD;
		/* "30 km north of Kharkiv a bridge was destroyed" */
		if (scores[n] < LINK_THRESHOLD && x[DTL_LINK_OFFSET] > 0 && x[DTL_LINK_SAME_CLAUSE] > 0 && x[DTL_LINK_ONLY_PLACE] + x[DTL_LINK_NEAREST_AFTER] > 0) scores[n] = LINK_THRESHOLD;
		bool local = dtl_place_local(w, (int32_t)i) || (x[DTL_LINK_COUNTRY] > 0 && x[DTL_LINK_IN] > 0 && x[DTL_LINK_SAME_CLAUSE] > 0);
		bool weak = scores[n] >= weak_threshold && w->doc->mentions[i].kind == DTL_MENTION_LITERAL && local && x[DTL_LINK_PERSON_GROUP] < 1
			&& (x[DTL_LINK_FOR] < 1 || f->kind->type == DTL_EVENT_RETREAT) && x[DTL_LINK_ACTOR_PHRASE] < 1 && x[DTL_LINK_REPORT_CLAUSE] < 1 && x[DTL_LINK_BY] < 1
			&& (x[DTL_LINK_FROM] < 1 || x[DTL_LINK_SAME_CLAUSE] > 0);
		if (weak && scores[n] > weak_score) {
			weak_score = scores[n];
			f->weak_mention = (int32_t)i;
		}
		double own = of_report ? scores[n] * REPORT_SHARE : scores[n];
		if (own > best) {
			best = own;
			top = ids[n];
			given = scores[n];
		}
		n++;
	}
	f->place_score = (float)given;
	if (top < 0 || given < ((f->kind->traits & DTL_TRAIT_VERBAL) ? VERBAL_THRESHOLD : LINK_THRESHOLD)) return;
	dtl_frame_add_place(f, top);
	for (size_t i = 0; i < n; i++)
		if (ids[i] != top && scores[i] > 0.4 && same_list(w, ids[i], top)) dtl_frame_add_place(f, ids[i]);
	f->role = dtl_place_role(w, f, f->mentions[0]);
	f->place_rule = "linked in the sentence";
}
