/* The Pandoc filter: walks the document's JSON (pandoc-types, Text.Pandoc.Definition), and puts figures in the place of blocks and
 * images of class `dateline`. What a figure is made of differs by writer, since Pandoc 2.17 passes alt text only to HTML and EPUB:
 * DOCX takes it from the image's own words, ODT and LaTeX get it as raw markup. */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "dateline/report.h"
#include "report/base64.h"
#include "report/words.h"

typedef struct json_object json;

enum writer { WRITE_PLAIN, WRITE_LATEX, WRITE_DOCX, WRITE_ODT };

typedef struct filter {
	dtl_arena arena;
	json *root;
	enum writer writer;
	bool figures;        /* API 1.23 and later has blocks for figures */
	const char *type;
	dtl_pandoc_make *make;
	void *user;
	size_t number, failed;
	dtl_str *ids;        /* in the document, and made by us */
	size_t id_count, id_cap;
	dtl_pandoc_figure figure; /* the one in work: within reach of a jump */
} filter;

/* ---- building the tree ---- */

static json *text_of(dtl_str s) { return json_object_new_string_len(s.ptr ? s.ptr : "", (int)s.len); }
static json *textz(const char *z) { return json_object_new_string(z); }

static json *list(json *a, json *b, json *c)
{
	json *l = json_object_new_array();
	if (a) json_object_array_add(l, a);
	if (b) json_object_array_add(l, b);
	if (c) json_object_array_add(l, c);
	return l;
}

static json *node(const char *type, json *content)
{
	json *n = json_object_new_object();
	json_object_object_add(n, "t", textz(type));
	json_object_object_add(n, "c", content);
	return n;
}

static json *pair(const char *key, dtl_str value) { return list(textz(key), text_of(value), NULL); }
static json *attributes(dtl_str id, const char *class, json *pairs)
{
	return list(text_of(id), list(class ? textz(class) : NULL, NULL, NULL), pairs ? pairs : json_object_new_array());
}
static json *raw(const char *type, const char *format, dtl_str text) { return node(type, list(textz(format), text_of(text), NULL)); }
static json *styled(const char *style, json *paragraph)
{
	return node("Div", list(attributes(DTL_STR_NONE, NULL, list(pair("custom-style", dtl_str_of(style)), NULL, NULL)), list(paragraph, NULL, NULL), NULL));
}

/* ---- reading the tree ---- */

static dtl_str string_at(json *array, size_t i)
{
	json *s = json_object_is_type(array, json_type_array) && i < json_object_array_length(array) ? json_object_array_get_idx(array, i) : NULL;
	if (!json_object_is_type(s, json_type_string)) return DTL_STR_NONE;
	return (dtl_str){json_object_get_string(s), (size_t)json_object_get_string_len(s)};
}

static json *item(json *array, size_t i)
{
	return json_object_is_type(array, json_type_array) && i < json_object_array_length(array) ? json_object_array_get_idx(array, i) : NULL;
}

static json *content_of(json *n, const char *type)
{
	json *t, *c;
	if (!json_object_is_type(n, json_type_object) || !json_object_object_get_ex(n, "t", &t) || !json_object_object_get_ex(n, "c", &c)) return NULL;
	return json_object_is_type(t, json_type_string) && strcmp(json_object_get_string(t), type) == 0 ? c : NULL;
}

static bool is_ours(json *attr)
{
	json *classes = item(attr, 1);
	size_t n = json_object_is_type(classes, json_type_array) ? json_object_array_length(classes) : 0;
	for (size_t i = 0; i < n; i++)
		if (dtl_str_eq(string_at(classes, i), DTL_STR("dateline"))) return true;
	return false;
}

