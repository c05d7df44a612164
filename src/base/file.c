#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

#ifndef DTL_DATA_DIR
#define DTL_DATA_DIR "/usr/local/share/dateline"
#endif

dtl_status dtl_map_file(const char *path, dtl_status code, dtl_mapping *out, dtl_error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) return dtl_fail_errno(err, code, "open", path);
	struct stat st;
	dtl_status status = DTL_OK;
	void *data = NULL;
	if (fstat(fd, &st) != 0) {
		status = dtl_fail_errno(err, code, "read", path);
	} else if (!S_ISREG(st.st_mode)) {
		status = dtl_fail(err, code, "'%s' is not a regular file", path);
	} else if (st.st_size > 0) {
		data = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (data == MAP_FAILED) status = dtl_fail_errno(err, code, "map", path);
	}
	close(fd);
	if (status == DTL_OK) *out = (dtl_mapping){data, (size_t)st.st_size};
	return status;
}

void dtl_unmap_file(dtl_mapping *mapping)
{
	if (mapping->data) munmap((void *)(uintptr_t)mapping->data, mapping->size);
	*mapping = (dtl_mapping){NULL, 0};
}

void dtl_forget_pages(const dtl_mapping *mapping)
{
	if (mapping->data) (void)madvise((void *)(uintptr_t)mapping->data, mapping->size, MADV_DONTNEED);
}

static dtl_status write_all(int fd, dtl_str data, const char *path, dtl_error *err)
{
	for (size_t done = 0; done < data.len;) {
		ssize_t n = write(fd, data.ptr + done, data.len - done);
		if (n < 0 && errno == EINTR) continue;
		if (n <= 0) return dtl_fail_errno(err, DTL_ERR_IO, "write", path);
		done += (size_t)n;
	}
	return fsync(fd) == 0 ? DTL_OK : dtl_fail_errno(err, DTL_ERR_IO, "write", path);
}

/* A device, a pipe or a terminal is written in place: there is nothing to rename over. */
static dtl_status write_special(const char *path, dtl_str data, dtl_error *err)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0) return dtl_fail_errno(err, DTL_ERR_CREATE, "create", path);
	dtl_status status = write_all(fd, data, path, err);
	close(fd);
	/* fsync of a pipe fails with EINVAL: the data are delivered all the same */
	return status != DTL_OK && errno == EINVAL ? DTL_OK : status;
}

dtl_status dtl_replace_file(const char *path, dtl_str data, dtl_error *err)
{
	struct stat st;
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)) return write_special(path, data, err);
	char temp[4096];
	int len = snprintf(temp, sizeof temp, "%s.XXXXXX", path);
	if (len < 0 || (size_t)len >= sizeof temp) return dtl_fail(err, DTL_ERR_CREATE, "path too long: '%.200s'", path);
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return dtl_fail_errno(err, DTL_ERR_CREATE, "create", path);
	}
	int fd = mkstemp(temp);
	if (fd < 0) return dtl_fail_errno(err, DTL_ERR_CREATE, "create", path);
	mode_t mask = umask(0);
	umask(mask);
	dtl_status status = write_all(fd, data, path, err);
	if (status == DTL_OK && fchmod(fd, 0666 & ~mask) != 0) status = dtl_fail_errno(err, DTL_ERR_IO, "write", path);
	if (close(fd) != 0 && status == DTL_OK) status = dtl_fail_errno(err, DTL_ERR_IO, "write", path);
	if (status == DTL_OK && rename(temp, path) != 0) status = dtl_fail_errno(err, DTL_ERR_CREATE, "create", path);
	if (status != DTL_OK) unlink(temp);
	return status;
}

static bool found(char *out, size_t size, const char *folder, const char *name)
{
	int len = snprintf(out, size, "%s/%s", folder, name);
	return len > 0 && (size_t)len < size && access(out, R_OK) == 0;
}

dtl_status dtl_data_path(const char *name, const char *what, const char *mend, char *out, size_t size, dtl_error *err)
{
	const char *set = getenv("DATELINE_DATA");
	if (set && *set) {
		if (found(out, size, set, name)) return DTL_OK;
		return dtl_fail(err, DTL_ERR_CONFIG, "no %s: '%s' is not in '%s' (DATELINE_DATA); %s", what, name, set, mend);
	}
	char self[3900];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	if (n > 0) {
		self[n] = '\0';
		char *slash = strrchr(self, '/');
		if (slash) *slash = '\0';
		if (found(out, size, self, name)) return DTL_OK;
		char share[4096];
		snprintf(share, sizeof share, "%s/../share/dateline", self);
		if (found(out, size, share, name)) return DTL_OK;
	}
	if (found(out, size, DTL_DATA_DIR, name)) return DTL_OK;
	return dtl_fail(err, DTL_ERR_CONFIG, "no %s: '%s' is neither beside the program nor in '%s'; %s", what, name,
		DTL_DATA_DIR, mend);
}
