/* Last touches, when every name has its place: where a name lies that no gazetteer lists, and whether a name that a town shares with
 * its province means the town. */
#include "extract/resolve.h"
#include "text/normal.h"

#include <math.h>

#define SEAT_KM 200.0f /* half extent: of a larger province the bare name is its own, not its seat's (Quebec) */
#define SEAT_SHARE (0.9f / 7) /* a town of an eighth of the province's people stands for it like a seat */
#define GREAT_LP (4.7f / 7) /* dtl_candidate.lp of 50,000 people */
#define PART_KM 150.0f /* a known name within an unlisted one counts if it lies so near what the context says */

enum { NEIGHBOURS = 24 /* uses looked at on either side */ };

/* ---- the town of its province ---- */

/* The name stands for an area elsewhere in the text: "Syracuse, New York". */
static bool holds_others(const dtl_resolution *r, const dtl_name_group *group, const dtl_candidate *area)
{
	for (size_t i = 0; i < group->pair_y_count; i++) {
		const dtl_name_pair *pair = &r->pairs_by_y[group->first_pair_y + i];
		const dtl_candidate *x = r->chosen[pair->x];
		if (pair->form <= 1 && (r->groups[pair->x].choice == (int32_t)r->groups[pair->x].candidate_count || (x && dtl_lies_in(x, area)))) return true;
	}
	return false;
}

/* The town that a province shares its name with, or NULL. */
static const dtl_candidate *seat_of(const dtl_resolution *r, const dtl_name_group *group, const dtl_candidate *area)
{
	const dtl_candidate *all = &r->candidates[group->first_candidate], *seat = NULL;
	for (uint32_t i = 0; i < group->candidate_count; i++) {
		const dtl_candidate *c = &all[i];
		bool seated = c->class_ >= DTL_GAZ_PPLC && c->class_ <= (area->class_ == DTL_GAZ_ADM1 ? DTL_GAZ_PPLA : DTL_GAZ_PPLA3);
		seated |= area->class_ == DTL_GAZ_ADM1 && dtl_is_town(c->class_) && area->lp - c->lp < SEAT_SHARE;
		if (seated && c->kind <= DTL_NAME_ALTERNATE && dtl_lies_in(c, area) && (!seat || c->lp > seat->lp)) seat = c;
	}
	return seat;
}

static bool names_area(const dtl_candidate *c)
{
	return (c->class_ == DTL_GAZ_ADM1 || c->class_ == DTL_GAZ_ADM2) && (c->kind <= DTL_NAME_ALTERNATE || c->kind == DTL_NAME_SHORT);
}

/* The province of the same name that a town lies in. */
static const dtl_candidate *area_around(const dtl_resolution *r, const dtl_name_group *group, const dtl_candidate *town)
{
	const dtl_candidate *all = &r->candidates[group->first_candidate];
	for (uint32_t i = 0; i < group->candidate_count; i++)
		if (all[i].class_ == DTL_GAZ_ADM1 && names_area(&all[i]) && dtl_lies_in(town, &all[i]) && seat_of(r, group, &all[i]) == town) return &all[i];
	return NULL;
}

/* "Missiles struck Kharkiv", "the Kharkiv region": of a province and its seat of one name each use means its own, whatever the others mean. */
int32_t dtl_use_choice(const dtl_resolution *r, const dtl_name_use *use)
{
	const uint32_t area_cues = 1u << DTL_CUE_ADM | 1u << DTL_CUE_COUNTY;
	const dtl_name_group *group = &r->groups[use->group];
	const dtl_candidate *c = r->chosen[use->group], *other = NULL;
	if (!c || group->silent || !r->doc->english || (group->inside & area_cues) || group->abbreviated) return group->choice;
	bool told = dtl_cue_at(r->doc->tokens.text, (dtl_span){use->start, use->end}) & area_cues;
	if (names_area(c)) {
		bool wide = dtl_gaz_entry_at(r->gazetteer, c->entry)->radius_km > SEAT_KM;
		if (!told && !wide && !holds_others(r, group, c)) other = seat_of(r, group, c);
	} else if (told && dtl_is_town(c->class_)) {
		other = area_around(r, group, c);
	}
	return other ? (int32_t)(other - &r->candidates[group->first_candidate]) : group->choice;
}

