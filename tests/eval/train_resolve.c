/* Trains and measures the resolver on corpora with gold places (JSON lines: id, text, source, url, toponyms).
 *
 *     train_resolve [--gazetteer FILE] [--cv] [--loco] [--unseen] [--errors FILE] [--write FILE] DIR
 *
 * DIR holds lgl-dev.jsonl and the others. The spans of the names are given; an unresolved name is wrong; right is within 161 km. The
 * features are computed by the library itself. Learning: averaged perceptron for ranking (Collins 2002; Shen and Joshi 2005), the
 * best scored right candidate against the best scored wrong one. No random state: the same data give the same bytes. */
#include <json-c/json.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/geodesy.h"
#include "base/utf8.h"
#include "extract/language.h"
#include "extract/resolve.h"

#define FOLDS 5
#define EPOCHS 10
#define PERCEPTRONS 4
#define STEP 0.1f
#define MARGIN 1.0f
#define SHARPNESS 2.0f
#define TRAINING 4 /* the first corpora are for training, the others are unseen checks */

static const char *const corpora[] = {"lgl", "trnews", "tudloc", "geocorpora", "wiktor", "hu2014", "ju2016"};
#define CORPORA ((int)(sizeof corpora / sizeof *corpora))
#define PRACTICE CORPORA /* corpus number of the sentences made from the gazetteer */

typedef struct gold {
	dtl_span span;
	dtl_lonlat point;
	bool located;
} gold;

typedef struct example {
	dtl_article article;
	dtl_analyze_options options;
	dtl_doc doc;
	dtl_resolution *resolution;
	int corpus, fold;
	gold *gold;      /* one a mention, same order */
	size_t gold_count;
} example;

/* One name in one document, with the rows of its candidates. */
typedef struct item {
	const float *rows; /* count x DTL_F_COUNT */
	const bool *right;
	uint32_t count;
} item;

typedef struct trainer {
	dtl_arena arena;
	dtl_gazetteer *gazetteer;
	example *examples;
	size_t count, cap;
	FILE *errors;
	dtl_str papers[512]; /* sources of the first corpus, by first appearance */
	size_t paper_count;
} trainer;

/* ---- reading ---- */

static dtl_str json_str(trainer *t, struct json_object *o, const char *key)
{
	struct json_object *v;
	if (!json_object_object_get_ex(o, key, &v) || !v) return DTL_STR_NONE;
	dtl_str s = {json_object_get_string(v), (size_t)json_object_get_string_len(v)};
	return dtl_arena_str(&t->arena, s);
}

static bool json_number(struct json_object *o, const char *key, double *out)
{
	struct json_object *v;
	if (!json_object_object_get_ex(o, key, &v) || !v) return false;
	*out = json_object_get_double(v);
	return true;
}

static int by_start(const void *a, const void *b)
{
	const gold *x = a, *y = b;
	return x->span.start < y->span.start ? -1 : x->span.start > y->span.start;
}

static void read_gold(trainer *t, example *e, struct json_object *doc)
{
	struct json_object *list;
	if (!json_object_object_get_ex(doc, "toponyms", &list)) return;
	size_t n = json_object_array_length(list);
	e->gold = dtl_arena_array(&t->arena, gold, n + 1);
	dtl_offset_map map = dtl_offset_map_new(&t->arena, e->article.text);
	for (size_t i = 0; i < n; i++) {
		struct json_object *o = json_object_array_get_idx(list, i);
		double start, end;
		gold g = {.located = false};
		if (!json_number(o, "start", &start) || !json_number(o, "end", &end)) continue;
		g.span.start = dtl_offset_of_code_point(&map, (uint32_t)start);
		g.span.end = dtl_offset_of_code_point(&map, (uint32_t)end);
		g.located = json_number(o, "lat", &g.point.lat) && json_number(o, "lon", &g.point.lon);
		e->gold[e->gold_count++] = g;
	}
	qsort(e->gold, e->gold_count, sizeof *e->gold, by_start);
	size_t kept = 0; /* disjoint spans, as the stage before gives them */
	for (size_t i = 0; i < e->gold_count; i++)
		if (kept == 0 || e->gold[i].span.start >= e->gold[kept - 1].span.end) e->gold[kept++] = e->gold[i];
	e->gold_count = kept;
}

