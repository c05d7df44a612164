/* Packs the committed weight files into the model file that the program maps.
 *   pack OUT NAME.bin.zst NAME.tsv ...      each becomes the section NAME; tables stay as they are */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "text/model_format.h"

static void die(const char *what, const char *name)
{
	fprintf(stderr, "pack: cannot %s '%s'\n", what, name);
	exit(1);
}

static void *read_file(const char *path, size_t *size)
{
	FILE *f = fopen(path, "rb");
	if (!f || fseek(f, 0, SEEK_END) != 0) die("open", path);
	long length = ftell(f);
	void *data = length > 0 ? malloc((size_t)length) : NULL;
	rewind(f);
	if (!data || fread(data, 1, (size_t)length, f) != (size_t)length) die("read", path);
	fclose(f);
	*size = (size_t)length;
	return data;
}

/* The section's name: the file's without folder and endings. */
static void name_section(const char *path, dtl_model_section_entry *out)
{
	const char *base = strrchr(path, '/') ? strrchr(path, '/') + 1 : path, *end = strchr(base, '.');
	size_t length = end ? (size_t)(end - base) : strlen(base);
	if (length == 0 || length >= sizeof out->name) die("name", path);
	memcpy(out->name, base, length);
}

int main(int argc, char **argv)
{
	if (argc < 2 || argc - 2 > DTL_MODEL_SECTIONS) die("use", "arguments");
	size_t count = (size_t)(argc - 2), at = sizeof(dtl_model_header) + count * sizeof(dtl_model_section_entry);
	dtl_model_section_entry table[DTL_MODEL_SECTIONS] = {{{0}, 0, 0}};
	char *all = NULL;
	for (size_t i = 0; i < count; i++) {
		size_t packed;
		void *data = read_file(argv[i + 2], &packed);
		bool plain = strstr(argv[i + 2], ".tsv") != NULL;
		unsigned long long size = plain ? packed : ZSTD_getFrameContentSize(data, packed);
		if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > 1u << 30) die("unpack", argv[i + 2]);
		size_t start = (at + 15) / 16 * 16;
		if (!(all = realloc(all, start + (size_t)size + 1))) die("hold", argv[i + 2]);
		memset(all + at, 0, start - at);
		if (plain) memcpy(all + start, data, packed);
		else if (ZSTD_decompress(all + start, (size_t)size, data, packed) != size) die("unpack", argv[i + 2]);
		name_section(argv[i + 2], &table[i]);
		table[i].offset = start;
		table[i].size = size;
		at = start + (size_t)size;
		free(data);
	}
	if (!all && !(all = malloc(at))) die("hold", argv[1]);
	dtl_model_header h = {"", DTL_MODEL_VERSION, (uint32_t)count, at, 0};
	memcpy(h.magic, "DTLMODEL", 8);
	memcpy(all + sizeof h, table, count * sizeof *table);
	h.checksum = dtl_model_checksum(all + sizeof h, at - sizeof h);
	memcpy(all, &h, sizeof h);
	FILE *f = fopen(argv[1], "wb");
	if (!f || fwrite(all, 1, at, f) != at || fclose(f) != 0) die("write", argv[1]);
	free(all);
	return 0;
}
