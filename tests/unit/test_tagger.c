/* The model file, parts of speech and lemmas. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/str.h"
#include "text/model.h"
#include "text/model_format.h"
#include "text/model_parts.h"
#include "text/pos.h"
#include "text/tag.h"

/* The model of this build lies two folders above the test program. */
static void model_path(char *out, size_t size)
{
	ssize_t n = readlink("/proc/self/exe", out, size - 64);
	assert_true(n > 0);
	for (int up = 0; up < 3; up++)
		while (out[--n] != '/') {}
	snprintf(out + n, 64, "/dateline.model");
}

static dtl_model *open_model(void)
{
	char path[4096];
	dtl_model *model;
	dtl_error err;
	model_path(path, sizeof path);
	if (dtl_model_open(path, &model, &err) != DTL_OK) fail_msg("%s", err.message);
	return model;
}

static void expect_tags(const dtl_model *model, const char *text, const char *want)
{
	struct dtl_arena arena = {0};
	dtl_tokens t;
	dtl_buf b = {.arena = &arena};
	dtl_tokenize(&arena, dtl_str_of(text), &t);
	dtl_tag_parts_of_speech(model, &arena, &t);
	for (size_t i = 0; i < t.count; i++) dtl_buf_printf(&b, "%s%s", i ? " " : "", dtl_tag_name((dtl_tag)t.tokens[i].tag));
	assert_string_equal(b.data ? b.data : "", want);
	dtl_arena_free(&arena);
}

static void test_parts_of_speech(void **state)
{
	(void)state;
	dtl_model *model = open_model();
	expect_tags(model, "The old man walked slowly to the house.", "DT JJ NN VBD RB IN DT NN PUNCT");
	expect_tags(model, "She hasn't seen John's dogs.", "PRP VBZ RB VBN NNP POS NNS PUNCT");
	expect_tags(model, "Soldiers have fired two missiles into the sea", "NNS VBP VBN CD NNS IN DT NN");
	expect_tags(model, "", "");
	dtl_model_close(model);
}

static void test_tag_names(void **state)
{
	(void)state;
	for (int i = 1; i < DTL_TAG_COUNT; i++) {
		dtl_tag tag;
		assert_true(dtl_tag_from_name(dtl_str_of(dtl_tag_name((dtl_tag)i)), &tag));
		assert_int_equal(tag, i);
	}
	dtl_tag tag;
	assert_false(dtl_tag_from_name(DTL_STR("XYZ"), &tag));
	assert_false(dtl_tag_from_name(DTL_STR(""), &tag));
	assert_string_equal(dtl_entity_name(DTL_ENTITY_I_MISC), "I-MISC");
}

static void test_lemmas(void **state)
{
	(void)state;
	static const struct { const char *word; dtl_tag tag; const char *lemma; } cases[] = {
		{"fired", DTL_TAG_VBD, "fire"},       {"missiles", DTL_TAG_NNS, "missile"}, {"Bombing", DTL_TAG_VBG, "bomb"},
		{"stopped", DTL_TAG_VBD, "stop"},     {"killing", DTL_TAG_VBG, "kill"},     {"carried", DTL_TAG_VBN, "carry"},
		{"seized", DTL_TAG_VBN, "seize"},     {"invaded", DTL_TAG_VBD, "invade"},   {"arrested", DTL_TAG_VBN, "arrest"},
		{"cities", DTL_TAG_NNS, "city"},      {"churches", DTL_TAG_NNS, "church"},  {"wives", DTL_TAG_NNS, "wife"},
		{"men", DTL_TAG_NNS, "man"},          {"better", DTL_TAG_JJR, "good"},      {"bigger", DTL_TAG_JJR, "big"},
		{"happiest", DTL_TAG_JJS, "happy"},   {"goes", DTL_TAG_VBZ, "go"},          {"dying", DTL_TAG_VBG, "die"},
		{"wounded", DTL_TAG_VBN, "wound"},    {"exploded", DTL_TAG_VBD, "explode"}, {"was", DTL_TAG_VBD, "be"},
		{"house", DTL_TAG_NN, "house"},       {"PARIS", DTL_TAG_NNP, "paris"},      {"visited", DTL_TAG_VBD, "visit"},
		{"charged", DTL_TAG_VBN, "charge"},   {"launching", DTL_TAG_VBG, "launch"}, {"n't", DTL_TAG_RB, "n't"},
		{"fled", DTL_TAG_VBD, "flee"},        {"shelling", DTL_TAG_VBG, "shell"},   {"evacuated", DTL_TAG_VBN, "evacuate"},
		{"erupting", DTL_TAG_VBG, "erupt"},   {"derailed", DTL_TAG_VBD, "derail"},  {"bodies", DTL_TAG_NNS, "body"},
		{"attacks", DTL_TAG_VBZ, "attack"},{"", DTL_TAG_VBD, ""},
	};
	struct dtl_arena arena = {0};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		dtl_str got = dtl_lemma(&arena, dtl_str_of(cases[i].word), cases[i].tag);
		if (!dtl_str_eq(got, dtl_str_of(cases[i].lemma)))
			fail_msg("%s: %.*s, not %s", cases[i].word, DTL_FMT(got), cases[i].lemma);
	}
	dtl_arena_free(&arena);
}

