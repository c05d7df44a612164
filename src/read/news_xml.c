/* NITF (IPTC, 3.x) and NewsML-G2 (IPTC, 2.x; also NewsML 1 where it carries NITF): what wire services send. A news message may hold
 * many items; pictures and packages among them are stepped over. */
#include "base/error.h"
#include "read/html.h"
#include "read/xml_records.h"

typedef struct news {
	char encoding[40];
} news;

static const char *const nitf_only[] = {"nitf", NULL};
static const char *const g2_items[] = {"newsItem", "NewsItem", NULL};

/* "20240507T120000Z" as NITF's norm has it, or ISO 8601. */
static dtl_str date_of(dtl_arena *arena, dtl_str s)
{
	if (s.len >= 13 && s.ptr[8] == 'T' && dtl_ascii_digit(s.ptr[12]))
		return dtl_published_date(arena, dtl_arena_printf(arena, "%.4s-%.2s-%.2sT%.2s:%.2s", s.ptr, s.ptr + 4, s.ptr + 6, s.ptr + 9, s.ptr + 11));
	return dtl_published_date(arena, s);
}

static dtl_str attribute_of(dtl_arena *arena, const xmlNode *root, const char *element, const char *attribute)
{
	const xmlNode *n = root ? dtl_xml_find(root, element) : NULL;
	return n ? dtl_html_attribute(arena, n, attribute) : DTL_STR_NONE;
}

static dtl_str first(dtl_str a, dtl_str b)
{
	return a.len ? a : b;
}

/* Takes pictures, their captions and notes to editors out of the tree. */
static void drop_media(const xmlNode *root)
{
	static const char *const names[] = {"media", "note", "body.end", "byttl"};
	xmlNode *n = dtl_html_next(root, (xmlNode *)(uintptr_t)root, true);
	while (n) {
		bool drop = false;
		for (size_t i = 0; i < sizeof names / sizeof *names; i++) drop = drop || dtl_xml_is(n, names[i]);
		xmlNode *next = dtl_html_next(root, n, !drop);
		if (drop) {
			xmlUnlinkNode(n);
			xmlFreeNode(n);
		}
		n = next;
	}
}

static dtl_str text_below(dtl_arena *arena, const xmlNode *n)
{
	return n ? dtl_str_trim(dtl_html_main_text(arena, (xmlNode *)(uintptr_t)n, true, DTL_STR_NONE, DTL_STR_NONE)) : DTL_STR("");
}

/* "CITY, May 7" before the first sentence, as it is printed. */
static dtl_str with_dateline(dtl_arena *arena, dtl_str dateline, dtl_str text)
{
	if (dateline.len == 0 || dateline.len > 120 || text.len == 0 || dtl_str_starts(text, dateline)) return text;
	bool dash = dtl_str_ends(dateline, DTL_STR("-")) || dtl_str_ends(dateline, DTL_STR("\xe2\x80\x94")) || dtl_str_ends(dateline, DTL_STR("\xe2\x80\x93"));
	return dtl_arena_printf(arena, "%.*s %s%.*s", DTL_FMT(dateline), dash ? "" : "\xe2\x80\x94 ", DTL_FMT(text));
}

static void offer(dtl_str *field, dtl_str value)
{
	if (field->len == 0) *field = value;
}

static void take_nitf(dtl_arena *a, const xmlNode *nitf, dtl_article *out)
{
	drop_media(nitf);
	const xmlNode *body = dtl_xml_find(nitf, "body"), *content = dtl_xml_find(nitf, "body.content"), *head = dtl_xml_find(nitf, "head");
	offer(&out->id, attribute_of(a, head, "doc-id", "id-string"));
	offer(&out->title, first(body ? dtl_xml_text(a, body, "hl1") : DTL_STR_NONE, body ? dtl_xml_text(a, body, "hedline") : DTL_STR_NONE));
	if (head) offer(&out->title, dtl_xml_text(a, head, "title"));
	offer(&out->date, date_of(a, attribute_of(a, head, "date.issue", "norm")));
	offer(&out->date, date_of(a, attribute_of(a, head, "date.release", "norm")));
	offer(&out->date, date_of(a, attribute_of(a, body, "story.date", "norm")));
	offer(&out->date, date_of(a, attribute_of(a, head, "pubdata", "date.publication")));
	offer(&out->source, first(attribute_of(a, head, "pubdata", "name"), attribute_of(a, head, "doc-id", "regsrc")));
	offer(&out->url, attribute_of(a, head, "pubdata", "ex-ref"));
	offer(&out->lang, dtl_html_attribute(a, nitf, "lang"));
	if (body) offer(&out->author, dtl_html_clean_author(a, dtl_xml_text(a, body, "byline")));
	dtl_str dateline = body ? dtl_xml_text(a, body, "dateline") : DTL_STR_NONE;
	out->text = with_dateline(a, dateline, text_below(a, content ? content : body));
}

