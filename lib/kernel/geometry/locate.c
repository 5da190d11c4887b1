/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builds the index that locator.h describes (docs/methods.md, Location): cells of the areas from
 * the same exact pass over edges as covers, edges by area and row, and the coarse raster in front.
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
#include "kernel/geometry/locator.h"
#include "kernel/geometry/locator_stretches.h"
#include "kernel/geometry/edge_coverage.h"

enum { AREAS_PER_BLOCK = 16, MAX_ROWS = 1 << 22, MAX_COLS = 1 << 30, MAX_CROSSINGS = 1 << 30 };

/* Cells [col, end) of a row lie in an area. */
struct span {
    int32_t row, col, end;
    uint32_t entry; /* area * 2, + 1: on the boundary */
};

/* The spans of one block of areas, by area, row and column. */
struct spans {
    struct span *span;
    size_t count, capacity;
};

/* What one block of areas yields. */
struct block {
    struct spans spans;
    struct edges edges;
    lb_status status;
};

void lb_locator_free(lb_locator *locator)
{
    if (!locator)
        return;
    free(locator->row);
    free(locator->stretch);
    free(locator->entry);
    free(locator->edges.band);
    free(locator->edges.start);
    free(locator->edges.edge);
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

/* Adds a span unless it is empty; false: out of memory. */
static bool add_span(struct spans *spans, struct span span)
{
    if (span.col >= span.end)
        return true;
    if (!lb_array_reserve(&spans->span, &spans->capacity, spans->count + 1, sizeof span))
        return false;
    spans->span[spans->count++] = span;
    return true;
}

/* The cells of one area: boundary where an edge passes or might touch, whole between boundary cells
 * where the area is as high as the cell. */
static bool add_spans(struct spans *spans, const lb_edge_coverage *crossings, size_t area)
{
    uint64_t height = 0, full = (uint64_t)crossings->lattice->y.step;
    uint32_t whole = (uint32_t)area * 2, edge = whole + 1;
    bool good = true;
    for (size_t i = 0; good && i < crossings->count; i++) {
        const lb_cell_crossing *c = &crossings->crossing[i];
        int32_t row = (int32_t)(c->key >> 32), col = (int32_t)(c->key & 0xFFFFFFFF);
        bool last = i + 1 == crossings->count || c[1].key >> 32 != c->key >> 32;
        good = add_span(spans, (struct span){row, col, col + 1, edge});
        height = last ? 0 : height + c->height;
        if (good && height != 0)
            good = add_span(spans, (struct span){row, col + 1, (int32_t)(c[1].key & 0xFFFFFFFF),
                                                 height == full ? whole : edge});
    }
    return good;
}

/* Building: the edges of an area by row ------------------------------------------------------- */

/* The rows in which a ray can meet the edge; false: the edge is level. */
static bool edge_rows(const lb_exact_axis *axis, const double *a, const double *b, int64_t rows[2])
{
    const double *north = a[1] > b[1] ? a : b, *south = a[1] > b[1] ? b : a;
    lb_exact_coord top = lb_exact_axis_coord(axis, north[1]),
                   bottom = lb_exact_axis_coord(axis, south[1]);
    rows[0] = top.cell;
    rows[1] = bottom.cell - (bottom.offset == 0);
    return north[1] != south[1];
}

/* A counting sort of one feature's edges by row of cells. */
struct edge_sorter {
    uint32_t *at; /* [rows]: counts, then where the next edge goes */
    uint32_t *edge;
    int64_t first, last;
};

/* The three passes over the edges: range of rows, edges a row, placing. */
enum sort_pass { PASS_BOUNDS, PASS_COUNT, PASS_PLACE };

/* One edge in one pass; rows: first and last row that it crosses. */
static void sort_edge(struct edge_sorter *edge_sorter, enum sort_pass sort_pass,
                      const int64_t rows[2], size_t vertex)
{
    if (sort_pass == PASS_BOUNDS) {
        edge_sorter->first = rows[0] < edge_sorter->first ? rows[0] : edge_sorter->first;
        edge_sorter->last = rows[1] > edge_sorter->last ? rows[1] : edge_sorter->last;
        return;
    }
    for (int64_t r = rows[0]; r <= rows[1]; r++) {
        uint32_t *at = &edge_sorter->at[r - edge_sorter->first];
        if (sort_pass == PASS_PLACE)
            edge_sorter->edge[*at] = (uint32_t)vertex;
        ++*at;
    }
}

/* One pass over all edges of a feature; level edges never meet a horizontal ray. */
static void sort_edges(const lb_locator *l, size_t feature, struct edge_sorter *edge_sorter,
                       enum sort_pass sort_pass)
{
    const lb_shapes *s = l->shapes;
    for (size_t r = s->ring[s->part[feature]]; r < s->ring[s->part[feature + 1]]; r++)
        for (size_t v = s->vertex[r]; v + 1 < s->vertex[r + 1]; v++) {
            int64_t rows[2];
            if (edge_rows(&l->lattice.y, s->xy + 2 * v, s->xy + 2 * v + 2, rows))
                sort_edge(edge_sorter, sort_pass, rows, v);
        }
}

/* Counts of rows become offsets into edge; returns the end of the last. */
static size_t counts_to_offsets(uint32_t *count, size_t rows, size_t from)
{
    for (size_t i = 0; i < rows; i++) {
        size_t n = count[i];
        count[i] = (uint32_t)from;
        from += n;
    }
    return from;
}

/* Edges of a feature by row, appended to edges; band says where its rows begin. */
static bool add_edges(const lb_locator *l, size_t feature, struct edges *edges, struct band *band)
{
    struct edge_sorter edge_sorter = {.first = INT64_MAX, .last = INT64_MIN};
    sort_edges(l, feature, &edge_sorter, PASS_BOUNDS);
    *band = (struct band){.start = edges->n_starts};
    if (edge_sorter.first > edge_sorter.last)
        return true;
    size_t rows = (size_t)(edge_sorter.last - edge_sorter.first + 1);
    if (!lb_array_reserve(&edges->start, &edges->start_capacity, edges->n_starts + rows + 1,
                          sizeof *edges->start))
        return false;
    band->row = (int32_t)edge_sorter.first;
    band->rows = (int32_t)rows;
    /* One further along, so that after placing each offset has become that of its own row. */
    edge_sorter.at = edges->start + edges->n_starts + 1;
    memset(edge_sorter.at - 1, 0, (rows + 1) * sizeof *edge_sorter.at);
    sort_edges(l, feature, &edge_sorter, PASS_COUNT);
    size_t end = counts_to_offsets(edge_sorter.at, rows, edges->count);
    if (end > UINT32_MAX ||
        !lb_array_reserve(&edges->edge, &edges->edge_capacity, end, sizeof *edges->edge))
        return false;
    edge_sorter.edge = edges->edge;
    sort_edges(l, feature, &edge_sorter, PASS_PLACE);
    edge_sorter.at[-1] = (uint32_t)edges->count;
    edges->n_starts += rows + 1;
    edges->count = end;
    return true;
}

/* Spans and edges of the areas of block b. */
static void fill_block(lb_locator *l, struct block *block, size_t b)
{
    lb_edge_coverage crossings = {.lattice = &l->lattice, .touch = true};
    size_t count = l->shapes->count;
    size_t end = (b + 1) * AREAS_PER_BLOCK < count ? (b + 1) * AREAS_PER_BLOCK : count;
    for (size_t i = b * AREAS_PER_BLOCK; block->status == LB_OK && i < end; i++) {
        block->status = lb_edge_coverage_feature(&crossings, l->shapes, i);
        if (block->status == LB_OK && (!add_spans(&block->spans, &crossings, i) ||
                                       !add_edges(l, i, &block->edges, &l->edges.band[i])))
            block->status = LB_E_MEMORY;
    }
    lb_edge_coverage_clear(&crossings);
}

/* Building: joining --------------------------------------------------------------------------- */

static void clear_edges(struct edges *edges)
{
    free(edges->start);
    free(edges->edge);
    *edges = (struct edges){.start = NULL};
}

/* Edges of all blocks in one array, offsets adjusted; those of the blocks are freed. */
static lb_status join_edges(lb_locator *l, struct block *block, size_t blocks)
{
    struct edges *all = &l->edges;
    for (size_t b = 0; b < blocks; b++) {
        all->n_starts += block[b].edges.n_starts;
        all->count += block[b].edges.count;
    }
    if (all->count > UINT32_MAX)
        return LB_E_MEMORY;
    all->start = malloc((all->n_starts + 1) * sizeof *all->start);
    all->edge = malloc((all->count + 1) * sizeof *all->edge);
    if (!all->start || !all->edge)
        return LB_E_MEMORY;
    size_t n_starts = 0, edges = 0;
    for (size_t b = 0; b < blocks; b++) {
        struct edges *from = &block[b].edges;
        for (size_t i = b * AREAS_PER_BLOCK; i < l->shapes->count && i < (b + 1) * AREAS_PER_BLOCK;
             i++)
            all->band[i].start += n_starts;
        for (size_t i = 0; i < from->n_starts; i++)
            all->start[n_starts + i] = (uint32_t)(from->start[i] + edges);
        if (from->count > 0)
            memcpy(all->edge + edges, from->edge, from->count * sizeof *from->edge);
        n_starts += from->n_starts;
        edges += from->count;
        clear_edges(from);
    }
    return LB_OK;
}

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
        for (size_t i = 0; i < block[b].spans.count; i++) {
            struct span s = block[b].spans.span[i];
            sorted[at[s.row]++] = (struct row_span){s.col, s.end, s.entry};
        }
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
    free(span);
    return status;
}

