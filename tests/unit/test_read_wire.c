/* Mail, wire services, PDF, and feeds with faults in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "dateline/read.h"
#include "unit/reading.h"

READING_FILE("wire")

static dtl_reader *open_bytes(const char *text, size_t len, const dtl_reader_spec *spec)
{
	return open_written(path, text, len, spec);
}

static dtl_reader *open_text(const char *text)
{
	return open_bytes(text, strlen(text), NULL);
}

static void assert_fault(dtl_reader *r, const char *part, uint64_t line)
{
	dtl_article a;
	bool more = true;
	dtl_error err = DTL_ERROR_INIT;
	assert_int_equal(dtl_reader_next(r, &a, &more, &err), DTL_ERR_DATA);
	if (!strstr(err.message, part)) fail_msg("'%s' instead of '%s'", err.message, part);
	assert_int_equal(err.line, line);
}

#define P1 "A landslide buried parts of two villages in the hills above the river on Tuesday night, officials said."
#define P2 "At least 14 people were killed and more than 30, among them children, were missing by noon on Wednesday."

/* ---- mail ---- */

static void a_message(void **state)
{
	(void)state;
	dtl_reader *r = open_text("Received: from x by y; Tue, 7 May 2024 20:00:03 +0000\r\n"
		"From: =?utf-8?Q?M=C3=A1ria_Lind?= <desk@news.example>\r\nTo: readers@example.org\r\n"
		"Subject: Fwd: =?iso-8859-2?B?WrGx?= =?iso-8859-2?Q?b_landslide?=\r\n in the hills\r\nMessage-ID: <42@news.example>\r\n"
		"Date: Tue, 07 May 2024 22:00:00 +0200\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=\"iso-8859-1\"; format=flowed\r\n"
		"Content-Transfer-Encoding: quoted-printable\r\n\r\nA caf=E9 was buried. Its =\r\nowner was \r\nsaved.\r\n\r\nFrom the ruin rose smoke.\r\n-- \r\nThe desk\r\n");
	dtl_article a = next_of(r);
	assert_str(a.title, "Z\xc4\x85\xc4\x85" "b landslide in the hills");
	assert_str(a.author, "M\xc3\xa1ria Lind");
	assert_str(a.source, "news.example");
	assert_str(a.id, "42@news.example");
	assert_str(a.date, "2024-05-07T22:00");
	assert_str(a.text, "A caf\xc3\xa9 was buried. Its owner was saved.\n\nFrom the ruin rose smoke.");
	assert_end(r);
}

static void a_newsletter(void **state)
{
	(void)state;
	dtl_reader *r = open_text("From: \"The Paper\" <letter@paper.example>\nSubject: Landslide in the hills\nDate: 7 May 2024 06:00:00 GMT\n"
		"Message-ID: <1@p>\nContent-Language: en\nContent-Type: multipart/mixed; boundary=outer\n\npreamble\n--outer\n"
		"Content-Type: multipart/alternative;\n boundary=\"in ner\"\n\n--in ner\nContent-Type: text/plain\n\nSee the web version.\n--in ner\n"
		"Content-Type: text/html; charset=windows-1252\nContent-Transfer-Encoding: base64\n\n"
		/* <table><tr><td><p>P1</p><p>\x93P2\x94 ...</p> */
		"PGh0bWw+PGJvZHk+PHRhYmxlPjx0cj48dGQ+PHA+QSBsYW5kc2xpZGUgYnVyaWVkIHBhcnRzIG9mIHR3byB2aWxsYWdlcyBpbiB0aGUgaGlsbHMgYWJvdmUg\n"
		"dGhlIHJpdmVyIG9uIFR1ZXNkYXkgbmlnaHQsIG9mZmljaWFscyBzYWlkLjwvcD48cD6TSXQgd2FzIGxvdWQslCBzYWlkIGEgZmFybWVyIHdobyBzYXcgaXQg\n"
		"ZnJvbSB0aGUgb3RoZXIgYmFuayBvZiB0aGUgcml2ZXIuPC9wPjwvdGQ+PC90cj48L3RhYmxlPjwvYm9keT48L2h0bWw+\n"
		"--in ner--\n--outer\nContent-Type: text/plain; name=a.txt\nContent-Disposition: attachment\n\nnot this\n--outer--\n");
	dtl_article a = next_of(r);
	assert_str(a.title, "Landslide in the hills");
	assert_str(a.text, P1 "\n\n\xe2\x80\x9cIt was loud,\xe2\x80\x9d said a farmer who saw it from the other bank of the river.");
	assert_str(a.lang, "en");
	assert_str(a.date, "2024-05-07T06:00");
	assert_end(r);
}

