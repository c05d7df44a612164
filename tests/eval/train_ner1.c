/* Trains the general entity tagger (section "ner1") on the open corpora; prints F1 on two that it does not train on.
 *   train_ner1 CORPORA OUT      reads OUT/words.bin and OUT/pos.bin, writes OUT/ner1.bin; WITHOUT_GMB=1 leaves that corpus out */
#include "names.h"
#include "structured.h"
#include "text/pos.h"

enum { EPOCHS = 4 };

typedef struct source {
	const char *file;
	bool loose; /* demonyms are not marked: O there may be O, DEM or MISC */
} source;

static const source sources[] = {
	{"ner-gmb-all.tsv", false}, {"ner-uner-ewt-train.tsv", false}, {"ner-gum-train.tsv", false}, {"ner-gum-dev.tsv", false},
	{"ner-re3d-all.tsv", false}, {"ner-wikigold-all.tsv", false}, {"ner-uner-ewt-dev.tsv", true}, {"ner-uner-ewt-test.tsv", true},
	{"ner-btc-train.tsv", true}, {"ner-btc-dev.tsv", true}, {"ner-btc-test.tsv", true}, {"ner-wnut17-train.tsv", true},
	{"ner-wnut17-dev.tsv", true}, {"ner-wnut17-test.tsv", true}, {"ner-crossner-politics-train.tsv", false},
	{"ner-crossner-politics-dev.tsv", false}, {"ner-crossner-politics-test.tsv", false}, {"ner-crossner-literature-train.tsv", false},
	{"ner-crossner-literature-dev.tsv", false}, {"ner-crossner-literature-test.tsv", false}, {"ner-crossner-music-train.tsv", false},
	{"ner-crossner-music-dev.tsv", false}, {"ner-crossner-music-test.tsv", false}, {"ner-crossner-science-train.tsv", false},
	{"ner-crossner-science-dev.tsv", false}, {"ner-crossner-science-test.tsv", false},
};

typedef struct corpus {
	sample *samples;
	lesson *lessons;
	size_t count, cap, lesson_cap;
} corpus;

typedef struct lists { name_set demonyms, places, seen; } lists;

static uint8_t entity_of(dtl_str tag, bool begins)
{
	static const struct { const char *name; uint8_t begin; } types[] = {
		{"LOC", DTL_ENTITY_B_LOC}, {"PER", DTL_ENTITY_B_PER}, {"ORG", DTL_ENTITY_B_ORG}, {"MISC", DTL_ENTITY_B_MISC}};
	dtl_str type = dtl_str_sub(tag, 2, tag.len);
	for (size_t i = 0; i < 4; i++)
		if (dtl_str_eq(type, dtl_str_of(types[i].name))) return (uint8_t)(types[i].begin + !begins);
	return DTL_ENTITY_O;
}

/* Corpus labels on our tokens: the first token of the word that begins the entity begins it. */
static void take_labels(sample *s, const raw_sentence *raw)
{
	for (size_t i = 0; i < s->tokens.count; i++) {
		dtl_str tag = raw->field[s->source[i]][1];
		bool first = i == 0 || s->source[i] != s->source[i - 1];
		s->label[i] = tag.len > 2 ? entity_of(tag, first && tag.ptr[0] == 'B') : DTL_ENTITY_O;
		if (s->label[i] && s->label[i] % 2 == 0 && (i == 0 || (s->label[i - 1] != s->label[i] && s->label[i - 1] + 1 != s->label[i])))
			s->label[i]--; /* an inner part without its beginning begins */
	}
}

static size_t entity_end(const sample *s, size_t first)
{
	size_t last = first + 1;
	while (last < s->tokens.count && s->label[last] == s->label[first] + 1) last++;
	return last;
}

/* How often each name is a place among all its uses: an ORG that is nearly always a place becomes one. */
static void count_names(const sample *s, name_set *seen)
{
	for (size_t i = 0; i < s->tokens.count; i++) {
		if (s->label[i] % 2 == 0) continue;
		size_t at = name_add(seen, name_key(s->words, i, entity_end(s, i)));
		seen->all[at]++;
		seen->loc[at] += s->label[i] == DTL_ENTITY_B_LOC;
	}
}

