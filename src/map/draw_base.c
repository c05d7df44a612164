#include "map/draw_base.h"

#include <math.h>

bool dtl_base_visible(const dtl_view *v, dtl_ibox b)
{
	double x0 = (double)b.x0 / DTL_BASEMAP_UNIT, x1 = (double)b.x1 / DTL_BASEMAP_UNIT;
	if ((double)b.y1 / DTL_BASEMAP_UNIT < v->south || (double)b.y0 / DTL_BASEMAP_UNIT > v->north) return false;
	return floor((v->east - x0) / 360) >= ceil((v->west - x1) / 360);
}

/* An arc wholly to one side of what is in sight may be straight: nothing of it, nor of what it bounds, changes in the frame. */
static bool out_of_sight(const dtl_view *v, dtl_ibox b)
{
	return !dtl_base_visible(v, b);
}

/* The vertices of a ring, arcs out of sight reduced to their ends. */
static size_t ring_in_sight(const dtl_basemap *base, const dtl_base_level *level, const dtl_view *v, const dtl_base_ring *r, double *xy)
{
	size_t n = 0;
	for (uint32_t i = 0; i < r->ref_count; i++) {
		int32_t ref = base->refs[r->ref_first + i];
		uint32_t arc = (uint32_t)(ref < 0 ? ~ref : ref);
		size_t got = dtl_basemap_arc(level, arc, ref < 0, xy + 2 * n);
		if (got > 2 && r->ref_count > 1 && out_of_sight(v, base->arcs[arc].box)) {
			xy[2 * n + 2] = xy[2 * (n + got) - 2];
			xy[2 * n + 3] = xy[2 * (n + got) - 1];
			got = 2;
		}
		if (got && n && i) { /* the end of one is the start of the next */
			for (size_t k = 0; k + 1 < got; k++) {
				xy[2 * (n + k)] = xy[2 * (n + k) + 2];
				xy[2 * (n + k) + 1] = xy[2 * (n + k) + 3];
			}
			got--;
		}
		n += got;
	}
	return n;
}

void dtl_base_area(const dtl_basemap *base, const dtl_base_level *level, const dtl_view *v, dtl_arena *arena, uint32_t first,
	uint32_t count, dtl_path *path)
{
	path->closed = true;
	size_t cap = 0;
	double *xy = NULL;
	dtl_arena *scratch = v->scratch ? v->scratch : arena;
	dtl_arena_mark mark = dtl_arena_mark_take(scratch);
	for (uint32_t r = first; r < first + count; r++) {
		if (!dtl_base_visible(v, base->rings[r].box)) continue;
		size_t need = dtl_basemap_ring_size(base, level, r);
		if (need > cap) xy = dtl_arena_array(scratch, double, 2 * (cap = need * 2));
		size_t n = ring_in_sight(base, level, v, &base->rings[r], xy);
		dtl_view_add_ring(v, arena, xy, n, path);
	}
	if (v->scratch) dtl_arena_reset(scratch, mark);
}

void dtl_base_outline(const dtl_basemap *base, const dtl_base_level *level, const dtl_view *v, dtl_arena *arena, uint32_t first,
	uint32_t count, dtl_path *path)
{
	for (uint32_t r = first; r < first + count; r++)
		for (uint32_t i = 0; i < base->rings[r].ref_count; i++) {
			int32_t ref = base->refs[base->rings[r].ref_first + i];
			uint32_t arc = (uint32_t)(ref < 0 ? ~ref : ref);
			if (base->arcs[arc].kind == DTL_ARC_SEAM || !level->lines[arc].count || !dtl_base_visible(v, base->arcs[arc].box)) continue;
			double *xy = dtl_arena_array(arena, double, 2 * (size_t)level->lines[arc].count);
			size_t n = dtl_basemap_arc(level, arc, false, xy);
			dtl_view_add_line(v, arena, xy, n, path);
		}
}

void dtl_base_land_of(const dtl_basemap *base, const dtl_base_level *level, const dtl_view *v, dtl_arena *arena, size_t country,
	dtl_str view, dtl_path *path)
{
	const dtl_base_country *c = &base->countries[country];
	if (!view.len) {
		if (dtl_base_visible(v, c->box)) dtl_base_area(base, level, v, arena, c->ring_first, c->ring_count, path);
		return;
	}
	for (size_t i = 0; i < base->unit_count; i++) /* its divisions, as that view has them */
		if (dtl_base_visible(v, base->units[i].box) && dtl_basemap_country_of(base, (uint32_t)i, view) == country)
			dtl_base_area(base, level, v, arena, base->units[i].ring_first, base->units[i].ring_count, path);
}

