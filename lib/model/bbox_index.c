/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A uniform grid over the union of the boxes; each cell lists the boxes that intersect it (one
 * array, offsets by cell). Building and a query are linear in the cells a box covers, which
 * choose_cells keeps below 32 on average. */
#include <math.h>
#include <stdlib.h>

#include "model/bbox_index.h"

/* Cells along the longer side of the window; cells that a box covers on average. Finer grids cost
 * more memory than they save comparisons. */
enum { MAX_GRID_CELLS = 512, MAX_CELLS_PER_BOX = 32 };

/* The cells that a box covers, both ends included. */
typedef struct cell_range {
    int32_t row0, row1, col0, col1;
} cell_range;

/* Row or column of a coordinate, clamped to the grid; the clamp also catches NaN. */
static inline int32_t cell_of(double offset, double cell, int32_t count)
{
    double at = offset / cell;
    return !(at > 0) ? 0 : at >= count ? count - 1 : (int32_t)at;
}

static inline cell_range cell_range_of(const lb_bbox_index *g, lb_box box)
{
    return (cell_range){cell_of(box.ymin - g->window.ymin, g->cell, g->rows),
                        cell_of(box.ymax - g->window.ymin, g->cell, g->rows),
                        cell_of(box.xmin - g->window.xmin, g->cell, g->cols),
                        cell_of(box.xmax - g->window.xmin, g->cell, g->cols)};
}

/* First pass (no items yet): counts the box in its cells. Second pass: writes it at the end of what
 * is left of each cell's room, so that offsets end at the begin of each cell. */
static void index_box(lb_bbox_index *g, size_t i)
{
    cell_range r = cell_range_of(g, g->box[i]);
    for (int32_t row = r.row0; row <= r.row1; row++)
        for (int32_t col = r.col0; col <= r.col1; col++) {
            size_t *at = &g->first[(size_t)row * (size_t)g->cols + (size_t)col];
            if (g->item)
                g->item[--*at] = i;
            else
                ++*at;
        }
}

/* One pass over all boxes, backwards, so that the items of a cell come out ascending. */
static void index_boxes(lb_bbox_index *g, size_t count)
{
    for (size_t i = count; i-- > 0;)
        if (!lb_box_is_empty(g->box[i]))
            index_box(g, i);
}

/* Cell size in the units of the boxes, and the rows and columns that the window then has. */
static void set_cell(lb_bbox_index *g, double cell)
{
    g->cell = cell;
    g->rows = (int32_t)((g->window.ymax - g->window.ymin) / cell) + 1;
    g->cols = (int32_t)((g->window.xmax - g->window.xmin) / cell) + 1;
}

/* Do the boxes cover so many cells that there should be fewer, larger ones? */
static bool is_too_fine(const lb_bbox_index *g, size_t count)
{
    double cells = 0;
    for (size_t i = 0; i < count; i++)
        if (!lb_box_is_empty(g->box[i])) {
            cell_range r = cell_range_of(g, g->box[i]);
            cells += (double)(r.row1 - r.row0 + 1) * (r.col1 - r.col0 + 1);
        }
    return cells > (double)MAX_CELLS_PER_BOX * (double)count && (g->rows > 1 || g->cols > 1);
}

/* Window and cell size: 512 cells along the longer side, at least one unit each, doubled while the
 * boxes are large compared with the cells. */
static void choose_cells(lb_bbox_index *g, size_t count)
{
    g->window = lb_box_empty();
    for (size_t i = 0; i < count; i++)
        g->window = lb_box_union(g->window, g->box[i]);
    g->rows = g->cols = 1;
    g->cell = 1;
    if (lb_box_is_empty(g->window))
        return;
    double width = g->window.xmax - g->window.xmin, height = g->window.ymax - g->window.ymin;
    if (!isfinite(width) || !isfinite(height)) /* from one edge of doubles to the other */
        return;
    set_cell(g, fmax(fmax(width, height) / MAX_GRID_CELLS, 1));
    while (is_too_fine(g, count))
        set_cell(g, 2 * g->cell);
}

/* A counting sort of boxes by the cells they meet: first the numbers, then, with room, the
 * boxes. `box` is borrowed. */
lb_status lb_bbox_index_init(lb_bbox_index *index, const lb_box *box, size_t count)
{
    lb_bbox_index g = {.box = box};
    choose_cells(&g, count);
    size_t cells = (size_t)g.rows * (size_t)g.cols;
    g.first = calloc(cells + 1, sizeof *g.first);
    if (!g.first)
        return LB_E_MEMORY;
    index_boxes(&g, count);
    for (size_t c = 1; c <= cells; c++)
        g.first[c] += g.first[c - 1];
    g.item = malloc((g.first[cells] + 1) * sizeof *g.item);
    if (!g.item) {
        lb_bbox_index_clear(&g);
        return LB_E_MEMORY;
    }
    index_boxes(&g, count);
    *index = g;
    return LB_OK;
}

void lb_bbox_index_clear(lb_bbox_index *index)
{
    free(index->first);
    free(index->item);
    *index = (lb_bbox_index){0};
}

/* lb_box_intersects without branches, which the processor would often mispredict. */
static inline bool boxes_meet(const lb_box *a, const lb_box *b)
{
    return (a->xmin <= b->xmax) & (b->xmin <= a->xmax) & (a->ymin <= b->ymax) &
           (b->ymin <= a->ymax);
}

/* Is a cell the south-western one of those that both the box and the query cover? */
static inline bool is_first_common(const lb_bbox_index *g, lb_box box, cell_range query,
                                   int32_t row, int32_t col)
{
    return (row == query.row0 || row == cell_of(box.ymin - g->window.ymin, g->cell, g->rows)) &&
           (col == query.col0 || col == cell_of(box.xmin - g->window.xmin, g->cell, g->cols));
}

/* A box that shares several cells with the query is visited in the first of them, so once. */
void lb_bbox_index_visit(const lb_bbox_index *g, lb_box box, void (*visit)(void *udata, size_t i),
                         void *udata)
{
    if (!lb_box_intersects(box, g->window))
        return;
    cell_range r = cell_range_of(g, box);
    for (int32_t row = r.row0; row <= r.row1; row++)
        for (int32_t col = r.col0; col <= r.col1; col++) {
            size_t cell = (size_t)row * (size_t)g->cols + (size_t)col;
            for (size_t k = g->first[cell]; k < g->first[cell + 1]; k++) {
                size_t i = g->item[k];
                if (boxes_meet(&box, &g->box[i]) && is_first_common(g, g->box[i], r, row, col))
                    visit(udata, i);
            }
        }
}

/* Boxes that meet `box`, until one is accepted; a box in several cells may be asked for several
 * times. */
bool lb_bbox_index_any(const lb_bbox_index *g, lb_box box, bool (*accept)(void *udata, size_t i),
                       void *udata)
{
    if (!lb_box_intersects(box, g->window))
        return false;
    cell_range r = cell_range_of(g, box);
    for (int32_t row = r.row0; row <= r.row1; row++)
        for (int32_t col = r.col0; col <= r.col1; col++) {
            size_t cell = (size_t)row * (size_t)g->cols + (size_t)col;
            for (size_t k = g->first[cell]; k < g->first[cell + 1]; k++)
                if (boxes_meet(&box, &g->box[g->item[k]]) && accept(udata, g->item[k]))
                    return true;
        }
    return false;
}
