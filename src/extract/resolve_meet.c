/* Where the meanings of several names meet: Huntsville and Walker County are both ambiguous, yet only in Texas does one lie in the
 * other. Unlike the context features these see all candidates of the other names, so they serve before anything is chosen.
 *
 * An index from divisions and from cells of half a degree to candidates keeps it linear in the candidates. */
#include <math.h>

#include "extract/resolve.h"

#define CELL_DEGREES 0.5f
#define MEET_KM 40.0f       /* closeness falls to 1/e */
#define LEAST_WEIGHT 0.02f
#define CHAIN_MAX 96        /* entries read of one key */

typedef enum key_kind { KEY_IS_ADM2, KEY_IN_ADM2, KEY_IS_ADM1, KEY_IN_ADM1, KEY_CELL } key_kind;

typedef struct node {
	uint64_t key;
	uint32_t candidate, group;
	uint32_t next; /* index + 1 */
	float weight;  /* how likely the name means this at all */
} node;

struct dtl_meeting_index {
	node *nodes;
	uint32_t count, size; /* size of heads, a power of two */
	uint32_t *heads;      /* index + 1 */
	float *best;          /* a group: scratch of one question */
	uint32_t *touched;
};

static uint64_t division_key(key_kind kind, uint32_t entry)
{
	return (uint64_t)kind << 56 | entry;
}

static uint64_t cell_key(int row, int column)
{
	const int columns = (int)(360 / CELL_DEGREES);
	column = (column % columns + columns) % columns;
	return (uint64_t)KEY_CELL << 56 | (uint64_t)(row + 1000) << 20 | (uint64_t)column;
}

static void cell_of(const dtl_resolution *r, const dtl_candidate *c, int *row, int *column)
{
	const dtl_gaz_entry *e = dtl_gaz_entry_at(r->gazetteer, c->entry);
	*row = (int)floorf(e->lat / CELL_DEGREES);
	*column = (int)floorf(e->lon / CELL_DEGREES);
}

static uint32_t slot_of(const struct dtl_meeting_index *x, uint64_t key)
{
	return (uint32_t)(key * 0x9e3779b97f4a7c15u >> 40) & (x->size - 1);
}

static void insert(struct dtl_meeting_index *x, uint64_t key, uint32_t candidate, uint32_t group, float weight)
{
	uint32_t slot = slot_of(x, key);
	x->nodes[x->count++] = (node){key, candidate, group, x->heads[slot], weight};
	x->heads[slot] = x->count;
}

static bool has_spot(const dtl_candidate *c)
{
	return c->class_ != DTL_GAZ_COUNTRY && c->class_ != DTL_GAZ_REGION && c->class_ != DTL_GAZ_ADM1;
}

/* Peru, Mexico, Russia and Denver are neighbours in Indiana: meanings far behind the first one of their name prove little. */
static void insert_candidate(const dtl_resolution *r, struct dtl_meeting_index *x, uint32_t at, uint32_t group, float best)
{
	const dtl_candidate *c = &r->candidates[at];
	float w = exp2f(c->prior - best);
	if (w < LEAST_WEIGHT) return;
	if (c->class_ == DTL_GAZ_ADM1) insert(x, division_key(KEY_IS_ADM1, c->entry), at, group, w);
	else if (c->admin1 != DTL_GAZ_NONE) insert(x, division_key(KEY_IN_ADM1, c->admin1), at, group, w);
	if (c->class_ == DTL_GAZ_ADM2) insert(x, division_key(KEY_IS_ADM2, c->entry), at, group, w);
	else if (c->admin2 != DTL_GAZ_NONE) insert(x, division_key(KEY_IN_ADM2, c->admin2), at, group, w);
	if (!has_spot(c)) return;
	int row, column;
	cell_of(r, c, &row, &column);
	insert(x, cell_key(row, column), at, group, w);
}

