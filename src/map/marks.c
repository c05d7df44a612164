/* From events to signs: which stand together, what they look like, and how sure their positions are. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/geodesy.h"
#include "map/plan.h"

#define MARK_SIZE 14.0      /* pixels at type factor 1 */
#define MOST_LEGEND_ROWS 7
#define SOME_MARKS 24
#define MOST_MARKS 130      /* more than these: events are gathered from farther */

bool dtl_marks_is_area(const dtl_event *e)
{
	return e->place.precision == DTL_PRECISION_REGION || e->place.precision == DTL_PRECISION_COUNTRY;
}

bool dtl_marks_is_estimate(const dtl_event *e)
{
	return dtl_marks_is_area(e) || e->place.precision == DTL_PRECISION_VICINITY || e->place.precision == DTL_PRECISION_DISTRICT;
}

static double finite_or(double v, double otherwise) { return isfinite(v) && v > 0 ? v : otherwise; }

bool dtl_marks_usable(const dtl_event *e)
{
	return e->place.has_point && fabs(e->place.point.lat) <= 90 && fabs(e->place.point.lon) <= 360;
}

int32_t dtl_marks_country(const dtl_plan *p, dtl_str iso)
{
	int32_t best = -1;
	double size = -1;
	for (size_t i = 0; i < p->base->country_count && iso.len; i++) {
		const dtl_base_country *c = &p->base->countries[i];
		double area = (double)(c->box.x1 - c->box.x0) * (double)(c->box.y1 - c->box.y0);
		if (dtl_str_eq_nocase(iso, dtl_str_of(c->iso)) && area > size) best = (int32_t)i, size = area;
	}
	return best;
}

/* The outline an area event is known to; a division by its name, else by the point if its size agrees. */
void dtl_marks_find_area(dtl_plan *p, const dtl_event *e, dtl_mark *m)
{
	if (e->place.precision == DTL_PRECISION_COUNTRY) {
		m->country = dtl_marks_country(p, e->place.country);
		return;
	}
	if (e->place.precision != DTL_PRECISION_REGION || !e->place.country.len) return;
	m->unit = dtl_basemap_unit_named(p->base, e->place.country, e->place.name);
	if (m->unit < 0) m->unit = dtl_basemap_unit_named(p->base, e->place.country, e->place.admin1);
	bool named = m->unit >= 0;
	if (!named && e->place.radius_km > 0) m->unit = dtl_basemap_unit_at(p->base, p->arena, e->place.point);
	if (m->unit < 0) return;
	const dtl_base_unit *u = &p->base->units[m->unit];
	double high = (double)(u->box.y1 - u->box.y0) / DTL_BASEMAP_UNIT * 111.2, r = e->place.radius_km;
	bool fits = named ? !(r > 3 * high || (r > 0 && r < high / 12)) : r > high / 4 && r < high * 1.2;
	if (!fits || !dtl_str_eq_nocase(e->place.country, dtl_str_of(p->base->countries[u->country].iso))) m->unit = -1;
}

static int by_date(const dtl_plan *p, uint32_t a, uint32_t b)
{
	const dtl_date *x = &dtl_event_set_event(p->set, a)->date.start, *y = &dtl_event_set_event(p->set, b)->date.start;
	int c = dtl_date_cmp(*x, *y);
	return c ? c : a < b ? -1 : 1;
}

static void add_event(dtl_plan *p, dtl_mark *m, uint32_t event)
{
	DTL_PUSH(p->arena, m->events, m->count, m->cap, event);
	for (size_t i = m->count - 1; i && by_date(p, m->events[i - 1], m->events[i]) > 0; i--) {
		uint32_t t = m->events[i];
		m->events[i] = m->events[i - 1], m->events[i - 1] = t;
	}
}

/* Marks nearer than this are one; found through a grid of cells of that size. */
typedef struct mark_grid {
	uint32_t *heads; /* index + 1 */
	uint32_t *next;
	size_t size;     /* power of two */
	double cell;
} mark_grid;

