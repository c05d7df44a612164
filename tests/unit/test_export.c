/* Exports: GeoJSON, CSV and JSON lines of events with everything and with nothing in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "dateline/report.h"
#include "event_fields.h"

static dtl_event_set *sample(const double *lons, size_t count)
{
	dtl_event_set *set = NULL;
	assert_int_equal(dtl_event_set_new(&set, NULL), DTL_OK);
	dtl_article a = {.id = DTL_STR("a"), .title = DTL_STR("=HYPERLINK(\"x\")"), .text = DTL_STR("\xc3\xa9 A quake hit."),
		.url = DTL_STR("https://example.org/a")};
	dtl_event events[8];
	assert_true(count < 8);
	for (size_t i = 0; i < count; i++) {
		events[i] = dtl_event_init();
		events[i].id = DTL_STR("a#1");
		events[i].headline = DTL_STR("@SUM, \"quoted\"\nline </script>");
		events[i].trigger = (dtl_phrase){{5, 10}, DTL_STR("quake")};
		events[i].date = (dtl_interval){{2024, 1, 28}, {2024, 1, 28}, DTL_DATE_DAY};
		events[i].place.has_point = true;
		events[i].place.name = DTL_STR("Place");
		events[i].place.point = (dtl_lonlat){lons[i], 10.123456789};
	}
	events[count] = dtl_event_init();
	events[count].id = DTL_STR("a#2");
	assert_int_equal(dtl_event_set_add(set, &a, events, count + 1, NULL), DTL_OK);
	return set;
}

static char *export(const dtl_event_set *set, dtl_export_format format)
{
	char *out = NULL;
	size_t len = 0;
	dtl_error err = DTL_ERROR_INIT;
	if (dtl_export(set, format, &out, &len, &err) != DTL_OK) fail_msg("%s", err.message);
	assert_int_equal(strlen(out), len);
	return out;
}

static struct json_object *get(struct json_object *object, const char *key)
{
	struct json_object *value = NULL;
	assert_true(json_object_object_get_ex(object, key, &value));
	return value;
}

static void bbox_of(const double *lons, size_t count, double west, double east)
{
	dtl_event_set *set = sample(lons, count);
	char *text = export(set, DTL_EXPORT_GEOJSON);
	struct json_object *root = json_tokener_parse(text), *box = get(root, "bbox");
	assert_true(json_object_get_double(json_object_array_get_idx(box, 0)) == west);
	assert_true(json_object_get_double(json_object_array_get_idx(box, 2)) == east);
	json_object_put(root);
	free(text);
	dtl_event_set_free(set);
}

static void geojson(void **state)
{
	(void)state;
	dtl_event_set *set = sample((double[]){127.5}, 1);
	char *text = export(set, DTL_EXPORT_GEOJSON);
	assert_null(strstr(text, "</script>")); /* may stand inside HTML */
	struct json_object *root = json_tokener_parse(text);
	assert_non_null(root);
	struct json_object *features = get(root, "features");
	assert_int_equal(json_object_array_length(features), 2);
	struct json_object *first = json_object_array_get_idx(features, 0), *second = json_object_array_get_idx(features, 1);
	assert_string_equal(json_object_to_json_string_ext(get(get(first, "geometry"), "coordinates"), JSON_C_TO_STRING_PLAIN), "[127.5,10.1234568]");
	assert_null(get(second, "geometry"));
	struct json_object *properties = get(first, "properties");
	for (size_t i = 0; i < dtl_event_field_count; i++) (void)get(properties, dtl_event_fields[i].name);
	assert_string_equal(json_object_get_string(get(properties, "date_start")), "2024-01-28");
	assert_string_equal(json_object_get_string(get(properties, "article_url")), "https://example.org/a");
	assert_null(get(get(second, "properties"), "killed"));
	json_object_put(root);
	free(text);
	dtl_event_set_free(set);
	bbox_of((double[]){10, 20, 30}, 3, 10, 30);
	bbox_of((double[]){175, -170, 179}, 3, 175, -170);
	set = sample(NULL, 0);
	text = export(set, DTL_EXPORT_GEOJSON);
	assert_null(strstr(text, "bbox"));
	free(text);
	dtl_event_set_free(set);
}

static void csv(void **state)
{
	(void)state;
	dtl_event_set *set = sample((double[]){127.5}, 1);
	char *text = export(set, DTL_EXPORT_CSV), *raw = export(set, DTL_EXPORT_CSV_RAW);
	assert_int_equal(strncmp(text, "id,type,mode,", 13), 0);
	assert_non_null(strstr(text, "\r\na#1,,"));
	assert_non_null(strstr(text, ",\"'@SUM, \"\"quoted\"\"\nline </script>\",2024-01-28,2024-01-28,day,"));
	assert_non_null(strstr(text, ",127.5,10.1234568,a,\"'=HYPERLINK(\"\"x\"\")\",,,https://example.org/a\r\n"));
	assert_non_null(strstr(raw, ",\"@SUM, \"\"quoted\"\""));
	assert_non_null(strstr(raw, ",\"=HYPERLINK"));
	size_t commas[3] = {0, 0, 0}, row = 0;
	bool quoted = false;
	for (const char *p = text; *p; p++) {
		if (*p == '"') quoted = !quoted;
		if (!quoted && *p == ',') commas[row]++;
		if (!quoted && *p == '\r') row++;
	}
	assert_int_equal(row, 3);
	assert_int_equal(commas[0], commas[1]);
	assert_int_equal(commas[0], commas[2]);
	free(text);
	free(raw);
	dtl_event_set_free(set);
}

static void json_lines(void **state)
{
	(void)state;
	dtl_event_set *set = sample((double[]){127.5}, 1);
	char *text = export(set, DTL_EXPORT_JSONL);
	char *second = strchr(text, '\n');
	*second++ = '\0';
	struct json_object *root = json_tokener_parse(text);
	assert_int_equal(json_object_get_int(get(get(root, "trigger"), "start")), 4); /* code points */
	assert_string_equal(json_object_get_string(get(get(root, "trigger"), "text")), "quake");
	assert_string_equal(json_object_get_string(get(get(root, "article"), "id")), "a");
	json_object_put(root);
	root = json_tokener_parse(second);
	assert_string_equal(json_object_get_string(get(root, "id")), "a#2");
	json_object_put(root);
	free(text);
	dtl_event_set_free(set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(geojson), cmocka_unit_test(csv), cmocka_unit_test(json_lines)};
	return cmocka_run_group_tests_name("export", tests, NULL, NULL);
}
