/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "base/array.h"
#include "base/swedish_text.h"
#include "model/name_order.h"

typedef struct named_feature {
    const char *name; /* NULL: none */
    lb_box box;
    size_t feature;
} named_feature;

static int compare_features(const void *a, const void *b)
{
    const named_feature *x = a, *y = b;
    int order = x->name && y->name ? lb_text_compare(x->name, y->name) : 0;
    if (order != 0)
        return order;
    const double of_x[] = {x->box.xmin, x->box.ymin, -x->box.xmax, -x->box.ymax};
    const double of_y[] = {y->box.xmin, y->box.ymin, -y->box.xmax, -y->box.ymax};
    for (int i = 0; i < 4; i++)
        LB_COMPARE(of_x[i], of_y[i]);
    return (x->feature > y->feature) - (x->feature < y->feature);
}

lb_status lb_order_by_name(const lb_shapes *shapes, const char *const *name, size_t *order)
{
    size_t n = shapes->count;
    named_feature *sorted = malloc((n + 1) * sizeof *sorted);
    if (!sorted)
        return LB_E_MEMORY;
    for (size_t i = 0; i < n; i++)
        sorted[i] = (named_feature){name ? name[i] : NULL, lb_shapes_box(shapes, i), i};
    qsort(sorted, n, sizeof *sorted, compare_features);
    for (size_t i = 0; i < n; i++)
        order[i] = sorted[i].feature;
    free(sorted);
    return LB_OK;
}
