/* The things dateline finds: plain readable structs.
 *
 * Spans are half-open byte ranges into the article's text, which is UTF-8. Coordinates are degrees, WGS 84,
 * longitude in [-180, 180], latitude in [-90, 90]. Dates are civil days of the proleptic Gregorian calendar.
 * Strings are UTF-8 and borrowed from the object that returned the struct. */
#ifndef DATELINE_MODEL_H
#define DATELINE_MODEL_H

#include <stdbool.h>

#include "dateline/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct dtl_span {
	uint32_t start; /* byte offset of the first byte */
	uint32_t end;   /* byte offset behind the last byte; start == end: absent */
} dtl_span;

typedef struct dtl_lonlat {
	double lon; /* degrees, WGS 84, east positive */
	double lat; /* degrees, WGS 84, north positive */
} dtl_lonlat;

typedef struct dtl_bbox {
	double west, south, east, north; /* degrees; west > east: the box crosses the 180th meridian */
} dtl_bbox;

/* ---- time ---- */

typedef struct dtl_date {
	int16_t year;  /* 1..9999; 0: absent */
	uint8_t month; /* 1..12 */
	uint8_t day;   /* 1..31 */
} dtl_date;

typedef enum dtl_date_precision {
	DTL_DATE_UNKNOWN,
	DTL_DATE_DAY,
	DTL_DATE_WEEK,
	DTL_DATE_MONTH,
	DTL_DATE_SEASON, /* quarter, half or season */
	DTL_DATE_YEAR,
	DTL_DATE_DECADE /* a decade, a century or longer */
} dtl_date_precision;

typedef struct dtl_interval {
	dtl_date start, end; /* first and last day, both inclusive; an absent one is open or unknown */
	dtl_date_precision precision;
} dtl_interval;

typedef enum dtl_timex_type { DTL_TIMEX_DATE, DTL_TIMEX_TIME, DTL_TIMEX_DURATION, DTL_TIMEX_SET } dtl_timex_type;

/* A time expression in the sense of TIMEX3 (ISO-TimeML, ISO 24617-1). */
typedef struct dtl_timex {
	dtl_span span;
	dtl_timex_type type;
	dtl_str value;         /* ISO 8601 as TIMEX3 writes it: 2024-01-28, 2024-W04, P3D, PRESENT_REF ... */
	dtl_str mod;           /* TIMEX3 mod: START, MID, END, APPROX, BEFORE, AFTER ...; empty if none */
	dtl_interval interval; /* the civil days it covers; absent for durations and sets without anchor */
	dtl_str rule;          /* the rule that read it, for --explain */
	uint32_t sentence;     /* index of its sentence */
} dtl_timex;

/* ---- place ---- */

typedef enum dtl_precision {
	DTL_PRECISION_NONE,    /* unresolved */
	DTL_PRECISION_POINT,   /* a building, a site, an exact spot */
	DTL_PRECISION_CITY,    /* a populated place */
	DTL_PRECISION_DISTRICT,/* second-order division and below */
	DTL_PRECISION_REGION,  /* first-order division, sea, range, region */
	DTL_PRECISION_COUNTRY, /* a country or more */
	DTL_PRECISION_VICINITY /* near, off, outside a place: the point is an estimate, radius_km says how good */
} dtl_precision;

typedef enum dtl_role {
	DTL_ROLE_MENTIONED,
	DTL_ROLE_SITE,     /* it happened here */
	DTL_ROLE_ORIGIN,   /* from here */
	DTL_ROLE_TARGET,   /* towards, at or into here */
	DTL_ROLE_OFFSHORE, /* in the waters off here */
	DTL_ROLE_VICINITY, /* near here */
	DTL_ROLE_AREA,     /* somewhere in here */
	DTL_ROLE_ROUTE,    /* through here */
	DTL_ROLE_DATELINE, /* the article was filed here */
	DTL_ROLE_ACTOR     /* the name stands for an acting government or group */
} dtl_role;

