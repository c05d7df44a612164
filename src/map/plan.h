/* What the parts of the layout share while a map is made. */
#ifndef DTL_MAP_PLAN_H
#define DTL_MAP_PLAN_H

#include "map/draw_base.h"

/* One sign on the map: an event, or several at the same spot. */
typedef struct dtl_mark {
	dtl_xy at;
	double size;          /* pixels across */
	dtl_symbol symbol;
	bool hollow;          /* the position is an estimate */
	double radius_px;     /* of its uncertainty; 0: none to show */
	double radius_km;
	dtl_lonlat point;
	int32_t unit, country; /* the area it is known to, by index in the basemap; -1: none */
	uint32_t *events;     /* indices in the set, by date */
	size_t count, cap;
	bool fan;             /* its events stand around the spot, each with its own sign */
	int number;           /* in the key; 0: not there */
	int32_t choice;       /* chosen label candidate; DTL_LABEL_DROPPED */
	size_t told;          /* events that the chosen label tells */
	bool callout, boxed;  /* to be told in a box; it has one */
	uint32_t gravest;     /* the event that the box tells */
} dtl_mark;

/* What it covers about its spot, pixels. */
static inline double dtl_mark_radius(const dtl_mark *m)
{
	return m->count == 1 ? m->size * .62 : m->count <= 4 ? m->size * 1.1 : m->count < 100 ? m->size * .95 : m->size * 1.25;
}

#define DTL_TOLD_WHOLE 4 /* so many events at one spot are all told in its label; of more, one less and the rest as a number */

typedef struct dtl_legend_row {
	dtl_symbol symbol;
	dtl_event_type type;
	dtl_str words;
	size_t count;
} dtl_legend_row;

typedef struct dtl_names dtl_names;
typedef struct dtl_panels dtl_panels;

typedef struct dtl_plan dtl_plan;
struct dtl_plan {
	const dtl_plan *whole;  /* of a series: extent, frame, land, legend and panels are this plan's; or NULL */
	size_t ground_items;    /* of the scene: paper and basemap, the same all over a series */
	double key_room;        /* pixels of height that the key has */
	bool legend_by_type;
	dtl_arena *arena;
	dtl_arena *scratch;     /* or NULL */
	const dtl_event_set *set;
	const dtl_map_spec *spec;
	const dtl_style *style;
	const dtl_basemap *base;
	dtl_measure measure;
	dtl_scene *scene;
	double type;            /* factor of type sizes and lines */
	dtl_extent extent;
	dtl_view view;
	dtl_view even;          /* the same, with lines as exact in every format and at every scale: for what decides the layout */
	dtl_mask mask;
	dtl_mark *marks;
	size_t mark_count, mark_cap;
	size_t placeless;       /* events without a point */
	size_t all;             /* events, placed or not */
	const dtl_point_set *crowd; /* so many that they are counted in hexagons or are dots; or NULL */
	size_t binned;          /* events in those */
	dtl_dot *dots;
	size_t dot_count;
	dtl_rgba dot_colors[DTL_DOT_COLORS];
	size_t dot_color_count;
	struct dtl_arc *arcs;   /* arcs.c */
	size_t arc_count, arc_cap;
	dtl_path *hex_paths;    /* hexagons, or areas, of each class */
	size_t hex_classes;
	struct dtl_counted *counted; /* counts.c: areas with their counts */
	size_t counted_count;
	bool *focus;            /* countries with events */
	dtl_legend_row *legend;
	size_t legend_count, legend_cap;
	dtl_label_obstacle *obstacles;
	size_t obstacle_count, obstacle_cap;
	size_t shown, keyed;     /* events */
	size_t keyed_marks, key_entries; /* marks with a number; those of them that the key has room for */
	dtl_panels *panels;     /* panels.h */
	dtl_names *names;      /* names.h */
	dtl_interval span;      /* from the first to the last day of the events */
	bool one_year;          /* all events in one year: labels need not repeat it */
	bool graticule;         /* it is drawn */
	bool whole_types;       /* signs tell types, not subtypes */
};

/* words.c */
dtl_str dtl_words_date(dtl_arena *arena, const dtl_interval *date, bool year);  /* "28 Jan 2024", "24–28 Jan", "March 2023" */
dtl_str dtl_words_headline(dtl_plan *plan, const dtl_event *event);
dtl_str dtl_words_where_when(dtl_plan *plan, const dtl_event *event);          /* "Sinpo, 28 Jan" */
dtl_str dtl_words_when_where(dtl_plan *plan, const dtl_event *event);          /* "28 Jan · Sinpo" */
dtl_str dtl_words_sentence(dtl_plan *plan, const dtl_event *event);            /* its evidence on one line */
dtl_str dtl_words_title(dtl_plan *plan);                                       /* where the caller gave none */
dtl_str dtl_words_count(dtl_arena *arena, size_t n);                           /* "12,345" */
dtl_str dtl_words_alt(dtl_plan *plan);
void dtl_words_span(dtl_plan *plan);                                           /* fills span and one_year */

