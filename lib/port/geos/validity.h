/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of validity that other threads run while one reads more polygons. */
#ifndef LB_PORT_GEOS_VALIDITY_H
#define LB_PORT_GEOS_VALIDITY_H

#include <lagesbild/shapes.h>

typedef struct lb_validity lb_validity;

/* threads: all that may work, the caller's among them; over 1. NULL: out of memory. */
lb_validity *lb_validity_new(int threads);
void lb_validity_free(lb_validity *validity); /* NULL is accepted */

/* The last feature of shapes, which is whole; it is copied. LB_E_MEMORY. */
lb_status lb_validity_add(lb_validity *validity, const lb_shapes *shapes);

/* Once, when all are added: waits, and helps, until they are tested. How many of the features added
 * were tested, the first ones in order, and is_valid[] of those; false also where GEOS failed. The
 * last batch, not full, is not tested. */
size_t lb_validity_results(lb_validity *validity, bool *is_valid);

#endif
