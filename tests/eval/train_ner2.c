/* Trains the recogniser of places (section "ner2") on the annotated texts of the evaluation's open part.
 *   train_ner2 CORPORA OUT DEV          reads OUT/{words,pos,ner1}.bin and the gazetteer, writes OUT/ner2.bin
 *   train_ner2 CORPORA OUT DEV cross    five-fold cross-validation and leave-one-corpus-out; writes nothing
 * The gazetteer is the one of the build ($DATELINE_DATA). */
#include "text/pos.h"

#include "geodocs.h"

enum { EPOCHS = 12, RUNS = 4, DROP = 250 /* of 1000 */, LEAST = 120 /* hundredths */ };

typedef struct tally { size_t hit, gold, found; } tally;

static bool wanted_for_training(const geo_doc *d, int fold, int corpus)
{
	if (fold >= 0 && d->fold == fold) return false;
	return corpus < 0 || d->corpus != corpus;
}

static int setting(const char *name, int otherwise) { return getenv(name) ? atoi(getenv(name)) : otherwise; }

/* Weights from the documents of all folds but `fold` and all corpora but `corpus` (-1: none is left out): the mean of several
 * trainings in different order. */
static packed train(geo_docs *all, int fold, int corpus)
{
	int runs = setting("RUNS", RUNS), epochs = setting("EPOCHS", EPOCHS);
	trainer total = trainer_new(DTL_PLACE_WEIGHT_LABELS);
	uint32_t *order = calloc(all->count + 1, sizeof *order);
	for (int run = 0; run < runs; run++) {
		learner learning = learner_new(DTL_PLACE_LABELS, DTL_DOMAIN_COUNT);
		uint64_t seed = (uint64_t)(setting("SEED", 1) * 100 + run);
		size_t n = 0;
		learning.drop = (uint32_t)setting("DROP", DROP);
		learning.seed = seed;
		for (uint32_t i = 0; i < all->count; i++)
			if (wanted_for_training(&all->docs[i], fold, corpus)) order[n++] = i;
		for (int epoch = 0; epoch < epochs; epoch++) {
			shuffle(order, n, &seed);
			for (size_t i = 0; i < n; i++) learn(&learning, &all->docs[order[i]].lesson);
		}
		trainer_add(&total, &learning.t, runs);
		learner_free(&learning);
	}
	packed p = trainer_pack(&total, setting("LEAST2", LEAST) / 100.0);
	trainer_free(&total);
	free(order);
	return p;
}

static void count_names(const geo_doc *d, const uint8_t *label, bool demonyms, tally *t)
{
	size_t k = 0;
	t->gold += d->gold_count;
	for (size_t i = 0; i < d->tokens.count;) {
		size_t last = i + 1;
		if (label[i] % 2 == 0) {
			i++;
			continue;
		}
		while (last < d->tokens.count && label[last] == label[i] + 1) last++;
		if (demonyms || label[i] == DTL_ENTITY_B_LOC) {
			uint32_t start = d->tokens.tokens[i].start, end = d->tokens.tokens[last - 1].end;
			t->found++;
			while (k < d->gold_count && d->gold[k].start < start) k++;
			t->hit += k < d->gold_count && d->gold[k].start == start && d->gold[k].end == end;
		}
		i = last;
	}
}

