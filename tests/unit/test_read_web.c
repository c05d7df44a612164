/* Web pages, feeds and tables as articles. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#include "base/str.h"
#include "dateline/read.h"
#include "unit/reading.h"

READING_FILE("web")

static dtl_reader *open_text(const char *text, size_t len)
{
	return open_written(path, text, len, NULL);
}

#define P1 "A landslide buried parts of two villages in the hills above the river on Tuesday night, officials said."
#define P2 "At least 14 people were killed and more than 30, among them children, were missing by noon on Wednesday."
#define P3 "Soldiers and volunteers dug with their hands because the road was cut in six places by falling rock."
#define BODY P1 "\n\n" P2 "\n\n" P3
#define LINKS "<ul><li><a href=/a>Election: what the parties promise to the voters of the south</a></li>" \
	"<li><a href=/b>The ten best beaches for a long weekend with the whole family</a></li></ul>"

/* One page a layout: what stands around the article must not come out, what stands in it must. */
static const struct { const char *name, *html; } layouts[] = {
	{"semantic", "<!doctype html><html lang=en><head><title>Landslide buries villages in the hills - The Paper</title></head><body>"
		"<header><a href=/>The Paper</a></header><nav>" LINKS "</nav><main><article><header><h1>Landslide buries villages</h1></header>"
		"<p>" P1 "</p><p>" P2 "</p><aside><p>Sign up for our newsletter and never miss a story of the day again, promised.</p></aside><p>"
		P3 "</p></article></main><footer><p>Copyright The Paper, all rights reserved, with a long line of small print here.</p></footer>"},
	{"divs with names", "<html><body class='has-sidebar'><div id=masthead>The Paper</div><div class='content-with-sidebar'><div class=story-body>"
		"<div class=para>" P1 "</div><div class=para>" P2 "</div><div class=para>" P3 "</div></div>"
		"<div class='related-stories'>" LINKS "<p>This teaser is long enough to be taken for a paragraph of the article itself.</p></div></div>"
		"<div id=comments><p>I was there and it was much worse than what they write in this paper every day.</p>"
		"<p>No, it was not worse at all, people always exaggerate such things when they write comments.</p></div></body></html>"},
	{"no paragraphs", "<html><body><table width=100%><tr><td>" LINKS "</td><td>" P1 "<br><br>" P2 "<br><br>" P3 "</td></tr></table>"},
	{"inline markup and entities", "<body><div><p>A <a href=/x>landslide</a> buried parts of <b>two</b>&nbsp;villages in the hills above the "
		"river on <time datetime=2024-05-07>Tuesday</time> night, officials said.</p>\n<p>" P2 "</p><p>" P3 "<!-- no --></p>"
		"<script>var s='a long text in a script that nobody should ever see in an article';</script></div>"},
	{"cookie wall", "<body><div class='cookie-consent modal'><p>We and our 812 partners store and access personal data on your device.</p>"
		"<p>By clicking accept you agree to everything that we could think of, and more than that.</p><button>Accept</button></div>"
		"<div id=page><div class=a><p>" P1 "</p><p>" P2 "</p><p>" P3 "</p></div></div></body>"},
	{"broken markup", "<html><body><div><p>" P1 "<p>" P2 "</div></div></b><p>" P3 "<div class=share>Share this <a href=x>X</a></div>"},
	{"two sections of a kind", "<body><article><section class=part><p>" P1 "</p><p>" P2 "</p></section><section class=part><p>" P3
		"</p></section></article>"},
	{"AMP", "<!doctype html><html amp><body><amp-sidebar id=sidebar>" LINKS "</amp-sidebar><article><amp-img src=x></amp-img><figure><figcaption>A "
		"picture of the hills after the landslide of Tuesday night, seen from the air. Photo: A. Person</figcaption></figure><p>" P1 "</p><p>"
		P2 "</p><p>" P3 "</p></article>"},
};

static void main_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
		dtl_reader *r = open_text(layouts[i].html, strlen(layouts[i].html));
		dtl_article a = next_of(r);
		if (!dtl_str_eq(a.text, DTL_STR(BODY))) fail_msg("%s: '%.*s'", layouts[i].name, DTL_FMT(a.text));
		assert_end(r);
	}
}

