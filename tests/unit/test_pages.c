/* Saved pages in the shapes of real sites (tests/data/pages): what the reader makes of each against what a person would. Prints a
 * line a page and the figures over all. The measure of a text is the F1 of its words against the expected ones, as multisets;
 * a character of a script without spaces is a word. DATELINE_PAGES=show prints the texts of the pages that miss. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "dateline/read.h"
#include "read/reader.h"

#define LEAST_PAGES 40
#define LEAST_F1 0.95

typedef struct page {
	char *file;                /* the .expected file, whole */
	dtl_str title, author, date, site, text;
} page;

typedef struct tally {
	size_t pages, text, title, date, author, site;
	double f1, worst;
} tally;

static char *load(const char *path, size_t *len)
{
	FILE *f = fopen(path, "rb");
	if (!f) fail_msg("cannot open %s", path);
	char *data = calloc(1, 1 << 20);
	*len = fread(data, 1, (1 << 20) - 1, f);
	fclose(f);
	return data;
}

static dtl_str field(dtl_str *rest, const char *name)
{
	dtl_str line = dtl_str_cut(rest, '\n'), key = dtl_str_of(name);
	if (!dtl_str_starts(line, key)) fail_msg("'%s' expected in '%.*s'", name, DTL_FMT(line));
	return dtl_str_trim(dtl_str_sub(line, key.len, line.len));
}

static page load_page(const char *path)
{
	size_t len;
	page p = {.file = load(path, &len)};
	dtl_str rest = {p.file, len};
	p.title = field(&rest, "title:");
	p.author = field(&rest, "author:");
	p.date = field(&rest, "date:");
	p.site = field(&rest, "site:");
	p.text = dtl_str_trim(rest);
	return p;
}

static bool is_word(uint32_t c)
{
	return (c < 0x80 && (dtl_ascii_alpha((char)c) || dtl_ascii_digit((char)c))) ||
		(c >= 0xc0 && !(c >= 0x2000 && c < 0x2070) && !(c >= 0x3000 && c < 0x3005));
}

