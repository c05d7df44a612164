/* A page cut into blocks of text, without what is furniture: navigation, comments, sharing, cookie walls, and the like. */
#include "read/html_blocks.h"

#include "base/utf8.h"

static const char *const furniture[] = {"nav", "footer", "aside", "menu", NULL};

/* Words in class and id that name furniture. Of what ends with '*' the beginning is enough. */
static const char *const furniture_words[] = {"comment*", "kommentar*", "disqus", "share", "sharing", "shared*", "social*", "related*", "promo*",
	"sidebar*", "newsletter*", "subscri*", "signup", "cookie*", "consent*", "gdpr", "banner*", "advert*", "ad", "ads", "adsbygoogle",
	"anzeige*", "sponsor*", "breadcrumb*", "footer*", "nav", "navbar", "navigation", "menu", "popup", "modal", "overlay", "recommend*", "recirc*",
	"trending", "mostread", "popular", "outbrain", "taboola", "toolbar", "player", "vjs", "widget", "byline", "tags", "taglist", "credit", "login",
	"masthead", "skip", "pagination", "pager", "teaser", "teasers", "copyright", "paywall", "regwall", "paygate", "meter", "upsell", NULL};
/* Of these not even a page that is mostly made of them is an article. */
static const char *const wall_words[] = {"cookie*", "consent*", "gdpr", "paywall", "regwall", "paygate", "cmp", "onetrust", "didomi", NULL};

static bool word_is(dtl_str word, const char *pattern)
{
	dtl_str p = dtl_str_of(pattern);
	if (p.ptr[p.len - 1] != '*') return dtl_str_eq_nocase(word, p);
	return word.len >= p.len - 1 && dtl_str_eq_nocase(dtl_str_sub(word, 0, p.len - 1), dtl_str_sub(p, 0, p.len - 1));
}

static bool names(dtl_str s, const char *const *patterns)
{
	for (size_t i = 0; i < s.len;) {
		size_t from = i;
		while (i < s.len && dtl_ascii_alpha(s.ptr[i])) i++;
		dtl_str word = dtl_str_sub(s, from, i);
		for (size_t k = 0; word.len && patterns[k]; k++)
			if (word_is(word, patterns[k])) return true;
		if (i == from) i++;
	}
	return false;
}

dtl_html_weight *dtl_html_weight_of(const xmlNode *n)
{
	return n->_private;
}

bool dtl_html_below(const xmlNode *n, const xmlNode *top)
{
	for (; n; n = n->parent)
		if (n == top) return true;
	return false;
}

static bool inside_article(const xmlNode *n)
{
	for (; n; n = n->parent)
		if (n->type == XML_ELEMENT_NODE && (dtl_html_is(n, "article") || dtl_html_is(n, "main"))) return true;
	return false;
}

static bool is_hidden(const dtl_html_page *p, const xmlNode *n)
{
	dtl_str style = dtl_html_attribute(p->arena, n, "style");
	return dtl_html_has_attribute(n, "hidden") || dtl_str_eq_nocase(dtl_html_attribute(p->arena, n, "aria-hidden"), DTL_STR("true")) ||
		dtl_str_contains_nocase(style, DTL_STR("display:none")) || dtl_str_contains_nocase(style, DTL_STR("display: none"));
}

/* What covers the page until the reader has agreed to something. */
static bool is_wall(const dtl_html_page *p, const xmlNode *n)
{
	return dtl_html_is(n, "dialog") || dtl_str_eq_nocase(dtl_html_attribute(p->arena, n, "role"), DTL_STR("dialog")) ||
		dtl_str_eq_nocase(dtl_html_attribute(p->arena, n, "aria-modal"), DTL_STR("true")) ||
		names(dtl_html_attribute(p->arena, n, "class"), wall_words) || names(dtl_html_attribute(p->arena, n, "id"), wall_words);
}

/* A card that leads to another article: an article element inside an article whose text is mostly its own. */
static bool is_card(const xmlNode *n)
{
	if (!dtl_html_is(n, "article")) return false;
	for (const xmlNode *up = n->parent; up && up->type == XML_ELEMENT_NODE; up = up->parent)
		if (dtl_html_is(up, "article")) return dtl_html_weight_of(up)->nested * 2 < dtl_html_weight_of(up)->text;
	return false;
}

/* Is the element, with all that stands below it, no part of the article? What holds the headline or a large part of the page's
 * text is never thrown out for its name alone. */
