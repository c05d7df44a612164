/* The features of a candidate that see the places chosen for the other names, and the focus row. */
#include <math.h>

#include "extract/resolve.h"

/* Sums over the other names. Scales of distance: 30, 120, 480 km, each the fourth power of the next, so that one exponential serves. */
typedef struct context {
	float sum[3], max[3], near_[3], nearmax[3];
	float groups;
	float country_said, country_said_near, in_country, in_country_low, in_country_near;
	float adm1_said, adm1_said_near, in_adm1, in_adm1_near, adm2_said, in_adm2;
	float adm1_children, country_children;
	float mates, mates_near, all_near; /* names of the candidate's own sort: count, by closeness; all by closeness */
} context;

/* Names in one list are of one sort: "Los Angeles, Miami, New York" are cities. */
static unsigned sort_of(const dtl_candidate *c)
{
	if (c->class_ <= DTL_GAZ_ADM2) return c->class_; /* country, adm1, adm2: 0, 1, 2 */
	return dtl_is_town(c->class_) ? 3 : 4;
}

static float square(float x)
{
	return x * x;
}

static void scales(const dtl_candidate *a, const dtl_candidate *b, float v[3])
{
	float km = dtl_candidate_km(a, b);
	v[2] = expf(-km / 480);
	v[1] = square(square(v[2]));
	v[0] = square(square(v[1]));
}

static void add_distance(context *x, const dtl_candidate *c, const dtl_candidate *o, float w)
{
	if (o->class_ == DTL_GAZ_COUNTRY || o->class_ == DTL_GAZ_REGION) return;
	float dot = c->x * o->x + c->y * o->y + c->z * o->z;
	if (dot < 0.87f) return; /* beyond 3,300 km */
	float v[3];
	scales(c, o, v);
	for (int s = 0; s < 3; s++) {
		float wv = w * v[s];
		x->sum[s] += v[s];
		x->near_[s] += wv;
		if (v[s] > x->max[s]) x->max[s] = v[s];
		if (wv > x->nearmax[s]) x->nearmax[s] = wv;
	}
}

static bool same(uint32_t a, uint32_t b)
{
	return a == b && a != DTL_GAZ_NONE;
}

/* A country is no evidence for being in itself, an ADM1 none for its ADM1, and so on. */
static void add_membership(context *x, const dtl_candidate *c, const dtl_candidate *o, float mentions, float w)
{
	bool o_country = o->class_ == DTL_GAZ_COUNTRY;
	if (c->class_ == DTL_GAZ_COUNTRY) {
		x->country_children += !o_country && same(o->country, c->entry);
		return;
	}
	if (same(o->country, c->country)) {
		x->in_country++;
		if (o_country) {
			x->country_said += mentions;
			x->country_said_near += w;
		} else {
			x->in_country_low++;
			x->in_country_near += w;
		}
	}
	if (c->class_ == DTL_GAZ_ADM1) {
		x->adm1_children += o->entry != c->entry && same(o->admin1, c->entry);
		return;
	}
	if (same(o->admin1, c->admin1)) {
		x->in_adm1++;
		x->in_adm1_near += w;
		if (o->class_ == DTL_GAZ_ADM1) {
			x->adm1_said += mentions;
			x->adm1_said_near += w;
		}
	}
	if (c->class_ == DTL_GAZ_ADM2 || !same(o->admin2, c->admin2)) return;
	x->in_adm2++;
	if (o->class_ == DTL_GAZ_ADM2) x->adm2_said += mentions;
}

