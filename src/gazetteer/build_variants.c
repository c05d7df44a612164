/* More spellings of a name, by rule. Rules look at the country, the script and the class of the entry, never at the entry itself:
 * a rule holds for every name of its kind. Tested by tests/unit/test_variants.c. */
#include "base/utf8.h"
#include "gazetteer/build.h"
#include "text/normal.h"

/* Words that say what sort of area a name means, behind or before it, in the languages of GeoNames' division names. */
static const char *const class_after[] = {" county", " parish", " borough", " census area", " municipality", " province", " region",
	" oblast", " krai", " kray", " raion", " rayon", " okrug", " republic", " governorate", " prefecture", " department", " district",
	" state", " territory", " voivodeship", " canton", " city", " division", " union territory", " autonomous region", " sheng", " shi",
	" do", " si", " gun", " gu", " ken", " fu", " to", " il", " ili", " megye", " maakond", " kommun", " lan", " fylke", " kreis",
	" apskritis", " county borough", " metropolitan city", " special city", " special administrative region", " autonomous province",
	" autonomous prefecture", " emirate", " wilaya", " zone", " area", " ostan", " viloyati", " oblysy", " oblasty", NULL};
static const char *const class_before[] = {"province of ", "provincia de ", "provincia di ", "provincia del ", "province de ",
	"departement de ", "departement du ", "departamento de ", "departamento del ", "region of ", "region de ", "region del ", "regione ",
	"estado de ", "state of ", "county of ", "county ", "city of ", "wilaya de ", "wilayat ", "muhafazat ", "mohafazat ",
	"gouvernorat de ", "governorate of ", "district of ", "distrito de ", "canton of ", "canton de ", "landkreis ", "kreis ", "kabupaten ",
	"kota ", "powiat ", "obshtina ", "opstina ", "municipio de ", "comarca de ", "republic of ", "respublika ", "oblast ", "ostan e ",
	"metropolitan city of ", "autonomous region of ", "community of ", "principality of ", "city and county of ", "city and borough of ",
	"wojewodztwo ", "judetul ", NULL};

/* Where the rules of a country stand in the builder; -1 if it is no code. */
static int place_of(const char country[2])
{
	bool code = country[0] >= 'A' && country[0] <= 'Z' && country[1] >= 'A' && country[1] <= 'Z';
	return code ? (country[0] - 'A') * 26 + country[1] - 'A' : -1;
}

uint8_t dtl_gaz_spelling_rules(const dtl_gaz_builder *b, const char country[2])
{
	int i = place_of(country);
	return i < 0 ? 0 : b->spelling_rules[i];
}

void dtl_gaz_prepare_variants(dtl_gaz_builder *b)
{
	static const struct { uint8_t rule; const char *countries; } rules[] = {
		{DTL_RULE_OTHER_SCRIPT, "AE AF AM BD BG BH BT BY CN CY DJ EG ER ET GE GR HK IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK LY MK MM MN MO "
			"MV NP OM PK PS QA RU SA SD SY TH TJ TW UA VN YE"},
		{DTL_RULE_APOSTROPHES, "CN IL TW"},
		{DTL_RULE_UNIT_SI, "KR"},
		{DTL_RULE_UNIT_SHI, "JP"},
		{DTL_RULE_DIGRAPHS, "DE AT CH LI LU DK NO SE FI EE IS"},
		{DTL_RULE_ARTICLE, "DZ BH TD KM DJ EG ER IQ JO KW LB LY MR MA OM PS QA SA SO SD SS SY TN AE YE EH IL IR"},
		{DTL_RULE_RUSSIAN, "UA"},
		{DTL_RULE_KOREAN, "KP KR"}};
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		for (const char *c = rules[i].countries; *c; c += c[2] ? 3 : 2)
			b->spelling_rules[place_of(c)] |= rules[i].rule;
}

/* A variant while it is made. */
typedef struct spelling {
	char text[DTL_NORMAL_MAX];
	size_t len;
	bool changed;
} spelling;

