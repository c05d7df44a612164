/* Counted strings: comparison, trimming, ASCII case; and a growing buffer in an arena. */
#ifndef DTL_BASE_STR_H
#define DTL_BASE_STR_H

#include <stdbool.h>

#include "base/arena.h"

/* "%.*s" arguments of a dtl_str. */
#define DTL_FMT(s) (int)(s).len, (s).ptr ? (s).ptr : ""

dtl_str dtl_str_of(const char *z);                          /* NULL gives the empty string */
dtl_str dtl_str_sub(dtl_str s, size_t start, size_t end);   /* half-open, clamped */
bool dtl_str_eq(dtl_str a, dtl_str b);
bool dtl_str_eq_nocase(dtl_str a, dtl_str b);               /* ASCII case only */
int dtl_str_cmp(dtl_str a, dtl_str b);                      /* by bytes, as memcmp */
bool dtl_str_starts(dtl_str s, dtl_str prefix);
bool dtl_str_ends(dtl_str s, dtl_str suffix);
bool dtl_str_contains_nocase(dtl_str s, dtl_str part);      /* ASCII case only; an empty part is contained */
dtl_str dtl_str_trim(dtl_str s);                            /* ASCII white space at both ends */
/* Cuts s at the first separator: returns what stands before it and leaves in *s what stands behind it; without a
 * separator the whole, leaving ptr NULL in *s. */
dtl_str dtl_str_cut(dtl_str *s, char separator);
bool dtl_str_to_int(dtl_str s, int64_t *out);               /* decimal, sign allowed, whole string */
bool dtl_str_to_double(dtl_str s, double *out);             /* whole string, C locale's point */
uint64_t dtl_str_hash(dtl_str s);                           /* 64 bits (FNV-1a), not for hostile keys */

static inline char dtl_ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }
static inline bool dtl_ascii_alpha(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
static inline bool dtl_ascii_digit(char c) { return c >= '0' && c <= '9'; }
static inline bool dtl_ascii_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* A growing buffer; data is NUL-terminated behind len once anything was written. */
typedef struct dtl_buf {
	dtl_arena *arena;
	char *data;
	size_t len, cap;
} dtl_buf;

void dtl_buf_reserve(dtl_buf *b, size_t more);
void dtl_buf_add(dtl_buf *b, dtl_str s);
void dtl_buf_addz(dtl_buf *b, const char *z);
void dtl_buf_addc(dtl_buf *b, char c);
void dtl_buf_printf(dtl_buf *b, const char *format, ...) DTL_PRINTF(2, 3);
/* The shortest decimal that is within half of 10^-digits of value; trailing zeros are cut: 127.5, -0.25, 3. */
void dtl_buf_number(dtl_buf *b, double value, int digits);
dtl_str dtl_buf_str(const dtl_buf *b);
/* A malloc'd, NUL-terminated copy; NULL if memory is exhausted. */
char *dtl_buf_malloc(const dtl_buf *b);

/* Appends value to the arena-backed array `items` that has `count` elements and room for `cap` (three lvalues). */
#define DTL_PUSH(arena, items, count, cap, value)                                                           \
	do {                                                                                                    \
		if ((count) == (cap)) {                                                                             \
			size_t new_cap_ = (cap) ? (size_t)(cap) * 2 : 16;                                               \
			(items) = dtl_arena_grow((arena), (items), (size_t)(count) * sizeof *(items), new_cap_ * sizeof *(items)); \
			(cap) = new_cap_;                                                                               \
		}                                                                                                   \
		(items)[(count)++] = (value);                                                                       \
	} while (0)

#endif
