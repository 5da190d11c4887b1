/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shapes to GEOS and back: the two conversions that every use of GEOS goes through, and the context
 * it runs in. */
#ifndef LB_PORT_GEOS_GEOS_CONVERT_H
#define LB_PORT_GEOS_GEOS_CONVERT_H

#define GEOS_USE_ONLY_R_API
#include <geos_c.h>

#include <lagesbild/shapes.h>

/* A context of its own with the last message it gave; one a thread. */
typedef struct lb_geos {
    GEOSContextHandle_t handle;
    char message[300];
    bool no_memory; /* a conversion could not allocate */
} lb_geos;

/* The struct must stay where it is until lb_geos_stop. LB_E_MEMORY. */
lb_status lb_geos_start(lb_geos *geos, lb_error *err);
void lb_geos_stop(lb_geos *geos);

/* *err from the last message: LB_E_INPUT, "what: message"; LB_E_MEMORY when that was the reason. */
lb_status lb_geos_failure(const lb_geos *geos, const char *what, lb_error *err);

/* One part as a POLYGON; NULL: failed. Rings of fewer than three points, which GEOS does not take,
 * are left out and set *dropped (may be NULL). */
GEOSGeometry *lb_geos_from_part(lb_geos *geos, const lb_shapes *shapes, size_t part, bool *dropped);

/* A feature as a MULTIPOLYGON, as it is, valid or not; NULL: failed. */
GEOSGeometry *lb_geos_from_feature(lb_geos *geos, const lb_shapes *shapes, size_t feature,
                                   bool *dropped);

/* n features, those of which (NULL: the first n), as one collection; NULL: failed. */
GEOSGeometry *lb_geos_collect(lb_geos *geos, const lb_shapes *shapes, const size_t *which,
                              size_t n);

/* Appends the polygons of a geometry of any kind to the last feature of out; points and lines are
 * left out. */
lb_status lb_geos_add_polygons(lb_geos *geos, const GEOSGeometry *geometry, lb_shapes *out);

#endif
