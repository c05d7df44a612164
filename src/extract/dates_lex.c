/* Every token's lexeme: what kind of word of a time expression it may be. Most are none.
 *
 * The table is in alphabetical order; the words of one first letter are found through an index made for each article, and
 * compared by length first. */
#include "extract/dates_internal.h"

typedef struct word {
	const char *word;
	uint8_t len, cls, flags;
	int16_t value;
} word;

#define W(w, cls, value, flags) {w, sizeof(w) - 1, cls, flags, value}
static const word words[] = {
	W("a", LX_A, 1, 0), W("a.m", LX_AMPM, 0, 0), W("a.m.", LX_AMPM, 0, 0), W("about", LX_APPROX, MOD_APPROX, 0),
	W("aedt", LX_ZONE, 660, 0), W("aest", LX_ZONE, 600, 0), W("after", LX_AFTER, 1, 0),
	W("afternoon", LX_PART, PART_AFTERNOON, 0), W("afternoons", LX_PART, PART_AFTERNOON, LF_PLURAL), W("ago", LX_AGO, -1, 0),
	W("all", LX_NONE, 0, LF_HOLIDAY), W("almost", LX_APPROX, MOD_EQUAL_OR_LESS, 0), W("am", LX_AMPM, 0, 0),
	W("an", LX_A, 1, 0), W("and", LX_AND, 0, 0), W("annual", LX_SETADV, UNIT_YEAR, 0), W("annually", LX_SETADV, UNIT_YEAR, 0),
	W("anzac", LX_NONE, 0, LF_HOLIDAY), W("approximately", LX_APPROX, MOD_APPROX, 0), W("apr", LX_MONTH, 4, LF_SHORT),
	W("april", LX_MONTH, 4, 0), W("armistice", LX_NONE, 0, LF_HOLIDAY), W("around", LX_APPROX, MOD_APPROX, 0),
	W("as", LX_PREP, PREP_OTHER, 0), W("ascension", LX_NONE, 0, LF_HOLIDAY), W("ash", LX_NONE, 0, LF_HOLIDAY),
	W("ashura", LX_NONE, 0, LF_HOLIDAY), W("at", LX_PREP, PREP_AT, 0), W("aug", LX_MONTH, 8, LF_SHORT),
	W("august", LX_MONTH, 8, 0), W("australia", LX_NONE, 0, LF_HOLIDAY), W("autumn", LX_SEASON, SEASON_AUTUMN, 0),
	W("back", LX_PREP, PREP_OTHER, 0), W("barely", LX_APPROX, MOD_LESS_THAN, 0), W("bastille", LX_NONE, 0, LF_HOLIDAY),
	W("before", LX_BEFORE, -1, 0), W("beginning", LX_EDGEOF, MOD_START, 0), W("between", LX_PREP, PREP_BETWEEN, 0),
	W("biweekly", LX_SETADV, UNIT_FORTNIGHT, 0), W("black", LX_NONE, 0, LF_HOLIDAY), W("bonfire", LX_NONE, 0, LF_HOLIDAY),
	W("boxing", LX_NONE, 0, LF_HOLIDAY), W("bst", LX_ZONE, 60, 0), W("by", LX_PREP, PREP_BY, 0),
	W("canada", LX_NONE, 0, LF_HOLIDAY), W("cdt", LX_ZONE, -300, 0), W("centuries", LX_UNIT, UNIT_CENTURY, LF_PLURAL),
	W("century", LX_UNIT, UNIT_CENTURY, 0), W("cest", LX_ZONE, 120, 0), W("cet", LX_ZONE, 60, 0),
	W("chanukah", LX_NONE, 0, LF_HOLIDAY), W("chinese", LX_NONE, 0, LF_HOLIDAY), W("christmas", LX_NONE, 0, LF_HOLIDAY),
	W("cinco", LX_NONE, 0, LF_HOLIDAY), W("circa", LX_PREP, PREP_IN, 0), W("close", LX_EDGEOF, MOD_END, 0),
	W("columbus", LX_NONE, 0, LF_HOLIDAY), W("coming", LX_DIR, DIR_COMING, 0), W("countless", LX_VAGUE, 0, 0),
	W("couple", LX_VAGUE, 0, 0), W("cst", LX_ZONE, -360, 0), W("current", LX_DIR, DIR_CURRENT, 0),
	W("currently", LX_REF, REF_PRESENT, 0), W("cyber", LX_NONE, 0, LF_HOLIDAY),
	W("daily", LX_SETADV, UNIT_DAY, 0), W("dawn", LX_PART, PART_DAWN, 0), W("day", LX_UNIT, UNIT_DAY, 0),
	W("daybreak", LX_PART, PART_DAWN, 0), W("days", LX_UNIT, UNIT_DAY, LF_PLURAL), W("daytime", LX_PART, PART_DAYTIME, 0),
	W("dec", LX_MONTH, 12, LF_SHORT), W("decade", LX_UNIT, UNIT_DECADE, 0), W("decades", LX_UNIT, UNIT_DECADE, LF_PLURAL),
	W("december", LX_MONTH, 12, 0), W("diwali", LX_NONE, 0, LF_HOLIDAY), W("dozens", LX_VAGUE, 0, 0),
	W("during", LX_PREP, PREP_DURING, 0), W("dusk", LX_PART, PART_EVENING, 0),
	W("each", LX_EVERY, 0, 0), W("earlier", LX_CMP, -1, 0), W("early", LX_EDGE, MOD_START, 0),
	W("earth", LX_NONE, 0, LF_HOLIDAY), W("easter", LX_NONE, 0, LF_HOLIDAY), W("edt", LX_ZONE, -240, 0),
	W("eest", LX_ZONE, 180, 0), W("eet", LX_ZONE, 120, 0), W("eid", LX_NONE, 0, LF_HOLIDAY), W("eight", LX_CARD, 8, 0),
	W("eighteen", LX_CARD, 18, 0), W("eighteenth", LX_ORD, 18, 0), W("eighth", LX_ORD, 8, 0), W("eighties", LX_DECADES, 80, 0),
	W("eighty", LX_TENS, 80, 0), W("election", LX_NONE, 0, LF_HOLIDAY), W("eleven", LX_CARD, 11, 0),
	W("eleventh", LX_ORD, 11, 0), W("end", LX_EDGEOF, MOD_END, 0), W("ending", LX_EDGEOF, MOD_END, 0),
	W("ensuing", LX_DIR, DIR_FOLLOWING, 0), W("epiphany", LX_NONE, 0, LF_HOLIDAY), W("est", LX_ZONE, -300, 0),
	W("evening", LX_PART, PART_EVENING, 0), W("evenings", LX_PART, PART_EVENING, LF_PLURAL), W("every", LX_EVERY, 0, 0),
	W("exactly", LX_APPROX, MOD_NONE, 0),
	W("fall", LX_SEASON, SEASON_AUTUMN, LF_AMBIGUOUS), W("father", LX_NONE, 0, LF_HOLIDAY), W("feb", LX_MONTH, 2, LF_SHORT),
	W("february", LX_MONTH, 2, 0), W("few", LX_VAGUE, 0, 0), W("fewer", LX_LESS, 0, 0), W("fifteen", LX_CARD, 15, 0),
	W("fifteenth", LX_ORD, 15, 0), W("fifth", LX_ORD, 5, 0), W("fifties", LX_DECADES, 50, 0), W("fifty", LX_TENS, 50, 0),
	W("final", LX_ORD, -1, 0), W("first", LX_ORD, 1, 0), W("fiscal", LX_FISCAL, 0, 0), W("five", LX_CARD, 5, 0),
	W("following", LX_DIR, DIR_FOLLOWING, 0), W("for", LX_PREP, PREP_FOR, 0), 
	W("forties", LX_DECADES, 40, 0), W("fortnight", LX_UNIT, UNIT_FORTNIGHT, 0),
	W("fortnightly", LX_SETADV, UNIT_FORTNIGHT, 0), W("fortnights", LX_UNIT, UNIT_FORTNIGHT, LF_PLURAL),
	W("forty", LX_TENS, 40, 0), W("four", LX_CARD, 4, 0), W("fourteen", LX_CARD, 14, 0), W("fourteenth", LX_ORD, 14, 0),
	W("fourth", LX_ORD, 4, LF_HOLIDAY), W("fri", LX_WDAY, 5, LF_SHORT), W("friday", LX_WDAY, 5, 0),
	W("fridays", LX_WDAYS, 5, 0), W("from", LX_PREP, PREP_FROM, 0), W("future", LX_REF, REF_FUTURE, 0),
	W("gmt", LX_ZONE, 0, 0), W("good", LX_NONE, 0, LF_HOLIDAY), W("guy", LX_NONE, 0, LF_HOLIDAY),
	W("half", LX_HALF, 0, 0), W("halloween", LX_NONE, 0, LF_HOLIDAY), W("hanukkah", LX_NONE, 0, LF_HOLIDAY),
	W("hence", LX_AGO, 1, 0), W("hkt", LX_ZONE, 480, 0), W("holy", LX_NONE, 0, LF_HOLIDAY), W("hour", LX_UNIT, UNIT_HOUR, 0),
	W("hourly", LX_SETADV, UNIT_HOUR, 0), W("hours", LX_UNIT, UNIT_HOUR, LF_PLURAL), W("hrs", LX_UNIT, UNIT_HOUR, LF_PLURAL),
	W("hundred", LX_SCALE, 100, 0),
	W("in", LX_PREP, PREP_IN, 0), W("independence", LX_NONE, 0, LF_HOLIDAY), W("international", LX_NONE, 0, LF_HOLIDAY),
	W("into", LX_PREP, PREP_OTHER, 0), W("ist", LX_ZONE, 330, 0),
	W("jan", LX_MONTH, 1, LF_SHORT), W("january", LX_MONTH, 1, 0), W("jst", LX_ZONE, 540, 0), W("jul", LX_MONTH, 7, LF_SHORT),
	W("july", LX_MONTH, 7, LF_HOLIDAY), W("jun", LX_MONTH, 6, LF_SHORT), W("june", LX_MONTH, 6, 0),
	W("juneteenth", LX_NONE, 0, LF_HOLIDAY), W("just", LX_APPROX, MOD_NONE, 0),
	W("kst", LX_ZONE, 540, 0), W("kwanzaa", LX_NONE, 0, LF_HOLIDAY),
	W("labor", LX_NONE, 0, LF_HOLIDAY), W("labour", LX_NONE, 0, LF_HOLIDAY), W("last", LX_DIR, DIR_LAST, 0),
	W("late", LX_EDGE, MOD_END, 0), W("lately", LX_REF, REF_PAST, 0), W("later", LX_CMP, 1, 0),
	W("latest", LX_DIR, DIR_LATEST, 0), W("less", LX_LESS, 0, 0), W("long", LX_LONG, 0, 0), W("lunar", LX_NONE, 0, LF_HOLIDAY),
	W("many", LX_VAGUE, 0, 0), W("mar", LX_MONTH, 3, LF_SHORT | LF_AMBIGUOUS), W("march", LX_MONTH, 3, LF_AMBIGUOUS),
	W("martin", LX_NONE, 0, LF_HOLIDAY), W("martyrs", LX_NONE, 0, LF_HOLIDAY), W("maundy", LX_NONE, 0, LF_HOLIDAY),
	W("mawlid", LX_NONE, 0, LF_HOLIDAY), W("may", LX_MONTH, 5, LF_AMBIGUOUS | LF_HOLIDAY), W("mdt", LX_ZONE, -360, 0),
	W("memorial", LX_NONE, 0, LF_HOLIDAY), W("mid", LX_EDGE, MOD_MID, 0), W("midday", LX_PART, PART_MIDDAY, 0),
	W("middle", LX_EDGEOF, MOD_MID, 0), W("midnight", LX_PART, PART_MIDNIGHT, 0), W("midst", LX_EDGEOF, MOD_MID, 0),
	W("millennium", LX_UNIT, UNIT_MILLENNIUM, 0), W("millenniums", LX_UNIT, UNIT_MILLENNIUM, LF_PLURAL),
	W("mins", LX_UNIT, UNIT_MINUTE, LF_PLURAL), W("minute", LX_UNIT, UNIT_MINUTE, 0),
	W("minutes", LX_UNIT, UNIT_MINUTE, LF_PLURAL), W("moment", LX_TIME, 1, 0), W("mon", LX_WDAY, 1, LF_SHORT),
	W("monday", LX_WDAY, 1, 0), W("mondays", LX_WDAYS, 1, 0), W("month", LX_UNIT, UNIT_MONTH, 0),
	W("monthly", LX_SETADV, UNIT_MONTH, 0), W("months", LX_UNIT, UNIT_MONTH, LF_PLURAL), W("more", LX_MORE, 0, 0),
	W("morning", LX_PART, PART_MORNING, 0), W("mornings", LX_PART, PART_MORNING, LF_PLURAL),
	W("mother", LX_NONE, 0, LF_HOLIDAY), W("msk", LX_ZONE, 180, 0), W("mst", LX_ZONE, -420, 0),
	W("nearly", LX_APPROX, MOD_EQUAL_OR_LESS, 0), W("new", LX_NONE, 0, LF_HOLIDAY), W("next", LX_DIR, DIR_NEXT, 0),
	W("night", LX_PART, PART_NIGHT, 0), W("nightfall", LX_PART, PART_EVENING, 0), W("nightly", LX_SETADV, UNIT_DAY, 0),
	W("nights", LX_PART, PART_NIGHT, LF_PLURAL), W("nine", LX_CARD, 9, 0), W("nineteen", LX_CARD, 19, 0),
	W("nineteenth", LX_ORD, 19, 0), W("nineties", LX_DECADES, 90, 0), W("ninety", LX_TENS, 90, 0), W("ninth", LX_ORD, 9, 0),
	W("noon", LX_PART, PART_NOON, 0), W("noontime", LX_PART, PART_NOON, 0), W("nov", LX_MONTH, 11, LF_SHORT),
	W("november", LX_MONTH, 11, 0), W("now", LX_REF, REF_PRESENT, 0), W("nowadays", LX_REF, REF_PRESENT, 0),
	W("nowruz", LX_NONE, 0, LF_HOLIDAY), W("numerous", LX_VAGUE, 0, 0),
	W("o'clock", LX_OCLOCK, 0, 0), W("oct", LX_MONTH, 10, LF_SHORT), W("october", LX_MONTH, 10, 0), W("of", LX_OF, 0, 0),
	W("old", LX_OLD, 0, 0), W("on", LX_PREP, PREP_ON, 0), W("one", LX_CARD, 1, 0), W("ongoing", LX_DIR, DIR_CURRENT, 0),
	W("onset", LX_EDGEOF, MOD_START, 0), W("opening", LX_EDGEOF, MOD_START, 0), W("or", LX_OR, 0, 0),
	W("orthodox", LX_NONE, 0, LF_HOLIDAY), W("outset", LX_EDGEOF, MOD_START, 0), W("over", LX_PREP, PREP_OTHER, 0),
	W("overnight", LX_PART, PART_NIGHT, 0),
	W("p.m", LX_AMPM, 720, 0), W("p.m.", LX_AMPM, 720, 0), W("palm", LX_NONE, 0, LF_HOLIDAY),
	W("passover", LX_NONE, 0, LF_HOLIDAY), W("past", LX_DIR, DIR_PAST, 0), W("pdt", LX_ZONE, -420, 0),
	W("pentecost", LX_NONE, 0, LF_HOLIDAY), W("per", LX_PREP, PREP_OTHER, 0), W("period", LX_PERIOD, 0, 0),
	W("pkt", LX_ZONE, 300, 0), W("pm", LX_AMPM, 720, 0), W("preceding", LX_DIR, DIR_PREVIOUS, 0),
	W("present", LX_DIR, DIR_CURRENT, 0), W("presently", LX_REF, REF_PRESENT, 0), W("presidential", LX_NONE, 0, LF_HOLIDAY),
	W("presidents", LX_NONE, 0, LF_HOLIDAY), W("previous", LX_DIR, DIR_PREVIOUS, 0), 
	W("prior", LX_DIR, DIR_PREVIOUS, 0), W("pst", LX_ZONE, -480, 0), W("purim", LX_NONE, 0, LF_HOLIDAY),
	W("quarter", LX_UNIT, UNIT_QUARTER, 0), W("quarterly", LX_SETADV, UNIT_QUARTER, 0),
	W("quarters", LX_UNIT, UNIT_QUARTER, LF_PLURAL),
	W("ramadan", LX_NONE, 0, LF_HOLIDAY), W("recent", LX_DIR, DIR_RECENT, 0), W("recently", LX_REF, REF_PAST, 0),
	W("remembrance", LX_NONE, 0, LF_HOLIDAY), W("republic", LX_NONE, 0, LF_HOLIDAY), W("rosh", LX_NONE, 0, LF_HOLIDAY),
	W("roughly", LX_APPROX, MOD_APPROX, 0),
	W("same", LX_DIR, DIR_SAME, 0), W("sat", LX_WDAY, 6, LF_SHORT | LF_AMBIGUOUS), W("saturday", LX_WDAY, 6, 0),
	W("saturdays", LX_WDAYS, 6, 0), W("second", LX_ORD, 2, 0), W("seconds", LX_UNIT, UNIT_SECOND, LF_PLURAL),
	W("secs", LX_UNIT, UNIT_SECOND, LF_PLURAL), W("semester", LX_HALF, 0, 0), W("sep", LX_MONTH, 9, LF_SHORT),
	W("sept", LX_MONTH, 9, LF_SHORT), W("september", LX_MONTH, 9, 0), W("seven", LX_CARD, 7, 0),
	W("seventeen", LX_CARD, 17, 0), W("seventeenth", LX_ORD, 17, 0), W("seventh", LX_ORD, 7, 0),
	W("seventies", LX_DECADES, 70, 0), W("seventy", LX_TENS, 70, 0), W("several", LX_VAGUE, 0, 0), W("sgt", LX_ZONE, 480, 0),
	W("since", LX_PREP, PREP_SINCE, 0), W("six", LX_CARD, 6, 0), W("sixteen", LX_CARD, 16, 0), W("sixteenth", LX_ORD, 16, 0),
	W("sixth", LX_ORD, 6, 0), W("sixties", LX_DECADES, 60, 0), W("sixty", LX_TENS, 60, 0), W("some", LX_APPROX, MOD_APPROX, 0),
	W("soon", LX_REF, REF_FUTURE, 0), W("spring", LX_SEASON, SEASON_SPRING, LF_AMBIGUOUS),
	W("springs", LX_SEASON, SEASON_SPRING, LF_PLURAL | LF_AMBIGUOUS), W("springtime", LX_SEASON, SEASON_SPRING, 0),
	W("st", LX_NONE, 0, LF_HOLIDAY), W("start", LX_EDGEOF, MOD_START, 0), W("subsequent", LX_DIR, DIR_FOLLOWING, 0),
	W("sukkot", LX_NONE, 0, LF_HOLIDAY), W("summer", LX_SEASON, SEASON_SUMMER, 0),
	W("summers", LX_SEASON, SEASON_SUMMER, LF_PLURAL | LF_AMBIGUOUS), W("summertime", LX_SEASON, SEASON_SUMMER, 0),
	W("sun", LX_WDAY, 7, LF_SHORT | LF_AMBIGUOUS), W("sunday", LX_WDAY, 7, 0), W("sundays", LX_WDAYS, 7, 0),
	W("sunrise", LX_PART, PART_DAWN, 0), W("sunset", LX_PART, PART_EVENING, 0),
	W("ten", LX_CARD, 10, 0), W("tenth", LX_ORD, 10, 0), W("tet", LX_NONE, 0, LF_HOLIDAY),
	W("thanksgiving", LX_NONE, 0, LF_HOLIDAY), W("that", LX_DIR, DIR_THAT, 0), W("the", LX_THE, 0, 0),
	W("these", LX_DIR, DIR_THIS, 0), W("third", LX_ORD, 3, 0), W("thirteen", LX_CARD, 13, 0), W("thirteenth", LX_ORD, 13, 0),
	W("thirties", LX_DECADES, 30, 0),
	W("thirtieth", LX_ORD, 30, 0), W("thirty", LX_TENS, 30, 0), W("this", LX_DIR, DIR_THIS, 0),
	W("those", LX_DIR, DIR_THAT, 0), W("thousand", LX_SCALE, 1000, 0), W("three", LX_CARD, 3, 0),
	W("through", LX_PREP, PREP_UNTIL, 0), W("throughout", LX_PREP, PREP_DURING, 0), W("thu", LX_WDAY, 4, LF_SHORT),
	W("thur", LX_WDAY, 4, LF_SHORT), W("thurs", LX_WDAY, 4, LF_SHORT), W("thursday", LX_WDAY, 4, 0),
	W("thursdays", LX_WDAYS, 4, 0), W("til", LX_PREP, PREP_UNTIL, 0), W("till", LX_PREP, PREP_UNTIL, 0),
	W("time", LX_TIME, 0, 0), W("to", LX_TO, 0, 0), W("today", LX_DAYREF, 0, 0), W("tomorrow", LX_DAYREF, 1, 0),
	W("tonight", LX_DAYREF, 0, 0), W("tue", LX_WDAY, 2, LF_SHORT), W("tues", LX_WDAY, 2, LF_SHORT),
	W("tuesday", LX_WDAY, 2, 0), W("tuesdays", LX_WDAYS, 2, 0), W("twelfth", LX_ORD, 12, 0), W("twelve", LX_CARD, 12, 0),
	W("twenties", LX_DECADES, 20, 0), W("twentieth", LX_ORD, 20, 0), W("twenty", LX_TENS, 20, 0), W("two", LX_CARD, 2, 0),
	W("unity", LX_NONE, 0, LF_HOLIDAY), W("until", LX_PREP, PREP_UNTIL, 0), W("upcoming", LX_DIR, DIR_COMING, 0),
	W("utc", LX_ZONE, 0, 0),
	W("valentine", LX_NONE, 0, LF_HOLIDAY), W("veterans", LX_NONE, 0, LF_HOLIDAY), W("victoria", LX_NONE, 0, LF_HOLIDAY),
	W("victory", LX_NONE, 0, LF_HOLIDAY),
	W("wed", LX_WDAY, 3, LF_SHORT), W("wednesday", LX_WDAY, 3, 0), W("wednesdays", LX_WDAYS, 3, 0),
	W("week", LX_UNIT, UNIT_WEEK, 0), W("weekend", LX_UNIT, UNIT_WEEKEND, 0), W("weekends", LX_UNIT, UNIT_WEEKEND, LF_PLURAL),
	W("weekly", LX_SETADV, UNIT_WEEK, 0), W("weeks", LX_UNIT, UNIT_WEEK, LF_PLURAL), W("whit", LX_NONE, 0, LF_HOLIDAY),
	W("wib", LX_ZONE, 420, 0), W("winter", LX_SEASON, SEASON_WINTER, 0),
	W("winters", LX_SEASON, SEASON_WINTER, LF_PLURAL | LF_AMBIGUOUS), W("wintertime", LX_SEASON, SEASON_WINTER, 0),
	W("within", LX_PREP, PREP_DURING, 0), W("women", LX_NONE, 0, LF_HOLIDAY),
	W("year", LX_UNIT, UNIT_YEAR, 0), W("yearly", LX_SETADV, UNIT_YEAR, 0), W("years", LX_UNIT, UNIT_YEAR, LF_PLURAL),
	W("yesterday", LX_DAYREF, -1, 0), W("yom", LX_NONE, 0, LF_HOLIDAY), W("yrs", LX_UNIT, UNIT_YEAR, LF_PLURAL),
};
#undef W

