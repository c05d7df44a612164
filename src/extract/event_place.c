/* Where: the place linked to a trigger, else what the article's context gives; then role, point and radius. */
#include <math.h>

#include "base/geodesy.h"
#include "extract/event_link.h"

#define LINK_THRESHOLD 0.47
#define VERBAL_THRESHOLD 0.85 /* what was said has its place only where the words are plain */
#define WEAK_THRESHOLD 0.10 /* enough where the sentence's own place stands against one from elsewhere */
#define COAST 0.6 /* of a country's half extent: where its coast lies, roughly */

static const dtl_place *place_of(const dtl_event_work *w, int32_t mention)
{
	int32_t p = mention < 0 ? -1 : w->doc->mentions[mention].place;
	return p < 0 ? NULL : &w->doc->places[p];
}

static bool finer(const dtl_event_work *w, int32_t a, int32_t b)
{
	static const int rank[] = {[DTL_PRECISION_NONE] = 0, [DTL_PRECISION_COUNTRY] = 1, [DTL_PRECISION_REGION] = 2, [DTL_PRECISION_DISTRICT] = 3,
		[DTL_PRECISION_CITY] = 4, [DTL_PRECISION_VICINITY] = 4, [DTL_PRECISION_POINT] = 5};
	const dtl_place *p = place_of(w, a), *q = place_of(w, b);
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

static void add_mention(dtl_frame *f, int32_t m)
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
static size_t first_mention(const dtl_event_work *w, uint32_t sentence)
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

static dtl_role role_of(const dtl_event_work *w, const dtl_frame *f, int32_t mention)
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
	const dtl_place *p = place_of(w, mention);
	return p && (p->precision == DTL_PRECISION_COUNTRY || p->precision == DTL_PRECISION_REGION) ? DTL_ROLE_AREA : DTL_ROLE_SITE;
}

/* Finer than a country. */
static bool top_is_local(const dtl_event_work *w, int32_t mention)
{
	const dtl_place *p = place_of(w, mention);
	return p && p->precision != DTL_PRECISION_COUNTRY && p->precision != DTL_PRECISION_NONE;
}

/* The dateline, also one in the middle of a text that begins with its title: "BEIRUT: Israel flooded ...", "EAST HAMPTON - Police". */
static bool filed_there(const dtl_event_work *w, int32_t mention)
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

/* Continents and the like are no place for a dot. */
static bool boundless(const dtl_event_work *w, int32_t mention)
{
	const dtl_place *p = place_of(w, mention);
	return p && (dtl_str_eq(p->feature, DTL_STR("L.CONT")) || (p->precision == DTL_PRECISION_COUNTRY && !p->country.len));
}

/* A name that is the subject of an active verb, the agent or the possessor of the deed acts ("Pyongyang fired", "Seoul's answer"); it is
 * the place only of what it suffers or hosts. */
