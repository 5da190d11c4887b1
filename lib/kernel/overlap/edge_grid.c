/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A counting sort of the edges by part, in stripes of rows of cells: each is sorted by one thread,
 * from the areas that meet it, and no two write to one part. */
#include <math.h>
#include <stdlib.h>

#include "base/threads.h"
#include "base/try.h"
#include "kernel/overlap/edge_grid.h"

enum { EDGES_PER_CELL = 24, MAX_PARTS = 256, STRIPES = 32 };

/* Cells ---------------------------------------------------------------------------------------- */

/* Box of all corners; edges and the sum of their lengths, each along its longer axis, in units. */
typedef struct edge_extent {
    lb_lattice_point low, high;
    double edges, length;
} edge_extent;

/* The box of all corners in units of the lattice, and the longer of width and height summed over
 * the edges, from which the size of cells follows. */
static edge_extent find_extent(const lb_border_runs *runs)
{
    edge_extent x = {{INT64_MAX, INT64_MAX}, {0, 0}, 0, 0};
    for (size_t r = 0; r < runs->runs; r++)
        for (size_t i = runs->run[r].first; i <= runs->run[r].last; i++) {
            lb_lattice_point p = runs->corner[i];
            x.low =
                (lb_lattice_point){p.x < x.low.x ? p.x : x.low.x, p.y < x.low.y ? p.y : x.low.y};
            x.high = (lb_lattice_point){p.x > x.high.x ? p.x : x.high.x,
                                        p.y > x.high.y ? p.y : x.high.y};
            if (i == runs->run[r].last)
                continue;
            double dx = fabs((double)(runs->corner[i + 1].x - p.x));
            double dy = fabs((double)(runs->corner[i + 1].y - p.y));
            x.length += dx > dy ? dx : dy;
            x.edges++;
        }
    return x;
}

/* Cells of about EDGES_PER_CELL edges over the box of all corners. Returns the most parts that a
 * cell is divided into, so that none is much narrower than an edge is long. */
static double choose_cells(lb_edge_grid *g)
{
    edge_extent x = find_extent(g->runs);
    g->cols = g->rows = 1;
    g->origin = x.low;
    if (x.edges == 0)
        return 1;
    double width = (double)(x.high.x - x.low.x) + 1, height = (double)(x.high.y - x.low.y) + 1;
    double cells = fmax(x.edges / EDGES_PER_CELL, 1), longer = fmax(width, height);
    double side = fmax(sqrt(width * height / cells), longer / cells);
    side = fmax(fmax(side, x.length / x.edges / 3), longer / 65536);
    g->per_cell = 1 / side;
    g->cols = (int32_t)(width / side) + 1;
    g->rows = (int32_t)(height / side) + 1;
    return 3 * side / (x.length / x.edges);
}

/* The rows of cells that an area's runs meet; none: first > last. */
typedef struct row_range {
    int32_t first, last;
} row_range;

/* Counts the edges of the area in the cells of their middles. */
static row_range count_middles(const lb_edge_grid *g, size_t area)
{
    const lb_border_runs *runs = g->runs;
    double low = INFINITY, high = -INFINITY;
    for (size_t r = runs->first_run[area]; r < runs->first_run[area + 1]; r++)
        for (size_t i = runs->run[r].first; i < runs->run[r].last; i++) {
            lb_cell_line l = lb_cell_line_of(g, runs->corner + i);
            size_t row = (size_t)lb_cell_clamp((l.y0 + l.y1) / 2, g->rows);
            size_t col = (size_t)lb_cell_clamp((l.x0 + l.x1) / 2, g->cols);
#pragma omp atomic
            g->parts[row * (size_t)g->cols + col]++;
            low = l.y0 < low ? l.y0 : low;
            low = l.y1 < low ? l.y1 : low;
            high = l.y0 > high ? l.y0 : high;
            high = l.y1 > high ? l.y1 : high;
        }
    return low > high ? (row_range){1, 0}
                      : (row_range){lb_cell_clamp(low - LB_CELL_MARGIN, g->rows),
                                    lb_cell_clamp(high + LB_CELL_MARGIN, g->rows)};
}

/* Parts of a cell of n edges: about one an edge. */
static uint32_t parts_for(uint32_t n, double most)
{
    double k = fmin(fmin(sqrt(n), most), MAX_PARTS);
    return k > 1 ? (uint32_t)k : 1;
}

