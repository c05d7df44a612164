#include "text/model.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/str.h"
#include "text/entity.h"
#include "text/model_format.h"
#include "text/model_parts.h"
#include "text/tag.h"

#define FILE_NAME "dateline.model"
#define MEND "run make, or reinstall dateline"

struct dtl_model {
	dtl_mapping mapping;
	const dtl_model_section_entry *sections;
	size_t section_count;
	dtl_model_parts parts;
};

static dtl_status damaged(const char *path, const char *how, dtl_error *err)
{
	return dtl_fail(err, DTL_ERR_CONFIG, "model '%s' %s; " MEND, path, how);
}

/* Everything that later readers rely on is checked here, once. */
static dtl_status check(dtl_model *m, const char *path, dtl_error *err)
{
	const dtl_model_header *h = m->mapping.data;
	if (m->mapping.size < sizeof *h || memcmp(h->magic, "DTLMODEL", 8) != 0) return damaged(path, "is not a model file", err);
	if (h->version != DTL_MODEL_VERSION) return damaged(path, "is of another version", err);
	if (h->size != m->mapping.size || h->sections > DTL_MODEL_SECTIONS ||
		sizeof *h + h->sections * sizeof(dtl_model_section_entry) > m->mapping.size)
		return damaged(path, "is cut short", err);
	if (dtl_model_checksum(h + 1, m->mapping.size - sizeof *h) != h->checksum) return damaged(path, "is damaged", err);
	m->sections = (const dtl_model_section_entry *)(h + 1);
	m->section_count = h->sections;
	for (size_t i = 0; i < m->section_count; i++) {
		const dtl_model_section_entry *s = &m->sections[i];
		if (s->offset % 16 || s->offset > m->mapping.size || s->size > m->mapping.size - s->offset || s->name[15] != '\0')
			return damaged(path, "is damaged", err);
	}
	return DTL_OK;
}

static dtl_status view_parts(dtl_model *m, const char *path, dtl_error *err)
{
	const struct { const char *name; uint32_t labels; dtl_weights *out; } tables[] = {
		{"pos", DTL_TAG_COUNT, &m->parts.pos},
		{"ner1", DTL_ENTITY_COUNT, &m->parts.entity},
		{"ner2", DTL_PLACE_WEIGHT_LABELS, &m->parts.place},
	};
	m->parts.words = dtl_word_table_view(dtl_model_section(m, "words"));
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		dtl_str section = dtl_model_section(m, tables[i].name);
		if (!dtl_weights_view(section, tables[i].labels, tables[i].out) && section.len) return damaged(path, "has a damaged section", err);
	}
	return DTL_OK;
}

dtl_status dtl_model_open(const char *path, dtl_model **out, dtl_error *err)
{
	char found[4096];
	if (!path) {
		dtl_status status = dtl_data_path(FILE_NAME, "the language model", MEND, found, sizeof found, err);
		if (status != DTL_OK) return status;
		path = found;
	}
	dtl_model *m = calloc(1, sizeof *m);
	if (!m) return dtl_fail_memory(err);
	dtl_status status = dtl_map_file(path, DTL_ERR_CONFIG, &m->mapping, err);
	if (status == DTL_OK) status = check(m, path, err);
	if (status == DTL_OK) status = view_parts(m, path, err);
	if (status != DTL_OK) {
		dtl_model_close(m);
		return status;
	}
	*out = m;
	return DTL_OK;
}

void dtl_model_close(dtl_model *m)
{
	if (!m) return;
	dtl_unmap_file(&m->mapping);
	free(m);
}

dtl_str dtl_model_section(const dtl_model *m, const char *name)
{
	for (size_t i = 0; m && i < m->section_count; i++)
		if (strcmp(m->sections[i].name, name) == 0)
			return (dtl_str){(const char *)m->mapping.data + m->sections[i].offset, m->sections[i].size};
	return DTL_STR_NONE;
}

const dtl_model_parts *dtl_model_parts_of(const dtl_model *m) { return &m->parts; }
