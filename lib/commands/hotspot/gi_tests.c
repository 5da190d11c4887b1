/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "base/threads.h"
#include "base/try.h"
#include "commands/hotspot/gi_tests.h"
#include "kernel/hotspot/window_permutation.h"

/* Cells that are tested against one distribution: all, or, where the own count stays, those with
 * one count, of which one is taken out of the counts that are drawn from. */
typedef struct null_group {
    const lb_figures_input *in;
    lb_cell_figures *f;
    double *low_p; /* [cells] lower-tail p; NULL: not asked for */
    lb_value_counts counts;
    size_t widest; /* cells of the support in the window that has most */
    bool fixed;
    double own; /* fixed: the count of the group's cells */
} null_group;

static bool in_group(const null_group *g, size_t i)
{
    return !g->fixed || g->in->count[i] == g->own;
}

static size_t drawn_cells(const null_group *g, size_t i)
{
    return (size_t)g->f->window_cells[i] - g->fixed;
}

static double drawn_sum(const null_group *g, size_t i)
{
    return g->f->window_events[i] - (g->fixed ? g->own : 0);
}

/* A table of m and s up to the greatest of the group. */
static lb_status test_exactly(null_group *g, size_t max_m, size_t max_sum)
{
    lb_window_tails tails;
    LB_TRY(lb_window_tails_make(&g->counts, max_m, max_sum + 1, &tails));
    for (size_t i = 0; i < g->f->cells; i++) {
        if (!in_group(g, i))
            continue;
        const double *tail = tails.tail + drawn_cells(g, i) * (max_sum + 2);
        size_t s = (size_t)drawn_sum(g, i);
        g->f->gi_p[i] = tail[s];
        if (g->low_p)
            g->low_p[i] = 1 - tail[s + 1];
    }
    lb_window_tails_clear(&tails);
    return LB_OK;
}

static void test_by_saddlepoint(null_group *g)
{
    int threads = lb_thread_count(g->in->threads);
#pragma omp parallel for num_threads(threads) schedule(dynamic, 64)
    for (size_t i = 0; i < g->f->cells; i++) {
        if (!in_group(g, i))
            continue;
        g->f->gi_p[i] = lb_window_saddlepoint(&g->counts, drawn_cells(g, i), drawn_sum(g, i));
        if (g->low_p)
            g->low_p[i] =
                1 - lb_window_saddlepoint(&g->counts, drawn_cells(g, i), drawn_sum(g, i) + 1);
    }
}

/* Exact by the distribution of sums where windows are small and the table of it is feasible; else
 * by the saddlepoint, which gi_method then names. */
static lb_status test_group(null_group *g)
{
    size_t max_m = 0, max_sum = 0;
    for (size_t i = 0; i < g->f->cells; i++) {
        if (!in_group(g, i))
            continue;
        size_t m = drawn_cells(g, i), s = (size_t)drawn_sum(g, i);
        max_m = m > max_m ? m : max_m;
        max_sum = s > max_sum ? s : max_sum;
    }
    if (g->widest <= LB_GI_EXACT_CELLS && lb_window_tails_feasible(&g->counts, max_m, max_sum + 1))
        return test_exactly(g, max_m, max_sum);
    g->f->gi_method = LB_GI_SADDLEPOINT;
    test_by_saddlepoint(g);
    return LB_OK;
}

/* One group for each count that a cell has, itself taken out. */
static lb_status test_with_own_fixed(null_group *g)
{
    lb_value_counts *counts = &g->counts;
    lb_status status = LB_OK;
    g->fixed = true;
    counts->n--;
    for (size_t k = 0; k < counts->distinct && status == LB_OK; k++) {
        g->own = counts->value[k];
        counts->cells[k]--;
        status = test_group(g);
        counts->cells[k]++;
    }
    return status;
}

static void test_normally(null_group *g)
{
    g->f->gi_method = LB_GI_NORMAL;
    for (size_t i = 0; i < g->f->cells; i++) {
        g->f->gi_p[i] = isnan(g->f->gi[i]) ? (double)NAN : lb_normal_tail(g->f->gi[i]);
        if (g->low_p)
            g->low_p[i] = isnan(g->f->gi[i]) ? (double)NAN : lb_normal_tail(-g->f->gi[i]);
    }
}

/* No test, in either tail, where the counts do not vary or the window is the whole support: the sum
 * is then one number whatever is permuted. */
static void leave_out_untested(null_group *g)
{
    for (size_t i = 0; i < g->f->cells; i++) {
        if (!isnan(g->f->gi[i]))
            continue;
        g->f->gi_p[i] = (double)NAN;
        if (g->low_p)
            g->low_p[i] = (double)NAN;
    }
}

/* z of each cell, its p under the chosen null, and q over the tests made. The lower tail is
 * adjusted on its own: hot and cold spots are two families of tests. */
static lb_status test_cells(null_group *g)
{
    lb_cell_figures *f = g->f;
    const lb_hotspot_options *o = g->in->options;
    for (size_t i = 0; i < f->cells; i++) {
        size_t m = (size_t)f->window_cells[i];
        f->gi[i] = lb_gi_star(&g->counts, m, f->window_events[i]);
        g->widest = m > g->widest ? m : g->widest;
    }
    if (o->normal_p)
        test_normally(g);
    else
        LB_TRY(o->fixed_null ? test_with_own_fixed(g) : test_group(g));
    leave_out_untested(g);
    LB_TRY(lb_adjust_tests((lb_adjustment)o->adjust, f->gi_p, f->cells, f->gi_q, &f->gi_tests));
    size_t tests;
    return g->low_p
               ? lb_adjust_tests((lb_adjustment)o->adjust, g->low_p, f->cells, f->gi_low_q, &tests)
               : LB_OK;
}

/* Exact p depend on how often each count occurs, not on where, so the counts are tabulated once and
 * shared by all cells (docs/methods.md, Hot spots). */
lb_status lb_gi_tests_compute(const lb_figures_input *input, lb_cell_figures *figures)
{
    size_t bytes = (figures->cells + 1) * sizeof(double);
    null_group g = {.in = input, .f = figures};
    figures->gi = malloc(bytes);
    figures->gi_p = malloc(bytes);
    figures->gi_q = malloc(bytes);
    if (input->options->cold) {
        figures->gi_low_q = malloc(bytes);
        g.low_p = malloc(bytes);
    }
    bool good = figures->gi && figures->gi_p && figures->gi_q &&
                (!input->options->cold || (figures->gi_low_q && g.low_p));
    lb_status status =
        good ? lb_value_counts_make(input->count, figures->cells, &g.counts) : LB_E_MEMORY;
    if (status == LB_OK)
        status = test_cells(&g);
    lb_value_counts_clear(&g.counts);
    free(g.low_p);
    return status;
}
