/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ground that an odd number of areas hold is part of their union, and that is at most the sum of
 * them: where the first has the size of the last, no ground is held twice. Areas whose box meets no
 * other's need no proof. */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "input/areas/disjoint.h"
#include "kernel/geometry/bbox_components.h"
#include "port/geos/geos_xor_area.h"

/* Those whose boxes meet another's: which[0..n), and the sum of their sizes. */
static lb_status find_crowd(const lb_shapes *shapes, size_t *which, size_t *n, double *sum)
{
    lb_clusters clusters = {0};
    lb_sum sizes = {0};
    lb_box *box = malloc((shapes->count + 1) * sizeof *box);
    for (size_t i = 0; box && i < shapes->count; i++)
        box[i] = lb_shapes_box(shapes, i);
    lb_status status = box ? lb_clusters_find(box, shapes->count, &clusters) : LB_E_MEMORY;
    for (size_t c = 0; c < clusters.count; c++) {
        bool alone = clusters.first[c + 1] - clusters.first[c] == 1;
        for (size_t k = clusters.first[c]; !alone && k < clusters.first[c + 1]; k++) {
            which[(*n)++] = clusters.member[k];
            lb_sum_add(&sizes, lb_shapes_area(shapes, clusters.member[k]));
        }
    }
    lb_clusters_clear(&clusters);
    free(box);
    *sum = lb_sum_value(sizes);
    return status;
}

/* GEOS is not asked about coordinates that no place on earth has: whoever needs their areas or
 * cells refuses them, and says which. */
static bool is_earthly(lb_box all)
{
    const double far = 1e12;
    return all.xmin > -far && all.ymin > -far && all.xmax < far && all.ymax < far;
}

lb_status lb_are_apart(const lb_shapes *shapes, bool *apart, lb_error *err)
{
    *apart = false;
    if (shapes->count > 0 && !is_earthly(lb_shapes_box_all(shapes)))
        return LB_OK;
    size_t n = 0, *which = malloc((shapes->count + 1) * sizeof *which);
    double sum = 0, odd = 0;
    lb_status status = which ? find_crowd(shapes, which, &n, &sum) : LB_E_MEMORY;
    if (status != LB_OK)
        lb_error_set(err, status, "out of memory");
    else if (n > 0)
        status = lb_geos_odd_area(shapes, which, n, &odd, err);
    free(which);
    if (status == LB_OK)
        *apart = fabs(sum - odd) <= 1e-12 * sum;
    return status;
}

static void prove(void *udata)
{
    lb_apart *proof = udata;
    proof->status = lb_are_apart(proof->shapes, &proof->apart, &proof->err);
}

void lb_apart_begin(lb_apart *proof, const lb_shapes *shapes, int threads)
{
    *proof = (lb_apart){.shapes = shapes};
    lb_side_begin(&proof->side, threads, prove, proof);
}

lb_status lb_apart_end(lb_apart *proof, bool *apart, lb_error *err)
{
    lb_side_end(&proof->side);
    *apart = proof->apart;
    if (err && proof->status != LB_OK)
        *err = proof->err;
    return proof->status;
}

void lb_apart_drop(lb_apart *proof)
{
    lb_side_drop(&proof->side);
}