/* What was missed and what was found wrongly, with a few words around. */
static void show_errors(const geo_doc *d, const uint8_t *label)
{
	const dtl_tokens *t = &d->tokens;
	for (size_t i = 0; i < t->count; i++) {
		uint8_t g = d->label[i], p = label[i];
		bool start = g % 2 || p % 2;
		if (!start || (!geo_corpora[d->corpus].demonyms && g == 0 && p == DTL_ENTITY_B_DEM)) continue;
		size_t ge = i + 1, pe = i + 1;
		while (ge < t->count && d->label[ge] == g + 1) ge++;
		while (pe < t->count && label[pe] == p + 1) pe++;
		if ((g % 2) == (p % 2) && ge == pe) continue;
		size_t end = g % 2 ? ge : pe, from = i < 6 ? 0 : i - 6, to = end + 6 < t->count ? end + 6 : t->count;
		printf("ERR %s %s [%.*s] kind %d general %s | ", geo_corpora[d->corpus].name, g % 2 ? (p % 2 ? "bounds" : "missed") : "wrong",
			(int)(t->tokens[end - 1].end - t->tokens[i].start), t->text.ptr + t->tokens[i].start, d->r.marks[i].kind,
			dtl_entity_name((dtl_entity)d->r.general[i]));
		for (size_t k = from; k < to; k++) printf("%s%.*s%s ", k == i ? "[" : "", DTL_FMT(dtl_token_str(t, k)), k + 1 == end ? "]" : "");
		printf("\n");
	}
}

/* How sure the program may be: for found names by their lead over O (in trained weights), how many are right. */
static void calibrate(const geo_doc *d, const uint8_t *label, const int32_t *margin, float scale, size_t bins[2][16])
{
	size_t k = 0;
	for (size_t i = 0; i < d->tokens.count; i++) {
		size_t last = i + 1;
		if (label[i] % 2 == 0 || (!geo_corpora[d->corpus].demonyms && label[i] != DTL_ENTITY_B_LOC)) continue;
		while (last < d->tokens.count && label[last] == label[i] + 1) last++;
		uint32_t start = d->tokens.tokens[i].start, end = d->tokens.tokens[last - 1].end;
		while (k < d->gold_count && d->gold[k].start < start) k++;
		bool right = k < d->gold_count && d->gold[k].start == start && d->gold[k].end == end;
		long bin = lround((double)margin[i] / (double)scale / 25) + 2;
		bins[right][bin < 0 ? 0 : bin > 15 ? 15 : bin]++;
	}
}

static double f1(const tally *t) { return t->hit ? 2.0 * (double)t->hit / (double)(t->gold + t->found) : 0; }

/* How a document is read: as its corpus' domain, as the program chooses, or by the general weights alone. */
typedef enum reading { AS_TOLD, AS_CHOSEN, GENERAL, READINGS } reading;

/* Adds the documents of the fold and corpus (-1: all) to the tallies of their corpora. */
static void test(dtl_arena *arena, geo_docs *all, const packed *p, int fold, int corpus, tally tallies[READINGS][GEO_CORPORA],
	size_t bins[2][16])
{
	dtl_weights w = {0};
	if (!dtl_weights_view((dtl_str){p->data, p->size}, DTL_PLACE_WEIGHT_LABELS, &w)) die("bad section", "ner2");
	for (size_t i = 0; i < all->count; i++) {
		geo_doc *d = &all->docs[i];
		if (d->restyled || (fold >= 0 && d->fold != fold) || (corpus >= 0 && d->corpus != corpus)) continue;
		for (int how = 0; how < READINGS; how++) {
			dtl_arena_mark mark = dtl_arena_mark_take(arena);
			uint8_t *label = dtl_arena_array(arena, uint8_t, d->tokens.count + 1);
			int domain = how == AS_TOLD ? (int)geo_corpora[d->corpus].domain : how == AS_CHOSEN ? dtl_domain_of(&d->tokens, d->published) : (int)geo_corpora[d->corpus].domain;
			int32_t *margin = dtl_arena_array(arena, int32_t, d->tokens.count + 1);
			dtl_recognise(arena, &w, &d->r, domain, how == AS_TOLD ? 4 : how == AS_CHOSEN ? DTL_DOMAIN_QUARTERS : 0, DTL_RECALL_BONUS, label, margin);
			if (how == AS_CHOSEN) calibrate(d, label, margin, w.scale, bins);
			if (how == AS_CHOSEN && getenv("ERRORS") && corpus < 0) show_errors(d, label);
			count_names(d, label, geo_corpora[d->corpus].demonyms, &tallies[how][d->corpus]);
			dtl_arena_reset(arena, mark);
		}
	}
}

