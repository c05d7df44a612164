#include "dateline/doctor.h"

#include "base/error.h"
#include "dateline/analyze.h"
#include "extract/event_table.h"
#include "module/module.h"
#include "text/model.h"

typedef struct visit {
	dtl_doctor_tell *tell;
	void *user;
	dtl_status first;
} visit;

static void tell(visit *v, const char *what, dtl_status status, const char *message)
{
	if (v->first == DTL_OK) v->first = status;
	v->tell(v->user, what, status, message);
}

static void see_gazetteer(visit *v, dtl_buf *report)
{
	dtl_error err = DTL_ERROR_INIT;
	dtl_gazetteer *gazetteer = NULL;
	dtl_status status = dtl_gazetteer_open(NULL, &gazetteer, &err);
	if (status == DTL_OK) status = dtl_gazetteer_verify(gazetteer, &err);
	if (status == DTL_OK) {
		dtl_gazetteer_info info;
		dtl_gazetteer_describe(gazetteer, &info);
		dtl_buf_printf(report, "%llu places, %llu names, %llu bytes, format %u", (unsigned long long)info.places,
			(unsigned long long)info.names, (unsigned long long)info.bytes, info.version);
	}
	dtl_gazetteer_close(gazetteer);
	tell(v, "gazetteer", status, status == DTL_OK ? report->data : err.message);
}

static void see_language(visit *v)
{
	dtl_error err = DTL_ERROR_INIT;
	dtl_model *model = NULL;
	dtl_status status = dtl_model_open(NULL, &model, &err);
	dtl_model_close(model);
	tell(v, "language model", status, status == DTL_OK ? "sound" : err.message);
	dtl_event_table *table = NULL;
	status = dtl_event_table_open(NULL, &table, &err);
	dtl_event_table_close(table);
	tell(v, "event table", status, status == DTL_OK ? "sound" : err.message);
}

static void see_modules(visit *v, dtl_buf *report)
{
	dtl_error err = DTL_ERROR_INIT;
	const dtl_map_module *map = NULL;
	report->len = 0;
	dtl_status status = dtl_map_module_load(&map, &err);
	if (status == DTL_OK) status = map->check(report, &err);
	tell(v, "maps", status, status == DTL_OK ? dtl_buf_str(report).ptr : err.message);
	const dtl_store_module *store = NULL;
	report->len = 0;
	status = dtl_store_module_load(&store, &err);
	if (status == DTL_OK) status = store->check(report, &err);
	tell(v, "stores", status, status == DTL_OK ? dtl_buf_str(report).ptr : err.message);
}

static void see_store(visit *v, const char *path, bool repair, dtl_buf *report)
{
	dtl_error err = DTL_ERROR_INIT;
	dtl_store *store = NULL;
	dtl_event_set *events = NULL;
	dtl_event_query all = DTL_EVENT_QUERY_INIT;
	all.include = ~0u;
	const dtl_store_module *module = NULL;
	report->len = 0;
	dtl_status status = dtl_store_module_load(&module, &err);
	if (status == DTL_OK) status = module->examine(path, repair, report, &err);
	if (status == DTL_OK && report->len) tell(v, path, DTL_OK, report->data);
	report->len = 0;
	if (status == DTL_OK) status = dtl_store_open(path, DTL_STORE_READ, &store, &err);
	if (status == DTL_OK) status = dtl_store_query(store, &all, &events, &err);
	if (status == DTL_OK) dtl_buf_printf(report, "%zu events of %zu articles", dtl_event_set_count(events),
		dtl_event_set_article_count(events));
	dtl_event_set_free(events);
	dtl_status closed = dtl_store_close(store, status == DTL_OK ? &err : NULL);
	if (status == DTL_OK) status = closed;
	tell(v, path, status, status == DTL_OK ? report->data : err.message);
}

dtl_status dtl_doctor(const char *store, bool repair, dtl_doctor_tell *told, void *user)
{
	visit v = {told, user, DTL_OK};
	dtl_arena arena = {0};
	if (setjmp(arena.exhausted)) {
		dtl_arena_free(&arena);
		return DTL_ERR_MEMORY;
	}
	dtl_buf report = {.arena = &arena};
	see_gazetteer(&v, &report);
	see_language(&v);
	see_modules(&v, &report);
	if (store) see_store(&v, store, repair, &report);
	dtl_arena_free(&arena);
	return v.first;
}
