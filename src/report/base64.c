#include "report/base64.h"

void dtl_base64(dtl_buf *out, dtl_str data)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *d = (const unsigned char *)data.ptr;
	size_t len = data.len;
	dtl_buf_reserve(out, len / 3 * 4 + 8);
	for (size_t i = 0; i < len; i += 3) {
		uint32_t v = (uint32_t)d[i] << 16 | (i + 1 < len ? (uint32_t)d[i + 1] << 8 : 0) | (i + 2 < len ? d[i + 2] : 0);
		dtl_buf_addc(out, digits[v >> 18]);
		dtl_buf_addc(out, digits[v >> 12 & 63]);
		dtl_buf_addc(out, i + 1 < len ? digits[v >> 6 & 63] : '=');
		dtl_buf_addc(out, i + 2 < len ? digits[v & 63] : '=');
	}
}
