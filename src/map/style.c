#include "map/style.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"

static const char *const color_names[DTL_COLOR_COUNT] = {
	"paper", "sea", "land", "focus", "urban", "lake", "river", "coast", "border", "admin", "graticule", "frame", "title", "text",
	"muted", "country-name", "city-name", "water-name", "halo", "panel", "rule", "ring", "marker-edge", "accent",
	"verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict", "other-event",
	"ramp-from", "ramp-middle", "ramp-to",
};

/* In the order of color_names. The five event colours differ by 30 or more in luma, so that they stay apart in grey. */
static const struct {
	const char *name;
	dtl_rgba colors[DTL_COLOR_COUNT];
} themes[] = {
	{"light",
		{0xffffffff, 0xdce8efff, 0xf1eee7ff, 0xfdfcf9ff, 0xebe7deff, 0xdce8efff, 0xb4cedeff, 0x8aa9bcff, 0x9c948aff, 0xd3cdc3ff,
			0xc4d3ddff, 0xb9b4abff, 0x161616ff, 0x1d1d1dff, 0x615d57ff, 0x8f877bff, 0x4a4640ff, 0x5f8aa6ff, 0xfdfcf9d0, 0xfffffff2,
			0x161616ff, 0x6a5f86ff, 0xffffffff, 0xb3122aff, 0x2c6fbbff, 0x3fae9aff, 0xf0b033ff, 0xb3122aff, 0x2b2140ff,
			0xf2b84bff, 0xcf4154ff, 0x2b0f4cff}},
	{"dark",
		{0x14181dff, 0x11161cff, 0x272c33ff, 0x333a43ff, 0x3d444dff, 0x11161cff, 0x4a6c86ff, 0x56738aff, 0x78808aff, 0x434a53ff,
			0x222c35ff, 0x3b434dff, 0xf5f5f2ff, 0xf0efeaff, 0xa7aaadff, 0x9298a0ff, 0xc6c8caff, 0x6c9dbdff, 0x1c2127d8, 0x1b2027f2,
			0xf5f5f2ff, 0xb7a8e0ff, 0x14181dff, 0xff6b5eff, 0x5b9ae4ff, 0x62d3bdff, 0xffd35cff, 0xe2463fff, 0xffffffff,
			0x7a5bb5ff, 0xf2826bff, 0xfff0b0ff}},
	{"print",
		{0xffffffff, 0xdcdcdcff, 0xf3f3f3ff, 0xffffffff, 0xe9e9e9ff, 0xdcdcdcff, 0xbdbdbdff, 0x8a8a8aff, 0x8c8c8cff, 0xd2d2d2ff,
			0xc8c8c8ff, 0x9a9a9aff, 0x000000ff, 0x000000ff, 0x4d4d4dff, 0x777777ff, 0x333333ff, 0x5c5c5cff, 0xffffffd8, 0xfffffff8,
			0x000000ff, 0x555555ff, 0xffffffff, 0x000000ff, 0x6e6e6eff, 0x979797ff, 0xc4c4c4ff, 0x3c3c3cff, 0x000000ff,
			0xc8c8c8ff, 0x6c6c6cff, 0x000000ff}},
};

static const char *const shape_names[DTL_SHAPE_COUNT] = {"circle", "square", "triangle", "triangle-down", "diamond", "pentagon",
	"hexagon", "star", "burst", "plus", "cross", "drop", "target", "ring", "mountain", "half", "flag", "kite"};

