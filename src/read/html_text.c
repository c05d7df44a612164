/* The main text of a page.
 *
 * In the spirit of "Boilerplate Detection using Shallow Text Features" (Kohlschütter, Fankhauser, Nejdl 2010) and of
 * "Extracting Article Text from the Web with Maximum Subsequence Segmentation": the page is cut into blocks of text; blocks that
 * are long and hold few links are good; from the body we go down to the smallest element that holds nearly all good text; of its
 * blocks those are kept that are not mostly links and not furniture. */
#include "base/utf8.h"
#include "read/html.h"

typedef struct weight {
	size_t text; /* bytes of text below the element */
	size_t good; /* of it in good blocks */
} weight;

typedef enum block_kind { OTHER, PARAGRAPH, HEADING, ITEM, CAPTION } block_kind;

typedef struct block {
	const xmlNode *owner; /* the block element it stands in */
	dtl_str text;
	size_t linked;        /* bytes of it inside links */
	block_kind kind;
	bool good;
} block;

typedef struct page {
	dtl_arena *arena;
	xmlNode *root;
	block *blocks;
	size_t count, cap;
	dtl_buf text;         /* of the block that is being read */
	const xmlNode *owner; /* where its first words stand */
	size_t linked;
	bool everything;
} page;

static bool one_of(const xmlNode *n, const char *const *names)
{
	for (; *names; names++)
		if (dtl_html_is(n, *names)) return true;
	return false;
}

static const char *const never[] = {"script", "style", "noscript", "template", "iframe", "svg", "math", "button", "select", "option",
	"input", "textarea", "label", "head", "object", "embed", "audio", "video", "canvas", "map", NULL};
static const char *const furniture[] = {"nav", "footer", "aside", "menu", "dialog", NULL};
static const char *const inline_elements[] = {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
	"font", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
	NULL};

/* Words in class and id that name furniture. */
static const char *const furniture_words[] = {"comment", "comments", "disqus", "share", "sharing", "social", "related", "promo",
	"sidebar", "newsletter", "subscribe", "subscription", "signup", "cookie", "cookies", "consent", "gdpr", "banner", "advert", "ad",
	"ads", "advertisement", "sponsored", "breadcrumb", "breadcrumbs", "footer", "nav", "navbar", "navigation", "menu", "popup", "modal",
	"overlay", "recommended", "recommendations", "recirc", "trending", "mostread", "popular", "outbrain", "taboola", "toolbar", "widget",
	"byline", "tags", "taglist", "credit", "login", "masthead", "skip", "pagination", "pager", "teaser", "teasers", "copyright", NULL};

static bool names_furniture(dtl_str s)
{
	for (size_t i = 0; i < s.len;) {
		size_t from = i;
		while (i < s.len && dtl_ascii_alpha(s.ptr[i])) i++;
		dtl_str word = dtl_str_sub(s, from, i);
		for (size_t k = 0; word.len && furniture_words[k]; k++)
			if (dtl_str_eq_nocase(word, dtl_str_of(furniture_words[k]))) return true;
		if (i == from) i++;
	}
	return false;
}

static weight *weight_of(const xmlNode *n)
{
	return n->_private;
}

static bool inside_article(const xmlNode *n)
{
	for (; n; n = n->parent)
		if (n->type == XML_ELEMENT_NODE && (dtl_html_is(n, "article") || dtl_html_is(n, "main"))) return true;
	return false;
}

/* Is the element, with all that stands below it, no part of the article? What holds a large part of the page's text is never
 * thrown out for its name alone. */
static bool is_furniture(const page *p, const xmlNode *n)
{
	if (n->type == XML_COMMENT_NODE || one_of(n, never)) return true;
	if (n->type != XML_ELEMENT_NODE || p->everything) return false;
	if (weight_of(n)->text * 5 > weight_of(p->root)->text * 2) return false;
	if (one_of(n, furniture) || (dtl_html_is(n, "header") && !inside_article(n->parent))) return true;
	dtl_arena *a = p->arena;
	dtl_str style = dtl_html_attribute(a, n, "style"), role = dtl_html_attribute(a, n, "role");
	for (const xmlAttr *x = n->properties; x; x = x->next)
		if (xmlStrcasecmp(x->name, (const xmlChar *)"hidden") == 0) return true;
	if (dtl_str_eq_nocase(dtl_html_attribute(a, n, "aria-hidden"), DTL_STR("true"))) return true;
	if (dtl_str_contains_nocase(style, DTL_STR("display:none")) || dtl_str_contains_nocase(style, DTL_STR("display: none"))) return true;
	if (dtl_str_eq_nocase(role, DTL_STR("navigation")) || dtl_str_eq_nocase(role, DTL_STR("complementary")) ||
		dtl_str_eq_nocase(role, DTL_STR("dialog")) || dtl_str_eq_nocase(role, DTL_STR("contentinfo")))
		return true;
	return names_furniture(dtl_html_attribute(a, n, "class")) || names_furniture(dtl_html_attribute(a, n, "id"));
}

