/* dateline gazetteer: build it, tell about it, look into it. */
#include <stddef.h>
#include <string.h>

#include "cli/cli.h"

typedef struct gazetteer_options {
	const char *tables, *output, *gazetteer;
	bool verify;
} gazetteer_options;

#define AT(field) offsetof(gazetteer_options, field)
static const dtl_cli_option options[] = {
	{"tables", 0, DTL_CLI_TEXT, AT(tables), "FOLDER", "build: start from the shipped tables in this folder", NULL, NULL, false},
	{"output", 'o', DTL_CLI_TEXT, AT(output), "FILE", "build: the file to write", NULL, NULL, false},
	{"gazetteer", 0, DTL_CLI_TEXT, AT(gazetteer), "FILE", "info, lookup: another gazetteer", NULL, NULL, false},
	{"verify", 0, DTL_CLI_FLAG, AT(verify), NULL, "info: read the whole file and compare its checksums", NULL, NULL, false},
	{0}};

/* Malformed lines are told one by one, but not a million of them. */
enum { MAX_WARNINGS = 20 };

static void warn(void *user, const dtl_error *what)
{
	size_t *count = user;
	if ((*count)++ < MAX_WARNINGS)
		dtl_cli_warn("%s:%llu: %s", what->file, (unsigned long long)what->line, what->message);
}

static int build(const gazetteer_options *o, int argc, char **argv)
{
	if (!o->output)
		return dtl_cli_usage(&dtl_cmd_gazetteer, "build: no output, -o FILE");
	if (!o->tables && !argc)
		return dtl_cli_usage(&dtl_cmd_gazetteer, "build: nothing to build from");
	size_t warnings = 0;
	dtl_gazetteer_build_spec spec = DTL_GAZETTEER_BUILD_INIT;
	spec.tables = o->tables;
	spec.extra = (const char *const *)argv;
	spec.extra_count = (size_t)argc;
	spec.output = o->output;
	spec.warn = warn;
	spec.user = &warnings;
	dtl_error err = DTL_ERROR_INIT;
	dtl_status status = dtl_gazetteer_build(&spec, &err);
	if (warnings > MAX_WARNINGS)
		dtl_cli_warn("%zu more lines skipped", warnings - MAX_WARNINGS);
	return status == DTL_OK ? 0 : dtl_cli_error(&err);
}

static void print_sources(dtl_str sources)
{
	size_t from = 0;
	for (size_t i = 0; i < sources.len; i++) {
		if (sources.ptr[i] != '\n')
			continue;
		const char *field[5] = {sources.ptr + from, "", "", "", ""};
		size_t len[5] = {0}, n = 0;
		for (size_t k = from; k <= i; k++)
			if (k == i || sources.ptr[k] == '\t') {
				len[n] = (size_t)(sources.ptr + k - field[n]);
				if (++n == 5 || k == i)
					break;
				field[n] = sources.ptr + k + 1;
			}
		printf("  %8.*s  %-12.*s  %-10.*s  %.*s%s%.*s\n", (int)len[3], field[3], (int)len[0], field[0], (int)len[4], field[4], (int)len[1], field[1],
			len[2] ? "; " : "", (int)len[2], field[2]);
		from = i + 1;
	}
}

static int info(const gazetteer_options *o)
{
	dtl_gazetteer *g = NULL;
	dtl_error err = DTL_ERROR_INIT;
	if (dtl_gazetteer_open(o->gazetteer, &g, &err) != DTL_OK)
		return dtl_cli_error(&err);
	if (o->verify && dtl_gazetteer_verify(g, &err) != DTL_OK) {
		dtl_gazetteer_close(g);
		return dtl_cli_error(&err);
	}
	dtl_gazetteer_info i;
	dtl_gazetteer_describe(g, &i);
	printf("places   %llu\nnames    %llu\nbytes    %llu\nversion  %u\n", (unsigned long long)i.places, (unsigned long long)i.names,
		(unsigned long long)i.bytes, i.version);
	printf("credit   %.*s\nsources (entries that each gave or completed)\n", (int)i.attribution.len, i.attribution.ptr);
	print_sources(i.sources);
	dtl_gazetteer_close(g);
	return 0;
}

