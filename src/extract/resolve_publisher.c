/* What the publisher's domain or name tells: its country and the place it is at home.
 *
 * chicagotribune.com is at home in Chicago; "London, UK" is the place an author of posts gives. */
#include <stdlib.h>

#include "extract/resolve.h"
#include "text/normal.h"

#define SHORTEST_HOME 5 /* letters: shorter rests of a domain are seldom places */

/* Words of newspapers, stations and sites; longer ones first where one begins another. */
static const char *const paper_words[] = {"thisis", "newspapers", "newspaper", "expressnews", "sunherald", "statesman", "chronicle",
	"telegraph", "advertiser", "democrat", "republican", "observer", "register", "reporter", "standard", "examiner", "enquirer",
	"inquirer", "sentinel", "dispatch", "gazette", "tribune", "journal", "express", "courier", "monitor", "leader", "ledger",
	"record", "review", "herald", "bulletin", "citizen", "mercury", "weekly", "daily", "today", "times", "world", "press",
	"voice", "globe", "argus", "pilot", "echo", "mail", "news", "post", "star", "sun", "now", "live", "online", "local", "radio",
	"local", "channel", "media", "group", "the", "my", "go", "tv", "fm"};

/* Country codes that are sold as plain words. */
static bool sold_code(const char code[2])
{
	static const char sold[][3] = {"tv", "co", "me", "io", "ai", "fm", "ly", "cc", "ws", "to", "gg", "la", "st", "vc", "im", "am", "nu"};
	for (size_t i = 0; i < sizeof sold / sizeof *sold; i++)
		if (memcmp(sold[i], code, 2) == 0) return true;
	return false;
}

typedef struct known_publisher {
	const char *domain, *country, *city, *admin1;
} known_publisher;

static const known_publisher known[] = {
#define P(domain, country, city, admin1) {domain, country, city, admin1},
#include "extract/publishers.def"
#undef P
};

static int by_domain(const void *key, const void *row)
{
	return dtl_str_cmp(*(const dtl_str *)key, dtl_str_of(((const known_publisher *)row)->domain));
}

/* The row of the host or of a domain above it: edition.cnn.com, cnn.com. */
static const known_publisher *find_known(dtl_str host)
{
	while (host.len && memchr(host.ptr, '.', host.len)) {
		const known_publisher *row = bsearch(&host, known, sizeof known / sizeof *known, sizeof *known, by_domain);
		if (row) return row;
		dtl_str_cut(&host, '.');
	}
	return NULL;
}

/* "http://www.bbc.co.uk/news" -> "www.bbc.co.uk" */
static dtl_str host_of(dtl_str url)
{
	for (size_t i = 0; i + 2 < url.len; i++)
		if (memcmp(url.ptr + i, "://", 3) == 0) {
			url = dtl_str_sub(url, i + 3, url.len);
			break;
		}
	size_t end = 0;
	while (end < url.len && !memchr("/:?# ", url.ptr[end], 5)) end++;
	return dtl_str_sub(url, 0, end);
}

static bool is_host(dtl_str s)
{
	const char *point = s.len ? memchr(s.ptr, '.', s.len) : NULL;
	if (!point || memchr(s.ptr, ' ', s.len)) return false;
	return point + 2 < s.ptr + s.len;
}

static void read_suffix(dtl_publisher *p, dtl_str host)
{
	size_t at = host.len;
	while (at > 0 && host.ptr[at - 1] != '.') at--;
	dtl_str tld = dtl_str_sub(host, at, host.len);
	char code[2] = {0, 0};
	if (tld.len == 2) code[0] = dtl_ascii_lower(tld.ptr[0]), code[1] = dtl_ascii_lower(tld.ptr[1]);
	if (dtl_str_eq_nocase(tld, DTL_STR("gov")) || dtl_str_eq_nocase(tld, DTL_STR("mil"))) memcpy(code, "us", 2);
	if (!code[0] || sold_code(code)) {
		p->us_com = true;
		return;
	}
	if (memcmp(code, "uk", 2) == 0) memcpy(code, "gb", 2);
	p->country[0] = (char)(code[0] - 32);
	p->country[1] = (char)(code[1] - 32);
}

