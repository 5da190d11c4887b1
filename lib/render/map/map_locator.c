/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "render/map/map_locator.h"
#include "render/text/palette.h"

/* Of the map's frame: the inset's greatest width and height; the part of the grid's box below which
 * a map has one. */
static const double INSET_SHARE = 0.22, PART_SHOWN = 0.3;

enum { BLOCKS = 48 }; /* that the longer side of the grid's box is cut into */

static lb_box box_of_cells(const lb_map_cells *cells)
{
    const lb_grid *g = &cells->grid;
    lb_box box = lb_box_empty();
    for (size_t i = 0; i < cells->count; i++) {
        double x = g->x0 + (double)(cells->cell[i] % g->ncol) * g->dx;
        double y = g->y0 - (double)(cells->cell[i] / g->ncol) * g->dy;
        box = lb_box_add(lb_box_add(box, x, y), x + g->dx, y - g->dy);
    }
    return box;
}

static double box_area(lb_box box)
{
    return (box.xmax - box.xmin) * (box.ymax - box.ymin);
}

bool lb_map_locator_box(const lb_map_canvas *m, lb_box *out)
{
    const lb_viewport *f = m->frame;
    lb_box cells = box_of_cells(&m->model->cells);
    if (lb_box_is_empty(cells) || !(box_area(f->box) < PART_SHOWN * box_area(cells)))
        return false;
    double wide = cells.xmax - cells.xmin, high = cells.ymax - cells.ymin;
    double scale = fmin(INSET_SHARE * f->w / wide, INSET_SHARE * f->h / high), pad = 3 * m->unit;
    *out = (lb_box){f->x, f->y + f->h - high * scale - 2 * pad, f->x + wide * scale + 2 * pad,
                    f->y + f->h};
    return true;
}

/* Blocks of the grid's box with cells in them, as runs of a row. */
static void draw_blocks(const lb_map_canvas *m, const lb_viewport *inset, double side,
                        const bool *taken)
{
    lb_drawing_path(m->drawing, &(lb_pen){.fill = LB_INK_LINE});
    for (int row = 0; row < BLOCKS; row++)
        for (int from = 0, to; from < BLOCKS; from = to + 1) {
            for (to = from; to < BLOCKS && taken[row * BLOCKS + to]; to++)
                ;
            if (to > from)
                lb_drawing_box(m->drawing, inset->x + from * side * inset->scale,
                               inset->y + row * side * inset->scale,
                               (to - from) * side * inset->scale, side * inset->scale);
        }
}

/* What the map shows; at least four points wide, so that it is seen. */
static void draw_window(const lb_map_canvas *m, const lb_viewport *inset)
{
    lb_box seen = lb_viewport_box(inset, m->frame->box);
    double u = m->unit, grow_x = fmax(0, 4 * u - (seen.xmax - seen.xmin)) / 2;
    double grow_y = fmax(0, 4 * u - (seen.ymax - seen.ymin)) / 2;
    lb_drawing_path(m->drawing, &(lb_pen){.line = LB_INK_TEXT, .width = 1.2 * u});
    lb_drawing_box(m->drawing, seen.xmin - grow_x, seen.ymin - grow_y,
                   seen.xmax - seen.xmin + 2 * grow_x, seen.ymax - seen.ymin + 2 * grow_y);
}

/* Those whose middle, or that of the cell, lies in the other. */
static void take_blocks(const lb_grid *g, int64_t cell, lb_box all, double side, bool *taken)
{
    double x = g->x0 + (double)(cell % g->ncol) * g->dx - all.xmin;
    double y = all.ymax - g->y0 + (double)(cell / g->ncol) * g->dy;
    int left = (int)fmin(BLOCKS - 1, (x + fmin(g->dx, side) / 2) / side);
    int top = (int)fmin(BLOCKS - 1, (y + fmin(g->dy, side) / 2) / side);
    int right = (int)fmin(BLOCKS - 1, fmax(left, round((x + g->dx) / side) - 1));
    int bottom = (int)fmin(BLOCKS - 1, fmax(top, round((y + g->dy) / side) - 1));
    for (int row = top; row <= bottom; row++)
        for (int col = left; col <= right; col++)
            taken[row * BLOCKS + col] = true;
}

/* The whole extent in blocks of 1/BLOCKS of its longer side, taken where a cell lies in one,
 * with the window of the map on it. */
lb_status lb_map_locator_draw(const lb_map_canvas *m, lb_box box)
{
    const lb_map_cells *cells = &m->model->cells;
    const lb_grid *g = &cells->grid;
    lb_box all = box_of_cells(cells);
    double pad = 3 * m->unit, side = fmax(all.xmax - all.xmin, all.ymax - all.ymin) / BLOCKS;
    lb_viewport inset =
        lb_viewport_fit(all, box.xmin + pad, box.ymin + pad, box.xmax - box.xmin - 2 * pad,
                        box.ymax - box.ymin - 2 * pad);
    bool *taken = calloc((size_t)BLOCKS * BLOCKS, sizeof *taken);
    if (!taken)
        return LB_E_MEMORY;
    for (size_t i = 0; i < cells->count; i++)
        take_blocks(g, cells->cell[i], all, side, taken);
    lb_drawing_path(m->drawing,
                    &(lb_pen){.fill = LB_INK_WHITE, .line = LB_INK_QUIET, .width = 0.6 * m->unit});
    lb_drawing_box(m->drawing, box.xmin, box.ymin, box.xmax - box.xmin, box.ymax - box.ymin);
    draw_blocks(m, &inset, side, taken);
    draw_window(m, &inset);
    free(taken);
    return LB_OK;
}