static void a_mailbox(void **state)
{
	(void)state;
	dtl_reader *r = open_text("From a@b.example Tue May  7 20:00:00 2024\nFrom: a@b.example\nSubject: One\nMessage-ID: <1@b>\n\n" P1
		"\n\nFrom the river came a noise.\n>From quoted\n\nFrom a@b.example Wed May  8 20:00:00 2024\nFrom: a@b.example\nSubject: Empty\n\n\n\n"
		"From a@b.example Thu May  9 20:00:00 2024\nFrom: a@b.example\nSubject: Three\n\n" P2 "\n");
	dtl_article a = next_of(r);
	assert_str(a.title, "One");
	assert_str(a.text, P1 "\n\nFrom the river came a noise.\nFrom quoted");
	assert_int_equal(a.line, 1);
	assert_fault(r, "the message has no text", 11);
	a = next_of(r);
	assert_str(a.title, "Three");
	assert_str(a.text, P2);
	assert_int_equal(a.line, 17);
	assert_end(r);
}

static void mail_of_every_kind_of_fault(void **state)
{
	(void)state;
	static const char head[] = "From: a@b.example\nTo: c@d.example\nSubject: x\nMessage-ID: <1@b>\n";
	static const char *const rest[] = {"Content-Type: multipart/mixed; boundary=\n\n--\n--\n", "Content-Type: multipart/mixed; boundary=x\n\n--x\n",
		"Content-Type: text/plain; charset=no-such-charset\n\n\xff\xfe text", "Content-Transfer-Encoding: base64\n\n!!!===\n",
		"Content-Transfer-Encoding: quoted-printable\n\n=\n=4\n=ZZ=\n", "Subject: =?x?B?=?=\n\n=?utf-8?Q?", "", "\n",
		"Content-Type: message/rfc822\n\nContent-Type: message/rfc822\n\nContent-Type: message/rfc822\n\nx"};
	for (size_t i = 0; i < sizeof rest / sizeof *rest; i++) {
		char mail[1000];
		snprintf(mail, sizeof mail, "%s%s", head, rest[i]);
		dtl_reader *r = open_text(mail);
		dtl_article a;
		bool more;
		dtl_status status = dtl_reader_next(r, &a, &more, NULL);
		assert_true(status == DTL_OK || status == DTL_ERR_DATA);
		assert_end(r);
	}
	/* parts inside parts without end */
	char *deep = malloc(2000000);
	size_t n = (size_t)sprintf(deep, "%s", head);
	for (int i = 0; i < 20000; i++) n += (size_t)sprintf(deep + n, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i);
	sprintf(deep + n, "Content-Type: text/plain\n\ndeep\n");
	dtl_reader *r = open_text(deep);
	assert_fault(r, "no text", 1);
	assert_end(r);
	free(deep);
}

/* ---- wire services ---- */

