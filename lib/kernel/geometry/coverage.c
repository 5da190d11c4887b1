/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include <lagesbild/coverage.h>
#include "base/array.h"
#include "base/sum.h"
#include "base/threads.h"
#include "kernel/geometry/edge_coverage.h"

#define NOISE 1e-13

enum { BLOCK = 16 }; /* areas a piece of work; fixed, so that threads do not show */

struct runs {
    lb_run *run;
    size_t count, capacity;
    bool failed;
};

/* What one block of areas needs and makes. */
struct block {
    struct runs runs;
    lb_status status;
};

struct job {
    const lb_shapes *shapes;
    lb_lattice lattice;
    lb_cover *out;
    struct block *block;
};

static void append(struct runs *runs, lb_run run)
{
    if (lb_reserve(&runs->run, &runs->capacity, runs->count + 1, sizeof run))
        runs->run[runs->count++] = run;
    else
        runs->failed = true;
}

/* first: where this area's runs begin. */
static void add_run(struct runs *runs, size_t first, lb_run run)
{
    lb_run *last = runs->count > first ? &runs->run[runs->count - 1] : NULL;
    if (last && last->row == run.row && last->col + last->length == run.col &&
        last->fraction == run.fraction)
        last->length += run.length;
    else
        append(runs, run);
}

/* One row's state while the sweep goes east. */
struct filler {
    struct runs *runs;
    size_t first;
    double noise;    /* fractions below this are left out */
    lb_uwide width2; /* twice a cell's width, units */
    double full;     /* twice a cell's area, square units */
};

static void fill(const struct filler *filler, int32_t row, int32_t col, int32_t length,
                 lb_uwide area2)
{
    double fraction = (double)(lb_wide)area2 / filler->full;
    if (fraction > 1 - NOISE)
        fraction = 1;
    if (fraction > filler->noise && length > 0)
        add_run(filler->runs, filler->first, (lb_run){row, col, length, fraction});
}

static void fill_all(const struct filler *filler, const lb_sweep *sweep)
{
    uint64_t height = 0; /* of what lies between the edges west of here; exact modulo 2^64 */
    for (size_t i = 0; i < sweep->count; i++) {
        const lb_crossing *c = &sweep->crossing[i];
        int32_t row = (int32_t)(c->key >> 32), col = (int32_t)(c->key & 0xFFFFFFFF);
        lb_uwide east2 = (lb_uwide)(lb_wide)(int64_t)height * filler->width2;
        fill(filler, row, col, 1, east2 + c->area2);
        height += c->height;
        bool last = i + 1 == sweep->count || sweep->crossing[i + 1].key >> 32 != c->key >> 32;
        int32_t end = last ? sweep->lattice->x.count : (int32_t)(c[1].key & 0xFFFFFFFF);
        if (height != 0)
            fill(filler, row, col + 1, end - col - 1,
                 (lb_uwide)(lb_wide)(int64_t)height * filler->width2);
        if (last)
            height = 0;
    }
}

static double area_of_runs(const lb_run *run, size_t count, double cell)
{
    lb_sum sum = {0};
    for (size_t i = 0; i < count; i++)
        lb_sum_add(&sum, run[i].fraction * run[i].length);
    return lb_sum_value(sum) * cell;
}

static lb_status cover_area(struct job *job, lb_sweep *sweep, struct runs *runs, size_t i)
{
    lb_cover *out = job->out;
    double cell = out->grid.dx * out->grid.dy;
    size_t first = runs->count;
    lb_status status = lb_sweep_feature(sweep, job->shapes, i);
    if (status != LB_OK)
        return status;
    out->area[i] = lb_shapes_area(job->shapes, i);
    struct filler filler = {.runs = runs,
                            .first = first,
                            .noise = NOISE * (out->area[i] < cell ? out->area[i] / cell : 1),
                            .width2 = 2 * (lb_uwide)job->lattice.x.step,
                            .full =
                                2.0 * (double)job->lattice.x.step * (double)job->lattice.y.step};
    fill_all(&filler, sweep);
    if (runs->failed)
        return LB_E_MEMORY;
    out->first[i + 1] = runs->count - first;
    const lb_run *made = runs->run ? runs->run + first : NULL;
    double rest = out->area[i] - area_of_runs(made, runs->count - first, cell);
    out->outside[i] = sweep->outside && rest > 0 ? rest : 0;
    return LB_OK;
}

static void cover_block(struct job *job, size_t b)
{
    lb_sweep sweep = {.lattice = &job->lattice};
    size_t end = (b + 1) * BLOCK < job->shapes->count ? (b + 1) * BLOCK : job->shapes->count;
    struct block *block = &job->block[b];
    for (size_t i = b * BLOCK; block->status == LB_OK && i < end; i++)
        block->status = cover_area(job, &sweep, &block->runs, i);
    lb_sweep_clear(&sweep);
}

static lb_status join_blocks(struct job *job, size_t blocks, int threads)
{
    lb_cover *out = job->out;
    for (size_t b = 0; b < blocks; b++)
        if (job->block[b].status != LB_OK)
            return job->block[b].status;
    for (size_t i = 0; i < out->count; i++)
        out->first[i + 1] += out->first[i];
    out->run = malloc((out->first[out->count] + 1) * sizeof *out->run);
    if (!out->run)
        return LB_E_MEMORY;
#pragma omp parallel for num_threads(lb_work_threads(threads)) schedule(dynamic, 16)
    for (size_t b = 0; b < blocks; b++) {
        const struct runs *from = &job->block[b].runs;
        if (from->count > 0)
            memcpy(out->run + out->first[b * BLOCK], from->run, from->count * sizeof *from->run);
    }
    return LB_OK;
}

static lb_status make_cover(const lb_shapes *shapes, const lb_grid *grid, lb_cover *out)
{
    *out = (lb_cover){.grid = *grid,
                      .count = shapes->count,
                      .first = calloc(shapes->count + 1, sizeof *out->first),
                      .area = calloc(shapes->count + 1, sizeof *out->area),
                      .outside = calloc(shapes->count + 1, sizeof *out->outside)};
    return out->first && out->area && out->outside ? LB_OK : LB_E_MEMORY;
}

static lb_status compute(struct job *job, int threads)
{
    size_t blocks = (job->shapes->count + BLOCK - 1) / BLOCK;
    job->block = calloc(blocks + 1, sizeof *job->block);
    if (!job->block)
        return LB_E_MEMORY;
#pragma omp parallel for num_threads(lb_work_threads(threads)) schedule(dynamic)
    for (size_t b = 0; b < blocks; b++)
        cover_block(job, b);
    lb_status status = join_blocks(job, blocks, threads);
    for (size_t b = 0; b < blocks; b++)
        free(job->block[b].runs.run);
    free(job->block);
    return status;
}

lb_status lb_cover_compute(const lb_shapes *shapes, const lb_grid *grid, int threads, lb_cover *out)
{
    lb_cover made;
    struct job job = {.shapes = shapes, .out = &made};
    lb_status status = lb_lattice_init(grid, &job.lattice);
    if (status != LB_OK)
        return status;
    status = make_cover(shapes, grid, &made);
    if (status == LB_OK)
        status = compute(&job, threads);
    if (status == LB_OK)
        *out = made;
    else
        lb_cover_clear(&made);
    return status;
}
