/* JSON that is not one object a line: an array of articles, one article over several lines, or an object that wraps an array
 * ("articles", "items" ...). The extent of each object is found by counting brackets outside strings, so an array of any
 * length is read in the memory of its longest object. */
#include <json-c/json.h>
#include <stdlib.h>

#include "base/error.h"
#include "read/reader.h"

/* What is left of a wrapped array. */
struct wrapped {
	struct json_object *root;
	size_t next;
	dtl_stream_line at;
};

static const char *const wrappers[] = {"articles", "items", "data", "results", "docs", "documents", "news", "value", "@graph"};

static struct json_object *wrapped_array(struct json_object *object)
{
	for (size_t i = 0; i < sizeof wrappers / sizeof *wrappers; i++) {
		struct json_object *list = json_object_object_get(object, wrappers[i]);
		if (json_object_is_type(list, json_type_array) &&
			json_object_is_type(json_object_array_get_idx(list, 0), json_type_object))
			return list;
	}
	return NULL;
}

/* Steps over what stands between objects: white space, commas and the array's own brackets. */
static dtl_status to_object(dtl_reader *r, bool *found, dtl_error *err)
{
	for (;;) {
		dtl_str w = dtl_stream_window(&r->stream);
		size_t n = 0;
		while (n < w.len && w.ptr[n] != '{') n++;
		*found = n < w.len;
		dtl_stream_skip(&r->stream, n);
		if (*found || r->stream.at_end) return DTL_OK;
		dtl_status status = dtl_stream_want(&r->stream, 1, err);
		if (status != DTL_OK) return status;
	}
}

/* The object that begins at the window. A window that ends, or max, cuts it off: line->too_long. */
static dtl_status whole_object(dtl_reader *r, size_t max, dtl_stream_line *line, dtl_error *err)
{
	size_t i = 0, depth = 0;
	bool quoted = false, escaped = false;
	*line = (dtl_stream_line){DTL_STR_NONE, r->stream.line, r->stream.offset, false};
	for (;;) {
		dtl_str w = dtl_stream_window(&r->stream);
		for (; i < w.len && i <= max; i++) {
			char c = w.ptr[i];
			if (quoted) {
				if (escaped) escaped = false;
				else if (c == '\\') escaped = true;
				else if (c == '"') quoted = false;
			} else if (c == '"') {
				quoted = true;
			} else if (c == '{' || c == '[') {
				depth++;
			} else if ((c == '}' || c == ']') && --depth == 0) {
				line->text = dtl_str_sub(w, 0, i + 1);
				return DTL_OK;
			}
		}
		line->text = dtl_str_sub(w, 0, i);
		line->too_long = i > max;
		if (line->too_long || r->stream.at_end) return DTL_OK;
		dtl_status status = dtl_stream_want(&r->stream, w.len + 1, err);
		if (status != DTL_OK) return status;
	}
}

static dtl_status next_wrapped(dtl_reader *r, dtl_article *out, bool *more, dtl_error *err)
{
	struct wrapped *w = r->state;
	struct json_object *list = wrapped_array(w->root);
	if (w->next >= json_object_array_length(list)) {
		r->done = true;
		return DTL_OK;
	}
	size_t index = w->next++;
	struct json_object *item = json_object_array_get_idx(list, index);
	*more = true;
	if (!json_object_is_type(item, json_type_object))
		return dtl_fail_at(err, DTL_ERR_DATA, r->path, w->at.number, w->at.offset, "item %zu is no JSON object", index + 1);
	return dtl_record_from_json(r, item, &w->at, out, err);
}

static dtl_status wrap(dtl_reader *r, const dtl_stream_line *line, dtl_error *err)
{
	struct wrapped *w = calloc(1, sizeof *w);
	if (!w) return dtl_fail_memory(err);
	*w = (struct wrapped){r->json, 0, *line};
	r->json = NULL;
	r->state = w;
	return DTL_OK;
}

static dtl_status next(dtl_reader *r, dtl_article *out, bool *more, dtl_error *err)
{
	if (r->state) return next_wrapped(r, out, more, err);
	size_t max = 4 * r->spec.max_bytes;
	dtl_stream_line line;
	dtl_status status = to_object(r, more, err);
	if (status != DTL_OK || !*more) return status;
	status = whole_object(r, max, &line, err);
	if (status != DTL_OK) return status;
	if (line.too_long) {
		/* where the next object begins cannot be known without reading all of this one */
		r->done = true;
		return dtl_fail_at(err, DTL_ERR_DATA, r->path, line.number, line.offset,
			"the record is longer than %zu bytes; what stands behind it was not read", max);
	}
	status = dtl_record_parse(r, &line, err);
	dtl_stream_skip(&r->stream, line.text.len);
	if (status != DTL_OK) return status;
	if (!wrapped_array(r->json)) return dtl_record_from_json(r, r->json, &line, out, err);
	status = wrap(r, &line, err);
	return status == DTL_OK ? next_wrapped(r, out, more, err) : status;
}

static void close_json(dtl_reader *r)
{
	struct wrapped *w = r->state;
	if (w) json_object_put(w->root);
	free(w);
}

const dtl_format dtl_format_json = {"JSON", next, close_json};
