/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/classes.h>
#include "base/array.h"
#include "base/sum.h"
#include "base/threads.h"
#include "base/try.h"
#include "kernel/hotspot/many_tests.h"
#include "kernel/statistics/index_noise.h"
#include "kernel/statistics/normalise.h"
#include "kernel/trend/index_change.h"

/* Gauss-Hermite quadrature for a normal variate: five points are exact for polynomials of degree 9,
 * and a score is near a line over the noise of one count. */
enum { NODES = 5 };
static const double node[NODES] = {-2.856970013872806, -1.355626179974266, 0, 1.355626179974266,
                                   2.856970013872806};
static const double node_weight[NODES] = {0.011257411327720689, 0.22207592200561264, 8.0 / 15,
                                          0.22207592200561264, 0.011257411327720689};

static const double weight_slack = 1e-9; /* as of lb_index_compute */

/* Mean square of rounding at random to multiples of 3, all remainders as usual. */
static const double rounding_variance = 4.0 / 3;

typedef struct change_maker {
    const lb_change_input *in;
    lb_index_change *out;
    double ***value;         /* [deliveries][variables][units] as they are scored; NaN: missing */
    double ***score;         /* the same */
    lb_yardstick *yardstick; /* [variables], of LB_YARDSTICK_RERANK [deliveries][variables] */
    double *weight[2];       /* [units * variables] effective, of the first delivery and the last */
    double *p;               /* [units] */
} change_maker;

/* Memory -----------------------------------------------------------------------------------------
 */

/* Arrays [n][count] of NaN. */
static lb_status new_columns(size_t n, size_t count, double ***out)
{
    *out = lb_array_columns(n, count);
    for (size_t i = 0; *out && i < n; i++)
        for (size_t u = 0; u < count; u++)
            (*out)[i][u] = NAN;
    return *out ? LB_OK : LB_E_MEMORY;
}

static lb_status new_column(size_t count, double **out)
{
    double **column = NULL;
    lb_status status = new_columns(1, count, &column);
    *out = column ? column[0] : NULL;
    free(column);
    return status;
}

void lb_index_change_clear(lb_index_change *change)
{
    lb_array_free(change->class_of, change->deliveries);
    lb_array_free(change->index, change->deliveries);
    lb_array_free(change->own, change->variables);
    double *columns[] = {change->noise[0], change->noise[1], change->change, change->sd,
                         change->q,        change->others,   change->missing};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        free(columns[i]);
    *change = (lb_index_change){.deliveries = 0};
}

static size_t count_yardsticks(const change_maker *m)
{
    return m->in->recipe->variables *
           (m->in->yardstick == LB_YARDSTICK_RERANK ? m->in->deliveries : 1);
}

/* Frees what only the computation needs; the result has its own clear. */
static void clear_maker(change_maker *m)
{
    size_t variables = m->in->recipe->variables;
    for (size_t d = 0; d < m->in->deliveries; d++) {
        if (m->value)
            lb_array_free(m->value[d], variables);
        if (m->score)
            lb_array_free(m->score[d], variables);
    }
    for (size_t i = 0; m->yardstick && i < count_yardsticks(m); i++)
        lb_yardstick_clear(&m->yardstick[i]);
    free(m->value);
    free(m->score);
    free(m->yardstick);
    free(m->weight[0]);
    free(m->weight[1]);
    free(m->p);
}

/* Columns of units that start as NaN, which stays where a unit has no index; classes start as 0.
 * On LB_E_MEMORY the caller clears what was made. */
static lb_status new_result(change_maker *m)
{
    size_t d = m->in->deliveries, units = m->in->units, variables = m->in->recipe->variables;
    lb_index_change *out = m->out;
    *out = (lb_index_change){.deliveries = d, .units = units, .variables = variables};
    out->class_of = calloc(d + 1, sizeof *out->class_of);
    if (!out->class_of)
        return LB_E_MEMORY;
    for (size_t i = 0; i < d; i++)
        if (!(out->class_of[i] = calloc(units + 1, sizeof **out->class_of)))
            return LB_E_MEMORY;
    LB_TRY(new_columns(d, units, &out->index));
    LB_TRY(new_columns(variables, units, &out->own));
    double **columns[] = {&out->noise[0], &out->noise[1], &out->change, &out->sd,
                          &out->q,        &out->others,   &out->missing};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        LB_TRY(new_column(units, columns[i]));
    return LB_OK;
}

/* Values and scores of every delivery, variable and unit are kept, since a change needs the
 * first and the last of them side by side. */
