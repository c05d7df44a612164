/* What readers see of an article's headline, author and date, where the page says nothing to machines: the lines of the page are
 * read in order; the headline is the line that the title element repeats, or the first heading; date and author stand near it. */
#include "base/utf8.h"
#include "read/html.h"

#define LINES_BEFORE 3
#define LINES_BEHIND 8
#define SHORT_LINE 120 /* bytes; longer ones are text */

typedef struct line {
	dtl_str text;        /* as far as SHORT_LINE * 3 bytes */
	const xmlNode *node; /* where its first words stand */
	int heading;         /* 1..6; 0: none */
} line;

typedef struct lines {
	dtl_arena *arena;
	line *items;
	size_t count, cap;
	dtl_buf text;
	const xmlNode *node;
} lines;

/* ---- names ---- */

/* Steps over what stands before a name: "By ", "Posted by: ". */
static dtl_str behind_by(dtl_str s, bool *found)
{
	static const char *const words[] = {"by", "von", "por", "par", "di", "door", "av", "af", "od", "posted by", "written by", "reported by",
		"story by", "published by", "text", "text by", "author", "autor", "autorin", "autora", "auteur", "autore", "escrito por",
		"publicado por", "\xd0\xb0\xd0\xb2\xd1\x82\xd0\xbe\xd1\x80", "\xe4\xbd\x9c\xe8\x80\x85", "\xe8\xae\xb0\xe8\x80\x85", NULL};
	size_t best = 0;
	for (size_t i = 0; words[i]; i++) {
		dtl_str w = dtl_str_of(words[i]);
		if (s.len <= w.len || !dtl_str_eq_nocase(dtl_str_sub(s, 0, w.len), w)) continue;
		dtl_str rest = dtl_str_sub(s, w.len, s.len);
		size_t step = rest.ptr[0] == ':' || rest.ptr[0] == ' ' || rest.ptr[0] == '\n' ? 1 : dtl_str_starts(rest, DTL_STR("\xef\xbc\x9a")) ? 3 : 0;
		if (step && w.len + step > best) best = w.len + step;
	}
	*found = best > 0;
	return dtl_str_trim(dtl_str_sub(s, best, s.len));
}

/* Where what follows a name begins. */
static size_t name_end(dtl_str s)
{
	static const char *const ends[] = {" | ", " - ", " on ", " at ", " in ", " for ", "\n", ",", "(", ";", "<", "/", " \xc2\xb7 ", " \xe2\x80\x93 ",
		" \xe2\x80\x94 ", "\xe3\x80\x80", "\xef\xbc\x89", " \xe2\x80\xa2 ", NULL};
	for (size_t i = 0; i < s.len; i++) {
		dtl_str rest = dtl_str_sub(s, i, s.len);
		if (dtl_ascii_digit(s.ptr[i])) return i;
		for (size_t k = 0; ends[k]; k++)
			if (dtl_str_starts(rest, dtl_str_of(ends[k]))) return i;
	}
	return s.len;
}

static size_t count_words(dtl_str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.len; i++) n += s.ptr[i] != ' ' && (i == 0 || s.ptr[i - 1] == ' ');
	return n;
}

/* "DALE HOFFNER" -> "Dale Hoffner"; names with small letters stay. */
static dtl_str without_capitals(dtl_arena *arena, dtl_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.ptr[i] >= 0x80 || (s.ptr[i] >= 'a' && s.ptr[i] <= 'z')) return s;
	dtl_buf out = {.arena = arena};
	for (size_t i = 0; i < s.len; i++)
		dtl_buf_addc(&out, i && dtl_ascii_alpha(s.ptr[i - 1]) ? dtl_ascii_lower(s.ptr[i]) : s.ptr[i]);
	return dtl_buf_str(&out);
}

static bool is_nobody(dtl_str s)
{
	static const char *const words[] = {"admin", "administrator", "webmaster", "root", "user", "editor", "unknown", "anonymous", "author",
		"guest", NULL};
	for (size_t i = 0; words[i]; i++)
		if (dtl_str_eq_nocase(s, dtl_str_of(words[i]))) return true;
	return s.len < 2 || dtl_str_contains_nocase(s, DTL_STR("http")) || memchr(s.ptr, '@', s.len) != NULL;
}

