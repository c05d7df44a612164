/* Names of the trigger's sentence that cannot be its place: the dateline, whoever acts, somebody's home, things named after places. */
#include "extract/event_place.h"

/* The dateline, also one in the middle of a text that begins with its title: "BEIRUT: Israel flooded ...", "EAST HAMPTON - Police". */
bool dtl_filed_there(const dtl_event_work *w, int32_t mention)
{
	const dtl_mention *m = &w->doc->mentions[mention];
	const dtl_span head = w->doc->head.dateline;
	if (m->role == DTL_ROLE_DATELINE || (m->span.start < head.end && m->span.end > head.start)) return true;
	size_t first = dtl_token_at(&w->doc->tokens, m->span.start), last = dtl_token_at(&w->doc->tokens, m->span.end);
	const dtl_sentence *s = &w->doc->tokens.sentences[m->sentence];
	bool caps = first < w->doc->tokens.count && (w->doc->tokens.tokens[first].flags & DTL_TOKEN_ALL_CAPS);
	if (!caps || (s->flags & DTL_SENTENCE_ALL_CAPS) || last >= s->last || first > s->first + 5) return false;
	dtl_str sign = dtl_token_str(&w->doc->tokens, last);
	return dtl_str_eq(sign, DTL_STR(":")) || dtl_str_eq(sign, DTL_STR("—")) || dtl_str_eq(sign, DTL_STR("–")) || dtl_str_eq(sign, DTL_STR("-"))
		|| dtl_str_eq(sign, DTL_STR("/"));
}

/* Continents and the like are no place for a dot; nor is "the East Coast", which is every country's. */
static bool boundless(const dtl_event_work *w, int32_t mention)
{
	const dtl_place *p = dtl_place_at(w, mention);
	dtl_str text = dtl_doc_str(w->doc, w->doc->mentions[mention].span);
	bool coast = dtl_str_eq_nocase(text, DTL_STR("east coast")) || dtl_str_eq_nocase(text, DTL_STR("west coast"));
	return coast || (p && (dtl_str_eq(p->feature, DTL_STR("L.CONT")) || (p->precision == DTL_PRECISION_COUNTRY && !p->country.len)));
}

/* "Hwasong-18", "a Musudan", "Shahab missiles": things named after places. */
static bool names_model(const dtl_event_work *w, int32_t mention)
{
	const dtl_mention *m = &w->doc->mentions[mention];
	const dtl_token *tokens = w->doc->tokens.tokens;
	size_t t = dtl_token_at(&w->doc->tokens, m->span.end);
	if (t + 1 < w->doc->tokens.count && !(tokens[t].flags & DTL_TOKEN_SPACE_BEFORE) && dtl_str_eq(dtl_token_str(&w->doc->tokens, t), DTL_STR("-"))) {
		dtl_str number = dtl_token_str(&w->doc->tokens, t + 1);
		if (number.len && dtl_ascii_digit(number.ptr[0])) return true;
	}
	uint32_t chunk = dtl_mention_chunk(w, mention);
	const dtl_place *p = dtl_place_at(w, mention);
	if (chunk == DTL_NO_CHUNK || m->kind != DTL_MENTION_LITERAL || (p && p->precision == DTL_PRECISION_COUNTRY)) return false;
	const dtl_chunk *c = dtl_chunk_at(w, chunk);
	bool head = w->mention_of[c->head] == mention;
	if (head) return dtl_token_at(&w->doc->tokens, m->span.start) == c->first + 1 && (dtl_lemma_is(&w->c, c->first, "a") || dtl_lemma_is(&w->c, c->first, "an"));
	return dtl_head_classes(w, chunk) & (w->k.missile | w->k.aircraft | w->k.vessel);
}

/* A name that is the subject of an active verb, the agent or the possessor of the deed acts ("Pyongyang fired", "Seoul's answer"); it is
 * the place only of what it suffers or hosts. */
