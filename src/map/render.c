/* One map: page layout around the frame, and the module's table. */
#include <cairo.h>
#include <malloc.h>
#include <math.h>
#include <pango/pango.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/geodesy.h"
#include "map/job.h"
#include "map/locate.h"
#include "map/paint.h"
#include "map/page.h"
#include "map/print.h"

static const char *const credits = "Natural Earth";

void dtl_map_job_release(dtl_map_job *j)
{
	dtl_project_close(j->project);
	dtl_text_engine_free(j->text);
	dtl_basemap_close(&j->base);
	dtl_arena_free(&j->scratch);
	dtl_arena_free(&j->arena);
}

static dtl_status scene_json(dtl_plan *p, char **data, size_t *len, dtl_error *err)
{
	dtl_buf b = {.arena = p->arena};
	dtl_json j = {.out = &b};
	dtl_json_open(&j, NULL, '{');
	dtl_json_str(&j, "projection", dtl_str_of(p->extent.definition));
	dtl_json_open(&j, "events", '{');
	dtl_json_int(&j, "labelled", (int64_t)p->shown);
	dtl_json_int(&j, "keyed", (int64_t)p->keyed);
	dtl_json_int(&j, "without_place", (int64_t)p->placeless);
	dtl_json_close(&j, '}');
	dtl_scene_dump(p->scene, &j);
	dtl_json_close(&j, '}');
	dtl_buf_addc(&b, '\n');
	*len = b.len;
	*data = dtl_buf_malloc(&b);
	return *data ? DTL_OK : dtl_fail_memory(err);
}

static dtl_status lay_out(dtl_map_job *j, const dtl_event_set *set, dtl_error *err)
{
	j->scene = (dtl_scene){.arena = &j->arena, .sans = j->style.sans, .serif = j->style.serif};
	j->plan = (dtl_plan){.arena = &j->arena, .scratch = &j->scratch, .set = set, .spec = &j->spec, .style = &j->style, .base = &j->base,
		.scene = &j->scene, .measure = {dtl_text_measure, j->text}};
	return dtl_page_lay_out(&j->plan, &j->project, err);
}

/* A page of a given shape may show more beside the events than a regional projection can: past a quarter of the globe azimuthal
 * projections fold. */
static bool sees_too_far(const dtl_plan *p)
{
	const dtl_box f = p->view.frame;
	double km = hypot(f.x1 - f.x0, f.y1 - f.y0) / 2 * p->view.km_per_px;
	return !p->spec->has_bbox && !p->spec->projection.len && p->extent.kind != DTL_EXTENT_WORLD && km > 9800;
}

/* The whole world instead; arenas keep the first try until the job ends. */
static dtl_status lay_out_world(dtl_map_job *j, dtl_error *err)
{
	dtl_project_close(j->project);
	j->project = NULL;
	j->spec.has_bbox = true;
	j->spec.bbox = (dtl_bbox){-180, -90, 180, 90};
	return lay_out(j, j->plan.set, err);
}

dtl_status dtl_map_job_lay_out(dtl_map_job *j, const dtl_event_set *set, const dtl_map_spec *spec, dtl_error *err)
{
	j->spec = *spec;
	if (spec->bare) j->spec.no_legend = j->spec.no_inset = j->spec.no_scale_bar = true;
	dtl_status st = dtl_style_load(&j->arena, spec->theme, spec->style_file, &j->style, err);
	if (st == DTL_OK) dtl_style_categories(&j->arena, &j->style, spec->categories, spec->category_count);
	if (st == DTL_OK && !spec->no_basemap) st = dtl_basemap_open(spec->basemap, &j->base, err); /* else it stays empty */
	if (st == DTL_OK) st = dtl_text_engine_new(j->style.sans, j->style.serif, &j->text, err);
	if (st != DTL_OK) return st;
	st = lay_out(j, set, err);
	if (st == DTL_OK && sees_too_far(&j->plan)) st = lay_out_world(j, err);
	if (st == DTL_OK && dtl_text_fontless(j->text)) return dtl_fail(err, DTL_ERR_CONFIG, DTL_TEXT_NO_FONTS);
	return st;
}

