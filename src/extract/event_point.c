/* Where, on the globe: the point, radius and name of an event's place, displaced where the words tell a distance, a coast or nearness. */
#include <math.h>

#include "base/geodesy.h"
#include "extract/event_place.h"

#define COAST 0.6 /* of a country's half extent: where its coast lies, roughly */

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
		if (o.km <= 0 || !o.has_bearing || o.span.start < m->span.end) continue;
		out->point = dtl_geodesic_direct(p->point, o.bearing, o.km);
		out->radius_km = 3 + o.km * 0.15;
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

static const char *compass(double bearing)
{
	static const char *const names[] = {"N", "NE", "E", "SE", "S", "SW", "W", "NW"};
	return names[(int)(bearing / 45 + 0.5) % 8];
}

/* The seas, gulfs, bays, straits and channels of the gazetteer: one look at every entry, once for an article that needs them. */
static const struct dtl_waters *waters_of(const dtl_event_work *w)
{
	static const char *const codes[] = {"H.SEA", "H.OCN", "H.GULF", "H.BAY", "H.STRT", "H.CHN", "H.SD"};
	struct dtl_waters *all = w->waters;
	const dtl_gazetteer *g = w->doc->gazetteer;
	uint32_t count = dtl_gaz_entry_count(g);
	if (all->read || count > 2000000) return all; /* of millions of entries a look at each takes too long */
	all->read = true;
	for (uint32_t i = 0; i < count; i++) {
		const dtl_gaz_entry *e = dtl_gaz_entry_at(g, i);
		if (e->class_ != DTL_GAZ_WATER) continue;
		bool marine = false;
		for (size_t k = 0; k < sizeof codes / sizeof *codes && !marine; k++) marine = strncmp(e->feature, codes[k], sizeof e->feature) == 0;
		if (marine) DTL_PUSH(w->doc->arena, all->entries, all->count, all->cap, i);
	}
	return all;
}

/* The water that lies nearest in this direction from an area: where "off its west coast" is, better than a point at some distance,
 * which may well be on land. NULL if none is near. */
static const dtl_gaz_entry *waters_off(const dtl_event_work *w, const dtl_place *area, double bearing)
{
	const struct dtl_waters *all = waters_of(w);
	const dtl_gaz_entry *best = NULL;
	double best_cost = area->radius_km * 2 + 100;
	for (size_t i = 0; i < all->count; i++) {
		const dtl_gaz_entry *e = dtl_gaz_entry_at(w->doc->gazetteer, all->entries[i]);
		dtl_lonlat at = {(double)e->lon, (double)e->lat};
		double turn = fabs(remainder(dtl_bearing(area->point, at) - bearing, 360));
		double cost = dtl_distance_km(area->point, at) * (1 + turn / 90);
		if (turn > 60 || cost >= best_cost) continue;
		best_cost = cost;
		best = e;
	}
	return best;
}

/* The point off an area's coast in this direction, and how uncertain it is. */
static void off_coast(const dtl_event_work *w, const dtl_place *area, double bearing, dtl_event_place *out)
{
	const dtl_gaz_entry *water = waters_off(w, area, bearing);
	out->point = dtl_geodesic_direct(area->point, bearing, area->radius_km * COAST + 10);
	out->radius_km = area->radius_km * 0.5;
	if (water) out->point = (dtl_lonlat){(double)water->lon, (double)water->lat};
}

