/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting sorts of the edges by cell, then by part. Places are computed in doubles; an edge is
 * listed within a margin of them that is far above their rounding. */
#include <math.h>
#include <stdlib.h>

#include "base/try.h"
#include "kernel/overlap/edge_grid.h"

enum { EDGES_PER_CELL = 24, MAX_PARTS = 256 };

static const double MARGIN_CELLS = 1e-6;

/* A straight line in cells, x0 <= x1. */
typedef struct cell_line {
    double x0, y0, x1, y1;
} cell_line;

static inline int32_t clamp_cell(double at, int32_t count)
{
    return at < 0 ? 0 : at >= count ? count - 1 : (int32_t)at;
}

/* The rows from *from to *to that the line passes in column col; all of its own where it is within
 * a column or a row. */
static void rows_in_column(const cell_line *l, int32_t col, double *from, double *to)
{
    double low = fmin(l->y0, l->y1), high = fmax(l->y0, l->y1);
    if (l->x1 - l->x0 > 1 && high - low > 1) {
        double slope = (l->y1 - l->y0) / (l->x1 - l->x0);
        double west = fmax(l->x0, col - MARGIN_CELLS), east = fmin(l->x1, col + 1 + MARGIN_CELLS);
        double a = l->y0 + (west - l->x0) * slope, b = l->y0 + (east - l->x0) * slope;
        low = fmax(low, fmin(a, b));
        high = fmin(high, fmax(a, b));
    }
    *from = low - MARGIN_CELLS;
    *to = high + MARGIN_CELLS;
}

/* A grid of cols x rows cells and what is done for those that a line passes. */
typedef struct cell_visit {
    const lb_edge_grid *grid;
    lb_edge_grid_visitor *visit;
    void *udata;
} cell_visit;

/* The parts of cell (col, row), which is `cell`, that the line passes. */
static void visit_parts(const cell_visit *v, const cell_line *line, int32_t col, int32_t row)
{
    const lb_edge_grid *g = v->grid;
    size_t cell = (size_t)row * (size_t)g->cols + (size_t)col;
    int32_t k = (int32_t)g->parts[cell];
    if (k <= 1) {
        v->visit(v->udata, g->base[cell]);
        return;
    }
    cell_line l = {(line->x0 - col) * k, (line->y0 - row) * k, (line->x1 - col) * k,
                   (line->y1 - row) * k};
    int32_t west = clamp_cell(l.x0 - MARGIN_CELLS, k), east = clamp_cell(l.x1 + MARGIN_CELLS, k);
    for (int32_t c = west; c <= east; c++) {
        double from, to;
        rows_in_column(&l, c, &from, &to);
        if (to < 0 || from >= k)
            continue;
        for (int32_t r = clamp_cell(from, k), end = clamp_cell(to, k); r <= end; r++)
            v->visit(v->udata, g->base[cell] + (size_t)r * (size_t)k + (size_t)c);
    }
}

static cell_line line_of(const lb_edge_grid *g, const lb_lattice_point ab[2])
{
    cell_line l = {(double)(ab[0].x - g->origin.x) * g->per_cell,
                   (double)(ab[0].y - g->origin.y) * g->per_cell,
                   (double)(ab[1].x - g->origin.x) * g->per_cell,
                   (double)(ab[1].y - g->origin.y) * g->per_cell};
    return l.x0 <= l.x1 ? l : (cell_line){l.x1, l.y1, l.x0, l.y0};
}

/* count_only: cells, not their parts. */
static void visit_cells(const cell_visit *v, const lb_lattice_point ab[2], bool count_only)
{
    const lb_edge_grid *g = v->grid;
    cell_line l = line_of(g, ab);
    int32_t west = clamp_cell(l.x0 - MARGIN_CELLS, g->cols);
    int32_t east = clamp_cell(l.x1 + MARGIN_CELLS, g->cols);
    for (int32_t c = west; c <= east; c++) {
        double from, to;
        rows_in_column(&l, c, &from, &to);
        for (int32_t r = clamp_cell(from, g->rows), end = clamp_cell(to, g->rows); r <= end; r++)
            if (count_only)
                v->visit(v->udata, (size_t)r * (size_t)g->cols + (size_t)c);
            else
                visit_parts(v, &l, c, r);
    }
}

void lb_edge_grid_visit(const lb_edge_grid *grid, const lb_lattice_point ab[2],
                        lb_edge_grid_visitor *visit, void *udata)
{
    visit_cells(&(cell_visit){grid, visit, udata}, ab, false);
}

/* Building ------------------------------------------------------------------------------------- */

static void count_in_cell(void *udata, size_t cell)
{
    uint32_t *count = udata;
    count[cell]++;
}

