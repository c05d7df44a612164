/* Events: triggers with their clauses become frames, frames that tell of one happening become one event. */
#include "extract/dates.h"
#include "extract/event_work.h"

#include "base/geodesy.h"

static uint64_t class_bit(const dtl_event_work *w, const char *name)
{
	return dtl_event_table_class(w->doc->event_table, name);
}

static void know_classes(dtl_event_work *w)
{
	w->k = (dtl_known_classes){.light = class_bit(w, "light"), .happen = class_bit(w, "happen"), .report = class_bit(w, "report"),
		.denounce = class_bit(w, "denounce"), .person = class_bit(w, "person"), .armed = class_bit(w, "armed"), .force = class_bit(w, "force"),
		.missile = class_bit(w, "missile"), .bomb = class_bit(w, "bomb"), .gun = class_bit(w, "gun"), .weapon = class_bit(w, "weapon"),
		.drone = class_bit(w, "drone"), .arms = class_bit(w, "arms"), .aircraft = class_bit(w, "aircraft"), .vessel = class_bit(w, "vessel"),
		.measure = class_bit(w, "measure"), .shellfire = class_bit(w, "shellfire"), .knives = class_bit(w, "knives"), .water = class_bit(w, "water"),
		.legal = class_bit(w, "legal"), .facility = class_bit(w, "facility")};
}

static void index_mentions(dtl_event_work *w)
{
	const dtl_tokens *t = &w->doc->tokens;
	w->mention_of = dtl_arena_array(w->doc->arena, int32_t, t->count + 1);
	for (size_t i = 0; i <= t->count; i++) w->mention_of[i] = -1;
	for (size_t i = 0; i < w->doc->mention_count; i++) {
		const dtl_span s = w->doc->mentions[i].span;
		for (size_t j = dtl_token_at(t, s.start); j < t->count && t->tokens[j].start < s.end; j++) w->mention_of[j] = (int32_t)i;
	}
}

static void index_timexes(dtl_event_work *w)
{
	w->timex_of = dtl_arena_array(w->doc->arena, int32_t, w->c.count + 1);
	for (size_t i = 0; i <= w->c.count; i++) w->timex_of[i] = -1;
	for (size_t i = 0; i < w->doc->timex_count; i++) {
		size_t t = dtl_token_at(&w->doc->tokens, w->doc->timexes[i].span.start);
		if (t < w->doc->tokens.count && w->c.chunks[w->c.chunk_of[t]].kind == DTL_CHUNK_TIME) w->timex_of[w->c.chunk_of[t]] = (int32_t)i;
	}
}

void dtl_event_work_init(dtl_event_work *w, dtl_doc *doc)
{
	*w = (dtl_event_work){.doc = doc, .focus = -1};
	w->waters = dtl_arena_new(doc->arena, struct dtl_waters);
	dtl_borders_init(w);
	know_classes(w);
	dtl_find_clauses(doc, &w->c);
	for (size_t i = 0; i < doc->tokens.count; i++)
		if (w->c.words[i]) w->doc_classes |= w->c.words[i]->classes;
	index_mentions(w);
	dtl_add_sites(w);
	if (w->is_site) index_mentions(w);
	index_timexes(w);
	dtl_collect_names(w);
}

/* Frames in the head of the article (the dateline) are none; frames in it would take the filing place for the event's. */
static void drop_head(dtl_event_work *w)
{
	const dtl_head *h = &w->doc->head;
	size_t n = 0;
	for (size_t i = 0; i < w->count; i++) {
		uint32_t at = w->doc->tokens.tokens[w->frames[i].token].start;
		bool dateline = h->dateline.end > h->dateline.start && at >= h->dateline.start && at < h->dateline.end;
		if (!dateline) w->frames[n++] = w->frames[i];
	}
	w->count = n;
}

