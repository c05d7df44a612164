/* Opening and closing: the lock, a new store, and the handle. */
#include <cpl_conv.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "module/module.h"
#include "store/store.h"

/* GDAL gives meaning to some paths; ours are files. */
static dtl_status check_path(const char *path, dtl_error *err)
{
	if (strncmp(path, "/vsi", 4) == 0) return dtl_fail(err, DTL_ERR_USAGE, "'%s' is a path inside GDAL, not a file", path);
	if (!dtl_store_is_server(path) && strstr(path, "://"))
		return dtl_fail(err, DTL_ERR_USAGE, "cannot open '%s': a store is the path of a GeoPackage or postgresql://...", path);
	if (strlen(path) > 4000) return dtl_fail(err, DTL_ERR_USAGE, "path too long: '%.200s'", path);
	return DTL_OK;
}

static void remove_draft(const char *draft)
{
	char journal[4300];
	unlink(draft);
	snprintf(journal, sizeof journal, "%s-journal", draft);
	unlink(journal);
}

/* Makes the store at path by way of the draft, a name beside it. The caller holds the folder's lock, so a draft that is there was
 * left by a process that died. */
static dtl_status make_by_draft(const char *path, const char *draft, dtl_error *err)
{
	if (access(path, F_OK) == 0) return DTL_OK; /* another process was faster: its store is taken */
	remove_draft(draft);
	int fd = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd < 0) return dtl_fail_errno(err, DTL_ERR_CREATE, "create", path);
	close(fd);
	unlink(draft); /* GDAL insists on making the file itself */
	dtl_status status = dtl_store_create(draft, err);
	if (status == DTL_OK && rename(draft, path) != 0) status = dtl_fail_errno(err, DTL_ERR_CREATE, "create", path);
	if (status != DTL_OK) remove_draft(draft);
	return status;
}

/* A new store is made under another name, complete and closed, and then moved to its place: whoever sees it sees a sound one. */
static dtl_status create_store(const char *path, dtl_error *err)
{
	char draft[4200], folder[4200];
	snprintf(draft, sizeof draft, "%s.new.gpkg", path);
	snprintf(folder, sizeof folder, "%s", path);
	char *slash = strrchr(folder, '/');
	if (slash) slash[slash == folder] = '\0';
	dtl_status status = dtl_gdal_check_data(err);
	if (status != DTL_OK) return status;
	int lock = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (lock < 0) return dtl_fail_errno(err, DTL_ERR_CREATE, "create", path);
	while (flock(lock, LOCK_EX) != 0 && errno == EINTR) {}
	status = make_by_draft(path, draft, err);
	close(lock);
	return status;
}

static dtl_status take_lock(dtl_store *s, dtl_error *err)
{
	struct stat mine, there;
	s->lock = open(s->path, O_RDWR | O_CLOEXEC);
	if (s->lock < 0) return dtl_fail_errno(err, errno == ENOENT ? DTL_ERR_NO_INPUT : DTL_ERR_CREATE, "write to store", s->path);
	if (flock(s->lock, LOCK_EX | LOCK_NB) != 0) {
		if (errno == EWOULDBLOCK)
			return dtl_fail_at(err, DTL_ERR_LOCKED, s->path, 0, 0, "store '%s' is locked: another process is writing to it", s->path);
		return dtl_fail_errno(err, DTL_ERR_IO, "lock", s->path);
	}
	if (fstat(s->lock, &mine) != 0 || stat(s->path, &there) != 0 || mine.st_ino != there.st_ino || mine.st_dev != there.st_dev)
		return dtl_fail_at(err, DTL_ERR_LOCKED, s->path, 0, 0, "store '%s' was replaced while it was opened", s->path);
	return DTL_OK;
}

static dtl_status open_dataset(dtl_store *s, dtl_error *err)
{
	static const char *const drivers[] = {"GPKG", NULL};
	static const char *const no_siblings[] = {NULL};
	char *path = NULL; /* never one that GDAL could take for "GPKG:..." */
	if (asprintf(&path, "%s%s", s->path[0] == '/' ? "" : "./", s->path) < 0) return dtl_fail_memory(err);
	unsigned flags = GDAL_OF_VECTOR | GDAL_OF_VERBOSE_ERROR | (s->mode == DTL_STORE_WRITE ? GDAL_OF_UPDATE : GDAL_OF_READONLY);
	dtl_gdal_errors errors;
	dtl_gdal_begin(&errors);
	s->dataset = GDALOpenEx(path, flags, drivers, NULL, no_siblings);
	dtl_status status = s->dataset ? dtl_store_bind(s, err) : dtl_gdal_fail(&errors, "open", s->path, err);
	dtl_gdal_end();
	free(path);
	return status;
}

