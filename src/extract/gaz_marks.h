/* What the gazetteer says of each token: the longest name that covers it, and the token taken alone. */
#ifndef DTL_EXTRACT_GAZ_MARKS_H
#define DTL_EXTRACT_GAZ_MARKS_H

#include "gazetteer/reader.h"
#include "text/context.h"

/* What a name is at best, in this order. */
typedef enum dtl_gaz_kind {
	DTL_KIND_NONE,
	DTL_KIND_COUNTRY,
	DTL_KIND_US_STATE,
	DTL_KIND_ABBREVIATION, /* of a state or country, as written */
	DTL_KIND_DEMONYM,
	DTL_KIND_COUNTY,       /* second-order division of the United States */
	DTL_KIND_CITY_1M,
	DTL_KIND_CITY_100K,
	DTL_KIND_ADMIN1,
	DTL_KIND_FEATURE,      /* region, sea, river, mountain, island */
	DTL_KIND_CITY_15K,
	DTL_KIND_CITY_1K,
	DTL_KIND_ADMIN2,
	DTL_KIND_ALTERNATE_100K,
	DTL_KIND_POSTAL,
	DTL_KIND_SMALL,
	DTL_KIND_ALTERNATE,
	DTL_KIND_SITE,
	DTL_KIND_METONYM,
	DTL_KIND_COUNT
} dtl_gaz_kind;

typedef struct dtl_gaz_mark {
	uint8_t kind;     /* dtl_gaz_kind of the name that covers the token */
	uint8_t single;   /* of the token alone */
	uint8_t place;    /* 0 none, 1 begins, 2 inside, 3 ends, 4 is the whole name */
	uint8_t places;   /* log2 of the number of places with the name, at most 7 */
	uint32_t bits;    /* all kinds of the name, 1 << kind; bit 31: a common word */
	uint32_t first, last; /* tokens of the name, half-open */
	uint32_t name;    /* of the gazetteer, DTL_GAZ_NONE */
} dtl_gaz_mark;
#define DTL_GAZ_COMMON (1u << 31)

/* One mark for every token, in the arena. Activates tokens that the gazetteer knows though they are written small. */
dtl_gaz_mark *dtl_gaz_marks(dtl_arena *arena, const dtl_gazetteer *g, dtl_context *context);
/* Is kind one that a state or country has ("Springfield, Ohio")? */
static inline bool dtl_kind_is_container(uint8_t k) { return k == DTL_KIND_COUNTRY || k == DTL_KIND_US_STATE || k == DTL_KIND_ABBREVIATION || k == DTL_KIND_ADMIN1; }

#endif
