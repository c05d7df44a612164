#include "report/words.h"

#include <stdio.h>

#include "base/civil.h"

void dtl_html_text(dtl_buf *out, dtl_str s)
{
	size_t from = 0;
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		const char *entity = c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '"' ? "&quot;" : c == '\'' ? "&#39;" :
			(c < 0x20 && !dtl_ascii_space((char)c)) || c == 0x7f ? "\xef\xbf\xbd" : NULL;
		if (!entity) continue;
		dtl_buf_add(out, dtl_str_sub(s, from, i));
		dtl_buf_addz(out, entity);
		from = i + 1;
	}
	dtl_buf_add(out, dtl_str_sub(s, from, s.len));
}

/* Where a paragraph begins, "1." and "-" would begin a list, "=" a heading. */
static size_t list_marker(dtl_str s)
{
	size_t i = 0;
	while (i < s.len && dtl_ascii_digit(s.ptr[i])) i++;
	if (i < s.len && (i ? s.ptr[i] == '.' || s.ptr[i] == ')' : strchr("-+=", s.ptr[i]) != NULL)) return i;
	return SIZE_MAX;
}

void dtl_markdown_text(dtl_buf *out, dtl_str s)
{
	size_t marker = list_marker(s);
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		if (c == '<') dtl_buf_addz(out, "&lt;");
		else if (c == '&') dtl_buf_addz(out, "&amp;");
		else if (dtl_ascii_space(c)) dtl_buf_addc(out, ' ');
		else if ((unsigned char)c < 0x20 || c == 0x7f) dtl_buf_addz(out, "\xef\xbf\xbd");
		else {
			if (i == marker || strchr("\\`*_[]|#>~!$^@{}", c)) dtl_buf_addc(out, '\\');
			dtl_buf_addc(out, c);
		}
	}
}

void dtl_latex_text(dtl_buf *out, dtl_str s)
{
	static const struct { char c; const char *tex; } names[] = {{'\\', "\\textbackslash{}"}, {'~', "\\textasciitilde{}"}, {'^', "\\textasciicircum{}"},
		{'<', "\\textless{}"}, {'>', "\\textgreater{}"}, {'"', "\\char34{}"}, {'`', "\\char96{}"}, {'|', "\\textbar{}"}};
	s = dtl_str_trim(s);
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		const char *name = NULL;
		for (size_t k = 0; k < sizeof names / sizeof *names && !name; k++)
			if (names[k].c == c) name = names[k].tex;
		if (name) {
			dtl_buf_addz(out, name);
		} else if (dtl_ascii_space(c)) {
			dtl_buf_addc(out, ' ');
		} else if ((unsigned char)c >= 0x20 && c != 0x7f) {
			if (strchr("{}$&#_%", c)) dtl_buf_addc(out, '\\');
			dtl_buf_addc(out, c);
		}
	}
}

bool dtl_is_web_address(dtl_str s)
{
	bool web = (s.len > 8 && dtl_str_eq_nocase(dtl_str_sub(s, 0, 8), DTL_STR("https://"))) ||
		(s.len > 7 && dtl_str_eq_nocase(dtl_str_sub(s, 0, 7), DTL_STR("http://")));
	for (size_t i = 0; web && i < s.len; i++) web = (unsigned char)s.ptr[i] > 0x20 && !strchr("\"'<>`\\^{|}()", s.ptr[i]);
	return web;
}

static const char *const months[] = {"", "January", "February", "March", "April", "May", "June", "July", "August", "September",
	"October", "November", "December"};

static void day_words(dtl_buf *out, dtl_date d)
{
	if (dtl_date_valid(d)) dtl_buf_printf(out, "%d %s %d", d.day, months[d.month], d.year);
}

static void range_words(dtl_buf *out, dtl_date a, dtl_date b)
{
	static const char dash[] = "\xe2\x80\x93";
	if (a.year == b.year && a.month == b.month) {
		dtl_buf_printf(out, "%d%s", a.day, dash);
	} else if (a.year == b.year) {
		dtl_buf_printf(out, "%d %s %s ", a.day, months[a.month], dash);
	} else {
		day_words(out, a);
		dtl_buf_printf(out, " %s ", dash);
	}
	day_words(out, b);
}

