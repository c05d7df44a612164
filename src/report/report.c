/* Reports: the facts that every form tells, and the way from an event set to a finished file. */
#include "report/report.h"

#include <stdlib.h>

#include "base/civil.h"
#include "base/error.h"
#include "dateline.h"
#include "report/words.h"

const char dtl_report_caution[] = "The events were found in the articles by a program, dateline " DATELINE_VERSION ", which can be wrong: the "
	"sentence beside each event tells what it relies on.";

static void widen(dtl_interval *span, const dtl_interval *date)
{
	dtl_date first = date->start.year ? date->start : date->end, last = date->end.year ? date->end : date->start;
	if (!first.year) return;
	if (!span->start.year || dtl_date_cmp(first, span->start) < 0) span->start = first;
	if (!span->end.year || dtl_date_cmp(last, span->end) > 0) span->end = last;
}

dtl_report_facts dtl_report_count(dtl_arena *arena, const dtl_event_set *set)
{
	dtl_report_facts f = {.events = dtl_event_set_count(set), .articles = dtl_event_set_article_count(set)};
	f.events_of = dtl_arena_array(arena, size_t, f.articles);
	bool seen[26][26] = {{false}};
	for (size_t i = 0; i < f.events; i++) {
		const dtl_event *e = dtl_event_set_event(set, i);
		f.events_of[e->article]++;
		f.placed += e->place.has_point;
		widen(&f.span, &e->date);
		dtl_str c = e->place.country;
		if (c.len != 2 || !dtl_ascii_alpha(c.ptr[0]) || !dtl_ascii_alpha(c.ptr[1])) continue;
		bool *there = &seen[dtl_ascii_lower(c.ptr[0]) - 'a'][dtl_ascii_lower(c.ptr[1]) - 'a'];
		f.countries += !*there;
		*there = true;
	}
	return f;
}

static void counted(dtl_buf *out, size_t n, const char *one, const char *many)
{
	dtl_buf_printf(out, "%zu %s", n, n == 1 ? one : many);
}

void dtl_report_facts_words(dtl_buf *out, const dtl_report_facts *f)
{
	counted(out, f->events, "event", "events");
	dtl_buf_addz(out, " in ");
	counted(out, f->articles, "article", "articles");
	if (f->span.start.year) {
		dtl_buf_addz(out, ", ");
		dtl_date_words(out, &f->span);
	}
	if (f->countries) {
		dtl_buf_addz(out, ", in ");
		counted(out, f->countries, "country", "countries");
	}
	size_t without = f->events - f->placed;
	if (without) dtl_buf_printf(out, "; %zu without a place that could be told", without);
}

dtl_str dtl_article_words(const dtl_article *a)
{
	dtl_str title = dtl_str_trim(a->title);
	if (title.len) return title;
	dtl_str text = dtl_str_trim(a->text);
	const char *line = text.len ? memchr(text.ptr, '\n', text.len) : NULL;
	if (line) text = dtl_str_trim(dtl_str_sub(text, 0, (size_t)(line - text.ptr)));
	size_t cut = text.len;
	if (cut > 120) {
		cut = 120;
		while (cut > 60 && !dtl_ascii_space(text.ptr[cut])) cut--;
		while (cut > 0 && ((unsigned char)text.ptr[cut] & 0xc0) == 0x80) cut--;
	}
	text = dtl_str_trim(dtl_str_sub(text, 0, cut));
	return text.len ? text : a->id;
}

dtl_str dtl_country_words(dtl_report_context *c, dtl_str code)
{
	if (code.len != 2 || !dtl_ascii_alpha(code.ptr[0]) || !dtl_ascii_alpha(code.ptr[1])) return code;
	dtl_str *known = &c->countries[dtl_ascii_lower(code.ptr[0]) - 'a'][dtl_ascii_lower(code.ptr[1]) - 'a'];
	dtl_place place;
	if (!known->len) {
		*known = code;
		if (c->spec->gazetteer && dtl_gazetteer_country(c->spec->gazetteer, code, &place) && place.name.len) *known = place.name;
	}
	return *known;
}

