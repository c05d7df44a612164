/* The names of a document: mentions grouped by key, class words around them, pairs like "X, Y", closeness in the text. */
#include <math.h>
#include <stdlib.h>

#include "extract/resolve.h"
#include "text/normal.h"

#define NEAR_LIMIT 2100u /* bytes: beyond it closeness is below 1/1000 */
#define NEAR_USES 64u    /* uses looked back at */
#define PAIR_GAP 10u     /* bytes between the two names of a pair */
#define FRONT_GAP 60u    /* from "In X" to the name within it */
#define DEFINITION_GAP 110u /* the same with words that say that one lies in the other */

/* ---- groups ---- */

/* "#Paris", "@Paris", "Paris's" -> Paris */
static dtl_str bare(dtl_str s)
{
	s = dtl_str_trim(s);
	while (s.len && (s.ptr[0] == '#' || s.ptr[0] == '@')) s = dtl_str_sub(s, 1, s.len);
	static const char *const ends[] = {"'s", "\xe2\x80\x99s", "'", "\xe2\x80\x99"};
	for (size_t i = 0; i < 4; i++)
		if (s.len > strlen(ends[i]) + 1 && dtl_str_ends(s, dtl_str_of(ends[i]))) return dtl_str_sub(s, 0, s.len - strlen(ends[i]));
	return s;
}

static void grow_table(dtl_resolution *r)
{
	size_t size = r->table_size ? r->table_size * 2 : 64;
	r->table = dtl_arena_array(r->arena, uint32_t, size);
	r->table_size = size;
	for (size_t i = 0; i < r->group_count; i++) {
		size_t at = dtl_str_hash(r->groups[i].key) & (size - 1);
		while (r->table[at]) at = (at + 1) & (size - 1);
		r->table[at] = (uint32_t)i + 1;
	}
}

size_t dtl_group_of(dtl_resolution *r, dtl_str words)
{
	char key[DTL_NORMAL_MAX];
	words = bare(words);
	dtl_str k = {key, dtl_normal_key(words, key)};
	if (k.len == 0) return SIZE_MAX;
	if (r->group_count * 2 >= r->table_size) grow_table(r);
	size_t at = dtl_str_hash(k) & (r->table_size - 1);
	for (; r->table[at]; at = (at + 1) & (r->table_size - 1))
		if (dtl_str_eq(r->groups[r->table[at] - 1].key, k)) return r->table[at] - 1;
	dtl_name_group group = {.key = dtl_arena_str(r->arena, k), .words = words, .choice = -1, .silent = true};
	DTL_PUSH(r->arena, r->groups, r->group_count, r->group_cap, group);
	r->table[at] = (uint32_t)r->group_count;
	return r->group_count - 1;
}

/* ---- words in and around a name ---- */

typedef struct cue_word {
	const char *word;
	dtl_cue cue;
} cue_word;

static const cue_word cue_words[] = {{"airbase", DTL_CUE_AIRPORT}, {"airfield", DTL_CUE_AIRPORT}, {"airport", DTL_CUE_AIRPORT},
	{"archipelago", DTL_CUE_ISLAND}, {"atoll", DTL_CUE_ISLAND}, {"bay", DTL_CUE_WATER}, {"borough", DTL_CUE_COUNTY},
	{"canal", DTL_CUE_WATER}, {"canton", DTL_CUE_ADM}, {"channel", DTL_CUE_WATER}, {"city", DTL_CUE_CITY}, {"co", DTL_CUE_COUNTY},
	{"counties", DTL_CUE_COUNTY}, {"county", DTL_CUE_COUNTY}, {"creek", DTL_CUE_WATER}, {"department", DTL_CUE_ADM},
	{"district", DTL_CUE_COUNTY}, {"governorate", DTL_CUE_ADM}, {"gulf", DTL_CUE_WATER}, {"hamlet", DTL_CUE_CITY},
	{"hills", DTL_CUE_MOUNTAIN}, {"island", DTL_CUE_ISLAND}, {"islands", DTL_CUE_ISLAND}, {"isle", DTL_CUE_ISLAND},
	{"lake", DTL_CUE_WATER}, {"mount", DTL_CUE_MOUNTAIN}, {"mountain", DTL_CUE_MOUNTAIN}, {"mountains", DTL_CUE_MOUNTAIN},
	{"municipality", DTL_CUE_CITY}, {"oblast", DTL_CUE_ADM}, {"ocean", DTL_CUE_WATER}, {"parish", DTL_CUE_COUNTY},
	{"peak", DTL_CUE_MOUNTAIN}, {"port", DTL_CUE_CITY}, {"prefecture", DTL_CUE_ADM}, {"province", DTL_CUE_ADM},
	{"region", DTL_CUE_ADM}, {"reservoir", DTL_CUE_WATER}, {"river", DTL_CUE_WATER}, {"sea", DTL_CUE_WATER},
	{"state", DTL_CUE_ADM}, {"strait", DTL_CUE_WATER}, {"suburb", DTL_CUE_CITY}, {"territory", DTL_CUE_ADM}, {"town", DTL_CUE_CITY},
	{"township", DTL_CUE_CITY}, {"village", DTL_CUE_CITY}, {"volcano", DTL_CUE_MOUNTAIN}};

