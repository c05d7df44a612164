/* Who does what to whom: subjects, objects and agents of verb chunks, clause numbers. */
#include "base/str.h"
#include "extract/clause.h"

void dtl_link_clauses(dtl_doc *doc, dtl_clauses *c);

typedef struct linker {
	dtl_clauses *c;
	const dtl_chunk *chunks;
	uint32_t first, last; /* chunks of the sentence */
} linker;

static bool is(const linker *l, uint32_t i, dtl_chunk_kind kind)
{
	return i >= l->first && i < l->last && l->chunks[i].kind == kind;
}

static bool finite(const linker *l, uint32_t i)
{
	return is(l, i, DTL_CHUNK_VERB) && (l->chunks[i].verb & DTL_VERB_FINITE);
}

/* From the last noun of "the leader of the rebels in Kivu" to its first: the one that no preposition governs. */
static uint32_t chain_head(const linker *l, uint32_t noun)
{
	while (noun >= l->first + 2 && is(l, noun - 1, DTL_CHUNK_PREP) && is(l, noun - 2, DTL_CHUNK_NOUN)) noun -= 2;
	return noun;
}

/* The noun that a relative pronoun at i stands for. "who" takes the nearest, others the head of the chain. */
static uint32_t antecedent(const linker *l, uint32_t i)
{
	uint32_t j = i;
	while (j > l->first && (is(l, j - 1, DTL_CHUNK_COMMA) || is(l, j - 1, DTL_CHUNK_PREP) || is(l, j - 1, DTL_CHUNK_TIME) || is(l, j - 1, DTL_CHUNK_QUOTE))) j--;
	if (j == l->first || !is(l, j - 1, DTL_CHUNK_NOUN)) return DTL_NO_CHUNK;
	return dtl_lemma_is(l->c, l->chunks[i].head, "who") ? j - 1 : chain_head(l, j - 1);
}

/* "Turkey and Russia met": the first of the two stands for both, unless it belongs to what stands before. */
static uint32_t first_conjunct(const linker *l, uint32_t noun)
{
	if (noun < l->first + 2 || !is(l, noun - 1, DTL_CHUNK_AND) || !is(l, noun - 2, DTL_CHUNK_NOUN)) return noun;
	uint32_t other = chain_head(l, noun - 2);
	if (other == l->first) return other;
	dtl_chunk_kind before = (dtl_chunk_kind)l->chunks[other - 1].kind;
	bool free = before == DTL_CHUNK_SUB || before == DTL_CHUNK_STOP || before == DTL_CHUNK_QUOTE || before == DTL_CHUNK_TIME
		|| (before == DTL_CHUNK_COMMA && other - 1 == l->first + 1);
	return free ? other : noun;
}

static uint32_t previous_verb(const linker *l, uint32_t v, bool want_finite)
{
	for (uint32_t i = v; i-- > l->first;)
		if (is(l, i, DTL_CHUNK_VERB) && (!want_finite || finite(l, i))) return i;
	return DTL_NO_CHUNK;
}

static uint32_t next_verb(const linker *l, uint32_t v)
{
	for (uint32_t i = v + 1; i < l->last; i++)
		if (finite(l, i)) return i;
	return DTL_NO_CHUNK;
}

/* v stands behind a comma: the noun before the apposition or relative clause that the comma closes; DTL_NO_CHUNK if the comma
 * closes something else. */
static uint32_t before_apposition(const linker *l, uint32_t comma)
{
	for (uint32_t i = comma; i-- > l->first;) {
		if (!is(l, i, DTL_CHUNK_COMMA)) continue;
		uint32_t j = i;
		while (j > l->first && is(l, j - 1, DTL_CHUNK_TIME)) j--;
		if (j > l->first && is(l, j - 1, DTL_CHUNK_NOUN)) {
			uint32_t head = chain_head(l, j - 1);
			/* "In Paris, a man, 30, said": a fronted phrase is no subject. */
			if (head > l->first && is(l, head - 1, DTL_CHUNK_PREP)) return DTL_NO_CHUNK;
			/* The noun is the object of a verb before it: no subject either. */
			if (head > l->first && is(l, head - 1, DTL_CHUNK_VERB)) return DTL_NO_CHUNK;
			return head;
		}
		return DTL_NO_CHUNK;
	}
	return DTL_NO_CHUNK;
}

static uint32_t shared_subject(const linker *l, uint32_t v)
{
	uint32_t p = previous_verb(l, v, true);
	return p == DTL_NO_CHUNK ? DTL_NO_CHUNK : l->chunks[p].subject;
}

