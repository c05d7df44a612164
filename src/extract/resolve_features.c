/* The features of a candidate that need no other name's place, and what containment and distance mean here. */
#include <math.h>

#include "extract/resolve.h"

const char *const dtl_feature_names[DTL_F_COUNT] = {
#define DTL_FEATURE_NAME(name) #name,
	DTL_FEATURES_STATIC(DTL_FEATURE_NAME)
	DTL_FEATURES_CONTEXT(DTL_FEATURE_NAME)
	DTL_FEATURES_FOCUS(DTL_FEATURE_NAME)
};

bool dtl_lies_in(const dtl_candidate *x, const dtl_candidate *a)
{
	if (x->entry == a->entry) return false;
	switch (a->class_) {
	case DTL_GAZ_COUNTRY: return x->country == a->entry;
	case DTL_GAZ_ADM1: return x->admin1 == a->entry;
	case DTL_GAZ_ADM2: return x->admin2 == a->entry;
	default: return false;
	}
}

float dtl_candidate_km(const dtl_candidate *a, const dtl_candidate *b)
{
	float dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
	float chord2 = dx * dx + dy * dy + dz * dz, chord = sqrtf(chord2);
	/* 2 asin(chord / 2) to its third term: 0.1 % at 6,000 km, and nothing here looks farther */
	return 6371.0088f * chord * (1 + chord2 * (1 / 24.0f + chord2 * (3 / 640.0f)));
}

static bool code_is(const dtl_candidate *c, const char *code)
{
	return c->country_code[0] == code[0] && c->country_code[1] == code[1];
}

static bool english_speaking(const dtl_candidate *c)
{
	static const char codes[][3] = {"US", "GB", "CA", "AU", "NZ", "IE"};
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (code_is(c, codes[i])) return true;
	return false;
}

static void class_features(const dtl_resolution *r, const dtl_name_group *group, const dtl_candidate *c, float *row)
{
	static const uint8_t of_class[DTL_GAZ_CLASS_COUNT] = {[DTL_GAZ_COUNTRY] = DTL_F_is_country, [DTL_GAZ_ADM1] = DTL_F_is_adm1,
		[DTL_GAZ_ADM2] = DTL_F_is_adm2, [DTL_GAZ_PPLC] = DTL_F_is_pplc, [DTL_GAZ_PPLA] = DTL_F_is_ppla,
		[DTL_GAZ_PPLA2] = DTL_F_is_ppla2, [DTL_GAZ_PPLA3] = DTL_F_is_ppla3, [DTL_GAZ_PPLX] = DTL_F_is_pplx,
		[DTL_GAZ_PPLZ] = DTL_F_is_pplz, [DTL_GAZ_AIRPORT] = DTL_F_is_airport, [DTL_GAZ_REGION] = DTL_F_is_region,
		[DTL_GAZ_WATER] = DTL_F_is_water, [DTL_GAZ_MOUNTAIN] = DTL_F_is_mountain, [DTL_GAZ_ISLAND] = DTL_F_is_island,
		[DTL_GAZ_SITE] = DTL_F_is_site};
	if (of_class[c->class_]) row[of_class[c->class_]] = 1; /* DTL_GAZ_PPL is the base */
	static const uint8_t of_kind[] = {0, DTL_F_alternate, DTL_F_demonym, DTL_F_abbreviation, DTL_F_short_name, DTL_F_metonym};
	bool foreign = !r->doc->english && c->kind == DTL_NAME_ALTERNATE; /* other names are the right ones there */
	if (c->kind && c->kind < sizeof of_kind && !foreign) row[of_kind[c->kind]] = 1;
	row[DTL_F_historical] = (c->flags & DTL_REF_HISTORICAL) ? 1.0f : 0.0f;
	row[DTL_F_weak] = (c->flags & (DTL_REF_WEAK | DTL_REF_BLOCKED)) ? 1.0f : 0.0f;
	row[DTL_F_uncased] = (c->flags & DTL_REF_CASED) && !group->capitals && !group->abbreviated ? 1.0f : 0.0f;
	row[DTL_F_no_article] = (c->flags & DTL_REF_ARTICLE) && !group->article ? 1.0f : 0.0f;
}