static const dtl_span no_span;

static void prepare(trainer *t, example *e)
{
	dtl_doc *doc = &e->doc;
	*doc = (dtl_doc){.arena = &t->arena, .article = &e->article, .options = &e->options, .gazetteer = t->gazetteer};
	e->options.spans = &no_span; /* the spans are given: other names are context */
	dtl_tokenize(doc->arena, e->article.text, &doc->tokens);
	doc->tokens.text = e->article.text;
	doc->english = dtl_is_english(doc);
	dtl_find_head(doc);
	doc->mentions = dtl_arena_array(&t->arena, dtl_mention, e->gold_count + 1);
	for (size_t i = 0; i < e->gold_count; i++) doc->mentions[i] = (dtl_mention){.span = e->gold[i].span, .place = -1};
	doc->mention_count = e->gold_count;
	e->resolution = dtl_resolution_new(doc);
}

/* Documents by number, the local newspapers whole: an unseen newspaper is the harder and truer test. */
static int fold_of(trainer *t, const example *e, size_t number)
{
	if (e->corpus != 0) return (int)(number % FOLDS);
	size_t i = 0;
	while (i < t->paper_count && !dtl_str_eq(t->papers[i], e->article.source)) i++;
	if (i == t->paper_count && i < sizeof t->papers / sizeof *t->papers) t->papers[t->paper_count++] = e->article.source;
	return (int)(i % FOLDS);
}

static void read_corpus(trainer *t, const char *dir, int corpus)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/%s-dev.jsonl", dir, corpora[corpus]);
	FILE *f = fopen(path, "r");
	if (!f && corpus >= TRAINING) return; /* a part of the corpora, for cross-validation */
	if (!f) {
		fprintf(stderr, "train_resolve: cannot open '%s'\n", path);
		exit(66);
	}
	char *line = NULL;
	size_t cap = 0, number = 0;
	while (getline(&line, &cap, f) > 0) {
		struct json_object *o = json_tokener_parse(line);
		if (!o) continue;
		example e = {.corpus = corpus};
		e.article.id = json_str(t, o, "id");
		e.article.text = json_str(t, o, "text");
		e.article.title = json_str(t, o, "title");
		e.article.source = json_str(t, o, "source");
		e.article.url = json_str(t, o, "url");
		e.article.date = json_str(t, o, "date");
		read_gold(t, &e, o);
		e.fold = fold_of(t, &e, number++);
		json_object_put(o);
		if (e.gold_count == 0) continue;
		DTL_PUSH(&t->arena, t->examples, t->count, t->cap, e);
	}
	free(line);
	fclose(f);
}

/* ---- practice ----
 *
 * The corpora hold few names whose container stands beside them against the odds ("London, Ont."), and mostly American ones.
 * Sentences made from the gazetteer teach what such words are worth, all over the world. They only train. */

#define PRACTICE_PAIRS 1000
#define PRACTICE_REGIONS 400
#define PRACTICE_WORLD 600

static uint64_t next_random(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return *state >> 33;
}

typedef struct town_list {
	uint32_t *entries;
	double *upto; /* running sum of the weights */
	size_t count;
} town_list;

/* How often a town is drawn: by the square root of its people, or as the news of the world names it. */
static double town_weight(const dtl_gaz_entry *e, bool world)
{
	if (!world) return sqrt((double)e->population);
	if (e->population < 100000 && e->class_ != DTL_GAZ_PPLC) return 0;
	return (double)e->population * (e->class_ == DTL_GAZ_PPLC ? 4 : 1);
}

