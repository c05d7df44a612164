/* One map: page layout around the frame, and the module's table. */
#include <cairo.h>
#include <math.h>
#include <pango/pango.h>
#include <proj.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "map/paint.h"
#include "map/page.h"
#include "module/module.h"

static const char *const credits = "Natural Earth";

/* Everything that must be released, within reach of the frame that catches exhaustion. */
typedef struct job {
	dtl_arena arena, scratch;
	dtl_basemap base;
	dtl_text_engine *text;
	dtl_project *project;
} job;

static void release(job *j)
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

static dtl_status paint(job *j, dtl_plan *p, dtl_map_image *out, dtl_error *err)
{
	double scale = p->spec->scale > 0 ? p->spec->scale : 1;
	switch (p->spec->format) {
	case DTL_MAP_PNG: return dtl_paint_png(p->scene, j->text, scale, &out->data, &out->len, err);
	case DTL_MAP_PDF: return dtl_paint_pdf(p->scene, j->text, &out->data, &out->len, err);
	case DTL_MAP_SVG: return dtl_paint_svg(p->scene, p->arena, &out->data, &out->len, err);
	case DTL_MAP_SCENE_JSON: return scene_json(p, &out->data, &out->len, err);
	}
	return dtl_fail(err, DTL_ERR_USAGE, "no such map format");
}

static dtl_status draw(job *j, const dtl_event_set *set, const dtl_map_spec *spec, dtl_map_image *out, dtl_error *err)
{
	dtl_style style;
	dtl_status st = dtl_style_load(&j->arena, spec->theme, spec->style_file, &style, err);
	if (st == DTL_OK) st = dtl_basemap_open(spec->basemap, &j->base, err);
	if (st == DTL_OK) st = dtl_text_engine_new(style.sans, style.serif, &j->text, err);
	if (st != DTL_OK) return st;
	dtl_scene scene = {.arena = &j->arena, .sans = style.sans, .serif = style.serif};
	dtl_plan plan = {.arena = &j->arena, .scratch = &j->scratch, .set = set, .spec = spec, .style = &style, .base = &j->base, .scene = &scene,
		.measure = {dtl_text_measure, j->text}};
	st = dtl_page_lay_out(&plan, &j->project, err);
	dtl_map_image image = {0};
	if (st == DTL_OK) st = paint(j, &plan, &image, err);
	if (st != DTL_OK) return st;
	dtl_buf warnings = {.arena = &j->arena};
	dtl_page_warnings(&plan, &warnings);
	dtl_text_missing(j->text, &warnings);
	image.width = scene.width, image.height = scene.height;
	image.shown = plan.shown, image.keyed = plan.keyed, image.dropped = plan.placeless;
	image.alt_text = strndup(scene.description.ptr, scene.description.len);
	image.warnings = dtl_buf_malloc(&warnings);
	if (!image.alt_text || !image.warnings) {
		free(image.data);
		free(image.alt_text);
		free(image.warnings);
		return dtl_fail_memory(err);
	}
	*out = image;
	return DTL_OK;
}

static dtl_status render(const dtl_event_set *set, const dtl_map_spec *spec, dtl_map_image *out, dtl_error *err)
{
	job j = {0};
	if (setjmp(j.arena.exhausted)) {
		release(&j);
		return dtl_fail_memory(err);
	}
	memcpy(&j.scratch.exhausted, &j.arena.exhausted, sizeof j.arena.exhausted); /* both end here */
	dtl_status st = draw(&j, set, spec, out, err);
	release(&j);
	return st;
}

static dtl_status check(dtl_buf *report, dtl_error *err)
{
	dtl_basemap base;
	dtl_status st = dtl_basemap_open(NULL, &base, err);
	if (st != DTL_OK) return st;
	dtl_buf_printf(report, "basemap: %s, %zu countries, %zu divisions, %zu places\n", credits, base.country_count, base.unit_count, base.place_count);
	dtl_basemap_close(&base);
	PJ_INFO info = proj_info();
	dtl_buf_printf(report, "PROJ %s, cairo %s, pango %s\n", info.version, cairo_version_string(), pango_version_string());
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
	static const dtl_map_module table = {DTL_MODULE_ABI, render, check};
	return &table;
}
