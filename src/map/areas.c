/* Names of areas: countries in spaced capitals within their outlines, waters in italics within the water. Both try positions
 * over the mask and keep the best. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "map/names.h"

#define MOST_TRIES 16 /* candidates kept of an area */

/* Few sizes of type and few spacings: a page looks calmer, and each further one costs a font's loading. */
static double stepped(double v, double step) { return round(v / step) * step; }

typedef struct trial {
	dtl_box box;
	double cost;
} trial;

static int cheaper(const void *a, const void *b)
{
	const trial *x = a, *y = b;
	if (x->cost != y->cost) return x->cost < y->cost ? -1 : 1;
	if (x->box.y0 != y->box.y0) return x->box.y0 < y->box.y0 ? -1 : 1;
	return x->box.x0 < y->box.x0 ? -1 : x->box.x0 > y->box.x0;
}

static void keep_best(dtl_names *n, dtl_label *l, trial *t, size_t count)
{
	if (count) qsort(t, count, sizeof *t, cheaper);
	for (size_t i = 0; i < count && i < MOST_TRIES; i++) dtl_names_candidate(n, l, t[i].box, t[i].cost, DTL_ANCHOR_MIDDLE, NULL);
}

/* Capitals of Latin, Greek and Cyrillic letters; the rest as it is. */
static dtl_str capitals(dtl_arena *a, dtl_str s)
{
	dtl_buf b = {.arena = a};
	for (size_t at = 0; at < s.len;) {
		uint32_t c = dtl_utf8_next(s, &at);
		char out[4];
		if ((c >= 'a' && c <= 'z') || (c >= 0xe0 && c <= 0xfe && c != 0xf7) || (c >= 0x3b1 && c <= 0x3c9 && c != 0x3c2) || (c >= 0x430 && c <= 0x44f))
			c -= 32;
		else if (c >= 0x450 && c <= 0x45f) c -= 80;
		else if (c >= 0x100 && c <= 0x17f && (c & 1) && !(c >= 0x138 && c <= 0x148) && c < 0x178) c -= 1;
		dtl_buf_add(&b, (dtl_str){out, dtl_utf8_put(c, out)});
	}
	return dtl_buf_str(&b);
}

/* Lines of a name: one, or two of about the same length. */
static void set_lines(dtl_names *n, dtl_label *l, dtl_font font, dtl_rgba color, dtl_str text, bool two)
{
	l->line_count = 0;
	l->width = l->height = 0;
	size_t best = 0;
	for (size_t i = 1; two && i + 1 < text.len; i++)
		if (text.ptr[i] == ' ' && (!best || labs((long)(2 * i) - (long)text.len) < labs((long)(2 * best) - (long)text.len))) best = i;
	if (best) {
		dtl_names_line(n, l, font, color, dtl_str_sub(text, 0, best));
		dtl_names_line(n, l, font, color, dtl_str_sub(text, best + 1, text.len));
	} else {
		dtl_names_line(n, l, font, color, text);
	}
}

static void count_line(dtl_names *n, dtl_label *l, uint32_t count)
{
	if (count) dtl_names_line(n, l, dtl_plan_font(n->plan, 12.4, true), l->lines[0].color, dtl_words_count(n->plan->arena, count));
}

typedef struct region { /* the cells of one country in sight */
	double x, y;        /* centroid, pixels */
	int count, c0, r0, c1, r1;
} region;

static region *regions(dtl_plan *p)
{
	const dtl_mask *m = &p->mask;
	region *all = dtl_arena_array(p->arena, region, p->base->country_count);
	for (int r = 0; r < m->rows; r++)
		for (int c = 0; c < m->columns; c++) {
			int16_t k = m->cells[r * m->columns + c];
			if (k < 0) continue;
			region *g = &all[k];
			if (!g->count) *g = (region){.c0 = c, .c1 = c, .r0 = r, .r1 = r};
			g->count++;
			g->x += c, g->y += r;
			if (c < g->c0) g->c0 = c;
			if (c > g->c1) g->c1 = c;
			if (r < g->r0) g->r0 = r;
			if (r > g->r1) g->r1 = r;
		}
	for (size_t i = 0; i < p->base->country_count; i++)
		if (all[i].count) {
			all[i].x = m->frame.x0 + (all[i].x / all[i].count + .5) * m->cell;
			all[i].y = m->frame.y0 + (all[i].y / all[i].count + .5) * m->cell;
		}
	return all;
}

