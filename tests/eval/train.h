/* What the training programs share: corpora as sentences of our own tokens with labels, and the averaged perceptron.
 *
 * All arithmetic is in integers and the order is fixed, so the weights come out the same bit by bit. */
#ifndef DTL_EVAL_TRAIN_H
#define DTL_EVAL_TRAIN_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/str.h"
#include "text/weights.h"
#include "text/word.h"

#define UNUSED __attribute__((unused))

UNUSED static void die(const char *what, const char *name)
{
	fprintf(stderr, "%s '%s'\n", what, name);
	exit(66);
}

/* The whole of a file, or of NAME.xz unpacked. NULL if neither exists. */
UNUSED static char *slurp(const char *folder, const char *name, size_t *size)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *f = fopen(path, "r");
	bool pipe = !f;
	if (pipe) {
		snprintf(path, sizeof path, "%s/%s.xz", folder, name);
		if (!(f = fopen(path, "r"))) return NULL;
		fclose(f);
		snprintf(path, sizeof path, "xz -dc '%s/%s.xz'", folder, name);
		f = popen(path, "r");
	}
	size_t cap = 1 << 20, n = 0, got;
	char *data = malloc(cap);
	while ((got = fread(data + n, 1, cap - n - 1, f)) > 0) {
		n += got;
		if (cap - n < 2) data = realloc(data, cap *= 2);
	}
	if (pipe) pclose(f);
	else fclose(f);
	data[n] = '\0';
	*size = n;
	return data;
}

/* ---- corpora ---- */

enum { SENTENCE_WORDS = 1024, COLUMNS = 4 };

/* One sentence as the corpus has it. */
typedef struct raw_sentence {
	size_t count;
	dtl_str field[SENTENCE_WORDS][COLUMNS];
} raw_sentence;

/* Reads the next sentence of tab-separated lines; false at the end. */
UNUSED static bool next_sentence(dtl_str *rest, raw_sentence *out)
{
	out->count = 0;
	while (rest->ptr && rest->len) {
		dtl_str line = dtl_str_cut(rest, '\n');
		if (line.len && line.ptr[line.len - 1] == '\r') line.len--;
		if (line.len == 0) {
			if (out->count) return true;
			continue;
		}
		if (out->count == SENTENCE_WORDS) continue;
		for (int c = 0; c < COLUMNS; c++) out->field[out->count][c] = line.ptr ? dtl_str_cut(&line, '\t') : DTL_STR_NONE;
		out->count++;
	}
	return out->count > 0;
}

/* A sentence in our tokens. source[i] is the corpus word that token i begins in. */
typedef struct sample {
	dtl_tokens tokens;
	dtl_sentence sentence;
	const dtl_word *words;
	uint16_t *source;
	uint8_t *label; /* the caller's */
	uint8_t group;  /* the caller's */
} sample;

typedef enum restyle { AS_IS, UPPER, TITLE, LOWER } restyle;

static bool glued(dtl_str before, dtl_str word)
{
	static const char *const clitics[] = {"n't", "n\xe2\x80\x99t", "N'T", "'s", "'S", "\xe2\x80\x99s", "'re", "'ve", "'ll", "'d", "'m"};
	if (word.len == 1 && strchr(".,:;!?)]%", word.ptr[0])) return true;
	for (size_t i = 0; i < sizeof clitics / sizeof *clitics; i++)
		if (dtl_str_eq(word, dtl_str_of(clitics[i]))) return true;
	bool opens = before.len == 1 && strchr("([$#", before.ptr[0]);
	return opens || (before.len == 1 && before.ptr[0] == '-') || (word.len == 1 && word.ptr[0] == '-');
}

static void restyle_word(char *p, size_t n, restyle how)
{
	for (size_t i = 0; i < n; i++) {
		bool letter = dtl_ascii_alpha(p[i]);
		if (!letter || how == AS_IS) continue;
		if (how == UPPER || (how == TITLE && i == 0 && n > 3)) p[i] = (char)(p[i] & ~0x20);
		if (how == LOWER) p[i] = (char)(p[i] | 0x20);
	}
}

