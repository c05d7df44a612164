/* Trains the part-of-speech tagger on the training parts of UD EWT and GUM; prints accuracy on the others.
 *   train_pos CORPORA OUT      reads OUT/words.bin, writes OUT/pos.bin */
#include "text/pos.h"
#include "train.h"

enum { EPOCHS = 10 };

/* XPOS of the UD corpora to our tags. */
static dtl_tag tag_of(dtl_str xpos)
{
	dtl_tag tag;
	if (dtl_tag_from_name(xpos, &tag)) return tag;
	if (dtl_str_eq(xpos, DTL_STR("ADD")) || dtl_str_eq(xpos, DTL_STR("GW"))) return DTL_TAG_NN;
	if (dtl_str_eq(xpos, DTL_STR("AFX"))) return DTL_TAG_JJ;
	if (dtl_str_eq(xpos, DTL_STR("XX"))) return DTL_TAG_FW;
	return DTL_TAG_PUNCT; /* . , : `` '' -LRB- -RRB- HYPH NFP $ # */
}

typedef struct corpus { sample *samples; size_t count, cap; } corpus;

static void add_sample(dtl_arena *arena, corpus *c, const raw_sentence *raw, restyle how, const dtl_word_table *table)
{
	sample s;
	if (!make_sample(arena, raw, how, table, &s)) return;
	for (size_t i = 0; i < s.tokens.count; i++) {
		dtl_tag gold = tag_of(raw->field[s.source[i]][3]);
		/* Signs that we cut off a longer word of the corpus (an address, a smiley) are signs. */
		if (dtl_pos_sure(&s.tokens, s.words, i) == DTL_TAG_PUNCT) gold = DTL_TAG_PUNCT;
		s.label[i] = (uint8_t)gold;
	}
	DTL_PUSH(arena, c->samples, c->count, c->cap, s);
}

/* Some sentences come again in capitals, in title case and in small letters, as headlines and tweets are written. */
static void read_corpus(dtl_arena *arena, corpus *c, const char *folder, const char *name, bool restyled, const dtl_word_table *table)
{
	size_t size;
	char *data = slurp(folder, name, &size);
	if (!data) die("cannot read", name);
	dtl_str rest = {data, size};
	static raw_sentence raw;
	for (size_t n = 0; next_sentence(&rest, &raw); n++) {
		add_sample(arena, c, &raw, AS_IS, table);
		if (restyled && n % 10 == 3) add_sample(arena, c, &raw, UPPER, table);
		if (restyled && n % 10 == 6) add_sample(arena, c, &raw, TITLE, table);
		if (restyled && n % 20 == 9) add_sample(arena, c, &raw, LOWER, table);
	}
	free(data);
}

static void train_sentence(trainer *t, sample *s)
{
	dtl_tokens *tokens = &s->tokens;
	for (size_t i = 0; i < tokens->count; i++) {
		dtl_tag sure = dtl_pos_sure(tokens, s->words, i);
		tokens->tokens[i].tag = (uint8_t)sure;
		if (sure != DTL_TAG_NONE) continue;
		uint64_t features[DTL_POS_FEATURES];
		int32_t scores[DTL_WEIGHT_LABELS] = {0};
		size_t n = dtl_pos_features(tokens, s->words, &s->sentence, i, features);
		uint32_t best = DTL_TAG_NN;
		trainer_score(t, features, n, scores);
		for (uint32_t k = 1; k < DTL_TAG_COUNT; k++)
			if (scores[k] > scores[best]) best = k;
		if (best != s->label[i]) {
			trainer_update(t, features, n, s->label[i], 1);
			trainer_update(t, features, n, best, -1);
		}
		t->step++;
		tokens->tokens[i].tag = (uint8_t)best; /* as it will be when tagging */
	}
}

/* Accuracy over the tokens of ours. */
static void evaluate(const char *name, const dtl_weights *w, corpus *c, bool confusions)
{
	size_t right = 0, all = 0, words = 0, right_words = 0;
	static size_t wrong[DTL_TAG_COUNT][DTL_TAG_COUNT];
	for (size_t k = 0; k < c->count; k++) {
		sample *s = &c->samples[k];
		dtl_pos_tag_sentence(w, s->words, &s->tokens, &s->sentence);
		for (size_t i = 0; i < s->tokens.count; i++) {
			bool same = s->tokens.tokens[i].tag == s->label[i], word = s->tokens.tokens[i].kind == DTL_TOKEN_WORD;
			all++;
			right += same;
			words += word;
			right_words += word && same;
			wrong[s->label[i]][s->tokens.tokens[i].tag] += !same;
		}
	}
	printf("%-16s %6.2f %% of %zu tokens, %.2f %% of words\n", name, 100.0 * (double)right / (double)all, all,
		100.0 * (double)right_words / (double)words);
	for (int g = 0; confusions && g < DTL_TAG_COUNT; g++)
		for (int p = 0; p < DTL_TAG_COUNT; p++)
			if (wrong[g][p] > 25) printf("  %s as %s: %zu\n", dtl_tag_name((dtl_tag)g), dtl_tag_name((dtl_tag)p), wrong[g][p]);
}

int main(int argc, char **argv)
{
	if (argc < 3) die("usage: train_pos CORPORA OUT, not", argc > 1 ? argv[1] : "");
	static struct dtl_arena arena;
	if (setjmp(arena.exhausted)) die("no memory for", argv[1]);
	dtl_word_table table = load_words(argv[2]);
	corpus c = {0};
	read_corpus(&arena, &c, argv[1], "pos-ewt-train.tsv", true, &table);
	read_corpus(&arena, &c, argv[1], "pos-gum-train.tsv", true, &table);
	trainer t = trainer_new(DTL_TAG_COUNT);
	uint32_t *order = calloc(c.count, sizeof *order);
	uint64_t seed = 1;
	for (uint32_t i = 0; i < c.count; i++) order[i] = i;
	for (int epoch = 0; epoch < EPOCHS; epoch++) {
		shuffle(order, c.count, &seed);
		for (size_t i = 0; i < c.count; i++) train_sentence(&t, &c.samples[order[i]]);
	}
	const char *least = getenv("LEAST");
	packed p = trainer_pack(&t, least ? atof(least) : 1.6);
	printf("pos: %zu rows, %zu weights, %zu bytes\n", p.rows, p.entries, p.size);
	char path[4096];
	snprintf(path, sizeof path, "%s/pos.bin", argv[2]);
	save(path, p.data, p.size);
	dtl_weights w;
	if (!dtl_weights_view((dtl_str){p.data, p.size}, DTL_TAG_COUNT, &w)) die("bad section", path);
	static const char *const tests[] = {"pos-ewt-dev.tsv", "pos-ewt-test.tsv", "pos-gum-dev.tsv", "pos-gum-test.tsv", "pos-pud-test.tsv"};
	for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
		corpus test = {0};
		read_corpus(&arena, &test, argv[1], tests[i], false, &table);
		evaluate(tests[i], &w, &test, getenv("CONFUSIONS") && i == 0);
	}
	trainer_free(&t);
	dtl_arena_free(&arena);
	return 0;
}
