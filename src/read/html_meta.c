/* What a page says of itself: JSON-LD first (schema.org), then OpenGraph, meta elements and microdata, then what readers see. */
#include "read/html.h"

void dtl_html_offer(dtl_str *field, int *rank, int how, dtl_str value)
{
	if (value.len == 0 || (*rank && *rank <= how)) return;
	*field = value;
	*rank = how;
}

typedef dtl_html_found found;

/* Names of meta elements, and how good what they hold is. */
typedef struct meta_name {
	const char *name;
	int rank;
} meta_name;

static const meta_name date_names[] = {{"article:published_time", 2}, {"datePublished", 2}, {"og:article:published_time", 2},
	{"sailthru.date", 3}, {"dc.date.issued", 3}, {"dcterms.issued", 3}, {"dcterms.created", 3}, {"dc.date.created", 3},
	{"article.published", 3}, {"dc.date", 4}, {"dcterms.date", 4}, {"date", 4}, {"article:modified_time", 9}, {"dateModified", 9}, {NULL, 0}};
static const meta_name author_names[] = {{"article:author", 2}, {"author", 2}, {"parsely-author", 2}, {"sailthru.author", 2},
	{"dcterms.creator", 2}, {"dc.creator", 2}, {"byl", 2}, {"article:author_name", 2}, {"citation_author", 2}, {NULL, 0}};
static const meta_name title_names[] = {{"og:title", 2}, {"headline", 2}, {"twitter:title", 3}, {"dcterms.title", 4}, {"dc.title", 4}, {NULL, 0}};
static const meta_name site_names[] = {{"og:site_name", 1}, {"application-name", 3}, {"dc.publisher", 3}, {"dcterms.publisher", 3}, {NULL, 0}};

static int rank_of(const meta_name *names, dtl_str name)
{
	for (; names->name; names++)
		if (dtl_str_eq_nocase(name, dtl_str_of(names->name))) return names->rank;
	return 0;
}

static bool holds(dtl_str s, const char *part)
{
	return dtl_str_contains_nocase(s, dtl_str_of(part));
}

/* A name that says when something was published, in the words of no standard: "pubdate", "cXenseParse:recs:publishtime". */
static int date_rank_of(dtl_str name)
{
	int rank = rank_of(date_names, name);
	if (rank || !holds(name, "pub")) return rank;
	return holds(name, "date") || holds(name, "time") ? 3 : 0;
}

static void take_named(found *f, dtl_str name, dtl_str content)
{
	int rank = rank_of(title_names, name);
	if (rank) dtl_html_offer(&f->title, &f->title_rank, rank, content);
	if ((rank = rank_of(site_names, name))) dtl_html_offer(&f->site, &f->site_rank, rank, content);
	if ((rank = date_rank_of(name))) dtl_html_offer(&f->date, &f->date_rank, rank, dtl_published_date(f->arena, content));
	if ((rank = rank_of(author_names, name))) dtl_html_offer(&f->author, &f->author_rank, rank, dtl_html_clean_author(f->arena, content));
	if (dtl_str_eq_nocase(name, DTL_STR("og:url"))) dtl_html_offer(&f->url, &f->url_rank, 2, content);
	if (dtl_str_eq_nocase(name, DTL_STR("content-language"))) dtl_html_offer(&f->lang, &f->lang_rank, 3, content);
}

static void take_meta(found *f, const xmlNode *n)
{
	static const char *const keys[] = {"property", "name", "itemprop", "http-equiv"};
	dtl_str content = dtl_html_attribute(f->arena, n, "content");
	for (size_t k = 0; content.len && k < 4; k++) {
		dtl_str name = dtl_html_attribute(f->arena, n, keys[k]);
		if (name.len) take_named(f, name, content);
	}
}

/* Microdata and RDFa (schema.org) on elements that are seen. */
static void take_property(found *f, const xmlNode *n)
{
	dtl_str property = dtl_html_attribute(f->arena, n, "itemprop");
	if (property.len == 0) property = dtl_html_attribute(f->arena, n, "property");
	if (property.len == 0) return;
	bool headline = dtl_str_eq_nocase(property, DTL_STR("headline")), author = dtl_str_eq_nocase(property, DTL_STR("author"));
	if (!headline && !author && !holds(property, "date")) return;
	dtl_str value = dtl_html_attribute(f->arena, n, "content");
	if (value.len == 0) value = dtl_html_attribute(f->arena, n, "datetime");
	if (value.len == 0) value = dtl_html_text_of(f->arena, n);
	if (headline && value.len <= 300) dtl_html_offer(&f->title, &f->title_rank, 2, value);
	if (author && value.len <= 100) dtl_html_offer(&f->author, &f->author_rank, 3, dtl_html_clean_author(f->arena, value));
	if (!author && !headline) dtl_html_offer(&f->date, &f->date_rank, rank_of(date_names, property) ? rank_of(date_names, property) : 10,
		dtl_published_date(f->arena, value));
}

static void take_element(found *f, const xmlNode *n)
{
	if (dtl_html_is(n, "meta")) take_meta(f, n);
	else if (dtl_html_is(n, "script")) dtl_html_take_jsonld(f, n);
	else if (dtl_html_is(n, "html")) dtl_html_offer(&f->lang, &f->lang_rank, 1, dtl_html_attribute(f->arena, n, "lang"));
	else if (dtl_html_is(n, "title") && f->head.len == 0) f->head = dtl_html_text_of(f->arena, n); /* not those of drawings */
	else if (dtl_html_is(n, "link") && dtl_str_eq_nocase(dtl_html_attribute(f->arena, n, "rel"), DTL_STR("canonical")))
		dtl_html_offer(&f->url, &f->url_rank, 1, dtl_html_attribute(f->arena, n, "href"));
	else take_property(f, n);
}