/* Sums of a country's cells over its region: how many lie in any box, in constant time. */
typedef struct sums {
	const dtl_mask *mask;
	const region *g;
	int width;
	int32_t *at; /* (rows + 1) * width: cells above and to the left */
} sums;

static sums sums_of(dtl_plan *p, const region *g, int16_t id)
{
	const dtl_mask *m = &p->mask;
	int rows = g->r1 - g->r0 + 1;
	sums s = {m, g, g->c1 - g->c0 + 2, NULL};
	s.at = dtl_arena_array(p->arena, int32_t, (size_t)(rows + 1) * (size_t)s.width);
	for (int r = 0; r < rows; r++)
		for (int c = 0; c + 1 < s.width; c++) {
			int32_t *q = &s.at[(r + 1) * s.width + c + 1];
			*q = q[-1] + q[-s.width] - q[-s.width - 1] + (m->cells[(r + g->r0) * m->columns + c + g->c0] == id);
		}
	return s;
}

static int clamped(double v, int low, int high) { return v < low ? low : v > high ? high : (int)v; }

/* As dtl_mask_share. */
static double share_of(const sums *s, dtl_box b)
{
	const dtl_mask *m = s->mask;
	const region *g = s->g;
	double c0 = floor((b.x0 - m->frame.x0) / m->cell), c1 = ceil((b.x1 - m->frame.x0) / m->cell);
	double r0 = floor((b.y0 - m->frame.y0) / m->cell), r1 = ceil((b.y1 - m->frame.y0) / m->cell);
	int x0 = clamped(c0, g->c0, g->c1 + 1) - g->c0, x1 = clamped(c1, g->c0, g->c1 + 1) - g->c0;
	int y0 = clamped(r0, g->r0, g->r1 + 1) - g->r0, y1 = clamped(r1, g->r0, g->r1 + 1) - g->r0;
	int32_t hits = s->at[y1 * s->width + x1] - s->at[y0 * s->width + x1] - s->at[y1 * s->width + x0] + s->at[y0 * s->width + x0];
	double all = (c1 - c0) * (r1 - r0);
	return all > 0 ? hits / all : 0;
}

/* Positions of a box over the region's cells. least: the share of the box that must be on the country. */
static void try_country(dtl_names *n, dtl_label *l, const sums *s, int16_t id, double least)
{
	dtl_plan *p = n->plan;
	const dtl_mask *m = &p->mask;
	const region *g = s->g;
	int step = (int)fmax(1, sqrt((double)(g->c1 - g->c0 + 1) * (g->r1 - g->r0 + 1) / 700));
	size_t count = 0, cap = 0;
	trial *t = NULL;
	double size = fmax(20, hypot(g->c1 - g->c0 + 1, g->r1 - g->r0 + 1) * m->cell);
	for (int r = g->r0; r <= g->r1; r += step)
		for (int c = g->c0; c <= g->c1; c += step) {
			if (m->cells[r * m->columns + c] != id) continue;
			double x = m->frame.x0 + (c + .5) * m->cell, y = m->frame.y0 + (r + .5) * m->cell;
			dtl_box b = {x - l->width / 2, y - l->height / 2, x + l->width / 2, y + l->height / 2};
			double share = share_of(s, b);
			if (share < least) continue;
			trial one = {b, 14 * hypot(x - g->x, y - g->y) / size + 30 * (1 - share)};
			DTL_PUSH(p->arena, t, count, cap, one);
		}
	keep_best(n, l, t, count);
}

#define SMALL 500.0     /* square pixels: nothing can be written in less */
#define SCATTERED 330.0 /* pixels: a state whose islands lie farther apart has no middle */

