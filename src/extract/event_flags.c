/* What takes the reality from an event: negation, modals, and the verbs and nouns above the trigger. */
#include "extract/event_work.h"

static void raise_flag(dtl_event_work *w, dtl_frame *f, uint32_t flags, uint32_t first, uint32_t last)
{
	if (!flags) return;
	if (!f->flags) f->flag_span = (dtl_span){w->doc->tokens.tokens[first].start, w->doc->tokens.tokens[last - 1].end};
	f->flags |= flags;
}

static bool any_of(const dtl_event_work *w, uint32_t token, const char *const *words)
{
	for (; *words; words++)
		if (dtl_lemma_is(&w->c, token, *words)) return true;
	return false;
}

static void flag_modal(dtl_event_work *w, dtl_frame *f, const dtl_chunk *verb)
{
	static const char *const future[] = {"will", "shall", "'ll", "’ll", NULL};
	static const char *const ordered[] = {"must", "should", "ought", NULL};
	if (verb->modal == DTL_NO_CHUNK) return;
	/* "could not attack" is no less unreal; "would not be harmed" too. */
	uint32_t flag = any_of(w, verb->modal, future) ? DTL_FLAG_FUTURE : any_of(w, verb->modal, ordered) ? DTL_FLAG_ORDERED : DTL_FLAG_HYPOTHETICAL;
	/* "may have killed": a report in doubt. */
	raise_flag(w, f, flag, verb->modal, verb->modal + 1);
	f->modal = true;
}

/* "no attack", "without incident", "neither". */
static void flag_determiner(dtl_event_work *w, dtl_frame *f, uint32_t chunk)
{
	static const char *const no[] = {"no", "neither", "nobody", "none", "nothing", "zero", NULL};
	static const char *const doubt[] = {"possible", "potential", "planned", "proposed", "imminent", "future", "likely", "threatened", "upcoming",
		"hypothetical", "would-be", "simulated", "mock", "imaginary", NULL};
	static const char *const before[] = {"previous", "prior", "past", NULL}; /* "the previous outbreak": not this one */
	if (chunk == DTL_NO_CHUNK) return;
	const dtl_chunk *c = dtl_chunk_at(w, chunk);
	for (uint32_t t = c->first; t < c->last; t++) {
		if (f->noun && chunk == f->chunk && t >= f->token) break;
		if (any_of(w, t, no) && (t == c->first || t == c->head)) raise_flag(w, f, DTL_FLAG_NEGATED, t, t + 1);
		else if (chunk == f->chunk && any_of(w, t, doubt)) raise_flag(w, f, DTL_FLAG_HYPOTHETICAL, t, t + 1);
		else if (f->noun && t < f->token && chunk == f->chunk && any_of(w, t, before)) raise_flag(w, f, DTL_FLAG_HISTORICAL, t, t + 1);
	}
}

/* Verbs under which an infinitive still tells what happened: "began to fire", "is said to have fired", "tried to escape". */
static bool asserts(const dtl_event_work *w, uint32_t token)
{
	static const char *const words[] = {"begin", "start", "continue", "appear", "seem", "manage", "try", "attempt", "go", "use", "proceed",
		"help", "claim", "say", "report", "believe", "force", "come", "allege", "return", "join", "enable", "allow", "happen", "prove", "cease", "get",
		"lead", "cause", "admit", "confess", "know", "send", "dispatch", "arrive", "gather", "meet", NULL};
	return any_of(w, token, words);
}

