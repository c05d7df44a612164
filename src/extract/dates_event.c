/* Days counted from an event that the article dates elsewhere: "two days after the quake", "the day after his death", "at 6 a.m. ten
 * days before the shooting". The event is known again by its word: the same one, or one that the event table gives the same kind. */
#include "extract/dates_internal.h"
#include "extract/event_table.h"

enum { REACH = 8,      /* tokens from "after" to the event's word */
	NEAR = 14,         /* tokens between an event's word and its day */
	MOST = 400 };      /* tokens that are looked at in each direction, so that long articles stay linear */

/* The table's entry for a token that can tell of an event, else NULL. */
static const dtl_event_word *event_word(const dx_ctx *c, uint32_t i, bool *noun)
{
	const dtl_token *t = &c->t->tokens[i];
	if (t->kind != DTL_TOKEN_WORD) return NULL;
	*noun = dtl_tag_is_noun((dtl_tag)t->tag);
	if (!*noun && !dtl_tag_is_verb((dtl_tag)t->tag)) return NULL;
	dtl_tag tag = t->tag == DTL_TAG_NNPS ? DTL_TAG_NNS : (dtl_tag)t->tag;
	const dtl_event_word *w = dtl_event_table_word(c->doc->event_table, dtl_lemma(c->doc->arena, dtl_token_str(c->t, i), tag));
	return w && w->rule_count[*noun] ? w : NULL;
}

/* By rows of one word: "be under fire" makes no shooting of every "be". */
static bool shares_kind(const dtl_event_word *a, bool a_noun, const dtl_event_word *b, bool b_noun)
{
	for (uint32_t i = 0; i < a->rule_count[a_noun]; i++)
		for (uint32_t j = 0; j < b->rule_count[b_noun]; j++)
			if (a->rules[a_noun][i].kind == b->rules[b_noun][j].kind && a->rules[a_noun][i].word_count == 1 && b->rules[b_noun][j].word_count == 1) return true;
	return false;
}

/* Slaying, shooting, murder and death may all tell of one. */
static bool deadly(const dtl_event_word *w, bool noun)
{
	for (uint32_t i = 0; i < w->rule_count[noun]; i++) {
		const dtl_event_kind *k = w->rules[noun][i].kind;
		if (w->rules[noun][i].word_count > 1) continue;
		if ((k->traits & DTL_TRAIT_CASUALTY) || dtl_str_eq(k->mode, DTL_STR("firearms"))) return true;
	}
	return false;
}

static int likeness(const dtl_event_word *a, bool a_noun, const dtl_event_word *b, bool b_noun)
{
	if (a == b) return 3;
	if (shares_kind(a, a_noun, b, b_noun)) return 2;
	return deadly(a, a_noun) && deadly(b, b_noun);
}

/* What an expression is counted from. */
typedef struct event { uint32_t token, begin; const dtl_event_word *word; bool noun; } event;

static bool names_event(const dx_ctx *c, const dx_expr *e, event *out)
{
	out->begin = e->last + 1;
	uint32_t end = out->begin + REACH < c->n ? out->begin + REACH : c->n;
	if (out->begin >= c->n || dx_is(c, out->begin, LX_A)) return false;
	for (uint32_t i = out->begin; i < end; i++) {
		if (dx_is(c, i, LX_PUNCT)) return false;
		out->word = event_word(c, i, &out->noun);
		bool last = i + 1 >= c->n || !dtl_tag_is_noun((dtl_tag)c->t->tokens[i + 1].tag);
		if (out->word && (!out->noun || last)) return out->token = i, true;
		if (dx_is(c, i, LX_OF)) return false;
	}
	return false;
}

/* "before Slepian was killed": whose event it is has to be named in the other sentence too. */
static bool shares_name(const dx_ctx *c, const event *v, const dtl_sentence *s)
{
	for (uint32_t i = v->begin; i < v->token; i++) {
		if (c->t->tokens[i].tag != DTL_TAG_NNP) continue;
		for (uint32_t j = s->first; j < s->last; j++)
			if (c->t->tokens[j].tag == DTL_TAG_NNP && dtl_str_eq(dtl_token_str(c->t, i), dtl_token_str(c->t, j))) return true;
	}
	return false;
}

/* The day told nearest to token i in its sentence, or NULL; `own` is the expression in hand. */
static const dtl_timex *day_beside(const dx_ctx *c, uint32_t i, size_t own, size_t *at)
{
	const dtl_sentence *s = &c->t->sentences[dtl_sentence_of_token(c->t, i)];
	const dtl_timex *best = NULL;
	uint32_t best_gap = NEAR;
	size_t low = 0, high = c->doc->timex_count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (c->exprs[middle].first < s->first) low = middle + 1;
		else high = middle;
	}
	for (size_t k = low; k < c->doc->timex_count && c->exprs[k].first < s->last; k++) {
		const dtl_timex *x = &c->doc->timexes[k];
		if (k == own || x->interval.precision != DTL_DATE_DAY || !x->interval.start.year || x->type == DTL_TIMEX_DURATION || x->type == DTL_TIMEX_SET) continue;
		if (x->span.start < c->doc->head.dateline.end || c->exprs[k].kind == DX_ONLY_TIME) continue;
		uint32_t gap = c->exprs[k].first > i ? c->exprs[k].first - i : i - c->exprs[k].last;
		if (gap < best_gap) best = x, best_gap = gap, *at = k;
	}
	return best;
}

