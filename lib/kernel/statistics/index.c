/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The index of squares (docs/methods.md, Index): which squares pass, scores of variables among
 * those, weighted means within groups and of groups, classes, ranks, and a summary of each
 * variable. Variables are independent until the means, so that threads share them out; every sum
 * is compensated and rounded to ten decimals, so that the result does not depend on threads or
 * order. */
#include <math.h>
#include <stdlib.h>

#include <lagesbild/classes.h>
#include <lagesbild/index.h>
#include "base/array.h"
#include "base/sum.h"
#include "base/threads.h"
#include "base/try.h"
#include "kernel/statistics/correlation.h"
#include "kernel/statistics/index_noise.h"
#include "kernel/statistics/normalise.h"
#include "kernel/statistics/ranks.h"

/* Weights add to 1 in theory; in binary 0.75 may come out a hair below itself. */
static const double weight_slack = 1e-9;

void lb_index_clear(lb_index *index)
{
    lb_array_free(index->score, index->variables);
    lb_array_free(index->group, index->groups);
    free(index->index);
    free(index->class_of);
    free(index->rank);
    free(index->sd);
    free(index->firm);
    free(index->summary);
    *index = (lb_index){0};
}

/* Ranks and classes start as 0, which stays for a square without an index; the index itself is
 * set to NaN for these when squares are selected. */
static lb_status init_index(const lb_recipe *recipe, size_t count, lb_index *index)
{
    size_t room = count ? count : 1;
    *index = (lb_index){.count = count, .variables = recipe->variables, .groups = recipe->groups};
    index->score = lb_array_columns(recipe->variables, count);
    index->group = lb_array_columns(recipe->groups, count);
    index->index = malloc(room * sizeof *index->index);
    index->class_of = calloc(room, sizeof *index->class_of);
    index->rank = calloc(room, sizeof *index->rank);
    index->summary = calloc(recipe->variables ? recipe->variables : 1, sizeof *index->summary);
    if (index->score && index->group && index->index && index->class_of && index->rank &&
        index->summary)
        return LB_OK;
    lb_index_clear(index);
    return LB_E_MEMORY;
}

/* Which squares pass: people enough, weight enough, a place on the map. index[i] is 0 or NaN. */
static void select_squares(const lb_recipe *recipe, const double *weight, const lb_squares *squares,
                           const lb_square_allocation *fill, lb_index *index)
{
    for (size_t i = 0; i < squares->count; i++) {
        double present = 0;
        for (size_t v = 0; v < recipe->variables; v++)
            present += isnan(squares->value[v][i]) ? 0 : weight[v];
        bool few = !(squares->population[i] >= recipe->minimum_population);
        bool missing = present < recipe->minimum_weight - weight_slack || present <= 0;
        bool unplaced = fill && fill->count[i] == 0;
        index->index[i] = few || missing || unplaced ? NAN : 0;
        index->too_few += few;
        index->too_missing += !few && missing;
        index->unplaced += !few && !missing && unplaced;
        index->passed += !isnan(index->index[i]);
    }
}

/* Variables are independent: one a thread at a time. The scores overwrite the values in place. */
static lb_status score_variables(const lb_recipe *recipe, const lb_squares *squares,
                                 const lb_square_allocation *fill, int threads, lb_index *index)
{
    int worst = LB_OK;
    threads = lb_thread_count(threads);
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1) reduction(max : worst)
    for (size_t v = 0; v < recipe->variables; v++) {
        lb_variable_values(recipe, squares, fill, v, index->index, index->score[v]);
        int status =
            (int)lb_normalise_values(recipe, recipe->variable[v].direction, index->score[v],
                                     squares->population, squares->count, index->score[v]);
        worst = status > worst ? status : worst;
    }
    return (lb_status)worst;
}

/* Weighted mean of the terms added, arithmetic or geometric; NaN when there is no weight. The sum
 * is compensated so that the order of variables does not show. */
typedef struct weighted_mean {
    lb_sum sum;
    double weight;
} weighted_mean;

static void add_term(weighted_mean *m, lb_aggregate how, double weight, double value)
{
    if (isnan(value) || !(weight > 0))
        return;
    lb_sum_add(&m->sum, weight * (how == LB_AGGREGATE_GEOMETRIC ? log(value) : value));
    m->weight += weight;
}

static double mean_value(const weighted_mean *m, lb_aggregate how)
{
    if (!(m->weight > 0))
        return NAN;
    double value = lb_sum_value(m->sum) / m->weight;
    return how == LB_AGGREGATE_GEOMETRIC ? exp(value) : value;
}

/* Group scores of one square, and its index: 100 times the weighted mean of groups, over those
 * that have a score. Groups are kept for all squares, the index only for those that pass. */
