/* Mail: a message (RFC 5322, .eml) or a mailbox of them (RFC 4155, mbox): each message an article. Newsletters come as HTML beside a
 * plain text that often holds little: the fuller one is taken. */
#include "base/error.h"
#include "read/html.h"
#include "read/mime.h"

static bool is_field(dtl_str line, const char *name)
{
	dtl_str key = dtl_str_of(name);
	return line.len > key.len && line.ptr[key.len] == ':' && dtl_str_eq_nocase(dtl_str_sub(line, 0, key.len), key);
}

#define POSTMARK 200 /* bytes within which the line of a postmark ends */

bool dtl_mail_begins(dtl_str s)
{
	static const char *const names[] = {"From", "To", "Subject", "Date", "MIME-Version", "Received", "Return-Path", "Message-ID", "Delivered-To",
		"Content-Type", "Reply-To", "List-Id", "DKIM-Signature", "X-Mailer"};
	size_t known = 0;
	bool sender = false;
	dtl_str line = dtl_str_cut(&s, '\n');
	bool box = dtl_str_starts(line, DTL_STR("From ")) && line.len > 10;
	if (box) line = s.ptr ? dtl_str_cut(&s, '\n') : DTL_STR("");
	for (size_t i = 0; line.len && i < 200; i++) {
		size_t name = 0;
		while (name < line.len && line.ptr[name] > ' ' && line.ptr[name] != ':') name++;
		bool folded = line.ptr[0] == ' ' || line.ptr[0] == '\t';
		if (!folded && (name == 0 || name >= line.len || line.ptr[name] != ':')) break; /* also the empty line "\r" */
		for (size_t k = 0; k < sizeof names / sizeof *names; k++) known += is_field(line, names[k]);
		sender = sender || is_field(line, "From") || is_field(line, "Received") || is_field(line, "Message-ID");
		if (!s.ptr) break;
		line = dtl_str_cut(&s, '\n');
	}
	return sender && known >= (box ? 1 : 3);
}

/* ---- messages of a mailbox ---- */

/* "From sender date": a clock time tells it from a sentence that begins so. */
static bool is_postmark(dtl_str s)
{
	if (!dtl_str_starts(s, DTL_STR("From "))) return false;
	dtl_str line = dtl_str_cut(&s, '\n');
	for (size_t i = 0; i + 5 < line.len; i++)
		if (line.ptr[i + 3] == ':' && dtl_ascii_digit(line.ptr[i + 1]) && dtl_ascii_digit(line.ptr[i + 2]) && dtl_ascii_digit(line.ptr[i + 4])) return true;
	return false;
}

/* Where the next postmark behind an empty line begins, from *i on; w.len if there is none among the bytes that are there. */
static size_t next_postmark(dtl_str w, size_t i)
{
	while (i < w.len) {
		const char *at = memmem(w.ptr + i, w.len - i, "\nFrom ", 6);
		if (!at) return w.len;
		i = (size_t)(at - w.ptr) + 1;
		dtl_str before = dtl_str_sub(w, 0, i - 1);
		bool empty = dtl_str_ends(before, DTL_STR("\n")) || dtl_str_ends(before, DTL_STR("\n\r"));
		if (empty && is_postmark(dtl_str_sub(w, i, w.len))) return i;
	}
	return w.len;
}

/* The message that begins at the window: of a box up to the next postmark, else to the end. too_long: it is not kept. */
static dtl_status next_message(dtl_reader *r, bool box, size_t max, dtl_stream_line *message, bool *more, dtl_error *err)
{
	dtl_stream *s = &r->stream;
	size_t i = 0;
	*message = (dtl_stream_line){DTL_STR_NONE, s->line, s->offset, false};
	for (;;) {
		dtl_str w = dtl_stream_window(s);
		size_t len = box ? next_postmark(w, i) : w.len;
		bool ended = len < w.len && w.len - len > POSTMARK; /* the postmark's line may still be cut off */
		if (ended || s->at_end) {
			*more = w.len > 0;
			message->text = dtl_str_sub(w, 0, message->too_long ? 0 : len);
			dtl_stream_skip(s, len);
			return DTL_OK;
		}
		i = w.len > POSTMARK + 8 ? w.len - POSTMARK - 8 : 0;
		if (w.len > max) { /* stepped over, all but what may be the beginning of the end */
			message->too_long = true;
			dtl_stream_skip(s, i);
			i = 0;
		}
		dtl_status status = dtl_stream_want(s, dtl_stream_window(s).len + 1, err);
		if (status != DTL_OK) return status;
	}
}

