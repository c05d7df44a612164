/* Inside the store module: a GeoPackage through OGR.
 *
 * Tables: events (one row an event, its point as geometry), articles (one row an article) and dateline_store (whose file it is,
 * and the version of the schema). The columns of events are those of event_fields.c; src/store/README.md lists them all. */
#ifndef DTL_STORE_STORE_H
#define DTL_STORE_STORE_H

#include <gdal.h>
#include <ogr_api.h>

#include "base/str.h"
#include "dateline/store.h"
#include "event_fields.h"
#include "module/module.h"

#define DTL_STORE_SCHEMA 1 /* raise it when a column changes its meaning or a new one must be there */
#define DTL_STORE_MAX_FIELDS 96

struct json_object;

/* Columns of articles, in order. */
typedef struct dtl_article_field {
	const char *name;
	OGRFieldType type;
	size_t offset; /* of the dtl_str in dtl_article; SIZE_MAX: computed */
} dtl_article_field;
enum { DTL_ARTICLE_LINE = 8, DTL_ARTICLE_HASH = 9, DTL_ARTICLE_AUTHOR = 10, DTL_ARTICLE_FIELDS = 11 };
extern const dtl_article_field dtl_article_fields[DTL_ARTICLE_FIELDS];

struct dtl_store {
	char *path;            /* as messages show it */
	char *target;          /* the address of a server, with its password; NULL: path is a file */
	dtl_store_mode mode;
	int lock;              /* descriptor of the file with our flock; closed after GDAL's own */
	GDALDatasetH dataset;
	OGRLayerH events, articles;
	int event_column[DTL_STORE_MAX_FIELDS]; /* by event field: index in the layer */
	int article_column[DTL_ARTICLE_FIELDS];
	int article_id, article_fid;            /* columns of events that name the article */
	dtl_arena scratch;     /* of the running call */
	OGRFeatureH feature;   /* foreign things of the running call: released when the arena runs out */
	struct json_object *json;
	bool in_transaction;
	size_t pending_articles, pending_events, pending_bytes;
	struct dtl_bulk *bulk; /* of a server that is written to: see bulk.c */
	dtl_status broken;     /* what an earlier call failed with: nothing more is written */
	char last_added[200], last_saved[200];  /* ids of articles */
};

/* ---- gdal.c: GDAL's errors, caught while one of our calls runs ---- */

typedef struct dtl_gdal_errors {
	int number;         /* of the first failure, 0 if none */
	char message[320];
} dtl_gdal_errors;

void dtl_gdal_begin(dtl_gdal_errors *errors); /* also registers the one driver and takes SOURCE_DATE_EPOCH */
void dtl_gdal_end(void);
/* "cannot VERB store 'path': why", with the status that the message calls for. */
DTL_MUST_CHECK dtl_status dtl_gdal_fail(const dtl_gdal_errors *errors, const char *verb, const char *path, dtl_error *err);
DTL_MUST_CHECK dtl_status dtl_gdal_check_data(dtl_error *err); /* is proj.db there? DTL_ERR_CONFIG if not */
/* Runs a statement of ours (never text of a user). */
DTL_MUST_CHECK bool dtl_gdal_execute(GDALDatasetH dataset, const char *sql, const dtl_gdal_errors *errors);

/* ---- the parts ---- */

/* schema.c: a new, empty store at path, which does not exist. */
DTL_MUST_CHECK dtl_status dtl_store_create(const char *path, dtl_error *err);
/* The two layers; schema: "SCHEMA=NAME" of a server, or NULL. */
DTL_MUST_CHECK bool dtl_store_create_layers(GDALDatasetH dataset, const char *schema);
DTL_MUST_CHECK dtl_status dtl_store_bind(dtl_store *store, dtl_error *err); /* finds layers and columns */
/* identify.c: is the SQLite file at path a store of ours, with no trigger that is not? Finishes what a crash left undone. */
DTL_MUST_CHECK dtl_status dtl_store_identify(const char *path, bool may_write, dtl_error *err);
/* bulk.c: the ids that a server's store has, and the rows of the batch that is open. */
DTL_MUST_CHECK dtl_status dtl_bulk_open(dtl_store *store, const dtl_gdal_errors *errors, dtl_error *err);
bool dtl_bulk_has(const dtl_store *store, dtl_str id, uint64_t *hash); /* hash: of the content of the one that is there */
/* Take the row. The article's number; OGRNullFID, false: memory is exhausted. */
GIntBig dtl_bulk_add_article(dtl_store *store, OGRFeatureH row, dtl_str id, uint64_t hash);
DTL_MUST_CHECK bool dtl_bulk_add_event(dtl_store *store, OGRFeatureH row);
DTL_MUST_CHECK bool dtl_bulk_write(dtl_store *store, const dtl_gdal_errors *errors); /* inside a transaction */
void dtl_bulk_free(dtl_store *store);
/* repair.c: what is wrong with the store, a finding a line into report, DTL_ERR_DATA if anything is; repair: it is mended instead. */
DTL_MUST_CHECK dtl_status dtl_store_examine(const char *path, bool repair, dtl_buf *report, dtl_error *err);
/* server.c: stores in a PostGIS database. */
bool dtl_store_is_server(const char *path); /* PG:..., postgresql://... */
char *dtl_store_without_password(const char *path); /* malloc'd; NULL if memory is exhausted */
DTL_MUST_CHECK dtl_status dtl_store_open_server(dtl_store *store, dtl_error *err); /* connects, locks, makes the store where there is none */
/* write.c */
DTL_MUST_CHECK dtl_status dtl_store_write_article(dtl_store *store, const dtl_article *article, const dtl_event *events,
	size_t count, bool *added, dtl_error *err);
DTL_MUST_CHECK dtl_status dtl_store_find_article(dtl_store *store, const dtl_article *article, bool *known, bool *changed, dtl_error *err);
DTL_MUST_CHECK dtl_status dtl_store_flush(dtl_store *store, dtl_error *err);
/* query.c */
DTL_MUST_CHECK dtl_status dtl_store_select(dtl_store *store, const dtl_event_query *query, dtl_event_set **out, dtl_error *err);
/* layer.c: a foreign file's points */
DTL_MUST_CHECK dtl_status dtl_store_layer(const char *path, const dtl_layer_visit *visit, dtl_error *err);
/* nested.c: the JSON columns, into arena. False if they are malformed. *held is NULL before and behind the call; if the arena
 * runs out it holds what has to be put. */
bool dtl_nested_places(dtl_arena *arena, dtl_str json, struct json_object **held, dtl_event *event);
bool dtl_nested_quantities(dtl_arena *arena, dtl_str json, struct json_object **held, dtl_event *event);

#endif
