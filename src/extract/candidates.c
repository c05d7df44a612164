/* From a name to the places it may mean: tries of decreasing strictness, the first that finds anything decides.
 *
 * Level 0: the normalised key, without spaces, with camel case split. Level 1: without a final s, without class words and directions
 * around it, the part before a comma. Level 2: the longest run of leading, then of trailing words that is a name.
 * Text that is not English gets level 0 only. */
#include <math.h>

#include "extract/resolve.h"
#include "text/normal.h"

#define PREFERRED_PRIOR 3 /* what a user's corrections put first is kept, and is a thousand times likelier */
#define LOOKED_AT 400 /* meanings of one name that are weighed: they come best first */

typedef struct search {
	dtl_resolution *r;
	dtl_name_group *group;
	dtl_candidate found[LOOKED_AT];
	size_t count;
	uint8_t level;
} search;

bool dtl_is_town(unsigned class_)
{
	return class_ >= DTL_GAZ_PPLC && class_ <= DTL_GAZ_PPLZ;
}

/* Seas, regions, ranges: what a person put into a table is in the news, and the wider the more; a dump's creeks hardly ever are. */
static float prior_of_wide(const dtl_gaz_entry *e)
{
	float wide = log10f(1 + (e->radius_km > 0 ? e->radius_km : 0));
	return e->flags & DTL_GAZ_ENTRY_CURATED ? 4 + wide : 1 + wide;
}

static float prior_of(const dtl_candidate *c, const dtl_gaz_entry *e)
{
	static const float base[DTL_GAZ_CLASS_COUNT] = {[DTL_GAZ_COUNTRY] = 7.5f, [DTL_GAZ_ADM1] = 6.3f, [DTL_GAZ_PPLC] = 2};
	bool area = e->class_ <= DTL_GAZ_ADM2;
	float lg = log10f(1 + (float)(area ? e->prior_population : e->population));
	float prior = e->class_ > DTL_GAZ_AIRPORT ? prior_of_wide(e) : base[e->class_] + lg * (area ? 0.6f : 1);
	return prior - (c->kind != DTL_NAME_MAIN ? 1 : 0) - (c->flags & DTL_REF_WEAK ? 1 : 0);
}

void dtl_fill_candidate(const dtl_gazetteer *g, uint32_t entry, dtl_candidate *out)
{
	const dtl_gaz_entry *e = dtl_gaz_entry_at(g, entry);
	const float rad = 0.01745329252f;
	*out = (dtl_candidate){.entry = entry, .country = e->country, .admin1 = e->admin1, .admin2 = e->admin2, .class_ = e->class_,
		.country_code = {e->country_code[0], e->country_code[1]}};
	if (e->class_ == DTL_GAZ_COUNTRY) out->country = entry;
	if (e->class_ == DTL_GAZ_ADM1) out->admin1 = entry;
	if (e->class_ == DTL_GAZ_ADM2) out->admin2 = entry;
	float across = cosf(e->lat * rad);
	out->x = across * cosf(e->lon * rad);
	out->y = across * sinf(e->lon * rad);
	out->z = sinf(e->lat * rad);
	out->lp = log10f(1 + (float)(e->class_ <= DTL_GAZ_ADM2 ? e->prior_population : e->population)) / 7;
}

static void add_meaning(search *s, const dtl_gaz_ref *ref)
{
	for (size_t i = 0; i < s->count; i++) {
		if (s->found[i].entry != ref->entry) continue;
		if (ref->kind < s->found[i].kind) s->found[i].kind = ref->kind;
		return;
	}
	dtl_candidate *c = &s->found[s->count++];
	dtl_fill_candidate(s->r->gazetteer, ref->entry, c);
	c->kind = ref->kind;
	c->flags = ref->flags;
	c->level = s->level;
	c->prior = prior_of(c, dtl_gaz_entry_at(s->r->gazetteer, ref->entry));
	if (c->flags & DTL_REF_PREFERRED) c->prior += PREFERRED_PRIOR;
}

