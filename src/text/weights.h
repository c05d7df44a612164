/* A linear model as a section of the model file: feature keys hashed to rows of eight-bit weights, no strings.
 *
 * Layout, little-endian: header; slots of `stride` bytes each: key (32 bits), then one weight of eight bits for every label, padded
 * with zeros; 32 more zero bytes behind the last slot, so that a row may be read in whole vectors. A key's home is its upper
 * slot_bits bits; keys ascend over the whole table (ordered linear probing, Amble and Knuth 1974), so that a search ends at the first
 * key that is not smaller, found or not. Empty slots hold the greatest key; the last slot is empty. A row lies beside its key: one
 * access to memory answers a feature. */
#ifndef DTL_TEXT_WEIGHTS_H
#define DTL_TEXT_WEIGHTS_H

#include <stdbool.h>

#include "dateline/status.h"

enum {
	DTL_WEIGHT_LABELS = 48,          /* at most */
	DTL_WEIGHT_FEATURES = 256,       /* of one token at most: the sums fit 16 bits (256 * 127 < 32768) */
	DTL_WEIGHTS_MAGIC = 0x33574c44,
	DTL_WEIGHTS_TAIL = 32            /* bytes behind the last slot */
};

typedef struct dtl_weights_header {
	uint32_t magic;
	uint32_t labels;
	uint32_t slot_bits;
	uint32_t slots;     /* 2^slot_bits and the overflow behind */
	uint32_t rows;
	float scale;        /* weight in the file = trained weight * scale */
	uint32_t reserved[2];
} dtl_weights_header;

typedef struct dtl_weights {
	const unsigned char *slots; /* NULL: no model */
	uint32_t labels, stride, shift;
	float scale;
} dtl_weights;

/* Bytes of a slot for this many labels. */
static inline uint32_t dtl_weights_stride(uint32_t labels) { return 4 + (labels + 3) / 4 * 4; }
/* The 32 bits of a feature that the table knows it by. A feature whose bits are all set has no weights: empty slots answer it. */
static inline uint32_t dtl_weights_key(uint64_t feature) { return (uint32_t)(feature >> 32); }

/* Views a section; false (and a model without slots) if it is not well-formed or has not this many labels. */
bool dtl_weights_view(dtl_str section, uint32_t labels, dtl_weights *out);

/* Sets scores[DTL_WEIGHT_LABELS] to the sums of the weights of n features, n at most DTL_WEIGHT_FEATURES. */
void dtl_weights_sum(const dtl_weights *w, const uint64_t *features, size_t n, int16_t *scores);

#endif
