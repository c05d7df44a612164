/* The index of names: their keys in order, the meanings, and the hash table of all names and beginnings. */
#include <stdlib.h>

#include "base/error.h"
#include "gazetteer/build.h"

/* What the sections NAMES and KEYS are to be, in memory, and the sorted names. */
typedef struct name_index {
	const dtl_gaz_raw_name *names;
	char *keys;
	dtl_gaz_name_record *records; /* count + 1 */
	size_t count;
	uint64_t table_keys;          /* names, and beginnings of names that end before a space */
} name_index;

static dtl_str key_at(const name_index *x, size_t i)
{
	return (dtl_str){x->keys + x->records[i].key, x->records[i + 1].key - x->records[i].key};
}

/* Does key begin with the first n bytes of `of`, followed by a space? */
static bool goes_on(dtl_str key, dtl_str of, size_t n)
{
	return key.len > n && key.ptr[n] == ' ' && !memcmp(key.ptr, of.ptr, n);
}

/* How many keys a name adds to the table: itself, and its beginnings that the name before it lacks. */
static uint64_t count_keys(dtl_str key, dtl_str previous)
{
	uint64_t n = 1;
	for (size_t i = 1; i < key.len; i++)
		n += key.ptr[i] == ' ' && !goes_on(previous, key, i);
	return n;
}

/* Copies the keys in the order of the names; they lie all over the builder's memory, so that each is asked for in advance. */
static bool copy_keys(const dtl_gaz_builder *b, name_index *x)
{
	enum { AHEAD = 12 };
	const dtl_gaz_raw_name *names = b->names.data;
	size_t n = b->names.count, at = 0, g = 0;
	dtl_str previous = DTL_STR_NONE;
	for (size_t i = 0; i < n; i++) {
		if (i + AHEAD < n)
			__builtin_prefetch((const char *)b->keys.data + names[i + AHEAD].key);
		if (!names[i].pad)
			continue;
		dtl_str key = dtl_gaz_raw_key(b, &names[i]);
		if (at + key.len > UINT32_MAX)
			return false;
		memcpy(x->keys + at, key.ptr, key.len);
		x->records[g++] = (dtl_gaz_name_record){(uint32_t)at, (uint32_t)i};
		x->table_keys += count_keys(key, previous);
		previous = (dtl_str){x->keys + at, key.len};
		at += key.len;
	}
	x->records[g] = (dtl_gaz_name_record){(uint32_t)at, (uint32_t)n};
	return true;
}

static dtl_status make_index(dtl_gaz_builder *b, name_index *x)
{
	const dtl_gaz_raw_name *names = b->names.data;
	for (size_t i = 0; i < b->names.count; i++)
		x->count += names[i].pad;
	if (x->count >= DTL_GAZ_VALUE_NAME || b->names.count > UINT32_MAX)
		return dtl_fail(b->err, DTL_ERR_DATA, "too many names for '%s'", b->spec->output);
	x->names = names;
	x->keys = malloc(b->keys.count + 1);
	x->records = malloc((x->count + 1) * sizeof *x->records);
	if (!x->keys || !x->records)
		return dtl_fail_memory(b->err);
	if (!copy_keys(b, x))
		return dtl_fail(b->err, DTL_ERR_DATA, "too many names for '%s'", b->spec->output);
	free(b->keys.data);
	b->keys = (dtl_gaz_vec){0};
	return DTL_OK;
}

static void write_names(const dtl_gaz_builder *b, const name_index *x, dtl_gaz_file *f)
{
	dtl_gaz_file_begin(f, DTL_GAZ_NAMES, sizeof *x->records);
	dtl_gaz_file_add(f, x->records, (x->count + 1) * sizeof *x->records);
	dtl_gaz_file_end(f);
	dtl_gaz_file_begin(f, DTL_GAZ_KEYS, 1);
	dtl_gaz_file_add(f, x->keys, x->records[x->count].key);
	dtl_gaz_file_end(f);
	dtl_gaz_file_begin(f, DTL_GAZ_REFS, sizeof(dtl_gaz_ref));
	for (size_t i = 0; i < b->names.count; i++)
		dtl_gaz_file_add(f, &x->names[i].ref, sizeof x->names[i].ref);
	dtl_gaz_file_end(f);
}

/* ---- the table ---- */

/* A key on its way into the table. Its bucket is asked for when it enters this queue and used when it leaves: the table is far
 * larger than any cache. Keys leave in the order in which they came, so that a name lies in the table before a longer one
 * finds it as its beginning. */
enum { WAITING = 16 };
typedef struct waiting {
	uint64_t hash;
	uint64_t bit;   /* of the filter; UINT64_MAX: none */
	uint32_t value;
	uint32_t len;   /* of the beginning; 0: a whole name */
} waiting;

/* The table of buckets while it is filled. */
typedef struct buckets {
	dtl_gaz_bucket *table;
	uint64_t count;
	uint8_t *filter;
	uint64_t filter_bytes;
	waiting queue[WAITING];
	size_t head, tail;
} buckets;

/* The slot of the name that is this beginning, or a free one, with its fingerprint set. `key` tells a name apart from one of the same
 * fingerprint; it is empty where only a free slot is wanted. */
