/* Label placement as a maximum-weight independent set: pure geometry, no fonts, no drawing.
 *
 * Every feature brings candidates (a box, perhaps with a leader); at most one of them is chosen, and no two chosen ones
 * conflict. The sum of the chosen weights is made as large as possible. Deterministic: the same input gives the same answer on
 * every machine. */
#ifndef DTL_MAP_PLACEMENT_H
#define DTL_MAP_PLACEMENT_H

#include <stdbool.h>

#include "base/arena.h"

typedef struct dtl_candidate {
	double left, top, right, bottom; /* the box; boxes that only touch do not conflict */
	double leader[4];                /* x1, y1, x2, y2 of the leader; all equal: none */
	uint32_t feature;                /* candidates of one feature exclude each other */
	uint32_t weight;                 /* what choosing it is worth, 1 or more: priority first, preferred position second */
} dtl_candidate;

#define DTL_PLACEMENT_NONE UINT32_MAX

/* Chooses among `count` candidates of `features` features; chosen[f] becomes the index of a candidate or DTL_PLACEMENT_NONE.
 * effort is the number of search steps per candidate that the reductions leave undecided: 20 is quick, 200 thorough. Scratch
 * memory comes from the arena and goes back to it. */
void dtl_place_labels(dtl_arena *arena, const dtl_candidate *candidates, size_t count, size_t features, unsigned effort,
	uint32_t *chosen);
/* Do these two exclude each other? */
bool dtl_candidates_conflict(const dtl_candidate *a, const dtl_candidate *b);

#endif