static lb_status new_maker(change_maker *m)
{
    size_t d = m->in->deliveries, units = m->in->units, variables = m->in->recipe->variables;
    m->value = calloc(d + 1, sizeof *m->value);
    m->score = calloc(d + 1, sizeof *m->score);
    m->yardstick = calloc(count_yardsticks(m) + 1, sizeof *m->yardstick);
    m->weight[0] = malloc((units * variables + 1) * sizeof *m->weight[0]);
    m->weight[1] = malloc((units * variables + 1) * sizeof *m->weight[1]);
    if (!m->value || !m->score || !m->yardstick || !m->weight[0] || !m->weight[1])
        return LB_E_MEMORY;
    for (size_t i = 0; i < d; i++) {
        LB_TRY(new_columns(variables, units, &m->value[i]));
        LB_TRY(new_columns(variables, units, &m->score[i]));
    }
    return new_column(units, &m->p);
}

/* Scores -----------------------------------------------------------------------------------------
 */

/* Which units pass, as lb_index_compute: index[u] 0, or NaN. It first holds the weight present. */
static void select_units(const change_maker *m, size_t d)
{
    const lb_recipe *recipe = m->in->recipe;
    const lb_squares *s = &m->in->squares[d];
    double *index = m->out->index[d];
    memset(index, 0, m->in->units * sizeof *index);
    for (size_t v = 0; v < recipe->variables; v++) {
        double weight = lb_recipe_effective_weight(recipe, v);
        for (size_t u = 0; u < m->in->units; u++)
            index[u] += isnan(s->value[v][u]) ? 0 : weight;
    }
    for (size_t u = 0; u < m->in->units; u++) {
        bool passes = s->population[u] >= recipe->minimum_population &&
                      index[u] >= recipe->minimum_weight - weight_slack && index[u] > 0 &&
                      m->in->fill[d].count[u] > 0;
        index[u] = passes ? 0 : (double)NAN;
    }
}

static const lb_yardstick *yardstick_of(const change_maker *m, size_t d, size_t v)
{
    bool own = m->in->yardstick == LB_YARDSTICK_RERANK;
    return &m->yardstick[(own ? d * m->in->recipe->variables : 0) + v];
}

/* The values of all deliveries behind each other, with their people. */
static lb_status pool_yardstick(change_maker *m, size_t v)
{
    size_t units = m->in->units, all = units * m->in->deliveries;
    double *value = malloc((all + 1) * sizeof *value), *people = malloc((all + 1) * sizeof *people);
    lb_status status = value && people ? LB_OK : LB_E_MEMORY;
    for (size_t d = 0; status == LB_OK && d < m->in->deliveries; d++) {
        memcpy(value + d * units, m->value[d][v], units * sizeof *value);
        memcpy(people + d * units, m->in->squares[d].population, units * sizeof *people);
    }
    if (status == LB_OK)
        status = lb_yardstick_make(m->in->recipe, m->in->recipe->variable[v].direction, value,
                                   people, all, &m->yardstick[v]);
    free(value);
    free(people);
    return status;
}

/* By the yardstick of the first delivery (fixed), of all together (pooled) or of each by itself
 * (rerank); values that the yardstick was not made of are scored by it too (docs/methods.md,
 * Trends). */
static lb_status score_variable(change_maker *m, size_t v)
{
    const lb_recipe *recipe = m->in->recipe;
    size_t variables = recipe->variables;
    for (size_t d = 0; d < m->in->deliveries; d++)
        lb_variable_values(recipe, &m->in->squares[d], &m->in->fill[d], v, m->out->index[d],
                           m->value[d][v]);
    if (m->in->yardstick == LB_YARDSTICK_POOLED)
        LB_TRY(pool_yardstick(m, v));
    for (size_t d = 0; m->in->yardstick != LB_YARDSTICK_POOLED && d < m->in->deliveries; d++)
        if (d == 0 || m->in->yardstick == LB_YARDSTICK_RERANK)
            LB_TRY(lb_yardstick_make(recipe, recipe->variable[v].direction, m->value[d][v],
                                     m->in->squares[d].population, m->in->units,
                                     &m->yardstick[d * variables + v]));
    for (size_t d = 0; d < m->in->deliveries; d++)
        for (size_t u = 0; u < m->in->units; u++)
            m->score[d][v][u] = lb_yardstick_score(yardstick_of(m, d, v), m->value[d][v][u]);
    return LB_OK;
}

static lb_status score_variables(change_maker *m)
{
    int worst = LB_OK;
#pragma omp parallel for num_threads(lb_thread_count(m->in->threads)) schedule(dynamic, 1) \
    reduction(max                                                                          \
              : worst)
    for (size_t v = 0; v < m->in->recipe->variables; v++) {
        int status = (int)score_variable(m, v);
        worst = status > worst ? status : worst;
    }
    return (lb_status)worst;
}

