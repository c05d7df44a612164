/* The table of event patterns: read once, immutable, shared. */
#ifndef DTL_EXTRACT_EVENT_TABLE_H
#define DTL_EXTRACT_EVENT_TABLE_H

#include "dateline/status.h"

typedef struct dtl_event_table dtl_event_table;

/* Reads the shipped table, then the user's own at path (NULL: none), whose rows come first. A malformed row fails with
 * DTL_ERR_DATA, file and line; a missing shipped table with DTL_ERR_CONFIG. */
DTL_MUST_CHECK dtl_status dtl_event_table_open(const char *path, dtl_event_table **out, dtl_error *err);
void dtl_event_table_close(dtl_event_table *table); /* NULL is allowed */

#endif
