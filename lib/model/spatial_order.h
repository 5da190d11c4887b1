/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Features from west to east. Geometry that is computed from one feature to the next then does not
 * depend, in its last digits, on the order of rows in the layer. */
#ifndef LB_MODEL_SPATIAL_ORDER_H
#define LB_MODEL_SPATIAL_ORDER_H

#include <lagesbild/shapes.h>

/* order[count], to be freed by free(): features by xmin, ymin, xmax, ymax of their boxes, equal
 * boxes in the order of the layer. NULL: out of memory. */
size_t *lb_spatial_order(const lb_shapes *shapes);

#endif
