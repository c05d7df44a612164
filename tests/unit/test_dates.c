/* Time expressions: tests/cases/dates.tsv with and without part-of-speech tags, anchors, ranges, what is no date, token soup. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/civil.h"
#include "extract/dates.h"
#include "extract/doc.h"
#include "extract/event_table.h"

typedef struct reading {
	dtl_arena arena;
	dtl_article article;
	dtl_doc doc;
} reading;

static dtl_model *model(void)
{
	dtl_model *m = NULL;
	dtl_error err = DTL_ERROR_INIT;
	if (dtl_model_open(NULL, &m, &err) != DTL_OK) fail_msg("%s", err.message);
	return m;
}

static dtl_event_table *events;   /* where days are counted from events, else NULL */
static dtl_gazetteer *gazetteer; /* where the head of the article is read, else NULL */

/* Reads text with the article's date; `place` is "" or "NAME=LONGITUDE" of a resolved place in the text. */
static void read_text(reading *r, const dtl_model *m, const char *date, dtl_str text, const char *place)
{
	memset(r, 0, sizeof *r);
	if (setjmp(r->arena.exhausted)) fail_msg("out of memory");
	r->article = (dtl_article){.text = text, .date = dtl_str_of(date)};
	r->doc = (dtl_doc){.arena = &r->arena, .article = &r->article, .model = m, .event_table = events, .english = true};
	dtl_tokenize(&r->arena, text, &r->doc.tokens);
	r->doc.gazetteer = gazetteer;
	if (gazetteer) dtl_find_head(&r->doc);
	if (m) dtl_tag_parts_of_speech(m, &r->arena, &r->doc.tokens);
	const char *equals = strchr(place, '=');
	if (equals) {
		dtl_str name = {place, (size_t)(equals - place)};
		for (size_t i = 0; i + name.len <= text.len && !r->doc.mention_count; i++) {
			if (!dtl_str_eq(dtl_str_sub(text, i, i + name.len), name)) continue;
			r->doc.mentions = dtl_arena_new(&r->arena, dtl_mention);
			*r->doc.mentions = (dtl_mention){.span = {(uint32_t)i, (uint32_t)(i + name.len)}, .place = 0};
			r->doc.places = dtl_arena_new(&r->arena, dtl_place);
			r->doc.places->point.lon = atof(equals + 1);
			r->doc.mention_count = r->doc.place_count = 1;
		}
	}
	dtl_find_dates(&r->doc);
}

/* ---- the table ---- */

static bool column(const char *what, dtl_str want, const char *got, dtl_str text)
{
	if (dtl_str_eq(want, DTL_STR("-")) || dtl_str_eq(want, dtl_str_of(got))) return true;
	print_error("%.*s\n  %s: want '%.*s', got '%s'\n", DTL_FMT(text), what, DTL_FMT(want), got);
	return false;
}

/* The expressions that lie in the span: the first one and the days of all of them. */
static bool check(const reading *r, dtl_str text, dtl_str span, dtl_str *field)
{
	size_t at = 0;
	while (at + span.len < text.len && !dtl_str_starts(dtl_str_sub(text, at, text.len), span)) at++;
	const dtl_timex *first = NULL;
	dtl_interval days = {{0, 0, 0}, {0, 0, 0}, DTL_DATE_UNKNOWN};
	for (size_t i = 0; i < r->doc.timex_count; i++) {
		const dtl_timex *t = &r->doc.timexes[i];
		if (t->span.start >= at + span.len || t->span.end <= at) continue;
		if (!first) {
			first = t;
			days = t->interval;
		}
		days.end = t->interval.end;
	}
	if (!first) {
		print_error("%.*s\n  nothing read in '%.*s'\n", DTL_FMT(text), DTL_FMT(span));
		return false;
	}
	char buffer[11], value[64];
	snprintf(value, sizeof value, "%.*s", DTL_FMT(first->value));
	bool good = column("type", field[0], dtl_timex_type_name(first->type), text);
	good &= column("value", field[1], value, text);
	good &= column("first day", field[2], dtl_date_format(days.start, buffer), text);
	good &= column("last day", field[3], dtl_date_format(days.end, buffer), text);
	bool one = !dtl_str_eq(field[1], DTL_STR("-"));
	if (one && (first->span.start != at || first->span.end != at + span.len)) {
		print_error("%.*s\n  span: want '%.*s', got '%.*s'\n", DTL_FMT(text), DTL_FMT(span), DTL_FMT(dtl_doc_str(&r->doc, first->span)));
		good = false;
	}
	return good;
}

