/* Off a coast: in the water that lies there. */
#include <math.h>

#include "base/geodesy.h"
#include "extract/event_place.h"

#define COAST 0.6 /* of a country's half extent: where its coast lies, roughly */

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
static void point_off_coast(const dtl_event_work *w, const dtl_place *area, double bearing, dtl_event_place *out)
{
	const dtl_gaz_entry *water = waters_off(w, area, bearing);
	out->point = dtl_geodesic_direct(area->point, bearing, area->radius_km * COAST + 10);
	out->radius_km = area->radius_km * 0.5;
	if (water) out->point = (dtl_lonlat){(double)water->lon, (double)water->lat};
}

void dtl_place_off_coast(const dtl_event_work *w, const dtl_place *p, const dtl_offset *o, bool area, dtl_event_place *out)
{
	out->point = dtl_geodesic_direct(p->point, o->bearing, p->radius_km + 10);
	out->radius_km = 25;
	if (area) point_off_coast(w, p, o->bearing, out);
	out->name = dtl_arena_printf(w->doc->arena, "off the %.*s coast of %.*s", DTL_FMT(o->direction), DTL_FMT(out->name));
	out->role = DTL_ROLE_OFFSHORE;
}

/* "into waters off its west coast": the words name no place; the coast is that of the country of the context. */
bool dtl_place_off_own_coast(const dtl_event_work *w, const dtl_frame *f, const dtl_place *country, dtl_event_place *out)
{
	const dtl_sentence *s = &w->doc->tokens.sentences[f->sentence];
	for (uint32_t i = f->token; i + 3 < s->last && i < f->token + 16; i++) {
		double bearing;
		if (!dtl_lemma_is(&w->c, i, "off") || !dtl_direction_of(w->c.lemmas[i + 2], &bearing)) continue;
		if (!dtl_lemma_is(&w->c, i + 3, "coast") && !dtl_lemma_is(&w->c, i + 3, "shore")) continue;
		if (i + 4 < s->last && dtl_lemma_is(&w->c, i + 4, "of")) continue; /* of another country */
		const dtl_token *t = w->doc->tokens.tokens;
		out->phrase.span = (dtl_span){t[i].start, t[i + 3].end};
		out->phrase.text = dtl_doc_str(w->doc, out->phrase.span);
		point_off_coast(w, country, bearing, out);
		out->name = dtl_arena_printf(w->doc->arena, "off the %.*s coast of %.*s", DTL_FMT(w->c.lemmas[i + 2]), DTL_FMT(country->name));
		out->precision = DTL_PRECISION_VICINITY;
		out->role = DTL_ROLE_OFFSHORE;
		out->id = 0;
		out->geonameid = 0;
		return true;
	}
	return false;
}
