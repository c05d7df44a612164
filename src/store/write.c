/* Adding articles: batches in transactions, each article whole or not at all. */
#include <cpl_conv.h>
#include <stdio.h>

#include "base/error.h"
#include "store/store.h"

/* A batch is committed when it holds so much. */
#define BATCH_ARTICLES 256
#define BATCH_EVENTS 4096
#define BATCH_BYTES ((size_t)8 << 20) /* of text */

/* What stands in the way of any more writing; the batch that was open is given up. */
static dtl_status give_up(dtl_store *s, const dtl_gdal_errors *errors, dtl_error *err)
{
	dtl_error why = DTL_ERROR_INIT;
	s->broken = dtl_gdal_fail(errors, "write to", s->path, &why);
	if (s->in_transaction) GDALDatasetRollbackTransaction(s->dataset);
	s->in_transaction = false;
	s->pending_articles = s->pending_events = s->pending_bytes = 0;
	if (s->last_saved[0])
		return dtl_fail_at(err, s->broken, s->path, 0, 0, "%s; the last article saved is '%s'", why.message, s->last_saved);
	return dtl_fail_at(err, s->broken, s->path, 0, 0, "%s; no article of this run was saved", why.message);
}

dtl_status dtl_store_flush(dtl_store *s, dtl_error *err)
{
	if (!s->in_transaction) return DTL_OK;
	dtl_gdal_errors errors;
	dtl_gdal_begin(&errors);
	bool written = !s->bulk || s->pending_articles == 0 || dtl_bulk_write(s, &errors);
	written = written && GDALDatasetCommitTransaction(s->dataset) == OGRERR_NONE;
	dtl_status status = written && !errors.number ? DTL_OK : give_up(s, &errors, err);
	dtl_gdal_end();
	if (status != DTL_OK) return status;
	s->in_transaction = false;
	s->pending_articles = s->pending_events = s->pending_bytes = 0;
	memcpy(s->last_saved, s->last_added, sizeof s->last_saved);
	return DTL_OK;
}

/* An SQL string literal. The id is data: quotes are doubled, and it holds no NUL. */
static const char *literal(dtl_arena *arena, const char *prefix, dtl_str value)
{
	dtl_buf out = {.arena = arena};
	dtl_buf_addz(&out, prefix);
	dtl_buf_addc(&out, '\'');
	for (size_t i = 0; i < value.len && value.ptr[i]; i++) {
		if (value.ptr[i] == '\'') dtl_buf_addc(&out, '\'');
		dtl_buf_addc(&out, value.ptr[i]);
	}
	dtl_buf_addc(&out, '\'');
	return out.data;
}

static bool has_article(dtl_store *s, dtl_str id)
{
	uint64_t unused;
	if (s->bulk) return dtl_bulk_has(s, id, &unused);
	OGR_L_SetAttributeFilter(s->articles, literal(&s->scratch, "id = ", id));
	bool there = OGR_L_GetFeatureCount(s->articles, TRUE) > 0;
	OGR_L_SetAttributeFilter(s->articles, NULL);
	return there;
}

/* FNV-1a of title and text: tells whether an article changed since it was stored. */
static uint64_t content_hash(const dtl_article *a)
{
	return dtl_str_hash(a->title) * 31 + dtl_str_hash(a->text);
}

/* Runs with the arena armed and GDAL's errors caught. */
static void look_up(dtl_store *s, const dtl_article *article, bool *known, bool *changed)
{
	char made[17];
	uint64_t hash = content_hash(article), there = hash;
	dtl_str id = article->id;
	if (id.len == 0) {
		dtl_article_content_id(article, made);
		id = dtl_str_of(made);
	}
	/* one transaction for many questions: each by itself would lock the file and look for a journal */
	if (!s->in_transaction && !s->bulk) s->in_transaction = GDALDatasetStartTransaction(s->dataset, FALSE) == OGRERR_NONE;
	*known = has_article(s, id);
	/* an id made of another content would be another; an article without a title was stored with the one that was found in it */
	if (!*known || article->id.len == 0 || article->title.len == 0) return;
	if (s->bulk) {
		*changed = dtl_bulk_has(s, id, &there) && there != hash;
		return;
	}
	const char *same = literal(&s->scratch, "id = ", id);
	OGR_L_SetAttributeFilter(s->articles, dtl_arena_printf(&s->scratch, "%s AND content_hash <> '%016llx'", same, (unsigned long long)hash).ptr);
	*changed = OGR_L_GetFeatureCount(s->articles, TRUE) > 0;
	OGR_L_SetAttributeFilter(s->articles, NULL);
}

dtl_status dtl_store_find_article(dtl_store *s, const dtl_article *article, bool *known, bool *changed, dtl_error *err)
{
	*known = *changed = false;
	if (s->broken) return dtl_fail(err, s->broken, "store '%s' gave up after an earlier error", s->path);
	dtl_gdal_errors errors;
	dtl_gdal_begin(&errors);
	bool enough = setjmp(s->scratch.exhausted) == 0;
	if (enough) look_up(s, article, known, changed);
	dtl_gdal_end();
	dtl_arena_free(&s->scratch);
	if (!enough) return dtl_fail_memory(err);
	return errors.number ? dtl_gdal_fail(&errors, "read", s->path, err) : DTL_OK;
}

