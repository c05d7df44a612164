/* Label placement as a maximum-weight independent set: pure geometry, no fonts, no drawing.
 *
 * Every feature brings candidates (a box, perhaps with a leader); at most one of them is chosen, and no two chosen ones
 * conflict. The sum of the chosen weights is made as large as possible. Deterministic: the same input gives the same answer on
 * every machine. */
#ifndef DTL_MAP_PLACEMENT_H
#define DTL_MAP_PLACEMENT_H

#include "map/labels.h"

typedef struct dtl_placement_candidate {
	dtl_box box;
	bool leader;
	dtl_xy from, to;  /* of the leader */
	uint32_t feature; /* candidates of one feature exclude each other */
	uint32_t weight;  /* what choosing it is worth, 1 or more: priority first, preferred position second */
	uint32_t index;   /* the caller's own */
} dtl_placement_candidate;

#define DTL_PLACEMENT_NONE UINT32_MAX

/* Chooses among `count` candidates of `features` features; chosen[f] becomes the index of a candidate or DTL_PLACEMENT_NONE.
 * effort is the number of search steps per candidate that the reductions leave undecided: 20 is quick, 200 thorough. Scratch
 * memory comes from the arena and goes back to it. */
void dtl_place_labels(dtl_arena *arena, const dtl_placement_candidate *candidates, size_t count, size_t features,
	unsigned effort, uint32_t *chosen);
/* Do these two exclude each other? */
bool dtl_placement_conflict(const dtl_placement_candidate *a, const dtl_placement_candidate *b);

#endif
