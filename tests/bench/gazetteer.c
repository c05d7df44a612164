/* Names in text:  gazetteer [-g FILE] TEXT ...  (one article a line; or JSON lines with "text").
 * Prints MB/s of one core for: reading the words only (tokens, folding and hashing each: the floor), and the matcher on the same
 * tokens; the number of matches; then lookups a second and the time to open. Best of five rounds.
 * gazetteer -n NAMES -t TEXTS ... writes the keys and the articles, folded, one a line: the same work for other programs. */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gazetteer/handle.h"
#include "text/normal.h"

typedef struct corpus {
	dtl_str *articles;
	size_t count, cap, bytes;
} corpus;

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void add_article(dtl_arena *arena, corpus *c, dtl_str text)
{
	DTL_PUSH(arena, c->articles, c->count, c->cap, dtl_arena_str(arena, text));
	c->bytes += text.len;
}

static bool read_corpus(dtl_arena *arena, const char *path, corpus *c)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t n;
	FILE *f = fopen(path, "r");
	if (!f) {
		perror(path);
		return false;
	}
	while ((n = getline(&line, &size, f)) > 0) {
		struct json_object *doc = line[0] == '{' ? json_tokener_parse(line) : NULL, *text = NULL;
		if (doc && json_object_object_get_ex(doc, "text", &text) && text)
			add_article(arena, c, dtl_str_of(json_object_get_string(text)));
		else if (!doc)
			add_article(arena, c, (dtl_str){line, (size_t)n});
		json_object_put(doc);
	}
	free(line);
	fclose(f);
	return true;
}

typedef struct result {
	double tokenize, floor, scan;
	size_t matches;
	uint64_t hash;
} result;

/* One round over the corpus, repeated until 30 MB are read. */
static result run(const dtl_gazetteer *g, dtl_arena *arena, const corpus *c)
{
	result r = {0, 0, 0, 0, 0};
	size_t bytes = 0;
	while (bytes < 30u << 20)
		for (size_t i = 0; i < c->count; i++) {
			dtl_arena_mark mark = dtl_arena_mark_take(arena);
			dtl_tokens tokens;
			char key[DTL_NORMAL_MAX];
			size_t n;
			double t0 = now();
			dtl_tokenize(arena, c->articles[i], &tokens);
			double t1 = now();
			for (size_t k = 0; k < tokens.count; k++) {
				size_t len = dtl_normal_fold(dtl_token_str(&tokens, k), key);
				r.hash += dtl_gaz_hash_word(key, len);
			}
			double t2 = now();
			dtl_gaz_scan(g, arena, &tokens, NULL, &n);
			double t3 = now();
			r.tokenize += t1 - t0;
			r.floor += t2 - t1;
			r.scan += t3 - t2;
			r.matches += n;
			bytes += c->articles[i].len;
			dtl_arena_reset(arena, mark);
		}
	double mb = (double)bytes / 1e6;
	r.matches = (size_t)((double)r.matches / mb);
	r.tokenize = mb / r.tokenize;
	r.floor = mb / r.floor;
	r.scan = mb / r.scan;
	return r;
}

static double lookups_a_second(const dtl_gazetteer *g)
{
	uint64_t found = 0;
	const uint32_t step = g->name_count / 1000003 + 1;
	size_t asked = 0;
	double t0 = now();
	for (uint32_t i = 0, at = 7; i < 1000000; i++, at = (at + 7919 * step) % g->name_count) {
		found += dtl_gaz_name(g, dtl_gaz_key_at(g, at)) == at;
		asked++;
	}
	double t = now() - t0;
	if (found != asked)
		printf("%llu of %zu names were not found\n", (unsigned long long)(asked - found), asked);
	return (double)asked / t;
}

/* The keys of more than two bytes, and the articles with their words folded, for the peers. */
static int dump(const dtl_gazetteer *g, const corpus *c, const char *names, const char *texts)
{
	FILE *n = fopen(names, "w"), *t = fopen(texts, "w");
	if (!n || !t)
		return 73;
	for (uint32_t i = 0; i < g->name_count; i++) {
		dtl_str key = dtl_gaz_key_at(g, i);
		if (key.len > 2)
			fprintf(n, "%.*s\n", DTL_FMT(key));
	}
	for (size_t i = 0; i < c->count; i++) {
		for (size_t k = 0; k < c->articles[i].len; k++) {
			char b = c->articles[i].ptr[k];
			fputc(b == '\n' ? ' ' : dtl_ascii_lower(b), t);
		}
		fputc('\n', t);
	}
	return fclose(n) || fclose(t) ? 74 : 0;
}

static int bench(dtl_arena *arena, const char *path, const char *names, const char *texts, char **files, int count)
{
	corpus c = {0};
	for (int i = 0; i < count; i++)
		if (!read_corpus(arena, files[i], &c))
			return 66;
	if (!c.bytes)
		return 64;
	dtl_gazetteer *g = NULL;
	dtl_error err = DTL_ERROR_INIT;
	double t0 = now();
	if (dtl_gazetteer_open(path, &g, &err) != DTL_OK) {
		fprintf(stderr, "%s\n", err.message);
		return (int)err.code;
	}
	if (names && texts) {
		int code = dump(g, &c, names, texts);
		dtl_gazetteer_close(g);
		return code;
	}
	printf("open               %8.2f ms\n", 1e3 * (now() - t0));
	result best = {0, 0, 0, 0, 0};
	for (int i = 0; i < 5; i++) {
		result r = run(g, arena, &c);
		if (r.scan > best.scan) best.scan = r.scan;
		if (r.floor > best.floor) best.floor = r.floor;
		if (r.tokenize > best.tokenize) best.tokenize = r.tokenize;
		best.matches = r.matches;
		best.hash += r.hash;
	}
	double floor = 1 / (1 / best.tokenize + 1 / best.floor), all = 1 / (1 / best.tokenize + 1 / best.scan);
	printf("names %u, text %.1f MB, matches %zu a MB (%llx)\n", g->name_count, (double)c.bytes / 1e6, best.matches,
		(unsigned long long)best.hash & 15);
	printf("tokenize           %8.1f MB/s\nfold and hash      %8.1f MB/s\nmatch              %8.1f MB/s\n", best.tokenize, best.floor, best.scan);
	printf("tokenize and match %8.1f MB/s, %.0f %% of tokenize, fold and hash (%.1f MB/s)\n", all, 100 * all / floor, floor);
	printf("lookups            %8.2f million a second\n", lookups_a_second(g) / 1e6);
	dtl_gazetteer_close(g);
	return 0;
}

static int run_with(dtl_arena *arena, const char *const *options, char **files, int count)
{
	if (setjmp(arena->exhausted))
		return 71;
	int code = bench(arena, options[0], options[1], options[1] ? options[2] : NULL, files, count);
	dtl_arena_free(arena);
	return code;
}

int main(int argc, char **argv)
{
	static dtl_arena arena;
	const char *options[3] = {NULL, NULL, NULL}; /* -g, -n, -t */
	int first = 1;
	for (; first + 1 < argc && argv[first][0] == '-' && strchr("gnt", argv[first][1]) && !argv[first][2]; first += 2)
		options[argv[first][1] == 'g' ? 0 : argv[first][1] == 'n' ? 1 : 2] = argv[first + 1];
	return run_with(&arena, options, argv + first, argc - first);
}
