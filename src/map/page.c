#include "map/panels.h"
#include "map/page.h"

#include <math.h>

#include "base/error.h"
#include "base/geodesy.h"

#define MARGIN 22.0
#define DEFAULT_WIDTH 1200.0
#define KEY_ROWS 60

void dtl_plan_obstacle(dtl_plan *p, dtl_box box, int32_t owner, double cost)
{
	dtl_label_obstacle o = {box, owner, cost};
	DTL_PUSH(p->arena, p->obstacles, p->obstacle_count, p->obstacle_cap, o);
}

typedef struct page {
	double margin, width, height, y; /* y: where the next thing goes */
	bool free_height;                /* the page may grow downwards */
	double key_room;                 /* for the key, at most */
	dtl_str title[3], standfirst[4];
	size_t title_lines, standfirst_lines;
} page;

static double line_height(dtl_font f) { return f.size * 1.28; }

static dtl_font title_font(const dtl_plan *p) { return dtl_plan_font(p, 23, true); }
static dtl_font standfirst_font(const dtl_plan *p) { return dtl_plan_font(p, 14, false); }
static dtl_font foot_font(const dtl_plan *p) { return dtl_plan_font(p, 9.8, false); }

static void break_head(dtl_plan *p, page *g)
{
	if (p->spec->no_title) return;
	double room = g->width - 2 * g->margin;
	dtl_font t = title_font(p), s = standfirst_font(p);
	g->title_lines = dtl_text_wrap(p->arena, &p->measure, &t, dtl_words_title(p), room, 2, g->title);
	g->standfirst_lines = dtl_text_wrap(p->arena, &p->measure, &s, p->spec->standfirst, fmin(room, 760 * p->type), 3, g->standfirst);
}

static double head_height(const dtl_plan *p, const page *g)
{
	if (p->spec->bare) return 0;
	double h = (double)g->title_lines * line_height(title_font(p)) + (double)g->standfirst_lines * line_height(standfirst_font(p));
	return g->margin * .8 + h + (h > 0 ? 10 * p->type : 0);
}

/* ---- the foot: source, projection, disclaimer, credit ---- */

static size_t foot_lines(dtl_plan *p, const page *g, dtl_str lines[3])
{
	dtl_buf b = {.arena = p->arena};
	dtl_str when = dtl_words_date(p->arena, &p->span, true);
	if (p->spec->source.len) dtl_buf_printf(&b, "Source: %.*s. ", DTL_FMT(p->spec->source));
	if (when.len) dtl_buf_printf(&b, "Events: %.*s. ", DTL_FMT(when));
	dtl_buf_printf(&b, "Map: Natural Earth; places: GeoNames. Projection: %s. ", p->extent.name);
	if (p->placeless) dtl_buf_printf(&b, "%zu event%s outside the map or without a place. ", p->placeless, p->placeless == 1 ? "" : "s");
	dtl_buf_addz(&b, "Borders do not imply endorsement; dashed: disputed.");
	dtl_font f = foot_font(p);
	double room = g->width - 2 * g->margin;
	if (p->spec->credit.len) room -= p->measure.line(p->measure.context, &f, p->spec->credit).width + 24 * p->type;
	return dtl_text_wrap(p->arena, &p->measure, &f, dtl_buf_str(&b), fmax(room, g->width * .4), 3, lines);
}

static void draw_foot(dtl_plan *p, page *g)
{
	dtl_str lines[3];
	dtl_font f = foot_font(p);
	size_t n = foot_lines(p, g, lines);
	g->y += 7 * p->type;
	dtl_scene_open(p->scene, "notes", false);
	for (size_t i = 0; i < n; i++)
		dtl_scene_text(p->scene, &p->measure, "note", f, p->style->colors[DTL_COLOR_MUTED], lines[i],
			(dtl_xy){g->margin, g->y + line_height(f) * ((double)i + .8)}, DTL_ANCHOR_START);
	if (p->spec->credit.len)
		dtl_scene_text(p->scene, &p->measure, "credit", f, p->style->colors[DTL_COLOR_MUTED], p->spec->credit,
			(dtl_xy){g->width - g->margin, g->y + line_height(f) * .8}, DTL_ANCHOR_END);
	dtl_scene_close(p->scene);
	g->y += (double)n * line_height(f) + g->margin * .6;
}

