/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An index of edges by cell: (cell, feature, edge) triples sorted by cell, found by binary search
 * within a band of rows.
 * An edge is listed in every cell it passes; the cell is at least as wide as the reach, so that all
 * edges within reach of a point lie in its cell and the eight around it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/threads.h"
#include "kernel/geometry/boundary_distance.h"
#include "kernel/geometry/point_in_polygon.h"

/* Cells along a side at most: a row and a column of 2^24 are exact in floating point and fit one
 * key. */
static const double max_cells = 1 << 24;

/* One edge in one cell. */
typedef struct edge_entry {
    int64_t key;   /* of a cell that the edge passes */
    size_t vertex; /* its first */
    size_t feature;
} edge_entry;

struct lb_boundary_index {
    const lb_shapes *shapes;
    double reach, cell, x0, y0; /* metres; cell 0, 0 has its south-west corner in (x0, y0) */
    edge_entry *item;           /* by key, feature, vertex */
    int64_t rows;               /* of cells */
    int shift;                  /* a band has 2^shift rows */
    size_t bands, *first;       /* [bands + 1]: first item of each band */
};

void lb_boundary_index_free(lb_boundary_index *index)
{
    if (!index)
        return;
    free(index->first);
    free(index->item);
    free(index);
}

/* Row or column of a coordinate v, floored, also west and south of the origin. */
static int64_t cell_number(double from, double v, double cell)
{
    return (int64_t)floor((v - from) / cell);
}

/* Rows in the high 32 bits: cells of one row are neighbours in the order of keys. */
static int64_t cell_key(int64_t row, int64_t col)
{
    return row * (INT64_C(1) << 32) + col;
}

/* West and east end (span[0], span[1]) of the part of edge ab between y = low and y = high. Widened
 * by 1e-9 of the edge: a cell too many does no harm, one too few would lose an edge. */
static void edge_x_range(const double *a, const double *b, double low, double high, double *span)
{
    double t[2] = {0, 1}, dy = b[1] - a[1];
    if (dy != 0) {
        double u = (low - a[1]) / dy, v = (high - a[1]) / dy;
        t[0] = fmax(0, fmin(u, v) - 1e-9);
        t[1] = fmin(1, fmax(u, v) + 1e-9);
    }
    double x = a[0] + t[0] * (b[0] - a[0]), y = a[0] + t[1] * (b[0] - a[0]);
    span[0] = fmin(x, y);
    span[1] = fmax(x, y);
}

/* Counts an edge in the bands of all cells it passes, or lists it there, from the end of what is
 * left of each band's room. */
static void add_edge(lb_boundary_index *index, size_t vertex, size_t feature)
{
    const double *a = index->shapes->xy + 2 * vertex, *b = a + 2;
    int64_t first = cell_number(index->y0, fmin(a[1], b[1]), index->cell);
    int64_t last = cell_number(index->y0, fmax(a[1], b[1]), index->cell);
    for (int64_t row = first; row <= last; row++) {
        double low = index->y0 + (double)row * index->cell, span[2];
        edge_x_range(a, b, low, low + index->cell, span);
        int64_t end = cell_number(index->x0, span[1], index->cell);
        int64_t col = cell_number(index->x0, span[0], index->cell);
        size_t *at = &index->first[row >> index->shift];
        if (!index->item)
            *at += (size_t)(end - col + 1);
        else
            for (; col <= end; col++)
                index->item[--*at] = (edge_entry){cell_key(row, col), vertex, feature};
    }
}

static void add_edges(lb_boundary_index *index)
{
    const lb_shapes *s = index->shapes;
    for (size_t f = 0; f < s->count; f++)
        for (size_t r = s->ring[s->part[f]]; r < s->ring[s->part[f + 1]]; r++)
            for (size_t v = s->vertex[r]; v + 1 < s->vertex[r + 1]; v++)
                add_edge(index, v, f);
}

/* By cell, then feature, then edge: the order does not depend on qsort. */
static int compare_entries(const void *a, const void *b)
{
    const edge_entry *x = a, *y = b;
    LB_COMPARE(x->key, y->key);
    LB_COMPARE(x->feature, y->feature);
    return (x->vertex > y->vertex) - (x->vertex < y->vertex);
}

/* NaN and infinities have no cell. */
static bool are_coordinates_finite(const lb_shapes *shapes)
{
    for (size_t i = 0; i < 2 * lb_shapes_vertices(shapes); i++)
        if (!isfinite(shapes->xy[i]))
            return false;
    return true;
}

/* Cells as wide as the reach; bands of rows, no more than there are vertices. */
static void choose_cells(lb_boundary_index *index)
{
    lb_box box = lb_shapes_box_all(index->shapes);
    index->cell = index->reach;
    if (lb_box_is_empty(box))
        return;
    index->x0 = box.xmin;
    index->y0 = box.ymin;
    index->cell = fmax(index->reach, fmax(box.xmax - box.xmin, box.ymax - box.ymin) / max_cells);
    index->rows = cell_number(index->y0, box.ymax, index->cell) + 1;
    while ((size_t)(index->rows >> index->shift) > lb_shapes_vertices(index->shapes))
        index->shift++;
    index->bands = (size_t)((index->rows - 1) >> index->shift) + 1;
}

