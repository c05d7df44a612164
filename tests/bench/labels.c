/* The standard point-feature label placement benchmark, through the engine that labels the maps.
 *
 * Reads "x y" lines; prints "index position" a line: position 0 puts the label's corner at the point and extends it to +x and
 * +y, bit 0 set means to -x, bit 1 set to -y; "-" where the label was dropped. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "map/placement.h"

static int usage(void)
{
	fputs("usage: labels [--bounds WxH] [--label WxH] [--effort N] < points\n", stderr);
	return 64;
}

int main(int argc, char **argv)
{
	double bounds[2] = {792, 612}, label[2] = {30, 7};
	unsigned effort = 15;
	for (int i = 1; i < argc; i++) {
		if (i + 1 >= argc) return usage();
		if (strcmp(argv[i], "--bounds") == 0 && sscanf(argv[++i], "%lfx%lf", &bounds[0], &bounds[1]) == 2) continue;
		if (strcmp(argv[i], "--label") == 0 && sscanf(argv[++i], "%lfx%lf", &label[0], &label[1]) == 2) continue;
		if (strcmp(argv[i], "--effort") == 0 && sscanf(argv[++i], "%u", &effort) == 1) continue;
		return usage();
	}
	dtl_arena arena = {0};
	if (setjmp(arena.exhausted)) return 71;
	dtl_candidate *candidates = NULL;
	size_t count = 0, cap = 0;
	double x, y;
	while (scanf("%lf %lf", &x, &y) == 2) {
		uint32_t feature = (uint32_t)(count / 4);
		for (unsigned k = 0; k < 4; k++) {
			double left = k & 1 ? x - label[0] : x, top = k & 2 ? y - label[1] : y;
			dtl_candidate c = {left, top, left + label[0], top + label[1], {0, 0, 0, 0}, feature, 1};
			DTL_PUSH(&arena, candidates, count, cap, c);
		}
	}
	uint32_t *chosen = dtl_arena_array(&arena, uint32_t, count / 4 + 1);
	dtl_place_labels(&arena, candidates, count, count / 4, effort, chosen);
	for (size_t i = 0; i < count / 4; i++) {
		if (chosen[i] == DTL_PLACEMENT_NONE) printf("%zu -\n", i);
		else printf("%zu %u\n", i, chosen[i] % 4);
	}
	dtl_arena_free(&arena);
	return 0;
}
