/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells of a grid by row, and sums over windows of cells round each of them. Cells that are not
 * listed do not exist: a window at the edge has fewer cells, never zeros. */
#ifndef LB_KERNEL_HOTSPOT_CELL_ROWS_H
#define LB_KERNEL_HOTSPOT_CELL_ROWS_H

#include <lagesbild/grid.h>

/* Zeroed memory is empty. */
typedef struct lb_cell_rows {
    lb_grid grid;
    size_t count;  /* cells */
    size_t *first; /* [nrow + 1]: the first cell of each row */
    int32_t *row;  /* [count] */
    int32_t *col;  /* [count], ascending within a row */
} lb_cell_rows;

void lb_cell_rows_clear(lb_cell_rows *rows);

/* cell[n]: row * ncol + col, ascending, each once. LB_E_MEMORY. */
lb_status lb_cell_rows_make(const lb_grid *grid, const int64_t *cell, size_t n, lb_cell_rows *out);

/* The cells of a row with from <= col <= to: *begin <= place < *end. Rows outside have none. */
void lb_cell_rows_between(const lb_cell_rows *rows, int32_t row, int32_t from, int32_t to,
                          size_t *begin, size_t *end);

/* SIZE_MAX: not listed. */
size_t lb_cell_rows_find(const lb_cell_rows *rows, int32_t row, int32_t col);

/* A window, the cell itself included: of the row `d` rows away, columns up to half[d + radius]
 * away; -1: none. */
typedef struct lb_cell_window {
    int32_t radius; /* rows */
    int32_t *half;  /* [2 * radius + 1] */
    size_t cells;   /* of a whole window */
} lb_cell_window;

void lb_cell_window_clear(lb_cell_window *window);

/* "rook", "queen", or a distance in metres: cells with centres up to that far away. LB_E_USAGE:
 * none of these, or further than 100 km. LB_E_MEMORY. */
lb_status lb_cell_window_parse(const char *text, const lb_grid *grid, lb_cell_window *out);

/* sum[count] of value[count] over each cell's window, and cells[count], how many it has (NULL: not
 * asked for). Each sum is of its terms by row, then column, whatever the threads. */
void lb_cell_window_sums(const lb_cell_rows *rows, const lb_cell_window *window,
                         const double *value, int threads, double *sum, int32_t *cells);

#endif
