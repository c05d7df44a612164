/* The resolver's inside: names of one document, their candidates, and the features that rank them.
 *
 * All mentions of one normalised name are one decision, a group. A linear ranker chooses among the candidates of each group three
 * times; each time the features see the places chosen by the time before (iterated classification: Neville and Jensen 2000,
 * "Iterative classification in relational data"). The trainer (tests/eval/train_resolve.c) calls the very same functions. */
#ifndef DTL_EXTRACT_RESOLVE_H
#define DTL_EXTRACT_RESOLVE_H

#include "extract/doc.h"

#define DTL_RESOLVE_PASSES 3
#define DTL_CANDIDATES_MAX 50    /* a name */
#define DTL_NEIGHBOURS 64        /* groups on either side, in order of first mention, that a group sees */
#define DTL_NEAR_BYTES 300.0f    /* text distance at which a neighbour counts 1/e */
#define DTL_SAME_PLACE_KM 161.0  /* 100 miles: what the literature calls the same place */

/* What a class word in or beside a name says about its class. */
typedef enum dtl_cue {
	DTL_CUE_COUNTY, DTL_CUE_WATER, DTL_CUE_MOUNTAIN, DTL_CUE_ISLAND, DTL_CUE_ADM, DTL_CUE_CITY, DTL_CUE_AIRPORT, DTL_CUE_COUNT
} dtl_cue;

/* The features by name. The weights file carries these names; logarithms are natural unless they say lg. */
#define DTL_FEATURES_STATIC(F)                                                                                       \
	F(lp_town) F(lp_adm) F(lp_country) F(no_population) F(rank) F(top) F(share) F(few_lp)                              \
	F(is_country) F(is_adm1) F(is_adm2) F(is_pplc) F(is_ppla) F(is_ppla2) F(is_ppla3) F(is_pplx) F(is_pplz)          \
	F(is_airport) F(is_region) F(is_water) F(is_mountain) F(is_island) F(is_site) F(wide) F(curated_wide) F(alternate_wide) F(alternate_country) F(the_wide) F(the_town)                                    \
	F(alternate) F(demonym) F(abbreviation) F(short_name) F(metonym) F(historical) F(weak) F(uncased) F(no_article)                           \
	F(us) F(us_town) F(gb) F(ca) F(english) F(level1) F(level1_town) F(level2) F(level2_desc) F(abbr_ok) F(abbr_no) F(abbr_alone) F(alternate_under)    \
	F(sur_county) F(sur_water) F(sur_mountain) F(sur_island) F(sur_adm) F(sur_city) F(sur_airport)                   \
	F(cue_county) F(cue_water) F(cue_mountain) F(cue_island) F(cue_adm) F(cue_city) F(cue_airport)                   \
	F(not_county) F(not_water) F(not_mountain) F(not_island) F(not_adm) F(not_city) F(not_airport)                   \
	F(dateline_town) F(dateline_adm) F(dateline_lp) F(own_area)                                                      \
	F(tld) F(tld_not) F(tld_town) F(tld_not_capital) F(us_com) F(us_com_town) F(source_name) F(home_self) F(home_self_town) F(home_country) F(home_adm1) F(home_near)                \
	F(par_any0) F(par_any1) F(par_any2) F(chi_any0) F(chi_any1) F(chi_any2)                                          \
	F(any_adm1) F(any_adm1_sure) F(any_adm1_near) F(any_adm1_child) F(any_adm1_child_sure) F(any_adm1_child_near)   \
	F(any_adm2) F(any_adm2_sure) F(any_adm2_near) F(any_adm2_child) F(any_adm2_child_sure) F(any_adm2_child_near)   \
	F(any_near) F(any_near_sure) F(any_near_near)                                                                    \
	F(under_country) F(under_adm1) F(under_city) F(behind) F(alternate_lp) F(alternate_share) F(own_seat) F(own_seat_lp) F(kin) F(kin_main) F(behind_kin)