static void headings_and_lists(void **state)
{
	(void)state;
	static const char html[] = "<body><article><h1>Title</h1><h2>What is known</h2><p>" P1 "</p><h2>Read on</h2><ul><li><a href=x>Only a link that "
		"leads to another page of the site</a></li></ul><h3>Numbers</h3><ul><li>14 dead</li><li>30 missing</li></ul><p>" P2 "</p></article>";
	dtl_reader *r = open_text(html, sizeof html - 1);
	assert_str(next_of(r).text, "What is known\n\n" P1 "\n\nNumbers\n\n14 dead\n\n30 missing\n\n" P2);
	assert_end(r);
}

static void metadata(void **state)
{
	(void)state;
	static const char html[] = "<html lang=fr><head><title>Wrong title | Paper</title><meta property=og:title content='Also wrong'>"
		"<meta property=og:site_name content='Le Papier'><link rel=canonical href=https://www.papier.fr/2024/05/07/x>"
		"<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"WebPage\",\"name\":\"no\"},{\"@type\":[\"NewsArticle\"],\"headline\":"
		"\"Glissement de terrain\",\"datePublished\":\"2024-05-08T06:00:00+02:00\",\"publisher\":{\"name\":\"Editeur\"}}]}</script></head>"
		"<body><h1>Another</h1><time datetime=2020-01-01>old</time><p>" P1 "</p>";
	dtl_reader *r = open_text(html, sizeof html - 1);
	dtl_article a = next_of(r);
	assert_str(a.title, "Glissement de terrain");
	assert_str(a.date, "2024-05-08T06:00:00+02:00");
	assert_str(a.source, "Le Papier");
	assert_str(a.url, "https://www.papier.fr/2024/05/07/x");
	assert_str(a.lang, "fr");
	assert_end(r);
	static const char plain[] = "<html><head><title>Landslide buries two villages | The Paper</title>"
		"<link rel=canonical href=https://www.paper.org/news/2024-05-07-landslide></head><body><p>" P1 "</p>";
	r = open_text(plain, sizeof plain - 1);
	a = next_of(r);
	assert_str(a.title, "Landslide buries two villages");
	assert_str(a.date, "2024-05-07");
	assert_str(a.source, "paper.org");
	assert_end(r);
	static const char hidden[] = "<html><head><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"articleBody\":\"" P1 " " P2
		"\"}</script></head><body><p>Subscribe to read on.</p>"; /* a paywall stub that tells its text to machines */
	r = open_text(hidden, sizeof hidden - 1);
	assert_str(next_of(r).text, P1 " " P2);
	assert_end(r);
}

static void charsets(void **state)
{
	(void)state;
	static const char russian[] = "<html><head><meta charset=windows-1251></head><body><p>\xce\xef\xee\xeb\xe7\xe5\xed\xfc</p>";
	dtl_reader *r = open_text(russian, sizeof russian - 1);
	assert_str(next_of(r).text, "\xd0\x9e\xd0\xbf\xd0\xbe\xd0\xbb\xd0\xb7\xd0\xb5\xd0\xbd\xd1\x8c");
	assert_end(r);
	static const char japanese[] = "<html><head><meta charset=Shift_JIS></head><body><p>\x93\xfa\x96\x7b\xff\x93\xfa</p>"; /* a bad byte inside */
	r = open_text(japanese, sizeof japanese - 1);
	assert_str(next_of(r).text, "\xe6\x97\xa5\xe6\x9c\xac\xef\xbf\xbd\xe6\x97\xa5");
	assert_int_equal(dtl_reader_repaired(r), 1);
	assert_end(r);
	static const char chinese[] = "<html><head><meta charset=gb2312></head><body><p>\xd6\xd0\x81\x30\x81\x30</p>"; /* is GB18030 */
	r = open_text(chinese, sizeof chinese - 1);
	assert_str(next_of(r).text, "\xe4\xb8\xad\xc2\x80");
	assert_end(r);
	static const char wrong[] = "<html><head><meta charset=iso-8859-1></head><body><p>Caf\xc3\xa9</p>"; /* says Latin-1, is UTF-8 */
	r = open_text(wrong, sizeof wrong - 1);
	assert_str(next_of(r).text, "Caf\xc3\xa9");
	assert_end(r);
	static const char undeclared[] = "<body><p>Caf\xe9 \x93quoted\x94</p>";
	r = open_text(undeclared, sizeof undeclared - 1);
	assert_str(next_of(r).text, "Caf\xc3\xa9 \xe2\x80\x9cquoted\xe2\x80\x9d");
	assert_end(r);
}