static void set_text(dtl_store *s, OGRFeatureH feature, int column, dtl_str value)
{
	if (value.len) OGR_F_SetFieldString(feature, column, dtl_arena_str(&s->scratch, value).ptr);
	else OGR_F_SetFieldNull(feature, column);
}

static GIntBig write_article(dtl_store *s, const dtl_article *a)
{
	OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(s->articles));
	if (!feature) return OGRNullFID;
	for (size_t i = 0; i < DTL_ARTICLE_FIELDS; i++) {
		const dtl_article_field *f = &dtl_article_fields[i];
		if (f->offset != SIZE_MAX) set_text(s, feature, s->article_column[i], *(const dtl_str *)((const char *)a + f->offset));
	}
	OGR_F_SetFieldInteger64(feature, s->article_column[DTL_ARTICLE_LINE], (GIntBig)a->line);
	uint64_t hash = content_hash(a);
	char digits[17];
	snprintf(digits, sizeof digits, "%016llx", (unsigned long long)hash);
	OGR_F_SetFieldString(feature, s->article_column[DTL_ARTICLE_HASH], digits);
	if (s->bulk) return dtl_bulk_add_article(s, feature, a->id, hash);
	GIntBig fid = OGR_L_CreateFeature(s->articles, feature) == OGRERR_NONE ? OGR_F_GetFID(feature) : OGRNullFID;
	OGR_F_Destroy(feature);
	return fid;
}

static void set_value(dtl_store *s, OGRFeatureH feature, int column, const dtl_value *v)
{
	switch (v->kind) {
	case DTL_VALUE_NULL: OGR_F_SetFieldNull(feature, column); break;
	case DTL_VALUE_TEXT:
	case DTL_VALUE_JSON: set_text(s, feature, column, v->text); break;
	case DTL_VALUE_INTEGER: OGR_F_SetFieldInteger64(feature, column, v->integer); break;
	case DTL_VALUE_REAL: OGR_F_SetFieldDouble(feature, column, v->real); break;
	case DTL_VALUE_DATE: OGR_F_SetFieldDateTime(feature, column, v->date.year, v->date.month, v->date.day, 0, 0, 0, 0); break;
	}
}

static bool write_event(dtl_store *s, const dtl_article *a, GIntBig article_fid, const dtl_event *e)
{
	OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(s->events));
	if (!feature) return false;
	for (size_t i = 0; i < dtl_event_field_count; i++) {
		dtl_value v = dtl_event_field_get(&dtl_event_fields[i], e, &s->scratch);
		set_value(s, feature, s->event_column[i], &v);
	}
	set_text(s, feature, s->article_id, a->id);
	OGR_F_SetFieldInteger64(feature, s->article_fid, article_fid);
	if (e->place.has_point) {
		OGRGeometryH point = OGR_G_CreateGeometry(wkbPoint);
		OGR_G_SetPoint_2D(point, 0, e->place.point.lon, e->place.point.lat);
		OGR_F_SetGeometryDirectly(feature, point);
	}
	if (s->bulk) return dtl_bulk_add_event(s, feature);
	bool good = OGR_L_CreateFeature(s->events, feature) == OGRERR_NONE;
	OGR_F_Destroy(feature);
	return good;
}

/* Runs with the arena armed and GDAL's errors caught. */
static dtl_status write_all(dtl_store *s, const dtl_article *a, const dtl_event *events, size_t count, bool *added,
	const dtl_gdal_errors *errors, dtl_error *err)
{
	if (has_article(s, a->id)) return errors->number ? give_up(s, errors, err) : DTL_OK;
	if (!s->in_transaction && GDALDatasetStartTransaction(s->dataset, FALSE) != OGRERR_NONE) return give_up(s, errors, err);
	s->in_transaction = true;
	GIntBig fid = write_article(s, a);
	bool good = fid != OGRNullFID;
	for (size_t i = 0; good && i < count; i++) good = write_event(s, a, fid, &events[i]);
	if (!good || errors->number) return give_up(s, errors, err);
	s->pending_articles++;
	s->pending_events += count;
	s->pending_bytes += a->text.len;
	snprintf(s->last_added, sizeof s->last_added, "%.*s", (int)(a->id.len < 150 ? a->id.len : 150), a->id.ptr);
	*added = true;
	return DTL_OK;
}

dtl_status dtl_store_write_article(dtl_store *s, const dtl_article *article, const dtl_event *events, size_t count, bool *added,
	dtl_error *err)
{
	if (s->broken) return dtl_fail(err, s->broken, "store '%s' gave up after an earlier error", s->path);
	if (article->id.len == 0) return dtl_fail(err, DTL_ERR_USAGE, "an article without id cannot be stored");
	*added = false;
	dtl_gdal_errors errors;
	dtl_gdal_begin(&errors);
	if (setjmp(s->scratch.exhausted)) {
		dtl_arena_free(&s->scratch);
		dtl_gdal_errors memory = {1, "out of memory"};
		dtl_status failed = give_up(s, &memory, err);
		dtl_gdal_end();
		return failed;
	}
	dtl_status status = write_all(s, article, events, count, added, &errors, err);
	dtl_gdal_end();
	dtl_arena_free(&s->scratch);
	if (status == DTL_OK && (s->pending_articles >= BATCH_ARTICLES || s->pending_events >= BATCH_EVENTS || s->pending_bytes >= BATCH_BYTES))
		status = dtl_store_flush(s, err);
	return status;
}
