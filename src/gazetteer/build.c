#include "gazetteer/build.h"

#include "base/error.h"

dtl_status dtl_gazetteer_build(const dtl_gazetteer_build_spec *spec, dtl_error *err)
{
	if (!spec->output || (!spec->tables && !spec->extra_count))
		return dtl_fail(err, DTL_ERR_USAGE, "nothing to build from, or no output");
	dtl_gaz_builder b = {.spec = spec, .err = err};
	dtl_gaz_prepare_variants(&b);
	dtl_status status = spec->tables ? dtl_gaz_read_tables(&b, spec->tables) : DTL_OK;
	for (size_t i = 0; status == DTL_OK && i < spec->extra_count; i++)
		status = dtl_gaz_read_file(&b, spec->extra[i]);
	if (status == DTL_OK)
		status = dtl_gaz_resolve_targets(&b);
	if (status == DTL_OK && !b.entries.count)
		status = dtl_fail(err, DTL_ERR_DATA, "no place in the input");
	if (status == DTL_OK)
		status = dtl_gaz_link(&b);
	if (status == DTL_OK)
		status = dtl_gaz_write(&b);
	dtl_gaz_builder_release(&b);
	return status;
}
