/* What the feature of an entry means for the stages: class, precision, prior. */
#include <math.h>

#include "base/str.h"
#include "gazetteer/reader.h"

dtl_gaz_class dtl_gaz_class_of_feature(dtl_str feature)
{
	char c = feature.len ? feature.ptr[0] : 'P';
	dtl_str code = feature.len > 2 ? dtl_str_sub(feature, 2, feature.len) : DTL_STR_NONE;
	switch (c) {
	case 'A':
		if (dtl_str_starts(code, DTL_STR("PCL")) || dtl_str_eq(code, DTL_STR("TERR")))
			return DTL_GAZ_COUNTRY;
		return dtl_str_starts(code, DTL_STR("ADM1")) ? DTL_GAZ_ADM1 : DTL_GAZ_ADM2;
	case 'P':
		if (dtl_str_eq(code, DTL_STR("PPLC"))) return DTL_GAZ_PPLC;
		if (dtl_str_eq(code, DTL_STR("PPLA"))) return DTL_GAZ_PPLA;
		if (dtl_str_eq(code, DTL_STR("PPLA2"))) return DTL_GAZ_PPLA2;
		if (dtl_str_starts(code, DTL_STR("PPLA"))) return DTL_GAZ_PPLA3;
		if (dtl_str_eq(code, DTL_STR("PPLX")) || dtl_str_eq(code, DTL_STR("PPLL"))) return DTL_GAZ_PPLX;
		return dtl_str_eq(code, DTL_STR("PPLZ")) ? DTL_GAZ_PPLZ : DTL_GAZ_PPL;
	case 'H': case 'U': return DTL_GAZ_WATER;
	case 'L': return DTL_GAZ_REGION;
	case 'S':
		if (dtl_str_starts(code, DTL_STR("AIR")))
			return DTL_GAZ_AIRPORT;
		return DTL_GAZ_SITE;
	case 'T':
		if (dtl_str_starts(code, DTL_STR("ISL")) || dtl_str_eq(code, DTL_STR("ATOL")))
			return DTL_GAZ_ISLAND;
		if (dtl_str_starts(code, DTL_STR("MT")) || dtl_str_eq(code, DTL_STR("PK")) || dtl_str_eq(code, DTL_STR("VLC")) ||
			dtl_str_starts(code, DTL_STR("HLL")) || dtl_str_eq(code, DTL_STR("PASS")) || dtl_str_starts(code, DTL_STR("RDG")))
			return DTL_GAZ_MOUNTAIN;
		return DTL_GAZ_REGION;
	case 'V': return DTL_GAZ_REGION;
	default: return DTL_GAZ_SITE; /* R: roads and railways */
	}
}

dtl_precision dtl_gaz_precision(const dtl_gaz_entry *e)
{
	switch ((dtl_gaz_class)e->class_) {
	case DTL_GAZ_COUNTRY: return DTL_PRECISION_COUNTRY;
	case DTL_GAZ_ADM1: return DTL_PRECISION_REGION;
	case DTL_GAZ_ADM2: return DTL_PRECISION_DISTRICT;
	case DTL_GAZ_PPLC: case DTL_GAZ_PPLA: case DTL_GAZ_PPLA2: case DTL_GAZ_PPLA3: case DTL_GAZ_PPL: case DTL_GAZ_PPLX:
	case DTL_GAZ_PPLZ:
		return DTL_PRECISION_CITY;
	case DTL_GAZ_AIRPORT: case DTL_GAZ_SITE: return DTL_PRECISION_POINT;
	case DTL_GAZ_REGION: case DTL_GAZ_WATER: case DTL_GAZ_MOUNTAIN: case DTL_GAZ_ISLAND: case DTL_GAZ_CLASS_COUNT:
	default:
		if (e->radius_km >= 1500)
			return DTL_PRECISION_COUNTRY;
		return e->radius_km < 30 ? DTL_PRECISION_DISTRICT : DTL_PRECISION_REGION;
	}
}

float dtl_gaz_prior(const dtl_gaz_entry *e, dtl_name_kind kind)
{
	double people = log10(1.0 + e->prior_population);
	double prior;
	switch ((dtl_gaz_class)e->class_) {
	case DTL_GAZ_COUNTRY: prior = 7.5 + .6 * people; break;
	case DTL_GAZ_ADM1: prior = 6.3 + .6 * people; break;
	case DTL_GAZ_ADM2: prior = .6 * people; break;
	case DTL_GAZ_AIRPORT: prior = e->flags & DTL_GAZ_ENTRY_CURATED ? 5 : 0; break;
	case DTL_GAZ_REGION: case DTL_GAZ_WATER: case DTL_GAZ_MOUNTAIN: case DTL_GAZ_ISLAND: case DTL_GAZ_SITE:
		/* What a person put into a table is in the news; a dump's hills and creeks hardly ever are. */
		prior = e->flags & DTL_GAZ_ENTRY_CURATED ? 5 : e->class_ == DTL_GAZ_SITE ? 0 : .5;
		break;
	default: prior = people; break;
	}
	if (e->flags & DTL_GAZ_ENTRY_HISTORICAL)
		prior -= 1;
	return (float)(prior - (kind > DTL_NAME_MAIN ? 1 : 0));
}
