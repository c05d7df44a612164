/* Why this place and not the next best: the features' shares of the difference, told in words. */
#include <stdlib.h>

#include "extract/resolve.h"

typedef enum reason {
	BY_SIZE, BY_CLASS_WORD, BY_WRITING, BY_PAIR, BY_NEARNESS, BY_AREA, BY_SOURCE, BY_DATELINE, REASON_COUNT
} reason;

#define WORTH_TELLING 0.1f /* share of the positive difference */

static reason reason_of(int f)
{
	if (f >= DTL_F_sur_county && f <= DTL_F_not_airport) return BY_CLASS_WORD;
	if (f >= DTL_F_alternate && f <= DTL_F_weak) return BY_WRITING;
	if (f >= DTL_F_level1 && f <= DTL_F_abbr_no) return BY_WRITING;
	if (f >= DTL_F_dateline_town && f <= DTL_F_dateline_lp) return BY_DATELINE;
	if (f >= DTL_F_tld && f <= DTL_F_home_near) return BY_SOURCE;
	if (f >= DTL_F_par_any0 && f <= DTL_F_chi_any2) return BY_PAIR;
	if (f >= DTL_F_any_adm1 && f <= DTL_F_any_adm2_child_near) return BY_AREA;
	if (f >= DTL_F_any_near && f <= DTL_F_any_near_near) return BY_NEARNESS;
	if (f >= DTL_F_sum30 && f <= DTL_F_first120) return BY_NEARNESS;
	if (f >= DTL_F_country_said && f <= DTL_F_country_children) return BY_AREA;
	if (f >= DTL_F_par0 && f <= DTL_F_chi2) return BY_PAIR;
	if (f >= DTL_F_source120 && f <= DTL_F_source480) return BY_SOURCE;
	if (f >= DTL_F_dateline120 && f <= DTL_F_dateline_country) return BY_DATELINE;
	return BY_SIZE;
}

static dtl_str entry_name(const dtl_resolution *r, uint32_t entry)
{
	return entry == DTL_GAZ_NONE ? DTL_STR_NONE : dtl_gaz_string(r->gazetteer, dtl_gaz_entry_at(r->gazetteer, entry)->name);
}

static void add_place_words(const dtl_resolution *r, dtl_buf *out, const dtl_candidate *c)
{
	dtl_buf_add(out, entry_name(r, c->entry));
	const uint32_t around[] = {c->admin1, c->country};
	for (size_t i = 0; i < 2; i++) {
		if (around[i] == DTL_GAZ_NONE || around[i] == c->entry) continue;
		dtl_buf_addz(out, ", ");
		dtl_buf_add(out, entry_name(r, around[i]));
	}
}

/* "'Dallas' (48 km) and 'Plano' (61 km)": the two names chosen nearest to c. */
static void add_nearest(const dtl_resolution *r, dtl_buf *out, const dtl_name_group *group, const dtl_candidate *c)
{
	size_t best[2] = {SIZE_MAX, SIZE_MAX};
	float km[2] = {500, 500};
	for (size_t i = 0; i < r->group_count; i++) {
		const dtl_candidate *o = r->chosen[i];
		if (!o || group == &r->groups[i] || o->class_ == DTL_GAZ_COUNTRY || o->class_ == DTL_GAZ_REGION || o->entry == c->entry) continue;
		float d = dtl_candidate_km(c, o);
		if (d < km[0]) best[1] = best[0], km[1] = km[0], best[0] = i, km[0] = d;
		else if (d < km[1]) best[1] = i, km[1] = d;
	}
	if (best[0] == SIZE_MAX) {
		dtl_buf_addz(out, "nearest to the other places");
		return;
	}
	dtl_buf_printf(out, "near '%.*s' (%.0f km)", DTL_FMT(r->groups[best[0]].words), (double)km[0]);
	if (best[1] != SIZE_MAX) dtl_buf_printf(out, " and '%.*s' (%.0f km)", DTL_FMT(r->groups[best[1]].words), (double)km[1]);
}

static void add_area(const dtl_resolution *r, dtl_buf *out, const dtl_name_group *group, const dtl_candidate *c)
{
	unsigned in_country = 0, in_adm1 = 0;
	for (size_t i = 0; i < r->group_count; i++) {
		const dtl_candidate *o = r->chosen[i];
		if (!o || group == &r->groups[i]) continue;
		in_country += o->country == c->country && c->country != DTL_GAZ_NONE;
		in_adm1 += o->admin1 == c->admin1 && c->admin1 != DTL_GAZ_NONE;
	}
	bool adm1 = in_adm1 > 0 && c->admin1 != c->entry;
	dtl_str area = entry_name(r, adm1 ? c->admin1 : c->country);
	unsigned n = adm1 ? in_adm1 : in_country;
	dtl_buf_printf(out, "%u other name%s in %.*s", n, n == 1 ? " lies" : "s lie", DTL_FMT(area));
}

