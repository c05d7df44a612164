/* DOCX and ODT through Pandoc, where it is installed: a child process that converts a Markdown report in a folder of its own. */
#ifndef DTL_CLI_PANDOC_RUN_H
#define DTL_CLI_PANDOC_RUN_H

#include "cli/cli.h"

typedef struct dtl_cli_pandoc {
	char folder[64]; /* temporary, with a slash behind it */
} dtl_cli_pandoc;

/* Makes the folder, into which the caller writes pictures. Returns 0 or an exit code, with the error reported. */
int dtl_cli_pandoc_begin(dtl_cli_pandoc *p);
/* Converts the text, CommonMark with tables, and writes the result to output. format: "docx", "odt"; reference: a document whose styles
 * are used, or NULL. */
int dtl_cli_pandoc_convert(const dtl_cli_pandoc *p, const char *text, size_t len, const char *format, const char *reference, const char *title,
	const char *output);
/* Removes the folder with all that lies in it. */
void dtl_cli_pandoc_end(dtl_cli_pandoc *p);

#endif
