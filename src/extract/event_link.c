/* Features of a trigger and a place name of its sentence (after Halterman, "Geolocating Political Events in Text", 2019, who uses a
 * neural model over the same evidence: prepositions, distance, the path between the two). */
#include "extract/event_place.h"

#include <math.h>

const char *dtl_link_name(dtl_link_feature feature)
{
	static const char *const names[] = {
#define W(name, weight) #name,
#include "extract/link_weights.inc"
#undef W
	};
	return feature < DTL_LINK_COUNT ? names[feature] : "";
}

double dtl_link_score(const float x[DTL_LINK_COUNT])
{
	static const float weights[] = {
#define W(name, weight) weight,
#include "extract/link_weights.inc"
#undef W
	};
	static const struct { uint8_t a, b; float weight; } pairs[] = {
#define P(a, b, weight) {DTL_LINK_##a, DTL_LINK_##b, weight},
#include "extract/link_pairs.inc"
#undef P
	};
	double sum = 0;
	for (int i = 0; i < DTL_LINK_COUNT; i++) sum += (double)x[i] * (double)weights[i];
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (x[pairs[i].a] > 0 && x[pairs[i].b] > 0) sum += (double)pairs[i].weight;
	return 1 / (1 + exp(-sum));
}

uint32_t dtl_mention_chunk(const dtl_event_work *w, int32_t mention)
{
	const dtl_span s = w->doc->mentions[mention].span;
	size_t t = dtl_token_at(&w->doc->tokens, s.end > s.start ? s.end - 1 : s.start);
	return t < w->doc->tokens.count ? w->c.chunk_of[t] : DTL_NO_CHUNK;
}

/* The preposition before the chunk, also over a list ("in A, B and C") and an apposition ("in the town of X"). */
uint32_t dtl_mention_prep(const dtl_event_work *w, uint32_t chunk)
{
	uint32_t i = chunk, first = dtl_first_chunk(w, dtl_chunk_at(w, chunk)->sentence);
	for (int n = 0; n < 8 && i > first; n++) {
		const dtl_chunk *before = dtl_chunk_at(w, i - 1);
		if (before->kind == DTL_CHUNK_PREP) {
			/* "the town of X", "the outskirts of X", "the coast of X": what governs the town governs X. */
			static const char *const kinds[] = {"town", "city", "village", "district", "province", "region", "neighborhood", "neighbourhood", "state",
				"suburb", "outskirt", "outskirts", "locality", "area", "department", "coast", "island", "port", "part", "center", "centre", "capital", "municipality",
				"county", "zone", "jurisdiction", "countryside", "north", "south", "east", "west", "border", "vicinity", "heart", "edge", "borough", "governorate", "side", "shore", NULL};
			if (i >= first + 2 && dtl_lemma_is(&w->c, before->head, "of") && dtl_chunk_at(w, i - 2)->kind == DTL_CHUNK_NOUN) {
				bool kind = false;
				for (size_t k = 0; kinds[k] && !kind; k++) kind = dtl_lemma_is(&w->c, dtl_chunk_at(w, i - 2)->head, kinds[k]);
				if (kind) {
					i -= 2;
					continue;
				}
			}
			return i - 1;
		}
		bool list = before->kind == DTL_CHUNK_AND || before->kind == DTL_CHUNK_COMMA;
		if (list && i >= first + 2 && dtl_chunk_at(w, i - 2)->kind == DTL_CHUNK_NOUN && w->mention_of[dtl_chunk_at(w, i - 2)->head] >= 0) i -= 2;
		else return DTL_NO_CHUNK;
	}
	return DTL_NO_CHUNK;
}

static dtl_link_feature prep_feature(const dtl_event_work *w, uint32_t prep)
{
	static const struct { const char *word; dtl_link_feature feature; } table[] = {{"in", DTL_LINK_IN}, {"at", DTL_LINK_AT}, {"near", DTL_LINK_NEAR},
		{"outside", DTL_LINK_NEAR}, {"on", DTL_LINK_ON}, {"from", DTL_LINK_FROM}, {"to", DTL_LINK_TO}, {"into", DTL_LINK_INTO}, {"toward", DTL_LINK_TOWARD},
		{"towards", DTL_LINK_TOWARD}, {"of", DTL_LINK_OF}, {"over", DTL_LINK_OVER}, {"off", DTL_LINK_OFF}, {"around", DTL_LINK_AROUND},
		{"across", DTL_LINK_ACROSS}, {"throughout", DTL_LINK_ACROSS}, {"inside", DTL_LINK_IN}, {"within", DTL_LINK_IN}, {"between", DTL_LINK_BETWEEN},
		{"by", DTL_LINK_BY}, {"with", DTL_LINK_WITH}, {"against", DTL_LINK_AGAINST}, {"for", DTL_LINK_FOR}};
	const dtl_chunk *c = dtl_chunk_at(w, prep);
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (dtl_lemma_is(&w->c, c->head, table[i].word)) return table[i].feature;
	return DTL_LINK_OTHER_PREP;
}

