#include "text/context.h"

#include "base/str.h"
#include "base/utf8.h"
#include "text/chars.h"

enum { GLUE_MOST = 3 /* tokens between two parts of one name */ };

static char sign_of(const dtl_tokens *t, size_t i)
{
	return t->tokens[i].kind == DTL_TOKEN_PUNCT ? t->text.ptr[t->tokens[i].start] : '\0';
}

static bool is_quote(const dtl_tokens *t, size_t i)
{
	if (t->tokens[i].kind != DTL_TOKEN_PUNCT) return false;
	size_t at = t->tokens[i].start;
	uint32_t c = dtl_utf8_next(t->text, &at);
	return c == '"' || c == '\'' || c == 0x2018 || c == 0x201c || c == 0xab || c == 0x201e;
}

static dtl_style style_of(const dtl_tokens *t, const dtl_sentence *s)
{
	if (s->flags & DTL_SENTENCE_ALL_CAPS) return DTL_STYLE_CAPS;
	if (s->flags & DTL_SENTENCE_TITLE_CASE) return DTL_STYLE_TITLE;
	size_t words = 0;
	for (size_t i = s->first; i < s->last; i++) {
		if (t->tokens[i].kind != DTL_TOKEN_WORD) continue;
		if (t->tokens[i].flags & DTL_TOKEN_CAPITAL) return DTL_STYLE_PLAIN;
		words++;
	}
	return words >= 3 ? DTL_STYLE_SMALL : DTL_STYLE_PLAIN;
}

/* Is the word written as a name, given how the sentence is written? Where capitals say nothing, its use elsewhere decides. */
static bool name_like(const dtl_tokens *t, const dtl_word *w, size_t i, dtl_style style)
{
	const dtl_token *token = &t->tokens[i];
	bool common = w->share >= DTL_SHARE_OFTEN || w->cue == DTL_CUE_GLUE || w->cue == DTL_CUE_AND;
	if (token->kind != DTL_TOKEN_WORD) return false;
	if (style == DTL_STYLE_SMALL) return w->share == DTL_SHARE_NEVER || w->share == DTL_SHARE_SELDOM;
	if (!(token->flags & DTL_TOKEN_CAPITAL)) return w->case_ == DTL_CASE_MIXED;
	if (style == DTL_STYLE_PLAIN) return !((token->flags & DTL_TOKEN_FIRST) && (w->share == DTL_SHARE_MOSTLY || w->cue == DTL_CUE_GLUE));
	return !common;
}

static bool has_letters_without_case(const dtl_tokens *t, size_t i)
{
	size_t at = t->tokens[i].start;
	return t->tokens[i].kind == DTL_TOKEN_WORD && dtl_char_of(dtl_utf8_next(t->text, &at)) == DTL_CHAR_LETTER;
}

static void mark_tokens(dtl_context *c, const dtl_sentence *s, dtl_style style)
{
	const dtl_tokens *t = c->tokens;
	bool hash = false;
	for (size_t i = s->first; i < s->last; i++) {
		uint8_t flags = 0;
		hash = (hash && !(t->tokens[i].flags & DTL_TOKEN_SPACE_BEFORE)) || sign_of(t, i) == '#';
		if (name_like(t, &c->words[i], i, style)) flags |= DTL_CONTEXT_NAME | DTL_CONTEXT_ACTIVE;
		if (t->tokens[i].kind == DTL_TOKEN_NUMBER || has_letters_without_case(t, i)) flags |= DTL_CONTEXT_ACTIVE;
		/* A common word loses nothing at the start of a sentence; in a headline it may be part of a name. */
		bool plain_start = style == DTL_STYLE_PLAIN && (t->tokens[i].flags & DTL_TOKEN_FIRST) && c->words[i].share == DTL_SHARE_MOSTLY;
		if ((t->tokens[i].flags & DTL_TOKEN_CAPITAL) && !plain_start) flags |= DTL_CONTEXT_ACTIVE;
		if (hash && t->tokens[i].kind == DTL_TOKEN_WORD) flags |= DTL_CONTEXT_ACTIVE | DTL_CONTEXT_HASH;
		if (i > s->first && is_quote(t, i - 1)) flags |= DTL_CONTEXT_QUOTE;
		/* "Ohio river": a small feature word behind a name */
		bool feature = c->words[i].cue == DTL_CUE_FEATURE || c->words[i].cue == DTL_CUE_STREET;
		if (feature && i > s->first && (c->flags[i - 1] & DTL_CONTEXT_NAME)) flags |= DTL_CONTEXT_ACTIVE;
		c->flags[i] = flags;
	}
}

