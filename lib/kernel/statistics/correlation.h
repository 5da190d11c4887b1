/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LB_KERNEL_STATISTICS_CORRELATION_H
#define LB_KERNEL_STATISTICS_CORRELATION_H

#include <stdbool.h>
#include <stddef.h>

/* Pearson's correlation of x and y over the pairs without NaN, of those that `use` has (NULL: all).
 * NaN: one of the two does not vary. */
double lb_correlation(const double *x, const double *y, const bool *use, size_t count);

#endif
