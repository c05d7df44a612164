#include "cli/map_options.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define AT(field) offsetof(dtl_cli_map, field)
const dtl_cli_option dtl_cli_map_options[] = {
	{"title", 't', DTL_CLI_TEXT, AT(title), "TEXT", "above the map", NULL, NULL, false},
	{"standfirst", 0, DTL_CLI_TEXT, AT(standfirst), "TEXT", "a sentence below the title", NULL, NULL, false},
	{"source-line", 0, DTL_CLI_TEXT, AT(source_line), "TEXT", "below the map, instead of the names of the publishers", NULL, NULL, false},
	{"credit", 0, DTL_CLI_TEXT, AT(credit), "TEXT", "below the map: who made it", NULL, NULL, false},
	{"theme", 0, DTL_CLI_TEXT, AT(theme), "NAME", "colours", "light|dark|print", NULL, false},
	{"style", 0, DTL_CLI_TEXT, AT(style), "FILE", "colours, fonts and symbols of one's own", NULL, NULL, false},
	{"size", 0, DTL_CLI_TEXT, AT(size), "SIZE", "pixels, lengths (174mmx120mm), a4, a4-landscape, letter; @300dpi behind it sets --scale; 1200x0 or 174mm: the height that suits", NULL, NULL, false},
	{"scale", 0, DTL_CLI_NUMBER, AT(scale), "N", "PNG: device pixels a pixel, 2 for print and sharp screens", NULL, NULL, false},
	{"projection", 0, DTL_CLI_TEXT, AT(projection), "PROJ", "a PROJ string or EPSG:n instead of the one that suits", NULL, NULL, false},
	{"extent", 0, DTL_CLI_BBOX, AT(extent), "W,S,E,N", "what the map shows (also --bbox, which leaves out events too)", NULL, NULL, false},
	{"country", 0, DTL_CLI_TEXT, AT(countries), "ISO,ISO", "show the whole of these countries", NULL, NULL, false},
	{"view", 0, DTL_CLI_TEXT, AT(view), "ISO", "point of view for disputed borders", NULL, NULL, false},
	{"range-ring", 0, DTL_CLI_LIST, AT(rings), "PLACE:KM", "a circle around a place or LAT,LON; may be repeated", NULL, NULL, false},
	{"callouts", 0, DTL_CLI_NUMBER, AT(callouts), "N", "tell so many of the gravest events in a box with their sentence", NULL, NULL, false},
	{"color-by", 0, DTL_CLI_TEXT, AT(color_by), "WHAT", "what the colours of signs tell", "type|date", NULL, false},
	{"count-by", 0, DTL_CLI_TEXT, AT(count_by), "AREA", "tint areas by how many events lie in them, instead of signs", "country|division", NULL, false},
	{"basemap", 0, DTL_CLI_TEXT, AT(basemap), "FILE", "another basemap", NULL, NULL, false},
	{"graticule", 0, DTL_CLI_FLAG, AT(graticule), NULL, "draw meridians and parallels", NULL, NULL, false},
	{"no-title", 0, DTL_CLI_FLAG, AT(no_title), NULL, "nothing above the map: the document has a caption", NULL, NULL, false},
	{"no-inset", 0, DTL_CLI_FLAG, AT(no_inset), NULL, "no small map of where the map lies", NULL, NULL, false},
	{"no-legend", 0, DTL_CLI_FLAG, AT(no_legend), NULL, "no legend", NULL, NULL, false},
	{"no-scale-bar", 0, DTL_CLI_FLAG, AT(no_scale_bar), NULL, "no scale bar", NULL, NULL, false},
	{"marks", 0, DTL_CLI_TEXT, AT(marks), "HOW", "how events are shown; auto: signs with labels, more than 2,000 counted in hexagons", "auto|points|hexagons", NULL, false},
	{"bare", 0, DTL_CLI_FLAG, AT(bare), NULL, "the map alone: no title, notes, key, legend, scale bar or inset", NULL, NULL, false},
	{"no-basemap", 0, DTL_CLI_FLAG, AT(no_basemap), NULL, "no land, borders or names under the events", NULL, NULL, false},
	{"no-labels", 0, DTL_CLI_FLAG, AT(no_labels), NULL, "no labels on the events", NULL, NULL, false},
	{0}};