/* Hashes of the words, sorted. */
static uint64_t *words_of(dtl_str s, size_t *count)
{
	uint64_t *out = malloc((s.len + 1) * sizeof *out);
	size_t n = 0, from = 0;
	char *low = malloc(s.len + 1);
	for (size_t i = 0; i < s.len; i++) low[i] = dtl_ascii_lower(s.ptr[i]);
	bool inside = false;
	for (size_t i = 0; i <= s.len;) {
		size_t at = i;
		uint32_t c = i < s.len ? dtl_utf8_next(s, &i) : 0;
		bool alone = c >= 0x3005 && c < 0xd800;
		if (inside && (!is_word(c) || alone)) {
			out[n++] = dtl_str_hash((dtl_str){low + from, at - from});
			inside = false;
		}
		if (alone) out[n++] = c;
		else if (is_word(c) && !inside) from = at, inside = true;
		if (at == s.len) break;
	}
	free(low);
	*count = n;
	return out;
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

static double f1_of(dtl_str got, dtl_str want)
{
	size_t n, m, same = 0;
	uint64_t *a = words_of(got, &n), *b = words_of(want, &m);
	qsort(a, n, sizeof *a, by_value);
	qsort(b, m, sizeof *b, by_value);
	for (size_t i = 0, j = 0; i < n && j < m;) {
		if (a[i] == b[j]) same++, i++, j++;
		else if (a[i] < b[j]) i++;
		else j++;
	}
	free(a);
	free(b);
	return n + m ? 2.0 * (double)same / (double)(n + m) : 1.0;
}

static bool told(const char *name, const char *what, dtl_str got, dtl_str want, bool good)
{
	if (!good) printf("  %s: %s '%.*s' instead of '%.*s'\n", name, what, DTL_FMT(got), DTL_FMT(want));
	return good;
}

static void see(const char *folder, const char *name, tally *t)
{
	char path[800];
	snprintf(path, sizeof path, "%s/%s.expected", folder, name);
	page p = load_page(path);
	snprintf(path, sizeof path, "%s/%s.html", folder, name);
	dtl_reader *r = NULL;
	dtl_error err = DTL_ERROR_INIT;
	dtl_article a = {0}, got;
	bool more = false;
	assert_int_equal(dtl_reader_open(path, NULL, &r, &err), DTL_OK);
	if (dtl_reader_next(r, &got, &more, &err) == DTL_OK && more) a = got;
	else printf("  %s: %s\n", name, err.message);
	double f1 = f1_of(a.text, p.text);
	dtl_str day = dtl_str_sub(a.date, 0, 10);
	t->pages++;
	t->f1 += f1;
	if (f1 < t->worst) t->worst = f1;
	t->text += f1 >= LEAST_F1;
	t->title += told(name, "title", a.title, p.title, dtl_str_eq(a.title, p.title));
	t->date += told(name, "date", day, p.date, dtl_str_eq(day, p.date));
	t->author += told(name, "author", a.author, p.author, dtl_str_eq(a.author, p.author));
	t->site += told(name, "site", a.source, p.site, dtl_str_eq(a.source, p.site));
	if (f1 < LEAST_F1) printf("  %s: F1 %.3f\n", name, f1);
	if (f1 < LEAST_F1 && getenv("DATELINE_PAGES")) printf("---- got\n%.*s\n---- expected\n%.*s\n", DTL_FMT(a.text), DTL_FMT(p.text));
	dtl_reader_close(r);
	free(p.file);
}

static int is_page(const struct dirent *entry)
{
	return dtl_str_ends(dtl_str_of(entry->d_name), DTL_STR(".html"));
}

static void saved_pages(void **state)
{
	(void)state;
	char folder[500];
	const char *tests = getenv("DATELINE_TESTS");
	snprintf(folder, sizeof folder, "%s/data/pages", tests ? tests : "tests");
	struct dirent **entries;
	int n = scandir(folder, &entries, is_page, alphasort);
	assert_true(n >= LEAST_PAGES);
	tally t = {.worst = 1};
	for (int i = 0; i < n; i++) {
		char name[256];
		snprintf(name, sizeof name, "%.*s", (int)strlen(entries[i]->d_name) - 5, entries[i]->d_name);
		see(folder, name, &t);
		free(entries[i]);
	}
	free(entries);
	printf("%zu pages: mean F1 of the text %.4f, worst %.3f, %zu at %.2f or better; title right in %zu, date in %zu, author in %zu, "
		"site in %zu\n", t.pages, t.f1 / (double)t.pages, t.worst, t.text, LEAST_F1, t.title, t.date, t.author, t.site);
	size_t most = t.pages * 38 / 40; /* of 40 in 38 */
	assert_true(t.f1 / (double)t.pages >= LEAST_F1);
	assert_true(t.text >= most);
	assert_true(t.title >= most);
	assert_true(t.date >= most);
	assert_true(t.author >= most);
	assert_true(t.site >= most);
}

/* The language of the pages' texts, by the texts alone: English but for those of these numbers. */
static void languages(void **state)
{
	(void)state;
	static const struct { const char *page, *lang; } others[] = {{"07-section-front", ""}, {"19-windows-1251", "ru"}, {"20-iso-8859-2", "pl"},
		{"21-shift-jis", "ja"}, {"22-arabic", "ar"}, {"23-german-local", "de"}, {"39-spanish-agency", "es"}, {"40-gb18030", "zh"}};
	char folder[500], path[800];
	const char *tests = getenv("DATELINE_TESTS");
	snprintf(folder, sizeof folder, "%s/data/pages", tests ? tests : "tests");
	struct dirent **entries;
	int n = scandir(folder, &entries, is_page, alphasort);
	for (int i = 0; i < n; i++) {
		const char *expected = "en";
		size_t len = strlen(entries[i]->d_name) - 5;
		for (size_t k = 0; k < sizeof others / sizeof *others; k++)
			if (len == strlen(others[k].page) && memcmp(others[k].page, entries[i]->d_name, len) == 0) expected = others[k].lang;
		snprintf(path, sizeof path, "%s/%.*s.expected", folder, (int)len, entries[i]->d_name);
		page p = load_page(path);
		dtl_str lang = dtl_text_language(p.text);
		if (!dtl_str_eq(lang, dtl_str_of(expected))) fail_msg("%s: '%.*s' instead of '%s'", entries[i]->d_name, DTL_FMT(lang), expected);
		free(p.file);
		free(entries[i]);
	}
	free(entries);
	static const struct { const char *lang, *text; } more[] = {
		{"fr", "Au moins douze personnes ont \xc3\xa9t\xc3\xa9 tu\xc3\xa9" "es dans un accident sur la route qui relie la capitale au port, selon la police. Les secours sont arriv\xc3\xa9s dans la nuit."},
		{"pt", "Pelo menos doze pessoas foram mortas em um acidente na estrada que liga a capital ao porto, segundo a pol\xc3\xad" "cia. Os bombeiros chegaram \xc3\xa0 noite e n\xc3\xa3o havia mais ningu\xc3\xa9m."},
		{"it", "Almeno dodici persone sono morte in un incidente sulla strada che collega la capitale al porto, secondo la polizia. I soccorsi sono arrivati nella notte e il traffico \xc3\xa8 stato deviato."},
		{"nl", "Zeker twaalf mensen zijn om het leven gekomen bij een ongeluk op de weg die de hoofdstad met de haven verbindt, zegt de politie. Het is niet bekend hoe dat kon gebeuren."},
		{"tr", "Polis, ba\xc5\x9fkenti limana ba\xc4\x9flayan yolda meydana gelen kazada en az on iki ki\xc5\x9finin \xc3\xb6ld\xc3\xbc\xc4\x9f\xc3\xbcn\xc3\xbc ve bir\xc3\xa7ok ki\xc5\x9finin yaraland\xc4\xb1\xc4\x9f\xc4\xb1n\xc4\xb1 s\xc3\xb6yledi. Olay bu sabah oldu ve yol ile tren hatt\xc4\xb1 da daha sonra kapat\xc4\xb1ld\xc4\xb1."},
		{"id", "Sedikitnya dua belas orang tewas dalam kecelakaan di jalan yang menghubungkan ibu kota dengan pelabuhan, kata polisi. Mereka tidak akan membuka jalan itu untuk umum karena jembatan telah rusak."},
		{"", "Bad Tlz Kl Orm 12 33 Fnord"}};
	for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
		dtl_str lang = dtl_text_language(dtl_str_of(more[i].text));
		if (!dtl_str_eq(lang, dtl_str_of(more[i].lang))) fail_msg("'%.*s' instead of '%s'", DTL_FMT(lang), more[i].lang);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(saved_pages), cmocka_unit_test(languages)};
	return cmocka_run_group_tests_name("pages", tests, NULL, NULL);
}