enum { WORDS = sizeof words / sizeof *words, LONGEST = 13 };

/* Where the words of each first letter begin. */
typedef struct word_index {
	uint16_t at[27];
	uint16_t lengths[26]; /* bit n: a word of n letters is among them */
} word_index;

static void make_index(word_index *index)
{
	uint16_t at = 0;
	for (int letter = 0; letter < 26; letter++) {
		index->at[letter] = at;
		index->lengths[letter] = 0;
		for (; at < WORDS && words[at].word[0] == 'a' + letter; at++) index->lengths[letter] |= (uint16_t)(1u << words[at].len);
	}
	index->at[26] = at;
}

static const word *find(const word_index *index, const char *lower, size_t len)
{
	if (lower[0] < 'a' || lower[0] > 'z') return NULL;
	size_t letter = (size_t)(lower[0] - 'a');
	if (!(index->lengths[letter] >> len & 1)) return NULL;
	for (size_t i = index->at[letter]; i < index->at[letter + 1]; i++)
		if (words[i].len == len && words[i].word[len - 1] == lower[len - 1] && memcmp(words[i].word, lower, len) == 0) return &words[i];
	return NULL;
}

static dx_lex lex_word(const word_index *index, dtl_str s, uint8_t token_flags)
{
	char lower[LONGEST + 1];
	size_t len = 0;
	dx_lex none = {LX_NONE, 0, 0, 0};
	bool apostrophe = false;
	for (size_t i = 0; i < s.len; i++) {
		char c = dtl_ascii_lower(s.ptr[i]);
		if ((unsigned char)c == 0xe2 && i + 2 < s.len && (unsigned char)s.ptr[i + 1] == 0x80) { /* a typographic apostrophe */
			c = '\'';
			i += 2;
		}
		if (len == LONGEST) return none;
		apostrophe |= c == '\'';
		lower[len++] = c;
	}
	if (apostrophe && len == 2 && lower[1] == 's') return (dx_lex){LX_POSS, 0, 0, 0};
	if (len > 2 && lower[len - 1] == '.' && lower[len - 2] != '.') { /* Sept. */
		bool inner = memchr(lower, '.', len - 1) != NULL;
		if (!inner) len--;
	}
	const word *w = find(index, lower, len);
	if (!w) {
		bool period = len == 2 && (lower[0] == 'q' || lower[0] == 'h') && lower[1] >= '1' && lower[1] <= '4';
		return period ? (dx_lex){LX_NONE, LF_HOLIDAY, 0, 0} : none;
	}
	bool capital = token_flags & DTL_TOKEN_CAPITAL;
	if ((w->flags & LF_SHORT) && !capital) return none;
	if ((w->cls == LX_WDAY || w->cls == LX_WDAYS || w->cls == LX_MONTH) && !capital) return none;
	if (w->cls == LX_ZONE && !(token_flags & DTL_TOKEN_ALL_CAPS)) return none;
	return (dx_lex){w->cls, (uint8_t)(w->flags | (capital ? LF_CAPITAL : 0)), 0, w->value};
}