void dtl_date_words(dtl_buf *out, const dtl_interval *date)
{
	dtl_date a = date->start, b = date->end;
	bool from = dtl_date_valid(a), to = dtl_date_valid(b);
	if (!from && !to) dtl_buf_addz(out, "date unknown");
	else if (!to) dtl_buf_addz(out, "from "), day_words(out, a);
	else if (!from) dtl_buf_addz(out, "until "), day_words(out, b);
	else if (dtl_date_cmp(a, b) == 0) day_words(out, a);
	else if (a.day == 1 && a.month == 1 && b.day == 31 && b.month == 12)
		dtl_buf_printf(out, a.year == b.year ? "%d" : "%d\xe2\x80\x93%d", a.year, b.year);
	else if (a.day == 1 && a.year == b.year && a.month == b.month && b.day == dtl_days_in_month(b.year, b.month))
		dtl_buf_printf(out, "%s %d", months[a.month], a.year);
	else range_words(out, a, b);
}

dtl_str dtl_kind_of(const dtl_event *e)
{
	if (e->subtype.len) return e->subtype;
	return e->type == DTL_EVENT_NONE ? DTL_STR("other") : dtl_str_of(dtl_event_type_name(e->type));
}

void dtl_event_words(dtl_buf *out, const dtl_event *e)
{
	if (e->headline.len) {
		dtl_buf_add(out, e->headline);
		return;
	}
	dtl_str kind = dtl_kind_of(e);
	for (size_t i = 0; i < kind.len; i++) {
		char c = dtl_ascii_lower(kind.ptr[i]);
		if (i == 0 && c >= 'a' && c <= 'z') c = (char)(c - 32);
		dtl_buf_addc(out, c == '-' || c == '_' ? ' ' : c);
	}
}

void dtl_event_parties(dtl_buf *out, const dtl_event *e)
{
	dtl_str actor = e->actor.phrase.text, target = e->target.phrase.text;
	size_t start = out->len;
	dtl_buf_add(out, actor);
	if (target.len) {
		dtl_buf_addz(out, actor.len ? " \xe2\x86\x92 " : "affected: ");
		dtl_buf_add(out, target);
	}
	const struct { int64_t n; const char *word; } tolls[] = {{e->killed, "killed"}, {e->injured, "injured"}, {e->missing, "missing"}};
	for (size_t i = 0; i < 3; i++)
		if (tolls[i].n >= 0) dtl_buf_printf(out, "%s%lld %s", out->len > start ? "; " : "", (long long)tolls[i].n, tolls[i].word);
	if (e->weapon.len) {
		dtl_buf_addz(out, out->len > start ? "; " : "");
		dtl_buf_add(out, e->weapon);
	}
}

void dtl_evidence_parts(const dtl_event *e, dtl_str *before, dtl_str *word, dtl_str *after)
{
	dtl_str s = e->evidence.text;
	dtl_span whole = e->evidence.span, inner = e->trigger.span;
	bool inside = inner.end > inner.start && inner.start >= whole.start && inner.end <= whole.end && inner.end - whole.start <= s.len;
	size_t from = inside ? inner.start - whole.start : s.len, to = inside ? inner.end - whole.start : s.len;
	*before = dtl_str_sub(s, 0, from);
	*word = dtl_str_sub(s, from, to);
	*after = dtl_str_sub(s, to, s.len);
}

void dtl_source_words(dtl_buf *out, const dtl_article *a)
{
	dtl_date date;
	dtl_date_precision precision;
	size_t start = out->len;
	dtl_buf_add(out, a->source);
	if (!dtl_date_parse(a->date, &date, &precision) || precision != DTL_DATE_DAY) return;
	dtl_interval day = {date, date, DTL_DATE_DAY};
	if (out->len > start) dtl_buf_addz(out, ", ");
	dtl_date_words(out, &day);
}