/* What will be done is a promise or a threat today, what must be done a demand (EVENT-TYPES: a future meeting is AGREE). */
static void restate(const dtl_event_work *w, dtl_frame *f)
{
	const char *as = NULL;
	bool will = f->flags & (DTL_FLAG_FUTURE | DTL_FLAG_PLANNED | DTL_FLAG_HYPOTHETICAL);
	bool wont = (f->flags & DTL_FLAG_NEGATED) && will && !f->noun && f->modal && f->actor != DTL_NO_CHUNK;
	if (wont && (f->kind->type == DTL_EVENT_AID || f->kind->type == DTL_EVENT_COOPERATE || f->kind->type == DTL_EVENT_CONSULT || f->kind->type == DTL_EVENT_CONCEDE)) {
		const dtl_event_kind *refusal = dtl_event_table_kind(w->doc->event_table, DTL_STR("rejection"));
		if (refusal) f->kind = refusal; /* "would not provide support" */
		return;
	}
	if (f->noun || !f->modal || f->actor == DTL_NO_CHUNK || (f->flags & (DTL_FLAG_NEGATED | DTL_FLAG_CONDITIONAL | DTL_FLAG_FEARED | DTL_FLAG_DENIED))) return;
	switch (f->kind->type) {
	case DTL_EVENT_AID: case DTL_EVENT_COOPERATE: case DTL_EVENT_CONSULT: case DTL_EVENT_RETREAT: case DTL_EVENT_CONCEDE: case DTL_EVENT_SUPPORT:
		if (f->flags & DTL_FLAG_ORDERED) as = "demand";
		else if (will) as = "promise";
		break;
	case DTL_EVENT_ASSAULT: case DTL_EVENT_COERCE: case DTL_EVENT_SANCTION: case DTL_EVENT_PROTEST:
		if (f->flags & DTL_FLAG_ORDERED) as = "demand";
		else if (f->flags & DTL_FLAG_FUTURE) as = "threat";
		break;
	default: break;
	}
	const dtl_event_kind *kind = as ? dtl_event_table_kind(w->doc->event_table, dtl_str_of(as)) : NULL;
	if (kind) f->kind = kind;
}

/* In an article on a disaster "a woman was killed at X" tells of the disaster, not of a crime, unless somebody did it. */
static void blame_disaster(dtl_event_work *w)
{
	const dtl_event_kind *disaster = NULL;
	for (size_t i = 0; i < w->count && w->frames[i].sentence < 4; i++) {
		const dtl_frame *f = &w->frames[i];
		bool fire = f->noun && dtl_str_eq(f->kind->name, DTL_STR("fire"));
		if (!fire && (f->kind->traits & (DTL_TRAIT_VERBAL | DTL_TRAIT_SCENE | DTL_TRAIT_CASUALTY | DTL_TRAIT_DAMAGE))) continue;
		if (!fire && !(f->kind->traits & DTL_TRAIT_DISASTER)) return;
		disaster = f->kind;
		break;
	}
	if (!disaster) return;
	for (size_t i = 0; i < w->count; i++) {
		dtl_frame *f = &w->frames[i];
		bool vague = (f->kind->traits & DTL_TRAIT_CASUALTY) || dtl_str_eq(f->kind->name, DTL_STR("destruction"));
		uint64_t doer = f->actor == DTL_NO_CHUNK ? 0 : dtl_head_classes(w, f->actor) & (w->k.armed | w->k.force | w->k.person);
		bool crime = f->noun || dtl_lemma_is(&w->c, f->token, "murder") || dtl_lemma_is(&w->c, f->token, "slay");
		bool beside = false; /* "injured in an attack" */
		for (size_t j = i > 8 ? i - 8 : 0; j < w->count && j < i + 8; j++)
			beside |= w->frames[j].sentence == f->sentence && w->frames[j].kind != disaster
				&& (w->frames[j].kind->type == DTL_EVENT_ASSAULT || (w->frames[j].kind->traits & DTL_TRAIT_DISASTER)) && !(w->frames[j].kind->traits & (DTL_TRAIT_CASUALTY | DTL_TRAIT_DAMAGE));
		if (vague && !crime && !beside && (!doer || dtl_str_eq(f->kind->name, DTL_STR("death")))) f->kind = disaster;
	}
}

