/* Base64 (RFC 4648, section 4) into a buffer. */
#ifndef DTL_REPORT_BASE64_H
#define DTL_REPORT_BASE64_H

#include "base/str.h"

void dtl_base64(dtl_buf *out, dtl_str data);

#endif
