/* dateline map: an annotated map of events. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "cli/embed.h"
#include "cli/layer_options.h"
#include "cli/map_options.h"
#include "cli/map_series.h"

typedef struct map_options {
	dtl_cli_source source;
	dtl_cli_layer layer;
	dtl_cli_map map;
	dtl_cli_series series;
	dtl_cli_embed embed;
	const char *output, *format;
	bool json, strict, fail_empty;
} map_options;

#define AT(field) offsetof(map_options, field)
static const dtl_cli_option options[] = {
	{"output", 'o', DTL_CLI_TEXT, AT(output), "FILE", "the map; .png, .svg or .pdf", NULL, NULL, false},
	{"format", 'f', DTL_CLI_TEXT, AT(format), "NAME", "instead of what the name of FILE says", "png|svg|pdf", NULL, false},
	{NULL, 0, DTL_CLI_GROUP, AT(series), NULL, NULL, NULL, dtl_cli_series_options, false},
	{"json", 0, DTL_CLI_FLAG, AT(json), NULL, "print the laid-out map as JSON: what is where, what was left out", NULL, NULL, false},
	{"strict", 0, DTL_CLI_FLAG, AT(strict), NULL, "a warning (a missing glyph, an event without a place) is an error", NULL, NULL, false},
	{"fail-empty", 0, DTL_CLI_FLAG, AT(fail_empty), NULL, "exit with 1 if no event has a place", NULL, NULL, false},
	{NULL, 0, DTL_CLI_GROUP, AT(embed), NULL, NULL, NULL, dtl_cli_embed_options, false},
	{NULL, 0, DTL_CLI_GROUP, AT(layer), NULL, NULL, NULL, dtl_cli_layer_options, false},
	{NULL, 0, DTL_CLI_GROUP, AT(map), NULL, NULL, NULL, dtl_cli_map_options, false},
	DTL_CLI_SOURCE_OPTIONS(AT(source)),
	{0}};

static const char *format_of(const map_options *o)
{
	if (o->format) return o->format;
	const char *dot = o->output ? strrchr(o->output, '.') : NULL;
	static const char *const known[] = {"png", "svg", "pdf"};
	for (size_t i = 0; dot && i < 3; i++)
		if (strcasecmp(dot + 1, known[i]) == 0) return known[i];
	return NULL;
}

/* Prints the warnings, a line each; true if there are any. */
static bool warn(const char *warnings)
{
	for (const char *p = warnings; p && *p;) {
		size_t n = strcspn(p, "\n");
		dtl_cli_warn("%.*s", (int)n, p);
		p += n + (p[n] == '\n');
	}
	return warnings && *warnings;
}

static int draw(const map_options *o, const dtl_map_spec *spec, dtl_cli_events *events)
{
	dtl_error err = DTL_ERROR_INIT;
	dtl_map_image image = {0};
	if (dtl_map_render(events->set, spec, &image, &err) != DTL_OK) return dtl_cli_error(&err);
	bool warned = warn(image.warnings);
	int code = o->strict && warned ? DTL_ERR_DATA : dtl_cli_write(o->json ? "-" : o->output, image.data, image.len);
	if (!code && (o->embed.format || o->embed.sidecar)) code = dtl_cli_embed_write(&o->embed, o->output, spec, &image, events, &o->source);
	if (!code && o->json) fputc('\n', stdout);
	if (!code && o->fail_empty && image.shown + image.keyed == 0) code = 1;
	dtl_map_image_release(&image);
	return code;
}

/* The events of --events, of a store or of articles. */
static int load(const map_options *o, int argc, char **argv, dtl_cli_events *events)
{
	if (!o->layer.events) return dtl_cli_events_load(&dtl_cmd_map, &o->source, argc, argv, events);
	if (argc || o->source.store) return dtl_cli_usage(&dtl_cmd_map, "--events stands alone, without articles and -d");
	return dtl_cli_layer_load(&dtl_cmd_map, &o->layer, &o->source, dtl_cli_series_column(&o->series),
		o->map.count_by || dtl_cli_series_wanted(&o->series) ? 0 : DTL_MAP_CROWD, events);
}

