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
} dtl_mark;

#define DTL_TOLD_WHOLE 4 /* so many events at one spot are all told in its label; of more, one less and the rest as a number */

typedef struct dtl_legend_row {
	dtl_symbol symbol;
	dtl_event_type type;
	dtl_str words;
	size_t count;
} dtl_legend_row;

typedef struct dtl_names dtl_names;
typedef struct dtl_panels dtl_panels;

typedef struct dtl_plan {
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
	dtl_mask mask;
	dtl_mark *marks;
	size_t mark_count, mark_cap;
	size_t placeless;       /* events without a point */
	bool crowded;           /* so many that they are counted in hexagons */
	size_t binned;          /* events in those */
	dtl_path *hex_paths;    /* hexagons of each class */
	size_t hex_classes;
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
} dtl_plan;

/* words.c */
dtl_str dtl_words_date(dtl_arena *arena, const dtl_interval *date, bool year);  /* "28 Jan 2024", "24–28 Jan", "March 2023" */
dtl_str dtl_words_headline(dtl_plan *plan, const dtl_event *event);
dtl_str dtl_words_where_when(dtl_plan *plan, const dtl_event *event);          /* "Sinpo, 28 Jan" */
dtl_str dtl_words_title(dtl_plan *plan);                                       /* where the caller gave none */
dtl_str dtl_words_count(dtl_arena *arena, size_t n);                           /* "12,345" */
dtl_str dtl_words_alt(dtl_plan *plan);
void dtl_words_span(dtl_plan *plan);                                           /* fills span and one_year */

/* marks.c */
void dtl_marks_targets(dtl_plan *plan, dtl_target **targets, size_t *count);   /* what must be seen */
void dtl_marks_make(dtl_plan *plan);                                           /* fills marks, focus, legend; needs the view */
void dtl_marks_draw_areas(dtl_plan *plan);
void dtl_marks_draw(dtl_plan *plan);

/* hexes.c: in place of marks where there are too many */
void dtl_hexes_make(dtl_plan *plan);
void dtl_hexes_draw(dtl_plan *plan);

/* arcs.c */
void dtl_arcs_draw(dtl_plan *plan);
bool dtl_arcs_target(const dtl_event *event, size_t other, dtl_lonlat *point); /* whether the view must hold its other place */

/* names.c */
void dtl_names_place(dtl_plan *plan); /* chooses the positions of all labels */
void dtl_names_draw(dtl_plan *plan);  /* puts them into the scene */

/* panels.c */
void dtl_panels_place(dtl_plan *plan);  /* legend, scale bar, inset: finds room, adds obstacles */
void dtl_panels_draw(dtl_plan *plan);

void dtl_plan_obstacle(dtl_plan *plan, dtl_box box, int32_t owner, double cost);
static inline dtl_font dtl_plan_font(const dtl_plan *plan, double size, bool bold)
{
	return (dtl_font){.size = size * plan->type * plan->style->size, .bold = bold};
}

#endif
