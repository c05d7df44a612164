/* All names on the map: what each label says, where it may stand, and the one call that decides. Positions follow
 * E. Imhof, "Positioning names on maps" (1975): right of the point first, above before below, water names in the water. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/utf8.h"
#include "map/names.h"

#define MOST_CITIES 90
#define EFFORT 0.05 /* of the engine's usual: a map is made in well under a tenth of a second */

void dtl_names_line(dtl_names *n, dtl_label *l, dtl_font font, dtl_rgba color, dtl_str text)
{
	if (l->line_count == DTL_LABEL_LINES || !text.len) return;
	dtl_extents e = n->plan->measure.line(n->plan->measure.context, &font, text);
	l->lines[l->line_count++] = (dtl_label_line){font, color, text, e.width};
	l->width = fmax(l->width, e.width);
	l->height += font.size * 1.22;
}

dtl_label *dtl_names_new(dtl_names *n, const char *role, double weight)
{
	dtl_label l = {.role = role, .mark = -1, .place = -1, .event = -1, .instead = -1, .weight = weight};
	DTL_PUSH(n->plan->arena, n->labels, n->count, n->cap, l);
	return &n->labels[n->count - 1];
}

static void add_candidate(dtl_names *n, dtl_label *l, dtl_label_candidate c, dtl_label_look look)
{
	if (!l->candidate_count) l->first_candidate = (uint32_t)n->candidate_count;
	l->candidate_count++;
	DTL_PUSH(n->plan->arena, n->looks, n->look_count, n->look_cap, look);
	DTL_PUSH(n->plan->arena, n->candidates, n->candidate_count, n->candidate_cap, c);
}

void dtl_names_candidate(dtl_names *n, dtl_label *l, dtl_box box, double cost, enum dtl_anchor anchor, const dtl_xy *leader)
{
	dtl_label_candidate c = {.box = box, .cost = cost};
	if (leader) c.leader = true, c.from = leader[0], c.to = leader[1];
	add_candidate(n, l, c, (dtl_label_look){anchor, 0});
}

/* It takes the room of the upright box around it. */
void dtl_names_tilted(dtl_names *n, dtl_label *l, dtl_xy middle, double angle, double cost)
{
	double c = fabs(cos(angle * M_PI / 180)), s = fabs(sin(angle * M_PI / 180));
	double w = (c * l->width + s * l->height) / 2, h = (s * l->width + c * l->height) / 2;
	dtl_label_candidate one = {.box = {middle.x - w, middle.y - h, middle.x + w, middle.y + h}, .cost = cost};
	add_candidate(n, l, one, (dtl_label_look){DTL_ANCHOR_MIDDLE, angle});
}

/* What it costs a box to lie half in the water: nothing where it is all in one. */
static double shore_cost(const dtl_names *n, dtl_box b)
{
	double sea = dtl_mask_share(&n->plan->mask, b, DTL_MASK_SEA);
	double none = n->plan->view.globe ? dtl_mask_share(&n->plan->mask, b, DTL_MASK_VOID) : 0;
	return 2.2 * fmin(sea, 1 - sea) + 60 * none;
}

/* The name of a place on the coast belongs into the water (Imhof 1975): what it costs where it is not. */
#define COAST 9.0 /* pixels from the water, at most */
static double inland_cost(const dtl_names *n, dtl_box b, dtl_xy at)
{
	dtl_box near = {at.x - COAST, at.y - COAST, at.x + COAST, at.y + COAST};
	double water = dtl_mask_share(&n->plan->mask, near, DTL_MASK_SEA);
	return water < .12 || water > .95 ? 0 : 2.6 * (1 - dtl_mask_share(&n->plan->mask, b, DTL_MASK_SEA));
}

static double box_distance(dtl_box b, dtl_xy p)
{
	double dx = fmax(0, fmax(b.x0 - p.x, p.x - b.x1)), dy = fmax(0, fmax(b.y0 - p.y, p.y - b.y1));
	return hypot(dx, dy);
}

