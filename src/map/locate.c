/* A point on the basemap: whose land it is. */
#include "base/error.h"
#include "map/basemap.h"
#include "map/locate.h"

static void copy_text(char *out, size_t size, const char *text)
{
	size_t n = strlen(text);
	n = n < size ? n : 0; /* no code is cut */
	memcpy(out, text, n);
	out[n] = '\0';
}

dtl_status dtl_map_locate(dtl_lonlat point, dtl_map_spot *out, dtl_error *err)
{
	dtl_basemap base;
	dtl_arena arena = {0};
	dtl_status status = dtl_basemap_open(NULL, &base, err);
	if (status != DTL_OK) return status;
	if (setjmp(arena.exhausted)) {
		status = dtl_fail_memory(err);
	} else {
		int32_t unit = dtl_basemap_unit_at(&base, &arena, point);
		*out = (dtl_map_spot){.land = unit >= 0};
		if (unit >= 0) {
			const dtl_base_unit *u = &base.units[unit];
			copy_text(out->outline, sizeof out->outline, dtl_basemap_string(&base, u->code));
			copy_text(out->country, sizeof out->country, base.countries[dtl_basemap_country_of(&base, (uint32_t)unit, DTL_STR_NONE)].iso);
		}
	}
	dtl_arena_free(&arena);
	dtl_basemap_close(&base);
	return status;
}