typedef enum dtl_mention_kind {
	DTL_MENTION_LITERAL,  /* the place itself */
	DTL_MENTION_DEMONYM,  /* Georgian, Texans */
	DTL_MENTION_METONYM,  /* Kremlin said */
	DTL_MENTION_EMBEDDED  /* Texas in "Texas Department of Health" */
} dtl_mention_kind;

/* A place of the gazetteer, as one article uses it. */
typedef struct dtl_place {
	uint64_t id;          /* the gazetteer's stable id */
	uint32_t geonameid;   /* GeoNames id, 0 if it has none */
	dtl_str name;         /* the gazetteer's main name */
	dtl_str country;      /* ISO 3166-1 alpha-2, empty for seas and multi-country regions */
	dtl_str admin1;       /* name of the first-order division, empty if none */
	dtl_str admin1_code;  /* the GeoNames code of that division within the country */
	dtl_str feature;      /* GeoNames class and code: "P.PPLA", "A.ADM1", "H.SEA" */
	dtl_lonlat point;
	double radius_km;     /* half extent of the place, or the uncertainty of the point */
	int64_t population;   /* 0 if unknown */
	dtl_precision precision;
	float score;          /* probability that this is the referent, 0..1 */
	bool approximate;     /* the gazetteer lacks the name: this is the likeliest place near it */
	dtl_str runner_up;    /* the next best referent in words, or empty */
	dtl_str reason;       /* why this one, in words */
} dtl_place;

typedef struct dtl_mention {
	dtl_span span;
	dtl_mention_kind kind;
	dtl_role role;
	int32_t place;     /* index of its place; -1: unresolved */
	float score;       /* probability that the span names a place, 0..1 */
	uint32_t sentence; /* index of its sentence */
} dtl_mention;

/* ---- events ---- */

/* The sixteen types of PLOVER (Political Language Ontology for Verifiable Event Records, 2021), and none. */
typedef enum dtl_event_type {
	DTL_EVENT_NONE, /* an event outside PLOVER (disaster, accident ...): see subtype */
	DTL_EVENT_AGREE,
	DTL_EVENT_CONSULT,
	DTL_EVENT_SUPPORT,
	DTL_EVENT_CONCEDE,
	DTL_EVENT_COOPERATE,
	DTL_EVENT_AID,
	DTL_EVENT_RETREAT,
	DTL_EVENT_REQUEST,
	DTL_EVENT_ACCUSE,
	DTL_EVENT_REJECT,
	DTL_EVENT_THREATEN,
	DTL_EVENT_PROTEST,
	DTL_EVENT_SANCTION,
	DTL_EVENT_MOBILIZE,
	DTL_EVENT_COERCE,
	DTL_EVENT_ASSAULT,
	DTL_EVENT_TYPE_COUNT
} dtl_event_type;

/* Why an event is not plainly asserted. Events with a flag other than QUOTED stay off the map by default. */
enum dtl_event_flag {
	DTL_FLAG_NEGATED = 1u << 0,
	DTL_FLAG_DENIED = 1u << 1,
	DTL_FLAG_HYPOTHETICAL = 1u << 2,
	DTL_FLAG_CONDITIONAL = 1u << 3,
	DTL_FLAG_FUTURE = 1u << 4,
	DTL_FLAG_PLANNED = 1u << 5,
	DTL_FLAG_ORDERED = 1u << 6,
	DTL_FLAG_FEARED = 1u << 7,
	DTL_FLAG_HISTORICAL = 1u << 8,
	DTL_FLAG_QUOTED = 1u << 9 /* asserted by somebody in the article, not by the article */
};
#define DTL_FLAGS_OFF_MAP 0x1ffu

typedef struct dtl_phrase {
	dtl_span span;
	dtl_str text; /* the bytes of the span */
} dtl_phrase;

