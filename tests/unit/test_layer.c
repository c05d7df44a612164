/* Other people's events: what rows become, by format and by whose columns they are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/civil.h"
#include "layer/layer.h"

/* A gazetteer of two places. */
static bool find_place(void *user, dtl_str name, dtl_str feature, dtl_place *out)
{
	(void)user;
	*out = (dtl_place){.name = DTL_STR("Kyiv"), .country = DTL_STR("UA"), .point = {30.5, 50.4}, .precision = DTL_PRECISION_CITY, .id = 7};
	if (dtl_str_eq(feature, DTL_STR("A.PCLI"))) return dtl_str_eq(name, DTL_STR("Ukraine"));
	return dtl_str_eq(name, DTL_STR("Kyiv")) || dtl_str_eq(name, DTL_STR("Kyiv, Ukraine"));
}

static void note(void *user, const dtl_error *what)
{
	dtl_buf *b = user;
	dtl_buf_printf(b, "!%llu %s\n", (unsigned long long)what->line, what->message);
}

static void describe(dtl_buf *b, const dtl_event *e)
{
	char from[11], to[11];
	dtl_buf_addz(b, "");
	dtl_buf_number(b, e->place.point.lon, 4);
	dtl_buf_addc(b, ' ');
	dtl_buf_number(b, e->place.point.lat, 4);
	dtl_buf_printf(b, "|%s|%.*s|%s", dtl_event_type_name(e->type), DTL_FMT(e->subtype), dtl_date_format(e->date.start, from));
	if (dtl_date_cmp(e->date.start, e->date.end) != 0) dtl_buf_printf(b, "..%s", dtl_date_format(e->date.end, to));
	dtl_buf_printf(b, "|%.*s|%.*s %.*s|%s\n", DTL_FMT(e->headline), DTL_FMT(e->place.name), DTL_FMT(e->place.country), dtl_precision_name(e->place.precision));
}

/* Writes text to a file, reads it as a layer and compares: a line "!LINE message" for every complaint, then one for every event. */
static void expect_with(dtl_layer_spec spec, const char *text, const char *wanted)
{
	char path[] = "/tmp/dateline-layer-XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	close(fd);
	dtl_arena arena = {0};
	dtl_buf got = {.arena = &arena};
	spec.geocode = find_place, spec.warn = note, spec.user = &got;
	dtl_layer *layer = NULL;
	dtl_error err = DTL_ERROR_INIT;
	if (dtl_layer_read(path, &spec, &layer, &err) != DTL_OK) {
		dtl_buf_printf(&got, "error %d: %s", err.code, err.message);
	} else {
		for (size_t i = 0; i < dtl_event_set_count(dtl_layer_events(layer)); i++) describe(&got, dtl_event_set_event(dtl_layer_events(layer), i));
		assert_int_equal(dtl_layer_points(layer)->count, dtl_event_set_count(dtl_layer_events(layer)));
	}
	dtl_layer_free(layer);
	unlink(path);
	assert_string_equal(got.data, wanted);
	dtl_arena_free(&arena);
}

static void expect(const char *text, const char *wanted)
{
	expect_with((dtl_layer_spec)DTL_LAYER_SPEC_INIT, text, wanted);
}

static void test_csv(void **state)
{
	(void)state;
	expect("id,lon,lat,type,name\n1,139.69,35.69,strike,Tokyo\n2,-200,10.5,protest,Sea\n",
		"139.69 35.69||strike||Tokyo| |point\n160 10.5|PROTEST|||Sea| |point\n");
	expect("\xef\xbb\xbfLatitude;Longitude;Date;Title\r\n50,45;30,5;28.1.2024;\"a \"\"b\"\"; c\nd\"\r\n",
		"30.5 50.45|||2024-01-28|a \"b\"; c\nd| |point\n");
	expect("place\tdate\tkind\nKyiv\t2024-01\tx\nAtlantis\t2024\ty\n", "!3 no such place in the gazetteer: 'Atlantis'\n"
		"30.5 50.4||x|2024-01-01..2024-01-31||Kyiv UA|city\n");
	expect("city,country,when\nKyiv,Ukraine,x\n", "30.5 50.4|||||Kyiv UA|city\n");
	expect("lon,lat,name\n1,2,'=SUM(1)\n=1+1,2,b\n1,91,c\n,,d\n\"1,2,e\n3,4,f\n",
		"!3 longitude is no number: '=1+1'\n!4 latitude is not from -90 to 90: '91'\n!5 neither coordinates nor a place\n"
		"!6 a quote never closes, or a cell is longer than a megabyte: the line is left out\n1 2||||=SUM(1)| |point\n3 4||||f| |point\n");
	expect("a,b\n1,2\n", "error 65: no columns of coordinates or places; name them with --lon-field and --lat-field, or --place-field");
}

static void test_fields(void **state)
{
	(void)state;
	dtl_layer_spec spec = DTL_LAYER_SPEC_INIT;
	spec.lon_field = "Ost", spec.lat_field = "nord", spec.type_field = "was", spec.label_field = "text", spec.date_field = "tag";
	expect_with(spec, "ost,Nord,was,text,tag,lon,lat,type\n1,2,w,t,2020-02-29,5,6,x\n", "1 2||w|2020-02-29|t| |point\n");
	expect_with(spec, "ost,Nord,was,text,lon\n1,2,w,t,5\n", "error 65: no column 'tag'; there are ost, Nord, was, text, lon");
}

