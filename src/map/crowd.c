/* Very many events: as bare points, whether the caller gave them so or as an event set, and the dots that stand for them. */
#include <math.h>
#include <stdlib.h>

#include "base/civil.h"
#include "map/plan.h"

#define DOT 6.0     /* pixels across at type factor 1, edge included */
#define ROWS 7      /* of the legend, at most */
#define HULL_GRID 64

static bool usable(dtl_lonlat p) { return fabs(p.lat) <= 90 && fabs(p.lon) <= 360; }

static bool same_kind(const dtl_point_kind *a, const dtl_point_kind *b)
{
	return a->type == b->type && dtl_str_eq(a->subtype, b->subtype);
}

/* Kinds are few and neighbours alike: a search from the last one found. */
static uint32_t kind_of(dtl_arena *arena, dtl_point_kind **kinds, size_t *count, size_t *cap, uint32_t last, dtl_point_kind k)
{
	for (size_t i = 0; i < *count; i++) {
		size_t at = (last + i) % *count;
		if (same_kind(&(*kinds)[at], &k)) return (uint32_t)at;
	}
	DTL_PUSH(arena, *kinds, *count, *cap, k);
	return (uint32_t)*count - 1;
}

static dtl_point_set *points_of(dtl_arena *arena, const dtl_event_set *set)
{
	dtl_point_set *out = dtl_arena_new(arena, dtl_point_set);
	size_t n = dtl_event_set_count(set), cap = 0;
	dtl_point *points = dtl_arena_array(arena, dtl_point, n);
	dtl_point_kind *kinds = NULL;
	uint32_t last = 0;
	for (size_t i = 0; i < n; i++) {
		const dtl_event *e = dtl_event_set_event(set, i);
		if (!e->place.has_point) continue;
		last = kind_of(arena, &kinds, &out->kind_count, &cap, last, (dtl_point_kind){e->type, e->subtype});
		points[out->count++] = (dtl_point){e->place.point, dtl_date_valid(e->date.start) ? dtl_days_from_date(e->date.start) : DTL_NO_DAY, last};
	}
	out->points = points;
	out->kinds = kinds;
	return out;
}

void dtl_crowd_find(dtl_plan *p)
{
	const dtl_map_spec *s = p->spec;
	p->all = dtl_event_set_count(p->set);
	if (s->points) {
		p->crowd = s->points;
		p->all = s->points->count;
	} else if (dtl_counts_wanted(p)) {
		return;
	} else if (p->all > DTL_MAP_CROWD || s->marks != DTL_MARKS_AUTO) {
		p->crowd = points_of(p->arena, p->set);
	}
}

/* What must be seen, thinned: of each cell of a grid the points farthest to the four sides, so that no extreme is lost. */
void dtl_crowd_targets(dtl_plan *p, dtl_target **targets, size_t *count)
{
	const dtl_point_set *c = p->crowd;
	double w = 360, e = -360, s = 90, n = -90;
	for (size_t i = 0; i < c->count; i++) {
		dtl_lonlat at = c->points[i].at;
		if (usable(at)) w = fmin(w, at.lon), e = fmax(e, at.lon), s = fmin(s, at.lat), n = fmax(n, at.lat);
	}
	const dtl_point **kept = dtl_arena_array(p->arena, const dtl_point *, HULL_GRID * HULL_GRID * 4);
	double fx = HULL_GRID / fmax(1e-9, e - w) * .999999, fy = HULL_GRID / fmax(1e-9, n - s) * .999999;
	for (size_t i = 0; i < c->count; i++) {
		const dtl_point *q = &c->points[i];
		if (!usable(q->at)) continue;
		const dtl_point **cell = kept + 4 * ((size_t)((q->at.lat - s) * fy) * HULL_GRID + (size_t)((q->at.lon - w) * fx));
		if (!cell[0] || q->at.lon < cell[0]->at.lon) cell[0] = q;
		if (!cell[1] || q->at.lon > cell[1]->at.lon) cell[1] = q;
		if (!cell[2] || q->at.lat < cell[2]->at.lat) cell[2] = q;
		if (!cell[3] || q->at.lat > cell[3]->at.lat) cell[3] = q;
	}
	size_t cap = 0;
	for (size_t i = 0; i < HULL_GRID * HULL_GRID * 4; i++) {
		if (!kept[i] || (i % 4 && kept[i] == kept[i - 1])) continue;
		dtl_target t = {kept[i]->at, 0};
		DTL_PUSH(p->arena, *targets, *count, cap, t);
	}
}

void dtl_crowd_span(const dtl_plan *p, dtl_interval *out)
{
	int32_t first = INT32_MAX, last = DTL_NO_DAY;
	for (size_t i = 0; i < p->crowd->count; i++) {
		int32_t d = p->crowd->points[i].day;
		if (d == DTL_NO_DAY) continue;
		if (d < first) first = d;
		if (d > last) last = d;
	}
	*out = (dtl_interval){.precision = DTL_DATE_DAY};
	if (last != DTL_NO_DAY) out->start = dtl_date_from_days(first), out->end = dtl_date_from_days(last);
}

