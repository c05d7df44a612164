/* One happening once: frames of one article that tell of the same are merged into the one with the best evidence. */
#include "base/geodesy.h"
#include "extract/event_link.h"

/* Tokens between two triggers of a sentence that make one phrase: "killed nine people and wounded". */
#define PHRASE_TOKENS 6

static const dtl_place *place_of(const dtl_event_work *w, const dtl_frame *f)
{
	int32_t p = f->mentions[0] < 0 ? -1 : w->doc->mentions[f->mentions[0]].place;
	return p < 0 ? NULL : &w->doc->places[p];
}

static bool area(const dtl_place *p)
{
	return p->precision == DTL_PRECISION_COUNTRY || p->precision == DTL_PRECISION_REGION;
}

/* The same spot, or one inside the other. */
static bool places_agree(const dtl_event_work *w, const dtl_frame *a, const dtl_frame *b)
{
	const dtl_place *p = place_of(w, a), *q = place_of(w, b);
	if (!p || !q || p == q || p->id == q->id) return true;
	if (area(p) || area(q)) {
		const dtl_place *big = area(p) ? p : q, *small = area(p) ? q : p;
		if (big->precision == DTL_PRECISION_COUNTRY) return dtl_str_eq(big->country, small->country);
		return dtl_distance_km(big->point, small->point) <= big->radius_km + 25;
	}
	/* An estimated point agrees with what lies inside its uncertainty. */
	bool vague = p->approximate || q->approximate || p->precision == DTL_PRECISION_VICINITY || q->precision == DTL_PRECISION_VICINITY;
	return dtl_distance_km(p->point, q->point) <= (vague ? 15 + p->radius_km + q->radius_km : 15);
}

static bool days_agree(const dtl_frame *a, const dtl_frame *b)
{
	if (!a->date.start.year || !b->date.start.year) return true;
	if (a->context_date != b->context_date && a->date.precision == b->date.precision) {
		/* A day by default gives way, if it is not far off. */
		int32_t d = dtl_days_from_date(a->date.start) - dtl_days_from_date(b->date.start);
		return d >= -5 && d <= 5;
	}
	int32_t as = dtl_days_from_date(a->date.start), bs = dtl_days_from_date(b->date.start);
	int32_t ae = a->date.end.year ? dtl_days_from_date(a->date.end) : as, be = b->date.end.year ? dtl_days_from_date(b->date.end) : bs;
	if (as > be || bs > ae) return false;
	/* A year's total is not the single day in it. */
	return (ae - as > 60) == (be - bs > 60);
}

/* Also by the second day of "on December 30 and January 2". */
static bool dates_agree(const dtl_event_work *w, const dtl_frame *a, const dtl_frame *b)
{
	if (days_agree(a, b)) return true;
	dtl_frame other = a->timex2 >= 0 ? *a : *b;
	if (other.timex2 < 0) return false;
	other.date = w->doc->timexes[other.timex2].interval;
	return days_agree(&other, a->timex2 >= 0 ? b : a);
}

/* Burning, looting, breaking in one place on one day. */
static bool damage_agrees(const dtl_event_work *w, const dtl_frame *a, const dtl_frame *b)
{
	if (!((a->kind->traits | b->kind->traits) & DTL_TRAIT_DAMAGE)) return false;
	const dtl_frame *other = (a->kind->traits & DTL_TRAIT_DAMAGE) ? b : a;
	bool fits = (other->kind->traits & DTL_TRAIT_DAMAGE) || other->kind->type == DTL_EVENT_PROTEST || other->kind->type == DTL_EVENT_ASSAULT;
	const dtl_place *p = place_of(w, a), *q = place_of(w, b);
	return fits && (a->sentence == b->sentence || (b->sentence - a->sentence <= 2 && p && q && p->id == q->id));
}

static bool generic(const dtl_frame *f) { return f->kind->traits & (DTL_TRAIT_GENERIC | DTL_TRAIT_CASUALTY); }

/* What people die of; a deployment or a move of troops is not it. */
static bool violent_or_disaster(const dtl_frame *f)
{
	return f->kind->type == DTL_EVENT_ASSAULT || f->kind->type == DTL_EVENT_NONE || f->kind->type == DTL_EVENT_PROTEST;
}

