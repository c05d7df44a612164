#include "dateline.h"

const char *dtl_version(void)
{
	return DATELINE_VERSION;
}