static size_t run_table(const dtl_model *m, size_t *rows)
{
	FILE *f = fopen("tests/cases/dates.tsv", "r");
	assert_non_null(f);
	char line[1024], place[64];
	size_t wrong = 0;
	*rows = 0;
	while (fgets(line, sizeof line, f)) {
		line[strcspn(line, "\n")] = '\0';
		if (*line == '#' || !*line) continue;
		dtl_str rest = dtl_str_of(line), field[8];
		for (int i = 0; i < 8; i++) field[i] = rest.ptr ? dtl_str_cut(&rest, '\t') : DTL_STR_NONE;
		char date[11] = "";
		if (!dtl_str_eq(field[0], DTL_STR("-"))) snprintf(date, sizeof date, "%.*s", DTL_FMT(field[0]));
		snprintf(place, sizeof place, "%.*s", DTL_FMT(field[7]));
		reading r;
		read_text(&r, m, date, field[1], place);
		wrong += !check(&r, field[1], field[2], &field[3]);
		dtl_arena_free(&r.arena);
		++*rows;
	}
	fclose(f);
	return wrong;
}

static void table_with_tags(void **state)
{
	(void)state;
	dtl_model *m = model();
	size_t rows, wrong = run_table(m, &rows);
	dtl_model_close(m);
	assert_true(rows >= 300);
	if (wrong) fail_msg("%zu of %zu rows", wrong, rows);
}

static void table_without_tags(void **state)
{
	(void)state;
	size_t rows, wrong = run_table(NULL, &rows);
	if (wrong) fail_msg("%zu of %zu rows", wrong, rows);
}

/* ---- what is no date ---- */

static void no_dates(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"They counted 2,000 people and 1998 people there.", "The Sunday Times and the Daily Mail wrote of it.",
		"Mrs. May said the party was ready.", "Protesters march through the city.", "The second man was released.",
		"Rangers won 3-5 away.", "An F-16 and a Boeing 747-8 landed.", "Call 555-2023 or +44 20 7946 0958.",
		"It cost $1999 and 2,015 euros.", "A 52-year-old teacher and two men, 30 and 41 years old, were hurt.",
		"Flight MH17 was lost.", "They met in Mar del Plata with Jan Egeland.", "It passed Resolution 1973 at 1995 Main Street.", "They wept at the fall of the regime.",
		"The goal came in the first half.", "The Sun shone on Sat Nav drivers.", "It may rain.",
		"Fall back, they said, and spring the trap.", "A quarter of the town burned, about three-quarters of the port.",
		"Room 2023a is closed.", "The ratio was 1.98.", "It fell to 12/8 of the sum."};
	dtl_model *m = model();
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		reading r;
		read_text(&r, m, "2024-01-27", dtl_str_of(texts[i]), "");
		for (size_t k = 0; k < r.doc.timex_count; k++)
			print_error("%s\n  read '%.*s'\n", texts[i], DTL_FMT(dtl_doc_str(&r.doc, r.doc.timexes[k].span)));
		assert_int_equal(r.doc.timex_count, 0);
		dtl_arena_free(&r.arena);
	}
	dtl_model_close(m);
}

/* ---- anchors ---- */