/* "gunmen entered the village and killed": the move belongs to the attack. */
static bool move(const dtl_frame *f) { return f->kind->type == DTL_EVENT_MOBILIZE && generic(f); }

/* A kind and a finer one of it: "fire" and "wildfire", "bombing" and "suicide-bombing". */
static bool finer_kind(const dtl_event_kind *of, const dtl_event_kind *k)
{
	return k->type == of->type && k->name.len > of->name.len && dtl_str_ends(k->name, of->name);
}

/* What may be told as a blast; an offensive or a shooting is not. */
static bool explosive(const dtl_frame *f)
{
	static const char *const modes[] = {"explosives", "suicide-attack", "heavy-weapons", "aerial", "drone"};
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
		if (dtl_str_eq(f->kind->mode, dtl_str_of(modes[i]))) return true;
	return generic(f) || (f->kind->traits & DTL_TRAIT_DAMAGE);
}

/* Kinds that may tell of one happening. */
static bool kinds_agree(const dtl_frame *a, const dtl_frame *b)
{
	if (a->kind == b->kind || finer_kind(a->kind, b->kind) || finer_kind(b->kind, a->kind)) return true;
	bool casualty = (a->kind->traits | b->kind->traits) & DTL_TRAIT_CASUALTY;
	if (casualty) {
		const dtl_frame *other = (a->kind->traits & DTL_TRAIT_CASUALTY) ? b : a;
		return violent_or_disaster(other) && !(other->kind->traits & (DTL_TRAIT_SCENE | DTL_TRAIT_VERBAL));
	}
	if (a->kind->type != b->kind->type) {
		/* "The blast destroyed the bus": an explosion beside a bombing is the bombing. */
		const char *const x = "explosion";
		bool blast = dtl_str_eq(a->kind->name, dtl_str_of(x)) || dtl_str_eq(b->kind->name, dtl_str_of(x));
		const dtl_frame *assault = a->kind->type == DTL_EVENT_ASSAULT ? a : b->kind->type == DTL_EVENT_ASSAULT ? b : NULL;
		return assault && ((blast && explosive(assault)) || move(a) || move(b));
	}
	if (a->kind->type == DTL_EVENT_NONE) return false;
	if (a->kind->type == DTL_EVENT_ASSAULT) return generic(a) || generic(b);
	return a->kind->type == DTL_EVENT_PROTEST || generic(a) || generic(b)
		|| (a->kind->type == DTL_EVENT_COERCE && a->kind->mode.len && dtl_str_eq(a->kind->mode, b->kind->mode));
}

/* What goes together in one disaster, by bit: nature's doing, and that of machines and buildings. */
static unsigned family(const dtl_event_kind *k)
{
	static const struct { const char *name; unsigned family; } kinds[] = {{"storm", 1}, {"flood", 1}, {"extreme-weather", 1}, {"landslide", 1}, {"avalanche", 1},
		{"earthquake", 1}, {"tsunami", 1}, {"eruption", 1}, {"collapse", 3}, {"accident", 2}, {"explosion", 2}, {"fire", 2}, {"leak", 2}, {"spill", 2}, {"poisoning", 2}};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (dtl_str_eq(k->name, dtl_str_of(kinds[i].name))) return kinds[i].family;
	return 0;
}

/* "The cyclone flooded the town and buried houses under a landslide": one dot for one place. */
static bool disasters_agree(const dtl_event_work *w, const dtl_frame *a, const dtl_frame *b)
{
	if (a->kind->type != DTL_EVENT_NONE || b->kind->type != DTL_EVENT_NONE || !(family(a->kind) & family(b->kind))) return false;
	const dtl_place *p = place_of(w, a), *q = place_of(w, b);
	return p && q && p->id == q->id && (p->id || a->mentions[0] == b->mentions[0]);
}