static bool nearer_other(const dtl_names *n, dtl_box b, dtl_xy own)
{
	double mine = box_distance(b, own);
	for (size_t i = 0; i < n->plan->mark_count; i++) {
		dtl_xy q = n->plan->marks[i].at;
		if ((q.x != own.x || q.y != own.y) && box_distance(b, q) <= mine + 1) return true;
	}
	return false;
}

/* ---- around a point ---- */

typedef struct spot {
	double x, y;   /* where the box stands: -1 left of the point .. 1 right of it; -1 above .. 1 below */
	double cost;
} spot;
static const spot spots[] = {{1, 0, 0}, {1, -.55, .6}, {1, .55, .9}, {1, -1, 1.5}, {1, 1, 2}, {-1, 0, 3}, {0, -1, 3.2}, {0, 1, 3.6},
	{-1, -.55, 3.4}, {-1, .55, 3.8}, {-1, -1, 4.6}, {-1, 1, 5}, {.5, -1, 2.8}, {.5, 1, 3.4}, {-.5, -1, 4}, {-.5, 1, 4.4}};

static dtl_box box_at(const dtl_label *l, dtl_xy at, double gap, double x, double y)
{
	double w = l->width, h = l->height;
	double cx = at.x + x * (w / 2 + (fabs(x) >= 1 ? gap : 0));
	double cy = at.y + y * (h / 2 + (fabs(x) < 1 ? gap : gap * .45));
	return (dtl_box){cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2};
}

static enum dtl_anchor anchor_at(double x)
{
	return x >= 1 ? DTL_ANCHOR_START : x <= -1 ? DTL_ANCHOR_END : DTL_ANCHOR_MIDDLE;
}

static void around(dtl_names *n, dtl_label *l, dtl_xy at, double gap, double dot, double scale)
{
	for (size_t i = 0; i < sizeof spots / sizeof *spots; i++) {
		dtl_box b = box_at(l, at, gap, spots[i].x, spots[i].y);
		if (n->plan->mark_count <= 400 && nearer_other(n, b, at)) continue;
		double cost = spots[i].cost * scale + shore_cost(n, b) + (dot > 0 ? inland_cost(n, b, at) : 0);
		if (dot > 0)
			b = (dtl_box){fmin(b.x0, at.x - dot), fmin(b.y0, at.y - dot), fmax(b.x1, at.x + dot), fmax(b.y1, at.y + dot)};
		dtl_names_candidate(n, l, b, cost, anchor_at(spots[i].x), NULL);
	}
}

void dtl_names_around(dtl_names *n, dtl_label *l, dtl_xy at, double gap) { around(n, l, at, gap, 0, 1); }

/* Farther off, joined by a leader. */
static void led(dtl_names *n, dtl_label *l, dtl_xy at, double radius)
{
	static const double far[] = {20, 40, 66, 100, 150, 220};
	double u = n->plan->type;
	size_t reach = n->plan->mark_count > 30 ? 4 : sizeof far / sizeof *far; /* in a crowd long leaders confuse */
	for (size_t d = 0; d < reach; d++)
		for (int k = 0; k < 12; k++) {
			double a = 2 * M_PI * (k + .5 * (double)(d & 1)) / 12, r = radius + far[d] * u;
			dtl_xy end = {at.x + r * cos(a), at.y + r * sin(a)}, line[2];
			double x = cos(a) > .38 ? 1 : cos(a) < -.38 ? -1 : 0, y = x == 0 ? (sin(a) > 0 ? 1 : -1) : 0;
			dtl_box b = box_at(l, end, 3 * u, x, y);
			line[0] = (dtl_xy){at.x + radius * .5 * cos(a), at.y + radius * .5 * sin(a)};
			line[1] = end;
			dtl_names_candidate(n, l, b, 30 + far[d] * .4 + (x < 0 ? 4 : 0) + shore_cost(n, b), anchor_at(x), line);
		}
}

/* ---- events ---- */

static void headline(dtl_names *n, dtl_label *l, const dtl_event *e, size_t most, double width)
{
	dtl_plan *p = n->plan;
	dtl_str lines[4];
	dtl_font bold = dtl_plan_font(p, 13, true);
	size_t k = dtl_text_balance(p->arena, &p->measure, &bold, dtl_words_headline(p, e), width, most, lines);
	for (size_t i = 0; i < k; i++) dtl_names_line(n, l, bold, p->style->colors[DTL_COLOR_TEXT], lines[i]);
}