static uint32_t finite_subject(const linker *l, uint32_t v)
{
	uint32_t j = v;
	while (j > l->first && (is(l, j - 1, DTL_CHUNK_OTHER) || is(l, j - 1, DTL_CHUNK_TIME) || is(l, j - 1, DTL_CHUNK_QUOTE)
		|| (is(l, j - 1, DTL_CHUNK_PREP) && is(l, j, DTL_CHUNK_TIME)))) j--;
	if (j == l->first) return DTL_NO_CHUNK;
	switch (l->chunks[j - 1].kind) {
	case DTL_CHUNK_WH: return antecedent(l, j - 1);
	case DTL_CHUNK_SUB:
		return dtl_lemma_is(l->c, l->chunks[j - 1].head, "that") ? antecedent(l, j - 1) : shared_subject(l, v);
	case DTL_CHUNK_AND: return shared_subject(l, v);
	case DTL_CHUNK_NOUN: {
		uint32_t head = chain_head(l, j - 1);
		/* "..., a spokesman said", "men in Cali on Monday attacked": a governed head lies behind a verb or a front. */
		if (head > l->first && is(l, head - 1, DTL_CHUNK_PREP)) {
			uint32_t k = head - 1;
			while (k > l->first && (is(l, k - 1, DTL_CHUNK_TIME) || is(l, k - 1, DTL_CHUNK_PREP))) k--;
			if (k > l->first && is(l, k - 1, DTL_CHUNK_NOUN)) return chain_head(l, k - 1);
			/* "the missiles supplied by Pyongyang were launched", "the missiles that were fired by the rebels hit" */
			if (k > l->first && is(l, k - 1, DTL_CHUNK_VERB)
				&& (!(l->chunks[k - 1].verb & DTL_VERB_FINITE) || (k >= l->first + 2 && is(l, k - 2, DTL_CHUNK_WH)))) {
				uint32_t of = l->chunks[k - 1].subject; /* "officers of a mission backed by the UN arrived" */
				return of == DTL_NO_CHUNK || of < l->first ? of : chain_head(l, of);
			}
		}
		return first_conjunct(l, head);
	}
	case DTL_CHUNK_COMMA: {
		uint32_t head = before_apposition(l, j - 1);
		return head != DTL_NO_CHUNK ? head : shared_subject(l, v);
	}
	case DTL_CHUNK_VERB: /* "the men arrested said" */
		return (l->chunks[j - 1].verb & DTL_VERB_FINITE) ? DTL_NO_CHUNK : l->chunks[j - 1].subject;
	default: return DTL_NO_CHUNK;
	}
}

/* Subjects of infinitives and participles come from the verb or noun they hang on. */
static uint32_t open_subject(const linker *l, uint32_t v, uint32_t *parent)
{
	const dtl_chunk *verb = &l->chunks[v];
	uint32_t p = previous_verb(l, v, false);
	bool behind_noun = is(l, v - 1, DTL_CHUNK_NOUN) && v > l->first;
	if (verb->verb & DTL_VERB_BARE) {
		if (behind_noun) return v - 1;
		if (v > l->first + 1 && is(l, v - 1, DTL_CHUNK_COMMA) && is(l, v - 2, DTL_CHUNK_NOUN)) return chain_head(l, v - 2);
		if (v > l->first && is(l, v - 1, DTL_CHUNK_TIME) && is(l, v - 2, DTL_CHUNK_NOUN)) return v - 2;
	}
	if (p == DTL_NO_CHUNK) {
		uint32_t n = next_verb(l, v);
		if (behind_noun) return chain_head(l, v - 1);
		return n == DTL_NO_CHUNK ? DTL_NO_CHUNK : l->chunks[n].subject;
	}
	bool adjacent = p + 1 == v || (p + 2 == v && (is(l, p + 1, DTL_CHUNK_NOUN) || is(l, p + 1, DTL_CHUNK_PREP) || is(l, p + 1, DTL_CHUNK_OTHER)))
		|| (p + 3 == v && is(l, p + 2, DTL_CHUNK_PREP));
	if (adjacent || (verb->verb & DTL_VERB_TO)) *parent = p;
	if (behind_noun && (verb->verb & DTL_VERB_GERUND) && !is(l, v - 2, DTL_CHUNK_VERB)) return v - 1;
	if ((verb->verb & (DTL_VERB_TO | DTL_VERB_GERUND)) && adjacent && l->chunks[p].object != DTL_NO_CHUNK && p + 1 != v
		&& !(l->chunks[p].verb & DTL_VERB_PASSIVE))
		return l->chunks[p].object;
	return l->chunks[p].subject;
}

