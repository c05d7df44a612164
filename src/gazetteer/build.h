/* The inside of the builder: what its files share. Steps, in order (build.c):
 *
 *   read     tables and dumps -> entries, raw names                         build_table.c, build_geonames.c, build_places.c
 *   targets  abbreviations, demonyms ... -> names of the entries they mean   build_targets.c
 *   link     parents, sums of population, radius                            build_link.c
 *   variants more spellings of every name, by rule                           build_variants.c
 *   index    sort names, drop doubles, hash them                             build_sort.c, build_index.c
 *   write    sections into the file                                         build_write.c
 *
 * Memory: a dump of 12 million places with 15 million further names has to fit into 3 GB, so an entry is its 72 bytes of the file
 * and 8 more, a name 24 bytes and its key; nothing is allocated for one name alone. */
#ifndef DTL_GAZETTEER_BUILD_H
#define DTL_GAZETTEER_BUILD_H

#include <stdio.h>

#include "gazetteer/format.h"

/* A growing array of raw memory. */
typedef struct dtl_gaz_vec {
	void *data;
	size_t count, cap;
} dtl_gaz_vec;

/* Room for `more` elements behind count; false if memory is exhausted. */
bool dtl_gaz_vec_reserve(dtl_gaz_vec *v, size_t more, size_t element);

/* 64-bit key -> 32-bit value, open addressing. Keys are hashes or ids, never 0. */
typedef struct dtl_gaz_map {
	struct dtl_gaz_slot { uint64_t key; uint32_t value; } *slots;
	size_t count, cap;
} dtl_gaz_map;
uint32_t dtl_gaz_map_get(const dtl_gaz_map *m, uint64_t key); /* DTL_GAZ_NONE if absent */
bool dtl_gaz_map_put(dtl_gaz_map *m, uint64_t key, uint32_t value); /* replaces; false: no memory */

/* A name before the index is made. */
typedef struct dtl_gaz_raw_name {
	uint64_t prefix; /* first eight bytes of the key, as a big-endian number: the sort's first comparison */
	uint32_t key;    /* offset in keys: one byte of length - 1, then the bytes */
	dtl_gaz_ref ref;
	uint32_t pad;    /* build_sort.c */
} dtl_gaz_raw_name;

/* What the steps need of an entry and the file does not hold: codes until the parents are linked, then the prior. */
typedef union dtl_gaz_side {
	struct { uint32_t admin1, admin2; }; /* offsets of the codes in strings; DTL_GAZ_NONE: none */
	float prior;                         /* of its main name */
} dtl_gaz_side;

/* A row of a table of names whose target is known only when all places are read. */
typedef enum dtl_gaz_target { DTL_TARGET_COUNTRY, DTL_TARGET_ADMIN1, DTL_TARGET_CITY, DTL_TARGET_REGION } dtl_gaz_target;
typedef struct dtl_gaz_pending {
	uint32_t word;      /* offsets in strings */
	uint32_t wanted;    /* index in wanted for CITY and REGION; else offset of the code in strings */
	uint32_t file;      /* offset of the file's name, for warnings */
	uint32_t line;
	uint8_t target, kind, flags;
	bool display;       /* the name becomes the one that is shown */
} dtl_gaz_pending;

/* A name that a table refers to. The best entry that bears it is kept while places are read. */
typedef struct dtl_gaz_wanted {
	uint32_t key;       /* offset in strings */
	uint32_t next;      /* other wanted of the same key */
	char country[2];
	uint8_t target;
	uint32_t entry;
	float score;
} dtl_gaz_wanted;

#define DTL_GAZ_MAX_SOURCES 32
typedef struct dtl_gaz_builder {
	const dtl_gazetteer_build_spec *spec;
	dtl_error *err;
	dtl_gaz_vec entries;  /* dtl_gaz_entry */
	dtl_gaz_vec sides;    /* dtl_gaz_side, one an entry */
	dtl_gaz_vec strings;  /* bytes: the STRINGS section */
	dtl_gaz_vec keys;     /* bytes */
	dtl_gaz_vec names;    /* dtl_gaz_raw_name */
	dtl_gaz_vec pending;  /* dtl_gaz_pending */
	dtl_gaz_vec wanted;   /* dtl_gaz_wanted */
	dtl_gaz_vec zones, sectors; /* uint32_t: string offsets */
	dtl_gaz_vec others;   /* dtl_gaz_other_id */
	dtl_gaz_vec countries;/* dtl_gaz_country */
	dtl_gaz_vec by_number;/* uint32_t: GeoNames id -> entry + 1; 0: none */
	dtl_gaz_map by_id;    /* other ids -> entry */
	dtl_gaz_map by_code;  /* hash of "KR", "KR.06", "KR.06.123", or "iso:KR-42" -> entry */
	dtl_gaz_map by_item;  /* string of zones or sectors -> its index there */
	dtl_gaz_map interned; /* hash of a string that is often repeated -> offset in strings */
	dtl_gaz_map weak;     /* hash of a key that is a common word -> DTL_REF_WEAK or DTL_REF_BLOCKED */
	dtl_gaz_map by_wanted;/* hash of a key -> first wanted */
	dtl_gaz_map places;   /* hash of key and class letter -> curated entry, so that other sources' rows find it */
	struct { char name[40]; uint64_t entries; char date[12]; } sources[DTL_GAZ_MAX_SOURCES]; /* date: of the newest row or of the file */
	size_t source_count;
	uint8_t spelling_rules[26 * 26]; /* of each country code: build_variants.c */
	char attribution[512];
	dtl_gaz_vec meta;     /* bytes of the META section */
	size_t warnings;
} dtl_gaz_builder;

