/* Parses a command's arguments by its option table, and prints the table as help and as a manual page. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

/* The option of this name or letter, with the offset at which its group lies. */
static const dtl_cli_option *find(const dtl_cli_option *table, const char *name, size_t len, char letter, size_t *offset)
{
	for (const dtl_cli_option *o = table; o->name || o->group; o++) {
		if (o->group) {
			size_t inner = 0;
			const dtl_cli_option *found = find(o->group, name, len, letter, &inner);
			if (found) return *offset = o->offset + inner, found;
		} else if (letter ? o->letter == letter : strlen(o->name) == len && memcmp(o->name, name, len) == 0) {
			return *offset = o->offset, o;
		}
	}
	return NULL;
}

static bool number(const char *text, double *out, const char **end)
{
	char *stop;
	*out = strtod(text, &stop);
	*end = stop;
	return stop != text && *out >= -1e300 && *out <= 1e300; /* refuses nan and inf */
}

static bool numbers(const char *text, double *out, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!number(text, &out[i], &text)) return false;
		if (*text != (i + 1 < count ? ',' : '\0')) return false;
		text += i + 1 < count;
	}
	return true;
}

static int digits(const char *text, size_t n)
{
	int v = 0;
	for (size_t i = 0; i < n; i++) {
		if (text[i] < '0' || text[i] > '9') return -1;
		v = v * 10 + (text[i] - '0');
	}
	return v;
}

