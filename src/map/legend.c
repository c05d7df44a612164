/* The legend: only what is on the map, in words, with counts; the ramp of dates; what hollow, tinted and numbered signs mean. */
#include <math.h>

#include "map/panels.h"

#define ROW 18.0      /* pixels at type factor 1: a sign with its words, */
#define NOTE 14.0     /* a note, */
#define RAMP 30.0     /* the ramp with its days */
#define SWATCH 30.0   /* width of one class on it, at least */
#define SIGN 24.0     /* from the edge of a sign's column to the words */

static dtl_font small_font(const dtl_plan *p) { return dtl_plan_font(p, 11, false); }
static dtl_font note_font(const dtl_plan *p) { return dtl_plan_font(p, 9.8, false); }

#define NOTES 4
static const char *const notes[NOTES] = {"Hollow sign: position approximate", "Dashed circle: somewhere within it", "Tinted: known only to the area",
	"\u00d7: several events at one spot"};

static bool wanted(const dtl_panels *q, int note)
{
	const bool want[NOTES] = {q->estimates, q->circles, q->areas, q->clusters};
	return want[note];
}

void dtl_legend_needs(const dtl_plan *p, dtl_panels *q)
{
	for (size_t i = 0; i < p->mark_count; i++) {
		const dtl_mark *m = &p->marks[i];
		q->areas |= m->unit >= 0 || m->country >= 0;
		q->estimates |= m->hollow && m->unit < 0 && m->country < 0 && (m->count == 1 || m->fan);
		q->circles |= m->radius_px > 0;
		q->clusters |= m->count > 1 && !m->fan;
	}
}

static double width_of(const dtl_plan *p, dtl_font f, dtl_str text) { return p->measure.line(p->measure.context, &f, text).width; }

/* Counts say something where they differ from one. */
static bool with_counts(const dtl_plan *p)
{
	for (size_t i = 0; i < p->legend_count; i++)
		if (p->legend[i].count > 1) return true;
	return false;
}

static dtl_str day_words(const dtl_plan *p, dtl_date d)
{
	dtl_interval one = {d, d, DTL_DATE_DAY};
	return dtl_words_date(p->arena, &one, !p->one_year);
}

/* The days at the ends of the ramp. */
static dtl_str ramp_end(const dtl_plan *p, bool last)
{
	return day_words(p, last ? p->span.end : p->span.start);
}

static size_t note_count(const dtl_panels *q)
{
	size_t n = 0;
	for (int i = 0; i < NOTES; i++) n += wanted(q, i);
	return n;
}

void dtl_legend_size(const dtl_plan *p, const dtl_panels *q, double *w, double *h)
{
	double u = p->type, widest = 0, counts = 0;
	for (size_t i = 0; i < p->legend_count; i++) {
		widest = fmax(widest, width_of(p, small_font(p), p->legend[i].words) + SIGN * u);
		if (with_counts(p)) counts = fmax(counts, width_of(p, small_font(p), dtl_words_count(p->arena, p->legend[i].count)) + 12 * u);
	}
	widest += counts;
	for (int i = 0; i < NOTES; i++)
		if (wanted(q, i)) widest = fmax(widest, width_of(p, note_font(p), dtl_str_of(notes[i])));
	size_t classes = dtl_time_classes(p), rows = note_count(q);
	if (classes) {
		double ends = width_of(p, note_font(p), ramp_end(p, false)) + width_of(p, note_font(p), ramp_end(p, true)) + 14 * u;
		widest = fmax(widest, fmax(ends, (double)classes * SWATCH * u));
	}
	*w = widest + 20 * u;
	*h = ((double)p->legend_count * ROW + (classes ? RAMP : 0) + (double)rows * NOTE + (rows ? 4 : 0) + 12) * u;
}

static void draw_sign(dtl_plan *p, dtl_symbol symbol, double x, double y)
{
	dtl_item *m = dtl_scene_symbol(p->scene, "legend-sign", symbol, (dtl_xy){x, y}, 12.5 * p->type);
	m->stroke = p->style->colors[DTL_COLOR_MARKER_EDGE];
	m->width = .8 * p->type;
}

static void draw_text(dtl_plan *p, dtl_font f, enum dtl_color color, dtl_str text, double x, double y, enum dtl_anchor anchor)
{
	dtl_scene_text(p->scene, &p->measure, "legend-text", f, p->style->colors[color], text, (dtl_xy){x, y}, anchor);
}