static bool add(dtl_gaz_builder *b, dtl_str key, dtl_gaz_ref ref, dtl_name_kind kind)
{
	if (!key.len || key.len > DTL_NORMAL_MAX)
		return true;
	ref.kind = (uint8_t)kind;
	return dtl_gaz_add_key(b, key, ref);
}

static bool add_spelling(dtl_gaz_builder *b, const spelling *s, dtl_gaz_ref ref)
{
	/* What is made of a name is normalised like a name. */
	char key[DTL_NORMAL_MAX];
	return !s->changed || !s->len || add(b, (dtl_str){key, dtl_normal_key((dtl_str){s->text, s->len}, key)}, ref, DTL_NAME_ALTERNATE);
}

static void put(spelling *s, dtl_str part)
{
	if (s->len + part.len <= sizeof s->text) {
		memcpy(s->text + s->len, part.ptr, part.len);
		s->len += part.len;
	}
}

/* ---- class words ---- */

/* "walker county" -> walker, "provincia de salta" -> salta; areas only. */
static bool without_class_word(dtl_gaz_builder *b, const dtl_gaz_entry *e, dtl_str key, dtl_gaz_ref ref)
{
	if (e->class_ != DTL_GAZ_ADM1 && e->class_ != DTL_GAZ_ADM2)
		return true;
	dtl_name_kind kind = ref.kind == DTL_NAME_MAIN ? DTL_NAME_SHORT : DTL_NAME_ALTERNATE;
	if (dtl_str_starts(key, DTL_STR("county ")) && key.len > 8) { /* "Co. Cork" */
		spelling s = {.len = 0, .changed = true};
		put(&s, DTL_STR("co "));
		put(&s, dtl_str_sub(key, 7, key.len));
		if (!add_spelling(b, &s, ref))
			return false;
	}
	for (size_t i = 0; class_after[i]; i++) {
		dtl_str word = dtl_str_of(class_after[i]);
		if (key.len > word.len + 2 && dtl_str_ends(key, word))
			return add(b, dtl_str_sub(key, 0, key.len - word.len), ref, kind);
	}
	for (size_t i = 0; class_before[i]; i++) {
		dtl_str word = dtl_str_of(class_before[i]);
		if (key.len > word.len + 2 && dtl_str_starts(key, word))
			return add(b, dtl_str_sub(key, word.len, key.len), ref, kind);
	}
	return true;
}

/* ---- saint, mount, fort within a name; the normaliser expands them at its beginning ---- */

static bool with_short_words(dtl_gaz_builder *b, dtl_str key, dtl_gaz_ref ref)
{
	static const struct { dtl_str a, b; } words[] = {{{"saint ", 6}, {"st ", 3}}, {{"mount ", 6}, {"mt ", 3}}, {{"fort ", 5}, {"ft ", 3}}};
	const char *end = key.ptr + key.len;
	for (const char *p = memchr(key.ptr, ' ', key.len); p; p = memchr(p, ' ', (size_t)(end - p))) {
		p++;
		dtl_str rest = {p, (size_t)(end - p)};
		if (rest.len < 4 || (*p != 's' && *p != 'm' && *p != 'f'))
			continue;
		for (size_t i = 0; i < 2 * sizeof words / sizeof *words; i++) {
			dtl_str from = i & 1 ? words[i / 2].b : words[i / 2].a, to = i & 1 ? words[i / 2].a : words[i / 2].b;
			if (!dtl_str_starts(rest, from))
				continue;
			spelling s = {.len = 0, .changed = true};
			put(&s, (dtl_str){key.ptr, (size_t)(p - key.ptr)});
			put(&s, to);
			put(&s, dtl_str_sub(rest, from.len, rest.len));
			if (!add_spelling(b, &s, ref))
				return false;
		}
	}
	return true;
}

/* ---- directions ---- */

