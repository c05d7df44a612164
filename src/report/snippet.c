/* Figures for other people's documents: the lines that place a picture, each format with its own escaping, and a JSON sidecar. Titles
 * and alt texts come from articles, so nothing in them may act as markup. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/json.h"
#include "dateline/report.h"
#include "report/words.h"

typedef struct snippet {
	dtl_buf *out;
	const dtl_figure_words *f;
	dtl_str id;
} snippet;

/* Adds text on one line, with each character of `special` written by `escape`, which is a printf format of the character or its code. */
static void add_escaped(dtl_buf *out, dtl_str text, const char *special, const char *escape, bool code)
{
	text = dtl_str_trim(text);
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (dtl_ascii_space(c)) dtl_buf_addc(out, ' ');
		else if ((unsigned char)c < 0x20 || c == 0x7f) dtl_buf_addz(out, "\xef\xbf\xbd");
		else if (strchr(special, c)) (code ? dtl_buf_printf(out, escape, (int)c) : dtl_buf_printf(out, escape, c));
		else dtl_buf_addc(out, c);
	}
}

/* RFC 3986: everything but unreserved characters and the slash as %XX. */
static void add_address(dtl_buf *out, dtl_str path)
{
	for (size_t i = 0; i < path.len; i++) {
		char c = path.ptr[i];
		if (dtl_ascii_alpha(c) || dtl_ascii_digit(c) || strchr("/-_.~", c)) dtl_buf_addc(out, c);
		else dtl_buf_printf(out, "%%%02X", (unsigned)(unsigned char)c);
	}
}

/* ---- the formats ---- */

static void put_html(snippet *s)
{
	dtl_buf_printf(s->out, "<figure id=\"%.*s\">\n  <img src=\"", DTL_FMT(s->id));
	add_address(s->out, s->f->path);
	dtl_buf_printf(s->out, "\" width=\"%.0f\" height=\"%.0f\" alt=\"", s->f->width, s->f->height);
	dtl_html_text(s->out, s->f->alt);
	dtl_buf_addz(s->out, "\">\n  <figcaption>");
	dtl_html_text(s->out, s->f->caption);
	dtl_buf_addz(s->out, "</figcaption>\n</figure>\n");
}

/* Pandoc reads alt, Quarto fig-alt. */
static void put_markdown(snippet *s)
{
	dtl_buf_addz(s->out, "![");
	dtl_markdown_text(s->out, s->f->caption);
	dtl_buf_addz(s->out, "](");
	add_address(s->out, s->f->path);
	dtl_buf_printf(s->out, "){#%.*s width=100%% fig-alt=\"", DTL_FMT(s->id));
	add_escaped(s->out, s->f->alt, "\"\\", "\\%c", false);
	dtl_buf_addz(s->out, "\" alt=\"");
	add_escaped(s->out, s->f->alt, "\"\\", "\\%c", false);
	dtl_buf_addz(s->out, "\"}\n");
}

/* \includegraphics knows alt since graphics of September 2021. */
static void put_latex(snippet *s)
{
	dtl_buf_addz(s->out, "\\begin{figure}[htbp]\n  \\centering\n  \\includegraphics[width=\\linewidth,alt={");
	dtl_latex_text(s->out, s->f->alt);
	dtl_buf_printf(s->out, "}]{%.*s}\n  \\caption{", DTL_FMT(s->f->path));
	dtl_latex_text(s->out, s->f->caption);
	dtl_buf_printf(s->out, "}\n  \\label{fig:%.*s}\n\\end{figure}\n", DTL_FMT(s->id));
}

static void put_rst(snippet *s)
{
	dtl_buf_printf(s->out, ".. figure:: %.*s\n   :width: 100%%\n   :name: %.*s\n   :alt: ", DTL_FMT(s->f->path), DTL_FMT(s->id));
	add_escaped(s->out, s->f->alt, "", "", false);
	dtl_buf_addz(s->out, "\n\n   ");
	add_escaped(s->out, s->f->caption, "\\*`|_<>[]:.-=~^\"'#+()", "\\%c", false);
	dtl_buf_addc(s->out, '\n');
}

