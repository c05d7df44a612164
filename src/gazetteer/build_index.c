/* The index of names: sorted, without doubles, hashed. */
#include <stdlib.h>

#include "base/error.h"
#include "gazetteer/build.h"

static dtl_str key_of(const dtl_gaz_builder *b, const dtl_gaz_raw_name *n)
{
	const uint8_t *p = (const uint8_t *)b->keys.data + n->key;
	return (dtl_str){(const char *)p + 1, (size_t)p[0] + 1};
}

/* One meaning of a name for each entry: the kind that tells most stays. */
static int kind_rank(uint8_t kind)
{
	static const uint8_t ranks[] = {[DTL_NAME_METONYM] = 0, [DTL_NAME_MAIN] = 1, [DTL_NAME_DEMONYM] = 2, [DTL_NAME_ABBREVIATION] = 3,
		[DTL_NAME_SHORT] = 4, [DTL_NAME_ALTERNATE] = 5};
	return ranks[kind];
}

static int compare(const dtl_gaz_builder *b, const dtl_gaz_raw_name *x, const dtl_gaz_raw_name *y)
{
	if (x->prefix != y->prefix)
		return x->prefix < y->prefix ? -1 : 1;
	int c = dtl_str_cmp(key_of(b, x), key_of(b, y));
	if (c)
		return c;
	if (x->ref.entry != y->ref.entry)
		return x->ref.entry < y->ref.entry ? -1 : 1;
	c = kind_rank(x->ref.kind) - kind_rank(y->ref.kind);
	return c ? c : (int)x->ref.flags - (int)y->ref.flags;
}

/* Shell sort with Ciura's gaps: in place, for the small groups that share eight bytes. */
static void sort_group(const dtl_gaz_builder *b, dtl_gaz_raw_name *a, size_t n)
{
	static const size_t gaps[] = {8858, 3937, 1750, 701, 301, 132, 57, 23, 10, 4, 1};
	size_t big = 8858;
	while (big < n / 5)
		big = big * 9 / 4;
	for (size_t g = 0, gap = big; gap;) {
		for (size_t i = gap; i < n; i++) {
			dtl_gaz_raw_name v = a[i];
			size_t j = i;
			for (; j >= gap && compare(b, &v, &a[j - gap]) < 0; j -= gap)
				a[j] = a[j - gap];
			a[j] = v;
		}
		if (gap > 8858) {
			gap = gap * 4 / 9 > 8858 ? gap * 4 / 9 : 8858;
			continue;
		}
		gap = g + 1 < sizeof gaps / sizeof *gaps ? gaps[++g] : 0;
	}
}

/* American flag sort (McIlroy, Bostic, McIlroy 1993) by the bytes of prefix, most significant first. */
static void sort_names(const dtl_gaz_builder *b, dtl_gaz_raw_name *a, size_t n, int depth)
{
	if (n < 64 || depth == 8) {
		sort_group(b, a, n);
		return;
	}
	const int shift = 56 - 8 * depth;
	size_t count[256] = {0}, next[256], end[256], at = 0;
	for (size_t i = 0; i < n; i++)
		count[a[i].prefix >> shift & 255]++;
	for (int d = 0; d < 256; d++) {
		next[d] = at;
		at += count[d];
		end[d] = at;
	}
	for (int d = 0; d < 256; d++)
		while (next[d] < end[d]) {
			dtl_gaz_raw_name v = a[next[d]];
			for (int to = (int)(v.prefix >> shift & 255); to != d; to = (int)(v.prefix >> shift & 255)) {
				dtl_gaz_raw_name other = a[next[to]];
				a[next[to]++] = v;
				v = other;
			}
			a[next[d]++] = v;
		}
	at = 0;
	for (int d = 0; d < 256; d++) {
		if (count[d] > 1)
			sort_names(b, a + at, count[d], depth + 1);
		at += count[d];
	}
}

static bool same_key(const dtl_gaz_builder *b, const dtl_gaz_raw_name *x, const dtl_gaz_raw_name *y)
{
	return x->prefix == y->prefix && dtl_str_eq(key_of(b, x), key_of(b, y));
}

/* Where the group of the name at i ends. */
static size_t group_end(const dtl_gaz_builder *b, size_t i)
{
	const dtl_gaz_raw_name *names = b->names.data;
	size_t j = i + 1;
	while (j < b->names.count && same_key(b, &names[i], &names[j]))
		j++;
	return j;
}

/* The flags of a name that is on the list of common words. */
static uint8_t common_word(const dtl_gaz_builder *b, dtl_str key)
{
	if (!b->weak.slots)
		return 0;
	uint32_t flags = dtl_gaz_map_get(&b->weak, dtl_gaz_hash_bytes(key));
	return flags == DTL_GAZ_NONE ? 0 : (uint8_t)flags;
}

