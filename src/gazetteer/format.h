/* The byte layout of dateline.gaz, shared by builder and reader. gazetteer/FORMAT.md describes it for other programs.
 *
 * A file is a header, a table of sections, and the sections, each aligned to 64 bytes. All numbers are little-endian. */
#ifndef DTL_GAZETTEER_FORMAT_H
#define DTL_GAZETTEER_FORMAT_H

#include <stdint.h>
#include <string.h>

#include "base/str.h"
#include "gazetteer/reader.h"

#define DTL_GAZ_MAGIC "DTLGAZ\r\n"
#define DTL_GAZ_VERSION 2u
#define DTL_GAZ_BYTE_ORDER 0x01020304u
#define DTL_GAZ_ALIGN 64u

typedef struct dtl_gaz_header {
	char magic[8];
	uint32_t version;
	uint32_t byte_order;
	uint64_t file_size;
	uint32_t section_count;
	uint32_t entry_size;   /* sizeof(dtl_gaz_entry): a second check of the version */
	uint64_t checksum;     /* XXH3 64 of header and section table with this field zero */
	uint8_t reserved[24];
} dtl_gaz_header;

typedef enum dtl_gaz_section_kind {
	DTL_GAZ_ENTRIES,   /* dtl_gaz_entry */
	DTL_GAZ_STRINGS,   /* length (1 byte below 128, else 2 bytes: low 7 bits with 0x80, then the rest), then the bytes */
	DTL_GAZ_NAMES,     /* dtl_gaz_name_record, ascending by key, and a closing one */
	DTL_GAZ_KEYS,      /* the keys of the names, one behind the other */
	DTL_GAZ_REFS,      /* dtl_gaz_ref: the meanings of name i are those from its first_ref to the next one's */
	DTL_GAZ_BUCKETS,   /* dtl_gaz_bucket, at least one with a free slot */
	DTL_GAZ_FILTER,    /* bits of the first words of all keys; a power of two of bytes */
	DTL_GAZ_IDS,       /* uint32_t: entries ascending by id */
	DTL_GAZ_CELLS,     /* uint32_t[180 * 360 + 1]: where each cell of one degree begins in POINTS, from -90, -180, row by row */
	DTL_GAZ_POINTS,    /* uint32_t: populated places by cell */
	DTL_GAZ_ZONES,     /* uint32_t: string offsets of IANA time zones; the first is empty */
	DTL_GAZ_SECTORS,   /* uint32_t: string offsets of sectors; the first is empty */
	DTL_GAZ_COUNTRIES, /* dtl_gaz_country, ascending by entry */
	DTL_GAZ_META,      /* text: the attribution line, then one source a line */
	DTL_GAZ_OTHERS,    /* dtl_gaz_other_id, ascending by id: what other sources call an entry */
	DTL_GAZ_SECTION_COUNT
} dtl_gaz_section_kind;

typedef struct dtl_gaz_section {
	uint32_t kind;
	uint32_t element;  /* bytes of one element */
	uint64_t offset;   /* from the beginning of the file */
	uint64_t size;     /* bytes */
	uint64_t checksum; /* XXH3 64 of the bytes */
} dtl_gaz_section;

typedef struct dtl_gaz_name_record {
	uint32_t key;       /* offset in KEYS */
	uint32_t first_ref; /* index in REFS */
} dtl_gaz_name_record;

typedef struct dtl_gaz_country {
	uint32_t entry;
	char iso3[4];
} dtl_gaz_country;

/* A further id of an entry that several sources know. */
typedef struct dtl_gaz_other_id {
	uint64_t id;
	uint32_t entry;
	uint32_t text; /* string offset of the source's own key ("wikidata:Q64"), or DTL_GAZ_NONE */
} dtl_gaz_other_id;

/* Eight slots of a bucket; a key lies in the first bucket with room, counted from its home. A slot is free where its value is
 * DTL_GAZ_FREE. Keys are all names and all beginnings of names that end before a space. */
typedef struct dtl_gaz_bucket {
	uint32_t fingerprint[8];
	uint32_t value[8]; /* DTL_GAZ_VALUE_*; a name, or for a mere beginning the first name that goes on from it */
} dtl_gaz_bucket;
#define DTL_GAZ_FREE UINT32_MAX
#define DTL_GAZ_VALUE_TERMINAL 0x80000000u /* the key is a name */
#define DTL_GAZ_VALUE_PREFIX 0x40000000u   /* longer names begin with it and a space */
#define DTL_GAZ_VALUE_CHECK 0x20000000u    /* some meanings hold only in some writing (capitals, "the" before it): look at the refs */
#define DTL_GAZ_VALUE_NAME 0x1fffffffu
#define DTL_GAZ_CELL_COUNT (180u * 360u)

/* The hash of a key is made word by word, so that the matcher goes on from the hash of a beginning. Words are hashed eight bytes
 * a step by multiplication and shift (as in wyhash, Wang Yi 2019, simplified). */
static inline uint64_t dtl_gaz_mix(uint64_t h)
{
	h ^= h >> 32;
	h *= 0x9fb21c651e98df25u;
	h ^= h >> 29;
	return h;
}

static inline uint64_t dtl_gaz_hash_word(const char *p, size_t len)
{
	uint64_t h = (uint64_t)len * 0x9e3779b97f4a7c15u, w;
	for (; len > 8; p += 8, len -= 8) {
		memcpy(&w, p, 8);
		h = dtl_gaz_mix(h ^ w);
	}
	w = 0;
	memcpy(&w, p, len);
	return dtl_gaz_mix(h ^ w);
}

/* The hash of a beginning and one more word; begin with 0. */
static inline uint64_t dtl_gaz_hash_next(uint64_t beginning, uint64_t word)
{
	return dtl_gaz_mix((beginning + 0x632be59bd9b4e019u) * 0xff51afd7ed558ccdu ^ word);
}

static inline uint64_t dtl_gaz_hash_key(dtl_str key)
{
	uint64_t h = 0;
	while (key.len) {
		const char *space = memchr(key.ptr, ' ', key.len);
		size_t n = space ? (size_t)(space - key.ptr) : key.len;
		h = dtl_gaz_hash_next(h, dtl_gaz_hash_word(key.ptr, n));
		key.ptr += n + (space != NULL);
		key.len -= n + (space != NULL);
	}
	return h;
}

static inline uint32_t dtl_gaz_fingerprint(uint64_t hash) { return (uint32_t)(hash >> 32); }
/* The home of a key: its low 32 bits scaled to the number of buckets (below 2^32), which need be no power of two. */
static inline uint64_t dtl_gaz_home(uint64_t hash, uint64_t buckets) { return (uint64_t)(uint32_t)hash * buckets >> 32; }
/* The bit of the filter for the hash of a key's first word. */
static inline uint64_t dtl_gaz_filter_bit(uint64_t word_hash, uint64_t filter_bytes)
{
	return (word_hash >> 7) & (filter_bytes * 8 - 1);
}

/* Ids that are not GeoNames' have this bit; the rest is a hash of the source's own key. The hash of the matcher is not used for
 * ids: they outlive a change of it. */
#define DTL_GAZ_OWN_ID (UINT64_C(1) << 52)
static inline uint64_t dtl_gaz_own_id(dtl_str key) { return DTL_GAZ_OWN_ID | (dtl_str_hash(key) & (DTL_GAZ_OWN_ID - 1)); }

#endif
