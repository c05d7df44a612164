/* A question to the gazetteer: "City, Region, Country" in any order, with filters; ranked answers. */
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/geodesy.h"
#include "gazetteer/list.h"
#include "text/normal.h"

enum { MAX_PARTS = 6, MAX_CONTEXTS = 60 };

/* Wider places that one part of the question may mean. */
typedef struct context {
	uint32_t entries[MAX_CONTEXTS];
	size_t count;
} context;

size_t dtl_place_list_count(const dtl_place_list *list)
{
	return list->count;
}

const dtl_place *dtl_place_list_place(const dtl_place_list *list, size_t index)
{
	return index < list->count ? &list->places[index] : NULL;
}

void dtl_place_list_free(dtl_place_list *list)
{
	if (!list)
		return;
	dtl_arena_free(&list->arena);
	free(list);
}

static bool in_box(const dtl_bbox *box, const dtl_gaz_entry *e)
{
	if (e->lat < box->south || e->lat > box->north)
		return false;
	return box->west <= box->east ? e->lon >= box->west && e->lon <= box->east : e->lon >= box->west || e->lon <= box->east;
}

static bool passes(const dtl_place_query *q, const dtl_gaz_entry *e)
{
	if (q->country.len && !(q->country.len == 2 && dtl_ascii_lower(q->country.ptr[0]) == dtl_ascii_lower(e->country_code[0]) &&
			dtl_ascii_lower(q->country.ptr[1]) == dtl_ascii_lower(e->country_code[1])))
		return false;
	dtl_str feature = {e->feature, strnlen(e->feature, sizeof e->feature)};
	if (q->feature.len && !dtl_str_eq_nocase(dtl_str_sub(feature, 0, q->feature.len), q->feature))
		return false;
	return !q->has_bbox || in_box(&q->bbox, e);
}

static void read_context(const dtl_gazetteer *g, dtl_str part, context *out)
{
	char key[DTL_NORMAL_MAX];
	size_t n = dtl_normal_key(part, key), count;
	out->count = 0;
	const dtl_gaz_ref *refs = dtl_gaz_refs(g, dtl_gaz_name(g, (dtl_str){key, n}), &count);
	for (size_t i = 0; i < count && out->count < MAX_CONTEXTS; i++)
		if (refs[i].kind != DTL_NAME_DEMONYM)
			out->entries[out->count++] = refs[i].entry;
}

static bool is_town(const dtl_gaz_entry *e)
{
	return e->class_ >= DTL_GAZ_PPLC && e->class_ <= DTL_GAZ_PPLZ;
}

/* Does the context hold the entry? A town holds what lies within its reach: "Brooklyn, New York". */
static bool holds(const dtl_gazetteer *g, const context *c, uint32_t entry)
{
	const dtl_gaz_entry *e = dtl_gaz_entry_at(g, entry);
	for (size_t i = 0; i < c->count; i++) {
		const dtl_gaz_entry *a = dtl_gaz_entry_at(g, c->entries[i]);
		if (c->entries[i] == entry)
			continue;
		if (dtl_gaz_contains(g, c->entries[i], entry))
			return true;
		if (is_town(a) && a->class_ <= DTL_GAZ_PPLA3 && e->class_ >= DTL_GAZ_PPLC &&
			dtl_distance_km((dtl_lonlat){a->lon, a->lat}, (dtl_lonlat){e->lon, e->lat}) < 2 * a->radius_km + 5)
			return true;
	}
	return false;
}

/* Scores hits of parts[which] by the other parts and the question's wishes, and appends those that pass. */
static void judge(const dtl_gazetteer *g, dtl_arena *arena, const dtl_place_query *q, const dtl_gaz_hits *hits, const context *contexts,
	size_t parts, size_t which, dtl_gaz_hits *out)
{
	for (size_t i = 0; i < hits->count; i++) {
		dtl_gaz_hit hit = hits->items[i];
		const dtl_gaz_entry *e = dtl_gaz_entry_at(g, hit.entry);
		if (!passes(q, e))
			continue;
		for (size_t p = 0; p < parts; p++) {
			if (p == which)
				continue;
			bool held = holds(g, &contexts[p], hit.entry);
			hit.contexts += held;
			hit.score += held ? 4 : contexts[p].count ? -4 : -1;
		}
		if (q->has_near) {
			hit.km = dtl_distance_km(q->near_point, (dtl_lonlat){e->lon, e->lat});
			hit.score -= (float)(1.5 * log10(1 + hit.km / 20));
		}
		DTL_PUSH(arena, out->items, out->count, out->cap, hit);
	}
}