static void where_when(dtl_names *n, dtl_label *l, dtl_str text, double width)
{
	dtl_plan *p = n->plan;
	dtl_str lines[2];
	dtl_font plain = dtl_plan_font(p, 11.2, false);
	size_t k = dtl_text_balance(p->arena, &p->measure, &plain, text, width, 2, lines);
	for (size_t i = 0; i < k; i++) dtl_names_line(n, l, plain, p->style->colors[DTL_COLOR_MUTED], lines[i]);
}

static bool one_place(const dtl_plan *p, const dtl_mark *m)
{
	dtl_str first = dtl_event_set_event(p->set, m->events[0])->place.name;
	for (size_t i = 1; i < m->count; i++)
		if (!dtl_str_eq(first, dtl_event_set_event(p->set, m->events[i])->place.name)) return false;
	return first.len > 0;
}

/* What a cluster is called: the place, else the division or the country that holds all of it. */
static dtl_str common_place(dtl_plan *p, const dtl_mark *m)
{
	const dtl_event *first = dtl_event_set_event(p->set, m->events[0]);
	if (one_place(p, m)) return first->place.name;
	bool division = first->place.admin1.len > 0, country = first->place.country.len > 0;
	for (size_t i = 1; i < m->count; i++) {
		const dtl_event_place *q = &dtl_event_set_event(p->set, m->events[i])->place;
		country &= dtl_str_eq(q->country, first->place.country);
		division &= country && dtl_str_eq(q->admin1, first->place.admin1);
	}
	dtl_str count = dtl_words_count(p->arena, m->count), where = DTL_STR("");
	if (division) where = first->place.admin1;
	for (size_t i = 0; i < p->base->country_count && country && !division; i++)
		if (dtl_str_eq_nocase(first->place.country, dtl_str_of(p->base->countries[i].iso))) {
			where = dtl_str_of(dtl_basemap_string(p->base, p->base->countries[i].name));
			break;
		}
	if (!where.len) return dtl_arena_printf(p->arena, "%.*s events", DTL_FMT(count));
	return dtl_arena_printf(p->arena, "%.*s: %.*s events", DTL_FMT(where), DTL_FMT(count));
}

static void cluster(dtl_names *n, dtl_label *l, const dtl_mark *m, double width)
{
	dtl_plan *p = n->plan;
	dtl_font head = dtl_plan_font(p, 13, true), plain = dtl_plan_font(p, 11.2, false);
	bool same = one_place(p, m);
	size_t told = m->count <= DTL_TOLD_WHOLE ? m->count : DTL_TOLD_WHOLE - 1;
	dtl_str lines[2];
	l->told = told;
	size_t heads = dtl_text_balance(p->arena, &p->measure, &head, common_place(p, m), width, 2, lines);
	for (size_t i = 0; i < heads; i++) dtl_names_line(n, l, head, p->style->colors[DTL_COLOR_TEXT], lines[i]);
	for (size_t i = 0; i < told; i++) {
		const dtl_event *e = dtl_event_set_event(p->set, m->events[i]);
		dtl_str when = same ? dtl_words_date(p->arena, &e->date, !p->one_year) : dtl_words_where_when(p, e);
		dtl_str text = dtl_words_headline(p, e);
		if (when.len && same) text = dtl_arena_printf(p->arena, "%.*s: %.*s", DTL_FMT(when), DTL_FMT(text));
		else if (when.len) text = dtl_arena_printf(p->arena, "%.*s (%.*s)", DTL_FMT(text), DTL_FMT(when));
		size_t k = dtl_text_balance(p->arena, &p->measure, &plain, text, width * 1.45, 2, lines);
		for (size_t j = 0; j < k; j++) dtl_names_line(n, l, plain, p->style->colors[DTL_COLOR_TEXT], lines[j]);
	}
	if (told < m->count)
		dtl_names_line(n, l, plain, p->style->colors[DTL_COLOR_MUTED], dtl_arena_printf(p->arena, "and %zu more", m->count - told));
}

