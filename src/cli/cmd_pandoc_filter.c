/* dateline pandoc-filter: blocks of a document become maps. Each is drawn by the options of `dateline map`, which its attributes are. */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/embed.h"

typedef struct filter_options {
	const char *folder;
	bool strict;
} filter_options;

#define AT(field) offsetof(filter_options, field)
static const dtl_cli_option options[] = {
	{"folder", 0, DTL_CLI_TEXT, AT(folder), "FOLDER", "where the maps are put (dateline-figures)", NULL, NULL, false},
	{"strict", 0, DTL_CLI_FLAG, AT(strict), NULL, "a block that cannot be drawn ends the run", NULL, NULL, false},
	{0}};

enum { MAX_ARGUMENTS = 100 };

/* The call of `dateline map` that a block stands for. Everything is malloc'd. */
typedef struct call {
	char *items[MAX_ARGUMENTS];
	int count;
	char temporary[64]; /* the file that holds the block's text; "" if none */
} call;

static char *join(const char *before, dtl_str a, const char *between, dtl_str b)
{
	size_t size = strlen(before) + a.len + strlen(between) + b.len + 1;
	char *s = malloc(size);
	if (s) snprintf(s, size, "%s%.*s%s%.*s", before, (int)a.len, a.ptr ? a.ptr : "", between, (int)b.len, b.ptr ? b.ptr : "");
	return s;
}

static bool push(call *c, char *item)
{
	if (!item || c->count == MAX_ARGUMENTS) {
		free(item);
		return false;
	}
	c->items[c->count++] = item;
	return true;
}

static bool same(dtl_str s, const char *z)
{
	return s.len == strlen(z) && memcmp(s.ptr, z, s.len) == 0;
}