static dtl_item *add_path(dtl_scene *s, const char *role, dtl_path path, dtl_rgba fill, dtl_rgba stroke, double width)
{
	dtl_item *i = dtl_scene_add(s, DTL_ITEM_PATH, role);
	i->path = path, i->fill = fill, i->stroke = stroke, i->width = width;
	return i;
}

/* How minor a river or lake may be at this scale. */
static uint32_t rank_limit(double km_per_px)
{
	static const struct { double km; uint32_t rank; } steps[] = {{14, 0}, {9, 1}, {5, 2}, {3, 3}, {2, 4}, {1.3, 5}, {.8, 6}, {.5, 7}, {.3, 8}};
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (km_per_px > steps[i].km) return steps[i].rank;
	return 10;
}

static void features(dtl_scene *s, const dtl_basemap *b, const dtl_base_level *level, const dtl_view *v, const dtl_style *style,
	const dtl_base_options *o)
{
	dtl_path urban = {0}, lakes = {0}, rivers = {.closed = false}, large = {.closed = false};
	uint32_t limit = rank_limit(v->km_per_px);
	for (size_t i = 0; i < b->feature_count; i++) {
		const dtl_base_feature *f = &b->features[i];
		if (!dtl_base_visible(v, f->box)) continue;
		bool coarse = v->km_per_px < .5 && dtl_basemap_ring_size(b, level, f->ring_first) < 9; /* a triangle is no town */
		if (f->kind == DTL_ARC_URBAN && v->km_per_px < 1.0 && !coarse)
			dtl_base_area(b, level, v, s->arena, f->ring_first, f->ring_count, &urban);
		else if (f->kind == DTL_ARC_LAKE && f->rank <= limit + 1 &&
			(double)(f->box.x1 - f->box.x0) / DTL_BASEMAP_UNIT > 3 * v->degrees_per_px)
			dtl_base_area(b, level, v, s->arena, f->ring_first, f->ring_count, &lakes);
		else if (f->kind == DTL_ARC_RIVER && f->rank <= limit)
			for (uint32_t r = f->ring_first; r < f->ring_first + f->ring_count; r++) {
				if (b->arcs[b->refs[b->rings[r].ref_first]].flags & DTL_ARC_IN_LAKE) continue;
				double *xy = dtl_arena_array(s->arena, double, 2 * dtl_basemap_ring_size(b, level, r));
				size_t n = dtl_basemap_ring(b, level, r, xy);
				dtl_view_add_line(v, s->arena, xy, n, f->rank <= 3 ? &large : &rivers);
			}
	}
	const dtl_rgba *c = style->colors;
	if (urban.count) add_path(s, "urban", urban, c[DTL_COLOR_URBAN], 0, 0);
	if (rivers.count) add_path(s, "rivers", rivers, 0, c[DTL_COLOR_RIVER], .6 * o->line);
	if (large.count) add_path(s, "rivers", large, 0, c[DTL_COLOR_RIVER], 1.0 * o->line);
	if (lakes.count) add_path(s, "lakes", lakes, c[DTL_COLOR_LAKE], c[DTL_COLOR_COAST], .5 * o->line);
}

/* Whether an outline's cut along the 180th meridian or the pole is in sight: then the land's outline is not all coast. */
static bool seam_in_sight(const dtl_basemap *b, const dtl_view *v)
{
	for (size_t i = 0; i < b->arc_count; i++)
		if (b->arcs[i].kind == DTL_ARC_SEAM && dtl_base_visible(v, b->arcs[i].box)) return true;
	return v->globe;
}

/* Leased sites and the like are outlines of their own under the code of the country they lie in. */
static bool same_country(const dtl_basemap *b, const dtl_base_arc *a, dtl_str view)
{
	uint32_t l = dtl_basemap_country_of(b, (uint32_t)a->left, view), r = dtl_basemap_country_of(b, (uint32_t)a->right, view);
	return l == r || dtl_str_eq(dtl_str_of(b->countries[l].iso), dtl_str_of(b->countries[r].iso));
}

/* Divisions so small on the page that their lines would be a net over the land (Slovenia's communes). */
#define LEAST_DIVISION 44.0 /* pixels */
static bool tiny_division(const dtl_basemap *b, const dtl_view *v, int32_t unit)
{
	const dtl_ibox *box = &b->units[unit].box;
	return fmax((double)(box->x1 - box->x0), (double)(box->y1 - box->y0)) / DTL_BASEMAP_UNIT < LEAST_DIVISION * v->degrees_per_px;
}

