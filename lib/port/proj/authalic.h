/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From places of a CRS to equal-area coordinates of its ellipsoid. */
#ifndef LB_PORT_PROJ_AUTHALIC_H
#define LB_PORT_PROJ_AUTHALIC_H

#include <lagesbild/status.h>

/* One thread at a time. */
typedef struct lb_globe lb_globe;

/* Longitude in radians, and the area in square metres between equator and latitude of a strip one
 * radian wide. What a ring encloses is the integral of q over lambda along it. */
typedef struct lb_place {
    double lambda, q;
} lb_place;

/* LB_E_USAGE: PROJ does not know the CRS, or it has no ellipsoid. */
lb_status lb_globe_new(const char *crs, lb_globe **out, lb_error *err);
void lb_globe_free(lb_globe *globe);

/* Not finite where PROJ finds no place. Within 2e-8 m of what PROJ says, and the same whatever was
 * asked before. */
lb_place lb_globe_place(lb_globe *globe, double x, double y);

/* The longest piece of a straight line of the CRS that is as good as a parabola on the ellipsoid,
 * in units of the CRS. */
double lb_globe_piece(const lb_globe *globe);

#endif
