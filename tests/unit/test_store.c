/* The store: what goes in comes out; whose file it is; locks; damage. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/str.h"
#include "event_fields.h"
#include "module/module.h"

static char folder[] = "/tmp/dateline-store-XXXXXX";
static const dtl_store_module *module;

static int make_folder(void **state)
{
	(void)state;
	module = dtl_store_module_table();
	return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
	(void)state;
	char command[100];
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	return system(command);
}

/* A path in the test's folder; good until the sixth call from here. */
static const char *at(const char *name)
{
	static char paths[6][200];
	static unsigned turn;
	char *path = paths[turn++ % 6];
	snprintf(path, sizeof paths[0], "%s/%s", folder, name);
	return path;
}

static void ok(dtl_status status, const dtl_error *err)
{
	if (status != DTL_OK) fail_msg("%d: %s", status, err->message);
}

static dtl_store *open_store(const char *path, dtl_store_mode mode)
{
	dtl_error err = DTL_ERROR_INIT;
	dtl_store *s = NULL;
	ok(module->open(path, mode, &s, &err), &err);
	return s;
}

static void close_store(dtl_store *s)
{
	dtl_error err = DTL_ERROR_INIT;
	ok(module->close(s, &err), &err);
}

static bool add(dtl_store *s, const dtl_article *a, const dtl_event *events, size_t count)
{
	dtl_error err = DTL_ERROR_INIT;
	bool added = false;
	ok(module->add(s, a, events, count, &added, &err), &err);
	return added;
}

static dtl_event_set *query(dtl_store *s, const dtl_event_query *q)
{
	dtl_error err = DTL_ERROR_INIT;
	dtl_event_set *set = NULL;
	ok(module->query(s, q, &set, &err), &err);
	return set;
}

static dtl_event_query everything(void)
{
	dtl_event_query q = DTL_EVENT_QUERY_INIT;
	q.include = ~0u;
	return q;
}

static void refuse(const char *path, dtl_store_mode mode, dtl_status expected, const char *part)
{
	dtl_error err = DTL_ERROR_INIT;
	dtl_store *s = NULL;
	assert_int_equal(module->open(path, mode, &s, &err), expected);
	if (!strstr(err.message, part)) fail_msg("'%s' does not say '%s'", err.message, part);
	assert_null(s);
}

/* The triggers of the spatial index call functions that GDAL brings. */
static void spatial(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	(void)argc;
	(void)argv;
	sqlite3_result_int(context, 1);
}

/* The first column of the first row, as a number. */
static int64_t ask(const char *path, const char *sql)
{
	sqlite3 *db;
	sqlite3_stmt *q;
	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	static const char *const functions[] = {"ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"};
	for (size_t i = 0; i < 5; i++) sqlite3_create_function(db, functions[i], 1, SQLITE_UTF8, NULL, spatial, NULL, NULL);
	if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) != SQLITE_OK) fail_msg("%s", sqlite3_errmsg(db));
	int64_t n = sqlite3_step(q) == SQLITE_ROW ? sqlite3_column_int64(q, 0) : 0;
	sqlite3_finalize(q);
	sqlite3_close(db);
	return n;
}

static const dtl_phrase some = {{5, 9}, {"word", 4}};

