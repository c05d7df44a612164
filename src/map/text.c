#include "map/text.h"

#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/utf8.h"

/* Layouts by font and text: a hash table with chains. glib ends the process where memory is exhausted; ours reports it. */
#define BUCKETS 1024
/* Every text is laid out at one size and scaled: nothing is hinted or rounded, so widths are proportional, and fontconfig, which sorts
 * all fonts anew for every size, is asked once a face. */
#define LAYOUT_SIZE 32.0

#define MOST_MISSING 24

typedef struct entry {
	struct entry *next;
	uint64_t hash;
	dtl_font font;
	char *text;
	size_t len;
	PangoLayout *layout;
	dtl_extents extents;
} entry;

struct dtl_text_engine {
	PangoFontMap *map;
	PangoContext *context;
	char *sans, *serif;
	entry *buckets[BUCKETS];
	uint32_t missing[MOST_MISSING]; /* characters that no font has */
	size_t missing_count;
};

static char *copy(dtl_str s)
{
	char *p = malloc(s.len + 1);
	if (!p) return NULL;
	if (s.len) memcpy(p, s.ptr, s.len);
	p[s.len] = 0;
	return p;
}

/* fontconfig reads its files when the first word is asked for: maps without words do not pay for it. */
static bool get_context(dtl_text_engine *e)
{
	if (e->context) return true;
	e->map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
	e->context = e->map ? pango_font_map_create_context(e->map) : NULL;
	if (!e->context) return false;
	/* One layout at every resolution: no hinting, positions not rounded. */
	cairo_font_options_t *o = cairo_font_options_create();
	cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_antialias(o, CAIRO_ANTIALIAS_GRAY);
	pango_cairo_context_set_font_options(e->context, o);
	cairo_font_options_destroy(o);
	pango_context_set_round_glyph_positions(e->context, FALSE);
	pango_cairo_context_set_resolution(e->context, 96);
	return true;
}

dtl_status dtl_text_engine_new(dtl_str sans, dtl_str serif, dtl_text_engine **out, dtl_error *err)
{
	dtl_text_engine *e = calloc(1, sizeof *e);
	if (!e) return dtl_fail_memory(err);
	e->sans = copy(sans), e->serif = copy(serif);
	if (!e->sans || !e->serif) {
		dtl_text_engine_free(e);
		return dtl_fail_memory(err);
	}
	*out = e;
	return DTL_OK;
}

void dtl_text_engine_free(dtl_text_engine *e)
{
	if (!e) return;
	for (size_t i = 0; i < BUCKETS; i++)
		for (entry *x = e->buckets[i], *next; x; x = next) {
			next = x->next;
			g_object_unref(x->layout);
			free(x->text);
			free(x);
		}
	if (e->context) g_object_unref(e->context);
	if (e->map) g_object_unref(e->map);
	free(e->sans);
	free(e->serif);
	free(e);
}

static PangoLayout *lay_out(dtl_text_engine *e, const dtl_font *f, dtl_str text)
{
	PangoLayout *l = pango_layout_new(e->context);
	PangoFontDescription *d = pango_font_description_new();
	pango_font_description_set_family(d, f->serif ? e->serif : e->sans);
	pango_font_description_set_absolute_size(d, LAYOUT_SIZE * PANGO_SCALE);
	if (f->bold) pango_font_description_set_weight(d, PANGO_WEIGHT_BOLD);
	if (f->italic) pango_font_description_set_style(d, PANGO_STYLE_ITALIC);
	pango_layout_set_font_description(l, d);
	pango_font_description_free(d);
	pango_layout_set_single_paragraph_mode(l, TRUE);
	pango_layout_set_auto_dir(l, FALSE); /* left to right as a whole, as in SVG; words that run otherwise are isolated */
	pango_layout_set_text(l, text.ptr ? text.ptr : "", (int)text.len);
	if (f->spacing > 0) {
		PangoAttrList *a = pango_attr_list_new();
		pango_attr_list_insert(a, pango_attr_letter_spacing_new((int)(f->spacing / f->size * LAYOUT_SIZE * PANGO_SCALE)));
		pango_layout_set_attributes(l, a);
		pango_attr_list_unref(a);
	}
	return l;
}

static void note_missing(dtl_text_engine *e, uint32_t c)
{
	for (size_t i = 0; i < e->missing_count; i++)
		if (e->missing[i] == c) return;
	if (e->missing_count < MOST_MISSING) e->missing[e->missing_count++] = c;
}

/* Pango puts a box with the character's number where no font has a glyph. */
static void find_missing(dtl_text_engine *e, PangoLayout *layout)
{
	PangoLayoutLine *line = pango_layout_get_line_readonly(layout, 0);
	for (GSList *r = line ? line->runs : NULL; r; r = r->next) {
		const PangoGlyphString *glyphs = ((PangoLayoutRun *)r->data)->glyphs;
		for (int i = 0; i < glyphs->num_glyphs; i++)
			if (glyphs->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG) note_missing(e, glyphs->glyphs[i].glyph & ~PANGO_GLYPH_UNKNOWN_FLAG);
	}
}