/* What the document or the filter decides, not the map. */
static bool is_placing(dtl_str key)
{
	static const char *const names[] = {"width", "height", "alt", "caption", "file", "fig-alt", "startFrom"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (same(key, names[i])) return true;
	return false;
}

/* A document may choose what is drawn, not what is written or how long it takes. */
static bool is_refused(dtl_str key)
{
	static const char *const names[] = {"output", "format", "json", "embed", "sidecar", "id", "by", "frames", "jobs", "help"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (same(key, names[i])) return true;
	return false;
}

static dtl_str attribute(const dtl_pandoc_block *b, const char *key)
{
	for (size_t i = 0; i < b->count; i++)
		if (same(b->keys[i], key)) return b->values[i];
	return (dtl_str){NULL, 0};
}

/* GeoJSON, or CSV whose first line names coordinates, a date or a place; else it is an article. */
static bool holds_events(dtl_str text)
{
	size_t i = 0, end;
	while (i < text.len && (text.ptr[i] == ' ' || text.ptr[i] == '\n' || text.ptr[i] == '\t')) i++;
	if (i < text.len && (text.ptr[i] == '{' || text.ptr[i] == '[')) return true;
	for (end = i; end < text.len && text.ptr[end] != '\n'; end++) continue;
	static const char *const names[] = {"lat", "latitude", "place", "location", "date", "event_date"};
	size_t found = 0, fields = 0;
	while (i < end) {
		size_t n = i;
		while (n < end && text.ptr[n] != ',') n++;
		for (size_t k = 0; k < sizeof names / sizeof *names; k++)
			found += n - i == strlen(names[k]) && strncasecmp(text.ptr + i, names[k], n - i) == 0;
		fields++;
		i = n + 1;
	}
	return fields >= 2 && found >= 1;
}

/* The block's text goes through a file, as the readers of articles and events take one. */
static bool write_temporary(call *c, dtl_str text)
{
	snprintf(c->temporary, sizeof c->temporary, "/tmp/dateline-block-XXXXXX");
	int fd = mkstemp(c->temporary);
	bool good = fd >= 0;
	for (size_t done = 0; good && done < text.len;) {
		ssize_t n = write(fd, text.ptr + done, text.len - done);
		good = n > 0;
		if (good) done += (size_t)n;
	}
	if (fd >= 0) close(fd);
	else c->temporary[0] = '\0';
	if (!good) fprintf(stderr, "dateline: cannot write '%s': %s\n", c->temporary, dtl_cli_errno());
	return good;
}

/* Where its events come from: an attribute, the image's target, or the text of the block. */
static bool add_source(call *c, const dtl_pandoc_block *b)
{
	dtl_str file = attribute(b, "file");
	if (!file.len) file = b->target;
	if (attribute(b, "store").len || attribute(b, "events").len) return true;
	if (file.len) return push(c, strdup("--")) && push(c, join("", file, "", (dtl_str){NULL, 0}));
	if (!b->text.len) {
		fprintf(stderr, "dateline: no article, store or events: give file=, store= or events=, or write it into the block\n");
		return false;
	}
	if (!write_temporary(c, b->text)) return false;
	if (holds_events(b->text)) return push(c, join("--events=", dtl_cli_str(c->temporary), "", (dtl_str){NULL, 0}));
	return push(c, strdup("--")) && push(c, strdup(c->temporary));
}

static bool make_call(call *c, const dtl_pandoc_block *b)
{
	bool titled = attribute(b, "title").len && (attribute(b, "caption").len || b->words.len);
	for (size_t i = 0; i < b->count; i++) {
		dtl_str key = b->keys[i], value = b->values[i];
		if (is_placing(key)) continue;
		if (is_refused(key)) {
			fprintf(stderr, "dateline: '%.*s' is not for blocks\n", (int)key.len, key.ptr);
			return false;
		}
		bool flag = !value.len || same(value, "true");
		if (!same(value, "false") && !push(c, join("--", key, flag ? "" : "=", flag ? (dtl_str){NULL, 0} : value))) return false;
	}
	if (!titled && !push(c, strdup("--no-title"))) return false; /* the caption says it */
	/* a column of text is about so wide: letters keep their size */
	if (!attribute(b, "size").len && !push(c, strdup("--size=720x0"))) return false;
	return add_source(c, b);
}

static bool keep(dtl_pandoc_figure *out, dtl_map_image *image, const dtl_pandoc_block *b, const char *folder)
{
	dtl_str caption = attribute(b, "caption");
	if (!caption.len) caption = dtl_cli_str(image->title);
	out->path = join(folder, (dtl_str){"/", 1}, "", b->id);
	char *whole = out->path ? join(out->path, (dtl_str){".", 1}, "", dtl_cli_str(b->type)) : NULL;
	free(out->path);
	out->path = whole;
	out->caption = join("", caption, "", (dtl_str){NULL, 0});
	if (!out->path || !out->caption) return false;
	dtl_error err = DTL_ERROR_INIT;
	if (mkdir(folder, 0777) != 0 && errno != EEXIST) {
		fprintf(stderr, "dateline: cannot create '%s': %s\n", folder, dtl_cli_errno());
		return false;
	}
	if (dtl_write_file(out->path, image->data, image->len, &err) != DTL_OK) return dtl_cli_error(&err), false;
	out->alt = image->alt_text;
	out->data = image->data;
	out->len = image->len;
	out->width = image->width, out->height = image->height;
	image->alt_text = image->data = NULL;
	return true;
}

static bool make(void *user, const dtl_pandoc_block *b, dtl_pandoc_figure *out)
{
	const filter_options *o = user;
	call c = {{NULL}, 0, ""};
	dtl_map_image image = {0};
	dtl_map_format format = strcmp(b->type, "svg") == 0 ? DTL_MAP_SVG : strcmp(b->type, "pdf") == 0 ? DTL_MAP_PDF : DTL_MAP_PNG;
	bool good = make_call(&c, b);
	if (good) {
		char *argv[MAX_ARGUMENTS]; /* the parser moves what it keeps to the front */
		memcpy(argv, c.items, sizeof argv);
		good = dtl_cli_map_figure(c.count, argv, format, &image) == 0;
	}
	if (good) good = keep(out, &image, b, o->folder ? o->folder : "dateline-figures");
	if (!good) fprintf(stderr, "dateline: block %zu, '%.*s', stays as it is: see the line above\n", b->number, (int)b->id.len, b->id.ptr);
	dtl_map_image_release(&image);
	if (c.temporary[0]) unlink(c.temporary);
	for (int i = 0; i < c.count; i++) free(c.items[i]);
	return good;
}

/* All of standard input: malloc'd. */
static char *read_all(size_t *len)
{
	size_t size = 1 << 16;
	char *text = malloc(size);
	*len = 0;
	while (text) {
		*len += fread(text + *len, 1, size - *len, stdin);
		if (*len < size) return text;
		char *grown = realloc(text, size *= 2);
		if (!grown) free(text);
		text = grown;
	}
	return NULL;
}

static int run_filter(const void *given, int argc, char **argv)
{
	filter_options o = *(const filter_options *)given;
	if (argc > 1) return dtl_cli_usage(&dtl_cmd_pandoc_filter, "one argument, the output format, and not '%s'", argv[1]);
	size_t len = 0, out_len = 0, failed = 0;
	char *text = read_all(&len), *out = NULL;
	dtl_error err = DTL_ERROR_INIT;
	if (!text) return DTL_ERR_MEMORY;
	dtl_status status = dtl_pandoc_filter((dtl_str){text, len}, dtl_cli_str(argc ? argv[0] : "html"), make, &o, &out, &out_len, &failed, &err);
	free(text);
	if (status != DTL_OK) return dtl_cli_error(&err);
	int code = o.strict && failed ? DTL_ERR_DATA : dtl_cli_write("-", out, out_len);
	free(out);
	return code;
}

const dtl_cli_command dtl_cmd_pandoc_filter = {
	.name = "pandoc-filter",
	.summary = "turn blocks of a document that Pandoc converts into maps",
	.arguments = "[FORMAT] < JSON > JSON",
	.text = "A filter for Pandoc: fenced blocks and images of class 'dateline' become figures with caption, alt text and id. Install names it\n"
		"pandoc-dateline, too, for 'pandoc --filter pandoc-dateline'; dateline.lua does the same for 'pandoc --lua-filter'.\n"
		"What a block draws: file=ARTICLE, store=STORE, events=FILE, an image's target, or the text of the block (an article; or events as\n"
		"CSV or GeoJSON). Its other attributes are options of 'dateline map': since=2024-01-01, theme=print, no-legend=true; title is drawn\n"
		"on the map where there is also a caption, and else is the caption. width=, alt= and caption= place the figure. Pictures are SVG,\n"
		"PDF for LaTeX, and PNG for DOCX, ODT and PPTX; they are put into a folder, named by the ids.\n"
		"A block that cannot be drawn is named on standard error and stays as it is (an image gives way to its words); the document is whole\n"
		"and the exit code 0, unless --strict: then it is 65, and Pandoc stops. Only a document that cannot be read or written ends the run without it.",
	.examples = "  pandoc report.md --filter pandoc-dateline -o report.docx\n  pandoc report.md --lua-filter dateline.lua -o report.html",
	.options = options,
	.options_size = sizeof(filter_options),
	.run = run_filter};