/* "flew to Niamey and met Bazoum", "stormed the house and abducted a boy": two verbs of one subject, side by side. */
static bool one_deed(const dtl_event_work *w, const dtl_frame *a, const dtl_frame *b)
{
	if (a->sentence != b->sentence || a->kind->type != b->kind->type || a->kind->type == DTL_EVENT_NONE || a->noun || b->noun) return false;
	const dtl_place *p = place_of(w, a), *q = place_of(w, b);
	bool subject = a->actor != DTL_NO_CHUNK && a->actor == b->actor;
	return subject && p && q && p->id == q->id && !((a->kind->traits | b->kind->traits) & DTL_TRAIT_VERBAL);
}

/* A leader's visit, the summit and the talks of one day in one place. */
static bool consultations_agree(const dtl_event_work *w, const dtl_frame *a, const dtl_frame *b)
{
	if (a->kind->type != DTL_EVENT_CONSULT || b->kind->type != DTL_EVENT_CONSULT || ((a->kind->traits | b->kind->traits) & DTL_TRAIT_VERBAL)) return false;
	const dtl_place *p = place_of(w, a), *q = place_of(w, b);
	return p && q && p->id && p->id == q->id && !a->context_date && !b->context_date;
}

/* "Rockets fired from Syria killed three people": the participle of the subject tells how. */
static bool tells_how(const dtl_event_work *w, const dtl_frame *a, const dtl_frame *b)
{
	if (a->sentence != b->sentence || a->noun || b->noun || !(b->kind->traits & (DTL_TRAIT_CASUALTY | DTL_TRAIT_DAMAGE))) return false;
	const dtl_chunk *how = dtl_chunk_at(w, a->verb), *what = dtl_chunk_at(w, b->verb);
	return (how->verb & DTL_VERB_BARE) && what->subject != DTL_NO_CHUNK && how->subject == what->subject && !(what->verb & DTL_VERB_PASSIVE);
}

static bool actors_agree(const dtl_event_work *w, const dtl_frame *a, const dtl_frame *b)
{
	if (a->actor == DTL_NO_CHUNK || b->actor == DTL_NO_CHUNK) return true;
	dtl_actor x = {0}, y = {0};
	dtl_fill_actor(w, a->actor, &x);
	dtl_fill_actor(w, b->actor, &y);
	return !x.country.len || !y.country.len || dtl_str_eq(x.country, y.country);
}

/* "Another attack", "a second bomb", "in a separate incident": a new happening whatever agrees. */
static bool told_as_new(const dtl_event_work *w, const dtl_frame *f)
{
	static const char *const words[] = {"another", "separate", "second", "third", "separately", "elsewhere", "fourth", "earlier", "similar", "meanwhile", "previous", "follow", NULL};
	const dtl_sentence *s = &w->doc->tokens.sentences[f->sentence];
	uint32_t from = f->noun ? dtl_chunk_at(w, f->chunk)->first : s->first;
	uint32_t lead = s->first + 6 < s->last ? s->first + 6 : s->last;
	for (size_t i = 0; words[i]; i++) {
		for (uint32_t t = from; t < f->token; t++)
			if (f->noun && dtl_lemma_is(&w->c, t, words[i])) return true;
		for (uint32_t t = s->first; t < lead; t++)
			if (dtl_lemma_is(&w->c, t, words[i])) return true;
	}
	return false;
}

/* "It followed that by firing missiles": another deed. */
bool dtl_follows_up(const dtl_event_work *w, const dtl_frame *f)
{
	const dtl_chunk *v = f->verb == DTL_NO_CHUNK ? NULL : dtl_chunk_at(w, f->verb);
	return v && !f->noun && v->parent != DTL_NO_CHUNK && dtl_lemma_is(&w->c, dtl_chunk_at(w, v->parent)->head, "follow");
}

static bool aggregate(const dtl_frame *f)
{
	return f->date.precision >= DTL_DATE_SEASON;
}

