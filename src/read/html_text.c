/* The main text of a page.
 *
 * In the spirit of "Boilerplate Detection using Shallow Text Features" (Kohlschütter, Fankhauser, Nejdl 2010) and of
 * "Extracting Article Text from the Web with Maximum Subsequence Segmentation": the page is cut into blocks of text; blocks that
 * are long and hold few links are good; from the body we go down to the smallest element that holds nearly all good text, keeping
 * to the headline where the text is divided; of its blocks those are kept that are not mostly links and not furniture. */
#include "read/html_blocks.h"

typedef dtl_html_page page;
typedef dtl_block block;

static void weigh_good(page *p)
{
	for (size_t i = 0; i < p->count; i++) {
		if (!p->blocks[i].good || i < p->first) continue;
		for (const xmlNode *n = p->blocks[i].owner; n && n->type == XML_ELEMENT_NODE; n = n->parent) {
			if (n->_private) dtl_html_weight_of(n)->good += p->blocks[i].text.len;
			if (n == p->root) break;
		}
	}
}

/* If there is hardly any text behind what was taken for the headline, it was none. */
static void check_headline(page *p)
{
	size_t good = 0, behind = 0;
	for (size_t i = 0; i < p->count; i++) {
		if (!p->blocks[i].good) continue;
		good += p->blocks[i].text.len;
		if (i >= p->first) behind += p->blocks[i].text.len;
	}
	if (behind >= 200 || behind * 3 > good) return;
	p->first = 0;
	p->headline = NULL;
}

static size_t good_of(const xmlNode *n)
{
	return n->type == XML_ELEMENT_NODE && n->_private ? dtl_html_weight_of(n)->good : 0;
}

static bool same_kind(const page *p, const xmlNode *a, const xmlNode *b)
{
	return xmlStrcasecmp(a->name, b->name) == 0 &&
		dtl_str_eq(dtl_html_attribute(p->arena, a, "class"), dtl_html_attribute(p->arena, b, "class"));
}

static bool has_headline(const xmlNode *n)
{
	for (xmlNode *c = dtl_html_next(n, (xmlNode *)(uintptr_t)n, true); c; c = dtl_html_next(n, c, true))
		if (dtl_html_is(c, "h1")) return true;
	return false;
}

/* A sister of the same kind that holds its share of the text, too: a part of the article, unless it has a headline of its own. */
static bool has_sister(const page *p, const xmlNode *at, const xmlNode *best)
{
	bool own = p->headline && dtl_html_below(p->headline, best);
	for (const xmlNode *c = at->children; c; c = c->next)
		if (c != best && good_of(c) * 5 >= good_of(best) && good_of(c) && same_kind(p, c, best) && !(own && has_headline(c))) return true;
	return false;
}

/* Is there a paragraph beside best: text of the same article that stands outside of it? */
static bool has_paragraph(const page *p, const xmlNode *at, const xmlNode *best)
{
	for (size_t i = p->first; i < p->count; i++) {
		const block *b = &p->blocks[i];
		if (b->owner && b->owner->parent == at && b->owner != best && b->kind == DTL_BLOCK_PARAGRAPH && b->text.len >= 40 &&
			b->linked * 3 < b->text.len && !dtl_html_is_byline(p->arena, b->text, p->author))
			return true;
	}
	return false;
}

/* From the root down as long as one child holds most of the good text: seven tenths, or a third together with the headline. */
static const xmlNode *main_element(const page *p)
{
	const xmlNode *at = p->root;
	for (;;) {
		const xmlNode *best = NULL, *headed = NULL;
		for (const xmlNode *c = at->children; c; c = c->next) {
			if (good_of(c) && (!best || good_of(c) > good_of(best))) best = c;
			if (p->headline && good_of(c) && dtl_html_below(p->headline, c)) headed = c;
		}
		if (headed && good_of(headed) * 3 >= good_of(at)) best = headed;
		else if (!best || good_of(best) * 10 < good_of(at) * 7) return at;
		if (dtl_html_is(best, "p") || has_sister(p, at, best) || has_paragraph(p, at, best)) return at;
		at = best;
	}
}