static bool try_key(search *s, dtl_str key, uint8_t level)
{
	if (key.len == 0) return false;
	uint32_t name = dtl_gaz_name(s->r->gazetteer, key);
	if (name == DTL_GAZ_NONE) return false;
	size_t n;
	const dtl_gaz_ref *refs = dtl_gaz_refs(s->r->gazetteer, name, &n);
	s->level = level;
	if (n == 0 && level == 0) return s->group->blocked = true; /* the user's corrections: no place */
	for (size_t i = 0; i < n && s->count < LOOKED_AT; i++) add_meaning(s, &refs[i]);
	return s->count > 0;
}

/* ---- level 0 ---- */

static bool try_joined(search *s, dtl_str key)
{
	char joined[DTL_NORMAL_MAX];
	size_t n = 0;
	for (size_t i = 0; i < key.len; i++)
		if (key.ptr[i] != ' ') joined[n++] = key.ptr[i];
	return n != key.len && try_key(s, (dtl_str){joined, n}, 0);
}

/* "NewYork" is two words. */
static bool try_camel(search *s, dtl_str words)
{
	char split[2 * DTL_NORMAL_MAX], key[DTL_NORMAL_MAX];
	size_t n = 0, cuts = 0;
	if (words.len >= DTL_NORMAL_MAX) return false;
	for (size_t i = 0; i < words.len; i++) {
		bool upper = words.ptr[i] >= 'A' && words.ptr[i] <= 'Z';
		if (upper && i && words.ptr[i - 1] >= 'a' && words.ptr[i - 1] <= 'z') {
			split[n++] = ' ';
			cuts++;
		}
		split[n++] = words.ptr[i];
	}
	if (!cuts) return false;
	return try_key(s, (dtl_str){key, dtl_normal_key((dtl_str){split, n}, key)}, 0);
}

/* ---- level 1 ---- */

static const char *const suffixes[] = {"county", "parish", "borough", "province", "state", "city", "town", "township", "village",
	"district", "region", "area", "metropolitan area", "metro area", "island", "islands", "international airport", "airport",
	"air base", "airbase", "governorate", "prefecture", "oblast", "department", "municipality", "territory", "canton", "division",
	"republic", "valley", "coast", "peninsula", "river", "lake", "desert", "mountains", "proper", "suburb", "camp", "refugee camp"};
static const char *const prefixes[] = {"downtown", "uptown", "midtown", "greater", "north", "south", "east", "west", "northern",
	"southern", "eastern", "western", "northeast", "northwest", "southeast", "southwest", "northeastern", "northwestern",
	"southeastern", "southwestern", "central", "upper", "lower", "mid", "inner", "outer", "suburban", "rural", "coastal",
	"mainland", "occupied", "metropolitan", "metro", "city of", "town of", "village of", "county of", "state of", "province of",
	"district of", "island of", "republic of", "kingdom of", "port of", "county", "lake", "river", "mount", "province", "isle of"};

static dtl_str without_suffix(dtl_str key)
{
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
		size_t n = strlen(suffixes[i]);
		if (key.len > n + 1 && key.ptr[key.len - n - 1] == ' ' && memcmp(key.ptr + key.len - n, suffixes[i], n) == 0)
			return dtl_str_sub(key, 0, key.len - n - 1);
	}
	return DTL_STR_NONE;
}

static dtl_str without_prefix(dtl_str key)
{
	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
		size_t n = strlen(prefixes[i]);
		if (key.len > n + 1 && key.ptr[n] == ' ' && memcmp(key.ptr, prefixes[i], n) == 0)
			return dtl_str_sub(key, n + 1, key.len);
	}
	return DTL_STR_NONE;
}

/* "W. Africa", "N Korea" */
static bool try_compass(search *s, dtl_str key)
{
	static const char *const words[] = {"north", "south", "east", "west"};
	if (key.len < 4 || key.ptr[1] != ' ') return false;
	for (size_t i = 0; i < 4; i++) {
		if (key.ptr[0] != words[i][0]) continue;
		char full[DTL_NORMAL_MAX + 8];
		size_t n = strlen(words[i]);
		memcpy(full, words[i], n);
		memcpy(full + n, key.ptr + 1, key.len - 1);
		return try_key(s, (dtl_str){full, n + key.len - 1}, 1);
	}
	return false;
}

