/* Whose file is it? Asked of SQLite itself and before GDAL opens the file to write, because the triggers of a foreign GeoPackage
 * would run with our statements. Reading the schema runs nothing. */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "store/store.h"

static dtl_status foreign(const char *path, const char *why, dtl_error *err)
{
	return dtl_fail_at(err, DTL_ERR_DATA, path, 0, 0, "'%s' is no dateline store: %s", path, why);
}

static dtl_status sqlite_fail(const char *path, sqlite3 *db, dtl_error *err)
{
	int code = sqlite3_errcode(db) & 0xff;
	if (code == SQLITE_NOTADB) return foreign(path, "it is no GeoPackage", err);
	dtl_gdal_errors errors = {.number = 1};
	snprintf(errors.message, sizeof errors.message, "%s", db ? sqlite3_errmsg(db) : "out of memory");
	return dtl_gdal_fail(&errors, "open", path, err);
}

/* Statements that GDAL's own triggers run: they keep the spatial index and the counts of rows. */
static bool known_statement(dtl_str s)
{
	static const char *const starts[] = {"INSERT OR REPLACE INTO \"rtree_events_geom\" VALUES",
		"INSERT OR REPLACE INTO rtree_events_geom VALUES", "UPDATE OR REPLACE \"rtree_events_geom\" SET",
		"UPDATE \"rtree_events_geom\" SET", "DELETE FROM \"rtree_events_geom\" WHERE", "DELETE FROM rtree_events_geom WHERE",
		"UPDATE gpkg_ogr_contents SET feature_count"};
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (dtl_str_starts(s, dtl_str_of(starts[i]))) return true;
	return false;
}

/* CREATE TRIGGER ... BEGIN statement; statement; END. None of GDAL's holds a string literal with a semicolon. */
static bool known_trigger(const char *sql)
{
	const char *begin = sql ? strstr(sql, "BEGIN") : NULL;
	if (!begin) return false;
	dtl_str body = dtl_str_of(begin + 5);
	size_t statements = 0;
	while (body.ptr) {
		dtl_str s = dtl_str_trim(dtl_str_cut(&body, ';'));
		if (s.len == 0) continue;
		if (dtl_str_eq_nocase(s, DTL_STR("END"))) return statements > 0 && dtl_str_trim(body).len == 0;
		if (!known_statement(s) || dtl_str_contains_nocase(s, DTL_STR("select"))) return false;
		statements++;
	}
	return false;
}

static dtl_status check_schema(const char *path, sqlite3 *db, dtl_error *err)
{
	sqlite3_stmt *q = NULL;
	if (sqlite3_prepare_v2(db, "SELECT type, name, tbl_name, sql FROM sqlite_master", -1, &q, NULL) != SQLITE_OK)
		return sqlite_fail(path, db, err);
	dtl_status status = DTL_OK;
	int tables = 0, step;
	while (status == DTL_OK && (step = sqlite3_step(q)) == SQLITE_ROW) {
		const char *type = (const char *)sqlite3_column_text(q, 0), *name = (const char *)sqlite3_column_text(q, 1);
		const char *sql = (const char *)sqlite3_column_text(q, 3);
		if (!type || !name) continue;
		if (strcmp(type, "table") == 0)
			tables += strcmp(name, "events") == 0 || strcmp(name, "articles") == 0 || strcmp(name, "dateline_store") == 0;
		const char *table = (const char *)sqlite3_column_text(q, 2);
		bool ours = table && (strcmp(table, "events") == 0 || strcmp(table, "articles") == 0 ||
			strncmp(table, "rtree_events_", 13) == 0 || strcmp(table, "gpkg_ogr_contents") == 0);
		if (strcmp(type, "trigger") == 0 && ours && !known_trigger(sql)) status = foreign(path, "it carries a trigger that is not ours", err);
	}
	if (status == DTL_OK && step != SQLITE_DONE) status = sqlite_fail(path, db, err);
	sqlite3_finalize(q);
	return status == DTL_OK && tables != 3 ? foreign(path, "its tables are others", err) : status;
}

static dtl_status check_version(const char *path, sqlite3 *db, dtl_error *err)
{
	sqlite3_stmt *q = NULL;
	static const char sql[] = "SELECT value FROM dateline_store WHERE key = 'schema' AND "
		"(SELECT value FROM dateline_store WHERE key = 'application') = 'dateline'";
	if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) != SQLITE_OK) return sqlite_fail(path, db, err);
	int step = sqlite3_step(q), version = step == SQLITE_ROW ? sqlite3_column_int(q, 0) : 0;
	dtl_status status = DTL_OK;
	if (step != SQLITE_ROW && step != SQLITE_DONE) status = sqlite_fail(path, db, err);
	else if (version < 1) status = foreign(path, "it does not carry our mark", err);
	else if (version > DTL_STORE_SCHEMA)
		status = dtl_fail_at(err, DTL_ERR_DATA, path, 0, 0, "store '%s' was written by a newer dateline (schema %d)", path, version);
	sqlite3_finalize(q);
	return status;
}

/* Is there a journal that a killed writer left? */
static bool hot_journal(const char *path)
{
	char journal[4200];
	struct stat st;
	int len = snprintf(journal, sizeof journal, "%s-journal", path);
	return len > 0 && (size_t)len < sizeof journal && stat(journal, &st) == 0 && st.st_size > 0;
}

dtl_status dtl_store_identify(const char *path, bool may_write, dtl_error *err)
{
	struct stat st;
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) return foreign(path, "it is a folder", err);
	if (stat(path, &st) == 0 && st.st_size == 0) return foreign(path, "it is empty", err);
	/* a journal can be rolled back only by a connection that may write */
	int flags = may_write || hot_journal(path) ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
	sqlite3 *db = NULL;
	dtl_status status = DTL_OK;
	if (sqlite3_open_v2(path, &db, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) status = sqlite_fail(path, db, err);
	if (status == DTL_OK) sqlite3_busy_timeout(db, 5000);
	if (status == DTL_OK) status = check_schema(path, db, err);
	if (status == DTL_OK) status = check_version(path, db, err);
	sqlite3_close(db);
	return status;
}