/* "A wildfire destroyed 50 homes", "the blast wounded five": what the subject of the verb did is part of it. */
static bool does(const dtl_event_work *w, const dtl_frame *noun, const dtl_frame *verb)
{
	bool part = generic(verb) || (verb->kind->type == DTL_EVENT_NONE && noun->kind->type != DTL_EVENT_NONE)
		|| dtl_str_eq(verb->kind->name, DTL_STR("discontinuation")) || dtl_str_eq(verb->kind->name, DTL_STR("closure")) || (family(verb->kind) & family(noun->kind));
	if (!noun->noun || verb->noun || !part || (noun->kind->traits & DTL_TRAIT_VERBAL) || verb->verb == DTL_NO_CHUNK) return false;
	const dtl_chunk *v = dtl_chunk_at(w, verb->verb);
	return ((v->verb & DTL_VERB_PASSIVE) ? v->agent : v->subject) == noun->chunk;
}

/* "More than 11,000 had died by Wednesday": the dead of the disaster told before, whatever stands between. */
static bool toll_of(const dtl_frame *disaster, const dtl_frame *toll)
{
	return disaster->kind == toll->kind && (disaster->kind->traits & DTL_TRAIT_DISASTER) && (toll->rule->kind->traits & DTL_TRAIT_CASUALTY)
		&& toll->mentions[0] < 0 && (toll->timex < 0 || toll->context_date);
}

static bool same_happening(const dtl_event_work *w, const dtl_frame *a, const dtl_frame *b, bool placed)
{
	bool one_sentence = a->sentence == b->sentence;
	/* "hospitalized Sunday, a day after being stung in the attack" */
	if (one_sentence && a->kind == b->kind && a->by_duration != b->by_duration && places_agree(w, a, b)) return true;
	if (one_sentence && (does(w, a, b) || does(w, b, a))) return true;
	if (tells_how(w, a, b)) return true;
	if ((!kinds_agree(a, b) && !damage_agrees(w, a, b) && !disasters_agree(w, a, b) && !one_deed(w, a, b) && !consultations_agree(w, a, b)) || !places_agree(w, a, b)) return false;
	if (((a->flags ^ b->flags) & DTL_FLAGS_OFF_MAP) && !b->definite && !one_sentence) return false;
	if (a->flags & b->flags & DTL_FLAGS_OFF_MAP) return one_sentence;
	if (!dates_agree(w, a, b) && !(one_sentence && (generic(a) || generic(b)) && a->clause == b->clause)) return false;
	if (aggregate(a) != aggregate(b)) return false;
	if (one_sentence) return true;
	if (dtl_follows_up(w, b) && !dtl_follows_up(w, a)) return false;
	/* Before the context has given places, what has none joins only what it stands beside. */
	if (!placed && (a->mentions[0] < 0 || b->mentions[0] < 0) && b->sentence - a->sentence > 1 && !b->definite && !toll_of(a, b)) return false;
	if (told_as_new(w, b) && b->mentions[0] >= 0 && !b->context_place && !told_as_new(w, a)) return false;
	if (!actors_agree(w, a, b) && !b->definite) return false;
	/* Verbal events of different sentences are different utterances unless all is equal. */
	if (a->kind->traits & DTL_TRAIT_VERBAL) return a->kind == b->kind && a->sentence + 1 == b->sentence;
	return true;
}

/* How much a frame tells: the best of a happening gives its trigger, sentence and place. */
static double worth(const dtl_event_work *w, const dtl_frame *f)
{
	double v = 0;
	const dtl_place *p = place_of(w, f);
	if (p) v += f->context_place ? 0.5 : area(p) ? 2 : 3.5;
	if (f->timex >= 0 && !f->context_date) v += 2;
	if (!generic(f)) v += 1.5;
	if (!f->noun) v += 0.7;
	if (f->light) v += 0.7;
	if (f->evidence) v -= 2;
	if (f->flags & DTL_FLAGS_OFF_MAP) v -= 3;
	if (f->actor != DTL_NO_CHUNK) v += 0.5;
	v -= 0.02 * (double)(f->sentence > 30 ? 30 : f->sentence);
	return v;
}

static void keep_larger(int64_t *to, int64_t from)
{
	if (from > *to) *to = from;
}

