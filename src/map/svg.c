/* SVG 1.1 by hand: live text, named groups, a title for every event, the same bytes on every run. Coordinates are relative and
 * to a tenth of a pixel. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "map/paint.h"

static void escape(dtl_buf *b, dtl_str s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		if (c == '&') dtl_buf_addz(b, "&amp;");
		else if (c == '<') dtl_buf_addz(b, "&lt;");
		else if (c == '>') dtl_buf_addz(b, "&gt;");
		else if (c == '"') dtl_buf_addz(b, "&quot;");
		else if (c < 32 && c != '\n' && c != '\t') dtl_buf_addc(b, ' ');
		else dtl_buf_addc(b, (char)c);
	}
}

static void number(dtl_buf *b, double v) { dtl_buf_number(b, v, 1); }

static void attribute(dtl_buf *b, const char *name, double v, int digits)
{
	dtl_buf_printf(b, " %s=\"", name);
	dtl_buf_number(b, v, digits);
	dtl_buf_addc(b, '"');
}

static void color(dtl_buf *b, const char *name, dtl_rgba c)
{
	if (!(c & 255)) {
		dtl_buf_printf(b, " %s=\"none\"", name);
		return;
	}
	uint32_t rgb = c >> 8;
	if ((rgb >> 20 & 15) == (rgb >> 16 & 15) && (rgb >> 12 & 15) == (rgb >> 8 & 15) && (rgb >> 4 & 15) == (rgb & 15))
		dtl_buf_printf(b, " %s=\"#%x%x%x\"", name, rgb >> 20 & 15, rgb >> 12 & 15, rgb >> 4 & 15);
	else
		dtl_buf_printf(b, " %s=\"#%06x\"", name, rgb);
	if ((c & 255) != 255) {
		dtl_buf_printf(b, " %s-opacity=\"", name);
		dtl_buf_number(b, (double)(c & 255) / 255, 2);
		dtl_buf_addc(b, '"');
	}
}

/* A fixed-point number of `unit` parts a pixel (10: tenths; 1: whole); "-" stands where a space would. */
static void fixed(dtl_buf *b, long v, long unit, bool first)
{
	if (v >= 0 && !first) dtl_buf_addc(b, ' ');
	if (v < 0) dtl_buf_addc(b, '-'), v = -v;
	if (v / unit || v == 0) {
		char digits[24];
		int n = 0;
		for (long w = v / unit; w || !n; w /= 10) digits[n++] = (char)('0' + w % 10);
		while (n) dtl_buf_addc(b, digits[--n]);
	}
	if (v % unit) {
		dtl_buf_addc(b, '.');
		dtl_buf_addc(b, (char)('0' + v % unit));
	}
}

/* scale: units of the numbers a pixel. */
static void path_data(dtl_buf *b, const dtl_path *p, double scale, long unit)
{
	dtl_buf_addz(b, " d=\"");
	for (size_t k = 0; k < p->piece_count; k++) {
		size_t end = k + 1 < p->piece_count ? p->starts[k + 1] : p->count;
		long px = 0, py = 0;
		bool first = true;
		for (size_t i = p->starts[k]; i < end; i++) {
			long x = lround(p->points[i].x * scale), y = lround(p->points[i].y * scale);
			if (i == p->starts[k]) {
				dtl_buf_addc(b, 'M');
				fixed(b, x, unit, true);
				fixed(b, y, unit, false);
			} else {
				if (x == px && y == py && i + 1 < end) continue;
				if (first) dtl_buf_addc(b, 'l');
				fixed(b, x - px, unit, first);
				fixed(b, y - py, unit, false);
				first = false;
			}
			px = x, py = y;
		}
		if (p->closed) dtl_buf_addc(b, 'z');
	}
	dtl_buf_addc(b, '"');
}

/* Long outlines are written in whole half pixels under a transform: half as many bytes. */
#define LONG_PATH 40
static bool is_long(const dtl_item *i) { return i->path.count > LONG_PATH * 2; }

