#include "map/scene.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"

dtl_item *dtl_scene_add(dtl_scene *s, enum dtl_item_kind kind, const char *role)
{
	dtl_item item = {.kind = kind, .role = role, .event = -1};
	DTL_PUSH(s->arena, s->items, s->count, s->cap, item);
	return &s->items[s->count - 1];
}

dtl_item *dtl_scene_open(dtl_scene *s, const char *role, bool clipped)
{
	dtl_item *i = dtl_scene_add(s, DTL_ITEM_OPEN, role);
	i->clipped = clipped;
	return i;
}

void dtl_scene_close(dtl_scene *s) { dtl_scene_add(s, DTL_ITEM_CLOSE, NULL); }

static void piece(dtl_scene *s, dtl_path *path, const dtl_xy *p, size_t n, bool closed)
{
	DTL_PUSH(s->arena, path->starts, path->piece_count, path->piece_cap, (uint32_t)path->count);
	for (size_t i = 0; i < n; i++) DTL_PUSH(s->arena, path->points, path->count, path->cap, p[i]);
	path->closed = closed;
}

dtl_item *dtl_scene_rect(dtl_scene *s, const char *role, dtl_box b, dtl_rgba fill, dtl_rgba stroke, double width)
{
	dtl_xy p[4] = {{b.x0, b.y0}, {b.x1, b.y0}, {b.x1, b.y1}, {b.x0, b.y1}};
	dtl_item *i = dtl_scene_add(s, DTL_ITEM_PATH, role);
	size_t at = s->count - 1;
	dtl_path path = {0};
	piece(s, &path, p, 4, true);
	i = &s->items[at];
	i->path = path;
	i->box = b;
	i->fill = fill, i->stroke = stroke, i->width = width;
	return i;
}

dtl_item *dtl_scene_line(dtl_scene *s, const char *role, dtl_xy a, dtl_xy b, dtl_rgba stroke, double width)
{
	dtl_xy p[2] = {a, b};
	dtl_path path = {0};
	piece(s, &path, p, 2, false);
	dtl_item *i = dtl_scene_add(s, DTL_ITEM_PATH, role);
	i->path = path;
	i->stroke = stroke, i->width = width;
	i->box = (dtl_box){fmin(a.x, b.x), fmin(a.y, b.y), fmax(a.x, b.x), fmax(a.y, b.y)};
	return i;
}

dtl_item *dtl_scene_text(dtl_scene *s, const dtl_measure *m, const char *role, dtl_font font, dtl_rgba color, dtl_str text, dtl_xy at,
	enum dtl_anchor anchor)
{
	dtl_extents e = m->line(m->context, &font, text);
	dtl_item *i = dtl_scene_add(s, DTL_ITEM_TEXT, role);
	double x = at.x - (anchor == DTL_ANCHOR_MIDDLE ? e.width / 2 : anchor == DTL_ANCHOR_END ? e.width : 0);
	i->text = text, i->font = font, i->fill = color, i->at = at, i->anchor = anchor;
	i->text_width = e.width;
	i->box = (dtl_box){x, at.y - e.ascent, x + e.width, at.y + e.descent};
	return i;
}

dtl_item *dtl_scene_symbol(dtl_scene *s, const char *role, dtl_symbol symbol, dtl_xy at, double size)
{
	dtl_item *i = dtl_scene_add(s, DTL_ITEM_SYMBOL, role);
	i->shape = symbol.shape, i->fill = symbol.color, i->at = at, i->size = size;
	i->box = (dtl_box){at.x - size / 2, at.y - size / 2, at.x + size / 2, at.y + size / 2};
	return i;
}

/* ---- line breaking ---- */

/* The longest start of s (whole code points) that fits with an ellipsis behind it. */
static dtl_str shortened(dtl_arena *arena, const dtl_measure *m, const dtl_font *font, dtl_str s, double width)
{
	size_t low = 0, high = s.len;
	dtl_str best = DTL_STR("\u2026");
	while (low < high) {
		size_t mid = (low + high + 1) / 2;
		while (mid < s.len && mid > low && ((unsigned char)s.ptr[mid] & 0xc0) == 0x80) mid--;
		if (mid == low) break;
		dtl_str t = dtl_arena_printf(arena, "%.*s\u2026", DTL_FMT(dtl_str_trim(dtl_str_sub(s, 0, mid))));
		if (m->line(m->context, font, t).width <= width) low = mid, best = t;
		else high = mid - 1;
	}
	size_t word = low; /* better behind a whole word, if that costs little */
	while (word && word < s.len && s.ptr[word] != ' ') word--;
	if (low < s.len && word > low * 2 / 3) {
		dtl_str kept = dtl_str_trim(dtl_str_sub(s, 0, word));
		while (kept.len && strchr(",;:-", kept.ptr[kept.len - 1])) kept.len--;
		return dtl_arena_printf(arena, "%.*s\u2026", DTL_FMT(kept));
	}
	return best;
}

static bool wide_script(uint32_t c) { return c >= 0x2e80 && c < 0xa000; } /* breaks anywhere */