typedef struct dtl_event_place {
	dtl_phrase phrase;   /* the words in the article; absent if the place comes from context */
	dtl_str name;        /* "Sinpo", "50 km NE of Kharkiv", "off the west coast of North Korea" */
	dtl_str country;     /* ISO 3166-1 alpha-2 */
	dtl_str admin1;      /* name */
	uint64_t id;         /* gazetteer id; 0 if computed */
	uint32_t geonameid;
	bool has_point;
	dtl_lonlat point;
	double radius_km;    /* uncertainty */
	dtl_precision precision;
	dtl_role role;
	int32_t place;       /* index of the analysis' place; -1: none, or read from a store */
} dtl_event_place;

typedef struct dtl_actor {
	dtl_phrase phrase;
	dtl_str country; /* ISO 3166-1 alpha-3, empty if unknown */
	dtl_str sector;  /* government, military, police, rebel, civilian, media, igo ...; empty if unknown */
} dtl_actor;

typedef struct dtl_quantity {
	dtl_span span;
	double value;
	dtl_str unit; /* what is counted: "ballistic missiles", "people killed" */
} dtl_quantity;

typedef struct dtl_event {
	dtl_str id;        /* stable: the article's id, '#', a number */
	uint32_t article;  /* index of its article in an event set; 0 in an analysis */
	dtl_str same_as;   /* a further mention, asked for by options: id of the event that tells of the same happening; else empty */
	dtl_event_type type;
	dtl_str mode;            /* PLOVER mode, or empty */
	dtl_str subtype;         /* missile-launch, earthquake ...; or empty */
	dtl_str cameo;           /* CAMEO root code "01".."20", or empty */
	dtl_str acled_event;     /* ACLED event type, or empty */
	dtl_str acled_sub_event; /* ACLED sub-event type, or empty */
	dtl_str headline;        /* a few words for the map: "Missile launch" or "Earthquake, 2,900 killed" */
	dtl_interval date;
	dtl_phrase date_phrase;
	dtl_event_place place;
	const dtl_event_place *other_places;
	size_t other_place_count;
	dtl_actor actor, target;
	const dtl_quantity *quantities;
	size_t quantity_count;
	int64_t killed, injured, missing; /* people; -1: not told */
	dtl_str weapon;
	dtl_phrase trigger;
	dtl_phrase evidence; /* the sentence, byte for byte */
	uint32_t flags;      /* enum dtl_event_flag */
	dtl_str flag_reason; /* the words that raised the flags */
	float confidence;    /* probability that place and day are right, 0..1 */
	dtl_str explain;     /* pattern, date rule, place rule, in words */
} dtl_event;

typedef struct dtl_note {
	dtl_str code;    /* "no-date", "bad-utf8", "unresolved", "language" ... */
	dtl_str message;
	dtl_span span;
} dtl_note;

/* ---- articles ---- */

/* One article as read. All strings are borrowed from the reader or the caller. */
typedef struct dtl_article {
	dtl_str id;     /* empty: made from the content */
	dtl_str title;
	dtl_str text;   /* UTF-8 */
	dtl_str date;   /* as given: ISO 8601 day or instant; empty if unknown */
	dtl_str source; /* domain or name of the publisher */
	dtl_str url;
	dtl_str lang;   /* BCP 47; empty: detect */
	dtl_str file;   /* where it was read */
	uint64_t line;  /* 1-based line of the record in file */
	dtl_str author; /* who wrote it: names parted by ", "; empty if unknown */
} dtl_article;

/* The id of an article that has none: 16 digits made of its text, title and date. */
DTL_API void dtl_article_content_id(const dtl_article *article, char out[17]);

/* Names of enumerators as they stand in JSON and in the store: "ASSAULT", "city", "site" ... Static strings.
 * The name of DTL_EVENT_NONE is "". */
