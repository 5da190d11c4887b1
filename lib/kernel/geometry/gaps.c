/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gaps of an area set (docs/methods.md, Topology issues): the holes of the areas' union. A hole is
 * a gap when it has corners of two areas, or a corner of none, which is where edges of two areas
 * cross; a hole whose corners all belong to one area is that area's own. Corners are compared
 * exactly, since the union keeps the vertices of its parts. Holes x vertices of the areas whose
 * boxes touch them. */
#include <math.h>
#include <stdlib.h>

#include <lagesbild/gaps.h>

#include "base/array.h"

/* One hole of the union. */
typedef struct hole {
    const double *xy; /* [2 * count], borrowed from the union */
    size_t count;
    lb_box box;
    double area; /* square metres in the plane */
} hole;

/* Corners, bounding box and area (square metres) of a ring, relative to its first corner. */
static hole hole_from_ring(const lb_shapes *joined, size_t ring)
{
    size_t first = joined->vertex[ring];
    hole h = {joined->xy + 2 * first, joined->vertex[ring + 1] - first, lb_box_empty(), 0};
    double twice = 0;
    for (size_t i = 0; i < h.count; i++) {
        size_t k = (i + 1) % h.count;
        double x1 = h.xy[2 * i] - h.xy[0], y1 = h.xy[2 * i + 1] - h.xy[1];
        double x2 = h.xy[2 * k] - h.xy[0], y2 = h.xy[2 * k + 1] - h.xy[1];
        twice += x1 * y2 - x2 * y1;
        h.box = lb_box_add(h.box, h.xy[2 * i], h.xy[2 * i + 1]);
    }
    h.area = fabs(twice) / 2;
    return h;
}

/* Marks the corners of the hole that are vertices of the area; true: there are some. */
static bool mark_corners(const hole *h, const lb_shapes *areas, size_t area, bool *known)
{
    bool any = false;
    size_t from = areas->vertex[areas->ring[areas->part[area]]];
    size_t to = areas->vertex[areas->ring[areas->part[area + 1]]];
    for (size_t v = from; v < to; v++) {
        double x = areas->xy[2 * v], y = areas->xy[2 * v + 1];
        if (x < h->box.xmin || x > h->box.xmax || y < h->box.ymin || y > h->box.ymax)
            continue;
        for (size_t i = 0; i < h->count; i++)
            if (x == h->xy[2 * i] && y == h->xy[2 * i + 1])
                known[i] = any = true;
    }
    return any;
}

/* *is_gap: the hole lies between areas. gap gets the first two areas with corners on it. False: out
 * of memory. */
static bool check_hole(const hole *h, const lb_shapes *areas, lb_gap *gap, bool *is_gap)
{
    size_t found = 0;
    bool *known = calloc(h->count + 1, sizeof *known);
    if (!known)
        return false;
    *gap = (lb_gap){SIZE_MAX, SIZE_MAX, h->area, h->box};
    for (size_t a = 0; a < areas->count; a++) {
        if (!lb_box_intersects(lb_shapes_box(areas, a), h->box) ||
            !mark_corners(h, areas, a, known))
            continue;
        if (found < 2)
            *(found == 0 ? &gap->i : &gap->j) = a;
        found++;
    }
    *is_gap = found > 1;
    for (size_t i = 0; i < h->count; i++)
        *is_gap |= !known[i]; /* a corner that two edges make where they cross */
    free(known);
    return true;
}

/* The largest first; equal areas from south-west. */
static int compare_gaps(const void *a, const void *b)
{
    const lb_gap *x = a, *y = b;
    LB_COMPARE(y->area, x->area);
    LB_COMPARE(x->bbox.xmin, y->bbox.xmin);
    return (x->bbox.ymin > y->bbox.ymin) - (x->bbox.ymin < y->bbox.ymin);
}

/* `joined` is the union of the areas. A hole whose corners are all of one area is that area's
 * own and no gap. An empty list is NULL, so that the caller has nothing to free. */
lb_status lb_gaps_find(const lb_shapes *areas, const lb_shapes *joined, lb_gap **out, size_t *n)
{
    size_t count = 0, rings = lb_shapes_rings(joined);
    lb_gap *gap = malloc((rings + 1) * sizeof *gap);
    if (!gap)
        return LB_E_MEMORY;
    for (size_t p = 0; p < lb_shapes_parts(joined); p++)
        for (size_t r = joined->ring[p] + 1; r < joined->ring[p + 1]; r++) {
            bool is_gap = false;
            hole h = hole_from_ring(joined, r);
            if (!check_hole(&h, areas, &gap[count], &is_gap)) {
                free(gap);
                return LB_E_MEMORY;
            }
            count += is_gap;
        }
    if (count > 1)
        qsort(gap, count, sizeof *gap, compare_gaps);
    if (count == 0) {
        free(gap);
        gap = NULL;
    }
    *out = gap;
    *n = count;
    return LB_OK;
}
