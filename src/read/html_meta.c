/* What a page says of itself: JSON-LD first (schema.org), then OpenGraph and meta elements, then what readers see. */
#include <json-c/json.h>

#include "read/html.h"

typedef struct found {
	dtl_reader *reader;
	dtl_arena *arena;
	dtl_str title, date, site, url, lang, body; /* the best so far */
	int title_rank, date_rank, site_rank, url_rank, lang_rank; /* how good that is: lower is better, 0 is none */
} found;

static void offer(dtl_str *field, int *rank, int how, dtl_str value)
{
	if (value.len == 0 || (*rank && *rank <= how)) return;
	*field = value;
	*rank = how;
}

/* ---- JSON-LD ---- */

static dtl_str string_of(found *f, struct json_object *o, const char *key)
{
	struct json_object *v = json_object_object_get(o, key);
	if (json_object_is_type(v, json_type_array)) v = json_object_array_get_idx(v, 0);
	if (json_object_is_type(v, json_type_object)) {
		struct json_object *name = json_object_object_get(v, "name");
		v = name ? name : json_object_object_get(v, "@id");
	}
	if (!json_object_is_type(v, json_type_string)) return DTL_STR_NONE;
	return dtl_str_trim(dtl_arena_str(f->arena, (dtl_str){json_object_get_string(v), (size_t)json_object_get_string_len(v)}));
}

static bool is_article(struct json_object *o)
{
	struct json_object *type = json_object_object_get(o, "@type");
	size_t n = json_object_is_type(type, json_type_array) ? json_object_array_length(type) : 1;
	for (size_t i = 0; i < n; i++) {
		struct json_object *t = json_object_is_type(type, json_type_array) ? json_object_array_get_idx(type, i) : type;
		if (!json_object_is_type(t, json_type_string)) continue;
		dtl_str name = dtl_str_of(json_object_get_string(t));
		if (dtl_str_ends(name, DTL_STR("Article")) || dtl_str_ends(name, DTL_STR("Posting")) || dtl_str_eq(name, DTL_STR("Report"))) return true;
	}
	return false;
}

static void take_article(found *f, struct json_object *o)
{
	dtl_str headline = string_of(f, o, "headline"), url = string_of(f, o, "url");
	offer(&f->title, &f->title_rank, 1, headline.len ? headline : string_of(f, o, "name"));
	offer(&f->date, &f->date_rank, 1, dtl_published_date(f->arena, string_of(f, o, "datePublished")));
	offer(&f->date, &f->date_rank, 7, dtl_published_date(f->arena, string_of(f, o, "dateModified")));
	offer(&f->site, &f->site_rank, 2, string_of(f, o, "publisher"));
	offer(&f->url, &f->url_rank, 3, url.len ? url : string_of(f, o, "mainEntityOfPage"));
	offer(&f->lang, &f->lang_rank, 2, string_of(f, o, "inLanguage"));
	if (f->body.len == 0) f->body = string_of(f, o, "articleBody");
}

/* An object, an array of objects, or an object with a @graph. */
static void take_json(found *f, struct json_object *o)
{
	struct json_object *list = json_object_is_type(o, json_type_object) ? json_object_object_get(o, "@graph") : o;
	if (json_object_is_type(o, json_type_object) && is_article(o)) take_article(f, o);
	for (size_t i = 0; json_object_is_type(list, json_type_array) && i < json_object_array_length(list); i++) {
		struct json_object *item = json_object_array_get_idx(list, i);
		if (json_object_is_type(item, json_type_object) && is_article(item)) take_article(f, item);
	}
}

static void take_script(found *f, const xmlNode *n)
{
	if (!dtl_str_eq_nocase(dtl_html_attribute(f->arena, n, "type"), DTL_STR("application/ld+json"))) return;
	dtl_str text = dtl_html_text_of(f->arena, n);
	struct json_tokener *tokener = json_tokener_new_ex(DTL_READ_MAX_DEPTH);
	if (!tokener || text.len > INT32_MAX) {
		json_tokener_free(tokener);
		return;
	}
	f->reader->json = json_tokener_parse_ex(tokener, text.ptr, (int)text.len);
	json_tokener_free(tokener);
	take_json(f, f->reader->json);
	json_object_put(f->reader->json);
	f->reader->json = NULL;
}

/* ---- elements ---- */

static const struct { const char *name; int rank; } date_names[] = {{"article:published_time", 2}, {"datePublished", 2},
	{"og:article:published_time", 2}, {"parsely-pub-date", 3}, {"sailthru.date", 3}, {"pubdate", 3}, {"publishdate", 3},
	{"publish-date", 3}, {"publish_date", 3}, {"publication_date", 3}, {"dc.date.issued", 3}, {"dcterms.created", 3},
	{"citation_publication_date", 3}, {"originalpublicationdate", 3}, {"article.published", 3}, {"dc.date", 4}, {"date", 4},
	{"article:modified_time", 7}};

