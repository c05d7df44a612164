#include "map/basemap.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"

#define MAGIC "DTLBASE"
#define VERSION 1u

typedef struct header {
	char magic[8];
	uint32_t version, sections;
	uint64_t size, zero;
} header;

typedef struct section {
	char tag[4];
	uint32_t element;
	uint64_t offset, count, zero;
} section;

static dtl_status corrupt(const char *path, const char *what, dtl_error *err)
{
	return dtl_fail(err, DTL_ERR_CONFIG, "basemap '%s' is damaged: %s", path, what);
}

/* The section of that tag, its bounds and element size checked; *count its elements. */
static dtl_status find(const dtl_basemap *b, const char *path, const char *tag, size_t element, const void **data, size_t *count,
	dtl_error *err)
{
	const header *h = b->mapping.data;
	const section *s = (const section *)(h + 1);
	for (uint32_t i = 0; i < h->sections; i++, s++) {
		if (memcmp(s->tag, tag, 4) != 0) continue;
		if (s->element != element || s->offset % 4 != 0 || s->offset > b->mapping.size ||
			s->count > (b->mapping.size - s->offset) / element)
			return corrupt(path, "a section leaves the file", err);
		*data = (const char *)b->mapping.data + s->offset;
		*count = (size_t)s->count;
		return DTL_OK;
	}
	return corrupt(path, "a section is missing", err);
}

static dtl_status read_levels(dtl_basemap *b, const char *path, dtl_error *err)
{
	for (int i = 0; i < DTL_BASEMAP_LEVELS; i++) {
		char tag[16];
		const void *lines, *deltas;
		size_t line_count, delta_count;
		snprintf(tag, sizeof tag, "LVL%d", i);
		dtl_status st = find(b, path, tag, sizeof(dtl_base_line), &lines, &line_count, err);
		if (st != DTL_OK) return st;
		snprintf(tag, sizeof tag, "VTX%d", i);
		st = find(b, path, tag, sizeof(dtl_base_delta), &deltas, &delta_count, err);
		if (st != DTL_OK) return st;
		const dtl_base_line *l = lines; /* the first one holds tolerance and grid */
		if (line_count != b->arc_count + 1 || l->lat <= 0) return corrupt(path, "a level does not fit its arcs", err);
		b->levels[i] = (dtl_base_level){(double)l->lon / DTL_BASEMAP_UNIT, l->lat, l + 1, deltas};
		for (size_t k = 1; k < line_count; k++)
			if (l[k].count && (l[k].first > delta_count || l[k].count - 1 > delta_count - l[k].first))
				return corrupt(path, "a line leaves its level", err);
	}
	return DTL_OK;
}

static bool range_ok(uint32_t first, uint32_t count, size_t all)
{
	return first <= all && count <= all - first;
}

/* Every index that a reader follows. */
static const char *fault(const dtl_basemap *b)
{
	if (!b->string_bytes || b->strings[b->string_bytes - 1]) return "strings do not end";
	for (size_t i = 0; i < b->country_count; i++)
		if (b->countries[i].name >= b->string_bytes || b->countries[i].a3[3] || b->countries[i].iso[3] ||
			!range_ok(b->countries[i].ring_first, b->countries[i].ring_count, b->ring_count)) return "country";
	for (size_t i = 0; i < b->unit_count; i++) {
		const dtl_base_unit *u = &b->units[i];
		if (u->country >= b->country_count || u->code >= b->string_bytes || u->iso >= b->string_bytes || u->name >= b->string_bytes ||
			u->alt >= b->string_bytes || !range_ok(u->ring_first, u->ring_count, b->ring_count)) return "division";
	}
	for (size_t i = 0; i < b->feature_count; i++)
		if (b->features[i].name >= b->string_bytes ||
			!range_ok(b->features[i].ring_first, b->features[i].ring_count, b->ring_count)) return "feature";
	for (size_t i = 0; i < b->ring_count; i++)
		if (!range_ok(b->rings[i].ref_first, b->rings[i].ref_count, b->ref_count)) return "ring";
	for (size_t i = 0; i < b->ref_count; i++)
		if ((uint32_t)(b->refs[i] < 0 ? ~b->refs[i] : b->refs[i]) >= b->arc_count) return "reference";
	for (size_t i = 0; i < b->arc_count; i++)
		if (b->arcs[i].left >= (int64_t)b->unit_count || b->arcs[i].right >= (int64_t)b->unit_count) return "arc";
	for (size_t i = 0; i < b->place_count; i++)
		if (b->places[i].name >= b->string_bytes) return "place";
	for (size_t i = 0; i < b->water_count; i++)
		if (b->waters[i].name >= b->string_bytes || b->waters[i].kind >= b->string_bytes) return "water";
	for (size_t i = 0; i < b->view_count; i++)
		if (b->views[i].country >= b->country_count || b->views[i].view[3] ||
			b->views[i].what >= (b->views[i].country_wide ? b->country_count : b->unit_count)) return "view";
	return range_ok(b->land_first, b->land_count, b->ring_count) ? NULL : "land";
}

