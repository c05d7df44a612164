/* Does the verb that an expression belongs to look back or ahead?
 *
 * The nearest verb to the left in the sentence decides, with its auxiliaries; where a clause begins just before the expression
 * ("..., and on Friday the court will rule") or nothing stands to the left, the next finite verb to the right. Tags serve
 * where the tagger ran; without them a short list of words does. */
#include "extract/dates_internal.h"

enum { REACH = 48 }; /* tokens; longer ways to a verb do not count */

/* What a token is to the tense. */
typedef enum role {
	NO_VERB, PAST_VERB, PRESENT_VERB, MODAL, BASE_VERB, PARTICIPLE, GERUND, TO_VERB, BE_PRESENT, BE_PAST, HAVE, HAD, PLANNED, SAYS
} role;

typedef struct verb { const char *word; uint8_t len, role; } verb;
#define V(w, r) {w, sizeof(w) - 1, r}

static const verb auxiliaries[] = {
	V("will", MODAL), V("would", MODAL), V("shall", MODAL), V("may", MODAL), V("might", MODAL), V("must", MODAL), V("can", MODAL),
	V("could", MODAL), V("should", MODAL), V("'ll", MODAL), V("is", BE_PRESENT), V("are", BE_PRESENT), V("am", BE_PRESENT),
	V("was", BE_PAST), V("were", BE_PAST), V("has", HAVE), V("have", HAVE), V("had", HAD), V("did", PAST_VERB), V("be", BASE_VERB),
	V("been", PARTICIPLE), V("says", SAYS), V("say", SAYS),
	V("scheduled", PLANNED), V("planned", PLANNED), V("expected", PLANNED), V("slated", PLANNED), V("due", PLANNED), V("set", PLANNED),
	V("postponed", PLANNED), V("planning", PLANNED), V("poised", PLANNED), V("scheduling", PLANNED), V("targeted", PLANNED),
	V("reconvenes", PLANNED), V("upcoming", PLANNED), V("deadline", PLANNED), V("forthcoming", PLANNED), V("effective", PLANNED),
		V("payable", PLANNED), V("starting", PLANNED), V("plans", PRESENT_VERB)};

/* Past forms that do not end in -ed, for text without tags. */
static const verb irregular[] = {
	V("said", PAST_VERB), V("told", PAST_VERB), V("met", PAST_VERB), V("went", PAST_VERB), V("came", PAST_VERB), V("took", PAST_VERB),
	V("made", PAST_VERB), V("left", PAST_VERB), V("began", PAST_VERB), V("fell", PAST_VERB), V("rose", PAST_VERB), V("held", PAST_VERB),
	V("won", PAST_VERB), V("lost", PAST_VERB), V("struck", PAST_VERB), V("hit", PAST_VERB), V("broke", PAST_VERB), V("shot", PAST_VERB),
	V("fought", PAST_VERB), V("found", PAST_VERB), V("gave", PAST_VERB), V("ran", PAST_VERB), V("flew", PAST_VERB), V("sank", PAST_VERB),
	V("blew", PAST_VERB), V("became", PAST_VERB), V("led", PAST_VERB), V("sent", PAST_VERB), V("spoke", PAST_VERB), V("saw", PAST_VERB),
	V("swept", PAST_VERB), V("tore", PAST_VERB), V("grew", PAST_VERB), V("drew", PAST_VERB), V("threw", PAST_VERB), V("kept", PAST_VERB),
	V("cut", PAST_VERB), V("killed", PAST_VERB), V("drove", PAST_VERB), V("rode", PAST_VERB), V("fled", PAST_VERB), V("bought", PAST_VERB), V("sold", PAST_VERB)};
#undef V

static uint8_t look_up(const verb *list, size_t count, const char *lower, size_t len)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].len == len && memcmp(list[i].word, lower, len) == 0) return list[i].role;
	return NO_VERB;
}

static uint8_t from_tag(uint8_t tag)
{
	switch (tag) {
	case DTL_TAG_VBD: return PAST_VERB;
	case DTL_TAG_VBZ: case DTL_TAG_VBP: return PRESENT_VERB;
	case DTL_TAG_MD: return MODAL;
	case DTL_TAG_VB: return BASE_VERB;
	case DTL_TAG_VBN: return PARTICIPLE;
	case DTL_TAG_VBG: return GERUND;
	default: return NO_VERB;
	}
}

