/* A point on the basemap: whose land it is. */
#ifndef DTL_MAP_LOCATE_H
#define DTL_MAP_LOCATE_H

#include "module/module.h"

DTL_MUST_CHECK dtl_status dtl_map_locate(dtl_lonlat point, dtl_map_spot *out, dtl_error *err);

#endif
