/* A map as a figure of a document: --embed, --sidecar and what belongs to them. */
#ifndef DTL_CLI_EMBED_H
#define DTL_CLI_EMBED_H

#include "cli/events_source.h"

typedef struct dtl_cli_embed {
	const char *format, *sidecar, *caption, *id;
} dtl_cli_embed;
extern const dtl_cli_option dtl_cli_embed_options[];

/* After the map was written to path: prints the snippet and writes the sidecar, as far as they are wanted. Returns an exit code. */
int dtl_cli_embed_write(const dtl_cli_embed *embed, const char *path, const dtl_map_spec *spec, const dtl_map_image *image,
	dtl_cli_events *events, const dtl_cli_source *source);

/* A map by the options of `dateline map`, without writing it: what argv holds behind the command's name. Returns an exit code, with the
 * error reported. (cmd_map.c) */
int dtl_cli_map_figure(int argc, char **argv, dtl_map_format format, dtl_map_image *image);

#endif
