/* Hyperscan's literal matcher on the same names and texts:  hyperscan NAMES TEXTS MOST. Counts hits at word boundaries. */
#include <hs/hs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *text;
static size_t text_len, hits, *lengths;

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int is_word(unsigned char c)
{
	return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

static int on_match(unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *user)
{
	(void)from, (void)flags, (void)user;
	size_t start = (size_t)to - lengths[id];
	hits += (start == 0 || !is_word((unsigned char)text[start - 1])) && (to >= text_len || !is_word((unsigned char)text[to]));
	return 0;
}

int main(int argc, char **argv)
{
	if (argc != 4)
		return 64;
	size_t most = strtoul(argv[3], NULL, 10), n = 0, size = 0, bytes = 0;
	char **names = calloc(most, sizeof *names), *line = NULL;
	unsigned *flags = calloc(most, sizeof *flags), *ids = calloc(most, sizeof *ids);
	lengths = calloc(most, sizeof *lengths);
	FILE *f = fopen(argv[1], "r");
	ssize_t len;
	while (f && n < most && (len = getline(&line, &size, f)) > 0) {
		line[--len] = 0;
		names[n] = strdup(line);
		lengths[n] = (size_t)len;
		ids[n] = (unsigned)n;
		n++;
	}
	hs_database_t *db = NULL;
	hs_compile_error_t *error = NULL;
	hs_scratch_t *scratch = NULL;
	double t0 = now();
	if (hs_compile_lit_multi((const char *const *)names, flags, ids, lengths, (unsigned)n, HS_MODE_BLOCK, NULL, &db, &error)) {
		printf("hyperscan: %s\n", error->message);
		return 1;
	}
	hs_alloc_scratch(db, &scratch);
	double compile = now() - t0, best = 0;
	for (int round = 0; round < 3; round++) {
		FILE *t = fopen(argv[2], "r");
		double spent = 0;
		bytes = hits = 0;
		while (t && (len = getline(&line, &size, t)) > 0) {
			text = line;
			text_len = (size_t)len;
			bytes += text_len;
			double from = now();
			hs_scan(db, line, (unsigned)len, 0, scratch, on_match, NULL);
			spent += now() - from;
		}
		fclose(t);
		if ((double)bytes / spent > best)
			best = (double)bytes / spent;
	}
	printf("hyperscan         %8.1f MB/s  (%zu names, compiled in %.1f s, %zu hits)\n", best / 1e6, n, compile, hits);
	return 0;
}