static void flag_governor(dtl_event_work *w, dtl_frame *f, uint32_t v, int depth)
{
	const dtl_chunk *verb = dtl_chunk_at(w, v);
	if (verb->verb & DTL_VERB_NEGATED) raise_flag(w, f, DTL_FLAG_NEGATED, verb->first, verb->last);
	flag_modal(w, f, verb);
	const dtl_event_word *word = dtl_verb_word(w->doc, &w->c, verb->head);
	if (depth > 0 && word && word->flags) raise_flag(w, f, word->flags, verb->first, verb->last);
	if (depth < 3 && verb->parent != DTL_NO_CHUNK && verb->parent < v) {
		const dtl_chunk *parent = dtl_chunk_at(w, verb->parent);
		const dtl_event_word *p = dtl_verb_word(w->doc, &w->c, parent->head);
		bool known = p && p->flags;
		if ((verb->verb & DTL_VERB_TO) && !known && !asserts(w, parent->head) && !(verb->verb & DTL_VERB_PERFECT))
			raise_flag(w, f, DTL_FLAG_PLANNED, parent->first, verb->first + 1);
		flag_governor(w, f, verb->parent, depth + 1);
	} else if (depth == 0 && (verb->verb & DTL_VERB_TO) && !(verb->verb & DTL_VERB_PERFECT)) {
		/* "a plan to attack", "orders to fire": the noun before it decides. */
		raise_flag(w, f, DTL_FLAG_PLANNED, verb->first, verb->last);
	}
}

static bool takes_up(const dtl_event_work *w, uint32_t token)
{
	static const char *const words[] = {"investigation", "inquiry", "enquiry", "probe", "report", "statement", "outrage", "grief", "condolence", "anniversary",
		"memorial", "tribute", "mourning", "anger", "debate", "question", "documentary", "film", "book", "footage", "video", NULL};
	return any_of(w, token, words);
}

/* The noun over a noun or infinitive: "threat of war", "plan for an attack", "fears of". */
static void flag_noun_above(dtl_event_work *w, dtl_frame *f, uint32_t chunk)
{
	for (int n = 0; n < 3 && chunk >= 2; n++) {
		static const char *const of_time[] = {"during", "in", "at", "after", "before", "since", "on", "following", "until", NULL};
		/* for a "military confrontation": the sign and the article stand between */
		if (dtl_chunk_at(w, chunk - 1)->kind == DTL_CHUNK_QUOTE) chunk--;
		if (chunk >= 2 && dtl_chunk_at(w, chunk - 1)->kind == DTL_CHUNK_NOUN && dtl_chunk_at(w, chunk - 1)->last == dtl_chunk_at(w, chunk - 1)->first + 1) chunk--;
		if (chunk < 2) return;
		const dtl_chunk *prep = dtl_chunk_at(w, chunk - 1), *above = dtl_chunk_at(w, chunk - 2);
		/* "was expected in Mexico City for a summit": over the place to the verb */
		bool over = n > 0 && w->mention_of[dtl_chunk_at(w, chunk)->head] >= 0 && (dtl_lemma_is(&w->c, prep->head, "in") || dtl_lemma_is(&w->c, prep->head, "at"));
		if (over && above->kind == DTL_CHUNK_VERB) {
			const dtl_event_word *verb = dtl_verb_word(w->doc, &w->c, above->head);
			if (verb && verb->flags) raise_flag(w, f, verb->flags, above->first, prep->last);
			return;
		}
		if (any_of(w, prep->head, of_time)) return;
		/* "guilty on March 24 to murder" */
		uint32_t up = chunk - 2;
		while (up >= 2 && dtl_chunk_at(w, up)->kind == DTL_CHUNK_TIME) up -= dtl_chunk_at(w, up - 1)->kind == DTL_CHUNK_PREP ? 2 : 1;
		above = dtl_chunk_at(w, up);
		if (prep->kind != DTL_CHUNK_PREP || above->sentence != f->sentence) return;
		if (dtl_lemma_is(&w->c, prep->head, "without")) raise_flag(w, f, DTL_FLAG_NEGATED, prep->first, prep->last);
		const dtl_event_word *word = w->c.words[above->head];
		/* "charged with murder", "two counts of assault", "pleaded guilty to arson": the crime's name, not its story. */
		if (word && (word->classes & w->k.legal) && f->noun) f->evidence = true;
		if (above->kind == DTL_CHUNK_NOUN && above->governor != DTL_NO_CHUNK && f->noun && dtl_lemma_is(&w->c, prep->head, "of")) {
			const dtl_chunk *g = dtl_chunk_at(w, above->governor);
			const dtl_event_word *gw = w->c.words[g->head]; /* "accused Pyongyang of theft" */
			if (g->kind == DTL_CHUNK_VERB && gw && (gw->classes & w->k.legal)) {
				/* What armies are accused of took place, says somebody. */
				bool war = dtl_str_eq(f->kind->mode, DTL_STR("heavy-weapons")) || dtl_str_eq(f->kind->mode, DTL_STR("aerial"));
				if (war) f->flags |= DTL_FLAG_QUOTED;
				else f->evidence = true;
			}
		}
		/* "an investigation into the collapse", "protests over the killing": spoken of, not told */
		if (f->noun && f->definite && above->kind == DTL_CHUNK_NOUN && takes_up(w, above->head)) f->evidence = true;
		if (above->kind == DTL_CHUNK_NOUN) {
			if (word && word->flags && (dtl_lemma_is(&w->c, prep->head, "of") || dtl_lemma_is(&w->c, prep->head, "for")
				|| dtl_lemma_is(&w->c, prep->head, "against") || dtl_lemma_is(&w->c, prep->head, "about") || dtl_lemma_is(&w->c, prep->head, "to")))
				raise_flag(w, f, word->flags, above->first, prep->last);
			chunk = up;
		} else if (above->kind == DTL_CHUNK_VERB) {
			/* "called for a ceasefire", "warned of an attack", "agreed on talks" */
			if (dtl_lemma_is(&w->c, prep->head, "for") && (dtl_lemma_is(&w->c, above->head, "call") || dtl_lemma_is(&w->c, above->head, "push")))
				raise_flag(w, f, DTL_FLAG_ORDERED, above->first, prep->last);
			if (word && word->flags && !dtl_lemma_is(&w->c, prep->head, "in") && !dtl_lemma_is(&w->c, prep->head, "after")
				&& !dtl_lemma_is(&w->c, prep->head, "during") && !dtl_lemma_is(&w->c, prep->head, "at"))
				raise_flag(w, f, word->flags, above->first, prep->last);
			return;
		} else {
			return;
		}
	}
}

