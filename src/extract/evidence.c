#include "extract/evidence.h"

#include "base/str.h"

/* ", Ohio" or "(France" behind the run: the kind of what stands there. */
static uint8_t state_behind(const dtl_context *c, const dtl_gaz_mark *marks, const dtl_run *run)
{
	size_t i = run->last;
	if (i + 1 >= c->tokens->count || c->sentence[i + 1] != c->sentence[run->first]) return 0;
	char sign = c->tokens->tokens[i].kind == DTL_TOKEN_PUNCT ? c->tokens->text.ptr[c->tokens->tokens[i].start] : '\0';
	if ((sign != ',' && sign != '(') || !dtl_kind_is_container(marks[i + 1].kind)) return 0;
	return (uint8_t)(marks[i + 1].kind | (sign == '(' ? 16 : 0));
}

static const dtl_word *beside(const dtl_context *c, size_t i, ptrdiff_t step)
{
	ptrdiff_t at = (ptrdiff_t)i + step;
	if (at < 0 || (size_t)at >= c->tokens->count || c->sentence[at] != c->sentence[i]) return NULL;
	return &c->words[at];
}

static bool is_person(const dtl_context *c, const dtl_run *run, size_t i)
{
	const dtl_word *before = beside(c, run->first, -1), *behind = beside(c, run->last - 1, 1), *l = i > run->first ? &c->words[i - 1] : NULL;
	return (before && before->cue == DTL_CUE_TITLE) || (behind && behind->cue == DTL_CUE_SAY) ||
		(l && (l->cue == DTL_CUE_TITLE || l->cue == DTL_CUE_FIRST));
}

static uint16_t signs_of(const dtl_context *c, const uint8_t *state, const uint8_t *labels, size_t i)
{
	const dtl_run *run = &c->runs[c->run[i] - 1];
	const dtl_word *before = beside(c, run->first, -1);
	unsigned signs = 0;
	if (c->style[c->sentence[i]] != DTL_STYLE_PLAIN) return 0; /* in a headline capitals and neighbours tell little */
	if (!(c->tokens->tokens[i].flags & DTL_TOKEN_FIRST)) signs |= 1u << DTL_SIGN_MID;
	if (before && before->cue == DTL_CUE_LOCATIVE) signs |= 1u << DTL_SIGN_IN;
	if (is_person(c, run, i)) signs |= 1u << DTL_SIGN_PERSON;
	if (state[c->run[i] - 1]) signs |= 1u << DTL_SIGN_STATE;
	if (run->org) signs |= 1u << DTL_SIGN_ORG;
	uint8_t l = labels[i];
	if (l == DTL_ENTITY_B_LOC || l == DTL_ENTITY_I_LOC) signs |= 1u << DTL_SIGN_LOC;
	if (l == DTL_ENTITY_B_PER || l == DTL_ENTITY_I_PER) signs |= 1u << DTL_SIGN_PER;
	if (l == DTL_ENTITY_B_ORG || l == DTL_ENTITY_I_ORG) signs |= 1u << DTL_SIGN_ORGANISATION;
	return (uint16_t)signs;
}

/* Words of the article that are written as names somewhere: a hash table of their lower-case hashes. */
typedef struct table { uint32_t *keys, *index; uint32_t mask; } table;

static uint32_t *find(const table *t, uint32_t key)
{
	uint32_t at = key & t->mask;
	while (t->keys[at] && t->keys[at] != key) at = (at + 1) & t->mask;
	t->keys[at] = key;
	return &t->index[at];
}

static table table_new(dtl_arena *arena, size_t words)
{
	table t = {NULL, NULL, 63};
	while (t.mask < words * 2) t.mask = t.mask * 2 + 1;
	t.keys = dtl_arena_array(arena, uint32_t, (size_t)t.mask + 1);
	t.index = dtl_arena_array(arena, uint32_t, (size_t)t.mask + 1);
	return t;
}

static void count_signs(dtl_evidence *e, uint32_t word, uint16_t signs)
{
	for (int k = 0; k < DTL_SIGNS; k++)
		if ((signs >> k & 1) && e->counts[word - 1][k] < UINT16_MAX) e->counts[word - 1][k]++;
}

void dtl_evidence_build(dtl_arena *arena, const dtl_context *c, const dtl_gaz_mark *marks, const uint8_t *labels, dtl_evidence *out)
{
	size_t n = c->tokens->count, words = 0, names = 0;
	uint32_t *word = dtl_arena_array(arena, uint32_t, n + 1), *next = dtl_arena_array(arena, uint32_t, n + 1);
	uint16_t *signs = dtl_arena_array(arena, uint16_t, n + 1);
	uint8_t *state = dtl_arena_array(arena, uint8_t, c->run_count + 1);
	for (size_t k = 0; k < c->run_count; k++) state[k] = state_behind(c, marks, &c->runs[k]);
	for (size_t i = 0; i < n; i++) names += c->run[i] != 0;
	table t = table_new(arena, names);
	uint32_t *last = dtl_arena_array(arena, uint32_t, names + 1), *first = dtl_arena_array(arena, uint32_t, names + 1);
	*out = (dtl_evidence){word, dtl_arena_alloc(arena, (names + 1) * sizeof *out->counts), signs, next, state};
	for (size_t i = 0; i < n; i++) {
		next[i] = (uint32_t)i;
		if (!c->run[i] || !(c->flags[i] & DTL_CONTEXT_NAME)) continue;
		uint32_t *index = find(&t, c->words[i].lower);
		bool fresh = *index == 0;
		if (fresh) *index = (uint32_t)++words;
		word[i] = *index;
		if (fresh) first[*index] = (uint32_t)i;
		else next[last[*index]] = (uint32_t)i;
		last[*index] = (uint32_t)i;
		next[i] = first[*index];
		signs[i] = signs_of(c, state, labels, i);
		count_signs(out, *index, signs[i]);
	}
	/* The same words written small: only those that are names elsewhere. */
	for (size_t i = 0; i < n; i++) {
		if (word[i] || c->words[i].case_ != DTL_CASE_LOWER) continue;
		uint32_t at = c->words[i].lower & t.mask;
		while (t.keys[at] && t.keys[at] != c->words[i].lower) at = (at + 1) & t.mask;
		if (t.keys[at]) count_signs(out, t.index[at], 1u << DTL_SIGN_SMALL);
	}
}