static void size_features(const dtl_resolution *r, const dtl_name_group *group, const dtl_candidate *c, float *row)
{
	bool town = dtl_is_town(c->class_);
	if (town) row[DTL_F_lp_town] = c->lp;
	else if (c->class_ == DTL_GAZ_COUNTRY) row[DTL_F_lp_country] = c->lp;
	else if (c->class_ <= DTL_GAZ_ADM2) row[DTL_F_lp_adm] = c->lp;
	if (c->class_ > DTL_GAZ_AIRPORT) {
		const dtl_gaz_entry *e = dtl_gaz_entry_at(r->gazetteer, c->entry);
		row[DTL_F_wide] = log10f(1 + (e->radius_km > 0 ? e->radius_km : 0)) / 3.5f;
		row[DTL_F_curated_wide] = e->flags & DTL_GAZ_ENTRY_CURATED ? row[DTL_F_wide] : 0;
		row[DTL_F_alternate_wide] = c->kind == DTL_NAME_ALTERNATE && r->doc->english ? row[DTL_F_wide] : 0;
		row[DTL_F_the_wide] = group->article ? 1 : 0; /* the Atlantic is no town in Iowa */
	}
	row[DTL_F_the_town] = town && group->article ? 1 : 0;
	row[DTL_F_alternate_country] = c->class_ <= DTL_GAZ_ADM1 && c->kind == DTL_NAME_ALTERNATE && r->doc->english ? 1 : 0;
	row[DTL_F_no_population] = town && c->lp <= 0 ? 1 : 0;
	row[DTL_F_rank] = c->rank;
	row[DTL_F_top] = c->rank >= 1 ? 1 : 0;
	row[DTL_F_share] = c->share;
	row[DTL_F_few_lp] = logf((float)group->candidate_count) * row[DTL_F_lp_town];
	row[DTL_F_us] = code_is(c, "US") ? 1 : 0;
	row[DTL_F_us_town] = town && code_is(c, "US") ? 1 : 0;
	row[DTL_F_gb] = code_is(c, "GB") ? 1 : 0;
	row[DTL_F_ca] = code_is(c, "CA") ? 1 : 0;
	row[DTL_F_english] = english_speaking(c) ? 1 : 0;
}

static bool fits_cue(const dtl_candidate *c, unsigned cue)
{
	switch ((dtl_cue)cue) {
	case DTL_CUE_COUNTY: return c->class_ == DTL_GAZ_ADM2;
	case DTL_CUE_WATER: return c->class_ == DTL_GAZ_WATER;
	case DTL_CUE_MOUNTAIN: return c->class_ == DTL_GAZ_MOUNTAIN;
	case DTL_CUE_ISLAND: return c->class_ == DTL_GAZ_ISLAND;
	case DTL_CUE_ADM: return c->class_ == DTL_GAZ_ADM1 || c->class_ == DTL_GAZ_REGION;
	case DTL_CUE_CITY: return dtl_is_town(c->class_);
	case DTL_CUE_AIRPORT: return c->class_ == DTL_GAZ_AIRPORT;
	case DTL_CUE_COUNT: break;
	}
	return false;
}

static void cue_features(const dtl_name_group *group, const dtl_candidate *c, float *row)
{
	for (unsigned cue = 0; cue < DTL_CUE_COUNT; cue++) {
		bool fits = fits_cue(c, cue);
		if (group->inside >> cue & 1u) {
			if (fits) row[DTL_F_sur_county + cue] = 1;
			else if (c->level > 0) row[DTL_F_not_county + cue] = 1;
		}
		if ((group->beside >> cue & 1u) && fits) row[DTL_F_cue_county + cue] = 1;
	}
}

static void form_features(const dtl_name_group *group, const dtl_candidate *c, float *row)
{
	row[DTL_F_level1] = c->level == 1 ? 1 : 0;
	row[DTL_F_level1_town] = c->level == 1 && dtl_is_town(c->class_) ? 1 : 0;
	row[DTL_F_level2] = c->level == 2 ? 1 : 0;
	row[DTL_F_level2_desc] = c->level == 2 && group->described ? 1 : 0;
	if (group->abbreviated) {
		if (c->kind == DTL_NAME_ABBREVIATION) row[DTL_F_abbr_ok] = 1;
		else if (c->class_ > DTL_GAZ_ADM2) row[DTL_F_abbr_no] = 1;
	}
	/* "LA" alone is rather Los Angeles, behind a town it is Louisiana */
	if (c->kind == DTL_NAME_ABBREVIATION && c->class_ == DTL_GAZ_ADM1)
		row[DTL_F_abbr_alone] = group->pair_y_count == 0 && !(group->beside & 1u << DTL_CUE_ADM) ? 1 : 0;
	if (group->dateline) {
		row[DTL_F_dateline_town] = dtl_is_town(c->class_) ? 1 : 0;
		row[DTL_F_dateline_adm] = c->class_ <= DTL_GAZ_ADM2 ? 1 : 0;
		row[DTL_F_dateline_lp] = dtl_is_town(c->class_) ? c->lp : 0;
	}
}