/* On what the prepositional phrase hangs: walk left over "noun prep noun prep" to the first chunk that is none. */
static dtl_link_feature attachment(const dtl_event_work *w, const dtl_frame *f, uint32_t prep)
{
	uint32_t i = prep, first = dtl_first_chunk(w, f->sentence);
	const dtl_chunk *verb = f->verb == DTL_NO_CHUNK ? NULL : dtl_chunk_at(w, f->verb);
	while (i > first) {
		const dtl_chunk *c = dtl_chunk_at(w, i - 1);
		if (i - 1 == f->chunk || i - 1 == f->verb) return DTL_LINK_BEHIND_TRIGGER;
		if (verb && (i - 1 == verb->object || i - 1 == verb->object2 || i - 1 == verb->agent)) return DTL_LINK_BEHIND_OBJECT;
		if (verb && i - 1 == verb->subject) return DTL_LINK_BEHIND_SUBJECT;
		if (c->kind != DTL_CHUNK_NOUN && c->kind != DTL_CHUNK_PREP && c->kind != DTL_CHUNK_TIME && c->kind != DTL_CHUNK_OTHER
			&& c->kind != DTL_CHUNK_AND && c->kind != DTL_CHUNK_COMMA) return DTL_LINK_BEHIND_OTHER;
		i--;
	}
	return DTL_LINK_FRONT;
}

static void grammar_features(const dtl_event_work *w, const dtl_frame *f, uint32_t chunk, float *x)
{
	const dtl_chunk *verb = f->verb == DTL_NO_CHUNK ? NULL : dtl_chunk_at(w, f->verb);
	uint32_t prep = dtl_mention_prep(w, chunk);
	bool nature = f->kind && f->kind->type == DTL_EVENT_NONE;
	if (chunk == f->chunk) {
		x[DTL_LINK_TRIGGER_GROUP] = 1;
	} else if (prep != DTL_NO_CHUNK) {
		x[prep_feature(w, prep)] = 1;
		x[attachment(w, f, prep)] = 1;
	} else if (verb && chunk == verb->subject) {
		bool passive = (verb->verb & DTL_VERB_PASSIVE) != 0;
		x[passive ? DTL_LINK_OBJECT : DTL_LINK_SUBJECT] = 1;
		if (nature || passive) x[DTL_LINK_SUBJECT_NATURE] = 1;
	} else if (verb && (chunk == verb->object || chunk == verb->object2)) {
		x[DTL_LINK_OBJECT] = 1;
		if (f->kind && (f->kind->type == DTL_EVENT_ASSAULT || nature)) x[DTL_LINK_OBJECT_ATTACKED] = 1;
	} else {
		uint32_t g = dtl_chunk_at(w, chunk)->governor;
		if (g == DTL_NO_CHUNK) x[DTL_LINK_UNGOVERNED] = 1;
		else x[dtl_chunk_at(w, g)->subject == chunk ? DTL_LINK_OTHER_SUBJECT : DTL_LINK_OTHER_OBJECT] = 1;
	}
	if (chunk == f->actor) x[DTL_LINK_ACTOR_PHRASE] = 1;
	if (chunk == f->target) x[DTL_LINK_TARGET_PHRASE] = 1;
}

