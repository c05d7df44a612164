/* Names that tables give to places they refer to: "Calif." to US-CA, "Londoner" to "London, GB", "Sahelian" to Sahel. */
#include "base/error.h"
#include "gazetteer/build.h"
#include "text/normal.h"

/* Splits "London, GB"; country stays as it is where none is given. */
static dtl_str cut_country(dtl_str value, dtl_str *country)
{
	size_t n = value.len;
	if (n > 4 && value.ptr[n - 3] == ' ' && value.ptr[n - 4] == ',') {
		*country = dtl_str_sub(value, n - 2, n);
		return dtl_str_sub(value, 0, n - 4);
	}
	return value;
}

/* The wanted of this name, added if it is new; its index, or DTL_GAZ_NONE without memory. */
static uint32_t wanted_of(dtl_gaz_builder *b, dtl_gaz_target target, dtl_str value)
{
	char key[DTL_NORMAL_MAX];
	dtl_str country = DTL_STR_NONE, name = cut_country(value, &country);
	size_t len = dtl_normal_key(name, key);
	uint64_t hash = dtl_gaz_hash_bytes((dtl_str){key, len});
	uint32_t first = dtl_gaz_map_get(&b->by_wanted, hash);
	const dtl_gaz_wanted *all = b->wanted.data;
	for (uint32_t i = first; i != DTL_GAZ_NONE; i = all[i].next)
		if (all[i].target == target && !memcmp(all[i].country, country.len == 2 ? country.ptr : "\0\0", 2))
			return i;
	uint32_t index = (uint32_t)b->wanted.count, text = dtl_gaz_intern(b, (dtl_str){key, len});
	if (text == DTL_GAZ_NONE || !dtl_gaz_vec_reserve(&b->wanted, 1, sizeof(dtl_gaz_wanted)) || !dtl_gaz_map_put(&b->by_wanted, hash, index))
		return DTL_GAZ_NONE;
	dtl_gaz_wanted *w = (dtl_gaz_wanted *)b->wanted.data + b->wanted.count++;
	*w = (dtl_gaz_wanted){.key = text, .next = first, .target = (uint8_t)target, .entry = DTL_GAZ_NONE};
	if (country.len == 2)
		memcpy(w->country, country.ptr, 2);
	return index;
}

bool dtl_gaz_want(dtl_gaz_builder *b, const dtl_gaz_wish *w, const dtl_gaz_lines *l)
{
	bool by_name = w->target == DTL_TARGET_CITY || w->target == DTL_TARGET_REGION;
	uint32_t wanted = by_name ? wanted_of(b, w->target, w->value) : dtl_gaz_intern(b, w->value);
	uint32_t text = dtl_gaz_add_string(b, w->word), file = dtl_gaz_intern(b, dtl_str_of(dtl_gaz_lines_path(l)));
	if (wanted == DTL_GAZ_NONE || text == DTL_GAZ_NONE || file == DTL_GAZ_NONE || !dtl_gaz_vec_reserve(&b->pending, 1, sizeof(dtl_gaz_pending)))
		return false;
	((dtl_gaz_pending *)b->pending.data)[b->pending.count++] = (dtl_gaz_pending){text, wanted, file,
		(uint32_t)dtl_gaz_lines_number(l), (uint8_t)w->target, (uint8_t)w->kind, w->flags, w->display};
	return true;
}

/* How well an entry is what a table means by the name; 0: not at all. */
static float fitness(const dtl_gaz_entry *e, dtl_gaz_target target, dtl_name_kind kind)
{
	float score = 1 + dtl_gaz_prior(e, kind);
	bool town = e->class_ >= DTL_GAZ_PPLC && e->class_ <= DTL_GAZ_PPLZ;
	if (target == DTL_TARGET_CITY) {
		double people = e->population;
		return town ? 20 + (float)(people / 1e8) + score : 1;
	}
	if (town || e->class_ == DTL_GAZ_AIRPORT || e->class_ == DTL_GAZ_SITE)
		return town ? 1 + score / 100 : 0;
	return score + (e->flags & DTL_GAZ_ENTRY_CURATED ? 20 : 0) + (kind == DTL_NAME_MAIN ? 10 : 0) + (e->class_ == DTL_GAZ_REGION ? 5 : 0);
}

void dtl_gaz_offer(dtl_gaz_builder *b, uint32_t entry, dtl_str key, dtl_name_kind kind)
{
	if (!b->wanted.count || kind == DTL_NAME_DEMONYM)
		return;
	dtl_gaz_wanted *all = b->wanted.data;
	const dtl_gaz_entry *e = dtl_gaz_entry_of(b, entry);
	for (uint32_t i = dtl_gaz_map_get(&b->by_wanted, dtl_gaz_hash_bytes(key)); i != DTL_GAZ_NONE; i = all[i].next) {
		dtl_gaz_wanted *w = &all[i];
		if (!dtl_str_eq(dtl_gaz_builder_string(b, w->key), key) || (w->country[0] && memcmp(w->country, e->country_code, 2) != 0))
			continue;
		float score = fitness(e, (dtl_gaz_target)w->target, kind);
		if (score > w->score) {
			w->score = score;
			w->entry = entry;
		}
	}
}

static uint32_t entry_of(const dtl_gaz_builder *b, const dtl_gaz_pending *p)
{
	char text[64];
	dtl_str code;
	int n;
	switch ((dtl_gaz_target)p->target) {
	case DTL_TARGET_COUNTRY: return dtl_gaz_map_get(&b->by_code, dtl_gaz_hash_bytes(dtl_gaz_builder_string(b, p->wanted)));
	case DTL_TARGET_ADMIN1:
		code = dtl_gaz_builder_string(b, p->wanted);
		n = snprintf(text, sizeof text, "iso:%.*s", DTL_FMT(code));
		return dtl_gaz_map_get(&b->by_code, dtl_gaz_hash_bytes((dtl_str){text, n > 0 && (size_t)n < sizeof text ? (size_t)n : 0}));
	case DTL_TARGET_CITY: case DTL_TARGET_REGION: default: return ((const dtl_gaz_wanted *)b->wanted.data)[p->wanted].entry;
	}
}

dtl_status dtl_gaz_resolve_targets(dtl_gaz_builder *b)
{
	for (size_t i = 0; i < b->pending.count; i++) {
		const dtl_gaz_pending p = ((const dtl_gaz_pending *)b->pending.data)[i];
		uint32_t entry = entry_of(b, &p);
		if (entry == DTL_GAZ_NONE) {
			b->warnings++;
			dtl_error what = DTL_ERROR_INIT;
			char file[256];
			dtl_str path = dtl_gaz_builder_string(b, p.file);
			snprintf(file, sizeof file, "%.*s", DTL_FMT(path));
			dtl_str word = dtl_gaz_builder_string(b, p.word);
			if (b->spec->warn && dtl_fail_at(&what, DTL_ERR_DATA, file, p.line, 0, "no place for '%.*s'", DTL_FMT(word)) != DTL_OK)
				b->spec->warn(b->spec->user, &what);
			continue;
		}
		if (p.display)
			dtl_gaz_entry_of(b, entry)->name = p.word;
		/* The string may move while names are added: a copy. */
		char word[1024];
		dtl_str s = dtl_gaz_builder_string(b, p.word);
		size_t len = s.len < sizeof word ? s.len : 0;
		memcpy(word, s.ptr, len);
		if (!dtl_gaz_add_name(b, entry, (dtl_str){word, len}, (dtl_gaz_ref){entry, p.kind, p.flags, 0}))
			return dtl_fail_memory(b->err);
	}
	return DTL_OK;
}