static dtl_status read_sections(dtl_basemap *b, const char *path, dtl_error *err)
{
	const struct {
		const char *tag;
		size_t element;
		const void **data;
		size_t *count;
	} wanted[] = {
		{"STR ", 1, (const void **)&b->strings, &b->string_bytes},
		{"CTRY", sizeof *b->countries, (const void **)&b->countries, &b->country_count},
		{"UNIT", sizeof *b->units, (const void **)&b->units, &b->unit_count},
		{"FEAT", sizeof *b->features, (const void **)&b->features, &b->feature_count},
		{"RING", sizeof *b->rings, (const void **)&b->rings, &b->ring_count},
		{"REF ", sizeof *b->refs, (const void **)&b->refs, &b->ref_count},
		{"ARC ", sizeof *b->arcs, (const void **)&b->arcs, &b->arc_count},
		{"PLAC", sizeof *b->places, (const void **)&b->places, &b->place_count},
		{"WATR", sizeof *b->waters, (const void **)&b->waters, &b->water_count},
		{"VIEW", sizeof *b->views, (const void **)&b->views, &b->view_count},
	};
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
		dtl_status st = find(b, path, wanted[i].tag, wanted[i].element, wanted[i].data, wanted[i].count, err);
		if (st != DTL_OK) return st;
	}
	const void *land;
	size_t one;
	dtl_status st = find(b, path, "LAND", 8, &land, &one, err);
	if (st != DTL_OK) return st;
	if (one != 1) return corrupt(path, "land", err);
	memcpy(&b->land_first, land, 4);
	memcpy(&b->land_count, (const char *)land + 4, 4);
	st = read_levels(b, path, err);
	if (st != DTL_OK) return st;
	const char *wrong = fault(b);
	return wrong ? corrupt(path, wrong, err) : DTL_OK;
}

dtl_status dtl_basemap_open(const char *path, dtl_basemap *out, dtl_error *err)
{
	char found[4096];
	dtl_basemap b = {0};
	if (!path) {
		dtl_status st = dtl_data_path("dateline.basemap", "basemap", "run make", found, sizeof found, err);
		if (st != DTL_OK) return st;
		path = found;
	}
	dtl_status st = dtl_map_file(path, DTL_ERR_CONFIG, &b.mapping, err);
	if (st != DTL_OK) return st;
	const header *h = b.mapping.data;
	if (b.mapping.size < sizeof *h || memcmp(h->magic, MAGIC, 8) != 0)
		st = dtl_fail(err, DTL_ERR_CONFIG, "'%s' is not a basemap", path);
	else if (h->version != VERSION)
		st = dtl_fail(err, DTL_ERR_CONFIG, "basemap '%s' has version %u, not %u", path, h->version, VERSION);
	else if (h->size != b.mapping.size || h->sections > (b.mapping.size - sizeof *h) / sizeof(section))
		st = corrupt(path, "it is cut short", err);
	else
		st = read_sections(&b, path, err);
	if (st != DTL_OK) {
		dtl_unmap_file(&b.mapping);
		return st;
	}
	*out = b;
	return DTL_OK;
}

void dtl_basemap_close(dtl_basemap *base)
{
	dtl_unmap_file(&base->mapping);
	*base = (dtl_basemap){0};
}

const dtl_base_level *dtl_basemap_level(const dtl_basemap *base, double tolerance)
{
	int best = 0;
	for (int i = 1; i < DTL_BASEMAP_LEVELS; i++)
		if (base->levels[i].tolerance <= tolerance) best = i;
	return &base->levels[best];
}

size_t dtl_basemap_arc(const dtl_base_level *level, uint32_t arc, bool reversed, double *xy)
{
	const dtl_base_line *l = &level->lines[arc];
	int64_t x = l->lon, y = l->lat;
	size_t n = l->count;
	for (size_t i = 0; i < n; i++) {
		size_t at = reversed ? n - 1 - i : i;
		xy[2 * at] = (double)x / DTL_BASEMAP_UNIT;
		xy[2 * at + 1] = (double)y / DTL_BASEMAP_UNIT;
		if (i + 1 == n) break;
		x += (int64_t)level->deltas[l->first + i].dx * level->grid;
		y += (int64_t)level->deltas[l->first + i].dy * level->grid;
	}
	return n;
}

