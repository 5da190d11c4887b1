/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which boxes a box meets, by a grid of cells with the boxes of each. */
#ifndef LB_MODEL_BBOX_INDEX_H
#define LB_MODEL_BBOX_INDEX_H

#include <lagesbild/grid.h>

typedef struct lb_bbox_index {
    const lb_box *box; /* [count], borrowed */
    lb_box window;
    double cell;
    int32_t rows, cols;
    size_t *first; /* [rows * cols + 1] */
    size_t *item;
} lb_bbox_index;

/* Empty boxes are met by nothing. LB_E_MEMORY. */
lb_status lb_bbox_index_init(lb_bbox_index *grid, const lb_box *box, size_t count);
void lb_bbox_index_clear(lb_bbox_index *grid);

/* Calls visit for each box that meets `box`, once, in no promised order. */
void lb_bbox_index_visit(const lb_bbox_index *grid, lb_box box,
                         void (*visit)(void *udata, size_t i), void *udata);

#endif