#define DTL_FEATURES_CONTEXT(F)                                                                                      \
	F(sum30) F(mean30) F(max30) F(near30) F(nearmax30)                                                               \
	F(sum120) F(mean120) F(max120) F(near120) F(nearmax120)                                                          \
	F(sum480) F(mean480) F(max480) F(near480) F(nearmax480) F(first120)                                              \
	F(country_said) F(country_said_near) F(us_said) F(us_share) F(country_share) F(country_share_low) F(country_near)                       \
	F(adm1_said) F(adm1_said_near) F(adm1_share) F(adm1_near) F(adm2_said) F(adm2_share)                             \
	F(adm1_children) F(country_children) F(mates_country) F(mates_adm1) F(mates_adm2) F(mates_town) F(mates_other)     \
	F(next_country) F(next_adm1) F(next_adm2) F(next_town) F(next_other)                                                                              \
	F(par0) F(par_not0) F(chi0) F(par1) F(par_not1) F(chi1) F(par2) F(par_not2) F(chi2)                              \
	F(source120) F(source480) F(dateline120) F(dateline480) F(dateline_country)
#define DTL_FEATURES_FOCUS(F)                                                                                        \
	F(f_bias) F(f_dateline) F(f_pair) F(f_no_candidate) F(f_level1) F(f_level2) F(f_described) F(f_town) F(f_adm2) F(f_adm1) F(f_country)    \
	F(f_other) F(f_near) F(f_around) F(f_all_small) F(f_many_words)

typedef enum dtl_feature {
#define DTL_FEATURE_ENUM(name) DTL_F_##name,
	DTL_FEATURES_STATIC(DTL_FEATURE_ENUM)
	DTL_F_STATIC_END,
	DTL_F_CONTEXT_START_ = DTL_F_STATIC_END - 1,
	DTL_FEATURES_CONTEXT(DTL_FEATURE_ENUM)
	DTL_F_CONTEXT_END,
	DTL_F_FOCUS_START_ = DTL_F_CONTEXT_END - 1,
	DTL_FEATURES_FOCUS(DTL_FEATURE_ENUM)
	DTL_F_COUNT
#undef DTL_FEATURE_ENUM
} dtl_feature;

extern const char *const dtl_feature_names[DTL_F_COUNT];

/* What the probability of a choice is made from (a logistic regression on held-out choices). */
enum dtl_trust { DTL_TRUST_BIAS, DTL_TRUST_ODDS, DTL_TRUST_SCORE, DTL_TRUST_SINGLE, DTL_TRUST_FOCUS, DTL_TRUST_COUNT };

/* The weights. */
typedef struct dtl_resolver {
	float weight[DTL_RESOLVE_PASSES][DTL_F_COUNT];
	float sharpness;               /* of the softmax over a name's scores */
	float trust[DTL_TRUST_COUNT];  /* log-odds that a choice is right: weights of enum dtl_trust */
} dtl_resolver;

typedef struct dtl_candidate {
	uint32_t entry;                 /* of the gazetteer; the source's entry for a focus row */
	uint32_t country, admin1, admin2; /* entries; an area is its own member; DTL_GAZ_NONE */
	uint8_t class_, kind, flags, level; /* dtl_gaz_class, dtl_name_kind, DTL_REF_*; how the name was found: 0..2 */
	bool focus;                     /* made up: a name unknown to the gazetteer, put at its neighbour */
	char country_code[2];
	float x, y, z;                  /* unit vector */
	float lp;                       /* log10(1 + population) / 7 */
	float prior;                    /* order without a document */
	float rank, share;              /* among the towns of the name: 1 / (1 + rank), part of the people */
	float fixed[DTL_RESOLVE_PASSES];/* score of the static features */
	float score;                    /* of the last pass */
} dtl_candidate;

/* "X, Y" (0), "X Y" or "X in Y" (1), "Y's X" (2): x may lie in y. */
typedef struct dtl_name_pair {
	uint32_t x, y; /* groups */
	uint32_t form;
} dtl_name_pair;

