/* Near a border: "near the border with Lebanon", "on the border between Thailand and Cambodia", "along the Syrian-Turkish border". The
 * gazetteer has no lines, but towns on both sides of them: half way between neighbours of two countries runs their border. */
#include <math.h>
#include <stdlib.h>

#include "base/geodesy.h"
#include "extract/event_place.h"

#define TOWNS_KM 45.0  /* neighbours across a border are hardly farther apart, */
#define DESERT_KM 220.0 /* but in deserts */
#define LONGEST_KM 400.0 /* half extent of a stretch that still says where */
#define NARROW_KM 60.0 /* up to this half extent the stretch is a vicinity, beyond it a region */
#define CELL 0.5       /* degrees: the grid in which neighbours are looked up */

enum { BORDER_ENTRIES = 2000000, BORDER_TOWNS = 40000, BORDER_WORDS = 14, BORDERS = 16 /* an article */ };

typedef struct towns {
	dtl_lonlat *at;
	size_t count, cap;
} towns;

/* The borders asked for so far in this article. */
struct dtl_borders {
	struct known_border { dtl_str one, other; towns line; } *items;
	size_t count, cap;
};

static towns towns_of(const dtl_event_work *w, dtl_str country)
{
	const dtl_gazetteer *g = w->doc->gazetteer;
	towns t = {0};
	uint32_t count = dtl_gaz_entry_count(g);
	for (uint32_t i = 0; i < count && t.count < BORDER_TOWNS; i++) {
		const dtl_gaz_entry *e = dtl_gaz_entry_at(g, i);
		if (e->class_ < DTL_GAZ_PPLC || e->class_ > DTL_GAZ_PPL || memcmp(e->country_code, country.ptr, 2) != 0) continue;
		dtl_lonlat at = {(double)e->lon, (double)e->lat};
		DTL_PUSH(w->doc->arena, t.at, t.count, t.cap, at);
	}
	return t;
}

static int cell_of(double degrees) { return (int)floor(degrees / CELL); }

typedef struct cell { int x, y; uint32_t town; } cell;

static int by_cell(const void *a, const void *b)
{
	const cell *p = a, *q = b;
	if (p->x != q->x) return p->x < q->x ? -1 : 1;
	return p->y != q->y ? (p->y < q->y ? -1 : 1) : 0;
}

/* The first cell not before x, y. */
static size_t find_cell(const cell *cells, size_t n, int x, int y)
{
	size_t a = 0, b = n;
	cell key = {x, y, 0};
	while (a < b) {
		size_t mid = a + (b - a) / 2;
		if (by_cell(&cells[mid], &key) < 0) a = mid + 1;
		else b = mid;
	}
	return a;
}

/* How far the nearest of the towns in the grid is, and where; TOWNS_KM if none is near. */
static double nearest(const towns *t, const cell *cells, dtl_lonlat at, double limit, dtl_lonlat *out)
{
	double best = limit;
	int rows = (int)(limit / (CELL * 111)) + 1, reach = fabs(at.lat) > 60 ? 2 * rows : rows;
	for (int x = cell_of(at.lon) - reach; x <= cell_of(at.lon) + reach; x++)
		for (int y = cell_of(at.lat) - rows; y <= cell_of(at.lat) + rows; y++)
			for (size_t i = find_cell(cells, t->count, x, y); i < t->count && cells[i].x == x && cells[i].y == y; i++) {
				double km = dtl_distance_km(at, t->at[cells[i].town]);
				if (km >= best) continue;
				best = km;
				*out = t->at[cells[i].town];
			}
	return best;
}

/* The middles between towns of one country and their neighbours in the other. */
static towns trace_border(const dtl_event_work *w, dtl_str a, dtl_str b)
{
	towns near_side = towns_of(w, a), far_side = towns_of(w, b), line = {0};
	double limit = TOWNS_KM;
	cell *cells = dtl_arena_array(w->doc->arena, cell, far_side.count + 1);
	for (size_t i = 0; i < far_side.count; i++) cells[i] = (cell){cell_of(far_side.at[i].lon), cell_of(far_side.at[i].lat), (uint32_t)i};
	qsort(cells, far_side.count, sizeof *cells, by_cell);
	for (; !line.count && limit <= DESERT_KM; limit += DESERT_KM - TOWNS_KM)
		for (size_t i = 0; i < near_side.count; i++) {
			dtl_lonlat across = near_side.at[i];
			if (nearest(&far_side, cells, near_side.at[i], limit, &across) >= limit) continue;
			dtl_lonlat middle = {(near_side.at[i].lon + across.lon) / 2, (near_side.at[i].lat + across.lat) / 2};
			if (fabs(near_side.at[i].lon - across.lon) < 180) DTL_PUSH(w->doc->arena, line.at, line.count, line.cap, middle);
		}
	return line;
}