/* The words of inlines, without their markup. */
static void plain(dtl_buf *out, json *n)
{
	json *c;
	if (json_object_is_type(n, json_type_array)) {
		for (size_t i = 0; i < json_object_array_length(n); i++) plain(out, json_object_array_get_idx(n, i));
	} else if ((c = content_of(n, "Str"))) {
		dtl_buf_addz(out, json_object_get_string(c));
	} else if (json_object_is_type(n, json_type_object)) {
		if (json_object_object_get_ex(n, "c", &c)) plain(out, json_object_is_type(item(c, 0), json_type_array) && item(c, 1) ? item(c, 1) : c);
		else dtl_buf_addc(out, ' ');
	}
}

static void keep_id(filter *f, dtl_str id)
{
	if (id.len) DTL_PUSH(&f->arena, f->ids, f->id_count, f->id_cap, dtl_arena_str(&f->arena, id));
}

/* Every [id, [classes], [attributes]] but those of blocks that become figures, which are given theirs later. */
static void collect_ids(filter *f, json *n)
{
	if (json_object_is_type(n, json_type_object)) {
		json_object_object_foreach(n, key, value)
		{
			(void)key;
			collect_ids(f, value);
		}
	} else if (json_object_is_type(n, json_type_array)) {
		size_t count = json_object_array_length(n);
		if (count == 3 && json_object_is_type(item(n, 0), json_type_string) && json_object_is_type(item(n, 1), json_type_array) && !is_ours(n))
			keep_id(f, string_at(n, 0));
		for (size_t i = 0; i < count; i++) collect_ids(f, json_object_array_get_idx(n, i));
	}
}

static bool taken(const filter *f, dtl_str id)
{
	for (size_t i = 0; i < f->id_count; i++)
		if (dtl_str_eq(f->ids[i], id)) return true;
	return false;
}

/* The block's own id made to [a-z0-9-], or "fig-dateline"; with a number behind it where it is taken. */
static dtl_str unique_id(filter *f, dtl_str wanted)
{
	dtl_buf b = {.arena = &f->arena};
	for (size_t i = 0; i < wanted.len && b.len < 80; i++) {
		char c = dtl_ascii_lower(wanted.ptr[i]);
		bool good = (c >= 'a' && c <= 'z') || dtl_ascii_digit(c);
		if (good) dtl_buf_addc(&b, c);
		else if (b.len && b.data[b.len - 1] != '-') dtl_buf_addc(&b, '-');
	}
	while (b.len && b.data[b.len - 1] == '-') b.len--;
	dtl_str stem = b.len ? dtl_arena_str(&f->arena, dtl_buf_str(&b)) : DTL_STR("fig-dateline"), id = stem;
	for (size_t n = 2; taken(f, id); n++) id = dtl_arena_printf(&f->arena, "%.*s-%zu", DTL_FMT(stem), n);
	keep_id(f, id);
	return id;
}

/* ---- figures by writer ---- */

/* What a figure is made from. */
typedef struct parts {
	dtl_str id, path, alt, width;  /* width as the author wrote it, or empty */
	json *caption;                 /* inlines, owned; or NULL */
	const dtl_pandoc_figure *made;
} parts;

static json *image(const parts *p, dtl_str id, json *words, const char *title, bool alt)
{
	json *pairs = json_object_new_array();
	if (alt) json_object_array_add(pairs, pair("alt", p->alt));
	json_object_array_add(pairs, pair("width", p->width.len ? p->width : DTL_STR("100%")));
	return node("Image", list(attributes(id, "dateline-map", pairs), words, list(text_of(p->path), textz(title), NULL)));
}

static json *alt_words(const parts *p) { return list(node("Str", text_of(p->alt)), NULL, NULL); }

static json *plain_figure(const filter *f, parts *p)
{
	json *caption = p->caption ? p->caption : json_object_new_array();
	if (!f->figures) return list(node("Para", list(image(p, p->id, caption, "fig:", true), NULL, NULL)), NULL, NULL);
	json *body = list(node("Plain", list(image(p, DTL_STR_NONE, alt_words(p), "", true), NULL, NULL)), NULL, NULL);
	json *head = json_object_new_array();
	json_object_array_add(head, NULL); /* no short caption */
	json_object_array_add(head, list(node("Plain", caption), NULL, NULL));
	return list(node("Figure", list(attributes(p->id, "dateline", NULL), head, body)), NULL, NULL);
}