/* ---- headline and site apart ---- */

static const char *const separators[] = {" | ", " \xe2\x80\x93 ", " \xe2\x80\x94 ", " - ", " :: ", " \xc2\xb7 ", " \xc2\xbb ", " / ", ": ",
	"\xef\xbc\x9a", "_", NULL};

/* The length of the separator that s ends with (or, at_start, begins with); 0 if it does not. */
static size_t separator_at(dtl_str s, bool at_start)
{
	for (size_t i = 0; separators[i]; i++) {
		dtl_str sep = dtl_str_of(separators[i]);
		if (at_start ? dtl_str_starts(s, sep) : dtl_str_ends(s, sep)) return sep.len;
	}
	return 0;
}

/* The last piece of s behind a separator, or s. */
static dtl_str last_piece(dtl_str s)
{
	for (size_t at = s.len; at > 0; at--) {
		if (separator_at(dtl_str_sub(s, 0, at), false)) return dtl_str_trim(dtl_str_sub(s, at, s.len));
	}
	return dtl_str_trim(s);
}

static dtl_str first_piece(dtl_str s)
{
	for (size_t at = 0; at < s.len; at++)
		if (separator_at(dtl_str_sub(s, at, s.len), true)) return dtl_str_trim(dtl_str_sub(s, 0, at));
	return dtl_str_trim(s);
}

/* Words that stand where the site's name might, and are none. */
static bool is_no_site(dtl_str s)
{
	static const char *const words[] = {"print", "printer", "print version", "home", "homepage", "news", "live", "video", "article", "story",
		"opinion", "sport", "world", "breaking", "breaking news", "slideshow", "gallery", "photos", "update", "exclusive", "watch", NULL};
	for (size_t i = 0; words[i]; i++)
		if (dtl_str_eq_nocase(s, dtl_str_of(words[i]))) return true;
	return s.len == 0 || s.len > 60;
}

/* What the title element holds besides the headline is the site's name, as a last resort. */
static dtl_str site_in_head(dtl_str head, dtl_str title)
{
	if (title.len == 0 || head.len <= title.len) return DTL_STR_NONE;
	const char *at = memmem(head.ptr, head.len, title.ptr, title.len);
	if (!at) return DTL_STR_NONE;
	size_t from = (size_t)(at - head.ptr);
	dtl_str before = dtl_str_sub(head, 0, from), behind = dtl_str_sub(head, from + title.len, head.len);
	size_t step = separator_at(behind, true);
	dtl_str site = step ? last_piece(dtl_str_sub(behind, step, behind.len)) : DTL_STR_NONE;
	if (is_no_site(site) && (step = separator_at(before, false))) site = first_piece(dtl_str_sub(before, 0, before.len - step));
	return is_no_site(site) ? DTL_STR_NONE : site;
}

/* "Headline | Site", "Headline - Site": without what follows the last separator, if that is short. */
static dtl_str without_site(dtl_str title)
{
	for (size_t at = title.len; at > 15; at--) {
		dtl_str part = dtl_str_sub(title, 0, at);
		size_t step = separator_at(part, false);
		if (step < 3) continue; /* a colon or a low line parts too little */
		return at - step >= 15 && title.len - at < at - step ? dtl_str_sub(title, 0, at - step) : title;
	}
	return title;
}

/* The headline without the name of the site, which some repeat in it. */
static dtl_str without_this_site(dtl_str title, dtl_str site)
{
	if (site.len == 0 || title.len <= site.len) return title;
	if (dtl_str_ends(title, site)) {
		dtl_str rest = dtl_str_sub(title, 0, title.len - site.len);
		size_t step = separator_at(rest, false);
		if (step && rest.len > step) return dtl_str_trim(dtl_str_sub(rest, 0, rest.len - step));
	}
	if (dtl_str_starts(title, site)) {
		dtl_str rest = dtl_str_sub(title, site.len, title.len);
		size_t step = separator_at(rest, true);
		if (step && rest.len > step) return dtl_str_trim(dtl_str_sub(rest, step, rest.len));
	}
	return title;
}

void dtl_html_metadata(dtl_reader *r, const xmlDoc *doc, dtl_article *out)
{
	found f = {.reader = r, .arena = &r->record};
	xmlNode *root = xmlDocGetRootElement(doc);
	take_element(&f, root);
	for (xmlNode *n = dtl_html_next(root, root, true); n; n = dtl_html_next(root, n, true))
		if (n->type == XML_ELEMENT_NODE) take_element(&f, n);
	dtl_html_take_visible(&f, root);
	dtl_html_offer(&f.title, &f.title_rank, 7, without_site(f.head));
	f.title = without_this_site(f.title, f.site);
	if (dtl_url_host(f.url).len == 0) f.url = DTL_STR_NONE;
	dtl_html_offer(&f.date, &f.date_rank, 6, dtl_url_date(f.arena, f.url));
	dtl_html_offer(&f.site, &f.site_rank, 8, dtl_url_host(f.url));
	dtl_html_offer(&f.site, &f.site_rank, 9, site_in_head(f.head, f.title));
	out->title = f.title;
	out->author = f.author;
	out->date = f.date;
	out->source = f.site;
	out->url = f.url;
	out->lang = f.lang;
	out->text = f.body;
}