static size_t slot(const mark_grid *g, int x, int y)
{
	return ((size_t)(uint32_t)x * 73856093u ^ (size_t)(uint32_t)y * 19349663u) & (g->size - 1);
}

static int32_t find_near(const dtl_plan *p, const mark_grid *g, dtl_xy at, int32_t unit, int32_t country)
{
	int cx = (int)floor(at.x / g->cell), cy = (int)floor(at.y / g->cell);
	int32_t best = -1;
	double nearest = g->cell;
	for (int y = cy - 1; y <= cy + 1; y++)
		for (int x = cx - 1; x <= cx + 1; x++)
			for (uint32_t i = g->heads[slot(g, x, y)]; i; i = g->next[i - 1]) {
				const dtl_mark *m = &p->marks[i - 1];
				double d = hypot(m->at.x - at.x, m->at.y - at.y);
				bool same_area = m->unit == unit && m->country == country;
				if (d < nearest && (same_area || (m->unit < 0 && m->country < 0 && unit < 0 && country < 0))) {
					nearest = d;
					best = (int32_t)i - 1;
				}
			}
	return best;
}

static dtl_mark mark_of(dtl_plan *p, const dtl_event *e)
{
	dtl_mark m = {.unit = -1, .country = -1, .choice = DTL_LABEL_DROPPED, .point = e->place.point};
	m.at = dtl_view_point(&p->view, e->place.point);
	m.size = MARK_SIZE * p->type;
	m.symbol = dtl_plan_symbol(p, e);
	m.hollow = dtl_marks_is_estimate(e);
	dtl_marks_find_area(p, e, &m);
	if (m.hollow && m.unit < 0 && m.country < 0) {
		m.radius_km = finite_or(e->place.radius_km, 0);
		m.radius_px = m.radius_km / p->view.km_per_px;
		double frame = fmax(p->view.frame.x1 - p->view.frame.x0, p->view.frame.y1 - p->view.frame.y0);
		if (m.radius_px < m.size || m.radius_px > .7 * frame) m.radius_px = 0;
	}
	return m;
}

static void legend_row(dtl_plan *p, dtl_symbol symbol, dtl_event_type type, dtl_str words)
{
	for (size_t i = 0; i < p->legend_count; i++)
		if (dtl_str_eq(p->legend[i].words, words)) {
			p->legend[i].count++;
			return;
		}
	dtl_legend_row row = {symbol, type, words, 1};
	DTL_PUSH(p->arena, p->legend, p->legend_count, p->legend_cap, row);
}

static int more_first(const void *a, const void *b)
{
	const dtl_legend_row *x = a, *y = b;
	if (x->count != y->count) return x->count < y->count ? 1 : -1;
	return dtl_str_cmp(x->words, y->words);
}

/* Two rows with one sign would tell nothing apart: they become one, under the word for the type. */
static bool merge_rows(dtl_plan *p)
{
	for (size_t i = 0; i < p->legend_count; i++)
		for (size_t k = i + 1; k < p->legend_count; k++) {
			dtl_legend_row *a = &p->legend[i], *b = &p->legend[k];
			if (a->symbol.shape != b->symbol.shape || a->symbol.color != b->symbol.color) continue;
			dtl_event_type type = a->type;
			a->count += b->count;
			a->words = type != DTL_EVENT_NONE || b->type != DTL_EVENT_NONE ? dtl_style_words(p->arena, type ? type : b->type, DTL_STR("")) :
				DTL_STR("Other event");
			*b = p->legend[--p->legend_count];
			return true;
		}
	return false;
}

/* The rows of the whole series, with the counts of this map. Signs are what tells rows apart. */
static void share_legend(dtl_plan *p)
{
	dtl_legend_row *rows = dtl_arena_array(p->arena, dtl_legend_row, p->whole->legend_count);
	for (size_t i = 0; i < p->whole->legend_count; i++) {
		rows[i] = p->whole->legend[i];
		rows[i].count = 0;
		for (size_t k = 0; k < p->legend_count; k++)
			if (p->legend[k].symbol.shape == rows[i].symbol.shape && p->legend[k].symbol.color == rows[i].symbol.color)
				rows[i].count += p->legend[k].count;
	}
	p->legend = rows;
	p->legend_count = p->legend_cap = p->whole->legend_count;
}