/* Where the name of an island state may stand beside its islands: their middle in pixels and how far off. False for others. */
static bool islands(const dtl_plan *p, size_t i, dtl_xy *at, double *gap)
{
	const dtl_base_country *c = &p->base->countries[i];
	if (p->view.km_per_px > 4 || !c->iso[0] || !dtl_base_visible(&p->view, c->box)) return false;
	double w = (double)(c->box.x1 - c->box.x0) / DTL_BASEMAP_UNIT, h = (double)(c->box.y1 - c->box.y0) / DTL_BASEMAP_UNIT;
	double high = h / p->view.degrees_per_px, lat = (double)c->box.y0 / DTL_BASEMAP_UNIT + h / 2;
	double wide = w * cos(lat * M_PI / 180) / p->view.degrees_per_px;
	*at = dtl_view_point(&p->view, (dtl_lonlat){(double)c->box.x0 / DTL_BASEMAP_UNIT + w / 2, lat});
	*gap = fmin(wide, high) / 2 + 3 * p->type;
	const dtl_box *f = &p->view.frame;
	if (hypot(wide, high) > SCATTERED * p->type || !(at->x > f->x0 && at->x < f->x1 && at->y > f->y0 && at->y < f->y1)) return false;
	dtl_box around = {at->x - wide / 2 - 12, at->y - high / 2 - 12, at->x + wide / 2 + 12, at->y + high / 2 + 12};
	return dtl_mask_share(&p->mask, around, DTL_MASK_SEA) > .45; /* not among neighbours on land */
}

static void small_state(dtl_names *n, size_t i, dtl_str name)
{
	dtl_plan *p = n->plan;
	dtl_xy at;
	double gap;
	if (!name.len || !islands(p, i, &at, &gap)) return;
	dtl_label *l = dtl_names_new(n, "country-name", p->focus[i] ? 80 : 30);
	dtl_font font = dtl_plan_font(p, 9.6, false);
	font.spacing = .12 * font.size;
	set_lines(n, l, font, p->style->colors[DTL_COLOR_COUNTRY_NAME], name, false);
	dtl_names_around(n, l, at, gap);
}

void dtl_names_countries(dtl_names *n)
{
	dtl_plan *p = n->plan;
	region *all = regions(p);
	for (size_t i = 0; i < p->base->country_count; i++) {
		const region *g = &all[i];
		double area = g->count * p->mask.cell * p->mask.cell;
		dtl_str name = capitals(p->arena, dtl_str_of(dtl_basemap_string(p->base, p->base->countries[i].name)));
		uint32_t counted = dtl_counts_of_country(p, i);
		if (!counted && area < SMALL * p->type * p->type) small_state(n, i, name);
		if (!name.len || !g->count || (area < SMALL * p->type * p->type && !counted)) continue;
		double size = fmin(14.4, 9.6 + stepped(sqrt(area) / 75, 1.6));
		dtl_font font = dtl_plan_font(p, size, false);
		font.spacing = stepped(fmin(4, .12 * font.size + sqrt(area) / 300), 1) * p->type;
		dtl_label *l = dtl_names_new(n, "country-name", (p->focus[i] ? 90 : 45) + fmin(20, area / 8000));
		dtl_rgba color = p->style->colors[DTL_COLOR_COUNTRY_NAME];
		sums s = sums_of(p, g, (int16_t)i);
		if (counted) l->ground = dtl_counts_ground(p, counted), color = dtl_ink_on(l->ground), l->weight += 300;
		set_lines(n, l, font, color, name, false);
		count_line(n, l, counted);
		try_country(n, l, &s, (int16_t)i, .97);
		if (!l->candidate_count) {
			set_lines(n, l, font, color, name, true);
			count_line(n, l, counted);
			try_country(n, l, &s, (int16_t)i, .93);
		}
		if (!l->candidate_count && counted) {
			font = dtl_plan_font(p, 9.6, false);
			set_lines(n, l, font, color, name, true);
			count_line(n, l, counted);
			try_country(n, l, &s, (int16_t)i, .8);
		}
		if (!l->candidate_count && counted) { /* too small for its name: beside it */
			l->ground = 0;
			font = dtl_plan_font(p, 10.4, false);
			set_lines(n, l, font, p->style->colors[DTL_COLOR_TEXT], dtl_str_of(dtl_basemap_string(p->base, p->base->countries[i].name)), false);
			count_line(n, l, counted);
			dtl_names_around(n, l, (dtl_xy){g->x, g->y}, sqrt(area / M_PI));
		} else if (!l->candidate_count && (p->focus[i] || area > 2500)) { /* a narrow country: its name reaches over the border */
			font = dtl_plan_font(p, 9.6, false);
			font.spacing = .08 * font.size;
			set_lines(n, l, font, color, name, true);
			count_line(n, l, counted);
			dtl_xy at;
			double gap;
			if (!counted && islands(p, i, &at, &gap)) dtl_names_around(n, l, at, gap);
			else try_country(n, l, &s, (int16_t)i, p->focus[i] ? .3 : .6);
		}
	}
}

