/* One article on its way through the stages. Each stage reads the arrays before it and fills its own.
 *
 * Order (src/analyze.c): tokenize, head, parts of speech, mentions, resolve, dates, events. */
#ifndef DTL_EXTRACT_DOC_H
#define DTL_EXTRACT_DOC_H

#include "dateline/analyze.h"
#include "gazetteer/reader.h"
#include "text/model.h"
#include "text/tag.h"
#include "text/token.h"

/* What the head of the article says. Spans are absent (start == end) where it says nothing. */
typedef struct dtl_head {
	dtl_span headline;      /* the headline in the text */
	dtl_span dateline;      /* "SEOUL, Jan 28 (Reuters) -", "(Seoul)", "date 2024-01-27 (Bloomberg) --" */
	dtl_span dateline_place;/* "SEOUL" */
	dtl_span dateline_date; /* "Jan 28" */
	dtl_span agency;        /* "Reuters" */
	uint32_t body;          /* byte offset where the body begins */
} dtl_head;

/* Where the anchor day comes from. */
typedef enum dtl_anchor { DTL_ANCHOR_NONE, DTL_ANCHOR_ARTICLE, DTL_ANCHOR_DATELINE, DTL_ANCHOR_TEXT } dtl_anchor;

typedef struct dtl_doc {
	dtl_arena *arena;                   /* everything of the analysis */
	const dtl_article *article;
	const dtl_analyze_options *options;
	const dtl_gazetteer *gazetteer;
	const dtl_model *model;
	const struct dtl_event_table *event_table;
	const struct dtl_resolver *resolver; /* weights of the resolver */
	bool english;

	dtl_tokens tokens;                  /* tokenize; tag and entity: tagger */
	dtl_head head;                      /* head */
	dtl_mention *mentions;              /* mentions: ascending, disjoint spans; place: resolve; role: events */
	size_t mention_count;
	dtl_place *places;                  /* resolve */
	size_t place_count;
	dtl_date anchor;                    /* dates: the day that "Sunday" is counted from; year 0: none */
	dtl_anchor anchor_kind;
	dtl_timex *timexes;                 /* dates: ascending */
	size_t timex_count;
	dtl_event *events;                  /* events */
	size_t event_count;
	dtl_note *notes;                    /* any stage, through dtl_doc_note */
	size_t note_count, note_cap;
} dtl_doc;

void dtl_doc_note(dtl_doc *doc, const char *code, dtl_str message, dtl_span span);
static inline dtl_str dtl_doc_str(const dtl_doc *doc, dtl_span span)
{
	return dtl_str_sub(doc->tokens.text, span.start, span.end);
}

/* The stages. Each allocates in doc->arena only. */
void dtl_find_head(dtl_doc *doc);       /* extract/head.c */
void dtl_find_mentions(dtl_doc *doc);   /* extract/mentions.c: mentions with kind; entity labels of tokens */
void dtl_take_spans(dtl_doc *doc);      /* extract/mentions.c: mentions from options->spans */
void dtl_resolve_places(dtl_doc *doc);  /* extract/resolve.c: places; mention.place, score; metonym kind */
void dtl_find_dates(dtl_doc *doc);      /* extract/dates.c: anchor, timexes */
void dtl_find_events(dtl_doc *doc);     /* extract/events.c: events; mention.role */

#endif