/* Points along the border of two countries. Tracing it looks at every entry of the gazetteer, so that an article does it once for each. */
static towns border_points(const dtl_event_work *w, dtl_str a, dtl_str b)
{
	struct dtl_borders *known = w->borders;
	for (size_t i = 0; i < known->count; i++)
		if (dtl_str_eq(known->items[i].one, a) && dtl_str_eq(known->items[i].other, b)) return known->items[i].line;
	if (known->count >= BORDERS) return (towns){0};
	struct known_border border = {a, b, trace_border(w, a, b)};
	DTL_PUSH(w->doc->arena, known->items, known->count, known->cap, border);
	return border.line;
}

void dtl_borders_init(dtl_event_work *w) { w->borders = dtl_arena_new(w->doc->arena, struct dtl_borders); }

/* The stretch of the line that the place allows: all of it for a country, the nearer part for a region. */
static bool stretch(const towns *line, const dtl_event_place *base, dtl_lonlat *middle, double *radius)
{
	bool whole = base->precision == DTL_PRECISION_COUNTRY || !base->has_point;
	double limit = whole ? 1e9 : base->radius_km * 1.1 + 10, lon = 0, lat = 0;
	size_t n = 0;
	for (size_t i = 0; i < line->count; i++) {
		if (!whole && dtl_distance_km(line->at[i], base->point) > limit) continue;
		lon += line->at[i].lon;
		lat += line->at[i].lat;
		n++;
	}
	if (!n) return false;
	dtl_lonlat mean = {lon / (double)n, lat / (double)n};
	double best = 1e9, far = 0;
	for (size_t i = 0; i < line->count; i++) { /* on the line, not in the bow that it may make */
		double km = dtl_distance_km(line->at[i], mean);
		if (!whole && dtl_distance_km(line->at[i], base->point) > limit) continue;
		if (km < best) {
			best = km;
			*middle = line->at[i];
		}
		if (km > far) far = km;
	}
	*radius = far < 15 ? 15 : far;
	return true;
}

/* ---- the words ---- */

typedef struct side {
	dtl_str country, name; /* country: alpha-2; empty: not told */
	int32_t mention;       /* -1: the gazetteer knows the word, no mention was made of it */
} side;

typedef struct border_words {
	uint32_t token; /* "border" */
	side one, two;
	dtl_span span;
} border_words;

/* The country that a word names, by itself or as an adjective ("Iranian-Afghan" is hardly ever taken for two mentions). */
static bool country_at(const dtl_event_work *w, uint32_t token, side *out)
{
	const dtl_place *p = dtl_place_at(w, w->mention_of[token]);
	if (p && p->precision == DTL_PRECISION_COUNTRY && p->country.len == 2) {
		*out = (side){p->country, p->name, w->mention_of[token]};
		return true;
	}
	if (p || !(w->doc->tokens.tokens[token].flags & DTL_TOKEN_CAPITAL)) return false;
	dtl_gaz_match match = dtl_gaz_match_at(w->doc->gazetteer, &w->doc->tokens, token);
	size_t count = 0;
	const dtl_gaz_ref *refs = match.name == DTL_GAZ_NONE ? NULL : dtl_gaz_refs(w->doc->gazetteer, match.name, &count);
	for (size_t i = 0; i < count; i++) {
		const dtl_gaz_entry *e = dtl_gaz_entry_at(w->doc->gazetteer, refs[i].entry);
		if (e->class_ != DTL_GAZ_COUNTRY || refs[i].kind > DTL_NAME_DEMONYM) continue;
		*out = (side){{e->country_code, 2}, dtl_gaz_string(w->doc->gazetteer, e->name), -1};
		return true;
	}
	return false;
}

static void add_side(border_words *b, const side *s)
{
	if (!b->one.country.len) b->one = *s;
	else if (!b->two.country.len && !dtl_str_eq(b->one.country, s->country)) b->two = *s;
}

/* The country named directly before "border": "the Syrian border", "the Syrian-Turkish border", "Lebanon's border". */
static void before_border(const dtl_event_work *w, border_words *b)
{
	uint32_t first = w->doc->tokens.sentences[dtl_chunk_at(w, w->c.chunk_of[b->token])->sentence].first;
	for (uint32_t i = b->token; i-- > first && i + 5 > b->token && !b->two.country.len;) {
		side s;
		bool sign = w->doc->tokens.tokens[i].kind == DTL_TOKEN_PUNCT || dtl_lemma_is(&w->c, i, "'s") || dtl_lemma_is(&w->c, i, "and");
		if (!sign && !country_at(w, i, &s)) return;
		if (sign) continue;
		add_side(b, &s);
		b->span.start = w->doc->tokens.tokens[i].start;
	}
}

