/* The whole pipeline on awkward articles: it never fails, its spans lie in the text and on code points, its JSON is JSON, and the
 * same article gives the same answer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <json.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "dateline/analyze.h"

static dtl_analyzer *analyzer;

static void check_span(dtl_str text, dtl_span s)
{
	assert_true(s.start <= s.end && s.end <= text.len);
	for (int i = 0; i < 2; i++) {
		uint32_t at = i ? s.end : s.start;
		if (at < text.len) assert_int_not_equal((unsigned char)text.ptr[at] & 0xc0, 0x80);
	}
}

static void check_event(const dtl_analysis *a, const dtl_event *e)
{
	dtl_str text = dtl_analysis_article(a)->text;
	check_span(text, e->trigger.span);
	check_span(text, e->evidence.span);
	check_span(text, e->actor.phrase.span);
	check_span(text, e->target.phrase.span);
	check_span(text, e->place.phrase.span);
	assert_true(dtl_str_eq(e->evidence.text, dtl_str_sub(text, e->evidence.span.start, e->evidence.span.end)));
	assert_true(e->trigger.span.start >= e->evidence.span.start && e->trigger.span.end <= e->evidence.span.end);
	assert_true(e->confidence >= 0 && e->confidence <= 1);
	if (!e->place.has_point) return;
	assert_true(e->place.point.lat >= -90 && e->place.point.lat <= 90);
	assert_true(e->place.point.lon >= -180 && e->place.point.lon <= 180);
}

static char *analyze(dtl_str text, dtl_str date)
{
	dtl_article article = {.id = DTL_STR("x"), .text = text, .date = date};
	dtl_analyze_options options = DTL_ANALYZE_OPTIONS_INIT;
	options.explain = true;
	dtl_error err = DTL_ERROR_INIT;
	dtl_analysis *a = NULL;
	if (dtl_analyze(analyzer, &article, &options, &a, &err) != DTL_OK) fail_msg("%s", err.message);
	dtl_str kept = dtl_analysis_article(a)->text;
	uint32_t last = 0;
	for (size_t i = 0; i < dtl_analysis_mention_count(a); i++) {
		const dtl_mention *m = dtl_analysis_mention(a, i);
		check_span(kept, m->span);
		assert_true(m->span.start >= last && m->span.end > m->span.start); /* ascending, disjoint, not empty */
		last = m->span.end;
		assert_true(m->place >= -1 && m->place < (int32_t)dtl_analysis_place_count(a));
	}
	for (size_t i = 0; i < dtl_analysis_timex_count(a); i++) check_span(kept, dtl_analysis_timex(a, i)->span);
	for (size_t i = 0; i < dtl_analysis_event_count(a); i++) check_event(a, dtl_analysis_event(a, i));
	char *json = NULL;
	size_t len = 0;
	assert_int_equal(dtl_analysis_json(a, DTL_OFFSETS_CODEPOINTS, true, &json, &len, &err), DTL_OK);
	assert_int_equal(strlen(json), len);
	dtl_analysis_free(a);
	return json;
}

static void expect_json(dtl_str text)
{
	char *json = analyze(text, DTL_STR("2024-02-29"));
	json_object *parsed = json_tokener_parse(json);
	assert_non_null(parsed);
	json_object_put(parsed);
	free(json);
}

static uint64_t seed = 42;
static uint32_t random_below(uint32_t n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % n;
}

static void awkward_texts(void **state)
{
	(void)state;
	static const char *const texts[] = {"", " ", "\n\n\n", ".", "(", "—", "a", "(Seoul)", "SEOUL -", "SEOUL, Jan 28 (", "Paris, Texas",
		"on Sunday", "50 km north-east of", "In in in in", "U.S.", "the the the", "\xef\xbb\xbfTitle\n\nKYIV (AP) - Troops fired.",
		"#Kyiv@Kyiv http://kyiv.ua/Kyiv?x=Kyiv", "平壌でミサイルが発射された。", "Ракета упала в Киеве в понедельник.", "قصف على غزة يوم الأحد",
		"Он said on Monday that 50,000,000,000,000,000,000 people were killed in Paris on 99 Feb 20000.", "A.B.C.D.E.F.G.",
		"killed killed killed killed", "The attack of the attack of the attack in Paris in London in Rome on Monday on Tuesday."};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) expect_json(dtl_str_of(texts[i]));
}

