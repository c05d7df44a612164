/* Sites: places that no mention names but the words around them do. "The Huriyah neighborhood of Baghdad", "a camp in al-Wafa",
 * "stormed the Heart Hospital": noun groups with a proper name that stand where a place stands. For the time of the event stage they are
 * mentions like others, so that triggers link to them; their point is that of the town beside them. */
#include "base/geodesy.h"
#include "extract/event_place.h"

/* Chunks looked at on either side for the town of a site; sentences looked back at. */
enum { SITE_CHUNKS = 8, SITE_SENTENCES = 3, SITE_GAP = 30 /* bytes */ };

#define SITE_KM 200.0 /* how far a site may lie from the town beside it */

typedef struct site {
	uint32_t chunk, first, last; /* tokens, half-open */
	dtl_span span;
} site;

/* Nouns that make a name with them a place: "Karrada district", "Erez crossing". */
static bool place_noun(const dtl_event_work *w, uint32_t token)
{
	static const char *const words[] = {"airbase", "airfield", "airport", "area", "avenue", "barracks", "base", "bazaar", "beach", "boulevard", "bridge", "camp", "castle",
		"cathedral", "cemetery", "church", "college", "crossing", "dam", "district", "farm", "forest", "governorate", "highway", "hill", "hills", "hospital", "hotel", "island",
		"junction", "lake", "lane", "market", "mall", "mosque", "mountain", "mountains", "neighborhood", "neighbourhood", "palace", "park", "pass", "peninsula", "plaza", "port", "prison",
		"quarter", "refinery", "ridge", "road", "roundabout", "school", "shrine", "square", "stadium", "station", "street", "suburb", "suburbs", "subway", "synagogue", "temple", "terminal", "town",
		"township", "tunnel", "university", "valley", "village", NULL};
	dtl_str l = w->c.lemmas[token];
	for (size_t i = 0; words[i]; i++)
		if (dtl_word_is(l, words[i])) return true;
	return false;
}

static bool proper(const dtl_token *t)
{
	return (t->tag == DTL_TAG_NNP || t->tag == DTL_TAG_NNPS) && (t->flags & DTL_TOKEN_CAPITAL);
}

static bool of_person(const dtl_token *t) { return t->entity == DTL_ENTITY_B_PER || t->entity == DTL_ENTITY_I_PER; }
static bool of_group(const dtl_token *t)
{
	return t->entity == DTL_ENTITY_B_ORG || t->entity == DTL_ENTITY_I_ORG || t->entity == DTL_ENTITY_B_MISC || t->entity == DTL_ENTITY_I_MISC;
}

/* Words that make the names in their phrase people or groups. */
static bool of_people(const dtl_event_work *w, const dtl_chunk *c)
{
	uint64_t classes = 0;
	for (uint32_t i = c->first; i < c->last; i++) classes |= dtl_word_classes(w->doc, &w->c, i);
	return classes & (w->k.person | w->k.armed | w->k.force);
}

/* "the village of X" */
bool dtl_settlement_noun(const dtl_event_work *w, uint32_t token)
{
	static const char *const words[] = {"area", "city", "district", "hamlet", "locality", "municipality", "neighborhood", "neighbourhood", "port", "quarter", "settlement", "suburb",
		"town", "township", "village", NULL};
	for (size_t i = 0; words[i]; i++)
		if (dtl_lemma_is(&w->c, token, words[i])) return true;
	return false;
}

/* But in "the Karrada district of Baghdad" the name stands before. */
static bool land(const dtl_event_work *w, uint32_t token)
{
	static const char *const words[] = {"island", "province", "region", "state", "county", "coast", "peninsula", "valley", "governorate", "department", NULL};
	for (size_t i = 0; words[i]; i++)
		if (dtl_lemma_is(&w->c, token, words[i])) return true;
	return false;
}