/* Drops further meanings of one entry, then orders those of a name by prior, best first. pad becomes the prior's bits. */
static void settle_groups(dtl_gaz_builder *b)
{
	dtl_gaz_raw_name *names = b->names.data;
	size_t out = 0;
	for (size_t i = 0; i < b->names.count;) {
		size_t j = group_end(b, i), first = out;
		uint8_t flags = common_word(b, key_of(b, &names[i]));
		for (size_t k = i, next; k < j; k = next) {
			dtl_gaz_raw_name v = names[k];
			uint32_t last = v.ref.entry;
			/* A restriction stays only if every way to the entry has it. */
			for (next = k + 1; next < j && names[next].ref.entry == last; next++) {
				v.ref.flags &= (uint8_t)(names[next].ref.flags | ~(DTL_REF_ARTICLE | DTL_REF_HISTORICAL));
				v.ref.flags |= names[next].ref.flags & DTL_REF_CASED; /* our tables know the abbreviation */
			}
			v.ref.flags |= flags;
			float prior = dtl_gaz_prior(dtl_gaz_entry_of(b, last), (dtl_name_kind)v.ref.kind) + 100;
			memcpy(&v.pad, &prior, 4); /* positive floats order as their bits */
			size_t at = out++;
			for (; at > first && names[at - 1].pad < v.pad; at--)
				names[at] = names[at - 1];
			names[at] = v;
		}
		i = j;
	}
	b->names.count = out;
}

static size_t count_groups(const dtl_gaz_builder *b)
{
	size_t n = 0;
	for (size_t i = 0; i < b->names.count; i = group_end(b, i))
		n++;
	return n;
}

static dtl_status write_names(dtl_gaz_builder *b, dtl_gaz_file *f)
{
	const dtl_gaz_raw_name *names = b->names.data;
	uint64_t key = 0;
	dtl_gaz_file_begin(f, DTL_GAZ_NAMES, sizeof(dtl_gaz_name_record));
	for (size_t i = 0; i < b->names.count; i = group_end(b, i)) {
		const dtl_gaz_name_record r = {(uint32_t)key, (uint32_t)i};
		dtl_gaz_file_add(f, &r, sizeof r);
		key += key_of(b, &names[i]).len;
	}
	if (key > UINT32_MAX || b->names.count > UINT32_MAX)
		return dtl_fail(b->err, DTL_ERR_DATA, "too many names for '%s'", f->path);
	const dtl_gaz_name_record last = {(uint32_t)key, (uint32_t)b->names.count};
	dtl_gaz_file_add(f, &last, sizeof last);
	dtl_gaz_file_end(f);
	dtl_gaz_file_begin(f, DTL_GAZ_KEYS, 1);
	for (size_t i = 0; i < b->names.count; i = group_end(b, i)) {
		dtl_str k = key_of(b, &names[i]);
		dtl_gaz_file_add(f, k.ptr, k.len);
	}
	dtl_gaz_file_end(f);
	dtl_gaz_file_begin(f, DTL_GAZ_REFS, sizeof(dtl_gaz_ref));
	for (size_t i = 0; i < b->names.count; i++)
		dtl_gaz_file_add(f, &names[i].ref, sizeof names[i].ref);
	dtl_gaz_file_end(f);
	return DTL_OK;
}

/* Does key begin with the first n bytes of of, followed by a space? */
static bool goes_on(dtl_str key, dtl_str of, size_t n)
{
	return key.len > n && key.ptr[n] == ' ' && !memcmp(key.ptr, of.ptr, n);
}

/* The table of buckets while it is filled. */
typedef struct buckets {
	dtl_gaz_bucket *table;
	uint64_t count;
	uint8_t *filter;
	uint64_t filter_bytes;
} buckets;

/* The slot with this hash whose value has the bit `terminal`, or a free one. Only a name that is itself the beginning is looked
 * for: it lies before the longer ones in the order of names, and `key` tells it apart from one of the same fingerprint. */
static uint32_t *find_slot(const buckets *t, const dtl_gaz_builder *b, const uint32_t *firsts, uint64_t hash, dtl_str key)
{
	const dtl_gaz_raw_name *names = b->names.data;
	for (uint64_t i = dtl_gaz_home(hash, t->count);; i = i + 1 == t->count ? 0 : i + 1)
		for (int s = 0; s < 8; s++) {
			dtl_gaz_bucket *bucket = &t->table[i];
			if (bucket->value[s] == DTL_GAZ_FREE) {
				bucket->fingerprint[s] = dtl_gaz_fingerprint(hash);
				return &bucket->value[s];
			}
			if (bucket->fingerprint[s] == dtl_gaz_fingerprint(hash) && bucket->value[s] & DTL_GAZ_VALUE_TERMINAL && key.len &&
				dtl_str_eq(key_of(b, &names[firsts[bucket->value[s] & DTL_GAZ_VALUE_NAME]]), key))
				return &bucket->value[s];
		}
}