/* The curated seas, regions, ranges and islands, the wider the oftener. */
static town_list list_wide(trainer *t)
{
	uint32_t n = dtl_gaz_entry_count(t->gazetteer);
	town_list list = {dtl_arena_array(&t->arena, uint32_t, n), dtl_arena_array(&t->arena, double, n), 0};
	double sum = 0;
	for (uint32_t i = 0; i < n; i++) {
		const dtl_gaz_entry *e = dtl_gaz_entry_at(t->gazetteer, i);
		if (e->class_ <= DTL_GAZ_AIRPORT || !(e->flags & DTL_GAZ_ENTRY_CURATED) || !(e->radius_km > 20)) continue;
		sum += sqrt((double)e->radius_km);
		list.entries[list.count] = i;
		list.upto[list.count++] = sum;
	}
	return list;
}

static town_list list_towns(trainer *t, bool world)
{
	uint32_t n = dtl_gaz_entry_count(t->gazetteer);
	town_list list = {dtl_arena_array(&t->arena, uint32_t, n), dtl_arena_array(&t->arena, double, n), 0};
	double sum = 0;
	for (uint32_t i = 0; i < n; i++) {
		const dtl_gaz_entry *e = dtl_gaz_entry_at(t->gazetteer, i);
		if (!dtl_is_town(e->class_) || e->population < 500 || e->country == DTL_GAZ_NONE) continue;
		if (town_weight(e, world) <= 0) continue;
		sum += town_weight(e, world);
		list.entries[list.count] = i;
		list.upto[list.count++] = sum;
	}
	return list;
}

static uint32_t draw_town(const town_list *list, uint64_t *state)
{
	double at = (double)next_random(state) / (double)(UINT64_C(1) << 31) * list->upto[list->count - 1];
	size_t lo = 0, hi = list->count - 1;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (list->upto[mid] < at) lo = mid + 1;
		else hi = mid;
	}
	return list->entries[lo];
}

/* Writes the entry's main name as one more mention with its gold place. */
static void write_name(trainer *t, example *e, dtl_buf *text, uint32_t entry)
{
	const dtl_gaz_entry *place = dtl_gaz_entry_at(t->gazetteer, entry);
	gold g = {.span = {(uint32_t)text->len, 0}, .point = {(double)place->lon, (double)place->lat}, .located = true};
	dtl_buf_add(text, dtl_gaz_string(t->gazetteer, place->name));
	g.span.end = (uint32_t)text->len;
	e->gold[e->gold_count++] = g;
}

static void add_practice(trainer *t, example *e, const dtl_buf *text)
{
	e->corpus = PRACTICE;
	e->article.text = dtl_buf_str(text);
	DTL_PUSH(&t->arena, t->examples, t->count, t->cap, *e);
}

/* "Officials in London, Ontario, said so.", "Ontario's London ..." */
static void practise_pair(trainer *t, const town_list *towns, uint64_t *state)
{
	uint32_t town = draw_town(towns, state);
	const dtl_gaz_entry *place = dtl_gaz_entry_at(t->gazetteer, town);
	uint32_t area = next_random(state) % 2 && place->admin1 != DTL_GAZ_NONE ? place->admin1 : place->country;
	static const char *const middle[] = {", ", ", ", ", ", " (", " in ", " is a town in ", ", a town in the north of ", "'s "};
	const char *between = middle[next_random(state) % (sizeof middle / sizeof *middle)];
	bool turned = between[0] == '\'';
	example e = {.gold = dtl_arena_array(&t->arena, gold, 4)};
	dtl_buf text = {.arena = &t->arena};
	dtl_buf_addz(&text, "Officials said that ");
	write_name(t, &e, &text, turned ? area : town);
	dtl_buf_addz(&text, between);
	write_name(t, &e, &text, turned ? town : area);
	dtl_buf_addz(&text, " had been quiet for years.");
	add_practice(t, &e, &text);
}

