/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of validity that other threads run while one reads more polygons. */
#ifndef LB_PORT_GEOS_VALIDITY_H
#define LB_PORT_GEOS_VALIDITY_H

#include <lagesbild/shapes.h>

typedef struct lb_validity lb_validity;

/* threads: of the parallel region that features are added in (OpenMP tasks do the work). NULL: out
 * of memory. */
lb_validity *lb_validity_new(int threads);
void lb_validity_free(lb_validity *validity); /* NULL is accepted */

/* The last feature of shapes, which is whole; it is copied. By one thread of the region at a time;
 * the others test what was added, until the region ends. LB_E_MEMORY. */
lb_status lb_validity_add(lb_validity *validity, const lb_shapes *shapes);

/* After the region: how many of the features added were tested, the first ones in order, and
 * is_valid[] of those; false also where GEOS failed. The last batch, not full, is not tested. */
size_t lb_validity_results(const lb_validity *validity, bool *is_valid);

#endif
