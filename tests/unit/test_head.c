/* The head of an article, against tests/cases/heads.tsv, with the shipped gazetteer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/str.h"
#include "extract/doc.h"

static dtl_str unescaped(dtl_arena *arena, dtl_str s)
{
	dtl_buf b = {.arena = arena};
	for (size_t i = 0; i < s.len; i++) {
		bool line_break = s.ptr[i] == '\\' && i + 1 < s.len && s.ptr[i + 1] == 'n';
		dtl_buf_addc(&b, line_break ? '\n' : s.ptr[i]);
		i += line_break;
	}
	return dtl_buf_str(&b);
}

static bool row_holds(const dtl_gazetteer *gazetteer, dtl_str row)
{
	dtl_arena arena = {0};
	dtl_doc doc = {.arena = &arena, .gazetteer = gazetteer};
	dtl_tokenize(&arena, unescaped(&arena, dtl_str_cut(&row, '\t')), &doc.tokens);
	dtl_find_head(&doc);
	const dtl_head *h = &doc.head;
	const dtl_span spans[] = {h->headline, h->dateline_place, h->dateline_date, h->agency};
	bool good = true;
	for (size_t i = 0; i < 4; i++) {
		dtl_str want = dtl_str_cut(&row, '\t'), got = dtl_doc_str(&doc, spans[i]);
		if (dtl_str_eq(want, got)) continue;
		print_error("%.*s\ncolumn %zu: want '%.*s', got '%.*s'\n", DTL_FMT(doc.tokens.text), i + 2, DTL_FMT(want), DTL_FMT(got));
		good = false;
	}
	dtl_str body = dtl_str_sub(doc.tokens.text, h->body, doc.tokens.text.len);
	if (!dtl_str_starts(dtl_str_trim(body), row)) {
		print_error("%.*s\nbody begins '%.*s'\n", DTL_FMT(doc.tokens.text), DTL_FMT(dtl_str_sub(body, 0, 20)));
		good = false;
	}
	dtl_arena_free(&arena);
	return good;
}

static void table(void **state)
{
	(void)state;
	dtl_gazetteer *gazetteer = NULL;
	dtl_error err = DTL_ERROR_INIT;
	if (dtl_gazetteer_open(NULL, &gazetteer, &err) != DTL_OK) fail_msg("%s", err.message);
	FILE *f = fopen("tests/cases/heads.tsv", "r");
	assert_non_null(f);
	char line[1024];
	size_t wrong = 0, rows = 0;
	while (fgets(line, sizeof line, f)) {
		line[strcspn(line, "\n")] = '\0';
		if (*line == '#') continue;
		rows++;
		wrong += !row_holds(gazetteer, dtl_str_of(line));
	}
	fclose(f);
	dtl_gazetteer_close(gazetteer);
	assert_true(rows > 10);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(table)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
