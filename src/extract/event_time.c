/* When: a time expression of the clause, of the sentence, of the paragraph, else the day of the news. */
#include "extract/dates.h"
#include "extract/event_work.h"

static const dtl_timex *timex_at(const dtl_event_work *w, uint32_t chunk, int32_t *index)
{
	int32_t i = w->timex_of[chunk];
	if (i < 0) return NULL;
	const dtl_timex *x = &w->doc->timexes[i];
	if (x->type == DTL_TIMEX_SET || (!x->interval.start.year && !x->interval.end.year)) return NULL;
	if (x->interval.precision >= DTL_DATE_DECADE) return NULL;
	const dtl_span head = w->doc->head.dateline;
	if (x->span.start < head.end && x->span.end > head.start) return NULL; /* when it was filed */
	*index = i;
	return x;
}

/* "said on Friday", "reported Friday": the day of the telling. */
static bool belongs_to_report(const dtl_event_work *w, const dtl_frame *f, uint32_t chunk)
{
	uint32_t i = chunk, first = dtl_first_chunk(w, f->sentence);
	while (i > first && (dtl_chunk_at(w, i - 1)->kind == DTL_CHUNK_PREP || dtl_chunk_at(w, i - 1)->kind == DTL_CHUNK_OTHER
		|| dtl_chunk_at(w, i - 1)->kind == DTL_CHUNK_TIME)) i--;
	if (i == first) return false;
	const dtl_chunk *before = dtl_chunk_at(w, i - 1), *behind = chunk + 1 < dtl_last_chunk(w, f->sentence) ? dtl_chunk_at(w, chunk + 1) : NULL;
	if (before->kind == DTL_CHUNK_VERB && i - 1 != f->verb && (dtl_word_classes(w->doc, &w->c, before->head) & w->k.report)) return true;
	/* "officials today reported": the subject, the day, the verb */
	if (behind && behind->kind == DTL_CHUNK_VERB && chunk + 1 != f->verb && (dtl_word_classes(w->doc, &w->c, behind->head) & w->k.report)) return true;
	/* "the foreign ministry said in a statement Saturday" */
	for (uint32_t j = i; j > first && j + 6 > i; j--) {
		const dtl_chunk *c = dtl_chunk_at(w, j - 1);
		if (c->kind == DTL_CHUNK_VERB)
			return j - 1 != f->verb && (dtl_word_classes(w->doc, &w->c, c->head) & w->k.report) && c->clause != f->clause;
		if (c->kind != DTL_CHUNK_NOUN && c->kind != DTL_CHUNK_PREP && c->kind != DTL_CHUNK_TIME) break;
	}
	return false;
}

/* "about 10:30 p.m.", "at dawn": an hour without its day. */
static bool bare_hour(const dtl_event_work *w, uint32_t chunk)
{
	static const char *const words[] = {"about", "around", "at", "approximately", "a.m.", "p.m.", "am", "pm", "a.m", "p.m", "noon", "midnight", "o'clock", "hour", "hours", "local",
		"time", "gmt", "est", "edt", "shortly", "before", "after", "early", "late", "dawn", "morning", "afternoon", "evening", "the", "minute", "by", "nightfall", "night", NULL};
	const dtl_chunk *c = dtl_chunk_at(w, chunk);
	const dtl_timex *x = &w->doc->timexes[w->timex_of[chunk]];
	if (x->type != DTL_TIMEX_TIME) return false;
	for (uint32_t t = c->first; t < c->last; t++) {
		bool known = w->doc->tokens.tokens[t].kind != DTL_TOKEN_WORD;
		for (size_t i = 0; words[i] && !known; i++) known = dtl_lemma_is(&w->c, t, words[i]);
		if (!known) return false;
	}
	return true;
}

/* Is the verb's clause opened by "which", "who", "that" behind its subject? */
static bool relative(const dtl_event_work *w, uint32_t verb)
{
	uint32_t clause = dtl_chunk_at(w, verb)->clause;
	for (uint32_t i = verb; i > dtl_first_chunk(w, dtl_chunk_at(w, verb)->sentence) && verb - i < 6; i--) {
		const dtl_chunk *c = dtl_chunk_at(w, i - 1);
		if (c->kind == DTL_CHUNK_WH) return !dtl_lemma_is(&w->c, c->head, "when") && !dtl_lemma_is(&w->c, c->head, "where");
		if (c->clause != clause || c->kind == DTL_CHUNK_VERB) return false;
	}
	return false;
}