/* The words with the spaces that print would have, cut by our tokenizer; taken as one sentence whatever that says. */
UNUSED static bool make_sample(dtl_arena *arena, const raw_sentence *raw, restyle how, const dtl_word_table *table, sample *out)
{
	dtl_buf b = {.arena = arena};
	size_t start[SENTENCE_WORDS];
	for (size_t i = 0; i < raw->count; i++) {
		if (i && !glued(raw->field[i - 1][0], raw->field[i][0])) dtl_buf_addc(&b, ' ');
		start[i] = b.len;
		dtl_buf_add(&b, raw->field[i][0]);
		restyle_word(b.data + start[i], b.len - start[i], how);
	}
	*out = (sample){.group = 0};
	dtl_tokenize(arena, dtl_buf_str(&b), &out->tokens);
	dtl_tokens *t = &out->tokens;
	if (t->count == 0) return false;
	out->sentence = t->sentences[0];
	for (size_t i = 1; i < t->sentence_count; i++) {
		if (t->sentences[i].last - t->sentences[i].first > out->sentence.last - out->sentence.first) out->sentence.flags = t->sentences[i].flags;
		t->tokens[t->sentences[i].first].flags &= (uint8_t)~DTL_TOKEN_FIRST;
	}
	out->sentence.first = 0;
	out->sentence.last = (uint32_t)t->count;
	out->sentence.end = (uint32_t)t->text.len;
	out->source = dtl_arena_array(arena, uint16_t, t->count);
	out->label = dtl_arena_array(arena, uint8_t, t->count);
	for (size_t i = 0, j = 0; i < t->count; i++) {
		while (j + 1 < raw->count && start[j + 1] <= t->tokens[i].start) j++;
		out->source[i] = (uint16_t)j;
	}
	out->words = dtl_words(arena, t, table);
	return true;
}

/* ---- averaged perceptron (Collins 2002; lazy averaging: average = w - u / steps) ---- */

typedef struct trainer {
	uint32_t labels;
	uint64_t *keys;   /* open addressing; 0: empty */
	uint32_t *rows;
	size_t slots, count, row_cap;
	int32_t *w;       /* count rows of `labels` */
	int64_t *u;
	int64_t step;     /* 1 at the start */
	int32_t unit;     /* weights are in units of 1 / unit: 1, but for sums of averages */
} trainer;

UNUSED static trainer trainer_new(uint32_t labels)
{
	trainer t = {.labels = labels, .slots = 1 << 20, .row_cap = 1 << 16, .step = 1, .unit = 1};
	t.keys = calloc(t.slots, sizeof *t.keys);
	t.rows = calloc(t.slots, sizeof *t.rows);
	t.w = calloc(t.row_cap * labels, sizeof *t.w);
	t.u = calloc(t.row_cap * labels, sizeof *t.u);
	return t;
}

UNUSED static void trainer_free(trainer *t)
{
	free(t->keys);
	free(t->rows);
	free(t->w);
	free(t->u);
}

static size_t trainer_slot(const trainer *t, uint64_t key)
{
	size_t at = (size_t)(key >> 20) & (t->slots - 1);
	while (t->keys[at] && t->keys[at] != key) at = (at + 1) & (t->slots - 1);
	return at;
}

static void trainer_widen(trainer *t)
{
	trainer old = *t;
	t->slots *= 2;
	t->keys = calloc(t->slots, sizeof *t->keys);
	t->rows = calloc(t->slots, sizeof *t->rows);
	for (size_t i = 0; i < old.slots; i++) {
		if (!old.keys[i]) continue;
		size_t at = trainer_slot(t, old.keys[i]);
		t->keys[at] = old.keys[i];
		t->rows[at] = old.rows[i];
	}
	free(old.keys);
	free(old.rows);
}

static uint32_t trainer_row(trainer *t, uint64_t key)
{
	if (t->count * 2 > t->slots) trainer_widen(t);
	size_t at = trainer_slot(t, key), labels = t->labels;
	if (t->keys[at]) return t->rows[at];
	if (t->count == t->row_cap) {
		t->w = realloc(t->w, t->row_cap * 2 * labels * sizeof *t->w);
		t->u = realloc(t->u, t->row_cap * 2 * labels * sizeof *t->u);
		memset(t->w + t->row_cap * labels, 0, t->row_cap * labels * sizeof *t->w);
		memset(t->u + t->row_cap * labels, 0, t->row_cap * labels * sizeof *t->u);
		t->row_cap *= 2;
	}
	t->keys[at] = key;
	return t->rows[at] = (uint32_t)t->count++;
}

/* Adds the current weights of the features to scores[labels]. */
UNUSED static void trainer_score(const trainer *t, const uint64_t *features, size_t n, int32_t *scores)
{
	for (size_t i = 0; i < n; i++) __builtin_prefetch(&t->keys[(size_t)(features[i] >> 20) & (t->slots - 1)]);
	for (size_t i = 0; i < n; i++) {
		size_t at = trainer_slot(t, features[i]);
		if (!t->keys[at]) continue;
		const int32_t *w = t->w + (size_t)t->rows[at] * t->labels;
		for (uint32_t l = 0; l < t->labels; l++) scores[l] += w[l];
	}
}

UNUSED static void trainer_update(trainer *t, const uint64_t *features, size_t n, uint32_t label, int32_t delta)
{
	for (size_t i = 0; i < n; i++) {
		size_t at = (size_t)trainer_row(t, features[i]) * t->labels + label;
		t->w[at] += delta;
		t->u[at] += delta * t->step;
	}
}

/* Weights in the file are in units of 1 / WEIGHT_SCALE; the few greater than 127 / WEIGHT_SCALE are cut (one in 10,000). */
#define WEIGHT_SCALE 4.0

/* Averages and writes the section (text/weights.h). */
typedef struct packed { char *data; size_t size; size_t rows, entries; } packed;

