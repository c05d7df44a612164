/* The name normaliser, against the table tests/cases/normal.tsv and by its laws. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/normal.h"

static void table(void **state)
{
	(void)state;
	const char *root = getenv("DATELINE_TESTS");
	char path[1024], line[1024], key[DTL_NORMAL_MAX];
	snprintf(path, sizeof path, "%s/cases/normal.tsv", root ? root : "tests");
	FILE *f = fopen(path, "r");
	assert_non_null(f);
	int rows = 0;
	while (fgets(line, sizeof line, f)) {
		dtl_str rest = dtl_str_of(line);
		if (line[0] == '#')
			continue;
		if (dtl_str_ends(rest, DTL_STR("\n")))
			rest.len--;
		dtl_str name = dtl_str_cut(&rest, '\t'), want = rest;
		size_t n = dtl_normal_key(name, key);
		if (dtl_str_eq(want, DTL_STR("-")))
			want.len = 0;
		if (!dtl_str_eq((dtl_str){key, n}, want))
			fail_msg("key of '%.*s' is '%.*s', not '%.*s'", DTL_FMT(name), (int)n, key, DTL_FMT(want));
		rows++;
	}
	fclose(f);
	assert_true(rows > 60);
}

static void lengths(void **state)
{
	(void)state;
	char name[2000], key[DTL_NORMAL_MAX];
	memset(name, 'a', sizeof name);
	assert_int_equal(dtl_normal_key((dtl_str){name, DTL_NORMAL_MAX}, key), DTL_NORMAL_MAX);
	assert_int_equal(dtl_normal_key((dtl_str){name, DTL_NORMAL_MAX + 1}, key), 0);
	memcpy(name, "St. ", 4);
	assert_int_equal(dtl_normal_key((dtl_str){name, DTL_NORMAL_MAX - 2}, key), DTL_NORMAL_MAX);
	assert_int_equal(dtl_normal_key((dtl_str){name, DTL_NORMAL_MAX}, key), 0);
	assert_int_equal(dtl_normal_key(DTL_STR_NONE, key), 0);
}

/* Whatever bytes come in, the key is valid UTF-8, without doubled or outer spaces, and its own fold is itself. */
static void any_bytes(void **state)
{
	(void)state;
	uint64_t x = 88172645463325252u;
	for (int round = 0; round < 20000; round++) {
		char in[48], key[DTL_NORMAL_MAX], again[DTL_NORMAL_MAX];
		size_t len = 0;
		while (len + 4 <= sizeof in) {
			x ^= x << 13, x ^= x >> 7, x ^= x << 17;
			if (x % 3 == 0)
				in[len++] = (char)(x >> 8);
			else if (x % 3 == 1)
				in[len++] = " .'-aZ1,"[(x >> 8) % 8];
			else
				len += dtl_utf8_put((uint32_t)((x >> 8) % 0x3200), in + len);
		}
		size_t n = dtl_normal_fold((dtl_str){in, len}, key);
		assert_true(dtl_utf8_valid((dtl_str){key, n}));
		assert_false(n && (key[0] == ' ' || key[n - 1] == ' '));
		assert_null(n ? memmem(key, n, "  ", 2) : NULL);
		size_t m = dtl_normal_fold((dtl_str){key, n}, again);
		assert_int_equal(n, m);
		assert_memory_equal(key, again, n);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(table), cmocka_unit_test(lengths), cmocka_unit_test(any_bytes)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
