/* Mentions with the shipped weights and gazetteer: plain cases that any model must get right, and what must hold of all texts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/str.h"
#include "extract/doc.h"
#include "extract/gaz_marks.h"
#include "text/model_format.h"
#include "text/viterbi.h"

typedef struct fixture { dtl_gazetteer *gazetteer; dtl_model *model; } fixture;

static int open_all(void **state)
{
	static fixture f;
	char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 64);
	dtl_error err;
	if (n <= 0) return -1;
	for (int up = 0; up < 3; up++)
		while (path[--n] != '/') {}
	snprintf(path + n, 64, "/dateline.gaz");
	if (dtl_gazetteer_open(path, &f.gazetteer, &err) != DTL_OK) return print_error("%s\n", err.message), -1;
	snprintf(path + n, 64, "/dateline.model");
	if (dtl_model_open(path, &f.model, &err) != DTL_OK) return print_error("%s\n", err.message), -1;
	*state = &f;
	return 0;
}

static int close_all(void **state)
{
	fixture *f = *state;
	dtl_gazetteer_close(f->gazetteer);
	dtl_model_close(f->model);
	return 0;
}

typedef struct work { struct dtl_arena arena; dtl_article article; dtl_analyze_options options; dtl_doc doc; } work;

static void prepare(const fixture *f, work *w, const char *text, bool english)
{
	*w = (work){.options = DTL_ANALYZE_OPTIONS_INIT};
	dtl_buf b = {.arena = &w->arena};
	for (const char *p = text; *p; p++) {
		if (p[0] == '\\' && p[1] == 'n') dtl_buf_addc(&b, '\n'), p++;
		else dtl_buf_addc(&b, *p);
	}
	w->article.text = dtl_buf_str(&b);
	w->doc = (dtl_doc){.arena = &w->arena, .article = &w->article, .options = &w->options, .gazetteer = f->gazetteer, .model = f->model, .english = english};
	dtl_tokenize(&w->arena, w->article.text, &w->doc.tokens);
	dtl_find_head(&w->doc);
	if (english) dtl_tag_parts_of_speech(f->model, &w->arena, &w->doc.tokens);
}

static dtl_str found(work *w)
{
	dtl_buf b = {.arena = &w->arena};
	for (size_t i = 0; i < w->doc.mention_count; i++) {
		const dtl_mention *m = &w->doc.mentions[i];
		dtl_buf_printf(&b, "%s%s:%.*s", i ? " | " : "", dtl_mention_kind_name(m->kind), DTL_FMT(dtl_doc_str(&w->doc, m->span)));
	}
	return dtl_buf_str(&b);
}

static void test_table(void **state)
{
	const char *folder = getenv("DATELINE_TESTS");
	char path[512], line[2048];
	int cases = 0, wrong = 0;
	snprintf(path, sizeof path, "%s/cases/mentions.tsv", folder ? folder : "tests");
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	while (fgets(line, sizeof line, file)) {
		char *tab = strchr(line, '\t');
		if (line[0] == '#' || !tab) continue;
		*tab = '\0';
		work w;
		prepare(*state, &w, line, true);
		dtl_find_mentions(&w.doc);
		dtl_str want = dtl_str_trim(dtl_str_of(tab + 1)), got = found(&w);
		if (!dtl_str_eq(got, want)) print_error("%s\nwant %.*s\ngot  %.*s\n", line, DTL_FMT(want), DTL_FMT(got)), wrong++;
		cases++;
		dtl_arena_free(&w.arena);
	}
	fclose(file);
	assert_int_equal(wrong, 0);
	assert_true(cases >= 12);
}

static void test_entities(void **state)
{
	work w;
	prepare(*state, &w, "John Smith of the United Nations met Angela Merkel in Vienna.", true);
	dtl_find_mentions(&w.doc);
	const dtl_token *t = w.doc.tokens.tokens;
	assert_int_equal(t[0].entity, DTL_ENTITY_B_PER);
	assert_int_equal(t[1].entity, DTL_ENTITY_I_PER);
	assert_int_equal(t[4].entity, DTL_ENTITY_B_ORG);
	assert_int_equal(t[7].entity, DTL_ENTITY_B_PER);
	assert_int_equal(t[10].entity, DTL_ENTITY_B_LOC);
	assert_int_equal(t[9].entity, DTL_ENTITY_O);
	assert_true(w.doc.mentions[0].score > 0.5f && w.doc.mentions[0].score <= 1);
	dtl_arena_free(&w.arena);
}

static void test_spans(void **state)
{
	work w;
	prepare(*state, &w, "From Lima to Rome.", true);
	const dtl_span spans[] = {{13, 17}, {5, 9}, {9, 9}, {16, 900}};
	w.options.spans = spans;
	w.options.span_count = 4;
	dtl_take_spans(&w.doc);
	assert_int_equal(w.doc.mention_count, 3);
	assert_int_equal(w.doc.mentions[0].span.start, 5);
	assert_int_equal(w.doc.mentions[1].span.start, 13);
	assert_int_equal(w.doc.mentions[2].span.end, w.article.text.len);
	dtl_arena_free(&w.arena);
}

static void test_other_languages(void **state)
{
	static const char *const texts[][2] = {
		{"Der Minister reiste gestern nach München und Hamburg.", "literal:München | literal:Hamburg"},
		{"El presidente llegó ayer a Buenos Aires.", "literal:Buenos Aires"},
		{"Das Haus ist alt und die Bahn ist neu.", ""},
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		work w;
		prepare(*state, &w, texts[i][0], false);
		dtl_find_mentions(&w.doc);
		dtl_str got = found(&w);
		if (!dtl_str_eq(got, dtl_str_of(texts[i][1]))) fail_msg("%s: %.*s", texts[i][0], DTL_FMT(got));
		dtl_arena_free(&w.arena);
	}
}

static void test_no_tokens(void **state)
{
	work w;
	prepare(*state, &w, " ", true);
	dtl_find_mentions(&w.doc);
	assert_int_equal(w.doc.mention_count, 0);
	dtl_arena_free(&w.arena);
}

/* The best legal path, by hand: I-LOC scores best everywhere, but may only follow B-LOC or itself. */
static void test_viterbi(void **state)
{
	(void)state;
	static dtl_transitions none;
	const int32_t scores[] = {0, 1, 9, 0, 0, /**/ 5, 1, 9, 0, 0, /**/ 30, 1, 9, 0, 0};
	const uint8_t classes[3] = {0, 0, 0};
	const uint16_t allowed[3] = {1, 31, 31};
	uint8_t back[15], path[3];
	dtl_viterbi(scores, 3, 5, classes, NULL, &none, back, path);
	assert_int_equal(path[0], DTL_ENTITY_B_LOC);
	assert_int_equal(path[1], DTL_ENTITY_I_LOC);
	assert_int_equal(path[2], DTL_ENTITY_O);
	dtl_viterbi(scores, 3, 5, classes, allowed, &none, back, path);
	assert_int_equal(path[0], DTL_ENTITY_O);
	assert_int_equal(path[1], DTL_ENTITY_O);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),           cmocka_unit_test(test_entities), cmocka_unit_test(test_spans),
		cmocka_unit_test(test_other_languages), cmocka_unit_test(test_no_tokens), cmocka_unit_test(test_viterbi),
	};
	return cmocka_run_group_tests(tests, open_all, close_all);
}
