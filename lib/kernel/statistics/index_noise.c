/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The index under noise (docs/methods.md, Noise of the index): each square's counts are drawn anew
 * around those delivered, some hundred times, and scored by the distributions that the index was
 * scored by. A column that several variables are made of has one noise. A number is a function of
 * square, column and draw, so that nothing depends on who computes which square. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/interval.h>
#include "base/threads.h"
#include "base/try.h"
#include "kernel/disclosure/cell_key.h"
#include "kernel/statistics/index_noise.h"
#include "kernel/statistics/normalise.h"
#include "kernel/statistics/random.h"

/* Draws are taken from equally probable points of the distribution, five to 64 random bits. */
enum { POINT_BITS = 12, POINTS = 1 << POINT_BITS, POINTS_PER_WORD = 5 };

/* A variable of which draws are made, or which keeps its score. */
typedef struct noisy_variable {
    lb_yardstick yardstick;
    uint64_t with, whole; /* random streams of numerator (or count) and denominator */
    bool is_noisy, is_ratio;
} noisy_variable;

typedef struct noise_maker {
    const lb_recipe *recipe;
    const lb_squares *squares;
    const lb_square_allocation *fill;
    lb_index *index;
    int draws;
    uint64_t seed;        /* 0: the usual draws */
    double point[POINTS]; /* of the noise, rising */
    noisy_variable *variable;
} noise_maker;

double lb_index_round(double index)
{
    double scaled = index * 1e10;
    return fabs(scaled) < 9e15 ? nearbyint(scaled) / 1e10 : index;
}

/* The points of a normal distribution, scaled to have its variance. */
static void set_normal_points(double variance, double *point)
{
    double squares = 0;
    for (int k = 0; k < POINTS / 2; k++) {
        double z = lb_interval_z(1 - 2 * (k + 0.5) / POINTS);
        point[k] = -z;
        point[POINTS - 1 - k] = z;
        squares += 2 * z * z;
    }
    for (int k = 0; k < POINTS; k++)
        point[k] *= sqrt(variance * POINTS / squares);
}

/* What a count rounded at random to a multiple of 3 was: -2 .. 2 away with 1, 2, 3, 2, 1 chances of
 * 9, where all counts are as usual (two to the nearer multiple, one to the farther). */
static void set_rounding_points(double *point)
{
    static const int to[] = {1, 3, 6, 8, 9}; /* ninths up to and with -2, -1, 0, 1, 2 */
    for (int k = 0, step = 0; k < POINTS; k++) {
        while ((k + 0.5) * 9 > (double)to[step] * POINTS)
            step++;
        point[k] = step - 2;
    }
}

/* Changes of the cell-key method as of counts above the greatest change, each as many points as its
 * probability. LB_E_USAGE. */
static lb_status set_cell_key_points(const lb_noise *noise, double *point)
{
    lb_perturb_table *table = malloc(sizeof *table);
    lb_status status =
        table ? lb_perturb_table_make(noise->deviation, noise->variance, 0, table) : LB_E_MEMORY;
    const lb_perturb_row *row = status == LB_OK ? &table->row[table->rows - 1] : NULL;
    double below = row ? row->probability[0] : 1;
    for (int k = 0, i = 0; k < POINTS && row; k++) {
        while (i + 1 < row->count && (k + 0.5) / POINTS > below)
            below += row->probability[++i];
        point[k] = row->change[i];
    }
    free(table);
    return status;
}

static lb_status set_points(const lb_noise *noise, double *point)
{
    if (noise->kind == LB_NOISE_CELL_KEY)
        return set_cell_key_points(noise, point);
    if (noise->kind == LB_NOISE_FIXED)
        set_normal_points(noise->variance, point);
    else
        set_rounding_points(point);
    return LB_OK;
}

/* FNV-1a of a column's name: its noise is its own, and the same in whatever variable it is. */
static uint64_t stream_of(const char *name)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (; *name; name++)
        hash = (hash ^ (unsigned char)*name) * UINT64_C(1099511628211);
    return hash;
}

static const char *column_name(const lb_names *names, const char *fallback)
{
    return names->count > 0 ? names->name[0] : fallback;
}