/* How surely a noun group stands where a place stands: 2 "the village of X", "inside X"; 1 "near X"; 0 not at all. */
static int stands_as_place(const dtl_event_work *w, uint32_t chunk)
{
	static const struct { const char *word; int sure; } preps[] = {{"in", 2}, {"inside", 2}, {"outside", 2}, {"at", 1}, {"near", 1}, {"around", 1}, {"across", 1},
		{"off", 1}, {"from", 1}, {"into", 1}, {"of", 0}};
	uint32_t first = dtl_first_chunk(w, dtl_chunk_at(w, chunk)->sentence);
	if (chunk >= first + 2 && dtl_chunk_at(w, chunk - 1)->kind == DTL_CHUNK_PREP && dtl_lemma_is(&w->c, dtl_chunk_at(w, chunk - 1)->head, "of")) {
		const dtl_chunk *of = dtl_chunk_at(w, chunk - 2);
		if (of->kind == DTL_CHUNK_NOUN && dtl_settlement_noun(w, of->head)) return 2;
	}
	uint32_t prep = dtl_mention_prep(w, chunk);
	if (prep == DTL_NO_CHUNK) return 0;
	for (size_t i = 0; i < sizeof preps / sizeof *preps; i++)
		if (dtl_lemma_is(&w->c, dtl_chunk_at(w, prep)->head, preps[i].word)) return preps[i].sure;
	return 0;
}

/* "17,600 Filipino and American soldiers": a people's adjective alone. */
static bool adjective_of_people(const dtl_event_work *w, uint32_t first, uint32_t last)
{
	const dtl_gazetteer *g = w->doc->gazetteer;
	dtl_gaz_match match = dtl_gaz_match_at(g, &w->doc->tokens, first);
	if (match.name == DTL_GAZ_NONE || match.last < last) return false;
	size_t count;
	const dtl_gaz_ref *refs = dtl_gaz_refs(g, match.name, &count);
	return count > 0 && refs[0].kind == DTL_NAME_DEMONYM;
}

/* "the Philippine island of Masbate": the name comes behind. */
static bool names_after(const dtl_event_work *w, uint32_t chunk)
{
	if (chunk + 2 >= dtl_last_chunk(w, dtl_chunk_at(w, chunk)->sentence)) return false;
	const dtl_chunk *of = dtl_chunk_at(w, chunk + 1), *name = dtl_chunk_at(w, chunk + 2);
	return of->kind == DTL_CHUNK_PREP && dtl_lemma_is(&w->c, of->head, "of") && name->kind == DTL_CHUNK_NOUN && w->mention_of[name->first] >= 0
		&& land(w, dtl_chunk_at(w, chunk)->head);
}

/* The tokens of the site in a noun chunk; false if it is none. */
static bool site_in(const dtl_event_work *w, uint32_t chunk, uint32_t *first, uint32_t *last)
{
	const dtl_chunk *c = dtl_chunk_at(w, chunk);
	const dtl_token *t = w->doc->tokens.tokens;
	if (c->kind != DTL_CHUNK_NOUN || (w->doc->tokens.sentences[c->sentence].flags & DTL_SENTENCE_ALL_CAPS)) return false;
	uint32_t name = c->last;
	bool person = false, group = false;
	for (uint32_t i = c->last; i-- > c->first;) {
		if (w->mention_of[i] >= 0) return false;
		person |= of_person(&t[i]);
		group |= of_group(&t[i]);
		if (proper(&t[i])) name = i;
	}
	if (name == c->last || of_people(w, c) || names_after(w, chunk)) return false;
	bool noun = place_noun(w, c->head);
	if (!noun) {
		int sure = stands_as_place(w, chunk);
		if (!sure || !proper(&t[c->head]) || (t[c->head].flags & DTL_TOKEN_ALL_CAPS)) return false;
		if ((person || group) && sure < 2) return false;
	} else if (person && !stands_as_place(w, chunk)) return false;
	*first = name;
	*last = c->head + 1 > name ? c->head + 1 : c->last;
	return *last > *first && !adjective_of_people(w, *first, *last);
}

/* ---- the town beside it ---- */

static int32_t town_in(const dtl_event_work *w, uint32_t chunk)
{
	const dtl_chunk *c = dtl_chunk_at(w, chunk);
	for (uint32_t i = c->first; i < c->last && c->kind == DTL_CHUNK_NOUN; i++) {
		int32_t m = w->mention_of[i];
		if (m >= 0 && w->doc->mentions[m].kind != DTL_MENTION_DEMONYM && dtl_place_local(w, m) && !dtl_filed_there(w, m)) return m;
	}
	return -1;
}

/* A country named in the sentence: of, or but the one given; -1. */
static int32_t country_told(const dtl_event_work *w, uint32_t sentence, dtl_str of)
{
	for (size_t i = dtl_first_mention(w, sentence); i < w->doc->mention_count && w->doc->mentions[i].sentence == sentence; i++) {
		const dtl_place *p = dtl_place_at(w, (int32_t)i);
		if (p && p->precision == DTL_PRECISION_COUNTRY && (!of.len || dtl_str_eq(p->country, of))) return (int32_t)i;
	}
	return -1;
}

