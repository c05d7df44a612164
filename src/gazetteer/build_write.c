/* The file: sections one behind the other with their checksums, the header last, then the rename. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/error.h"
#include "gazetteer/build.h"

/* A failure to write shows in ferror at the end. */
static void flush(dtl_gaz_file *f)
{
	fwrite(f->buffer, 1, f->held, f->out);
	XXH3_64bits_update(f->hash, f->buffer, f->held);
	f->held = 0;
}

void dtl_gaz_file_begin(dtl_gaz_file *f, dtl_gaz_section_kind kind, size_t element)
{
	static const char zeros[DTL_GAZ_ALIGN];
	size_t pad = (size_t)(-f->at & (DTL_GAZ_ALIGN - 1));
	fwrite(zeros, 1, pad, f->out);
	f->at += pad;
	f->sections[f->count] = (dtl_gaz_section){(uint32_t)kind, (uint32_t)element, f->at, 0, 0};
	XXH3_64bits_reset(f->hash);
}

void dtl_gaz_file_add(dtl_gaz_file *f, const void *data, size_t size)
{
	if (!size)
		return;
	f->at += size;
	if (f->held + size > sizeof f->buffer)
		flush(f);
	if (size <= sizeof f->buffer) {
		memcpy(f->buffer + f->held, data, size);
		f->held += size;
		return;
	}
	fwrite(data, 1, size, f->out);
	XXH3_64bits_update(f->hash, data, size);
}

void dtl_gaz_file_end(dtl_gaz_file *f)
{
	flush(f);
	dtl_gaz_section *s = &f->sections[f->count++];
	s->size = f->at - s->offset;
	s->checksum = XXH3_64bits_digest(f->hash);
}

static void add_section(dtl_gaz_file *f, dtl_gaz_section_kind kind, size_t element, const void *data, size_t count)
{
	dtl_gaz_file_begin(f, kind, element);
	dtl_gaz_file_add(f, data, count * element);
	dtl_gaz_file_end(f);
}

static int by_id(const void *x, const void *y, void *user)
{
	const dtl_gaz_entry *entries = user;
	uint64_t a = entries[*(const uint32_t *)x].id, c = entries[*(const uint32_t *)y].id;
	return a < c ? -1 : a > c;
}

static dtl_status write_ids(dtl_gaz_builder *b, dtl_gaz_file *f)
{
	size_t n = b->entries.count;
	uint32_t *order = malloc((n + 1) * sizeof *order);
	if (!order)
		return dtl_fail_memory(b->err);
	const dtl_gaz_entry *entries = b->entries.data;
	bool sorted = true; /* a dump is */
	for (size_t i = 0; i < n; i++) {
		order[i] = (uint32_t)i;
		sorted &= !i || entries[i - 1].id < entries[i].id;
	}
	if (!sorted)
		qsort_r(order, n, sizeof *order, by_id, b->entries.data);
	add_section(f, DTL_GAZ_IDS, sizeof *order, order, n);
	free(order);
	return DTL_OK;
}

static int by_other_id(const void *x, const void *y)
{
	const dtl_gaz_other_id *a = x, *c = y;
	if (a->id != c->id)
		return a->id < c->id ? -1 : 1;
	return a->entry < c->entry ? -1 : a->entry > c->entry;
}

static void write_others(dtl_gaz_builder *b, dtl_gaz_file *f)
{
	dtl_gaz_other_id *ids = b->others.data;
	size_t out = 0;
	if (b->others.count)
		qsort(ids, b->others.count, sizeof *ids, by_other_id);
	for (size_t i = 0; i < b->others.count; i++)
		if (!out || ids[out - 1].id != ids[i].id)
			ids[out++] = ids[i];
	add_section(f, DTL_GAZ_OTHERS, sizeof *ids, ids, out);
}

static bool is_town(const dtl_gaz_entry *e)
{
	return e->class_ >= DTL_GAZ_PPLC && e->class_ <= DTL_GAZ_PPLZ;
}