/* A town, up to five places within 100 km of it, and often its country or division, sentence by sentence. */
static void practise_region(trainer *t, const town_list *towns, uint64_t *state)
{
	uint32_t seed = draw_town(towns, state);
	const dtl_gaz_entry *middle = dtl_gaz_entry_at(t->gazetteer, seed);
	example e = {.gold = dtl_arena_array(&t->arena, gold, 16)};
	dtl_buf text = {.arena = &t->arena};
	dtl_buf_addz(&text, "They came from ");
	write_name(t, &e, &text, seed);
	size_t start = next_random(state) % towns->count, want = 1 + next_random(state) % 5;
	for (size_t i = 0; i < towns->count && want; i++) {
		uint32_t other = towns->entries[(start + i) % towns->count];
		const dtl_gaz_entry *o = dtl_gaz_entry_at(t->gazetteer, other);
		if (other == seed || fabsf(o->lat - middle->lat) > 1 || o->population < 3000) continue;
		if (dtl_distance_km((dtl_lonlat){(double)o->lon, (double)o->lat}, (dtl_lonlat){(double)middle->lon, (double)middle->lat}) > 100) continue;
		dtl_buf_addz(&text, next_random(state) % 3 ? ". Later they were seen on the road to " : " and ");
		write_name(t, &e, &text, other);
		want--;
	}
	if (next_random(state) % 2) {
		dtl_buf_addz(&text, ". All this happened in ");
		write_name(t, &e, &text, next_random(state) % 2 && middle->admin1 != DTL_GAZ_NONE ? middle->admin1 : middle->country);
	}
	dtl_buf_addz(&text, ".");
	add_practice(t, &e, &text);
}

/* Great cities without any context mean themselves. */
static void practise_world(trainer *t, const town_list *cities, const town_list *wide, uint64_t *state)
{
	example e = {.gold = dtl_arena_array(&t->arena, gold, 4)};
	dtl_buf text = {.arena = &t->arena};
	dtl_buf_addz(&text, "The talks in ");
	write_name(t, &e, &text, draw_town(cities, state));
	dtl_buf_addz(&text, " went on while the minister had gone to ");
	write_name(t, &e, &text, draw_town(cities, state));
	if (wide->count && next_random(state) % 3 == 0) {
		dtl_buf_addz(&text, ". Nobody spoke of the ");
		write_name(t, &e, &text, draw_town(wide, state));
	}
	dtl_buf_addz(&text, ".");
	add_practice(t, &e, &text);
}

static void practise(trainer *t)
{
	town_list towns = list_towns(t, false), cities = list_towns(t, true), wide = list_wide(t);
	uint64_t state = 1492;
	for (size_t i = 0; i < PRACTICE_WORLD; i++) practise_world(t, &cities, &wide, &state);
	for (size_t i = 0; i < PRACTICE_PAIRS; i++) practise_pair(t, &towns, &state);
	for (size_t i = 0; i < PRACTICE_REGIONS; i++) practise_region(t, &towns, &state);
}

/* ---- right and wrong ---- */

static bool right_place(const trainer *t, const dtl_candidate *c, dtl_lonlat point)
{
	const dtl_gaz_entry *e = dtl_gaz_entry_at(t->gazetteer, c->entry);
	return dtl_distance_km((dtl_lonlat){e->lon, e->lat}, point) < DTL_SAME_PLACE_KM;
}

/* The gold place of a group: that of its first located mention. */
static const gold *gold_of_group(const example *e, size_t group)
{
	const dtl_resolution *r = e->resolution;
	for (size_t i = 0; i < r->use_count; i++)
		if (r->uses[i].group == group && r->uses[i].mention >= 0 && e->gold[r->uses[i].mention].located)
			return &e->gold[r->uses[i].mention];
	return NULL;
}

/* ---- learning ---- */

typedef struct item_list {
	dtl_arena arena;
	item *items;
	size_t count, cap;
} item_list;

static void add_item(trainer *t, item_list *list, const example *e, size_t group, int pass)
{
	const dtl_resolution *r = e->resolution;
	const dtl_name_group *g = &r->groups[group];
	uint32_t n = g->candidate_count + (g->has_focus ? 1 : 0);
	const gold *truth = n > 1 ? gold_of_group(e, group) : NULL;
	if (!truth) return;
	bool *right = dtl_arena_array(&list->arena, bool, n);
	size_t rights = 0;
	for (uint32_t i = 0; i < n; i++) rights += right[i] = right_place(t, &r->candidates[g->first_candidate + i], truth->point);
	if (rights == 0 || rights == n) return;
	float *rows = dtl_arena_array(&list->arena, float, (size_t)n * DTL_F_COUNT);
	for (uint32_t i = 0; i < n; i++) dtl_resolution_row(r, g, &r->candidates[g->first_candidate + i], pass, rows + (size_t)i * DTL_F_COUNT);
	item one = {rows, right, n};
	DTL_PUSH(&list->arena, list->items, list->count, list->cap, one);
}