static uint32_t *find_slot(const buckets *t, const name_index *x, uint64_t hash, dtl_str key)
{
	const uint32_t fingerprint = dtl_gaz_fingerprint(hash);
	for (uint64_t i = dtl_gaz_home(hash, t->count);; i = i + 1 == t->count ? 0 : i + 1)
		for (int s = 0; s < 8; s++) {
			dtl_gaz_bucket *bucket = &t->table[i];
			if (bucket->value[s] == DTL_GAZ_FREE) {
				bucket->fingerprint[s] = fingerprint;
				return &bucket->value[s];
			}
			if (key.len && bucket->fingerprint[s] == fingerprint && bucket->value[s] & DTL_GAZ_VALUE_TERMINAL &&
				dtl_str_eq(key_at(x, bucket->value[s] & DTL_GAZ_VALUE_NAME), key))
				return &bucket->value[s];
		}
}

static void insert_first(buckets *t, const name_index *x)
{
	const waiting w = t->queue[t->head++ % WAITING];
	if (w.bit != UINT64_MAX)
		t->filter[w.bit >> 3] |= (uint8_t)(1u << (w.bit & 7));
	dtl_str key = w.len ? dtl_str_sub(key_at(x, w.value & DTL_GAZ_VALUE_NAME), 0, w.len) : DTL_STR_NONE;
	uint32_t *slot = find_slot(t, x, w.hash, key);
	*slot = w.len && *slot != DTL_GAZ_FREE ? *slot | DTL_GAZ_VALUE_PREFIX : w.value;
}

static void enqueue(buckets *t, const name_index *x, waiting w)
{
	if (t->tail - t->head == WAITING)
		insert_first(t, x);
	__builtin_prefetch(&t->table[dtl_gaz_home(w.hash, t->count)], 1);
	if (w.bit != UINT64_MAX)
		__builtin_prefetch(&t->filter[w.bit >> 3], 1);
	t->queue[t->tail++ % WAITING] = w;
}

/* Does the matcher have to look at the meanings? Not where one holds in any writing. */
static bool needs_check(const name_index *x, size_t g, dtl_str key)
{
	bool free_meaning = false;
	for (size_t i = x->records[g].first_ref; i < x->records[g + 1].first_ref; i++)
		free_meaning |= x->names[i].ref.kind != DTL_NAME_ABBREVIATION && !(x->names[i].ref.flags & (DTL_REF_BLOCKED | DTL_REF_ARTICLE));
	return !free_meaning || (key.len <= 2 && !((uint8_t)key.ptr[0] & 0x80));
}

/* Enters a name and those of its beginnings that the one before it lacks. */
static void enter_name(buckets *t, const name_index *x, size_t g, dtl_str previous)
{
	dtl_str key = key_at(x, g);
	uint64_t hash = 0;
	for (size_t from = 0, to; from < key.len; from = to + 1) {
		const char *space = memchr(key.ptr + from, ' ', key.len - from);
		to = space ? (size_t)(space - key.ptr) : key.len;
		uint64_t word = dtl_gaz_hash_word(key.ptr + from, to - from);
		hash = dtl_gaz_hash_next(hash, word);
		bool whole = to == key.len;
		if (!whole && goes_on(previous, key, to))
			continue;
		waiting w = {hash, from ? UINT64_MAX : dtl_gaz_filter_bit(word, t->filter_bytes), (uint32_t)g, whole ? 0 : (uint32_t)to};
		w.value |= !whole ? DTL_GAZ_VALUE_PREFIX : DTL_GAZ_VALUE_TERMINAL | (needs_check(x, g, key) ? DTL_GAZ_VALUE_CHECK : 0);
		enqueue(t, x, w);
	}
}

static void fill_buckets(buckets *t, const name_index *x)
{
	dtl_str previous = DTL_STR_NONE;
	for (size_t g = 0; g < x->count; g++) {
		enter_name(t, x, g, previous);
		previous = key_at(x, g);
	}
	while (t->head < t->tail)
		insert_first(t, x);
}

static dtl_status write_buckets(dtl_gaz_builder *b, const name_index *x, dtl_gaz_file *f)
{
	buckets t = {.count = x->table_keys * 10 / (8 * 7) + 2, .filter_bytes = 1024}; /* seven slots of ten in use */
	if (t.count > UINT32_MAX)
		return dtl_fail(b->err, DTL_ERR_DATA, "too many names for '%s'", b->spec->output);
	while (t.filter_bytes < x->table_keys)
		t.filter_bytes *= 2;
	t.filter = calloc(1, t.filter_bytes);
	t.table = dtl_gaz_big_alloc(t.count * sizeof *t.table);
	dtl_status status = DTL_OK;
	if (!t.filter || !t.table) {
		status = dtl_fail_memory(b->err);
	} else {
		memset(t.table, 0xff, t.count * sizeof *t.table);
		fill_buckets(&t, x);
		dtl_gaz_file_begin(f, DTL_GAZ_BUCKETS, sizeof *t.table);
		dtl_gaz_file_add(f, t.table, t.count * sizeof *t.table);
		dtl_gaz_file_end(f);
		dtl_gaz_file_begin(f, DTL_GAZ_FILTER, 1);
		dtl_gaz_file_add(f, t.filter, t.filter_bytes);
		dtl_gaz_file_end(f);
	}
	free(t.filter);
	free(t.table);
	return status;
}

dtl_status dtl_gaz_write_names(dtl_gaz_builder *b, dtl_gaz_file *f)
{
	dtl_gaz_sort_names(b);
	name_index x = {0};
	dtl_status status = make_index(b, &x);
	if (status == DTL_OK) {
		write_names(b, &x, f);
		status = write_buckets(b, &x, f);
	}
	free(x.keys);
	free(x.records);
	return status;
}