/* A counting sort by band: add_edges first counts the entries and, once there is room, writes
 * them. Within a band they are sorted by key, feature and vertex, so that threads change no
 * order. */
static lb_status sort_edges(lb_boundary_index *index, int threads)
{
    index->first = calloc(index->bands + 1, sizeof *index->first);
    if (!index->first)
        return LB_E_MEMORY;
    add_edges(index);
    for (size_t b = 1; b <= index->bands; b++)
        index->first[b] += index->first[b - 1];
    index->item = malloc((index->first[index->bands] + 1) * sizeof *index->item);
    if (!index->item)
        return LB_E_MEMORY;
    add_edges(index);
#pragma omp parallel for num_threads(lb_thread_count(threads)) schedule(dynamic, 16)
    for (size_t b = 0; b < index->bands; b++)
        qsort(index->item + index->first[b], index->first[b + 1] - index->first[b],
              sizeof *index->item, compare_entries);
    return LB_OK;
}

/* reach is the largest distance that will be asked for, metres: it sets the size of cells.
 * Infinite coordinates have no cell and are LB_E_INPUT. */
lb_status lb_boundary_index_new(const lb_shapes *shapes, double reach, int threads,
                                lb_boundary_index **out)
{
    if (!(reach > 0) || !isfinite(reach))
        return LB_E_USAGE;
    if (!are_coordinates_finite(shapes))
        return LB_E_INPUT;
    lb_boundary_index *result = calloc(1, sizeof *result);
    if (!result)
        return LB_E_MEMORY;
    *result = (lb_boundary_index){.shapes = shapes, .reach = reach};
    choose_cells(result);
    lb_status status = sort_edges(result, threads);
    if (status == LB_OK)
        *out = result;
    else
        lb_boundary_index_free(result);
    return status;
}

/* The first entry of the row's band at or after a key. */
static size_t lower_bound_key(const lb_boundary_index *index, int64_t row, int64_t key)
{
    const size_t *band = index->first + (row >> index->shift);
    size_t low = band[0], high = band[1];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (index->item[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Handles a feature and its distance from the point, edge by edge; false: no further one is needed.
 */
typedef bool (*edge_handler)(void *udata, size_t feature, double distance);

/* False as soon as the handler says so. */
static bool each_near_edge(const lb_boundary_index *index, double x, double y, edge_handler handle,
                           void *udata)
{
    if (!(fabs(x) < 1e12 && fabs(y) < 1e12))
        return true;
    int64_t row = cell_number(index->y0, y, index->cell),
            col = cell_number(index->x0, x, index->cell);
    for (int64_t r = row > 1 ? row - 1 : 0; r <= row + 1 && r < index->rows; r++) {
        int64_t end = cell_key(r, col + 1);
        size_t last = index->first[(r >> index->shift) + 1];
        for (size_t i = lower_bound_key(index, r, cell_key(r, col - 1));
             i < last && index->item[i].key <= end; i++) {
            const double *at = index->shapes->xy + 2 * index->item[i].vertex;
            double distance = sqrt(lb_polygon_edge_distance2((double[]){at[0] - x, at[1] - y},
                                                             (double[]){at[2] - x, at[3] - y}));
            if (distance <= index->reach && !handle(udata, index->item[i].feature, distance))
                return false;
        }
    }
    return true;
}

/* Keeps the smallest distance of each feature, the list ascending by feature. False: no memory. */
static bool add_near(void *udata, size_t feature, double distance)
{
    lb_near_features *near = udata;
    size_t low = 0, high = near->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (near->item[middle].feature < feature)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < near->count && near->item[low].feature == feature) {
        near->item[low].distance = fmin(near->item[low].distance, distance);
        return true;
    }
    if (!lb_array_reserve(&near->item, &near->capacity, near->count + 1, sizeof *near->item))
        return false;
    memmove(near->item + low + 1, near->item + low, (near->count - low) * sizeof *near->item);
    near->item[low] = (lb_feature_distance){feature, distance};
    near->count++;
    return true;
}

lb_status lb_boundary_index_find(const lb_boundary_index *index, double x, double y,
                                 lb_near_features *near)
{
    near->count = 0;
    return each_near_edge(index, x, y, add_near, near) ? LB_OK : LB_E_MEMORY;
}

static bool is_not_chosen(void *chosen, size_t feature, double distance)
{
    (void)distance;
    return chosen && !((const bool *)chosen)[feature];
}

bool lb_boundary_index_finds_chosen(const lb_boundary_index *index, double x, double y,
                                    const bool *chosen)
{
    return !each_near_edge(index, x, y, is_not_chosen, (void *)chosen);
}
