/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Anselin's local Moran I of counts or of rates (docs/methods.md, Hot spots). */
#ifndef LB_KERNEL_HOTSPOT_LOCAL_MORAN_H
#define LB_KERNEL_HOTSPOT_LOCAL_MORAN_H

#include "kernel/hotspot/cell_rows.h"

typedef struct lb_moran_input {
    const lb_cell_rows *rows;
    const lb_cell_window *window; /* the cell itself is left out of it */
    const double *z;              /* [cells]; NaN: takes no part */
    int draws;
    uint64_t seed;
    int threads; /* no digit depends on it */
} lb_moran_input;

/* z[n] of count[n]: less their mean; with people[n] the standardised rate of Assuncao and Reis
 * 1999, NaN without people. */
void lb_moran_scores(const double *count, const double *people, size_t n, double *z);

/* moran[cells]: I with row-standardised weights; p[cells]: upper one-sided, from draws of the
 * neighbours among all others; lag[cells]: mean z of the neighbours. All NaN without neighbours.
 * LB_E_MEMORY. */
lb_status lb_local_moran(const lb_moran_input *input, double *moran, double *p, double *lag);

#endif