static void random_texts(void **state)
{
	(void)state;
	static const char *const words[] = {"Paris", "London", "on", "Sunday", "attack", "killed", "in", "the", "North", "Korea", "fired", "missiles",
		",", ".", "\n", "said", "not", "will", "Monday", "2024", "of", "and", "St.", "\"", "-", "(", ")", "km", "50", "near", "\xe2\x80\x99s", "U.S.",
		"\xf0\x9f\x98\x80", "\xea\xb9\x80", "early", "January", "5", "GAZA", "last", "week", "if", "troops", "by", "were", "east", "Texas"};
	char text[4096];
	for (int round = 0; round < 300; round++) {
		size_t len = 0;
		while (len < sizeof text - 64 && random_below(400)) {
			if (round % 3 == 0) { /* bytes */
				text[len++] = (char)random_below(256);
			} else if (round % 3 == 1) { /* code points of every plane */
				len += dtl_utf8_put(random_below(20) ? random_below(0x2fff) + 1 : random_below(0x10f000) + 0xf00, text + len);
			} else {
				const char *w = words[random_below(sizeof words / sizeof *words)];
				len += (size_t)snprintf(text + len, 32, random_below(9) ? "%s " : "%s", w);
			}
		}
		expect_json((dtl_str){text, len});
	}
}

static void long_texts(void **state)
{
	(void)state;
	static const char *const units[] = {"Paris ", "a ", "Troops attacked Kharkiv on Monday and ", "((((", "on Monday ", "\xf0\x9f\x98\x80",
		"Paris, Texas. ", "U.S.", "killed "};
	enum { LONG = 1 << 20 };
	char *text = malloc(LONG + 64);
	assert_non_null(text);
	for (size_t u = 0; u < sizeof units / sizeof *units; u++) {
		size_t n = strlen(units[u]), len = 0;
		for (; len + n < LONG; len += n) memcpy(text + len, units[u], n);
		expect_json((dtl_str){text, len});
	}
	free(text);
}

static void the_same_twice(void **state)
{
	(void)state;
	dtl_str text = DTL_STR("KHARKIV, Ukraine, May 3 (Wire) - Missiles struck Kharkiv on Thursday, killing at least 12 people, and two weeks "
		"earlier shells hit a market 30 km north of the city. Moscow denied it. The president will visit Dnipro on Sunday.");
	char *one = analyze(text, DTL_STR("2024-05-03"));
	char *two = analyze(text, DTL_STR("2024-05-03"));
	assert_string_equal(one, two);
	assert_non_null(strstr(one, "\"events\":[{"));
	free(one);
	free(two);
}

static void limits(void **state)
{
	(void)state;
	dtl_article article = {.text = DTL_STR("Paris Paris Paris")};
	dtl_analyze_options options = DTL_ANALYZE_OPTIONS_INIT;
	options.max_bytes = 10;
	dtl_error err = DTL_ERROR_INIT;
	dtl_analysis *a = NULL;
	assert_int_equal(dtl_analyze(analyzer, &article, &options, &a, &err), DTL_ERR_DATA);
	assert_string_equal(err.message, "article of 17 bytes is longer than the limit of 10");
	assert_null(a);
}

static int open_analyzer(void **state)
{
	(void)state;
	dtl_error err = DTL_ERROR_INIT;
	if (dtl_analyzer_open(NULL, &analyzer, &err) == DTL_OK) return 0;
	print_error("%s\n", err.message);
	return -1;
}

static int close_analyzer(void **state)
{
	(void)state;
	dtl_analyzer_close(analyzer);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(awkward_texts), cmocka_unit_test(random_texts), cmocka_unit_test(long_texts),
		cmocka_unit_test(the_same_twice), cmocka_unit_test(limits)};
	return cmocka_run_group_tests(tests, open_analyzer, close_analyzer);
}
