/* A linear model as a section of the model file: feature keys hashed to rows of integer weights, no strings.
 *
 * Layout, little-endian: header; 2^slot_bits slots {key, ref}; entries of 16 bits: label in the upper six, weight + 512 in the
 * lower ten. ref = first entry << 8 | count; count 0 marks an empty slot. Slots are probed linearly. */
#ifndef DTL_TEXT_WEIGHTS_H
#define DTL_TEXT_WEIGHTS_H

#include <stdbool.h>

#include "dateline/status.h"

enum { DTL_WEIGHT_LABELS = 64, DTL_WEIGHT_BIAS = 512, DTL_WEIGHTS_MAGIC = 0x31574c44 };

typedef struct dtl_weights_header {
	uint32_t magic;
	uint32_t labels;
	uint32_t slot_bits;
	uint32_t entries;
	float scale;        /* weight in the file = trained weight * scale */
	uint32_t reserved[3];
} dtl_weights_header;

typedef struct dtl_weights_slot {
	uint32_t key;
	uint32_t ref;
} dtl_weights_slot;

typedef struct dtl_weights {
	const dtl_weights_slot *slots; /* NULL: no model */
	const uint16_t *entries;
	uint32_t mask, entry_count, labels, shift;
	float scale;
} dtl_weights;

/* Views a section; false (and a model without slots) if it is not well-formed or has not this many labels. */
bool dtl_weights_view(dtl_str section, uint32_t labels, dtl_weights *out);

/* Adds the weights of n features to scores[labels]. */
void dtl_weights_add(const dtl_weights *w, const uint64_t *features, size_t n, int32_t *scores);

#endif
