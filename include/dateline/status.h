/* Status codes, errors and the export macro: the part of the interface that everything includes. */
#ifndef DATELINE_STATUS_H
#define DATELINE_STATUS_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define DTL_API __attribute__((visibility("default")))
#define DTL_MUST_CHECK __attribute__((warn_unused_result))
#define DTL_PRINTF(f, a) __attribute__((format(printf, f, a)))
#else
#define DTL_API
#define DTL_MUST_CHECK
#define DTL_PRINTF(f, a)
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* What went wrong, by the exit code that the command line gives it (sysexits.h where one fits). */
typedef enum dtl_status {
	DTL_OK = 0,
	DTL_ERR_USAGE = 64,    /* the caller's arguments do not make sense */
	DTL_ERR_DATA = 65,     /* the input is malformed or the store is corrupt */
	DTL_ERR_NO_INPUT = 66, /* a file is absent or cannot be read */
	DTL_ERR_INTERNAL = 70, /* a bug of ours */
	DTL_ERR_MEMORY = 71,   /* memory is exhausted */
	DTL_ERR_CREATE = 73,   /* an output cannot be created */
	DTL_ERR_IO = 74,       /* reading or writing failed half-way */
	DTL_ERR_LOCKED = 75,   /* another process writes to the store */
	DTL_ERR_CONFIG = 78    /* gazetteer, proj.db, fonts or a module are missing or of the wrong version */
} dtl_status;

/* Filled by a failing call; every string is NUL-terminated and owned by the struct itself. */
typedef struct dtl_error {
	dtl_status code;
	char message[512]; /* lower case, no full stop, subject in quotes: cannot open 'x' */
	char file[256];    /* the input it is about, or "" */
	uint64_t line;     /* 1-based line in file, 0 if unknown */
	uint64_t byte;     /* 0-based byte offset in file; meaningful if line is not 0 */
} dtl_error;

#define DTL_ERROR_INIT {DTL_OK, "", "", 0, 0}

/* A counted string, not NUL-terminated in general, borrowed from what the documentation names. */
typedef struct dtl_str {
	const char *ptr;
	size_t len; /* bytes */
} dtl_str;

#define DTL_STR(literal) ((dtl_str){(literal), sizeof(literal) - 1})
#define DTL_STR_NONE ((dtl_str){NULL, 0})

#ifdef __cplusplus
}
#endif
#endif