static void aggregate_square(const lb_recipe *recipe, size_t i, lb_index *index)
{
    weighted_mean all = {0};
    for (size_t g = 0; g < recipe->groups; g++) {
        weighted_mean group = {0};
        for (size_t v = 0; v < recipe->variables; v++)
            if (recipe->variable[v].group_index == g)
                add_term(&group, recipe->aggregate, recipe->variable[v].weight, index->score[v][i]);
        index->group[g][i] = mean_value(&group, recipe->aggregate);
        add_term(&all, recipe->aggregate, recipe->group[g].weight, index->group[g][i]);
    }
    if (!isnan(index->index[i]))
        index->index[i] = lb_index_round(100 * mean_value(&all, recipe->aggregate));
}

/* 1 = worst, ties share the smallest: one more than the number of squares that are worse. */
static lb_status rank_squares(lb_index *index)
{
    lb_ranks order;
    lb_status status = lb_ranks_make(index->index, index->count, &order);
    if (status != LB_OK)
        return status;
    for (size_t start = 0, end; start < order.count; start = end) {
        for (end = start + 1; end < order.count && order.value[end] == order.value[start];)
            end++;
        for (size_t j = start; j < end; j++)
            index->rank[order.at[j]] = (int64_t)(order.count - end) + 1;
    }
    lb_ranks_clear(&order);
    return LB_OK;
}

/* Of the values as they were read, before they were turned and scaled, over the squares that
 * pass. */
static lb_status summarise_variable(const lb_squares *squares, size_t v, lb_index *index)
{
    lb_ranks order;
    double *of_passed = malloc((squares->count ? squares->count : 1) * sizeof *of_passed);
    if (!of_passed)
        return LB_E_MEMORY;
    for (size_t i = 0; i < squares->count; i++)
        of_passed[i] = isnan(index->index[i]) ? NAN : squares->value[v][i];
    lb_status status = lb_ranks_make(of_passed, squares->count, &order);
    if (status == LB_OK) {
        index->summary[v] = (lb_variable_summary){
            .count = order.count,
            .missing = index->passed - order.count,
            .min = order.count ? order.value[0] : NAN,
            .median = lb_ranks_quantile(&order, 0.5),
            .max = order.count ? order.value[order.count - 1] : NAN,
            .correlation = lb_correlation(of_passed, index->index, NULL, squares->count)};
        lb_ranks_clear(&order);
    }
    free(of_passed);
    return status;
}

/* What follows from the index, on all threads: classes, ranks, and a summary of each variable. */
static lb_status describe_index(const lb_recipe *recipe, const lb_squares *squares, int threads,
                                lb_index *index)
{
    int worst = LB_OK;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1) reduction(max : worst)
    for (size_t i = 0; i < recipe->variables + 2; i++) {
        int one = (int)(i == 0   ? lb_classes_compute(recipe, index->index, squares->population,
                                                      squares->count, index->class_of, index->breaks)
                        : i == 1 ? rank_squares(index)
                                 : summarise_variable(squares, i - 2, index));
        worst = one > worst ? one : worst;
    }
    return (lb_status)worst;
}

/* Squares are selected before variables are scored, since ranks are among the squares that pass;
 * index.index holds 0 or NaN for that until it is computed. */
static lb_status compute_index(const lb_recipe *recipe, const lb_squares *squares,
                               const lb_square_allocation *fill, int threads, lb_index *index)
{
    double *weight = malloc((recipe->variables ? recipe->variables : 1) * sizeof *weight);
    if (!weight)
        return LB_E_MEMORY;
    for (size_t v = 0; v < recipe->variables; v++)
        weight[v] = lb_recipe_effective_weight(recipe, v);
    select_squares(recipe, weight, squares, fill, index);
    free(weight);
    LB_TRY(score_variables(recipe, squares, fill, threads, index));
    threads = lb_thread_count(threads);
#pragma omp parallel for num_threads(threads) schedule(static)
    for (size_t i = 0; i < squares->count; i++)
        aggregate_square(recipe, i, index);
    LB_TRY(describe_index(recipe, squares, threads, index));
    return recipe->noise.kind == LB_NOISE_NONE
               ? LB_OK
               : lb_index_add_noise(recipe, squares, fill, threads, index);
}

/* *out is set on success only; the number of variables must be the recipe's, as columns are
 * found by position. */
lb_status lb_index_compute(const lb_recipe *recipe, const lb_squares *squares,
                           const lb_square_allocation *fill, int threads, lb_index *out)
{
    lb_index index;
    if (squares->variables != recipe->variables)
        return LB_E_USAGE;
    lb_status status = init_index(recipe, squares->count, &index);
    if (status != LB_OK)
        return status;
    status = compute_index(recipe, squares, fill, threads, &index);
    LB_HAND_OVER(status, index, out, lb_index_clear);
}