/* Does the conjunction open the frame's clause? */
static bool opens_with(const dtl_event_work *w, const dtl_frame *f, const char *word)
{
	uint32_t i = f->verb == DTL_NO_CHUNK ? f->chunk : f->verb, first = dtl_first_chunk(w, f->sentence), clause = f->clause;
	while (i > first && dtl_chunk_at(w, i - 1)->clause == clause) i--;
	return dtl_chunk_at(w, i)->kind == DTL_CHUNK_SUB && dtl_lemma_is(&w->c, dtl_chunk_at(w, i)->head, word);
}

/* Lower is nearer; a time behind the trigger is likelier than one before it. */
static double cost(const dtl_event_work *w, const dtl_frame *f, uint32_t chunk)
{
	const dtl_chunk *c = dtl_chunk_at(w, chunk);
	const dtl_chunk *own = f->verb == DTL_NO_CHUNK ? NULL : dtl_chunk_at(w, f->verb);
	double d = chunk > f->chunk ? (double)(chunk - f->chunk) : 1.2 * (double)(f->chunk - chunk);
	if (chunk + 1 == f->chunk) d = 0.3; /* "Sunday's attack" */
	if (c->clause != f->clause) d += 6;
	/* "searched on Wednesday for victims of a quake that killed 30": the day of the main clause is not that of the relative one */
	if (chunk < f->chunk && c->clause != f->clause && own && !f->noun && own->subject != DTL_NO_CHUNK && own->subject > chunk && relative(w, f->verb)) d += 20;
	/* "The barrage followed the start on Monday of an exercise" */
	if (f->noun && own && chunk > f->verb && own->subject == f->chunk && (dtl_lemma_is(&w->c, own->head, "follow") || dtl_lemma_is(&w->c, own->head, "precede"))) d += 40;
	/* "since 1999, when two trains met": the day that the clause is about */
	uint32_t when = chunk + 1;
	while (when < f->chunk && dtl_chunk_at(w, when)->kind == DTL_CHUNK_COMMA) when++;
	if (when < f->chunk && dtl_chunk_at(w, when)->kind == DTL_CHUNK_WH && dtl_lemma_is(&w->c, dtl_chunk_at(w, when)->head, "when")
		&& dtl_chunk_at(w, when)->clause == f->clause) return 1;
	/* "carried the coffins on Wednesday, two days after the clashes since protests began": a clause of time has a day of its own */
	if (c->clause != f->clause && chunk < f->chunk && opens_with(w, f, "since")) d += 20;
	/* "more than 11,000 had died by Wednesday": the day of the count */
	if (chunk > 0 && dtl_chunk_at(w, chunk - 1)->kind == DTL_CHUNK_PREP && dtl_lemma_is(&w->c, dtl_chunk_at(w, chunk - 1)->head, "by")
		&& (f->kind->traits & DTL_TRAIT_CASUALTY || f->kind->type == DTL_EVENT_NONE)) d += 30;
	/* "on strike since May 22, rallied": a beginning, not the day of what follows */
	if (chunk < f->chunk && chunk > 0 && dtl_chunk_at(w, chunk - 1)->kind == DTL_CHUNK_PREP && dtl_lemma_is(&w->c, dtl_chunk_at(w, chunk - 1)->head, "since")) d += 6;
	/* "the missiles supplied by X were launched on Monday": the day belongs to the main verb. */
	bool inside = own && !f->noun && (own->verb & DTL_VERB_BARE);
	/* "laid wreaths on Friday at the memorial to those killed by the bomb" */
	for (uint32_t i = chunk; inside && chunk < f->chunk && i-- > dtl_first_chunk(w, f->sentence);)
		if (dtl_chunk_at(w, i)->kind == DTL_CHUNK_VERB && (dtl_chunk_at(w, i)->verb & DTL_VERB_FINITE)) { d += 14; break; }
	int quotes = 0;
	uint32_t a = chunk < f->chunk ? chunk : f->chunk, b = chunk < f->chunk ? f->chunk : chunk;
	for (uint32_t i = a + 1; i < b; i++) {
		const dtl_chunk *x = dtl_chunk_at(w, i);
		if (x->kind == DTL_CHUNK_STOP) d += 2;
		quotes += x->kind == DTL_CHUNK_QUOTE;
		if (inside && chunk > f->chunk && x->kind == DTL_CHUNK_VERB && (x->verb & DTL_VERB_FINITE)) d += 50;
		if (x->kind == DTL_CHUNK_VERB && (x->verb & DTL_VERB_FINITE) && i != f->verb) d += chunk > f->chunk ? 3 : 1;
	}
	return quotes % 2 ? d + 12 : d;
}

