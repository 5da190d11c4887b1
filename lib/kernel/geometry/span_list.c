/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/array.h"
#include "kernel/geometry/span_list.h"

/* Fractions below this part of a cell (or of a smaller area) are rounding of the cut points. */
static const double NOISE = 1e-13;

/* Adds one span; a failure is kept until the area is finished. */
static void append_span(lb_span_list *list, lb_cell_span span)
{
    if (lb_array_reserve(&list->span, &list->capacity, list->count + 1, sizeof span))
        list->span[list->count++] = span;
    else
        list->failed = true;
}

/* What turns areas in units into spans of one area. */
typedef struct row_filler {
    lb_span_list *list;
    size_t first;    /* of the area */
    double noise;    /* fractions below this are left out */
    lb_uwide width2; /* twice a cell's width, units */
    double full;     /* twice a cell's area, square units */
} row_filler;

/* Extends the last span of the area where the cell continues it with the same fraction; else begins
 * a new one. */
static void add_or_extend_span(const row_filler *f, lb_cell_span span)
{
    lb_cell_span *last = f->list->count > f->first ? &f->list->span[f->list->count - 1] : NULL;
    if (last && last->row == span.row && last->col + last->length == span.col &&
        last->fraction == span.fraction)
        last->length += span.length;
    else
        append_span(f->list, span);
}

/* `length` cells from (row, col) on with twice the area area2, in square units; rounding at both
 * ends of 0 to 1 is removed. */
static void fill_cells(const row_filler *f, int32_t row, int32_t col, int32_t length,
                       lb_uwide area2)
{
    double fraction = (double)(lb_wide)area2 / f->full;
    if (fraction > 1 - NOISE)
        fraction = 1;
    if (fraction > f->noise && length > 0)
        add_or_extend_span(f, (lb_cell_span){row, col, length, fraction});
}

/* The crossings are sorted by row and column. */
void lb_span_list_fill(lb_span_list *list, const lb_edge_coverage *crossings, double least)
{
    const lb_exact_grid *lattice = crossings->lattice;
    const row_filler f = {.list = list,
                          .first = list->count,
                          .noise = NOISE * least,
                          .width2 = 2 * (lb_uwide)lattice->x.step,
                          .full = 2.0 * (double)lattice->x.step * (double)lattice->y.step};
    uint64_t height = 0; /* of what lies between the edges west of here; exact modulo 2^64 */
    for (size_t i = 0; i < crossings->count; i++) {
        const lb_cell_crossing *c = &crossings->crossing[i];
        int32_t row = (int32_t)(c->key >> 32), col = (int32_t)(c->key & 0xFFFFFFFF);
        lb_uwide east2 = (lb_uwide)(lb_wide)(int64_t)height * f.width2;
        fill_cells(&f, row, col, 1, east2 + c->area2);
        height += c->height;
        bool last = i + 1 == crossings->count || c[1].key >> 32 != c->key >> 32;
        int32_t end = last ? lattice->x.count : (int32_t)(c[1].key & 0xFFFFFFFF);
        if (height != 0)
            fill_cells(&f, row, col + 1, end - col - 1,
                       (lb_uwide)(lb_wide)(int64_t)height * f.width2);
        if (last)
            height = 0;
    }
}
