/* The Pandoc filter on documents of both API generations, with a maker that draws nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "dateline/report.h"

/* Blocks whose text is "fail" fail; "<" stands in every text that comes back. */
static bool make(void *user, const dtl_pandoc_block *b, dtl_pandoc_figure *out)
{
	size_t *calls = user;
	++*calls;
	if (dtl_str_eq(b->text, DTL_STR("fail")) || dtl_str_eq(b->target, DTL_STR("fail"))) return false;
	char path[200];
	snprintf(path, sizeof path, "f/%.*s.%s", DTL_FMT(b->id), b->type);
	out->path = strdup(path);
	out->alt = strdup("alt & <b>");
	out->caption = strdup("made <caption>");
	out->data = strdup("PNG");
	out->len = 3;
	out->width = 100, out->height = 50;
	return true;
}

/* Filters blocks of that API and format; the result holds each of the strings (up to NULL). */
static void expect(const char *version, const char *format, const char *blocks, size_t failures, const char *const *strings)
{
	char document[4000];
	snprintf(document, sizeof document, "{\"pandoc-api-version\":[%s],\"meta\":{},\"blocks\":[%s]}", version, blocks);
	char *out = NULL;
	size_t len = 0, failed = 99, calls = 0;
	dtl_error err = DTL_ERROR_INIT;
	if (dtl_pandoc_filter(dtl_str_of(document), dtl_str_of(format), make, &calls, &out, &len, &failed, &err) != DTL_OK) fail_msg("%s", err.message);
	assert_int_equal(strlen(out), len);
	assert_int_equal(failed, failures);
	for (; *strings; strings++)
		if (!strstr(out, *strings)) fail_msg("no %s in %s", *strings, out);
	free(out);
}
#define HOLDS(...) (const char *const[]){__VA_ARGS__, NULL}

#define CODE(id, text) "{\"t\":\"CodeBlock\",\"c\":[[\"" id "\",[\"dateline\"],[[\"width\",\"50%\"]]],\"" text "\"]}"
#define PICTURE(words, target) "{\"t\":\"Image\",\"c\":[[\"\",[\"dateline\"],[]],[" words "],[\"" target "\",\"fig:\"]]}"
#define SAID "{\"t\":\"Str\",\"c\":\"Said\"}"

static void formats(void **state)
{
	(void)state;
	expect("1,22,2", "html5+smart", CODE("one", "x"), 0, HOLDS("{\"t\":\"Para\",\"c\":[{\"t\":\"Image\",\"c\":[[\"one\",[\"dateline-map\"],[[\"alt\",\"alt & <b>\"],[\"width\",\"50%\"]]]",
		"\"made <caption>\"", "[\"f/one.svg\",\"fig:\"]"));
	expect("1,23", "html", CODE("one", "x"), 0, HOLDS("{\"t\":\"Figure\",\"c\":[[\"one\",[\"dateline\"],[]],[null,[{\"t\":\"Plain\"", "[\"f/one.svg\",\"\"]"));
	expect("1,22,2", "latex", CODE("one", "x"), 0, HOLDS("width=0.500\\\\linewidth,alt={alt \\\\& \\\\textless{}b\\\\textgreater{}}]{f/one.pdf}", "\\\\label{one}",
		"\"graphics\":{\"t\":\"MetaBool\",\"c\":true}"));
	expect("1,22,2", "docx", CODE("one", "x"), 0, HOLDS("Captioned Figure", "Image Caption", "f/one.png", "\"alt & <b>\""));
	expect("1,22,2", "odt", CODE("one", "x"), 0, HOLDS("svg:width=\\\"3.150in\\\" svg:height=\\\"1.575in\\\"", "<svg:desc>alt &amp; &lt;b&gt;</svg:desc>", "UE5H"));
}

