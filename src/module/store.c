/* The public face of the store module. */
#include "module/module.h"

#include <stdlib.h>

#include "base/error.h"

/* The handle that the caller sees is the module's own: every call needs the table again, which costs a look-up in the
 * loader's list of open objects. */
#define WITH_MODULE(call)                                            \
	const dtl_store_module *module;                                  \
	dtl_status status = dtl_store_module_load(&module, err);         \
	return status == DTL_OK ? module->call : status

dtl_status dtl_store_open(const char *path, dtl_store_mode mode, dtl_store **out, dtl_error *err)
{
	WITH_MODULE(open(path, mode, out, err));
}

dtl_status dtl_store_add(dtl_store *store, const dtl_article *article, const dtl_event *events, size_t count,
	bool *added, dtl_error *err)
{
	WITH_MODULE(add(store, article, events, count, added, err));
}

dtl_status dtl_store_knows(dtl_store *store, const dtl_article *article, bool *known, bool *changed, dtl_error *err)
{
	WITH_MODULE(knows(store, article, known, changed, err));
}

dtl_status dtl_store_commit(dtl_store *store, dtl_error *err)
{
	WITH_MODULE(commit(store, err));
}

dtl_status dtl_store_close(dtl_store *store, dtl_error *err)
{
	if (!store) return DTL_OK;
	WITH_MODULE(close(store, err));
}

dtl_status dtl_store_query(dtl_store *store, const dtl_event_query *query, dtl_event_set **out, dtl_error *err)
{
	WITH_MODULE(query(store, query, out, err));
}