/* By subtype while that keeps the legend short, else by type. */
static void make_legend(dtl_plan *p)
{
	bool shared = dtl_plan_shares_legend(p);
	for (int by_type = shared && p->whole->legend_by_type; by_type < 2; by_type++) {
		p->legend_count = 0;
		p->legend_by_type = by_type;
		p->whole_types = by_type;
		for (size_t i = 0; i < p->mark_count; i++)
			for (size_t k = 0; k < p->marks[i].count; k++) {
				const dtl_event *e = dtl_event_set_event(p->set, p->marks[i].events[k]);
				bool whole = by_type && e->type != DTL_EVENT_NONE;
				dtl_symbol sign = dtl_plan_symbol(p, e);
				if (dtl_time_classes(p)) sign.color = p->style->colors[DTL_COLOR_MUTED]; /* the ramp explains the colours */
				legend_row(p, sign, e->type, dtl_style_words(p->arena, e->type, whole ? DTL_STR("") : e->subtype));
			}
		while (merge_rows(p)) continue;
		if (p->legend_count <= MOST_LEGEND_ROWS || shared) break;
	}
	if (shared) {
		share_legend(p);
		return;
	}
	if (p->legend_count) qsort(p->legend, p->legend_count, sizeof *p->legend, more_first);
}

static bool one_symbol(const dtl_plan *p, const dtl_mark *m)
{
	for (size_t i = 1; i < m->count; i++) {
		const dtl_event *e = dtl_event_set_event(p->set, m->events[i]);
		dtl_symbol s = dtl_plan_symbol(p, e);
		if (s.shape != m->symbol.shape || s.color != m->symbol.color) return false;
	}
	return true;
}

/* Events into marks: those nearer than `cell` pixels to a mark join it. */
static void gather(dtl_plan *p, double cell)
{
	size_t n = dtl_event_set_count(p->set);
	p->mark_count = p->placeless = 0;
	mark_grid g = {.size = 64, .cell = cell};
	while (g.size < 2 * n) g.size *= 2;
	g.heads = dtl_arena_array(p->arena, uint32_t, g.size);
	g.next = dtl_arena_array(p->arena, uint32_t, n + 1);
	for (size_t i = 0; i < n; i++) {
		const dtl_event *e = dtl_event_set_event(p->set, i);
		dtl_mark m = dtl_marks_usable(e) ? mark_of(p, e) : (dtl_mark){.at = {NAN, NAN}};
		const dtl_box *f = &p->view.frame;
		if (!(m.at.x > f->x0 && m.at.x < f->x1 && m.at.y > f->y0 && m.at.y < f->y1)) {
			p->placeless++;
			continue;
		}
		int32_t near = find_near(p, &g, m.at, m.unit, m.country);
		if (near >= 0) {
			add_event(p, &p->marks[near], (uint32_t)i);
			continue;
		}
		add_event(p, &m, (uint32_t)i);
		size_t s = slot(&g, (int)floor(m.at.x / g.cell), (int)floor(m.at.y / g.cell));
		g.next[p->mark_count] = g.heads[s];
		DTL_PUSH(p->arena, p->marks, p->mark_count, p->mark_cap, m);
		g.heads[s] = (uint32_t)p->mark_count;
	}
}

/* A cluster drawn from afar has the commonest of its events' colours. */
static void commonest_color(dtl_plan *p, dtl_mark *m)
{
	dtl_rgba colors[8];
	size_t counts[8] = {0}, kinds = 0, best = 0;
	for (size_t i = 0; i < m->count; i++) {
		const dtl_event *e = dtl_event_set_event(p->set, m->events[i]);
		dtl_rgba c = dtl_plan_symbol(p, e).color;
		size_t k = 0;
		while (k < kinds && colors[k] != c) k++;
		if (k == 8) continue;
		if (k == kinds) colors[kinds++] = c;
		if (++counts[k] > counts[best]) best = k;
	}
	if (kinds) m->symbol.color = colors[best];
}

