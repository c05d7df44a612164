/* Geodesics on the WGS 84 ellipsoid, without PROJ's start-up cost; the tests hold them to PROJ's. */
#ifndef DTL_BASE_GEODESY_H
#define DTL_BASE_GEODESY_H

#include "dateline/model.h"

#define DTL_EARTH_RADIUS_KM 6371.0088 /* mean radius R1 */

/* Great-circle distance on the sphere, km: off by at most 0.6 %. For scoring and ranking. */
double dtl_distance_km(dtl_lonlat a, dtl_lonlat b);
/* The point reached from `from` by going `km` along the geodesic that starts at `bearing` degrees clockwise from north. */
dtl_lonlat dtl_geodesic_direct(dtl_lonlat from, double bearing, double km);
/* Great-circle bearing from a to b, degrees clockwise from north, in [0, 360). */
double dtl_bearing(dtl_lonlat a, dtl_lonlat b);
double dtl_wrap_longitude(double lon); /* into [-180, 180) */

#endif