static void take_letters(dtl_publisher *p, dtl_str s)
{
	for (size_t i = 0; i < s.len && p->letter_count < sizeof p->letters; i++)
		if (dtl_ascii_alpha(s.ptr[i])) p->letters[p->letter_count++] = dtl_ascii_lower(s.ptr[i]);
}

/* Deletes paper words at both ends, until none is left. */
static dtl_str without_paper_words(dtl_str s)
{
	for (bool again = true; again;) {
		again = false;
		for (size_t i = 0; i < sizeof paper_words / sizeof *paper_words && !again; i++) {
			dtl_str w = dtl_str_of(paper_words[i]);
			if (s.len >= w.len + SHORTEST_HOME && dtl_str_ends(s, w)) s.len -= w.len, again = true;
			else if (s.len >= w.len + SHORTEST_HOME && dtl_str_starts(s, w)) s = dtl_str_sub(s, w.len, s.len), again = true;
		}
	}
	return s;
}

static bool is_paper_word(dtl_str s)
{
	for (size_t i = 0; i < sizeof paper_words / sizeof *paper_words; i++)
		if (dtl_str_eq(s, dtl_str_of(paper_words[i]))) return true;
	return false;
}

/* The name whose letters, without spaces, are s: one word, or two cut anywhere. */
static bool name_of_letters(const dtl_gazetteer *g, dtl_str s, char out[DTL_NORMAL_MAX], size_t *len)
{
	memcpy(out, s.ptr, s.len);
	*len = s.len;
	if (dtl_gaz_name(g, s) != DTL_GAZ_NONE) return true;
	*len = s.len + 1;
	for (size_t cut = s.len - 2; cut >= 2; cut--) {
		memcpy(out, s.ptr, cut);
		out[cut] = ' ';
		memcpy(out + cut + 1, s.ptr + cut, s.len - cut);
		if (dtl_gaz_name(g, (dtl_str){out, *len}) != DTL_GAZ_NONE) return true;
	}
	return false;
}

static void add_home(dtl_resolution *r, dtl_str name)
{
	size_t g = dtl_group_of(r, name);
	if (g == SIZE_MAX) return;
	if (!r->groups[g].candidate_count) dtl_find_candidates(r, &r->groups[g]);
	if (r->groups[g].candidate_count) r->publisher.home_group = (uint32_t)g;
}

/* The place in one label of the host name: "chicagotribune". */
static bool read_label(dtl_resolution *r, dtl_str label)
{
	char letters[64], name[DTL_NORMAL_MAX];
	size_t n = 0, len;
	for (size_t i = 0; i < label.len && n < sizeof letters; i++)
		if (dtl_ascii_alpha(label.ptr[i])) letters[n++] = dtl_ascii_lower(label.ptr[i]);
	const dtl_str all = {letters, n}, tries[] = {all, without_paper_words(all)};
	for (size_t i = 0; i < 2; i++) {
		if (tries[i].len < SHORTEST_HOME || is_paper_word(tries[i]) || !name_of_letters(r->gazetteer, tries[i], name, &len)) continue;
		add_home(r, dtl_arena_str(r->arena, (dtl_str){name, len}));
		return true;
	}
	return false;
}

static size_t look_up(dtl_resolution *r, dtl_str name)
{
	size_t g = dtl_group_of(r, name);
	if (g == SIZE_MAX) return g;
	if (r->groups[g].mentions == 0) r->groups[g].outside = true; /* told by the publisher, not by the text */
	if (!r->groups[g].candidate_count) dtl_find_candidates(r, &r->groups[g]);
	return g;
}

static bool in_division(const dtl_resolution *r, const dtl_candidate *c, const known_publisher *row)
{
	const dtl_gaz_entry *e = dtl_gaz_entry_at(r->gazetteer, c->entry);
	return memcmp(e->country_code, row->country, 2) == 0 && (!row->admin1[0] || strncmp(e->admin1_code, row->admin1, sizeof e->admin1_code) == 0);
}