void dtl_place_words(dtl_report_context *c, dtl_buf *out, const dtl_event_place *p)
{
	dtl_buf_add(out, p->name);
	if (p->admin1.len && !dtl_str_contains_nocase(p->name, p->admin1)) {
		if (p->name.len) dtl_buf_addz(out, ", ");
		dtl_buf_add(out, p->admin1);
	}
	dtl_str country = dtl_country_words(c, p->country);
	if (country.len && !dtl_str_contains_nocase(p->name, country)) {
		if (p->name.len || p->admin1.len) dtl_buf_addz(out, ", ");
		dtl_buf_add(out, country);
	}
}

/* "Missile launch" for "missile-launch" and "ASSAULT". */
static dtl_str kind_words(dtl_arena *arena, dtl_str kind)
{
	dtl_event e = {.subtype = kind};
	dtl_buf b = {.arena = arena};
	dtl_event_words(&b, &e);
	return dtl_buf_str(&b);
}

/* What a group is called. */
static dtl_str group_words(dtl_report_context *c, const dtl_event_group *g, dtl_group_by by)
{
	if (by == DTL_GROUP_COUNTRY) return g->key.len ? dtl_country_words(c, g->key) : DTL_STR("No country told");
	if (by == DTL_GROUP_TYPE) return g->key.len ? kind_words(&c->arena, g->key) : DTL_STR("Other");
	if (!g->key.len) return DTL_STR("No date told");
	dtl_buf b = {.arena = &c->arena};
	dtl_date_words(&b, &g->period);
	return dtl_buf_str(&b);
}

typedef struct counted_key { dtl_str key; size_t count; } counted_key;

static int by_key(const void *a, const void *b)
{
	return dtl_str_cmp(((const counted_key *)a)->key, ((const counted_key *)b)->key);
}

static int by_count(const void *a, const void *b)
{
	const counted_key *x = a, *y = b;
	return x->count != y->count ? (x->count < y->count ? 1 : -1) : by_key(a, b);
}

dtl_tally *dtl_report_tally(dtl_report_context *c, dtl_group_by by, size_t most, size_t *count)
{
	size_t all = c->facts.events, distinct = 0, n = 0;
	counted_key *keys = dtl_arena_array(&c->arena, counted_key, all + 1);
	for (size_t i = 0; i < all; i++) {
		const dtl_event *e = dtl_event_set_event(c->set, i);
		dtl_str key = by == DTL_GROUP_COUNTRY ? e->place.country : dtl_kind_of(e);
		if (key.len) keys[n++] = (counted_key){key, 1};
	}
	if (n) qsort(keys, n, sizeof *keys, by_key);
	for (size_t i = 0; i < n; i++) {
		if (distinct && dtl_str_eq(keys[distinct - 1].key, keys[i].key)) keys[distinct - 1].count++;
		else keys[distinct++] = keys[i];
	}
	if (distinct) qsort(keys, distinct, sizeof *keys, by_count);
	size_t told = distinct > most ? most - 1 : distinct, rest = 0;
	dtl_tally *tally = dtl_arena_array(&c->arena, dtl_tally, told + 1);
	for (size_t i = 0; i < told; i++)
		tally[i] = (dtl_tally){by == DTL_GROUP_COUNTRY ? dtl_country_words(c, keys[i].key) : kind_words(&c->arena, keys[i].key), keys[i].count, false};
	for (size_t i = told; i < distinct; i++) rest += keys[i].count;
	if (rest) tally[told] = (dtl_tally){dtl_arena_printf(&c->arena, "%zu others", distinct - told), rest, true};
	*count = told + (rest > 0);
	return tally;
}

/* ---- the context ---- */

