/* Areas tinted by how many events lie in them: countries, or their first-order divisions. Counts, not rates: the legend says so
 * by its word "events". */
#include <math.h>
#include <stdlib.h>

#include "map/names.h"

typedef struct dtl_counted {
	int32_t area; /* a unit, or a country, by index in the basemap */
	uint32_t count;
} dtl_counted;

/* ---- classes ---- */

/* Lower bounds of the classes: powers with round numbers, so that each holds some areas. */
size_t dtl_counts_classes(uint32_t most, uint32_t low[DTL_COUNT_CLASSES])
{
	double step = pow((double)most, 1.0 / DTL_COUNT_CLASSES);
	size_t n = 0;
	for (int i = 0; i < DTL_COUNT_CLASSES; i++) {
		double v = pow(step, i), ten = pow(10, floor(log10(fmax(1, v))));
		uint32_t round_up = (uint32_t)(v <= 1 ? 1 : v / ten <= 2 ? 2 * ten : v / ten <= 5 ? 5 * ten : 10 * ten);
		if (round_up > most || (n && round_up <= low[n - 1])) continue;
		low[n++] = round_up;
	}
	return n;
}

/* From near the land's colour to full. */
dtl_rgba dtl_counts_color(const dtl_plan *p, size_t i, size_t n)
{
	const dtl_rgba *c = p->style->colors;
	double t = n < 2 ? 1 : .22 + .78 * (double)i / (double)(n - 1);
	dtl_rgba full = c[DTL_COLOR_MATERIAL_CONFLICT], end = dtl_luma(c[DTL_COLOR_LAND]) > 128 ? 0x3a0010ff : 0xffe0d0ff;
	return t < .75 ? dtl_color_mixed(c[DTL_COLOR_LAND], full, t / .75) : dtl_color_mixed(full, end, (t - .75) / .25 * .6);
}

void dtl_counts_legend(dtl_plan *p, enum dtl_shape shape, const uint32_t *low, size_t classes, uint32_t most)
{
	for (size_t k = 0; k < classes; k++) {
		uint32_t last = k + 1 < classes ? low[k + 1] - 1 : most;
		dtl_str from = dtl_words_count(p->arena, low[k]), to = dtl_words_count(p->arena, last);
		dtl_legend_row row = {{shape, dtl_counts_color(p, k, classes)}, DTL_EVENT_NONE,
			low[k] == last ? dtl_arena_printf(p->arena, "%.*s event%s", DTL_FMT(from), last == 1 ? "" : "s") :
				dtl_arena_printf(p->arena, "%.*s\u2013%.*s events", DTL_FMT(from), DTL_FMT(to)), 1};
		DTL_PUSH(p->arena, p->legend, p->legend_count, p->legend_cap, row);
	}
}

/* ---- counting ---- */

bool dtl_counts_wanted(const dtl_plan *p) { return p->spec->count_by != DTL_MAP_COUNT_NONE; }

static bool by_country(const dtl_plan *p) { return p->spec->count_by == DTL_MAP_COUNT_COUNTRY; }

/* The area of an event; -1 if it is in none, or known only to something larger. */
static int32_t area_of(const dtl_plan *p, const dtl_event_place *q)
{
	if (by_country(p)) {
		int32_t c = dtl_marks_country(p, q->country);
		if (c >= 0) return c;
		int32_t unit = dtl_basemap_unit_at(p->base, p->arena, q->point);
		return unit < 0 ? -1 : (int32_t)dtl_basemap_country_of(p->base, (uint32_t)unit, p->spec->view);
	}
	if (q->precision == DTL_PRECISION_COUNTRY) return -1;
	int32_t unit = dtl_basemap_unit_named(p->base, q->country, q->admin1);
	if (unit < 0 && q->precision == DTL_PRECISION_REGION) unit = dtl_basemap_unit_named(p->base, q->country, q->name);
	return unit >= 0 ? unit : dtl_basemap_unit_at(p->base, p->arena, q->point);
}

