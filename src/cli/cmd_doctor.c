/* dateline doctor: is everything here that the program needs? */
#include <stddef.h>

#include "cli/cli.h"

typedef struct doctor_options {
	const char *store;
	bool repair;
} doctor_options;

static const dtl_cli_option options[] = {
	{"store", 'd', DTL_CLI_TEXT, offsetof(doctor_options, store), "STORE", "look at this store too", NULL, NULL, false},
	{"repair", 0, DTL_CLI_FLAG, offsetof(doctor_options, repair), NULL, "mend the store if it is not sound; the damaged one is kept", NULL, NULL, false},
	{0}};

static void tell(void *user, const char *what, dtl_status status, const char *message)
{
	(void)user;
	printf("%-5s %s: ", status == DTL_OK ? "ok" : "FAULT", what);
	for (const char *p = message; *p; p++) {
		putchar(*p);
		if (*p == '\n' && p[1]) fputs("      ", stdout);
	}
	putchar('\n');
}

static int run_doctor(const void *given, int argc, char **argv)
{
	const doctor_options *o = given;
	if (argc) return dtl_cli_usage(&dtl_cmd_doctor, "unexpected argument '%s'", argv[0]);
	if (o->repair && !o->store) return dtl_cli_usage(&dtl_cmd_doctor, "give the store to repair with -d");
	return (int)dtl_doctor(o->store, o->repair, tell, NULL);
}

const dtl_cli_command dtl_cmd_doctor = {
	.name = "doctor",
	.summary = "check gazetteer, model, fonts, PROJ, GDAL and a store",
	.arguments = "[-d STORE [--repair]]",
	.text = "Looks at everything that the other commands need and tells what is missing and how to mend it.\n"
		"Of a store it checks pages, spatial index, counts and articles. With --repair everything that can be read is copied into a\n"
		"new store, which takes the old one's place; the old one is kept beside it as STORE.damaged.\n"
		"Exits with 0 if all is well, else with the code of the first fault.",
	.examples = "  dateline doctor\n  dateline doctor --repair -d events.gpkg",
	.options = options,
	.options_size = sizeof(doctor_options),
	.run = run_doctor};
