/* The shipped gazetteer answers the table tests/cases/places.tsv; files of one's own; damaged files; names in text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/geodesy.h"
#include "gazetteer/handle.h"
#include "text/normal.h"

static const char *root(void)
{
	const char *r = getenv("DATELINE_TESTS");
	return r ? r : "tests";
}

static dtl_gazetteer *open_shipped(void)
{
	/* The program's data lie two folders above the tests' programs. */
	char self[4096], path[4200];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	assert_true(n > 0);
	self[n] = 0;
	for (int up = 0; up < 3; up++)
		*strrchr(self, '/') = 0;
	snprintf(path, sizeof path, "%s/dateline.gaz", self);
	dtl_gazetteer *g = NULL;
	dtl_error err = DTL_ERROR_INIT;
	if (dtl_gazetteer_open(path, &g, &err) != DTL_OK)
		fail_msg("%s", err.message);
	return g;
}

/* Why the first answer to a row's query is wrong; NULL if it is right. */
static const char *check_row(const dtl_gazetteer *g, dtl_str row, char *why, size_t size)
{
	dtl_str f[6];
	double lat, lon, km;
	for (int i = 0; i < 6; i++)
		f[i] = dtl_str_cut(&row, '\t');
	assert_true(dtl_str_to_double(f[3], &lat) && dtl_str_to_double(f[4], &lon) && dtl_str_to_double(f[5], &km));
	dtl_place_query q = DTL_PLACE_QUERY_INIT;
	dtl_place_list *list = NULL;
	dtl_error err = DTL_ERROR_INIT;
	q.text = f[0];
	assert_int_equal(dtl_gazetteer_find(g, &q, &list, &err), DTL_OK);
	const dtl_place *p = dtl_place_list_place(list, 0);
	const char *wrong = NULL;
	double off = p ? dtl_distance_km(p->point, (dtl_lonlat){lon, lat}) : 0;
	if (!p)
		wrong = "is unknown";
	else if (f[1].len && !dtl_str_eq(dtl_str_eq(f[1], DTL_STR("-")) ? DTL_STR_NONE : f[1], p->country))
		wrong = "is in another country";
	else if (!dtl_str_starts(p->feature, f[2]))
		wrong = "is of another sort";
	else if (off > km)
		wrong = "lies elsewhere";
	static const dtl_place none;
	if (!p)
		p = &none;
	if (wrong)
		snprintf(why, size, "'%.*s' %s: %.*s, %.*s %.*s, %.0f km off", DTL_FMT(f[0]), wrong, DTL_FMT(p->name), DTL_FMT(p->feature),
			DTL_FMT(p->country), off);
	dtl_place_list_free(list);
	return wrong ? why : NULL;
}

static void places(void **state)
{
	(void)state;
	dtl_gazetteer *g = open_shipped();
	char path[1024], line[512], why[600];
	snprintf(path, sizeof path, "%s/cases/places.tsv", root());
	FILE *f = fopen(path, "r");
	assert_non_null(f);
	int rows = 0, wrong = 0;
	while (fgets(line, sizeof line, f)) {
		if (line[0] == '#')
			continue;
		line[strcspn(line, "\n")] = 0;
		rows++;
		if (check_row(g, dtl_str_of(line), why, sizeof why)) {
			print_error("%s\n", why);
			wrong++;
		}
	}
	fclose(f);
	assert_true(rows >= 300);
	assert_int_equal(wrong, 0);
	dtl_gazetteer_close(g);
}

/* The names found in text, | between. */
static size_t found_names(const dtl_gazetteer *g, dtl_arena *arena, dtl_str text, char *out, size_t size)
{
	dtl_tokens tokens;
	size_t n, len = 0;
	dtl_tokenize(arena, text, &tokens);
	const dtl_gaz_match *m = dtl_gaz_scan(g, arena, &tokens, NULL, &n);
	for (size_t i = 0; i < n; i++) {
		assert_true(m[i].first < m[i].last && m[i].last <= tokens.count && m[i].start < m[i].end && m[i].end <= text.len);
		assert_true(dtl_gaz_name_key(g, m[i].name).len > 0);
		len += (size_t)snprintf(out + len, size - len, "%s%.*s", i ? "|" : "", (int)(m[i].end - m[i].start), text.ptr + m[i].start);
	}
	return len;
}