static void count_outside(change_maker *m)
{
    for (size_t d = 0; m->in->recipe->normalise == LB_NORMALISE_MINMAX && d < m->in->deliveries;
         d++)
        for (size_t v = 0; v < m->in->recipe->variables; v++)
            for (size_t u = 0; u < m->in->units; u++)
                m->out->outside += m->score[d][v][u] < 0 || m->score[d][v][u] > 1;
}

/* Index ------------------------------------------------------------------------------------------
 */

static bool is_geometric(const change_maker *m)
{
    return m->in->recipe->aggregate == LB_AGGREGATE_GEOMETRIC;
}

/* A score as it is averaged; below the least value of minmax it is 0, as of draws in index_noise.
 */
static double average_score(const change_maker *m, double score)
{
    return is_geometric(m) ? log(fmax(score, 0)) : score;
}

static double index_of(const change_maker *m, size_t d, size_t u, const double *weight)
{
    lb_sum sum = {0};
    for (size_t v = 0; v < m->in->recipe->variables; v++)
        if (weight[v] > 0)
            lb_sum_add(&sum, weight[v] * average_score(m, m->score[d][v][u]));
    double mean = lb_sum_value(sum);
    return lb_index_round(100 * (is_geometric(m) ? exp(mean) : mean));
}

/* Of the deliveries between the first and the last the weights are not needed any more. */
static void compute_indices(const change_maker *m)
{
    size_t variables = m->in->recipe->variables, last = m->in->deliveries - 1;
#pragma omp parallel for num_threads(lb_thread_count(m->in->threads)) schedule(static)
    for (size_t u = 0; u < m->in->units; u++)
        for (size_t k = 0; k <= last; k++) {
            size_t d = last - k; /* the first one's weights stay in weight[0] */
            double *weight = &m->weight[d == last][u * variables];
            if (isnan(m->out->index[d][u]))
                continue;
            lb_recipe_weights_given(m->in->recipe, m->score[d], u, weight);
            m->out->index[d][u] = index_of(m, d, u, weight);
        }
}

/* Why --------------------------------------------------------------------------------------------
 */

/* How variable v moved from the first delivery to the last: `own` by its figure, `others` by what
 * it is ranked among; and its score, averaged, in the middle of both. */
typedef struct score_move {
    double own, others, middle;
} score_move;

/* ds = own + others of one variable. By rerank, own is the mean of the move of x under both
 * yardsticks, others that of the yardstick under both values; they add up to s1 - s0 exactly. */
static score_move move_of(const change_maker *m, size_t v, size_t u)
{
    size_t last = m->in->deliveries - 1;
    double x0 = m->value[0][v][u], x1 = m->value[last][v][u];
    double s0 = average_score(m, m->score[0][v][u]), s1 = average_score(m, m->score[last][v][u]);
    if (isnan(x0) || isnan(x1)) /* the weight moves alone, at the score that is known */
        return (score_move){0, 0, isnan(x0) ? s1 : s0};
    score_move move = {s1 - s0, 0, (s0 + s1) / 2};
    if (m->in->yardstick == LB_YARDSTICK_RERANK) {
        double first_x1 = average_score(m, lb_yardstick_score(yardstick_of(m, 0, v), x1));
        double last_x0 = average_score(m, lb_yardstick_score(yardstick_of(m, last, v), x0));
        move.own = ((first_x1 - s0) + (s1 - last_x0)) / 2;
        move.others = ((last_x0 - s0) + (s1 - first_x1)) / 2;
    }
    return move;
}

/* What a change of the averaged scores is in points of the index: 100, or of a geometric mean the
 * logarithmic mean of both indices. */
static double points_per_score(const change_maker *m, double i0, double i1)
{
    if (!is_geometric(m))
        return 100;
    return i0 == i1 ? i0 : (i1 - i0) / (log(i1) - log(i0));
}

