/* SHA-256 (FIPS 180-4) of short texts: for the content security policy of reports. */
#ifndef DTL_BASE_SHA256_H
#define DTL_BASE_SHA256_H

#include "base/str.h"

void dtl_sha256(dtl_str s, unsigned char digest[32]);
/* The digest in base64 with padding, NUL-terminated. */
void dtl_sha256_base64(dtl_str s, char out[45]);

#endif