/* Without tags: does a form of be or have stand right before? Then a past form is a participle. */
static bool behind_auxiliary(const dx_ctx *c, uint32_t i)
{
	static const char *const words[] = {"be", "been", "being", "is", "are", "was", "were", "has", "have", "had", "not"};
	for (size_t k = 0; i && k < sizeof words / sizeof *words; k++)
		if (dtl_dx_word(c, i - 1, words[k])) return true;
	return false;
}

static uint8_t role_of(const dx_ctx *c, uint32_t i)
{
	const dtl_token *t = &c->t->tokens[i];
	if (t->kind != DTL_TOKEN_WORD) return NO_VERB;
	char lower[12];
	dtl_str s = dtl_token_str(c->t, i);
	size_t len = s.len;
	bool tagged = t->tag != DTL_TAG_NONE;
	if (len < sizeof lower) {
		for (size_t k = 0; k < len; k++) lower[k] = dtl_ascii_lower(s.ptr[k]);
		uint8_t r = look_up(auxiliaries, sizeof auxiliaries / sizeof *auxiliaries, lower, len);
		bool noun = tagged && dtl_tag_is_noun((dtl_tag)t->tag) && r != PLANNED;
		bool bare = r == PLANNED && (dtl_dx_word(c, i, "set") || dtl_dx_word(c, i, "expected")) && !dx_is(c, i + 1, LX_TO) &&
			!dx_is_prep(c, i + 1, PREP_FOR);
		if (r != NO_VERB && !noun && !bare && !(r == MODAL && (t->flags & DTL_TOKEN_CAPITAL) && !(t->flags & DTL_TOKEN_FIRST))) return r;
		/* "missiles hit the town on Sunday": one form for both tenses, and news tells the past */
		static const char *const same[] = {"hit", "cut", "shut", "burst", "hurt", "split", "shed", "spread", "quit"};
		for (size_t k = 0; t->tag == DTL_TAG_VBP && k < sizeof same / sizeof *same; k++)
			if (strlen(same[k]) == len && memcmp(same[k], lower, len) == 0) return PAST_VERB;
		/* "soldiers fatally shot a man": taken for a noun where none can stand */
		dtl_tag before = i ? (dtl_tag)c->t->tokens[i - 1].tag : DTL_TAG_NONE;
		bool odd = t->tag == DTL_TAG_VBP || (t->tag == DTL_TAG_NN && (before == DTL_TAG_RB || before == DTL_TAG_NNS || before == DTL_TAG_NNP || before == DTL_TAG_PRP));
		if (odd && look_up(irregular, sizeof irregular / sizeof *irregular, lower, len) == PAST_VERB) return PAST_VERB;
		if (tagged) return from_tag(t->tag);
		r = look_up(irregular, sizeof irregular / sizeof *irregular, lower, len);
		if (r != NO_VERB) return behind_auxiliary(c, i) ? PARTICIPLE : r;
	}
	if (tagged) return from_tag(t->tag);
	if (len > 3 && s.ptr[len - 2] == 'e' && s.ptr[len - 1] == 'd' && !(t->flags & DTL_TOKEN_CAPITAL))
		return behind_auxiliary(c, i) ? PARTICIPLE : PAST_VERB;
	if (i && dx_is(c, i - 1, LX_TO) && !(t->flags & DTL_TOKEN_CAPITAL) && dx_cls(c, i) == LX_NONE) return BASE_VERB;
	return NO_VERB;
}

/* What was planned: ahead where it still is ("is due"), else the nearest day ("had been due Friday", "a protest planned for
 * Saturday was called off"). TENSE_PLANNED is read as the nearest. */
static dx_tense planned(const dx_ctx *c, uint32_t i, uint32_t begin)
{
	uint32_t steps = 0;
	for (uint32_t j = i; j-- > begin && steps++ < 4;) {
		switch (role_of(c, j)) {
		case BE_PRESENT: case HAVE: case MODAL: case PRESENT_VERB: return TENSE_FUTURE;
		case BE_PAST: case HAD: return TENSE_PLANNED;
		default: break;
		}
	}
	return dx_is(c, i + 1, LX_TO) && c->t->tokens[i].tag != DTL_TAG_VBD ? TENSE_FUTURE : TENSE_PLANNED;
}

