/* dateline events: a list to read, or JSON lines. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "cli/events_source.h"

typedef struct events_options {
	dtl_cli_source source;
	bool json, fail_empty;
} events_options;

#define AT(field) offsetof(events_options, field)
static const dtl_cli_option options[] = {
	{"json", 0, DTL_CLI_FLAG, AT(json), NULL, "print one JSON object a line, with every field", NULL, NULL, false},
	{"fail-empty", 0, DTL_CLI_FLAG, AT(fail_empty), NULL, "exit with 1 if no event answers", NULL, NULL, false},
	DTL_CLI_SOURCE_OPTIONS(AT(source)),
	{0}};

/* Prints at most `width` code points of s, padded to width if pad is set. Control characters, which could command the terminal,
 * become spaces; a longer text ends in an ellipsis. */
static void cell(dtl_str s, size_t width, bool pad)
{
	size_t shown = 0, points = 0;
	for (size_t i = 0; i < s.len; i++) points += ((unsigned char)s.ptr[i] & 0xc0) != 0x80;
	size_t room = points > width ? width - 1 : width;
	for (size_t i = 0; i < s.len;) {
		size_t n = 1;
		while (i + n < s.len && ((unsigned char)s.ptr[i + n] & 0xc0) == 0x80) n++;
		if (shown++ == room) break;
		unsigned char c = (unsigned char)s.ptr[i];
		bool control = c < 0x20 || c == 0x7f || (c == 0xc2 && n == 2 && (unsigned char)s.ptr[i + 1] < 0xa0);
		if (control) putchar(' ');
		else fwrite(s.ptr + i, 1, n, stdout);
		i += n;
	}
	if (points > width) fputs("\xe2\x80\xa6", stdout);
	for (size_t i = points; pad && i < width; i++) putchar(' ');
	if (pad) fputs("  ", stdout);
}

static dtl_str kind_of(const dtl_event *e)
{
	return e->subtype.len ? e->subtype : dtl_cli_str(dtl_event_type_name(e->type));
}

static void print_dates(const dtl_event *e)
{
	char text[32] = "";
	dtl_date a = e->date.start, b = e->date.end;
	if (!a.year) a = b;
	if (a.year && e->date.precision == DTL_DATE_YEAR) snprintf(text, sizeof text, "%04d", a.year);
	else if (a.year && e->date.precision == DTL_DATE_MONTH) snprintf(text, sizeof text, "%04d-%02d", a.year, a.month);
	else if (a.year) snprintf(text, sizeof text, "%04d-%02d-%02d", a.year, a.month, a.day);
	bool range = b.year && memcmp(&a, &b, sizeof a) != 0 && strlen(text) == 10;
	cell(dtl_cli_str(range ? strcat(text, "+") : text), 11, true); /* '+': it may have lasted, or the day is not known */
}

static void print_event(const dtl_event *e)
{
	print_dates(e);
	cell(kind_of(e), 18, true);
	cell(e->place.country, 2, true);
	cell(e->place.name, 30, true);
	if (e->flags & DTL_FLAGS_OFF_MAP) {
		for (uint32_t bit = 1; dtl_event_flag_name(bit); bit <<= 1)
			if (e->flags & bit & DTL_FLAGS_OFF_MAP) printf("[%s] ", dtl_event_flag_name(bit));
	}
	cell(e->headline.len ? e->headline : e->evidence.text, 70, false);
	putchar('\n');
}

static int print_json(const dtl_event_set *set)
{
	char *text = NULL;
	size_t len = 0;
	dtl_error err = DTL_ERROR_INIT;
	if (dtl_export(set, DTL_EXPORT_JSONL, &text, &len, &err) != DTL_OK) return dtl_cli_error(&err);
	fwrite(text, 1, len, stdout);
	free(text);
	return 0;
}

static int run_events(const void *given, int argc, char **argv)
{
	const events_options *o = given;
	dtl_cli_events events;
	int code = dtl_cli_events_load(&dtl_cmd_events, &o->source, argc, argv, &events);
	if (code) return code;
	size_t count = dtl_event_set_count(events.set);
	if (o->json) code = print_json(events.set);
	for (size_t i = 0; !o->json && i < count && !ferror(stdout); i++) print_event(dtl_event_set_event(events.set, i));
	size_t failed = events.failed;
	dtl_cli_events_release(&events);
	if (code) return code;
	if (failed) return 2;
	return o->fail_empty && count == 0 ? 1 : 0;
}

const dtl_cli_command dtl_cmd_events = {
	.name = "events",
	.summary = "list the events of a store or of articles",
	.arguments = "-d STORE | FILE ...",
	.text = "Prints day, kind, country, place and headline, in order of date; '+' behind a day: it lasted, or the day is not certain.\n"
		"Events that are negated, denied, planned and so on are left out unless --include names them.",
	.examples = "  dateline events -d events.gpkg --since 2024-01-01 --type assault --bbox 120,30,150,45\n"
		"  dateline events article.txt --include all --json",
	.options = options,
	.options_size = sizeof(events_options),
	.run = run_events};