/* "{events}", "{articles}", "{countries}", "{first}", "{last}", "{title}" in the words of a template. */
static dtl_str fill_in(dtl_report_context *c, dtl_str text)
{
	if (!text.len || !memchr(text.ptr, '{', text.len)) return text;
	const dtl_report_facts *f = &c->facts;
	dtl_buf first = {.arena = &c->arena}, last = {.arena = &c->arena}, out = {.arena = &c->arena};
	dtl_interval day = {f->span.start, f->span.start, DTL_DATE_DAY};
	dtl_date_words(&first, &day);
	day.start = day.end = f->span.end;
	dtl_date_words(&last, &day);
	const struct { const char *name; dtl_str value; } words[] = {
		{"{events}", dtl_arena_printf(&c->arena, "%zu", f->events)}, {"{articles}", dtl_arena_printf(&c->arena, "%zu", f->articles)},
		{"{countries}", dtl_arena_printf(&c->arena, "%zu", f->countries)}, {"{first}", dtl_buf_str(&first)}, {"{last}", dtl_buf_str(&last)},
		{"{title}", c->title}};
	while (text.len) {
		size_t i = 0, n = sizeof words / sizeof *words;
		while (i < n && !dtl_str_starts(text, dtl_str_of(words[i].name))) i++;
		if (i < n) dtl_buf_add(&out, words[i].value);
		else dtl_buf_addc(&out, text.ptr[0]);
		text = dtl_str_sub(text, i < n ? strlen(words[i].name) : 1, text.len);
	}
	return dtl_buf_str(&out);
}

static bool any_placed(const dtl_event_set *set)
{
	for (size_t i = 0; i < dtl_event_set_count(set); i++)
		if (dtl_event_set_event(set, i)->place.has_point) return true;
	return false;
}

/* "map-kp": a name of [a-z0-9-], whatever the key holds. */
static dtl_str slug(dtl_arena *arena, const char *before, dtl_str key)
{
	dtl_buf b = {.arena = arena};
	dtl_buf_addz(&b, before);
	for (size_t i = 0; i < key.len && b.len < 80; i++) {
		char ch = dtl_ascii_lower(key.ptr[i]);
		if ((ch >= 'a' && ch <= 'z') || dtl_ascii_digit(ch)) dtl_buf_addc(&b, ch);
		else if (b.data[b.len - 1] != '-') dtl_buf_addc(&b, '-');
	}
	return dtl_buf_str(&b);
}

static void add_figure(dtl_report_context *c, size_t *cap, dtl_section *s, const dtl_event_set *events, dtl_str key, dtl_str words)
{
	dtl_figure f = {.events = events, .spec = c->spec->map, .words = words};
	f.spec.title = f.spec.standfirst = (dtl_str){NULL, 0};
	f.spec.no_title = true;
	if (s->kind == DTL_SECTION_MAPS && c->spec->format == DTL_REPORT_HTML && !(f.spec.width > 0)) f.spec.width = 640; /* two stand side by side */
	f.name = key.len ? slug(&c->arena, "map-", key) : DTL_STR("map");
	bool taken = false;
	for (size_t i = 0; i < c->figure_count && !taken; i++) taken = dtl_str_eq(c->figures[i].name, f.name);
	if (taken) f.name = dtl_arena_printf(&c->arena, "%.*s-%zu", DTL_FMT(f.name), c->figure_count + 1);
	if (c->spec->image_stem.len)
		f.href = dtl_arena_printf(&c->arena, "%.*s-%.*s.%s", DTL_FMT(c->spec->image_stem), DTL_FMT(f.name), c->spec->image_format == DTL_MAP_PNG ? "png" : "svg");
	DTL_PUSH(&c->arena, c->figures, c->figure_count, *cap, f);
	s->figure_count++;
}

static dtl_status plan_group_maps(dtl_report_context *c, size_t *cap, size_t section, dtl_error *err)
{
	dtl_section *s = &c->sections[section];
	if (c->spec->by) s->by = c->spec->by;
	if (!s->by) return DTL_OK;
	dtl_status st = dtl_event_set_split(c->set, s->by, &c->groups[section], err);
	if (st != DTL_OK) return st;
	for (size_t i = 0; i < dtl_event_groups_count(c->groups[section]); i++) {
		const dtl_event_group *g = dtl_event_groups_at(c->groups[section], i);
		if (!any_placed(g->events)) continue;
		if (s->figure_count == s->most) c->figures[c->figure_count - 1].left_out++;
		else add_figure(c, cap, s, g->events, g->key, group_words(c, g, s->by));
	}
	return DTL_OK;
}