/* More than any position costs: a label in another's stead comes only where that one finds no room. */
#define INSTEAD_COST 600

void dtl_names_event(dtl_names *n, size_t i, double weight, double extra)
{
	dtl_plan *p = n->plan;
	dtl_mark *m = &p->marks[i];
	bool many = p->mark_count > 24;
	dtl_label *l = dtl_names_new(n, "event-label", weight);
	l->mark = (int32_t)i;
	l->told = 1;
	l->event = (int32_t)m->events[0];
	double width = (many ? 140 : 175) * p->type;
	if (m->count > 1) {
		cluster(n, l, m, width);
	} else {
		const dtl_event *e = dtl_event_set_event(p->set, m->events[0]);
		headline(n, l, e, many ? 2 : 3, width);
		where_when(n, l, dtl_words_where_when(p, e), width);
	}
	double r = dtl_mark_radius(m);
	around(n, l, m->at, r + 3.5 * p->type, 0, 4);
	led(n, l, m->at, r);
	for (uint32_t k = 0; k < l->candidate_count; k++) n->candidates[l->first_candidate + k].cost += extra;
}

/* Obstacles name their owners by the index of the label. */
static void mark_obstacles(dtl_names *n)
{
	dtl_plan *p = n->plan;
	int32_t *owner = dtl_arena_array(p->arena, int32_t, p->mark_count);
	for (size_t i = 0; i < p->mark_count; i++) owner[i] = DTL_LABEL_NO_OWNER;
	for (size_t i = n->count; i-- > 0;)
		if (n->labels[i].mark >= 0) owner[n->labels[i].mark] = (int32_t)i; /* of two, the first */
	for (size_t i = 0; i < p->mark_count; i++) {
		dtl_xy c = p->marks[i].at;
		double r = dtl_mark_radius(&p->marks[i]) + 1;
		r = fmax(r, p->marks[i].size * .72);
		dtl_plan_obstacle(p, (dtl_box){c.x - r, c.y - r, c.x + r, c.y + r}, owner[i], -1);
	}
}

/* ---- cities ---- */

static uint32_t city_rank(double km_per_px)
{
	static const struct { double km; uint32_t rank; } steps[] = {{15, 0}, {9, 1}, {5, 2}, {3, 3}, {2, 4}, {1.3, 6}, {.8, 7}, {.5, 8}};
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (km_per_px > steps[i].km) return steps[i].rank;
	return 10;
}

/* "Bayda" and "Al Bayda" are one place when they lie side by side. */
static bool alike(dtl_str a, dtl_str b)
{
	return a.len && b.len && (dtl_str_contains_nocase(a, b) || dtl_str_contains_nocase(b, a));
}

/* An event's own label names the place already. */
static bool named_by_event(const dtl_plan *p, dtl_xy at, dtl_str name)
{
	if (dtl_arcs_names(p, at, name)) return true;
	for (size_t i = 0; i < p->mark_count; i++) {
		const dtl_mark *m = &p->marks[i];
		double d = hypot(m->at.x - at.x, m->at.y - at.y);
		if (d < dtl_mark_radius(m) + 2) return true;
		if (d > 60) continue;
		for (size_t k = 0; k < m->count; k++) {
			const dtl_event_place *q = &dtl_event_set_event(p->set, m->events[k])->place;
			if ((q->precision != DTL_PRECISION_POINT || d < 20) && alike(q->name, name)) return true;
		}
	}
	return false;
}

