/* Hostile input, a test for each way in (FAULTS: entities, deep nesting, bombs, links, formulas). What holds of all of them: the
 * answer comes at once, memory stays bounded, nothing of this machine leaks into an article. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "base/str.h"
#include "dateline/read.h"
#include "dateline/report.h"
#include "unit/reading.h"

#define SECRET "the content of a file that is nobody's business"

static char folder[] = "/tmp/dateline-hostile-XXXXXX", path[100], secret[100];

static int set_up(void **state)
{
	(void)state;
	if (!mkdtemp(folder)) return -1;
	snprintf(path, sizeof path, "%s/in", folder);
	snprintf(secret, sizeof secret, "%s/secret", folder);
	FILE *f = fopen(secret, "w");
	fputs(SECRET, f);
	return fclose(f);
}

static int tear_down(void **state)
{
	(void)state;
	unlink(path);
	unlink(secret);
	return rmdir(folder);
}

static dtl_reader *open_bytes(const char *bytes, size_t len, const dtl_reader_spec *spec)
{
	return open_written(path, bytes, len, spec);
}

static bool holds(dtl_str s, const char *part)
{
	return s.len && memmem(s.ptr, s.len, part, strlen(part)) != NULL;
}

/* Reads to the end: no article may hold `part` nor be longer than max. How many there were. */
static size_t read_all(const char *bytes, size_t len, const char *part, size_t max)
{
	size_t count = 0;
	dtl_reader *r = open_bytes(bytes, len, NULL);
	for (int calls = 0; calls < 1000; calls++) {
		dtl_article a;
		bool more = true;
		dtl_status status = dtl_reader_next(r, &a, &more, NULL);
		if (status == DTL_OK && !more) break;
		if (status != DTL_OK) continue;
		const dtl_str all[] = {a.text, a.title, a.author, a.id, a.url, a.source, a.lang, a.date};
		for (size_t i = 0; i < sizeof all / sizeof *all; i++)
			if (part && holds(all[i], part)) fail_msg("'%.*s'", DTL_FMT(all[i]));
		assert_true(a.text.len <= max);
		count++;
	}
	dtl_reader_close(r);
	return count;
}

/* ---- entities ---- */

/* A document of each XML format, and HTML, with %s as document type before it; &x; stands in its text. */
static const char *const with_entity[] = {
	"<?xml version='1.0'?>%s<rss><channel><title>&x;</title><item><title>T &x;</title><description>before &x; behind</description></item></channel></rss>",
	"<?xml version='1.0'?>%s<feed><title>&x;</title><entry><title>T</title><content type='xhtml'><div>a &x; b</div></content></entry></feed>",
	"<?xml version='1.0'?>%s<nitf><body><body.head><hedline><hl1>&x;</hl1></hedline></body.head><body.content><p>a &x; b</p></body.content></body></nitf>",
	"<?xml version='1.0'?>%s<newsItem guid='1'><contentMeta><headline>H &x;</headline></contentMeta><contentSet><inlineXML><p>a &x; b</p></inlineXML></contentSet></newsItem>",
	"%s<html><head><title>T &x;</title></head><body><p>before &x; behind, in a paragraph that is long enough to be taken for an article.</p></body></html>",
};
#define FORMATS (sizeof with_entity / sizeof *with_entity)

static void external_entities_are_not_loaded(void **state)
{
	(void)state;
	char type[500], doc[4000];
	static const char *const forms[] = {"<!DOCTYPE r [<!ENTITY x SYSTEM 'file://%s'>]>", "<!DOCTYPE r [<!ENTITY %% p SYSTEM 'file://%s'> %%p;]>",
		"<!DOCTYPE r SYSTEM 'file://%s'>", "<!DOCTYPE r [<!ENTITY x PUBLIC 'x' 'file://%s'>]>"};
	for (size_t k = 0; k < FORMATS; k++) {
		for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
			snprintf(type, sizeof type, forms[i], secret);
			int n = snprintf(doc, sizeof doc, with_entity[k], type);
#pragma GCC diagnostic pop
			assert_int_equal(read_all(doc, (size_t)n, SECRET, 1000), 1);
		}
	}
}

