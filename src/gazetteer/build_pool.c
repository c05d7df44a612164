#include <malloc.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "base/error.h"
#include "gazetteer/build.h"

enum { PAGE = 1 << 12, LARGE_PAGE = 1 << 21 };

/* Asks for large pages for a block of malloc's that has a mapping of its own. Only a wish: without them all is slower, not wrong.
 * The whole mapping, to its last page: realloc could not move one that is advised in part, and would copy it. */
static void want_large_pages(void *p)
{
#if defined MADV_HUGEPAGE && defined __GLIBC__
	uintptr_t from = (uintptr_t)p & ~(uintptr_t)(PAGE - 1), to = ((uintptr_t)p + malloc_usable_size(p) + PAGE - 1) & ~(uintptr_t)(PAGE - 1);
	(void)madvise((void *)from, to - from, MADV_HUGEPAGE);
#else
	(void)p;
#endif
}

void *dtl_gaz_big_alloc(size_t size)
{
	void *p = malloc(size ? size : 1);
	if (p && size >= 16 * LARGE_PAGE)
		want_large_pages(p);
	return p;
}

bool dtl_gaz_vec_reserve(dtl_gaz_vec *v, size_t more, size_t element)
{
	if (v->cap - v->count >= more)
		return true;
	size_t cap = v->cap ? v->cap + v->cap / 2 : 1024;
	if (cap < v->count + more)
		cap = v->count + more;
	if (cap > SIZE_MAX / element)
		return false;
	void *data = realloc(v->data, cap * element);
	if (!data)
		return false;
	v->data = data;
	v->cap = cap;
	if (cap * element >= 16 * LARGE_PAGE)
		want_large_pages(data);
	return true;
}

static size_t map_find(const dtl_gaz_map *m, uint64_t key)
{
	size_t mask = m->cap - 1, i = (size_t)dtl_gaz_mix(key) & mask;
	while (m->slots[i].key && m->slots[i].key != key)
		i = (i + 1) & mask;
	return i;
}

uint32_t dtl_gaz_map_get(const dtl_gaz_map *m, uint64_t key)
{
	if (!m->cap)
		return DTL_GAZ_NONE;
	size_t i = map_find(m, key);
	return m->slots[i].key ? m->slots[i].value : DTL_GAZ_NONE;
}

bool dtl_gaz_map_put(dtl_gaz_map *m, uint64_t key, uint32_t value)
{
	if (m->count * 4 >= m->cap * 3) {
		dtl_gaz_map bigger = {.cap = m->cap ? m->cap * 2 : 4096, .count = m->count};
		bigger.slots = dtl_gaz_big_alloc(bigger.cap * sizeof *bigger.slots);
		if (!bigger.slots)
			return false;
		memset(bigger.slots, 0, bigger.cap * sizeof *bigger.slots);
		for (size_t i = 0; i < m->cap; i++)
			if (m->slots[i].key)
				bigger.slots[map_find(&bigger, m->slots[i].key)] = m->slots[i];
		free(m->slots);
		*m = bigger;
	}
	size_t i = map_find(m, key);
	m->count += m->slots[i].key == 0;
	m->slots[i].key = key;
	m->slots[i].value = value;
	return true;
}

/* GeoNames' ids are dense numbers: a plain array is smaller than a hash table, and what is read in their order lies together. */
enum { MAX_NUMBER = 1 << 26 };

uint32_t dtl_gaz_entry_of_id(const dtl_gaz_builder *b, uint64_t id)
{
	if (id >= MAX_NUMBER)
		return dtl_gaz_map_get(&b->by_id, id);
	/* Entry + 1, so that the absent one, 0, becomes DTL_GAZ_NONE. */
	return id < b->by_number.count ? ((const uint32_t *)b->by_number.data)[id] - 1 : DTL_GAZ_NONE;
}

bool dtl_gaz_put_id(dtl_gaz_builder *b, uint64_t id, uint32_t entry)
{
	if (id >= MAX_NUMBER)
		return dtl_gaz_map_put(&b->by_id, id, entry);
	dtl_gaz_vec *v = &b->by_number;
	if (id >= v->count) {
		if (!dtl_gaz_vec_reserve(v, (size_t)id + 1 - v->count, sizeof(uint32_t)))
			return false;
		memset((uint32_t *)v->data + v->count, 0, ((size_t)id + 1 - v->count) * sizeof(uint32_t));
		v->count = (size_t)id + 1;
	}
	((uint32_t *)v->data)[id] = entry + 1;
	return true;
}

uint64_t dtl_gaz_hash_bytes(dtl_str s)
{
	uint64_t h = dtl_gaz_hash_word(s.ptr, s.len);
	return h ? h : 1;
}

