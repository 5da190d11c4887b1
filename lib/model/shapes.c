/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Polygons as four flat arrays: features, parts and rings are offsets into the vertices. Offsets
 * end in their totals, so that item i is always [offset[i], offset[i + 1]). */
#include <stdlib.h>
#include <string.h>

#include <lagesbild/shapes.h>
#include "base/array.h"
#include "base/sum.h"
#include "base/try.h"

void lb_shapes_clear(lb_shapes *shapes)
{
    free(shapes->part);
    free(shapes->ring);
    free(shapes->vertex);
    free(shapes->xy);
    *shapes = (lb_shapes){0};
}

size_t lb_shapes_parts(const lb_shapes *shapes)
{
    return shapes->part ? shapes->part[shapes->count] : 0;
}

size_t lb_shapes_rings(const lb_shapes *shapes)
{
    return shapes->ring ? shapes->ring[lb_shapes_parts(shapes)] : 0;
}

size_t lb_shapes_vertices(const lb_shapes *shapes)
{
    return shapes->vertex ? shapes->vertex[lb_shapes_rings(shapes)] : 0;
}

/* The three offset arrays exist together, each beginning with 0. */
static bool init_offsets(lb_shapes *shapes)
{
    if (shapes->vertex)
        return true;
    lb_shapes fresh = {.part = calloc(16, sizeof(size_t)),
                       .ring = calloc(16, sizeof(size_t)),
                       .vertex = calloc(16, sizeof(size_t)),
                       .count_capacity = 16,
                       .part_capacity = 16,
                       .ring_capacity = 16};
    if (!fresh.part || !fresh.ring || !fresh.vertex) {
        lb_shapes_clear(&fresh);
        return false;
    }
    *shapes = fresh;
    return true;
}

/* Room for one more feature, part and ring and the totals behind them. */
static bool reserve_offsets(lb_shapes *shapes)
{
    return init_offsets(shapes) &&
           lb_array_reserve(&shapes->part, &shapes->count_capacity, shapes->count + 2,
                            sizeof(size_t)) &&
           lb_array_reserve(&shapes->ring, &shapes->part_capacity, lb_shapes_parts(shapes) + 2,
                            sizeof(size_t)) &&
           lb_array_reserve(&shapes->vertex, &shapes->ring_capacity, lb_shapes_rings(shapes) + 2,
                            sizeof(size_t));
}

lb_status lb_shapes_add_feature(lb_shapes *shapes)
{
    if (!reserve_offsets(shapes))
        return LB_E_MEMORY;
    shapes->part[shapes->count + 1] = shapes->part[shapes->count];
    shapes->count++;
    return LB_OK;
}

lb_status lb_shapes_add_part(lb_shapes *shapes)
{
    if (!reserve_offsets(shapes))
        return LB_E_MEMORY;
    size_t parts = ++shapes->part[shapes->count];
    shapes->ring[parts] = shapes->ring[parts - 1];
    return LB_OK;
}

/* Twice the signed area of n closed points (positive: counter-clockwise), from the shoelace formula
 * relative to (x0, y0): coordinates of a country are 10^6 m and their products would cancel. */
static double twice_area(const double *xy, size_t n, double x0, double y0)
{
    lb_sum sum = {0};
    for (size_t i = 0; i + 1 < n; i++) {
        double ax = xy[2 * i] - x0, ay = xy[2 * i + 1] - y0;
        double bx = xy[2 * i + 2] - x0, by = xy[2 * i + 3] - y0;
        lb_sum_add(&sum, ax * by);
        lb_sum_add(&sum, -bx * ay);
    }
    return lb_sum_value(sum);
}

/* Turns the direction of a closed ring; first and last point stay equal. */
static void reverse_ring(double *xy, size_t n)
{
    for (size_t i = 0, j = n - 1; i < j; i++, j--) {
        double x = xy[2 * i], y = xy[2 * i + 1];
        memcpy(xy + 2 * i, xy + 2 * j, 2 * sizeof *xy);
        xy[2 * j] = x;
        xy[2 * j + 1] = y;
    }
}

/* A ring of the last part with these vertices and, where it is open, the first once more. NULL: out
 * of memory. */