static void includes_are_not_followed(void **state)
{
	(void)state;
	char doc[1000];
	int n = snprintf(doc, sizeof doc, "<rss xmlns:xi='http://www.w3.org/2001/XInclude'><channel><item><title>T</title><description>a"
		"<xi:include href='file://%s' parse='text'/></description></item></channel></rss>", secret);
	assert_int_equal(read_all(doc, (size_t)n, SECRET, 1000), 1);
}

static void billion_laughs_stay_small(void **state)
{
	(void)state;
	char laughs[4000], doc[9000];
	size_t n = (size_t)sprintf(laughs, "<!DOCTYPE r [<!ENTITY a0 'ha'>");
	for (int i = 1; i < 30; i++) n += (size_t)sprintf(laughs + n, "<!ENTITY %s '&a%d;&a%d;&a%d;'>", i == 29 ? "x" : (char[]){'a', (char)('0' + i / 10), (char)('0' + i % 10), 0}, i - 1, i - 1, i - 1);
	sprintf(laughs + n, "]>");
	for (size_t k = 0; k < FORMATS; k++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		int len = snprintf(doc, sizeof doc, with_entity[k], laughs);
#pragma GCC diagnostic pop
		read_all(doc, (size_t)len, "hahaha", 10000); /* would not end otherwise */
	}
}

/* ---- nesting ---- */

/* before, then `open` a million times. */
static void deep(const char *before, const char *open)
{
	size_t n = strlen(before), step = strlen(open), times = 1000000;
	char *doc = malloc(n + step * times + 1);
	memcpy(doc, before, n);
	for (size_t i = 0; i < times; i++, n += step) memcpy(doc + n, open, step);
	read_all(doc, n, NULL, 64 << 20);
	free(doc);
}

static void deep_html(void **state)
{
	(void)state;
	deep("<html><body><p>Text.</p>", "<div>");
	deep("<html><body><p>Text.</p>", "<b>");
	deep("<html><body><p>Text.</p>", "<table><tr><td>");
	deep("<html><body><p>Text.</p>", "<article class=author>");
	deep("<html><body><h1>", "<i>a</i>");
	deep("<html><body><p>", "a<br>");
}

static void deep_xml(void **state)
{
	(void)state;
	deep("<rss><channel><item><title>T</title>", "<a>");
	deep("<rss><channel>", "<item>");
	deep("<nitf><body>", "<p>");
	deep("<newsMessage><itemSet><newsItem>", "<b>");
	deep("<rss><!--", "<item><!--");
}

static void deep_json(void **state)
{
	(void)state;
	deep("{\"text\":\"x\",\"a\":", "[");
	deep("[{\"text\":\"x\",\"a\":", "{\"a\":");
	deep("<html><script type='application/ld+json'>", "{\"@graph\":[");
	deep("[", "[");
}

static void deep_mail(void **state)
{
	(void)state;
	deep("From: a@b.c\nTo: d@e.f\nSubject: s\nDate: x\nContent-Type: multipart/mixed; boundary=b\n\n", "--b\nContent-Type: multipart/mixed; boundary=b\n\n");
	deep("From: a@b.c\nTo: d@e.f\nSubject: ", "=?utf-8?Q?=");
}

/* ---- bombs ---- */

static long peak_kb(void)
{
	struct rusage u;
	getrusage(RUSAGE_SELF, &u);
	return u.ru_maxrss;
}

/* How many kilobytes more than before were in use at the peak of reading it. The limit of an article is 1 MB. */
static long cost_of(const void *bytes, size_t len, const char *says)
{
	const dtl_reader_spec spec = {.max_bytes = 1 << 20};
	long before = peak_kb();
	dtl_reader *r = open_bytes(bytes, len, &spec);
	dtl_article a;
	bool more = true;
	dtl_error err = DTL_ERROR_INIT;
	dtl_status status = dtl_reader_next(r, &a, &more, &err);
	if (says && (status == DTL_OK || !strstr(err.message, says))) fail_msg("status %d, '%s'", status, err.message);
	dtl_reader_close(r);
	return peak_kb() - before;
}