/* Which columns the variable is drawn from. Levels have no noise; a share whose counts are not
 * delivered is taken as one of the people. */
static void describe_variable(noise_maker *m, size_t v, noisy_variable *out)
{
    const lb_variable *variable = &m->recipe->variable[v];
    const char *people = column_name(&m->recipe->population, "population");
    bool has_parts = variable->numerator.count > 0;
    const char *whole = column_name(&variable->denominator, people);
    out->is_noisy = variable->kind != LB_KIND_LEVEL;
    out->is_ratio = has_parts || variable->kind == LB_KIND_SHARE;
    out->with = stream_of(has_parts ? variable->numerator.name[0]
                                    : column_name(&variable->column, variable->name));
    out->whole = stream_of(has_parts && !variable->per_population ? whole : people);
}

/* The distributions that the index was made with, by the delivered values of the squares with an
 * index: the draws are scored by these, since the rest of the country does not move. */
static lb_status make_yardsticks(noise_maker *m)
{
    lb_status status = LB_OK;
    double *value = malloc((m->squares->count + 1) * sizeof *value);
    if (!value)
        return LB_E_MEMORY;
    for (size_t v = 0; v < m->recipe->variables && status == LB_OK; v++) {
        describe_variable(m, v, &m->variable[v]);
        lb_variable_values(m->recipe, m->squares, m->fill, v, m->index->index, value);
        status =
            lb_yardstick_make(m->recipe, m->recipe->variable[v].direction, value,
                              m->squares->population, m->squares->count, &m->variable[v].yardstick);
    }
    free(value);
    return status;
}

/* Noise of one column of one square, draw by draw. */
static void draw_noise(const noise_maker *m, uint64_t square, uint64_t stream, double *noise)
{
    uint64_t bits = 0;
    for (int d = 0; d < m->draws; d++) {
        if (d % POINTS_PER_WORD == 0)
            bits = lb_random_bits(square, stream, (uint64_t)(d / POINTS_PER_WORD));
        noise[d] = m->point[bits & (POINTS - 1)];
        bits >>= POINT_BITS;
    }
}

/* Zero stays zero, and nothing falls below it. */
static double noisy_count(double count, double noise)
{
    return count > 0 ? fmax(0, count + noise) : count;
}

/* The counts that variable v of square i is made of. */
static void counts_of(const noise_maker *m, size_t v, size_t i, double *with, double *whole)
{
    const lb_squares *s = m->squares;
    bool is_known = s->denominator && s->denominator[v];
    *whole = is_known ? s->denominator[v][i] : s->population[i];
    *with = is_known && s->numerator[v] ? s->numerator[v][i] : s->value[v][i] * *whole;
    if (!m->variable[v].is_ratio)
        *with = s->value[v][i];
}

/* Adds weight x score (or its logarithm) of variable v, draw by draw; room: two times the draws. */
static void add_variable(const noise_maker *m, size_t v, size_t i, double weight, double *room,
                         double *sum)
{
    const noisy_variable *variable = &m->variable[v];
    lb_square q = m->squares->square[i];
    bool is_log = m->recipe->aggregate == LB_AGGREGATE_GEOMETRIC;
    double with, whole, known = m->squares->value[v][i], *noise = room + m->draws;
    uint64_t square = lb_random_bits((uint64_t)q.size, (uint64_t)q.e, (uint64_t)q.n);
    square = m->seed > 0 ? lb_random_bits(m->seed, square, 0) : square;
    counts_of(m, v, i, &with, &whole);
    if (variable->is_noisy)
        draw_noise(m, square, variable->with, room);
    if (variable->is_noisy && variable->is_ratio)
        draw_noise(m, square, variable->whole, noise);
    for (int d = 0; d < m->draws; d++) {
        double value = known;
        if (variable->is_noisy)
            value = noisy_count(with, room[d]);
        if (variable->is_noisy && variable->is_ratio) {
            double of = noisy_count(whole, noise[d]);
            value = of > 0 ? value / of : known;
            if (m->recipe->variable[v].kind == LB_KIND_SHARE)
                value = fmin(value, 1);
        }
        double score = variable->is_noisy || d == 0
                           ? lb_yardstick_score(
                                 &variable->yardstick,
                                 lb_variable_per_area(&m->recipe->variable[v], m->fill, i, value))
                           : room[0];
        if (!variable->is_noisy)
            room[0] = score;
        sum[d] += weight * (is_log ? log(fmax(score, 0)) : score); /* minmax, below the least */
    }
}

