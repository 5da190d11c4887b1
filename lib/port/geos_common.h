/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What two sets of polygons have in common, pair by pair. */
#ifndef LB_PORT_GEOS_COMMON_H
#define LB_PORT_GEOS_COMMON_H

#include <lagesbild/shapes.h>

/* Zeroed memory is a valid empty struct. */
typedef struct lb_common {
    lb_shapes shapes; /* a feature a pair that shares a surface */
    size_t *a, *b;    /* [shapes.count]: of which features; ascending by a, then b */
} lb_common;

void lb_common_clear(lb_common *common);

/* Shapes must be valid. LB_E_MEMORY; LB_E_INPUT with what GEOS said. */
lb_status lb_geos_common(const lb_shapes *a, const lb_shapes *b, lb_common *out, lb_error *err);

#endif