static void places(void **state)
{
	(void)state;
	const char *quoted = "{\"t\":\"BlockQuote\",\"c\":[{\"t\":\"BulletList\",\"c\":[[" CODE("", "x") "],[" CODE("", "x") "]]}]}";
	expect("1,22", "html", quoted, 0, HOLDS("f/fig-dateline.svg", "f/fig-dateline-2.svg"));
	/* ids that stand elsewhere are taken */
	expect("1,22", "html", "{\"t\":\"Header\",\"c\":[1,[\"one\",[],[]],[]]}," CODE("one", "x") "," CODE("One!", "x"), 0,
		HOLDS("\"one\"", "f/one-2.svg", "f/one-3.svg"));
	expect("1,22", "html", "{\"t\":\"Para\",\"c\":[" PICTURE(SAID, "a.txt") "]}", 0, HOLDS("[{\"t\":\"Str\",\"c\":\"Said\"}],[\"f/fig-dateline.svg\",\"fig:\"]"));
	expect("1,22", "html", "{\"t\":\"Para\",\"c\":[" SAID "," PICTURE(SAID, "a.txt") "]}", 0, HOLDS("\"Said\"},{\"t\":\"Image\"", "[\"f/fig-dateline.svg\",\"\"]"));
	expect("1,23", "html", "{\"t\":\"Figure\",\"c\":[[\"\",[],[]],[null,[{\"t\":\"Plain\",\"c\":[" SAID "]}]],[{\"t\":\"Plain\",\"c\":[" PICTURE(SAID, "a.txt") "]}]]}", 0,
		HOLDS("[null,[{\"t\":\"Plain\",\"c\":[{\"t\":\"Str\",\"c\":\"Said\"}]}]]", "f/fig-dateline.svg"));
}

static void failures(void **state)
{
	(void)state;
	expect("1,22", "html", CODE("one", "fail") "," CODE("two", "x") ",{\"t\":\"Null\"}", 1, HOLDS(CODE("one", "fail"), "f/two.svg", "{\"t\":\"Null\"}"));
	expect("1,22", "latex", "{\"t\":\"Para\",\"c\":[" PICTURE(SAID, "fail") "]}", 1, HOLDS("{\"t\":\"Span\",\"c\":[[\"fig-dateline\",[\"dateline-failed\"],[]],[{\"t\":\"Str\",\"c\":\"Said\"}]]}"));
	expect("1,23", "html", "{\"t\":\"Figure\",\"c\":[[\"\",[],[]],[null,[]],[{\"t\":\"Plain\",\"c\":[" PICTURE("", "fail") "]}]]}", 1, HOLDS("\"t\":\"Code\"", "dateline-failed"));
	static const char *const bad[] = {"", "[", "{}", "{\"blocks\":[]}", "[1]", "{\"pandoc-api-version\":[1],\"blocks\":{}}", "nonsense"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		char *out = NULL;
		size_t len, failed, calls = 0;
		assert_int_equal(dtl_pandoc_filter(dtl_str_of(bad[i]), DTL_STR("html"), make, &calls, &out, &len, &failed, NULL), DTL_ERR_DATA);
		assert_null(out);
	}
	/* shapes that are none of Pandoc's leave the document alone */
	expect("1,22", "html", "{\"t\":\"CodeBlock\",\"c\":3},{\"t\":\"CodeBlock\",\"c\":[[\"a\",[\"dateline\"]]]},{\"t\":\"Para\",\"c\":[7]},{\"t\":\"Figure\",\"c\":[]},null,5", 0,
		HOLDS("\"c\":3"));
}

static void deep(void **state)
{
	(void)state;
	size_t depth = 1200, len = 0, failed = 0, calls = 0;
	char *document = malloc(depth * 40 + 400), *p = document, *out = NULL;
	assert_non_null(document);
	p += sprintf(p, "{\"pandoc-api-version\":[1,22],\"meta\":{},\"blocks\":[");
	for (size_t i = 0; i < depth; i++) p += sprintf(p, "{\"t\":\"BlockQuote\",\"c\":[");
	p += sprintf(p, "%s", CODE("one", "x"));
	for (size_t i = 0; i < depth; i++) p += sprintf(p, "]}");
	sprintf(p, "]}");
	assert_int_equal(dtl_pandoc_filter(dtl_str_of(document), DTL_STR("html"), make, &calls, &out, &len, &failed, NULL), DTL_OK);
	assert_non_null(strstr(out, "f/one.svg"));
	free(out);
	free(document);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(formats), cmocka_unit_test(places), cmocka_unit_test(failures), cmocka_unit_test(deep)};
	return cmocka_run_group_tests_name("pandoc", tests, NULL, NULL);
}
