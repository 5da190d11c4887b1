/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the cells of each area to stretches of columns by row, with the areas in each. */
#ifndef LB_KERNEL_LOCATION_LOCATOR_STRETCHES_H
#define LB_KERNEL_LOCATION_LOCATOR_STRETCHES_H

#include <lagesbild/locate.h>
#include "kernel/location/locator.h"

/* Columns [col, end) of a row lie in an area or on its boundary: an entry of theirs. Several of one
 * boundary follow each other. */
struct row_span {
    int32_t col, end;
    struct entry entry;
};

/* Fills row, stretch and entry of the locator, whose lattice is set. span: of row r, by area and
 * then column, those from first[r] to first[r + 1]; those of an area have the same columns or no
 * common ones. Is freed. LB_E_MEMORY: also for over 2^32 entries. */
lb_status lb_locator_add_stretches(lb_locator *locator, struct row_span *span, const size_t *first,
                                   int threads);

#endif
