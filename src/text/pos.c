#include "text/pos.h"

#include "base/str.h"
#include "text/model_parts.h"

dtl_tag dtl_pos_sure(const dtl_tokens *tokens, const dtl_word *words, size_t i)
{
	const dtl_token *t = &tokens->tokens[i];
	if (t->kind == DTL_TOKEN_URL) return DTL_TAG_NN;
	if (t->kind == DTL_TOKEN_HANDLE) return DTL_TAG_NNP;
	if (t->kind == DTL_TOKEN_PUNCT) {
		char c = tokens->text.ptr[t->start];
		if ((unsigned char)c >= 0x80 || strchr(".,:;!?()[]{}\"`-#$_|", c)) return DTL_TAG_PUNCT; /* beyond ASCII: quotes, dashes, emoji */
	}
	if (t->kind == DTL_TOKEN_NUMBER && dtl_ascii_digit(tokens->text.ptr[t->end - 1])) return DTL_TAG_CD; /* not 5th, 1990s */
	if (words[i].tag_sure && words[i].case_ == DTL_CASE_LOWER) return (dtl_tag)words[i].tag;
	return DTL_TAG_NONE;
}

/* A word beyond the sentence: begin and end differ by side. */
static const dtl_word *word_at(const dtl_word *words, const dtl_sentence *s, size_t i, ptrdiff_t step)
{
	static const dtl_word before = {.form = 2, .lower = 2, .shape = 2, .case_ = 7}, behind = {.form = 4, .lower = 4, .shape = 4, .case_ = 7};
	ptrdiff_t at = (ptrdiff_t)i + step;
	if (at < (ptrdiff_t)s->first) return &before;
	if (at >= (ptrdiff_t)s->last) return &behind;
	return &words[at];
}

size_t dtl_pos_features(const dtl_tokens *tokens, const dtl_word *words, const dtl_sentence *s, size_t i,
	uint64_t out[DTL_POS_FEATURES])
{
	const dtl_word *w = &words[i], *l = word_at(words, s, i, -1), *r = word_at(words, s, i, 1);
	const dtl_word *ll = word_at(words, s, i, -2), *rr = word_at(words, s, i, 2);
	uint32_t p = i > s->first ? tokens->tokens[i - 1].tag : 60, pp = i > s->first + 1 ? tokens->tokens[i - 2].tag : 61;
	uint32_t style = s->flags & DTL_SENTENCE_ALL_CAPS ? 2 : s->flags & DTL_SENTENCE_TITLE_CASE ? 1 : 0;
	uint32_t written = w->case_ | (i == s->first ? 8u : 0u) | style << 4;
	size_t n = 0;
#define ADD(t, a, b, c) out[n++] = dtl_feature((t), (a), (b), (c))
	ADD(1, w->form, 0, 0);
	ADD(2, w->lower, 0, 0);
	ADD(3, w->lower, written, 0);
	for (uint32_t k = 0; k < DTL_AFFIXES && w->suffix[k]; k++) ADD(4 + k, w->suffix[k], 0, 0);
	for (uint32_t k = 1; k < DTL_AFFIXES && w->prefix[k]; k++) ADD(8 + k, w->prefix[k], 0, 0);
	ADD(12, w->shape, written, 0);
	ADD(13, written, w->suffix[1], 0);
	ADD(14, written, w->share, w->tag);
	ADD(15, w->cluster, written, 0);
	ADD(16, p, 0, 0);
	ADD(17, p, pp, 0);
	ADD(18, p, w->lower, 0);
	ADD(19, p, w->suffix[2] ? w->suffix[2] : w->lower, written);
	ADD(20, p, w->cluster, 0);
	ADD(21, p, r->tag, r->suffix[1]);
	ADD(22, p, pp, w->tag);
	ADD(23, l->lower, 0, 0);
	ADD(24, ll->lower, 0, 0);
	ADD(27, l->lower, w->lower, 0);
	ADD(28, w->lower, r->lower, 0);
	ADD(29, l->lower, r->lower, 0);
	ADD(30, l->suffix[2], p, 0);
	ADD(31, r->suffix[2], r->case_, 0);
	ADD(32, r->cluster, 0, 0);
	ADD(35, w->cluster, r->cluster, 0);
	ADD(36, w->tag, r->tag, p);
	ADD(37, w->tag, r->tag, rr->tag);
	ADD(40, written, l->case_, r->case_);
#undef ADD
	return n;
}

void dtl_pos_tag_sentence(const dtl_weights *w, const dtl_word *words, dtl_tokens *tokens, const dtl_sentence *s)
{
	for (size_t i = s->first; i < s->last; i++) {
		dtl_tag sure = dtl_pos_sure(tokens, words, i);
		tokens->tokens[i].tag = (uint8_t)sure;
		if (sure != DTL_TAG_NONE) continue;
		uint64_t features[DTL_POS_FEATURES];
		int16_t scores[DTL_WEIGHT_LABELS];
		size_t n = dtl_pos_features(tokens, words, s, i, features), best = DTL_TAG_NN;
		dtl_weights_sum(w, features, n, scores);
		for (size_t k = 1; k < DTL_TAG_COUNT; k++)
			if (scores[k] > scores[best]) best = k;
		tokens->tokens[i].tag = (uint8_t)best;
	}
}

void dtl_tag_parts_of_speech(const dtl_model *model, dtl_arena *arena, dtl_tokens *tokens)
{
	const dtl_model_parts *parts = dtl_model_parts_of(model);
	const dtl_word *words = dtl_tokens_words(arena, tokens, &parts->words);
	for (size_t i = 0; i < tokens->sentence_count; i++) dtl_pos_tag_sentence(&parts->pos, words, tokens, &tokens->sentences[i]);
}