static void matches(void **state)
{
	(void)state;
	dtl_gazetteer *g = open_shipped();
	static dtl_arena arena;
	char path[1024], line[512], found[600];
	snprintf(path, sizeof path, "%s/cases/matches.tsv", root());
	FILE *f = fopen(path, "r");
	assert_non_null(f);
	if (setjmp(arena.exhausted))
		fail_msg("out of memory");
	int wrong = 0;
	while (fgets(line, sizeof line, f)) {
		if (line[0] == '#')
			continue;
		line[strcspn(line, "\n")] = 0;
		dtl_str want = dtl_str_of(line), text = dtl_str_cut(&want, '\t');
		dtl_str got = {found, found_names(g, &arena, text, found, sizeof found)};
		if (!dtl_str_eq(dtl_str_eq(want, DTL_STR("-")) ? DTL_STR_NONE : want, got)) {
			print_error("%.*s: %.*s instead of %.*s\n", DTL_FMT(text), DTL_FMT(got), DTL_FMT(want));
			wrong++;
		}
	}
	fclose(f);
	assert_int_equal(wrong, 0);
	dtl_arena_free(&arena);
	dtl_gazetteer_close(g);
}

/* ---- files of one's own ---- */

static void write_text(const char *path, const char *text, size_t len)
{
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

static void count_warning(void *user, const dtl_error *what)
{
	char *lines = user;
	snprintf(lines + strlen(lines), 200 - strlen(lines), "%llu ", (unsigned long long)what->line);
}

static const char *temporary(char *path, size_t size, const char *name)
{
	const char *folder = getenv("TMPDIR");
	snprintf(path, size, "%s/dateline-%ld-%s", folder ? folder : "/tmp", (long)getpid(), name);
	return path;
}

static const char own[] = "name,lat,lon,feature,country,population,names\n"
	"Upper Fort,10.5,20.25,P.PPL,XX,1200,Fort Up|\"Old, Fort\"\n"
	"\"Quoted, Place\",-1,2,H.LK,,,\n"
	"Nowhere,north,2,P.PPL,XX,,\n"
	"Farther,95,2,P.PPL,XX,,\n"
	",1,2,P.PPL,XX,,\n"
	"Last,89.9,-179.5,,XX,,\n";

/* Builds a small gazetteer at path. */
static void build_own(const char *path, char *warned)
{
	char input[300];
	const char *extra[] = {temporary(input, sizeof input, "own.csv")};
	write_text(input, own, sizeof own - 1);
	dtl_gazetteer_build_spec spec = DTL_GAZETTEER_BUILD_INIT;
	spec.extra = extra;
	spec.extra_count = 1;
	spec.output = path;
	spec.warn = count_warning;
	spec.user = warned;
	dtl_error err = DTL_ERROR_INIT;
	if (dtl_gazetteer_build(&spec, &err) != DTL_OK)
		fail_msg("%s", err.message);
	remove(input);
}

static void own_table(void **state)
{
	(void)state;
	char path[300], warned[200] = "";
	build_own(temporary(path, sizeof path, "own.gaz"), warned);
	assert_string_equal(warned, "4 5 6 ");
	dtl_gazetteer *g = NULL;
	dtl_error err = DTL_ERROR_INIT;
	assert_int_equal(dtl_gazetteer_open(path, &g, &err), DTL_OK);
	assert_int_equal(dtl_gazetteer_verify(g, &err), DTL_OK);
	assert_int_equal(dtl_gaz_entry_count(g), 3);
	size_t n;
	const dtl_gaz_ref *r = dtl_gaz_refs(g, dtl_gaz_name(g, DTL_STR("fort up")), &n);
	assert_int_equal(n, 1);
	const dtl_gaz_entry *e = dtl_gaz_entry_at(g, r[0].entry);
	assert_true(fabsf(e->lat - 10.5f) < 1e-6f && fabsf(e->lon - 20.25f) < 1e-6f);
	assert_int_equal(e->population, 1200);
	assert_int_equal(dtl_gaz_entry_by_id(g, e->id), r[0].entry);
	assert_true(dtl_gaz_name(g, DTL_STR("quoted place")) != DTL_GAZ_NONE);
	assert_true(dtl_gaz_name(g, DTL_STR("upper")) == DTL_GAZ_NONE); /* a beginning is no name */
	assert_true(dtl_gaz_name(g, DTL_STR("nowhere")) == DTL_GAZ_NONE);
	dtl_place_list *list = NULL;
	assert_int_equal(dtl_gazetteer_reverse(g, (dtl_lonlat){179.9, 89.8}, 1, &list, &err), DTL_OK);
	assert_int_equal(dtl_place_list_count(list), 1); /* over the 180th meridian */
	dtl_place_list_free(list);
	dtl_gazetteer_close(g);
	remove(path);
}

/* ---- damaged files ---- */

/* Opens what may be damaged and, if that works, asks it everything: the answers may be wrong, but nothing may crash. */
static dtl_status open_and_use(const char *path)
{
	dtl_gazetteer *g = NULL;
	dtl_error err = DTL_ERROR_INIT;
	dtl_status status = dtl_gazetteer_open(path, &g, &err);
	if (status != DTL_OK) {
		assert_true(strlen(err.message) > 10);
		return status;
	}
	static const char *const questions[] = {"Upper Fort", "fort", "Last", "Quotd", "Upper Fort, XX"};
	for (size_t i = 0; i < 15; i++) {
		dtl_place_query q = DTL_PLACE_QUERY_INIT;
		dtl_place_list *list = NULL;
		q.text = dtl_str_of(questions[i % 5]);
		q.mode = (dtl_match_mode)(i / 5);
		assert_int_equal(dtl_gazetteer_find(g, &q, &list, &err), DTL_OK);
		dtl_place_list_free(list);
		assert_int_equal(dtl_gazetteer_reverse(g, (dtl_lonlat){20 + (double)i, 10}, 5, &list, &err), DTL_OK);
		dtl_place_list_free(list);
	}
	for (uint32_t i = 0; i < dtl_gaz_entry_count(g) + 2 && i < 100; i++) {
		dtl_place p;
		dtl_gaz_place(g, i, &p);
		dtl_gaz_timezone(g, dtl_gaz_entry_at(g, i)->timezone);
		dtl_gaz_country_iso3(g, dtl_gaz_entry_at(g, i));
		dtl_gaz_contains(g, i, 0);
	}
	dtl_arena arena = {0};
	char found[600];
	found_names(g, &arena, DTL_STR("Upper Fort and Fort Up, Last of Old Fort"), found, sizeof found);
	dtl_arena_free(&arena);
	status = dtl_gazetteer_verify(g, &err);
	dtl_gazetteer_close(g);
	return status;
}

static void damaged(void **state)
{
	(void)state;
	char path[300], bad[300], warned[200] = "";
	build_own(temporary(path, sizeof path, "good.gaz"), warned);
	temporary(bad, sizeof bad, "bad.gaz");
	dtl_mapping m;
	dtl_error err = DTL_ERROR_INIT;
	assert_int_equal(dtl_map_file(path, DTL_ERR_CONFIG, &m, &err), DTL_OK);
	assert_int_equal(open_and_use(path), DTL_OK);
	char *copy = malloc(m.size + 1);
	assert_non_null(copy);
	/* cut off anywhere */
	for (size_t size = 0; size < m.size; size += size < 700 ? 13 : 40961) {
		write_text(bad, m.data, size);
		assert_int_equal(open_and_use(bad), DTL_ERR_CONFIG);
	}
	/* one bit: in the header and the table it is noticed at open, elsewhere by verify (padding between sections is not covered) */
	const size_t head = sizeof(dtl_gaz_header) + DTL_GAZ_SECTION_COUNT * sizeof(dtl_gaz_section);
	const dtl_gaz_section *table = (const void *)((const char *)m.data + sizeof(dtl_gaz_header));
	for (size_t at = 0; at < head; at += 3) {
		memcpy(copy, m.data, m.size);
		copy[at] ^= (char)(1 << at % 8);
		write_text(bad, copy, m.size);
		assert_int_equal(open_and_use(bad), DTL_ERR_CONFIG);
	}
	for (size_t s = 0; s < DTL_GAZ_SECTION_COUNT; s++)
		for (size_t k = 0; k < 24 && k < table[s].size; k++) {
			memcpy(copy, m.data, m.size);
			copy[table[s].offset + k * table[s].size / 24] ^= (char)(0x80 >> k % 8);
			write_text(bad, copy, m.size);
			assert_int_equal(open_and_use(bad), DTL_ERR_CONFIG);
		}
	/* every section full of ones: all indexes point far away */
	for (size_t s = 0; s < DTL_GAZ_SECTION_COUNT; s++) {
		memcpy(copy, m.data, m.size);
		memset(copy + table[s].offset, s % 2 ? 0x7f : 0xff, table[s].size);
		write_text(bad, copy, m.size);
		open_and_use(bad);
	}
	write_text(bad, "PK\3\4 something else altogether", 31);
	assert_int_equal(open_and_use(bad), DTL_ERR_CONFIG);
	free(copy);
	dtl_unmap_file(&m);
	remove(path);
	remove(bad);
}

/* ---- corrections ---- */

static void corrections(void **state)
{
	(void)state;
	static const char fixes[] = "action\tname\tid\tlat\tlon\n# a comment\nblock\tLast\nadd\tDeep Fort Hollow\t\t5.5\t6.5\n"
		"force\tFort Up\t\t7\t8\nadd\tUpper\t\t9\t9\n";
	char path[300], file[300], warned[200] = "", found[600];
	build_own(temporary(path, sizeof path, "corrected.gaz"), warned);
	write_text(temporary(file, sizeof file, "fixes.tsv"), fixes, sizeof fixes - 1);
	setenv("DATELINE_CORRECTIONS", file, 1);
	dtl_gazetteer *g = NULL;
	dtl_error err = DTL_ERROR_INIT;
	if (dtl_gazetteer_open(path, &g, &err) != DTL_OK)
		fail_msg("%s", err.message);
	size_t n;
	dtl_gaz_refs(g, dtl_gaz_name(g, DTL_STR("last")), &n);
	assert_int_equal(n, 0);
	const dtl_gaz_ref *r = dtl_gaz_refs(g, dtl_gaz_name(g, DTL_STR("fort up")), &n);
	assert_int_equal(n, 1);
	assert_true(fabsf(dtl_gaz_entry_at(g, r[0].entry)->lat - 7) < 1e-6f);
	r = dtl_gaz_refs(g, dtl_gaz_name(g, DTL_STR("deep fort hollow")), &n);
	assert_int_equal(n, 1);
	dtl_place p;
	dtl_gaz_place(g, r[0].entry, &p);
	assert_true(dtl_str_eq(p.name, DTL_STR("Deep Fort Hollow")));
	assert_true(dtl_gazetteer_by_id(g, p.id, &p));
	dtl_arena arena = {0};
	dtl_str text = DTL_STR("Last came Deep Fort Hollow, Upper Fort, Upper and Fort Up.");
	found_names(g, &arena, text, found, sizeof found);
	assert_string_equal(found, "Deep Fort Hollow|Upper Fort|Upper|Fort Up");
	dtl_arena_free(&arena);
	dtl_gazetteer_close(g);
	write_text(file, "force\tFort Up\t99\n", 17);
	assert_int_equal(dtl_gazetteer_open(path, &g, &err), DTL_ERR_CONFIG);
	assert_int_equal(err.line, 1);
	unsetenv("DATELINE_CORRECTIONS");
	remove(path);
	remove(file);
}

/* ---- spellings by rule ---- */

static void variants(void **state)
{
	(void)state;
	static const char text[] = "name\tlat\tlon\tfeature\tcountry\n"
		"Ch’ŏngjin\t41.8\t129.8\tP.PPL\tKP\nDaegu\t35.9\t128.6\tP.PPL\tKR\nSinp'o\t40\t128.2\tP.PPL\tKP\nYangdŏk-kun\t39\t126\tA.ADM2\tKP\n"
		"P’unggye-ri\t41.3\t129.1\tP.PPL\tKP\nGörlitz\t51\t15\tP.PPL\tDE\nHorlivka\t48\t38\tP.PPL\tUA\nChernihiv\t51\t31\tP.PPL\tUA\n"
		"Al Mukalla\t14.5\t49\tP.PPL\tYE\nEast Saint Paul\t50\t-97\tP.PPL\tCA\nMoose County\t46\t-84\tA.ADM2\tUS\n"
		"County Cavan\t54\t-7.3\tA.ADM1\tIE\nÅlesund\t62.5\t6.2\tP.PPL\tNO\nProvincia de Salta\t-25\t-65\tA.ADM1\tAR\n";
	static const char *const keys[] = {"cheongjin", "chongjin", "taegu", "sinpo", "shinpo", "punggye ri", "punggye", "punggyeri", "goerlitz",
		"gorlitz", "gorlovka", "horlivka", "chernigov", "mukalla", "el mukalla", "al mukalla", "east st paul", "moose", "moose county",
		"cavan", "co cavan", "aalesund", "salta"};
	char input[300], path[300], warned[200] = "";
	write_text(temporary(input, sizeof input, "variants.tsv"), text, sizeof text - 1);
	const char *extra[] = {input};
	dtl_gazetteer_build_spec spec = DTL_GAZETTEER_BUILD_INIT;
	spec.extra = extra;
	spec.extra_count = 1;
	spec.output = temporary(path, sizeof path, "variants.gaz");
	spec.warn = count_warning;
	spec.user = warned;
	dtl_error err = DTL_ERROR_INIT;
	assert_int_equal(dtl_gazetteer_build(&spec, &err), DTL_OK);
	assert_string_equal(warned, "");
	dtl_gazetteer *g = NULL;
	assert_int_equal(dtl_gazetteer_open(path, &g, &err), DTL_OK);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (dtl_gaz_name(g, dtl_str_of(keys[i])) == DTL_GAZ_NONE)
			fail_msg("no name '%s'", keys[i]);
	size_t n;
	assert_int_equal(dtl_gaz_refs(g, dtl_gaz_name(g, DTL_STR("moose")), &n)->kind, DTL_NAME_SHORT);
	dtl_gazetteer_close(g);
	remove(input);
	remove(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(places), cmocka_unit_test(matches), cmocka_unit_test(own_table),
		cmocka_unit_test(damaged), cmocka_unit_test(corrections), cmocka_unit_test(variants)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