static void find_objects(linker *l, dtl_chunk *verb, uint32_t v)
{
	uint32_t j = v + 1;
	while (is(l, j, DTL_CHUNK_OTHER) || (is(l, j, DTL_CHUNK_QUOTE) && !is(l, j + 1, DTL_CHUNK_WH))) j++;
	if (is(l, j, DTL_CHUNK_NOUN)) {
		/* "said the man": kept as object, harmless; "attacked and killed men" takes it below. */
		verb->object = j;
		if (is(l, j + 1, DTL_CHUNK_NOUN)) verb->object2 = j + 1;
	}
	for (uint32_t i = v + 1; (verb->verb & DTL_VERB_PASSIVE) && i + 1 < l->last && i < v + 10; i++) {
		if (finite(l, i)) break;
		if (is(l, i, DTL_CHUNK_PREP) && dtl_lemma_is(l->c, l->chunks[i].head, "by") && is(l, i + 1, DTL_CHUNK_NOUN)) {
			verb->agent = i + 1;
			break;
		}
	}
}

/* "abducted and killed the mayor": the first verb shares the object of the second. */
static void share_objects(linker *l, dtl_chunk *chunks)
{
	for (uint32_t i = l->first; i + 2 < l->last; i++)
		if (is(l, i, DTL_CHUNK_VERB) && is(l, i + 1, DTL_CHUNK_AND) && is(l, i + 2, DTL_CHUNK_VERB) && chunks[i].object == DTL_NO_CHUNK
			&& !(chunks[i].verb & DTL_VERB_PASSIVE)) {
			chunks[i].object = chunks[i + 2].object;
			if ((chunks[i + 2].verb & DTL_VERB_BARE)) chunks[i + 2].verb = chunks[i].verb;
		}
	/* "were killed and injured", "was shot and wounded": the second is passive like the first. */
	for (uint32_t i = l->first; i + 2 < l->last; i++)
		if (is(l, i, DTL_CHUNK_VERB) && (chunks[i].verb & DTL_VERB_PASSIVE) && is(l, i + 1, DTL_CHUNK_AND) && is(l, i + 2, DTL_CHUNK_VERB)
			&& (chunks[i + 2].verb & DTL_VERB_BARE)) {
			chunks[i + 2].verb = chunks[i].verb;
			chunks[i + 2].subject = chunks[i].subject;
			if (chunks[i].agent == DTL_NO_CHUNK) chunks[i].agent = chunks[i + 2].agent;
		}
}

/* "after gunmen stormed the town", "since the war began": a word for time before a clause opens it, like a conjunction. What stands
 * before has a verb of its own, or nothing stands before. */
static void open_time_clauses(linker *l, dtl_chunk *chunks)
{
	static const char *const words[] = {"after", "before", "since", "until", "till", NULL};
	bool verb = false;
	for (uint32_t i = l->first; i + 2 < l->last; i++) {
		verb = verb || finite(l, i);
		if (!is(l, i, DTL_CHUNK_PREP) || (i > l->first && !verb)) continue;
		bool time = false;
		for (size_t n = 0; words[n] && !time; n++) time = dtl_lemma_is(l->c, chunks[i].head, words[n]);
		uint32_t j = i + 1;
		if (!time || !is(l, j, DTL_CHUNK_NOUN)) continue;
		while ((is(l, j + 1, DTL_CHUNK_PREP) || is(l, j + 1, DTL_CHUNK_AND)) && is(l, j + 2, DTL_CHUNK_NOUN)) j += 2;
		while (is(l, j + 1, DTL_CHUNK_OTHER) || is(l, j + 1, DTL_CHUNK_TIME)) j++;
		if (finite(l, j + 1)) chunks[i].kind = DTL_CHUNK_SUB;
	}
}

/* "a ship that rebels captured": what a relative pronoun stands for is the object where the clause has a subject of its own. */
static void find_relative_object(const linker *l, dtl_chunk *chunks, uint32_t v)
{
	dtl_chunk *verb = &chunks[v];
	if (verb->object != DTL_NO_CHUNK || (verb->verb & DTL_VERB_PASSIVE) || !finite(l, v) || verb->subject == DTL_NO_CHUNK || verb->subject <= l->first) return;
	uint32_t pronoun = verb->subject - 1;
	if (!is(l, pronoun, DTL_CHUNK_WH)) return;
	static const char *const words[] = {"that", "which", "who", "whom", NULL};
	for (size_t n = 0; words[n]; n++)
		if (dtl_lemma_is(l->c, chunks[pronoun].head, words[n])) verb->object = antecedent(l, pronoun);
}

static void link_verbs(linker *l, dtl_chunk *chunks)
{
	open_time_clauses(l, chunks);
	for (uint32_t v = l->first; v < l->last; v++) {
		dtl_chunk *verb = &chunks[v];
		if (verb->kind != DTL_CHUNK_VERB) continue;
		find_objects(l, verb, v);
		verb->subject = finite(l, v) ? finite_subject(l, v) : open_subject(l, v, &verb->parent);
		find_relative_object(l, chunks, v);
	}
	share_objects(l, chunks);
}