/* mboxrd: ">From " at the beginning of a line stands for "From ". */
static dtl_str unquoted(dtl_arena *arena, dtl_str s)
{
	if (!memmem(s.ptr, s.len, "\n>From ", 7)) return s;
	dtl_buf out = {.arena = arena};
	for (size_t i = 0; i < s.len; i++) {
		bool quoted = s.ptr[i] == '>' && i && s.ptr[i - 1] == '\n' && dtl_str_starts(dtl_str_sub(s, i + 1, s.len), DTL_STR("From "));
		if (!quoted) dtl_buf_addc(&out, s.ptr[i]);
	}
	return dtl_buf_str(&out);
}

/* ---- a message as an article ---- */

/* "A. Writer" of "A. Writer <writer@example.org>", the address's domain in *domain. */
static dtl_str sender(dtl_str from, dtl_str *domain)
{
	const char *open = from.len ? memchr(from.ptr, '<', from.len) : NULL;
	dtl_str address = open ? dtl_str_sub(from, (size_t)(open - from.ptr) + 1, from.len) : from;
	dtl_str name = open ? dtl_str_trim(dtl_str_sub(from, 0, (size_t)(open - from.ptr))) : DTL_STR_NONE;
	if (name.len > 2 && name.ptr[0] == '"' && name.ptr[name.len - 1] == '"') name = dtl_str_sub(name, 1, name.len - 1);
	const char *at = address.len ? memchr(address.ptr, '@', address.len) : NULL;
	*domain = at ? dtl_str_sub(address, (size_t)(at - address.ptr) + 1, address.len) : DTL_STR_NONE;
	size_t end = 0;
	while (end < domain->len && (dtl_ascii_alpha(domain->ptr[end]) || dtl_ascii_digit(domain->ptr[end]) || strchr(".-", domain->ptr[end]))) end++;
	domain->len = end;
	return name;
}

/* "<https://...>" of List-Archive and Archived-At, "<id@host>" of Message-ID. */
static dtl_str in_angles(dtl_str s)
{
	s = dtl_str_trim(s);
	return s.len > 2 && s.ptr[0] == '<' && s.ptr[s.len - 1] == '>' ? dtl_str_sub(s, 1, s.len - 1) : s;
}

static dtl_str without_reply(dtl_str s)
{
	static const char *const prefixes[] = {"Re:", "Fwd:", "FW:", "Fw:", "AW:", "WG:"};
	for (bool found = true; found;) {
		found = false;
		for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
			if (!dtl_str_starts(s, dtl_str_of(prefixes[i]))) continue;
			s = dtl_str_trim(dtl_str_sub(s, strlen(prefixes[i]), s.len));
			found = true;
		}
	}
	return s;
}

/* Signature and what stands behind it go ("-- " alone on a line, RFC 3676, 4.3); "format=flowed" lines are joined. */
static dtl_str plain_text(dtl_reader *r, const dtl_mime *part)
{
	char charset[64] = "";
	dtl_str name = dtl_mime_parameter(r, part, "Content-Type", "charset");
	memcpy(charset, name.ptr ? name.ptr : "", name.len < 63 ? name.len : 63);
	dtl_str text = dtl_reader_convert(r, dtl_mime_content(r, part), charset), rest = text;
	bool flowed = dtl_str_eq_nocase(dtl_mime_parameter(r, part, "Content-Type", "format"), DTL_STR("flowed"));
	dtl_buf out = {.arena = &r->record};
	while (rest.ptr) {
		dtl_str line = dtl_str_cut(&rest, '\n');
		if (line.len && line.ptr[line.len - 1] == '\r') line.len--;
		if (dtl_str_eq(line, DTL_STR("-- "))) break;
		dtl_buf_add(&out, line);
		if (!(flowed && dtl_str_ends(line, DTL_STR(" ")))) dtl_buf_addc(&out, '\n');
	}
	return dtl_str_trim(dtl_buf_str(&out));
}

