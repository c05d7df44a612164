/* Writes a finished output to a file, atomically, or to standard output. */
#include <errno.h>
#include <string.h>

#include "cli/cli.h"

int dtl_cli_write(const char *path, const char *data, size_t len)
{
	if (!path || strcmp(path, "-") == 0) {
		fwrite(data, 1, len, stdout);
		return dtl_cli_finish(0);
	}
	dtl_error err = DTL_ERROR_INIT;
	return dtl_write_file(path, data, len, &err) == DTL_OK ? 0 : dtl_cli_error(&err);
}

const char *dtl_cli_errno(void)
{
	return strerror(errno);
}