/* Lower-case letters of a short word; false if it is longer or has other signs. */
static bool lower_word(dtl_str word, char out[16])
{
	if (word.len == 0 || word.len > 15) return false;
	for (size_t i = 0; i < word.len; i++) {
		out[i] = dtl_ascii_lower(word.ptr[i]);
		if (out[i] < 'a' || out[i] > 'z') return false;
	}
	out[word.len] = 0;
	return true;
}

uint32_t dtl_cue_of_word(dtl_str word)
{
	char w[16];
	if (!lower_word(word, w)) return 0;
	for (size_t i = 0; i < sizeof cue_words / sizeof *cue_words; i++)
		if (strcmp(w, cue_words[i].word) == 0) return 1u << cue_words[i].cue;
	return 0;
}

bool dtl_word_describes(dtl_str word)
{
	static const char *const list[] = {"street", "st", "road", "rd", "avenue", "ave", "drive", "lane", "boulevard", "blvd", "highway",
		"hwy", "route", "park", "school", "college", "university", "hospital", "church", "square", "bridge", "river", "creek", "lake",
		"museum", "stadium", "center", "centre", "mall", "station", "hotel", "court", "trail", "interstate", "plaza", "hall",
		"library", "theatre", "theater", "cemetery", "building", "house", "tower", "club", "beach", "forest", "base", "prison",
		"jail", "parkway", "pike", "neighborhood", "market", "mosque", "cathedral", "temple", "palace", "garden", "gardens", "cafe"};
	char w[16];
	if (!lower_word(word, w)) return false;
	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		if (strcmp(w, list[i]) == 0) return true;
	return false;
}

static void read_words(dtl_name_group *group)
{
	dtl_str rest = group->key;
	while (rest.ptr) {
		dtl_str word = dtl_str_cut(&rest, ' ');
		group->inside |= dtl_cue_of_word(word);
		if (dtl_word_describes(word) || (word.len && dtl_ascii_digit(word.ptr[0]))) group->described = true;
	}
}

static bool word_byte(char c)
{
	return dtl_ascii_alpha(c) || (unsigned char)c >= 0x80;
}

/* The class word after the name: "Walker [County]", "Zaatari refugee camp" not. */
static uint32_t cue_after(dtl_str text, size_t at)
{
	if (at >= text.len || (text.ptr[at] != ' ' && text.ptr[at] != '-')) return 0;
	size_t start = ++at;
	while (at < text.len && word_byte(text.ptr[at])) at++;
	return dtl_cue_of_word(dtl_str_sub(text, start, at));
}

/* The word that ends at byte *at after one space; *at moves to its start. */
static dtl_str word_before(dtl_str text, size_t *at)
{
	if (*at == 0 || text.ptr[*at - 1] != ' ') return DTL_STR_NONE;
	size_t end = *at - 1, start = end;
	while (start > 0 && word_byte(text.ptr[start - 1])) start--;
	*at = start;
	return dtl_str_sub(text, start, end);
}

/* "Rep. Rangel, D-N.Y.": a member of a parliament with party and state. */
static bool behind_party(dtl_str text, size_t at)
{
	return at >= 2 && text.ptr[at - 1] == '-' && (text.ptr[at - 2] == 'D' || text.ptr[at - 2] == 'R' || text.ptr[at - 2] == 'I')
		&& (at == 2 || text.ptr[at - 3] == ' ' || text.ptr[at - 3] == '(');
}

