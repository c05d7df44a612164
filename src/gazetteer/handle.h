/* The open file, for the files of this folder only. Every index that comes out of the file is checked where it is used: a damaged
 * file gives wrong answers, never a crash. */
#ifndef DTL_GAZETTEER_HANDLE_H
#define DTL_GAZETTEER_HANDLE_H

#include "base/file.h"
#include "gazetteer/corrections.h"

struct dtl_gazetteer {
	dtl_mapping file;
	const dtl_gaz_entry *entries;
	const uint8_t *strings;
	const dtl_gaz_name_record *names; /* name_count + 1 */
	const char *keys;
	const dtl_gaz_ref *refs;
	const dtl_gaz_bucket *buckets;
	const uint8_t *filter;
	const uint32_t *ids, *cells, *points, *zones, *sectors;
	const dtl_gaz_country *countries;
	const dtl_gaz_other_id *others;
	const char *meta;
	uint64_t string_bytes, key_bytes, filter_bytes, meta_bytes;
	uint64_t bucket_count; /* at least one */
	dtl_gaz_corrections *corrections; /* NULL: none */
	uint32_t entry_count, name_count, ref_count, point_count, zone_count, sector_count, country_count, other_count;
};

/* One key in the table: its value, or DTL_GAZ_FREE. A hit is a fingerprint's word only; see dtl_gaz_key_is. */
static inline uint32_t dtl_gaz_probe(const dtl_gazetteer *g, uint64_t hash, const dtl_gaz_bucket **at, unsigned *slot)
{
	const uint32_t fingerprint = dtl_gaz_fingerprint(hash);
	const dtl_gaz_bucket *bucket = *at ? *at : &g->buckets[dtl_gaz_home(hash, g->bucket_count)];
	unsigned s = *at ? *slot + 1 : 0;
	for (uint64_t steps = 0; steps < g->bucket_count; steps++, s = 0) {
		for (; s < 8; s++) {
			if (bucket->value[s] == DTL_GAZ_FREE)
				return DTL_GAZ_FREE;
			if (bucket->fingerprint[s] == fingerprint) {
				*at = bucket;
				*slot = s;
				return bucket->value[s];
			}
		}
		if (++bucket == g->buckets + g->bucket_count)
			bucket = g->buckets;
	}
	return DTL_GAZ_FREE;
}

/* The key of name i, empty if the file lies. Corrected names follow those of the file. */
static inline dtl_str dtl_gaz_key_at(const dtl_gazetteer *g, uint32_t i)
{
	if (i >= g->name_count)
		return g->corrections && i - g->name_count < g->corrections->fix_count ? g->corrections->fixes[i - g->name_count].key : DTL_STR_NONE;
	uint64_t from = g->names[i].key, to = g->names[i + 1].key;
	if (from > to || to > g->key_bytes)
		return DTL_STR_NONE;
	return (dtl_str){g->keys + from, (size_t)(to - from)};
}

/* The value of exactly this key (a name with TERMINAL, a beginning with PREFIX, or both), or DTL_GAZ_FREE: strings compared. */
uint32_t dtl_gaz_find_key(const dtl_gazetteer *g, uint64_t hash, dtl_str key);
/* The first name that is not less than key. */
uint32_t dtl_gaz_lower_bound(const dtl_gazetteer *g, dtl_str key);

#endif
