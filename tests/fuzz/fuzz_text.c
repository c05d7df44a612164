/* Fuzzes tokens, parts of speech and mentions: any bytes, repaired to UTF-8, read as English and as another language. Data from
 * $DATELINE_DATA. With libFuzzer:
 *   clang -g -O1 -fsanitize=fuzzer,address,undefined ... tests/fuzz/fuzz_text.c output/build/libdateline.a
 * Without it (-DREPLAY): the files given; or "-N" for N random texts of our own making. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/str.h"
#include "base/utf8.h"
#include "extract/doc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct opened { dtl_gazetteer *gazetteer; dtl_model *model; } opened;

static opened open_once(void)
{
	static opened o; /* a fuzzer has no place of its own to keep this */
	dtl_error err;
	if (!o.model && (dtl_gazetteer_open(NULL, &o.gazetteer, &err) != DTL_OK || dtl_model_open(NULL, &o.model, &err) != DTL_OK)) {
		fprintf(stderr, "%s\n", err.message);
		exit(78);
	}
	return o;
}

static void require(bool holds) { if (!holds) abort(); }

static void check(const dtl_doc *d)
{
	uint32_t at = 0;
	for (size_t i = 0; i < d->tokens.count; i++) {
		const dtl_token *t = &d->tokens.tokens[i];
		require(t->start >= at && t->end > t->start && t->end <= d->tokens.text.len);
		require(t->tag < DTL_TAG_COUNT && t->entity < DTL_ENTITY_COUNT);
		at = t->end;
	}
	at = 0;
	for (size_t i = 0; i < d->mention_count; i++) {
		const dtl_mention *m = &d->mentions[i];
		require(m->span.start >= at && m->span.end > m->span.start && m->span.end <= d->tokens.text.len);
		require(dtl_utf8_valid(dtl_doc_str(d, m->span)) && m->sentence < d->tokens.sentence_count);
		at = m->span.end;
	}
}

static void run(const opened *o, dtl_str bytes, bool english)
{
	static const dtl_analyze_options options = DTL_ANALYZE_OPTIONS_INIT;
	struct dtl_arena arena = {0};
	size_t replaced;
	if (setjmp(arena.exhausted)) abort();
	dtl_article article = {.text = dtl_utf8_repair(&arena, bytes, &replaced)};
	dtl_doc d = {.arena = &arena, .article = &article, .options = &options, .gazetteer = o->gazetteer, .model = o->model, .english = english};
	dtl_tokenize(&arena, article.text, &d.tokens);
	dtl_find_head(&d);
	if (english) dtl_tag_parts_of_speech(o->model, &arena, &d.tokens);
	dtl_find_mentions(&d);
	check(&d);
	for (size_t i = 0; i < d.tokens.count && i < 200; i++) dtl_lemma(&arena, dtl_token_str(&d.tokens, i), (dtl_tag)(i % DTL_TAG_COUNT));
	dtl_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	opened o = open_once();
	dtl_str bytes = {(const char *)data, size};
	run(&o, bytes, true);
	run(&o, bytes, false);
	return 0;
}

#ifdef REPLAY
/* Pieces that texts are made of, some of them awkward. */
static size_t make_text(uint64_t *seed, uint8_t *out, size_t cap)
{
	static const char *const pieces[] = {"Paris", " ", ", ", ". ", "\n", "\n\n", "the ", "New York", "U.S.", "'s", "n't", "-", "#", "@a", "http://x.y/z", "St. ",
		"Korean ", "\xe5\x8c\x97\xe4\xba\xac", "\xd0\x9c\xd0\xbe\xd1\x81\xd0\xba\xd0\xb2\xd0\xb0 ", "\xe2\x80\x99", "\xe2\x80\x9c", "(", ")", "1,234", "5th ", "LONDON ",
		"a@b.cd", "\xff\xfe", "\xf0\x9f\x98\x80", "e\xcc\x81", "\xe2\x80\x8d", "River ", "said ", "of ", "Mr. ", "Tex. ", "\t", "/", "\xed\xa0\x80", "A", "b"};
	size_t n = 0, wanted = *seed % 5 ? (*seed >> 20) % 300 : (*seed >> 20) % cap;
	while (n < wanted) {
		*seed = *seed * 6364136223846793005u + 1442695040888963407u;
		uint32_t r = (uint32_t)(*seed >> 33);
		const char *piece = pieces[r % (sizeof pieces / sizeof *pieces)];
		size_t length = strlen(piece);
		if (r % 11 == 0) out[n++] = (uint8_t)(r >> 8);
		else if (n + length < cap) memcpy(out + n, piece, length), n += length;
		else break;
	}
	return n;
}

int main(int argc, char **argv)
{
	static uint8_t data[1 << 20];
	for (int i = 1; i < argc; i++) {
		if (argv[i][0] == '-') {
			uint64_t seed = 12345;
			for (long k = atol(argv[i] + 1); k > 0; k--) LLVMFuzzerTestOneInput(data, make_text(&seed, data, 20000));
			continue;
		}
		FILE *f = fopen(argv[i], "rb");
		if (!f) continue;
		size_t n = fread(data, 1, sizeof data, f);
		fclose(f);
		LLVMFuzzerTestOneInput(data, n);
	}
	return 0;
}
#endif
