/* Recall ceiling of the gazetteer: the share of gold names for which an entry of the same name lies within 161 km of the gold
 * point.  ceiling [-m] FILE.jsonl ...; -m lists the commonest names that are missing, with the reason: "no name" (no entry bears
 * it) or the distance of the nearest that does. The name is tried as written, then without its final s, its class words, and the part
 * before a comma: what the resolver's first two levels try too. */
#include <json-c/json.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/geodesy.h"
#include "gazetteer/reader.h"
#include "text/normal.h"

typedef struct miss {
	char name[80];
	char reason[40];
	int count;
} miss;

static const char *const after[] = {" county", " province", " city", " township", " island", " airport", " state", " region", " river",
	" district", " parish", " village", " area", " international airport", NULL};
static const char *const before[] = {"downtown ", "greater ", "north ", "south ", "east ", "west ", "upper ", "lower ", "northern ",
	"southern ", "eastern ", "western ", "central ", "city of ", "town of ", "state of ", "northeast ", "northwest ", "southeast ", "southwest ", NULL};

static double nearest_of_key(const dtl_gazetteer *g, dtl_str key, dtl_lonlat gold)
{
	size_t n;
	double best = INFINITY;
	const dtl_gaz_ref *refs = dtl_gaz_refs(g, dtl_gaz_name(g, key), &n);
	for (size_t i = 0; i < n; i++) {
		const dtl_gaz_entry *e = dtl_gaz_entry_at(g, refs[i].entry);
		best = fmin(best, dtl_distance_km(gold, (dtl_lonlat){e->lon, e->lat}));
	}
	return best;
}

/* Distance from gold to the nearest entry with the name, infinite if none bears it. */
static double nearest(const dtl_gazetteer *g, dtl_str name, dtl_lonlat gold)
{
	char key[DTL_NORMAL_MAX];
	while (name.len && (name.ptr[0] == '#' || name.ptr[0] == '@')) {
		name.ptr++;
		name.len--;
	}
	if (dtl_str_ends(name, DTL_STR("'s"))) name.len -= 2;
	if (dtl_str_ends(name, DTL_STR("’s"))) name.len -= 4;
	size_t n = dtl_normal_key(name, key);
	dtl_str k = {key, n};
	double best = nearest_of_key(g, k, gold);
	if (best <= 161 || !n)
		return best;
	if (key[n - 1] == 's')
		best = fmin(best, nearest_of_key(g, dtl_str_sub(k, 0, n - 1), gold));
	for (int i = 0; after[i]; i++)
		if (dtl_str_ends(k, dtl_str_of(after[i])))
			best = fmin(best, nearest_of_key(g, dtl_str_sub(k, 0, n - strlen(after[i])), gold));
	for (int i = 0; before[i]; i++)
		if (dtl_str_starts(k, dtl_str_of(before[i])))
			best = fmin(best, nearest_of_key(g, dtl_str_sub(k, strlen(before[i]), n), gold));
	const char *comma = memchr(name.ptr, ',', name.len);
	if (comma)
		best = fmin(best, nearest_of_key(g, (dtl_str){key, dtl_normal_key(dtl_str_sub(name, 0, (size_t)(comma - name.ptr)), key)}, gold));
	return best;
}

/* The same for the longest leading, then trailing run of words that is a name of more than three letters: "University of Oxford",
 * the resolver's level 2. */
static double nearest_part(const dtl_gazetteer *g, dtl_str name, dtl_lonlat gold)
{
	char key[DTL_NORMAL_MAX];
	dtl_str k = {key, dtl_normal_key(name, key)};
	for (size_t end = k.len; end > 3; end--)
		if (end < k.len && key[end] == ' ' && dtl_gaz_name(g, dtl_str_sub(k, 0, end)) != DTL_GAZ_NONE) {
			double km = nearest_of_key(g, dtl_str_sub(k, 0, end), gold);
			if (km <= 161)
				return km;
			break;
		}
	for (size_t from = 1; from + 3 < k.len; from++)
		if (key[from - 1] == ' ' && dtl_gaz_name(g, dtl_str_sub(k, from, k.len)) != DTL_GAZ_NONE)
			return nearest_of_key(g, dtl_str_sub(k, from, k.len), gold);
	return INFINITY;
}

