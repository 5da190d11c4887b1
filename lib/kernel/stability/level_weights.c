/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include <lagesbild/interval.h>
#include "kernel/statistics/correlation.h"
#include "kernel/stability/level_weights.h"

/* Every 409th point: neighbouring ones of a Halton sequence in many dimensions rise together
 * (Kocis and Whiten 1997). */
enum { HALTON_LEAP = 409, POWER_STEPS = 1000 };
static const double point_variation = 0.3;

void lb_level_weights_clear(lb_level_weights *weights)
{
    free(weights->variable);
    free(weights->group);
    *weights = (lb_level_weights){NULL, NULL};
}

double lb_radical_inverse(uint64_t i, unsigned base)
{
    double value = 0, digit = 1;
    for (; i > 0; i /= base) {
        digit /= base;
        value += digit * (double)(i % base);
    }
    return value;
}

static unsigned next_prime(unsigned above)
{
    for (unsigned n = above + 1;; n++) {
        unsigned d = 2;
        while (d * d <= n && n % d != 0)
            d++;
        if (d * d > n)
            return n;
    }
}

/* A Dirichlet draw as gamma variates over their sum. Its concentration A gives k equal weights the
 * variation: (k - 1) / (A + 1) = 0.3^2. */
static void draw_point(const lb_recipe *recipe, int point, double *weight)
{
    double sum = 0;
    size_t k = 0;
    unsigned prime = 1;
    for (size_t v = 0; v < recipe->variables; v++)
        k += weight[v] > 0;
    double concentration = (double)(k - 1) / (point_variation * point_variation) - 1;
    for (size_t v = 0; v < recipe->variables && k > 1; v++) {
        if (!(weight[v] > 0))
            continue;
        prime = next_prime(prime);
        double u = lb_radical_inverse((uint64_t)(point + 1) * HALTON_LEAP, prime);
        weight[v] = lb_interval_gamma(concentration * weight[v], u);
        sum += weight[v];
    }
    for (size_t v = 0; v < recipe->variables && sum > 0; v++)
        weight[v] /= sum;
}

/* Effective weights at the level: the sum over variables is 1, or of no importance. */
static void set_effective(const lb_recipe *recipe, int code, const double *component,
                          double *weight)
{
    for (size_t v = 0; v < recipe->variables; v++) {
        double own = lb_recipe_effective_weight(recipe, v);
        weight[v] = code == LB_WEIGHTS_PCA ? component[v] : code == LB_WEIGHTS_FLAT ? own > 0 : own;
    }
    if (code >= LB_WEIGHTS_POINT)
        draw_point(recipe, code - LB_WEIGHTS_POINT, weight);
}

/* By the recipe, groups have its weights; by other weights a group has the sum of its
 * variables', so that they keep their proportions to all. A dropped variable has 0
 * (docs/methods.md, Stability, Weights). */
lb_status lb_level_weights_make(const lb_recipe *recipe, int code, int drop,
                                const double *component, lb_level_weights *out)
{
    lb_level_weights w = {malloc((recipe->variables + 1) * sizeof(double)),
                          calloc(recipe->groups + 1, sizeof(double))};
    if (!w.variable || !w.group) {
        lb_level_weights_clear(&w);
        return LB_E_MEMORY;
    }
    if (code != LB_WEIGHTS_RECIPE)
        set_effective(recipe, code, component, w.variable);
    for (size_t v = 0; v < recipe->variables; v++) {
        if (code == LB_WEIGHTS_RECIPE)
            w.variable[v] = recipe->variable[v].weight;
        if ((int)v == drop)
            w.variable[v] = 0;
        if (code != LB_WEIGHTS_RECIPE)
            w.group[recipe->variable[v].group_index] += w.variable[v];
    }
    for (size_t g = 0; code == LB_WEIGHTS_RECIPE && g < recipe->groups; g++)
        w.group[g] = recipe->group[g].weight;
    *out = w;
    return LB_OK;
}

/* Correlations [variables * variables] of the scores over squares that have all that count; of a
 * variable that does not vary or count: 0. */
static void fill_correlations(double *const *score, size_t variables, const bool *complete,
                              size_t count, const bool *counts, double *r)
{
    for (size_t a = 0; a < variables; a++)
        for (size_t b = 0; b < a; b++) {
            double of = counts[a] && counts[b] ? lb_correlation(score[a], score[b], complete, count)
                                               : (double)NAN;
            r[a * variables + b] = r[b * variables + a] = isnan(of) ? 0 : of;
        }
    for (size_t a = 0; a < variables; a++)
        r[a * variables + a] = counts[a];
}

/* Power iteration from equal loadings: r is small, and its first two eigenvalues are seldom alike;
 * the steps are a fixed number so that the result is one. */
static void iterate_component(const double *r, size_t n, double *loading, double *next)
{
    for (int step = 0; step < POWER_STEPS; step++) {
        double length = 0;
        for (size_t a = 0; a < n; a++) {
            next[a] = 0;
            for (size_t b = 0; b < n; b++)
                next[a] += r[a * n + b] * loading[b];
            length += next[a] * next[a];
        }
        for (size_t a = 0; a < n && length > 0; a++)
            loading[a] = next[a] / sqrt(length);
    }
}

/* Squared loadings over their sum, by power iteration of the correlations. Only variables with
 * an effective weight take part, and only squares that have a value of all of these. */
lb_status lb_first_component(const lb_recipe *recipe, double *const *score, size_t count,
                             double *weight)
{
    size_t n = recipe->variables;
    double *r = malloc((n * n + 1) * sizeof *r), *next = malloc((n + 1) * sizeof *next), sum = 0;
    bool *complete = malloc(count + 1), *counts = malloc(n + 1);
    lb_status status = r && next && complete && counts ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK) {
        for (size_t v = 0; v < n; v++) {
            counts[v] = lb_recipe_effective_weight(recipe, v) > 0;
            weight[v] = counts[v];
        }
        for (size_t i = 0; i < count; i++) {
            complete[i] = true;
            for (size_t v = 0; v < n; v++)
                complete[i] &= !counts[v] || !isnan(score[v][i]);
        }
        fill_correlations(score, n, complete, count, counts, r);
        iterate_component(r, n, weight, next);
        for (size_t v = 0; v < n; v++)
            sum += weight[v] *= weight[v];
        for (size_t v = 0; v < n; v++)
            weight[v] /= sum;
    }
    free(r);
    free(next);
    free(complete);
    free(counts);
    return status;
}
