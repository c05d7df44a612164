/* CSV (RFC 4180) with a header, cells parted by commas, semicolons or tabs; and GDELT's daily files, which have no header. The text
 * lies in memory as a whole: cells are slices of it, but for quoted ones with quotes inside. */
#include "base/error.h"
#include "layer/layer.h"
#include "read/reader.h"

#define MAX_COLUMNS 512
#define MAX_CELL (1u << 20)

typedef struct csv {
	dtl_layer *layer;
	dtl_str text;
	size_t at;
	char separator;
	int column[DTL_LAYER_ROLES];
	uint16_t roles[MAX_COLUMNS]; /* by column: a bit for every role; columns without one are stepped over */
} csv;

/* The cell at c->at; steps behind its separator. *last: the record ends with it. False: a quote that never closes. */
static bool take_cell(csv *c, dtl_str *out, bool *last)
{
	const char *p = c->text.ptr + c->at, *end = c->text.ptr + c->text.len;
	if (p < end && *p == '"') {
		const char *from = ++p, *q = p;
		bool doubled = false;
		for (;; q++) {
			q = memchr(q, '"', (size_t)(end - q));
			if (!q) return false;
			if (q + 1 < end && q[1] == '"') doubled = true, q++;
			else break;
		}
		*out = (dtl_str){from, (size_t)(q - from)};
		if (doubled) {
			dtl_str s = dtl_arena_str(&c->layer->scratch, *out);
			char *w = dtl_arena_alloc(&c->layer->scratch, s.len + 1);
			size_t n = 0;
			for (size_t i = 0; i < s.len; i++, n++) {
				w[n] = s.ptr[i];
				i += s.ptr[i] == '"';
			}
			*out = (dtl_str){w, n};
		}
		p = q + 1;
		while (p < end && *p != c->separator && *p != '\n') p++;
	} else {
		const char *from = p;
		while (p < end && *p != c->separator && *p != '\n') p++;
		*out = (dtl_str){from, (size_t)(p - from)};
		if (out->len && p[-1] == '\r') out->len--;
	}
	*last = p >= end || *p == '\n';
	c->at = (size_t)(p - c->text.ptr) + (p < end);
	return true;
}

static void skip_record(csv *c)
{
	const char *p = memchr(c->text.ptr + c->at, '\n', c->text.len - c->at);
	c->at = p ? (size_t)(p - c->text.ptr) + 1 : c->text.len;
}

/* GDELT 1.0 (58 columns, 57 before April 2013) and 2.0 (61); the code book fixes their order. */
static bool gdelt(csv *c, const dtl_str *cells, size_t n)
{
	int64_t v;
	if (c->separator != '\t' || (n != 57 && n != 58 && n != 61) || !dtl_str_to_int(cells[0], &v) || cells[1].len != 8 ||
		!dtl_str_to_int(cells[1], &v)) return false;
	int place = n == 61 ? 51 : 49, lat = n == 61 ? 56 : 53;
	for (int r = 0; r < DTL_LAYER_ROLES; r++) c->column[r] = -1;
	c->column[DTL_COLUMN_ID] = 0;
	c->column[DTL_COLUMN_DATE] = 1;
	c->column[DTL_COLUMN_TYPE] = 28;
	c->column[DTL_COLUMN_EXACTNESS] = place;
	c->column[DTL_COLUMN_PLACE] = place + 1;
	c->column[DTL_COLUMN_LAT] = lat;
	c->column[DTL_COLUMN_LON] = lat + 1;
	c->layer->maker = DTL_MAKER_GDELT;
	return true;
}

static dtl_status read_header(csv *c, dtl_error *err)
{
	dtl_layer *l = c->layer;
	dtl_str names[MAX_COLUMNS];
	size_t n = 0;
	bool last = false;
	while (!last && n < MAX_COLUMNS)
		if (!take_cell(c, &names[n++], &last)) return dtl_fail_at(err, DTL_ERR_DATA, l->path, 1, 0, "a quote in the header never closes");
	for (size_t i = 0; i < n; i++) names[i] = dtl_str_trim(names[i]);
	if (gdelt(c, names, n)) {
		c->at = 0;
	} else {
		l->maker = dtl_layer_maker_of(names, n);
		dtl_status st = dtl_layer_columns(l, names, n, c->column, err);
		if (st != DTL_OK) return st;
	}
	for (int r = 0; r < DTL_LAYER_ROLES; r++)
		if (c->column[r] >= 0) c->roles[c->column[r]] |= (uint16_t)(1u << r);
	return DTL_OK;
}

/* One record into row; false if there is none, but blank space. */
static bool read_row(csv *c, dtl_layer_row *row)
{
	bool last = false, some = false;
	row->byte = c->at;
	for (size_t i = 0; !last; i++) {
		dtl_str cell;
		if (!take_cell(c, &cell, &last) || cell.len > MAX_CELL) {
			row->wrong = "a quote never closes, or a cell is longer than a megabyte: the line is left out";
			c->at = row->byte;
			skip_record(c);
			return true;
		}
		some = some || cell.len;
		if (i >= MAX_COLUMNS || !c->roles[i]) continue;
		for (unsigned bits = c->roles[i], r = 0; bits; bits >>= 1, r++)
			if (bits & 1) row->cells[r] = cell;
	}
	return some;
}

dtl_status dtl_layer_csv(dtl_layer *layer, dtl_error *err)
{
	csv *c = dtl_arena_new(&layer->arena, csv);
	const char *stop = layer->text.len ? memchr(layer->text.ptr, '\n', layer->text.len) : NULL;
	dtl_str header = dtl_str_sub(layer->text, 0, stop ? (size_t)(stop - layer->text.ptr) : layer->text.len);
	*c = (csv){.layer = layer, .text = layer->text, .separator = dtl_csv_separator(header)};
	layer->decimal = c->separator == ',' ? '.' : ',';
	dtl_status st = read_header(c, err);
	while (st == DTL_OK && c->at < c->text.len) {
		dtl_arena_mark mark = dtl_arena_mark_take(&layer->scratch);
		dtl_layer_row row = {0};
		if (read_row(c, &row)) st = dtl_layer_take(layer, &row, err);
		dtl_arena_reset(&layer->scratch, mark);
	}
	return st;
}
