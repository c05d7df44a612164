#include "base/geodesy.h"

#include <math.h>

#define RADIANS(d) ((d) * (3.14159265358979323846 / 180))
#define DEGREES(r) ((r) * (180 / 3.14159265358979323846))

double dtl_distance_km(dtl_lonlat a, dtl_lonlat b)
{
	double f1 = RADIANS(a.lat), f2 = RADIANS(b.lat);
	double sf = sin((f2 - f1) / 2), sl = sin(RADIANS(b.lon - a.lon) / 2);
	double h = sf * sf + cos(f1) * cos(f2) * sl * sl;
	return 2 * DTL_EARTH_RADIUS_KM * asin(sqrt(h < 1 ? h : 1));
}

double dtl_bearing(dtl_lonlat a, dtl_lonlat b)
{
	double f1 = RADIANS(a.lat), f2 = RADIANS(b.lat), dl = RADIANS(b.lon - a.lon);
	double t = DEGREES(atan2(sin(dl) * cos(f2), cos(f1) * sin(f2) - sin(f1) * cos(f2) * cos(dl)));
	return t < 0 ? t + 360 : t;
}

double dtl_wrap_longitude(double lon)
{
	double w = fmod(lon + 180, 360);
	return w < 0 ? w + 180 : w - 180;
}

/* T. Vincenty, "Direct and inverse solutions of geodesics on the ellipsoid", Survey Review 23 (176), 1975. */
dtl_lonlat dtl_geodesic_direct(dtl_lonlat from, double bearing, double km)
{
	const double a = 6378.137, f = 1 / 298.257223563, b = a * (1 - f);
	double alpha = RADIANS(bearing), sa = sin(alpha), ca = cos(alpha);
	double tu = (1 - f) * tan(RADIANS(from.lat)), cu = 1 / sqrt(1 + tu * tu), su = tu * cu;
	double sigma1 = atan2(tu, ca), sin_alpha = cu * sa, cos2_alpha = 1 - sin_alpha * sin_alpha;
	double u2 = cos2_alpha * (a * a - b * b) / (b * b);
	double A = 1 + u2 / 16384 * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)));
	double B = u2 / 1024 * (256 + u2 * (-128 + u2 * (74 - 47 * u2)));
	double sigma = km / (b * A), ss = 0, cs = 1, c2m = 1;
	for (int i = 0; i < 100; i++) {
		c2m = cos(2 * sigma1 + sigma);
		ss = sin(sigma);
		cs = cos(sigma);
		double delta = B * ss * (c2m + B / 4 * (cs * (-1 + 2 * c2m * c2m) -
			B / 6 * c2m * (-3 + 4 * ss * ss) * (-3 + 4 * c2m * c2m)));
		double next = km / (b * A) + delta;
		if (fabs(next - sigma) < 1e-13) break;
		sigma = next;
	}
	double t = su * ss - cu * cs * ca;
	double lat = atan2(su * cs + cu * ss * ca, (1 - f) * sqrt(sin_alpha * sin_alpha + t * t));
	double lambda = atan2(ss * sa, cu * cs - su * ss * ca);
	double C = f / 16 * cos2_alpha * (4 + f * (4 - 3 * cos2_alpha));
	double L = lambda - (1 - C) * f * sin_alpha * (sigma + C * ss * (c2m + C * cs * (-1 + 2 * c2m * c2m)));
	return (dtl_lonlat){dtl_wrap_longitude(from.lon + DEGREES(L)), DEGREES(lat)};
}
