#include "read/xml_records.h"

#include <libxml/parser.h>
#include <stdio.h>

#include "base/error.h"
#include "base/utf8.h"
#include "read/html.h"

#define MAX_HEAD ((size_t)1 << 16)

static dtl_str local(const char *name)
{
	const char *colon = strchr(name, ':');
	return dtl_str_of(colon ? colon + 1 : name);
}

bool dtl_xml_is(const xmlNode *n, const char *name)
{
	return n->type == XML_ELEMENT_NODE && dtl_str_eq(local((const char *)n->name), dtl_str_of(name));
}

const xmlNode *dtl_xml_child(const xmlNode *n, const char *name)
{
	for (const xmlNode *c = n->children; c; c = c->next)
		if (dtl_xml_is(c, name)) return c;
	return NULL;
}

const xmlNode *dtl_xml_find(const xmlNode *root, const char *name)
{
	for (xmlNode *n = (xmlNode *)(uintptr_t)root; n; n = dtl_html_next(root, n, true))
		if (dtl_xml_is(n, name)) return n;
	return NULL;
}

dtl_str dtl_xml_child_text(dtl_arena *arena, const xmlNode *n, const char *name)
{
	const xmlNode *c = dtl_xml_child(n, name);
	return c ? dtl_html_text_of(arena, c) : DTL_STR_NONE;
}

dtl_str dtl_xml_text(dtl_arena *arena, const xmlNode *n, const char *name)
{
	const xmlNode *c = dtl_xml_find(n, name);
	return c ? dtl_html_text_of(arena, c) : DTL_STR_NONE;
}

/* ---- markup in the stream's window ---- */

static bool ends_name(char c)
{
	return dtl_ascii_space(c) || c == '>' || c == '/';
}

/* The qualified name of the tag that begins at s ("<" or "</" and the name), if its local name is one of names. */
static bool tag_of(dtl_str s, bool closing, const char *const *names, dtl_str *qualified)
{
	size_t from = closing ? 2 : 1, i = from, colon = from;
	if (s.len <= from || s.ptr[0] != '<' || (closing && s.ptr[1] != '/')) return false;
	while (i < s.len && i < 200 && !ends_name(s.ptr[i])) {
		if (s.ptr[i] == ':') colon = i + 1;
		i++;
	}
	if (i >= s.len || i == from) return false;
	*qualified = dtl_str_sub(s, from, i);
	for (; *names; names++)
		if (dtl_str_eq(dtl_str_sub(s, colon, i), dtl_str_of(*names))) return true;
	return false;
}

/* A comment, a CDATA section or a processing instruction at s: what ends it; NULL if it is none. */
static const char *skipped_until(dtl_str s)
{
	if (dtl_str_starts(s, DTL_STR("<!--"))) return "-->";
	if (dtl_str_starts(s, DTL_STR("<![CDATA["))) return "]]>";
	return dtl_str_starts(s, DTL_STR("<?")) ? "?>" : NULL;
}

typedef enum seen { NOTHING, START, END, TOO_LONG } seen;

/* From *i in the window on: the next start or end tag of one of names, reading on as far as limit bytes. Markup that hides tags
 * is stepped over. NOTHING: the end of the stream. *i is where the tag begins, *name its qualified name. */
static dtl_status find_tag(dtl_reader *r, const char *const *names, size_t *i, size_t limit, seen *what, dtl_str *name, dtl_error *err)
{
	const char *until = NULL;
	for (;;) {
		dtl_str w = dtl_stream_window(&r->stream);
		while (*i < w.len && *i <= limit) {
			dtl_str rest = dtl_str_sub(w, *i, w.len);
			if (until) {
				const char *end = memmem(rest.ptr, rest.len, until, strlen(until));
				*i = end ? (size_t)(end - w.ptr) + strlen(until) : w.len > 2 && w.len - 2 > *i ? w.len - 2 : *i;
				if (!end) break;
				until = NULL;
				continue;
			}
			const char *open = memchr(rest.ptr, '<', rest.len);
			*i = open ? (size_t)(open - w.ptr) : w.len;
			if (!open || (w.len - *i < 256 && !r->stream.at_end)) break; /* the tag may be cut off */
			rest = dtl_str_sub(w, *i, w.len);
			*what = tag_of(rest, false, names, name) ? START : tag_of(rest, true, names, name) ? END : NOTHING;
			if (*what != NOTHING) return DTL_OK;
			until = skipped_until(rest);
			*i += until ? 2 : 1;
		}
		*what = *i > limit ? TOO_LONG : NOTHING;
		if (*what == TOO_LONG || r->stream.at_end) return DTL_OK;
		dtl_status status = dtl_stream_want(&r->stream, w.len + 1, err);
		if (status != DTL_OK) return status;
	}
}