/* "to" before a verb at token `to`: ahead, unless the plan is past. */
static dx_tense infinitive(const dx_ctx *c, uint32_t to, uint32_t begin)
{
	uint32_t steps = 0;
	for (uint32_t i = to; i-- > begin && steps++ < 5;) {
		switch (role_of(c, i)) {
		case PLANNED: return planned(c, i, begin);
		case BE_PAST: case PAST_VERB: case HAD: return TENSE_PLANNED; /* tried to rob her Friday, agreed to meet Friday */
		case PRESENT_VERB: case BE_PRESENT: case MODAL: case SAYS: return TENSE_FUTURE;
		default: break;
		}
	}
	return TENSE_FUTURE;
}

/* "could not be reached Monday", "neither could be found Monday": of what was tried. */
static bool could_not(const dx_ctx *c, uint32_t i, uint32_t begin)
{
	static const char *const none[] = {"neither", "nor", "nobody", "none", "no"};
	if (!dtl_dx_word(c, i, "could")) return false;
	if (dtl_dx_word(c, i + 1, "not") || dtl_dx_word(c, i + 1, "n't")) return true;
	for (uint32_t j = i; j-- > begin;)
		for (size_t k = 0; k < sizeof none / sizeof *none; k++)
			if (dtl_dx_word(c, j, none[k])) return true;
	return false;
}

/* The auxiliaries before a non-finite verb at token i: the first of them, looking left over adverbs and further verbs. */
static dx_tense with_auxiliaries(const dx_ctx *c, uint32_t i, uint32_t begin, uint8_t form, bool finite)
{
	uint32_t steps = 0;
	bool participle = form == PARTICIPLE;
	for (uint32_t j = i; j-- > begin && steps++ < 4;) {
		if (dx_is(c, j, LX_TO)) return finite ? TENSE_NONE : infinitive(c, j, begin);
		if (dx_is(c, j, LX_PUNCT)) break;
		switch (role_of(c, j)) {
		case MODAL: return could_not(c, j, begin) ? TENSE_PAST : participle && j + 1 < i && dtl_dx_word(c, j + 1, "have") ? TENSE_PAST : TENSE_FUTURE;
		case BE_PAST: case HAVE: case HAD: case PAST_VERB: return TENSE_PAST;
		case BE_PRESENT: return TENSE_PRESENT;
		case SAYS: case PRESENT_VERB: return TENSE_PRESENT;
		default: break;
		}
	}
	return form == PARTICIPLE ? TENSE_PAST : TENSE_NONE; /* "a man arrested Monday" */
}

/* The tense of the verb at token i; TENSE_NONE: go on looking. With `finite`, infinitives are passed over. */
static dx_tense tense_of(const dx_ctx *c, uint32_t i, uint32_t begin, bool headline, bool finite)
{
	switch (role_of(c, i)) {
	case PAST_VERB: case HAD: case HAVE: return TENSE_PAST;
	case BE_PAST: return dx_is(c, i + 1, LX_TO) ? TENSE_FUTURE : TENSE_PAST;
	case SAYS: return TENSE_PAST;
	case BE_PRESENT: return dx_is(c, i + 1, LX_TO) ? TENSE_FUTURE : TENSE_PRESENT;
	case PRESENT_VERB: return dx_is(c, i + 1, LX_TO) ? TENSE_FUTURE : headline ? TENSE_PAST : TENSE_PRESENT;
	case MODAL: return could_not(c, i, begin) ? TENSE_PAST : TENSE_FUTURE;
	case PLANNED: return planned(c, i, begin);
	case PARTICIPLE: return with_auxiliaries(c, i, begin, PARTICIPLE, finite);
	case BASE_VERB: return with_auxiliaries(c, i, begin, BASE_VERB, finite);
	case GERUND: return with_auxiliaries(c, i, begin, GERUND, finite);
	default: return TENSE_NONE;
	}
}

