/* Where something came from or went: geodesic arcs between an event and its other places of role origin or target, and the names
 * of those. */
#include <math.h>

#include "base/geodesy.h"
#include "map/names.h"

#define ARC_POINTS 65
#define LONGEST_KM 9000.0 /* farther apart, an arc would only clutter the map */
#define SEEN_KM 6500.0    /* a far end up to here should be in sight */
#define TILE 10.0         /* pixels: an arc keeps names off itself in boxes of this size */
#define TILE_COST 130.0 /* some tiles are more than any label is worth */

typedef struct dtl_arc {
	uint32_t event;
	dtl_str name;      /* of the far end */
	dtl_path path;     /* from origin to target, as far as it is in sight */
	dtl_xy end;        /* the far end, or where the arc leaves the frame on its way there */
	bool inside, first;/* the far end is in the frame; the first arc to it */
	bool to;           /* it is where the event went */
} dtl_arc;


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
	double gap = 5 * p->type, size = 7 * p->type, room = 0;
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

/* The longest piece of a path, of those that the frame cuts it into, is enough: arcs do not come back. */
static void add_arc(dtl_plan *p, uint32_t event, const dtl_event *e, const dtl_event_place *o)
{
	dtl_lonlat from, to;
	if (!arc_ends(e, o, &from, &to)) return;
	double xy[2 * ARC_POINTS];
	great_circle(from, to, xy);
	dtl_arc a = {.event = event, .name = o->name, .to = o->role == DTL_ROLE_TARGET, .first = true};
	dtl_view_add_line(&p->even, p->arena, xy, ARC_POINTS, &a.path);
	if (!a.path.piece_count) return;
	a.end = a.path.points[a.to ? a.path.count - 1 : 0];
	dtl_xy real = dtl_view_point(&p->view, o->point);
	a.inside = hypot(real.x - a.end.x, real.y - a.end.y) < 1.5;
	for (size_t i = 0; i < p->arc_count; i++)
		if (dtl_str_eq(p->arcs[i].name, a.name) && p->arcs[i].inside == a.inside) a.first = false;
	DTL_PUSH(p->arena, p->arcs, p->arc_count, p->arc_cap, a);
}

void dtl_arcs_make(dtl_plan *p)
{
	p->arcs = NULL;
	p->arc_count = p->arc_cap = 0;
	for (size_t m = 0; m < p->mark_count; m++)
		for (size_t k = 0; k < p->marks[m].count; k++) {
			const dtl_event *e = dtl_event_set_event(p->set, p->marks[m].events[k]);
			for (size_t o = 0; o < e->other_place_count; o++) add_arc(p, p->marks[m].events[k], e, &e->other_places[o]);
		}
}

bool dtl_arcs_names(const dtl_plan *p, dtl_xy at, dtl_str name)
{
	for (size_t i = 0; i < p->arc_count; i++)
		if (p->arcs[i].inside && hypot(p->arcs[i].end.x - at.x, p->arcs[i].end.y - at.y) < 40 && (dtl_str_contains_nocase(p->arcs[i].name, name) ||
				dtl_str_contains_nocase(name, p->arcs[i].name))) return true;
	return false;
}

static void keep_off(dtl_plan *p, const dtl_path *path)
{
	for (size_t i = 1; i < path->count; i++) {
		dtl_xy a = path->points[i - 1], b = path->points[i];
		int steps = (int)ceil(hypot(b.x - a.x, b.y - a.y) / TILE);
		for (int k = 0; k < steps && steps < 1000; k++) {
			double t = (k + .5) / steps, x = a.x + (b.x - a.x) * t, y = a.y + (b.y - a.y) * t;
			dtl_plan_obstacle(p, (dtl_box){x - 3, y - 3, x + 3, y + 3}, DTL_LABEL_NO_OWNER, TILE_COST);
		}
	}
}

/* The places at the far ends; of one out of sight, where its arc leaves the map. */
void dtl_arcs_labels(dtl_names *n)
{
	dtl_plan *p = n->plan;
	for (size_t i = 0; i < p->arc_count; i++) {
		const dtl_arc *a = &p->arcs[i];
		const dtl_event *e = dtl_event_set_event(p->set, a->event);
		keep_off(p, &a->path);
		if (!a->first || !a->name.len) continue;
		dtl_label *l = dtl_names_new(n, "arc-end", 500);
		l->event = (int32_t)a->event;
		dtl_font font = dtl_plan_font(p, 11.2, true), small = dtl_plan_font(p, 10.2, false);
		dtl_names_line(n, l, font, p->style->colors[DTL_COLOR_TEXT],
			a->inside ? a->name : dtl_arena_printf(p->arena, "%s %.*s", a->to ? "to" : "from", DTL_FMT(a->name)));
		dtl_names_line(n, l, small, p->style->colors[DTL_COLOR_MUTED], dtl_words_date(p->arena, &e->date, !p->one_year));
		dtl_names_around(n, l, a->end, 6 * p->type);
		double r = 7 * p->type;
		dtl_plan_obstacle(p, (dtl_box){a->end.x - r, a->end.y - r, a->end.x + r, a->end.y + r}, (int32_t)n->count - 1, -1);
	}
}

void dtl_arcs_draw(dtl_plan *p)
{
	for (size_t i = 0; i < p->arc_count; i++) {
		const dtl_arc *a = &p->arcs[i];
		dtl_rgba color = dtl_plan_symbol(p, dtl_event_set_event(p->set, a->event)).color;
		dtl_item *line = dtl_scene_add(p->scene, DTL_ITEM_PATH, "arc");
		line->path = a->path;
		line->stroke = (color & ~(dtl_rgba)255) | 0xb0;
		line->width = 1.4 * p->type;
		line->event = (int32_t)a->event;
		arrow_head(p, &a->path, color, (int32_t)a->event);
		if (!a->inside || !a->first) continue;
		dtl_item *dot = dtl_scene_symbol(p->scene, "arc-dot", (dtl_symbol){DTL_SHAPE_CIRCLE, color}, a->end, 6 * p->type);
		dot->stroke = p->style->colors[DTL_COLOR_MARKER_EDGE], dot->width = p->type, dot->event = (int32_t)a->event;
	}
}

/* The far ends should be seen too, where they are not much farther than the rest. */
bool dtl_arcs_target(const dtl_event *e, size_t other, dtl_lonlat *point)
{
	dtl_lonlat from, to;
	if (!arc_ends(e, &e->other_places[other], &from, &to) || dtl_distance_km(from, to) > SEEN_KM) return false;
	*point = e->other_places[other].point;
	return true;
}