/* Hands on batches of points in pixels; those without an image are NaN or far away. */
void dtl_crowd_project(dtl_plan *p, void (*take)(dtl_plan *, void *, const dtl_point *, const double *, size_t), void *user)
{
	enum { BATCH = 1024 };
	double xy[2 * BATCH];
	const dtl_point_set *c = p->crowd;
	for (size_t from = 0; from < c->count; from += BATCH) {
		size_t n = c->count - from < BATCH ? c->count - from : BATCH;
		for (size_t i = 0; i < n; i++) {
			dtl_lonlat at = c->points[from + i].at;
			double turn = at.lon - p->view.lon0;
			xy[2 * i] = usable(at) ? (turn >= -180 && turn < 180 ? at.lon : at.lon - 360 * floor((turn + 180) / 360)) : NAN;
			xy[2 * i + 1] = at.lat;
		}
		dtl_view_forward(&p->view, xy, n);
		take(p, user, c->points + from, xy, n);
	}
}

/* ---- dots ---- */

typedef struct dots {
	dtl_dot *all;
	size_t count;
	const uint8_t *color_of; /* by kind */
	size_t *sizes;           /* by kind: how many are in sight */
	dtl_box frame;
} dots;

static void take_dots(dtl_plan *p, void *user, const dtl_point *points, const double *xy, size_t n)
{
	dots *d = user;
	const dtl_box *f = &d->frame;
	(void)p;
	for (size_t i = 0; i < n; i++) {
		double x = xy[2 * i], y = xy[2 * i + 1];
		if (!(x > f->x0 && x < f->x1 && y > f->y0 && y < f->y1)) continue;
		d->all[d->count++] = (dtl_dot){(float)x, (float)y, d->color_of[points[i].kind]};
		d->sizes[points[i].kind]++;
	}
}

/* Colours in the order in which kinds first have one; kinds with the same colour share it. */
static uint8_t *color_kinds(dtl_plan *p)
{
	const dtl_point_set *c = p->crowd;
	uint8_t *of = dtl_arena_array(p->arena, uint8_t, c->kind_count + 1);
	for (size_t i = 0; i < c->kind_count; i++) {
		dtl_rgba color = dtl_style_symbol(p->style, c->kinds[i].type, c->kinds[i].subtype).color;
		size_t k = 0;
		while (k < p->dot_color_count && p->dot_colors[k] != color) k++;
		if (k == p->dot_color_count && k < DTL_DOT_COLORS) p->dot_colors[p->dot_color_count++] = color;
		of[i] = (uint8_t)(k < DTL_DOT_COLORS ? k : DTL_DOT_COLORS - 1);
	}
	return of;
}

static int larger_first(const void *a, const void *b)
{
	const dtl_legend_row *x = a, *y = b;
	if (x->count != y->count) return x->count > y->count ? -1 : 1;
	return dtl_str_cmp(x->words, y->words);
}

/* A row for each colour: under the words of its commonest kind, or as others where several share it. */
static void dots_legend(dtl_plan *p, const dots *d)
{
	const dtl_point_set *c = p->crowd;
	for (size_t k = 0; k < p->dot_color_count; k++) {
		dtl_legend_row row = {.symbol = {DTL_SHAPE_CIRCLE, p->dot_colors[k]}};
		size_t kinds = 0, most = 0;
		for (size_t i = 0; i < c->kind_count; i++) {
			if (d->color_of[i] != k || !d->sizes[i]) continue;
			row.count += d->sizes[i];
			kinds++;
			if (d->sizes[i] <= most) continue;
			most = d->sizes[i];
			row.type = c->kinds[i].type;
			row.words = dtl_style_words(p->arena, c->kinds[i].type, c->kinds[i].subtype);
		}
		if (!kinds) continue;
		if (kinds > 1) row.words = dtl_arena_printf(p->arena, "%.*s and %zu other kind%s", DTL_FMT(row.words), kinds - 1, kinds == 2 ? "" : "s");
		if (c->kind_count == 1 && !c->kinds[0].subtype.len && row.type == DTL_EVENT_NONE) row.words = DTL_STR("Event");
		DTL_PUSH(p->arena, p->legend, p->legend_count, p->legend_cap, row);
	}
	if (p->legend_count) qsort(p->legend, p->legend_count, sizeof *p->legend, larger_first);
	if (p->legend_count > ROWS) p->legend_count = ROWS;
}

/* The legend as if all were in sight. */
void dtl_dots_expect_legend(dtl_plan *p)
{
	p->dot_color_count = 0;
	dots d = {.color_of = color_kinds(p), .sizes = dtl_arena_array(p->arena, size_t, p->crowd->kind_count + 1)};
	for (size_t i = 0; i < p->crowd->count; i++) d.sizes[p->crowd->points[i].kind]++;
	p->legend_count = 0;
	dots_legend(p, &d);
}

void dtl_dots_make(dtl_plan *p)
{
	p->dot_color_count = 0;
	dots d = {.frame = p->view.frame, .color_of = color_kinds(p)};
	d.all = dtl_arena_array(p->arena, dtl_dot, p->crowd->count);
	d.sizes = dtl_arena_array(p->arena, size_t, p->crowd->kind_count + 1);
	dtl_crowd_project(p, take_dots, &d);
	p->dots = d.all;
	p->dot_count = p->binned = d.count;
	p->placeless = p->all - d.count;
	dots_legend(p, &d);
}

void dtl_dots_draw(dtl_plan *p)
{
	if (!p->dot_count) return;
	dtl_scene_open(p->scene, "events", true);
	dtl_item *i = dtl_scene_add(p->scene, DTL_ITEM_DOTS, "event");
	i->dots = p->dots;
	i->dot_count = p->dot_count;
	i->dot_colors = p->dot_colors;
	i->stroke = p->style->colors[DTL_COLOR_MARKER_EDGE];
	i->width = .8 * p->type;
	i->size = DOT * p->type;
	dtl_scene_close(p->scene);
}