static double *append_ring(lb_shapes *shapes, const double *xy, size_t n, bool open)
{
    size_t before = lb_shapes_vertices(shapes);
    if (!reserve_offsets(shapes) || !lb_array_reserve(&shapes->xy, &shapes->vertex_capacity,
                                                      before + n + 1, 2 * sizeof(double)))
        return NULL;
    size_t ring = shapes->ring[lb_shapes_parts(shapes)]++;
    double *to = shapes->xy + 2 * before;
    memcpy(to, xy, 2 * n * sizeof *xy);
    if (open)
        memcpy(to + 2 * n, xy, 2 * sizeof *xy);
    shapes->vertex[ring + 1] = before + n + open;
    return to;
}

/* Closes the ring and turns it, shells counter-clockwise and holes clockwise, which the sums
 * over edges need. The first ring of a part is its shell. */
lb_status lb_shapes_add_ring(lb_shapes *shapes, const double *xy, size_t n)
{
    bool open = n > 0 && (xy[0] != xy[2 * n - 2] || xy[1] != xy[2 * n - 1]);
    size_t total = n + open, part = lb_shapes_parts(shapes) - 1;
    bool shell = shapes->ring[part] == shapes->ring[part + 1];
    double *to = append_ring(shapes, xy, n, open);
    if (!to)
        return LB_E_MEMORY;
    if (total > 2 && (twice_area(to, total, to[0], to[1]) < 0) == shell)
        reverse_ring(to, total);
    return LB_OK;
}

/* The rings are closed and turned already. */
lb_status lb_shapes_add_parts(lb_shapes *shapes, const lb_shapes *from, size_t i)
{
    for (size_t p = from->part[i]; p < from->part[i + 1]; p++) {
        LB_TRY(lb_shapes_add_part(shapes));
        for (size_t r = from->ring[p]; r < from->ring[p + 1]; r++)
            if (!append_ring(shapes, from->xy + 2 * from->vertex[r],
                             from->vertex[r + 1] - from->vertex[r], false))
                return LB_E_MEMORY;
    }
    return LB_OK;
}

lb_status lb_shapes_add_copy(lb_shapes *shapes, const lb_shapes *from, size_t i)
{
    LB_TRY(lb_shapes_add_feature(shapes));
    return lb_shapes_add_parts(shapes, from, i);
}

/* The vertices of a feature, which are consecutive: parts and rings only divide them. */
static void vertex_range(const lb_shapes *shapes, size_t feature, size_t *first, size_t *end)
{
    *first = shapes->vertex[shapes->ring[shapes->part[feature]]];
    *end = shapes->vertex[shapes->ring[shapes->part[feature + 1]]];
}

/* Bounding box of vertices [first, end). Comparisons instead of lb_box_add, since fmin and fmax are
 * calls and there are millions of vertices; NaN is left out by both. */
static lb_box box_of(const lb_shapes *shapes, size_t first, size_t end)
{
    lb_box b = lb_box_empty();
    for (size_t i = first; i < end; i++) {
        double x = shapes->xy[2 * i], y = shapes->xy[2 * i + 1];
        b.xmin = x < b.xmin ? x : b.xmin;
        b.ymin = y < b.ymin ? y : b.ymin;
        b.xmax = x > b.xmax ? x : b.xmax;
        b.ymax = y > b.ymax ? y : b.ymax;
    }
    return b;
}

lb_box lb_shapes_box(const lb_shapes *shapes, size_t feature)
{
    size_t first, end;
    vertex_range(shapes, feature, &first, &end);
    return box_of(shapes, first, end);
}

lb_box lb_shapes_box_all(const lb_shapes *shapes)
{
    return box_of(shapes, 0, lb_shapes_vertices(shapes));
}

/* Square metres in the plane, relative to the feature's first vertex, so that large coordinates
 * cost no digits (docs/methods.md, Planar area). */
double lb_shapes_area(const lb_shapes *shapes, size_t feature)
{
    lb_sum sum = {0};
    size_t first, end;
    vertex_range(shapes, feature, &first, &end);
    if (first == end)
        return 0;
    double x0 = shapes->xy[2 * first], y0 = shapes->xy[2 * first + 1];
    for (size_t r = shapes->ring[shapes->part[feature]];
         r < shapes->ring[shapes->part[feature + 1]]; r++) {
        size_t start = shapes->vertex[r];
        lb_sum_add(&sum, twice_area(shapes->xy + 2 * start, shapes->vertex[r + 1] - start, x0, y0));
    }
    return lb_sum_value(sum) / 2;
}
