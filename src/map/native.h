/* The projections that most maps use, by their formulas, so that libproj and the forty libraries behind it are loaded only for others.
 * PROJ stays the judge: test_map_project.c holds them to a millimetre of it. */
#ifndef DTL_MAP_NATIVE_H
#define DTL_MAP_NATIVE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct dtl_native {
	void (*forward)(const struct dtl_native *native, double *xy, size_t n); /* in place: degrees -> metres; HUGE_VAL: no image */
	void (*inverse)(const struct dtl_native *native, double *xy, size_t n);
	double lon0;               /* degrees */
	double n, scale, rho0;     /* conic: constant of the cone, radius at the isometric latitude 0, radius of the origin. Others: scale */
	double qp;                 /* Snyder's q at the pole */
	double sin0, cos0, d, rq;  /* laea: authalic latitude of the centre, and Snyder's D and Rq in radii */
	int pole;                  /* -1, 0, 1: the projection's centre */
} dtl_native;

/* False if the definition is another projection than these, or has parameters that are not known here. */
bool dtl_native_open(const char *definition, dtl_native *out);

#endif