/* An event with something in every field. */
static dtl_event full_event(void)
{
	static const dtl_event_place others[2] = {
		{.phrase = {{70, 75}, {"Se\"ul", 5}}, .name = {"Seoul <b>", 9}, .country = {"KR", 2}, .admin1 = {"Seoul", 5}, .id = 1ull << 63,
			.geonameid = 4000000000u, .has_point = true, .point = {126.97784000000001, 37.568260000000002}, .radius_km = 12.3,
			.precision = DTL_PRECISION_CITY, .role = DTL_ROLE_DATELINE, .place = -1},
		{.name = {"somewhere", 9}, .precision = DTL_PRECISION_NONE, .role = DTL_ROLE_MENTIONED, .place = -1}};
	static const dtl_quantity quantities[2] = {{{1, 2}, 0.1, {"missiles", 8}}, {{3, 4}, 1e300, {NULL, 0}}};
	dtl_event e = {.id = DTL_STR("a#1"), .type = DTL_EVENT_ASSAULT, .mode = DTL_STR("aerial"), .subtype = DTL_STR("missile-launch"),
		.cameo = DTL_STR("19"), .acled_event = DTL_STR("Explosions"), .acled_sub_event = DTL_STR("Air strike"),
		.headline = DTL_STR("Missile launch \xe2\x80\x98x\xe2\x80\x99"),
		.date = {{2024, 1, 28}, {2024, 1, 29}, DTL_DATE_WEEK}, .date_phrase = some, .actor = {some, DTL_STR("PRK"), DTL_STR("military")},
		.target = {{{1, 8}, DTL_STR("O'Brien")}, DTL_STR("USA"), DTL_STR("civilian")}, .quantities = quantities, .quantity_count = 2,
		.killed = 0, .injured = 12, .missing = -1, .weapon = DTL_STR("cruise missile"), .trigger = some, .evidence = some,
		.flags = DTL_FLAG_QUOTED | DTL_FLAG_DENIED, .flag_reason = DTL_STR("denied"), .confidence = 0.7f, .explain = DTL_STR("rule 1")};
	e.place = others[0];
	e.place.role = DTL_ROLE_OFFSHORE;
	e.other_places = others;
	e.other_place_count = 2;
	return e;
}

static dtl_article full_article(void)
{
	return (dtl_article){DTL_STR("a"), DTL_STR("Title"), DTL_STR("Text of\nthe article; DROP TABLE 'x'"), DTL_STR("2024-01-28T05:00+09:00"),
		DTL_STR("example.org"), DTL_STR("https://example.org/a"), DTL_STR("en"), DTL_STR("in/a.txt"), 77, DTL_STR("A. Writer")};
}

static void same_str(dtl_str a, dtl_str b)
{
	if (!dtl_str_eq(a, b)) fail_msg("'%.*s' became '%.*s'", DTL_FMT(a), DTL_FMT(b));
}

static void same_event(const dtl_event *a, const dtl_event *b)
{
	dtl_arena arena = {0};
	if (setjmp(arena.exhausted)) fail();
	for (size_t i = 0; i < dtl_event_field_count; i++) {
		dtl_value x = dtl_event_field_get(&dtl_event_fields[i], a, &arena), y = dtl_event_field_get(&dtl_event_fields[i], b, &arena);
		assert_int_equal(x.kind, y.kind);
		same_str(x.text, y.text);
		assert_int_equal(x.integer, y.integer);
		assert_memory_equal(&x.real, &y.real, sizeof x.real);
		assert_memory_equal(&x.date, &y.date, sizeof x.date);
	}
	assert_int_equal(a->place.has_point, b->place.has_point);
	assert_memory_equal(&a->place.point, &b->place.point, sizeof a->place.point);
	assert_int_equal(a->other_place_count, b->other_place_count);
	for (size_t i = 0; i < a->other_place_count; i++) {
		assert_memory_equal(&a->other_places[i].point, &b->other_places[i].point, sizeof(dtl_lonlat));
		same_str(a->other_places[i].phrase.text, b->other_places[i].phrase.text);
		assert_int_equal(a->other_places[i].id, b->other_places[i].id);
		assert_int_equal(a->other_places[i].role, b->other_places[i].role);
	}
	assert_int_equal(a->quantity_count, b->quantity_count);
	for (size_t i = 0; i < a->quantity_count; i++)
		assert_memory_equal(&a->quantities[i].value, &b->quantities[i].value, sizeof(double));
	arena.next_size = 0;
	dtl_arena_free(&arena);
}

