/* Templates of reports: the sections, in the order in which they shall stand, in the manner of an INI file.
 *
 *     # comment
 *     [section]
 *     key = value
 *
 * `dateline report --help` tells the sections and keys; dtl_default_template is an example. */
#include "base/error.h"
#include "report/report.h"

static const char default_template[] =
	"# The report in its usual order. Take out, move and repeat sections as you like.\n"
	"[head]                # title, standfirst, what there is\n"
	"[map]                 # all events on one map\n"
	"[summary]             # the commonest kinds and countries\n"
	"title = At a glance\n"
	"most = 8\n"
	"[timeline]            # how many events when\n"
	"title = Over time\n"
	"[maps]                # a map for each country, week ...: here only with --by\n"
	"most = 24\n"
	"[events]              # every event with its sentence\n"
	"title = Events\n"
	"[sources]\n"
	"title = Sources\n"
	"[note]                # how it was made, credit and attribution\n";

const char *dtl_report_template(void)
{
	return default_template;
}

static const char *const kinds[] = {"head", "map", "summary", "timeline", "maps", "events", "sources", "note", "text"};

/* NULL, or what is wrong. */
static const char *set_by(dtl_section *s, dtl_str value)
{
	if (s->kind != DTL_SECTION_MAPS && s->kind != DTL_SECTION_TIMELINE) return "only [maps] and [timeline] have 'by'";
	if (!dtl_group_by_from_name(value, &s->by)) return "not day, week, month, year, country or type";
	if (s->kind == DTL_SECTION_TIMELINE && s->by > DTL_GROUP_YEAR) return "not day, week, month or year";
	return NULL;
}

static const char *set_key(dtl_arena *arena, dtl_section *s, dtl_str key, dtl_str value)
{
	int64_t n;
	if (dtl_str_eq(key, DTL_STR("title"))) {
		s->title = value;
	} else if (dtl_str_eq(key, DTL_STR("by"))) {
		return set_by(s, value);
	} else if (dtl_str_eq(key, DTL_STR("most"))) {
		if (s->kind != DTL_SECTION_MAPS && s->kind != DTL_SECTION_SUMMARY) return "only [maps] and [summary] have 'most'";
		if (!dtl_str_to_int(value, &n) || n < 1 || n > 200) return "not a whole number from 1 to 200";
		s->most = (size_t)n;
	} else if (dtl_str_eq(key, DTL_STR("text"))) {
		if (s->kind != DTL_SECTION_TEXT && s->kind != DTL_SECTION_NOTE) return "only [text] and [note] have 'text'";
		DTL_PUSH(arena, s->texts, s->text_count, s->text_cap, value);
	} else {
		return "no such key";
	}
	return NULL;
}

/* "[maps]   # comment" -> maps */
static const char *open_section(dtl_str line, const dtl_section *before, size_t count, dtl_section *out)
{
	const char *end = memchr(line.ptr, ']', line.len);
	dtl_str rest = end ? dtl_str_trim(dtl_str_sub(line, (size_t)(end - line.ptr) + 1, line.len)) : line;
	if (!end || (rest.len && rest.ptr[0] != '#')) return "not a section";
	dtl_str name = dtl_str_trim(dtl_str_sub(line, 1, (size_t)(end - line.ptr)));
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (dtl_str_eq(name, dtl_str_of(kinds[i]))) {
			/* links and filters refer to these */
			for (size_t k = 0; k < count; k++)
				if (before[k].kind == (enum dtl_section_kind)i && i != DTL_SECTION_TEXT && i != DTL_SECTION_MAPS) return "stands twice";
			*out = (dtl_section){.kind = (enum dtl_section_kind)i, .most = i == DTL_SECTION_SUMMARY ? 8 : 24};
			return NULL;
		}
	return "no such section";
}

dtl_status dtl_template_read(dtl_arena *arena, dtl_str text, const char *file, dtl_section **out, size_t *count, dtl_error *err)
{
	dtl_section *sections = NULL;
	size_t n = 0, cap = 0;
	uint64_t number = 0;
	const char *start = text.ptr;
	while (text.ptr && text.len) {
		dtl_str line = dtl_str_cut(&text, '\n');
		uint64_t at = (uint64_t)(line.ptr - start);
		number++;
		line = dtl_str_trim(line);
		if (!line.len || line.ptr[0] == '#') continue;
		const char *wrong = NULL;
		if (line.ptr[0] == '[') {
			dtl_section s;
			wrong = open_section(line, sections, n, &s);
			if (!wrong) DTL_PUSH(arena, sections, n, cap, s);
		} else if (n == 0) {
			wrong = "before the first section";
		} else if (!memchr(line.ptr, '=', line.len)) {
			wrong = "not 'key = value'";
		} else {
			dtl_str value = line, key = dtl_str_trim(dtl_str_cut(&value, '='));
			wrong = set_key(arena, &sections[n - 1], key, dtl_str_trim(value));
		}
		if (wrong) return dtl_fail_at(err, DTL_ERR_DATA, file ? file : "template", number, at, "%s: '%.*s'", wrong, DTL_FMT(line));
	}
	if (n == 0) return dtl_fail_at(err, DTL_ERR_DATA, file ? file : "template", 1, 0, "the template has no section");
	*out = sections;
	*count = n;
	return DTL_OK;
}
