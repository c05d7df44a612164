/* A store in a PostGIS database, through OGR's PostgreSQL driver: the same two layers in a schema of their own, "dateline". Everything
 * that makes the store is one transaction; whoever writes holds an advisory lock of the database for as long as the connection lives,
 * so a writer that dies leaves neither half a store nor a lock. */
#include <ogr_srs_api.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "store/store.h"

void RegisterOGRPG(void); /* exported by GDAL, declared in a C++ header only */

#define SCHEMA "dateline"
#define LOCK "7233170241871572837" /* any number that others will not hit upon */

bool dtl_store_is_server(const char *path)
{
	return strncasecmp(path, "PG:", 3) == 0 || strncasecmp(path, "postgresql://", 13) == 0 || strncasecmp(path, "postgres://", 11) == 0;
}

/* How many bytes of a connection string's value stand at s: up to a space, or up to the closing quote. */
static size_t value_length(const char *s)
{
	if (*s != '\'' && *s != '"') return strcspn(s, " ");
	size_t n = 1;
	while (s[n] && s[n] != *s) n += s[n] == '\\' && s[n + 1] ? 2 : 1;
	return n + (s[n] != 0);
}

/* The address as messages may show it: "postgresql://user:***@host/db", "PG:... password=***". */
char *dtl_store_without_password(const char *path)
{
	size_t len = strlen(path);
	char *out = malloc(4 * len + 8), *to = out;
	if (!out) return NULL;
	const char *host = strstr(path, "://"), *user = host ? host + 3 : NULL, *end = user ? user + strcspn(user, "/?#") : NULL;
	const char *at = user ? memrchr(user, '@', (size_t)(end - user)) : NULL, *colon = at ? memchr(user, ':', (size_t)(at - user)) : NULL;
	for (const char *p = path; *p;) {
		bool parameter = strncasecmp(p, "password=", 9) == 0 || strncasecmp(p, "passfile=", 9) == 0;
		if (p == colon) {
			to = stpcpy(to, ":***");
			p = at;
		} else if (parameter) {
			to = stpcpy(mempcpy(to, p, 9), "***");
			p += 9;
			p += user ? strcspn(p, "&") : value_length(p);
		} else {
			*to++ = *p++;
		}
	}
	*to = '\0';
	return out;
}

#define FROM_NOTHING " FROM (VALUES (1)) AS one" /* without FROM, OGR wants a driver that is not registered here */

/* The first column of the first row of a statement of ours; false if there is no row, "" for NULL. */
static bool ask(GDALDatasetH dataset, const char *sql, char *out, size_t size)
{
	OGRLayerH answer = GDALDatasetExecuteSQL(dataset, sql, NULL, NULL);
	OGRFeatureH row = answer ? OGR_L_GetNextFeature(answer) : NULL;
	if (row) snprintf(out, size, "%s", OGR_F_GetFieldAsString(row, 0));
	if (row) OGR_F_Destroy(row);
	if (answer) GDALDatasetReleaseResultSet(dataset, answer);
	return row != NULL;
}

static GDALDatasetH connect(const dtl_store *s)
{
	static const char *const drivers[] = {"PostgreSQL", NULL};
	static const char *const options[] = {"ACTIVE_SCHEMA=" SCHEMA, "SCHEMAS=" SCHEMA, NULL};
	char *uri = NULL;
	bool short_form = strncasecmp(s->target, "postgres://", 11) == 0; /* OGR knows the long one */
	if (short_form && asprintf(&uri, "postgresql://%s", s->target + 11) < 0) return NULL;
	unsigned flags = GDAL_OF_VECTOR | GDAL_OF_VERBOSE_ERROR | (s->mode == DTL_STORE_WRITE ? GDAL_OF_UPDATE : GDAL_OF_READONLY);
	GDALDatasetH dataset = GDALOpenEx(uri ? uri : s->target, flags, drivers, options, NULL);
	free(uri);
	return dataset;
}

static dtl_status take_lock(dtl_store *s, const dtl_gdal_errors *errors, dtl_error *err)
{
	char got[16] = "";
	if (!ask(s->dataset, "SELECT pg_try_advisory_lock(" LOCK ")::int" FROM_NOTHING, got, sizeof got) || errors->number)
		return dtl_gdal_fail(errors, "lock", s->path, err);
	if (strcmp(got, "1") == 0) return DTL_OK;
	return dtl_fail_at(err, DTL_ERR_LOCKED, s->path, 0, 0, "store '%s' is locked: another process is writing to it", s->path);
}

static bool is_there(const dtl_store *s)
{
	char got[100] = "";
	return ask(s->dataset, "SELECT coalesce(to_regclass('" SCHEMA ".dateline_store')::text, '')" FROM_NOTHING, got, sizeof got) && got[0];
}