static void every_field_comes_back(void **state)
{
	(void)state;
	dtl_event events[2] = {full_event(), dtl_event_init()};
	events[1].id = DTL_STR("a#2");
	dtl_article article = full_article();
	dtl_store *s = open_store(at("round.gpkg"), DTL_STORE_WRITE);
	assert_true(add(s, &article, events, 2));
	close_store(s);
	s = open_store(at("round.gpkg"), DTL_STORE_READ);
	dtl_event_query q = everything();
	dtl_event_set *set = query(s, &q);
	assert_int_equal(dtl_event_set_count(set), 2);
	same_event(&events[0], dtl_event_set_event(set, 0));
	same_event(&events[1], dtl_event_set_event(set, 1));
	assert_int_equal(dtl_event_set_article_count(set), 1);
	const dtl_article *a = dtl_event_set_article(set, 0);
	same_str(article.text, a->text);
	same_str(article.date, a->date);
	same_str(article.file, a->file);
	assert_int_equal(a->line, 77);
	dtl_event_set_free(set);
	close_store(s);
	assert_int_equal(ask(at("round.gpkg"), "SELECT count(*) FROM rtree_events_geom"), 1);
	assert_int_equal(ask(at("round.gpkg"), "PRAGMA application_id"), 0x47504b47);
	assert_int_equal(ask(at("round.gpkg"), "SELECT killed IS 0 AND missing IS NULL FROM events"), 1);
}

static void the_same_article_changes_nothing(void **state)
{
	(void)state;
	dtl_event e = full_event();
	dtl_article a = full_article(), b = full_article();
	b.id = DTL_STR("it's \"b\"; --");
	dtl_store *s = open_store(at("twice.gpkg"), DTL_STORE_WRITE);
	assert_true(add(s, &a, &e, 1));
	assert_false(add(s, &a, &e, 1)); /* in the same transaction */
	close_store(s);
	s = open_store(at("twice.gpkg"), DTL_STORE_WRITE);
	assert_false(add(s, &a, &e, 1));
	e.id = DTL_STR("b#1");
	assert_true(add(s, &b, &e, 1));
	assert_false(add(s, &b, &e, 1));
	dtl_event_query q = everything();
	q.article = b.id;
	dtl_event_set *set = query(s, &q); /* sees what is not yet closed */
	assert_int_equal(dtl_event_set_count(set), 1);
	same_str(dtl_event_set_article(set, 0)->id, b.id);
	dtl_event_set_free(set);
	close_store(s);
	assert_int_equal(ask(at("twice.gpkg"), "SELECT count(*) FROM events"), 2);
}

/* n events, one a day from 2024-01-01, on the equator at 10 degrees times their number. */
static void fill(const char *path, size_t n)
{
	dtl_store *s = open_store(path, DTL_STORE_WRITE);
	for (size_t i = 0; i < n; i++) {
		char id[20], event_id[24];
		snprintf(id, sizeof id, "art%zu", i);
		snprintf(event_id, sizeof event_id, "art%zu#1", i);
		dtl_article a = full_article();
		a.id = dtl_str_of(id);
		dtl_event e = full_event();
		e.id = dtl_str_of(event_id);
		e.flags = i % 3 == 2 ? DTL_FLAG_NEGATED : 0;
		e.date = (dtl_interval){{2024, 1, (uint8_t)(1 + i % 28)}, {2024, 1, (uint8_t)(1 + i % 28)}, DTL_DATE_DAY};
		e.place.point = (dtl_lonlat){(double)(i % 36) * 10 - 175, 0.5};
		e.place.has_point = i != 5;
		assert_true(add(s, &a, &e, 1));
	}
	close_store(s);
}

static size_t count_of(dtl_store *s, const dtl_event_query *q)
{
	dtl_event_set *set = query(s, q), *again = NULL, *all;
	dtl_event_query every = everything();
	size_t n = dtl_event_set_count(set);
	/* the filter in memory gives the same */
	all = query(s, &every);
	dtl_error err = DTL_ERROR_INIT;
	ok(dtl_event_set_filter(all, q, &again, &err), &err);
	assert_int_equal(dtl_event_set_count(again), n);
	for (size_t i = 0; i < n; i++) same_str(dtl_event_set_event(set, i)->id, dtl_event_set_event(again, i)->id);
	assert_int_equal(dtl_event_set_article_count(again), dtl_event_set_article_count(set));
	dtl_event_set_free(all);
	dtl_event_set_free(again);
	dtl_event_set_free(set);
	return n;
}

