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

const char *dtl_compass(double bearing)
{
	static const char *const names[] = {"N", "NE", "E", "SE", "S", "SW", "W", "NW"};
	return names[(int)(bearing / 45 + 0.5) % 8];
}

const char *dtl_compass_adjective(double bearing)
{
	static const char *const names[] = {"northern", "north-eastern", "eastern", "south-eastern", "southern", "south-western", "western", "north-western"};
	return names[(int)(bearing / 45 + 0.5) % 8];
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
	static const struct { const char *word; double value; } words[] = {{"one", 1}, {"two", 2}, {"three", 3}, {"four", 4}, {"few", 5}, {"several", 5}, {"five", 5}, {"six", 6},
		{"seven", 7}, {"eight", 8}, {"nine", 9}, {"ten", 10}, {"eleven", 11}, {"twelve", 12}, {"dozen", 12}, {"fifteen", 15}, {"twenty", 20}, {"thirty", 30}, {"forty", 40},
		{"fifty", 50}, {"sixty", 60}, {"seventy", 70}, {"eighty", 80}, {"ninety", 90}, {"hundred", 100}};
	double v;
	if (dtl_str_to_double(s, &v)) return v;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (dtl_word_is(s, words[i].word)) return words[i].value;
	return -1;
}

/* Words that may stand between a distance or direction and the name. */
static bool filler(dtl_str lemma)
{
	static const char *const words[] = {"of", "from", "the", "port", "city", "town", "village", "off", "southern", "northern", "eastern", "western", "central", "capital",
		"and", "to", "coast", "coastline", "shore", "coastal", "border", "'s", "s", "region", "away", "-", "provincial", "resort", "outside", "locality", "island", "province", "state", NULL};
	for (size_t i = 0; words[i]; i++)
		if (dtl_word_is(lemma, words[i])) return true;
	return false;
}

typedef struct reading {
	const dtl_event_work *w;
	size_t at, low;   /* the name's first token; how far back to look */
	bool linked;      /* "of", "from", "outside" stands before the name */
	bool coast_word, off;
	dtl_offset o;
} reading;

/* "north - east" in three tokens; *i moves to the first. */
static void join_directions(reading *r, size_t *i)
{
	double first;
	if (*i < r->low + 2 || r->w->doc->tokens.tokens[*i - 1].kind != DTL_TOKEN_PUNCT || !dtl_direction_of(r->w->c.lemmas[*i - 2], &first)) return;
	bool east = r->o.bearing > 45 && r->o.bearing < 135;
	r->o.bearing = first > 90 ? (east ? 135 : 225) : (east ? 45 : 315);
	*i -= 2;
}

/* "south of Mosul" is beside it, "the south of Lebanon", "southern Lebanon" and "the west coast of Ireland" are in it. */
static bool read_direction(reading *r, size_t *i)
{
	dtl_str l = r->w->c.lemmas[*i];
	double b;
	bool adjective = dtl_str_ends(l, DTL_STR("ern")), beside_name = *i + 1 == r->at;
	if (r->o.has_bearing || !dtl_direction_of(l, &b) || !(r->linked || beside_name) || (adjective && !beside_name && !r->coast_word)) return false;
	r->o.has_bearing = true;
	r->o.bearing = b;
	r->o.direction = l;
	join_directions(r, i);
	bool the = *i > r->low && dtl_lemma_is(&r->w->c, *i - 1, "the");
	r->o.part = beside_name || the || r->coast_word;
	r->o.span.start = r->w->doc->tokens.tokens[*i].start;
	return true;
}

/* "50 km", "some 20 miles"; true where the unit stands here. */
static bool read_distance(reading *r, size_t i)
{
	double unit = unit_km(r->w->c.lemmas[i]);
	if (unit <= 0 || !(r->linked || r->off) || i <= r->low) return false;
	size_t number = i - 1;
	double v = token_number(r->w->c.lemmas[number]);
	if (v < 0 && i >= r->low + 2) v = token_number(r->w->c.lemmas[number = i - 2]);
	if (v > 0 && v * unit < 2000) {
		r->o.km = v * unit;
		r->o.span.start = r->w->doc->tokens.tokens[number].start;
		if (r->o.has_bearing) r->o.part = false;
	}
	return true;
}

/* Backwards from the name's first token. */
dtl_offset dtl_read_offset(const dtl_event_work *w, int32_t mention)
{
	const dtl_mention *m = &w->doc->mentions[mention];
	reading r = {.w = w, .at = dtl_token_at(&w->doc->tokens, m->span.start), .o = {.km = -1}};
	r.low = r.at > 9 ? r.at - 9 : 0;
	if (r.low < w->doc->tokens.sentences[m->sentence].first) r.low = w->doc->tokens.sentences[m->sentence].first;
	for (size_t i = r.at; i-- > r.low;) {
		dtl_str l = w->c.lemmas[i];
		if (dtl_word_is(l, "of") || dtl_word_is(l, "from") || dtl_word_is(l, "outside")) r.linked = true;
		if ((dtl_word_is(l, "coast") || dtl_word_is(l, "shore") || dtl_word_is(l, "coastline")) && !r.o.has_bearing) r.coast_word = true;
		if (dtl_word_is(l, "off")) r.off = true;
		if (read_direction(&r, &i)) continue;
		if (read_distance(&r, i)) break;
		if (!filler(l) && w->doc->tokens.tokens[i].kind != DTL_TOKEN_PUNCT) break;
	}
	r.o.coast = r.off;
	if (r.off) r.o.part = false;
	if (r.o.km > 0 || r.o.has_bearing) r.o.span.end = m->span.end;
	return r.o;
}
