/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sorts features by their bounding boxes. */
#include <stdlib.h>

#include "base/array.h"
#include "model/spatial_order.h"

/* Box and number, sorted together. */
typedef struct feature_box {
    lb_box box;
    size_t feature;
} feature_box;

/* By xmin, ymin, xmax, ymax, then the feature's number: a total order. */
static int compare_boxes(const void *a, const void *b)
{
    const feature_box *x = a, *y = b;
    const double p[] = {x->box.xmin, x->box.ymin, x->box.xmax, x->box.ymax};
    const double q[] = {y->box.xmin, y->box.ymin, y->box.xmax, y->box.ymax};
    for (int i = 0; i < 4; i++)
        LB_COMPARE(p[i], q[i]);
    return x->feature < y->feature ? -1 : 1;
}

/* The order of features by their boxes, and of equal boxes by number. NULL: out of memory. */
size_t *lb_spatial_order(const lb_shapes *shapes)
{
    feature_box *list = calloc(shapes->count + 1, sizeof *list);
    size_t *order = calloc(shapes->count + 1, sizeof *order);
    for (size_t i = 0; list && i < shapes->count; i++)
        list[i] = (feature_box){lb_shapes_box(shapes, i), i};
    if (list)
        qsort(list, shapes->count, sizeof *list, compare_boxes);
    for (size_t i = 0; list && order && i < shapes->count; i++)
        order[i] = list[i].feature;
    if (!list) {
        free(order);
        order = NULL;
    }
    free(list);
    return order;
}