int dtl_cli_map_figure(int argc, char **argv, dtl_map_format format, dtl_map_image *image)
{
	map_options o = {0};
	int code = 0;
	if (!dtl_cli_parse(&dtl_cmd_map, &o, &argc, &argv, &code)) return code ? code : DTL_ERR_USAGE;
	dtl_cli_events events;
	if ((code = load(&o, argc, argv, &events)) != 0) return code;
	dtl_cli_map_spec made;
	dtl_error err = DTL_ERROR_INIT;
	code = dtl_cli_map_make(&dtl_cmd_map, &o.map, &o.source, &events, &made);
	made.spec.format = format;
	if (format == DTL_MAP_PNG && !(made.spec.scale > 0)) made.spec.scale = 3; /* for paper */
	if (!code && dtl_map_render(events.set, &made.spec, image, &err) != DTL_OK) code = dtl_cli_error(&err);
	dtl_cli_events_release(&events);
	return code;
}

static int run_map(const void *given, int argc, char **argv)
{
	const map_options *o = given;
	const char *format = format_of(o);
	if (!o->json && !o->output) return dtl_cli_usage(&dtl_cmd_map, "give a file with -o");
	if (dtl_cli_series_wanted(&o->series)) {
		if (dtl_cli_series_column(&o->series) && !o->layer.events)
			return dtl_cli_usage(&dtl_cmd_map, "--by: '%s' is none of day, week, month, year, country, type, and there is no --events with such a column",
				o->series.by);
		if (o->json || o->embed.format || o->embed.sidecar) return dtl_cli_usage(&dtl_cmd_map, "a series of maps goes into files, without --json, --embed and --sidecar");
		if (!format) format = "png";
	}
	if (!o->json && !format) return dtl_cli_usage(&dtl_cmd_map, "'%s' is neither .png nor .svg nor .pdf; give --format", o->output);
	if ((o->embed.format || o->embed.sidecar) && (o->json || strcmp(o->output, "-") == 0))
		return dtl_cli_usage(&dtl_cmd_map, "--embed and --sidecar need a map in a file");
	dtl_cli_events events;
	int code = load(o, argc, argv, &events);
	if (code) return code;
	dtl_cli_map_spec made;
	code = dtl_cli_map_make(&dtl_cmd_map, &o->map, &o->source, &events, &made);
	if (o->json) made.spec.format = DTL_MAP_SCENE_JSON;
	else made.spec.format = strcmp(format, "svg") == 0 ? DTL_MAP_SVG : strcmp(format, "pdf") == 0 ? DTL_MAP_PDF : DTL_MAP_PNG;
	if (!code && dtl_cli_series_wanted(&o->series)) code = dtl_cli_series_draw(&dtl_cmd_map, &o->series, &made.spec, &o->source, &events, o->output);
	else if (!code) code = draw(o, &made.spec, &events);
	size_t failed = events.failed;
	dtl_cli_events_release(&events);
	return code ? code : failed ? 2 : 0;
}

const dtl_cli_command dtl_cmd_map = {
	.name = "map",
	.summary = "draw an annotated map of the events of articles or of a store",
	.arguments = "-d STORE -o FILE | ARTICLE ... -o FILE | --events FILE -o FILE",
	.text = "Draws what happened where: extent, projection and size are chosen to suit the events, and every choice can be overruled.\n"
		"Events that are negated, denied, planned and so on stay off the map unless --include names them.\n"
		"--events takes other people's: a CSV or GeoJSON file with coordinates or names of places, exports of ACLED and GDELT, or a point\n"
		"layer that GDAL reads. Records that cannot be placed are told with file and line, left out, and make the exit code 2.\n"
		"--by makes a series of maps, --frames those of an animation: one extent, one legend, one file each.",
	.examples = "  dateline map article.txt -o map.svg\n"
		"  dateline map -d events.gpkg --since 2024-01-01 --bbox 120,30,150,45 --title \"Missile launches\" -o map.png\n"
		"  dateline map --events acled.csv --by month -o maps/\n"
		"  dateline map --events quakes.geojson --label-field place --frames sum -o frame-%s.png",
	.options = options,
	.options_size = sizeof(map_options),
	.run = run_map};
