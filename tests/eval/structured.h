/* The structured perceptron of both entity taggers: Viterbi with the weights so far; where the best path is not the wanted one, the
 * wanted path's features gain and the best one's lose. The wanted path is the best among those that the label sets allow. */
#ifndef DTL_EVAL_STRUCTURED_H
#define DTL_EVAL_STRUCTURED_H

#include "text/viterbi.h"
#include "train.h"

typedef size_t feature_function(const void *env, size_t token, uint64_t *out);

/* One document or sentence ready for training. */
typedef struct lesson {
	dtl_context context;
	const uint16_t *allowed; /* label sets of each token */
	feature_function *features;
	const void *env;
	int domain;
	size_t document;         /* the caller's */
} lesson;

typedef struct learner {
	trainer t;
	uint32_t labels;
	/* room for one segment */
	size_t cap;
	uint64_t (*features)[DTL_WEIGHT_FEATURES];
	size_t *count;
	int32_t *scores;
	uint8_t *classes, *back, *best, *wanted;
	dtl_transitions transitions;
	uint32_t drop;  /* of 1000 features, as many are left out at random while learning */
	uint64_t seed;
} learner;

UNUSED static learner learner_new(uint32_t labels, int domains)
{
	learner l = {.t = trainer_new(labels * (uint32_t)(1 + domains)), .labels = labels};
	return l;
}

UNUSED static void learner_free(learner *l)
{
	trainer_free(&l->t);
	free(l->features);
	free(l->count);
	free(l->scores);
	free(l->classes);
	free(l->back);
	free(l->best);
	free(l->wanted);
}

static void learner_room(learner *l, size_t n)
{
	if (n <= l->cap) return;
	l->cap = n * 2;
	l->features = realloc(l->features, l->cap * sizeof *l->features);
	l->count = realloc(l->count, l->cap * sizeof *l->count);
	l->scores = realloc(l->scores, l->cap * l->labels * sizeof *l->scores);
	l->classes = realloc(l->classes, l->cap);
	l->back = realloc(l->back, l->cap * l->labels);
	l->best = realloc(l->best, l->cap);
	l->wanted = realloc(l->wanted, l->cap);
}

static int32_t domain_score(const int32_t *scores, uint32_t labels, uint32_t l, int domain)
{
	return scores[l] + (domain >= 0 ? scores[labels * (uint32_t)(1 + domain) + l] : 0);
}

static void learner_transitions(learner *l, int domain)
{
	for (uint32_t k = 0; k < DTL_TOKEN_CLASSES; k++) {
		for (uint32_t before = 0; before < l->labels; before++) {
			int32_t scores[DTL_WEIGHT_LABELS] = {0};
			uint64_t feature = dtl_transition_feature(k, before);
			trainer_score(&l->t, &feature, 1, scores);
			for (uint32_t i = 0; i < l->labels; i++) l->transitions.weight[k][before][i] = domain_score(scores, l->labels, i, domain);
		}
	}
}

static void learner_add(learner *l, const uint64_t *features, size_t n, uint32_t label, int domain, int32_t delta)
{
	trainer_update(&l->t, features, n, label, delta);
	if (domain >= 0) trainer_update(&l->t, features, n, l->labels * (uint32_t)(1 + domain) + label, delta);
}

/* Moves the weights from the best path to the wanted one. */
static void learner_update(learner *l, size_t n, int domain)
{
	for (size_t i = 0; i < n; i++) {
		uint32_t b0 = i ? l->best[i - 1] : 0, w0 = i ? l->wanted[i - 1] : 0, b = l->best[i], w = l->wanted[i];
		if (b != w) {
			learner_add(l, l->features[i], l->count[i], w, domain, 1);
			learner_add(l, l->features[i], l->count[i], b, domain, -1);
		}
		if (b == w && b0 == w0) continue;
		uint64_t feature = dtl_transition_feature(l->classes[i], w0);
		learner_add(l, &feature, 1, w, domain, 1);
		feature = dtl_transition_feature(l->classes[i], b0);
		learner_add(l, &feature, 1, b, domain, -1);
	}
}

/* Leaving features out at random keeps the weights from leaning on single words, so that they serve unseen sources better. */
static size_t drop_some(learner *l, uint64_t *features, size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (draw(&l->seed) % 1000 >= l->drop) features[kept++] = features[i];
	return kept;
}

UNUSED static void learn(learner *l, const lesson *x)
{
	size_t at = 0, end;
	learner_transitions(l, x->domain);
	for (; (end = dtl_next_segment(&x->context, &at)); at = end) {
		size_t n = end - at;
		learner_room(l, n);
		for (size_t i = 0; i < n; i++) {
			int32_t scores[DTL_WEIGHT_LABELS] = {0};
			l->count[i] = x->features(x->env, at + i, l->features[i]);
			if (l->drop) l->count[i] = drop_some(l, l->features[i], l->count[i]);
			trainer_score(&l->t, l->features[i], l->count[i], scores);
			for (uint32_t k = 0; k < l->labels; k++) l->scores[i * l->labels + k] = domain_score(scores, l->labels, k, x->domain);
			l->classes[i] = (uint8_t)dtl_token_class(&x->context, at + i);
		}
		dtl_viterbi(l->scores, n, l->labels, l->classes, NULL, &l->transitions, l->back, l->best);
		bool right = true;
		for (size_t i = 0; i < n; i++) right &= x->allowed[at + i] >> l->best[i] & 1;
		if (right) continue;
		dtl_viterbi(l->scores, n, l->labels, l->classes, x->allowed + at, &l->transitions, l->back, l->wanted);
		learner_update(l, n, x->domain);
		learner_transitions(l, x->domain);
	}
	l->t.step++;
}

#endif
