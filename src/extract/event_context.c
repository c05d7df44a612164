/* Where, from the context: what the own sentence gives beyond the link, the scene of the sentences before, the country of the story. */
#include "extract/event_place.h"

/* The country that most mentions lie in; datelines and actors count too: this is what the article is about. */
void dtl_find_focus(dtl_event_work *w)
{
	w->focus = -1;
	w->country = DTL_STR_NONE;
	struct { dtl_str code; double weight; int32_t mention; } seen[32];
	size_t n = 0;
	double total = 0;
	for (size_t i = 0; i < w->doc->mention_count; i++) {
		const dtl_place *p = dtl_place_at(w, (int32_t)i);
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
		if (g->mentions[0] >= 0 && !g->evidence && !(g->flags & DTL_FLAGS_OFF_MAP) && !(g->kind->traits & DTL_TRAIT_VERBAL) && dtl_place_at(w, g->mentions[0])) return g;
	}
	return NULL;
}

static const dtl_frame *main_frame(const dtl_event_work *w)
{
	for (size_t i = 0; i < w->count; i++) {
		const dtl_frame *f = &w->frames[i];
		if (f->sentence > 4) break;
		if (f->mentions[0] >= 0 && !f->context_place && !(f->flags & DTL_FLAGS_OFF_MAP) && !(f->kind->traits & DTL_TRAIT_VERBAL) && dtl_place_at(w, f->mentions[0])) return f;
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
		if (!dtl_place_local(w, (int32_t)i) || w->doc->mentions[i].kind == DTL_MENTION_DEMONYM) continue;
		const dtl_place *p = dtl_place_at(w, (int32_t)i);
		if (dtl_str_eq(p->feature, DTL_STR("P.PPLC"))) continue; /* it acts more often than it is a scene */
		size_t n = 0;
		for (size_t j = 0; j < w->doc->mention_count && j < 60; j++) {
			const dtl_place *q = dtl_place_at(w, (int32_t)j);
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
		if (m >= 0 && w->doc->mentions[m].kind != DTL_MENTION_DEMONYM && dtl_place_local(w, m)) return m;
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
	dtl_frame_add_place(f, mention);
	f->role = dtl_place_role(w, f, mention);
	if (f->place_score < 0.3f) f->place_score = 0.3f;
	f->place_rule = rule;
}

/* The town named last in the two sentences before, where no event was told: the scene is set without one. */
static int32_t scene_before(const dtl_event_work *w, const dtl_frame *f)
{
	size_t i = dtl_first_mention(w, f->sentence);
	while (i-- > 0 && w->doc->mentions[i].sentence + 2 >= f->sentence) {
		const dtl_mention *m = &w->doc->mentions[i];
		const dtl_place *p = dtl_place_at(w, (int32_t)i);
		if (m->kind != DTL_MENTION_LITERAL || !p || !dtl_place_local(w, (int32_t)i) || p->precision == DTL_PRECISION_REGION) continue;
		if (dtl_filed_there(w, (int32_t)i) || dtl_origin_of_person(w, (int32_t)i) || dtl_str_eq(p->feature, DTL_STR("P.PPLC"))) continue;
		return (int32_t)i;
	}
	return -1;
}

/* The mention of a country by its name for a country of a chunk's names ("Pyongyang" stands for it where the text has the country); -1. */
static int32_t country_in(const dtl_event_work *w, uint32_t chunk)
{
	const dtl_chunk *c = dtl_chunk_at(w, chunk);
	for (uint32_t t = c->first; t < c->last; t++) {
		int32_t m = w->mention_of[t];
		const dtl_place *p = dtl_place_at(w, m);
		if (!p) continue;
		if (p->precision == DTL_PRECISION_COUNTRY) return m;
		for (size_t i = 0; i < w->doc->mention_count; i++) {
			const dtl_place *q = dtl_place_at(w, (int32_t)i);
			if (q && q->precision == DTL_PRECISION_COUNTRY && dtl_str_eq(q->country, p->country)) return (int32_t)i;
		}
	}
	return -1;
}

/* Who launches, tests or drills does it at home. */
static bool at_home(const dtl_frame *f)
{
	return (f->kind->type == DTL_EVENT_MOBILIZE && dtl_str_eq(f->kind->mode, DTL_STR("weapons"))) || dtl_str_eq(f->kind->name, DTL_STR("satellite-launch"))
		|| dtl_str_eq(f->kind->name, DTL_STR("military-exercise"));
}

/* The country that the article says launches, tests or drills; else the one it is about. */
static int32_t launcher(const dtl_event_work *w)
{
	for (size_t i = 0; i < w->count; i++) {
		const dtl_frame *f = &w->frames[i];
		if (f->noun || (!at_home(f) && !dtl_str_eq(f->kind->name, DTL_STR("missile-strike"))) || f->actor == DTL_NO_CHUNK) continue;
		int32_t m = country_in(w, f->actor);
		if (m >= 0) return m;
	}
	return w->focus;
}

/* Unless a place is told. */
static int32_t own_country(const dtl_event_work *w, const dtl_frame *f)
{
	if (!at_home(f)) return -1;
	/* "Japan detected the launch": who sees it does not do it */
	const dtl_chunk *v = f->verb == DTL_NO_CHUNK ? NULL : dtl_chunk_at(w, f->verb);
	bool bystander = f->noun && !f->light && v && f->actor != DTL_NO_CHUNK && (v->subject == f->actor || v->agent == f->actor);
	if (f->actor == DTL_NO_CHUNK || bystander) return f->noun ? launcher(w) : -1;
	int32_t own = country_in(w, f->actor);
	return own >= 0 ? own : launcher(w); /* "the missile", "the regime" */
}

/* What the own sentence gives beyond the link: its best candidate, the seat of who acts. */
void dtl_own_places(dtl_event_work *w)
{
	dtl_find_focus(w);
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
	const dtl_place *p = g && g->mentions[0] >= 0 ? dtl_place_at(w, g->mentions[0]) : NULL;
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
			dtl_frame_add_place(f, w->focus);
			f->role = DTL_ROLE_AREA;
			f->place_score = 0.3f;
			f->context_place = true;
			f->place_rule = "country that the article is about";
		}
	}
}