/* ---- divisions ---- */

#define MOST_DIVISIONS 24

/* Whether a town of the same name lies in it: its name says enough. */
static bool named_by_town(const dtl_names *n, const dtl_base_unit *u, dtl_str name)
{
	const dtl_basemap *b = n->plan->base;
	for (size_t i = 0; i < b->place_count; i++) {
		const dtl_base_place *c = &b->places[i];
		if (c->lon < u->box.x0 || c->lon > u->box.x1 || c->lat < u->box.y0 || c->lat > u->box.y1) continue;
		dtl_str town = dtl_str_of(dtl_basemap_string(b, c->name)), end = dtl_str_sub(name, name.len < 3 ? 0 : name.len - 3, name.len);
		bool same_end = town.len && name.len && town.ptr[0] == name.ptr[0] && dtl_str_ends(town, end);
		if (same_end || dtl_str_starts(town, dtl_str_sub(name, 0, name.len < 4 ? name.len : 4))) return true;
	}
	return false;
}

/* Of the countries with events, where the lines between divisions are drawn and these are large. */
void dtl_names_divisions(dtl_names *n)
{
	dtl_plan *p = n->plan;
	const dtl_box *f = &p->view.frame;
	if (p->view.km_per_px > 1.2 || p->counted_count) return;
	for (size_t i = 0, made = 0; i < p->base->unit_count && made < MOST_DIVISIONS; i++) {
		const dtl_base_unit *u = &p->base->units[i];
		if (!p->focus[u->country] || !dtl_base_visible(&p->view, u->box)) continue;
		dtl_str name = dtl_str_of(dtl_basemap_string(p->base, u->name));
		double high = (double)(u->box.y1 - u->box.y0) / DTL_BASEMAP_UNIT / p->view.degrees_per_px;
		bool short_form = name.len && memchr(name.ptr, '.', name.len);
		if (high < 90 * p->type || !name.len || short_form || named_by_town(n, u, name)) continue;
		dtl_xy at = dtl_view_point(&p->view, (dtl_lonlat){(double)u->lon / DTL_BASEMAP_UNIT, (double)u->lat / DTL_BASEMAP_UNIT});
		if (!(at.x > f->x0 && at.x < f->x1 && at.y > f->y0 && at.y < f->y1)) continue;
		dtl_lonlat point = {(double)u->lon / DTL_BASEMAP_UNIT, (double)u->lat / DTL_BASEMAP_UNIT};
		if (dtl_basemap_unit_at(p->base, p->arena, point) != (int32_t)i) continue; /* some of the source's points lie next door */
		dtl_label *l = dtl_names_new(n, "division-name", 6);
		dtl_font font = dtl_plan_font(p, 9.8, false);
		font.spacing = 1 * p->type;
		dtl_names_line(n, l, font, p->style->colors[DTL_COLOR_COUNTRY_NAME], name);
		for (int k = 0; k < 15; k++) {
			double x = at.x + (k % 3 - 1) * .3 * l->width, y = at.y + (k / 3 - 2) * .1 * high;
			dtl_box b = {x - l->width / 2, y - l->height / 2, x + l->width / 2, y + l->height / 2};
			dtl_names_candidate(n, l, b, 2 * hypot((x - at.x) / l->width, (y - at.y) / high * 4), DTL_ANCHOR_MIDDLE, NULL);
		}
		made++;
	}
}

/* ---- waters ---- */

