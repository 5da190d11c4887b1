/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/try.h"
#include "kernel/disclosure/coarsening.h"
#include "kernel/disclosure/perturb_squares.h"

enum { NAME_SIZE = 220 };

typedef struct perturbation {
    const lb_perturb_table *table;
    const lb_cell_keys *keys;
    const lb_squares *from;
} perturbation;

/* Noisy counts of one column, rounded first; missing ones stay so. */
static void perturb_column(const perturbation *p, const char *name, const double *count,
                           double *out)
{
    for (size_t i = 0; i < p->from->count; i++) {
        double whole = nearbyint(count[i]);
        out[i] =
            count[i] >= 0 && whole < 0x1p53
                ? (double)lb_perturb_count(p->table, (int64_t)whole,
                                           p->keys->key(p->keys->udata, name, p->from->square[i]))
                : (double)NAN;
    }
}

/* Numerator and denominator have noise of their own, so a share is limited to 1; a denominator
 * of 0 leaves it missing. */
static lb_status perturb_ratio(const perturbation *p, const lb_variable *variable, size_t v,
                               lb_squares *out)
{
    const lb_squares *from = p->from;
    char name[NAME_SIZE];
    out->numerator[v] = malloc((from->count + 1) * sizeof *out->numerator[v]);
    out->denominator[v] = malloc((from->count + 1) * sizeof *out->denominator[v]);
    if (!out->numerator[v] || !out->denominator[v])
        return LB_E_MEMORY;
    snprintf(name, sizeof name, "%.180s_numerator", variable->name);
    perturb_column(p, name, from->numerator[v], out->numerator[v]);
    snprintf(name, sizeof name, "%.180s_denominator", variable->name);
    /* All the people have one noise, wherever they are counted. */
    perturb_column(p, variable->per_population ? "population" : name, from->denominator[v],
                   out->denominator[v]);
    for (size_t i = 0; i < from->count; i++) {
        double ratio = out->numerator[v][i] / out->denominator[v][i];
        bool known = !isnan(from->value[v][i]) && out->denominator[v][i] > 0;
        out->value[v][i] = !known                            ? (double)NAN
                           : variable->kind == LB_KIND_SHARE ? fmin(ratio, 1)
                                                             : ratio;
    }
    return LB_OK;
}

/* A share whose counts were not delivered is one of the people. */
static void perturb_share_of_people(const perturbation *p, const lb_variable *variable, size_t v,
                                    lb_squares *out)
{
    const lb_squares *from = p->from;
    double *value = out->value[v];
    for (size_t i = 0; i < from->count; i++)
        value[i] = from->value[v][i] * from->population[i];
    perturb_column(p, variable->name, value, value);
    for (size_t i = 0; i < from->count; i++)
        value[i] = out->population[i] > 0 ? fmin(value[i] / out->population[i], 1) : (double)NAN;
}

/* Every count of a square by the key of its column; a share without counts is perturbed as a
 * share of the people, a level not at all. */
static lb_status perturb_counts(const perturbation *p, const lb_recipe *recipe, lb_squares *out)
{
    const lb_squares *from = p->from;
    memcpy(out->square, from->square, from->count * sizeof *out->square);
    perturb_column(p, "population", from->population, out->population);
    for (size_t v = 0; v < recipe->variables; v++) {
        const lb_variable *variable = &recipe->variable[v];
        if (from->numerator && from->numerator[v] && from->denominator[v])
            LB_TRY(perturb_ratio(p, variable, v, out));
        else if (variable->kind == LB_KIND_COUNT)
            perturb_column(p, variable->name, from->value[v], out->value[v]);
        else if (variable->kind == LB_KIND_SHARE)
            perturb_share_of_people(p, variable, v, out);
        else
            memcpy(out->value[v], from->value[v], from->count * sizeof *out->value[v]);
    }
    return LB_OK;
}

/* Noise first, then the columns as they are shown, of which everything published is computed. */
lb_status lb_perturb_squares(const lb_recipe *recipe, const lb_squares *squares,
                             const lb_perturb_table *table, const lb_cell_keys *keys,
                             lb_coarsened_squares *out)
{
    const perturbation p = {table, keys, squares};
    lb_squares noisy = {.count = 0};
    if (squares->variables != recipe->variables)
        return LB_E_USAGE;
    lb_status status = lb_squares_init(&noisy, squares->count, squares->variables);
    if (status == LB_OK)
        status = perturb_counts(&p, recipe, &noisy);
    if (status == LB_OK)
        status = lb_coarsen_noisy(recipe, squares, &noisy, out);
    lb_squares_clear(&noisy);
    return status;
}