static bool is_place(const lists *l, const dtl_word *words, size_t first, size_t last)
{
	if (name_known(&l->places, words, first, last)) return true;
	size_t at = name_slot(&l->seen, name_key(words, first, last));
	return l->seen.keys[at] && l->seen.all[at] >= 5 && l->seen.loc[at] * 10 >= l->seen.all[at] * 7;
}

/* Organisations that are places, or begin with one ("Texas Department of ..."), as the place corpora mark them. */
static void relabel(sample *s, const lists *l)
{
	for (size_t i = 0; i < s->tokens.count; i++) {
		size_t last = entity_end(s, i), cut = 0;
		if (s->label[i] == DTL_ENTITY_B_MISC && last == i + 1 && name_known(&l->demonyms, s->words, i, last)) s->label[i] = DTL_ENTITY_B_DEM;
		if (s->label[i] != DTL_ENTITY_B_ORG) continue;
		if (is_place(l, s->words, i, last)) cut = last;
		for (size_t k = i + 1; !cut && k < last && k <= i + 3; k++)
			if (s->words[k].cue == DTL_CUE_ORG && (is_place(l, s->words, i, k) || (k == i + 1 && name_known(&l->demonyms, s->words, i, k)))) cut = k;
		if (!cut) continue;
		bool demonym = cut == i + 1 && cut < last && name_known(&l->demonyms, s->words, i, cut) && !is_place(l, s->words, i, cut);
		for (size_t k = i; k < cut; k++) s->label[k] = (uint8_t)((demonym ? DTL_ENTITY_B_DEM : DTL_ENTITY_B_LOC) + (k > i));
		if (cut < last) s->label[cut] = DTL_ENTITY_B_ORG;
	}
}

static void add_sample(dtl_arena *arena, corpus *c, const raw_sentence *raw, restyle how, const dtl_word_table *table, const dtl_weights *pos)
{
	sample s;
	if (!make_sample(arena, raw, how, table, &s)) return;
	dtl_pos_tag_sentence(pos, s.words, &s.tokens, &s.sentence);
	take_labels(&s, raw);
	DTL_PUSH(arena, c->samples, c->count, c->cap, s);
}

static void read_corpus(dtl_arena *arena, corpus *c, const char *folder, const source *from, bool restyled, const dtl_word_table *table,
	const dtl_weights *pos)
{
	size_t size, first = c->count;
	char *data = slurp(folder, from->file, &size);
	if (!data) die("cannot read", from->file);
	dtl_str rest = {data, size};
	static raw_sentence raw;
	for (size_t n = 0; next_sentence(&rest, &raw); n++) {
		add_sample(arena, c, &raw, AS_IS, table, pos);
		if (restyled && n % 20 == 3) add_sample(arena, c, &raw, UPPER, table, pos);
		if (restyled && n % 20 == 9) add_sample(arena, c, &raw, TITLE, table, pos);
		if (restyled && n % 40 == 13) add_sample(arena, c, &raw, LOWER, table, pos);
	}
	for (size_t i = first; i < c->count; i++) c->samples[i].group = from->loose;
	free(data);
}

static size_t features_of(const void *env, size_t token, uint64_t *out) { return dtl_base_features(env, token, out); }

/* The label sets: one label, or for demonyms in corpora that do not mark them O, DEM and MISC. */
static const uint16_t *allowed_labels(dtl_arena *arena, const dtl_context *c, const sample *s, const lists *l)
{
	uint16_t *allowed = dtl_arena_array(arena, uint16_t, s->tokens.count + 1);
	for (size_t i = 0; i < s->tokens.count; i++) {
		bool broken = s->label[i] && s->label[i] % 2 == 0 && (i == 0 || !(c->flags[i - 1] & DTL_CONTEXT_ACTIVE));
		allowed[i] = broken ? 0xffff : (uint16_t)(1u << s->label[i]);
		if (s->group && s->label[i] == DTL_ENTITY_O && name_known(&l->demonyms, s->words, i, i + 1))
			allowed[i] |= 1u << DTL_ENTITY_B_DEM | 1u << DTL_ENTITY_B_MISC;
	}
	return allowed;
}

static void make_lessons(dtl_arena *arena, corpus *c, const lists *l)
{
	c->lessons = dtl_arena_array(arena, lesson, c->count);
	for (size_t i = 0; i < c->count; i++) {
		sample *s = &c->samples[i];
		lesson *x = &c->lessons[i];
		relabel(s, l);
		s->tokens.sentences = &s->sentence; /* one, as the corpus has it */
		s->tokens.sentence_count = 1;
		dtl_context_build(arena, &s->tokens, s->words, &x->context);
		dtl_context_close(&x->context);
		x->features = features_of;
		x->domain = -1;
		x->allowed = allowed_labels(arena, &x->context, s, l);
	}
	for (size_t i = 0; i < c->count; i++) c->lessons[i].env = &c->lessons[i].context;
}

