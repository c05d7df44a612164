/* A folder: its files and those of the folders below it, in the order of their names. Hidden files and files whose names say
 * that they are no articles (images, styles, programs) are left out. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/error.h"
#include "read/reader.h"

#define MAX_FOLDERS 32 /* one below the other */

struct folder {
	dtl_reader *child;                 /* of the current file; NULL before one is opened */
	char *path[MAX_FOLDERS];
	struct dirent **entries[MAX_FOLDERS];
	int count[MAX_FOLDERS], at[MAX_FOLDERS];
	int depth;                         /* folders that are open */
};

static int is_shown(const struct dirent *entry)
{
	static const char *const other[] = {".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".ico", ".css", ".js", ".woff",
		".woff2", ".ttf", ".gpkg", ".mp4", ".mp3", ".zip"};
	dtl_str name = dtl_str_of(entry->d_name);
	if (name.len == 0 || name.ptr[0] == '.') return 0;
	for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
		dtl_str ending = dtl_str_of(other[i]);
		if (name.len > ending.len && dtl_str_eq_nocase(dtl_str_sub(name, name.len - ending.len, name.len), ending)) return 0;
	}
	return 1;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static dtl_status enter(struct folder *f, char *path, dtl_error *err)
{
	if (f->depth == MAX_FOLDERS) {
		dtl_status status = dtl_fail_at(err, DTL_ERR_DATA, path, 0, 0, "more than %d folders one below the other: '%s'",
			MAX_FOLDERS, path);
		free(path);
		return status;
	}
	int n = scandir(path, &f->entries[f->depth], is_shown, by_name);
	if (n < 0) {
		dtl_status status = dtl_fail_errno(err, DTL_ERR_NO_INPUT, "read", path);
		free(path);
		return status;
	}
	f->path[f->depth] = path;
	f->count[f->depth] = n;
	f->at[f->depth++] = 0;
	return DTL_OK;
}

static void leave(struct folder *f)
{
	int d = --f->depth;
	for (int i = 0; i < f->count[d]; i++) free(f->entries[d][i]);
	free(f->entries[d]);
	free(f->path[d]);
}

/* Opens the next file; *found is false at the end. A file that cannot be opened is an error of its own. */
static dtl_status open_next_file(dtl_reader *r, bool *found, dtl_error *err)
{
	struct folder *f = r->state;
	*found = false;
	while (f->depth) {
		int d = f->depth - 1;
		if (f->at[d] == f->count[d]) {
			leave(f);
			continue;
		}
		char *path;
		if (asprintf(&path, "%s/%s", f->path[d], f->entries[d][f->at[d]++]->d_name) < 0) return dtl_fail_memory(err);
		struct stat st;
		*found = true;
		if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
			dtl_status status = enter(f, path, err);
			if (status != DTL_OK) return status;
			continue;
		}
		dtl_status status = stat(path, &st) == 0 && S_ISREG(st.st_mode)
			? dtl_reader_open(path, &r->spec, &f->child, err)
			: dtl_fail_at(err, DTL_ERR_NO_INPUT, path, 0, 0, "'%s' is not a regular file", path);
		/* the folder goes on behind a file that cannot be opened */
		if (status != DTL_OK && status != DTL_ERR_MEMORY) {
			dtl_error why = err ? *err : (dtl_error)DTL_ERROR_INIT;
			status = dtl_fail_at(err, DTL_ERR_DATA, path, why.line ? why.line : 1, why.byte, "%s", why.message);
		}
		free(path);
		return status;
	}
	*found = false;
	return DTL_OK;
}

static dtl_status start(dtl_reader *r, dtl_error *err)
{
	struct folder *f = calloc(1, sizeof *f);
	char *path = strdup(r->path);
	if (!f || !path) {
		free(f);
		free(path);
		return dtl_fail_memory(err);
	}
	while (strlen(path) > 1 && path[strlen(path) - 1] == '/') path[strlen(path) - 1] = '\0';
	r->state = f;
	return enter(f, path, err);
}

static dtl_status next(dtl_reader *r, dtl_article *out, bool *more, dtl_error *err)
{
	dtl_status status = r->state ? DTL_OK : start(r, err);
	if (status != DTL_OK) {
		r->done = true;
		return status;
	}
	struct folder *f = r->state;
	for (;;) {
		if (f->child) {
			status = dtl_reader_next(f->child, out, more, err);
			r->repaired = f->child->repaired;
			r->spans = f->child->spans;
			r->span_count = f->child->span_count;
			r->has_spans = f->child->has_spans;
			if (status == DTL_ERR_IO) { /* of that file only; its reader stands at its end now */
				dtl_error why = err ? *err : (dtl_error)DTL_ERROR_INIT;
				return dtl_fail_at(err, DTL_ERR_DATA, f->child->path, why.line ? why.line : 1, why.byte, "%s", why.message);
			}
			if (status != DTL_OK || *more) return status;
			dtl_reader_close(f->child);
			f->child = NULL;
		}
		bool found;
		status = open_next_file(r, &found, err);
		if (status != DTL_OK || !found) return status;
	}
}

static void close_folder(dtl_reader *r)
{
	struct folder *f = r->state;
	if (!f) return;
	dtl_reader_close(f->child);
	while (f->depth) leave(f);
	free(f);
}

const dtl_format dtl_format_folder = {"folder", next, close_folder};