static void path_features(const dtl_event_work *w, const dtl_frame *f, int32_t mention, uint32_t chunk, float *x)
{
	uint32_t a = chunk < f->chunk ? chunk : f->chunk, b = chunk < f->chunk ? f->chunk : chunk, d = b - a;
	x[d <= 2 ? DTL_LINK_DIST_1 : d <= 4 ? DTL_LINK_DIST_2 : d <= 7 ? DTL_LINK_DIST_3 : d <= 12 ? DTL_LINK_DIST_4 : DTL_LINK_DIST_5] = 1;
	if (chunk >= f->chunk) x[DTL_LINK_AFTER] = 1;
	int64_t clauses = (int64_t)dtl_chunk_at(w, chunk)->clause - (int64_t)f->clause;
	x[clauses == 0 ? DTL_LINK_SAME_CLAUSE : clauses == 1 || clauses == -1 ? DTL_LINK_NEXT_CLAUSE : DTL_LINK_FAR_CLAUSE] = 1;
	for (uint32_t i = a + 1; i < b; i++) {
		const dtl_chunk *c = dtl_chunk_at(w, i);
		if (c->kind == DTL_CHUNK_VERB && i != f->verb) x[DTL_LINK_VERB_BETWEEN] = 1;
		if (c->kind == DTL_CHUNK_NOUN && w->mention_of[c->head] >= 0 && w->mention_of[c->head] != mention
			&& w->doc->mentions[w->mention_of[c->head]].kind == DTL_MENTION_LITERAL) x[DTL_LINK_PLACE_BETWEEN] = 1;
	}
	/* The clause of a verb of saying: "officials in Kabul said". */
	if (clauses != 0)
		for (uint32_t i = dtl_first_chunk(w, f->sentence); i < dtl_last_chunk(w, f->sentence); i++) {
			const dtl_chunk *c = dtl_chunk_at(w, i);
			if (c->kind == DTL_CHUNK_VERB && c->clause == dtl_chunk_at(w, chunk)->clause
				&& (dtl_word_classes(w->doc, &w->c, c->head) & w->k.report)) x[DTL_LINK_REPORT_CLAUSE] = 1;
		}
}

/* "Swansea, South Carolina": the finer name stands first. */
static void neighbour_features(const dtl_event_work *w, uint32_t chunk, float *x)
{
	const dtl_chunk *c = dtl_chunk_at(w, chunk);
	uint32_t first = dtl_first_chunk(w, c->sentence), last = dtl_last_chunk(w, c->sentence);
	if (chunk >= first + 2 && dtl_chunk_at(w, chunk - 1)->kind == DTL_CHUNK_COMMA && dtl_chunk_at(w, chunk - 2)->kind == DTL_CHUNK_NOUN
		&& w->mention_of[dtl_chunk_at(w, chunk - 2)->head] >= 0) x[DTL_LINK_COMMA_PARENT] = 1;
	if (chunk + 2 < last && dtl_chunk_at(w, chunk + 1)->kind == DTL_CHUNK_COMMA && dtl_chunk_at(w, chunk + 2)->kind == DTL_CHUNK_NOUN
		&& w->mention_of[dtl_chunk_at(w, chunk + 2)->head] >= 0) x[DTL_LINK_COMMA_CHILD] = 1;
}

static bool locative(const dtl_event_work *w, uint32_t chunk)
{
	uint32_t prep = dtl_mention_prep(w, chunk);
	if (prep == DTL_NO_CHUNK) return false;
	dtl_link_feature f = prep_feature(w, prep);
	return f == DTL_LINK_IN || f == DTL_LINK_AT || f == DTL_LINK_NEAR || f == DTL_LINK_ON || f == DTL_LINK_OFF || f == DTL_LINK_AROUND || f == DTL_LINK_ACROSS;
}

/* "the Karrada district of Baghdad": a site, or a name before a settlement's noun. */
static bool site_chunk(const dtl_event_work *w, uint32_t chunk)
{
	const dtl_chunk *c = dtl_chunk_at(w, chunk);
	if (c->kind != DTL_CHUNK_NOUN) return false;
	int32_t m = w->mention_of[c->head];
	if (m >= 0) return w->is_site && w->is_site[m];
	m = c->head > c->first ? w->mention_of[c->head - 1] : -1;
	return m >= 0 && w->doc->mentions[m].kind == DTL_MENTION_LITERAL && dtl_settlement_noun(w, c->head);
}

/* "30 km north of Kharkiv", "the village of X"; the town right behind a site is where the site lies. */
static void place_features(const dtl_event_work *w, int32_t mention, uint32_t chunk, float *x)
{
	uint32_t first = dtl_first_chunk(w, dtl_chunk_at(w, chunk)->sentence);
	dtl_offset o = dtl_read_offset(w, mention);
	if (o.km > 0 || (o.coast && o.has_bearing)) x[DTL_LINK_OFFSET] = 1;
	else if (o.has_bearing && o.part) x[DTL_LINK_PART] = 1;
	if (chunk < first + 2) return;
	const dtl_chunk *before = dtl_chunk_at(w, chunk - 1);
	bool of = before->kind == DTL_CHUNK_PREP && dtl_lemma_is(&w->c, before->head, "of");
	bool in = before->kind == DTL_CHUNK_PREP && dtl_lemma_is(&w->c, before->head, "in");
	if ((of || in || before->kind == DTL_CHUNK_COMMA) && site_chunk(w, chunk - 2)) x[DTL_LINK_HOLDS_SITE] = 1;
	if (of && dtl_chunk_at(w, chunk - 2)->kind == DTL_CHUNK_NOUN && dtl_settlement_noun(w, dtl_chunk_at(w, chunk - 2)->head)) x[DTL_LINK_SETTLEMENT] = 1;
}

