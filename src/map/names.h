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
	bool boxed;                 /* a callout: on a panel, with its leader */
	int32_t instead;            /* the label that stands where this one finds no place: it must come next; -1: none */
	size_t told;                /* events that its lines tell */
	dtl_label_line lines[DTL_LABEL_LINES];
	size_t line_count;
	double width, height;
	int32_t mark, place, event; /* -1: none */
	bool water;
	dtl_rgba ground;            /* of a counted area: the colour below it; 0: none in particular */
	dtl_str name;               /* of a water: the same name stands once */
	dtl_xy at;                  /* of a city's dot */
	double dot;                 /* its radius; 0: none */
	double weight;
	uint32_t first_candidate, candidate_count;
	int32_t choice;
} dtl_label;

typedef struct dtl_label_look {
	enum dtl_anchor anchor;
	double angle; /* degrees, counter-clockwise, about the middle of the box; 0: level */
} dtl_label_look;

struct dtl_names {
	dtl_plan *plan;
	dtl_label *labels;
	size_t count, cap;
	dtl_label_candidate *candidates;
	size_t candidate_count, candidate_cap;
	dtl_label_look *looks; /* of each candidate's lines */
	size_t look_count, look_cap;
};

dtl_label *dtl_names_new(dtl_names *names, const char *role, double weight);
/* leader: NULL, or its two ends. All candidates of a label are added before the next label is made. */
void dtl_names_candidate(dtl_names *names, dtl_label *label, dtl_box box, double cost, enum dtl_anchor anchor, const dtl_xy *leader);
/* One line, tilted about its middle. */
void dtl_names_tilted(dtl_names *names, dtl_label *label, dtl_xy middle, double angle, double cost);
void dtl_names_line(dtl_names *names, dtl_label *label, dtl_font font, dtl_rgba color, dtl_str text);
/* What a mark's event says, and where it may stand: around the mark, or joined to it by a leader. */
void dtl_names_event(dtl_names *names, size_t mark, double weight, double extra_cost);
void dtl_names_around(dtl_names *names, dtl_label *label, dtl_xy at, double gap);
/* callouts.c: chooses the marks that get one (plan.marks[].callout), makes the label of one, draws its panel */
void dtl_callouts_choose(dtl_plan *plan);
void dtl_callouts_label(dtl_names *names, size_t mark);
void dtl_callouts_draw(dtl_plan *plan, const dtl_label *label, dtl_box box);
/* arcs.c, graticule.c, rivers.c */
void dtl_arcs_labels(dtl_names *names);
void dtl_graticule_labels(dtl_names *names);
void dtl_names_rivers(dtl_names *names);
/* counts.c: the name of an area and its count */
void dtl_counts_labels(dtl_names *names);
void dtl_names_countries(dtl_names *names);
void dtl_names_divisions(dtl_names *names);
void dtl_names_waters(dtl_names *names);

#endif
