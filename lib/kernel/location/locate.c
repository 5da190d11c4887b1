/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builds the index that locator.h describes (docs/methods.md, Location): cells of the areas from
 * the same exact pass over edges as covers, runs of edges by row, and the coarse raster in front.
 * Blocks of areas are computed in parallel and joined in the order of areas.
 *
 * Memory grows with vertices, boundary cells and the rows of cells that areas have; building takes
 * that, times a logarithm for sorting a row's columns. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/locate.h>
#include "base/array.h"
#include "base/threads.h"
#include "base/try.h"
#include "kernel/location/cell_edges.h"
#include "kernel/location/locator.h"
#include "kernel/location/locator_stretches.h"
#include "kernel/geometry/edge_coverage.h"

enum { AREAS_PER_BLOCK = 16, MAX_ROWS = 1 << 22, MAX_COLS = 1 << 30, MAX_CROSSINGS = 1 << 30 };

/* Cells of a row that lie in an area or on its boundary. */
struct span {
    int32_t row;
    struct row_span of;
};

/* The spans of one block of areas, by area, row and column. */
struct spans {
    struct span *span;
    size_t count, capacity;
};

/* What one block of areas yields. */
struct block {
    struct spans spans;
    lb_status status;
};

void lb_locator_free(lb_locator *locator)
{
    if (!locator)
        return;
    free(locator->row);
    free(locator->stretch);
    free(locator->entry);
    lb_coarse_locator_clear(&locator->coarse);
    free(locator);
}

/* Building: the window ------------------------------------------------------------------------ */

/* A cell size in metres with about two cells a vertex over the boxes of all areas: few enough for
 * memory, small enough that most points are in no boundary cell. */
static double choose_cell_size(const lb_shapes *shapes, lb_box all)
{
    double boxes = 0, longest = fmax(all.xmax - all.xmin, all.ymax - all.ymin);
    for (size_t i = 0; i < shapes->count; i++) {
        lb_box box = lb_shapes_box(shapes, i);
        if (!lb_box_is_empty(box))
            boxes += (box.xmax - box.xmin) * (box.ymax - box.ymin);
    }
    double cell = sqrt(boxes / (2 * (double)lb_shapes_vertices(shapes) + 1));
    cell = fmax(cell, longest / (1 << 20));
    return cell > 0 ? cell : 1;
}

/* Sum of |dx| and of |dy| over all edges, metres: divided by the cell size, the number of cell
 * sides that edges cross. */
static void total_edge_extent(const lb_shapes *shapes, double far[2])
{
    far[0] = far[1] = 0;
    for (size_t r = 0; r < lb_shapes_rings(shapes); r++)
        for (size_t v = shapes->vertex[r]; v + 1 < shapes->vertex[r + 1]; v++)
            for (int k = 0; k < 2; k++)
                far[k] += fabs(shapes->xy[2 * v + 2 + k] - shapes->xy[2 * v + k]);
}

/* The part of a lattice of cells that the shapes need, with cells doubled until their boundaries
 * cross no more than some tens of cells a vertex. */
static lb_grid locator_window(const lb_shapes *shapes, lb_box box, lb_grid lattice)
{
    lb_grid grid = lattice;
    double far[2], limit = 64 * (double)lb_shapes_vertices(shapes) + (1 << 20);
    limit = fmin(limit, MAX_CROSSINGS);
    total_edge_extent(shapes, far);
    while ((box.xmax - box.xmin) / grid.dx > MAX_COLS || far[0] / grid.dx > limit)
        grid.dx *= 2;
    while ((box.ymax - box.ymin) / grid.dy > MAX_ROWS || far[1] / grid.dy > limit)
        grid.dy *= 2;
    grid.x0 += (floor((box.xmin - grid.x0) / grid.dx) - 1) * grid.dx;
    grid.y0 += (ceil((box.ymax - grid.y0) / grid.dy) + 1) * grid.dy;
    grid.ncol = (int32_t)((box.xmax - grid.x0) / grid.dx) + 2;
    grid.nrow = (int32_t)((grid.y0 - box.ymin) / grid.dy) + 2;
    return grid;
}

/* No coordinate is infinite (NaN is left out of boxes and found when edges are read). */
static bool is_finite_box(lb_box box)
{
    return isfinite(box.xmin) && isfinite(box.ymin) && isfinite(box.xmax) && isfinite(box.ymax);
}

/* The lattice of the caller's grid, or one of a suitable size, with the window of the shapes. */
static lb_status choose_lattice(const lb_shapes *shapes, const lb_grid *grid, lb_exact_grid *out)
{
    lb_grid used = {0, 0, 1, 1, 0, 0};
    lb_exact_grid tried;
    if (grid && lb_exact_grid_init(grid, &tried) != LB_OK)
        return LB_E_USAGE;
    if (lb_shapes_vertices(shapes) > 0) {
        lb_box box = lb_shapes_box_all(shapes);
        if (!is_finite_box(box))
            return LB_E_INPUT;
        double cell = grid ? 0 : choose_cell_size(shapes, box);
        used = locator_window(shapes, box,
                              grid ? *grid : (lb_grid){box.xmin, box.ymax, cell, cell, 0, 0});
    }
    return lb_exact_grid_init(&used, out) == LB_OK ? LB_OK : LB_E_INPUT;
}