static void evaluate(dtl_arena *arena, const char *name, const dtl_weights *w, const corpus *c)
{
	static const char *const types[] = {"LOC", "DEM", "PER", "ORG", "MISC"};
	size_t hit[5] = {0}, gold[5] = {0}, found[5] = {0};
	for (size_t k = 0; k < c->count; k++) {
		sample got = c->samples[k];
		got.label = dtl_arena_array(arena, uint8_t, got.tokens.count + 1);
		dtl_tag_entities(w, arena, &c->lessons[k].context, NULL, got.label);
		for (size_t i = 0; i < got.tokens.count; i++) {
			uint8_t g = c->samples[k].label[i], p = got.label[i];
			if (g % 2) gold[g / 2]++;
			if (p % 2) found[p / 2]++;
			if (g % 2 && g == p && entity_end(&c->samples[k], i) == entity_end(&got, i)) hit[g / 2]++;
		}
	}
	printf("ner1 %s:", name);
	for (int i = 0; i < 5; i++)
		if (gold[i]) printf("  %s F1 %.3f of %zu", types[i], 2.0 * (double)hit[i] / (double)(gold[i] + found[i]), gold[i]);
	printf("\n");
}

int main(int argc, char **argv)
{
	if (argc < 3) die("usage: train_ner1 CORPORA OUT, not", argc > 1 ? argv[1] : "");
	static struct dtl_arena arena;
	if (setjmp(arena.exhausted)) die("no memory for", argv[1]);
	dtl_word_table table = load_words(argv[2]);
	dtl_weights pos;
	size_t size;
	char *section = slurp(argv[2], "pos.bin", &size);
	if (!section || !dtl_weights_view((dtl_str){section, size}, DTL_TAG_COUNT, &pos)) die("cannot use", "pos.bin");
	lists l = {name_set_new(), name_set_new(), name_set_new()};
	name_add_table(&l.demonyms, "demonyms.tsv", 0);
	name_add_table(&l.demonyms, "demonyms.tsv", 3);
	name_add_table(&l.places, "countries.tsv", 4);
	name_add_table(&l.places, "admin1-names.tsv", 1);
	corpus c = {0};
	for (size_t i = getenv("WITHOUT_GMB") ? 1 : 0; i < sizeof sources / sizeof *sources; i++)
		read_corpus(&arena, &c, argv[1], &sources[i], true, &table, &pos);
	for (size_t i = 0; i < c.count; i++) count_names(&c.samples[i], &l.seen);
	make_lessons(&arena, &c, &l);
	learner learning = learner_new(DTL_ENTITY_COUNT, 0);
	uint32_t *order = calloc(c.count, sizeof *order);
	uint64_t seed = 1;
	for (uint32_t i = 0; i < c.count; i++) order[i] = i;
	for (int epoch = 0; epoch < EPOCHS; epoch++) {
		shuffle(order, c.count, &seed);
		for (size_t i = 0; i < c.count; i++) learn(&learning, &c.lessons[order[i]]);
	}
	const char *least = getenv("LEAST");
	packed p = trainer_pack(&learning.t, least ? atof(least) : 2.0);
	printf("ner1: %zu sentences, %zu rows, %zu weights, %zu bytes\n", c.count, p.rows, p.entries, p.size);
	char path[4096];
	snprintf(path, sizeof path, "%s/ner1.bin", argv[2]);
	save(path, p.data, p.size);
	dtl_weights w;
	if (!dtl_weights_view((dtl_str){p.data, p.size}, DTL_ENTITY_COUNT, &w)) die("bad section", path);
	static const source tests[] = {{"ner-uner-pud-test.tsv", true}, {"ner-gum-test.tsv", false}};
	for (size_t i = 0; i < 2; i++) {
		corpus test = {0};
		read_corpus(&arena, &test, argv[1], &tests[i], false, &table, &pos);
		make_lessons(&arena, &test, &l);
		evaluate(&arena, tests[i].file, &w, &test);
	}
	return 0;
}