static bool same_font(const dtl_font *a, const dtl_font *b)
{
	return a->serif == b->serif && a->italic == b->italic && a->bold == b->bold && !(a->size < b->size) && !(a->size > b->size) &&
		!(a->spacing < b->spacing) && !(a->spacing > b->spacing);
}

/* NULL only where memory is exhausted. */
static entry *look_up(dtl_text_engine *e, const dtl_font *font, dtl_str text)
{
	uint64_t h = dtl_str_hash(text) ^ (uint64_t)(font->size * 64) * 2654435761u ^ (uint64_t)(font->bold + 2 * font->italic + 4 * font->serif) << 7;
	entry **head = &e->buckets[h % BUCKETS];
	for (entry *x = *head; x; x = x->next)
		if (x->hash == h && x->len == text.len && same_font(&x->font, font) && !memcmp(x->text, text.ptr ? text.ptr : "", text.len)) return x;
	entry *x = get_context(e) ? calloc(1, sizeof *x) : NULL;
	char *t = x ? copy(text) : NULL;
	if (!t) {
		free(x);
		return NULL;
	}
	*x = (entry){.next = *head, .hash = h, .font = *font, .text = t, .len = text.len};
	x->layout = lay_out(e, font, text);
	PangoRectangle logical;
	pango_layout_get_extents(x->layout, NULL, &logical);
	double base = pango_layout_get_baseline(x->layout);
	/* Fonts' own line boxes differ widely (Noto's are tall): a line takes what Latin capitals and descenders need. */
	(void)base;
	x->extents = (dtl_extents){(double)logical.width / PANGO_SCALE * (font->size / LAYOUT_SIZE) - (font->spacing > 0 ? font->spacing : 0), font->size * 0.80, font->size * 0.24};
	if (pango_layout_get_unknown_glyphs_count(x->layout) > 0) find_missing(e, x->layout);
	*head = x;
	return x;
}

dtl_extents dtl_text_measure(void *engine, const dtl_font *font, dtl_str text)
{
	const entry *x = look_up(engine, font, text);
	return x ? x->extents : (dtl_extents){font->size * .5 * (double)text.len, font->size * .8, font->size * .24};
}

static void set_color(cairo_t *cr, dtl_rgba c)
{
	cairo_set_source_rgba(cr, (double)(c >> 24) / 255, (double)(c >> 16 & 255) / 255, (double)(c >> 8 & 255) / 255, (double)(c & 255) / 255);
}

void dtl_text_draw(dtl_text_engine *e, cairo_t *cr, const dtl_item *i, bool halo)
{
	entry *x = look_up(e, &i->font, i->text);
	if (!x) return;
	double shift = i->anchor == DTL_ANCHOR_MIDDLE ? i->text_width / 2 : i->anchor == DTL_ANCHOR_END ? i->text_width : 0;
	PangoLayoutLine *line = pango_layout_get_line_readonly(x->layout, 0);
	cairo_save(cr);
	cairo_translate(cr, i->at.x, i->at.y);
	if (i->angle < 0 || i->angle > 0) cairo_rotate(cr, -i->angle * G_PI / 180);
	double k = i->font.size / LAYOUT_SIZE;
	cairo_scale(cr, k, k);
	cairo_move_to(cr, -shift / k, 0);
	if (halo) {
		pango_cairo_layout_line_path(cr, line);
		set_color(cr, i->halo);
		cairo_set_antialias(cr, CAIRO_ANTIALIAS_FAST); /* soft and under the letters: nobody sees the difference, and it takes half the time */
		cairo_set_tolerance(cr, .3);
		cairo_set_line_width(cr, 2 * i->halo_width / k);
		cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
		cairo_stroke(cr);
	} else {
		set_color(cr, i->fill);
		pango_cairo_show_layout_line(cr, line);
	}
	cairo_restore(cr);
}

void dtl_text_missing(const dtl_text_engine *e, dtl_buf *out)
{
	if (!e->missing_count) return;
	dtl_buf_addz(out, "no font has");
	for (size_t i = 0; i < e->missing_count; i++) {
		char c[4];
		dtl_str s = {c, dtl_utf8_put(e->missing[i], c)};
		dtl_buf_printf(out, "%s '%.*s' (U+%04X)", i ? "," : "", DTL_FMT(s), (unsigned)e->missing[i]);
	}
	dtl_buf_addz(out, e->missing_count == MOST_MISSING ? " and more\n" : "\n");
}

bool dtl_text_fontless(const dtl_text_engine *e)
{
	for (size_t i = 0; i < e->missing_count; i++)
		if (e->missing[i] < 128 && dtl_ascii_alpha((char)e->missing[i])) return true; /* any font would do for these */
	return false;
}