/* "with Lebanon", "between Thailand and Cambodia" behind it. */
static void behind_border(const dtl_event_work *w, border_words *b)
{
	static const char *const links[] = {"with", "between", "of", "to", "and", "the", "neighboring", "neighbouring", NULL};
	uint32_t last = w->doc->tokens.sentences[dtl_chunk_at(w, w->c.chunk_of[b->token])->sentence].last;
	bool linked = false;
	for (uint32_t i = b->token + 1; i < last && i < b->token + 8; i++) {
		bool link = false;
		side s;
		for (size_t k = 0; links[k]; k++) link |= dtl_lemma_is(&w->c, i, links[k]);
		linked |= link;
		if (link) continue;
		if (!linked || !country_at(w, i, &s)) return;
		add_side(b, &s);
		b->span.end = s.mention < 0 ? w->doc->tokens.tokens[i].end : w->doc->mentions[s.mention].span.end;
	}
}

/* The border that the event's clause speaks of. */
static bool find_border(const dtl_event_work *w, const dtl_frame *f, border_words *out)
{
	const dtl_sentence *s = &w->doc->tokens.sentences[f->sentence];
	uint32_t from = f->token > s->first + BORDER_WORDS ? f->token - BORDER_WORDS : s->first;
	for (uint32_t i = from; i < s->last && i < f->token + 2 * BORDER_WORDS; i++) {
		if (!dtl_lemma_is(&w->c, i, "border") && !dtl_lemma_is(&w->c, i, "frontier")) continue;
		const dtl_chunk *c = dtl_chunk_at(w, w->c.chunk_of[i]);
		if (c->kind != DTL_CHUNK_NOUN || c->head != i) continue;
		border_words b = {.token = i, .span = {w->doc->tokens.tokens[i].start, w->doc->tokens.tokens[i].end}};
		before_border(w, &b);
		behind_border(w, &b);
		if (!b.one.country.len) continue;
		*out = b;
		return true;
	}
	return false;
}

/* What a linked name says stays; the border is said with it. */
static void name_border(const dtl_event_work *w, const dtl_frame *f, const border_words *b, dtl_event_place *out)
{
	dtl_arena *a = w->doc->arena;
	bool named = out->phrase.text.len && f->mentions[0] >= 0 && f->mentions[0] != b->one.mention;
	if (named) {
		out->name = dtl_arena_printf(a, "%.*s, border with %.*s", DTL_FMT(out->name), DTL_FMT(b->one.name));
		return;
	}
	out->phrase = (dtl_phrase){b->span, dtl_doc_str(w->doc, b->span)};
	out->name = b->two.country.len ? dtl_arena_printf(a, "border of %.*s and %.*s", DTL_FMT(b->one.name), DTL_FMT(b->two.name))
		: dtl_arena_printf(a, "border with %.*s", DTL_FMT(b->one.name));
}

bool dtl_place_at_border(const dtl_event_work *w, const dtl_frame *f, dtl_event_place *out)
{
	border_words b;
	bool coarse = !out->has_point || out->precision == DTL_PRECISION_COUNTRY || out->precision == DTL_PRECISION_REGION;
	if (!coarse || (f->kind->traits & DTL_TRAIT_VERBAL) || !w->doc->gazetteer || dtl_gaz_entry_count(w->doc->gazetteer) > BORDER_ENTRIES || !find_border(w, f, &b)) return false;
	bool two = b.two.country.len, own = out->country.len && !dtl_str_eq(out->country, b.one.country);
	dtl_str other = two ? b.two.country : own ? out->country : w->country;
	if (other.len != 2 || dtl_str_eq(other, b.one.country)) return false;
	towns line = border_points(w, b.one.country, other);
	dtl_lonlat middle;
	double radius;
	if (!line.count || !stretch(&line, out, &middle, &radius) || radius > LONGEST_KM) return false;
	out->country = own || (two && out->country.len) ? out->country : two ? b.one.country : other;
	out->point = middle;
	out->has_point = true;
	out->radius_km = radius;
	out->precision = radius > NARROW_KM ? DTL_PRECISION_REGION : DTL_PRECISION_VICINITY;
	out->role = DTL_ROLE_VICINITY;
	out->admin1 = DTL_STR_NONE;
	out->id = 0;
	out->geonameid = 0;
	name_border(w, f, &b, out);
	return true;
}