/* The class word before it: "city of X", "the state of X", "Lake X". */
static uint32_t cue_before(dtl_str text, size_t at)
{
	dtl_str word = word_before(text, &at);
	if (dtl_str_eq_nocase(word, DTL_STR("the"))) word = word_before(text, &at);
	if (dtl_str_eq_nocase(word, DTL_STR("of"))) word = word_before(text, &at);
	return dtl_cue_of_word(word);
}

uint32_t dtl_cue_at(dtl_str text, dtl_span name)
{
	/* in "the Karrada district of Baghdad" the district is the other name's */
	uint32_t cues = cue_after(text, name.end) | (cue_before(text, name.start) & ~(1u << DTL_CUE_COUNTY));
	size_t start = name.end + 1, end = start;
	while (end < text.len && word_byte(text.ptr[end])) end++;
	if (!cues && end > start + 3 && text.ptr[end - 1] == 's' && text.ptr[name.end] == ' ') cues = dtl_cue_of_word(dtl_str_sub(text, start, end - 1));
	return cues;
}

/* ---- how a name is written ---- */

typedef struct letters {
	size_t upper, lower, points;
} letters;

static letters count_letters(dtl_str s)
{
	letters n = {0, 0, 0};
	for (size_t i = 0; i < s.len; i++) {
		n.upper += s.ptr[i] >= 'A' && s.ptr[i] <= 'Z';
		n.lower += (s.ptr[i] >= 'a' && s.ptr[i] <= 'z') || (unsigned char)s.ptr[i] >= 0x80;
		n.points += s.ptr[i] == '.';
	}
	return n;
}

/* Is the text around the mention in capitals? Then its own say nothing. */
static bool shouted(dtl_str text, size_t start, size_t end)
{
	letters n = count_letters(dtl_str_sub(text, start > 40 ? start - 40 : 0, start));
	letters m = count_letters(dtl_str_sub(text, end, end + 40));
	return n.upper + m.upper > 2 * (n.lower + m.lower);
}

static void read_writing(dtl_name_group *group, dtl_str text, dtl_span span, bool dateline)
{
	dtl_str own = bare(dtl_str_sub(text, span.start, span.end));
	letters n = count_letters(own);
	bool pointed = n.points && (own.ptr[own.len - 1] == '.' || n.lower == 0);
	if (!pointed && span.end < text.len && text.ptr[span.end] == '.' && n.lower && own.len <= 5) { /* "Fla" with the point left out */
		size_t next = span.end + 1;
		pointed = next + 1 < text.len && (text.ptr[next] == ',' || (text.ptr[next] == ' ' && text.ptr[next + 1] >= 'a' && text.ptr[next + 1] <= 'z'));
	}
	bool capitals = n.lower == 0 && n.upper >= 2;
	if (capitals) group->capitals = true;
	if (pointed || (capitals && n.upper <= 4 && !dateline && !shouted(text, span.start, span.end))) group->abbreviated = true;
}

/* Reads what one use of the name tells: class words beside it, capitals, points. */
void dtl_read_use(dtl_name_group *group, dtl_str text, dtl_span span, bool dateline)
{
	if (group->mentions == 0) read_words(group);
	group->beside |= cue_after(text, span.end) | cue_before(text, span.start);
	if (behind_party(text, span.start)) group->beside |= 1u << DTL_CUE_ADM;
	size_t before = span.start;
	if (dtl_str_eq_nocase(word_before(text, &before), DTL_STR("the")) || dtl_str_starts(group->words, DTL_STR("the ")) ||
		dtl_str_starts(group->words, DTL_STR("The ")))
		group->article = true;
	read_writing(group, text, span, dateline);
}

/* ---- uses ---- */

static bool overlaps(dtl_span a, dtl_span b)
{
	return a.start < b.end && b.start < a.end;
}

