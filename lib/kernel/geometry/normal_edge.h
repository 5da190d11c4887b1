/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an edge adds to the circular normal distribution's mass of a region that it bounds
 * (docs/methods.md, Position probability). The distribution's middle is the origin. */
#ifndef LB_KERNEL_GEOMETRY_NORMAL_EDGE_H
#define LB_KERNEL_GEOMETRY_NORMAL_EDGE_H

#include "base/sum.h"

#define LB_FULL_TURN 6.28318530717958647692 /* radians */

/* Adds the integral over the edge's angle of 1 - exp(-r^2/2), radians; a full turn from all of the
 * edges round a region: it has all of the distribution. a, b and sigma in one unit. */
void lb_normal_edge_add(lb_sum *angle, const double a[2], const double b[2], double sigma);

/* The square of an edge's distance from the origin. */
double lb_normal_edge_distance2(const double a[2], const double b[2]);

/* The rest against the edge's angle, 1 / 2pi times the integral of exp(-r^2/2): what lies farther
 * out than the edge, seen from the origin; above 0 for an edge that runs counter-clockwise round
 * it. It vanishes with the distance, so that far edges can be left out. Lengths in sigmas, to
 * 1e-11. distance2: as above, not 0. */
double lb_normal_mass_behind(const double a[2], const double b[2], double distance2);

#endif
