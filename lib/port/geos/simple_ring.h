/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A proof that a ring is valid that spares asking GEOS, for nearly all rings of nearly all layers.
 */
#ifndef LB_PORT_GEOS_SIMPLE_RING_H
#define LB_PORT_GEOS_SIMPLE_RING_H

#include <stdbool.h>
#include <stddef.h>

/* Is it certain that no two edges of the closed ring (n points, the last equal to the first) have
 * more in common than the corner between them? False also where rounding leaves a doubt, where
 * corners repeat or touch edges, and for rings of over 4096 points, which GEOS is faster for. */
bool lb_ring_is_surely_simple(const double *xy, size_t n);

#endif
