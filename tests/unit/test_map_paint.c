/* Painters: every format twice gives the same bytes; SVG keeps its text live; a picture has the size and colours it should. */
#include <libdeflate.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#include <libxml/parser.h>

#include "events_tsv.h"
#include "map/paint.h"
#include "module/module.h"

static dtl_event_set *set;

static int set_up(void **state)
{
	(void)state;
	const char *root = getenv("DATELINE_TESTS");
	char path[512];
	snprintf(path, sizeof path, "%s/golden/map-turkey.tsv", root ? root : "tests");
	set = read_events(path);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	dtl_event_set_free(set);
	xmlCleanupParser();
	return 0;
}

static dtl_map_image drawn(dtl_map_spec spec)
{
	dtl_error err = DTL_ERROR_INIT;
	dtl_map_image image = {0};
	if (dtl_map_module_table()->render(set, &spec, &image, &err) != DTL_OK) fail_msg("%s", err.message);
	return image;
}

static void same_bytes(void **state)
{
	(void)state;
	static const char *const starts[] = {"\x89PNG", "<svg", "%PDF", "{"};
	for (int f = DTL_MAP_PNG; f <= DTL_MAP_SCENE_JSON; f++) {
		dtl_map_spec spec = DTL_MAP_SPEC_INIT;
		spec.format = (dtl_map_format)f;
		dtl_map_image a = drawn(spec), b = drawn(spec);
		assert_int_equal(a.len, b.len);
		assert_memory_equal(a.data, b.data, a.len);
		assert_memory_equal(a.data, starts[f], strlen(starts[f]));
		assert_int_equal(a.shown + a.keyed + a.dropped, dtl_event_set_count(set));
		assert_non_null(strstr(a.alt_text, "Earthquake"));
		dtl_map_image_release(&a);
		dtl_map_image_release(&b);
	}
}

static size_t count(const char *text, const char *what)
{
	size_t n = 0;
	for (const char *p = text; (p = strstr(p, what)); p++) n++;
	return n;
}

static void live_svg(void **state)
{
	(void)state;
	dtl_map_spec spec = DTL_MAP_SPEC_INIT;
	spec.format = DTL_MAP_SVG;
	spec.title = DTL_STR("Quakes & <aid>");
	dtl_map_image i = drawn(spec);
	char *text = strndup(i.data, i.len);
	xmlDoc *doc = xmlReadMemory(i.data, (int)i.len, "map.svg", NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
	assert_non_null(doc);
	xmlFreeDoc(doc);
	assert_non_null(strstr(text, "<title id=\"title\">Quakes &amp; &lt;aid&gt;</title>"));
	assert_non_null(strstr(text, "<desc id=\"desc\">Map of "));
	assert_non_null(strstr(text, ">Gaziantep</text>"));
	assert_true(count(text, "<title>") >= 5); /* every event has one */
	assert_true(i.len < 60000);
	free(text);
	dtl_map_image_release(&i);
}

/* 257 colours are too many for a palette. */
static void png_of_many_colors(void **state)
{
	(void)state;
	enum { W = 257 };
	uint32_t pixels[W];
	for (uint32_t i = 0; i < W; i++) pixels[i] = i * 0x010203;
	char *data;
	size_t len;
	dtl_error err;
	assert_int_equal(dtl_png_encode((unsigned char *)pixels, sizeof pixels, W, 1, 96, &data, &len, &err), DTL_OK);
	assert_null(memmem(data, len, "PLTE", 4));
	char *idat = memmem(data, len, "IDAT", 4);
	assert_non_null(idat);
	const unsigned char *n = (const unsigned char *)idat - 4;
	size_t size = (size_t)n[0] << 24 | (size_t)n[1] << 16 | (size_t)n[2] << 8 | n[3];
	unsigned char row[3 * W + 1];
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	assert_int_equal(libdeflate_zlib_decompress(d, idat + 4, size, row, sizeof row, NULL), LIBDEFLATE_SUCCESS);
	for (uint32_t i = 0; i < W; i++)
		assert_true(row[1 + 3 * i] == (i * 0x010203 >> 16 & 255) && row[2 + 3 * i] == (i * 0x010203 >> 8 & 255) && row[3 + 3 * i] == (i * 0x010203 & 255));
	libdeflate_free_decompressor(d);
	free(data);
}

/* A small picture through the encoder, and back. */
static void png_round_trip(void **state)
{
	(void)state;
	enum { W = 3, H = 2 };
	uint32_t pixels[H][W] = {{0x112233, 0xffffff, 0}, {0xff0000, 0x00ff00, 0x0000ff}};
	char *data;
	size_t len;
	dtl_error err;
	assert_int_equal(dtl_png_encode((unsigned char *)pixels, sizeof pixels[0], W, H, 96, &data, &len, &err), DTL_OK);
	char *idat = memmem(data, len, "IDAT", 4);
	assert_non_null(idat);
	const unsigned char *n = (const unsigned char *)idat - 4;
	size_t size = (size_t)n[0] << 24 | (size_t)n[1] << 16 | (size_t)n[2] << 8 | n[3];
	unsigned char rows[H * (W + 1)];
	static const unsigned char expected[] = {0, 0, 1, 2, 0, 3, 4, 5}; /* few colours: indices of the palette */
	static const unsigned char colors[] = {0x11, 0x22, 0x33, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255};
	char *palette = memmem(data, len, "PLTE", 4);
	assert_non_null(palette);
	assert_memory_equal(palette + 4, colors, sizeof colors);
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	assert_int_equal(libdeflate_zlib_decompress(d, idat + 4, size, rows, sizeof rows, NULL), LIBDEFLATE_SUCCESS);
	assert_memory_equal(rows, expected, sizeof rows);
	libdeflate_free_decompressor(d);
	free(data);
}

static void refusals(void **state)
{
	(void)state;
	dtl_map_image image = {0};
	dtl_error err = DTL_ERROR_INIT;
	dtl_map_spec spec = DTL_MAP_SPEC_INIT;
	spec.width = 5;
	assert_int_equal(dtl_map_module_table()->render(set, &spec, &image, &err), DTL_ERR_USAGE);
	spec = (dtl_map_spec)DTL_MAP_SPEC_INIT;
	spec.scale = 1000;
	assert_int_equal(dtl_map_module_table()->render(set, &spec, &image, &err), DTL_ERR_USAGE);
	spec = (dtl_map_spec)DTL_MAP_SPEC_INIT;
	spec.basemap = "/nonexistent/basemap";
	assert_int_equal(dtl_map_module_table()->render(set, &spec, &image, &err), DTL_ERR_CONFIG);
	dtl_range_ring ring = {{0, 0}, -3, {NULL, 0}};
	spec = (dtl_map_spec)DTL_MAP_SPEC_INIT;
	spec.rings = &ring, spec.ring_count = 1;
	assert_int_equal(dtl_map_module_table()->render(set, &spec, &image, &err), DTL_ERR_USAGE);
	assert_null(image.data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(same_bytes), cmocka_unit_test(live_svg), cmocka_unit_test(png_of_many_colors), cmocka_unit_test(png_round_trip), cmocka_unit_test(refusals)};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