static double foot_height(dtl_plan *p, const page *g)
{
	if (p->spec->bare) return 0;
	dtl_str lines[3];
	return 7 * p->type + (double)foot_lines(p, g, lines) * line_height(foot_font(p)) + g->margin * .6;
}

/* ---- the key ---- */

static size_t key_columns(const dtl_plan *p, const page *g)
{
	double n = floor((g->width - 2 * g->margin) / (270 * p->type));
	return n < 1 ? 1 : (size_t)n;
}

#define KEY_STEP 30.0 /* from entry to entry */
#define KEY_EDGE 14.0 /* above and below them */

/* How many entries have room. */
static size_t key_entries(const dtl_plan *p, const page *g)
{
	size_t most = p->keyed_marks < KEY_ROWS ? p->keyed_marks : KEY_ROWS;
	double rows = floor((g->key_room - KEY_EDGE * p->type) / (KEY_STEP * p->type));
	if (rows < 1) return 0;
	return rows * (double)key_columns(p, g) < (double)most ? (size_t)rows * key_columns(p, g) : most;
}

static double key_height(const dtl_plan *p, const page *g)
{
	size_t columns = key_columns(p, g), rows = (key_entries(p, g) + columns - 1) / columns;
	return rows ? ((double)rows * KEY_STEP + KEY_EDGE) * p->type : 0;
}

static void key_entry(dtl_plan *p, const dtl_mark *m, double x, double y, double width)
{
	dtl_symbol disk = {DTL_SHAPE_CIRCLE, m->symbol.color};
	double u = p->type;
	dtl_item *s = dtl_scene_symbol(p->scene, "key-sign", disk, (dtl_xy){x + 9 * u, y + 10 * u}, 16 * u);
	s->event = (int32_t)m->events[0];
	dtl_font n = dtl_plan_font(p, 9.6, true), f = dtl_plan_font(p, 11.2, true), g = dtl_plan_font(p, 10.4, false);
	dtl_scene_text(p->scene, &p->measure, "key-number", n, dtl_ink_on(disk.color),
		dtl_arena_printf(p->arena, "%d", m->number), (dtl_xy){x + 9 * u, y + 10 * u + n.size * .36}, DTL_ANCHOR_MIDDLE);
	const dtl_event *e = dtl_event_set_event(p->set, m->events[0]);
	dtl_str head = dtl_words_headline(p, e), sub = dtl_words_where_when(p, e), line;
	if (m->count > 1) sub = dtl_arena_printf(p->arena, "%.*s%sand %zu more here", DTL_FMT(sub), sub.len ? "; " : "", m->count - 1);
	if (dtl_text_wrap(p->arena, &p->measure, &f, head, width - 26 * u, 1, &line))
		dtl_scene_text(p->scene, &p->measure, "key-text", f, p->style->colors[DTL_COLOR_TEXT], line, (dtl_xy){x + 22 * u, y + 11 * u}, DTL_ANCHOR_START);
	if (dtl_text_wrap(p->arena, &p->measure, &g, sub, width - 26 * u, 1, &line))
		dtl_scene_text(p->scene, &p->measure, "key-text", g, p->style->colors[DTL_COLOR_MUTED], line, (dtl_xy){x + 22 * u, y + 24 * u}, DTL_ANCHOR_START);
}

static void draw_key(dtl_plan *p, page *g)
{
	size_t columns = key_columns(p, g), shown = p->key_entries, rows = (shown + columns - 1) / columns;
	if (!shown) return;
	double width = (g->width - 2 * g->margin) / (double)columns;
	dtl_scene_open(p->scene, "key", false);
	for (size_t i = 0; i < p->mark_count; i++) {
		const dtl_mark *m = &p->marks[i];
		if (!m->number || (size_t)m->number > shown) continue;
		size_t k = (size_t)m->number - 1;
		key_entry(p, m, g->margin + width * (double)(k / rows), g->y + (10 + KEY_STEP * (double)(k % rows)) * p->type, width);
	}
	dtl_scene_close(p->scene);
	g->y += key_height(p, g);
}

/* ---- the frame ---- */