/* "north korea" -> "n korea", as headlines and American towns have it (N. Korea, W. Columbia); main names only. */
static bool with_short_direction(dtl_gaz_builder *b, dtl_str key, dtl_gaz_ref ref)
{
	static const char *const words[] = {"north ", "south ", "east ", "west "};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		dtl_str word = dtl_str_of(words[i]);
		if (!dtl_str_starts(key, word) || key.len < word.len + 4)
			continue;
		spelling s = {.len = 0, .changed = true};
		put(&s, dtl_str_sub(key, 0, 1));
		put(&s, dtl_str_sub(key, word.len - 1, key.len));
		return add_spelling(b, &s, ref);
	}
	return true;
}

/* ---- umlauts ---- */


/* Zürich = Zuerich, Ålesund = Aalesund: German, Scandinavian and Estonian names where the letters are at hand only so. */
static bool with_digraphs(dtl_gaz_builder *b, dtl_str name, dtl_gaz_ref ref)
{
	static const struct { uint32_t letter; const char *digraph; } digraphs[] = {{0xe4, "ae"}, {0xf6, "oe"}, {0xfc, "ue"}, {0xc4, "Ae"},
		{0xd6, "Oe"}, {0xdc, "Ue"}, {0xe5, "aa"}, {0xc5, "Aa"}, {0xf8, "oe"}, {0xd8, "Oe"}};
	spelling s = {.len = 0};
	for (size_t at = 0; at < name.len;) {
		size_t from = at;
		uint32_t c = dtl_utf8_next(name, &at);
		dtl_str part = dtl_str_sub(name, from, at);
		for (size_t i = 0; i < sizeof digraphs / sizeof *digraphs; i++)
			if (digraphs[i].letter == c) {
				part = dtl_str_of(digraphs[i].digraph);
				s.changed = true;
			}
		put(&s, part);
	}
	return add_spelling(b, &s, ref);
}

/* ---- Arabic article ---- */

/* "al hudaydah" -> "hudaydah", "el hudaydah"; assimilated articles (ash shihr) -> "al shihr". */
static bool with_article(dtl_gaz_builder *b, dtl_str key, dtl_gaz_ref ref)
{
	static const char *const articles[] = {"al ", "el ", "ash ", "ad ", "as ", "an ", "ar ", "at ", "az ", "ath ", "adh "};
	for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
		dtl_str article = dtl_str_of(articles[i]);
		if (!dtl_str_starts(key, article) || key.len < article.len + 3)
			continue;
		dtl_str rest = dtl_str_sub(key, article.len, key.len);
		if (!add(b, rest, ref, DTL_NAME_ALTERNATE))
			return false;
		for (size_t k = 0; k < 2; k++) {
			spelling s = {.len = 0, .changed = k != i};
			put(&s, dtl_str_of(articles[k]));
			put(&s, rest);
			if (!add_spelling(b, &s, ref))
				return false;
		}
		return true;
	}
	return true;
}

/* ---- Ukrainian names in Russian spelling ---- */

/* Horlivka = Gorlovka, Luhansk = Lugansk, Chernihiv = Chernigov: h is g (not in kh, zh, sh, ch), -iv and -ivka are -ov and -ovka. */
static bool in_russian(dtl_gaz_builder *b, dtl_str key, dtl_gaz_ref ref)
{
	spelling s = {.len = 0};
	for (size_t i = 0; i < key.len; i++) {
		char c = key.ptr[i], before = i ? key.ptr[i - 1] : ' ';
		dtl_str rest = dtl_str_sub(key, i, key.len);
		bool end_of_iv = dtl_str_eq(dtl_str_sub(rest, 0, 2), DTL_STR("iv")) && i > 1 &&
			(rest.len == 2 || rest.ptr[2] == ' ' || dtl_str_starts(rest, DTL_STR("ivka")) || dtl_str_starts(rest, DTL_STR("ivsk")));
		if (c == 'h' && before != 'k' && before != 'z' && before != 's' && before != 'c' && before != 't') {
			c = 'g';
			s.changed = true;
		} else if (end_of_iv) {
			c = 'o';
			s.changed = true;
		}
		put(&s, (dtl_str){&c, 1});
	}
	return add_spelling(b, &s, ref);
}

