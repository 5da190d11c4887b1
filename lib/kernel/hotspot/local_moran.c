/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/sum.h"
#include "base/threads.h"
#include "kernel/hotspot/local_moran.h"
#include "kernel/statistics/random.h"

/* Rates less the rate of all, over their standard deviation where the rate is the same everywhere
 * and more: v_i = a + b / people_i, a the variance between cells (Assuncao and Reis 1999). */
static void rate_scores(const double *count, const double *people, size_t n, double *z)
{
    lb_sum events = {0}, all = {0}, square = {0};
    size_t cells = 0;
    for (size_t i = 0; i < n; i++)
        if (people[i] > 0) {
            lb_sum_add(&events, count[i]);
            lb_sum_add(&all, people[i]);
            cells++;
        }
    double b = lb_sum_value(events) / lb_sum_value(all);
    for (size_t i = 0; i < n; i++)
        if (people[i] > 0)
            lb_sum_add(&square,
                       people[i] * (count[i] / people[i] - b) * (count[i] / people[i] - b));
    double a = (lb_sum_value(square) - b * (double)cells) / lb_sum_value(all);
    for (size_t i = 0; i < n; i++) {
        double v = fmax(a, 0) + b / people[i];
        z[i] = people[i] > 0 ? (count[i] / people[i] - b) / sqrt(v) : (double)NAN;
    }
}

/* z of each unit: its count, or its rate standardised where people are known, less the mean of
 * all that are known (docs/methods.md, Hot spots). NaN stays NaN and is not in the mean. */
void lb_moran_scores(const double *count, const double *people, size_t n, double *z)
{
    lb_sum sum = {0};
    size_t known = 0;
    if (people)
        rate_scores(count, people, n, z);
    for (size_t i = 0; i < n; i++) {
        z[i] = people ? z[i] : count[i];
        if (!isnan(z[i])) {
            lb_sum_add(&sum, z[i]);
            known++;
        }
    }
    for (size_t i = 0; i < n; i++)
        z[i] -= lb_sum_value(sum) / (double)known;
}

/* The mean z of the neighbours of a cell; *m: how many. */
static double neighbour_mean(const lb_moran_input *in, size_t cell, size_t *m)
{
    const lb_cell_window *w = in->window;
    double sum = 0;
    size_t n = 0, begin, end;
    for (int32_t d = -w->radius; d <= w->radius; d++) {
        int32_t half = w->half[d + w->radius], col = in->rows->col[cell];
        lb_cell_rows_between(in->rows, in->rows->row[cell] + d, col - half, col + half, &begin,
                             &end);
        for (size_t k = begin; k < end; k++)
            if (k != cell && !isnan(in->z[k])) {
                sum += in->z[k];
                n++;
            }
    }
    *m = n;
    return n > 0 ? sum / (double)n : (double)NAN;
}

/* Those that take part: their numbers, and how many. */
typedef struct participants {
    size_t *unit, count;
} participants;

/* m of the others, each once: the j-th is drawn from those left, by Fisher and Yates over a
 * permutation that is undone at the end. space: all participants in order, at return too, and as
 * much room behind them for the exchanges. */
static double drawn_mean(const participants *all, size_t *space, size_t self, size_t m,
                         const double *z, uint64_t seed, uint64_t stream)
{
    size_t n = all->count, *swapped = space + n;
    double sum = 0;
    space[self] = n - 1; /* the cell itself goes to the end, outside what is drawn from */
    space[n - 1] = self;
    for (size_t j = 0; j < m; j++) {
        size_t at = j + (size_t)(lb_random_uniform(seed, stream, j) * (double)(n - 1 - j));
        size_t unit = space[at];
        space[at] = space[j];
        space[j] = unit;
        swapped[j] = at;
        sum += z[all->unit[unit]];
    }
    for (size_t j = m; j-- > 0;) {
        size_t unit = space[j];
        space[j] = space[swapped[j]];
        space[swapped[j]] = unit;
    }
    space[n - 1] = n - 1;
    space[self] = self;
    return sum / (double)m;
}

/* I and the one-sided p of one cell, by as many draws of m neighbours among all other cells.
 * 1e-12 of I makes draws with the same cells tie in spite of the order of their sum. A cell
 * without neighbours keeps NaN. */
static void test_cell(const lb_moran_input *in, const participants *all, size_t *space, size_t self,
                      double moment, double *out[3])
{
    size_t m, cell = all->unit[self], above = 0;
    double lag = neighbour_mean(in, cell, &m);
    if (m == 0 || m >= all->count || !(moment > 0))
        return;
    double i = in->z[cell] * lag / moment;
    for (int d = 0; d < in->draws; d++) {
        uint64_t stream = (uint64_t)cell << 24 | (uint64_t)d;
        double drawn = drawn_mean(all, space, self, m, in->z, in->seed, stream);
        above += in->z[cell] * drawn / moment >= i - 1e-12 * fabs(i);
    }
    out[0][cell] = i;
    out[1][cell] = (1 + (double)above) / (1 + (double)in->draws);
    out[2][cell] = lag;
}

/* The second moment of z is that of all participants and stays fixed under permutation. A stream
 * is of a cell and a draw, so p does not depend on threads; `space` is one permutation a thread,
 * which each draw leaves in order. */
static bool test_all(const lb_moran_input *in, const participants *all, double *out[3])
{
    lb_sum square = {0};
    bool failed = false;
    int threads = lb_thread_count(in->threads);
    for (size_t k = 0; k < all->count; k++)
        lb_sum_add(&square, in->z[all->unit[k]] * in->z[all->unit[k]]);
    double moment = lb_sum_value(square) / (double)all->count;
#pragma omp parallel num_threads(threads)
    {
        size_t *space = malloc((2 * all->count + 1) * sizeof *space);
        if (!space) {
#pragma omp atomic write
            failed = true;
        }
        for (size_t k = 0; k < all->count && space; k++)
            space[k] = k;
#pragma omp for schedule(dynamic, 64)
        for (size_t k = 0; k < all->count; k++)
            if (space)
                test_cell(in, all, space, k, moment, out);
        free(space);
    }
    return !failed;
}

/* Cells without z take no part and are nobody's neighbours. */
lb_status lb_local_moran(const lb_moran_input *input, double *moran, double *p, double *lag)
{
    size_t n = input->rows->count;
    participants all = {malloc((n + 1) * sizeof(size_t)), 0};
    double *out[3] = {moran, p, lag};
    for (size_t i = 0; i < n; i++) {
        moran[i] = p[i] = lag[i] = (double)NAN;
        if (all.unit && !isnan(input->z[i]))
            all.unit[all.count++] = i;
    }
    bool good = all.unit && test_all(input, &all, out);
    free(all.unit);
    return good ? LB_OK : LB_E_MEMORY;
}
