/* Legend, scale bar, locator and north arrow: small panels in the emptiest corners of the frame. */
#ifndef DTL_MAP_PANELS_H
#define DTL_MAP_PANELS_H

#include "map/plan.h"

struct dtl_panels {
	bool legend, scale_bar, inset, arrow;
	dtl_box legend_box, scale_box, inset_box, arrow_box;
	double north; /* degrees clockwise from up */
	double bar_km, bar_px;
	bool estimates, circles, areas, clusters; /* what the legend must explain */
};

/* globe.c: a small globe seen from above the map's centre, with the map's outline on it. */
void dtl_globe_draw(dtl_plan *plan, dtl_box box);

/* legend.c: what it must explain beside the signs, how large it is, and its drawing */
void dtl_legend_needs(const dtl_plan *plan, dtl_panels *panels);
void dtl_legend_size(const dtl_plan *plan, const dtl_panels *panels, double *width, double *height);
void dtl_legend_draw(dtl_plan *plan, const dtl_panels *panels);
/* The legend below the map, where no corner had room for it: its height, 0 if there is none; and its drawing. */
double dtl_panels_strip_height(dtl_plan *p, double width);
double dtl_panels_strip_draw(dtl_plan *p, double x, double width, double y);

#endif
