/* Where, on the globe: the point, radius and name of an event's place, displaced where the words tell a distance, a coast or nearness. */
#include <math.h>

#include "base/geodesy.h"
#include "extract/event_place.h"

#define SURE_SCORE 0.8f /* of a place: below it a country told beside it counts for more */
#define PART 0.45      /* of an area's half extent: how far from its middle its "north" lies, and how wide that is */
#define BESIDE_KM 10.0 /* "south of Mosul": so far from the town's edge, give or take as much */

/* How the map calls a place: towns and sites as the article spells them (Derna, not Darnah), all else by the gazetteer's name. */
static dtl_str display_name(const dtl_event_work *w, const dtl_mention *m, const dtl_place *p)
{
	dtl_str text = dtl_doc_str(w->doc, m->span);
	bool fine = p->precision == DTL_PRECISION_CITY || p->precision == DTL_PRECISION_POINT;
	if (!fine || p->approximate || m->kind != DTL_MENTION_LITERAL || text.len < 4) return p->name;
	size_t token = dtl_token_at(&w->doc->tokens, m->span.start);
	const dtl_token *t = &w->doc->tokens.tokens[token];
	bool plain = t->flags & DTL_TOKEN_CAPITAL && !(t->flags & (DTL_TOKEN_ALL_CAPS | DTL_TOKEN_ABBREVIATION));
	return plain ? text : p->name;
}

static void copy_place(const dtl_event_work *w, int32_t mention, dtl_role role, dtl_event_place *out)
{
	const dtl_mention *m = &w->doc->mentions[mention];
	const dtl_place *p = dtl_place_at(w, mention);
	*out = (dtl_event_place){.place = m->place, .role = role};
	out->phrase.span = dtl_site_phrase(w, mention);
	out->phrase.text = dtl_doc_str(w->doc, out->phrase.span);
	out->name = out->phrase.text;
	if (!p) return;
	out->name = display_name(w, m, p);
	out->country = p->country;
	out->admin1 = p->admin1;
	out->id = p->id;
	out->geonameid = p->geonameid;
	out->has_point = true;
	out->point = p->point;
	out->radius_km = p->radius_km;
	out->precision = p->precision;
}

/* "Dvani, which is seven kilometres south-west of Tskhinvali": a place that the gazetteer lacks lies where the words behind it say. */
static bool by_neighbour(const dtl_event_work *w, int32_t mention, dtl_event_place *out)
{
	const dtl_mention *m = &w->doc->mentions[mention];
	for (size_t i = (size_t)mention + 1; i < w->doc->mention_count && i < (size_t)mention + 4; i++) {
		const dtl_mention *next = &w->doc->mentions[i];
		const dtl_place *p = dtl_place_at(w, (int32_t)i);
		if (next->sentence != m->sentence || next->span.start - m->span.end > 80) return false;
		if (!p || p->approximate) continue;
		dtl_offset o = dtl_read_offset(w, (int32_t)i);
		if (o.km <= 0 || o.span.start < m->span.end) continue;
		out->point = o.has_bearing ? dtl_geodesic_direct(p->point, o.bearing, o.km) : p->point;
		out->radius_km = o.has_bearing ? 3 + o.km * 0.15 : o.km + 5;
		out->country = p->country;
		out->admin1 = p->admin1;
		out->has_point = true;
		out->precision = DTL_PRECISION_VICINITY;
		out->id = 0;
		out->geonameid = 0;
		return true;
	}
	return false;
}

/* How far a direction alone leads: outside a town, half way to the edge within an area. */
static void displace_by_direction(const dtl_event_work *w, const dtl_place *p, const dtl_offset *o, bool area, dtl_event_place *out)
{
	if (area) {
		out->point = dtl_geodesic_direct(p->point, o->bearing, p->radius_km * PART);
		out->radius_km = p->radius_km * PART;
		if (out->precision == DTL_PRECISION_COUNTRY) out->precision = DTL_PRECISION_REGION;
		out->name = dtl_arena_printf(w->doc->arena, "%s %.*s", dtl_compass_adjective(o->bearing), DTL_FMT(out->name));
	} else {
		out->point = dtl_geodesic_direct(p->point, o->bearing, p->radius_km + BESIDE_KM);
		out->radius_km = BESIDE_KM + p->radius_km;
		out->name = dtl_arena_printf(w->doc->arena, "%s of %.*s", dtl_compass(o->bearing), DTL_FMT(out->name));
	}
}

static void displace_by_distance(const dtl_event_work *w, const dtl_place *p, const dtl_offset *o, dtl_event_place *out)
{
	if (o->has_bearing) {
		out->point = dtl_geodesic_direct(p->point, o->bearing, o->km);
		out->radius_km = 3 + o->km * 0.15;
		out->name = dtl_arena_printf(w->doc->arena, "%.0f km %s of %.*s", o->km, dtl_compass(o->bearing), DTL_FMT(out->name));
	} else {
		out->radius_km = o->km + p->radius_km * (o->coast ? 1 : 0.2);
		out->name = dtl_arena_printf(w->doc->arena, o->coast ? "%.0f km off %.*s" : "within %.0f km of %.*s", o->km, DTL_FMT(out->name));
		if (o->coast) out->role = DTL_ROLE_OFFSHORE;
	}
}

static void displace_by_role(const dtl_event_work *w, const dtl_place *p, dtl_event_place *out)
{
	bool off = out->role == DTL_ROLE_OFFSHORE;
	out->radius_km = off ? p->radius_km + 25 : p->radius_km > 6 ? p->radius_km * 1.5 : 10;
	out->name = dtl_arena_printf(w->doc->arena, off ? "off %.*s" : "near %.*s", DTL_FMT(out->name));
}

