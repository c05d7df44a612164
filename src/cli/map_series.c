#include "cli/map_series.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define AT(field) offsetof(dtl_cli_series, field)
const dtl_cli_option dtl_cli_series_options[] = {
	{"by", 0, DTL_CLI_TEXT, AT(by), "WHAT", "a map for each day, week, month, year, country or type, or for each value of a column of --events; all in one "
		"layout; -o is a folder or a pattern: map-%s.png", NULL, NULL, false},
	{"frames", 0, DTL_CLI_TEXT, AT(frames), "HOW", "the maps are the frames of an animation by day (or --by), numbered, with the events of each period or of "
		"all so far", "each|sum", NULL, false},
	{0}};
#undef AT

#define MOST_FRAMES 20000

bool dtl_cli_series_wanted(const dtl_cli_series *s) { return s->by || s->frames; }

/* False: --by names a column. */
static bool group_of(const dtl_cli_series *s, dtl_group_by *by)
{
	*by = DTL_GROUP_DAY;
	return !s->by || dtl_group_by_from_name(dtl_cli_str(s->by), by);
}

const char *dtl_cli_series_column(const dtl_cli_series *s)
{
	dtl_group_by by;
	return group_of(s, &by) ? NULL : s->by;
}

/* ---- names of files and titles ---- */

/* Letters and digits of ASCII in lower case, hyphens for the rest: [a-z0-9-]{1,80}. */
static void slug(dtl_str s, char out[81])
{
	size_t n = 0;
	for (size_t i = 0; i < s.len && n < 80; i++) {
		char c = s.ptr[i] >= 'A' && s.ptr[i] <= 'Z' ? (char)(s.ptr[i] + 32) : s.ptr[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
		if (plain) out[n++] = c;
		else if (n && out[n - 1] != '-') out[n++] = '-';
	}
	while (n && out[n - 1] == '-') n--;
	out[n] = '\0';
	if (!n) strcpy(out, "unknown");
}

static const char *extension(dtl_map_format f) { return f == DTL_MAP_SVG ? "svg" : f == DTL_MAP_PDF ? "pdf" : "png"; }

typedef struct pattern {
	char before[2048], behind[2048];
} pattern;

/* A folder is made where there is none. Returns an exit code. */
static int pattern_of(const dtl_cli_command *command, const char *output, dtl_map_format format, pattern *p)
{
	size_t len = strlen(output);
	const char *mark = strstr(output, "%s");
	struct stat st;
	bool folder = len && (output[len - 1] == '/' || (stat(output, &st) == 0 && S_ISDIR(st.st_mode)));
	if (len > 2000) return dtl_cli_usage(command, "the name of the output is too long");
	if (folder) {
		if (mkdir(output, 0777) != 0 && errno != EEXIST) {
			fprintf(stderr, "dateline: cannot create '%s': %s\n", output, dtl_cli_errno());
			return DTL_ERR_CREATE;
		}
		snprintf(p->before, sizeof p->before, "%s%smap-", output, output[len - 1] == '/' ? "" : "/");
		snprintf(p->behind, sizeof p->behind, ".%s", extension(format));
		return 0;
	}
	if (!mark || strchr(mark + 2, '%') || memchr(output, '%', (size_t)(mark - output)))
		return dtl_cli_usage(command, "a series needs a folder or one %%s in the name: -o maps/ or -o map-%%s.png");
	snprintf(p->before, sizeof p->before, "%.*s", (int)(mark - output), output);
	snprintf(p->behind, sizeof p->behind, "%s", mark + 2);
	return 0;
}

static void period_words(const dtl_event_group *g, dtl_group_by by, char *out, size_t size)
{
	static const char *const months[] = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
		"December"};
	dtl_date s = g->period.start, e = g->period.end;
	const char *month = months[(s.month + 11) % 12], *last = months[(e.month + 11) % 12];
	if (by == DTL_GROUP_DAY) snprintf(out, size, "%d %s %d", s.day, month, s.year);
	else if (by == DTL_GROUP_MONTH) snprintf(out, size, "%s %d", month, s.year);
	else if (by == DTL_GROUP_YEAR) snprintf(out, size, "%d", s.year);
	else if (s.month == e.month) snprintf(out, size, "%d\u2013%d %s %d", s.day, e.day, month, s.year);
	else if (s.year == e.year) snprintf(out, size, "%d %s \u2013 %d %s %d", s.day, month, e.day, last, s.year);
	else snprintf(out, size, "%d %s %d \u2013 %d %s %d", s.day, month, s.year, e.day, last, e.year);
}

