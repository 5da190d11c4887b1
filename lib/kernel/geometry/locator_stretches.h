/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the cells of each area to stretches of columns by row, with the areas in each. */
#ifndef LB_KERNEL_GEOMETRY_LOCATOR_STRETCHES_H
#define LB_KERNEL_GEOMETRY_LOCATOR_STRETCHES_H

#include <lagesbild/locate.h>
#include "kernel/geometry/locator.h"

/* Columns [col, end) of a row lie in an area. */
struct row_span {
    int32_t col, end;
    uint32_t entry; /* area * 2, + 1: on the boundary */
};

/* Fills row, stretch and entry of the locator, whose lattice is set. span: of row r, by area and
 * then column, those from first[r] to first[r + 1]; no two of an area overlap. Sorted by column
 * afterwards. LB_E_MEMORY: also for over 2^32 entries. */
lb_status lb_locator_add_stretches(lb_locator *locator, struct row_span *span, const size_t *first,
                                   int threads);

#endif
