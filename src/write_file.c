#include "base/file.h"
#include "dateline/report.h"

dtl_status dtl_write_file(const char *path, const char *data, size_t len, dtl_error *err)
{
	return dtl_replace_file(path, (dtl_str){data, len}, err);
}
