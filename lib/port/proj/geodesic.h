/* SPDX-License-Identifier: GPL-3.0-or-later */
/* True areas: square metres on the ellipsoid of polygons drawn in a projected CRS. */
#ifndef LB_PORT_PROJ_GEODESIC_H
#define LB_PORT_PROJ_GEODESIC_H

#include <lagesbild/shapes.h>

/* area[i] of each of shapes->count features, whose edges are straight lines of crs. Relative error
 * under 1e-9. threads: 0 for as many as there are cores; no digit depends on it. LB_E_USAGE: crs is
 * not known. LB_E_INPUT: a vertex has no place on the ellipsoid. */
lb_status lb_geodesic_areas(const lb_shapes *shapes, const char *crs, int threads, double *area,
                            lb_error *err);

/* The area on the ellipsoid between a straight line of the CRS and a parallel, signed so that the
 * sum along an anticlockwise ring is what the ring encloses: a sum over parts of rings needs no
 * rings. */
typedef struct lb_geodesic_strips lb_geodesic_strips;

/* crs: borrowed. box: of all that is measured; its middle is on the parallel, so that strips are
 * small. NULL: out of memory. */
lb_geodesic_strips *lb_geodesic_strips_new(const char *crs, lb_box box, int threads);
void lb_geodesic_strips_free(lb_geodesic_strips *strips);

/* Could one of the threads not begin to measure, for want of memory or since the CRS is not known?
 * Its strips were NaN. */
bool lb_geodesic_strips_failed(const lb_geodesic_strips *strips);

/* Square metres of the line a b. strips: an lb_geodesic_strips; thread: of the threads that it was
 * made for, from 0. NaN: a point has no place on the ellipsoid. */
double lb_geodesic_strip(void *strips, int thread, const double a[2], const double b[2]);

#endif