/* land: the outline of the land, drawn before. */
static void lines(dtl_scene *s, const dtl_basemap *b, const dtl_base_level *level, const dtl_view *v, const dtl_style *style,
	const dtl_base_options *o, const dtl_path *land)
{
	dtl_path coast = {0}, border = {0}, disputed = {0}, admin = {0}, claimed = {0};
	size_t cap = 0;
	double *xy = NULL;
	bool divisions = v->km_per_px < 1.7, shared = !seam_in_sight(b, v);
	for (size_t i = 0; i < b->arc_count; i++) {
		const dtl_base_arc *a = &b->arcs[i];
		if (a->kind > DTL_ARC_ADMIN || (size_t)level->lines[i].count < 2 || !dtl_base_visible(v, a->box)) continue;
		uint8_t kind = a->kind;
		if (shared && kind == DTL_ARC_COAST) continue;
		if (kind != DTL_ARC_COAST)
			kind = same_country(b, a, o->view) ? DTL_ARC_ADMIN : DTL_ARC_BORDER;
		bool dashed = a->flags & DTL_ARC_DISPUTED;
		if (kind == DTL_ARC_ADMIN && !dashed && (!divisions || (tiny_division(b, v, a->left) && tiny_division(b, v, a->right)))) continue;
		size_t n = level->lines[i].count;
		if (n > cap) xy = dtl_arena_array(s->arena, double, 2 * (cap = 2 * n));
		dtl_basemap_arc(level, (uint32_t)i, false, xy);
		dtl_path *to = kind == DTL_ARC_COAST ? &coast : kind == DTL_ARC_BORDER ? (dashed ? &disputed : &border) : dashed ? &claimed : &admin;
		dtl_view_add_line(v, s->arena, xy, n, to);
	}
	const dtl_rgba *c = style->colors;
	if (admin.count) add_path(s, "divisions", admin, 0, c[DTL_COLOR_ADMIN], .6 * o->line);
	if (shared && land->count) add_path(s, "coast", *land, 0, c[DTL_COLOR_COAST], .65 * o->line)->shared = "shore";
	if (coast.count) add_path(s, "coast", coast, 0, c[DTL_COLOR_COAST], .65 * o->line);
	if (border.count) add_path(s, "borders", border, 0, c[DTL_COLOR_BORDER], .9 * o->line);
	if (disputed.count) add_path(s, "disputed-borders", disputed, 0, c[DTL_COLOR_BORDER], .9 * o->line)->dash = 3 * o->line;
	if (claimed.count) add_path(s, "disputed-borders", claimed, 0, c[DTL_COLOR_BORDER], .9 * o->line)->dash = 3 * o->line;
}

void dtl_draw_base(dtl_scene *s, const dtl_basemap *b, const dtl_view *v, const dtl_style *style, const dtl_base_options *o)
{
	const dtl_base_level *level = dtl_basemap_level(b, v->degrees_per_px * o->detail);
	const dtl_rgba *c = style->colors;
	if (v->globe) {
		add_path(s, "sea", s->outline, c[DTL_COLOR_SEA], 0, 0);
	} else {
		dtl_scene_rect(s, "sea", v->frame, c[DTL_COLOR_SEA], 0, 0);
	}
	if (o->graticule) dtl_graticule_draw(s, v, style, o->line);
	dtl_path land = {0}, focus = {0}, others = {0};
	dtl_base_area(b, level, v, s->arena, b->land_first, b->land_count, &land);
	for (size_t i = 0; i < b->country_count && o->focus; i++)
		dtl_base_land_of(b, level, v, s->arena, i, o->view, o->focus[i] ? &focus : &others);
	/* Of the countries in focus and the rest, the simpler outlines are laid over all land. */
	bool over = focus.count <= others.count;
	const char *shared = seam_in_sight(b, v) ? NULL : "shore";
	if (land.count) add_path(s, "land", land, c[focus.count && !over ? DTL_COLOR_FOCUS : DTL_COLOR_LAND], 0, 0)->shared = shared;
	if (focus.count && over) add_path(s, "land-in-focus", focus, c[DTL_COLOR_FOCUS], 0, 0);
	if (focus.count && others.count && !over) add_path(s, "land-around", others, c[DTL_COLOR_LAND], 0, 0);
	features(s, b, level, v, style, o);
	lines(s, b, level, v, style, o, &land);
}

/* ---- the mask ---- */

static int by_x(double *x, size_t n) /* insertion sort: few crossings a row */
{
	for (size_t i = 1; i < n; i++)
		for (size_t j = i; j && x[j - 1] > x[j]; j--) {
			double t = x[j];
			x[j] = x[j - 1], x[j - 1] = t;
		}
	return (int)n;
}

