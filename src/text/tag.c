#include "text/tag.h"

#include "base/str.h"

static const char *const tag_names[DTL_TAG_COUNT] = {
	"", "CC", "CD", "DT", "EX", "FW", "IN", "JJ", "JJR", "JJS", "LS", "MD", "NN", "NNS", "NNP", "NNPS", "PDT", "POS", "PRP", "PRP$",
	"RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WP$", "WRB", "PUNCT",
};

const char *dtl_tag_name(dtl_tag tag) { return tag < DTL_TAG_COUNT ? tag_names[tag] : ""; }

bool dtl_tag_from_name(dtl_str name, dtl_tag *out)
{
	for (int i = 1; i < DTL_TAG_COUNT; i++) {
		if (!dtl_str_eq(name, dtl_str_of(tag_names[i]))) continue;
		*out = (dtl_tag)i;
		return true;
	}
	return false;
}

const char *dtl_entity_name(dtl_entity entity)
{
	static const char *const names[DTL_ENTITY_COUNT] = {
		"O", "B-LOC", "I-LOC", "B-DEM", "I-DEM", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-MISC", "I-MISC",
	};
	return entity < DTL_ENTITY_COUNT ? names[entity] : "";
}