static void take_second(dtl_event_work *w, dtl_frame *f, uint32_t chunk)
{
	uint32_t end = dtl_last_chunk(w, f->sentence), i = chunk + 1;
	if (i >= end || dtl_chunk_at(w, i)->kind != DTL_CHUNK_AND) return;
	i++;
	if (i < end && dtl_chunk_at(w, i)->kind == DTL_CHUNK_PREP) i++;
	int32_t index;
	if (i < end && dtl_chunk_at(w, i)->kind == DTL_CHUNK_TIME && timex_at(w, i, &index)) f->timex2 = index;
}

/* "two days after the quake": the quake itself has another day. */
static bool counted_from(const dtl_event_work *w, const dtl_frame *f, uint32_t chunk)
{
	uint32_t last = dtl_last_chunk(w, f->sentence);
	if (!dtl_str_eq(w->doc->timexes[w->timex_of[chunk]].rule, DTL_STR("event-day")) || chunk + 2 >= last || f->chunk < chunk + 2) return false;
	if (dtl_chunk_at(w, chunk + 1)->kind == DTL_CHUNK_SUB) return f->clause == dtl_chunk_at(w, chunk + 2)->clause;
	return dtl_chunk_at(w, chunk + 1)->kind == DTL_CHUNK_PREP && f->chunk == chunk + 2;
}

static bool since(const dtl_event_work *w, const dtl_frame *f, uint32_t chunk)
{
	if (chunk == dtl_first_chunk(w, f->sentence)) return false;
	const dtl_chunk *before = dtl_chunk_at(w, chunk - 1);
	return (before->kind == DTL_CHUNK_PREP || before->kind == DTL_CHUNK_SUB) && dtl_lemma_is(&w->c, before->head, "since");
}

/* "the deadliest attack since 2021", "the first in the city since March": a comparison, not its day. */
static bool compared_since(const dtl_event_work *w, const dtl_frame *f, uint32_t chunk)
{
	if (f->chunk > chunk || !since(w, f, chunk)) return false;
	uint32_t first = dtl_first_chunk(w, f->sentence);
	for (uint32_t i = chunk - 1; i-- > first && chunk - i < 8;) {
		const dtl_chunk *c = dtl_chunk_at(w, i);
		if (c->kind == DTL_CHUNK_VERB) return false;
		for (uint32_t t = c->first; c->kind == DTL_CHUNK_NOUN && t < c->last; t++) {
			dtl_tag tag = (dtl_tag)w->doc->tokens.tokens[t].tag;
			bool least = t > c->first && (dtl_lemma_is(&w->c, t, "least") || dtl_lemma_is(&w->c, t, "most")); /* "at least" */
			if (((tag == DTL_TAG_JJS || tag == DTL_TAG_RBS) && !least) || dtl_lemma_is(&w->c, t, "first") || dtl_lemma_is(&w->c, t, "worst")) return true;
		}
	}
	return false;
}

static dtl_date_precision precision_of_length(int32_t days)
{
	return days <= 2 ? DTL_DATE_DAY : days <= 10 ? DTL_DATE_WEEK : days <= 45 ? DTL_DATE_MONTH : days <= 200 ? DTL_DATE_SEASON : DTL_DATE_YEAR;
}