static bool is_furniture(const dtl_html_page *p, const xmlNode *n)
{
	if (n->type == XML_COMMENT_NODE || dtl_html_one_of(n, dtl_html_never)) return true;
	if (n->type != XML_ELEMENT_NODE || p->everything) return false;
	if (p->headline && dtl_html_below(p->headline, n)) return false;
	if (n != p->root && !dtl_html_is(n, "body") && is_wall(p, n)) return true;
	if (dtl_html_weight_of(n)->text * 5 > dtl_html_weight_of(p->root)->text * 2) return false;
	if (dtl_html_one_of(n, furniture) || (dtl_html_is(n, "header") && !inside_article(n->parent)) || is_card(n) || is_hidden(p, n)) return true;
	dtl_str role = dtl_html_attribute(p->arena, n, "role");
	if (dtl_str_eq_nocase(role, DTL_STR("navigation")) || dtl_str_eq_nocase(role, DTL_STR("complementary")) ||
		dtl_str_eq_nocase(role, DTL_STR("contentinfo")))
		return true;
	return names(dtl_html_attribute(p->arena, n, "class"), furniture_words) || names(dtl_html_attribute(p->arena, n, "id"), furniture_words);
}

/* ---- weights ---- */

/* How surely the text of node is the page's headline: 0 not at all. */
static int headline_rank(dtl_html_page *p, const xmlNode *n)
{
	if (p->title.len == 0 || !n->parent || !n->content) return 0;
	const xmlNode *e = n->parent;
	while (dtl_html_one_of(e, dtl_html_inline) && e->parent && e->parent->type == XML_ELEMENT_NODE) e = e->parent;
	bool heading = dtl_html_is(e, "h1") || dtl_html_is(e, "h2") || dtl_html_is(e, "h3");
	if (heading && e == p->seen) return 0;
	if (heading) p->seen = e;
	dtl_str own = dtl_str_trim(dtl_str_of((const char *)n->content));
	bool same = (heading || own.len >= p->title.len / 2) && dtl_str_eq_nocase(dtl_html_text_of(p->arena, heading ? e : n->parent), p->title);
	if (same) return heading ? 3 : 2;
	return dtl_html_is(e, "h1") ? 1 : 0;
}

static void leave(const dtl_html_page *p, xmlNode *n)
{
	if (n == p->root) return;
	dtl_html_weight *up = dtl_html_weight_of(n->parent), *w = dtl_html_weight_of(n);
	up->text += w->text;
	up->nested += dtl_html_is(n, "article") ? w->text : w->nested;
}

void dtl_html_weigh(dtl_html_page *p)
{
	xmlNode *n = p->root;
	int best = 0;
	n->_private = dtl_arena_new(p->arena, dtl_html_weight);
	for (;;) {
		if (n->type == XML_ELEMENT_NODE && n->children && !dtl_html_one_of(n, dtl_html_never)) {
			n = n->children;
		} else {
			while (n != p->root && !n->next) { /* leaves the element: its text is its parent's, too */
				if (n->type == XML_ELEMENT_NODE && n->_private) leave(p, n);
				n = n->parent;
			}
			if (n == p->root) return;
			if (n->type == XML_ELEMENT_NODE && n->_private) leave(p, n);
			n = n->next;
		}
		if (n->type == XML_ELEMENT_NODE) n->_private = dtl_arena_new(p->arena, dtl_html_weight);
		if (n->type != XML_TEXT_NODE || !n->parent || !n->parent->_private) continue;
		dtl_html_weight_of(n->parent)->text += dtl_str_trim(dtl_str_of((const char *)n->content)).len;
		int rank = best < 3 ? headline_rank(p, n) : 0;
		if (rank > best) best = rank, p->headline = n->parent;
	}
}

/* ---- blocks ---- */

static dtl_block_kind kind_of(const xmlNode *n)
{
	static const char *const headings[] = {"h1", "h2", "h3", "h4", "h5", "h6", NULL};
	static const char *const paragraphs[] = {"p", "blockquote", "pre", NULL};
	static const char *const items[] = {"li", "dd", "dt", NULL};
	static const char *const captions[] = {"figcaption", "caption", NULL};
	for (; n && n->type == XML_ELEMENT_NODE; n = n->parent) {
		if (dtl_html_one_of(n, headings)) return DTL_BLOCK_HEADING;
		if (dtl_html_one_of(n, captions) || (n->parent && dtl_html_is(n->parent, "figcaption"))) return DTL_BLOCK_CAPTION;
		if (dtl_html_one_of(n, paragraphs)) return DTL_BLOCK_PARAGRAPH;
		if (dtl_html_one_of(n, items)) return DTL_BLOCK_ITEM;
		if (!dtl_html_one_of(n, dtl_html_inline)) return DTL_BLOCK_OTHER;
	}
	return DTL_BLOCK_OTHER;
}

static void end_block(dtl_html_page *p)
{
	dtl_str text = dtl_str_trim(dtl_buf_str(&p->text));
	const xmlNode *owner = p->owner;
	while (owner && owner->type == XML_ELEMENT_NODE && dtl_html_one_of(owner, dtl_html_inline)) owner = owner->parent;
	if (text.len) {
		dtl_block b = {owner, dtl_arena_str(p->arena, text), p->linked, p->table ? DTL_BLOCK_ROW : kind_of(owner), false};
		b.good = b.text.len >= 60 && b.linked * 3 < b.text.len &&
			(b.kind == DTL_BLOCK_PARAGRAPH || b.kind == DTL_BLOCK_ITEM || b.kind == DTL_BLOCK_OTHER);
		DTL_PUSH(p->arena, p->blocks, p->count, p->cap, b);
	}
	p->text.len = 0;
	p->linked = 0;
}

