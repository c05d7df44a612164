/* Reading events back. Time, box and article narrow the rows through indexes, by numbers and literals that we write; the exact
 * answer is that of event_filter.c, the same for stores and for events in memory. */
#include <cpl_conv.h>
#include <json-c/json.h>
#include <stdlib.h>

#include "base/civil.h"
#include "base/error.h"
#include "event_set.h"
#include "store/store.h"

typedef struct row {
	dtl_event event;
	dtl_str article_id;
	GIntBig article_fid;
} row;

typedef struct selection {
	dtl_store *store;
	const dtl_event_query *query;
	row **rows; /* in the store's scratch arena */
	size_t count, cap;
} selection;

static dtl_status damaged(const dtl_store *s, const char *table, GIntBig fid, const char *column, dtl_error *err)
{
	return dtl_fail_at(err, DTL_ERR_DATA, s->path, 0, 0, "store '%s' is damaged: row %lld of '%s' has a bad '%s'", s->path,
		(long long)fid, table, column);
}

static dtl_str text_of(dtl_store *s, OGRFeatureH feature, int column)
{
	if (!OGR_F_IsFieldSetAndNotNull(feature, column)) return DTL_STR_NONE;
	return dtl_arena_str(&s->scratch, dtl_str_of(OGR_F_GetFieldAsString(feature, column)));
}

static dtl_value value_of(dtl_store *s, OGRFeatureH feature, int column, dtl_value_kind kind)
{
	dtl_value v = {.kind = kind};
	int year = 0, month = 0, day = 0, unused;
	if (!OGR_F_IsFieldSetAndNotNull(feature, column)) return (dtl_value){0};
	switch (kind) {
	case DTL_VALUE_INTEGER: v.integer = OGR_F_GetFieldAsInteger64(feature, column); break;
	case DTL_VALUE_REAL: v.real = OGR_F_GetFieldAsDouble(feature, column); break;
	case DTL_VALUE_DATE:
		OGR_F_GetFieldAsDateTime(feature, column, &year, &month, &day, &unused, &unused, &unused, &unused);
		if (year >= 1 && year <= 9999) v.date = (dtl_date){(int16_t)year, (uint8_t)month, (uint8_t)day};
		break;
	default: v.text = text_of(s, feature, column); break;
	}
	return v;
}

static bool take_value(dtl_store *s, const dtl_event_field *f, const dtl_value *v, dtl_event *e)
{
	if (v->kind != DTL_VALUE_JSON) return dtl_event_field_set(f, e, v);
	if (strcmp(f->name, "other_places") == 0) return dtl_nested_places(&s->scratch, v->text, &s->json, e);
	return dtl_nested_quantities(&s->scratch, v->text, &s->json, e);
}

static dtl_status read_row(dtl_store *s, row *r, dtl_error *err)
{
	r->event = dtl_event_init();
	GIntBig fid = OGR_F_GetFID(s->feature);
	for (size_t i = 0; i < dtl_event_field_count; i++) {
		const dtl_event_field *f = &dtl_event_fields[i];
		dtl_value v = value_of(s, s->feature, s->event_column[i], f->kind);
		if (!take_value(s, f, &v, &r->event)) return damaged(s, "events", fid, f->name, err);
	}
	r->article_id = text_of(s, s->feature, s->article_id);
	r->article_fid = OGR_F_GetFieldAsInteger64(s->feature, s->article_fid);
	OGRGeometryH point = OGR_F_GetGeometryRef(s->feature);
	if (point && wkbFlatten(OGR_G_GetGeometryType(point)) == wkbPoint && !OGR_G_IsEmpty(point)) {
		r->event.place.has_point = true;
		r->event.place.point = (dtl_lonlat){OGR_G_GetX(point, 0), OGR_G_GetY(point, 0)};
	}
	return DTL_OK;
}

static void day_condition(dtl_buf *sql, const char *column, const char *comparison, dtl_date day)
{
	char text[11];
	if (!day.year) return;
	dtl_buf_printf(sql, "%s(%s IS NULL OR %s %s '%s')", sql->len ? " AND " : "", column, column, comparison, dtl_date_format(day, text));
}

/* A literal that SQL reads back as value: quotes doubled. Ids hold no NUL. */
static void id_condition(dtl_buf *sql, dtl_str value)
{
	if (value.len == 0) return;
	dtl_buf_printf(sql, "%sarticle_id = '", sql->len ? " AND " : "");
	for (size_t i = 0; i < value.len && value.ptr[i]; i++) {
		if (value.ptr[i] == '\'') dtl_buf_addc(sql, '\'');
		dtl_buf_addc(sql, value.ptr[i]);
	}
	dtl_buf_addc(sql, '\'');
}

