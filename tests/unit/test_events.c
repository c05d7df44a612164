/* The event stage against tests/cases/events.tsv, one sentence or a few an article; and mistakes in a user's event table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/civil.h"
#include "base/str.h"
#include "dateline.h"
#include "extract/event_table.h"
#include "unit/analyzer.h"

enum { TYPE, SUBTYPE, TRIGGER, ACTOR, TARGET, PLACE, DATE, FLAGS, FIELDS };

typedef struct row {
	char sentence[1024];
	char field[FIELDS][256];
	int line;
} row;

/* "\\n" in the table is the end of a line of the article. */
static void break_lines(char *s)
{
	char *to = s;
	for (; *s; s++) {
		bool end = s[0] == '\\' && s[1] == 'n';
		*to++ = end ? '\n' : *s;
		s += end;
	}
	*to = '\0';
}

static bool read_row(FILE *f, row *r, int *line)
{
	char text[4096], before[1024];
	snprintf(before, sizeof before, "%s", r->sentence);
	while (fgets(text, sizeof text, f)) {
		++*line;
		text[strcspn(text, "\n")] = '\0';
		if (!*text || *text == '#') continue;
		memset(r->field, 0, sizeof r->field);
		char *rest = text;
		char *sentence = strsep(&rest, "\t");
		snprintf(r->sentence, sizeof r->sentence, "%s", strcmp(sentence, "+") ? sentence : before);
		break_lines(r->sentence);
		for (int i = 0; i < FIELDS && rest; i++) snprintf(r->field[i], sizeof r->field[i], "%s", strsep(&rest, "\t"));
		r->line = *line;
		return true;
	}
	return false;
}

static bool same(const char *want, dtl_str got)
{
	return !*want || dtl_str_eq_nocase(got, dtl_str_of(strcmp(want, "-") ? want : ""));
}

static void date_text(const dtl_interval *d, char out[24])
{
	char a[11], b[11];
	dtl_date_format(d->start, a);
	dtl_date_format(d->end, b);
	if (strcmp(a, b) == 0) snprintf(out, 24, "%s", a);
	else snprintf(out, 24, "%s..%s", a, b);
}

static bool flags_match(const char *want, uint32_t flags)
{
	uint32_t bits = 0;
	char copy[256], *rest = copy;
	if (!*want) return true;
	snprintf(copy, sizeof copy, "%s", want);
	if (!strcmp(want, "-")) return !(flags & DTL_FLAGS_OFF_MAP);
	for (char *name; (name = strsep(&rest, ","));)
		for (uint32_t bit = 1; bit <= DTL_FLAG_QUOTED; bit <<= 1)
			if (!strcmp(dtl_event_flag_name(bit), name)) bits |= bit;
	return (flags & bits) == bits;
}

static bool contains(dtl_str text, const char *part)
{
	return !*part || dtl_str_contains_nocase(text, dtl_str_of(part));
}

static bool event_matches(const row *r, const dtl_event *e)
{
	char day[24];
	date_text(&e->date, day);
	const char *type = dtl_event_type_name(e->type);
	return !strcmp(r->field[TYPE], *type ? type : "-") && same(r->field[SUBTYPE], e->subtype) && contains(e->trigger.text, r->field[TRIGGER])
		&& same(r->field[ACTOR], e->actor.phrase.text) && same(r->field[TARGET], e->target.phrase.text)
		&& (!*r->field[PLACE] || (strcmp(r->field[PLACE], "-") ? contains(e->place.phrase.text, r->field[PLACE]) && e->place.phrase.text.len : !e->place.has_point))
		&& (!*r->field[DATE] || !strcmp(r->field[DATE], day)) && flags_match(r->field[FLAGS], e->flags);
}

static void print_event(const dtl_event *e)
{
	char day[24];
	date_text(&e->date, day);
	print_message("    found %s %.*s '%.*s' actor '%.*s' target '%.*s' place '%.*s' date %s flags %x\n", dtl_event_type_name(e->type), DTL_FMT(e->subtype),
		DTL_FMT(e->trigger.text), DTL_FMT(e->actor.phrase.text), DTL_FMT(e->target.phrase.text), DTL_FMT(e->place.phrase.text), day, e->flags);
}

static bool row_holds(const dtl_analyzer *analyzer, const row *r)
{
	dtl_article article = {.id = DTL_STR("t"), .text = dtl_str_of(r->sentence), .date = DTL_STR("2024-06-14"), .lang = DTL_STR("en")};
	dtl_analysis *a = NULL;
	dtl_error err;
	assert_int_equal(dtl_analyze(analyzer, &article, NULL, &a, &err), DTL_OK);
	size_t n = dtl_analysis_event_count(a);
	bool held = !strcmp(r->field[TYPE], "none") && n == 0;
	for (size_t i = 0; i < n && !held; i++) held = event_matches(r, dtl_analysis_event(a, i));
	if (!held) {
		print_message("  line %d: %s\n    want %s %s '%s' actor '%s' target '%s' place '%s' date %s flags %s\n", r->line, r->sentence, r->field[TYPE], r->field[SUBTYPE],
			r->field[TRIGGER], r->field[ACTOR], r->field[TARGET], r->field[PLACE], r->field[DATE], r->field[FLAGS]);
		for (size_t i = 0; i < n; i++) print_event(dtl_analysis_event(a, i));
	}
	/* Every event quotes its evidence, byte for byte. */
	const dtl_str text = dtl_analysis_article(a)->text;
	for (size_t i = 0; i < n; i++) {
		const dtl_event *e = dtl_analysis_event(a, i);
		assert_true(dtl_str_eq(e->evidence.text, dtl_str_sub(text, e->evidence.span.start, e->evidence.span.end)));
		assert_true(dtl_str_eq(e->trigger.text, dtl_str_sub(text, e->trigger.span.start, e->trigger.span.end)));
		assert_true(e->confidence > 0 && e->confidence < 1);
	}
	dtl_analysis_free(a);
	return held;
}

