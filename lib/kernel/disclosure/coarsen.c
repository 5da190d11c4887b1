/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Squares as they may be published: people, then shares, levels and parts of the people, each by
 * rules that look at one square and at means over bins of squares (docs/methods.md, Coarsening).
 * Squares that nest are squares of their own: a large one holds what its small ones do not. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sum.h"
#include "base/try.h"
#include "kernel/disclosure/coarsening.h"
#include "kernel/disclosure/count_bins.h"

void lb_coarsened_column_clear(lb_coarsened_column *column)
{
    free(column->mark);
    free(column->low);
    free(column->high);
    *column = (lb_coarsened_column){0};
}

void lb_coarsened_squares_clear(lb_coarsened_squares *coarsened)
{
    for (size_t v = 0; coarsened->variable && v < coarsened->squares.variables; v++)
        lb_coarsened_column_clear(&coarsened->variable[v]);
    free(coarsened->variable);
    lb_coarsened_column_clear(&coarsened->population);
    lb_squares_clear(&coarsened->squares);
}

/* All marked as left out; low and high, of counts, not set. */
static lb_status init_column(size_t count, bool is_count, lb_coarsened_column *out)
{
    out->mark = malloc(count + 1);
    if (!out->mark)
        return LB_E_MEMORY;
    memset(out->mark, LB_MARK_LEFT_OUT, count + 1);
    if (!is_count)
        return LB_OK;
    out->low = malloc((count + 1) * sizeof *out->low);
    out->high = malloc((count + 1) * sizeof *out->high);
    return out->low && out->high ? LB_OK : LB_E_MEMORY;
}

/* Room for all columns, and the order of squares by place, so that bins do not depend on rows. */
static lb_status init_coarsening(lb_coarsening *c)
{
    size_t count = c->from->count, variables = c->recipe->variables;
    c->order = lb_square_order(c->from->square, count);
    c->made.variable = calloc(variables + 1, sizeof *c->made.variable);
    if (!c->order || !c->made.variable)
        return LB_E_MEMORY;
    LB_TRY(lb_squares_init(&c->made.squares, count, variables));
    memcpy(c->made.squares.square, c->from->square, count * sizeof *c->from->square);
    LB_TRY(init_column(count, true, &c->made.population));
    for (size_t v = 0; v < variables; v++)
        LB_TRY(init_column(count, lb_coarsens_part(c, v), &c->made.variable[v]));
    return LB_OK;
}

/* A few are shown as few, and count as their mean over all such. */
static void set_count(lb_coarsened_column *column, size_t i, double count, bool few, double below)
{
    column->mark[i] = isnan(count) ? LB_MARK_LEFT_OUT : few ? LB_MARK_FEW : LB_MARK_EXACT;
    column->low[i] = few ? 1 : count;
    column->high[i] = few ? below - 1 : count;
}

static bool is_few_people(double count, double below)
{
    return count > 0 && count < below;
}

/* Counts of people from 1 to below - 1 become their mean (docs/methods.md, Coarsening); the others
 * stay. order: in which they are summed; NULL: as given. made: [count], may be given itself. */
static void coarsen_people(const double *given, size_t count, const size_t *order, double below,
                           double *made, lb_coarsened_column *column)
{
    lb_sum sum = {0};
    size_t n = 0;
    for (size_t k = 0; k < count; k++) {
        double people = given[order ? order[k] : k];
        if (is_few_people(people, below)) {
            lb_sum_add(&sum, people);
            n++;
        }
    }
    double mean = lb_hidden_counts_mean(lb_sum_value(sum), n, 1, below - 1);
    for (size_t i = 0; i < count; i++) {
        bool few = is_few_people(given[i], below);
        made[i] = few ? mean : given[i];
        set_count(column, i, made[i], few, below);
    }
}

static lb_status coarsen_columns(lb_coarsening *c)
{
    LB_TRY(init_coarsening(c));
    coarsen_people(c->from->population, c->from->count, c->order, c->few_below,
                   c->made.squares.population, &c->made.population);
    LB_TRY(lb_coarsen_shares(c));
    LB_TRY(lb_coarsen_partitions(c));
    LB_TRY(lb_coarsen_levels(c));
    return lb_coarsen_parts(c);
}

/* What is a share to all appearance is coarsened as one. */
static void set_shares(lb_coarsening *c, lb_variable *variable)
{
    for (size_t v = 0; v < c->recipe->variables; v++) {
        variable[v] = c->recipe->variable[v];
        if (c->delivered && lb_level_look_of(c->recipe, c->delivered, v, c->base) == LB_LOOKS_SHARE)
            variable[v].kind = LB_KIND_SHARE;
    }
}