void dtl_index_meetings(dtl_resolution *r)
{
	struct dtl_meeting_index *x = dtl_arena_new(r->arena, struct dtl_meeting_index);
	x->nodes = dtl_arena_array(r->arena, node, r->candidate_count * 3 + 1);
	for (x->size = 64; x->size < r->candidate_count * 3;) x->size *= 2;
	x->heads = dtl_arena_array(r->arena, uint32_t, x->size);
	x->best = dtl_arena_array(r->arena, float, r->group_count + 1);
	x->touched = dtl_arena_array(r->arena, uint32_t, r->group_count + 1);
	for (uint32_t g = 0; g < r->group_count; g++) {
		const dtl_name_group *group = &r->groups[g];
		for (uint32_t i = 0; !group->outside && i < group->candidate_count; i++) insert_candidate(r, x, group->first_candidate + i, g,
			r->candidates[group->first_candidate].prior);
	}
	r->meetings = x;
}

/* One question: which other groups have a candidate under the keys asked for, and how close the best comes. */
typedef struct question {
	const dtl_resolution *r;
	struct dtl_meeting_index *x;
	uint32_t own, touched;
	const dtl_candidate *c;
} question;

static void ask(question *q, uint64_t key, bool by_distance)
{
	uint32_t left = CHAIN_MAX;
	for (uint32_t at = q->x->heads[slot_of(q->x, key)]; at && left; at = q->x->nodes[at - 1].next) {
		const node *n = &q->x->nodes[at - 1];
		if (n->key != key || n->group == q->own) continue;
		left--;
		const dtl_candidate *o = &q->r->candidates[n->candidate];
		if (o->entry == q->c->entry) continue; /* another name of the same place */
		float v = n->weight * (by_distance ? expf(-dtl_candidate_km(q->c, o) / MEET_KM) : 1);
		float *best = &q->x->best[n->group];
		if (*best <= 0) q->x->touched[q->touched++] = n->group;
		if (v > *best) *best = v;
	}
}

typedef struct answer {
	float count, sure, near_; /* sums over groups of weight x closeness: plain; divided by their number of candidates; by closeness in the text */
} answer;

static answer collect(question *q)
{
	answer a = {0, 0, 0};
	size_t stride = 2 * q->r->reach + 1;
	for (uint32_t i = 0; i < q->touched; i++) {
		uint32_t g = q->x->touched[i];
		float v = q->x->best[g];
		q->x->best[g] = 0;
		a.count += v;
		a.sure += v / (float)q->r->groups[g].candidate_count;
		int64_t step = (int64_t)g - (int64_t)q->own;
		if (step <= (int64_t)q->r->reach && -step <= (int64_t)q->r->reach)
			a.near_ += v * q->r->near_[(int64_t)(q->own * stride + q->r->reach) + step];
	}
	q->touched = 0;
	return a;
}

static void write_answer(float *f, answer a)
{
	f[0] = log1pf(a.count);
	f[1] = log1pf(a.sure);
	f[2] = log1pf(a.near_);
}

void dtl_meeting_features(const dtl_resolution *r, const dtl_name_group *group, const dtl_candidate *c, float row[DTL_F_COUNT])
{
	if (c->class_ == DTL_GAZ_COUNTRY || c->class_ == DTL_GAZ_REGION || r->group_count < 2) return;
	question q = {r, r->meetings, (uint32_t)(group - r->groups), 0, c};
	if (c->class_ == DTL_GAZ_ADM1) {
		ask(&q, division_key(KEY_IN_ADM1, c->entry), false);
		write_answer(&row[DTL_F_any_adm1_child], collect(&q));
		return;
	}
	ask(&q, division_key(KEY_IS_ADM1, c->admin1), false);
	write_answer(&row[DTL_F_any_adm1], collect(&q));
	if (c->class_ == DTL_GAZ_ADM2) ask(&q, division_key(KEY_IN_ADM2, c->entry), false);
	else if (c->admin2 != DTL_GAZ_NONE) ask(&q, division_key(KEY_IS_ADM2, c->admin2), false);
	write_answer(&row[c->class_ == DTL_GAZ_ADM2 ? DTL_F_any_adm2_child : DTL_F_any_adm2], collect(&q));
	int cell_row, column;
	cell_of(r, c, &cell_row, &column);
	for (int i = -1; i <= 1; i++)
		for (int k = -1; k <= 1; k++) ask(&q, cell_key(cell_row + i, column + k), true);
	write_answer(&row[DTL_F_any_near], collect(&q));
}