static void nitf(void **state)
{
	(void)state;
	dtl_reader *r = open_text("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>\n<!DOCTYPE nitf SYSTEM \"http://nitf.example/nitf.dtd\">\n"
		"<nitf xml:lang=\"en\"><head><title>no</title><docdata><doc-id id-string=\"urn:dpm:77\" regsrc=\"DPM\"/><date.issue norm=\"20240507T203000Z\"/>"
		"</docdata></head><body><body.head><hedline><hl1>Landslide buries caf\xe9</hl1></hedline><byline>By Maria Lind<byttl>Staff</byttl></byline>"
		"<dateline><location>ELMO</location>, May 7 (DPM)</dateline></body.head><body.content><media><media-caption><p>A picture.</p></media-caption></media><p>"
		P1 "</p><hl2>What is known</hl2><p>" P2 "</p></body.content><body.end><tagline>end</tagline></body.end></body></nitf>\n");
	dtl_article a = next_of(r);
	assert_str(a.id, "urn:dpm:77");
	assert_str(a.title, "Landslide buries caf\xc3\xa9");
	assert_str(a.author, "Maria Lind");
	assert_str(a.date, "2024-05-07T20:30");
	assert_str(a.source, "DPM");
	assert_str(a.lang, "en");
	assert_str(a.text, "ELMO, May 7 (DPM) \xe2\x80\x94 " P1 "\n\nWhat is known\n\n" P2);
	assert_end(r);
}

static void newsml_g2(void **state)
{
	(void)state;
	dtl_reader *r = open_text("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<newsMessage xmlns=\"http://iptc.org/std/nar/2006-10-01/\"><header/><itemSet>\n"
		"<newsItem guid=\"urn:newsml:dpm:1\" version=\"2\" xml:lang=\"en\"><itemMeta><itemClass qcode=\"ninat:text\"/><provider qcode=\"nprov:DPM\"/>"
		"<versionCreated>2024-05-08T01:00:00Z</versionCreated></itemMeta><contentMeta><contentCreated>2024-05-07T20:30:00+02:00</contentCreated>"
		"<by>Maria Lind</by><language tag=\"en-GB\"/><headline>Landslide &amp; flood</headline><dateline>ELMO, May 7 (DPM) -</dateline></contentMeta>"
		"<contentSet><inlineXML contenttype=\"application/xhtml+xml\"><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>t</title></head><body><p>"
		P1 "</p><p>" P2 "</p></body></html></inlineXML></contentSet></newsItem>\n"
		"<newsItem guid=\"p\"><itemMeta><itemClass qcode=\"ninat:picture\"/></itemMeta><contentMeta><headline>A picture</headline></contentMeta></newsItem>\n"
		"<newsItem guid=\"broken\"><itemMeta><itemClass qcode=\"ninat:text\"/></itemMeta><contentMeta></contentMeta></newsItem>\n"
		"<newsItem guid=\"urn:newsml:dpm:3\"><contentMeta><headline>Nitf inside</headline></contentMeta><contentSet><inlineXML><nitf><body><body.content>"
		"<p>" P2 "</p></body.content></body></nitf></inlineXML></contentSet></newsItem></itemSet></newsMessage>");
	dtl_article a = next_of(r);
	assert_str(a.id, "urn:newsml:dpm:1");
	assert_str(a.title, "Landslide & flood");
	assert_str(a.author, "Maria Lind");
	assert_str(a.date, "2024-05-07T20:30:00+02:00");
	assert_str(a.source, "DPM");
	assert_str(a.lang, "en-GB");
	assert_str(a.text, "ELMO, May 7 (DPM) - " P1 "\n\n" P2);
	assert_fault(r, "neither text nor headline", 5);
	a = next_of(r);
	assert_str(a.title, "Nitf inside");
	assert_str(a.text, P2);
	assert_end(r);
}

/* ---- feeds ---- */

static void faults_in_a_feed_cost_their_item_only(void **state)
{
	(void)state;
	dtl_reader *r = open_text("<?xml version='1.0'?>\n<rss version='2.0' xmlns:dc='urn:dc'><channel><title>Paper</title><language>en</language>\n"
		"<item><title>One</title><dc:creator>Maria Lind</dc:creator><description>a < b & c</description></item>\n"
		"<item><title/><description></description></item>\n"
		"<item><title>Not closed</title><description>x</description>\n"
		"<item><title>Four <![CDATA[</item><item>]]></title><!-- </item> --><description>Words.</description></item>\n"
		"<item><title>Cut off");
	dtl_article a = next_of(r);
	assert_str(a.title, "One");
	assert_str(a.author, "Maria Lind");
	assert_str(a.source, "Paper");
	assert_str(a.lang, "en");
	assert_fault(r, "neither text nor title", 4);
	assert_fault(r, "the item is not closed", 5);
	a = next_of(r);
	assert_str(a.title, "Four </item><item>");
	assert_str(a.text, "Words.");
	assert_fault(r, "the item is cut off", 7);
	assert_end(r);
}

