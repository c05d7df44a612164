/* The one place where errors are born. Break here in the debugger to see any failure at its source. */
#ifndef DTL_BASE_ERROR_H
#define DTL_BASE_ERROR_H

#include "dateline/status.h"

/* Fills *err (NULL is allowed) and returns code. */
DTL_MUST_CHECK dtl_status dtl_fail(dtl_error *err, dtl_status code, const char *format, ...) DTL_PRINTF(3, 4);
/* The same for an input: file, 1-based line, 0-based byte offset. */
DTL_MUST_CHECK dtl_status dtl_fail_at(dtl_error *err, dtl_status code, const char *file, uint64_t line, uint64_t byte,
	const char *format, ...) DTL_PRINTF(6, 7);
DTL_MUST_CHECK dtl_status dtl_fail_memory(dtl_error *err);
/* From errno: "cannot VERB 'path': No such file or directory"; DTL_ERR_NO_INPUT, DTL_ERR_CREATE or DTL_ERR_IO as given. */
DTL_MUST_CHECK dtl_status dtl_fail_errno(dtl_error *err, dtl_status code, const char *verb, const char *path);

#endif
