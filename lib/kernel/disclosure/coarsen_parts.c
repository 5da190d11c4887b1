/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of the people, as the young of two ages: exact, few, or left out (docs/methods.md,
 * Coarsening). A part is shown in squares of `base` people or more, if with what else is shown of
 * the square each part that is few can still be 1 and can still be min_cell - 1. */
#include <math.h>

#include "base/sum.h"
#include "base/try.h"
#include "kernel/disclosure/coarsening.h"
#include "kernel/disclosure/count_bins.h"

static double known_people(const lb_coarsening *c, size_t i)
{
    return c->made.squares.population[i];
}

/* Few lies between few_from and few_below - 1, a part left out between 0 and all the square's
 * people. */
static void set_part(lb_coarsening *c, size_t v, size_t i, lb_disclosure_mark mark, double used)
{
    lb_coarsened_column *column = &c->made.variable[v];
    double people = c->made.population.high[i];
    column->mark[i] = mark;
    c->made.squares.value[v][i] = used;
    column->low[i] = mark == LB_MARK_EXACT ? used : mark == LB_MARK_FEW ? c->few_from : 0;
    column->high[i] = mark == LB_MARK_EXACT ? used
                      : mark == LB_MARK_FEW ? c->few_below - 1
                                            : people;
    if (isnan(used) && mark == LB_MARK_LEFT_OUT) /* not delivered: not known, and not 0 */
        column->low[i] = column->high[i] = NAN;
}

/* By itself: what the part may show, before the parts of its square are looked at together. Used
 * values of what is not exact come later. */
static void mark_part(lb_coarsening *c, size_t v, size_t i)
{
    double people = c->from->population[i], count = c->from->value[v][i];
    bool is_open = c->recipe->variable[v].open;
    lb_disclosure_mark mark = LB_MARK_LEFT_OUT;
    if (people >= c->base && is_open)
        mark = LB_MARK_EXACT;
    else if ((people == 0 && count == 0) || (people >= c->base && count <= people))
        mark = people > 0 && lb_is_few(c, count) ? LB_MARK_FEW : LB_MARK_EXACT;
    if (isnan(people) || isnan(count))
        set_part(c, v, i, LB_MARK_LEFT_OUT, NAN);
    else
        set_part(c, v, i, mark, count);
}

/* The joint rule: with n parts that are few, the people who are neither in a part shown nor in the
 * least denominator that the square's shares allow must be min_cell - 1 for each of them; without
 * any, they must be none or no few, and not less than none. */
static bool parts_tell_too_much(const lb_coarsening *c, size_t i)
{
    double rest = known_people(c, i) - lb_coarsen_denominator_min(c, i), few = 0, shown = 0;
    for (size_t v = 0; v < c->recipe->variables; v++) {
        uint8_t mark = c->made.variable[v].mark[i];
        if (!lb_coarsens_part(c, v) || mark == LB_MARK_LEFT_OUT)
            continue;
        few += mark == LB_MARK_FEW;
        shown += mark == LB_MARK_EXACT;
        rest -= mark == LB_MARK_EXACT ? c->made.squares.value[v][i] : 0;
    }
    return few > 0 ? rest < (c->few_below - 1) * few
                   : shown > 0 && (rest < 0 || lb_is_few(c, rest));
}

static void leave_out_parts(lb_coarsening *c, size_t i)
{
    for (size_t v = 0; v < c->recipe->variables; v++)
        if (lb_coarsens_part(c, v) && !c->recipe->variable[v].open)
            set_part(c, v, i, LB_MARK_LEFT_OUT, c->from->value[v][i]);
}

/* Adds the part of square i to those that are not shown. */
static void add_hidden(const lb_coarsening *c, size_t v, size_t i, double low, double high,
                       lb_hidden_counts *out)
{
    out->item[out->count++] = (lb_hidden_count){.key = known_people(c, i),
                                                .value = fmin(c->from->value[v][i], high),
                                                .low = low,
                                                .high = high,
                                                .at = i};
}

