/* What must be seen: the places of the events, the areas they are known to, far ends of arcs, range rings. */
#include <math.h>

#include "base/geodesy.h"
#include "map/plan.h"

/* The outline's larger parts, so that an event known to an area shows all of it. */
void dtl_marks_area_targets(dtl_plan *p, uint32_t first, uint32_t count, dtl_target **targets, size_t *n, size_t *cap)
{
	const dtl_base_level *level = &p->base->levels[DTL_BASEMAP_LEVELS - 1];
	double largest = 0;
	for (int pass = 0; pass < 2; pass++)
		for (uint32_t r = first; r < first + count; r++) {
			const dtl_ibox *b = &p->base->rings[r].box;
			double size = hypot((double)(b->x1 - b->x0) * cos((double)b->y0 / DTL_BASEMAP_UNIT * M_PI / 180), b->y1 - b->y0);
			if (!pass) largest = fmax(largest, size);
			if (!pass || size < .3 * largest) continue;
			double *xy = dtl_arena_array(p->arena, double, 2 * dtl_basemap_ring_size(p->base, level, r));
			size_t k = dtl_basemap_ring(p->base, level, r, xy);
			for (size_t i = 0; i < k; i++) {
				dtl_target t = {{xy[2 * i], xy[2 * i + 1]}, 0};
				DTL_PUSH(p->arena, *targets, *n, *cap, t);
			}
		}
}

/* The country of all events, if there is just one; -1. */
static int32_t only_country(const dtl_plan *p)
{
	dtl_str iso = {0};
	for (size_t i = 0; i < dtl_event_set_count(p->set); i++) {
		const dtl_event *e = dtl_event_set_event(p->set, i);
		if (!dtl_marks_usable(e)) continue;
		if (iso.len && !dtl_str_eq_nocase(iso, e->place.country)) return -1;
		iso = e->place.country;
	}
	return dtl_marks_country(p, iso);
}

#define SMALL_KM 640.0 /* corner to corner */
#define APART_KM 60.0  /* events nearer together are a story of one town */

/* A small country that holds all events, some way apart, is shown whole: its shape tells where they are. */
static void whole_country(dtl_plan *p, dtl_target **targets, size_t *count, size_t *cap)
{
	int32_t at = only_country(p);
	if (at < 0 || *count < 2) return;
	const dtl_base_country *c = &p->base->countries[at];
	double w = (double)(c->box.x1 - c->box.x0) / DTL_BASEMAP_UNIT, h = (double)(c->box.y1 - c->box.y0) / DTL_BASEMAP_UNIT, apart = 0;
	double lat = (double)c->box.y0 / DTL_BASEMAP_UNIT + h / 2;
	if (hypot(w * cos(lat * M_PI / 180), h) * 111.2 > SMALL_KM) return;
	for (size_t i = 1; i < *count; i++) apart = fmax(apart, dtl_distance_km((*targets)[0].point, (*targets)[i].point));
	if (apart > APART_KM) dtl_marks_area_targets(p, c->ring_first, c->ring_count, targets, count, cap);
}

/* Events known only to a country widen the view only where nothing else is known better. */
void dtl_marks_targets(dtl_plan *p, dtl_target **targets, size_t *count)
{
	size_t n = dtl_event_set_count(p->set), cap = 0, exact = 0;
	*targets = NULL;
	*count = 0;
	if (p->spec->countries.len) {
		for (dtl_str rest = p->spec->countries; rest.len;) {
			int32_t c = dtl_marks_country(p, dtl_str_trim(dtl_str_cut(&rest, ',')));
			if (c >= 0) dtl_marks_area_targets(p, p->base->countries[c].ring_first, p->base->countries[c].ring_count, targets, count, &cap);
		}
		return;
	}
	if (dtl_counts_wanted(p)) {
		dtl_counts_targets(p, targets, count, &cap);
		return;
	}
	if (p->crowd) {
		dtl_crowd_targets(p, targets, count);
		n = 0;
	}
	for (size_t i = 0; i < n; i++) exact += dtl_marks_usable(dtl_event_set_event(p->set, i)) && !dtl_marks_is_area(dtl_event_set_event(p->set, i));
	for (size_t i = 0; i < n; i++) {
		const dtl_event *e = dtl_event_set_event(p->set, i);
		if (!dtl_marks_usable(e)) continue;
		dtl_mark m = {.unit = -1, .country = -1};
		if (dtl_marks_is_area(e)) dtl_marks_find_area(p, e, &m);
		bool whole = m.unit >= 0 || (m.country >= 0 && (!exact || e->place.radius_km < 400));
		if (whole && m.unit >= 0) dtl_marks_area_targets(p, p->base->units[m.unit].ring_first, p->base->units[m.unit].ring_count, targets, count, &cap);
		else if (whole) dtl_marks_area_targets(p, p->base->countries[m.country].ring_first, p->base->countries[m.country].ring_count, targets, count, &cap);
		double most = whole || e->place.precision == DTL_PRECISION_COUNTRY ? 0 : exact ? 150 : 900;
		dtl_target t = {e->place.point, dtl_marks_is_estimate(e) ? fmin(fmax(0, e->place.radius_km), most) : 0};
		DTL_PUSH(p->arena, *targets, *count, cap, t);
		for (size_t k = 0; k < e->other_place_count; k++) {
			dtl_target far = {.radius_km = 0};
			if (dtl_arcs_target(e, k, &far.point)) DTL_PUSH(p->arena, *targets, *count, cap, far);
		}
	}
	whole_country(p, targets, count, &cap);
	for (size_t i = 0; i < p->spec->ring_count; i++) {
		dtl_target t = {p->spec->rings[i].center, fmin(p->spec->rings[i].radius_km, 9000) * 1.02};
		DTL_PUSH(p->arena, *targets, *count, cap, t);
	}
}
