#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__)
#define DTL_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define DTL_ASAN 1
#endif
#endif
#ifdef DTL_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n) __asan_poison_memory_region((p), (n))
#define UNPOISON(p, n) __asan_unpoison_memory_region((p), (n))
#define RED_ZONE 16 /* so that the sanitizer sees an overrun from one allocation into the next */
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#define RED_ZONE 0
#endif

#define ALIGN 16
#define FIRST_BLOCK ((size_t)1 << 16)
#define LARGEST_BLOCK ((size_t)1 << 24)

struct dtl_arena_block {
	struct dtl_arena_block *older;
	size_t size, used;
	_Alignas(ALIGN) char bytes[];
};

static size_t rounded(size_t n)
{
	return (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

static void exhausted(dtl_arena *arena)
{
	longjmp(arena->exhausted, 1);
}

static void add_block(dtl_arena *arena, size_t need)
{
	size_t size = arena->next_size ? arena->next_size : FIRST_BLOCK;
	if (size < need) size = need;
	if (size > SIZE_MAX - sizeof(struct dtl_arena_block)) exhausted(arena);
	struct dtl_arena_block *b = malloc(sizeof *b + size);
	if (!b) exhausted(arena);
	b->older = arena->block;
	b->size = size;
	b->used = 0;
	POISON(b->bytes, size);
	arena->block = b;
	arena->next_size = size < LARGEST_BLOCK ? size * 2 : LARGEST_BLOCK;
}

void *dtl_arena_alloc(dtl_arena *arena, size_t size)
{
	if (size > SIZE_MAX - 2 * ALIGN - RED_ZONE) exhausted(arena);
	size_t need = rounded(size ? size : 1) + RED_ZONE;
	if (!arena->block || arena->block->size - arena->block->used < need) add_block(arena, need);
	struct dtl_arena_block *b = arena->block;
	char *p = b->bytes + b->used;
	b->used += need;
	UNPOISON(p, size);
	memset(p, 0, size);
	return p;
}

void *dtl_arena_calloc(dtl_arena *arena, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size) exhausted(arena);
	return dtl_arena_alloc(arena, count * size);
}

void *dtl_arena_grow(dtl_arena *arena, void *old, size_t old_size, size_t new_size)
{
	if (!old) return dtl_arena_alloc(arena, new_size);
	struct dtl_arena_block *b = arena->block;
	size_t held = rounded(old_size ? old_size : 1) + RED_ZONE;
	if (b && (char *)old + held == b->bytes + b->used && new_size >= old_size && new_size < SIZE_MAX / 2) {
		size_t want = rounded(new_size ? new_size : 1) + RED_ZONE;
		if (want - held <= b->size - b->used) {
			b->used += want - held;
			UNPOISON(old, new_size);
			memset((char *)old + old_size, 0, new_size - old_size);
			return old;
		}
	}
	void *p = dtl_arena_alloc(arena, new_size);
	memcpy(p, old, old_size < new_size ? old_size : new_size);
	return p;
}

dtl_str dtl_arena_str(dtl_arena *arena, dtl_str s)
{
	char *p = dtl_arena_alloc(arena, s.len + 1);
	if (s.len) memcpy(p, s.ptr, s.len);
	return (dtl_str){p, s.len};
}

dtl_str dtl_arena_printf(dtl_arena *arena, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len < 0) return DTL_STR("");
	char *p = dtl_arena_alloc(arena, (size_t)len + 1);
	va_start(args, format);
	vsnprintf(p, (size_t)len + 1, format, args);
	va_end(args);
	return (dtl_str){p, (size_t)len};
}

dtl_arena_mark dtl_arena_mark_take(const dtl_arena *arena)
{
	return (dtl_arena_mark){arena->block, arena->block ? arena->block->used : 0};
}

void dtl_arena_reset(dtl_arena *arena, dtl_arena_mark mark)
{
	while (arena->block != mark.block) {
		struct dtl_arena_block *older = arena->block->older;
		UNPOISON(arena->block->bytes, arena->block->size);
		free(arena->block);
		arena->block = older;
	}
	if (mark.block) {
		POISON(mark.block->bytes + mark.used, mark.block->used - mark.used);
		mark.block->used = mark.used;
	}
}

void dtl_arena_free(dtl_arena *arena)
{
	dtl_arena_reset(arena, (dtl_arena_mark){NULL, 0});
	arena->next_size = 0;
}
