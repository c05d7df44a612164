/* The table of event words (gazetteer/events/events.tsv explains its form): which lemmas tell of which kind of event, and the
 * classes of words that the conditions name. Immutable after open. */
#ifndef DTL_EXTRACT_EVENT_TABLE_H
#define DTL_EXTRACT_EVENT_TABLE_H

#include "base/arena.h"
#include "dateline/model.h"

typedef struct dtl_event_table dtl_event_table;

/* Opens the shipped table and, where user_path is not NULL, reads the user's own on top: its kinds replace shipped ones of the same
 * name, its triggers are tried first. DTL_ERR_DATA with file and line for a mistake in a table, DTL_ERR_CONFIG if the shipped one is missing. */
DTL_MUST_CHECK dtl_status dtl_event_table_open(const char *user_path, dtl_event_table **out, dtl_error *err);
void dtl_event_table_close(dtl_event_table *table); /* NULL is allowed */

enum dtl_event_trait {
	DTL_TRAIT_GENERIC = 1u << 0,  /* a vague kind, gives way to a finer one in the same happening */
	DTL_TRAIT_CASUALTY = 1u << 1, /* only what became of people */
	DTL_TRAIT_VERBAL = 1u << 2,   /* something said */
	DTL_TRAIT_SCENE = 1u << 3,    /* follows from another happening */
	DTL_TRAIT_DAMAGE = 1u << 4,   /* done to things; part of a riot or an attack beside it */
	DTL_TRAIT_DISASTER = 1u << 5  /* nobody did it: who dies beside it dies of it */
};

typedef struct dtl_event_kind {
	dtl_str name; /* the subtype; empty: the trigger tells of no event */
	dtl_event_type type;
	dtl_str mode, cameo, acled_event, acled_sub_event, headline;
	uint32_t traits; /* enum dtl_event_trait */
	uint32_t line;
} dtl_event_kind;

/* What a condition looks at. */
typedef enum dtl_cond_slot {
	DTL_COND_OBJ, DTL_COND_SUBJ, DTL_COND_OF, DTL_COND_CLAUSE, DTL_COND_SENT, DTL_COND_DOC, DTL_COND_TOLD, DTL_COND_PREP
} dtl_cond_slot;

typedef struct dtl_event_cond {
	uint8_t slot;          /* dtl_cond_slot */
	bool absent;           /* "!obj": there must be none */
	bool any;              /* "*" */
	bool place, country;   /* a place name; a country's name */
	uint32_t prep;         /* DTL_COND_PREP: the preposition's word */
	uint64_t classes;      /* any of these classes ... */
	uint64_t sectors;      /* ... or of these sectors, by bit ... */
	const uint32_t *words; /* ... or one of these words */
	uint32_t word_count;
} dtl_event_cond;

#define DTL_TRIGGER_WORDS 4
#define DTL_TRIGGER_CONDS 3

typedef struct dtl_event_rule {
	uint32_t words[DTL_TRIGGER_WORDS]; /* the first is the trigger */
	uint8_t word_count, cond_count;
	bool noun;
	bool user;
	dtl_event_cond conds[DTL_TRIGGER_CONDS];
	const dtl_event_kind *kind;
	uint32_t line; /* in its table, for --explain */
} dtl_event_rule;

#define DTL_NO_WORD UINT32_MAX

typedef struct dtl_event_word {
	dtl_str text;
	uint32_t id;
	uint64_t classes;
	uint32_t flags;         /* enum dtl_event_flag that it raises for what it governs */
	uint8_t sector;         /* index for dtl_event_table_sector; 0: none */
	bool ends_phrase;       /* some entry of several words ends with it */
	const dtl_event_rule *rules[2]; /* [0] as a verb, [1] as a noun; the best first */
	uint32_t rule_count[2];
} dtl_event_word;

/* The entry of a lemma (lower case), or NULL. */
const dtl_event_word *dtl_event_table_word(const dtl_event_table *table, dtl_str lemma);
/* The bit of a class, 0 if the table has none of that name. */
uint64_t dtl_event_table_class(const dtl_event_table *table, const char *name);
dtl_str dtl_event_table_sector(const dtl_event_table *table, uint8_t sector);
const dtl_event_kind *dtl_event_table_kind(const dtl_event_table *table, dtl_str name);

#endif
