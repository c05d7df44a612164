/* Which events answer a query: the one definition, for event sets in memory and for what the store has found by its indexes. */
#include <stdlib.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/str.h"
#include "event_set.h"

/* An open end of either interval reaches as far as one likes; an event without any date answers no question about time. */
static bool overlaps(const dtl_interval *date, dtl_date since, dtl_date until)
{
	if (!since.year && !until.year) return true;
	if (!date->start.year && !date->end.year) return false;
	if (since.year && date->end.year && dtl_date_cmp(date->end, since) < 0) return false;
	if (until.year && date->start.year && dtl_date_cmp(date->start, until) > 0) return false;
	return true;
}

static bool inside(const dtl_event_place *place, const dtl_bbox *box)
{
	if (!place->has_point) return false;
	dtl_lonlat p = place->point;
	if (p.lat < box->south || p.lat > box->north) return false;
	return box->west <= box->east ? p.lon >= box->west && p.lon <= box->east : p.lon >= box->west || p.lon <= box->east;
}

static bool is_type(const dtl_event *e, dtl_str list)
{
	if (dtl_str_trim(list).len == 0) return true;
	dtl_str type = dtl_str_of(dtl_event_type_name(e->type));
	while (list.ptr) {
		dtl_str want = dtl_str_trim(dtl_str_cut(&list, ','));
		if (want.len && (dtl_str_eq_nocase(want, type) || dtl_str_eq_nocase(want, e->subtype))) return true;
	}
	return false;
}

static bool is_there(const dtl_event_place *p, dtl_str want)
{
	if (want.len == 2 && dtl_str_eq_nocase(want, p->country)) return true;
	return dtl_str_contains_nocase(p->name, want) || (p->name.len && dtl_str_eq_nocase(p->admin1, want));
}

static bool takes_part(const dtl_actor *a, dtl_str want)
{
	if (want.len == 3 && dtl_str_eq_nocase(want, a->country)) return true;
	return dtl_str_contains_nocase(a->phrase.text, want);
}

bool dtl_event_matches(const dtl_event *e, const dtl_article *article, const dtl_event_query *q)
{
	if (e->flags & ~q->include) return false;
	if (e->confidence < q->min_confidence) return false;
	if (!overlaps(&e->date, q->since, q->until)) return false;
	if (q->has_bbox && !inside(&e->place, &q->bbox)) return false;
	if (!is_type(e, q->type)) return false;
	if (q->place.len && !is_there(&e->place, q->place)) return false;
	if (q->actor.len && !takes_part(&e->actor, q->actor) && !takes_part(&e->target, q->actor)) return false;
	return q->article.len == 0 || dtl_str_eq(article->id, q->article);
}

static int compare_days(dtl_date a, dtl_date b)
{
	if (!a.year || !b.year) return (b.year != 0) - (a.year != 0); /* unknown behind known */
	return dtl_date_cmp(a, b);
}

/* "x#9" before "x#10": the number behind the last '#' counts as a number. */
static int compare_ids(dtl_str a, dtl_str b)
{
	const char *ha = a.len ? memrchr(a.ptr, '#', a.len) : NULL, *hb = b.len ? memrchr(b.ptr, '#', b.len) : NULL;
	if (ha && hb && ha - a.ptr == hb - b.ptr && memcmp(a.ptr, b.ptr, (size_t)(ha - a.ptr)) == 0) {
		int64_t na, nb;
		if (dtl_str_to_int(dtl_str_sub(a, (size_t)(ha - a.ptr) + 1, a.len), &na) &&
			dtl_str_to_int(dtl_str_sub(b, (size_t)(hb - b.ptr) + 1, b.len), &nb))
			return (na > nb) - (na < nb);
	}
	return dtl_str_cmp(a, b);
}

int dtl_event_compare(const dtl_event *a, const dtl_event *b)
{
	dtl_date sa = a->date.start.year ? a->date.start : a->date.end, sb = b->date.start.year ? b->date.start : b->date.end;
	int c = compare_days(sa, sb);
	if (c == 0) c = compare_days(a->date.end, b->date.end);
	return c ? c : compare_ids(a->id, b->id);
}

static int by_order(const void *a, const void *b)
{
	const dtl_event *const *x = a, *const *y = b;
	int c = dtl_event_compare(*x, *y);
	return c ? c : (*x > *y) - (*x < *y); /* both stand in one array */
}

static dtl_status copy(const dtl_event_set *set, const dtl_event *const *found, size_t count, dtl_event_set *out, dtl_error *err)
{
	size_t articles = dtl_event_set_article_count(set);
	uint32_t *index = calloc(articles ? articles : 1, sizeof *index); /* new index + 1; 0: not copied yet */
	if (!index) return dtl_fail_memory(err);
	dtl_status status = DTL_OK;
	for (size_t i = 0; status == DTL_OK && i < count; i++) {
		dtl_event e = *found[i];
		uint32_t *to = &index[e.article];
		if (!*to) {
			status = dtl_event_set_add_article(out, dtl_event_set_article(set, e.article), to, err);
			++*to;
		}
		e.article = *to - 1;
		if (status == DTL_OK) status = dtl_event_set_add_event(out, &e, err);
	}
	free(index);
	return status;
}

dtl_status dtl_event_set_pick(const dtl_event_set *set, const dtl_event *const *events, size_t count, dtl_event_set **out, dtl_error *err)
{
	dtl_event_set *result = NULL;
	dtl_status status = dtl_event_set_new(&result, err);
	if (status == DTL_OK) status = copy(set, events, count, result, err);
	if (status == DTL_OK) *out = result;
	else dtl_event_set_free(result);
	return status;
}

dtl_status dtl_event_set_filter(const dtl_event_set *set, const dtl_event_query *query, dtl_event_set **out, dtl_error *err)
{
	size_t all = dtl_event_set_count(set), count = 0;
	const dtl_event **found = calloc(all ? all : 1, sizeof *found);
	if (!found) return dtl_fail_memory(err);
	for (size_t i = 0; i < all; i++) {
		const dtl_event *e = dtl_event_set_event(set, i);
		if (dtl_event_matches(e, dtl_event_set_article(set, e->article), query)) found[count++] = e;
	}
	qsort(found, count, sizeof *found, by_order);
	if (query->limit && count > query->limit) count = query->limit;
	dtl_status status = dtl_event_set_pick(set, found, count, out, err);
	free(found);
	return status;
}
