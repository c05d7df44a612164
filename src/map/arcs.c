/* Where something came from or went: geodesic arcs between an event and its other places of role origin or target. */
#include <math.h>

#include "base/geodesy.h"
#include "map/plan.h"

#define ARC_POINTS 65
#define LONGEST_KM 9000.0 /* farther apart, an arc would only clutter the map */

static bool arc_ends(const dtl_event *e, const dtl_event_place *o, dtl_lonlat *from, dtl_lonlat *to)
{
	bool origin = o->role == DTL_ROLE_ORIGIN;
	if ((!origin && o->role != DTL_ROLE_TARGET) || !o->has_point || !e->place.has_point || e->place.role == o->role) return false;
	*from = origin ? o->point : e->place.point;
	*to = origin ? e->place.point : o->point;
	double km = dtl_distance_km(*from, *to);
	return km > 1 && km < LONGEST_KM;
}

/* Points of the great circle, by spherical interpolation. */
static void great_circle(dtl_lonlat a, dtl_lonlat b, double *xy)
{
	const double k = M_PI / 180;
	double p[3] = {cos(a.lat * k) * cos(a.lon * k), cos(a.lat * k) * sin(a.lon * k), sin(a.lat * k)};
	double q[3] = {cos(b.lat * k) * cos(b.lon * k), cos(b.lat * k) * sin(b.lon * k), sin(b.lat * k)};
	double angle = acos(fmax(-1, fmin(1, p[0] * q[0] + p[1] * q[1] + p[2] * q[2]))), last = a.lon;
	for (int i = 0; i < ARC_POINTS; i++) {
		double t = (double)i / (ARC_POINTS - 1), u = sin((1 - t) * angle) / sin(angle), v = sin(t * angle) / sin(angle);
		double x = u * p[0] + v * q[0], y = u * p[1] + v * q[1], z = u * p[2] + v * q[2];
		double lon = atan2(y, x) / k;
		last += remainder(lon - last, 360);
		xy[2 * i] = last, xy[2 * i + 1] = atan2(z, hypot(x, y)) / k;
	}
}

/* A head at the end of the last piece. */
static void arrow_head(dtl_plan *p, const dtl_path *line, dtl_rgba color, int32_t event)
{
	size_t n = line->count, first = line->starts[line->piece_count - 1];
	dtl_xy tip = line->points[n - 1], from = tip;
	double gap = 9 * p->type, size = 7 * p->type, room = 0;
	for (size_t i = n; i-- > first && room < gap + size;) from = line->points[i], room = hypot(tip.x - from.x, tip.y - from.y);
	if (room < size) return;
	double dx = (tip.x - from.x) / room, dy = (tip.y - from.y) / room;
	tip.x -= dx * gap, tip.y -= dy * gap; /* beside the marker, not under it */
	dtl_xy c[3] = {tip, {tip.x - dx * size - dy * size * .45, tip.y - dy * size + dx * size * .45},
		{tip.x - dx * size + dy * size * .45, tip.y - dy * size - dx * size * .45}};
	dtl_path head = {.closed = true};
	DTL_PUSH(p->arena, head.starts, head.piece_count, head.piece_cap, 0u);
	for (int i = 0; i < 3; i++) DTL_PUSH(p->arena, head.points, head.count, head.cap, c[i]);
	dtl_item *i = dtl_scene_add(p->scene, DTL_ITEM_PATH, "arc-head");
	i->path = head, i->fill = color, i->event = event;
}

void dtl_arcs_draw(dtl_plan *p)
{
	for (size_t m = 0; m < p->mark_count; m++)
		for (size_t k = 0; k < p->marks[m].count; k++) {
			const dtl_event *e = dtl_event_set_event(p->set, p->marks[m].events[k]);
			for (size_t o = 0; o < e->other_place_count; o++) {
				dtl_lonlat from, to;
				if (!arc_ends(e, &e->other_places[o], &from, &to)) continue;
				double xy[2 * ARC_POINTS];
				great_circle(from, to, xy);
				dtl_path path = {0};
				dtl_view_add_line(&p->view, p->arena, xy, ARC_POINTS, &path);
				if (!path.piece_count) continue;
				dtl_rgba color = dtl_plan_symbol(p, e).color;
				dtl_item *i = dtl_scene_add(p->scene, DTL_ITEM_PATH, "arc");
				i->path = path;
				i->stroke = (color & ~(dtl_rgba)255) | 0xc0;
				i->width = 1.5 * p->type;
				i->event = (int32_t)p->marks[m].events[k];
				arrow_head(p, &path, color, i->event);
			}
		}
}

/* The far ends should be seen too, where they are not much farther than the rest. */
bool dtl_arcs_target(const dtl_event *e, size_t other, dtl_lonlat *point)
{
	dtl_lonlat from, to;
	if (!arc_ends(e, &e->other_places[other], &from, &to) || dtl_distance_km(from, to) > 3500) return false;
	*point = e->other_places[other].point;
	return true;
}
