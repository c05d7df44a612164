/* A point to places: the populated places around it, and the country and division whose outline on the basemap holds it. */
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/geodesy.h"
#include "gazetteer/list.h"
#include "module/module.h"

/* COAST_KM: a point outside all outlines belongs to a place so near, for they cut capes and piers off. */
enum { MAX_NEAREST = 64, FARTHEST_KM = 400, COAST_KM = 10 };

typedef struct near_place { uint32_t entry; double km; } near_place;
typedef struct nearest {
	near_place items[MAX_NEAREST];
	size_t count, limit;
} nearest;

static void offer(nearest *n, uint32_t entry, double km)
{
	size_t at = n->count;
	if (km > FARTHEST_KM || (at == n->limit && km >= n->items[at - 1].km))
		return;
	if (at < n->limit)
		n->count++;
	else
		at--;
	for (; at && n->items[at - 1].km > km; at--)
		n->items[at] = n->items[at - 1];
	n->items[at] = (near_place){entry, km};
}

static void look_in_cell(const dtl_gazetteer *g, dtl_lonlat point, int row, int column, nearest *n)
{
	size_t cell = (size_t)row * 360 + (size_t)((column % 360 + 360) % 360);
	uint32_t from = g->cells[cell], to = g->cells[cell + 1];
	for (uint32_t i = from; i < to && i < g->point_count; i++) {
		const dtl_gaz_entry *e = dtl_gaz_entry_at(g, g->points[i]);
		offer(n, g->points[i], dtl_distance_km(point, (dtl_lonlat){e->lon, e->lat}));
	}
}

/* Rings of cells around the point's own, until none that is nearer can follow. */
static void find_nearest(const dtl_gazetteer *g, dtl_lonlat point, nearest *n)
{
	int row = (int)floor(point.lat + 90), column = (int)floor(point.lon + 180);
	row = row > 179 ? 179 : row < 0 ? 0 : row;
	for (int reach = 0; reach <= 180; reach++) {
		int north = row + reach, south = row - reach;
		double widest = fmin(89.9, fmax(fabs(point.lat + reach), fabs(point.lat - reach)));
		double side = fmin(1, cos(widest * 3.14159265358979 / 180)) * 111.2; /* of a cell, the shorter one */
		if (reach && (n->count == n->limit ? n->items[n->count - 1].km : (double)FARTHEST_KM) < (reach - 1) * side)
			return;
		for (int r = south; r <= north; r++) {
			if (r < 0 || r > 179)
				continue;
			bool edge = r == south || r == north;
			for (int c = column - reach; c <= column + reach; c += edge || !reach ? 1 : 2 * reach)
				if (c - (column - reach) < 360)
					look_in_cell(g, point, r, c, n);
		}
	}
}

static void add(const dtl_gazetteer *g, dtl_place_list *list, uint32_t entry, dtl_str reason)
{
	if (entry == DTL_GAZ_NONE)
		return;
	dtl_place *p = &list->places[list->count++];
	dtl_gaz_place(g, entry, p);
	p->reason = reason;
}

static uint32_t country_of_code(const dtl_gazetteer *g, const char code[2])
{
	for (uint32_t i = 0; i < g->country_count; i++) {
		const dtl_gaz_entry *e = dtl_gaz_entry_at(g, g->countries[i].entry);
		if (!memcmp(e->country_code, code, 2) && !(e->flags & DTL_GAZ_ENTRY_HISTORICAL))
			return g->countries[i].entry;
	}
	return DTL_GAZ_NONE;
}

static bool has_outline(const dtl_gazetteer *g, const dtl_gaz_entry *e, dtl_str outline)
{
	dtl_str all = e->outline == DTL_GAZ_NONE ? DTL_STR_NONE : dtl_gaz_outline(g, e);
	while (all.ptr && all.len)
		if (dtl_str_eq(dtl_str_cut(&all, ','), outline))
			return true;
	return false;
}

/* The division that is drawn with this outline, the finest of several; that of the nearest place is looked at first. */
static uint32_t division_of_outline(const dtl_gazetteer *g, dtl_str outline, uint32_t near_entry)
{
	const dtl_gaz_entry *town = near_entry == DTL_GAZ_NONE ? NULL : dtl_gaz_entry_at(g, near_entry);
	if (town && town->admin2 != DTL_GAZ_NONE && has_outline(g, dtl_gaz_entry_at(g, town->admin2), outline))
		return town->admin2;
	uint32_t found = DTL_GAZ_NONE;
	for (uint32_t i = 0; i < g->entry_count; i++) {
		const dtl_gaz_entry *e = dtl_gaz_entry_at(g, i);
		if (e->class_ != DTL_GAZ_ADM1 && e->class_ != DTL_GAZ_ADM2)
			continue;
		if (has_outline(g, e, outline) && (found == DTL_GAZ_NONE || e->class_ > dtl_gaz_entry_at(g, found)->class_))
			found = i;
	}
	return found;
}