/* The signs and short words that may stand inside a name. */
static bool is_glue(const dtl_context *c, size_t i)
{
	char sign = sign_of(c->tokens, i);
	if (sign) return sign == '-' || sign == '&' || sign == '\'' || sign == '/';
	return c->words[i].cue == DTL_CUE_GLUE || c->words[i].cue == DTL_CUE_AND || dtl_str_eq(dtl_token_str(c->tokens, i), DTL_STR("'s"));
}

static bool joins_run(const dtl_context *c, size_t i)
{
	char sign = sign_of(c->tokens, i);
	return sign ? sign == '-' || sign == '&' : c->words[i].cue == DTL_CUE_GLUE;
}

static void add_run(dtl_context *c, size_t first, size_t last)
{
	dtl_run run = {.first = (uint32_t)first, .last = (uint32_t)last};
	for (size_t i = first; i < last; i++) {
		run.org |= c->words[i].cue == DTL_CUE_ORG;
		run.title |= c->words[i].cue == DTL_CUE_TITLE;
		run.street |= c->words[i].cue == DTL_CUE_STREET;
		c->run[i] = (uint32_t)c->run_count + 1;
	}
	c->runs[c->run_count++] = run;
}

static void find_runs(dtl_context *c, const dtl_sentence *s)
{
	for (size_t i = s->first; i < s->last;) {
		if (!(c->flags[i] & DTL_CONTEXT_NAME)) {
			i++;
			continue;
		}
		size_t last = i + 1;
		for (size_t next = last; next < s->last && next < last + GLUE_MOST; next++) {
			if (c->flags[next] & DTL_CONTEXT_NAME) last = next + 1;
			else if (!joins_run(c, next)) break;
		}
		add_run(c, i, last);
		i = last;
	}
}

void dtl_context_build(dtl_arena *arena, const dtl_tokens *tokens, const dtl_word *words, dtl_context *out)
{
	size_t n = tokens->count;
	*out = (dtl_context){.tokens = tokens, .words = words};
	out->flags = dtl_arena_array(arena, uint8_t, n + 1);
	out->run = dtl_arena_array(arena, uint32_t, n + 1);
	out->sentence = dtl_arena_array(arena, uint32_t, n + 1);
	out->runs = dtl_arena_array(arena, dtl_run, n + 1);
	out->style = dtl_arena_array(arena, uint8_t, tokens->sentence_count + 1);
	for (size_t k = 0; k < tokens->sentence_count; k++) {
		const dtl_sentence *s = &tokens->sentences[k];
		out->style[k] = (uint8_t)style_of(tokens, s);
		for (size_t i = s->first; i < s->last; i++) out->sentence[i] = (uint32_t)k;
		mark_tokens(out, s, (dtl_style)out->style[k]);
		find_runs(out, s);
	}
}

void dtl_context_close(dtl_context *c)
{
	for (size_t k = 0; k < c->tokens->sentence_count; k++) {
		const dtl_sentence *s = &c->tokens->sentences[k];
		size_t glue = 0;
		bool open = false; /* an active token stands before the glue */
		for (size_t i = s->first; i < s->last; i++) {
			if (c->flags[i] & DTL_CONTEXT_ACTIVE) {
				for (size_t j = i - glue; open && j < i; j++) c->flags[j] |= DTL_CONTEXT_ACTIVE;
				open = true;
				glue = 0;
			} else if (open && glue < GLUE_MOST && is_glue(c, i)) {
				glue++;
			} else {
				open = false;
				glue = 0;
			}
		}
	}
}
