#include "extract/collection.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/str.h"

#define EARTH_KM 6371.0f
#define NEAR_KM 30.0f   /* a paper's own region */
#define REACH_KM 240.0f /* beyond this a place adds nothing that counts */
#define FEWEST 2        /* other articles, for their shares to mean anything */
#define FEW 4.0f        /* so many count half */

/* Weights of the four sums, in units of the resolver's score. Chosen on the local news of the open evaluation texts, by
 * cross-validation over newspapers. */
#define WEIGHT_COUNTRY 1.0f
#define WEIGHT_ADMIN1 1.0f
#define WEIGHT_NEAR 0.6f
#define WEIGHT_MEAN 2.0f

/* One place of one article. */
typedef struct common_place {
	uint16_t country;  /* two letters; 0 for none */
	uint32_t admin1;   /* key of country and division; 0 for none */
	float x, y, z;     /* unit vector */
	bool town;         /* precise enough for distances */
	float share;       /* 1 / places of its article */
} common_place;

typedef struct common_article {
	uint64_t text;     /* hash: an article does not help itself */
	uint32_t first, count; /* of the source's places */
} common_article;

typedef struct common_source {
	uint64_t key;
	common_article *articles;
	size_t article_count, article_cap;
	common_place *places;
	size_t place_count, place_cap;
	uint32_t *by_z;    /* towns by z, once sealed */
	size_t town_count;
} common_source;

struct dtl_collection {
	dtl_arena arena;
	common_source **slots; /* by key; open addressing */
	size_t size, count;
	bool sealed;
};

struct dtl_common_places {
	const common_source *source;
	uint64_t text;
	size_t others;      /* articles but those of this text */
};

dtl_status dtl_collection_new(dtl_collection **out, dtl_error *err)
{
	dtl_collection *c = calloc(1, sizeof *c);
	if (!c) return dtl_fail_memory(err);
	*out = c;
	return DTL_OK;
}

void dtl_collection_free(dtl_collection *c)
{
	if (!c) return;
	dtl_arena_free(&c->arena);
	free(c);
}

/* The publisher: the source as told, else the host of the address. 0: unknown. */
static uint64_t source_key(const dtl_article *a)
{
	dtl_str s = dtl_str_trim(a->source);
	if (!s.len) {
		for (size_t i = 0; i + 2 < a->url.len; i++)
			if (memcmp(a->url.ptr + i, "://", 3) == 0) s = dtl_str_sub(a->url, i + 3, a->url.len);
		s = dtl_str_cut(&s, '/');
	}
	return s.len ? dtl_str_hash(s) | 1 : 0;
}

static size_t slot_of(common_source *const *slots, size_t size, uint64_t key)
{
	size_t at = (size_t)(key >> 7) & (size - 1);
	while (slots[at] && slots[at]->key != key) at = (at + 1) & (size - 1);
	return at;
}

static common_source *source_made(dtl_collection *c, uint64_t key)
{
	if (c->count * 2 >= c->size) {
		size_t size = c->size ? c->size * 2 : 64;
		common_source **slots = dtl_arena_array(&c->arena, common_source *, size);
		for (size_t i = 0; i < c->size; i++)
			if (c->slots[i]) slots[slot_of(slots, size, c->slots[i]->key)] = c->slots[i];
		c->slots = slots;
		c->size = size;
	}
	size_t at = slot_of(c->slots, c->size, key);
	if (c->slots[at]) return c->slots[at];
	c->slots[at] = dtl_arena_new(&c->arena, common_source);
	c->slots[at]->key = key;
	c->count++;
	return c->slots[at];
}

static uint16_t country_key(const char *code) { return code[0] ? (uint16_t)((unsigned char)code[0] << 8 | (unsigned char)code[1]) : 0; }

static uint32_t admin1_key(uint16_t country, dtl_str code)
{
	if (!country || !code.len) return 0;
	return (uint32_t)((dtl_str_hash(code) ^ country) * 0x9e3779b97f4a7c15u >> 32) | 1;
}

static common_place place_from(const dtl_place *p)
{
	const double rad = 0.017453292519943295;
	common_place out = {.country = p->country.len == 2 ? country_key(p->country.ptr) : 0};
	out.admin1 = admin1_key(out.country, p->admin1_code);
	double across = cos(p->point.lat * rad);
	out.x = (float)(across * cos(p->point.lon * rad));
	out.y = (float)(across * sin(p->point.lon * rad));
	out.z = (float)sin(p->point.lat * rad);
	out.town = p->precision == DTL_PRECISION_POINT || p->precision == DTL_PRECISION_CITY || p->precision == DTL_PRECISION_DISTRICT;
	return out;
}

bool dtl_collection_take(dtl_collection *c, const dtl_doc *doc)
{
	uint64_t key = source_key(doc->article);
	if (setjmp(c->arena.exhausted)) return false;
	if (!key || c->sealed) return true;
	common_source *s = source_made(c, key);
	common_article a = {dtl_str_hash(doc->article->text), (uint32_t)s->place_count, 0};
	for (size_t i = 0; i < doc->place_count; i++) {
		const dtl_place *p = &doc->places[i];
		if (p->approximate || p->precision == DTL_PRECISION_COUNTRY || p->precision == DTL_PRECISION_NONE) continue;
		common_place one = place_from(p);
		DTL_PUSH(&c->arena, s->places, s->place_count, s->place_cap, one);
		a.count++;
	}
	for (uint32_t i = 0; i < a.count; i++) s->places[a.first + i].share = 1.0f / (float)a.count;
	DTL_PUSH(&c->arena, s->articles, s->article_count, s->article_cap, a);
	return true;
}

