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

#endif
