/* The command line: one file per subcommand, each with one table of options from which its parser, --help, manual page and
 * completions come. Uses only the public interface. */
#ifndef DTL_CLI_CLI_H
#define DTL_CLI_CLI_H

#include <stdio.h>

#include "dateline.h"

typedef enum dtl_cli_kind {
	DTL_CLI_FLAG,   /* bool *: --name */
	DTL_CLI_TEXT,   /* const char **: --name VALUE, --name=VALUE, -n VALUE */
	DTL_CLI_COUNT,  /* size_t *: a whole number, 0 or more */
	DTL_CLI_NUMBER, /* double * */
	DTL_CLI_DATE,   /* dtl_date *: YYYY-MM-DD, also YYYY-MM and YYYY (their first day; their last one where last_day is set) */
	DTL_CLI_BBOX,   /* struct dtl_cli_bbox *: WEST,SOUTH,EAST,NORTH */
	DTL_CLI_POINT,  /* struct dtl_cli_point *: LAT,LON */
	DTL_CLI_LIST,   /* struct dtl_cli_list *: may be given several times */
	DTL_CLI_GROUP   /* a table of options shared by several commands, placed at offset */
} dtl_cli_kind;

struct dtl_cli_bbox { bool set; dtl_bbox box; };
struct dtl_cli_point { bool set; dtl_lonlat point; };
struct dtl_cli_list { const char *items[64]; size_t count; };

typedef struct dtl_cli_option {
	const char *name;    /* without the dashes; NULL ends the table (and stands for a group) */
	char letter;         /* 0: none */
	dtl_cli_kind kind;
	size_t offset;       /* of the value in the command's options struct */
	const char *value;   /* the name of the value in the help: FILE, N, ISO ... */
	const char *help;    /* lower case, no full stop */
	const char *choices; /* "light|dark|print": the only values of a TEXT option; NULL: any */
	const struct dtl_cli_option *group; /* for DTL_CLI_GROUP */
	bool last_day;       /* for DTL_CLI_DATE */
} dtl_cli_option;

typedef struct dtl_cli_command {
	const char *name;      /* "map" */
	const char *summary;   /* one line: "draw a map of an article's or a store's events" */
	const char *arguments; /* "ARTICLE | -d STORE" */
	const char *text;      /* paragraphs for --help and the manual page */
	const char *examples;  /* one command a line; run by the tests where they can */
	const dtl_cli_option *options;
	size_t options_size;   /* of the struct that run gets, zeroed but for what `defaults` holds */
	const void *defaults;  /* initial content, or NULL for zeros */
	int (*run)(const void *options, int argc, char **argv); /* argv: what is left; returns the exit code */
} dtl_cli_command;

/* Each defined in its cmd_NAME.c. */
extern const dtl_cli_command dtl_cmd_doctor, dtl_cmd_gazetteer, dtl_cmd_geocode, dtl_cmd_parse;
extern const dtl_cli_command dtl_cmd_ingest, dtl_cmd_events, dtl_cmd_export, dtl_cmd_report, dtl_cmd_map, dtl_cmd_pandoc_filter;
/* All of them, in main.c, in the order in which help lists them. */
extern const dtl_cli_command *const dtl_cli_commands[];

/* Prints "dateline: FILE:LINE: message" to stderr and returns the exit code of the error. */
int dtl_cli_error(const dtl_error *err);
/* The same for a mistake in the call: adds "try 'dateline NAME --help'" and returns 64. */
int dtl_cli_usage(const dtl_cli_command *command, const char *format, ...) DTL_PRINTF(2, 3);
/* A warning: "dateline: warning: ...". */
void dtl_cli_warn(const char *format, ...) DTL_PRINTF(1, 2);
/* Text of errno, static until the next call. */
const char *dtl_cli_errno(void);
/* Writes data to path ("-" or NULL: standard output), atomically for files. Returns an exit code. */
int dtl_cli_write(const char *path, const char *data, size_t len);
/* Flushes stdout; returns code, or 74 if what was written could not be delivered (a closed pipe counts as done). */
int dtl_cli_finish(int code);

/* Parses argv by the command's table into options. Returns false with *code set when the command shall not run (--help, error). */
bool dtl_cli_parse(const dtl_cli_command *command, void *options, int *argc, char ***argv, int *code);
void dtl_cli_help(const dtl_cli_command *command, FILE *out);
void dtl_cli_man(const dtl_cli_command *command, FILE *out);
void dtl_cli_completion(FILE *out); /* for bash, of all commands */

static inline dtl_str dtl_cli_str(const char *z)
{
	size_t n = 0;
	if (z) while (z[n]) n++;
	return (dtl_str){z, n};
}

#endif
