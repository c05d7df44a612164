/* The PDF report: what it says, as blocks for paper; the map module sets and paints them (module/print.h). */
#include <stdlib.h>

#include "base/civil.h"
#include "base/error.h"
#include "module/module.h"
#include "report/report.h"
#include "report/words.h"

/* The blocks so far. */
typedef struct paper {
	dtl_report_context *c;
	dtl_arena *arena;
	dtl_block *blocks;
	size_t count, cap;
} paper;

/* A paragraph that grows. */
typedef struct line {
	dtl_run *runs;
	size_t count, cap;
	dtl_str link;
} line;

static void say(paper *p, line *l, dtl_str text, unsigned style)
{
	const size_t most = 2400; /* bytes: no cell may outgrow its page, no hostile text the layout's time */
	if (!text.len) return;
	if (text.len > most) {
		size_t cut = most;
		while (cut > 0 && ((unsigned char)text.ptr[cut] & 0xc0) == 0x80) cut--;
		text = dtl_arena_printf(p->arena, "%.*s\xe2\x80\xa6", (int)cut, text.ptr);
	}
	DTL_PUSH(p->arena, l->runs, l->count, l->cap, ((dtl_run){text, style}));
}

static dtl_para para_of(const line *l)
{
	return (dtl_para){l->runs, l->count, l->link};
}

static dtl_block *add(paper *p, enum dtl_block_kind kind)
{
	DTL_PUSH(p->arena, p->blocks, p->count, p->cap, ((dtl_block){.kind = kind}));
	return &p->blocks[p->count - 1];
}

/* A cell of these paragraphs; empty ones are left out. */
static dtl_cell cell_of(paper *p, const line *lines, size_t count)
{
	dtl_para *paras = dtl_arena_array(p->arena, dtl_para, count);
	size_t n = 0;
	for (size_t i = 0; i < count; i++)
		if (lines[i].count) paras[n++] = para_of(&lines[i]);
	return (dtl_cell){paras, n};
}

static dtl_block *add_cells(paper *p, enum dtl_block_kind kind, const dtl_cell *cells, size_t count)
{
	dtl_cell *kept = dtl_arena_array(p->arena, dtl_cell, count);
	memcpy(kept, cells, count * sizeof *cells);
	dtl_block *b = add(p, kind);
	b->cells = kept;
	b->cell_count = count;
	return b;
}

static dtl_block *add_text(paper *p, enum dtl_block_kind kind, dtl_str text)
{
	line l = {0};
	say(p, &l, text, 0);
	dtl_cell cell = cell_of(p, &l, 1);
	return add_cells(p, kind, &cell, 1);
}

static void add_heading(paper *p, int level, dtl_str words, const char *name)
{
	if (!words.len) return;
	dtl_block *b = add_text(p, DTL_BLOCK_HEADING, words);
	b->level = level;
	b->name = dtl_arena_str(p->arena, dtl_str_of(name));
}

/* ---- maps ---- */

static void add_map(paper *p, const dtl_figure *f, double height)
{
	dtl_block *b = add(p, DTL_BLOCK_MAP);
	b->events = f->events;
	b->map = &f->spec;
	b->height = height;
}

/* The first words of what an event was, with its number in the table. */
static void add_listed(paper *p, const dtl_event_group *g)
{
	enum { MOST = 12 };
	size_t n = dtl_event_set_count(g->events);
	line all = {0};
	for (size_t i = 0; i < n && i < MOST; i++) {
		const dtl_event *e = dtl_event_set_event(g->events, i);
		dtl_buf when = {.arena = p->arena}, what = {.arena = p->arena};
		dtl_date_words(&when, &e->date);
		dtl_event_words(&what, e);
		say(p, &all, dtl_arena_printf(p->arena, "%s%zu ", i ? "  \xc2\xb7  " : "", g->index[i] + 1), DTL_RUN_SOFT);
		say(p, &all, dtl_buf_str(&what), DTL_RUN_BOLD);
		say(p, &all, dtl_arena_printf(p->arena, ", %.*s%s", DTL_FMT(e->place.name), e->place.name.len ? ", " : ""), 0);
		say(p, &all, dtl_buf_str(&when), 0);
	}
	if (n > MOST) say(p, &all, dtl_arena_printf(p->arena, "  \xc2\xb7  and %zu more", n - MOST), DTL_RUN_SOFT);
	dtl_cell cell = cell_of(p, &all, 1);
	add_cells(p, DTL_BLOCK_NOTE, &cell, 1);
}

