/* One name to entries: exactly, loosely (without class words), by its beginning, and with typing errors. */
#include <math.h>

#include "base/utf8.h"
#include "gazetteer/list.h"
#include "text/normal.h"

enum { MAX_HITS = 4096, MAX_PREFIX_NAMES = 50000 };

/* What a name costs by its kind. Another language's name for a country is often the English name of something else (England,
 * Tunis, Brasilia), and towns have few abbreviations that anybody means. */
static double kind_cost(const dtl_gaz_entry *e, dtl_gaz_ref ref)
{
	switch ((dtl_name_kind)ref.kind) {
	case DTL_NAME_MAIN: case DTL_NAME_METONYM: return 0;
	case DTL_NAME_ALTERNATE: return e->class_ == DTL_GAZ_COUNTRY ? 5 : 1.5;
	case DTL_NAME_ABBREVIATION: return e->class_ <= DTL_GAZ_ADM1 || ref.flags & DTL_REF_CASED ? .5 : 2.5; /* cased: of our tables */
	case DTL_NAME_SHORT: case DTL_NAME_DEMONYM: default: return 1;
	}
}

/* Whoever asks for "Kyiv" or "Paris" by itself wants the town; a text is another matter, and context decides there. */
static float rank_alone(const dtl_gaz_entry *e, dtl_gaz_ref ref)
{
	double people = log10(1.0 + e->prior_population), rank;
	switch ((dtl_gaz_class)e->class_) {
	case DTL_GAZ_COUNTRY: rank = 9 + .2 * people; break;
	case DTL_GAZ_ADM1: rank = .75 * people + .7; break;
	case DTL_GAZ_ADM2: rank = .6 * people; break;
	case DTL_GAZ_PPLC: rank = people + 1.5; break;
	case DTL_GAZ_PPLA: case DTL_GAZ_PPLA2: case DTL_GAZ_PPLA3: case DTL_GAZ_PPL: case DTL_GAZ_PPLX: case DTL_GAZ_PPLZ: rank = people; break;
	case DTL_GAZ_AIRPORT: case DTL_GAZ_REGION: case DTL_GAZ_WATER: case DTL_GAZ_MOUNTAIN: case DTL_GAZ_ISLAND: case DTL_GAZ_SITE:
	case DTL_GAZ_CLASS_COUNT: default: rank = dtl_gaz_prior(e, DTL_NAME_MAIN) + (e->flags & DTL_GAZ_ENTRY_CURATED ? .5f : 0); break;
	}
	if (e->flags & DTL_GAZ_ENTRY_HISTORICAL)
		rank -= 2.5;
	return (float)(rank - kind_cost(e, ref));
}

static void add_hit(dtl_arena *arena, dtl_gaz_hits *out, const dtl_gaz_entry *e, dtl_gaz_ref ref, dtl_gaz_how how, unsigned edits)
{
	static const float costs[] = {[DTL_HOW_EXACT] = 0, [DTL_HOW_LOOSE] = .8f, [DTL_HOW_PREFIX] = .5f, [DTL_HOW_FUZZY] = 1.5f};
	dtl_gaz_hit hit = {ref.entry, ref.kind, (uint8_t)how, (uint8_t)edits, 0, 0, -1};
	hit.score = rank_alone(e, ref) - costs[how] - 1.5f * (float)edits - (ref.flags & DTL_REF_HISTORICAL ? 1.f : 0) + (ref.flags & DTL_REF_PREFERRED ? 10.f : 0);
	for (size_t i = 0; i < out->count; i++)
		if (out->items[i].entry == hit.entry && out->count < 200) {
			if (out->items[i].score < hit.score)
				out->items[i] = hit;
			return;
		}
	if (out->count < MAX_HITS)
		DTL_PUSH(arena, out->items, out->count, out->cap, hit);
}

static void add_name(const dtl_gazetteer *g, dtl_arena *arena, uint32_t name, dtl_gaz_how how, unsigned edits, dtl_gaz_hits *out)
{
	size_t n;
	const dtl_gaz_ref *refs = dtl_gaz_refs(g, name, &n);
	for (size_t i = 0; i < n && i < 400; i++)
		add_hit(arena, out, dtl_gaz_entry_at(g, refs[i].entry), refs[i], how, edits);
}