/* Fills the cells whose centres lie inside the rings (even-odd rule), row by row. */
static void fill(dtl_mask *m, dtl_arena *arena, const dtl_path *p, int16_t value)
{
	if (!p->count) return;
	dtl_arena_mark mark = dtl_arena_mark_take(arena);
	size_t *rows = dtl_arena_array(arena, size_t, (size_t)m->rows + 1);
	for (int pass = 0; pass < 2; pass++) {
		double *x = NULL;
		size_t *at = NULL;
		if (pass) {
			size_t sum = 0;
			for (int r = 0; r <= m->rows; r++) {
				size_t n = rows[r];
				rows[r] = sum;
				sum += n;
			}
			x = dtl_arena_array(arena, double, sum);
			at = dtl_arena_array(arena, size_t, (size_t)m->rows + 1);
			for (int r = 0; r <= m->rows; r++) at[r] = rows[r];
		}
		for (size_t k = 0; k < p->piece_count; k++) {
			size_t first = p->starts[k], end = k + 1 < p->piece_count ? p->starts[k + 1] : p->count;
			for (size_t i = first, j = end - 1; i < end; j = i++) {
				dtl_xy a = p->points[j], b = p->points[i];
				double lo = fmin(a.y, b.y), hi = fmax(a.y, b.y);
				int r0 = (int)fmax(0, ceil((lo - m->frame.y0) / m->cell - .5)), r1 = (int)fmin(m->rows - 1, ceil((hi - m->frame.y0) / m->cell - .5) - 1);
				for (int r = r0; r <= r1; r++) {
					if (!pass) rows[r]++;
					else {
						double y = m->frame.y0 + (r + .5) * m->cell;
						x[at[r]++] = a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y);
					}
				}
			}
		}
		for (int r = 0; pass && r < m->rows; r++) {
			int n = by_x(x + rows[r], at[r] - rows[r]);
			for (int i = 0; i + 1 < n; i += 2) {
				int c0 = (int)fmax(0, ceil((x[rows[r] + (size_t)i] - m->frame.x0) / m->cell - .5));
				int c1 = (int)fmin(m->columns, ceil((x[rows[r] + (size_t)i + 1] - m->frame.x0) / m->cell - .5));
				for (int c = c0; c < c1; c++) m->cells[r * m->columns + c] = value;
			}
		}
	}
	dtl_arena_reset(arena, mark);
}

dtl_mask dtl_mask_new(dtl_arena *arena, const dtl_basemap *b, const dtl_view *v, dtl_str point_of_view)
{
	dtl_mask m = {.frame = v->frame, .cell = 4};
	m.columns = (int)ceil((v->frame.x1 - v->frame.x0) / m.cell);
	m.rows = (int)ceil((v->frame.y1 - v->frame.y0) / m.cell);
	m.cells = dtl_arena_array(arena, int16_t, (size_t)m.columns * (size_t)m.rows);
	for (int i = 0; i < m.columns * m.rows; i++) m.cells[i] = v->globe ? DTL_MASK_VOID : DTL_MASK_SEA;
	if (v->globe) {
		dtl_path outline = {0};
		dtl_view_outline(v, arena, &outline);
		fill(&m, arena, &outline, DTL_MASK_SEA);
	}
	const dtl_base_level *level = dtl_basemap_level(b, v->degrees_per_px * 2);
	for (size_t i = 0; i < b->country_count; i++) {
		dtl_path p = {0};
		dtl_base_land_of(b, level, v, arena, i, point_of_view, &p);
		fill(&m, arena, &p, (int16_t)i);
	}
	for (size_t i = 0; i < b->feature_count; i++) {
		const dtl_base_feature *f = &b->features[i];
		if (f->kind != DTL_ARC_LAKE || !dtl_base_visible(v, f->box) ||
			(double)(f->box.x1 - f->box.x0) / DTL_BASEMAP_UNIT < 15 * v->degrees_per_px) continue;
		dtl_path p = {0};
		dtl_base_area(b, level, v, arena, f->ring_first, f->ring_count, &p);
		fill(&m, arena, &p, DTL_MASK_LAKE);
	}
	return m;
}

int16_t dtl_mask_at(const dtl_mask *m, dtl_xy p)
{
	int c = (int)floor((p.x - m->frame.x0) / m->cell), r = (int)floor((p.y - m->frame.y0) / m->cell);
	return c < 0 || r < 0 || c >= m->columns || r >= m->rows ? DTL_MASK_VOID : m->cells[r * m->columns + c];
}

double dtl_mask_share(const dtl_mask *m, dtl_box b, int16_t what)
{
	int c0 = (int)floor((b.x0 - m->frame.x0) / m->cell), c1 = (int)ceil((b.x1 - m->frame.x0) / m->cell);
	int r0 = (int)floor((b.y0 - m->frame.y0) / m->cell), r1 = (int)ceil((b.y1 - m->frame.y0) / m->cell);
	int hits = 0, all = (c1 - c0) * (r1 - r0);
	for (int r = r0 < 0 ? 0 : r0; r < r1 && r < m->rows; r++)
		for (int c = c0 < 0 ? 0 : c0; c < c1 && c < m->columns; c++) hits += m->cells[r * m->columns + c] == what;
	return all > 0 ? (double)hits / all : 0;
}