static void cities(dtl_names *n)
{
	dtl_plan *p = n->plan;
	uint32_t limit = city_rank(p->view.km_per_px);
	size_t made = 0;
	const dtl_box *f = &p->view.frame;
	for (size_t i = 0; i < p->base->place_count && made < MOST_CITIES; i++) {
		const dtl_base_place *c = &p->base->places[i];
		bool capital = c->capital == 2 && p->view.km_per_px < 9;
		if (c->scale_rank > limit && !(capital && c->scale_rank <= limit + 3u)) continue;
		if (c->station && p->view.km_per_px > 1.5 && p->view.south > -60) continue;
		dtl_lonlat g = {(double)c->lon / DTL_BASEMAP_UNIT, (double)c->lat / DTL_BASEMAP_UNIT};
		if (g.lat < p->view.south || g.lat > p->view.north) continue;
		dtl_xy at = dtl_view_point(&p->view, g);
		if (!(at.x > f->x0 + 4 && at.x < f->x1 - 4 && at.y > f->y0 + 4 && at.y < f->y1 - 4)) continue;
		dtl_str name = dtl_str_of(dtl_basemap_string(p->base, c->name));
		if (named_by_event(p, at, name)) continue;
		int16_t country = dtl_mask_at(&p->mask, at);
		bool focus = country >= 0 && p->focus[country];
		dtl_label *l = dtl_names_new(n, "city-name", 8 + 2.0 * (10 - fmin(10, c->scale_rank)) + (capital ? 14 : 0) + (focus ? 8 : 0));
		l->place = (int32_t)i;
		l->at = at;
		l->dot = (capital ? 2.6 : 1.9) * p->type;
		dtl_font font = dtl_plan_font(p, c->scale_rank <= 2 || capital ? 11.6 : 10.4, false);
		dtl_names_line(n, l, font, p->style->colors[DTL_COLOR_CITY_NAME], name);
		around(n, l, at, l->dot + 2.6 * p->type, l->dot + .8, .8);
		made++;
	}
}

/* ---- range rings ---- */

static void rings(dtl_names *n)
{
	dtl_plan *p = n->plan;
	for (size_t i = 0; i < p->spec->ring_count; i++) {
		const dtl_range_ring *r = &p->spec->rings[i];
		dtl_label *l = dtl_names_new(n, "range-label", 600);
		dtl_font font = dtl_plan_font(p, 11, false);
		dtl_str km = dtl_arena_printf(p->arena, "%.0f km", r->radius_km);
		dtl_names_line(n, l, font, p->style->colors[DTL_COLOR_RING],
			r->label.len ? dtl_arena_printf(p->arena, "%.*s: %.*s", DTL_FMT(r->label), DTL_FMT(km)) : km);
		for (int k = 0; k < 24; k++) {
			double bearing = 90 - 15.0 * k * (k & 1 ? 1 : -1) / 2;
			dtl_xy c = dtl_view_point(&p->view, dtl_geodesic_direct(r->center, bearing, r->radius_km));
			if (!isfinite(c.x)) continue;
			dtl_box b = {c.x - l->width / 2 - 2, c.y - l->height / 2, c.x + l->width / 2 + 2, c.y + l->height / 2};
			dtl_names_candidate(n, l, b, k * .5, DTL_ANCHOR_MIDDLE, NULL);
		}
	}
}

/* ---- deciding and drawing ---- */

static void decide(dtl_names *n)
{
	dtl_plan *p = n->plan;
	double pad = 1.5;
	for (size_t i = 0; i < n->candidate_count; i++) {
		dtl_box *b = &n->candidates[i].box;
		*b = (dtl_box){b->x0 - pad, b->y0 - pad, b->x1 + pad, b->y1 + pad};
	}
	dtl_label_feature *features = dtl_arena_array(p->arena, dtl_label_feature, n->count);
	for (size_t i = 0; i < n->count; i++) {
		const dtl_label *l = &n->labels[i];
		features[i] = (dtl_label_feature){l->first_candidate, l->candidate_count, l->weight};
		if (l->instead < 0) continue;
		const dtl_label *other = &n->labels[l->instead]; /* one feature: the candidates of both, of which one is chosen */
		if (!l->candidate_count) features[i].first = other->first_candidate;
		features[i].count += other->candidate_count;
		features[++i] = (dtl_label_feature){0, 0, 1};
	}
	const dtl_box *f = &p->view.frame;
	dtl_label_problem problem = {{f->x0 + 3, f->y0 + 3, f->x1 - 3, f->y1 - 3}, p->obstacles, p->obstacle_count, features, n->count,
		n->candidates, n->candidate_count, EFFORT};
	int32_t *choice = dtl_arena_array(p->arena, int32_t, n->count + 1);
	dtl_labels_place(p->arena, &problem, choice);
	for (size_t i = 0; i < n->count; i++) {
		dtl_label *l = &n->labels[i];
		l->choice = choice[i];
		if (l->instead >= 0) {
			bool other = l->choice >= (int32_t)l->candidate_count;
			choice[l->instead] = other ? l->choice - (int32_t)l->candidate_count : DTL_LABEL_DROPPED;
			if (other) l->choice = DTL_LABEL_DROPPED;
		}
		if (l->mark >= 0 && l->choice >= 0) p->marks[l->mark].choice = l->choice, p->marks[l->mark].told = l->told, p->marks[l->mark].boxed = l->boxed;
	}
	for (size_t i = 0; i < n->candidate_count; i++) {
		dtl_box *b = &n->candidates[i].box;
		*b = (dtl_box){b->x0 + pad, b->y0 + pad, b->x1 - pad, b->y1 - pad};
	}
}