/* Behind it without a verb between ("al-Wafa west of Ramadi"), before it, else in the sentences before. */
static int32_t town_beside(const dtl_event_work *w, uint32_t chunk)
{
	const dtl_chunk *c = dtl_chunk_at(w, chunk);
	uint32_t first = dtl_first_chunk(w, c->sentence), last = dtl_last_chunk(w, c->sentence);
	for (uint32_t i = chunk + 1; i < last && i <= chunk + SITE_CHUNKS && dtl_chunk_at(w, i)->kind != DTL_CHUNK_VERB; i++) {
		int32_t m = town_in(w, i);
		if (m >= 0) return m;
	}
	for (uint32_t i = chunk; i-- > first;) {
		int32_t m = town_in(w, i);
		if (m >= 0) return m;
	}
	for (uint32_t i = chunk + 1; i < last; i++) {
		int32_t m = town_in(w, i);
		if (m >= 0) return m;
	}
	int32_t told = country_told(w, c->sentence, DTL_STR_NONE);
	for (size_t i = dtl_first_mention(w, c->sentence); i-- > 0 && w->doc->mentions[i].sentence + SITE_SENTENCES >= c->sentence;) {
		const dtl_mention *m = &w->doc->mentions[i];
		if (m->kind == DTL_MENTION_LITERAL && dtl_place_local(w, (int32_t)i) && !dtl_filed_there(w, (int32_t)i) && !dtl_origin_of_person(w, (int32_t)i))
			/* not one abroad where the own sentence names a country */
			return told < 0 || country_told(w, c->sentence, dtl_place_at(w, (int32_t)i)->country) >= 0 ? (int32_t)i : told;
	}
	return told;
}

/* The gazetteer's own place of the name, though no mention was found there: not far from the town beside it, else in the country that
 * the text speaks of. */
static uint32_t listed(const dtl_event_work *w, uint32_t first, uint32_t last, const dtl_place *town)
{
	const dtl_gazetteer *g = w->doc->gazetteer;
	dtl_gaz_match match = dtl_gaz_match_at(g, &w->doc->tokens, first);
	if (match.name == DTL_GAZ_NONE || match.last > last) return DTL_GAZ_NONE;
	size_t count;
	const dtl_gaz_ref *refs = dtl_gaz_refs(g, match.name, &count);
	uint32_t best = DTL_GAZ_NONE;
	double best_km = SITE_KM;
	for (size_t i = 0; i < count && i < 64; i++) {
		const dtl_gaz_entry *e = dtl_gaz_entry_at(g, refs[i].entry);
		dtl_str country = {e->country_code, 2};
		bool place = refs[i].kind <= DTL_NAME_ALTERNATE && e->class_ > DTL_GAZ_ADM2 && !(refs[i].flags & (DTL_REF_CASED | DTL_REF_HISTORICAL | DTL_REF_BLOCKED));
		double km = town ? dtl_distance_km(town->point, (dtl_lonlat){(double)e->lon, (double)e->lat}) : dtl_str_eq(country, w->country) ? (double)i : SITE_KM;
		if (!place || km >= best_km) continue;
		best_km = km;
		best = refs[i].entry;
	}
	return best;
}

static int32_t estimate(dtl_event_work *w, const site *s)
{
	int32_t near_ = town_beside(w, s->chunk);
	dtl_doc *d = w->doc;
	const dtl_place *town = near_ < 0 ? NULL : dtl_place_at(w, near_);
	bool areal = town && (town->precision == DTL_PRECISION_REGION || town->precision == DTL_PRECISION_DISTRICT || town->precision == DTL_PRECISION_COUNTRY);
	uint32_t entry = listed(w, s->first, s->last, town && town->precision != DTL_PRECISION_COUNTRY ? town : NULL);
	dtl_place p = {0};
	if (entry != DTL_GAZ_NONE) {
		dtl_gaz_place(d->gazetteer, entry, &p);
		p.score = 0.6f;
	} else if (town) {
		p = *town;
		p.id = 0;
		p.geonameid = 0;
		p.feature = DTL_STR_NONE;
		p.population = 0;
		p.name = dtl_doc_str(d, s->span);
		p.approximate = true;
		if (!areal) p.precision = DTL_PRECISION_VICINITY;
		if (!areal && p.radius_km < 10) p.radius_km = 10;
	} else {
		return -1;
	}
	p.reason = entry == DTL_GAZ_NONE ? DTL_STR("a site beside a known place") : DTL_STR("a site that the gazetteer lists there");
	p.runner_up = DTL_STR_NONE;
	d->places[d->place_count] = p;
	return (int32_t)d->place_count++;
}

