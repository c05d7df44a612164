#include "cli/pandoc_run.h"

#include <dirent.h>
#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int dtl_cli_pandoc_begin(dtl_cli_pandoc *p)
{
	snprintf(p->folder, sizeof p->folder, "/tmp/dateline-report-XXXXXX");
	if (!mkdtemp(p->folder)) {
		fprintf(stderr, "dateline: cannot create '%s': %s\n", p->folder, dtl_cli_errno());
		p->folder[0] = '\0';
		return DTL_ERR_CREATE;
	}
	strcat(p->folder, "/");
	return 0;
}

void dtl_cli_pandoc_end(dtl_cli_pandoc *p)
{
	DIR *d = p->folder[0] ? opendir(p->folder) : NULL;
	char path[400];
	for (const struct dirent *e; d && (e = readdir(d));) {
		snprintf(path, sizeof path, "%s%s", p->folder, e->d_name);
		if (e->d_name[0] != '.') unlink(path);
	}
	if (d) closedir(d);
	if (p->folder[0]) rmdir(p->folder);
	p->folder[0] = '\0';
}

/* Runs pandoc in the folder; 0 or an exit code. Without a file named by an absolute path it would look there. */
static int run(const char *folder, char *const *argv)
{
	posix_spawn_file_actions_t actions;
	if (posix_spawn_file_actions_init(&actions) != 0) return DTL_ERR_MEMORY;
	pid_t child;
	int wrong = posix_spawn_file_actions_addchdir_np(&actions, folder), status = 0;
	if (!wrong) wrong = posix_spawnp(&child, argv[0], &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (wrong == ENOENT) {
		fputs("dateline: DOCX and ODT need 'pandoc', which is not installed: apt-get install pandoc\n", stderr);
		return DTL_ERR_CONFIG;
	}
	if (wrong) {
		fprintf(stderr, "dateline: cannot start 'pandoc': %s\n", strerror(wrong));
		return DTL_ERR_CONFIG;
	}
	while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127) fputs("dateline: DOCX and ODT need 'pandoc', which is not installed: apt-get install pandoc\n", stderr);
	else fputs("dateline: 'pandoc' failed\n", stderr);
	return DTL_ERR_CONFIG;
}

static int deliver(const char *path, const char *output)
{
	FILE *f = fopen(path, "rb");
	long size = f && fseek(f, 0, SEEK_END) == 0 ? ftell(f) : -1;
	char *data = size > 0 ? malloc((size_t)size) : NULL;
	bool good = data && fseek(f, 0, SEEK_SET) == 0 && fread(data, 1, (size_t)size, f) == (size_t)size;
	if (f) fclose(f);
	int code = good ? dtl_cli_write(output, data, (size_t)size) : DTL_ERR_IO;
	if (!good) fprintf(stderr, "dateline: cannot read '%s'\n", path);
	free(data);
	return code;
}

int dtl_cli_pandoc_convert(const dtl_cli_pandoc *p, const char *text, size_t len, const char *format, const char *reference, const char *title,
	const char *output)
{
	char source[100], made[100], *styles = NULL, *named = NULL;
	snprintf(source, sizeof source, "%sreport.md", p->folder);
	snprintf(made, sizeof made, "%sreport.%s", p->folder, format);
	dtl_error err = DTL_ERROR_INIT;
	if (dtl_write_file(source, text, len, &err) != DTL_OK) return dtl_cli_error(&err);
	char *whole = reference ? realpath(reference, NULL) : NULL; /* pandoc runs elsewhere */
	if (reference && !whole) {
		fprintf(stderr, "dateline: cannot open '%s': %s\n", reference, dtl_cli_errno());
		return DTL_ERR_NO_INPUT;
	}
	int code = DTL_ERR_MEMORY;
	const bool sized = asprintf(&styles, "--reference-doc=%s", whole ? whole : "") >= 0 && asprintf(&named, "--metadata=pagetitle:%s", title) >= 0;
	if (sized) {
		char *argv[] = {(char[]){"pandoc"}, (char[]){"--from=commonmark+pipe_tables"}, (char[]){"--standalone"}, named, (char[]){"-o"}, made, source,
			whole ? styles : NULL, NULL};
		code = run(p->folder, argv);
	}
	if (!code) code = deliver(made, output);
	free(styles);
	free(named);
	free(whole);
	return code;
}
