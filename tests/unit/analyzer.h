/* The shipped analyzer for tests; without its data, which make builds before the tests, they fail. */
#ifndef DTL_TESTS_ANALYZER_H
#define DTL_TESTS_ANALYZER_H

#include "dateline/analyze.h"

static inline dtl_analyzer *shipped_analyzer(void)
{
	dtl_analyzer *analyzer = NULL;
	dtl_error err = DTL_ERROR_INIT;
	if (dtl_analyzer_open(NULL, &analyzer, &err) != DTL_OK) fail_msg("%s", err.message);
	return analyzer;
}

#endif
