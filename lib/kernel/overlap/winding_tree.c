/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A ray eastwards from the place: each edge that crosses it adds 1 upwards, -1 downwards. Of a
 * chain of edges that lies wholly east of the place only the ends count, since what it crosses in
 * between cancels; so edges are tried one by one only of chains in whose box the place is. Linear
 * memory, however long the edges are. */
#include <math.h>
#include <stdlib.h>

#include "base/try.h"
#include "kernel/overlap/edge_crossing.h"
#include "kernel/overlap/winding_tree.h"

enum { CHAIN_EDGES = 8 };

static size_t first_vertex(const lb_shapes *s, size_t feature)
{
    return s->vertex[s->ring[s->part[feature]]];
}

/* Is a corner of another area above the ray? above: its area ranks above that of p. */
static bool is_above(lb_lattice_point corner, lb_lattice_point p, bool above)
{
    return corner.y > p.y || (corner.y == p.y && !above);
}

/* What edge c d of another area adds to the winding number of p. */
static int edge_winding(lb_lattice_point c, lb_lattice_point d, lb_lattice_point p, bool above)
{
    bool c_above = is_above(c, p, above), d_above = is_above(d, p, above);
    if (c_above == d_above)
        return 0;
    bool left = lb_lattice_is_left(lb_lattice_orient(c, d, p), c, d, above);
    return d_above ? left : left - 1;
}

/* What the edges between n consecutive vertices add. */
static int line_winding(const lb_lattice *lattice, const double *xy, size_t n, lb_lattice_point p,
                        bool above)
{
    int sum = 0;
    lb_lattice_point c = lb_lattice_place(lattice, xy);
    for (size_t v = 1; v < n; v++) {
        lb_lattice_point d = lb_lattice_place(lattice, xy + 2 * v);
        sum += edge_winding(c, d, p, above);
        c = d;
    }
    return sum;
}

/* The place whose winding number is looked for in a tree. */
typedef struct winding_search {
    const lb_winding_tree *tree;
    const lb_lattice *lattice;
    const double *xy; /* of the area's first vertex */
    lb_lattice_point p;
    bool above;
    float east; /* nothing of p lies east of it */
    int sum;
} winding_search;

/* Adds the edges of a chain, whose box the ray meets. */
static void add_chain(void *udata, size_t i)
{
    winding_search *s = udata;
    const lb_edge_chain chain = s->tree->chain[i];
    const double *xy = s->xy + 2 * (size_t)chain.first;
    if (s->tree->boxes.box[0][i][0] > s->east)
        s->sum += is_above(lb_lattice_place(s->lattice, xy + 2 * chain.edges), s->p, s->above) -
                  is_above(lb_lattice_place(s->lattice, xy), s->p, s->above);
    else
        s->sum += line_winding(s->lattice, xy, chain.edges + 1, s->p, s->above);
}

static size_t chains_of(const lb_shapes *s, size_t ring)
{
    size_t vertices = s->vertex[ring + 1] - s->vertex[ring];
    return vertices > 1 ? (vertices - 1 + CHAIN_EDGES - 1) / CHAIN_EDGES : 0;
}

static lb_edge_box box_of_chain(const lb_border_runs *runs, size_t first, size_t edges)
{
    const double *xy = runs->shapes->xy + 2 * first;
    lb_edge_box box[CHAIN_EDGES];
    for (size_t k = 0; k < edges; k++)
        box[k] = lb_edge_box_of(lb_lattice_place(&runs->lattice, xy + 2 * k),
                                lb_lattice_place(&runs->lattice, xy + 2 * k + 2));
    return lb_edge_box_union(box, edges);
}

static lb_status make_tree(lb_winding_tree *tree, const lb_border_runs *runs, size_t feature)
{
    const lb_shapes *s = runs->shapes;
    size_t begin = s->ring[s->part[feature]], end = s->ring[s->part[feature + 1]], chains = 0;
    for (size_t r = begin; r < end; r++)
        chains += chains_of(s, r);
    tree->chain = malloc((chains + 1) * sizeof *tree->chain);
    if (!tree->chain)
        return LB_E_MEMORY;
    LB_TRY(lb_box_tree_reserve(&tree->boxes, chains));
    for (size_t r = begin, at = 0; r < end; r++)
        for (size_t v = s->vertex[r], last = v + chains_of(s, r) * CHAIN_EDGES; v < last; at++) {
            size_t left = s->vertex[r + 1] - 1 - v, edges = left < CHAIN_EDGES ? left : CHAIN_EDGES;
            tree->chain[at] = (lb_edge_chain){(uint32_t)(v - s->vertex[begin]), (uint32_t)edges};
            tree->boxes.box[0][at] = box_of_chain(runs, v, edges);
            v += CHAIN_EDGES;
        }
    return lb_box_tree_make(&tree->boxes);
}

lb_winding_tree *lb_winding_tree_new(const lb_border_runs *runs, uint32_t area)
{
    lb_winding_tree *tree = calloc(1, sizeof *tree);
    if (!tree || make_tree(tree, runs, lb_border_runs_feature(runs, area)) == LB_OK)
        return tree;
    lb_winding_tree_free(tree);
    return NULL;
}

void lb_winding_tree_free(lb_winding_tree *tree)
{
    if (!tree)
        return;
    free(tree->chain);
    lb_box_tree_clear(&tree->boxes);
    free(tree);
}

static int search_tree(const lb_winding_tree *tree, const lb_border_runs *runs, size_t feature,
                       lb_lattice_point p, bool above)
{
    lb_edge_box ray = lb_edge_box_of(p, p);
    winding_search s = {
        tree, &runs->lattice, runs->shapes->xy + 2 * first_vertex(runs->shapes, feature),
        p,    above,          -ray[2],
        0};
    ray[2] = -INFINITY; /* no east side */
    lb_box_tree_visit(&tree->boxes, lb_edge_box_reach(ray), add_chain, &s);
    return s.sum;
}

int lb_winding_number(const lb_winding_tree *tree, const lb_border_runs *runs, uint32_t area,
                      lb_lattice_point p, uint32_t other)
{
    const lb_shapes *s = runs->shapes;
    size_t feature = lb_border_runs_feature(runs, other);
    int sum = 0;
    if (tree)
        return search_tree(tree, runs, feature, p, area > other);
    for (size_t r = s->ring[s->part[feature]]; r < s->ring[s->part[feature + 1]]; r++)
        if (s->vertex[r] < s->vertex[r + 1])
            sum += line_winding(&runs->lattice, s->xy + 2 * s->vertex[r],
                                s->vertex[r + 1] - s->vertex[r], p, area > other);
    return sum;
}