/* marks.c; targets.c: what must be seen */
void dtl_marks_targets(dtl_plan *plan, dtl_target **targets, size_t *count);   /* what must be seen */
bool dtl_marks_is_area(const dtl_event *event);                                /* known only to a region or a country */
bool dtl_marks_is_estimate(const dtl_event *event);                            /* its point is no spot */
void dtl_marks_find_area(dtl_plan *plan, const dtl_event *event, dtl_mark *mark); /* fills unit and country */
bool dtl_marks_usable(const dtl_event *event);                                 /* it has a point on the globe */
int32_t dtl_marks_country(const dtl_plan *plan, dtl_str iso);                  /* by index, the largest outline of that code; -1: none */
void dtl_marks_area_targets(dtl_plan *plan, uint32_t ring_first, uint32_t ring_count, dtl_target **targets, size_t *n, size_t *cap);
void dtl_marks_make(dtl_plan *plan);                                           /* fills marks, focus, legend; needs the view */
void dtl_marks_draw_areas(dtl_plan *plan);
void dtl_marks_draw(dtl_plan *plan);

/* hexes.c: in place of marks where there are too many */
void dtl_hexes_make(dtl_plan *plan);
void dtl_hexes_draw(dtl_plan *plan);

/* counts.c: areas tinted by the number of events in them; and the classes that hexagons share with them */
#define DTL_COUNT_CLASSES 5
bool dtl_counts_wanted(const dtl_plan *plan);
void dtl_counts_targets(dtl_plan *plan, dtl_target **targets, size_t *count, size_t *cap);
void dtl_counts_make(dtl_plan *plan);
uint32_t dtl_counts_of_country(const dtl_plan *plan, size_t country); /* 0: none, or countries are not what is counted */
dtl_rgba dtl_counts_ground(const dtl_plan *plan, uint32_t count);            /* the colour of an area with that count */
void dtl_counts_draw(dtl_plan *plan);
size_t dtl_counts_classes(uint32_t most, uint32_t low[DTL_COUNT_CLASSES]); /* lower bounds; returns how many */
dtl_rgba dtl_counts_color(const dtl_plan *plan, size_t index, size_t classes);
void dtl_counts_legend(dtl_plan *plan, enum dtl_shape shape, const uint32_t *low, size_t classes, uint32_t most);

/* time.c: the ramp of dates */
#define DTL_TIME_CLASSES 5
dtl_symbol dtl_plan_symbol(const dtl_plan *plan, const dtl_event *event); /* its sign, coloured as the map wants it */
size_t dtl_time_classes(const dtl_plan *plan); /* 0: no ramp */
dtl_rgba dtl_time_class_color(const dtl_plan *plan, size_t index);
dtl_interval dtl_time_class_days(const dtl_plan *plan, size_t index);
dtl_rgba dtl_ink_on(dtl_rgba ground); /* black or white, whichever can be read */
dtl_rgba dtl_color_mixed(dtl_rgba a, dtl_rgba b, double t);
dtl_rgba dtl_color_ramp(const dtl_style *style, double t); /* 0 the first, 1 the last of it */

/* north.c: whether the graticule must tell directions; the arrow where north is not up but the same all over the map */
bool dtl_north_varies(const dtl_view *view);
bool dtl_north_arrow(const dtl_view *view, double *degrees); /* clockwise from up */
/* crowd.c */
void dtl_crowd_find(dtl_plan *plan); /* fills all and crowd */
void dtl_crowd_targets(dtl_plan *plan, dtl_target **targets, size_t *count);
void dtl_crowd_span(const dtl_plan *plan, dtl_interval *span);
void dtl_crowd_project(dtl_plan *plan, void (*take)(dtl_plan *, void *, const dtl_point *, const double *xy, size_t n), void *user);
void dtl_dots_expect_legend(dtl_plan *plan);
void dtl_dots_make(dtl_plan *plan);
void dtl_dots_draw(dtl_plan *plan);

/* arcs.c */
void dtl_arcs_make(dtl_plan *plan);
bool dtl_arcs_names(const dtl_plan *plan, dtl_xy at, dtl_str name); /* the label of an arc's end names this place already */
void dtl_arcs_draw(dtl_plan *plan);
bool dtl_arcs_target(const dtl_event *event, size_t other, dtl_lonlat *point); /* whether the view must hold its other place */

/* names.c */
void dtl_names_place(dtl_plan *plan); /* chooses the positions of all labels */
void dtl_names_draw(dtl_plan *plan);  /* puts them into the scene */

/* panels.c */
void dtl_panels_place(dtl_plan *plan);  /* legend, scale bar, inset: finds room, adds obstacles */
void dtl_panels_draw(dtl_plan *plan);

void dtl_plan_obstacle(dtl_plan *plan, dtl_box box, int32_t owner, double cost);
#define DTL_LEAST_TYPE (7 * 96 / 72.0) /* 7 pt: nothing smaller can be read in print; a style's own factor may override */
static inline dtl_font dtl_plan_font(const dtl_plan *plan, double size, bool bold)
{
	double scaled = size * plan->type;
	return (dtl_font){.size = (scaled < DTL_LEAST_TYPE ? DTL_LEAST_TYPE : scaled) * plan->style->size, .bold = bold};
}

/* Whether the legend of the whole series stands on this map. */
static inline bool dtl_plan_shares_legend(const dtl_plan *plan) { return plan->whole && !plan->whole->crowd && !plan->crowd; }

#endif
