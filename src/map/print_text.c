/* Paragraphs of pages, by pango. */
#include "map/print.h"

static PangoAttribute *color(dtl_rgba c, bool background)
{
	guint16 r = (guint16)((c >> 24) * 257), g = (guint16)((c >> 16 & 255) * 257), b = (guint16)((c >> 8 & 255) * 257);
	return background ? pango_attr_background_new(r, g, b) : pango_attr_foreground_new(r, g, b);
}

static void add(PangoAttrList *list, PangoAttribute *a, size_t start, size_t end)
{
	a->start_index = (guint)start;
	a->end_index = (guint)end;
	pango_attr_list_insert(list, a);
}

static void style(PangoAttrList *list, unsigned how, const dtl_type *type, size_t start, size_t end)
{
	if (how & DTL_RUN_BOLD) add(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), start, end);
	if (how & DTL_RUN_ITALIC) add(list, pango_attr_style_new(PANGO_STYLE_ITALIC), start, end);
	if (how & DTL_RUN_SOFT) add(list, color(DTL_SOFT, false), start, end);
	if (how & DTL_RUN_FLAG) add(list, color(DTL_WARN, false), start, end);
	if (how & DTL_RUN_MARK) add(list, color(DTL_HIGHLIGHT, true), start, end);
	if (how & DTL_RUN_SMALL) add(list, pango_attr_size_new_absolute((int)(type->size * .88 * PANGO_SCALE)), start, end);
}

/* Control characters, which foreign text may hold, take no part in the layout; line breaks become spaces. */
static void add_plain(dtl_buf *out, dtl_str s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		if (dtl_ascii_space((char)c)) dtl_buf_addc(out, ' ');
		else if (c >= 0x20 && c != 0x7f) dtl_buf_addc(out, (char)c);
	}
}

PangoLayout *dtl_print_set(dtl_printer *p, const dtl_para *para, dtl_type type, double width)
{
	PangoLayout *l = pango_layout_new(p->context);
	DTL_PUSH(&p->arena, p->layouts, p->layout_count, p->layout_cap, l);
	dtl_buf text = {.arena = &p->arena};
	PangoAttrList *list = pango_attr_list_new();
	add(list, color(para->link.len ? DTL_LINK : type.color, false), 0, G_MAXUINT);
	for (size_t i = 0; i < para->count; i++) {
		size_t start = text.len;
		add_plain(&text, para->runs[i].text);
		style(list, para->runs[i].style, &type, start, text.len);
	}
	PangoFontDescription *d = pango_font_description_new();
	pango_font_description_set_family(d, "Noto Sans, DejaVu Sans, sans-serif");
	pango_font_description_set_absolute_size(d, type.size * PANGO_SCALE);
	if (type.bold) pango_font_description_set_weight(d, PANGO_WEIGHT_BOLD);
	pango_layout_set_font_description(l, d);
	pango_font_description_free(d);
	pango_layout_set_attributes(l, list);
	pango_attr_list_unref(list);
	pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_single_paragraph_mode(l, TRUE);
	pango_layout_set_width(l, (int)(width * PANGO_SCALE));
	pango_layout_set_line_spacing(l, type.tight ? .84f : .96f);
	pango_layout_set_text(l, text.len ? text.data : "", (int)text.len);
	return l;
}

double dtl_print_height(PangoLayout *layout)
{
	PangoRectangle r;
	pango_layout_get_extents(layout, NULL, &r);
	return (double)r.height / PANGO_SCALE;
}