static void draw_head(dtl_plan *p, page *g)
{
	dtl_scene_open(p->scene, "head", false);
	double y = g->margin * .8;
	dtl_font t = title_font(p), s = standfirst_font(p);
	for (size_t i = 0; i < g->title_lines; i++, y += line_height(t))
		dtl_scene_text(p->scene, &p->measure, "title", t, p->style->colors[DTL_COLOR_TITLE], g->title[i], (dtl_xy){g->margin, y + t.size}, DTL_ANCHOR_START);
	for (size_t i = 0; i < g->standfirst_lines; i++, y += line_height(s))
		dtl_scene_text(p->scene, &p->measure, "standfirst", s, p->style->colors[DTL_COLOR_MUTED], g->standfirst[i], (dtl_xy){g->margin, y + s.size + 2},
			DTL_ANCHOR_START);
	dtl_scene_close(p->scene);
}

/* Marks, panels and names in the frame. */
static void fill_marks(dtl_plan *p)
{
	p->obstacles = NULL;
	p->obstacle_count = p->obstacle_cap = 0;
	p->legend = NULL;
	p->legend_count = p->legend_cap = 0;
	p->marks = NULL;
	p->mark_count = p->mark_cap = 0;
	dtl_marks_make(p);
	dtl_arcs_make(p);
	dtl_panels_place(p);
	dtl_names_place(p);
}

/* Chooses names and panels for a frame. */
static void fill_frame(dtl_plan *p, const dtl_project *project, dtl_box frame)
{
	p->view = dtl_view_new(p->arena, &p->extent, project, frame);
	p->view.scratch = p->scratch;
	p->view.thin = p->spec->format == DTL_MAP_SVG ? .6 : p->spec->format == DTL_MAP_PNG ? .2 / fmax(1, p->spec->scale) : .1;
	p->scene->frame = frame;
	p->scene->outline = (dtl_path){0};
	if (p->view.globe) dtl_view_outline(&p->view, p->arena, &p->scene->outline);
	p->graticule = p->spec->graticule || p->extent.kind == DTL_EXTENT_WORLD || p->extent.kind == DTL_EXTENT_POLAR || dtl_north_varies(&p->view);
	p->even = p->view;
	p->even.thin = .2;
	p->mask = dtl_mask_new(p->arena, p->base, &p->even, p->spec->view);
	fill_marks(p);
}

static void draw_map(dtl_plan *p)
{
	dtl_scene *s = p->scene;
	dtl_base_options o = {p->spec->view, p->extent.kind == DTL_EXTENT_WORLD ? NULL : p->focus,
		p->graticule, p->spec->format == DTL_MAP_SVG ? .9 : .5,
		p->type * (p->extent.kind == DTL_EXTENT_WORLD ? .7 : 1)};
	if (p->whole) {
		const dtl_scene *from = p->whole->scene;
		for (size_t i = 0; i < p->whole->ground_items; i++) DTL_PUSH(s->arena, s->items, s->count, s->cap, from->items[i]);
	} else {
		dtl_scene_open(s, "basemap", true);
		dtl_draw_base(s, p->base, &p->view, p->style, &o);
		dtl_scene_close(s);
	}
	p->ground_items = s->count;
	dtl_scene_open(s, "areas", true);
	dtl_hexes_draw(p);
	dtl_counts_draw(p);
	dtl_marks_draw_areas(p);
	dtl_arcs_draw(p);
	dtl_scene_close(s);
	dtl_names_draw(p);
	dtl_marks_draw(p);
	dtl_dots_draw(p);
	if (p->view.globe) {
		dtl_item *i = dtl_scene_add(s, DTL_ITEM_PATH, "globe-outline");
		i->path = s->outline;
		i->stroke = p->style->colors[DTL_COLOR_FRAME];
		i->width = .9 * p->type;
	}
	dtl_panels_draw(p);
	if (!p->view.globe || p->extent.kind != DTL_EXTENT_WORLD)
		dtl_scene_rect(s, "frame", s->frame, 0, p->style->colors[DTL_COLOR_FRAME], .8 * p->type);
}

static void count(dtl_plan *p)
{
	p->shown = 0;
	p->keyed = p->binned;
	for (size_t i = 0; i < p->mark_count; i++) {
		const dtl_mark *m = &p->marks[i];
		size_t told = m->choice == DTL_LABEL_DROPPED ? 0 : m->told;
		p->shown += told, p->keyed += m->count - told;
	}
}