/* A publisher of the table: country and, for local papers, the very town. */
static void read_known(dtl_resolution *r, const known_publisher *row)
{
	dtl_publisher *p = &r->publisher;
	p->us_com = strcmp(row->country, "US") == 0;
	if (row->country[0] && !p->us_com) memcpy(p->country, row->country, 2);
	if (!row->city[0]) return;
	size_t g = look_up(r, dtl_str_of(row->city));
	if (g == SIZE_MAX) return;
	const dtl_name_group *group = &r->groups[g];
	for (size_t i = 0; i < group->candidate_count; i++) {
		const dtl_candidate *c = &r->candidates[group->first_candidate + i];
		if (!dtl_is_town(c->class_) || !in_division(r, c, row)) continue;
		p->paper_home = c->entry;
		return;
	}
}

/* From the label before the top-level domain outwards: chronicle.augusta.com is at home in Augusta. */
static void read_site(dtl_resolution *r, dtl_str host)
{
	const known_publisher *row = find_known(host);
	if (row) {
		read_known(r, row);
		return;
	}
	read_suffix(&r->publisher, host);
	take_letters(&r->publisher, host);
	bool found = false;
	for (size_t end = host.len; end > 0 && !found;) {
		size_t start = end;
		while (start > 0 && host.ptr[start - 1] != '.') start--;
		if (end < host.len) found = read_label(r, dtl_str_sub(host, start, end));
		end = start ? start - 1 : 0;
	}
}

/* The first meaning of group a that lies in one of group b's. */
static bool find_inside(dtl_resolution *r, size_t a, size_t b)
{
	const dtl_name_group *x = &r->groups[a], *y = &r->groups[b];
	for (size_t i = 0; i < x->candidate_count; i++)
		for (size_t k = 0; k < y->candidate_count; k++) {
			if (!dtl_lies_in(&r->candidates[x->first_candidate + i], &r->candidates[y->first_candidate + k])) continue;
			r->publisher.home = r->candidates[x->first_candidate + i].entry;
			return true;
		}
	return false;
}

/* "London, UK", "Ripley, MS, USA": the best meaning of the first part that lies in one of the next. */
static void read_author(dtl_resolution *r, dtl_str source)
{
	dtl_str rest = source;
	size_t at = look_up(r, dtl_str_trim(dtl_str_cut(&rest, ',')));
	if (at == SIZE_MAX || r->groups[at].level > 0 || !r->groups[at].candidate_count) return;
	r->publisher.is_author = true;
	r->publisher.home = r->candidates[r->groups[at].first_candidate].entry;
	for (bool found = false; rest.ptr && !found;) {
		size_t in = look_up(r, dtl_str_trim(dtl_str_cut(&rest, ',')));
		if (in != SIZE_MAX) found = find_inside(r, at, in);
	}
}

/* "The Chicago Tribune" -> Chicago */
static bool read_paper_name(dtl_resolution *r, dtl_str source)
{
	char key[DTL_NORMAL_MAX];
	dtl_str name = {key, dtl_normal_key(source, key)};
	size_t before = name.len;
	for (bool again = true; again && name.len;) {
		again = false;
		for (size_t i = 0; i < sizeof paper_words / sizeof *paper_words && !again; i++) {
			dtl_str w = dtl_str_of(paper_words[i]);
			if (name.len > w.len && dtl_str_ends(name, w) && name.ptr[name.len - w.len - 1] == ' ')
				name.len -= w.len + 1, again = true;
		}
	}
	if (name.len == before || name.len == 0) return false;
	take_letters(&r->publisher, source);
	if (dtl_gaz_name(r->gazetteer, name) != DTL_GAZ_NONE) add_home(r, dtl_arena_str(r->arena, name));
	return true;
}

void dtl_read_publisher(dtl_resolution *r)
{
	const dtl_article *article = r->doc->article;
	r->publisher = (dtl_publisher){.home_group = DTL_GAZ_NONE, .home = DTL_GAZ_NONE, .paper_home = DTL_GAZ_NONE};
	dtl_str source = dtl_str_trim(article->source), host = host_of(source);
	if (!is_host(host)) host = host_of(dtl_str_trim(article->url));
	if (is_host(host)) read_site(r, host);
	else if (source.len && !read_paper_name(r, source)) read_author(r, source);
}