static void filters(void **state)
{
	(void)state;
	fill(at("filter.gpkg"), 28);
	dtl_store *s = open_store(at("filter.gpkg"), DTL_STORE_READ);
	dtl_event_query q = everything();
	assert_int_equal(count_of(s, &q), 28);
	q.include = DTL_FLAG_QUOTED;
	assert_int_equal(count_of(s, &q), 19);
	q = everything();
	q.since = (dtl_date){2024, 1, 3};
	q.until = (dtl_date){2024, 1, 5};
	assert_int_equal(count_of(s, &q), 3);
	q = everything();
	q.has_bbox = true;
	q.bbox = (dtl_bbox){-176, 0, -144, 1};
	assert_int_equal(count_of(s, &q), 4);
	q.bbox = (dtl_bbox){80, 0, -160, 1}; /* across the 180th meridian */
	assert_int_equal(count_of(s, &q), 4);
	q.bbox = (dtl_bbox){-180, -90, 180, 90};
	assert_int_equal(count_of(s, &q), 27); /* one has no place */
	q = everything();
	q.limit = 5;
	assert_int_equal(count_of(s, &q), 5);
	static const struct { const char *type, *place, *actor, *article; size_t n; } cases[] = {
		{"assault", "", "", "", 28}, {"aid, missile-LAUNCH", "", "", "", 28}, {"aid", "", "", "", 0}, {"", "seoul", "", "", 28},
		{"", "kr", "", "", 28}, {"", "k", "", "", 0}, {"", "' OR 1=1 --", "", "", 0}, {"", "", "prk", "", 28}, {"", "", "o'brien", "", 28},
		{"", "", "nobody", "", 0}, {"", "", "", "art7", 1}, {"", "", "", "x' OR 'a'='a", 0}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		q = everything();
		q.type = dtl_str_of(cases[i].type);
		q.place = dtl_str_of(cases[i].place);
		q.actor = dtl_str_of(cases[i].actor);
		q.article = dtl_str_of(cases[i].article);
		assert_int_equal(count_of(s, &q), cases[i].n);
	}
	q = everything();
	q.min_confidence = 0.8f;
	assert_int_equal(count_of(s, &q), 0);
	close_store(s);
}

static void one_writer_at_a_time(void **state)
{
	(void)state;
	fill(at("lock.gpkg"), 2);
	dtl_store *s = open_store(at("lock.gpkg"), DTL_STORE_WRITE);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) { /* another process; nothing of cmocka there */
		dtl_store *other = NULL;
		dtl_error err = DTL_ERROR_INIT;
		dtl_status writing = module->open(at("lock.gpkg"), DTL_STORE_WRITE, &other, &err);
		dtl_status reading = module->open(at("lock.gpkg"), DTL_STORE_READ, &other, NULL);
		_exit(writing == DTL_ERR_LOCKED && reading == DTL_OK && strstr(err.message, "another process") ? 0 : 1);
	}
	int answer;
	waitpid(child, &answer, 0);
	assert_int_equal(answer, 0);
	close_store(s);
	close_store(open_store(at("lock.gpkg"), DTL_STORE_WRITE));
}

static void known_articles(void **state)
{
	(void)state;
	fill(at("knows.gpkg"), 2);
	dtl_store *s = open_store(at("knows.gpkg"), DTL_STORE_WRITE);
	dtl_error err = DTL_ERROR_INIT;
	bool known = false, changed = true, added = false;
	const dtl_article absent = {.id = DTL_STR("absent' OR 1=1 --"), .text = DTL_STR("x")};
	assert_int_equal(module->knows(s, &absent, &known, &changed, &err), DTL_OK);
	assert_false(known);
	dtl_article a = {.id = DTL_STR("k"), .title = DTL_STR("Title"), .text = DTL_STR("Text")}, nameless = {.text = DTL_STR("No id")};
	assert_int_equal(module->add(s, &a, NULL, 0, &added, &err), DTL_OK);
	assert_int_equal(module->knows(s, &a, &known, &changed, &err), DTL_OK); /* of the batch that is open */
	assert_true(known && !changed);
	a.text = DTL_STR("Other text");
	assert_int_equal(module->knows(s, &a, &known, &changed, &err), DTL_OK);
	assert_true(known && changed);
	char id[17];
	dtl_article_content_id(&nameless, id);
	dtl_article named = nameless;
	named.id = dtl_str_of(id);
	assert_int_equal(module->knows(s, &nameless, &known, &changed, &err), DTL_OK);
	assert_false(known);
	assert_int_equal(module->add(s, &named, NULL, 0, &added, &err), DTL_OK);
	assert_int_equal(module->knows(s, &nameless, &known, &changed, &err), DTL_OK);
	assert_true(known && !changed);
	close_store(s);
}