static const struct {
	enum dtl_shape shape;
	enum dtl_color color;
	const char *words;
} types[DTL_EVENT_TYPE_COUNT] = {
	[DTL_EVENT_NONE] = {DTL_SHAPE_CIRCLE, DTL_COLOR_OTHER_EVENT, "Other event"},
	[DTL_EVENT_AGREE] = {DTL_SHAPE_RING, DTL_COLOR_VERBAL_COOPERATION, "Agreement"},
	[DTL_EVENT_CONSULT] = {DTL_SHAPE_CIRCLE, DTL_COLOR_VERBAL_COOPERATION, "Talks, visit"},
	[DTL_EVENT_SUPPORT] = {DTL_SHAPE_TARGET, DTL_COLOR_VERBAL_COOPERATION, "Support"},
	[DTL_EVENT_CONCEDE] = {DTL_SHAPE_HALF, DTL_COLOR_VERBAL_COOPERATION, "Concession"},
	[DTL_EVENT_COOPERATE] = {DTL_SHAPE_HEXAGON, DTL_COLOR_MATERIAL_COOPERATION, "Cooperation"},
	[DTL_EVENT_AID] = {DTL_SHAPE_PLUS, DTL_COLOR_MATERIAL_COOPERATION, "Aid"},
	[DTL_EVENT_RETREAT] = {DTL_SHAPE_TRIANGLE_DOWN, DTL_COLOR_MATERIAL_COOPERATION, "Withdrawal, release"},
	[DTL_EVENT_REQUEST] = {DTL_SHAPE_PENTAGON, DTL_COLOR_VERBAL_CONFLICT, "Demand"},
	[DTL_EVENT_ACCUSE] = {DTL_SHAPE_DIAMOND, DTL_COLOR_VERBAL_CONFLICT, "Accusation, inquiry"},
	[DTL_EVENT_REJECT] = {DTL_SHAPE_CROSS, DTL_COLOR_VERBAL_CONFLICT, "Rejection"},
	[DTL_EVENT_THREATEN] = {DTL_SHAPE_KITE, DTL_COLOR_VERBAL_CONFLICT, "Threat"},
	[DTL_EVENT_PROTEST] = {DTL_SHAPE_FLAG, DTL_COLOR_MATERIAL_CONFLICT, "Protest"},
	[DTL_EVENT_SANCTION] = {DTL_SHAPE_RING, DTL_COLOR_MATERIAL_CONFLICT, "Sanction, conviction"},
	[DTL_EVENT_MOBILIZE] = {DTL_SHAPE_TRIANGLE, DTL_COLOR_MATERIAL_CONFLICT, "Military activity"},
	[DTL_EVENT_COERCE] = {DTL_SHAPE_SQUARE, DTL_COLOR_MATERIAL_CONFLICT, "Arrest, coercion"},
	[DTL_EVENT_ASSAULT] = {DTL_SHAPE_BURST, DTL_COLOR_MATERIAL_CONFLICT, "Attack"},
};

/* Subtypes outside PLOVER that have a sign of their own. */
static const struct {
	const char *name;
	enum dtl_shape shape;
} subtypes[] = {
	{"earthquake", DTL_SHAPE_TARGET}, {"flood", DTL_SHAPE_DROP}, {"wildfire", DTL_SHAPE_KITE}, {"storm", DTL_SHAPE_STAR},
	{"eruption", DTL_SHAPE_MOUNTAIN}, {"epidemic", DTL_SHAPE_PLUS}, {"accident", DTL_SHAPE_CROSS}, {"election", DTL_SHAPE_SQUARE},
	{"satellite-launch", DTL_SHAPE_TRIANGLE}, {"site-visit", DTL_SHAPE_DIAMOND}, {"explosion", DTL_SHAPE_BURST},
	{"landslide", DTL_SHAPE_TRIANGLE_DOWN}, {"drought", DTL_SHAPE_HALF}, {"tsunami", DTL_SHAPE_PENTAGON},
};

const char *dtl_shape_name(enum dtl_shape shape) { return shape_names[shape]; }

double dtl_luma(dtl_rgba c)
{
	return 0.299 * (c >> 24) + 0.587 * (c >> 16 & 255) + 0.114 * (c >> 8 & 255);
}

dtl_symbol dtl_style_symbol(const dtl_style *style, dtl_event_type type, dtl_str subtype)
{
	dtl_symbol s = {types[type].shape, style->colors[types[type].color]};
	if (type == DTL_EVENT_NONE)
		for (size_t i = 0; i < sizeof subtypes / sizeof *subtypes; i++)
			if (dtl_str_eq_nocase(subtype, dtl_str_of(subtypes[i].name))) s.shape = subtypes[i].shape;
	for (size_t i = 0; i < style->rule_count; i++) {
		const dtl_symbol_rule *r = &style->rules[i];
		bool by_type = dtl_str_eq_nocase(r->name, dtl_str_of(dtl_event_type_name(type)));
		if (!by_type && !(subtype.len && dtl_str_eq_nocase(r->name, subtype))) continue;
		s.shape = r->symbol.shape;
		if (r->has_color) s.color = r->symbol.color;
	}
	return s;
}