/* rows: [areas] */
static lb_status divide_cells(lb_edge_grid *g, row_range *rows, int threads)
{
    double most = choose_cells(g);
    size_t cells = (size_t)g->cols * (size_t)g->rows;
    g->parts = calloc(cells, sizeof *g->parts);
    g->base = calloc(cells + 1, sizeof *g->base);
    if (!g->parts || !g->base)
        return LB_E_MEMORY;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 64)
    for (size_t i = 0; i < g->runs->areas; i++)
        rows[i] = count_middles(g, i);
    for (size_t c = 0; c < cells; c++) {
        g->parts[c] = parts_for(g->parts[c], most);
        g->base[c + 1] = g->base[c] + (size_t)g->parts[c] * g->parts[c];
    }
    return LB_OK;
}

/* Edges ---------------------------------------------------------------------------------------- */

static void count_in_parts(void *udata, size_t from, size_t to)
{
    uint32_t *first = udata;
    for (size_t part = from; part <= to; part++)
        first[part]++;
}

/* State of one edge while the cells it passes are visited. */
typedef struct edge_writer {
    lb_edge_grid *grid;
    uint32_t edge;
} edge_writer;

/* Backwards, so that offsets end at the begin of each part and edges ascend within it. */
static void write_in_parts(void *udata, size_t from, size_t to)
{
    edge_writer *w = udata;
    for (size_t part = from; part <= to; part++)
        w->grid->edge[--w->grid->first[part]] = w->edge;
}

/* Counts the edges of one stripe by part, or writes them. */
static void sort_stripe(lb_edge_grid *g, const row_range *rows, int stripe, bool writing)
{
    const lb_border_runs *runs = g->runs;
    int32_t from = (int32_t)((int64_t)g->rows * stripe / STRIPES);
    int32_t to = (int32_t)((int64_t)g->rows * (stripe + 1) / STRIPES) - 1;
    edge_writer w = {.grid = g};
    for (size_t a = runs->areas; a-- > 0;) {
        if (rows[a].first > to || rows[a].last < from)
            continue;
        for (size_t r = runs->first_run[a + 1]; r-- > runs->first_run[a];)
            for (size_t i = runs->run[r].last; i-- > runs->run[r].first;) {
                w.edge = (uint32_t)i;
                if (writing)
                    lb_edge_grid_visit(g, runs->corner + i, from, to, write_in_parts, &w);
                else
                    lb_edge_grid_visit(g, runs->corner + i, from, to, count_in_parts, g->first);
            }
    }
}

/* A counting sort in stripes of rows, one thread each: first the numbers, then, with room, the
 * edges. Their order within a cell is that of the runs on any number of threads. */
static lb_status sort_edges(lb_edge_grid *g, const row_range *rows, int threads)
{
    size_t parts = g->base[(size_t)g->cols * (size_t)g->rows];
    g->first = calloc(parts + 1, sizeof *g->first);
    if (!g->first)
        return LB_E_MEMORY;
#pragma omp parallel for num_threads(threads) schedule(dynamic)
    for (int stripe = 0; stripe < STRIPES; stripe++)
        sort_stripe(g, rows, stripe, false);
    size_t total = 0;
    for (size_t p = 0; p <= parts; p++) {
        total += g->first[p];
        g->first[p] = (uint32_t)total;
    }
    g->edge = total <= UINT32_MAX ? malloc((total + 1) * sizeof *g->edge) : NULL;
    if (!g->edge)
        return LB_E_MEMORY;
#pragma omp parallel for num_threads(threads) schedule(dynamic)
    for (int stripe = 0; stripe < STRIPES; stripe++)
        sort_stripe(g, rows, stripe, true);
    return LB_OK;
}

lb_status lb_edge_grid_init(lb_edge_grid *grid, const lb_border_runs *runs, int threads)
{
    *grid = (lb_edge_grid){.runs = runs};
    threads = lb_thread_count(threads);
    row_range *rows = malloc((runs->areas + 1) * sizeof *rows);
    lb_status status = rows ? divide_cells(grid, rows, threads) : LB_E_MEMORY;
    if (status == LB_OK)
        status = sort_edges(grid, rows, threads);
    free(rows);
    if (status != LB_OK)
        lb_edge_grid_clear(grid);
    return status;
}

void lb_edge_grid_clear(lb_edge_grid *grid)
{
    free(grid->parts);
    free(grid->base);
    free(grid->first);
    free(grid->edge);
    *grid = (lb_edge_grid){0};
}