/* "A and B" -> "A, B". */
static dtl_str listed(dtl_arena *arena, dtl_str s)
{
	static const char *const ands[] = {" and ", " und ", " et ", " y ", " e ", " & "};
	dtl_buf out = {.arena = arena};
	for (size_t i = 0; i < s.len; i++) {
		size_t step = 0;
		for (size_t k = 0; k < sizeof ands / sizeof *ands; k++)
			if (dtl_str_starts(dtl_str_sub(s, i, s.len), dtl_str_of(ands[k]))) step = strlen(ands[k]);
		if (step) dtl_buf_addz(&out, ", ");
		else dtl_buf_addc(&out, s.ptr[i]);
		i += step ? step - 1 : 0;
	}
	return dtl_buf_str(&out);
}

dtl_str dtl_html_clean_author(dtl_arena *arena, dtl_str s)
{
	bool by = true;
	s = dtl_str_trim(s);
	while (by) s = behind_by(s, &by);
	while (s.len && s.ptr[0] >= 'a' && s.ptr[0] <= 'z' && memchr(s.ptr, ' ', s.len)) { /* "our correspondent Leyla Haddad" */
		dtl_str rest = s;
		(void)dtl_str_cut(&rest, ' ');
		s = dtl_str_trim(rest);
	}
	s = dtl_str_trim(dtl_str_sub(s, 0, name_end(s)));
	if (is_nobody(s) || s.len > 100 || count_words(s) > 8) return DTL_STR_NONE;
	return without_capitals(arena, listed(arena, s));
}

/* Two to four words with capitals, and nothing else. */
static bool is_name(dtl_str s)
{
	size_t words = 0;
	if (s.len > 60) return false;
	while (s.len) {
		dtl_str rest = s, word = dtl_str_trim(dtl_str_cut(&rest, ' '));
		s = rest.ptr ? rest : DTL_STR("");
		if (word.len == 0) continue;
		if (word.ptr[0] >= 'a' && word.ptr[0] <= 'z') return false;
		for (size_t i = 0; i < word.len; i++)
			if (!dtl_ascii_alpha(word.ptr[i]) && (unsigned char)word.ptr[i] < 0x80 && !strchr("-'.", word.ptr[i])) return false;
		words++;
	}
	return words >= 2 && words <= 4;
}

/* ---- lines ---- */

static int heading_level(const xmlNode *n)
{
	static const char *const names[] = {"h1", "h2", "h3", "h4", "h5", "h6"};
	for (; n && n->type == XML_ELEMENT_NODE; n = n->parent) {
		for (int i = 0; i < 6; i++)
			if (dtl_html_is(n, names[i])) return i + 1;
		if (!dtl_html_one_of(n, dtl_html_inline)) return 0;
	}
	return 0;
}

static void end_line(lines *l)
{
	dtl_str text = dtl_str_trim(dtl_buf_str(&l->text));
	if (text.len) {
		line one = {dtl_arena_str(l->arena, dtl_str_sub(text, 0, 3 * SHORT_LINE)), l->node, heading_level(l->node->parent)};
		DTL_PUSH(l->arena, l->items, l->count, l->cap, one);
	}
	l->text.len = 0;
}

static void add_text(lines *l, const xmlNode *n)
{
	if (l->text.len == 0) l->node = n;
	for (const char *c = (const char *)n->content; c && *c && l->text.len < 4 * SHORT_LINE; c++) {
		bool nbsp = c[0] == '\xc2' && c[1] == '\xa0';
		if (!dtl_ascii_space(*c) && !nbsp) dtl_buf_addc(&l->text, *c);
		else if (l->text.len && l->text.data[l->text.len - 1] != ' ') dtl_buf_addc(&l->text, ' ');
		c += nbsp;
	}
}

static bool ends_line(const xmlNode *n)
{
	return n->type == XML_ELEMENT_NODE && !dtl_html_one_of(n, dtl_html_inline);
}

static lines lines_of(dtl_arena *arena, xmlNode *root)
{
	lines l = {.arena = arena, .text = {.arena = arena}};
	xmlNode *n = root;
	bool inside = true;
	for (;;) {
		xmlNode *next = dtl_html_next(root, n, inside);
		if (!next) break;
		if (!inside || next->parent != n) /* leaves n and perhaps what it stands in */
			for (const xmlNode *up = n; up && up != next->parent; up = up->parent)
				if (ends_line(up)) end_line(&l);
		n = next;
		inside = n->type == XML_ELEMENT_NODE && !dtl_html_one_of(n, dtl_html_never);
		if (ends_line(n)) end_line(&l);
		if (n->type == XML_TEXT_NODE) add_text(&l, n);
	}
	end_line(&l);
	return l;
}

/* ---- the headline ---- */

