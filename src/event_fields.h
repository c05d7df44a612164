/* The fields of an event as columns: one table for the store, CSV and GeoJSON, so that they cannot disagree. */
#ifndef DTL_EVENT_FIELDS_H
#define DTL_EVENT_FIELDS_H

#include "base/str.h"
#include "dateline/model.h"

typedef enum dtl_value_kind { DTL_VALUE_NULL, DTL_VALUE_TEXT, DTL_VALUE_INTEGER, DTL_VALUE_REAL, DTL_VALUE_DATE, DTL_VALUE_JSON } dtl_value_kind;

typedef struct dtl_value {
	dtl_value_kind kind;
	dtl_str text;    /* TEXT; JSON: an array, written and read by the functions below */
	int64_t integer;
	double real;
	dtl_date date;
} dtl_value;

typedef struct dtl_event_field {
	const char *name;     /* of the column */
	dtl_value_kind kind;  /* of its values that are not NULL */
	unsigned how;         /* private to event_fields.c */
	size_t offset;        /* private: in dtl_event */
	const char *help;     /* one line for the documentation: unit, range, vocabulary */
} dtl_event_field;

extern const dtl_event_field dtl_event_fields[];
extern const size_t dtl_event_field_count;

/* The value of a field; absent and unknown are NULL. JSON text is made in arena, other strings are borrowed. */
dtl_value dtl_event_field_get(const dtl_event_field *field, const dtl_event *event, dtl_arena *arena);
/* The reverse: value of the field's kind, or NULL, which leaves the event as dtl_event_init made it. Strings are borrowed. JSON
 * fields are not set here: see store/nested.c. Returns false if the value is none that the field can hold. */
bool dtl_event_field_set(const dtl_event_field *field, dtl_event *event, const dtl_value *value);
/* An event of which nothing is known. */
dtl_event dtl_event_init(void);

#endif
