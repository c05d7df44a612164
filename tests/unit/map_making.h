/* Whole maps for tests: laid out without fonts, text measured by a rule, so that the answer is the same on every machine. */
#ifndef TESTS_MAP_MAKING_H
#define TESTS_MAP_MAKING_H

#include <string.h>

#include "map/page.h"

static dtl_extents by_rule(void *context, const dtl_font *font, dtl_str text)
{
	(void)context;
	double n = 0;
	for (size_t i = 0; i < text.len; i++) n += ((unsigned char)text.ptr[i] & 0xc0) != 0x80;
	return (dtl_extents){n * (font->size * .54 + font->spacing), font->size * .8, font->size * .24};
}

typedef struct made {
	dtl_arena arena;
	dtl_basemap base;
	dtl_project *project;
	dtl_event_set *set;
	dtl_style style;
	dtl_scene scene;
	dtl_plan plan;
	dtl_map_spec spec;
} made;

static inline void make_map_of(made *m, dtl_event_set *set, const char *theme, dtl_map_spec spec)
{
	dtl_error err = DTL_ERROR_INIT;
	*m = (made){.spec = spec, .set = set};
	if (dtl_basemap_open(NULL, &m->base, &err) != DTL_OK) fail_msg("%s", err.message);
	assert_int_equal(dtl_style_load(&m->arena, dtl_str_of(theme), NULL, &m->style, &err), DTL_OK);
	m->scene = (dtl_scene){.arena = &m->arena, .sans = m->style.sans, .serif = m->style.serif};
	m->plan = (dtl_plan){.arena = &m->arena, .set = m->set, .spec = &m->spec, .style = &m->style, .base = &m->base, .scene = &m->scene,
		.measure = {by_rule, NULL}};
	if (dtl_page_lay_out(&m->plan, &m->project, &err) != DTL_OK) fail_msg("%s", err.message);
}

static inline void make_map(made *m, dtl_event *events, size_t n, dtl_map_spec spec)
{
	dtl_error err = DTL_ERROR_INIT;
	dtl_article article = {.id = DTL_STR("a")};
	dtl_event_set *set = NULL;
	assert_int_equal(dtl_event_set_new(&set, &err), DTL_OK);
	assert_int_equal(dtl_event_set_add(set, &article, events, n, &err), DTL_OK);
	make_map_of(m, set, "", spec);
}

static inline void drop_map(made *m)
{
	dtl_project_close(m->project);
	dtl_event_set_free(m->set);
	dtl_basemap_close(&m->base);
	dtl_arena_free(&m->arena);
}

static inline bool is(const dtl_item *i, const char *role) { return i->role && !strcmp(i->role, role); }
static inline bool is_label(const dtl_item *i)
{
	return i->kind == DTL_ITEM_TEXT && (is(i, "event-label") || is(i, "city-name") || is(i, "country-name") || is(i, "water-name") ||
		is(i, "callout") || is(i, "river-name") || is(i, "division-name") || is(i, "count-label") || is(i, "arc-end") || is(i, "degrees"));
}
static inline bool meets(dtl_box a, dtl_box b)
{
	const double e = .05;
	return a.x0 < b.x1 - e && b.x0 < a.x1 - e && a.y0 < b.y1 - e && b.y0 < a.y1 - e;
}

#endif
