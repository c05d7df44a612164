/* Mentions to places: three passes of a linear ranker over the candidates of every name, then one place a referent.
 *
 * Cost is linear in the mentions: a name sees at most fifty candidates and 128 neighbouring names. */
#include "extract/collection.h"

#include <math.h>

#define BIAS_ODDS 3.0f /* log-odds that options->country_bias adds: some twenty to one */
#define PREFERRED_ODDS 7.0f /* the same for what the user's corrections prefer: a thousand to one */
#define TOWN_VICINITY_KM 25.0

dtl_resolution *dtl_resolution_new(dtl_doc *doc)
{
	dtl_resolution *r = dtl_arena_new(doc->arena, dtl_resolution);
	*r = (dtl_resolution){.doc = doc, .arena = doc->arena, .gazetteer = doc->gazetteer};
	dtl_gather_names(r);
	r->common = dtl_collection_of(doc->options ? doc->options->collection : NULL, r->arena, doc->article);
	r->chosen = dtl_arena_array(r->arena, const dtl_candidate *, r->group_count + 1);
	return r;
}

void dtl_resolution_row(const dtl_resolution *r, const dtl_name_group *group, const dtl_candidate *c, int pass, float row[DTL_F_COUNT])
{
	memset(row, 0, DTL_F_COUNT * sizeof *row);
	if (!c->focus) dtl_static_row(r, group, c, row);
	if (pass > 0) dtl_context_row(r, group, c, row);
}

static void note_choice(dtl_resolution *r, size_t i)
{
	const dtl_name_group *g = &r->groups[i];
	bool real = !g->outside && g->choice >= 0 && g->choice < (int32_t)g->candidate_count;
	r->chosen[i] = real ? &r->candidates[g->first_candidate + (uint32_t)g->choice] : NULL;
}

void dtl_resolution_begin(dtl_resolution *r, int pass)
{
	for (size_t i = 0; i < r->group_count; i++) {
		r->groups[i].has_focus = false;
		if (pass > 0) note_choice(r, i);
		else r->chosen[i] = NULL;
	}
	if (pass > 0) dtl_set_focus(r);
}

static float product(const float *w, const float *row, size_t from, size_t to)
{
	float sum = 0;
	for (size_t i = from; i < to; i++) sum += w[i] * row[i];
	return sum;
}

static bool biased(const dtl_resolution *r, const dtl_candidate *c)
{
	dtl_str list = r->doc->options ? r->doc->options->country_bias : DTL_STR_NONE;
	while (list.len) {
		dtl_str code = dtl_str_trim(dtl_str_cut(&list, ','));
		if (code.len == 2 && dtl_str_eq_nocase(code, (dtl_str){c->country_code, 2})) return true;
	}
	return false;
}

static void score_statics_of(dtl_resolution *r, const dtl_resolver *weights, const dtl_name_group *group)
{
	float row[DTL_F_COUNT];
	for (uint32_t i = 0; i < group->candidate_count; i++) {
		dtl_candidate *c = &r->candidates[group->first_candidate + i];
		memset(row, 0, sizeof row);
		dtl_static_row(r, group, c, row);
		float bonus = biased(r, c) ? BIAS_ODDS / weights->sharpness : 0;
		if (c->flags & DTL_REF_PREFERRED) bonus += PREFERRED_ODDS / weights->sharpness;
		if (r->common) bonus += dtl_collection_score(r->common, r->gazetteer, c);
		for (int p = 0; p < DTL_RESOLVE_PASSES; p++) c->fixed[p] = bonus + product(weights->weight[p], row, 0, DTL_F_STATIC_END);
	}
}

void dtl_resolution_statics(dtl_resolution *r, const dtl_resolver *weights)
{
	for (size_t i = 0; i < r->group_count; i++) score_statics_of(r, weights, &r->groups[i]);
}

static void score_group(dtl_resolution *r, const dtl_resolver *weights, dtl_name_group *group, int pass)
{
	uint32_t n = group->candidate_count + (group->has_focus ? 1 : 0);
	group->choice = n ? 0 : -1;
	if (n == 1 && !group->has_focus && pass + 1 < DTL_RESOLVE_PASSES) return;
	float row[DTL_F_COUNT], best = 0;
	for (uint32_t i = 0; i < n; i++) {
		dtl_candidate *c = &r->candidates[group->first_candidate + i];
		c->score = c->focus ? 0 : c->fixed[pass];
		if (pass > 0) {
			memset(row + DTL_F_STATIC_END, 0, sizeof row - DTL_F_STATIC_END * sizeof *row);
			dtl_context_row(r, group, c, row);
			c->score += product(weights->weight[pass], row, DTL_F_STATIC_END, DTL_F_COUNT);
		}
		if (i > 0 && c->score <= best) continue;
		best = c->score;
		group->choice = (int32_t)i;
	}
}

void dtl_resolution_pass(dtl_resolution *r, const dtl_resolver *weights, int pass)
{
	dtl_resolution_begin(r, pass);
	for (size_t i = 0; i < r->group_count; i++) score_group(r, weights, &r->groups[i], pass);
}

/* ---- how sure ---- */

