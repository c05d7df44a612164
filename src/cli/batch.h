/* Articles in batches: read one after another, worked on by several threads, given back in order. */
#ifndef DTL_CLI_BATCH_H
#define DTL_CLI_BATCH_H

#include "cli/cli.h"

/* One record of the input: an article, or the error that stands in its place. */
typedef struct dtl_cli_record {
	dtl_status status;
	dtl_error err;
	dtl_article article; /* strings owned by the record */
	dtl_span *spans;     /* with want_spans */
	size_t span_count;
	bool skipped;        /* see skip below */
	void *result;        /* what work made of it; owned by whoever made it */
} dtl_cli_record;

typedef struct dtl_cli_batch_spec {
	const dtl_reader_spec *reader;
	size_t jobs; /* threads; 0 and 1: none besides the caller's */
	/* Called for each record without a read error, from any thread; sets status, err and result. */
	void (*work)(void *user, dtl_cli_record *record);
	/* Called for each record in order, from the caller's thread. Returns false to stop. */
	bool (*deliver)(void *user, dtl_cli_record *record);
	void *user;
	/* May be NULL. Called for each article as it is read, from the caller's thread while no other runs: true if there is nothing to
	 * work on. Such a record is delivered with `skipped` and without its article. */
	bool (*skip)(void *user, const dtl_article *article);
} dtl_cli_batch_spec;

/* Reads path to its end through work and deliver. Returns DTL_OK, or why reading had to stop; records that fail by
 * themselves are delivered with their status. */
dtl_status dtl_cli_run_batches(const dtl_cli_batch_spec *spec, const char *path, dtl_error *err);

#endif