/* ---- names that no gazetteer lists ---- */

static bool unlisted(const dtl_name_group *group)
{
	return group->choice >= 0 && group->choice == (int32_t)group->candidate_count;
}

static dtl_candidate *estimate_of(dtl_resolution *r, const dtl_name_group *group)
{
	return &r->candidates[group->first_candidate + group->candidate_count];
}

static void put_at(dtl_resolution *r, const dtl_name_group *group, const dtl_candidate *at)
{
	dtl_candidate *slot = estimate_of(r, group);
	float score = slot->score;
	*slot = *at;
	slot->focus = true;
	slot->lp = 0;
	slot->score = score;
}

static bool fine(const dtl_candidate *c)
{
	return dtl_is_town(c->class_) || c->class_ == DTL_GAZ_ISLAND || c->class_ == DTL_GAZ_SITE || c->class_ == DTL_GAZ_AIRPORT;
}

/* The narrowest place that the text says the name lies in: "Balcon, Ayacucho", "a village in Kaduna state", "Augusta's Highland Avenue".
 * NULL: none. */
static const dtl_candidate *told_container(const dtl_resolution *r, const dtl_name_group *group)
{
	const dtl_candidate *best = NULL;
	for (size_t i = 0; i < group->pair_x_count; i++) {
		const dtl_candidate *y = r->chosen[r->pairs_by_x[group->first_pair_x + i].y];
		if (!y || r->groups[r->pairs_by_x[group->first_pair_x + i].y].dateline) continue;
		bool area = y->class_ == DTL_GAZ_ADM1 || y->class_ == DTL_GAZ_ADM2;
		if (!area && !fine(y)) continue;
		if (!best || (fine(y) && !fine(best)) || (y->class_ == DTL_GAZ_ADM2 && best->class_ == DTL_GAZ_ADM1)) best = y;
	}
	return best;
}

/* Streets are named after anything. */
static bool street(dtl_str word)
{
	static const char *const list[] = {"street", "st", "road", "rd", "avenue", "ave", "drive", "lane", "boulevard", "blvd", "pike", "parkway", "court", "plaza", "square", "trail"};
	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		if (dtl_str_eq(word, dtl_str_of(list[i]))) return true;
	return false;
}

static dtl_str last_word(dtl_str key, dtl_str *rest)
{
	size_t at = key.len;
	while (at > 0 && key.ptr[at - 1] != ' ') at--;
	*rest = dtl_str_sub(key, 0, at ? at - 1 : 0);
	return dtl_str_sub(key, at, key.len);
}

/* Another name of the document that is this part of the name. */
static const dtl_candidate *name_in_text(const dtl_resolution *r, dtl_str part)
{
	for (size_t i = 0; i < r->group_count; i++)
		if (r->chosen[i] && !r->groups[i].silent && dtl_str_eq(r->groups[i].key, part) && (fine(r->chosen[i]) || r->chosen[i]->class_ <= DTL_GAZ_ADM2)
			&& r->chosen[i]->class_ != DTL_GAZ_COUNTRY) return r->chosen[i];
	return NULL;
}

/* The place of the gazetteer by this name that is nearest to what the context says, within PART_KM; with great: the one with the most
 * people, a city, wherever it is. */
static bool listed_name(const dtl_resolution *r, dtl_str part, const dtl_candidate *context, bool great, dtl_candidate *out)
{
	uint32_t name = dtl_gaz_name(r->gazetteer, part);
	if (name == DTL_GAZ_NONE) return false;
	size_t count;
	const dtl_gaz_ref *refs = dtl_gaz_refs(r->gazetteer, name, &count);
	float best = great ? -GREAT_LP : context->class_ == DTL_GAZ_COUNTRY ? 0 : PART_KM;
	bool found = false;
	for (size_t i = 0; i < count && i < 64; i++) {
		dtl_candidate c = {0};
		if (refs[i].kind > DTL_NAME_ALTERNATE || (refs[i].flags & (DTL_REF_CASED | DTL_REF_HISTORICAL | DTL_REF_BLOCKED))) continue;
		dtl_fill_candidate(r->gazetteer, refs[i].entry, &c);
		float cost = great ? -c.lp : dtl_candidate_km(&c, context);
		if (!fine(&c) || cost >= best) continue;
		best = cost;
		*out = c;
		found = true;
	}
	return found;
}

