/* The language of a text that does not tell it: by its script, and where many languages share one, by letters that only some of them
 * have and by the commonest words. Unsure is no answer: a wrong language costs an article its events. */
#include "base/utf8.h"
#include "read/reader.h"

#define SAMPLE_WORDS 400
#define LEAST_WORDS 25

typedef struct language {
	const char *tag;
	const char *words; /* commonest words, parted and enclosed by spaces, lower case */
} language;

/* Of languages in Latin script. Words that several of them share are in all their lists. */
static const language latin[] = {
	{"en", " the of and to in a is that for on was with as by at from were said has have it had he his they not be are this which who "},
	{"de", " der die und in den von zu das mit sich des auf f\xc3\xbcr ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach bei um am sind noch wie war wurde "},
	{"fr", " de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec son cette ont aux mais comme ou si leur \xc3\xa9t\xc3\xa9 "},
	{"es", " de la que el en y a los se del las un por con no una su para es al lo como m\xc3\xa1s o pero sus le ha este fue desde seg\xc3\xban entre "},
	{"pt", " de a o que e do da em um para com n\xc3\xa3o uma os no se na por mais as dos como mas foi ao ele das tem seu sua ou ser pelo pela segundo "},
	{"it", " di e il la che in un per \xc3\xa8 del una le si da con non i dei nel alla della sono al lo gli ha anche come pi\xc3\xb9 dal \xc3\xa8 stato dopo "},
	{"nl", " de van het een en in is dat op te zijn met voor niet aan er om door als bij die ook uit naar maar ze wordt nog heeft werd over "},
	{"sv", " och i att det som en p\xc3\xa5 \xc3\xa4r av f\xc3\xb6r med den till inte har de ett om var men sig fr\xc3\xa5n vi s\xc3\xa5 kan efter vid "},
	{"da", " og i at det er en til p\xc3\xa5 som af for med den ikke de der har et om var fra men sig ved efter blev kan havde ud "},
	{"nb", " og i det er en til p\xc3\xa5 som av for med den ikke de har et om var fra men seg ved etter ble kan hadde ut \xc3\xa5 at sier "},
	{"fi", " ja on ei ett\xc3\xa4 oli se my\xc3\xb6s mukaan kun joka ovat mutta h\xc3\xa4n sen t\xc3\xa4m\xc3\xa4 olla sek\xc3\xa4 kuin tai jo vuonna kertoo "},
	{"pl", " w i na z si\xc4\x99 nie do to \xc5\xbc" "e o jest od po za przez jak dla oraz co ale ju\xc5\xbc tak ze by\xc5\x82o lub przed pod tym kt\xc3\xb3re zosta\xc5\x82o "},
	{"cs", " a v se na je \xc5\xbe" "e s z do o i to za po pro ve k jako by od ale podle byl kter\xc3\xa9 tak p\xc5\x99i jsou u jeho "},
	{"hu", " a az \xc3\xa9s hogy nem is egy volt meg ez azt csak de el mint m\xc3\xa1r ki szerint van m\xc3\xa9g k\xc3\xb6z\xc3\xb6tt ut\xc3\xa1n "},
	{"ro", " \xc8\x99i de \xc3\xaen a la cu pe din care nu o un s\xc4\x83 au este pentru mai fost prin dup\xc4\x83 al ce sunt ca sau lui a\xc5\x9fi "},
	{"tr", " ve bir bu da de i\xc3\xa7in ile olarak olan \xc3\xa7ok daha gibi sonra kadar en ise ancak oldu\xc4\x9fu t\xc3\xbcrk eden yapt\xc4\xb1 dedi "},
	{"id", " yang dan di ini untuk dengan dari itu pada dalam tidak akan adalah ke mereka telah oleh karena juga tersebut kata sebagai bisa "},
	{"vi", " v\xc3\xa0 c\xe1\xbb\xa7" "a l\xc3\xa0 c\xc3\xb3 cho trong \xc4\x91\xc3\xa3 v\xe1\xbb\x9bi kh\xc3\xb4ng c\xc3\xa1" "c m\xe1\xbb\x99t \xc4\x91\xc6\xb0\xe1\xbb\xa3" "c n\xc3\xa0y ng\xc6\xb0\xe1\xbb\x9di khi \xe1\xbb\x9f t\xe1\xbb\xab "},
};
#define LATIN (sizeof latin / sizeof *latin)

typedef enum script { LATIN_SCRIPT, CYRILLIC, ARABIC, GREEK, HEBREW, DEVANAGARI, BENGALI, TAMIL, THAI, GEORGIAN, ARMENIAN, HANGUL, KANA, HAN, SCRIPTS } script;

static const struct { uint32_t first, last; script script; } blocks[] = {{0x41, 0x5a, LATIN_SCRIPT}, {0x61, 0x7a, LATIN_SCRIPT},
	{0xc0, 0x24f, LATIN_SCRIPT}, {0x370, 0x3ff, GREEK}, {0x400, 0x52f, CYRILLIC}, {0x531, 0x58f, ARMENIAN}, {0x590, 0x5ff, HEBREW},
	{0x600, 0x77f, ARABIC}, {0x900, 0x97f, DEVANAGARI}, {0x980, 0x9ff, BENGALI}, {0xb80, 0xbff, TAMIL}, {0xe00, 0xe7f, THAI},
	{0x10a0, 0x10ff, GEORGIAN}, {0x1e00, 0x1eff, LATIN_SCRIPT}, {0x3040, 0x30ff, KANA}, {0x4e00, 0x9fff, HAN}, {0xac00, 0xd7af, HANGUL}};