/* In an article on protests, what was burned, smashed and looted by nobody told was so by the protesters, and its clashes are theirs. */
static void blame_protest(dtl_event_work *w)
{
	const dtl_event_kind *damage = dtl_event_table_kind(w->doc->event_table, DTL_STR("vandalism")), *riot = dtl_event_table_kind(w->doc->event_table, DTL_STR("riot"));
	size_t protests = 0, assaults = 0;
	for (size_t i = 0; i < w->count; i++) {
		const dtl_event_kind *k = w->frames[i].kind;
		bool clash = dtl_str_eq(k->name, DTL_STR("armed-clash")) || dtl_str_eq(k->name, DTL_STR("crowd-control"));
		protests += k->type == DTL_EVENT_PROTEST;
		assaults += k->type == DTL_EVENT_ASSAULT && !clash && !(k->traits & (DTL_TRAIT_DAMAGE | DTL_TRAIT_CASUALTY));
	}
	if (!damage || !riot || protests < 2 || protests <= assaults) return;
	for (size_t i = 0; i < w->count; i++) {
		dtl_frame *f = &w->frames[i];
		uint64_t doer = f->actor == DTL_NO_CHUNK ? 0 : dtl_head_classes(w, f->actor);
		bool burned = dtl_str_eq(f->kind->name, DTL_STR("fire")) && !f->noun;
		if (doer & (w->k.armed | w->k.force)) continue;
		if (burned || ((f->kind->traits & DTL_TRAIT_DAMAGE) && f->kind->type == DTL_EVENT_ASSAULT)) f->kind = damage;
		else if (f->noun && dtl_lemma_is(&w->c, f->token, "clash")) f->kind = riot;
	}
}

/* "condemned the attack", "reported this test": spoken of, and another event is of its type, so that it tells nothing of its own. */
static bool only_spoken_of(const dtl_event_work *w, const dtl_frame *f)
{
	if (!f->evidence || !f->noun || f->support) return false;
	bool judged = f->verb != DTL_NO_CHUNK && dtl_lemma_is(&w->c, dtl_chunk_at(w, f->verb)->head, "be"); /* "was the second of its kind this year" */
	if (!judged && f->mentions[0] >= 0 && !f->context_place && f->timex >= 0 && !f->context_date) return false;
	for (size_t i = 0; i < w->count; i++)
		if (&w->frames[i] != f && w->frames[i].merged < 0 && w->frames[i].kind->type == f->kind->type) return true;
	return f->kind->type == DTL_EVENT_NONE || (f->verb != DTL_NO_CHUNK && !(dtl_word_classes(w->doc, &w->c, dtl_chunk_at(w, f->verb)->head) & w->k.report));
}

/* A noun that nothing makes a happening of its own: no light verb, no day, no place, nobody hurt, nothing merged. */
static bool idle_noun(const dtl_frame *f)
{
	/* "the war in Ukraine", "its invasion of Ukraine": the background, not the news. */
	bool background = dtl_str_eq(f->kind->name, DTL_STR("war")) || dtl_str_eq(f->kind->name, DTL_STR("invasion"));
	if (f->noun && !f->light && background && (f->timex < 0 || f->context_date)) return true;
	return f->noun && !f->light && !f->support && (f->timex < 0 || f->context_date) && (f->mentions[0] < 0 || f->context_place) && f->killed < 0
		&& f->actor == DTL_NO_CHUNK && f->target == DTL_NO_CHUNK;
}

/* ---- filling the public structs ---- */

static dtl_str headline(const dtl_event_work *w, const dtl_frame *f)
{
	dtl_arena *a = w->doc->arena;
	dtl_str base = f->kind->headline;
	for (size_t i = 0; i < f->quantity_count; i++) {
		const dtl_quantity *q = &f->quantities[i];
		if (dtl_str_eq(q->unit, DTL_STR("magnitude"))) base = dtl_arena_printf(a, "Magnitude %.1f earthquake", q->value);
		else if (i == 0 && q->value > 1 && q->value < 1e6 && q->unit.len < 40 && f->kind->type == DTL_EVENT_MOBILIZE)
			base = dtl_arena_printf(a, "%.*s, %.0f %.*s", DTL_FMT(base), q->value, DTL_FMT(q->unit));
	}
	dtl_buf b = {.arena = a};
	dtl_buf_add(&b, base);
	const struct { int64_t n; const char *what; } counts[] = {{f->killed, "killed"}, {f->injured, "injured"}, {f->missing, "missing"}};
	for (size_t i = 0; i < 3; i++) {
		if (counts[i].n <= 0) continue;
		char digits[32];
		int len = 0;
		int64_t n = counts[i].n;
		char raw[24];
		int raw_len = 0;
		while (n > 0) { raw[raw_len++] = (char)('0' + n % 10); n /= 10; }
		while (raw_len > 0) {
			digits[len++] = raw[--raw_len];
			if (raw_len && raw_len % 3 == 0) digits[len++] = ',';
		}
		dtl_buf_printf(&b, ", %.*s %s", len, digits, counts[i].what);
		if (i == 0) break; /* the dead are told; else the injured */
	}
	return dtl_buf_str(&b);
}