uint32_t dtl_gaz_add_string(dtl_gaz_builder *b, dtl_str s)
{
	if (s.len > 0x7fff)
		s.len = 0x7fff;
	if (!dtl_gaz_vec_reserve(&b->strings, s.len + 2, 1) || b->strings.count > UINT32_MAX - 0x10000)
		return DTL_GAZ_NONE;
	uint32_t offset = (uint32_t)b->strings.count;
	uint8_t *p = (uint8_t *)b->strings.data + offset;
	if (s.len < 128) {
		*p++ = (uint8_t)s.len;
	} else {
		*p++ = (uint8_t)(0x80 | (s.len & 0x7f));
		*p++ = (uint8_t)(s.len >> 7);
	}
	if (s.len)
		memcpy(p, s.ptr, s.len);
	b->strings.count = (size_t)(p - (uint8_t *)b->strings.data) + s.len;
	return offset;
}

dtl_str dtl_gaz_builder_string(const dtl_gaz_builder *b, uint32_t offset)
{
	const uint8_t *p = (const uint8_t *)b->strings.data + offset;
	size_t len = p[0] & 0x7f, head = 1;
	if (p[0] & 0x80) {
		len |= (size_t)p[1] << 7;
		head = 2;
	}
	return (dtl_str){(const char *)p + head, len};
}

uint32_t dtl_gaz_intern(dtl_gaz_builder *b, dtl_str s)
{
	uint64_t hash = dtl_gaz_hash_bytes(s);
	uint32_t offset = dtl_gaz_map_get(&b->interned, hash);
	if (offset != DTL_GAZ_NONE && dtl_str_eq(dtl_gaz_builder_string(b, offset), s))
		return offset;
	offset = dtl_gaz_add_string(b, s);
	if (offset == DTL_GAZ_NONE || !dtl_gaz_map_put(&b->interned, hash, offset))
		return DTL_GAZ_NONE;
	return offset;
}

uint16_t dtl_gaz_table_index(dtl_gaz_builder *b, dtl_gaz_vec *table, dtl_str s)
{
	if (!table->count) {
		if (!dtl_gaz_vec_reserve(table, 1, sizeof(uint32_t)))
			return 0;
		((uint32_t *)table->data)[table->count++] = dtl_gaz_intern(b, DTL_STR(""));
	}
	if (!s.len)
		return 0;
	uint32_t offset = dtl_gaz_intern(b, s);
	/* Both tables share the map; bit 32 tells them apart. */
	uint64_t key = ((uint64_t)(table == &b->zones) << 32 | offset) + 1;
	uint32_t known = offset == DTL_GAZ_NONE ? DTL_GAZ_NONE : dtl_gaz_map_get(&b->by_item, key);
	if (known != DTL_GAZ_NONE)
		return (uint16_t)known;
	if (offset == DTL_GAZ_NONE || table->count > UINT16_MAX || !dtl_gaz_vec_reserve(table, 1, sizeof(uint32_t)) ||
		!dtl_gaz_map_put(&b->by_item, key, (uint32_t)table->count))
		return 0;
	((uint32_t *)table->data)[table->count] = offset;
	return (uint16_t)table->count++;
}

uint32_t dtl_gaz_source_bit(dtl_gaz_builder *b, dtl_str name)
{
	if (name.len >= sizeof b->sources[0].name)
		name.len = sizeof b->sources[0].name - 1;
	for (size_t i = 0; i < b->source_count; i++)
		if (dtl_str_eq(dtl_str_of(b->sources[i].name), name))
			return 1u << i;
	if (b->source_count == DTL_GAZ_MAX_SOURCES || !name.len)
		return 0;
	memcpy(b->sources[b->source_count].name, name.ptr, name.len);
	return 1u << b->source_count++;
}

void dtl_gaz_source_date(dtl_gaz_builder *b, uint32_t bit, dtl_str date)
{
	for (size_t i = 0; i < b->source_count && date.len == 10; i++)
		if (bit >> i & 1 && memcmp(b->sources[i].date, date.ptr, 10) < 0)
			memcpy(b->sources[i].date, date.ptr, 10);
}

dtl_gaz_entry *dtl_gaz_entry_of(const dtl_gaz_builder *b, uint32_t index)
{
	return (dtl_gaz_entry *)b->entries.data + index;
}

void dtl_gaz_release_lookups(dtl_gaz_builder *b)
{
	dtl_gaz_vec *vecs[] = {&b->strings, &b->by_number};
	dtl_gaz_map *maps[] = {&b->by_id, &b->by_code, &b->interned};
	for (size_t i = 0; i < sizeof vecs / sizeof *vecs; i++) {
		free(vecs[i]->data);
		*vecs[i] = (dtl_gaz_vec){0};
	}
	for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) {
		free(maps[i]->slots);
		*maps[i] = (dtl_gaz_map){0};
	}
}

void dtl_gaz_builder_release(dtl_gaz_builder *b)
{
	dtl_gaz_vec *vecs[] = {&b->entries, &b->sides, &b->strings, &b->keys, &b->names, &b->pending, &b->wanted,
		&b->zones, &b->sectors, &b->countries, &b->meta, &b->by_number, &b->others};
	for (size_t i = 0; i < sizeof vecs / sizeof *vecs; i++)
		free(vecs[i]->data);
	dtl_gaz_map *maps[] = {&b->by_id, &b->by_item, &b->by_code, &b->interned, &b->by_wanted, &b->places, &b->weak};
	for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
		free(maps[i]->slots);
}