/* The frame's box when its top is at `top`; the page's height decides where it is given, else the extent's shape. */
static dtl_box frame_box(const dtl_plan *p, const page *g, double top, double below)
{
	double w = g->width - 2 * g->margin, h;
	if (g->free_height) {
		double aspect = p->extent.width / p->extent.height;
		h = w / fmin(p->extent.kind == DTL_EXTENT_WORLD ? 2.2 : 1.62, fmax(1.04, aspect));
	} else {
		h = fmax(40, g->height - top - below);
	}
	return (dtl_box){g->margin, top, g->margin + w, top + h};
}

static dtl_status check_spec(const dtl_map_spec *s, dtl_error *err)
{
	if (s->width < 0 || s->height < 0 || s->width > 20000 || s->height > 20000 || (s->width > 0 && s->width < 120) || (s->height > 0 && s->height < 120) ||
		!isfinite(s->width) || !isfinite(s->height))
		return dtl_fail(err, DTL_ERR_USAGE, "a map of %g by %g pixels is too small or too large", s->width, s->height);
	if (!(s->scale >= 0 && s->scale <= 20)) return dtl_fail(err, DTL_ERR_USAGE, "scale %g is not from 0 to 20", s->scale);
	for (size_t i = 0; i < s->ring_count; i++)
		if (!(s->rings[i].radius_km > 0 && s->rings[i].radius_km <= 20000) || !(fabs(s->rings[i].center.lat) <= 90))
			return dtl_fail(err, DTL_ERR_USAGE, "range ring %zu has no radius from 0 to 20000 km", i + 1);
	return DTL_OK;
}

#define LEAN .03 /* of the width */
#define LEAST_KM 380.0 /* nothing is shown narrower than this, */
#define MANY_KM 200.0  /* unless there are this many places side by side, */
#define MANY 5
#define MOST_KM 640.0  /* or than this where few towns are near: a reader must know where it is */
#define TOWNS 4

/* As much around the places as holds some towns to find one's way by. */
static double least_km(const dtl_plan *p, const dtl_target *t, size_t n)
{
	double near[TOWNS];
	for (int i = 0; i < TOWNS; i++) near[i] = MOST_KM;
	for (size_t i = 1; i < n; i++)
		if (fabs(t[i].point.lat - t[0].point.lat) > 8) return MOST_KM; /* it is larger anyway */
	for (size_t i = 0; i < p->base->place_count && n; i++) {
		const dtl_base_place *c = &p->base->places[i];
		dtl_lonlat g = {(double)c->lon / DTL_BASEMAP_UNIT, (double)c->lat / DTL_BASEMAP_UNIT};
		if (c->station || fabs(g.lat - t[0].point.lat) > 5) continue;
		double km = dtl_distance_km(g, t[0].point);
		for (int k = TOWNS; k-- > 0 && km < near[k];) {
			if (k + 1 < TOWNS) near[k + 1] = near[k];
			near[k] = km;
		}
	}
	return fmin(MOST_KM, n < MANY ? fmax(LEAST_KM, 2.4 * near[TOWNS - 1]) : fmax(MANY_KM, near[TOWNS - 1]));
}

/* The height of a legend that is sure to stand below the map: for very many dots the frame should be filled only once. */
static double expected_strip(dtl_plan *p, const page *g, double width)
{
	if (g->free_height || p->spec->bare || !p->crowd || p->spec->marks != DTL_MARKS_POINTS || p->extent.kind != DTL_EXTENT_WORLD) return 0;
	p->panels = dtl_arena_new(p->arena, dtl_panels);
	dtl_dots_expect_legend(p);
	return dtl_panels_strip_height(p, width);
}

/* Everything into the scene, once frame, marks and names are chosen. foot and legend: heights below the map. */
static void fill_page(dtl_plan *p, page *g, double foot, double legend)
{
	p->key_entries = p->spec->bare ? 0 : key_entries(p, g);
	p->scene->width = g->width;
	p->scene->title = dtl_words_title(p);
	p->scene->description = dtl_words_alt(p);
	draw_map(p);
	g->y = p->scene->frame.y1;
	if (!p->spec->bare) {
		draw_head(p, g);
		if (g->free_height || legend > 0) g->y += dtl_panels_strip_draw(p, g->margin, g->width - 2 * g->margin, g->y);
		draw_key(p, g);
		if (!g->free_height) g->y = g->height - foot;
		draw_foot(p, g);
	}
	p->scene->height = g->free_height ? ceil(g->y) : g->height;
	count(p);
}

