/* Is a store sound, and how it is made so again: everything that can be read is copied, row by row, into a new store, which takes the
 * damaged one's place; that is kept beside it. */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/error.h"
#include "store/store.h"

/* ---- what is wrong ---- */

/* The statement's first value; -1 and false if it cannot be had. */
static bool number_of(sqlite3 *db, const char *sql, int64_t *out)
{
	sqlite3_stmt *q = NULL;
	*out = -1;
	bool good = sqlite3_prepare_v2(db, sql, -1, &q, NULL) == SQLITE_OK && sqlite3_step(q) == SQLITE_ROW;
	if (good) *out = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	return good;
}

static void find(dtl_buf *report, size_t *faults, const char *what)
{
	if (report->len) dtl_buf_addz(report, "\n");
	dtl_buf_addz(report, what);
	++*faults;
}

/* SQLite's own check; at most five of its findings are told. */
static void check_integrity(sqlite3 *db, dtl_buf *report, size_t *faults)
{
	sqlite3_stmt *q = NULL;
	bool answered = false;
	if (sqlite3_prepare_v2(db, "PRAGMA integrity_check(5)", -1, &q, NULL) == SQLITE_OK) {
		while (sqlite3_step(q) == SQLITE_ROW) {
			const char *text = (const char *)sqlite3_column_text(q, 0);
			answered = true;
			if (text && strcmp(text, "ok") != 0) find(report, faults, text);
		}
	}
	sqlite3_finalize(q);
	if (!answered) find(report, faults, "the file cannot be checked: it is damaged");
}

/* Statements that must give 0. */
static void check_rows(sqlite3 *db, dtl_buf *report, size_t *faults)
{
	static const struct { const char *sql, *fault; } rules[] = {
		{"SELECT (SELECT count(*) FROM events WHERE geom IS NOT NULL) <> (SELECT count(*) FROM rtree_events_geom) OR "
			"EXISTS (SELECT 1 FROM rtree_events_geom WHERE id NOT IN (SELECT fid FROM events WHERE geom IS NOT NULL))",
			"the spatial index does not fit the events"},
		{"SELECT count(*) <> 6 FROM sqlite_master WHERE type = 'trigger' AND name IN ('rtree_events_geom_insert', 'rtree_events_geom_delete', "
			"'trigger_insert_feature_count_events', 'trigger_delete_feature_count_events', 'trigger_insert_feature_count_articles', "
			"'trigger_delete_feature_count_articles')",
			"triggers that keep the spatial index and the counts are missing"},
		{"SELECT count(*) FROM gpkg_ogr_contents WHERE (table_name = 'events' AND feature_count <> (SELECT count(*) FROM events)) OR "
			"(table_name = 'articles' AND feature_count <> (SELECT count(*) FROM articles))",
			"the counts of rows are wrong"},
		{"SELECT count(*) FROM events WHERE article_fid IS NULL OR article_fid NOT IN (SELECT fid FROM articles)", "events without their article"},
		{"SELECT count(*) - count(DISTINCT id) FROM articles", "articles that are there twice"},
	};
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
		int64_t n;
		if (!number_of(db, rules[i].sql, &n) || n != 0) find(report, faults, rules[i].fault);
	}
}

static dtl_status check_file(const char *path, dtl_buf *report, size_t *faults, dtl_error *err)
{
	sqlite3 *db = NULL;
	*faults = 0;
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
		sqlite3_close(db);
		return dtl_fail_at(err, DTL_ERR_DATA, path, 0, 0, "cannot open store '%s'", path);
	}
	sqlite3_busy_timeout(db, 5000);
	check_integrity(db, report, faults);
	check_rows(db, report, faults);
	sqlite3_close(db);
	return DTL_OK;
}

/* ---- mending ---- */

typedef struct salvage {
	GDALDatasetH from, to;
	size_t articles, events; /* rows that were kept; events whose article was lost are not */
} salvage;

/* The highest fid that a table ever had. */
static GIntBig last_fid(const char *path, const char *table)
{
	char sql[200];
	int64_t n = 0, m = 0;
	sqlite3 *db = NULL;
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK) {
		snprintf(sql, sizeof sql, "SELECT max(fid) FROM %s", table);
		number_of(db, sql, &n);
		snprintf(sql, sizeof sql, "SELECT seq FROM sqlite_sequence WHERE name = '%s'", table);
		number_of(db, sql, &m);
	}
	sqlite3_close(db);
	int64_t last = n > m ? n : m;
	return last > 0 && last < INT64_C(1) << 40 ? last : 0; /* more is no number of rows, but damage */
}

/* Copies the row; false if it cannot be read or the new table does not take it. */
static bool copy_row(OGRLayerH from, OGRLayerH to, GIntBig fid, OGRLayerH articles)
{
	OGRFeatureH row = OGR_L_GetFeature(from, fid), copy = NULL;
	bool good = row != NULL;
	if (good && articles) { /* an event: its article must have been kept */
		int column = OGR_F_GetFieldIndex(row, "article_fid");
		OGRFeatureH article = column < 0 ? NULL : OGR_L_GetFeature(articles, OGR_F_GetFieldAsInteger64(row, column));
		good = article != NULL;
		if (article) OGR_F_Destroy(article);
	}
	if (good) {
		copy = OGR_F_Create(OGR_L_GetLayerDefn(to));
		good = OGR_F_SetFrom(copy, row, TRUE) == OGRERR_NONE && OGR_F_SetFID(copy, fid) == OGRERR_NONE &&
			OGR_L_CreateFeature(to, copy) == OGRERR_NONE;
	}
	if (copy) OGR_F_Destroy(copy);
	if (row) OGR_F_Destroy(row);
	return good;
}

