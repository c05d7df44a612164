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

static void begin(dtl_json *j, const char *key)
{
	if (j->comma) dtl_buf_addc(j->out, ',');
	j->comma = true;
	if (!key) return;
	quoted(j->out, dtl_str_of(key));
	dtl_buf_addc(j->out, ':');
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
	begin(j, key);
	dtl_buf_printf(j->out, "%lld", (long long)value);
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