static bool add_key(const dtl_gazetteer *g, dtl_arena *arena, dtl_str key, dtl_gaz_how how, unsigned edits, dtl_gaz_hits *out)
{
	uint32_t name = dtl_gaz_name(g, key);
	if (name != DTL_GAZ_NONE)
		add_name(g, arena, name, how, edits, out);
	return name != DTL_GAZ_NONE;
}

/* The name without its class word or with one, without spaces: "Sinpo city", "Punggyeri". */
static void collect_loose(const dtl_gazetteer *g, dtl_arena *arena, dtl_str key, dtl_gaz_hits *out)
{
	static const char *const after[] = {" city", " town", " county", " province", " state", " region", " district", " township",
		" village", " island", " airport", " prefecture", " oblast", " governorate", " municipality", " river"};
	static const char *const before[] = {"city of ", "town of ", "state of ", "province of ", "county of ", "district of ", "greater ",
		"downtown ", "lake ", "mount "};
	for (size_t i = 0; i < sizeof after / sizeof *after; i++)
		if (dtl_str_ends(key, dtl_str_of(after[i])))
			add_key(g, arena, dtl_str_sub(key, 0, key.len - strlen(after[i])), DTL_HOW_LOOSE, 0, out);
	for (size_t i = 0; i < sizeof before / sizeof *before; i++)
		if (dtl_str_starts(key, dtl_str_of(before[i])))
			add_key(g, arena, dtl_str_sub(key, strlen(before[i]), key.len), DTL_HOW_LOOSE, 0, out);
	if (memchr(key.ptr, ' ', key.len)) {
		char joined[DTL_NORMAL_MAX];
		size_t n = 0;
		for (size_t i = 0; i < key.len; i++)
			if (key.ptr[i] != ' ')
				joined[n++] = key.ptr[i];
		add_key(g, arena, (dtl_str){joined, n}, DTL_HOW_LOOSE, 0, out);
	} else if (key.len <= 24) {
		for (size_t cut = 2; cut + 2 <= key.len; cut++) { /* "Punggyeri" -> "punggye ri" */
			char apart[DTL_NORMAL_MAX];
			if (((unsigned char)key.ptr[cut] & 0xc0) == 0x80)
				continue;
			memcpy(apart, key.ptr, cut);
			apart[cut] = ' ';
			memcpy(apart + cut + 1, key.ptr + cut, key.len - cut);
			add_key(g, arena, (dtl_str){apart, key.len + 1}, DTL_HOW_LOOSE, 0, out);
		}
	}
}

static void collect_prefix(const dtl_gazetteer *g, dtl_arena *arena, dtl_str key, dtl_gaz_hits *out)
{
	/* The best of many: a first meaning has the name's highest prior, so the rest of a name is read only for short lists. */
	uint32_t first = dtl_gaz_lower_bound(g, key), name = first;
	float least = -100;
	for (; name < g->name_count && name - first < MAX_PREFIX_NAMES; name++) {
		if (!dtl_str_starts(dtl_gaz_key_at(g, name), key))
			return;
		size_t n;
		const dtl_gaz_ref *refs = dtl_gaz_refs(g, name, &n);
		if (!n)
			continue;
		const dtl_gaz_entry *e = dtl_gaz_entry_at(g, refs[0].entry);
		if (out->count >= 1000 && dtl_gaz_prior(e, (dtl_name_kind)refs[0].kind) < least)
			continue;
		add_name(g, arena, name, dtl_gaz_key_at(g, name).len == key.len ? DTL_HOW_EXACT : DTL_HOW_PREFIX, 0, out);
		if (out->count == 1000)
			least = 4; /* towns of ten thousand and more */
	}
}

/* ---- typing errors ---- */

typedef struct letters {
	uint32_t c[64];
	size_t n;
} letters;

typedef struct fuzzy {
	const dtl_gazetteer *g;
	dtl_arena *arena;
	dtl_gaz_hits *out;
	uint32_t alphabet[48];
	size_t alphabet_size;
	bool found;
} fuzzy;

static void try_letters(fuzzy *f, const letters *l, unsigned edits)
{
	char key[DTL_NORMAL_MAX];
	size_t n = 0;
	for (size_t i = 0; i < l->n; i++)
		n += dtl_utf8_put(l->c[i], key + n);
	if (!n || key[0] == ' ' || key[n - 1] == ' ')
		return;
	size_t first = 0;
	while (first < n && key[first] != ' ')
		first++;
	uint64_t bit = dtl_gaz_filter_bit(dtl_gaz_hash_word(key, first), f->g->filter_bytes);
	if (f->g->filter[bit >> 3] >> (bit & 7) & 1)
		f->found |= add_key(f->g, f->arena, (dtl_str){key, n}, DTL_HOW_FUZZY, edits, f->out);
}