static bool is_spot(const dtl_mark *m) { return m->unit < 0 && m->country < 0; }

/* Several events at a spot take more room than one: what such a mark would cover joins it. */
static void join_touching(dtl_plan *p)
{
	for (size_t i = 0; i < p->mark_count; i++)
		for (size_t k = 0; k < p->mark_count; k++) {
			dtl_mark *a = &p->marks[i], *b = &p->marks[k];
			if (i == k || a->count < 2 || !is_spot(a) || !is_spot(b)) continue;
			if (hypot(a->at.x - b->at.x, a->at.y - b->at.y) > dtl_mark_radius(a) + dtl_mark_radius(b) - 2) continue;
			for (size_t e = 0; e < b->count; e++) add_event(p, a, b->events[e]);
			memmove(b, b + 1, (p->mark_count - k - 1) * sizeof *b);
			p->mark_count--;
			i = 0, k = 0; /* it has grown: from the start */
		}
}

static bool free_spot(const dtl_plan *p, const dtl_mark *m, dtl_xy at)
{
	for (size_t i = 0; i < p->mark_count; i++)
		if (&p->marks[i] != m && hypot(p->marks[i].at.x - at.x, p->marks[i].at.y - at.y) < dtl_mark_radius(&p->marks[i]) + dtl_mark_radius(m) + 2) return false;
	const dtl_box *f = &p->view.frame;
	return at.x > f->x0 + 12 && at.x < f->x1 - 12 && at.y > f->y0 + 12 && at.y < f->y1 - 12;
}

static bool in_area(const dtl_plan *p, const dtl_mark *m, dtl_xy at)
{
	if (m->unit < 0) return dtl_mask_at(&p->mask, at) == m->country;
	dtl_lonlat g = dtl_view_lonlat(&p->view, at);
	return isfinite(g.lon) && dtl_basemap_unit_at(p->base, p->arena, g) == m->unit;
}

/* The sign of an event known to an area may stand anywhere in it: not on another sign, where there is room. */
static void make_room(dtl_plan *p)
{
	for (size_t i = 0; i < p->mark_count; i++) {
		dtl_mark *m = &p->marks[i];
		if (is_spot(m) || free_spot(p, m, m->at)) continue;
		dtl_xy from = m->at;
		for (int k = 12; k < 12 * 7; k++) {
			double r = k / 12 * 11 * p->type, a = 2 * M_PI * (k % 12) / 12;
			dtl_xy at = {from.x + r * cos(a), from.y + r * sin(a)};
			if (!free_spot(p, m, at) || !in_area(p, m, at)) continue;
			m->at = at;
			break;
		}
	}
}

void dtl_marks_make(dtl_plan *p)
{
	p->binned = p->hex_classes = p->counted_count = p->dot_count = 0;
	p->focus = dtl_arena_array(p->arena, bool, p->base->country_count);
	if (dtl_counts_wanted(p)) {
		dtl_counts_make(p);
		return;
	}
	if (p->crowd) {
		if (p->spec->marks == DTL_MARKS_POINTS) dtl_dots_make(p);
		else dtl_hexes_make(p);
		return;
	}
	double cell = MARK_SIZE * p->type * .95;
	gather(p, cell);
	if (p->mark_count > SOME_MARKS) gather(p, cell = MARK_SIZE * p->type * 1.4); /* numbers and counts will make many of them larger */
	while (p->mark_count > MOST_MARKS && cell < 60 * p->type) gather(p, cell *= 1.5); /* too many to tell apart: clusters */
	join_touching(p);
	make_room(p);
	for (size_t i = 0; i < p->mark_count; i++) {
		dtl_mark *m = &p->marks[i];
		const dtl_event *e = dtl_event_set_event(p->set, m->events[0]);
		for (size_t k = 0; k < p->base->country_count; k++)
			p->focus[k] |= e->place.country.len && dtl_str_eq_nocase(e->place.country, dtl_str_of(p->base->countries[k].iso));
		m->fan = m->count > 1 && m->count <= DTL_TOLD_WHOLE && !one_symbol(p, m) && cell < 20 * p->type;
		if (m->count > 1 && !m->fan) commonest_color(p, m);
	}
	make_legend(p);
	for (size_t i = 0; i < p->mark_count && p->whole_types; i++) { /* the signs that the legend explains */
		dtl_mark *m = &p->marks[i];
		m->symbol = dtl_plan_symbol(p, dtl_event_set_event(p->set, m->events[0]));
		if (m->count > 1 && !m->fan) commonest_color(p, m);
	}
}

