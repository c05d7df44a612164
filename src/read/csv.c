/* CSV (RFC 4180) with a header that names a text column; cells are parted by commas, semicolons or tabs. */
#include "base/error.h"
#include "base/utf8.h"
#include "read/reader.h"

#define MAX_COLUMNS 256

typedef struct csv {
	char separator;
	size_t columns;
	dtl_str name[MAX_COLUMNS];
} csv;

/* One cell from *at, unquoted; steps behind its separator. *last: the record ends with it. */
static dtl_str take_cell(dtl_arena *arena, dtl_str s, size_t *at, char separator, bool *last)
{
	size_t i = *at, from = i;
	dtl_str cell;
	if (i < s.len && s.ptr[i] == '"') {
		dtl_buf out = {.arena = arena};
		for (i++; i < s.len; i++) {
			if (s.ptr[i] == '"' && (i + 1 >= s.len || s.ptr[++i] != '"')) break;
			dtl_buf_addc(&out, s.ptr[i]);
		}
		while (i < s.len && s.ptr[i] != separator && s.ptr[i] != '\n') i++;
		cell = dtl_buf_str(&out);
	} else {
		while (i < s.len && s.ptr[i] != separator && s.ptr[i] != '\n') i++;
		cell = dtl_str_sub(s, from, i);
		if (cell.len && cell.ptr[cell.len - 1] == '\r') cell.len--;
	}
	*last = i >= s.len || s.ptr[i] == '\n';
	*at = i < s.len ? i + 1 : i;
	return cell;
}

static size_t take_row(dtl_arena *arena, dtl_str record, char separator, dtl_str cells[MAX_COLUMNS])
{
	size_t n = 0, at = 0;
	bool last = false;
	while (!last && n < MAX_COLUMNS) cells[n++] = take_cell(arena, record, &at, separator, &last);
	return n;
}

char dtl_csv_separator(dtl_str header)
{
	static const char candidates[] = ",;\t";
	size_t best = 0, most = 0;
	for (size_t k = 0; k < 3; k++) {
		size_t n = 0;
		for (size_t i = 0; i < header.len; i++) n += header.ptr[i] == candidates[k];
		if (n > most) most = n, best = k;
	}
	return candidates[best];
}

/* Prose has commas, too: a column's name is at most three words. */
static bool is_name(dtl_str cell)
{
	size_t spaces = 0;
	for (size_t i = 0; i < cell.len; i++) spaces += dtl_ascii_space(cell.ptr[i]);
	return cell.len <= 40 && spaces <= 2;
}

bool dtl_csv_header(dtl_arena *arena, dtl_str line)
{
	dtl_str cells[MAX_COLUMNS];
	size_t n = take_row(arena, line, dtl_csv_separator(line), cells), known = 0;
	bool text = false;
	for (size_t i = 0; i < n; i++) {
		cells[i] = dtl_str_trim(cells[i]);
		if (!is_name(cells[i])) return false;
		text = text || dtl_record_key(cells[i], DTL_KEY_TEXT);
		for (int key = 0; key < DTL_KEY_COUNT; key++) known += dtl_record_key(cells[i], (dtl_record_field)key);
	}
	return text && n >= 2 && known >= 2;
}

/* The next record, at most max bytes: line breaks inside quotes belong to it. */
static dtl_status next_record(dtl_reader *r, size_t max, dtl_stream_line *record, bool *more, dtl_error *err)
{
	dtl_stream *s = &r->stream;
	size_t i = 0;
	bool quoted = false;
	*record = (dtl_stream_line){DTL_STR_NONE, s->line, s->offset, false};
	for (;;) {
		dtl_str w = dtl_stream_window(s);
		for (; i < w.len && i <= max; i++) {
			if (w.ptr[i] == '"') quoted = !quoted;
			else if (w.ptr[i] == '\n' && !quoted) break;
		}
		bool ended = i < w.len && i <= max;
		if (ended || i > max || s->at_end) {
			*more = w.len > 0;
			record->text = dtl_str_sub(w, 0, i);
			record->too_long = i > max;
			if (!record->too_long) dtl_stream_skip(s, ended ? i + 1 : i);
			return DTL_OK;
		}
		dtl_status status = dtl_stream_want(s, w.len + 1, err);
		if (status != DTL_OK) return status;
	}
}

static dtl_str cell_of(const csv *c, const dtl_str *cells, size_t n, dtl_record_field field)
{
	dtl_str best = DTL_STR_NONE;
	size_t rank = SIZE_MAX;
	for (size_t i = 0; i < n && i < c->columns; i++) {
		size_t how = dtl_record_key(c->name[i], field);
		if (how && how < rank && dtl_str_trim(cells[i]).len) best = cells[i], rank = how;
	}
	return best;
}

static dtl_status start(dtl_reader *r, dtl_error *err)
{
	dtl_stream_line line;
	bool more;
	dtl_status status = next_record(r, 65536, &line, &more, err);
	if (status != DTL_OK) return status;
	if (setjmp(r->keep.exhausted)) return dtl_fail_memory(err);
	csv *c = dtl_arena_new(&r->keep, csv);
	c->separator = dtl_csv_separator(line.text);
	c->columns = take_row(&r->keep, dtl_arena_str(&r->keep, line.text), c->separator, c->name);
	for (size_t i = 0; i < c->columns; i++) c->name[i] = dtl_str_trim(c->name[i]);
	r->state = c;
	return DTL_OK;
}

static dtl_status next(dtl_reader *r, dtl_article *out, bool *more, dtl_error *err)
{
	dtl_status status = r->state ? DTL_OK : start(r, err);
	if (status != DTL_OK) return status;
	size_t max = 4 * r->spec.max_bytes;
	dtl_stream_line record;
	do {
		status = next_record(r, max, &record, more, err);
		if (status != DTL_OK || !*more) return status;
	} while (!record.too_long && dtl_str_trim(record.text).len == 0);
	if (record.too_long) {
		r->done = true;
		return dtl_fail_at(err, DTL_ERR_DATA, r->path, record.number, record.offset,
			"the record is longer than %zu bytes (an open quote?); what stands behind it was not read", max);
	}
	const csv *c = r->state;
	dtl_str cells[MAX_COLUMNS];
	size_t n = take_row(&r->record, dtl_reader_utf8(r, record.text), c->separator, cells);
	dtl_str *const fields[DTL_KEY_COUNT] = {[DTL_KEY_TEXT] = &out->text, [DTL_KEY_TITLE] = &out->title, [DTL_KEY_DATE] = &out->date,
		[DTL_KEY_SOURCE] = &out->source, [DTL_KEY_URL] = &out->url, [DTL_KEY_LANG] = &out->lang, [DTL_KEY_ID] = &out->id,
		[DTL_KEY_AUTHOR] = &out->author};
	for (int key = 0; key < DTL_KEY_COUNT; key++) *fields[key] = cell_of(c, cells, n, (dtl_record_field)key);
	return dtl_record_finish(r, &record, out, err);
}

const dtl_format dtl_format_csv = {"CSV", next, NULL};
