/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include <lagesbild/interval.h>
#include "base/sum.h"
#include "base/threads.h"
#include "base/try.h"
#include "commands/hotspot/cell_figures.h"
#include "commands/hotspot/gi_tests.h"
#include "kernel/hotspot/kernel_density.h"
#include "kernel/hotspot/local_moran.h"

enum { AUTO_BANDWIDTHS = 6, AUTO_LEAST = 125 };

/* [cells], all NaN. False: out of memory. */
static bool new_column(size_t cells, double **out)
{
    *out = malloc((cells + 1) * sizeof **out);
    for (size_t i = 0; *out && i < cells; i++)
        (*out)[i] = (double)NAN;
    return *out != NULL;
}

static lb_status sum_windows(const lb_figures_input *in, lb_cell_figures *f)
{
    f->window_cells = malloc((f->cells + 1) * sizeof *f->window_cells);
    if (!f->window_cells || !new_column(f->cells, &f->window_events))
        return LB_E_MEMORY;
    lb_cell_window_sums(&in->support->rows, in->window, in->count, in->threads, f->window_events,
                        f->window_cells);
    return LB_OK;
}

/* Kernel density ----------------------------------------------------------------------------------
 */

/* The bandwidth from 125 m on, doubled, under which the events foretell each other best; the widest
 * where each has some event that no other reaches. */
static lb_status choose_bandwidth(lb_kernel_input *kernel, double *density)
{
    double best = -(double)INFINITY, found = 0;
    for (int k = 0; k < AUTO_BANDWIDTHS; k++) {
        double likelihood;
        kernel->bandwidth = ldexp(AUTO_LEAST, k);
        LB_TRY(lb_kernel_density(kernel, density, &likelihood));
        if (found <= 0 || likelihood > best || (isinf(likelihood) && isinf(best))) {
            best = likelihood;
            found = kernel->bandwidth;
        }
    }
    kernel->bandwidth = found;
    return LB_OK;
}

static lb_status compute_density(const lb_figures_input *in, lb_cell_figures *f)
{
    lb_kernel_input kernel = {.rows = &in->support->rows,
                              .xy = in->xy,
                              .cell = in->cell,
                              .n = in->events,
                              .bandwidth = in->bandwidth,
                              .quartic = in->options->quartic,
                              .threads = in->threads};
    if (!new_column(f->cells, &f->kde))
        return LB_E_MEMORY;
    if (!(in->bandwidth > 0))
        LB_TRY(choose_bandwidth(&kernel, f->kde));
    f->bandwidth = kernel.bandwidth;
    return lb_kernel_density(&kernel, f->kde, NULL);
}

/* Excess ------------------------------------------------------------------------------------------
 */

/* base[cells]: people or the expected column, 0 where it is not known; returns their sum. */
static double fill_base(const lb_figures_input *in, const double *value, double *base)
{
    lb_sum sum = {0};
    for (size_t i = 0; i < in->support->grid.cells; i++) {
        base[i] = isnan(value[i]) ? 0 : value[i];
        lb_sum_add(&sum, base[i]);
    }
    return lb_sum_value(sum);
}

/* Of each window: c events where e = N base / sum of base are expected, P(Bin(N, e / N) >= c). */
static void test_excess(const lb_figures_input *in, const double *value, double all,
                        lb_cell_figures *f)
{
    double n = (double)in->events;
    int threads = lb_thread_count(in->threads);
#pragma omp parallel for num_threads(threads) schedule(static)
    for (size_t i = 0; i < f->cells; i++) {
        double share = fmin(f->window_expected[i] / all, 1);
        f->window_expected[i] = n * share;
        if (!(share > 0) || isnan(value[i]))
            continue;
        f->excess[i] = f->window_events[i] / f->window_expected[i];
        f->excess_p[i] = lb_interval_binomial_tail(f->window_events[i], n, share);
    }
    for (size_t i = 0; i < f->cells; i++)
        f->nobody += f->window_events[i] > 0 && !(f->window_expected[i] > 0);
}

/* Events of each cell's window over those expected there: the support's events in proportion to the
 * people (or --expected) of the window, with p and q of the cells that are tested. Without a count
 * of people in the support the columns remain NaN. */