/* Few parts of squares of people enough, in public order: of those left out by the joint rule too,
 * so that the mean does not depend on which of them is where. */
static void collect_few(const lb_coarsening *c, size_t v, lb_hidden_counts *out)
{
    out->count = 0;
    for (size_t k = 0; k < c->from->count; k++) {
        size_t i = c->order[k];
        if (c->from->population[i] >= c->base && lb_is_few(c, c->from->value[v][i]))
            add_hidden(c, v, i, c->few_from, c->few_below - 1, out);
    }
}

/* Parts of squares of fewer people, in public order. */
static void collect_sparse(const lb_coarsening *c, size_t v, lb_hidden_counts *out)
{
    const lb_coarsened_column *column = &c->made.variable[v];
    out->count = 0;
    for (size_t k = 0; k < c->from->count; k++) {
        size_t i = c->order[k];
        double people = known_people(c, i);
        if (column->mark[i] == LB_MARK_LEFT_OUT && people > 0 && people < c->base &&
            !isnan(column->high[i]))
            add_hidden(c, v, i, 0, column->high[i], out);
    }
}

static void store_used(lb_coarsening *c, size_t v, lb_disclosure_mark mark,
                       const lb_hidden_counts *hidden)
{
    for (size_t k = 0; k < hidden->count; k++)
        if (c->made.variable[v].mark[hidden->item[k].at] == mark)
            c->made.squares.value[v][hidden->item[k].at] = hidden->item[k].used;
}

/* The part's share of the people of all squares that show it, few as their mean: from what is shown
 * only. 0 where no square shows it. */
static double shown_share(const lb_coarsening *c, size_t v)
{
    lb_sum part = {0}, all = {0};
    for (size_t k = 0; k < c->from->count; k++) {
        size_t i = c->order[k];
        if (c->made.variable[v].mark[i] == LB_MARK_LEFT_OUT)
            continue;
        lb_sum_add(&part, c->made.squares.value[v][i]);
        lb_sum_add(&all, known_people(c, i));
    }
    return lb_sum_value(all) > 0 ? lb_sum_value(part) / lb_sum_value(all) : 0;
}

/* Left out in a square of people enough: as usual among so many people. Of nobody, nobody. */
static void estimate_part(lb_coarsening *c, size_t v, size_t i, double share)
{
    double people = known_people(c, i), *used = &c->made.squares.value[v][i];
    if (c->made.variable[v].mark[i] == LB_MARK_LEFT_OUT && !isnan(*used) &&
        (people == 0 || people >= c->base))
        *used = nearbyint(people * share * 10) / 10;
}

/* What stands for the counts that are not exact. */
static lb_status set_used(lb_coarsening *c, size_t v)
{
    lb_hidden_counts hidden;
    LB_TRY(lb_hidden_counts_init(&hidden, c->from->count));
    collect_few(c, v, &hidden);
    lb_hidden_counts_means(&hidden);
    store_used(c, v, LB_MARK_FEW, &hidden);
    double share = nearbyint(shown_share(c, v) * 1000) / 1000;
    collect_sparse(c, v, &hidden);
    lb_hidden_counts_estimates(&hidden, share);
    store_used(c, v, LB_MARK_LEFT_OUT, &hidden);
    lb_hidden_counts_clear(&hidden);
    for (size_t i = 0; i < c->from->count; i++)
        estimate_part(c, v, i, share);
    return LB_OK;
}

/* Each part by itself, then the joint rule over a square's parts, then what is used in sums
 * (docs/methods.md, Coarsening). */
lb_status lb_coarsen_parts(lb_coarsening *c)
{
    for (size_t v = 0; v < c->recipe->variables; v++)
        for (size_t i = 0; lb_coarsens_part(c, v) && i < c->from->count; i++)
            mark_part(c, v, i);
    for (size_t i = 0; i < c->from->count; i++)
        if (parts_tell_too_much(c, i))
            leave_out_parts(c, i);
    for (size_t v = 0; v < c->recipe->variables; v++)
        if (lb_coarsens_part(c, v))
            LB_TRY(set_used(c, v));
    return LB_OK;
}