static bool acts(const dtl_event_work *w, const dtl_frame *f, int32_t mention)
{
	static const char *const suffers[] = {"host", "suffer", "see", "witness", "experience", "come", "face", "hold", "be", "have", NULL};
	uint32_t chunk = dtl_mention_chunk(w, mention);
	if (chunk == DTL_NO_CHUNK) return false;
	const dtl_chunk *c = dtl_chunk_at(w, chunk);
	const dtl_place *p = dtl_place_at(w, mention);
	bool power = p && (p->precision == DTL_PRECISION_COUNTRY || dtl_str_eq(p->feature, DTL_STR("P.PPLC")) || p->population > 1000000);
	bool head = w->mention_of[c->head] == mention;
	size_t behind = dtl_token_at(&w->doc->tokens, w->doc->mentions[mention].span.end);
	bool possessor = behind < c->last && w->doc->tokens.tokens[behind].tag == DTL_TAG_POS;
	if (possessor && power && f->kind->type != DTL_EVENT_NONE && chunk == f->chunk) return true;
	if (possessor && power && f->kind->type != DTL_EVENT_NONE && chunk + 1 == f->chunk) return true;
	/* "a joint exercise of the United States and South Korea" */
	uint32_t prep = dtl_mention_prep(w, chunk);
	bool of = prep != DTL_NO_CHUNK && dtl_lemma_is(&w->c, dtl_chunk_at(w, prep)->head, "of");
	if (of && power && (f->kind->type == DTL_EVENT_MOBILIZE || f->kind->type == DTL_EVENT_COOPERATE || f->kind->type == DTL_EVENT_CONSULT) && f->noun && prep > f->chunk) return true;
	if (!head) return false;
	if ((f->kind->traits & DTL_TRAIT_VERBAL) && (chunk == f->target || chunk == f->actor) && dtl_mention_prep(w, chunk) == DTL_NO_CHUNK) return true;
	for (uint32_t i = dtl_first_chunk(w, c->sentence); i < dtl_last_chunk(w, c->sentence); i++) {
		const dtl_chunk *v = dtl_chunk_at(w, i);
		if (v->kind != DTL_CHUNK_VERB) continue;
		bool passive = (v->verb & DTL_VERB_PASSIVE) != 0;
		if (passive && v->agent == chunk) return true;
		/* "offered Pyongyang aid": a power as the object of what is no attack on it */
		bool object = power && prep == DTL_NO_CHUNK && (v->object == chunk || v->object2 == chunk);
		dtl_event_type t = f->kind->type;
		bool suffered = i == f->verb && (t == DTL_EVENT_ASSAULT || t == DTL_EVENT_NONE || t == DTL_EVENT_CONSULT || (t == DTL_EVENT_MOBILIZE && !dtl_str_eq(f->kind->mode, DTL_STR("weapons"))) || t == DTL_EVENT_PROTEST || t == DTL_EVENT_RETREAT);
		if (object && !suffered) return true;
		/* "in Kostiantynivka, which lies near Bakhmut": under a preposition it is the subject of a relative clause only */
		if (passive || v->subject != chunk || prep != DTL_NO_CHUNK || (f->kind->type == DTL_EVENT_NONE && i == f->verb)) continue;
		bool hosts = false;
		for (size_t k = 0; suffers[k] && !hosts; k++) hosts = dtl_lemma_is(&w->c, v->head, suffers[k]);
		if (!hosts) return true;
	}
	return false;
}

/* "Jason Cumby of Athens", "Crolley, 42, of Swansea": where somebody is from. */
bool dtl_origin_of_person(const dtl_event_work *w, int32_t mention)
{
	uint32_t chunk = dtl_mention_chunk(w, mention);
	uint32_t prep = chunk == DTL_NO_CHUNK ? DTL_NO_CHUNK : dtl_mention_prep(w, chunk);
	if (prep == DTL_NO_CHUNK || prep <= dtl_first_chunk(w, dtl_chunk_at(w, chunk)->sentence)) return false;
	const dtl_chunk *p = dtl_chunk_at(w, prep), *before = dtl_chunk_at(w, prep - 1);
	bool of = dtl_lemma_is(&w->c, p->head, "of"), from = dtl_lemma_is(&w->c, p->head, "from");
	if (!of && !from) return false;
	uint8_t entity = w->doc->tokens.tokens[before->head].entity;
	if (before->kind == DTL_CHUNK_NOUN && (entity == DTL_ENTITY_B_PER || entity == DTL_ENTITY_I_PER)) return true;
	if (before->kind != DTL_CHUNK_COMMA || prep < 3) return false;
	/* an age between the commas, or a name before the comma */
	const dtl_chunk *told = dtl_chunk_at(w, prep - 2);
	entity = w->doc->tokens.tokens[told->head].entity;
	return told->kind == DTL_CHUNK_NOUN && (entity == DTL_ENTITY_B_PER || entity == DTL_ENTITY_I_PER
		|| w->doc->tokens.tokens[told->head].tag == DTL_TAG_CD || dtl_lemma_is(&w->c, told->head, "jr."));
}

