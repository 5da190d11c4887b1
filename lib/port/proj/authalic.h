/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From points of a CRS to equal-area coordinates of its ellipsoid. */
#ifndef LB_PORT_PROJ_AUTHALIC_H
#define LB_PORT_PROJ_AUTHALIC_H

#include <lagesbild/status.h>

/* One thread at a time. */
typedef struct lb_authalic lb_authalic;

/* Longitude in radians, and the area in square metres between equator and latitude of a strip one
 * radian wide. What a ring encloses is the integral of q over lambda along it. */
typedef struct lb_authalic_point {
    double lambda, q;
} lb_authalic_point;

/* LB_E_USAGE: PROJ does not know the CRS, or it has no ellipsoid. LB_E_MEMORY. */
lb_status lb_authalic_new(const char *crs, lb_authalic **out, lb_error *err);
void lb_authalic_free(lb_authalic *authalic);

/* Not finite where PROJ cannot transform the point. Within 2e-8 m of PROJ's result, and the same
 * whatever points came before. */
lb_authalic_point lb_authalic_project(lb_authalic *authalic, double x, double y);

/* The longest piece of a straight line of the CRS that is as good as a parabola on the ellipsoid,
 * in units of the CRS. */
double lb_authalic_max_piece(const lb_authalic *authalic);

#endif