/* A score of 0 has no logarithm: the parts of a geometric mean are then not known. */
static void explain_unit(const change_maker *m, size_t u)
{
    size_t variables = m->in->recipe->variables, last = m->in->deliveries - 1;
    const double *a0 = &m->weight[0][u * variables], *a1 = &m->weight[1][u * variables];
    double i0 = m->out->index[0][u], i1 = m->out->index[last][u];
    if (isnan(i0) || isnan(i1))
        return;
    lb_sum others = {0}, missing = {0};
    double points = points_per_score(m, i0, i1);
    m->out->change[u] = i1 - i0;
    for (size_t v = 0; v < variables; v++) {
        m->out->own[v][u] = 0;
        if (!(a0[v] > 0) && !(a1[v] > 0))
            continue;
        score_move move = move_of(m, v, u);
        m->out->own[v][u] = points * (a0[v] + a1[v]) / 2 * move.own;
        lb_sum_add(&others, points * (a0[v] + a1[v]) / 2 * move.others);
        lb_sum_add(&missing, points * (a1[v] - a0[v]) * move.middle);
    }
    m->out->others[u] = lb_sum_value(others);
    m->out->missing[u] = lb_sum_value(missing);
    bool known = isfinite(m->out->others[u]) && isfinite(m->out->missing[u]);
    for (size_t v = 0; v < variables; v++)
        known &= isfinite(m->out->own[v][u]);
    for (size_t v = 0; v < variables && !known; v++)
        m->out->own[v][u] = NAN;
    if (!known)
        m->out->others[u] = m->out->missing[u] = NAN;
}

/* Noise ------------------------------------------------------------------------------------------
 */

static double noise_variance(const lb_recipe *recipe)
{
    return recipe->noise.kind == LB_NOISE_ROUND3 ? rounding_variance : recipe->noise.variance;
}

/* Zero stays zero, and nothing falls below it. */
static double noisy_count(double count, double noise)
{
    return count > 0 ? fmax(0, count + noise) : count;
}

/* The counts behind variable v: a share whose counts are not known is one of the people. */
static bool counts_of(const change_maker *m, size_t d, size_t v, size_t u, double *with,
                      double *whole)
{
    const lb_squares *s = &m->in->squares[d];
    const lb_variable *variable = &m->in->recipe->variable[v];
    bool known = s->denominator[v] && s->numerator[v] && !isnan(s->numerator[v][u]);
    bool ratio = variable->numerator.count > 0 || variable->kind == LB_KIND_SHARE;
    *whole = known ? s->denominator[v][u] : s->population[u];
    *with = known ? s->numerator[v][u] : s->value[v][u] * *whole;
    if (!ratio)
        *with = s->value[v][u];
    return ratio;
}

/* Mean of a figure of the score, and of its square, over the noise of the counts. */
typedef struct score_moments {
    double mean, square;
} score_moments;

/* What of a score the index is a sum or, of a geometric mean, a product of. */
static double weighted_score(const change_maker *m, double score, double weight)
{
    return is_geometric(m) ? pow(fmax(score, 0), weight) : weight * score;
}

/* Mean and mean square of one weighted score (a s, of a geometric mean s^a) under the noise of its
 * counts, by Gauss-Hermite nodes with the yardstick held fixed: one sum over a count, two over
 * numerator and denominator. A level has no noise (docs/methods.md, Trends, Noise). */
static score_moments moments_of(const change_maker *m, size_t d, size_t v, size_t u, double weight)
{
    const lb_variable *variable = &m->in->recipe->variable[v];
    const lb_yardstick *yardstick = yardstick_of(m, d, v);
    double squares = (double)(m->in->first[d][u + 1] - m->in->first[d][u]), with, whole;
    double sd = sqrt(noise_variance(m->in->recipe) * squares);
    double known = weighted_score(m, m->score[d][v][u], weight);
    score_moments sum = {0, 0};
    if (variable->kind == LB_KIND_LEVEL)
        return (score_moments){known, known * known};
    bool ratio = counts_of(m, d, v, u, &with, &whole);
    for (int a = 0; a < NODES; a++)
        for (int b = 0; b < (ratio ? NODES : 1); b++) {
            double chance = node_weight[a] * (ratio ? node_weight[b] : 1);
            double value = noisy_count(with, sd * node[a]);
            double of = ratio ? noisy_count(whole, sd * node[b]) : 1;
            value = of > 0 ? value / of : m->in->squares[d].value[v][u];
            value = variable->kind == LB_KIND_SHARE ? fmin(value, 1) : value;
            value = lb_variable_per_area(variable, &m->in->fill[d], u, value);
            double part = weighted_score(m, lb_yardstick_score(yardstick, value), weight);
            sum.mean += chance * part;
            sum.square += chance * part * part;
        }
    return sum;
}

/* Noise of counts is independent: variances of a sum add up; of a product, also where a score is 0,
 * Var = prod E[x^2] - prod E[x]^2. */