static float dot(const float *w, const float *row)
{
	float sum = 0;
	for (int i = 0; i < DTL_F_COUNT; i++) sum += w[i] * row[i];
	return sum;
}

/* One step; true if the weights moved. total collects step x time for the average (Daume's trick). */
static bool learn(const item *one, float *w, double *total, double time)
{
	float best[2] = {-INFINITY, -INFINITY};
	uint32_t at[2] = {0, 0};
	for (uint32_t i = 0; i < one->count; i++) {
		float s = dot(w, one->rows + (size_t)i * DTL_F_COUNT);
		if (s > best[one->right[i]]) best[one->right[i]] = s, at[one->right[i]] = i;
	}
	if (best[1] >= best[0] + MARGIN) return false;
	const float *good = one->rows + (size_t)at[1] * DTL_F_COUNT, *bad = one->rows + (size_t)at[0] * DTL_F_COUNT;
	for (int i = 0; i < DTL_F_COUNT; i++) {
		float d = STEP * (good[i] - bad[i]);
		w[i] += d;
		total[i] += (double)d * time;
	}
	return true;
}

/* One perceptron with its own order of the items; adds its averaged weights to sum. */
static void train_once(const item_list *list, uint64_t seed, double sum[DTL_F_COUNT])
{
	float w[DTL_F_COUNT] = {0};
	double total[DTL_F_COUNT] = {0}, time = 1;
	uint64_t state = seed;
	uint32_t *order = calloc(list->count + 1, sizeof *order);
	if (!order) exit(70);
	for (uint32_t i = 0; i < list->count; i++) order[i] = i;
	for (int epoch = 0; epoch < EPOCHS; epoch++) {
		for (size_t i = list->count; i > 1; i--) {
			size_t k = next_random(&state) % i;
			uint32_t keep = order[k];
			order[k] = order[i - 1];
			order[i - 1] = keep;
		}
		for (size_t i = 0; i < list->count; i++, time++) learn(&list->items[order[i]], w, total, time);
	}
	free(order);
	for (int i = 0; i < DTL_F_COUNT; i++) sum[i] += (double)w[i] - total[i] / time;
}

/* The mean of several perceptrons: one alone moves by half a point with the order of its items. */
static void train_pass(const item_list *list, float weight[DTL_F_COUNT])
{
	double sum[DTL_F_COUNT] = {0};
	for (int seed = 1; seed <= PERCEPTRONS; seed++) train_once(list, (uint64_t)seed * 161, sum);
	for (int i = 0; i < DTL_F_COUNT; i++) weight[i] = (float)(sum[i] / PERCEPTRONS);
}

typedef bool pick(const example *e, int which);

static void make_items(trainer *t, item_list *list, pick *take, int which, int pass)
{
	if (setjmp(list->arena.exhausted)) exit(70);
	for (size_t i = 0; i < t->count; i++) {
		example *e = &t->examples[i];
		dtl_resolution_begin(e->resolution, pass);
		if (!take(e, which)) continue;
		for (size_t g = 0; g < e->resolution->group_count; g++)
			if (!e->resolution->groups[g].silent) add_item(t, list, e, g, pass);
	}
}

/* Trains all passes on the examples that `take` picks. Leaves the choices of the last pass in every example. */
static void train(trainer *t, dtl_resolver *out, pick *take, int which)
{
	*out = (dtl_resolver){.sharpness = SHARPNESS};
	for (int pass = 0; pass < DTL_RESOLVE_PASSES; pass++) {
		item_list list = {.items = NULL};
		make_items(t, &list, take, which, pass);
		train_pass(&list, out->weight[pass]);
		dtl_arena_free(&list.arena);
		for (size_t i = 0; i < t->count; i++) {
			dtl_resolution_statics(t->examples[i].resolution, out);
			dtl_resolution_pass(t->examples[i].resolution, out, pass);
		}
	}
}

