/* Articles in: formats, encodings, and input that means harm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "base/str.h"
#include "dateline/read.h"
#include "read/reader.h"
#include "unit/reading.h"

static char folder[] = "/tmp/dateline-read-XXXXXX";

static int make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
	(void)state;
	char command[100];
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	return system(command);
}

static const char *write_file(const char *name, const void *data, size_t len)
{
	static char path[200];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, len, f), len);
	fclose(f);
	return path;
}

#define WRITE(name, literal) write_file(name, literal, sizeof(literal) - 1)

static dtl_reader *open_file(const char *path, const dtl_reader_spec *spec)
{
	dtl_reader *r = NULL;
	dtl_error err = DTL_ERROR_INIT;
	if (dtl_reader_open(path, spec, &r, &err) != DTL_OK) fail_msg("%s", err.message);
	return r;
}

static dtl_error failure_of(dtl_reader *r, dtl_status expected)
{
	dtl_article a;
	bool more;
	dtl_error err = DTL_ERROR_INIT;
	assert_int_equal(dtl_reader_next(r, &a, &more, &err), expected);
	assert_int_equal(err.code, expected);
	return err;
}

static void assert_refused(const char *path, dtl_status expected, const char *part)
{
	dtl_reader *r = NULL;
	dtl_error err = DTL_ERROR_INIT;
	assert_int_equal(dtl_reader_open(path, NULL, &r, &err), expected);
	if (!strstr(err.message, part)) fail_msg("'%s' does not say '%s'", err.message, part);
	assert_null(r);
}

static void plain_text(void **state)
{
	(void)state;
	dtl_reader *r = open_file(WRITE("a.txt", "\xef\xbb\xbfQuake in Caf\xc3\xa9\r\n\r\nText.\n"), NULL);
	dtl_article a = next_of(r);
	assert_str(a.text, "Quake in Caf\xc3\xa9\r\n\r\nText.\n");
	assert_int_equal(a.line, 1);
	assert_int_equal(dtl_reader_repaired(r), 0);
	assert_end(r);
}

static void overrides(void **state)
{
	(void)state;
	dtl_reader_spec spec = DTL_READER_SPEC_INIT;
	spec.date = DTL_STR("2024-01-27");
	spec.url = DTL_STR("https://www.example.org/x");
	dtl_reader *r = open_file(WRITE("o.jsonl", "{\"text\":\"a\",\"date\":\"2020-01-01\",\"lang\":\"de\"}\n"), &spec);
	dtl_article a = next_of(r);
	assert_str(a.date, "2024-01-27");
	assert_str(a.source, "example.org");
	assert_str(a.lang, "de");
	assert_end(r);
}

static void malformed_bytes_are_replaced_and_counted(void **state)
{
	(void)state;
	dtl_reader *r = open_file(WRITE("u.txt", "\xc3\xa9 \xc3\xa9 bad \xff and NUL \0 here"), NULL);
	assert_str(next_of(r).text, "\xc3\xa9 \xc3\xa9 bad \xef\xbf\xbd and NUL \xef\xbf\xbd here");
	assert_int_equal(dtl_reader_repaired(r), 2);
	assert_end(r);
	r = open_file(WRITE("w.txt", "Caf\xe9 \x93quoted\x94"), NULL);
	assert_str(next_of(r).text, "Caf\xc3\xa9 \xe2\x80\x9cquoted\xe2\x80\x9d");
	assert_end(r);
}

static void utf_16(void **state)
{
	(void)state;
	static const char little[] = "\xff\xfe" "H\0i\0 \0=\xd8\x00\xde!\0";
	static const char big[] = "\xfe\xff" "\0H\0i\0 \xd8=\xde\x00\0!";
	dtl_reader *r = open_file(write_file("l.txt", little, sizeof little - 1), NULL);
	assert_str(next_of(r).text, "Hi \xf0\x9f\x98\x80!");
	assert_end(r);
	r = open_file(write_file("b.txt", big, sizeof big - 1), NULL);
	assert_str(next_of(r).text, "Hi \xf0\x9f\x98\x80!");
	assert_end(r);
	/* longer than the reader's chunk, without a byte order mark, as JSON lines */
	static char text[600000];
	size_t n = 0;
	for (int line = 0; line < 3000; line++) {
		char ascii[100];
		int len = snprintf(ascii, sizeof ascii, "{\"id\":%d,\"text\":\"number %d, with words to fill it\"}\n", line, line);
		for (int i = 0; i < len; i++) text[n++] = ascii[i], text[n++] = '\0';
	}
	r = open_file(write_file("l.jsonl", text, n), NULL);
	for (int line = 0; line < 3000; line++) {
		char id[16];
		snprintf(id, sizeof id, "%d", line);
		assert_str(next_of(r).id, id);
	}
	assert_end(r);
}