static void expect_day(const reading *r, const char *words, const char *day)
{
	char buffer[11];
	for (size_t i = 0; i < r->doc.timex_count; i++) {
		if (!dtl_str_eq(dtl_doc_str(&r->doc, r->doc.timexes[i].span), dtl_str_of(words))) continue;
		assert_string_equal(dtl_date_format(r->doc.timexes[i].interval.start, buffer), day);
		return;
	}
	fail_msg("'%s' was not read", words);
}

static bool noted(const reading *r, const char *code)
{
	for (size_t i = 0; i < r->doc.note_count; i++)
		if (dtl_str_eq(r->doc.notes[i].code, dtl_str_of(code))) return true;
	return false;
}

static void anchors(void **state)
{
	(void)state;
	reading r;
	read_text(&r, NULL, "Sat, 27 Jan 2024 22:10:00 GMT", DTL_STR("The mayor resigned yesterday."), "");
	assert_int_equal(r.doc.anchor_kind, DTL_ANCHOR_ARTICLE);
	expect_day(&r, "yesterday", "2024-01-26");
	dtl_arena_free(&r.arena);

	read_text(&r, NULL, "", DTL_STR("The mayor resigned yesterday."), "");
	assert_int_equal(r.doc.anchor_kind, DTL_ANCHOR_NONE);
	assert_true(noted(&r, "no-date"));
	expect_day(&r, "yesterday", "");
	dtl_arena_free(&r.arena);

	read_text(&r, NULL, "",
		DTL_STR("Output had grown in 2018, officials said, and doubled in 2019. They met on Friday to plan the budget for 2020. "
		"Shells fell on December 29 and January 3."), "");
	assert_int_equal(r.doc.anchor_kind, DTL_ANCHOR_TEXT);
	assert_true(noted(&r, "no-date"));
	expect_day(&r, "December 29", "2019-12-29");
	expect_day(&r, "January 3", "2020-01-03");
	dtl_arena_free(&r.arena);

	read_text(&r, NULL, "",
		DTL_STR("Gunmen struck on 4 March 2019. Police said on Friday that they had fled. They will be tried on Monday."), "");
	expect_day(&r, "Friday", "2019-03-08"); /* the day of the report is behind what it tells */
	expect_day(&r, "Monday", "2019-03-11");
	dtl_arena_free(&r.arena);

	dtl_error err = DTL_ERROR_INIT;
	if (dtl_gazetteer_open(NULL, &gazetteer, &err) != DTL_OK) fail_msg("%s", err.message);
	static const struct { const char *date, *day; } filed[] = {{"2019-03-09", "2019-03-08"}, {"2019-03-08", "2019-03-08"},
		{"2019-03-07", "2019-03-08"}, {"2019-03-06", "2019-03-06"}, {"2019-05-01", "2019-05-01"}};
	for (size_t i = 0; i < sizeof filed / sizeof *filed; i++) {
		read_text(&r, NULL, filed[i].date, DTL_STR("HAVANA, March 8 (Reuters) - A factory burned down today."), "");
		expect_day(&r, "today", filed[i].day);
		dtl_arena_free(&r.arena);
	}
	dtl_gazetteer_close(gazetteer);
	gazetteer = NULL;

	read_text(&r, NULL, "not a date", DTL_STR("On 4 May 2021 the dam broke. Police came the next day."), "");
	assert_true(noted(&r, "bad-date"));
	expect_day(&r, "the next day", "2021-05-05");
	dtl_arena_free(&r.arena);
}

