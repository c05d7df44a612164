/* Reading the table of event words: sections of tab-separated lines into one arena, words in an open-addressed hash. */
#include "extract/event_table.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/file.h"
#include "base/str.h"

#define MAX_CLASSES 64
#define MAX_SECTORS 64

struct dtl_event_table {
	dtl_arena arena;
	dtl_event_word **slots; /* hash of words by text */
	uint32_t slot_count;    /* a power of two */
	uint32_t word_count;
	dtl_str classes[MAX_CLASSES];
	uint32_t class_count;
	dtl_str sectors[MAX_SECTORS]; /* [0] is empty */
	uint32_t sector_count;
	dtl_event_kind **kinds;
	size_t kind_count, kind_cap;
	dtl_event_rule *rules;
	size_t rule_count, rule_cap;
	dtl_event_kind none; /* of triggers whose kind is '-' */
};

typedef enum section { SECTION_NONE, SECTION_CLASS, SECTION_SECTOR, SECTION_FLAG, SECTION_KINDS, SECTION_TRIGGERS } section;

/* One file being read. */
typedef struct source {
	dtl_event_table *table;
	const char *path;
	uint32_t line;
	bool user;
	section section;
	uint64_t class_bit;
	uint8_t sector;
	uint32_t flag;
	dtl_error *err;
} source;

#define FAIL_LINE(s, ...) dtl_fail_at((s)->err, DTL_ERR_DATA, (s)->path, (s)->line, 0, __VA_ARGS__)

static uint32_t slot_of(const dtl_event_table *t, dtl_str text)
{
	uint32_t i = (uint32_t)dtl_str_hash(text) & (t->slot_count - 1);
	while (t->slots[i] && !dtl_str_eq(t->slots[i]->text, text))
		i = (i + 1) & (t->slot_count - 1);
	return i;
}

static void grow_slots(dtl_event_table *t)
{
	dtl_event_word **old = t->slots;
	uint32_t n = t->slot_count;
	t->slot_count = n ? n * 2 : 4096;
	t->slots = dtl_arena_array(&t->arena, dtl_event_word *, t->slot_count);
	for (uint32_t i = 0; i < n; i++)
		if (old[i])
			t->slots[slot_of(t, old[i]->text)] = old[i];
}

static dtl_event_word *intern(dtl_event_table *t, dtl_str text)
{
	if (t->word_count * 2 >= t->slot_count)
		grow_slots(t);
	uint32_t i = slot_of(t, text);
	if (!t->slots[i]) {
		dtl_event_word *w = dtl_arena_new(&t->arena, dtl_event_word);
		w->text = dtl_arena_str(&t->arena, text);
		w->id = t->word_count++;
		t->slots[i] = w;
		/* The last word of a phrase has to be known, so that the phrase is looked for. */
		size_t cut = text.len;
		while (cut > 0 && text.ptr[cut - 1] != ' ')
			cut--;
		if (cut > 0)
			intern(t, dtl_str_sub(text, cut, text.len))->ends_phrase = true;
	}
	return t->slots[slot_of(t, text)];
}

const dtl_event_word *dtl_event_table_word(const dtl_event_table *t, dtl_str lemma)
{
	return t->slots[slot_of(t, lemma)];
}

uint64_t dtl_event_table_class(const dtl_event_table *t, const char *name)
{
	dtl_str s = dtl_str_of(name);
	for (uint32_t i = 0; i < t->class_count; i++)
		if (dtl_str_eq(t->classes[i], s))
			return 1ull << i;
	return 0;
}

dtl_str dtl_event_table_sector(const dtl_event_table *t, uint8_t sector)
{
	return t->sectors[sector < t->sector_count ? sector : 0];
}

static dtl_event_kind *find_kind(const dtl_event_table *t, dtl_str name)
{
	for (size_t i = 0; i < t->kind_count; i++)
		if (dtl_str_eq(t->kinds[i]->name, name))
			return t->kinds[i];
	return NULL;
}

const dtl_event_kind *dtl_event_table_kind(const dtl_event_table *t, dtl_str name)
{
	return find_kind(t, name);
}