/* All strings one edit away: a letter left out, two exchanged, one replaced, one put in (Damerau 1964). With depth 2, those
 * of each of them. */
static void edit(fuzzy *f, const letters *l, unsigned edits, unsigned depth)
{
	letters m;
	for (size_t i = 0; i < l->n; i++) {
		m.n = l->n - 1;
		memcpy(m.c, l->c, i * sizeof *m.c);
		memcpy(m.c + i, l->c + i + 1, (l->n - i - 1) * sizeof *m.c);
		depth > 1 ? edit(f, &m, edits, depth - 1) : try_letters(f, &m, edits);
	}
	m = *l;
	for (size_t i = 0; i + 1 < l->n; i++) {
		if (l->c[i] == l->c[i + 1])
			continue;
		m.c[i] = l->c[i + 1];
		m.c[i + 1] = l->c[i];
		depth > 1 ? edit(f, &m, edits, depth - 1) : try_letters(f, &m, edits);
		m.c[i] = l->c[i];
		m.c[i + 1] = l->c[i + 1];
	}
	for (size_t i = 0; i < l->n; i++) {
		for (size_t a = 0; a < f->alphabet_size; a++) {
			m.c[i] = f->alphabet[a];
			if (m.c[i] != l->c[i])
				depth > 1 ? edit(f, &m, edits, depth - 1) : try_letters(f, &m, edits);
		}
		m.c[i] = l->c[i];
	}
	if (l->n + 1 > sizeof m.c / sizeof *m.c)
		return;
	for (size_t i = 0; i <= l->n; i++) {
		m.n = l->n + 1;
		memcpy(m.c, l->c, i * sizeof *m.c);
		memcpy(m.c + i + 1, l->c + i, (l->n - i) * sizeof *m.c);
		for (size_t a = 0; a < f->alphabet_size; a++) {
			m.c[i] = f->alphabet[a];
			depth > 1 ? edit(f, &m, edits, depth - 1) : try_letters(f, &m, edits);
		}
	}
}

/* The letters that a typing error can bring: those of the script, and the space. */
static void set_alphabet(fuzzy *f, uint32_t c)
{
	uint32_t from = 'a', to = 'z';
	if (c >= 0x430 && c <= 0x45f)
		from = 0x430, to = 0x44f;
	else if (c >= 0x3b1 && c <= 0x3c9)
		from = 0x3b1, to = 0x3c9;
	else if (c >= 0x80)
		return;
	f->alphabet[f->alphabet_size++] = ' ';
	for (; from <= to; from++)
		f->alphabet[f->alphabet_size++] = from;
}

static void collect_fuzzy(const dtl_gazetteer *g, dtl_arena *arena, dtl_str key, dtl_gaz_hits *out)
{
	fuzzy f = {.g = g, .arena = arena, .out = out};
	letters l = {.n = 0};
	for (size_t at = 0; at < key.len;) {
		if (l.n == 40)
			return;
		l.c[l.n++] = dtl_utf8_next(key, &at);
	}
	if (l.n < 4)
		return;
	set_alphabet(&f, l.c[0]);
	edit(&f, &l, 1, 1);
	if (!f.found && l.n >= 6 && l.n <= 20)
		edit(&f, &l, 2, 2);
}

void dtl_gaz_collect(const dtl_gazetteer *g, dtl_arena *arena, dtl_str name, dtl_match_mode mode, dtl_gaz_hits *out)
{
	char key[DTL_NORMAL_MAX];
	size_t n = dtl_normal_key(name, key);
	dtl_str k = {key, n};
	if (!n)
		return;
	bool exact = add_key(g, arena, k, DTL_HOW_EXACT, 0, out);
	if (mode == DTL_MATCH_PREFIX)
		collect_prefix(g, arena, k, out);
	if (mode == DTL_MATCH_EXACT || exact)
		return;
	collect_loose(g, arena, k, out);
	if (mode == DTL_MATCH_FUZZY && !out->count)
		collect_fuzzy(g, arena, k, out);
}