static void number_the_rest(dtl_plan *p)
{
	p->keyed_marks = 0;
	/* By date, so that the key reads as a story. */
	for (;;) {
		dtl_mark *next = NULL;
		for (size_t i = 0; i < p->mark_count; i++) {
			dtl_mark *m = &p->marks[i];
			if (m->choice != DTL_LABEL_DROPPED || m->number) continue;
			if (!next || dtl_date_cmp(dtl_event_set_event(p->set, m->events[0])->date.start, dtl_event_set_event(p->set, next->events[0])->date.start) < 0)
				next = m;
		}
		if (!next) break;
		next->number = (int)++p->keyed_marks;
	}
}

void dtl_names_place(dtl_plan *p)
{
	dtl_names *n = dtl_arena_new(p->arena, dtl_names);
	n->plan = p;
	p->names = n;
	for (size_t i = 0; i < p->mark_count; i++) p->marks[i].number = 0, p->marks[i].choice = DTL_LABEL_DROPPED;
	if (!p->spec->no_labels) {
		dtl_callouts_choose(p);
		for (size_t i = 0; i < p->mark_count; i++) { /* first, for mark_obstacles */
			if (p->marks[i].callout) dtl_callouts_label(n, i);
			dtl_names_event(n, i, 1000 + 20 * fmin(10, (double)p->marks[i].count), p->marks[i].callout ? INSTEAD_COST : 0);
		}
	}
	mark_obstacles(n);
	rings(n);
	if (!p->spec->no_labels) dtl_arcs_labels(n);
	if (!p->spec->no_labels) {
		dtl_names_countries(n);
		dtl_names_waters(n);
		dtl_counts_labels(n);
		cities(n);
		dtl_names_divisions(n);
		dtl_names_rivers(n);
		dtl_graticule_labels(n);
	}
	decide(n);
	if (!p->spec->no_labels) number_the_rest(p);
}

/* The box of a label's text, of a box that holds the town's dot too. */
static dtl_box without_dot(const dtl_label *l, dtl_box b, enum dtl_anchor anchor)
{
	if (anchor == DTL_ANCHOR_START) b.x0 = b.x1 - l->width;
	else if (anchor == DTL_ANCHOR_END) b.x1 = b.x0 + l->width;
	else {
		double mid = b.x1 - b.x0 > l->width + .1 ? l->at.x : (b.x0 + b.x1) / 2;
		b.x0 = mid - l->width / 2, b.x1 = mid + l->width / 2;
	}
	if (b.y1 - b.y0 > l->height + .1) {
		if (b.y1 > l->at.y + l->dot + 1) b.y0 = b.y1 - l->height;
		else b.y1 = b.y0 + l->height;
	}
	return b;
}

static void with_halo(const dtl_plan *p, const dtl_label *l, dtl_item *i)
{
	const dtl_rgba *c = p->style->colors;
	i->halo = c[DTL_COLOR_HALO];
	bool sea = l->water || dtl_mask_share(&p->mask, i->box, DTL_MASK_SEA) > .6; /* the background's colour, where that is plain */
	if (sea) i->halo = (c[DTL_COLOR_SEA] & ~(dtl_rgba)255) | (l->water ? 0xb0 : 0xd0);
	if (l->ground) i->halo = l->ground;
	i->halo_width = (l->mark >= 0 ? 2.2 : 1.6) * p->type;
	i->event = l->event;
}

