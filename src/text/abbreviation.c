#include <stdlib.h>

#include "base/str.h"
#include "text/cut.h"

/* Sorted by bytes (a test holds it so): bsearch. Initials and U.S. are found by their form, not listed. */
static const struct { const char *word; uint8_t kind; } abbreviations[] = {
	{"Adm", DTL_ABBR_TITLE},  {"Ala", DTL_ABBR_OTHER},   {"Alta", DTL_ABBR_OTHER},  {"Apr", DTL_ABBR_OTHER},   {"Ariz", DTL_ABBR_OTHER},
	{"Ark", DTL_ABBR_OTHER},  {"Assn", DTL_ABBR_OTHER},  {"Aug", DTL_ABBR_OTHER},   {"Ave", DTL_ABBR_OTHER},   {"Blvd", DTL_ABBR_OTHER},
	{"Brig", DTL_ABBR_TITLE}, {"Bros", DTL_ABBR_OTHER},  {"Calif", DTL_ABBR_OTHER}, {"Capt", DTL_ABBR_TITLE},  {"Cmdr", DTL_ABBR_TITLE},
	{"Co", DTL_ABBR_OTHER},   {"Col", DTL_ABBR_TITLE},   {"Colo", DTL_ABBR_OTHER},  {"Conn", DTL_ABBR_OTHER},  {"Corp", DTL_ABBR_OTHER},
	{"Cpl", DTL_ABBR_TITLE},  {"Dec", DTL_ABBR_OTHER},   {"Del", DTL_ABBR_OTHER},   {"Dept", DTL_ABBR_OTHER},  {"Det", DTL_ABBR_TITLE},
	{"Dr", DTL_ABBR_TITLE},   {"Drs", DTL_ABBR_TITLE},   {"Esq", DTL_ABBR_OTHER},   {"Feb", DTL_ABBR_OTHER},   {"Fla", DTL_ABBR_OTHER},
	{"Fr", DTL_ABBR_TITLE},   {"Fri", DTL_ABBR_OTHER},   {"Ft", DTL_ABBR_TITLE},    {"Ga", DTL_ABBR_OTHER},    {"Gen", DTL_ABBR_TITLE},
	{"Gov", DTL_ABBR_TITLE},  {"Hon", DTL_ABBR_TITLE},   {"Hwy", DTL_ABBR_TITLE},   {"Ill", DTL_ABBR_OTHER},   {"Inc", DTL_ABBR_OTHER},
	{"Ind", DTL_ABBR_OTHER},  {"Insp", DTL_ABBR_TITLE},  {"Jan", DTL_ABBR_OTHER},   {"Jr", DTL_ABBR_OTHER},    {"Jul", DTL_ABBR_OTHER},
	{"Jun", DTL_ABBR_OTHER},  {"Kan", DTL_ABBR_OTHER},   {"Ky", DTL_ABBR_OTHER},    {"La", DTL_ABBR_OTHER},    {"Lt", DTL_ABBR_TITLE},
	{"Ltd", DTL_ABBR_OTHER},  {"Maj", DTL_ABBR_TITLE},   {"Mar", DTL_ABBR_NUMBER},  {"Mass", DTL_ABBR_OTHER},  {"Md", DTL_ABBR_OTHER},
	{"Messrs", DTL_ABBR_TITLE}, {"Mich", DTL_ABBR_OTHER}, {"Minn", DTL_ABBR_OTHER}, {"Miss", DTL_ABBR_OTHER},  {"Mlle", DTL_ABBR_TITLE},
	{"Mme", DTL_ABBR_TITLE},  {"Mo", DTL_ABBR_OTHER},    {"Mon", DTL_ABBR_OTHER},   {"Mont", DTL_ABBR_OTHER},  {"Mr", DTL_ABBR_TITLE},
	{"Mrs", DTL_ABBR_TITLE},  {"Ms", DTL_ABBR_TITLE},    {"Msgr", DTL_ABBR_TITLE},  {"Mt", DTL_ABBR_TITLE},    {"Neb", DTL_ABBR_OTHER},
	{"Nev", DTL_ABBR_OTHER},  {"No", DTL_ABBR_NUMBER},   {"Nos", DTL_ABBR_NUMBER},  {"Nov", DTL_ABBR_OTHER},   {"Oct", DTL_ABBR_OTHER},
	{"Okla", DTL_ABBR_OTHER}, {"Ont", DTL_ABBR_OTHER},   {"Ore", DTL_ABBR_OTHER},   {"Pa", DTL_ABBR_OTHER},    {"Penn", DTL_ABBR_OTHER},
	{"Pfc", DTL_ABBR_TITLE},  {"Pres", DTL_ABBR_TITLE},  {"Prof", DTL_ABBR_TITLE},  {"Pte", DTL_ABBR_TITLE},   {"Pvt", DTL_ABBR_TITLE},
	{"Que", DTL_ABBR_OTHER},  {"Rd", DTL_ABBR_OTHER},    {"Rep", DTL_ABBR_TITLE},   {"Reps", DTL_ABBR_TITLE},  {"Rev", DTL_ABBR_TITLE},
	{"Sask", DTL_ABBR_OTHER}, {"Sen", DTL_ABBR_TITLE},   {"Sens", DTL_ABBR_TITLE},  {"Sep", DTL_ABBR_OTHER},   {"Sept", DTL_ABBR_OTHER},
	{"Sgt", DTL_ABBR_TITLE},  {"Sr", DTL_ABBR_OTHER},    {"St", DTL_ABBR_TITLE},    {"Sta", DTL_ABBR_TITLE},   {"Ste", DTL_ABBR_TITLE},
	{"Sts", DTL_ABBR_TITLE},  {"Supt", DTL_ABBR_TITLE},  {"Tenn", DTL_ABBR_OTHER},  {"Tex", DTL_ABBR_OTHER},   {"Thu", DTL_ABBR_OTHER},
	{"Thurs", DTL_ABBR_OTHER}, {"Tue", DTL_ABBR_OTHER},  {"Tues", DTL_ABBR_OTHER},  {"Twp", DTL_ABBR_OTHER},   {"Univ", DTL_ABBR_OTHER},
	{"Va", DTL_ABBR_OTHER},   {"Vt", DTL_ABBR_OTHER},    {"Wash", DTL_ABBR_OTHER},  {"Wed", DTL_ABBR_NUMBER},  {"Wis", DTL_ABBR_OTHER},
	{"Wyo", DTL_ABBR_OTHER},  {"approx", DTL_ABBR_OTHER}, {"c", DTL_ABBR_NUMBER},   {"ca", DTL_ABBR_NUMBER},   {"cf", DTL_ABBR_TITLE},
	{"dept", DTL_ABBR_OTHER}, {"est", DTL_ABBR_NUMBER},  {"etc", DTL_ABBR_OTHER},   {"pp", DTL_ABBR_NUMBER},   {"v", DTL_ABBR_TITLE},
	{"vs", DTL_ABBR_TITLE},
};