/* False for items that are no text: pictures, videos, graphics. */
static bool is_text_item(dtl_arena *a, const xmlNode *item)
{
	dtl_str kind = attribute_of(a, item, "itemClass", "qcode");
	return kind.len == 0 || dtl_str_ends(kind, DTL_STR(":text")) || dtl_str_ends(kind, DTL_STR(":composite"));
}

static dtl_str names_of(dtl_arena *a, const xmlNode *n)
{
	dtl_str name = n ? dtl_xml_text(a, n, "name") : DTL_STR_NONE;
	if (n && name.len == 0) name = first(dtl_html_attribute(a, n, "literal"), dtl_html_attribute(a, n, "qcode"));
	const char *colon = name.len ? memchr(name.ptr, ':', name.len) : NULL; /* "nprov:DPM" */
	return colon ? dtl_str_sub(name, (size_t)(colon - name.ptr) + 1, name.len) : name;
}

static void take_g2(dtl_arena *a, const xmlNode *item, dtl_article *out)
{
	const xmlNode *meta = dtl_xml_find(item, "contentMeta"), *content = dtl_xml_find(item, "contentSet");
	out->id = first(dtl_html_attribute(a, item, "guid"), dtl_xml_text(a, item, "NewsItemId"));
	out->title = first(meta ? dtl_xml_text(a, meta, "headline") : DTL_STR_NONE, dtl_xml_text(a, item, "HeadLine"));
	out->date = date_of(a, first(meta ? dtl_xml_text(a, meta, "contentCreated") : DTL_STR_NONE, first(dtl_xml_text(a, item, "firstCreated"),
		first(dtl_xml_text(a, item, "versionCreated"), dtl_xml_text(a, item, "FirstCreated")))));
	out->source = names_of(a, dtl_xml_find(item, "provider"));
	if (meta) out->author = dtl_html_clean_author(a, first(dtl_xml_text(a, meta, "by"), names_of(a, dtl_xml_find(meta, "creator"))));
	out->lang = first(attribute_of(a, meta, "language", "tag"), dtl_html_attribute(a, item, "lang"));
	dtl_str dateline = meta ? dtl_xml_text(a, meta, "dateline") : DTL_STR_NONE;
	const xmlNode *nitf = dtl_xml_find(item, "nitf");
	if (nitf) {
		take_nitf(a, nitf, out);
		return;
	}
	const xmlNode *where = content ? content : dtl_xml_find(item, "DataContent");
	const xmlNode *body = where ? dtl_xml_find(where, "body") : NULL; /* of XHTML */
	if (where) drop_media(where);
	out->text = with_dateline(a, dateline, text_below(a, body ? body : where));
}

static dtl_status start(dtl_reader *r, dtl_error *err)
{
	news *n = dtl_arena_new(&r->keep, news);
	xmlDoc *head = NULL;
	const char *const *names = r->format == &dtl_format_nitf ? nitf_only : g2_items;
	dtl_status status = dtl_xml_head(r, names, n->encoding, &head, err);
	xmlFreeDoc(head);
	r->state = n;
	return status;
}

static dtl_status next(dtl_reader *r, dtl_article *out, bool *more, dtl_error *err)
{
	const dtl_article blank = *out;
	bool nitf = r->format == &dtl_format_nitf;
	if (!r->state) {
		if (setjmp(r->keep.exhausted)) return dtl_fail_memory(err);
		dtl_status status = start(r, err);
		if (status != DTL_OK) return r->done = true, status;
	}
	const news *n = r->state;
	for (;;) {
		dtl_stream_line at;
		*out = blank;
		dtl_status status = dtl_xml_next(r, nitf ? nitf_only : g2_items, n->encoding, &at, more, err);
		if (status != DTL_OK || !*more) return status;
		const xmlNode *root = xmlDocGetRootElement(r->page);
		bool text = nitf || is_text_item(&r->record, root);
		if (text && nitf) take_nitf(&r->record, root, out);
		else if (text) take_g2(&r->record, root, out);
		xmlFreeDoc(r->page);
		r->page = NULL;
		if (!text) {
			dtl_arena_free(&r->record);
			continue;
		}
		if (dtl_url_host(out->url).len == 0) out->url = DTL_STR_NONE;
		out->line = at.number;
		if (out->text.len == 0 && out->title.len == 0)
			return dtl_fail_at(err, DTL_ERR_DATA, r->path, at.number, at.offset, "the item has neither text nor headline");
		if (out->text.len > r->spec.max_bytes)
			return dtl_fail_at(err, DTL_ERR_DATA, r->path, at.number, at.offset, "the text is longer than %zu bytes", r->spec.max_bytes);
		return DTL_OK;
	}
}

const dtl_format dtl_format_nitf = {"NITF", next, NULL};
const dtl_format dtl_format_newsml = {"NewsML", next, NULL};