static void add_neighbours(const dtl_resolution *r, size_t own, const dtl_candidate *c, context *x)
{
	size_t stride = 2 * r->reach + 1;
	size_t lo = own > r->reach ? own - r->reach : 0, hi = own + r->reach + 1;
	if (hi > r->group_count) hi = r->group_count;
	const float *w = &r->near_[own * stride + r->reach];
	for (size_t i = lo; i < hi; i++) {
		const dtl_candidate *o = r->chosen[i];
		if (i == own || !o) continue;
		float close = i < own ? *(w - (own - i)) : w[i - own];
		x->groups++;
		x->all_near += close;
		if (sort_of(o) == sort_of(c)) {
			x->mates++;
			x->mates_near += close;
		}
		add_membership(x, c, o, (float)r->groups[i].mentions, close);
		add_distance(x, c, o, close);
	}
}

static void write_context(const context *x, unsigned sort, float *row)
{
	float n = x->groups > 0 ? x->groups : 1;
	row[DTL_F_mates_country + sort] = x->mates / n;
	row[DTL_F_next_country + sort] = x->mates_near / (0.2f + x->all_near);
	for (int s = 0; s < 3; s++) {
		float *f = &row[DTL_F_sum30 + s * (DTL_F_sum120 - DTL_F_sum30)];
		f[0] = log1pf(x->sum[s]);
		f[1] = x->sum[s] / n;
		f[2] = x->max[s];
		f[3] = log1pf(x->near_[s]);
		f[4] = x->nearmax[s];
	}
	row[DTL_F_country_said] = log1pf(x->country_said);
	row[DTL_F_country_said_near] = log1pf(x->country_said_near);
	row[DTL_F_country_share] = x->in_country / n;
	row[DTL_F_country_share_low] = x->in_country_low / n;
	row[DTL_F_country_near] = log1pf(x->in_country_near);
	row[DTL_F_adm1_said] = log1pf(x->adm1_said);
	row[DTL_F_adm1_said_near] = log1pf(x->adm1_said_near);
	row[DTL_F_adm1_share] = x->in_adm1 / n;
	row[DTL_F_adm1_near] = log1pf(x->in_adm1_near);
	row[DTL_F_adm2_said] = log1pf(x->adm2_said);
	row[DTL_F_adm2_share] = log1pf(x->in_adm2);
	row[DTL_F_adm1_children] = log1pf(x->adm1_children);
	row[DTL_F_country_children] = log1pf(x->country_children);
}

static void at_least(float *f, float v)
{
	if (v > *f) *f = v;
}

/* The chosen place of the other name of a pair: does it contain c, or would it contain another meaning? */
static void pair_features(const dtl_resolution *r, const dtl_name_group *group, const dtl_candidate *c, float *row)
{
	for (size_t i = 0; i < group->pair_x_count; i++) {
		const dtl_name_pair *pair = &r->pairs_by_x[group->first_pair_x + i];
		const dtl_candidate *y = r->chosen[pair->y];
		if (!y || y->class_ > DTL_GAZ_ADM2) continue;
		float *f = &row[DTL_F_par0 + pair->form * (DTL_F_par1 - DTL_F_par0)];
		if (dtl_lies_in(c, y)) {
			f[0] = 1;
			continue;
		}
		for (size_t k = 0; k < group->candidate_count && f[1] <= 0; k++)
			if (dtl_lies_in(&r->candidates[group->first_candidate + k], y)) f[1] = 1;
	}
	if (c->class_ > DTL_GAZ_ADM2) return;
	for (size_t i = 0; i < group->pair_y_count; i++) {
		const dtl_name_pair *pair = &r->pairs_by_y[group->first_pair_y + i];
		const dtl_candidate *x = r->chosen[pair->x];
		if (x && dtl_lies_in(x, c)) at_least(&row[DTL_F_chi0 + pair->form * (DTL_F_par1 - DTL_F_par0)], 1);
	}
}

