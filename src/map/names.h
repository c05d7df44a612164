/* Labels while they look for a place: shared by names.c (points) and areas.c (countries, waters). */
#ifndef DTL_MAP_NAMES_H
#define DTL_MAP_NAMES_H

#include "base/geodesy.h"
#include "map/plan.h"

#define DTL_LABEL_LINES 12

typedef struct dtl_label_line {
	dtl_font font;
	dtl_rgba color;
	dtl_str text;
	double width;
} dtl_label_line;

typedef struct dtl_label {
	const char *role;
	dtl_label_line lines[DTL_LABEL_LINES];
	size_t line_count;
	double width, height;
	int32_t mark, place, event; /* -1: none */
	bool water;
	dtl_str name;               /* of a water: the same name stands once */
	dtl_xy at;                  /* of a city's dot */
	double dot;                 /* its radius; 0: none */
	double weight;
	uint32_t first_candidate, candidate_count;
	int32_t choice;
} dtl_label;

struct dtl_names {
	dtl_plan *plan;
	dtl_label *labels;
	size_t count, cap;
	dtl_label_candidate *candidates;
	size_t candidate_count, candidate_cap;
	enum dtl_anchor *anchors; /* of each candidate's lines */
	size_t anchor_count, anchor_cap;
};

dtl_label *dtl_names_new(dtl_names *names, const char *role, double weight);
/* leader: NULL, or its two ends. All candidates of a label are added before the next label is made. */
void dtl_names_candidate(dtl_names *names, dtl_label *label, dtl_box box, double cost, enum dtl_anchor anchor, const dtl_xy *leader);
void dtl_names_line(dtl_names *names, dtl_label *label, dtl_font font, dtl_rgba color, dtl_str text);
void dtl_names_countries(dtl_names *names);
void dtl_names_waters(dtl_names *names);

#endif