static int by_count(const void *x, const void *y)
{
	return ((const miss *)y)->count - ((const miss *)x)->count;
}

static const char *text_of(struct json_object *o, const char *key)
{
	struct json_object *v = NULL;
	return json_object_object_get_ex(o, key, &v) && v ? json_object_get_string(v) : NULL;
}

static bool number_of(struct json_object *o, const char *key, double *out)
{
	struct json_object *v = NULL;
	if (!json_object_object_get_ex(o, key, &v) || !v)
		return false;
	*out = json_object_get_double(v);
	return true;
}

static void note(miss **misses, size_t *count, size_t *cap, const char *name, double km)
{
	miss m = {.count = 1};
	snprintf(m.name, sizeof m.name, "%s", name);
	if (isinf(km))
		snprintf(m.reason, sizeof m.reason, "no name");
	else
		snprintf(m.reason, sizeof m.reason, "%.0f km", km);
	for (size_t i = 0; i < *count; i++)
		if (!strcmp((*misses)[i].name, m.name)) {
			(*misses)[i].count++;
			return;
		}
	if (*count == *cap) {
		*cap = *cap ? *cap * 2 : 64;
		*misses = realloc(*misses, *cap * sizeof **misses);
		if (!*misses)
			abort();
	}
	(*misses)[(*count)++] = m;
}

static int report(const dtl_gazetteer *g, const char *path, bool list)
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t size = 0, all = 0, near = 0, parts = 0, miss_count = 0, miss_cap = 0;
	miss *misses = NULL;
	if (!f) {
		perror(path);
		return 66;
	}
	while (getline(&line, &size, f) > 0) {
		struct json_object *doc = json_tokener_parse(line), *toponyms = NULL;
		if (doc && json_object_object_get_ex(doc, "toponyms", &toponyms))
			for (size_t i = 0; i < json_object_array_length(toponyms); i++) {
				struct json_object *t = json_object_array_get_idx(toponyms, i);
				dtl_lonlat gold;
				const char *name = text_of(t, "text");
				if (!name || !number_of(t, "lat", &gold.lat) || !number_of(t, "lon", &gold.lon))
					continue;
				double km = nearest(g, dtl_str_of(name), gold);
				all++;
				near += km <= 161;
				parts += km <= 161 || nearest_part(g, dtl_str_of(name), gold) <= 161;
				if (km > 161)
					note(&misses, &miss_count, &miss_cap, name, km);
			}
		json_object_put(doc);
	}
	const char *slash = strrchr(path, '/');
	printf("%-22s %6zu names  ceiling %.1f, with parts of names %.1f\n", slash ? slash + 1 : path, all,
		all ? 100.0 * (double)near / (double)all : 0, all ? 100.0 * (double)parts / (double)all : 0);
	if (misses)
		qsort(misses, miss_count, sizeof *misses, by_count);
	for (size_t i = 0; list && i < miss_count && i < 60; i++)
		printf("  %4d  %-40s %s\n", misses[i].count, misses[i].name, misses[i].reason);
	free(misses);
	free(line);
	fclose(f);
	return 0;
}

int main(int argc, char **argv)
{
	dtl_gazetteer *g = NULL;
	dtl_error err = DTL_ERROR_INIT;
	bool list = argc > 1 && !strcmp(argv[1], "-m");
	if (dtl_gazetteer_open(NULL, &g, &err) != DTL_OK) {
		fprintf(stderr, "%s\n", err.message);
		return (int)err.code;
	}
	int code = 0;
	for (int i = 1 + list; i < argc; i++)
		code |= report(g, argv[i], list);
	dtl_gazetteer_close(g);
	return code;
}