/* A sign; dashes of any length are hyphens, except the em dash, which separates. */
static dx_lex lex_sign(dtl_str s)
{
	int32_t sign = s.len == 1 ? s.ptr[0] : '?';
	if (s.len == 3 && (unsigned char)s.ptr[0] == 0xe2 && (unsigned char)s.ptr[1] == 0x80) {
		unsigned char third = (unsigned char)s.ptr[2];
		if (third >= 0x90 && third <= 0x93) sign = '-';
		else if (third == 0x94) sign = '_';
		else if (third == 0x99 || third == 0x98) sign = '\'';
		else if (third == 0x9c || third == 0x9d) sign = '"';
	}
	return (dx_lex){LX_PUNCT, 0, 0, sign};
}

/* "second" and "minute" as units: a count stands before. */
static void lex_context(dx_ctx *c)
{
	for (uint32_t i = 0; i < c->n; i++) {
		dx_lex *l = &c->lx[i];
		if (l->cls != LX_ORD || l->value != 2 || !dtl_dx_word(c, i, "second")) continue;
		uint32_t before = i && dx_hyphen(c, i - 1) ? i - 1 : i;
		if (before != i && before && (dx_is(c, before - 1, LX_NUMBER) || dx_is(c, before - 1, LX_CARD) || dx_is(c, before - 1, LX_TENS)))
			*l = (dx_lex){LX_UNIT, 0, 0, UNIT_SECOND};
	}
}