/* Closeness to the place in the publisher's name, the dateline's place, the first name of the text. */
static void anchor_features(const dtl_resolution *r, size_t own, const dtl_candidate *c, float *row)
{
	float v[3];
	uint32_t home = r->publisher.home_group, line = r->dateline_group;
	const dtl_candidate *o = home != DTL_GAZ_NONE && home != own ? r->chosen[home] : NULL;
	dtl_candidate paper;
	if (r->publisher.paper_home != DTL_GAZ_NONE && r->publisher.paper_home != c->entry) {
		dtl_fill_candidate(r->gazetteer, r->publisher.paper_home, &paper);
		o = &paper;
	}
	if (o && o->class_ != DTL_GAZ_COUNTRY && o->class_ != DTL_GAZ_REGION) {
		scales(c, o, v);
		row[DTL_F_source120] = v[1];
		row[DTL_F_source480] = v[2];
	}
	o = line != DTL_GAZ_NONE && line != own ? r->chosen[line] : NULL;
	if (o) {
		scales(c, o, v);
		row[DTL_F_dateline120] = v[1];
		row[DTL_F_dateline480] = v[2];
		row[DTL_F_dateline_country] = c->class_ != DTL_GAZ_COUNTRY && same(o->country, c->country) ? 1 : 0;
	}
	o = own != 0 && r->use_count ? r->chosen[0] : NULL;
	if (o && o->class_ != DTL_GAZ_COUNTRY && o->class_ != DTL_GAZ_REGION) {
		scales(c, o, v);
		row[DTL_F_first120] = v[1];
	}
}

/* ---- the focus row ---- */

static float class_weight(unsigned class_)
{
	switch ((dtl_gaz_class)class_) {
	case DTL_GAZ_COUNTRY: return 0.08f;
	case DTL_GAZ_ADM1: return 0.3f;
	case DTL_GAZ_ADM2: return 0.8f;
	case DTL_GAZ_WATER: case DTL_GAZ_MOUNTAIN: return 0.2f;
	case DTL_GAZ_REGION: return 0.01f;
	default: return 1;
	}
}

static float closeness(const dtl_resolution *r, size_t a, size_t b)
{
	size_t stride = 2 * r->reach + 1;
	return r->near_[a * stride + r->reach + b - a];
}

/* "Smallville, Kansas", and no Smallville of the gazetteer lies in Kansas: the group of Kansas, or SIZE_MAX. */
static size_t find_area(const dtl_resolution *r, const dtl_name_group *group)
{
	for (size_t i = 0; i < group->pair_x_count; i++) {
		const dtl_name_pair *pair = &r->pairs_by_x[group->first_pair_x + i];
		const dtl_candidate *y = r->chosen[pair->y];
		if (pair->form != 0 || !y || (y->class_ != DTL_GAZ_ADM1 && y->class_ != DTL_GAZ_ADM2)) continue;
		bool inside = false;
		for (size_t k = 0; k < group->candidate_count && !inside; k++) {
			const dtl_candidate *x = &r->candidates[group->first_candidate + k];
			inside = x->entry == y->entry || x->class_ <= DTL_GAZ_ADM1 || dtl_lies_in(x, y);
		}
		if (!inside) return pair->y;
	}
	return SIZE_MAX;
}

static void fill_focus(dtl_resolution *r, dtl_name_group *group)
{
	dtl_candidate *slot = &r->candidates[group->first_candidate + group->candidate_count];
	*slot = *r->chosen[group->focus_source];
	slot->focus = true;
	slot->lp = 0;
	group->has_focus = true;
}

/* Part of the names in the window that lie in o's country: an unlisted name is hardly abroad. */
static float country_share(const dtl_resolution *r, size_t lo, size_t hi, const dtl_candidate *o)
{
	unsigned all = 0, there = 0;
	for (size_t i = lo; i < hi; i++) {
		if (!r->chosen[i]) continue;
		all++;
		there += same(r->chosen[i]->country, o->country);
	}
	return all ? (float)there / (float)all : 0;
}

