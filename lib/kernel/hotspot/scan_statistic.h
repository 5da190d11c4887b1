/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kulldorff's circular scan statistic on the cells of a grid, with one p-value for all looking
 * (docs/methods.md, Scan statistic). */
#ifndef LB_KERNEL_HOTSPOT_SCAN_STATISTIC_H
#define LB_KERNEL_HOTSPOT_SCAN_STATISTIC_H

#include "kernel/hotspot/cell_rows.h"

/* Borrowed. */
typedef struct lb_scan_input {
    const lb_cell_rows *rows;
    const double *count;    /* [cells] events, whole numbers */
    const double *expected; /* [cells], with the same sum; a cell with 0 has no events */
    double max_share;       /* of the expected in one disc, 0 to 1 */
    double max_radius;      /* metres */
    int draws;
    uint64_t seed;
    int threads; /* no digit depends on it */
} lb_scan_input;

/* A disc: the cells with centres up to `radius` metres from the centre of cell `centre`. */
typedef struct lb_scan_cluster {
    size_t centre, cells;
    double cases, expected, llr, radius, p;
} lb_scan_cluster;

/* Log likelihood ratio of c events where e of n are expected; 0 unless c > e. */
double lb_scan_llr(double c, double e, double n);

/* The most likely clusters that share no cell, the greatest ratio first, at most max; *found: how
 * many. At least two events each. LB_E_MEMORY. LB_E_USAGE: too many radii for so many cells (a
 * smaller max_radius fits). */
lb_status lb_scan_clusters(const lb_scan_input *input, lb_scan_cluster *cluster, size_t max,
                           size_t *found);

#endif