static void absorb_place(const dtl_event_work *w, dtl_frame *to, const dtl_frame *from)
{
	bool finer = to->mentions[0] < 0 || (to->context_place && !from->context_place)
		|| (place_of(w, to) && place_of(w, from) && area(place_of(w, to)) && !area(place_of(w, from)) && !from->context_place);
	if (from->mentions[0] < 0 || !finer) return;
	memcpy(to->mentions, from->mentions, sizeof to->mentions);
	to->role = from->role;
	to->place_score = from->place_score;
	to->context_place = from->context_place;
	to->place_rule = from->place_rule;
}

static void absorb_date(dtl_frame *to, const dtl_frame *from)
{
	bool better = !to->date.start.year || (from->by_duration && !to->by_duration && from->sentence == to->sentence) || (to->context_date && !from->context_date)
		|| (to->date.precision > from->date.precision && from->date.start.year && !from->context_date);
	if (!from->date.start.year || !better) return;
	to->date = from->date;
	to->timex = from->timex;
	to->timex2 = from->timex2;
	to->context_date = from->context_date;
	to->date_rule = from->date_rule;
}

/* A verb of damage takes the kind of what did it; what is only spoken of tells no kind. */
static void absorb_kind(const dtl_event_work *w, dtl_frame *to, const dtl_frame *from)
{
	bool by_arms = (to->kind->type == DTL_EVENT_ASSAULT && from->kind->type == DTL_EVENT_NONE && to->actor != DTL_NO_CHUNK
		&& (dtl_head_classes(w, to->actor) & (w->k.armed | w->k.force))); /* "guerrillas killed 12 in the fire" */
	bool told = (!from->evidence || to->evidence) && !by_arms;
	bool does_it = does(w, from, to), damage = to->kind->traits & DTL_TRAIT_DAMAGE, casualty = to->kind->traits & DTL_TRAIT_CASUALTY;
	if (told && (does_it || (damage && !(from->kind->traits & (DTL_TRAIT_DAMAGE | DTL_TRAIT_CASUALTY)) && !generic(from))
		|| (!damage && generic(to) && !move(from) && (!generic(from) || (casualty && !(from->kind->traits & DTL_TRAIT_CASUALTY)))))) to->kind = from->kind;
	if (finer_kind(to->kind, from->kind)) to->kind = from->kind;
	if (dtl_str_eq(to->kind->name, DTL_STR("explosion")) && from->kind->type == DTL_EVENT_ASSAULT && !generic(from) && explosive(from)) to->kind = from->kind;
	if (dtl_str_eq(to->kind->name, DTL_STR("missile-launch")) && (from->kind->traits & DTL_TRAIT_CASUALTY)) { /* what kills has hit */
		const dtl_event_kind *strike = dtl_event_table_kind(w->doc->event_table, DTL_STR("missile-strike"));
		if (strike) to->kind = strike;
	}
}

static void absorb_flags(const dtl_event_work *w, dtl_frame *to, const dtl_frame *from)
{
	if (from->sentence != to->sentence) return;
	const dtl_chunk *v = from->noun || from->verb == DTL_NO_CHUNK ? NULL : dtl_chunk_at(w, from->verb);
	uint32_t flags = 0;
	/* "a curfew was advised but never imposed" */
	if (v && to->noun && (v->subject == to->chunk || v->object == to->chunk)) flags |= from->flags & DTL_FLAG_NEGATED;
	/* "the previous outbreak killed 33" */
	if (from->noun && from->clause == to->clause) flags |= from->flags & DTL_FLAG_HISTORICAL;
	if (flags && !to->flags) to->flag_span = from->flag_span;
	to->flags |= flags;
}

static void absorb_trigger(const dtl_event_work *w, dtl_frame *to, const dtl_frame *from)
{
	if (from->sentence != to->sentence) return;
	uint32_t first = to->first, last = to->last;
	/* Of one sentence the verb is the better trigger. */
	bool gerund = from->verb != DTL_NO_CHUNK && (dtl_chunk_at(w, from->verb)->verb & (DTL_VERB_GERUND | DTL_VERB_TO));
	if (!from->noun && !gerund && to->noun) {
		to->token = from->token;
		to->first = from->first;
		to->last = from->last;
		to->rule = from->rule;
	}
	/* "was shot and killed": one phrase */
	if (from->first < last + PHRASE_TOKENS && first < from->last + PHRASE_TOKENS) {
		to->first = from->first < first ? from->first : first;
		to->last = from->last > last ? from->last : last;
	}
}

