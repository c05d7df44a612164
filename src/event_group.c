/* Splits an event set: by calendar period, country or kind. */
#include <stdio.h>
#include <stdlib.h>

#include "base/civil.h"
#include "base/error.h"
#include "event_set.h"

static const char *const names[] = {"", "day", "week", "month", "year", "country", "type"};

const char *dtl_group_by_name(dtl_group_by by)
{
	return (size_t)by < sizeof names / sizeof *names ? names[by] : "";
}

bool dtl_group_by_from_name(dtl_str name, dtl_group_by *out)
{
	for (size_t i = 1; i < sizeof names / sizeof *names; i++)
		if (dtl_str_eq_nocase(name, dtl_str_of(names[i]))) return *out = (dtl_group_by)i, true;
	return false;
}

struct dtl_event_groups {
	dtl_arena arena;
	dtl_event_group *groups;
	dtl_event_set **sets;
	size_t count;
};

/* An event with what it is grouped by. */
typedef struct entry {
	dtl_str key;
	dtl_interval period;
	size_t index;
	size_t size; /* of its group */
	size_t first;/* the least index of its group, where that is the order; else 0 */
} entry;

/* ISO 8601: the week belongs to the year that holds its Thursday. */
static void week_of(dtl_arena *arena, dtl_date day, entry *e)
{
	int32_t number = dtl_days_from_date(day), monday = number - (dtl_weekday(number) - 1);
	dtl_date thursday = dtl_date_from_days(monday + 3);
	int32_t first = dtl_days_from_date((dtl_date){thursday.year, 1, 1});
	e->period = (dtl_interval){dtl_date_from_days(monday), dtl_date_from_days(monday + 6), DTL_DATE_WEEK};
	e->key = dtl_arena_printf(arena, "%04d-W%02d", thursday.year, (int)(monday + 3 - first) / 7 + 1);
}

static void period_of(dtl_arena *arena, dtl_date d, dtl_group_by by, entry *e)
{
	switch (by) {
	case DTL_GROUP_DAY:
		e->period = (dtl_interval){d, d, DTL_DATE_DAY};
		e->key = dtl_arena_printf(arena, "%04d-%02d-%02d", d.year, d.month, d.day);
		break;
	case DTL_GROUP_WEEK: week_of(arena, d, e); break;
	case DTL_GROUP_MONTH:
		e->period = (dtl_interval){{d.year, d.month, 1}, {d.year, d.month, (uint8_t)dtl_days_in_month(d.year, d.month)}, DTL_DATE_MONTH};
		e->key = dtl_arena_printf(arena, "%04d-%02d", d.year, d.month);
		break;
	default:
		e->period = (dtl_interval){{d.year, 1, 1}, {d.year, 12, 31}, DTL_DATE_YEAR};
		e->key = dtl_arena_printf(arena, "%04d", d.year);
	}
}

static entry entry_of(dtl_arena *arena, const dtl_event *event, size_t index, dtl_group_by by)
{
	entry e = {.index = index};
	dtl_date day = event->date.start.year ? event->date.start : event->date.end;
	if (by == DTL_GROUP_COUNTRY) e.key = event->place.country;
	else if (by == DTL_GROUP_TYPE) e.key = event->subtype.len ? event->subtype : dtl_str_of(dtl_event_type_name(event->type));
	else if (by != DTL_GROUP_NONE && dtl_date_valid(day)) period_of(arena, day, by, &e);
	return e;
}

static int by_key(const void *a, const void *b)
{
	const entry *x = a, *y = b;
	int c = dtl_str_cmp(x->key, y->key);
	return c ? c : (x->index > y->index) - (x->index < y->index);
}

/* Unknown last; periods by time, the others by size. */
static int by_rank(const void *a, const void *b)
{
	const entry *x = a, *y = b;
	if (!x->key.len != !y->key.len) return x->key.len ? -1 : 1;
	if (x->first != y->first) return x->first < y->first ? -1 : 1;
	if (!x->period.start.year && !x->first && x->size != y->size) return x->size > y->size ? -1 : 1;
	return by_key(a, b);
}

