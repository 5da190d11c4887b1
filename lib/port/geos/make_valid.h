/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making polygons valid, and saying what was wrong. */
#ifndef LB_PORT_GEOS_MAKE_VALID_H
#define LB_PORT_GEOS_MAKE_VALID_H

#include "port/geos/geos_convert.h"

typedef struct lb_repair {
    bool needed;
    char reason[200];     /* "Self-intersection at (315000.12, 6400000.34)" */
    double before, after; /* planar area, square metres */
} lb_repair;

/* Is feature i valid as it is, with rings that all have an area? False also when GEOS fails. */
bool lb_is_valid(lb_geos *geos, const lb_shapes *shapes, size_t i);

/* Appends feature i of shapes to out, repaired if it is invalid: each part by the even-odd rule of
 * its rings (GEOSMakeValid), so that both lobes of a bow tie stay, then the parts united, so that
 * nothing is lost where two overlap; lines and points that remain are dropped. The feature may end
 * without parts. LB_E_INPUT: GEOS cannot repair it. */
lb_status lb_repair_feature(lb_geos *geos, const lb_shapes *shapes, size_t i, lb_shapes *out,
                            lb_repair *what, lb_error *err);

#endif
