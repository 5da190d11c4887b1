/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Levels, as a median income: rounded, in squares of people enough (docs/methods.md, Coarsening).
 */
#include <math.h>
#include <stdlib.h>

#include "base/try.h"
#include "kernel/disclosure/coarsening.h"
#include "kernel/statistics/ranks.h"

/* Levels of a column whose median is 10 000 or more are rounded to thousands of its unit. */
static const double thousands_from = 10000;

static double three_digits(double value)
{
    if (value == 0 || !isfinite(value))
        return value;
    double unit = pow(10, floor(log10(fabs(value))) - 2);
    return unit < 1 ? nearbyint(value * (1 / unit)) / (1 / unit) : nearbyint(value / unit) * unit;
}

static bool is_shown(const lb_coarsening *c, size_t v, size_t i)
{
    bool ratio = lb_coarsens_ratio(c, v);
    return c->from->population[i] >= c->base &&
           !(ratio &&
             (lb_is_few(c, c->from->numerator[v][i]) || lb_is_few(c, c->from->denominator[v][i])));
}

/* Is the variable people by what its values look like? A ratio's counts have been coarsened as
 * those of a share, or have noise; what is delivered without counts has none. */
static bool is_hidden(const lb_coarsening *c, size_t v)
{
    lb_level_look look =
        c->delivered ? lb_level_look_of(c->recipe, c->delivered, v, c->base) : LB_LOOKS_LEVEL;
    return look == LB_LOOKS_COUNT || look == LB_LOOKS_PERCENT ||
           (look == LB_LOOKS_SHARE && !lb_coarsens_ratio(c, v));
}

/* Thousands where the median of the shown values says so, else three digits; an open variable as
 * delivered; nothing of what counts people. Decided by shown values only, so that the rule says
 * nothing of hidden ones. */
static lb_status coarsen_level(lb_coarsening *c, size_t v)
{
    lb_ranks order;
    double *value = c->made.squares.value[v];
    bool is_open = c->recipe->variable[v].open;
    bool hidden = is_hidden(c, v);
    for (size_t i = 0; i < c->from->count; i++) {
        bool shown = is_open ? c->from->population[i] >= c->base : is_shown(c, v, i);
        value[i] = shown && !hidden ? c->from->value[v][i] : NAN;
    }
    LB_TRY(lb_ranks_make(value, c->from->count, &order));
    bool thousands = lb_ranks_quantile(&order, 0.5) >= thousands_from;
    lb_ranks_clear(&order);
    for (size_t i = 0; i < c->from->count; i++) {
        if (isnan(value[i]))
            continue;
        if (!is_open)
            value[i] = thousands ? nearbyint(value[i] / 1000) * 1000 : three_digits(value[i]);
        c->made.variable[v].mark[i] = LB_MARK_EXACT;
    }
    return LB_OK;
}

lb_status lb_coarsen_levels(lb_coarsening *c)
{
    for (size_t v = 0; v < c->recipe->variables; v++)
        if (c->recipe->variable[v].kind != LB_KIND_SHARE && !lb_coarsens_part(c, v))
            LB_TRY(coarsen_level(c, v));
    return LB_OK;
}