static const char *condition(dtl_store *s, const dtl_event_query *q)
{
	dtl_buf sql = {.arena = &s->scratch};
	day_condition(&sql, "date_end", ">=", q->since);
	day_condition(&sql, "date_start", "<=", q->until);
	id_condition(&sql, q->article);
	return sql.data;
}

static dtl_status scan(selection *sel, const char *where, const dtl_bbox *box, const dtl_gdal_errors *errors, dtl_error *err)
{
	dtl_store *s = sel->store;
	dtl_status status = DTL_OK;
	OGR_L_SetAttributeFilter(s->events, where);
	if (box) OGR_L_SetSpatialFilterRect(s->events, box->west, box->south, box->east, box->north);
	else OGR_L_SetSpatialFilter(s->events, NULL);
	OGR_L_ResetReading(s->events);
	while (status == DTL_OK && (s->feature = OGR_L_GetNextFeature(s->events)) != NULL) {
		dtl_arena_mark mark = dtl_arena_mark_take(&s->scratch);
		row *r = dtl_arena_new(&s->scratch, row);
		status = read_row(s, r, err);
		OGR_F_Destroy(s->feature);
		s->feature = NULL;
		const dtl_article article = {.id = r->article_id};
		if (status == DTL_OK && dtl_event_matches(&r->event, &article, sel->query))
			DTL_PUSH(&s->scratch, sel->rows, sel->count, sel->cap, r);
		else
			dtl_arena_reset(&s->scratch, mark);
	}
	OGR_L_SetAttributeFilter(s->events, NULL);
	OGR_L_SetSpatialFilter(s->events, NULL);
	if (status == DTL_OK && errors->number) status = dtl_gdal_fail(errors, "read", s->path, err);
	return status;
}

/* A box that crosses the 180th meridian is two boxes for the index. */
static dtl_status scan_all(selection *sel, const dtl_gdal_errors *errors, dtl_error *err)
{
	const dtl_event_query *q = sel->query;
	const char *where = condition(sel->store, q);
	if (!q->has_bbox) return scan(sel, where, NULL, errors, err);
	if (q->bbox.west <= q->bbox.east) return scan(sel, where, &q->bbox, errors, err);
	dtl_bbox east = q->bbox, west = q->bbox;
	east.east = 180;
	west.west = -180;
	dtl_status status = scan(sel, where, &east, errors, err);
	return status == DTL_OK ? scan(sel, where, &west, errors, err) : status;
}

static int by_order(const void *a, const void *b)
{
	const row *const *x = a, *const *y = b;
	return dtl_event_compare(&(*x)->event, &(*y)->event);
}

static int by_article(const void *a, const void *b)
{
	const row *const *x = a, *const *y = b;
	return ((*x)->article_fid > (*y)->article_fid) - ((*x)->article_fid < (*y)->article_fid);
}

/* Articles are read many at once: a server answers one question in the time of a hundred. */
#define ARTICLES_AT_ONCE 200

typedef struct chunk {
	size_t count;
	const row *row[ARTICLES_AT_ONCE]; /* of each article one, in the order of their fid */
	dtl_article article[ARTICLES_AT_ONCE];
	bool there[ARTICLES_AT_ONCE];
} chunk;

static dtl_article article_of(dtl_store *s, const row *r)
{
	dtl_article out = {.id = r->article_id};
	for (size_t i = 0; i < DTL_ARTICLE_FIELDS; i++) {
		const dtl_article_field *f = &dtl_article_fields[i];
		if (f->offset != SIZE_MAX && s->article_column[i] >= 0) *(dtl_str *)((char *)&out + f->offset) = text_of(s, s->feature, s->article_column[i]);
	}
	out.line = (uint64_t)OGR_F_GetFieldAsInteger64(s->feature, s->article_column[DTL_ARTICLE_LINE]);
	return out;
}

static int by_fid(const void *fid, const void *item)
{
	const GIntBig *a = fid;
	const row *const *b = item;
	return (*a > (*b)->article_fid) - (*a < (*b)->article_fid);
}