static size_t run_length(const entry *e, size_t count)
{
	size_t n = 1;
	while (n < count && dtl_str_eq(e[n].key, e->key)) n++;
	return n;
}

static dtl_status fill(dtl_event_groups *g, const dtl_event_set *set, const entry *entries, size_t count, dtl_error *err)
{
	const dtl_event **events = dtl_arena_array(&g->arena, const dtl_event *, count);
	for (size_t i = 0; i < count;) {
		size_t n = run_length(entries + i, count - i);
		size_t *index = dtl_arena_array(&g->arena, size_t, n);
		for (size_t k = 0; k < n; k++) {
			index[k] = entries[i + k].index;
			events[k] = dtl_event_set_event(set, index[k]);
		}
		dtl_status status = dtl_event_set_pick(set, events, n, &g->sets[g->count], err);
		if (status != DTL_OK) return status;
		g->groups[g->count] = (dtl_event_group){dtl_arena_str(&g->arena, entries[i].key), entries[i].period, g->sets[g->count], index};
		g->count++;
		i += n;
	}
	return DTL_OK;
}

/* keys: the caller's, or NULL */
static dtl_status split(dtl_event_groups *g, const dtl_event_set *set, dtl_group_by by, const dtl_str *keys, dtl_error *err)
{
	size_t count = dtl_event_set_count(set), distinct = 0;
	entry *entries = dtl_arena_array(&g->arena, entry, count);
	for (size_t i = 0; i < count; i++) {
		if (keys) entries[i] = (entry){.key = keys[i], .index = i};
		else entries[i] = entry_of(&g->arena, dtl_event_set_event(set, i), i, by);
	}
	if (count) qsort(entries, count, sizeof *entries, by_key);
	for (size_t i = 0; i < count; distinct++) {
		size_t n = run_length(entries + i, count - i);
		for (size_t k = 0; k < n; k++) entries[i + k].size = n, entries[i + k].first = keys ? entries[i].index + 1 : 0;
		i += n;
	}
	if (count) qsort(entries, count, sizeof *entries, by_rank);
	g->groups = dtl_arena_array(&g->arena, dtl_event_group, distinct);
	g->sets = dtl_arena_array(&g->arena, dtl_event_set *, distinct);
	return fill(g, set, entries, count, err);
}

static dtl_status split_new(const dtl_event_set *set, dtl_group_by by, const dtl_str *keys, dtl_event_groups **out, dtl_error *err)
{
	dtl_event_groups *g = calloc(1, sizeof *g);
	if (!g) return dtl_fail_memory(err);
	if (setjmp(g->arena.exhausted)) {
		dtl_event_groups_free(g);
		return dtl_fail_memory(err);
	}
	dtl_status status = split(g, set, by, keys, err);
	if (status == DTL_OK) *out = g;
	else dtl_event_groups_free(g);
	return status;
}

dtl_status dtl_event_set_split(const dtl_event_set *set, dtl_group_by by, dtl_event_groups **out, dtl_error *err)
{
	return split_new(set, by, NULL, out, err);
}

dtl_status dtl_event_set_split_keys(const dtl_event_set *set, const dtl_str *keys, dtl_event_groups **out, dtl_error *err)
{
	return split_new(set, DTL_GROUP_NONE, keys, out, err);
}

size_t dtl_event_groups_count(const dtl_event_groups *groups)
{
	return groups->count;
}

const dtl_event_group *dtl_event_groups_at(const dtl_event_groups *groups, size_t index)
{
	return index < groups->count ? &groups->groups[index] : NULL;
}

void dtl_event_groups_free(dtl_event_groups *groups)
{
	if (!groups) return;
	for (size_t i = 0; i < groups->count; i++) dtl_event_set_free(groups->sets[i]);
	dtl_arena_free(&groups->arena);
	free(groups);
}