/* Short blocks that say what they are; also when only one of their lines does. */
static bool is_notice(dtl_str s)
{
	static const char *const starts[] = {"advertisement", "read more", "read also", "also read", "see also", "related:", "related stories",
		"sign up", "subscribe", "follow us", "share this", "click here", "all rights reserved", "copyright", "\xc2\xa9", "(c) ", "photo:", "image:",
		"getty images", "recommended", "most read", "more on this", "continue reading", "watch:", "listen:", "this article was amended",
		"printed from", "posted by", "to continue reading", "anzeige", "lesen sie auch", "mehr zum thema", "lire aussi", "leia tamb\xc3\xa9m",
		"leer tambi\xc3\xa9n", "lea tambi\xc3\xa9n", "leggi anche", "lees ook", "\xd1\x87\xd0\xb8\xd1\x82\xd0\xb0\xd0\xb9\xd1\x82\xd0\xb5 \xd1\x82\xd0\xb0\xd0\xba\xd0\xb6\xd0\xb5"};
	if (s.len > 170) return false;
	while (s.ptr) {
		dtl_str line = dtl_str_trim(dtl_str_cut(&s, '\n'));
		for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
			dtl_str start = dtl_str_of(starts[i]);
			if (line.len >= start.len && dtl_str_eq_nocase(dtl_str_sub(line, 0, start.len), start)) return true;
		}
	}
	return false;
}

/* A line that is nothing but an address. */
static bool is_address(dtl_str s)
{
	return !memchr(s.ptr, ' ', s.len) && memchr(s.ptr, '.', s.len) && (dtl_url_host(s).len ||
		(s.len > 4 && dtl_str_eq_nocase(dtl_str_sub(s, 0, 4), DTL_STR("www."))));
}

/* Lines of headline, author and date at the head of the article: every line of the block is one of them. */
static bool is_head_matter(const page *p, dtl_str s)
{
	while (s.ptr) {
		dtl_str line = dtl_str_trim(dtl_str_cut(&s, '\n'));
		if (line.len && !dtl_str_eq_nocase(line, p->title) && !dtl_html_is_byline(p->arena, line, p->author)) return false;
	}
	return true;
}

static bool is_kept(const page *p, const block *b, const xmlNode *top)
{
	if (!dtl_html_below(b->owner, top)) return false;
	if (p->everything) return true;
	if (b->linked * 2 > b->text.len || is_notice(b->text) || is_address(b->text)) return false;
	if (b->kind == DTL_BLOCK_OTHER && b->text.len < 25) return false;
	return b->kind != DTL_BLOCK_CAPTION;
}

/* The element whose text the heading begins: its parent, or what stands round that and holds hardly more than the heading. */
static const xmlNode *section_of(const block *heading)
{
	const xmlNode *n = heading->owner ? heading->owner->parent : NULL;
	while (n && n->parent && n->parent->_private && n->_private &&
		dtl_html_weight_of(n)->text < heading->text.len + 60) n = n->parent;
	return n;
}

static void add_block(dtl_buf *out, const block *b)
{
	if (out->len) dtl_buf_addz(out, "\n\n");
	dtl_buf_add(out, b->text);
}

/* The text below top, and before it what is good and stands behind the headline. */
static dtl_str join(const page *p, const xmlNode *top, bool captions)
{
	dtl_buf out = {.arena = p->arena};
	const block *heading = NULL;
	bool begun = false; /* no more lines of the head */
	for (size_t i = p->first; i < p->count; i++) {
		const block *b = &p->blocks[i];
		bool lead = !begun && p->headline && b->good && !is_notice(b->text); /* a summary above the element of the text */
		bool kept = is_kept(p, b, top) || lead || (captions && b->kind == DTL_BLOCK_CAPTION);
		if (kept && !p->everything && (!begun || b->text.len < 120) && is_head_matter(p, b->text)) continue;
		if (!kept) {
			if (b->linked * 2 > b->text.len) heading = NULL; /* it was a heading of links */
			continue;
		}
		if (b->kind == DTL_BLOCK_HEADING && !p->everything) { /* kept only before text, and never the headline, which is the title */
			heading = dtl_html_is(b->owner, "h1") ? NULL : b;
			continue;
		}
		if (heading && dtl_html_below(b->owner, section_of(heading))) add_block(&out, heading);
		heading = NULL;
		add_block(&out, b);
		begun = begun || b->good;
	}
	return dtl_buf_str(&out);
}

dtl_str dtl_html_main_text(dtl_arena *arena, xmlNode *root, bool everything, dtl_str title, dtl_str author)
{
	page p = {.arena = arena, .root = root, .title = title, .author = author, .text = {.arena = arena}, .everything = everything};
	dtl_html_weigh(&p);
	dtl_html_cut_blocks(&p);
	if (everything) return join(&p, root, true);
	check_headline(&p);
	weigh_good(&p);
	if (good_of(root)) {
		const xmlNode *top = main_element(&p);
		size_t captions = 0;
		for (size_t i = p.first; i < p.count; i++) captions += p.blocks[i].kind == DTL_BLOCK_CAPTION ? p.blocks[i].text.len : 0;
		return join(&p, top, captions > good_of(top)); /* a gallery is told by its captions */
	}
	return join(&p, root, true); /* a gallery, a stub: what there is */
}