/* ---- Korean ---- */

static bool is_vowel(uint32_t c)
{
	return c < 0x80 ? memchr("aeiouyw", (int)c, 7) != NULL : c == 0x14f || c == 0x16d || c == 0x14e || c == 0x16c;
}

static bool is_apostrophe(uint32_t c)
{
	return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02bc || c == 0x02bb || c == '`';
}

/* The letters of a name, folded to lower case as far as McCune-Reischauer needs. */
static size_t letters_of(dtl_str name, uint32_t out[64])
{
	size_t n = 0;
	for (size_t at = 0; at < name.len && n < 63;) {
		uint32_t c = dtl_utf8_next(name, &at);
		out[n++] = c >= 'A' && c <= 'Z' ? c + 32 : c == 0x14e ? 0x14f : c == 0x16c ? 0x16d : c;
	}
	out[n] = 0;
	return n;
}

/* McCune-Reischauer to Revised Romanization (National Institute of Korean Language, 2000): the breves are eo and eu; k, t, p, ch
 * before a vowel are g, d, b, j, and with an apostrophe k, t, p, ch. `aspirates` writes those kh, th, ph, as North Korea does. */
static void revise(const uint32_t *l, size_t n, bool aspirates, spelling *s)
{
	for (size_t i = 0; i < n; i++) {
		bool ch = l[i] == 'c' && l[i + 1] == 'h';
		size_t after = i + 1 + ch;
		bool stop = ch || l[i] == 'k' || l[i] == 't' || l[i] == 'p';
		bool doubled = stop && !ch && (l[after] == l[i] || (i && l[i - 1] == l[i]));
		if (l[i] == 0x14f || l[i] == 0x16d) {
			put(s, l[i] == 0x14f ? (aspirates ? DTL_STR("o") : DTL_STR("eo")) : (aspirates ? DTL_STR("u") : DTL_STR("eu")));
			s->changed = true;
		} else if (stop && is_apostrophe(l[after])) {
			const char plain = (char)l[i];
			put(s, ch ? DTL_STR("ch") : (dtl_str){&plain, 1});
			if (aspirates && !ch)
				put(s, DTL_STR("h"));
			s->changed = true;
			i = after;
		} else if (stop && !doubled && !aspirates && is_vowel(l[after])) {
			put(s, ch ? DTL_STR("j") : l[i] == 'k' ? DTL_STR("g") : l[i] == 't' ? DTL_STR("d") : DTL_STR("b"));
			s->changed = true;
			i = after - 1;
		} else {
			char bytes[4];
			put(s, (dtl_str){bytes, dtl_utf8_put(l[i], bytes)});
		}
	}
}

/* Revised to McCune-Reischauer without its marks: Busan = Pusan, Daegu = Taegu, Jeju = Cheju, Incheon = Inchon. */
static void unrevise(dtl_str key, spelling *s)
{
	for (size_t i = 0; i < key.len; i++) {
		dtl_str rest = dtl_str_sub(key, i, key.len);
		bool first = !i || key.ptr[i - 1] == ' ';
		s->changed = true;
		if (dtl_str_starts(rest, DTL_STR("eo")) || dtl_str_starts(rest, DTL_STR("eu"))) {
			put(s, dtl_str_sub(rest, 1, 2));
			i++;
		} else if (first && rest.len > 1 && is_vowel((unsigned char)rest.ptr[1]) && memchr("gdbj", rest.ptr[0], 4)) {
			put(s, rest.ptr[0] == 'g' ? DTL_STR("k") : rest.ptr[0] == 'd' ? DTL_STR("t") : rest.ptr[0] == 'b' ? DTL_STR("p") : DTL_STR("ch"));
		} else {
			put(s, dtl_str_sub(rest, 0, 1));
		}
	}
}