/* Where the next line may end: behind a space, a hyphen, or within ideographs. */
static size_t next_break(dtl_str s, size_t from)
{
	size_t at = from;
	bool some = false;
	while (at < s.len) {
		size_t here = at;
		uint32_t c = dtl_utf8_next(s, &at);
		if (c == ' ' && some) return here;
		if (c != ' ') some = true;
		if ((c == '-' || c == 0x2013) && at < s.len && at - from > 3) return at;
		if (wide_script(c)) return at;
	}
	return s.len;
}

size_t dtl_text_wrap(dtl_arena *arena, const dtl_measure *m, const dtl_font *font, dtl_str text, double width, size_t most, dtl_str *lines)
{
	text = dtl_str_trim(text);
	if (text.len > 2000) text = dtl_str_sub(text, 0, 2000); /* more never fits */
	while (text.len && ((unsigned char)text.ptr[text.len - 1] & 0xc0) == 0x80 && !dtl_utf8_valid(text)) text.len--;
	size_t n = 0;
	while (text.len && n < most) {
		size_t fits = 0, at = 0;
		while (at < text.len) {
			size_t end = next_break(text, at);
			if (m->line(m->context, font, dtl_str_trim(dtl_str_sub(text, 0, end))).width > width) break;
			fits = at = end;
		}
		if (n + 1 == most && fits < text.len) {
			lines[n++] = shortened(arena, m, font, text, width);
			return n;
		}
		if (!fits) { /* one word wider than the line */
			lines[n++] = shortened(arena, m, font, dtl_str_sub(text, 0, next_break(text, 0)), width);
			fits = next_break(text, 0);
		} else {
			lines[n++] = dtl_str_trim(dtl_str_sub(text, 0, fits));
		}
		text = dtl_str_trim(dtl_str_sub(text, fits, text.len));
	}
	return n;
}

size_t dtl_text_balance(dtl_arena *arena, const dtl_measure *m, const dtl_font *font, dtl_str text, double width, size_t most, dtl_str *lines)
{
	dtl_str trial[8];
	size_t n = dtl_text_wrap(arena, m, font, text, width, most, lines);
	if (n < 2 || n > 8 || most > 8 || dtl_str_ends(lines[n - 1], DTL_STR("\u2026"))) return n;
	double low = width / 2, high = width;
	for (int i = 0; i < 5; i++) {
		double mid = (low + high) / 2;
		size_t k = dtl_text_wrap(arena, m, font, text, mid, n, trial);
		bool cut = false;
		for (size_t j = 0; j < k; j++) cut |= dtl_str_ends(trial[j], DTL_STR("\u2026"));
		if (cut || k > n) {
			low = mid;
			continue;
		}
		high = mid;
		for (size_t j = 0; j < k; j++) lines[j] = trial[j];
	}
	return n;
}

/* ---- symbols ---- */

static void polygon(dtl_shape_path *p, int corners, double radius, double inner, double turn)
{
	int n = inner > 0 ? 2 * corners : corners;
	for (int i = 0; i < n; i++) {
		double a = turn + 2 * M_PI * i / n, r = inner > 0 && i % 2 ? inner : radius;
		p->points[0][i] = (dtl_xy){r * sin(a), -r * cos(a)};
	}
	p->count[0] = (size_t)n;
}

static void points(dtl_shape_path *p, const double *xy, size_t n)
{
	for (size_t i = 0; i < n; i++) p->points[0][i] = (dtl_xy){xy[2 * i], xy[2 * i + 1]};
	p->count[0] = n;
}

static void circle(dtl_shape_path *p, int which, double radius)
{
	p->round[which] = true;
	p->count[which] = 1;
	p->points[which][0].x = radius;
}

static void drop(dtl_shape_path *p)
{
	size_t n = 0;
	p->points[0][n++] = (dtl_xy){0, -.58};
	for (int i = 0; i <= 16; i++) {
		double a = -.35 + (M_PI + .7) * i / 16;
		p->points[0][n++] = (dtl_xy){.38 * cos(a), .12 + .38 * sin(a)};
	}
	p->count[0] = n;
}

static void half(dtl_shape_path *p)
{
	size_t n = 0;
	for (int i = 0; i <= 16; i++) p->points[0][n++] = (dtl_xy){-.5 * cos(M_PI * i / 16), .25 - .5 * sin(M_PI * i / 16)};
	p->count[0] = n;
}