static dtl_str explain(const dtl_event_work *w, const dtl_frame *f)
{
	const dtl_doc *d = w->doc;
	dtl_span trigger = {d->tokens.tokens[f->first].start, d->tokens.tokens[f->last - 1].end};
	dtl_buf b = {.arena = d->arena};
	dtl_buf_printf(&b, "trigger '%.*s' by line %u of the event table (%.*s)", DTL_FMT(dtl_doc_str(d, trigger)), f->rule->line, DTL_FMT(f->rule->kind->name));
	dtl_buf_printf(&b, "; date: %s", f->date_rule ? f->date_rule : "none");
	if (f->timex >= 0) dtl_buf_printf(&b, " ('%.*s')", DTL_FMT(dtl_doc_str(d, d->timexes[f->timex].span)));
	dtl_buf_printf(&b, "; place: %s", f->place_rule ? f->place_rule : "none");
	if (f->mentions[0] >= 0) dtl_buf_printf(&b, " (link %.2f)", (double)f->place_score);
	if (f->support) dtl_buf_printf(&b, "; %u more mentions", f->support);
	dtl_explain_confidence(w, f, &b);
	return dtl_buf_str(&b);
}

static void fill_kind(const dtl_frame *f, dtl_event *e)
{
	const dtl_event_kind *k = f->kind;
	e->type = k->type;
	e->mode = k->mode;
	e->subtype = k->name;
	e->cameo = k->cameo;
	e->acled_event = k->acled_event;
	e->acled_sub_event = k->acled_sub_event;
}

static dtl_phrase phrase(const dtl_doc *d, dtl_span s)
{
	return (dtl_phrase){s, s.end > s.start ? dtl_doc_str(d, s) : DTL_STR_NONE};
}

static bool same_days(const dtl_interval *a, const dtl_interval *b)
{
	return dtl_date_cmp(a->start, b->start) == 0 && dtl_date_cmp(a->end, b->end) == 0;
}

static void fill_event(const dtl_event_work *w, const dtl_frame *f, dtl_event *e)
{
	dtl_doc *d = w->doc;
	const dtl_sentence *s = &d->tokens.sentences[f->sentence];
	fill_kind(f, e);
	e->date = f->date;
	if (f->timex >= 0) e->date_phrase = phrase(d, d->timexes[f->timex].span);
	dtl_fill_place(w, f, e);
	/* Filed on Saturday, "on Sunday": far enough in the east it was Sunday already. */
	dtl_interval next;
	if (f->timex >= 0 && e->place.has_point && same_days(&e->date, &d->timexes[f->timex].interval) && dtl_timex_next_day(d, (size_t)f->timex, e->place.point.lon, &next))
		e->date = next;
	dtl_fill_actor(w, f->actor, &e->actor);
	dtl_fill_actor(w, f->target, &e->target);
	dtl_quantity *q = dtl_arena_array(d->arena, dtl_quantity, f->quantity_count + 1);
	memcpy(q, f->quantities, f->quantity_count * sizeof *q);
	e->quantities = q;
	e->quantity_count = f->quantity_count;
	e->killed = f->killed;
	e->injured = f->injured;
	e->missing = f->missing;
	e->weapon = f->weapon;
	e->trigger = phrase(d, (dtl_span){d->tokens.tokens[f->first].start, d->tokens.tokens[f->last - 1].end});
	bool filed = d->head.dateline.end > s->start && d->head.body > s->start && d->head.body < d->tokens.tokens[f->first].start;
	e->evidence = phrase(d, (dtl_span){filed ? d->head.body : s->start, s->end}); /* without "SEOUL, Jan 28 (Agency) -" */
	e->flags = f->flags;
	e->flag_reason = phrase(d, f->flag_span).text;
	e->confidence = f->confidence;
	e->headline = headline(w, f);
	if (d->options && d->options->explain) e->explain = explain(w, f);
}

