/* Opens a file of events and has the right reader take its rows. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "event_set.h"
#include "layer/layer.h"
#include "module/module.h"
#include "read/stream.h"

/* Compressed, UTF-16 and unseekable inputs go through the stream; the rest is mapped. */
static bool needs_decoding(const char *path)
{
	static const struct { const char *bytes; size_t len; } starts[] = {{"\x1f\x8b", 2}, {"\x28\xb5\x2f\xfd", 4}, {"\xff\xfe", 2}, {"\xfe\xff", 2}};
	char head[4] = {0};
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) return false; /* mapping tells why */
	bool regular = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
	ssize_t n = regular ? read(fd, head, sizeof head) : 0;
	close(fd);
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (n >= (ssize_t)starts[i].len && memcmp(head, starts[i].bytes, starts[i].len) == 0) return true;
	return !regular && !S_ISDIR(st.st_mode);
}

static dtl_status decode(dtl_layer *l, dtl_error *err)
{
	dtl_stream s;
	dtl_status st = dtl_stream_open(&s, l->path, err);
	if (st != DTL_OK) return st;
	while (st == DTL_OK && !s.at_end) st = dtl_stream_want(&s, dtl_stream_window(&s).len + 1, err);
	if (st == DTL_OK) {
		dtl_str all = dtl_stream_window(&s);
		l->decoded = malloc(all.len + 1);
		if (!l->decoded) st = dtl_fail_memory(err);
		else if (all.len) memcpy(l->decoded, all.ptr, all.len);
		l->text = (dtl_str){l->decoded, all.len};
	}
	dtl_stream_close(&s);
	return st;
}

static dtl_status get_text(dtl_layer *l, dtl_error *err)
{
	dtl_status st;
	if (strcmp(l->path, "-") == 0 || needs_decoding(l->path)) {
		st = decode(l, err);
	} else {
		dtl_mapping m;
		st = dtl_map_file(l->path, DTL_ERR_NO_INPUT, &m, err);
		if (st != DTL_OK) return st;
		l->mapping = (void *)(uintptr_t)m.data;
		l->mapping_size = m.size;
		l->text = (dtl_str){m.data ? m.data : "", m.size};
	}
	return st;
}

/* ---- layers of GDAL ---- */

typedef struct ogr_rows {
	dtl_layer *layer;
	int column[DTL_LAYER_ROLES];
} ogr_rows;

/* GDAL's frames lie between the one that reads and these: each arms the arenas for itself. */
static bool arm(dtl_layer *l, jmp_buf *here)
{
	memcpy(&l->arena.exhausted, here, sizeof *here);
	memcpy(&l->scratch.exhausted, here, sizeof *here);
	return true;
}

static dtl_status take_fields(void *user, const dtl_str *names, size_t count, dtl_error *err)
{
	ogr_rows *o = user;
	jmp_buf here;
	if (setjmp(here)) return dtl_fail_memory(err);
	arm(o->layer, &here);
	o->layer->maker = dtl_layer_maker_of(names, count);
	return dtl_layer_columns(o->layer, names, count, o->column, err);
}

static dtl_status take_record(void *user, const dtl_str *cells, const dtl_lonlat *point, const char *wrong, uint64_t number, dtl_error *err)
{
	ogr_rows *o = user;
	jmp_buf here;
	if (setjmp(here)) return dtl_fail_memory(err);
	arm(o->layer, &here);
	dtl_layer_row row = {.line = number, .wrong = wrong, .has_point = point != NULL};
	if (point) row.point = *point;
	for (int r = 0; r < DTL_LAYER_ROLES; r++)
		if (o->column[r] >= 0) row.cells[r] = cells[o->column[r]];
	return dtl_layer_take(o->layer, &row, err);
}

static dtl_status through_gdal(dtl_layer *l, dtl_error *err)
{
	const dtl_store_module *module;
	dtl_status st = dtl_store_module_load(&module, err);
	if (st != DTL_OK) return st;
	l->text = DTL_STR_NONE;
	ogr_rows *o = dtl_arena_new(&l->arena, ogr_rows);
	o->layer = l;
	const dtl_layer_visit visit = {o, take_fields, take_record};
	return module->layer(l->path, &visit, err);
}