static dtl_status take_texts(dtl_reader *r, const dtl_mime_texts *texts, dtl_article *out, dtl_error *err)
{
	dtl_str plain = texts->plain.body.ptr ? plain_text(r, &texts->plain) : DTL_STR("");
	if (texts->html.body.ptr) {
		char charset[64] = "";
		dtl_str name = dtl_mime_parameter(r, &texts->html, "Content-Type", "charset");
		memcpy(charset, name.ptr ? name.ptr : "", name.len < 63 ? name.len : 63);
		dtl_article page = {.line = out->line};
		const dtl_mime *part = &texts->html;
		dtl_status status = dtl_html_article(r, dtl_mime_content(r, part), charset, &page, err);
		if (status == DTL_ERR_MEMORY) return status;
		if (status == DTL_OK) {
			out->text = page.text;
			if (out->title.len == 0) out->title = page.title;
			out->lang = page.lang;
		}
	}
	if (plain.len > 2 * out->text.len) out->text = plain;
	return DTL_OK;
}

static dtl_status take_message(dtl_reader *r, dtl_str s, dtl_article *out, dtl_error *err)
{
	if (dtl_str_starts(s, DTL_STR("From "))) {
		s = unquoted(&r->record, s);
		(void)dtl_str_cut(&s, '\n');
		if (!s.ptr) s = DTL_STR("");
	}
	dtl_mime message = dtl_mime_split(s);
	dtl_str domain, from = dtl_mime_field(r, &message, "From"), name = sender(from, &domain);
	out->id = in_angles(dtl_mime_field(r, &message, "Message-ID"));
	out->title = without_reply(dtl_mime_field(r, &message, "Subject"));
	out->author = name;
	out->date = dtl_published_date(&r->record, dtl_mime_field(r, &message, "Date"));
	out->source = domain;
	out->url = in_angles(dtl_mime_field(r, &message, "Archived-At"));
	if (dtl_url_host(out->url).len == 0) out->url = DTL_STR_NONE;
	dtl_str lang = dtl_mime_field(r, &message, "Content-Language");
	dtl_mime_texts texts;
	dtl_mime_find_texts(r, &message, &texts);
	dtl_status status = take_texts(r, &texts, out, err);
	if (lang.len) out->lang = lang;
	if (status != DTL_OK) return status;
	if (out->text.len == 0) return dtl_fail_at(err, DTL_ERR_DATA, r->path, out->line, 0, "the message has no text");
	if (out->text.len > r->spec.max_bytes)
		return dtl_fail_at(err, DTL_ERR_DATA, r->path, out->line, 0, "the text is longer than %zu bytes", r->spec.max_bytes);
	return DTL_OK;
}

static dtl_status next(dtl_reader *r, dtl_article *out, bool *more, dtl_error *err)
{
	static const char box[] = "box", single[] = "message"; /* which of the two it is, as state */
	size_t max = 4 * r->spec.max_bytes;
	dtl_stream_line message;
	if (!r->state) r->state = (void *)(uintptr_t)(is_postmark(dtl_stream_window(&r->stream)) ? box : single);
	do {
		dtl_status status = next_message(r, r->state == box, max, &message, more, err);
		if (status != DTL_OK || !*more) return status;
	} while (!message.too_long && dtl_str_trim(message.text).len == 0);
	if (message.too_long)
		return dtl_fail_at(err, DTL_ERR_DATA, r->path, message.number, message.offset, "the message is longer than %zu bytes", max);
	out->line = message.number;
	return take_message(r, message.text, out, err);
}

const dtl_format dtl_format_mail = {"mail", next, NULL};
