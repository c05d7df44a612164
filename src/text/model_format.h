/* The model file: header, table of sections, sections each aligned to 16 bytes. Little-endian. Written by
 * gazetteer/weights/pack.c, read by model.c. Each section comes from one file gazetteer/weights/NAME.bin.zst. */
#ifndef DTL_TEXT_MODEL_FORMAT_H
#define DTL_TEXT_MODEL_FORMAT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { DTL_MODEL_VERSION = 1, DTL_MODEL_SECTIONS = 64 };

typedef struct dtl_model_header {
	char magic[8];      /* "DTLMODEL" */
	uint32_t version;
	uint32_t sections;  /* entries of the table behind the header */
	uint64_t size;      /* of the file */
	uint64_t checksum;  /* of all bytes behind the header */
} dtl_model_header;

typedef struct dtl_model_section_entry {
	char name[16];      /* padded with NUL */
	uint64_t offset;    /* from the start of the file, a multiple of 16 */
	uint64_t size;
} dtl_model_section_entry;

/* Four lanes of eight bytes: a few GB/s, so that checking does not delay the start. Against accident, not malice. */
static inline uint64_t dtl_model_checksum(const void *data, size_t size)
{
	const unsigned char *p = data;
	uint64_t lane[4] = {1, 2, 3, 4};
	for (; size >= 32; p += 32, size -= 32) {
		for (int i = 0; i < 4; i++) {
			uint64_t w;
			memcpy(&w, p + 8 * i, 8);
			lane[i] = (lane[i] ^ w) * 0xd6e8feb86659fd93u;
			lane[i] ^= lane[i] >> 29;
		}
	}
	uint64_t h = size;
	for (; size > 0; p++, size--) h = (h ^ *p) * 0x100000001b3u;
	for (int i = 0; i < 4; i++) h = (h ^ lane[i]) * 0xd6e8feb86659fd93u, h ^= h >> 32;
	return h;
}

#endif
