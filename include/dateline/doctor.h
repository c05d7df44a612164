/* Is everything here that the program needs? */
#ifndef DATELINE_DOCTOR_H
#define DATELINE_DOCTOR_H

#include <stdbool.h>

#include "dateline/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Called once a finding: what was looked at ("gazetteer", "map module" ...), DTL_OK or what is wrong, and a message in words
 * (several lines at most), borrowed for the call. */
typedef void dtl_doctor_tell(void *user, const char *what, dtl_status status, const char *message);

/* Looks at gazetteer, model, event table, map module (cairo, fonts, PROJ, basemap) and store module (GDAL, proj.db); with
 * store not NULL also at that store, its pages, spatial index, counts and articles; with repair a GeoPackage that is not sound is copied
 * into a new one, which takes its place. Returns the status of the first fault. */
DTL_API dtl_status dtl_doctor(const char *store, bool repair, dtl_doctor_tell *tell, void *user);

#ifdef __cplusplus
}
#endif
#endif