/* The instant of the article decides whether it is tomorrow already at the place. */
static void next_day(void **state)
{
	(void)state;
	static const dtl_str text = {"Rebels in Manila surrendered on Sunday.", 39};
	static const struct { const char *date, *place, *day; } cases[] = {
		{"2024-01-27", "Manila=121", "2024-01-28"}, {"2024-01-27T18:00:00Z", "Manila=121", "2024-01-28"},
		{"2024-01-27T02:00:00Z", "Manila=121", "2024-01-21"}, {"2024-01-27T02:00:00-08:00", "Manila=121", "2024-01-21"},
		{"2024-01-27T12:00:00-08:00", "Manila=121", "2024-01-28"}, {"2024-01-27", "Manila=-99", "2024-01-21"}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		reading r;
		read_text(&r, NULL, cases[i].date, text, cases[i].place);
		expect_day(&r, "Sunday", cases[i].day);
		dtl_arena_free(&r.arena);
	}
	reading r;
	dtl_interval day;
	char buffer[11];
	/* a sentence without a place follows the one that has it */
	read_text(&r, NULL, "2024-01-27", DTL_STR("A ship sank early on Sunday. Rebels in Manila surrendered on Sunday."), "Manila=121");
	assert_int_equal(r.doc.timex_count, 2);
	assert_string_equal(dtl_date_format(r.doc.timexes[0].interval.start, buffer), "2024-01-28");
	dtl_arena_free(&r.arena);
	read_text(&r, NULL, "2024-01-27", text, "");
	expect_day(&r, "Sunday", "2024-01-21");
	assert_true(dtl_timex_next_day(&r.doc, 0, 121.0, &day));
	assert_string_equal(dtl_date_format(day.start, buffer), "2024-01-28");
	assert_false(dtl_timex_next_day(&r.doc, 0, 2.0, &day));
	dtl_arena_free(&r.arena);
}

static void ranges(void **state)
{
	(void)state;
	static const struct { const char *text, *first, *last; } cases[] = {
		{"It ran from May 3 to May 5, 2022.", "2022-05-03", "2022-05-05"}, {"It ran on May 3-5, 2022.", "2022-05-03", "2022-05-05"},
		{"He ruled between 1965 and 1986.", "1965-01-01", "1986-12-31"}, {"It rained on May 3 and May 5, 2022.", "", ""}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		reading r;
		dtl_interval days = {{0, 0, 0}, {0, 0, 0}, DTL_DATE_UNKNOWN};
		char buffer[11];
		read_text(&r, NULL, "2024-01-24", dtl_str_of(cases[i].text), "");
		assert_int_equal(r.doc.timex_count, 2);
		for (size_t k = 0; k < 2; k++) {
			assert_int_equal(dtl_timex_range(&r.doc, k, &days), *cases[i].first != '\0');
			assert_string_equal(dtl_date_format(days.start, buffer), cases[i].first);
			assert_string_equal(dtl_date_format(days.end, buffer), cases[i].last);
		}
		assert_false(dtl_timex_range(&r.doc, 7, &days));
		dtl_arena_free(&r.arena);
	}
}

/* Reckoned feasts against published days. */
static void feasts(void **state)
{
	(void)state;
	static const struct { const char *text, *words, *day; } cases[] = {
		{"The truce began at Ramadan 2023.", "Ramadan 2023", "2023-03-23"},
		{"Crowds came for Eid al-Fitr 2024.", "Eid al-Fitr 2024", "2024-04-10"},
		{"Crowds came for Eid al-Adha 2020.", "Eid al-Adha 2020", "2020-07-31"},
		{"The raid fell on Lunar New Year 2023.", "Lunar New Year 2023", "2023-01-22"},
		{"The raid fell on Lunar New Year 2024.", "Lunar New Year 2024", "2024-02-10"},
		{"The raid fell on Tet 1968.", "Tet 1968", "1968-01-30"},
		{"The raid fell on Chinese New Year 2020.", "Chinese New Year 2020", "2020-01-25"},
		{"The war broke out on Yom Kippur 1973.", "Yom Kippur 1973", "1973-10-06"},
		{"They met on Rosh Hashanah 2023.", "Rosh Hashanah 2023", "2023-09-16"},
		{"They met on Passover 2002.", "Passover 2002", "2002-03-28"},
		{"They met on Orthodox Easter 2022.", "Orthodox Easter 2022", "2022-04-24"},
		{"They met on Diwali 2023.", "Diwali 2023", "2023-11-13"}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		reading r;
		read_text(&r, NULL, "2024-06-01", dtl_str_of(cases[i].text), "");
		expect_day(&r, cases[i].words, cases[i].day);
		dtl_arena_free(&r.arena);
	}
}