static void feeds(void **state)
{
	(void)state;
	static const char rss[] = "<?xml version='1.0'?><rss version='2.0' xmlns:content='urn:c'><channel><title>The Paper</title>"
		"<link>https://www.paper.org/</link><language>en</language>"
		"<item><title>One &amp; only</title><link>https://www.paper.org/1</link><guid>tag:1</guid><pubDate>Tue, 07 May 2024 20:00:00 GMT</pubDate>"
		"<description>short</description><content:encoded><![CDATA[<p>" P1 "</p><p>" P2 "</p>]]></content:encoded></item>"
		"<item><title>Two</title><description>&lt;b&gt;Bold&lt;/b&gt; words</description></item></channel></rss>";
	dtl_reader *r = open_text(rss, sizeof rss - 1);
	dtl_article a = next_of(r);
	assert_str(a.id, "tag:1");
	assert_str(a.title, "One & only");
	assert_str(a.text, P1 "\n\n" P2);
	assert_str(a.date, "2024-05-07T20:00");
	assert_str(a.url, "https://www.paper.org/1");
	assert_str(a.source, "paper.org");
	assert_str(a.lang, "en");
	assert_str(next_of(r).text, "Bold words");
	assert_end(r);
	static const char atom[] = "<feed xmlns='http://www.w3.org/2005/Atom'><title>Blog</title><entry><id>urn:x</id><title>T</title>"
		"<link rel='self' href='https://b.org/self'/><link href='https://b.org/post'/><updated>2024-05-07T01:02:03Z</updated>"
		"<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>First.</p><p>Second <i>one</i>.</p></div></content></entry></feed>";
	r = open_text(atom, sizeof atom - 1);
	a = next_of(r);
	assert_str(a.text, "First.\n\nSecond one.");
	assert_str(a.url, "https://b.org/post");
	assert_str(a.date, "2024-05-07T01:02:03Z");
	assert_end(r);
}

static void entities_are_not_followed(void **state)
{
	(void)state;
	static const char outside[] = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
		"<rss><channel><item><title>T</title><description>before &x; behind</description></item></channel></rss>";
	dtl_reader *r = open_text(outside, sizeof outside - 1);
	dtl_article a = next_of(r);
	assert_null(memmem(a.text.ptr, a.text.len, "root:", 5));
	assert_end(r);
	char laughs[4000];
	size_t n = (size_t)sprintf(laughs, "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a0 'ha'>");
	for (int i = 1; i < 30; i++) n += (size_t)sprintf(laughs + n, "<!ENTITY a%d '&a%d;&a%d;&a%d;'>", i, i - 1, i - 1, i - 1);
	n += (size_t)sprintf(laughs + n, "]><rss><channel><item><title>T</title><description>x &a29; y</description></item></channel></rss>");
	clock_t start = clock();
	r = open_text(laughs, n);
	bool more;
	if (dtl_reader_next(r, &a, &more, NULL) == DTL_OK && more) assert_true(a.text.len < 1000);
	dtl_reader_close(r);
	assert_true((clock() - start) / CLOCKS_PER_SEC < 10); /* else it would not have ended at all */
}

static void deep_and_odd_markup(void **state)
{
	(void)state;
	size_t depth = 1000000, n = 0;
	char *html = malloc(6 * depth + 100);
	n = (size_t)sprintf(html, "<html><body><p>Text before.</p>");
	for (size_t i = 0; i < depth; i++, n += 5) memcpy(html + n, "<div>", 5);
	n += (size_t)sprintf(html + n, "deep");
	dtl_reader *r = open_text(html, n);
	dtl_article a = next_of(r);
	assert_true(dtl_str_starts(a.text, DTL_STR("Text before.")));
	assert_end(r);
	free(html);
	static const char *const odd[] = {"<html>", "<!doctype html>", "<p", "<a><b><i>", "<?xml version='1.0'?><rss>", "<feed><entry/></feed>",
		"<html><body>\x01\x02 <p>&#0;&#xd800;&bogus;</p>", "<rss><channel><item><title>x</title><content:encoded/></item>"};
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
		bool more = true;
		dtl_reader *reader = open_text(odd[i], strlen(odd[i]));
		for (int k = 0; k < 3 && more; k++) {
			dtl_status status = dtl_reader_next(reader, &a, &more, NULL);
			assert_true(status == DTL_OK || status == DTL_ERR_DATA);
		}
		dtl_reader_close(reader);
	}
}

