/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The union of areas most of which touch no other. */
#ifndef LB_INPUT_AREAS_FAST_UNION_H
#define LB_INPUT_AREAS_FAST_UNION_H

#include <lagesbild/shapes.h>

/* Appends one feature to out: the union of n features of shapes, which are valid (which == NULL: of
 * the first n). LB_E_MEMORY; LB_E_INPUT: GEOS failed, with its message. */
lb_status lb_fast_union(const lb_shapes *shapes, const size_t *which, size_t n, int threads,
                        lb_shapes *out, lb_error *err);

#endif
