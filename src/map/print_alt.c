/* What cairo 1.16 cannot write into a tagged PDF: alternative texts of figures (ISO 32000-1, 14.9.3), the language (14.9.2), and that
 * viewers show the title. They are appended as an incremental update (7.5.6): the elements of the figures and the catalogue stand once
 * more behind the end, with their new entries, and a second cross-reference section names them. A file that is not as cairo 1.16 writes
 * it (a later cairo has an /Alt of its own and packs its objects) stays as it is. */
#include <stdlib.h>

#include "base/utf8.h"
#include "map/print.h"

typedef struct object {
	uint64_t number;
	dtl_str body; /* from "<<" to ">>", inclusive */
	size_t offset;/* of its new copy */
} object;

typedef struct update {
	dtl_printer *p;
	dtl_str file;
	object *objects;
	size_t count, cap;
	dtl_buf out;
} update;

/* The object in whose dictionary `at` lies: "7 0 obj\n<< ... >>\nendobj". */
static bool object_at(dtl_str file, size_t at, object *out)
{
	size_t start = at;
	while (start > 1 && !(file.ptr[start] == '<' && file.ptr[start - 1] == '<' && start >= 7 && memcmp(file.ptr + start - 6, " obj\n", 5) == 0)) start--;
	const char *end = memmem(file.ptr + at, file.len - at, "\n>>\nendobj", 10);
	if (start <= 7 || !end) return false;
	size_t line = start - 6;
	while (line > 0 && file.ptr[line - 1] != '\n') line--;
	dtl_str head = dtl_str_sub(file, line, start - 6), number = dtl_str_cut(&head, ' ');
	int64_t n;
	if (!dtl_str_to_int(number, &n) || n <= 0) return false;
	*out = (object){.number = (uint64_t)n, .body = dtl_str_sub(file, start - 1, (size_t)(end - file.ptr) + 3)};
	return true;
}

/* A text string in UTF-16 (7.9.2.2). */
static void add_text(dtl_buf *out, dtl_str text)
{
	dtl_buf_addz(out, "<FEFF");
	for (size_t i = 0; i < text.len;) {
		uint32_t c = dtl_utf8_next(text, &i);
		if (c >= 0x10000) dtl_buf_printf(out, "%04X%04X", 0xd800u + ((unsigned)(c - 0x10000) >> 10), 0xdc00u + ((unsigned)(c - 0x10000) & 0x3ffu));
		else dtl_buf_printf(out, "%04X", (unsigned)c);
	}
	dtl_buf_addc(out, '>');
}

/* The object once more, with more entries before its end. */
static void rewrite(update *u, object o, const char *entries, dtl_str text)
{
	o.offset = u->file.len + u->out.len;
	dtl_buf_printf(&u->out, "%llu 0 obj\n", (unsigned long long)o.number);
	dtl_buf_add(&u->out, dtl_str_sub(o.body, 0, o.body.len - 2));
	dtl_buf_addz(&u->out, entries);
	if (text.len) add_text(&u->out, text);
	dtl_buf_addz(&u->out, "\n>>\nendobj\n");
	DTL_PUSH(&u->p->arena, u->objects, u->count, u->cap, o);
}

/* Figures stand in the file in the order in which they were painted. */
static bool rewrite_figures(update *u)
{
	static const char mark[] = "/Type /StructElem\n   /S /Figure\n";
	size_t at = 0;
	for (size_t i = 0; i < u->p->alt_count; i++) {
		const char *found = memmem(u->file.ptr + at, u->file.len - at, mark, sizeof mark - 1);
		object o;
		if (!found || !object_at(u->file, (size_t)(found - u->file.ptr), &o)) return false;
		rewrite(u, o, "   /Alt ", u->p->alts[i]);
		at = (size_t)(found - u->file.ptr) + sizeof mark;
	}
	return true;
}

static int by_number(const void *a, const void *b)
{
	const object *x = a, *y = b;
	return (x->number > y->number) - (x->number < y->number);
}

static void add_references(update *u, dtl_str trailer, dtl_str previous)
{
	size_t start = u->file.len + u->out.len;
	qsort(u->objects, u->count, sizeof *u->objects, by_number);
	dtl_buf_addz(&u->out, "xref\n");
	for (size_t i = 0; i < u->count; i++)
		dtl_buf_printf(&u->out, "%llu 1\n%010zu 00000 n \n", (unsigned long long)u->objects[i].number, u->objects[i].offset);
	dtl_buf_addz(&u->out, "trailer\n");
	dtl_buf_add(&u->out, dtl_str_sub(trailer, 0, trailer.len - 2));
	dtl_buf_printf(&u->out, "   /Prev %.*s\n>>\nstartxref\n%zu\n%%%%EOF\n", DTL_FMT(previous), start);
}

void dtl_print_add_alt(dtl_printer *p)
{
	update u = {.p = p, .file = {p->data, p->len}, .out = {.arena = &p->arena}};
	const char *tail = p->len > 4096 ? p->data + p->len - 2048 : p->data;
	size_t left = p->len - (size_t)(tail - p->data);
	const char *trailer = memmem(tail, left, "trailer\n<<", 10), *xref = memmem(tail, left, "startxref\n", 10);
	const char *catalog = memmem(p->data, p->len, "<< /Type /Catalog\n", 18);
	object root;
	if (!trailer || !xref || xref < trailer || !catalog || !object_at(u.file, (size_t)(catalog - p->data) + 4, &root)) return;
	dtl_str dictionary = dtl_str_trim((dtl_str){trailer + 8, (size_t)(xref - trailer) - 8}), rest = {xref + 10, (size_t)(p->data + p->len - xref) - 10};
	dtl_str previous = dtl_str_trim(dtl_str_cut(&rest, '\n'));
	if (!dtl_str_ends(dictionary, DTL_STR(">>")) || !rewrite_figures(&u)) return;
	rewrite(&u, root, "   /Lang (en)\n   /ViewerPreferences << /DisplayDocTitle true >>", DTL_STR_NONE);
	add_references(&u, dictionary, previous);
	char *grown = realloc(p->data, p->len + u.out.len);
	if (!grown) return; /* the file is sound without it */
	memcpy(grown + p->len, u.out.data, u.out.len);
	p->data = grown;
	p->len += u.out.len;
}