static bool has_sign(const dtl_style *style, dtl_str name)
{
	for (size_t i = 0; i < sizeof subtypes / sizeof *subtypes; i++)
		if (dtl_str_eq_nocase(name, dtl_str_of(subtypes[i].name))) return true;
	for (size_t i = 0; i < style->rule_count; i++)
		if (dtl_str_eq_nocase(name, style->rules[i].name)) return true;
	return false;
}

/* The five event colours of the theme, which differ in luma, times shapes that differ at a glance. */
void dtl_style_categories(dtl_arena *arena, dtl_style *style, const dtl_str *names, size_t count)
{
	static const enum dtl_color colors[] = {DTL_COLOR_MATERIAL_CONFLICT, DTL_COLOR_VERBAL_COOPERATION, DTL_COLOR_VERBAL_CONFLICT,
		DTL_COLOR_MATERIAL_COOPERATION, DTL_COLOR_OTHER_EVENT};
	static const enum dtl_shape shapes[] = {DTL_SHAPE_CIRCLE, DTL_SHAPE_SQUARE, DTL_SHAPE_TRIANGLE, DTL_SHAPE_DIAMOND, DTL_SHAPE_PENTAGON,
		DTL_SHAPE_STAR, DTL_SHAPE_PLUS, DTL_SHAPE_TRIANGLE_DOWN, DTL_SHAPE_CROSS, DTL_SHAPE_HEXAGON, DTL_SHAPE_KITE, DTL_SHAPE_RING};
	enum { COLORS = sizeof colors / sizeof *colors, SHAPES = sizeof shapes / sizeof *shapes };
	dtl_symbol_rule *rules = dtl_arena_array(arena, dtl_symbol_rule, style->rule_count + SHAPES);
	size_t n = 0, given = 0;
	for (size_t i = 0; i < count && given < SHAPES; i++) {
		if (has_sign(style, names[i])) continue;
		rules[n++] = (dtl_symbol_rule){names[i], {shapes[given], style->colors[colors[given % COLORS]]}, true};
		given++;
	}
	if (!given) return;
	for (size_t i = 0; i < style->rule_count; i++) rules[n++] = style->rules[i]; /* behind: the user's word is the last */
	style->rules = rules;
	style->rule_count = n;
}

dtl_str dtl_style_words(dtl_arena *arena, dtl_event_type type, dtl_str subtype)
{
	if (!subtype.len) return dtl_str_of(types[type].words);
	dtl_str s = dtl_arena_str(arena, subtype);
	char *p = dtl_arena_alloc(arena, s.len + 1);
	for (size_t i = 0; i < s.len; i++) p[i] = s.ptr[i] == '-' || s.ptr[i] == '_' ? ' ' : s.ptr[i];
	if (p[0] >= 'a' && p[0] <= 'z') p[0] = (char)(p[0] - 32);
	return (dtl_str){p, s.len};
}

/* ---- the style file ---- */

static bool hex_color(dtl_str s, dtl_rgba *out)
{
	if (s.len < 1 || s.ptr[0] != '#' || (s.len != 7 && s.len != 9)) return false;
	uint32_t v = 0;
	for (size_t i = 1; i < s.len; i++) {
		char c = dtl_ascii_lower(s.ptr[i]);
		if (!dtl_ascii_digit(c) && !(c >= 'a' && c <= 'f')) return false;
		v = v << 4 | (uint32_t)(c <= '9' ? c - '0' : c - 'a' + 10);
	}
	*out = s.len == 7 ? v << 8 | 255 : v;
	return true;
}

static const char *set_color(dtl_style *style, dtl_str key, dtl_str value)
{
	for (int i = 0; i < DTL_COLOR_COUNT; i++)
		if (dtl_str_eq(key, dtl_str_of(color_names[i]))) return hex_color(value, &style->colors[i]) ? NULL : "not a color, #rrggbb";
	return "no such color";
}

static const char *set_font(dtl_style *style, dtl_str key, dtl_str value)
{
	if (!value.len) return "empty value";
	if (dtl_str_eq(key, DTL_STR("sans"))) style->sans = value;
	else if (dtl_str_eq(key, DTL_STR("serif"))) style->serif = value;
	else if (dtl_str_eq(key, DTL_STR("size")))
		return dtl_str_to_double(value, &style->size) && style->size >= 0.3 && style->size <= 4 ? NULL : "not a factor from 0.3 to 4";
	else return "no such font";
	return NULL;
}

