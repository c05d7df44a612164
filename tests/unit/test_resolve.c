/* The resolver on sentences of our own (tests/cases/resolve.tsv), its weights file, and its bounds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/file.h"
#include "base/geodesy.h"
#include "extract/language.h"
#include "extract/resolve.h"

typedef struct fixture {
	dtl_gazetteer *gazetteer;
	dtl_mapping weights_file;
	dtl_resolver weights;
} fixture;

static int set_up(void **state)
{
	static fixture f;
	dtl_error err = DTL_ERROR_INIT;
	if (dtl_gazetteer_open(NULL, &f.gazetteer, &err) != DTL_OK) {
		fprintf(stderr, "%s\n", err.message);
		return -1;
	}
	if (dtl_map_file("gazetteer/weights/resolve.tsv", DTL_ERR_CONFIG, &f.weights_file, &err) != DTL_OK) return -1;
	if (dtl_resolver_parse((dtl_str){f.weights_file.data, f.weights_file.size}, &f.weights, &err) != DTL_OK) {
		fprintf(stderr, "%s\n", err.message);
		return -1;
	}
	*state = &f;
	return 0;
}

static int tear_down(void **state)
{
	fixture *f = *state;
	if (!f) return 0;
	dtl_unmap_file(&f->weights_file);
	dtl_gazetteer_close(f->gazetteer);
	return 0;
}

/* Mentions of the names parted by '|', each searched behind the one before. */
static void add_mentions(dtl_doc *doc, dtl_str names)
{
	dtl_str text = doc->tokens.text;
	size_t at = 0;
	doc->mentions = dtl_arena_array(doc->arena, dtl_mention, 64);
	while (names.ptr && doc->mention_count < 64) {
		dtl_str name = dtl_str_cut(&names, '|');
		const char *hit = memmem(text.ptr + at, text.len - at, name.ptr, name.len);
		assert_non_null(hit);
		size_t start = (size_t)(hit - text.ptr);
		at = start + name.len;
		doc->mentions[doc->mention_count++] = (dtl_mention){.span = {(uint32_t)start, (uint32_t)at}, .place = -1};
	}
}

static void analyze(const fixture *f, dtl_arena *arena, const dtl_article *article, const dtl_analyze_options *options, dtl_str names, dtl_doc *doc)
{
	*doc = (dtl_doc){.arena = arena, .article = article, .options = options, .gazetteer = f->gazetteer, .resolver = &f->weights};
	dtl_tokenize(arena, article->text, &doc->tokens);
	doc->english = dtl_is_english(doc);
	dtl_find_head(doc);
	add_mentions(doc, names);
	dtl_resolve_places(doc);
}

typedef struct expectation {
	dtl_str text, names, name, country, admin1, source;
	dtl_lonlat point;
	double within;
} expectation;

static bool read_case(dtl_str line, expectation *e)
{
	if (line.len == 0 || line.ptr[0] == '#') return false;
	e->text = dtl_str_cut(&line, '\t');
	e->names = dtl_str_cut(&line, '\t');
	e->name = dtl_str_cut(&line, '\t');
	e->country = dtl_str_cut(&line, '\t');
	e->admin1 = dtl_str_cut(&line, '\t');
	bool good = dtl_str_to_double(dtl_str_cut(&line, '\t'), &e->point.lat);
	good = good && dtl_str_to_double(dtl_str_cut(&line, '\t'), &e->point.lon);
	good = good && dtl_str_to_double(dtl_str_cut(&line, '\t'), &e->within);
	e->source = line;
	assert_true(good);
	return true;
}

static bool as_expected(const dtl_place *p, const expectation *e)
{
	return (dtl_str_eq(e->country, DTL_STR("-")) || dtl_str_eq(p->country, e->country)) && (dtl_str_eq(e->admin1, DTL_STR("-")) || dtl_str_eq(p->admin1_code, e->admin1))
		&& dtl_distance_km(p->point, e->point) <= e->within;
}

