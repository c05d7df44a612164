#include "extract/language.h"

#include "base/utf8.h"

#define SAMPLE 200 /* words looked at */

static const char *const english[] = {"a", "about", "after", "and", "are", "as", "at", "be", "been", "but", "by", "for",
	"from", "had", "has", "have", "he", "his", "in", "is", "it", "its", "more", "not", "of", "on", "or", "said", "that",
	"the", "their", "they", "this", "to", "was", "were", "which", "who", "will", "with"};
/* Function words of other languages in Latin script that are no English words. */
static const char *const foreign[] = {"aan", "al", "auf", "aus", "av", "avec", "bir", "che", "com", "con", "cu", "da", "dan",
	"dans", "das", "de", "dei", "del", "della", "den", "der", "des", "det", "di", "do", "du", "dos", "ein", "eine", "el", "em",
	"en", "er", "est", "et", "een", "ett", "het", "i", "il", "jest", "la", "las", "le", "les", "los", "med", "mit", "na", "nad",
	"nicht", "och", "og", "om", "para", "par", "per", "por", "pour", "que", "qui", "se", "sich", "som", "su", "sur", "te", "til",
	"um", "un", "una", "und", "une", "van", "ve", "von", "w", "yang", "z", "zu", "și"};

static bool listed(const char *const *words, size_t count, dtl_str word)
{
	char lower[8];
	if (word.len >= sizeof lower) return false;
	for (size_t i = 0; i < word.len; i++) lower[i] = dtl_ascii_lower(word.ptr[i]);
	lower[word.len] = '\0';
	for (size_t i = 0; i < count; i++)
		if (words[i][0] == lower[0] && strcmp(words[i], lower) == 0) return true;
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
	for (size_t i = 0; i < doc->tokens.count && words < SAMPLE; i++) {
		if (doc->tokens.tokens[i].kind != DTL_TOKEN_WORD) continue;
		dtl_str word = dtl_token_str(&doc->tokens, i);
		size_t at = 0;
		words++;
		if (dtl_utf8_next(word, &at) > 0x24f) { /* beyond Latin and its extensions */
			other_script++;
			continue;
		}
		here += listed(english, sizeof english / sizeof *english, word);
		elsewhere += listed(foreign, sizeof foreign / sizeof *foreign, word);
	}
	if (other_script * 2 > words) return false;
	return words < 12 || here * 2 >= elsewhere;
}