/* The other place names of the sentence: is this the only one, the next behind the trigger, the first with "in"? And is another trigger
 * nearer to it? */
static void rival_features(const dtl_event_work *w, const dtl_frame *f, int32_t mention, uint32_t chunk, float *x)
{
	bool only = true, nearest = chunk >= f->chunk, first = locative(w, chunk);
	for (uint32_t i = dtl_first_chunk(w, f->sentence); i < dtl_last_chunk(w, f->sentence); i++) {
		const dtl_chunk *c = dtl_chunk_at(w, i);
		if (c->kind != DTL_CHUNK_NOUN || i == chunk) continue;
		int32_t m = w->mention_of[c->head];
		if (m < 0 || m == mention || w->doc->mentions[m].kind != DTL_MENTION_LITERAL) continue;
		only = false;
		if (i >= f->chunk && i < chunk) nearest = false;
		if (first && i < chunk && i > f->chunk && locative(w, i)) first = false;
	}
	if (only) x[DTL_LINK_ONLY_PLACE] = 1;
	if (nearest) x[DTL_LINK_NEAREST_AFTER] = 1;
	if (first) x[DTL_LINK_FIRST_LOCATIVE] = 1;
}

/* "Aleppo residents", "the people of Aleppo"; "Damascus airport", "the port of Odesa". */
static void group_features(const dtl_event_work *w, uint32_t chunk, int32_t mention, float *x)
{
	const dtl_chunk *c = dtl_chunk_at(w, chunk);
	uint64_t people = w->k.person | w->k.armed | w->k.force;
	if (w->mention_of[c->head] != mention) {
		uint64_t classes = dtl_word_classes(w->doc, &w->c, c->head);
		if (classes & people) x[DTL_LINK_PERSON_GROUP] = 1;
		else if (classes & w->k.facility) x[DTL_LINK_FACILITY_GROUP] = 1;
	}
	uint32_t prep = chunk > 0 && dtl_chunk_at(w, chunk - 1)->kind == DTL_CHUNK_PREP ? chunk - 1 : DTL_NO_CHUNK;
	if (prep != DTL_NO_CHUNK && prep > 0 && dtl_chunk_at(w, prep - 1)->kind == DTL_CHUNK_NOUN) {
		uint64_t classes = dtl_word_classes(w->doc, &w->c, dtl_chunk_at(w, prep - 1)->head);
		if (classes & people) x[DTL_LINK_PERSON_OF] = 1;
		else if (classes & w->k.facility) x[DTL_LINK_FACILITY_OF] = 1;
	}
}

/* Pairs that the single features do not tell. */
static void joint_features(const dtl_event_work *w, const dtl_frame *f, float *x)
{
	bool in = x[DTL_LINK_IN] + x[DTL_LINK_AT] + x[DTL_LINK_NEAR] > 0;
	if (in && x[DTL_LINK_BEHIND_TRIGGER] > 0) x[DTL_LINK_IN_TRIGGER] = 1;
	if (in && x[DTL_LINK_BEHIND_OBJECT] > 0) x[DTL_LINK_IN_OBJECT] = 1;
	if (in && x[DTL_LINK_BEHIND_SUBJECT] > 0) x[DTL_LINK_IN_SUBJECT] = 1;
	if (in && x[DTL_LINK_BEHIND_OTHER] > 0) x[DTL_LINK_IN_OTHER] = 1;
	if (in && x[DTL_LINK_FRONT] > 0) x[DTL_LINK_IN_FRONT] = 1;
	if (in && x[DTL_LINK_SAME_CLAUSE] > 0) x[DTL_LINK_IN_CLAUSE] = 1;
	if (in && x[DTL_LINK_NEXT_CLAUSE] > 0) x[DTL_LINK_IN_NEXT_CLAUSE] = 1;
	if (in && x[DTL_LINK_FAR_CLAUSE] > 0) x[DTL_LINK_IN_FAR_CLAUSE] = 1;
	if (x[DTL_LINK_OF] > 0 && x[DTL_LINK_BEHIND_OBJECT] > 0) x[DTL_LINK_OF_OBJECT] = 1;
	if (x[DTL_LINK_OF] > 0 && x[DTL_LINK_BEHIND_TRIGGER] > 0) x[DTL_LINK_OF_TRIGGER] = 1;
	if (f->verb != DTL_NO_CHUNK && (dtl_chunk_at(w, f->verb)->verb & DTL_VERB_PASSIVE)) x[DTL_LINK_PASSIVE_VERB] = 1;
	if (!f->kind) return;
	if (f->kind->traits & DTL_TRAIT_VERBAL) x[DTL_LINK_VERBAL_KIND] = 1;
	if (f->kind->type == DTL_EVENT_NONE) x[DTL_LINK_NATURE_KIND] = 1;
	if (f->kind->type == DTL_EVENT_PROTEST) x[DTL_LINK_PROTEST_KIND] = 1;
	if (f->kind->type == DTL_EVENT_MOBILIZE) x[DTL_LINK_MOBILIZE_KIND] = 1;
	if (f->kind->type == DTL_EVENT_COERCE) x[DTL_LINK_COERCE_KIND] = 1;
	if (f->kind->type == DTL_EVENT_MOBILIZE && x[DTL_LINK_TO] + x[DTL_LINK_INTO] + x[DTL_LINK_TOWARD] > 0) x[DTL_LINK_TO_MOVE] = 1;
	bool capture = dtl_str_eq(f->kind->name, DTL_STR("capture")) || dtl_str_eq(f->kind->name, DTL_STR("recapture")) || dtl_str_eq(f->kind->name, DTL_STR("visit"));
	if (capture && x[DTL_LINK_OBJECT] > 0) x[DTL_LINK_OBJECT_CAPTURED] = 1;
}