static void absorb(const dtl_event_work *w, dtl_frame *to, const dtl_frame *from)
{
	keep_larger(&to->killed, from->killed);
	keep_larger(&to->injured, from->injured);
	keep_larger(&to->missing, from->missing);
	absorb_place(w, to, from);
	absorb_date(to, from);
	absorb_kind(w, to, from);
	absorb_flags(w, to, from);
	if (to->actor == DTL_NO_CHUNK) to->actor = from->actor;
	if (to->target == DTL_NO_CHUNK) to->target = from->target;
	if (!to->weapon.len) to->weapon = from->weapon;
	for (size_t i = 0; i < from->quantity_count && to->quantity_count < DTL_MAX_QUANTITIES && from->sentence != to->sentence; i++) {
		bool known = false;
		for (size_t j = 0; j < to->quantity_count; j++) known |= to->quantities[j].span.start == from->quantities[i].span.start;
		if (!known) to->quantities[to->quantity_count++] = from->quantities[i];
	}
	absorb_trigger(w, to, from);
	if (from->evidence == false) to->evidence = false;
	to->support += 1 + from->support;
	to->elsewhere += (from->sentence != to->sentence) + from->elsewhere;
}

static void merge_pass(dtl_event_work *w, bool placed, bool within)
{
	enum { REACH = 64 };
	for (size_t i = 1; i < w->count; i++) {
		dtl_frame *b = &w->frames[i];
		size_t low = i > REACH ? i - REACH : 0;
		for (size_t j = i; b->merged < 0 && j-- > low;) {
			dtl_frame *a = &w->frames[j];
			if (within && a->sentence != b->sentence) break;
			if (a->merged >= 0 || !same_happening(w, a, b, placed)) continue;
			if (worth(w, b) > worth(w, a)) {
				absorb(w, b, a);
				a->merged = (int32_t)i;
			} else {
				absorb(w, a, b);
				b->merged = (int32_t)j;
			}
		}
	}
}

/* Does the place hang on the noun itself: "the attack on Derna", "the Derna attack"? */
static bool place_attached(const dtl_event_work *w, const dtl_frame *f)
{
	uint32_t t = (uint32_t)dtl_token_at(&w->doc->tokens, w->doc->mentions[f->mentions[0]].span.start);
	if (t >= w->doc->tokens.count) return false;
	uint32_t at = w->c.chunk_of[t];
	return at == f->chunk || (at == f->chunk + 2 && dtl_chunk_at(w, f->chunk + 1)->kind == DTL_CHUNK_PREP);
}

/* "condemned the bombing in Dublin", "said the attack would not derail the talks in Belfast": a definite noun takes up a happening
 * told before; where it is spoken of is not where it was. */
static void drop_places_of_echoes(dtl_event_work *w)
{
	enum { REACH = 48, SENTENCES = 12 };
	for (size_t i = 1; i < w->count; i++) {
		dtl_frame *b = &w->frames[i];
		if (!b->noun || !b->definite || b->mentions[0] < 0 || (!b->evidence && (b->plural || place_attached(w, b)))) continue;
		for (size_t j = i; j-- > 0 && i - j < REACH && b->sentence - w->frames[j].sentence <= SENTENCES;) {
			const dtl_frame *a = &w->frames[j];
			if (a->sentence == b->sentence || (a->flags & DTL_FLAGS_OFF_MAP) || a->mentions[0] < 0 || (a->kind->traits & DTL_TRAIT_VERBAL)) continue;
			if (!kinds_agree(a, b) || !dates_agree(w, a, b)) continue;
			if (!places_agree(w, a, b)) b->mentions[0] = -1;
			break;
		}
	}
}

/* Greedy in text order: each frame joins the latest happening that it agrees with. The look-back is bounded, so that the work
 * stays linear in the article's length. */
void dtl_merge_frames(dtl_event_work *w, bool placed)
{
	if (!placed) drop_places_of_echoes(w);
	merge_pass(w, placed, true); /* first what one sentence tells */
	merge_pass(w, placed, false);
}