static void foreign_files_are_refused(void **state)
{
	(void)state;
	refuse(at("absent.gpkg"), DTL_STORE_READ, DTL_ERR_NO_INPUT, "cannot open");
	refuse(at("no/such/folder.gpkg"), DTL_STORE_WRITE, DTL_ERR_CREATE, "cannot create");
	refuse(folder, DTL_STORE_READ, DTL_ERR_DATA, "folder");
	refuse("/vsicurl/http://example.org/x.gpkg", DTL_STORE_READ, DTL_ERR_USAGE, "inside GDAL");
	refuse("mysql://x/y", DTL_STORE_WRITE, DTL_ERR_USAGE, "postgresql://");
	refuse("PG:dbname=x password='secret' host=/nonexistent", DTL_STORE_WRITE, DTL_ERR_NO_INPUT, "password=***");
	refuse("postgresql://me:secret@/x?host=/nonexistent", DTL_STORE_READ, DTL_ERR_NO_INPUT, "me:***@");
	FILE *f = fopen(at("text.gpkg"), "w");
	for (int i = 0; i < 1000; i++) fputs("this is no database\n", f);
	fclose(f);
	refuse(at("text.gpkg"), DTL_STORE_READ, DTL_ERR_DATA, "no GeoPackage");
	fill(at("other.gpkg"), 1);
	ask(at("other.gpkg"), "UPDATE dateline_store SET value = 'other' WHERE key = 'application'");
	refuse(at("other.gpkg"), DTL_STORE_WRITE, DTL_ERR_DATA, "our mark");
	fill(at("trigger.gpkg"), 1);
	ask(at("trigger.gpkg"), "CREATE TRIGGER rtree_events_geom_evil AFTER INSERT ON events BEGIN DELETE FROM events; END");
	refuse(at("trigger.gpkg"), DTL_STORE_WRITE, DTL_ERR_DATA, "trigger");
	fill(at("newer.gpkg"), 1);
	ask(at("newer.gpkg"), "UPDATE dateline_store SET value = '99' WHERE key = 'schema'");
	refuse(at("newer.gpkg"), DTL_STORE_READ, DTL_ERR_DATA, "newer");
	fill(at("column.gpkg"), 1);
	ask(at("column.gpkg"), "ALTER TABLE events DROP COLUMN weapon");
	refuse(at("column.gpkg"), DTL_STORE_READ, DTL_ERR_DATA, "weapon");
}

static void bad_values_are_named(void **state)
{
	(void)state;
	fill(at("values.gpkg"), 1);
	ask(at("values.gpkg"), "UPDATE events SET other_places = '[{\"name\":'");
	dtl_store *s = open_store(at("values.gpkg"), DTL_STORE_READ);
	dtl_event_query q = everything();
	dtl_event_set *set = NULL;
	dtl_error err = DTL_ERROR_INIT;
	assert_int_equal(module->query(s, &q, &set, &err), DTL_ERR_DATA);
	assert_non_null(strstr(err.message, "other_places"));
	close_store(s);
}

