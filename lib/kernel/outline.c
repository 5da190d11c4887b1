/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Walks the edges between set and unset cells with the set cell on the left; where two outlines
 * meet in a corner it turns left, around its own cell. */
#include <stdlib.h>
#include <string.h>

#include "kernel/outline.h"

enum { EAST, NORTH, WEST, SOUTH };

static const int step_x[4] = {1, 0, -1, 0}, step_y[4] = {0, 1, 0, -1};

typedef struct tracer {
    const bool *mask;
    int side;
    double x, y, cell;
    bool *walked; /* edges that go east, by the vertex they start in */
    int *visited; /* the last ring that came by each vertex */
    int ring;
    bool touches; /* the ring met itself in a corner: it should be a shell and a hole */
    double *xy;   /* the ring being walked */
    size_t count;
    double twice_area; /* in cells */
} tracer;

/* Cells are counted from the south-west here, as coordinates are. */
static bool is_set(const tracer *t, int col, int row)
{
    return col >= 0 && row >= 0 && col < t->side && row < t->side &&
           t->mask[(t->side - 1 - row) * t->side + col];
}

/* Is there an edge from vertex (x, y) in this direction: set on its left, unset on its right? */
static bool edge(const tracer *t, int x, int y, int direction)
{
    static const int left[4][2] = {{0, 0}, {-1, 0}, {-1, -1}, {0, -1}};
    const int *l = left[direction], *r = left[(direction + 3) % 4];
    return is_set(t, x + l[0], y + l[1]) && !is_set(t, x + r[0], y + r[1]);
}

static void put(tracer *t, int x, int y)
{
    t->xy[2 * t->count] = t->x + x * t->cell;
    t->xy[2 * t->count + 1] = t->y + y * t->cell;
    t->count++;
}

static void walk(tracer *t, int x0, int y0)
{
    int x = x0, y = y0, direction = EAST;
    t->count = 0;
    t->twice_area = 0;
    t->ring++;
    put(t, x, y);
    do {
        if (direction == EAST)
            t->walked[y * (t->side + 1) + x] = true;
        int nx = x + step_x[direction], ny = y + step_y[direction];
        t->twice_area += (double)x * ny - (double)nx * y;
        x = nx;
        y = ny;
        int *last = &t->visited[y * (t->side + 1) + x];
        t->touches |= *last == t->ring;
        *last = t->ring;
        int turn = (direction + 1) % 4;
        while (!edge(t, x, y, turn)) /* left, straight on, right */
            turn = (turn + 3) % 4;
        if (turn != direction && (x != x0 || y != y0))
            put(t, x, y);
        direction = turn;
    } while (x != x0 || y != y0 || direction != EAST);
}

static lb_status trace(tracer *t, lb_shapes *shapes, bool *holes)
{
    lb_status status = LB_OK;
    for (int y = 0; y <= t->side; y++) {
        for (int x = 0; x < t->side && status == LB_OK; x++) {
            if (t->walked[y * (t->side + 1) + x] || !edge(t, x, y, EAST))
                continue;
            walk(t, x, y);
            *holes |= t->twice_area < 0 || t->touches;
            if (*holes)
                return LB_OK;
            status = lb_shapes_add_part(shapes);
            if (status == LB_OK)
                status = lb_shapes_add_ring(shapes, t->xy, t->count);
        }
    }
    return status;
}

lb_status lb_outline_add(const bool *mask, int side, double x, double y, double cell,
                         lb_shapes *shapes, bool *holes)
{
    size_t vertices = (size_t)(side + 1) * (size_t)(side + 1);
    lb_shapes one = {0};
    tracer t = {.mask = mask, .side = side, .x = x, .y = y, .cell = cell};
    if (side < 1 || side > LB_OUTLINE_SIDE)
        return LB_E_USAGE;
    t.walked = calloc(vertices, sizeof *t.walked);
    t.visited = calloc(vertices, sizeof *t.visited);
    t.xy = malloc(4 * vertices * 2 * sizeof *t.xy);
    *holes = false;
    lb_status status = t.walked && t.visited && t.xy ? lb_shapes_add_feature(&one) : LB_E_MEMORY;
    if (status == LB_OK)
        status = trace(&t, &one, holes);
    free(t.walked);
    free(t.visited);
    free(t.xy);
    if (status == LB_OK)
        status = *holes ? lb_shapes_add_feature(shapes) : lb_shapes_add_copy(shapes, &one, 0);
    lb_shapes_clear(&one);
    return status;
}