static dtl_status open_section(source *s, dtl_str name)
{
	dtl_event_table *t = s->table;
	dtl_str kind = dtl_str_cut(&name, ' ');
	name = dtl_str_trim(name);
	if (dtl_str_eq(kind, dtl_str_of("kinds"))) {
		s->section = SECTION_KINDS;
	} else if (dtl_str_eq(kind, dtl_str_of("triggers"))) {
		s->section = SECTION_TRIGGERS;
	} else if (dtl_str_eq(kind, dtl_str_of("class")) && name.len) {
		s->section = SECTION_CLASS;
		uint32_t i = 0;
		while (i < t->class_count && !dtl_str_eq(t->classes[i], name))
			i++;
		if (i == MAX_CLASSES)
			return FAIL_LINE(s, "more than %d classes", MAX_CLASSES);
		if (i == t->class_count)
			t->classes[t->class_count++] = dtl_arena_str(&t->arena, name);
		s->class_bit = 1ull << i;
	} else if (dtl_str_eq(kind, dtl_str_of("sector")) && name.len) {
		s->section = SECTION_SECTOR;
		uint32_t i = 1;
		while (i < t->sector_count && !dtl_str_eq(t->sectors[i], name))
			i++;
		if (i == MAX_SECTORS)
			return FAIL_LINE(s, "more than %d sectors", MAX_SECTORS - 1);
		if (i == t->sector_count)
			t->sectors[t->sector_count++] = dtl_arena_str(&t->arena, name);
		s->sector = (uint8_t)i;
	} else if (dtl_str_eq(kind, dtl_str_of("flag")) && name.len) {
		s->section = SECTION_FLAG;
		s->flag = 0;
		for (uint32_t bit = 1; bit <= DTL_FLAG_QUOTED; bit <<= 1)
			if (dtl_str_eq(dtl_str_of(dtl_event_flag_name(bit)), name))
				s->flag = bit;
		if (!s->flag)
			return FAIL_LINE(s, "unknown flag '%.*s'", DTL_FMT(name));
	} else {
		return FAIL_LINE(s, "unknown section '%.*s'", DTL_FMT(kind));
	}
	return DTL_OK;
}

static dtl_status read_words(source *s, dtl_str line)
{
	while (line.ptr) {
		dtl_str word = dtl_str_trim(dtl_str_cut(&line, ','));
		if (!word.len)
			return FAIL_LINE(s, "an empty word");
		dtl_event_word *w = intern(s->table, word);
		if (s->section == SECTION_CLASS)
			w->classes |= s->class_bit;
		else if (s->section == SECTION_SECTOR)
			w->sector = w->sector && !s->user ? w->sector : s->sector;
		else
			w->flags |= s->flag;
	}
	return DTL_OK;
}

static uint32_t trait_of(dtl_str name)
{
	static const struct { const char *name; uint32_t bit; } traits[] = {
		{"generic", DTL_TRAIT_GENERIC}, {"casualty", DTL_TRAIT_CASUALTY}, {"verbal", DTL_TRAIT_VERBAL}, {"scene", DTL_TRAIT_SCENE},
		{"damage", DTL_TRAIT_DAMAGE}, {"disaster", DTL_TRAIT_DISASTER}};
	for (size_t i = 0; i < sizeof traits / sizeof *traits; i++)
		if (dtl_str_eq(name, dtl_str_of(traits[i].name)))
			return traits[i].bit;
	return 0;
}

static dtl_str field(source *s, dtl_str *line)
{
	dtl_str f = dtl_str_trim(dtl_str_cut(line, '\t'));
	return f.len == 1 && f.ptr[0] == '-' ? (dtl_str){NULL, 0} : dtl_arena_str(&s->table->arena, f);
}

static dtl_status read_kind(source *s, dtl_str line)
{
	dtl_event_table *t = s->table;
	dtl_event_kind k = {.line = s->line};
	k.name = field(s, &line);
	dtl_str type = field(s, &line);
	k.mode = field(s, &line);
	k.cameo = field(s, &line);
	k.acled_event = field(s, &line);
	k.acled_sub_event = field(s, &line);
	k.headline = field(s, &line);
	if (!k.name.len || !k.headline.len)
		return FAIL_LINE(s, "a kind needs a name and a headline");
	if (type.len && (!dtl_event_type_from_name(type, &k.type) || k.type == DTL_EVENT_NONE))
		return FAIL_LINE(s, "unknown event type '%.*s'", DTL_FMT(type));
	dtl_str traits = field(s, &line);
	while (traits.len) {
		dtl_str name = dtl_str_cut(&traits, ' ');
		uint32_t bit = trait_of(name);
		if (!bit)
			return FAIL_LINE(s, "unknown trait '%.*s'", DTL_FMT(name));
		k.traits |= bit;
	}
	dtl_event_kind *known = find_kind(t, k.name);
	if (known && !s->user)
		return FAIL_LINE(s, "kind '%.*s' stands twice, first on line %u", DTL_FMT(k.name), known->line);
	if (!known) {
		known = dtl_arena_new(&t->arena, dtl_event_kind);
		DTL_PUSH(&t->arena, t->kinds, t->kind_count, t->kind_cap, known);
	}
	*known = k;
	return DTL_OK;
}

