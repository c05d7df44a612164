/* The mapped gazetteer, as the stages see it: names found by key, candidates by name, entries by index.
 *
 * All pointers and strings live until dtl_gazetteer_close. */
#ifndef DTL_GAZETTEER_READER_H
#define DTL_GAZETTEER_READER_H

#include "base/arena.h"
#include "dateline/gazetteer.h"
#include "text/token.h"

/* What sort of place an entry is: the classes of the resolver. */
typedef enum dtl_gaz_class {
	DTL_GAZ_COUNTRY, /* PCLI and dependent territories */
	DTL_GAZ_ADM1,
	DTL_GAZ_ADM2,    /* and below */
	DTL_GAZ_PPLC,
	DTL_GAZ_PPLA,
	DTL_GAZ_PPLA2,
	DTL_GAZ_PPLA3,   /* 3 to 5 */
	DTL_GAZ_PPL,
	DTL_GAZ_PPLX,    /* quarters, localities */
	DTL_GAZ_PPLZ,    /* postal place, no population */
	DTL_GAZ_AIRPORT,
	DTL_GAZ_REGION,  /* continents, regions, peninsulas, deserts */
	DTL_GAZ_WATER,
	DTL_GAZ_MOUNTAIN,
	DTL_GAZ_ISLAND,
	DTL_GAZ_SITE,    /* points of interest: bases, test sites, landmarks */
	DTL_GAZ_CLASS_COUNT
} dtl_gaz_class;

/* How a name belongs to an entry. */
typedef enum dtl_name_kind {
	DTL_NAME_MAIN,         /* main or ASCII name */
	DTL_NAME_ALTERNATE,
	DTL_NAME_DEMONYM,      /* or adjective */
	DTL_NAME_ABBREVIATION, /* AP, postal, all-capital alternates of four letters or fewer: case matters */
	DTL_NAME_SHORT,        /* main name without its class word: Walker for Walker County */
	DTL_NAME_METONYM       /* Kremlin: the entry is where it stands; it acts for a country */
} dtl_name_kind;

#define DTL_GAZ_NONE UINT32_MAX

/* One place. */
typedef struct dtl_gaz_entry {
	uint64_t id;          /* stable: GeoNames id where there is one, else from the source's own key, 2^52 or more, below 2^53 */
	float lon, lat;       /* degrees */
	float radius_km;      /* half extent */
	uint32_t population;  /* as published; 0 unknown */
	uint32_t prior_population; /* for areas: sum of the member places; else as published */
	uint32_t name;        /* offset of the main name in the string section: dtl_gaz_string */
	uint32_t country;     /* entry index of its country, or DTL_GAZ_NONE */
	uint32_t admin1;      /* entry index of its first-order division, or DTL_GAZ_NONE */
	uint32_t admin2;      /* entry index of its second-order division, or DTL_GAZ_NONE */
	uint32_t outline;     /* string offset of the basemap's outline id, or DTL_GAZ_NONE: "KR" for a country, Natural Earth's
	                         adm1_code ("KOR-2496") for a division, "US-48201" (FIPS) for a county; see dtl_gaz_outline */
	char country_code[2]; /* ISO 3166-1 alpha-2; "\0\0" if none */
	uint8_t class_;       /* dtl_gaz_class */
	uint8_t flags;        /* DTL_GAZ_ENTRY_* */
	char feature[8];      /* "P.PPLA\0\0": GeoNames class, point, code */
	char admin1_code[4];  /* GeoNames code within the country, padded with NUL (e.g. "TX", "01") */
	int16_t elevation;    /* metres; INT16_MIN unknown */
	uint16_t timezone;    /* index: dtl_gaz_timezone */
	uint32_t iso;         /* string offset of its ISO 3166-2 code ("KR-42"), or DTL_GAZ_NONE */
} dtl_gaz_entry;          /* 72 bytes, little-endian, without padding: as it lies in the file */

#define DTL_GAZ_ENTRY_HISTORICAL 1u /* exists no more */
#define DTL_GAZ_ENTRY_CURATED 2u    /* from our own tables: names that news uses */
#define DTL_GAZ_ENTRY_RANK 4        /* shift: the upper four bits are Natural Earth's scale rank + 1 (1: a world city .. 11), 0 none */

