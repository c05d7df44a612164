/* Makes the table of known words (section "words", text/word.h): word classes by the exchange algorithm, how often a word is
 * written small, and its most frequent part of speech.
 *   train_words CORPORA OUT      writes OUT/words.bin; WITHOUT_GMB=1 leaves the Groningen Meaning Bank out */
#include "cues.h"
#include "text/tag.h"
#include "train.h"

enum { CLASSES = 256, ROUNDS = 8, CLUSTER_LEAST = 4, SHARE_LEAST = 3, TAG_LEAST = 5, SURE_LEAST = 10,
	TIES = 2 /* among words of one frequency: which comes first; any order is as good, this one was */ };

typedef struct vocabulary_word {
	uint32_t key;
	uint32_t count;
	uint32_t small, capital;          /* inside sentences of ordinary case */
	uint32_t tags[DTL_TAG_COUNT], tagged;
	uint32_t id;                      /* rank + 1 among the clustered words; 0: none */
	uint8_t cluster, cue;
} vocabulary_word;

typedef struct vocabulary {
	vocabulary_word *words; /* open addressing by key */
	size_t slots, count;
	uint32_t *stream;       /* keys in text order; 0: a sentence ends */
	size_t length, cap;
} vocabulary;

static vocabulary_word *word_of(vocabulary *v, uint32_t key)
{
	size_t at = key & (v->slots - 1);
	while (v->words[at].key && v->words[at].key != key) at = (at + 1) & (v->slots - 1);
	if (!v->words[at].key) {
		v->words[at].key = key;
		if (++v->count * 2 > v->slots) die("too many words", "");
	}
	return &v->words[at];
}

static void stream_add(vocabulary *v, uint32_t key)
{
	if (v->length == v->cap) v->stream = realloc(v->stream, (v->cap = v->cap ? v->cap * 2 : 1 << 20) * sizeof *v->stream);
	v->stream[v->length++] = key;
}

static void count_sentence(vocabulary *v, const dtl_tokens *t, const dtl_word *words, const dtl_sentence *s)
{
	bool plain = !(s->flags & (DTL_SENTENCE_ALL_CAPS | DTL_SENTENCE_TITLE_CASE));
	for (size_t i = s->first; i < s->last; i++) {
		vocabulary_word *w = word_of(v, words[i].lower);
		w->count++;
		if (plain && i > s->first + 1 && t->tokens[i].kind == DTL_TOKEN_WORD) {
			w->small += words[i].case_ == DTL_CASE_LOWER;
			w->capital += (t->tokens[i].flags & DTL_TOKEN_CAPITAL) != 0;
		}
		stream_add(v, words[i].lower);
	}
	stream_add(v, 0);
}

/* Words and tags of a column corpus. */
static void read_columns(vocabulary *v, const char *folder, const char *name, bool tags)
{
	static const dtl_word_table none = {NULL, 0};
	static raw_sentence raw;
	struct dtl_arena arena = {0};
	size_t size;
	char *data = slurp(folder, name, &size);
	if (!data) die("cannot read", name);
	dtl_str rest = {data, size};
	while (next_sentence(&rest, &raw)) {
		sample s;
		dtl_arena_mark mark = dtl_arena_mark_take(&arena);
		if (make_sample(&arena, &raw, AS_IS, &none, &s)) {
			count_sentence(v, &s.tokens, s.words, &s.sentence);
			for (size_t i = 0; tags && i < s.tokens.count; i++) {
				dtl_tag tag;
				if (s.words[i].case_ != DTL_CASE_LOWER || !dtl_tag_from_name(raw.field[s.source[i]][3], &tag)) continue;
				word_of(v, s.words[i].lower)->tags[tag]++;
				word_of(v, s.words[i].lower)->tagged++;
			}
		}
		dtl_arena_reset(&arena, mark);
	}
	dtl_arena_free(&arena);
	free(data);
}

