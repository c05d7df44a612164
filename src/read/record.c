/* JSON objects as articles: our own keys and those of trafilatura, newspaper3k, news-please, schema.org and JSON Feed. */
#include <json-c/json.h>

#include "base/error.h"
#include "base/utf8.h"
#include "read/reader.h"

/* In order of preference; the first that holds something is taken. */
static const char *const keys[DTL_KEY_COUNT][14] = {
	[DTL_KEY_TEXT] = {"text", "maintext", "articleBody", "content_text", "raw_text", "body", "content", "article"},
	[DTL_KEY_TITLE] = {"title", "headline", "name"},
	[DTL_KEY_DATE] = {"date", "dct", "published", "publish_date", "date_publish", "datePublished", "date_published", "published_at",
		"publishedAt", "pubDate", "published_date", "created_at"},
	[DTL_KEY_SOURCE] = {"source", "source_domain", "source-hostname", "hostname", "sitename", "publisher", "domain", "site"},
	[DTL_KEY_URL] = {"url", "link", "canonical_url", "source"}, /* trafilatura: source is the address */
	[DTL_KEY_LANG] = {"lang", "language", "meta_lang", "inLanguage"},
	[DTL_KEY_ID] = {"id", "_id", "article_id", "guid", "uuid", "fingerprint"},
	[DTL_KEY_AUTHOR] = {"author", "authors", "creator", "byline"},
};

size_t dtl_record_key(dtl_str name, dtl_record_field field)
{
	for (size_t i = 0; keys[field][i]; i++)
		if (dtl_str_eq_nocase(name, dtl_str_of(keys[field][i]))) return i + 1;
	return 0;
}

dtl_status dtl_record_parse(dtl_reader *r, const dtl_stream_line *line, dtl_error *err)
{
	size_t replaced;
	dtl_str text = dtl_utf8_repair(&r->record, line->text, &replaced);
	r->repaired += replaced;
	if (!r->tokener) {
		r->tokener = json_tokener_new_ex(DTL_READ_MAX_DEPTH);
		if (!r->tokener) return dtl_fail_memory(err);
		json_tokener_set_flags(r->tokener, JSON_TOKENER_STRICT | JSON_TOKENER_ALLOW_TRAILING_CHARS | JSON_TOKENER_VALIDATE_UTF8);
	}
	json_tokener_reset(r->tokener);
	if (text.len > INT32_MAX) text.len = INT32_MAX;
	r->json = json_tokener_parse_ex(r->tokener, text.ptr, (int)text.len);
	enum json_tokener_error fault = json_tokener_get_error(r->tokener);
	size_t end = json_tokener_get_parse_end(r->tokener);
	if (fault == json_tokener_continue)
		return dtl_fail_at(err, DTL_ERR_DATA, r->path, line->number, line->offset + end, "the JSON record is cut off");
	if (fault != json_tokener_success)
		return dtl_fail_at(err, DTL_ERR_DATA, r->path, line->number, line->offset + end, "malformed JSON: %s",
			json_tokener_error_desc(fault));
	if (dtl_str_trim(dtl_str_sub(text, end, text.len)).len)
		return dtl_fail_at(err, DTL_ERR_DATA, r->path, line->number, line->offset + end, "malformed JSON: text behind the record");
	if (!json_object_is_type(r->json, json_type_object))
		return dtl_fail_at(err, DTL_ERR_DATA, r->path, line->number, line->offset, "the record is no JSON object");
	return DTL_OK;
}

/* The words of a value: a string; a number in its own digits; of an object its "name"; of an array its first. */
static dtl_str words_of(struct json_object *value, int depth)
{
	if (json_object_is_type(value, json_type_string))
		return (dtl_str){json_object_get_string(value), (size_t)json_object_get_string_len(value)};
	if (json_object_is_type(value, json_type_int) || json_object_is_type(value, json_type_double))
		return dtl_str_of(json_object_get_string(value));
	if (depth > 2) return DTL_STR_NONE;
	if (json_object_is_type(value, json_type_object)) return words_of(json_object_object_get(value, "name"), depth + 1);
	if (json_object_is_type(value, json_type_array)) return words_of(json_object_array_get_idx(value, 0), depth + 1);
	return DTL_STR_NONE;
}

/* Copied: repair may replace bytes (a \u0000 escape), and the JSON tree is not kept. */
static dtl_str clean(dtl_reader *r, dtl_str s)
{
	size_t replaced;
	dtl_str good = dtl_utf8_repair(&r->record, s, &replaced);
	r->repaired += replaced;
	return replaced ? good : dtl_arena_str(&r->record, good);
}