/* ---- the shared articles ---- */

static char *slurp(const char *path, size_t *len)
{
	FILE *f = fopen(path, "r");
	if (!f) return NULL;
	char *data = malloc(1 << 16);
	*len = data ? fread(data, 1, 1 << 16, f) : 0;
	fclose(f);
	return data;
}

static void shared_articles(void **state)
{
	(void)state;
	size_t len;
	char *first = slurp("../shared/articles/000_bf1b0619fc3ea80d.txt", &len);
	if (!first) {
		print_message("../shared/articles is absent\n");
		skip();
	}
	dtl_model *m = model();
	dtl_error err = DTL_ERROR_INIT;
	if (dtl_gazetteer_open(NULL, &gazetteer, &err) != DTL_OK) fail_msg("%s", err.message);
	reading r;
	read_text(&r, m, "", (dtl_str){first, len}, "North Korea=127");
	assert_int_equal(r.doc.anchor_kind, DTL_ANCHOR_DATELINE);
	expect_day(&r, "Sunday", "2024-01-28");
	expect_day(&r, "early January", "2024-01-01");
	expect_day(&r, "October", "2023-10-01");
	expect_day(&r, "late September", "2023-09-21");
	dtl_arena_free(&r.arena);
	free(first);
	char *second = slurp("../shared/articles/004_5a2b3857b64f8af1.txt", &len);
	assert_non_null(second);
	read_text(&r, m, "", (dtl_str){second, len}, "");
	expect_day(&r, "December 30", "2023-12-30");
	expect_day(&r, "January 2", "2024-01-02");
	expect_day(&r, "Thursday", "2024-01-04");
	expect_day(&r, "the end of December", "2023-12-21");
	dtl_arena_free(&r.arena);
	free(second);
	dtl_gazetteer_close(gazetteer);
	gazetteer = NULL;
	dtl_model_close(m);
}

/* ---- days counted from events ---- */

/* `value` is NULL where the text tells no such day. */
static const struct { const char *text, *span, *value; } counted[] = {
	{"A quake struck the city on May 3, 2023. Two days after the quake a dam burst.", "Two days", "2023-05-05"},
	{"A quake struck the city on May 3, 2023. The dam burst two weeks after the quake.", "two weeks", "2023-W20"},
	{"He was shot on May 3, 2023. A jogger had seen the car at 6 a.m. ten days before the shooting.", "6 a.m. ten days", "2023-04-23T06:00"},
	{"The mayor died on May 3, 2023. His party met the day after his death.", "the day", "2023-05-04"},
	{"Voters went to the polls. The election was held on 4 June 2023. Two days before the vote a candidate was killed.", "Two days", "2023-06-02"},
	{"Two days after the quake a dam burst. The quake struck the city on May 3, 2023.", "Two days", "2023-05-05"},
	{"A quake struck the city on May 3, 2023. Two days after a fire the dam burst.", "Two days", "P2D"},
	{"A quake struck the city. His party met the day after his resignation.", "the day", NULL},
	{"A quake struck on May 3, 2023. He was freed two days after Anna Smith was killed.", "two days", "P2D"},
	{"Anna Smith was killed on May 3, 2023. He fled two days after Smith was killed.", "two days", "2023-05-05"},
	{"Neither of them could be reached on Monday.", "Monday", "2024-01-22"},
	{"The strike was a day-long affair.", "a day-long", "P1D"},
	{"It was their third day-long meeting.", "day-long", "P1D"},
	{"The office is open 24 hours a day.", "24 hours", NULL},
	{"The office is open 24 hours a day.", "a day", NULL},
	{"He wrote for the party daily Granma.", "daily", NULL},
	{"The police found a 1987 Chevrolet.", "1987", NULL},
	{"Troops found nothing in a pre-dawn raid.", "dawn", NULL},
	{"The bridge opened on May 3, 2023, three days later than planned.", "three days", "P3D"}};

