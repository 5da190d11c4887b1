/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums of coarsened counts as tables show them (docs/methods.md, Coarsening, Sums over areas). */
#ifndef LB_KERNEL_DISCLOSURE_COARSENED_SUM_H
#define LB_KERNEL_DISCLOSURE_COARSENED_SUM_H

#include <stdbool.h>
#include <stddef.h>
#include <lagesbild/table.h>
#include "kernel/disclosure/policy.h"

/* How far a sum may be from the middle of what it can be and still be shown as a number, as a part
 * of that middle: people, and parts of the people. */
#define LB_PEOPLE_LIMIT 0.01
#define LB_PART_LIMIT   0.05

typedef struct lb_coarsened_sum {
    double value;     /* of the counts used */
    double low, high; /* of the least and greatest that the counts can be; value where exact */
} lb_coarsened_sum;

bool lb_coarsened_sum_is_range(const lb_coarsened_sum *sum, double limit);

/* Sets a whole number or a range, which of few is that of all few counts; missing where value is.
 */
void lb_coarsened_sum_write(const lb_coarsened_sum *sum, double limit, const lb_job *job,
                            lb_table *table, size_t row, size_t column);

/* The range of all few counts. */
void lb_few_write(const lb_job *job, lb_table *table, size_t row, size_t column);

#endif
