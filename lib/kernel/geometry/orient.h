/* SPDX-License-Identifier: GPL-3.0-or-later */
/* On which side of a line a point lies, without rounding. */
#ifndef LB_KERNEL_GEOMETRY_ORIENT_H
#define LB_KERNEL_GEOMETRY_ORIENT_H

/* +1: c is to the left of the line from a to b, -1: to the right, 0: exactly on it. Exact for
 * coordinates whose products neither overflow nor underflow (1e-140 to 1e150, and 0). */
int lb_orient(const double a[2], const double b[2], const double c[2]);

#endif