/* Coarse cells: as few as leave most points one look, because a small raster stays in the cache. */
enum { CELLS_PER_AREA = 256, MIN_CELLS = 1 << 16, MAX_CELLS = 1 << 21 };

/* The coarse raster's code of stretch i: nothing, one area that has all of it, or mixed; where
 * coarse cells are as fine as the lattice, the number of the stretch stands for mixed and saves the
 * search. */
static uint32_t coarse_code(const lb_locator *l, size_t i)
{
    const struct stretch *stretch = &l->stretch[i];
    size_t n = stretch[1].first - stretch[0].first;
    if (n == 0)
        return LB_COARSE_NONE;
    uint32_t entry = l->entry[stretch[0].first];
    if (n == 1 && entry % 2 == 0)
        return entry / 2 + 1;
    return l->coarse.shift == 0 && i < LB_LOCATOR_STRETCH - 1 ? LB_LOCATOR_STRETCH | (uint32_t)i
                                                              : LB_COARSE_MIXED;
}

/* Fills the coarse raster from all stretches. */
static lb_status build_coarse(lb_locator *l)
{
    int64_t limit = (int64_t)l->shapes->count * CELLS_PER_AREA;
    limit = limit < MIN_CELLS ? MIN_CELLS : limit > MAX_CELLS ? MAX_CELLS : limit;
    LB_TRY(lb_coarse_locator_begin(&l->coarse, l->lattice.y.count, l->lattice.x.count, limit));
    for (int64_t r = 0; r < l->lattice.y.count; r++)
        for (size_t i = l->row[r]; i + 1 < l->row[r + 1]; i++) {
            uint32_t code = coarse_code(l, i);
            if (code != LB_COARSE_NONE)
                lb_coarse_locator_add(&l->coarse, r, l->stretch[i].col, l->stretch[i + 1].col,
                                      code);
        }
    lb_coarse_locator_end(&l->coarse);
    return LB_OK;
}