dtl_gaz_entry *dtl_gaz_entry_of(const dtl_gaz_builder *b, uint32_t index);
static inline dtl_str dtl_gaz_raw_key(const dtl_gaz_builder *b, const dtl_gaz_raw_name *n)
{
	const uint8_t *p = (const uint8_t *)b->keys.data + n->key;
	return (dtl_str){(const char *)p + 1, (size_t)p[0] + 1};
}

/* ---- build_pool.c ---- */
/* As malloc, in large pages where the system has them: random access costs half. */
void *dtl_gaz_big_alloc(size_t size);
uint32_t dtl_gaz_entry_of_id(const dtl_gaz_builder *b, uint64_t id); /* DTL_GAZ_NONE if absent */
bool dtl_gaz_put_id(dtl_gaz_builder *b, uint64_t id, uint32_t entry);
/* Appends a string (cut at 32767 bytes); its offset, or DTL_GAZ_NONE if memory is exhausted. Interned strings are stored once. */
uint32_t dtl_gaz_add_string(dtl_gaz_builder *b, dtl_str s);
uint32_t dtl_gaz_intern(dtl_gaz_builder *b, dtl_str s);
dtl_str dtl_gaz_builder_string(const dtl_gaz_builder *b, uint32_t offset);
/* The index of s in a table of string offsets (zones, sectors); 0 for the empty string or if there are too many. */
uint16_t dtl_gaz_table_index(dtl_gaz_builder *b, dtl_gaz_vec *table, dtl_str s);
uint64_t dtl_gaz_hash_bytes(dtl_str s); /* never 0 */
uint32_t dtl_gaz_source_bit(dtl_gaz_builder *b, dtl_str name);
/* Keeps the later of the dates (YYYY-MM-DD) of a source's rows. */
void dtl_gaz_source_date(dtl_gaz_builder *b, uint32_t bit, dtl_str date);
void dtl_gaz_release_lookups(dtl_gaz_builder *b); /* strings, ids and codes: needed only until all is linked */
void dtl_gaz_builder_release(dtl_gaz_builder *b);

/* ---- build_entry.c ---- */
/* A place as a table gives it. */
typedef struct dtl_gaz_place_row {
	dtl_str id;         /* GeoNames id in digits, or any stable text; empty: made from name, feature, place */
	dtl_str name, ascii;
	double lat, lon;
	dtl_str feature, country, admin1, admin2, timezone, outline, iso;
	int64_t population, elevation; /* elevation INT16_MIN: unknown */
	double radius_km;   /* 0: unknown */
	uint8_t flags;
	uint8_t rank;       /* Natural Earth's scale rank + 1; 0: none */
	uint32_t source;    /* bit */
} dtl_gaz_place_row;
/* Adds the place, or merges it with the entry of the same id or division code. DTL_GAZ_NONE if memory is exhausted. */
uint32_t dtl_gaz_add_place(dtl_gaz_builder *b, const dtl_gaz_place_row *row);
/* Another source's key of the entry ("wikidata:Q64"); an empty text with the id of a source that has no key. */
bool dtl_gaz_note_id(dtl_gaz_builder *b, uint32_t entry, uint64_t id, dtl_str text);
bool dtl_gaz_note_curated(dtl_gaz_builder *b, uint32_t entry, dtl_str name, dtl_str feature);
/* Adds a name of an entry under its normalised key; false if memory is exhausted. A name without key is left out. */
bool dtl_gaz_add_name(dtl_gaz_builder *b, uint32_t entry, dtl_str name, dtl_gaz_ref ref);
bool dtl_gaz_add_key(dtl_gaz_builder *b, dtl_str key, dtl_gaz_ref ref);
/* ALTERNATE, or ABBREVIATION for up to four capitals. */
dtl_name_kind dtl_gaz_kind_of_alternate(dtl_str name);

