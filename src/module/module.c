#include "module/module.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/error.h"

#ifndef DTL_MODULE_DIR
#define DTL_MODULE_DIR "/usr/local/lib/dateline"
#endif

/* The folder of the object that holds this code: the program, or libdateline.so inside another program. */
static void own_folder(char *out, size_t size)
{
	Dl_info info;
	out[0] = '\0';
	const void *here = (const void *)(uintptr_t)&dtl_module_load;
	char self[4096];
	if (!dladdr(here, &info) || !info.dli_fname) return;
	const char *path = info.dli_fname;
	ssize_t n = strchr(path, '/') ? -1 : readlink("/proc/self/exe", self, sizeof self - 1);
	if (n > 0) self[n] = '\0', path = self; /* the program was found through PATH: dladdr gives argv[0] */
	else if (realpath(path, self)) path = self; /* it may be known by other names: pandoc-dateline */
	snprintf(out, size, "%s", path);
	char *slash = strrchr(out, '/');
	if (slash) *slash = '\0';
}

static bool module_path(const char *name, char *out, size_t size)
{
	char own[4096];
	own_folder(own, sizeof own);
	const char *set = getenv("DATELINE_MODULES");
	const struct { const char *folder, *below; } places[] = {
		{set, ""}, {own, ""}, {own, "/dateline"}, {own, "/../lib/dateline"}, {DTL_MODULE_DIR, ""}};
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		if (!places[i].folder || !*places[i].folder) continue;
		int len = snprintf(out, size, "%s%s/dateline-%s.so", places[i].folder, places[i].below, name);
		if (len > 0 && (size_t)len < size && access(out, R_OK) == 0) return true;
	}
	return false;
}

dtl_status dtl_module_load(const char *name, const char *symbol, const void **table, dtl_error *err)
{
	char path[8300];
	if (!module_path(name, path, sizeof path))
		return dtl_fail(err, DTL_ERR_CONFIG, "module 'dateline-%s.so' is neither beside the program nor in '%s'; "
			"run make or make install", name, DTL_MODULE_DIR);
	void *handle = dlopen(path, RTLD_LAZY | RTLD_LOCAL); /* of the libraries behind it few functions are ever called */
	if (!handle) return dtl_fail(err, DTL_ERR_CONFIG, "cannot load module '%s': %s", path, dlerror());
	const void *(*get)(void);
	*(void **)(&get) = dlsym(handle, symbol); /* POSIX's own way round the missing conversion */
	if (!get) return dtl_fail(err, DTL_ERR_CONFIG, "module '%s' has no '%s'", path, symbol);
	const void *found = get();
	if (*(const uint32_t *)found != DTL_MODULE_ABI)
		return dtl_fail(err, DTL_ERR_CONFIG, "module '%s' is of another version", path);
	*table = found;
	return DTL_OK;
}

dtl_status dtl_map_module_load(const dtl_map_module **out, dtl_error *err)
{
	const void *table = NULL;
	dtl_status status = dtl_module_load("map", "dtl_map_module_table", &table, err);
	if (status == DTL_OK) *out = table;
	return status;
}

dtl_status dtl_store_module_load(const dtl_store_module **out, dtl_error *err)
{
	const void *table = NULL;
	dtl_status status = dtl_module_load("store", "dtl_store_module_table", &table, err);
	if (status == DTL_OK) *out = table;
	return status;
}