/* The gazetteer knows countries by their places: what lies at the group's first event. */
static void country_words(const dtl_event_group *g, dtl_cli_events *events, const dtl_cli_source *source, char *out, size_t size)
{
	const dtl_event *first = dtl_event_set_event(g->events, 0);
	const dtl_gazetteer *gazetteer = dtl_cli_events_gazetteer(events, source);
	dtl_place_list *found = NULL;
	snprintf(out, size, "%.*s", (int)g->key.len, g->key.ptr);
	if (!gazetteer || !first->place.has_point || dtl_gazetteer_reverse(gazetteer, first->place.point, 8, &found, NULL) != DTL_OK) return;
	for (size_t i = 0; i < dtl_place_list_count(found); i++) {
		const dtl_place *p = dtl_place_list_place(found, i);
		if (p->precision == DTL_PRECISION_COUNTRY && p->country.len == g->key.len && memcmp(p->country.ptr, g->key.ptr, g->key.len) == 0)
			snprintf(out, size, "%.*s", (int)p->name.len, p->name.ptr);
	}
	dtl_place_list_free(found);
}

static void kind_words(dtl_str key, char *out, size_t size)
{
	bool loud = true; /* ASSAULT: names of types */
	for (size_t i = 0; i < key.len; i++) loud = loud && !(key.ptr[i] >= 'a' && key.ptr[i] <= 'z');
	size_t n = 0;
	for (; n < key.len && n + 1 < size; n++) {
		char c = key.ptr[n] == '-' || key.ptr[n] == '_' ? ' ' : key.ptr[n];
		if (loud && n && c >= 'A' && c <= 'Z') c = (char)(c + 32);
		if (n == 0 && c >= 'a' && c <= 'z') c = (char)(c - 32);
		out[n] = c;
	}
	out[n] = '\0';
}

/* ---- the maps ---- */

typedef struct page {
	const dtl_event_set *events;
	dtl_event_set *own; /* made for this page alone, or NULL */
	char name[81], title[600];
} page;

typedef struct atlas {
	page *pages;
	size_t count, undated;
	dtl_event_groups *groups;
} atlas;

static void release(atlas *a)
{
	for (size_t i = 0; a->pages && i < a->count; i++) dtl_event_set_free(a->pages[i].own);
	free(a->pages);
	dtl_event_groups_free(a->groups);
}

static void name_page(page *p, const dtl_event_group *g, dtl_group_by by, bool column, dtl_str title, dtl_cli_events *events, const dtl_cli_source *source)
{
	char words[400];
	slug(g->key, p->name);
	if (!g->key.len) snprintf(words, sizeof words, "%s not known", by == DTL_GROUP_COUNTRY ? "Country" : column ? "Value" : by == DTL_GROUP_TYPE ? "Type" : "Day");
	else if (column) snprintf(words, sizeof words, "%.*s", (int)g->key.len, g->key.ptr);
	else if (by == DTL_GROUP_COUNTRY) country_words(g, events, source, words, sizeof words);
	else if (by == DTL_GROUP_TYPE) kind_words(g->key, words, sizeof words);
	else period_words(g, by, words, sizeof words);
	snprintf(p->title, sizeof p->title, "%.*s%s%s", (int)(title.len < 180 ? title.len : 180), title.ptr ? title.ptr : "", title.len ? ": " : "", words);
	p->title[sizeof p->title - 1] = '\0';
}