static void path(dtl_buf *b, const dtl_item *i, bool *defined)
{
	bool half = is_long(i);
	if (i->shared && !*defined) {
		dtl_buf_printf(b, "<defs><path id=\"%s\"", i->shared);
		path_data(b, &i->path, half ? 2 : 10, half ? 1 : 10);
		dtl_buf_addz(b, "/></defs>\n");
		*defined = true;
	}
	if (i->shared) dtl_buf_printf(b, "<use href=\"#%s\" class=\"%s\"", i->shared, i->role);
	else dtl_buf_printf(b, "<path class=\"%s\"", i->role);
	if (half) dtl_buf_addz(b, " transform=\"scale(.5)\"");
	color(b, "fill", i->fill);
	if ((i->fill & 255) && i->path.piece_count > 1) dtl_buf_addz(b, " fill-rule=\"evenodd\"");
	if (i->stroke & 255) {
		double k = half ? 2 : 1;
		color(b, "stroke", i->stroke);
		attribute(b, "stroke-width", i->width * k, 2);
		if (i->dash > 0) attribute(b, "stroke-dasharray", i->dash * k, 1);
		else dtl_buf_addz(b, " stroke-linejoin=\"round\"");
	}
	if (!i->shared) path_data(b, &i->path, half ? 2 : 10, half ? 1 : 10);
	dtl_buf_addz(b, "/>\n");
}

static void shape_data(dtl_buf *b, const dtl_item *i, const dtl_shape_path *s, int which)
{
	for (size_t k = 0; k < s->count[which]; k++) {
		dtl_buf_addc(b, k ? 'L' : 'M');
		number(b, i->at.x + s->points[which][k].x * i->size);
		dtl_buf_addc(b, ' ');
		number(b, i->at.y + s->points[which][k].y * i->size);
	}
	dtl_buf_addc(b, 'z');
}

/* stroke under fill: paint-order is not everywhere, so the edge is a shape of its own. */
static void symbol_shape(dtl_buf *b, const dtl_item *i, const dtl_shape_path *s, int which, dtl_rgba fill, dtl_rgba stroke, double width)
{
	if (s->round[which]) {
		dtl_buf_addz(b, "<circle");
		attribute(b, "cx", i->at.x, 1);
		attribute(b, "cy", i->at.y, 1);
		attribute(b, "r", s->points[which][0].x * i->size, 2);
	} else {
		dtl_buf_addz(b, "<path d=\"");
		shape_data(b, i, s, which);
		dtl_buf_addc(b, '"');
	}
	color(b, "fill", fill);
	if (width > 0 && (stroke & 255)) {
		color(b, "stroke", stroke);
		attribute(b, "stroke-width", width, 2);
	}
	dtl_buf_addz(b, "/>");
}

/* Towns are many: their dots share a class. */
static bool is_dot(const dtl_item *i) { return i->kind == DTL_ITEM_SYMBOL && i->shape == DTL_SHAPE_CIRCLE && !i->hollow && !strcmp(i->role, "city"); }

static void symbol(dtl_buf *b, const dtl_item *i)
{
	if (is_dot(i)) {
		dtl_buf_addz(b, "<circle class=\"c\"");
		attribute(b, "cx", i->at.x, 1);
		attribute(b, "cy", i->at.y, 1);
		attribute(b, "r", .47 * i->size + i->width / 2, 1);
		dtl_buf_addz(b, "/>\n");
		return;
	}
	dtl_shape_path s = dtl_shape_outline(i->shape);
	dtl_rgba edge = (i->stroke & 255) ? i->stroke : 0xffffffff;
	if (s.round[0] && !i->hollow && (i->stroke & 255)) { /* one circle does for both */
		s.points[0][0].x += i->width / 2 / i->size;
		symbol_shape(b, i, &s, 0, i->fill, edge, i->width);
		if (s.count[1]) symbol_shape(b, i, &s, 1, edge, 0, 0);
		dtl_buf_addc(b, '\n');
		return;
	}
	if (i->stroke & 255) symbol_shape(b, i, &s, 0, edge, edge, 2 * i->width);
	symbol_shape(b, i, &s, 0, i->hollow ? edge : i->fill, i->fill, i->hollow ? 1.6 : 0);
	if (s.count[1]) symbol_shape(b, i, &s, 1, i->hollow ? i->fill : edge, 0, 0);
	dtl_buf_addc(b, '\n');
}

