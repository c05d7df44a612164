/* Names of the model's enumerators and the event set. */
#include "dateline/model.h"

#include <stdio.h>

#include "base/error.h"
#include "base/str.h"

static const char *const event_types[DTL_EVENT_TYPE_COUNT] = {"", "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE",
	"AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"};
static const char *const precisions[] = {"none", "point", "city", "district", "region", "country", "vicinity"};
static const char *const roles[] = {"mentioned", "site", "origin", "target", "offshore", "vicinity", "area", "route",
	"dateline", "actor"};
static const char *const mention_kinds[] = {"literal", "demonym", "metonym", "embedded"};
static const char *const timex_types[] = {"DATE", "TIME", "DURATION", "SET"};
static const char *const date_precisions[] = {"unknown", "day", "week", "month", "season", "year", "decade"};
static const char *const event_flags[] = {"negated", "denied", "hypothetical", "conditional", "future", "planned",
	"ordered", "feared", "historical", "quoted"};

void dtl_article_content_id(const dtl_article *a, char out[17])
{
	uint64_t hash = dtl_str_hash(a->text) ^ dtl_str_hash(a->title) * 31 ^ dtl_str_hash(a->date) * 17;
	snprintf(out, 17, "%016llx", (unsigned long long)hash);
}

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *name_of(const char *const *names, size_t count, unsigned value)
{
	return value < count ? names[value] : "";
}

static bool value_of(const char *const *names, size_t count, dtl_str name, unsigned *out)
{
	for (size_t i = 0; i < count; i++) {
		if (!dtl_str_eq_nocase(dtl_str_of(names[i]), name)) continue;
		*out = (unsigned)i;
		return true;
	}
	return false;
}

#define NAMED(function, type, names)                                                                   \
	const char *function##_name(type value) { return name_of(names, COUNT(names), (unsigned)value); }
#define NAMED_BOTH(function, type, names)                                                              \
	NAMED(function, type, names)                                                                       \
	bool function##_from_name(dtl_str name, type *out)                                                 \
	{                                                                                                  \
		unsigned value;                                                                                \
		if (!value_of(names, COUNT(names), name, &value)) return false;                                \
		*out = (type)value;                                                                            \
		return true;                                                                                   \
	}

NAMED_BOTH(dtl_event_type, dtl_event_type, event_types)
NAMED_BOTH(dtl_precision, dtl_precision, precisions)
NAMED_BOTH(dtl_role, dtl_role, roles)
NAMED_BOTH(dtl_date_precision, dtl_date_precision, date_precisions)
NAMED(dtl_mention_kind, dtl_mention_kind, mention_kinds)
NAMED(dtl_timex_type, dtl_timex_type, timex_types)

const char *dtl_event_flag_name(uint32_t flag)
{
	for (size_t i = 0; i < COUNT(event_flags); i++)
		if (flag == 1u << i) return event_flags[i];
	return NULL;
}
