/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the edges in cells to the fractions of all cells (docs/methods.md, Coverage): spans of one
 * area after the other. */
#ifndef LB_KERNEL_GEOMETRY_SPAN_LIST_H
#define LB_KERNEL_GEOMETRY_SPAN_LIST_H

#include <lagesbild/cover.h>
#include "kernel/geometry/edge_coverage.h"

/* Zeroed memory is empty. */
typedef struct lb_span_list {
    lb_cell_span *span; /* [count] */
    size_t count, capacity;
    bool failed; /* out of memory */
} lb_span_list;

/* Adds the spans of one area, by row, then col, from its crossings, those of its cells with a
 * fraction of over 1e-13 of `least`, at most 1: smaller ones are rounding of the cut points. */
void lb_span_list_fill(lb_span_list *list, const lb_edge_coverage *crossings, double least);

#endif
