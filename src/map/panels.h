/* Legend, scale bar and locator: small panels in the emptiest corners of the frame. */
#ifndef DTL_MAP_PANELS_H
#define DTL_MAP_PANELS_H

#include "map/plan.h"

struct dtl_panels {
	bool legend, scale_bar, inset;
	dtl_box legend_box, scale_box, inset_box;
	double bar_km, bar_px;
	bool estimates, areas, clusters, fans; /* what the legend must explain */
};

/* globe.c: a small globe seen from above the map's centre, with the map's outline on it. */
void dtl_globe_draw(dtl_plan *plan, dtl_box box);

/* The legend below the map, where no corner had room for it: its height, 0 if there is none; and its drawing. */
double dtl_panels_strip_height(dtl_plan *p, double width);
double dtl_panels_strip_draw(dtl_plan *p, double x, double width, double y);

#endif