void dtl_dx_lex(dx_ctx *c)
{
	word_index index;
	make_index(&index);
	c->lx = dtl_arena_array(c->doc->arena, dx_lex, (size_t)c->n + 1);
	for (uint32_t i = 0; i < c->n; i++) {
		const dtl_token *t = &c->t->tokens[i];
		dtl_str s = dtl_token_str(c->t, i);
		if (t->kind == DTL_TOKEN_WORD && s.len <= LONGEST + 2) c->lx[i] = lex_word(&index, s, t->flags);
		else if (t->kind == DTL_TOKEN_NUMBER) c->lx[i] = dtl_dx_number(s);
		else if (t->kind == DTL_TOKEN_PUNCT) c->lx[i] = lex_sign(s);
	}
	lex_context(c);
}

bool dtl_dx_word(const dx_ctx *c, uint32_t i, const char *lower)
{
	if (i >= c->n) return false;
	dtl_str s = dtl_token_str(c->t, i);
	size_t k = 0;
	for (; k < s.len && lower[k]; k++)
		if (dtl_ascii_lower(s.ptr[k]) != lower[k]) return false;
	return k == s.len && !lower[k];
}

uint32_t dtl_dx_token_behind(const dx_ctx *c, uint32_t token, uint32_t byte)
{
	while (token < c->n && c->t->tokens[token].start < byte) token++;
	return token;
}
