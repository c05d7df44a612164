/* What the articles of a source have in common: the places that they name ("local lexicon": Lieberman, Samet and Sankaranarayanan
 * 2010, "Geotagging with local lexicons"). Filled by the choices of a first reading, then read-only. */
#ifndef DTL_EXTRACT_COLLECTION_H
#define DTL_EXTRACT_COLLECTION_H

#include "extract/resolve.h"

/* What the other articles of this one's source say; sums over them. */
typedef struct dtl_common_places dtl_common_places;

/* Looks up the article's source, without what the article itself added; NULL if nothing is left. In the arena. */
const dtl_common_places *dtl_collection_of(const dtl_collection *collection, dtl_arena *arena, const dtl_article *article);
/* What they add to the score of a candidate. */
float dtl_collection_score(const dtl_common_places *common, const dtl_gazetteer *gazetteer, const dtl_candidate *c);
/* Adds the places of a resolved document. False when memory is exhausted. */
bool dtl_collection_take(dtl_collection *collection, const dtl_doc *doc);

#endif
