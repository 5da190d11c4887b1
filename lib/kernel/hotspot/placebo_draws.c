/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdbool.h>
#include <stdlib.h>

#include "base/threads.h"
#include "kernel/hotspot/placebo_draws.h"
#include "kernel/statistics/random.h"

enum { MAX_TRIES = 100 };

/* Cells of the move that an area of this draw has already; `place`: they are taken from now on. */
static size_t visit_cells(const lb_placebo_input *in, const lb_placebo_area *area,
                          const lb_move *move, uint32_t *taken_by, uint32_t draw, bool place)
{
    size_t taken = 0;
    for (size_t i = 0; i < area->n; i++) {
        lb_area_cell at = lb_move_cell(move, area->cell[i]);
        size_t cell = lb_cell_rows_find(in->rows, at.row, at.col);
        if (cell == SIZE_MAX)
            continue;
        taken += taken_by[cell] == draw;
        if (place)
            taken_by[cell] = draw;
    }
    return taken;
}

/* A move of the area that lies on none before it, else the one of 100 that does so least. */
static double place_area(const lb_placebo_input *in, size_t k, uint32_t draw, uint32_t *taken_by,
                         bool *overlaps)
{
    const lb_placebo_area *area = &in->area[k];
    size_t best = 0, least = SIZE_MAX;
    for (int try = 0; try < MAX_TRIES && least > 0; try++) {
        double u =
            lb_random_uniform(in->seed, in->stream + draw, (uint64_t)k * MAX_TRIES + (uint64_t)try);
        size_t move = (size_t)(u * (double)area->moves);
        size_t taken = visit_cells(in, area, &area->move[move], taken_by, draw, false);
        if (taken < least) {
            least = taken;
            best = move;
        }
    }
    visit_cells(in, area, &area->move[best], taken_by, draw, true);
    *overlaps = *overlaps || least > 0;
    return area->events[best];
}

/* Draw d places each area by one of its moves and adds up the events. taken_by holds the number
 * of the draw that last used a cell, from 1 on, so that it is cleared once a thread and not once
 * a draw; *overlapping counts draws in which two areas share a cell. */
lb_status lb_placebo_draw(const lb_placebo_input *input, double *total, size_t *overlapping)
{
    bool failed = false;
    size_t overlaps = 0;
    int threads = lb_thread_count(input->threads);
#pragma omp parallel num_threads(threads) reduction(+ : overlaps)
    {
        uint32_t *taken_by = calloc(input->rows->count + 1, sizeof *taken_by);
        if (!taken_by) {
#pragma omp atomic write
            failed = true;
        }
#pragma omp for schedule(static)
        for (int d = 0; d < input->draws; d++) {
            bool overlap = false;
            double events = 0;
            for (size_t k = 0; k < input->areas && taken_by; k++)
                if (input->area[k].moves > 0)
                    events += place_area(input, k, (uint32_t)d + 1, taken_by, &overlap);
            total[d] = events;
            overlaps += overlap;
        }
        free(taken_by);
    }
    *overlapping = overlaps;
    return failed ? LB_E_MEMORY : LB_OK;
}
