/* The tokenizer against its table, and its invariants on awkward input. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/str.h"
#include "base/utf8.h"
#include "text/cut.h"
#include "text/token.h"

static dtl_str joined(dtl_arena *arena, const dtl_tokens *t)
{
	dtl_buf b = {.arena = arena};
	for (size_t i = 0; i < t->count; i++) {
		if (i) dtl_buf_addz(&b, t->tokens[i].flags & DTL_TOKEN_FIRST ? " / " : " ");
		dtl_buf_add(&b, dtl_token_str(t, i));
	}
	return dtl_buf_str(&b);
}

static dtl_str unescaped(dtl_arena *arena, dtl_str s)
{
	dtl_buf b = {.arena = arena};
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '\\' && i + 1 < s.len && s.ptr[i + 1] == 'n') dtl_buf_addc(&b, '\n'), i++;
		else dtl_buf_addc(&b, s.ptr[i]);
	}
	return dtl_buf_str(&b);
}

static void test_table(void **state)
{
	(void)state;
	const char *folder = getenv("DATELINE_TESTS");
	char path[512], line[2048];
	snprintf(path, sizeof path, "%s/cases/tokens.tsv", folder ? folder : "tests");
	FILE *f = fopen(path, "r");
	assert_non_null(f);
	int cases = 0, wrong = 0;
	while (fgets(line, sizeof line, f)) {
		dtl_str want = dtl_str_trim(dtl_str_of(line));
		if (!want.len || dtl_str_starts(want, DTL_STR("# "))) continue;
		struct dtl_arena arena = {0};
		dtl_str text = unescaped(&arena, dtl_str_cut(&want, '\t'));
		dtl_tokens t;
		dtl_tokenize(&arena, text, &t);
		dtl_str got = joined(&arena, &t);
		if (!dtl_str_eq(got, want)) {
			print_error("text %.*s\nwant %.*s\ngot  %.*s\n", DTL_FMT(text), DTL_FMT(want), DTL_FMT(got));
			wrong++;
		}
		cases++;
		dtl_arena_free(&arena);
	}
	fclose(f);
	assert_int_equal(wrong, 0);
	assert_true(cases >= 35);
}

/* Tokens ascend, are not empty, are whole characters; sentences partition them. */
static void check_invariants(const dtl_tokens *t)
{
	uint32_t at = 0, next = 0;
	for (size_t i = 0; i < t->count; i++) {
		assert_true(t->tokens[i].start >= at);
		assert_true(t->tokens[i].end > t->tokens[i].start && t->tokens[i].end <= t->text.len);
		for (uint32_t b = at; b < t->tokens[i].start; b++) /* nothing that shows is lost */
			assert_false((unsigned char)t->text.ptr[b] > ' ' && (unsigned char)t->text.ptr[b] < 0x7f);
		at = t->tokens[i].end;
		assert_true(dtl_utf8_valid(dtl_token_str(t, i)));
	}
	for (size_t i = 0; i < t->sentence_count; i++) {
		assert_int_equal(t->sentences[i].first, next);
		assert_true(t->sentences[i].last > next);
		assert_true(t->tokens[next].flags & DTL_TOKEN_FIRST);
		next = t->sentences[i].last;
	}
	assert_int_equal(next, t->count);
}

static void test_random_bytes(void **state)
{
	(void)state;
	uint64_t seed = 7;
	for (int round = 0; round < 2000; round++) {
		static const char alphabet[] = "aAbZz.. ,'\"-@#:/\n\r19()!?\xe2\x80\x99\xc3\xa9\xe4\xb8\xad\xf0\x9f\x98\x80st";
		struct dtl_arena arena = {0};
		char bytes[120];
		for (size_t i = 0; i < sizeof bytes; i++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			bytes[i] = round % 2 ? (char)(seed >> 40) : alphabet[(seed >> 40) % (sizeof alphabet - 1)];
		}
		size_t replaced;
		dtl_tokens t;
		dtl_tokenize(&arena, dtl_utf8_repair(&arena, (dtl_str){bytes, sizeof bytes}, &replaced), &t);
		check_invariants(&t);
		dtl_arena_free(&arena);
	}
}

static void test_empty(void **state)
{
	(void)state;
	struct dtl_arena arena = {0};
	dtl_tokens t;
	dtl_tokenize(&arena, DTL_STR(" \n\t"), &t);
	assert_int_equal(t.count, 0);
	assert_int_equal(t.sentence_count, 0);
	assert_int_equal(dtl_token_at(&t, 0), 0);
	dtl_arena_free(&arena);
}

