/* The program: finds the command and runs it. */
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

/* In the order in which help lists them. */
const dtl_cli_command *const dtl_cli_commands[] = {
	&dtl_cmd_map, &dtl_cmd_ingest, &dtl_cmd_events, &dtl_cmd_export, &dtl_cmd_report, &dtl_cmd_pandoc_filter, &dtl_cmd_parse,
	&dtl_cmd_geocode, &dtl_cmd_gazetteer, &dtl_cmd_doctor, NULL};

int dtl_cli_error(const dtl_error *err)
{
	fflush(stdout);
	/* messages about a file as a whole name it themselves */
	if (err->line) fprintf(stderr, "dateline: %s:%llu: %s\n", err->file, (unsigned long long)err->line, err->message);
	else fprintf(stderr, "dateline: %s\n", err->message);
	return (int)err->code;
}

void dtl_cli_warn(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	fputs("dateline: warning: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
}

int dtl_cli_finish(int code)
{
	if (fflush(stdout) == 0 && !ferror(stdout)) return code;
	if (errno == EPIPE) return code; /* the reader has seen enough */
	fprintf(stderr, "dateline: cannot write standard output: %s\n", strerror(errno));
	return DTL_ERR_IO;
}

static int top_help(FILE *out)
{
	fputs("dateline finds what happened where and when in news articles, and draws maps of it.\n\n"
		"Usage: dateline COMMAND [OPTIONS] ...\n\nCommands:\n", out);
	for (const dtl_cli_command *const *c = dtl_cli_commands; *c; c++) fprintf(out, "  %-14s %s\n", (*c)->name, (*c)->summary);
	fputs("  help           help on a command; help --man COMMAND its manual page; help --completion for bash\n"
		"\n'dateline COMMAND --help' tells more. 'dateline --version' prints the version.\n", out);
	return dtl_cli_finish(0);
}

static const dtl_cli_command *command_of(const char *name)
{
	for (const dtl_cli_command *const *c = dtl_cli_commands; *c; c++)
		if (strcmp((*c)->name, name) == 0) return *c;
	return NULL;
}

static int unknown(const char *name)
{
	fprintf(stderr, "dateline: unknown command '%s'\ntry 'dateline --help'\n", name);
	return DTL_ERR_USAGE;
}

/* The page of the program itself: its commands, and where the rest is told. */
static int top_man(void)
{
	printf(".TH DATELINE 1 \"\" \"dateline %s\"\n.SH NAME\ndateline \\- what happened where and when, from news articles to maps\n"
		".SH SYNOPSIS\n\\fBdateline\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR] ...\n.SH COMMANDS\n", dtl_version());
	for (const dtl_cli_command *const *c = dtl_cli_commands; *c; c++)
		printf(".TP\n.BR dateline\\-%s (1)\n%s\n", (*c)->name, (*c)->summary);
	fputs(".SH ENVIRONMENT\n.TP\nDATELINE_DATA\nfolder of the data files, instead of those beside the program or installed\n"
		".TP\nDATELINE_MODULES\nfolder of the modules for maps and stores\n"
		".TP\nSOURCE_DATE_EPOCH\nthe time that outputs are stamped with, for the same bytes on every run\n", stdout);
	return dtl_cli_finish(0);
}

/* help, help COMMAND, help --man [COMMAND], help --completion */
static int help(int argc, char **argv)
{
	if (argc == 0) return top_help(stdout);
	if (argc == 1 && strcmp(argv[0], "--man") == 0) return top_man();
	if (strcmp(argv[0], "--completion") == 0) {
		dtl_cli_completion(stdout);
		return dtl_cli_finish(0);
	}
	bool man = strcmp(argv[0], "--man") == 0;
	const dtl_cli_command *command = command_of(argv[man]);
	if (!command) return unknown(argv[man]);
	(man ? dtl_cli_man : dtl_cli_help)(command, stdout);
	return dtl_cli_finish(0);
}

static int run(const dtl_cli_command *command, int argc, char **argv)
{
	void *options = calloc(1, command->options_size ? command->options_size : 1);
	if (!options) return DTL_ERR_MEMORY;
	int code = 0;
	if (dtl_cli_parse(command, options, &argc, &argv, &code)) code = dtl_cli_finish(command->run(options, argc, argv));
	free(options);
	return code;
}

int main(int argc, char **argv)
{
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a full quota is an error of write, with a message */
	/* Pandoc starts a filter by a name without arguments of its own: the program under the name of pandoc-dateline is one */
	const char *slash = argc ? strrchr(argv[0], '/') : NULL;
	if (argc && strcmp(slash ? slash + 1 : argv[0], "pandoc-dateline") == 0) return run(&dtl_cmd_pandoc_filter, argc - 1, argv + 1);
	if (argc < 2) {
		top_help(stderr);
		return DTL_ERR_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) return top_help(stdout);
	if (strcmp(argv[1], "--version") == 0) {
		printf("dateline %s\n", dtl_version());
		return dtl_cli_finish(0);
	}
	if (strcmp(argv[1], "help") == 0) return help(argc - 2, argv + 2);
	const dtl_cli_command *command = command_of(argv[1]);
	return command ? run(command, argc - 2, argv + 2) : unknown(argv[1]);
}
