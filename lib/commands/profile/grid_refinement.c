/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of both grids are merged along each axis. Polygons go through a map that is linear in each
 * rectangle and continuous over the plane; an edge gets a vertex wherever it crosses a line, and on
 * a line its coordinate is a whole number, without rounding. */
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/try.h"
#include "commands/profile/grid_refinement.h"

void lb_grid_refinement_clear(lb_grid_refinement *refinement)
{
    lb_refined_axis *axis[2] = {&refinement->x, &refinement->y};
    for (int i = 0; i < 2; i++) {
        free(axis[i]->line);
        free(axis[i]->of[0]);
        free(axis[i]->of[1]);
    }
    *refinement = (lb_grid_refinement){.x = {.count = 0}};
}

/* Cells of one grid along an axis. */
typedef struct cell_lines {
    double start, step;
    int32_t from, to; /* lines that are used, both included */
} cell_lines;

static double line_at(const cell_lines *g, int32_t i)
{
    return g->start + i * g->step;
}

/* The lines around [low, high], at most those of the grid. */
static cell_lines lines_within(double start, double step, int32_t count, double low, double high)
{
    double from = floor((low - start) / step), to = ceil((high - start) / step);
    return (cell_lines){start, step, (int32_t)fmin(fmax(from, 0), count),
                        (int32_t)fmin(fmax(to, 0), count)};
}

static bool allocate_axis(size_t lines, lb_refined_axis *out)
{
    out->line = malloc((lines + 1) * sizeof *out->line);
    out->of[0] = malloc((lines + 1) * sizeof **out->of);
    out->of[1] = malloc((lines + 1) * sizeof **out->of);
    return out->line && out->of[0] && out->of[1];
}

static int32_t cell_of(const cell_lines *g, double at)
{
    return (int32_t)floor((at - g->start) / g->step);
}

static void add_interval(const cell_lines g[2], double end, lb_refined_axis *out)
{
    double middle = (out->line[out->count] + end) / 2;
    out->of[0][out->count] = cell_of(&g[0], middle);
    out->of[1][out->count] = cell_of(&g[1], middle);
    out->line[++out->count] = end;
}

/* g: the lines of both grids. */
static lb_status merge_lines(const cell_lines g[2], lb_refined_axis *out)
{
    double low = fmax(line_at(&g[0], g[0].from), line_at(&g[1], g[1].from));
    double high = fmin(line_at(&g[0], g[0].to), line_at(&g[1], g[1].to));
    double same = 1e-6 * fmin(g[0].step, g[1].step);
    int32_t at[2] = {g[0].from, g[1].from};
    size_t lines = (size_t)(g[0].to - g[0].from) + (size_t)(g[1].to - g[1].from) + 2;
    if (!allocate_axis(lines, out))
        return LB_E_MEMORY;
    out->line[0] = low;
    while (out->line[out->count] < high - same && out->count < INT32_MAX - 1) {
        double last = out->line[out->count];
        for (int i = 0; i < 2; i++)
            while (line_at(&g[i], at[i]) <= last + same)
                at[i]++;
        double next = fmin(line_at(&g[0], at[0]), line_at(&g[1], at[1]));
        add_interval(g, next < high - same ? next : high, out);
    }
    return LB_OK;
}

/* The lines of both grids where both have cells in the box, merged and ascending. y is negated, so
 * that rows ascend from the north. */
lb_status lb_grid_refinement_make(const lb_grid *a, const lb_grid *b, lb_box within,
                                  lb_grid_refinement *out)
{
    lb_grid_refinement made = {.x = {.count = 0}};
    const cell_lines x[2] = {lines_within(a->x0, a->dx, a->ncol, within.xmin, within.xmax),
                             lines_within(b->x0, b->dx, b->ncol, within.xmin, within.xmax)};
    const cell_lines y[2] = {lines_within(-a->y0, a->dy, a->nrow, -within.ymax, -within.ymin),
                             lines_within(-b->y0, b->dy, b->nrow, -within.ymax, -within.ymin)};
    lb_status status = merge_lines(x, &made.x);
    if (status == LB_OK)
        status = merge_lines(y, &made.y);
    LB_HAND_OVER(status, made, out, lb_grid_refinement_clear);
}

/* Polygons ------------------------------------------------------------------------------------- */

/* The last line at or before v, from -1 (v lies before all) to count (v on the last or behind). */
static int32_t last_line(const lb_refined_axis *axis, double v)
{
    int32_t low = 0, high = axis->count + 1;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (axis->line[middle] <= v)
            low = middle + 1;
        else
            high = middle;
    }
    return low - 1;
}

