/* Writing to a server by the batch. Every question to a server costs a round trip, so there are none an article: the ids that the store
 * has are known here (nobody else adds any while we hold the lock), rows get their numbers here, and a batch goes there as two COPYs. */
#include <cpl_conv.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/sha256.h"
#include "store/store.h"

typedef struct known {
	uint64_t id[2]; /* the first half of the id's SHA-256: two ids that meet there cannot be found; 0, 0: a free slot */
	uint64_t hash;  /* of the content */
} known;

typedef struct queue {
	OGRFeatureH *rows;
	size_t count, cap;
} queue;

struct dtl_bulk {
	known *slots; /* open addressing; cap is a power of two */
	size_t count, cap;
	GIntBig next_fid;
	queue articles, events;
};

static void key_of(dtl_str id, uint64_t out[2])
{
	unsigned char digest[32];
	dtl_sha256(id, digest);
	memcpy(out, digest, 2 * sizeof *out);
	if (!out[0] && !out[1]) out[0] = 1;
}

static known *slot_of(const struct dtl_bulk *b, const uint64_t id[2])
{
	for (size_t i = (size_t)id[0];; i++) {
		known *k = &b->slots[i & (b->cap - 1)];
		if ((k->id[0] == id[0] && k->id[1] == id[1]) || (!k->id[0] && !k->id[1])) return k;
	}
}

static bool grow(struct dtl_bulk *b)
{
	struct dtl_bulk bigger = {.cap = b->cap ? 2 * b->cap : 1024};
	bigger.slots = calloc(bigger.cap, sizeof *bigger.slots);
	if (!bigger.slots) return false;
	for (size_t i = 0; i < b->cap; i++)
		if (b->slots[i].id[0] || b->slots[i].id[1]) *slot_of(&bigger, b->slots[i].id) = b->slots[i];
	free(b->slots);
	b->slots = bigger.slots;
	b->cap = bigger.cap;
	return true;
}

static bool remember(struct dtl_bulk *b, dtl_str id, uint64_t hash)
{
	known k = {{0, 0}, hash};
	if (b->count * 2 >= b->cap && !grow(b)) return false;
	key_of(id, k.id);
	known *slot = slot_of(b, k.id);
	b->count += !slot->id[0] && !slot->id[1];
	*slot = k;
	return true;
}

bool dtl_bulk_has(const dtl_store *s, dtl_str id, uint64_t *hash)
{
	uint64_t key[2];
	key_of(id, key);
	const known *k = s->bulk->cap ? slot_of(s->bulk, key) : NULL;
	if (!k || (!k->id[0] && !k->id[1])) return false;
	*hash = k->hash;
	return true;
}

dtl_status dtl_bulk_open(dtl_store *s, const dtl_gdal_errors *errors, dtl_error *err)
{
	s->bulk = calloc(1, sizeof *s->bulk);
	if (!s->bulk) return dtl_fail_memory(err);
	OGRLayerH ids = GDALDatasetExecuteSQL(s->dataset, "SELECT id, content_hash, fid AS number FROM dateline.articles", NULL, NULL);
	OGRFeatureH row;
	bool enough = true;
	while (enough && ids && (row = OGR_L_GetNextFeature(ids)) != NULL) {
		GIntBig fid = OGR_F_GetFieldAsInteger64(row, 2);
		enough = remember(s->bulk, dtl_str_of(OGR_F_GetFieldAsString(row, 0)), strtoull(OGR_F_GetFieldAsString(row, 1), NULL, 16));
		if (fid >= s->bulk->next_fid) s->bulk->next_fid = fid + 1;
		OGR_F_Destroy(row);
	}
	if (ids) GDALDatasetReleaseResultSet(s->dataset, ids);
	if (s->bulk->next_fid == 0) s->bulk->next_fid = 1;
	if (!enough) return dtl_fail_memory(err);
	return errors->number ? dtl_gdal_fail(errors, "open", s->path, err) : DTL_OK;
}

static bool push(queue *q, OGRFeatureH row)
{
	if (q->count == q->cap) {
		size_t cap = q->cap ? 2 * q->cap : 256;
		OGRFeatureH *rows = realloc(q->rows, cap * sizeof *rows);
		if (!rows) return false;
		q->rows = rows;
		q->cap = cap;
	}
	q->rows[q->count++] = row;
	return true;
}

static void empty(queue *q)
{
	while (q->count) OGR_F_Destroy(q->rows[--q->count]);
}

GIntBig dtl_bulk_add_article(dtl_store *s, OGRFeatureH row, dtl_str id, uint64_t hash)
{
	struct dtl_bulk *b = s->bulk;
	if (!push(&b->articles, row)) {
		OGR_F_Destroy(row);
		return OGRNullFID;
	}
	OGR_F_SetFID(row, b->next_fid);
	return remember(b, id, hash) ? b->next_fid++ : OGRNullFID;
}

bool dtl_bulk_add_event(dtl_store *s, OGRFeatureH row)
{
	bool good = push(&s->bulk->events, row);
	if (!good) OGR_F_Destroy(row);
	return good;
}

bool dtl_bulk_write(dtl_store *s, const dtl_gdal_errors *errors)
{
	struct dtl_bulk *b = s->bulk;
	CPLSetThreadLocalConfigOption("PG_USE_COPY", "YES");
	bool good = true;
	for (size_t i = 0; good && i < b->articles.count; i++) good = OGR_L_CreateFeature(s->articles, b->articles.rows[i]) == OGRERR_NONE;
	for (size_t i = 0; good && i < b->events.count; i++) good = OGR_L_CreateFeature(s->events, b->events.rows[i]) == OGRERR_NONE;
	CPLSetThreadLocalConfigOption("PG_USE_COPY", NULL);
	empty(&b->articles);
	empty(&b->events);
	char sql[200]; /* so that rows of others get numbers behind ours */
	snprintf(sql, sizeof sql, "SELECT setval(pg_get_serial_sequence('dateline.articles', 'fid'), %lld)", (long long)b->next_fid);
	return good && dtl_gdal_execute(s->dataset, sql, errors);
}

void dtl_bulk_free(dtl_store *s)
{
	struct dtl_bulk *b = s->bulk;
	if (!b) return;
	empty(&b->articles);
	empty(&b->events);
	free(b->articles.rows);
	free(b->events.rows);
	free(b->slots);
	free(b);
	s->bulk = NULL;
}
