/* One map from events to a scene, with everything that must be released, within reach of the frame that catches exhaustion. */
#ifndef DTL_MAP_JOB_H
#define DTL_MAP_JOB_H

#include "map/plan.h"
#include "map/text.h"

typedef struct dtl_map_job {
	dtl_arena arena, scratch; /* the caller arms both: see run() in render.c */
	dtl_basemap base;
	dtl_text_engine *text;
	dtl_project *project;
	dtl_map_spec spec;
	dtl_style style;
	dtl_scene scene;
	dtl_plan plan;
} dtl_map_job;

/* Fills the scene. set and spec are borrowed until the release, which is the caller's also after a failure. */
DTL_MUST_CHECK dtl_status dtl_map_job_lay_out(dtl_map_job *job, const dtl_event_set *set, const dtl_map_spec *spec, dtl_error *err);
/* What a caller wants to know of it: everything of an image but its data. */
DTL_MUST_CHECK dtl_status dtl_map_job_info(dtl_map_job *job, dtl_map_image *out, dtl_error *err);
void dtl_map_job_release(dtl_map_job *job);

#endif
