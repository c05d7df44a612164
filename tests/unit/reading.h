/* What the tests of the readers share. */
#ifndef DTL_TESTS_READING_H
#define DTL_TESTS_READING_H

#include "base/str.h"
#include "dateline/read.h"

static inline void assert_str(dtl_str s, const char *expected)
{
	if (!dtl_str_eq(s, dtl_str_of(expected))) fail_msg("'%.*s' instead of '%s'", DTL_FMT(s), expected);
}

static inline dtl_article next_of(dtl_reader *r)
{
	dtl_article a;
	bool more;
	dtl_error err = DTL_ERROR_INIT;
	if (dtl_reader_next(r, &a, &more, &err) != DTL_OK) fail_msg("%s", err.message);
	assert_true(more);
	return a;
}

static inline void assert_end(dtl_reader *r)
{
	dtl_article a;
	bool more = true;
	assert_int_equal(dtl_reader_next(r, &a, &more, NULL), DTL_OK);
	assert_false(more);
	dtl_reader_close(r);
}

#endif