/* Character references stand for what AsciiDoc would read as markup; they survive its substitutions. */
static void put_asciidoc(snippet *s)
{
	static const char special[] = "*_`#+^~{}[]|\\\"':()-.=";
	dtl_buf_printf(s->out, "[#%.*s]\n.", DTL_FMT(s->id));
	add_escaped(s->out, s->f->caption, special, "&#%d;", true);
	dtl_buf_addz(s->out, "\nimage::");
	add_address(s->out, s->f->path);
	dtl_buf_addz(s->out, "[alt=\"");
	add_escaped(s->out, s->f->alt, special, "&#%d;", true);
	dtl_buf_addz(s->out, "\",width=100%]\n");
}

static void add_typst_string(dtl_buf *out, dtl_str text)
{
	dtl_buf_addc(out, '"');
	add_escaped(out, text, "\"\\", "\\%c", false);
	dtl_buf_addc(out, '"');
}

static void put_typst(snippet *s)
{
	dtl_buf_addz(s->out, "#figure(\n  image(");
	add_typst_string(s->out, s->f->path);
	dtl_buf_addz(s->out, ", width: 100%, alt: ");
	add_typst_string(s->out, s->f->alt);
	dtl_buf_addz(s->out, "),\n  caption: [#");
	add_typst_string(s->out, s->f->caption);
	dtl_buf_printf(s->out, "],\n) <%.*s>\n", DTL_FMT(s->id));
}

/* ---- the whole ---- */

/* "out/Weekly map.svg" -> "weekly-map"; always begins with a letter. */
static dtl_str make_id(dtl_arena *arena, dtl_str wanted, dtl_str path)
{
	dtl_buf b = {.arena = arena};
	if (!wanted.len) {
		const char *slash = path.len ? memrchr(path.ptr, '/', path.len) : NULL;
		wanted = slash ? dtl_str_sub(path, (size_t)(slash - path.ptr) + 1, path.len) : path;
		const char *dot = wanted.len ? memrchr(wanted.ptr, '.', wanted.len) : NULL;
		if (dot) wanted = dtl_str_sub(wanted, 0, (size_t)(dot - wanted.ptr));
	}
	for (size_t i = 0; i < wanted.len && b.len < 80; i++) {
		char c = dtl_ascii_lower(wanted.ptr[i]);
		bool letter = c >= 'a' && c <= 'z';
		if (!b.len && !letter) dtl_buf_addz(&b, "fig-");
		if (letter || dtl_ascii_digit(c)) dtl_buf_addc(&b, c);
		else if (b.data[b.len - 1] != '-') dtl_buf_addc(&b, '-');
	}
	while (b.len && b.data[b.len - 1] == '-') b.data[--b.len] = '\0';
	return b.len ? dtl_buf_str(&b) : DTL_STR("fig");
}

/* LaTeX and reStructuredText take a path as it stands: what they cannot is refused rather than guessed. */
static dtl_status check_path(dtl_snippet_format format, dtl_str path, dtl_error *err)
{
	if (format != DTL_SNIPPET_LATEX && format != DTL_SNIPPET_RST) return DTL_OK;
	for (size_t i = 0; i < path.len; i++)
		if ((unsigned char)path.ptr[i] < 0x20 || strchr(format == DTL_SNIPPET_LATEX ? "#%{}\\~$&^\"" : "\\*`|", path.ptr[i]))
			return dtl_fail(err, DTL_ERR_USAGE, "a document of this format cannot name the file '%.*s'", DTL_FMT(path));
	if (format == DTL_SNIPPET_LATEX && dtl_str_ends(path, DTL_STR(".svg")))
		return dtl_fail(err, DTL_ERR_USAGE, "LaTeX places .pdf and .png, not '%.*s'", DTL_FMT(path));
	return DTL_OK;
}

static dtl_status hand_over(dtl_buf *b, dtl_arena *arena, char **out, size_t *out_len, dtl_error *err)
{
	char *data = dtl_buf_malloc(b);
	size_t len = b->len;
	dtl_arena_free(arena);
	if (!data) return dtl_fail_memory(err);
	*out = data;
	*out_len = len;
	return DTL_OK;
}

dtl_status dtl_snippet(dtl_snippet_format format, const dtl_figure_words *figure, char **out, size_t *out_len, dtl_error *err)
{
	static void (*const put[])(snippet *) = {put_html, put_markdown, put_latex, put_rst, put_asciidoc, put_typst};
	if ((size_t)format >= sizeof put / sizeof *put) return dtl_fail(err, DTL_ERR_USAGE, "no such format of snippets");
	dtl_status st = check_path(format, figure->path, err);
	if (st != DTL_OK) return st;
	dtl_arena arena = {0};
	if (setjmp(arena.exhausted)) {
		dtl_arena_free(&arena);
		return dtl_fail_memory(err);
	}
	dtl_buf b = {.arena = &arena};
	snippet s = {&b, figure, make_id(&arena, figure->id, figure->path)};
	put[format](&s);
	return hand_over(&b, &arena, out, out_len, err);
}

