#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static dtl_status fill(dtl_error *err, dtl_status code, const char *file, uint64_t line, uint64_t byte,
	const char *format, va_list args)
{
	if (!err) return code;
	/* file may point into *err itself */
	char name[sizeof err->file];
	snprintf(name, sizeof name, "%s", file ? file : "");
	char message[sizeof err->message];
	vsnprintf(message, sizeof message, format, args);
	*err = (dtl_error)DTL_ERROR_INIT;
	err->code = code;
	err->line = line;
	err->byte = byte;
	memcpy(err->file, name, sizeof name);
	memcpy(err->message, message, sizeof message);
	return code;
}

dtl_status dtl_fail(dtl_error *err, dtl_status code, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	fill(err, code, "", 0, 0, format, args);
	va_end(args);
	return code;
}

dtl_status dtl_fail_at(dtl_error *err, dtl_status code, const char *file, uint64_t line, uint64_t byte,
	const char *format, ...)
{
	va_list args;
	va_start(args, format);
	fill(err, code, file, line, byte, format, args);
	va_end(args);
	return code;
}

dtl_status dtl_fail_memory(dtl_error *err)
{
	return dtl_fail(err, DTL_ERR_MEMORY, "memory exhausted");
}

dtl_status dtl_fail_errno(dtl_error *err, dtl_status code, const char *verb, const char *path)
{
	char why[128];
#if defined(__GLIBC__) && defined(_GNU_SOURCE)
	const char *text = strerror_r(errno, why, sizeof why);
#else
	const char *text = strerror_r(errno, why, sizeof why) ? "unknown error" : why;
#endif
	return dtl_fail_at(err, code, path, 0, 0, "cannot %s '%s': %s", verb, path, text);
}