/* One more than the limits that the value reaches; classes that nobody is in have none. */
static int class_at(const noise_maker *m, double value)
{
    int class_of = 1;
    for (int k = 0; k + 1 < m->recipe->classes; k++)
        if (value >= m->index->breaks[k])
            class_of = k + 2;
    return class_of;
}

/* room: variables, and three times the draws. */
static void measure_square(const noise_maker *m, size_t i, double *room)
{
    double *sum = room, *draws = room + m->draws, *weight = draws + 2 * m->draws;
    double mean = 0, squares = 0;
    int same = 0;
    memset(sum, 0, (size_t)m->draws * sizeof *sum);
    lb_recipe_weights_given(m->recipe, m->index->score, i, weight);
    for (size_t v = 0; v < m->recipe->variables; v++)
        if (weight[v] > 0)
            add_variable(m, v, i, weight[v], draws, sum);
    for (int d = 0; d < m->draws; d++) {
        bool is_log = m->recipe->aggregate == LB_AGGREGATE_GEOMETRIC;
        sum[d] = lb_index_round(100 * (is_log ? exp(sum[d]) : sum[d]));
        same += class_at(m, sum[d]) == m->index->class_of[i];
        mean += sum[d] / m->draws;
    }
    for (int d = 0; d < m->draws; d++)
        squares += (sum[d] - mean) * (sum[d] - mean);
    m->index->sd[i] = lb_index_round(sqrt(squares / (m->draws - 1)));
    m->index->firm[i] = (double)same / m->draws;
}

/* Squares are shared out; each thread has room of its own. */
static lb_status measure_squares(const noise_maker *m, int threads)
{
    int worst = LB_OK;
    size_t room_size = m->recipe->variables + 3 * (size_t)m->draws;
#pragma omp parallel num_threads(threads) reduction(max : worst)
    {
        double *room = malloc(room_size * sizeof *room);
        worst = room ? LB_OK : LB_E_MEMORY;
#pragma omp for schedule(dynamic, 256)
        for (size_t i = 0; i < m->squares->count; i++) {
            if (room && !isnan(m->index->index[i]))
                measure_square(m, i, room);
        }
        free(room);
    }
    return (lb_status)worst;
}

/* sd in points of the index and the share of draws in the class shown; NaN for a square without
 * an index (docs/methods.md, Noise of the index). */
static lb_status make_noise(noise_maker *m, int threads)
{
    size_t count = m->squares->count;
    lb_index *index = m->index;
    index->sd = malloc((count + 1) * sizeof *index->sd);
    index->firm = malloc((count + 1) * sizeof *index->firm);
    m->variable = calloc(m->recipe->variables + 1, sizeof *m->variable);
    if (!index->sd || !index->firm || !m->variable)
        return LB_E_MEMORY;
    for (size_t i = 0; i < count; i++)
        index->sd[i] = index->firm[i] = (double)NAN;
    LB_TRY(set_points(&m->recipe->noise, m->point));
    LB_TRY(make_yardsticks(m));
    return measure_squares(m, lb_thread_count(threads));
}

/* Adds sd and firm to an index that is there already; they belong to it, also on an error. */
lb_status lb_index_add_noise(const lb_recipe *recipe, const lb_squares *squares,
                             const lb_square_allocation *fill, int threads, lb_index *index)
{
    noise_maker m = {.recipe = recipe,
                     .squares = squares,
                     .fill = fill,
                     .index = index,
                     .draws = recipe->noise.draws > 0 ? recipe->noise.draws : LB_NOISE_DRAWS,
                     .seed = (uint64_t)recipe->noise.seed};
    lb_status status = make_noise(&m, threads);
    for (size_t v = 0; m.variable && v < recipe->variables; v++)
        lb_yardstick_clear(&m.variable[v].yardstick);
    free(m.variable);
    return status;
}