static bool in_link(const xmlNode *n)
{
	for (n = n->parent; n && n->type == XML_ELEMENT_NODE; n = n->parent) {
		if (dtl_html_is(n, "a")) return true;
		if (!dtl_html_one_of(n, dtl_html_inline)) return false;
	}
	return false;
}

static bool in_pre(const xmlNode *n)
{
	for (n = n->parent; n && n->type == XML_ELEMENT_NODE; n = n->parent)
		if (dtl_html_is(n, "pre")) return true;
	return false;
}

/* An empty line, or one that begins with spaces behind one that does not, begins a paragraph of preformatted text. */
static bool paragraph_break(const char *c, bool pre)
{
	if (!pre || *c != '\n') return false;
	size_t n = 1 + strspn(c + 1, " \t\r");
	return c[n] == '\n';
}

static void add_text(dtl_html_page *p, const xmlNode *n)
{
	size_t before = p->text.len;
	if (before == 0) p->owner = n->parent;
	bool linked = in_link(n), pre = in_pre(n);
	for (const char *c = (const char *)n->content; c && *c; c++) {
		bool nbsp = c[0] == '\xc2' && c[1] == '\xa0';
		if (paragraph_break(c, pre)) {
			end_block(p);
			p->owner = n->parent;
			before = 0;
		}
		if (!dtl_ascii_space(*c) && !nbsp) dtl_buf_addc(&p->text, *c);
		else if (p->text.len && p->text.data[p->text.len - 1] != ' ' && p->text.data[p->text.len - 1] != '\n') dtl_buf_addc(&p->text, ' ');
		c += nbsp;
	}
	if (linked) p->linked += p->text.len - before;
}

/* One br is a line break, two end a block. */
static void add_break(dtl_html_page *p)
{
	while (p->text.len && p->text.data[p->text.len - 1] == ' ') p->text.len--;
	if (p->text.len && p->text.data[p->text.len - 1] == '\n') end_block(p);
	else if (p->text.len) dtl_buf_addc(&p->text, '\n');
}

static bool is_cell(const xmlNode *n)
{
	return dtl_html_is(n, "td") || dtl_html_is(n, "th");
}

/* A table of data: two rows of two cells at least, all of them short, no table inside it, hardly a link. */
static bool is_data_table(const xmlNode *table)
{
	size_t rows = 0, cells = 0, links = 0;
	for (xmlNode *n = dtl_html_next(table, (xmlNode *)(uintptr_t)table, true); n; n = dtl_html_next(table, n, true)) {
		if (dtl_html_is(n, "table") || dtl_html_is(n, "form")) return false;
		if (is_cell(n) && dtl_html_weight_of(n)->text > 80) return false;
		rows += dtl_html_is(n, "tr");
		cells += is_cell(n);
		links += dtl_html_is(n, "a");
	}
	return rows >= 2 && cells >= 2 * rows && links * 2 <= cells;
}

/* Does entering or leaving the element end a block? The cells of a table of data stay in one line. */
static bool is_block(dtl_html_page *p, const xmlNode *n)
{
	if (n->type != XML_ELEMENT_NODE || dtl_html_one_of(n, dtl_html_inline) || dtl_html_is(n, "br")) return false;
	if (!p->table || n == p->table || dtl_html_is(n, "tr") || !dtl_html_below(n, p->table)) return true;
	if (is_cell(n) && p->text.len) dtl_buf_addz(&p->text, " | ");
	return false;
}

static void leave_block(dtl_html_page *p, const xmlNode *n)
{
	if (n == p->table || (n->type == XML_ELEMENT_NODE && !(p->table && dtl_html_below(n, p->table) && !dtl_html_is(n, "tr")) &&
		!dtl_html_one_of(n, dtl_html_inline) && !dtl_html_is(n, "br")))
		end_block(p);
	if (n == p->table) p->table = NULL;
}

/* Walks over the page; entering or leaving a block element ends a block of text. */
void dtl_html_cut_blocks(dtl_html_page *p)
{
	xmlNode *n = p->root;
	bool inside = true;
	for (;;) {
		xmlNode *next = dtl_html_next(p->root, n, inside);
		if (!next) break;
		if (next->parent != n)
			for (const xmlNode *up = n; up && up != p->root && up != next->parent; up = up->parent) leave_block(p, up);
		n = next;
		inside = !is_furniture(p, n);
		if (is_block(p, n)) end_block(p);
		if (n == p->headline) p->first = p->count; /* its own block is still to come */
		if (!inside) continue;
		if (!p->table && !p->everything && dtl_html_is(n, "table") && is_data_table(n)) p->table = n;
		if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) add_text(p, n);
		else if (dtl_html_is(n, "br")) add_break(p);
	}
	end_block(p);
}
