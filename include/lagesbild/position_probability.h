/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How sure it is that a point lies in an area, and how far it is from the boundary.
 *
 * The true position is circular normal round the reported one: sigma on each axis. Sources give
 * the median radial error M (83 m for police geocoding, docs/methods.md, Position error): M = sigma
 * sqrt(2 ln 2). */
#ifndef LAGESBILD_POSITION_PROBABILITY_H
#define LAGESBILD_POSITION_PROBABILITY_H

#include <lagesbild/shapes.h>

/* sigma for a median radial error, in the same unit. */
LB_API double lb_sigma_from_median_error(double median);

/* Metres to the nearest boundary of the feature, inside or outside; infinite when it has none. */
LB_API double lb_shape_distance(const lb_shapes *shapes, size_t feature, double x, double y);

/* Is the point in the feature? The boundary rule is that of locate.h; for many points use that. */
LB_API bool lb_shape_contains(const lb_shapes *shapes, size_t feature, double x, double y);

/* The probability, 0-1, that the true position is in the feature, to 1e-12. Exactly 0 or 1 when the
 * boundary is over 8 sigma away; sigma 0: what lb_shape_contains says.
 * LB_E_USAGE: sigma is negative or not finite. LB_E_INPUT: x or y is not finite. */
LB_API lb_status lb_shape_probability(const lb_shapes *shapes, size_t feature, double x, double y,
                                      double sigma, double *out);

#endif
