/* The tables of a store: making them and finding their columns. */
#include <cpl_string.h>
#include <ogr_srs_api.h>

#include "base/error.h"
#include "store/store.h"

#define AT(member) offsetof(dtl_article, member)

const dtl_article_field dtl_article_fields[DTL_ARTICLE_FIELDS] = {
	{"id", OFTString, AT(id)}, {"title", OFTString, AT(title)}, {"text", OFTString, AT(text)}, {"date", OFTString, AT(date)},
	{"source", OFTString, AT(source)}, {"url", OFTString, AT(url)}, {"lang", OFTString, AT(lang)}, {"file", OFTString, AT(file)},
	[DTL_ARTICLE_LINE] = {"line", OFTInteger64, SIZE_MAX}, [DTL_ARTICLE_HASH] = {"content_hash", OFTString, SIZE_MAX},
	[DTL_ARTICLE_AUTHOR] = {"author", OFTString, AT(author)}};

static bool add_column(OGRLayerH layer, const char *name, OGRFieldType type, bool key)
{
	OGRFieldDefnH column = OGR_Fld_Create(name, type);
	OGR_Fld_SetNullable(column, !key);
	OGR_Fld_SetUnique(column, key);
	bool good = OGR_L_CreateField(layer, column, FALSE) == OGRERR_NONE;
	OGR_Fld_Destroy(column);
	return good;
}

static OGRFieldType column_type(dtl_value_kind kind)
{
	switch (kind) {
	case DTL_VALUE_INTEGER: return OFTInteger64;
	case DTL_VALUE_REAL: return OFTReal;
	case DTL_VALUE_DATE: return OFTDate;
	default: return OFTString;
	}
}

static bool create_events(GDALDatasetH dataset, const char *schema)
{
	char **options = CSLSetNameValue(NULL, "GEOMETRY_NAME", "geom");
	if (schema) options = CSLSetNameValue(CSLAddString(options, schema), "FID64", "YES");
	options = CSLSetNameValue(options, "FID", "fid");
	options = CSLSetNameValue(options, "SPATIAL_INDEX", schema ? "GIST" : "YES");
	options = CSLSetNameValue(options, "DESCRIPTION", "Events found in news articles by dateline");
	OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
	OGRLayerH layer = NULL;
	if (OSRImportFromEPSG(srs, 4326) == OGRERR_NONE)
		layer = GDALDatasetCreateLayer(dataset, "events", srs, wkbPoint, options);
	OSRDestroySpatialReference(srs);
	CSLDestroy(options);
	if (!layer) return false;
	bool good = true;
	for (size_t i = 0; good && i < dtl_event_field_count; i++) {
		const dtl_event_field *f = &dtl_event_fields[i];
		good = add_column(layer, f->name, column_type(f->kind), i == 0);
		if (i == 0) /* behind the event's own id: which article it is from */
			good = good && add_column(layer, "article_id", OFTString, false) && add_column(layer, "article_fid", OFTInteger64, false);
	}
	return good;
}

static bool create_articles(GDALDatasetH dataset, const char *schema)
{
	char **options = CSLSetNameValue(NULL, "FID", "fid");
	if (schema) options = CSLSetNameValue(CSLAddString(options, schema), "FID64", "YES");
	options = CSLSetNameValue(options, "DESCRIPTION", "Articles that the events were found in");
	OGRLayerH layer = GDALDatasetCreateLayer(dataset, "articles", NULL, wkbNone, options);
	CSLDestroy(options);
	bool good = layer != NULL;
	for (size_t i = 0; good && i < DTL_ARTICLE_FIELDS; i++)
		good = add_column(layer, dtl_article_fields[i].name, dtl_article_fields[i].type, i == 0);
	return good;
}

bool dtl_store_create_layers(GDALDatasetH dataset, const char *schema)
{
	return create_events(dataset, schema) && create_articles(dataset, schema);
}

static bool create_mark(GDALDatasetH dataset, const dtl_gdal_errors *errors)
{
	char schema[100];
	snprintf(schema, sizeof schema, "INSERT INTO dateline_store VALUES ('schema', '%d')", DTL_STORE_SCHEMA);
	return dtl_gdal_execute(dataset, "CREATE TABLE dateline_store (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)", errors) &&
		dtl_gdal_execute(dataset, "INSERT INTO dateline_store VALUES ('application', 'dateline')", errors) &&
		dtl_gdal_execute(dataset, schema, errors) &&
		dtl_gdal_execute(dataset, "CREATE INDEX events_by_article ON events (article_id)", errors) &&
		dtl_gdal_execute(dataset, "CREATE INDEX events_by_date ON events (date_start)", errors);
}

dtl_status dtl_store_create(const char *path, dtl_error *err)
{
	dtl_gdal_errors errors;
	dtl_gdal_begin(&errors);
	GDALDriverH driver = GDALGetDriverByName("GPKG");
	GDALDatasetH dataset = driver ? GDALCreate(driver, path, 0, 0, 0, GDT_Unknown, NULL) : NULL;
	bool good = dataset && dtl_store_create_layers(dataset, NULL);
	/* the tables are written and the spatial index is made when the layers are flushed; what follows needs the tables */
	if (good) GDALFlushCache(dataset);
	good = good && !errors.number && create_mark(dataset, &errors);
	if (dataset) GDALClose(dataset);
	dtl_gdal_end();
	if (good && !errors.number) return DTL_OK;
	return dtl_gdal_fail(&errors, "create", path, err);
}

static dtl_status find_column(const dtl_store *s, OGRLayerH layer, const char *table, const char *name, int *out, dtl_error *err)
{
	*out = OGR_FD_GetFieldIndex(OGR_L_GetLayerDefn(layer), name);
	if (*out >= 0) return DTL_OK;
	return dtl_fail_at(err, DTL_ERR_DATA, s->path, 0, 0, "store '%s' is damaged: table '%s' has no column '%s'", s->path, table, name);
}

dtl_status dtl_store_bind(dtl_store *s, dtl_error *err)
{
	s->events = GDALDatasetGetLayerByName(s->dataset, "events");
	s->articles = GDALDatasetGetLayerByName(s->dataset, "articles");
	if (!s->events || !s->articles)
		return dtl_fail_at(err, DTL_ERR_DATA, s->path, 0, 0, "store '%s' is damaged: a table is missing", s->path);
	dtl_status status = find_column(s, s->events, "events", "article_id", &s->article_id, err);
	if (status == DTL_OK) status = find_column(s, s->events, "events", "article_fid", &s->article_fid, err);
	for (size_t i = 0; status == DTL_OK && i < dtl_event_field_count; i++)
		status = find_column(s, s->events, "events", dtl_event_fields[i].name, &s->event_column[i], err);
	for (size_t i = 0; status == DTL_OK && i < DTL_ARTICLE_AUTHOR; i++)
		status = find_column(s, s->articles, "articles", dtl_article_fields[i].name, &s->article_column[i], err);
	/* younger than the first stores: added when such a store is written to, absent when it is read */
	int *author = &s->article_column[DTL_ARTICLE_AUTHOR];
	*author = OGR_FD_GetFieldIndex(OGR_L_GetLayerDefn(s->articles), "author");
	if (status == DTL_OK && *author < 0 && s->mode == DTL_STORE_WRITE) {
		if (!add_column(s->articles, "author", OFTString, false)) return dtl_fail_at(err, DTL_ERR_IO, s->path, 0, 0,
			"cannot add column 'author' to store '%s'", s->path);
		*author = OGR_FD_GetFieldIndex(OGR_L_GetLayerDefn(s->articles), "author");
	}
	return status;
}
