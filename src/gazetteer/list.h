/* Ranked places on their way to the caller. */
#ifndef DTL_GAZETTEER_LIST_H
#define DTL_GAZETTEER_LIST_H

#include "gazetteer/handle.h"

struct dtl_place_list {
	dtl_arena arena; /* owns the array and the reasons */
	dtl_place *places;
	size_t count;
};

/* A place that answers a question, while they are collected. */
typedef struct dtl_gaz_hit {
	uint32_t entry;
	uint8_t kind;       /* dtl_name_kind of the name that hit */
	uint8_t how;        /* dtl_gaz_how */
	uint8_t edits;      /* letters that differ */
	uint8_t contexts;   /* wider places that contain it */
	float score;        /* base-10 logarithm of how likely it is meant */
	double km;          /* from the point asked for; negative: none */
} dtl_gaz_hit;

typedef enum dtl_gaz_how { DTL_HOW_EXACT, DTL_HOW_LOOSE, DTL_HOW_PREFIX, DTL_HOW_FUZZY } dtl_gaz_how;

typedef struct dtl_gaz_hits {
	dtl_gaz_hit *items;
	size_t count, cap;
} dtl_gaz_hits;

/* lookup_names.c: all entries that bear the name, by mode; scores without context. At most some thousands. */
void dtl_gaz_collect(const dtl_gazetteer *g, dtl_arena *arena, dtl_str name, dtl_match_mode mode, dtl_gaz_hits *out);

#endif