/* ---- measuring ---- */

typedef struct tally {
	size_t names, right, unresolved, ceiling;
	double log_error;
} tally;

typedef struct proof { /* one judged choice, for the probabilities */
	float evidence[DTL_TRUST_COUNT];
	bool right;
} proof;

typedef struct proof_list {
	proof *items;
	size_t count, cap;
} proof_list;

static void report_error(const trainer *t, const example *e, const gold *g, const dtl_candidate *c, const dtl_name_group *group, bool reachable)
{
	if (!t->errors) return;
	dtl_str text = e->article.text;
	uint32_t from = g->span.start > 60 ? g->span.start - 60 : 0;
	dtl_str before = dtl_str_sub(text, from, g->span.start), name = dtl_str_sub(text, g->span.start, g->span.end);
	dtl_str after = dtl_str_sub(text, g->span.end, g->span.end + 60);
	const char *cause = !c ? "nothing" : c->focus ? "focus" : reachable ? "choice" : "lacking";
	fprintf(t->errors, "%s\t%s\t%.*s\t%.*s\t%.3f,%.3f\t", corpora[e->corpus], cause, DTL_FMT(e->article.id), DTL_FMT(name), g->point.lat, g->point.lon);
	if (c) {
		const dtl_gaz_entry *entry = dtl_gaz_entry_at(t->gazetteer, c->entry);
		fprintf(t->errors, "%.*s %.8s %.2s %.3f,%.3f lv%d of %u", DTL_FMT(dtl_gaz_string(t->gazetteer, entry->name)), entry->feature, entry->country_code,
			(double)entry->lat, (double)entry->lon, c->level, group->candidate_count);
	}
	fprintf(t->errors, "\t%.*s\t", DTL_FMT(e->article.source));
	dtl_str parts[] = {before, DTL_STR("["), name, DTL_STR("]"), after};
	for (size_t i = 0; i < 5; i++)
		for (size_t k = 0; k < parts[i].len; k++) fputc(parts[i].ptr[k] == '\n' || parts[i].ptr[k] == '\t' ? ' ' : parts[i].ptr[k], t->errors);
	fputc('\n', t->errors);
}

static void judge(trainer *t, const example *e, const dtl_resolver *weights, tally *sum, proof_list *proofs)
{
	const dtl_resolution *r = e->resolution;
	for (size_t i = 0; i < r->use_count; i++) {
		if (r->uses[i].mention < 0) continue;
		const gold *g = &e->gold[r->uses[i].mention];
		if (!g->located) continue;
		const dtl_name_group *group = &r->groups[r->uses[i].group];
		uint32_t n = group->candidate_count + (group->has_focus ? 1 : 0);
		bool reachable = false;
		for (uint32_t k = 0; k < n && !reachable; k++) reachable = right_place(t, &r->candidates[group->first_candidate + k], g->point);
		sum->ceiling += reachable;
		const dtl_candidate *c = group->choice < 0 ? NULL : &r->candidates[group->first_candidate + (uint32_t)group->choice];
		bool right = c && right_place(t, c, g->point);
		sum->right += right;
		sum->unresolved += !c;
		if (!right) report_error(t, e, g, c, group, reachable);
		if (!c || !proofs) continue;
		proof p = {.right = right};
		dtl_resolution_evidence(r, weights, group, p.evidence);
		DTL_PUSH(&t->arena, proofs->items, proofs->count, proofs->cap, p);
	}
	for (size_t i = 0; i < e->gold_count; i++) sum->names += e->gold[i].located;
}

static void measure(trainer *t, const dtl_resolver *weights, pick *test, int which, tally sums[CORPORA], proof_list *proofs)
{
	for (size_t i = 0; i < t->count; i++)
		if (test(&t->examples[i], which)) judge(t, &t->examples[i], weights, &sums[t->examples[i].corpus], proofs);
}