/* How each event stands on the map. The first ones of a mark are in its label. */
static void tell_states(const dtl_plan *p, unsigned char *states)
{
	for (size_t i = 0; p->crowd && i < dtl_event_set_count(p->set); i++)
		if (dtl_event_set_event(p->set, i)->place.has_point) states[i] = DTL_MAP_COUNTED;
	for (size_t i = 0; i < p->mark_count; i++) {
		const dtl_mark *m = &p->marks[i];
		size_t told = m->choice == DTL_LABEL_DROPPED ? 0 : m->told;
		for (size_t k = 0; k < m->count; k++) {
			bool labelled = told && (m->boxed ? m->events[k] == m->gravest : k < told);
			states[m->events[k]] = labelled ? DTL_MAP_LABELLED : DTL_MAP_COUNTED;
		}
	}
}

static dtl_bbox box_of(const dtl_view *v)
{
	if (v->east - v->west > 359.9) return (dtl_bbox){-180, v->south, 180, v->north};
	return (dtl_bbox){dtl_wrap_longitude(v->west), v->south, dtl_wrap_longitude(v->east), v->north};
}

dtl_status dtl_map_job_info(dtl_map_job *j, dtl_map_image *out, dtl_error *err)
{
	const dtl_plan *p = &j->plan;
	dtl_buf warnings = {.arena = &j->arena};
	dtl_page_warnings(p, &warnings);
	dtl_text_missing(j->text, &warnings);
	size_t count = dtl_event_set_count(p->set);
	*out = (dtl_map_image){.width = j->scene.width, .height = j->scene.height, .shown = p->shown, .keyed = p->keyed, .dropped = p->placeless,
		.extent = box_of(&p->view)};
	out->alt_text = strndup(j->scene.description.ptr, j->scene.description.len);
	out->title = strndup(j->scene.title.len ? j->scene.title.ptr : "", j->scene.title.len);
	out->warnings = dtl_buf_malloc(&warnings);
	out->projection = strdup(p->extent.definition);
	out->states = calloc(count ? count : 1, 1);
	if (out->alt_text && out->title && out->warnings && out->projection && out->states) {
		tell_states(p, out->states);
		return DTL_OK;
	}
	free(out->alt_text);
	free(out->title);
	free(out->warnings);
	free(out->projection);
	free(out->states);
	*out = (dtl_map_image){0};
	return dtl_fail_memory(err);
}

/* ---- ways to paint ---- */

/* What a job paints on: files of the spec's format in data, or the caller's context, or the caller's pixels. */
typedef struct canvas {
	char *data;
	size_t len;
	struct _cairo *cairo;
	dtl_ground *ground; /* of a series, or NULL */
} canvas;

/* The picture is the largest thing of all: what the layout needed goes before it comes. */
static void release_layout(dtl_map_job *j)
{
	dtl_arena_free(&j->scratch);
	dtl_forget_pages(&j->base.mapping);
#ifdef __GLIBC__
	malloc_trim(0);
#endif
}

static dtl_status paint(dtl_map_job *j, canvas *c, dtl_error *err)
{
	const dtl_map_spec *spec = j->plan.spec;
	if (c->cairo) {
		cairo_save(c->cairo);
		dtl_paint_cairo(&j->scene, j->text, c->cairo);
		cairo_restore(c->cairo);
		cairo_status_t bad = cairo_status(c->cairo);
		return bad ? dtl_fail(err, DTL_ERR_INTERNAL, "cannot paint: %s", cairo_status_to_string(bad)) : DTL_OK;
	}
	if (spec->format == DTL_MAP_PNG && !c->ground) release_layout(j);
	switch (spec->format) {
	case DTL_MAP_PNG: return dtl_paint_png(&j->scene, j->text, spec->scale > 0 ? spec->scale : 1, c->ground, &c->data, &c->len, err);
	case DTL_MAP_PDF: return dtl_paint_pdf(&j->scene, j->text, &c->data, &c->len, err);
	case DTL_MAP_SVG: return dtl_paint_svg(&j->scene, &j->arena, &c->data, &c->len, err);
	case DTL_MAP_SCENE_JSON: return scene_json(&j->plan, &c->data, &c->len, err);
	}
	return dtl_fail(err, DTL_ERR_USAGE, "no such map format");
}

