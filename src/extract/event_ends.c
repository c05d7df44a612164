/* Both ends of a movement: where the place of an event is its origin, the target told in the same breath, and the reverse. */
#include <stdlib.h>

#include "extract/event_place.h"

static int64_t chunks_apart(uint32_t a, uint32_t b) { return llabs((int64_t)a - (int64_t)b); }

/* Whether another trigger of the sentence lies nearer to the chunk. */
static bool belongs_to_another(const dtl_event_work *w, const dtl_frame *f, uint32_t chunk)
{
	size_t low = 0, high = w->count;
	while (low < high) { /* frames ascend by sentence */
		size_t mid = low + (high - low) / 2;
		if (w->frames[mid].sentence < f->sentence) low = mid + 1;
		else high = mid;
	}
	for (size_t i = low; i < w->count && w->frames[i].sentence == f->sentence; i++)
		if (w->frames[i].chunk != f->chunk && chunks_apart(w->frames[i].chunk, chunk) < chunks_apart(f->chunk, chunk)) return true;
	return false;
}

int32_t dtl_other_end(const dtl_event_work *w, const dtl_frame *f)
{
	if (f->context_place || f->mentions[0] < 0 || (f->role != DTL_ROLE_ORIGIN && f->role != DTL_ROLE_TARGET)) return -1;
	dtl_role wanted = f->role == DTL_ROLE_ORIGIN ? DTL_ROLE_TARGET : DTL_ROLE_ORIGIN;
	int32_t best = -1;
	int64_t nearest = INT64_MAX;
	for (size_t m = dtl_first_mention(w, f->sentence); m < w->doc->mention_count && w->doc->mentions[m].sentence == f->sentence; m++) {
		uint32_t chunk = dtl_mention_chunk(w, (int32_t)m);
		if ((int32_t)m == f->mentions[0] || chunk == DTL_NO_CHUNK || chunk == f->target || !dtl_place_local(w, (int32_t)m)) continue;
		if (dtl_place_role(w, f, (int32_t)m) != wanted || belongs_to_another(w, f, chunk)) continue;
		int64_t far = chunks_apart(f->chunk, chunk);
		if (far < nearest) best = (int32_t)m, nearest = far;
	}
	return best;
}