/* A definition for each colour; what lies on another dot of its colour to the tenth of a pixel is left out. */
static void dots(dtl_buf *b, const dtl_item *i)
{
	for (size_t k = 0; k < DTL_DOT_COLORS; k++) {
		bool used = false;
		for (size_t n = 0; n < i->dot_count && !used; n++) used = i->dots[n].color == k;
		if (!used) continue;
		dtl_buf_printf(b, "<defs><circle id=\"d%zu\"", k);
		attribute(b, "r", (i->size - i->width) / 2, 2);
		color(b, "fill", i->dot_colors[k]);
		color(b, "stroke", i->stroke);
		attribute(b, "stroke-width", i->width, 2);
		dtl_buf_addz(b, "/></defs>\n");
	}
	dtl_dot_sieve sieve = dtl_dot_sieve_new(b->arena, i);
	for (size_t n = 0; n < i->dot_count; n++) {
		const dtl_dot *d = &i->dots[n];
		if (!dtl_dot_sieve_new_spot(&sieve, d)) continue;
		dtl_buf_printf(b, "<use href=\"#d%u\"", d->color);
		attribute(b, "x", (double)d->x, 1);
		attribute(b, "y", (double)d->y, 1);
		dtl_buf_addz(b, "/>\n");
	}
}

/* ---- text: one class for every manner of writing ---- */

#define MOST_CLASSES 26
typedef struct classes {
	const dtl_item *like[MOST_CLASSES]; /* an item of each */
	size_t count;
} classes;

static bool same_manner(const dtl_item *a, const dtl_item *b)
{
	return a->font.serif == b->font.serif && a->font.bold == b->font.bold && fabs(a->font.size - b->font.size) < .05 &&
		fabs(a->font.spacing - b->font.spacing) < .05 && a->fill == b->fill && a->halo == b->halo && fabs(a->halo_width - b->halo_width) < .05;
}

/* Its class, or the count of classes where there is none for it. */
static size_t class_of(const classes *c, const dtl_item *i)
{
	size_t k = 0;
	while (k < c->count && !same_manner(c->like[k], i)) k++;
	return k;
}

static void manner(dtl_buf *b, const dtl_item *i)
{
	attribute(b, "font-size", i->font.size, 1);
	if (i->font.spacing > 0) attribute(b, "letter-spacing", i->font.spacing, 1);
	color(b, "fill", i->fill);
	if ((i->halo & 255) && i->halo_width > 0) {
		color(b, "stroke", i->halo);
		attribute(b, "stroke-width", 2 * i->halo_width, 1);
		dtl_buf_addz(b, " stroke-linejoin=\"round\" paint-order=\"stroke\"");
	}
}

static void text(dtl_buf *b, const dtl_item *i, const classes *c)
{
	static const char *const anchors[] = {NULL, "middle", "end"};
	size_t k = class_of(c, i);
	dtl_buf_printf(b, "<text class=\"%s", i->font.serif ? "w" : i->font.bold ? "b" : "t");
	if (k < c->count) dtl_buf_printf(b, " %c", (int)('A' + k));
	dtl_buf_addc(b, '"');
	attribute(b, "x", i->at.x, 1);
	attribute(b, "y", i->at.y, 1);
	if (i->angle < 0 || i->angle > 0) {
		dtl_buf_addz(b, " transform=\"rotate(");
		number(b, -i->angle);
		dtl_buf_addc(b, ' ');
		number(b, i->at.x);
		dtl_buf_addc(b, ' ');
		number(b, i->at.y);
		dtl_buf_addz(b, ")\"");
	}
	if (i->anchor) dtl_buf_printf(b, " text-anchor=\"%s\"", anchors[i->anchor]);
	if (k == c->count) manner(b, i);
	dtl_buf_addc(b, '>');
	escape(b, i->text);
	dtl_buf_addz(b, "</text>\n");
}

static void css_color(dtl_buf *b, const char *name, dtl_rgba c)
{
	dtl_buf_printf(b, ";%s:#%06x", name, c >> 8);
	if ((c & 255) == 255) return;
	dtl_buf_printf(b, ";%s-opacity:", name);
	dtl_buf_number(b, (double)(c & 255) / 255, 2);
}

static void css(dtl_buf *b, const classes *c)
{
	for (size_t k = 0; k < c->count; k++) {
		const dtl_item *i = c->like[k];
		dtl_buf_printf(b, ".%c{font-size:", (int)('A' + k));
		number(b, i->font.size);
		dtl_buf_addz(b, "px");
		if (i->font.spacing > 0) dtl_buf_addz(b, ";letter-spacing:"), number(b, i->font.spacing), dtl_buf_addz(b, "px");
		css_color(b, "fill", i->fill);
		if ((i->halo & 255) && i->halo_width > 0) {
			css_color(b, "stroke", i->halo);
			dtl_buf_addz(b, ";stroke-width:");
			number(b, 2 * i->halo_width);
			dtl_buf_addz(b, ";stroke-linejoin:round;paint-order:stroke");
		}
		dtl_buf_addc(b, '}');
	}
}

