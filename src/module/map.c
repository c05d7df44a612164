/* The public face of the map module. */
#include "module/module.h"

#include <stdlib.h>

dtl_status dtl_map_render(const dtl_event_set *events, const dtl_map_spec *spec, dtl_map_image *out, dtl_error *err)
{
	const dtl_map_module *module;
	dtl_status status = dtl_map_module_load(&module, err);
	return status == DTL_OK ? module->render(events, spec, out, err) : status;
}

dtl_status dtl_map_paint(const dtl_event_set *events, const dtl_map_spec *spec, struct _cairo *cairo, dtl_map_image *info, dtl_error *err)
{
	const dtl_map_module *module;
	dtl_status status = dtl_map_module_load(&module, err);
	return status == DTL_OK ? module->paint(events, spec, cairo, info, err) : status;
}

dtl_status dtl_map_paint_pixels(const dtl_event_set *events, const dtl_map_spec *spec, unsigned char *pixels, size_t stride, unsigned width,
	unsigned height, dtl_map_image *info, dtl_error *err)
{
	const dtl_map_module *module;
	dtl_status status = dtl_map_module_load(&module, err);
	return status == DTL_OK ? module->paint_pixels(events, spec, pixels, stride, width, height, info, err) : status;
}

dtl_status dtl_map_series_open(const dtl_event_set *whole, const dtl_event_set *const *parts, size_t count, const dtl_map_spec *spec,
	dtl_map_series **out, dtl_error *err)
{
	const dtl_map_module *module;
	dtl_status status = dtl_map_module_load(&module, err);
	return status == DTL_OK ? module->series_open(whole, parts, count, spec, out, err) : status;
}

dtl_status dtl_map_series_render(dtl_map_series *series, const dtl_event_set *part, dtl_str title, dtl_map_image *out, dtl_error *err)
{
	const dtl_map_module *module;
	dtl_status status = dtl_map_module_load(&module, err);
	return status == DTL_OK ? module->series_render(series, part, title, out, err) : status;
}

void dtl_map_series_close(dtl_map_series *series)
{
	const dtl_map_module *module;
	if (series && dtl_map_module_load(&module, NULL) == DTL_OK) module->series_close(series);
}

void dtl_map_image_release(dtl_map_image *image)
{
	free(image->data);
	free(image->alt_text);
	free(image->warnings);
	free(image->title);
	free(image->projection);
	free(image->states);
	*image = (dtl_map_image){0};
}
