/* dateline geocode: names to places, points to places; one, a file of them, or a column of a CSV file. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

typedef struct geocode_options {
	const char *country, *feature, *gazetteer, *batch, *csv, *column;
	struct dtl_cli_bbox bbox;
	struct dtl_cli_point near_point, reverse;
	size_t limit;
	bool json, prefix, exact, fail_empty;
} geocode_options;

static const geocode_options defaults = {.limit = 10};

#define AT(field) offsetof(geocode_options, field)
static const dtl_cli_option options[] = {
	{"country", 0, DTL_CLI_TEXT, AT(country), "ISO", "only places of this country (two letters)", NULL, NULL, false},
	{"feature", 0, DTL_CLI_TEXT, AT(feature), "CODE", "only this GeoNames class or code: P, A.ADM1, H.SEA", NULL, NULL, false},
	{"bbox", 0, DTL_CLI_BBOX, AT(bbox), "W,S,E,N", "only places within", NULL, NULL, false},
	{"near", 0, DTL_CLI_POINT, AT(near_point), "LAT,LON", "places near this point rank higher", NULL, NULL, false},
	{"limit", 'n', DTL_CLI_COUNT, AT(limit), "N", "at most so many answers a name (10)", NULL, NULL, false},
	{"prefix", 0, DTL_CLI_FLAG, AT(prefix), NULL, "names that begin so", NULL, NULL, false},
	{"exact", 0, DTL_CLI_FLAG, AT(exact), NULL, "no misspelt or shortened names", NULL, NULL, false},
	{"reverse", 'r', DTL_CLI_POINT, AT(reverse), "LAT,LON", "what is at this point: nearest places, divisions, country", NULL, NULL, false},
	{"batch", 0, DTL_CLI_TEXT, AT(batch), "FILE", "one name a line (-: standard input); the best answer of each", NULL, NULL, false},
	{"csv", 0, DTL_CLI_TEXT, AT(csv), "FILE", "a CSV file: adds columns with the best answer", NULL, NULL, false},
	{"column", 0, DTL_CLI_TEXT, AT(column), "NAME", "the column of --csv that holds the name (place)", NULL, NULL, false},
	{"json", 'j', DTL_CLI_FLAG, AT(json), NULL, "JSON, one object a name", NULL, NULL, false},
	{"gazetteer", 0, DTL_CLI_TEXT, AT(gazetteer), "FILE", "another gazetteer", NULL, NULL, false},
	{"fail-empty", 0, DTL_CLI_FLAG, AT(fail_empty), NULL, "exit with 1 if a name was not found", NULL, NULL, false},
	{0}};

typedef struct geocode_run {
	const geocode_options *options;
	dtl_gazetteer *gazetteer;
	size_t missed;
} geocode_run;

static void print_json_string(dtl_str s)
{
	putchar('"');
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		if (c == '"' || c == '\\')
			printf("\\%c", c);
		else if (c < 0x20)
			printf("\\u%04x", c);
		else
			putchar(c);
	}
	putchar('"');
}

static void print_field(const char *key, dtl_str value)
{
	printf(",\"%s\":", key);
	if (value.len)
		print_json_string(value);
	else
		fputs("null", stdout);
}

static void print_json_place(const dtl_place *p)
{
	printf("{\"id\":%llu,\"geonameid\":", (unsigned long long)p->id);
	if (p->geonameid)
		printf("%u", p->geonameid);
	else
		fputs("null", stdout);
	print_field("name", p->name);
	printf(",\"lat\":%.5f,\"lon\":%.5f", p->point.lat, p->point.lon);
	print_field("feature", p->feature);
	print_field("country", p->country);
	print_field("admin1", p->admin1);
	print_field("admin1_code", p->admin1_code);
	printf(",\"population\":%lld,\"precision\":\"%s\",\"radius_km\":%.1f,\"score\":%.4f", (long long)p->population,
		dtl_precision_name(p->precision), p->radius_km, (double)p->score);
	print_field("reason", p->reason);
	putchar('}');
}

static void print_json(dtl_str query, const dtl_place_list *list)
{
	fputs("{\"query\":", stdout);
	print_json_string(query);
	fputs(",\"places\":[", stdout);
	for (size_t i = 0; i < dtl_place_list_count(list); i++) {
		if (i)
			putchar(',');
		print_json_place(dtl_place_list_place(list, i));
	}
	fputs("]}\n", stdout);
}

static void print_table(const dtl_place_list *list)
{
	printf("%5s  %-32s %-8s %-3s %-22s %9s %10s %11s  %s\n", "score", "name", "feature", "in", "division", "lat", "lon", "population", "id");
	for (size_t i = 0; i < dtl_place_list_count(list); i++) {
		const dtl_place *p = dtl_place_list_place(list, i);
		printf("%5.3f  %-32.*s %-8.*s %-3.*s %-22.*s %9.4f %10.4f %11lld  %llu\n", (double)p->score, (int)p->name.len, p->name.ptr,
			(int)p->feature.len, p->feature.ptr, (int)p->country.len, p->country.ptr, (int)p->admin1.len, p->admin1.ptr, p->point.lat,
			p->point.lon, (long long)p->population, (unsigned long long)p->id);
	}
}

static dtl_status ask(const geocode_run *run, dtl_str text, size_t limit, dtl_place_list **list, dtl_error *err)
{
	const geocode_options *o = run->options;
	dtl_place_query q = DTL_PLACE_QUERY_INIT;
	q.text = text;
	q.mode = o->prefix ? DTL_MATCH_PREFIX : o->exact ? DTL_MATCH_EXACT : DTL_MATCH_FUZZY;
	q.country = dtl_cli_str(o->country);
	q.feature = dtl_cli_str(o->feature);
	q.has_bbox = o->bbox.set;
	q.bbox = o->bbox.box;
	q.has_near = o->near_point.set;
	q.near_point = o->near_point.point;
	q.limit = limit;
	return dtl_gazetteer_find(run->gazetteer, &q, list, err);
}

static int answer_one(geocode_run *run, dtl_str text)
{
	dtl_place_list *list = NULL;
	dtl_error err = DTL_ERROR_INIT;
	if (ask(run, text, run->options->limit, &list, &err) != DTL_OK)
		return dtl_cli_error(&err);
	size_t n = dtl_place_list_count(list);
	run->missed += n == 0;
	if (run->options->json)
		print_json(text, list);
	else if (n)
		print_table(list);
	else
		dtl_cli_warn("no place for '%.*s'", (int)text.len, text.ptr);
	dtl_place_list_free(list);
	return 0;
}

static int answer_reverse(const geocode_run *run)
{
	dtl_place_list *list = NULL;
	dtl_error err = DTL_ERROR_INIT;
	char text[64];
	const dtl_lonlat point = run->options->reverse.point;
	size_t limit = run->options->limit < 3 ? run->options->limit : 3;
	if (dtl_gazetteer_reverse(run->gazetteer, point, run->options->limit == defaults.limit ? limit : run->options->limit, &list, &err) != DTL_OK)
		return dtl_cli_error(&err);
	int n = snprintf(text, sizeof text, "%.6g,%.6g", point.lat, point.lon);
	if (run->options->json)
		print_json((dtl_str){text, (size_t)n}, list);
	else if (dtl_place_list_count(list))
		print_table(list);
	else
		dtl_cli_warn("no place within 400 km of %s", text);
	dtl_place_list_free(list);
	return 0;
}

/* The columns that a row gets: name, lat, lon, feature, country, admin1, id, score; TAB or comma between. */
static void print_columns(const dtl_place *p, char separator)
{
	if (!p) {
		for (int i = 0; i < 7; i++)
			putchar(separator);
		return;
	}
	const dtl_str texts[] = {p->name, p->feature, p->country, p->admin1};
	for (size_t i = 0; i < 4; i++) {
		if (separator == ',' && memchr(texts[i].ptr ? texts[i].ptr : "", ',', texts[i].len))
			printf("\"%.*s\"", (int)texts[i].len, texts[i].ptr);
		else
			printf("%.*s", (int)texts[i].len, texts[i].ptr ? texts[i].ptr : "");
		putchar(separator);
		if (i == 0)
			printf("%.5f%c%.5f%c", p->point.lat, separator, p->point.lon, separator);
	}
	printf("%llu%c%.4f", (unsigned long long)p->id, separator, (double)p->score);
}

