/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Boundary tracing of connected sets of cells. Cells that share an edge are one part (4-connected).
 * Its rings are followed along the edges between its cells and others, its own cells on the left.
 * Where two rings meet in a corner the path turns right, round the cell that is not its own: a hole
 * that touches the outside or another hole in a corner becomes a ring of its own that touches
 * there, as OGC Simple Features wants it, and no ring touches itself. Linear in cells. */
#include <stdlib.h>
#include <string.h>

#include "base/try.h"
#include "kernel/outline/mask_outline.h"

/* Directions, counter-clockwise. */
enum { EAST, NORTH, WEST, SOUTH };

static const int step_x[4] = {1, 0, -1, 0}, step_y[4] = {0, 1, 0, -1};

typedef struct outline_tracer {
    int side;
    double x, y, cell;
    int *part; /* of each cell, from the south-west as coordinates are; 0: not set, -1: none yet */
    int *waiting; /* cells whose neighbours are looked at */
    bool *walked; /* edges that go east, by the vertex they start in */
    double *xy;   /* the ring being walked */
    size_t count;
} outline_tracer;

/* Is the cell inside the mask and of this part? */
static bool is_in_part(const outline_tracer *t, int part, int col, int row)
{
    return col >= 0 && row >= 0 && col < t->side && row < t->side &&
           t->part[row * t->side + col] == part;
}

/* Flood fill: the cell and all cells connected with it by edges get the part's number. */
static void label_part(outline_tracer *t, int cell, int part)
{
    int waiting = 0;
    t->part[cell] = part;
    t->waiting[waiting++] = cell;
    while (waiting > 0) {
        int at = t->waiting[--waiting], col = at % t->side, row = at / t->side;
        for (int d = EAST; d <= SOUTH; d++)
            if (is_in_part(t, -1, col + step_x[d], row + step_y[d])) {
                int next = at + step_x[d] + step_y[d] * t->side;
                t->part[next] = part;
                t->waiting[waiting++] = next;
            }
    }
}

/* Does an edge of the part leave vertex (x, y) in this direction, the part on its left and another
 * cell, or none, on its right? */
static bool has_edge(const outline_tracer *t, int part, int x, int y, int direction)
{
    static const int left[4][2] = {{0, 0}, {-1, 0}, {-1, -1}, {0, -1}};
    const int *l = left[direction], *r = left[(direction + 3) % 4];
    return is_in_part(t, part, x + l[0], y + l[1]) && !is_in_part(t, part, x + r[0], y + r[1]);
}

static void add_vertex(outline_tracer *t, int x, int y)
{
    t->xy[2 * t->count] = t->x + x * t->cell;
    t->xy[2 * t->count + 1] = t->y + y * t->cell;
    t->count++;
}

/* Follows the ring that begins with the edge east of vertex (x0, y0), keeping only corners. The
 * vertex is a corner, since it is the first such edge from the south-west. */
static void trace_ring(outline_tracer *t, int part, int x0, int y0)
{
    int x = x0, y = y0, direction = EAST;
    t->count = 0;
    add_vertex(t, x, y);
    do {
        if (direction == EAST)
            t->walked[y * (t->side + 1) + x] = true;
        x += step_x[direction];
        y += step_y[direction];
        int turn = (direction + 3) % 4;
        while (!has_edge(t, part, x, y, turn)) /* right, straight on, left */
            turn = (turn + 1) % 4;
        if (turn != direction && (x != x0 || y != y0))
            add_vertex(t, x, y);
        direction = turn;
    } while (x != x0 || y != y0 || direction != EAST);
}

/* All rings of one part. Its southernmost edge is on the shell, which therefore comes first; holes
 * follow. */
static lb_status trace_part(outline_tracer *t, int part, int south, lb_shapes *shapes)
{
    LB_TRY(lb_shapes_add_part(shapes));
    for (int y = south; y < t->side; y++)
        for (int x = 0; x < t->side; x++)
            if (!t->walked[y * (t->side + 1) + x] && has_edge(t, part, x, y, EAST)) {
                trace_ring(t, part, x, y);
                LB_TRY(lb_shapes_add_ring(shapes, t->xy, t->count));
            }
    return LB_OK;
}

/* One part after the other, by their first cells from the south-west. */
static lb_status trace_parts(outline_tracer *t, lb_shapes *shapes)
{
    int parts = 0;
    LB_TRY(lb_shapes_add_feature(shapes));
    for (int i = 0; i < t->side * t->side; i++)
        if (t->part[i] == -1) {
            label_part(t, i, ++parts);
            LB_TRY(trace_part(t, parts, i / t->side, shapes));
        }
    return LB_OK;
}

/* The mask has its first row in the north, `part` in the south, so rows are taken in reverse.
 * Cells that share a side are one part with its holes. */
lb_status lb_mask_outline_add(const bool *mask, int side, double x, double y, double cell,
                              lb_shapes *shapes)
{
    if (side < 1 || side > LB_MASK_OUTLINE_MAX_SIDE)
        return LB_E_USAGE;
    size_t cells = (size_t)side * (size_t)side, vertices = (size_t)(side + 1) * (size_t)(side + 1);
    outline_tracer t = {.side = side, .x = x, .y = y, .cell = cell};
    t.part = malloc(cells * sizeof *t.part);
    t.waiting = malloc(cells * sizeof *t.waiting);
    t.walked = calloc(vertices, sizeof *t.walked);
    t.xy = malloc(4 * vertices * 2 * sizeof *t.xy);
    lb_status status = t.part && t.waiting && t.walked && t.xy ? LB_OK : LB_E_MEMORY;
    for (int row = 0; row < side && status == LB_OK; row++)
        for (int col = 0; col < side; col++)
            t.part[row * side + col] = mask[(side - 1 - row) * side + col] ? -1 : 0;
    if (status == LB_OK)
        status = trace_parts(&t, shapes);
    free(t.part);
    free(t.waiting);
    free(t.walked);
    free(t.xy);
    return status;
}
