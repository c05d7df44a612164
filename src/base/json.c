#include "base/json.h"

#include <math.h>

static void quoted(dtl_buf *out, dtl_str s)
{
	static const char hex[] = "0123456789abcdef";
	dtl_buf_addc(out, '"');
	size_t from = 0;
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		if (c >= 0x20 && c != '"' && c != '\\' && c != '<' && c != 0x7f) continue;
		dtl_buf_add(out, dtl_str_sub(s, from, i));
		from = i + 1;
		if (c == '"' || c == '\\') {
			dtl_buf_addc(out, '\\');
			dtl_buf_addc(out, (char)c);
		} else if (c == '\n') {
			dtl_buf_addz(out, "\\n");
		} else {
			char u[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
			dtl_buf_add(out, (dtl_str){u, 6});
		}
	}
	dtl_buf_add(out, dtl_str_sub(s, from, s.len));
	dtl_buf_addc(out, '"');
}

/* Keys are ours: plain letters. */
static void begin(dtl_json *j, const char *key)
{
	size_t length = key ? strlen(key) : 0, n = 0;
	dtl_buf_reserve(j->out, length + 4);
	char *p = j->out->data + j->out->len;
	if (j->comma) p[n++] = ',';
	j->comma = true;
	if (key) {
		p[n++] = '"';
		memcpy(p + n, key, length);
		n += length;
		p[n++] = '"';
		p[n++] = ':';
	}
	p[n] = '\0';
	j->out->len += n;
}

void dtl_json_open(dtl_json *j, const char *key, char bracket)
{
	begin(j, key);
	dtl_buf_addc(j->out, bracket);
	j->comma = false;
}

void dtl_json_close(dtl_json *j, char bracket)
{
	dtl_buf_addc(j->out, bracket);
	j->comma = true;
}

void dtl_json_str(dtl_json *j, const char *key, dtl_str value)
{
	begin(j, key);
	quoted(j->out, value);
}

void dtl_json_str_or_null(dtl_json *j, const char *key, dtl_str value)
{
	if (value.len) dtl_json_str(j, key, value);
	else dtl_json_null(j, key);
}

void dtl_json_int(dtl_json *j, const char *key, int64_t value)
{
	char text[24];
	size_t at = sizeof text;
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	do text[--at] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (value < 0) text[--at] = '-';
	begin(j, key);
	dtl_buf_add(j->out, (dtl_str){text + at, sizeof text - at});
}

void dtl_json_number(dtl_json *j, const char *key, double value, int digits)
{
	if (!isfinite(value)) {
		dtl_json_null(j, key);
		return;
	}
	begin(j, key);
	dtl_buf_number(j->out, value, digits);
}

void dtl_json_bool(dtl_json *j, const char *key, bool value)
{
	begin(j, key);
	dtl_buf_addz(j->out, value ? "true" : "false");
}

void dtl_json_null(dtl_json *j, const char *key)
{
	begin(j, key);
	dtl_buf_addz(j->out, "null");
}

void dtl_json_raw(dtl_json *j, const char *key, dtl_str json)
{
	begin(j, key);
	dtl_buf_add(j->out, json);
}