/* Prints the best answer to text as columns. */
static int answer_columns(geocode_run *run, dtl_str text, char separator)
{
	dtl_place_list *list = NULL;
	dtl_error err = DTL_ERROR_INIT;
	if (text.len && ask(run, text, 10, &list, &err) != DTL_OK)
		return dtl_cli_error(&err);
	const dtl_place *best = list ? dtl_place_list_place(list, 0) : NULL;
	run->missed += best == NULL;
	print_columns(best, separator);
	dtl_place_list_free(list);
	return 0;
}

static FILE *open_input(const char *path)
{
	FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "r");
	if (!f)
		fprintf(stderr, "dateline: cannot open '%s': %s\n", path, dtl_cli_errno());
	return f;
}

static size_t without_end(char *line, size_t n)
{
	while (n && (line[n - 1] == '\n' || line[n - 1] == '\r'))
		line[--n] = 0;
	return n;
}

static int answer_batch(geocode_run *run, const char *path)
{
	FILE *in = open_input(path);
	char *line = NULL;
	size_t size = 0;
	ssize_t got;
	int code = in ? 0 : DTL_ERR_NO_INPUT;
	if (in && !run->options->json)
		puts("query\tname\tlat\tlon\tfeature\tcountry\tadmin1\tid\tscore");
	while (in && code == 0 && (got = getline(&line, &size, in)) >= 0) {
		dtl_str text = {line, without_end(line, (size_t)got)};
		if (run->options->json) {
			code = answer_one(run, text);
			continue;
		}
		printf("%.*s\t", (int)text.len, text.ptr);
		code = answer_columns(run, text, '\t');
		putchar('\n');
	}
	if (in && in != stdin)
		fclose(in);
	free(line);
	return code;
}