/* The water of each sample of the mask: the entry that is nearest in units of its own size. */
#define SAMPLE 5 /* cells */
#define REACH 2.2 /* of its size, how far a name may be from its point */

typedef struct sea_map {
	int columns, rows;
	int16_t *owner; /* index of the water; -1: none */
	float *far;     /* distance in units of its size */
} sea_map;

/* Where the sea samples lie on the globe; NaN elsewhere. */
static dtl_lonlat *sea_samples(dtl_plan *p, const sea_map *s)
{
	const dtl_mask *m = &p->mask;
	size_t count = 0, all = (size_t)s->columns * (size_t)s->rows;
	double *xy = dtl_arena_array(p->arena, double, 2 * all);
	dtl_lonlat *out = dtl_arena_array(p->arena, dtl_lonlat, all);
	for (int pass = 0; pass < 2; pass++) {
		count = 0;
		for (int r = 0; r < s->rows; r++)
			for (int c = 0; c < s->columns; c++) {
				dtl_lonlat *g = &out[r * s->columns + c];
				*g = (dtl_lonlat){NAN, NAN};
				if (m->cells[r * SAMPLE * m->columns + c * SAMPLE] != DTL_MASK_SEA) continue;
				double *q = &xy[2 * count++];
				if (pass) {
					if (fabs(q[1]) <= 90) *g = (dtl_lonlat){q[0], q[1]};
				} else {
					q[0] = (m->frame.x0 + (c * SAMPLE + .5) * m->cell) / p->view.scale + p->view.left;
					q[1] = p->view.top - (m->frame.y0 + (r * SAMPLE + .5) * m->cell) / p->view.scale;
				}
			}
		if (!pass) dtl_project_inverse(p->view.project, xy, count);
	}
	return out;
}

static sea_map assign_waters(dtl_plan *p)
{
	const dtl_mask *m = &p->mask;
	sea_map s = {.columns = (m->columns + SAMPLE - 1) / SAMPLE, .rows = (m->rows + SAMPLE - 1) / SAMPLE};
	s.owner = dtl_arena_array(p->arena, int16_t, (size_t)s.columns * (size_t)s.rows);
	s.far = dtl_arena_array(p->arena, float, (size_t)s.columns * (size_t)s.rows);
	const dtl_lonlat *samples = sea_samples(p, &s);
	double *malus = dtl_arena_array(p->arena, double, p->base->water_count);
	for (size_t i = 0; i < p->base->water_count; i++) /* a sea before an ocean */
		malus[i] = dtl_str_eq(dtl_str_of(dtl_basemap_string(p->base, p->base->waters[i].kind)), DTL_STR("ocean"));
	for (int k = 0; k < s.columns * s.rows; k++) {
		dtl_lonlat at = samples[k];
		s.owner[k] = -1;
		if (!isfinite(at.lon)) continue;
		double best = REACH + 1, shrink = cos(at.lat * M_PI / 180) * 111;
		for (size_t i = 0; i < p->base->water_count; i++) {
			const dtl_base_water *w = &p->base->waters[i];
			double lat = (double)w->lat / DTL_BASEMAP_UNIT, lon = (double)w->lon / DTL_BASEMAP_UNIT, size = w->radius_km;
			if (fabs(at.lat - lat) * 111 > REACH * size) continue;
			double dlon = fabs(at.lon - lon);
			if (dlon > 180) dlon = fabs(remainder(dlon, 360));
			if (size < 300 && dlon * shrink * .6 > REACH * size) continue; /* surely too far, short of the polar seas */
			double d = dtl_distance_km(at, (dtl_lonlat){lon, lat}) / size;
			if (d > REACH || d + malus[i] >= best) continue;
			best = d + malus[i];
			s.owner[k] = (int16_t)i;
		}
		s.far[k] = (float)best;
	}
	return s;
}

/* The main axis of the samples of a water (the first principal component), if they lie long and slanting: degrees
 * counter-clockwise from level; 0 otherwise. */
