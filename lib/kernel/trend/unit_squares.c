/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "base/try.h"
#include "kernel/trend/unit_squares.h"

/* The squares of one unit. */
typedef struct unit_members {
    const lb_squares *from;
    const size_t *square;
    size_t count;
} unit_members;

void lb_unit_squares_clear(lb_unit_squares *squares)
{
    lb_squares_clear(&squares->squares);
    lb_square_allocation_clear(&squares->fill);
    free(squares->approximate);
    *squares = (lb_unit_squares){.approximate = NULL};
}

/* NaN where no square has a figure. */
static double sum_known(const unit_members *m, const double *value)
{
    lb_sum sum = {0};
    size_t known = 0;
    for (size_t j = 0; j < m->count; j++)
        if (!isnan(value[m->square[j]])) {
            lb_sum_add(&sum, value[m->square[j]]);
            known++;
        }
    return known > 0 ? lb_sum_value(sum) : (double)NAN;
}

static bool all_known(const unit_members *m, const double *value)
{
    for (size_t j = 0; j < m->count; j++)
        if (isnan(value[m->square[j]]))
            return false;
    return true;
}

/* Over the people of squares with a figure. */
static double mean_over_people(const unit_members *m, const double *value)
{
    lb_sum sum = {0}, people = {0};
    double least = (double)INFINITY, greatest = -(double)INFINITY;
    for (size_t j = 0; j < m->count; j++) {
        size_t i = m->square[j];
        if (isnan(value[i]) || !(m->from->population[i] > 0))
            continue;
        lb_sum_add(&sum, value[i] * m->from->population[i]);
        lb_sum_add(&people, m->from->population[i]);
        least = fmin(least, value[i]);
        greatest = fmax(greatest, value[i]);
    }
    return lb_sum_value(people) > 0 ? lb_mean_within(sum, people, least, greatest) : (double)NAN;
}

/* Numerators and denominators of the squares that have both. */
static void sum_ratio(const unit_members *m, size_t v, double *with, double *whole)
{
    lb_sum sum[2] = {{0, 0}, {0, 0}};
    size_t known = 0;
    const double *a = m->from->numerator[v], *b = m->from->denominator[v];
    for (size_t j = 0; j < m->count; j++) {
        size_t i = m->square[j];
        if (isnan(a[i]) || isnan(b[i]) || isnan(m->from->value[v][i]))
            continue;
        lb_sum_add(&sum[0], a[i]);
        lb_sum_add(&sum[1], b[i]);
        known++;
    }
    *with = known > 0 ? lb_sum_value(sum[0]) : (double)NAN;
    *whole = known > 0 ? lb_sum_value(sum[1]) : (double)NAN;
}

/* Of a unit of several squares: counts, numerators and denominators are added and a ratio is
 * that of the sums, a share at most 1 (numerator and denominator are perturbed apart). Without
 * denominator it is the mean over people and the unit is marked approximate. */
static void merge_variable(const lb_recipe *recipe, const unit_members *m, size_t v, size_t u,
                           lb_unit_squares *out)
{
    lb_squares *to = &out->squares;
    bool has_ratio = to->numerator[v] != NULL;
    out->approximate[u] |= !all_known(m, m->from->value[v]);
    if (has_ratio)
        sum_ratio(m, v, &to->numerator[v][u], &to->denominator[v][u]);
    if (recipe->variable[v].kind == LB_KIND_COUNT && !has_ratio) {
        to->value[v][u] = sum_known(m, m->from->value[v]);
    } else if (has_ratio && to->denominator[v][u] > 0) {
        double ratio = to->numerator[v][u] / to->denominator[v][u];
        to->value[v][u] = recipe->variable[v].kind == LB_KIND_SHARE ? fmin(ratio, 1) : ratio;
    } else {
        to->value[v][u] = mean_over_people(m, m->from->value[v]);
        out->approximate[u] |= !isnan(to->value[v][u]);
    }
}

/* A single square is not recomputed from its counts, so that its published figures stay. */
static void copy_square(const unit_members *m, size_t u, lb_squares *to)
{
    size_t i = m->square[0];
    for (size_t v = 0; v < to->variables; v++) {
        to->value[v][u] = m->from->value[v][i];
        if (!to->numerator[v])
            continue;
        to->numerator[v][u] = m->from->numerator[v][i];
        to->denominator[v][u] = m->from->denominator[v][i];
    }
}

static lb_status new_column(size_t count, double **out)
{
    double *column = malloc((count + 1) * sizeof *column);
    for (size_t i = 0; column && i < count; i++)
        column[i] = NAN;
    *out = column;
    return column ? LB_OK : LB_E_MEMORY;
}

static lb_status init_units(const lb_squares *from, size_t units, lb_unit_squares *out)
{
    LB_TRY(lb_squares_init(&out->squares, units, from->variables));
    out->fill.count = calloc(units + 1, sizeof *out->fill.count);
    out->approximate = calloc(units + 1, sizeof *out->approximate);
    if (!out->fill.count || !out->approximate)
        return LB_E_MEMORY;
    for (size_t v = 0; v < from->variables; v++)
        if (from->numerator && from->numerator[v] && from->denominator[v]) {
            LB_TRY(new_column(units, &out->squares.numerator[v]));
            LB_TRY(new_column(units, &out->squares.denominator[v]));
        }
    return LB_OK;
}

/* A unit that a delivery has no square of keeps its empty values; one of a single square has
 * that square's figures unchanged. */
static void fill_units(const lb_recipe *recipe, const lb_common_units *units, size_t d,
                       const lb_delivery_squares *delivery, lb_unit_squares *out)
{
    out->fill.grid = units->grid;
    for (size_t u = 0; u < units->count; u++) {
        size_t first = units->first[d][u];
        unit_members m = {delivery->squares, &units->member[d][first],
                          units->first[d][u + 1] - first};
        if (m.count == 0)
            continue;
        out->squares.population[u] = sum_known(&m, delivery->squares->population);
        for (size_t j = 0; j < m.count; j++)
            out->fill.count[u] += delivery->fill->count[m.square[j]];
        if (m.count == 1)
            copy_square(&m, u, &out->squares);
        for (size_t v = 0; m.count > 1 && v < recipe->variables; v++)
            merge_variable(recipe, &m, v, u, out);
    }
}

lb_status lb_unit_squares_make(const lb_recipe *recipe, const lb_common_units *units, size_t d,
                               const lb_delivery_squares *delivery, lb_unit_squares *out)
{
    lb_unit_squares squares = {.approximate = NULL};
    lb_status status = init_units(delivery->squares, units->count, &squares);
    if (status == LB_OK) {
        fill_units(recipe, units, d, delivery, &squares);
        *out = squares;
    } else {
        lb_unit_squares_clear(&squares);
    }
    return status;
}
