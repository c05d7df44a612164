/* Where north is. Straight up and the same all over the map: nothing need be said. Elsewhere up but the same: an arrow. Different
 * from one side of the map to the other: only a graticule tells it truly. */
#include <math.h>

#include "map/plan.h"

#define UP 4.0      /* degrees off that nobody sees */
#define SPREAD 15.0 /* degrees between the sides from which an arrow would lie */

/* Clockwise from up; NaN where there is none. */
static double north_at(const dtl_view *v, dtl_xy at)
{
	dtl_lonlat g = dtl_view_lonlat(v, at);
	if (!isfinite(g.lon) || fabs(g.lat) > 89.5) return NAN;
	double step = g.lat > 0 ? -.2 : .2, s = step > 0 ? 1 : -1;
	dtl_xy q = dtl_view_point(v, (dtl_lonlat){g.lon, g.lat + step}), o = dtl_view_point(v, g);
	if (!isfinite(q.x) || !isfinite(o.x)) return NAN;
	return atan2(s * (q.x - o.x), -s * (q.y - o.y)) * 180 / M_PI;
}

/* North in the middle, and how much it turns towards the corners. */
static double survey(const dtl_view *v, double *spread)
{
	const dtl_box *f = &v->frame;
	double w = f->x1 - f->x0, h = f->y1 - f->y0, middle = north_at(v, (dtl_xy){f->x0 + w / 2, f->y0 + h / 2});
	*spread = 0;
	for (int i = 0; i < 4; i++) {
		double a = north_at(v, (dtl_xy){f->x0 + w * (i & 1 ? .95 : .05), f->y0 + h * (i & 2 ? .95 : .05)});
		if (isfinite(a) && isfinite(middle)) *spread = fmax(*spread, fabs(remainder(a - middle, 360)));
		else *spread = 180;
	}
	return middle;
}

bool dtl_north_varies(const dtl_view *v)
{
	double spread;
	survey(v, &spread);
	return spread > SPREAD;
}

bool dtl_north_arrow(const dtl_view *v, double *degrees)
{
	double spread;
	*degrees = survey(v, &spread);
	return spread <= SPREAD && fabs(*degrees) > UP;
}