/* Steps to the next start tag, in constant memory. */
static dtl_status to_start(dtl_reader *r, const char *const *names, bool *found, dtl_error *err)
{
	for (size_t i = 0;;) {
		seen what;
		dtl_str name;
		dtl_status status = find_tag(r, names, &i, MAX_HEAD, &what, &name, err);
		if (status != DTL_OK) return status;
		dtl_str w = dtl_stream_window(&r->stream);
		dtl_stream_skip(&r->stream, i < w.len ? i : w.len);
		*found = what == START;
		if (what == START || what == NOTHING) return DTL_OK;
		i = what == END ? 1 : 0;
	}
}

static dtl_status parse(dtl_reader *r, dtl_str xml, const char *encoding, xmlDoc **out, dtl_error *err)
{
	const int options = XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT;
	xml = dtl_reader_convert(r, xml, encoding);
	dtl_xml_handler before = dtl_xml_quiet();
	*out = xml.len <= INT32_MAX ? xmlReadMemory(xml.ptr, (int)xml.len, NULL, "UTF-8", options) : NULL;
	dtl_xml_loud(before);
	if (*out && xmlDocGetRootElement(*out)) return DTL_OK;
	xmlFreeDoc(*out);
	*out = NULL;
	return dtl_fail_at(err, DTL_ERR_DATA, r->path, r->stream.line, r->stream.offset, "no well-formed XML");
}

/* encoding="..." of the XML declaration. */
static void declared(dtl_str head, char out[40])
{
	out[0] = '\0';
	const char *end = head.len > 5 && dtl_str_starts(head, DTL_STR("<?xml")) ? memchr(head.ptr, '>', head.len) : NULL;
	const char *at = end ? memmem(head.ptr, (size_t)(end - head.ptr), "encoding", 8) : NULL;
	size_t n = 0;
	for (at = at ? at + 8 : end; at && at < end && strchr(" =\"'\t\r\n", *at); at++) {}
	for (; at && at < end && n < 39 && !strchr(" \"'?", *at); at++) out[n++] = *at;
	out[n] = '\0';
}

dtl_status dtl_xml_head(dtl_reader *r, const char *const *names, char encoding[40], xmlDoc **out, dtl_error *err)
{
	seen what;
	dtl_str name;
	size_t i = 0;
	*out = NULL;
	dtl_status status = find_tag(r, names, &i, MAX_HEAD, &what, &name, err);
	if (status != DTL_OK) return status;
	dtl_str head = dtl_str_trim(dtl_str_sub(dtl_stream_window(&r->stream), 0, i));
	declared(head, encoding);
	if (parse(r, head, encoding, out, NULL) != DTL_OK) *out = NULL; /* the elements themselves are what counts */
	return DTL_OK;
}

/* How far the element reaches that begins at the window. */
static dtl_status extent(dtl_reader *r, const char *const *names, size_t *len, const char **fault, dtl_error *err)
{
	size_t i = 1, max = 4 * r->spec.max_bytes;
	dtl_str own, name;
	*fault = NULL;
	if (!tag_of(dtl_stream_window(&r->stream), false, names, &own)) return dtl_fail(err, DTL_ERR_INTERNAL, "no element begins here");
	size_t own_len = own.len;
	for (;;) {
		seen what;
		dtl_status status = find_tag(r, names, &i, max, &what, &name, err);
		if (status != DTL_OK) return status;
		dtl_str w = dtl_stream_window(&r->stream); /* it may have moved */
		*len = i < w.len ? i : w.len;
		if (what == TOO_LONG) *fault = "the item is too long";
		else if (what == NOTHING) *fault = "the item is cut off";
		else if (what == START) *fault = "the item is not closed";
		if (*fault) return DTL_OK;
		if (dtl_str_eq(name, dtl_str_sub(w, 1, 1 + own_len))) {
			const char *end = memchr(w.ptr + i, '>', w.len - i);
			*len = end ? (size_t)(end - w.ptr) + 1 : w.len;
			return DTL_OK;
		}
		i++;
	}
}

dtl_status dtl_xml_next(dtl_reader *r, const char *const *names, const char *encoding, dtl_stream_line *at, bool *more, dtl_error *err)
{
	dtl_status status = to_start(r, names, more, err);
	if (status != DTL_OK || !*more) return status;
	size_t len = 0;
	const char *fault;
	*at = (dtl_stream_line){DTL_STR_NONE, r->stream.line, r->stream.offset, false};
	status = extent(r, names, &len, &fault, err);
	if (status != DTL_OK) return status;
	dtl_str xml = dtl_str_sub(dtl_stream_window(&r->stream), 0, len);
	if (!fault) status = parse(r, xml, encoding, &r->page, err);
	dtl_stream_skip(&r->stream, len);
	return fault ? dtl_fail_at(err, DTL_ERR_DATA, r->path, at->number, at->offset, "%s", fault) : status;
}