/* "A couple from Belgorod were killed": the subject's home; not so who fled from there. */
static bool home_of_subject(const dtl_event_work *w, const dtl_frame *f, int32_t mention)
{
	uint32_t chunk = dtl_mention_chunk(w, mention);
	uint32_t prep = chunk == DTL_NO_CHUNK ? DTL_NO_CHUNK : dtl_mention_prep(w, chunk);
	if (f->verb == DTL_NO_CHUNK || prep == DTL_NO_CHUNK || prep == 0 || !dtl_lemma_is(&w->c, dtl_chunk_at(w, prep)->head, "from")) return false;
	bool apposed = prep >= 2 && dtl_chunk_at(w, prep - 2)->kind == DTL_CHUNK_COMMA; /* "two people, a couple from Belgorod, were killed" */
	uint32_t subject = dtl_chunk_at(w, f->verb)->subject;
	return (subject == prep - 1 || (apposed && prep < f->verb && (subject == DTL_NO_CHUNK || subject < prep))) && (dtl_head_classes(w, prep - 1) & w->k.person);
}

/* "was flown to a hospital in Miami", "taken to a jail in Lima": where somebody was brought is not where it befell him. */
static bool brought_there(const dtl_event_work *w, int32_t mention)
{
	static const char *const homes[] = {"hospital", "clinic", "morgue", "mortuary", "jail", "prison", "center", "centre", NULL};
	uint32_t chunk = dtl_mention_chunk(w, mention), prep = chunk == DTL_NO_CHUNK ? DTL_NO_CHUNK : dtl_mention_prep(w, chunk);
	if (prep == DTL_NO_CHUNK || prep < dtl_first_chunk(w, dtl_chunk_at(w, chunk)->sentence) + 2) return false;
	const dtl_chunk *home = dtl_chunk_at(w, prep - 1), *to = dtl_chunk_at(w, prep - 2);
	if (home->kind != DTL_CHUNK_NOUN || to->kind != DTL_CHUNK_PREP || !dtl_lemma_is(&w->c, to->head, "to")) return false;
	for (size_t i = 0; homes[i]; i++)
		if (dtl_lemma_is(&w->c, home->head, homes[i])) return true;
	return false;
}

/* "a blast that was heard in Alaska", "the tremor was felt in Delhi"; "the grounds of Taiwan's embassy". */
static bool heard_there(const dtl_event_work *w, int32_t mention)
{
	static const char *const senses[] = {"hear", "feel", "see", "notice", NULL};
	uint32_t chunk = dtl_mention_chunk(w, mention), prep = chunk == DTL_NO_CHUNK ? DTL_NO_CHUNK : dtl_mention_prep(w, chunk);
	if (prep == DTL_NO_CHUNK || prep == 0) return false;
	const dtl_chunk *v = dtl_chunk_at(w, prep - 1);
	if (v->kind != DTL_CHUNK_VERB || !(v->verb & DTL_VERB_PASSIVE)) return false;
	for (size_t i = 0; senses[i]; i++)
		if (dtl_lemma_is(&w->c, v->head, senses[i])) return true;
	return false;
}

static bool of_embassy(const dtl_event_work *w, int32_t mention)
{
	uint32_t chunk = dtl_mention_chunk(w, mention);
	if (chunk == DTL_NO_CHUNK) return false;
	uint32_t head = dtl_chunk_at(w, chunk)->head;
	return w->mention_of[head] != mention && (dtl_lemma_is(&w->c, head, "embassy") || dtl_lemma_is(&w->c, head, "consulate"));
}

bool dtl_never_the_place(const dtl_event_work *w, const dtl_frame *f, int32_t mention)
{
	return dtl_filed_there(w, mention) || dtl_origin_of_person(w, mention) || home_of_subject(w, f, mention) || brought_there(w, mention) || boundless(w, mention)
		|| names_model(w, mention) || heard_there(w, mention) || of_embassy(w, mention) || acts(w, f, mention);
}
