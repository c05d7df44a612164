/* MIME (RFC 2045 to 2047, 2231): headers, encodings and the parts of a message. Everything is borrowed from the message or in the
 * reader's record. */
#ifndef DTL_READ_MIME_H
#define DTL_READ_MIME_H

#include "read/reader.h"

/* A message or one of its parts. */
typedef struct dtl_mime {
	dtl_str headers, body;
} dtl_mime;

dtl_mime dtl_mime_split(dtl_str message); /* at the first empty line */
/* The field's value, unfolded and decoded to UTF-8; "" if there is none. */
dtl_str dtl_mime_field(dtl_reader *reader, const dtl_mime *part, const char *name);
/* A parameter of a field: charset, boundary ... */
dtl_str dtl_mime_parameter(dtl_reader *reader, const dtl_mime *part, const char *field, const char *name);
/* The body, its transfer encoding undone: bytes in its own charset. */
dtl_str dtl_mime_content(dtl_reader *reader, const dtl_mime *part);

/* The texts of a message: the first plain and the first HTML part that are no attachments, at any depth (at most 16). */
typedef struct dtl_mime_texts {
	dtl_mime plain, html; /* body.ptr is NULL where there is none */
} dtl_mime_texts;
void dtl_mime_find_texts(dtl_reader *reader, const dtl_mime *message, dtl_mime_texts *out);

#endif
