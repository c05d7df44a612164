/* --events FILE: other people's events as the source of a map. */
#ifndef DTL_CLI_LAYER_OPTIONS_H
#define DTL_CLI_LAYER_OPTIONS_H

#include "cli/events_source.h"

typedef struct dtl_cli_layer {
	const char *events, *type_field, *label_field, *date_field, *lon_field, *lat_field, *place_field;
} dtl_cli_layer;
extern const dtl_cli_option dtl_cli_layer_options[];

/* Reads the file into out->layer, and its events, filtered and in order of date, into out->set; where there are more than `most`
 * (0: no limit) the set is empty and the layer's points are all there is. by_field: a column whose values are kept, or NULL.
 * Returns 0 or an exit code, with the error reported. */
int dtl_cli_layer_load(const dtl_cli_command *command, const dtl_cli_layer *layer, const dtl_cli_source *source, const char *by_field,
	size_t most, dtl_cli_events *out);

#endif
