/* Corrections that a user lays over the mapped file: names blocked, forced, preferred, added. Read at open, immutable after. */
#ifndef DTL_GAZETTEER_CORRECTIONS_H
#define DTL_GAZETTEER_CORRECTIONS_H

#include "gazetteer/format.h"

/* A corrected name; its index is that of the file's names and its own behind them. */
typedef struct dtl_gaz_fix {
	dtl_str key;
	uint64_t hash;
	const dtl_gaz_ref *refs; /* none: blocked */
	uint32_t ref_count;
} dtl_gaz_fix;

/* A key that the file may lack: a corrected name, a beginning of one, or both. */
typedef struct dtl_gaz_fix_key {
	uint64_t hash;
	dtl_str key;
	uint32_t fix;  /* index, or DTL_GAZ_NONE for a mere beginning */
	bool prefix;   /* longer names begin with it */
} dtl_gaz_fix_key;

typedef struct dtl_gaz_corrections {
	dtl_arena arena;
	dtl_gaz_fix *fixes;
	size_t fix_count, fix_cap;
	dtl_gaz_fix_key *keys;      /* ascending by hash */
	size_t key_count, key_cap;
	dtl_gaz_entry *entries;     /* added places; their indexes follow the file's */
	size_t entry_count, entry_cap;
	dtl_str *entry_names;       /* their names: dtl_gaz_entry.name counts from DTL_GAZ_FIX_NAME */
	size_t name_count, name_cap;
} dtl_gaz_corrections;
#define DTL_GAZ_FIX_NAME 0xf0000000u

/* Reads the file at path (gazetteer/README.md tells its form). The gazetteer is open but for its corrections. DTL_ERR_CONFIG with file
 * and line for what is no correction. */
DTL_MUST_CHECK dtl_status dtl_gaz_read_corrections(const dtl_gazetteer *g, const char *path, dtl_gaz_corrections **out, dtl_error *err);
void dtl_gaz_free_corrections(dtl_gaz_corrections *c); /* NULL is allowed */
/* The key with this hash, or NULL. */
const dtl_gaz_fix_key *dtl_gaz_find_fix(const dtl_gaz_corrections *c, uint64_t hash, dtl_str key);
/* Does a corrected name begin with a word of this hash? */
bool dtl_gaz_fix_begins(const dtl_gaz_corrections *c, uint64_t word_hash);

#endif
