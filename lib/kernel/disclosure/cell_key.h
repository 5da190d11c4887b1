/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The perturbation table of the cell-key method (docs/methods.md, Cell key): which whole numbers a
 * count may become, with what probability. Every row has mean change 0 and the same variance, and
 * the distribution of greatest entropy among those. */
#ifndef LB_KERNEL_DISCLOSURE_CELL_KEY_H
#define LB_KERNEL_DISCLOSURE_CELL_KEY_H

#include <stdint.h>
#include <lagesbild/status.h>

enum { LB_PERTURB_DEVIATION_MAX = 20 };

typedef struct lb_perturb_row {
    int count;                                            /* of changes, 0: no change */
    int change[2 * LB_PERTURB_DEVIATION_MAX + 1];         /* ascending */
    double probability[2 * LB_PERTURB_DEVIATION_MAX + 1]; /* of each change; they sum to 1 */
} lb_perturb_row;

typedef struct lb_perturb_table {
    int rows; /* row i is of the count i; greater counts have the last one */
    lb_perturb_row row[2 * LB_PERTURB_DEVIATION_MAX + 2];
} lb_perturb_table;

/* deviation: 1 .. LB_PERTURB_DEVIATION_MAX, above smallest; variance: of the change of every count
 * above 0, between the least that is possible, floor((smallest + 1)^2 / 4), and the deviation.
 * LB_E_USAGE: not so. */
lb_status lb_perturb_table_make(int deviation, double variance, int smallest,
                                lb_perturb_table *out);

/* What a count of at least 0 becomes; key: of the cell, uniform over all 64 bits. */
int64_t lb_perturb_count(const lb_perturb_table *table, int64_t count, uint64_t key);

#endif
