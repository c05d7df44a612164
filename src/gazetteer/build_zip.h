/* The table within a zip archive. */
#ifndef DTL_GAZETTEER_BUILD_ZIP_H
#define DTL_GAZETTEER_BUILD_ZIP_H

#include "gazetteer/build.h"

typedef struct dtl_gaz_zip_entry {
	uint64_t at;     /* of its packed bytes in the file */
	uint64_t size;   /* of the packed bytes; 0: the archive holds no table */
	uint16_t method; /* 0 stored, 8 deflated */
	uint32_t crc;    /* of the unpacked bytes */
} dtl_gaz_zip_entry;

/* Finds the largest .txt, .csv or .tsv of the archive and leaves the file at its packed bytes. */
DTL_MUST_CHECK dtl_status dtl_gaz_zip_find(FILE *in, const char *path, dtl_gaz_zip_entry *out, dtl_error *err);

#endif