static void json_keys(void **state)
{
	(void)state;
	dtl_reader *r = open_file(WRITE("k.jsonl",
		"{\"id\":7,\"title\":\"T\",\"text\":\"one\",\"dct\":\"2024-01-28\",\"source\":\"s\",\"url\":\"http://a.b/c\",\"lang\":\"en\"}\n"
		"\n"
		"{\"maintext\":\"two\",\"date_publish\":\"2019-06-01 10:00:00\",\"source_domain\":\"www.x.com\",\"language\":\"fr\"}\r\n"
		"{\"text\":\"three\",\"source\":\"https://www.site.net/p?q\",\"publish_date\":1706400000}\n"
		"{\"headline\":\"only\",\"date\":\"Sat, 27 Jan 2024 10:30:00 GMT\",\"publisher\":{\"name\":\"Paper\"},\"text\":null}"), NULL);
	dtl_article a = next_of(r);
	assert_str(a.id, "7");
	assert_str(a.title, "T");
	assert_str(a.date, "2024-01-28");
	assert_str(a.url, "http://a.b/c");
	assert_str(a.source, "s");
	a = next_of(r);
	assert_int_equal(a.line, 3);
	assert_str(a.text, "two");
	assert_str(a.date, "2019-06-01 10:00:00");
	assert_str(a.lang, "fr");
	a = next_of(r);
	assert_str(a.source, "site.net");
	assert_str(a.url, "https://www.site.net/p?q");
	assert_str(a.date, "2024-01-28");
	a = next_of(r);
	assert_str(a.title, "only");
	assert_str(a.text, "");
	assert_str(a.date, "2024-01-27T10:30");
	assert_str(a.source, "Paper");
	assert_end(r);
}

static void a_bad_record_does_not_stop_the_rest(void **state)
{
	(void)state;
	dtl_reader *r = open_file(WRITE("bad.jsonl", "{\"text\":\"one\"}\n{\"text\": \"cut\n{\"text\":\"two\"} x\n[1]\n{\"t\":1}\n{\"text\":\"three\"}\n"), NULL);
	assert_str(next_of(r).text, "one");
	dtl_error err = failure_of(r, DTL_ERR_DATA);
	assert_int_equal(err.line, 2);
	assert_true(err.byte >= 15 && err.byte <= 28);
	assert_int_equal(failure_of(r, DTL_ERR_DATA).line, 3);
	assert_int_equal(failure_of(r, DTL_ERR_DATA).line, 4);
	err = failure_of(r, DTL_ERR_DATA);
	assert_int_equal(err.line, 5);
	assert_string_equal(err.message, "the record has neither text nor title");
	assert_str(next_of(r).text, "three");
	assert_end(r);
}

static void hostile_json(void **state)
{
	(void)state;
	size_t n = 0;
	char *deep = malloc(300000);
	n = (size_t)sprintf(deep, "{\"text\":\"x\",\"a\":");
	for (int i = 0; i < 100000; i++) deep[n++] = '[';
	n += (size_t)sprintf(deep + n, "\n{\"text\":\"a\\u0000b \\ud800 \xff\"}\n");
	dtl_reader *r = open_file(write_file("deep.jsonl", deep, n), NULL);
	free(deep);
	failure_of(r, DTL_ERR_DATA);
	assert_str(next_of(r).text, "a\xef\xbf\xbd" "b \xef\xbf\xbd \xef\xbf\xbd");
	assert_int_equal(dtl_reader_repaired(r), 2);
	assert_end(r);
}

static void size_limit(void **state)
{
	(void)state;
	dtl_reader_spec spec = DTL_READER_SPEC_INIT;
	spec.max_bytes = 1000;
	char *big = malloc(400000);
	size_t n = (size_t)sprintf(big, "{\"text\":\"");
	memset(big + n, 'a', 200000);
	n += 200000;
	n += (size_t)sprintf(big + n, "\"}\n{\"text\":\"");
	memset(big + n, 'b', 1001);
	n += 1001;
	n += (size_t)sprintf(big + n, "\"}\n{\"text\":\"small\"}\n");
	dtl_reader *r = open_file(write_file("big.jsonl", big, n), &spec);
	assert_int_equal(failure_of(r, DTL_ERR_DATA).line, 1);
	assert_int_equal(failure_of(r, DTL_ERR_DATA).line, 2);
	assert_str(next_of(r).text, "small");
	assert_true(r->stream.cap <= 1 << 18);
	assert_end(r);
	memset(big, 'a', 2000);
	r = open_file(write_file("big.txt", big, 2000), &spec);
	failure_of(r, DTL_ERR_DATA);
	assert_end(r);
	free(big);
}

