/* How a map shall look: the options that map and report share. */
#ifndef DTL_CLI_MAP_OPTIONS_H
#define DTL_CLI_MAP_OPTIONS_H

#include "cli/events_source.h"

typedef struct dtl_cli_map {
	const char *title, *standfirst, *source_line, *credit, *theme, *style, *projection, *size, *view, *countries, *basemap, *color_by, *count_by, *marks;
	double scale, callouts;
	struct dtl_cli_bbox extent;
	struct dtl_cli_list rings;
	bool no_title, no_inset, no_legend, no_scale_bar, no_labels, graticule, bare, no_basemap;
} dtl_cli_map;
extern const dtl_cli_option dtl_cli_map_options[];

/* Fills the spec; strings are borrowed from map, rings and labels from the arrays. Returns 0 or an exit code. */
typedef struct dtl_cli_map_spec {
	dtl_map_spec spec;
	dtl_range_ring rings[64];
	char label[64][80];
	char sources[400];
} dtl_cli_map_spec;
int dtl_cli_map_make(const dtl_cli_command *command, const dtl_cli_map *map, const dtl_cli_source *source, dtl_cli_events *events,
	dtl_cli_map_spec *out);

#endif