typedef struct sorted_town { float z; uint32_t place; } sorted_town;

static int by_z(const void *a, const void *b)
{
	const sorted_town *x = a, *y = b;
	if (x->z != y->z) return x->z < y->z ? -1 : 1;
	return x->place < y->place ? -1 : x->place > y->place;
}

static void seal_source(dtl_collection *c, common_source *s)
{
	sorted_town *towns = dtl_arena_array(&c->arena, sorted_town, s->place_count + 1);
	for (uint32_t i = 0; i < s->place_count; i++)
		if (s->places[i].town) towns[s->town_count++] = (sorted_town){s->places[i].z, i};
	qsort(towns, s->town_count, sizeof *towns, by_z);
	s->by_z = dtl_arena_array(&c->arena, uint32_t, s->town_count + 1);
	for (size_t i = 0; i < s->town_count; i++) s->by_z[i] = towns[i].place;
}

dtl_status dtl_collection_seal(dtl_collection *c, dtl_error *err)
{
	if (setjmp(c->arena.exhausted)) return dtl_fail_memory(err);
	for (size_t i = 0; i < c->size; i++)
		if (c->slots[i]) seal_source(c, c->slots[i]);
	c->sealed = true;
	return DTL_OK;
}

/* ---- reading ---- */

const dtl_common_places *dtl_collection_of(const dtl_collection *c, dtl_arena *arena, const dtl_article *article)
{
	uint64_t key = c && c->sealed && c->size ? source_key(article) : 0;
	const common_source *s = key ? c->slots[slot_of(c->slots, c->size, key)] : NULL;
	if (!s) return NULL;
	dtl_common_places *out = dtl_arena_new(arena, dtl_common_places);
	*out = (dtl_common_places){s, dtl_str_hash(article->text), 0};
	for (size_t i = 0; i < s->article_count; i++) out->others += s->articles[i].text != out->text;
	return out->others >= FEWEST ? out : NULL;
}

typedef struct sums { float country, admin1, near_, mean; } sums;

/* Adds (or, with a negative sign, takes away) what one place tells of a candidate. */
static void add_place(sums *to, const common_place *p, const dtl_candidate *c, uint16_t country, uint32_t admin1, float sign, bool areas)
{
	if (areas && p->country == country && country) to->country += sign * p->share;
	if (areas && p->admin1 == admin1 && admin1) to->admin1 += sign * p->share;
	if (!p->town) return;
	float dx = p->x - c->x, dy = p->y - c->y, dz = p->z - c->z, km = EARTH_KM * sqrtf(dx * dx + dy * dy + dz * dz); /* the chord: near enough */
	if (km > REACH_KM) return;
	to->near_ += sign * expf(-km / (NEAR_KM * 2.7f));
	to->mean += sign * expf(-km / NEAR_KM);
}

static void add_source(sums *to, const common_source *s, const dtl_candidate *c, uint16_t country, uint32_t admin1)
{
	const float reach = REACH_KM / EARTH_KM;
	size_t low = 0, high = s->town_count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (s->places[s->by_z[middle]].z < c->z - reach) low = middle + 1;
		else high = middle;
	}
	for (; low < s->town_count && s->places[s->by_z[low]].z <= c->z + reach; low++)
		add_place(to, &s->places[s->by_z[low]], c, country, admin1, 1, false);
	for (size_t i = 0; i < s->place_count; i++) {
		if (s->places[i].country == country && country) to->country += s->places[i].share;
		if (s->places[i].admin1 == admin1 && admin1) to->admin1 += s->places[i].share;
	}
}

float dtl_collection_score(const dtl_common_places *common, const dtl_gazetteer *gazetteer, const dtl_candidate *c)
{
	const common_source *s = common->source;
	const dtl_gaz_entry *e = dtl_gaz_entry_at(gazetteer, c->entry);
	size_t length = 0;
	while (length < sizeof e->admin1_code && e->admin1_code[length]) length++;
	uint16_t country = c->class_ == DTL_GAZ_COUNTRY ? 0 : country_key(c->country_code);
	uint32_t admin1 = c->class_ <= DTL_GAZ_ADM1 ? 0 : admin1_key(country, (dtl_str){e->admin1_code, length});
	sums all = {0, 0, 0, 0};
	add_source(&all, s, c, country, admin1);
	for (size_t i = 0; i < s->article_count; i++)
		for (uint32_t k = 0; s->articles[i].text == common->text && k < s->articles[i].count; k++)
			add_place(&all, &s->places[s->articles[i].first + k], c, country, admin1, -1, true);
	if (c->class_ <= DTL_GAZ_ADM1) all.near_ = all.mean = 0;
	float n = (float)common->others;
	return n / (n + FEW) * (WEIGHT_COUNTRY * all.country / n + WEIGHT_ADMIN1 * all.admin1 / n + WEIGHT_NEAR * log1pf(fmaxf(all.near_, 0)) +
		WEIGHT_MEAN * fminf(fmaxf(all.mean / n, 0), 2));
}