static void sentences_give_their_events(void **state)
{
	(void)state;
	dtl_analyzer *analyzer = shipped_analyzer();
	FILE *f = fopen("tests/cases/events.tsv", "r");
	assert_non_null(f);
	row r = {.line = 0};
	int line = 0, rows = 0, failed = 0;
	while (read_row(f, &r, &line)) {
		rows++;
		failed += !row_holds(analyzer, &r);
	}
	fclose(f);
	dtl_analyzer_close(analyzer);
	print_message("%d of %d rows hold\n", rows - failed, rows);
	assert_true(rows >= 150);
	assert_int_equal(failed, 0);
}

/* Writes a table of a user's and opens it; returns the status. */
static dtl_status open_user_table(const char *text, dtl_event_table **table, dtl_error *err)
{
	char path[] = "/tmp/dateline-events-XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	dtl_status st = dtl_event_table_open(path, table, err);
	unlink(path);
	return st;
}

static void mistakes_are_told_with_their_line(void **state)
{
	(void)state;
	static const struct { const char *text; unsigned long line; const char *part; } cases[] = {
		{"launch\tv\t-\tattack\n", 1, "before the first section"},
		{"[triggers]\nzap\tx\t-\tattack\n", 2, "neither 'v' nor 'n'"},
		{"[triggers]\n\n# note\nzap\tv\t-\tzapping\n", 4, "unknown kind 'zapping'"},
		{"[triggers]\nzap\tv\tobj\tattack\n", 2, "neither 'name=value'"},
		{"[kinds]\nzapping\tNOTYPE\t-\t-\t-\t-\tZap\t\n", 2, "unknown event type"},
		{"[kinds]\nzapping\tASSAULT\t-\t18\t-\t-\tZap\tloud\n", 2, "unknown trait 'loud'"},
		{"[flag perhaps]\nfoo\n", 1, "unknown flag 'perhaps'"},
		{"[class]\n", 1, "unknown section"},
		{"[class x\n", 1, "without ']'"},
		{"[triggers]\na b c d e\tv\t-\tattack\n", 2, "more than 4 words"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		dtl_event_table *table = NULL;
		dtl_error err = {0};
		assert_int_equal(open_user_table(cases[i].text, &table, &err), DTL_ERR_DATA);
		assert_null(table);
		assert_int_equal(err.line, cases[i].line);
		if (!strstr(err.message, cases[i].part)) fail_msg("message '%s' lacks '%s'", err.message, cases[i].part);
	}
}

static void user_rows_come_first(void **state)
{
	(void)state;
	dtl_event_table *table = NULL;
	dtl_error err = {0};
	assert_int_equal(open_user_table("[kinds]\ntea-party\tCONSULT\t-\t04\t-\t-\tTea party\t\n[class cup]\nteacup\n[triggers]\nattack\tv\tobj=cup\ttea-party\n"
		"attack\tv\t-\ttea-party\n", &table, &err), DTL_OK);
	const dtl_event_word *w = dtl_event_table_word(table, DTL_STR("attack"));
	assert_non_null(w);
	assert_true(w->rules[0][0].user);
	assert_int_equal(w->rules[0][0].cond_count, 1);
	assert_true(w->rules[0][1].user);
	assert_false(w->rules[0][2].user);
	assert_int_equal(w->rules[0][0].kind->type, DTL_EVENT_CONSULT);
	assert_int_equal(dtl_event_table_word(table, DTL_STR("teacup"))->classes, dtl_event_table_class(table, "cup"));
	dtl_event_table_close(table);
}

/* One happening is one event; with the option its other mentions follow, each with the id of its event. */
static void mentions_name_their_event(void **state)
{
	(void)state;
	dtl_analyzer *analyzer = shipped_analyzer();
	dtl_article article = {.id = DTL_STR("m"), .date = DTL_STR("2024-06-14"),
		.text = DTL_STR("A bomb exploded at a market in Kirkuk on Monday, killing five people and wounding ten. The blast destroyed a shop. The attack on the market was the work of militants.")};
	dtl_analyze_options with = DTL_ANALYZE_OPTIONS_INIT;
	with.mentions = true;
	dtl_analysis *plain = NULL, *full = NULL;
	dtl_error err = DTL_ERROR_INIT;
	assert_int_equal(dtl_analyze(analyzer, &article, NULL, &plain, &err), DTL_OK);
	assert_int_equal(dtl_analyze(analyzer, &article, &with, &full, &err), DTL_OK);
	size_t events = dtl_analysis_event_count(plain), all = dtl_analysis_event_count(full);
	assert_true(events >= 1 && all >= events + 3);
	for (size_t i = 0; i < all; i++) {
		const dtl_event *e = dtl_analysis_event(full, i);
		assert_true((i < events) == (e->same_as.len == 0));
		bool known = i < events;
		for (size_t k = 0; k < events && !known; k++) known = dtl_str_eq(e->same_as, dtl_analysis_event(full, k)->id);
		assert_true(known);
		assert_true(e->trigger.span.start >= e->evidence.span.start && e->trigger.span.end <= e->evidence.span.end);
	}
	dtl_analysis_free(plain);
	dtl_analysis_free(full);
	dtl_analyzer_close(analyzer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(sentences_give_their_events), cmocka_unit_test(mistakes_are_told_with_their_line),
		cmocka_unit_test(user_rows_come_first), cmocka_unit_test(mentions_name_their_event)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