/* ---- as mentions ---- */

static size_t find_sites(const dtl_event_work *w, site **out)
{
	site *all = NULL;
	size_t n = 0, cap = 0;
	for (uint32_t i = 0; i < w->c.count; i++) {
		uint32_t first, last;
		if (!site_in(w, i, &first, &last)) continue;
		const dtl_token *t = w->doc->tokens.tokens;
		site s = {i, first, last, {t[first].start, t[last - 1].end}};
		DTL_PUSH(w->doc->arena, all, n, cap, s);
	}
	*out = all;
	return n;
}

static void merge_sites(dtl_event_work *w, const site *all, const int32_t *places, size_t n)
{
	dtl_doc *d = w->doc;
	size_t total = d->mention_count + n, at = 0;
	dtl_mention *merged = dtl_arena_array(d->arena, dtl_mention, total + 1);
	bool *is_site = dtl_arena_array(d->arena, bool, total + 1);
	for (size_t i = 0, k = 0; i < d->mention_count || k < n;) {
		bool own = k == n || (i < d->mention_count && d->mentions[i].span.start < all[k].span.start);
		is_site[at] = !own;
		if (own) merged[at++] = d->mentions[i++];
		else {
			merged[at++] = (dtl_mention){.span = all[k].span, .kind = DTL_MENTION_LITERAL, .role = DTL_ROLE_MENTIONED, .place = places[k],
				.score = 0.5f, .sentence = dtl_chunk_at(w, all[k].chunk)->sentence};
			k++;
		}
	}
	d->mentions = merged;
	d->mention_count = total;
	w->is_site = is_site;
}

void dtl_add_sites(dtl_event_work *w)
{
	dtl_doc *d = w->doc;
	site *all;
	size_t n = find_sites(w, &all);
	w->is_site = NULL;
	if (!n) return;
	dtl_find_focus(w);
	dtl_place *more = dtl_arena_array(d->arena, dtl_place, d->place_count + n + 1);
	if (d->place_count) memcpy(more, d->places, d->place_count * sizeof *more);
	d->places = more;
	int32_t *places = dtl_arena_array(d->arena, int32_t, n);
	for (size_t i = 0; i < n; i++) places[i] = estimate(w, &all[i]);
	merge_sites(w, all, places, n);
}

void dtl_drop_sites(dtl_event_work *w)
{
	dtl_doc *d = w->doc;
	size_t n = 0;
	for (size_t i = 0; w->is_site && i < d->mention_count; i++)
		if (!w->is_site[i]) d->mentions[n++] = d->mentions[i];
	if (w->is_site) d->mention_count = n;
	w->is_site = NULL;
}

dtl_span dtl_site_phrase(const dtl_event_work *w, int32_t mention)
{
	const dtl_mention *m = &w->doc->mentions[mention];
	dtl_span s = m->span;
	if (!w->is_site || !w->is_site[mention]) return s;
	for (size_t i = (size_t)mention + 1; i < w->doc->mention_count; i++) {
		const dtl_mention *next = &w->doc->mentions[i];
		uint32_t gap = dtl_mention_chunk(w, (int32_t)i) - dtl_mention_chunk(w, (int32_t)i - 1);
		if (next->sentence != m->sentence || gap > 2 || next->kind == DTL_MENTION_DEMONYM || next->span.start > s.end + SITE_GAP) break;
		uint32_t prep = dtl_mention_chunk(w, (int32_t)i) - 1;
		const dtl_chunk *c = dtl_chunk_at(w, prep);
		bool within = gap == 2 && (c->kind == DTL_CHUNK_COMMA || (c->kind == DTL_CHUNK_PREP && (dtl_lemma_is(&w->c, c->head, "in") || dtl_lemma_is(&w->c, c->head, "of"))));
		if (!within) break;
		s.end = next->span.end;
	}
	return s;
}