static const char *const openers[] = {
	"A", "About", "According", "After", "Also", "Although", "An", "And", "Another", "As", "At", "Before", "Both", "But", "By", "During",
	"Earlier", "Even", "For", "From", "He", "Her", "Here", "His", "How", "However", "I", "If", "In", "Instead", "It", "Its", "Last",
	"Later", "Many", "Meanwhile", "More", "Most", "My", "No", "Now", "On", "Once", "One", "Only", "Other", "Others", "Our", "Police",
	"She", "Since", "So", "Some", "Such", "That", "The", "Their", "Then", "There", "These", "They", "This", "Those", "Though", "Two",
	"Under", "Until", "We", "What", "When", "Where", "Which", "While", "Who", "Why", "With", "You",
};

static int compare(dtl_str key, const char *word) { return dtl_str_cmp(key, dtl_str_of(word)); }

dtl_abbreviation dtl_abbreviation_of(dtl_str word)
{
	size_t low = 0, high = sizeof abbreviations / sizeof *abbreviations;
	if (word.len > 6) return DTL_ABBR_NONE;
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = compare(word, abbreviations[middle].word);
		if (order == 0) return (dtl_abbreviation)abbreviations[middle].kind;
		if (order < 0) high = middle;
		else low = middle + 1;
	}
	return DTL_ABBR_NONE;
}

bool dtl_is_sentence_opener(dtl_str word)
{
	size_t low = 0, high = sizeof openers / sizeof *openers;
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = compare(word, openers[middle]);
		if (order == 0) return true;
		if (order < 0) high = middle;
		else low = middle + 1;
	}
	return false;
}
