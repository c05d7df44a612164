/* The projection module: PROJ, for every projection that map/native.c does not know. */
#include <proj.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "module/module.h"

struct dtl_proj {
	PJ_CONTEXT *context;
	PJ *pj;
};

/* PROJ would print to stderr that it cannot find proj.db, also where nothing needs it. */
static void say_nothing(void *user, int level, const char *message)
{
	(void)user, (void)level, (void)message;
}

/* "+proj=..." alone: no database is opened for a pipeline. */
static PJ *create(PJ_CONTEXT *context, const char *definition)
{
	if (strstr(definition, "+proj=pipeline") || strstr(definition, "+proj=longlat") || strstr(definition, "+proj=latlong")) return NULL;
	if (!strncmp(definition, "+proj=", 6) && !strstr(definition, "+init") && !strstr(definition, "+nadgrids")) {
		char text[640];
		const char *type = strstr(definition, "+type=crs");
		int keep = type ? (int)(type - definition) : (int)strlen(definition);
		int n = snprintf(text, sizeof text, "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step %.*s%s", keep, definition,
			strstr(definition, "+ellps") || strstr(definition, "+datum") || strstr(definition, "+R=") ||
				strstr(definition, "+a=") ? "" : " +ellps=WGS84");
		return n > 0 && (size_t)n < sizeof text ? proj_create(context, text) : NULL;
	}
	PJ *raw = proj_create_crs_to_crs(context, "EPSG:4326", definition, NULL);
	PJ *pj = raw ? proj_normalize_for_visualization(context, raw) : NULL;
	proj_destroy(raw);
	return pj;
}

static void close_projection(struct dtl_proj *p)
{
	if (!p) return;
	proj_destroy(p->pj);
	proj_context_destroy(p->context);
	free(p);
}

static dtl_status open_projection(const char *text, struct dtl_proj **out, dtl_error *err)
{
	struct dtl_proj *p = calloc(1, sizeof *p);
	if (!p) return dtl_fail_memory(err);
	proj_log_func(NULL, NULL, say_nothing); /* of the default context, from which others are made */
	p->context = proj_context_create();
	if (!p->context) {
		free(p);
		return dtl_fail_memory(err);
	}
	proj_log_func(p->context, NULL, say_nothing);
	p->pj = create(p->context, text);
	if (p->pj && !proj_pj_info(p->pj).has_inverse) {
		close_projection(p);
		return dtl_fail(err, DTL_ERR_USAGE, "projection '%s' has no inverse", text);
	}
	if (!p->pj) {
		int code = proj_context_errno(p->context);
		const char *why = text[0] != '+' ? "PROJ's data base (proj.db) is absent or does not know it" : code ? proj_errno_string(code) :
			"no such projection";
		dtl_status st = dtl_fail(err, DTL_ERR_USAGE, "cannot use projection '%s': %s", text, why ? why : "unknown error");
		close_projection(p);
		return st;
	}
	*out = p;
	return DTL_OK;
}

static void run(const struct dtl_proj *p, bool inverse, double *xy, size_t n)
{
	proj_trans_generic(p->pj, inverse ? PJ_INV : PJ_FWD, xy, 2 * sizeof *xy, n, xy + 1, 2 * sizeof *xy, n, NULL, 0, 0, NULL, 0, 0);
	proj_errno_reset(p->pj);
}

static const char *version(void) { return proj_info().version; }

DTL_API const dtl_proj_module *dtl_proj_module_table(void)
{
	static const dtl_proj_module table = {DTL_MODULE_ABI, open_projection, close_projection, run, version};
	return &table;
}