/* One name of the document: all its mentions. */
typedef struct dtl_name_group {
	dtl_str key;              /* normalised */
	dtl_str words;            /* as first written */
	uint32_t first_candidate, candidate_count; /* one more slot behind them is kept for the focus row */
	uint32_t mentions;
	uint32_t first_pair_x, pair_x_count;       /* in pairs_by_x */
	uint32_t first_pair_y, pair_y_count;       /* in pairs_by_y */
	uint8_t level;            /* of the lookup; 3: nothing found */
	bool abbreviated;         /* written in capitals with points, or cut off by a point */
	bool capitals;            /* some mention is all capitals */
	bool article;             /* "the" stands before some mention or begins it */
	bool described;           /* street, park, school ..., or a number in the name */
	bool dateline;
	bool silent;              /* context only: no mention of the answer */
	bool outside;             /* not even context: looked up for the publisher */
	bool blocked;             /* the user's corrections say that it is no place */
	bool focus_open;          /* may be a name that the gazetteer lacks */
	bool has_focus;           /* the focus row stands, set before each pass */
	bool focus_pair;          /* its source is the area named behind the name: "Smallville, Kansas" */
	uint32_t focus_source;    /* group */
	uint32_t inside, beside;  /* bits of dtl_cue: class words in the name, next to it */
	int32_t choice;           /* candidate index within the group; candidate_count: the focus row; -1: none */
} dtl_name_group;

/* One occurrence of a name, in text order. */
typedef struct dtl_name_use {
	uint32_t start, end; /* bytes */
	uint32_t group;
	int32_t mention;     /* index; -1 for context */
} dtl_name_use;

/* What is known of the publisher. */
typedef struct dtl_publisher {
	char country[2];       /* from the domain */
	bool us_com;           /* a domain without country code */
	char letters[64];      /* the domain or name, letters only */
	size_t letter_count;
	uint32_t home_group;   /* the place in the publisher's name, as one more name; DTL_GAZ_NONE */
	uint32_t paper_home;   /* entry of the town where a well-known paper is at home; DTL_GAZ_NONE */
	bool is_author;        /* the source is a place, as authors of posts give it: "London, UK" */
	uint32_t home;         /* entry of that place; DTL_GAZ_NONE */
} dtl_publisher;

typedef struct dtl_resolution {
	dtl_doc *doc;
	dtl_arena *arena;
	const dtl_gazetteer *gazetteer;
	dtl_name_group *groups;
	size_t group_count, group_cap;
	dtl_candidate *candidates;
	size_t candidate_count, candidate_cap;
	dtl_name_use *uses;
	size_t use_count, use_cap;
	dtl_name_pair *pairs_by_x, *pairs_by_y;
	size_t pair_count, pair_cap;
	float *near_;              /* closeness in the text of group g and g + k: near_[g * (2 * reach + 1) + reach + k] */
	size_t reach;
	const dtl_candidate **chosen; /* by the pass before; NULL: none or a focus row */
	uint32_t dateline_group;   /* DTL_GAZ_NONE */
	uint32_t *table;           /* groups by key: hash table */
	size_t table_size;
	dtl_publisher publisher;
	struct dtl_meeting_index *meetings;
	const struct dtl_common_places *common; /* of the other articles of the source; NULL: none */
} dtl_resolution;

/* candidates.c */
/* Looks the name up and appends its candidates, best prior first; sets level and the candidate range of the group. */
void dtl_find_candidates(dtl_resolution *r, dtl_name_group *group);
bool dtl_is_town(unsigned class_);
void dtl_fill_candidate(const dtl_gazetteer *g, uint32_t entry, dtl_candidate *out);