/* The day of the event: the likest word with a day beside it, the nearest before, then behind. */
static const dtl_timex *day_of(const dx_ctx *c, const event *v, size_t own)
{
	const dtl_timex *best = NULL;
	int best_like = 0;
	const dtl_sentence *own_sentence = &c->t->sentences[dtl_sentence_of_token(c->t, v->token)];
	uint32_t low = v->token > MOST ? v->token - MOST : 0, high = v->token + MOST < c->n ? v->token + MOST : c->n;
	for (uint32_t step = 0; step < high - low && best_like < 3; step++) {
		uint32_t before = v->token - low;
		uint32_t i = step < before ? v->token - 1 - step : low + step;
		bool noun;
		/* What the same sentence tells came so long after it, or before. */
		if (i >= own_sentence->first && i < own_sentence->last) continue;
		const dtl_event_word *w = event_word(c, i, &noun);
		int like = w ? likeness(v->word, v->noun, w, noun) : 0;
		if (like <= best_like) continue;
		if (!v->noun && (like < 2 || !shares_name(c, v, &c->t->sentences[dtl_sentence_of_token(c->t, i)]))) continue;
		size_t at = 0;
		const dtl_timex *x = day_beside(c, i, own, &at);
		if (x) best = x, best_like = like;
	}
	return best;
}

/* "at 6 a.m. ten days before": one expression with the hour before it. */
static bool takes_hour(dx_ctx *c, size_t i, dx_expr *e)
{
	if (i == 0) return false;
	const dx_expr *hour = &c->exprs[i - 1];
	if (hour->kind != DX_ONLY_TIME || hour->last != e->first) return false;
	e->minute = hour->minute;
	e->second = hour->second;
	e->zone = hour->zone;
	e->part = hour->part;
	e->first = hour->first;
	e->start = hour->start;
	return true;
}

/* Returns false if the expression is no time without its event. */
static bool relate(dx_ctx *c, size_t i, bool *joined)
{
	dx_expr *e = &c->exprs[i];
	dtl_timex *x = &c->doc->timexes[i];
	event v;
	bool only = strcmp(e->rule, "event-offset") == 0;
	const dtl_timex *day = names_event(c, e, &v) ? day_of(c, &v, i) : NULL;
	if (!day) return !only;
	int32_t first = dtl_days_from_date(day->interval.start);
	dx_time t = dtl_dx_shift(dtl_dx_span(first, first, UNIT_DAY), (dx_unit)e->unit, e->count * c->lx[e->last].value);
	*joined = takes_hour(c, i, e);
	e->kind = DX_OFFSET;
	x->span.start = e->start;
	x->type = e->minute >= 0 || e->part ? DTL_TIMEX_TIME : DTL_TIMEX_DATE;
	x->value = dtl_dx_value(c, e, &t);
	x->rule = DTL_STR("event-day");
	dtl_date begin = dtl_date_from_days(t.first), end = dtl_date_from_days(t.last);
	if (begin.year && end.year)
		x->interval = (dtl_interval){begin, end, e->unit == UNIT_DAY ? DTL_DATE_DAY : DTL_DATE_WEEK};
	return true;
}

static bool counts_from_event(const dx_ctx *c, const dx_expr *e)
{
	if (e->kind != DX_DURATION || e->indefinite || e->half_more || e->dir || e->last >= c->n) return false;
	if (e->unit != UNIT_DAY && e->unit != UNIT_WEEK) return false; /* longer ones are round figures */
	return dx_is(c, e->last, LX_BEFORE) || dx_is(c, e->last, LX_AFTER);
}

void dtl_dx_count_from_events(dx_ctx *c)
{
	dtl_doc *doc = c->doc;
	bool any = false;
	for (size_t i = 0; i < c->count && !any; i++) any = counts_from_event(c, &c->exprs[i]);
	if (!any) return;
	bool *drop = dtl_arena_array(doc->arena, bool, c->count + 1);
	for (size_t i = 0; i < c->count; i++) {
		bool joined = false;
		if (!counts_from_event(c, &c->exprs[i])) continue;
		if (doc->event_table) drop[i] = !relate(c, i, &joined);
		else drop[i] = strcmp(c->exprs[i].rule, "event-offset") == 0;
		if (joined) drop[i - 1] = true;
	}
	size_t n = 0;
	for (size_t i = 0; i < c->count; i++)
		if (!drop[i]) doc->timexes[n++] = doc->timexes[i];
	doc->timex_count = n;
}