static void read_text(vocabulary *v, const char *folder, const char *name)
{
	static const dtl_word_table none = {NULL, 0};
	struct dtl_arena arena = {0};
	size_t size;
	char *data = slurp(folder, name, &size);
	if (!data) die("cannot read", name);
	dtl_str rest = {data, size};
	while (rest.ptr && rest.len) {
		dtl_arena_mark mark = dtl_arena_mark_take(&arena);
		dtl_tokens t;
		dtl_tokenize(&arena, dtl_str_cut(&rest, '\n'), &t);
		const dtl_word *words = dtl_words(&arena, &t, &none);
		for (size_t i = 0; i < t.sentence_count; i++) count_sentence(v, &t, words, &t.sentences[i]);
		dtl_arena_reset(&arena, mark);
	}
	dtl_arena_free(&arena);
	free(data);
}

/* ---- exchange clustering (Martin, Liermann, Ney 1998): each word in turn moves to the class that raises the likelihood of the
 * class bigram model most. Class 0 holds the rare words and the sentence ends, and does not change. ---- */

typedef struct pair { uint32_t word, other, count; } pair;
typedef struct neighbours { pair *pairs; size_t *first; } neighbours; /* pairs of word w: first[w] .. first[w + 1] */

static int by_pair(const void *a, const void *b)
{
	const pair *x = a, *y = b;
	if (x->word != y->word) return x->word < y->word ? -1 : 1;
	return x->other < y->other ? -1 : x->other > y->other;
}

static neighbours count_pairs(const uint32_t *ids, size_t length, size_t words, bool left)
{
	neighbours n = {malloc(length * sizeof *n.pairs), calloc(words + 2, sizeof *n.first)};
	size_t count = 0, kept = 0;
	for (size_t i = 0; i + 1 < length; i++) n.pairs[count++] = left ? (pair){ids[i + 1], ids[i], 1} : (pair){ids[i], ids[i + 1], 1};
	qsort(n.pairs, count, sizeof *n.pairs, by_pair);
	for (size_t i = 0; i < count; i++) {
		if (kept && by_pair(&n.pairs[kept - 1], &n.pairs[i]) == 0) n.pairs[kept - 1].count++;
		else n.pairs[kept++] = n.pairs[i];
	}
	for (size_t i = 0; i < kept; i++) n.first[n.pairs[i].word + 1] = i + 1;
	for (size_t i = 1; i < words + 2; i++)
		if (n.first[i] == 0) n.first[i] = n.first[i - 1];
	return n;
}

typedef struct classes {
	uint8_t *of;                          /* class of each word id */
	uint32_t pair[CLASSES][CLASSES], size[CLASSES];
	int64_t *xlogx;                       /* fixed point, so that no rounding of sums can differ */
} classes;

/* The word's neighbours by class. */
typedef struct profile { uint32_t left[CLASSES], right[CLASSES], self; uint8_t lefts[CLASSES], rights[CLASSES]; size_t nl, nr; } profile;

static void profile_of(const classes *c, const neighbours *left, const neighbours *right, uint32_t w, profile *p)
{
	memset(p, 0, sizeof *p);
	for (size_t i = left->first[w]; i < left->first[w + 1]; i++) {
		uint8_t k = c->of[left->pairs[i].other];
		if (left->pairs[i].other == w) p->self = left->pairs[i].count;
		else p->left[k] += left->pairs[i].count;
	}
	for (size_t i = right->first[w]; i < right->first[w + 1]; i++)
		if (right->pairs[i].other != w) p->right[c->of[right->pairs[i].other]] += right->pairs[i].count;
	for (int k = 0; k < CLASSES; k++) {
		if (p->left[k]) p->lefts[p->nl++] = (uint8_t)k;
		if (p->right[k]) p->rights[p->nr++] = (uint8_t)k;
	}
}

static void move(classes *c, const profile *p, uint8_t k, uint32_t count, int sign)
{
	uint32_t s = sign > 0 ? 1u : UINT32_MAX; /* modular minus one */
	for (size_t i = 0; i < p->nl; i++) c->pair[p->lefts[i]][k] += s * p->left[p->lefts[i]];
	for (size_t i = 0; i < p->nr; i++) c->pair[k][p->rights[i]] += s * p->right[p->rights[i]];
	c->pair[k][k] += s * p->self;
	c->size[k] += s * count;
}