static void take_meta(found *f, const xmlNode *n)
{
	static const char *const keys[] = {"property", "name", "itemprop", "http-equiv"};
	dtl_str content = dtl_html_attribute(f->arena, n, "content");
	if (content.len == 0) return;
	for (size_t k = 0; k < 4; k++) {
		dtl_str name = dtl_html_attribute(f->arena, n, keys[k]);
		if (name.len == 0) continue;
		if (dtl_str_eq_nocase(name, DTL_STR("og:title"))) offer(&f->title, &f->title_rank, 2, content);
		if (dtl_str_eq_nocase(name, DTL_STR("twitter:title"))) offer(&f->title, &f->title_rank, 3, content);
		if (dtl_str_eq_nocase(name, DTL_STR("og:site_name"))) offer(&f->site, &f->site_rank, 1, content);
		if (dtl_str_eq_nocase(name, DTL_STR("application-name"))) offer(&f->site, &f->site_rank, 3, content);
		if (dtl_str_eq_nocase(name, DTL_STR("og:url"))) offer(&f->url, &f->url_rank, 2, content);
		if (dtl_str_eq_nocase(name, DTL_STR("content-language"))) offer(&f->lang, &f->lang_rank, 3, content);
		for (size_t i = 0; i < sizeof date_names / sizeof *date_names; i++)
			if (dtl_str_eq_nocase(name, dtl_str_of(date_names[i].name)))
				offer(&f->date, &f->date_rank, date_names[i].rank, dtl_published_date(f->arena, content));
	}
}

static void take_time(found *f, const xmlNode *n)
{
	dtl_str datetime = dtl_html_attribute(f->arena, n, "datetime");
	bool published = dtl_str_eq_nocase(dtl_html_attribute(f->arena, n, "itemprop"), DTL_STR("datePublished"));
	for (const xmlAttr *a = n->properties; a; a = a->next) published = published || xmlStrcasecmp(a->name, (const xmlChar *)"pubdate") == 0;
	dtl_str date = dtl_published_date(f->arena, datetime.len ? datetime : dtl_html_text_of(f->arena, n));
	offer(&f->date, &f->date_rank, published ? 2 : 5, date);
}

static void take_element(found *f, const xmlNode *n)
{
	if (dtl_html_is(n, "meta")) take_meta(f, n);
	else if (dtl_html_is(n, "script")) take_script(f, n);
	else if (dtl_html_is(n, "time")) take_time(f, n);
	else if (dtl_html_is(n, "h1")) offer(&f->title, &f->title_rank, 4, dtl_html_text_of(f->arena, n));
	else if (dtl_html_is(n, "html")) offer(&f->lang, &f->lang_rank, 1, dtl_html_attribute(f->arena, n, "lang"));
	else if (dtl_html_is(n, "link") && dtl_str_eq_nocase(dtl_html_attribute(f->arena, n, "rel"), DTL_STR("canonical")))
		offer(&f->url, &f->url_rank, 1, dtl_html_attribute(f->arena, n, "href"));
}

/* "Headline | Site", "Headline - Site": the title element without what follows the last separator, if that is short. */
static dtl_str without_site(dtl_str title)
{
	static const char *const separators[] = {" | ", " \xe2\x80\x93 ", " \xe2\x80\x94 ", " - ", " :: "};
	for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
		dtl_str sep = dtl_str_of(separators[i]);
		for (size_t at = title.len; at > sep.len; at--) {
			if (!dtl_str_ends(dtl_str_sub(title, 0, at), sep)) continue;
			size_t head = at - sep.len;
			if (head >= 15 && title.len - at < head) return dtl_str_sub(title, 0, head);
			break;
		}
	}
	return title;
}

void dtl_html_metadata(dtl_reader *r, const xmlDoc *doc, dtl_article *out)
{
	found f = {.reader = r, .arena = &r->record};
	xmlNode *root = xmlDocGetRootElement(doc);
	bool titled = false;
	take_element(&f, root);
	for (xmlNode *n = dtl_html_next(root, root, true); n; n = dtl_html_next(root, n, true)) {
		if (n->type != XML_ELEMENT_NODE) continue;
		if (dtl_html_is(n, "title") && !titled) { /* not those of drawings */
			offer(&f.title, &f.title_rank, 5, without_site(dtl_html_text_of(f.arena, n)));
			titled = true;
		}
		take_element(&f, n);
	}
	if (dtl_url_host(f.url).len == 0) f.url = DTL_STR_NONE;
	offer(&f.date, &f.date_rank, 6, dtl_url_date(f.arena, f.url));
	out->title = f.title;
	out->date = f.date;
	out->source = f.site;
	out->url = f.url;
	out->lang = f.lang;
	out->text = f.body;
}