static void gzip_bomb(void **state)
{
	(void)state;
	size_t cap = 2 << 20;
	unsigned char *packed = malloc(cap), *letters = malloc(1 << 20);
	memset(letters, 'a', 1 << 20);
	z_stream z = {0};
	assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_out = packed;
	z.avail_out = (uInt)cap;
	for (int i = 0; i < 512; i++) { /* half a gigabyte */
		z.next_in = letters;
		z.avail_in = 1 << 20;
		assert_int_equal(deflate(&z, i == 511 ? Z_FINISH : Z_NO_FLUSH), i == 511 ? Z_STREAM_END : Z_OK);
	}
	size_t len = z.total_out;
	deflateEnd(&z);
	assert_true(cost_of(packed, len, "is longer than 1048576 bytes") < 40000);
	/* the same inside the response of a crawl */
	char *warc = malloc(len + 1000);
	size_t n = (size_t)sprintf(warc, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"), head;
	char *whole = malloc(len + 2000);
	head = (size_t)sprintf(whole, "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %zu\r\n\r\n", n + len);
	memcpy(whole + head, warc, n);
	memcpy(whole + head + n, packed, len);
	assert_true(cost_of(whole, head + n + len, NULL) < 80000);
	free(whole);
	free(warc);
	free(letters);
	free(packed);
}

static void zstd_bomb(void **state)
{
	(void)state;
	size_t size = (size_t)256 << 20, cap = 1 << 20;
	char *letters = calloc(1, size), *packed = malloc(cap);
	memset(letters, 'a', size);
	size_t len = ZSTD_compress(packed, cap, letters, size, 3);
	assert_false(ZSTD_isError(len));
	free(letters);
	assert_true(cost_of(packed, len, "is longer than 1048576 bytes") < 40000);
	free(packed);
}

static void one_line_without_end(void **state)
{
	(void)state;
	size_t size = (size_t)128 << 20;
	char *line = malloc(size);
	memset(line, 'a', size);
	memcpy(line, "{\"text\":\"", 9);
	assert_true(cost_of(line, size, "longer than") < 40000);
	memcpy(line, "id,text,title\n1,\"", 17);
	assert_true(cost_of(line, size, "longer than") < 40000);
	memcpy(line, "<rss><item>", 11);
	assert_true(cost_of(line, size, "too long") < 40000);
	memcpy(line, "From a@b.c Tue May  7 20:00:00 2024\nFrom: a@b.c\n\n", 49);
	assert_true(cost_of(line, size, "longer than") < 40000);
	memcpy(line, "WARC/1.0\nWARC-Type: response\nContent-Length: 999999999999\n\n", 59);
	assert_true(cost_of(line, size, "longer than") < 40000);
	free(line);
}

/* ---- what goes out again ---- */

static void javascript_links_are_no_addresses(void **state)
{
	(void)state;
	static const char *const docs[] = {
		"{\"text\":\"x\",\"url\":\"javascript:alert(1)\"}\n", "[{\"text\":\"x\",\"link\":\" JavaScript:alert(1)\"}]",
		"id,text,url\n1,x,javascript:alert(1)\n", "<rss><item><title>x</title><link>javascript:alert(1)</link><guid>javascript:alert(2)</guid></item></rss>",
		"<feed><entry><title>x</title><link href='java&#10;script:alert(1)'/></entry></feed>",
		"<html><head><link rel=canonical href='javascript:alert(1)'><meta property=og:url content='data:text/html,x'></head><body><p>x</p><h1>x</h1>",
		"From: a@b.c\nTo: x@y.z\nSubject: x\nArchived-At: <javascript:alert(1)>\n\nx\n",
		"<nitf><head><pubdata ex-ref='javascript:alert(1)'/></head><body><p>x</p></body></nitf>"};
	for (size_t i = 0; i < sizeof docs / sizeof *docs; i++) {
		dtl_reader *r = open_bytes(docs[i], strlen(docs[i]), NULL);
		dtl_article a = next_of(r);
		if (a.url.len) fail_msg("'%.*s'", DTL_FMT(a.url));
		assert_end(r);
	}
}

/* An event of an article with this title, exported. */
static char *exported(const char *title, dtl_export_format format, size_t *len)
{
	dtl_event_set *set = NULL;
	dtl_error err = DTL_ERROR_INIT;
	const dtl_article a = {.id = DTL_STR("1"), .title = dtl_str_of(title), .text = DTL_STR("Text."), .author = dtl_str_of(title)};
	dtl_event e = {.id = DTL_STR("1#1"), .headline = dtl_str_of(title), .evidence = {{0, 5}, DTL_STR("Text.")}};
	char *text = NULL;
	assert_int_equal(dtl_event_set_new(&set, &err), DTL_OK);
	assert_int_equal(dtl_event_set_add(set, &a, &e, 1, &err), DTL_OK);
	assert_int_equal(dtl_export(set, format, &text, len, &err), DTL_OK);
	dtl_event_set_free(set);
	return text;
}

static void formula_cells_are_text(void **state)
{
	(void)state;
	static const char *const formulas[] = {"=HYPERLINK(\"http://x\")", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1"};
	for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++) {
		size_t len;
		char *csv = exported(formulas[i], DTL_EXPORT_CSV, &len);
		char bare[60], quoted[60];
		snprintf(bare, sizeof bare, ",%c", formulas[i][0]);
		snprintf(quoted, sizeof quoted, ",\"%c", formulas[i][0]);
		char *rows = strchr(csv, '\n');
		bool ends = formulas[i][0] == '\r'; /* an empty cell stands before the end of the line */
		if ((!ends && strstr(rows, bare)) || strstr(rows, quoted)) fail_msg("%s", rows);
		free(csv);
	}
}

static void script_in_a_title_is_text(void **state)
{
	(void)state;
	static const char doc[] = "{\"text\":\"Text.\",\"title\":\"</script><script>alert(1)</script>\"}\n";
	dtl_reader *r = open_bytes(doc, sizeof doc - 1, NULL);
	assert_str(next_of(r).title, "</script><script>alert(1)</script>"); /* it is the outputs that escape */
	assert_end(r);
	size_t len;
	char *geojson = exported("</script><script>alert(1)</script>", DTL_EXPORT_GEOJSON, &len);
	assert_null(strstr(geojson, "<script"));
	free(geojson);
}

static void folders_do_not_lead_astray(void **state)
{
	(void)state;
	char inside[120], loop[140], out[140], evil[400];
	snprintf(inside, sizeof inside, "%s/inside", folder);
	snprintf(loop, sizeof loop, "%s/loop", inside);
	snprintf(out, sizeof out, "%s/fifo", inside);
	snprintf(evil, sizeof evil, "%s/a\nb \xff ..%%2f.txt", inside);
	assert_int_equal(mkdir(inside, 0700), 0);
	assert_int_equal(symlink(folder, loop), 0);
	assert_int_equal(mkfifo(out, 0600), 0); /* must not be waited for */
	FILE *f = fopen(evil, "w");
	fputs("A text.", f);
	fclose(f);
	dtl_reader *r = NULL;
	size_t articles = 0;
	assert_int_equal(dtl_reader_open(inside, NULL, &r, NULL), DTL_OK);
	for (int i = 0; i < 20; i++) {
		dtl_article a;
		bool more = true;
		dtl_status status = dtl_reader_next(r, &a, &more, NULL);
		if (status == DTL_OK && !more) break;
		articles += status == DTL_OK;
	}
	dtl_reader_close(r);
	unlink(loop);
	unlink(out);
	unlink(evil);
	assert_int_equal(rmdir(inside), 0);
	assert_int_equal(articles, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gzip_bomb), /* first: they look at the peak of memory */
		cmocka_unit_test(zstd_bomb),
		cmocka_unit_test(one_line_without_end),
		cmocka_unit_test(external_entities_are_not_loaded),
		cmocka_unit_test(includes_are_not_followed),
		cmocka_unit_test(billion_laughs_stay_small),
		cmocka_unit_test(deep_html),
		cmocka_unit_test(deep_xml),
		cmocka_unit_test(deep_json),
		cmocka_unit_test(deep_mail),
		cmocka_unit_test(javascript_links_are_no_addresses),
		cmocka_unit_test(formula_cells_are_text),
		cmocka_unit_test(script_in_a_title_is_text),
		cmocka_unit_test(folders_do_not_lead_astray),
	};
	return cmocka_run_group_tests_name("hostile", tests, set_up, tear_down);
}