/* ---- drawing ---- */

static dtl_rgba faded(dtl_rgba c, unsigned alpha) { return (c & ~(dtl_rgba)255) | alpha; }

/* A geodesic circle. */
static dtl_path circle(dtl_plan *p, dtl_lonlat center, double km, bool filled)
{
	enum { N = 120 };
	double *xy = dtl_arena_array(p->arena, double, 2 * (N + 1));
	double last = center.lon;
	for (int i = 0; i <= N; i++) {
		dtl_lonlat q = dtl_geodesic_direct(center, 360.0 * i / N, km);
		last += remainder(q.lon - last, 360); /* no jump at 180 degrees */
		xy[2 * i] = last, xy[2 * i + 1] = q.lat;
	}
	dtl_path path = {0};
	if (filled) dtl_view_add_ring(&p->view, p->arena, xy, N + 1, &path);
	else dtl_view_add_line(&p->view, p->arena, xy, N + 1, &path);
	return path;
}

/* Whether a circle is an area that degrees can hold, and small enough for a tint. */
static bool can_fill(const dtl_plan *p, const dtl_mark *m)
{
	return m->radius_px < .3 * (p->view.frame.x1 - p->view.frame.x0) && fabs(m->point.lat) + m->radius_km / 111 < 88;
}

static void draw_area(dtl_plan *p, const dtl_mark *m)
{
	const dtl_base_level *level = dtl_basemap_level(p->base, p->view.degrees_per_px * .5);
	dtl_path area = {0}, outline = {0};
	const char *iso = m->country >= 0 ? p->base->countries[m->country].iso : "";
	for (size_t i = 0; i < (m->unit >= 0 ? 1 : p->base->country_count); i++) {
		const dtl_base_country *c = &p->base->countries[i];
		if (m->unit < 0 && !dtl_str_eq(dtl_str_of(iso), dtl_str_of(c->iso))) continue;
		uint32_t first = m->unit >= 0 ? p->base->units[m->unit].ring_first : c->ring_first;
		uint32_t count = m->unit >= 0 ? p->base->units[m->unit].ring_count : c->ring_count;
		dtl_base_area(p->base, level, &p->view, p->arena, first, count, &area);
		dtl_base_outline(p->base, level, &p->view, p->arena, first, count, &outline);
	}
	bool strong = m->unit >= 0 || p->mark_count == 1;
	for (int k = 0; k < 2; k++) {
		if (!(k ? outline.count : area.count)) continue;
		dtl_item *i = dtl_scene_add(p->scene, DTL_ITEM_PATH, k ? "area-outline" : "area");
		i->path = k ? outline : area;
		i->event = (int32_t)m->events[0];
		if (k) i->stroke = faded(m->symbol.color, strong ? 0xb0 : 0x78), i->width = 1.1 * p->type;
		else i->fill = faded(m->symbol.color, strong ? 0x22 : 0x10);
	}
}