dtl_shape_path dtl_shape_outline(enum dtl_shape shape)
{
	static const double plus[] = {-.17, -.5, .17, -.5, .17, -.17, .5, -.17, .5, .17, .17, .17, .17, .5, -.17, .5, -.17, .17, -.5, .17, -.5, -.17, -.17, -.17};
	static const double flag[] = {-.36, -.55, .5, -.22, -.16, .1, -.16, .55, -.36, .55};
	static const double mountain[] = {-.58, .42, -.18, -.4, .18, -.4, .58, .42};
	static const double kite[] = {0, -.6, .36, -.02, 0, .6, -.36, -.02};
	dtl_shape_path p = {0};
	switch (shape) {
	case DTL_SHAPE_SQUARE: polygon(&p, 4, .6, 0, M_PI / 4); break;
	case DTL_SHAPE_TRIANGLE: polygon(&p, 3, .62, 0, 0); break;
	case DTL_SHAPE_TRIANGLE_DOWN: polygon(&p, 3, .62, 0, M_PI); break;
	case DTL_SHAPE_DIAMOND: polygon(&p, 4, .6, 0, 0); break;
	case DTL_SHAPE_PENTAGON: polygon(&p, 5, .55, 0, 0); break;
	case DTL_SHAPE_HEXAGON: polygon(&p, 6, .54, 0, 0); break;
	case DTL_SHAPE_STAR: polygon(&p, 5, .62, .26, 0); break;
	case DTL_SHAPE_BURST: polygon(&p, 8, .62, .34, 0); break;
	case DTL_SHAPE_PLUS: points(&p, plus, 12); break;
	case DTL_SHAPE_CROSS:
		points(&p, plus, 12);
		for (size_t i = 0; i < 12; i++) {
			dtl_xy q = p.points[0][i];
			p.points[0][i] = (dtl_xy){(q.x - q.y) * M_SQRT1_2 * 1.1, (q.x + q.y) * M_SQRT1_2 * 1.1};
		}
		break;
	case DTL_SHAPE_DROP: drop(&p); break;
	case DTL_SHAPE_TARGET: circle(&p, 0, .56); circle(&p, 1, .2); break;
	case DTL_SHAPE_RING: circle(&p, 0, .5); circle(&p, 1, .24); break;
	case DTL_SHAPE_MOUNTAIN: points(&p, mountain, 4); break;
	case DTL_SHAPE_HALF: half(&p); break;
	case DTL_SHAPE_FLAG: points(&p, flag, 5); break;
	case DTL_SHAPE_KITE: points(&p, kite, 4); break;
	case DTL_SHAPE_CIRCLE:
	case DTL_SHAPE_COUNT: circle(&p, 0, .47); break;
	}
	return p;
}

/* ---- dump ---- */

static void dump_box(dtl_json *j, const char *key, dtl_box b)
{
	dtl_json_open(j, key, '[');
	dtl_json_number(j, NULL, b.x0, 1);
	dtl_json_number(j, NULL, b.y0, 1);
	dtl_json_number(j, NULL, b.x1, 1);
	dtl_json_number(j, NULL, b.y1, 1);
	dtl_json_close(j, ']');
}

static void dump_color(dtl_json *j, const char *key, dtl_rgba c)
{
	char text[10];
	static const char hex[] = "0123456789abcdef";
	if (!(c & 255)) return;
	text[0] = '#';
	for (int i = 0; i < 8; i++) text[1 + i] = hex[c >> (28 - 4 * i) & 15];
	dtl_json_str(j, key, (dtl_str){text, (c & 255) == 255 ? 7 : 9});
}

static void dump_item(const dtl_item *i, dtl_json *j)
{
	static const char *const kinds[] = {"path", "symbol", "text", "open", "close", "dots"};
	dtl_json_open(j, NULL, '{');
	dtl_json_str(j, "kind", dtl_str_of(kinds[i->kind]));
	dtl_json_str(j, "role", dtl_str_of(i->role));
	if (i->event >= 0) dtl_json_int(j, "event", i->event);
	if (i->title.len) dtl_json_str(j, "title", i->title);
	if (i->kind == DTL_ITEM_TEXT) {
		dtl_json_str(j, "text", i->text);
		dtl_json_number(j, "size", i->font.size, 2);
		if (i->angle < 0 || i->angle > 0) dtl_json_number(j, "angle", i->angle, 1);
	}
	if (i->kind == DTL_ITEM_DOTS) dtl_json_int(j, "points", (int64_t)i->dot_count);
	if (i->kind == DTL_ITEM_SYMBOL) dtl_json_str(j, "shape", dtl_str_of(dtl_shape_name(i->shape)));
	if (i->kind == DTL_ITEM_SYMBOL && i->hollow) dtl_json_bool(j, "hollow", true);
	if (i->kind == DTL_ITEM_TEXT || i->kind == DTL_ITEM_SYMBOL || i->box.x1 > i->box.x0 || i->box.y1 > i->box.y0) dump_box(j, "box", i->box);
	if (i->kind == DTL_ITEM_PATH) {
		dtl_json_int(j, "pieces", (int64_t)i->path.piece_count);
		dtl_json_int(j, "points", (int64_t)i->path.count);
		dump_color(j, "stroke", i->stroke);
	}
	dump_color(j, "fill", i->fill);
	dtl_json_close(j, '}');
}

void dtl_scene_dump(const dtl_scene *s, dtl_json *j)
{
	dtl_json_number(j, "width", s->width, 1);
	dtl_json_number(j, "height", s->height, 1);
	dump_box(j, "frame", s->frame);
	dtl_json_str(j, "title", s->title);
	dtl_json_str(j, "description", s->description);
	dtl_json_open(j, "items", '[');
	for (size_t i = 0; i < s->count; i++)
		if (s->items[i].kind != DTL_ITEM_CLOSE) dump_item(&s->items[i], j);
	dtl_json_close(j, ']');
}
