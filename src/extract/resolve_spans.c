/* Names around given spans. Who asks for the places of some spans only ("resolve Paris in this text") has not told the other
 * names of the text, and without them Paris, Texas, is a guess. Those that the gazetteer knows well are read as context. */
#include <stdlib.h>

#include "extract/resolve.h"
#include "text/normal.h"

#define CONTEXT_TOKENS 5        /* of one name */
#define FEW_NAMES 3             /* different ones given: so many are context enough */
#define CONTEXT_PEOPLE 4.0f     /* prior of one word in capitals: a town of 10,000 */
#define CONTEXT_PEOPLE_FIRST 4.7f /* of a word that has to be in capitals: the first of its sentence */
#define CONTEXT_PEOPLE_MORE 3.0f /* of several words */
#define CONTEXT_PEOPLE_LOWER 5.3f /* of a name without capitals */

typedef struct scan {
	dtl_resolution *r;
	const dtl_tokens *tokens;
	bool lower; /* the text has no capitals */
	bool first; /* the word begins its sentence */
} scan;

static bool has_capitals(const dtl_tokens *t)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->tokens[i].flags & DTL_TOKEN_CAPITAL) return true;
	return false;
}

static bool may_start(const scan *s, size_t i)
{
	const dtl_token *t = &s->tokens->tokens[i];
	if (t->kind != DTL_TOKEN_WORD) return false;
	return s->lower ? t->end - t->start >= 4 : (t->flags & DTL_TOKEN_CAPITAL) != 0;
}

/* Well known enough to be read as a place without more evidence. */
static bool well_known(const scan *s, const dtl_name_group *group, size_t words)
{
	if (group->level > 0 || group->candidate_count == 0) return false;
	const dtl_candidate *best = &s->r->candidates[group->first_candidate];
	if (best->flags & (DTL_REF_WEAK | DTL_REF_BLOCKED)) return false;
	if ((best->flags & DTL_REF_CASED) && !group->capitals && !group->abbreviated) return false;
	if ((best->flags & DTL_REF_ARTICLE) && !group->article) return false;
	if (best->kind == DTL_NAME_DEMONYM || best->class_ <= DTL_GAZ_ADM1) return best->kind != DTL_NAME_ABBREVIATION || group->abbreviated;
	if (words > 1 && best->class_ == DTL_GAZ_ADM2) return true; /* "Reno County" */
	if (s->lower) return best->prior >= CONTEXT_PEOPLE_LOWER;
	if (words > 1) return best->prior >= CONTEXT_PEOPLE_MORE;
	return best->prior >= (s->first ? CONTEXT_PEOPLE_FIRST : CONTEXT_PEOPLE);
}

/* The longest well-known name that starts at token i; 0: none. */
static size_t read_name(scan *s, size_t i)
{
	dtl_resolution *r = s->r;
	const dtl_token *t = s->tokens->tokens;
	for (size_t n = CONTEXT_TOKENS; n >= 1; n--) {
		if (i + n > s->tokens->count || (!s->lower && !(t[i + n - 1].flags & DTL_TOKEN_CAPITAL)) || t[i + n - 1].kind != DTL_TOKEN_WORD) continue;
		dtl_span span = {t[i].start, t[i + n - 1].end};
		char key[DTL_NORMAL_MAX];
		dtl_str words = dtl_str_sub(s->tokens->text, span.start, span.end);
		if (memchr(words.ptr, ',', words.len)) continue;
		size_t len = dtl_normal_key(words, key);
		if (len < 2 || dtl_gaz_name(r->gazetteer, (dtl_str){key, len}) == DTL_GAZ_NONE) continue;
		size_t g = dtl_group_of(r, words);
		if (g == SIZE_MAX) continue;
		dtl_name_group *group = &r->groups[g];
		dtl_read_use(group, s->tokens->text, span, false);
		if (!group->candidate_count) dtl_find_candidates(r, group);
		if (group->silent && !well_known(s, group, n)) {
			group->outside = group->mentions == 0;
			continue;
		}
		group->outside = false;
		group->mentions++;
		dtl_name_use use = {span.start, span.end, (uint32_t)g, -1};
		DTL_PUSH(r->arena, r->uses, r->use_count, r->use_cap, use);
		return n;
	}
	return 0;
}

static int by_start(const void *a, const void *b)
{
	const dtl_name_use *p = a, *q = b;
	return p->start < q->start ? -1 : p->start > q->start;
}

void dtl_add_context_names(dtl_resolution *r)
{
	if (r->group_count >= FEW_NAMES) return;
	scan s = {.r = r, .tokens = &r->doc->tokens, .lower = !has_capitals(&r->doc->tokens)};
	size_t given = r->use_count, next = 0;
	for (size_t i = 0; i < s.tokens->count;) {
		const dtl_token *t = &s.tokens->tokens[i];
		while (next < given && r->uses[next].end <= t->start) next++;
		bool taken = next < given && r->uses[next].start < t->end;
		s.first = (t->flags & DTL_TOKEN_FIRST) != 0;
		size_t n = !taken && may_start(&s, i) ? read_name(&s, i) : 0;
		i += n ? n : 1;
	}
	if (r->use_count > given) qsort(r->uses, r->use_count, sizeof *r->uses, by_start);
}
