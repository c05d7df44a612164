/* Distances and directions before a place name: "50 km north-east of", "off the east coast of". */
#include "extract/event_place.h"

bool dtl_direction_of(dtl_str word, double *bearing)
{
	static const struct { const char *word; double bearing; } table[] = {{"north", 0}, {"northeast", 45}, {"north-east", 45}, {"east", 90}, {"southeast", 135},
		{"south-east", 135}, {"south", 180}, {"southwest", 225}, {"south-west", 225}, {"west", 270}, {"northwest", 315}, {"north-west", 315}, {"northern", 0},
		{"eastern", 90}, {"southern", 180}, {"western", 270}, {"northeastern", 45}, {"southeastern", 135}, {"southwestern", 225}, {"northwestern", 315}};
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (dtl_word_is(word, table[i].word)) {
			*bearing = table[i].bearing;
			return true;
		}
	return false;
}

static double unit_km(dtl_str lemma)
{
	static const struct { const char *word; double km; } units[] = {{"km", 1}, {"kms", 1}, {"kilometer", 1}, {"kilometre", 1}, {"mile", 1.609344}, {"mi", 1.609344},
		{"meter", 0.001}, {"metre", 0.001}};
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (dtl_word_is(lemma, units[i].word)) return units[i].km;
	return 0;
}

static double token_number(dtl_str s)
{
	double v;
	if (dtl_str_to_double(s, &v)) return v;
	static const char *const words[] = {"", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"};
	for (int i = 1; i <= 12; i++)
		if (dtl_word_is(s, words[i])) return i;
	return -1;
}

/* Reads "50 km north-east of", "off the east coast of", "some 20 miles from" backwards from the place's first token. */
dtl_offset dtl_read_offset(const dtl_event_work *w, int32_t mention)
{
	const dtl_span s = w->doc->mentions[mention].span;
	size_t at = dtl_token_at(&w->doc->tokens, s.start), low = at > 9 ? at - 9 : 0;
	dtl_offset o = {.km = -1};
	const dtl_sentence *sentence = &w->doc->tokens.sentences[w->doc->mentions[mention].sentence];
	if (low < sentence->first) low = sentence->first;
	static const char *const fill[] = {"of", "from", "the", "port", "city", "town", "village", "off", "southern", "northern", "eastern", "western", "central", "capital",
		"and", "to", "coast", "shore", "coastal", "border", "'s", "s", "region", "away", "-", "provincial", "resort", "outside", "locality", NULL};
	bool linked = false;
	for (size_t i = at; i-- > low;) {
		dtl_str l = w->c.lemmas[i];
		double b, u = unit_km(l);
		bool known = w->doc->tokens.tokens[i].kind == DTL_TOKEN_PUNCT;
		if (dtl_str_eq(l, DTL_STR("of")) || dtl_str_eq(l, DTL_STR("from")) || dtl_str_eq(l, DTL_STR("outside"))) linked = true;
		if (dtl_str_eq(l, DTL_STR("coast")) || dtl_str_eq(l, DTL_STR("shore"))) o.coast = true;
		if (dtl_str_eq(l, DTL_STR("off"))) o.coast = o.coast || !linked;
		bool adjective = dtl_str_ends(l, DTL_STR("ern"));
		if (linked && !o.has_bearing && (!adjective || o.coast) && dtl_direction_of(l, &b)) {
			o.has_bearing = known = true;
			o.bearing = b;
			o.direction = l;
			/* "north - east" in three tokens */
			if (i >= low + 2 && w->doc->tokens.tokens[i - 1].kind == DTL_TOKEN_PUNCT) {
				double first;
				if (dtl_direction_of(w->c.lemmas[i - 2], &first)) {
					o.bearing = first == 0 ? (b == 90 ? 45 : 315) : (b == 90 ? 135 : 225);
					i -= 2;
				}
			}
			o.span.start = w->doc->tokens.tokens[i].start;
		}
		if (u > 0 && linked && i > low) {
			double v = token_number(w->c.lemmas[i - 1]);
			if (v < 0 && i >= low + 2) v = token_number(w->c.lemmas[i - 2]);
			if (v > 0 && v * u < 2000) {
				o.km = v * u;
				o.span.start = w->doc->tokens.tokens[i - 1].start;
			}
			break;
		}
		for (size_t n = 0; fill[n] && !known; n++) known = dtl_word_is(l, fill[n]);
		if (!known) break;
	}
	if (o.km > 0 || o.has_bearing) o.span.end = s.end;
	return o;
}
