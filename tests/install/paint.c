/* Maps on the caller's own canvas: through a cairo context (here a page that holds two maps), and into plain memory (what a window, a
 * texture or an encoder of one's own takes). Build: cc paint.c $(pkg-config --cflags --libs dateline cairo) */
#include <cairo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dateline.h>

static int failed(const dtl_error *err)
{
	fprintf(stderr, "%s\n", err->message);
	return 1;
}

/* Events that come from elsewhere than from an article: filled in by hand. */
static dtl_event event_at(const char *id, const char *headline, double lon, double lat)
{
	dtl_event e;
	memset(&e, 0, sizeof e);
	e.id = (dtl_str){id, strlen(id)};
	e.headline = (dtl_str){headline, strlen(headline)};
	e.type = DTL_EVENT_PROTEST;
	e.date.start = e.date.end = (dtl_date){2024, 3, 9};
	e.date.precision = DTL_DATE_DAY;
	e.place.has_point = true;
	e.place.point = (dtl_lonlat){lon, lat};
	e.place.precision = DTL_PRECISION_CITY;
	e.killed = e.injured = e.missing = -1; /* not told */
	e.confidence = 1;
	return e;
}

/* How much of the picture is not of one colour: a map has many. */
static int distinct_rows(const unsigned char *pixels, size_t stride, unsigned height)
{
	int distinct = 0;
	for (unsigned y = 1; y < height; y++) distinct += memcmp(pixels + stride * y, pixels + stride * (y - 1), stride) != 0;
	return distinct;
}

static int paint_two(const dtl_event_set *events, const char *file, dtl_error *err)
{
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1300, 500);
	cairo_t *cr = cairo_create(surface);
	dtl_map_spec spec = DTL_MAP_SPEC_INIT;
	dtl_map_image info = {0};
	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	spec.width = 600, spec.height = 460;
	spec.no_title = spec.no_margin = true;
	cairo_translate(cr, 20, 20);
	dtl_status status = dtl_map_paint(events, &spec, cr, &info, err);
	cairo_translate(cr, 660, 0);
	spec.theme = DTL_STR("dark");
	if (status == DTL_OK) status = dtl_map_paint(events, &spec, cr, NULL, err);
	if (status == DTL_OK) {
		printf("%s: %.0f by %.0f pixels, %s\n", file, info.width, info.height, info.alt_text);
		printf("from %.1f to %.1f degrees east, %s\n", info.extent.west, info.extent.east, info.projection);
	}
	int good = status == DTL_OK && info.states[0] == DTL_MAP_LABELLED && cairo_surface_write_to_png(surface, file) == CAIRO_STATUS_SUCCESS;
	dtl_map_image_release(&info);
	cairo_destroy(cr);
	cairo_surface_destroy(surface);
	return good;
}

static int paint_memory(const dtl_event_set *events, dtl_error *err)
{
	enum { WIDTH = 800, HEIGHT = 600 };
	const size_t stride = WIDTH * 4;
	unsigned char *pixels = calloc(HEIGHT, stride);
	dtl_map_spec spec = DTL_MAP_SPEC_INIT;
	spec.scale = 2; /* a sharp screen: 400 by 300 pixels of the layout */
	int good = pixels && dtl_map_paint_pixels(events, &spec, pixels, stride, WIDTH, HEIGHT, NULL, err) == DTL_OK && distinct_rows(pixels, stride, HEIGHT) > HEIGHT / 4;
	/* rows that overlap are refused */
	if (good) good = dtl_map_paint_pixels(events, &spec, pixels, stride - 4, WIDTH, HEIGHT, NULL, NULL) == DTL_ERR_USAGE;
	free(pixels);
	return good;
}

int main(int argc, char **argv)
{
	const dtl_article article = {.id = DTL_STR("by-hand"), .title = DTL_STR("Two protests")};
	const dtl_event rows[] = {event_at("1", "March in Nairobi", 36.82, -1.29), event_at("2", "March in Kampala", 32.58, .32)};
	dtl_error err = DTL_ERROR_INIT;
	dtl_event_set *events = NULL;
	if (dtl_event_set_new(&events, &err) != DTL_OK) return failed(&err);
	if (dtl_event_set_add(events, &article, rows, 2, &err) != DTL_OK) return failed(&err);
	int good = paint_two(events, argc > 1 ? argv[1] : "paint.png", &err) && paint_memory(events, &err);
	dtl_event_set_free(events);
	return good ? 0 : failed(&err);
}
