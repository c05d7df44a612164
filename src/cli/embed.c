#include "cli/embed.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define AT(field) offsetof(dtl_cli_embed, field)
const dtl_cli_option dtl_cli_embed_options[] = {
	{"embed", 0, DTL_CLI_TEXT, AT(format), "NAME", "print the lines that place the map in a document", "html|markdown|latex|rst|asciidoc|typst", NULL, false},
	{"sidecar", 0, DTL_CLI_TEXT, AT(sidecar), "FILE", "also write JSON: extent, projection, alt text, attribution, how each event is shown", NULL, NULL, false},
	{"caption", 0, DTL_CLI_TEXT, AT(caption), "TEXT", "--embed: the caption, instead of the title", NULL, NULL, false},
	{"id", 0, DTL_CLI_TEXT, AT(id), "NAME", "--embed: what references name, instead of the file's name", NULL, NULL, false},
	{0}};

static dtl_snippet_format format_of(const char *name)
{
	static const char *const names[] = {"html", "markdown", "latex", "rst", "asciidoc", "typst"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(name, names[i]) == 0) return (dtl_snippet_format)i;
	return DTL_SNIPPET_HTML; /* the option's choices hold no other name */
}

int dtl_cli_embed_write(const dtl_cli_embed *embed, const char *path, const dtl_map_spec *spec, const dtl_map_image *image,
	dtl_cli_events *events, const dtl_cli_source *source)
{
	const dtl_figure_words figure = {dtl_cli_str(path), dtl_cli_str(embed->caption ? embed->caption : image->title), dtl_cli_str(image->alt_text),
		dtl_cli_str(embed->id), image->width, image->height};
	dtl_error err = DTL_ERROR_INIT;
	char *text = NULL;
	size_t len = 0;
	int code = 0;
	if (embed->sidecar) {
		if (dtl_sidecar(events->set, spec, image, &figure, dtl_cli_events_attribution(events, source), &text, &len, &err) != DTL_OK) return dtl_cli_error(&err);
		code = dtl_cli_write(embed->sidecar, text, len);
		free(text);
	}
	if (code || !embed->format) return code;
	if (dtl_snippet(format_of(embed->format), &figure, &text, &len, &err) != DTL_OK) return dtl_cli_error(&err);
	code = dtl_cli_write("-", text, len);
	free(text);
	return code;
}