/* A town that has the name of the division it lies in. */
static bool names_its_area(const dtl_resolution *r, const dtl_name_group *group, const dtl_candidate *c)
{
	if (!dtl_is_town(c->class_)) return false;
	for (size_t i = 0; i < group->candidate_count; i++) {
		const dtl_candidate *o = &r->candidates[group->first_candidate + i];
		if (o->kind == DTL_NAME_MAIN && dtl_lies_in(c, o)) return true;
	}
	return false;
}

/* A small place whose name is first of all that of a country, a division or a great city. */
static void shadow_features(const dtl_resolution *r, const dtl_name_group *group, const dtl_candidate *c, float *row)
{
	if (c->kind == DTL_NAME_ALTERNATE && c->class_ <= DTL_GAZ_ADM1)
		for (size_t i = 0; i < group->candidate_count; i++) { /* the United Kingdom under the name of England */
			const dtl_candidate *o = &r->candidates[group->first_candidate + i];
			if (o->kind == DTL_NAME_MAIN && (o->class_ <= DTL_GAZ_ADM1 || o->class_ == DTL_GAZ_REGION)) row[DTL_F_alternate_under] = 1;
		}
	row[DTL_F_behind] = (r->candidates[group->first_candidate].prior - c->prior) / 7;
	if (c->class_ <= DTL_GAZ_ADM1 || c->lp * 7 > 5.7f) return;
	for (size_t i = 0; i < group->candidate_count; i++) {
		const dtl_candidate *o = &r->candidates[group->first_candidate + i];
		if (o == c || o->kind > DTL_NAME_ALTERNATE || dtl_lies_in(c, o)) continue;
		if (o->class_ == DTL_GAZ_COUNTRY) row[DTL_F_under_country] = 1;
		else if (o->class_ == DTL_GAZ_ADM1) row[DTL_F_under_adm1] = 1;
		else if (dtl_is_town(o->class_) && o->lp * 7 > 6) row[DTL_F_under_city] = 1;
	}
}

#define KIN_DOT 0.99997f /* cosine of 50 km on the Earth */

/* Meanings at one spot stand together: Geneva the canton, the district and the city. */
static void kin_features(const dtl_resolution *r, const dtl_name_group *group, const dtl_candidate *c, float *row)
{
	const dtl_candidate *all = &r->candidates[group->first_candidate];
	float best = c->prior;
	for (size_t i = 0; i < group->candidate_count; i++) {
		const dtl_candidate *o = &all[i];
		if (o == c || (c->x * o->x + c->y * o->y + c->z * o->z < KIN_DOT && !dtl_lies_in(c, o))) continue;
		if (o->class_ == DTL_GAZ_COUNTRY) continue;
		row[DTL_F_kin] = 1;
		if (o->kind == DTL_NAME_MAIN && c->kind == DTL_NAME_ALTERNATE) row[DTL_F_kin_main] = 1;
		if (o->prior > best) best = o->prior;
	}
	row[DTL_F_behind_kin] = (all[0].prior - best) / 7;
}

/* The candidate's own name is part of the publisher's. */
static bool in_publisher_name(const dtl_resolution *r, const dtl_candidate *c)
{
	const dtl_publisher *p = &r->publisher;
	if (p->letter_count < 5) return false;
	dtl_str name = dtl_gaz_string(r->gazetteer, dtl_gaz_entry_at(r->gazetteer, c->entry)->name);
	char letters[sizeof p->letters];
	size_t n = 0;
	for (size_t i = 0; i < name.len; i++) {
		if (!dtl_ascii_alpha(name.ptr[i])) continue;
		if (n == sizeof letters) return false;
		letters[n++] = dtl_ascii_lower(name.ptr[i]);
	}
	return n >= 5 && memmem(p->letters, p->letter_count, letters, n) != NULL;
}