/* One meaning of a name. */
typedef struct dtl_gaz_ref {
	uint32_t entry;
	uint8_t kind;   /* dtl_name_kind */
	uint8_t flags;  /* DTL_REF_* */
	uint16_t actor; /* for metonyms and demonyms: sector, see dtl_gaz_sector */
} dtl_gaz_ref;
#define DTL_REF_CASED 1u     /* valid only as written in capitals (US, IN) */
#define DTL_REF_HISTORICAL 2u
#define DTL_REF_WEAK 4u      /* a common word that is rarely a place (curated list): only with support around it */
#define DTL_REF_BLOCKED 8u   /* a common word that news never means as a place: no match in text, but for countries' and divisions'
                                abbreviations in capitals (US, OR) */
#define DTL_REF_PREFERRED 32u /* the user's corrections say so */
#define DTL_REF_ARTICLE 16u  /* means the place only with "the" before it (the Gulf) */

uint32_t dtl_gaz_entry_count(const dtl_gazetteer *g);
const dtl_gaz_entry *dtl_gaz_entry_at(const dtl_gazetteer *g, uint32_t index);
uint32_t dtl_gaz_entry_by_id(const dtl_gazetteer *g, uint64_t id); /* DTL_GAZ_NONE if absent */
dtl_str dtl_gaz_string(const dtl_gazetteer *g, uint32_t offset);
dtl_str dtl_gaz_timezone(const dtl_gazetteer *g, uint16_t index);  /* IANA name */
dtl_str dtl_gaz_sector(const dtl_gazetteer *g, uint16_t index);    /* "government"; empty for 0 */
dtl_str dtl_gaz_outline(const dtl_gazetteer *g, const dtl_gaz_entry *e); /* empty if it has none */
dtl_str dtl_gaz_country_iso3(const dtl_gazetteer *g, const dtl_gaz_entry *country);

/* The name with exactly this normalised key (text/normal.h), or DTL_GAZ_NONE; its meanings, best prior first. */
uint32_t dtl_gaz_name(const dtl_gazetteer *g, dtl_str key);
const dtl_gaz_ref *dtl_gaz_refs(const dtl_gazetteer *g, uint32_t name, size_t *count);
dtl_str dtl_gaz_name_key(const dtl_gazetteer *g, uint32_t name);

/* A run of tokens that is a name. */
typedef struct dtl_gaz_match {
	uint32_t first, last; /* tokens, half-open */
	uint32_t start, end;  /* bytes of the text: part of a token in scripts without spaces, else the tokens' ends */
	uint32_t name;
} dtl_gaz_match;

/* All longest matches of names in the tokens, left to right, non-overlapping, at most eight words each, starting at tokens
 * for which start[i] is true (NULL: tokens that begin with a capital, a digit or a letter without case). In the arena.
 * A name whose meanings are all abbreviations, and a name of one or two Latin letters, matches only as capitals or with its points.
 * "The" never begins a match here. In a token of a script without spaces (Han, kana, Thai ...) names are found inside the
 * token, and in Arabic, Hebrew and Korean before suffixes or behind prefixed particles. */
dtl_gaz_match *dtl_gaz_scan(const dtl_gazetteer *g, dtl_arena *arena, const dtl_tokens *tokens, const bool *start, size_t *count);
/* The longest match that starts at this token ("the" before it is taken in); name is DTL_GAZ_NONE if there is none. */
dtl_gaz_match dtl_gaz_match_at(const dtl_gazetteer *g, const dtl_tokens *tokens, size_t first);

/* Fills the public struct (score 1, reason empty). */
void dtl_gaz_place(const dtl_gazetteer *g, uint32_t entry, dtl_place *out);
dtl_precision dtl_gaz_precision(const dtl_gaz_entry *e);
/* Does area contain e, by country and division codes (true for itself)? Seas and regions: by distance within their radius. */
/* The base-10 logarithm of how likely news means this entry by one of its names, without any context (resolution recipe,
 * section 1): the order of dtl_gaz_refs. */
float dtl_gaz_prior(const dtl_gaz_entry *e, dtl_name_kind kind);
/* The class of a GeoNames feature "P.PPLA2". */
dtl_gaz_class dtl_gaz_class_of_feature(dtl_str feature);
bool dtl_gaz_contains(const dtl_gazetteer *g, uint32_t area, uint32_t entry);

#endif