static bool run_case(const fixture *f, const expectation *e)
{
	dtl_arena arena = {0};
	if (setjmp(arena.exhausted)) return false;
	dtl_article article = {.text = e->text, .source = dtl_str_eq(e->source, DTL_STR("-")) ? DTL_STR_NONE : e->source};
	dtl_analyze_options options = DTL_ANALYZE_OPTIONS_INIT;
	options.explain = true;
	dtl_doc doc;
	analyze(f, &arena, &article, &options, e->names, &doc);
	bool good = false;
	for (size_t i = 0; i < doc.mention_count; i++) {
		if (!dtl_str_eq(dtl_doc_str(&doc, doc.mentions[i].span), e->name)) continue;
		const dtl_place *p = doc.mentions[i].place < 0 ? NULL : &doc.places[doc.mentions[i].place];
		good = p && as_expected(p, e);
		if (good) break;
		fprintf(stderr, "%.*s: '%.*s' -> %.*s %.*s %.*s %.2f,%.2f: %.*s; next: %.*s\n", DTL_FMT(e->text), DTL_FMT(e->name), DTL_FMT(p ? p->name : DTL_STR("nothing")),
			DTL_FMT(p ? p->admin1_code : DTL_STR_NONE), DTL_FMT(p ? p->country : DTL_STR_NONE), p ? p->point.lat : 0, p ? p->point.lon : 0,
			DTL_FMT(p ? p->reason : DTL_STR_NONE), DTL_FMT(p ? p->runner_up : DTL_STR_NONE));
		break;
	}
	dtl_arena_free(&arena);
	return good;
}

static void places_of_the_table(void **state)
{
	dtl_mapping file;
	assert_int_equal(dtl_map_file("tests/cases/resolve.tsv", DTL_ERR_NO_INPUT, &file, NULL), DTL_OK);
	dtl_str rest = {file.data, file.size};
	size_t cases = 0, wrong = 0;
	while (rest.ptr) {
		expectation e;
		if (!read_case(dtl_str_cut(&rest, '\n'), &e)) continue;
		cases++;
		wrong += !run_case(*state, &e);
	}
	dtl_unmap_file(&file);
	assert_true(cases >= 40);
	assert_int_equal(wrong, 0);
}

/* One referent a name and document: both mentions have the same place; two names of one place share it. */
static void one_place_a_referent(void **state)
{
	dtl_arena arena = {0};
	if (setjmp(arena.exhausted)) fail();
	dtl_article article = {.text = DTL_STR("Kyiv was hit. The United States condemned it, and the U.S. sent aid to Kyiv.")};
	dtl_analyze_options options = DTL_ANALYZE_OPTIONS_INIT;
	dtl_doc doc;
	analyze(*state, &arena, &article, &options, DTL_STR("Kyiv|United States|U.S.|Kyiv"), &doc);
	assert_int_equal(doc.mentions[0].place, doc.mentions[3].place);
	assert_int_equal(doc.mentions[1].place, doc.mentions[2].place);
	assert_int_equal(doc.place_count, 2);
	for (size_t i = 0; i < 2; i++) assert_true(doc.places[i].score > 0.5f && doc.places[i].score <= 1);
	dtl_arena_free(&arena);
}

static void the_bias_tips_the_scale(void **state)
{
	dtl_arena arena = {0};
	if (setjmp(arena.exhausted)) fail();
	dtl_article article = {.text = DTL_STR("The bridge in Newcastle was closed.")};
	dtl_analyze_options options = DTL_ANALYZE_OPTIONS_INIT;
	static const char *const codes[] = {"ZA,LS", "AU", "GB"};
	for (size_t i = 0; i < 3; i++) {
		options.country_bias = dtl_str_of(codes[i]);
		dtl_doc doc;
		analyze(*state, &arena, &article, &options, DTL_STR("Newcastle"), &doc);
		assert_true(doc.mentions[0].place >= 0);
		assert_memory_equal(doc.places[doc.mentions[0].place].country.ptr, codes[i], 2);
	}
	dtl_arena_free(&arena);
}

