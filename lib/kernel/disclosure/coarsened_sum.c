/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "kernel/disclosure/coarsened_sum.h"

/* Sums of exact counts by fractions of cells differ in their last digits. */
static const double rounding_tolerance = 1e-9;

bool lb_coarsened_sum_is_range(const lb_coarsened_sum *sum, double limit)
{
    return sum->high - sum->low > limit * (sum->high + sum->low) &&
           floor(sum->low + rounding_tolerance) < ceil(sum->high - rounding_tolerance);
}

void lb_few_write(const lb_job *job, lb_table *table, size_t row, size_t column)
{
    lb_table_set_range(table, row, column, 0, lb_job_min_cell(job) - 1);
}

/* Bounds are rounded outwards; one that is whole but for rounding_tolerance stays. */
void lb_coarsened_sum_write(const lb_coarsened_sum *sum, double limit, const lb_job *job,
                            lb_table *table, size_t row, size_t column)
{
    double from = floor(sum->low + rounding_tolerance), to = ceil(sum->high - rounding_tolerance);
    if (!lb_coarsened_sum_is_range(sum, limit))
        lb_table_set_real(table, row, column, nearbyint(sum->value));
    else if (to < lb_job_min_cell(job))
        lb_few_write(job, table, row, column);
    else
        lb_table_set_range(table, row, column, (int64_t)from, (int64_t)to);
}