static int fewer_first(const void *a, const void *b)
{
	const dtl_counted *x = a, *y = b;
	if (x->count != y->count) return x->count < y->count ? -1 : 1;
	return x->area < y->area ? -1 : x->area > y->area;
}

/* Fills plan.counted, fewest first; returns how many events lie in no area. */
static size_t count_areas(dtl_plan *p)
{
	size_t areas = by_country(p) ? p->base->country_count : p->base->unit_count, lost = 0, cap = 0;
	uint32_t *counts = dtl_arena_array(p->arena, uint32_t, areas);
	dtl_str last_country = {0}, last_division = {0};
	int32_t last = -1;
	for (size_t i = 0; i < dtl_event_set_count(p->set); i++) {
		const dtl_event *e = dtl_event_set_event(p->set, i);
		int32_t area = -1;
		if (dtl_marks_usable(e)) { /* neighbours in a list are often of one place */
			const dtl_event_place *q = &e->place;
			bool again = last >= 0 && q->admin1.len && dtl_str_eq(q->country, last_country) && dtl_str_eq(q->admin1, last_division) &&
				q->precision != DTL_PRECISION_COUNTRY;
			area = again ? last : area_of(p, q);
			last = area, last_country = q->country, last_division = q->admin1;
		}
		if (area < 0) lost++;
		else counts[area]++;
	}
	p->counted = NULL;
	p->counted_count = 0;
	for (size_t i = 0; i < areas; i++) {
		dtl_counted one = {(int32_t)i, counts[i]};
		if (counts[i]) DTL_PUSH(p->arena, p->counted, p->counted_count, cap, one);
	}
	if (p->counted_count) qsort(p->counted, p->counted_count, sizeof *p->counted, fewer_first);
	return lost;
}

/* Every outline of the country of that index: several may share its code. Calls with the rings of each. */
static void each_outline(const dtl_plan *p, int32_t area, void (*call)(void *, uint32_t, uint32_t), void *context)
{
	if (!by_country(p)) {
		call(context, p->base->units[area].ring_first, p->base->units[area].ring_count);
		return;
	}
	dtl_str iso = dtl_str_of(p->base->countries[area].iso);
	for (size_t i = 0; i < p->base->country_count; i++) {
		const dtl_base_country *c = &p->base->countries[i];
		if ((int32_t)i == area || (iso.len && dtl_str_eq(iso, dtl_str_of(c->iso)))) call(context, c->ring_first, c->ring_count);
	}
}

void dtl_counts_targets(dtl_plan *p, dtl_target **targets, size_t *count, size_t *cap)
{
	count_areas(p);
	for (size_t i = 0; i < p->counted_count; i++) {
		int32_t a = p->counted[i].area;
		uint32_t first = by_country(p) ? p->base->countries[a].ring_first : p->base->units[a].ring_first;
		uint32_t rings = by_country(p) ? p->base->countries[a].ring_count : p->base->units[a].ring_count;
		dtl_marks_area_targets(p, first, rings, targets, count, cap);
	}
}

typedef struct outline_sink {
	dtl_plan *plan;
	const dtl_base_level *level;
	dtl_path *area, *line;
} outline_sink;

static void take_outline(void *context, uint32_t first, uint32_t count)
{
	outline_sink *s = context;
	dtl_plan *p = s->plan;
	dtl_base_area(p->base, s->level, &p->view, p->arena, first, count, s->area);
	dtl_base_outline(p->base, s->level, &p->view, p->arena, first, count, s->line);
}

static size_t class_of(uint32_t count, const uint32_t *low, size_t classes)
{
	size_t k = 0;
	while (k + 1 < classes && count >= low[k + 1]) k++;
	return k;
}

