/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of coloured cells with two figures in each, as pairs of events by distance and days. */
#ifndef LB_RENDER_CHART_CHART_CELLS_H
#define LB_RENDER_CHART_CHART_CELLS_H

#include "render/chart/chart_frame.h"

enum { LB_CELL_TEXT_SIZE = 48 };

typedef struct lb_chart_cell {
    char upper[LB_CELL_TEXT_SIZE], lower[LB_CELL_TEXT_SIZE];
    lb_rgba fill;
    bool marked; /* bold, in a thick frame */
} lb_chart_cell;

typedef struct lb_chart_cells {
    lb_chart_sheet sheet; /* height 0: as high as the rows need */
    size_t rows, columns;
    const lb_chart_cell *cell; /* [rows * columns], row by row from the top */
    const char (*row_name)[LB_CELL_TEXT_SIZE], (*column_name)[LB_CELL_TEXT_SIZE];
    const char *x_title, *note; /* under the columns; under the legend */
    const lb_legend_entry *key;
    size_t keys;
} lb_chart_cells;

/* LB_E_MEMORY; LB_E_INPUT: no cell. */
lb_status lb_chart_cells_draw(const lb_chart_cells *chart, lb_drawing **out);

#endif