/* "si" is spoken shi, and often written so: Sinpo = Shinpo. */
static bool with_shi(dtl_gaz_builder *b, dtl_str key, dtl_gaz_ref ref)
{
	spelling s = {.len = 0};
	for (size_t i = 0; i < key.len; i++) {
		put(&s, dtl_str_sub(key, i, i + 1));
		bool begins = i == 0 || key.ptr[i - 1] != 's';
		if (key.ptr[i] == 's' && begins && i + 2 < key.len && key.ptr[i + 1] == 'i') {
			put(&s, DTL_STR("h"));
			s.changed = true;
		}
	}
	return add_spelling(b, &s, ref);
}

/* Units behind a name: -ri village, -dong quarter, -gun county ... : the name alone and in one word. */
static bool without_unit(dtl_gaz_builder *b, dtl_str key, dtl_gaz_ref ref)
{
	static const char *const units[] = {" ri", " dong", " gun", " si", " do", " up", " eup", " myon", " myeon", " gu", " kuyok", " rodongjagu"};
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		dtl_str unit = dtl_str_of(units[i]);
		if (!dtl_str_ends(key, unit) || key.len < unit.len + 4)
			continue;
		spelling s = {.len = 0, .changed = true};
		put(&s, dtl_str_sub(key, 0, key.len - unit.len));
		if (!add(b, (dtl_str){s.text, s.len}, ref, DTL_NAME_SHORT))
			return false;
		put(&s, dtl_str_sub(unit, 1, unit.len));
		return add_spelling(b, &s, ref);
	}
	return true;
}

static bool in_korean_ways(dtl_gaz_builder *b, dtl_str name, dtl_str key, dtl_gaz_ref ref)
{
	if ((unsigned char)key.ptr[0] >= 0x80)
		return true;
	uint32_t l[64];
	size_t n = letters_of(name, l);
	for (int way = 0; way < 3; way++) {
		spelling s = {.len = 0};
		if (way == 2)
			unrevise(key, &s);
		else
			revise(l, n, way == 1, &s);
		char made[DTL_NORMAL_MAX];
		dtl_str m = {made, s.changed ? dtl_normal_key((dtl_str){s.text, s.len}, made) : 0};
		if (!m.len || dtl_str_eq(m, key))
			continue;
		if (!add(b, m, ref, DTL_NAME_ALTERNATE) || !with_shi(b, m, ref) || !without_unit(b, m, ref))
			return false;
	}
	return with_shi(b, key, ref) && without_unit(b, key, ref);
}

bool dtl_gaz_add_variants(dtl_gaz_builder *b, uint32_t entry, dtl_str name, dtl_str key, dtl_gaz_ref ref)
{
	if (ref.kind != DTL_NAME_MAIN && ref.kind != DTL_NAME_ALTERNATE)
		return true;
	/* A copy: the arrays of the builder do not move while names are added, but nothing shall rest on that. */
	const dtl_gaz_entry e = *dtl_gaz_entry_of(b, entry);
	const uint8_t rules = dtl_gaz_spelling_rules(b, e.country_code);
	if (!without_class_word(b, &e, key, ref) || !with_short_words(b, key, ref) || (rules & DTL_RULE_DIGRAPHS && !with_digraphs(b, name, ref)))
		return false;
	if (ref.kind == DTL_NAME_MAIN && !with_short_direction(b, key, ref))
		return false;
	if (!(rules & (DTL_RULE_ARTICLE | DTL_RULE_RUSSIAN | DTL_RULE_KOREAN)) || (ref.kind != DTL_NAME_MAIN && !(e.flags & DTL_GAZ_ENTRY_CURATED)))
		return true;
	return (!(rules & DTL_RULE_ARTICLE) || with_article(b, key, ref)) && (!(rules & DTL_RULE_RUSSIAN) || in_russian(b, key, ref)) &&
		(!(rules & DTL_RULE_KOREAN) || in_korean_ways(b, name, key, ref));
}