/* Gives every element its weight: the bytes of text below it. */
static void weigh(page *p)
{
	xmlNode *n = p->root;
	n->_private = dtl_arena_new(p->arena, weight);
	for (;;) {
		if (n->type == XML_ELEMENT_NODE && n->children && !one_of(n, never)) {
			n = n->children;
		} else {
			while (n != p->root && !n->next) { /* leaves the element: its text is its parent's, too */
				n = n->parent;
				if (n != p->root) weight_of(n->parent)->text += weight_of(n)->text;
			}
			if (n == p->root) return;
			n = n->next;
		}
		if (n->type == XML_ELEMENT_NODE) n->_private = dtl_arena_new(p->arena, weight);
		else if (n->type == XML_TEXT_NODE && n->parent && n->parent->_private)
			weight_of(n->parent)->text += dtl_str_trim(dtl_str_of((const char *)n->content)).len;
	}
}

static block_kind kind_of(const xmlNode *n)
{
	static const char *const headings[] = {"h1", "h2", "h3", "h4", "h5", "h6", NULL};
	for (; n && n->type == XML_ELEMENT_NODE; n = n->parent) {
		if (one_of(n, headings)) return HEADING;
		if (dtl_html_is(n, "p") || dtl_html_is(n, "blockquote") || dtl_html_is(n, "pre")) return PARAGRAPH;
		if (dtl_html_is(n, "li") || dtl_html_is(n, "dd") || dtl_html_is(n, "dt")) return ITEM;
		if (dtl_html_is(n, "figcaption") || dtl_html_is(n, "caption")) return CAPTION;
		if (!one_of(n, inline_elements)) return OTHER;
	}
	return OTHER;
}

static void end_block(page *p)
{
	dtl_str text = dtl_str_trim(dtl_buf_str(&p->text));
	const xmlNode *owner = p->owner;
	while (owner && owner->type == XML_ELEMENT_NODE && one_of(owner, inline_elements)) owner = owner->parent;
	if (text.len) {
		block b = {owner, dtl_arena_str(p->arena, text), p->linked, kind_of(owner), false};
		b.good = b.text.len >= 60 && b.linked * 3 < b.text.len && b.kind != CAPTION && b.kind != HEADING;
		DTL_PUSH(p->arena, p->blocks, p->count, p->cap, b);
	}
	p->text.len = 0;
	p->linked = 0;
}

static bool in_link(const xmlNode *n)
{
	for (n = n->parent; n && n->type == XML_ELEMENT_NODE; n = n->parent) {
		if (dtl_html_is(n, "a")) return true;
		if (!one_of(n, inline_elements)) return false;
	}
	return false;
}

static void add_text(page *p, const xmlNode *n)
{
	size_t before = p->text.len;
	if (before == 0) p->owner = n->parent;
	bool linked = in_link(n);
	for (const char *c = (const char *)n->content; c && *c; c++) {
		bool nbsp = c[0] == '\xc2' && c[1] == '\xa0';
		if (!dtl_ascii_space(*c) && !nbsp) dtl_buf_addc(&p->text, *c);
		else if (p->text.len && p->text.data[p->text.len - 1] != ' ' && p->text.data[p->text.len - 1] != '\n') dtl_buf_addc(&p->text, ' ');
		c += nbsp;
	}
	if (linked) p->linked += p->text.len - before;
}

/* One br is a line break, two end a block. */
static void add_break(page *p)
{
	while (p->text.len && p->text.data[p->text.len - 1] == ' ') p->text.len--;
	if (p->text.len && p->text.data[p->text.len - 1] == '\n') end_block(p);
	else if (p->text.len) dtl_buf_addc(&p->text, '\n');
}

static bool is_block(const xmlNode *n)
{
	return n->type == XML_ELEMENT_NODE && !one_of(n, inline_elements) && !dtl_html_is(n, "br");
}