/* What holds the point: second- and first-order division, country; DTL_GAZ_NONE where unknown. */
typedef struct holders {
	uint32_t admin2, admin1, country;
} holders;

static holders holders_of_town(const dtl_gazetteer *g, uint32_t town)
{
	const dtl_gaz_entry *e = dtl_gaz_entry_at(g, town);
	return (holders){e->admin2, e->admin1, e->country};
}

static holders holders_of_spot(const dtl_gazetteer *g, const dtl_map_spot *spot, const nearest *n)
{
	holders h = {DTL_GAZ_NONE, DTL_GAZ_NONE, country_of_code(g, spot->country)};
	uint32_t division = division_of_outline(g, dtl_str_of(spot->outline), n->count ? n->items[0].entry : DTL_GAZ_NONE);
	if (division == DTL_GAZ_NONE)
		return h;
	const dtl_gaz_entry *e = dtl_gaz_entry_at(g, division);
	h.admin1 = e->class_ == DTL_GAZ_ADM1 ? division : e->admin1;
	h.admin2 = e->class_ == DTL_GAZ_ADM2 ? division : DTL_GAZ_NONE;
	/* The district is that of the nearest place within the same division. */
	for (size_t i = 0; i < n->count && h.admin2 == DTL_GAZ_NONE; i++) {
		const dtl_gaz_entry *town = dtl_gaz_entry_at(g, n->items[i].entry);
		if (town->admin1 == h.admin1 && h.admin1 != DTL_GAZ_NONE)
			h.admin2 = town->admin2;
	}
	return h;
}

/* The smallest water of our tables that reaches so far: a table's sea is its label's point and half its extent. */
static uint32_t water_at(const dtl_gazetteer *g, dtl_lonlat point)
{
	uint32_t best = DTL_GAZ_NONE;
	float radius = INFINITY;
	for (uint32_t i = 0; i < g->entry_count; i++) {
		const dtl_gaz_entry *e = dtl_gaz_entry_at(g, i);
		if (e->class_ != DTL_GAZ_WATER || !(e->flags & DTL_GAZ_ENTRY_CURATED) || !(e->radius_km < radius) || !memcmp(e->feature, "H.STM", 5) ||
			dtl_distance_km(point, (dtl_lonlat){e->lon, e->lat}) > e->radius_km)
			continue;
		best = i;
		radius = e->radius_km;
	}
	return best;
}

static void add_holders(const dtl_gazetteer *g, dtl_place_list *list, dtl_lonlat point, const nearest *n)
{
	dtl_map_spot spot = {.land = false};
	const dtl_map_module *map;
	dtl_error unseen = DTL_ERROR_INIT;
	/* A program without the map module has only the nearest place to go by, and the reason says so. */
	bool located = dtl_map_module_load(&map, &unseen) == DTL_OK && map->locate(point, &spot, &unseen) == DTL_OK;
	bool by_town = n->count && (!located || (!spot.land && n->items[0].km <= COAST_KM));
	holders h = {DTL_GAZ_NONE, DTL_GAZ_NONE, DTL_GAZ_NONE};
	if (spot.land)
		h = holders_of_spot(g, &spot, n);
	else if (by_town)
		h = holders_of_town(g, n->items[0].entry);
	dtl_str reason = spot.land ? DTL_STR("holds the point") : DTL_STR("holds the nearest place");
	add(g, list, h.admin2, spot.land ? DTL_STR("holds the nearest place of the division") : reason);
	add(g, list, h.admin1, reason);
	add(g, list, h.country, reason);
	if (located && !spot.land && !by_town)
		add(g, list, water_at(g, point), DTL_STR("waters around the point"));
}

dtl_status dtl_gazetteer_reverse(const dtl_gazetteer *g, dtl_lonlat point, size_t limit, dtl_place_list **out, dtl_error *err)
{
	if (!isfinite(point.lon) || !(fabs(point.lat) <= 90))
		return dtl_fail(err, DTL_ERR_USAGE, "no point on earth: %g,%g", point.lat, point.lon);
	point.lon = dtl_wrap_longitude(point.lon);
	size_t wanted = limit < 1 ? 1 : limit > MAX_NEAREST ? MAX_NEAREST : limit;
	nearest n = {.count = 0, .limit = MAX_NEAREST};
	find_nearest(g, point, &n);
	dtl_place_list *list = calloc(1, sizeof *list);
	if (!list)
		return dtl_fail_memory(err);
	if (setjmp(list->arena.exhausted)) {
		dtl_place_list_free(list);
		return dtl_fail_memory(err);
	}
	list->places = dtl_arena_array(&list->arena, dtl_place, wanted + 4);
	for (size_t i = 0; i < n.count && i < wanted; i++)
		add(g, list, n.items[i].entry, dtl_arena_printf(&list->arena, "%.1f km away", n.items[i].km));
	add_holders(g, list, point, &n);
	*out = list;
	return DTL_OK;
}