/* The words of each item of an array, parted by ", "; of any other value those it has. */
static dtl_str all_words_of(dtl_reader *r, struct json_object *value)
{
	if (!json_object_is_type(value, json_type_array)) return words_of(value, 0);
	dtl_buf out = {.arena = &r->record};
	for (size_t i = 0; i < json_object_array_length(value); i++) {
		dtl_str s = dtl_str_trim(words_of(json_object_array_get_idx(value, i), 1));
		if (s.len && out.len) dtl_buf_addz(&out, ", ");
		dtl_buf_add(&out, s);
	}
	return dtl_buf_str(&out);
}

static dtl_str first_of(dtl_reader *r, struct json_object *object, dtl_record_field field)
{
	for (const char *const *key = keys[field]; *key; key++) {
		struct json_object *value = json_object_object_get(object, *key);
		dtl_str s = field == DTL_KEY_AUTHOR ? all_words_of(r, value) : words_of(value, 0);
		if (dtl_str_trim(s).len) return clean(r, s);
	}
	return DTL_STR_NONE;
}

static bool get_offset(struct json_object *object, const char *key, uint32_t *out)
{
	struct json_object *value = json_object_object_get(object, key);
	if (!json_object_is_type(value, json_type_int)) return false;
	int64_t n = json_object_get_int64(value);
	if (n < 0 || n > UINT32_MAX) return false;
	*out = (uint32_t)n;
	return true;
}

/* "toponyms": [{"start", "end"}], half-open, in code points of the text. Empty ones and those that lie outside are dropped. */
static void take_spans(dtl_reader *r, struct json_object *object, dtl_str text)
{
	struct json_object *list = json_object_object_get(object, "toponyms");
	if (!json_object_is_type(list, json_type_array)) return;
	r->has_spans = true;
	size_t count = json_object_array_length(list);
	r->spans = dtl_arena_array(&r->record, dtl_span, count);
	dtl_offset_map map = dtl_offset_map_new(&r->record, text);
	uint32_t length = dtl_offset_code_points(&map, (uint32_t)text.len);
	for (size_t i = 0; i < count; i++) {
		struct json_object *item = json_object_array_get_idx(list, i);
		dtl_span s;
		if (!json_object_is_type(item, json_type_object) || !get_offset(item, "start", &s.start) ||
			!get_offset(item, "end", &s.end) || s.start >= s.end || s.end > length)
			continue;
		r->spans[r->span_count++] =
			(dtl_span){dtl_offset_of_code_point(&map, s.start), dtl_offset_of_code_point(&map, s.end)};
	}
}

dtl_status dtl_record_finish(dtl_reader *r, const dtl_stream_line *at, dtl_article *out, dtl_error *err)
{
	out->line = at->number;
	if (out->text.len == 0 && out->title.len == 0)
		return dtl_fail_at(err, DTL_ERR_DATA, r->path, at->number, at->offset, "the record has neither text nor title");
	if (out->text.len > r->spec.max_bytes)
		return dtl_fail_at(err, DTL_ERR_DATA, r->path, at->number, at->offset, "the text is longer than %zu bytes",
			r->spec.max_bytes);
	if (out->text.len == 0) out->text = DTL_STR("");
	out->id = dtl_str_trim(out->id);
	out->date = dtl_published_date(&r->record, out->date);
	out->url = dtl_str_trim(out->url);
	if (dtl_url_host(out->url).len == 0) out->url = DTL_STR_NONE;
	out->source = dtl_str_trim(out->source);
	if (dtl_url_host(out->source).len) out->source = dtl_url_host(out->source);
	out->lang = dtl_str_trim(out->lang);
	out->author = dtl_str_trim(out->author);
	return DTL_OK;
}

dtl_status dtl_record_from_json(dtl_reader *r, struct json_object *object, const dtl_stream_line *at, dtl_article *out,
	dtl_error *err)
{
	dtl_str *const fields[DTL_KEY_COUNT] = {[DTL_KEY_TEXT] = &out->text, [DTL_KEY_TITLE] = &out->title, [DTL_KEY_DATE] = &out->date,
		[DTL_KEY_SOURCE] = &out->source, [DTL_KEY_URL] = &out->url, [DTL_KEY_LANG] = &out->lang, [DTL_KEY_ID] = &out->id,
		[DTL_KEY_AUTHOR] = &out->author};
	for (int key = 0; key < DTL_KEY_COUNT; key++) *fields[key] = first_of(r, object, (dtl_record_field)key);
	dtl_status status = dtl_record_finish(r, at, out, err);
	if (status == DTL_OK && r->spec.want_spans) take_spans(r, object, out->text);
	return status;
}