static bool copy_all(const char *path, salvage *s)
{
	OGRLayerH old_articles = GDALDatasetGetLayerByName(s->from, "articles"), old_events = GDALDatasetGetLayerByName(s->from, "events");
	OGRLayerH articles = GDALDatasetGetLayerByName(s->to, "articles"), events = GDALDatasetGetLayerByName(s->to, "events");
	if (!old_articles || !old_events || !articles || !events) return false;
	GIntBig last = last_fid(path, "articles");
	if (GDALDatasetStartTransaction(s->to, FALSE) != OGRERR_NONE) return false;
	for (GIntBig fid = 1; fid <= last; fid++) s->articles += copy_row(old_articles, articles, fid, NULL);
	last = last_fid(path, "events");
	for (GIntBig fid = 1; fid <= last; fid++) s->events += copy_row(old_events, events, fid, articles);
	return GDALDatasetCommitTransaction(s->to) == OGRERR_NONE;
}

static GDALDatasetH open_dataset(const char *path, unsigned how)
{
	static const char *const drivers[] = {"GPKG", NULL};
	static const char *const no_siblings[] = {NULL};
	char *plain = NULL; /* never one that GDAL could take for "GPKG:..." */
	if (asprintf(&plain, "%s%s", path[0] == '/' ? "" : "./", path) < 0) return NULL;
	GDALDatasetH dataset = GDALOpenEx(plain, GDAL_OF_VECTOR | how, drivers, NULL, no_siblings);
	free(plain);
	return dataset;
}

/* A name beside the store that nothing has yet: "STORE.damaged", "STORE.damaged.2" ... */
static bool free_name(const char *path, char *out, size_t size)
{
	for (int i = 1; i < 1000; i++) {
		int n = i == 1 ? snprintf(out, size, "%s.damaged", path) : snprintf(out, size, "%s.damaged.%d", path, i);
		if (n > 0 && (size_t)n < size && access(out, F_OK) != 0) return true;
	}
	return false;
}

static dtl_status mend(const char *path, dtl_buf *report, dtl_error *err)
{
	char draft[4200], kept[4200];
	snprintf(draft, sizeof draft, "%s.repaired.gpkg", path);
	unlink(draft);
	dtl_status status = dtl_store_create(draft, err);
	if (status != DTL_OK) return status;
	salvage s = {NULL, NULL, 0, 0};
	dtl_gdal_errors errors;
	dtl_gdal_begin(&errors);
	s.from = open_dataset(path, GDAL_OF_READONLY);
	s.to = open_dataset(draft, GDAL_OF_UPDATE);
	bool good = s.from && s.to && copy_all(path, &s); /* errors of rows that cannot be read are no failure */
	if (s.from) GDALClose(s.from);
	if (s.to) GDALClose(s.to);
	dtl_gdal_end();
	size_t faults = 0;
	dtl_buf again = {.arena = report->arena};
	if (good) status = check_file(draft, &again, &faults, err);
	if (status == DTL_OK && (!good || faults)) status = dtl_gdal_fail(&errors, "repair", path, err);
	if (status == DTL_OK && !free_name(path, kept, sizeof kept)) status = dtl_fail(err, DTL_ERR_CREATE, "cannot keep damaged store '%s'", path);
	if (status == DTL_OK && (link(path, kept) != 0 || rename(draft, path) != 0)) status = dtl_fail_errno(err, DTL_ERR_CREATE, "replace store", path);
	if (status != DTL_OK) unlink(draft);
	else dtl_buf_printf(report, "\nrepaired: %zu articles and %zu events kept; the damaged store is '%s'", s.articles, s.events, kept);
	return status;
}

dtl_status dtl_store_examine(const char *path, bool repair, dtl_buf *report, dtl_error *err)
{
	if (dtl_store_is_server(path)) return DTL_OK; /* the server looks after its own tables */
	if (access(path, R_OK) != 0) return dtl_fail_errno(err, DTL_ERR_NO_INPUT, "open", path);
	int lock = -1;
	if (repair) {
		lock = open(path, O_RDWR | O_CLOEXEC);
		if (lock < 0) return dtl_fail_errno(err, DTL_ERR_CREATE, "write to store", path);
		if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
			close(lock);
			return dtl_fail_at(err, DTL_ERR_LOCKED, path, 0, 0, "store '%s' is locked: another process is writing to it", path);
		}
	}
	size_t faults = 0;
	dtl_status status = dtl_store_identify(path, repair, err);
	if (status == DTL_OK) status = check_file(path, report, &faults, err);
	if (status == DTL_OK && faults && repair) status = mend(path, report, err);
	else if (status == DTL_OK && faults)
		status = dtl_fail_at(err, DTL_ERR_DATA, path, 0, 0, "%.*s\nmend it with: dateline doctor --repair -d '%s'", DTL_FMT(dtl_buf_str(report)), path);
	if (lock >= 0) close(lock);
	return status;
}
