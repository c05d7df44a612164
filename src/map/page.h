/* The page: title, standfirst, map frame, key, footer. */
#ifndef DTL_MAP_PAGE_H
#define DTL_MAP_PAGE_H

#include "map/plan.h"

/* Fills the plan's scene. *project is the caller's to close, also after a failure. */
DTL_MUST_CHECK dtl_status dtl_page_lay_out(dtl_plan *plan, dtl_project **project, dtl_error *err);
/* Lays out plan->set in the layout of plan->whole: fills the scene. */
void dtl_page_lay_out_part(dtl_plan *plan);
void dtl_page_warnings(const dtl_plan *plan, dtl_buf *out);

#endif
