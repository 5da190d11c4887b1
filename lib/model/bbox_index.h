/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which boxes intersect a given box: a grid of cells, each with the boxes that intersect it. */
#ifndef LB_MODEL_BBOX_INDEX_H
#define LB_MODEL_BBOX_INDEX_H

#include <lagesbild/grid.h>

typedef struct lb_bbox_index {
    const lb_box *box;  /* [count], borrowed */
    lb_box window;      /* union of the boxes, metres */
    double cell;        /* side of a cell, metres */
    int32_t rows, cols; /* row 0 in the south */
    size_t *first;      /* [rows * cols + 1]: where the items of each cell begin */
    size_t *item;       /* [first[rows * cols]]: indexes of boxes, ascending in a cell */
} lb_bbox_index;

/* An empty box intersects nothing. LB_E_MEMORY. */
lb_status lb_bbox_index_init(lb_bbox_index *index, const lb_box *box, size_t count);
void lb_bbox_index_clear(lb_bbox_index *index);

/* Calls visit(udata, i) once for each box i that intersects `box` (closed boxes), in any order. */
void lb_bbox_index_visit(const lb_bbox_index *index, lb_box box,
                         void (*visit)(void *udata, size_t i), void *udata);

/* Does accept(udata, i) say true of a box i that intersects `box`? Asked of some boxes several
 * times, and of none after the first that is accepted. */
bool lb_bbox_index_any(const lb_bbox_index *index, lb_box box,
                       bool (*accept)(void *udata, size_t i), void *udata);

#endif