static int by_score(const void *x, const void *y)
{
	const dtl_gaz_hit *a = x, *b = y;
	if (a->score != b->score)
		return a->score > b->score ? -1 : 1;
	return a->entry < b->entry ? -1 : a->entry > b->entry;
}

/* The bare name of a town means the town, not the base, station or crossing beside it that is called after it: what is no town goes
 * below a town of the same name within reach. Not what stands for an actor (the Kremlin). */
static void prefer_towns(const dtl_gazetteer *g, dtl_gaz_hits *hits)
{
	enum { REACH_KM = 30, LOOK_AT = 50 };
	size_t n = hits->count < LOOK_AT ? hits->count : LOOK_AT;
	for (size_t i = 0; i < n; i++) {
		dtl_gaz_hit *site = &hits->items[i];
		const dtl_gaz_entry *s = dtl_gaz_entry_at(g, site->entry);
		bool beside = s->class_ == DTL_GAZ_SITE || s->class_ == DTL_GAZ_AIRPORT || !memcmp(s->feature, "L.MILB", 6);
		for (size_t k = 0; k < n && beside && site->kind != DTL_NAME_METONYM; k++) {
			const dtl_gaz_hit *town = &hits->items[k];
			const dtl_gaz_entry *t = dtl_gaz_entry_at(g, town->entry);
			if (is_town(t) && town->how == site->how && town->edits == site->edits && town->score <= site->score &&
				dtl_distance_km((dtl_lonlat){s->lon, s->lat}, (dtl_lonlat){t->lon, t->lat}) <= REACH_KM)
				site->score = town->score - .1f;
		}
	}
}

/* Best first, one of each entry, and of several parts only those that fit best. */
static void rank(const dtl_gazetteer *g, dtl_gaz_hits *hits)
{
	if (!hits->count)
		return;
	qsort(hits->items, hits->count, sizeof *hits->items, by_score);
	prefer_towns(g, hits);
	qsort(hits->items, hits->count, sizeof *hits->items, by_score);
	unsigned most = 0;
	size_t out = 0;
	for (size_t i = 0; i < hits->count; i++)
		if (hits->items[i].contexts > most)
			most = hits->items[i].contexts;
	for (size_t i = 0; i < hits->count; i++) {
		bool again = hits->items[i].contexts < most;
		for (size_t k = 0; k < out && k < 500 && !again; k++)
			again = hits->items[k].entry == hits->items[i].entry;
		if (!again)
			hits->items[out++] = hits->items[i];
	}
	hits->count = out;
}

static dtl_str reason_of(dtl_arena *arena, const dtl_gaz_hit *hit)
{
	static const char *const how[] = {[DTL_HOW_EXACT] = "name", [DTL_HOW_LOOSE] = "name but for its class word or spaces",
		[DTL_HOW_PREFIX] = "beginning of the name", [DTL_HOW_FUZZY] = "similar name"};
	static const char *const kinds[] = {[DTL_NAME_MAIN] = "main", [DTL_NAME_ALTERNATE] = "other", [DTL_NAME_DEMONYM] = "demonym",
		[DTL_NAME_ABBREVIATION] = "abbreviation", [DTL_NAME_SHORT] = "short form", [DTL_NAME_METONYM] = "metonym"};
	dtl_str text = dtl_arena_printf(arena, "%s (%s)", how[hit->how], kinds[hit->kind]);
	if (hit->edits)
		text = dtl_arena_printf(arena, "%.*s, %u letter%s off", DTL_FMT(text), hit->edits, hit->edits > 1 ? "s" : "");
	if (hit->contexts)
		text = dtl_arena_printf(arena, "%.*s, in what was named with it", DTL_FMT(text));
	return hit->km >= 0 ? dtl_arena_printf(arena, "%.*s, %.0f km from the point", DTL_FMT(text), hit->km) : text;
}

static void fill(const dtl_gazetteer *g, const dtl_gaz_hits *hits, size_t limit, dtl_place_list *list)
{
	size_t n = hits->count < limit ? hits->count : limit;
	double sum = 0;
	for (size_t i = 0; i < hits->count; i++)
		sum += pow(10, hits->items[i].score - hits->items[0].score);
	list->places = dtl_arena_array(&list->arena, dtl_place, n + 1);
	for (size_t i = 0; i < n; i++) {
		dtl_gaz_place(g, hits->items[i].entry, &list->places[i]);
		list->places[i].score = (float)(pow(10, hits->items[i].score - hits->items[0].score) / sum);
		list->places[i].reason = reason_of(&list->arena, &hits->items[i]);
	}
	list->count = n;
}