static const dtl_event_group *group_of(const dtl_event_groups *groups, const dtl_event_set *events)
{
	for (size_t i = 0; i < dtl_event_groups_count(groups); i++)
		if (dtl_event_groups_at(groups, i)->events == events) return dtl_event_groups_at(groups, i);
	return NULL;
}

static void add_maps(paper *p, size_t section)
{
	dtl_report_context *c = p->c;
	const dtl_section *s = &c->sections[section];
	if (!s->figure_count) return;
	add_heading(p, 1, s->title.len ? s->title : dtl_arena_printf(p->arena, "By %s", dtl_group_by_name(s->by)), "maps");
	for (size_t i = 0; i < s->figure_count; i++) {
		const dtl_figure *f = &c->figures[s->first_figure + i];
		add_heading(p, 2, f->words, f->name.ptr);
		add_map(p, f, 262);
		const dtl_event_group *g = group_of(c->groups[section], f->events);
		if (g) add_listed(p, g);
		if (f->left_out) add_text(p, DTL_BLOCK_NOTE, dtl_arena_printf(p->arena, "%zu more without a map of their own.", f->left_out));
	}
}

/* ---- charts ---- */

static dtl_bar_list bars_of(paper *p, dtl_group_by by, const char *words, size_t most)
{
	size_t n;
	const dtl_tally *tally = dtl_report_tally(p->c, by, most, &n);
	dtl_bar *bars = dtl_arena_array(p->arena, dtl_bar, n);
	for (size_t i = 0; i < n; i++) bars[i] = (dtl_bar){tally[i].words, tally[i].count, tally[i].rest};
	return (dtl_bar_list){dtl_str_of(words), bars, n};
}

static void add_summary(paper *p, const dtl_section *s)
{
	dtl_bar_list *lists = dtl_arena_array(p->arena, dtl_bar_list, 2);
	lists[0] = bars_of(p, DTL_GROUP_TYPE, "Kinds of event", s->most);
	lists[1] = bars_of(p, DTL_GROUP_COUNTRY, "Countries", s->most);
	if (!lists[0].count) return;
	add_heading(p, 1, s->title, "summary");
	dtl_block *b = add(p, DTL_BLOCK_BARS);
	b->lists = lists;
	b->list_count = lists[1].count ? 2 : 1;
}

static void add_timeline(paper *p, const dtl_section *s)
{
	dtl_timeline t = dtl_timeline_make(p->arena, p->c->set, s->by);
	if (t.count < 2) return;
	dtl_bar *bars = dtl_arena_array(p->arena, dtl_bar, t.count);
	for (size_t i = 0; i < t.count; i++) bars[i] = (dtl_bar){dtl_timeline_words(p->arena, &t, i), t.bins[i].count, false};
	dtl_bar_list *list = dtl_arena_new(p->arena, dtl_bar_list);
	*list = (dtl_bar_list){{NULL, 0}, bars, t.count};
	add_heading(p, 1, s->title, "timeline");
	dtl_block *b = add(p, DTL_BLOCK_COLUMNS);
	b->lists = list;
	b->list_count = 1;
	dtl_str rest = dtl_timeline_rest(p->arena, &t);
	add_text(p, DTL_BLOCK_NOTE, dtl_arena_printf(p->arena, "Events by %s%s%.*s.", dtl_group_by_name(t.unit), rest.len ? "; not shown: " : "", DTL_FMT(rest)));
}

/* ---- the table of events ---- */

static void add_table_head(paper *p)
{
	static const double shares[3] = {.17, .33, .50};
	static const char *const words[3] = {"Date", "Event", "Evidence and source"};
	dtl_cell cells[3];
	for (size_t i = 0; i < 3; i++) {
		line l = {0};
		say(p, &l, dtl_str_of(words[i]), 0);
		cells[i] = cell_of(p, &l, 1);
	}
	add_cells(p, DTL_BLOCK_TABLE, cells, 3)->shares = shares;
}