/* The days of the expression; all of a stretch that it begins or ends; up to the article's day behind "since". */
static bool take_interval(dtl_event_work *w, dtl_frame *f, uint32_t chunk)
{
	f->date = w->doc->timexes[f->timex].interval;
	dtl_interval whole;
	if (dtl_timex_range(w->doc, (size_t)f->timex, &whole)) return f->date = whole, true;
	bool behind = f->chunk > chunk && dtl_chunk_at(w, chunk)->clause != f->clause; /* "since 1999, when two trains met" */
	if (behind || !since(w, f, chunk) || !w->doc->anchor.year || !f->date.start.year || dtl_date_cmp(f->date.start, w->doc->anchor) > 0) return false;
	int32_t days = dtl_days_from_date(w->doc->anchor) - dtl_days_from_date(f->date.start) + 1;
	f->date = (dtl_interval){f->date.start, w->doc->anchor, precision_of_length(days)};
	return true;
}

static bool told_past(const dtl_event_work *w, const dtl_frame *f)
{
	if (f->verb == DTL_NO_CHUNK) return f->noun;
	const dtl_chunk *v = dtl_chunk_at(w, f->verb);
	if (v->verb & DTL_VERB_PAST) return true;
	if (v->verb & (DTL_VERB_GERUND | DTL_VERB_BARE | DTL_VERB_TO)) return true;
	return w->doc->tokens.sentences[f->sentence].flags & DTL_SENTENCE_HEADLINE || f->noun || (v->verb & DTL_VERB_PRESENT);
}

/* "Nobody died there", "The fire had spread", "Then troops came": goes on with what the sentence before tells. */
static bool refers_back(const dtl_event_work *w, const dtl_frame *f)
{
	static const char *const words[] = {"there", "then", "had", "later", "afterwards", "subsequently", NULL};
	const dtl_sentence *s = &w->doc->tokens.sentences[f->sentence];
	for (uint32_t t = s->first; t < s->last; t++)
		for (size_t i = 0; words[i]; i++)
			if (dtl_str_eq_nocase(dtl_token_str(&w->doc->tokens, t), dtl_str_of(words[i]))) return true;
	return f->noun && f->definite;
}

/* The nearest earlier frame with a day of its own, no more than `reach` sentences back. */
static const dtl_frame *dated_before(const dtl_event_work *w, size_t i, uint32_t reach)
{
	const dtl_frame *f = &w->frames[i];
	for (size_t j = i; j-- > 0;) {
		const dtl_frame *g = &w->frames[j];
		if (f->sentence - g->sentence > reach) break;
		if (g->timex >= 0 && !g->by_duration && !g->bare_hour && g->date.precision < DTL_DATE_SEASON && !(g->flags & DTL_FLAGS_OFF_MAP & ~(uint32_t)(DTL_FLAG_HISTORICAL | DTL_FLAG_NEGATED | DTL_FLAG_DENIED)) && !g->context_date
			&& (!(g->flags & DTL_FLAG_HISTORICAL) || g->sentence == f->sentence || refers_back(w, f))
			&& (!(g->kind->traits & DTL_TRAIT_VERBAL) || g->sentence == f->sentence)) return g;
	}
	return NULL;
}

/* "P7D", "P2W", "P3M" in days; 0 if it is no whole number of them. */
static int32_t duration_days(dtl_str value)
{
	int32_t n = 0;
	if (value.len < 3 || value.ptr[0] != 'P') return 0;
	for (size_t i = 1; i + 1 < value.len; i++) {
		if (!dtl_ascii_digit(value.ptr[i]) || n > 1000) return 0;
		n = n * 10 + (value.ptr[i] - '0');
	}
	char unit = value.ptr[value.len - 1];
	return unit == 'D' ? n : unit == 'W' ? 7 * n : unit == 'M' ? 30 * n : unit == 'Y' ? 365 * n : 0;
}

