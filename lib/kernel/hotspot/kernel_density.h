/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events spread over cells by a kernel that is integrated over each cell (docs/methods.md, Hot
 * spots). Every event sums to 1 over the cells, wherever it lies, and the map to the events. */
#ifndef LB_KERNEL_HOTSPOT_KERNEL_DENSITY_H
#define LB_KERNEL_HOTSPOT_KERNEL_DENSITY_H

#include <stdbool.h>
#include "kernel/hotspot/cell_rows.h"

/* Beyond so many bandwidths the Gaussian kernel, less than 1e-8 of it, is left out. */
#define LB_KERNEL_REACH 6

/* Borrowed. */
typedef struct lb_kernel_input {
    const lb_cell_rows *rows;
    const double *xy;   /* [2 n], each in a cell of rows */
    const size_t *cell; /* [n]: that cell */
    size_t n;
    double bandwidth; /* metres, > 0: the standard deviation; of the quartic kernel its radius */
    int threads;      /* no digit depends on it */
    bool quartic;     /* (1 - (d / radius)^2)^2 at 5 x 5 points of a cell, else Gaussian, exact */
} lb_kernel_input;

/* density[rows->count]: events a cell. log_likelihood (NULL: not asked for): the sum over events of
 * the log of what the others put into its cell; -infinity where an event has no other in reach.
 * LB_E_MEMORY. */
lb_status lb_kernel_density(const lb_kernel_input *input, double *density, double *log_likelihood);

#endif
