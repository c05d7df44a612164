/* Arena: memory with one owner, released at once.
 *
 * An allocation never returns NULL. When memory is exhausted the arena jumps to the frame that armed it:
 *
 *     struct dtl_arena arena = {0};
 *     if (setjmp(arena.exhausted)) { dtl_arena_free(&arena); return dtl_fail_memory(err); }
 *
 * so nothing but the arena itself may be held across an allocation, unless that frame can reach and release it.
 * Locals of the arming frame that change after setjmp and are read after the jump must be volatile.
 * Scratch memory: take a mark, allocate, reset to the mark. */
#ifndef DTL_BASE_ARENA_H
#define DTL_BASE_ARENA_H

#include <setjmp.h>
#include <stddef.h>
#include <string.h>

#include "dateline/status.h"

struct dtl_arena_block; /* one malloc'd chunk */

typedef struct dtl_arena {
	struct dtl_arena_block *block; /* the one in use; older ones are linked behind it */
	size_t next_size;              /* of the next block */
	jmp_buf exhausted;
} dtl_arena;

typedef struct dtl_arena_mark {
	struct dtl_arena_block *block;
	size_t used;
} dtl_arena_mark;

/* size zeroed bytes, aligned to 16. */
void *dtl_arena_alloc(dtl_arena *arena, size_t size) __attribute__((returns_nonnull, malloc, alloc_size(2)));
/* count * size zeroed bytes; an overflow counts as exhaustion. */
void *dtl_arena_calloc(dtl_arena *arena, size_t count, size_t size) __attribute__((returns_nonnull, malloc, alloc_size(2, 3)));
/* Grows an array: the new one holds the old bytes and zeros behind them. Grows in place where it was the last allocation. */
void *dtl_arena_grow(dtl_arena *arena, void *old, size_t old_size, size_t new_size) __attribute__((returns_nonnull));
dtl_str dtl_arena_str(dtl_arena *arena, dtl_str s);                    /* a copy, NUL-terminated behind its end */
dtl_str dtl_arena_printf(dtl_arena *arena, const char *format, ...) DTL_PRINTF(2, 3);
dtl_arena_mark dtl_arena_mark_take(const dtl_arena *arena);
void dtl_arena_reset(dtl_arena *arena, dtl_arena_mark mark);           /* frees all allocated since the mark */
void dtl_arena_free(dtl_arena *arena);                                 /* frees everything; the arena may be used again */

#define dtl_arena_new(arena, type) ((type *)dtl_arena_alloc((arena), sizeof(type)))
#define dtl_arena_array(arena, type, count) ((type *)dtl_arena_calloc((arena), (count), sizeof(type)))

#endif