static double slant(const sea_map *s, int16_t water)
{
	double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
	for (int r = 0; r < s->rows; r++)
		for (int c = 0; c < s->columns; c++)
			if (s->owner[r * s->columns + c] == water) n++, x += c, y += r, xx += (double)c * c, yy += (double)r * r, xy += (double)c * r;
	if (n < 6) return 0;
	xx = xx / n - x / n * (x / n), yy = yy / n - y / n * (y / n), xy = xy / n - x / n * (y / n);
	double middle = (xx + yy) / 2, root = hypot((xx - yy) / 2, xy);
	double angle = -.5 * atan2(2 * xy, xx - yy) * 180 / M_PI;
	if (middle + root < 5 * (middle - root) || fabs(angle) < 14) return 0; /* not long, or as good as level */
	return fmax(-66, fmin(66, angle)); /* steeper is hard to read */
}

/* Whether a box of the label's size, tilted about its middle, lies in the sea. */
static bool afloat(const dtl_plan *p, const dtl_label *l, dtl_xy at, double angle)
{
	double c = cos(angle * M_PI / 180), s = -sin(angle * M_PI / 180);
	int steps = (int)ceil(l->width / 6);
	for (int i = 0; i <= steps; i++)
		for (int k = -1; k <= 1; k++) {
			double u = (l->width + 10) * ((double)i / steps - .5), v = k * (l->height / 2 + 2);
			dtl_xy q = {at.x + u * c - v * s, at.y + u * s + v * c};
			if (dtl_mask_at(&p->mask, q) != DTL_MASK_SEA) return false;
		}
	return true;
}

/* Positions of the label over the samples that belong to the water. */
static void try_sea(dtl_names *n, dtl_label *l, const sea_map *s, int16_t water)
{
	dtl_plan *p = n->plan;
	const dtl_mask *m = &p->mask;
	size_t count = 0, cap = 0, tilted = 0;
	trial *t = NULL;
	bool ocean = dtl_str_eq(dtl_str_of(dtl_basemap_string(p->base, p->base->waters[water].kind)), DTL_STR("ocean"));
	double angle = l->line_count == 1 && !ocean ? slant(s, water) : 0; /* of an ocean, only a part is seen */
	for (int r = 0; r < s->rows; r++)
		for (int c = 0; c < s->columns; c++) {
			if (s->owner[r * s->columns + c] != water) continue;
			dtl_xy at = {m->frame.x0 + (c * SAMPLE + .5) * m->cell, m->frame.y0 + (r * SAMPLE + .5) * m->cell};
			double far = 5 * s->far[r * s->columns + c];
			if (angle != 0 && tilted < MOST_TRIES && afloat(p, l, at, angle)) dtl_names_tilted(n, l, at, angle, far), tilted++;
			dtl_box b = {at.x - l->width / 2, at.y - l->height / 2, at.x + l->width / 2, at.y + l->height / 2};
			dtl_box wide = {b.x0 - 4, b.y0 - 3, b.x1 + 4, b.y1 + 3};
			double share = dtl_mask_share(m, wide, DTL_MASK_SEA);
			if (share < .995) continue;
			double edge = fmin(fmin(b.x0 - m->frame.x0, m->frame.x1 - b.x1), fmin(b.y0 - m->frame.y0, m->frame.y1 - b.y1));
			if (edge < 4) continue;
			trial one = {b, far + (edge < 30 ? 1.5 : 0) + (angle != 0 ? 6 : 0)};
			DTL_PUSH(p->arena, t, count, cap, one);
		}
	keep_best(n, l, t, count);
}

static void try_lake(dtl_names *n, dtl_label *l, dtl_xy at, double reach)
{
	dtl_plan *p = n->plan;
	enum { SPAN = 6 };
	trial t[(2 * SPAN + 1) * (2 * SPAN + 1)];
	size_t count = 0;
	for (int j = -SPAN; j <= SPAN; j++)
		for (int i = -SPAN; i <= SPAN; i++) {
			double far = hypot(i, j) / SPAN;
			if (far > 1.01) continue;
			dtl_xy c = {at.x + reach * i / SPAN, at.y + reach * j / SPAN};
			dtl_box b = {c.x - l->width / 2, c.y - l->height / 2, c.x + l->width / 2, c.y + l->height / 2};
			double share = dtl_mask_share(&p->mask, b, DTL_MASK_LAKE) + dtl_mask_share(&p->mask, b, DTL_MASK_SEA);
			if (share < .8) continue;
			t[count++] = (trial){b, 7 * far + 40 * (1 - share)};
		}
	keep_best(n, l, t, count);
}

