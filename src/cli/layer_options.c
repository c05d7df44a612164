#include "cli/layer_options.h"

#include <stddef.h>
#include <string.h>

#define AT(field) offsetof(dtl_cli_layer, field)
const dtl_cli_option dtl_cli_layer_options[] = {
	{"events", 'e', DTL_CLI_TEXT, AT(events), "FILE", "take the events of a CSV or GeoJSON file (also ACLED's and GDELT's) or of another point "
		"layer: .shp, .gpkg, .fgb, .kml, .gpx, .xlsx ...", NULL, NULL, false},
	{"type-field", 0, DTL_CLI_TEXT, AT(type_field), "NAME", "its column of categories; these and the next are told by the header otherwise", NULL, NULL, false},
	{"label-field", 0, DTL_CLI_TEXT, AT(label_field), "NAME", "its column of labels", NULL, NULL, false},
	{"date-field", 0, DTL_CLI_TEXT, AT(date_field), "NAME", "its column of dates", NULL, NULL, false},
	{"lon-field", 0, DTL_CLI_TEXT, AT(lon_field), "NAME", "its column of longitudes", NULL, NULL, false},
	{"lat-field", 0, DTL_CLI_TEXT, AT(lat_field), "NAME", "its column of latitudes", NULL, NULL, false},
	{"place-field", 0, DTL_CLI_TEXT, AT(place_field), "NAME", "its column of place names, looked up where there are no coordinates", NULL, NULL, false},
	{0}};
#undef AT

#define MOST_TOLD 20 /* bad records; the rest is counted */

typedef struct reading {
	const dtl_cli_source *source;
	dtl_cli_events *events;
	const dtl_gazetteer *gazetteer;
	bool asked;  /* for the gazetteer */
	size_t told;
} reading;

static bool find_place(void *user, dtl_str name, dtl_str feature, dtl_place *out)
{
	reading *r = user;
	if (!r->asked) r->gazetteer = dtl_cli_events_gazetteer(r->events, r->source);
	r->asked = true;
	if (!r->gazetteer) return false;
	dtl_place_query query = DTL_PLACE_QUERY_INIT;
	query.text = name;
	query.feature = feature;
	query.mode = DTL_MATCH_EXACT;
	query.limit = 1;
	dtl_place_list *found = NULL;
	if (dtl_gazetteer_find(r->gazetteer, &query, &found, NULL) != DTL_OK) return false;
	const dtl_place *best = dtl_place_list_place(found, 0);
	if (best) *out = *best;
	bool there = best != NULL;
	dtl_place_list_free(found);
	return there;
}

static void tell(void *user, const dtl_error *what)
{
	reading *r = user;
	if (r->told++ < MOST_TOLD) dtl_cli_error(what);
}

static bool filters(const dtl_cli_filter *f)
{
	return f->since.year || f->until.year || f->bbox.set || f->type || f->place || f->actor || f->article || f->min_confidence > 0;
}

int dtl_cli_layer_load(const dtl_cli_command *command, const dtl_cli_layer *layer, const dtl_cli_source *source, const char *by_field,
	size_t most, dtl_cli_events *out)
{
	*out = (dtl_cli_events){0};
	dtl_event_query query;
	int code = dtl_cli_query(command, &source->filter, &query);
	if (code) return code;
	reading r = {.source = source, .events = out};
	dtl_layer_spec spec = {layer->type_field, layer->label_field, layer->date_field, layer->lon_field, layer->lat_field, layer->place_field,
		by_field, filters(&source->filter) ? &query : NULL, most, find_place, tell, &r};
	dtl_error err = DTL_ERROR_INIT;
	if (dtl_layer_read(layer->events, &spec, &out->layer, &err) != DTL_OK) code = dtl_cli_error(&err);
	if (r.told > MOST_TOLD) dtl_cli_warn("and %zu more of '%s'", r.told - MOST_TOLD, layer->events);
	if (!code && r.asked && !r.gazetteer) code = DTL_ERR_CONFIG;
	if (!code) {
		const dtl_event_set *all = dtl_layer_events(out->layer);
		dtl_status st = all ? dtl_event_set_filter(all, &query, &out->set, &err) : dtl_event_set_new(&out->set, &err);
		if (st != DTL_OK) code = dtl_cli_error(&err);
		out->failed = dtl_layer_failed(out->layer);
		if (!code && out->failed && dtl_layer_points(out->layer)->count == 0) code = DTL_ERR_DATA;
	}
	if (code) dtl_cli_events_release(out);
	return code;
}