/* Swatches of the classes from the earliest days to the latest, the ends told below. */
static void draw_ramp(dtl_plan *p, double x, double y, double width)
{
	size_t classes = dtl_time_classes(p);
	double u = p->type, each = width / (double)classes;
	for (size_t i = 0; i < classes; i++) {
		dtl_box b = {x + each * (double)i, y + 5 * u, x + each * (double)(i + 1) - (i + 1 < classes ? 1 : 0), y + 14 * u};
		dtl_scene_rect(p->scene, "ramp", b, dtl_time_class_color(p, i), 0, 0);
	}
	draw_text(p, note_font(p), DTL_COLOR_MUTED, ramp_end(p, false), x, y + 25 * u, DTL_ANCHOR_START);
	if (classes > 1) draw_text(p, note_font(p), DTL_COLOR_MUTED, ramp_end(p, true), x + width, y + 25 * u, DTL_ANCHOR_END);
}

void dtl_legend_draw(dtl_plan *p, const dtl_panels *q)
{
	double u = p->type, y = q->legend_box.y0 + 6 * u, x = q->legend_box.x0 + 10 * u, right = q->legend_box.x1 - 10 * u, row = ROW * u;
	dtl_font f = small_font(p);
	dtl_scene_open(p->scene, "legend", false);
	dtl_scene_rect(p->scene, "panel", q->legend_box, p->style->colors[DTL_COLOR_PANEL], p->style->colors[DTL_COLOR_FRAME], .6 * u);
	for (size_t i = 0; i < p->legend_count; i++, y += row) {
		draw_sign(p, p->legend[i].symbol, x + 7 * u, y + row / 2);
		draw_text(p, f, DTL_COLOR_TEXT, p->legend[i].words, x + (SIGN - 2) * u, y + row / 2 + f.size * .35, DTL_ANCHOR_START);
		if (with_counts(p))
			draw_text(p, f, DTL_COLOR_MUTED, dtl_words_count(p->arena, p->legend[i].count), right, y + row / 2 + f.size * .35, DTL_ANCHOR_END);
	}
	if (dtl_time_classes(p)) {
		draw_ramp(p, x, y, right - x);
		y += RAMP * u;
	}
	y += 4 * u;
	for (int i = 0; i < NOTES; i++) {
		if (!wanted(q, i)) continue;
		draw_text(p, note_font(p), DTL_COLOR_MUTED, dtl_str_of(notes[i]), x, y + 8.5 * u, DTL_ANCHOR_START);
		y += NOTE * u;
	}
	dtl_scene_close(p->scene);
}

static dtl_str words_and_count(const dtl_plan *p, const dtl_legend_row *r)
{
	if (!with_counts(p)) return r->words;
	return dtl_arena_printf(p->arena, "%.*s  %.*s", DTL_FMT(r->words), DTL_FMT(dtl_words_count(p->arena, r->count)));
}

/* A legend that hides too much of the map stands below it, in lines. Returns its height; draws only if y is not negative. */
static double strip(dtl_plan *p, double x0, double width, double y)
{
	const dtl_panels *q = p->panels;
	if (p->spec->no_legend || !p->legend_count || q->legend) return 0;
	dtl_font f = small_font(p);
	double u = p->type, x = x0, row = ROW * u, top = 8 * u;
	for (size_t i = 0; i < p->legend_count; i++) {
		dtl_str words = words_and_count(p, &p->legend[i]);
		double need = width_of(p, f, words) + 22 * u;
		if (x > x0 && x + need > x0 + width) x = x0, top += row;
		if (y >= 0) {
			draw_sign(p, p->legend[i].symbol, x + 7 * u, y + top + row / 2);
			draw_text(p, f, DTL_COLOR_TEXT, words, x + 18 * u, y + top + row / 2 + f.size * .35, DTL_ANCHOR_START);
		}
		x += need + 14 * u;
	}
	top += row;
	if (!dtl_time_classes(p)) return top;
	if (y >= 0) draw_ramp(p, x0, y + top, fmin(width, 300 * u));
	return top + RAMP * u;
}

double dtl_panels_strip_height(dtl_plan *p, double width)
{
	return strip(p, 0, width, -1);
}

double dtl_panels_strip_draw(dtl_plan *p, double x, double width, double y)
{
	if (dtl_panels_strip_height(p, width) <= 0) return 0;
	dtl_scene_open(p->scene, "legend", false);
	double height = strip(p, x, width, y);
	dtl_scene_close(p->scene);
	return height;
}
