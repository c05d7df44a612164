/* --collection: reads the inputs a first time, so that in the second reading the articles of each source help each other. */
#ifndef DTL_CLI_COLLECT_H
#define DTL_CLI_COLLECT_H

#include "cli/batch.h"

typedef struct dtl_cli_collecting {
	const dtl_analyzer *analyzer;
	const dtl_analyze_options *how;
	const dtl_reader_spec *reader;
	size_t jobs;
	bool want_spans; /* the spans given in the input are resolved, names are not looked for */
} dtl_cli_collecting;

/* Standard input among the paths ("-", or none at all), which can be read but once, is copied to a nameless temporary file; its path
 * takes the place of "-". The file is open until the program ends. 0, or the exit code. */
int dtl_cli_keep_input(int *count, char ***paths);
/* Reads all paths; records that fail are passed over, the second reading tells of them. Returns 0 or the exit code. */
int dtl_cli_collect(const dtl_cli_collecting *c, int count, char **paths, dtl_collection **out);
/* The spans of a record as options: found names, or exactly these. */
void dtl_cli_take_spans(dtl_analyze_options *how, const dtl_cli_record *record);

#endif