static lb_status compute_excess(const lb_figures_input *in, lb_cell_figures *f, lb_error *err)
{
    const lb_grid_values *grid = &in->support->grid;
    const double *value =
        grid->value[in->options->expected ? LB_SUPPORT_EXPECTED : LB_SUPPORT_PEOPLE];
    if (!new_column(f->cells, &f->excess) || !new_column(f->cells, &f->excess_p) ||
        !new_column(f->cells, &f->excess_q) || !new_column(f->cells, &f->window_expected))
        return lb_error_memory(err);
    if (!value)
        return LB_OK;
    double *base = malloc((f->cells + 1) * sizeof *base);
    if (!base)
        return lb_error_memory(err);
    double all = fill_base(in, value, base);
    lb_cell_window_sums(&in->support->rows, in->window, base, in->threads, f->window_expected,
                        NULL);
    free(base);
    if (!(all > 0))
        return lb_error_set(err, LB_E_INPUT, "%s: %s is 0 in every cell of the support",
                            in->options->grid,
                            in->options->expected ? in->options->expected : "population");
    test_excess(in, value, all, f);
    return lb_adjust_tests((lb_adjustment)in->options->adjust, f->excess_p, f->cells, f->excess_q,
                           &f->excess_tests) == LB_OK
               ? LB_OK
               : lb_error_memory(err);
}

/* Local Moran -------------------------------------------------------------------------------------
 */

/* I, p, q, the mean of the neighbours (lag) and the cell's own score (z), from which the quadrant
 * follows (docs/methods.md, Hot spots, Local Moran). */
static lb_status compute_lisa(const lb_figures_input *in, lb_cell_figures *f)
{
    if (!new_column(f->cells, &f->moran) || !new_column(f->cells, &f->moran_p) ||
        !new_column(f->cells, &f->moran_q) || !new_column(f->cells, &f->lag) ||
        !new_column(f->cells, &f->z))
        return LB_E_MEMORY;
    lb_moran_scores(in->count, in->support->grid.value[LB_SUPPORT_PEOPLE], f->cells, f->z);
    lb_moran_input moran = {.rows = &in->support->rows,
                            .window = in->window,
                            .z = f->z,
                            .draws = in->options->draws,
                            .seed = (uint64_t)in->options->seed,
                            .threads = in->threads};
    LB_TRY(lb_local_moran(&moran, f->moran, f->moran_p, f->lag));
    return lb_adjust_tests((lb_adjustment)in->options->adjust, f->moran_p, f->cells, f->moran_q,
                           &f->moran_tests);
}

/* Classes -----------------------------------------------------------------------------------------
 */

static int class_of_q(double q)
{
    return (q < 0.05) + (q < 0.01) + (q < 0.001);
}

/* By gi where it was asked for, else by excess, else by lisa. */
static lb_status set_classes(lb_cell_figures *f)
{
    const double *q = f->gi_q ? f->gi_q : f->excess_q ? f->excess_q : f->moran_q;
    f->class_of = calloc(f->cells + 1, sizeof *f->class_of);
    if (!f->class_of)
        return LB_E_MEMORY;
    for (size_t i = 0; i < f->cells && q; i++) {
        f->class_of[i] = class_of_q(q[i]);
        if (f->class_of[i] == 0 && f->gi_low_q)
            f->class_of[i] = -class_of_q(f->gi_low_q[i]);
    }
    return LB_OK;
}

static lb_status compute_figures(const lb_figures_input *in, lb_cell_figures *f, lb_error *err)
{
    lb_status status = sum_windows(in, f);
    if (status == LB_OK && in->methods & LB_HOTSPOT_KDE)
        status = compute_density(in, f);
    if (status == LB_OK && in->methods & LB_HOTSPOT_GI)
        status = lb_gi_tests_compute(in, f);
    if (status == LB_OK && in->methods & LB_HOTSPOT_LISA)
        status = compute_lisa(in, f);
    if (status == LB_OK && in->methods & LB_HOTSPOT_EXCESS)
        LB_TRY(compute_excess(in, f, err));
    if (status == LB_OK)
        status = set_classes(f);
    return status == LB_OK ? LB_OK : lb_error_memory(err);
}

lb_status lb_cell_figures_compute(const lb_figures_input *input, lb_cell_figures *out,
                                  lb_error *err)
{
    lb_cell_figures f = {.cells = input->support->grid.cells};
    lb_status status = compute_figures(input, &f, err);
    LB_HAND_OVER(status, f, out, lb_cell_figures_clear);
}
