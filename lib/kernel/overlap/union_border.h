/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The border of a union, as chains of points that no one links to rings: the pieces of areas'
 * borders that lie in no other area. */
#ifndef LB_KERNEL_OVERLAP_UNION_BORDER_H
#define LB_KERNEL_OVERLAP_UNION_BORDER_H

#include "kernel/overlap/border_runs.h"

/* Edges of a chain at most: few reach beyond a stripe of the grid. */
enum { LB_CHAIN_EDGES = 64 };

/* A line of points; there are hundreds of thousands. */
typedef struct lb_border_chain {
    uint32_t first; /* its first point; of a lone one its first vertex */
    uint16_t points;
    bool lone;          /* edges as they are in the areas, which meet no other area's box */
    float south, north; /* of its points, from the lattice's origin, with room for rounding */
} lb_border_chain;

/* One thread's chains. Zeroed memory with lattice set is ready. */
typedef struct lb_union_border {
    const lb_lattice *lattice; /* borrowed */
    double *xy;                /* [points] x, y in the CRS */
    size_t points, points_capacity;
    lb_border_chain *chain; /* [count] */
    size_t count, capacity;
    lb_lattice_point end; /* of the last chain */
    bool failed;          /* out of memory */
} lb_union_border;

void lb_union_border_clear(lb_union_border *border);

/* Adds a piece: goes on with the last chain where that ends at `from`. */
void lb_union_border_add(lb_union_border *border, lb_lattice_point from, lb_lattice_point to);

/* Adds the edges of a feature that are in no run, since they meet no other area's box. */
void lb_union_border_add_lone(lb_union_border *border, const lb_border_runs *runs, size_t feature);

/* Room for the points of a chain. */
typedef struct lb_border_line {
    double xy[2 * (LB_CHAIN_EDGES + 1)];
} lb_border_line;

/* The points of the chain, in the CRS; they are borrowed, or made in `line`. */
const double *lb_union_border_points(const lb_union_border *border, const lb_shapes *shapes,
                                     const lb_border_chain *chain, lb_border_line *line);

#endif
