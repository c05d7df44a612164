/* Files: mapping read-only, replacing atomically, and finding the data files that the program ships. */
#ifndef DTL_BASE_FILE_H
#define DTL_BASE_FILE_H

#include "base/str.h"

typedef struct dtl_mapping {
	const void *data; /* page-aligned; NULL for an empty file */
	size_t size;
} dtl_mapping;

/* Maps a regular file read-only and private. Fails with code (DTL_ERR_NO_INPUT, DTL_ERR_CONFIG ...). */
DTL_MUST_CHECK dtl_status dtl_map_file(const char *path, dtl_status code, dtl_mapping *out, dtl_error *err);
void dtl_unmap_file(dtl_mapping *mapping);
/* Gives the pages back until they are read again. */
void dtl_forget_pages(const dtl_mapping *mapping);

/* Writes data to path so that a reader sees the old file or the whole new one: temporary file, fsync, rename. */
DTL_MUST_CHECK dtl_status dtl_replace_file(const char *path, dtl_str data, dtl_error *err);

/* The full path of a shipped data file, "dateline.gaz" say: $DATELINE_DATA if set, else the folder of the running program,
 * its ../share/dateline, and the folder of the installation. `what` and `mend` make the message of DTL_ERR_CONFIG. */
DTL_MUST_CHECK dtl_status dtl_data_path(const char *name, const char *what, const char *mend, char *out, size_t size, dtl_error *err);

#endif
