/* Styles: colours, type and symbols of a map. A theme is a set of values; a style file (INI) changes some of them:
 *
 *     [colors]              # sea, land, border ... = #rrggbb or #rrggbbaa
 *     sea = #dfeaf1
 *     [fonts]               # sans, serif = family list;  size = 1.0 (factor)
 *     sans = Noto Sans, DejaVu Sans
 *     [symbols]             # a type or subtype = shape [#color]
 *     ASSAULT = burst #b3122a
 *     earthquake = target
 */
#ifndef DTL_MAP_STYLE_H
#define DTL_MAP_STYLE_H

#include "base/str.h"
#include "dateline/model.h"

typedef uint32_t dtl_rgba; /* 0xrrggbbaa */

enum dtl_color {
	DTL_COLOR_PAPER, DTL_COLOR_SEA, DTL_COLOR_LAND, DTL_COLOR_FOCUS, /* land of the countries the events are in */
	DTL_COLOR_URBAN, DTL_COLOR_LAKE, DTL_COLOR_RIVER, DTL_COLOR_COAST, DTL_COLOR_BORDER, DTL_COLOR_ADMIN, DTL_COLOR_GRATICULE,
	DTL_COLOR_FRAME, DTL_COLOR_TITLE, DTL_COLOR_TEXT, DTL_COLOR_MUTED, DTL_COLOR_COUNTRY_NAME, DTL_COLOR_CITY_NAME,
	DTL_COLOR_WATER_NAME, DTL_COLOR_HALO, DTL_COLOR_PANEL, /* behind legend and inset */
	DTL_COLOR_RULE, DTL_COLOR_RING, DTL_COLOR_MARKER_EDGE, DTL_COLOR_ACCENT,
	DTL_COLOR_VERBAL_COOPERATION, DTL_COLOR_MATERIAL_COOPERATION, DTL_COLOR_VERBAL_CONFLICT, DTL_COLOR_MATERIAL_CONFLICT,
	DTL_COLOR_OTHER_EVENT,
	DTL_COLOR_RAMP_FROM, DTL_COLOR_RAMP_MIDDLE, DTL_COLOR_RAMP_TO, /* of dates, earliest to latest; of counts, few to many */
	DTL_COLOR_COUNT
};

enum dtl_shape {
	DTL_SHAPE_CIRCLE, DTL_SHAPE_SQUARE, DTL_SHAPE_TRIANGLE, DTL_SHAPE_TRIANGLE_DOWN, DTL_SHAPE_DIAMOND, DTL_SHAPE_PENTAGON,
	DTL_SHAPE_HEXAGON, DTL_SHAPE_STAR, DTL_SHAPE_BURST, DTL_SHAPE_PLUS, DTL_SHAPE_CROSS, DTL_SHAPE_DROP, DTL_SHAPE_TARGET,
	DTL_SHAPE_RING, DTL_SHAPE_MOUNTAIN, DTL_SHAPE_HALF, DTL_SHAPE_FLAG, DTL_SHAPE_KITE,
	DTL_SHAPE_COUNT
};

typedef struct dtl_symbol {
	enum dtl_shape shape;
	dtl_rgba color;
} dtl_symbol;

typedef struct dtl_symbol_rule { /* from a style file */
	dtl_str name; /* of a type or subtype */
	dtl_symbol symbol;
	bool has_color;
} dtl_symbol_rule;

typedef struct dtl_style {
	dtl_rgba colors[DTL_COLOR_COUNT];
	dtl_str sans, serif; /* family lists */
	double size;         /* factor of all type sizes */
	const dtl_symbol_rule *rules;
	size_t rule_count;
} dtl_style;

/* theme: light, dark, print; empty: light. file NULL: none. Strings of the file live in the arena. */
DTL_MUST_CHECK dtl_status dtl_style_load(dtl_arena *arena, dtl_str theme, const char *file, dtl_style *out, dtl_error *err);
/* The symbol of an event; subtype may be empty. */
dtl_symbol dtl_style_symbol(const dtl_style *style, dtl_event_type type, dtl_str subtype);
/* Gives categories that the style knows nothing of signs told apart by shape and colour, in this order. */
void dtl_style_categories(dtl_arena *arena, dtl_style *style, const dtl_str *names, size_t count);
/* What a legend calls events of this type and subtype: "Missile launch", "Protest". Static, or in the arena. */
dtl_str dtl_style_words(dtl_arena *arena, dtl_event_type type, dtl_str subtype);
const char *dtl_shape_name(enum dtl_shape shape);
/* Brightness 0..255 (Rec. 601). */
double dtl_luma(dtl_rgba color);

#endif
