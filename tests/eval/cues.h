/* The word lists behind dtl_cue (src/text/word.h). The first list that holds a word decides. */
#ifndef DTL_EVAL_CUES_H
#define DTL_EVAL_CUES_H

#include "text/word.h"

static const struct { dtl_cue cue; const char *words; } cue_lists[] = {
	{DTL_CUE_GLUE, "of the de la del da do dos das du des di le les el al an ul ad as ash ar van von der den ter ten op bin ibn abu upon sur sous y e"},
	{DTL_CUE_AND, "and & et und"},
	{DTL_CUE_LOCATIVE, "in at near from to into outside inside across around toward towards through throughout between off over via within beyond "
		"along onto nearby downtown central southwest northwest northeast southeast"},
	{DTL_CUE_SAY, "said says say told tells added adds asked asks replied explained noted insisted joked recalled testified wrote writes tweeted "
		"thinks believes who whose he she"},
	{DTL_CUE_TITLE, "president mr. mr mrs. mrs ms. ms dr. dr prof. professor minister secretary senator sen. sen representative rep. rep governor gov. gov "
		"mayor chairman chairwoman chief judge justice general gen. gen colonel col. lieutenant lt. captain capt. sergeant sgt. sgt corporal cpl. "
		"major maj. admiral adm. commander cmdr. officer detective det. deputy sheriff spokesman spokeswoman spokesperson director "
		"manager coach king queen prince princess pope bishop archbishop cardinal rev. reverend father sister sir lord lady sheikh ayatollah imam "
		"ambassador envoy chancellor premier actor actress singer author lawyer attorney candidate ex-president striker midfielder "
		"quarterback pitcher goalkeeper congressman congresswoman councilman councilwoman councilor commissioner superintendent principal ceo founder "
		"brother son daughter wife husband mother aged miss aunt uncle"},
	{DTL_CUE_ORG, "council department police government army fire sheriff's court mayor's university college school hospital board commission committee "
		"authority agency ministry association society union federation league party club team company corporation corp. inc. co. ltd. bank group "
		"institute foundation center centre museum church times post news herald tribune journal gazette press radio tv television airlines "
		"airways airport office bureau service services force forces guard navy parliament congress senate assembly legislature administration "
		"chamber academy library theater theatre hotel stadium arena united fc orchestra band high elementary middle medical energy "
		"industries systems motors oil insurance financial bancorp partners holdings network media daily sun star observer examiner chronicle "
		"sentinel register courier enterprise district's regiment brigade battalion division squad front movement brotherhood coalition "
		"alliance organization organisation"},
	{DTL_CUE_STREET, "street st. st avenue ave. ave road rd. rd boulevard blvd. blvd lane ln drive highway hwy hwy. route interstate parkway pkwy "
		"turnpike freeway expressway terrace way court plaza square bridge pike trail strasse straße rue via"},
	{DTL_CUE_FEATURE, "county river north south east west northern southern eastern western lake mount mt. mt mountain mountains island islands "
		"isle isles city town township village province state states republic kingdom emirates valley bay beach creek peninsula cape coast sea ocean gulf strait "
		"channel port fort ft. san santa saint new old upper lower greater desert forest park hill hills heights springs falls "
		"district region governorate prefecture oblast canton parish borough basin plateau delta canal reservoir dam volcano "
		"glacier range canyon territory territories shire grove point harbor harbour central"},
	{DTL_CUE_CALENDAR, "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october "
		"november december jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec. mon tue wed thu fri sat sun christmas easter ramadan"},
};

#endif