static void release(dtl_store *s)
{
	dtl_gdal_errors errors;
	dtl_gdal_begin(&errors);
	dtl_bulk_free(s);
	if (s->dataset) GDALClose(s->dataset);
	dtl_gdal_end();
	/* not earlier: closing any descriptor of the file drops the record locks that SQLite holds for this process */
	if (s->lock >= 0) close(s->lock);
	dtl_arena_free(&s->scratch);
	free(s->target);
	free(s->path);
	free(s);
}

static dtl_status open_for_writing(dtl_store *s, dtl_error *err)
{
	dtl_status status = access(s->path, F_OK) == 0 ? dtl_gdal_check_data(err) : create_store(s->path, err);
	if (status == DTL_OK) status = take_lock(s, err);
	return status == DTL_OK ? dtl_store_identify(s->path, true, err) : status;
}

static dtl_status open_for_reading(dtl_store *s, dtl_error *err)
{
	if (access(s->path, R_OK) != 0) return dtl_fail_errno(err, DTL_ERR_NO_INPUT, "open", s->path);
	return dtl_store_identify(s->path, false, err);
}

static dtl_status open_file(dtl_store *s, dtl_error *err)
{
	dtl_status status = s->mode == DTL_STORE_WRITE ? open_for_writing(s, err) : open_for_reading(s, err);
	return status == DTL_OK ? open_dataset(s, err) : status;
}

static dtl_status open_store(const char *path, dtl_store_mode mode, dtl_store **out, dtl_error *err)
{
	dtl_status status = check_path(path, err);
	if (status != DTL_OK) return status;
	dtl_store *s = calloc(1, sizeof *s);
	if (!s) return dtl_fail_memory(err);
	s->mode = mode;
	s->lock = -1;
	bool server = dtl_store_is_server(path);
	s->path = server ? dtl_store_without_password(path) : strdup(path);
	s->target = server ? strdup(path) : NULL;
	if (!s->path || (server && !s->target)) status = dtl_fail_memory(err);
	if (status == DTL_OK) status = server ? dtl_store_open_server(s, err) : open_file(s, err);
	if (status == DTL_OK) *out = s;
	else release(s);
	return status;
}

static dtl_status close_store(dtl_store *s, dtl_error *err)
{
	dtl_status status = s->mode == DTL_STORE_WRITE ? dtl_store_flush(s, err) : DTL_OK;
	dtl_gdal_errors errors;
	dtl_gdal_begin(&errors);
	GDALClose(s->dataset); /* has no answer of its own */
	dtl_gdal_end();
	s->dataset = NULL;
	if (status == DTL_OK && errors.number) status = dtl_gdal_fail(&errors, "close", s->path, err);
	release(s);
	return status;
}

static dtl_status add(dtl_store *s, const dtl_article *article, const dtl_event *events, size_t count, bool *added, dtl_error *err)
{
	if (s->mode != DTL_STORE_WRITE) return dtl_fail(err, DTL_ERR_USAGE, "store '%s' is open for reading only", s->path);
	return dtl_store_write_article(s, article, events, count, added, err);
}

static dtl_status check(dtl_buf *report, dtl_error *err)
{
	dtl_buf_printf(report, "GDAL %s", GDALVersionInfo("RELEASE_NAME"));
	dtl_status status = dtl_gdal_check_data(err);
	if (status == DTL_OK) dtl_buf_addz(report, ", GeoPackage and PostgreSQL drivers, proj.db found");
	return status;
}

DTL_API const dtl_store_module *dtl_store_module_table(void)
{
	static const dtl_store_module table = {DTL_MODULE_ABI, open_store, add, dtl_store_flush, close_store, dtl_store_select, check, dtl_store_layer,
		dtl_store_examine, dtl_store_find_article};
	return &table;
}
