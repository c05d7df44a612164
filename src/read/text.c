/* A plain text file: one article. */
#include "base/error.h"
#include "read/reader.h"

static dtl_status next(dtl_reader *r, dtl_article *out, bool *more, dtl_error *err)
{
	r->done = true;
	dtl_str whole;
	dtl_status status = dtl_reader_rest(r, r->spec.max_bytes, &whole, err);
	if (status != DTL_OK) return status;
	out->text = dtl_reader_utf8(r, whole);
	if (dtl_str_trim(out->text).len == 0)
		return dtl_fail_at(err, DTL_ERR_DATA, r->path, 1, 0, "'%s' is empty", r->path);
	*more = true;
	return DTL_OK;
}

const dtl_format dtl_format_text = {"text", next, NULL};