static void tables(void **state)
{
	(void)state;
	static const char csv[] = "ID;Title;Text;Date\r\n1;One;\"A; \"\"quoted\"\"\r\ntext\";07.05.2024\r\n;;;\r\n2;Two;Plain;\r\n";
	dtl_reader *r = open_text(csv, sizeof csv - 1);
	dtl_article a = next_of(r);
	assert_str(a.id, "1");
	assert_str(a.text, "A; \"quoted\"\r\ntext");
	assert_str(a.date, "2024-05-07");
	assert_int_equal(a.line, 2);
	bool more;
	dtl_error err;
	assert_int_equal(dtl_reader_next(r, &a, &more, &err), DTL_ERR_DATA);
	assert_int_equal(err.line, 4);
	a = next_of(r);
	assert_str(a.text, "Plain");
	assert_str(a.title, "Two");
	assert_end(r);
	/* prose with commas is no table */
	static const char prose[] = "Text, date, and other matters were discussed on Monday, said the minister.\nMore, later.\n";
	r = open_text(prose, sizeof prose - 1);
	assert_str(next_of(r).text, prose);
	assert_end(r);
}

static size_t put_record(char *out, const char *type, const char *uri, const char *content, size_t len)
{
	size_t n = (size_t)sprintf(out, "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nContent-Length: %zu\r\n\r\n", type, uri, len);
	memcpy(out + n, content, len);
	return n + len + (size_t)sprintf(out + n + len, "\r\n\r\n");
}

static void web_archives(void **state)
{
	(void)state;
	static char file[100000], page[20000];
	size_t n = 0, len;
#define RECORD(type, uri, ...) len = (size_t)sprintf(page, __VA_ARGS__), n += put_record(file + n, type, uri, page, len)
	RECORD("warcinfo", "", "software: none\r\n");
	RECORD("request", "https://www.paper.org/1", "GET / HTTP/1.1\r\n\r\n");
	RECORD("response", "https://www.paper.org/2024/05/07/one", "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1252\r\n\r\n"
		"<title>One of the articles</title><p>%s</p><p>Caf\xe9 and \x93more\x94 words to make a paragraph that is long enough to count.</p>", P1);
	RECORD("response", "https://www.paper.org/x.png", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\n");
	RECORD("response", "https://www.paper.org/gone", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>%s</p>", P2);
	RECORD("response", "https://www.paper.org/empty", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p></p>");
	RECORD("response", "https://www.paper.org/2", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n"
		"%zx\r\n<p>%s</p>\r\n%zx;x=y\r\n<p>%s</p>\r\n0\r\n\r\n", sizeof P2 + 6, P2, sizeof P3 + 6, P3);
	RECORD("conversion", "https://www.paper.org/3", "Extracted text.\n");
	unsigned char packed[1000];
	z_stream z = {0};
	assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_in = (unsigned char *)(uintptr_t)("<p>" P1 "</p>");
	z.avail_in = sizeof P1 + 6;
	z.next_out = packed;
	z.avail_out = sizeof packed;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	len = (size_t)sprintf(page, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Type: text/html\r\n\r\n");
	memcpy(page + len, packed, z.total_out);
	n += put_record(file + n, "response", "https://www.paper.org/4", page, len + z.total_out);
	deflateEnd(&z);
	n += (size_t)sprintf(file + n, "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 999999\r\n\r\nHTTP/1.1 200 OK\r\n");
	dtl_reader *r = open_text(file, n);
	dtl_article a = next_of(r);
	assert_str(a.title, "One of the articles");
	assert_str(a.text, P1 "\n\nCaf\xc3\xa9 and \xe2\x80\x9cmore\xe2\x80\x9d words to make a paragraph that is long enough to count.");
	assert_str(a.date, "2024-05-07");
	assert_str(a.source, "paper.org");
	bool more;
	dtl_error err;
	assert_int_equal(dtl_reader_next(r, &a, &more, &err), DTL_ERR_DATA);
	assert_string_equal(err.message, "the page has no text");
	assert_true(err.line > 20);
	assert_str(next_of(r).text, P2 "\n\n" P3);
	a = next_of(r);
	assert_str(a.text, "Extracted text.\n");
	assert_str(a.url, "https://www.paper.org/3");
	assert_str(next_of(r).text, P1);
	assert_int_equal(dtl_reader_next(r, &a, &more, &err), DTL_ERR_DATA);
	assert_string_equal(err.message, "the record is cut off");
	assert_end(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(web_archives),
		cmocka_unit_test(main_text),
		cmocka_unit_test(headings_and_lists),
		cmocka_unit_test(metadata),
		cmocka_unit_test(charsets),
		cmocka_unit_test(feeds),
		cmocka_unit_test(entities_are_not_followed),
		cmocka_unit_test(deep_and_odd_markup),
		cmocka_unit_test(tables),
	};
	return cmocka_run_group_tests_name("web", tests, make_file, remove_file);
}