DTL_API const char *dtl_event_type_name(dtl_event_type type);
DTL_API const char *dtl_precision_name(dtl_precision precision);
DTL_API const char *dtl_role_name(dtl_role role);
DTL_API const char *dtl_mention_kind_name(dtl_mention_kind kind);
DTL_API const char *dtl_timex_type_name(dtl_timex_type type);
DTL_API const char *dtl_date_precision_name(dtl_date_precision precision);
DTL_API const char *dtl_event_flag_name(uint32_t flag); /* one bit; NULL if no such flag */

/* The reverse; case-insensitive. False if the name is none of them. */
DTL_API bool dtl_event_type_from_name(dtl_str name, dtl_event_type *out);
DTL_API bool dtl_precision_from_name(dtl_str name, dtl_precision *out);
DTL_API bool dtl_role_from_name(dtl_str name, dtl_role *out);
DTL_API bool dtl_date_precision_from_name(dtl_str name, dtl_date_precision *out);

/* ---- event sets ---- */

/* Events of one or many articles with the articles they came from: what a store query returns and what maps, exports
 * and reports are made from. Owns every string in it. */
typedef struct dtl_event_set dtl_event_set;

DTL_API DTL_MUST_CHECK dtl_status dtl_event_set_new(dtl_event_set **out, dtl_error *err);
/* Copies article (text included) and its events; their article index is set. */
DTL_API DTL_MUST_CHECK dtl_status dtl_event_set_add(dtl_event_set *set, const dtl_article *article,
	const dtl_event *events, size_t count, dtl_error *err);
DTL_API size_t dtl_event_set_count(const dtl_event_set *set);
DTL_API const dtl_event *dtl_event_set_event(const dtl_event_set *set, size_t index);
DTL_API size_t dtl_event_set_article_count(const dtl_event_set *set);
DTL_API const dtl_article *dtl_event_set_article(const dtl_event_set *set, size_t index);
DTL_API void dtl_event_set_free(dtl_event_set *set); /* NULL is allowed */

/* ---- groups: an event set cut into parts, for series of maps and the sections of reports ---- */

typedef enum dtl_group_by {
	DTL_GROUP_NONE,
	DTL_GROUP_DAY,    /* calendar periods: of the first day of the event */
	DTL_GROUP_WEEK,   /* ISO 8601: from Monday */
	DTL_GROUP_MONTH,
	DTL_GROUP_YEAR,
	DTL_GROUP_COUNTRY,/* of the event's place */
	DTL_GROUP_TYPE    /* subtype, or type where there is none */
} dtl_group_by;
DTL_API const char *dtl_group_by_name(dtl_group_by by); /* "day", "week" ...; "" for NONE */
DTL_API bool dtl_group_by_from_name(dtl_str name, dtl_group_by *out);

typedef struct dtl_event_group {
	dtl_str key;         /* "2024-01-28", "2024-W04", "2024-01", "2024", "KP", "missile-launch"; empty: not known */
	dtl_interval period; /* the whole calendar period; absent for the other groups */
	const dtl_event_set *events;
	const size_t *index; /* of each of them in the set that was split */
} dtl_event_group;

/* Owns its event sets. */
typedef struct dtl_event_groups dtl_event_groups;

/* Every event stands in one group. Periods come in order of time, the others largest first, what is not known last. Empty groups
 * are left out. */
DTL_API DTL_MUST_CHECK dtl_status dtl_event_set_split(const dtl_event_set *set, dtl_group_by by, dtl_event_groups **out, dtl_error *err);
/* The same by the caller's keys, one for each event of the set, in the order in which they first come. */
DTL_API DTL_MUST_CHECK dtl_status dtl_event_set_split_keys(const dtl_event_set *set, const dtl_str *keys, dtl_event_groups **out, dtl_error *err);
DTL_API size_t dtl_event_groups_count(const dtl_event_groups *groups);
DTL_API const dtl_event_group *dtl_event_groups_at(const dtl_event_groups *groups, size_t index);
DTL_API void dtl_event_groups_free(dtl_event_groups *groups); /* NULL is allowed */

#ifdef __cplusplus
}
#endif
#endif
