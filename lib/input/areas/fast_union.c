/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The union of polygons by connected components of intersecting bounding boxes: only components of
 * several areas go through GEOS, whose cost grows faster than the number of areas; the polygons of
 * a single area are copied (docs/methods.md, Topology issues). */
#include <stdlib.h>

#include "input/areas/fast_union.h"
#include "kernel/geometry/bbox_components.h"
#include "port/geos/geos_union.h"

/* Adds the parts of the union of one component, features which[0..n), to the last feature of out.
 */
static lb_status add_component_union(const lb_shapes *shapes, const size_t *which, size_t n,
                                     lb_shapes *out, lb_error *err)
{
    lb_shapes part_union = {0};
    if (n == 1)
        return lb_shapes_add_parts(out, shapes, which[0]) == LB_OK ? LB_OK : lb_error_memory(err);
    lb_status status = lb_geos_union(shapes, which, n, &part_union, err);
    if (status == LB_OK && lb_shapes_add_parts(out, &part_union, 0) != LB_OK)
        status = lb_error_memory(err);
    lb_shapes_clear(&part_union);
    return status;
}

lb_status lb_fast_union(const lb_shapes *shapes, const size_t *which, size_t n, lb_shapes *out,
                        lb_error *err)
{
    lb_bbox_components clusters = {0};
    lb_box *box = malloc((n + 1) * sizeof *box);
    for (size_t i = 0; box && i < n; i++)
        box[i] = lb_shapes_box(shapes, which ? which[i] : i);
    lb_status status = box ? lb_bbox_components_find(box, n, &clusters) : LB_E_MEMORY;
    if (status == LB_OK)
        status = lb_shapes_add_feature(out);
    if (status != LB_OK)
        lb_error_memory(err);
    for (size_t c = 0; c < clusters.count && status == LB_OK; c++) {
        size_t from = clusters.first[c], size = clusters.first[c + 1] - from;
        for (size_t k = from; which && k < from + size; k++)
            clusters.member[k] = which[clusters.member[k]];
        status = add_component_union(shapes, clusters.member + from, size, out, err);
    }
    lb_bbox_components_clear(&clusters);
    free(box);
    return status;
}
