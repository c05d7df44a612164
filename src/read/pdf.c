/* PDF through pdftotext (poppler-utils), a program of its own: what is wrong in a PDF cannot harm this one. It gets the bytes on its
 * standard input and no file name, is started without a shell, and may use so much processor time, memory and output and no more. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "read/reader.h"

#define PROGRAM "pdftotext"
#define MAX_SECONDS 60
#define MAX_MEMORY ((rlim_t)2 << 30)

/* The program's path, looked for in $PATH; false if it is in none of its folders. */
static bool find_program(char *out, size_t size)
{
	const char *path = getenv("PATH");
	dtl_str rest = dtl_str_of(path ? path : "/usr/local/bin:/usr/bin:/bin");
	while (rest.ptr) {
		dtl_str folder = dtl_str_cut(&rest, ':');
		int n = snprintf(out, size, "%.*s/%s", DTL_FMT(folder), PROGRAM);
		if (folder.len && folder.ptr[0] == '/' && n > 0 && (size_t)n < size && access(out, X_OK) == 0) return true;
	}
	return false;
}

/* The whole input in a file in memory, at its beginning. */
static dtl_status spool(dtl_reader *r, int *out, dtl_error *err)
{
	size_t max = 4 * r->spec.max_bytes, size = 0;
	int fd = memfd_create("pdf", MFD_CLOEXEC);
	if (fd < 0) return dtl_fail_errno(err, DTL_ERR_IO, "read", r->path);
	for (;;) {
		dtl_status status = dtl_stream_want(&r->stream, 1, err);
		dtl_str w = dtl_stream_window(&r->stream);
		size += w.len;
		if (status == DTL_OK && size > max)
			status = dtl_fail_at(err, DTL_ERR_DATA, r->path, 1, 0, "'%s' is longer than %zu bytes", r->path, max);
		if (status == DTL_OK && w.len && write(fd, w.ptr, w.len) != (ssize_t)w.len) status = dtl_fail_errno(err, DTL_ERR_IO, "read", r->path);
		if (status != DTL_OK) {
			close(fd);
			return status;
		}
		if (w.len == 0) break;
		dtl_stream_skip(&r->stream, w.len);
	}
	lseek(fd, 0, SEEK_SET);
	*out = fd;
	return DTL_OK;
}

/* Behind fork, where only async-signal-safe calls are allowed. */
static _Noreturn void be_child(const char *program, int in, int out)
{
	char name[] = PROGRAM, quiet[] = "-q", enc[] = "-enc", utf8[] = "UTF-8", eol[] = "-eol", kind[] = "unix", dash[] = "-", dash2[] = "-";
	char path[] = "PATH=/usr/bin:/bin", locale[] = "LC_ALL=C";
	char *argv[] = {name, quiet, enc, utf8, eol, kind, dash, dash2, NULL}, *envp[] = {path, locale, NULL};
	const struct rlimit cpu = {MAX_SECONDS, MAX_SECONDS}, memory = {MAX_MEMORY, MAX_MEMORY}, none = {0, 0};
	setrlimit(RLIMIT_CPU, &cpu);
	setrlimit(RLIMIT_AS, &memory);
	setrlimit(RLIMIT_CORE, &none);
	setrlimit(RLIMIT_FSIZE, &none); /* it has no file to write */
	int null = open("/dev/null", O_WRONLY);
	if (dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0 || dup2(null, STDERR_FILENO) < 0) _exit(126);
	execve(program, argv, envp);
	_exit(127);
}

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* What the child writes, at most max bytes, until it ends or the time is over. NULL: all is well; else what is wrong. */
static const char *drain(int fd, char *to, size_t max, size_t *len)
{
	int64_t deadline = now_ms() + 1000 * (int64_t)MAX_SECONDS;
	*len = 0;
	for (;;) {
		int64_t left = deadline - now_ms();
		struct pollfd p = {fd, POLLIN, 0};
		int ready = left > 0 ? poll(&p, 1, (int)left) : 0;
		if (ready == 0) return "pdftotext took too long";
		if (ready < 0 && errno != EINTR) return "pdftotext cannot be waited for";
		if (ready < 0) continue;
		ssize_t n = read(fd, to + *len, max + 1 - *len);
		if (n == 0) return NULL;
		if (n < 0 && errno != EINTR) return "pdftotext cannot be read from";
		*len += n > 0 ? (size_t)n : 0;
		if (*len > max) return "its text is too long";
	}
}

