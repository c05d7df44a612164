/* dateline: finds what happened where and when in news articles, stores it, and draws annotated maps. */
#ifndef DATELINE_H
#define DATELINE_H

#define DATELINE_VERSION "0.1.0"

#include "dateline/analyze.h"
#include "dateline/doctor.h"
#include "dateline/gazetteer.h"
#include "dateline/layer.h"
#include "dateline/map.h"
#include "dateline/model.h"
#include "dateline/read.h"
#include "dateline/report.h"
#include "dateline/status.h"
#include "dateline/store.h"

#ifdef __cplusplus
extern "C" {
#endif
/* The version of the library at run time: a static string. */
DTL_API const char *dtl_version(void);
#ifdef __cplusplus
}
#endif
#endif
