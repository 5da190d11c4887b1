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

/* Values up to it may be those of a scale (1 to 5, yes or no), which tell of no persons. */
static const double longest_scale = 10;

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

/* What the values of a level have in common with counts, over squares. */
typedef struct count_signs {
    bool none; /* a square with people and a value of 0: counts of thousands of squares have some */
    bool few, many;
    bool other; /* a value that cannot be a count of the square's people */
} count_signs;

/* Of squares of fewer than base people only a 0 says something: other values may stand for what
 * was not delivered. */
static void note_signs(double value, double people, double base, count_signs *signs)
{
    if (isnan(value) || !(people > 0))
        return;
    signs->none |= value == 0;
    if (people < base)
        return;
    signs->other |= value < 0 || value > people || value != floor(value);
    signs->few |= value > 0 && value < LB_MIN_CELL;
    signs->many |= value > longest_scale;
}

bool lb_level_is_count(const lb_recipe *recipe, const lb_squares *squares, size_t v, double base)
{
    const lb_variable *variable = &recipe->variable[v];
    bool ratio = squares->numerator && squares->numerator[v];
    count_signs signs = {0};
    if (variable->kind != LB_KIND_LEVEL || variable->open || ratio)
        return false;
    for (size_t i = 0; i < squares->count && !signs.other; i++)
        note_signs(squares->value[v][i], squares->population[i], base, &signs);
    return signs.none && signs.few && signs.many && !signs.other;
}

/* Of squares of base people and more, where both counts are known: is it nowhere above 1? */
bool lb_level_is_share(const lb_recipe *recipe, const lb_squares *squares, size_t v, double base)
{
    const lb_variable *variable = &recipe->variable[v];
    bool ratio = squares->numerator && squares->numerator[v] && squares->denominator[v],
         any = false;
    if (variable->kind == LB_KIND_SHARE || variable->open || !ratio)
        return false;
    for (size_t i = 0; i < squares->count; i++) {
        double with = squares->numerator[v][i], whole = squares->denominator[v][i];
        if (!(squares->population[i] >= base) || isnan(with) || isnan(whole))
            continue;
        if (with < 0 || with > whole || with != floor(with) || whole != floor(whole))
            return false;
        any |= whole > 0;
    }
    return any;
}

/* Thousands where the median of the shown values says so, else three digits; an open variable as
 * delivered; nothing of what is a count. Decided by shown values only, so that the rule says
 * nothing of hidden ones. */
static lb_status coarsen_level(lb_coarsening *c, size_t v)
{
    lb_ranks order;
    double *value = c->made.squares.value[v];
    bool is_open = c->recipe->variable[v].open;
    bool hidden = c->delivered && lb_level_is_count(c->recipe, c->delivered, v, c->base);
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
