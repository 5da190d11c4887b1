/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sorts features by their bounding boxes, and of equal boxes by their vertices. */
#include <stdlib.h>

#include "base/array.h"
#include "model/spatial_order.h"

/* Box and number, sorted together. */
typedef struct feature_box {
    lb_box box;
    size_t feature;
    const lb_shapes *shapes;
} feature_box;

static int compare_numbers(const double *p, const double *q, size_t n)
{
    for (size_t i = 0; i < n; i++)
        LB_COMPARE(p[i], q[i]);
    return 0;
}

/* By the number of vertices, then by these in sequence, then by where rings end. */
static int compare_vertices(const lb_shapes *s, size_t a, size_t b)
{
    size_t p = s->ring[s->part[a]], p_end = s->ring[s->part[a + 1]];
    size_t q = s->ring[s->part[b]], q_end = s->ring[s->part[b + 1]];
    size_t n = s->vertex[p_end] - s->vertex[p], m = s->vertex[q_end] - s->vertex[q];
    LB_COMPARE(n, m);
    int order = compare_numbers(s->xy + 2 * s->vertex[p], s->xy + 2 * s->vertex[q], 2 * n);
    for (size_t k = 1; order == 0 && p + k <= p_end && q + k <= q_end; k++)
        LB_COMPARE(s->vertex[p + k] - s->vertex[p], s->vertex[q + k] - s->vertex[q]);
    return order;
}

/* By xmin, ymin, xmax, ymax, then the vertices, then the feature's number: a total order. */
static int compare_boxes(const void *a, const void *b)
{
    const feature_box *x = a, *y = b;
    const double p[] = {x->box.xmin, x->box.ymin, x->box.xmax, x->box.ymax};
    const double q[] = {y->box.xmin, y->box.ymin, y->box.xmax, y->box.ymax};
    int order = compare_numbers(p, q, 4);
    if (order == 0)
        order = compare_vertices(x->shapes, x->feature, y->feature);
    return order != 0 ? order : x->feature < y->feature ? -1 : 1;
}

/* The order of features by their boxes, then their vertices, then their numbers. NULL: out of
 * memory. */
size_t *lb_spatial_order(const lb_shapes *shapes)
{
    feature_box *list = calloc(shapes->count + 1, sizeof *list);
    size_t *order = calloc(shapes->count + 1, sizeof *order);
    for (size_t i = 0; list && i < shapes->count; i++)
        list[i] = (feature_box){lb_shapes_box(shapes, i), i, shapes};
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

bool lb_spatial_order_equal(const lb_shapes *shapes, size_t a, size_t b)
{
    return compare_vertices(shapes, a, b) == 0;
}
