/* RSS 0.9x, 1.0, 2.0 and Atom: each item an article. Elements are told by their local names, whatever their prefix. Entities are
 * never expanded, nothing outside the file is loaded. */
#include <stdlib.h>

#include "base/error.h"
#include "read/html.h"
#include "read/xml_records.h"

typedef struct feed {
	dtl_str site, lang; /* of the whole feed: in the reader's keep */
	char encoding[40];
} feed;

static const char *const items[] = {"item", "entry", NULL};

/* RSS: the text of link, or a guid that is an address. Atom: the href of the link that is the article itself. */
static dtl_str link_of(dtl_arena *arena, const xmlNode *n)
{
	for (const xmlNode *c = n->children; c; c = c->next) {
		if (!dtl_xml_is(c, "link")) continue;
		dtl_str rel = dtl_html_attribute(arena, c, "rel"), href = dtl_html_attribute(arena, c, "href");
		if (href.len == 0) href = dtl_html_text_of(arena, c);
		if ((rel.len == 0 || dtl_str_eq(rel, DTL_STR("alternate"))) && dtl_url_host(href).len) return href;
	}
	dtl_str guid = dtl_xml_child_text(arena, n, "guid");
	return dtl_url_host(guid).len ? guid : DTL_STR_NONE;
}

/* Raw text of an element, as it is written there: HTML inside CDATA or escaped. */
static dtl_str raw_text(dtl_arena *arena, const xmlNode *n)
{
	dtl_buf out = {.arena = arena};
	for (const xmlNode *c = n->children; c; c = c->next)
		if (c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE) dtl_buf_addz(&out, (const char *)c->content);
	return dtl_buf_str(&out);
}

/* The texts that an item may carry, as they are written there. */
typedef struct texts {
	dtl_str raw[4];
	size_t count;
	dtl_str best; /* already text: of XHTML, which stands as elements */
} texts;

static texts texts_of(dtl_reader *r, const xmlNode *item)
{
	static const char *const names[] = {"encoded", "content", "description", "summary"};
	texts t = {.best = DTL_STR("")};
	for (size_t i = 0; i < 4; i++) {
		const xmlNode *n = dtl_xml_child(item, names[i]);
		if (!n) continue;
		if (!dtl_str_eq(dtl_html_attribute(&r->record, n, "type"), DTL_STR("xhtml"))) {
			t.raw[t.count++] = raw_text(&r->record, n);
			continue;
		}
		dtl_str text = dtl_str_trim(dtl_html_main_text(&r->record, (xmlNode *)(uintptr_t)n, true, DTL_STR_NONE, DTL_STR_NONE));
		if (text.len > t.best.len) t.best = text;
	}
	return t;
}

/* The fullest of them. The item's own tree is gone by now. */
static dtl_status fullest(dtl_reader *r, const texts *t, dtl_str *out, dtl_error *err)
{
	*out = t->best;
	for (size_t i = 0; i < t->count; i++) {
		dtl_str text = t->raw[i];
		if (memchr(text.ptr, '<', text.len) || memchr(text.ptr, '&', text.len)) {
			dtl_status status = dtl_html_fragment(r, text, "utf-8", &text, err);
			if (status != DTL_OK) return status;
		}
		text = dtl_str_trim(text);
		if (text.len > out->len) *out = text;
	}
	return DTL_OK;
}

static dtl_str date_of(dtl_arena *arena, const xmlNode *item)
{
	static const char *const names[] = {"pubDate", "published", "date", "issued", "updated", "modified"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		dtl_str date = dtl_published_date(arena, dtl_xml_child_text(arena, item, names[i]));
		if (date.len) return date;
	}
	return DTL_STR_NONE;
}

/* RSS: "name@example.org (A. Writer)" or, of Dublin Core, a name. Atom: author/name, perhaps several. */
static dtl_str author_of(dtl_arena *arena, const xmlNode *item)
{
	dtl_buf out = {.arena = arena};
	for (const xmlNode *c = item->children; c; c = c->next) {
		if (!dtl_xml_is(c, "creator") && !dtl_xml_is(c, "author")) continue;
		dtl_str name = dtl_xml_child(c, "name") ? dtl_xml_child_text(arena, c, "name") : dtl_html_text_of(arena, c);
		const char *open = name.len ? memchr(name.ptr, '(', name.len) : NULL, *close = name.len ? memrchr(name.ptr, ')', name.len) : NULL;
		if (open && close > open) name = (dtl_str){open + 1, (size_t)(close - open) - 1};
		name = dtl_html_clean_author(arena, name);
		if (name.len && out.len) dtl_buf_addz(&out, ", ");
		dtl_buf_add(&out, name);
	}
	return dtl_buf_str(&out);
}

static dtl_status open_feed(dtl_reader *r, dtl_error *err)
{
	feed *f = dtl_arena_new(&r->keep, feed);
	dtl_status status = dtl_xml_head(r, items, f->encoding, &r->page, err);
	if (status != DTL_OK) return status;
	const xmlNode *root = r->page ? xmlDocGetRootElement(r->page) : NULL;
	if (root) {
		const xmlNode *channel = dtl_xml_child(root, "channel") ? dtl_xml_child(root, "channel") : root;
		dtl_str host = dtl_url_host(link_of(&r->keep, channel));
		f->site = host.len ? host : dtl_xml_child_text(&r->keep, channel, "title");
		f->lang = dtl_xml_child_text(&r->keep, channel, "language");
		if (f->lang.len == 0) f->lang = dtl_html_attribute(&r->keep, root, "lang");
	}
	xmlFreeDoc(r->page);
	r->page = NULL;
	r->state = f;
	return DTL_OK;
}

static dtl_status take_item(dtl_reader *r, const feed *f, dtl_article *out, dtl_error *err)
{
	dtl_arena *a = &r->record;
	const xmlNode *item = xmlDocGetRootElement(r->page);
	dtl_str guid = dtl_xml_child_text(a, item, "guid"), id = dtl_xml_child_text(a, item, "id");
	out->id = guid.len ? guid : id;
	out->title = dtl_xml_child_text(a, item, "title");
	out->url = link_of(a, item);
	out->date = date_of(a, item);
	out->author = author_of(a, item);
	out->source = f->site;
	out->lang = f->lang;
	texts t = texts_of(r, item);
	xmlFreeDoc(r->page);
	r->page = NULL;
	return fullest(r, &t, &out->text, err);
}

static dtl_status next(dtl_reader *r, dtl_article *out, bool *more, dtl_error *err)
{
	dtl_status status = DTL_OK;
	if (!r->state) {
		if (setjmp(r->keep.exhausted)) return dtl_fail_memory(err);
		status = open_feed(r, err);
		r->done = status != DTL_OK;
	}
	dtl_stream_line at;
	const feed *f = r->state;
	if (status == DTL_OK) status = dtl_xml_next(r, items, f->encoding, &at, more, err);
	if (status != DTL_OK || !*more) return status;
	out->line = at.number;
	status = take_item(r, f, out, err);
	if (status != DTL_OK) return status;
	if (out->text.len == 0 && out->title.len == 0)
		return dtl_fail_at(err, DTL_ERR_DATA, r->path, at.number, at.offset, "the item has neither text nor title");
	if (out->text.len > r->spec.max_bytes)
		return dtl_fail_at(err, DTL_ERR_DATA, r->path, at.number, at.offset, "the text is longer than %zu bytes", r->spec.max_bytes);
	return DTL_OK;
}

const dtl_format dtl_format_feed = {"feed", next, NULL};
