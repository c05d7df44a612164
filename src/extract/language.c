#include "extract/language.h"

#include "base/utf8.h"

#define SAMPLE 200 /* words looked at */

/* Each list by first letter. */
static const char *const english[] = {"a", "about", "after", "and", "are", "as", "at", "be", "been", "but", "by", "for",
	"from", "had", "has", "have", "he", "his", "in", "is", "it", "its", "more", "not", "of", "on", "or", "said", "that",
	"the", "their", "they", "this", "to", "was", "were", "which", "who", "will", "with"};
/* Function words of other languages in Latin script that are no English words. */
static const char *const foreign[] = {"aan", "al", "auf", "aus", "av", "avec", "bir", "che", "com", "con", "cu", "da", "dan",
	"dans", "das", "de", "dei", "del", "della", "den", "der", "des", "det", "di", "do", "du", "dos", "ein", "eine", "el", "em",
	"en", "er", "est", "et", "een", "ett", "het", "i", "il", "jest", "la", "las", "le", "les", "los", "med", "mit", "na", "nad",
	"nicht", "och", "og", "om", "para", "par", "per", "por", "pour", "que", "qui", "se", "sich", "som", "su", "sur", "te", "til",
	"um", "un", "una", "und", "une", "van", "ve", "von", "w", "yang", "z", "zu", "și"};

/* A list with where the words of each first byte begin. */
typedef struct word_list {
	const char *const *words;
	size_t count;
	uint8_t first[256]; /* index + 1; 0: none */
} word_list;

static void list_open(word_list *l, const char *const *words, size_t count)
{
	*l = (word_list){words, count, {0}};
	for (size_t i = count; i-- > 0;) l->first[(unsigned char)words[i][0]] = (uint8_t)(i + 1);
}

static bool listed(const word_list *l, dtl_str word)
{
	char lower[8];
	if (word.len >= sizeof lower) return false;
	for (size_t i = 0; i < word.len; i++) lower[i] = dtl_ascii_lower(word.ptr[i]);
	lower[word.len] = '\0';
	size_t i = l->first[(unsigned char)lower[0]];
	for (; i && i <= l->count && l->words[i - 1][0] == lower[0]; i++)
		if (strcmp(l->words[i - 1], lower) == 0) return true;
	return false;
}

/* "en", "en-GB", "en_US", "eng", "English" */
static bool told_english(dtl_str lang)
{
	dtl_str first = dtl_str_cut(&lang, '-');
	first = dtl_str_cut(&first, '_');
	return dtl_str_eq_nocase(first, DTL_STR("en")) || dtl_str_eq_nocase(first, DTL_STR("eng")) ||
		dtl_str_eq_nocase(first, DTL_STR("english"));
}

bool dtl_is_english(const dtl_doc *doc)
{
	dtl_str lang = doc->article->lang;
	if (lang.len) return told_english(lang);
	size_t words = 0, other_script = 0, here = 0, elsewhere = 0;
	word_list ours, theirs;
	list_open(&ours, english, sizeof english / sizeof *english);
	list_open(&theirs, foreign, sizeof foreign / sizeof *foreign);
	for (size_t i = 0; i < doc->tokens.count && words < SAMPLE; i++) {
		if (doc->tokens.tokens[i].kind != DTL_TOKEN_WORD) continue;
		dtl_str word = dtl_token_str(&doc->tokens, i);
		size_t at = 0;
		words++;
		if (dtl_utf8_next(word, &at) > 0x24f) { /* beyond Latin and its extensions */
			other_script++;
			continue;
		}
		here += listed(&ours, word);
		elsewhere += listed(&theirs, word);
	}
	if (other_script * 2 > words) return false;
	return words < 12 || here * 2 >= elsewhere;
}
