/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a unit of a CRS is on the ground, which its name does not say: a metre of Web Mercator
 * is half a metre in Sweden. */
#ifndef LB_PORT_PROJ_SCALE_H
#define LB_PORT_PROJ_SCALE_H

#include <lagesbild/grid.h>
#include <lagesbild/status.h>

/* metres[0] and [1]: on the ellipsoid (WGS 84), from (x, y) along a hundredth of the first and of
 * the second axis's degree, or along 100 units of a projected CRS, for one degree or unit.
 * LB_E_USAGE: not a CRS that PROJ knows. LB_E_INPUT: no place of it. */
lb_status lb_crs_scale(const char *crs, double x, double y, double metres[2], lb_error *err);

/* Can distances be measured in the CRS, within 2 % in the middle of the box? LB_E_USAGE names what
 * they are for and the CRS to use. */
lb_status lb_crs_check_scale(const char *crs, lb_box box, const char *what, lb_error *err);

#endif