/* Gain in log-likelihood when the word joins class k. */
static int64_t gain(const classes *c, const profile *p, uint8_t k, uint32_t count)
{
	const int64_t *f = c->xlogx;
	int64_t sum = 2 * (f[c->size[k]] - f[c->size[k] + count]);
	for (size_t i = 0; i < p->nl; i++) {
		uint8_t j = p->lefts[i];
		if (j != k) sum += f[c->pair[j][k] + p->left[j]] - f[c->pair[j][k]];
	}
	for (size_t i = 0; i < p->nr; i++) {
		uint8_t j = p->rights[i];
		if (j != k) sum += f[c->pair[k][j] + p->right[j]] - f[c->pair[k][j]];
	}
	uint32_t own = c->pair[k][k];
	return sum + f[own + p->left[k] + p->right[k] + p->self] - f[own];
}

static void cluster(const uint32_t *ids, size_t length, const uint32_t *counts, size_t words, uint8_t *of)
{
	neighbours left = count_pairs(ids, length, words, true), right = count_pairs(ids, length, words, false);
	classes *c = calloc(1, sizeof *c);
	c->of = of;
	c->xlogx = calloc(length + 2, sizeof *c->xlogx);
	for (size_t i = 2; i < length + 2; i++) c->xlogx[i] = llround((double)i * log2((double)i) * 256);
	for (size_t i = 1; i <= words; i++) of[i] = (uint8_t)(1 + (i - 1) % (CLASSES - 1));
	for (size_t i = 0; i < length; i++) c->size[of[ids[i]]]++;
	for (size_t i = 0; i + 1 < length; i++) c->pair[of[ids[i]]][of[ids[i + 1]]]++;
	for (int round = 0; round < ROUNDS; round++) {
		size_t moved = 0;
		for (uint32_t w = 1; w <= words; w++) {
			profile p;
			uint8_t old = of[w], best = old;
			profile_of(c, &left, &right, w, &p);
			move(c, &p, old, counts[w], -1);
			int64_t most = gain(c, &p, old, counts[w]);
			for (int k = 1; k < CLASSES; k++) {
				int64_t g = gain(c, &p, (uint8_t)k, counts[w]);
				if (g > most) most = g, best = (uint8_t)k;
			}
			move(c, &p, best, counts[w], 1);
			of[w] = best;
			moved += best != old;
		}
		printf("words: round %d, %zu words moved\n", round + 1, moved);
	}
}

static int by_count(const void *a, const void *b)
{
	const vocabulary_word *x = *(vocabulary_word *const *)a, *y = *(vocabulary_word *const *)b;
	if (x->count != y->count) return x->count > y->count ? -1 : 1;
	const uint32_t m = TIES * 2654435761u;
	return (x->key ^ m) < (y->key ^ m) ? -1 : (x->key ^ m) > (y->key ^ m);
}

static void cluster_words(vocabulary *v)
{
	vocabulary_word **ranked = calloc(v->count, sizeof *ranked);
	size_t n = 0;
	for (size_t i = 0; i < v->slots; i++)
		if (v->words[i].key && v->words[i].count >= CLUSTER_LEAST) ranked[n++] = &v->words[i];
	qsort(ranked, n, sizeof *ranked, by_count);
	uint32_t *counts = calloc(n + 1, sizeof *counts), *ids = calloc(v->length, sizeof *ids);
	uint8_t *of = calloc(n + 1, 1);
	for (size_t i = 0; i < n; i++) {
		ranked[i]->id = (uint32_t)i + 1;
		counts[i + 1] = ranked[i]->count;
	}
	for (size_t i = 0; i < v->length; i++) ids[i] = v->stream[i] ? word_of(v, v->stream[i])->id : 0;
	printf("words: %zu tokens, %zu words, %zu in classes\n", v->length, v->count, n);
	cluster(ids, v->length, counts, n, of);
	for (size_t i = 0; i < n; i++) ranked[i]->cluster = of[i + 1];
}

static dtl_word_entry entry_of(const vocabulary_word *w)
{
	dtl_word_entry e = {.key = w->key, .cluster = w->cluster};
	uint32_t cased = w->small + w->capital, best = 0;
	if (cased >= SHARE_LEAST)
		e.share = w->small * 50 < cased ? DTL_SHARE_NEVER : w->small * 4 < cased ? DTL_SHARE_SELDOM : w->small * 4 < cased * 3 ?
			DTL_SHARE_OFTEN : DTL_SHARE_MOSTLY;
	for (uint32_t k = 1; k < DTL_TAG_COUNT; k++)
		if (w->tags[k] > w->tags[best]) best = k;
	if (w->tagged >= TAG_LEAST) e.tag = (uint8_t)best;
	bool sure = w->tagged >= SURE_LEAST && w->tags[best] * 100 >= w->tagged * 99;
	e.sure_cue = (uint8_t)(sure | w->cue << 1);
	return e;
}

