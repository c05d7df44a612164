/* What the tests of the readers share. */
#ifndef DTL_TESTS_READING_H
#define DTL_TESTS_READING_H

#include <stdio.h>
#include <unistd.h>

#include "base/str.h"
#include "dateline/read.h"

static inline void assert_str(dtl_str s, const char *expected)
{
	if (!dtl_str_eq(s, dtl_str_of(expected))) fail_msg("'%.*s' instead of '%s'", DTL_FMT(s), expected);
}

/* A file for the inputs of a group of tests, made and removed by its fixtures. */
#define READING_FILE(name)                                                  \
	static char path[] = "/tmp/dateline-" name "-XXXXXX";                   \
	static int make_file(void **state)                                      \
	{                                                                       \
		(void)state;                                                        \
		int fd = mkstemp(path);                                             \
		return fd < 0 ? -1 : close(fd);                                     \
	}                                                                       \
	static int remove_file(void **state)                                    \
	{                                                                       \
		(void)state;                                                        \
		return unlink(path);                                                \
	}

/* Writes the bytes to the file and opens it. */
static inline dtl_reader *open_written(const char *file, const char *bytes, size_t len, const dtl_reader_spec *spec)
{
	FILE *f = fopen(file, "wb");
	assert_int_equal(fwrite(bytes, 1, len, f), len);
	fclose(f);
	dtl_reader *r = NULL;
	dtl_error err = DTL_ERROR_INIT;
	if (dtl_reader_open(file, spec, &r, &err) != DTL_OK) fail_msg("%s", err.message);
	return r;
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