static dtl_status identify(const dtl_store *s, const dtl_gdal_errors *errors, dtl_error *err)
{
	char schema[40] = "";
	if (!is_there(s) && !errors->number)
		return dtl_fail_at(err, DTL_ERR_DATA, s->path, 0, 0, "'%s' is no dateline store: it has no schema '" SCHEMA "' of ours", s->path);
	bool marked = ask(s->dataset, "SELECT value FROM " SCHEMA ".dateline_store WHERE key = 'schema' AND "
		"(SELECT value FROM " SCHEMA ".dateline_store WHERE key = 'application') = 'dateline'", schema, sizeof schema);
	if (errors->number) return dtl_gdal_fail(errors, "open", s->path, err);
	int version = atoi(schema);
	if (!marked || version < 1) return dtl_fail_at(err, DTL_ERR_DATA, s->path, 0, 0, "'%s' is no dateline store: it does not carry our mark", s->path);
	if (version <= DTL_STORE_SCHEMA) return DTL_OK;
	return dtl_fail_at(err, DTL_ERR_DATA, s->path, 0, 0, "store '%s' was written by a newer dateline (schema %d)", s->path, version);
}

/* ---- a new store ---- */

static bool has_postgis(const dtl_store *s)
{
	char got[10] = "";
	return ask(s->dataset, "SELECT count(*) FROM pg_extension WHERE extname = 'postgis'", got, sizeof got) && got[0] == '1';
}

static bool create_tables(const dtl_store *s, const dtl_gdal_errors *errors)
{
	static const char *const statements[] = {
		"CREATE TABLE " SCHEMA ".dateline_store (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)",
		"INSERT INTO " SCHEMA ".dateline_store VALUES ('application', 'dateline')",
		"CREATE INDEX events_by_article ON " SCHEMA ".events (article_id)",
		"CREATE INDEX events_by_date ON " SCHEMA ".events (date_start)"};
	char mark[120];
	snprintf(mark, sizeof mark, "INSERT INTO " SCHEMA ".dateline_store VALUES ('schema', '%d')", DTL_STORE_SCHEMA);
	if (!dtl_store_create_layers(s->dataset, "SCHEMA=" SCHEMA)) return false;
	GDALFlushCache(s->dataset); /* OGR makes the tables only now */
	for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
		if (!dtl_gdal_execute(s->dataset, statements[i], errors)) return false;
	return dtl_gdal_execute(s->dataset, mark, errors);
}

static dtl_status create(dtl_store *s, const dtl_gdal_errors *errors, dtl_error *err)
{
	bool good = true;
	if (!has_postgis(s)) good = dtl_gdal_execute(s->dataset, "CREATE EXTENSION IF NOT EXISTS postgis", errors);
	if (!good)
		return dtl_fail_at(err, DTL_ERR_CREATE, s->path, 0, 0, "database '%s' has no PostGIS and it cannot be added (%s): let its owner run "
			"CREATE EXTENSION postgis", s->path, errors->message);
	GDALClose(s->dataset); /* so that OGR sees the extension, and the schema when layers are made */
	s->dataset = connect(s);
	good = s->dataset && dtl_gdal_execute(s->dataset, "SELECT pg_advisory_lock(" LOCK ")", errors) && !is_there(s);
	good = good && GDALDatasetStartTransaction(s->dataset, FALSE) == OGRERR_NONE;
	good = good && dtl_gdal_execute(s->dataset, "CREATE SCHEMA IF NOT EXISTS " SCHEMA, errors) && create_tables(s, errors);
	if (good) good = GDALDatasetCommitTransaction(s->dataset) == OGRERR_NONE;
	if (!good || errors->number) return dtl_gdal_fail(errors, "create", s->path, err);
	GDALClose(s->dataset);
	s->dataset = connect(s);
	if (!s->dataset || errors->number) return dtl_gdal_fail(errors, "open", s->path, err);
	return take_lock(s, errors, err);
}

static dtl_status open_caught(dtl_store *s, const dtl_gdal_errors *errors, dtl_error *err)
{
	s->dataset = connect(s);
	if (!s->dataset) return dtl_gdal_fail(errors, "open", s->path, err);
	dtl_status status = s->mode == DTL_STORE_WRITE ? take_lock(s, errors, err) : DTL_OK;
	if (status == DTL_OK && s->mode == DTL_STORE_WRITE && !is_there(s)) status = create(s, errors, err);
	if (status == DTL_OK) status = identify(s, errors, err);
	if (status == DTL_OK) status = dtl_store_bind(s, err);
	return status == DTL_OK && s->mode == DTL_STORE_WRITE ? dtl_bulk_open(s, errors, err) : status;
}

dtl_status dtl_store_open_server(dtl_store *s, dtl_error *err)
{
	dtl_status status = dtl_gdal_check_data(err);
	if (status != DTL_OK) return status;
	dtl_gdal_errors errors;
	dtl_gdal_begin(&errors);
	RegisterOGRPG();
	status = open_caught(s, &errors, err);
	dtl_gdal_end();
	return status;
}