/* Building: the cells of an area -------------------------------------------------------------- */

static lb_status append_span(struct spans *spans, struct span span)
{
    if (spans->count == spans->capacity &&
        !lb_array_reserve(&spans->span, &spans->capacity, spans->count + 1, sizeof span))
        return LB_E_MEMORY;
    spans->span[spans->count++] = span;
    return LB_OK;
}

/* What the areas of one block use one after the other. */
typedef struct area_scratch {
    lb_edge_coverage crossings;
    lb_edge_runs runs;
    lb_cell_entries entries; /* of the cells at hand */
} area_scratch;

/* Cells on the boundary, if there are any, with each chain of edges there. Cells of which the area
 * has nothing are left out. */
static lb_status add_boundary(struct spans *spans, area_scratch *scratch, lb_cell_edges *edges,
                              struct span span)
{
    scratch->entries.count = 0;
    if (span.of.col >= span.of.end)
        return LB_OK;
    LB_TRY(lb_cell_edges_add(edges, span.of.entry.area, span.row,
                             (const int32_t[]){span.of.col, span.of.end}, &scratch->entries));
    for (size_t i = 0; i < scratch->entries.count; i++) {
        span.of.entry = scratch->entries.entry[i];
        LB_TRY(append_span(spans, span));
    }
    return LB_OK;
}

/* The cells of one area: boundary where an edge passes or might touch, whole between boundary cells
 * where the area is as high as the cell. */
static lb_status add_spans(struct spans *spans, area_scratch *scratch, lb_cell_edges *edges,
                           uint32_t area)
{
    const lb_edge_coverage *crossings = &scratch->crossings;
    uint64_t height = 0, full = (uint64_t)crossings->lattice->y.step;
    for (size_t i = 0; i < crossings->count; i++) {
        const lb_cell_crossing *c = &crossings->crossing[i];
        int32_t row = (int32_t)(c->key >> 32), col = (int32_t)(c->key & 0xFFFFFFFF);
        bool last = i + 1 == crossings->count || c[1].key >> 32 != c->key >> 32;
        struct span span = {row, {col, col + 1, {.area = area, .edges = LB_ENTRY_ODD}}};
        LB_TRY(add_boundary(spans, scratch, edges, span));
        height = last ? 0 : height + c->height;
        if (height == 0)
            continue;
        span.of.col = col + 1;
        span.of.end = (int32_t)(c[1].key & 0xFFFFFFFF);
        if (height != full)
            LB_TRY(add_boundary(spans, scratch, edges, span));
        else if (span.of.col < span.of.end)
            LB_TRY(append_span(spans, span));
    }
    return LB_OK;
}

static lb_status add_area(const lb_locator *l, struct spans *spans, area_scratch *scratch,
                          size_t area)
{
    LB_TRY(lb_edge_coverage_feature(&scratch->crossings, l->shapes, area));
    LB_TRY(lb_edge_runs_find(&scratch->runs, l->shapes, area, &l->lattice));
    lb_cell_edges edges = lb_cell_edges_of(l, &scratch->runs);
    return add_spans(spans, scratch, &edges, (uint32_t)area);
}

static void fill_block(const lb_locator *l, struct block *block, size_t b)
{
    area_scratch scratch = {.crossings = {.lattice = &l->lattice, .touch = true}};
    size_t count = l->shapes->count;
    size_t end = (b + 1) * AREAS_PER_BLOCK < count ? (b + 1) * AREAS_PER_BLOCK : count;
    for (size_t i = b * AREAS_PER_BLOCK; block->status == LB_OK && i < end; i++)
        block->status = add_area(l, &block->spans, &scratch, i);
    if (block->status == LB_OK && !lb_array_fit(&block->spans.span, &block->spans.capacity,
                                                block->spans.count, sizeof *block->spans.span))
        block->status = LB_E_MEMORY;
    lb_edge_coverage_clear(&scratch.crossings);
    lb_edge_runs_clear(&scratch.runs);
    free(scratch.entries.entry);
}

/* Building: joining --------------------------------------------------------------------------- */

/* All spans by row, within a row by area; blocks give theirs up. first: [rows + 1], zero; filled
 * with offsets. */
static struct row_span *sort_spans(struct block *block, size_t blocks, size_t rows, size_t *first)
{
    size_t total = 0;
    for (size_t b = 0; b < blocks; b++) {
        total += block[b].spans.count;
        for (size_t i = 0; i < block[b].spans.count; i++)
            first[block[b].spans.span[i].row + 1]++;
    }
    struct row_span *sorted = malloc((total + 1) * sizeof *sorted);
    size_t *at = malloc((rows + 1) * sizeof *at);
    if (!sorted || !at) {
        free(sorted);
        free(at);
        return NULL;
    }
    for (size_t r = 0; r < rows; r++)
        first[r + 1] += first[r];
    memcpy(at, first, (rows + 1) * sizeof *at);
    for (size_t b = 0; b < blocks; b++) {
        for (size_t i = 0; i < block[b].spans.count; i++)
            sorted[at[block[b].spans.span[i].row]++] = block[b].spans.span[i].of;
        free(block[b].spans.span);
        block[b].spans.span = NULL;
    }
    free(at);
    return sorted;
}

