/* Inside a reader: what the formats share. */
#ifndef DTL_READ_READER_H
#define DTL_READ_READER_H

#include "dateline/read.h"
#include "read/stream.h"

#define DTL_READ_DEFAULT_MAX ((size_t)16 << 20)
#define DTL_READ_MAX_DEPTH 64 /* of nested JSON */

struct json_object;
struct json_tokener;

/* A way to find articles in a stream. */
typedef struct dtl_format {
	const char *name;
	/* As dtl_reader_next. May allocate in reader->record, whose exhaustion the caller catches: foreign memory is held in
	 * reader->json or reader->state only. */
	dtl_status (*next)(dtl_reader *reader, dtl_article *out, bool *more, dtl_error *err);
	void (*close)(dtl_reader *reader); /* releases reader->state; NULL if there is nothing */
} dtl_format;

extern const dtl_format dtl_format_text;
extern const dtl_format dtl_format_json_lines;
extern const dtl_format dtl_format_json;   /* one object over several lines, or arrays of objects */
extern const dtl_format dtl_format_html;
extern const dtl_format dtl_format_feed;
extern const dtl_format dtl_format_nitf;
extern const dtl_format dtl_format_newsml;
extern const dtl_format dtl_format_mail;
extern const dtl_format dtl_format_pdf;
extern const dtl_format dtl_format_csv;
extern const dtl_format dtl_format_warc;
extern const dtl_format dtl_format_folder;

struct dtl_reader {
	char *path;
	dtl_stream stream;          /* none for a folder */
	const dtl_format *format;
	dtl_reader_spec spec;       /* its strings are in keep */
	dtl_arena keep;             /* lives as long as the reader */
	dtl_arena record;           /* lives as long as the record */
	size_t repaired;            /* malformed bytes of the record that became U+FFFD */
	dtl_span *spans;            /* in record */
	size_t span_count;
	bool has_spans;
	bool done;
	struct json_object *json;   /* of the record: released with it */
	struct json_tokener *tokener;
	struct _xmlDoc *page;       /* a web page of the record: released with it */
	void *state;                /* the format's own */
};

/* Tells the format from the first bytes; DTL_ERR_DATA if they are no text. */
DTL_MUST_CHECK dtl_status dtl_format_detect(dtl_reader *reader, const dtl_format **out, dtl_error *err);

/* One JSON object as an article: the keys are listed in record.c. Strings are copied to reader->record. */
DTL_MUST_CHECK dtl_status dtl_record_from_json(dtl_reader *reader, struct json_object *object, const dtl_stream_line *at,
	dtl_article *out, dtl_error *err);
/* Parses one JSON value into reader->json. Malformed UTF-8 is repaired first. */
DTL_MUST_CHECK dtl_status dtl_record_parse(dtl_reader *reader, const dtl_stream_line *line, dtl_error *err);

/* Which key or column name means what. */
typedef enum dtl_record_field { DTL_KEY_TEXT, DTL_KEY_TITLE, DTL_KEY_DATE, DTL_KEY_SOURCE, DTL_KEY_URL, DTL_KEY_LANG, DTL_KEY_ID,
	DTL_KEY_AUTHOR, DTL_KEY_COUNT } dtl_record_field;
/* 0 if name does not mean field; else its rank, 1 for the best name. */
size_t dtl_record_key(dtl_str name, dtl_record_field field);
/* Checks and normalises an article whose strings hold what the record says. */
DTL_MUST_CHECK dtl_status dtl_record_finish(dtl_reader *reader, const dtl_stream_line *at, dtl_article *out, dtl_error *err);
/* Does a mailbox or a message begin like this? */
bool dtl_mail_begins(dtl_str s);
/* Is the line the header of a table of articles? */
bool dtl_csv_header(dtl_arena *arena, dtl_str line);

/* The whole rest of the stream in *out (valid until the next read); DTL_ERR_DATA if it is longer than max. */
DTL_MUST_CHECK dtl_status dtl_reader_rest(dtl_reader *reader, size_t max, dtl_str *out, dtl_error *err);
/* s as UTF-8 in reader->record: valid UTF-8 as it is, what looks like Windows-1252 converted, else repaired and counted. */
dtl_str dtl_reader_utf8(dtl_reader *reader, dtl_str s);
/* s in this charset as UTF-8 in reader->record; of a charset that is not known, or where s is UTF-8 anyway, as dtl_reader_utf8. */
dtl_str dtl_reader_convert(dtl_reader *reader, dtl_str s, const char *charset);

/* What parts the cells of a CSV header: the commonest of comma, semicolon and tab. */
char dtl_csv_separator(dtl_str header);

/* The language of a text by its script and commonest words, as BCP 47 tag; empty if that is not sure. */
dtl_str dtl_text_language(dtl_str text);

/* What newspapers, feeds and crawlers write as a date, as ISO 8601 in arena; empty if it is none:
 * "Sat, 27 Jan 2024 10:00:00 GMT", "January 27, 2024", "27.01.2024", seconds or milliseconds since 1970. */
dtl_str dtl_published_date(dtl_arena *arena, dtl_str s);
/* "https://www.example.org:80/path" -> "example.org"; empty if s is no http(s) address. */
dtl_str dtl_url_host(dtl_str s);
/* The date in addresses like /2024/01/28/ and /2024-01-28-, as ISO 8601 in arena; empty if there is none. */
dtl_str dtl_url_date(dtl_arena *arena, dtl_str url);

#endif
