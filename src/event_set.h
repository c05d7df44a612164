/* Building an event set in an order of one's own: articles first, then events that name theirs. */
#ifndef DTL_EVENT_SET_H
#define DTL_EVENT_SET_H

#include "dateline/store.h"

/* Copies the article; *index is what its events carry. */
DTL_MUST_CHECK dtl_status dtl_event_set_add_article(dtl_event_set *set, const dtl_article *article, uint32_t *index, dtl_error *err);
/* Copies the event; event->article is the index of an article that the set has. */
DTL_MUST_CHECK dtl_status dtl_event_set_add_event(dtl_event_set *set, const dtl_event *event, dtl_error *err);

/* A new set with copies of these events of the set, in this order, and of their articles. */
DTL_MUST_CHECK dtl_status dtl_event_set_pick(const dtl_event_set *set, const dtl_event *const *events, size_t count, dtl_event_set **out,
	dtl_error *err);

/* Does the event answer the query? The limit is not looked at. */
bool dtl_event_matches(const dtl_event *event, const dtl_article *article, const dtl_event_query *query);
/* By first day (unknown ones last), then last day, then id: -1, 0, 1. */
int dtl_event_compare(const dtl_event *a, const dtl_event *b);

#endif