/* Moves the point where the words tell a distance, a direction, a coast or nearness. */
static void displace(const dtl_event_work *w, int32_t mention, dtl_event_place *out)
{
	dtl_offset o = dtl_read_offset(w, mention);
	const dtl_place *p = dtl_place_at(w, mention);
	bool area = p && (p->precision == DTL_PRECISION_COUNTRY || p->precision == DTL_PRECISION_REGION);
	bool district = p && p->precision == DTL_PRECISION_DISTRICT;
	if ((!p || p->approximate) && by_neighbour(w, mention, out)) return;
	if (!p) return;
	bool spot = !area || o.km > 0 || (o.coast && o.has_bearing);
	if (o.km > 0) displace_by_distance(w, p, &o, out);
	else if (o.coast && o.has_bearing) dtl_place_off_coast(w, p, &o, area, out);
	else if (o.has_bearing && (area || district || !o.part)) displace_by_direction(w, p, &o, area || district, out);
	else if ((out->role == DTL_ROLE_VICINITY && !area) || out->role == DTL_ROLE_OFFSHORE) displace_by_role(w, p, out);
	else return;
	if (spot && !district) out->precision = DTL_PRECISION_VICINITY;
	out->id = 0;
	out->geonameid = 0;
	if (o.span.end) out->phrase = (dtl_phrase){o.span, dtl_doc_str(w->doc, o.span)};
}

/* Nothing tells where: at best the country that the article is about, without a point, so that no map draws it. One or two sentences
 * are no article that could be about a country. */
static void somewhere_in_country(const dtl_event_work *w, const dtl_frame *f, dtl_event_place *out)
{
	if (w->focus < 0 || w->doc->tokens.sentence_count < 3 || (f->kind->traits & DTL_TRAIT_VERBAL)) return;
	copy_place(w, w->focus, DTL_ROLE_AREA, out);
	out->has_point = false;
	out->radius_km = 0;
}

/* "In Iraq, jets bombed a camp at Mount Q.": the country that the sentence begins with, where an uncertain name was put in another that the
 * sentence does not name; -1. */
static int32_t told_elsewhere(const dtl_event_work *w, int32_t mention)
{
	const dtl_mention *m = &w->doc->mentions[mention];
	const dtl_place *p = dtl_place_at(w, mention);
	int32_t told = -1;
	if (!p || !p->country.len || p->precision == DTL_PRECISION_COUNTRY || (!p->approximate && p->score >= SURE_SCORE)) return -1;
	for (size_t i = dtl_first_mention(w, m->sentence); i < w->doc->mention_count && w->doc->mentions[i].sentence == m->sentence; i++) {
		const dtl_place *q = dtl_place_at(w, (int32_t)i);
		uint32_t chunk = dtl_mention_chunk(w, (int32_t)i), prep = chunk == DTL_NO_CHUNK ? DTL_NO_CHUNK : dtl_mention_prep(w, chunk);
		if (!q || (int32_t)i == mention) continue;
		if (w->doc->mentions[i].kind == DTL_MENTION_LITERAL && dtl_str_eq(q->country, p->country)) return -1;
		bool in = prep != DTL_NO_CHUNK && dtl_lemma_is(&w->c, dtl_chunk_at(w, prep)->head, "in");
		if (told < 0 && in && q->precision == DTL_PRECISION_COUNTRY && w->doc->mentions[i].kind == DTL_MENTION_LITERAL && (int32_t)i < mention) told = (int32_t)i;
	}
	return told;
}

/* All that is known is the country; the name stays as the text has it. */
static void fall_back(const dtl_event_work *w, int32_t country, dtl_event_place *out)
{
	dtl_event_place whole;
	copy_place(w, country, DTL_ROLE_AREA, &whole);
	whole.phrase = out->phrase;
	whole.name = out->phrase.text;
	*out = whole;
}

void dtl_fill_place(const dtl_event_work *w, const dtl_frame *f, dtl_event *e)
{
	dtl_event_place others[DTL_MAX_PLACES];
	size_t n = 0;
	e->place.place = -1;
	if (f->mentions[0] < 0) {
		somewhere_in_country(w, f, &e->place);
		dtl_place_at_border(w, f, &e->place);
		return;
	}
	copy_place(w, f->mentions[0], f->role, &e->place);
	int32_t country = told_elsewhere(w, f->mentions[0]);
	if (country >= 0) {
		fall_back(w, country, &e->place);
		return;
	}
	const dtl_place *area = dtl_place_at(w, f->mentions[0]);
	if (f->context_place && area && area->precision == DTL_PRECISION_COUNTRY && dtl_place_off_own_coast(w, f, area, &e->place)) return;
	if (!f->context_place || !area || area->precision != DTL_PRECISION_COUNTRY) displace(w, f->mentions[0], &e->place);
	if (!f->context_place) dtl_place_at_border(w, f, &e->place);
	for (int i = 1; i < DTL_MAX_PLACES && f->mentions[i] >= 0; i++) copy_place(w, f->mentions[i], dtl_place_role(w, f, f->mentions[i]), &others[n++]);
	/* The finest of a list is no better than the first; but a container named beside its part is no place of its own. */
	dtl_event_place *kept = dtl_arena_array(w->doc->arena, dtl_event_place, n + 2);
	size_t m = 0;
	for (size_t i = 0; i < n; i++)
		if (!dtl_place_finer(w, f->mentions[0], f->mentions[i + 1]) || !dtl_str_eq(others[i].country, e->place.country)) kept[m++] = others[i];
	int32_t end = dtl_other_end(w, f);
	if (end >= 0) copy_place(w, end, f->role == DTL_ROLE_ORIGIN ? DTL_ROLE_TARGET : DTL_ROLE_ORIGIN, &kept[m++]);
	e->other_places = kept;
	e->other_place_count = m;
}
