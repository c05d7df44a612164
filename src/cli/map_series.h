/* map --by and --frames: many maps from one set of events, in one layout. */
#ifndef DTL_CLI_MAP_SERIES_H
#define DTL_CLI_MAP_SERIES_H

#include "cli/events_source.h"

typedef struct dtl_cli_series {
	const char *by, *frames;
} dtl_cli_series;
extern const dtl_cli_option dtl_cli_series_options[];

bool dtl_cli_series_wanted(const dtl_cli_series *series);
/* The column of --events by whose values the maps are made, or NULL. */
const char *dtl_cli_series_column(const dtl_cli_series *series);
/* Writes the maps; output is a folder or a pattern with "%s". Returns 0 or an exit code. */
int dtl_cli_series_draw(const dtl_cli_command *command, const dtl_cli_series *series, const dtl_map_spec *spec, const dtl_cli_source *source,
	dtl_cli_events *events, const char *output);

#endif
