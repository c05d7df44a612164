/* Fuzzes the whole analysis: any bytes, as English and as another language, with found and with given spans. Data from
 * $DATELINE_DATA. With libFuzzer:
 *   clang -g -O1 -fsanitize=fuzzer,address,undefined ... tests/fuzz/fuzz_text.c output/build/libdateline.a
 * Without it (-DREPLAY): the files given; or "-N" for N texts of our own making; or "-s SECONDS" for as many as fit, with a line of
 * progress a minute (`make fuzz SECONDS=3600` runs that under the sanitizers). */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/str.h"
#include "base/utf8.h"
#include "dateline/analyze.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const dtl_analyzer *open_once(void)
{
	static dtl_analyzer *analyzer; /* a fuzzer has no place of its own to keep this */
	dtl_error err;
	if (!analyzer && dtl_analyzer_open(NULL, &analyzer, &err) != DTL_OK) {
		fprintf(stderr, "%s\n", err.message);
		exit(78);
	}
	return analyzer;
}

static void require(bool holds) { if (!holds) abort(); }

static void check_span(dtl_span s, dtl_str text)
{
	require(s.start < s.end && s.end <= text.len && dtl_utf8_valid(dtl_str_sub(text, s.start, s.end)));
}

static void check(const dtl_analysis *a)
{
	dtl_str text = dtl_analysis_article(a)->text;
	uint32_t at = 0;
	for (size_t i = 0; i < dtl_analysis_mention_count(a); i++) {
		const dtl_mention *m = dtl_analysis_mention(a, i);
		require(m->span.start >= at && m->place < (int64_t)dtl_analysis_place_count(a));
		check_span(m->span, text);
		at = m->span.end;
	}
	for (size_t i = 0; i < dtl_analysis_place_count(a); i++) {
		const dtl_place *p = dtl_analysis_place(a, i);
		require(p->point.lat >= -90 && p->point.lat <= 90 && p->point.lon >= -180 && p->point.lon <= 180 && p->radius_km >= 0);
	}
	for (size_t i = 0; i < dtl_analysis_timex_count(a); i++) check_span(dtl_analysis_timex(a, i)->span, text);
}

static void run(const dtl_analyzer *analyzer, dtl_str bytes, const char *lang, const dtl_span *spans, size_t count)
{
	dtl_article article = {.text = bytes, .lang = dtl_str_of(lang)};
	dtl_analyze_options options = DTL_ANALYZE_OPTIONS_INIT;
	dtl_analysis *a = NULL;
	options.spans = spans;
	options.span_count = count;
	options.explain = true;
	options.max_bytes = 64u << 20;
	if (dtl_analyze(analyzer, &article, &options, &a, NULL) != DTL_OK) return;
	if (!spans) check(a);
	char *json;
	size_t length;
	if (dtl_analysis_json(a, (dtl_offset_unit)(bytes.len % 3), true, &json, &length, NULL) == DTL_OK) {
		require(dtl_utf8_valid((dtl_str){json, length}) && length > 2 && json[length - 1] == '}');
		free(json);
	}
	dtl_analysis_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const dtl_analyzer *analyzer = open_once();
	dtl_str bytes = {(const char *)data, size};
	dtl_span spans[16];
	size_t count = 0;
	for (; count < 16 && count * 24 < size; count++) /* anywhere, overlapping, beyond the end */
		spans[count] = (dtl_span){(uint32_t)(count * 24 + data[count]), (uint32_t)(count * 24 + data[count] + data[size - 1 - count] % 40u)};
	run(analyzer, bytes, "en", NULL, 0);
	run(analyzer, bytes, "", NULL, 0);
	if (size < 1 << 16) run(analyzer, bytes, "xx", NULL, 0);
	if (size < 1 << 16) run(analyzer, bytes, "en", spans, count);
	return 0;
}

#ifdef REPLAY
static uint32_t draw(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*seed >> 33);
}

/* A code point of any plane, mostly assigned ones; now and then no character at all. */
static size_t any_char(uint64_t *seed, char *out)
{
	static const uint32_t starts[] = {0x0, 0x80, 0x300, 0x370, 0x400, 0x590, 0x600, 0x900, 0xe00, 0x1100, 0x1e00, 0x2000, 0x20a0, 0x2100, 0x2e80, 0x3040,
		0x4e00, 0xac00, 0xe000, 0xfb00, 0xfe00, 0xff00, 0x10000, 0x1d400, 0x1f300, 0x1f1e6, 0x20000, 0x30000, 0x40000, 0x50000, 0x60000, 0x70000, 0x80000,
		0x90000, 0xa0000, 0xb0000, 0xc0000, 0xd0000, 0xe0000, 0xe0100, 0xf0000, 0x100000, 0x10ff80};
	uint32_t c = starts[draw(seed) % (sizeof starts / sizeof *starts)] + draw(seed) % 0x80;
	return c >= 0xd800 && c < 0xe000 ? 0 : dtl_utf8_put(c, out);
}

