/* Metadata in JSON-LD (schema.org): articles, and what pages and sites say where no article is told of. */
#include <json-c/json.h>

#include "read/html.h"

typedef enum kind { OTHER, ARTICLE, PAGE, SITE } kind;

static dtl_str words_of(dtl_html_found *f, struct json_object *v)
{
	if (!json_object_is_type(v, json_type_string)) return DTL_STR_NONE;
	return dtl_str_trim(dtl_arena_str(f->arena, (dtl_str){json_object_get_string(v), (size_t)json_object_get_string_len(v)}));
}

static dtl_str string_of(dtl_html_found *f, struct json_object *o, const char *key)
{
	struct json_object *v = json_object_object_get(o, key);
	if (json_object_is_type(v, json_type_array)) v = json_object_array_get_idx(v, 0);
	if (json_object_is_type(v, json_type_object)) {
		struct json_object *name = json_object_object_get(v, "name");
		v = name ? name : json_object_object_get(v, "@id");
	}
	return words_of(f, v);
}

static kind kind_of(struct json_object *o)
{
	struct json_object *type = json_object_object_get(o, "@type");
	size_t n = json_object_is_type(type, json_type_array) ? json_object_array_length(type) : 1;
	for (size_t i = 0; i < n; i++) {
		struct json_object *t = json_object_is_type(type, json_type_array) ? json_object_array_get_idx(type, i) : type;
		if (!json_object_is_type(t, json_type_string)) continue;
		dtl_str name = dtl_str_of(json_object_get_string(t));
		if (dtl_str_ends(name, DTL_STR("Article")) || dtl_str_ends(name, DTL_STR("Posting")) || dtl_str_eq(name, DTL_STR("Report"))) return ARTICLE;
		if (dtl_str_ends(name, DTL_STR("WebPage"))) return PAGE;
		if (dtl_str_eq(name, DTL_STR("WebSite")) || dtl_str_eq(name, DTL_STR("NewsMediaOrganization"))) return SITE;
	}
	return OTHER;
}

/* The name of the object in the graph that has this @id. */
static dtl_str name_by_id(dtl_html_found *f, struct json_object *graph, struct json_object *id)
{
	if (!json_object_is_type(graph, json_type_array) || !json_object_is_type(id, json_type_string)) return DTL_STR_NONE;
	for (size_t i = 0; i < json_object_array_length(graph); i++) {
		struct json_object *o = json_object_array_get_idx(graph, i), *other = NULL;
		if (!json_object_is_type(o, json_type_object)) continue;
		other = json_object_object_get(o, "@id");
		struct json_object *name = json_object_object_get(o, "name");
		if (name && json_object_is_type(other, json_type_string) && strcmp(json_object_get_string(other), json_object_get_string(id)) == 0)
			return words_of(f, name);
	}
	return DTL_STR_NONE;
}

static dtl_str author_name(dtl_html_found *f, struct json_object *v, struct json_object *graph)
{
	if (!json_object_is_type(v, json_type_object)) return words_of(f, v);
	struct json_object *name = json_object_object_get(v, "name");
	if (json_object_is_type(name, json_type_array)) name = json_object_array_get_idx(name, 0);
	return name ? words_of(f, name) : name_by_id(f, graph, json_object_object_get(v, "@id"));
}

/* All authors, parted by ", ". */
static dtl_str authors_of(dtl_html_found *f, struct json_object *o, struct json_object *graph)
{
	struct json_object *v = json_object_object_get(o, "author");
	bool list = json_object_is_type(v, json_type_array);
	size_t n = list ? json_object_array_length(v) : 1;
	dtl_buf out = {.arena = f->arena};
	for (size_t i = 0; i < n && i < 20; i++) {
		dtl_str name = dtl_html_clean_author(f->arena, author_name(f, list ? json_object_array_get_idx(v, i) : v, graph));
		if (name.len && out.len) dtl_buf_addz(&out, ", ");
		dtl_buf_add(&out, name);
	}
	return dtl_buf_str(&out);
}

static void take_article(dtl_html_found *f, struct json_object *o, struct json_object *graph)
{
	dtl_str headline = string_of(f, o, "headline"), url = string_of(f, o, "url");
	dtl_html_offer(&f->title, &f->title_rank, 1, headline.len ? headline : string_of(f, o, "name"));
	dtl_html_offer(&f->date, &f->date_rank, 1, dtl_published_date(f->arena, string_of(f, o, "datePublished")));
	dtl_html_offer(&f->date, &f->date_rank, 9, dtl_published_date(f->arena, string_of(f, o, "dateModified")));
	dtl_html_offer(&f->site, &f->site_rank, 2, string_of(f, o, "publisher"));
	dtl_html_offer(&f->url, &f->url_rank, 3, url.len ? url : string_of(f, o, "mainEntityOfPage"));
	dtl_html_offer(&f->lang, &f->lang_rank, 2, string_of(f, o, "inLanguage"));
	dtl_html_offer(&f->author, &f->author_rank, 1, authors_of(f, o, graph));
	if (f->body.len == 0) f->body = string_of(f, o, "articleBody");
}

static void take_object(dtl_html_found *f, struct json_object *o, struct json_object *graph)
{
	if (!json_object_is_type(o, json_type_object)) return;
	switch (kind_of(o)) {
	case ARTICLE:
		take_article(f, o, graph);
		break;
	case PAGE:
		dtl_html_offer(&f->date, &f->date_rank, 4, dtl_published_date(f->arena, string_of(f, o, "datePublished")));
		dtl_html_offer(&f->url, &f->url_rank, 4, string_of(f, o, "url"));
		dtl_html_offer(&f->author, &f->author_rank, 3, authors_of(f, o, graph));
		break;
	case SITE:
		dtl_html_offer(&f->site, &f->site_rank, 4, string_of(f, o, "name"));
		break;
	case OTHER:
		break;
	}
}

void dtl_html_take_jsonld(dtl_html_found *f, const xmlNode *script)
{
	if (!dtl_str_eq_nocase(dtl_html_attribute(f->arena, script, "type"), DTL_STR("application/ld+json"))) return;
	dtl_str text = dtl_html_text_of(f->arena, script);
	struct json_tokener *tokener = json_tokener_new_ex(DTL_READ_MAX_DEPTH);
	if (!tokener || text.len > INT32_MAX) {
		json_tokener_free(tokener);
		return;
	}
	f->reader->json = json_tokener_parse_ex(tokener, text.ptr, (int)text.len);
	json_tokener_free(tokener);
	/* an object, an array of objects, or an object with a @graph */
	struct json_object *root = f->reader->json;
	struct json_object *list = json_object_is_type(root, json_type_object) ? json_object_object_get(root, "@graph") : root;
	take_object(f, root, list);
	for (size_t i = 0; json_object_is_type(list, json_type_array) && i < json_object_array_length(list); i++)
		take_object(f, json_object_array_get_idx(list, i), list);
	json_object_put(f->reader->json);
	f->reader->json = NULL;
}
