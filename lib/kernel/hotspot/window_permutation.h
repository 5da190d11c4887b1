/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How often a window has at least so many events when all counts are permuted over all cells: Gi*
 * with the distribution that it has, not the normal one (docs/methods.md, Hot spots). */
#ifndef LB_KERNEL_HOTSPOT_WINDOW_PERMUTATION_H
#define LB_KERNEL_HOTSPOT_WINDOW_PERMUTATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <lagesbild/status.h>

/* How many cells have each count. */
typedef struct lb_value_counts {
    size_t distinct;       /* different counts */
    uint32_t *value;       /* [distinct], ascending */
    uint64_t *cells;       /* [distinct], above 0 */
    uint64_t n;            /* cells in all */
    double mean, variance; /* of the counts; the variance divided by n */
} lb_value_counts;

void lb_value_counts_clear(lb_value_counts *counts);

/* count[n]: whole numbers from 0 on. LB_E_MEMORY. */
lb_status lb_value_counts_make(const double *count, size_t n, lb_value_counts *out);

/* Getis and Ord's z of a window of m cells with sum s; NaN where the counts do not vary, or the
 * window is all there is. */
double lb_gi_star(const lb_value_counts *counts, size_t m, double s);

/* P(Z > z) of the standard normal distribution. */
double lb_normal_tail(double z);

/* tail[m * (max_sum + 1) + s]: probability that m cells drawn without replacement have a sum of at
 * least s, for m = 0 .. max_m, s = 0 .. max_sum. */
typedef struct lb_window_tails {
    size_t max_m, max_sum;
    double *tail;
} lb_window_tails;

void lb_window_tails_clear(lb_window_tails *tails);

/* Would the table be made in reasonable time and memory? */
bool lb_window_tails_feasible(const lb_value_counts *counts, size_t max_m, size_t max_sum);

/* Exact, to rounding: sums of products that are all above 0. LB_E_MEMORY. */
lb_status lb_window_tails_make(const lb_value_counts *counts, size_t max_m, size_t max_sum,
                               lb_window_tails *out);

/* The same probability of one m and s by the saddlepoint approximation for draws without
 * replacement (Skovgaard 1987): relative error of some per cent at most, far into the tail too. */
double lb_window_saddlepoint(const lb_value_counts *counts, size_t m, double s);

#endif