/* Pieces that texts are made of, some of them awkward; random bytes; characters of every plane. */
static size_t make_text(uint64_t *seed, uint8_t *out, size_t cap)
{
	static const char *const pieces[] = {"Paris", " ", ", ", ". ", "\n", "\n\n", "the ", "New York", "U.S.", "'s", "n't", "-", "#", "@a", "http://x.y/z", "St. ",
		"Korean ", "\xe5\x8c\x97\xe4\xba\xac", "\xd0\x9c\xd0\xbe\xd1\x81\xd0\xba\xd0\xb2\xd0\xb0 ", "\xe2\x80\x99", "\xe2\x80\x9c", "(", ")", "1,234", "5th ", "LONDON ",
		"a@b.cd", "\xff\xfe", "\xf0\x9f\x98\x80", "e\xcc\x81", "\xe2\x80\x8d", "River ", "said ", "of ", "Mr. ", "Tex. ", "\t", "/", "\xed\xa0\x80", "A", "b",
		"30 km north of Kharkiv ", "killed ", "12 ", "people ", "on Sunday ", "in Texas ", "last week ", "SEOUL, Jan 28 (Reuters) - ", "between ", "and ",
		"off the coast of ", "Jan. ", "2024-01-28 ", "attacked ", "was bombed ", "near ", "County ", "Washington", "\"", "?", "100-year ", "20:15 ", "two thirds "};
	uint32_t kind = draw(seed) % 8;
	size_t n = 0, wanted = kind < 6 ? draw(seed) % 300 : draw(seed) % cap;
	while (n + 8 < wanted) {
		uint32_t r = draw(seed);
		const char *piece = pieces[r % (sizeof pieces / sizeof *pieces)];
		size_t length = strlen(piece);
		if (kind == 0 || (kind != 1 && r % 11 == 0)) out[n++] = (uint8_t)(draw(seed) >> 8);
		else if (kind == 2 || r % 7 == 0) n += any_char(seed, (char *)out + n);
		else if (n + length < wanted) memcpy(out + n, piece, length), n += length;
		else break;
	}
	return n;
}

/* A sentence of `tokens` tokens, without a full stop. */
static size_t long_sentence(uint64_t *seed, uint8_t *out, size_t tokens)
{
	static const char *const words[] = {"Paris ", "a ", "Berlin and ", "fired, ", "1 ", "\xe5\x8c\x97\xe4\xba\xac ", "the ", "Springfield, ", "in ", "x-", "Lake "};
	size_t n = 0;
	uint32_t one = draw(seed) % 12;
	for (size_t i = 0; i < tokens; i++) {
		const char *w = words[one < 11 ? one : draw(seed) % 11];
		size_t length = strlen(w);
		memcpy(out + n, w, length);
		n += length;
	}
	return n;
}

enum { CAP = 1 << 24, LONG_TEXT = 20000, MILLION = 1000000 };

static void one_of_ours(uint64_t *seed, uint8_t *data, long number)
{
	bool huge = number % 20000 == 50, large = number % 1000 == 5;
	size_t n = huge ? long_sentence(seed, data, MILLION) : large ? long_sentence(seed, data, 20000) : make_text(seed, data, LONG_TEXT);
	LLVMFuzzerTestOneInput(data, n);
}

static void run_for(long seconds, uint8_t *data)
{
	uint64_t seed = (uint64_t)time(NULL);
	time_t start = time(NULL), told = start;
	long runs = 0;
	printf("seed %llu\n", (unsigned long long)seed);
	for (; time(NULL) - start < seconds; runs++) {
		one_of_ours(&seed, data, runs);
		if (time(NULL) - told < 60) continue;
		told = time(NULL);
		printf("%ld runs in %ld s\n", runs, (long)(told - start));
		fflush(stdout);
	}
	printf("%ld runs, no finding\n", runs);
}

int main(int argc, char **argv)
{
	static uint8_t data[CAP];
	if (argc == 3 && strcmp(argv[1], "-s") == 0) {
		run_for(atol(argv[2]), data);
		return 0;
	}
	for (int i = 1; i < argc; i++) {
		if (argv[i][0] == '-') {
			uint64_t seed = 12345;
			for (long k = atol(argv[i] + 1), number = 0; number < k; number++) one_of_ours(&seed, data, number);
			continue;
		}
		FILE *f = fopen(argv[i], "rb");
		if (!f) continue;
		size_t n = fread(data, 1, CAP, f);
		fclose(f);
		LLVMFuzzerTestOneInput(data, n);
	}
	return 0;
}
#endif