static dtl_status draw(dtl_map_job *j, const dtl_event_set *set, const dtl_map_spec *spec, canvas *c, dtl_map_image *out, dtl_error *err)
{
	dtl_map_image image = {0};
	dtl_status st = dtl_map_job_lay_out(j, set, spec, err);
	if (st == DTL_OK) st = paint(j, c, err);
	if (st == DTL_OK && out) st = dtl_map_job_info(j, &image, err);
	if (st != DTL_OK) {
		free(c->data);
		return st;
	}
	image.data = c->data, image.len = c->len;
	if (out) *out = image;
	return DTL_OK;
}

static dtl_status run(const dtl_event_set *set, const dtl_map_spec *spec, canvas *c, dtl_map_image *out, dtl_error *err)
{
	dtl_map_job j = {0};
	if (setjmp(j.arena.exhausted)) {
		dtl_map_job_release(&j);
		free(c->data);
		return dtl_fail_memory(err);
	}
	memcpy(&j.scratch.exhausted, &j.arena.exhausted, sizeof j.arena.exhausted); /* both end here */
	dtl_status st = draw(&j, set, spec, c, out, err);
	dtl_map_job_release(&j);
	return st;
}

static dtl_status render(const dtl_event_set *set, const dtl_map_spec *spec, dtl_map_image *out, dtl_error *err)
{
	canvas c = {0};
	return run(set, spec, &c, out, err);
}

static dtl_status paint_through(const dtl_event_set *set, const dtl_map_spec *spec, struct _cairo *cairo, dtl_map_image *info, dtl_error *err)
{
	canvas c = {.cairo = cairo};
	return run(set, spec, &c, info, err);
}

static dtl_status paint_pixels(const dtl_event_set *set, const dtl_map_spec *given, unsigned char *pixels, size_t stride, unsigned width,
	unsigned height, dtl_map_image *info, dtl_error *err)
{
	if (width > 30000 || height > 30000 || stride < (size_t)width * 4 || stride % 4 || stride > INT32_MAX)
		return dtl_fail(err, DTL_ERR_USAGE, "no picture of %u by %u pixels with rows of %zu bytes", width, height, stride);
	dtl_map_spec spec = *given;
	double scale = spec.scale > 0 ? spec.scale : 1;
	spec.width = width / scale, spec.height = height / scale;
	cairo_surface_t *surface = cairo_image_surface_create_for_data(pixels, CAIRO_FORMAT_ARGB32, (int)width, (int)height, (int)stride);
	cairo_t *cr = cairo_create(surface);
	cairo_scale(cr, scale, scale);
	dtl_status st = paint_through(set, &spec, cr, info, err);
	cairo_destroy(cr);
	cairo_surface_flush(surface);
	cairo_surface_destroy(surface);
	return st;
}

/* ---- series ---- */

struct dtl_map_series {
	dtl_map_job whole, part; /* the part's foreign things are the whole's */
	dtl_ground ground;
};

static void close_series(dtl_map_series *s)
{
	if (!s) return;
	dtl_arena_free(&s->part.scratch);
	dtl_arena_free(&s->part.arena);
	dtl_map_job_release(&s->whole);
	free(s->ground.pixels);
	free(s);
}

static void start_part(dtl_map_series *s, const dtl_event_set *set, dtl_str title)
{
	const dtl_map_job *w = &s->whole;
	dtl_map_job *j = &s->part;
	j->base = w->base, j->text = w->text, j->style = w->style, j->spec = w->spec;
	j->spec.title = title;
	j->scene = (dtl_scene){.arena = &j->arena, .sans = w->scene.sans, .serif = w->scene.serif};
	j->plan = (dtl_plan){.whole = &w->plan, .arena = &j->arena, .scratch = &j->scratch, .set = set, .spec = &j->spec, .style = &j->style,
		.base = &j->base, .scene = &j->scene, .measure = w->plan.measure};
	dtl_page_lay_out_part(&j->plan);
}

/* The whole has more marks without room for a label than any part: pages are as high as the part with the longest key needs. */
static void fit_keys(dtl_map_series *s, const dtl_event_set *const *parts, size_t count)
{
	dtl_plan *w = &s->whole.plan;
	if (!(w->key_room > 0) || w->spec->height > 0 || !count) return;
	double most = 0;
	for (size_t i = 0; i < count; i++) {
		dtl_arena_mark mark = dtl_arena_mark_take(&s->part.arena);
		start_part(s, parts[i], w->spec->title);
		most = fmax(most, s->part.plan.key_room);
		dtl_arena_reset(&s->part.arena, mark);
	}
	w->scene->height -= floor(w->key_room - most);
	w->key_room = most;
}