static const char *run(const char *program, int in, char *to, size_t max, size_t *len)
{
	int ends[2], how = 0;
	if (pipe2(ends, O_CLOEXEC) != 0) return "no pipe to pdftotext";
	pid_t pid = fork();
	if (pid == 0) be_child(program, in, ends[1]);
	close(ends[1]);
	const char *fault = pid < 0 ? "pdftotext cannot be started" : drain(ends[0], to, max, len);
	close(ends[0]);
	if (pid < 0) return fault;
	if (fault) kill(pid, SIGKILL);
	pid_t got;
	do got = waitpid(pid, &how, 0);
	while (got < 0 && errno == EINTR);
	if (!fault && got == pid && (!WIFEXITED(how) || WEXITSTATUS(how) != 0)) fault = "pdftotext cannot read it (damaged, or locked with a password)";
	return fault;
}

/* ---- its text ---- */

static bool lower(char c)
{
	return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* Lines joined to paragraphs, which empty lines part; a word that a line's end divides is made whole; lines of nothing but a page's
 * number go. */
static dtl_str paragraphs(dtl_arena *arena, dtl_str s)
{
	dtl_buf out = {.arena = arena};
	bool open = false; /* a paragraph goes on */
	while (s.ptr) {
		dtl_str line = dtl_str_cut(&s, '\n');
		bool page = line.len && line.ptr[0] == '\f';
		line = dtl_str_trim(line);
		int64_t number;
		if (line.len == 0 || (line.len <= 4 && dtl_str_to_int(line, &number))) {
			open = open && page; /* a paragraph may go on behind the page's end */
			continue;
		}
		if (!open && out.len) dtl_buf_addz(&out, "\n\n");
		if (open && out.len > 1 && out.data[out.len - 1] == '-' && lower(out.data[out.len - 2]) && lower(line.ptr[0])) out.len--;
		else if (open) dtl_buf_addc(&out, ' ');
		dtl_buf_add(&out, line);
		open = true;
	}
	return dtl_buf_str(&out);
}

static dtl_status next(dtl_reader *r, dtl_article *out, bool *more, dtl_error *err)
{
	char program[4096];
	r->done = true;
	if (!find_program(program, sizeof program))
		return dtl_fail_at(err, DTL_ERR_CONFIG, r->path, 1, 0, "'%s' is a PDF, which " PROGRAM " would read: install the package poppler-utils", r->path);
	char *text = dtl_arena_alloc(&r->record, r->spec.max_bytes + 1); /* before there is anything that could be lost */
	int in = -1;
	dtl_status status = spool(r, &in, err);
	if (status != DTL_OK) return status;
	size_t len = 0;
	const char *fault = run(program, in, text, r->spec.max_bytes, &len);
	close(in);
	if (fault) return dtl_fail_at(err, DTL_ERR_DATA, r->path, 1, 0, "cannot read '%s': %s", r->path, fault);
	out->text = paragraphs(&r->record, dtl_reader_utf8(r, (dtl_str){text, len}));
	if (out->text.len == 0) return dtl_fail_at(err, DTL_ERR_DATA, r->path, 1, 0, "'%s' has no text: scanned pages need OCR first", r->path);
	*more = true;
	return DTL_OK;
}

const dtl_format dtl_format_pdf = {"PDF", next, NULL};