/* "80%" -> ".8\linewidth"; other lengths as they are, if LaTeX knows their unit. */
static dtl_str latex_width(dtl_arena *arena, dtl_str width)
{
	double n;
	if (width.len > 1 && width.ptr[width.len - 1] == '%' && dtl_str_to_double(dtl_str_sub(width, 0, width.len - 1), &n) && n > 0 && n <= 1000)
		return dtl_arena_printf(arena, "%.3f\\linewidth", n / 100);
	dtl_str unit = dtl_str_sub(width, width.len > 2 ? width.len - 2 : 0, width.len);
	bool known = dtl_str_eq(unit, DTL_STR("cm")) || dtl_str_eq(unit, DTL_STR("mm")) || dtl_str_eq(unit, DTL_STR("in")) || dtl_str_eq(unit, DTL_STR("pt"));
	if (known && dtl_str_to_double(dtl_str_sub(width, 0, width.len - 2), &n) && n > 0) return width;
	return DTL_STR("\\linewidth");
}

static json *latex_figure(filter *f, parts *p)
{
	dtl_buf open = {.arena = &f->arena}, close = {.arena = &f->arena};
	dtl_buf_printf(&open, "\\begin{figure}\n\\hypertarget{%.*s}{%%\n\\centering\n\\includegraphics[width=%.*s,alt={", DTL_FMT(p->id),
		DTL_FMT(latex_width(&f->arena, p->width)));
	dtl_latex_text(&open, p->alt);
	dtl_buf_printf(&open, "}]{%.*s}\n", DTL_FMT(p->path));
	dtl_buf_addz(&open, p->caption ? "\\caption{" : "");
	dtl_buf_printf(&close, "%s\\label{%.*s}\n}\n\\end{figure}", p->caption ? "}" : "", DTL_FMT(p->id));
	json *inlines = p->caption ? p->caption : json_object_new_array(), *all = list(raw("RawInline", "latex", dtl_buf_str(&open)), NULL, NULL);
	for (size_t i = 0; i < json_object_array_length(inlines); i++) json_object_array_add(all, json_object_get(json_object_array_get_idx(inlines, i)));
	json_object_put(inlines);
	json_object_array_add(all, raw("RawInline", "latex", dtl_buf_str(&close)));
	return list(node("Para", all), NULL, NULL);
}

static json *docx_figure(parts *p)
{
	json *span = node("Span", list(attributes(p->id, NULL, NULL), list(image(p, DTL_STR_NONE, alt_words(p), "", false), NULL, NULL), NULL));
	json *picture = styled(p->caption ? "Captioned Figure" : "Figure", node("Para", list(span, NULL, NULL)));
	return list(picture, p->caption ? styled("Image Caption", node("Para", p->caption)) : NULL, NULL);
}

static json *odt_figure(filter *f, parts *p)
{
	double share = 1, width = 6.3; /* inches: the text width of Pandoc's own page */
	if (p->width.len > 1 && p->width.ptr[p->width.len - 1] == '%' && dtl_str_to_double(dtl_str_sub(p->width, 0, p->width.len - 1), &share)) share /= 100;
	if (!(share > .05 && share <= 1)) share = 1;
	width *= share;
	double height = p->made->width > 0 ? width * p->made->height / p->made->width : width * .7;
	dtl_buf b = {.arena = &f->arena};
	dtl_buf_printf(&b, "<text:p text:style-name=\"%s\"><text:bookmark text:name=\"%.*s\"/><draw:frame draw:name=\"%.*s\" text:anchor-type=\"as-char\" "
		"svg:width=\"%.3fin\" svg:height=\"%.3fin\"><draw:image><office:binary-data>", p->caption ? "FigureWithCaption" : "Figure", DTL_FMT(p->id), DTL_FMT(p->id),
		width, height);
	dtl_base64(&b, (dtl_str){p->made->data, p->made->len});
	dtl_buf_addz(&b, "</office:binary-data></draw:image><svg:desc>");
	dtl_html_text(&b, p->alt);
	dtl_buf_addz(&b, "</svg:desc></draw:frame></text:p>");
	json *caption = p->caption ? styled("FigureCaption", node("Para", p->caption)) : NULL; /* the style of Pandoc's own captions */
	return list(raw("RawBlock", "opendocument", dtl_buf_str(&b)), caption, NULL);
}

