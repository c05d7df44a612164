#include "extract/gaz_marks.h"

#include "base/str.h"
#include "text/normal.h"

enum { REFS_MOST = 24 /* meanings that are looked at; the best prior comes first */ };

static dtl_gaz_kind city_kind(uint32_t population)
{
	if (population >= 1000000) return DTL_KIND_CITY_1M;
	if (population >= 100000) return DTL_KIND_CITY_100K;
	if (population >= 15000) return DTL_KIND_CITY_15K;
	return population >= 1000 ? DTL_KIND_CITY_1K : DTL_KIND_SMALL;
}

static dtl_gaz_kind kind_of_entry(const dtl_gaz_entry *e)
{
	bool us = e->country_code[0] == 'U' && e->country_code[1] == 'S';
	switch ((dtl_gaz_class)e->class_) {
	case DTL_GAZ_COUNTRY: return DTL_KIND_COUNTRY;
	case DTL_GAZ_ADM1: return us ? DTL_KIND_US_STATE : DTL_KIND_ADMIN1;
	case DTL_GAZ_ADM2: return us ? DTL_KIND_COUNTY : DTL_KIND_ADMIN2;
	case DTL_GAZ_PPLZ: return DTL_KIND_POSTAL;
	case DTL_GAZ_REGION:
	case DTL_GAZ_WATER:
	case DTL_GAZ_MOUNTAIN:
	case DTL_GAZ_ISLAND: return DTL_KIND_FEATURE;
	case DTL_GAZ_AIRPORT:
	case DTL_GAZ_SITE: return DTL_KIND_SITE;
	default: return city_kind(e->population);
	}
}

static dtl_gaz_kind kind_of(const dtl_gazetteer *g, const dtl_gaz_ref *ref)
{
	const dtl_gaz_entry *e = dtl_gaz_entry_at(g, ref->entry);
	dtl_gaz_kind kind = kind_of_entry(e);
	switch ((dtl_name_kind)ref->kind) {
	case DTL_NAME_DEMONYM: return DTL_KIND_DEMONYM;
	case DTL_NAME_METONYM: return DTL_KIND_METONYM;
	case DTL_NAME_ABBREVIATION: return DTL_KIND_ABBREVIATION;
	case DTL_NAME_ALTERNATE:
		if (kind >= DTL_KIND_CITY_1M && kind != DTL_KIND_ADMIN1 && kind != DTL_KIND_FEATURE && kind != DTL_KIND_ADMIN2)
			return e->population >= 100000 ? DTL_KIND_ALTERNATE_100K : DTL_KIND_ALTERNATE;
		return kind;
	default: return kind;
	}
}

/* May this meaning stand, as the tokens are written? "us" and "in" are no states, "US" and "IN" may be. */
static bool fits(const dtl_context *c, const dtl_gaz_ref *ref, uint32_t first, uint32_t last)
{
	const dtl_token *t = &c->tokens->tokens[first];
	bool cased = (ref->flags & DTL_REF_CASED) || ref->kind == DTL_NAME_ABBREVIATION;
	if (last - first > 1) return true;
	if (cased) return (t->flags & (DTL_TOKEN_ALL_CAPS | DTL_TOKEN_ABBREVIATION)) != 0 && (t->flags & DTL_TOKEN_CAPITAL);
	return t->end - t->start > 2;
}

/* Kinds of a name as written at [first, last). */
static void describe(const dtl_gazetteer *g, const dtl_context *c, uint32_t name, uint32_t first, uint32_t last, dtl_gaz_mark *out)
{
	size_t count = 0, kept = 0;
	const dtl_gaz_ref *refs = dtl_gaz_refs(g, name, &count);
	out->kind = DTL_KIND_NONE;
	out->bits = 0;
	for (size_t i = 0; i < count && i < REFS_MOST; i++) {
		if (!fits(c, &refs[i], first, last)) continue;
		dtl_gaz_kind kind = kind_of(g, &refs[i]);
		out->bits |= 1u << kind;
		if (refs[i].flags & DTL_REF_WEAK) out->bits |= DTL_GAZ_COMMON;
		if (out->kind == DTL_KIND_NONE || kind < out->kind) out->kind = (uint8_t)kind;
		kept++;
	}
	out->places = 0;
	while (count > 1 && out->places < 7) count >>= 1, out->places++;
	if (!kept) out->places = 0;
	out->first = first;
	out->last = last;
	out->name = kept ? name : DTL_GAZ_NONE;
}

/* A name may begin at a token that is written as one, or at a small word that is hardly ever a common word. */
static bool may_start(const dtl_context *c, size_t i)
{
	const dtl_word *w = &c->words[i];
	if (c->flags[i] & DTL_CONTEXT_ACTIVE) return c->tokens->tokens[i].kind == DTL_TOKEN_WORD;
	return w->case_ == DTL_CASE_LOWER && (w->share == DTL_SHARE_NEVER || w->share == DTL_SHARE_SELDOM);
}

/* A name ends at a word that could stand in it: not "Paris in". */
static bool may_end(const dtl_context *c, const dtl_gaz_match *m)
{
	const dtl_token *t = &c->tokens->tokens[m->last - 1];
	return m->last == m->first + 1 || t->kind == DTL_TOKEN_NUMBER || (t->flags & DTL_TOKEN_CAPITAL) || (c->flags[m->last - 1] & DTL_CONTEXT_ACTIVE) ||
		c->words[m->last - 1].case_ == DTL_CASE_NONE || !(c->tokens->tokens[m->first].flags & DTL_TOKEN_CAPITAL);
}

static void mark_single(const dtl_gazetteer *g, const dtl_context *c, size_t i, dtl_gaz_mark *out)
{
	char key[DTL_NORMAL_MAX];
	size_t length = dtl_normal_key(dtl_token_str(c->tokens, i), key);
	uint32_t name = length ? dtl_gaz_name(g, (dtl_str){key, length}) : DTL_GAZ_NONE;
	if (name == DTL_GAZ_NONE) return;
	dtl_gaz_mark alone;
	describe(g, c, name, (uint32_t)i, (uint32_t)i + 1, &alone);
	out->single = alone.kind;
}

dtl_gaz_mark *dtl_gaz_marks(dtl_arena *arena, const dtl_gazetteer *g, dtl_context *c)
{
	size_t n = c->tokens->count, count = 0;
	dtl_gaz_mark *marks = dtl_arena_array(arena, dtl_gaz_mark, n + 1);
	bool *start = dtl_arena_array(arena, bool, n + 1);
	for (size_t i = 0; i < n; i++) {
		marks[i].name = DTL_GAZ_NONE;
		start[i] = may_start(c, i);
		if (start[i]) mark_single(g, c, i, &marks[i]);
	}
	const dtl_gaz_match *matches = dtl_gaz_scan(g, arena, c->tokens, start, &count);
	for (size_t k = 0; k < count; k++) {
		dtl_gaz_mark mark = {0};
		if (!may_end(c, &matches[k])) continue;
		describe(g, c, matches[k].name, matches[k].first, matches[k].last, &mark);
		if (mark.name == DTL_GAZ_NONE) continue;
		for (uint32_t i = mark.first; i < mark.last; i++) {
			mark.single = marks[i].single;
			mark.place = mark.last - mark.first == 1 ? 4 : i == mark.first ? 1 : i + 1 == mark.last ? 3 : 2;
			marks[i] = mark;
			dtl_context_activate(c, i);
		}
	}
	return marks;
}
