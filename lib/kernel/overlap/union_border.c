/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chains are short, so that few reach beyond the stripe of the grid they lie in. */
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "kernel/overlap/union_border.h"

enum { CHAIN_POINTS = 64 };

void lb_union_border_clear(lb_union_border *border)
{
    free(border->xy);
    free(border->chain);
    *border = (lb_union_border){.lattice = NULL};
}

static void add_point(lb_union_border *b, lb_lattice_point p)
{
    if (b->points_capacity < 2 * (b->points + 1) &&
        !lb_array_reserve(&b->xy, &b->points_capacity, 2 * (b->points + 1), sizeof *b->xy)) {
        b->failed = true;
        return;
    }
    double *xy = b->xy + 2 * b->points++;
    lb_border_chain *chain = &b->chain[b->count - 1];
    lb_lattice_coordinates(b->lattice, p, xy);
    chain->south = xy[1] < chain->south ? xy[1] : chain->south;
    chain->north = xy[1] > chain->north ? xy[1] : chain->north;
    b->end = p;
}

void lb_union_border_add(lb_union_border *b, lb_lattice_point from, lb_lattice_point to)
{
    if (b->count == 0 || !lb_lattice_same(b->end, from) ||
        b->points - b->chain[b->count - 1].first >= CHAIN_POINTS) {
        if (!lb_array_reserve(&b->chain, &b->capacity, b->count + 1, sizeof *b->chain)) {
            b->failed = true;
            return;
        }
        b->chain[b->count++] = (lb_border_chain){b->points, INFINITY, -INFINITY};
        add_point(b, from);
    }
    add_point(b, to);
}

/* Edges of a feature that meet no other area's box are border of the union as they are; edges of
 * runs are added by the walk. */
void lb_union_border_add_lone(lb_union_border *border, const lb_border_runs *runs, size_t feature)
{
    const lb_shapes *s = runs->shapes;
    for (size_t r = s->ring[s->part[feature]]; r < s->ring[s->part[feature + 1]]; r++) {
        lb_lattice_point from = {0, 0}, to;
        bool is_from_known = false;
        for (size_t v = s->vertex[r]; v + 1 < s->vertex[r + 1]; v++) {
            if (runs->live[v]) {
                is_from_known = false;
                continue;
            }
            if (!is_from_known)
                from = lb_lattice_place(&runs->lattice, s->xy + 2 * v);
            to = lb_lattice_place(&runs->lattice, s->xy + 2 * v + 2);
            if (!lb_lattice_same(from, to))
                lb_union_border_add(border, from, to);
            from = to;
            is_from_known = true;
        }
    }
}
