/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Covers (docs/methods.md, Coverage): the fraction of each cell in each area, from the signed
 * heights and areas of its edges per cell (edge_coverage, span_list).
 *
 * Along a row from west to east, height is the sum over the edges passed so far: 0 outside the
 * area, a full cell inside. A cell with edges has area2 + height x width; the cells up to the next
 * edge share one fraction and become one span. Exact integers until the division, so that cells of
 * a partition add up to 1 and results depend neither on threads nor on the order of edges. Linear
 * in edges and edge cells, plus sorting them. */
#include <stdlib.h>
#include <string.h>

#include <lagesbild/coverage.h>
#include "base/sum.h"
#include "base/threads.h"
#include "base/try.h"
#include "kernel/geometry/span_list.h"

enum { AREAS_PER_BLOCK = 16 }; /* areas a piece of work; fixed, so that threads do not show */

/* Spans and status of AREAS_PER_BLOCK areas: the unit of work of a thread. */
struct block {
    lb_span_list spans;
    lb_status status;
};

/* Coverage of all areas on one lattice; threads take blocks of AREAS_PER_BLOCK areas. */
struct cover_job {
    const lb_shapes *shapes;
    lb_exact_grid lattice;
    lb_cover *out;
    struct block *block;
};

/* Square metres of the area over the grid. */
static double area_of_spans(const lb_cell_span *span, size_t count, double cell)
{
    lb_sum sum = {0};
    for (size_t i = 0; i < count; i++)
        lb_sum_add(&sum, span[i].fraction * span[i].length);
    return lb_sum_value(sum) * cell;
}

/* Spans, area and outside of area i. Outside is what the planar area has beyond the spans; 0, not a
 * rounding error, when no vertex left the grid. */
static lb_status cover_area(struct cover_job *cover_job, lb_edge_coverage *crossings,
                            lb_span_list *spans, size_t i)
{
    lb_cover *out = cover_job->out;
    double cell = out->grid.dx * out->grid.dy;
    size_t first = spans->count;
    LB_TRY(lb_edge_coverage_feature(crossings, cover_job->shapes, i));
    out->area[i] = lb_shapes_area(cover_job->shapes, i);
    lb_span_list_fill(spans, crossings, out->area[i] < cell ? out->area[i] / cell : 1);
    if (spans->failed)
        return LB_E_MEMORY;
    out->first[i + 1] = spans->count - first;
    const lb_cell_span *result = spans->span ? spans->span + first : NULL;
    double rest = out->area[i] - area_of_spans(result, spans->count - first, cell);
    out->outside[i] = crossings->outside && rest > 0 ? rest : 0;
    return LB_OK;
}

/* The areas of one block, up to the first that fails. */
static void cover_block(struct cover_job *cover_job, size_t b)
{
    lb_edge_coverage crossings = {.lattice = &cover_job->lattice};
    size_t end = (b + 1) * AREAS_PER_BLOCK < cover_job->shapes->count ? (b + 1) * AREAS_PER_BLOCK
                                                                      : cover_job->shapes->count;
    struct block *block = &cover_job->block[b];
    for (size_t i = b * AREAS_PER_BLOCK; block->status == LB_OK && i < end; i++)
        block->status = cover_area(cover_job, &crossings, &block->spans, i);
    lb_edge_coverage_clear(&crossings);
}

/* Counts become offsets, and the spans of all blocks one array in the order of areas. */
static lb_status join_blocks(struct cover_job *cover_job, size_t blocks, int threads)
{
    lb_cover *out = cover_job->out;
    for (size_t b = 0; b < blocks; b++)
        if (cover_job->block[b].status != LB_OK)
            return cover_job->block[b].status;
    for (size_t i = 0; i < out->count; i++)
        out->first[i + 1] += out->first[i];
    out->span = malloc((out->first[out->count] + 1) * sizeof *out->span);
    if (!out->span)
        return LB_E_MEMORY;
#pragma omp parallel for num_threads(lb_thread_count(threads)) schedule(dynamic, 16)
    for (size_t b = 0; b < blocks; b++) {
        const lb_span_list *from = &cover_job->block[b].spans;
        if (from->count > 0)
            memcpy(out->span + out->first[b * AREAS_PER_BLOCK], from->span,
                   from->count * sizeof *from->span);
    }
    return LB_OK;
}

static lb_status init_cover(const lb_shapes *shapes, const lb_grid *grid, lb_cover *out)
{
    *out = (lb_cover){.grid = *grid,
                      .count = shapes->count,
                      .first = calloc(shapes->count + 1, sizeof *out->first),
                      .area = calloc(shapes->count + 1, sizeof *out->area),
                      .outside = calloc(shapes->count + 1, sizeof *out->outside)};
    return out->first && out->area && out->outside ? LB_OK : LB_E_MEMORY;
}

/* Covers all blocks on the threads and joins them. */
static lb_status compute_blocks(struct cover_job *cover_job, int threads)
{
    size_t blocks = (cover_job->shapes->count + AREAS_PER_BLOCK - 1) / AREAS_PER_BLOCK;
    cover_job->block = calloc(blocks + 1, sizeof *cover_job->block);
    if (!cover_job->block)
        return LB_E_MEMORY;
#pragma omp parallel for num_threads(lb_thread_count(threads)) schedule(dynamic)
    for (size_t b = 0; b < blocks; b++)
        cover_block(cover_job, b);
    lb_status status = join_blocks(cover_job, blocks, threads);
    for (size_t b = 0; b < blocks; b++)
        free(cover_job->block[b].spans.span);
    free(cover_job->block);
    return status;
}

lb_status lb_cover_compute(const lb_shapes *shapes, const lb_grid *grid, int threads, lb_cover *out)
{
    lb_cover result;
    struct cover_job cover_job = {.shapes = shapes, .out = &result};
    LB_TRY(lb_exact_grid_init(grid, &cover_job.lattice));
    lb_status status = init_cover(shapes, grid, &result);
    if (status == LB_OK)
        status = compute_blocks(&cover_job, threads);
    LB_HAND_OVER(status, result, out, lb_cover_clear);
}
