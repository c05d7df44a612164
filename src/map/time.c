/* Dates as colour: a ramp of at most five equal spans of whole days, from the earliest day of the events to the latest. */
#include <math.h>

#include "base/civil.h"
#include "map/plan.h"

dtl_rgba dtl_ink_on(dtl_rgba ground) { return dtl_luma(ground) > 150 ? 0x161616ff : 0xffffffff; }

dtl_rgba dtl_color_mixed(dtl_rgba a, dtl_rgba b, double t)
{
	dtl_rgba out = 0;
	for (int shift = 24; shift >= 8; shift -= 8) {
		double u = (double)(a >> shift & 255), v = (double)(b >> shift & 255);
		out |= (dtl_rgba)lround(u + (v - u) * t) << shift;
	}
	return out | 255;
}

dtl_rgba dtl_color_ramp(const dtl_style *style, double t)
{
	const dtl_rgba *c = style->colors;
	if (t < .5) return dtl_color_mixed(c[DTL_COLOR_RAMP_FROM], c[DTL_COLOR_RAMP_MIDDLE], t * 2);
	return dtl_color_mixed(c[DTL_COLOR_RAMP_MIDDLE], c[DTL_COLOR_RAMP_TO], t * 2 - 1);
}

static int32_t first_day(const dtl_plan *p) { return dtl_days_from_date(p->span.start); }
static int32_t day_count(const dtl_plan *p) { return dtl_days_from_date(p->span.end) - first_day(p) + 1; }

size_t dtl_time_classes(const dtl_plan *p)
{
	if (p->spec->color_by != DTL_MAP_BY_DATE || !dtl_date_valid(p->span.start) || !dtl_date_valid(p->span.end)) return 0;
	int32_t days = day_count(p);
	return days < DTL_TIME_CLASSES ? (size_t)(days < 1 ? 1 : days) : DTL_TIME_CLASSES;
}

/* The first day of a class, counted from the first of all. */
static int32_t class_start(const dtl_plan *p, size_t index, size_t classes)
{
	return (int32_t)((int64_t)day_count(p) * (int64_t)index / (int64_t)classes);
}

dtl_interval dtl_time_class_days(const dtl_plan *p, size_t index)
{
	size_t classes = dtl_time_classes(p);
	return (dtl_interval){.start = dtl_date_from_days(first_day(p) + class_start(p, index, classes)),
		.end = dtl_date_from_days(first_day(p) + class_start(p, index + 1, classes) - 1), .precision = DTL_DATE_DAY};
}

dtl_rgba dtl_time_class_color(const dtl_plan *p, size_t index)
{
	size_t classes = dtl_time_classes(p);
	return dtl_color_ramp(p->style, classes < 2 ? 1 : (double)index / (double)(classes - 1));
}

dtl_symbol dtl_plan_symbol(const dtl_plan *p, const dtl_event *e)
{
	dtl_symbol s = dtl_style_symbol(p->style, e->type, p->whole_types && e->type != DTL_EVENT_NONE ? DTL_STR("") : e->subtype);
	size_t classes = dtl_time_classes(p);
	if (!classes) return s;
	s.color = p->style->colors[DTL_COLOR_MUTED]; /* no date */
	if (!dtl_date_valid(e->date.start)) return s;
	int32_t day = dtl_days_from_date(e->date.start) - first_day(p);
	size_t k = 0;
	while (k + 1 < classes && day >= class_start(p, k + 1, classes)) k++;
	s.color = dtl_time_class_color(p, k);
	return s;
}
