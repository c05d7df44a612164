/* GDAL as this module uses it: one driver, no error on stderr, no search for plugins. */
#include <cpl_conv.h>
#include <cpl_error.h>
#include <ogr_srs_api.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/error.h"
#include "store/store.h"

void RegisterOGRGeoPackage(void); /* exported by GDAL, declared in a C++ header only */

static void CPL_STDCALL collect(CPLErr level, CPLErrorNum number, const char *message)
{
	dtl_gdal_errors *errors = CPLGetErrorHandlerUserData();
	if (level < CE_Failure || errors->number) return;
	errors->number = number ? number : 1;
	const char *reason = strstr(message, "failed: "); /* behind the whole statement */
	if (strncmp(message, "sqlite3_exec(", 13) == 0 && reason) message = reason + 8;
	snprintf(errors->message, sizeof errors->message, "%s", message);
	for (char *p = errors->message; *p; p++)
		if (*p == '\n' || *p == '\t') *p = ' ';
	for (size_t n = strlen(errors->message); n && errors->message[n - 1] == ' '; n--) errors->message[n - 1] = '\0';
}

/* Time stamps inside the file (last_change) come from SOURCE_DATE_EPOCH where that is set: same input, same bytes. */
static void take_source_date(void)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	int64_t seconds;
	if (!epoch || !dtl_str_to_int(dtl_str_of(epoch), &seconds) || seconds < 0) return;
	time_t t = (time_t)seconds;
	struct tm utc;
	char text[40];
	if (gmtime_r(&t, &utc) && strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S.000Z", &utc))
		CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", text);
}

void dtl_gdal_begin(dtl_gdal_errors *errors)
{
	RegisterOGRGeoPackage(); /* does nothing where the driver is registered */
	*errors = (dtl_gdal_errors){0};
	take_source_date();
	CPLPushErrorHandlerEx(collect, errors);
}

void dtl_gdal_end(void)
{
	CPLPopErrorHandler();
	CPLErrorReset();
}

dtl_status dtl_gdal_fail(const dtl_gdal_errors *errors, const char *verb, const char *path, dtl_error *err)
{
	static const struct { const char *part; dtl_status status; const char *words; } known[] = {
		{"is locked", DTL_ERR_LOCKED, "another process is writing to it"},
		{"is full", DTL_ERR_IO, "no space left, or the limit of file sizes is reached"},
		{"disk I/O error", DTL_ERR_IO, "input/output error, or the limit of file sizes is reached"},
		{"malformed", DTL_ERR_DATA, "it is damaged; try dateline doctor --repair"},
		{"not a database", DTL_ERR_DATA, "it is damaged or no store"},
		{"readonly", DTL_ERR_CREATE, "it is read-only"},
		{"read-only", DTL_ERR_CREATE, "it is read-only"},
		{"out of memory", DTL_ERR_MEMORY, "memory exhausted"},
		{"PQconnectdb failed", DTL_ERR_NO_INPUT, NULL},
		{"permission denied", DTL_ERR_CREATE, NULL},
	};
	dtl_status status = DTL_ERR_IO;
	const char *words = errors->number ? errors->message : "GDAL gave no reason";
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (!strstr(errors->message, known[i].part)) continue;
		status = known[i].status;
		if (known[i].words) words = known[i].words;
		break;
	}
	return dtl_fail_at(err, status, path, 0, 0, "cannot %s store '%s': %s", verb, path, words);
}

dtl_status dtl_gdal_check_data(dtl_error *err)
{
	dtl_gdal_errors errors;
	dtl_gdal_begin(&errors);
	OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
	bool good = OSRImportFromEPSG(srs, 4326) == OGRERR_NONE && !errors.number;
	OSRDestroySpatialReference(srs);
	dtl_gdal_end();
	if (good) return DTL_OK;
	return dtl_fail(err, DTL_ERR_CONFIG, "PROJ does not know WGS 84 (EPSG:4326): proj.db is missing or of another version; "
		"install the package proj-data, and look at PROJ_LIB and PROJ_DATA in the environment");
}

bool dtl_gdal_execute(GDALDatasetH dataset, const char *sql, const dtl_gdal_errors *errors)
{
	OGRLayerH answer = GDALDatasetExecuteSQL(dataset, sql, NULL, NULL);
	if (answer) GDALDatasetReleaseResultSet(dataset, answer);
	return errors->number == 0;
}