/* "planned to kill the man, film it and then attack": the later ones are infinitives like the first. */
static void join_infinitives(const dtl_doc *doc, linker *l, dtl_chunk *chunks)
{
	uint32_t to = DTL_NO_CHUNK;
	for (uint32_t v = l->first; v < l->last; v++) {
		if (!is(l, v, DTL_CHUNK_VERB)) continue;
		if (chunks[v].verb & DTL_VERB_TO) { to = v; continue; }
		bool bare = doc->tokens.tokens[chunks[v].head].tag == DTL_TAG_VB && chunks[v].modal == DTL_NO_CHUNK && chunks[v].first == chunks[v].head;
		uint32_t i = v;
		while (i > l->first && is(l, i - 1, DTL_CHUNK_OTHER)) i--;
		if (to == DTL_NO_CHUNK || !bare || i == l->first || (!is(l, i - 1, DTL_CHUNK_AND) && !is(l, i - 1, DTL_CHUNK_COMMA))) {
			if (finite(l, v)) to = DTL_NO_CHUNK;
			continue;
		}
		chunks[v].verb = (uint16_t)((chunks[v].verb & ~(unsigned)DTL_VERB_FINITE) | DTL_VERB_TO);
		chunks[v].subject = chunks[to].subject;
		chunks[v].parent = chunks[to].parent;
	}
}

static void govern_nouns(linker *l, dtl_chunk *chunks)
{
	for (uint32_t i = l->first; i < l->last; i++) {
		dtl_chunk *x = &chunks[i];
		if (x->kind == DTL_CHUNK_VERB) {
			if (x->object != DTL_NO_CHUNK && chunks[x->object].governor == DTL_NO_CHUNK) chunks[x->object].governor = i;
			if (x->object2 != DTL_NO_CHUNK && chunks[x->object2].governor == DTL_NO_CHUNK) chunks[x->object2].governor = i;
			if (x->subject != DTL_NO_CHUNK && chunks[x->subject].governor == DTL_NO_CHUNK) chunks[x->subject].governor = i;
		} else if (x->kind == DTL_CHUNK_PREP && is(l, i + 1, DTL_CHUNK_NOUN)) {
			chunks[i + 1].governor = i;
		}
	}
	/* "in A, B and C": the members share the first one's governor. */
	for (uint32_t i = l->first; i + 2 < l->last; i++)
		if (chunks[i].kind == DTL_CHUNK_NOUN && (is(l, i + 1, DTL_CHUNK_AND) || is(l, i + 1, DTL_CHUNK_COMMA)) && is(l, i + 2, DTL_CHUNK_NOUN)
			&& chunks[i + 2].governor == DTL_NO_CHUNK)
			chunks[i + 2].governor = chunks[i].governor;
}

/* A clause begins at the sign, pronoun, conjunction or subject that opens the next finite verb's part. */
static void number_clauses(linker *l, dtl_chunk *chunks, uint32_t *number)
{
	uint32_t begin = l->first;
	++*number;
	for (uint32_t v = l->first; v < l->last; v++) {
		if (!finite(l, v)) continue;
		uint32_t cut = v, previous = previous_verb(l, v, true);
		if (previous != DTL_NO_CHUNK) {
			uint32_t i = v;
			while (i > previous + 1 && i > begin) {
				i--;
				dtl_chunk_kind kind = (dtl_chunk_kind)chunks[i].kind;
				if (kind == DTL_CHUNK_WH || kind == DTL_CHUNK_SUB || kind == DTL_CHUNK_STOP || kind == DTL_CHUNK_AND
					|| (kind == DTL_CHUNK_COMMA && (chunks[v].subject == DTL_NO_CHUNK || chunks[v].subject >= i || chunks[v].subject <= previous))) {
					cut = i;
					break;
				}
				if (i == chunks[v].subject) cut = i;
			}
			for (uint32_t j = begin; j < cut; j++) chunks[j].clause = *number;
			begin = cut;
			++*number;
		}
	}
	for (uint32_t j = begin; j < l->last; j++) chunks[j].clause = *number;
}

void dtl_link_clauses(dtl_doc *doc, dtl_clauses *c)
{
	uint32_t number = 0;
	for (size_t s = 0; s < doc->tokens.sentence_count; s++) {
		linker l = {.c = c, .chunks = c->chunks, .first = c->sentence_chunk[s], .last = c->sentence_chunk[s + 1]};
		if (l.first == l.last) continue;
		link_verbs(&l, c->chunks);
		join_infinitives(doc, &l, c->chunks);
		govern_nouns(&l, c->chunks);
		number_clauses(&l, c->chunks, &number);
	}
}