/* A picture that could not be made would stop some writers: its words stand in its place. */
static void give_words(json *n, dtl_str id)
{
	json *c = content_of(n, "Image"), *words = item(c, 1);
	if (!words || !json_object_array_length(words)) words = list(node("Code", list(attributes(DTL_STR_NONE, NULL, NULL), text_of(string_at(item(c, 2), 0)), NULL)), NULL, NULL);
	else json_object_get(words);
	json *content = list(attributes(id, "dateline-failed", NULL), words, NULL);
	json_object_object_add(n, "t", textz("Span"));
	json_object_object_add(n, "c", content);
}

static json *figure_blocks(filter *f, parts *p)
{
	switch (f->writer) {
	case WRITE_LATEX: return latex_figure(f, p);
	case WRITE_DOCX: return docx_figure(p);
	case WRITE_ODT: return odt_figure(f, p);
	case WRITE_PLAIN: break;
	}
	return plain_figure(f, p);
}

/* ---- the walk ---- */

static void release_figure(dtl_pandoc_figure *g)
{
	free(g->path);
	free(g->data);
	free(g->alt);
	free(g->caption);
	*g = (dtl_pandoc_figure){0};
}

/* Reads the attributes, asks for the picture. Of an image: itself and its words, both borrowed. */
static bool make_picture(filter *f, json *attr, dtl_str text, json *picture, json *words, parts *out)
{
	json *pairs = item(attr, 2);
	size_t n = json_object_is_type(pairs, json_type_array) ? json_object_array_length(pairs) : 0;
	dtl_str *keys = dtl_arena_array(&f->arena, dtl_str, n), *values = dtl_arena_array(&f->arena, dtl_str, n);
	*out = (parts){.made = &f->figure};
	for (size_t i = 0; i < n; i++) {
		keys[i] = string_at(item(pairs, i), 0);
		values[i] = string_at(item(pairs, i), 1);
		if (dtl_str_eq(keys[i], DTL_STR("width"))) out->width = values[i];
		if (dtl_str_eq(keys[i], DTL_STR("alt"))) out->alt = values[i];
	}
	dtl_buf said = {.arena = &f->arena};
	if (words) plain(&said, words);
	dtl_str target = string_at(item(content_of(picture, "Image"), 2), 0);
	dtl_pandoc_block block = {++f->number, unique_id(f, string_at(attr, 0)), keys, values, n, text, target, dtl_str_trim(dtl_buf_str(&said)), f->type};
	release_figure(&f->figure);
	if (!f->make(f->user, &block, &f->figure)) {
		f->failed++;
		if (picture) give_words(picture, block.id);
		return false;
	}
	out->id = block.id;
	out->path = dtl_str_of(f->figure.path);
	if (!out->alt.len) out->alt = dtl_str_of(f->figure.alt);
	if (block.words.len) out->caption = json_object_get(words);
	else if (f->figure.caption && *f->figure.caption) out->caption = list(node("Str", textz(f->figure.caption)), NULL, NULL);
	return true;
}

/* The blocks that stand for this one, or NULL: it stays. */
static json *replace_block(filter *f, json *block)
{
	json *c = content_of(block, "CodeBlock"), *attr = item(c, 0);
	parts p;
	if (c && is_ours(attr)) return make_picture(f, attr, string_at(c, 1), NULL, NULL, &p) ? figure_blocks(f, &p) : NULL;
	/* an image alone in its paragraph */
	if (!(c = content_of(block, "Para")) && !(c = content_of(block, "Plain"))) return NULL;
	if (!json_object_is_type(c, json_type_array) || json_object_array_length(c) != 1) return NULL;
	json *picture = item(c, 0);
	if (!(c = content_of(picture, "Image")) || !is_ours(attr = item(c, 0))) return NULL;
	return make_picture(f, attr, DTL_STR_NONE, picture, item(c, 1), &p) ? figure_blocks(f, &p) : NULL;
}