/* Moves the point where the words tell a distance, a direction, a coast or nearness. */
static void displace(const dtl_event_work *w, int32_t mention, dtl_event_place *out)
{
	dtl_offset o = dtl_read_offset(w, mention);
	const dtl_place *p = dtl_place_at(w, mention);
	bool area = p && (p->precision == DTL_PRECISION_COUNTRY || p->precision == DTL_PRECISION_REGION);
	if ((!p || p->approximate) && by_neighbour(w, mention, out)) return;
	if (!p) return;
	if (o.km > 0 && o.has_bearing) {
		out->point = dtl_geodesic_direct(p->point, o.bearing, o.km);
		out->radius_km = 3 + o.km * 0.15;
		out->name = dtl_arena_printf(w->doc->arena, "%.0f km %s of %.*s", o.km, compass(o.bearing), DTL_FMT(out->name));
	} else if (o.km > 0) {
		out->radius_km = o.km + p->radius_km * 0.2;
		out->name = dtl_arena_printf(w->doc->arena, "within %.0f km of %.*s", o.km, DTL_FMT(out->name));
	} else if (o.coast && o.has_bearing) {
		out->point = dtl_geodesic_direct(p->point, o.bearing, p->radius_km + 10);
		out->radius_km = 25;
		if (area) off_coast(w, p, o.bearing, out);
		out->name = dtl_arena_printf(w->doc->arena, "off the %.*s coast of %.*s", DTL_FMT(o.direction), DTL_FMT(out->name));
		out->role = DTL_ROLE_OFFSHORE;
	} else if (out->role == DTL_ROLE_VICINITY && !area) {
		out->radius_km = p->radius_km > 6 ? p->radius_km * 1.5 : 10;
		out->name = dtl_arena_printf(w->doc->arena, "near %.*s", DTL_FMT(out->name));
	} else if (out->role == DTL_ROLE_OFFSHORE) {
		out->radius_km = p->radius_km + 25;
		out->name = dtl_arena_printf(w->doc->arena, "off %.*s", DTL_FMT(out->name));
	} else {
		return;
	}
	if (o.km > 0 || o.coast || !area) {
		out->precision = DTL_PRECISION_VICINITY;
		out->id = 0;
		out->geonameid = 0;
	}
	if (o.span.end) out->phrase = (dtl_phrase){o.span, dtl_doc_str(w->doc, o.span)};
}

/* "into waters off its west coast": the words name no place; the coast is that of the country of the context. */
static bool off_own_coast(const dtl_event_work *w, const dtl_frame *f, const dtl_place *country, dtl_event_place *out)
{
	const dtl_sentence *s = &w->doc->tokens.sentences[f->sentence];
	for (uint32_t i = f->token; i + 3 < s->last && i < f->token + 16; i++) {
		double bearing;
		if (!dtl_lemma_is(&w->c, i, "off") || !dtl_direction_of(w->c.lemmas[i + 2], &bearing)) continue;
		if (!dtl_lemma_is(&w->c, i + 3, "coast") && !dtl_lemma_is(&w->c, i + 3, "shore")) continue;
		const dtl_token *t = w->doc->tokens.tokens;
		out->phrase.span = (dtl_span){t[i].start, t[i + 3].end};
		out->phrase.text = dtl_doc_str(w->doc, out->phrase.span);
		off_coast(w, country, bearing, out);
		out->name = dtl_arena_printf(w->doc->arena, "off the %.*s coast of %.*s", DTL_FMT(w->c.lemmas[i + 2]), DTL_FMT(country->name));
		out->precision = DTL_PRECISION_VICINITY;
		out->role = DTL_ROLE_OFFSHORE;
		out->id = 0;
		out->geonameid = 0;
		return true;
	}
	return false;
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

void dtl_fill_place(const dtl_event_work *w, const dtl_frame *f, dtl_event *e)
{
	dtl_event_place others[DTL_MAX_PLACES];
	size_t n = 0;
	e->place.place = -1;
	if (f->mentions[0] < 0) {
		somewhere_in_country(w, f, &e->place);
		return;
	}
	copy_place(w, f->mentions[0], f->role, &e->place);
	const dtl_place *area = dtl_place_at(w, f->mentions[0]);
	if (f->context_place && area && area->precision == DTL_PRECISION_COUNTRY && off_own_coast(w, f, area, &e->place)) return;
	if (!f->context_place || !area || area->precision != DTL_PRECISION_COUNTRY) displace(w, f->mentions[0], &e->place);
	for (int i = 1; i < DTL_MAX_PLACES && f->mentions[i] >= 0; i++) copy_place(w, f->mentions[i], dtl_place_role(w, f, f->mentions[i]), &others[n++]);
	/* The finest of a list is no better than the first; but a container named beside its part is no place of its own. */
	dtl_event_place *kept = dtl_arena_array(w->doc->arena, dtl_event_place, n + 1);
	size_t m = 0;
	for (size_t i = 0; i < n; i++)
		if (!dtl_place_finer(w, f->mentions[0], f->mentions[i + 1]) || !dtl_str_eq(others[i].country, e->place.country)) kept[m++] = others[i];
	e->other_places = kept;
	e->other_place_count = m;
}