static int by_entry(const void *a, const void *b)
{
	const dtl_word_entry *x = a, *y = b;
	return x->key < y->key ? -1 : x->key > y->key;
}

static void write_table(const vocabulary *v, const char *folder)
{
	dtl_word_entry *entries = calloc(v->count, sizeof *entries);
	size_t n = 0, slots = 16;
	for (size_t i = 0; i < v->slots; i++) {
		if (!v->words[i].key) continue;
		dtl_word_entry e = entry_of(&v->words[i]);
		if (e.cluster || e.share || e.tag || e.sure_cue) entries[n++] = e;
	}
	qsort(entries, n, sizeof *entries, by_entry);
	while (slots * 4 < n * 5) slots *= 2;
	dtl_word_entry *table = calloc(slots, sizeof *table);
	for (size_t i = 0; i < n; i++) {
		size_t at = entries[i].key & (slots - 1);
		while (table[at].key) at = (at + 1) & (slots - 1);
		table[at] = entries[i];
	}
	char path[4096];
	snprintf(path, sizeof path, "%s/words.bin", folder);
	save(path, table, slots * sizeof *table);
	printf("words: %zu entries, %zu bytes\n", n, slots * sizeof *table);
}

/* The lists of cues.h, and the first names: the more common of the census, and those of other countries. */
static void read_cues(vocabulary *v, const char *folder)
{
	for (size_t i = 0; i < sizeof cue_lists / sizeof *cue_lists; i++) {
		dtl_str rest = dtl_str_of(cue_lists[i].words);
		while (rest.ptr && rest.len) {
			vocabulary_word *w = word_of(v, dtl_word_lower_hash(dtl_str_cut(&rest, ' ')));
			if (!w->cue) w->cue = (uint8_t)cue_lists[i].cue;
		}
	}
	static const char *const files[] = {"names-us1990-first.tsv", "names-world-first.tsv"};
	for (size_t i = 0; i < 2; i++) {
		size_t size;
		char *data = slurp(folder, files[i], &size);
		if (!data) die("cannot read", files[i]);
		dtl_str rest = {data, size};
		while (rest.ptr && rest.len) {
			dtl_str line = dtl_str_cut(&rest, '\n');
			vocabulary_word *w = word_of(v, dtl_word_lower_hash(dtl_str_trim(dtl_str_cut(&line, '\t'))));
			if (!w->cue) w->cue = DTL_CUE_FIRST;
		}
		free(data);
	}
}

int main(int argc, char **argv)
{
	static const char *const columns[] = {"ner-btc-train.tsv", "ner-btc-dev.tsv", "ner-btc-test.tsv", "ner-re3d-all.tsv",
		"ner-wikigold-all.tsv", "ner-wnut17-train.tsv", "ner-wnut17-dev.tsv", "ner-wnut17-test.tsv", "ner-crossner-politics-train.tsv",
		"ner-crossner-politics-dev.tsv", "ner-crossner-politics-test.tsv", "ner-crossner-literature-dev.tsv",
		"ner-crossner-literature-test.tsv", "ner-crossner-music-test.tsv", "ner-crossner-science-test.tsv", "ner-crossner-science-dev.tsv"};
	if (argc < 3) die("usage: train_words CORPORA OUT, not", argc > 1 ? argv[1] : "");
	vocabulary v = {.slots = 1 << 20};
	v.words = calloc(v.slots, sizeof *v.words);
	stream_add(&v, 0);
	read_columns(&v, argv[1], "pos-ewt-train.tsv", true);
	read_columns(&v, argv[1], "pos-gum-train.tsv", true);
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) read_columns(&v, argv[1], columns[i], false);
	if (!getenv("WITHOUT_GMB")) read_columns(&v, argv[1], "ner-gmb-all.tsv", false);
	read_text(&v, argv[1], "text-us-speeches.txt");
	read_text(&v, argv[1], "text-cia-factbook.txt");
	cluster_words(&v);
	read_cues(&v, argv[1]);
	write_table(&v, argv[2]);
	return 0;
}