static bool try_loose(search *s, dtl_str key, dtl_str words)
{
	if (key.len > 3 && key.ptr[key.len - 1] == 's' && try_key(s, dtl_str_sub(key, 0, key.len - 1), 1)) return true;
	if (try_compass(s, key)) return true;
	dtl_str shorter = without_suffix(key);
	if (try_key(s, shorter, 1)) return true;
	dtl_str tail = without_prefix(key);
	if (try_key(s, tail, 1) || try_key(s, without_suffix(tail), 1) || try_key(s, without_prefix(shorter), 1)) return true;
	dtl_str rest = words, head = dtl_str_cut(&rest, ',');
	char part[DTL_NORMAL_MAX];
	return rest.ptr && try_key(s, (dtl_str){part, dtl_normal_key(head, part)}, 1);
}

/* ---- level 2 ---- */

static bool try_parts(search *s, dtl_str key)
{
	for (size_t end = key.len; end-- > 4;)
		if (key.ptr[end] == ' ' && try_key(s, dtl_str_sub(key, 0, end), 2)) return true;
	for (size_t start = 1; start + 4 < key.len; start++)
		if (key.ptr[start] == ' ' && try_key(s, dtl_str_sub(key, start + 1, key.len), 2)) return true;
	return false;
}

/* ---- the best fifty ---- */

/* Moves the k best by prior to the front, in order. Ties keep the order of the gazetteer. */
static void keep_best(search *s, size_t k)
{
	for (size_t i = 1; i < s->count; i++) {
		dtl_candidate c = s->found[i];
		size_t n = i < k ? i : k, at = n;
		if (n == k && c.prior <= s->found[k - 1].prior) continue;
		while (at > 0 && s->found[at - 1].prior < c.prior) at--;
		size_t last = n == k ? k - 1 : n;
		memmove(&s->found[at + 1], &s->found[at], (last - at) * sizeof c);
		s->found[at] = c;
	}
	if (s->count > k) s->count = k;
}

/* Order and share among the towns of the name; prior order is population order among towns of one kind, so count directly. */
static void rank_towns(dtl_candidate *c, size_t n, const dtl_gazetteer *g)
{
	double people = 0;
	for (size_t i = 0; i < n; i++)
		if (dtl_is_town(c[i].class_)) people += dtl_gaz_entry_at(g, c[i].entry)->population;
	for (size_t i = 0; i < n; i++) {
		if (!dtl_is_town(c[i].class_)) continue;
		unsigned above = 0;
		for (size_t j = 0; j < n; j++)
			above += dtl_is_town(c[j].class_) && (c[j].lp > c[i].lp || (c[j].lp == c[i].lp && j < i));
		c[i].rank = 1.0f / (float)(1 + above);
		double own = dtl_gaz_entry_at(g, c[i].entry)->population;
		c[i].share = people > 0 ? (float)(own / people) : 0;
	}
}

static void store(search *s)
{
	dtl_resolution *r = s->r;
	keep_best(s, DTL_CANDIDATES_MAX);
	rank_towns(s->found, s->count, r->gazetteer);
	s->group->level = s->count ? s->level : 3;
	s->group->first_candidate = (uint32_t)r->candidate_count;
	s->group->candidate_count = (uint32_t)s->count;
	for (size_t i = 0; i < s->count; i++) DTL_PUSH(r->arena, r->candidates, r->candidate_count, r->candidate_cap, s->found[i]);
	dtl_candidate slot = {.entry = DTL_GAZ_NONE, .focus = true}; /* for the focus row */
	DTL_PUSH(r->arena, r->candidates, r->candidate_count, r->candidate_cap, slot);
}

void dtl_find_candidates(dtl_resolution *r, dtl_name_group *group)
{
	search s;
	s.r = r;
	s.group = group;
	s.count = 0;
	s.level = 3;
	bool done = try_key(&s, group->key, 0) || try_joined(&s, group->key) || try_camel(&s, group->words);
	if (!done && r->doc->english) done = try_loose(&s, group->key, group->words) || try_parts(&s, group->key);
	store(&s);
}
