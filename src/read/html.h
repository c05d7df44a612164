/* Web pages: what libxml2's HTML parser makes of them, read without recursion and without trusting them. */
#ifndef DTL_READ_HTML_H
#define DTL_READ_HTML_H

#include <libxml/tree.h>
#include <libxml/xmlerror.h>

#include "read/reader.h"

/* Parses html: UTF-8, or what charset (NULL: unknown) or its meta element says. The caller frees the tree. */
DTL_MUST_CHECK dtl_status dtl_html_parse(dtl_reader *reader, dtl_str html, const char *charset, xmlDoc **out, dtl_error *err);
/* A whole page as an article; out->line is where it stands. Uses reader->page while it runs, which is freed with the record. */
DTL_MUST_CHECK dtl_status dtl_html_article(dtl_reader *reader, dtl_str html, const char *charset, dtl_article *out, dtl_error *err);
/* HTML that is part of something else (an item of a feed, a mail): its text, all of it. As above. */
DTL_MUST_CHECK dtl_status dtl_html_fragment(dtl_reader *reader, dtl_str html, const char *charset, dtl_str *out, dtl_error *err);
/* libxml2 prints some errors whatever it is told: between these two it does not. The caller's own handler is put back. */
typedef struct dtl_xml_handler {
	void *user;
	xmlStructuredErrorFunc call;
} dtl_xml_handler;
dtl_xml_handler dtl_xml_quiet(void);
void dtl_xml_loud(dtl_xml_handler before);
/* The next node in document order below `root`; inside: whether to enter `node` first. NULL at the end. */
xmlNode *dtl_html_next(const xmlNode *root, xmlNode *node, bool inside);
bool dtl_html_is(const xmlNode *node, const char *name); /* an element of this name, any case */
bool dtl_html_one_of(const xmlNode *node, const char *const *names); /* names end with NULL */
extern const char *const dtl_html_never[];  /* elements whose text nobody reads */
extern const char *const dtl_html_inline[]; /* elements that do not end a line */
/* The text of a node, of one of its attributes ("" if it has none): copied to arena, white space collapsed. Entity references
 * are not followed. */
dtl_str dtl_html_text_of(dtl_arena *arena, const xmlNode *node);
dtl_str dtl_html_attribute(dtl_arena *arena, const xmlNode *node, const char *name);
bool dtl_html_has_attribute(const xmlNode *node, const char *name);

/* html_text.c: the main text below root, paragraphs parted by an empty line. everything: root is the article, nothing else.
 * title and author, where known, tell where it begins and which lines are no text. */
dtl_str dtl_html_main_text(dtl_arena *arena, xmlNode *root, bool everything, dtl_str title, dtl_str author);
/* html_meta.c: headline, author, date, site, address and language of a page. */
void dtl_html_metadata(dtl_reader *reader, const xmlDoc *doc, dtl_article *out);

/* What a page says of itself, the best so far. */
typedef struct dtl_html_found {
	dtl_reader *reader;
	dtl_arena *arena;
	dtl_str title, date, site, url, lang, author, body, head; /* head: the title element */
	int title_rank, date_rank, site_rank, url_rank, lang_rank, author_rank; /* how good that is: lower is better, 0 is none */
} dtl_html_found;
/* Takes value if it is not empty and better than what is there; among equals the first stays. */
void dtl_html_offer(dtl_str *field, int *rank, int how, dtl_str value);
/* html_jsonld.c: a script element with JSON-LD. */
void dtl_html_take_jsonld(dtl_html_found *found, const xmlNode *script);
/* html_byline.c: headline, date and author as readers see them; and an author's name made clean, empty if it is none. */
void dtl_html_take_visible(dtl_html_found *found, xmlNode *root);
dtl_str dtl_html_clean_author(dtl_arena *arena, dtl_str s);
/* Short lines that tell who wrote the article, and when. */
bool dtl_html_is_byline(dtl_arena *arena, dtl_str line, dtl_str author);

#endif
