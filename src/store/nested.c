/* The JSON columns read back. What stands in them was written by event_fields.c, but the file may have been edited. */
#include <json-c/json.h>

#include "store/store.h"

static dtl_str text_of(dtl_arena *arena, struct json_object *object, const char *key)
{
	struct json_object *v = json_object_object_get(object, key);
	if (!json_object_is_type(v, json_type_string)) return DTL_STR_NONE;
	return dtl_arena_str(arena, (dtl_str){json_object_get_string(v), (size_t)json_object_get_string_len(v)});
}

static int64_t integer_of(struct json_object *object, const char *key)
{
	return json_object_get_int64(json_object_object_get(object, key)); /* 0 where there is none */
}

static bool number_of(struct json_object *object, const char *key, double *out)
{
	struct json_object *v = json_object_object_get(object, key);
	*out = json_object_get_double(v);
	return json_object_is_type(v, json_type_double) || json_object_is_type(v, json_type_int);
}

static dtl_span span_of(struct json_object *object)
{
	int64_t start = integer_of(object, "start"), end = integer_of(object, "end");
	if (start < 0 || end < start || end > UINT32_MAX) return (dtl_span){0, 0};
	return (dtl_span){(uint32_t)start, (uint32_t)end};
}

static bool read_place(dtl_arena *arena, struct json_object *object, dtl_event_place *p)
{
	*p = (dtl_event_place){.place = -1};
	p->name = text_of(arena, object, "name");
	p->country = text_of(arena, object, "country");
	p->admin1 = text_of(arena, object, "admin1");
	p->id = (uint64_t)integer_of(object, "id");
	p->geonameid = (uint32_t)integer_of(object, "geonameid");
	bool lon = number_of(object, "lon", &p->point.lon), lat = number_of(object, "lat", &p->point.lat);
	p->has_point = lon && lat;
	number_of(object, "radius_km", &p->radius_km);
	p->phrase.text = text_of(arena, object, "text");
	p->phrase.span = span_of(object);
	return dtl_precision_from_name(text_of(arena, object, "precision"), &p->precision) &&
		dtl_role_from_name(text_of(arena, object, "role"), &p->role);
}

/* An array of objects into *held, which whoever armed the arena releases if it runs out. */
static bool parse(dtl_str json, struct json_object **held)
{
	struct json_tokener *tokener = json_tokener_new_ex(8);
	if (tokener && json.len <= INT32_MAX) {
		json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_ALLOW_TRAILING_CHARS);
		*held = json_tokener_parse_ex(tokener, json.ptr, (int)json.len);
	}
	json_tokener_free(tokener);
	bool good = json_object_is_type(*held, json_type_array);
	for (size_t i = 0; good && i < json_object_array_length(*held); i++)
		good = json_object_is_type(json_object_array_get_idx(*held, i), json_type_object);
	return good;
}

static void let_go(struct json_object **held)
{
	json_object_put(*held);
	*held = NULL;
}

static bool read_places(dtl_arena *arena, struct json_object *list, dtl_event *event)
{
	size_t count = json_object_array_length(list);
	dtl_event_place *places = dtl_arena_array(arena, dtl_event_place, count);
	event->other_places = places;
	event->other_place_count = count;
	for (size_t i = 0; i < count; i++)
		if (!read_place(arena, json_object_array_get_idx(list, i), &places[i])) return false;
	return true;
}

bool dtl_nested_places(dtl_arena *arena, dtl_str json, struct json_object **held, dtl_event *event)
{
	bool good = parse(json, held) && read_places(arena, *held, event);
	let_go(held);
	return good;
}

static bool read_quantities(dtl_arena *arena, struct json_object *list, dtl_event *event)
{
	size_t count = json_object_array_length(list);
	dtl_quantity *quantities = dtl_arena_array(arena, dtl_quantity, count);
	event->quantities = quantities;
	event->quantity_count = count;
	for (size_t i = 0; i < count; i++) {
		struct json_object *object = json_object_array_get_idx(list, i);
		if (!number_of(object, "value", &quantities[i].value)) return false;
		quantities[i].unit = text_of(arena, object, "unit");
		quantities[i].span = span_of(object);
	}
	return true;
}

bool dtl_nested_quantities(dtl_arena *arena, dtl_str json, struct json_object **held, dtl_event *event)
{
	bool good = parse(json, held) && read_quantities(arena, *held, event);
	let_go(held);
	return good;
}