/* How well the line is the headline: 0 not, else higher is better. The title element holds it beside the site's name; where that
 * is so the longest such line is it. */
static size_t headline_score(const dtl_html_found *f, const line *l)
{
	if (l->text.len > 300 || l->text.len < 4) return 0;
	bool in_head = l->text.len * 2 >= f->head.len && (dtl_str_starts(f->head, l->text) || dtl_str_ends(f->head, l->text));
	if (f->title.len && f->title_rank <= 4 && dtl_str_eq_nocase(f->title, l->text)) return 10000 + (l->heading ? 7 - (size_t)l->heading : 0);
	if (in_head) return 1000 + 7 * l->text.len + (l->heading ? 7 - (size_t)l->heading : 0);
	if (l->heading == 1) return 5;
	return 0;
}

static size_t headline_of(dtl_html_found *f, const lines *l)
{
	size_t best = 0, at = SIZE_MAX;
	for (size_t i = 0; i < l->count; i++) {
		size_t score = headline_score(f, &l->items[i]);
		if (score > best) best = score, at = i;
	}
	if (best >= 1000) dtl_html_offer(&f->title, &f->title_rank, 4, l->items[at].text);
	else if (best) dtl_html_offer(&f->title, &f->title_rank, 5, l->items[at].text);
	return at;
}

/* ---- what stands near it ---- */

static bool says_updated(dtl_str s)
{
	static const char *const words[] = {"updated", "modified", "amended", "last change", "ge\xc3\xa4ndert", "aktualisiert", "mis \xc3\xa0 jour",
		"actualizado", "atualizado"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (dtl_str_starts(s, dtl_str_of(words[i])) || (s.len > strlen(words[i]) &&
			dtl_str_eq_nocase(dtl_str_sub(s, 0, strlen(words[i])), dtl_str_of(words[i])))) return true;
	return false;
}

/* Dates in attributes of elements behind the headline, before it, and of changes. */
static void take_time(dtl_html_found *f, const xmlNode *n, bool behind)
{
	dtl_str class = dtl_html_attribute(f->arena, n, "class"), value = dtl_html_attribute(f->arena, n, "datetime");
	bool time = dtl_html_is(n, "time"), published = dtl_html_has_attribute(n, "pubdate") || dtl_str_contains_nocase(class, DTL_STR("publish"));
	if (!time && !published) return;
	if (value.len == 0 && !time) value = dtl_html_attribute(f->arena, n, "title"); /* abbr of hAtom */
	if (value.len == 0 && time) value = dtl_html_text_of(f->arena, n);
	dtl_str property = dtl_html_attribute(f->arena, n, "itemprop");
	if (property.len == 0) property = dtl_html_attribute(f->arena, n, "property");
	bool changed = dtl_str_contains_nocase(property, DTL_STR("modif")) ||
		(!published && (dtl_str_contains_nocase(class, DTL_STR("updated")) || dtl_str_contains_nocase(class, DTL_STR("modified"))));
	int rank = changed ? 10 : published ? 3 : behind ? 5 : 8;
	dtl_html_offer(&f->date, &f->date_rank, rank, dtl_published_date(f->arena, value));
}

/* Words of class and id that mark who wrote the article. Comments have authors, too. */
static bool names_author(dtl_str s)
{
	static const char *const words[] = {"author", "authors", "byline", "autor", "autoren", "auteur", "autore", "firma", "writer", "reporter",
		"verfasser", NULL};
	static const char *const others[] = {"comment", "bio", "box", "avatar", "image", "card", "related", NULL};
	bool found = false;
	for (size_t i = 0; i < s.len;) {
		size_t from = i;
		while (i < s.len && dtl_ascii_alpha(s.ptr[i])) i++;
		dtl_str word = dtl_str_sub(s, from, i);
		for (size_t k = 0; words[k]; k++) found = found || dtl_str_eq_nocase(word, dtl_str_of(words[k]));
		for (size_t k = 0; others[k]; k++)
			if (dtl_str_eq_nocase(word, dtl_str_of(others[k]))) return false;
		i += i == from;
	}
	return found;
}

static void take_author(dtl_html_found *f, const xmlNode *n)
{
	bool rel = dtl_str_eq_nocase(dtl_html_attribute(f->arena, n, "rel"), DTL_STR("author"));
	dtl_str href = dtl_html_attribute(f->arena, n, "href");
	bool link = dtl_str_contains_nocase(href, DTL_STR("/author/")) || dtl_str_contains_nocase(href, DTL_STR("/autor/"));
	bool named = names_author(dtl_html_attribute(f->arena, n, "class")) || names_author(dtl_html_attribute(f->arena, n, "data-testid"));
	if (!rel && !link && !named) return;
	dtl_str text = dtl_html_text_of(f->arena, n);
	if (text.len <= SHORT_LINE) dtl_html_offer(&f->author, &f->author_rank, rel || link ? 4 : 5, dtl_html_clean_author(f->arena, text));
}

static void take_elements(dtl_html_found *f, xmlNode *root, const xmlNode *headline)
{
	bool behind = false;
	for (xmlNode *n = dtl_html_next(root, root, true); n; n = dtl_html_next(root, n, true)) {
		behind = behind || n == headline;
		if (n->type != XML_ELEMENT_NODE) continue;
		take_time(f, n, behind);
		take_author(f, n);
	}
}

/* Does the line hold a date, and little besides? */
static dtl_str date_line(dtl_arena *arena, dtl_str s)
{
	if (s.len > SHORT_LINE || (s.len && s.ptr[s.len - 1] == '.') || says_updated(s)) return DTL_STR_NONE;
	return dtl_published_date(arena, dtl_str_sub(s, 0, 100));
}

/* "Author: NAME" somewhere in the line. */
static dtl_str marked_author(dtl_str s)
{
	static const char *const marks[] = {"\xe4\xbd\x9c\xe8\x80\x85\xef\xbc\x9a", "\xe8\xae\xb0\xe8\x80\x85\xef\xbc\x9a", "\xe8\xa8\x98\xe8\x80\x85\xef\xbc\x9a", "Author: ", "Autor: "};
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		const char *at = memmem(s.ptr, s.len, marks[i], strlen(marks[i]));
		if (at) return dtl_str_sub(s, (size_t)(at - s.ptr) + strlen(marks[i]), s.len);
	}
	return DTL_STR_NONE;
}