/* "in Arequipa and Ica": one dot for each, the counts with the first. */
static void add_other_places(dtl_event_work *w, size_t *cap, const dtl_event *e);

static void add_event(dtl_event_work *w, size_t *cap, dtl_event *e)
{
	dtl_doc *d = w->doc;
	e->id = dtl_arena_printf(d->arena, "%.*s#%zu", DTL_FMT(d->article->id), d->event_count + 1);
	DTL_PUSH(d->arena, d->events, d->event_count, *cap, *e);
}

static void add_other_places(dtl_event_work *w, size_t *cap, const dtl_event *e)
{
	bool spot = e->place.has_point && e->place.precision != DTL_PRECISION_COUNTRY && e->place.precision != DTL_PRECISION_REGION;
	if (!spot || (e->type != DTL_EVENT_ASSAULT && e->type != DTL_EVENT_PROTEST && e->type != DTL_EVENT_NONE)) return;
	for (size_t i = 0; i < e->other_place_count; i++) {
		const dtl_event_place *p = &e->other_places[i];
		if (!p->has_point || p->precision == DTL_PRECISION_COUNTRY || p->precision == DTL_PRECISION_REGION) continue;
		if (p->role != e->place.role && (p->role == DTL_ROLE_ORIGIN || p->role == DTL_ROLE_TARGET)) continue; /* the other end of one movement */
		if (dtl_distance_km(p->point, e->place.point) < 15) continue;
		dtl_event other = *e;
		other.place = *p;
		other.other_places = NULL;
		other.other_place_count = 0;
		other.quantities = NULL;
		other.quantity_count = 0;
		other.killed = other.injured = other.missing = -1;
		add_event(w, cap, &other);
	}
}

static void mark_roles(dtl_event_work *w)
{
	for (size_t i = 0; i < w->count; i++) {
		const dtl_frame *f = &w->frames[i];
		const uint32_t people[] = {f->actor, f->target};
		for (int n = 0; n < 2; n++) {
			if (people[n] == DTL_NO_CHUNK) continue;
			int32_t m = w->mention_of[dtl_chunk_at(w, people[n])->head];
			bool acts = n == 0 || (f->kind->traits & DTL_TRAIT_VERBAL);
			if (m >= 0 && acts && w->doc->mentions[m].role == DTL_ROLE_MENTIONED) w->doc->mentions[m].role = DTL_ROLE_ACTOR;
		}
	}
	for (size_t i = 0; i < w->count; i++)
		for (int n = 0; n < DTL_MAX_PLACES && w->frames[i].mentions[n] >= 0; n++)
			if (!w->frames[i].context_place && w->frames[i].merged < 0) w->doc->mentions[w->frames[i].mentions[n]].role = w->frames[i].role;
}

/* A headline repeats the story: what nothing in the body takes up is dropped where the body has events of its own. */
static bool idle_headline(const dtl_event_work *w, const dtl_frame *f)
{
	if (f->sentence != 0 || f->elsewhere || w->doc->tokens.sentence_count < 4) return false;
	const dtl_sentence *s = w->doc->tokens.sentences;
	dtl_str title = dtl_str_trim(w->doc->article->title), text = dtl_str_sub(w->doc->tokens.text, s[0].start, s[0].end);
	bool titled = title.len && dtl_str_starts(text, title);
	bool heading = w->doc->head.headline.start <= s[0].start && w->doc->head.headline.end > s[0].start;
	bool stops = s[0].last > s[0].first && dtl_str_eq(dtl_token_str(&w->doc->tokens, s[0].last - 1), DTL_STR("."));
	/* A paragraph of one sentence at the top is the lede of most wire copy, and the story itself. */
	if (!titled && !heading && (stops || !(s[0].flags & DTL_SENTENCE_HEADLINE))) return false;
	for (size_t i = 0; i < w->count; i++)
		if (w->frames[i].sentence > 0 && w->frames[i].merged < 0 && w->frames[i].mentions[0] >= 0 && !(w->frames[i].flags & DTL_FLAGS_OFF_MAP)) return true;
	return false;
}

