/* A point to places: the populated places around it, and the divisions of the nearest one. */
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/geodesy.h"
#include "gazetteer/list.h"

enum { MAX_NEAREST = 64, FARTHEST_KM = 400 };

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

static void add(const dtl_gazetteer *g, dtl_place_list *list, uint32_t entry, double km)
{
	if (entry == DTL_GAZ_NONE)
		return;
	dtl_place *p = &list->places[list->count++];
	dtl_gaz_place(g, entry, p);
	p->reason = km >= 0 ? dtl_arena_printf(&list->arena, "%.1f km away", km) : DTL_STR("holds the nearest place");
}

dtl_status dtl_gazetteer_reverse(const dtl_gazetteer *g, dtl_lonlat point, size_t limit, dtl_place_list **out, dtl_error *err)
{
	if (!isfinite(point.lon) || !(fabs(point.lat) <= 90))
		return dtl_fail(err, DTL_ERR_USAGE, "no point on earth: %g,%g", point.lat, point.lon);
	point.lon = dtl_wrap_longitude(point.lon);
	nearest n = {.count = 0, .limit = limit < 1 ? 1 : limit > MAX_NEAREST ? MAX_NEAREST : limit};
	find_nearest(g, point, &n);
	dtl_place_list *list = calloc(1, sizeof *list);
	if (!list)
		return dtl_fail_memory(err);
	if (setjmp(list->arena.exhausted)) {
		dtl_place_list_free(list);
		return dtl_fail_memory(err);
	}
	list->places = dtl_arena_array(&list->arena, dtl_place, n.count + 3);
	for (size_t i = 0; i < n.count; i++)
		add(g, list, n.items[i].entry, n.items[i].km);
	if (n.count) {
		const dtl_gaz_entry *e = dtl_gaz_entry_at(g, n.items[0].entry);
		add(g, list, e->admin2, -1);
		add(g, list, e->admin1, -1);
		add(g, list, e->country, -1);
	}
	*out = list;
	return DTL_OK;
}
