/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which edges may meet a given edge: a grid of cells of which each is divided further by the edges
 * in it, so that towns and empty land cost alike. An edge is in every part of a cell that it
 * passes. Places are computed in doubles; an edge is listed within a margin of them that is far
 * above their rounding. */
#ifndef LB_KERNEL_OVERLAP_EDGE_GRID_H
#define LB_KERNEL_OVERLAP_EDGE_GRID_H

#include "kernel/overlap/border_runs.h"

typedef struct lb_edge_grid {
    const lb_border_runs *runs; /* borrowed */
    lb_lattice_point origin;
    double per_cell;    /* cells a unit */
    int32_t cols, rows; /* of cells */
    uint32_t *parts;    /* [cells]: each is divided into parts x parts */
    size_t *base;       /* [cells + 1]: its first part; parts of one column follow each other */
    uint32_t *first;    /* [parts + 1]: the first edge of each part */
    uint32_t *edge;     /* edges by their first corners */
} lb_edge_grid;

/* Zeroed memory is a valid empty struct. LB_E_MEMORY, also for over 2^32 edges in parts. */
lb_status lb_edge_grid_init(lb_edge_grid *grid, const lb_border_runs *runs, int threads);
void lb_edge_grid_clear(lb_edge_grid *grid);

/* Visits ---------------------------------------------------------------------------------------
 * In the header, so that what is done with a part is compiled into the loop over parts. */

/* A straight line in cells, x0 <= x1. */
typedef struct lb_cell_line {
    double x0, y0, x1, y1;
} lb_cell_line;

#define LB_CELL_MARGIN 1e-6 /* cells */

static inline int32_t lb_cell_clamp(double at, int32_t count)
{
    return at < 0 ? 0 : at >= count ? count - 1 : (int32_t)at;
}

/* The rows from *from to *to that the line passes in column col; all of its own where it is within
 * a column or a row. */
static inline void lb_cell_line_rows(const lb_cell_line *l, int32_t col, double *from, double *to)
{
    double low = l->y0 < l->y1 ? l->y0 : l->y1, high = l->y0 < l->y1 ? l->y1 : l->y0;
    if (l->x1 - l->x0 > 1 && high - low > 1) {
        double slope = (l->y1 - l->y0) / (l->x1 - l->x0);
        double west = col - LB_CELL_MARGIN, east = col + 1 + LB_CELL_MARGIN;
        double a = l->y0 + ((west > l->x0 ? west : l->x0) - l->x0) * slope;
        double b = l->y0 + ((east < l->x1 ? east : l->x1) - l->x0) * slope;
        double least = a < b ? a : b, most = a < b ? b : a;
        low = least > low ? least : low;
        high = most < high ? most : high;
    }
    *from = low - LB_CELL_MARGIN;
    *to = high + LB_CELL_MARGIN;
}

static inline lb_cell_line lb_cell_line_of(const lb_edge_grid *g, const lb_lattice_point ab[2])
{
    lb_cell_line l = {(double)(ab[0].x - g->origin.x) * g->per_cell,
                      (double)(ab[0].y - g->origin.y) * g->per_cell,
                      (double)(ab[1].x - g->origin.x) * g->per_cell,
                      (double)(ab[1].y - g->origin.y) * g->per_cell};
    return l.x0 <= l.x1 ? l : (lb_cell_line){l.x1, l.y1, l.x0, l.y0};
}

/* What is done for parts from to to, both included. */
typedef void lb_edge_grid_visitor(void *udata, size_t from, size_t to);

/* The parts of cell (col, row) that the line passes. */
__attribute__((always_inline)) static inline void
lb_edge_grid_visit_cell(const lb_edge_grid *g, const lb_cell_line *line, int32_t col, int32_t row,
                        lb_edge_grid_visitor *visit, void *udata)
{
    size_t cell = (size_t)row * (size_t)g->cols + (size_t)col, base = g->base[cell];
    int32_t k = (int32_t)g->parts[cell];
    if (k <= 1) {
        visit(udata, base, base);
        return;
    }
    lb_cell_line l = {(line->x0 - col) * k, (line->y0 - row) * k, (line->x1 - col) * k,
                      (line->y1 - row) * k};
    int32_t west = lb_cell_clamp(l.x0 - LB_CELL_MARGIN, k);
    int32_t east = lb_cell_clamp(l.x1 + LB_CELL_MARGIN, k);
    for (int32_t c = west; c <= east; c++) {
        double from, to;
        lb_cell_line_rows(&l, c, &from, &to);
        if (to >= 0 && from < k)
            visit(udata, base + (size_t)c * (size_t)k + (size_t)lb_cell_clamp(from, k),
                  base + (size_t)c * (size_t)k + (size_t)lb_cell_clamp(to, k));
    }
}

/* Visits the parts of the rows of cells first to last that the edge a b passes: two edges that meet
 * have at least one part in common. */
__attribute__((always_inline)) static inline void
lb_edge_grid_visit(const lb_edge_grid *g, const lb_lattice_point ab[2], int32_t first, int32_t last,
                   lb_edge_grid_visitor *visit, void *udata)
{
    lb_cell_line l = lb_cell_line_of(g, ab);
    int32_t west = lb_cell_clamp(l.x0 - LB_CELL_MARGIN, g->cols);
    int32_t east = lb_cell_clamp(l.x1 + LB_CELL_MARGIN, g->cols);
    for (int32_t c = west; c <= east; c++) {
        double from, to;
        lb_cell_line_rows(&l, c, &from, &to);
        int32_t r = lb_cell_clamp(from, g->rows), end = lb_cell_clamp(to, g->rows);
        for (r = r > first ? r : first; r <= end && r <= last; r++)
            lb_edge_grid_visit_cell(g, &l, c, r, visit, udata);
    }
}

#endif