/* Pandoc 3 wraps an image that stands alone in a figure of its own: that one goes as a whole. */
static json *replace_figure(filter *f, json *block)
{
	json *c = content_of(block, "Figure"), *body = item(c, 2), *inner = item(body, 0), *inlines;
	if (!c || !json_object_is_type(body, json_type_array) || json_object_array_length(body) != 1) return NULL;
	if (!(inlines = content_of(inner, "Plain")) && !(inlines = content_of(inner, "Para"))) return NULL;
	json *picture = content_of(item(inlines, 0), "Image"), *attr = item(picture, 0), *caption = item(item(c, 1), 1), *words = item(picture, 1);
	if (json_object_array_length(inlines) != 1 || !picture || !is_ours(attr)) return NULL;
	if (caption && item(caption, 0)) {
		json *said = content_of(item(caption, 0), "Plain");
		if (!said) said = content_of(item(caption, 0), "Para");
		if (said) words = said;
	}
	parts p;
	json *own = item(c, 0);
	if (string_at(own, 0).len && !string_at(attr, 0).len) json_object_array_put_idx(attr, 0, text_of(string_at(own, 0)));
	return make_picture(f, attr, DTL_STR_NONE, item(inlines, 0), words, &p) ? figure_blocks(f, &p) : NULL;
}

/* An image amid text keeps its place and gets its picture. */
static void mend_inline(filter *f, json *n)
{
	json *c = content_of(n, "Image"), *attr = item(c, 0);
	parts p;
	if (!c || !is_ours(attr) || !make_picture(f, attr, DTL_STR_NONE, n, item(c, 1), &p)) return;
	json_object_put(p.caption);
	p.caption = NULL;
	json *made = image(&p, p.id, f->writer == WRITE_PLAIN ? json_object_get(item(c, 1)) : alt_words(&p), "", f->writer == WRITE_PLAIN);
	json_object_object_add(n, "c", json_object_get(content_of(made, "Image")));
	json_object_put(made);
}

static void walk(filter *f, json *n);

static void walk_array(filter *f, json *array)
{
	for (size_t i = 0; i < json_object_array_length(array); i++) {
		json *one = json_object_array_get_idx(array, i), *made = replace_figure(f, one);
		size_t failed = f->failed;
		if (!made && f->failed == failed) made = replace_block(f, one);
		if (!made) {
			if (!json_object_is_type(one, json_type_object) || f->failed == failed) walk(f, one);
			continue;
		}
		/* in the place of one block stand one or two */
		size_t count = json_object_array_length(made), rest = json_object_array_length(array);
		json *behind = json_object_new_array();
		for (size_t k = i + 1; k < rest; k++) json_object_array_add(behind, json_object_get(json_object_array_get_idx(array, k)));
		json_object_array_del_idx(array, i, rest - i);
		for (size_t k = 0; k < count; k++) json_object_array_add(array, json_object_get(json_object_array_get_idx(made, k)));
		for (size_t k = 0; k < json_object_array_length(behind); k++) json_object_array_add(array, json_object_get(json_object_array_get_idx(behind, k)));
		json_object_put(behind);
		json_object_put(made);
		i += count - 1;
	}
}

static void walk(filter *f, json *n)
{
	if (json_object_is_type(n, json_type_array)) {
		walk_array(f, n);
	} else if (json_object_is_type(n, json_type_object)) {
		mend_inline(f, n);
		json_object_object_foreach(n, key, value)
		{
			(void)key;
			walk(f, value);
		}
	}
}

/* ---- the whole ---- */

