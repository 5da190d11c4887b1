/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Covers (docs/methods.md, Coverage): the fraction of each cell in each area, from the signed
 * heights and areas of its edges per cell (edge_coverage).
 *
 * Along a row from west to east, height is the sum over the edges passed so far: 0 outside the
 * area, a full cell inside. A cell with edges has area2 + height x width; the cells up to the next
 * edge share one fraction and become one span. Exact integers until the division, so that cells of
 * a partition add up to 1 and results depend neither on threads nor on the order of edges. Linear
 * in edges and edge cells, plus sorting them. */
#include <stdlib.h>
#include <string.h>

#include <lagesbild/coverage.h>
#include "base/array.h"
#include "base/sum.h"
#include "base/threads.h"
#include "base/try.h"
#include "kernel/geometry/edge_coverage.h"

/* Fractions below this part of a cell (or of a smaller area) are rounding of the cut points. */
#define NOISE 1e-13

enum { AREAS_PER_BLOCK = 16 }; /* areas a piece of work; fixed, so that threads do not show */

/* The spans of the areas of one block, in order. */
struct span_list {
    lb_cell_span *span;
    size_t count, capacity;
    bool failed;
};

/* Spans and status of AREAS_PER_BLOCK areas: the unit of work of a thread. */
struct block {
    struct span_list span_list;
    lb_status status;
};

/* Coverage of all areas on one lattice; threads take blocks of AREAS_PER_BLOCK areas. */
struct cover_job {
    const lb_shapes *shapes;
    lb_exact_grid lattice;
    lb_cover *out;
    struct block *block;
};

/* Adds one span; a failure is kept until the area is finished. */
static void append_span(struct span_list *span_list, lb_cell_span span)
{
    if (lb_array_reserve(&span_list->span, &span_list->capacity, span_list->count + 1, sizeof span))
        span_list->span[span_list->count++] = span;
    else
        span_list->failed = true;
}

/* Extends the last span of the area (those from `first` on) where the cell continues it with the
 * same fraction; else begins a new one. */
static void add_or_extend_span(struct span_list *span_list, size_t first, lb_cell_span span)
{
    lb_cell_span *last = span_list->count > first ? &span_list->span[span_list->count - 1] : NULL;
    if (last && last->row == span.row && last->col + last->length == span.col &&
        last->fraction == span.fraction)
        last->length += span.length;
    else
        append_span(span_list, span);
}

/* What turns areas in units into spans of one area. */
struct row_filler {
    struct span_list *span_list;
    size_t first;
    double noise;    /* fractions below this are left out */
    lb_uwide width2; /* twice a cell's width, units */
    double full;     /* twice a cell's area, square units */
};

/* `length` cells from (row, col) on with twice the area area2, in square units; rounding at both
 * ends of 0 to 1 is removed. */
static void fill_cells(const struct row_filler *row_filler, int32_t row, int32_t col,
                       int32_t length, lb_uwide area2)
{
    double fraction = (double)(lb_wide)area2 / row_filler->full;
    if (fraction > 1 - NOISE)
        fraction = 1;
    if (fraction > row_filler->noise && length > 0)
        add_or_extend_span(row_filler->span_list, row_filler->first,
                           (lb_cell_span){row, col, length, fraction});
}

/* All spans of one area from its crossings, which are sorted by row and column. */
static void fill_from_edges(const struct row_filler *row_filler, const lb_edge_coverage *crossings)
{
    uint64_t height = 0; /* of what lies between the edges west of here; exact modulo 2^64 */
    for (size_t i = 0; i < crossings->count; i++) {
        const lb_cell_crossing *c = &crossings->crossing[i];
        int32_t row = (int32_t)(c->key >> 32), col = (int32_t)(c->key & 0xFFFFFFFF);
        lb_uwide east2 = (lb_uwide)(lb_wide)(int64_t)height * row_filler->width2;
        fill_cells(row_filler, row, col, 1, east2 + c->area2);
        height += c->height;
        bool last =
            i + 1 == crossings->count || crossings->crossing[i + 1].key >> 32 != c->key >> 32;
        int32_t end = last ? crossings->lattice->x.count : (int32_t)(c[1].key & 0xFFFFFFFF);
        if (height != 0)
            fill_cells(row_filler, row, col + 1, end - col - 1,
                       (lb_uwide)(lb_wide)(int64_t)height * row_filler->width2);
        if (last)
            height = 0;
    }
}

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
                            struct span_list *span_list, size_t i)
{
    lb_cover *out = cover_job->out;
    double cell = out->grid.dx * out->grid.dy;
    size_t first = span_list->count;
    LB_TRY(lb_edge_coverage_feature(crossings, cover_job->shapes, i));
    out->area[i] = lb_shapes_area(cover_job->shapes, i);
    struct row_filler row_filler = {
        .span_list = span_list,
        .first = first,
        .noise = NOISE * (out->area[i] < cell ? out->area[i] / cell : 1),
        .width2 = 2 * (lb_uwide)cover_job->lattice.x.step,
        .full = 2.0 * (double)cover_job->lattice.x.step * (double)cover_job->lattice.y.step};
    fill_from_edges(&row_filler, crossings);
    if (span_list->failed)
        return LB_E_MEMORY;
    out->first[i + 1] = span_list->count - first;
    const lb_cell_span *result = span_list->span ? span_list->span + first : NULL;
    double rest = out->area[i] - area_of_spans(result, span_list->count - first, cell);
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
        block->status = cover_area(cover_job, &crossings, &block->span_list, i);
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
        const struct span_list *from = &cover_job->block[b].span_list;
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
        free(cover_job->block[b].span_list.span);
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