static script script_of(uint32_t c)
{
	for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
		if (c >= blocks[i].first && c <= blocks[i].last) return blocks[i].script;
	return SCRIPTS;
}

typedef struct sample {
	size_t letters[SCRIPTS];
	size_t words, hits[LATIN];
	uint64_t may[LATIN][4]; /* a bit for each word of the list, by its ends and length: nearly all other words stop here */
	size_t ukrainian, russian, serbian, persian, urdu; /* letters that only they have */
} sample;

static void count_letter(sample *s, uint32_t c)
{
	script of = script_of(c);
	if (of != SCRIPTS) s->letters[of]++;
	s->ukrainian += c == 0x404 || c == 0x454 || c == 0x407 || c == 0x457 || c == 0x490 || c == 0x491;
	s->russian += c == 0x42b || c == 0x44b || c == 0x42d || c == 0x44d || c == 0x401 || c == 0x451;
	s->serbian += c == 0x402 || c == 0x452 || c == 0x40b || c == 0x45b || c == 0x409 || c == 0x459 || c == 0x40a || c == 0x45a || c == 0x458;
	s->persian += c == 0x67e || c == 0x686 || c == 0x698 || c == 0x6af || c == 0x6cc || c == 0x6a9;
	s->urdu += c == 0x679 || c == 0x688 || c == 0x691 || c == 0x6ba || c == 0x6d2 || c == 0x6be;
}

static unsigned bit_of(const char *word, size_t n)
{
	return ((unsigned char)word[0] * 37u + (unsigned char)word[n - 1] * 11u + (unsigned)n * 101u) & 255;
}

static void open_lists(sample *s)
{
	for (size_t i = 0; i < LATIN; i++) {
		for (const char *at = latin[i].words + 1; *at;) {
			size_t n = strcspn(at, " ");
			unsigned bit = bit_of(at, n);
			s->may[i][bit / 64] |= (uint64_t)1 << bit % 64;
			at += n + 1;
		}
	}
}

static void count_word(sample *s, dtl_str word)
{
	char padded[24];
	s->words++;
	if (word.len > sizeof padded - 3) return;
	size_t n = 0;
	padded[n++] = ' ';
	for (size_t i = 0; i < word.len; i++) padded[n++] = dtl_ascii_lower(word.ptr[i]);
	padded[n++] = ' ';
	padded[n] = '\0';
	unsigned bit = bit_of(padded + 1, word.len);
	for (size_t i = 0; i < LATIN; i++)
		if (s->may[i][bit / 64] >> bit % 64 & 1) s->hits[i] += strstr(latin[i].words, padded) != NULL;
}

static sample sample_of(dtl_str text)
{
	sample s = {.words = 0};
	open_lists(&s);
	size_t from = SIZE_MAX, at = 0, letters = 0;
	while (at < text.len && s.words < SAMPLE_WORDS && letters < 20 * SAMPLE_WORDS) {
		size_t before = at;
		uint32_t c = dtl_utf8_next(text, &at);
		bool letter = script_of(c) != SCRIPTS;
		letters += letter;
		count_letter(&s, c);
		if (letter && from == SIZE_MAX) from = before;
		if (!letter && from != SIZE_MAX) {
			count_word(&s, dtl_str_sub(text, from, before));
			from = SIZE_MAX;
		}
	}
	if (from != SIZE_MAX) count_word(&s, dtl_str_sub(text, from, at));
	return s;
}

/* The language of most of the common words, if it leads clearly and has its share of the words. */
static const char *latin_language(const sample *s)
{
	size_t best = 0, second = LATIN;
	for (size_t i = 1; i < LATIN; i++) {
		if (s->hits[i] > s->hits[best]) second = best, best = i;
		else if (second == LATIN || s->hits[i] > s->hits[second]) second = i;
	}
	bool share = s->hits[best] * 8 > s->words, clear = s->hits[best] * 6 > s->hits[second] * 7;
	if (best != 0 && (s->hits[0] * 2 > s->hits[best] || s->hits[best] < 6)) clear = false; /* much of it may be English */
	return share && clear && s->words >= LEAST_WORDS ? latin[best].tag : "";
}

dtl_str dtl_text_language(dtl_str text)
{
	static const char *const tags[SCRIPTS] = {[GREEK] = "el", [HEBREW] = "he", [DEVANAGARI] = "hi", [BENGALI] = "bn", [TAMIL] = "ta", [THAI] = "th",
		[GEORGIAN] = "ka", [ARMENIAN] = "hy", [HANGUL] = "ko", [KANA] = "ja", [HAN] = "zh"};
	sample s = sample_of(text);
	size_t all = 0, most = 0;
	for (size_t i = 0; i < SCRIPTS; i++) {
		all += s.letters[i];
		if (s.letters[i] > s.letters[most]) most = i;
	}
	if (all < 40 || s.letters[most] * 10 < all * 6) return s.letters[KANA] * 10 > all ? DTL_STR("ja") : DTL_STR("");
	switch ((script)most) {
	case LATIN_SCRIPT: return dtl_str_of(latin_language(&s));
	case CYRILLIC:
		if (s.ukrainian > s.russian) return DTL_STR("uk");
		if (s.serbian > s.russian) return DTL_STR("sr");
		return s.russian * 200 > s.letters[CYRILLIC] ? DTL_STR("ru") : DTL_STR("bg");
	case ARABIC:
		if (s.urdu * 100 > s.letters[ARABIC]) return DTL_STR("ur");
		return s.persian * 50 > s.letters[ARABIC] ? DTL_STR("fa") : DTL_STR("ar");
	case HAN: return s.letters[KANA] * 20 > all ? DTL_STR("ja") : DTL_STR("zh");
	default: return dtl_str_of(tags[most]);
	}
}