static dtl_cell what_cell(paper *p, const dtl_event *e)
{
	line lines[4] = {{0}};
	dtl_buf words = {.arena = p->arena}, where = {.arena = p->arena}, parties = {.arena = p->arena};
	dtl_event_words(&words, e);
	say(p, &lines[0], dtl_buf_str(&words), DTL_RUN_BOLD);
	dtl_place_words(p->c, &where, &e->place);
	say(p, &lines[1], where.len ? dtl_buf_str(&where) : DTL_STR("place not told"), where.len ? 0 : DTL_RUN_SOFT);
	dtl_event_parties(&parties, e);
	say(p, &lines[2], dtl_buf_str(&parties), DTL_RUN_SOFT | DTL_RUN_SMALL);
	for (uint32_t bit = 1; dtl_event_flag_name(bit); bit <<= 1)
		if (e->flags & bit) say(p, &lines[3], dtl_arena_printf(p->arena, "%s%s", lines[3].count ? ", " : "", dtl_event_flag_name(bit)), DTL_RUN_FLAG | DTL_RUN_SMALL);
	return cell_of(p, lines, 4);
}

/* The sentence with its trigger marked, then the source. */
static dtl_cell why_cell(paper *p, const dtl_event *e)
{
	const dtl_article *a = dtl_event_set_article(p->c->set, e->article);
	line lines[2] = {{0}};
	dtl_str before, word, after;
	dtl_evidence_parts(e, &before, &word, &after);
	say(p, &lines[0], before, 0);
	say(p, &lines[0], word, DTL_RUN_MARK);
	say(p, &lines[0], after, 0);
	dtl_str from = a->source.len ? a->source : dtl_article_words(a);
	say(p, &lines[1], dtl_arena_printf(p->arena, "[%u] %.*s", (unsigned)e->article + 1, DTL_FMT(from)), DTL_RUN_SMALL);
	lines[1].link = dtl_arena_printf(p->arena, "#source-%u", (unsigned)e->article + 1);
	return cell_of(p, lines, 2);
}

static void add_event(paper *p, size_t index)
{
	const dtl_event *e = dtl_event_set_event(p->c->set, index);
	line when[2] = {{0}};
	dtl_buf words = {.arena = p->arena};
	dtl_date_words(&words, &e->date);
	say(p, &when[0], dtl_buf_str(&words), 0);
	say(p, &when[1], dtl_arena_printf(p->arena, "%zu", index + 1), DTL_RUN_SOFT | DTL_RUN_SMALL);
	dtl_cell cells[3] = {cell_of(p, when, 2), what_cell(p, e), why_cell(p, e)};
	add_cells(p, DTL_BLOCK_ROW, cells, 3)->name = dtl_arena_printf(p->arena, "event-%zu", index + 1);
}

static void add_events(paper *p, const dtl_section *s)
{
	add_heading(p, 1, s->title, "events");
	if (!p->c->facts.events) {
		add_text(p, DTL_BLOCK_TEXT, DTL_STR("No event answers."));
		return;
	}
	add_table_head(p);
	for (size_t i = 0; i < p->c->facts.events; i++) add_event(p, i);
}

/* ---- the rest ---- */

static void add_source(paper *p, size_t index)
{
	const dtl_article *a = dtl_event_set_article(p->c->set, index);
	line number = {0}, lines[2] = {{0}};
	say(p, &number, dtl_arena_printf(p->arena, "%zu", index + 1), 0);
	say(p, &lines[0], dtl_article_words(a), 0);
	if (dtl_is_web_address(a->url)) lines[0].link = a->url;
	dtl_buf more = {.arena = p->arena};
	dtl_source_words(&more, a);
	size_t n = p->c->facts.events_of[index];
	dtl_buf_printf(&more, "%s%zu %s", more.len ? ", " : "", n, n == 1 ? "event" : "events");
	say(p, &lines[1], dtl_buf_str(&more), DTL_RUN_SOFT | DTL_RUN_SMALL);
	dtl_cell cells[2] = {cell_of(p, &number, 1), cell_of(p, lines, 2)};
	add_cells(p, DTL_BLOCK_ITEM, cells, 2)->name = dtl_arena_printf(p->arena, "source-%zu", index + 1);
}