/* ---- build_lines.c ---- */
/* A text file, plain, zstd, gzip or a table in a zip archive, line by line. */
typedef struct dtl_gaz_lines dtl_gaz_lines;
DTL_MUST_CHECK dtl_status dtl_gaz_lines_open(const char *path, dtl_gaz_lines **out, dtl_error *err);
/* The next line without its end, valid until the next call; more is false at the end. */
DTL_MUST_CHECK dtl_status dtl_gaz_lines_next(dtl_gaz_lines *l, dtl_str *line, bool *more, dtl_error *err);
bool dtl_gaz_lines_is_layer(const dtl_gaz_lines *l); /* no text of lines, but something that OGR may read */
void dtl_gaz_lines_count(dtl_gaz_lines *l, uint64_t number); /* sets the number: records of a layer are warned of like lines */
uint64_t dtl_gaz_lines_number(const dtl_gaz_lines *l); /* of the line last given, from 1 */
const char *dtl_gaz_lines_path(const dtl_gaz_lines *l);
void dtl_gaz_lines_close(dtl_gaz_lines *l);
void dtl_gaz_warn(dtl_gaz_builder *b, const dtl_gaz_lines *l, const char *format, ...) DTL_PRINTF(3, 4);

/* ---- the readers ---- */
DTL_MUST_CHECK dtl_status dtl_gaz_read_file(dtl_gaz_builder *b, const char *path);             /* build_table.c: any known form */
DTL_MUST_CHECK dtl_status dtl_gaz_read_tables(dtl_gaz_builder *b, const char *folder);         /* build_table.c */
DTL_MUST_CHECK dtl_status dtl_gaz_read_geonames(dtl_gaz_builder *b, dtl_gaz_lines *l, dtl_str first); /* build_geonames.c */
DTL_MUST_CHECK dtl_status dtl_gaz_read_alternates(dtl_gaz_builder *b, dtl_gaz_lines *l, dtl_str first);
DTL_MUST_CHECK dtl_status dtl_gaz_read_codes(dtl_gaz_builder *b, dtl_gaz_lines *l, dtl_str first);
DTL_MUST_CHECK dtl_status dtl_gaz_read_postal(dtl_gaz_builder *b, dtl_gaz_lines *l, dtl_str first);

/* ---- build_targets.c ---- */
typedef struct dtl_gaz_wish {
	dtl_str word;      /* the name to give */
	dtl_gaz_target target;
	dtl_str value;     /* to whom */
	dtl_name_kind kind;
	uint8_t flags;     /* DTL_REF_* */
	bool display;
} dtl_gaz_wish;
bool dtl_gaz_want(dtl_gaz_builder *b, const dtl_gaz_wish *wish, const dtl_gaz_lines *l);
/* Shows the targets a name of an entry that was added. */
void dtl_gaz_offer(dtl_gaz_builder *b, uint32_t entry, dtl_str key, dtl_name_kind kind);
DTL_MUST_CHECK dtl_status dtl_gaz_resolve_targets(dtl_gaz_builder *b);

/* ---- build_link.c, build_variants.c, build_index.c, build_write.c ---- */
DTL_MUST_CHECK dtl_status dtl_gaz_link(dtl_gaz_builder *b);
/* Rules of spelling that hold in some countries only. */
enum {
	DTL_RULE_DIGRAPHS = 1,      /* ae for a with dots */
	DTL_RULE_ARTICLE = 2,       /* al-, el- */
	DTL_RULE_RUSSIAN = 4,       /* Ukrainian names in Russian spelling */
	DTL_RULE_KOREAN = 8,        /* romanizations */
	DTL_RULE_OTHER_SCRIPT = 16, /* the country's own script is not Latin */
	DTL_RULE_APOSTROPHES = 32,  /* its romanization parts syllables with them */
	DTL_RULE_UNIT_SI = 64,      /* names of towns end with -si, */
	DTL_RULE_UNIT_SHI = 128     /* with -shi */
};
void dtl_gaz_prepare_variants(dtl_gaz_builder *b); /* before the first name */
uint8_t dtl_gaz_spelling_rules(const dtl_gaz_builder *b, const char country[2]);
/* Variants of a name that follow from rules of spelling; called for each name that is added. */
bool dtl_gaz_add_variants(dtl_gaz_builder *b, uint32_t entry, dtl_str name, dtl_str key, dtl_gaz_ref ref);
DTL_MUST_CHECK dtl_status dtl_gaz_write(dtl_gaz_builder *b);

/* A file in the making: sections are appended with their checksums; the header is written last. */
typedef struct dtl_gaz_file {
	FILE *out;
	char path[4096];
	uint64_t at;
	dtl_gaz_section sections[DTL_GAZ_SECTION_COUNT];
	size_t count;
	void *hash; /* state of XXH3 */
	size_t held; /* bytes in buffer: small pieces go out together */
	char buffer[1 << 16];
} dtl_gaz_file;
void dtl_gaz_file_begin(dtl_gaz_file *f, dtl_gaz_section_kind kind, size_t element);
void dtl_gaz_file_add(dtl_gaz_file *f, const void *data, size_t size);
void dtl_gaz_file_end(dtl_gaz_file *f);
/* build_sort.c: orders the names by key, those of a key by prior; pad is 1 for the first of each key, else 0.
 * Frees the entries on its way. */
void dtl_gaz_sort_names(dtl_gaz_builder *b);
/* build_index.c: sorts the names and writes NAMES, KEYS, REFS, BUCKETS and FILTER. */
DTL_MUST_CHECK dtl_status dtl_gaz_write_names(dtl_gaz_builder *b, dtl_gaz_file *f);

#endif