/* "roadside_bomb" is the phrase "roadside bomb". */
static dtl_str spaced(dtl_event_table *t, dtl_str word)
{
	char *s = dtl_arena_alloc(&t->arena, word.len + 1);
	for (size_t i = 0; i < word.len; i++) s[i] = word.ptr[i] == '_' ? ' ' : word.ptr[i];
	return (dtl_str){s, word.len};
}

static uint64_t sector_bit(const dtl_event_table *t, dtl_str name)
{
	for (uint32_t i = 1; i < t->sector_count; i++)
		if (dtl_str_eq(t->sectors[i], name)) return 1ull << i;
	return 0;
}

/* "missile|rocket": classes and sectors by name, '*', 'place', 'country', else words. */
static void read_values(source *s, dtl_str values, dtl_event_cond *c)
{
	dtl_event_table *t = s->table;
	uint32_t *words = NULL;
	size_t count = 0, cap = 0;
	while (values.ptr) {
		dtl_str v = dtl_str_cut(&values, '|');
		uint64_t bit = 0;
		for (uint32_t i = 0; i < t->class_count; i++)
			if (dtl_str_eq(t->classes[i], v))
				bit = 1ull << i;
		if (dtl_str_eq(v, dtl_str_of("*")))
			c->any = true;
		else if (dtl_str_eq(v, dtl_str_of("place")))
			c->place = true;
		else if (dtl_str_eq(v, dtl_str_of("country")))
			c->country = true;
		else if (bit)
			c->classes |= bit;
		else if ((bit = sector_bit(t, v)) != 0)
			c->sectors |= bit;
		else
			DTL_PUSH(&t->arena, words, count, cap, intern(t, spaced(t, v))->id);
	}
	c->words = words;
	c->word_count = (uint32_t)count;
}

static dtl_status read_cond(source *s, dtl_str text, dtl_event_cond *c)
{
	static const struct { const char *name; dtl_cond_slot slot; } slots[] = {
		{"obj", DTL_COND_OBJ}, {"subj", DTL_COND_SUBJ}, {"of", DTL_COND_OF}, {"clause", DTL_COND_CLAUSE}, {"sent", DTL_COND_SENT}, {"doc", DTL_COND_DOC},
		{"told", DTL_COND_TOLD}};
	*c = (dtl_event_cond){.slot = DTL_COND_PREP, .prep = DTL_NO_WORD};
	dtl_str values = text;
	dtl_str name = dtl_str_cut(&values, '=');
	if (name.len && name.ptr[0] == '!') {
		c->absent = true;
		name = dtl_str_sub(name, 1, name.len);
	}
	for (size_t i = 0; i < sizeof slots / sizeof *slots; i++)
		if (dtl_str_eq(name, dtl_str_of(slots[i].name)))
			c->slot = (uint8_t)slots[i].slot;
	if (c->slot == DTL_COND_PREP)
		c->prep = intern(s->table, name)->id;
	bool alone = c->absent || c->slot == DTL_COND_TOLD;
	if (!name.len || (!values.len && !alone) || (values.len && alone))
		return FAIL_LINE(s, "condition '%.*s' is neither 'name=value' nor '!name'", DTL_FMT(text));
	if (values.len)
		read_values(s, values, c);
	return DTL_OK;
}

static dtl_status read_trigger(source *s, dtl_str line)
{
	dtl_event_table *t = s->table;
	dtl_str words = dtl_str_cut(&line, '\t'), part = field(s, &line), conds = field(s, &line), kind = field(s, &line);
	dtl_event_rule rule = {.line = s->line, .user = s->user, .kind = &t->none};
	rule.noun = dtl_str_eq(part, dtl_str_of("n"));
	if (!rule.noun && !dtl_str_eq(part, dtl_str_of("v")))
		return FAIL_LINE(s, "part of speech '%.*s' is neither 'v' nor 'n'", DTL_FMT(part));
	if (kind.len && !(rule.kind = find_kind(t, kind)))
		return FAIL_LINE(s, "unknown kind '%.*s'", DTL_FMT(kind));
	while (conds.len) {
		dtl_str c = dtl_str_cut(&conds, ' ');
		if (rule.cond_count == DTL_TRIGGER_CONDS)
			return FAIL_LINE(s, "more than %d conditions", DTL_TRIGGER_CONDS);
		dtl_status st = read_cond(s, c, &rule.conds[rule.cond_count++]);
		if (st)
			return st;
	}
	while (words.ptr) {
		dtl_str phrase = dtl_str_trim(dtl_str_cut(&words, ','));
		rule.word_count = 0;
		while (phrase.len) {
			if (rule.word_count == DTL_TRIGGER_WORDS)
				return FAIL_LINE(s, "a trigger of more than %d words", DTL_TRIGGER_WORDS);
			rule.words[rule.word_count++] = intern(t, dtl_str_cut(&phrase, ' '))->id;
		}
		if (!rule.word_count)
			return FAIL_LINE(s, "an empty trigger");
		DTL_PUSH(&t->arena, t->rules, t->rule_count, t->rule_cap, rule);
	}
	return DTL_OK;
}