static void a_long_item_is_stepped_over(void **state)
{
	(void)state;
	const dtl_reader_spec spec = {.max_bytes = 1000};
	size_t n = 0;
	char *feed = malloc(1000000);
	n += (size_t)sprintf(feed, "<rss><channel><item><title>Long</title><description>");
	memset(feed + n, 'x', 500000);
	n += 500000;
	n += (size_t)sprintf(feed + n, "</description></item><item><title>Short</title></item></channel></rss>");
	dtl_reader *r = open_bytes(feed, n, &spec);
	assert_fault(r, "too long", 1);
	assert_str(next_of(r).title, "Short");
	assert_end(r);
	free(feed);
}

/* ---- PDF ---- */

static size_t put_pdf(char *out, const char *const *lines, size_t count)
{
	char content[4000];
	size_t n = (size_t)sprintf(content, "BT /F1 11 Tf 50 750 Td 14 TL\n");
	for (size_t i = 0; i < count; i++) n += (size_t)sprintf(content + n, "(%s) Tj T*\n", lines[i]);
	n += (size_t)sprintf(content + n, "ET\n");
	return (size_t)sprintf(out, "%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
		"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
		"4 0 obj<</Length %zu>>stream\n%sendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
		"trailer<</Root 1 0 R/Size 6>>\n%%%%EOF\n", n, content);
}

static void pdf(void **state)
{
	(void)state;
	static char file[8000];
	static const char *const lines[] = {"A landslide buried parts of two vil-", "lages in the hills above the river on", "Tuesday night, officials said.", "", "",
		"Fourteen people were killed."};
	size_t n = put_pdf(file, lines, 6);
	dtl_reader *r = open_bytes(file, n, NULL);
	dtl_article a;
	bool more = false;
	dtl_error err = DTL_ERROR_INIT;
	dtl_status status = dtl_reader_next(r, &a, &more, &err);
	if (status == DTL_ERR_CONFIG) { /* not installed */
		assert_non_null(strstr(err.message, "poppler-utils"));
		dtl_reader_close(r);
		skip();
	}
	if (status != DTL_OK) fail_msg("%s", err.message);
	assert_str(a.text, "A landslide buried parts of two villages in the hills above the river on Tuesday night, officials said.\n\nFourteen people were killed.");
	assert_end(r);
	r = open_text("%PDF-1.7\nthis is none");
	assert_fault(r, "cannot read", 1);
	assert_end(r);
}

static void pdf_without_pdftotext(void **state)
{
	(void)state;
	char *before = strdup(getenv("PATH") ? getenv("PATH") : "");
	setenv("PATH", "/nonexistent", 1);
	dtl_reader *r = open_text("%PDF-1.7\n");
	dtl_article a;
	bool more = false;
	dtl_error err = DTL_ERROR_INIT;
	dtl_status status = dtl_reader_next(r, &a, &more, &err);
	setenv("PATH", before, 1);
	free(before);
	assert_int_equal(status, DTL_ERR_CONFIG);
	assert_non_null(strstr(err.message, "install the package poppler-utils"));
	assert_end(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message),
		cmocka_unit_test(a_newsletter),
		cmocka_unit_test(a_mailbox),
		cmocka_unit_test(mail_of_every_kind_of_fault),
		cmocka_unit_test(nitf),
		cmocka_unit_test(newsml_g2),
		cmocka_unit_test(faults_in_a_feed_cost_their_item_only),
		cmocka_unit_test(a_long_item_is_stepped_over),
		cmocka_unit_test(pdf),
		cmocka_unit_test(pdf_without_pdftotext),
	};
	return cmocka_run_group_tests_name("wire", tests, make_file, remove_file);
}
