#include "read/html.h"

#include <libxml/HTMLparser.h>
#include <stdio.h>

#include "base/error.h"
#include "base/utf8.h"

xmlNode *dtl_html_next(const xmlNode *root, xmlNode *node, bool inside)
{
	if (inside && node->type == XML_ELEMENT_NODE && node->children) return node->children;
	while (node && node != root && !node->next) node = node->parent;
	return node && node != root ? node->next : NULL;
}

const char *const dtl_html_never[] = {"script", "style", "noscript", "template", "iframe", "svg", "math", "button", "select", "option",
	"input", "textarea", "label", "head", "object", "embed", "audio", "video", "canvas", "map", NULL};
const char *const dtl_html_inline[] = {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
	"font", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
	NULL};

bool dtl_html_one_of(const xmlNode *node, const char *const *names)
{
	for (; *names; names++)
		if (dtl_html_is(node, *names)) return true;
	return false;
}

bool dtl_html_has_attribute(const xmlNode *node, const char *name)
{
	for (const xmlAttr *a = node->type == XML_ELEMENT_NODE ? node->properties : NULL; a; a = a->next)
		if (xmlStrcasecmp(a->name, (const xmlChar *)name) == 0) return true;
	return false;
}

bool dtl_html_is(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && dtl_ascii_lower((char)node->name[0]) == name[0] &&
		xmlStrcasecmp(node->name, (const xmlChar *)name) == 0;
}

static void add_collapsed(dtl_buf *out, const xmlChar *text)
{
	for (const char *p = (const char *)text; p && *p; p++) {
		bool space = dtl_ascii_space(*p);
		if (!space) dtl_buf_addc(out, *p);
		else if (out->len && out->data[out->len - 1] != ' ') dtl_buf_addc(out, ' ');
	}
}

dtl_str dtl_html_text_of(dtl_arena *arena, const xmlNode *node)
{
	dtl_buf out = {.arena = arena};
	xmlNode *n = (xmlNode *)(uintptr_t)node;
	if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) add_collapsed(&out, n->content);
	for (n = dtl_html_next(node, n, true); n; n = dtl_html_next(node, n, true))
		if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) add_collapsed(&out, n->content);
	return dtl_str_trim(dtl_buf_str(&out));
}

dtl_str dtl_html_attribute(dtl_arena *arena, const xmlNode *node, const char *name)
{
	if (node->type != XML_ELEMENT_NODE) return DTL_STR_NONE;
	for (const xmlAttr *a = node->properties; a; a = a->next) {
		if (xmlStrcasecmp(a->name, (const xmlChar *)name) != 0) continue;
		dtl_buf out = {.arena = arena};
		for (const xmlNode *n = a->children; n; n = n->next)
			if (n->type == XML_TEXT_NODE) add_collapsed(&out, n->content);
		return dtl_str_trim(dtl_buf_str(&out));
	}
	return DTL_STR_NONE;
}

/* The encoding that a meta element in the first bytes names, NUL-terminated; "" if none does. */
static void declared_encoding(dtl_str html, char out[40])
{
	out[0] = '\0';
	dtl_str head = dtl_str_sub(html, 0, 4096);
	for (size_t i = 0; i + 8 < head.len; i++) {
		if (!dtl_str_eq_nocase(dtl_str_sub(head, i, i + 7), DTL_STR("charset"))) continue;
		size_t at = i + 7, n = 0;
		while (at < head.len && strchr(" \t\r\n=\"'", head.ptr[at])) at++;
		while (at < head.len && n < 39 && (dtl_ascii_alpha(head.ptr[at]) || dtl_ascii_digit(head.ptr[at]) || strchr("-_:.", head.ptr[at])))
			out[n++] = head.ptr[at++];
		out[n] = '\0';
		if (n) return;
	}
}

static void ignore(void *user, xmlErrorPtr error)
{
	(void)user;
	(void)error;
}

dtl_xml_handler dtl_xml_quiet(void)
{
	dtl_xml_handler before = {xmlStructuredErrorContext, xmlStructuredError};
	xmlSetStructuredErrorFunc(NULL, ignore);
	return before;
}

void dtl_xml_loud(dtl_xml_handler before)
{
	xmlSetStructuredErrorFunc(before.user, before.call);
}

dtl_status dtl_html_parse(dtl_reader *r, dtl_str html, const char *charset, xmlDoc **out, dtl_error *err)
{
	char declared[40];
	if (charset && *charset) snprintf(declared, sizeof declared, "%s", charset);
	else declared_encoding(html, declared);
	html = dtl_reader_convert(r, html, declared); /* not left to libxml2, which ends at the first byte that it does not understand */
	if (html.len > INT32_MAX) return dtl_fail_at(err, DTL_ERR_DATA, r->path, 1, 0, "the page is too long");
	const int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_COMPACT;
	dtl_xml_handler before = dtl_xml_quiet();
	*out = htmlReadMemory(html.ptr, (int)html.len, NULL, "UTF-8", options);
	dtl_xml_loud(before);
	return *out ? DTL_OK : dtl_fail_at(err, DTL_ERR_DATA, r->path, r->stream.line, r->stream.offset, "the page cannot be parsed");
}

static void drop(dtl_reader *r)
{
	xmlFreeDoc(r->page);
	r->page = NULL;
}

dtl_status dtl_html_article(dtl_reader *r, dtl_str html, const char *charset, dtl_article *out, dtl_error *err)
{
	xmlDoc *doc = NULL;
	dtl_status status = dtl_html_parse(r, html, charset, &doc, err);
	if (status != DTL_OK) return status;
	r->page = doc; /* so that it is found if the arena runs out */
	xmlNode *root = xmlDocGetRootElement(doc);
	if (root) {
		dtl_html_metadata(r, doc, out);
		dtl_str text = dtl_html_main_text(&r->record, root, false, out->title, out->author);
		if (text.len > out->text.len / 2) out->text = text; /* else the page hides what its metadata tells */
	}
	drop(r);
	if (out->text.len > r->spec.max_bytes)
		return dtl_fail_at(err, DTL_ERR_DATA, r->path, out->line, 0, "the text is longer than %zu bytes", r->spec.max_bytes);
	if (dtl_str_trim(out->text).len == 0 && out->title.len == 0)
		return dtl_fail_at(err, DTL_ERR_DATA, r->path, out->line, 0, "the page has no text");
	return DTL_OK;
}

dtl_status dtl_html_fragment(dtl_reader *r, dtl_str html, const char *charset, dtl_str *out, dtl_error *err)
{
	xmlDoc *doc = NULL;
	dtl_status status = dtl_html_parse(r, html, charset, &doc, err);
	if (status != DTL_OK) return status;
	r->page = doc;
	xmlNode *root = xmlDocGetRootElement(doc);
	*out = root ? dtl_html_main_text(&r->record, root, true, DTL_STR_NONE, DTL_STR_NONE) : DTL_STR("");
	drop(r);
	return DTL_OK;
}

static dtl_status next(dtl_reader *r, dtl_article *out, bool *more, dtl_error *err)
{
	r->done = true;
	dtl_str whole;
	dtl_status status = dtl_reader_rest(r, 4 * r->spec.max_bytes, &whole, err);
	if (status == DTL_OK) status = dtl_html_article(r, whole, NULL, out, err);
	*more = status == DTL_OK;
	return status;
}

const dtl_format dtl_format_html = {"HTML", next, NULL};
