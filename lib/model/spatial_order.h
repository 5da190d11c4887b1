/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Features from west to east, so that what is computed from one to the next does not tell, in its
 * last digits, how the rows of a layer stood. */
#ifndef LB_MODEL_SPATIAL_ORDER_H
#define LB_MODEL_SPATIAL_ORDER_H

#include <lagesbild/shapes.h>

/* order[count], freed by free(): by the corners of their boxes, those alike as they stand. NULL:
 * out of memory. */
size_t *lb_spatial_order(const lb_shapes *shapes);

#endif