static bool compass_word(dtl_str s)
{
	static const char *const words[] = {"North", "South", "East", "West", "Northern", "Southern", "Eastern", "Western", "Upper", "Lower"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (dtl_str_eq(s, dtl_str_of(words[i]))) return true;
	return false;
}

/* The words of mention i: of "North and South Korea" the first is North Korea. */
static dtl_str words_of(const dtl_resolution *r, size_t i)
{
	const dtl_doc *doc = r->doc;
	dtl_str text = doc->tokens.text, own = dtl_str_sub(text, doc->mentions[i].span.start, doc->mentions[i].span.end);
	if (i + 1 >= doc->mention_count || !compass_word(own)) return own;
	dtl_span next = doc->mentions[i + 1].span;
	if (next.start < doc->mentions[i].span.end || next.start - doc->mentions[i].span.end > 5) return own;
	dtl_str between = dtl_str_trim(dtl_str_sub(text, doc->mentions[i].span.end, next.start)), rest = dtl_str_sub(text, next.start, next.end);
	if (!dtl_str_eq(between, DTL_STR("and")) && !dtl_str_eq(between, DTL_STR("or")) && !dtl_str_eq(between, DTL_STR("&"))) return own;
	return compass_word(dtl_str_cut(&rest, ' ')) && rest.len ? dtl_arena_printf(r->arena, "%.*s %.*s", DTL_FMT(own), DTL_FMT(rest)) : own;
}

static void add_mentions(dtl_resolution *r)
{
	const dtl_doc *doc = r->doc;
	dtl_str text = doc->tokens.text;
	for (size_t i = 0; i < doc->mention_count; i++) {
		dtl_span span = doc->mentions[i].span;
		size_t g = dtl_group_of(r, words_of(r, i));
		if (g == SIZE_MAX) continue;
		dtl_name_group *group = &r->groups[g];
		bool dateline = overlaps(span, doc->head.dateline);
		dtl_read_use(group, text, span, dateline);
		group->mentions++;
		group->silent = false;
		if (dateline && overlaps(span, doc->head.dateline_place)) {
			group->dateline = true;
			if (r->dateline_group == DTL_GAZ_NONE) r->dateline_group = (uint32_t)g;
		}
		dtl_name_use use = {span.start, span.end, (uint32_t)g, (int32_t)i};
		DTL_PUSH(r->arena, r->uses, r->use_count, r->use_cap, use);
	}
}

/* ---- pairs ---- */

/* Words that may stand between "in" or "of" and the name: "in the northern Syrian province of". */
static bool place_words(dtl_str s)
{
	size_t words = 0;
	while (s.len) {
		dtl_str w = dtl_str_cut(&s, ' ');
		if (!w.len) continue;
		bool lower = w.ptr[0] >= 'a' && w.ptr[0] <= 'z';
		if ((!lower && !dtl_str_starts(w, DTL_STR("U.S"))) || ++words > 6) return false;
	}
	return true;
}

/* "X is a town in Y", "X, a port on the coast of Y", "X, in the northern province of Y": s is what stands between. */
static bool defines(dtl_str s)
{
	static const char *const starts[] = {" is a ", " is an ", " is the ", " was a ", " is one of ", ", a ", ", an ", ", the ", ", in ", " (a ",
		" is located ", " lies ", ", located ", ", about ", ", some "};
	bool begins = false;
	for (size_t i = 0; i < sizeof starts / sizeof *starts && !begins; i++) begins = dtl_str_starts(s, dtl_str_of(starts[i]));
	if (!begins || memchr(s.ptr, ';', s.len) || memchr(s.ptr, '\n', s.len)) return false;
	for (size_t i = 0; i + 1 < s.len; i++)
		if (s.ptr[i] == '.' && s.ptr[i + 1] == ' ' && (i < 2 || s.ptr[i - 2] != '.')) return false; /* but "U.S. state" */
	for (size_t i = s.len; i-- > 4;) {
		bool in = memcmp(s.ptr + i - 4, " in ", 4) == 0 || memcmp(s.ptr + i - 4, " of ", 4) == 0;
		if (in && place_words(dtl_str_sub(s, i, s.len))) return true;
	}
	return dtl_str_starts(s, DTL_STR(", in ")) && place_words(dtl_str_sub(s, 5, s.len));
}

/* What stands between two names that follow each other; -1: nothing that ties them. */
static int pair_form(dtl_str between, bool *turned)
{
	*turned = false;
	if (dtl_str_starts(between, DTL_STR("'s ")) || dtl_str_starts(between, DTL_STR("\xe2\x80\x99s "))) {
		*turned = between.len <= PAIR_GAP;
		return *turned ? 2 : -1;
	}
	dtl_str s = dtl_str_trim(between);
	if (s.len == 0) return between.len && between.len <= PAIR_GAP ? 1 : -1;
	if (dtl_str_eq(s, DTL_STR(",")) || dtl_str_eq(s, DTL_STR("(")) || dtl_str_eq(s, DTL_STR(".,"))) return 0;
	if (dtl_str_eq_nocase(s, DTL_STR("in")) || dtl_str_eq_nocase(s, DTL_STR("in the"))) return 1;
	return defines(between) ? 1 : -1;
}

/* "X, in the Chinese province of Y": the adjective between the two is no member of the pair. */
static int pair_over(const dtl_resolution *r, const dtl_name_use *a, const dtl_name_use *adjective, const dtl_name_use *b)
{
	char between[DEFINITION_GAP + 1];
	dtl_str text = r->doc->tokens.text;
	uint32_t name = dtl_gaz_name(r->gazetteer, r->groups[adjective->group].key);
	size_t count = 0;
	const dtl_gaz_ref *refs = name == DTL_GAZ_NONE ? NULL : dtl_gaz_refs(r->gazetteer, name, &count);
	if (!count || refs[0].kind != DTL_NAME_DEMONYM) return -1;
	if (adjective->start < a->end || b->start <= adjective->end || b->start - a->end > DEFINITION_GAP) return -1;
	size_t n = adjective->start - a->end, m = b->start - adjective->end - 1;
	memcpy(between, text.ptr + a->end, n);
	memcpy(between + n, text.ptr + adjective->end + 1, m);
	bool turned;
	int form = pair_form((dtl_str){between, n + m}, &turned);
	return turned ? -1 : form;
}

static void add_pair(dtl_resolution *r, uint32_t x, uint32_t y, int form)
{
	if (x == y) return;
	dtl_name_pair pair = {x, y, (uint32_t)form};
	DTL_PUSH(r->arena, r->pairs_by_x, r->pair_count, r->pair_cap, pair);
}

/* "In California the harbour of Santa Cruz was flooded": the name that opens the sentence holds the next one. */
static bool fronted(const dtl_resolution *r, const dtl_name_use *a, const dtl_name_use *b)
{
	dtl_str text = r->doc->tokens.text;
	if (a->start < 3 || b->start < a->end || b->start - a->end > FRONT_GAP || memcmp(text.ptr + a->start - 3, "In ", 3) != 0) return false;
	if (a->start > 3 && text.ptr[a->start - 4] != '\n' && !(a->start > 4 && text.ptr[a->start - 4] == ' ' && text.ptr[a->start - 5] == '.')) return false;
	for (uint32_t i = a->end; i < b->start; i++)
		if (text.ptr[i] == '\n' || text.ptr[i] == ';' || (text.ptr[i] == '.' && text.ptr[i + 1] == ' ')) return false;
	return true;
}

static void find_pairs(dtl_resolution *r)
{
	dtl_str text = r->doc->tokens.text;
	int before = -1; /* form of the pair that ended at the name before */
	for (size_t i = 0; i + 1 < r->use_count; i++) {
		const dtl_name_use *a = &r->uses[i], *b = &r->uses[i + 1];
		int form = -1;
		bool turned = false;
		if (b->start >= a->end && b->start - a->end <= DEFINITION_GAP) form = pair_form(dtl_str_sub(text, a->end, b->start), &turned);
		int over = i + 2 < r->use_count ? pair_over(r, a, b, &r->uses[i + 2]) : -1;
		if (over >= 0) add_pair(r, a->group, r->uses[i + 2].group, over);
		else if (form < 0 && fronted(r, a, b)) add_pair(r, b->group, a->group, 1);
		else if (form >= 0) add_pair(r, turned ? b->group : a->group, turned ? a->group : b->group, form);
		if (form == 0 && (before == 0 || before == 1)) /* Athens, Henderson County, Texas; a town in Henderson County, Texas */
			add_pair(r, r->uses[i - 1].group, b->group, before);
		before = form;
	}
}

static int by_x(const void *a, const void *b)
{
	const dtl_name_pair *p = a, *q = b;
	if (p->x != q->x) return p->x < q->x ? -1 : 1;
	if (p->y != q->y) return p->y < q->y ? -1 : 1;
	return p->form < q->form ? -1 : p->form > q->form;
}

static int by_y(const void *a, const void *b)
{
	const dtl_name_pair *p = a, *q = b;
	if (p->y != q->y) return p->y < q->y ? -1 : 1;
	return by_x(a, b);
}

static void sort_pairs(dtl_resolution *r)
{
	if (!r->pair_count) return;
	qsort(r->pairs_by_x, r->pair_count, sizeof *r->pairs_by_x, by_x);
	size_t n = 1;
	for (size_t i = 1; i < r->pair_count; i++)
		if (by_x(&r->pairs_by_x[i], &r->pairs_by_x[n - 1]) != 0) r->pairs_by_x[n++] = r->pairs_by_x[i];
	r->pair_count = n;
	r->pairs_by_y = dtl_arena_array(r->arena, dtl_name_pair, n);
	memcpy(r->pairs_by_y, r->pairs_by_x, n * sizeof *r->pairs_by_y);
	qsort(r->pairs_by_y, n, sizeof *r->pairs_by_y, by_y);
	for (size_t i = n; i-- > 0;) {
		dtl_name_group *x = &r->groups[r->pairs_by_x[i].x], *y = &r->groups[r->pairs_by_y[i].y];
		x->first_pair_x = (uint32_t)i;
		x->pair_x_count++;
		y->first_pair_y = (uint32_t)i;
		y->pair_y_count++;
	}
}

/* ---- closeness ---- */

static void measure_closeness(dtl_resolution *r)
{
	size_t n = r->group_count;
	r->reach = n == 0 ? 0 : n - 1 < DTL_NEIGHBOURS ? n - 1 : DTL_NEIGHBOURS;
	size_t stride = 2 * r->reach + 1;
	r->near_ = dtl_arena_array(r->arena, float, n * stride + 1);
	for (size_t i = 1; i < r->use_count; i++) {
		const dtl_name_use *b = &r->uses[i];
		for (size_t back = 1; back <= NEAR_USES && back <= i; back++) {
			const dtl_name_use *a = &r->uses[i - back];
			uint32_t gap = b->start > a->end ? b->start - a->end : 0;
			if (gap > NEAR_LIMIT) break;
			size_t lo = a->group < b->group ? a->group : b->group, hi = a->group + b->group - lo;
			if (lo == hi || hi - lo > r->reach) continue;
			float w = expf(-(float)gap / DTL_NEAR_BYTES);
			float *one = &r->near_[lo * stride + r->reach + (hi - lo)], *two = &r->near_[hi * stride + r->reach - (hi - lo)];
			if (w > *one) *one = *two = w;
		}
	}
}

/* A made-up place at a neighbour's makes sense only for names that could be small and unlisted. */
static bool focus_allowed(const dtl_resolution *r, const dtl_name_group *group)
{
	if (group->blocked) return false;
	if (!r->doc->english || group->silent || group->level > 1) return r->doc->english && !group->silent;
	for (size_t i = 0; i < group->candidate_count; i++) {
		const dtl_candidate *c = &r->candidates[group->first_candidate + i];
		if (c->class_ <= DTL_GAZ_ADM1 || c->lp * 7 > 4.30103f) return false; /* more than 20,000 people */
		if (group->level > 0) continue;
		if (!dtl_is_town(c->class_) || (dtl_gaz_entry_at(r->gazetteer, c->entry)->flags & DTL_GAZ_ENTRY_CURATED)) return false;
	}
	return true;
}

void dtl_gather_names(dtl_resolution *r)
{
	r->dateline_group = DTL_GAZ_NONE;
	add_mentions(r);
	if (r->doc->options && r->doc->options->spans) dtl_add_context_names(r);
	dtl_read_publisher(r);
	for (size_t i = 0; i < r->group_count; i++) {
		if (!r->groups[i].candidate_count) dtl_find_candidates(r, &r->groups[i]);
		r->groups[i].focus_open = focus_allowed(r, &r->groups[i]);
	}
	find_pairs(r);
	sort_pairs(r);
	measure_closeness(r);
	dtl_index_meetings(r);
}
