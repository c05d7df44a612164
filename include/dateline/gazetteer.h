/* The gazetteer: place names to places. Immutable after open; any number of threads may use one handle. */
#ifndef DATELINE_GAZETTEER_H
#define DATELINE_GAZETTEER_H

#include "dateline/model.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct dtl_gazetteer dtl_gazetteer;

/* Maps the file at path; NULL looks for dateline.gaz in $DATELINE_DATA, beside the program and in the installed data
 * folder. Fails with DTL_ERR_CONFIG if there is none or it is damaged or of another version. */
DTL_API DTL_MUST_CHECK dtl_status dtl_gazetteer_open(const char *path, dtl_gazetteer **out, dtl_error *err);
DTL_API void dtl_gazetteer_close(dtl_gazetteer *gazetteer); /* NULL is allowed */

typedef enum dtl_match_mode { DTL_MATCH_EXACT, DTL_MATCH_PREFIX, DTL_MATCH_FUZZY } dtl_match_mode;

/* A question to the gazetteer. Start from DTL_PLACE_QUERY_INIT. */
typedef struct dtl_place_query {
	dtl_str text;         /* "Shinpo, North Korea": name, then wider places in any order; any script */
	dtl_match_mode mode;  /* EXACT falls back to nothing; FUZZY tries exact first */
	dtl_str country;      /* ISO 3166-1 alpha-2 filter, or empty */
	dtl_str feature;      /* "P", "A.ADM1": class or class and code, or empty */
	bool has_bbox;
	dtl_bbox bbox;
	bool has_near;
	dtl_lonlat near_point;/* candidates near it rank higher */
	size_t limit;         /* at most so many answers */
} dtl_place_query;

#define DTL_PLACE_QUERY_INIT \
	{{NULL, 0}, DTL_MATCH_FUZZY, {NULL, 0}, {NULL, 0}, false, {0, 0, 0, 0}, false, {0, 0}, 10}

/* Ranked places, best first. Strings live as long as the gazetteer. */
typedef struct dtl_place_list dtl_place_list;
DTL_API DTL_MUST_CHECK dtl_status dtl_gazetteer_find(const dtl_gazetteer *gazetteer, const dtl_place_query *query,
	dtl_place_list **out, dtl_error *err);
/* The nearest populated places of a point, then second- and first-order division and country, by the basemap's outlines; at sea the
 * water around it. The reason of each place tells how it belongs to the point. */
DTL_API DTL_MUST_CHECK dtl_status dtl_gazetteer_reverse(const dtl_gazetteer *gazetteer, dtl_lonlat point,
	size_t limit, dtl_place_list **out, dtl_error *err);
DTL_API size_t dtl_place_list_count(const dtl_place_list *list);
DTL_API const dtl_place *dtl_place_list_place(const dtl_place_list *list, size_t index);
DTL_API void dtl_place_list_free(dtl_place_list *list); /* NULL is allowed */

/* False if there is no place of that id. Strings live as long as the gazetteer. */
DTL_API bool dtl_gazetteer_by_id(const dtl_gazetteer *gazetteer, uint64_t id, dtl_place *out);

/* The country of an ISO 3166-1 alpha-2 code; false if there is none. */
DTL_API bool dtl_gazetteer_country(const dtl_gazetteer *gazetteer, dtl_str code, dtl_place *out);
/* The same for another source's key: "wikidata:Q64", "naturalearth:DEU-1572", "ourairports:EDDB". */
DTL_API bool dtl_gazetteer_by_key(const dtl_gazetteer *gazetteer, dtl_str key, dtl_place *out);
/* The keys by which other sources know the place of this id, at most max; returns how many. Strings live as long as the gazetteer. */
DTL_API size_t dtl_gazetteer_keys(const dtl_gazetteer *gazetteer, uint64_t id, dtl_str *keys, size_t max);

typedef struct dtl_gazetteer_info {
	uint64_t places, names, bytes;
	uint32_t version;    /* of the format */
	dtl_str attribution; /* one line that has to stand under maps */
	dtl_str sources;     /* one source a line, tabs between: key, what it is, licence, entries that it gave or completed,
	                        date of the source (YYYY-MM-DD) */
} dtl_gazetteer_info;
DTL_API void dtl_gazetteer_describe(const dtl_gazetteer *gazetteer, dtl_gazetteer_info *out);
/* Reads the whole file and compares the checksum of every section; opening checks only the header and the table of sections. */
DTL_API DTL_MUST_CHECK dtl_status dtl_gazetteer_verify(const dtl_gazetteer *gazetteer, dtl_error *err);

/* Builds a gazetteer file. Start from DTL_GAZETTEER_BUILD_INIT. */
typedef struct dtl_gazetteer_build_spec {
	const char *tables;        /* folder of the shipped tables, or NULL for none */
	const char *const *extra;  /* GeoNames dumps, CSV files, point layers */
	size_t extra_count;
	const char *output;
	/* Called for each malformed line that is skipped; may be NULL. */
	void (*warn)(void *user, const dtl_error *what);
	void *user;
} dtl_gazetteer_build_spec;
#define DTL_GAZETTEER_BUILD_INIT {NULL, NULL, 0, NULL, NULL, NULL}
DTL_API DTL_MUST_CHECK dtl_status dtl_gazetteer_build(const dtl_gazetteer_build_spec *spec, dtl_error *err);

#ifdef __cplusplus
}
#endif
#endif