/* few_from is 0 where the recipe hides zeros; `base` is B, the least population of a square
 * whose parts are shown. */
static lb_status coarsen_rows(const lb_recipe *recipe, const lb_squares *squares,
                              const lb_squares *delivered, int min_cell, lb_coarsened_squares *out)
{
    lb_recipe as_shown = *recipe;
    lb_coarsening c = {.recipe = recipe,
                       .from = squares,
                       .delivered = delivered,
                       .few_below = min_cell,
                       .few_from = recipe->zeros == LB_ZEROS_HIDE ? 0 : 1,
                       .base = fmax(min_cell, ceil(recipe->minimum_population))};
    if (squares->variables != recipe->variables)
        return LB_E_USAGE;
    as_shown.variable = calloc(recipe->variables + 1, sizeof *as_shown.variable);
    if (!as_shown.variable)
        return LB_E_MEMORY;
    set_shares(&c, as_shown.variable);
    c.recipe = &as_shown;
    lb_status status = coarsen_columns(&c);
    free(as_shown.variable); /* their texts are the recipe's */
    free(c.order);
    LB_HAND_OVER(status, c.made, out, lb_coarsened_squares_clear);
}

lb_status lb_coarsen_squares(const lb_recipe *recipe, const lb_squares *squares, int min_cell,
                             lb_coarsened_squares *out)
{
    return coarsen_rows(recipe, squares, squares, min_cell, out);
}

lb_status lb_coarsen_zones(const lb_recipe *recipe, const lb_squares *zones, int min_cell,
                           lb_coarsened_squares *out)
{
    return coarsen_rows(recipe, zones, NULL, min_cell, out);
}

/* What noise hides is left as it is; of levels too few people have none. */
static void keep_column(const double *value, size_t count, lb_coarsened_column *column)
{
    for (size_t i = 0; i < count; i++)
        column->mark[i] = isnan(value[i]) ? LB_MARK_LEFT_OUT : LB_MARK_EXACT;
    if (column->low)
        memcpy(column->low, value, count * sizeof *value);
    if (column->high)
        memcpy(column->high, value, count * sizeof *value);
}

static lb_status keep_denominator(const lb_squares *noisy, size_t v, lb_squares *made)
{
    if (!noisy->denominator || !noisy->denominator[v])
        return LB_OK;
    made->denominator[v] = malloc((noisy->count + 1) * sizeof *made->denominator[v]);
    if (!made->denominator[v])
        return LB_E_MEMORY;
    memcpy(made->denominator[v], noisy->denominator[v],
           noisy->count * sizeof *made->denominator[v]);
    return LB_OK;
}

/* Counts that carry noise by cell key are shown as they are; only levels, which have no noise,
 * are rounded and left out as in Coarsening. */
lb_status lb_coarsen_noisy(const lb_recipe *recipe, const lb_squares *delivered,
                           const lb_squares *noisy, lb_coarsened_squares *out)
{
    lb_coarsening c = {.recipe = recipe,
                       .from = noisy,
                       .delivered = delivered,
                       .few_below = 1,
                       .base = fmax(1, ceil(recipe->minimum_population))};
    lb_status status = init_coarsening(&c);
    if (status == LB_OK)
        status = lb_coarsen_levels(&c);
    for (size_t v = 0; status == LB_OK && v < recipe->variables; v++) {
        bool is_level = recipe->variable[v].kind == LB_KIND_LEVEL;
        if (!is_level)
            memcpy(c.made.squares.value[v], noisy->value[v], noisy->count * sizeof(double));
        keep_column(c.made.squares.value[v], noisy->count, &c.made.variable[v]);
        status = keep_denominator(noisy, v, &c.made.squares);
    }
    if (status == LB_OK) {
        memcpy(c.made.squares.population, noisy->population, noisy->count * sizeof(double));
        keep_column(noisy->population, noisy->count, &c.made.population);
    }
    free(c.order);
    LB_HAND_OVER(status, c.made, out, lb_coarsened_squares_clear);
}

/* Counts of rows that are no squares, coarsened as people are, in one bin; the least of a few is 0
 * here. */
lb_status lb_coarsen_counts(size_t count, int min_cell, double *value, lb_coarsened_column *out)
{
    lb_coarsened_column column = {.mark = NULL};
    lb_status status = init_column(count, true, &column);
    if (status != LB_OK) {
        lb_coarsened_column_clear(&column);
        return status;
    }
    coarsen_people(value, count, NULL, min_cell, value, &column);
    for (size_t i = 0; i < count; i++)
        if (column.mark[i] == LB_MARK_FEW)
            column.low[i] = 0;
    *out = column;
    return LB_OK;
}