/* Does the matcher have to look at the meanings? Not where one holds in any writing. */
static bool needs_check(dtl_str key, const dtl_gaz_raw_name *names, size_t from, size_t to)
{
	bool free_meaning = false;
	for (size_t i = from; i < to; i++)
		free_meaning |= names[i].ref.kind != DTL_NAME_ABBREVIATION && !(names[i].ref.flags & (DTL_REF_BLOCKED | DTL_REF_ARTICLE));
	return !free_meaning || (key.len <= 2 && !((uint8_t)key.ptr[0] & 0x80));
}

/* Inserts all names and beginnings; returns how many keys there were. */
static uint64_t fill_buckets(const dtl_gaz_builder *b, const uint32_t *firsts, size_t groups, buckets *t)
{
	const dtl_gaz_raw_name *names = b->names.data;
	dtl_str previous = DTL_STR_NONE;
	uint64_t keys = 0;
	for (size_t g = 0; g < groups; g++) {
		dtl_str key = key_of(b, &names[firsts[g]]);
		uint64_t hash = 0;
		for (size_t from = 0; from < key.len;) {
			const char *space = memchr(key.ptr + from, ' ', key.len - from);
			size_t to = space ? (size_t)(space - key.ptr) : key.len;
			uint64_t word = t->table ? dtl_gaz_hash_word(key.ptr + from, to - from) : 0;
			hash = t->table ? dtl_gaz_hash_next(hash, word) : 0;
			if (from == 0 && t->table) {
				uint64_t bit = dtl_gaz_filter_bit(word, t->filter_bytes);
				t->filter[bit >> 3] |= (uint8_t)(1u << (bit & 7));
			}
			if (to == key.len) {
				keys++;
				if (t->table)
					*find_slot(t, b, firsts, hash, DTL_STR_NONE) = (uint32_t)g | DTL_GAZ_VALUE_TERMINAL |
						(needs_check(key, names, firsts[g], firsts[g + 1]) ? DTL_GAZ_VALUE_CHECK : 0);
			} else if (!goes_on(previous, key, to)) {
				keys++;
				if (t->table) {
					uint32_t *slot = find_slot(t, b, firsts, hash, (dtl_str){key.ptr, to});
					*slot = *slot == DTL_GAZ_FREE ? (uint32_t)g | DTL_GAZ_VALUE_PREFIX : *slot | DTL_GAZ_VALUE_PREFIX;
				}
			}
			from = to + 1;
		}
		previous = key;
	}
	return keys;
}

static dtl_status write_buckets(dtl_gaz_builder *b, dtl_gaz_file *f, size_t groups)
{
	buckets t = {0};
	uint32_t *firsts = malloc((groups + 1) * sizeof *firsts);
	dtl_status status = DTL_OK;
	if (!firsts)
		return dtl_fail_memory(b->err);
	size_t g = 0;
	for (size_t i = 0; i < b->names.count; i = group_end(b, i))
		firsts[g++] = (uint32_t)i;
	firsts[g] = (uint32_t)b->names.count;
	uint64_t keys = fill_buckets(b, firsts, groups, &t), count = keys * 10 / (8 * 7) + 2; /* seven slots of ten in use */
	if (count > UINT32_MAX) {
		free(firsts);
		return dtl_fail(b->err, DTL_ERR_DATA, "too many names for '%s'", f->path);
	}
	t.filter_bytes = 1024;
	while (t.filter_bytes < keys)
		t.filter_bytes *= 2;
	t.filter = calloc(1, t.filter_bytes);
	t.table = malloc(count * sizeof *t.table);
	t.count = count;
	if (!t.filter || !t.table) {
		status = dtl_fail_memory(b->err);
	} else {
		memset(t.table, 0xff, count * sizeof *t.table);
		fill_buckets(b, firsts, groups, &t);
		dtl_gaz_file_begin(f, DTL_GAZ_BUCKETS, sizeof *t.table);
		dtl_gaz_file_add(f, t.table, count * sizeof *t.table);
		dtl_gaz_file_end(f);
		dtl_gaz_file_begin(f, DTL_GAZ_FILTER, 1);
		dtl_gaz_file_add(f, t.filter, t.filter_bytes);
		dtl_gaz_file_end(f);
	}
	free(t.filter);
	free(t.table);
	free(firsts);
	return status;
}

dtl_status dtl_gaz_write_names(dtl_gaz_builder *b, dtl_gaz_file *f)
{
	sort_names(b, b->names.data, b->names.count, 0);
	settle_groups(b);
	/* The entries lie in the file and are not needed again: room for the table. */
	free(b->entries.data);
	free(b->sides.data);
	b->entries = b->sides = (dtl_gaz_vec){0};
	size_t groups = count_groups(b);
	if (groups >= DTL_GAZ_VALUE_NAME)
		return dtl_fail(b->err, DTL_ERR_DATA, "too many names for '%s'", f->path);
	dtl_status status = write_names(b, f);
	return status == DTL_OK ? write_buckets(b, f, groups) : status;
}
