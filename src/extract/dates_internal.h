/* What the files of the date stage share. The stage in order:
 *
 *   dates_lex.c      every token gets a lexeme: month, weekday, unit, "last", "of" ...
 *   dates_number.c   figures: 2,000, 1990s, 7:15, 2024-01-28T05:30, number words
 *   dates_grammar.c, dates_relative.c, dates_clock.c, dates_span.c
 *                    lexemes -> expressions: what the words say, without a calendar
 *   dates_anchor.c   the day of the article
 *   dates_tense.c    does the verb beside an expression look back or ahead
 *   dates_resolve.c  expressions + anchor + tense -> civil days
 *   dates_holiday.c  movable feasts
 *   dates_value.c    civil days -> TIMEX3 values
 *   dates_event.c    days counted from an event that the article dates elsewhere
 *   dates.c          the stage itself */
#ifndef DTL_EXTRACT_DATES_INTERNAL_H
#define DTL_EXTRACT_DATES_INTERNAL_H

#include "base/civil.h"
#include "extract/dates.h"
#include "extract/doc.h"

/* ---- lexemes ---- */

typedef enum dx_class {
	LX_NONE,
	LX_PUNCT,   /* value: the sign */
	LX_NUMBER,  /* a number in figures; value: its whole part */
	LX_CLOCK,   /* 7:15; value: minutes of the day */
	LX_CARD,    /* one .. nineteen; value */
	LX_TENS,    /* twenty .. ninety; value */
	LX_SCALE,   /* hundred, thousand; value */
	LX_ORD,     /* first .. thirty-first in words; value; -1: last, final */
	LX_VAGUE,   /* several, few, many ...: a count that is not told */
	LX_MONTH,   /* 1..12 */
	LX_WDAY,    /* 1 Monday .. 7 Sunday */
	LX_WDAYS,   /* Mondays */
	LX_UNIT,    /* enum dx_unit */
	LX_SEASON,  /* enum dx_season */
	LX_DAYREF,  /* today, yesterday, tomorrow, tonight: days from the anchor */
	LX_PART,    /* morning ...: enum dx_part */
	LX_DIR,     /* last, next, this ...: enum dx_dir */
	LX_EDGE,    /* early, mid, late: enum dx_mod */
	LX_EDGEOF,  /* beginning, middle, end: enum dx_mod */
	LX_CMP,     /* earlier -1, later +1 */
	LX_AGO,
	LX_BEFORE, LX_AFTER,
	LX_REF,     /* now, recently, soon: enum dx_ref */
	LX_PREP,    /* in, on, since ...: enum dx_prep */
	LX_THE, LX_A, LX_OF, LX_AND, LX_OR, LX_TO,
	LX_EVERY, LX_SETADV, /* daily ...: the unit */
	LX_FISCAL, LX_HALF,
	LX_APPROX,  /* nearly, about, at least ...: enum dx_mod */
	LX_AMPM,    /* 0 a.m., 720 p.m. */
	LX_ZONE,    /* minutes east of Greenwich; DX_NO_ZONE for "local" */
	LX_OCLOCK,
	LX_DECADES, /* twenties .. nineties: 20 .. 90 */
	LX_POSS,    /* 's */
	LX_YEAREND, LX_OLD, LX_MORE, LX_LESS, LX_TIME, LX_LONG, LX_PERIOD
} dx_class;

enum dx_lex_flag {
	LF_CAPITAL = 1u << 0,
	LF_PLURAL = 1u << 1,    /* units: days; numbers: 1990s */
	LF_ORDINAL = 1u << 2,   /* 5th */
	LF_COMMA = 1u << 3,     /* 2,000 */
	LF_DECIMAL = 1u << 4,   /* 2.5 */
	LF_HOLIDAY = 1u << 5,   /* may begin the name of a holiday, or is Q3, H1 */
	LF_SHORT = 1u << 6,     /* an abbreviation: Sept, Wed */
	LF_AMBIGUOUS = 1u << 7  /* may, march, sun, sat: needs company */
};