/* The day that "a week after" is counted from: one told before in the sentence, else that of the first frame, else the article's. */
static int32_t news_day(const dtl_event_work *w, const dtl_frame *f, uint32_t chunk)
{
	int32_t index;
	for (uint32_t i = chunk; i-- > dtl_first_chunk(w, f->sentence);) {
		const dtl_timex *x = dtl_chunk_at(w, i)->kind == DTL_CHUNK_TIME ? timex_at(w, i, &index) : NULL;
		if (x && x->interval.precision == DTL_DATE_DAY && x->interval.start.year) return dtl_days_from_date(x->interval.start);
	}
	for (size_t j = 0; j < w->count && w->frames[j].sentence < f->sentence; j++)
		if (w->frames[j].timex >= 0 && !w->frames[j].by_duration && w->frames[j].date.precision == DTL_DATE_DAY) return dtl_days_from_date(w->frames[j].date.start);
	return dtl_days_from_date(w->doc->anchor);
}

/* "two days after 17 people died in the clashes", "a day after rebels took the town and troops fled": does the clause of the time reach to
 * chunk `at`, over no more than an "and"? */
static bool same_stretch(const dtl_event_work *w, uint32_t time, uint32_t at)
{
	uint32_t clause = dtl_chunk_at(w, time + 2 <= at ? time + 2 : at)->clause;
	for (uint32_t i = time + 2; i <= at; i++) {
		const dtl_chunk *c = dtl_chunk_at(w, i);
		if (c->kind == DTL_CHUNK_TIME || c->kind == DTL_CHUNK_STOP || c->kind == DTL_CHUNK_COMMA) return false;
		if (c->clause == clause) continue;
		if (c->kind != DTL_CHUNK_AND) return false;
		clause = c->clause;
	}
	return true;
}

/* "It comes a week after 44 people were killed": so long before what the article tells now. */
static bool date_by_duration(dtl_event_work *w, dtl_frame *f)
{
	uint32_t first = dtl_first_chunk(w, f->sentence);
	if (!w->doc->anchor.year) return false;
	uint32_t at = f->verb == DTL_NO_CHUNK ? f->chunk : f->verb;
	for (uint32_t i = at; i-- > first && at - i < 16;) {
		const dtl_chunk *c = dtl_chunk_at(w, i), *next = dtl_chunk_at(w, i + 1);
		int32_t x = c->kind == DTL_CHUNK_TIME ? w->timex_of[i] : -1;
		if (c->kind == DTL_CHUNK_STOP || (x >= 0 && at - i >= 5 && !same_stretch(w, i, at))) break;
		if (x < 0 || (next->kind != DTL_CHUNK_PREP && next->kind != DTL_CHUNK_SUB) || !dtl_lemma_is(&w->c, next->head, "after")) continue;
		int32_t days = duration_days(w->doc->timexes[x].value);
		if (!days) return false;
		int32_t now = news_day(w, f, i);
		int32_t slack = days >= 7 ? days / 4 : 0;
		f->date = (dtl_interval){dtl_date_from_days(now - days - slack), dtl_date_from_days(now - days + slack), DTL_DATE_DAY};
		f->timex = x;
		f->by_duration = true;
		f->date_rule = "so long before the news";
		return true;
	}
	return false;
}

/* "The death toll from the eruption rose on Monday", "searched on Wednesday for survivors of the quake", "condemned the bombing on Monday": the day is that of the count, of the words. */
static bool dated_otherwise(const dtl_event_work *w, const dtl_frame *f)
{
	if (f->noun && f->definite && f->evidence && f->verb != DTL_NO_CHUNK && (dtl_head_classes(w, f->verb) & w->k.denounce)) return true;
	if (!f->noun || f->chunk < dtl_first_chunk(w, f->sentence) + 2 || dtl_chunk_at(w, f->chunk - 1)->kind != DTL_CHUNK_PREP) return false;
	static const char *const after[] = {"toll", "tally", "survivor", "victim", "anniversary", "aftermath", "wake", "debris", "rubble", "scene", "site", NULL};
	uint32_t head = dtl_chunk_at(w, f->chunk - 2)->head;
	for (size_t i = 0; after[i]; i++)
		if (dtl_lemma_is(&w->c, head, after[i])) return true;
	return false;
}

