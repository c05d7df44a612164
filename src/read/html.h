/* Web pages: what libxml2's HTML parser makes of them, read without recursion and without trusting them. */
#ifndef DTL_READ_HTML_H
#define DTL_READ_HTML_H

#include <libxml/tree.h>

#include "read/reader.h"

/* Parses html: UTF-8, or what charset (NULL: unknown) or its meta element says. The caller frees the tree. */
DTL_MUST_CHECK dtl_status dtl_html_parse(dtl_reader *reader, dtl_str html, const char *charset, xmlDoc **out, dtl_error *err);
/* A whole page as an article; out->line is where it stands. Uses reader->state while it runs; dtl_html_release frees that. */
DTL_MUST_CHECK dtl_status dtl_html_article(dtl_reader *reader, dtl_str html, const char *charset, dtl_article *out, dtl_error *err);
void dtl_html_release(dtl_reader *reader);
/* The next node in document order below `root`; inside: whether to enter `node` first. NULL at the end. */
xmlNode *dtl_html_next(const xmlNode *root, xmlNode *node, bool inside);
bool dtl_html_is(const xmlNode *node, const char *name); /* an element of this name, any case */
/* The text of a node, of one of its attributes ("" if it has none): copied to arena, white space collapsed. Entity references
 * are not followed. */
dtl_str dtl_html_text_of(dtl_arena *arena, const xmlNode *node);
dtl_str dtl_html_attribute(dtl_arena *arena, const xmlNode *node, const char *name);
/* html_text.c: the main text below root, paragraphs parted by an empty line. everything: root is the article, nothing else. */
dtl_str dtl_html_main_text(dtl_arena *arena, xmlNode *root, bool everything);
/* html_meta.c: headline, date, site, address and language of a page. */
void dtl_html_metadata(dtl_reader *reader, const xmlDoc *doc, dtl_article *out);

#endif