static void css_dots(dtl_buf *b, const dtl_scene *s)
{
	for (size_t n = 0; n < s->count; n++)
		if (is_dot(&s->items[n])) {
			dtl_buf_addz(b, ".c{stroke-width:");
			dtl_buf_number(b, s->items[n].width, 2);
			css_color(b, "fill", s->items[n].fill);
			css_color(b, "stroke", s->items[n].stroke);
			dtl_buf_addc(b, '}');
			return;
		}
}

static classes find_classes(const dtl_scene *s)
{
	classes c = {.count = 0};
	for (size_t n = 0; n < s->count; n++) {
		const dtl_item *i = &s->items[n];
		if (i->kind == DTL_ITEM_TEXT && c.count < MOST_CLASSES && class_of(&c, i) == c.count) c.like[c.count++] = i;
	}
	return c;
}

static void family(dtl_buf *b, dtl_str list)
{
	bool first = true;
	while (list.len) {
		dtl_str f = dtl_str_trim(dtl_str_cut(&list, ','));
		if (!f.len) continue;
		if (!first) dtl_buf_addc(b, ',');
		bool quote = memchr(f.ptr, ' ', f.len) != NULL;
		if (quote) dtl_buf_addc(b, '\'');
		escape(b, f);
		if (quote) dtl_buf_addc(b, '\'');
		first = false;
	}
}

static void head(dtl_buf *b, const dtl_scene *s, const classes *c)
{
	dtl_buf_addz(b, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"title desc\"");
	attribute(b, "width", s->width, 1);
	attribute(b, "height", s->height, 1);
	dtl_buf_addz(b, " viewBox=\"0 0 ");
	number(b, s->width);
	dtl_buf_addc(b, ' ');
	number(b, s->height);
	dtl_buf_addz(b, "\">\n<title id=\"title\">");
	escape(b, s->title);
	dtl_buf_addz(b, "</title>\n<desc id=\"desc\">");
	escape(b, s->description);
	dtl_buf_addz(b, "</desc>\n<style>.t,.b{font-family:");
	family(b, s->sans);
	dtl_buf_addz(b, "}.b{font-weight:bold}.w{font-family:");
	family(b, s->serif);
	dtl_buf_addz(b, ";font-style:italic}");
	css(b, c);
	css_dots(b, s);
	dtl_buf_addz(b, "</style>\n<clipPath id=\"frame\"><rect");
	attribute(b, "x", s->frame.x0, 1);
	attribute(b, "y", s->frame.y0, 1);
	attribute(b, "width", s->frame.x1 - s->frame.x0, 1);
	attribute(b, "height", s->frame.y1 - s->frame.y0, 1);
	dtl_buf_addz(b, "/></clipPath>\n<rect width=\"100%\" height=\"100%\"");
	color(b, "fill", s->paper);
	dtl_buf_addz(b, "/>\n");
}

dtl_status dtl_paint_svg(const dtl_scene *s, dtl_arena *arena, char **data, size_t *len, dtl_error *err)
{
	dtl_buf b = {.arena = arena};
	dtl_buf_reserve(&b, 1 << 16);
	classes c = find_classes(s);
	bool defined = false;
	head(&b, s, &c);
	for (size_t n = 0; n < s->count; n++) {
		const dtl_item *i = &s->items[n];
		switch (i->kind) {
		case DTL_ITEM_PATH: path(&b, i, &defined); break;
		case DTL_ITEM_SYMBOL: symbol(&b, i); break;
		case DTL_ITEM_DOTS: dots(&b, i); break;
		case DTL_ITEM_TEXT: text(&b, i, &c); break;
		case DTL_ITEM_OPEN:
			if (i->event >= 0) dtl_buf_printf(&b, "<g class=\"%s\" data-event=\"%d\"", i->role, (int)i->event + 1); /* scripts of reports */
			else dtl_buf_printf(&b, "<g id=\"%s\"", i->role);
			dtl_buf_addz(&b, i->clipped ? " clip-path=\"url(#frame)\">" : ">");
			if (i->title.len) {
				dtl_buf_addz(&b, "<title>");
				escape(&b, i->title);
				dtl_buf_addz(&b, "</title>");
			}
			dtl_buf_addc(&b, '\n');
			break;
		case DTL_ITEM_CLOSE: dtl_buf_addz(&b, "</g>\n"); break;
		}
	}
	dtl_buf_addz(&b, "</svg>\n");
	*len = b.len;
	*data = dtl_buf_malloc(&b);
	return *data ? DTL_OK : dtl_fail_memory(err);
}