static dtl_status read_chunk(dtl_store *s, chunk *c, dtl_error *err)
{
	dtl_buf sql = {.arena = &s->scratch};
	for (size_t i = 0; i < c->count; i++) dtl_buf_printf(&sql, "%s%lld", i ? "," : "fid IN (", (long long)c->row[i]->article_fid);
	dtl_buf_addc(&sql, ')');
	OGR_L_SetAttributeFilter(s->articles, sql.data);
	OGR_L_ResetReading(s->articles);
	while ((s->feature = OGR_L_GetNextFeature(s->articles)) != NULL) {
		GIntBig fid = OGR_F_GetFID(s->feature);
		const row **at = bsearch(&fid, c->row, c->count, sizeof *c->row, by_fid);
		if (at) {
			size_t i = (size_t)(at - c->row);
			c->article[i] = article_of(s, *at);
			c->there[i] = true;
		}
		OGR_F_Destroy(s->feature);
		s->feature = NULL;
	}
	OGR_L_SetAttributeFilter(s->articles, NULL);
	for (size_t i = 0; i < c->count; i++)
		if (!c->there[i]) return damaged(s, "events", c->row[i]->article_fid, "article_fid", err);
	return DTL_OK;
}

/* The articles of the rows from *at on, as many as go at once; the rows get their index. */
static dtl_status add_chunk(dtl_store *s, row **sorted, size_t count, size_t *at, dtl_event_set *set, dtl_error *err)
{
	chunk *c = dtl_arena_new(&s->scratch, chunk);
	size_t end = *at;
	for (; end < count; end++) {
		if (c->count && sorted[end]->article_fid == c->row[c->count - 1]->article_fid) continue;
		if (c->count == ARTICLES_AT_ONCE) break;
		c->row[c->count++] = sorted[end];
	}
	dtl_status status = read_chunk(s, c, err);
	uint32_t index = 0;
	for (size_t i = 0; status == DTL_OK && i < c->count; i++) {
		status = dtl_event_set_add_article(set, &c->article[i], &index, err);
		while (*at < end && sorted[*at]->article_fid == c->row[i]->article_fid) sorted[(*at)++]->event.article = index;
	}
	return status;
}

/* The articles of the rows, each once, in the order of their fid. */
static dtl_status add_articles(selection *sel, dtl_event_set *set, dtl_error *err)
{
	dtl_store *s = sel->store;
	row **sorted = dtl_arena_array(&s->scratch, row *, sel->count);
	if (sel->count) memcpy(sorted, sel->rows, sel->count * sizeof *sorted);
	qsort(sorted, sel->count, sizeof *sorted, by_article);
	dtl_status status = DTL_OK;
	for (size_t at = 0; status == DTL_OK && at < sel->count;) {
		dtl_arena_mark mark = dtl_arena_mark_take(&s->scratch);
		status = add_chunk(s, sorted, sel->count, &at, set, err);
		dtl_arena_reset(&s->scratch, mark);
	}
	return status;
}

static dtl_status select_into(selection *sel, dtl_event_set *set, const dtl_gdal_errors *errors, dtl_error *err)
{
	dtl_status status = scan_all(sel, errors, err);
	if (status != DTL_OK) return status;
	if (sel->count) qsort(sel->rows, sel->count, sizeof *sel->rows, by_order);
	if (sel->query->limit && sel->count > sel->query->limit) sel->count = sel->query->limit;
	status = add_articles(sel, set, err);
	for (size_t i = 0; status == DTL_OK && i < sel->count; i++) status = dtl_event_set_add_event(set, &sel->rows[i]->event, err);
	return status;
}

static void let_go(dtl_store *s)
{
	if (s->feature) OGR_F_Destroy(s->feature);
	s->feature = NULL;
	json_object_put(s->json);
	s->json = NULL;
	dtl_arena_free(&s->scratch);
}

dtl_status dtl_store_select(dtl_store *s, const dtl_event_query *query, dtl_event_set **out, dtl_error *err)
{
	dtl_event_set *set = NULL;
	dtl_status status = s->mode == DTL_STORE_WRITE ? dtl_store_flush(s, err) : DTL_OK;
	if (status == DTL_OK) status = dtl_event_set_new(&set, err);
	if (status != DTL_OK) return status;
	selection sel = {.store = s, .query = query};
	dtl_gdal_errors errors;
	dtl_gdal_begin(&errors);
	if (setjmp(s->scratch.exhausted)) status = dtl_fail_memory(err);
	else status = select_into(&sel, set, &errors, err);
	let_go(s);
	dtl_gdal_end();
	if (status == DTL_OK) *out = set;
	else dtl_event_set_free(set);
	return status;
}