static void find_parts(const dtl_gazetteer *g, dtl_arena *arena, const dtl_place_query *q, const dtl_str *parts, size_t count, dtl_gaz_hits *out)
{
	context *contexts = dtl_arena_array(arena, context, count + 1);
	for (size_t i = 0; i < count; i++)
		read_context(g, parts[i], &contexts[i]);
	for (int round = 0; round < 2 && !out->count; round++) {
		/* First as written; only if nothing is found with errors in the first part. */
		for (size_t i = 0; i < (round ? 1 : count); i++) {
			dtl_gaz_hits hits = {NULL, 0, 0};
			dtl_match_mode mode = count > 1 && !round ? (i ? DTL_MATCH_EXACT : q->mode == DTL_MATCH_PREFIX ? q->mode : DTL_MATCH_EXACT) : q->mode;
			dtl_gaz_collect(g, arena, parts[i], mode, &hits);
			judge(g, arena, q, &hits, contexts, count, i, out);
		}
		/* A known name outside of what was named with it is not the answer where a similar one lies inside. */
		bool held = count == 1;
		for (size_t k = 0; k < out->count && !held; k++)
			held = out->items[k].contexts > 0;
		if (!held && !round && q->mode != DTL_MATCH_EXACT && count > 1) {
			dtl_gaz_hits hits = {NULL, 0, 0};
			dtl_gaz_collect(g, arena, parts[0], DTL_MATCH_FUZZY, &hits);
			judge(g, arena, q, &hits, contexts, count, 0, out);
		}
	}
}

/* "Shinpo North Korea": a name and a wider place without a comma. */
static void find_unseparated(const dtl_gazetteer *g, dtl_arena *arena, const dtl_place_query *q, dtl_gaz_hits *out)
{
	for (size_t i = 1; i + 1 < q->text.len; i++) {
		if (q->text.ptr[i] != ' ')
			continue;
		dtl_str parts[2] = {dtl_str_trim(dtl_str_sub(q->text, 0, i)), dtl_str_trim(dtl_str_sub(q->text, i, q->text.len))};
		context inner, outer;
		read_context(g, parts[0], &inner);
		read_context(g, parts[1], &outer);
		if (!inner.count || !outer.count)
			continue;
		dtl_place_query exact = *q;
		exact.mode = DTL_MATCH_EXACT;
		dtl_gaz_hits hits = {NULL, 0, 0};
		find_parts(g, arena, &exact, parts, 2, &hits);
		for (size_t k = 0; k < hits.count; k++)
			if (hits.items[k].contexts)
				DTL_PUSH(arena, out->items, out->count, out->cap, hits.items[k]);
	}
}

static void find(const dtl_gazetteer *g, const dtl_place_query *q, dtl_place_list *list)
{
	dtl_arena *arena = &list->arena;
	dtl_gaz_hits hits = {NULL, 0, 0};
	dtl_str parts[MAX_PARTS], rest = q->text, whole = q->text;
	size_t count = 0;
	while (rest.ptr && count < MAX_PARTS) {
		dtl_str part = dtl_str_trim(dtl_str_cut(&rest, ','));
		if (part.len)
			parts[count++] = part;
	}
	dtl_place_query exact = *q;
	exact.mode = DTL_MATCH_EXACT;
	if (count > 1)
		find_parts(g, arena, &exact, &whole, 1, &hits); /* "Washington, D.C." is a name */
	if (!hits.count && count == 1)
		find_parts(g, arena, &exact, parts, 1, &hits);
	if (!hits.count && count == 1 && q->mode != DTL_MATCH_PREFIX)
		find_unseparated(g, arena, q, &hits);
	if (count && (!hits.count || count > 1 || q->mode == DTL_MATCH_PREFIX))
		find_parts(g, arena, q, parts, count, &hits);
	rank(g, &hits);
	fill(g, &hits, q->limit, list);
}

dtl_status dtl_gazetteer_find(const dtl_gazetteer *g, const dtl_place_query *query, dtl_place_list **out, dtl_error *err)
{
	dtl_place_list *list = calloc(1, sizeof *list);
	if (!list)
		return dtl_fail_memory(err);
	if (setjmp(list->arena.exhausted)) {
		dtl_place_list_free(list);
		return dtl_fail_memory(err);
	}
	find(g, query, list);
	*out = list;
	return DTL_OK;
}
