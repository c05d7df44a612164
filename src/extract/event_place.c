/* Where, within the sentence: the name that is linked to a trigger, its role, and the names that cannot be the place. */
#include "extract/event_place.h"

#define LINK_THRESHOLD 0.47
#define SURE 0.60 /* at least, of what is aimed at or left */
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

/* "the disaster authority in Islamabad said", "geologists in Port Moresby said": offices sit in capitals, whatever they speak of. */
static bool seat_of_office(const dtl_event_work *w, int32_t mention)
{
	static const char *const offices[] = {"ministry", "authority", "agency", "office", "department", "government", "official", "spokesman", "spokeswoman", "minister",
		"president", "embassy", "headquarters", "geologist", "seismologist", "scientist", "analyst", "diplomat", "institute", "centre", "center", "bureau", "commission",
		"command", "survey", "service", NULL};
	const dtl_place *p = dtl_place_at(w, mention);
	uint32_t chunk = dtl_mention_chunk(w, mention), prep = chunk == DTL_NO_CHUNK ? DTL_NO_CHUNK : dtl_mention_prep(w, chunk);
	if (!p || !dtl_str_eq(p->feature, DTL_STR("P.PPLC")) || prep == DTL_NO_CHUNK || prep == 0) return false;
	for (size_t i = 0; offices[i]; i++)
		if (dtl_lemma_is(&w->c, dtl_chunk_at(w, prep - 1)->head, offices[i])) return true;
	return false;
}

/* One candidate: its score, as plain words raise it, and what it is good for. */
typedef struct candidate {
	int32_t mention;
	double score, own; /* own: less where the name belongs to who reports */
	bool weak;         /* enough where nothing better stands against it, but for the score */
} candidate;

/* Plain words beat the weights. */
static double raise(const dtl_frame *f, const float *x, double score, bool antecedent)
{
	if (score < SURE && (antecedent || aimed_at(f, x) || left(f, x))) return SURE;
	/* "its centre lay 50 km north-west of Paraparaumu": of an earthquake no clause tells more */
	if (score < LINK_THRESHOLD && x[DTL_LINK_OFFSET] > 0 && (f->kind->traits & DTL_TRAIT_DISASTER)) return LINK_THRESHOLD;
	if (score >= LINK_THRESHOLD || x[DTL_LINK_SAME_CLAUSE] <= 0) return score;
	/* "declared a state of emergency in Ecuador" */
	if (score > 0.3 && x[DTL_LINK_IN] > 0 && x[DTL_LINK_AFTER] > 0 && x[DTL_LINK_ONLY_PLACE] > 0) return LINK_THRESHOLD;
	/* "30 km north of Kharkiv a bridge was destroyed" */
	if (x[DTL_LINK_OFFSET] > 0 && x[DTL_LINK_ONLY_PLACE] + x[DTL_LINK_NEAREST_AFTER] > 0) return LINK_THRESHOLD;
	return score;
}

/* False if the mention is out of the question. */
static bool weigh(const dtl_event_work *w, const dtl_frame *f, int32_t mention, int32_t antecedent, candidate *out)
{
	float x[DTL_LINK_COUNT];
	if (dtl_never_the_place(w, f, mention)) return false;
	dtl_link_features(w, f, mention, x);
	/* "The UN in New York condemned the attack" */
	if (f->evidence && x[DTL_LINK_AFTER] < 1) return false;
	if ((f->kind->traits & DTL_TRAIT_VERBAL) && x[DTL_LINK_BEHIND_SUBJECT] > 0) return false;
	if (passed_over(w, f, mention, x)) return false;
	if (x[DTL_LINK_REPORT_CLAUSE] > 0 && seat_of_office(w, mention)) return false;
	double score = raise(f, x, dtl_link_score(x), mention == antecedent);
	bool of_report = x[DTL_LINK_REPORT_CLAUSE] > 0 && mention != antecedent;
	bool local = dtl_place_local(w, mention) || (x[DTL_LINK_COUNTRY] > 0 && x[DTL_LINK_IN] > 0 && x[DTL_LINK_SAME_CLAUSE] > 0);
	bool away = x[DTL_LINK_PERSON_GROUP] + x[DTL_LINK_ACTOR_PHRASE] + x[DTL_LINK_REPORT_CLAUSE] + x[DTL_LINK_BY] > 0 || (x[DTL_LINK_FOR] > 0 && f->kind->type != DTL_EVENT_RETREAT)
		|| (x[DTL_LINK_FROM] > 0 && x[DTL_LINK_SAME_CLAUSE] < 1);
	*out = (candidate){mention, score, of_report ? score * REPORT_SHARE : score, local && !away && w->doc->mentions[mention].kind == DTL_MENTION_LITERAL};
	return true;
}

void dtl_frame_place(dtl_event_work *w, dtl_frame *f)
{
	int32_t antecedent = antecedent_of_where(w, f);
	double weak_score = w->doc->tokens.sentence_count > 2 ? WEAK_THRESHOLD : ALONE_THRESHOLD;
	candidate all[32], best = {.mention = -1};
	size_t n = 0;
	for (size_t i = dtl_first_mention(w, f->sentence); i < w->doc->mention_count && n < 32; i++) {
		if (!in_sentence(w, &w->doc->mentions[i], f->sentence)) break;
		if (!weigh(w, f, (int32_t)i, antecedent, &all[n])) continue;
		if (all[n].weak && all[n].score >= weak_score) {
			weak_score = all[n].score;
			f->weak_mention = (int32_t)i;
		}
		if (all[n].own > best.own) best = all[n];
		n++;
	}
	f->place_score = (float)best.score;
	if (best.mention < 0 || best.score < ((f->kind->traits & DTL_TRAIT_VERBAL) ? VERBAL_THRESHOLD : LINK_THRESHOLD)) return;
	dtl_frame_add_place(f, best.mention);
	for (size_t i = 0; i < n; i++)
		if (all[i].mention != best.mention && all[i].score > 0.4 && same_list(w, all[i].mention, best.mention)) dtl_frame_add_place(f, all[i].mention);
	f->role = dtl_place_role(w, f, f->mentions[0]);
	f->place_rule = "linked in the sentence";
}
