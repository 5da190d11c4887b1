/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "kernel/overlap/union_border.h"

void lb_union_border_clear(lb_union_border *border)
{
    free(border->xy);
    free(border->chain);
    *border = (lb_union_border){.lattice = NULL};
}

static lb_border_chain *add_chain(lb_union_border *b, size_t first, bool lone)
{
    if (first > UINT32_MAX ||
        !lb_array_reserve(&b->chain, &b->capacity, b->count + 1, sizeof *b->chain)) {
        b->failed = true;
        return NULL;
    }
    b->chain[b->count] = (lb_border_chain){(uint32_t)first, 0, lone, INFINITY, -INFINITY};
    return &b->chain[b->count++];
}

/* Adds a point whose y is known; half an ulp of a float is 2^-24 of it. */
static void lengthen_chain(const lb_union_border *b, lb_border_chain *chain, double y)
{
    float offset = (float)(y - b->lattice->y0), by = offset * 0x1p-22F;
    chain->points++;
    chain->south = offset - by < chain->south ? offset - by : chain->south;
    chain->north = offset + by > chain->north ? offset + by : chain->north;
}

static void add_point(lb_union_border *b, lb_lattice_point p)
{
    if (b->points_capacity < 2 * (b->points + 1) &&
        !lb_array_reserve(&b->xy, &b->points_capacity, 2 * (b->points + 1), sizeof *b->xy)) {
        b->failed = true;
        return;
    }
    double *xy = b->xy + 2 * b->points++;
    lb_lattice_coordinates(b->lattice, p, xy);
    lengthen_chain(b, &b->chain[b->count - 1], xy[1]);
    b->end = p;
}

void lb_union_border_add(lb_union_border *b, lb_lattice_point from, lb_lattice_point to)
{
    if (b->count == 0 || !lb_lattice_same(b->end, from) ||
        b->chain[b->count - 1].points > LB_CHAIN_EDGES) {
        if (!add_chain(b, b->points, false))
            return;
        add_point(b, from);
    }
    add_point(b, to);
}

/* The edges of a ring between two vertices that are in no run. */
static void add_lone_line(lb_union_border *b, const double *xy, size_t from, size_t to)
{
    for (size_t v = from; v < to; v += LB_CHAIN_EDGES) {
        lb_border_chain *chain = add_chain(b, v, true);
        for (size_t k = v; chain && k <= to && k <= v + LB_CHAIN_EDGES; k++)
            lengthen_chain(b, chain, xy[2 * k + 1]);
    }
}

/* Edges of a feature that meet no other area's box are border of the union as they are; edges of
 * runs are added by the walk. */
void lb_union_border_add_lone(lb_union_border *border, const lb_border_runs *runs, size_t feature)
{
    const lb_shapes *s = runs->shapes;
    for (size_t r = s->ring[s->part[feature]]; r < s->ring[s->part[feature + 1]]; r++)
        for (size_t v = s->vertex[r], from; v + 1 < s->vertex[r + 1]; v++) {
            for (from = v; v + 1 < s->vertex[r + 1] && !runs->live[v];)
                v++;
            if (v > from)
                add_lone_line(border, s->xy, from, v);
        }
}

/* Vertices are moved to the lattice, as the ends of pieces beside them are. */
const double *lb_union_border_points(const lb_union_border *border, const lb_shapes *shapes,
                                     const lb_border_chain *chain, lb_border_line *line)
{
    if (!chain->lone)
        return border->xy + 2 * (size_t)chain->first;
    for (size_t k = 0; k < chain->points; k++) {
        const double *xy = shapes->xy + 2 * ((size_t)chain->first + k);
        lb_lattice_coordinates(border->lattice, lb_lattice_place(border->lattice, xy),
                               line->xy + 2 * k);
    }
    return line->xy;
}
