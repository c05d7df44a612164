/* Draws a table of events, for looking at maps without articles:
 *
 *     mapdraw EVENTS.tsv OUT.{png,svg,pdf,json} [key=value ...]
 *
 * The table is described in events_tsv.h.
 * Keys: title standfirst source credit theme projection view style width height scale bbox=w,s,e,n ring=lon,lat,km,label graticule=1 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "events_tsv.h"
#include "module/module.h"

static bool set_key(dtl_map_spec *s, dtl_range_ring *ring, char *arg)
{
	char *v = strchr(arg, '=');
	if (!v) return false;
	*v++ = 0;
	struct { const char *key; dtl_str *str; double *num; } keys[] = {{"title", &s->title, NULL}, {"standfirst", &s->standfirst, NULL},
		{"source", &s->source, NULL}, {"credit", &s->credit, NULL}, {"theme", &s->theme, NULL}, {"projection", &s->projection, NULL},
		{"view", &s->view, NULL}, {"width", NULL, &s->width}, {"height", NULL, &s->height}, {"scale", NULL, &s->scale}};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (!strcmp(keys[i].key, arg)) {
			if (keys[i].str) *keys[i].str = dtl_str_of(v);
			else *keys[i].num = strtod(v, NULL);
			return true;
		}
	if (!strcmp(arg, "style")) s->style_file = v;
	else if (!strcmp(arg, "graticule")) s->graticule = *v == '1';
	else if (!strcmp(arg, "bbox")) s->has_bbox = sscanf(v, "%lf,%lf,%lf,%lf", &s->bbox.west, &s->bbox.south, &s->bbox.east, &s->bbox.north) == 4;
	else if (!strcmp(arg, "ring")) {
		int at = 0;
		if (sscanf(v, "%lf,%lf,%lf,%n", &ring->center.lon, &ring->center.lat, &ring->radius_km, &at) < 3) return false;
		ring->label = dtl_str_of(at ? v + at : "");
		s->rings = ring, s->ring_count = 1;
	} else return false;
	return true;
}

int main(int argc, char **argv)
{
	if (argc < 3) {
		fputs("usage: mapdraw EVENTS.tsv OUT [key=value ...]\n", stderr);
		return 64;
	}
	dtl_map_spec spec = DTL_MAP_SPEC_INIT;
	dtl_range_ring ring;
	for (int i = 3; i < argc; i++)
		if (!set_key(&spec, &ring, argv[i])) {
			fprintf(stderr, "not understood: %s\n", argv[i]);
			return 64;
		}
	dtl_str out = dtl_str_of(argv[2]);
	spec.format = dtl_str_ends(out, DTL_STR(".svg")) ? DTL_MAP_SVG : dtl_str_ends(out, DTL_STR(".pdf")) ? DTL_MAP_PDF :
		dtl_str_ends(out, DTL_STR(".json")) ? DTL_MAP_SCENE_JSON : DTL_MAP_PNG;
	dtl_event_set *set = read_events(argv[1]);
	dtl_map_image image = {0};
	dtl_error err = DTL_ERROR_INIT;
	struct timespec a, b;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
	dtl_status st = dtl_map_module_table()->render(set, &spec, &image, &err);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
	if (st == DTL_OK) st = dtl_replace_file(argv[2], (dtl_str){image.data, image.len}, &err);
	if (st != DTL_OK) {
		fprintf(stderr, "%s%s%s\n", err.file, err.file[0] ? ": " : "", err.message);
	} else {
		printf("%.0fx%.0f %zu bytes, labelled %zu, keyed %zu, without place %zu, %.1f ms of cpu\n%s\n%s", image.width, image.height, image.len, image.shown,
			image.keyed, image.dropped, (double)(b.tv_sec - a.tv_sec) * 1e3 + (double)(b.tv_nsec - a.tv_nsec) / 1e6, image.alt_text, image.warnings);
		free(image.data);
		free(image.alt_text);
		free(image.warnings);
	}
	dtl_event_set_free(set);
	return (int)st;
}