static void try_water(dtl_names *n, dtl_label *l, const sea_map *s, int16_t water, bool lake, double reach)
{
	if (lake) try_lake(n, l, l->at, reach);
	else try_sea(n, l, s, water);
}

static bool named_nearby(const dtl_names *n, dtl_str name, dtl_xy at)
{
	const dtl_box *f = &n->plan->view.frame;
	double far = fmax(900 * n->plan->type, .6 * hypot(f->x1 - f->x0, f->y1 - f->y0));
	for (size_t k = 0; k < n->count; k++) {
		const dtl_label *l = &n->labels[k];
		if (!l->water || !l->candidate_count || k + 1 == n->count) continue;
		bool same = dtl_str_eq(l->name, name), part = !same && (dtl_str_ends(l->name, name) || dtl_str_ends(name, l->name)); /* "North" of the same */
		if (!same && !part) continue;
		const dtl_box *b = &n->candidates[l->first_candidate].box;
		if (hypot((b->x0 + b->x1) / 2 - at.x, (b->y0 + b->y1) / 2 - at.y) < far) return true;
	}
	return false;
}

static void water_label(dtl_names *n, const sea_map *s, size_t i, size_t samples)
{
	dtl_plan *p = n->plan;
	const dtl_base_water *w = &p->base->waters[i];
	dtl_str name = dtl_str_of(dtl_basemap_string(p->base, w->name));
	bool lake = dtl_str_eq(dtl_str_of(dtl_basemap_string(p->base, w->kind)), DTL_STR("lake"));
	double reach = w->radius_km / p->view.km_per_px;
	dtl_xy at = dtl_view_point(&p->view, (dtl_lonlat){(double)w->lon / DTL_BASEMAP_UNIT, (double)w->lat / DTL_BASEMAP_UNIT});
	const dtl_box *f = &p->view.frame;
	if (reach < 20 * p->type || (!lake && samples < 6)) return;
	if (lake && !(at.x > f->x0 && at.x < f->x1 && at.y > f->y0 && at.y < f->y1)) return;
	dtl_rgba color = p->style->colors[DTL_COLOR_WATER_NAME];
	dtl_label *l = dtl_names_new(n, "water-name", 40 - 4.0 * w->rank);
	dtl_font font = dtl_plan_font(p, fmin(w->rank == 0 ? 16.5 : 14.5, 10.5 + stepped(reach / 70, 2)), false);
	font.serif = font.italic = true;
	font.spacing = w->rank <= 1 ? stepped(fmin(3, reach / 120), 1) * p->type : 0;
	l->water = true;
	l->at = at;
	l->name = name;
	set_lines(n, l, font, color, name, false);
	try_water(n, l, s, (int16_t)i, lake, reach);
	if (!l->candidate_count) {
		set_lines(n, l, font, color, name, true);
		try_water(n, l, s, (int16_t)i, lake, reach);
	}
	if (!l->candidate_count) {
		font.size = dtl_plan_font(p, 10.5, false).size;
		font.spacing = 0;
		set_lines(n, l, font, color, name, true);
		try_water(n, l, s, (int16_t)i, lake, reach);
	}
	if (l->candidate_count) {
		const dtl_box b = n->candidates[l->first_candidate].box;
		l->candidate_count = named_nearby(n, name, (dtl_xy){(b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2}) ? 0 : l->candidate_count;
	}
}

void dtl_names_waters(dtl_names *n)
{
	dtl_plan *p = n->plan;
	sea_map s = assign_waters(p);
	size_t *samples = dtl_arena_array(p->arena, size_t, p->base->water_count);
	for (int i = 0; i < s.columns * s.rows; i++)
		if (s.owner[i] >= 0) samples[s.owner[i]]++;
	for (size_t i = 0; i < p->base->water_count; i++) water_label(n, &s, i, samples[i]);
}
