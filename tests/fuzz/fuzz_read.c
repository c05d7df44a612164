/* Fuzzes the readers: any bytes, as a file, to articles. With libFuzzer:
 *   clang -g -O1 -fsanitize=fuzzer,address,undefined ... tests/fuzz/fuzz_read.c output/build/libdateline.a
 * Without it (-DREPLAY) the program reads the files given. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/utf8.h"
#include "dateline/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(dtl_str s)
{
	if (!dtl_utf8_valid(s) || (s.len && memchr(s.ptr, 0, s.len))) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("fuzz", 0);
	if (fd < 0 || write(fd, data, size) != (ssize_t)size) abort();
	char path[40];
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	dtl_reader_spec spec = DTL_READER_SPEC_INIT;
	spec.want_spans = true;
	spec.max_bytes = 1 << 16;
	dtl_reader *r = NULL;
	if (dtl_reader_open(path, &spec, &r, NULL) == DTL_OK) {
		for (size_t calls = 0;; calls++) {
			dtl_article a;
			bool more = true;
			const dtl_span *spans;
			size_t count;
			dtl_status status = dtl_reader_next(r, &a, &more, NULL);
			if (status == DTL_OK && !more) break;
			if (calls > size + 10) abort(); /* must come to an end */
			if (status != DTL_OK) continue;
			const dtl_str strings[] = {a.id, a.title, a.text, a.date, a.source, a.url, a.lang};
			for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) check(strings[i]);
			dtl_reader_spans(r, &spans, &count);
			for (size_t i = 0; i < count; i++)
				if (spans[i].start >= spans[i].end || spans[i].end > a.text.len) abort();
		}
		dtl_reader_close(r);
	}
	close(fd);
	return 0;
}

#ifdef REPLAY
int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		FILE *f = fopen(argv[i], "rb");
		if (!f) continue;
		uint8_t *data = malloc(1 << 20);
		size_t n = fread(data, 1, 1 << 20, f);
		fclose(f);
		LLVMFuzzerTestOneInput(data, n);
		free(data);
	}
	return 0;
}
#endif
