/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Features from west to east. Geometry that is computed from one feature to the next then does not
 * depend, in its last digits, on the order of rows in the layer. */
#ifndef LB_MODEL_SPATIAL_ORDER_H
#define LB_MODEL_SPATIAL_ORDER_H

#include <lagesbild/shapes.h>

/* order[count], to be freed by free(): features by xmin, ymin, xmax, ymax of their boxes, those of
 * equal boxes by their vertices, and those that have the same vertices in the order of the layer.
 * NULL: out of memory. */
size_t *lb_spatial_order(const lb_shapes *shapes);

/* Have two features the same vertices in the same sequence, in the same rings? In the order above
 * they follow each other. */
bool lb_spatial_order_equal(const lb_shapes *shapes, size_t a, size_t b);

#endif