/* Cut at any length and with bytes turned over, a store is an error or an answer, never a crash. */
static void damaged_files(void **state)
{
	(void)state;
	fill(at("whole.gpkg"), 28);
	struct stat st;
	assert_int_equal(stat(at("whole.gpkg"), &st), 0);
	size_t size = (size_t)st.st_size;
	char *bytes = malloc(size);
	FILE *f = fopen(at("whole.gpkg"), "rb");
	assert_int_equal(fread(bytes, 1, size, f), size);
	fclose(f);
	uint32_t random = 12345;
	size_t refused = 0;
	for (int round = 0; round < 60; round++) {
		char *copy = malloc(size);
		memcpy(copy, bytes, size);
		size_t len = round < 30 ? size * (size_t)round / 30 : size;
		for (int i = 0; round >= 30 && i < 40; i++) {
			random = random * 1664525u + 1013904223u;
			copy[random % size] = (char)~copy[random % size];
		}
		f = fopen(at("broken.gpkg"), "wb");
		fwrite(copy, 1, len, f);
		fclose(f);
		free(copy);
		dtl_store *s = NULL;
		dtl_event_set *set = NULL;
		dtl_event_query q = everything();
		dtl_error err = DTL_ERROR_INIT;
		dtl_status status = module->open(at("broken.gpkg"), DTL_STORE_READ, &s, &err);
		if (status == DTL_OK) {
			status = module->query(s, &q, &set, &err);
			dtl_event_set_free(set);
			assert_true(module->close(s, NULL) == DTL_OK || status != DTL_OK);
		}
		refused += status != DTL_OK;
		if (status != DTL_OK) assert_true(err.message[0] && (status == DTL_ERR_DATA || status == DTL_ERR_IO));
	}
	assert_true(refused >= 30);
	free(bytes);
}

static void reading_leaves_nothing_behind(void **state)
{
	(void)state;
	fill(at("ro.gpkg"), 3);
	assert_int_equal(chmod(at("ro.gpkg"), 0400), 0);
	struct stat before, after;
	stat(at("ro.gpkg"), &before);
	dtl_store *s = open_store(at("ro.gpkg"), DTL_STORE_READ);
	dtl_event_query q = everything();
	assert_int_equal(count_of(s, &q), 3);
	assert_int_not_equal(access(at("ro.gpkg-journal"), F_OK), 0);
	assert_int_not_equal(access(at("ro.gpkg-wal"), F_OK), 0);
	bool added;
	dtl_article a = full_article();
	assert_int_equal(module->add(s, &a, NULL, 0, &added, NULL), DTL_ERR_USAGE);
	close_store(s);
	stat(at("ro.gpkg"), &after);
	assert_memory_equal(&before.st_mtim, &after.st_mtim, sizeof before.st_mtim);
}

static void the_same_bytes_under_a_given_date(void **state)
{
	(void)state;
	setenv("SOURCE_DATE_EPOCH", "1706400000", 1);
	fill(at("x.gpkg"), 30);
	sleep(1);
	fill(at("y.gpkg"), 30);
	unsetenv("SOURCE_DATE_EPOCH");
	char command[500];
	snprintf(command, sizeof command, "cmp '%s' '%s'", at("x.gpkg"), at("y.gpkg"));
	assert_int_equal(system(command), 0);
}

/* Every column is documented. */
static void the_page_tells_every_column(void **state)
{
	(void)state;
	FILE *f = fopen("src/store/README.md", "r");
	assert_non_null(f);
	char line[1000];
	size_t told = 0;
	while (fgets(line, sizeof line, f)) {
		for (size_t i = 0; i < dtl_event_field_count; i++) {
			char cell[100];
			snprintf(cell, sizeof cell, "| `%s` |", dtl_event_fields[i].name);
			told += strncmp(line, cell, strlen(cell)) == 0 && strstr(line, dtl_event_fields[i].help) != NULL;
		}
	}
	fclose(f);
	assert_int_equal(told, dtl_event_field_count);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_comes_back),
		cmocka_unit_test(the_same_article_changes_nothing),
		cmocka_unit_test(filters),
		cmocka_unit_test(one_writer_at_a_time),
		cmocka_unit_test(known_articles),
		cmocka_unit_test(foreign_files_are_refused),
		cmocka_unit_test(bad_values_are_named),
		cmocka_unit_test(damaged_files),
		cmocka_unit_test(reading_leaves_nothing_behind),
		cmocka_unit_test(the_same_bytes_under_a_given_date),
		cmocka_unit_test(the_page_tells_every_column),
	};
	return cmocka_run_group_tests_name("store", tests, make_folder, remove_folder);
}
