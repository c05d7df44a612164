/* A document for paper: what report/ has to say, in order, which the map module lays out on pages. */
#ifndef DTL_MODULE_PRINT_H
#define DTL_MODULE_PRINT_H

#include "dateline/map.h"

/* How a run of text looks. */
enum dtl_run_style { DTL_RUN_PLAIN = 0, DTL_RUN_BOLD = 1, DTL_RUN_ITALIC = 2, DTL_RUN_SOFT = 4, DTL_RUN_MARK = 8, DTL_RUN_SMALL = 16, DTL_RUN_FLAG = 32 };

typedef struct dtl_run {
	dtl_str text;
	unsigned style;
} dtl_run;

typedef struct dtl_para {
	const dtl_run *runs;
	size_t count;
	dtl_str link; /* of the whole paragraph: an address, or "#name" of a block; or empty */
} dtl_para;

typedef struct dtl_cell {
	const dtl_para *paras;
	size_t count;
} dtl_cell;

typedef struct dtl_bar {
	dtl_str words;
	size_t count;
	bool rest; /* what the others leave: told without a bar */
} dtl_bar;

typedef struct dtl_bar_list {
	dtl_str words;
	const dtl_bar *bars;
	size_t count;
} dtl_bar_list;

enum dtl_block_kind {
	DTL_BLOCK_TITLE,
	DTL_BLOCK_STANDFIRST,
	DTL_BLOCK_FACTS,
	DTL_BLOCK_HEADING, /* stands in the outline */
	DTL_BLOCK_TEXT,
	DTL_BLOCK_NOTE,    /* small */
	DTL_BLOCK_MAP,
	DTL_BLOCK_TABLE,   /* the heads of the columns; they are repeated on every page */
	DTL_BLOCK_ROW,
	DTL_BLOCK_ITEM,    /* first cell: its number */
	DTL_BLOCK_BARS,    /* lists of lying bars, side by side */
	DTL_BLOCK_COLUMNS, /* standing bars in order of time */
	DTL_BLOCK_PAGE     /* a new page begins */
};

typedef struct dtl_block {
	enum dtl_block_kind kind;
	int level;              /* HEADING: 1 or 2 */
	dtl_str name;           /* what links to it say: [a-z0-9-]; or empty */
	const dtl_cell *cells;
	size_t cell_count;
	const double *shares;   /* TABLE: of the width, by column; their sum is 1 */
	const dtl_event_set *events; /* MAP */
	const dtl_map_spec *map;     /* its width and height are chosen by the page */
	double height;          /* MAP: points */
	const dtl_bar_list *lists;
	size_t list_count;
} dtl_block;

typedef struct dtl_print_doc {
	dtl_str title, author, subject, keywords;
	dtl_str created;        /* ISO 8601 instant; empty: none told */
	dtl_str footer;
	double width, height;   /* of the page, points of 1/72 inch */
	const dtl_block *blocks;
	size_t count;
	bool (*progress)(void *user, size_t done, size_t total); /* by block; false stops; may be NULL */
	void *user;
} dtl_print_doc;

#endif