static void add_mention(dtl_event_work *w, size_t *cap, const dtl_frame *told, const dtl_frame *root, dtl_str id)
{
	dtl_frame f = *told;
	f.first = f.own_first;
	f.last = f.own_last;
	f.confidence = root->confidence;
	if (f.mentions[0] < 0) { /* told without a place: where the happening was */
		memcpy(f.mentions, root->mentions, sizeof f.mentions);
		f.role = root->role;
		f.context_place = root->context_place;
		f.place_rule = root->place_rule;
	}
	dtl_event e = {0};
	fill_event(w, &f, &e);
	e.same_as = id;
	add_event(w, cap, &e);
}

/* The other mentions of each happening, each by its own words. `event_of`: by frame, its event + 1. */
static void add_mentions(dtl_event_work *w, size_t *cap, const uint32_t *event_of)
{
	for (size_t i = 0; i < w->count; i++) {
		const dtl_frame *f = &w->frames[i];
		size_t root = i;
		for (int n = 0; n < 64 && w->frames[root].merged >= 0; n++) root = (size_t)w->frames[root].merged;
		bool shown = root == i && f->own_first < f->last && f->first < f->own_last; /* its words are the event's */
		if (!event_of[root]) continue;
		dtl_str id = w->doc->events[event_of[root] - 1].id;
		if (!shown) add_mention(w, cap, f, &w->frames[root], id);
		/* "The attack against the mayor occurred on Sunday": the verb that carries it, where it stands apart. */
		uint32_t head = f->noun && f->light && f->verb != DTL_NO_CHUNK ? dtl_chunk_at(w, f->verb)->head : f->own_first;
		if (head >= f->own_first && head < f->own_last) continue;
		dtl_frame verb = *f;
		verb.own_first = head;
		verb.own_last = head + 1;
		add_mention(w, cap, &verb, &w->frames[root], id);
	}
}

static void emit(dtl_event_work *w)
{
	size_t cap = 0;
	uint32_t *event_of = dtl_arena_array(w->doc->arena, uint32_t, w->count + 1);
	for (size_t i = 0; i < w->count; i++) {
		dtl_frame *f = &w->frames[i];
		if (f->merged >= 0 || idle_noun(f) || idle_headline(w, f) || only_spoken_of(w, f)) continue;
		f->confidence = dtl_event_confidence(w, f);
		dtl_event e = {0};
		fill_event(w, f, &e);
		add_event(w, &cap, &e);
		event_of[i] = (uint32_t)w->doc->event_count;
		add_other_places(w, &cap, &e);
		if (f->timex2 < 0 || same_days(&w->doc->timexes[f->timex2].interval, &f->date)) continue;
		/* "on December 30 and January 2": the same on another day. */
		e.date = w->doc->timexes[f->timex2].interval;
		e.date_phrase = phrase(w->doc, w->doc->timexes[f->timex2].span);
		add_event(w, &cap, &e);
	}
	if (w->doc->options && w->doc->options->mentions) add_mentions(w, &cap, event_of);
}

void dtl_find_events(dtl_doc *doc)
{
	dtl_event_work *w = dtl_arena_new(doc->arena, dtl_event_work);
	dtl_event_work_init(w, doc);
	dtl_match_triggers(w);
	drop_head(w);
	for (size_t i = 0; i < w->count; i++) {
		dtl_flag_frame(w, &w->frames[i]);
		dtl_frame_people(w, &w->frames[i]);
		restate(w, &w->frames[i]);
		dtl_frame_date(w, &w->frames[i]);
		dtl_frame_place(w, &w->frames[i]);
	}
	blame_disaster(w);
	blame_protest(w);
	dtl_context_dates(w);
	dtl_own_places(w);
	dtl_merge_frames(w, false);
	dtl_context_places(w);
	dtl_merge_frames(w, true);
	mark_roles(w);
	emit(w);
	dtl_drop_sites(w);
}
