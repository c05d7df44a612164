/* The conflict graph between placement.c and placement_search.c. */
#ifndef DTL_MAP_PLACEMENT_GRAPH_H
#define DTL_MAP_PLACEMENT_GRAPH_H

#include <stdbool.h>

#include "base/arena.h"

typedef struct dtl_conflicts {
	size_t count;
	uint32_t *weight;
	uint32_t *first;      /* of v's neighbours; first[count] ends the last */
	uint32_t *neighbours; /* both directions are stored */
} dtl_conflicts;

typedef enum dtl_vertex_state { DTL_UNDECIDED, DTL_IN, DTL_OUT } dtl_vertex_state;

/* Decides every undecided vertex: state becomes DTL_IN or DTL_OUT. */
void dtl_search_placement(dtl_arena *arena, const dtl_conflicts *graph, uint8_t *state, unsigned effort);

#endif
