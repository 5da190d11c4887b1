/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two passes, means first, so that large values lose no digits. */
#include <math.h>

#include "base/sum.h"
#include "kernel/statistics/correlation.h"

typedef struct value_pairs {
    const double *x, *y;
    const bool *use; /* NULL: all */
    size_t count;
} value_pairs;

static bool is_used(const value_pairs *p, size_t i)
{
    return (!p->use || p->use[i]) && !isnan(p->x[i]) && !isnan(p->y[i]);
}

/* The mean of equal values is their value, from which none then deviates. NaN: there is no pair. */
static double mean_of(const value_pairs *p, const double *value)
{
    lb_sum sum = {0}, n = {0};
    double least = (double)INFINITY, greatest = -(double)INFINITY;
    for (size_t i = 0; i < p->count; i++) {
        if (!is_used(p, i))
            continue;
        lb_sum_add(&sum, value[i]);
        lb_sum_add(&n, 1);
        least = fmin(least, value[i]);
        greatest = fmax(greatest, value[i]);
    }
    return lb_mean_within(sum, n, least, greatest);
}

double lb_correlation(const double *x, const double *y, const bool *use, size_t count)
{
    value_pairs p = {x, y, use, count};
    lb_sum xx = {0}, yy = {0}, xy = {0};
    double mx = mean_of(&p, x), my = mean_of(&p, y);
    for (size_t i = 0; i < count; i++) {
        if (!is_used(&p, i))
            continue;
        lb_sum_add(&xx, (x[i] - mx) * (x[i] - mx));
        lb_sum_add(&yy, (y[i] - my) * (y[i] - my));
        lb_sum_add(&xy, (x[i] - mx) * (y[i] - my));
    }
    double spread = sqrt(lb_sum_value(xx) * lb_sum_value(yy));
    return spread > 0 ? lb_sum_value(xy) / spread : (double)NAN;
}