/* Joins what the blocks computed; the status of the first that failed. */
static lb_status join_blocks(lb_locator *l, struct block *block, size_t blocks, int threads)
{
    for (size_t b = 0; b < blocks; b++)
        LB_TRY(block[b].status);
    LB_TRY(join_edges(l, block, blocks));
    LB_TRY(join_spans(l, block, blocks, threads));
    return build_coarse(l);
}

/* Computes all blocks on the threads and joins them. */
static lb_status build_locator(lb_locator *l, int threads)
{
    size_t blocks = (l->shapes->count + AREAS_PER_BLOCK - 1) / AREAS_PER_BLOCK;
    struct block *block = calloc(blocks + 1, sizeof *block);
    l->edges.band = calloc(l->shapes->count + 1, sizeof *l->edges.band);
    if (!block || !l->edges.band) {
        free(block);
        return LB_E_MEMORY;
    }
    threads = lb_thread_count(threads);
#pragma omp parallel for num_threads(threads) schedule(dynamic)
    for (size_t b = 0; b < blocks; b++)
        fill_block(l, &block[b], b);
    lb_status status = join_blocks(l, block, blocks, threads);
    for (size_t b = 0; b < blocks; b++) {
        free(block[b].spans.span);
        clear_edges(&block[b].edges);
    }
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
