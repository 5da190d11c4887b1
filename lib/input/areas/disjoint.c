/* SPDX-License-Identifier: GPL-3.0-or-later */
/* odd <= union <= sum, where odd is the size of the ground that an odd number of areas hold (GEOS
 * CoverageUnion, which cancels edges that two areas have in common), union that of their union and
 * sum the sum of their sizes: if odd is sum, no ground is held twice (docs/methods.md, Topology
 * issues). One pass over the edges, far faster than a union. Areas whose bounding box meets no
 * other are left out. */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "input/areas/disjoint.h"
#include "kernel/geometry/bbox_components.h"
#include "port/geos/geos_overlaps.h"

/* The areas whose boxes meet another's: which[0..*n), and the sum of their planar sizes. */
static lb_status find_box_neighbours(const lb_shapes *shapes, size_t *which, size_t *n, double *sum)
{
    lb_bbox_components clusters = {0};
    lb_sum sizes = {0};
    lb_box *box = malloc((shapes->count + 1) * sizeof *box);
    for (size_t i = 0; box && i < shapes->count; i++)
        box[i] = lb_shapes_box(shapes, i);
    lb_status status = box ? lb_bbox_components_find(box, shapes->count, &clusters) : LB_E_MEMORY;
    for (size_t c = 0; c < clusters.count; c++) {
        bool alone = clusters.first[c + 1] - clusters.first[c] == 1;
        for (size_t k = clusters.first[c]; !alone && k < clusters.first[c + 1]; k++) {
            which[(*n)++] = clusters.member[k];
            lb_sum_add(&sizes, lb_shapes_area(shapes, clusters.member[k]));
        }
    }
    lb_bbox_components_clear(&clusters);
    free(box);
    *sum = lb_sum_value(sizes);
    return status;
}

/* Coordinates beyond any projection of the earth can make GEOS run out of memory; what later needs
 * the areas' sizes or cells rejects them with a better message. */
static bool coordinates_plausible(lb_box all)
{
    const double far = 1e12;
    return all.xmin > -far && all.ymin > -far && all.xmax < far && all.ymax < far;
}

lb_status lb_disjoint_test(const lb_shapes *shapes, bool *disjoint, lb_error *err)
{
    *disjoint = false;
    if (shapes->count > 0 && !coordinates_plausible(lb_shapes_box_all(shapes)))
        return LB_OK;
    size_t n = 0, *which = malloc((shapes->count + 1) * sizeof *which);
    double sum = 0, xor_area = 0;
    lb_status status = which ? find_box_neighbours(shapes, which, &n, &sum) : LB_E_MEMORY;
    if (status != LB_OK)
        lb_error_set(err, status, "out of memory");
    else if (n > 0)
        status = lb_geos_xor_area(shapes, which, n, &xor_area, err);
    free(which);
    if (status == LB_OK)
        *disjoint = fabs(sum - xor_area) <= 1e-12 * sum;
    return status;
}

static void run_disjoint_test(void *udata)
{
    lb_disjoint_task *test = udata;
    test->status = lb_disjoint_test(test->shapes, &test->disjoint, &test->err);
}

void lb_disjoint_start(lb_disjoint_task *test, const lb_shapes *shapes, int threads)
{
    *test = (lb_disjoint_task){.shapes = shapes};
    lb_async_task_start(&test->async, threads, run_disjoint_test, test);
}

lb_status lb_disjoint_result(lb_disjoint_task *test, bool *disjoint, lb_error *err)
{
    lb_async_task_finish(&test->async);
    *disjoint = test->disjoint;
    if (err && test->status != LB_OK)
        *err = test->err;
    return test->status;
}

void lb_disjoint_cancel(lb_disjoint_task *test)
{
    lb_async_task_cancel(&test->async);
}