/* "His convictions include assault, battery and second-degree arson", "charges related to the shootout": in a list behind a word of the law. */
static bool charged_with(const dtl_event_work *w, const dtl_frame *f)
{
	uint32_t first = dtl_first_chunk(w, f->sentence);
	for (uint32_t i = f->chunk; i-- > first && f->chunk - i < 16;) {
		const dtl_chunk *c = dtl_chunk_at(w, i);
		const dtl_event_word *word = c->kind == DTL_CHUNK_NOUN || c->kind == DTL_CHUNK_VERB ? w->c.words[c->head] : NULL;
		if (word && (word->classes & w->k.legal)) return true;
		bool open = c->kind == DTL_CHUNK_VERB && !(c->verb & (DTL_VERB_BARE | DTL_VERB_GERUND)) && !dtl_lemma_is(&w->c, c->head, "include") && !dtl_lemma_is(&w->c, c->head, "relate")
			&& !dtl_lemma_is(&w->c, c->head, "date") && !dtl_lemma_is(&w->c, c->head, "be");
		if (open || c->kind == DTL_CHUNK_STOP || c->kind == DTL_CHUNK_SUB || c->kind == DTL_CHUNK_WH) return false;
	}
	return false;
}

/* Conjunctions that open the clause: "if", "unless"; and the verb before "that": deny, fear, order. */
static void flag_clause(dtl_event_work *w, dtl_frame *f)
{
	uint32_t first = dtl_first_chunk(w, f->sentence);
	uint32_t at = f->verb == DTL_NO_CHUNK ? f->chunk : f->verb;
	uint32_t i = at;
	while (i > first && dtl_chunk_at(w, i - 1)->clause == dtl_chunk_at(w, at)->clause) i--;
	const dtl_chunk *open = dtl_chunk_at(w, i);
	if (open->kind == DTL_CHUNK_SUB) {
		const dtl_event_word *word = w->c.words[open->head];
		if (dtl_lemma_is(&w->c, open->head, "whether")) raise_flag(w, f, DTL_FLAG_HYPOTHETICAL, open->first, open->last);
		else if (word && word->flags) raise_flag(w, f, word->flags, open->first, open->last);
	}
	if (i == first) return;
	/* The verb that the clause hangs on stands right before it. */
	const dtl_chunk *before = dtl_chunk_at(w, i - 1);
	bool that = open->kind == DTL_CHUNK_SUB && dtl_lemma_is(&w->c, open->head, "that");
	if (before->kind == DTL_CHUNK_NOUN && before->governor != DTL_NO_CHUNK && that) before = dtl_chunk_at(w, before->governor);
	if (before->kind != DTL_CHUNK_VERB && !(before->kind == DTL_CHUNK_NOUN && that)) return;
	if (open->kind != DTL_CHUNK_SUB && open->kind != DTL_CHUNK_NOUN && open->kind != DTL_CHUNK_VERB) return;
	const dtl_event_word *word = w->c.words[before->head];
	if (word && word->flags) raise_flag(w, f, word->flags, before->first, before->last);
	if (word && (word->classes & w->k.report)) {
		f->flags |= DTL_FLAG_QUOTED;
		if (before->verb & DTL_VERB_NEGATED) f->flags &= ~(uint32_t)DTL_FLAG_QUOTED;
	}
}