static int month_days(int year, int month)
{
	if (month == 2) return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
	return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

static bool date(const char *text, bool last_day, dtl_date *out)
{
	size_t len = strlen(text);
	if (len != 4 && len != 7 && len != 10) return false;
	int year = digits(text, 4);
	int month = len < 7 ? (last_day ? 12 : 1) : text[4] == '-' ? digits(text + 5, 2) : -1;
	if (year < 1 || month < 1 || month > 12) return false;
	int days = month_days(year, month);
	int day = len < 10 ? (last_day ? days : 1) : text[7] == '-' ? digits(text + 8, 2) : -1;
	if (day < 1 || day > days) return false;
	*out = (dtl_date){(int16_t)year, (uint8_t)month, (uint8_t)day};
	return true;
}

static bool choice(const char *choices, const char *value)
{
	size_t len = strlen(value);
	for (const char *c = choices; *c;) {
		size_t n = strcspn(c, "|");
		if (n == len && memcmp(c, value, n) == 0) return true;
		c += n + (c[n] == '|');
	}
	return false;
}

static bool bbox(const char *text, struct dtl_cli_bbox *out)
{
	double v[4];
	if (!numbers(text, v, 4)) return false;
	if (v[0] < -180 || v[0] > 180 || v[2] < -180 || v[2] > 180 || v[1] < -90 || v[3] > 90 || v[1] >= v[3]) return false;
	*out = (struct dtl_cli_bbox){true, {v[0], v[1], v[2], v[3]}};
	return true;
}

static bool point(const char *text, struct dtl_cli_point *out)
{
	double v[2];
	if (!numbers(text, v, 2) || v[0] < -90 || v[0] > 90 || v[1] < -180 || v[1] > 180) return false;
	*out = (struct dtl_cli_point){true, {v[1], v[0]}};
	return true;
}

/* Stores value where the option says; false if it does not fit. */
static bool store(const dtl_cli_option *o, void *at, const char *value)
{
	const char *end;
	double v;
	struct dtl_cli_list *list;
	switch (o->kind) {
	case DTL_CLI_FLAG:
		return *(bool *)at = true;
	case DTL_CLI_TEXT:
		*(const char **)at = value;
		return !o->choices || choice(o->choices, value);
	case DTL_CLI_COUNT:
		if (!number(value, &v, &end) || *end || v < 0 || v > 1e15 || v != (double)(uint64_t)v) return false;
		*(size_t *)at = (size_t)v;
		return true;
	case DTL_CLI_NUMBER:
		if (!number(value, &v, &end) || *end) return false;
		*(double *)at = v;
		return true;
	case DTL_CLI_DATE:
		return date(value, o->last_day, at);
	case DTL_CLI_BBOX:
		return bbox(value, at);
	case DTL_CLI_POINT:
		return point(value, at);
	case DTL_CLI_LIST:
		list = at;
		if (list->count == sizeof list->items / sizeof *list->items) return false;
		list->items[list->count++] = value;
		return true;
	case DTL_CLI_GROUP:
		break;
	}
	return false;
}

static const char *expected(const dtl_cli_option *o)
{
	if (o->choices) return o->choices;
	switch (o->kind) {
	case DTL_CLI_COUNT: return "a whole number";
	case DTL_CLI_NUMBER: return "a number";
	case DTL_CLI_DATE: return "a date as YYYY-MM-DD, YYYY-MM or YYYY";
	case DTL_CLI_BBOX: return "WEST,SOUTH,EAST,NORTH in degrees";
	case DTL_CLI_POINT: return "LAT,LON in degrees";
	default: return "a value";
	}
}

/* One option at argv[*i]; steps over its value. Returns an exit code, 0 if all is well. */
static int take(const dtl_cli_command *command, void *options, int argc, char **argv, int *i)
{
	const char *arg = argv[*i], *value = NULL;
	bool is_long = arg[1] == '-';
	size_t len = is_long ? strcspn(arg + 2, "=") : 1, offset = 0;
	const dtl_cli_option *o = find(command->options, arg + 2, len, is_long ? '\0' : arg[1], &offset);
	if (!o) return dtl_cli_usage(command, "unknown option '%s'", arg);
	if (is_long && arg[2 + len] == '=') value = arg + 2 + len + 1;
	else if (!is_long && arg[2]) value = arg + 2;
	if (o->kind == DTL_CLI_FLAG) {
		if (value) return dtl_cli_usage(command, "option '--%s' takes no value", o->name);
	} else if (!value) {
		if (*i + 1 >= argc) return dtl_cli_usage(command, "option '--%s' needs %s", o->name, expected(o));
		value = argv[++*i];
	}
	if (!store(o, (char *)options + offset, value))
		return dtl_cli_usage(command, "option '--%s': '%s' is not %s", o->name, value, expected(o));
	return 0;
}

bool dtl_cli_parse(const dtl_cli_command *command, void *options, int *argc, char ***argv, int *code)
{
	if (command->defaults) memcpy(options, command->defaults, command->options_size);
	int kept = 0;
	bool only_arguments = false;
	for (int i = 0; i < *argc; i++) {
		char *arg = (*argv)[i];
		if (only_arguments || arg[0] != '-' || arg[1] == '\0') {
			(*argv)[kept++] = arg;
		} else if (strcmp(arg, "--") == 0) {
			only_arguments = true;
		} else if (strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0) {
			dtl_cli_help(command, stdout);
			return *code = dtl_cli_finish(0), false;
		} else if ((*code = take(command, options, *argc, *argv, &i)) != 0) {
			return false;
		}
	}
	*argc = kept;
	return true;
}

static void help_table(const dtl_cli_option *table, FILE *out)
{
	for (const dtl_cli_option *o = table; o->name || o->group; o++) {
		if (o->group) {
			help_table(o->group, out);
			continue;
		}
		char left[64];
		int n = o->letter ? snprintf(left, sizeof left, "  -%c, ", o->letter) : snprintf(left, sizeof left, "      ");
		snprintf(left + n, sizeof left - (size_t)n, "--%s%s%s", o->name, o->value ? " " : "", o->value ? o->value : "");
		fprintf(out, strlen(left) < 30 ? "%-30s" : "%s\n                              ", left);
		fprintf(out, "%s%s%s%s\n", o->help, o->choices ? " (" : "", o->choices ? o->choices : "", o->choices ? ")" : "");
	}
}

void dtl_cli_help(const dtl_cli_command *command, FILE *out)
{
	fprintf(out, "Usage: dateline %s [OPTIONS] %s\n\n%s\n\nOptions:\n", command->name, command->arguments, command->text);
	help_table(command->options, out);
	fprintf(out, "  -h, --help                  show this help\n");
	if (command->examples) fprintf(out, "\nExamples:\n%s\n", command->examples);
}

/* Text for groff: backslashes and leading dots are escaped, hyphens are minus signs. */
static void man_text(const char *text, FILE *out)
{
	for (const char *p = text; *p; p++) {
		if (p == text && (*p == '.' || *p == '\'')) fputs("\\&", out);
		if (*p == '\\') fputs("\\e", out);
		else if (*p == '-') fputs("\\-", out);
		else if (*p == '\n' && p[1]) fputs("\n.br\n", out);
		else fputc(*p, out);
	}
}

static void man_table(const dtl_cli_option *table, FILE *out)
{
	for (const dtl_cli_option *o = table; o->name || o->group; o++) {
		if (o->group) {
			man_table(o->group, out);
			continue;
		}
		fputs(".TP\n", out);
		if (o->letter) fprintf(out, "\\fB\\-%c\\fR, ", o->letter);
		fputs("\\fB\\-\\-", out);
		man_text(o->name, out);
		fprintf(out, "\\fR%s\\fI%s\\fR\n", o->value ? " " : "", o->value ? o->value : "");
		man_text(o->help, out);
		if (o->choices) fprintf(out, " (%s)", o->choices);
		fputc('\n', out);
	}
}

void dtl_cli_man(const dtl_cli_command *command, FILE *out)
{
	fprintf(out, ".TH DATELINE-%s 1 \"\" \"dateline %s\"\n.SH NAME\ndateline\\-%s \\- ", command->name, dtl_version(),
		command->name);
	man_text(command->summary, out);
	fprintf(out, "\n.SH SYNOPSIS\n\\fBdateline %s\\fR [\\fIOPTIONS\\fR] ", command->name);
	man_text(command->arguments, out);
	fputs("\n.SH DESCRIPTION\n", out);
	man_text(command->text, out);
	fputs("\n.SH OPTIONS\n", out);
	man_table(command->options, out);
	if (command->examples) {
		fputs(".SH EXAMPLES\n.nf\n", out);
		man_text(command->examples, out);
		fputs("\n.fi\n", out);
	}
	fputs(".SH EXIT STATUS\n0 done, 1 nothing found (with \\-\\-fail\\-empty), 2 some records failed, 64 usage, 65 bad data, "
		"66 no input, 70 a bug, 71 memory, 73 cannot create, 74 input or output, 75 store locked, 78 configuration\n"
		".SH SEE ALSO\n.BR dateline (1)\n", out);
}

static void option_names(const dtl_cli_option *table, FILE *out)
{
	for (const dtl_cli_option *o = table; o->name || o->group; o++) {
		if (o->group) option_names(o->group, out);
		else fprintf(out, "--%s ", o->name);
	}
}

void dtl_cli_completion(FILE *out)
{
	fputs("_dateline() {\n\tlocal word=${COMP_WORDS[COMP_CWORD]} options=\n"
		"\tif [ \"$COMP_CWORD\" = 1 ]; then\n\t\tCOMPREPLY=($(compgen -W \"", out);
	for (const dtl_cli_command *const *c = dtl_cli_commands; *c; c++) fprintf(out, "%s ", (*c)->name);
	fputs("help\" -- \"$word\"))\n\t\treturn\n\tfi\n\tcase ${COMP_WORDS[1]} in\n", out);
	for (const dtl_cli_command *const *c = dtl_cli_commands; *c; c++) {
		fprintf(out, "\t%s) options='", (*c)->name);
		option_names((*c)->options, out);
		fputs("--help' ;;\n", out);
	}
	fputs("\tesac\n\tcase $word in\n\t-*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")) ;;\n"
		"\t*) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n\tesac\n}\ncomplete -o filenames -F _dateline dateline\n", out);
}

int dtl_cli_usage(const dtl_cli_command *command, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	fputs("dateline: ", stderr);
	vfprintf(stderr, format, args);
	va_end(args);
	fprintf(stderr, "\ntry 'dateline %s --help'\n", command->name);
	return DTL_ERR_USAGE;
}