/* A length in pixels of 1/96 inch: a number with mm, cm, in or nothing behind it. NULL, or what follows. */
static const char *length_of(const char *text, double *pixels)
{
	static const struct { const char *name; double pixels; } units[] = {{"mm", 96 / 25.4}, {"cm", 96 / 2.54}, {"in", 96}, {"px", 1}};
	char *end;
	*pixels = strtod(text, &end);
	if (end == text || !(*pixels >= 0)) return NULL;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (strncmp(end, units[i].name, 2) == 0) return *pixels *= units[i].pixels, end + 2;
	return end;
}

/* "1600x1200", "a4", "174mm", "174mmx120mm", any of them with "@300dpi", which sets the scale. */
static bool size_of(const char *text, double *width, double *height, double *scale)
{
	static const struct { const char *name; double w, h; } known[] = { /* 1/96 inch */
		{"a4-landscape", 1123, 794}, {"a4", 794, 1123}, {"letter-landscape", 1056, 816}, {"letter", 816, 1056}};
	const char *end = NULL;
	for (size_t i = 0; i < sizeof known / sizeof *known && !end; i++)
		if (strncmp(text, known[i].name, strlen(known[i].name)) == 0)
			*width = known[i].w, *height = known[i].h, end = text + strlen(known[i].name);
	if (!end) {
		end = length_of(text, width);
		*height = 0;
		if (end && *end == 'x') end = length_of(end + 1, height);
		else if (end && *end != '@' && end[-1] != 'm' && end[-1] != 'n') end = NULL; /* a bare number is no size */
	}
	if (!end || *width > 20000 || *height > 20000) return false;
	if (*end != '@') return *end == '\0';
	char *unit;
	double dpi = strtod(end + 1, &unit);
	if (unit == end + 1 || strcmp(unit, "dpi") != 0 || !(dpi >= 20 && dpi <= 1536)) return false;
	*scale = dpi / 96;
	return true;
}

/* "Sinpo:500", "Sinpo, North Korea:500km", "40.03,128.18:500km" */
static int ring_of(const dtl_cli_command *command, const char *text, const dtl_cli_source *source, dtl_cli_events *events,
	dtl_range_ring *ring, char *label, size_t label_size)
{
	const char *colon = strrchr(text, ':');
	char *end = NULL;
	ring->radius_km = colon ? strtod(colon + 1, &end) : 0;
	if (!colon || end == colon + 1 || (*end && strcmp(end, "km") != 0) || !(ring->radius_km > 0 && ring->radius_km < 20000))
		return dtl_cli_usage(command, "--range-ring: '%s' is not PLACE:KM", text);
	snprintf(label, label_size, "%.0f km", ring->radius_km);
	ring->label = dtl_cli_str(label);
	char *after;
	double lat = strtod(text, &after);
	if (after != text && *after == ',') {
		double lon = strtod(after + 1, &after);
		if (after == colon && lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180) {
			ring->center = (dtl_lonlat){lon, lat};
			return 0;
		}
	}
	const dtl_gazetteer *gazetteer = dtl_cli_events_gazetteer(events, source);
	if (!gazetteer) return DTL_ERR_CONFIG;
	dtl_place_query query = DTL_PLACE_QUERY_INIT;
	query.text = (dtl_str){text, (size_t)(colon - text)};
	query.limit = 1;
	dtl_place_list *found = NULL;
	dtl_error err = DTL_ERROR_INIT;
	if (dtl_gazetteer_find(gazetteer, &query, &found, &err) != DTL_OK) return dtl_cli_error(&err);
	const dtl_place *place = dtl_place_list_place(found, 0);
	if (place) ring->center = place->point;
	bool there = place != NULL;
	dtl_place_list_free(found);
	return there ? 0 : dtl_cli_usage(command, "--range-ring: no place '%.*s' in the gazetteer", (int)(colon - text), text);
}

