/* Counts the basic blocks that an analysis runs through (the library is compiled with -fsanitize-coverage=trace-pc): a text eight
 * times as long may take hardly more than eight times as many. No clock is asked. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dateline/analyze.h"

static uint64_t blocks;
void __sanitizer_cov_trace_pc(void);
void __sanitizer_cov_trace_pc(void) { blocks++; }

enum { SHORT = 1 << 17, TIMES = 8 };

static uint64_t blocks_of(const dtl_analyzer *analyzer, const char *unit, size_t size)
{
	char *text = malloc(size + 256);
	size_t len = 0, number = 0;
	while (len < size) len += (size_t)snprintf(text + len, 256, strstr(unit, "%zu") ? unit : "%2$s", number++, unit);
	dtl_article article = {.text = {text, len}, .lang = {"en", 2}};
	dtl_analysis *a = NULL;
	dtl_error err;
	blocks = 0;
	if (dtl_analyze(analyzer, &article, NULL, &a, &err) != DTL_OK) {
		fprintf(stderr, "%s\n", err.message);
		exit(1);
	}
	uint64_t n = blocks;
	dtl_analysis_free(a);
	free(text);
	return n;
}

int main(void)
{
	/* with a number: every name is another one */
	static const char *const units[] = {"Paris ", "Town%zu ", "Lake Town%zu, Texas, and Paris. ", "Troops attacked Kharkiv on Monday and killed %zu people. ",
		"The mayor of Port%zuville said in London that rain fell. ", "on Monday ", "((((", "Officials in Cairo, Georgia, and Athens met %zu times.\n\n", "a "};
	dtl_analyzer *analyzer;
	dtl_error err;
	if (dtl_analyzer_open(NULL, &analyzer, &err) != DTL_OK) {
		fprintf(stderr, "%s\n", err.message);
		return 78;
	}
	int bad = 0;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		uint64_t one = blocks_of(analyzer, units[i], SHORT), all = blocks_of(analyzer, units[i], SHORT * TIMES);
		double ratio = (double)all / (double)one;
		bool fine = ratio < TIMES * 1.25;
		printf("%s %6.2f times the work for %d times the text, %.0f blocks a byte: %s\n", fine ? "ok " : "BAD", ratio, TIMES,
			(double)all / (SHORT * TIMES), units[i]);
		bad += !fine;
	}
	dtl_analyzer_close(analyzer);
	return bad != 0;
}