typedef struct dx_lex {
	uint8_t cls;    /* dx_class */
	uint8_t flags;  /* enum dx_lex_flag */
	uint8_t digits; /* of a number in figures */
	int32_t value;
} dx_lex;

typedef enum dx_unit {
	UNIT_SECOND, UNIT_MINUTE, UNIT_HOUR, UNIT_DAY, UNIT_WEEKEND, UNIT_WEEK, UNIT_FORTNIGHT, UNIT_MONTH, UNIT_QUARTER, UNIT_SEASON,
	UNIT_HALF, UNIT_YEAR, UNIT_DECADE, UNIT_CENTURY, UNIT_MILLENNIUM, UNIT_NONE
} dx_unit;
typedef enum dx_season { SEASON_NONE, SEASON_SPRING, SEASON_SUMMER, SEASON_AUTUMN, SEASON_WINTER } dx_season;
typedef enum dx_part {
	PART_NONE, PART_MORNING, PART_MIDDAY, PART_NOON, PART_AFTERNOON, PART_EVENING, PART_NIGHT, PART_MIDNIGHT, PART_DAWN, PART_DAYTIME
} dx_part;
typedef enum dx_dir {
	DIR_NONE, DIR_LAST, DIR_PAST, DIR_PREVIOUS, DIR_NEXT, DIR_COMING, DIR_FOLLOWING, DIR_THIS, DIR_CURRENT, DIR_THAT, DIR_SAME,
	DIR_LATEST, DIR_RECENT
} dx_dir;
typedef enum dx_mod {
	MOD_NONE, MOD_START, MOD_MID, MOD_END, MOD_APPROX, MOD_EQUAL_OR_LESS, MOD_EQUAL_OR_MORE, MOD_LESS_THAN, MOD_MORE_THAN, MOD_BEFORE,
	MOD_AFTER, MOD_ON_OR_BEFORE, MOD_ON_OR_AFTER,
	MOD_EARLIER, MOD_LATER /* "earlier this year": START and END in TIMEX3, but they end or begin at the anchor */
} dx_mod;
typedef enum dx_ref { REF_PRESENT, REF_PAST, REF_FUTURE } dx_ref;
typedef enum dx_prep { PREP_IN, PREP_ON, PREP_AT, PREP_BY, PREP_SINCE, PREP_UNTIL, PREP_FROM, PREP_BETWEEN, PREP_DURING, PREP_FOR,
	PREP_OTHER } dx_prep;
#define DX_NO_ZONE INT16_MIN
#define DX_NO_MINUTE (-1)

/* ---- expressions ---- */

typedef enum dx_kind {
	DX_CALENDAR, /* year, month, day, wday, season, quarter, half, holiday: as many as are told */
	DX_DECADE,   /* year: its first one */
	DX_CENTURY,  /* year: its first one */
	DX_DAYREF,   /* count days from the anchor */
	DX_RELATIVE, /* dir x (unit, month, wday, season): "last week", "that day" */
	DX_OFFSET,   /* count units before (sign -1) or after base */
	DX_NTH,      /* the count-th unit of outer; -1: the last */
	DX_ONLY_TIME,/* a time of day alone */
	DX_REFERENCE,/* ref */
	DX_DURATION, /* count units; dir: past or coming, else unanchored */
	DX_SET
} dx_kind;

typedef struct dx_expr {
	uint32_t first, last;   /* tokens, half-open */
	uint32_t start, end;    /* bytes */
	uint8_t kind;           /* dx_kind */
	uint8_t unit;           /* dx_unit */
	uint8_t dir;            /* dx_dir */
	uint8_t mod;            /* dx_mod */
	uint8_t ref;            /* dx_ref */
	uint8_t part;           /* dx_part: of the day */
	uint8_t month, day, wday, season, quarter, half;
	uint8_t holiday;        /* index + 1 into the table of holidays */
	bool previous;          /* counted from the expression before, not from the anchor */
	bool indefinite;        /* "several weeks", "years" */
	bool eve;               /* "the night to Sunday": begins the day before */
	bool half_more;         /* "two and a half" */
	bool fiscal;
	bool two_digit;         /* the year was "98" */
	bool range;             /* the end of a range whose begin is the expression before: no earlier than that */
	uint8_t depth;          /* of nesting while it is read: the day of the week of the month */
	int8_t sign;
	int16_t year;           /* 0: not told */
	int16_t minute, zone;   /* minute of the day; minutes east of Greenwich */
	int16_t second;         /* -1: not told */
	int32_t count;
	const struct dx_expr *outer; /* "May [of next year]" */
	const char *rule;
} dx_expr;