static dtl_status read_line(source *s, dtl_str line)
{
	if (line.len && line.ptr[line.len - 1] == '\r')
		line.len--;
	if (!dtl_str_trim(line).len || line.ptr[0] == '#')
		return DTL_OK;
	if (line.ptr[0] == '[') {
		line = dtl_str_trim(line);
		if (line.ptr[line.len - 1] != ']')
			return FAIL_LINE(s, "a section without ']'");
		return open_section(s, dtl_str_sub(line, 1, line.len - 1));
	}
	switch (s->section) {
	case SECTION_KINDS: return read_kind(s, line);
	case SECTION_TRIGGERS: return read_trigger(s, line);
	case SECTION_NONE: return FAIL_LINE(s, "a line before the first section");
	default: return read_words(s, line);
	}
}

static dtl_status read_file(dtl_event_table *t, const char *path, dtl_str text, bool user, dtl_error *err)
{
	source s = {.table = t, .path = path, .user = user, .err = err};
	while (text.ptr) {
		dtl_str line = dtl_str_cut(&text, '\n');
		s.line++;
		dtl_status st = read_line(&s, line);
		if (st)
			return st;
	}
	return DTL_OK;
}

/* By word and part of speech; then the user's, longer triggers, more conditions, earlier lines. */
static int compare_rules(const void *x, const void *y)
{
	const dtl_event_rule *a = x, *b = y;
	if (a->words[0] != b->words[0])
		return a->words[0] < b->words[0] ? -1 : 1;
	if (a->noun != b->noun)
		return a->noun - b->noun;
	if (a->user != b->user)
		return b->user - a->user;
	if (a->word_count != b->word_count)
		return b->word_count - a->word_count;
	if (a->cond_count != b->cond_count)
		return b->cond_count - a->cond_count;
	return a->line < b->line ? -1 : a->line > b->line;
}

static void index_rules(dtl_event_table *t)
{
	qsort(t->rules, t->rule_count, sizeof *t->rules, compare_rules);
	dtl_event_word **by_id = dtl_arena_array(&t->arena, dtl_event_word *, t->word_count);
	for (uint32_t i = 0; i < t->slot_count; i++)
		if (t->slots[i])
			by_id[t->slots[i]->id] = t->slots[i];
	for (size_t i = 0; i < t->rule_count; i++) {
		dtl_event_word *w = by_id[t->rules[i].words[0]];
		int part = t->rules[i].noun;
		if (!w->rules[part])
			w->rules[part] = &t->rules[i];
		w->rule_count[part]++;
	}
}

static dtl_status load(dtl_event_table *t, const char *path, dtl_str text, const char *user_path, dtl_str user, dtl_error *err)
{
	if (setjmp(t->arena.exhausted))
		return dtl_fail_memory(err);
	t->sector_count = 1;
	grow_slots(t);
	dtl_status st = read_file(t, path, text, false, err);
	if (!st && user_path)
		st = read_file(t, user_path, user, true, err);
	if (!st)
		index_rules(t);
	return st;
}

dtl_status dtl_event_table_open(const char *user_path, dtl_event_table **out, dtl_error *err)
{
	char path[4096];
	dtl_mapping shipped = {0}, user = {0};
	dtl_event_table *t = calloc(1, sizeof *t);
	if (!t)
		return dtl_fail_memory(err);
	dtl_status st = dtl_data_path("dateline-events.tsv", "table of events", "make", path, sizeof path, err);
	if (!st)
		st = dtl_map_file(path, DTL_ERR_CONFIG, &shipped, err);
	if (!st && user_path)
		st = dtl_map_file(user_path, DTL_ERR_CONFIG, &user, err);
	if (!st)
		st = load(t, path, (dtl_str){shipped.data, shipped.size}, user_path, (dtl_str){user.data, user.size}, err);
	dtl_unmap_file(&shipped);
	dtl_unmap_file(&user);
	if (st) {
		dtl_event_table_close(t);
		return st;
	}
	*out = t;
	return DTL_OK;
}

void dtl_event_table_close(dtl_event_table *t)
{
	if (!t)
		return;
	dtl_arena_free(&t->arena);
	free(t);
}