static void write_file(const char *path, const char *data, size_t size)
{
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, size, f), size);
	fclose(f);
}

/* Every single wrong thing about the file is told, and nothing is left open. */
static void test_damaged_model(void **state)
{
	(void)state;
	char path[4096], copy[] = "/tmp/dateline-model-XXXXXX";
	model_path(path, sizeof path);
	FILE *f = fopen(path, "rb");
	assert_non_null(f);
	fseek(f, 0, SEEK_END);
	size_t size = (size_t)ftell(f);
	char *data = malloc(size), saved;
	rewind(f);
	assert_int_equal(fread(data, 1, size, f), size);
	fclose(f);
	close(mkstemp(copy));
	static const size_t spoil[] = {0, 8, 12, 16, 24, 40, 100000};
	for (size_t i = 0; i < sizeof spoil / sizeof *spoil; i++) {
		dtl_model *model = NULL;
		dtl_error err = DTL_ERROR_INIT;
		saved = data[spoil[i]];
		data[spoil[i]] = (char)(saved ^ 0x41);
		write_file(copy, data, size);
		assert_int_equal(dtl_model_open(copy, &model, &err), DTL_ERR_CONFIG);
		assert_true(strstr(err.message, copy) != NULL);
		assert_null(model);
		data[spoil[i]] = saved;
	}
	static const size_t cut[] = {0, 10, 31, 200, 5000};
	for (size_t i = 0; i < sizeof cut / sizeof *cut; i++) {
		dtl_model *model = NULL;
		write_file(copy, data, cut[i]);
		assert_int_equal(dtl_model_open(copy, &model, NULL), DTL_ERR_CONFIG);
	}
	unlink(copy);
	dtl_model *model = NULL;
	assert_int_equal(dtl_model_open(copy, &model, NULL), DTL_ERR_CONFIG);
	free(data);
}

static void test_sections(void **state)
{
	(void)state;
	dtl_model *model = open_model();
	assert_true(dtl_model_section(model, "pos").len > 1000);
	assert_int_equal((uintptr_t)dtl_model_section(model, "pos").ptr % 16, 0);
	assert_int_equal(dtl_model_section(model, "absent").len, 0);
	dtl_weights w;
	assert_false(dtl_weights_view(dtl_model_section(model, "words"), DTL_TAG_COUNT, &w));
	assert_false(dtl_weights_view(DTL_STR("short"), DTL_TAG_COUNT, &w));
	dtl_model_close(model);
	dtl_model_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parts_of_speech), cmocka_unit_test(test_tag_names), cmocka_unit_test(test_lemmas),
		cmocka_unit_test(test_damaged_model),   cmocka_unit_test(test_sections),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