static dtl_status plan(dtl_report_context *c, dtl_error *err)
{
	const dtl_report_spec *spec = c->spec;
	c->facts = dtl_report_count(&c->arena, c->set);
	c->title = spec->title;
	if (!c->title.len) c->title = c->facts.articles == 1 ? dtl_article_words(dtl_event_set_article(c->set, 0)) : DTL_STR("Events in the news");
	dtl_str text = spec->template_text.ptr ? spec->template_text : dtl_str_of(dtl_report_template());
	dtl_status st = dtl_template_read(&c->arena, text, spec->template_name, &c->sections, &c->section_count, err);
	if (st != DTL_OK) return st;
	c->groups = dtl_arena_array(&c->arena, dtl_event_groups *, c->section_count);
	size_t cap = 0;
	for (size_t i = 0; i < c->section_count; i++) {
		dtl_section *s = &c->sections[i];
		s->title = fill_in(c, s->title);
		for (size_t k = 0; k < s->text_count; k++) s->texts[k] = fill_in(c, s->texts[k]);
		s->first_figure = c->figure_count;
		if (s->kind == DTL_SECTION_MAP && c->facts.placed) add_figure(c, &cap, s, c->set, DTL_STR_NONE, DTL_STR_NONE);
		if (s->kind == DTL_SECTION_MAPS) st = plan_group_maps(c, &cap, i, err);
		if (st != DTL_OK) return st;
	}
	return DTL_OK;
}

static void log_warnings(const dtl_report_spec *spec, const char *warnings, dtl_arena *arena)
{
	dtl_str rest = dtl_str_of(warnings);
	while (spec->log && rest.len) {
		dtl_str line = dtl_str_cut(&rest, '\n');
		spec->log(spec->user, dtl_arena_str(arena, line).ptr);
	}
}

/* HTML and Markdown: every map as a picture of its own. */
static dtl_status draw_figures(dtl_report_context *c, dtl_error *err)
{
	const dtl_report_spec *spec = c->spec;
	if (spec->format == DTL_REPORT_PDF) return DTL_OK;
	for (size_t i = 0; i < c->figure_count; i++) {
		dtl_figure *f = &c->figures[i];
		f->spec.format = spec->format == DTL_REPORT_HTML ? DTL_MAP_SVG : spec->image_format;
		if (spec->format == DTL_REPORT_MARKDOWN && !spec->put_image) continue;
		dtl_status st = dtl_map_render(f->events, &f->spec, &f->image, err);
		if (st == DTL_OK) log_warnings(spec, f->image.warnings, &c->arena);
		if (st == DTL_OK && spec->format == DTL_REPORT_MARKDOWN) st = spec->put_image(spec->user, f->href.ptr, &f->image, err);
		if (st != DTL_OK) return st;
		if (spec->progress && !spec->progress(spec->user, i + 1, c->figure_count)) return dtl_fail(err, DTL_ERR_IO, "stopped by the caller");
	}
	return DTL_OK;
}

static dtl_status make(dtl_report_context *c, char **out, size_t *out_len, dtl_error *err)
{
	dtl_status st = plan(c, err);
	if (st == DTL_OK) st = draw_figures(c, err);
	if (st != DTL_OK) return st;
	if (c->spec->format == DTL_REPORT_PDF) return dtl_report_pdf(c, out, out_len, err);
	dtl_buf buf = {.arena = &c->arena};
	if (c->spec->format == DTL_REPORT_HTML) dtl_report_html(c, &buf);
	else dtl_report_markdown(c, &buf);
	char *data = dtl_buf_malloc(&buf);
	if (!data) return dtl_fail_memory(err);
	*out = data;
	*out_len = buf.len;
	return DTL_OK;
}

static void release(dtl_report_context *c)
{
	for (size_t i = 0; i < c->figure_count; i++) dtl_map_image_release(&c->figures[i].image);
	for (size_t i = 0; c->groups && i < c->section_count; i++) dtl_event_groups_free(c->groups[i]);
	dtl_arena_free(&c->arena);
}

dtl_status dtl_report(const dtl_event_set *events, const dtl_report_spec *spec, char **out, size_t *out_len, dtl_error *err)
{
	dtl_report_context *c = calloc(1, sizeof *c);
	if (!c) return dtl_fail_memory(err);
	c->set = events;
	c->spec = spec;
	dtl_status st;
	if (setjmp(c->arena.exhausted)) st = dtl_fail_memory(err);
	else st = make(c, out, out_len, err);
	release(c);
	free(c);
	return st;
}