static void spans_become_bytes(void **state)
{
	(void)state;
	dtl_reader_spec spec = DTL_READER_SPEC_INIT;
	spec.want_spans = true;
	dtl_reader *r = open_file(WRITE("s.jsonl",
		"{\"text\":\"\xc3\xa9t\xc3\xa9 in K\xc3\xb6ln\",\"toponyms\":[{\"start\":7,\"end\":11},{\"start\":9,\"end\":99},{\"start\":-1,\"end\":2},3]}\n"
		"{\"text\":\"b\"}\n{\"text\":\"c\",\"toponyms\":[]}\n"), &spec);
	const dtl_span *spans;
	size_t count;
	next_of(r);
	assert_true(dtl_reader_spans(r, &spans, &count));
	assert_int_equal(count, 1);
	assert_int_equal(spans[0].start, 9);
	assert_int_equal(spans[0].end, 14);
	next_of(r);
	assert_false(dtl_reader_spans(r, &spans, &count));
	next_of(r);
	assert_true(dtl_reader_spans(r, &spans, &count));
	assert_int_equal(count, 0);
	assert_end(r);
}

static void json_arrays_and_objects(void **state)
{
	(void)state;
	dtl_reader *r = open_file(WRITE("a.json", "[\n {\"text\": \"o]}ne\\\"\"},\n {\"text\": 3 3},\n {\"text\": \"two\"}\n]\n"), NULL);
	dtl_article a = next_of(r);
	assert_str(a.text, "o]}ne\"");
	assert_int_equal(a.line, 2);
	assert_int_equal(failure_of(r, DTL_ERR_DATA).line, 3);
	assert_str(next_of(r).text, "two");
	assert_end(r);
	r = open_file(WRITE("o.json", "{\n \"title\": \"T\",\n \"text\": \"body\"\n}\n"), NULL);
	assert_str(next_of(r).text, "body");
	assert_end(r);
	r = open_file(WRITE("w.json", "{\"status\":\"ok\",\n\"articles\":[{\"content\":\"one\",\"publishedAt\":\"2024-02-03T04:05:06Z\"},{\"content\":\"two\"}]}"), NULL);
	a = next_of(r);
	assert_str(a.text, "one");
	assert_str(a.date, "2024-02-03T04:05:06Z");
	assert_str(next_of(r).text, "two");
	assert_end(r);
	r = open_file(WRITE("t.txt", "[Reuters] A text that begins with a bracket."), NULL);
	assert_str(next_of(r).text, "[Reuters] A text that begins with a bracket.");
	assert_end(r);
}

static void compressed(void **state)
{
	(void)state;
	static const char text[] = "{\"text\":\"one\"}\n{\"text\":\"two\"}\n";
	char path[200];
	snprintf(path, sizeof path, "%s/two.gz", folder);
	for (int member = 0; member < 2; member++) { /* two members, one behind the other */
		gzFile g = gzopen(path, member ? "ab" : "wb");
		gzwrite(g, text, sizeof text - 1);
		gzclose(g);
	}
	dtl_reader *r = open_file(path, NULL);
	for (int i = 0; i < 4; i++) assert_str(next_of(r).text, i % 2 ? "two" : "one");
	assert_end(r);
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(truncate(path, st.st_size - 12), 0);
	r = open_file(path, NULL);
	int articles = 0, faults = 0;
	for (bool more = true; more && articles + faults < 10;) { /* ends, and tells of the fault once */
		dtl_article a;
		dtl_error err = DTL_ERROR_INIT;
		dtl_status status = dtl_reader_next(r, &a, &more, &err);
		faults += status == DTL_ERR_DATA && strstr(err.message, "two.gz' is cut off");
		articles += status == DTL_OK && more;
		more = more || status != DTL_OK;
	}
	assert_int_equal(faults, 1);
	assert_true(articles >= 2);
	dtl_reader_close(r);
	char packed[500];
	size_t n = ZSTD_compress(packed, sizeof packed, text, sizeof text - 1, 3);
	r = open_file(write_file("one.zst", packed, n), NULL);
	assert_str(next_of(r).text, "one");
	assert_str(next_of(r).text, "two");
	assert_end(r);
	packed[n / 2] = (char)~packed[n / 2];
	packed[5] = (char)~packed[5];
	dtl_reader *broken = NULL;
	assert_int_equal(dtl_reader_open(write_file("bad.zst", packed, n), NULL, &broken, NULL), DTL_ERR_DATA);
}