/* ---- resolved time ---- */

typedef struct dx_time {
	bool known;
	dx_unit unit;          /* granularity */
	int32_t first, last;   /* days since 1970-01-01 */
	int16_t year;          /* of a season or a fiscal year, which do not follow the calendar */
	uint8_t season;
} dx_time;

typedef enum dx_tense { TENSE_NONE, TENSE_PAST, TENSE_PRESENT, TENSE_PLANNED /* the nearest */, TENSE_FUTURE } dx_tense;

typedef struct dx_ctx {
	dtl_doc *doc;
	const dtl_tokens *t;
	dx_lex *lx;                 /* one for each token, and LX_NONE behind the last */
	uint32_t n;
	dx_expr *exprs;
	size_t count, cap;
	int32_t anchor;             /* days since 1970-01-01 */
	int32_t anchor_minute;      /* UTC minute of the day of the article, -1 if not told */
	bool anchored;
	bool weak;                  /* only the year of the anchor is sure: no weekday can be counted from it */
	bool day_first;             /* 5/6/2023 is the fifth of June here */
	dx_time last_of[UNIT_NONE]; /* the last time told at each granularity */
	uint32_t last_at[UNIT_NONE];/* its sentence */
	dx_time previous;           /* the last time told */
	uint32_t previous_sentence;
	uint32_t sentence;          /* of the expression in hand */
	bool ahead;                 /* a weekday in the past tense is the day after the anchor somewhere in the article */
	bool next_day;              /* the weekday in hand was read as the day after the anchor */
} dx_ctx;

/* ---- lexer ---- */
void dtl_dx_lex(dx_ctx *c);
/* A date in figures at byte `at`: sets the calendar or clock fields of *e and e->end. False if there is none. */
bool dtl_dx_figures(const dx_ctx *c, uint32_t at, dx_expr *e);
/* A clock in figures at byte `at`: 7:15, 19:30:05, 0530. Sets e->minute, e->second, e->end. */
dx_lex dtl_dx_number(dtl_str token);
uint32_t dtl_dx_token_behind(const dx_ctx *c, uint32_t token, uint32_t byte); /* the first token that starts at or behind byte */

static inline uint8_t dx_cls(const dx_ctx *c, uint32_t i) { return i < c->n ? c->lx[i].cls : (uint8_t)LX_NONE; }
static inline bool dx_is(const dx_ctx *c, uint32_t i, dx_class cls) { return dx_cls(c, i) == (uint8_t)cls; }
static inline bool dx_is_sign(const dx_ctx *c, uint32_t i, char sign) { return dx_is(c, i, LX_PUNCT) && c->lx[i].value == sign; }
static inline bool dx_is_prep(const dx_ctx *c, uint32_t i, dx_prep prep) 
{
	return dx_is(c, i, LX_PREP) && c->lx[i].value == (int32_t)prep;
}
static inline bool dx_hyphen(const dx_ctx *c, uint32_t i) { return dx_is_sign(c, i, '-'); }
bool dtl_dx_word(const dx_ctx *c, uint32_t i, const char *lower); /* the token is this word; `lower` in lower case */

enum { DX_DEPTH = 3 }; /* expressions nest no deeper, so that reading stays linear */
/* An expression about to be read from token i, nested in `around` (NULL: in none). */
dx_expr dtl_dx_blank(uint32_t i, const dx_expr *around);

