/* A foreign file's layer of points through OGR. GDAL opens files by what they contain: a .csv may be a VRT that reads others, a .json
 * may call out. So each file goes to the one driver that its name calls for. */
#include <cpl_conv.h>
#include <cpl_error.h>
#include <ogr_srs_api.h>
#include <stdlib.h>
#include <strings.h>

#include "base/error.h"
#include "module/module.h"
#include "store/store.h"

static const struct { const char *extension; const char *drivers[3]; } formats[] = {
	{".shp", {"ESRI Shapefile"}}, {".dbf", {"ESRI Shapefile"}}, {".gpkg", {"GPKG"}}, {".fgb", {"FlatGeobuf"}}, {".kml", {"LIBKML", "KML"}},
	{".kmz", {"LIBKML"}}, {".gpx", {"GPX"}}, {".gml", {"GML"}}, {".tab", {"MapInfo File"}}, {".mif", {"MapInfo File"}}, {".xlsx", {"XLSX"}},
	{".geojson", {"GeoJSON"}}, {".geojsonl", {"GeoJSONSeq"}}, {".ods", {"ODS"}}, {".sqlite", {"SQLite"}}, {".parquet", {"Parquet"}}, {".gmt", {"OGR_GMT"}}};

static const char *const *drivers_of(const char *path)
{
	size_t n = strlen(path);
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		size_t k = strlen(formats[i].extension);
		if (n > k && strcasecmp(path + n - k, formats[i].extension) == 0) return formats[i].drivers;
	}
	return NULL;
}

/* What a call below holds. */
typedef struct walk {
	GDALDatasetH dataset;
	OGRLayerH layer;
	OGRCoordinateTransformationH to_wgs84; /* NULL: it is in WGS 84, or says nothing */
	dtl_arena arena;
	dtl_str *cells;
	int fields;
} walk;

static void release(walk *w)
{
	OCTDestroyCoordinateTransformation(w->to_wgs84);
	if (w->dataset) GDALClose(w->dataset);
	dtl_arena_free(&w->arena);
}

/* The first layer whose geometry is points, else the first without geometry: a sheet. */
static OGRLayerH choose_layer(GDALDatasetH dataset)
{
	OGRLayerH table = NULL;
	for (int i = 0; i < GDALDatasetGetLayerCount(dataset); i++) {
		OGRLayerH layer = GDALDatasetGetLayer(dataset, i);
		OGRwkbGeometryType type = OGR_GT_Flatten(OGR_L_GetGeomType(layer));
		if (type == wkbPoint || type == wkbMultiPoint || type == wkbUnknown) return layer;
		if (type == wkbNone && !table) table = layer;
	}
	return table;
}

static bool set_transformation(walk *w)
{
	OGRSpatialReferenceH from = OGR_L_GetSpatialRef(w->layer);
	if (!from) return true;
	OGRSpatialReferenceH to = OSRNewSpatialReference(NULL);
	bool good = OSRImportFromEPSG(to, 4326) == OGRERR_NONE;
	OSRSetAxisMappingStrategy(to, OAMS_TRADITIONAL_GIS_ORDER);
	OSRSetAxisMappingStrategy(from, OAMS_TRADITIONAL_GIS_ORDER);
	if (good && !OSRIsSame(from, to)) {
		w->to_wgs84 = OCTNewCoordinateTransformation(from, to);
		good = w->to_wgs84 != NULL;
	}
	OSRRelease(to);
	return good;
}

/* The feature's point; *wrong tells why there is none though it has a geometry. */
static bool point_of(const walk *w, OGRFeatureH feature, dtl_lonlat *at, const char **wrong)
{
	OGRGeometryH g = OGR_F_GetGeometryRef(feature);
	if (!g || OGR_G_IsEmpty(g)) return false;
	if (OGR_GT_Flatten(OGR_G_GetGeometryType(g)) == wkbMultiPoint) g = OGR_G_GetGeometryRef(g, 0);
	if (!g || OGR_GT_Flatten(OGR_G_GetGeometryType(g)) != wkbPoint) return *wrong = "geometry is no point", false;
	double x = OGR_G_GetX(g, 0), y = OGR_G_GetY(g, 0), z = 0;
	if (w->to_wgs84 && !OCTTransform(w->to_wgs84, 1, &x, &y, &z)) return *wrong = "the point cannot be turned into degrees", false;
	*at = (dtl_lonlat){x, y};
	return true;
}