/* ---- the sidecar ---- */

static void put_event(dtl_json *j, const dtl_event_set *set, size_t index, unsigned char state)
{
	static const char *const states[] = {"absent", "counted", "labelled"};
	const dtl_event *e = dtl_event_set_event(set, index);
	const dtl_article *a = dtl_event_set_article(set, e->article);
	dtl_buf words = {.arena = j->out->arena}, when = {.arena = j->out->arena};
	dtl_event_words(&words, e);
	dtl_date_words(&when, &e->date);
	dtl_json_open(j, NULL, '{');
	dtl_json_str(j, "id", e->id);
	dtl_json_str(j, "shown", dtl_str_of(states[state <= DTL_MAP_LABELLED ? state : 0]));
	dtl_json_str(j, "headline", dtl_buf_str(&words));
	dtl_json_str_or_null(j, "type", dtl_str_of(dtl_event_type_name(e->type)));
	dtl_json_str_or_null(j, "subtype", e->subtype);
	dtl_json_str(j, "date", dtl_buf_str(&when));
	dtl_json_str_or_null(j, "place", e->place.name);
	if (e->place.has_point) {
		dtl_json_number(j, "lon", e->place.point.lon, 5);
		dtl_json_number(j, "lat", e->place.point.lat, 5);
	}
	dtl_json_str_or_null(j, "source", a->source.len ? a->source : a->title);
	dtl_json_str_or_null(j, "url", a->url);
	dtl_json_close(j, '}');
}

static void put_lines(dtl_json *j, const char *key, dtl_str lines)
{
	dtl_json_open(j, key, '[');
	while (lines.len) {
		dtl_str line = dtl_str_cut(&lines, '\n');
		if (line.len) dtl_json_str(j, NULL, line);
	}
	dtl_json_close(j, ']');
}

static void put_sidecar(dtl_json *j, const dtl_event_set *events, const dtl_map_spec *spec, const dtl_map_image *image, const dtl_figure_words *f,
	dtl_str attribution)
{
	dtl_json_open(j, NULL, '{');
	dtl_json_str(j, "file", f->path);
	dtl_json_number(j, "width", f->width, 2);
	dtl_json_number(j, "height", f->height, 2);
	dtl_json_str(j, "title", dtl_str_of(image->title));
	dtl_json_str(j, "caption", f->caption);
	dtl_json_str(j, "alt", f->alt);
	dtl_json_str_or_null(j, "source", spec->source);
	dtl_json_str_or_null(j, "credit", spec->credit);
	dtl_json_str_or_null(j, "attribution", attribution);
	dtl_json_str(j, "projection", dtl_str_of(image->projection));
	dtl_json_open(j, "extent", '[');
	const double sides[4] = {image->extent.west, image->extent.south, image->extent.east, image->extent.north};
	for (size_t i = 0; i < 4; i++) dtl_json_number(j, NULL, sides[i], 4);
	dtl_json_close(j, ']');
	put_lines(j, "warnings", dtl_str_of(image->warnings));
	dtl_json_open(j, "events", '[');
	for (size_t i = 0; i < dtl_event_set_count(events); i++) put_event(j, events, i, image->states ? image->states[i] : 0);
	dtl_json_close(j, ']');
	dtl_json_close(j, '}');
	dtl_buf_addc(j->out, '\n');
}

dtl_status dtl_sidecar(const dtl_event_set *events, const dtl_map_spec *spec, const dtl_map_image *image, const dtl_figure_words *figure,
	dtl_str attribution, char **out, size_t *out_len, dtl_error *err)
{
	dtl_arena arena = {0};
	if (setjmp(arena.exhausted)) {
		dtl_arena_free(&arena);
		return dtl_fail_memory(err);
	}
	dtl_buf b = {.arena = &arena};
	dtl_json j = {.out = &b};
	put_sidecar(&j, events, spec, image, figure, attribution);
	return hand_over(&b, &arena, out, out_len, err);
}