static size_t cell_of(const dtl_gaz_entry *e)
{
	int row = (int)(e->lat + 90), column = (int)(e->lon + 180);
	return (size_t)(row < 0 ? 0 : row > 179 ? 179 : row) * 360 + (size_t)(column < 0 ? 0 : column > 359 ? 359 : column);
}

static dtl_status write_cells(dtl_gaz_builder *b, dtl_gaz_file *f)
{
	const dtl_gaz_entry *entries = b->entries.data;
	uint32_t *cells = calloc(DTL_GAZ_CELL_COUNT + 2, sizeof *cells), *points = malloc((b->entries.count + 1) * sizeof *points);
	if (!cells || !points) {
		free(cells);
		free(points);
		return dtl_fail_memory(b->err);
	}
	for (size_t i = 0; i < b->entries.count; i++)
		if (is_town(&entries[i]))
			cells[cell_of(&entries[i]) + 2]++;
	for (size_t c = 2; c < DTL_GAZ_CELL_COUNT + 2; c++)
		cells[c] += cells[c - 1];
	for (size_t i = 0; i < b->entries.count; i++)
		if (is_town(&entries[i]))
			points[cells[cell_of(&entries[i]) + 1]++] = (uint32_t)i;
	add_section(f, DTL_GAZ_CELLS, sizeof *cells, cells, DTL_GAZ_CELL_COUNT + 1);
	add_section(f, DTL_GAZ_POINTS, sizeof *points, points, cells[DTL_GAZ_CELL_COUNT]);
	free(cells);
	free(points);
	return DTL_OK;
}

static int by_entry(const void *x, const void *y)
{
	uint32_t a = ((const dtl_gaz_country *)x)->entry, c = ((const dtl_gaz_country *)y)->entry;
	return a < c ? -1 : a > c;
}

/* A line of META; tells: key TAB what TAB licence of sources.tsv, or the name of a file. */
static void write_source(const dtl_gaz_builder *b, dtl_gaz_file *f, size_t source, dtl_str tells, dtl_str date)
{
	char text[1200];
	if (!date.len)
		date = dtl_str_of(b->sources[source].date);
	int n = snprintf(text, sizeof text, "%.*s\t%llu\t%.*s\n", DTL_FMT(tells), (unsigned long long)b->sources[source].entries, DTL_FMT(date));
	if (n > 0 && (size_t)n < sizeof text)
		dtl_gaz_file_add(f, text, (size_t)n);
}

/* The attribution, then "key TAB what TAB licence TAB entries TAB date" for each source. */
static void write_meta(dtl_gaz_builder *b, dtl_gaz_file *f)
{
	dtl_gaz_file_begin(f, DTL_GAZ_META, 1);
	dtl_gaz_file_add(f, b->attribution, strlen(b->attribution));
	dtl_gaz_file_add(f, "\n", 1);
	dtl_str rest = {b->meta.data, b->meta.count};
	uint32_t told = 0;
	while (rest.ptr && rest.len) {
		dtl_str line = dtl_str_cut(&rest, '\n'), after = line, key = dtl_str_cut(&after, '\t');
		dtl_str_cut(&after, '\t');
		dtl_str_cut(&after, '\t');
		dtl_str tells = after.ptr ? (dtl_str){line.ptr, (size_t)(after.ptr - line.ptr) - 1} : line;
		uint32_t bit = dtl_gaz_source_bit(b, key);
		for (size_t i = 0; i < b->source_count; i++)
			if (bit == 1u << i) {
				told |= bit;
				write_source(b, f, i, tells, after.ptr ? after : DTL_STR_NONE);
			}
	}
	char text[100];
	for (size_t i = 0; i < b->source_count; i++)
		if (!(told >> i & 1)) {
			int n = snprintf(text, sizeof text, "%s\tas given\t", b->sources[i].name);
			write_source(b, f, i, (dtl_str){text, n > 0 ? (size_t)n : 0}, DTL_STR_NONE);
		}
	dtl_gaz_file_end(f);
}