static void flag_quotes(dtl_event_work *w, dtl_frame *f)
{
	uint32_t first = dtl_first_chunk(w, f->sentence);
	int quotes = 0;
	for (uint32_t i = first; i < f->chunk; i++) quotes += dtl_chunk_at(w, i)->kind == DTL_CHUNK_QUOTE;
	if (quotes % 2) f->flags |= DTL_FLAG_QUOTED;
}

void dtl_flag_frame(dtl_event_work *w, dtl_frame *f)
{
	const dtl_chunk *verb = f->verb == DTL_NO_CHUNK ? NULL : dtl_chunk_at(w, f->verb);
	flag_determiner(w, f, f->chunk);
	if (verb) {
		if (!f->noun || f->light || f->chunk > f->verb) flag_governor(w, f, f->verb, f->noun && !f->light && f->chunk > f->verb ? 1 : 0);
		if (!f->noun) {
			bool passive = (verb->verb & DTL_VERB_PASSIVE) != 0;
			flag_determiner(w, f, passive || verb->object == DTL_NO_CHUNK ? verb->subject : verb->object);
			if (verb->subject != DTL_NO_CHUNK) flag_determiner(w, f, verb->subject);
		}
		/* "of killing", "without firing" */
		if (f->verb > 0 && (verb->verb & (DTL_VERB_GERUND | DTL_VERB_TO))) {
			const dtl_chunk *p = dtl_chunk_at(w, f->verb - 1);
			if (p->kind == DTL_CHUNK_PREP) flag_noun_above(w, f, f->verb);
			else if (p->kind == DTL_CHUNK_NOUN && (verb->verb & DTL_VERB_TO)) {
				const dtl_event_word *word = w->c.words[p->head];
				if (word && word->flags) raise_flag(w, f, word->flags, p->first, p->last);
			}
		}
	}
	if (f->noun) flag_noun_above(w, f, f->chunk);
	if (f->noun && !f->light && charged_with(w, f)) f->evidence = true;
	flag_clause(w, f);
	flag_quotes(w, f);
}
