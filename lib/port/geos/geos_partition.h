/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Areas that overlap, cut into parts that do not. */
#ifndef LB_PORT_GEOS_GEOS_PARTITION_H
#define LB_PORT_GEOS_GEOS_PARTITION_H

#include <lagesbild/shapes.h>

/* Zeroed memory is a valid empty struct. */
typedef struct lb_geos_parts {
    lb_shapes shapes; /* a feature a part */
    size_t *first;    /* [count + 1] */
    size_t *owner;    /* owner[first[i]] .. owner[first[i + 1] - 1], ascending: the areas that
                       * cover part i */
} lb_geos_parts;

void lb_geos_parts_clear(lb_geos_parts *parts);

/* overlapping: [count] areas that may overlap others; the rest are parts of their own, untouched.
 * Shapes must be valid. LB_E_MEMORY; LB_E_INPUT with what GEOS said. */
lb_status lb_geos_partition(const lb_shapes *shapes, const bool *overlapping, lb_geos_parts *out,
                            lb_error *err);

#endif