static dtl_status open_series(const dtl_event_set *set, const dtl_event_set *const *parts, size_t count, const dtl_map_spec *spec,
	dtl_map_series **out, dtl_error *err)
{
	dtl_map_series *s = calloc(1, sizeof *s);
	if (!s) return dtl_fail_memory(err);
	if (setjmp(s->whole.arena.exhausted)) {
		close_series(s);
		return dtl_fail_memory(err);
	}
	dtl_arena *const others[] = {&s->whole.scratch, &s->part.arena, &s->part.scratch}; /* all end here */
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) memcpy(&others[i]->exhausted, &s->whole.arena.exhausted, sizeof s->whole.arena.exhausted);
	dtl_status st = dtl_map_job_lay_out(&s->whole, set, spec, err);
	if (st == DTL_OK) fit_keys(s, parts, count);
	s->ground.items = s->whole.plan.ground_items;
	if (st == DTL_OK) *out = s;
	else close_series(s);
	return st;
}

static dtl_status draw_part(dtl_map_series *s, const dtl_event_set *set, dtl_str title, canvas *c, dtl_map_image *out, dtl_error *err)
{
	dtl_map_job *j = &s->part;
	start_part(s, set, title);
	dtl_status st = paint(j, c, err);
	dtl_map_image image = {0};
	if (st == DTL_OK) st = dtl_map_job_info(j, &image, err);
	image.data = c->data, image.len = c->len;
	if (st == DTL_OK) *out = image;
	return st;
}

static dtl_status render_part(dtl_map_series *s, const dtl_event_set *set, dtl_str title, dtl_map_image *out, dtl_error *err)
{
	canvas c = {.ground = &s->ground};
	dtl_arena_mark mark = dtl_arena_mark_take(&s->part.arena);
	dtl_status st;
	if (setjmp(s->part.arena.exhausted)) {
		st = dtl_fail_memory(err);
	} else {
		memcpy(&s->part.scratch.exhausted, &s->part.arena.exhausted, sizeof s->part.arena.exhausted);
		st = draw_part(s, set, title, &c, out, err);
	}
	if (st != DTL_OK) free(c.data);
	dtl_arena_reset(&s->part.arena, mark);
	return st;
}

static dtl_status check(dtl_buf *report, dtl_error *err)
{
	dtl_basemap base;
	dtl_status st = dtl_basemap_open(NULL, &base, err);
	if (st != DTL_OK) return st;
	dtl_buf_printf(report, "basemap: %s, %zu countries, %zu divisions, %zu places\n", credits, base.country_count, base.unit_count, base.place_count);
	dtl_basemap_close(&base);
	const char *proj;
	st = dtl_project_library(&proj, err);
	if (st != DTL_OK) return st;
	dtl_buf_printf(report, "PROJ %s, cairo %s, pango %s\n", proj, cairo_version_string(), pango_version_string());
	dtl_text_engine *text;
	st = dtl_text_engine_new(DTL_STR("Noto Sans, DejaVu Sans, sans-serif"), DTL_STR("Noto Serif, DejaVu Serif, serif"), &text, err);
	if (st != DTL_OK) return st;
	static const char *const samples[] = {"Latin", "\u041a\u0438\u0457\u0432", "\uc11c\uc6b8", "\u6771\u4eac", "\u0628\u063a\u062f\u0627\u062f", "\u0926\u093f\u0932\u094d\u0932\u0940"};
	dtl_font f = {.size = 12};
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) (void)dtl_text_measure(text, &f, dtl_str_of(samples[i]));
	dtl_buf missing = {.arena = report->arena};
	dtl_text_missing(text, &missing);
	if (missing.len) dtl_buf_add(report, dtl_buf_str(&missing));
	else dtl_buf_addz(report, "fonts: Latin, Cyrillic, Korean, Chinese, Arabic and Devanagari are there\n");
	dtl_text_engine_free(text);
	return DTL_OK;
}

const dtl_map_module *dtl_map_module_table(void)
{
	static const dtl_map_module table = {DTL_MODULE_ABI, render, paint_through, paint_pixels, dtl_print_pages, check, dtl_map_locate, open_series, render_part, close_series};
	return &table;
}