/* resolve_names.c */
/* The group of a name, made if new; SIZE_MAX if it has no key. */
size_t dtl_group_of(dtl_resolution *r, dtl_str words);
/* Groups, uses, pairs and closeness of the document. */
void dtl_gather_names(dtl_resolution *r);
/* Bits of dtl_cue for the class words beside a name; plurals count ("Homs and Hama provinces"). */
uint32_t dtl_cue_at(dtl_str text, dtl_span name);
void dtl_read_use(dtl_name_group *group, dtl_str text, dtl_span span, bool dateline);
/* resolve_spans.c: names of the text outside the given spans, as context. */
void dtl_add_context_names(dtl_resolution *r);
/* Bits of dtl_cue for a class word ("county", "river"); 0 if it is none. */
uint32_t dtl_cue_of_word(dtl_str word);
bool dtl_word_describes(dtl_str word); /* street, park, school: no gazetteer has them all */

/* resolve_meet.c: where candidates of several names lie in or near each other. */
void dtl_index_meetings(dtl_resolution *r);
void dtl_meeting_features(const dtl_resolution *r, const dtl_name_group *group, const dtl_candidate *c, float row[DTL_F_COUNT]);

/* resolve_publisher.c: before dtl_gather_names computes pairs, may add a silent group. */
void dtl_read_publisher(dtl_resolution *r);

/* resolve_features.c */
/* x lies in area a (not a itself) by country and division codes. */
bool dtl_lies_in(const dtl_candidate *x, const dtl_candidate *a);
/* Great-circle distance of two unit vectors, km. */
float dtl_candidate_km(const dtl_candidate *a, const dtl_candidate *b);
void dtl_static_row(const dtl_resolution *r, const dtl_name_group *group, const dtl_candidate *c, float row[DTL_F_COUNT]);
/* resolve_context.c */
void dtl_context_row(const dtl_resolution *r, const dtl_name_group *group, const dtl_candidate *c, float row[DTL_F_COUNT]);
/* Sets up or removes the focus row of every group from the choices of the pass before. */
void dtl_set_focus(dtl_resolution *r);

/* resolve_unlisted.c: when all names have their places (r->chosen): estimates for names that no gazetteer lists. */
void dtl_settle_names(dtl_resolution *r);
/* The candidate that this use of its name means, by r->chosen and the words beside it; index within the group. */
int32_t dtl_use_choice(const dtl_resolution *r, const dtl_name_use *use);

/* resolve.c */
dtl_resolution *dtl_resolution_new(dtl_doc *doc); /* in doc->arena; no pass run yet */
/* The whole row, as the weights see it. */
void dtl_resolution_row(const dtl_resolution *r, const dtl_name_group *group, const dtl_candidate *c, int pass,
	float row[DTL_F_COUNT]);
void dtl_resolution_begin(dtl_resolution *r, int pass); /* chosen and focus rows from the choices so far */
void dtl_resolution_statics(dtl_resolution *r, const dtl_resolver *weights); /* once, before the passes */
void dtl_resolution_pass(dtl_resolution *r, const dtl_resolver *weights, int pass);
/* What tells how far the choice of the group can be trusted; the group has a choice. */
void dtl_resolution_evidence(const dtl_resolution *r, const dtl_resolver *weights, const dtl_name_group *group,
	float evidence[DTL_TRUST_COUNT]);
/* Probability that it is right. */
float dtl_resolution_trust(const dtl_resolution *r, const dtl_resolver *weights, const dtl_name_group *group);

/* resolve_explain.c */
/* Fills reason and runner_up of the place that the group chose. */
void dtl_explain_place(const dtl_resolution *r, const dtl_resolver *weights, const dtl_name_group *group, dtl_place *place);

/* resolve_weights.c */
/* Reads the section "resolve" of the model. DTL_ERR_CONFIG if absent or if its features are not those of this program. */
DTL_MUST_CHECK dtl_status dtl_resolver_open(const dtl_model *model, dtl_resolver **out, dtl_error *err);
DTL_MUST_CHECK dtl_status dtl_resolver_parse(dtl_str text, dtl_resolver *out, dtl_error *err);
void dtl_resolver_close(dtl_resolver *resolver);

#endif
