/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One walk along each ring. An edge meets the rays at the heights from its south end, included, to
 * its north end, not included (point_in_polygon.h), and so has the rows from that of its north end
 * to that of its south end, or the one before where it ends on the line between two. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/try.h"
#include "kernel/location/edge_runs.h"

void lb_edge_runs_clear(lb_edge_runs *runs)
{
    free(runs->run);
    free(runs->latest);
    *runs = (lb_edge_runs){.run = NULL};
}

/* A vertex and its row; on_line: it lies on the row's north side. */
typedef struct ring_vertex {
    const double *xy;
    int32_t row;
    bool on_line;
} ring_vertex;

static ring_vertex vertex_at(const double *xy, const lb_exact_grid *lattice)
{
    int32_t row;
    if (lb_exact_axis_is_certain(&lattice->y, xy[1], &row))
        return (ring_vertex){xy, row, false};
    lb_exact_coord y = lb_exact_axis_coord(&lattice->y, xy[1]);
    return (ring_vertex){xy, (int32_t)y.cell, y.offset == 0};
}

static bool is_within(const ring_vertex *v, int32_t row)
{
    return v->row == row && !v->on_line;
}

static bool is_north(const ring_vertex *v, int32_t row)
{
    return v->row < row || (v->row == row && v->on_line);
}

/* A walk along the rings of one feature. runs->latest: the run begun last in each row, + 1; 0:
 * none. */
typedef struct ring_walk {
    lb_edge_runs *runs;
    int32_t first_row;
} ring_walk;

/* An edge from a to b in one row: goes on with the run that ends in a, or begins one. */
static lb_status add_to_row(ring_walk *w, int32_t row, size_t vertex, const ring_vertex *a,
                            const ring_vertex *b)
{
    size_t *latest = &w->runs->latest[row - w->first_row];
    lb_edge_run *run = *latest ? &w->runs->run[*latest - 1] : NULL;
    if (!run || !is_within(a, row) || run->vertex + run->edges != vertex ||
        run->edges == LB_RUN_EDGES) {
        if (w->runs->count == w->runs->capacity &&
            !lb_array_reserve(&w->runs->run, &w->runs->capacity, w->runs->count + 1, sizeof *run))
            return LB_E_MEMORY;
        run = &w->runs->run[w->runs->count++];
        *run = (lb_edge_run){.west = a->xy[0],
                             .east = a->xy[0],
                             .row = row,
                             .vertex = (uint32_t)vertex,
                             .north[0] = is_north(a, row),
                             .within[0] = is_within(a, row)};
        *latest = w->runs->count;
    }
    run->edges++;
    run->west = b->xy[0] < run->west ? b->xy[0] : run->west;
    run->east = b->xy[0] > run->east ? b->xy[0] : run->east;
    run->north[1] = is_north(b, row);
    run->within[1] = is_within(b, row);
    return LB_OK;
}

/* One ring, edge by edge, in all rows of each. Level edges meet no ray and hold their run
 * together. */
static lb_status add_ring(ring_walk *w, const lb_shapes *shapes, size_t ring,
                          const lb_exact_grid *lattice)
{
    size_t first = shapes->vertex[ring], end = shapes->vertex[ring + 1];
    if (first == end)
        return LB_OK;
    ring_vertex a = vertex_at(shapes->xy + 2 * first, lattice);
    for (size_t v = first; v + 1 < end; v++) {
        ring_vertex b = vertex_at(shapes->xy + 2 * (v + 1), lattice);
        const ring_vertex *north = a.xy[1] > b.xy[1] ? &a : &b, *south = north == &a ? &b : &a;
        for (int32_t row = north->row; row <= south->row - south->on_line; row++)
            LB_TRY(add_to_row(w, row, v, &a, &b));
        a = b;
    }
    return LB_OK;
}

static int compare_runs(const void *left, const void *right)
{
    const lb_edge_run *a = left, *b = right;
    LB_COMPARE(a->row, b->row);
    LB_COMPARE(a->west, b->west);
    return (a->vertex > b->vertex) - (a->vertex < b->vertex);
}

/* Orders the runs of one area and adds up, within each row, what searches need. */
static void order_runs(lb_edge_run *run, size_t n)
{
    if (n > 0)
        qsort(run, n, sizeof *run, compare_runs);
    for (size_t i = 0; i < n; i++) {
        bool goes_on = i > 0 && run[i - 1].row == run[i].row;
        run[i].farthest = goes_on ? fmax(run[i - 1].farthest, run[i].east) : run[i].east;
    }
    for (size_t i = n; i-- > 0;) {
        run[i].odd = run[i].north[0] ^ run[i].north[1];
        if (i + 1 < n && run[i + 1].row == run[i].row)
            run[i].odd ^= run[i + 1].odd;
    }
}

lb_status lb_edge_runs_find(lb_edge_runs *runs, const lb_shapes *shapes, size_t feature,
                            const lb_exact_grid *lattice)
{
    size_t end = shapes->ring[shapes->part[feature + 1]];
    lb_box box = lb_shapes_box(shapes, feature);
    runs->count = 0;
    if (lb_box_is_empty(box))
        return LB_OK;
    int64_t north = lb_exact_axis_coord(&lattice->y, box.ymax).cell,
            south = lb_exact_axis_coord(&lattice->y, box.ymin).cell;
    size_t rows = (size_t)(south - north) + 1;
    if (!lb_array_reserve(&runs->latest, &runs->rows, rows, sizeof *runs->latest))
        return LB_E_MEMORY;
    memset(runs->latest, 0, rows * sizeof *runs->latest);
    ring_walk w = {.runs = runs, .first_row = (int32_t)north};
    for (size_t r = shapes->ring[shapes->part[feature]]; r < end; r++)
        LB_TRY(add_ring(&w, shapes, r, lattice));
    order_runs(runs->run, runs->count);
    return LB_OK;
}