static double index_sd(const change_maker *m, size_t end, size_t u)
{
    size_t variables = m->in->recipe->variables, d = end == 0 ? 0 : m->in->deliveries - 1;
    const double *weight = &m->weight[end][u * variables];
    double variance = 0, squares = 1, means = 1;
    for (size_t v = 0; v < variables; v++) {
        if (!(weight[v] > 0))
            continue;
        score_moments x = moments_of(m, d, v, u, weight[v]);
        variance += fmax(0, x.square - x.mean * x.mean);
        squares *= x.square;
        means *= x.mean * x.mean;
    }
    return 100 * sqrt(is_geometric(m) ? fmax(0, squares - means) : variance);
}

double lb_change_p(double change, double sd)
{
    if (isnan(change) || isnan(sd))
        return (double)NAN;
    if (!(sd > 0))
        return change == 0 ? 1 : 0;
    return erfc(fabs(change) / sd / sqrt(2));
}

/* sd of the change: the root of both deliveries' variances, as their noise is independent; p is
 * two-sided, q by Benjamini and Hochberg over units. Without noise in the recipe all stay NaN. */
static lb_status hold_against_noise(change_maker *m)
{
    size_t last = m->in->deliveries - 1;
    if (m->in->recipe->noise.kind == LB_NOISE_NONE)
        return LB_OK;
#pragma omp parallel for num_threads(lb_thread_count(m->in->threads)) schedule(dynamic, 256)
    for (size_t u = 0; u < m->in->units; u++) {
        if (!isnan(m->out->index[0][u]))
            m->out->noise[0][u] = index_sd(m, 0, u);
        if (!isnan(m->out->index[last][u]))
            m->out->noise[1][u] = index_sd(m, 1, u);
        m->out->sd[u] = sqrt(m->out->noise[0][u] * m->out->noise[0][u] +
                             m->out->noise[1][u] * m->out->noise[1][u]);
        m->p[u] = lb_change_p(m->out->change[u], m->out->sd[u]);
    }
    return lb_adjust_tests(LB_ADJUST_BH, m->p, m->in->units, m->out->q, &m->out->tests);
}

/* Classes ----------------------------------------------------------------------------------------
 */

/* One more than the limits that the index reaches; classes that nobody is in have none. */
static uint8_t class_at(const double *breaks, int classes, double index)
{
    uint8_t class_of = 1;
    for (int k = 0; k + 1 < classes; k++)
        if (index >= breaks[k])
            class_of = (uint8_t)(k + 2);
    return class_of;
}

/* Later deliveries by the limits of the first, so that a class means the same in all. */
static lb_status classify_units(const change_maker *m)
{
    const lb_recipe *recipe = m->in->recipe;
    lb_index_change *out = m->out;
    LB_TRY(lb_classes_compute(recipe, out->index[0], m->in->squares[0].population, m->in->units,
                              out->class_of[0], out->breaks));
    for (size_t d = 1; d < m->in->deliveries; d++)
        for (size_t u = 0; u < m->in->units; u++)
            if (!isnan(out->index[d][u]))
                out->class_of[d][u] = class_at(out->breaks, recipe->classes, out->index[d][u]);
    return LB_OK;
}

/* P(class k) of an index with normal noise. A limit that is NaN is of a class nobody was in: the
 * next class that has one ends the range. */
double lb_class_probability(double index, double sd, const double *breaks, int classes, int k)
{
    double low = -INFINITY, high = INFINITY;
    if (!(sd > 0))
        return class_at(breaks, classes, index) == k;
    if (k > 1 && isnan(breaks[k - 2]))
        return 0;
    if (k > 1)
        low = breaks[k - 2];
    for (int j = k - 1; j + 1 < classes && isinf(high); j++)
        if (!isnan(breaks[j]))
            high = breaks[j];
    return (erfc((low - index) / sd / sqrt(2)) - erfc((high - index) / sd / sqrt(2))) / 2;
}

/* All --------------------------------------------------------------------------------------------
 */

/* Squares that pass decide which values a yardstick is made of, so selection comes first. */
static lb_status compute_change(change_maker *m)
{
    LB_TRY(new_result(m));
    LB_TRY(new_maker(m));
    for (size_t d = 0; d < m->in->deliveries; d++)
        select_units(m, d);
    LB_TRY(score_variables(m));
    count_outside(m);
    compute_indices(m);
#pragma omp parallel for num_threads(lb_thread_count(m->in->threads)) schedule(static)
    for (size_t u = 0; u < m->in->units; u++)
        explain_unit(m, u);
    LB_TRY(hold_against_noise(m));
    return classify_units(m);
}

lb_status lb_index_change_compute(const lb_change_input *input, lb_index_change *out)
{
    lb_index_change change = {.deliveries = 0};
    change_maker m = {.in = input, .out = &change};
    lb_status status = compute_change(&m);
    clear_maker(&m);
    LB_HAND_OVER(status, change, out, lb_index_change_clear);
}