size_t dtl_basemap_ring_size(const dtl_basemap *base, const dtl_base_level *level, uint32_t ring)
{
	const dtl_base_ring *r = &base->rings[ring];
	size_t n = 0;
	for (uint32_t i = 0; i < r->ref_count; i++) {
		int32_t ref = base->refs[r->ref_first + i];
		n += level->lines[ref < 0 ? ~ref : ref].count;
	}
	return n;
}

size_t dtl_basemap_ring(const dtl_basemap *base, const dtl_base_level *level, uint32_t ring, double *xy)
{
	const dtl_base_ring *r = &base->rings[ring];
	size_t n = 0;
	for (uint32_t i = 0; i < r->ref_count; i++) {
		int32_t ref = base->refs[r->ref_first + i];
		size_t got = dtl_basemap_arc(level, (uint32_t)(ref < 0 ? ~ref : ref), ref < 0, xy + 2 * n);
		if (got && n && i) { /* the end of one arc is the start of the next */
			memmove(xy + 2 * n, xy + 2 * n + 2, (got - 1) * 2 * sizeof *xy);
			got--;
		}
		n += got;
	}
	return n;
}

uint32_t dtl_basemap_country_of(const dtl_basemap *base, uint32_t unit, dtl_str view)
{
	uint32_t country = base->units[unit].country;
	for (size_t i = 0; i < base->view_count && view.len; i++) {
		const dtl_base_view *v = &base->views[i];
		if (!dtl_str_eq_nocase(view, dtl_str_of(v->view))) continue;
		if (v->what == (v->country_wide ? country : unit)) return v->country;
	}
	return country;
}

/* Even-odd rule over the rings of a unit. */
static bool holds(const dtl_basemap *b, dtl_arena *arena, const dtl_base_unit *u, double x, double y)
{
	bool in = false;
	dtl_arena_mark mark = dtl_arena_mark_take(arena);
	for (uint32_t r = u->ring_first; r < u->ring_first + u->ring_count; r++) {
		const dtl_ibox *box = &b->rings[r].box;
		if (y * DTL_BASEMAP_UNIT < box->y0 || y * DTL_BASEMAP_UNIT > box->y1) continue;
		double *p = dtl_arena_array(arena, double, 2 * dtl_basemap_ring_size(b, &b->levels[0], r));
		size_t n = dtl_basemap_ring(b, &b->levels[0], r, p);
		for (size_t i = 0, j = n - 1; i < n; j = i++)
			if ((p[2 * i + 1] > y) != (p[2 * j + 1] > y) &&
				x < (p[2 * j] - p[2 * i]) * (y - p[2 * i + 1]) / (p[2 * j + 1] - p[2 * i + 1]) + p[2 * i]) in = !in;
	}
	dtl_arena_reset(arena, mark);
	return in;
}

int32_t dtl_basemap_unit_at(const dtl_basemap *b, dtl_arena *arena, dtl_lonlat at)
{
	double x = at.lon * DTL_BASEMAP_UNIT, y = at.lat * DTL_BASEMAP_UNIT;
	for (size_t i = 0; i < b->unit_count; i++) {
		const dtl_ibox *box = &b->units[i].box;
		if (x >= box->x0 && x <= box->x1 && y >= box->y0 && y <= box->y1 && holds(b, arena, &b->units[i], at.lon, at.lat))
			return (int32_t)i;
	}
	return -1;
}

int32_t dtl_basemap_unit_named(const dtl_basemap *b, dtl_str iso, dtl_str name)
{
	if (!name.len) return -1;
	for (size_t i = 0; i < b->unit_count; i++) {
		const dtl_base_unit *u = &b->units[i];
		if (!dtl_str_eq_nocase(iso, dtl_str_of(b->countries[u->country].iso))) continue;
		if (dtl_str_eq_nocase(name, dtl_str_of(dtl_basemap_string(b, u->name))) ||
			dtl_str_eq_nocase(name, dtl_str_of(dtl_basemap_string(b, u->code))) ||
			dtl_str_eq_nocase(name, dtl_str_of(dtl_basemap_string(b, u->iso)))) return (int32_t)i;
		for (dtl_str rest = dtl_str_of(dtl_basemap_string(b, u->alt)); rest.len;)
			if (dtl_str_eq_nocase(name, dtl_str_cut(&rest, '|'))) return (int32_t)i;
	}
	return -1;
}
