/* More spellings of a name, by rule. Each rule works on the normalised key and holds for any country it names. */
#include "gazetteer/build.h"
#include "text/normal.h"

/* Words that say what sort of area a name means, behind or before it, in the languages of GeoNames' division names. */
static const char *const class_after[] = {" county", " parish", " borough", " census area", " municipality", " province", " region",
	" oblast", " krai", " kray", " raion", " rayon", " okrug", " republic", " governorate", " prefecture", " department", " district",
	" state", " territory", " voivodeship", " canton", " city", " division", " union territory", " autonomous region", " sheng", " shi",
	" do", " si", " gun", " gu", " ken", " fu", " to", " il", " ili", " megye", " maakond", " kommun", " lan", " fylke", " kreis",
	" apskritis", " county borough", " metropolitan city", " special city", " special administrative region", " autonomous province",
	" autonomous prefecture", " emirate", " wilaya", " division", " zone", " area", NULL};
static const char *const class_before[] = {"province of ", "provincia de ", "provincia di ", "provincia del ", "province de ",
	"departement de ", "departement du ", "departamento de ", "departamento del ", "region of ", "region de ", "region del ", "regione ",
	"estado de ", "state of ", "county of ", "city of ", "wilaya de ", "wilayat ", "muhafazat ", "mohafazat ", "gouvernorat de ",
	"governorate of ", "district of ", "distrito de ", "canton of ", "canton de ", "landkreis ", "kreis ", "kabupaten ", "kota ",
	"powiat ", "obshtina ", "opstina ", "municipio de ", "comarca de ", "republic of ", "respublika ", "oblast ", "ostan e ",
	"metropolitan city of ", "autonomous region of ", "community of ", "principality of ", NULL};

static bool add(dtl_gaz_builder *b, dtl_str key, dtl_gaz_ref ref, dtl_name_kind kind)
{
	if (!key.len || key.len > DTL_NORMAL_MAX)
		return true;
	ref.kind = (uint8_t)kind;
	return dtl_gaz_add_key(b, key, ref);
}

/* "walker county" -> walker, "provincia de salta" -> salta; areas only. */
static bool without_class_word(dtl_gaz_builder *b, const dtl_gaz_entry *e, dtl_str key, dtl_gaz_ref ref)
{
	if (e->class_ != DTL_GAZ_ADM1 && e->class_ != DTL_GAZ_ADM2)
		return true;
	dtl_name_kind kind = ref.kind == DTL_NAME_MAIN ? DTL_NAME_SHORT : DTL_NAME_ALTERNATE;
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

bool dtl_gaz_add_variants(dtl_gaz_builder *b, uint32_t entry, dtl_str name, dtl_str key, dtl_gaz_ref ref)
{
	(void)name;
	if (ref.kind != DTL_NAME_MAIN && ref.kind != DTL_NAME_ALTERNATE)
		return true;
	return without_class_word(b, dtl_gaz_entry_of(b, entry), key, ref);
}