/* The text of field `wanted` of a CSV line, quotes taken off, in out. False if the line has fewer fields. */
static bool csv_field(const char *line, size_t wanted, char *out, size_t *len)
{
	size_t field = 0, n = 0;
	bool quoted = false;
	for (const char *p = line; *p; p++) {
		if (quoted && *p == '"' && p[1] == '"') {
			if (field == wanted)
				out[n++] = '"';
			p++;
		} else if (*p == '"') {
			quoted = !quoted;
		} else if (*p == ',' && !quoted) {
			if (field++ == wanted)
				break;
		} else if (field == wanted) {
			out[n++] = *p;
		}
	}
	*len = n;
	return field >= wanted;
}

static int answer_csv(geocode_run *run, const char *path)
{
	FILE *in = open_input(path);
	char *line = NULL, *field = NULL;
	size_t size = 0, column = SIZE_MAX, rows = 0, len = 0;
	ssize_t got;
	const char *wanted = run->options->column ? run->options->column : "place";
	int code = in ? 0 : DTL_ERR_NO_INPUT;
	while (in && code == 0 && (got = getline(&line, &size, in)) >= 0) {
		without_end(line, (size_t)got);
		free(field);
		field = malloc((size_t)got + 1);
		if (!field) {
			code = DTL_ERR_MEMORY;
		} else if (rows++ == 0) {
			for (size_t i = 0; column == SIZE_MAX && csv_field(line, i, field, &len); i++)
				if (len == strlen(wanted) && !memcmp(field, wanted, len))
					column = i;
			if (column == SIZE_MAX) {
				fprintf(stderr, "dateline: no column '%s' in '%s'\n", wanted, path);
				code = DTL_ERR_DATA;
			} else {
				printf("%s,place_name,place_lat,place_lon,place_feature,place_country,place_admin1,place_id,place_score\n", line);
			}
		} else {
			len = 0;
			csv_field(line, column, field, &len);
			printf("%s,", line);
			code = answer_columns(run, (dtl_str){field, len}, ',');
			putchar('\n');
		}
	}
	if (in && in != stdin)
		fclose(in);
	free(field);
	free(line);
	return code;
}

static int run_geocode(const void *given, int argc, char **argv)
{
	geocode_run run = {.options = given};
	const geocode_options *o = given;
	if (o->prefix && o->exact)
		return dtl_cli_usage(&dtl_cmd_geocode, "--prefix and --exact exclude each other");
	if (!argc && !o->batch && !o->csv && !o->reverse.set)
		return dtl_cli_usage(&dtl_cmd_geocode, "no name");
	dtl_error err = DTL_ERROR_INIT;
	if (dtl_gazetteer_open(o->gazetteer, &run.gazetteer, &err) != DTL_OK)
		return dtl_cli_error(&err);
	int code = 0;
	for (int i = 0; i < argc && code == 0; i++) {
		if (argc > 1 && !o->json)
			printf("%s%s\n", i ? "\n" : "", argv[i]);
		code = answer_one(&run, dtl_cli_str(argv[i]));
	}
	if (code == 0 && o->reverse.set)
		code = answer_reverse(&run);
	if (code == 0 && o->batch)
		code = answer_batch(&run, o->batch);
	if (code == 0 && o->csv)
		code = answer_csv(&run, o->csv);
	dtl_gazetteer_close(run.gazetteer);
	if (code == 0 && o->fail_empty && run.missed)
		code = 1;
	return code;
}

const dtl_cli_command dtl_cmd_geocode = {
	.name = "geocode",
	.summary = "place names to ranked places with ids and coordinates, and back",
	.arguments = "NAME ... | --reverse LAT,LON | --batch FILE | --csv FILE",
	.text = "A name may be followed or preceded by wider places, with commas between: \"Shinpo, North Korea\". Any script. A name that\n"
		"is not in the gazetteer is tried without its class word, then with one or two letters wrong. The score is the share of\n"
		"likelihood among the answers. --batch prints one line a name, tab separated; --csv copies the file and adds columns.",
	.examples = "  dateline geocode \"Shinpo, North Korea\"\n  dateline geocode --json --country KP Sinpo\n"
		"  dateline geocode --reverse 40.03,128.19\n  dateline geocode --batch names.txt > places.tsv",
	.options = options,
	.options_size = sizeof(geocode_options),
	.defaults = &defaults,
	.run = run_geocode};