static void report(const char *what, tally tallies[READINGS][GEO_CORPORA])
{
	static const char *const names[] = {"domain told", "domain chosen", "general"};
	for (int how = 0; how < READINGS; how++) {
		double sum = 0;
		printf("%s, %s:\n", what, names[how]);
		for (int k = 0; k < GEO_CORPORA; k++) {
			const tally *t = &tallies[how][k];
			printf("  %-12s P %.3f  R %.3f  F1 %.4f  (%zu names)\n", geo_corpora[k].name, (double)t->hit / (double)(t->found ? t->found : 1),
				(double)t->hit / (double)(t->gold ? t->gold : 1), f1(t), t->gold);
			sum += f1(t);
		}
		printf("  mean         F1 %.4f\n", sum / GEO_CORPORA);
	}
}

static void cross_validate(dtl_arena *arena, geo_docs *all)
{
	tally folds[READINGS][GEO_CORPORA] = {{{0, 0, 0}}}, corpora[READINGS][GEO_CORPORA] = {{{0, 0, 0}}};
	size_t bins[2][16] = {{0}};
	for (int fold = 0; fold < 5; fold++) {
		packed p = train(all, fold, -1);
		test(arena, all, &p, fold, -1, folds, bins);
		free(p.data);
	}
	report("five folds", folds);
	for (int corpus = 0; corpus < GEO_CORPORA; corpus++) {
		packed p = train(all, -1, corpus);
		test(arena, all, &p, -1, corpus, corpora, bins);
		free(p.data);
	}
	report("leaving the corpus out", corpora);
	for (int k = 0; k < 16; k++)
		if (bins[0][k] + bins[1][k]) printf("lead over O %3d: right %.2f of %zu\n", (k - 2) * 25, (double)bins[1][k] / (double)(bins[0][k] + bins[1][k]), bins[0][k] + bins[1][k]);
}

static dtl_weights section(const char *folder, const char *name, uint32_t labels)
{
	size_t size;
	dtl_weights w = {0};
	char *data = slurp(folder, name, &size);
	if (!data || !dtl_weights_view((dtl_str){data, size}, labels, &w)) die("cannot use", name);
	return w;
}

int main(int argc, char **argv)
{
	if (argc < 4) die("usage: train_ner2 CORPORA OUT DEV [cross], not", argc > 1 ? argv[1] : "");
	static struct dtl_arena arena;
	if (setjmp(arena.exhausted)) die("no memory for", argv[3]);
	dtl_error err;
	dtl_gazetteer *gazetteer;
	if (dtl_gazetteer_open(NULL, &gazetteer, &err) != DTL_OK) die(err.message, "");
	dtl_model_parts parts = {.words = load_words(argv[2]), .pos = section(argv[2], "pos.bin", DTL_TAG_COUNT),
		.entity = section(argv[2], "ner1.bin", DTL_ENTITY_COUNT)};
	geo_docs all = {0};
	bool restyled = !getenv("NO_RESTYLE");
	for (int k = 0; k < GEO_CORPORA; k++) read_geodocs(&arena, &all, argv[3], k, restyled, &parts, gazetteer);
	for (size_t i = 0; i < all.count; i++) { /* the array has moved while it grew */
		geo_doc *d = &all.docs[i];
		d->r.context.tokens = &d->tokens;
		d->lesson.context.tokens = &d->tokens;
		d->lesson.env = &d->r;
	}
	printf("ner2: %zu documents, %zu names, %zu not on token boundaries, %zu tokens of names not looked at, %zu of %zu tokens looked at\n", all.count, all.names,
		all.lost, all.inactive, all.active, all.tokens);
	if (argc > 4) {
		cross_validate(&arena, &all);
		return 0;
	}
	packed p = train(&all, -1, -1);
	char path[4096];
	snprintf(path, sizeof path, "%s/ner2.bin", argv[2]);
	save(path, p.data, p.size);
	printf("ner2: %zu rows, %zu weights, %zu bytes\n", p.rows, p.entries, p.size);
	return 0;
}