/* Spans of all blocks, sorted by row, become stretches. */
static lb_status join_spans(lb_locator *l, struct block *block, size_t blocks, int threads)
{
    size_t rows = (size_t)l->lattice.y.count;
    size_t *first = calloc(rows + 1, sizeof *first);
    struct row_span *span = first ? sort_spans(block, blocks, rows, first) : NULL;
    lb_status status = span ? lb_locator_add_stretches(l, span, first, threads) : LB_E_MEMORY;
    free(first);
    return status;
}

/* Coarse cells: as few as leave most points one look, because a small raster stays in the cache. */
enum { CELLS_PER_AREA = 256, MIN_CELLS = 1 << 16, MAX_CELLS = 1 << 21 };

/* The coarse raster's code of stretch i: nothing, one area that has all of it, or mixed; where
 * coarse cells are as fine as the lattice, the number of the first entry stands for mixed and saves
 * the search. */
static uint32_t coarse_code(const lb_locator *l, size_t i)
{
    uint32_t first = l->stretch[i].first;
    const struct entry *entry = &l->entry[first];
    if (first == l->stretch[i + 1].first)
        return LB_COARSE_NONE;
    if (entry->edges == LB_ENTRY_WHOLE)
        return entry->area + 1;
    return l->coarse.shift == 0 && first < LB_LOCATOR_ENTRY - 1 ? LB_LOCATOR_ENTRY | first
                                                                : LB_COARSE_MIXED;
}

/* Fills one row of coarse cells from the stretches of its rows of the lattice. */
static void fill_coarse_row(lb_locator *l, int64_t coarse_row)
{
    int64_t side = INT64_C(1) << l->coarse.shift, end = (coarse_row + 1) * side;
    for (int64_t r = coarse_row * side; r < end && r < l->lattice.y.count; r++)
        for (size_t i = l->row[r]; i + 1 < l->row[r + 1]; i++) {
            uint32_t code = coarse_code(l, i);
            if (code != LB_COARSE_NONE)
                lb_coarse_locator_add(&l->coarse, r, l->stretch[i].col, l->stretch[i + 1].col,
                                      code);
        }
}

static lb_status build_coarse(lb_locator *l, int threads)
{
    int64_t limit = (int64_t)l->shapes->count * CELLS_PER_AREA;
    limit = limit < MIN_CELLS ? MIN_CELLS : limit > MAX_CELLS ? MAX_CELLS : limit;
    LB_TRY(lb_coarse_locator_begin(&l->coarse, l->lattice.y.count, l->lattice.x.count, limit));
    int64_t rows = lb_coarse_locator_rows(&l->coarse);
#pragma omp parallel for num_threads(threads) schedule(dynamic, 16)
    for (int64_t row = 0; row < rows; row++)
        fill_coarse_row(l, row);
    lb_coarse_locator_end(&l->coarse, threads);
    return LB_OK;
}

/* Joins what the blocks computed; the status of the first that failed. */
static lb_status join_blocks(lb_locator *l, struct block *block, size_t blocks, int threads)
{
    for (size_t b = 0; b < blocks; b++)
        LB_TRY(block[b].status);
    LB_TRY(join_spans(l, block, blocks, threads));
    return build_coarse(l, threads);
}

/* Computes all blocks on the threads and joins them. */
static lb_status build_locator(lb_locator *l, int threads)
{
    size_t blocks = (l->shapes->count + AREAS_PER_BLOCK - 1) / AREAS_PER_BLOCK;
    struct block *block = calloc(blocks + 1, sizeof *block);
    if (!block)
        return LB_E_MEMORY;
    threads = lb_thread_count(threads);
#pragma omp parallel for num_threads(threads) schedule(dynamic)
    for (size_t b = 0; b < blocks; b++)
        fill_block(l, &block[b], b);
    lb_status status = join_blocks(l, block, blocks, threads);
    for (size_t b = 0; b < blocks; b++)
        free(block[b].spans.span);
    free(block);
    return status;
}

/* Features and vertices are numbered in 32 bits to keep the index small; the lattice is the
 * grid's, where there is one, as cells do not change the answers (docs/methods.md, Location). */
lb_status lb_locator_new(const lb_shapes *shapes, const lb_grid *grid, int threads,
                         lb_locator **out)
{
    if (shapes->count > UINT32_MAX / 2 || lb_shapes_vertices(shapes) > UINT32_MAX)
        return LB_E_MEMORY;
    lb_locator *result = calloc(1, sizeof *result);
    if (!result)
        return LB_E_MEMORY;
    result->shapes = shapes;
    lb_status status = choose_lattice(shapes, grid, &result->lattice);
    if (status == LB_OK)
        status = build_locator(result, threads);
    if (status == LB_OK)
        *out = result;
    else
        lb_locator_free(result);
    return status;
}