/* ---- grammar: each returns the token behind what it read from token i on, 0 if it reads nothing ---- */
typedef struct dx_count { int32_t value; bool half, indefinite; uint8_t mod; } dx_count;
uint32_t dtl_dx_count(const dx_ctx *c, uint32_t i, dx_count *out);
uint32_t dtl_dx_small(const dx_ctx *c, uint32_t i, int32_t *out);      /* a number below one hundred in words or figures */
uint32_t dtl_dx_year(const dx_ctx *c, uint32_t i, dx_expr *e);         /* 1998, '98, nineteen ninety-eight */
uint32_t dtl_dx_year_alone(const dx_ctx *c, uint32_t i, dx_expr *e);
uint32_t dtl_dx_calendar(const dx_ctx *c, uint32_t i, dx_expr *e);     /* days, months, weekdays, seasons, holidays */
uint32_t dtl_dx_decade(const dx_ctx *c, uint32_t i, dx_expr *e);
uint32_t dtl_dx_ordinal(const dx_ctx *c, uint32_t i, int32_t *out);
uint32_t dtl_dx_relative(const dx_ctx *c, uint32_t i, dx_expr *e);     /* last week, that day, this morning */
uint32_t dtl_dx_quarter(const dx_ctx *c, uint32_t i, dx_expr *e);      /* the third quarter of 1998, the last week of March */
uint32_t dtl_dx_edge(const dx_ctx *c, uint32_t i, dx_expr *e);         /* early May, the end of 2025 */
uint32_t dtl_dx_offset(const dx_ctx *c, uint32_t i, dx_expr *e);       /* three days ago, two weeks later, five years */
uint32_t dtl_dx_set(const dx_ctx *c, uint32_t i, dx_expr *e);          /* every Monday, daily */
uint32_t dtl_dx_reference(const dx_ctx *c, uint32_t i, dx_expr *e);    /* now, recently, the future */
uint32_t dtl_dx_clock(const dx_ctx *c, uint32_t i, dx_expr *e);        /* 9 a.m., 05:30 GMT, noon */
uint32_t dtl_dx_point(const dx_ctx *c, uint32_t i, dx_expr *e);        /* any of the above that names one time */
uint32_t dtl_dx_day_part(const dx_ctx *c, uint32_t i, dx_expr *e);     /* behind a day: "morning", "at 3 p.m." */
void dtl_dx_parse(dx_ctx *c);

/* ---- holidays ---- */
uint32_t dtl_dx_holiday(const dx_ctx *c, uint32_t i, dx_expr *e);
bool dtl_dx_holiday_day(uint8_t holiday, int year, int32_t *first, int32_t *last, bool *approximate);

/* ---- tense, anchor, resolution, values ---- */
dx_tense dtl_dx_tense(const dx_ctx *c, const dx_expr *e);
void dtl_dx_find_anchor(dx_ctx *c);
int32_t dtl_dx_utc_minute(dtl_str instant); /* of its day, beyond 1440 if UTC is a day further on; -1 if no time or no zone is told */
bool dtl_dx_already_tomorrow(int32_t utc_minute, double lon);
void dtl_dx_look_ahead(dx_ctx *c);                                 /* sets c->ahead */
bool dtl_dx_resolve(dx_ctx *c, const dx_expr *e, dx_tense tense, dx_time *out);
dx_time dtl_dx_period(dx_unit unit, int32_t day);                 /* the day, week, month ... that holds day */
dx_time dtl_dx_shift(dx_time t, dx_unit unit, int32_t count);      /* count units on, in the granularity of unit */
dx_time dtl_dx_span(int32_t first, int32_t last, dx_unit unit);
dtl_str dtl_dx_value(const dx_ctx *c, const dx_expr *e, const dx_time *t);
void dtl_dx_narrow(const dx_ctx *c, const dx_expr *e, dx_time *t); /* START, MID, END of a period */
const char *dtl_dx_mod_name(uint8_t mod);
void dtl_dx_count_from_events(dx_ctx *c);                         /* after all expressions are resolved */

#endif