static dtl_status write_sections(dtl_gaz_builder *b, dtl_gaz_file *f)
{
	dtl_gaz_table_index(b, &b->zones, DTL_STR_NONE); /* each table has at least its empty item */
	dtl_gaz_table_index(b, &b->sectors, DTL_STR_NONE);
	if (b->countries.count)
		qsort(b->countries.data, b->countries.count, sizeof(dtl_gaz_country), by_entry);
	add_section(f, DTL_GAZ_STRINGS, 1, b->strings.data, b->strings.count);
	add_section(f, DTL_GAZ_ZONES, sizeof(uint32_t), b->zones.data, b->zones.count);
	add_section(f, DTL_GAZ_SECTORS, sizeof(uint32_t), b->sectors.data, b->sectors.count);
	write_others(b, f);
	add_section(f, DTL_GAZ_COUNTRIES, sizeof(dtl_gaz_country), b->countries.data, b->countries.count);
	write_meta(b, f);
	add_section(f, DTL_GAZ_ENTRIES, sizeof(dtl_gaz_entry), b->entries.data, b->entries.count);
	dtl_status status = write_ids(b, f);
	if (status == DTL_OK)
		status = write_cells(b, f);
	dtl_gaz_release_lookups(b);
	return status == DTL_OK ? dtl_gaz_write_names(b, f) : status;
}

static void write_header(dtl_gaz_file *f)
{
	struct { dtl_gaz_header header; dtl_gaz_section sections[DTL_GAZ_SECTION_COUNT]; } head;
	memset(&head, 0, sizeof head);
	memcpy(head.header.magic, DTL_GAZ_MAGIC, 8);
	head.header.version = DTL_GAZ_VERSION;
	head.header.byte_order = DTL_GAZ_BYTE_ORDER;
	head.header.file_size = f->at;
	head.header.section_count = (uint32_t)f->count;
	head.header.entry_size = sizeof(dtl_gaz_entry);
	memcpy(head.sections, f->sections, sizeof head.sections);
	head.header.checksum = XXH3_64bits(&head, sizeof head);
	rewind(f->out);
	fwrite(&head, 1, sizeof head, f->out);
}

dtl_status dtl_gaz_write(dtl_gaz_builder *b)
{
	dtl_gaz_file f = {.held = 0};
	int n = snprintf(f.path, sizeof f.path, "%s.%ld.part", b->spec->output, (long)getpid());
	if (n < 0 || (size_t)n >= sizeof f.path)
		return dtl_fail(b->err, DTL_ERR_USAGE, "path is too long: '%s'", b->spec->output);
	f.hash = XXH3_createState();
	if (!f.hash)
		return dtl_fail_memory(b->err);
	f.out = fopen(f.path, "wb");
	if (!f.out) {
		XXH3_freeState(f.hash);
		return dtl_fail_errno(b->err, DTL_ERR_CREATE, "create", b->spec->output);
	}
	static const char head[sizeof(dtl_gaz_header) + DTL_GAZ_SECTION_COUNT * sizeof(dtl_gaz_section)];
	fwrite(head, 1, sizeof head, f.out);
	f.at = sizeof head;
	dtl_status status = write_sections(b, &f);
	if (status == DTL_OK) {
		write_header(&f);
		if (fflush(f.out) != 0 || ferror(f.out) || fsync(fileno(f.out)) != 0)
			status = dtl_fail_errno(b->err, DTL_ERR_IO, "write", b->spec->output);
	}
	if (fclose(f.out) != 0 && status == DTL_OK)
		status = dtl_fail_errno(b->err, DTL_ERR_IO, "write", b->spec->output);
	if (status == DTL_OK && rename(f.path, b->spec->output) != 0)
		status = dtl_fail_errno(b->err, DTL_ERR_CREATE, "create", b->spec->output);
	if (status != DTL_OK)
		remove(f.path);
	XXH3_freeState(f.hash);
	return status;
}