/* Walks over the page; entering or leaving a block element ends a block of text. */
static void cut_blocks(page *p)
{
	xmlNode *n = p->root;
	bool inside = true;
	for (;;) {
		xmlNode *next = dtl_html_next(p->root, n, inside);
		if (!next) break;
		if (next->parent != n && is_block(n)) end_block(p);
		for (const xmlNode *up = n; up != p->root && up->parent != next->parent && next->parent != n; up = up->parent)
			if (is_block(up->parent)) end_block(p);
		n = next;
		inside = !is_furniture(p, n);
		if (is_block(n)) end_block(p);
		if (!inside) continue;
		if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) add_text(p, n);
		else if (dtl_html_is(n, "br")) add_break(p);
	}
	end_block(p);
}

static void weigh_good(page *p)
{
	for (size_t i = 0; i < p->count; i++) {
		if (!p->blocks[i].good) continue;
		for (const xmlNode *n = p->blocks[i].owner; n && n->type == XML_ELEMENT_NODE; n = n->parent) {
			if (n->_private) weight_of(n)->good += p->blocks[i].text.len;
			if (n == p->root) break;
		}
	}
}

static bool same_kind(const page *p, const xmlNode *a, const xmlNode *b)
{
	return xmlStrcasecmp(a->name, b->name) == 0 &&
		dtl_str_eq(dtl_html_attribute(p->arena, a, "class"), dtl_html_attribute(p->arena, b, "class"));
}

/* From the root down as long as one child holds at least seven tenths of the good text and no sister of its kind holds any. */
static const xmlNode *main_element(const page *p)
{
	const xmlNode *at = p->root;
	for (;;) {
		const xmlNode *best = NULL;
		for (const xmlNode *c = at->children; c; c = c->next)
			if (c->type == XML_ELEMENT_NODE && c->_private && (!best || weight_of(c)->good > weight_of(best)->good)) best = c;
		if (!best || weight_of(best)->good * 10 < weight_of(at)->good * 7) return at;
		if (dtl_html_is(best, "p")) return at;
		for (const xmlNode *c = at->children; c; c = c->next)
			if (c != best && c->type == XML_ELEMENT_NODE && c->_private && weight_of(c)->good && same_kind(p, c, best)) return at;
		at = best;
	}
}

static bool below(const xmlNode *n, const xmlNode *top)
{
	for (; n; n = n->parent)
		if (n == top) return true;
	return false;
}

/* Short blocks that say what they are. */
static bool is_notice(dtl_str s)
{
	static const char *const starts[] = {"advertisement", "read more", "read also", "also read", "see also", "related:", "related stories",
		"sign up", "subscribe", "follow us", "share this", "click here", "all rights reserved", "copyright", "\xc2\xa9", "photo:", "image:",
		"getty images", "recommended", "most read", "more on this", "continue reading", "watch:", "listen:", "this article was amended"};
	if (s.len > 140) return false;
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
		dtl_str start = dtl_str_of(starts[i]);
		if (s.len >= start.len && dtl_str_eq_nocase(dtl_str_sub(s, 0, start.len), start)) return true;
	}
	return false;
}

static bool is_kept(const page *p, const block *b, const xmlNode *top)
{
	if (!below(b->owner, top)) return false;
	if (p->everything) return true;
	if (b->linked * 2 > b->text.len || is_notice(b->text)) return false;
	if (b->kind == OTHER && b->text.len < 25) return false;
	return b->kind != CAPTION;
}

static dtl_str join(const page *p, const xmlNode *top, bool captions)
{
	dtl_buf out = {.arena = p->arena};
	const block *heading = NULL;
	for (size_t i = 0; i < p->count; i++) {
		const block *b = &p->blocks[i];
		if (!is_kept(p, b, top) && !(captions && b->kind == CAPTION)) continue;
		if (b->kind == HEADING && !p->everything) { /* kept only before text, and never the headline, which is the title */
			heading = dtl_html_is(b->owner, "h1") ? NULL : b;
			continue;
		}
		const block *both[2] = {heading, b};
		for (size_t k = 0; k < 2; k++) {
			if (!both[k]) continue;
			if (out.len) dtl_buf_addz(&out, "\n\n");
			dtl_buf_add(&out, both[k]->text);
		}
		heading = NULL;
	}
	return dtl_buf_str(&out);
}

dtl_str dtl_html_main_text(dtl_arena *arena, xmlNode *root, bool everything)
{
	page p = {.arena = arena, .root = root, .text = {.arena = arena}, .everything = everything};
	weigh(&p);
	cut_blocks(&p);
	weigh_good(&p);
	if (everything) return join(&p, root, true);
	if (weight_of(root)->good) return join(&p, main_element(&p), false);
	return join(&p, root, true); /* a gallery, a stub: what there is */
}