static void test_dates(void **state)
{
	(void)state;
	expect("lon,lat,date\n1,2,28-Jan-2024\n1,2,\"January 28, 2024\"\n1,2,28/01/2024\n1,2,01/28/2024\n1,2,3/4/2024\n1,2,20240128\n1,2,1706400000000\n"
		"1,2,2024-01-28T23:59:00Z\n1,2,31 Feb 2024\n",
		"!6 kept without its date, which is not understood: '3/4/2024'\n!10 kept without its date, which is not understood: '31 Feb 2024'\n"
		"1 2|||2024-01-28|| |point\n1 2|||2024-01-28|| |point\n1 2|||2024-01-28|| |point\n1 2|||2024-01-28|| |point\n1 2|||||"
		" |point\n1 2|||2024-01-28|| |point\n1 2|||2024-01-28|| |point\n1 2|||2024-01-28|| |point\n1 2||||| |point\n");
}

static void test_exports(void **state)
{
	(void)state;
	expect("event_id_cnty,event_date,event_type,sub_event_type,country,iso,location,latitude,longitude,geo_precision,fatalities,notes\n"
		"UKR1,2024-01-28,Battles,Armed clash,Ukraine,804,Kyiv,50.4,30.5,1,3,Some notes\n"
		"UKR2,28 January 2024,Protests,Peaceful protest,Ukraine,804,Kyiv,50.4,30.5,2,0,\n",
		"30.5 50.4|ASSAULT|Battles|2024-01-28|Armed clash, 3 killed|Kyiv UA|city\n"
		"30.5 50.4|PROTEST|Protests|2024-01-28|Peaceful protest|Kyiv UA|vicinity\n");
	expect("GLOBALEVENTID,SQLDATE,EventRootCode,ActionGeo_Type,ActionGeo_Fullname,ActionGeo_Lat,ActionGeo_Long\n9,20240128,19,4,\"Kyiv, Ukraine\",50.4,30.5\n",
		"30.5 50.4|ASSAULT||2024-01-28||Kyiv, Ukraine |city\n");
	char row[400] = "1118\t20240128", text[420];
	for (int i = 2; i < 61; i++) { /* GDELT 2.0 has no header */
		const char *v = i == 28 ? "14" : i == 51 ? "4" : i == 52 ? "Kyiv, Ukraine" : i == 56 ? "50.4" : i == 57 ? "30.5" : "";
		size_t n = strlen(row);
		snprintf(row + n, sizeof row - n, "\t%s", v);
	}
	snprintf(text, sizeof text, "%s\n", row);
	expect(text, "30.5 50.4|PROTEST||2024-01-28||Kyiv, Ukraine |city\n");
}

static void test_json(void **state)
{
	(void)state;
	const char *wanted = "30.5 50.4||x \xf0\x9f\x98\x80|2024-01-28|N\xc3\xa9| |point\n";
	expect("{\"type\":\"FeatureCollection\",\"name\":\"features\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"type\":\"x \\ud83d\\ude00\","
		"\"name\":\"N\\u00e9\",\"date\":\"2024-01-28\",\"more\":{\"a\":[1,{\"lon\":9}]}},\"geometry\":{\"type\":\"Point\",\"coordinates\":[30.5,50.4,100]}}]}",
		wanted);
	expect("\x1e{\"type\":\"Feature\",\"geometry\":{\"coordinates\":[30.5,50.4],\"type\":\"Point\"},\"properties\":{\"type\":\"x\\u0020\xf0\x9f\x98\x80\","
		"\"name\":\"N\xc3\xa9\",\"date\":\"2024-01-28\"}}\n", wanted);
	expect("[{\"lat\":50.4,\"lon\":30.5,\"name\":null,\"type\":\"a\"},\n{\"place\":\"Kyiv\"},\n{\"name\":\"Kyiv\"}]",
		"30.5 50.4||a||| |point\n30.5 50.4|||||Kyiv UA|city\n30.5 50.4||||Kyiv| UA|city\n");
	expect("{\"features\":[{\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,1],[1,0]]]}},\n{\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]}},\n"
		"{\"geometry\":{\"type\":\"Poi", "!1 geometry is no point\n!3 the file ends or is malformed within this record; nothing behind it was read\n"
		"1 2||||| |point\n");
}

/* Of more events than `most` only the points are kept. */
static void test_bulk(void **state)
{
	(void)state;
	char path[] = "/tmp/dateline-layer-XXXXXX";
	FILE *f = fdopen(mkstemp(path), "w");
	assert_non_null(f);
	fputs("lon,lat,type,date\n", f);
	for (int i = 0; i < 5000; i++) fprintf(f, "%d,%d,%s,2024-01-%02d\n", i % 360 - 180, i % 180 - 90, i % 3 ? "common" : "rare", i % 31 + 1);
	fclose(f);
	dtl_layer_spec spec = DTL_LAYER_SPEC_INIT;
	spec.most = 4999;
	dtl_layer *layer = NULL;
	assert_int_equal(dtl_layer_read(path, &spec, &layer, NULL), DTL_OK);
	assert_null(dtl_layer_events(layer));
	const dtl_point_set *p = dtl_layer_points(layer);
	assert_int_equal(p->count, 5000);
	assert_int_equal(p->kind_count, 2);
	assert_true(p->points[4999].at.lon > 138.9 && p->points[4999].at.lon < 139.1 && p->points[31].day == p->points[0].day);
	const dtl_str *names;
	assert_int_equal(dtl_layer_categories(layer, &names), 2);
	assert_true(dtl_str_eq(names[0], DTL_STR("common")));
	dtl_layer_free(layer);
	spec.most = 5000;
	assert_int_equal(dtl_layer_read(path, &spec, &layer, NULL), DTL_OK);
	assert_int_equal(dtl_event_set_count(dtl_layer_events(layer)), 5000);
	dtl_layer_free(layer);
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_csv), cmocka_unit_test(test_fields), cmocka_unit_test(test_dates),
		cmocka_unit_test(test_exports), cmocka_unit_test(test_json), cmocka_unit_test(test_bulk)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
