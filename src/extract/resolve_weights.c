/* The resolver's weights: the section "resolve" of the model, a table one can read.
 *
 *     # comment
 *     NAME <tab> weight in pass 0 <tab> pass 1 <tab> pass 2     one line a feature, all of them, no others
 *     sharpness <tab> S
 *     trust <tab> W0 <tab> ... W4 */
#include <stdlib.h>

#include "base/error.h"
#include "extract/resolve.h"

static int feature_of(dtl_str name)
{
	for (int i = 0; i < DTL_F_COUNT; i++)
		if (dtl_str_eq(name, dtl_str_of(dtl_feature_names[i]))) return i;
	return -1;
}

/* Reads exactly n numbers that stand behind tabs. */
static bool numbers(dtl_str line, float *out, size_t n, size_t stride)
{
	for (size_t i = 0; i < n; i++) {
		double v;
		if (!line.ptr || !dtl_str_to_double(dtl_str_cut(&line, '\t'), &v)) return false;
		out[i * stride] = (float)v;
	}
	return !line.ptr;
}

dtl_status dtl_resolver_parse(dtl_str text, dtl_resolver *out, dtl_error *err)
{
	*out = (dtl_resolver){.sharpness = 0};
	bool seen[DTL_F_COUNT] = {false}, trust = false;
	for (unsigned line_number = 1; text.ptr; line_number++) {
		dtl_str rest = dtl_str_cut(&text, '\n');
		if (rest.len == 0 || rest.ptr[0] == '#') continue;
		dtl_str name = dtl_str_cut(&rest, '\t');
		bool good;
		int f = feature_of(name);
		if (f >= 0) good = numbers(rest, &out->weight[0][f], DTL_RESOLVE_PASSES, DTL_F_COUNT) && !seen[f];
		else if (dtl_str_eq(name, DTL_STR("sharpness"))) good = numbers(rest, &out->sharpness, 1, 1);
		else if (dtl_str_eq(name, DTL_STR("trust"))) good = trust = numbers(rest, out->trust, DTL_TRUST_COUNT, 1);
		else return dtl_fail(err, DTL_ERR_CONFIG, "weights of the resolver, line %u: no feature '%.*s'", line_number, DTL_FMT(name));
		if (!good) return dtl_fail(err, DTL_ERR_CONFIG, "weights of the resolver, line %u: malformed '%.*s'", line_number, DTL_FMT(name));
		if (f >= 0) seen[f] = true;
	}
	for (int i = 0; i < DTL_F_COUNT; i++)
		if (!seen[i]) return dtl_fail(err, DTL_ERR_CONFIG, "weights of the resolver lack '%s'", dtl_feature_names[i]);
	if (!(out->sharpness > 0) || !trust) return dtl_fail(err, DTL_ERR_CONFIG, "weights of the resolver lack 'sharpness' or 'trust'");
	return DTL_OK;
}

dtl_status dtl_resolver_open(const dtl_model *model, dtl_resolver **out, dtl_error *err)
{
	dtl_str text = dtl_model_section(model, "resolve");
	if (text.len == 0) return dtl_fail(err, DTL_ERR_CONFIG, "the model has no weights for the resolver");
	dtl_resolver *w = malloc(sizeof *w);
	if (!w) return dtl_fail_memory(err);
	dtl_status status = dtl_resolver_parse(text, w, err);
	if (status != DTL_OK) {
		free(w);
		return status;
	}
	*out = w;
	return DTL_OK;
}

void dtl_resolver_close(dtl_resolver *resolver)
{
	free(resolver);
}