static void count_in_part(void *udata, size_t part)
{
    size_t *first = udata;
    first[part]++;
}

typedef struct edge_writer {
    lb_edge_grid *grid;
    uint32_t edge;
} edge_writer;

/* Backwards, so that offsets end at the begin of each part and edges ascend within it. */
static void write_in_part(void *udata, size_t part)
{
    edge_writer *w = udata;
    w->grid->edge[--w->grid->first[part]] = w->edge;
}

static void count_edges(lb_edge_grid *g, lb_edge_grid_visitor *visit, void *count, bool cells)
{
    const lb_border_runs *runs = g->runs;
    cell_visit v = {g, visit, count};
    for (size_t r = 0; r < runs->runs; r++)
        for (size_t i = runs->run[r].first; i < runs->run[r].last; i++)
            visit_cells(&v, runs->corner + i, cells);
}

/* Cells of about EDGES_PER_CELL edges over the box of all corners. Returns the mean length of an
 * edge, along its longer axis, in units. */
static double choose_cells(lb_edge_grid *g)
{
    const lb_border_runs *runs = g->runs;
    lb_lattice_point low = {INT64_MAX, INT64_MAX}, high = {0, 0};
    double length = 0, edges = 0;
    for (size_t r = 0; r < runs->runs; r++)
        for (size_t i = runs->run[r].first; i <= runs->run[r].last; i++) {
            lb_lattice_point p = runs->corner[i];
            low = (lb_lattice_point){p.x < low.x ? p.x : low.x, p.y < low.y ? p.y : low.y};
            high = (lb_lattice_point){p.x > high.x ? p.x : high.x, p.y > high.y ? p.y : high.y};
            if (i == runs->run[r].last)
                continue;
            length += fmax(fabs((double)(runs->corner[i + 1].x - p.x)),
                           fabs((double)(runs->corner[i + 1].y - p.y)));
            edges++;
        }
    g->cols = g->rows = 1;
    g->origin = low;
    if (edges == 0)
        return 1;
    double width = (double)(high.x - low.x) + 1, height = (double)(high.y - low.y) + 1;
    double cells = fmax(edges / EDGES_PER_CELL, 1), longer = fmax(width, height);
    double side = fmax(sqrt(width * height / cells), longer / cells);
    side = fmax(fmax(side, length / edges / 3), longer / 65536);
    g->per_cell = 1 / side;
    g->cols = (int32_t)(width / side) + 1;
    g->rows = (int32_t)(height / side) + 1;
    return length / edges;
}

/* Parts of a cell of n edges: about one an edge, none narrower than an edge is long. */
static uint32_t parts_for(uint32_t n, double most)
{
    double k = fmin(fmin(sqrt(n), most), MAX_PARTS);
    return k > 1 ? (uint32_t)k : 1;
}

static lb_status sort_edges(lb_edge_grid *g)
{
    const lb_border_runs *runs = g->runs;
    size_t cells = (size_t)g->cols * (size_t)g->rows, parts = g->base[cells];
    g->first = calloc(parts + 1, sizeof *g->first);
    if (!g->first)
        return LB_E_MEMORY;
    count_edges(g, count_in_part, g->first, false);
    for (size_t p = 1; p <= parts; p++)
        g->first[p] += g->first[p - 1];
    g->edge = malloc((g->first[parts] + 1) * sizeof *g->edge);
    if (!g->edge)
        return LB_E_MEMORY;
    edge_writer w = {.grid = g};
    for (size_t r = runs->runs; r-- > 0;)
        for (size_t i = runs->run[r].last; i-- > runs->run[r].first;) {
            w.edge = (uint32_t)i;
            lb_edge_grid_visit(g, runs->corner + i, write_in_part, &w);
        }
    return LB_OK;
}

static lb_status init_grid(lb_edge_grid *g)
{
    double mean = choose_cells(g);
    size_t cells = (size_t)g->cols * (size_t)g->rows;
    g->parts = calloc(cells, sizeof *g->parts);
    g->base = calloc(cells + 1, sizeof *g->base);
    if (!g->parts || !g->base)
        return LB_E_MEMORY;
    count_edges(g, count_in_cell, g->parts, true);
    for (size_t c = 0; c < cells; c++) {
        g->parts[c] = parts_for(g->parts[c], 3 / (g->per_cell * mean));
        g->base[c + 1] = g->base[c] + (size_t)g->parts[c] * g->parts[c];
    }
    return sort_edges(g);
}

lb_status lb_edge_grid_init(lb_edge_grid *grid, const lb_border_runs *runs)
{
    *grid = (lb_edge_grid){.runs = runs};
    lb_status status = init_grid(grid);
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
