/* Callouts: the gravest events told in a box with date and place, headline and their sentence, and a leader to the sign. */
#include <math.h>
#include <stdlib.h>

#include "map/names.h"

#define WIDTH 216.0 /* of the text, pixels at type factor 1 */
#define PADDING 8.0
#define SENTENCE_LINES 3
#define MOST_CALLOUTS 24

static double people(int64_t n) { return n > 0 ? log10(1 + (double)n) : 0; }

/* How much an event weighs: the dead before the missing before the injured; whether there is a sentence to tell; how sure it is. */
static double gravity(const dtl_event *e)
{
	return 4 * people(e->killed) + 3 * people(e->missing) + 2 * people(e->injured) + fmin(1, fmax(0, (double)e->confidence)) +
		6 * (e->evidence.text.len > 0);
}

typedef struct ranked {
	uint32_t mark, event;
	double gravity;
} ranked;

static int graver_first(const void *a, const void *b)
{
	const ranked *x = a, *y = b;
	if (x->gravity != y->gravity) return x->gravity > y->gravity ? -1 : 1;
	return x->mark < y->mark ? -1 : x->mark > y->mark;
}

void dtl_callouts_choose(dtl_plan *p)
{
	size_t want = p->spec->callouts < MOST_CALLOUTS ? p->spec->callouts : MOST_CALLOUTS;
	for (size_t i = 0; i < p->mark_count; i++) p->marks[i].callout = false;
	if (!want || !p->mark_count) return;
	ranked *all = dtl_arena_array(p->arena, ranked, p->mark_count);
	for (size_t i = 0; i < p->mark_count; i++) {
		all[i] = (ranked){.mark = (uint32_t)i, .gravity = -1};
		for (size_t k = 0; k < p->marks[i].count; k++) {
			double g = gravity(dtl_event_set_event(p->set, p->marks[i].events[k]));
			if (g > all[i].gravity) all[i].gravity = g, all[i].event = p->marks[i].events[k];
		}
	}
	qsort(all, p->mark_count, sizeof *all, graver_first);
	for (size_t i = 0; i < want && i < p->mark_count; i++) {
		p->marks[all[i].mark].callout = true;
		p->marks[all[i].mark].gravest = all[i].event;
	}
}

static void add_lines(dtl_names *n, dtl_label *l, dtl_font font, dtl_rgba color, dtl_str text, size_t most)
{
	dtl_plan *p = n->plan;
	dtl_str lines[4];
	size_t k = dtl_text_wrap(p->arena, &p->measure, &font, text, WIDTH * p->type, most, lines);
	for (size_t i = 0; i < k; i++) dtl_names_line(n, l, font, color, lines[i]);
}

/* The share of a box that lies on countries with events. */
static double focus_share(const dtl_plan *p, dtl_box b)
{
	double sum = 0;
	for (size_t i = 0; i < p->base->country_count; i++)
		if (p->focus[i]) sum += dtl_mask_share(&p->mask, b, (int16_t)i);
	return sum;
}

/* Boxes on rings about the mark: near ones first, better over the sea or other countries than over the scene. */
static void positions(dtl_names *n, dtl_label *l, const dtl_mark *m)
{
	static const double far[] = {16, 30, 50, 78, 110, 150, 200, 260, 330};
	dtl_plan *p = n->plan;
	double r = dtl_mark_radius(m), w = l->width / 2, h = l->height / 2;
	for (size_t d = 0; d < sizeof far / sizeof *far; d++)
		for (int k = 0; k < 24; k++) {
			double a = 2 * M_PI * k / 24, reach = r + far[d] * p->type;
			dtl_xy end = {m->at.x + reach * cos(a), m->at.y + reach * sin(a)};
			/* The leader meets the box at the point of its edge that faces the mark. */
			dtl_xy c = {end.x + w * fmax(-1, fmin(1, 1.6 * cos(a))), end.y + h * fmax(-1, fmin(1, 1.6 * sin(a)))};
			dtl_box b = {c.x - w, c.y - h, c.x + w, c.y + h};
			dtl_xy line[2] = {{m->at.x + r * .5 * cos(a), m->at.y + r * .5 * sin(a)}, end};
			double land = 1 - dtl_mask_share(&p->mask, b, DTL_MASK_SEA);
			double cost = far[d] * .35 + 45 * focus_share(p, b) + 12 * land + (sin(a) > .3 ? 3 : 0);
			dtl_names_candidate(n, l, b, cost, DTL_ANCHOR_START, line);
		}
}

void dtl_callouts_label(dtl_names *n, size_t mark)
{
	dtl_plan *p = n->plan;
	dtl_mark *m = &p->marks[mark];
	const dtl_event *e = dtl_event_set_event(p->set, m->gravest);
	const dtl_rgba *c = p->style->colors;
	dtl_label *l = dtl_names_new(n, "callout", 3000);
	l->boxed = true;
	l->mark = (int32_t)mark;
	l->event = (int32_t)m->gravest;
	l->told = 1;
	add_lines(n, l, dtl_plan_font(p, 10.4, true), c[DTL_COLOR_MUTED], dtl_words_when_where(p, e), 1);
	add_lines(n, l, dtl_plan_font(p, 13.4, true), c[DTL_COLOR_TEXT], dtl_words_headline(p, e), 2);
	add_lines(n, l, dtl_plan_font(p, 10.8, false), c[DTL_COLOR_TEXT], dtl_words_sentence(p, e), SENTENCE_LINES);
	if (m->count > 1)
		add_lines(n, l, dtl_plan_font(p, 10.4, false), c[DTL_COLOR_MUTED], dtl_arena_printf(p->arena, "and %zu more here", m->count - 1), 1);
	l->width += (2 * PADDING + 3) * p->type;
	l->height += 2 * PADDING * p->type * .8;
	positions(n, l, m);
	l->instead = (int32_t)n->count; /* the label that the caller adds next */
}

void dtl_callouts_draw(dtl_plan *p, const dtl_label *l, dtl_box b)
{
	const dtl_rgba *c = p->style->colors;
	dtl_rgba accent = dtl_plan_symbol(p, dtl_event_set_event(p->set, (size_t)l->event)).color;
	dtl_scene_rect(p->scene, "callout-panel", b, c[DTL_COLOR_PANEL] | 0xf6, c[DTL_COLOR_FRAME], .6 * p->type)->event = l->event;
	dtl_scene_rect(p->scene, "callout-rule", (dtl_box){b.x0, b.y0, b.x0 + 3 * p->type, b.y1}, accent, 0, 0)->event = l->event;
	double y = b.y0 + PADDING * .8 * p->type, x = b.x0 + (PADDING + 3) * p->type;
	for (size_t k = 0; k < l->line_count; k++) {
		const dtl_label_line *t = &l->lines[k];
		double h = t->font.size * 1.22;
		dtl_item *i = dtl_scene_text(p->scene, &p->measure, "callout", t->font, t->color, t->text, (dtl_xy){x, y + h * .5 + t->font.size * .35},
			DTL_ANCHOR_START);
		i->event = l->event;
		y += h;
	}
}