static bool acts(const dtl_event_work *w, const dtl_frame *f, int32_t mention)
{
	static const char *const suffers[] = {"host", "suffer", "see", "witness", "experience", "come", "face", "hold", "be", "have", NULL};
	uint32_t chunk = dtl_mention_chunk(w, mention);
	if (chunk == DTL_NO_CHUNK) return false;
	const dtl_chunk *c = dtl_chunk_at(w, chunk);
	const dtl_place *p = place_of(w, mention);
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
		if (passive || v->subject != chunk || (f->kind->type == DTL_EVENT_NONE && i == f->verb)) continue;
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

/* A test flies over and towards; it happens where it starts. */
static bool passed_over(const dtl_frame *f, const float *x)
{
	return dtl_str_eq(f->kind->name, DTL_STR("missile-launch")) && x[DTL_LINK_OVER] + x[DTL_LINK_TOWARD] > 0;
}

/* Who withdraws or is evacuated does so where he was. */
static bool left(const dtl_frame *f, const float *x)
{
	return x[DTL_LINK_FROM] > 0 && x[DTL_LINK_SAME_CLAUSE] > 0 && x[DTL_LINK_DEMONYM] < 1
		&& (dtl_str_eq(f->kind->name, DTL_STR("missile-launch")) || dtl_str_eq(f->kind->name, DTL_STR("withdrawal")) || dtl_str_eq(f->kind->name, DTL_STR("evacuation")));
}

/* "Jason Cumby of Athens", "Crolley, 42, of Swansea": where somebody is from. */
static bool origin_of_person(const dtl_event_work *w, int32_t mention)
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

void dtl_frame_place(dtl_event_work *w, dtl_frame *f)
{
	double scores[32], best = 0, weak_score = 0;
	int32_t ids[32], top = -1;
	size_t n = 0;
	for (size_t i = first_mention(w, f->sentence); i < w->doc->mention_count && n < 32; i++) {
		if (!in_sentence(w, &w->doc->mentions[i], f->sentence)) break;
		float x[DTL_LINK_COUNT];
		if (filed_there(w, (int32_t)i) || origin_of_person(w, (int32_t)i) || boundless(w, (int32_t)i) || acts(w, f, (int32_t)i)) continue;
		dtl_link_features(w, f, (int32_t)i, x);
		/* "The UN in New York condemned the attack" */
		if (f->evidence && x[DTL_LINK_AFTER] < 1) continue;
		if ((f->kind->traits & DTL_TRAIT_VERBAL) && x[DTL_LINK_BEHIND_SUBJECT] > 0) continue;
		ids[n] = (int32_t)i;
		scores[n] = dtl_link_score(x);
		if (passed_over(f, x)) continue;
		if (scores[n] < 0.6 && (aimed_at(f, x) || left(f, x))) scores[n] = 0.6;
		/* "declared a state of emergency in Ecuador": plain words */
		if (scores[n] < LINK_THRESHOLD && scores[n] > 0.3 && x[DTL_LINK_IN] > 0 && x[DTL_LINK_AFTER] > 0 && x[DTL_LINK_SAME_CLAUSE] > 0 && x[DTL_LINK_ONLY_PLACE] > 0)
			scores[n] = LINK_THRESHOLD;
		bool local = top_is_local(w, (int32_t)i) || (x[DTL_LINK_COUNTRY] > 0 && x[DTL_LINK_IN] > 0 && x[DTL_LINK_SAME_CLAUSE] > 0);
		bool weak = scores[n] >= WEAK_THRESHOLD && w->doc->mentions[i].kind == DTL_MENTION_LITERAL && local && x[DTL_LINK_PERSON_GROUP] < 1
			&& (x[DTL_LINK_FOR] < 1 || f->kind->type == DTL_EVENT_RETREAT) && x[DTL_LINK_ACTOR_PHRASE] < 1 && x[DTL_LINK_REPORT_CLAUSE] < 1 && x[DTL_LINK_BY] < 1;
		if (weak && scores[n] > weak_score) {
			weak_score = scores[n];
			f->weak_mention = (int32_t)i;
		}
		if (scores[n] > best) {
			best = scores[n];
			top = ids[n];
		}
		n++;
	}
	f->place_score = (float)best;
	if (top < 0 || best < ((f->kind->traits & DTL_TRAIT_VERBAL) ? VERBAL_THRESHOLD : LINK_THRESHOLD)) return;
	add_mention(f, top);
	for (size_t i = 0; i < n; i++)
		if (ids[i] != top && scores[i] > 0.4 && same_list(w, ids[i], top)) add_mention(f, ids[i]);
	f->role = role_of(w, f, f->mentions[0]);
	f->place_rule = "linked in the sentence";
}

/* ---- context ---- */

/* The country that most mentions lie in; datelines and actors count too: this is what the article is about. */
static void find_focus(dtl_event_work *w)
{
	struct { dtl_str code; double weight; int32_t mention; } seen[32];
	size_t n = 0;
	double total = 0;
	for (size_t i = 0; i < w->doc->mention_count; i++) {
		const dtl_place *p = place_of(w, (int32_t)i);
		if (!p || !p->country.len || w->doc->mentions[i].role == DTL_ROLE_DATELINE) continue;
		double weight = 1 + (w->doc->mentions[i].sentence < 3);
		size_t j = 0;
		while (j < n && !dtl_str_eq(seen[j].code, p->country)) j++;
		if (j == n) {
			if (n == 32) continue;
			seen[n].code = p->country;
			seen[n].weight = 0;
			seen[n++].mention = -1;
		}
		seen[j].weight += weight;
		total += weight;
		/* the name itself before "Salvadoran" */
		bool literal = w->doc->mentions[i].kind == DTL_MENTION_LITERAL;
		if (p->precision == DTL_PRECISION_COUNTRY && (seen[j].mention < 0 || (literal && w->doc->mentions[seen[j].mention].kind != DTL_MENTION_LITERAL)))
			seen[j].mention = (int32_t)i;
	}
	size_t best = 0;
	for (size_t j = 1; j < n; j++)
		if (seen[j].weight > seen[best].weight) best = j;
	double second = 0;
	for (size_t j = 0; j < n; j++)
		if (j != best && seen[j].weight > second) second = seen[j].weight;
	if (n && seen[best].weight * 3.2 >= total && seen[best].weight >= 1.3 * second) {
		w->country = seen[best].code;
		w->focus = seen[best].mention;
	}
}

/* What happens on the spot takes its place from the story; talks, deals and measures only what their own sentence tells. */
static bool on_the_spot(const dtl_event_kind *k)
{
	return (k->traits & DTL_TRAIT_DISASTER) || dtl_str_eq(k->name, DTL_STR("explosion")) || dtl_str_eq(k->name, DTL_STR("site-visit"))
		|| k->type == DTL_EVENT_ASSAULT || k->type == DTL_EVENT_PROTEST
		|| (k->traits & DTL_TRAIT_SCENE);
}

static bool takes_context(const dtl_frame *f)
{
	bool sums = f->plural || (f->kind->traits & DTL_TRAIT_GENERIC) || (f->kind->traits & DTL_TRAIT_CASUALTY);
	bool wide = sums && f->timex >= 0 && f->date.precision >= DTL_DATE_MONTH; /* "403 people were killed in November" */
	return f->mentions[0] < 0 && !wide && on_the_spot(f->kind) && !(f->kind->traits & DTL_TRAIT_VERBAL) && !f->evidence && !(f->flags & DTL_FLAGS_OFF_MAP);
}

/* The nearest earlier frame with a place of its own in the same scene: the sentences before, or the paragraph. */
static const dtl_frame *placed_before(const dtl_event_work *w, size_t i, uint32_t reach)
{
	const dtl_frame *f = &w->frames[i];
	for (size_t j = i; j-- > 0;) {
		const dtl_frame *g = &w->frames[j];
		if (f->sentence - g->sentence > reach) break;
		if (g->mentions[0] >= 0 && !g->evidence && !(g->flags & DTL_FLAGS_OFF_MAP) && !(g->kind->traits & DTL_TRAIT_VERBAL) && place_of(w, g->mentions[0])) return g;
	}
	return NULL;
}

static const dtl_frame *main_frame(const dtl_event_work *w)
{
	for (size_t i = 0; i < w->count; i++) {
		const dtl_frame *f = &w->frames[i];
		if (f->sentence > 4) break;
		if (f->mentions[0] >= 0 && !f->context_place && !(f->flags & DTL_FLAGS_OFF_MAP) && !(f->kind->traits & DTL_TRAIT_VERBAL) && place_of(w, f->mentions[0])) return f;
	}
	return NULL;
}

static void inherit(dtl_frame *f, const dtl_frame *g, const char *rule)
{
	memcpy(f->mentions, g->mentions, sizeof f->mentions);
	f->role = g->role;
	f->place_score = g->place_score * 0.6f;
	f->context_place = true;
	f->place_rule = rule;
}

/* The town or district that an article names again and again, offices called after it included ("East Hampton Police Department"):
 * where its events are that name no place. -1: none. */
static int32_t home_place(const dtl_event_work *w)
{
	int32_t best = -1;
	size_t best_count = 1;
	for (size_t i = 0; i < w->doc->mention_count && i < 60; i++) {
		if (!top_is_local(w, (int32_t)i) || w->doc->mentions[i].kind == DTL_MENTION_DEMONYM) continue;
		const dtl_place *p = place_of(w, (int32_t)i);
		if (dtl_str_eq(p->feature, DTL_STR("P.PPLC"))) continue; /* it acts more often than it is a scene */
		size_t n = 0;
		for (size_t j = 0; j < w->doc->mention_count && j < 60; j++) {
			const dtl_place *q = place_of(w, (int32_t)j);
			n += q && q->id == p->id;
		}
		if (p->precision != DTL_PRECISION_REGION && n > best_count) {
			best = (int32_t)i;
			best_count = n;
		}
	}
	return best;
}

/* Councils, courts and county offices act at their seat: a place name, finer than a country, in the actor's phrase. */
static int32_t seat_of_actor(const dtl_event_work *w, const dtl_frame *f)
{
	if (f->actor == DTL_NO_CHUNK || (f->kind->traits & DTL_TRAIT_VERBAL) || f->evidence || (f->flags & DTL_FLAGS_OFF_MAP)) return -1;
	if (f->kind->type != DTL_EVENT_AGREE && f->kind->type != DTL_EVENT_CONCEDE && f->kind->type != DTL_EVENT_SANCTION && f->kind->type != DTL_EVENT_REJECT
		&& f->kind->type != DTL_EVENT_COERCE && f->kind->type != DTL_EVENT_NONE && f->kind->type != DTL_EVENT_CONSULT) return -1;
	const dtl_chunk *c = dtl_chunk_at(w, f->actor);
	for (uint32_t t = c->first; t < c->last; t++) {
		int32_t m = w->mention_of[t];
		if (m >= 0 && w->doc->mentions[m].kind != DTL_MENTION_DEMONYM && top_is_local(w, m)) return m;
		if (m >= 0) return -1;
	}
	/* "commissioners voted": those of the place that the article keeps to. */
	static const char *const local[] = {"vote", "easing", "agreement", "conviction", "plea", "restriction", NULL};
	dtl_str sector = dtl_event_table_sector(w->doc->event_table, dtl_chunk_sector(w->doc, &w->c, c));
	bool office = dtl_str_eq(sector, DTL_STR("government")) || dtl_str_eq(sector, DTL_STR("legislature")) || dtl_str_eq(sector, DTL_STR("judiciary"));
	for (size_t i = 0; office && local[i]; i++)
		if (dtl_str_eq(f->kind->name, dtl_str_of(local[i]))) return home_place(w);
	return -1;
}

static void take(dtl_event_work *w, dtl_frame *f, int32_t mention, const char *rule)
{
	add_mention(f, mention);
	f->role = role_of(w, f, mention);
	if (f->place_score < 0.3f) f->place_score = 0.3f;
	f->place_rule = rule;
}

/* The town named last in the two sentences before, where no event was told: the scene is set without one. */
static int32_t scene_before(const dtl_event_work *w, const dtl_frame *f)
{
	size_t i = first_mention(w, f->sentence);
	while (i-- > 0 && w->doc->mentions[i].sentence + 2 >= f->sentence) {
		const dtl_mention *m = &w->doc->mentions[i];
		const dtl_place *p = place_of(w, (int32_t)i);
		if (m->kind != DTL_MENTION_LITERAL || !p || !top_is_local(w, (int32_t)i) || p->precision == DTL_PRECISION_REGION) continue;
		if (filed_there(w, (int32_t)i) || origin_of_person(w, (int32_t)i) || dtl_str_eq(p->feature, DTL_STR("P.PPLC"))) continue;
		return (int32_t)i;
	}
	return -1;
}

/* Who launches, tests or drills does it at home, unless a place is told. */
static int32_t own_country(const dtl_event_work *w, const dtl_frame *f)
{
	bool home = f->kind->type == DTL_EVENT_MOBILIZE && dtl_str_eq(f->kind->mode, DTL_STR("weapons"));
	if (!home && !dtl_str_eq(f->kind->name, DTL_STR("satellite-launch")) && !dtl_str_eq(f->kind->name, DTL_STR("military-exercise"))) return -1;
	if (f->actor == DTL_NO_CHUNK) return f->noun ? w->focus : -1;
	const dtl_chunk *c = dtl_chunk_at(w, f->actor);
	for (uint32_t t = c->first; t < c->last; t++) {
		int32_t m = w->mention_of[t];
		const dtl_place *p = place_of(w, m);
		if (!p) continue;
		if (p->precision == DTL_PRECISION_COUNTRY) return m;
		for (size_t i = 0; i < w->doc->mention_count; i++) { /* "Pyongyang": the country by its name, where the text has it */
			const dtl_place *q = place_of(w, (int32_t)i);
			if (q && q->precision == DTL_PRECISION_COUNTRY && dtl_str_eq(q->country, p->country)) return (int32_t)i;
		}
	}
	return w->focus; /* "the missile", "the regime": the country of the story */
}

/* What the own sentence gives beyond the link: its best candidate, the seat of who acts. */
void dtl_own_places(dtl_event_work *w)
{
	find_focus(w);
	for (size_t i = 0; i < w->count; i++) {
		dtl_frame *f = &w->frames[i];
		bool told = !(f->kind->traits & DTL_TRAIT_VERBAL) && !f->evidence;
		int32_t seat = f->mentions[0] < 0 ? seat_of_actor(w, f) : -1;
		if (f->mentions[0] < 0 && f->weak_mention >= 0 && told) take(w, f, f->weak_mention, "the sentence's only candidate");
		else if (seat >= 0) take(w, f, seat, "seat of the actor");
	}
}

/* Does this frame lie in another country than the one that the article is about? What follows it need not be there. */
static bool abroad(const dtl_event_work *w, const dtl_frame *g)
{
	const dtl_place *p = g && g->mentions[0] >= 0 ? place_of(w, g->mentions[0]) : NULL;
	return p && w->country.len && p->country.len && !dtl_str_eq(p->country, w->country);
}

void dtl_context_places(dtl_event_work *w)
{
	int32_t home = home_place(w);
	const dtl_frame *lead = main_frame(w);
	for (size_t i = 0; i < w->count; i++) {
		dtl_frame *f = &w->frames[i];
		if (f->merged >= 0) continue;
		bool told = !(f->kind->traits & DTL_TRAIT_VERBAL) && !f->evidence;
		int32_t own = f->mentions[0] < 0 && told && !(f->flags & DTL_FLAGS_OFF_MAP) && f->date.precision < DTL_DATE_YEAR ? own_country(w, f) : -1;
		if (own >= 0) {
			take(w, f, own, "country of the actor");
			f->role = DTL_ROLE_AREA;
			f->context_place = true;
		}
		if (!takes_context(f)) continue;
		bool definite = f->definite || (f->kind->traits & DTL_TRAIT_SCENE);
		const dtl_frame *g = placed_before(w, i, definite ? 4 : 2);
		if (abroad(w, g)) g = NULL;
		bool visit = dtl_str_eq(f->kind->name, DTL_STR("site-visit")) && w->focus >= 0;
		int32_t scene = !g && !visit ? scene_before(w, f) : -1;
		if (g && !visit) inherit(f, g, "place of the sentences before");
		else if (scene >= 0) {
			take(w, f, scene, "place named just before");
			f->context_place = true;
		} else if (lead && f->sentence < 3 && !visit && !abroad(w, lead)) inherit(f, lead, "place of the main event");
		else if (home >= 0 && !lead && !visit) {
			take(w, f, home, "place that the article keeps to");
			f->context_place = true;
		} else if (w->focus >= 0 && visit) {
			add_mention(f, w->focus);
			f->role = DTL_ROLE_AREA;
			f->place_score = 0.3f;
			f->context_place = true;
			f->place_rule = "country that the article is about";
		}
	}
}

/* ---- points ---- */

typedef struct offset {
	double bearing, km; /* km < 0: no distance told */
	bool has_bearing, coast;
	dtl_span span;      /* the words */
	dtl_str direction;
} offset;

static bool direction_of(dtl_str word, double *bearing)
{
	static const struct { const char *word; double bearing; } table[] = {{"north", 0}, {"northeast", 45}, {"north-east", 45}, {"east", 90}, {"southeast", 135},
		{"south-east", 135}, {"south", 180}, {"southwest", 225}, {"south-west", 225}, {"west", 270}, {"northwest", 315}, {"north-west", 315}, {"northern", 0},
		{"eastern", 90}, {"southern", 180}, {"western", 270}, {"northeastern", 45}, {"southeastern", 135}, {"southwestern", 225}, {"northwestern", 315}};
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (dtl_word_is(word, table[i].word)) {
			*bearing = table[i].bearing;
			return true;
		}
	return false;
}

static double unit_km(dtl_str lemma)
{
	static const struct { const char *word; double km; } units[] = {{"km", 1}, {"kms", 1}, {"kilometer", 1}, {"kilometre", 1}, {"mile", 1.609344}, {"mi", 1.609344},
		{"meter", 0.001}, {"metre", 0.001}};
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (dtl_word_is(lemma, units[i].word)) return units[i].km;
	return 0;
}

static double token_number(dtl_str s)
{
	double v;
	if (dtl_str_to_double(s, &v)) return v;
	static const char *const words[] = {"", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"};
	for (int i = 1; i <= 12; i++)
		if (dtl_word_is(s, words[i])) return i;
	return -1;
}

/* Reads "50 km north-east of", "off the east coast of", "some 20 miles from" backwards from the place's first token. */
static offset read_offset(const dtl_event_work *w, int32_t mention)
{
	const dtl_span s = w->doc->mentions[mention].span;
	size_t at = dtl_token_at(&w->doc->tokens, s.start), low = at > 9 ? at - 9 : 0;
	offset o = {.km = -1};
	const dtl_sentence *sentence = &w->doc->tokens.sentences[w->doc->mentions[mention].sentence];
	if (low < sentence->first) low = sentence->first;
	static const char *const fill[] = {"of", "from", "the", "port", "city", "town", "village", "off", "southern", "northern", "eastern", "western", "central", "capital",
		"and", "to", "coast", "shore", "coastal", "border", "'s", "s", "region", "away", "-", "provincial", "resort", "outside", "locality", NULL};
	bool linked = false;
	for (size_t i = at; i-- > low;) {
		dtl_str l = w->c.lemmas[i];
		double b, u = unit_km(l);
		bool known = w->doc->tokens.tokens[i].kind == DTL_TOKEN_PUNCT;
		if (dtl_str_eq(l, DTL_STR("of")) || dtl_str_eq(l, DTL_STR("from")) || dtl_str_eq(l, DTL_STR("outside"))) linked = true;
		if (dtl_str_eq(l, DTL_STR("coast")) || dtl_str_eq(l, DTL_STR("shore"))) o.coast = true;
		if (dtl_str_eq(l, DTL_STR("off"))) o.coast = o.coast || !linked;
		bool adjective = dtl_str_ends(l, DTL_STR("ern"));
		if (linked && !o.has_bearing && (!adjective || o.coast) && direction_of(l, &b)) {
			o.has_bearing = known = true;
			o.bearing = b;
			o.direction = l;
			/* "north - east" in three tokens */
			if (i >= low + 2 && w->doc->tokens.tokens[i - 1].kind == DTL_TOKEN_PUNCT) {
				double first;
				if (direction_of(w->c.lemmas[i - 2], &first)) {
					o.bearing = first == 0 ? (b == 90 ? 45 : 315) : (b == 90 ? 135 : 225);
					i -= 2;
				}
			}
			o.span.start = w->doc->tokens.tokens[i].start;
		}
		if (u > 0 && linked && i > low) {
			double v = token_number(w->c.lemmas[i - 1]);
			if (v < 0 && i >= low + 2) v = token_number(w->c.lemmas[i - 2]);
			if (v > 0 && v * u < 2000) {
				o.km = v * u;
				o.span.start = w->doc->tokens.tokens[i - 1].start;
			}
			break;
		}
		for (size_t n = 0; fill[n] && !known; n++) known = dtl_word_is(l, fill[n]);
		if (!known) break;
	}
	if (o.span.start) o.span.end = s.end;
	return o;
}

/* How the map calls a place: towns and sites as the article spells them (Derna, not Darnah), all else by the gazetteer's name. */
static dtl_str display_name(const dtl_event_work *w, const dtl_mention *m, const dtl_place *p)
{
	dtl_str text = dtl_doc_str(w->doc, m->span);
	bool fine = p->precision == DTL_PRECISION_CITY || p->precision == DTL_PRECISION_POINT;
	if (!fine || p->approximate || m->kind != DTL_MENTION_LITERAL || text.len < 4) return p->name;
	size_t token = dtl_token_at(&w->doc->tokens, m->span.start);
	const dtl_token *t = &w->doc->tokens.tokens[token];
	bool plain = t->flags & DTL_TOKEN_CAPITAL && !(t->flags & (DTL_TOKEN_ALL_CAPS | DTL_TOKEN_ABBREVIATION));
	return plain ? text : p->name;
}

static void copy_place(const dtl_event_work *w, int32_t mention, dtl_role role, dtl_event_place *out)
{
	const dtl_mention *m = &w->doc->mentions[mention];
	const dtl_place *p = place_of(w, mention);
	*out = (dtl_event_place){.place = m->place, .role = role};
	out->phrase.span = m->span;
	out->phrase.text = dtl_doc_str(w->doc, m->span);
	out->name = out->phrase.text;
	if (!p) return;
	out->name = display_name(w, m, p);
	out->country = p->country;
	out->admin1 = p->admin1;
	out->id = p->id;
	out->geonameid = p->geonameid;
	out->has_point = true;
	out->point = p->point;
	out->radius_km = p->radius_km;
	out->precision = p->precision;
}

/* "Dvani, which is seven kilometres south-west of Tskhinvali": a place that the gazetteer lacks lies where the words behind it say. */
static bool by_neighbour(const dtl_event_work *w, int32_t mention, dtl_event_place *out)
{
	const dtl_mention *m = &w->doc->mentions[mention];
	for (size_t i = (size_t)mention + 1; i < w->doc->mention_count && i < (size_t)mention + 4; i++) {
		const dtl_mention *next = &w->doc->mentions[i];
		const dtl_place *p = place_of(w, (int32_t)i);
		if (next->sentence != m->sentence || next->span.start - m->span.end > 80) return false;
		if (!p || p->approximate) continue;
		offset o = read_offset(w, (int32_t)i);
		if (o.km <= 0 || !o.has_bearing || o.span.start < m->span.end) continue;
		out->point = dtl_geodesic_direct(p->point, o.bearing, o.km);
		out->radius_km = 3 + o.km * 0.15;
		out->country = p->country;
		out->admin1 = p->admin1;
		out->has_point = true;
		out->precision = DTL_PRECISION_VICINITY;
		out->id = 0;
		out->geonameid = 0;
		return true;
	}
	return false;
}

static const char *compass(double bearing)
{
	static const char *const names[] = {"N", "NE", "E", "SE", "S", "SW", "W", "NW"};
	return names[(int)(bearing / 45 + 0.5) % 8];
}

/* The seas, gulfs, bays, straits and channels of the gazetteer: one look at every entry, once for an article that needs them. */
static const struct dtl_waters *waters_of(const dtl_event_work *w)
{
	static const char *const codes[] = {"H.SEA", "H.OCN", "H.GULF", "H.BAY", "H.STRT", "H.CHN", "H.SD"};
	struct dtl_waters *all = w->waters;
	const dtl_gazetteer *g = w->doc->gazetteer;
	uint32_t count = dtl_gaz_entry_count(g);
	if (all->read || count > 2000000) return all; /* of millions of entries a look at each takes too long */
	all->read = true;
	for (uint32_t i = 0; i < count; i++) {
		const dtl_gaz_entry *e = dtl_gaz_entry_at(g, i);
		if (e->class_ != DTL_GAZ_WATER) continue;
		bool marine = false;
		for (size_t k = 0; k < sizeof codes / sizeof *codes && !marine; k++) marine = strncmp(e->feature, codes[k], sizeof e->feature) == 0;
		if (marine) DTL_PUSH(w->doc->arena, all->entries, all->count, all->cap, i);
	}
	return all;
}

/* The water that lies nearest in this direction from an area: where "off its west coast" is, better than a point at some distance,
 * which may well be on land. NULL if none is near. */
static const dtl_gaz_entry *waters_off(const dtl_event_work *w, const dtl_place *area, double bearing)
{
	const struct dtl_waters *all = waters_of(w);
	const dtl_gaz_entry *best = NULL;
	double best_cost = area->radius_km * 2 + 100;
	for (size_t i = 0; i < all->count; i++) {
		const dtl_gaz_entry *e = dtl_gaz_entry_at(w->doc->gazetteer, all->entries[i]);
		dtl_lonlat at = {(double)e->lon, (double)e->lat};
		double turn = fabs(remainder(dtl_bearing(area->point, at) - bearing, 360));
		double cost = dtl_distance_km(area->point, at) * (1 + turn / 90);
		if (turn > 60 || cost >= best_cost) continue;
		best_cost = cost;
		best = e;
	}
	return best;
}

/* The point off an area's coast in this direction, and how uncertain it is. */
static void off_coast(const dtl_event_work *w, const dtl_place *area, double bearing, dtl_event_place *out)
{
	const dtl_gaz_entry *water = waters_off(w, area, bearing);
	out->point = dtl_geodesic_direct(area->point, bearing, area->radius_km * COAST + 10);
	out->radius_km = area->radius_km * 0.5;
	if (water) out->point = (dtl_lonlat){(double)water->lon, (double)water->lat};
}

/* Moves the point where the words tell a distance, a direction, a coast or nearness. */
static void displace(const dtl_event_work *w, int32_t mention, dtl_event_place *out)
{
	offset o = read_offset(w, mention);
	const dtl_place *p = place_of(w, mention);
	bool area = p && (p->precision == DTL_PRECISION_COUNTRY || p->precision == DTL_PRECISION_REGION);
	if ((!p || p->approximate) && by_neighbour(w, mention, out)) return;
	if (!p) return;
	if (o.km > 0 && o.has_bearing) {
		out->point = dtl_geodesic_direct(p->point, o.bearing, o.km);
		out->radius_km = 3 + o.km * 0.15;
		out->name = dtl_arena_printf(w->doc->arena, "%.0f km %s of %.*s", o.km, compass(o.bearing), DTL_FMT(out->name));
	} else if (o.km > 0) {
		out->radius_km = o.km + p->radius_km * 0.2;
		out->name = dtl_arena_printf(w->doc->arena, "within %.0f km of %.*s", o.km, DTL_FMT(out->name));
	} else if (o.coast && o.has_bearing) {
		out->point = dtl_geodesic_direct(p->point, o.bearing, p->radius_km + 10);
		out->radius_km = 25;
		if (area) off_coast(w, p, o.bearing, out);
		out->name = dtl_arena_printf(w->doc->arena, "off the %.*s coast of %.*s", DTL_FMT(o.direction), DTL_FMT(out->name));
		out->role = DTL_ROLE_OFFSHORE;
	} else if (out->role == DTL_ROLE_VICINITY && !area) {
		out->radius_km = p->radius_km > 6 ? p->radius_km * 1.5 : 10;
		out->name = dtl_arena_printf(w->doc->arena, "near %.*s", DTL_FMT(out->name));
	} else if (out->role == DTL_ROLE_OFFSHORE) {
		out->radius_km = p->radius_km + 25;
		out->name = dtl_arena_printf(w->doc->arena, "off %.*s", DTL_FMT(out->name));
	} else {
		return;
	}
	if (o.km > 0 || o.coast || !area) {
		out->precision = DTL_PRECISION_VICINITY;
		out->id = 0;
		out->geonameid = 0;
	}
	if (o.span.end) out->phrase = (dtl_phrase){o.span, dtl_doc_str(w->doc, o.span)};
}

/* "into waters off its west coast": the words name no place; the coast is that of the country of the context. */
static bool off_own_coast(const dtl_event_work *w, const dtl_frame *f, const dtl_place *country, dtl_event_place *out)
{
	const dtl_sentence *s = &w->doc->tokens.sentences[f->sentence];
	for (uint32_t i = f->token; i + 3 < s->last && i < f->token + 16; i++) {
		double bearing;
		if (!dtl_lemma_is(&w->c, i, "off") || !direction_of(w->c.lemmas[i + 2], &bearing)) continue;
		if (!dtl_lemma_is(&w->c, i + 3, "coast") && !dtl_lemma_is(&w->c, i + 3, "shore")) continue;
		const dtl_token *t = w->doc->tokens.tokens;
		out->phrase.span = (dtl_span){t[i].start, t[i + 3].end};
		out->phrase.text = dtl_doc_str(w->doc, out->phrase.span);
		off_coast(w, country, bearing, out);
		out->name = dtl_arena_printf(w->doc->arena, "off the %.*s coast of %.*s", DTL_FMT(w->c.lemmas[i + 2]), DTL_FMT(country->name));
		out->precision = DTL_PRECISION_VICINITY;
		out->role = DTL_ROLE_OFFSHORE;
		out->id = 0;
		out->geonameid = 0;
		return true;
	}
	return false;
}

/* Nothing tells where: at best the country that the article is about, without a point, so that no map draws it. One or two sentences
 * are no article that could be about a country. */
static void somewhere_in_country(const dtl_event_work *w, const dtl_frame *f, dtl_event_place *out)
{
	if (w->focus < 0 || w->doc->tokens.sentence_count < 3 || (f->kind->traits & DTL_TRAIT_VERBAL)) return;
	copy_place(w, w->focus, DTL_ROLE_AREA, out);
	out->has_point = false;
	out->radius_km = 0;
}

void dtl_fill_place(const dtl_event_work *w, const dtl_frame *f, dtl_event *e)
{
	dtl_event_place others[DTL_MAX_PLACES];
	size_t n = 0;
	e->place.place = -1;
	if (f->mentions[0] < 0) {
		somewhere_in_country(w, f, &e->place);
		return;
	}
	copy_place(w, f->mentions[0], f->role, &e->place);
	const dtl_place *area = place_of(w, f->mentions[0]);
	if (f->context_place && area && area->precision == DTL_PRECISION_COUNTRY && off_own_coast(w, f, area, &e->place)) return;
	if (!f->context_place || !area || area->precision != DTL_PRECISION_COUNTRY) displace(w, f->mentions[0], &e->place);
	for (int i = 1; i < DTL_MAX_PLACES && f->mentions[i] >= 0; i++) copy_place(w, f->mentions[i], role_of(w, f, f->mentions[i]), &others[n++]);
	/* The finest of a list is no better than the first; but a container named beside its part is no place of its own. */
	dtl_event_place *kept = dtl_arena_array(w->doc->arena, dtl_event_place, n + 1);
	size_t m = 0;
	for (size_t i = 0; i < n; i++)
		if (!finer(w, f->mentions[0], f->mentions[i + 1]) || !dtl_str_eq(others[i].country, e->place.country)) kept[m++] = others[i];
	e->other_places = kept;
	e->other_place_count = m;
}