static void print(const char *title, const tally sums[CORPORA])
{
	printf("%-34s", title);
	for (int i = 0; i < CORPORA; i++)
		if (sums[i].names)
			printf("  %s %.4f (%zu, ceiling %.3f)", corpora[i], (double)sums[i].right / (double)sums[i].names, sums[i].names,
				(double)sums[i].ceiling / (double)sums[i].names);
	putchar('\n');
}

static bool in_training(const example *e, int which) { (void)which; return e->corpus < TRAINING || e->corpus == PRACTICE; }
static bool unseen_corpus(const example *e, int which) { (void)which; return e->corpus >= TRAINING && e->corpus != PRACTICE; }
static bool outside_fold(const example *e, int fold) { return (e->corpus < TRAINING && e->fold != fold) || e->corpus == PRACTICE; }
static bool in_fold(const example *e, int fold) { return e->corpus < TRAINING && e->fold == fold; }
static bool outside_corpus(const example *e, int corpus) { return (e->corpus < TRAINING && e->corpus != corpus) || e->corpus == PRACTICE; }
static bool a_corpus(const example *e, int which) { (void)which; return e->corpus < TRAINING; }
static bool in_corpus(const example *e, int corpus) { return e->corpus == corpus; }

static void cross_validate(trainer *t, proof_list *proofs)
{
	tally sums[CORPORA] = {{0, 0, 0, 0, 0}};
	for (int fold = 0; fold < FOLDS; fold++) {
		dtl_resolver w;
		train(t, &w, outside_fold, fold);
		measure(t, &w, in_fold, fold, sums, proofs);
	}
	print("five-fold", sums);
}

static void leave_one_out(trainer *t)
{
	tally sums[CORPORA] = {{0, 0, 0, 0, 0}};
	for (int corpus = 0; corpus < TRAINING; corpus++) {
		dtl_resolver w;
		train(t, &w, outside_corpus, corpus);
		measure(t, &w, in_corpus, corpus, sums, NULL);
	}
	print("trained on the other corpora", sums);
}

/* ---- probabilities ---- */

static double trust_of(const float *w, const proof *p)
{
	double z = 0;
	for (int i = 0; i < DTL_TRUST_COUNT; i++) z += (double)(w[i] * p->evidence[i]);
	return 1 / (1 + exp(-z));
}

/* Logistic regression by gradient descent with a small L2 penalty. */
static void fit_trust(const proof_list *proofs, float trust[DTL_TRUST_COUNT])
{
	memset(trust, 0, DTL_TRUST_COUNT * sizeof *trust);
	for (int round = 0; round < 3000; round++) {
		double g[DTL_TRUST_COUNT] = {0};
		for (size_t i = 0; i < proofs->count; i++) {
			double d = (proofs->items[i].right ? 1 : 0) - trust_of(trust, &proofs->items[i]);
			for (int k = 0; k < DTL_TRUST_COUNT; k++) g[k] += d * (double)proofs->items[i].evidence[k];
		}
		for (int k = 0; k < DTL_TRUST_COUNT; k++)
			trust[k] += (float)(0.1 * (g[k] / (double)proofs->count - 1e-4 * (double)trust[k]));
	}
}

static void print_reliability(const proof_list *proofs, const float trust[DTL_TRUST_COUNT])
{
	size_t n[10] = {0}, right[10] = {0};
	double said[10] = {0}, brier = 0;
	for (size_t i = 0; i < proofs->count; i++) {
		double p = trust_of(trust, &proofs->items[i]);
		int bin = p >= 1 ? 9 : (int)(p * 10);
		n[bin]++;
		right[bin] += proofs->items[i].right;
		said[bin] += p;
		brier += (p - proofs->items[i].right) * (p - proofs->items[i].right);
	}
	printf("probabilities (held out): Brier score %.4f; said/right:", brier / (double)proofs->count);
	for (int i = 0; i < 10; i++)
		if (n[i]) printf("  %.2f/%.2f (%zu)", said[i] / (double)n[i], (double)right[i] / (double)n[i], n[i]);
	putchar('\n');
}