void dtl_marks_draw_areas(dtl_plan *p)
{
	for (size_t i = 0; i < p->mark_count; i++) {
		const dtl_mark *m = &p->marks[i];
		if (m->unit >= 0 || m->country >= 0) draw_area(p, m);
		if (m->radius_px <= 0) continue;
		if (can_fill(p, m)) {
			dtl_item *f = dtl_scene_add(p->scene, DTL_ITEM_PATH, "uncertainty-area");
			f->path = circle(p, m->point, m->radius_km, true);
			f->fill = faded(m->symbol.color, 0x14);
			f->event = (int32_t)m->events[0];
		}
		dtl_item *c = dtl_scene_add(p->scene, DTL_ITEM_PATH, "uncertainty");
		c->path = circle(p, m->point, m->radius_km, false);
		c->stroke = faded(m->symbol.color, 0xc0);
		c->width = 1.1 * p->type;
		c->dash = 4 * p->type;
		c->event = (int32_t)m->events[0];
	}
	for (size_t i = 0; i < p->spec->ring_count; i++) {
		dtl_item *c = dtl_scene_add(p->scene, DTL_ITEM_PATH, "range-ring");
		c->path = circle(p, p->spec->rings[i].center, p->spec->rings[i].radius_km, false);
		c->stroke = p->style->colors[DTL_COLOR_RING];
		c->width = 1.3 * p->type;
	}
}

static void sign(dtl_plan *p, dtl_symbol symbol, dtl_xy at, double size, bool hollow, uint32_t event)
{
	dtl_item *i = dtl_scene_symbol(p->scene, "event", symbol, at, size);
	i->hollow = hollow;
	i->stroke = p->style->colors[DTL_COLOR_MARKER_EDGE];
	i->width = 1.4 * p->type;
	i->event = (int32_t)event;
}

static void number_on(dtl_plan *p, dtl_xy at, dtl_rgba ground, const char *sign, size_t number, double size)
{
	dtl_font f = dtl_plan_font(p, size, true);
	dtl_rgba ink = dtl_ink_on(ground);
	dtl_scene_text(p->scene, &p->measure, "event-number", f, ink, dtl_arena_printf(p->arena, "%s%zu", sign, number),
		(dtl_xy){at.x, at.y + f.size * .36}, DTL_ANCHOR_MIDDLE);
}

static void draw_mark(dtl_plan *p, const dtl_mark *m)
{
	dtl_symbol disk = {DTL_SHAPE_CIRCLE, m->symbol.color};
	if (m->number && (size_t)m->number <= p->key_entries) { /* its number in the key */
		sign(p, disk, m->at, m->size * 1.3, false, m->events[0]);
		number_on(p, m->at, disk.color, "", (size_t)m->number, 10);
	} else if (m->count == 1) {
		sign(p, m->symbol, m->at, m->size, m->hollow, m->events[0]);
	} else if (m->fan) {
		double r = m->size * (m->count == 2 ? .5 : m->count == 3 ? .58 : .7);
		for (size_t k = 0; k < m->count; k++) {
			const dtl_event *e = dtl_event_set_event(p->set, m->events[k]);
			double a = 2 * M_PI * (double)k / (double)m->count - M_PI / 2 - (m->count == 2 ? M_PI / 2 : 0);
			sign(p, dtl_plan_symbol(p, e), (dtl_xy){m->at.x + r * cos(a), m->at.y + r * sin(a)}, m->size * .86,
				m->hollow, m->events[k]);
		}
	} else { /* a cluster with its count */
		sign(p, disk, m->at, m->size * (m->count < 10 ? 1.5 : m->count < 100 ? 1.85 : 2.4), false, m->events[0]);
		number_on(p, m->at, disk.color, "\u00d7", m->count, 10);
	}
}

void dtl_marks_draw(dtl_plan *p)
{
	dtl_scene_open(p->scene, "events", true);
	for (size_t i = p->mark_count; i-- > 0;) {
		const dtl_mark *m = &p->marks[i];
		dtl_buf b = {.arena = p->arena};
		for (size_t k = 0; k < m->count && k < 12; k++) {
			const dtl_event *e = dtl_event_set_event(p->set, m->events[k]);
			dtl_str head = dtl_words_headline(p, e), where = dtl_words_where_when(p, e);
			dtl_buf_printf(&b, "%s%.*s%s%.*s", k ? "\n" : "", DTL_FMT(head), where.len ? " \u2013 " : "", DTL_FMT(where));
		}
		dtl_item *g = dtl_scene_open(p->scene, "event", false);
		g->title = dtl_buf_str(&b);
		g->event = (int32_t)m->events[0];
		draw_mark(p, m);
		dtl_scene_close(p->scene);
	}
	dtl_scene_close(p->scene);
}
