/* Names in the order of their keys, each meaning once: what the index is made from. */
#include <stdlib.h>

#include "gazetteer/build.h"

static dtl_str key_of(const dtl_gaz_builder *b, const dtl_gaz_raw_name *n)
{
	return dtl_gaz_raw_key(b, n);
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

/* The flags of a name that is on the list of common words. */
static uint8_t common_word(const dtl_gaz_builder *b, dtl_str key)
{
	if (!b->weak.slots)
		return 0;
	uint32_t flags = dtl_gaz_map_get(&b->weak, dtl_gaz_hash_bytes(key));
	return flags == DTL_GAZ_NONE ? 0 : (uint8_t)flags;
}

/* Where the group of names with the key of the one at i ends. */
static size_t group_end(const dtl_gaz_builder *b, size_t i)
{
	const dtl_gaz_raw_name *names = b->names.data;
	size_t j = i + 1;
	while (j < b->names.count && same_key(b, &names[i], &names[j]))
		j++;
	return j;
}

/* The meanings from i to j, which all are of one entry, as one. */
static dtl_gaz_raw_name merged(const dtl_gaz_raw_name *names, size_t i, size_t j)
{
	dtl_gaz_raw_name v = names[i];
	/* A restriction stays only if every way to the entry has it. */
	for (size_t k = i + 1; k < j; k++) {
		v.ref.flags &= (uint8_t)(names[k].ref.flags | ~(DTL_REF_ARTICLE | DTL_REF_HISTORICAL));
		v.ref.flags |= names[k].ref.flags & DTL_REF_CASED; /* our tables know the abbreviation */
	}
	return v;
}

/* Drops further meanings of one entry, then orders those of a name by prior, best first. Meanwhile pad is the prior's bits (a positive
 * float orders as they do); in the end it tells the first meaning of a name, 1, from the others, 0. */
static void settle_groups(dtl_gaz_builder *b)
{
	dtl_gaz_raw_name *names = b->names.data;
	const dtl_gaz_side *sides = b->sides.data;
	size_t out = 0;
	for (size_t i = 0; i < b->names.count;) {
		size_t j = group_end(b, i), first = out;
		uint8_t flags = common_word(b, key_of(b, &names[i]));
		for (size_t k = i, next; k < j; k = next) {
			uint32_t entry = names[k].ref.entry;
			for (next = k + 1; next < j && names[next].ref.entry == entry; next++)
				;
			dtl_gaz_raw_name v = merged(names, k, next);
			v.ref.flags |= flags;
			float prior = sides[entry].prior + 100 - (v.ref.kind > DTL_NAME_MAIN ? 1 : 0);
			memcpy(&v.pad, &prior, 4);
			size_t at = out++;
			for (; at > first && names[at - 1].pad < v.pad; at--)
				names[at] = names[at - 1];
			names[at] = v;
		}
		for (size_t k = first; k < out; k++)
			names[k].pad = k == first;
		i = j;
	}
	b->names.count = out;
}

void dtl_gaz_sort_names(dtl_gaz_builder *b)
{
	dtl_gaz_entry *entries = b->entries.data;
	dtl_gaz_side *sides = b->sides.data;
	for (size_t i = 0; i < b->entries.count; i++)
		sides[i].prior = dtl_gaz_prior(&entries[i], DTL_NAME_MAIN);
	free(b->entries.data); /* they lie in the file: room for what follows */
	b->entries = (dtl_gaz_vec){0};
	sort_names(b, b->names.data, b->names.count, 0);
	settle_groups(b);
	free(b->sides.data);
	b->sides = (dtl_gaz_vec){0};
}