/* "html5+smart" -> the writer and the pictures it takes. */
static void choose(filter *f, dtl_str target)
{
	size_t n = 0;
	while (n < target.len && target.ptr[n] != '+' && target.ptr[n] != '-') n++;
	target.len = n;
	static const struct { const char *name; enum writer writer; const char *type; } known[] = {{"latex", WRITE_LATEX, "pdf"}, {"beamer", WRITE_LATEX, "pdf"},
		{"pdf", WRITE_LATEX, "pdf"}, {"context", WRITE_PLAIN, "pdf"}, {"docx", WRITE_DOCX, "png"}, {"odt", WRITE_ODT, "png"}, {"opendocument", WRITE_ODT, "png"},
		{"pptx", WRITE_PLAIN, "png"}, {"rtf", WRITE_PLAIN, "png"}, {"ms", WRITE_PLAIN, "pdf"}};
	f->writer = WRITE_PLAIN;
	f->type = "svg";
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (dtl_str_eq(target, dtl_str_of(known[i].name))) f->writer = known[i].writer, f->type = known[i].type;
}

static dtl_status parse(dtl_str document, json **out, dtl_error *err)
{
	if (document.len > INT32_MAX) return dtl_fail(err, DTL_ERR_DATA, "the document is too large");
	struct json_tokener *t = json_tokener_new_ex(4000);
	if (!t) return dtl_fail_memory(err);
	json *root = json_tokener_parse_ex(t, document.ptr ? document.ptr : "", (int)document.len), *blocks = NULL, *version = NULL;
	enum json_tokener_error wrong = json_tokener_get_error(t);
	size_t at = json_tokener_get_parse_end(t);
	json_tokener_free(t);
	bool good = wrong == json_tokener_success && json_object_is_type(root, json_type_object) && json_object_object_get_ex(root, "blocks", &blocks) &&
		json_object_object_get_ex(root, "pandoc-api-version", &version) && json_object_is_type(blocks, json_type_array);
	if (good) return *out = root, DTL_OK;
	json_object_put(root);
	if (wrong != json_tokener_success) return dtl_fail_at(err, DTL_ERR_DATA, "standard input", 1, at, "no JSON: %s", json_tokener_error_desc(wrong));
	return dtl_fail(err, DTL_ERR_DATA, "no document of Pandoc's: use it as a filter, or give it what pandoc -t json writes");
}

static dtl_status run(filter *f, char **out, size_t *out_len, dtl_error *err)
{
	json *version, *blocks, *meta;
	json_object_object_get_ex(f->root, "pandoc-api-version", &version);
	json_object_object_get_ex(f->root, "blocks", &blocks);
	f->figures = json_object_get_int(item(version, 0)) > 1 || json_object_get_int(item(version, 1)) >= 23;
	collect_ids(f, blocks);
	walk(f, blocks);
	if (f->writer == WRITE_LATEX && f->number > f->failed && json_object_object_get_ex(f->root, "meta", &meta))
		json_object_object_add(meta, "graphics", node("MetaBool", json_object_new_boolean(1))); /* the template loads graphicx */
	size_t len;
	const char *text = json_object_to_json_string_length(f->root, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &len);
	char *copy = text ? malloc(len + 1) : NULL;
	if (!copy) return dtl_fail_memory(err);
	memcpy(copy, text, len + 1);
	*out = copy;
	*out_len = len;
	return DTL_OK;
}

dtl_status dtl_pandoc_filter(dtl_str document, dtl_str target, dtl_pandoc_make *make, void *user, char **out, size_t *out_len, size_t *failed, dtl_error *err)
{
	filter *f = calloc(1, sizeof *f);
	if (!f) return dtl_fail_memory(err);
	f->make = make;
	f->user = user;
	choose(f, target);
	dtl_status st = parse(document, &f->root, err);
	if (st == DTL_OK) {
		if (setjmp(f->arena.exhausted)) st = dtl_fail_memory(err);
		else st = run(f, out, out_len, err);
	}
	if (st == DTL_OK && failed) *failed = f->failed;
	release_figure(&f->figure);
	json_object_put(f->root);
	dtl_arena_free(&f->arena);
	free(f);
	return st;
}
