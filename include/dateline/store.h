/* The event store: a GeoPackage (or any PostGIS database) of articles and events with coordinates. */
#ifndef DATELINE_STORE_H
#define DATELINE_STORE_H

#include "dateline/model.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct dtl_store dtl_store;

typedef enum dtl_store_mode { DTL_STORE_READ, DTL_STORE_WRITE } dtl_store_mode;

/* Opens the store; WRITE creates it where there is none and holds its lock until close (DTL_ERR_LOCKED if another
 * process has it). A file that is no store of ours is refused with DTL_ERR_DATA. */
DTL_API DTL_MUST_CHECK dtl_status dtl_store_open(const char *path, dtl_store_mode mode, dtl_store **out, dtl_error *err);
/* Writes one article with its events, whole or not at all. An article whose id the store has is left as it is and *added
 * becomes false. Additions are grouped into transactions; dtl_store_commit makes all so far durable. */
DTL_API DTL_MUST_CHECK dtl_status dtl_store_add(dtl_store *store, const dtl_article *article, const dtl_event *events,
	size_t count, bool *added, dtl_error *err);
/* Does the store hold this article already, so that it need not be analyzed? By its id, or where it has none by what an id is made of.
 * changed: the article there has another title or text. */
DTL_API DTL_MUST_CHECK dtl_status dtl_store_knows(dtl_store *store, const dtl_article *article, bool *known, bool *changed, dtl_error *err);
DTL_API DTL_MUST_CHECK dtl_status dtl_store_commit(dtl_store *store, dtl_error *err);
/* Commits and closes. NULL is allowed. The handle is gone whatever the answer. */
DTL_API DTL_MUST_CHECK dtl_status dtl_store_close(dtl_store *store, dtl_error *err);

/* Which events. Start from DTL_EVENT_QUERY_INIT; empty means no restriction. */
typedef struct dtl_event_query {
	dtl_date since, until; /* events whose interval overlaps [since, until] */
	bool has_bbox;
	dtl_bbox bbox;
	dtl_str type;          /* PLOVER type or subtype, comma-separated alternatives, case-insensitive */
	dtl_str place;         /* substring of the place's name, or an ISO country code */
	dtl_str actor;         /* substring of actor or target, or an ISO alpha-3 code */
	dtl_str article;       /* id of an article */
	uint32_t include;      /* flags that are let through; events with other flags are left out */
	float min_confidence;
	size_t limit;          /* 0: all */
} dtl_event_query;
#define DTL_EVENT_QUERY_INIT \
	{{0, 0, 0}, {0, 0, 0}, false, {0, 0, 0, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, DTL_FLAG_QUOTED, 0.0f, 0}

/* The events that answer, in order of date, then id. */
DTL_API DTL_MUST_CHECK dtl_status dtl_store_query(dtl_store *store, const dtl_event_query *query, dtl_event_set **out, dtl_error *err);
/* The same filter on an event set in memory (events of one article, say): a new set with copies. */
DTL_API DTL_MUST_CHECK dtl_status dtl_event_set_filter(const dtl_event_set *set, const dtl_event_query *query,
	dtl_event_set **out, dtl_error *err);

#ifdef __cplusplus
}
#endif
#endif
