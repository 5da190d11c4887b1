/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Squares as they may be published: people, then shares, levels and parts of the people, each by
 * rules that look at one square and at means over bins of squares (docs/methods.md, Coarsening).
 * Squares that nest are squares of their own: a large one holds what its small ones do not. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

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

/* Few people are shown as few, and count as their mean over all such squares. */
static void set_people(lb_coarsening *c, size_t i, double people, bool few)
{
    lb_coarsened_column *column = &c->made.population;
    c->made.squares.population[i] = people;
    column->mark[i] = isnan(people) ? LB_MARK_LEFT_OUT : few ? LB_MARK_FEW : LB_MARK_EXACT;
    column->low[i] = few ? 1 : people;
    column->high[i] = few ? c->few_below - 1 : people;
}

/* A square of few people has the mean of its bin in sums; the others have their people
 * (docs/methods.md, Coarsening). */
lb_status lb_coarsen_people(lb_coarsening *c)
{
    lb_hidden_counts few;
    LB_TRY(lb_hidden_counts_init(&few, c->from->count));
    for (size_t k = 0; k < c->from->count; k++) {
        size_t i = c->order[k];
        double people = c->from->population[i];
        if (people > 0 && lb_is_few(c, people))
            few.item[few.count++] =
                (lb_hidden_count){.value = people, .low = 1, .high = c->few_below - 1, .at = i};
        else
            set_people(c, i, people, false);
    }
    lb_hidden_counts_means(&few);
    for (size_t k = 0; k < few.count; k++)
        set_people(c, few.item[k].at, few.item[k].used, true);
    lb_hidden_counts_clear(&few);
    return LB_OK;
}

static lb_status coarsen_columns(lb_coarsening *c)
{
    LB_TRY(init_coarsening(c));
    LB_TRY(lb_coarsen_people(c));
    LB_TRY(lb_coarsen_shares(c));
    LB_TRY(lb_coarsen_levels(c));
    return lb_coarsen_parts(c);
}

/* few_from is 0 where the recipe hides zeros; `base` is B, the least population of a square
 * whose parts are shown. */
lb_status lb_coarsen_squares(const lb_recipe *recipe, const lb_squares *squares, int min_cell,
                             lb_coarsened_squares *out)
{
    lb_coarsening c = {.recipe = recipe,
                       .from = squares,
                       .few_below = min_cell,
                       .few_from = recipe->zeros == LB_ZEROS_HIDE ? 0 : 1,
                       .base = fmax(min_cell, ceil(recipe->minimum_population))};
    lb_status status = squares->variables == recipe->variables ? coarsen_columns(&c) : LB_E_USAGE;
    free(c.order);
    if (status == LB_OK)
        *out = c.made;
    else
        lb_coarsened_squares_clear(&c.made);
    return status;
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
lb_status lb_coarsen_noisy(const lb_recipe *recipe, const lb_squares *noisy,
                           lb_coarsened_squares *out)
{
    lb_coarsening c = {.recipe = recipe,
                       .from = noisy,
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
    if (status == LB_OK)
        *out = c.made;
    else
        lb_coarsened_squares_clear(&c.made);
    return status;
}

/* Rows stand in the places of squares: people are one bin, in which order plays no part. */
static lb_status coarsen_rows(lb_squares *rows, int min_cell, lb_coarsened_squares *out)
{
    const lb_recipe none = {.variables = 0};
    rows->square = malloc((rows->count + 1) * sizeof *rows->square);
    if (!rows->square)
        return LB_E_MEMORY;
    for (size_t i = 0; i < rows->count; i++)
        rows->square[i] = (lb_square){1, (int32_t)i, 0};
    lb_status status = lb_coarsen_squares(&none, rows, min_cell, out);
    free(rows->square);
    return status;
}

/* Counts of rows that are no squares, coarsened as people are; the least of a few is 0 here. */
lb_status lb_coarsen_counts(size_t count, int min_cell, double *value, lb_coarsened_column *out)
{
    lb_coarsened_squares coarsened;
    lb_squares rows = {.count = count, .population = value};
    LB_TRY(coarsen_rows(&rows, min_cell, &coarsened));
    memcpy(value, coarsened.squares.population, count * sizeof *value);
    *out = coarsened.population;
    coarsened.population = (lb_coarsened_column){0};
    for (size_t i = 0; i < count; i++)
        if (out->mark[i] == LB_MARK_FEW)
            out->low[i] = 0;
    lb_coarsened_squares_clear(&coarsened);
    return LB_OK;
}