static void find_source(dtl_resolution *r, size_t own)
{
	dtl_name_group *group = &r->groups[own];
	size_t lo = own > r->reach ? own - r->reach : 0, hi = own + r->reach + 1;
	if (hi > r->group_count) hi = r->group_count;
	float best = 0;
	for (size_t i = lo; i < hi; i++) {
		const dtl_candidate *o = r->chosen[i];
		if (i == own || !o || r->groups[i].silent) continue;
		float value = class_weight(o->class_) * (0.15f + closeness(r, own, i));
		if (r->groups[i].dateline) value *= 0.25f; /* where it was written, not where it happened */
		if (value * 1.3f <= best) continue; /* the share is at most 1: most names stop here */
		value *= 0.3f + country_share(r, lo, hi, o);
		if (value <= best) continue;
		best = value;
		group->focus_source = (uint32_t)i;
	}
	if (best > 0) fill_focus(r, group);
}

void dtl_set_focus(dtl_resolution *r)
{
	for (size_t i = 0; i < r->group_count; i++) {
		dtl_name_group *group = &r->groups[i];
		group->has_focus = group->focus_pair = false;
		size_t area = r->doc->english && !group->silent && !group->blocked ? find_area(r, group) : SIZE_MAX;
		if (area != SIZE_MAX) {
			group->focus_source = (uint32_t)area;
			group->focus_pair = true;
			fill_focus(r, group);
		} else if (group->focus_open) {
			find_source(r, i);
		}
	}
}

static float people_around(const dtl_resolution *r, size_t own, const dtl_candidate *c)
{
	context x = {.groups = 0};
	add_neighbours(r, own, c, &x);
	return log1pf(x.sum[1]);
}

static void focus_row(const dtl_resolution *r, const dtl_name_group *group, const dtl_candidate *c, float *row)
{
	size_t own = (size_t)(group - r->groups);
	row[DTL_F_f_bias] = 1;
	row[DTL_F_f_dateline] = r->groups[group->focus_source].dateline ? 1 : 0;
	row[DTL_F_f_pair] = group->focus_pair ? 1 : 0;
	row[DTL_F_f_no_candidate] = group->candidate_count == 0 ? 1 : 0;
	row[DTL_F_f_level1] = group->level == 1 ? 1 : 0;
	row[DTL_F_f_level2] = group->level == 2 ? 1 : 0;
	row[DTL_F_f_described] = group->described ? 1 : 0;
	int source = DTL_F_f_other;
	if (dtl_is_town(c->class_)) source = DTL_F_f_town;
	else if (c->class_ == DTL_GAZ_ADM2) source = DTL_F_f_adm2;
	else if (c->class_ == DTL_GAZ_ADM1) source = DTL_F_f_adm1;
	else if (c->class_ == DTL_GAZ_COUNTRY) source = DTL_F_f_country;
	row[source] = 1;
	row[DTL_F_f_near] = closeness(r, own, group->focus_source);
	row[DTL_F_f_around] = people_around(r, own, c);
	bool small = true;
	for (size_t i = 0; i < group->candidate_count; i++) small &= r->candidates[group->first_candidate + i].lp < 0.5f;
	row[DTL_F_f_all_small] = small ? 1 : 0;
	row[DTL_F_f_many_words] = memchr(group->key.ptr, ' ', group->key.len) ? 1 : 0;
}

void dtl_context_row(const dtl_resolution *r, const dtl_name_group *group, const dtl_candidate *c, float row[DTL_F_COUNT])
{
	if (c->focus) {
		focus_row(r, group, c, row);
		return;
	}
	size_t own = (size_t)(group - r->groups);
	context x = {.groups = 0};
	add_neighbours(r, own, c, &x);
	write_context(&x, sort_of(c), row);
	if (c->country_code[0] == 'U' && c->country_code[1] == 'S') { /* all the world's news names the United States */
		row[DTL_F_us_said] = row[DTL_F_country_said];
		row[DTL_F_us_share] = row[DTL_F_country_share] - row[DTL_F_country_share_low];
	}
	pair_features(r, group, c, row);
	anchor_features(r, own, c, row);
}