static const char *set_symbol(dtl_symbol_rule *rule, dtl_str key, dtl_str value)
{
	dtl_str shape = dtl_str_cut(&value, ' ');
	value = dtl_str_trim(value);
	*rule = (dtl_symbol_rule){.name = key, .has_color = value.len > 0};
	if (rule->has_color && !hex_color(value, &rule->symbol.color)) return "not a color, #rrggbb";
	for (int i = 0; i < DTL_SHAPE_COUNT; i++)
		if (dtl_str_eq(shape, dtl_str_of(shape_names[i]))) {
			rule->symbol.shape = (enum dtl_shape)i;
			return NULL;
		}
	return "no such shape";
}

static dtl_status read_style(dtl_arena *arena, const char *file, dtl_str text, dtl_style *style, dtl_error *err)
{
	dtl_symbol_rule *rules = NULL;
	size_t count = 0, cap = 0;
	dtl_str section = DTL_STR("");
	uint64_t number = 0;
	const char *start = text.ptr;
	while (text.ptr && text.len) {
		dtl_str line = dtl_str_cut(&text, '\n');
		uint64_t at = (uint64_t)(line.ptr - start);
		number++;
		line = dtl_str_trim(line);
		if (!line.len || line.ptr[0] == '#' || line.ptr[0] == ';') continue;
		const char *wrong = NULL;
		if (line.ptr[0] == '[') {
			section = dtl_str_sub(line, 1, line.len - 1);
			bool known = dtl_str_eq(section, DTL_STR("colors")) || dtl_str_eq(section, DTL_STR("fonts")) || dtl_str_eq(section, DTL_STR("symbols"));
			if (line.ptr[line.len - 1] != ']' || !known) wrong = "no such section";
			if (wrong) return dtl_fail_at(err, DTL_ERR_DATA, file, number, at, "%s: '%.*s'", wrong, DTL_FMT(line));
			continue;
		}
		if (!memchr(line.ptr, '=', line.len))
			return dtl_fail_at(err, DTL_ERR_DATA, file, number, at, "not 'key = value': '%.*s'", DTL_FMT(line));
		dtl_str value = line, key = dtl_str_trim(dtl_str_cut(&value, '='));
		value = dtl_str_trim(value);
		if (dtl_str_eq(section, DTL_STR("colors"))) wrong = set_color(style, key, value);
		else if (dtl_str_eq(section, DTL_STR("fonts"))) wrong = set_font(style, key, value);
		else if (dtl_str_eq(section, DTL_STR("symbols"))) {
			dtl_symbol_rule rule;
			wrong = set_symbol(&rule, key, value);
			if (!wrong) DTL_PUSH(arena, rules, count, cap, rule);
		} else wrong = "before the first section";
		if (wrong) return dtl_fail_at(err, DTL_ERR_DATA, file, number, at, "%s: '%.*s'", wrong, DTL_FMT(line));
	}
	style->rules = rules;
	style->rule_count = count;
	return DTL_OK;
}

dtl_status dtl_style_load(dtl_arena *arena, dtl_str theme, const char *file, dtl_style *out, dtl_error *err)
{
	size_t found = theme.len ? sizeof themes / sizeof *themes : 0;
	for (size_t i = 0; i < sizeof themes / sizeof *themes; i++)
		if (dtl_str_eq(theme, dtl_str_of(themes[i].name))) found = i;
	if (found == sizeof themes / sizeof *themes)
		return dtl_fail(err, DTL_ERR_USAGE, "no theme '%.*s' (light, dark, print)", DTL_FMT(theme));
	dtl_style style = {.sans = DTL_STR("Noto Sans, DejaVu Sans, sans-serif"),
		.serif = DTL_STR("Noto Serif, DejaVu Serif, serif"), .size = 1};
	memcpy(style.colors, themes[found].colors, sizeof style.colors);
	if (file) {
		dtl_mapping m;
		dtl_status st = dtl_map_file(file, DTL_ERR_NO_INPUT, &m, err);
		if (st != DTL_OK) return st;
		dtl_str text = DTL_STR("");
		if (m.size < 1 << 20) text = dtl_arena_str(arena, (dtl_str){m.data, m.size});
		bool large = m.size >= 1 << 20;
		dtl_unmap_file(&m);
		if (large) return dtl_fail_at(err, DTL_ERR_DATA, file, 1, 0, "too long for a style");
		st = read_style(arena, file, text, &style, err);
		if (st != DTL_OK) return st;
	}
	*out = style;
	return DTL_OK;
}
