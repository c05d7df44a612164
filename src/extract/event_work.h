/* What the parts of the event stage share: the triggers found and what hangs on each. */
#ifndef DTL_EXTRACT_EVENT_WORK_H
#define DTL_EXTRACT_EVENT_WORK_H

#include "base/civil.h"
#include "base/str.h"
#include "extract/clause.h"

#define DTL_MAX_PLACES 4
#define DTL_MAX_QUANTITIES 4

/* Classes of words that the code itself asks for. */
typedef struct dtl_known_classes {
	uint64_t light, happen, report, denounce, person, armed, force, missile, bomb, gun, weapon, drone, arms, aircraft, vessel, measure, shellfire, knives, water, legal, facility;
} dtl_known_classes;

/* One trigger in the text with what belongs to it; becomes an event or a part of one. */
typedef struct dtl_frame {
	uint32_t token, first, last;  /* the trigger word; the trigger phrase, tokens half-open */
	uint32_t own_first, own_last; /* the phrase before anything was merged into it */
	uint32_t chunk;               /* its chunk */
	uint32_t verb;                /* chunk of the verb that carries it, or DTL_NO_CHUNK: itself, the light verb, its governor */
	uint32_t sentence, clause;
	const dtl_event_rule *rule;
	const dtl_event_kind *kind;
	bool noun, definite, plural;
	bool light;                   /* a noun made an event by a light verb or a verb of happening */
	uint32_t actor, target;       /* noun chunks, or DTL_NO_CHUNK */
	bool modal;                   /* a modal verb raised a flag */
	uint32_t flags;               /* enum dtl_event_flag */
	dtl_span flag_span;           /* the words that raised them */
	int32_t mentions[DTL_MAX_PLACES]; /* best first; -1 ends */
	float place_score;            /* of the best */
	int32_t weak_mention;         /* the sentence's best where none is good enough; -1: none */
	dtl_role role;
	int32_t timex, timex2;        /* -1: none; a second one joined by "and" */
	int32_t told_timex;           /* the day of the telling ("said on Friday"), -1: none */
	dtl_interval date;
	const char *date_rule;        /* static words, for --explain */
	const char *place_rule;
	int64_t killed, injured, missing; /* -1: not told */
	dtl_quantity quantities[DTL_MAX_QUANTITIES];
	size_t quantity_count;
	dtl_str weapon;
	bool evidence;                /* object of a verb of saying or condemning: no event of its own */
	float confidence;
	int32_t merged;               /* index of the frame that it was merged into, or -1 */
	uint32_t support;             /* how many frames were merged into it */
	uint32_t elsewhere;           /* of them those of other sentences */
	bool context_place;           /* the place comes from elsewhere in the article */
	bool context_date;
	bool bare_hour;               /* dated by an hour without its day */
	bool by_duration;             /* "a week after" */
} dtl_frame;

typedef struct dtl_event_work {
	dtl_doc *doc;
	dtl_clauses c;
	dtl_known_classes k;
	uint64_t doc_classes; /* of all words of the article */
	int32_t *mention_of;  /* by token: its mention, or -1 */
	bool *is_site;        /* by mention: added by dtl_add_sites; NULL: none were */
	int32_t *timex_of;    /* by chunk: the time expression of a TIME chunk, or -1 */
	dtl_frame *frames;
	size_t count, cap;
	dtl_str country;      /* the country that the article is about, alpha-2; empty if unclear */
	int32_t focus;        /* mention that stands for it, or -1 */
	struct dtl_name_country { dtl_str name; int32_t mention; } *names; /* persons whose country the text tells */
	size_t name_count, name_cap;
	bool recent; /* some event is dated by the text within the last weeks */
	struct dtl_borders *borders; /* event_border.c */
	struct dtl_waters { uint32_t *entries; size_t count, cap; bool read; } *waters; /* seas, gulfs, bays ... of the gazetteer; read when first needed */
} dtl_event_work;

void dtl_event_work_init(dtl_event_work *w, dtl_doc *doc);      /* events.c */
void dtl_match_triggers(dtl_event_work *w);                     /* event_match.c */
bool dtl_match_cond(const dtl_event_work *w, const dtl_frame *f, const dtl_event_cond *cond);
void dtl_flag_frame(dtl_event_work *w, dtl_frame *f);           /* event_flags.c */
void dtl_frame_people(dtl_event_work *w, dtl_frame *f);         /* event_args.c: actor, target, numbers, weapon */
void dtl_collect_names(dtl_event_work *w);
void dtl_fill_actor(const dtl_event_work *w, uint32_t chunk, dtl_actor *out);
void dtl_frame_date(dtl_event_work *w, dtl_frame *f);           /* event_time.c */
void dtl_context_dates(dtl_event_work *w);
int32_t dtl_other_end(const dtl_event_work *w, const dtl_frame *f); /* event_ends.c: a mention, or -1 */
void dtl_frame_place(dtl_event_work *w, dtl_frame *f);          /* event_place.c, event_context.c, event_point.c */
void dtl_own_places(dtl_event_work *w);
void dtl_context_places(dtl_event_work *w);
float dtl_event_confidence(const dtl_event_work *w, const dtl_frame *f); /* event_confidence.c: 0 to 1 */
void dtl_explain_confidence(const dtl_event_work *w, const dtl_frame *f, dtl_buf *out);
void dtl_fill_place(const dtl_event_work *w, const dtl_frame *f, dtl_event *e);
/* event_site.c: noun groups that stand as places and are no mentions become mentions until dtl_drop_sites. */
void dtl_add_sites(dtl_event_work *w);
void dtl_drop_sites(dtl_event_work *w);
void dtl_borders_init(dtl_event_work *w);                       /* event_border.c */
/* placed: the context has given places, what still has none stays without. */
void dtl_merge_frames(dtl_event_work *w, bool placed);
bool dtl_follows_up(const dtl_event_work *w, const dtl_frame *f); /* "It followed that by firing ..." */                      /* event_merge.c */

/* Small questions that all parts ask. */
static inline const dtl_chunk *dtl_chunk_at(const dtl_event_work *w, uint32_t i) { return &w->c.chunks[i]; }
dtl_span dtl_chunk_span(const dtl_event_work *w, uint32_t chunk);
/* The first and last chunk (half-open) of a sentence. */
static inline uint32_t dtl_first_chunk(const dtl_event_work *w, uint32_t sentence) { return w->c.sentence_chunk[sentence]; }
static inline uint32_t dtl_last_chunk(const dtl_event_work *w, uint32_t sentence) { return w->c.sentence_chunk[sentence + 1]; }
uint64_t dtl_head_classes(const dtl_event_work *w, uint32_t chunk);
/* The number that a noun chunk counts with ("at least 30 people": 30; "a dozen": 12), or -1. */
double dtl_chunk_number(const dtl_event_work *w, uint32_t chunk);
/* The noun chunk of the PP that directly follows a chunk with this preposition, or DTL_NO_CHUNK. */
uint32_t dtl_pp_after(const dtl_event_work *w, uint32_t chunk, const char *prep);

#endif