dtl_status dtl_page_lay_out(dtl_plan *p, dtl_project **project, dtl_error *err)
{
	dtl_status st = check_spec(p->spec, err);
	if (st != DTL_OK) return st;
	page g = {.width = p->spec->width > 0 ? p->spec->width : DEFAULT_WIDTH, .height = p->spec->height, .free_height = !(p->spec->height > 0), .key_room = 1e9};
	p->type = fmin(1.6, fmax(.86, sqrt(g.width / 1100)));
	g.margin = p->spec->bare ? 0 : p->spec->no_margin ? 1 : MARGIN * p->type; /* 1: the frame's line is not cut */
	p->scene->paper = p->style->colors[DTL_COLOR_PAPER];
	dtl_crowd_find(p);
	dtl_words_span(p);
	dtl_target *targets;
	size_t target_count;
	dtl_marks_targets(p, &targets, &target_count);
	if (p->spec->countries.len && !target_count) return dtl_fail(err, DTL_ERR_USAGE, "no country '%.*s' in the basemap", DTL_FMT(p->spec->countries));
	st = dtl_extent_choose(targets, target_count, p->spec->has_bbox ? &p->spec->bbox : NULL, p->spec->projection,
		least_km(p, targets, target_count), &p->extent, project, err);
	if (st != DTL_OK) return st;
	if (!p->spec->has_bbox && p->extent.kind != DTL_EXTENT_WORLD && !p->spec->no_labels)
		p->extent.x += LEAN * p->extent.width; /* labels stand to the right of their signs */
	if (!p->spec->bare) break_head(p, &g);
	double top = head_height(p, &g), foot = foot_height(p, &g);
	double inner = g.width - 2 * g.margin, legend = expected_strip(p, &g, inner);
	bool once = legend > 0;
	fill_frame(p, *project, frame_box(p, &g, top, foot + legend));
	if (!once) legend = dtl_panels_strip_height(p, inner);
	if (!once && !g.free_height && !p->spec->bare && (p->keyed_marks || legend > 0)) { /* key and legend take their room from the map, once */
		g.key_room = g.height * .35;
		g.key_room = key_height(p, &g);
		fill_frame(p, *project, frame_box(p, &g, top, foot + g.key_room + legend));
	}
	p->key_room = key_height(p, &g);
	fill_page(p, &g, foot, legend);
	return DTL_OK;
}

/* The same frame with other events. */
void dtl_page_lay_out_part(dtl_plan *p)
{
	const dtl_plan *w = p->whole;
	const dtl_box *frame = &w->scene->frame;
	page g = {.width = w->scene->width, .height = w->scene->height, .key_room = w->key_room, .margin = frame->x0};
	p->type = w->type;
	p->extent = w->extent;
	p->view = w->view;
	p->view.scratch = p->scratch;
	p->graticule = w->graticule;
	p->mask = w->mask;
	p->scene->paper = w->scene->paper;
	p->scene->frame = *frame;
	p->scene->outline = w->scene->outline;
	dtl_crowd_find(p);
	dtl_words_span(p);
	if (!p->spec->bare) break_head(p, &g);
	fill_marks(p);
	p->key_room = p->spec->bare ? 0 : key_height(p, &g);
	fill_page(p, &g, foot_height(p, &g), dtl_panels_strip_height(p, g.width - 2 * g.margin));
}

void dtl_page_warnings(const dtl_plan *p, dtl_buf *out)
{
	if (p->placeless) dtl_buf_printf(out, "%zu event%s without a place on this map\n", p->placeless, p->placeless == 1 ? "" : "s");
	if (p->keyed_marks > p->key_entries)
		dtl_buf_printf(out, "%zu marks have neither a label nor room in the key\n", p->keyed_marks - p->key_entries);
	if (p->counted_count) dtl_buf_printf(out, "%zu events are counted by area, without labels\n", p->binned);
	else if (p->crowd && p->spec->marks != DTL_MARKS_POINTS)
		dtl_buf_printf(out, "%zu events are counted in hexagons, without labels\n", p->binned);
}
