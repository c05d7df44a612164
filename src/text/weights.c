#include "text/weights.h"

#include "base/str.h"

bool dtl_weights_view(dtl_str section, uint32_t labels, dtl_weights *out)
{
	*out = (dtl_weights){.labels = labels, .stride = dtl_weights_stride(labels)};
	if (section.len < sizeof(dtl_weights_header) || labels > DTL_WEIGHT_LABELS) return false;
	const dtl_weights_header *h = (const void *)section.ptr;
	if (h->magic != DTL_WEIGHTS_MAGIC || h->labels != labels || h->slot_bits < 1 || h->slot_bits > 26) return false;
	size_t slots = h->slots;
	if (slots <= (size_t)1 << h->slot_bits || slots > (size_t)1 << 27) return false;
	if (section.len != sizeof *h + slots * out->stride + DTL_WEIGHTS_TAIL) return false;
	const unsigned char *table = (const unsigned char *)section.ptr + sizeof *h;
	uint32_t last;
	memcpy(&last, table + (slots - 1) * out->stride, sizeof last);
	if (last != UINT32_MAX) return false; /* every search ends there at the latest */
	out->slots = table;
	out->shift = 32 - h->slot_bits;
	out->scale = h->scale;
	return true;
}

static inline uint32_t key_at(const unsigned char *slot)
{
	uint32_t key;
	memcpy(&key, slot, sizeof key);
	return key;
}

/* Sixteen weights at a time: as vectors where the compiler has them, else a loop with the same result. */
#if defined(__GNUC__)
#define ALWAYS_INLINE __attribute__((always_inline)) inline
typedef int8_t weights16 __attribute__((vector_size(16)));
typedef int16_t sums16 __attribute__((vector_size(32)));

static ALWAYS_INLINE void add16(sums16 *sums, const unsigned char *row)
{
	weights16 w;
	memcpy(&w, row, sizeof w);
	*sums += __builtin_convertvector(w, sums16);
}
#else
#define ALWAYS_INLINE inline
typedef struct sums16 { int16_t value[16]; } sums16;

static ALWAYS_INLINE void add16(sums16 *sums, const unsigned char *row)
{
	for (int i = 0; i < 16; i++) sums->value[i] = (int16_t)(sums->value[i] + (row[i] ^ 0x80) - 0x80);
}
#endif

/* Rows of 16 * BLOCKS weights; a constant, so that the sums stay in registers. */
static ALWAYS_INLINE void sum_blocks(const dtl_weights *w, const unsigned char *const *slots, const uint64_t *features, size_t n,
	int16_t *scores, const int blocks)
{
	sums16 total[3];
	memset(total, 0, sizeof total);
	for (size_t i = 0; i < n; i++) {
		uint32_t key = dtl_weights_key(features[i]), found;
		const unsigned char *slot = slots[i];
		while ((found = key_at(slot)) < key) slot += w->stride;
		if (found != key) continue;
		for (int b = 0; b < blocks; b++) add16(&total[b], slot + 4 + 16 * b);
	}
	memcpy(scores, total, sizeof total);
}

/* The tables are larger than the inner caches: all slots are fetched ahead. */
static ALWAYS_INLINE void sum(const dtl_weights *w, const uint64_t *features, size_t n, int16_t *scores)
{
	const unsigned char *slots[DTL_WEIGHT_FEATURES];
	for (size_t i = 0; i < n; i++) {
		slots[i] = w->slots + (size_t)(dtl_weights_key(features[i]) >> w->shift) * w->stride;
		__builtin_prefetch(slots[i]);
	}
	if (w->labels <= 16) sum_blocks(w, slots, features, n, scores, 1);
	else if (w->labels <= 32) sum_blocks(w, slots, features, n, scores, 2);
	else sum_blocks(w, slots, features, n, scores, 3);
}

#if defined(__GNUC__) && defined(__x86_64__)
/* The same code, compiled for wider registers. */
__attribute__((target("avx2"))) static void sum_wide(const dtl_weights *w, const uint64_t *features, size_t n, int16_t *scores)
{
	sum(w, features, n, scores);
}
#endif

void dtl_weights_sum(const dtl_weights *w, const uint64_t *features, size_t n, int16_t *scores)
{
	_Static_assert(3 * sizeof(sums16) == DTL_WEIGHT_LABELS * sizeof *scores, "three blocks of sixteen labels");
	if (!w->slots) {
		memset(scores, 0, DTL_WEIGHT_LABELS * sizeof *scores);
		return;
	}
#if defined(__GNUC__) && defined(__x86_64__)
	if (__builtin_cpu_supports("avx2")) {
		sum_wide(w, features, n, scores);
		return;
	}
#endif
	sum(w, features, n, scores);
}