static void tokenize(dtl_arena *arena, const char *text, dtl_tokens *t) { dtl_tokenize(arena, dtl_str_of(text), t); }

static void test_headline_and_paragraphs(void **state)
{
	(void)state;
	struct dtl_arena arena = {0};
	dtl_tokens t;
	tokenize(&arena, "Floods hit the south of the country\n\nThe rain began on Monday. It went on.\n\nA third paragraph.", &t);
	assert_int_equal(t.sentence_count, 4);
	assert_true(t.sentences[0].flags & DTL_SENTENCE_HEADLINE);
	assert_false(t.sentences[1].flags & DTL_SENTENCE_HEADLINE);
	assert_true(t.sentences[1].flags & DTL_SENTENCE_PARAGRAPH);
	assert_false(t.sentences[2].flags & DTL_SENTENCE_PARAGRAPH);
	assert_int_equal(t.sentences[3].paragraph, 2);
	assert_int_equal(dtl_sentence_of_token(&t, t.sentences[2].first), 2);
	assert_int_equal(dtl_sentence_of_token(&t, t.sentences[2].first - 1), 1);
	tokenize(&arena, "Hundreds Flee Burning Homes Near The Lake", &t);
	assert_true(t.sentences[0].flags & DTL_SENTENCE_TITLE_CASE);
	tokenize(&arena, "HUNDREDS FLEE HOMES. It is so.", &t);
	assert_true(t.sentences[0].flags & DTL_SENTENCE_ALL_CAPS);
	assert_false(t.sentences[1].flags & DTL_SENTENCE_ALL_CAPS);
	dtl_arena_free(&arena);
}

static void test_hard_wrapped(void **state)
{
	(void)state;
	struct dtl_arena arena = {0};
	dtl_tokens t;
	tokenize(&arena,
		"The storm reached the coast of the island in the night and went\n"
		"on to the north, where it felled trees and broke the roofs of\n"
		"many houses in the old town. Nobody was hurt, the mayor of New\n"
		"York said, but the bridge stays closed for a week or longer.\n"
		"\n"
		"A second paragraph stands here.", &t);
	assert_int_equal(t.sentence_count, 3);
	assert_int_equal(t.sentences[2].paragraph, 1);
	dtl_arena_free(&arena);
}

static void test_flags(void **state)
{
	(void)state;
	struct dtl_arena arena = {0};
	dtl_tokens t;
	tokenize(&arena, "NATO met Élan,x", &t);
	assert_true(t.tokens[0].flags & DTL_TOKEN_ALL_CAPS);
	assert_true(t.tokens[2].flags & DTL_TOKEN_CAPITAL);
	assert_false(t.tokens[2].flags & DTL_TOKEN_ALL_CAPS);
	assert_false(t.tokens[3].flags & DTL_TOKEN_SPACE_BEFORE);
	assert_false(t.tokens[4].flags & DTL_TOKEN_SPACE_BEFORE);
	assert_int_equal(dtl_token_at(&t, 5), 1);
	assert_int_equal(dtl_token_at(&t, 4), 1);
	assert_int_equal(dtl_token_at(&t, 100), t.count);
	dtl_arena_free(&arena);
}

/* The tables are searched by halves: words of every region of them must be found. */
static void test_tables_sorted(void **state)
{
	(void)state;
	static const char *const words[] = {"Adm", "Calif", "Dr", "Fla", "Gen", "Hwy", "Jan", "Md", "Messrs", "Okla", "Rev", "Sgt", "Sts",
		"Tex", "Va", "approx", "vs"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		assert_int_not_equal(dtl_abbreviation_of(dtl_str_of(words[i])), DTL_ABBR_NONE);
	assert_int_equal(dtl_abbreviation_of(DTL_STR("the")), DTL_ABBR_NONE);
	assert_true(dtl_is_sentence_opener(DTL_STR("The")));
	assert_true(dtl_is_sentence_opener(DTL_STR("You")));
	assert_true(dtl_is_sentence_opener(DTL_STR("A")));
	assert_false(dtl_is_sentence_opener(DTL_STR("Paris")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),      cmocka_unit_test(test_random_bytes), cmocka_unit_test(test_empty),
		cmocka_unit_test(test_headline_and_paragraphs), cmocka_unit_test(test_hard_wrapped), cmocka_unit_test(test_flags),
		cmocka_unit_test(test_tables_sorted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
