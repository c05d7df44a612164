/* The event set: deep copies of events and articles in one arena. */
#include <stdlib.h>

#include "base/error.h"
#include "base/str.h"
#include "event_set.h"

struct dtl_event_set {
	dtl_arena arena;
	dtl_event *events;
	size_t count, cap;
	dtl_article *articles;
	size_t article_count, article_cap;
};

dtl_status dtl_event_set_new(dtl_event_set **out, dtl_error *err)
{
	dtl_event_set *set = calloc(1, sizeof *set);
	if (!set) return dtl_fail_memory(err);
	*out = set;
	return DTL_OK;
}

void dtl_event_set_free(dtl_event_set *set)
{
	if (!set) return;
	dtl_arena_free(&set->arena);
	free(set);
}

static void keep(dtl_arena *arena, dtl_str *s)
{
	*s = dtl_arena_str(arena, *s);
}

static dtl_article copy_article(dtl_arena *arena, const dtl_article *from)
{
	dtl_article a = *from;
	dtl_str *const strings[] = {&a.id, &a.title, &a.text, &a.date, &a.source, &a.url, &a.lang, &a.file, &a.author};
	for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) keep(arena, strings[i]);
	return a;
}

static void keep_place(dtl_arena *arena, dtl_event_place *p)
{
	dtl_str *const strings[] = {&p->phrase.text, &p->name, &p->country, &p->admin1};
	for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) keep(arena, strings[i]);
}

static dtl_event copy_event(dtl_arena *arena, const dtl_event *from)
{
	dtl_event e = *from;
	dtl_str *const strings[] = {&e.id, &e.mode, &e.subtype, &e.cameo, &e.acled_event, &e.acled_sub_event, &e.headline,
		&e.date_phrase.text, &e.actor.phrase.text, &e.actor.country, &e.actor.sector, &e.target.phrase.text,
		&e.target.country, &e.target.sector, &e.weapon, &e.trigger.text, &e.evidence.text, &e.flag_reason, &e.explain};
	for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) keep(arena, strings[i]);
	keep_place(arena, &e.place);
	dtl_event_place *others = dtl_arena_array(arena, dtl_event_place, e.other_place_count);
	for (size_t i = 0; i < e.other_place_count; i++) {
		others[i] = e.other_places[i];
		keep_place(arena, &others[i]);
	}
	e.other_places = others;
	dtl_quantity *quantities = dtl_arena_array(arena, dtl_quantity, e.quantity_count);
	for (size_t i = 0; i < e.quantity_count; i++) {
		quantities[i] = e.quantities[i];
		keep(arena, &quantities[i].unit);
	}
	e.quantities = quantities;
	return e;
}

dtl_status dtl_event_set_add(dtl_event_set *set, const dtl_article *article, const dtl_event *events, size_t count,
	dtl_error *err)
{
	size_t events_before = set->count, articles_before = set->article_count;
	if (setjmp(set->arena.exhausted)) {
		set->count = events_before;
		set->article_count = articles_before;
		return dtl_fail_memory(err);
	}
	if (set->article_count >= UINT32_MAX) return dtl_fail(err, DTL_ERR_DATA, "too many articles in one event set");
	uint32_t index = (uint32_t)set->article_count;
	dtl_article kept = copy_article(&set->arena, article);
	DTL_PUSH(&set->arena, set->articles, set->article_count, set->article_cap, kept);
	for (size_t i = 0; i < count; i++) {
		dtl_event e = copy_event(&set->arena, &events[i]);
		e.article = index;
		DTL_PUSH(&set->arena, set->events, set->count, set->cap, e);
	}
	return DTL_OK;
}

size_t dtl_event_set_count(const dtl_event_set *set)
{
	return set->count;
}

const dtl_event *dtl_event_set_event(const dtl_event_set *set, size_t index)
{
	return index < set->count ? &set->events[index] : NULL;
}

size_t dtl_event_set_article_count(const dtl_event_set *set)
{
	return set->article_count;
}

const dtl_article *dtl_event_set_article(const dtl_event_set *set, size_t index)
{
	return index < set->article_count ? &set->articles[index] : NULL;
}

dtl_status dtl_event_set_add_article(dtl_event_set *set, const dtl_article *article, uint32_t *index, dtl_error *err)
{
	size_t before = set->article_count;
	dtl_status status = dtl_event_set_add(set, article, NULL, 0, err);
	if (status == DTL_OK) *index = (uint32_t)before;
	return status;
}

dtl_status dtl_event_set_add_event(dtl_event_set *set, const dtl_event *event, dtl_error *err)
{
	size_t before = set->count;
	if (event->article >= set->article_count) return dtl_fail(err, DTL_ERR_INTERNAL, "event of an article that the set lacks");
	if (setjmp(set->arena.exhausted)) {
		set->count = before;
		return dtl_fail_memory(err);
	}
	dtl_event kept = copy_event(&set->arena, event);
	DTL_PUSH(&set->arena, set->events, set->count, set->cap, kept);
	return DTL_OK;
}