void dtl_frame_date(dtl_event_work *w, dtl_frame *f)
{
	uint32_t first = dtl_first_chunk(w, f->sentence), last = dtl_last_chunk(w, f->sentence), best = DTL_NO_CHUNK;
	double best_cost = 1e9;
	if (dated_otherwise(w, f) || date_by_duration(w, f)) return;
	bool verbal = (f->kind->traits & DTL_TRAIT_VERBAL) != 0;
	for (uint32_t i = first; i < last; i++) {
		int32_t index;
		if (dtl_chunk_at(w, i)->kind != DTL_CHUNK_TIME || !timex_at(w, i, &index)) continue;
		if (counted_from(w, f, i) || compared_since(w, f, i)) continue;
		if (!verbal && belongs_to_report(w, f, i)) {
			f->told_timex = index;
			continue;
		}
		double d = cost(w, f, i) + (bare_hour(w, i) ? 5 : 0);
		if (d < best_cost && d < 25) {
			best_cost = d;
			best = i;
			f->timex = index;
		}
	}
	if (best == DTL_NO_CHUNK) return;
	f->bare_hour = bare_hour(w, best);
	f->date_rule = dtl_chunk_at(w, best)->clause == f->clause ? "time expression of the clause" : "time expression of the sentence";
	if (!take_interval(w, f, best)) take_second(w, f, best);
}

/* An earlier frame of the same kind with a day of its own: most likely the same happening, told again. */
static const dtl_frame *same_kind_before(const dtl_event_work *w, size_t i)
{
	const dtl_frame *f = &w->frames[i], *like = NULL;
	for (size_t j = i; j-- > 0 && i - j < 40;) {
		const dtl_frame *g = &w->frames[j];
		if (f->sentence - g->sentence > 8) break;
		if (g->timex < 0 || g->context_date || (g->flags & DTL_FLAGS_OFF_MAP)) continue;
		if (g->kind == f->kind) return g;
		if (!like && (g->kind->traits & f->kind->traits & DTL_TRAIT_SCENE) && g->kind->type == f->kind->type) like = g;
	}
	return like;
}

/* The day that the article is about: the first one told of what happened, if it is no older than ten days. */
static const dtl_frame *main_day(const dtl_event_work *w, size_t i)
{
	int32_t anchor = dtl_days_from_date(w->doc->anchor);
	for (size_t j = 0; j < i && j < 40; j++) {
		const dtl_frame *g = &w->frames[j];
		bool vague = g->by_duration && dtl_date_cmp(g->date.start, g->date.end) != 0; /* "a week after" */
		if (g->timex < 0 || vague || g->context_date || g->date.precision != DTL_DATE_DAY || (g->flags & DTL_FLAGS_OFF_MAP) || (g->kind->traits & DTL_TRAIT_VERBAL)) continue;
		int32_t d = dtl_days_from_date(g->date.start);
		if (d <= anchor && d >= anchor - 10) return g;
	}
	return NULL;
}

/* The day told last before the frame's sentence, at most so many sentences back. */
static const dtl_interval *day_before(const dtl_event_work *w, const dtl_frame *f, uint32_t reach)
{
	uint32_t start = w->doc->tokens.sentences[f->sentence].start;
	const dtl_interval *day = NULL;
	for (size_t i = 0; i < w->doc->timex_count && w->doc->timexes[i].span.start < start; i++) {
		const dtl_timex *x = &w->doc->timexes[i];
		if (x->sentence + reach < f->sentence || x->span.start < w->doc->head.dateline.end) continue;
		if (x->type == DTL_TIMEX_DATE && x->interval.start.year && x->interval.precision == DTL_DATE_DAY) day = &x->interval;
	}
	return day;
}

/* "officials said on Saturday that ...": on that day or the one before. */
static bool date_from_telling(dtl_event_work *w, dtl_frame *f)
{
	if (f->told_timex < 0) return false;
	const dtl_interval *day = &w->doc->timexes[f->told_timex].interval;
	if (day->precision != DTL_DATE_DAY || !day->start.year) return false;
	f->date = (dtl_interval){dtl_date_from_days(dtl_days_from_date(day->start) - 1), day->end.year ? day->end : day->start, DTL_DATE_DAY};
	f->timex = f->told_timex;
	f->date_rule = "day of the telling";
	return true;
}