static dx_tense look_right(const dx_ctx *c, uint32_t from, uint32_t end, bool headline, bool finite)
{
	uint32_t limit = end < from + REACH ? end : from + REACH;
	for (uint32_t i = from; i < limit; i++) {
		if (dx_is_sign(c, i, ';')) break;
		dx_tense t = tense_of(c, i, from, headline, finite);
		if (t != TENSE_NONE) {
			/* "has been", "is expected": the planned word behind an auxiliary */
			for (uint32_t j = i + 1; j < limit && j < i + 4; j++)
				if (role_of(c, j) == PLANNED) return planned(c, j, from);
			return t;
		}
	}
	return TENSE_NONE;
}

/* Does a clause begin right before token i (over a preposition and an article)? */
static bool opens_clause(const dx_ctx *c, uint32_t i, uint32_t begin)
{
	while (i > begin && (dx_is(c, i - 1, LX_PREP) || dx_is(c, i - 1, LX_THE) || dx_is(c, i - 1, LX_EDGE) || dx_is(c, i - 1, LX_CMP) ||
		dx_is(c, i - 1, LX_OF)))
		i--;
	if (i == begin) return true;
	if (dx_is(c, i - 1, LX_PUNCT)) return c->lx[i - 1].value != '(' && c->lx[i - 1].value != '-';
	return dx_is(c, i - 1, LX_AND) || dtl_dx_word(c, i - 1, "but") || dtl_dx_word(c, i - 1, "that") || dtl_dx_word(c, i - 1, "while") ||
		dtl_dx_word(c, i - 1, "when");
}

/* An attribute of a noun ("the Oct. 23 killing", "Thursday's price") belongs to no infinitive before it. */
static bool is_attribute(const dx_ctx *c, const dx_expr *e)
{
	if (dx_is(c, e->last, LX_POSS)) return true;
	if (e->first == 0) return false;
	bool determiner = dx_is(c, e->first - 1, LX_THE) || dx_is(c, e->first - 1, LX_A) || dx_is(c, e->first - 1, LX_POSS) ||
		dx_is(c, e->first, LX_THE);
	return determiner && e->last < c->n && dx_cls(c, e->last) == LX_NONE && !dx_is(c, e->first, LX_DIR);
}

static dx_tense by_verb(const dx_ctx *c, const dx_expr *e)
{
	const dtl_sentence *s = &c->t->sentences[dtl_sentence_of_token(c->t, e->first)];
	bool headline = s->flags & DTL_SENTENCE_HEADLINE, attribute = is_attribute(c, e);
	uint32_t begin = e->first > s->first + REACH ? e->first - REACH : s->first;
	dx_tense right = TENSE_NONE;
	if (opens_clause(c, e->first, s->first)) {
		right = look_right(c, e->last, s->last, headline, attribute);
		uint32_t front = e->first; /* "drove into Mekelle, the capital, on Tuesday, the first to do so" */
		while (front > s->first && dx_is(c, front - 1, LX_PREP)) front--;
		bool comma = front > s->first && dx_is(c, front - 1, LX_PUNCT), closed = dx_is(c, e->last, LX_PUNCT);
		if (right != TENSE_NONE && (e->first == s->first || !comma || !closed)) return right;
	}
	for (uint32_t i = e->first; i-- > begin;) {
		if (dx_is_sign(c, i, ';')) break;
		dx_tense t = tense_of(c, i, s->first, headline, attribute);
		if (t != TENSE_NONE) return t;
	}
	return look_right(c, e->last, s->last, headline, attribute);
}

dx_tense dtl_dx_tense(const dx_ctx *c, const dx_expr *e)
{
	if (e->first && dx_is_prep(c, e->first - 1, PREP_SINCE)) return TENSE_PAST;
	dx_tense t = by_verb(c, e);
	if (t == TENSE_PRESENT && dx_is(c, e->last, LX_POSS)) return TENSE_PAST; /* worth more than Thursday's price */
	if (t == TENSE_FUTURE && e->month && is_attribute(c, e)) return TENSE_PLANNED; /* after the August war they should */
	bool until = e->first && (dx_is_prep(c, e->first - 1, PREP_UNTIL) || dx_is_prep(c, e->first - 1, PREP_BY));
	return until && t == TENSE_PAST ? TENSE_PLANNED : t; /* a limit may lie on either side: the nearest */
}