/* A user's corrections are obeyed: a blocked name has no place, not even a made-up one; a preferred meaning beats a likelier one. */
static void corrections_rule(void **state)
{
	char path[] = "/tmp/dateline-corrections-XXXXXX";
	int file = mkstemp(path);
	assert_true(file >= 0);
	FILE *out = fdopen(file, "w");
	assert_non_null(out);
	fputs("action\tname\tid\tlat\tlon\tfeature\tcountry\nblock\tAthens\nprefer\tParis\t4717560\n", out);
	fclose(out);
	fixture own = *(fixture *)*state;
	setenv("DATELINE_CORRECTIONS", path, 1);
	dtl_status status = dtl_gazetteer_open(NULL, &own.gazetteer, NULL);
	unsetenv("DATELINE_CORRECTIONS");
	remove(path);
	assert_int_equal(status, DTL_OK);
	dtl_arena arena = {0};
	if (setjmp(arena.exhausted)) fail();
	dtl_article article = {.text = DTL_STR("They met in Paris and in Athens, not far from Berlin.")};
	dtl_analyze_options options = DTL_ANALYZE_OPTIONS_INIT;
	dtl_doc doc;
	analyze(&own, &arena, &article, &options, DTL_STR("Paris|Athens|Berlin"), &doc);
	assert_true(doc.mentions[0].place >= 0);
	assert_int_equal(doc.places[doc.mentions[0].place].geonameid, 4717560);
	assert_int_equal(doc.mentions[1].place, -1);
	assert_true(doc.mentions[2].place >= 0);
	dtl_arena_free(&arena);
	dtl_gazetteer_close(own.gazetteer);
}

/* Thousands of names in one article: every one is answered, and nothing is quadratic (the window is what bounds it). */
static void many_names(void **state)
{
	static const char *const names[] = {"Paris", "Dallas", "Lyon", "Austin", "Plano", "Houston", "Marseille", "Nice"};
	dtl_arena arena = {0};
	if (setjmp(arena.exhausted)) fail();
	dtl_buf text = {.arena = &arena};
	dtl_mention *mentions = dtl_arena_array(&arena, dtl_mention, 6000);
	for (size_t i = 0; i < 6000; i++) {
		uint32_t start = (uint32_t)text.len;
		if (i % 3 == 0) dtl_buf_addz(&text, names[i / 3 % 8]);
		else dtl_buf_printf(&text, "Noplace%zu Ville", i);
		mentions[i] = (dtl_mention){.span = {start, (uint32_t)text.len}, .place = -1};
		dtl_buf_addz(&text, i % 2 ? ", " : " and then ");
	}
	dtl_article article = {.text = dtl_buf_str(&text)};
	dtl_analyze_options options = DTL_ANALYZE_OPTIONS_INIT;
	const fixture *f = *state;
	dtl_doc doc = {.arena = &arena, .article = &article, .options = &options, .gazetteer = f->gazetteer, .resolver = &f->weights, .english = true};
	doc.tokens.text = article.text;
	doc.mentions = mentions;
	doc.mention_count = 6000;
	dtl_resolve_places(&doc);
	for (size_t i = 0; i < 6000; i += 3) assert_true(mentions[i].place >= 0);
	dtl_arena_free(&arena);
}

static void weights_of_another_program(void **state)
{
	(void)state;
	static dtl_resolver w;
	dtl_error err = DTL_ERROR_INIT;
	assert_int_equal(dtl_resolver_parse(DTL_STR("no_such_feature\t1\t2\t3\n"), &w, &err), DTL_ERR_CONFIG);
	assert_non_null(strstr(err.message, "no_such_feature"));
	assert_int_equal(dtl_resolver_parse(DTL_STR("lp_town\t1\t2\n"), &w, &err), DTL_ERR_CONFIG);
	assert_non_null(strstr(err.message, "malformed"));
	assert_int_equal(dtl_resolver_parse(DTL_STR("lp_town\t1\t2\t3\n"), &w, &err), DTL_ERR_CONFIG);
	assert_non_null(strstr(err.message, "lack"));
}

static void distances(void **state)
{
	(void)state;
	dtl_candidate a = {.x = 1}, b = {.y = 1}, c = {.x = 0.999048221f, .y = 0.043619387f}; /* 2.5 degrees */
	assert_float_equal(dtl_candidate_km(&a, &c), 277.99f, 0.1f);
	assert_float_equal(dtl_candidate_km(&a, &b), 10007.5f, 150.0f);
	assert_float_equal(dtl_candidate_km(&a, &a), 0, 1e-6f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(places_of_the_table),
		cmocka_unit_test(one_place_a_referent),
		cmocka_unit_test(the_bias_tips_the_scale),
		cmocka_unit_test(corrections_rule),
		cmocka_unit_test(many_names),
		cmocka_unit_test(weights_of_another_program),
		cmocka_unit_test(distances),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
