/* Text by pango: measuring and drawing, with every line laid out once. */
#ifndef DTL_MAP_TEXT_H
#define DTL_MAP_TEXT_H

#include <cairo.h>

#include "map/scene.h"

typedef struct dtl_text_engine dtl_text_engine;

DTL_MUST_CHECK dtl_status dtl_text_engine_new(dtl_str sans, dtl_str serif, dtl_text_engine **out, dtl_error *err);
void dtl_text_engine_free(dtl_text_engine *engine); /* NULL is allowed */
/* For dtl_measure: context is the engine. */
extern dtl_extents dtl_text_measure(void *engine, const dtl_font *font, dtl_str text);
/* Draws a text item: halo first where it has one. */
void dtl_text_draw(dtl_text_engine *engine, cairo_t *cr, const dtl_item *item, bool halo);
/* Appends a line that names the characters that no font has; nothing if there are none. */
void dtl_text_missing(const dtl_text_engine *engine, dtl_buf *out);
/* Characters are missing because no font at all is installed. */
bool dtl_text_fontless(const dtl_text_engine *engine);
#define DTL_TEXT_NO_FONTS "no fonts: install fonts-noto-core or fonts-dejavu-core"

#endif