/* Different keys may have one slug: "A b" and "a-b". */
static void tell_apart(atlas *a)
{
	for (size_t i = 1; i < a->count; i++)
		for (size_t k = 0; k < i; k++) {
			if (strcmp(a->pages[i].name, a->pages[k].name) != 0) continue;
			a->pages[i].name[56] = '\0';
			snprintf(a->pages[i].name + strlen(a->pages[i].name), 24, "-%zu", i + 1);
			break;
		}
}

static dtl_status make_pages(atlas *a, dtl_group_by by, bool column, dtl_str title, dtl_cli_events *events, const dtl_cli_source *source)
{
	a->count = dtl_event_groups_count(a->groups);
	a->pages = calloc(a->count ? a->count : 1, sizeof *a->pages);
	if (!a->pages) return DTL_ERR_MEMORY;
	for (size_t i = 0; i < a->count; i++) {
		const dtl_event_group *g = dtl_event_groups_at(a->groups, i);
		a->pages[i].events = g->events;
		name_page(&a->pages[i], g, by, column, title, events, source);
	}
	tell_apart(a);
	return DTL_OK;
}

static int days_in(int year, int month)
{
	static const signed char days[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return days[month] + (month == 2 && ((year % 4 == 0 && year % 100 != 0) || year % 400 == 0));
}

static dtl_date next_day(dtl_date d)
{
	if (++d.day <= days_in(d.year, d.month)) return d;
	d.day = 1;
	if (++d.month <= 12) return d;
	return (dtl_date){(int16_t)(d.year + 1), 1, 1};
}

/* The period behind p. */
static dtl_interval next_period(dtl_interval p, dtl_group_by by)
{
	dtl_date s = next_day(p.end), e = s;
	if (by == DTL_GROUP_WEEK)
		for (int i = 0; i < 6; i++) e = next_day(e);
	if (by == DTL_GROUP_YEAR) e.month = 12;
	if (by == DTL_GROUP_MONTH || by == DTL_GROUP_YEAR) e.day = (uint8_t)days_in(e.year, e.month);
	return (dtl_interval){s, e, p.precision};
}

static bool same_day(dtl_date a, dtl_date b) { return a.year == b.year && a.month == b.month && a.day == b.day; }

/* Every period from the first to the last, also those without events, so that time runs evenly. */
static dtl_status make_frames(atlas *a, const dtl_event_set *set, dtl_group_by by, bool sum, dtl_str title, dtl_error *err)
{
	size_t groups = dtl_event_groups_count(a->groups), at = 0;
	while (groups && !dtl_event_groups_at(a->groups, groups - 1)->period.start.year)
		a->undated += dtl_event_set_count(dtl_event_groups_at(a->groups, --groups)->events);
	a->pages = calloc(MOST_FRAMES, sizeof *a->pages);
	if (!a->pages) return DTL_ERR_MEMORY;
	dtl_interval period = groups ? dtl_event_groups_at(a->groups, 0)->period : (dtl_interval){{0, 0, 0}, {0, 0, 0}, DTL_DATE_UNKNOWN};
	for (; at < groups && a->count < MOST_FRAMES; period = next_period(period, by)) {
		page *p = &a->pages[a->count++];
		const dtl_event_group *g = dtl_event_groups_at(a->groups, at);
		const dtl_event_group empty = {{NULL, 0}, period, NULL, NULL};
		bool here = same_day(g->period.start, period.start);
		char words[400];
		period_words(here ? g : &empty, by, words, sizeof words);
		snprintf(p->title, sizeof p->title, "%.*s%s%s", (int)(title.len < 180 ? title.len : 180), title.ptr ? title.ptr : "", title.len ? ": " : "", words);
		snprintf(p->name, sizeof p->name, "%04zu", a->count);
		dtl_event_query so_far = DTL_EVENT_QUERY_INIT;
		so_far.include = UINT32_MAX;
		so_far.until = period.end;
		dtl_status st = DTL_OK;
		if (sum) st = dtl_event_set_filter(set, &so_far, &p->own, err);
		else if (!here) st = dtl_event_set_new(&p->own, err);
		if (st != DTL_OK) return st;
		p->events = p->own ? p->own : g->events;
		at += here;
	}
	return DTL_OK;
}

static int draw_pages(const atlas *a, const dtl_event_set *whole, const dtl_map_spec *given, const pattern *p)
{
	dtl_error err = DTL_ERROR_INIT;
	dtl_map_spec spec = *given;
	size_t longest = 0;
	for (size_t i = 0; i < a->count; i++)
		if (strlen(a->pages[i].title) > strlen(a->pages[longest].title)) longest = i;
	spec.title = dtl_cli_str(a->count ? a->pages[longest].title : "");
	dtl_map_series *series = NULL;
	const dtl_event_set **parts = calloc(a->count, sizeof *parts);
	for (size_t i = 0; parts && i < a->count; i++) parts[i] = a->pages[i].events;
	dtl_status st = dtl_map_series_open(whole, parts, parts ? a->count : 0, &spec, &series, &err);
	free(parts);
	if (st != DTL_OK) return dtl_cli_error(&err);
	int code = 0;
	for (size_t i = 0; !code && i < a->count; i++) {
		char path[4200];
		snprintf(path, sizeof path, "%s%s%s", p->before, a->pages[i].name, p->behind);
		dtl_map_image image = {0};
		if (dtl_map_series_render(series, a->pages[i].events, dtl_cli_str(a->pages[i].title), &image, &err) != DTL_OK) code = dtl_cli_error(&err);
		else code = dtl_cli_write(path, image.data, image.len);
		dtl_map_image_release(&image);
	}
	dtl_map_series_close(series);
	return code;
}

static dtl_str *column_keys(const dtl_layer *layer, size_t count)
{
	dtl_str *keys = calloc(count ? count : 1, sizeof *keys);
	for (size_t i = 0; keys && i < count; i++) keys[i] = dtl_layer_value(layer, i);
	return keys;
}

int dtl_cli_series_draw(const dtl_cli_command *command, const dtl_cli_series *series, const dtl_map_spec *spec, const dtl_cli_source *source,
	dtl_cli_events *events, const char *output)
{
	dtl_group_by by;
	bool column = !group_of(series, &by);
	pattern p;
	if (series->frames && (column || by == DTL_GROUP_COUNTRY || by == DTL_GROUP_TYPE)) return dtl_cli_usage(command, "--frames go by day, week, month or year");
	int code = pattern_of(command, output, spec->format, &p);
	if (code) return code;
	/* values of columns stand beside the layer's own order of events */
	const dtl_event_set *set = column ? dtl_layer_events(events->layer) : events->set;
	dtl_error err = DTL_ERROR_INIT;
	atlas a = {0};
	dtl_str *keys = column ? column_keys(events->layer, dtl_event_set_count(set)) : NULL;
	dtl_status st = column ? dtl_event_set_split_keys(set, keys, &a.groups, &err) : dtl_event_set_split(set, by, &a.groups, &err);
	if (st == DTL_OK) st = series->frames ? make_frames(&a, set, by, strcmp(series->frames, "sum") == 0, spec->title, &err) :
		make_pages(&a, by, column, spec->title, events, source);
	if (st == DTL_ERR_MEMORY && !err.message[0]) snprintf(err.message, sizeof err.message, "memory exhausted");
	if (st != DTL_OK) err.code = st, code = dtl_cli_error(&err);
	if (a.undated) dtl_cli_warn("%zu event%s without a day on no frame", a.undated, a.undated == 1 ? "" : "s");
	if (!code && !a.count) dtl_cli_warn("no events: no maps");
	if (!code && a.count) code = draw_pages(&a, set, spec, &p);
	release(&a);
	free(keys);
	return code;
}
