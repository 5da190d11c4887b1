/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Areas that overlap, cut into pieces that do not. */
#ifndef LB_PORT_GEOS_GEOS_PARTITION_H
#define LB_PORT_GEOS_GEOS_PARTITION_H

#include <lagesbild/shapes.h>

/* Zeroed memory is a valid empty struct. */
typedef struct lb_geos_parts {
    lb_shapes shapes; /* a feature a piece */
    size_t *first;    /* [count + 1] */
    size_t *owner;    /* the areas that piece i is part of: first[i] .. first[i + 1], ascending */
} lb_geos_parts;

void lb_geos_parts_clear(lb_geos_parts *pieces);

/* An area that overlaps no other is its own piece, untouched. Shapes must be valid. LB_E_MEMORY;
 * LB_E_INPUT with what GEOS said. */
lb_status lb_geos_partition(const lb_shapes *shapes, lb_geos_parts *out, lb_error *err);

#endif
