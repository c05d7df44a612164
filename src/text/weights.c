#include "text/weights.h"

bool dtl_weights_view(dtl_str section, uint32_t labels, dtl_weights *out)
{
	*out = (dtl_weights){.labels = labels};
	if (section.len < sizeof(dtl_weights_header)) return false;
	const dtl_weights_header *h = (const void *)section.ptr;
	if (h->magic != DTL_WEIGHTS_MAGIC || h->labels != labels || h->slot_bits > 26 || h->entries >= 1u << 24) return false;
	size_t slots = (size_t)1 << h->slot_bits;
	if (section.len != sizeof *h + slots * sizeof(dtl_weights_slot) + h->entries * sizeof(uint16_t)) return false;
	out->slots = (const void *)(section.ptr + sizeof *h);
	out->entries = (const void *)(section.ptr + sizeof *h + slots * sizeof(dtl_weights_slot));
	out->mask = (uint32_t)(slots - 1);
	out->entry_count = h->entries;
	out->scale = h->scale;
	return true;
}

static void add_row(const dtl_weights *w, uint32_t ref, int32_t *scores)
{
	uint32_t first = ref >> 8, count = ref & 0xff;
	if (first + count > w->entry_count) return; /* a damaged file must not lead outside */
	const uint16_t *e = w->entries + first;
	for (uint32_t i = 0; i < count; i++) scores[e[i] >> 10] += (int32_t)(e[i] & 1023) - DTL_WEIGHT_BIAS;
}

/* Position from the upper half of the key, fingerprint from the lower: they are independent. All slots are fetched ahead, the
 * table is larger than the inner caches. */
void dtl_weights_add(const dtl_weights *w, const uint64_t *features, size_t n, int32_t *scores)
{
	if (!w->slots) return;
	for (size_t i = 0; i < n; i++) __builtin_prefetch(&w->slots[(uint32_t)(features[i] >> 32) & w->mask]);
	for (size_t i = 0; i < n; i++) {
		uint32_t at = (uint32_t)(features[i] >> 32) & w->mask, key = (uint32_t)features[i];
		for (uint32_t probe = 0; probe <= w->mask; probe++, at = (at + 1) & w->mask) {
			const dtl_weights_slot *s = &w->slots[at];
			if ((s->ref & 0xff) == 0) break;
			if (s->key != key) continue;
			add_row(w, s->ref, scores);
			break;
		}
	}
}