static void draw_tilted(dtl_plan *p, const dtl_label *l, dtl_box b, double angle)
{
	const dtl_label_line *t = &l->lines[0];
	double a = angle * M_PI / 180, drop = t->font.size * .35; /* from the middle of the letters to the baseline */
	dtl_xy at = {(b.x0 + b.x1) / 2 + drop * sin(a), (b.y0 + b.y1) / 2 + drop * cos(a)};
	dtl_item *i = dtl_scene_text(p->scene, &p->measure, l->role, t->font, t->color, t->text, at, DTL_ANCHOR_MIDDLE);
	i->angle = angle;
	i->box = b;
	with_halo(p, l, i);
}

static void draw_label(dtl_plan *p, const dtl_names *n, const dtl_label *l)
{
	const dtl_label_candidate *c = &n->candidates[l->first_candidate + (uint32_t)l->choice];
	const dtl_label_look *look = &n->looks[l->first_candidate + (uint32_t)l->choice];
	enum dtl_anchor anchor = look->anchor;
	dtl_box b = c->box;
	if (l->dot > 0) b = without_dot(l, b, anchor);
	if (c->leader) {
		dtl_item *i = dtl_scene_line(p->scene, "leader", c->from, c->to, p->style->colors[DTL_COLOR_MUTED], .8 * p->type);
		i->event = l->event;
	}
	if (l->boxed) {
		dtl_callouts_draw(p, l, b);
		return;
	}
	if (look->angle < 0 || look->angle > 0) {
		draw_tilted(p, l, b, look->angle);
		return;
	}
	double y = b.y0;
	for (size_t k = 0; k < l->line_count; k++) {
		const dtl_label_line *t = &l->lines[k];
		double h = t->font.size * 1.22;
		double x = anchor == DTL_ANCHOR_START ? b.x0 : anchor == DTL_ANCHOR_END ? b.x1 : (b.x0 + b.x1) / 2;
		with_halo(p, l, dtl_scene_text(p->scene, &p->measure, l->role, t->font, t->color, t->text, (dtl_xy){x, y + h * .5 + t->font.size * .35}, anchor));
		y += h;
	}
}

static bool any_of(const dtl_names *n, const char *role)
{
	for (size_t i = 0; i < n->count; i++)
		if (n->labels[i].choice >= 0 && !strcmp(n->labels[i].role, role)) return true;
	return false;
}

static void draw_role(dtl_plan *p, const dtl_names *n, const char *group, const char *role)
{
	if (!any_of(n, role)) return;
	dtl_scene_open(p->scene, group, true);
	for (size_t i = 0; i < n->count; i++)
		if (n->labels[i].choice >= 0 && !strcmp(n->labels[i].role, role)) {
			const dtl_label *l = &n->labels[i];
			if (l->dot > 0) {
				dtl_symbol s = {p->base->places[l->place].capital == 2 ? DTL_SHAPE_SQUARE : DTL_SHAPE_CIRCLE, p->style->colors[DTL_COLOR_CITY_NAME]};
				dtl_item *d = dtl_scene_symbol(p->scene, "city", s, l->at, 2 * l->dot * .8);
				d->stroke = p->style->colors[DTL_COLOR_HALO];
				d->width = .7 * p->type;
			}
			draw_label(p, n, l);
		}
	dtl_scene_close(p->scene);
}

void dtl_names_draw(dtl_plan *p)
{
	draw_role(p, p->names, "degrees", "degrees");
	draw_role(p, p->names, "river-names", "river-name");
	draw_role(p, p->names, "water-names", "water-name");
	draw_role(p, p->names, "division-names", "division-name");
	draw_role(p, p->names, "country-names", "country-name");
	draw_role(p, p->names, "cities", "city-name");
	draw_role(p, p->names, "range-labels", "range-label");
	draw_role(p, p->names, "counts", "count-label");
	draw_role(p, p->names, "arc-ends", "arc-end");
	draw_role(p, p->names, "event-labels", "event-label");
	draw_role(p, p->names, "callouts", "callout");
}