static void add_pair_words(const dtl_resolution *r, dtl_buf *out, const dtl_name_group *group)
{
	uint32_t other = group->pair_x_count ? r->pairs_by_x[group->first_pair_x].y
		: group->pair_y_count ? r->pairs_by_y[group->first_pair_y].x : DTL_GAZ_NONE;
	if (other == DTL_GAZ_NONE) dtl_buf_addz(out, "named together with its area");
	else dtl_buf_printf(out, "named together with '%.*s'", DTL_FMT(r->groups[other].words));
}

static void add_reason(const dtl_resolution *r, dtl_buf *out, const dtl_name_group *group, const dtl_candidate *c, reason why)
{
	switch (why) {
	case BY_SIZE:
		if (c->class_ == DTL_GAZ_COUNTRY) dtl_buf_addz(out, "a country");
		else if (c->rank >= 1) dtl_buf_addz(out, "the largest town of the name");
		else dtl_buf_addz(out, "likelier by kind and size");
		break;
	case BY_CLASS_WORD: dtl_buf_addz(out, "the class word beside the name"); break;
	case BY_WRITING: dtl_buf_addz(out, "the way the name is written"); break;
	case BY_PAIR: add_pair_words(r, out, group); break;
	case BY_NEARNESS: add_nearest(r, out, group, c); break;
	case BY_AREA: add_area(r, out, group, c); break;
	case BY_SOURCE: dtl_buf_addz(out, "the publisher's home"); break;
	case BY_DATELINE: dtl_buf_addz(out, "the dateline"); break;
	case REASON_COUNT: break;
	}
}

/* The reasons by their share of the difference, greatest first. */
static void weigh(const dtl_resolution *r, const dtl_resolver *weights, const dtl_name_group *group, const dtl_candidate *c,
	const dtl_candidate *other, float share[REASON_COUNT])
{
	const int last = DTL_RESOLVE_PASSES - 1;
	float own[DTL_F_COUNT], rival[DTL_F_COUNT];
	dtl_resolution_row(r, group, c, last, own);
	dtl_resolution_row(r, group, other, last, rival);
	for (int f = 0; f < DTL_F_COUNT; f++) share[reason_of(f)] += weights->weight[last][f] * (own[f] - rival[f]);
}

static const dtl_candidate *next_best(const dtl_resolution *r, const dtl_name_group *group, const dtl_candidate *c)
{
	uint32_t n = group->candidate_count + (group->has_focus ? 1 : 0);
	const dtl_candidate *best = NULL;
	for (uint32_t i = 0; i < n; i++) {
		const dtl_candidate *o = &r->candidates[group->first_candidate + i];
		if (o != c && (!best || o->score > best->score)) best = o;
	}
	return best;
}

static dtl_str reasons_in_words(const dtl_resolution *r, const dtl_resolver *weights, const dtl_name_group *group, const dtl_candidate *c,
	const dtl_candidate *other)
{
	float share[REASON_COUNT] = {0}, total = 0;
	weigh(r, weights, group, c, other, share);
	for (int i = 0; i < REASON_COUNT; i++) total += share[i] > 0 ? share[i] : 0;
	dtl_buf out = {.arena = r->arena};
	for (int told = 0; told < 3; told++) {
		int best = 0;
		for (int i = 1; i < REASON_COUNT; i++)
			if (share[i] > share[best]) best = i;
		if (share[best] <= WORTH_TELLING * total) break;
		if (out.len) dtl_buf_addz(&out, "; ");
		add_reason(r, &out, group, c, (reason)best);
		share[best] = 0;
	}
	return dtl_buf_str(&out);
}

void dtl_explain_place(const dtl_resolution *r, const dtl_resolver *weights, const dtl_name_group *group, dtl_place *place)
{
	const dtl_candidate *c = &r->candidates[group->first_candidate + (uint32_t)group->choice];
	const dtl_candidate *other = next_best(r, group, c);
	dtl_buf runner = {.arena = r->arena};
	if (other) {
		if (other->focus) dtl_buf_addz(&runner, "an unlisted place near ");
		add_place_words(r, &runner, other);
		place->runner_up = dtl_buf_str(&runner);
	}
	if (c->focus) {
		const dtl_name_group *source = &r->groups[group->focus_source];
		place->reason = dtl_arena_printf(r->arena, "no such place is listed%s: put at its neighbour '%.*s'", group->candidate_count ? " nearby" : "",
			DTL_FMT(source->words));
	} else if (!other) {
		place->reason = DTL_STR("the only place of this name");
	} else {
		place->reason = reasons_in_words(r, weights, group, c, other);
	}
}
