/* A linear model as a section of the model file: feature keys hashed to rows of integer weights, no strings.
 *
 * Layout, little-endian: header; slots {key, ref}; entries of 16 bits: label in the upper six, weight + 512 in the lower ten.
 * ref = first entry << 8 | count. A key's home is its upper slot_bits bits; keys ascend over the whole table (ordered linear probing,
 * Amble and Knuth 1974), so that a search ends at the first key that is not smaller, found or not. Empty slots hold the greatest
 * key and count 0; the last slot is empty. */
#ifndef DTL_TEXT_WEIGHTS_H
#define DTL_TEXT_WEIGHTS_H

#include <stdbool.h>

#include "dateline/status.h"

enum { DTL_WEIGHT_LABELS = 64, DTL_WEIGHT_BIAS = 512, DTL_WEIGHTS_MAGIC = 0x32574c44 };

typedef struct dtl_weights_header {
	uint32_t magic;
	uint32_t labels;
	uint32_t slot_bits;
	uint32_t slots;     /* 2^slot_bits and the overflow behind */
	uint32_t entries;
	float scale;        /* weight in the file = trained weight * scale */
	uint32_t reserved[2];
} dtl_weights_header;

typedef struct dtl_weights_slot {
	uint32_t key;
	uint32_t ref;
} dtl_weights_slot;

typedef struct dtl_weights {
	const dtl_weights_slot *slots; /* NULL: no model */
	const uint16_t *entries;
	uint32_t entry_count, labels, shift;
	float scale;
} dtl_weights;

/* The 32 bits of a feature that the table knows it by. */
static inline uint32_t dtl_weights_key(uint64_t feature) { return (uint32_t)(feature >> 32) == UINT32_MAX ? 0 : (uint32_t)(feature >> 32); }

/* Views a section; false (and a model without slots) if it is not well-formed or has not this many labels. */
bool dtl_weights_view(dtl_str section, uint32_t labels, dtl_weights *out);

/* Adds the weights of n features to scores[labels]. */
void dtl_weights_add(const dtl_weights *w, const uint64_t *features, size_t n, int32_t *scores);

#endif
