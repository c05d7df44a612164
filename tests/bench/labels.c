/* The standard point-feature label placement benchmark, through the engine that labels the maps.
 *
 * Reads "x y" lines; prints "index position" a line: position 0 puts the label's corner at the point and extends it to +x and
 * +y, bit 0 set means to -x, bit 1 set to -y; "-" where the label was dropped. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "map/labels.h"

static int usage(void)
{
	fputs("usage: labels [--bounds WxH] [--label WxH] [--effort N] < points\n", stderr);
	return 64;
}

int main(int argc, char **argv)
{
	double bounds[2] = {792, 612}, label[2] = {30, 7};
	double effort = 0.4;
	for (int i = 1; i < argc; i += 2) {
		if (i + 1 >= argc) return usage();
		if (strcmp(argv[i], "--bounds") == 0 && sscanf(argv[i + 1], "%lfx%lf", &bounds[0], &bounds[1]) == 2) continue;
		if (strcmp(argv[i], "--label") == 0 && sscanf(argv[i + 1], "%lfx%lf", &label[0], &label[1]) == 2) continue;
		if (strcmp(argv[i], "--effort") == 0 && sscanf(argv[i + 1], "%lf", &effort) == 1) continue;
		return usage();
	}
	dtl_arena arena = {0};
	if (setjmp(arena.exhausted)) return 71;
	dtl_label_candidate *candidates = NULL;
	size_t count = 0, cap = 0;
	double x, y;
	while (scanf("%lf %lf", &x, &y) == 2)
		for (unsigned k = 0; k < 4; k++) {
			double left = k & 1 ? x - label[0] : x, top = k & 2 ? y - label[1] : y;
			dtl_label_candidate c = {.box = {left, top, left + label[0], top + label[1]}};
			DTL_PUSH(&arena, candidates, count, cap, c);
		}
	dtl_label_feature *features = dtl_arena_array(&arena, dtl_label_feature, count / 4);
	for (uint32_t i = 0; i < count / 4; i++) features[i] = (dtl_label_feature){i * 4, 4, 1};
	/* a label may stick out of the bounds here */
	dtl_label_problem problem = {.bounds = {-label[0], -label[1], bounds[0] + label[0], bounds[1] + label[1]},
		.features = features, .feature_count = count / 4, .candidates = candidates, .candidate_count = count, .effort = effort};
	int32_t *choice = dtl_arena_array(&arena, int32_t, count / 4);
	dtl_labels_place(&arena, &problem, choice);
	for (size_t i = 0; i < count / 4; i++) {
		if (choice[i] == DTL_LABEL_DROPPED) printf("%zu -\n", i);
		else printf("%zu %d\n", i, choice[i]);
	}
	dtl_arena_free(&arena);
	return 0;
}
