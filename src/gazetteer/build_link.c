/* What follows from other entries: parents, sums of population, extents that no source gave. */
#include <math.h>

#include "base/error.h"
#include "gazetteer/build.h"

static uint32_t by_text(const dtl_gaz_builder *b, const char *text, int n)
{
	return n > 0 ? dtl_gaz_map_get(&b->by_code, dtl_gaz_hash_bytes((dtl_str){text, (size_t)n})) : DTL_GAZ_NONE;
}

static void link_parents(const dtl_gaz_builder *b, dtl_gaz_entry *e, const dtl_gaz_side *side)
{
	char text[512];
	if (!e->country_code[0])
		return;
	e->country = by_text(b, e->country_code, 2);
	if (side->admin1 == DTL_GAZ_NONE || e->class_ == DTL_GAZ_COUNTRY)
		return;
	dtl_str a1 = dtl_gaz_builder_string(b, side->admin1);
	int n = snprintf(text, sizeof text / 2, "%.2s.%.*s", e->country_code, DTL_FMT(a1));
	if (n <= 0 || (size_t)n >= sizeof text / 2)
		return;
	e->admin1 = by_text(b, text, n);
	if (side->admin2 == DTL_GAZ_NONE)
		return;
	dtl_str a2 = dtl_gaz_builder_string(b, side->admin2);
	int m = snprintf(text + n, sizeof text - (size_t)n, ".%.*s", DTL_FMT(a2));
	if (m > 0 && (size_t)m < sizeof text - (size_t)n)
		e->admin2 = by_text(b, text, n + m);
}

static void add_people(const dtl_gaz_builder *b, uint32_t area, uint32_t people)
{
	if (area == DTL_GAZ_NONE)
		return;
	uint32_t *sum = &dtl_gaz_entry_of(b, area)->prior_population;
	*sum = *sum > UINT32_MAX - people ? UINT32_MAX : *sum + people;
}

/* Half extents where none is given, km. Towns: the circle that holds the people at 3,000 a square kilometre, a usual density of
 * cities; the rest by what such a thing commonly measures. */
static float usual_radius(const dtl_gaz_entry *e)
{
	switch ((dtl_gaz_class)e->class_) {
	case DTL_GAZ_COUNTRY: return 300;
	case DTL_GAZ_ADM1: return 80;
	case DTL_GAZ_ADM2: return 20;
	case DTL_GAZ_AIRPORT: return 2;
	case DTL_GAZ_SITE: return 1;
	case DTL_GAZ_REGION: return 50;
	case DTL_GAZ_WATER: case DTL_GAZ_MOUNTAIN: case DTL_GAZ_ISLAND: return 10;
	case DTL_GAZ_PPLC: case DTL_GAZ_PPLA: case DTL_GAZ_PPLA2: case DTL_GAZ_PPLA3: case DTL_GAZ_PPL: case DTL_GAZ_PPLX:
	case DTL_GAZ_PPLZ: case DTL_GAZ_CLASS_COUNT:
	default: {
		double r = sqrt(e->population / (3000 * 3.14159265));
		return (float)(r < 1 ? 1 : r > 40 ? 40 : r);
	}
	}
}

dtl_status dtl_gaz_link(dtl_gaz_builder *b)
{
	dtl_gaz_entry *entries = b->entries.data;
	const dtl_gaz_side *sides = b->sides.data;
	for (size_t i = 0; i < b->entries.count; i++) {
		dtl_gaz_entry *e = &entries[i];
		link_parents(b, e, &sides[i]);
		if (e->radius_km <= 0)
			e->radius_km = usual_radius(e);
	}
	for (size_t i = 0; i < b->entries.count; i++) {
		const dtl_gaz_entry *e = &entries[i];
		bool town = e->class_ >= DTL_GAZ_PPLC && e->class_ <= DTL_GAZ_PPLZ;
		/* Quarters are counted with their town. */
		if (!town || e->class_ == DTL_GAZ_PPLX || !e->population)
			continue;
		add_people(b, e->admin2, e->population);
		add_people(b, e->admin1, e->population);
		add_people(b, e->country, e->population);
	}
	for (size_t i = 0; i < b->entries.count; i++)
		if (entries[i].class_ > DTL_GAZ_ADM2)
			entries[i].prior_population = entries[i].population;
	return DTL_OK;
}