static void days_counted_from_events(void **state)
{
	(void)state;
	dtl_error err = DTL_ERROR_INIT;
	dtl_model *m = model();
	if (dtl_event_table_open(NULL, &events, &err) != DTL_OK) fail_msg("%s", err.message);
	for (size_t i = 0; i < sizeof counted / sizeof *counted; i++) {
		reading r;
		read_text(&r, m, "2024-01-24", dtl_str_of(counted[i].text), "");
		const dtl_timex *hit = NULL;
		for (size_t k = 0; k < r.doc.timex_count; k++)
			if (dtl_str_eq(dtl_doc_str(&r.doc, r.doc.timexes[k].span), dtl_str_of(counted[i].span))) hit = &r.doc.timexes[k];
		if (!hit != !counted[i].value) fail_msg("'%s': %s '%s'", counted[i].text, hit ? "read" : "missed", counted[i].span);
		if (hit && !dtl_str_eq(hit->value, dtl_str_of(counted[i].value)))
			fail_msg("'%s': '%s' is %.*s, not %s", counted[i].text, counted[i].span, DTL_FMT(hit->value), counted[i].value);
		dtl_arena_free(&r.arena);
	}
	dtl_event_table_close(events);
	events = NULL;
	dtl_model_close(m);
}

/* ---- token soup ---- */

static const char *const soup[] = {
	"Monday", "may", "May", "March", "5", "31", "2024", "1990s", "'", "the", "of", "last", "next", "this", "past", "days",
	"week", "quarter", "third", "-", "/", ".", ",", "and", "to", "from", "between", "early", "end", "ago", "later", "earlier",
	"half", "a", "few", "two", "twenty", "hundred", "thousand", "a.m.", "p.m.", "GMT", "7:15", "noon", "morning", "night",
	"every", "daily", "now", "fiscal", "year", "century", "since", "until", "in", "on", "at", "before", "after", "yesterday",
	"tomorrow", "2024-01-28T05:30", "31/12/99", "99999999999", "Christmas", "Eve", "Easter", "said", "will", "(", ")", "same",
	"that", "following", "summer", "winter", "nineteen", "ninety", "\xe2\x80\x93", "\xe2\x80\x99s", "day", "first", "Q3",
	"more", "than", "local", "time", "0530", "29", "Feb."};

static void token_soup(void **state)
{
	(void)state;
	uint32_t seed = 12345;
	for (int round = 0; round < 3000; round++) {
		char text[4096];
		size_t len = 0;
		int words = round % 10 ? 40 : 300;
		for (int i = 0; i < words; i++) {
			seed = seed * 1664525u + 1013904223u;
			len += (size_t)snprintf(text + len, sizeof text - len, "%s%s", soup[(seed >> 8) % (sizeof soup / sizeof *soup)],
				seed >> 29 ? " " : "");
			if (len > sizeof text - 64) break;
		}
		reading r;
		read_text(&r, NULL, round % 3 ? "2024-01-27" : "", (dtl_str){text, len}, "");
		uint32_t end = 0;
		for (size_t i = 0; i < r.doc.timex_count; i++) {
			const dtl_timex *t = &r.doc.timexes[i];
			assert_true(t->span.start >= end && t->span.start < t->span.end && t->span.end <= len);
			assert_true(t->value.len > 0 && t->sentence < r.doc.tokens.sentence_count);
			assert_true(!t->interval.start.year || dtl_date_cmp(t->interval.start, t->interval.end) <= 0);
			end = t->span.end;
		}
		dtl_arena_free(&r.arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(table_with_tags), cmocka_unit_test(table_without_tags),
		cmocka_unit_test(no_dates),
		cmocka_unit_test(anchors), cmocka_unit_test(next_day), cmocka_unit_test(ranges), cmocka_unit_test(feasts),
		cmocka_unit_test(shared_articles), cmocka_unit_test(days_counted_from_events), cmocka_unit_test(token_soup)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