static void write_weights(const char *path, const dtl_resolver *w)
{
	FILE *f = fopen(path, "w");
	if (!f) {
		fprintf(stderr, "train_resolve: cannot create '%s'\n", path);
		exit(73);
	}
	fprintf(f, "# Weights of the place resolver; made by `make train-resolve`. Feature, then its weight in passes 0, 1, 2.\n");
	for (int i = 0; i < DTL_F_COUNT; i++) {
		fprintf(f, "%s", dtl_feature_names[i]);
		for (int p = 0; p < DTL_RESOLVE_PASSES; p++) fprintf(f, "\t%.5g", (double)w->weight[p][i]);
		fputc('\n', f);
	}
	fprintf(f, "sharpness\t%.5g\ntrust", (double)w->sharpness);
	for (int i = 0; i < DTL_TRUST_COUNT; i++) fprintf(f, "\t%.5g", (double)w->trust[i]);
	fputc('\n', f);
	if (fclose(f) != 0) exit(74);
}

/* ---- */

typedef struct request {
	bool cv, loco, unseen;
	const char *gazetteer, *write, *errors, *dir;
} request;

static request read_arguments(int argc, char **argv)
{
	request q = {.cv = false};
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--cv") == 0) q.cv = true;
		else if (strcmp(argv[i], "--loco") == 0) q.loco = true;
		else if (strcmp(argv[i], "--unseen") == 0) q.unseen = true;
		else if (strcmp(argv[i], "--gazetteer") == 0 && i + 1 < argc) q.gazetteer = argv[++i];
		else if (strcmp(argv[i], "--write") == 0 && i + 1 < argc) q.write = argv[++i];
		else if (strcmp(argv[i], "--errors") == 0 && i + 1 < argc) q.errors = argv[++i];
		else q.dir = argv[i];
	}
	if (!q.dir) {
		fprintf(stderr, "usage: train_resolve [--gazetteer FILE] [--cv] [--loco] [--unseen] [--errors FILE] [--write FILE] DIR\n");
		exit(64);
	}
	return q;
}

static void run(trainer *t, const request *q)
{
	proof_list proofs = {.items = NULL};
	dtl_resolver w = {.sharpness = SHARPNESS};
	if (q->cv || q->write) cross_validate(t, &proofs);
	FILE *errors = t->errors;
	t->errors = NULL;
	if (q->loco) leave_one_out(t);
	if (!q->unseen && !q->write) return;
	float trust[DTL_TRUST_COUNT] = {0};
	if (proofs.count) {
		fit_trust(&proofs, trust);
		print_reliability(&proofs, trust);
	}
	train(t, &w, in_training, 0);
	memcpy(w.trust, trust, sizeof trust);
	tally sums[CORPORA] = {{0, 0, 0, 0, 0}};
	measure(t, &w, a_corpus, 0, sums, NULL);
	t->errors = errors;
	measure(t, &w, unseen_corpus, 0, sums, NULL);
	print("all training data; itself, unseen", sums);
	if (q->write) write_weights(q->write, &w);
}

int main(int argc, char **argv)
{
	request q = read_arguments(argc, argv);
	static trainer t;
	dtl_error err = DTL_ERROR_INIT;
	if (dtl_gazetteer_open(q.gazetteer, &t.gazetteer, &err) != DTL_OK) {
		fprintf(stderr, "train_resolve: %s\n", err.message);
		return err.code;
	}
	if (setjmp(t.arena.exhausted)) return 70;
	for (int i = 0; i < CORPORA; i++) read_corpus(&t, q.dir, i);
	practise(&t);
	for (size_t i = 0; i < t.count; i++) prepare(&t, &t.examples[i]);
	if (q.errors && !(t.errors = fopen(q.errors, "w"))) return 73;
	run(&t, &q);
	if (t.errors && fclose(t.errors) != 0) return 74;
	dtl_arena_free(&t.arena);
	dtl_gazetteer_close(t.gazetteer);
	return 0;
}
