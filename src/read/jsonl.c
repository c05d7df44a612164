/* JSON lines: one object a line, one article an object. */
#include "base/error.h"
#include "read/reader.h"

static dtl_status next(dtl_reader *r, dtl_article *out, bool *more, dtl_error *err)
{
	/* escapes and other keys may make the line longer than the text, which has its own limit */
	size_t max = 4 * r->spec.max_bytes;
	dtl_stream_line line;
	do {
		dtl_status status = dtl_stream_next_line(&r->stream, max, &line, more, err);
		if (status != DTL_OK || !*more) return status;
	} while (!line.too_long && dtl_str_trim(line.text).len == 0);
	if (line.too_long)
		return dtl_fail_at(err, DTL_ERR_DATA, r->path, line.number, line.offset, "the record is longer than %zu bytes", max);
	dtl_status status = dtl_record_parse(r, &line, err);
	return status == DTL_OK ? dtl_record_from_json(r, r->json, &line, out, err) : status;
}

const dtl_format dtl_format_json_lines = {"JSON lines", next, NULL};
