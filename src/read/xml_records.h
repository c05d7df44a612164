/* Elements of one kind in a stream of XML, one at a time: feeds and wire services put any number of articles into one document.
 * Only the element that is being read is in memory, what is wrong in one does not touch the others, and what a document type
 * declares is unknown inside an element, so no entity of a document is ever expanded. */
#ifndef DTL_READ_XML_RECORDS_H
#define DTL_READ_XML_RECORDS_H

#include <libxml/tree.h>

#include "read/reader.h"

/* What stands before the first element, as far as it was told: at most 64 KiB. Freed by the caller. Elements that are open there
 * count as closed. *encoding: what the document declares, "" if nothing. */
DTL_MUST_CHECK dtl_status dtl_xml_head(dtl_reader *reader, const char *const *names, char encoding[40], xmlDoc **out, dtl_error *err);
/* The next element whose local name is one of names (NULL-terminated), as a document in reader->page. At the end *more is false.
 * An element that is not closed, or longer than four times spec.max_bytes, is an error; the reader stands behind it. */
DTL_MUST_CHECK dtl_status dtl_xml_next(dtl_reader *reader, const char *const *names, const char *encoding, dtl_stream_line *at, bool *more,
	dtl_error *err);

/* Elements by local name, whatever their prefix. */
bool dtl_xml_is(const xmlNode *node, const char *name);
const xmlNode *dtl_xml_child(const xmlNode *node, const char *name);
const xmlNode *dtl_xml_find(const xmlNode *root, const char *name); /* the first in document order, root included */
/* The text of the first child, of the first element below node, of this name; "" if there is none. */
dtl_str dtl_xml_child_text(dtl_arena *arena, const xmlNode *node, const char *name);
dtl_str dtl_xml_text(dtl_arena *arena, const xmlNode *node, const char *name);

#endif