/* Another trigger stands between the two, or nearer on the other side. */
static void trigger_features(const dtl_event_work *w, const dtl_frame *f, uint32_t chunk, float *x)
{
	int64_t own = chunk > f->chunk ? (int64_t)chunk - f->chunk : (int64_t)f->chunk - chunk;
	uint32_t low = 0, high = (uint32_t)w->count;
	while (low < high) { /* frames ascend by sentence */
		uint32_t mid = low + (high - low) / 2;
		if (w->frames[mid].sentence < f->sentence) low = mid + 1;
		else high = mid;
	}
	for (uint32_t i = low; i < w->count && w->frames[i].sentence == f->sentence; i++) {
		const dtl_frame *g = &w->frames[i];
		int64_t d = chunk > g->chunk ? (int64_t)chunk - g->chunk : (int64_t)g->chunk - chunk;
		if (g->chunk != f->chunk && d < own) x[DTL_LINK_TRIGGER_NEARER] = 1;
	}
}

void dtl_link_features(const dtl_event_work *w, const dtl_frame *f, int32_t mention, float x[DTL_LINK_COUNT])
{
	const dtl_mention *m = &w->doc->mentions[mention];
	uint32_t chunk = dtl_mention_chunk(w, mention);
	memset(x, 0, DTL_LINK_COUNT * sizeof *x);
	x[DTL_LINK_BIAS] = 1;
	if (f->noun) x[DTL_LINK_NOUN_TRIGGER] = 1;
	if (m->kind == DTL_MENTION_DEMONYM) x[DTL_LINK_DEMONYM] = 1;
	if (m->kind == DTL_MENTION_METONYM) x[DTL_LINK_METONYM] = 1;
	if (m->kind == DTL_MENTION_EMBEDDED) x[DTL_LINK_EMBEDDED] = 1;
	if (m->span.start < w->doc->head.body && m->role == DTL_ROLE_DATELINE) x[DTL_LINK_DATELINE] = 1;
	if (m->place < 0) {
		x[DTL_LINK_NO_PLACE_RESOLVED] = 1;
	} else {
		dtl_precision p = w->doc->places[m->place].precision;
		x[p == DTL_PRECISION_COUNTRY ? DTL_LINK_COUNTRY : p == DTL_PRECISION_REGION ? DTL_LINK_ADM1 : p == DTL_PRECISION_CITY ? DTL_LINK_CITY : DTL_LINK_FINE] = 1;
	}
	if (w->is_site && w->is_site[mention]) x[DTL_LINK_SITE] = 1;
	if (chunk == DTL_NO_CHUNK) return;
	const dtl_chunk *c = dtl_chunk_at(w, chunk);
	size_t last = dtl_token_at(&w->doc->tokens, m->span.end > 0 ? m->span.end - 1 : 0);
	if (last < c->head && !(last + 1 == c->head && dtl_settlement_noun(w, c->head))) x[DTL_LINK_MODIFIER] = 1;
	grammar_features(w, f, chunk, x);
	path_features(w, f, mention, chunk, x);
	neighbour_features(w, chunk, x);
	place_features(w, mention, chunk, x);
	rival_features(w, f, mention, chunk, x);
	group_features(w, chunk, mention, x);
	trigger_features(w, f, chunk, x);
	joint_features(w, f, x);
}
