/* RSS 0.9x, 1.0, 2.0 and Atom: each item an article. Elements are told by their local names, whatever their prefix. Entities are
 * never expanded, nothing outside the file is loaded. */
#include <libxml/parser.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/utf8.h"
#include "read/html.h"

typedef struct feed {
	xmlDoc *doc;
	xmlNode *at;     /* the last item given */
	dtl_str site, lang, link;
} feed;

static bool is(const xmlNode *n, const char *name)
{
	return n->type == XML_ELEMENT_NODE && xmlStrcmp(n->name, (const xmlChar *)name) == 0;
}

static const xmlNode *child(const xmlNode *n, const char *name)
{
	for (const xmlNode *c = n->children; c; c = c->next)
		if (is(c, name)) return c;
	return NULL;
}

static dtl_str text_of_child(dtl_arena *arena, const xmlNode *n, const char *name)
{
	const xmlNode *c = child(n, name);
	return c ? dtl_html_text_of(arena, c) : DTL_STR_NONE;
}

/* RSS: the text of link, or a guid that is an address. Atom: the href of the link that is the article itself. */
static dtl_str link_of(dtl_arena *arena, const xmlNode *n)
{
	for (const xmlNode *c = n->children; c; c = c->next) {
		if (!is(c, "link")) continue;
		dtl_str rel = dtl_html_attribute(arena, c, "rel"), href = dtl_html_attribute(arena, c, "href");
		if (href.len == 0) href = dtl_html_text_of(arena, c);
		if ((rel.len == 0 || dtl_str_eq(rel, DTL_STR("alternate"))) && dtl_url_host(href).len) return href;
	}
	dtl_str guid = text_of_child(arena, n, "guid");
	return dtl_url_host(guid).len ? guid : DTL_STR_NONE;
}

static bool is_item(const xmlNode *n)
{
	return is(n, "item") || is(n, "entry");
}

/* Raw text of an element, as it is written there: HTML inside CDATA or escaped. */
static dtl_str raw_text(dtl_arena *arena, const xmlNode *n)
{
	dtl_buf out = {.arena = arena};
	for (const xmlNode *c = n->children; c; c = c->next)
		if (c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE) dtl_buf_addz(&out, (const char *)c->content);
	return dtl_buf_str(&out);
}

/* The fullest of what the item carries. XHTML stands as elements, everything else as escaped HTML. */
static dtl_status text_of_item(dtl_reader *r, const xmlNode *item, dtl_str *out, dtl_error *err)
{
	static const char *const names[] = {"encoded", "content", "description", "summary"};
	dtl_str best = DTL_STR("");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const xmlNode *n = child(item, names[i]);
		if (!n) continue;
		dtl_str text = raw_text(&r->record, n);
		if (dtl_str_eq(dtl_html_attribute(&r->record, n, "type"), DTL_STR("xhtml"))) {
			text = dtl_html_main_text(&r->record, (xmlNode *)(uintptr_t)n, true, DTL_STR_NONE, DTL_STR_NONE);
		} else if (memchr(text.ptr, '<', text.len) || memchr(text.ptr, '&', text.len)) {
			dtl_status status = dtl_html_fragment(r, text, "utf-8", &text, err);
			if (status != DTL_OK) return status;
		}
		text = dtl_str_trim(text);
		if (text.len > best.len) best = text;
	}
	*out = best;
	return DTL_OK;
}

static dtl_str date_of(dtl_arena *arena, const xmlNode *item)
{
	static const char *const names[] = {"pubDate", "published", "date", "issued", "updated", "modified"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		dtl_str date = dtl_published_date(arena, text_of_child(arena, item, names[i]));
		if (date.len) return date;
	}
	return DTL_STR_NONE;
}

static dtl_status open_feed(dtl_reader *r, dtl_error *err)
{
	dtl_str whole;
	dtl_status status = dtl_reader_rest(r, 4 * r->spec.max_bytes, &whole, err);
	if (status != DTL_OK) return status;
	feed *f = calloc(1, sizeof *f);
	if (!f) return dtl_fail_memory(err);
	r->state = f;
	const int options = XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT;
	f->doc = whole.len <= INT32_MAX ? xmlReadMemory(whole.ptr, (int)whole.len, NULL, NULL, options) : NULL;
	xmlNode *root = f->doc ? xmlDocGetRootElement(f->doc) : NULL;
	if (!root) return dtl_fail_at(err, DTL_ERR_DATA, r->path, 1, 0, "the feed is no well-formed XML");
	const xmlNode *channel = child(root, "channel") ? child(root, "channel") : root;
	f->link = link_of(&r->keep, channel);
	f->site = dtl_url_host(f->link).len ? dtl_url_host(f->link) : text_of_child(&r->keep, channel, "title");
	f->lang = text_of_child(&r->keep, channel, "language");
	f->at = root;
	return DTL_OK;
}

static dtl_status next(dtl_reader *r, dtl_article *out, bool *more, dtl_error *err)
{
	dtl_status status = DTL_OK;
	if (!r->state) {
		if (setjmp(r->keep.exhausted)) return dtl_fail_memory(err);
		status = open_feed(r, err);
		r->done = status != DTL_OK;
	}
	if (status != DTL_OK) return status;
	feed *f = r->state;
	xmlNode *root = xmlDocGetRootElement(f->doc);
	do f->at = dtl_html_next(root, f->at, !is_item(f->at));
	while (f->at && !is_item(f->at));
	if (!f->at) return r->done = true, DTL_OK;
	const xmlNode *item = f->at;
	out->line = (uint64_t)xmlGetLineNo(item);
	dtl_str guid = text_of_child(&r->record, item, "guid"), id = text_of_child(&r->record, item, "id");
	out->id = guid.len ? guid : id;
	out->title = text_of_child(&r->record, item, "title");
	out->url = link_of(&r->record, item);
	out->date = date_of(&r->record, item);
	out->source = f->site;
	out->lang = f->lang;
	status = text_of_item(r, item, &out->text, err);
	if (status != DTL_OK) return status;
	if (out->text.len == 0 && out->title.len == 0)
		return dtl_fail_at(err, DTL_ERR_DATA, r->path, out->line, 0, "the item has neither text nor title");
	if (out->text.len > r->spec.max_bytes)
		return dtl_fail_at(err, DTL_ERR_DATA, r->path, out->line, 0, "the text is longer than %zu bytes", r->spec.max_bytes);
	*more = true;
	return DTL_OK;
}

static void close_feed(dtl_reader *r)
{
	feed *f = r->state;
	if (!f) return;
	xmlFreeDoc(f->doc);
	free(f);
}

const dtl_format dtl_format_feed = {"feed", next, close_feed};