/* "Tongoy Beach" is at Tongoy, "University of Kent" in Kent: the part before a class word or behind "of". */
static bool told_part(dtl_resolution *r, const dtl_name_group *group, dtl_candidate *out)
{
	dtl_str rest, word = last_word(group->key, &rest), parts[2] = {rest, DTL_STR_NONE};
	for (size_t i = 0; i + 4 < group->key.len && !parts[1].len; i++)
		if (memcmp(group->key.ptr + i, " of ", 4) == 0) parts[1] = dtl_str_sub(group->key, i + 4, group->key.len);
	bool described = dtl_word_describes(word) || dtl_cue_of_word(word) || dtl_str_eq(word, DTL_STR("castle")) || dtl_str_eq(word, DTL_STR("camp"));
	for (size_t i = 0; i < 2; i++) {
		if (parts[i].len < 4 || (i == 0 && street(word))) continue;
		const dtl_candidate *named = name_in_text(r, parts[i]);
		if (named) *out = *named;
		if (named || ((i == 1 || described) && listed_name(r, parts[i], estimate_of(r, group), i == 1, out))) return true;
	}
	return false;
}

static uint32_t sentence_at(const dtl_tokens *t, uint32_t byte)
{
	size_t a = 0, b = t->sentence_count;
	while (a + 1 < b) {
		size_t mid = a + (b - a) / 2;
		if (t->sentences[mid].start <= byte) a = mid;
		else b = mid;
	}
	return (uint32_t)a;
}

/* The nearest name of the first use's own sentence, a town before a province; else the last one of the two sentences before. NULL: none. */
static const dtl_candidate *sentence_neighbour(const dtl_resolution *r, size_t own)
{
	size_t first = 0;
	while (first < r->use_count && r->uses[first].group != own) first++;
	if (first == r->use_count) return NULL;
	const dtl_tokens *t = &r->doc->tokens;
	uint32_t at = r->uses[first].start, sentence = sentence_at(t, at);
	const dtl_candidate *best = NULL, *before = NULL;
	double best_cost = 1e9;
	for (size_t i = first > NEIGHBOURS ? first - NEIGHBOURS : 0; i < r->use_count && i < first + NEIGHBOURS; i++) {
		const dtl_name_use *u = &r->uses[i];
		const dtl_candidate *c = r->chosen[u->group];
		bool area = c && (c->class_ == DTL_GAZ_ADM1 || c->class_ == DTL_GAZ_ADM2);
		if (!c || u->group == own || r->groups[u->group].dateline || r->groups[u->group].silent || (!area && !fine(c))) continue;
		uint32_t there = sentence_at(t, u->start);
		double cost = fabs((double)u->start - (double)at) * (area ? 3 : 1);
		if (there == sentence && cost < best_cost) {
			best_cost = cost;
			best = c;
		}
		if (there < sentence && there + 2 >= sentence) before = c;
	}
	return best ? best : before;
}

static void place_unlisted(dtl_resolution *r, const dtl_name_group *group)
{
	dtl_candidate part = {0};
	const dtl_candidate *container = told_container(r, group);
	bool agrees = container && !fine(container) && dtl_lies_in(estimate_of(r, group), container); /* the context, and it is finer */
	if (agrees) container = NULL;
	if (container && (fine(container) || !told_part(r, group, &part))) put_at(r, group, container);
	else if (part.country_code[0] || told_part(r, group, &part)) put_at(r, group, &part);
	else if (!container && !agrees) {
		const dtl_candidate *near_ = sentence_neighbour(r, (size_t)(group - r->groups));
		if (near_) put_at(r, group, near_);
	}
}

void dtl_settle_names(dtl_resolution *r)
{
	if (!r->doc->english) return;
	for (size_t i = 0; i < r->group_count; i++)
		if (unlisted(&r->groups[i]) && !r->groups[i].silent) place_unlisted(r, &r->groups[i]);
}