static void add_sources(paper *p, const dtl_section *s)
{
	if (!p->c->facts.articles) return;
	add_heading(p, 1, s->title, "sources");
	for (size_t i = 0; i < p->c->facts.articles; i++) add_source(p, i);
}

static void add_head(paper *p)
{
	dtl_buf facts = {.arena = p->arena};
	dtl_report_facts_words(&facts, &p->c->facts);
	add_text(p, DTL_BLOCK_TITLE, p->c->title);
	if (p->c->spec->standfirst.len) add_text(p, DTL_BLOCK_STANDFIRST, p->c->spec->standfirst);
	add_text(p, DTL_BLOCK_FACTS, dtl_buf_str(&facts));
}

static void add_note(paper *p, const dtl_section *s)
{
	add_heading(p, 2, s->title.len ? s->title : DTL_STR("About this report"), "note");
	for (size_t i = 0; i < s->text_count; i++) add_text(p, DTL_BLOCK_NOTE, s->texts[i]);
	if (p->c->spec->credit.len) add_text(p, DTL_BLOCK_NOTE, p->c->spec->credit);
	add_text(p, DTL_BLOCK_NOTE, dtl_str_of(dtl_report_caution));
	if (p->c->spec->attribution.len) add_text(p, DTL_BLOCK_NOTE, p->c->spec->attribution);
}

static void add_section(paper *p, size_t index)
{
	const dtl_section *s = &p->c->sections[index];
	switch (s->kind) {
	case DTL_SECTION_HEAD: add_head(p); break;
	case DTL_SECTION_MAP:
		if (s->figure_count) {
			add_heading(p, 1, s->title, "map");
			add_map(p, &p->c->figures[s->first_figure], 315);
		} else {
			add_text(p, DTL_BLOCK_TEXT, DTL_STR("No event has a place that could be told, so there is no map."));
		}
		break;
	case DTL_SECTION_SUMMARY: add_summary(p, s); break;
	case DTL_SECTION_TIMELINE: add_timeline(p, s); break;
	case DTL_SECTION_MAPS: add_maps(p, index); break;
	case DTL_SECTION_EVENTS: add_events(p, s); break;
	case DTL_SECTION_SOURCES: add_sources(p, s); break;
	case DTL_SECTION_NOTE: add_note(p, s); break;
	case DTL_SECTION_TEXT:
		add_heading(p, 1, s->title, dtl_arena_printf(p->arena, "text-%zu", index + 1).ptr);
		for (size_t i = 0; i < s->text_count; i++) add_text(p, DTL_BLOCK_TEXT, s->texts[i]);
		break;
	}
}

dtl_status dtl_report_pdf(dtl_report_context *c, char **out, size_t *out_len, dtl_error *err)
{
	const dtl_report_spec *spec = c->spec;
	bool letter = dtl_str_eq_nocase(spec->paper, DTL_STR("letter"));
	if (spec->paper.len && !letter && !dtl_str_eq_nocase(spec->paper, DTL_STR("a4")))
		return dtl_fail(err, DTL_ERR_USAGE, "no paper '%.*s' (a4, letter)", DTL_FMT(spec->paper));
	const dtl_map_module *module;
	dtl_status st = dtl_map_module_load(&module, err);
	if (st != DTL_OK) return st;
	paper p = {.c = c, .arena = &c->arena};
	for (size_t i = 0; i < c->section_count; i++) add_section(&p, i);
	dtl_buf facts = {.arena = &c->arena};
	dtl_report_facts_words(&facts, &c->facts);
	dtl_print_doc doc = {.title = c->title, .author = spec->credit, .subject = dtl_buf_str(&facts), .keywords = DTL_STR("news, events, map"),
		.created = spec->created, .footer = c->title, .width = letter ? 612 : 595.276, .height = letter ? 792 : 841.89, .blocks = p.blocks,
		.count = p.count, .progress = spec->progress, .user = spec->user};
	return module->print(&doc, out, out_len, err);
}