static void date_from_context(dtl_event_work *w, size_t i)
{
	dtl_frame *f = &w->frames[i];
	const dtl_sentence *s = w->doc->tokens.sentences;
	const dtl_frame *g = f->definite || (f->kind->traits & DTL_TRAIT_SCENE) ? same_kind_before(w, i) : NULL;
	f->context_date = true;
	if (g) {
		f->timex = g->timex;
		f->date = g->date;
		f->date_rule = "time expression of an earlier mention";
		return;
	}
	bool follows = dtl_follows_up(w, f);
	g = dated_before(w, i, follows ? 4 : 2);
	if (g && (follows || s[g->sentence].paragraph == s[f->sentence].paragraph || f->sentence - g->sentence <= 1)) {
		f->timex = g->timex;
		f->date = g->date;
		f->date_rule = "time expression of the sentences before";
		return;
	}
	if (!w->doc->anchor.year || !told_past(w, f)) return;
	g = f->told_timex >= 0 ? same_kind_before(w, i) : NULL;
	if (!g && date_from_telling(w, f)) return;
	if (!g) g = main_day(w, i);
	if (g) {
		f->timex = g->timex;
		f->date = g->date;
		f->date_rule = "day of the news";
		return;
	}
	const dtl_interval *before = day_before(w, f, 1);
	if (before) {
		int32_t d = dtl_days_from_date(before->start), now = dtl_days_from_date(w->doc->anchor);
		if (d <= now && d >= now - 10) {
			f->date = *before;
			f->date_rule = "day told just before";
			return;
		}
	}
	/* News without a day tells of the day before or of its own. */
	int32_t day = dtl_days_from_date(w->doc->anchor);
	f->date = (dtl_interval){dtl_date_from_days(day - 1), w->doc->anchor, DTL_DATE_DAY};
	f->date_rule = "day of the article";
}

static void flag_by_date(dtl_event_work *w, dtl_frame *f)
{
	if (!w->doc->anchor.year || !f->date.start.year) return;
	int32_t anchor = dtl_days_from_date(w->doc->anchor);
	int32_t start = dtl_days_from_date(f->date.start), end = f->date.end.year ? dtl_days_from_date(f->date.end) : start;
	bool past = f->verb != DTL_NO_CHUNK && (dtl_chunk_at(w, f->verb)->verb & DTL_VERB_PAST);
	if (start > anchor && !(past && start <= anchor + 1)) f->flags |= DTL_FLAG_FUTURE;
	/* A year back, or a month told by its name only that is long over: background. */
	bool vague = w->recent && f->date.precision >= DTL_DATE_MONTH && end < anchor - 45;
	if (end < anchor - 365 || vague) {
		if (!f->flags) f->flag_span = f->timex >= 0 ? w->doc->timexes[f->timex].span : (dtl_span){0, 0};
		f->flags |= DTL_FLAG_HISTORICAL;
	}
}

void dtl_context_dates(dtl_event_work *w)
{
	int32_t anchor = w->doc->anchor.year ? dtl_days_from_date(w->doc->anchor) : 0;
	for (size_t i = 0; i < w->count && anchor; i++) {
		const dtl_interval *d = &w->frames[i].date;
		if (w->frames[i].timex >= 0 && d->start.year && dtl_days_from_date(d->start) >= anchor - 45) w->recent = true;
	}
	for (size_t i = 0; i < w->count; i++) {
		dtl_frame *f = &w->frames[i];
		/* "between 6:50 and 7:30 a.m. Wednesday" */
		bool range = f->bare_hour && f->timex2 >= 0;
		const dtl_interval *day = range ? &w->doc->timexes[f->timex2].interval : f->bare_hour ? day_before(w, f, 3) : NULL;
		if (range) f->timex2 = -1;
		if (day) {
			f->date = *day;
			f->date_rule = "hour of the day told before";
		}
		if (f->timex < 0 && !f->date.start.year) date_from_context(w, i);
		flag_by_date(w, &w->frames[i]);
	}
}
