/* The table within a zip archive (APPNOTE 6.3): GeoNames ships its dumps so, a text beside a read-me. */
#include "base/error.h"
#include "gazetteer/build_zip.h"

enum { END_SIZE = 22, LONGEST_COMMENT = 65535, CENTRAL_SIZE = 46, LOCAL_SIZE = 30 };

static uint32_t u16(const uint8_t *p) { return (uint32_t)p[0] | (uint32_t)p[1] << 8; }
static uint32_t u32(const uint8_t *p) { return u16(p) | u16(p + 2) << 16; }

static dtl_status broken(const char *path, const char *what, dtl_error *err)
{
	return dtl_fail(err, DTL_ERR_DATA, "cannot read archive '%s': %s", path, what);
}

static bool read_at(FILE *in, int64_t at, void *out, size_t size)
{
	return fseeko(in, (off_t)at, SEEK_SET) == 0 && fread(out, 1, size, in) == size;
}

/* Where the directory begins, and how many entries it has. */
static dtl_status find_directory(FILE *in, const char *path, uint32_t *at, uint32_t *count, dtl_error *err)
{
	static const char end_mark[4] = "PK\5\6";
	uint8_t tail[END_SIZE + LONGEST_COMMENT];
	if (fseeko(in, 0, SEEK_END) != 0)
		return broken(path, "it has to be a file, not a pipe", err);
	int64_t size = ftello(in), from = size > (int64_t)sizeof tail ? size - (int64_t)sizeof tail : 0;
	size_t n = (size_t)(size - from);
	if (!read_at(in, from, tail, n))
		return broken(path, "it ends early", err);
	for (size_t i = n >= END_SIZE ? n - END_SIZE + 1 : 0; i-- > 0;)
		if (!memcmp(tail + i, end_mark, 4)) {
			*count = u16(tail + i + 10);
			*at = u32(tail + i + 16);
			return *at == UINT32_MAX ? broken(path, "archives of 4 GB and more are not read; unpack it", err) : DTL_OK;
		}
	return broken(path, "it has no directory", err);
}

static bool is_table(const char *name, size_t len)
{
	dtl_str s = {name, len};
	static const char *const ends[] = {".txt", ".csv", ".tsv"};
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (len > 4 && dtl_str_eq_nocase(dtl_str_sub(s, len - 4, len), dtl_str_of(ends[i])))
			return true;
	return false;
}

/* The largest text of the archive; size 0 if there is none. */
static dtl_status choose(FILE *in, const char *path, dtl_gaz_zip_entry *out, dtl_error *err)
{
	uint32_t at, count, largest = 0;
	dtl_status status = find_directory(in, path, &at, &count, err);
	for (uint32_t i = 0; status == DTL_OK && i < count; i++) {
		uint8_t h[CENTRAL_SIZE];
		char name[512];
		if (!read_at(in, at, h, sizeof h) || memcmp(h, "PK\1\2", 4) != 0)
			return broken(path, "its directory is damaged", err);
		uint32_t len = u16(h + 28), unpacked = u32(h + 24);
		size_t kept = len < sizeof name ? len : sizeof name;
		if (fread(name, 1, kept, in) != kept)
			return broken(path, "its directory is damaged", err);
		if (is_table(name, len < sizeof name ? len : 0) && unpacked > largest) {
			largest = unpacked;
			*out = (dtl_gaz_zip_entry){.at = u32(h + 42), .size = u32(h + 20), .method = (uint16_t)u16(h + 10), .crc = u32(h + 16)};
			if (u16(h + 8) & 1)
				return broken(path, "it is encrypted", err);
			if (out->size == UINT32_MAX || out->at == UINT32_MAX)
				return broken(path, "entries of 4 GB and more are not read; unpack it", err);
		}
		at += CENTRAL_SIZE + len + u16(h + 30) + u16(h + 32);
	}
	return status;
}

dtl_status dtl_gaz_zip_find(FILE *in, const char *path, dtl_gaz_zip_entry *out, dtl_error *err)
{
	uint8_t h[LOCAL_SIZE];
	dtl_gaz_zip_entry e = {0};
	dtl_status status = choose(in, path, &e, err);
	if (status != DTL_OK || !e.size) {
		if (status == DTL_OK)
			*out = e;
		return status;
	}
	if (e.method != 0 && e.method != 8)
		return broken(path, "its way of packing is unknown", err);
	if (!read_at(in, (int64_t)e.at, h, sizeof h) || memcmp(h, "PK\3\4", 4) != 0)
		return broken(path, "an entry is not where its directory says", err);
	e.at += LOCAL_SIZE + u16(h + 26) + u16(h + 28);
	if (fseeko(in, (off_t)e.at, SEEK_SET) != 0)
		return broken(path, "it ends early", err);
	*out = e;
	return DTL_OK;
}
