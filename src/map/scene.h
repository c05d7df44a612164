/* The scene: the laid-out map before painting, a flat list of paths, symbols and texts in painting order. Painters only replay
 * it; it can be dumped as JSON and tested without fonts, because text is measured through a callback. */
#ifndef DTL_MAP_SCENE_H
#define DTL_MAP_SCENE_H

#include "base/json.h"
#include "map/project.h"
#include "map/style.h"

typedef struct dtl_font {
	bool serif, italic, bold;
	double size;    /* pixels */
	double spacing; /* extra pixels between letters */
} dtl_font;

typedef struct dtl_extents {
	double width, ascent, descent; /* pixels; both positive */
} dtl_extents;

/* Measures one line of text. */
typedef struct dtl_measure {
	dtl_extents (*line)(void *context, const dtl_font *font, dtl_str text);
	void *context;
} dtl_measure;

enum dtl_item_kind { DTL_ITEM_PATH, DTL_ITEM_SYMBOL, DTL_ITEM_TEXT, DTL_ITEM_OPEN, DTL_ITEM_CLOSE, DTL_ITEM_DOTS };
enum dtl_anchor { DTL_ANCHOR_START, DTL_ANCHOR_MIDDLE, DTL_ANCHOR_END };

/* One of very many small circles. */
typedef struct dtl_dot {
	float x, y;
	uint32_t color; /* index in the item's dot_colors */
} dtl_dot;
#define DTL_DOT_COLORS 32

typedef struct dtl_item {
	enum dtl_item_kind kind;
	const char *role;       /* what it is: "coast", "event", "city-name" ...; of OPEN: the group's name */
	bool clipped;           /* OPEN: its contents are clipped to the map frame (or `outline`) */
	int32_t event;          /* index in the event set; -1: none */
	dtl_str title;          /* of OPEN: a tool tip */
	dtl_box box;            /* what it covers; of texts and symbols */
	dtl_path path;          /* PATH */
	const char *shared;     /* PATH: the name of this path, where several items draw the same one; or NULL */
	dtl_rgba fill, stroke;  /* alpha 0: none. Of TEXT: fill */
	double width;           /* of the stroke, pixels */
	double dash;            /* length of dashes and gaps, pixels; 0: solid */
	enum dtl_shape shape;   /* SYMBOL */
	bool hollow;            /* SYMBOL: a position that is an estimate */
	dtl_xy at;              /* SYMBOL: the centre. TEXT: the anchor on the baseline */
	double size;            /* SYMBOL: across */
	dtl_str text;           /* TEXT: one line */
	dtl_font font;
	enum dtl_anchor anchor;
	double text_width;      /* as measured */
	dtl_rgba halo;
	double halo_width;      /* around the letters, pixels */
	const dtl_dot *dots;    /* DOTS: circles of `size` across, with an edge of `width` in `stroke` */
	size_t dot_count;
	const dtl_rgba *dot_colors;
	double angle;           /* TEXT: degrees, counter-clockwise, about the anchor */
} dtl_item;

typedef struct dtl_scene {
	dtl_arena *arena;
	double width, height;   /* pixels at scale 1 */
	dtl_rgba paper;
	dtl_box frame;          /* of the map */
	dtl_path outline;       /* of the world, where it is in sight: the map is clipped to it too */
	dtl_str title, description; /* plain text for <title>, <desc> and alt */
	dtl_str sans, serif;
	dtl_item *items;
	size_t count, cap;
} dtl_scene;

/* Vector files need a spot only once: true for the first dot of its colour at a tenth of a pixel. */
typedef struct dtl_dot_sieve {
	uint64_t *slots;
	size_t mask;
} dtl_dot_sieve;
dtl_dot_sieve dtl_dot_sieve_new(dtl_arena *arena, const dtl_item *item);
bool dtl_dot_sieve_new_spot(dtl_dot_sieve *sieve, const dtl_dot *dot);

dtl_item *dtl_scene_add(dtl_scene *scene, enum dtl_item_kind kind, const char *role);
dtl_item *dtl_scene_open(dtl_scene *scene, const char *role, bool clipped);
void dtl_scene_close(dtl_scene *scene);
/* A closed rectangle. */
dtl_item *dtl_scene_rect(dtl_scene *scene, const char *role, dtl_box box, dtl_rgba fill, dtl_rgba stroke, double width);
dtl_item *dtl_scene_line(dtl_scene *scene, const char *role, dtl_xy a, dtl_xy b, dtl_rgba stroke, double width);
/* One line of text whose baseline starts, ends or is centred at `at`. */
dtl_item *dtl_scene_text(dtl_scene *scene, const dtl_measure *measure, const char *role, dtl_font font, dtl_rgba color, dtl_str text,
	dtl_xy at, enum dtl_anchor anchor);
dtl_item *dtl_scene_symbol(dtl_scene *scene, const char *role, dtl_symbol symbol, dtl_xy at, double size);
/* Breaks text into lines no wider than `width`; at most `most`, the last one cut with an ellipsis. Returns the count. */
size_t dtl_text_wrap(dtl_arena *arena, const dtl_measure *measure, const dtl_font *font, dtl_str text, double width, size_t most,
	dtl_str *lines);
/* The same, with lines of about one length: the narrowest width that needs no more lines. */
size_t dtl_text_balance(dtl_arena *arena, const dtl_measure *measure, const dtl_font *font, dtl_str text, double width, size_t most,
	dtl_str *lines);
/* The whole scene as JSON. */
void dtl_scene_dump(const dtl_scene *scene, dtl_json *json);
/* The outline of a symbol about (0, 0), one pixel across; TARGET and RING have a second, inner ring. Returns its pieces. */
#define DTL_SHAPE_POINTS 48
typedef struct dtl_shape_path {
	dtl_xy points[2][DTL_SHAPE_POINTS];
	size_t count[2];
	bool round[2]; /* a circle with points[i][0].x as its radius */
	bool open;     /* strokes, not areas */
} dtl_shape_path;
dtl_shape_path dtl_shape_outline(enum dtl_shape shape);

#endif
