/* A program that embeds the library: an article in memory to its events, and a map of them in a buffer. */
#include <stdio.h>
#include <string.h>

#include <dateline.h>

static int failed(const dtl_error *err)
{
	fprintf(stderr, "%s\n", err->message);
	return 1;
}

int main(void)
{
	const char *text = "KHARTOUM, April 16, 2023 - Fighter jets bombed an army base in Khartoum on Saturday, and at least 12 people "
		"were killed in clashes in El Fasher.";
	dtl_article article = {.id = DTL_STR("embedded-1"), .text = {text, strlen(text)}};
	dtl_error err = DTL_ERROR_INIT;
	dtl_analyzer *analyzer = NULL;
	dtl_analysis *analysis = NULL;
	dtl_event_set *events = NULL;
	dtl_map_image image = {0};
	dtl_map_spec spec = DTL_MAP_SPEC_INIT;
	spec.format = DTL_MAP_SVG;
	if (dtl_analyzer_open(NULL, &analyzer, &err) != DTL_OK) return failed(&err);
	if (dtl_analyze(analyzer, &article, NULL, &analysis, &err) != DTL_OK) return failed(&err);
	size_t count = dtl_analysis_event_count(analysis);
	for (size_t i = 0; i < count; i++) {
		const dtl_event *e = dtl_analysis_event(analysis, i);
		printf("event %s: %.*s\n", dtl_event_type_name(e->type), (int)e->place.name.len, e->place.name.ptr ? e->place.name.ptr : "");
	}
	if (dtl_event_set_new(&events, &err) != DTL_OK) return failed(&err);
	if (dtl_event_set_add(events, dtl_analysis_article(analysis), dtl_analysis_event(analysis, 0), count, &err) != DTL_OK) return failed(&err);
	if (dtl_map_render(events, &spec, &image, &err) != DTL_OK) return failed(&err);
	printf("map of %zu bytes: %s\n", image.len, image.alt_text);
	int good = count > 0 && image.len > 1000 && memcmp(image.data, "<svg", 4) == 0;
	dtl_map_image_release(&image);
	dtl_event_set_free(events);
	dtl_analysis_free(analysis);
	dtl_analyzer_close(analyzer);
	return good ? 0 : 1;
}