/* Dates as ISO 8601, which GDAL's own text of them is not. */
static dtl_str cell_of(walk *w, OGRFeatureH feature, int i)
{
	OGRFieldType type = OGR_Fld_GetType(OGR_F_GetFieldDefnRef(feature, i));
	int y, mo, d, h, mi, s, zone;
	if (!OGR_F_IsFieldSetAndNotNull(feature, i)) return DTL_STR_NONE;
	if ((type == OFTDate || type == OFTDateTime) && OGR_F_GetFieldAsDateTime(feature, i, &y, &mo, &d, &h, &mi, &s, &zone))
		return dtl_arena_printf(&w->arena, "%04d-%02d-%02d", y, mo, d);
	const char *text = OGR_F_GetFieldAsString(feature, i);
	/* The feature owns the text of a string; that of any other type lives only until the next call. */
	return type == OFTString ? dtl_str_of(text) : dtl_arena_printf(&w->arena, "%s", text);
}

static dtl_status tell_fields(walk *w, const dtl_layer_visit *visit, dtl_error *err)
{
	OGRFeatureDefnH definition = OGR_L_GetLayerDefn(w->layer);
	w->fields = OGR_FD_GetFieldCount(definition);
	w->cells = dtl_arena_array(&w->arena, dtl_str, (size_t)w->fields + 1);
	for (int i = 0; i < w->fields; i++) w->cells[i] = dtl_str_of(OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, i)));
	return visit->fields(visit->user, w->cells, (size_t)w->fields, err);
}

static dtl_status walk_features(walk *w, const dtl_layer_visit *visit, dtl_error *err)
{
	dtl_status st = tell_fields(w, visit, err);
	uint64_t number = 0;
	OGRFeatureH feature;
	OGR_L_ResetReading(w->layer);
	while (st == DTL_OK && (feature = OGR_L_GetNextFeature(w->layer)) != NULL) {
		dtl_arena_mark mark = dtl_arena_mark_take(&w->arena);
		dtl_lonlat at;
		const char *wrong = NULL;
		bool placed = point_of(w, feature, &at, &wrong);
		for (int i = 0; i < w->fields; i++) w->cells[i] = cell_of(w, feature, i);
		st = visit->record(visit->user, w->cells, placed ? &at : NULL, wrong, ++number, err);
		OGR_F_Destroy(feature);
		dtl_arena_reset(&w->arena, mark);
	}
	return st;
}

static dtl_status open_layer(walk *w, const char *path, const dtl_gdal_errors *errors, dtl_error *err)
{
	const char *const *drivers = drivers_of(path);
	if (!drivers)
		return dtl_fail(err, DTL_ERR_DATA, "'%s' is neither CSV nor GeoJSON, and its name tells no format of point layers (.shp, .gpkg, .fgb, "
			".kml, .gpx, .gml, .tab, .xlsx, .ods)", path);
	GDALAllRegister();
	w->dataset = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, NULL, NULL);
	if (!w->dataset) return dtl_fail(err, DTL_ERR_DATA, "cannot read '%s' as %s%s%s", path, drivers[0], errors->number ? ": " : "", errors->message);
	w->layer = choose_layer(w->dataset);
	if (!w->layer) return dtl_fail(err, DTL_ERR_DATA, "'%s' has no layer of points", path);
	if (!set_transformation(w))
		return dtl_fail(err, DTL_ERR_CONFIG, "cannot turn the coordinates of '%s' into degrees: %s", path, errors->number ? errors->message :
			"PROJ does not know their system");
	return DTL_OK;
}

dtl_status dtl_store_layer(const char *path, const dtl_layer_visit *visit, dtl_error *err)
{
	walk w = {0};
	dtl_gdal_errors errors;
	dtl_gdal_begin(&errors);
	dtl_status st;
	if (setjmp(w.arena.exhausted)) st = dtl_fail_memory(err);
	else {
		st = open_layer(&w, path, &errors, err);
		if (st == DTL_OK) st = walk_features(&w, visit, err);
	}
	if (st == DTL_OK && errors.number && !w.fields) st = dtl_fail(err, DTL_ERR_DATA, "cannot read '%s': %s", path, errors.message);
	release(&w);
	dtl_gdal_end();
	return st;
}