/* "Island News Service, example.org and 3 more": who published the articles. */
static void name_sources(const dtl_event_set *set, char *out, size_t size)
{
	enum { NAMED = 3 };
	dtl_str seen[64];
	size_t distinct = 0, used = 0;
	for (size_t i = 0; i < dtl_event_set_article_count(set); i++) {
		dtl_str s = dtl_event_set_article(set, i)->source;
		bool known = s.len == 0 || s.len > 60;
		for (size_t k = 0; !known && k < distinct && k < 64; k++) known = seen[k].len == s.len && memcmp(seen[k].ptr, s.ptr, s.len) == 0;
		if (known || distinct == 64) continue;
		seen[distinct++] = s;
	}
	out[0] = '\0';
	for (size_t k = 0; k < distinct && k < NAMED && used < size; k++) {
		const char *before = k == 0 ? "" : k + 1 == distinct ? " and " : ", ";
		used += (size_t)snprintf(out + used, size - used, "%s%.*s", before, (int)seen[k].len, seen[k].ptr);
	}
	if (distinct > NAMED && used < size) snprintf(out + used, size - used, " and %zu%s more", distinct - NAMED, distinct == 64 ? " or" : "");
}

int dtl_cli_map_make(const dtl_cli_command *command, const dtl_cli_map *map, const dtl_cli_source *source, dtl_cli_events *events,
	dtl_cli_map_spec *out)
{
	dtl_map_spec *s = &out->spec;
	*s = (dtl_map_spec)DTL_MAP_SPEC_INIT;
	s->title = dtl_cli_str(map->title);
	s->standfirst = dtl_cli_str(map->standfirst);
	if (!map->source_line) name_sources(events->set, out->sources, sizeof out->sources);
	s->source = dtl_cli_str(map->source_line ? map->source_line : out->sources);
	s->credit = dtl_cli_str(map->credit);
	s->theme = dtl_cli_str(map->theme);
	s->projection = dtl_cli_str(map->projection);
	s->view = dtl_cli_str(map->view);
	s->countries = dtl_cli_str(map->countries);
	s->style_file = map->style;
	s->basemap = map->basemap;
	s->has_bbox = map->extent.set || source->filter.bbox.set;
	s->bbox = map->extent.set ? map->extent.box : source->filter.bbox.box;
	s->no_title = map->no_title;
	s->no_inset = map->no_inset;
	s->no_legend = map->no_legend;
	s->no_scale_bar = map->no_scale_bar;
	s->no_labels = map->no_labels;
	s->graticule = map->graticule;
	if (map->color_by && strcmp(map->color_by, "date") == 0) s->color_by = DTL_MAP_BY_DATE;
	if (map->count_by) s->count_by = strcmp(map->count_by, "country") == 0 ? DTL_MAP_COUNT_COUNTRY : DTL_MAP_COUNT_DIVISION;
	if (!(map->callouts >= 0 && map->callouts <= 24)) return dtl_cli_usage(command, "--callouts is from 0 to 24");
	s->callouts = (size_t)map->callouts;
	s->bare = map->bare;
	s->no_basemap = map->no_basemap;
	s->marks = !map->marks || strcmp(map->marks, "auto") == 0 ? DTL_MARKS_AUTO : strcmp(map->marks, "points") == 0 ? DTL_MARKS_POINTS :
		DTL_MARKS_HEXAGONS;
	if (events->layer) {
		s->category_count = dtl_layer_categories(events->layer, &s->categories);
		if (!dtl_layer_events(events->layer)) s->points = dtl_layer_points(events->layer);
		if (!map->source_line && dtl_layer_source(events->layer).len) s->source = dtl_layer_source(events->layer);
	}
	if (map->scale < 0 || map->scale > 16) return dtl_cli_usage(command, "--scale is from 0.1 to 16");
	s->scale = map->scale;
	if (map->size && !size_of(map->size, &s->width, &s->height, &s->scale))
		return dtl_cli_usage(command, "--size: '%s' is neither WxH nor a paper size", map->size);
	for (size_t i = 0; i < map->rings.count; i++) {
		int code = ring_of(command, map->rings.items[i], source, events, &out->rings[i], out->label[i], sizeof out->label[i]);
		if (code) return code;
	}
	s->rings = out->rings;
	s->ring_count = map->rings.count;
	return 0;
}
