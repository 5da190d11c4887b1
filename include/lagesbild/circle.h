/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Areas of true circles: no polygon stands in for the arc (one of 64 sides loses 0.16 %). */
#ifndef LAGESBILD_CIRCLE_H
#define LAGESBILD_CIRCLE_H

#include <lagesbild/shapes.h>

/* The area that the circle round (x, y) shares with a feature, square metres; holes and parts
 * counted as they should. Exactly 0 or the whole circle when no edge enters it, else within about
 * 1e-14 of the circle's area a vertex. 0 when radius is not above 0 or anything is NaN. */
LB_API double lb_circle_shape_area(const lb_shapes *shapes, size_t feature, double x, double y,
                                   double radius);

#endif
