/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LB_KERNEL_CLASSES_JENKS_H
#define LB_KERNEL_CLASSES_JENKS_H

#include <stddef.h>
#include <lagesbild/status.h>

/* Natural breaks of rising values: limits[0 .. *found) are the smallest values of classes 2, 3 ...;
 * *found = classes - 1, or fewer when there are fewer distinct values. */
lb_status lb_jenks_limits(const double *value, size_t count, int classes, double *limits,
                          size_t *found);

#endif