static void take_near_line(dtl_html_found *f, const lines *l, size_t i, bool behind)
{
	dtl_str s = l->items[i].text;
	bool by = false, dated = date_line(f->arena, s).len > 0;
	if (s.len > SHORT_LINE) return;
	dtl_html_offer(&f->date, &f->date_rank, behind ? 7 : 8, date_line(f->arena, s));
	dtl_str marked = marked_author(s), name = behind_by(s, &by);
	if (marked.len) dtl_html_offer(&f->author, &f->author_rank, 6, dtl_html_clean_author(f->arena, marked));
	if (!behind) return;
	name = dtl_html_clean_author(f->arena, name);
	if (by && count_words(s) <= 12) dtl_html_offer(&f->author, &f->author_rank, 6, name);
	/* "NAME, 15 Aug 2018", or a name on the line beside a date's */
	bool beside = dated || date_line(f->arena, i + 1 < l->count ? l->items[i + 1].text : DTL_STR_NONE).len > 0 ||
		date_line(f->arena, l->items[i - 1].text).len > 0;
	if (beside && !l->items[i].heading && is_name(name)) dtl_html_offer(&f->author, &f->author_rank, 7, name);
}

void dtl_html_take_visible(dtl_html_found *f, xmlNode *root)
{
	lines l = lines_of(f->arena, root);
	size_t at = headline_of(f, &l);
	take_elements(f, root, at == SIZE_MAX ? NULL : l.items[at].node);
	if (at == SIZE_MAX) return;
	for (size_t i = at + 1, n = 0; i < l.count && n < LINES_BEHIND; i++) {
		if (l.items[i].text.len > SHORT_LINE && n > 3) break;
		take_near_line(f, &l, i, true);
		n++;
	}
	for (size_t i = at; i > 0 && at - i < LINES_BEFORE; i--) take_near_line(f, &l, i - 1, false);
}

bool dtl_html_is_byline(dtl_arena *arena, dtl_str s, dtl_str author)
{
	bool by;
	if (s.len > SHORT_LINE || s.len == 0) return false;
	dtl_str rest = behind_by(s, &by);
	if (by && is_name(dtl_html_clean_author(arena, rest))) return true;
	if (author.len && s.len < author.len + 60 && dtl_str_contains_nocase(s, author) && s.ptr[s.len - 1] != '.') return true;
	if (s.len > 90) return false;
	dtl_str date = date_line(arena, s);
	if (date.len == 0) return false;
	/* a heading of a chronicle begins with its day and goes on: only as many words as dates have */
	return count_words(s) <= 9;
}
