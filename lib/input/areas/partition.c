/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which areas overlap others is found by a walk along their borders (docs/methods.md, Overlap
 * rules), so that areas apart, however many, cost no overlay. */
#include <stdlib.h>

#include "base/try.h"
#include "input/areas/partition.h"
#include "kernel/overlap/overlap_sizes.h"

/* An intersection of less is rounding, not an overlap. */
static const double MIN_OVERLAP_M2 = 1e-6;

/* overlapping[i], false before: does area i overlap another? Coordinates beyond any projection of
 * the earth: all may. */
static lb_status find_overlapping(const lb_shapes *shapes, int threads, bool *overlapping)
{
    lb_overlap overlap;
    lb_overlap_sizes sizes;
    lb_overlap_request request = {
        .pairs = true, .tolerance = MIN_OVERLAP_M2, .overlapping = overlapping};
    lb_status status = lb_overlap_init(&overlap, shapes, 0, threads);
    if (status == LB_E_INPUT)
        for (size_t i = 0; i < shapes->count; i++)
            overlapping[i] = true;
    if (status != LB_OK)
        return status == LB_E_INPUT ? LB_OK : status;
    status = lb_overlap_sizes_find(&overlap, &request, &sizes);
    if (status == LB_OK)
        lb_overlap_sizes_clear(&sizes);
    lb_overlap_clear(&overlap);
    return status;
}

lb_status lb_areas_partition(const lb_shapes *shapes, int threads, lb_geos_parts *out,
                             lb_error *err)
{
    bool *overlapping = calloc(shapes->count + 1, sizeof *overlapping);
    lb_status status = overlapping ? find_overlapping(shapes, threads, overlapping) : LB_E_MEMORY;
    if (status == LB_OK)
        status = lb_geos_partition(shapes, overlapping, out, err);
    else
        lb_error_memory(err);
    free(overlapping);
    return status;
}