static void publisher_features(const dtl_resolution *r, const dtl_name_group *group, const dtl_candidate *c, float *row)
{
	const dtl_publisher *p = &r->publisher;
	if (p->country[0] && c->country_code[0]) {
		bool same = code_is(c, p->country);
		bool town = dtl_is_town(c->class_);
		row[same ? DTL_F_tld : DTL_F_tld_not] = 1;
		if (same && town) row[DTL_F_tld_town] = 1;
		if (!same && c->class_ == DTL_GAZ_PPLC) row[DTL_F_tld_not_capital] = 1;
	}
	row[DTL_F_us_com] = p->us_com && code_is(c, "US") ? 1 : 0;
	row[DTL_F_us_com_town] = p->us_com && code_is(c, "US") && dtl_is_town(c->class_) ? 1 : 0;
	if (p->paper_home == c->entry) row[DTL_F_home_self_town] = 1;
	if (in_publisher_name(r, c)) {
		bool self = p->home_group != DTL_GAZ_NONE && group == &r->groups[p->home_group];
		row[self ? DTL_F_home_self : DTL_F_source_name] = 0.3f + c->lp;
		if (self && dtl_is_town(c->class_)) row[DTL_F_home_self_town] = 1; /* papers are at home in towns */
	}
	if (p->home == DTL_GAZ_NONE) return;
	dtl_candidate home;
	dtl_fill_candidate(r->gazetteer, p->home, &home);
	row[DTL_F_home_country] = c->class_ != DTL_GAZ_COUNTRY && c->country == home.country && c->country != DTL_GAZ_NONE ? 1 : 0;
	row[DTL_F_home_adm1] = c->class_ > DTL_GAZ_ADM1 && c->admin1 == home.admin1 && c->admin1 != DTL_GAZ_NONE ? 1 : 0;
	row[DTL_F_home_near] = home.class_ > DTL_GAZ_ADM1 ? expf(-dtl_candidate_km(c, &home) / 100) : 0;
}

/* Does any meaning of the other name contain c, or lie in it? */
static void pair_features(const dtl_resolution *r, const dtl_name_group *group, const dtl_candidate *c, float *row)
{
	for (size_t i = 0; i < group->pair_x_count; i++) {
		const dtl_name_pair *pair = &r->pairs_by_x[group->first_pair_x + i];
		const dtl_name_group *y = &r->groups[pair->y];
		for (size_t k = 0; k < y->candidate_count; k++)
			if (dtl_lies_in(c, &r->candidates[y->first_candidate + k])) row[DTL_F_par_any0 + pair->form] = 1;
	}
	if (c->class_ > DTL_GAZ_ADM2) return;
	for (size_t i = 0; i < group->pair_y_count; i++) {
		const dtl_name_pair *pair = &r->pairs_by_y[group->first_pair_y + i];
		const dtl_name_group *x = &r->groups[pair->x];
		for (size_t k = 0; k < x->candidate_count; k++)
			if (dtl_lies_in(&r->candidates[x->first_candidate + k], c)) row[DTL_F_chi_any0 + pair->form] = 1;
	}
}

void dtl_static_row(const dtl_resolution *r, const dtl_name_group *group, const dtl_candidate *c, float row[DTL_F_COUNT])
{
	class_features(r, group, c, row);
	size_features(r, group, c, row);
	cue_features(group, c, row);
	form_features(group, c, row);
	if (names_its_area(r, group, c)) {
		bool seat = c->class_ <= DTL_GAZ_PPLA2;
		row[DTL_F_own_area] = 1;
		row[DTL_F_own_seat] = seat ? 1 : 0;
		row[DTL_F_own_seat_lp] = seat ? c->lp : 0;
	}
	if (c->kind == DTL_NAME_ALTERNATE && dtl_is_town(c->class_) && r->doc->english) {
		row[DTL_F_alternate_share] = c->share;
		row[DTL_F_alternate_lp] = c->lp;
	}
	publisher_features(r, group, c, row);
	pair_features(r, group, c, row);
	shadow_features(r, group, c, row);
	kin_features(r, group, c, row);
	dtl_meeting_features(r, group, c, row);
}