void dtl_resolution_evidence(const dtl_resolution *r, const dtl_resolver *weights, const dtl_name_group *group, float evidence[DTL_TRUST_COUNT])
{
	uint32_t n = group->candidate_count + (group->has_focus ? 1 : 0);
	const dtl_candidate *all = &r->candidates[group->first_candidate], *own = &all[group->choice];
	float others = 0;
	for (uint32_t i = 0; i < n; i++) {
		if (&all[i] == own) continue;
		/* meanings at the same spot (a city and its district) do not compete */
		bool apart = dtl_candidate_km(&all[i], own) > (float)DTL_SAME_PLACE_KM;
		if (apart) others += expf(weights->sharpness * (all[i].score - own->score));
	}
	float odds = others > 0 ? -logf(others) : 6;
	evidence[DTL_TRUST_BIAS] = 1;
	evidence[DTL_TRUST_ODDS] = odds > 6 ? 6 : odds < -6 ? -6 : odds;
	evidence[DTL_TRUST_SCORE] = own->focus ? 0 : own->score;
	evidence[DTL_TRUST_SINGLE] = n == 1 ? 1 : 0;
	evidence[DTL_TRUST_FOCUS] = own->focus ? 1 : 0;
}

float dtl_resolution_trust(const dtl_resolution *r, const dtl_resolver *weights, const dtl_name_group *group)
{
	float evidence[DTL_TRUST_COUNT];
	dtl_resolution_evidence(r, weights, group, evidence);
	return 1 / (1 + expf(-product(weights->trust, evidence, 0, DTL_TRUST_COUNT)));
}

/* ---- places ---- */

static const dtl_candidate *choice_of(const dtl_resolution *r, const dtl_name_group *group)
{
	return group->choice < 0 ? NULL : &r->candidates[group->first_candidate + (uint32_t)group->choice];
}

/* A name that no gazetteer lists is put at its neighbour: the point is an estimate. */
static void make_approximate(const dtl_name_group *group, const dtl_candidate *c, dtl_place *place)
{
	place->id = 0;
	place->geonameid = 0;
	place->name = group->words;
	place->feature = DTL_STR_NONE;
	place->population = 0;
	place->approximate = true;
	place->precision = DTL_PRECISION_VICINITY;
	if (dtl_is_town(c->class_) && place->radius_km < TOWN_VICINITY_KM) place->radius_km = TOWN_VICINITY_KM;
}

/* Places by entry, to have one a referent: an open table of place index + 1. */
typedef struct entry_table {
	uint32_t *slot, *entry;
	size_t size;
} entry_table;

static uint32_t *find_entry(const entry_table *t, uint32_t entry)
{
	size_t at = (entry * 2654435761u) & (t->size - 1);
	while (t->slot[at] && t->entry[at] != entry) at = (at + 1) & (t->size - 1);
	t->entry[at] = entry;
	return &t->slot[at];
}

static int32_t place_of_group(dtl_resolution *r, const dtl_resolver *weights, const dtl_name_group *group, const entry_table *table)
{
	dtl_doc *doc = r->doc;
	const dtl_candidate *c = choice_of(r, group);
	if (!c) return -1;
	uint32_t *known = c->focus ? NULL : find_entry(table, c->entry);
	float score = dtl_resolution_trust(r, weights, group);
	if (known && *known) {
		dtl_place *old = &doc->places[*known - 1];
		if (score > old->score) old->score = score;
		return (int32_t)(*known - 1);
	}
	dtl_place *place = &doc->places[doc->place_count++];
	dtl_gaz_place(r->gazetteer, c->entry, place);
	place->score = score;
	if (c->focus) make_approximate(group, c, place);
	if (doc->options && doc->options->explain) dtl_explain_place(r, weights, group, place);
	if (known) *known = (uint32_t)doc->place_count;
	return (int32_t)doc->place_count - 1;
}

static void set_kind(dtl_mention *m, const dtl_candidate *c)
{
	if (m->kind != DTL_MENTION_LITERAL || c->focus) return;
	if (c->kind == DTL_NAME_DEMONYM) m->kind = DTL_MENTION_DEMONYM;
	if (c->kind == DTL_NAME_METONYM) m->kind = DTL_MENTION_METONYM;
}

static void write_places(dtl_resolution *r, const dtl_resolver *weights)
{
	dtl_doc *doc = r->doc;
	entry_table table = {.size = 16};
	while (table.size < 4 * r->group_count) table.size *= 2;
	table.slot = dtl_arena_array(r->arena, uint32_t, table.size);
	table.entry = dtl_arena_array(r->arena, uint32_t, table.size);
	doc->places = dtl_arena_array(r->arena, dtl_place, 2 * r->group_count + 1); /* a town and its province */
	int32_t *place = dtl_arena_array(r->arena, int32_t, r->group_count + 1);
	for (size_t i = 0; i < r->group_count; i++)
		place[i] = r->groups[i].silent ? -1 : place_of_group(r, weights, &r->groups[i], &table);
	for (size_t i = 0; i < doc->mention_count; i++) doc->mentions[i].place = -1;
	for (size_t i = 0; i < r->use_count; i++) {
		const dtl_name_use *use = &r->uses[i];
		if (use->mention < 0) continue;
		dtl_mention *m = &doc->mentions[use->mention];
		dtl_name_group *group = &r->groups[use->group];
		int32_t common = group->choice;
		group->choice = dtl_use_choice(r, use);
		m->place = group->choice == common ? place[use->group] : place_of_group(r, weights, group, &table);
		if (m->place < 0) dtl_doc_note(doc, "unresolved", DTL_STR("no place is known by this name"), m->span);
		else set_kind(m, choice_of(r, group));
		group->choice = common;
	}
}

void dtl_resolve_places(dtl_doc *doc)
{
	dtl_resolution *r = dtl_resolution_new(doc);
	dtl_resolution_statics(r, doc->resolver);
	for (int pass = 0; pass < DTL_RESOLVE_PASSES; pass++) dtl_resolution_pass(r, doc->resolver, pass);
	for (size_t i = 0; i < r->group_count; i++) note_choice(r, i);
	dtl_set_focus(r); /* estimates follow the last choices, not those of the pass before */
	dtl_settle_names(r);
	write_places(r, doc->resolver);
}
