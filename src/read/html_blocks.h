/* A page cut into blocks of text: between html_blocks.c, which cuts, and html_text.c, which chooses. */
#ifndef DTL_READ_HTML_BLOCKS_H
#define DTL_READ_HTML_BLOCKS_H

#include "read/html.h"

typedef enum dtl_block_kind { DTL_BLOCK_OTHER, DTL_BLOCK_PARAGRAPH, DTL_BLOCK_HEADING, DTL_BLOCK_ITEM, DTL_BLOCK_CAPTION, DTL_BLOCK_ROW } dtl_block_kind;

typedef struct dtl_block {
	const xmlNode *owner; /* the block element it stands in */
	dtl_str text;
	size_t linked;        /* bytes of it inside links */
	dtl_block_kind kind;
	bool good;            /* long, and no links: surely text of somebody's */
} dtl_block;

/* Of an element, in its _private. */
typedef struct dtl_html_weight {
	size_t text; /* bytes of text below it */
	size_t good; /* of it in good blocks */
	size_t nested; /* of it in article elements below it */
} dtl_html_weight;

typedef struct dtl_html_page {
	dtl_arena *arena;
	xmlNode *root;
	const xmlNode *seen;     /* the last heading that was compared with the title */
	const xmlNode *headline; /* the element that holds it; NULL: unknown */
	size_t first;            /* the first block behind the headline */
	dtl_str title, author;
	bool everything;         /* all of it is the article */
	dtl_block *blocks;
	size_t count, cap;
	/* while it is cut */
	dtl_buf text;            /* of the block that is being read */
	const xmlNode *owner;    /* where its first words stand */
	size_t linked;
	const xmlNode *table;    /* of data, whose rows are blocks */
} dtl_html_page;

void dtl_html_weigh(dtl_html_page *page);      /* gives each element below root its weight; finds the headline */
void dtl_html_cut_blocks(dtl_html_page *page);
dtl_html_weight *dtl_html_weight_of(const xmlNode *node);
bool dtl_html_below(const xmlNode *node, const xmlNode *top); /* or top itself */

#endif
