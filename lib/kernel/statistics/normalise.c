/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores of a variable (docs/methods.md, Normalisation): O(n log n) for the order of its values,
 * about O(1) for each score after it. */
#include <math.h>
#include <stdlib.h>

#include <lagesbild/index.h>
#include "base/try.h"
#include "kernel/statistics/normalise.h"
#include "kernel/statistics/ranks.h"

/* Centre: median; spread: 1.4826 times the median absolute deviation, which is the standard
 * deviation of a normal distribution. */
static lb_status set_median_and_mad(const lb_ranks *order, lb_yardstick *y)
{
    lb_ranks deviations;
    y->centre = lb_ranks_quantile(order, 0.5);
    double *deviation = malloc(order->count * sizeof *deviation);
    if (!deviation)
        return LB_E_MEMORY;
    for (size_t i = 0; i < order->count; i++)
        deviation[i] = fabs(order->value[i] - y->centre);
    lb_status status = lb_ranks_make(deviation, order->count, &deviations);
    free(deviation);
    LB_TRY(status);
    y->spread = 1.4826 * lb_ranks_quantile(&deviations, 0.5);
    lb_ranks_clear(&deviations);
    return LB_OK;
}

/* Centre and spread of the values that are known; NaN as centre where there are none, so that no
 * value has a score. Equal values have spread 0 and score 0 (docs/methods.md, Normalisation). */
static lb_status set_centre_and_spread(const double *turned, size_t count, lb_yardstick *y)
{
    lb_ranks order;
    LB_TRY(lb_ranks_make(turned, count, &order));
    lb_status status = LB_OK;
    y->centre = (double)NAN;
    if (order.count > 0 && y->method == LB_NORMALISE_ZSCORE) {
        lb_moments moments = lb_ranks_moments(&order);
        y->centre = moments.mean;
        y->spread = moments.sd;
    } else if (order.count > 0 && y->method == LB_NORMALISE_MINMAX) {
        y->centre = order.value[0];
        y->spread = order.value[order.count - 1] - order.value[0];
    } else if (order.count > 0) {
        status = set_median_and_mad(&order, y);
    }
    lb_ranks_clear(&order);
    return status;
}

static bool is_by_rank(lb_normalise method)
{
    return method == LB_NORMALISE_PERCENTILE || method == LB_NORMALISE_RANK ||
           method == LB_NORMALISE_QUANTILE;
}

/* Values are multiplied by the direction, so that high is worse. People weigh only methods by
 * rank; the others take each square alike. */
lb_status lb_yardstick_make(const lb_recipe *recipe, int direction, const double *value,
                            const double *people, size_t count, lb_yardstick *out)
{
    lb_yardstick y = {
        .method = recipe->normalise, .direction = direction, .classes = recipe->classes};
    const double *weight = recipe->reference == LB_REFERENCE_PEOPLE ? people : NULL;
    double *turned = malloc((count + 1) * sizeof *turned);
    if (!turned)
        return LB_E_MEMORY;
    for (size_t i = 0; i < count; i++)
        turned[i] = direction * value[i];
    lb_status status = is_by_rank(y.method)
                           ? lb_weighted_percentile_make(turned, weight, count, &y.ranking)
                           : set_centre_and_spread(turned, count, &y);
    free(turned);
    if (status == LB_OK)
        *out = y;
    return status;
}

void lb_yardstick_clear(lb_yardstick *yardstick)
{
    lb_weighted_percentile_clear(&yardstick->ranking);
    *yardstick = (lb_yardstick){.method = LB_NORMALISE_PERCENTILE};
}

/* Ranks as exact halves, so that equal data give equal scores bit for bit. */
static double rank_score(const lb_yardstick *y, double turned)
{
    double below = lb_weighted_percentile_below(&y->ranking, turned); /* r - 0.5 */
    double n = lb_weighted_percentile_total(&y->ranking);
    if (y->method == LB_NORMALISE_RANK || isnan(below))
        return below + 0.5;
    if (y->method == LB_NORMALISE_PERCENTILE)
        return below / n;
    return 1 + floor(fmin(y->classes * below / n, y->classes - 1)); /* above all: below is n */
}

double lb_yardstick_score(const lb_yardstick *y, double value)
{
    double turned = y->direction * value;
    if (is_by_rank(y->method))
        return rank_score(y, turned);
    if (isnan(turned) || isnan(y->centre))
        return (double)NAN;
    return y->spread > 0 ? (turned - y->centre) / y->spread : 0;
}

lb_status lb_normalise_values(const lb_recipe *recipe, int direction, const double *value,
                              const double *people, size_t count, double *score)
{
    lb_yardstick yardstick;
    LB_TRY(lb_yardstick_make(recipe, direction, value, people, count, &yardstick));
    for (size_t i = 0; i < count; i++)
        score[i] = lb_yardstick_score(&yardstick, value[i]);
    lb_yardstick_clear(&yardstick);
    return LB_OK;
}

/* Shares of 62 500 m2 and shares of one cell rank alike, so the cell count serves as the area. */
double lb_variable_per_area(const lb_variable *variable, const lb_square_allocation *fill, size_t i,
                            double value)
{
    if (variable->kind != LB_KIND_COUNT || !fill || fill->count[i] <= 0)
        return value;
    double cells = fill->count[i], cell = fill->grid.dx * fill->grid.dy;
    return value * 62500.0 / (cells * cell);
}

void lb_variable_values(const lb_recipe *recipe, const lb_squares *squares,
                        const lb_square_allocation *fill, size_t v, const double *index,
                        double *out)
{
    for (size_t i = 0; i < squares->count; i++)
        out[i] = isnan(index[i])
                     ? (double)NAN
                     : lb_variable_per_area(&recipe->variable[v], fill, i, squares->value[v][i]);
}