static double trainer_average(const trainer *t, size_t at)
{
	return ((double)t->w[at] - (double)t->u[at] / (double)t->step) / t->unit;
}

/* Adds the averages of t to total, which is in units of 1 / 1024 / runs: the mean of several trainings errs less than each. */
UNUSED static void trainer_add(trainer *total, const trainer *t, int32_t runs)
{
	total->unit = 1024 * runs;
	for (size_t i = 0; i < t->slots; i++) {
		if (!t->keys[i]) continue;
		size_t to = (size_t)trainer_row(total, t->keys[i]) * t->labels, from = (size_t)t->rows[i] * t->labels;
		for (uint32_t l = 0; l < t->labels; l++) total->w[to + l] += (int32_t)lround(trainer_average(t, from + l) * 1024);
	}
}

typedef struct packed_row { uint64_t key; uint32_t row; } packed_row;
static int by_key(const void *a, const void *b)
{
	uint64_t k = ((const packed_row *)a)->key, l = ((const packed_row *)b)->key;
	uint32_t x = dtl_weights_key(k), y = dtl_weights_key(l);
	return x != y ? (x < y ? -1 : 1) : k < l ? -1 : k > l;
}

/* Where a key goes when keys come in ascending order and `next` is the first free slot. */
static size_t slot_for(uint64_t key, uint32_t bits, size_t next)
{
	size_t home = dtl_weights_key(key) >> (32 - bits);
	return home > next ? home : next;
}

UNUSED static packed trainer_pack(const trainer *t, double least)
{
	packed_row *rows = malloc((t->count + 1) * sizeof *rows);
	size_t n = 0, kept = 0, entries = 0, labels = t->labels;
	for (size_t i = 0; i < t->slots; i++)
		if (t->keys[i]) rows[n++] = (packed_row){t->keys[i], t->rows[i]};
	qsort(rows, n, sizeof *rows, by_key); /* the file must not depend on the order of growth */
	/* Rows without a weight of the least size are left out; of those that stay, all weights count. */
	for (size_t i = 0; i < n; i++) {
		double most = 0;
		for (size_t l = 0; l < labels; l++) most = fmax(most, fabs(trainer_average(t, rows[i].row * labels + l)));
		if (most >= least && dtl_weights_key(rows[i].key) != UINT32_MAX) rows[kept++] = rows[i];
	}
	uint32_t bits = 4, stride = dtl_weights_stride(t->labels);
	while (((size_t)1 << bits) * 3 < kept * 4) bits++; /* at most 75 % full */
	size_t slots = 0;
	for (size_t i = 0; i < kept; i++) slots = slot_for(rows[i].key, bits, slots) + 1;
	slots = (slots > (size_t)1 << bits ? slots : (size_t)1 << bits) + 1;
	dtl_weights_header h = {.magic = DTL_WEIGHTS_MAGIC, .labels = t->labels, .slot_bits = bits, .slots = (uint32_t)slots,
		.rows = (uint32_t)kept, .scale = WEIGHT_SCALE};
	packed p = {.size = sizeof h + slots * stride + DTL_WEIGHTS_TAIL, .rows = kept};
	p.data = calloc(1, p.size);
	memcpy(p.data, &h, sizeof h);
	char *table = p.data + sizeof h;
	for (size_t i = 0; i < slots; i++) memset(table + i * stride, 0xff, 4);
	for (size_t i = 0, next = 0; i < kept; i++, next++) {
		next = slot_for(rows[i].key, bits, next);
		uint32_t key = dtl_weights_key(rows[i].key);
		memcpy(table + next * stride, &key, sizeof key);
		for (size_t l = 0; l < labels; l++) {
			double a = trainer_average(t, rows[i].row * labels + l);
			long q = lround(a * WEIGHT_SCALE);
			q = q > 127 ? 127 : q < -127 ? -127 : q;
			table[next * stride + 4 + l] = (char)q;
			entries += q != 0;
		}
	}
	p.entries = entries;
	free(rows);
	return p;
}

UNUSED static void save(const char *path, const void *data, size_t size)
{
	FILE *f = fopen(path, "w");
	if (!f || fwrite(data, 1, size, f) != size || fclose(f) != 0) die("cannot write", path);
}

/* A fixed pseudo-random sequence (Knuth's MMIX constants). */
UNUSED static uint32_t draw(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*seed >> 33);
}

UNUSED static void shuffle(uint32_t *order, size_t n, uint64_t *seed)
{
	for (size_t i = n; i > 1; i--) {
		size_t j = draw(seed) % i;
		uint32_t x = order[i - 1];
		order[i - 1] = order[j];
		order[j] = x;
	}
}

UNUSED static dtl_word_table load_words(const char *folder)
{
	size_t size;
	char *data = slurp(folder, "words.bin", &size);
	return data ? dtl_word_table_view((dtl_str){data, size}) : (dtl_word_table){NULL, 0};
}

#endif
