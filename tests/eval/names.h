/* Sets of names as the training programs need them: hashed, lower-case, token by token. */
#ifndef DTL_EVAL_NAMES_H
#define DTL_EVAL_NAMES_H

#include "train.h"

typedef struct name_set { uint64_t *keys; uint32_t *loc, *all; size_t slots, count; } name_set;

UNUSED static name_set name_set_new(void)
{
	name_set s = {.slots = 1 << 19};
	s.keys = calloc(s.slots, sizeof *s.keys);
	s.loc = calloc(s.slots, sizeof *s.loc);
	s.all = calloc(s.slots, sizeof *s.all);
	return s;
}

static size_t name_slot(const name_set *s, uint64_t key)
{
	size_t at = key & (s->slots - 1);
	while (s->keys[at] && s->keys[at] != key) at = (at + 1) & (s->slots - 1);
	return at;
}

static uint64_t name_key(const dtl_word *words, size_t first, size_t last)
{
	uint64_t key = 1;
	for (size_t i = first; i < last; i++) key = dtl_mix(key ^ words[i].lower);
	return key ? key : 1;
}

UNUSED static bool name_known(const name_set *s, const dtl_word *words, size_t first, size_t last)
{
	return s->keys[name_slot(s, name_key(words, first, last))] != 0;
}

static size_t name_add(name_set *s, uint64_t key)
{
	size_t at = name_slot(s, key);
	if (!s->keys[at] && ++s->count * 2 > s->slots) die("too many names", "");
	s->keys[at] = key;
	return at;
}

static void name_add_text(name_set *s, dtl_arena *arena, dtl_str name)
{
	static const dtl_word_table none = {NULL, 0};
	dtl_tokens t;
	dtl_tokenize(arena, name, &t);
	if (t.count) name_add(s, name_key(dtl_words(arena, &t, &none), 0, t.count));
}

/* The names of a curated table: column `column`, alternatives parted by |. */
UNUSED static void name_add_table(name_set *s, const char *file, int column)
{
	struct dtl_arena arena = {0};
	size_t size;
	char *data = slurp("gazetteer/curated", file, &size);
	if (!data) die("cannot read", file);
	dtl_str rest = {data, size};
	for (bool head = true; rest.ptr && rest.len;) {
		dtl_str line = dtl_str_cut(&rest, '\n'), field = DTL_STR_NONE;
		if (!line.len || line.ptr[0] == '#') continue;
		for (int c = 0; c <= column && line.ptr; c++) field = dtl_str_cut(&line, '\t');
		if (head) {
			head = false;
			continue;
		}
		while (field.ptr && field.len) name_add_text(s, &arena, dtl_str_cut(&field, '|'));
	}
	dtl_arena_free(&arena);
	free(data);
}

#endif