static void print_place(const dtl_gazetteer *g, const dtl_place *p)
{
	printf("%llu\t%.*s\t%.5f\t%.5f\t%.*s\t%.*s\t%.*s\t%lld\t", (unsigned long long)p->id, (int)p->name.len, p->name.ptr, p->point.lat,
		p->point.lon, (int)p->feature.len, p->feature.ptr, (int)p->country.len, p->country.ptr, (int)p->admin1.len, p->admin1.ptr,
		(long long)p->population);
	dtl_str keys[16];
	size_t n = dtl_gazetteer_keys(g, p->id, keys, sizeof keys / sizeof *keys);
	for (size_t i = 0; i < n; i++)
		printf("%s%.*s", i ? "|" : "", (int)keys[i].len, keys[i].ptr);
	putchar('\n');
}

static int lookup(const gazetteer_options *o, int argc, char **argv)
{
	if (!argc)
		return dtl_cli_usage(&dtl_cmd_gazetteer, "lookup: no name and no id");
	dtl_gazetteer *g = NULL;
	dtl_error err = DTL_ERROR_INIT;
	if (dtl_gazetteer_open(o->gazetteer, &g, &err) != DTL_OK)
		return dtl_cli_error(&err);
	int code = 0;
	for (int i = 0; i < argc && code == 0; i++) {
		dtl_place place;
		unsigned long long id = 0;
		if (argv[i][0] && strspn(argv[i], "0123456789") == strlen(argv[i]) && sscanf(argv[i], "%llu", &id) == 1) {
			if (dtl_gazetteer_by_id(g, id, &place))
				print_place(g, &place);
			continue;
		}
		if (strchr(argv[i], ':') && dtl_gazetteer_by_key(g, dtl_cli_str(argv[i]), &place)) {
			print_place(g, &place);
			continue;
		}
		dtl_place_query query = DTL_PLACE_QUERY_INIT;
		query.text = dtl_cli_str(argv[i]);
		query.mode = DTL_MATCH_EXACT;
		query.limit = 50;
		dtl_place_list *list = NULL;
		if (dtl_gazetteer_find(g, &query, &list, &err) != DTL_OK) {
			code = dtl_cli_error(&err);
			break;
		}
		for (size_t k = 0; k < dtl_place_list_count(list); k++)
			print_place(g, dtl_place_list_place(list, k));
		dtl_place_list_free(list);
	}
	dtl_gazetteer_close(g);
	return code;
}

static int run_gazetteer(const void *given, int argc, char **argv)
{
	const gazetteer_options *o = given;
	if (!argc)
		return dtl_cli_usage(&dtl_cmd_gazetteer, "what shall be done: build, info or lookup");
	if (!strcmp(argv[0], "build"))
		return build(o, argc - 1, argv + 1);
	if (!strcmp(argv[0], "info") && argc == 1)
		return info(o);
	if (!strcmp(argv[0], "lookup"))
		return lookup(o, argc - 1, argv + 1);
	return dtl_cli_usage(&dtl_cmd_gazetteer, "unknown: '%s'", argv[0]);
}

const dtl_cli_command dtl_cmd_gazetteer = {
	.name = "gazetteer",
	.summary = "build a gazetteer, tell its sources, list all meanings of a name",
	.arguments = "build [FILE ...] | info | lookup NAME|ID ...",
	.text = "build makes one file of the shipped tables (--tables), of the files given, or of both: GeoNames dumps (allCountries.txt,\n"
		"one country's, alternateNamesV2.txt behind the dump it belongs to, admin1CodesASCII.txt, admin2Codes.txt, postal codes),\n"
		"and tables of one's own, comma or tab separated, whose first line names the columns: name, lat, lon, and if wanted id,\n"
		"feature (P.PPL), country (ISO code), admin1, admin2, population, radius_km, names (others, | between), demonyms; layers of\n"
		"points that OGR reads (.gpkg, .shp, .geojson, .kml ...) with such fields. Texts may be packed (.zip as GeoNames has them, .gz,\n"
		".zst). A malformed line or record is reported and skipped.\n"
		"info tells counts, sources with their entries and dates, licences and the credit line. lookup lists all places of a name, of an id, or of another source's\n"
		"key (wikidata:Q64): id, name, latitude, longitude, feature, country, first-order division, population, keys of other sources.",
	.examples = "  dateline gazetteer info --verify\n  dateline gazetteer lookup Springfield\n"
		"  dateline gazetteer build --tables gazetteer my-places.csv -o mine.gaz",
	.options = options,
	.options_size = sizeof(gazetteer_options),
	.run = run_gazetteer};
