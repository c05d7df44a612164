/* A JSON writer (RFC 8259) that appends to a buffer. `<` is written as \u003c, so that JSON may stand in HTML.
 * (Reading is json-c's work; writing is ours for speed and for fixed key order.) */
#ifndef DTL_BASE_JSON_H
#define DTL_BASE_JSON_H

#include "base/str.h"

typedef struct dtl_json {
	dtl_buf *out;
	bool comma; /* a value stands before at this level */
} dtl_json;

/* key is NULL inside an array and at the top. */
void dtl_json_open(dtl_json *j, const char *key, char bracket); /* '{' or '[' */
void dtl_json_close(dtl_json *j, char bracket);                 /* '}' or ']' */
void dtl_json_str(dtl_json *j, const char *key, dtl_str value);
void dtl_json_str_or_null(dtl_json *j, const char *key, dtl_str value); /* null where value is empty */
void dtl_json_int(dtl_json *j, const char *key, int64_t value);
void dtl_json_number(dtl_json *j, const char *key, double value, int digits); /* null if not finite */
void dtl_json_bool(dtl_json *j, const char *key, bool value);
void dtl_json_null(dtl_json *j, const char *key);
void dtl_json_raw(dtl_json *j, const char *key, dtl_str json);

#endif