/* Outside the lines the nearest interval goes on. */
static double map_coordinate(const lb_refined_axis *axis, double v)
{
    int32_t k = last_line(axis, v);
    int32_t of = k < 0 ? 0 : k < axis->count ? k : axis->count - 1;
    return of + (v - axis->line[of]) / (axis->line[of + 1] - axis->line[of]);
}

/* A ring of mapped vertices while it grows. */
typedef struct ring_buffer {
    double *xy;
    size_t count, capacity; /* numbers */
    bool failed;
} ring_buffer;

static void add_vertex(ring_buffer *r, double x, double y)
{
    if (!lb_array_reserve(&r->xy, &r->capacity, r->count + 2, sizeof *r->xy)) {
        r->failed = true;
        return;
    }
    r->xy[r->count++] = x;
    r->xy[r->count++] = -y;
}

/* The lines of an axis that an edge crosses between its ends, in its direction. */
typedef struct line_walk {
    const lb_refined_axis *axis;
    double from, length;
    int32_t next, end, step;
} line_walk;

static line_walk walk_lines(const lb_refined_axis *axis, double from, double to)
{
    line_walk w = {axis, from, to - from, 0, 0, to > from ? 1 : -1};
    if (to > from) {
        w.next = last_line(axis, from) + 1;
        w.end = last_line(axis, to);
        w.end += w.end < 0 || axis->line[w.end] < to;
    } else {
        w.next = last_line(axis, from);
        w.next -= w.next >= 0 && axis->line[w.next] == from;
        w.end = to < from ? last_line(axis, to) : w.next;
    }
    return w;
}

/* Where along the edge, 0 to 1, the next line is crossed; more than 1: there is none. */
static double next_crossing(const line_walk *w)
{
    return w->next == w->end ? 2 : (w->axis->line[w->next] - w->from) / w->length;
}

/* The first end of the edge, then a vertex at each line. y: southwards. */
static void add_edge(const lb_grid_refinement *g, const double from[2], const double to[2],
                     ring_buffer *out)
{
    line_walk x = walk_lines(&g->x, from[0], to[0]), y = walk_lines(&g->y, -from[1], -to[1]);
    add_vertex(out, map_coordinate(&g->x, from[0]), map_coordinate(&g->y, -from[1]));
    double at_x = next_crossing(&x), at_y = next_crossing(&y);
    while (at_x <= 1 || at_y <= 1) {
        bool on_x = at_x <= at_y, on_y = at_y <= at_x;
        double t = on_x ? at_x : at_y;
        add_vertex(out, on_x ? x.next : map_coordinate(&g->x, x.from + t * x.length),
                   on_y ? y.next : map_coordinate(&g->y, y.from + t * y.length));
        x.next += on_x ? x.step : 0;
        y.next += on_y ? y.step : 0;
        at_x = on_x ? next_crossing(&x) : at_x;
        at_y = on_y ? next_crossing(&y) : at_y;
    }
}

/* The feature with a vertex wherever an edge crosses a line of either grid. */
static lb_status add_feature(const lb_grid_refinement *g, const lb_shapes *from, size_t i,
                             ring_buffer *ring, lb_shapes *out)
{
    LB_TRY(lb_shapes_add_feature(out));
    for (size_t p = from->part[i]; p < from->part[i + 1]; p++) {
        LB_TRY(lb_shapes_add_part(out));
        for (size_t k = from->ring[p]; k < from->ring[p + 1]; k++) {
            ring->count = 0;
            for (size_t v = from->vertex[k]; v + 1 < from->vertex[k + 1]; v++)
                add_edge(g, &from->xy[2 * v], &from->xy[2 * v + 2], ring);
            if (ring->failed)
                return LB_E_MEMORY;
            LB_TRY(lb_shapes_add_ring(out, ring->xy, ring->count / 2));
        }
    }
    return LB_OK;
}

lb_status lb_grid_refinement_shapes(const lb_grid_refinement *refinement, const lb_shapes *shapes,
                                    lb_shapes *out)
{
    lb_shapes made = {0};
    ring_buffer ring = {.xy = NULL};
    lb_status status = LB_OK;
    for (size_t i = 0; i < shapes->count && status == LB_OK; i++)
        status = add_feature(refinement, shapes, i, &ring, &made);
    free(ring.xy);
    LB_HAND_OVER(status, made, out, lb_shapes_clear);
}
