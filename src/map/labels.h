/* Label placement: which of its candidate positions each feature takes, if any. Pure geometry: no fonts, no scene, no I/O.
 *
 * The caller lists, for every feature that wants a label, the places where it may stand; the engine chooses one a feature or
 * drops it, so that in the chosen set
 *   - no label box meets another label box, an obstacle (but the feature's own), or leaves the bounds,
 *   - no leader meets a label box (but its own), a hard obstacle (but its own) or another leader,
 * and the sum of the weights of dropped features plus the costs of the chosen candidates is small. Deterministic: the same
 * problem gives the same answer on every machine.
 *
 * Units: pixels of the map at scale 1, x right, y down. Boxes are half-open: two that share an edge do not meet. */
#ifndef DTL_MAP_LABELS_H
#define DTL_MAP_LABELS_H

#include <stdbool.h>

#include "base/str.h"

typedef struct dtl_xy {
	double x, y;
} dtl_xy;

typedef struct dtl_box {
	double x0, y0, x1, y1; /* x0 <= x1, y0 <= y1 */
} dtl_box;

#define DTL_LABEL_DROPPED (-1)
#define DTL_LABEL_NO_OWNER (-1)

/* One position of one feature's label. */
typedef struct dtl_label_candidate {
	dtl_box box;
	double cost;       /* >= 0; how much worse than the ideal position; against the feature's weight */
	bool leader;       /* a straight line joins the label to its marker: */
	dtl_xy from, to;   /* from the marker to the box */
} dtl_label_candidate;

typedef struct dtl_label_feature {
	uint32_t first, count; /* its candidates: problem.candidates[first .. first + count) */
	double weight;         /* > 0; the cost of dropping it. Whole tiers are kept apart by orders of magnitude */
} dtl_label_feature;

/* Something that is there already. */
typedef struct dtl_label_obstacle {
	dtl_box box;
	int32_t owner;  /* index of the feature whose marker it is: that one's label and leader may touch it; else DTL_LABEL_NO_OWNER */
	double cost;    /* < 0: hard, nothing may cover it. >= 0: soft, each label box over it pays this much */
} dtl_label_obstacle;

typedef struct dtl_label_problem {
	dtl_box bounds;
	const dtl_label_obstacle *obstacles;
	size_t obstacle_count;
	const dtl_label_feature *features;
	size_t feature_count;
	const dtl_label_candidate *candidates;
	size_t candidate_count;
	double effort; /* 1: the usual amount of search; 0: the first sound answer. More is slower and better */
} dtl_label_problem;

/* choice[f] of feature_count elements becomes the index of f's chosen candidate within f's own (0 .. count-1), or
 * DTL_LABEL_DROPPED. Returns how many are placed. Scratch memory comes from the arena and is given back. */
size_t dtl_labels_place(dtl_arena *arena, const dtl_label_problem *problem, int32_t *choice);

static inline bool dtl_box_meets(dtl_box a, dtl_box b)
{
	return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}
static inline bool dtl_box_inside(dtl_box inner, dtl_box outer)
{
	return inner.x0 >= outer.x0 && inner.y0 >= outer.y0 && inner.x1 <= outer.x1 && inner.y1 <= outer.y1;
}
/* The segment has a point inside the box. */
bool dtl_segment_meets_box(dtl_xy a, dtl_xy b, dtl_box box);
/* The segments have a point in common. */
bool dtl_segments_meet(dtl_xy a, dtl_xy b, dtl_xy c, dtl_xy d);

#endif