static void refused(void **state)
{
	(void)state;
	assert_refused("/no/such/file", DTL_ERR_NO_INPUT, "cannot open '/no/such/file'");
	assert_refused(WRITE("x.bin", "\x01\x02\x03\x04\xff\xfe\x05 binary"), DTL_ERR_DATA, "binary data");
	dtl_reader *r = open_file(WRITE("empty.txt", " \n"), NULL);
	assert_non_null(strstr(failure_of(r, DTL_ERR_DATA).message, "is empty"));
	assert_end(r);
}

static void folders(void **state)
{
	(void)state;
	char path[300];
	snprintf(path, sizeof path, "%s/tree", folder);
	mkdir(path, 0700);
	snprintf(path, sizeof path, "%s/tree/b", folder);
	mkdir(path, 0700);
	WRITE("tree/a.txt", "first");
	WRITE("tree/b/x.jsonl", "{\"text\":\"second\"}\n{\"text\":\"third\"}\n");
	WRITE("tree/b/bad", "\x01\x02\x03");
	WRITE("tree/.hidden", "no");
	WRITE("tree/p.png", "no");
	WRITE("tree/c.txt", "fourth");
	snprintf(path, sizeof path, "%s/tree", folder);
	dtl_reader *r = open_file(path, NULL);
	dtl_article a = next_of(r);
	assert_str(a.text, "first");
	assert_true(dtl_str_ends(a.file, DTL_STR("/tree/a.txt")));
	failure_of(r, DTL_ERR_DATA);
	assert_str(next_of(r).text, "second");
	assert_str(next_of(r).text, "third");
	assert_str(next_of(r).text, "fourth");
	assert_end(r);
}

static void published_dates(void **state)
{
	(void)state;
	static const char *const table[][2] = {
		{"2024-01-28", "2024-01-28"}, {"2024-01-28T05:00:00+09:00", "2024-01-28T05:00:00+09:00"},
		{"Sat, 27 Jan 2024 10:00:00 GMT", "2024-01-27T10:00"}, {"Sat, 27 Jan 24 10:00:00 GMT", "2024-01-27T10:00"},
		{"January 27, 2024", "2024-01-27"}, {"27th January 2024", "2024-01-27"}, {"Jan. 27, 2024 5:03 pm", "2024-01-27T17:03"},
		{"Wed Jan 21 15:05:45 +0000 2015", "2015-01-21T15:05"}, {"27.01.2024", "2024-01-27"}, {"27/01/2024", "2024-01-27"},
		{"01/27/2024", "2024-01-27"}, {"2024/01/27", "2024-01-27"}, {"1706400000", "2024-01-28"},
		{"1706400000000", "2024-01-28"}, {"1706400000.5", "2024-01-28"}, {"yesterday", ""}, {"31 February 2024", ""}, {"", ""}};
	dtl_arena arena = {0};
	if (setjmp(arena.exhausted)) fail();
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		assert_str(dtl_published_date(&arena, dtl_str_of(table[i][0])), table[i][1]);
	dtl_arena_free(&arena);
	assert_str(dtl_url_host(DTL_STR("HTTPS://u:p@www.Example.org:80/a@b")), "Example.org");
	assert_str(dtl_url_host(DTL_STR("javascript:alert(1)")), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_text),
		cmocka_unit_test(overrides),
		cmocka_unit_test(malformed_bytes_are_replaced_and_counted),
		cmocka_unit_test(utf_16),
		cmocka_unit_test(json_keys),
		cmocka_unit_test(a_bad_record_does_not_stop_the_rest),
		cmocka_unit_test(hostile_json),
		cmocka_unit_test(size_limit),
		cmocka_unit_test(spans_become_bytes),
		cmocka_unit_test(json_arrays_and_objects),
		cmocka_unit_test(compressed),
		cmocka_unit_test(refused),
		cmocka_unit_test(folders),
		cmocka_unit_test(published_dates),
	};
	return cmocka_run_group_tests_name("read", tests, make_folder, remove_folder);
}
