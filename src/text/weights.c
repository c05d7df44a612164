#include "text/weights.h"

bool dtl_weights_view(dtl_str section, uint32_t labels, dtl_weights *out)
{
	*out = (dtl_weights){.labels = labels};
	if (section.len < sizeof(dtl_weights_header)) return false;
	const dtl_weights_header *h = (const void *)section.ptr;
	if (h->magic != DTL_WEIGHTS_MAGIC || h->labels != labels || h->slot_bits < 1 || h->slot_bits > 26 || h->entries >= 1u << 24) return false;
	size_t slots = h->slots;
	if (slots <= (size_t)1 << h->slot_bits || slots > (size_t)1 << 27) return false;
	if (section.len != sizeof *h + slots * sizeof(dtl_weights_slot) + h->entries * sizeof(uint16_t)) return false;
	const dtl_weights_slot *table = (const void *)(section.ptr + sizeof *h);
	if (table[slots - 1].key != UINT32_MAX) return false; /* every search ends there at the latest */
	out->slots = table;
	out->entries = (const void *)(section.ptr + sizeof *h + slots * sizeof(dtl_weights_slot));
	out->shift = 32 - h->slot_bits;
	out->entry_count = h->entries;
	out->scale = h->scale;
	return true;
}

enum { BATCH = 64 };

static void add_row(const dtl_weights *w, uint32_t ref, int32_t *scores)
{
	const uint16_t *e = w->entries + (ref >> 8);
	for (uint32_t i = 0; i < (ref & 0xff); i++) scores[e[i] >> 10] += (int32_t)(e[i] & 1023) - DTL_WEIGHT_BIAS;
}

/* The row of a feature, or 0. */
static uint32_t find_row(const dtl_weights *w, uint32_t key)
{
	const dtl_weights_slot *s = &w->slots[key >> w->shift];
	while (s->key < key) s++;
	if (s->key != key || (s->ref >> 8) + (s->ref & 0xff) > w->entry_count) return 0; /* a damaged file must not lead outside */
	return (s->ref & 0xff) ? s->ref : 0;
}

/* The tables are larger than the inner caches: the slots of a batch are fetched ahead, then the rows of those that were found. */
void dtl_weights_add(const dtl_weights *w, const uint64_t *features, size_t n, int32_t *scores)
{
	if (!w->slots) return;
	for (size_t i = 0; i < n; i++) __builtin_prefetch(&w->slots[dtl_weights_key(features[i]) >> w->shift]);
	for (size_t from = 0; from < n; from += BATCH) {
		uint32_t rows[BATCH];
		size_t found = 0, to = n - from < BATCH ? n : from + BATCH;
		for (size_t i = from; i < to; i++) {
			uint32_t ref = find_row(w, dtl_weights_key(features[i]));
			rows[found] = ref;
			found += ref != 0;
			__builtin_prefetch(w->entries + (ref >> 8));
		}
		for (size_t i = 0; i < found; i++) add_row(w, rows[i], scores);
	}
}