/* What the content says: '{' and '[' begin JSON; binary files and XML are GDAL's. */
static dtl_status read_rows(dtl_layer *l, dtl_error *err)
{
	static const char bom[] = "\xef\xbb\xbf";
	if (dtl_str_starts(l->text, DTL_STR(bom))) l->text = dtl_str_sub(l->text, 3, l->text.len);
	size_t i = 0;
	while (i < l->text.len && (dtl_ascii_space(l->text.ptr[i]) || l->text.ptr[i] == 0x1e)) i++;
	if (i == l->text.len) return dtl_fail(err, DTL_ERR_DATA, "'%s' is empty", l->path);
	char first = l->text.ptr[i];
	if (first == '{' || first == '[') return dtl_layer_json(l, err);
	if (l->mapping && (first == '<' || memchr(l->text.ptr, 0, l->text.len < 1024 ? l->text.len : 1024))) return through_gdal(l, err);
	if (memchr(l->text.ptr, 0, l->text.len < 1024 ? l->text.len : 1024)) return dtl_fail(err, DTL_ERR_DATA, "'%s' is no table of events", l->path);
	return dtl_layer_csv(l, err);
}

/* ---- the whole ---- */

/* Categories, commonest first. Kinds with one subtype (ACLED's sub-events) count together. */
static void list_categories(dtl_layer *l)
{
	dtl_str *out = dtl_arena_array(&l->arena, dtl_str, l->kind_count + 1);
	uint64_t *sizes = dtl_arena_array(&l->arena, uint64_t, l->kind_count + 1);
	size_t n = 0;
	for (size_t i = 0; i < l->kind_count && n < 64; i++) {
		dtl_str name = l->kinds[i].subtype;
		if (!name.len && l->foreign) name = dtl_str_of(dtl_event_type_name(l->kinds[i].type));
		if (!name.len) continue;
		size_t k = 0;
		while (k < n && !dtl_str_eq(out[k], name)) k++;
		if (k == n) out[n++] = name;
		sizes[k] += l->kind_sizes[i];
		for (; k && (sizes[k - 1] < sizes[k] || (sizes[k - 1] == sizes[k] && dtl_str_cmp(out[k - 1], out[k]) > 0)); k--) {
			dtl_str t = out[k];
			uint64_t u = sizes[k];
			out[k] = out[k - 1], out[k - 1] = t;
			sizes[k] = sizes[k - 1], sizes[k - 1] = u;
		}
	}
	l->categories = out;
	l->category_count = n;
}

dtl_str dtl_layer_source(const dtl_layer *l)
{
	return l->maker == DTL_MAKER_ACLED ? DTL_STR("ACLED") : l->maker == DTL_MAKER_GDELT ? DTL_STR("GDELT") : DTL_STR_NONE;
}

static dtl_status read_all(dtl_layer *l, dtl_error *err)
{
	if (setjmp(l->arena.exhausted)) return dtl_fail_memory(err);
	memcpy(&l->scratch.exhausted, &l->arena.exhausted, sizeof l->arena.exhausted);
	dtl_status st = get_text(l, err);
	if (st == DTL_OK) st = dtl_event_set_new(&l->events, err);
	uint32_t article;
	const dtl_article file = {.file = dtl_str_of(l->path), .id = DTL_STR("layer")};
	if (st == DTL_OK) st = dtl_event_set_add_article(l->events, &file, &article, err);
	if (st == DTL_OK) st = read_rows(l, err);
	if (st != DTL_OK) return st;
	if (setjmp(l->arena.exhausted)) return dtl_fail_memory(err);
	list_categories(l);
	l->set = (dtl_point_set){l->points, l->count, l->kinds, l->kind_count};
	return DTL_OK;
}

dtl_status dtl_layer_read(const char *path, const dtl_layer_spec *spec, dtl_layer **out, dtl_error *err)
{
	static const dtl_layer_spec plain = DTL_LAYER_SPEC_INIT;
	dtl_layer *l = calloc(1, sizeof *l);
	if (!l) return dtl_fail_memory(err);
	l->path = path;
	l->spec = spec ? spec : &plain;
	l->decimal = '.';
	dtl_status st = read_all(l, err);
	free(l->decoded);
	dtl_unmap_file(&(dtl_mapping){l->mapping, l->mapping_size});
	l->decoded = l->mapping = NULL;
	dtl_arena_free(&l->scratch);
	l->text = DTL_STR_NONE;
	if (st == DTL_OK) *out = l;
	else dtl_layer_free(l);
	return st;
}

const dtl_event_set *dtl_layer_events(const dtl_layer *l) { return l->events; }
const dtl_point_set *dtl_layer_points(const dtl_layer *l) { return &l->set; }
size_t dtl_layer_failed(const dtl_layer *l) { return l->failed; }

size_t dtl_layer_categories(const dtl_layer *l, const dtl_str **out)
{
	*out = l->categories;
	return l->category_count;
}

dtl_str dtl_layer_value(const dtl_layer *l, size_t event)
{
	return event < l->value_count && l->events ? l->values[event] : DTL_STR_NONE;
}

void dtl_layer_free(dtl_layer *l)
{
	if (!l) return;
	dtl_event_set_free(l->events);
	dtl_arena_free(&l->arena);
	free(l);
}
