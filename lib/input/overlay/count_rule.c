/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cell that is covered in part has its centre tested against the edges that cross the line
 * through the centres of its row, by the boundary rule of locate.h; one that is covered wholly has
 * it inside. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/threads.h"
#include "input/overlay/count_rule.h"
#include "kernel/geometry/point_in_polygon.h"

/* The edges of one area by the rows whose line of centres they cross: those of row north + r are
 * edge[first[r]] up to edge[first[r + 1]], each the place of its first corner. */
typedef struct row_edges {
    const lb_grid *grid;
    const lb_shapes *shapes;
    int32_t north;
    size_t rows;
    size_t *first; /* [rows + 2] */
    size_t *edge;
} row_edges;

static double row_centre(const lb_grid *grid, int64_t row)
{
    return grid->y0 - ((double)row + 0.5) * grid->dy;
}

/* Calls for each row of the area whose line of centres the edge at corner v crosses: counts it, or
 * writes it where edge is given. */
static void add_edge(row_edges *e, size_t v, bool write)
{
    const double *a = e->shapes->xy + 2 * v, *b = a + 2;
    const lb_grid *g = e->grid;
    double last = (double)e->north + (double)e->rows;
    double from = floor((g->y0 - fmax(a[1], b[1])) / g->dy) - 1;
    double to = ceil((g->y0 - fmin(a[1], b[1])) / g->dy) + 1;
    if (!(from < last) || !(to >= e->north))
        return;
    int64_t row = (int64_t)fmax(from, e->north), end = (int64_t)fmin(to, last - 1);
    for (; row <= end; row++) {
        double y = row_centre(g, row);
        if ((a[1] > y) == (b[1] > y))
            continue;
        size_t *at = &e->first[row - e->north + (write ? 1 : 2)];
        if (write)
            e->edge[*at] = v;
        ++*at;
    }
}

static void add_edges(row_edges *e, size_t area, bool write)
{
    const lb_shapes *s = e->shapes;
    for (size_t r = s->ring[s->part[area]]; r < s->ring[s->part[area + 1]]; r++)
        for (size_t v = s->vertex[r]; v + 1 < s->vertex[r + 1]; v++)
            add_edge(e, v, write);
}

/* Of the rows of an area's spans. first[r + 2] counts row r, then becomes where it begins, and
 * while edges are written moves on to where it ends, which leaves first[r] as it is to be. */
static bool list_edges(const lb_cover *cover, const lb_shapes *shapes, size_t area, row_edges *e)
{
    size_t from = cover->first[area], end = cover->first[area + 1];
    *e = (row_edges){.grid = &cover->grid, .shapes = shapes, .north = cover->span[from].row};
    e->rows = (size_t)(cover->span[end - 1].row - e->north) + 1;
    e->first = calloc(e->rows + 2, sizeof *e->first);
    if (!e->first)
        return false;
    add_edges(e, area, false);
    for (size_t r = 2; r < e->rows + 2; r++)
        e->first[r] += e->first[r - 1];
    e->edge = malloc((e->first[e->rows + 1] + 1) * sizeof *e->edge);
    if (e->edge)
        add_edges(e, area, true);
    return e->edge != NULL;
}

static bool has_centre(const row_edges *e, int32_t row, int32_t col)
{
    size_t r = (size_t)(row - e->north);
    const double centre[2] = {e->grid->x0 + (col + 0.5) * e->grid->dx, row_centre(e->grid, row)};
    bool inside = false;
    for (size_t k = e->first[r]; k < e->first[r + 1]; k++) {
        const double *a = e->shapes->xy + 2 * e->edge[k];
        inside ^= lb_polygon_ray_crosses(a, a + 2, centre);
    }
    return inside;
}

/* The spans of one area while they are made: at most `room`. */
typedef struct span_writer {
    lb_cell_span *span; /* NULL: they are only counted */
    size_t count;
    lb_cell_span last;
} span_writer;

/* Adds cells, joined with those before where they continue them. */
static void add_cells(span_writer *w, int32_t row, int32_t col, int32_t length)
{
    bool joins = w->count > 0 && w->last.row == row && w->last.col + w->last.length == col;
    w->last = joins ? (lb_cell_span){row, w->last.col, w->last.length + length, 1}
                    : (lb_cell_span){row, col, length, 1};
    w->count += !joins;
    if (w->span)
        w->span[w->count - 1] = w->last;
}

/* edges NULL: every cell touched counts. */
static size_t write_area(const lb_cover *exact, size_t area, const row_edges *edges,
                         lb_cell_span *out)
{
    span_writer w = {.span = out};
    for (size_t k = exact->first[area]; k < exact->first[area + 1]; k++) {
        const lb_cell_span *s = &exact->span[k];
        if (!edges || s->fraction == 1)
            add_cells(&w, s->row, s->col, s->length);
        else
            for (int32_t col = s->col; col < s->col + s->length; col++)
                if (has_centre(edges, s->row, col))
                    add_cells(&w, s->row, col, 1);
    }
    return w.count;
}

/* Counts the spans of an area, or writes them where out is given. False: out of memory. */
static bool count_area(lb_count_rule rule, const lb_cover *exact, const lb_shapes *shapes,
                       size_t area, lb_cell_span *out, size_t *count)
{
    row_edges edges = {.first = NULL};
    bool empty = exact->first[area] == exact->first[area + 1];
    bool good = rule != LB_COUNT_CENTROID || empty || list_edges(exact, shapes, area, &edges);
    if (good)
        *count = write_area(exact, area, rule == LB_COUNT_CENTROID ? &edges : NULL, out);
    free(edges.first);
    free(edges.edge);
    return good;
}

static bool init_cover(const lb_cover *exact, lb_cover *out)
{
    *out = (lb_cover){.grid = exact->grid,
                      .count = exact->count,
                      .first = calloc(exact->count + 1, sizeof *out->first),
                      .area = calloc(exact->count + 1, sizeof *out->area),
                      .outside = calloc(exact->count + 1, sizeof *out->outside)};
    if (!out->first || !out->area || !out->outside)
        return false;
    memcpy(out->area, exact->area, exact->count * sizeof *out->area);
    memcpy(out->outside, exact->outside, exact->count * sizeof *out->outside);
    return true;
}

/* Two passes over the areas: the first counts spans, whose running sums are each area's place in
 * the array, the second fills them; so threads need no lock and the order is that of the areas. */
lb_status lb_count_rule_apply(lb_count_rule rule, const lb_cover *exact, const lb_shapes *shapes,
                              int threads, lb_cover *out)
{
    lb_cover made;
    bool good = init_cover(exact, &made);
    for (int pass = 0; pass < 2 && good; pass++) {
        bool failed = false;
#pragma omp parallel for num_threads(lb_thread_count(threads)) schedule(dynamic, 16) \
    reduction(||                                                                     \
              : failed)
        for (size_t i = 0; i < exact->count; i++) {
            size_t counted = 0;
            lb_cell_span *to = pass == 0 ? NULL : made.span + made.first[i];
            failed = !count_area(rule, exact, shapes, i, to, &counted) || failed;
            if (pass == 0)
                made.first[i + 1] = counted;
        }
        for (size_t i = 0; pass == 0 && i < exact->count; i++)
            made.first[i + 1] += made.first[i];
        if (pass == 0)
            made.span = malloc((made.first[made.count] + 1) * sizeof *made.span);
        good = !failed && made.span;
    }
    if (good)
        *out = made;
    else
        lb_cover_clear(&made);
    return good ? LB_OK : LB_E_MEMORY;
}
