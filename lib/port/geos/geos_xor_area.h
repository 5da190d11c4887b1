/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ground that an odd number of polygons hold: found from their borders alone, of which those
 * that two have in common cancel, and so at a small part of the price of a union. */
#ifndef LB_PORT_GEOS_GEOS_XOR_AREA_H
#define LB_PORT_GEOS_GEOS_XOR_AREA_H

#include <lagesbild/shapes.h>

/* *area: its planar size; NaN when borders cross, or touch elsewhere than in common vertices.
 * LB_E_MEMORY. */
lb_status lb_geos_xor_area(const lb_shapes *shapes, const size_t *which, size_t n, double *area,
                           lb_error *err);

#endif
