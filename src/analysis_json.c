/* An analysis as one line of JSON: the stable form of `dateline parse`. */
#include "base/error.h"
#include "event_json.h"

static void put_toponym(dtl_event_writer *w, const dtl_analysis *a, const dtl_mention *m)
{
	dtl_json *j = &w->json;
	dtl_json_open(j, NULL, '{');
	dtl_write_span(w, m->span);
	const dtl_place *p = m->place >= 0 ? dtl_analysis_place(a, (size_t)m->place) : NULL;
	dtl_write_point(w, p != NULL, p ? p->point : (dtl_lonlat){0, 0});
	dtl_write_geonameid(w, p ? p->geonameid : 0);
	dtl_json_str_or_null(j, "name", p ? p->name : DTL_STR_NONE);
	dtl_json_str_or_null(j, "country", p ? p->country : DTL_STR_NONE);
	dtl_json_str_or_null(j, "admin1", p ? p->admin1 : DTL_STR_NONE);
	dtl_json_str_or_null(j, "feature", p ? p->feature : DTL_STR_NONE);
	dtl_json_str(j, "precision", dtl_str_of(dtl_precision_name(p ? p->precision : DTL_PRECISION_NONE)));
	dtl_json_number(j, "radius_km", p ? p->radius_km : 0, 1);
	dtl_json_str(j, "role", dtl_str_of(dtl_role_name(m->role)));
	dtl_json_str(j, "kind", dtl_str_of(dtl_mention_kind_name(m->kind)));
	dtl_json_number(j, "score", (double)(p ? p->score : 0), 3);
	if (p && p->approximate) dtl_json_bool(j, "approximate", true);
	if (w->explain && p) {
		dtl_json_str_or_null(j, "reason", p->reason);
		dtl_json_str_or_null(j, "runner_up", p->runner_up);
	}
	dtl_json_close(j, '}');
}

static void put_timex(dtl_event_writer *w, const dtl_analysis *a, const dtl_timex *t)
{
	(void)a;
	dtl_json *j = &w->json;
	dtl_json_open(j, NULL, '{');
	dtl_write_span(w, t->span);
	dtl_json_str(j, "type", dtl_str_of(dtl_timex_type_name(t->type)));
	dtl_json_str(j, "value", t->value);
	if (t->mod.len) dtl_json_str(j, "mod", t->mod);
	dtl_write_interval(w, "interval", &t->interval);
	if (w->explain) dtl_json_str_or_null(j, "rule", t->rule);
	dtl_json_close(j, '}');
}

static void put_event(dtl_event_writer *w, const dtl_analysis *a, const dtl_event *e)
{
	(void)a;
	dtl_write_event(w, e);
}

static void put_note(dtl_event_writer *w, const dtl_analysis *a, const dtl_note *n)
{
	(void)a;
	dtl_json_open(&w->json, NULL, '{');
	dtl_json_str(&w->json, "code", n->code);
	dtl_json_str(&w->json, "message", n->message);
	if (n->span.end > n->span.start) dtl_write_span(w, n->span);
	dtl_json_close(&w->json, '}');
}

static void put_analysis(dtl_event_writer *w, const dtl_analysis *a)
{
	dtl_json *j = &w->json;
	dtl_json_open(j, NULL, '{');
	dtl_json_str(j, "id", dtl_analysis_article(a)->id);
#define LIST(key, thing, put)                                                                              \
	dtl_json_open(j, key, '[');                                                                            \
	for (size_t i = 0; i < dtl_analysis_##thing##_count(a); i++) put(w, a, dtl_analysis_##thing(a, i));    \
	dtl_json_close(j, ']')
	LIST("toponyms", mention, put_toponym);
	LIST("timexes", timex, put_timex);
	LIST("events", event, put_event);
	LIST("notes", note, put_note);
#undef LIST
	dtl_json_close(j, '}');
}

dtl_status dtl_analysis_json(const dtl_analysis *analysis, dtl_offset_unit unit, bool explain, char **out, size_t *out_len,
	dtl_error *err)
{
	dtl_arena arena = {0};
	if (setjmp(arena.exhausted)) {
		dtl_arena_free(&arena);
		return dtl_fail_memory(err);
	}
	dtl_buf buf = {.arena = &arena};
	dtl_event_writer w = {.json = {.out = &buf}, .unit = unit, .explain = explain};
	w.map = dtl_offset_map_new(&arena, dtl_analysis_article(analysis)->text);
	put_analysis(&w, analysis);
	*out_len = buf.len;
	char *data = dtl_buf_malloc(&buf);
	dtl_arena_free(&arena);
	if (!data) return dtl_fail_memory(err);
	*out = data;
	return DTL_OK;
}