void dtl_counts_make(dtl_plan *p)
{
	size_t all = dtl_event_set_count(p->set);
	p->placeless = count_areas(p);
	p->binned = all - p->placeless;
	if (!p->counted_count) return;
	uint32_t low[DTL_COUNT_CLASSES], most = p->counted[p->counted_count - 1].count;
	p->hex_classes = dtl_counts_classes(most, low);
	p->hex_paths = dtl_arena_array(p->arena, dtl_path, 2 * DTL_COUNT_CLASSES); /* areas, then their outlines */
	for (size_t i = 0; i < p->counted_count; i++) {
		size_t k = class_of(p->counted[i].count, low, p->hex_classes);
		outline_sink s = {p, dtl_basemap_level(p->base, p->view.degrees_per_px * .5), &p->hex_paths[k], &p->hex_paths[DTL_COUNT_CLASSES + k]};
		int32_t a = p->counted[i].area;
		each_outline(p, a, take_outline, &s);
		p->focus[by_country(p) ? (uint32_t)a : dtl_basemap_country_of(p->base, (uint32_t)a, p->spec->view)] = true;
	}
	dtl_counts_legend(p, DTL_SHAPE_SQUARE, low, p->hex_classes, most);
}

dtl_rgba dtl_counts_ground(const dtl_plan *p, uint32_t count)
{
	uint32_t low[DTL_COUNT_CLASSES];
	size_t classes = dtl_counts_classes(p->counted[p->counted_count - 1].count, low);
	return dtl_counts_color(p, class_of(count, low, classes), classes);
}

void dtl_counts_draw(dtl_plan *p)
{
	if (!p->counted_count) return;
	for (size_t k = 0; k < p->hex_classes; k++) {
		const dtl_path *area = &p->hex_paths[k], *line = &p->hex_paths[DTL_COUNT_CLASSES + k];
		if (!area->count) continue;
		dtl_item *i = dtl_scene_add(p->scene, DTL_ITEM_PATH, "counted-area");
		i->path = *area;
		i->fill = dtl_counts_color(p, k, p->hex_classes);
		i = dtl_scene_add(p->scene, DTL_ITEM_PATH, "counted-outline");
		i->path = *line;
		i->stroke = p->style->colors[DTL_COLOR_FOCUS];
		i->width = .8 * p->type;
	}
}

/* ---- names ---- */

uint32_t dtl_counts_of_country(const dtl_plan *p, size_t country)
{
	for (size_t i = 0; by_country(p) && i < p->counted_count; i++)
		if (p->counted[i].area == (int32_t)country) return p->counted[i].count;
	return 0;
}

/* Divisions: the name and the count about their middle. Countries have theirs from dtl_names_countries. */
void dtl_counts_labels(dtl_names *n)
{
	dtl_plan *p = n->plan;
	if (by_country(p)) return;
	for (size_t i = 0; i < p->counted_count; i++) {
		const dtl_base_unit *u = &p->base->units[p->counted[i].area];
		dtl_xy at = dtl_view_point(&p->view, (dtl_lonlat){(double)u->lon / DTL_BASEMAP_UNIT, (double)u->lat / DTL_BASEMAP_UNIT});
		if (!isfinite(at.x)) continue;
		dtl_label *l = dtl_names_new(n, "count-label", 400 + fmin(200, p->counted[i].count));
		l->ground = dtl_counts_ground(p, p->counted[i].count);
		dtl_names_line(n, l, dtl_plan_font(p, 10.8, false), dtl_ink_on(l->ground), dtl_str_of(dtl_basemap_string(p->base, u->name)));
		dtl_names_line(n, l, dtl_plan_font(p, 12.4, true), dtl_ink_on(l->ground), dtl_words_count(p->arena, p->counted[i].count));
		double high = (double)(u->box.y1 - u->box.y0) / DTL_BASEMAP_UNIT / p->view.degrees_per_px;
		for (int k = 0; k < 25; k++) {
			double x = at.x + (k % 5 - 2) * .25 * l->width, y = at.y + (k / 5 - 2) * fmin(.5 * l->height, .12 * high);
			dtl_box b = {x - l->width / 2, y - l->height / 2, x + l->width / 2, y + l->height / 2};
			dtl_names_candidate(n, l, b, 4 * hypot((x - at.x) / l->width, (y - at.y) / l->height), DTL_ANCHOR_MIDDLE, NULL);
		}
	}
}
